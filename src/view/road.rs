//! The road ahead: one gutter of distances, one line for each thing that comes.

use super::canvas::columns;
use super::driver::tone;
use super::flow::Flow;
use super::theme::Role;
use crate::campaign::Id;
use crate::console::sheet::{RoadLine, RoadSign, Tone};

/// Draws the road under its heading.
pub fn road(flow: &mut Flow<'_, '_>, road: &[RoadLine]) {
    flow.heading("THE ROAD", "in working days from today");
    if road.is_empty() {
        flow.line(0, "Nothing stands on the road yet.", Role::Muted);
        flow.line(0, "Press : and write the first note, such as  3d L4 #price", Role::Muted);
        return;
    }
    lines(flow, road, None);
}

/// Draws lines of a road; one of them may be marked.
pub fn lines(flow: &mut Flow<'_, '_>, road: &[RoadLine], mark: Option<&Id>) {
    // One column for the shorthand, as wide as the widest that is near.
    let shorthand = road
        .iter()
        .filter(|line| !matches!(line.sign, RoadSign::Border))
        .map(|line| columns(&line.caution) + columns(&line.shorthand))
        .max()
        .unwrap_or(0)
        .min(16);
    for line in road {
        row(flow, line, shorthand, mark.is_some() && line.id.as_ref() == mark);
    }
}

fn row(flow: &mut Flow<'_, '_>, line: &RoadLine, shorthand: u16, marked: bool) {
    let (margin, width) = (flow.margin, flow.width);
    let end = margin + width;
    let Some((canvas, y)) = flow.next() else { return };
    let gutter = margin + 9;
    canvas.put_right(gutter - 1, y, &line.distance, if line.tone == Tone::Late { Role::Late } else { Role::Muted });
    if line.sign == RoadSign::Border {
        canvas.put(gutter, y, "╟─", Role::Faint);
        let x = canvas.put_within(gutter + 3, y, &line.text, end.saturating_sub(gutter + 3), Role::Heading);
        let at = if line.at.is_empty() { end } else { canvas.put_right(end, y, &line.at, Role::Muted) };
        canvas.fill(x + 1, y, at.saturating_sub(x + 2), "─", Role::Faint);
        return;
    }
    canvas.put(gutter, y, "┃", Role::Faint);
    if marked {
        canvas.put(gutter + 1, y, "▸", Role::Strong);
    }
    let mut x = gutter + 2;
    let (sign, role) = match line.sign {
        RoadSign::Today => ("", Role::Accent),
        RoadSign::Run => ("◇", Role::Plain),
        RoadSign::Control => ("◷", Role::Plain),
        RoadSign::Finish => ("⚑", Role::Plain),
        RoadSign::If => ("if", Role::Muted),
        RoadSign::Obstacle | RoadSign::Note | RoadSign::Border => ("", Role::Plain),
    };
    if sign.is_empty() {
        let start = x;
        if !line.caution.is_empty() {
            x = canvas.put(x, y, &line.caution, Role::Caution);
        }
        if !line.shorthand.is_empty() {
            let role = line.hardness.map_or(Role::Plain, Role::Grade);
            x = canvas.put_within(x, y, &line.shorthand, shorthand.saturating_sub(x - start), role);
        }
        if x > start {
            x = start + shorthand + 2;
        }
    } else {
        canvas.put(x, y, sign, role);
        x += if line.sign == RoadSign::If { 3 } else { 2 };
    }
    let start = if line.at.is_empty() { end } else { canvas.put_right(end, y, &line.at, Role::Muted) };
    let role = match (line.sign, line.tone) {
        (RoadSign::If, _) => Role::Muted,
        (_, Tone::Calm) if marked => Role::Strong,
        (_, Tone::Calm) => Role::Plain,
        (_, other) => tone(other),
    };
    canvas.put_within(x, y, &line.text, start.saturating_sub(x + u16::from(start < end)), role);
}
