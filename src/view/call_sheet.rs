//! The call sheet over the screen: headings in one gutter, a sign before each line, the line under the cursor in view.
//!
//! A line gives its reason where that takes no row more; that of the line under the cursor stands at the foot.

use super::canvas::{Canvas, columns, wrap};
use super::overlay::{pointer, sheet};
use super::theme::Role;
use crate::console::call_sheet::{CallSheet, Line, Pass, Says};
use crate::console::geometry::window;
use crate::console::model::Model;
use crate::drive::brief::{About, Sign};

/// Columns of the sheet.
const WIDTH: u16 = 116;
/// Where headings, signs and texts begin.
const HEADING: u16 = 4;
const SIGN: u16 = 15;
const TEXT: u16 = 17;
/// Rows of one line at the most.
const TALLEST: usize = 4;

/// Rows of a line on the screen.
struct Told<'l> {
    line: &'l Line,
    rows: Vec<String>,
    /// Its reason is among them.
    has_why: bool,
}

/// Draws the sheet that the model keeps.
pub(super) fn call_sheet(canvas: &mut Canvas<'_>, model: &Model) {
    let Some(open) = &model.recce.sheet else { return };
    let width = WIDTH.min(canvas.width().saturating_sub(4));
    let told: Vec<Told<'_>> = open.lines.iter().map(|line| told(line, width.saturating_sub(TEXT + 2))).collect();
    let rows: usize = told.iter().map(|told| told.rows.len()).sum();
    let title = match open.pass {
        Pass::Write => "CALL SHEET",
        Pass::Check { .. } => "CALL SHEET · READ BACK AND CHECK",
    };
    // Two rows say whose sheet it is, one gives the reason; a blank row is given up where rows are few.
    let wanted = u16::try_from(rows + 3).unwrap_or(u16::MAX).saturating_add(2);
    let mut sheet = sheet(canvas, width, wanted, title);
    head(&mut sheet, open);
    lines(&mut sheet, open, &told);
    foot(&mut sheet, open, &told);
}

fn told(line: &Line, width: u16) -> Told<'_> {
    let fact = match &line.says {
        Says::Fact { fact, .. } => fact,
        Says::More(more) => return Told { line, rows: vec![format!("{more} more")], has_why: true },
    };
    let short = wrap(&fact.paragraph(false), width);
    let whole = wrap(&fact.paragraph(true), width);
    // Why a proof was chosen is part of it.
    let is_proof = line.about == About::Assets && fact.sign == Sign::Calm;
    let has_why = is_proof || whole.len() <= short.len();
    let mut rows = if has_why { whole } else { short };
    if rows.len() > TALLEST {
        rows.truncate(TALLEST);
        if let Some(last) = rows.last_mut() {
            last.push_str(" …");
        }
    }
    Told { line, rows, has_why }
}

fn head(canvas: &mut Canvas<'_>, open: &CallSheet) {
    let width = canvas.width();
    let brief = &open.brief;
    let start = canvas.put_right(width - 2, 0, &open.count_words(), Role::Muted);
    let x = canvas.put_within(2, 0, &brief.account, start.saturating_sub(4), Role::Strong);
    if !brief.title.is_empty() {
        canvas.put_within(x + 2, 0, &brief.title, start.saturating_sub(x + 4), Role::Plain);
    }
    canvas.put_within(2, 1, &brief.stand, width.saturating_sub(4), Role::Muted);
}

/// The rows in view: those around the line under the cursor.
fn lines(canvas: &mut Canvas<'_>, open: &CallSheet, told: &[Told<'_>]) {
    let height = usize::from(canvas.height().saturating_sub(3));
    let all: usize = told.iter().map(|told| told.rows.len()).sum();
    let before: usize = told.iter().take(open.cursor).map(|told| told.rows.len()).sum();
    let first = window(before, height, all);
    let mut row = 0usize;
    let mut about = None;
    for (n, told) in told.iter().enumerate() {
        for (part, text) in told.rows.iter().enumerate() {
            let at = row;
            row += 1;
            let Some(y) = at.checked_sub(first).filter(|y| *y < height) else { continue };
            let Ok(y) = u16::try_from(y + 2) else { continue };
            // A heading stands at its first line, and again where the window cuts into its block.
            if about != Some(told.line.about) {
                about = Some(told.line.about);
                canvas.put_within(HEADING, y, told.line.about.title(), SIGN - HEADING - 1, Role::Heading);
            }
            one(canvas, y, told.line, text, part == 0, n == open.cursor, open.pass != Pass::Write);
        }
    }
    let below = all.saturating_sub(first + height);
    if below > 0 {
        let y = canvas.height() - 1;
        canvas.put_right(canvas.width() - 2, y, &format!("↓ {below} more"), Role::Muted);
    }
}

fn one(canvas: &mut Canvas<'_>, y: u16, line: &Line, text: &str, is_first: bool, selected: bool, one_by_one: bool) {
    if is_first {
        pointer(canvas, y, selected);
    }
    let Says::Fact { fact, is_sure } = &line.says else {
        canvas.put(TEXT, y, text, if selected { Role::Strong } else { Role::Muted });
        return;
    };
    let (sign, sign_role) = match (fact.doubtful, is_sure, fact.sign) {
        (true, ..) => ('?', Role::Accent),
        (false, true, _) => ('✓', Role::Good),
        (false, false, sign @ Sign::Calm) => (sign.mark(), Role::Faint),
        (false, false, sign @ Sign::Good) => (sign.mark(), Role::Good),
        (false, false, sign @ Sign::Late) => (sign.mark(), Role::Late),
        (false, false, sign @ Sign::Stops) => (sign.mark(), Role::Caution),
    };
    if is_first {
        canvas.put(SIGN, y, &sign.to_string(), sign_role);
    }
    let role = match (selected, one_by_one, *is_sure) {
        (true, ..) => Role::Strong,
        (false, true, _) | (false, false, true) => Role::Muted,
        (false, false, false) => Role::Plain,
    };
    let width = canvas.width().saturating_sub(TEXT + 2);
    canvas.put_within(TEXT, y, text, width, role);
}

/// The reason of the line under the cursor, where its own rows have no room for it.
fn foot(canvas: &mut Canvas<'_>, open: &CallSheet, told: &[Told<'_>]) {
    let Some(told) = told.get(open.cursor).filter(|told| !told.has_why) else { return };
    let Some(fact) = told.line.fact() else { return };
    let y = canvas.height().saturating_sub(1);
    let room = canvas.width().saturating_sub(TEXT + columns("↓ 100 more") + 4);
    canvas.put_within(TEXT, y, &fact.why, room, Role::Muted);
}
