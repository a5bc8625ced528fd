//! The whole park: which deals are in service and how long still, to which it is offered, and what each play brought.

use chrono::{DateTime, Utc};

use super::{Offer, Record, Records, TimeLeft, offers, time_left};
use crate::campaign::{Campaign, Deal, Id, Service};
use crate::drive::Outlook;

/// The park of a campaign, or of one deal.
#[derive(Debug, Clone)]
pub struct Park<'c> {
    /// In service, the one whose time ends first first; those without an end last.
    pub in_service: Vec<InService<'c>>,
    /// Offered, the gravest first.
    pub offered: Vec<(&'c Deal, Vec<Offer>)>,
    /// What each play brought, those that fit the most first.
    pub plays: Vec<PlayRow>,
    /// All repairs together, and those without a play.
    pub records: Records,
}

/// A deal in service.
#[derive(Debug, Clone)]
pub struct InService<'c> {
    /// Which.
    pub deal: &'c Deal,
    /// Its repair.
    pub service: &'c Service,
    /// What is left of its time.
    pub left: Option<TimeLeft>,
}

/// What a play brought.
#[derive(Debug, Clone, PartialEq)]
pub struct PlayRow {
    /// Which: of this file, or one that only a log names.
    pub play: Id,
    /// The reasons it answers.
    pub when: Vec<Id>,
    /// How it went.
    pub record: Record,
}

/// Looks over the park; with `only`, at one deal, and the plays of all.
#[must_use]
pub fn park<'c>(campaign: &'c Campaign, outlook: &Outlook, only: Option<&str>, now: DateTime<Utc>) -> Park<'c> {
    let deals = || campaign.deals.iter().map(|deal| &**deal).filter(|deal| only.is_none_or(|only| *deal.id == *only));
    let mut in_service: Vec<InService<'c>> = deals()
        .filter_map(|deal| {
            let service = deal.service.as_deref().filter(|_| deal.is_open())?;
            Some(InService { deal, service, left: time_left(outlook, deal, service, now) })
        })
        .collect();
    let end = |one: &InService<'_>| one.left.map_or(DateTime::<Utc>::MAX_UTC, |left| left.until);
    in_service.sort_by(|a, b| (end(a), &a.deal.id).cmp(&(end(b), &b.deal.id)));
    let mut offered: Vec<_> = deals().map(|deal| (deal, offers(campaign, outlook, deal, now))).collect();
    offered.retain(|(_, offers)| !offers.is_empty());
    offered.sort_by(|(a, a_offers), (b, b_offers)| {
        let gravest = |offers: &[Offer]| offers.first().map(|offer| offer.why);
        (gravest(a_offers), &a.id).cmp(&(gravest(b_offers), &b.id))
    });
    let records = Records::of(campaign, outlook);
    let known = campaign.plays.iter().map(|play| (play.id.clone(), play.when.clone()));
    let logged =
        records.plays.keys().filter(|play| campaign.play(play).is_none()).map(|play| (play.clone(), Vec::new()));
    let mut plays: Vec<PlayRow> =
        known.chain(logged).map(|(play, when)| PlayRow { record: records.play(&play), play, when }).collect();
    plays.sort_by(|a, b| {
        let low = |row: &PlayRow| row.record.recovered.interval().0;
        low(b).total_cmp(&low(a)).then_with(|| a.play.cmp(&b.play))
    });
    Park { in_service, offered, plays, records }
}
