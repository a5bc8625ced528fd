//! The gates' sheet: the route with the way that is looked at, what is missing, what is written and which calls move.

use super::canvas::{Canvas, columns};
use super::frame::Cursor;
use super::overlay::{sheet, skip_columns};
use super::theme::Role;
use crate::campaign::StageLog;
use crate::console::gates::{Gates, moved};
use crate::console::model::Model;
use crate::console::words;
use crate::drive::gates::{At, Lack, Passage, Retimed, Way};

/// Columns to the text, to the words of a call, and of its two moments.
const TEXT: u16 = 4;
const NAME: u16 = 14;
const BEFORE: u16 = 18;
const AFTER: u16 = 20;
/// Between two stages of the route.
const ARROW: &str = " › ";

/// Draws the sheet; returns the cursor's cell while the reason is typed.
pub(super) fn gates(canvas: &mut Canvas<'_>, model: &Model, open: &Gates) -> Cursor {
    let rows = rows(open);
    let tall = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2);
    let mut sheet = sheet(canvas, 100, tall, &format!("GATES · {}", open.about));
    let end = sheet.width().saturating_sub(2);
    let last = sheet.height().saturating_sub(1);
    route(&mut sheet, model, open);
    headline(&mut sheet, model, open);
    let mut y = 4;
    let mut cursor = None;
    if let Ok(found) = &open.found {
        for line in found.act.told.iter().skip(1).filter(|line| !is_of_the_gate(line)) {
            sheet.put_within(TEXT, y, line, end.saturating_sub(TEXT), Role::Muted);
            y += 1;
        }
    }
    y = facts(&mut sheet, open, y);
    if open.takes_a_reason() {
        cursor = reason(&mut sheet, open, y);
        y += 2;
    }
    match &open.found {
        Ok(found) => {
            y = written(&mut sheet, model, found, y);
            calls(&mut sheet, model, open, found, y, last);
        }
        Err(refusal) => {
            let text = format!("{}: {}", refusal.message, refusal.mend);
            sheet.paragraph(TEXT, y, end.saturating_sub(TEXT), 2, &text, Role::Muted);
        }
    }
    if let Some(told) = &open.told {
        let role = if told.bad { Role::Late } else { Role::Accent };
        sheet.put_within(TEXT, last, &told.text, end.saturating_sub(TEXT), role);
    }
    cursor
}

/// What the sheet shows in a place of its own.
fn is_of_the_gate(line: &str) -> bool {
    line.starts_with("the gate is overruled") || line.starts_with("without a reason")
}

/// The rows that everything takes.
fn rows(open: &Gates) -> usize {
    let facts = if open.facts.is_empty() || open.is_back() { 0 } else { open.facts.len() + 2 };
    let reason = if open.takes_a_reason() { 2 } else { 0 };
    let found = open.found.as_ref().map_or(2, |found| {
        let told = found.act.told.iter().skip(1).filter(|line| !is_of_the_gate(line)).count();
        told + usize::from(found.row.is_some()) + usize::from(found.unfit.is_some()) + 3 + found.retimed.len()
    });
    6 + facts + reason + found
}

/// The route in one row, with where the deal is and where it would go; where it is too long, the way stays in view.
fn route(sheet: &mut Canvas<'_>, model: &Model, open: &Gates) {
    let room = sheet.width().saturating_sub(TEXT);
    let names: Vec<String> = open.ways.iter().enumerate().map(|(at, way)| name(model, open, at, way)).collect();
    let width = |names: &[String]| names.iter().map(|name| columns(name) + columns(ARROW)).sum::<u16>();
    // The end of the route is kept in view before its beginning, as far as the deal and its way stay there.
    let kept = open.here.unwrap_or(open.at).min(open.at);
    let fits = |first: &usize| width(names.get(*first..).unwrap_or_default()) <= room;
    let first = (0..=kept).find(fits).unwrap_or(kept);
    let reaches = |first: &usize| width(names.get(*first..=open.at).unwrap_or_default()) <= room;
    let first = if reaches(&first) { first } else { (first..=open.at).find(reaches).unwrap_or(open.at) };
    let mut x = 2;
    if first > 0 {
        x = sheet.put(x, 1, "… › ", Role::Faint);
    }
    for (at, name) in names.iter().enumerate().skip(first) {
        if at > first {
            x = sheet.put_within(x, 1, ARROW, room.saturating_sub(x), Role::Faint);
        }
        let role = match () {
            () if at == open.at => Role::Accent,
            () if open.here == Some(at) => Role::Strong,
            () => Role::Muted,
        };
        x = sheet.put_within(x, 1, name, (room + 2).saturating_sub(x), role);
    }
}

fn name(model: &Model, open: &Gates, at: usize, way: &Way) -> String {
    let name = match way {
        Way::To(stage) => model.campaign.stage_name(stage),
        Way::Won => "won",
        Way::Lost => "lost",
    };
    let sign = match () {
        () if at == open.at => "▸ ",
        () if open.here == Some(at) => "● ",
        () => "",
    };
    format!("{sign}{name}")
}

/// What it is: the one thing that catches the eye.
fn headline(sheet: &mut Canvas<'_>, model: &Model, open: &Gates) {
    let (title, to) = match open.way() {
        Some(Way::To(stage)) => {
            let title = if open.is_back() { "MOVE BACK" } else { "MOVE ON" };
            (title, format!("to {}", model.campaign.stage_name(stage)))
        }
        Some(Way::Won) => ("WON", String::new()),
        Some(Way::Lost) | None => ("LOST", String::new()),
    };
    if open.here == Some(open.at) {
        sheet.put(2, 3, "HERE", Role::Heading);
        return;
    }
    let x = sheet.put(2, 3, title, Role::Heading);
    let end = sheet.width().saturating_sub(2);
    let x = sheet.put_within(x + 1, 3, &to, end.saturating_sub(x + 1), Role::Accent);
    let says = match open.lack() {
        Some(Lack::Facts) => "asks for facts",
        Some(Lack::Reason) => "asks for a reason",
        None => return,
    };
    sheet.put_within(x + 2, 3, says, end.saturating_sub(x + 2), Role::Late);
}

/// The facts that are missing, each with its key.
fn facts(sheet: &mut Canvas<'_>, open: &Gates, y: u16) -> u16 {
    if open.facts.is_empty() || open.is_back() {
        return y + 1;
    }
    let end = sheet.width().saturating_sub(2);
    let mut y = y + 1;
    sheet.put(2, y, "MISSING HERE", Role::Heading);
    for (fact, key) in open.facts.iter().zip(1..) {
        y += 1;
        let x = sheet.put(TEXT, y, &format!("{key}"), if open.typing { Role::Faint } else { Role::Key });
        let (sign, role) = if fact.won { ("✓", Role::Good) } else { ("○", Role::Late) };
        let x = sheet.put(x + 1, y, sign, role);
        let role = if fact.won { Role::Strong } else { Role::Plain };
        sheet.put_within(x + 1, y, &fact.words, end.saturating_sub(x + 1), role);
    }
    y + 2
}

/// The line of the reason.
fn reason(sheet: &mut Canvas<'_>, open: &Gates, y: u16) -> Cursor {
    let (label, example) = match open.way() {
        Some(Way::Won) => ("why", "what won it, if you like"),
        Some(Way::Lost) => ("why", "what lost it"),
        _ => ("why", "why it goes on without them: kept for the review"),
    };
    sheet.put(TEXT, y, label, if open.typing { Role::Strong } else { Role::Muted });
    let x = TEXT + 5;
    sheet.put(x, y, "›", if open.typing { Role::Accent } else { Role::Faint });
    let (x, room) = (x + 2, sheet.width().saturating_sub(x + 4));
    let value = open.reason.value();
    if value.is_empty() {
        sheet.put_within(x, y, example, room, Role::Faint);
        return open.typing.then_some((sheet.area.x + x, sheet.area.y + y));
    }
    let before: String = value.chars().take(open.reason.cursor()).collect();
    let skip = if open.typing { columns(&before).saturating_sub(room.saturating_sub(1)) } else { 0 };
    let role = if open.typing { Role::Strong } else { Role::Plain };
    sheet.put_within(x, y, &skip_columns(value, skip), room, role);
    open.typing.then_some((sheet.area.x + x + columns(&before) - skip, sheet.area.y + y))
}

/// What goes into the file besides the stage, and what stays although it no longer fits.
fn written(sheet: &mut Canvas<'_>, model: &Model, found: &Passage, mut y: u16) -> u16 {
    let end = sheet.width().saturating_sub(2);
    if let Some(row) = &found.row {
        sheet.put(2, y, "LOG", Role::Heading);
        sheet.put_within(8, y, &stay(model, row), end.saturating_sub(8), Role::Plain);
        y += 1;
    }
    if let Some((own, rate)) = found.unfit {
        sheet.put(2, y, "ODDS", Role::Heading);
        let text = format!(
            "the driver’s {} stays as written; of deals that enter there {} are won",
            percent(own),
            percent(rate)
        );
        sheet.put_within(8, y, &text, end.saturating_sub(8), Role::Late);
        y += 1;
    }
    y + 1
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// `Proof of value, Mon 9 Nov to today 09:41; facts overruled`.
fn stay(model: &Model, row: &StageLog) -> String {
    let campaign = &model.campaign;
    let shown = |at| words::when(at, campaign.zone, model.now);
    let from = row.from.map_or_else(|| "nobody wrote since when".to_owned(), |from| format!("since {}", shown(from)));
    let overruled = if row.overruled.is_some() { "; the reason is kept" } else { "" };
    format!("{} is left, {from}{overruled}", campaign.stage_name(&row.stage))
}

/// The calls that move, before and after.
fn calls(sheet: &mut Canvas<'_>, model: &Model, open: &Gates, found: &Passage, y: u16, last: u16) {
    let end = sheet.width().saturating_sub(2);
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let x = sheet.put(2, y, "CALLS", Role::Heading);
    let said = match (moved(found), found.stay) {
        (moved, 0) if moved.is_empty() => "none is planned here".to_owned(),
        (moved, stay) if moved.is_empty() => {
            format!("none moves, {} as planned", words::counted(count(stay), "call stays", "calls stay"))
        }
        (moved, 0) => moved,
        (moved, stay) => {
            format!("{moved}, {}", words::counted(count(stay), "stays as planned", "stay as planned"))
        }
    };
    sheet.put_within(x + 1, y, &said, end.saturating_sub(x + 1), Role::Muted);
    let hidden = |rows: usize| found.retimed.len().saturating_sub(open.scroll + rows);
    let rows = usize::from(last.saturating_sub(y + 1));
    for (y, one) in (y + 1..last).zip(found.retimed.iter().skip(open.scroll)) {
        call(sheet, model, one, y);
    }
    if hidden(rows) > 0 && rows > 0 {
        sheet.put_right(end, last, &format!("↓ {} more", hidden(rows)), Role::Muted);
    }
}

pub(super) fn call(sheet: &mut Canvas<'_>, model: &Model, one: &Retimed, y: u16) {
    let end = sheet.width().saturating_sub(2);
    let at = |at: At| {
        let about = if at.estimated { "~" } else { "" };
        format!("{about}{}", words::moment(at.when, model.campaign.zone, model.now))
    };
    let after = end.saturating_sub(AFTER);
    let before = after.saturating_sub(3);
    let name = if one.rung.is_empty() { one.note.clone() } else { format!("{} {}", one.note, one.rung) };
    sheet.put_within(TEXT, y, &name, NAME - 1, Role::Plain);
    let room = before.saturating_sub(BEFORE + TEXT + NAME + 1);
    sheet.put_within(TEXT + NAME, y, &one.words, room, Role::Muted);
    let was = one.before.map_or_else(|| "not called".to_owned(), at);
    sheet.put_right(before, y, &was, Role::Muted);
    sheet.put(before + 1, y, "→", Role::Faint);
    match one.after {
        Ok(is) => sheet.put_within(after, y, &at(is), AFTER, Role::Strong),
        Err(why) => sheet.put_within(after, y, why, AFTER, Role::Late),
    };
}
