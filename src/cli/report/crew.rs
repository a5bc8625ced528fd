//! `codriver report crew`: what each owes the other trade, offers of the wheel, what one seat needs of the other, and what
//! everybody has in hand.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Printed, text};
use crate::campaign::{Campaign, Id, OwesKind, Period};
use crate::console::owes::told;
use crate::console::wheel::{self, opening};
use crate::drive::Outlook;
use crate::drive::owes::{Counted, Owed, owed};
use crate::drive::wheel::wheels;

/// The report.
pub fn report(campaign: &Campaign, deal: Option<&str>, now: DateTime<Utc>) -> Printed {
    let outlook = Outlook::new(campaign);
    let all = owed(campaign, &outlook, now);
    let wheels = wheels(campaign, &outlook, now);
    let mut told = told(campaign, &all, deal, now);
    told.sentence = opening(campaign, &wheels, &all, now);
    told.lines.extend(wheel::told(campaign, &outlook, &wheels, deal, now));
    let mut json = json!({ "owes": all.iter().map(|owed| owes_json(campaign, owed, now)).collect::<Vec<_>>() });
    json["wheel"] = super::wheel::json(campaign, &outlook, &wheels, deal, now);
    Printed { text: text(&told), json }
}

fn owes_json(campaign: &Campaign, owed: &Owed, now: DateTime<Utc>) -> Value {
    let counted = |all: &[Counted]| all.iter().map(|one| counted_json(campaign, one)).collect::<Vec<_>>();
    json!({
        "crew": owed.who.as_str(),
        "name": campaign.crew_name(&owed.who),
        "id": owed.id.as_str(),
        "what": owed.what.as_deref(),
        "of": kind(owed.of),
        "count": owed.count,
        "every": period(owed.every),
        "from": owed.span.first.to_string(),
        "until": owed.span.last.to_string(),
        "done": counted(&owed.done),
        "planned": counted(&owed.planned),
        "still": owed.still(),
        "before": owed.before,
        "working_days_left": owed.days_left,
        "remind": owed.remind.map(|at| at.with_timezone(&campaign.zone).to_rfc3339()),
        "due": owed.is_due(now),
    })
}

fn counted_json(campaign: &Campaign, one: &Counted) -> Value {
    json!({
        "on": one.on.to_string(),
        "at": one.at.map(|at| at.with_timezone(&campaign.zone).to_rfc3339()),
        "deal": one.deal.as_ref().map(Id::as_str),
        "what": one.what,
    })
}

const fn kind(of: OwesKind) -> &'static str {
    match of {
        OwesKind::Visits => "visits",
        OwesKind::Assets => "assets",
        OwesKind::Tracks => "tracks",
        OwesKind::Answers => "answers",
        OwesKind::Reports => "reports",
        OwesKind::Strokes => "strokes",
    }
}

const fn period(every: Period) -> &'static str {
    match every {
        Period::Week => "week",
        Period::Month => "month",
        Period::Quarter => "quarter",
    }
}
