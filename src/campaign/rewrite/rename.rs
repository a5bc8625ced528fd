//! Gives a record another id, and rewrites every reference to it in the same step.
//!
//! Refused where the new id would be taken for something else anywhere: what named another record must still name that.
//! A flag's id is a word that plays answer to, so it is renamed on every deal that has it.

use super::super::id::bad_id;
use super::super::kind::{Kind, nearest};
use super::super::model::Campaign;
use super::super::references::{FLAG, Mention, Written, mentions, place};
use super::super::{Anchor, Position};
use super::{Rewrite, Target, is_free, reworded, target, with_id};
use crate::text::{Document, Intent, RecordPath, Refusal};

/// Renames a record: `deal.northwind`, `deal.northwind.note.pack`, `crew.sam`, `stage.proof.gate.criteria`. A stage and
/// a topic need no table of their own.
///
/// # Errors
/// No record is there, it has no id, or the new id will not do.
pub fn rename(campaign: &Campaign, document: &Document, record: &RecordPath, new: &str) -> Result<Rewrite, Refusal> {
    let target = target(record).filter(|_| record.selector().is_none()).ok_or_else(|| {
        Refusal::new(
            format!("`{record}` is no record with an id"),
            "give the path of one, such as `deal.northwind.note.pack`",
        )
    })?;
    let old = record.keys().last().unwrap_or_default();
    if let Some((message, proposal)) = bad_id(new) {
        return Err(Refusal::new(message, format!("write for example `{proposal}`")));
    }
    if old == new {
        return Err(Refusal::new(format!("`{record}` is called `{new}` already"), "choose another id"));
    }
    let named = match target {
        Target::Record(Kind::Flag) => RecordPath::new([FLAG, old]),
        _ => record.clone(),
    };
    let all = mentions(campaign, document, Some(old));
    let found: Vec<&Mention> = all.iter().filter(|mention| mention.names == named).collect();
    let is_there = document.locate(record, None).is_some();
    let needs_no_table = matches!(target, Target::Record(Kind::Stage | Kind::Topic)) && !found.is_empty();
    if !is_there && !needs_no_table {
        return Err(not_there(document, record, old));
    }
    refuse_taken(campaign, document, record, target, new)?;

    let mut intents = reworded(document, found.iter().map(|mention| (*mention, new.to_owned())));
    // A mention that is a key is moved; of a flag the record itself is one of them.
    let keys = found.iter().filter(|mention| mention.written == Written::Key);
    intents.extend(keys.map(|mention| {
        let record = mention.record.below(mention.key.parts());
        Intent::Move { to: with_id(&record, new), record }
    }));
    if is_there && target != Target::Record(Kind::Flag) {
        intents.push(Intent::Move { record: record.clone(), to: with_id(record, new) });
    }
    let count = found.iter().filter(|mention| mention.record.below(mention.key.parts()) != *record).count();
    let told = match count {
        0 => Vec::new(),
        1 => vec!["1 reference to it is rewritten".to_owned()],
        count => vec![format!("{count} references to it are rewritten")],
    };
    Ok(Rewrite { name: format!("rename {record} to {new}"), intents, told })
}

fn not_there(document: &Document, record: &RecordPath, old: &str) -> Refusal {
    let mut group: Vec<&str> = record.keys().collect();
    group.pop();
    let siblings: Vec<String> = document
        .units()
        .filter_map(|unit| match (unit.key(), group.as_slice()) {
            (crate::text::UnitKey::Record(of, id), [group]) if **of == **group => Some(id.to_string()),
            _ => None,
        })
        .collect();
    let mend = nearest(old, siblings.iter().map(String::as_str))
        .map_or_else(|| "choose one that is".to_owned(), |near| format!("did you mean `{}`?", with_id(record, near)));
    Refusal::new(format!("there is no `{record}` in the file"), mend)
}

/// Whether the new id is free, and would not be taken for something else.
fn refuse_taken(
    campaign: &Campaign,
    document: &Document,
    record: &RecordPath,
    target: Target,
    new: &str,
) -> Result<(), Refusal> {
    is_free(document, &with_id(record, new))?;
    let names: Vec<&str> = record.keys().collect();
    let taken = |by: String| Err(Refusal::new(format!("`{new}` is the id of {by}"), "choose another id"));
    match target {
        Target::Record(Kind::Obstacle | Kind::Control | Kind::Run) => {
            let deal = names.get(1).and_then(|deal| campaign.deal(deal));
            if names.get(2) == Some(&"obstacle") && campaign.hazard(names[3]).is_some() {
                return Err(Refusal::new(
                    format!("`{record}` is the hazard `{}` on this deal", names[3]),
                    format!("rename `hazard.{}`, or take the obstacle away first", names[3]),
                ));
            }
            refuse_no_place(new)?;
            if let Some(other) = place(campaign, deal, new) {
                return taken(format!("`{other}`"));
            }
        }
        Target::Record(Kind::Hazard | Kind::Stage) => {
            refuse_no_place(new)?;
            let is_own = |deal: &super::Deal| {
                deal.obstacle(new).is_some() || deal.control(new).is_some() || deal.run(new).is_some()
            };
            if let Some(other) = place(campaign, None, new) {
                return taken(format!("`{other}`"));
            }
            if let Some(deal) = campaign.deals.iter().find(|deal| is_own(deal)) {
                return taken(format!("a place of the deal `{}`", deal.id));
            }
            if target == Target::Record(Kind::Stage) {
                refuse_named(campaign, document, &with_id(record, new), new)?;
            }
        }
        Target::Record(Kind::Topic) => refuse_named(campaign, document, &with_id(record, new), new)?,
        Target::Record(Kind::Flag) => refuse_named(campaign, document, &RecordPath::new([FLAG, new]), new)?,
        Target::Record(Kind::Crew) if new == "customer" => {
            return Err(Refusal::new("`customer` is the word for the buyer's side", "choose another id"));
        }
        Target::Record(_) | Target::Text => {}
    }
    Ok(())
}

/// Stages, topics and flags are words that need no table: one that is used already would become the same thing.
fn refuse_named(campaign: &Campaign, document: &Document, record: &RecordPath, new: &str) -> Result<(), Refusal> {
    let used = mentions(campaign, document, Some(new)).into_iter().find(|mention| mention.names == *record);
    used.map_or(Ok(()), |mention| {
        Err(Refusal::new(format!("`{new}` is used already: by {mention}"), "choose another id"))
    })
}

/// An id that a position would read as a date.
fn refuse_no_place(new: &str) -> Result<(), Refusal> {
    match Position::parse(new).map(|position| position.anchor) {
        Ok(Anchor::Named(_)) => Ok(()),
        _ => Err(Refusal::new(format!("`{new}` would be read as a date"), "choose another id")),
    }
}
