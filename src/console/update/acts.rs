//! What a command does to the call on screen, and how it moves from deal to deal.

use super::tell;
use super::write::write_and_tell;
use crate::console::edits;
use crate::console::effect::Effect;
use crate::console::model::{Model, Pane, Spot};
use crate::console::prompt::PromptFor;
use crate::console::screen::Screen;
use crate::console::{desk, extent, prompt};
use crate::drive::rules;
use crate::text::RecordPath;

/// No pane is scrolled farther, in rows.
const FARTHEST: u16 = 400;

/// The call has been heard: that is written, and the next one is shown.
pub(super) fn acknowledge(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(call) = model.shown_card().map(|card| card.row.clone()) else { return };
    let intents = rules::acknowledge(&call, model.seat.as_deref(), model.now);
    if write_and_tell(model, "heard", intents, "", effects) {
        turn_page(model);
    }
}

/// The message on screen has been seen: that is written, and its author told by the file.
pub(super) fn see_message(model: &mut Model, effects: &mut Vec<Effect>) {
    let (Some(card), Some(deal)) = (&model.sheet.message, &model.deal) else { return };
    match rules::seen(edits::ground(model), deal, &card.key) {
        Ok(act) => {
            write_and_tell(model, "seen", act.intents, "", effects);
        }
        Err(refusal) => tell(model, refusal.to_string(), true),
    }
}

/// Says the call once more, on screen and aloud.
pub(super) fn again(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(card) = model.shown_card() else { return };
    let said = if card.say.is_empty() { card.reading.clone() } else { card.say.clone() };
    tell(model, format!("again: {said}"), false);
    effects.push(Effect::Announce(said.into()));
}

/// Asks for better words for the note that is called.
pub(super) fn open_amend(model: &mut Model) {
    let Some(card) = model.shown_card() else { return };
    if card.row.note.starts_with("control.") {
        let text = "a dated promise is called by its date: change it with the editor, or mark it done";
        tell(model, text, true);
        return;
    }
    let purpose = PromptFor::Amend { deal: card.row.deal.clone(), note: card.row.note.clone() };
    let said = card.say.clone();
    prompt::open(model, purpose, said);
}

/// The first of the calls that are left.
fn turn_page(model: &mut Model) {
    with_spot(model, |spot| spot.call = 0);
}

/// To the next call of this deal, or the one before; round and round.
pub(super) fn page(model: &mut Model, forward: bool) {
    let all = model.sheet.calls.len();
    let at = model.shown_call();
    let next = if forward { (at + 1) % all } else { (at + all - 1) % all };
    with_spot(model, |spot| spot.call = next);
}

/// Moves how early this person is called, in tenths of the usual lead.
pub(super) fn earliness(model: &mut Model, by: f64, effects: &mut Vec<Effect>) {
    let Some(crew) = model.crew() else { return };
    let id = crew.id.clone();
    let wanted = ((crew.earliness + by) * 10.0).round() / 10.0;
    if !(0.5..=2.0).contains(&wanted) {
        tell(model, "earliness goes from 0.5 to 2.0", true);
        return;
    }
    let told = if by > 0.0 { "earlier" } else { "later" };
    let done = format!("you are called {told} from now on: {wanted} times the usual lead");
    write_and_tell(model, "earliness", edits::earliness(&id, wanted), &done, effects);
}

fn with_spot(model: &mut Model, change: impl FnOnce(&mut Spot)) {
    if let Some(deal) = model.deal.clone() {
        change(model.spots.entry(deal).or_default());
    }
}

/// To a deal so many places further in the order of need.
pub(super) fn step(model: &mut Model, by: isize) {
    if !model.order.known {
        return;
    }
    let at = model.deal.as_ref().and_then(|deal| model.order.position(deal)).unwrap_or(0);
    let last = model.order.rows.len().saturating_sub(1);
    go_to_row(model, at.saturating_add_signed(by).min(last));
}

/// To the deal at a place in the order of need; beyond the last it is the last.
pub(super) fn go_to_row(model: &mut Model, row: usize) {
    let last = model.order.rows.len().saturating_sub(1);
    if let Some(row) = model.order.rows.get(row.min(last)) {
        model.deal = Some(row.id.clone());
    }
}

/// Scrolls a pane by rows, never past its end.
pub(super) fn scroll(model: &mut Model, pane: Pane, by: i16) {
    let last = extent::rows(model, pane).saturating_sub(extent::height(model, pane)).min(FARTHEST);
    with_spot(model, |spot| {
        let at = match pane {
            Pane::Driver => &mut spot.driver,
            Pane::Navigator => &mut spot.navigator,
        };
        *at = at.saturating_add_signed(by).min(last);
    });
}

/// To the deal whose call or message waits.
pub(super) fn go_to_call(model: &mut Model) {
    if let Some(deal) = model.elsewhere_deal().cloned() {
        model.deal = Some(deal);
        model.screen = Screen::Stage;
    }
}

/// To the other seat's pane.
pub(super) const fn swap_panes(model: &mut Model) {
    model.focus = match model.focus {
        Pane::Navigator => Pane::Driver,
        Pane::Driver => Pane::Navigator,
    };
}

/// The line at which the editor opens: the problem's, else that of the deal on screen or of the note under the cursor,
/// from 1.
pub(super) fn edit_line(model: &Model) -> usize {
    if let Some(line) = model.file.problem.as_ref().and_then(|problem| problem.line) {
        return line;
    }
    let record = match model.screen {
        Screen::Run => super::driving::record_here(model),
        Screen::Route => super::route::record_here(model),
        Screen::Stage | Screen::Board | Screen::Review => {
            model.deal.as_ref().map(|deal| RecordPath::new(["deal", deal]))
        }
        Screen::Desk => desk::record_here(model),
        Screen::Crew => super::crew::record_here(model),
    };
    record.map_or(1, |record| edits::line_of(&model.document, &record))
}
