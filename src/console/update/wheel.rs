//! The wheel of a deal is offered, taken or declined.

use super::tell;
use super::write::write_and_tell;
use crate::campaign::{Deal, Id};
use crate::console::command::Command;
use crate::console::edits;
use crate::console::effect::Effect;
use crate::console::model::Model;
use crate::console::overlay::{Act, Choice, Overlay};
use crate::console::prompt::{self, PromptFor};
use crate::console::told::person;
use crate::drive::rules;
use crate::drive::wheel::waiting;

/// Why a command of the wheel cannot be given now.
pub(super) fn refusal(model: &Model, command: Command) -> Option<&'static str> {
    let Some(deal) = model.deal_here().and_then(|deal| model.campaign.deal(deal)) else {
        return Some("no deal is on screen");
    };
    if !deal.is_open() {
        return Some("the deal is finished");
    }
    if command == Command::HandOver {
        return takers(model, deal).is_empty().then_some("nobody else is in the crew to take it");
    }
    let offers = waiting(&model.campaign, deal);
    let seat = model.seat.as_ref();
    let is_mine = |is_giver_too: bool| {
        offers
            .iter()
            .any(|row| seat.is_some() && (row.to.as_ref() == seat || (is_giver_too && row.from.as_ref() == seat)))
    };
    match command {
        Command::TakeWheel => (!is_mine(false)).then_some("no wheel is offered to you here"),
        _ => (!is_mine(true)).then_some("no offer to you or of yours waits here"),
    }
}

/// Who could take the wheel, in the order of the file: everybody but who drives.
fn takers<'m>(model: &'m Model, deal: &Deal) -> Vec<&'m Id> {
    let driver = model.campaign.driver_of(deal);
    model.campaign.crew.iter().map(|crew| &crew.id).filter(|id| Some(*id) != driver).collect()
}

/// Asks who is to take the wheel, then for the briefing; the only one who could is asked nothing.
pub(super) fn hand_over(model: &mut Model) {
    let Some(deal) = model.deal_here().and_then(|deal| model.campaign.deal(deal)) else { return };
    let purpose = |to: &Id| PromptFor::HandOver { deal: deal.id.clone(), to: to.clone() };
    let takers = takers(model, deal);
    if let [to] = takers.as_slice() {
        let purpose = purpose(to);
        let start = prompt::start(model, &purpose);
        return prompt::open(model, purpose, start);
    }
    let options = takers.into_iter().zip("123456789abcdefghij".chars());
    let options = options
        .map(|(to, key)| Choice { key, text: person(&model.campaign, to), act: Act::Type(purpose(to)) })
        .collect();
    model.overlay = Some(Overlay::Choice { title: "WHO TAKES THE WHEEL".to_owned(), options, cursor: 0 });
}

/// Takes the wheel that is offered to this seat, declines it, or takes an offer back: one step.
pub(super) fn answer(model: &mut Model, deal: &str, command: Command, effects: &mut Vec<Effect>) {
    let ground = edits::ground(model);
    if ground.by.is_none() {
        let hint = command.row().hint;
        return tell(model, format!("{hint}: nobody of the crew sits here"), true);
    }
    let (name, act) = match command {
        Command::TakeWheel => ("take the wheel", rules::accept(ground, deal, None)),
        _ => ("decline the wheel", rules::decline(ground, deal)),
    };
    match act {
        Ok(act) => {
            let done = act.told.join("; ");
            write_and_tell(model, name, act.intents, &done, effects);
        }
        Err(refusal) => tell(model, refusal.to_string(), true),
    }
}
