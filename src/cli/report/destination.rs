//! `codriver report destination`: how far the target is, how likely it is reached, and where aims part.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Printed, text};
use crate::campaign::{Campaign, Id, Measure};
use crate::console::chart::{Signs, rows};
use crate::console::destination::told;
use crate::console::words::{amount, rounded, short_date};
use crate::drive::Outlook;
use crate::drive::destination::{Due, Forecast, Parting, Point, Progress, Prospect, progress};

/// The report.
pub fn report(campaign: &Campaign, deal: Option<&str>, now: DateTime<Utc>, ascii: bool) -> Printed {
    let progress = progress(campaign, &Outlook::new(campaign), now);
    let mut text = text(&told(campaign, &progress, deal, now));
    if deal.is_none() && progress.attained.target.is_some() && progress.course.len() > 1 {
        text.push_str(&chart(&progress.course, ascii));
    }
    Printed { text, json: json_of(campaign, &progress, deal) }
}

/// Columns before the chart.
const LABEL: usize = 8;
/// Columns that a chart may take.
const WIDTH: usize = 72;

fn chart(course: &[Point], ascii: bool) -> String {
    let signs = if ascii { Signs::PLAIN } else { Signs::BLOCKS };
    let of_a_point = (WIDTH / course.len().max(1)).clamp(1, 3);
    let (rows, top) = rows(course, signs, 8, of_a_point);
    let mut text = String::from("\nWEEK BY WEEK\n");
    for (at, row) in rows.iter().enumerate() {
        let label = match at {
            0 if top < Decimal::from(10_000) => amount(top),
            0 => rounded(top),
            _ => String::new(),
        };
        let _ = writeln!(text, "{}", format!("{label:>LABEL$} {row}").trim_end());
    }
    let (corner, line) = signs.axis;
    let width = course.len() * of_a_point;
    let _ = writeln!(text, "{:>LABEL$}{corner}{}", "0", line.to_string().repeat(width));
    let days = [course.first(), course.last()].map(|point| {
        use chrono::Datelike;
        point.map_or_else(String::new, |point| short_date(point.day, point.day.year()))
    });
    let gap = width.saturating_sub(days[0].len() + days[1].len()).max(1);
    let _ = writeln!(text, "{:LABEL$} {}{:gap$}{}", "", days[0], "", days[1]);
    let _ = writeln!(text, "  {}", signs.legend());
    text
}

fn json_of(campaign: &Campaign, progress: &Progress, deal: Option<&str>) -> Value {
    let stamp = |at: DateTime<Utc>| at.with_timezone(&campaign.zone).to_rfc3339();
    let attained = &progress.attained;
    let weeks = match progress.due {
        Due::Ahead { weeks, .. } => Some(weeks),
        Due::Undated | Due::Gone(_) => None,
    };
    let parts = progress.parts.iter().map(|part| {
        json!({
            "crew": part.who.as_str(),
            "name": campaign.crew_name(&part.who),
            "share": part.share,
            "target": part.target.map(number),
            "carried": number(part.carried),
        })
    });
    let elsewhere = progress.elsewhere.iter().map(
        |other| json!({ "currency": other.currency.as_str(), "won": number(other.won), "open": number(other.open) }),
    );
    let promises = &progress.promises;
    let partings = progress.partings.iter().filter(|parting| deal.is_none_or(|deal| is_of(parting, deal)));
    let course = progress.course.iter().map(|point| {
        json!({
            "day": point.day.to_string(),
            "attained": point.attained.map(number),
            "needed": point.needed.map(number),
            "expected": point.expected.map(|all| all.map(number)),
        })
    });
    json!({
        "measure": match attained.measure { Measure::WonValue => "won-value", Measure::WonDeals => "won-deals" },
        "currency": campaign.settings.currency.as_ref().map(Id::as_str),
        "target": attained.target.map(number),
        "attained": number(attained.won),
        "still_open": progress.still_open.map(number),
        "by": progress.due.by().map(stamp),
        "working_weeks_left": weeks,
        "per_week": progress.per_week.map(number),
        "parts": parts.collect::<Vec<_>>(),
        "by_others": number(progress.by_others),
        "without_rate": elsewhere.collect::<Vec<_>>(),
        "promises": {
            "deals": promises.deals,
            "worth": number(promises.worth),
            "weighed": number(promises.weighed),
            "with_probability": promises.with_probability,
            "undated": promises.undated,
        },
        "forecast": progress.forecast.as_ref().map(|forecast| forecast_of(campaign, forecast, deal)),
        "partings": partings.map(|parting| parting_of(campaign, parting)).collect::<Vec<_>>(),
        "course": course.collect::<Vec<_>>(),
    })
}

/// A number of JSON: money has no more than its hundredths.
fn number(sum: Decimal) -> f64 {
    use rust_decimal::prelude::ToPrimitive;
    sum.round_dp(2).to_f64().unwrap_or_default()
}

fn forecast_of(campaign: &Campaign, forecast: &Forecast, deal: Option<&str>) -> Value {
    let of_deal = |one: &&Prospect| deal.is_none_or(|deal| one.deal == *deal);
    let lever = forecast.lever.as_ref();
    let lever = lever.map(|lever| json!({ "deal": lever.deal.as_str(), "with": lever.with, "without": lever.without }));
    let ids = |ids: &[Id]| ids.iter().map(|id| id.as_str().to_owned()).collect::<Vec<_>>();
    json!({
        "low": number(forecast.low),
        "middle": number(forecast.middle),
        "high": number(forecast.high),
        "most": number(forecast.most),
        "reached": forecast.reached,
        "lever": lever,
        "deals": forecast.prospects.iter().filter(of_deal).map(|one| prospect(campaign, one)).collect::<Vec<_>>(),
        "unplaced": ids(&forecast.unplaced),
        "without_value": ids(&forecast.without_value),
    })
}

fn prospect(campaign: &Campaign, one: &Prospect) -> Value {
    json!({
        "deal": one.deal.as_str(),
        "account": campaign.deal(&one.deal).map(|deal| deal.name().to_owned()),
        "worth": number(one.worth),
        "won": one.win.chance,
        "win_rate": one.win.rate,
        "finished_deals": { "won": one.win.won, "all": one.win.finished },
        "there_in_time": one.there,
        "won_in_time": one.chance,
        "on_promise": one.on_promise,
        "close": one.close.map(|close| close.with_timezone(&campaign.zone).to_rfc3339()),
        "probability": one.probability,
    })
}

fn is_of(parting: &Parting, wanted: &str) -> bool {
    match parting {
        Parting::LatePromise { deal, .. } | Parting::LaterThanSales { deal, .. } | Parting::Outside { deal, .. } => {
            *deal == *wanted
        }
        _ => false,
    }
}

fn parting_of(campaign: &Campaign, parting: &Parting) -> Value {
    let stamp = |at: &DateTime<Utc>| at.with_timezone(&campaign.zone).to_rfc3339();
    match parting {
        Parting::NoTarget => json!({ "kind": "no-target" }),
        Parting::NoDate => json!({ "kind": "no-date" }),
        Parting::NoShares => json!({ "kind": "no-shares" }),
        Parting::SharesSum(sum) => json!({ "kind": "shares-sum", "sum": sum }),
        Parting::WithoutShare(who) => json!({ "kind": "without-share", "crew": who.as_str() }),
        Parting::AwayAtTheEnd { who, from } => {
            json!({ "kind": "away-at-the-end", "crew": who.as_str(), "from": from.to_string() })
        }
        Parting::LatePromise { deal, close } => {
            json!({ "kind": "late-promise", "deal": deal.as_str(), "close": stamp(close) })
        }
        Parting::LaterThanSales { deal, control, owner, due } => json!({
            "kind": "later-than-sales",
            "deal": deal.as_str(),
            "control": control.as_str(),
            "crew": owner.as_str(),
            "due": stamp(due),
        }),
        Parting::Outside { deal, field, says } => {
            json!({ "kind": "outside", "deal": deal.as_str(), "field": field.as_str(), "says": says })
        }
    }
}
