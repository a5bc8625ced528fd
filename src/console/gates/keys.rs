//! The keys and pasted texts of the gates' sheet.

use super::{Gates, Wanted, draft_name, look, make, passage};
use crate::console::command::Command;
use crate::console::effect::Effect;
use crate::console::form::Told;
use crate::console::key::{Code, Key};
use crate::console::model::Model;
use crate::console::prompt::LONGEST;
use crate::console::update::{tell, typed, write};
use crate::drive::gates::{Lack, Passage, Way};
use crate::text::Refusal;

/// A key on the sheet. False if it is done with.
pub fn key(model: &mut Model, gates: &mut Gates, key: Key, effects: &mut Vec<Effect>) -> bool {
    gates.told = None;
    match (key.code, key.ctrl) {
        (Code::Enter, _) => return !accept(model, gates, effects),
        (Code::Char('r'), true) => drop_draft(model, gates),
        (Code::Tab | Code::BackTab, _) => turn(gates),
        (Code::Up, _) if gates.typing => gates.typing = false,
        _ if gates.typing => {
            if key.typed().is_some() && gates.reason.value().chars().count() >= LONGEST {
                gates.told = Some(Told { text: format!("the line is full: {LONGEST} characters"), bad: true });
            } else if typed(&mut gates.reason, key) {
                look(model, gates);
            }
        }
        (Code::Left, _) => choose(model, gates, gates.at.saturating_sub(1)),
        (Code::Right, _) => choose(model, gates, gates.at + 1),
        (Code::Home, _) => choose(model, gates, 0),
        (Code::End, _) => choose(model, gates, usize::MAX),
        (Code::Down, _) => scroll(gates, 1),
        (Code::Up, _) => scroll(gates, -1),
        (Code::PageDown, _) => scroll(gates, 5),
        (Code::PageUp, _) => scroll(gates, -5),
        _ => match key.typed() {
            Some(digit @ '1'..='9') => tick(model, gates, digit),
            _ => by_command(model, gates, key),
        },
    }
    true
}

/// The keys that open the sheet go on in it.
fn by_command(model: &Model, gates: &mut Gates, key: Key) {
    match model.command(key).and_then(wanted) {
        Some(Wanted::On) => choose(model, gates, gates.at + 1),
        Some(Wanted::Back) => choose(model, gates, gates.at.saturating_sub(1)),
        Some(Wanted::Won) => choose(model, gates, gates.ways.len().saturating_sub(2)),
        Some(Wanted::Lost) => choose(model, gates, usize::MAX),
        None => {}
    }
}

/// What a command wants of the sheet.
pub(in crate::console) const fn wanted(command: Command) -> Option<Wanted> {
    match command {
        Command::MoveOn => Some(Wanted::On),
        Command::MoveBack => Some(Wanted::Back),
        Command::Win => Some(Wanted::Won),
        Command::Lose => Some(Wanted::Lost),
        _ => None,
    }
}

fn choose(model: &Model, gates: &mut Gates, at: usize) {
    gates.at = at.min(gates.ways.len().saturating_sub(1));
    gates.scroll = 0;
    look(model, gates);
}

fn scroll(gates: &mut Gates, by: isize) {
    let rows = gates.found.as_ref().map_or(0, |found| found.retimed.len());
    gates.scroll = gates.scroll.saturating_add_signed(by).min(rows.saturating_sub(1));
}

/// Marks a fact as had, or no longer.
fn tick(model: &Model, gates: &mut Gates, digit: char) {
    let at = digit.to_digit(10).and_then(|digit| usize::try_from(digit).ok()).unwrap_or(0);
    if gates.is_back() {
        gates.told = Some(Told { text: "on the way back no fact is asked for".to_owned(), bad: false });
        return;
    }
    let count = gates.facts.len();
    let Some(fact) = at.checked_sub(1).and_then(|at| gates.facts.get_mut(at)) else {
        let text = match count {
            0 => "no fact is missing here".to_owned(),
            1 => "one fact is missing: its key is 1".to_owned(),
            many => format!("{many} facts are missing: their keys are 1 to {many}"),
        };
        gates.told = Some(Told { text, bad: true });
        return;
    };
    fact.won = !fact.won;
    look(model, gates);
}

/// To the reason and back.
fn turn(gates: &mut Gates) {
    if gates.takes_a_reason() {
        gates.typing = !gates.typing;
    } else {
        gates.told = Some(Told { text: "no reason is asked for here".to_owned(), bad: false });
    }
}

/// Makes the move as it is shown, all or nothing. True once it is written.
fn accept(model: &mut Model, gates: &mut Gates, effects: &mut Vec<Effect>) -> bool {
    // Asked anew: time has gone by since it was shown, and the rules go by the text as it is now.
    match passage(model, gates) {
        Ok(Passage { lack: Some(lack), .. }) => {
            gates.told = Some(Told { text: asks(lack, gates.typing), bad: gates.typing });
            gates.typing = true;
            false
        }
        Ok(found) => {
            let done = done(&found);
            match write(model, &name(model, gates), found.act.intents, effects) {
                Ok(()) => {
                    model.drafts.forget(&draft_name(&gates.deal));
                    tell(model, done, false);
                    true
                }
                Err(refusal) => refused(gates, &refusal),
            }
        }
        Err(refusal) => refused(gates, &refusal),
    }
}

fn refused(gates: &mut Gates, refusal: &Refusal) -> bool {
    gates.told = Some(Told { text: format!("{}: {}", refusal.message, refusal.mend), bad: true });
    false
}

fn asks(lack: Lack, is_empty: bool) -> String {
    let text = match (lack, is_empty) {
        (Lack::Facts, false) => "facts are missing: say why it goes on without them, or go up and tick them",
        (Lack::Facts, true) => "say why it goes on without its facts: the reason is kept for the review",
        (Lack::Reason, false) => "say why it is lost: others learn from it",
        (Lack::Reason, true) => "without a reason nobody learns from it: say why it is lost",
    };
    text.to_owned()
}

/// What the step is called in the history.
fn name(model: &Model, gates: &Gates) -> String {
    match gates.way() {
        Some(Way::To(stage)) => {
            let way = if gates.is_back() { "back" } else { "on" };
            format!("move {way} to {}", model.campaign.stage_name(stage))
        }
        Some(Way::Won) => "won".to_owned(),
        Some(Way::Lost) | None => "lost".to_owned(),
    }
}

/// What was done, in one line.
fn done(found: &Passage) -> String {
    let moved = super::moved(found);
    let calls = if moved.is_empty() { "no call moves".to_owned() } else { moved };
    format!("{}; {calls}", found.act.told.join("; "))
}

/// Drops what was typed and ticked.
fn drop_draft(model: &mut Model, gates: &mut Gates) {
    if let Some(deal) = model.campaign.deal(&gates.deal) {
        *gates = make(model, deal, gates.at);
        look(model, gates);
        model.drafts.forget(&draft_name(&gates.deal));
    }
}

/// A pasted text goes into the reason; what is too long is cut, and that is told.
pub fn paste(model: &Model, gates: &mut Gates, clean: &str) {
    if !gates.takes_a_reason() {
        gates.told =
            Some(Told { text: "no reason is asked for here: the pasted text was left alone".to_owned(), bad: true });
        return;
    }
    gates.typing = true;
    gates.told = crate::console::catch::put_in(&mut gates.reason, clean, LONGEST);
    look(model, gates);
}
