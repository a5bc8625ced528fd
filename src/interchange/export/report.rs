//! A report of the campaign that a person would send: Markdown, short, and readable as plain text.
//!
//! Invariant: a part without facts is not there; a list shows [`MOST`] of its rows and counts the others; what a text of
//! the file says is never read as Markdown.
//!
//! Left out: forecasts, and everything that stands on the sheet of a single deal.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::Wish;
use super::table::{Head, Table};
use crate::campaign::{Calendar, Campaign, Deal, Id, Measure, Status, When};
use crate::drive::attention::{Need, need_of};
use crate::drive::destination::{attained, value_in_campaign_currency};
use crate::drive::veil::Veil;
use crate::drive::{ControlTiming, Outlook, topic, words};
use crate::text::in_markdown as escaped;

/// Rows of a list.
const MOST: usize = 12;
/// Of the words that wait on one topic, with names.
const MOST_QUOTES: usize = 3;
/// Promises and closes are told so many days ahead.
const AHEAD: i64 = 21;
/// Without a destination's start, what finished in so many days.
const BACK: i64 = 90;

/// The report.
#[must_use]
pub fn report(wish: &Wish<'_>, outlook: &Outlook, columns: fn(&str) -> u16) -> String {
    let reporter = Reporter { wish, outlook, calendar: outlook.calendar(None), columns };
    let campaign = wish.campaign;
    let name = campaign.settings.name.as_deref().unwrap_or("Campaign");
    let local = wish.now.with_timezone(&campaign.zone).naive_local();
    // In no year is this one: the year is told.
    let as_of = format!("As of {} {} ({})", words::date(local.date(), 0), words::clock(local), campaign.zone.name());
    let mut out = format!("# {}\n\n{}\n", escaped(name), escaped(&as_of));
    for (heading, text) in [
        ("The target", reporter.target()),
        ("Which deals need us", reporter.needs()),
        ("By stage", reporter.stages()),
        ("Promises", reporter.promises()),
        ("Closes promised", reporter.closes()),
        ("What buyers said and nobody has answered", reporter.unanswered()),
        ("Won", reporter.finished(Status::Won)),
        ("Lost", reporter.finished(Status::Lost)),
    ] {
        if !text.is_empty() {
            // Writing to a string cannot fail.
            let _ = write!(out, "\n## {heading}\n\n{text}");
        }
    }
    out
}

struct Reporter<'w> {
    wish: &'w Wish<'w>,
    outlook: &'w Outlook,
    calendar: &'w Calendar,
    columns: fn(&str) -> u16,
}

impl<'w> Reporter<'w> {
    fn campaign(&self) -> &'w Campaign {
        self.wish.campaign
    }

    fn open(&self) -> impl Iterator<Item = &'w Deal> {
        self.campaign().deals.iter().map(|deal| &**deal).filter(|deal| deal.is_open())
    }

    fn when(&self, when: Option<When>) -> String {
        when.map_or_else(String::new, |when| words::when(when, self.campaign().zone, self.wish.now))
    }

    fn value(&self, deal: &Deal) -> String {
        let currency = self.campaign().currency_of(deal).map(Id::as_str);
        deal.value.map_or_else(String::new, |value| words::money(value, currency))
    }

    fn stage(&self, deal: &'w Deal) -> String {
        let stage = self.campaign().stage_of(deal);
        stage.map_or_else(String::new, |id| self.campaign().stage_name(id).to_owned())
    }

    fn driver(&self, deal: &'w Deal) -> String {
        self.campaign().driver_of(deal).map_or_else(String::new, |id| words::who(self.campaign(), id))
    }

    /// A table of the first rows, and how many more there are.
    fn table<const N: usize>(&self, heads: [Head; N], rows: Vec<[String; N]>) -> String {
        let more = rows.len().saturating_sub(MOST);
        let mut table = Table::new(heads);
        rows.into_iter().take(MOST).for_each(|row| table.push(row));
        let mut text = table.text(self.columns);
        if more > 0 {
            let _ = writeln!(text, "\n*and {more} more*");
        }
        text
    }

    /// The target in words, what is won against it, and what the open deals are worth.
    fn target(&self) -> String {
        let campaign = self.campaign();
        let found = attained(campaign, self.calendar, self.wish.now);
        let currency = campaign.settings.currency.as_deref();
        let amount = |amount: Decimal| match found.measure {
            Measure::WonValue => words::money(amount, currency),
            Measure::WonDeals => format!("{} deals", words::amount(amount)),
        };
        let mut text = String::new();
        let destination = campaign.destination.as_ref();
        if let Some(goal) = destination.and_then(|destination| destination.goal.as_deref()) {
            let _ = writeln!(text, "**{}**\n", escaped(goal));
        }
        match found.target {
            Some(target) => {
                let share = (!target.is_zero()).then(|| (found.won * Decimal::ONE_HUNDRED / target).to_f64()).flatten();
                let share = share.map_or_else(String::new, |share| format!(" ({share:.0} %)"));
                let by = self.when(destination.and_then(|destination| destination.by));
                let by = if by.is_empty() { by } else { format!(", until {by}") };
                let left = found
                    .days_left
                    .map_or_else(String::new, |days| format!(", {}", words::counted(days, "day left", "days left")));
                let _ =
                    writeln!(text, "- won {} of {}{share}{}{left}", amount(found.won), amount(target), escaped(&by));
            }
            None if !found.won.is_zero() => {
                let _ = writeln!(text, "- won {}", amount(found.won));
            }
            None => {}
        }
        if found.uncounted > 0 {
            let _ = writeln!(text, "- {} won in a currency without a rate: not counted", found.uncounted);
        }
        let count = self.open().count();
        if count > 0 {
            let worth = self.worth(self.open());
            let worth = if worth.is_empty() { worth } else { format!(", worth {worth}") };
            let deals = words::counted(i64::try_from(count).unwrap_or(i64::MAX), "open deal", "open deals");
            let _ = writeln!(text, "- {}", escaped(&format!("{deals}{worth}")));
        }
        text
    }

    /// Sums in the campaign's currency; values without a rate are counted.
    fn worth<'d>(&self, deals: impl Iterator<Item = &'d Deal>) -> String {
        let (mut sum, mut some, mut without) = (Decimal::ZERO, false, 0);
        for deal in deals.filter(|deal| deal.value.is_some()) {
            match value_in_campaign_currency(self.campaign(), deal).and_then(|worth| sum.checked_add(worth)) {
                Some(worth) => (sum, some) = (worth, true),
                None => without += 1,
            }
        }
        let sum = some.then(|| words::money(sum, self.campaign().settings.currency.as_deref()));
        let without = (without > 0).then(|| format!("{without} without a rate"));
        [sum, without].into_iter().flatten().collect::<Vec<_>>().join(", and ")
    }

    /// The deals with a reason to look at them, the gravest first.
    fn needs(&self) -> String {
        let needs = self
            .open()
            .map(|deal| (deal, need_of(self.campaign(), self.outlook, &self.wish.weights, deal, self.wish.now)));
        let mut needs: Vec<(&Deal, Need)> = needs.filter(|(_, need)| need.weight > 0).collect();
        needs.sort_by_key(|(_, need)| std::cmp::Reverse(need.weight));
        let rows = needs.into_iter().map(|(deal, need)| {
            let veil = Veil::over(deal, self.wish.names);
            let why: Vec<String> = need.reasons.iter().map(|reason| veil.text(&reason.words)).collect();
            [deal.name().to_owned(), self.stage(deal), self.value(deal), self.driver(deal), why.join("; ")]
        });
        let heads =
            [Head::Left("Deal"), Head::Left("Stage"), Head::Right("Value"), Head::Left("Driver"), Head::Left("Why")];
        self.table(heads, rows.collect())
    }

    /// The stages of the route that hold open deals.
    fn stages(&self) -> String {
        let campaign = self.campaign();
        let mut held: BTreeMap<usize, Vec<&Deal>> = BTreeMap::new();
        for deal in self.open() {
            // A stage that the route lacks stands at the end.
            let at = campaign.stage_of(deal).and_then(|id| campaign.route_index(id)).unwrap_or(campaign.route.len());
            held.entry(at).or_default().push(deal);
        }
        let rows = held.into_iter().map(|(at, deals)| {
            let name = campaign.route.get(at).map_or("not on the route", |id| campaign.stage_name(id));
            [name.to_owned(), deals.len().to_string(), self.worth(deals.into_iter())]
        });
        let mut table = Table::new([Head::Left("Stage"), Head::Right("Deals"), Head::Right("Worth")]);
        for row in rows {
            table.push(row);
        }
        table.text(self.columns)
    }

    fn is_near(&self, at: DateTime<Utc>) -> bool {
        (at - self.wish.now).num_days() <= AHEAD
    }

    /// What is promised and not kept, until three weeks from now, the oldest first.
    fn promises(&self) -> String {
        let mut rows = Vec::new();
        for deal in self.open() {
            let veil = Veil::over(deal, self.wish.names);
            for control in deal.controls.iter().filter(|control| control.done.is_none()) {
                let Some(due) = control.due else { continue };
                let at = self.calendar.deadline(due);
                if !self.is_near(at) {
                    continue;
                }
                let owner = control.owner.as_ref().map_or_else(String::new, |owner| words::who(self.campaign(), owner));
                let timing = match ControlTiming::of(control, self.calendar, self.wish.now) {
                    over @ ControlTiming::Over(_) => over.to_string(),
                    _ => String::new(),
                };
                let what = veil.text(control.what.as_deref().unwrap_or("a promise"));
                rows.push((at, [self.when(Some(due)), deal.name().to_owned(), what, owner, timing]));
            }
        }
        rows.sort_by_key(|(at, _)| *at);
        let heads = [Head::Left("When"), Head::Left("Deal"), Head::Left("What"), Head::Left("Who"), Head::Left("Late")];
        self.table(heads, rows.into_iter().map(|(_, row)| row).collect())
    }

    /// The deals whose driver promised to close them by three weeks from now.
    fn closes(&self) -> String {
        let closes = self.open().filter_map(|deal| Some((self.calendar.deadline(deal.close?), deal)));
        let mut closes: Vec<_> = closes.filter(|(at, _)| self.is_near(*at)).collect();
        closes.sort_by_key(|(at, _)| *at);
        let rows = closes.into_iter().map(|(at, deal)| {
            let late = if at < self.wish.now { "over".to_owned() } else { String::new() };
            [self.when(deal.close), deal.name().to_owned(), self.value(deal), self.stage(deal), late]
        });
        let heads =
            [Head::Left("When"), Head::Left("Deal"), Head::Right("Value"), Head::Left("Stage"), Head::Left("Late")];
        self.table(heads, rows.collect())
    }

    /// By topic how often and on how many deals; the words themselves only with names.
    fn unanswered(&self) -> String {
        let mut topics: BTreeMap<Option<&Id>, Vec<(&Deal, &str)>> = BTreeMap::new();
        for deal in self.open() {
            let veil = Veil::over(deal, self.wish.names);
            for row in deal.heard.iter().filter(|row| row.answer.is_none()) {
                let topic = row.topic.as_ref().filter(|topic| veil.names || veil.may_tell(topic));
                topics.entry(topic).or_default().push((deal, row.said.as_deref().unwrap_or("")));
            }
        }
        let mut topics: Vec<_> = topics.into_iter().collect();
        topics.sort_by_key(|(_, said)| std::cmp::Reverse(said.len()));
        let name = |id: Option<&Id>| id.map_or_else(|| "no topic".to_owned(), |id| topic::name(self.campaign(), id));
        let rows = topics.iter().map(|(id, said)| {
            let mut deals: Vec<&Id> = said.iter().map(|(deal, _)| &deal.id).collect();
            deals.sort();
            deals.dedup();
            [name(*id), said.len().to_string(), deals.len().to_string()]
        });
        let heads = [Head::Left("Topic"), Head::Right("Reports"), Head::Right("Deals")];
        let mut text = self.table(heads, rows.collect());
        if self.wish.names {
            let quotes = topics.iter().take(MOST).flat_map(|(id, said)| {
                let said = said.iter().filter(|(_, said)| !said.is_empty()).take(MOST_QUOTES);
                said.map(move |(deal, said)| (*id, *deal, *said))
            });
            for (at, (id, deal, said)) in quotes.enumerate() {
                let gap = if at == 0 { "\n" } else { "" };
                let line = format!("{}, {}: “{said}”", name(id), deal.name());
                let _ = writeln!(text, "{gap}- {}", escaped(&line));
            }
        }
        text
    }

    /// What finished since the target's start, the latest first; that of earlier files too.
    fn finished(&self, status: Status) -> String {
        let campaign = self.campaign();
        let from = campaign.destination.as_ref().and_then(|destination| destination.from);
        let back = self.wish.now.checked_sub_signed(chrono::TimeDelta::days(BACK)).unwrap_or(self.wish.now);
        let from = from.map_or(back, |from| self.calendar.clock(from));
        let ours = campaign.deals.iter().map(|deal| (campaign, &**deal));
        let finished = ours.chain(campaign.past.finished()).filter_map(|(of, deal)| {
            let finish = deal.result.as_deref().filter(|finish| finish.status == status)?;
            let on = finish.on.map(|on| self.calendar.clock(on));
            on.is_none_or(|on| on >= from).then_some((on, of, deal, finish))
        });
        let mut finished: Vec<_> = finished.collect();
        finished.sort_by_key(|(on, ..)| std::cmp::Reverse(*on));
        let rows = finished.into_iter().map(|(_, of, deal, finish)| {
            let veil = Veil::over(deal, self.wish.names);
            let value =
                deal.value.map_or_else(String::new, |value| words::money(value, of.currency_of(deal).map(Id::as_str)));
            let why = finish.reason.as_deref().map_or_else(String::new, |why| veil.text(why));
            let credit =
                finish.credit.iter().map(|(who, what)| format!("{}: {}", words::who(of, who), veil.text(what)));
            let credit = credit.collect::<Vec<_>>().join("; ");
            [self.when(finish.on), deal.name().to_owned(), value, why, credit]
        });
        let heads =
            [Head::Left("When"), Head::Left("Deal"), Head::Right("Value"), Head::Left("Why"), Head::Left("Thanks to")];
        self.table(heads, rows.collect())
    }
}
