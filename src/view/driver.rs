//! The driver's pane: where the deal stands, and the one thing to do now.

use super::canvas::{Canvas, columns};
use super::flow::Flow;
use super::theme::Role;
use crate::console::sheet::{Leg, LegState, StageSheet, Tone, WheelLine};
use crate::drive::engine::Gauge;

/// The role of a tone.
pub const fn tone(tone: Tone) -> Role {
    match tone {
        Tone::Calm => Role::Plain,
        Tone::Late => Role::Late,
        Tone::Good => Role::Good,
        Tone::Quiet => Role::Muted,
    }
}

/// Draws the whole pane; returns how many rows it would take.
pub fn driver(canvas: &mut Canvas<'_>, sheet: &StageSheet, skip: u16, accent: bool) -> u16 {
    let mut flow = Flow::new(canvas, skip);
    flow.gap();
    flow.next();
    head(&mut flow, sheet);
    flow.gap();
    route(&mut flow, sheet);
    stage_line(&mut flow, sheet);
    flow.gap();
    now(&mut flow, sheet, accent);
    repair(&mut flow, sheet);
    details(&mut flow, sheet);
    flow.rows()
}

/// Account and value, title and close, and why the deal needs somebody.
pub fn head(flow: &mut Flow<'_, '_>, sheet: &StageSheet) {
    flow.both(0, &sheet.account, Role::Strong, &sheet.value, Role::Plain);
    let close = if sheet.result.is_empty() { &sheet.close } else { &sheet.result };
    flow.both(0, &sheet.title, Role::Muted, close, tone(sheet.close_tone));
    for flag in &sheet.flags {
        flow.paragraph(0, flag, 2, Role::Late);
    }
}

/// One line for narrow screens: account, close and value.
pub fn name(flow: &mut Flow<'_, '_>, sheet: &StageSheet) {
    let close = if sheet.result.is_empty() { &sheet.close } else { &sheet.result };
    let right = if sheet.value.is_empty() { close.clone() } else { format!("{close}   {}", sheet.value) };
    flow.both(0, &sheet.account, Role::Strong, &right, tone(sheet.close_tone));
}

/// The one thing to do now on one line, or two where its detail does not fit.
pub fn now_compact(flow: &mut Flow<'_, '_>, sheet: &StageSheet, accent: bool) {
    let role = if accent { Role::Accent } else { Role::Strong };
    let detail = if sheet.next.tone == Tone::Calm { Role::Muted } else { tone(sheet.next.tone) };
    let what = format!("▸ {}", sheet.next.what);
    if columns(&what) + columns(&sheet.next.detail) + 2 <= flow.width {
        flow.both(0, &what, role, &sheet.next.detail, detail);
    } else {
        flow.line(0, &what, role);
        flow.line(2, &sheet.next.detail, detail);
    }
}

/// The route bar: stages by their expected time, their names, and the days spent in each.
pub fn route(flow: &mut Flow<'_, '_>, sheet: &StageSheet) {
    if sheet.legs.is_empty() {
        return;
    }
    let widths = widths(&sheet.legs, flow.width);
    let first = widths.iter().position(|width| *width > 0).unwrap_or(0);
    let margin = flow.margin;
    if let Some((canvas, y)) = flow.next() {
        let mut x = margin;
        for (leg, width) in sheet.legs.iter().zip(&widths) {
            bar(canvas, x, y, *width, leg);
            x += width;
        }
        canvas.put(x, y, "⚑", if sheet.result.is_empty() { Role::Muted } else { Role::Good });
        if first > 0 {
            canvas.put(margin.saturating_sub(2), y, "‹", Role::Muted);
        }
    }
    if let Some((canvas, y)) = flow.next() {
        let mut x = margin;
        for (leg, width) in sheet.legs.iter().zip(&widths).filter(|(_, width)| **width > 0) {
            let role = match leg.state {
                LegState::Here(_) => Role::Strong,
                LegState::Done => Role::Plain,
                LegState::Ahead => Role::Muted,
            };
            canvas.put_within(x, y, &leg.name, width.saturating_sub(1), role);
            x += width;
        }
    }
    if let Some((canvas, y)) = flow.next() {
        let mut x = margin;
        for (leg, width) in sheet.legs.iter().zip(&widths).filter(|(_, width)| **width > 0) {
            let role = if leg.tone == Tone::Calm { Role::Muted } else { tone(leg.tone) };
            if columns(&leg.days) < *width {
                canvas.put_within(x, y, &leg.days, width.saturating_sub(1), role);
            }
            x += width;
        }
    }
}

/// The days in stage, in words.
pub fn stage_line(flow: &mut Flow<'_, '_>, sheet: &StageSheet) {
    if !sheet.stage_line.is_empty() {
        flow.line(0, &sheet.stage_line, tone(sheet.stage_tone));
    }
    for circle in &sheet.circles {
        flow.paragraph(0, circle, 2, Role::Late);
    }
}

/// Columns of each leg: as many as its words need, and the rest of the room by its share of the expected time. Where
/// not all fit, a window around the present stage; zero: not shown.
fn widths(legs: &[Leg], room: u16) -> Vec<u16> {
    const LEAST: u16 = 9;
    let room = room.saturating_sub(2);
    let here = legs.iter().position(|leg| matches!(leg.state, LegState::Here(_))).unwrap_or(0);
    let wide = |leg: &Leg| columns(&leg.name).max(columns(&leg.days)).clamp(5, room.max(5)) + 1;
    let mut wanted: Vec<u16> = legs.iter().map(wide).collect();
    // The widest give way first, down to the least that still tells one stage from another.
    while wanted.iter().map(|width| u32::from(*width)).sum::<u32>() > u32::from(room)
        && let Some(widest) = wanted.iter_mut().filter(|width| **width > LEAST).max()
    {
        *widest -= 1;
    }
    let mut out = vec![0; legs.len()];
    let (mut from, mut until) = (here, here);
    let mut used = 0;
    // From the present stage outwards, as far as the room goes.
    while until < legs.len() && used + wanted[until] <= room {
        used += wanted[until];
        until += 1;
        if from > 0 && used + wanted[from - 1] <= room {
            from -= 1;
            used += wanted[from];
        }
    }
    while from > 0 && used + wanted[from - 1] <= room {
        from -= 1;
        used += wanted[from];
    }
    let total: f32 = legs[from..until].iter().map(|leg| leg.weight.max(0.01)).sum();
    let room_left = f32::from(room.saturating_sub(used).min(40));
    for (n, leg) in legs.iter().enumerate().take(until).skip(from) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the room's columns")]
        let share = (room_left * leg.weight.max(0.01) / total) as u16;
        out[n] = wanted[n] + share;
    }
    out
}

fn bar(canvas: &mut Canvas<'_>, x: u16, y: u16, width: u16, leg: &Leg) {
    if width == 0 {
        return;
    }
    let inner = width - 1;
    match leg.state {
        LegState::Done => canvas.fill(x, y, inner, "━", Role::Plain),
        LegState::Ahead => canvas.fill(x, y, inner, "╌", Role::Faint),
        LegState::Here(share) => {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the bar's columns")]
            let at = (f32::from(inner.saturating_sub(1)) * share.clamp(0.0, 1.0)) as u16;
            canvas.fill(x, y, inner, "╌", Role::Faint);
            canvas.fill(x, y, at, "━", Role::Plain);
            canvas.put(x + at, y, "◆", if leg.tone == Tone::Late { Role::Late } else { Role::Accent });
        }
    }
}

/// The one thing to do now.
pub fn now(flow: &mut Flow<'_, '_>, sheet: &StageSheet, accent: bool) {
    flow.heading("NOW", "");
    let (margin, width) = (flow.margin, flow.width);
    let role = if accent { Role::Accent } else { Role::Strong };
    if let Some((canvas, y)) = flow.next() {
        canvas.put(margin, y, "▸", role);
        canvas.put_within(margin + 2, y, &sheet.next.what, width.saturating_sub(2), role);
    }
    flow.line(2, &sheet.next.detail, if sheet.next.tone == Tone::Calm { Role::Muted } else { tone(sheet.next.tone) });
    for reason in &sheet.reasons {
        flow.line(2, reason, Role::Muted);
    }
    if !sheet.park.is_empty() {
        flow.paragraph(2, &sheet.park, 2, Role::Late);
    }
}

/// The repair that goes on: its clock, both tasks, and what to look at first.
pub fn repair(flow: &mut Flow<'_, '_>, sheet: &StageSheet) {
    let Some(repair) = &sheet.repair else { return };
    flow.gap();
    let late = if repair.tone == Tone::Late { Role::Late } else { Role::Strong };
    flow.both(0, "IN SERVICE", Role::Heading, &repair.left, late);
    flow.paragraph(0, &repair.why, 2, Role::Plain);
    for part in &repair.parts {
        let (sign, role) = match (part.done, part.mine) {
            (true, _) => ("✓", Role::Muted),
            (false, true) => ("○", Role::Strong),
            (false, false) => ("○", Role::Plain),
        };
        flow.both(0, &format!("{sign} {}  {}", part.name, part.what), role, &part.who, Role::Muted);
    }
    flow.line(2, &repair.hint, Role::Muted);
    flow.gap();
    flow.heading("LOOK FIRST", "in this order, when a deal stands");
    for check in &repair.checks {
        let (margin, end) = (flow.margin, flow.margin + flow.width);
        if let Some((canvas, y)) = flow.next() {
            super::service::line(canvas, margin, y, end, check);
        }
    }
}

/// One line of it, for narrow screens: what is for this seat to do, else what is still to be done.
pub fn repair_compact(flow: &mut Flow<'_, '_>, sheet: &StageSheet) {
    let Some(repair) = &sheet.repair else { return };
    let open = repair.parts.iter().filter(|part| !part.done);
    let part = open.clone().find(|part| part.mine).or_else(|| open.clone().next());
    let what = part.map_or_else(|| "both are done".to_owned(), |part| format!("{}: {}", part.name, part.what));
    let late = if repair.tone == Tone::Late { Role::Late } else { Role::Muted };
    let role = if part.is_some_and(|part| part.mine) { Role::Strong } else { Role::Plain };
    flow.both(0, &format!("in service, {what}"), role, &repair.left, late);
}

/// Who drives, and the offers that wait.
pub fn wheel(flow: &mut Flow<'_, '_>, sheet: &StageSheet) {
    lines(flow, "AT THE WHEEL", "who drives", &sheet.wheel);
}

/// Lines under a heading, where there are any.
fn lines(flow: &mut Flow<'_, '_>, title: &str, meaning: &str, lines: &[WheelLine]) {
    if lines.is_empty() {
        return;
    }
    flow.gap();
    flow.heading(title, meaning);
    for line in lines {
        let (indent, rows) = if line.is_under { (2, 4) } else { (0, 2) };
        flow.paragraph(indent, &line.text, rows, tone(line.tone));
    }
}

/// Gate, time card, scrutineering, wheel, value lines and buyers' words.
pub fn details(flow: &mut Flow<'_, '_>, sheet: &StageSheet) {
    if !sheet.gate.is_empty() {
        flow.gap();
        flow.heading(&format!("TO LEAVE {}", sheet.gate_stage.to_uppercase()), "");
        for (had, fact) in &sheet.gate {
            let (margin, width) = (flow.margin, flow.width);
            if let Some((canvas, y)) = flow.next() {
                let (sign, role) = if *had { ("✓", Role::Good) } else { ("○", Role::Plain) };
                canvas.put(margin, y, sign, role);
                canvas.put_within(margin + 2, y, fact, width - 2, if *had { Role::Muted } else { Role::Plain });
            }
        }
        if !sheet.guidance.is_empty() {
            flow.paragraph(2, &sheet.guidance, 2, Role::Muted);
        }
    }
    flow.gap();
    flow.heading("TIME CARD", "dated promises");
    if sheet.promises.is_empty() {
        flow.line(0, "No promise has a date yet.", Role::Muted);
    }
    for promise in &sheet.promises {
        let (margin, width) = (flow.margin, flow.width);
        if let Some((canvas, y)) = flow.next() {
            let end = margin + width;
            let role = if promise.tone == Tone::Calm { Role::Muted } else { tone(promise.tone) };
            let distance = canvas.put_right(end, y, &promise.distance, role);
            canvas.put_within(margin, y, &promise.date, 11, Role::Plain);
            // The owners stand in one column where there is room for it.
            let owner_at = end.saturating_sub(21).max(margin + 12);
            if width >= 50 {
                canvas.put_within(
                    owner_at,
                    y,
                    &promise.owner,
                    distance.saturating_sub(owner_at + 1).min(9),
                    Role::Muted,
                );
                canvas.put_within(margin + 12, y, &promise.what, owner_at.saturating_sub(margin + 13), Role::Plain);
            } else {
                canvas.put_within(margin + 12, y, &promise.what, distance.saturating_sub(margin + 13), Role::Plain);
            }
        }
    }
    lines(flow, "SCRUTINEERING", "can this sale finish?", &sheet.scrutiny);
    wheel(flow, sheet);
    if let Some(gauge) = &sheet.engine {
        flow.gap();
        flow.heading("ENGINE", "pushes and pulls of the last four weeks");
        engine(flow, gauge);
    }
    if !sheet.values.is_empty() || !sheet.stray_values.is_empty() {
        flow.gap();
        flow.heading("WHAT THEY WANT", "and our line for it");
        for (objective, line) in &sheet.values {
            flow.paragraph(0, objective, 2, Role::Plain);
            if line.is_empty() {
                flow.line(2, "no line for it yet", Role::Late);
            } else {
                flow.paragraph(2, line, 2, Role::Muted);
            }
        }
        for (line, fault) in &sheet.stray_values {
            flow.paragraph(0, &format!("our line “{line}”"), 2, Role::Plain);
            flow.line(2, fault, Role::Late);
        }
    }
    if !sheet.words.is_empty() {
        flow.gap();
        flow.heading("BUYERS’ WORDS", "");
        for said in &sheet.words {
            flow.paragraph(0, &format!("“{}”", said.words), 3, Role::Plain);
            flow.line(1, &said.source, if said.tone == Tone::Calm { Role::Muted } else { tone(said.tone) });
        }
    }
}

/// One cell a week, the one that runs last, and the stroke that comes next.
fn engine(flow: &mut Flow<'_, '_>, gauge: &Gauge) {
    let margin = flow.margin;
    let Some((canvas, y)) = flow.next() else { return };
    let mut x = margin;
    for (name, weeks) in [("push", gauge.push), ("pull", gauge.pull)] {
        x = canvas.put(x, y, name, Role::Plain) + 1;
        for fired in weeks {
            let (sign, role) = if fired { ("▮", Role::Plain) } else { ("▯", Role::Faint) };
            x = canvas.put(x, y, sign, role);
        }
        x += 2;
    }
    let is_missing = gauge.next.is_some_and(|(_, is_missing)| is_missing);
    canvas.put(x, y, &gauge.words(), if is_missing { Role::Late } else { Role::Muted });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn legs(n: usize, here: usize) -> Vec<Leg> {
        (0..n)
            .map(|at| Leg {
                name: format!("Stage {at}"),
                weight: 1.0,
                state: if at == here { LegState::Here(0.5) } else { LegState::Ahead },
                days: String::new(),
                tone: Tone::Calm,
            })
            .collect()
    }

    #[test]
    fn the_route_bar_never_runs_over_its_width_and_always_shows_the_present_stage() {
        for n in 1..20 {
            for here in 0..n {
                for room in 5..120 {
                    let widths = widths(&legs(n, here), room);
                    assert!(widths.iter().sum::<u16>() <= room, "{n} stages in {room} columns: {widths:?}");
                    if room > 12 {
                        assert!(widths[here] > 0, "stage {here} of {n} in {room} columns");
                    }
                }
            }
        }
    }
}
