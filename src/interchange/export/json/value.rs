//! A value of JSON and how it is written.
//!
//! Invariant: keys stay in the order in which they were put in, and every text comes back as it was. A character that a
//! terminal could obey, or that hides what is read, is written as an escape.
//!
//! A value of its own and not that of `serde_json`, because that one sorts its keys.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};

use rust_decimal::Decimal;

use crate::text::visible;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    /// `true` or `false`.
    Yes(bool),
    /// A whole number.
    Count(u64),
    /// Any number; one that is not finite is `null`.
    Number(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// Values in order.
    List(Vec<Value<'a>>),
    /// Keys with their values.
    Object(Object<'a>),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<Cow<'a, str>> for Value<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<Object<'a>> for Value<'a> {
    fn from(object: Object<'a>) -> Self {
        Self::Object(object)
    }
}

/// An exact number is a text: most programs read numbers as binary fractions.
impl From<Decimal> for Value<'_> {
    fn from(number: Decimal) -> Self {
        Self::Text(number.to_string().into())
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Value<'_> {
    fn from(count: u32) -> Self {
        Self::Count(count.into())
    }
}

/// Keys with their values, in order. A key without a value is left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Object<'a>(Vec<(Cow<'a, str>, Value<'a>)>);

impl<'a> Object<'a> {
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// With a value, if there is one.
    pub fn with<V: Into<Value<'a>>>(mut self, key: impl Into<Cow<'a, str>>, value: Option<V>) -> Self {
        if let Some(value) = value {
            self.0.push((key.into(), value.into()));
        }
        self
    }

    /// With the form in which the campaign file has something.
    pub fn written(self, key: &'static str, value: Option<impl Display>) -> Self {
        self.with(key, value.map(|value| value.to_string()))
    }

    /// With `true`, or without it.
    pub fn yes(self, key: &'static str, is_so: bool) -> Self {
        self.with(key, is_so.then_some(Value::Yes(true)))
    }

    /// With a list, if anything is in it.
    pub fn list<V: Into<Value<'a>>>(self, key: &'static str, values: impl IntoIterator<Item = V>) -> Self {
        let values: Vec<Value<'a>> = values.into_iter().map(Into::into).collect();
        self.with(key, (!values.is_empty()).then_some(Value::List(values)))
    }

    /// With an object, if anything is in it.
    pub fn object(self, key: &'static str, object: Self) -> Self {
        self.with(key, (!object.is_empty()).then_some(object))
    }
}

impl<'a, K: Into<Cow<'a, str>>, V: Into<Value<'a>>> FromIterator<(K, V)> for Object<'a> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(fields: I) -> Self {
        Self(fields.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

impl Value<'_> {
    /// Writes it on one line, behind what is there.
    pub fn write(&self, out: &mut String) {
        // Writing to a string cannot fail.
        let _ = match self {
            Self::Yes(is_so) => write!(out, "{is_so}"),
            Self::Count(count) => write!(out, "{count}"),
            Self::Number(number) if number.is_finite() => write!(out, "{number}"),
            Self::Number(_) => write!(out, "null"),
            Self::Text(text) => {
                write_text(text, out);
                Ok(())
            }
            Self::List(values) => {
                write_all("[]", values.iter(), out, Value::write);
                Ok(())
            }
            Self::Object(Object(fields)) => {
                write_all("{}", fields.iter(), out, |(key, value), out| {
                    write_text(key, out);
                    out.push_str(": ");
                    value.write(out);
                });
                Ok(())
            }
        };
    }
}

/// Things between two brackets, with commas between them.
fn write_all<T>(
    brackets: &str,
    things: impl Iterator<Item = T>,
    out: &mut String,
    mut each: impl FnMut(T, &mut String),
) {
    let (open, close) = brackets.split_at(1);
    out.push_str(open);
    for (at, thing) in things.enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        each(thing, out);
    }
    out.push_str(close);
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    if matches!(visible(text), Cow::Borrowed(_)) && !text.contains(['"', '\\']) {
        out.push_str(text);
    } else {
        text.chars().for_each(|c| write_char(c, out));
    }
    out.push('"');
}

fn write_char(c: char, out: &mut String) {
    let mut bytes = [0; 4];
    match c {
        '"' | '\\' => out.extend(['\\', c]),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        c if matches!(visible(c.encode_utf8(&mut bytes)), Cow::Borrowed(_)) => out.push(c),
        c => {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(text: &str) -> String {
        let mut out = String::new();
        Value::from(text).write(&mut out);
        out
    }

    #[test]
    fn a_character_that_a_terminal_could_obey_is_an_escape() {
        assert_eq!(written("a\u{1b}[2J\u{9b}\u{202e}\u{e0041}\n\"\\"), r#""a\u001b[2J\u009b\u202e\udb40\udc41\n\"\\""#);
    }

    #[test]
    fn an_ordinary_text_is_written_as_it_is() {
        assert_eq!(written("Zoë, 180 000 €, 日本"), "\"Zoë, 180 000 €, 日本\"");
    }

    #[test]
    fn a_number_that_json_does_not_have_is_null() {
        let mut out = String::new();
        Value::List([0.6, 1.0, f64::NAN].map(Value::Number).into()).write(&mut out);
        assert_eq!(out, "[0.6, 1, null]");
    }

    proptest! {
        #[test]
        fn every_text_comes_back_as_it_was(text in any::<String>()) {
            let back: String = serde_json::from_str(&written(&text)).unwrap();
            prop_assert_eq!(back, text);
        }
    }
}
