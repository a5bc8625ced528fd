//! Amounts and shares as exports write them.
//!
//! Read are: `450000`, `12500.00`, `$1,234,567`, `1.234.567,89 €`, `1 234,50`, `1'234.50`, `(1,200)` and `-1200` for below
//! zero, `USD 450`, `58.8k`, `1.2 Mio. €`. Invariant: amounts are exact, and a mark that may be either, as in `1.234`, is
//! decided by what is given, else told. An exponent is not read: a spreadsheet that wrote one has dropped digits.

use iso_currency::Currency;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

/// Which mark parts the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decimals {
    /// `1,234.50`
    Point,
    /// `1.234,50`
    Comma,
}

impl Decimals {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Point, Self::Comma];

    /// Its word in a map.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Comma => "comma",
        }
    }
}

/// Why a cell is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bad {
    /// It does not look like one.
    NoNumber,
    /// Its mark may part decimals or thousands, and what it does is not given.
    Unclear,
    /// More than any deal.
    TooLarge,
}

/// A cell that was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount {
    /// The number.
    pub value: Decimal,
    /// The code of the currency that stands beside it.
    pub currency: Option<Currency>,
    /// A sign stands beside it that several currencies have: `$`, `kr`, `¥`.
    pub vague_sign: bool,
    /// It was written in thousands or millions.
    pub scaled: bool,
}

/// What a cell tells of the marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It is no number.
    NoNumber,
    /// It can be read in only one way, whatever the mark.
    Either,
    /// It has a decimal point, or thousands with commas.
    Point,
    /// The other way round.
    Comma,
    /// One mark with three digits behind it.
    Unclear,
}

/// An amount above this is a slip of the keyboard.
const MOST: i64 = 1_000_000_000_000_000;

/// Reads a cell.
pub fn read(text: &str, decimals: Option<Decimals>) -> Result<Amount, Bad> {
    let written = Written::of(text).ok_or(Bad::NoNumber)?;
    let (number, _) = written.number(decimals)?;
    let value = match written.factor {
        1 => number,
        factor => number.checked_mul(Decimal::from(factor)).ok_or(Bad::TooLarge)?,
    };
    if value > Decimal::from(MOST) {
        return Err(Bad::TooLarge);
    }
    let value = if written.below_zero { -value } else { value };
    let value = if written.factor == 1 { value } else { value.normalize() };
    Ok(Amount { value, currency: written.currency, vague_sign: written.vague_sign, scaled: written.factor != 1 })
}

/// What a cell tells of the marks.
#[must_use]
pub fn mark(text: &str) -> Mark {
    let Some(written) = Written::of(text) else { return Mark::NoNumber };
    match written.number(None) {
        Ok((_, told)) => told,
        Err(Bad::Unclear) => Mark::Unclear,
        Err(Bad::NoNumber | Bad::TooLarge) => Mark::NoNumber,
    }
}

/// Reads a share: with `%` always of a hundred, else of a hundred or of one as the column is.
pub fn share(text: &str, decimals: Option<Decimals>, percent: bool) -> Result<f64, Bad> {
    let text = text.trim();
    let (number, percent) = match text.strip_suffix('%') {
        Some(number) => (number.trim_end(), true),
        None => (text, percent),
    };
    let value = read(number, decimals)?.value;
    let value = if percent { value / Decimal::ONE_HUNDRED } else { value };
    if value < Decimal::ZERO || value > Decimal::ONE {
        return Err(Bad::TooLarge);
    }
    value.to_f64().ok_or(Bad::NoNumber)
}

/// The code of a currency: `eur`, or at the end of a name, as in `US Dollar (USD)`.
#[must_use]
pub fn code(text: &str) -> Option<Currency> {
    let text = text.trim();
    let text = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')).map_or(text, |(_, code)| code.trim());
    beside(text)?.0
}

/// A cell's parts.
struct Written<'t> {
    /// Digits and the marks between them.
    digits: &'t str,
    below_zero: bool,
    currency: Option<Currency>,
    vague_sign: bool,
    factor: u32,
}

fn is_sign(c: char) -> bool {
    matches!(c, '-' | '−' | '+')
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{a0}'
}

impl<'t> Written<'t> {
    fn of(text: &'t str) -> Option<Self> {
        let text = text.trim();
        if text.len() > 80 {
            return None;
        }
        let last = text.rfind(|c: char| c.is_ascii_digit())?;
        let mut first = text.find(|c: char| c.is_ascii_digit())?;
        if text[..first].ends_with(['.', ',']) && !text[..first - 1].ends_with(char::is_alphabetic) {
            first -= 1;
        }
        let (mut before, digits, mut after) = (text[..first].trim(), &text[first..=last], text[last + 1..].trim());
        let mut below_zero = false;
        if let (Some(front), Some(end)) = (before.strip_prefix('('), after.strip_suffix(')')) {
            (before, after, below_zero) = (front.trim(), end.trim(), true);
        }
        // `450,-` and `450.–` have no decimals.
        for end in [",-", ".-", ",–", ".–", ",—"] {
            after = after.strip_prefix(end).map_or(after, str::trim);
        }
        let mut signs = 0;
        for end in [&mut before, &mut after] {
            for stripped in [end.strip_prefix(is_sign).map(str::trim), end.strip_suffix(is_sign).map(str::trim)] {
                if let Some(stripped) = stripped
                    && stripped.len() < end.len()
                {
                    below_zero |= end.contains(['-', '−']);
                    signs += 1;
                    *end = stripped;
                    break;
                }
            }
        }
        let (factor, after) = factor(after);
        let (front, back) = (beside(before)?, beside(after)?);
        let both =
            !before.is_empty() && !after.is_empty() && front.0 != back.0 && front.0.is_some() && back.0.is_some();
        if signs > 1 || both {
            return None;
        }
        let currency = front.0.or(back.0);
        Some(Self { digits, below_zero, currency, vague_sign: currency.is_none() && (front.1 || back.1), factor })
    }

    /// The number without its sign, and what it tells of the marks.
    fn number(&self, decimals: Option<Decimals>) -> Result<(Decimal, Mark), Bad> {
        let digits = self.digits;
        if digits.bytes().all(|b| b.is_ascii_digit()) {
            return exact(digits, "").map(|number| (number, Mark::Either));
        }
        let points = digits.matches('.').count();
        let commas = digits.matches(',').count();
        let last = digits.rfind(['.', ',']);
        // Where both stand, the last one parts the decimals; where one comes again, it parts thousands.
        let (decimal, told) = match (points, commas, last) {
            (0, 0, _) | (_, _, None) => (None, Mark::Either),
            (1.., 1.., Some(at)) => {
                let comma = digits[at..].starts_with(',');
                let repeated = if comma { commas } else { points } > 1;
                if repeated {
                    return Err(Bad::NoNumber);
                }
                (Some(at), if comma { Mark::Comma } else { Mark::Point })
            }
            (2.., 0, _) => (None, Mark::Comma),
            (0, 2.., _) => (None, Mark::Point),
            (_, _, Some(at)) => {
                let comma = digits[at..].starts_with(',');
                let (front, behind) = (&digits[..at], &digits[at + 1..]);
                let as_decimal = if comma { Mark::Comma } else { Mark::Point };
                let as_thousands = if comma { Mark::Point } else { Mark::Comma };
                let groups = behind.len() == 3 && (1..=3).contains(&front.len()) && !front.starts_with('0');
                match (groups, decimals) {
                    (false, _) => (Some(at), as_decimal),
                    (true, None) => return Err(Bad::Unclear),
                    (true, Some(decimals)) if (decimals == Decimals::Comma) == comma => (Some(at), as_decimal),
                    (true, Some(_)) => (None, as_thousands),
                }
            }
        };
        let (whole, part) = decimal.map_or((digits, ""), |at| (&digits[..at], &digits[at + 1..]));
        if !part.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Bad::NoNumber);
        }
        exact(&grouped(whole).ok_or(Bad::NoNumber)?, part).map(|number| (number, told))
    }
}

/// The digits of a whole number whose thousands are parted by one kind of mark: in threes, or as in India in twos before
/// the last three.
fn grouped(whole: &str) -> Option<String> {
    let is_mark = |c: char| matches!(c, '.' | ',' | '\'' | '’') || is_space(c);
    let mut marks = whole.chars().filter(|c| !c.is_ascii_digit());
    if let Some(first) = marks.next() {
        if !is_mark(first) || marks.any(|mark| mark != first) {
            return None;
        }
        let mut groups = whole.split(first).rev();
        let last = groups.next()?;
        let lead = whole.split(first).next()?;
        let indian = first == ',' && whole.split(first).nth(1).is_some_and(|group| group.len() == 2);
        let size = if indian { 2 } else { 3 };
        let middle = whole.split(first).count().saturating_sub(2);
        if last.len() != 3 || !(1..=size).contains(&lead.len()) || !groups.take(middle).all(|group| group.len() == size)
        {
            return None;
        }
    }
    Some(whole.chars().filter(char::is_ascii_digit).collect())
}

fn exact(whole: &str, part: &str) -> Result<Decimal, Bad> {
    let whole = if whole.is_empty() { "0" } else { whole };
    if whole.trim_start_matches('0').len() > 18 {
        return Err(Bad::TooLarge);
    }
    // What stands behind the tenth decimal is the noise of a binary fraction.
    let part = &part[..part.len().min(10)];
    let text = if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") };
    Decimal::from_str_exact(&text).map_err(|_| Bad::TooLarge)
}

/// Thousands and millions behind a number, and what is left of the text.
fn factor(after: &str) -> (u32, &str) {
    let letters = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
    let factor = match after[..letters].to_lowercase().as_str() {
        "k" => 1_000,
        "m" | "mn" | "mio" | "mln" | "million" => 1_000_000,
        "bn" | "mrd" | "billion" => 1_000_000_000,
        _ => return (1, after),
    };
    (factor, after[letters..].trim_start_matches('.').trim())
}

/// What stands beside a number: nothing, a currency, or a sign that several have. `None` where it is anything else.
fn beside(text: &str) -> Option<(Option<Currency>, bool)> {
    let named = match text {
        "" => return Some((None, false)),
        "$" | "¥" | "￥" | "kr" | "kr." | "Kr" | "Kr." | "Rs" | "Rs." => return Some((None, true)),
        "€" => Currency::EUR,
        "£" => Currency::GBP,
        "US$" => Currency::USD,
        "A$" | "AU$" => Currency::AUD,
        "C$" | "CA$" => Currency::CAD,
        "NZ$" => Currency::NZD,
        "HK$" => Currency::HKD,
        "S$" => Currency::SGD,
        "R$" => Currency::BRL,
        "₹" => Currency::INR,
        "₩" => Currency::KRW,
        "₽" => Currency::RUB,
        "₺" => Currency::TRY,
        "₴" => Currency::UAH,
        "zł" => Currency::PLN,
        "Kč" => Currency::CZK,
        "Fr." | "SFr." => Currency::CHF,
        code if code.len() == 3 && code.is_ascii() => Currency::from_code(&code.to_ascii_uppercase())?,
        // `USD $`, `$ USD`.
        more => {
            let (code, sign) = more.split_once(is_space)?;
            let (one, other) = (beside(code.trim())?, beside(sign.trim())?);
            return match (one.0, other.0) {
                (Some(one), Some(other)) if one != other => None,
                (one, other) => Some((one.or(other), true)),
            };
        }
    };
    Some((Some(named), false))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, decimals: Option<Decimals>) -> String {
        match read(text, decimals) {
            Ok(amount) => format!("{}{}", amount.value, amount.currency.map_or("", |currency| currency.code())),
            Err(bad) => format!("{bad:?}"),
        }
    }

    #[test]
    fn amounts_of_every_export_are_read() {
        for (text, expected) in [
            ("450000", "450000"),
            ("12500.00", "12500.00"),
            ("117.0", "117.0"),
            ("$1,234,567", "1234567"),
            ("1.234.567,89 €", "1234567.89EUR"),
            ("1 234,50", "1234.50"),
            ("1\u{202f}234\u{202f}567", "1234567"),
            ("1'234.50", "1234.50"),
            ("12,34,567.00", "1234567.00"),
            ("(1,200.00)", "-1200.00"),
            ("-450", "-450"),
            ("−450", "-450"),
            ("450-", "-450"),
            ("$-450.5", "-450.5"),
            ("-$450.5", "-450.5"),
            ("USD 450", "450USD"),
            ("450 chf", "450CHF"),
            ("US$ 12.50", "12.50USD"),
            ("£99", "99GBP"),
            ("450,-", "450"),
            ("58.8k", "58800"),
            ("1.2m", "1200000"),
            ("1,2 Mio. €", "1200000EUR"),
            (".5", "0.5"),
            ("0.123", "0.123"),
            ("1234.567", "1234.567"),
            ("0", "0"),
        ] {
            assert_eq!(said(text, None), expected, "{text}");
        }
    }

    #[test]
    fn one_mark_with_three_digits_behind_it_is_read_by_what_is_given() {
        for (text, point, comma) in
            [("1.234", "1.234", "1234"), ("1,234", "1234", "1.234"), ("$21,000", "21000", "21.000")]
        {
            assert_eq!(said(text, None), "Unclear");
            assert_eq!(said(text, Some(Decimals::Point)), point);
            assert_eq!(said(text, Some(Decimals::Comma)), comma);
        }
    }

    #[test]
    fn what_is_no_amount_is_told_as_such() {
        for text in [
            "",
            "TBD",
            "NaN",
            "inf",
            "1.5E+06",
            "2026-01-02",
            "1 23",
            "1,23,4",
            "12.34.5",
            "12 apples",
            "--5",
            "EUR 5 USD",
            "#REF!",
            "=1+1",
            "٣",
        ] {
            assert_eq!(said(text, None), "NoNumber", "{text}");
        }
    }

    #[test]
    fn an_amount_beyond_all_deals_is_told_as_such() {
        assert_eq!(said("99999999999999999999999999999999999999", None), "TooLarge");
        assert_eq!(said("1000000000000001", None), "TooLarge");
        assert_eq!(said("9999999999bn", None), "TooLarge");
    }

    #[test]
    fn a_dollar_alone_is_no_currency() {
        let amount = read("$450", None).expect("an amount");
        assert_eq!((amount.currency, amount.vague_sign), (None, true));
    }

    #[test]
    fn a_share_is_read_by_its_column_and_with_a_percent_sign_of_a_hundred() {
        assert_eq!(share("75", None, true), Ok(0.75));
        assert_eq!(share("75%", None, false), Ok(0.75));
        assert_eq!(share("0.75", None, false), Ok(0.75));
        assert_eq!(share("1000", None, true), Err(Bad::TooLarge));
        assert_eq!(share("-1", None, true), Err(Bad::TooLarge));
    }

    #[test]
    fn a_cell_tells_which_mark_parts_its_decimals() {
        for (text, expected) in [
            ("1234", Mark::Either),
            ("1.234", Mark::Unclear),
            ("1,234,567", Mark::Point),
            ("1.234.567", Mark::Comma),
            ("1,5", Mark::Comma),
            ("58.8k", Mark::Point),
            ("x", Mark::NoNumber),
        ] {
            assert_eq!(mark(text), expected, "{text}");
        }
    }

    #[test]
    fn a_currency_is_read_as_a_code_or_behind_its_name() {
        assert_eq!(code("eur"), Some(Currency::EUR));
        assert_eq!(code("US Dollar (USD)"), Some(Currency::USD));
        assert_eq!(code("XYZ"), None);
        assert_eq!(code("$"), None);
    }
}
