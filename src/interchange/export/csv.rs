//! The deals as a table: one row a deal, for a spreadsheet and for our own import.
//!
//! Invariant: a cell is what the file says, as it stands there, or empty; import takes an empty cell for no word. So a
//! table that is read back changes nothing. Left empty is a text that could not come back: one with line breaks, control
//! characters, blanks at its ends or more than [`LONGEST`] characters, and without names one that would tell a name or a
//! quote. The JSON form has them.
//!
//! The bytes are UTF-8 behind a byte-order mark, because the most used spreadsheet takes a file without one for the
//! encoding of its country; lines end as RFC 4180 says. A cell that a spreadsheet would run as a formula begins with `'`,
//! which our import takes off again.
//!
//! Left out: everything that is a list of its own, such as notes, runs and logs.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};
use rust_decimal::Decimal;

use super::{Wish, standing};
use crate::campaign::{Campaign, Deal, Id, When};
use crate::drive::veil::Veil;
use crate::text::visible;

/// The names of the columns.
///
/// The first is the deal's id in the campaign file and tells that a table is ours. `Stage` and `Driver`, `Navigator` are
/// told by name, by id where a name is not the only one of its kind; they, and `Currency`, are what holds, also where the
/// deal leaves it to the campaign: compare them with `Campaign::stage_of`, `driver_of`, `navigator_of` and `currency_of`.
/// `Status` is `open`, `won` or `lost`; `Finished` and `Reason` are those of the result; `Probability` is from 0 to 1;
/// dates are ISO 8601, and a time without an offset is in the campaign's zone. `CRM ids` is for people: `salesforce 0065…`.
pub const HEADER: [&str; 18] = [
    "Codriver ID",
    "Account",
    "Title",
    "Value",
    "Currency",
    "Stage",
    "Status",
    "Close",
    "Created",
    "Since",
    "Finished",
    "Probability",
    "Driver",
    "Navigator",
    "Next",
    "Next on",
    "Reason",
    "Source",
];

/// The column behind those of [`HEADER`] that only people read.
const CRM_IDS: &str = "CRM ids";

/// Characters of the longest text that comes back whole.
const LONGEST: usize = 500;

/// Writes the table.
pub fn csv(wish: &Wish<'_>, out: &mut dyn Write) -> io::Result<()> {
    let campaign = wish.campaign;
    out.write_all("\u{feff}".as_bytes())?;
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    table.write_record(HEADER.iter().chain([&CRM_IDS]))?;
    let stages = Names::of(campaign.route.iter().map(|id| (id, campaign.stage_name(id))));
    let people = Names::of(campaign.crew.iter().map(|crew| (&crew.id, campaign.crew_name(&crew.id))));
    for deal in &campaign.deals {
        let veil = Veil::over(deal, wish.names);
        for cell in row(campaign, deal, &veil, &stages, &people) {
            table.write_field(&*cell)?;
        }
        table.write_record(None::<&[u8]>)?;
    }
    table.flush()
}

fn row<'d>(
    campaign: &'d Campaign,
    deal: &'d Deal,
    veil: &Veil,
    stages: &Names<'d>,
    people: &Names<'d>,
) -> [Cow<'d, str>; HEADER.len() + 1] {
    let result = deal.result.as_deref();
    let next = deal.next.as_ref();
    // Whose account it is stands on every sheet; what else one of us wrote may hold a name.
    let told = |text: Option<&'d str>| text.filter(|text| veil.names || veil.text(text) == *text).unwrap_or("");
    let ids = deal.ids.iter().map(|(crm, id)| format!("{crm} {id}"));
    [
        text(&deal.id),
        text(deal.account.as_deref().unwrap_or("")),
        text(told(deal.title.as_deref())),
        deal.value.map_or(Cow::Borrowed(""), |value| money(value).into()),
        text(campaign.currency_of(deal).map_or("", |id| &**id)),
        text(campaign.stage_of(deal).map_or("", |id| stages.name(id))),
        standing(deal).word().into(),
        moment(deal.close),
        moment(deal.created),
        moment(deal.since),
        moment(result.and_then(|result| result.on)),
        deal.probability.map_or(Cow::Borrowed(""), |share| share.to_string().into()),
        text(campaign.driver_of(deal).map_or("", |id| people.name(id))),
        text(campaign.navigator_of(deal).map_or("", |id| people.name(id))),
        text(told(next.and_then(|next| next.what.as_deref()))),
        moment(next.and_then(|next| next.on)),
        text(told(result.and_then(|result| result.reason.as_deref()))),
        text(told(deal.source.as_deref())),
        text(&ids.collect::<Vec<_>>().join("; ")).into_owned().into(),
    ]
}

/// What records are called: by their name where it is one of a kind, else by their id.
struct Names<'n>(HashMap<&'n str, &'n str>);

impl<'n> Names<'n> {
    fn of(records: impl Iterator<Item = (&'n Id, &'n str)> + Clone) -> Self {
        let mut met: HashMap<String, usize> = HashMap::new();
        for (id, name) in records.clone() {
            *met.entry(name.to_lowercase()).or_default() += 1;
            if !name.eq_ignore_ascii_case(id) {
                *met.entry(id.to_lowercase()).or_default() += 1;
            }
        }
        let is_plain = |name: &str| met.get(&name.to_lowercase()) == Some(&1) && !text(name).is_empty();
        Self(records.map(|(id, name)| (&**id, if is_plain(name) { name } else { &**id })).collect())
    }

    fn name<'i: 'n>(&self, id: &'i str) -> &'n str {
        self.0.get(id).copied().unwrap_or(id)
    }
}

/// A date or time to its last digit.
fn moment(when: Option<When>) -> Cow<'static, str> {
    match when {
        None => Cow::Borrowed(""),
        Some(When::Date(day)) => day.to_string().into(),
        Some(When::Local(time)) => time.format("%Y-%m-%dT%H:%M:%S%.f").to_string().into(),
        Some(When::Instant(time)) => time.format("%Y-%m-%dT%H:%M:%S%.fZ").to_string().into(),
    }
}

/// A number as every reader takes it: of `1.234` nobody could tell whether the point sets thousands apart.
fn money(value: Decimal) -> String {
    if value.scale() == 3 { format!("{value:.4}") } else { value.to_string() }
}

/// A text that comes back as it is, or none.
fn text(text: &str) -> Cow<'_, str> {
    let comes_back = text.trim() == text && text.chars().take(LONGEST + 1).count() <= LONGEST && is_harmless(text);
    if !comes_back {
        return Cow::Borrowed("");
    }
    // Import takes one `'` off where such a sign comes behind any number of them.
    let is_quoted = text.starts_with('\'') && text.trim_start_matches('\'').starts_with(['=', '+', '-', '@']);
    if is_quoted || is_formula(text) { format!("'{text}").into() } else { Cow::Borrowed(text) }
}

/// A spreadsheet would work it out. A plain number is one all the same.
fn is_formula(text: &str) -> bool {
    let number = text.strip_prefix('-').unwrap_or(text);
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && number.matches('.').count() <= 1;
    text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number
}

/// Nothing in it moves a cursor, hides or reorders what is read. Joiners belong to the writing of some languages.
/// A wide sign before a formula means the same as the narrow one to some spreadsheets, and no import takes `'` off it.
fn is_harmless(text: &str) -> bool {
    let is_joiner = |c: char| matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}');
    let is_plain = matches!(visible(text), Cow::Borrowed(_))
        || matches!(visible(&text.replace(is_joiner, "")), Cow::Borrowed(_)) && !text.starts_with(is_joiner);
    is_plain && !text.starts_with(['＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_a_spreadsheet_would_run_is_a_text_of_it() {
        for formula in
            ["=1+1", "+44 20", "-2+3", "@SUM(A1)", "-", "=HYPERLINK(\"http://x\")", "--5", "-1.2.3", "'=1", "''-5"]
        {
            assert_eq!(text(formula), format!("'{formula}"));
        }
        for plain in ["-5", "-1500.50", "A=B", "a@b", "12"] {
            assert_eq!(text(plain), plain);
        }
    }

    #[test]
    fn a_text_that_could_not_come_back_is_left_out() {
        let long = "x".repeat(LONGEST + 1);
        for lost in ["two\nlines", " blank", "\u{1b}[2J", "\u{202e}x", "＝1", "\t=1", &long] {
            assert_eq!(text(lost), "", "{lost:?}");
        }
        for kept in ["O'Hara", "'90s prices", "می\u{200c}خواهم", "❤\u{fe0f}", &long[1..]] {
            assert_eq!(text(kept), kept);
        }
    }

    #[test]
    fn no_number_can_be_read_in_two_ways() {
        assert_eq!(money(Decimal::new(1234, 3)), "1.2340");
        assert_eq!(money(Decimal::new(-150_050, 2)), "-1500.50");
        assert_eq!(money(Decimal::from(180_000)), "180000");
    }

    #[test]
    fn a_name_that_two_share_is_told_by_id() {
        let ids: Vec<Id> = ["a", "b", "c"].map(Id::from).into();
        let names = Names::of(ids.iter().zip(["Proof", "proof", "Close"]));
        assert_eq!(["a", "b", "c", "d"].map(|id| names.name(id)), ["a", "b", "Close", "d"]);
    }
}
