//! The Desk: the inbox on top, the notes as a table, the note under the cursor below it or at its side.

use tui_input::Input;

use super::canvas::{Canvas, columns, wrap};
use super::driver::tone;
use super::flow::Flow;
use super::frame::{Cursor, between, part};
use super::theme::Role;
use super::{navigator, overlay, road};
use crate::campaign::Id;
use crate::console::desk::columns::{Column, Head, columns as table_columns};
use crate::console::desk::layout::{DeskLayout, layout};
use crate::console::desk::sheet::{DeskSheet, Fact, Preview, ReportLine, RowLine};
use crate::console::model::Model;
use crate::console::overlay::Overlay;
use crate::console::sheet::{RoadLine, Tone};

/// The column where texts begin behind a small heading in capitals.
const GUTTER: u16 = 10;

/// Draws the screen between header and footer.
#[inline(never)]
pub fn desk(canvas: &mut Canvas<'_>, model: &Model) {
    let Some(parts) = layout(model.size, model.desk.table.inbox().len(), model.desk.list.show) else { return };
    let sheet = &model.desk.sheet;
    rules(canvas, sheet, parts);
    if !model.desk.known {
        canvas.put(2, parts.inbox.y, "…", Role::Muted);
        return;
    }
    inbox(&mut part(canvas, parts.inbox), sheet);
    filter(&mut part(canvas, parts.filter), model);
    let columns = table_columns(parts.rows.width);
    head(&mut part(canvas, parts.head), model, &columns);
    rows(&mut part(canvas, parts.rows), sheet, &columns);
    preview(&mut part(canvas, parts.preview), &sheet.preview, parts.beside);
}

/// The rule under the header, with what waits set into it, and the one before the preview.
fn rules(canvas: &mut Canvas<'_>, sheet: &DeskSheet, parts: DeskLayout) {
    let (width, height) = (canvas.width(), canvas.height());
    canvas.fill(0, 1, width, "─", Role::Faint);
    canvas.fill(0, height - 2, width, "─", Role::Faint);
    if parts.beside {
        between(canvas, parts.rows.width);
    } else {
        canvas.fill(0, parts.preview.y - 1, width, "─", Role::Faint);
    }
    let end = if parts.beside { parts.rows.width } else { width };
    let left = canvas.put(1, 1, " DESK ", Role::Heading);
    let right = canvas.put_right(end - 2, 1, &format!(" {} ", sheet.total), Role::Muted);
    // What waits stands in the middle; what has no room goes, the last first.
    let wide = |kept: usize| -> u16 {
        let texts: u16 = sheet.title.iter().take(kept).map(|(text, _)| columns(text)).sum();
        texts + 3 * u16::try_from(kept.saturating_sub(1)).unwrap_or(0) + 2
    };
    let room = right.saturating_sub(left + 4);
    let Some(kept) = (1..=sheet.title.len()).rev().find(|kept| wide(*kept) <= room) else { return };
    let mut x = canvas.put(left + 2 + (room - wide(kept)) / 2, 1, " ", Role::Muted);
    for (n, (text, how)) in sheet.title.iter().take(kept).enumerate() {
        if n > 0 {
            x = canvas.put(x, 1, " · ", Role::Faint);
        }
        x = canvas.put(x, 1, text, if *how == Tone::Calm { Role::Plain } else { tone(*how) });
    }
    canvas.put(x, 1, " ", Role::Muted);
    let of = &sheet.preview.road_of;
    if !of.is_empty() {
        let (x, y) = if parts.beside { (parts.preview.x, 1) } else { (0, parts.preview.y - 1) };
        canvas.put_within(x + 1, y, &format!(" {of} "), parts.preview.width.saturating_sub(4), Role::Heading);
    }
}

fn inbox(canvas: &mut Canvas<'_>, sheet: &DeskSheet) {
    canvas.put(2, 0, "INBOX", Role::Heading);
    let width = canvas.width();
    if sheet.inbox.is_empty() {
        let text = "no field report waits: what buyers say stands here until a note answers it";
        canvas.put_within(GUTTER, 0, text, width.saturating_sub(GUTTER + 2), Role::Muted);
        return;
    }
    for (y, line) in (0..).zip(&sheet.inbox) {
        report(canvas, y, line);
    }
}

/// One sentence: the words, who said them where, how often the topic was heard.
fn report(canvas: &mut Canvas<'_>, y: u16, line: &ReportLine) {
    let width = canvas.width();
    if line.cursor {
        canvas.put(GUTTER - 2, y, "▸", Role::Accent);
    }
    let mut end = width.saturating_sub(2);
    if !line.same.is_empty() {
        end = canvas.put_right(end, y, &line.same, if line.cursor { Role::Accent } else { Role::Plain });
        end = end.saturating_sub(3);
    }
    // The words may take half of what is left, and what who said them leaves free.
    let room = end.saturating_sub(GUTTER);
    let quoted = format!("“{}”", line.said);
    let left = |source: &str| room.saturating_sub(columns(source) + 2);
    let whole = columns(&quoted) <= left(&line.source);
    let source = if whole { &line.source } else { &line.short_source };
    let words = columns(&quoted).min((room / 2).max(left(source)));
    let role = if line.cursor { Role::Strong } else { Role::Plain };
    let x = canvas.put_within(GUTTER, y, &closed(&quoted, words), words, role);
    canvas.put_within(x + 2, y, source, end.saturating_sub(x + 2), Role::Muted);
}

/// A quotation that is cut keeps its closing mark.
fn closed(quoted: &str, width: u16) -> String {
    if columns(quoted) <= width {
        return quoted.to_owned();
    }
    let open = quoted.trim_end_matches('”');
    format!("{}”", super::fit(open, width.saturating_sub(1)))
}

/// What is shown, how much of all that is, and in which order.
fn filter(canvas: &mut Canvas<'_>, model: &Model) {
    let line = &model.desk.sheet.filter;
    canvas.put(2, 0, "FILTER", Role::Heading);
    let mut end = canvas.put_right(canvas.width().saturating_sub(2), 0, &line.sorted, Role::Muted);
    if !line.selected.is_empty() {
        end = canvas.put_right(end.saturating_sub(3), 0, &line.selected, Role::Strong);
    }
    if matches!(model.overlay, Some(Overlay::Filter { .. })) {
        return;
    }
    let narrowed = !line.count.is_empty();
    let mut x = canvas.put(GUTTER, 0, line.show, if narrowed { Role::Strong } else { Role::Plain });
    if !line.text.is_empty() {
        x = canvas.put_within(x + 2, 0, &format!("“{}”", line.text), end.saturating_sub(x + 4), Role::Strong);
    }
    if narrowed && x + 4 + columns(&line.count) < end {
        canvas.put(x + 2, 0, &line.count, Role::Muted);
    }
}

/// The filter's line while it is typed; where the cursor stands.
pub fn filter_cursor(canvas: &mut Canvas<'_>, model: &Model, input: &Input) -> Cursor {
    let parts = layout(model.size, model.desk.table.inbox().len(), model.desk.list.show)?;
    let sheet = &model.desk.sheet.filter;
    let used = columns(&sheet.sorted) + columns(&sheet.selected) + 12 + columns(&sheet.count);
    let width = parts.filter.width.saturating_sub(GUTTER + used).max(20);
    let mut line = canvas.part(GUTTER - 2, parts.filter.y, width, 1);
    let cursor = overlay::line(&mut line, 0, input, "words");
    if !sheet.count.is_empty() {
        canvas.put(GUTTER + width, parts.filter.y, &sheet.count, Role::Muted);
    }
    Some(cursor)
}

fn head(canvas: &mut Canvas<'_>, model: &Model, columns: &[Column]) {
    let list = &model.desk.list;
    for column in columns {
        let sorted = column.head.sort() == Some(list.sort) && column.head != Head::Place;
        let sign = match (sorted, list.reversed) {
            (false, _) => "",
            (true, false) => " ▾",
            (true, true) => " ▴",
        };
        let text = format!("{}{sign}", column.head.words());
        canvas.put_within(column.x, 0, &text, column.width.max(9), if sorted { Role::Heading } else { Role::Muted });
    }
}

fn rows(canvas: &mut Canvas<'_>, sheet: &DeskSheet, columns: &[Column]) {
    if sheet.rows.is_empty() {
        let width = canvas.width().saturating_sub(4);
        let mut y = 1;
        for (n, line) in sheet.empty.iter().enumerate() {
            y = canvas.paragraph(2, y, width, 2, line, if n == 0 { Role::Plain } else { Role::Muted });
        }
        return;
    }
    for (y, line) in (0..).zip(&sheet.rows) {
        row(canvas, y, line, columns);
    }
}

fn row(canvas: &mut Canvas<'_>, y: u16, line: &RowLine, columns: &[Column]) {
    if line.cursor {
        canvas.put(0, y, "▸", Role::Accent);
    }
    if line.selected {
        canvas.put(1, y, "●", Role::Strong);
    }
    let plain = match (line.cursor, line.quiet) {
        (true, _) => Role::Strong,
        (false, true) => Role::Muted,
        (false, false) => Role::Plain,
    };
    for column in columns {
        let Column { head, x, width } = *column;
        let mut put = |text: &str, role: Role| {
            canvas.put_within(x, y, text, width, role);
        };
        match head {
            Head::Deal => put(&line.deal, plain),
            Head::Place => put(&line.place, if line.quiet { Role::Muted } else { Role::Plain }),
            Head::Called if line.cursor => put(&line.called, Role::Accent),
            Head::Called => put(&line.called, if line.quiet { Role::Muted } else { tone(line.tone) }),
            Head::Pace => pace(canvas, x, y, width, line),
            Head::Say => put(&line.say, plain),
            Head::By => put(&line.by, Role::Muted),
            Head::Written => put(&line.written, tone(line.written_tone)),
            Head::Landed => put(&line.landed, if line.quiet { Role::Muted } else { Role::Plain }),
        }
    }
}

/// The caution, then the grade in its colour.
fn pace(canvas: &mut Canvas<'_>, x: u16, y: u16, width: u16, line: &RowLine) {
    let (caution, grade) =
        if line.quiet { (Role::Muted, Role::Muted) } else { (Role::Caution, Role::Grade(line.hardness)) };
    let start = x;
    let x = if line.caution.is_empty() { x } else { canvas.put(x, y, line.caution, caution) };
    canvas.put_within(x, y, &line.shorthand, (start + width).saturating_sub(x), grade);
}

/// The note or report under the cursor.
fn preview(canvas: &mut Canvas<'_>, preview: &Preview, beside: bool) {
    if beside {
        let mut flow = Flow::new(canvas, 0);
        flow.next();
        large(&mut flow, preview, false);
        flow.gap();
        facts(&mut flow, &preview.facts, 4);
        flow.gap();
        whole_road(&mut flow, preview);
        return;
    }
    let (width, height) = (canvas.width(), canvas.height());
    if width < 100 {
        let mut flow = Flow::new(canvas, 0);
        large(&mut flow, preview, true);
        facts(&mut flow, &preview.facts, 1);
        return;
    }
    let half = width / 2;
    large(&mut Flow::new(&mut canvas.part(0, 0, half, height), 0), preview, false);
    let mut right = canvas.part(half, 0, width - half, height);
    let mut flow = Flow::new(&mut right, 0);
    facts(&mut flow, &preview.facts, 2);
    flow.gap();
    whole_road(&mut flow, preview);
}

/// As the driver will see it, or the buyer's words in full.
fn large(flow: &mut Flow<'_, '_>, preview: &Preview, compact: bool) {
    if let Some(card) = &preview.card {
        if !compact {
            flow.both(0, &card.title, Role::Heading, &card.distance, Role::Plain);
            flow.next();
        }
        navigator::body(flow, card, compact, Role::Strong);
    }
    if let Some(report) = &preview.report {
        flow.paragraph(0, &format!("“{}”", report.said), 6, Role::Strong);
        flow.line(0, &report.source, Role::Muted);
        if !compact {
            flow.next();
        }
    }
}

/// Each with its label in one gutter, at most so many rows.
fn facts(flow: &mut Flow<'_, '_>, facts: &[Fact], rows: usize) {
    let (margin, width) = (flow.margin, flow.width);
    let room = width.saturating_sub(8).min(72);
    for fact in facts {
        let lines = wrap(&fact.text, room);
        let cut = lines.len() > rows;
        for (n, line) in lines.iter().take(rows).enumerate() {
            let Some((canvas, y)) = flow.next() else { return };
            if n == 0 {
                canvas.put_within(margin, y, fact.label, 7, Role::Muted);
            }
            let role = match fact.tone {
                Tone::Calm => Role::Plain,
                other => tone(other),
            };
            let cut = cut && n + 1 == rows;
            let text = if cut { super::fit(&format!("{line} …………"), room).into_owned() } else { line.clone() };
            canvas.put_within(margin + 8, y, &text, room, role);
        }
    }
}

/// As much of the road as there is room for, the marked line in view.
fn whole_road(flow: &mut Flow<'_, '_>, preview: &Preview) {
    if preview.road.is_empty() {
        return;
    }
    flow.heading("ON THE ROAD", "in working days from today");
    let rows = usize::from(flow.left());
    let at = preview.road.iter().position(|line| line.id.is_some() && line.id == preview.mark).unwrap_or(0);
    let first = at.saturating_sub(rows / 2).min(preview.road.len().saturating_sub(rows));
    let shown: &[RoadLine] = &preview.road[first..preview.road.len().min(first + rows)];
    let mark: Option<&Id> = preview.mark.as_ref();
    road::lines(flow, shown, mark);
}
