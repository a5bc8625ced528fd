//! What is done from the Desk with several records at once: notes that go to another deal, are written once more, or
//! become a hazard's. What is rewritten is worked out in `campaign::rewrite`; each act is one step.

use super::write::write_and_tell;
use super::{open_jump, tell};
use crate::campaign::rewrite::{self, Rewrite, Under};
use crate::campaign::{Deal, Id, Note};
use crate::console::effect::Effect;
use crate::console::model::Model;
use crate::console::overlay::{Act, Choice, Overlay, Then};
use crate::console::{desk, prompt};
use crate::drive::desk::{NoteName, NoteRow, Whose};
use crate::text::{Intent, Refusal};

/// Makes an edit of several records, telling what else there is to know of it.
fn carry_out(model: &mut Model, rewrite: Result<Rewrite, Refusal>, effects: &mut Vec<Effect>) -> bool {
    match rewrite {
        Ok(Rewrite { name, intents, told }) => {
            let told = if told.is_empty() { format!("done: {name}") } else { told.join("; ") };
            write_and_tell(model, &name, intents, &told, effects)
        }
        Err(refusal) => {
            tell(model, refusal.to_string(), true);
            false
        }
    }
}

/// What retires some notes, or takes them back.
pub(super) fn retired(model: &Model, notes: &[NoteName], retired: bool) -> Result<Vec<Intent>, Refusal> {
    let each = |name| rewrite::retire(&model.document, &desk::record(name), retired);
    Ok(notes.iter().map(each).collect::<Result<Vec<_>, _>>()?.into_iter().flat_map(|one| one.intents).collect())
}

/// Asks which deal the notes go to.
pub(super) fn choose_deal(model: &mut Model, effects: &mut Vec<Effect>) {
    let notes = model.desk.targets();
    if notes.iter().any(|(whose, _)| matches!(whose, Whose::Hazard(_))) {
        let text = "a hazard's note is called on every deal that meets it: give it back to the deals first";
        tell(model, text, true);
        return;
    }
    open_jump(model, Then::Move(notes), effects);
}

/// Moves notes to a deal, all or none.
pub(super) fn move_notes(model: &mut Model, notes: &[NoteName], to: &Id, effects: &mut Vec<Effect>) {
    let mut all = Rewrite { name: String::new(), intents: Vec::new(), told: Vec::new() };
    for (whose, note) in notes {
        let Whose::Deal(deal) = whose else { continue };
        match rewrite::move_note(&model.campaign, &model.document, deal, note, to) {
            Ok(one) => {
                all.name = one.name;
                all.intents.extend(one.intents);
                all.told.extend(one.told);
            }
            Err(refusal) => return tell(model, refusal.to_string(), true),
        }
    }
    if notes.len() > 1 {
        all.name = format!("move {} notes to {to}", notes.len());
    }
    if carry_out(model, Ok(all), effects) {
        model.desk.selected.clear();
        model.desk.cursor = notes.first().map(|(_, note)| (Whose::Deal(to.clone()), note.clone()));
    }
}

/// Writes the note under the cursor once more on its deal; the cursor goes to the copy.
pub(super) fn duplicate(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some((whose, note)) = model.desk.row().map(NoteRow::name) else { return };
    let Whose::Deal(deal) = whose else {
        return tell(model, "a hazard's note is on every deal already: write another with `n`", true);
    };
    let Some(own) = model.campaign.deal(&deal) else { return };
    let id = prompt::free_on(own, &note);
    let made = rewrite::duplicate_note(&model.campaign, &model.document, &deal, &note, (&deal, &id));
    if carry_out(model, made, effects) {
        model.desk.cursor = Some((Whose::Deal(deal), Id::from(id.as_str())));
    }
}

/// Asks under which hazard the note under the cursor goes; gives a hazard's note back to the deals that meet it.
pub(super) fn choose_hazard(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some((whose, id)) = model.desk.row().map(NoteRow::name) else { return };
    let deal = match whose {
        Whose::Deal(deal) => deal,
        Whose::Hazard(hazard) => {
            let back = rewrite::hazard_note_to_deals(&model.campaign, &model.document, &hazard, &id);
            carry_out(model, back, effects);
            return;
        }
    };
    let Some((own, note)) = model.campaign.deal(&deal).and_then(|own| Some((own, own.note(&id)?))) else { return };
    let options: Vec<Choice> = under(model, own, note)
        .into_iter()
        .zip("123456789".chars())
        .map(|((text, under), key)| {
            let act = Act::ToHazard { deal: deal.clone(), note: id.clone(), under };
            Choice { key, text, act }
        })
        .collect();
    model.overlay = Some(Overlay::Choice { title: "CALLED ON WHICH DEALS".to_owned(), options, cursor: 0 });
}

/// The hazards at the note's place, then a new one: for all deals, or for those that are like this one.
fn under(model: &Model, deal: &Deal, note: &Note) -> Vec<(String, Under)> {
    let campaign = &model.campaign;
    let here = campaign.hazards_of(deal).filter(|hazard| {
        let names = note.at.as_deref().is_some_and(|at| at.to_string().split(' ').next() == Some(&*hazard.id));
        names || (note.at.is_some() && note.at == hazard.at)
    });
    let known = here.take(4).map(|hazard| {
        let title = hazard.title.as_deref().unwrap_or(&hazard.id);
        (format!("those that meet the hazard: {title}"), Under::Hazard(hazard.id.to_string()))
    });
    let id = prompt::free(&note.id, &|id| campaign.hazard(id).is_some());
    let new = |only: Vec<(String, Vec<String>)>| Under::New { id: id.clone(), only };
    let mut options: Vec<(String, Under)> = known.collect();
    options.push(("all deals, by a new hazard".to_owned(), new(Vec::new())));
    let like = [
        ("product", deal.product.iter().map(ToString::to_string).collect::<Vec<_>>()),
        ("industry", deal.industry.iter().map(ToString::to_string).collect()),
        ("market", deal.market.iter().map(ToString::to_string).collect()),
    ];
    for (field, values) in like.into_iter().filter(|(_, values)| !values.is_empty()) {
        let text = format!("deals with the {field} {}, by a new hazard", values.join(" or "));
        options.push((text, new(vec![(field.to_owned(), values)])));
    }
    options
}

/// Makes a deal's note a hazard's.
pub(super) fn to_hazard(model: &mut Model, deal: &Id, note: &Id, under: &Under, effects: &mut Vec<Effect>) {
    let made = rewrite::note_to_hazard(&model.campaign, &model.document, deal, note, under);
    let hazard = match under {
        Under::Hazard(hazard) => Id::from(hazard.as_str()),
        Under::New { id, .. } => Id::from(id.as_str()),
    };
    if carry_out(model, made, effects) {
        model.desk.cursor = Some((Whose::Hazard(hazard), note.clone()));
    }
}
