//! Where aims part: what in the file leads away from the one target.
//!
//! Each finding names its deal or person and nothing else is judged: whether it is right is for the pair to say. Told in
//! the order of [`Parting`]'s variants, deals by their worth. Left out: what the check of the file tells (shares of
//! strangers, shares over one beside their place).

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::{Due, attained, counts};
use crate::campaign::{Campaign, Crew, Deal, Destination, Id, Seat, When};
use crate::drive::Outlook;
use crate::drive::words::day_of;

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub enum Parting {
    /// No target is written.
    NoTarget,
    /// The target has no date.
    NoDate,
    /// Nobody has a share of it.
    NoShares,
    /// The shares come to more or less than all of it.
    SharesSum(f64),
    /// Somebody of the crew has no share.
    WithoutShare(Id),
    /// Somebody is away when the date comes.
    AwayAtTheEnd {
        /// Who.
        who: Id,
        /// Since when.
        from: NaiveDate,
    },
    /// A deal is promised for a day past the date.
    LatePromise {
        /// The deal.
        deal: Id,
        /// The promise.
        close: DateTime<Utc>,
    },
    /// Marketing promised something for a day past the one that sales promised, on a deal within the date.
    LaterThanSales {
        /// The deal.
        deal: Id,
        /// The dated promise.
        control: Id,
        /// Who owes it.
        owner: Id,
        /// For when.
        due: DateTime<Utc>,
    },
    /// A deal lies outside what counts.
    Outside {
        /// The deal.
        deal: Id,
        /// The field that decides.
        field: Id,
        /// What the deal says there.
        says: Vec<String>,
    },
}

/// How far the shares may be from all of it: what two decimals leave.
const TOLERANCE: f64 = 0.005;

/// All of them, in order.
pub(super) fn partings(campaign: &Campaign, outlook: &Outlook, due: Due, now: DateTime<Utc>) -> Vec<Parting> {
    let mut found = Vec::new();
    let target = campaign.destination.as_ref().filter(|destination| destination.target.is_some());
    match (target, &campaign.destination) {
        (Some(destination), _) => {
            if destination.by.is_none() {
                found.push(Parting::NoDate);
            }
            shares(campaign, destination, &mut found);
        }
        (None, _) => found.push(Parting::NoTarget),
    }
    if let Due::Ahead { by, .. } = due {
        let last = outlook.calendar(None).local(by).date();
        let mut away: Vec<_> = campaign.crew.iter().filter_map(|crew| away_at(campaign, crew, last)).collect();
        away.sort_by(|one, other| one.0.cmp(&other.0));
        found.extend(away.into_iter().map(|(who, from)| Parting::AwayAtTheEnd { who, from }));
    }
    let mut of_deals: Vec<_> = campaign
        .deals
        .iter()
        .filter(|deal| deal.is_open())
        .flat_map(|deal| {
            let worth = attained::value_in_campaign_currency(campaign, deal).unwrap_or(Decimal::ZERO);
            of_deal(campaign, outlook, deal, due, now).into_iter().map(move |parting| (worth, &deal.id, parting))
        })
        .collect();
    of_deals.sort_by(|one, other| rank(&one.2).cmp(&rank(&other.2)).then(other.0.cmp(&one.0)).then(one.1.cmp(other.1)));
    found.extend(of_deals.into_iter().map(|(_, _, parting)| parting));
    found
}

const fn rank(parting: &Parting) -> u8 {
    match parting {
        Parting::LatePromise { .. } => 1,
        Parting::LaterThanSales { .. } => 2,
        Parting::Outside { .. } => 3,
        _ => 0,
    }
}

fn shares(campaign: &Campaign, destination: &Destination, found: &mut Vec<Parting>) {
    if destination.shares.is_empty() {
        // Somebody alone has all of it.
        if campaign.crew.len() > 1 {
            found.push(Parting::NoShares);
        }
        return;
    }
    // Added from the smallest, so that the order in the file makes no difference.
    let mut all: Vec<f64> = destination.shares.iter().map(|(_, share)| *share).collect();
    all.sort_by(f64::total_cmp);
    let sum: f64 = all.iter().sum();
    if (sum - 1.0).abs() > TOLERANCE {
        found.push(Parting::SharesSum(sum));
    }
    let has_none =
        |crew: &&Crew| crew.seat != Some(Seat::Lead) && !destination.shares.iter().any(|(who, _)| *who == crew.id);
    let mut without: Vec<Id> = campaign.crew.iter().filter(has_none).map(|crew| crew.id.clone()).collect();
    without.sort_unstable();
    found.extend(without.into_iter().map(Parting::WithoutShare));
}

/// Who is away on a day, and since when; a lead carries nothing that has to be home by then.
fn away_at(campaign: &Campaign, crew: &Crew, day: NaiveDate) -> Option<(Id, NaiveDate)> {
    if crew.seat == Some(Seat::Lead) {
        return None;
    }
    let days = |when: When| day_of(when, campaign.zone);
    let (from, _) = crew.away.iter().find(|(from, until)| (days(*from)..=days(*until)).contains(&day))?;
    Some((crew.id.clone(), days(*from)))
}

fn of_deal(campaign: &Campaign, outlook: &Outlook, deal: &Deal, due: Due, now: DateTime<Utc>) -> Vec<Parting> {
    let mut found = Vec::new();
    if !counts(campaign, deal) {
        found.extend(outside(campaign, deal));
        return found;
    }
    let (Due::Ahead { by, .. }, Some(close)) = (due, deal.close) else { return found };
    let close = outlook.calendar(None).deadline(close);
    if close > by {
        found.push(Parting::LatePromise { deal: deal.id.clone(), close });
        return found;
    }
    for control in deal.controls.iter().filter(|control| control.done.is_none()) {
        let (Some(due), Some(owner)) = (control.due, &control.owner) else { continue };
        let is_marketing = campaign.crew(owner).is_some_and(|crew| crew.seat == Some(Seat::Navigator));
        let due = outlook.calendar(Some(owner)).deadline(due);
        if is_marketing && due > close && due > now {
            let (deal, control, owner) = (deal.id.clone(), control.id.clone(), owner.clone());
            found.push(Parting::LaterThanSales { deal, control, owner, due });
        }
    }
    found
}

/// The first field of `only`, by its name, that a deal lies outside of.
fn outside(campaign: &Campaign, deal: &Deal) -> Option<Parting> {
    let only = &campaign.destination.as_ref()?.only;
    let mut fields: Vec<_> = only.iter().collect();
    fields.sort_by(|one, other| one.0.cmp(&other.0));
    fields.into_iter().find_map(|(field, wanted)| {
        let mut says = Vec::new();
        let matches = campaign.has_field(deal, field, &mut |value| {
            says.push(value.to_owned());
            wanted.iter().any(|one| **one == *value)
        });
        // A field that deals do not have is told by the check.
        (matches == Some(false)).then(|| Parting::Outside { deal: deal.id.clone(), field: field.clone(), says })
    })
}
