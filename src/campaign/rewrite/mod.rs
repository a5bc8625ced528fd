//! Edits that touch several records: a record gets another id or another place, and all that names it follows.
//!
//! Invariant: each edit is one list of intents, made and taken back as one step; what named a record before names the
//! same record after it. Pure: the campaign and its text come in, intents or a refusal go out. Nothing is changed here.
//!
//! It writes no text of its own: the intents move and reword what the file has, so that comments and spelling stay.

mod forget;
mod hazards;
mod notes;
mod remove;
mod rename;
#[cfg(test)]
mod tests;

use super::kind::Kind;
use super::model::Campaign;
use super::records::{Deal, Hazard, Note};
use super::references::{Holds, Mention, Written, holds};
use crate::text::{Document, Intent, KeyPath, Literal, RecordPath, Refusal, UnitKey, Word};

pub use forget::{forget, says_any, still_said};
pub use hazards::hazard_note_to_deals;
pub use notes::{Under, duplicate_note, move_note, note_to_hazard, retire};
pub use remove::{MOST_NAMING, naming, remove};
pub use rename::rename;

/// An edit of several records.
#[derive(Debug, Clone, PartialEq)]
pub struct Rewrite {
    /// What it is called in the history.
    pub name: String,
    /// To be made in this order, all or none.
    pub intents: Vec<Intent>,
    /// What else a person should know of it: lower-case fragments.
    pub told: Vec<String>,
}

/// What a path of names leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Record(Kind),
    /// A text by its id.
    Text,
}

/// What these names lead to, if it has an id.
fn target(record: &RecordPath) -> Option<Target> {
    let names: Vec<&str> = record.keys().collect();
    let mut kind = Kind::Top;
    let mut rest = names.as_slice();
    loop {
        match (holds(kind, rest.first()?)?, rest.len()) {
            (Holds::Records(inner), 2) => return Some(Target::Record(inner)),
            (Holds::Texts, 2) => return Some(Target::Text),
            (Holds::Records(inner), 3..) => (kind, rest) = (inner, &rest[2..]),
            (Holds::Table(inner), 3..) => (kind, rest) = (inner, &rest[1..]),
            _ => return None,
        }
    }
}

/// The record with another id.
fn with_id(record: &RecordPath, id: &str) -> RecordPath {
    let mut names: Vec<&str> = record.keys().collect();
    names.pop();
    names.push(id);
    RecordPath::new(names)
}

/// Puts other ids in the place of those that texts name; one intent for each unit.
fn reworded<'m>(document: &Document, changes: impl IntoIterator<Item = (&'m Mention, String)>) -> Vec<Intent> {
    /// A text that changes, with the ids in it.
    struct Change<'m> {
        mention: &'m Mention,
        was: &'m str,
        ids: Vec<(std::ops::Range<usize>, String)>,
    }
    let mut texts: Vec<Change<'m>> = Vec::new();
    for (mention, id) in changes {
        let Written::Text(was, at) = &mention.written else { continue };
        let is_same = |known: &&mut Change<'_>| {
            *known.was == **was && known.mention.key == mention.key && known.mention.record == mention.record
        };
        // The mentions of one text follow each other.
        match texts.last_mut().filter(is_same) {
            Some(known) if known.ids.iter().any(|(other, _)| other == at) => {}
            Some(known) => known.ids.push((at.clone(), id)),
            None => texts.push(Change { mention, was, ids: vec![(at.clone(), id)] }),
        }
    }
    let mut units: Vec<(UnitKey, Vec<Word>)> = Vec::new();
    for Change { mention, was, mut ids } in texts {
        ids.sort_by_key(|(at, _)| std::cmp::Reverse(at.start));
        let mut text = was.to_owned();
        for (at, id) in ids {
            text.replace_range(at, &id);
        }
        let word = Word { record: mention.record.clone(), key: mention.key.clone(), was: was.to_owned(), text };
        let unit = document.unit_key(&mention.record);
        match units.last_mut().filter(|(known, _)| *known == unit) {
            Some((_, words)) if words.contains(&word) => {}
            Some((_, words)) => words.push(word),
            None => units.push((unit, vec![word])),
        }
    }
    units.into_iter().map(|(_, words)| Intent::Reword { words }).collect()
}

fn set(record: RecordPath, key: &str, value: Literal) -> Intent {
    Intent::Set { record, key: KeyPath::new(key), value }
}

fn note_of_deal(deal: &str, note: &str) -> RecordPath {
    RecordPath::new(["deal", deal, "note", note])
}

fn note_of_hazard(hazard: &str, note: &str) -> RecordPath {
    RecordPath::new(["hazard", hazard, "note", note])
}

fn the_deal<'c>(campaign: &'c Campaign, id: &str) -> Result<&'c Deal, Refusal> {
    campaign.deal(id).ok_or_else(|| Refusal::new(format!("no deal has the id `{id}`"), "choose one of the file"))
}

fn the_hazard<'c>(campaign: &'c Campaign, id: &str) -> Result<&'c Hazard, Refusal> {
    campaign.hazard(id).ok_or_else(|| Refusal::new(format!("no hazard has the id `{id}`"), "choose one of the file"))
}

fn the_note<'d>(deal: &'d Deal, id: &str) -> Result<&'d Note, Refusal> {
    deal.note(id)
        .ok_or_else(|| Refusal::new(format!("the deal `{}` has no note `{id}`", deal.id), "choose one of its notes"))
}

fn the_note_of_hazard<'h>(hazard: &'h Hazard, id: &str) -> Result<&'h Note, Refusal> {
    hazard.notes.iter().find(|note| note.id == *id).ok_or_else(|| {
        Refusal::new(format!("the hazard `{}` has no note `{id}`", hazard.id), "choose one of its notes")
    })
}

fn is_free(document: &Document, record: &RecordPath) -> Result<(), Refusal> {
    match document.locate(record, None) {
        None => Ok(()),
        Some(_) => Err(Refusal::new(format!("`{record}` is in the file already"), "choose another id")),
    }
}
