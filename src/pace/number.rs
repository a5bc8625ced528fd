//! Numbers as words.

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// A number up to 9999 in words, as it is said: `one thousand two hundred and four`. A larger one stays in figures.
#[must_use]
pub fn number_words(n: u16) -> String {
    let mut out = String::new();
    push_number(&mut out, n);
    out
}

pub(super) fn push_number(out: &mut String, n: u16) {
    if n > 9999 {
        out.push_str(&n.to_string());
        return;
    }
    let (thousands, hundreds, rest) = (n / 1000, n / 100 % 10, n % 100);
    if thousands > 0 {
        out.push_str(SMALL[usize::from(thousands)]);
        out.push_str(" thousand");
    }
    if hundreds > 0 {
        if thousands > 0 {
            out.push(' ');
        }
        out.push_str(SMALL[usize::from(hundreds)]);
        out.push_str(" hundred");
    }
    if rest == 0 && n > 0 {
        return;
    }
    if n >= 100 {
        out.push_str(" and ");
    }
    if rest < 20 {
        out.push_str(SMALL[usize::from(rest)]);
        return;
    }
    out.push_str(TENS[usize::from(rest / 10)]);
    if !rest.is_multiple_of(10) {
        out.push('-');
        out.push_str(SMALL[usize::from(rest % 10)]);
    }
}
