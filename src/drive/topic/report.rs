//! What a report of a buyer's words counts as: an objection or not, answered by which note, said in which stage.
//!
//! Invariant: a note that may no longer be said answers nothing.
//!
//! Left out: which report or answer goes first; whoever asks says that.

use crate::campaign::{Campaign, Deal, Heard, HeardKind, Id, Note, Used, When};
use crate::drive::rules::deal_path;
use crate::text::RecordPath;

/// Whether it asks for an answer: praise does not.
pub fn is_objection(row: &Heard) -> bool {
    row.kind != Some(HeardKind::Praise)
}

/// A note that answers, if it may still be said: one of the deal, or `hazard/note`.
pub fn note_named<'a>(campaign: &'a Campaign, deal: &'a Deal, name: &str) -> Option<(RecordPath, &'a Note)> {
    let note = answering(campaign, deal, name)?;
    let path = match name.split_once('/') {
        Some((hazard, _)) => RecordPath::new(["hazard", hazard, "note", &note.id]),
        None => deal_path(&deal.id).below(["note", name]),
    };
    Some((path, note))
}

/// The same without where it stands.
pub fn answering<'a>(campaign: &'a Campaign, deal: &'a Deal, name: &str) -> Option<&'a Note> {
    let note = match name.split_once('/') {
        Some((hazard, note)) => campaign.hazard(hazard)?.notes.iter().find(|one| one.id == *note)?,
        None => deal.note(name)?,
    };
    super::is_live(note).then_some(note)
}

/// Whether a note helped in a call of this deal; of an archived call the count is left.
pub fn landed(campaign: &Campaign, deal: &Deal, name: &str) -> bool {
    let in_log = deal.call_log.iter().any(|row| row.note == *name && row.used == Some(Used::Landed));
    in_log
        || answering(campaign, deal, name)
            .is_some_and(|note| note.tally.as_deref().is_some_and(|tally| tally.landed > 0))
}

/// The stage a deal was in; without a time the one it is in now.
pub fn stage_when<'a>(campaign: &'a Campaign, deal: &'a Deal, at: Option<When>) -> Option<&'a Id> {
    let zone = campaign.zone;
    let then = at.and_then(|at| {
        let at = at.local(zone);
        let inside = |from: Option<When>, to: Option<When>| {
            from.is_none_or(|from| from.local(zone) <= at) && to.is_some_and(|to| at < to.local(zone))
        };
        deal.stage_log.iter().find(|row| inside(row.from, row.to)).map(|row| &row.stage)
    });
    then.or_else(|| campaign.stage_of(deal))
}
