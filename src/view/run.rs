//! The screen of a run: the clock, the note that is up, what comes next, the answers, what was caught.

use super::canvas::{Canvas, columns, wrap};
use super::flow::Flow;
use super::theme::Role;
use crate::console::geometry::window;
use crate::console::model::Model;
use crate::console::run::{ClockWords, NoteLine, NoteUp, RunSheet, Urgency, clock};
use crate::console::sheet::Tone;
use crate::console::words;

/// The digits of the large clock, three rows each.
const DIGITS: [[&str; 3]; 10] = [
    ["█▀█", "█ █", "▀▀▀"],
    ["▀█ ", " █ ", "▀▀▀"],
    ["▀▀█", "█▀▀", "▀▀▀"],
    ["▀▀█", "▀▀█", "▀▀▀"],
    ["█ █", "▀▀█", "  ▀"],
    ["█▀▀", "▀▀█", "▀▀▀"],
    ["█▀▀", "█▀█", "▀▀▀"],
    ["▀▀█", "  █", "  ▀"],
    ["█▀█", "█▀█", "▀▀▀"],
    ["█▀█", "▀▀█", "▀▀▀"],
];
const COLON: [&str; 3] = ["▄", "▄", " "];

/// From this size on the clock is drawn large.
const LARGE: (u16, u16) = (72, 30);

/// From this width on all notes are listed at the right.
const LISTED: u16 = 100;

/// Draws the run, header included.
#[inline(never)]
pub fn run(canvas: &mut Canvas<'_>, model: &Model) {
    let Some(driving) = &model.driving else { return };
    let sheet = &driving.sheet;
    let (width, height) = (canvas.width(), canvas.height());
    let is_large = width >= LARGE.0 && height >= LARGE.1 && !canvas.theme.is_plain();
    header(canvas, model, sheet, is_large);
    let top = if is_large { large_clock(canvas, &sheet.clock, 2) + 1 } else { 1 };
    bars(canvas, sheet, if is_large { (32, 2) } else { (2, top) });
    let rule = if is_large { top } else { top + 1 };
    canvas.fill(0, rule, width, "─", Role::Faint);
    canvas.fill(0, height - 2, width, "─", Role::Faint);
    let foot = foot_rows(sheet, height);
    let body = height.saturating_sub(rule + 3 + foot);
    let beside = if width >= LISTED { (width * 11 / 20).min(92) } else { width };
    note(&mut canvas.part(0, rule + 1, beside, body), model, sheet, is_large);
    if beside < width {
        agenda(&mut canvas.part(beside + 2, rule + 1, width - beside - 2, body), sheet);
    }
    let mut part = canvas.part(0, height - 2 - foot, width, foot);
    feet(&mut part, sheet, answer_columns(sheet.answers.len(), height));
}

/// `NORTHWIND  Security call with Ines Roth`, and at the right the clock and what is left.
fn header(canvas: &mut Canvas<'_>, model: &Model, sheet: &RunSheet, is_large: bool) {
    let width = canvas.width();
    let mut end = width.saturating_sub(2);
    let clock = &sheet.clock;
    if is_large {
        let since = clock.started.map(|at| words::moment(at, model.campaign.zone, model.now)).unwrap_or_default();
        let since = if since.is_empty() { String::new() } else { format!("since {since}") };
        let parts: Vec<&str> = [since.as_str(), &sheet.beside].into_iter().filter(|part| !part.is_empty()).collect();
        end = canvas.put_right(end, 0, &parts.join(", "), Role::Muted);
    } else {
        let left = left_words(clock);
        if !left.is_empty() {
            end = canvas.put_right(end, 0, &left, urgency(clock.pressure)).saturating_sub(3);
        }
        let (sign, role) = sign(clock);
        canvas.ticks(0);
        end = canvas.put_right(end, 0, &format!("{sign} {}", self::clock(clock.elapsed)), role);
    }
    let x = canvas.put_within(2, 0, &sheet.account.to_uppercase(), end.saturating_sub(4), Role::Title) + 2;
    canvas.put_within(x, 0, &sheet.what, end.saturating_sub(x + 2), Role::Plain);
}

/// The sign of the clock: it goes, stands, or is over.
const fn sign(clock: &ClockWords) -> (&'static str, Role) {
    if clock.over {
        ("■", Role::Muted)
    } else if clock.paused {
        ("‖", Role::Late)
    } else {
        ("●", Role::Good)
    }
}

const fn urgency(pressure: Urgency) -> Role {
    match pressure {
        Urgency::Calm => Role::Plain,
        Urgency::Soon => Role::Strong,
        Urgency::Over => Role::Late,
    }
}

/// `32:42 left of 45:00`, `2:10 over 45:00`.
fn left_words(clock: &ClockWords) -> String {
    let (Some(left), Some(length)) = (clock.left, clock.length) else { return String::new() };
    let of = self::clock(length);
    if left < 0 { format!("{} over {of}", self::clock(-left)) } else { format!("{} left of {of}", self::clock(left)) }
}

/// The clock in digits of three rows; returns the row after it.
fn large_clock(canvas: &mut Canvas<'_>, clock: &ClockWords, y: u16) -> u16 {
    let (sign, sign_role) = sign(clock);
    canvas.put(2, y, sign, sign_role);
    let role = if clock.paused || clock.over { Role::Muted } else { Role::Strong };
    let mut x = 5;
    for row in y..y + 3 {
        canvas.ticks(row);
    }
    for c in self::clock(clock.elapsed).chars() {
        let rows = c.to_digit(10).map_or(COLON, |digit| DIGITS[digit as usize]);
        for (row, text) in (y..).zip(rows) {
            canvas.put(x, row, text, role);
        }
        x += columns(rows[0]) + 1;
    }
    y + 3
}

/// Time used and notes done, one above the other, so that one sees which is ahead.
fn bars(canvas: &mut Canvas<'_>, sheet: &RunSheet, (x, y): (u16, u16)) {
    let width = canvas.width().saturating_sub(x + 34).clamp(10, 40);
    let clock = &sheet.clock;
    let is_large = x > 2;
    let mut row = y;
    if is_large {
        if let Some(length) = clock.length.filter(|length| *length > 0) {
            let end = meter(canvas, (x, row, width), clock.elapsed, length, urgency(clock.pressure));
            canvas.put(end + 2, row, &left_words(clock), urgency(clock.pressure));
        } else {
            canvas.put(x, row, "no length is planned", Role::Muted);
        }
        row += 1;
    }
    let all = i64::try_from(sheet.all).unwrap_or(i64::MAX);
    let done = i64::try_from(sheet.done).unwrap_or(i64::MAX);
    if all > 0 {
        let end = meter(canvas, (x, row, width), done, all, Role::Good);
        let end = canvas.put(end + 2, row, &format!("{done} of {all} notes"), Role::Plain);
        if !is_large {
            side_note(canvas, sheet, end + 3, row);
        }
    } else if !is_large {
        side_note(canvas, sheet, x, row);
    }
    if is_large {
        let (state, role) = if clock.over {
            ("over", Role::Muted)
        } else if clock.paused {
            ("the clock stands", Role::Late)
        } else {
            ("", Role::Muted)
        };
        let text = if state.is_empty() { aim(sheet) } else { state.to_owned() };
        canvas.put_within(x, row + 1, &text, canvas.width().saturating_sub(x + 2), role);
    }
}

fn side_note(canvas: &mut Canvas<'_>, sheet: &RunSheet, x: u16, y: u16) {
    let text = if sheet.clock.paused { "the clock stands".to_owned() } else { sheet.beside.clone() };
    let role = if sheet.clock.paused { Role::Late } else { Role::Muted };
    canvas.put_within(x, y, &text, canvas.width().saturating_sub(x + 2), role);
}

fn aim(sheet: &RunSheet) -> String {
    if sheet.aim.is_empty() { String::new() } else { format!("aim: {}", sheet.aim) }
}

/// A bar of `width` cells at a place; returns the column after it.
fn meter(canvas: &mut Canvas<'_>, (x, y, width): (u16, u16, u16), part: i64, whole: i64, role: Role) -> u16 {
    let cells = i64::from(width);
    let full = u16::try_from((part.clamp(0, whole) * cells) / whole.max(1)).unwrap_or(width);
    canvas.fill(x, y, full, "▰", role);
    canvas.fill(x + full, y, width - full, "▱", Role::Faint);
    x + width
}

/// The note that is up, and what comes after it.
fn note(canvas: &mut Canvas<'_>, model: &Model, sheet: &RunSheet, is_large: bool) {
    let mut flow = Flow::new(canvas, 0);
    if flow.left() > 12 {
        flow.next();
    }
    if !sheet.trouble.is_empty() {
        flow.paragraph(0, &sheet.trouble, 2, Role::Late);
        flow.gap();
    }
    if !sheet.breaks_in.is_empty() {
        let (margin, width) = (flow.margin, flow.width);
        if let Some((canvas, y)) = flow.next() {
            let x = canvas.put(margin, y, " CALL ", Role::Caution) + 2;
            canvas.put_within(x, y, &sheet.breaks_in, (margin + width).saturating_sub(x), Role::Strong);
        }
        flow.gap();
    }
    said_between(&mut flow, model);
    for fresh in sheet.fresh.iter().take(3) {
        let (margin, width) = (flow.margin, flow.width);
        if let Some((canvas, y)) = flow.next() {
            canvas.ticks(y);
            let x = canvas.put(margin, y, " NEW ", Role::New) + 2;
            canvas.put_within(x, y, &fresh.words, (margin + width).saturating_sub(x), Role::Strong);
        }
    }
    if !sheet.fresh.is_empty() {
        flow.gap();
    }
    if let Some(card) = &sheet.card {
        up(&mut flow, sheet, card, is_large);
    } else {
        flow.paragraph(0, &sheet.quiet, 3, Role::Plain);
    }
    flow.next();
    let coming = [("now", &sheet.behind), ("next", &sheet.next), ("after", &sheet.after)];
    for (label, line) in coming.into_iter().filter_map(|(label, line)| Some((label, line.as_ref()?))) {
        coming_line(&mut flow, label, line);
    }
}

/// What the other seat writes, and what became of the last message from here.
fn said_between(flow: &mut Flow<'_, '_>, model: &Model) {
    let (margin, width) = (flow.margin, flow.width);
    if let Some(message) = &model.sheet.message {
        if let Some((canvas, y)) = flow.next() {
            let role = if model.message_is_new() { Role::New } else { Role::Heading };
            let end = canvas.put_right(margin + width, y, &message.hint, Role::Muted);
            canvas.put_within(margin, y, &message.from, end.saturating_sub(margin + 2), role);
        }
        flow.paragraph(1, &message.text, 3, Role::Strong);
        flow.gap();
    } else if let Some(sent) = &model.sheet.sent {
        let role = if sent.tone == Tone::Good { Role::Good } else { Role::Muted };
        flow.both(0, &sent.words, Role::Muted, &sent.state, role);
        flow.gap();
    }
}

/// The note that is up: how hard, about what, what to say, and what to show.
fn up(flow: &mut Flow<'_, '_>, sheet: &RunSheet, card: &NoteUp, is_large: bool) {
    let (margin, width) = (flow.margin, flow.width);
    if let Some((canvas, y)) = flow.next() {
        let role = match sheet.card_tone {
            Tone::Good => Role::Good,
            Tone::Late => Role::Late,
            Tone::Calm | Tone::Quiet => Role::Muted,
        };
        canvas.ticks(y);
        let end = canvas.put_right(margin + width, y, &sheet.card_state, role);
        canvas.put_within(margin, y, &sheet.card_title, end.saturating_sub(margin + 2), Role::Heading);
    }
    let grade = Role::Grade(card.hardness);
    // A note without steps of its own has no shorthand, and the place is said in the header.
    let has_steps = !card.reading.is_empty();
    if has_steps && let Some((canvas, y)) = flow.next() {
        canvas.put(margin - 1, y, "▌", grade);
        let mut x = margin + 1;
        if !card.caution.is_empty() {
            x = canvas.put(x, y, &format!(" {} ", card.caution), Role::Caution) + 1;
        }
        x = canvas.put_within(x, y, &card.shorthand, (margin + width).saturating_sub(x), grade) + 2;
        canvas.put_within(x, y, &card.topics.to_uppercase(), (margin + width).saturating_sub(x), Role::Strong);
    }
    if is_large && has_steps {
        for line in wrap(&card.reading, width.saturating_sub(1).min(72)).iter().take(2) {
            if let Some((canvas, y)) = flow.next() {
                canvas.put(margin - 1, y, "▌", grade);
                canvas.put_within(margin + 1, y, line, width.saturating_sub(1), Role::Muted);
            }
        }
        flow.next();
    }
    let lines = wrap(&card.say, width.saturating_sub(1).min(64));
    let room = usize::from(flow.left().saturating_sub(6)).clamp(2, 8);
    for (n, line) in lines.iter().take(room).enumerate() {
        let cut = n + 1 == room && lines.len() > room;
        let text = if cut { format!("{line} …") } else { line.clone() };
        flow.line(1, &text, Role::Accent);
    }
    if is_large {
        flow.next();
    }
    for (name, value) in [("asset", &card.asset), ("track", &card.track)] {
        let Some(value) = value else { continue };
        if let Some((canvas, y)) = flow.next() {
            canvas.put(margin + 1, y, name, Role::Muted);
            canvas.put_within(margin + 8, y, value, width.saturating_sub(8), Role::Plain);
        }
    }
}

/// `next in 4:40    R5  no data team: three clicks`.
fn coming_line(flow: &mut Flow<'_, '_>, label: &str, line: &NoteLine) {
    let (margin, width) = (flow.margin, flow.width);
    let end = margin + width;
    let is_next = label != "after";
    if let Some((canvas, y)) = flow.next() {
        let x = canvas.put(margin + 1, y, label, Role::Muted);
        if label == "next" {
            canvas.put(x + 1, y, "in", Role::Muted);
        }
        if label != "now" {
            canvas.ticks(y);
            canvas.put_right(margin + 15, y, &line.wait, if is_next { Role::Strong } else { Role::Muted });
        }
        let mut x = margin + 18;
        if !line.caution.is_empty() {
            x = canvas.put(x, y, &line.caution, Role::Caution) + 1;
        }
        x = canvas.put_within(x, y, &line.shorthand, end.saturating_sub(x), Role::Grade(line.hardness));
        let x = (x + 2).max(margin + 26);
        let role = if is_next { Role::Plain } else { Role::Muted };
        canvas.put_within(x, y, &line.say, end.saturating_sub(x), role);
    }
}

/// All notes, with how they went.
fn agenda(canvas: &mut Canvas<'_>, sheet: &RunSheet) {
    if sheet.agenda.is_empty() {
        return;
    }
    let width = canvas.width();
    canvas.put(0, 1, "ALL NOTES", Role::Heading);
    let up = sheet.agenda.iter().position(|line| line.up).unwrap_or(sheet.done);
    let rows = usize::from(canvas.height().saturating_sub(2));
    let from = window(up, rows, sheet.agenda.len());
    for (y, line) in (2..).zip(sheet.agenda.iter().skip(from).take(rows)) {
        let role = match line.tone {
            Tone::Good => Role::Good,
            Tone::Late => Role::Late,
            Tone::Calm => Role::Accent,
            Tone::Quiet => Role::Muted,
        };
        canvas.put(0, y, line.sign, role);
        canvas.put_right(8, y, &line.minute, if line.up { Role::Strong } else { Role::Muted });
        let x = canvas.put_within(10, y, &line.shorthand, 12, Role::Grade(line.hardness));
        let x = (x + 1).max(16);
        let role = if line.up { Role::Strong } else { Role::Muted };
        canvas.put_within(x, y, &line.say, width.saturating_sub(x + 2), role);
    }
}

/// Answers stand in so many columns.
fn answer_columns(answers: usize, height: u16) -> usize {
    answers.div_ceil(if height >= LARGE.1 { 5 } else { 3 }).max(1)
}

/// Rows that the answers and what was caught take at the bottom.
fn foot_rows(sheet: &RunSheet, height: u16) -> u16 {
    let columns = answer_columns(sheet.answers.len(), height);
    let answers = u16::try_from(sheet.answers.len().div_ceil(columns)).unwrap_or(3);
    let caught = u16::try_from(sheet.caught.len()).unwrap_or(u16::MAX).min(if height >= 30 { 4 } else { 2 });
    let gap = u16::from(height >= 30 && caught > 0 && answers > 0);
    answers + caught + gap + u16::from(answers + caught > 0 && height >= 30)
}

/// Answers by number, and the buyer's words of this run.
fn feet(canvas: &mut Canvas<'_>, sheet: &RunSheet, columns: usize) {
    let width = canvas.width();
    let mut y = 0;
    let column = width.saturating_sub(12) / u16::try_from(columns).unwrap_or(1);
    for (row, answers) in sheet.answers.chunks(columns).enumerate() {
        if row == 0 {
            canvas.put(2, y, "IF", Role::Heading);
        }
        for (n, answer) in answers.iter().enumerate() {
            let x = 10 + column * u16::try_from(n).unwrap_or(0);
            let number = row * columns + n + 1;
            let key = canvas.put(x, y, &number.to_string(), Role::Key) + 1;
            let role = match (answer.fresh, answer.used) {
                (true, _) => Role::Strong,
                (false, true) => Role::Muted,
                (false, false) => Role::Plain,
            };
            let sign = if answer.used { "✓ " } else { "" };
            canvas.put_within(key, y, &format!("{sign}{}", answer.when), column.saturating_sub(4), role);
        }
        y += 1;
    }
    if sheet.more_answers > 0 && y > 0 {
        let text = format!("and {} more by /", sheet.more_answers);
        canvas.put_right(width.saturating_sub(2), y - 1, &text, Role::Muted);
    }
    let caught = u16::try_from(sheet.caught.len()).unwrap_or(u16::MAX).min(4);
    if y > 0 && caught > 0 && canvas.height() > y.saturating_add(caught) {
        y += 1;
    }
    for (n, line) in sheet.caught.iter().enumerate() {
        if y >= canvas.height() {
            break;
        }
        if n == 0 {
            canvas.put(2, y, "CAUGHT", Role::Heading);
        }
        canvas.put_within(10, y, line, width.saturating_sub(12), if n == 0 { Role::Plain } else { Role::Muted });
        y += 1;
    }
}
