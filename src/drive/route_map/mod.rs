//! The route map: the whole way of one deal on one axis of time.
//!
//! What lies on it: the stages with their real and their expected length; obstacles at their place; notes at the moment
//! at which they are or were called; promises and meetings; the promised close; the span in which the splits say the deal
//! arrives (10th to 90th percentile of the arrival estimate); and the plan backwards from the customer's date: the latest
//! start of a stage is that date less the `expected` of the stage and of all after it, in calendar time, so that the end of
//! the route is meant to be there on that date.
//!
//! A stage ahead lasts until the median arrival at the next. Where no arrival can be told, it is drawn as long as it is
//! expected to take, from now on, and its sentence says so.
//!
//! Invariants: whatever the file says, there is a map: dates that contradict each other lie where they are written, what has
//! no time stands at the end of the items, and a stage that left the route keeps its name. The map of a deal does not grow
//! with the campaign. [`Won`], the average of the won deals, does: it is asked beside the loop.
//!
//! Left out: columns and signs, which `view` and [`svg`](RouteMap::svg) choose; contingencies without a dated place.

mod axis;
mod backwards;
mod beside;
mod items;
mod sentence;
mod stretches;
mod svg;
#[cfg(test)]
mod tests;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

pub use axis::{Axis, Gap};
pub use backwards::{Latest, Stand};
pub use beside::{Beside, Course, Row, Won};
pub use items::{Item, What};
pub use stretches::{Split, Stretch, Time};
pub use svg::level;

use super::arrival::Curve;
use super::circles::circles_of;
use super::veil::Veil;
use super::words::{date, day_of, money};
use super::{Bearings, Outlook, time_card};
use crate::campaign::{Campaign, Deal, Id, Status};

/// The whole way of a deal.
#[derive(Debug, Clone, PartialEq)]
pub struct RouteMap {
    /// The deal.
    pub deal: Id,
    /// The customer.
    pub name: String,
    /// What is sold; may be empty.
    pub title: String,
    /// `180,000 GBP · close Fri 18 Dec`, as far as the file says it.
    pub stand: String,
    /// What stands against the deal as a whole: it is in trouble, or drives in circles. Empty: nothing.
    pub trouble: Vec<String>,
    /// What the map says, and what to do about it.
    pub sentence: String,
    /// The sentence is bad news.
    pub is_late: bool,
    /// The moment.
    pub now: DateTime<Utc>,
    /// How far the deal's clocks have run: up to now, or to a red flag.
    pub clock: DateTime<Utc>,
    /// Days are days of this zone.
    pub zone: Tz,
    /// Time as a line.
    pub axis: Axis,
    /// The stages in time, one after the other; a stage that was entered twice is there twice.
    pub stretches: Vec<Stretch>,
    /// The stages of the route with their days; then those that left it.
    pub splits: Vec<Split>,
    /// The promised close.
    pub close: Option<DateTime<Utc>>,
    /// When it arrives, by the splits; nothing of a finished deal.
    pub arrival: Option<Span>,
    /// When the customer wants the value.
    pub customer: Option<DateTime<Utc>>,
    /// The plan backwards from the customer's date, one for each stage; empty without such a date.
    pub latest: Vec<Latest>,
    /// Everything on the map in the order of time; what has no time comes last.
    pub items: Vec<Item>,
    /// How and when it ended.
    pub finish: Option<(Status, Option<DateTime<Utc>>)>,
}

/// The span in which a deal arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// One in ten arrive before.
    pub tenth: DateTime<Utc>,
    /// One in two.
    pub median: DateTime<Utc>,
    /// Nine in ten.
    pub ninetieth: DateTime<Utc>,
    /// It is the promised close itself: there are no splits to go by.
    pub is_promise: bool,
}

/// What the parts of the map are made from.
struct Ground<'a> {
    campaign: &'a Campaign,
    outlook: &'a Outlook,
    deal: &'a Deal,
    bearings: Bearings<'a>,
    now: DateTime<Utc>,
    /// How far the deal's clocks have run.
    clock: DateTime<Utc>,
}

impl Ground<'_> {
    /// `Tue 24 Nov`, in the campaign's zone.
    fn date(&self, at: DateTime<Utc>) -> String {
        use chrono::Datelike as _;
        let zone = self.campaign.zone;
        date(at.with_timezone(&zone).date_naive(), self.now.with_timezone(&zone).year())
    }

    /// Calendar days from one moment to another.
    fn days(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> i64 {
        let day = |at: DateTime<Utc>| at.with_timezone(&self.campaign.zone).date_naive();
        (day(until) - day(from)).num_days()
    }
}

impl RouteMap {
    /// The map of a deal.
    #[must_use]
    pub fn of(campaign: &Campaign, outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> Self {
        let driver = campaign.driver_of(deal).map(|driver| &**driver);
        let bearings = Bearings::new(campaign, outlook, deal, driver, now);
        let clock = outlook.clock(deal, now);
        let ground = Ground { campaign, outlook, deal, bearings, now, clock };
        let calendar = outlook.calendar(None);
        let stretches = stretches::stretches(&ground);
        let splits = stretches::splits(&ground, &stretches);
        let close = deal.close.map(|close| calendar.deadline(close));
        let customer = deal.customer_date.map(|customer| calendar.deadline(customer));
        let (arrival, curve) = arrival(&ground);
        let latest = customer.map_or_else(Vec::new, |customer| backwards::latest(&ground, customer, &stretches));
        let finish = deal.result.as_ref().map(|finish| (finish.status, finish.on.map(|on| calendar.start(on))));
        let mut map = Self {
            deal: deal.id.clone(),
            name: deal.name().to_owned(),
            title: deal.account.as_ref().and(deal.title.as_deref()).unwrap_or_default().to_owned(),
            stand: stand(&ground),
            trouble: trouble(&ground),
            sentence: String::new(),
            is_late: false,
            now,
            clock,
            zone: campaign.zone,
            axis: Axis::default(),
            stretches,
            splits,
            close,
            arrival,
            customer,
            latest,
            items: Vec::new(),
            finish,
        };
        map.items = items::items(&ground, &map, curve.as_ref());
        map.axis = Axis::over(map.moments());
        (map.sentence, map.is_late) = sentence::sentence(&ground, &map);
        map
    }

    /// The map for whoever may not see buyers' names: their roles stand for them.
    #[must_use]
    pub fn veiled(mut self, veil: &Veil) -> Self {
        self.title = veil.text(&self.title);
        for item in &mut self.items {
            item.title = veil.text(&item.title);
            item.detail = veil.text(&item.detail);
        }
        self
    }

    /// The day of a moment.
    #[must_use]
    pub fn date_of(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    /// Every moment that the picture has to show.
    fn moments(&self) -> Vec<DateTime<Utc>> {
        let mut moments = vec![Some(self.now), self.close, self.customer];
        for stretch in &self.stretches {
            moments.extend([Some(stretch.from), Some(stretch.to), stretch.planned]);
        }
        if let Some(span) = self.arrival {
            moments.extend([span.tenth, span.median, span.ninetieth].map(Some));
        }
        moments.extend(self.latest.iter().map(|latest| Some(latest.at)));
        moments.extend(self.items.iter().map(|item| item.at));
        moments.into_iter().flatten().collect()
    }
}

/// When the deal arrives by the splits, and the odds behind it.
fn arrival(ground: &Ground<'_>) -> (Option<Span>, Option<Curve>) {
    if !ground.deal.is_open() {
        return (None, None);
    }
    let Some(stand) = ground.bearings.history.stand() else { return (None, None) };
    let calendar = ground.outlook.calendar(None);
    // As the road has it: what was known when the working day began.
    let as_of = calendar.day_start(ground.now).unwrap_or(ground.now);
    let Some(curve) = ground.outlook.arrivals().curve(&stand, ground.campaign.route.len(), as_of) else {
        return (None, None);
    };
    let span = |tenth, median, ninetieth| Span { tenth, median, ninetieth, is_promise: stand.since.is_none() };
    let found = (curve.at(0.1), curve.at(0.5), curve.at(0.9));
    match found {
        (Some(tenth), Some(median), Some(ninetieth)) => (Some(span(tenth, median, ninetieth)), Some(curve)),
        _ => (None, None),
    }
}

/// `180,000 GBP · close Fri 18 Dec`, as far as the file says it.
fn stand(ground: &Ground<'_>) -> String {
    use chrono::Datelike as _;
    let Ground { campaign, deal, now, .. } = ground;
    let zone = campaign.zone;
    let dated = |on| date(day_of(on, zone), now.with_timezone(&zone).year());
    let value = deal.value.map(|value| money(value, campaign.currency_of(deal).map(|code| &**code)));
    let end = match &deal.result {
        Some(finish) => {
            let how = if finish.status == Status::Won { "won" } else { "lost" };
            Some(finish.on.map_or_else(|| how.to_owned(), |on| format!("{how} {}", dated(on))))
        }
        None => deal.close.map(|close| format!("close {}", dated(close))),
    };
    [value, end].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What stands against the deal as a whole.
fn trouble(ground: &Ground<'_>) -> Vec<String> {
    let Ground { campaign, outlook, deal, bearings, now, .. } = ground;
    if !deal.is_open() {
        return Vec::new();
    }
    let service = deal.service.as_ref().map(|_| "In trouble: being repaired.".to_owned());
    let circles = circles_of(campaign, outlook, deal, &bearings.history, *now);
    let circles = circles.iter().map(|circle| format!("In circles: {}.", circle.words(campaign, *now)));
    let touch = time_card::gap(outlook, deal, *now).map(|gap| format!("{}.", items::capital(&gap.words())));
    service.into_iter().chain(touch).chain(circles).collect()
}
