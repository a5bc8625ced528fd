//! The one way into the file: intents are made on the document, followed in the meaning, kept for undo and sent to the
//! saver, all or none.

use super::{refusal, tell};
use crate::console::command::Command;
use crate::console::effect::Effect;
use crate::console::load::{self, Loaded};
use crate::console::model::Model;
use crate::text::{Edit, Intent, Moved, Refusal, Step};

/// Makes edits: on the document, in the meaning, on the undo stack, and on the way to the file. All or none.
///
/// # Errors
/// The first edit that does not fit; nothing has changed then.
pub fn write(model: &mut Model, name: &str, intents: Vec<Intent>, effects: &mut Vec<Effect>) -> Result<(), Refusal> {
    let (steps, edits) = apply(model, intents)?;
    model.history.push_edits(name, model.now, steps, edits.clone());
    send(model, edits, effects);
    Ok(())
}

/// Makes edits of another text, each where it fits: what is here already stays, and what differs goes to the saver, which
/// keeps it as a clash. Says how many were made, and how many differ.
///
/// # Errors
/// The file is read-only.
pub fn merge(
    model: &mut Model,
    name: &str,
    edits: Vec<Edit>,
    effects: &mut Vec<Effect>,
) -> Result<(usize, usize), Refusal> {
    refuse_read_only(model)?;
    let (mut steps, mut sent) = (Vec::new(), Vec::new());
    let (mut made, mut clashes) = (0, 0);
    for edit in edits {
        let rebased = model.document.rebase(&edit);
        if rebased.steps.is_empty() && rebased.clashes.is_empty() {
            continue;
        }
        made += usize::from(!rebased.steps.is_empty());
        clashes += rebased.clashes.len();
        steps.extend(rebased.steps);
        sent.push(signed(model, edit));
    }
    for step in &steps {
        load::follow(model, step);
    }
    model.history.push(name, model.now, steps);
    if !sent.is_empty() {
        send(model, sent, effects);
    }
    Ok((made, clashes))
}

fn signed(model: &Model, edit: Edit) -> Edit {
    Edit { at: Some(model.now), by: model.seat.as_deref().map(str::to_owned), ..edit }
}

/// As [`write()`], for what the program itself writes: nobody wants to take back that a call was made.
///
/// # Errors
/// As [`write()`].
pub fn record(model: &mut Model, intents: Vec<Intent>, effects: &mut Vec<Effect>) -> Result<(), Refusal> {
    let (_, edits) = apply(model, intents)?;
    send(model, edits, effects);
    Ok(())
}

/// Takes over edits that were made beside the loop on the very text that is here, and what came of them: as [`write()`]
/// comes to it, without a key having to wait.
///
/// # Errors
/// The file is read-only; nothing has changed then.
pub fn take_over(
    model: &mut Model,
    name: &str,
    (edits, steps): (Vec<Edit>, Vec<Step>),
    mut loaded: Loaded,
    effects: &mut Vec<Effect>,
) -> Result<(), Refusal> {
    refuse_read_only(model)?;
    let edits: Vec<Edit> = edits.into_iter().map(|edit| signed(model, edit)).collect();
    model.history.push_edits(name, model.now, steps, edits.clone());
    send(model, edits, effects);
    loaded.includes = model.file.edits;
    // What is wrong with the file is so still: this text is the console's own.
    let problem = model.file.problem.take();
    load::swap(model, loaded, effects);
    model.file.problem = model.file.problem.take().or(problem);
    Ok(())
}

fn refuse_read_only(model: &Model) -> Result<(), Refusal> {
    match &model.file.read_only {
        Some(why) => Err(Refusal { message: why.clone(), mend: "open the file where it may be written".to_owned() }),
        None => Ok(()),
    }
}

/// Makes intents on the document. Here each becomes an edit: with what this console saw, when, and whose it is.
fn apply(model: &mut Model, intents: Vec<Intent>) -> Result<(Vec<Step>, Vec<Edit>), Refusal> {
    refuse_read_only(model)?;
    let (mut steps, mut edits) = (Vec::new(), Vec::with_capacity(intents.len()));
    let before = (intents.len() > 1).then(|| model.document.clone());
    for intent in intents {
        let edit = signed(model, model.document.seen(intent));
        match model.document.apply(&edit.intent) {
            Ok(step) => {
                steps.push(step);
                edits.push(edit);
            }
            Err(refusal) => {
                if let Some(before) = before {
                    model.document = before;
                }
                return Err(refusal);
            }
        }
    }
    load::follow_all(model, &steps);
    Ok((steps, edits))
}

fn send(model: &mut Model, edits: Vec<Edit>, effects: &mut Vec<Effect>) {
    for edit in &edits {
        model.file.edits += 1;
        model.file.pending.push_back((model.file.edits, edit.clone()));
    }
    effects.push(Effect::Save(edits));
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
            load::follow_all(model, &moved.steps);
            load::find_deal(model);
            let again = moved.steps.into_iter().map(|step| Edit::from(Intent::Replay { step }));
            let edits = again.map(|edit| signed(model, edit)).collect();
            send(model, edits, effects);
            tell(model, format!("{told}: {}", moved.name), false);
        }
        Err(refusal) => tell(model, format!("{}; {}", refusal.message, refusal.mend), true),
    }
}
