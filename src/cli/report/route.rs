//! `codriver report route`: the whole way of a deal as a picture in text, as JSON, or as a picture, SVG, for a document;
//! with `--beside`, another deal or the average of the won deals stands beside it.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::campaign::{Campaign, Deal, Status};
use crate::cli::args::Format;
use crate::drive::Outlook;
use crate::drive::route_map::{Beside, Course, Item, RouteMap, Span, Split, Time, What, Won};
use crate::drive::veil::Veil;
use crate::text::{Refusal, visible};
use crate::view::{route_beside, route_text, wrap};

/// Columns of the picture in text.
const WIDE: u16 = 100;

/// What is asked.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The deal, if one is named.
    pub deal: Option<&'a Deal>,
    /// What stands beside it: a deal, or `won` for the average of the won ones.
    pub beside: Option<&'a str>,
    /// The form.
    pub format: Format,
    /// With the buyers' names.
    pub names: bool,
    /// Only plain signs.
    pub ascii: bool,
    /// The moment.
    pub now: DateTime<Utc>,
}

/// The report in the form that is asked for.
///
/// # Errors
/// No deal is named, what is to stand beside it is not there, or the form is one that two ways do not have.
pub fn report(campaign: &Campaign, asked: Asked<'_>) -> Result<String, Refusal> {
    let Some(deal) = asked.deal else {
        return Err(Refusal::new(
            "a route map is of one deal",
            "name it behind the file: `codriver report route FILE DEAL`",
        ));
    };
    let outlook = Outlook::new(campaign);
    let veil = Veil::over(deal, asked.names);
    let map = RouteMap::of(campaign, &outlook, deal, asked.now).veiled(&veil);
    let beside = asked.beside.map(|other| beside(campaign, &outlook, &map, other, asked.now)).transpose()?;
    Ok(match (asked.format, &beside) {
        (Format::Svg, Some(_)) => {
            return Err(Refusal::new(
                "two ways side by side are not drawn as SVG",
                "leave out `--beside`, or `--format svg`",
            ));
        }
        (Format::Svg, None) => map.svg(wrap),
        (Format::Json, _) => format!("{}\n", json_of(&map, beside.as_ref(), &veil)),
        (Format::Text | Format::Md | Format::Html, _) => text(&map, beside.as_ref(), asked.ascii),
    })
}

/// The map beside another deal, or beside the won ones.
fn beside(
    campaign: &Campaign,
    outlook: &Outlook,
    map: &RouteMap,
    other: &str,
    now: DateTime<Utc>,
) -> Result<Beside, Refusal> {
    if let Some(deal) = campaign.deal(other) {
        let course = Course::of(&RouteMap::of(campaign, outlook, deal, now));
        return Ok(Beside::of(map, course, false));
    }
    if other != "won" {
        return Err(Refusal::new(
            format!("no deal is called `{other}`"),
            "write the id of a deal, or `won` for the average of the won deals",
        ));
    }
    let won = Won::of(campaign);
    match won.course(map) {
        Some(course) => Ok(Beside::of(map, course, won.is_few())),
        None => Err(Refusal::new(
            "no deal is won yet that says its days",
            "write `stage_log` and `result` of one, or list archived campaigns in `history`",
        )),
    }
}

fn text(map: &RouteMap, beside: Option<&Beside>, ascii: bool) -> String {
    let mut out = String::new();
    let parts = [&map.name, &map.title, &map.stand];
    let head: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    // Writing to a text cannot fail.
    let _ = writeln!(out, "{}", visible(&head.join(" · ")));
    for line in map.trouble.iter().chain([&map.sentence]) {
        let _ = writeln!(out, "{}", visible(line));
    }
    let _ = writeln!(out);
    let rows = match beside {
        Some(both) => route_beside(both, WIDE, ascii),
        None => route_text(map, WIDE, ascii),
    };
    for row in rows {
        let _ = writeln!(out, "{row}");
    }
    if beside.is_some() {
        return out;
    }
    let _ = writeln!(out);
    for item in &map.items {
        let late = if item.is_late { "! " } else { "" };
        let _ = writeln!(out, "{}  {late}{} ({})", dated(map, item), visible(&item.title), item.what.word());
        for row in wrap(&item.detail, WIDE - 13) {
            let _ = writeln!(out, "             {row}");
        }
    }
    out
}

/// The item's day in eleven columns; `~` stands before an estimate.
fn dated(map: &RouteMap, item: &Item) -> String {
    let about = if item.is_estimated { "~" } else { "" };
    let day =
        item.at.map_or_else(|| "no time".to_owned(), |at| format!("{about}{}", map.date_of(at).format("%Y-%m-%d")));
    format!("{day:<11}")
}

fn json_of(map: &RouteMap, beside: Option<&Beside>, veil: &Veil) -> Value {
    let at = |at: Option<DateTime<Utc>>| at.map(|at| at.to_rfc3339());
    let time = |time: Option<Time>| {
        time.map(|time| match time {
            Time::Done => "done",
            Time::Here => "here",
            Time::Ahead => "ahead",
        })
    };
    let split = |split: &Split| {
        json!({
            "stage": split.stage.as_str(), "name": split.name, "state": time(split.time), "days": split.days,
            "expected": split.expected, "share": split.share(), "passes": split.passes, "on_route": split.index.is_some(),
        })
    };
    let item = |item: &Item| {
        json!({
            "kind": item.what.word(), "at": at(item.at), "estimated": item.is_estimated, "title": item.title,
            "detail": item.detail, "late": item.is_late, "record": Some(item.record.to_string()).filter(|path| veil.may_tell(path)), "pace": pace(&item.what),
        })
    };
    let span = |span: Span| {
        json!({ "p10": span.tenth.to_rfc3339(), "p50": span.median.to_rfc3339(), "p90": span.ninetieth.to_rfc3339(),
                "promise_only": span.is_promise })
    };
    let mut value = json!({
        "deal": map.deal.as_str(), "name": map.name, "title": map.title, "stand": map.stand, "trouble": map.trouble,
        "sentence": map.sentence, "late": map.is_late, "close": at(map.close), "customer_date": at(map.customer),
        "arrival": map.arrival.map(span),
        "finish": map.finish.map(|(status, on)| {
            json!({ "status": if status == Status::Won { "won" } else { "lost" }, "on": at(on) })
        }),
        "splits": map.splits.iter().map(split).collect::<Vec<_>>(),
        "stages": map.stretches.iter().map(|stretch| json!({
            "stage": stretch.stage.as_str(), "from": at(Some(stretch.from)), "to": at(Some(stretch.to)),
            "planned": at(stretch.planned), "state": time(Some(stretch.time)), "guess": stretch.is_guess,
        })).collect::<Vec<_>>(),
        "latest_starts": map.latest.iter().map(|latest| json!({
            "stage": latest.stage.as_str(), "at": at(Some(latest.at)), "late": latest.stand.is_bad(),
        })).collect::<Vec<_>>(),
        "items": map.items.iter().map(item).collect::<Vec<_>>(),
    });
    if let (Some(both), Some(fields)) = (beside, value.as_object_mut()) {
        let side = |side: Option<(i64, Time)>| side.map(|(days, of)| json!({ "days": days, "state": time(Some(of)) }));
        let rows = both.rows.iter().map(|row| {
            json!({ "stage": row.name, "this": side(row.this), "other": side(row.other), "expected": row.expected })
        });
        let rows: Vec<Value> = rows.collect();
        fields.insert(
            "beside".to_owned(),
            json!({ "other": both.other.name, "sentence": both.sentence, "stages": rows }),
        );
    }
    value
}

/// The shorthand of an obstacle.
fn pace(what: &What) -> Option<String> {
    match what {
        What::Obstacle { shorthand, caution, .. } if !shorthand.is_empty() => {
            Some(format!("{}{shorthand}", caution.sign()))
        }
        _ => None,
    }
}
