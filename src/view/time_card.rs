//! The time card: the sentence that says what to do, and under it, by owner and date, what is promised and how it stands.
//!
//! What stands at the right is never cut; what is promised gives way to it.

use super::canvas::{Canvas, columns, wrap};
use super::driver::tone;
use super::overlay::{SENTENCE, listed, pointer, sentence, waits};
use super::theme::Role;
use crate::console::sheet::Tone;
use crate::console::time_card::{Line, Sheet};

/// From so many columns on the deals have a column of their own.
const WIDE: u16 = 76;

/// The rows that all of it takes.
pub fn rows(sheet: &Sheet, width: u16) -> u16 {
    let parts = sheet.lines.iter().filter(|line| matches!(line, Line::Part(_))).count();
    let sentence = wrap(&sheet.sentence, width.saturating_sub(4)).len().min(SENTENCE);
    u16::try_from(sheet.lines.len() + parts + sentence + 5).unwrap_or(u16::MAX)
}

/// Draws it.
pub fn time_card(canvas: &mut Canvas<'_>, sheet: Option<&Sheet>, cursor: usize) {
    let Some(sheet) = sheet else { return waits(canvas) };
    let width = canvas.width();
    let mut top = sentence(canvas, &sheet.sentence);
    if sheet.lines.is_empty() {
        let text = "A promise is a control of a deal: what, by when, by whom. The list of records (e) adds one.";
        canvas.paragraph(2, top + 1, width.saturating_sub(4), 3, text, Role::Muted);
        return;
    }
    top += 1;
    let lines = spaced(sheet);
    let under = sheet.leading().nth(cursor).map(|(at, _)| at);
    let at = lines.iter().position(|line| line.is_some() && *line == under).unwrap_or(0);
    let rows = usize::from(canvas.height().saturating_sub(top + 1));
    let columns = Columns::of(sheet, width);
    for (y, _, line) in listed(lines.iter(), lines.len(), top, rows, at) {
        let Some(line) = line.and_then(|at| Some((at, sheet.lines.get(at)?))) else { continue };
        draw(canvas, y, line.1, under == Some(line.0), &columns);
    }
    let hidden = lines.len().saturating_sub(rows);
    if hidden > 0 {
        let text = format!("{} promises and deals in all", sheet.leading().count());
        canvas.put_right(width - 2, canvas.height() - 1, &text, Role::Muted);
    }
}

/// The lines by their places, with a blank one before each heading but the first.
fn spaced(sheet: &Sheet) -> Vec<Option<usize>> {
    let mut lines = Vec::new();
    for (at, line) in sheet.lines.iter().enumerate() {
        if at > 0 && matches!(line, Line::Part(_)) {
            lines.push(None);
        }
        lines.push(Some(at));
    }
    lines
}

/// How wide the dates and the deals' names are.
struct Columns {
    on: u16,
    account: u16,
}

impl Columns {
    /// Dates are never cut; names have a fifth of the width. Of one deal its name is not said again.
    fn of(sheet: &Sheet, width: u16) -> Self {
        let promises = || {
            sheet.lines.iter().filter_map(|line| match line {
                Line::Promise { on, account, .. } => Some((columns(on), columns(account))),
                Line::Part(_) | Line::Gap { .. } => None,
            })
        };
        let account = promises().map(|(_, account)| account).max().unwrap_or_default().min(width / 5);
        Self {
            on: promises().map(|(on, _)| on).max().unwrap_or_default(),
            account: if sheet.deal.is_some() { 0 } else { account },
        }
    }
}

fn draw(canvas: &mut Canvas<'_>, y: u16, line: &Line, selected: bool, wide: &Columns) {
    let width = canvas.width();
    let end = width.saturating_sub(2);
    let plain = if selected { Role::Strong } else { Role::Plain };
    match line {
        Line::Part(title) => {
            canvas.put_within(2, y, title, width.saturating_sub(4), Role::Heading);
        }
        Line::Promise { on, account, what, stands, tone: how, .. } => {
            pointer(canvas, y, selected);
            let role = match how {
                Tone::Calm | Tone::Quiet => Role::Muted,
                other => tone(*other),
            };
            let x = 4 + wide.on + 2;
            let room = end.saturating_sub(x);
            let start = if columns(stands) < room / 2 || width >= WIDE {
                canvas.put_right(end, y, stands, role)
            } else {
                canvas.put_right(end, y, stands.split(':').next().unwrap_or(stands), role)
            };
            canvas.put_within(4, y, on, wide.on, if *how == Tone::Late { role } else { Role::Muted });
            let x = if wide.account > 0 {
                canvas.put_within(x, y, account, wide.account, plain);
                x + wide.account + 2
            } else {
                x
            };
            canvas.put_within(x, y, what, start.saturating_sub(x + 2), plain);
        }
        Line::Gap { account, words, .. } => {
            pointer(canvas, y, selected);
            let start = canvas.put_right(end, y, words, Role::Late);
            canvas.put_within(4, y, account, start.saturating_sub(6), plain);
        }
    }
}
