//! Takes a buyer's name and words out of a file: the contact keeps its role and stance, the field reports keep their
//! topic and kind, and what the CRM said last loses the texts that name them.
//!
//! What it leaves on purpose: the contact's id, because others name it, and texts that people wrote about the person.
//! Where such texts may be is told, for only a person can say whom they mean.

use super::super::model::Campaign;
use super::super::records::Contact;
use super::super::references::{Mention, mentions};
use super::notes::fields_of;
use super::{Rewrite, the_deal};
use crate::text::{Document, Intent, KeyPath, Literal, RecordPath, Refusal};

/// So many places are told.
const TOLD: usize = 20;
/// A part of a name that is shorter says nothing.
const PART: usize = 3;

/// Forgets a contact: `deal.northwind.contact.ines`. The words that it is known by are what to look for elsewhere.
///
/// # Errors
/// The path is not that of a contact.
pub fn forget(
    campaign: &Campaign,
    document: &Document,
    record: &RecordPath,
) -> Result<(Rewrite, Vec<String>), Refusal> {
    let names: Vec<&str> = record.keys().collect();
    let ["deal", deal, "contact", id] = *names.as_slice() else {
        return Err(Refusal::new(
            format!("`{record}` is not a contact"),
            "give the path of one, such as `deal.northwind.contact.ines`",
        ));
    };
    let owner = the_deal(campaign, deal)?;
    let contact = owner.contacts.iter().find(|contact| contact.id == *id).ok_or_else(|| {
        Refusal::new(format!("the deal `{deal}` has no contact `{id}`"), "choose one of its contacts")
    })?;
    let mut intents = Vec::new();
    let fields = fields_of(document, record);
    for key in ["name", "email"] {
        let key = KeyPath::new(key);
        if !fields.iter().any(|(own, _)| *own == key) {
            continue;
        }
        // A contact that says nothing any more would be gone, and what names it would name nobody.
        let is_last = fields.iter().all(|(own, _)| [KeyPath::new("name"), KeyPath::new("email")].contains(own));
        intents.push(if is_last {
            Intent::Set { record: record.clone(), key, value: Literal::from("") }
        } else {
            Intent::Unset { record: record.clone(), key }
        });
    }
    let said = KeyPath::new("said");
    let all = mentions(campaign, document, Some(id));
    let words_of = |mention: &&Mention| mention.names == *record && mention.key == KeyPath::new("who");
    let mut words = words(contact);
    let mut quotes = 0;
    for mention in all.iter().filter(words_of) {
        let Some(quote) = document.get(&mention.record, &said).and_then(|source| source.parse::<Literal>().ok()) else {
            continue;
        };
        if let Literal::Text(quote) = quote
            && !quote.is_empty()
        {
            words.push(quote);
        }
        quotes += 1;
        intents.push(Intent::Unset { record: mention.record.clone(), key: said.clone() });
    }
    intents.retain(|intent| !is_done(document, intent));
    let mut told = vec![match (intents.len() - quotes.min(intents.len()), quotes) {
        (0, 0) => format!("`{record}` is forgotten already"),
        (0, 1) => "1 sentence of theirs goes".to_owned(),
        (0, quotes) => format!("{quotes} sentences of theirs go"),
        (_, 0) => "the name and the address go; there are no words of theirs".to_owned(),
        (_, 1) => "the name and the address go, and 1 sentence of theirs".to_owned(),
        (_, quotes) => format!("the name and the address go, and {quotes} sentences of theirs"),
    }];
    let said = said_by_the_crm(document, &RecordPath::new(["deal", deal, "crm"]), contact);
    if !said.is_empty() {
        let keys: Vec<String> = said.iter().map(|(_, key)| format!("`{key}`")).collect();
        told.push(format!("what the CRM said last loses {}; its next export may bring it back", keys.join(", ")));
    }
    intents.extend(said.into_iter().map(|(record, key)| Intent::Unset { record, key }));
    Ok((Rewrite { name: format!("forget {record}"), intents, told }, words))
}

fn is_done(document: &Document, intent: &Intent) -> bool {
    matches!(intent, Intent::Set { record, key, value, .. }
        if document.get(record, key).and_then(|source| source.parse().ok()).as_ref() == Some(value))
}

/// The texts of an export's last word that name the contact.
fn said_by_the_crm(document: &Document, record: &RecordPath, contact: &Contact) -> Vec<(RecordPath, KeyPath)> {
    let names: Vec<String> = words(contact).iter().map(|word| word.to_lowercase()).collect();
    let names_them = |value: &Literal| match value {
        Literal::Text(text) => {
            let text = text.to_lowercase();
            names.iter().any(|name| says_word(&text, name))
        }
        _ => false,
    };
    let found = fields_of(document, record).into_iter().filter(|(_, value)| names_them(value));
    found.map(|(key, _)| (record.clone(), key)).collect()
}

/// Whether a text says a word, and not only as a part of a longer one.
fn says_word(text: &str, word: &str) -> bool {
    let letter = |other: Option<char>| other.is_some_and(char::is_alphanumeric);
    text.match_indices(word).any(|(found, _)| {
        let (before, after) = (&text[..found], &text[found + word.len()..]);
        !letter(before.chars().next_back()) && !letter(after.chars().next())
    })
}

/// What a contact is known by.
fn words(contact: &Contact) -> Vec<String> {
    let texts = [contact.name.as_deref(), contact.email.as_deref()];
    texts.into_iter().flatten().filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

/// Lines that still say a part of the name, for a person to look at: of the deal any part, elsewhere all of it.
#[must_use]
pub fn still_said(document: &Document, record: &RecordPath, words: &[String]) -> Vec<String> {
    let deal: Vec<&str> = record.keys().take(2).collect();
    let own = document.unit_key(&RecordPath::new(deal));
    let parts: Vec<String> = words
        .iter()
        .take(2)
        // What stands behind the @ of an address names a company, not a person.
        .flat_map(|word| word.split('@').next().unwrap_or_default().split(|letter: char| !letter.is_alphanumeric()))
        .filter(|part| part.chars().count() >= PART)
        .map(str::to_lowercase)
        .collect();
    let whole: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let id = record.keys().last().unwrap_or_default().to_lowercase();
    let ids = [format!("'{id}'"), format!("\"{id}\""), format!("contact.{id}")];
    let mut told = Vec::new();
    for unit in document.units() {
        let wanted = if *unit.key() == own { &parts } else { &whole };
        let text = document.text_of(unit);
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            // The id is told by itself.
            let lower = ids.iter().fold(line.to_lowercase(), |line, id| line.replace(id, ""));
            let is_said = wanted.iter().any(|word| says_word(&lower, word));
            if is_said {
                let byte = u32::try_from(at).unwrap_or(u32::MAX);
                let place = crate::text::Place { unit: unit.key().clone(), span: byte..byte };
                told.push((document.line_column(&place).line, line.trim().to_owned()));
            }
            at += line.len();
        }
    }
    told.sort();
    let more = told.len().saturating_sub(TOLD);
    let mut lines: Vec<String> =
        told.into_iter().take(TOLD).map(|(number, line)| format!("look at line {number}: {line}")).collect();
    if more > 0 {
        lines.push(format!("and at {more} more lines"));
    }
    if parts.contains(&id) {
        lines.push(format!("the id `{id}` stays; `codriver rename` gives `{record}` another"));
    }
    lines
}

/// Whether a text says any of these words.
#[must_use]
pub fn says_any(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{made, open, path};
    use super::*;

    const TEXT: &str = "[deal.a]\naccount = 'A'\ncontact.ines = { name = 'Ines Roth', role = 'CISO', email = 'i@x.org' } # who\n\
        contact.tom.name = 'Tom'\nnext = 'Ring Ines' # soon\n\n[[deal.a.heard]]\nwho = 'ines'\nkind = 'praise'\n\
        said = 'Fine, then.' # she said\ntopic = 'x'\n[[deal.a.heard]]\nwho = 'tom'\nsaid = 'No.'\n[deal.b]\naccount = 'Ines Roth Ltd'\n";

    #[test]
    fn the_name_the_address_and_the_words_go_and_the_rest_stays() {
        let after = made(TEXT, |campaign, document| {
            forget(campaign, document, &path("deal.a.contact.ines")).map(|(rewrite, _)| rewrite)
        });
        let expected = TEXT
            .replace("{ name = 'Ines Roth', role = 'CISO', email = 'i@x.org' }", "{ role = 'CISO' }")
            .replace("said = 'Fine, then.' # she said\n", "");
        assert_eq!(after, expected);
    }

    #[test]
    fn a_contact_that_is_only_a_name_stays_as_nobody() {
        let after = made(TEXT, |campaign, document| {
            forget(campaign, document, &path("deal.a.contact.tom")).map(|(rewrite, _)| rewrite)
        });
        assert_eq!(after, TEXT.replace("'Tom'", "\"\"").replace("said = 'No.'\n", ""));
    }

    #[test]
    fn what_the_crm_said_last_loses_the_texts_that_name_them() {
        let text = format!(
            "{TEXT}[deal.a.crm]\naccount = 'A'\ndriver = 'Ines Roth' # hers\nnext = 'Write to I@X.ORG'\nreason = 'Ines Rothman'\n"
        );
        let (campaign, document) = open(&text);
        let (rewrite, _) = forget(&campaign, &document, &path("deal.a.contact.ines")).unwrap();
        assert!(rewrite.told[1].contains("loses `driver`, `next`"), "{:?}", rewrite.told);
        let after = made(&text, |campaign, document| {
            forget(campaign, document, &path("deal.a.contact.ines")).map(|(rewrite, _)| rewrite)
        });
        assert!(after.ends_with("[deal.a.crm]\naccount = 'A'\nreason = 'Ines Rothman'\n"), "{after}");
    }

    #[test]
    fn other_places_that_say_the_name_are_told() {
        let (campaign, document) = open(TEXT);
        let record = path("deal.a.contact.ines");
        let (rewrite, words) = forget(&campaign, &document, &record).unwrap();
        let mut document = document;
        for intent in &rewrite.intents {
            document.apply(intent).unwrap();
        }
        assert_eq!(
            still_said(&document, &record, &words),
            [
                "look at line 5: next = 'Ring Ines' # soon",
                "look at line 15: account = 'Ines Roth Ltd'",
                "the id `ines` stays; `codriver rename` gives `deal.a.contact.ines` another"
            ]
        );
    }

    #[test]
    fn the_company_in_an_address_is_nobodys_name() {
        let text = TEXT.replace("i@x.org", "i.roth@harbour.example").replace("account = 'A'", "account = 'Harbour'");
        let (campaign, document) = open(&text);
        let record = path("deal.a.contact.ines");
        let (_, words) = forget(&campaign, &document, &record).unwrap();
        assert!(still_said(&document, &record, &words).iter().all(|line| !line.contains("account = 'Harbour'")));
    }

    #[test]
    fn only_a_contact_can_be_forgotten() {
        let (campaign, document) = open(TEXT);
        assert!(forget(&campaign, &document, &path("deal.a")).unwrap_err().message.contains("is not a contact"));
        assert!(forget(&campaign, &document, &path("deal.a.contact.x")).is_err());
    }
}
