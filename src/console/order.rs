//! All deals at a glance: by need, the day's agenda, and the totals. Made beside the loop, never on a key's way.

mod agenda;
mod terms;
mod trouble;

use std::collections::HashMap;

pub use agenda::{AgendaItem, AgendaKind, is_mine};
use agenda::{agenda_of, calls_of, is_lead, owed_of, stopped, wheel_of};
use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::prelude::ToPrimitive;
pub use terms::{Field, Terms};

use super::destination::short_odds;
use super::wheel::nearly_all as words_of_nearly_all;
use super::words;
use crate::campaign::{Campaign, Deal, Id, Measure, When};
use crate::drive::attention::{Cause, Weights};
use crate::drive::brief::coming;
use crate::drive::time_card::{self, Gap};
use crate::drive::topic::Index;
use crate::drive::wheel::{self, offers};
use crate::drive::{Bearings, Outlook, attention, destination};

/// Deals by need, agenda, totals.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Order {
    /// False until everything is loaded.
    pub known: bool,
    /// The deals, the neediest first.
    pub rows: Vec<Row>,
    places: HashMap<Id, usize>,
    /// What may be looked for in the open ones, row by row.
    pub terms: Terms,
    /// What the day holds, in time order.
    pub agenda: Vec<AgendaItem>,
    /// That this person drives nearly every deal; for who leads or looks on, that somebody does. Empty: nobody.
    pub nearly_all: String,
    /// The header's figures.
    pub totals: Totals,
    /// The runs that come next on the deals of this person: those that are going on first, then in time order.
    pub runs: Vec<NextRun>,
    /// What all deals say of each topic.
    pub topics: Index,
    /// The first moment at which any of this reads otherwise, if nobody edits.
    pub until: Option<DateTime<Utc>>,
}

/// A run that comes next, or will once those before it are over.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NextRun {
    /// It has not begun.
    pub planned: bool,
    /// Its start.
    pub at: DateTime<Utc>,
    /// Whose deal.
    pub deal: Id,
}

impl NextRun {
    /// The run that comes next on a deal.
    #[must_use]
    pub fn of(outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> Option<Self> {
        Self::all(outlook, deal, now).min()
    }

    fn all(outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> impl Iterator<Item = Self> {
        let runs = coming(outlook, deal, now).into_iter();
        runs.map(|(at, run)| Self { planned: run.started.is_none(), at, deal: deal.id.clone() })
    }
}

/// One deal in the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its index in the campaign.
    pub deal: usize,
    /// Its id.
    pub id: Id,
    /// Why it stands here, in a few words.
    pub reason: String,
    /// Something cannot wait.
    pub urgent: bool,
    /// The sum of its reasons' weights.
    pub weight: u32,
    /// What is wrong with its next touch.
    pub gap: Option<Gap>,
    /// The same in a word or two; empty: it is dated ahead, or the reason says it.
    pub touch: &'static str,
}

/// The header's figures.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Totals {
    /// Attained share of the target.
    pub share: Option<f64>,
    /// `420k of 900k GBP, 41 days left`.
    pub words: String,
    /// The same in few columns.
    pub short: String,
    /// How likely the target is reached: `7 in 10`; empty where nobody can say.
    pub chance: String,
}

impl Order {
    /// Puts a campaign in order at a time, for a seat.
    #[must_use]
    pub fn of(
        campaign: &Campaign,
        outlook: &Outlook,
        seat: Option<&Id>,
        weights: &Weights,
        now: DateTime<Utc>,
    ) -> Self {
        let Made { mut rows, agenda, mut runs, until } = Made::of(campaign, outlook, seat, weights, now, |_| true);
        rows.sort_by(|(a_finished, a), (b_finished, b)| {
            a_finished.cmp(b_finished).then(b.weight.cmp(&a.weight)).then(a.deal.cmp(&b.deal))
        });
        let rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
        let terms = Terms::of(campaign, &rows);
        let places = rows.iter().enumerate().map(|(at, row)| (row.id.clone(), at)).collect();
        runs.sort();
        runs.shrink_to_fit();
        let (totals, topics) = (totals(campaign, outlook, now), Index::of(campaign));
        let nearly_all = wheel::nearly_all(campaign)
            .filter(|found| seat.is_none_or(|seat| found.who == *seat || is_lead(campaign, seat)))
            .map_or_else(String::new, |found| words_of_nearly_all(campaign, &found, seat));
        Self { known: true, rows, places, terms, agenda, nearly_all, totals, runs, topics, until: Some(until) }
    }

    /// What the day holds for a seat, as the order has it, without the order.
    #[must_use]
    pub fn day(
        campaign: &Campaign,
        outlook: &Outlook,
        seat: Option<&Id>,
        weights: &Weights,
        now: DateTime<Utc>,
    ) -> Vec<AgendaItem> {
        let concerns = |deal: &Deal| is_mine(campaign, deal, seat) || !offers(campaign, outlook, deal, now).is_empty();
        Made::of(campaign, outlook, seat, weights, now, concerns).agenda
    }

    /// What is called to be owed in a later order and was not yet in this one: its moment has come while somebody looked.
    #[must_use]
    pub fn reminder_in<'l>(&self, later: &'l Self) -> Option<&'l AgendaItem> {
        let at =
            |order: &Self, at| order.agenda.iter().filter(|one| one.kind == AgendaKind::Owed && one.at == at).count();
        let owed = later.agenda.iter().filter(|_| self.known).filter(|item| item.kind == AgendaKind::Owed);
        owed.into_iter().find(|item| at(later, item.at) > at(self, item.at))
    }

    /// What is wrong with the next touch of a deal, for every list that names it.
    #[must_use]
    pub fn gap(&self, deal: &Id) -> Option<Gap> {
        self.rows.get(self.position(deal)?).and_then(|row| row.gap)
    }

    /// The place of a deal, from 0.
    #[must_use]
    pub fn position(&self, deal: &Id) -> Option<usize> {
        self.places.get(deal).copied()
    }
}

/// What one way through the deals finds.
struct Made {
    /// Each with whether it is finished; in the order of the file.
    rows: Vec<(bool, Row)>,
    /// In the order of time.
    agenda: Vec<AgendaItem>,
    runs: Vec<NextRun>,
    until: DateTime<Utc>,
}

impl Made {
    fn of(
        campaign: &Campaign,
        outlook: &Outlook,
        seat: Option<&Id>,
        weights: &Weights,
        now: DateTime<Utc>,
        concerns: impl Fn(&Deal) -> bool,
    ) -> Self {
        let calendar = outlook.calendar(None);
        let mut rows = Vec::with_capacity(campaign.deals.len());
        let mut agenda: Vec<AgendaItem> = Vec::new();
        let mut runs: Vec<NextRun> = Vec::new();
        let mut troubled = Vec::new();
        let zone = campaign.zone;
        let day_end = calendar.clock(When::Local(
            now.with_timezone(&zone).date_naive().and_time(chrono::NaiveTime::MIN) + TimeDelta::days(1),
        ));
        let mut until = day_end;
        for (index, deal) in campaign.deals.iter().enumerate().filter(|(_, deal)| concerns(deal)) {
            let mine = is_mine(campaign, deal, seat);
            if mine {
                runs.extend(NextRun::all(outlook, deal, now));
            }
            if let Some(finish) = &deal.result {
                let reason = attention::finished(finish);
                let id = deal.id.clone();
                rows.push((true, Row { deal: index, id, reason, urgent: false, weight: 0, gap: None, touch: "" }));
                continue;
            }
            let driver = campaign.driver_of(deal);
            let bearings = Bearings::new(campaign, outlook, deal, driver.map(|id| &**id), now);
            let waiting = calls_of(&bearings, mine.then_some((&mut agenda, day_end)), &mut until);
            let scrutiny = attention::scrutiny(campaign, outlook, deal, now);
            let need = attention::need(&bearings, weights, waiting, scrutiny.as_ref());
            let reason = need.reasons.first().map_or_else(|| "on its way".to_owned(), |reason| reason.words.clone());
            let is_told = |reason: &attention::Reason| {
                matches!(reason.cause, Cause::TouchOver | Cause::NoTouch | Cause::UndatedTouch)
            };
            let gap = time_card::gap(outlook, deal, now);
            let touch = match gap {
                None => "",
                // The reason says it.
                Some(_) if need.reasons.first().is_some_and(is_told) => "",
                Some(gap) => gap.short(),
            };
            rows.push((
                false,
                Row {
                    deal: index,
                    id: deal.id.clone(),
                    reason,
                    urgent: need.weight >= 60,
                    weight: need.weight,
                    gap,
                    touch,
                },
            ));
            wheel_of(campaign, outlook, deal, seat, now, &mut agenda);
            if mine {
                trouble::repair_of(campaign, outlook, deal, seat, now, &mut agenda);
                troubled.extend(trouble::offers_of(campaign, outlook, deal, scrutiny.as_ref(), now));
            }
            let mut unseen = Vec::new();
            let agenda = if mine { &mut agenda } else { &mut unseen };
            agenda.extend(scrutiny.and_then(|scrutiny| stopped(campaign, deal, &scrutiny, now)));
            agenda_of(campaign, outlook, deal, seat, now, day_end, agenda, &mut until);
        }
        owed_of(campaign, outlook, seat, now, &mut agenda, &mut until);
        agenda.extend(trouble::gravest(troubled));
        agenda.sort_by(|a: &AgendaItem, b| (a.at, a.kind, &a.deal, &a.what).cmp(&(b.at, b.kind, &b.deal, &b.what)));
        agenda.shrink_to_fit();
        Self { rows, agenda, runs, until }
    }
}

fn totals(campaign: &Campaign, outlook: &Outlook, now: DateTime<Utc>) -> Totals {
    let calendar = outlook.calendar(None);
    let attained = destination::attained(campaign, calendar, now);
    let currency = campaign.settings.currency.as_deref().unwrap_or("");
    let unit = match attained.measure {
        Measure::WonValue => currency.to_owned(),
        Measure::WonDeals => "deals".to_owned(),
    };
    let won = words::rounded(attained.won);
    let Some(target) = attained.target else {
        let words = if attained.won.is_zero() { String::new() } else { format!("won {won} {unit}").trim().to_owned() };
        return Totals { share: None, short: words.clone(), words, chance: String::new() };
    };
    let of = words::rounded(target);
    let left = attained
        .days_left
        .map_or_else(String::new, |days| format!(", {}", words::counted(days, "day left", "days left")));
    let share = if target.is_zero() { None } else { (attained.won / target).to_f64() };
    let short = format!("{won} of {of} {unit}").trim().to_owned();
    let uncounted = match attained.uncounted {
        0 => String::new(),
        n => format!(", {n} without a rate not counted"),
    };
    let chance = destination::reached(campaign, outlook, now).map_or_else(String::new, short_odds);
    Totals { share, words: format!("{short}{left}{uncounted}"), short, chance }
}
