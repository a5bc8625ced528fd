//! Punctuality: the sentence that says what to do, the figures by person and deal, the calls behind each figure.

use super::canvas::Canvas;
use super::overlay::{listed, pointer, sentence, waits};
use super::theme::Role;
use crate::console::punctuality::{COLUMNS, Line, Sheet, Trade};

/// Columns of one figure.
const FIGURE: u16 = 8;
/// Where a name and all figures do not fit beside each other, the figures are told in words.
const WIDE: u16 = 90;

/// The rows that all of it takes.
pub fn rows(sheet: &Sheet) -> u16 {
    let gaps = sheet.lines.iter().filter(|line| line.deal().is_none()).count();
    u16::try_from(sheet.lines.len() + gaps + 8).unwrap_or(u16::MAX)
}

/// Draws the list.
pub fn punctuality(canvas: &mut Canvas<'_>, sheet: Option<&Sheet>, cursor: usize) {
    let Some(sheet) = sheet else { return waits(canvas) };
    let width = canvas.width();
    let mut top = sentence(canvas, &sheet.sentence);
    if sheet.lines.is_empty() {
        canvas.put(
            2,
            top + 1,
            "What is called and what goes by is counted here, with the calls behind it.",
            Role::Muted,
        );
        return;
    }
    top += 1;
    if width >= WIDE {
        heads(canvas, top);
        top += 2;
    }
    let rows = usize::from(canvas.height().saturating_sub(top));
    let under = sheet.leading().nth(cursor).map_or(0, |(at, _)| at);
    for (y, selected, line) in listed(sheet.lines.iter(), sheet.lines.len(), top, rows, under) {
        match line {
            Line::Part(title) => drop(canvas.put(2, y, title, Role::Heading)),
            Line::Group(group, count) => {
                let (title, meaning) = group.title();
                let x = canvas.put(2, y, &format!("{title} {count}"), Role::Heading);
                canvas.put_within(x + 2, y, meaning, width.saturating_sub(x + 4), Role::Faint);
            }
            Line::Figures { name, deal, counts } => {
                if deal.is_some() {
                    pointer(canvas, y, selected);
                }
                let role = if selected { Role::Strong } else { Role::Plain };
                if width >= WIDE {
                    canvas.put_within(4, y, name, first(width).saturating_sub(6), role);
                    figures(canvas, y, counts);
                } else {
                    let start = canvas.put_right(width - 2, y, &in_words(counts), Role::Muted);
                    canvas.put_within(4, y, name, start.saturating_sub(6), role);
                }
            }
            Line::Call { time, account, note, reason, .. } => {
                pointer(canvas, y, selected);
                let role = if selected { Role::Strong } else { Role::Plain };
                let start = if width >= WIDE { canvas.put_right(width - 2, y, reason, Role::Late) } else { width };
                canvas.put_within(4, y, time, 20, Role::Muted);
                let x = canvas.put_within(25, y, account, 20, role);
                canvas.put_within(x + 2, y, note, start.saturating_sub(x + 4), Role::Plain);
            }
        }
    }
}

/// Where the first figure begins.
const fn first(width: u16) -> u16 {
    width.saturating_sub(2 + FIGURE * 8)
}

/// The names of the figures, under the two trades that they judge.
fn heads(canvas: &mut Canvas<'_>, y: u16) {
    let start = first(canvas.width());
    for (n, (trade, name)) in (0..).zip(COLUMNS) {
        let end = start + FIGURE * (n + 1);
        if n == 0 || COLUMNS[usize::from(n) - 1].0 != trade {
            let title = if trade == Trade::Called { "CALLED" } else { "HEARD" };
            canvas.put(end - 7, y, title, Role::Heading);
        }
        canvas.put_right(end, y + 1, name, Role::Muted);
    }
}

fn figures(canvas: &mut Canvas<'_>, y: u16, counts: &[u32; 8]) {
    let start = first(canvas.width());
    for (n, (count, (_, name))) in (0..).zip(counts.iter().zip(COLUMNS)) {
        let role = match (count, name) {
            (0, _) => Role::Faint,
            (_, "on time" | "in time") => Role::Good,
            _ => Role::Late,
        };
        let shown = if *count == 0 { "·".to_owned() } else { count.to_string() };
        canvas.put_right(start + FIGURE * (n + 1), y, &shown, role);
    }
}

/// The figures that are not zero: `3 on time, 1 missed; 2 heard, 1 late`.
fn in_words(counts: &[u32; 8]) -> String {
    let of = |wanted: Trade| {
        let told = counts.iter().zip(COLUMNS).filter(|(count, (trade, _))| **count > 0 && *trade == wanted);
        let named = |name: &'static str| match (wanted, name) {
            (Trade::Heard, "in time") => "heard",
            // Behind what was heard in time the one word is enough.
            (Trade::Heard, "late") if counts[5] == 0 => "heard late",
            _ => name,
        };
        told.map(|(count, (_, name))| format!("{count} {}", named(name))).collect::<Vec<_>>().join(", ")
    };
    let trades = [of(Trade::Called), of(Trade::Heard)];
    trades.into_iter().filter(|told| !told.is_empty()).collect::<Vec<_>>().join("; ")
}
