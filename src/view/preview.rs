//! What an import would change: one sentence, then the groups with their lines, the one under the cursor in view. At the foot
//! the line under the cursor is told as a whole where its row has no room.

use super::canvas::{Canvas, columns, wrap};
use super::import::told;
use super::overlay::{pointer, sheet};
use super::theme::Role;
use crate::console::form::Told;
use crate::console::geometry::window;
use crate::console::import::preview::{change, word};
use crate::console::import::{Group, Kept, Line, Preview};
use crate::drive::import::{DealPlan, Fate, FieldChange, Skipped};

/// Columns of the sheet.
const WIDTH: u16 = 116;
/// Where lines begin, and what is below one.
const TEXT: u16 = 4;
const BELOW: u16 = 7;
/// Columns of a key and of a row's number.
const KEY: u16 = 13;
const ROW: u16 = 10;
/// Rows of the foot: one for what lies below, two for words.
const FOOT: u16 = 3;

/// Columns of a name, on a sheet of this width.
const fn name(width: u16) -> u16 {
    if width < 100 { 24 } else { 36 }
}

/// Draws the preview; `undo` is the key that takes it back.
pub(super) fn preview(canvas: &mut Canvas<'_>, open: &Preview, undo: &str, last: Option<&Told>) {
    let rows = rows(open);
    let room = WIDTH.min(canvas.width().saturating_sub(4)).saturating_sub(TEXT);
    let sentence = wrap(&open.sentence(), room);
    let top = if sentence.len() > 1 { 3 } else { 2 };
    let tall = u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(top + FOOT + 2);
    let mut sheet = sheet(canvas, WIDTH, tall, &format!("IMPORT · {}", open.incoming.name));
    let width = sheet.width();
    for (y, text) in (0..top - 1).zip(&sentence) {
        sheet.put(2, y, text, Role::Strong);
    }
    let height = sheet.height().saturating_sub(top + FOOT);
    let here = rows.iter().position(|row| *row == Some(open.cursor)).unwrap_or(0);
    let first = window(here, usize::from(height), rows.len());
    for (y, row) in (top..top + height).zip(rows.iter().skip(first)) {
        if let Some(at) = row
            && let Some(shown) = open.lines.get(*at)
        {
            if *shown == Line::Write && !open.is_empty() {
                write(&mut sheet, undo, y, *at == open.cursor);
            } else {
                draw(&mut sheet, open, *shown, y, *at == open.cursor);
            }
        }
    }
    let below = rows.len().saturating_sub(first + usize::from(height));
    let end = width.saturating_sub(2);
    if first > 0 {
        sheet.put_right(end, top.saturating_sub(1), &format!("↑ {first} more"), Role::Muted);
    }
    if below > 0 {
        sheet.put_right(end, top + height, &format!("↓ {below} more"), Role::Muted);
    }
    match last {
        Some(last) => told(&mut sheet, last),
        None => foot(&mut sheet, open),
    }
}

/// The lines by their places, with a blank row before each heading but the first, and before the last line.
fn rows(open: &Preview) -> Vec<Option<usize>> {
    let mut rows = Vec::with_capacity(open.lines.len() + 8);
    for (at, line) in open.lines.iter().enumerate() {
        if at > 0 && matches!(line, Line::Group(..) | Line::Write) {
            rows.push(None);
        }
        rows.push(Some(at));
    }
    rows
}

/// Where the pair's word and the export's word begin, and how wide each is.
fn sides(width: u16) -> (u16, u16, u16) {
    let start = TEXT + name(width) + KEY;
    let half = width.saturating_sub(start + 2) / 2;
    (start, start + half, half.saturating_sub(2))
}

fn draw(sheet: &mut Canvas<'_>, open: &Preview, line: Line, y: u16, is_here: bool) {
    let width = sheet.width();
    let behind = TEXT + name(width);
    let room = |x: u16| width.saturating_sub(x + 2);
    let plain = if is_here { Role::Strong } else { Role::Plain };
    let muted = if is_here { Role::Strong } else { Role::Muted };
    if !matches!(line, Line::Group(..)) {
        pointer(sheet, y, is_here);
    }
    match line {
        Line::Group(group, count) => heading(sheet, group, count, y),
        Line::Kept(at) => {
            if let Some(kept) = open.kept.get(at) {
                word_of_both(sheet, kept, open.takes(kept), y, is_here);
            }
        }
        Line::Stage(at) => {
            let Some(stage) = open.planned.brought.route.get(at) else { return };
            sheet.put_right(TEXT + 2, y, &(at + 1).to_string(), Role::Faint);
            let x = sheet.put_within(TEXT + 4, y, &stage.name, name(width), if stage.is_new { plain } else { muted });
            if stage.is_new {
                sheet.put(x + 2, y, "new", Role::Good);
            }
        }
        Line::Deal(at) => {
            let Some(deal) = open.deals().get(at) else { return };
            sheet.put_within(TEXT, y, &deal.name, name(width) - 1, plain);
            let role = if deal.fate == Fate::Made { muted } else { plain };
            sheet.put_within(behind, y, &whole_parts(open.summary(deal), room(behind)), room(behind), role);
        }
        Line::Field(at, field) => {
            let Some((deal, field)) = open.deals().get(at).and_then(|deal| Some((deal, deal.fields.get(field)?)))
            else {
                return;
            };
            sheet.put_within(BELOW, y, field.field, KEY - 1, Role::Muted);
            sheet.put_within(BELOW + KEY, y, &field_words(deal, field), room(BELOW + KEY), plain);
        }
        Line::Told(at) => {
            if let Some(text) = open.told().nth(at) {
                sheet.put_within(TEXT, y, &text, room(TEXT), plain);
            }
        }
        Line::Skipped(at) => of_row(sheet, open.planned.brought.skipped.get(at), y, plain),
        Line::Unread(at) => of_row(sheet, open.incoming.export.doubts.get(at), y, plain),
        Line::Column(at) => {
            let Some(column) = open.incoming.columns.get(at) else { return };
            sheet.put_within(TEXT, y, &column.name, name(width) - 1, plain);
            sheet.put_within(behind, y, &column.samples.join(" · "), room(behind), Role::Muted);
        }
        Line::More(_, count) => drop(sheet.put(TEXT, y, &format!("… and {count} more"), Role::Muted)),
        Line::Write => {
            sheet.put_within(TEXT, y, open.nothing(), room(TEXT), Role::Muted);
        }
    }
}

/// As many parts of a summary as there is room for: no number and no date is cut.
fn whole_parts(mut text: String, room: u16) -> String {
    if columns(&text) > room {
        let mut ends = text.match_indices([',', '·']).map(|(at, _)| text[..at].trim_end().len());
        let end = ends.rfind(|end| columns(&text[..*end]) + 3 <= room);
        if let Some(end) = end {
            text.truncate(end);
            text.push_str(", …");
        }
    }
    text
}

fn write(sheet: &mut Canvas<'_>, undo: &str, y: u16, is_here: bool) {
    pointer(sheet, y, is_here);
    let x = sheet.put(TEXT, y, "i", Role::Key);
    let text = format!("write all of it, as one step that {undo} takes back");
    sheet.put(x + 2, y, &text, if is_here { Role::Strong } else { Role::Plain });
}

fn heading(sheet: &mut Canvas<'_>, group: Group, count: usize, y: u16) {
    let width = sheet.width();
    let (title, meaning) = group.title();
    let x = sheet.put(2, y, &format!("{title} {count}"), Role::Heading);
    if group == Group::Kept {
        let (ours, theirs, _) = sides(width);
        sheet.put(ours, y, "yours", Role::Muted);
        sheet.put(theirs, y, "theirs", Role::Muted);
    } else {
        sheet.put_within(x + 2, y, meaning, width.saturating_sub(x + 4), Role::Faint);
    }
}

/// The pair's word and the export's beside each other, the one that stands afterwards marked.
fn word_of_both(sheet: &mut Canvas<'_>, kept: &Kept, is_taken: bool, y: u16, is_here: bool) {
    let (ours, theirs, room) = sides(sheet.width());
    sheet.put_within(TEXT, y, &kept.name, name(sheet.width()) - 1, if is_here { Role::Strong } else { Role::Plain });
    sheet.put_within(TEXT + name(sheet.width()), y, kept.field, KEY - 1, Role::Muted);
    for (x, text, stands) in [(ours, &kept.ours, !is_taken), (theirs, &kept.theirs, is_taken)] {
        let (sign, role) = if stands { ("●", Role::Strong) } else { ("○", Role::Muted) };
        let x = sheet.put(x, y, sign, role) + 1;
        sheet.put_within(x, y, word(text.as_ref()), room.saturating_sub(2), role);
    }
}

fn of_row(sheet: &mut Canvas<'_>, skipped: Option<&Skipped>, y: u16, role: Role) {
    let Some(Skipped { row, why }) = skipped else { return };
    sheet.put_within(TEXT, y, &format!("row {row}"), ROW, Role::Muted);
    let x = TEXT + ROW + 1;
    sheet.put_within(x, y, why, sheet.width().saturating_sub(x + 2), role);
}

fn field_words(deal: &DealPlan, field: &FieldChange) -> String {
    match (deal.fate, field.kept) {
        (Fate::Made, _) => word(field.after.as_ref()).to_owned(),
        (_, None) => change(field),
        (_, Some(_)) => format!("{} stands, theirs is {}", word(field.before.as_ref()), word(field.after.as_ref())),
    }
}

/// What the line under the cursor says as a whole, where there is more to say than its row shows.
fn foot(sheet: &mut Canvas<'_>, open: &Preview) {
    let width = sheet.width();
    let whole = |skipped: Option<&Skipped>| skipped.map(|one| (one.why.clone(), TEXT + ROW + 1));
    let said = match open.line() {
        Some(Line::Kept(at)) => open.kept.get(at).map(|kept| {
            let side = if open.takes(kept) { "theirs is taken" } else { "yours stands" };
            (format!("{side}: {}", kept.why), width)
        }),
        Some(Line::Deal(at)) => open.deals().get(at).map(|deal| (open.summary(deal), TEXT + name(width))),
        Some(Line::Field(at, field)) => {
            open.deals().get(at).and_then(|deal| Some((field_words(deal, deal.fields.get(field)?), BELOW + KEY)))
        }
        Some(Line::Told(at)) => open.told().nth(at).map(|text| (text, TEXT)),
        Some(Line::Skipped(at)) => whole(open.planned.brought.skipped.get(at)),
        Some(Line::Unread(at)) => whole(open.incoming.export.doubts.get(at)),
        Some(Line::Column(at)) => open.incoming.columns.get(at).map(|column| (column.why.clone(), width)),
        _ => None,
    };
    let Some((text, x)) = said else { return };
    // What its row shows as a whole is not said twice.
    if columns(&text) <= width.saturating_sub(x.saturating_add(2)) {
        return;
    }
    let y = sheet.height().saturating_sub(FOOT - 1);
    let room = width.saturating_sub(TEXT + 2);
    for (y, text) in (y..sheet.height()).zip(&wrap(&text, room)) {
        sheet.put_within(TEXT, y, text, room, Role::Muted);
    }
}
