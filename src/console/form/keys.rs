//! The keys and pasted texts of a form.

use tui_input::{Input, InputRequest};

use super::{Candidate, Form, Line, Part, drop_draft, foresee, judge, names, write};
use crate::console::effect::Effect;
use crate::console::key::{Code, Key};
use crate::console::model::Model;
use crate::console::update::typed;

/// A key on a form. False if the form is done with.
pub fn key(model: &mut Model, form: &mut Form, key: Key, effects: &mut Vec<Effect>) -> bool {
    let is_removal = key == Key::ctrl('x');
    if form.asks && !is_removal {
        form.asks = false;
        form.told = None;
    }
    match (key.code, key.ctrl) {
        (Code::Char('x'), true) => return !write::remove(model, form, effects),
        (Code::Char('s'), true) => return !write::submit(model, form, effects),
        (Code::Char('r'), true) => drop_draft(model, form),
        (Code::Char('n'), true) => choose(form, 1),
        (Code::Char('p'), true) => choose(form, -1),
        (Code::Enter, _) => {
            if form.chosen.is_some() {
                take(model, form);
            } else if form.at + 1 >= form.lines.len() {
                return !write::submit(model, form, effects);
            } else {
                go(model, form, 1);
            }
        }
        (Code::Tab, _) => {
            if form.chosen.is_some() || is_begun(form) {
                take(model, form);
            } else {
                go(model, form, 1);
            }
        }
        (Code::BackTab | Code::Up, _) => go(model, form, -1),
        (Code::Down, _) => go(model, form, 1),
        (Code::PageDown, _) => go(model, form, 8),
        (Code::PageUp, _) => go(model, form, -8),
        _ => {
            let at = form.at;
            let changed = form.lines.get_mut(at).is_some_and(|line| {
                if line.words().is_empty() { typed(&mut line.input, key) } else { worded(line, key) }
            });
            if changed {
                after_typing(model, form);
            }
        }
    }
    true
}

/// A pasted text goes where one types, on one line; a line of a few words takes none.
pub fn paste(model: &Model, form: &mut Form, clean: &str) {
    let at = form.at;
    let Some(line) = form.lines.get_mut(at).filter(|line| line.words().is_empty()) else { return };
    let mut value: Vec<char> = line.text().chars().collect();
    let cursor = line.input.cursor().min(value.len());
    let added = clean.chars().count();
    value.splice(cursor..cursor, clean.chars());
    line.input = Input::new(value.into_iter().collect()).with_cursor(cursor + added);
    after_typing(model, form);
}

fn after_typing(model: &Model, form: &mut Form) {
    form.told = None;
    judge(model, form, form.at);
    // The id of a new record follows its words.
    judge(model, form, 0);
    foresee(model, form);
    form.candidates = names::candidates(model, form);
    form.chosen = None;
}

/// Whether a part of something that may be put there is typed, so that Tab takes it instead of going on.
fn is_begun(form: &Form) -> bool {
    let Some(line) = form.line() else { return false };
    let Some(first) = form.candidates.first() else { return false };
    line.is_touched()
        && line.text().chars().skip(first.from).take(first.to.saturating_sub(first.from)).any(|c| !c.is_whitespace())
}

/// To another line.
fn go(model: &Model, form: &mut Form, by: isize) {
    form.at = form.at.saturating_add_signed(by).min(form.lines.len().saturating_sub(1));
    form.candidates = names::candidates(model, form);
    form.chosen = None;
}

/// The next or the previous of those that may be put there; round and round.
fn choose(form: &mut Form, by: isize) {
    let all = form.candidates.len();
    if all == 0 {
        return;
    }
    form.chosen = Some(match (form.chosen, by > 0) {
        (None, true) => 0,
        (None, false) => all - 1,
        (Some(at), true) => (at + 1) % all,
        (Some(at), false) => (at + all - 1) % all,
    });
}

/// Puts the chosen one on the line, else the first.
fn take(model: &Model, form: &mut Form) {
    let Some(Candidate { text, from, to, .. }) = form.candidates.get(form.chosen.unwrap_or(0)).cloned() else { return };
    let at = form.at;
    if let Some(line) = form.lines.get_mut(at) {
        let mut value: Vec<char> = line.text().chars().collect();
        let (from, to) = (from.min(value.len()), to.min(value.len()));
        let added = text.chars().count();
        value.splice(from..to.max(from), text.chars());
        line.input = Input::new(value.into_iter().collect()).with_cursor(from + added);
    }
    form.told = None;
    judge(model, form, at);
    foresee(model, form);
    form.candidates = names::candidates(model, form);
    form.chosen = None;
}

/// A key on a line that takes one of a few words: arrows go through them, a letter finds its word.
fn worded(line: &mut Line, key: Key) -> bool {
    debug_assert!(line.part != Part::Id, "an id is typed");
    let words = line.words();
    let at = words.iter().position(|word| *word == line.text());
    let next = match key.code {
        Code::Right => at.map_or(0, |at| (at + 1) % words.len()),
        Code::Left => at.map_or(words.len() - 1, |at| (at + words.len() - 1) % words.len()),
        Code::Backspace | Code::Delete => return line.input.handle(InputRequest::DeleteLine).is_some(),
        Code::Char('u') if key.ctrl => return line.input.handle(InputRequest::DeleteLine).is_some(),
        _ => {
            let Some(letter) = key.typed() else { return false };
            let after = at.map_or(0, |at| at + 1);
            let begins = |at: &usize| words[*at].chars().next().is_some_and(|c| c.eq_ignore_ascii_case(&letter));
            let Some(found) = (after..words.len()).chain(0..after).find(begins) else { return false };
            found
        }
    };
    line.put(words[next]);
    true
}
