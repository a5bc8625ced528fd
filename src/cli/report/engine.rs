//! `codriver report engine`: pushes and pulls, how smooth the ride is, and the stroke that each deal needs next.

use std::fmt::Write as _;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde_json::{Value, json};

use super::Printed;
use crate::campaign::{Campaign, Deal, Id, StrokeKind};
use crate::drive::Outlook;
use crate::drive::engine::{
    DealEngine, Engine, Gauge, Line, NextStroke, Sheet, Standing, Strokes, Told, Week, cylinders, engine, next_stroke,
    trade,
};
use crate::drive::words::short_date;
use crate::text::visible;
use crate::view::{columns, fit};

/// Rows of each cylinder.
const HEIGHT: u32 = 4;
/// Columns before the cylinders.
const INDENT: usize = 8;
/// Columns of a deal's name, and what the name may take of them.
const NAME: usize = 28;
const ROOM: u16 = 26;

/// The report.
pub fn report(campaign: &Campaign, deal: Option<&str>, now: DateTime<Utc>) -> Printed {
    let outlook = Outlook::new(campaign);
    let engine = engine(campaign, &outlook, deal, now);
    let sheet = Sheet::of(campaign, &outlook, &engine, now);
    Printed { text: text(&engine, &sheet), json: json_of(campaign, &outlook, &engine, &sheet, now) }
}

fn text(engine: &Engine, sheet: &Sheet) -> String {
    let mut text = format!("{}\n", visible(&sheet.sentence));
    if !sheet.lines.is_empty() {
        text.push('\n');
    }
    for line in &sheet.lines {
        // Writing to a text cannot fail.
        let _ = match line {
            Line::Ride(words) | Line::Fact(words) => writeln!(text, "{}.", visible(words)),
            Line::Cylinders => write!(text, "\n{}", drawn(&engine.weeks, &engine.mondays)),
            Line::Part(title, count) => writeln!(text, "\n{title} {count}"),
            Line::Deal(told) => write!(text, "{}", deal(told)),
            Line::More(count) => writeln!(text, "and {count} more"),
        };
    }
    text
}

/// The weeks as two cylinders, with the Mondays under them.
fn drawn(weeks: &[Week], mondays: &[NaiveDate]) -> String {
    let rows = cylinders(weeks, HEIGHT, ['█', '─', '·']);
    let mut text = String::new();
    for (at, row) in rows.iter().enumerate() {
        let label = match at {
            0 => "push",
            _ if at + 1 == rows.len() => "pull",
            _ => "",
        };
        let _ = writeln!(text, "{}", format!("{label:<INDENT$}{row}").trim_end());
    }
    // A date and a blank take three weeks' columns, so that every third Monday is told.
    let year = mondays.last().map_or(0, Datelike::year);
    let dates = mondays.iter().step_by(3).map(|day| format!("{:<9}", short_date(*day, year)));
    let _ = writeln!(text, "{:INDENT$}{}", "", dates.collect::<String>().trim_end());
    text
}

/// A deal with its gauge, and under it why and what next.
fn deal(told: &Told) -> String {
    let name = fit(&told.account, ROOM);
    let gap = NAME.saturating_sub(columns(&name).into());
    let alone = match told.alone {
        Some(StrokeKind::Push) => "  pushes alone",
        Some(StrokeKind::Pull) => "  pulls alone",
        None => "",
    };
    let mut text = format!("{name}{:gap$}{}{alone}\n  {}\n", "", gauge(&told.gauge), visible(&told.why));
    if !told.next.is_empty() {
        let _ = writeln!(text, "  next: {}", visible(&told.next));
    }
    text
}

fn gauge(gauge: &Gauge) -> String {
    let cells = |weeks: &[bool]| weeks.iter().map(|fired| if *fired { '▮' } else { '▯' }).collect::<String>();
    let words = gauge.words();
    let gap = if words.is_empty() { "" } else { "  " };
    format!("push {}  pull {}{gap}{words}", cells(&gauge.push), cells(&gauge.pull))
}

fn json_of(campaign: &Campaign, outlook: &Outlook, engine: &Engine, sheet: &Sheet, now: DateTime<Utc>) -> Value {
    let deals = engine.deals.iter().map(|one| {
        let mut value = counted(&one.strokes, engine.band);
        if let Value::Object(fields) = &mut value {
            let deal = campaign.deal(&one.deal);
            fields.insert("deal".to_owned(), one.deal.as_str().into());
            fields.insert("account".to_owned(), deal.map(Deal::name).into());
            fields.extend(standing(one));
            let next = one.standing.next().zip(deal);
            let next = next.and_then(|((kind, _), deal)| next_stroke(campaign, outlook, deal, kind, now));
            fields.insert("planned".to_owned(), next.map_or(Value::Null, |next| planned(campaign, &next)));
            fields.insert("weeks".to_owned(), weeks(&one.weeks, &engine.mondays));
        }
        value
    });
    let mut value = counted(&engine.strokes, engine.band);
    if let Value::Object(fields) = &mut value {
        fields.insert("sentence".to_owned(), sheet.sentence.as_str().into());
        fields.insert("band".to_owned(), json!([engine.band.0, engine.band.1]));
        fields.insert("weeks".to_owned(), weeks(&engine.weeks, &engine.mondays));
        fields.insert("uncounted_rows".to_owned(), engine.untold.into());
        fields.insert("deals".to_owned(), deals.collect());
    }
    value
}

fn counted(strokes: &Strokes, band: (f64, f64)) -> Value {
    let smooth = strokes.smoothness(band);
    let parts = smooth.map(|smooth| {
        smooth
            .parts()
            .into_iter()
            .map(|(name, share)| (name.to_owned(), share.into()))
            .collect::<serde_json::Map<_, _>>()
    });
    json!({
        "pushes": strokes.pushes,
        "pulls": strokes.pulls,
        "asked": strokes.asked,
        "answered": strokes.answered,
        "working_days": strokes.days,
        "covered_days": strokes.covered,
        "longest_gap": strokes.longest_gap,
        "alone": strokes.alone().map(trade),
        "smoothness": smooth.map(|smooth| smooth.figure),
        "parts": parts,
    })
}

fn standing(one: &DealEngine) -> Vec<(String, Value)> {
    let (word, kind, day) = match one.standing {
        Standing::Finished => ("finished", None, None),
        Standing::Stopped => ("stopped", None, None),
        Standing::Silent => ("silent", None, None),
        Standing::Waits { kind, since, .. } => ("waits", Some(kind), Some(("since", since))),
        Standing::Runs { kind, by } => ("runs", Some(kind), Some(("by", by))),
    };
    let mut fields = vec![("standing".to_owned(), word.into()), ("next".to_owned(), kind.map(trade).into())];
    fields.extend(day.map(|(key, day)| (key.to_owned(), day.to_string().into())));
    fields
}

fn planned(campaign: &Campaign, next: &NextStroke) -> Value {
    json!({
        "kind": trade(next.kind),
        "what": next.what,
        "by": next.by.as_ref().map(Id::as_str),
        "name": next.by.as_ref().map(|by| campaign.crew_name(by)),
        "when": next.when.map(|when| when.to_string()),
        "from": next.from.name(),
        "record": next.record.to_string(),
    })
}

fn weeks(weeks: &[Week], mondays: &[NaiveDate]) -> Value {
    let week = |(monday, week): (&NaiveDate, &Week)| json!({ "monday": monday.to_string(), "push": week.push, "pull": week.pull });
    mondays.iter().zip(weeks).map(week).collect()
}
