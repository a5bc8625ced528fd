//! `codriver report circles`: which open deals drive in circles, each with its loop, and how much of the open value does.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Printed, text};
use crate::campaign::{Campaign, Id};
use crate::console::circles::told;
use crate::drive::Outlook;
use crate::drive::circles::{Circle, circles};

/// The report.
pub fn report(campaign: &Campaign, deal: Option<&str>, now: DateTime<Utc>) -> Printed {
    let circles = circles(campaign, &Outlook::new(campaign), deal, now);
    let told = told(campaign, &circles, deal.and_then(|deal| campaign.deal(deal)), usize::MAX, now);
    let deals = circles.deals.iter().map(|one| {
        json!({
            "deal": one.deal.as_str(),
            "account": campaign.deal(&one.deal).map(|deal| deal.name().to_owned()),
            "worth": one.worth.map(number),
            "circles": one.circles.iter().map(|circle| json_of(campaign, circle, now)).collect::<Vec<_>>(),
        })
    });
    let sums = circles.sums.iter().map(|sum| {
        json!({
            "currency": sum.currency.as_ref().map(Id::as_str),
            "open": number(sum.open),
            "circling": number(sum.circling),
            "share": sum.share(),
        })
    });
    let json = json!({
        "sentence": told.sentence.as_str(),
        "open": circles.open,
        "deals": deals.collect::<Vec<_>>(),
        "value": sums.collect::<Vec<_>>(),
        "without_value": circles.without_value,
        "uncounted": circles.uncounted.iter().map(Id::as_str).collect::<Vec<_>>(),
    });
    Printed { text: text(&told), json }
}

fn json_of(campaign: &Campaign, circle: &Circle, now: DateTime<Utc>) -> Value {
    let (times, weeks) = match circle {
        Circle::Back { times, .. } | Circle::Close { times, .. } => (Some(*times), None),
        Circle::Strokes { weeks, .. } => (None, Some(*weeks)),
    };
    json!({
        "kind": circle.name(),
        "line": circle.line(campaign, now),
        "words": circle.words(campaign, now),
        "times": times,
        "weeks": weeks,
    })
}

/// A number of JSON: money has no more than its hundredths.
fn number(sum: Decimal) -> f64 {
    use rust_decimal::prelude::ToPrimitive;
    sum.round_dp(2).to_f64().unwrap_or_default()
}
