//! A form, and the list of records that leads to it.
//!
//! Labels stand in one gutter; the line that is typed on is shown whole, with how it is understood under it; the help of
//! that line and what may be put there stand at the foot.

use super::canvas::{Canvas, broken, columns, wrap};
use super::overlay::{line, listed, pointer, sheet};
use super::theme::Role;
use crate::campaign::Kind;
use crate::console::form::{Form, Line, Part, Records};
use crate::console::prompt::Row;
use crate::console::sheet::Tone;

/// Rows at the foot: help, what may be put there, what is said of the form.
const FOOT: u16 = 6;

/// Rows for what becomes of a note: its call, what is to be minded, and where the same is said.
const FORESEEN: u16 = 3;

/// The rows that the line being typed on takes at the most.
const MOST_ROWS: usize = 4;

/// Draws a form; returns the cell of the cursor.
pub(super) fn form(canvas: &mut Canvas<'_>, form: &Form) -> Option<(u16, u16)> {
    let rows = u16::try_from(form.lines.len()).unwrap_or(u16::MAX);
    let rows_of_foot = if form.kind == Kind::Note { FOOT + FORESEEN } else { FOOT };
    let title = if form.about.is_empty() { form.title.clone() } else { format!("{} · {}", form.title, form.about) };
    let mut sheet = sheet(canvas, 100, rows.saturating_add(rows_of_foot + 6), &title);
    let labels = form.lines.iter().map(|line| columns(&line.label)).max().unwrap_or(0).clamp(4, 20);
    let height = sheet.height().saturating_sub(rows_of_foot);
    let cursor = lines(&mut sheet, form, labels, height);
    foot(&mut sheet, form, labels, height);
    cursor
}

/// What a line takes on the sheet.
struct Block<'f> {
    text: Vec<&'f str>,
    under: Vec<(String, Role)>,
}

fn block<'f>(form: &Form, at: usize, line: &'f Line, room: u16) -> Block<'f> {
    let is_current = at == form.at;
    let text = if is_current { broken(line.text(), room) } else { vec![line.text()] };
    let under = match (&line.error, is_current) {
        (Some(error), _) => wrap(error, room).into_iter().take(2).map(|line| (line, Role::Late)).collect(),
        (None, true) if !line.echo.is_empty() && line.part != Part::Id => {
            wrap(&line.echo, room).into_iter().take(2).map(|line| (line, Role::Muted)).collect()
        }
        _ => Vec::new(),
    };
    Block { text, under }
}

/// The lines around the one that is typed on.
fn lines(sheet: &mut Canvas<'_>, form: &Form, labels: u16, height: u16) -> Option<(u16, u16)> {
    let x = labels + 6;
    let room = sheet.width().saturating_sub(x + 2).max(8);
    let blocks: Vec<Block<'_>> = form.lines.iter().enumerate().map(|(at, line)| block(form, at, line, room)).collect();
    let tall = |block: &Block<'_>| block.text.len().min(MOST_ROWS) + block.under.len();
    let rows = usize::from(height.saturating_sub(1));
    // The first line that is shown: so that the one typed on, and what stands under it, is in view.
    let upto: usize = blocks.iter().take(form.at + 1).map(tall).sum();
    let ahead: usize = blocks.iter().skip(form.at + 1).map(tall).take(2).sum();
    let (mut first, mut above) = (0, 0);
    while first < form.at && upto + ahead.min(rows / 4) - above > rows {
        above += tall(&blocks[first]);
        first += 1;
    }
    let mut y = 1;
    let mut cursor = None;
    let mut shown = first;
    for (at, (line, block)) in form.lines.iter().zip(&blocks).enumerate().skip(first) {
        if usize::from(y) + tall(block) > rows + 1 {
            break;
        }
        shown = at + 1;
        let is_current = at == form.at;
        pointer(sheet, y, is_current);
        let role = if is_current { Role::Strong } else { Role::Muted };
        sheet.put_within(4, y, &line.label, labels, role);
        if is_current {
            let (row, column) = cursor_in(line, &block.text);
            let skip = (row + 1).saturating_sub(MOST_ROWS);
            if line.text().is_empty() {
                empty(sheet, line, x, y, room);
            }
            for text in block.text.iter().skip(skip).take(MOST_ROWS) {
                sheet.put_within(x, y, text, room, Role::Strong);
                y += 1;
            }
            let y = y - u16::try_from(block.text.len().min(MOST_ROWS)).unwrap_or(1);
            let row = y + u16::try_from(row - skip).unwrap_or(0);
            cursor = Some((sheet.area.x + x + column.min(room), sheet.area.y + row));
        } else {
            let role = if line.is_touched() { Role::Strong } else { Role::Plain };
            sheet.put_within(x, y, line.text(), room, role);
            if line.part == Part::Id && line.text().is_empty() {
                sheet.put_within(x, y, &line.echo, room, Role::Muted);
            }
            y += 1;
        }
        for (text, role) in &block.under {
            sheet.put_within(x, y, text, room, *role);
            y += 1;
        }
    }
    let hidden = (first, form.lines.len() - shown);
    let end = sheet.width().saturating_sub(2);
    if hidden.0 > 0 {
        sheet.put_right(end, 0, &format!("↑ {} more", hidden.0), Role::Muted);
    }
    if hidden.1 > 0 {
        sheet.put_right(end, height, &format!("↓ {} more", hidden.1), Role::Muted);
    }
    cursor
}

/// What stands on an empty line: the words to choose from.
fn empty(sheet: &mut Canvas<'_>, line: &Line, x: u16, y: u16, room: u16) {
    let words = line.words();
    if line.part == Part::Id {
        sheet.put_within(x, y, &line.echo, room, Role::Muted);
    } else if !words.is_empty() {
        sheet.put_within(x + 2, y, &words.join("  "), room.saturating_sub(2), Role::Muted);
    }
}

/// The row and the column of the cursor among the rows of a broken text.
fn cursor_in(line: &Line, rows: &[&str]) -> (usize, u16) {
    let mut left = line.input.cursor();
    for (at, row) in rows.iter().enumerate() {
        let letters = row.chars().count();
        if left < letters || at + 1 == rows.len() {
            let before: String = row.chars().take(left).collect();
            return (at, columns(&before));
        }
        left -= letters;
    }
    (0, 0)
}

/// The help of the line, what may be put there, and what is said of the form.
fn foot(sheet: &mut Canvas<'_>, form: &Form, labels: u16, top: u16) {
    let x = labels + 6;
    let width = sheet.width();
    let room = width.saturating_sub(x + 2);
    let Some(current) = form.line() else { return };
    let mut y = top + 1;
    for row in form.foreseen.iter().take(usize::from(FORESEEN)) {
        foreseen(sheet, row, y, x);
        y += 1;
    }
    sheet.put_within(x, y, current.field.help, room, Role::Muted);
    y += 1;
    if let Some(told) = &form.told {
        let role = if told.bad { Role::Late } else { Role::Good };
        for text in wrap(&told.text, width.saturating_sub(6)).into_iter().take(3) {
            sheet.put_within(4, y, &text, width.saturating_sub(6), role);
            y += 1;
        }
        return;
    }
    if current.words().is_empty() {
        candidates(sheet, form, x, y, room);
    } else {
        words(sheet, current, x, y, room);
    }
}

/// When a note is called, or what is to be minded; the reason beside it.
fn foreseen(sheet: &mut Canvas<'_>, row: &Row, y: u16, x: u16) {
    let room = sheet.width().saturating_sub(x + 2);
    sheet.put_within(4, y, row.label, x.saturating_sub(5), Role::Muted);
    let role = if row.tone == Tone::Late { Role::Late } else { Role::Plain };
    let after = sheet.put_within(x, y, &row.text, room, role);
    let left = (x + room).saturating_sub(after + 2);
    if !row.why.is_empty() && left > 8 {
        sheet.put_within(after + 2, y, &row.why, left, Role::Muted);
    }
}

/// The few words of which a line takes one.
fn words(sheet: &mut Canvas<'_>, line: &Line, x: u16, y: u16, room: u16) {
    let mut at = x;
    for word in line.words() {
        let is_taken = *word == line.text();
        let text = if is_taken { format!("● {word}") } else { format!("○ {word}") };
        if at + columns(&text) > x + room {
            break;
        }
        at = sheet.put(at, y, &text, if is_taken { Role::Accent } else { Role::Muted }) + 3;
    }
    sheet.put_within(x, y + 1, "← → choose", room, Role::Faint);
}

/// What may be put on the line: as many as there are rows for.
fn candidates(sheet: &mut Canvas<'_>, form: &Form, x: u16, y: u16, room: u16) {
    let rows = usize::from(sheet.height().saturating_sub(y));
    let at = form.chosen.unwrap_or(0);
    let wide = form.candidates.iter().map(|one| columns(&one.text)).max().unwrap_or(0).min(room / 2);
    for (y, is_at, one) in listed(form.candidates.iter(), form.candidates.len(), y, rows, at) {
        let is_chosen = is_at && form.chosen.is_some();
        sheet.put(x - 2, y, if is_chosen { "▸" } else { " " }, Role::Accent);
        sheet.put_within(x, y, one.text.trim(), wide, if is_chosen { Role::Strong } else { Role::Plain });
        sheet.put_within(x + wide + 2, y, &one.gloss, room.saturating_sub(wide + 2), Role::Muted);
    }
}

/// Draws the list of records; returns the cell of the cursor.
pub(super) fn records(canvas: &mut Canvas<'_>, records: &Records) -> (u16, u16) {
    let title = if records.about.is_empty() { "EDIT".to_owned() } else { format!("EDIT · {}", records.about) };
    let mut sheet = sheet(canvas, 96, 32, &title);
    let at = line(&mut sheet, 1, &records.input, "a record of this deal or of the campaign, or what to add");
    let rows = usize::from(sheet.height().saturating_sub(4));
    if records.found.is_empty() {
        sheet.put(4, 3, "No record here is like that.", Role::Muted);
    }
    let width = sheet.width();
    let found = records.found.iter().filter_map(|at| records.all.get(*at));
    for (y, selected, entry) in listed(found, records.found.len(), 3, rows, records.cursor) {
        pointer(&mut sheet, y, selected);
        let role = if selected { Role::Strong } else { Role::Plain };
        if entry.adds {
            sheet.put(4, y, "+", if selected { Role::Accent } else { Role::Muted });
            sheet.put_within(
                6,
                y,
                &entry.text,
                width.saturating_sub(8),
                if selected { Role::Strong } else { Role::Muted },
            );
            continue;
        }
        sheet.put_within(4, y, &entry.word, 14, Role::Muted);
        let x = if entry.id.is_empty() { 20 } else { sheet.put_within(20, y, &entry.id, 22, role).max(42) + 1 };
        sheet.put_within(
            x,
            y,
            &entry.text,
            width.saturating_sub(x + 2),
            if entry.id.is_empty() { role } else { Role::Muted },
        );
    }
    at
}
