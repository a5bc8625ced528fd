//! Buyers' names and words on what may leave the house, a sheet or an export: shown, or told by role and topic.
//!
//! Invariant: under the veil no name or address of a contact, no sentence that a buyer said and nothing in quotation
//! marks is left of a text. A name is also veiled where only a part of it stands. A word that a person wrote and that
//! happens to be a contact's name is veiled as well: rather one word too many than a name.
//!
//! Left out: what the catalogue says (tracks, assets) belongs to nobody's deal and is not looked at. The customer's
//! objectives are told: they are what the sheet is for.

use crate::campaign::{Contact, Deal};

/// How much of the buyers is told.
#[derive(Debug)]
pub struct Veil {
    /// Names and words are told.
    pub names: bool,
    /// What is replaced, the longest first, and by what.
    known: Vec<(String, String)>,
    /// Their sentences.
    said: Vec<String>,
    /// The words of their names and ids, in small letters: what an id may tell.
    words: Vec<String>,
}

/// Words before a name that are none.
const TITLES: [&str; 8] = ["Dr", "Dr.", "Mr", "Mrs", "Ms", "Prof", "Prof.", "Sir"];

/// A sentence shorter than this may stand in a text by chance.
const LEAST: usize = 12;

impl Veil {
    /// For what is told of a deal.
    #[must_use]
    pub fn over(deal: &Deal, names: bool) -> Self {
        let mut known = Vec::new();
        let mut said = Vec::new();
        let mut words: Vec<String> = Vec::new();
        if !names {
            for contact in &deal.contacts {
                words.extend(words_of(&contact.id));
                words.extend(words_of(contact.name.as_deref().unwrap_or_default()));
                let role = the_role(contact);
                let mut add = |text: &str| {
                    if !text.is_empty() {
                        known.push((text.to_owned(), role.clone()));
                    }
                };
                add(contact.email.as_deref().unwrap_or_default());
                let name = contact.name.as_deref().unwrap_or_default().trim();
                add(name);
                let is_part = |part: &&str| {
                    let starts = part.chars().next().is_some_and(|c| !c.is_lowercase());
                    starts && part.chars().count() > 1 && !TITLES.contains(part)
                };
                name.split_whitespace().filter(is_part).for_each(&mut add);
            }
            known.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
            said.extend(
                deal.heard
                    .iter()
                    .filter_map(|row| row.said.as_deref())
                    .filter(|said| said.len() >= LEAST)
                    .map(str::to_owned),
            );
            said.sort_by_key(|said| std::cmp::Reverse(said.len()));
        }
        Self { names, known, said, words }
    }

    /// For what belongs to no deal of this file: no names are known, so that only what is quoted can be left out.
    #[must_use]
    pub const fn over_none(names: bool) -> Self {
        Self { names, known: Vec::new(), said: Vec::new(), words: Vec::new() }
    }

    /// A text that one of us wrote about the deal.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        if self.names {
            return text.to_owned();
        }
        let mut rest = text.to_owned();
        for said in &self.said {
            rest = rest.replace(said.as_str(), "…");
        }
        // An id, which has hyphens, may hold a name in small letters.
        let veiled = |word: &str| {
            let is_id = word.contains(['-', '_']) && !word.contains('@');
            if is_id && !self.may_tell(word) && self.unnamed(word) == word {
                "… ".to_owned()
            } else {
                word.to_owned()
            }
        };
        let rest: String = unquoted(&rest).split_inclusive(' ').map(veiled).collect();
        self.unnamed(rest.trim_end())
    }

    /// A sentence of theirs, word for word but for the names in it. Only for what stays in the house.
    #[must_use]
    pub fn sentence(&self, said: &str) -> String {
        if self.names { said.to_owned() } else { self.unnamed(said) }
    }

    /// Whether an id or a path may be told: people call notes and contacts by names, too.
    #[must_use]
    pub fn may_tell(&self, id: &str) -> bool {
        !words_of(id).any(|word| self.words.contains(&word))
    }

    /// A person: the name and the role, or the role alone.
    #[must_use]
    pub fn person(&self, contact: &Contact) -> String {
        let role = contact.role.as_deref().unwrap_or_default();
        let name = contact.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&contact.id);
        match (self.names, role) {
            (true, "") => name.to_owned(),
            (true, role) => format!("{name}, {role}"),
            (false, "") => "a contact".to_owned(),
            (false, role) => self.unnamed(role),
        }
    }

    /// A person inside a sentence: `Ines Roth`, `the CISO`.
    #[must_use]
    pub fn short(&self, deal: &Deal, id: &str) -> String {
        match deal.contacts.iter().find(|contact| contact.id == *id) {
            Some(_) if self.names => deal.contact_name(id).to_owned(),
            Some(contact) => the_role(contact),
            None => "somebody".to_owned(),
        }
    }

    fn unnamed(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let found = self
                .known
                .iter()
                .find(|(name, _)| text[at..].starts_with(name.as_str()) && stands_alone(text, at, name));
            if let Some((name, role)) = found {
                let begins =
                    out.trim_end().is_empty() || (out.ends_with(' ') && out.trim_end().ends_with(['.', '!', '?', ':']));
                out.push_str(&if begins { capital(role) } else { role.clone() });
                at += name.len();
            } else {
                out.push(c);
                at += c.len_utf8();
            }
        }
        out
    }
}

/// `the CISO`; a role says more behind its first comma than a sentence can take.
fn the_role(contact: &Contact) -> String {
    let role = contact.role.as_deref().and_then(|role| role.split(',').next()).unwrap_or_default().trim();
    // A role that holds the name would tell it.
    let name = contact.name.as_deref().unwrap_or_default();
    let tells = name.split_whitespace().any(|part| role.split_whitespace().any(|word| word == part));
    if role.is_empty() || tells { "a contact".to_owned() } else { format!("the {role}") }
}

/// The words of a text in small letters: an id has several where hyphens stand in it.
fn words_of(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 1).map(str::to_lowercase)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Whether a name at a place is a whole word. Scripts without capitals write no blanks between words either.
fn stands_alone(text: &str, at: usize, name: &str) -> bool {
    let has_case = name.chars().next().is_some_and(|c| c.is_uppercase() || c.is_lowercase());
    let before = text[..at].chars().next_back();
    let after = text[at + name.len()..].chars().next();
    !has_case || ![before, after].into_iter().flatten().any(char::is_alphanumeric)
}

/// What stands in quotation marks is left out; the marks stay, so that the sentence still reads.
fn unquoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find(['“', '"', '„', '«']) {
        let mark = rest[open..].chars().next().unwrap_or('"');
        let behind = open + mark.len_utf8();
        let close = match mark {
            '“' => rest[behind..].find(['”', '“']),
            '„' => rest[behind..].find(['“', '”']),
            '«' => rest[behind..].find('»'),
            _ => rest[behind..].find('"'),
        };
        out.push_str(&rest[..behind]);
        let Some(close) = close else {
            // A mark that nobody closed hides the rest.
            out.push('…');
            return out;
        };
        out.push('…');
        let end = rest[behind + close..].chars().next().map_or(behind + close, |c| behind + close + c.len_utf8());
        out.push_str(&rest[behind + close..end]);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::campaign;
    use super::*;

    fn veiled(text: &str) -> String {
        let campaign = campaign(
            "[deal.d]\naccount = \"D\"\n\
             contact.ines = { name = \"Ines Roth\", role = \"CISO\", email = \"ines.roth@example.com\" }\n\
             contact.tom = { name = \"Tom Hale\", role = \"Head of Energy, gone\" }\n\
             contact.ken = { name = \"健一\", role = \"Buyer\" }\n\
             contact.mo = { name = \"Mo\" }\n\
             [[deal.d.heard]]\nat = 2026-11-13\nsaid = \"We have been burned by dashboards.\"\n",
        );
        Veil::over(&campaign.deals[0], false).text(text)
    }

    #[test]
    fn an_id_that_holds_a_name_is_not_told() {
        let campaign = campaign("[deal.d]\naccount = \"D\"\ncontact.ciso = { name = \"Ines Roth\" }\n");
        let veil = Veil::over(&campaign.deals[0], false);
        assert!(!veil.may_tell("deal.d.note.ask-ines") && !veil.may_tell("deal.d.contact.ciso"));
        assert!(veil.may_tell("deal.d.note.price-card"));
    }

    #[test]
    fn an_id_in_a_sentence_is_left_out_where_it_holds_a_name() {
        assert_eq!(veiled("the waiver ask-ines ends; see price-card"), "the waiver … ends; see price-card");
    }

    #[test]
    fn a_name_becomes_the_role() {
        assert_eq!(veiled("Walk Ines Roth through the pack"), "Walk the CISO through the pack");
    }

    #[test]
    fn a_part_of_a_name_becomes_the_role() {
        assert_eq!(veiled("Ring Ines, then Hale's office"), "Ring the CISO, then the Head of Energy's office");
    }

    #[test]
    fn a_role_begins_a_sentence_with_a_capital() {
        assert_eq!(veiled("Ines asks. Tom knows."), "The CISO asks. The Head of Energy knows.");
    }

    #[test]
    fn a_word_that_only_begins_like_a_name_stays() {
        assert_eq!(veiled("Tomorrow, Moreover"), "Tomorrow, Moreover");
    }

    #[test]
    fn a_name_without_a_role_becomes_a_contact() {
        assert_eq!(veiled("Ask Mo"), "Ask a contact");
    }

    #[test]
    fn a_name_in_a_script_without_blanks_is_found_inside_a_sentence() {
        assert_eq!(veiled("明日健一に電話"), "明日the Buyerに電話");
    }

    #[test]
    fn an_address_becomes_the_role() {
        assert_eq!(veiled("Write to ines.roth@example.com"), "Write to the CISO");
    }

    #[test]
    fn what_stands_in_quotation_marks_is_left_out() {
        assert_eq!(veiled("Say “not now”, or \"later\"; then go"), "Say “…”, or \"…\"; then go");
        assert_eq!(veiled("Say “not now, and more"), "Say “…");
    }

    #[test]
    fn a_sentence_that_a_buyer_said_is_left_out_without_marks_too() {
        assert_eq!(veiled("They said We have been burned by dashboards. Answer it."), "They said … Answer it.");
    }
}
