//! The card of a win and the debrief of a loss: for a moment, and to be edited.

use super::canvas::{Canvas, wrap};
use super::frame::Cursor;
use super::overlay::{line, pointer, sheet};
use super::theme::Role;
use crate::campaign::Status;
use crate::console::command::Command;
use crate::console::credits::{Moment, Open};
use crate::console::geometry::window;
use crate::console::model::Model;
use crate::drive::credits::{Card, Line};

/// Columns of the card.
const WIDTH: u16 = 84;
/// Where its lines begin.
const TEXT: u16 = 6;

/// A row, and which line of the card it is of.
struct Row {
    of: Option<usize>,
    is_first: bool,
    text: String,
    role: Role,
}

fn rows<'l>(lines: impl Iterator<Item = (usize, &'l Line)>, width: u16) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (at, line) in lines {
        let role = match line {
            Line::Part(_) => Role::Heading,
            Line::Words(_) => Role::Plain,
            Line::Ask(_) => Role::Muted,
        };
        if matches!(line, Line::Part(_)) && !rows.is_empty() {
            rows.push(Row { of: None, is_first: false, text: String::new(), role });
        }
        let mut texts = wrap(line.text(), width);
        if texts.is_empty() {
            texts.push(String::new());
        }
        rows.extend(texts.into_iter().enumerate().map(|(nth, text)| Row {
            of: Some(at),
            is_first: nth == 0,
            text,
            role,
        }));
    }
    rows
}

/// The rows of a card with so many lines under each heading that every heading has its place, and how many lines are left
/// out: of a win, both trades are seen before all of one.
fn fitted(lines: &[(usize, &Line)], width: u16, room: u16) -> (Vec<Row>, usize) {
    let under = |most: usize| {
        let mut left = most;
        let kept: Vec<(usize, &Line)> = lines
            .iter()
            .filter(|(_, line)| {
                if matches!(line, Line::Part(_)) {
                    left = most;
                    return true;
                }
                let is_kept = left > 0;
                left = left.saturating_sub(1);
                is_kept
            })
            .copied()
            .collect();
        let more = lines.len() - kept.len();
        (rows(kept.into_iter(), width), more)
    };
    let fits = |(rows, _): &(Vec<Row>, usize)| rows.len() <= usize::from(room);
    (1..=lines.len()).rev().map(under).find(fits).unwrap_or_else(|| under(1))
}

const fn sign(line: Option<&Line>) -> &'static str {
    match line {
        Some(Line::Words(_)) => "·",
        Some(Line::Ask(_)) => "?",
        Some(Line::Part(_)) | None => "",
    }
}

/// The card of a win, while it lies over the screen.
pub(super) fn moment(canvas: &mut Canvas<'_>, model: &Model, moment: &Moment) {
    let width = WIDTH.min(canvas.width().saturating_sub(4));
    let card = &moment.card;
    let shared: Vec<(usize, &Line)> = card.shared().collect();
    let stand = u16::from(!card.stand.is_empty());
    let (rows, more) = fitted(&shared, width.saturating_sub(TEXT + 2), canvas.height().saturating_sub(stand + 11));
    let tall = u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(stand + 7);
    let mut sheet = sheet(canvas, width, tall, "WON");
    let width = sheet.width();
    sheet.put(2, 1, "✓", Role::Good);
    sheet.put_within(4, 1, &card.title, width.saturating_sub(6), Role::Accent);
    sheet.put_within(4, 2, &card.stand, width.saturating_sub(6), Role::Muted);
    let top = 3 + stand;
    let room = usize::from(sheet.height().saturating_sub(top + 2));
    for (y, row) in (top..).zip(rows.iter().take(room)) {
        let line = row.of.and_then(|at| card.lines.get(at));
        one(&mut sheet, y, row, line);
    }
    let key = model.keymap.shown(Command::Finish);
    let foot = match more {
        0 => format!("{key} edit and share it   any key goes on"),
        more => format!("{more} more, and to share: {key}   any key goes on"),
    };
    let y = sheet.height().saturating_sub(1);
    sheet.put_within(4, y, &foot, width.saturating_sub(6), Role::Muted);
}

fn one(sheet: &mut Canvas<'_>, y: u16, row: &Row, line: Option<&Line>) {
    if row.is_first {
        sheet.put(4, y, sign(line), if row.role == Role::Muted { Role::Accent } else { Role::Good });
    }
    let x = if matches!(line, Some(Line::Part(_))) { 4 } else { TEXT };
    let room = sheet.width().saturating_sub(x + 2);
    sheet.put_within(x, y, &row.text, room, row.role);
}

/// The card that is open; returns the cursor's cell if a line is being typed.
pub(super) fn finish(canvas: &mut Canvas<'_>, open: &Open) -> Cursor {
    let width = WIDTH.min(canvas.width().saturating_sub(4));
    let card: &Card = &open.card;
    let mut rows = rows(card.lines.iter().enumerate(), width.saturating_sub(TEXT + 2));
    if open.typing.is_some() {
        // What is typed has one row, in which it scrolls.
        rows.retain(|row| row.of != Some(open.cursor) || row.is_first);
    }
    let sentence = wrap(&card.sentence, width.saturating_sub(4));
    let said = u16::try_from(sentence.len().min(3)).unwrap_or(3);
    let tall = u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(said + 8);
    let title = match card.status {
        Status::Won => "WHAT EACH DID",
        Status::Lost => "DEBRIEF FOR BOTH SEATS",
    };
    let mut sheet = sheet(canvas, width, tall, title);
    let width = sheet.width();
    let mut y = 1;
    for text in sentence.iter().take(usize::from(said)) {
        sheet.put_within(2, y, text, width.saturating_sub(4), Role::Accent);
        y += 1;
    }
    y += 1;
    sheet.put_within(2, y, &card.title, width.saturating_sub(4), Role::Strong);
    sheet.put_within(2, y + 1, &card.stand, width.saturating_sub(4), Role::Muted);
    let top = y + 3;
    let room = usize::from(sheet.height().saturating_sub(top + 1));
    let current = rows.iter().position(|row| row.of == Some(open.cursor)).unwrap_or(0);
    let first = window(current, room, rows.len());
    let mut cursor = None;
    for (y, row) in (top..).zip(rows.iter().skip(first).take(room)) {
        let is_current = row.of == Some(open.cursor);
        if let (true, Some(input)) = (is_current, &open.typing) {
            cursor = Some(line(&mut sheet, y, input, "write what they did"));
            continue;
        }
        one(&mut sheet, y, row, row.of.and_then(|at| card.lines.get(at)));
        if is_current && row.is_first {
            pointer(&mut sheet, y, true);
        }
    }
    let state = match (open.edited, open.names) {
        (true, true) => "changed by you, with buyers’ names",
        (true, false) => "changed by you, kept; ctrl-r makes it anew",
        (false, true) => "with buyers’ names: N takes them out",
        (false, false) => "from the file, without buyers’ names",
    };
    let y = sheet.height().saturating_sub(1);
    sheet.put_within(2, y, state, width.saturating_sub(20), Role::Muted);
    let below = rows.len().saturating_sub(first + room);
    if below > 0 {
        sheet.put_right(width - 2, y, &format!("↓ {below} more"), Role::Muted);
    }
    cursor
}
