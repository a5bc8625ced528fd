//! An import over the screen: the files to choose from, how far the reading is, a question, and the preview with its lines.

use super::canvas::{Canvas, columns, wrap};
use super::frame::Cursor;
use super::overlay::{line, listed, pointer, sheet};
use super::preview::preview;
use super::theme::Role;
use crate::console::command::Command;
use crate::console::form::Told;
use crate::console::import::{Asking, Chooser, Import, Stand};
use crate::console::model::Model;

/// Columns of a sheet that asks for little.
const WIDTH: u16 = 96;
/// Where texts begin.
const TEXT: u16 = 4;
/// Columns of an age and of a size.
const AGE: u16 = 20;
const SIZE: u16 = 11;

/// Draws the import; returns the cursor's cell if a line is being typed.
pub(super) fn import(canvas: &mut Canvas<'_>, model: &Model, import: &Import) -> Cursor {
    match &import.stand {
        Stand::Choosing(chooser) => return Some(choose(canvas, model, chooser, import.told.as_ref())),
        Stand::Reading { name, share } => working(canvas, &format!("reading {name}"), *share),
        Stand::Planning { incoming, share } => {
            working(canvas, &format!("{}: what would change is worked out", incoming.name), *share);
        }
        Stand::Writing { preview, share } => {
            working(canvas, &format!("{} is being imported", preview.incoming.name), *share);
        }
        Stand::Asking(asking) => ask(canvas, asking),
        Stand::Previewing(open) => {
            preview(canvas, open, &model.keymap.shown(Command::Undo), import.told.as_ref());
        }
    }
    None
}

/// What was told last, at the foot.
pub(super) fn told(sheet: &mut Canvas<'_>, told: &Told) {
    let (y, room) = (sheet.height().saturating_sub(1), sheet.width().saturating_sub(TEXT + 2));
    let role = if told.bad { Role::Late } else { Role::Muted };
    let lines = wrap(&told.text, room);
    let rows = u16::try_from(lines.len().min(2)).unwrap_or(2);
    for (at, text) in lines.iter().take(2).enumerate() {
        let y = (y + 1).saturating_sub(rows) + u16::from(at > 0);
        sheet.fill(1, y, sheet.width().saturating_sub(2), " ", Role::Plain);
        sheet.put_within(TEXT, y, text, room, role);
    }
}

fn choose(canvas: &mut Canvas<'_>, model: &Model, chooser: &Chooser, last: Option<&Told>) -> (u16, u16) {
    let mut sheet = sheet(canvas, WIDTH, 24, "IMPORT FROM A CRM");
    let at = line(&mut sheet, 1, &chooser.input, "part of a name, or the path of an export");
    let width = sheet.width();
    let all = chooser.shown().count();
    let rows = usize::from(sheet.height().saturating_sub(6));
    match &chooser.files {
        None => drop(sheet.put(TEXT, 3, "…", Role::Muted)),
        Some(_) if all > 0 => {}
        Some(_) if !chooser.input.value().trim().is_empty() => {
            sheet.put_within(
                TEXT,
                3,
                "No export here is called so. Enter reads the path as it is typed.",
                width,
                Role::Muted,
            );
        }
        Some(_) => {
            sheet.put_within(TEXT, 3, "No export lies here yet.", width, Role::Strong);
            let text = "Save one from your CRM as CSV, TSV or XLSX: beside the campaign file, in the folder that codriver was \
                        started in, or among the downloads in ~/Downloads. Or type its path.";
            sheet.paragraph(TEXT, 5, width.saturating_sub(TEXT + 2), 5, text, Role::Plain);
        }
    }
    for (y, selected, found) in listed(chooser.shown(), all, 3, rows, chooser.cursor) {
        pointer(&mut sheet, y, selected);
        let role = if selected { Role::Strong } else { Role::Plain };
        let mut end = width.saturating_sub(2);
        if !found.is_folder {
            sheet.put_right(end, y, &found.age(model.campaign.zone, model.now), Role::Muted);
            end = end.saturating_sub(AGE);
            sheet.put_right(end, y, &found.length(), Role::Muted);
            end = end.saturating_sub(SIZE);
        }
        let name = if found.is_folder { format!("{}/", found.name) } else { found.name.clone() };
        let x = sheet.put_within(TEXT, y, &name, end.saturating_sub(TEXT), role);
        if x + 6 < end {
            sheet.put_within(x + 2, y, &found.folder, end.saturating_sub(x + 2), Role::Faint);
        }
    }
    if let Some(last) = last {
        told(&mut sheet, last);
    }
    at
}

/// Something is done beside the loop: what, and how much of it.
fn working(canvas: &mut Canvas<'_>, text: &str, share: Option<u8>) {
    let mut sheet = sheet(canvas, WIDTH, 5, "IMPORT FROM A CRM");
    let width = sheet.width();
    let end = match share {
        Some(share) => sheet.put_right(width.saturating_sub(2), 1, &format!("{share} %"), Role::Strong),
        None => width.saturating_sub(2),
    };
    let full = u16::from(share.unwrap_or(0)).min(100) / 10;
    let end = end.saturating_sub(12);
    sheet.fill(end, 1, full, "▰", Role::Good);
    sheet.fill(end + full, 1, 10 - full, "▱", Role::Faint);
    sheet.put_within(TEXT, 1, text, end.saturating_sub(TEXT + 1), Role::Plain);
}

fn ask(canvas: &mut Canvas<'_>, asking: &Asking) {
    let Some(question) = asking.question() else { return };
    let width = WIDTH.min(canvas.width().saturating_sub(4));
    let room = width.saturating_sub(TEXT + 2);
    let (what, why) = (wrap(&question.what, room), wrap(&question.why, room));
    let samples = question.samples.len().min(3);
    let tall = what.len().min(3) + why.len().min(3) + samples + question.answers.len() + 6;
    let mut sheet = sheet(canvas, width, u16::try_from(tall).unwrap_or(u16::MAX), "IMPORT FROM A CRM");
    let count = format!("{} · question {} of {}", asking.name, asking.answers.len() + 1, asking.questions.len());
    sheet.put_right(width.saturating_sub(2), 0, &count, Role::Muted);
    let mut y = 1;
    for (lines, role) in [(&what, Role::Strong), (&why, Role::Muted)] {
        for text in lines.iter().take(3) {
            sheet.put_within(TEXT, y, text, room, role);
            y += 1;
        }
    }
    for (at, sample) in question.samples.iter().take(3).enumerate() {
        sheet.put(TEXT, y, if at == 0 { "such as" } else { "" }, Role::Muted);
        let x = TEXT + columns("such as  ");
        sheet.put_within(x, y, sample, width.saturating_sub(x + 2), Role::Plain);
        y += 1;
    }
    y += 1;
    let rows = usize::from(sheet.height().saturating_sub(y));
    let answers = question.answers.iter().enumerate();
    for (y, selected, (at, answer)) in listed(answers, question.answers.len(), y, rows, asking.cursor) {
        pointer(&mut sheet, y, selected);
        if at < 9 {
            sheet.put(TEXT, y, &(at + 1).to_string(), Role::Key);
        }
        let role = if selected { Role::Strong } else { Role::Plain };
        sheet.put_within(TEXT + 3, y, &answer.words, width.saturating_sub(TEXT + 5), role);
    }
}
