//! The sheet after a run: three parts one under the other, scrolled so that the place where one types is in view.

use super::canvas::{Canvas, columns, wrap};
use super::catch::{kinds, persons, topic_line};
use super::frame::Cursor;
use super::overlay::{pointer, sheet};
use super::theme::Role;
use crate::campaign::HeardKind;
use crate::console::after::{After, Spot, Stand};
use crate::console::catch::{Filing, Person};
use crate::console::model::Model;
use crate::console::words;
use tui_input::Input;

/// Columns to the labels, and to what stands behind them.
const LABEL: u16 = 4;
const TEXT: u16 = 12;

/// A row of the sheet.
enum Row {
    Blank,
    Heading(&'static str, String),
    What,
    When,
    By,
    Fact(usize),
    Said(usize),
    Filed(usize),
    NewWords,
    NewFiled,
    /// What is chosen from at the place above.
    Choose,
}

/// Draws the sheet; returns the cursor's cell if a line is being typed.
pub(super) fn after(canvas: &mut Canvas<'_>, model: &Model, after: &After) -> Cursor {
    if let Stand::Written(told) = &after.stand {
        written(canvas, after, told);
        return None;
    }
    let rows = rows(after);
    let tall = u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(6);
    let mut sheet = sheet(canvas, 100, tall, &format!("AFTER THE RUN · {}", after.about));
    let end = sheet.width().saturating_sub(2);
    let height = sheet.height().saturating_sub(2);
    let current = rows.iter().position(|row| stands_on(row, after.at)).unwrap_or(0);
    let first = crate::console::geometry::window(current, usize::from(height), rows.len());
    let mut cursor = None;
    for (y, row) in (0..height).zip(rows.iter().skip(first)) {
        let is_current = stands_on(row, after.at);
        if let Some(at) = draw(&mut sheet, model, after, row, y, is_current) {
            cursor = Some(at);
        }
    }
    let hidden = (first, rows.len().saturating_sub(first + usize::from(height)));
    if hidden.0 > 0 {
        sheet.put_right(end, 0, &format!(" ↑ {} more ", hidden.0), Role::Muted);
    }
    if hidden.1 > 0 {
        sheet.put_right(end, height, &format!(" ↓ {} more ", hidden.1), Role::Muted);
    }
    foot(&mut sheet, after, height);
    cursor
}

/// What is said of the sheet, else what happens to it.
fn foot(sheet: &mut Canvas<'_>, after: &After, height: u16) {
    let room = sheet.width().saturating_sub(LABEL + 2);
    let (text, role) = match &after.told {
        Some(told) => (told.text.as_str(), if told.bad { Role::Late } else { Role::Good }),
        None => ("nothing here has to be filled in; only what you change is written", Role::Faint),
    };
    sheet.put_within(LABEL, height + 1, text, room, role);
}

/// The sheet once it is written: what was, and what goes back.
fn written(canvas: &mut Canvas<'_>, after: &After, told: &[String]) {
    let width = canvas.width().saturating_sub(4).min(100).saturating_sub(6);
    let lines: Vec<(Vec<String>, Role)> = told
        .iter()
        .enumerate()
        .map(|(n, line)| {
            let role = if n + 1 == told.len() { Role::Accent } else { Role::Plain };
            (wrap(line, width).into_iter().take(3).collect(), role)
        })
        .collect();
    let rows: usize = lines.iter().map(|(lines, _)| lines.len()).sum();
    let tall = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(5);
    let mut sheet = sheet(canvas, 100, tall, &format!("AFTER THE RUN · {}", after.about));
    let mut y = 1;
    for (n, (lines, role)) in lines.iter().enumerate() {
        // What goes back stands apart.
        y += u16::from(n > 0 && n + 1 == told.len());
        for line in lines {
            sheet.put_within(LABEL, y, line, width, *role);
            y += 1;
        }
    }
}

fn rows(after: &After) -> Vec<Row> {
    let mut rows = Vec::new();
    if after.next.is_some() {
        rows.push(Row::Heading("NEXT TOUCH", String::new()));
        rows.extend([Row::What, Row::When, Row::By, Row::Blank]);
        let plain = if after.facts.is_empty() {
            format!("nothing is missing to leave {}", after.stage)
        } else {
            format!("to leave {}", after.stage)
        };
        rows.push(Row::Heading("GATE FACTS WON", plain));
        rows.extend((0..after.facts.len()).map(Row::Fact));
        rows.push(Row::Blank);
    }
    let plain = match after.reports.len() {
        0 => "nothing was caught in this run".to_owned(),
        many => words::counted(i64::try_from(many).unwrap_or(i64::MAX), "report", "reports"),
    };
    rows.push(Row::Heading("WHAT WAS HEARD", plain));
    let chooses = |rows: &mut Vec<Row>, is: bool| {
        if is {
            rows.push(Row::Choose);
        }
    };
    for at in 0..after.reports.len() {
        rows.extend([Row::Said(at), Row::Filed(at)]);
        let spots = [Spot::Kind(at), Spot::Topic(at), Spot::Who(at)];
        chooses(&mut rows, spots.contains(&after.at));
    }
    rows.push(Row::NewWords);
    let is_new = matches!(after.at, Spot::NewKind | Spot::NewTopic | Spot::NewWho);
    if is_new || !after.new.words.value().trim().is_empty() {
        rows.push(Row::NewFiled);
        chooses(&mut rows, is_new);
    }
    rows
}

fn stands_on(row: &Row, spot: Spot) -> bool {
    match row {
        Row::What => spot == Spot::What,
        Row::When => spot == Spot::When,
        Row::By => spot == Spot::By,
        Row::Fact(at) => spot == Spot::Fact(*at),
        Row::Filed(at) => spot.row() == Spot::Kind(*at),
        Row::NewWords => spot == Spot::NewWords,
        Row::NewFiled => spot.row() == Spot::NewWords && spot != Spot::NewWords,
        Row::Blank | Row::Heading(..) | Row::Said(_) | Row::Choose => false,
    }
}

fn draw(sheet: &mut Canvas<'_>, model: &Model, after: &After, row: &Row, y: u16, is_current: bool) -> Cursor {
    let end = sheet.width().saturating_sub(2);
    if is_current {
        pointer(sheet, y, true);
    }
    match row {
        Row::Blank => {}
        Row::Heading(title, plain) => {
            let x = sheet.put(2, y, title, Role::Heading);
            let x = sheet.put_within(x + 2, y, plain, end.saturating_sub(x + 2), Role::Muted);
            if *title == "NEXT TOUCH" && x + 4 + columns(&after.when) < end {
                sheet.put_right(end, y, &after.when, Role::Muted);
            }
        }
        Row::What => {
            let next = after.next.as_ref()?;
            return line(sheet, y, "what", &next.what, "what is done next", is_current);
        }
        Row::When => {
            let next = after.next.as_ref()?;
            let cursor = line(sheet, y, "when", &next.on, "next tue 14:00", is_current);
            let x = TEXT + columns(next.on.value()).max(14) + 3;
            match &next.understood {
                Ok(Some(on)) => {
                    let shown = words::when(*on, model.campaign.zone, model.now);
                    sheet.put_within(x, y, &shown, end.saturating_sub(x), Role::Muted);
                }
                Ok(None) => {
                    sheet.put_within(x, y, "undated: give it a day", end.saturating_sub(x), Role::Muted);
                }
                Err(why) => {
                    sheet.put_within(x, y, why, end.saturating_sub(x), Role::Late);
                }
            }
            return cursor;
        }
        Row::By => {
            let next = after.next.as_ref()?;
            label(sheet, y, "who", is_current);
            people(sheet, y, &after.crew, next.by.as_deref());
        }
        Row::Fact(at) => {
            let fact = after.facts.get(*at)?;
            let (sign, role) = if fact.won { ("✓", Role::Good) } else { ("○", Role::Muted) };
            sheet.put(LABEL, y, sign, role);
            let role = if is_current || fact.won { Role::Strong } else { Role::Plain };
            let x = sheet.put_within(LABEL + 2, y, &fact.words, end.saturating_sub(LABEL + 2), role);
            if is_current {
                sheet.put_within(x + 2, y, "space: won", end.saturating_sub(x + 2), Role::Faint);
            }
        }
        Row::Said(at) => {
            let report = after.reports.get(*at)?;
            let x = sheet.put_within(LABEL, y, &report.minute, 7, Role::Muted);
            let x = if report.minute.is_empty() { LABEL } else { (x + 2).max(TEXT) };
            let room = end.saturating_sub(x + if report.answered { 10 } else { 0 });
            let x = sheet.put_within(x, y, &format!("“{}”", report.said), room, Role::Plain);
            if report.answered {
                sheet.put_within(x + 1, y, "answered", end.saturating_sub(x + 1), Role::Good);
            }
        }
        Row::Filed(at) => {
            let places = [Spot::Kind(*at), Spot::Topic(*at), Spot::Who(*at)];
            filed(sheet, after, y, &after.reports.get(*at)?.filing, places);
        }
        Row::NewWords => {
            return line(sheet, y, "more", &after.new.words, "something else that they said", is_current);
        }
        Row::NewFiled => {
            let places = [Spot::NewKind, Spot::NewTopic, Spot::NewWho];
            filed(sheet, after, y, &after.new.filing, places);
        }
        Row::Choose => return choose(sheet, after, y),
    }
    None
}

fn label(sheet: &mut Canvas<'_>, y: u16, text: &str, is_current: bool) {
    sheet.put(LABEL, y, text, if is_current { Role::Strong } else { Role::Muted });
}

/// A line that is typed, scrolled so that its cursor is in view.
fn line(sheet: &mut Canvas<'_>, y: u16, name: &str, input: &Input, example: &str, is_current: bool) -> Cursor {
    label(sheet, y, name, is_current);
    let room = sheet.width().saturating_sub(TEXT + 2);
    if input.value().is_empty() {
        sheet.put_within(TEXT, y, example, room, Role::Faint);
        return is_current.then_some((sheet.area.x + TEXT, sheet.area.y + y));
    }
    if !is_current {
        sheet.put_within(TEXT, y, input.value(), room, Role::Plain);
        return None;
    }
    let before: String = input.value().chars().take(input.cursor()).collect();
    let skip = columns(&before).saturating_sub(room.saturating_sub(1));
    let shown = super::overlay::skip_columns(input.value(), skip);
    sheet.put_within(TEXT, y, &shown, room, Role::Strong);
    Some((sheet.area.x + TEXT + columns(&before).saturating_sub(skip), sheet.area.y + y))
}

/// The crew, the one who does it marked.
fn people(sheet: &mut Canvas<'_>, y: u16, crew: &[Person], by: Option<&str>) {
    let end = sheet.width().saturating_sub(2);
    if crew.is_empty() {
        sheet.put(TEXT, y, "the file names no crew", Role::Faint);
    }
    let mut x = TEXT;
    for person in crew {
        let is_by = Some(person.id.as_str()) == by;
        if x + columns(&person.name) + 2 > end {
            break;
        }
        let (sign, role) = if is_by { ("●", Role::Strong) } else { ("○", Role::Muted) };
        x = sheet.put(x, y, &format!("{sign} {}", person.name), role) + 3;
    }
}

/// How a report is filed: kind, topic, person, the one that is chosen from stronger.
fn filed(sheet: &mut Canvas<'_>, after: &After, y: u16, filing: &Filing, places: [Spot; 3]) {
    let end = sheet.width().saturating_sub(2);
    let role = |spot: Spot| if after.at == spot { Role::Strong } else { Role::Muted };
    let [kind, topic_at, who_at] = places;
    let x = sheet.put(TEXT, y, filing.kind.map_or("no kind", HeardKind::word), role(kind));
    let topic = filing.topic.value();
    let topic = if topic.is_empty() { "no topic" } else { topic };
    let x = sheet.put(x, y, " · ", Role::Faint);
    let x = sheet.put_within(x, y, topic, end.saturating_sub(x).min(32), role(topic_at));
    let x = sheet.put(x, y, " · ", Role::Faint);
    let who = after.people.iter().find(|person| Some(&person.id) == filing.who.as_ref());
    let who = who.map_or_else(|| filing.who.as_deref().unwrap_or("nobody"), |person| person.name.as_str());
    sheet.put_within(x, y, who, end.saturating_sub(x), role(who_at));
}

/// What is chosen from.
fn choose(sheet: &mut Canvas<'_>, after: &After, y: u16) -> Cursor {
    let filing = match after.at {
        Spot::Kind(at) | Spot::Topic(at) | Spot::Who(at) => &after.reports.get(at)?.filing,
        _ => &after.new.filing,
    };
    match after.at {
        Spot::Kind(_) | Spot::NewKind => kinds(sheet, y, TEXT, filing.kind),
        Spot::Who(_) | Spot::NewWho => persons(sheet, y, TEXT, &after.people, filing),
        Spot::Topic(_) | Spot::NewTopic => {
            sheet.put(TEXT, y, "›", Role::Accent);
            return Some(topic_line(sheet, y, TEXT + 2, filing, &after.offers, true));
        }
        _ => {}
    }
    None
}
