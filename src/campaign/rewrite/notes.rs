//! A note goes to another deal, is copied, becomes a hazard's, or is retired.
//!
//! Calls that were made and reports that were answered stay where they happened: a note that moves to another deal
//! leaves them behind, and a note that becomes a hazard's is found by them under its new name.

use super::super::model::{Campaign, Place};
use super::super::records::{Deal, Note};
use super::super::references::{Mention, mentions};
use super::super::{Anchor, Position};
use super::{Rewrite, is_free, note_of_deal, note_of_hazard, reworded, set, the_deal, the_hazard, the_note};
use crate::text::{Document, Intent, KeyPath, Literal, RecordPath, Refusal, Tree};

/// Where a hazard's note comes to stand.
#[derive(Debug, Clone, PartialEq)]
pub enum Under {
    /// A hazard of the file, at the same place.
    Hazard(String),
    /// A new one at the note's place.
    New {
        /// Its id.
        id: String,
        /// Which deals meet it: fields of a deal with their values; none: all.
        only: Vec<(String, Vec<String>)>,
    },
}

/// Moves a note to another deal.
///
/// # Errors
/// The other deal has a note of this id, or has not the place that the note stands at.
pub fn move_note(
    campaign: &Campaign,
    document: &Document,
    deal: &str,
    note: &str,
    to: &str,
) -> Result<Rewrite, Refusal> {
    let (from, other) = (the_deal(campaign, deal)?, the_deal(campaign, to)?);
    let written = the_note(from, note)?;
    if from.id == other.id {
        return Err(Refusal::new(format!("the note `{note}` is on `{to}` already"), "choose another deal"));
    }
    let (record, target) = (note_of_deal(deal, note), note_of_deal(to, note));
    is_free(document, &target)?;
    has_place(campaign, other, written)?;
    let left = mentions(campaign, document, Some(note)).iter().filter(|mention| mention.names == record).count();
    let told = match left {
        0 => Vec::new(),
        1 => vec![format!("1 row of `{deal}` still names it, as history")],
        left => vec![format!("{left} rows of `{deal}` still name it, as history")],
    };
    let name = format!("move the note {note} from {deal} to {to}");
    Ok(Rewrite { name, intents: vec![Intent::Move { record, to: target }], told })
}

/// Whether a deal has the place of a note.
fn has_place(campaign: &Campaign, deal: &Deal, note: &Note) -> Result<(), Refusal> {
    let (id, has) = match note.at.as_deref().map(|at| &at.anchor) {
        Some(Anchor::Named(id)) => (id, campaign.place(deal, id).is_some()),
        Some(Anchor::Minute(run, _)) => (run, deal.run(run).is_some()),
        Some(Anchor::Time(_) | Anchor::Enter(_) | Anchor::Leave(_)) | None => return Ok(()),
    };
    if has {
        return Ok(());
    }
    Err(Refusal::new(
        format!("the deal `{}` has no place `{id}`, where the note `{}` stands", deal.id, note.id),
        "give the note a date or a stage first",
    ))
}

/// Copies a note, to the same deal or another. What has happened to the note is not copied: its mark, its snooze, that
/// it is retired, and its tally.
///
/// # Errors
/// As [`move_note`].
pub fn duplicate_note(
    campaign: &Campaign,
    document: &Document,
    deal: &str,
    note: &str,
    (to, id): (&str, &str),
) -> Result<Rewrite, Refusal> {
    const NOT_COPIED: [&str; 5] = ["mark", "was", "retired", "snooze", "tally"];
    let (from, other) = (the_deal(campaign, deal)?, the_deal(campaign, to)?);
    let written = the_note(from, note)?;
    let target = note_of_deal(to, id);
    is_free(document, &target)?;
    has_place(campaign, other, written)?;
    let mut fields = fields_of(document, &note_of_deal(deal, note));
    fields.retain(|(key, _)| !NOT_COPIED.contains(&key.parts().next().unwrap_or_default()));
    let name = format!("copy the note {note} of {deal} as {id}");
    Ok(Rewrite { name, intents: vec![Intent::Add { record: target, fields }], told: Vec::new() })
}

/// The keys of a record in the order of the file.
pub(super) fn fields_of(document: &Document, record: &RecordPath) -> Vec<(KeyPath, Literal)> {
    let unit = document.unit_key(record);
    let text = document.unit_text(&unit).unwrap_or_default();
    let tree = Tree::read(&unit, &text);
    let mut names = record.keys();
    let first = names.next().and_then(|name| tree.table().get(name)).and_then(|value| value.get_ref().as_table());
    let found = names.try_fold(first, |table, name| Some(table?.get(name)?.get_ref().as_table()));
    let Some(table) = found.flatten() else { return Vec::new() };
    super::super::reader::in_file_order(table)
        .filter_map(|(key, value)| Some((KeyPath::new(key.get_ref()), Literal::from_tree(value.get_ref())?)))
        .collect()
}

/// Makes a deal's note a hazard's, called on every deal that meets it.
///
/// # Errors
/// The note's place is not one that other deals have, or the hazard has a note of this id.
pub fn note_to_hazard(
    campaign: &Campaign,
    document: &Document,
    deal: &str,
    note: &str,
    under: &Under,
) -> Result<Rewrite, Refusal> {
    let owner = the_deal(campaign, deal)?;
    let written = the_note(owner, note)?;
    let record = note_of_deal(deal, note);
    let at = written.at.as_ref().ok_or_else(|| {
        Refusal::new(
            format!("the note `{note}` has no place"),
            "give it a stage or a date before it becomes a hazard's",
        )
    })?;
    let all = mentions(campaign, document, None);
    let mut intents = Vec::new();
    let (hazard, keeps_place) = match under {
        Under::Hazard(hazard) => {
            let known = the_hazard(campaign, hazard)?;
            let is_named = at.anchor == Anchor::Named(known.id.clone());
            let is_exact = **at == Position::at(Anchor::Named(known.id.clone())) || Some(at) == known.at.as_ref();
            if !is_named && !is_exact {
                return Err(Refusal::new(
                    format!("the note `{note}` stands at `{at}`, the hazard `{hazard}` somewhere else"),
                    "choose a hazard at the same place, or make a new one",
                ));
            }
            if !matches!(campaign.place(owner, hazard), Some(Place::Hazard(_) | Place::Obstacle(_))) {
                return Err(not_met(deal, hazard));
            }
            (hazard.as_str(), !is_exact)
        }
        Under::New { id, only } => {
            is_free_hazard(campaign, document, owner, at, id)?;
            let filter = only.iter().map(|(field, values)| {
                (field.as_str().into(), values.iter().map(|value| value.as_str().into()).collect())
            });
            if !campaign.matches(owner, &filter.collect()) {
                return Err(not_met(deal, id));
            }
            intents.extend(new_hazard(document, (&all, owner, written, at), id)?);
            if !only.is_empty() {
                let texts = |values: &[String]| values.iter().cloned().map(Literal::Text).collect();
                let fields = only.iter().map(|(field, values)| (KeyPath::new(field), Literal::Array(texts(values))));
                let hazard = RecordPath::new(["hazard", id]);
                intents.push(set(hazard, "only", Literal::InlineTable(fields.collect())));
            }
            (id.as_str(), false)
        }
    };
    let target = note_of_hazard(hazard, note);
    is_free(document, &target)?;
    if !keeps_place {
        intents.push(Intent::Unset { record: record.clone(), key: KeyPath::new("at") });
    }
    if written.snooze.is_some() {
        intents.push(Intent::Unset { record: record.clone(), key: KeyPath::new("snooze") });
    }
    let named: Vec<&Mention> = all.iter().filter(|mention| mention.names == record).collect();
    intents.extend(reworded(document, named.into_iter().map(|mention| (mention, format!("{hazard}/{note}")))));
    intents.push(Intent::Move { record, to: target });
    Ok(Rewrite {
        name: format!("make the note {note} of {deal} one of the hazard {hazard}"),
        intents,
        told: Vec::new(),
    })
}

fn not_met(deal: &str, hazard: &str) -> Refusal {
    Refusal::new(
        format!("the deal `{deal}` does not meet the hazard `{hazard}`, so its own note would be lost to it"),
        "widen the hazard's `only`",
    )
}

/// Whether a hazard may get this id. The obstacle that becomes the hazard may keep its own.
fn is_free_hazard(
    campaign: &Campaign,
    document: &Document,
    owner: &Deal,
    at: &Position,
    id: &str,
) -> Result<(), Refusal> {
    if let Some((message, proposal)) = super::super::id::bad_id(id) {
        return Err(Refusal::new(message, format!("write for example `{proposal}`")));
    }
    is_free(document, &RecordPath::new(["hazard", id]))?;
    let becomes = |deal: &Deal| deal.id == owner.id && at.anchor == Anchor::Named(id.into());
    let is_taken = |deal: &Deal| {
        (deal.obstacle(id).is_some() && !becomes(deal)) || deal.control(id).is_some() || deal.run(id).is_some()
    };
    let by = campaign.deals.iter().find(|deal| is_taken(deal)).map(|deal| format!("a place of the deal `{}`", deal.id));
    match by.or_else(|| campaign.route_index(id).map(|_| "a stage".to_owned())) {
        Some(by) => Err(Refusal::new(format!("`{id}` is the id of {by}"), "choose another id")),
        None => Ok(()),
    }
}

/// A new hazard where a note stands: at a date or a stage, or in the place of the deal's own obstacle.
fn new_hazard(
    document: &Document,
    (all, deal, note, at): (&[Mention], &Deal, &Note, &Position),
    id: &str,
) -> Result<Vec<Intent>, Refusal> {
    let hazard = RecordPath::new(["hazard", id]);
    let record = note_of_deal(&deal.id, &note.id);
    let own = |mend: &str| {
        Err(Refusal::new(format!("other deals have no place `{at}`, where the note `{}` stands", note.id), mend))
    };
    let place = all.iter().find(|mention| mention.record == record && mention.key == KeyPath::new("at"));
    let group = place.and_then(|place| place.names.keys().nth(if place.names.keys().len() == 4 { 2 } else { 0 }));
    match group {
        // A date, or a stage.
        None | Some("stage") if !matches!(at.anchor, Anchor::Minute(..)) => {
            let mut fields = fields_of(document, &record);
            fields.retain(|(key, _)| [KeyPath::new("at"), KeyPath::new("pace")].contains(key));
            let mut intents = vec![Intent::Add { record: hazard, fields }];
            if note.pace.is_some() {
                intents.push(Intent::Unset { record, key: KeyPath::new("pace") });
            }
            Ok(intents)
        }
        Some("obstacle") => {
            let Some((obstacle, place)) = place.and_then(|place| {
                let id = place.names.keys().last()?;
                Some((deal.obstacle(id)?, place.names.clone()))
            }) else {
                return own("give the note a stage or a date first");
            };
            if obstacle.outcome.is_some() {
                return own("the obstacle is behind; give the note a stage or a date first");
            }
            if at.plus.is_some() || at.minus.is_some() {
                return own("put the note at the obstacle itself first");
            }
            let own_place = RecordPath::new(["deal", &*deal.id, "obstacle", &*obstacle.id]);
            let shared = all.iter().filter(|mention| mention.record == own_place && mention.key == KeyPath::new("at"));
            if shared.into_iter().any(|mention| mention.names.keys().next() == Some("deal")) {
                return own("give the obstacle a stage or a date first");
            }
            let named = all.iter().filter(|mention| mention.names == place);
            let mut intents = reworded(document, named.map(|mention| (mention, id.to_owned())));
            intents.push(Intent::Move { record: own_place, to: hazard });
            Ok(intents)
        }
        Some("hazard") => Err(Refusal::new(
            format!("the note `{}` stands at a hazard already: `{at}`", note.id),
            "make it a note of that hazard",
        )),
        _ => own("give the note a stage or a date first"),
    }
}

/// Retires a note, of a deal or a hazard, or brings it back.
///
/// # Errors
/// There is no such note, or nothing to change.
pub fn retire(document: &Document, note: &RecordPath, retired: bool) -> Result<Rewrite, Refusal> {
    if document.locate(note, None).is_none() {
        return Err(Refusal::new(format!("there is no `{note}` in the file"), "choose one that is"));
    }
    let key = KeyPath::new("retired");
    let is_retired = document.get(note, &key).is_some_and(|value| value == "true");
    if is_retired == retired {
        let state = if retired { "is retired already" } else { "is not retired" };
        return Err(Refusal::new(format!("`{note}` {state}"), "choose another note"));
    }
    let (word, intent) = if retired {
        ("retire", set(note.clone(), "retired", Literal::Bool(true)))
    } else {
        ("bring back", Intent::Unset { record: note.clone(), key })
    };
    Ok(Rewrite { name: format!("{word} {note}"), intents: vec![intent], told: Vec::new() })
}
