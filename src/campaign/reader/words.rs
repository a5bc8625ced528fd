//! Texts, ids and words of a closed list; zones and currencies.

use std::ops::Range;

use toml::de::DeValue;

use super::super::Id;
use super::super::code;
use super::super::kind::nearest;
use super::super::records::Text;
use super::{Reader, Value};

impl<'t> Reader<'t> {
    pub(in super::super) fn text(&mut self, value: &Value<'t>) -> Option<Text> {
        let text = self.str(value, "a text")?;
        Some(self.met.text(text))
    }

    pub(super) fn str<'v>(&mut self, value: &'v Value<'t>, what: &str) -> Option<&'v str> {
        match value.get_ref() {
            DeValue::String(text) => Some(text),
            DeValue::Table(_) | DeValue::Array(_) => {
                self.expected(value, what, "write one text in quotes");
                None
            }
            _ => {
                let quoted = self.found(value);
                self.expected(value, what, format!("put it in quotes: `\"{}\"`", quoted.trim_matches('`')));
                None
            }
        }
    }

    pub(in super::super) fn intern(&mut self, text: &str) -> Id {
        self.met.id(text)
    }

    pub(in super::super) fn id(&mut self, value: &Value<'t>) -> Option<Id> {
        let text = self.str(value, "an id")?;
        Some(self.met.id(text))
    }

    /// A text or a list of texts.
    pub(super) fn one_or_more<T>(
        &mut self,
        value: &Value<'t>,
        what: &str,
        mut read: impl FnMut(&mut Self, &Value<'t>) -> Option<T>,
    ) -> Vec<T> {
        match value.get_ref() {
            DeValue::Array(array) => array.iter().filter_map(|value| read(self, value)).collect(),
            DeValue::Table(_) => {
                self.expected(value, what, "write a text or a list of texts");
                Vec::new()
            }
            _ => read(self, value).into_iter().collect(),
        }
    }

    pub(in super::super) fn texts(&mut self, value: &Value<'t>) -> Vec<Text> {
        self.one_or_more(value, "a text or a list of texts", Self::text)
    }

    pub(in super::super) fn ids(&mut self, value: &Value<'t>) -> Vec<Id> {
        self.one_or_more(value, "an id or a list of ids", Self::id)
    }

    pub(in super::super) fn choice<T: Copy>(&mut self, value: &Value<'t>, words: &[(&str, T)]) -> Option<T> {
        let word = match value.get_ref() {
            DeValue::String(word) => &**word,
            _ => "",
        };
        if let Some((_, meant)) = words.iter().find(|(known, _)| *known == word) {
            return Some(*meant);
        }
        let mut all = String::new();
        for (at, (known, _)) in words.iter().enumerate() {
            all.push_str(match at {
                0 => "",
                _ if at + 1 == words.len() => " or ",
                _ => ", ",
            });
            all.push('`');
            all.push_str(known);
            all.push('`');
        }
        let mend = match nearest(word, words.iter().map(|(known, _)| *known)) {
            Some(near) => format!("write `\"{near}\"`"),
            None => "write one of these words in quotes".to_owned(),
        };
        let found = self.found(value);
        self.tell(code::UNKNOWN_CHOICE, value.span(), format!("expected {all}, found {found}"), mend);
        None
    }

    pub(in super::super) fn zone(&mut self, value: &Value<'t>) -> Option<chrono_tz::Tz> {
        let name = self.str(value, "a time zone")?;
        if let Ok(zone) = name.parse() {
            return Some(zone);
        }
        let all = || chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        let city = |zone: &'static str| zone.rsplit('/').next().unwrap_or(zone);
        let near = all().find(|zone| zone.eq_ignore_ascii_case(name) || city(zone).eq_ignore_ascii_case(name));
        let mend = match near.or_else(|| nearest(name, all())) {
            Some(near) => format!("write `\"{near}\"`"),
            None => "write a zone of the IANA list, such as `\"Europe/London\"`".to_owned(),
        };
        let found = self.found(value);
        self.tell(code::UNKNOWN_TIMEZONE, value.span(), format!("expected a time zone, found {found}"), mend);
        None
    }

    pub(in super::super) fn currency(&mut self, value: &Value<'t>) -> Option<Id> {
        let code = self.str(value, "a currency")?;
        if self.is_currency(code, value.span()) { Some(self.met.id(code)) } else { None }
    }

    pub(in super::super) fn is_currency(&mut self, code: &str, span: Range<usize>) -> bool {
        if iso_currency::Currency::from_code(code).is_some() {
            return true;
        }
        let shown: String = code.chars().take(40).collect();
        self.tell(
            code::UNKNOWN_CURRENCY,
            span,
            format!("expected a currency of ISO 4217, found `{shown}`"),
            match meant_currency(code) {
                Some(near) => format!("write `{near}`"),
                None => "write its three letters, such as `GBP`".to_owned(),
            },
        );
        false
    }
}

#[cold]
fn meant_currency(code: &str) -> Option<&'static str> {
    const COMMON: [&str; 24] = [
        "GBP", "EUR", "USD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "JPY", "CNY", "INR", "AUD", "CAD", "NZD",
        "SGD", "HKD", "ZAR", "BRL", "MXN", "TRY", "AED", "KRW",
    ];
    match code.trim() {
        "£" | "UKP" => return Some("GBP"),
        "€" | "EURO" => return Some("EUR"),
        "$" | "US$" => return Some("USD"),
        "¥" => return Some("JPY"),
        _ => {}
    }
    let upper = code.trim().to_ascii_uppercase();
    if let Some(known) = iso_currency::Currency::from_code(&upper) {
        return Some(known.code());
    }
    nearest(&upper, COMMON)
}
