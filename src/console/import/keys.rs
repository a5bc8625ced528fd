//! The keys and pasted texts of an import.

use std::path::PathBuf;

use tui_input::Input;

use super::choose::is_path;
use super::{Asking, Chooser, Import, Line, Preview, Stand, choosing, plan, read, write};
use crate::console::command::Command;
use crate::console::effect::Effect;
use crate::console::form::Told;
use crate::console::key::{Code, Key};
use crate::console::model::Model;
use crate::console::prompt::LONGEST;
use crate::console::update::{cursor_key, tell, typed};

/// A key on an import. False: it is over.
pub fn key(model: &mut Model, import: &mut Import, key: Key, effects: &mut Vec<Effect>) -> bool {
    import.told = None;
    let stays = if key.code == Code::Esc {
        escape(model, import, effects)
    } else {
        match &mut import.stand {
            Stand::Choosing(_) => {
                choose(import, key, effects);
                true
            }
            Stand::Asking(asking) => {
                if let Some(answers) = answer(asking, key) {
                    let name = std::mem::take(&mut asking.name);
                    import.stand = Stand::Reading { name, share: None };
                    effects.push(Effect::AnswerExport { number: import.number, answers });
                }
                true
            }
            Stand::Previewing(_) => preview(model, import, key, effects),
            Stand::Reading { .. } | Stand::Planning { .. } | Stand::Writing { .. } => true,
        }
    };
    if !stays {
        effects.push(Effect::LeaveExport);
    }
    stays
}

/// One step back. False: there is none.
fn escape(model: &mut Model, import: &mut Import, effects: &mut Vec<Effect>) -> bool {
    match &mut import.stand {
        Stand::Choosing(_) => return false,
        Stand::Previewing(_) => {
            tell(model, "nothing was imported", false);
            return false;
        }
        Stand::Asking(asking) if !asking.answers.is_empty() => {
            asking.cursor = asking.answers.pop().unwrap_or(0);
        }
        Stand::Writing { preview, .. } => {
            effects.push(Effect::LeaveExport);
            import.stand = Stand::Previewing(preview.clone());
        }
        Stand::Asking(_) | Stand::Reading { .. } | Stand::Planning { .. } => {
            effects.push(Effect::LeaveExport);
            *import = choosing(model, None, effects);
        }
    }
    true
}

fn choose(import: &mut Import, key: Key, effects: &mut Vec<Effect>) {
    let number = import.number;
    let Stand::Choosing(chooser) = &mut import.stand else { return };
    let before = chooser.input.value().to_owned();
    let rows = chooser.shown().count();
    match key.code {
        Code::Enter => return take(import, effects),
        Code::Tab => {
            if let Some(found) = chooser.here() {
                chooser.input = Input::new(found.typed());
            }
        }
        _ if cursor_key(key, &mut chooser.cursor, rows) => return,
        _ => drop(typed(&mut chooser.input, key)),
    }
    look(chooser, number, &before, effects);
}

/// The line has changed: other places may have to be looked at.
fn look(chooser: &mut Chooser, number: u64, before: &str, effects: &mut Vec<Effect>) {
    if chooser.input.value() != before
        && let Some(typed) = chooser.wants(before)
    {
        effects.push(Effect::FindExports { number, typed });
    }
}

/// Reads the file that is typed or under the cursor; a folder is gone into.
fn take(import: &mut Import, effects: &mut Vec<Effect>) {
    let number = import.number;
    let Stand::Choosing(chooser) = &mut import.stand else { return };
    let before = chooser.input.value().to_owned();
    let line = before.trim();
    let exact = chooser.shown().find(|found| !line.is_empty() && found.typed() == line);
    match exact.or_else(|| chooser.here()) {
        Some(found) if found.is_folder => {
            chooser.input = Input::new(found.typed());
            look(chooser, number, &before, effects);
        }
        Some(found) => {
            let (name, path) = (found.name.clone(), found.path.clone());
            read(import, name, path, effects);
        }
        None if line.is_empty() => {
            let text = "no file is here: type the path of an export".to_owned();
            import.told = Some(Told { text, bad: true });
        }
        None => {
            let path = PathBuf::from(line);
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            if name.is_none() || is_path(line) && line.ends_with('/') {
                let text = format!("`{line}` is no file: go on to the name of an export");
                import.told = Some(Told { text, bad: true });
                return;
            }
            read(import, name.unwrap_or_default(), path, effects);
        }
    }
}

/// A key on a question. All answers, once the last one is given.
fn answer(asking: &mut Asking, key: Key) -> Option<Vec<String>> {
    let answers = asking.question().map_or(0, |question| question.answers.len());
    let number = key.typed().and_then(|c| c.to_digit(10)).and_then(|digit| usize::try_from(digit).ok());
    let chosen = match (key.code, number) {
        (Code::Enter, _) => Some(asking.cursor),
        (_, Some(number)) => number.checked_sub(1),
        _ => {
            cursor_key(key, &mut asking.cursor, answers);
            None
        }
    };
    let chosen = chosen.filter(|chosen| *chosen < answers)?;
    asking.answers.push(chosen);
    asking.cursor = asking.question().and_then(|question| question.otherwise).unwrap_or(0);
    let is_last = asking.question().is_none();
    let given = asking.questions.iter().zip(&asking.answers);
    is_last.then(|| given.filter_map(|(question, at)| Some(question.answers.get(*at)?.key.clone())).collect())
}

/// A key on the preview. False: the import is over.
fn preview(model: &mut Model, import: &mut Import, key: Key, effects: &mut Vec<Effect>) -> bool {
    let Stand::Previewing(preview) = &mut import.stand else { return true };
    let command = model.command(key);
    match (key.code, key.ctrl || key.alt) {
        (Code::Char(' '), false) => return changed(import, Preview::turn, effects),
        (Code::Char('t'), false) => return changed(import, Preview::turn_all, effects),
        (Code::Char('<'), false) | (Code::Left, _) => {
            return changed(import, |preview| preview.shift(false), effects);
        }
        (Code::Char('>'), false) | (Code::Right, _) => return changed(import, |preview| preview.shift(true), effects),
        (Code::Char('i'), false) => return !write::write(model, import, effects),
        (Code::Enter, _) => match preview.line() {
            Some(Line::Write) => return !write::write(model, import, effects),
            Some(Line::Kept(_)) => return changed(import, Preview::turn, effects),
            _ => drop(preview.unfold()),
        },
        (Code::Down, _) => preview.step(1),
        (Code::Up, _) => preview.step(-1),
        (Code::PageDown, _) => preview.step(10),
        (Code::PageUp, _) => preview.step(-10),
        _ => match command {
            Some(Command::Next) => preview.step(1),
            Some(Command::Previous) => preview.step(-1),
            Some(Command::ScrollDown) => preview.step(10),
            Some(Command::ScrollUp) => preview.step(-10),
            Some(Command::First) => preview.go_to_end(false),
            Some(Command::Last) => preview.go_to_end(true),
            Some(Command::Quit | Command::Import) => return escape(model, import, effects),
            _ => {}
        },
    }
    true
}

/// Something was decided: what that comes to is worked out anew.
fn changed(import: &mut Import, decide: impl FnOnce(&mut Preview) -> bool, effects: &mut Vec<Effect>) -> bool {
    let Stand::Previewing(preview) = &mut import.stand else { return true };
    if decide(preview) {
        plan(import, effects);
    }
    true
}

/// A pasted text goes into the line.
pub fn paste(import: &mut Import, text: &str, effects: &mut Vec<Effect>) {
    let number = import.number;
    let Stand::Choosing(chooser) = &mut import.stand else { return };
    let before = chooser.input.value().to_owned();
    let mut value: Vec<char> = before.chars().collect();
    let at = chooser.input.cursor().min(value.len());
    let added: Vec<char> = text.chars().take(LONGEST).collect();
    let end = at + added.len();
    value.splice(at..at, added);
    chooser.input = Input::new(value.into_iter().collect()).with_cursor(end);
    look(chooser, number, &before, effects);
}
