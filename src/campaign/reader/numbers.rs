//! Numbers: counts, shares and exact money.

use rust_decimal::Decimal;
use toml::de::DeValue;

use super::super::code;
use super::{Reader, Value};

impl<'t> Reader<'t> {
    pub(in super::super) fn yes(&mut self, value: &Value<'t>) -> Option<bool> {
        if let DeValue::Boolean(yes) = value.get_ref() {
            return Some(*yes);
        }
        self.expected(value, "`true` or `false`", "write `true` or `false`, without quotes");
        None
    }

    pub(in super::super) fn count(&mut self, value: &Value<'t>) -> Option<u32> {
        if let DeValue::Integer(number) = value.get_ref() {
            if let Ok(count) = u32::from_str_radix(number.as_str(), number.radix()) {
                return Some(count);
            }
            let found = self.found(value);
            let message = format!("expected a whole number from 0 to {}, found {found}", u32::MAX);
            self.tell(code::OUT_OF_RANGE, value.span(), message, "write a number in this range".into());
        } else {
            self.expected(value, "a whole number", "write a whole number without quotes");
        }
        None
    }

    /// A number from `least` to `most`.
    pub(in super::super) fn number(&mut self, value: &Value<'t>, what: &str, least: f64, most: f64) -> Option<f64> {
        self.ranged(value, what, (least, most), |_| None)
    }

    /// A number within a range; `meant` guesses the mend for one outside.
    fn ranged(
        &mut self,
        value: &Value<'t>,
        what: &str,
        (least, most): (f64, f64),
        meant: impl FnOnce(f64) -> Option<String>,
    ) -> Option<f64> {
        let number = match value.get_ref() {
            DeValue::Float(number) => number.as_str().parse::<f64>().ok(),
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse::<f64>().ok(),
            DeValue::String(_) => {
                self.expected(value, &format!("{what} from {least} to {most}"), "write a number without quotes");
                return None;
            }
            _ => {
                self.expected(value, &format!("{what} from {least} to {most}"), "write a number in this range");
                return None;
            }
        };
        if let Some(number) = number
            && (least..=most).contains(&number)
        {
            return Some(number);
        }
        let found = self.found(value);
        let mend = number.and_then(meant).unwrap_or_else(|| "write a number in this range".to_owned());
        let message = format!("expected {what} from {least} to {most}, found {found}");
        self.tell(code::OUT_OF_RANGE, value.span(), message, mend);
        None
    }

    pub(in super::super) fn share(&mut self, value: &Value<'t>) -> Option<f64> {
        // Sixty per cent, written as people say it.
        let meant = |n: f64| (n > 1.0 && n <= 100.0).then(|| format!("write {}", (n * 100.0).round() / 10_000.0));
        self.ranged(value, "a share", (0.0, 1.0), meant)
    }

    /// Exact: from the digits of the source, never through a binary fraction.
    pub(in super::super) fn money(&mut self, value: &Value<'t>) -> Option<Decimal> {
        let exact = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => Decimal::from_str_exact(plus(number.as_str())).ok(),
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok().map(Decimal::from),
            DeValue::Float(number) => {
                let digits = plus(number.as_str());
                Decimal::from_str_exact(digits).or_else(|_| Decimal::from_scientific(digits)).ok()
            }
            _ => {
                self.expected(value, "a number", "write a number without quotes, such as `180_000`");
                return None;
            }
        };
        if exact.is_none() {
            let found = self.found(value);
            let message = format!("expected an amount of at most 28 digits, found {found}");
            self.tell(code::OUT_OF_RANGE, value.span(), message, "write a smaller or rounder number".into());
        }
        exact
    }
}

/// TOML allows a plus before a number.
fn plus(digits: &str) -> &str {
    digits.strip_prefix('+').unwrap_or(digits)
}
