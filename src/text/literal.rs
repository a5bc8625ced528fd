//! A value to be written, and its one spelling in TOML 1.0.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, Timelike};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use toml::de::DeValue;
use toml::value::{Datetime, Offset};

use super::Refusal;
use super::path::KeyPath;

/// A TOML value as the program writes it. `Display` gives the source text: always one line, readable by TOML 1.0.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Literal {
    /// A text; written between double quotes.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// An exact number.
    #[serde(with = "number_text")]
    Decimal(Decimal),
    /// A share or factor.
    #[serde(with = "number_text")]
    Float(f64),
    /// `true` or `false`.
    Bool(bool),
    /// A day.
    Date(NaiveDate),
    /// A wall-clock time, to the second, or to the millisecond where it has one.
    LocalDateTime(NaiveDateTime),
    /// An instant.
    OffsetDateTime(DateTime<FixedOffset>),
    /// A list.
    Array(Vec<Literal>),
    /// A table on one line.
    InlineTable(Vec<(KeyPath, Literal)>),
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write_quoted(f, text),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Decimal(number) => {
                write!(f, "{number}")?;
                // TOML's whole numbers have 64 bits.
                if number.scale() == 0 && i64::try_from(*number).is_err() { f.write_str(".0") } else { Ok(()) }
            }
            Self::Float(number) if number.is_nan() => f.write_str("nan"),
            Self::Float(number) => write!(f, "{number:?}"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Date(day) => write!(f, "{}", day.format("%Y-%m-%d")),
            Self::LocalDateTime(time) => write_time(f, *time),
            Self::OffsetDateTime(time) => {
                write_time(f, time.naive_local())?;
                let seconds = time.offset().local_minus_utc();
                if seconds == 0 { f.write_str("Z") } else { write!(f, "{}", time.format("%:z")) }
            }
            Self::Array(values) => {
                f.write_str("[")?;
                for (index, value) in values.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    write!(f, "{comma}{value}")?;
                }
                f.write_str("]")
            }
            Self::InlineTable(fields) if fields.is_empty() => f.write_str("{}"),
            Self::InlineTable(fields) => {
                f.write_str("{ ")?;
                for (index, (key, value)) in fields.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    write!(f, "{comma}{key} = {value}")?;
                }
                f.write_str(" }")
            }
        }
    }
}

fn write_time(f: &mut fmt::Formatter<'_>, time: NaiveDateTime) -> fmt::Result {
    write!(f, "{}", time.format("%Y-%m-%dT%H:%M:%S"))?;
    match time.nanosecond() / 1_000_000 {
        0 => Ok(()),
        milliseconds => write!(f, ".{:03}", milliseconds.min(999)),
    }
}

/// A text as a basic string with TOML 1.0's escapes.
pub(super) fn write_quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    use fmt::Write as _;
    f.write_char('"')?;
    let mut plain = 0;
    for (at, c) in text.char_indices() {
        // DEL and the C1 controls may stand in a TOML string in part; escaped they are seen in every editor.
        let is_plain = !c.is_control() && c != '"' && c != '\\';
        if is_plain {
            continue;
        }
        f.write_str(&text[plain..at])?;
        plain = at + c.len_utf8();
        match c {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            c => write!(f, "\\u{:04X}", u32::from(c))?,
        }
    }
    f.write_str(&text[plain..])?;
    f.write_char('"')
}

impl Literal {
    /// A value of a tree. Numbers become exact where they can.
    #[must_use]
    pub fn from_tree(value: &DeValue<'_>) -> Option<Self> {
        Some(match value {
            DeValue::String(text) => Self::Text(text.to_string()),
            DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => Self::Integer(number),
                Err(_) => Self::Decimal(Decimal::from_str(number.as_str()).ok()?),
            },
            DeValue::Float(number) => match Decimal::from_str_exact(number.as_str()) {
                Ok(exact) => Self::Decimal(exact),
                Err(_) => Self::Float(number.as_str().parse().ok()?),
            },
            DeValue::Boolean(value) => Self::Bool(*value),
            DeValue::Datetime(time) => Self::from_datetime(time)?,
            DeValue::Array(values) => {
                Self::Array(values.iter().map(|value| Self::from_tree(value.get_ref())).collect::<Option<_>>()?)
            }
            DeValue::Table(table) => {
                let mut fields: Vec<_> = table.iter().collect();
                // The reader gives keys by the alphabet; a person wrote them in an order of their own.
                fields.sort_by_key(|(key, _)| key.span().start);
                let fields = fields
                    .into_iter()
                    .map(|(key, value)| Some((KeyPath::new(key.get_ref()), Self::from_tree(value.get_ref())?)));
                Self::InlineTable(fields.collect::<Option<_>>()?)
            }
        })
    }

    /// A time of day alone is no value of this format.
    fn from_datetime(time: &Datetime) -> Option<Self> {
        let day = time.date?;
        let day = NaiveDate::from_ymd_opt(day.year.into(), day.month.into(), day.day.into())?;
        let Some(clock) = time.time else { return Some(Self::Date(day)) };
        let second = u32::from(clock.second.unwrap_or(0));
        let nanosecond = clock.nanosecond.unwrap_or(0);
        // TOML allows second 60; a leap second is the last instant of its minute here.
        let (second, nanosecond) = if second == 60 { (59, 1_000_000_000 + nanosecond) } else { (second, nanosecond) };
        let local = day.and_hms_nano_opt(clock.hour.into(), clock.minute.into(), second, nanosecond)?;
        let minutes = match time.offset {
            None => return Some(Self::LocalDateTime(local)),
            Some(Offset::Z) => 0,
            Some(Offset::Custom { minutes }) => i32::from(minutes),
        };
        let offset = FixedOffset::east_opt(minutes * 60)?;
        local.and_local_timezone(offset).single().map(Self::OffsetDateTime)
    }

    /// The number, of whatever kind it is.
    fn number(&self) -> Option<Decimal> {
        match self {
            Self::Integer(number) => Some(Decimal::from(*number)),
            Self::Decimal(number) => Some(*number),
            Self::Float(number) => Decimal::from_str_exact(&format!("{number:?}")).ok(),
            _ => None,
        }
    }
}

/// The same value, whatever its spelling: numbers by amount, instants by time, tables in any order.
impl PartialEq for Literal {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Date(a), Self::Date(b)) => a == b,
            (Self::LocalDateTime(a), Self::LocalDateTime(b)) => a == b,
            (Self::OffsetDateTime(a), Self::OffsetDateTime(b)) => a == b,
            (Self::Array(a), Self::Array(b)) => a == b,
            (Self::InlineTable(a), Self::InlineTable(b)) => {
                a.len() == b.len() && a.iter().all(|field| b.contains(field))
            }
            (a, b) => match (a.number(), b.number()) {
                (Some(a), Some(b)) => a == b,
                (None, None) => {
                    matches!((a, b), (Self::Float(a), Self::Float(b)) if a.to_bits() == b.to_bits() || a == b)
                }
                _ => false,
            },
        }
    }
}

impl Eq for Literal {}

impl Hash for Literal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Text(text) => text.hash(state),
            Self::Bool(value) => value.hash(state),
            Self::Date(day) => day.hash(state),
            Self::LocalDateTime(time) => time.hash(state),
            Self::OffsetDateTime(time) => time.hash(state),
            Self::Array(values) => values.hash(state),
            // In any order, so only their number counts.
            Self::InlineTable(fields) => fields.len().hash(state),
            Self::Integer(_) | Self::Decimal(_) | Self::Float(_) => self.number().hash(state),
        }
    }
}

impl FromStr for Literal {
    type Err = Refusal;

    /// Reads TOML's spelling of a value.
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let refused =
            || Refusal::new(format!("expected a TOML value, found `{text}`"), "put a text between double quotes");
        let value = DeValue::parse(text).map_err(|_| refused())?;
        Self::from_tree(value.get_ref()).ok_or_else(refused)
    }
}

/// Numbers in the journal are texts: JSON's own would lose digits, and has no infinity.
mod number_text {
    use std::fmt::{Debug, Display};
    use std::str::FromStr;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<N: Debug, S: Serializer>(number: &N, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{number:?}"))
    }

    pub(super) fn deserialize<'de, N: FromStr<Err: Display>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<N, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl From<&str> for Literal {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Literal {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Literal {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Literal {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<Decimal> for Literal {
    fn from(number: Decimal) -> Self {
        Self::Decimal(number)
    }
}

impl From<f64> for Literal {
    fn from(number: f64) -> Self {
        Self::Float(number)
    }
}

impl From<NaiveDate> for Literal {
    fn from(day: NaiveDate) -> Self {
        Self::Date(day)
    }
}

impl From<NaiveDateTime> for Literal {
    fn from(time: NaiveDateTime) -> Self {
        Self::LocalDateTime(time)
    }
}

impl From<DateTime<FixedOffset>> for Literal {
    fn from(time: DateTime<FixedOffset>) -> Self {
        Self::OffsetDateTime(time)
    }
}

impl From<DateTime<chrono::Utc>> for Literal {
    fn from(time: DateTime<chrono::Utc>) -> Self {
        Self::OffsetDateTime(time.fixed_offset())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_value_has_one_spelling() {
        let table =
            Literal::InlineTable(vec![("what".into(), "a\"b\\c\n\u{1b}".into()), ("on".into(), Literal::Bool(true))]);
        for (value, spelled) in [
            (table, "{ what = \"a\\\"b\\\\c\\n\\u001B\", on = true }"),
            (Literal::Decimal(Decimal::new(180_000, 0)), "180000"),
            (Literal::Decimal(Decimal::new(7_905, 2)), "79.05"),
            (Literal::Decimal(Decimal::MAX), "79228162514264337593543950335.0"),
            (Literal::Float(0.5), "0.5"),
            (Literal::Float(1.0), "1.0"),
            (Literal::Array(vec!["a".into(), Literal::Integer(-1)]), "[\"a\", -1]"),
        ] {
            assert_eq!(value.to_string(), spelled);
        }
    }

    #[test]
    fn times_are_written_to_the_second_and_read_as_instants() {
        for text in ["2026-11-24", "2026-11-24T14:00:00", "2026-11-24T14:00:00Z", "2026-11-24T14:00:00.250+01:00"] {
            assert_eq!(text.parse::<Literal>().unwrap().to_string(), text);
        }
        let same: [Literal; 2] =
            ["2026-11-24T14:00:00Z".parse().unwrap(), "2026-11-24 15:00:00+01:00".parse().unwrap()];
        assert_eq!(same[0], same[1]);
    }

    fn values() -> impl Strategy<Value = Literal> {
        let leaf = prop_oneof![
            any::<String>().prop_map(Literal::Text),
            any::<i64>().prop_map(Literal::Integer),
            any::<f64>().prop_map(Literal::Float),
            any::<bool>().prop_map(Literal::Bool),
            (any::<i64>(), 0_u32..10).prop_map(|(number, scale)| Literal::Decimal(Decimal::new(number, scale))),
            (0_i64..250_000_000_000).prop_map(|s| Literal::from(DateTime::from_timestamp(s, 0).unwrap())),
            (0_i64..250_000_000_000)
                .prop_map(|s| Literal::from(DateTime::from_timestamp(s, 0).unwrap().naive_utc().date())),
        ];
        leaf.prop_recursive(2, 8, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Literal::Array),
                prop::collection::btree_map("[a-z.é ]{1,3}", inner, 0..3).prop_map(|fields| {
                    Literal::InlineTable(fields.into_iter().map(|(key, value)| (KeyPath::new(&key), value)).collect())
                }),
            ]
        })
    }

    #[test]
    fn an_inline_table_keeps_the_order_in_which_it_is_written() {
        let source = r#"{ what = "Ring Tom", on = 2026-11-24, by = "sam" }"#;
        assert_eq!(source.parse::<Literal>().unwrap().to_string(), source);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn every_value_is_read_back_as_itself_from_one_line(value in values()) {
            let text = value.to_string();
            prop_assert!(!text.contains('\n'));
            prop_assert_eq!(text.parse::<Literal>().unwrap(), value);
        }

        #[test]
        fn every_value_survives_the_journal(value in values()) {
            let json = serde_json::to_string(&value).unwrap();
            prop_assert_eq!(serde_json::from_str::<Literal>(&json).unwrap(), value);
        }
    }
}
