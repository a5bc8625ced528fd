//! The keys of a card: go from line to line, change them, and share what stands there.

use tui_input::Input;

use super::draft::draft_name;
use super::{Moment, Open, offer, open_for, replaced};
use crate::console::command::Command;
use crate::console::effect::Effect;
use crate::console::key::{Code, Key};
use crate::console::model::Model;
use crate::console::prompt::LONGEST;
use crate::console::update::{cursor_key, tell, typed};
use crate::drive::credits::{Line, card};

/// Any key ends the moment; the one that opens a card opens this one.
pub fn moment_key(model: &mut Model, moment: &Moment, key: Key) {
    model.overlay = None;
    if model.command(key) == Some(Command::Finish) {
        open_for(model, &moment.card.deal);
    } else {
        offer(model);
    }
}

/// A key on the card. False if it is closed.
pub fn key(model: &mut Model, open: &mut Open, key: Key, effects: &mut Vec<Effect>) -> bool {
    if let Some(input) = &mut open.typing {
        match key.code {
            Code::Esc => leave(open),
            Code::Enter => keep(open),
            _ if key.typed().is_some() && input.value().chars().count() >= LONGEST => {
                tell(model, format!("the line is full: {LONGEST} characters"), true);
            }
            _ if key.typed().is_some_and(char::is_control) => {}
            _ => {
                typed(input, key);
            }
        }
        return true;
    }
    if cursor_key(key, &mut open.cursor, open.card.lines.len()) {
        return true;
    }
    match (key.code, key.ctrl || key.alt) {
        (Code::Esc, _) => return false,
        (Code::Enter, _) | (Code::Char('e'), false) => change(open),
        (Code::Char('n'), false) => insert(open),
        (Code::Char('d'), false) | (Code::Delete, _) => remove(open),
        (Code::Char('r'), true) => make_anew(model, open, open.names),
        (Code::Char('N'), false) => turn_names(model, open),
        (Code::Char('y'), false) => effects.push(Effect::Copy(open.card.text())),
        (Code::Char('m'), false) => effects.push(Effect::Copy(open.card.markdown())),
        (Code::Char('s'), false) => effects.push(Effect::PutPicture(Box::new(open.card.clone()))),
        _ => return command(model, open, key),
    }
    true
}

/// The keys that the card shares with the rest of the console.
fn command(model: &Model, open: &mut Open, key: Key) -> bool {
    let last = open.card.lines.len().saturating_sub(1);
    match model.command(key) {
        Some(Command::Quit | Command::Finish) => return false,
        Some(Command::Next) => open.cursor = (open.cursor + 1).min(last),
        Some(Command::Previous) => open.cursor = open.cursor.saturating_sub(1),
        Some(Command::First) => open.cursor = 0,
        Some(Command::Last) => open.cursor = last,
        _ => {}
    }
    true
}

/// The line under the cursor is typed anew; a question begins empty.
fn change(open: &mut Open) {
    let Some(line) = open.card.lines.get(open.cursor) else { return insert(open) };
    let text = if matches!(line, Line::Ask(_)) { String::new() } else { line.text().to_owned() };
    open.typing = Some(Input::new(text));
}

/// A new line under the cursor.
fn insert(open: &mut Open) {
    let at = (open.cursor + 1).min(open.card.lines.len());
    open.card.lines.insert(at, Line::Words(String::new()));
    open.cursor = at;
    open.typing = Some(Input::default());
}

fn remove(open: &mut Open) {
    if open.cursor < open.card.lines.len() {
        open.card.lines.remove(open.cursor);
        open.cursor = open.cursor.min(open.card.lines.len().saturating_sub(1));
        open.edited = true;
    }
}

/// What was typed stands on the card; an empty line goes.
fn keep(open: &mut Open) {
    let Some(input) = open.typing.take() else { return };
    let Some(line) = open.card.lines.get_mut(open.cursor) else { return };
    let is_question = matches!(line, Line::Ask(_));
    if input.value().trim().is_empty() && !is_question {
        return remove(open);
    }
    let changed = replaced(line, input.value().trim());
    open.edited |= changed != *line;
    *line = changed;
}

/// The line stays as it was; a new one goes.
fn leave(open: &mut Open) {
    open.typing = None;
    if open.card.lines.get(open.cursor).is_some_and(|line| line.text().is_empty()) {
        open.card.lines.remove(open.cursor);
        open.cursor = open.cursor.saturating_sub(1);
    }
}

/// The card as the file has it; what was changed on it goes.
fn make_anew(model: &mut Model, open: &mut Open, names: bool) {
    let deal = model.campaign.deal(&open.card.deal);
    if let Some(Ok(made)) = deal.map(|deal| card(&model.campaign, &model.outlook, deal, model.now, names)) {
        model.drafts.forget(&draft_name(&made.deal));
        *open = Open {
            cursor: open.cursor.min(made.lines.len().saturating_sub(1)),
            card: made,
            names,
            edited: false,
            typing: None,
        };
    }
}

/// With the buyers' names, or without them again.
fn turn_names(model: &mut Model, open: &mut Open) {
    if open.edited {
        return tell(
            model,
            "the lines that you changed stay as they are; ctrl-r makes the card anew from the file",
            true,
        );
    }
    let names = !open.names;
    make_anew(model, open, names);
    let told = if names { "with the buyers’ names and words: keep it inside" } else { "without the buyers’ names" };
    tell(model, told, false);
}

/// A pasted text goes where one types.
pub fn paste(open: &mut Open, clean: &str) {
    if let Some(input) = &mut open.typing {
        let mut value: Vec<char> = input.value().chars().collect();
        let at = input.cursor().min(value.len());
        let room = LONGEST.saturating_sub(value.len());
        let added: Vec<char> = clean.chars().take(room).collect();
        let count = added.len();
        value.splice(at..at, added);
        *input = Input::new(value.into_iter().collect()).with_cursor(at + count);
    }
}
