//! The keys and pasted texts of the service sheet.

use super::repair::{How, Repair, look};
use super::send::{Field, Part, Send};
use super::{Service, draft_name, make};
use crate::campaign::StrokeKind;
use crate::console::catch::put_in;
use crate::console::edits;
use crate::console::effect::Effect;
use crate::console::form::{self, FormFor, Told};
use crate::console::key::{Code, Key};
use crate::console::model::Model;
use crate::console::prompt::LONGEST;
use crate::console::update::{tell, typed, write};
use crate::drive::park::Lack;
use crate::drive::rules;
use crate::text::Refusal;

/// A key on the sheet. False if it is done with.
pub fn key(model: &mut Model, open: &mut Service, key: Key, effects: &mut Vec<Effect>) -> bool {
    if (key.code, key.ctrl) == (Code::Char('r'), true) {
        model.drafts.forget(&draft_name(open.deal()));
        if let Some(fresh) = make(model, open.deal()) {
            *open = fresh;
        }
        return true;
    }
    match open {
        Service::Send(open) => send_key(model, open, key, effects),
        Service::Repair(sheet) => match repair_key(model, sheet, key, effects) {
            Then::Stays => true,
            Then::Closes => false,
            Then::Anew => {
                let anew = fresh(model, sheet);
                let old = std::mem::replace(sheet.as_mut(), anew);
                sheet.go_on(old);
                look(model, sheet);
                true
            }
        },
    }
}

fn fresh(model: &Model, open: &Repair) -> Repair {
    match make(model, &open.deal) {
        Some(Service::Repair(fresh)) => *fresh,
        _ => open.clone(),
    }
}

fn says(text: impl Into<String>, bad: bool) -> Told {
    Told { text: text.into(), bad }
}

fn refused(refusal: &Refusal) -> Told {
    says(format!("{}: {}", refusal.message, refusal.mend), true)
}

// --- Sending --------------------------------------------------------------------------------------------------------

fn send_key(model: &mut Model, open: &mut Send, key: Key, effects: &mut Vec<Effect>) -> bool {
    open.told = None;
    let at = Field::ALL.iter().position(|field| *field == open.field).unwrap_or(0);
    match key.code {
        Code::Enter => return !send(model, open, effects),
        Code::Tab | Code::Down => open.field = Field::ALL[(at + 1) % Field::ALL.len()],
        Code::BackTab | Code::Up => open.field = Field::ALL[(at + Field::ALL.len() - 1) % Field::ALL.len()],
        _ => match open.field {
            Field::Reason => on_reason(model, open, key),
            Field::Play => {
                if let Some(at) = stepped(key, open.play, open.fits.len()) {
                    open.play = at;
                    open.fill(model);
                }
            }
            Field::PushBy | Field::PullBy => on_owner(open, key),
            Field::Push | Field::Pull | Field::Until => type_in(open, key),
        },
    }
    true
}

/// Another place of a row of choices, of which the last is `last`.
fn stepped(key: Key, at: usize, last: usize) -> Option<usize> {
    match key.code {
        Code::Left => Some(at.saturating_sub(1)),
        Code::Right => Some((at + 1).min(last)),
        Code::Home => Some(0),
        Code::End => Some(last),
        _ => None,
    }
}

/// The offered reasons, and own words behind them.
fn on_reason(model: &Model, open: &mut Send, key: Key) {
    let moves = !open.is_own() || (key.code == Code::Left && open.own.cursor() == 0);
    if let Some(at) = stepped(key, open.reason, open.offers.len()).filter(|_| moves) {
        open.reason = at;
        return open.look(model);
    }
    if key.typed().is_some() {
        open.reason = open.offers.len();
    }
    if open.is_own() && has_room(&mut open.told, open.own.value(), key) && typed(&mut open.own, key) {
        open.look(model);
    }
}

fn on_owner(open: &mut Send, key: Key) {
    let last = open.people.len();
    let part = if open.field == Field::PushBy { &mut open.push } else { &mut open.pull };
    if let Some(at) = stepped(key, part.by.unwrap_or(last), last) {
        part.by = Some(at).filter(|at| *at < last);
        part.touched = true;
    }
}

fn type_in(open: &mut Send, key: Key) {
    let Send { push, pull, until, until_touched, told, field, .. } = open;
    let (input, touched) = match field {
        Field::Push => (&mut push.what, &mut push.touched),
        Field::Pull => (&mut pull.what, &mut pull.touched),
        _ => (until, until_touched),
    };
    if has_room(told, input.value(), key) {
        let before = input.value().to_owned();
        typed(input, key);
        *touched |= before != input.value();
    }
}

fn has_room(told: &mut Option<Told>, text: &str, key: Key) -> bool {
    let is_full = key.typed().is_some() && text.chars().count() >= LONGEST;
    if is_full {
        *told = Some(says(format!("the line is full: {LONGEST} characters"), true));
    }
    !is_full
}

/// Sends the deal, as one step. True once it is written.
fn send(model: &mut Model, open: &mut Send, effects: &mut Vec<Effect>) -> bool {
    let written = open.act(model).and_then(|act| write(model, "into service", act.intents, effects));
    match written {
        Ok(()) => {
            model.drafts.forget(&draft_name(&open.deal));
            let done = open.done(model);
            tell(model, done, false);
            true
        }
        Err(refusal) => {
            open.told = Some(refused(&refusal));
            if open.is_own() && open.own.value().trim().is_empty() {
                open.field = Field::Reason;
            }
            false
        }
    }
}

// --- In service -----------------------------------------------------------------------------------------------------

/// What becomes of the sheet after a key.
enum Then {
    Stays,
    Closes,
    /// The file has changed.
    Anew,
}

fn repair_key(model: &mut Model, open: &mut Repair, key: Key, effects: &mut Vec<Effect>) -> Then {
    open.told = None;
    match key.code {
        Code::Enter => return end(model, open, effects),
        Code::Tab | Code::BackTab if open.line().is_some() => open.typing = !open.typing,
        Code::Tab | Code::BackTab => open.told = Some(says("no words are asked for here", false)),
        Code::Up if open.typing => open.typing = false,
        _ if open.typing => {
            let Repair { told, .. } = open;
            let mut said = told.take();
            if let Some(input) = open.line_mut()
                && has_room(&mut said, input.value(), key)
            {
                typed(input, key);
            }
            open.told = said;
            look(model, open);
        }
        Code::Left | Code::Right | Code::Home | Code::End => {
            let at = How::ALL.iter().position(|how| *how == open.how).unwrap_or(0);
            open.how = How::ALL[stepped(key, at, How::ALL.len() - 1).unwrap_or(at)];
            open.scroll = 0;
            look(model, open);
        }
        Code::Up | Code::Down if open.how == How::Recovered => {
            let last = model.campaign.route.len().saturating_sub(1);
            open.stage = if key.code == Code::Up { open.stage.saturating_sub(1) } else { (open.stage + 1).min(last) };
            look(model, open);
        }
        Code::Up | Code::PageUp => open.scroll = open.scroll.saturating_sub(1),
        Code::Down | Code::PageDown => {
            open.scroll += 1;
            look(model, open);
        }
        // A day may begin with a digit: what is typed where words are asked for goes into their line.
        _ if open.line().is_some() && key.typed().is_some() => {
            open.typing = true;
            return repair_key(model, open, key, effects);
        }
        _ => match key.typed() {
            Some('1') => return report(model, open, StrokeKind::Push, effects),
            Some('2') => return report(model, open, StrokeKind::Pull, effects),
            Some('e') => {
                let record = rules::deal_path(&open.deal).below(["service"]);
                form::open(model, &FormFor::Edit(record));
                return Then::Closes;
            }
            _ => {}
        },
    }
    Then::Stays
}

/// A part is done, or no longer.
fn report(model: &mut Model, open: &mut Repair, part: StrokeKind, effects: &mut Vec<Effect>) -> Then {
    let service = model.campaign.deal(&open.deal).and_then(|deal| deal.service.as_deref());
    let stint = service.and_then(|service| match part {
        StrokeKind::Push => service.push.as_ref(),
        StrokeKind::Pull => service.pull.as_ref(),
    });
    let is_done = stint.is_none_or(|stint| stint.done.is_none());
    let name = if part == StrokeKind::Push { "push" } else { "pull" };
    let step = if is_done { format!("the {name} is done") } else { format!("the {name} is not done") };
    let act = rules::report_part(edits::ground(model), &open.deal, part, is_done);
    let told = act.and_then(|act| write(model, &step, act.intents, effects).map(|()| act.told));
    match told {
        Ok(told) => {
            open.told = Some(says(told.join("; "), false));
            Then::Anew
        }
        Err(refusal) => {
            open.told = Some(refused(&refusal));
            Then::Stays
        }
    }
}

/// Ends the repair as it is shown, all or nothing.
fn end(model: &mut Model, open: &mut Repair, effects: &mut Vec<Effect>) -> Then {
    look(model, open);
    if let Some(lack) = open.lack {
        let text = match lack {
            Lack::Day => "on which day is it taken up again? such as `12 jan`, or `3w`",
            Lack::Reason => "say what lost it: others learn from it",
        };
        open.told = Some(says(text, open.typing));
        open.typing = true;
        return Then::Stays;
    }
    // Asked anew: time has gone by since it was shown, and the rules go by the text as it is now.
    let Some(found) = open.ending(model) else {
        open.told = Some(says("it goes on: choose with ← → how it ends", false));
        return Then::Stays;
    };
    let step = format!("out of service, {}", open.how.words());
    match found.and_then(|found| write(model, &step, found.act.intents.clone(), effects).map(|()| found)) {
        Ok(found) => {
            model.drafts.forget(&draft_name(&open.deal));
            let moved = crate::console::gates::moved_words(&found.retimed);
            let calls = if moved.is_empty() { "no call moves".to_owned() } else { moved };
            tell(model, format!("{}: {}; {calls}", open.about, found.act.told.join("; ")), false);
            Then::Closes
        }
        Err(refusal) => {
            open.told = Some(refused(&refusal));
            Then::Stays
        }
    }
}

/// A pasted text goes into the line that has the keys; what is too long is cut, and that is told.
pub fn paste(model: &Model, open: &mut Service, clean: &str) {
    match open {
        Service::Send(open) => {
            let into = |part: &mut Part| {
                part.touched = true;
                put_in(&mut part.what, clean, LONGEST)
            };
            open.told = match open.field {
                Field::Reason => {
                    open.reason = open.offers.len();
                    put_in(&mut open.own, clean, LONGEST)
                }
                Field::Push => into(&mut open.push),
                Field::Pull => into(&mut open.pull),
                Field::Until => {
                    open.until_touched = true;
                    put_in(&mut open.until, clean, LONGEST)
                }
                Field::Play | Field::PushBy | Field::PullBy => {
                    Some(says("no words are asked for here: the pasted text was left alone", true))
                }
            };
            if open.field == Field::Reason {
                open.look(model);
            }
        }
        Service::Repair(open) => {
            let told = open.line_mut().map(|input| put_in(input, clean, LONGEST));
            open.typing = told.is_some();
            let nowhere = || Some(says("no words are asked for here: the pasted text was left alone", true));
            open.told = told.unwrap_or_else(nowhere);
            look(model, open);
        }
    }
}
