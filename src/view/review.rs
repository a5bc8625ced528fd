//! Review mode: what a deal brings to the table, and what the pair decides on it, beside each other where there is room.

use super::canvas::{Canvas, columns, wrap};
use super::driver::{head, name, now_compact, repair_compact, route, stage_line, tone, wheel};
use super::flow::Flow;
use super::frame::{between, more, part, set_into};
use super::overlay::sheet;
use super::theme::Role;
use crate::console::command::Command;
use crate::console::geometry::{Area, LIST_ROW, Layout, layout, list_rows, window};
use crate::console::model::Model;
use crate::console::review::{Review, ReviewSheet, WalkLine};
use crate::console::sheet::Tone;

/// Draws the page under the header.
#[inline(never)]
pub(super) fn review(canvas: &mut Canvas<'_>, model: &Model) {
    let Some(review) = &model.review else { return };
    let (width, height) = (canvas.width(), canvas.height());
    canvas.fill(0, 1, width, "─", Role::Faint);
    canvas.fill(0, height - 2, width, "─", Role::Faint);
    if !review.sheet.empty.is_empty() {
        set_into(canvas, 0, width, "REVIEW", "");
        let area = Area { x: 0, y: 3, width, height: height.saturating_sub(5) };
        let mut pane = part(canvas, area);
        let mut flow = Flow::new(&mut pane, 0);
        for (n, line) in review.sheet.empty.iter().enumerate() {
            flow.paragraph(0, line, 3, if n == 0 { Role::Strong } else { Role::Plain });
            flow.gap();
        }
        return;
    }
    match layout(model.size) {
        Layout::TooSmall => {}
        Layout::Stacked { pane } => {
            set_into(canvas, 0, width, "REVIEW", &review.sheet.place);
            time(canvas, width.saturating_sub(columns(&review.sheet.place) + 6), review);
            let mut pane = part(canvas, pane);
            let height = pane.height();
            let rows = stacked(&mut pane, model, review);
            more(&mut pane, rows, height, review.scroll);
        }
        Layout::Beside { list, driver, navigator } => {
            if let Some(area) = list {
                set_into(canvas, area.x, area.width, "THE WALK", "by need");
                between(canvas, area.x + area.width);
                walk(&mut part(canvas, area), &review.sheet.walk);
            }
            set_into(canvas, driver.x, driver.width, "REVIEW", &review.sheet.place);
            between(canvas, driver.x + driver.width);
            set_into(canvas, navigator.x, navigator.width, "ON THE TABLE", "");
            time(canvas, width, review);
            let mut left = part(canvas, driver);
            let height = left.height();
            let rows = deal(&mut left, model, review);
            more(&mut left, rows, height, review.scroll);
            table(&mut Flow::new(&mut part(canvas, navigator), review.scroll), model, review);
        }
    }
}

/// The time on this deal, set into the rule; its row is drawn anew each second.
fn time(canvas: &mut Canvas<'_>, end: u16, review: &Review) {
    canvas.ticks(1);
    let clock = review.sheet.clock;
    let role = if clock.is_over() { Role::Late } else { Role::Plain };
    canvas.put_right(end.saturating_sub(2), 1, &format!(" {} ", clock.words()), role);
}

/// The deals around this one.
fn walk(canvas: &mut Canvas<'_>, lines: &[WalkLine]) {
    let rows = list_rows(canvas.height());
    let at = lines.iter().position(|line| line.here).unwrap_or(0);
    let first = window(at, rows, lines.len());
    let width = canvas.width().saturating_sub(4);
    for (line, y) in lines.iter().skip(first).take(rows).zip((1..).step_by(usize::from(LIST_ROW))) {
        if line.here {
            canvas.put(0, y, "▌", Role::Accent);
            canvas.put(0, y + 1, "▌", Role::Accent);
        }
        canvas.put_within(2, y, &line.name, width, if line.here { Role::Strong } else { Role::Plain });
        canvas.put_within(2, y + 1, &line.words, width, tone(line.tone));
    }
}

/// One column: what to settle, what is decided, then the deal.
fn stacked(canvas: &mut Canvas<'_>, model: &Model, review: &Review) -> u16 {
    let sheet = &review.sheet;
    let mut flow = Flow::new(canvas, review.scroll);
    flow.paragraph(0, &sheet.sentence, 3, Role::Accent);
    flow.gap();
    name(&mut flow, &model.sheet);
    route(&mut flow, &model.sheet);
    now_compact(&mut flow, &model.sheet, false);
    flow.gap();
    decided(&mut flow, model, review);
    flow.gap();
    engine(&mut flow, sheet);
    promises(&mut flow, sheet);
    words(&mut flow, sheet);
    wheel(&mut flow, &model.sheet);
    flow.gap();
    rubs(&mut flow, model, review);
    overruled(&mut flow, sheet);
    before(&mut flow, sheet);
    flow.rows()
}

/// The left column: the deal.
fn deal(canvas: &mut Canvas<'_>, model: &Model, review: &Review) -> u16 {
    let sheet = &review.sheet;
    let mut flow = Flow::new(canvas, review.scroll);
    flow.next();
    flow.paragraph(0, &sheet.sentence, 3, Role::Accent);
    flow.gap();
    head(&mut flow, &model.sheet);
    repair_compact(&mut flow, &model.sheet);
    flow.gap();
    route(&mut flow, &model.sheet);
    stage_line(&mut flow, &model.sheet);
    flow.gap();
    flow.heading("NOW", "");
    now_compact(&mut flow, &model.sheet, false);
    promises(&mut flow, sheet);
    flow.gap();
    engine(&mut flow, sheet);
    words(&mut flow, sheet);
    wheel(&mut flow, &model.sheet);
    flow.rows()
}

/// The right column: what is decided, what rubs, and what was decided last time.
fn table(flow: &mut Flow<'_, '_>, model: &Model, review: &Review) {
    flow.next();
    decided(flow, model, review);
    flow.gap();
    rubs(flow, model, review);
    overruled(flow, &review.sheet);
    before(flow, &review.sheet);
}

fn decided(flow: &mut Flow<'_, '_>, model: &Model, review: &Review) {
    flow.heading("DECIDED", "today, on this deal");
    let decisions = review.noted().map(|noted| &*noted.decisions).unwrap_or_default();
    if decisions.is_empty() {
        let key = model.keymap.shown(Command::Decide);
        flow.line(
            0,
            &format!("Nothing yet: {key} writes a decision, {} goes on.", model.keymap.shown(Command::Next)),
            Role::Muted,
        );
    }
    for said in decisions {
        item(flow, "●", said, Role::Strong);
    }
}

/// A text of at most three rows behind a sign.
fn item(flow: &mut Flow<'_, '_>, sign: &str, text: &str, role: Role) {
    let (margin, width) = (flow.margin, flow.width.saturating_sub(2).min(72));
    let lines = wrap(text, width);
    for (n, line) in lines.iter().take(3).enumerate() {
        let cut = n == 2 && lines.len() > 3;
        if let Some((canvas, y)) = flow.next() {
            if n == 0 {
                canvas.put(margin, y, sign, role);
            }
            let line = if cut { format!("{line} …") } else { line.clone() };
            canvas.put_within(margin + 2, y, &line, width, role);
        }
    }
}

fn rubs(flow: &mut Flow<'_, '_>, model: &Model, review: &Review) {
    flow.heading("WHAT RUBS", "between the trades");
    if let Some(noted) = review.noted().filter(|noted| !noted.rubs.is_empty()) {
        flow.paragraph(0, &noted.rubs, 3, Role::Plain);
        return;
    }
    let key = model.keymap.shown(Command::Rubs);
    flow.line(0, &format!("Nothing is written: {key} writes one line."), Role::Muted);
}

/// Gates that were passed without their facts, each with its reason.
fn overruled(flow: &mut Flow<'_, '_>, sheet: &ReviewSheet) {
    if sheet.overruled.is_empty() {
        return;
    }
    flow.gap();
    flow.heading("OVERRULED", "gates passed without their facts");
    for (reason, at) in &sheet.overruled {
        item(flow, "○", reason, Role::Plain);
        flow.line(2, at, Role::Muted);
    }
}

fn before(flow: &mut Flow<'_, '_>, sheet: &ReviewSheet) {
    let Some((day, lines)) = &sheet.before else { return };
    flow.gap();
    flow.heading("LAST TIME", day);
    for line in lines {
        let sign = match line.tone {
            Tone::Good => "✓",
            Tone::Late => "○",
            Tone::Calm | Tone::Quiet => "~",
        };
        item(flow, sign, &line.said, if line.tone == Tone::Late { Role::Plain } else { Role::Muted });
        flow.line(2, &line.stands, tone(line.tone));
    }
}

fn promises(flow: &mut Flow<'_, '_>, sheet: &ReviewSheet) {
    flow.gap();
    flow.heading("PROMISED", "and not kept yet, by whose it is");
    if sheet.promises.is_empty() {
        flow.line(0, "Nobody has promised anything with a date.", Role::Muted);
    }
    for part in &sheet.promises {
        for (n, promise) in part.lines.iter().enumerate() {
            let (margin, width) = (flow.margin, flow.width);
            if let Some((canvas, y)) = flow.next() {
                let end = margin + width;
                if n == 0 {
                    canvas.put_within(margin, y, &part.title, 12, Role::Muted);
                }
                let role = if promise.tone == Tone::Calm { Role::Muted } else { tone(promise.tone) };
                let mut end = canvas.put_right(end, y, &promise.distance, role);
                if !promise.owner.is_empty() && promise.owner != "customer" {
                    end = canvas.put_right(end.saturating_sub(1), y, &promise.owner, Role::Muted);
                }
                let x = canvas.put_within(margin + 13, y, &promise.date, 11, Role::Plain).max(margin + 24) + 1;
                canvas.put_within(x, y, &promise.what, end.saturating_sub(x + 1), Role::Plain);
            }
        }
    }
}

fn engine(flow: &mut Flow<'_, '_>, sheet: &ReviewSheet) {
    flow.heading("ENGINE", "pushes by sales, pulls by marketing");
    if let Some(gauge) = sheet.gauge {
        let cells = |weeks: &[bool]| weeks.iter().map(|fired| if *fired { '▮' } else { '▯' }).collect::<String>();
        let (margin, width) = (flow.margin, flow.width);
        if let Some((canvas, y)) = flow.next() {
            let text = format!("push {}  pull {}", cells(&gauge.push), cells(&gauge.pull));
            let x = canvas.put(margin, y, &text, Role::Plain) + 3;
            canvas.put_within(x, y, &gauge.words(), (margin + width).saturating_sub(x), tone(sheet.engine_tone));
        }
    }
    for line in &sheet.engine {
        flow.paragraph(0, line, 2, Role::Muted);
    }
}

fn words(flow: &mut Flow<'_, '_>, sheet: &ReviewSheet) {
    if sheet.tracks.is_empty() {
        return;
    }
    flow.gap();
    flow.heading("WORDS TO AGREE ON", "played here, not signed by both");
    for track in &sheet.tracks {
        flow.paragraph(0, &format!("{}: “{}”", track.theme, track.line), 2, Role::Plain);
        flow.paragraph(2, &track.state, 2, Role::Late);
    }
}

/// What was decided today.
pub(super) fn decisions(canvas: &mut Canvas<'_>, model: &Model, text: &str, scroll: u16) {
    let width = canvas.width().saturating_sub(4).min(100).saturating_sub(4);
    let rows: Vec<(String, Role)> = text
        .lines()
        .flat_map(|line| {
            let role = if line.starts_with('#') { Role::Heading } else { Role::Plain };
            let pieces = if line.is_empty() { vec![String::new()] } else { wrap(line, width) };
            pieces.into_iter().map(move |piece| (piece, role))
        })
        .collect();
    let tall = u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(4).max(8);
    let mut sheet = sheet(canvas, 100, tall, "DECIDED TODAY");
    if rows.is_empty() {
        sheet.put(2, 1, "Nothing is decided yet.", Role::Strong);
        let key = model.keymap.shown(Command::Decide);
        let text = format!("{key} writes a decision on the deal on screen; here all of a day stand together.");
        sheet.paragraph(2, 3, width, 2, &text, Role::Plain);
        return;
    }
    let room = sheet.height().saturating_sub(2);
    let last = u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_sub(room);
    let skip = scroll.min(last);
    for (y, (line, role)) in (1..=room).zip(rows.iter().skip(usize::from(skip))) {
        sheet.put_within(2, y, line, width, *role);
    }
    if skip < last {
        let end = sheet.width().saturating_sub(2);
        let y = sheet.height().saturating_sub(1);
        sheet.put_right(end, y, &format!(" ↓ {} more ", last - skip), Role::Muted);
    }
}
