//! A line being typed: coloured by what its parts are, with what can be put at the cursor and what is said of it.

use tui_input::Input;

use super::canvas::{Canvas, columns, fit, wrap};
use super::driver::tone;
use super::overlay::line;
use super::theme::Role;
use crate::console::model::Model;
use crate::console::prompt::{Offer, PartKind, Prompt, PromptFor, Row, about};
use crate::pace::TokenKind;

/// Columns from the frame to the labels, and to the texts behind them.
const LABEL: u16 = 4;
const TEXT: u16 = 12;
/// The rows of the line, the carets and the offers.
const HEAD: u16 = 3;
/// A text takes no more rows than this: what follows is as much worth.
const MOST: usize = 2;
/// A briefing is the text itself, and nothing follows.
const MOST_OF_BRIEFING: usize = 12;

/// Draws the line over the lower part of the screen, so that what it is about stays in view; returns the cursor's cell.
pub(super) fn prompt(canvas: &mut Canvas<'_>, model: &Model, prompt: &Prompt) -> (u16, u16) {
    let width = canvas.width().saturating_sub(4).min(116);
    // The sheet keeps its size while one types.
    let is_briefing = matches!(prompt.purpose, PromptFor::HandOver { .. });
    let height = if is_briefing {
        18
    } else if prompt.purpose.is_note() {
        14
    } else {
        9
    };
    let height = height.min(canvas.height().saturating_sub(4));
    let y = canvas.height().saturating_sub(height + 2);
    let x = (canvas.width() - width) / 2;
    let mut sheet = canvas.part(x, y, width, height);
    sheet.clear();
    sheet.frame(Role::Muted);
    let x = sheet.put(2, 0, &format!(" {} ", prompt.purpose.title()), Role::Heading);
    let about = about(model, &prompt.purpose);
    if !about.is_empty() {
        let about = fit(&about, width.saturating_sub(x + 4)).into_owned();
        sheet.put(x, 0, &format!(" {about} "), Role::Plain);
    }
    let cursor = line(&mut sheet, 1, &prompt.input, prompt.purpose.example());
    parts(&mut sheet, prompt);
    if let Some((column, wide)) = prompt.error {
        carets(&mut sheet, &prompt.input, column, wide);
    }
    offers(&mut sheet, prompt);
    rows(&mut sheet, &prompt.rows, if is_briefing { MOST_OF_BRIEFING } else { MOST });
    cursor
}

/// The columns of the line that are scrolled away to the left, and the room for the rest.
fn scrolled(canvas: &Canvas<'_>, input: &Input) -> (u16, u16) {
    let room = canvas.width().saturating_sub(7);
    let before: String = input.value().chars().take(input.cursor()).collect();
    (columns(&before).saturating_sub(room.saturating_sub(1)), room)
}

/// The parts of the line over the plain one.
fn parts(canvas: &mut Canvas<'_>, prompt: &Prompt) {
    let line = prompt.input.value();
    let (skip, room) = scrolled(canvas, &prompt.input);
    for part in &prompt.parts {
        let (Some(before), Some(text)) = (line.get(..part.range.start), line.get(part.range.clone())) else { continue };
        // What is half scrolled away keeps the look of the plain line.
        let Some(at) = columns(before).checked_sub(skip) else { continue };
        let left = room.saturating_sub(at);
        if columns(text) <= left {
            canvas.put_within(4 + at, 1, text, left, role(part.kind));
        }
    }
}

const fn role(kind: PartKind) -> Role {
    match kind {
        PartKind::Wrong | PartKind::Never | PartKind::Token(TokenKind::Unknown) => Role::Late,
        PartKind::Token(TokenKind::Caution) => Role::Caution,
        PartKind::Token(TokenKind::Step(hardness)) => Role::Grade(hardness),
        PartKind::Token(TokenKind::Topic | TokenKind::Mark | TokenKind::Word) => Role::Strong,
        PartKind::Token(TokenKind::Anchor | TokenKind::Sign | TokenKind::Span) => Role::Heading,
        PartKind::Token(TokenKind::Link) => Role::Muted,
        PartKind::Token(TokenKind::Text | TokenKind::Remark) => Role::Plain,
    }
}

/// Carets under the word at fault.
fn carets(canvas: &mut Canvas<'_>, input: &Input, column: usize, wide: usize) {
    let (skip, room) = scrolled(canvas, input);
    let before: String = input.value().chars().take(column.saturating_sub(1)).collect();
    let word: String = input.value().chars().skip(column.saturating_sub(1)).take(wide).collect();
    // What is missing at the end has no columns yet: one caret points there.
    let wide = columns(&word).max(1);
    let start = columns(&before);
    let end = (start + wide).saturating_sub(skip).min(room + 1);
    let start = start.saturating_sub(skip);
    if end > start {
        canvas.put(4 + start, 2, &"^".repeat(usize::from(end - start)), Role::Late);
    }
}

/// What can be put at the cursor: the chosen one with its meaning, the others after it.
fn offers(canvas: &mut Canvas<'_>, prompt: &Prompt) {
    let Some(chosen) = prompt.offers.get(prompt.chosen) else { return };
    let end = canvas.width().saturating_sub(3);
    let mut x = canvas.put(LABEL, HEAD, "tab", Role::Muted);
    x = canvas.put_within(TEXT.max(x + 1), HEAD, &chosen.text, end.saturating_sub(TEXT), Role::Strong);
    if !chosen.gloss.is_empty() {
        x = canvas.put_within(x + 2, HEAD, &chosen.gloss, end.saturating_sub(x + 2).min(44), Role::Muted);
    }
    let (before, after) = prompt.offers.split_at(prompt.chosen);
    for Offer { text, .. } in after.iter().skip(1).chain(before) {
        if x + 3 + columns(text) > end {
            break;
        }
        x = canvas.put(x + 3, HEAD, text, Role::Muted);
    }
}

/// What is said of the line, a label before each; what is bad is never the part that does not fit.
fn rows(canvas: &mut Canvas<'_>, rows: &[Row], most: usize) {
    let last = canvas.height().saturating_sub(1);
    let width = canvas.width();
    let mut y = HEAD + 1;
    for row in rows {
        let at = if row.label.is_empty() { LABEL } else { TEXT };
        let room = width.saturating_sub(at + 3);
        let lines = wrap(&row.text, room);
        let most = lines.len().clamp(1, most);
        let beside = lines.len() == 1 && columns(&row.text) + 3 + columns(&row.why) <= room;
        let takes = u16::try_from(most).unwrap_or(1);
        if y >= last {
            return;
        }
        canvas.put(LABEL, y, row.label, Role::Muted);
        let below =
            canvas.part(0, y, width, takes.min(last - y)).paragraph(at, 0, room, takes, &row.text, tone(row.tone));
        if beside {
            canvas.put(at + columns(&row.text) + 3, y, &row.why, Role::Muted);
        }
        y += below;
        if !beside && !row.why.is_empty() && y < last {
            canvas.put_within(at, y, &row.why, room, Role::Muted);
            y += 1;
        }
    }
}
