//! The catch line: their words, how they are filed, and what answers them already.

use super::canvas::{Canvas, columns, fit};
use super::overlay::{line, pointer};
use super::theme::Role;
use crate::campaign::{Campaign, HeardKind};
use crate::console::catch::{Catch, Field, Filing, Offers, Person};
use crate::console::model::Model;
use crate::console::words;
use crate::drive::topic::{self, Answer};

/// Columns from the frame to the labels, and to what stands behind them.
const LABEL: u16 = 4;
const TEXT: u16 = 12;
/// Rows of the sheet.
const ROWS: u16 = 13;

/// Draws the line over the lower part of the screen, so that what is going on stays in view; returns the cursor's cell.
pub(super) fn catch(canvas: &mut Canvas<'_>, model: &Model, catch: &Catch) -> Option<(u16, u16)> {
    let width = canvas.width().saturating_sub(4).min(116);
    let height = ROWS.min(canvas.height().saturating_sub(4));
    let y = canvas.height().saturating_sub(height + 2);
    let x = (canvas.width() - width) / 2;
    let mut sheet = canvas.part(x, y, width, height);
    sheet.clear();
    sheet.frame(Role::Muted);
    title(&mut sheet, catch);
    let on_words = line(&mut sheet, 1, &catch.words, "what they said, in their words");
    label(&mut sheet, 3, "kind", catch.field == Field::Kind);
    kinds(&mut sheet, 3, TEXT, catch.filing.kind);
    label(&mut sheet, 4, "topic", catch.field == Field::Topic);
    let on_topic = topic_line(&mut sheet, 4, TEXT, &catch.filing, &catch.offers, catch.field == Field::Topic);
    label(&mut sheet, 5, "person", catch.field == Field::Who);
    persons(&mut sheet, 5, TEXT, &catch.people, &catch.filing);
    answers(&mut sheet, &model.campaign, catch);
    if let Some(told) = &catch.told {
        let role = if told.bad { Role::Late } else { Role::Good };
        sheet.put_within(LABEL, height.saturating_sub(2), &told.text, width.saturating_sub(LABEL + 2), role);
    }
    match catch.field {
        Field::Words => Some(on_words),
        Field::Topic => Some(on_topic),
        Field::Kind | Field::Who => None,
    }
}

/// `CATCH`, and the stamp: deal, run, minute, stage. The minute is what must not be cut.
fn title(sheet: &mut Canvas<'_>, catch: &Catch) {
    let stamp = &catch.stamp;
    let x = sheet.put(2, 0, " CATCH ", Role::Heading);
    let end = sheet.width().saturating_sub(2);
    let right =
        if stamp.stage.is_empty() { stamp.minute.clone() } else { format!("{} · {}", stamp.minute, stamp.stage) };
    let right = fit(&right, end.saturating_sub(x + 12)).into_owned();
    let end = sheet.put_right(end, 0, &format!(" {right} "), Role::Strong);
    let what = if stamp.run.is_empty() { stamp.account.clone() } else { format!("{} · {}", stamp.account, stamp.run) };
    let what = fit(&what, end.saturating_sub(x + 3)).into_owned();
    sheet.put(x, 0, &format!(" {what} "), Role::Plain);
}

fn label(sheet: &mut Canvas<'_>, y: u16, text: &str, is_current: bool) {
    pointer(sheet, y, is_current);
    sheet.put(LABEL, y, text, if is_current { Role::Strong } else { Role::Muted });
}

/// The kinds, the chosen one marked.
pub(super) fn kinds(sheet: &mut Canvas<'_>, y: u16, x: u16, chosen: Option<HeardKind>) {
    let kinds = HeardKind::ALL.map(HeardKind::word);
    let at = chosen.and_then(|chosen| HeardKind::ALL.iter().position(|kind| *kind == chosen));
    choices(sheet, y, x, &kinds, at);
}

/// The people and nobody, the chosen one marked.
pub(super) fn persons(sheet: &mut Canvas<'_>, y: u16, x: u16, people: &[Person], filing: &Filing) {
    if people.is_empty() {
        sheet.put(x, y, "the deal has no contact yet", Role::Faint);
        return;
    }
    let mut names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
    names.push("nobody");
    let at = people.iter().position(|person| Some(&person.id) == filing.who.as_ref());
    choices(sheet, y, x, &names, Some(at.unwrap_or(people.len())));
}

/// Words beside each other, one of them marked; where not all fit, the marked one and what comes before it as far as
/// there is room.
fn choices(sheet: &mut Canvas<'_>, y: u16, x: u16, words: &[&str], chosen: Option<usize>) {
    let end = sheet.width().saturating_sub(2);
    let wide = |word: &str| columns(word).saturating_add(5);
    let mut first = 0;
    if let Some(chosen) = chosen {
        let room = end.saturating_sub(x);
        let upto = |first: usize| words[first..=chosen].iter().fold(0u16, |sum, word| sum.saturating_add(wide(word)));
        while first < chosen && upto(first) > room {
            first += 1;
        }
    }
    let mut at = x;
    for (n, word) in words.iter().enumerate().skip(first) {
        if n > first && at + columns(word) + 2 > end {
            sheet.put_within(at, y, "…", end.saturating_sub(at), Role::Muted);
            return;
        }
        let (sign, role) = if Some(n) == chosen { ("●", Role::Strong) } else { ("○", Role::Muted) };
        at = sheet.put_within(at, y, &format!("{sign} {word}"), end.saturating_sub(at), role) + 3;
    }
}

/// The topic as typed, and what Tab would put there; returns the cell of the cursor.
pub(super) fn topic_line(
    sheet: &mut Canvas<'_>,
    y: u16,
    x: u16,
    filing: &Filing,
    offers: &Offers,
    is_current: bool,
) -> (u16, u16) {
    let end = sheet.width().saturating_sub(2);
    let typed = filing.topic.value();
    let role = if is_current { Role::Strong } else { Role::Plain };
    let mut at = sheet.put_within(x, y, typed, end.saturating_sub(x).min(30), role);
    let before: String = typed.chars().take(filing.topic.cursor()).collect();
    let cursor = (sheet.area.x + x + columns(&before).min(30), sheet.area.y + y);
    if let Some(chosen) = offers.chosen().filter(|_| is_current || typed.is_empty()) {
        at = sheet.put(if at > x { at + 2 } else { at + u16::from(is_current) * 2 }, y, "tab", Role::Muted);
        at = sheet.put_within(at + 1, y, &chosen.topic, end.saturating_sub(at + 1), Role::Key);
        at = sheet.put_within(at + 2, y, &chosen.gloss, end.saturating_sub(at + 2).min(40), Role::Muted);
    }
    if !is_current {
        return cursor;
    }
    let others = offers.topics.iter().enumerate().filter(|(n, _)| Some(*n) != offers.chosen);
    for (_, offer) in others {
        if at + 3 + columns(&offer.topic) > end {
            break;
        }
        at = sheet.put(at + 3, y, &offer.topic, Role::Faint);
    }
    cursor
}

/// What answers the topic already; of a hint it says so.
fn answers(sheet: &mut Canvas<'_>, campaign: &Campaign, catch: &Catch) {
    let Some(about) = &catch.about else { return };
    let name = topic::name(campaign, about);
    let title = if catch.is_hint() { "IF IT IS THAT" } else { "KNOWN ANSWER" };
    let (width, last) = (sheet.width(), sheet.height().saturating_sub(2));
    let x = sheet.put(LABEL, 7, title, Role::Heading);
    sheet.put_within(x + 2, 7, &name, width.saturating_sub(x + 4), Role::Muted);
    if catch.known.is_empty() {
        sheet.put(LABEL, 8, "no answer is known yet: it goes to the navigator’s inbox", Role::Muted);
        return;
    }
    let mut y = 8;
    for known in &catch.known {
        if y + 2 > last {
            return;
        }
        y = answer(sheet, campaign, known, y, 2);
    }
}

/// A known answer at a row: what to say in at most so many rows, then where it is from; returns the row after it.
pub(super) fn answer(sheet: &mut Canvas<'_>, campaign: &Campaign, known: &Answer, y: u16, rows: u16) -> u16 {
    let room = sheet.width().saturating_sub(LABEL + 2).min(96);
    let y = sheet.paragraph(LABEL, y, room, rows, &format!("“{}”", known.say), Role::Strong);
    let by = known.by.as_ref().map_or_else(String::new, |by| format!(", by {}", words::who(campaign, by)));
    sheet.put_within(LABEL, y, &format!("{}{by}", known.why), room, Role::Muted);
    y + 1
}
