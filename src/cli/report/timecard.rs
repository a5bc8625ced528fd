//! `codriver report timecard`: dated promises across deals, by who owes them and by date, and next touches without a day.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Printed, text};
use crate::campaign::Campaign;
use crate::console::time_card::Sheet;
use crate::drive::ControlTiming;
use crate::drive::Outlook;
use crate::drive::control::Amount;
use crate::drive::time_card::{Gap, Owner, Promise, time_card};
use crate::drive::veil::Veil;

/// The report.
pub fn report(campaign: &Campaign, deal: Option<&str>, names: bool, now: DateTime<Utc>) -> Printed {
    let card = time_card(campaign, &Outlook::new(campaign), deal, now);
    let told = Sheet::of(campaign, &card, deal.is_some(), names, now).told();
    let promises = |list: &[Promise<'_>]| list.iter().map(|one| json_of(campaign, one, names)).collect::<Vec<_>>();
    let gaps = card.gaps.iter().map(|(deal, gap)| {
        let over = match gap {
            Gap::GoneBy(days) => Some(*days),
            Gap::Missing | Gap::Undated => None,
        };
        json!({ "deal": deal.id.as_str(), "account": deal.name(), "next_touch": gap.name(), "working_days_over": over })
    });
    let json = json!({
        "sentence": told.sentence.as_str(),
        "owed": promises(&card.owed),
        "kept": promises(&card.kept),
        "next_touches": gaps.collect::<Vec<_>>(),
    });
    Printed { text: text(&told), json }
}

fn json_of(campaign: &Campaign, promise: &Promise<'_>, names: bool) -> Value {
    let owner = match &promise.owner {
        Owner::Crew(id) => Some(id.as_str()),
        Owner::Customer => Some("customer"),
        Owner::Nobody => None,
    };
    let (stands, amount) = match promise.timing {
        ControlTiming::Undated => ("undated", None),
        ControlTiming::Ahead => ("ahead", None),
        ControlTiming::InTime => ("in-time", None),
        ControlTiming::Early(amount) => ("early", Some(amount)),
        ControlTiming::Over(amount) => ("over", Some(amount)),
    };
    let (days, hours) = match amount {
        Some(Amount::Days(days)) => (Some(days), None),
        Some(Amount::Hours(hours)) => (None, Some(hours)),
        None => (None, None),
    };
    json!({
        "deal": promise.deal.id.as_str(),
        "account": promise.deal.name(),
        "promise": promise.control.id.as_str(),
        "what": Veil::over(promise.deal, names).text(promise.what()),
        "owner": owner,
        "due": promise.due().map(|due| due.to_string()),
        "deadline": promise.at.map(|at| at.with_timezone(&campaign.zone).to_rfc3339()),
        "done": promise.control.done.map(|done| done.to_string()),
        "stands": stands,
        "working_days": days,
        "working_hours": hours,
        "offers_service": promise.offers_service,
    })
}
