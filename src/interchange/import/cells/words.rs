//! Cells that are words: yes and no, open, won and lost, names of people, plain texts.
//!
//! Invariant: a text is one line without control characters, and not longer than [`LONGEST`]. Whose name it is, and what a
//! stage means on a route, is not decided here.

use std::borrow::Cow;

use super::super::columns::fold;
use crate::drive::import::{Crm, Standing};

/// The most characters of a text.
pub const LONGEST: usize = 500;

/// A text as one line; whether its end was cut off.
#[must_use]
pub fn text(cell: &str) -> (Cow<'_, str>, bool) {
    let cell = cell.trim();
    if cell.len() <= LONGEST && !cell.chars().any(char::is_control) {
        return (Cow::Borrowed(cell), false);
    }
    let mut line = String::with_capacity(cell.len().min(LONGEST * 4));
    let mut length = 0;
    let mut broken = false;
    for c in cell.chars() {
        if c.is_control() {
            broken |= matches!(c, '\n' | '\r' | '\t' | '\u{85}');
            continue;
        }
        // A line break and the spaces around it are one space; what stood behind a control character may be a beginning.
        if (broken && c == ' ') || (line.is_empty() && c.is_whitespace()) {
            continue;
        }
        if broken && !line.ends_with(' ') && !line.is_empty() && length < LONGEST {
            line.push(' ');
            length += 1;
        }
        broken = false;
        if length >= LONGEST {
            return (Cow::Owned(line.trim_end().to_owned()), true);
        }
        line.push(c);
        length += 1;
    }
    (Cow::Owned(line.trim_end().to_owned()), false)
}

/// Yes or no.
#[must_use]
pub fn flag(cell: &str) -> Option<bool> {
    let is = |words: &[&str]| words.iter().any(|word| cell.eq_ignore_ascii_case(word));
    if is(&["true", "1", "yes", "y", "t", "x", "checked", "1.0"]) {
        Some(true)
    } else if is(&["false", "0", "no", "n", "f", "unchecked", "0.0"]) {
        Some(false)
    } else {
        None
    }
}

/// Whether a deal in a stage of this name is finished: `Closed Won`, `closedlost`, `6 - Closed Won`.
#[must_use]
pub fn finish(stage: &str) -> Option<Standing> {
    let folded = fold(stage);
    let is = |words: [&str; 2], closed: &str| {
        words.contains(&folded.as_str()) || folded.starts_with(closed) || folded.ends_with(closed)
    };
    if is(["won", "dealwon"], "closedwon") {
        Some(Standing::Won)
    } else if is(["lost", "deallost"], "closedlost") {
        Some(Standing::Lost)
    } else {
        None
    }
}

/// Open, won or lost.
#[must_use]
pub fn standing(cell: &str) -> Option<Standing> {
    match fold(cell).as_str() {
        "open" | "inprogress" => Some(Standing::Open),
        _ => finish(cell),
    }
}

/// Whether a word of a status says that the CRM has deleted the deal.
#[must_use]
pub fn says_deleted(cell: &str) -> bool {
    cell.trim().eq_ignore_ascii_case("deleted")
}

/// Whether a cell names a person by an id of the CRM, which says nothing to anybody: `005…`, a number, a hash.
#[must_use]
pub fn is_owner_id(cell: &str) -> bool {
    let plain = !cell.contains(char::is_whitespace) && !cell.contains('@');
    let digit = cell.contains(|c: char| c.is_ascii_digit());
    let salesforce =
        matches!(cell.len(), 15 | 18) && cell.starts_with("005") && cell.bytes().all(|b| b.is_ascii_alphanumeric());
    let number = !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit());
    let hash = plain && cell.len() >= 20 && (digit || cell.ends_with('='));
    salesforce || number || hash
}

/// Of several values in one cell, which `HubSpot` joins by `;`, the first.
#[must_use]
pub fn first_of(cell: &str, crm: Crm) -> &str {
    match crm {
        Crm::Hubspot => cell.split(';').map(str::trim).find(|part| !part.is_empty()).unwrap_or(cell),
        Crm::Salesforce | Crm::Pipedrive | Crm::Zoho | Crm::Codriver | Crm::Other => cell,
    }
}

/// What tells two deals apart in the CRM: of Salesforce's ids of 18 characters the first 15, of others all.
#[must_use]
pub fn identity(id: &str, crm: Crm) -> &str {
    if crm == Crm::Salesforce && id.len() == 18 && id.bytes().all(|b| b.is_ascii_alphanumeric()) {
        &id[..15]
    } else {
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_line_without_control_characters() {
        for (cell, expected) in [
            ("plain", "plain"),
            ("  two\nlines ", "two lines"),
            ("two \r\n  lines", "two lines"),
            ("a\u{1b}[2Jb\0c", "a[2Jbc"),
            ("tab\tbed", "tab bed"),
            ("keeps  two  spaces", "keeps  two  spaces"),
            ("\u{1} behind a control", "behind a control"),
            ("\n\n", ""),
        ] {
            assert_eq!(text(cell).0, expected, "{cell:?}");
        }
    }

    #[test]
    fn a_long_text_is_cut_at_a_character_and_told() {
        let long = "ü".repeat(501);
        let (line, cut) = text(&long);
        assert_eq!((line.chars().count(), cut), (500, true));
        assert!(!text(&"ü".repeat(500)).1);
    }

    #[test]
    fn a_stage_tells_whether_the_deal_is_finished_in_every_crm() {
        for stage in ["Closed Won", "closedwon", "closed won ", "Closed - Won", "6 - Closed Won", "Won"] {
            assert_eq!(finish(stage), Some(Standing::Won), "{stage}");
        }
        for stage in ["Closed Lost", "closedlost", "Closed-Lost to Competition", "LOST"] {
            assert_eq!(finish(stage), Some(Standing::Lost), "{stage}");
        }
        for stage in ["Negotiation", "Won over", "Closing", "Almost lost it"] {
            assert_eq!(finish(stage), None, "{stage}");
        }
    }

    #[test]
    fn an_id_of_a_person_is_no_person() {
        for id in ["005Ec000004oBPNIA2", "005Ec000004oBPN", "4727653", "rQhle3uwQbFgFmLTF1WByg=="] {
            assert!(is_owner_id(id), "{id}");
        }
        for name in
            ["Ann Lee", "ann@example.com", "annlee2", "Maximiliane-Charlotte", "ann.lee2@a-very-long-domain.example"]
        {
            assert!(!is_owner_id(name), "{name}");
        }
    }

    #[test]
    fn yes_and_no_are_read_in_the_words_of_exports() {
        assert_eq!(["TRUE", "1", "yes", "Checked"].map(flag), [Some(true); 4]);
        assert_eq!(["false", "0", "No"].map(flag), [Some(false); 3]);
        assert_eq!(flag("maybe"), None);
    }

    #[test]
    fn ids_of_salesforce_are_one_in_both_lengths() {
        assert_eq!(identity("006Ec00000AieKFIAZ", Crm::Salesforce), "006Ec00000AieKF");
        assert_eq!(identity("006Ec00000AieKFIAZ", Crm::Other), "006Ec00000AieKFIAZ");
    }
}
