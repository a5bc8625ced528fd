//! The answer to a field report: a note that is typed, or one that is there already.

use super::draft::{AnswerWith, Draft, Report};
use super::note::{Ground, note};
use super::understand::{Refused, note_of};
use crate::campaign::{Campaign, Deal, Heard, Id, Note, When};
use crate::console::model::Model;
use crate::drive::topic::filed;

/// Reads the line: `@` and the name of a note answers with that note, anything else becomes a new one, filed under the
/// report's topic unless it names its own.
pub(super) fn answer(model: &Model, deal: &Deal, at: When, by: Option<&Id>, line: &str) -> Result<Draft, Refused> {
    let (nth, report) = report(deal, at, by).ok_or_else(|| Refused::words("the field report is gone from the file"))?;
    let row = Report { deal: deal.id.clone(), at, by: by.cloned(), nth };
    let with = match line.trim().strip_prefix('@').filter(|name| note_of(model, &deal.id, name).is_some()) {
        Some(name) => AnswerWith::Known(Id::from(name)),
        None => AnswerWith::New(note(model, Ground::Deal(deal), line, report.topic.as_deref())?),
    };
    Ok(Draft::Answer { report: row, with })
}

/// The report with this key, and how many rows of the same key stand before it. Of several it is the first that waits.
pub(super) fn report<'d>(deal: &'d Deal, at: When, by: Option<&Id>) -> Option<(u32, &'d Heard)> {
    let same = || deal.heard.iter().filter(|row| row.at == Some(at) && row.by.as_ref() == by).zip(0..);
    let waits = same().find(|(row, _)| row.answer.is_none());
    waits.or_else(|| same().next()).map(|(row, nth)| (nth, row))
}

/// The notes that may answer it already, as the call log names them: those of the deal and of the hazards it meets that
/// are filed under the report's topic.
pub(super) fn known<'c>(campaign: &'c Campaign, deal: &'c Deal, report: &Heard) -> Vec<(String, &'c Note)> {
    report.topic.as_deref().map_or_else(Vec::new, |topic| filed(campaign, deal, topic).collect())
}
