//! The service sheet: a deal on its way to service, or in service with what is done, what to look at first and how it ends.

use tui_input::Input;

use super::canvas::{Canvas, columns};
use super::frame::Cursor;
use super::gates::call;
use super::overlay::{sheet, skip_columns};
use super::theme::Role;
use crate::console::gates::moved_words;
use crate::console::model::Model;
use crate::console::service::{Field, How, Repair, Send, Service};
use crate::console::sheet::Tone;
use crate::console::words;
use crate::drive::park::{Check, Ending, Tick};

/// Columns to the text.
const TEXT: u16 = 10;
/// Columns of an owner's name.
const OWNER: u16 = 14;
/// Plays that are shown at once, at most.
const PLAYS: usize = 4;
/// Columns of what is looked at.
const LOOK: u16 = 26;

/// Draws the sheet; returns the cursor's cell while words are typed.
pub(super) fn service(canvas: &mut Canvas<'_>, model: &Model, open: &Service) -> Cursor {
    match open {
        Service::Send(open) => send(canvas, model, open),
        Service::Repair(open) => repair(canvas, model, open),
    }
}

/// The sign of a check, and how it looks.
pub(super) const fn sign(tick: Tick) -> (&'static str, Role) {
    match tick {
        Tick::Yes => ("✓", Role::Good),
        Tick::No => ("✗", Role::Late),
        Tick::Ask => ("?", Role::Plain),
    }
}

fn heading(sheet: &mut Canvas<'_>, y: u16, title: &str, is_here: bool) {
    sheet.put(2, y, title, if is_here { Role::Accent } else { Role::Heading });
}

/// A line that is typed on, with an example where it is empty.
fn typed(sheet: &mut Canvas<'_>, (x, y): (u16, u16), room: u16, input: &Input, example: &str, here: bool) -> Cursor {
    sheet.put(x, y, "›", if here { Role::Accent } else { Role::Faint });
    let (x, room) = (x + 2, room.saturating_sub(3));
    let value = input.value();
    if value.is_empty() {
        sheet.put_within(x, y, example, room, Role::Faint);
        return here.then_some((sheet.area.x + x, sheet.area.y + y));
    }
    let before: String = value.chars().take(input.cursor()).collect();
    let skip = if here { columns(&before).saturating_sub(room.saturating_sub(1)) } else { 0 };
    sheet.put_within(x, y, &skip_columns(value, skip), room, if here { Role::Strong } else { Role::Plain });
    here.then_some((sheet.area.x + x + columns(&before) - skip, sheet.area.y + y))
}

fn told(sheet: &mut Canvas<'_>, told: Option<&crate::console::form::Told>) {
    let (end, last) = (sheet.width().saturating_sub(2), sheet.height().saturating_sub(1));
    if let Some(told) = told {
        let role = if told.bad { Role::Late } else { Role::Accent };
        sheet.fill(0, last, sheet.width(), " ", Role::Plain);
        sheet.put_within(2, last, &told.text, end.saturating_sub(2), role);
    }
}

// --- Sending --------------------------------------------------------------------------------------------------------

fn send(canvas: &mut Canvas<'_>, model: &Model, open: &Send) -> Cursor {
    // Everything but the plays, which give way where there is little room.
    let fixed = open.offers.len() + 10;
    let room = usize::from(canvas.height()).saturating_sub(fixed + 6) / 2;
    let shown = open.fits.len().min(PLAYS).min(room.max(1));
    let rows = fixed + 2 * shown;
    let tall = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2);
    let mut sheet = sheet(canvas, 100, tall, &format!("INTO SERVICE · {}", open.about));
    let end = sheet.width().saturating_sub(2);
    let mut cursor = None;
    let mut y = 1;
    heading(&mut sheet, y, "WHY", open.field == Field::Reason);
    for (at, offer) in open.offers.iter().enumerate() {
        let chosen = open.reason == at;
        choice(&mut sheet, y, &offer.words, chosen, open.field == Field::Reason, end);
        y += 1;
    }
    let here = open.field == Field::Reason && open.is_own();
    let example = if open.offers.is_empty() { "why it is in trouble, in a word or two" } else { "another reason" };
    if open.is_own() {
        sheet.put(TEXT - 2, y, "▸", if here { Role::Accent } else { Role::Plain });
    }
    cursor = typed(&mut sheet, (TEXT, y), end.saturating_sub(TEXT), &open.own, example, here).or(cursor);
    y += 2;
    heading(&mut sheet, y, "PLAY", open.field == Field::Play);
    y = plays_of(&mut sheet, model, open, shown, y);
    let parts = [
        ("PUSH", "sales", &open.push, Field::Push, Field::PushBy),
        ("PULL", "marketing", &open.pull, Field::Pull, Field::PullBy),
    ];
    for (title, trade, part, what, by) in parts {
        heading(&mut sheet, y, title, open.field == what || open.field == by);
        let room = end.saturating_sub(TEXT + OWNER + 2);
        let example = format!("what {trade} does: one thing");
        cursor = typed(&mut sheet, (TEXT, y), room, &part.what, &example, open.field == what).or(cursor);
        let owner = open.owner(part).map_or_else(|| "nobody yet".to_owned(), |id| words::who(&model.campaign, id));
        let (text, role) =
            if open.field == by { (format!("‹ {owner} ›"), Role::Accent) } else { (owner, Role::Muted) };
        sheet.put_within(end.saturating_sub(OWNER), y, &text, OWNER, role);
        y += 1;
    }
    y += 1;
    heading(&mut sheet, y, "UNTIL", open.field == Field::Until);
    let here = open.field == Field::Until;
    cursor = typed(&mut sheet, (TEXT, y), 26, &open.until, "3wd, friday, 2 dec", here).or(cursor);
    let echo = match open.end(model) {
        Some(until) => words::when(until, model.campaign.zone, model.now),
        None if open.until.value().trim().is_empty() => "without an end a repair drags on".to_owned(),
        None => "this is no day".to_owned(),
    };
    sheet.put_within(TEXT + 27, y, &echo, end.saturating_sub(TEXT + 27), Role::Muted);
    told(&mut sheet, open.told.as_ref());
    cursor
}

fn choice(sheet: &mut Canvas<'_>, y: u16, text: &str, chosen: bool, here: bool, end: u16) -> u16 {
    let role = match (chosen, here) {
        (true, true) => Role::Accent,
        (true, false) => Role::Strong,
        _ => Role::Muted,
    };
    if chosen {
        sheet.put(TEXT - 2, y, "▸", role);
    }
    sheet.put_within(TEXT, y, text, end.saturating_sub(TEXT), role)
}

/// The plays with why and what they brought; the chosen one is in view.
fn plays_of(sheet: &mut Canvas<'_>, model: &Model, open: &Send, shown: usize, y: u16) -> u16 {
    let end = sheet.width().saturating_sub(2);
    let here = open.field == Field::Play;
    let first = open.play.min(open.fits.len().saturating_sub(1)).saturating_sub(shown.saturating_sub(1));
    let mut y = y;
    for (at, fit) in open.fits.iter().enumerate().skip(first).take(shown) {
        let title = model.campaign.play_title(&fit.play);
        let start = sheet.put_right(end, y, &fit.why, Role::Muted);
        choice(sheet, y, title, open.play == at, here, start.saturating_sub(2));
        sheet.put_within(TEXT + 2, y + 1, &fit.record.words(), end.saturating_sub(TEXT + 2), Role::Muted);
        y += 2;
    }
    let none = if open.fits.is_empty() { "no play is written yet: say below what each does" } else { "no play" };
    choice(sheet, y, none, open.play >= open.fits.len(), here, end);
    y + 2
}

// --- In service -----------------------------------------------------------------------------------------------------

fn repair(canvas: &mut Canvas<'_>, model: &Model, open: &Repair) -> Cursor {
    let found = open.found.as_ref().and_then(|found| found.as_ref().ok());
    let calls = found.map_or(0, |found| found.retimed.len() + found.act.told.len() + 2);
    let looked = model.sheet.repair.as_ref().map_or(&[][..], |repair| &repair.checks);
    let rows = 11 + looked.len() + calls + usize::from(open.line().is_some());
    let tall = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2);
    let mut sheet = sheet(canvas, 100, tall, &format!("IN SERVICE · {}", open.about));
    let end = sheet.width().saturating_sub(2);
    let mut y = 1;
    parts(&mut sheet, model, &mut y, end);
    y += 1;
    heading(&mut sheet, y, "END IT", open.how != How::GoesOn);
    let mut x = TEXT;
    for how in How::ALL {
        let (sign, role) = if how == open.how { ("▸ ", Role::Accent) } else { ("", Role::Muted) };
        x = sheet.put(x, y, &format!("{sign}{}", how.words()), role) + 3;
    }
    y += 1;
    let cursor = details(&mut sheet, model, open, &mut y, end);
    y += 1;
    match &open.found {
        None => {}
        Some(Err(refusal)) => {
            let text = format!("{}: {}", refusal.message, refusal.mend);
            sheet.paragraph(TEXT, y, end.saturating_sub(TEXT), 2, &text, Role::Late);
            y += 2;
        }
        Some(Ok(found)) => y = changes(&mut sheet, model, open, found, y, end),
    }
    checks(&mut sheet, looked, y, end);
    told(&mut sheet, open.told.as_ref());
    cursor
}

/// Why, until when, and what each trade does.
fn parts(sheet: &mut Canvas<'_>, model: &Model, y: &mut u16, end: u16) {
    let Some(lines) = &model.sheet.repair else { return };
    let role = if lines.tone == Tone::Late { Role::Late } else { Role::Strong };
    let start = sheet.put_right(end, *y, &lines.left, role);
    heading(sheet, *y, "WHY", false);
    sheet.put_within(TEXT, *y, &lines.why, start.saturating_sub(TEXT + 2), Role::Plain);
    *y += 2;
    for (key, part) in ["1", "2"].into_iter().zip(&lines.parts) {
        sheet.put(2, *y, key, Role::Key);
        let (sign, role) = if part.done { ("✓", Role::Good) } else { ("○", Role::Late) };
        sheet.put(4, *y, sign, role);
        sheet.put(TEXT - 4, *y, part.name, Role::Heading);
        let start = sheet.put_right(end, *y, &part.who, Role::Muted);
        let role = if part.done { Role::Muted } else { Role::Strong };
        sheet.put_within(TEXT + 1, *y, &part.what, start.saturating_sub(TEXT + 3), role);
        *y += 1;
    }
}

/// What is asked for the chosen end.
fn details(sheet: &mut Canvas<'_>, model: &Model, open: &Repair, y: &mut u16, end: u16) -> Cursor {
    let room = end.saturating_sub(TEXT);
    match open.how {
        How::GoesOn => {
            sheet.put_within(
                TEXT,
                *y,
                "recovered: back on the route; later: on its day; retired: lost",
                room,
                Role::Faint,
            );
            *y += 1;
            None
        }
        How::Recovered => {
            let stage = model.campaign.route.get(open.stage);
            let stage = stage.map_or("", |stage| model.campaign.stage_name(stage));
            let x = sheet.put_within(TEXT, *y, &format!("goes on in {stage}"), room, Role::Plain);
            sheet.put_within(x + 2, *y, "↑ ↓ another stage", end.saturating_sub(x + 2), Role::Faint);
            *y += 1;
            None
        }
        How::Later => {
            let cursor = typed(sheet, (TEXT, *y), 30, &open.day, "on which day: 12 jan, 3w", open.typing);
            let day = open.on(model).map(|on| words::when(on, model.campaign.zone, model.now));
            sheet.put_within(TEXT + 31, *y, &day.unwrap_or_default(), room.saturating_sub(31), Role::Muted);
            *y += 1;
            cursor
        }
        How::Retired => {
            let cursor = typed(sheet, (TEXT, *y), room, &open.why, "what lost it: others learn from it", open.typing);
            *y += 1;
            cursor
        }
    }
}

/// What is told of the end, and the calls that move.
fn changes(sheet: &mut Canvas<'_>, model: &Model, open: &Repair, found: &Ending, y: u16, end: u16) -> u16 {
    let mut y = y;
    let last = sheet.height().saturating_sub(1);
    for line in found.act.told.iter().filter(|line| !line.starts_with("out of service")) {
        sheet.put_within(TEXT, y, line, end.saturating_sub(TEXT), Role::Muted);
        y += 1;
    }
    let moved = moved_words(&found.retimed);
    heading(sheet, y, "CALLS", false);
    let stay = i64::try_from(found.stay).unwrap_or(i64::MAX);
    let stay = words::counted(stay, "call stays as planned", "calls stay as planned");
    let said = if moved.is_empty() { format!("none moves, {stay}") } else { format!("{moved}, {stay}") };
    sheet.put_within(TEXT, y, &said, end.saturating_sub(TEXT), Role::Muted);
    y += 1;
    for one in found.retimed.iter().skip(open.scroll) {
        if y >= last {
            break;
        }
        call(sheet, model, one, y);
        y += 1;
    }
    y + 1
}

/// What to look at first.
fn checks(sheet: &mut Canvas<'_>, checks: &[Check], y: u16, end: u16) {
    let last = sheet.height();
    if y + 1 >= last {
        return;
    }
    heading(sheet, y, "LOOK FIRST", false);
    sheet.put_within(14, y, "in this order, when a deal stands", end.saturating_sub(14), Role::Faint);
    let rows = usize::from(last.saturating_sub(y + 1));
    for (y, check) in (y + 1..).zip(checks.iter().take(rows)) {
        line(sheet, 2, y, end, check);
    }
}

/// One line of the list: its sign, what is looked at, and what the file says.
pub(super) fn line(canvas: &mut Canvas<'_>, x: u16, y: u16, end: u16, check: &Check) {
    let (sign, role) = sign(check.tick);
    canvas.put(x, y, sign, role);
    canvas.put_within(x + 2, y, check.what, LOOK.min(end.saturating_sub(x + 2)), Role::Plain);
    let role = if check.tick == Tick::No { Role::Late } else { Role::Muted };
    let at = x + 2 + LOOK + 1;
    canvas.put_within(at, y, &check.found, end.saturating_sub(at), role);
}
