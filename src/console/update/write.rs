//! The one way into the file: intents are made on the document, followed in the meaning, kept for undo and sent to the
//! saver, all or none.

use super::{refusal, tell};
use crate::console::command::Command;
use crate::console::effect::Effect;
use crate::console::load;
use crate::console::model::Model;
use crate::text::{Intent, Moved, Refusal, Step};

/// Makes edits: on the document, in the meaning, on the undo stack, and on the way to the file. All or none.
///
/// # Errors
/// The first edit that does not fit; nothing has changed then.
pub fn write(model: &mut Model, name: &str, intents: Vec<Intent>, effects: &mut Vec<Effect>) -> Result<(), Refusal> {
    let steps = apply(model, &intents)?;
    model.history.push(name, model.now, steps);
    send(model, intents, effects);
    Ok(())
}

/// As [`write()`], for what the program itself writes: nobody wants to take back that a call was made.
///
/// # Errors
/// As [`write()`].
pub fn record(model: &mut Model, intents: Vec<Intent>, effects: &mut Vec<Effect>) -> Result<(), Refusal> {
    apply(model, &intents)?;
    send(model, intents, effects);
    Ok(())
}

fn apply(model: &mut Model, intents: &[Intent]) -> Result<Vec<Step>, Refusal> {
    if let Some(why) = &model.file.read_only {
        return Err(Refusal { message: why.clone(), mend: "open the file where it may be written".to_owned() });
    }
    let mut steps = Vec::new();
    for intent in intents {
        match model.document.apply(intent) {
            Ok(step) => steps.push(step),
            Err(refusal) => {
                for step in steps.iter().rev() {
                    // The step was made a moment ago on this very text, so taking it back cannot be refused.
                    drop(model.document.undo(step));
                }
                return Err(refusal);
            }
        }
    }
    for step in &steps {
        load::follow(model, step);
    }
    Ok(steps)
}

fn send(model: &mut Model, intents: Vec<Intent>, effects: &mut Vec<Effect>) {
    for intent in &intents {
        model.file.edits += 1;
        model.file.pending.push_back((model.file.edits, intent.clone()));
    }
    effects.push(Effect::Save(intents));
}

/// As [`write()`], telling the person what became of it.
pub(super) fn write_and_tell(
    model: &mut Model,
    name: &str,
    intents: Vec<Intent>,
    done: &str,
    effects: &mut Vec<Effect>,
) -> bool {
    match write(model, name, intents, effects) {
        Ok(()) => {
            if !done.is_empty() {
                tell(model, done, false);
            }
            true
        }
        Err(refusal) => {
            tell(model, format!("{}: {}", refusal.message, refusal.mend), true);
            false
        }
    }
}

/// Takes changes back down to a row of the history and with it, or makes those that were taken back again up to it. Stops
/// at the first that no longer fits.
pub(super) fn go_to_step(model: &mut Model, row: usize, effects: &mut Vec<Effect>) {
    let undone = model.history.undone();
    let is_back = row >= undone;
    let (command, count) = if is_back { (Command::Undo, row + 1 - undone) } else { (Command::Redo, undone - row) };
    if let Some(why) = refusal(model, command) {
        return tell(model, format!("{}: {why}", command.row().hint), true);
    }
    let told = if is_back { "taken back" } else { "done again" };
    for made in 0..count {
        let document = &mut model.document;
        let moved = if is_back { model.history.undo(document) } else { model.history.redo(document) };
        let is_refused = moved.is_err();
        after_undo(model, moved, told, effects);
        if is_refused {
            if made > 0
                && let Some(notice) = &mut model.notice
            {
                notice.text = format!("{made} of {count} {told}; then {}", notice.text);
            }
            return;
        }
    }
    if count > 1 {
        tell(model, format!("{told}: {count} changes"), false);
    }
}

/// Takes the last change back.
pub(super) fn undo(model: &mut Model, effects: &mut Vec<Effect>) {
    let moved = model.history.undo(&mut model.document);
    after_undo(model, moved, "taken back", effects);
}

/// Makes the change again that was taken back.
pub(super) fn redo(model: &mut Model, effects: &mut Vec<Effect>) {
    let moved = model.history.redo(&mut model.document);
    after_undo(model, moved, "done again", effects);
}

fn after_undo(model: &mut Model, moved: Result<Option<Moved>, Refusal>, told: &str, effects: &mut Vec<Effect>) {
    match moved {
        Ok(None) => {}
        Ok(Some(moved)) => {
            for step in &moved.steps {
                load::follow(model, step);
            }
            load::find_deal(model);
            send(model, moved.steps.into_iter().map(|step| Intent::Replay { step }).collect(), effects);
            tell(model, format!("{told}: {}", moved.name), false);
        }
        Err(refusal) => tell(model, format!("{}; {}", refusal.message, refusal.mend), true),
    }
}
