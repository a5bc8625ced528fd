//! The picture: lanes over one axis of time. Words at the left say what each lane is.
//!
//! Obstacles rise as corners from the stages' bar, the taller and hotter the harder; what lies at one column of a lane with
//! others is told as their number. Today goes through all lanes. Of words that would lie over each other the first stay.

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};

use crate::campaign::Outcome;
use crate::console::route::Window;
use crate::drive::route_map::{Item, RouteMap, Stretch, Time, What, level};
use crate::drive::words::short_date;
use crate::pace::Hardness;
use crate::view::canvas::{Canvas, columns, fit};
use crate::view::theme::Role;

/// Columns before the picture: the lanes' words.
const GUTTER: u16 = 13;

/// How the picture is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// The part of the axis.
    pub window: Window,
    /// The item under the cursor.
    pub at: Option<usize>,
}

/// Draws the picture from the top of the canvas; returns the row after it.
pub(super) fn picture(canvas: &mut Canvas<'_>, map: &RouteMap, look: Look) -> u16 {
    let Some(wide) = canvas.width().checked_sub(GUTTER + 3).filter(|wide| *wide >= 20) else { return 0 };
    let lanes = Lanes::of(canvas.height(), map);
    let mut page = Page { canvas, map, look, wide };
    let selected = look.at.and_then(|at| map.items.get(at));
    page.dates(0, lanes.end);
    page.corners(lanes.corners, lanes.bar);
    page.stages(lanes.bar);
    page.lane(lanes.notes, "notes", |what| matches!(what, What::Note { .. }));
    if lanes.meetings == lanes.promises {
        page.lane(lanes.meetings, "dates", |what| matches!(what, What::Run { .. } | What::Control { .. }));
    } else {
        page.lane(lanes.meetings, "meetings", |what| matches!(what, What::Run { .. }));
        page.lane(lanes.promises, "promises", |what| matches!(what, What::Control { .. }));
    }
    page.ends(lanes.ends);
    if let Some(row) = lanes.backwards {
        page.backwards(row);
    }
    page.cursor(lanes.end, selected);
    lanes.end + 1
}

/// The rows of the lanes.
struct Lanes {
    /// The first and the number of the corners' rows.
    corners: (u16, u16),
    bar: u16,
    notes: u16,
    meetings: u16,
    promises: u16,
    ends: u16,
    backwards: Option<u16>,
    /// The rule under all, with the cursor.
    end: u16,
}

impl Lanes {
    /// What is there of rows goes to the corners, then to gaps between the lanes.
    fn of(height: u16, map: &RouteMap) -> Self {
        let has_plan = u16::from(!map.latest.is_empty());
        // Dates, bar, planned, names, days, notes, meetings and promises, ends, rule.
        let least = 9 + has_plan;
        let spare = height.saturating_sub(least);
        let apart = u16::from(spare >= 7);
        let corners = spare.saturating_sub(apart * (5 + has_plan)).clamp(2, 8);
        let bar = 1 + apart.min(1) + corners;
        let notes = bar + 4 + apart;
        let meetings = notes + 1;
        // Where rows are few, meetings and promises share one.
        let promises = meetings + apart;
        let ends = promises + 1 + apart;
        let backwards = (has_plan > 0).then_some(ends + 1 + apart);
        let end = backwards.unwrap_or(ends) + 1;
        Self { corners: (1 + apart.min(1), corners), bar, notes, meetings, promises, ends, backwards, end }
    }
}

struct Page<'c, 'b, 'm> {
    canvas: &'c mut Canvas<'b>,
    map: &'m RouteMap,
    look: Look,
    /// Columns of the axis.
    wide: u16,
}

impl Page<'_, '_, '_> {
    /// The column of a place on the axis, if it is in the window.
    fn column(&self, place: f64) -> Option<u16> {
        let Window { left, span, .. } = self.look.window;
        let share = (place - left) / span;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a column of the window")]
        (-1e-9..=1.0).contains(&share).then(|| GUTTER + (share * f64::from(self.wide - 1)).round() as u16)
    }

    fn x(&self, at: DateTime<Utc>) -> Option<u16> {
        self.column(self.map.axis.place(at))
    }

    /// The column of a moment, or the end of the window that is nearer.
    fn clamped(&self, at: DateTime<Utc>) -> u16 {
        let Window { left, span, .. } = self.look.window;
        let share = ((self.map.axis.place(at) - left) / span).clamp(0.0, 1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a column of the window")]
        let column = (share * f64::from(self.wide - 1)).round() as u16;
        GUTTER + column
    }

    fn is_selected(&self, item: &Item) -> bool {
        self.look.at.and_then(|at| self.map.items.get(at)).is_some_and(|selected| std::ptr::eq(selected, item))
    }

    fn label(&mut self, y: u16, text: &str) {
        self.canvas.put_within(2, y, text, GUTTER - 3, Role::Muted);
    }

    /// Dates over the lanes, and today through all of them.
    fn dates(&mut self, y: u16, end: u16) {
        let year = self.map.now.year();
        let axis = &self.map.axis;
        let today = self.x(self.map.now);
        if let Some(x) = today {
            for row in y + 1..end {
                self.canvas.put(x, row, "┊", Role::Accent);
            }
        }
        let mut free = GUTTER;
        // Today's word stands whole, and the dates give way to it.
        let word = today.map(|x| (x.saturating_sub(2).max(GUTTER), x + 4));
        let nearer = 1_i64 << self.look.window.zoom;
        if let Some((first, last)) = axis.ends() {
            let apart = axis.weeks_apart(i64::from(self.wide) * nearer, 9);
            for at in axis.mondays(first, last, apart) {
                let Some(x) = self.x(at).filter(|x| *x >= free) else { continue };
                let date = short_date((at + TimeDelta::hours(12)).date_naive(), year);
                let until = x + columns(&date);
                let is_free = word.is_none_or(|(from, to)| until < from || x > to);
                if is_free && until <= GUTTER + self.wide {
                    self.canvas.put(x, y, &date, Role::Muted);
                    free = until + 2;
                }
            }
        }
        if let Some((from, _)) = word {
            self.canvas.put(from.min(GUTTER + self.wide - 5), y, "today", Role::Accent);
        }
        for gap in &axis.gaps {
            let middle = f64::midpoint(axis.place(gap.from), axis.place(gap.until));
            if let Some(x) = self.column(middle) {
                self.canvas.put(x, y, "//", Role::Late);
            }
        }
    }

    /// Obstacles as corners on the stages' bar.
    fn corners(&mut self, (top, rows): (u16, u16), bar: u16) {
        self.label(bar.saturating_sub(1), "obstacles");
        let mut found: Vec<(&Item, u16, Hardness)> = Vec::new();
        for item in &self.map.items {
            if let What::Obstacle { hardness, .. } = item.what
                && let Some(x) = item.at.and_then(|at| self.x(at))
            {
                found.push((item, x, hardness));
            }
        }
        // The hardest last, so that their words stand before the others'.
        found.sort_by_key(|(item, x, hardness)| (self.is_selected(item), *hardness, *x));
        let body = rows.saturating_sub(1).max(1);
        let mut skyline: Vec<(u16, Role)> = vec![(0, Role::Plain); usize::from(self.wide)];
        for (item, x, hardness) in &found {
            let role = if item_is_behind(item) { Role::Muted } else { Role::Grade(*hardness) };
            rise(&mut skyline, x - GUTTER, eighths(*hardness, body), role);
        }
        for (x, (eighths, role)) in (GUTTER..).zip(skyline) {
            self.corner(x, bar, eighths, role);
        }
        let mut taken: Vec<(u16, u16, u16)> = Vec::new();
        for (item, x, hardness) in found.iter().rev() {
            let over = bar.saturating_sub(eighths(*hardness, body).div_ceil(8) + 1).max(top);
            self.sign(item, *x, over, top, &mut taken);
        }
    }

    /// A column of blocks on the bar.
    fn corner(&mut self, x: u16, bar: u16, eighths: u16, role: Role) {
        const PARTS: [&str; 8] = ["", "▁", "▂", "▃", "▄", "▅", "▆", "▇"];
        let (full, part) = (eighths / 8, eighths % 8);
        for row in 1..=full {
            self.canvas.put(x, bar.saturating_sub(row), "█", role);
        }
        if part > 0 {
            self.canvas.put(x, bar.saturating_sub(full + 1), PARTS[usize::from(part)], role);
        }
    }

    /// The shorthand over a corner, where there is room for it, else a row higher.
    fn sign(&mut self, item: &Item, x: u16, row: u16, top: u16, taken: &mut Vec<(u16, u16, u16)>) {
        let What::Obstacle { shorthand, hardness, caution, outcome } = &item.what else { return };
        let short = shorthand.split(' ').next().unwrap_or_default();
        let fate = match outcome {
            Some(Outcome::Hit) => "✗",
            Some(Outcome::Clean) => "✓",
            None => "",
        };
        let wide = columns(caution.sign()) + columns(short) + columns(fate);
        let begin = x.saturating_sub(wide / 2).clamp(GUTTER, (GUTTER + self.wide).saturating_sub(wide.max(1)));
        let is_free = |row: u16| taken.iter().all(|(y, from, to)| *y != row || begin > to + 1 || begin + wide < *from);
        let Some(row) = (top..=row).rev().take(3).find(|row| is_free(*row)).filter(|_| wide > 0) else { return };
        taken.push((row, begin, begin + wide));
        let behind = item_is_behind(item);
        let mut at = self.canvas.put(begin, row, caution.sign(), if behind { Role::Muted } else { Role::Caution });
        at = self.canvas.put(at, row, short, if behind { Role::Muted } else { Role::Grade(*hardness) });
        self.canvas.put(at, row, fate, if *outcome == Some(Outcome::Hit) { Role::Late } else { Role::Good });
    }

    /// The stages: their bars, under each a line as long as it should take, their names and their days.
    fn stages(&mut self, y: u16) {
        for (row, text) in [(0, "stages"), (1, "expected"), (3, "days")] {
            self.label(y + row, text);
        }
        let (now, clock) = (self.map.now, self.map.clock);
        let last = self.map.stretches.len().saturating_sub(1);
        for (nth, stretch) in self.map.stretches.iter().enumerate() {
            let (from, to) = (self.clamped(stretch.from), self.clamped(stretch.to));
            if !self.is_in_window(stretch) {
                continue;
            }
            let wide = to.saturating_sub(from);
            let inner = if wide > 1 { wide - 1 } else { 1 };
            let (real, end) = match stretch.time {
                Time::Done => (inner, from + inner),
                Time::Here => {
                    let done = self.clamped(now).saturating_sub(from).min(inner);
                    (done, from + done)
                }
                Time::Ahead => (0, from),
            };
            if stretch.time != Time::Done {
                self.canvas.fill(from, y, inner, "╌", Role::Faint);
            }
            self.canvas.fill(from, y, real, "━", Role::Plain);
            if let Some(planned) = stretch.planned.filter(|_| stretch.time != Time::Ahead) {
                let planned_at = self.clamped(planned);
                if planned < stretch.to.min(clock.max(stretch.from)) && planned_at < end {
                    self.canvas.fill(planned_at, y, end - planned_at, "━", Role::Late);
                }
                let until = planned_at.min(from + inner).max(from + 1);
                self.canvas.fill(from, y + 1, until - from, "─", Role::Muted);
                let is_under = stretch.days(self.map.zone, clock).is_some_and(|(days, expected)| days < expected);
                if is_under && planned_at > from + inner && nth < last {
                    self.canvas.put(from + inner.saturating_sub(1), y + 1, "›", Role::Muted);
                }
            }
            if stretch.time == Time::Here && self.x(now).is_some() {
                self.canvas.put(end.min(from + inner), y, "◆", Role::Accent);
            }
            let is_selected = self.map.items.iter().any(|item| item.what == What::Stage(nth) && self.is_selected(item));
            let name = match (is_selected, stretch.time) {
                (true, _) | (_, Time::Here) => Role::Strong,
                (_, Time::Done) => Role::Plain,
                (_, Time::Ahead) => Role::Muted,
            };
            let end_of_all = GUTTER + self.wide;
            let room = if nth == last { end_of_all.saturating_sub(from) } else { inner };
            if room >= 5 || columns(&stretch.name) <= room {
                self.canvas.put_within(from, y + 2, &stretch.name, room, name);
            }
            let days = stretch.days(self.map.zone, clock);
            let is_over = days.is_some_and(|(days, expected)| days > expected);
            let whole = stretch.short(self.map.zone, clock);
            let short = days.map_or_else(String::new, |(days, _)| format!("{days} d"));
            // A number is shown whole or not at all.
            if let Some(text) = [whole, short].into_iter().find(|text| columns(text) <= room) {
                self.canvas.put(from, y + 3, &text, if is_over { Role::Late } else { Role::Muted });
            }
        }
        if let Some(end) = self.map.stretches.last().and_then(|last| self.x(last.to)) {
            let role = if self.map.finish.is_some() { Role::Good } else { Role::Muted };
            self.canvas.put(end, y, "⚑", role);
        }
    }

    /// Whether some of a stretch is in the window.
    fn is_in_window(&self, stretch: &Stretch) -> bool {
        let Window { left, span, .. } = self.look.window;
        let (from, to) = (self.map.axis.place(stretch.from), self.map.axis.place(stretch.to));
        to >= left && from <= left + span
    }

    /// Signs at their time; where several lie at one column, their number.
    fn lane(&mut self, y: u16, label: &str, holds: impl Fn(&What) -> bool) {
        self.label(y, label);
        let mut columns: Vec<(u16, Vec<&Item>)> = Vec::new();
        for item in self.map.items.iter().filter(|item| holds(&item.what)) {
            let Some(x) = item.at.and_then(|at| self.x(at)) else { continue };
            match columns.iter_mut().find(|(column, _)| *column == x) {
                Some((_, items)) => items.push(item),
                None => columns.push((x, vec![item])),
            }
        }
        for (x, items) in columns {
            let shown = items.iter().find(|item| self.is_selected(item)).copied();
            let (text, role) = match (shown, items.as_slice()) {
                (Some(item), _) => sign(item),
                (None, [item]) => sign(item),
                (None, items) => {
                    let late = items.iter().any(|item| item.is_late);
                    let count = if items.len() > 9 { "+".to_owned() } else { items.len().to_string() };
                    (count, if late { Role::Late } else { Role::Plain })
                }
            };
            self.canvas.put(x, y, &text, if shown.is_some() { Role::Strong } else { role });
        }
    }

    /// The promised close, and the span of the arrival.
    fn ends(&mut self, y: u16) {
        self.label(y, "arrival");
        let year = self.map.now.year();
        let zone = self.map.zone;
        let dated = |at: DateTime<Utc>| short_date(at.with_timezone(&zone).date_naive(), year);
        let mut words: Vec<(u16, String, Role)> = Vec::new();
        let mut until = GUTTER;
        if let Some(span) = self.map.arrival {
            let (from, to) = (self.clamped(span.tenth), self.clamped(span.ninetieth));
            self.canvas.fill(from, y, to - from, "─", Role::Plain);
            for (at, sign) in [(span.tenth, "├"), (span.ninetieth, "┤"), (span.median, "●")] {
                if let Some(x) = self.x(at) {
                    self.canvas.put(x, y, sign, Role::Plain);
                }
            }
            until = to + 1;
            words.push((to + 2, format!("about {}", dated(span.median)), Role::Muted));
        }
        if let Some((x, close)) = self.map.close.and_then(|close| Some((self.x(close)?, close))) {
            let late = self.map.finish.is_none() && close < self.map.now;
            let role = if late { Role::Late } else { Role::Strong };
            self.canvas.put(x, y, "⚑", role);
            let text = format!("promised {}", dated(close));
            let starts = self.map.arrival.map_or(u16::MAX, |span| self.clamped(span.tenth));
            let before = x.min(starts).checked_sub(columns(&text) + 1).filter(|before| *before >= GUTTER);
            // Before the flag or behind it, where it lies over nothing.
            if x + 1 >= until {
                words.retain(|(at, ..)| *at > x + 2 + columns(&text));
                words.push((x + 2, text, role));
            } else if let Some(before) = before {
                words.insert(0, (before, text, role));
            }
        }
        for (x, text, role) in words {
            if x + columns(&text) <= GUTTER + self.wide {
                self.canvas.put(x, y, &text, role);
            }
        }
    }

    /// The plan backwards from the customer's date.
    fn backwards(&mut self, y: u16) {
        self.label(y, "start by");
        let mut marks: Vec<(u16, &str, String, Role)> = Vec::new();
        for latest in &self.map.latest {
            let Some(x) = self.x(latest.at) else { continue };
            let is_bad = latest.stand.is_bad() && self.map.finish.is_none();
            let (sign, role) = if is_bad { ("✗", Role::Late) } else { ("▾", Role::Plain) };
            marks.push((x, sign, latest.name.clone(), role));
        }
        if let Some((x, customer)) = self.map.customer.and_then(|customer| Some((self.x(customer)?, customer))) {
            let text = format!("theirs {}", short_date(self.map.date_of(customer), self.map.now.year()));
            marks.push((x, "⌂", text, Role::Good));
        }
        let end = GUTTER + self.wide;
        for (nth, (x, sign, text, role)) in marks.iter().enumerate() {
            let next = marks.get(nth + 1).map_or(end + 1, |(next, ..)| *next);
            let room = next.saturating_sub(x + 2);
            self.canvas.put(*x, y, sign, *role);
            let text = if text.starts_with("theirs ") && columns(text) > room { "" } else { text };
            if room >= 4 || columns(text) <= room {
                self.canvas.put_within(
                    x + 1,
                    y,
                    &fit(text, room),
                    room,
                    if *role == Role::Plain { Role::Muted } else { *role },
                );
            }
        }
    }

    /// The rule under the picture, with a point under what the cursor is on.
    fn cursor(&mut self, y: u16, selected: Option<&Item>) {
        if selected.is_none() && self.map.axis.gaps.is_empty() {
            return;
        }
        let told = self.map.axis.told();
        if selected.is_some() {
            self.canvas.fill(GUTTER, y, self.wide, "─", Role::Faint);
        }
        if !told.is_empty() {
            self.canvas.put_right(GUTTER + self.wide, y, &format!(" {told}"), Role::Late);
        }
        if let Some(item) = selected {
            match item.at.map(|at| self.x(at)) {
                Some(Some(x)) => _ = self.canvas.put(x, y, "▴", Role::Strong),
                Some(None) => {
                    let before = item.at.is_some_and(|at| self.map.axis.place(at) < self.look.window.left);
                    let (x, sign) = if before { (GUTTER, "‹") } else { (GUTTER + self.wide - 1, "›") };
                    self.canvas.put(x, y, sign, Role::Strong);
                }
                None => _ = self.canvas.put(GUTTER, y, " without a time ", Role::Muted),
            }
        }
    }
}

/// How high a corner rises, in eighths of a row.
fn eighths(hardness: Hardness, body: u16) -> u16 {
    (u16::from(level(hardness)) * body * 8).div_ceil(7)
}

/// A corner rises out of the skyline, lower at its sides; of two the higher is seen.
fn rise(skyline: &mut [(u16, Role)], x: u16, eighths: u16, role: Role) {
    for (away, height) in [(0, eighths), (1, eighths * 3 / 5), (2, eighths / 4)] {
        for x in [x.checked_sub(away), Some(x + away)].into_iter().flatten() {
            if let Some(cell) = skyline.get_mut(usize::from(x)).filter(|cell| cell.0 < height) {
                *cell = (height, role);
            }
        }
    }
}

/// What lies behind and is told.
const fn item_is_behind(item: &Item) -> bool {
    matches!(item.what, What::Obstacle { outcome: Some(_), .. })
}

/// The sign of a note, a meeting or a promise.
fn sign(item: &Item) -> (String, Role) {
    let late = |role: Role| if item.is_late { Role::Late } else { role };
    let (sign, role) = match item.what {
        What::Note { is_called: false, .. } if item.is_late => ("✗", Role::Late),
        What::Note { hardness, is_called: true, .. } => ("┃", late(Role::Grade(hardness))),
        What::Note { hardness, .. } => ("│", Role::Grade(hardness)),
        What::Run { is_over: true } => ("◆", Role::Muted),
        What::Run { .. } => ("◇", late(Role::Plain)),
        What::Control { is_done: true } => ("✓", Role::Good),
        What::Control { .. } => ("◷", late(Role::Plain)),
        _ => ("", Role::Plain),
    };
    (sign.to_owned(), role)
}
