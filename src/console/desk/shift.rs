//! Places of notes that are moved together: each by its own rule, all or none.

use super::{Found, found};
use crate::campaign::{Anchor, Position, Way};
use crate::console::model::Model;
use crate::console::words;
use crate::drive::desk::NoteName;
use crate::text::Refusal;

/// The new place of each note.
///
/// # Errors
/// The first note that cannot be moved so, by its id, and why.
pub fn places(model: &Model, notes: &[NoteName], way: Way) -> Result<Vec<(NoteName, Position)>, Refusal> {
    let calendar = model.outlook.calendar(None);
    let mut places = Vec::with_capacity(notes.len());
    for name in notes {
        let id = &name.1;
        let note = found(model, name)
            .ok_or_else(|| Refusal::new(format!("`{id}` is gone from the file"), "select the notes again"))?;
        let at = place(note).ok_or_else(|| Refusal::new(format!("`{id}` has no place yet"), "give it one first"))?;
        let at = at
            .shifted(way, calendar)
            .map_err(|refusal| Refusal::new(format!("`{id}`: {}", refusal.message), refusal.mend))?;
        places.push((name.clone(), at));
    }
    Ok(places)
}

/// Where a note stands; a hazard's note without `at` stands where the hazard does.
fn place(found: Found<'_>) -> Option<Position> {
    match found {
        Found::OnDeal(_, note) => note.at.as_deref().cloned(),
        Found::OnHazard(hazard, note) => {
            Some(note.at.as_deref().cloned().unwrap_or_else(|| Position::at(Anchor::Named(hazard.id.clone()))))
        }
    }
}

/// The one note by its id, or how many.
#[must_use]
pub fn about(notes: &[NoteName]) -> String {
    match notes {
        [(_, id)] => format!("note `{id}`"),
        many => format!("{} notes", many.len()),
    }
}

/// The same for a title.
#[must_use]
pub fn about_in_capitals(notes: &[NoteName]) -> String {
    about(notes).replace('`', "").to_uppercase()
}

fn of(places: &[(NoteName, Position)]) -> String {
    match places {
        [((_, id), _)] => format!("note `{id}`"),
        many => format!("{} notes", many.len()),
    }
}

/// The step's name in the history.
#[must_use]
pub fn name(places: &[(NoteName, Position)]) -> String {
    format!("shift {}", of(places))
}

/// What is told once it is written.
#[must_use]
pub fn done(places: &[(NoteName, Position)], way: Way) -> String {
    match places {
        [((_, id), at)] => format!("note `{id}` now stands at {at}"),
        many => format!("{} notes now stand {way}", many.len()),
    }
}

/// What is said of it while the distance is typed.
#[must_use]
pub fn describe(model: &Model, places: &[(NoteName, Position)], way: Way) -> Vec<(&'static str, String)> {
    let mut lines = vec![("shift", format!("{} {way}", of(places)))];
    lines.extend(places.iter().take(4).map(|((_, id), at)| {
        let at = match (&at.anchor, at.plus, at.minus) {
            (Anchor::Time(when), None, None) => words::when(*when, model.campaign.zone, model.now),
            _ => at.to_string(),
        };
        ("to", format!("{id}: {at}"))
    }));
    lines
}
