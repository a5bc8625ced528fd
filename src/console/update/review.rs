//! What is done in a review: a step of the walk, a decision, a signature, all of it at the end.

use super::overlays::open_prompt;
use super::tell;
use super::write::write_and_tell;
use crate::campaign::Id;
use crate::console::command::Command;
use crate::console::edits::ground;
use crate::console::effect::Effect;
use crate::console::key::{Code, Key};
use crate::console::model::Model;
use crate::console::overlay::{Act, Choice, Overlay};
use crate::console::prompt::{self, Draft, PromptFor};
use crate::console::review::{self, Noted};
use crate::console::screen::Screen;
use crate::drive::review::{can_sign, unsigned_tracks};
use crate::drive::rules;

/// The keys of a list of choices.
const KEYS: &str = "123456789bcdefgh";

/// Whether a command asks something else in a review than elsewhere before it is given.
pub(super) const fn asks(command: Command) -> bool {
    matches!(
        command,
        Command::Next
            | Command::Previous
            | Command::First
            | Command::Last
            | Command::Decide
            | Command::Redecide
            | Command::TakeAway
            | Command::Rubs
            | Command::Sign
            | Command::ScrollDown
            | Command::ScrollUp
            | Command::SwapPanes
            | Command::Review
    )
}

/// Why one of these cannot be given in a review now.
pub(super) fn refusal(model: &Model, command: Command) -> Option<&'static str> {
    let walk = model.review.as_ref()?;
    let read_only = model.file.read_only.is_some().then_some("the file is read-only here");
    let no_deal = walk.noted().is_none().then_some("no deal is on the table");
    let nothing = |is_empty: bool| is_empty.then_some("nothing is decided here in this review");
    match command {
        Command::Next | Command::Previous | Command::First | Command::Last => {
            let why = if model.order.known { "no open deal is left to walk" } else { "the deals are still being read" };
            walk.walk.is_empty().then_some(why)
        }
        Command::Decide | Command::Rubs => no_deal.or(read_only),
        Command::Redecide => {
            no_deal.or_else(|| nothing(walk.noted().is_none_or(|noted| noted.decisions.is_empty()))).or(read_only)
        }
        Command::TakeAway => no_deal.or_else(|| nothing(walk.noted().is_none_or(Noted::is_empty))).or(read_only),
        Command::Sign => no_deal.or_else(|| no_track(model)).or(read_only),
        Command::SwapPanes => Some("a review has one page: page up and down scroll it"),
        Command::Review => Some("this is the review"),
        _ => no_deal,
    }
}

/// Why no message can be signed here.
fn no_track(model: &Model) -> Option<&'static str> {
    let deal = model.current()?;
    let unsigned = unsigned_tracks(&model.campaign, deal);
    if unsigned.is_empty() {
        return Some("every message that this deal plays is agreed");
    }
    let Some(seat) = model.seat.as_deref() else {
        return Some("nobody of the crew sits here, and everybody signs for themselves");
    };
    let mine = unsigned.iter().any(|one| can_sign(&model.campaign, one, seat));
    (!mine).then_some("the other seat has still to sign: they do it in theirs")
}

/// Does what a command says that is another one in a review than elsewhere; false if it is the same.
pub(super) fn goes(model: &mut Model, command: Command, effects: &mut Vec<Effect>) -> bool {
    match command {
        Command::Next => {
            if !review::step(model, true) {
                show_decisions(model, effects);
            }
        }
        Command::Previous => {
            review::step(model, false);
        }
        Command::First => review::to_end(model, false),
        Command::Last => review::to_end(model, true),
        Command::ScrollDown => scroll(model, 5),
        Command::ScrollUp => scroll(model, -5),
        _ => return false,
    }
    true
}

/// Does what a command of the review says.
pub(super) fn run(model: &mut Model, command: Command, effects: &mut Vec<Effect>) {
    match command {
        Command::Review => review::enter(model),
        Command::Decide => open_prompt(model, |deal| PromptFor::Decision { deal, nth: None }),
        Command::Redecide => choose_decision(model),
        Command::TakeAway => choose_away(model),
        Command::Rubs => {
            let Some(deal) = model.deal_here().cloned() else { return };
            let rubs = noted(model).map(|noted| noted.rubs.clone()).unwrap_or_default();
            prompt::open(model, PromptFor::Rubs { deal }, rubs);
        }
        Command::Sign => choose_track(model, effects),
        Command::Decisions => show_decisions(model, effects),
        _ => model.screen = Screen::Stage,
    }
}

fn noted(model: &Model) -> Option<&Noted> {
    model.review.as_ref()?.noted()
}

/// What was typed goes onto the table.
pub(super) fn put(model: &mut Model, draft: Draft) {
    let (Draft::Decision { deal, .. } | Draft::Rubs { deal, .. }) = &draft else { return };
    let Some(noted) = model.review.as_mut().and_then(|review| review.noted_on_mut(deal)) else { return };
    match draft {
        Draft::Rubs { said, .. } => noted.rubs = said,
        Draft::Decision { was, said, .. } => {
            let old = was.and_then(|was| noted.decisions.iter_mut().find(|known| **known == was));
            match old {
                Some(known) => *known = said,
                // The one that it corrects was taken away meanwhile: the words are kept all the same.
                None => noted.decisions.push(said),
            }
        }
        _ => {}
    }
}

/// Asks which decision is said in other words; the only one is opened at once.
fn choose_decision(model: &mut Model) {
    let decisions = noted(model).map(|noted| noted.decisions.clone()).unwrap_or_default();
    if decisions.len() == 1 {
        return reword(model, 0);
    }
    let options = decisions.into_iter().zip(KEYS.chars()).enumerate();
    let options = options.map(|(nth, (text, key))| Choice { key, text, act: Act::Redecide(nth) }).collect();
    model.overlay = Some(Overlay::Choice { title: "IN OTHER WORDS".to_owned(), options, cursor: 0 });
}

/// Opens a decision of the table to be said in other words.
pub(super) fn reword(model: &mut Model, nth: usize) {
    let (Some(deal), Some(said)) =
        (model.deal_here().cloned(), noted(model).and_then(|noted| noted.decisions.get(nth).cloned()))
    else {
        return;
    };
    prompt::open(model, PromptFor::Decision { deal, nth: Some(nth) }, said);
}

/// Asks what is taken away: a wrong key takes nothing.
fn choose_away(model: &mut Model) {
    let Some(noted) = noted(model) else { return };
    let rubs = Some(&noted.rubs).filter(|rubs| !rubs.is_empty());
    let rubs = rubs.map(|rubs| (format!("what rubs: {rubs}"), Act::TakeAway(None)));
    let all = noted.decisions.iter().map(|said| (said.clone(), Act::TakeAway(Some(said.clone())))).chain(rubs);
    let options = all.zip(KEYS.chars()).map(|((text, act), key)| Choice { key, text, act }).collect();
    model.overlay = Some(Overlay::Choice { title: "TAKE AWAY".to_owned(), options, cursor: 0 });
}

/// Takes a decision off the table; none: what rubs.
pub(super) fn take_away(model: &mut Model, said: Option<&str>) {
    let Some(deal) = model.deal_here().cloned() else { return };
    let Some(noted) = model.review.as_mut().and_then(|review| review.noted_on_mut(&deal)) else { return };
    let told = match said {
        Some(said) => {
            noted.decisions.retain(|known| known != said);
            said.to_owned()
        }
        None => std::mem::take(&mut noted.rubs),
    };
    tell(model, format!("taken away: {told}"), false);
}

/// Signs the only message that waits for this seat, or asks which.
fn choose_track(model: &mut Model, effects: &mut Vec<Effect>) {
    let (Some(deal), Some(seat)) = (model.current(), model.seat.as_deref()) else { return };
    let unsigned = unsigned_tracks(&model.campaign, deal);
    let mine: Vec<Id> =
        unsigned.iter().filter(|one| can_sign(&model.campaign, one, seat)).map(|one| one.track.id.clone()).collect();
    if let [track] = mine.as_slice() {
        return sign(model, track, effects);
    }
    let options = mine.into_iter().zip(KEYS.chars()).map(|(track, key)| {
        let text = model.campaign.track_theme(&track).to_owned();
        Choice { key, text, act: Act::Sign(track) }
    });
    let options = options.collect();
    model.overlay = Some(Overlay::Choice { title: "SIGN".to_owned(), options, cursor: 0 });
}

/// Signs a message for the person here.
pub(super) fn sign(model: &mut Model, track: &Id, effects: &mut Vec<Effect>) {
    match rules::sign(ground(model), track) {
        Ok(act) => {
            let theme = model.campaign.track_theme(track).to_owned();
            let told = format!("{theme}: {}", act.told.join("; "));
            write_and_tell(model, &format!("signature of “{theme}”"), act.intents, &told, effects);
        }
        Err(refusal) => tell(model, refusal.to_string(), true),
    }
}

/// Shows all that was decided today; what lies on the table is written first.
fn show_decisions(model: &mut Model, effects: &mut Vec<Effect>) {
    review::write_now(model, effects);
    model.overlay = Some(Overlay::Decisions { text: review::summary(model), scroll: 0 });
}

/// The decisions follow the file, which has changed.
pub(super) fn follow_decisions(model: &mut Model) {
    let new = review::summary(model);
    if let Some(Overlay::Decisions { text, .. }) = &mut model.overlay {
        *text = new;
    }
}

/// A key over the decisions; false closes them.
pub(super) fn decisions_key(
    model: &mut Model,
    key: Key,
    text: &str,
    scroll: &mut u16,
    effects: &mut Vec<Effect>,
) -> bool {
    let last = u16::try_from(text.lines().count()).unwrap_or(u16::MAX).saturating_sub(1);
    let by: i16 = match (key.code, model.command(key)) {
        (Code::Char('y'), _) | (_, Some(Command::Copy)) => {
            if text.is_empty() {
                tell(model, "copy: nothing is decided yet", true);
            } else {
                effects.push(Effect::Copy(text.to_owned()));
            }
            return true;
        }
        (Code::Enter, _) | (_, Some(Command::Decisions | Command::Quit)) => return false,
        (_, Some(Command::Next)) => 1,
        (_, Some(Command::Previous)) => -1,
        (_, Some(Command::ScrollDown)) => 10,
        (_, Some(Command::ScrollUp)) => -10,
        _ => 0,
    };
    *scroll = scroll.saturating_add_signed(by).min(last);
    true
}

/// Scrolls the page by rows.
pub(super) fn scroll(model: &mut Model, by: i16) {
    let rows = review::rows(model);
    let last = rows.saturating_sub(model.size.height.saturating_sub(4));
    if let Some(review) = &mut model.review {
        review.scroll = review.scroll.saturating_add_signed(by).min(last);
    }
}
