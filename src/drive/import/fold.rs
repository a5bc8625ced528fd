//! Names compared and made into ids: without case, accents and punctuation.
//!
//! Invariant: what is made here is an id of the format. Left out on purpose is likeness: two names are the same once
//! folded, or they are not; a near miss is for a person to tell.

use std::collections::{BTreeMap, HashMap};

use xxhash_rust::xxh3::xxh3_128;

use super::Crm;
use crate::campaign::Id;

/// An id of a deal is at most so long.
const LONGEST: usize = 40;
/// The identity of an id of Salesforce; what follows only repeats its case.
const SALESFORCE_IDENTITY: usize = 15;

/// A name as it is compared: its letters and digits, in Latin script and small. One of signs alone stays as it is.
pub(super) fn fold(name: &str) -> String {
    let latin = deunicode::deunicode(name);
    let folded: String =
        latin.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    if folded.is_empty() { name.trim().to_lowercase() } else { folded }
}

/// A name as an id: words joined by dashes, at most forty characters, cut between words where it can. Empty if nothing
/// of it can stand in an id.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in deunicode::deunicode(name).chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter.to_ascii_lowercase());
        } else if letter != '\'' && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() > 4 * LONGEST {
            break;
        }
    }
    shortened(slug, LONGEST)
}

/// At most so long, and an id of the format. The text has letters, digits and dashes only.
fn shortened(mut slug: String, most: usize) -> String {
    if slug.len() > most {
        let is_between = slug.as_bytes().get(most) == Some(&b'-');
        slug.truncate(most);
        if !is_between && let Some(end) = slug.rfind('-') {
            slug.truncate(end);
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if !slug.is_empty()
        && !Id::is_valid(&slug)
        && let Some(dash) = slug.rfind('-')
    {
        // It ends like a distance.
        slug.remove(dash);
    }
    slug
}

/// The first of `base`, `base-2`, `base-3` … that is free, from `next` on.
pub(super) fn free(base: &str, mut next: u32, is_taken: impl Fn(&str) -> bool) -> (String, u32) {
    if next < 2 {
        if !is_taken(base) {
            return (base.to_owned(), 2);
        }
        next = 2;
    }
    loop {
        let number = format!("-{next}");
        let mut id = shortened(base.to_owned(), LONGEST - number.len());
        id.push_str(&number);
        next += 1;
        if !is_taken(&id) {
            return (id, next);
        }
    }
}

/// A table from names to ids, by the names as they are compared. An empty id says nothing.
pub(super) fn said(table: &BTreeMap<String, String>) -> HashMap<String, &str> {
    let ids = table.iter().map(|(name, id)| (name, id.trim())).filter(|(_, id)| !id.is_empty());
    ids.map(|(name, id)| (fold(name), id)).collect()
}

/// The part of a deal's id in a CRM that tells it from others.
pub(super) fn identity(crm: Crm, id: &str) -> &str {
    match crm {
        Crm::Salesforce => id.get(..SALESFORCE_IDENTITY).unwrap_or(id),
        Crm::Hubspot | Crm::Pipedrive | Crm::Zoho | Crm::Codriver | Crm::Other => id,
    }
}

/// A text as a number. Two texts of one campaign do not meet in 128 bits.
pub(super) fn hash(text: &str) -> u128 {
    xxh3_128(text.as_bytes())
}

/// Account and title as one number: the same for the same names, however they are written.
pub(super) fn name_key(account: Option<&str>, title: Option<&str>) -> u128 {
    let [account, title] = [account, title].map(|text| text.map(fold).unwrap_or_default());
    hash(&format!("{account}\u{0}{title}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_punctuation_do_not_tell_names_apart() {
        assert_eq!(fold("Id. Decision Makers"), fold("id-decision-makers"));
        assert_eq!(fold("Appointment scheduled"), fold("appointmentscheduled"));
        assert_eq!(fold("Café Müller"), fold("CAFE MULLER"));
        assert_ne!(fold("??"), fold("!!"));
    }

    #[test]
    fn an_id_is_made_of_the_words_of_a_name() {
        assert_eq!(slug("O’Brien & Søns, Ltd."), "obrien-sons-ltd");
        assert_eq!(slug("北京"), "bei-jing");
        assert_eq!(slug("→ !"), "");
    }

    #[test]
    fn a_long_name_is_cut_between_words() {
        let id = slug("The Very Long Established Trading Company of the Northern Isles");
        assert_eq!(id, "the-very-long-established-trading");
        assert_eq!(slug(&"x".repeat(99)).len(), 40);
    }

    #[test]
    fn an_id_does_not_end_like_a_distance() {
        assert_eq!(slug("Top 10d"), "top10d");
        assert!(Id::is_valid(&slug("Visit 3 w")), "{}", slug("Visit 3 w"));
    }

    #[test]
    fn a_taken_id_gets_a_number_and_stays_short() {
        assert_eq!(free("acme", 0, |id| id == "acme" || id == "acme-2").0, "acme-3");
        let base = "x".repeat(40);
        assert_eq!(free(&base, 0, |id| id == base).0.len(), 40);
    }

    #[test]
    fn the_first_fifteen_characters_are_an_id_of_salesforce() {
        assert_eq!(identity(Crm::Salesforce, "0065g00000ABCDEAA4"), "0065g00000ABCDE");
        assert_eq!(identity(Crm::Hubspot, "0065g00000ABCDEAA4"), "0065g00000ABCDEAA4");
    }
}
