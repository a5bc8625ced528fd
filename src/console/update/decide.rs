//! Deciding what both sides changed, and taking over what another copy of the file has.
//!
//! Invariant: a decision is an ordinary edit, on the undo stack, and a clash is forgotten only behind it.

use super::write::{merge, write};
use super::{run, tell};
use crate::console::clash::Waiting;
use crate::console::command::Command;
use crate::console::copy::{self, Copy, Stage};
use crate::console::effect::Effect;
use crate::console::key::{Code, Key};
use crate::console::model::Model;
use crate::console::overlay::{Act, Choice, Overlay};
use crate::console::prompt::{self, PromptFor};
use crate::text::Intent;

/// New clashes are told and kept in mind.
#[inline(never)]
pub(super) fn learn(model: &mut Model, waiting: Vec<Waiting>) {
    let Some(first) = waiting.first() else { return };
    let about = first.about(model);
    let key = model.keymap.shown(Command::Clashes);
    for new in waiting {
        match model.clashes.iter_mut().find(|known| known.id == new.id) {
            Some(known) => *known = new,
            None => model.clashes.push(new),
        }
    }
    tell(model, format!("both sides changed {about}; theirs stands, yours is kept: {key} decides"), true);
}

/// Other copies of the file are told once, when they are found.
#[inline(never)]
pub(super) fn learn_of_copies(model: &mut Model, copies: Vec<Copy>) {
    let known = model.copies.len();
    copy::found(model, copies);
    if model.copies.len() > known
        && let Some((text, key)) = copy::offer(model)
    {
        tell(model, format!("{text}   {key}"), false);
    }
}

/// Forgets clashes about which the file itself has decided.
pub fn forget_settled(model: &mut Model, effects: &mut Vec<Effect>) {
    let document = &model.document;
    let (over, left): (Vec<_>, Vec<_>) =
        std::mem::take(&mut model.clashes).into_iter().partition(|waiting| waiting.clash.is_over(document));
    model.clashes = left;
    if !over.is_empty() {
        effects.push(Effect::Settle(over.into_iter().map(|waiting| waiting.id).collect()));
    }
}

/// A key on the sheet of clashes. False closes it.
pub(super) fn clash_key(model: &mut Model, key: Key, cursor: &mut usize, effects: &mut Vec<Effect>) -> bool {
    let last = model.clashes.len().saturating_sub(1);
    let Some(waiting) = model.clashes.get(*cursor).cloned() else { return false };
    match key.code {
        Code::Char('m') if !key.ctrl => {
            let intents = waiting.clash.mine();
            settle(model, &waiting, intents, effects);
        }
        Code::Char('t') if !key.ctrl => {
            model.history.give_up(&waiting.clash);
            forget(model, &waiting, "theirs stays in the file", effects);
        }
        Code::Char('b') if !key.ctrl => {
            if waiting.can_be_joined() {
                let start = waiting.joined();
                prompt::open(model, PromptFor::Settle { id: waiting.id }, start);
                return false;
            }
            tell(model, "these cannot be said in one: take mine or theirs", true);
        }
        Code::Down => *cursor = (*cursor + 1).min(last),
        Code::Up => *cursor = cursor.saturating_sub(1),
        _ => match model.command(key) {
            Some(Command::Clashes | Command::Quit) => return false,
            Some(Command::Next) => *cursor = (*cursor + 1).min(last),
            Some(Command::Previous) => *cursor = cursor.saturating_sub(1),
            Some(command @ (Command::Undo | Command::Redo)) => run(model, command, effects),
            _ => {}
        },
    }
    *cursor = (*cursor).min(model.clashes.len().saturating_sub(1));
    !model.clashes.is_empty()
}

/// Writes a decision and forgets the clash. True if it was written.
pub(super) fn settle(model: &mut Model, waiting: &Waiting, intents: Vec<Intent>, effects: &mut Vec<Effect>) -> bool {
    let name = format!("decide {}", waiting.about(model));
    // Before the decision is made: that may be the same edit once more.
    model.history.give_up(&waiting.clash);
    match write(model, &name, intents, effects) {
        Ok(()) => {
            forget(model, waiting, "decided", effects);
            true
        }
        Err(refusal) => {
            tell(model, format!("{}: {}", refusal.message, refusal.mend), true);
            false
        }
    }
}

fn forget(model: &mut Model, waiting: &Waiting, told: &str, effects: &mut Vec<Effect>) {
    model.clashes.retain(|known| known.id != waiting.id);
    effects.push(Effect::Settle(vec![waiting.id.clone()]));
    let left = match model.clashes.len() {
        0 => String::new(),
        1 => "; 1 clash is left".to_owned(),
        many => format!("; {many} clashes are left"),
    };
    tell(model, format!("{told}{left}"), false);
}

/// Asks what becomes of the other copies of the file.
pub(super) fn choose_copy_of_file(model: &mut Model) {
    let mut options = Vec::new();
    let mut keys = "123456789".chars();
    for copy in &model.copies {
        let mut option = |text: String, act: Act| {
            if let Some(key) = keys.next() {
                options.push(Choice { key, text, act });
            }
        };
        match copy.stage {
            Stage::Found => {
                option(format!("merge it into this file: {}", copy.name), Act::MergeCopy(copy.name.clone()));
                option(format!("leave it alone for now: {}", copy.name), Act::LeaveCopy(copy.name.clone()));
            }
            Stage::Merged { .. } => {
                option(format!("put it away, a backup is kept: {}", copy.name), Act::PutCopyAway(copy.name.clone()));
                option(format!("leave it where it is: {}", copy.name), Act::LeaveCopy(copy.name.clone()));
            }
        }
    }
    model.overlay = Some(Overlay::Choice { title: "OTHER COPIES OF THIS FILE".to_owned(), options, cursor: 0 });
}

/// Makes what the copy says and this file does not.
pub(super) fn merge_copy(model: &mut Model, name: &str, effects: &mut Vec<Effect>) {
    let Some(copy) = model.copies.iter().find(|copy| copy.name == name) else { return };
    let edits = copy.edits.clone();
    match merge(model, &format!("merge {name}"), edits, effects) {
        Ok((0, 0)) => tell(model, format!("{name} says nothing that is not here already"), false),
        Ok((made, clashes)) => {
            let are_in = if made == 1 { "1 change is in".to_owned() } else { format!("{made} changes are in") };
            let left = match clashes {
                0 => "u takes it back".to_owned(),
                1 => "1 value differs, to be decided".to_owned(),
                many => format!("{many} values differ, to be decided"),
            };
            tell(model, format!("{name}: {are_in}; {left}"), false);
        }
        Err(refusal) => return tell(model, format!("{}: {}", refusal.message, refusal.mend), true),
    }
    let through = model.file.edits;
    if let Some(copy) = model.copies.iter_mut().find(|copy| copy.name == name) {
        copy.stage = Stage::Merged { through };
    }
}

/// Has the copy moved to the backups; only once all that it gave is in the file.
pub(super) fn put_copy_away(model: &mut Model, name: &str, effects: &mut Vec<Effect>) {
    let Some(copy) = model.copies.iter().find(|copy| copy.name == name) else { return };
    match copy.stage {
        Stage::Merged { through } if model.file.saved >= through => {
            effects.push(Effect::PutAway { name: name.to_owned(), hash: copy.hash });
            model.copies.retain(|copy| copy.name != name);
        }
        _ => tell(model, "it is not in the file yet: wait until the footer says saved", true),
    }
}
