//! Takes a record away, and tells what still names it: that is for a person to mend, for only a person knows by what.

use super::super::kind::Kind;
use super::super::model::Campaign;
use super::super::references::{FLAG, Mention, first_mentions, mentions_beside};
use super::{Rewrite, Target, target};
use crate::text::{Document, Intent, RecordPath, Refusal};

/// So many places are told by name.
const TOLD: usize = 5;
/// So many places are looked for: whoever hears of fifty need not hear of the rest, and they would have to be read.
pub const MOST_NAMING: usize = 50;

/// Removes a record, or a row.
///
/// # Errors
/// There is no such record.
pub fn remove(campaign: &Campaign, document: &Document, record: &RecordPath) -> Result<Rewrite, Refusal> {
    if document.locate(record, None).is_none() {
        return Err(Refusal::new(format!("there is no `{record}` in the file"), "choose one that is"));
    }
    let found = naming(campaign, document, record);
    let mut told: Vec<String> = found.iter().take(TOLD).map(|mention| format!("{mention} still names it")).collect();
    match found.len().saturating_sub(TOLD) {
        0 => {}
        _ if found.len() >= MOST_NAMING => told.push("and more places, all in all fifty or more".to_owned()),
        1 => told.push("and 1 more place".to_owned()),
        more => told.push(format!("and {more} more places")),
    }
    Ok(Rewrite { name: format!("remove {record}"), intents: vec![Intent::Remove { record: record.clone() }], told })
}

/// The first [`MOST_NAMING`] mentions of a record, or of what is below it, from outside it. A flag is named by a word that other deals may
/// have as well, so that nothing is lost with it.
#[must_use]
pub fn naming(campaign: &Campaign, document: &Document, record: &RecordPath) -> Vec<Mention> {
    let has_id =
        record.selector().is_none() && target(record).is_some_and(|target| target != Target::Record(Kind::Flag));
    if !has_id {
        return Vec::new();
    }
    let names: Vec<&str> = record.keys().collect();
    let lies_within = |path: &RecordPath| path.keys().take(names.len()).eq(names.iter().copied());
    let is_asked = |mention: &Mention| {
        let place = mention.record.below(mention.key.parts());
        lies_within(&mention.names)
            && !lies_within(&mention.record)
            && !lies_within(&place)
            && mention.names.keys().next() != Some(FLAG)
    };
    let first = |ids: &[&str]| first_mentions(campaign, document, ids, MOST_NAMING, is_asked);
    match names.as_slice() {
        // What a deal has is named on that deal alone.
        ["deal", _, _, ..] => mentions_beside(campaign, document, record).into_iter().filter(is_asked).collect(),
        // A fact of a stage may be named where the stage itself is not.
        ["stage", id, ..] => {
            let facts =
                campaign.stage(id).into_iter().flat_map(|stage| stage.gate.iter().map(|(fact, _)| fact.as_str()));
            first(&std::iter::once(*id).chain(facts).collect::<Vec<_>>())
        }
        [.., id] => first(&[id]),
        [] => Vec::new(),
    }
}
