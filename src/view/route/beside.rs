//! Two ways side by side, both from their first day: their bars on one scale of weeks, then stage by stage.

use crate::drive::route_map::{Beside, Course, Time};
use crate::view::canvas::{Canvas, columns, wrap};
use crate::view::theme::Role;

/// Columns of a name before its bar.
const GUTTER: u16 = 13;

/// Draws both; `gap` rows lie above.
pub(super) fn beside(canvas: &mut Canvas<'_>, both: &Beside, gap: u16) {
    let end = canvas.width().saturating_sub(2);
    let mut y = gap;
    for line in wrap(&both.sentence, end.saturating_sub(2).min(super::TEXT)).iter().take(2) {
        canvas.put(2, y, line, Role::Strong);
        y += 1;
    }
    y += 1;
    let days = both.this.days().max(both.other.days()).max(1);
    let wide = end.saturating_sub(GUTTER);
    weeks(canvas, y, days, wide);
    y += 1;
    for course in [&both.this, &both.other] {
        y = way(canvas, course, y, days, wide) + 1;
    }
    table(canvas, both, y);
}

/// The column of a day.
fn column(day: i64, days: i64, wide: u16) -> u16 {
    let at = day.clamp(0, days) * i64::from(wide.saturating_sub(2)) / days;
    GUTTER + u16::try_from(at).unwrap_or(wide)
}

/// Weeks from the first day.
fn weeks(canvas: &mut Canvas<'_>, y: u16, days: i64, wide: u16) {
    canvas.put(2, y, "week", Role::Muted);
    let apart =
        [1, 2, 4, 8, 13, 26, 52].into_iter().find(|apart| apart * 7 * i64::from(wide) / days >= 6).unwrap_or(104);
    let mut week = 0;
    while week * 7 <= days {
        let x = column(week * 7, days, wide);
        let text = week.to_string();
        if x + columns(&text) <= GUTTER + wide {
            canvas.put(x, y, &text, Role::Muted);
        }
        week += apart;
    }
}

/// One way: its name over its bar, the stages' names under it; returns the row after it.
fn way(canvas: &mut Canvas<'_>, course: &Course, y: u16, days: i64, wide: u16) -> u16 {
    let room = canvas.width().saturating_sub(4);
    canvas.put_within(2, y, &course.name, room, Role::Strong);
    let mut day = 0;
    let parts = course.parts.len();
    for (nth, part) in course.parts.iter().enumerate() {
        let (from, to) = (column(day, days, wide), column(day + part.days, days, wide));
        day += part.days;
        let inner = to.saturating_sub(from + 1).max(1);
        let (sign, role) = match part.time {
            Time::Done => ("━", Role::Plain),
            Time::Here => ("━", Role::Accent),
            Time::Ahead => ("╌", Role::Faint),
        };
        canvas.fill(from, y + 1, inner, sign, role);
        let name = match part.time {
            Time::Done => Role::Plain,
            Time::Here => Role::Strong,
            Time::Ahead => Role::Muted,
        };
        let room = if nth + 1 == parts { (GUTTER + wide).saturating_sub(from) } else { inner };
        if room >= 3 {
            canvas.put_within(from, y + 2, &part.name, room, name);
        }
    }
    canvas.put(column(day, days, wide), y + 1, "⚑", Role::Muted);
    y + 3
}

/// Stage by stage, in days.
fn table(canvas: &mut Canvas<'_>, both: &Beside, y: u16) {
    let width = canvas.width();
    let name = (width / 4).clamp(14, 30);
    let (this, other, expected) = (name + 16, name + 34, name + 50);
    if canvas.height() < y + 2 {
        return;
    }
    canvas.put(2, y, "DAYS IN STAGE", Role::Heading);
    canvas.put_right(this, y, "this deal", Role::Muted);
    canvas.put_right(other, y, if both.other.deal.is_some() { "the other" } else { "won deals" }, Role::Muted);
    canvas.put_right(expected, y, "expected", Role::Muted);
    let said = |side: Option<(i64, Time)>| match side {
        None => ("–".to_owned(), Role::Muted),
        Some((days, Time::Done)) => (format!("{days} d"), Role::Plain),
        Some((days, Time::Here)) => (format!("~{days} d, here"), Role::Strong),
        Some((days, Time::Ahead)) => (format!("~{days} d"), Role::Muted),
    };
    for (nth, row) in (1..).zip(&both.rows) {
        if y + nth >= canvas.height() {
            return;
        }
        canvas.put_within(2, y + nth, &row.name, name, Role::Plain);
        let (text, role) = said(row.this);
        let slower = matches!((row.this, row.other), (Some((this, Time::Done)), Some((other, _))) if this > other);
        canvas.put_right(this, y + nth, &text, if slower { Role::Late } else { role });
        let (text, role) = said(row.other);
        canvas.put_right(other, y + nth, &text, role);
        canvas.put_right(expected, y + nth, &format!("{} d", row.expected), Role::Muted);
    }
}
