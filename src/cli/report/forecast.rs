//! `codriver report forecast`: the drivers' promises beside what the splits say, month by month and deal by deal.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Printed, text};
use crate::campaign::{Campaign, Id};
use crate::console::forecast::told;
use crate::drive::Outlook;
use crate::drive::destination::{Dated, periods};

/// The report.
pub fn report(campaign: &Campaign, deal: Option<&str>, now: DateTime<Utc>) -> Printed {
    let periods = periods(campaign, &Outlook::new(campaign), now);
    let told = told(campaign, &periods, deal, now);
    let months = periods.periods.iter().map(|period| {
        json!({
            "first": period.first.to_string(),
            "last": period.last.to_string(),
            "deals_promised": period.deals,
            "promised": number(period.promised),
            "expected": period.expected.map(number),
            "mean": number(period.mean),
        })
    });
    let ids = |ids: &[Id]| ids.iter().map(|id| id.as_str().to_owned()).collect::<Vec<_>>();
    let without_rate = periods
        .uncounted
        .iter()
        .map(|(currency, value)| json!({ "currency": currency.as_str(), "value": number(*value) }));
    let of_deal = |one: &&Dated| deal.is_none_or(|deal| one.prospect.deal == *deal);
    let json = json!({
        "sentence": told.sentence.as_str(),
        "months": months.collect::<Vec<_>>(),
        "promise_gone": ids(&periods.gone),
        "promised_beyond": ids(&periods.beyond),
        "not_promised": ids(&periods.undated),
        "without_value": ids(&periods.without_value),
        "without_rate": without_rate.collect::<Vec<_>>(),
        "deals": periods.deals.iter().filter(of_deal).map(|one| json_of(campaign, one)).collect::<Vec<_>>(),
    });
    Printed { text: text(&told), json }
}

fn json_of(campaign: &Campaign, one: &Dated) -> Value {
    let stamp = |at: DateTime<Utc>| at.with_timezone(&campaign.zone).to_rfc3339();
    let prospect = &one.prospect;
    json!({
        "deal": prospect.deal.as_str(),
        "account": campaign.deal(&prospect.deal).map(|deal| deal.name().to_owned()),
        "worth": number(prospect.worth),
        "close": prospect.close.map(stamp),
        "probability": prospect.probability,
        "won": prospect.win.chance,
        "early": one.range.map(|(early, _)| stamp(early)),
        "late": one.range.map(|(_, late)| stamp(late)),
        "on_promise": prospect.on_promise,
    })
}

/// A number of JSON: money has no more than its hundredths.
fn number(sum: Decimal) -> f64 {
    use rust_decimal::prelude::ToPrimitive;
    sum.round_dp(2).to_f64().unwrap_or_default()
}
