//! Driving in circles: open deals that move without getting nearer to the finish, each with its loop.
//!
//! Three ways to go round, each told from the file alone:
//! - **back over the same stages**: `stage_log` and the present stage have it in a stage where it was before, and it has
//!   not been farther since than before it went back. A deal that went back once and then on is out of the circle;
//! - **the close moves on and on**: `close_log` has at least [`MOVES`] moves of the promised close to a later day. What
//!   was moved before the file kept it (by hand, without a row) is not known, and not guessed;
//! - **strokes without getting nearer**: since it came as far as it ever was, more than [`WEEKS_WITHOUT`] weeks have
//!   gone, more than four of five deals need for that stage (`arrival`), and in the last [`WEEKS_WITHOUT`] of them at least
//!   [`STROKES`] pushes and pulls were made, as the engine counts them. Six weeks are half of what the engine looks at.
//!
//! The campaign's share is that of the open deals' value, in the campaign's currency; values in a currency without a rate
//! stand for themselves, and a negative value is told and not counted.
//!
//! Under a red flag clocks stand: no strokes are counted. Left out: facts had and promises kept, which are done on the
//! spot; nearer is a stage farther along the route.

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};
use rust_decimal::Decimal;

use super::destination::value_in_campaign_currency;
use super::engine::{fired, trade};
use super::{History, Outlook, words};
use crate::campaign::{Calendar, Campaign, Deal, Id, StrokeKind, When};

/// So many moves of the promised close to a later day are a circle.
pub const MOVES: usize = 3;
/// Weeks of strokes without a stage farther along the route.
pub const WEEKS_WITHOUT: i64 = 6;
/// So many strokes in these weeks.
pub const STROKES: usize = 3;

/// One way in which a deal goes round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Circle {
    /// It is back in a stage.
    Back {
        /// The stages from the first time there to this one, by their place on the route.
        stages: Vec<usize>,
        /// How often it went back, all in all.
        times: usize,
    },
    /// Its close is moved again and again.
    Close {
        /// The promises, one after the other.
        days: Vec<When>,
        /// How often it was moved to a later day.
        times: usize,
    },
    /// Strokes are made, and it gets no nearer.
    Strokes {
        /// Those of the last weeks, in the order of time.
        strokes: Vec<StrokeKind>,
        /// Whole weeks since it came as far as it ever was.
        weeks: i64,
        /// That stage, by its place on the route.
        stage: usize,
    },
}

impl Circle {
    /// Its word for scripts.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Back { .. } => "back",
            Self::Close { .. } => "close",
            Self::Strokes { .. } => "strokes",
        }
    }

    /// The loop as a line: `Proof → Proposal → Proof`, `30 Sep → 30 Oct → 27 Nov`, `push → pull → push`.
    #[must_use]
    pub fn line(&self, campaign: &Campaign, now: DateTime<Utc>) -> String {
        let year = now.with_timezone(&campaign.zone).year();
        let steps: Vec<String> = match self {
            Self::Back { stages, .. } => stages.iter().map(|stage| stage_name(campaign, *stage).to_owned()).collect(),
            Self::Close { days, .. } => {
                days.iter().map(|day| words::short_date(words::day_of(*day, campaign.zone), year)).collect()
            }
            Self::Strokes { strokes, .. } => strokes.iter().map(|kind| trade(*kind).to_owned()).collect(),
        };
        let left_out = steps.len().saturating_sub(STEPS);
        let more = if left_out > 0 { "… → " } else { "" };
        format!("{more}{}", steps[left_out..].join(" → "))
    }

    /// In a few words, with the loop: `back in Proof: Proof → Proposal → Proof`.
    #[must_use]
    pub fn words(&self, campaign: &Campaign, now: DateTime<Utc>) -> String {
        let line = self.line(campaign, now);
        match self {
            Self::Back { stages, .. } => {
                let stage = stages.last().map_or("a stage", |stage| stage_name(campaign, *stage));
                format!("back in {stage}: {line}")
            }
            Self::Close { times, .. } => format!("close moved later {times} times: {line}"),
            Self::Strokes { weeks, stage, .. } => {
                let weeks = words::counted(*weeks, "week", "weeks");
                format!("{weeks} since {} and no nearer: {line}", stage_name(campaign, *stage))
            }
        }
    }
}

/// Steps of a loop that are told; the last ones of a longer one.
const STEPS: usize = 7;

fn stage_name(campaign: &Campaign, stage: usize) -> &str {
    campaign.route.get(stage).map_or("a stage", |stage| campaign.stage_name(stage))
}

/// A deal that drives in circles.
#[derive(Debug, Clone, PartialEq)]
pub struct Circling {
    /// The deal.
    pub deal: Id,
    /// What it is worth in the campaign's currency, where that is known.
    pub worth: Option<Decimal>,
    /// How, the gravest first; at least one.
    pub circles: Vec<Circle>,
}

/// Open value, and how much of it goes in circles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The currency; `None`: plain numbers.
    pub currency: Option<Id>,
    /// Of all open deals.
    pub open: Decimal,
    /// Of those in circles.
    pub circling: Decimal,
}

impl Sum {
    /// The share in circles, 0 to 1; nothing where nothing is open.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        use rust_decimal::prelude::ToPrimitive;
        self.circling.checked_div(self.open).and_then(|share| share.to_f64())
    }
}

/// What goes in circles.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Circles {
    /// The deals, the most valuable first.
    pub deals: Vec<Circling>,
    /// How many deals are open.
    pub open: usize,
    /// In the campaign's currency, then in each that has no rate.
    pub sums: Vec<Sum>,
    /// Open deals without a value.
    pub without_value: usize,
    /// Open deals whose value is negative, or too large to be added: not counted.
    pub uncounted: Vec<Id>,
}

/// What goes in circles in a campaign; with `deal` only that one.
#[must_use]
pub fn circles(campaign: &Campaign, outlook: &Outlook, deal: Option<&str>, now: DateTime<Utc>) -> Circles {
    let mut found = Circles::default();
    let calendar = outlook.calendar(None);
    let open = campaign.deals.iter().filter(|deal| deal.is_open());
    for one in open.filter(|one| deal.is_none_or(|deal| *one.id == *deal)) {
        found.open += 1;
        let circles = circles_of(campaign, outlook, one, &History::of(campaign, calendar, one), now);
        found.add(campaign, one, !circles.is_empty());
        if !circles.is_empty() {
            let worth = value_in_campaign_currency(campaign, one);
            found.deals.push(Circling { deal: one.id.clone(), worth, circles });
        }
    }
    found.deals.sort_by(|one, other| other.worth.cmp(&one.worth).then(one.deal.cmp(&other.deal)));
    found.sums.sort_by(|one, other| {
        let key = |sum: &Sum| (sum.currency != campaign.settings.currency, sum.currency.clone());
        key(one).cmp(&key(other))
    });
    found
}

impl Circles {
    fn add(&mut self, campaign: &Campaign, deal: &Deal, is_circling: bool) {
        let Some(value) = deal.value else {
            self.without_value += 1;
            return;
        };
        let (currency, worth) = match value_in_campaign_currency(campaign, deal) {
            Some(worth) => (campaign.settings.currency.as_ref(), worth),
            None => (campaign.currency_of(deal), value),
        };
        let at = self.sums.iter().position(|sum| sum.currency.as_ref() == currency);
        let mut sum = match at {
            Some(at) => self.sums[at].clone(),
            None => Sum { currency: currency.cloned(), open: Decimal::ZERO, circling: Decimal::ZERO },
        };
        let Some(open) = sum.open.checked_add(worth).filter(|_| !worth.is_sign_negative()) else {
            self.uncounted.push(deal.id.clone());
            return;
        };
        sum.open = open;
        if is_circling {
            // At most what is open, which fits.
            sum.circling += worth;
        }
        match at {
            Some(at) => self.sums[at] = sum,
            None => self.sums.push(sum),
        }
    }
}

/// How an open deal goes in circles; empty: it does not, or it is finished.
#[must_use]
pub fn circles_of(
    campaign: &Campaign,
    outlook: &Outlook,
    deal: &Deal,
    history: &History,
    now: DateTime<Utc>,
) -> Vec<Circle> {
    if !deal.is_open() {
        return Vec::new();
    }
    let visits = visits(history);
    let calendar = outlook.calendar(None);
    [back(&visits), close(calendar, deal), strokes(campaign, outlook, deal, &visits, now)]
        .into_iter()
        .flatten()
        .collect()
}

/// The stages it has been in, where it went from one to another.
fn visits(history: &History) -> Vec<(usize, Option<DateTime<Utc>>)> {
    let mut visits: Vec<(usize, Option<DateTime<Utc>>)> = history.visits().collect();
    visits.dedup_by_key(|(stage, _)| *stage);
    visits
}

fn back(visits: &[(usize, Option<DateTime<Utc>>)]) -> Option<Circle> {
    let was_before = |at: usize| visits[..at].iter().rposition(|(stage, _)| *stage == visits[at].0);
    let (last, first) = (0..visits.len()).rev().find_map(|at| Some((at, was_before(at)?)))?;
    let farthest = visits[..=last].iter().map(|(stage, _)| *stage).max()?;
    let is_out = visits[last..].iter().any(|(stage, _)| *stage > farthest);
    let times = visits.windows(2).filter(|pair| pair[1].0 < pair[0].0).count();
    (!is_out).then(|| Circle::Back { stages: visits[first..=last].iter().map(|(stage, _)| *stage).collect(), times })
}

fn close(calendar: &Calendar, deal: &Deal) -> Option<Circle> {
    let mut rows: Vec<_> = deal
        .close_log
        .iter()
        .filter(|row| row.now.is_some())
        .map(|row| (row.at.map(|at| calendar.clock(at)), row))
        .collect();
    rows.sort_by_key(|(at, row)| (*at, row.now.map(|now| calendar.deadline(now))));
    let later = rows.iter().filter(|(_, row)| {
        let day = |when: Option<When>| when.map(|when| calendar.deadline(when));
        row.was.is_none() || day(row.was) < day(row.now)
    });
    let times = later.count();
    if times < MOVES {
        return None;
    }
    let mut days: Vec<When> = rows.first().and_then(|(_, row)| row.was).into_iter().collect();
    days.extend(rows.iter().filter_map(|(_, row)| row.now));
    Some(Circle::Close { days, times })
}

fn strokes(
    campaign: &Campaign,
    outlook: &Outlook,
    deal: &Deal,
    visits: &[(usize, Option<DateTime<Utc>>)],
    now: DateTime<Utc>,
) -> Option<Circle> {
    if deal.is_stopped() {
        return None;
    }
    let stage = visits.iter().map(|(stage, _)| *stage).max()?;
    let since = visits.iter().find(|(at, _)| *at == stage)?.1?;
    let lasted = now - since;
    let usual = outlook.arrivals().usual(stage).map_or(0.0, |usual| usual.late);
    #[expect(clippy::cast_precision_loss, reason = "seconds of a sale have far fewer than 52 bits")]
    let is_usual = lasted.num_seconds() as f64 <= usual;
    if lasted.num_weeks() < WEEKS_WITHOUT || is_usual {
        return None;
    }
    let calendar = outlook.calendar(None);
    let from = calendar.local(since.max(now - TimeDelta::weeks(WEEKS_WITHOUT))).date();
    let fired = fired(campaign, calendar, deal, now);
    let strokes: Vec<StrokeKind> = fired.firings.iter().filter(|one| one.day >= from).map(|one| one.kind).collect();
    (strokes.len() >= STROKES).then(|| Circle::Strokes { strokes, weeks: lasted.num_weeks(), stage })
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::super::tests::{at, campaign};
    use super::*;

    const HEAD: &str = "format = 1\n[campaign]\ntimezone = \"Europe/London\"\ncurrency = \"GBP\"\n\
                        route = [\"demo\", \"proof\", \"proposal\", \"signature\"]\n[campaign.rates]\nEUR = 0.5\n\
                        [stage.demo]\n[stage.proof]\nexpected = \"14d\"\n[stage.proposal]\n[stage.signature]\n";

    fn found(deals: &str) -> Circles {
        let campaign = campaign(&format!("{HEAD}{deals}"));
        circles(&campaign, &Outlook::new(&campaign), None, at("2026-11-20 10:00"))
    }

    fn of_one(deal: &str) -> Vec<Circle> {
        found(&format!("[deal.d]\naccount = \"D\"\n{deal}")).deals.pop().map_or_else(Vec::new, |one| one.circles)
    }

    /// A deal that went through these stages, ten days in each.
    fn through(stages: &[&str]) -> String {
        let (last, left) = stages.split_last().unwrap();
        let mut text = format!("stage = \"{last}\"\nsince = 2026-11-15\n");
        for (at, stage) in left.iter().enumerate() {
            let day = |at: usize| 10 + at;
            let _ = write!(
                text,
                "[[deal.d.stage_log]]\nstage = \"{stage}\"\nfrom = 2026-10-{}\nto = 2026-10-{}\n",
                day(at),
                day(at + 1)
            );
        }
        text
    }

    #[test]
    fn a_deal_that_returns_to_a_stage_is_named_with_its_loop() {
        let expected = Circle::Back { stages: vec![1, 2, 1], times: 1 };
        assert_eq!(of_one(&through(&["demo", "proof", "proposal", "proof"])), [expected]);
        assert_eq!(of_one(&through(&["demo", "proof", "proposal"])), []);
    }

    #[test]
    fn a_deal_that_comes_farther_than_before_it_went_back_is_out_of_the_circle() {
        assert_eq!(of_one(&through(&["proof", "proposal", "proof", "proposal", "signature"])), []);
        let still = Circle::Back { stages: vec![2, 1, 2], times: 1 };
        assert_eq!(of_one(&through(&["proof", "proposal", "proof", "proposal"])), [still]);
    }

    #[test]
    fn a_close_that_is_moved_later_three_times_is_a_circle() {
        let moves = |count: usize| {
            let rows = ["2026-10-01", "2026-10-15", "2026-11-01"];
            let days = ["2026-10-10", "2026-10-20", "2026-11-10", "2026-12-01"];
            let row = |n: usize| {
                format!("[[deal.d.close_log]]\nat = {}\nwas = {}\nnow = {}\n", rows[n], days[n], days[n + 1])
            };
            (0..count).map(row).collect::<Vec<_>>().concat()
        };
        assert_eq!(of_one(&moves(2)), []);
        let found = of_one(&moves(3));
        assert!(matches!(&found[..], [Circle::Close { days, times: 3 }] if days.len() == 4), "{found:?}");
    }

    #[test]
    fn a_close_that_is_moved_sooner_is_no_circle() {
        let row = "[[deal.d.close_log]]\nat = 2026-10-0N\nwas = 2026-12-20\nnow = 2026-12-10\n";
        assert_eq!(of_one(&["1", "2", "3"].map(|n| row.replace('N', n)).concat()), []);
    }

    #[test]
    fn strokes_for_six_weeks_and_longer_than_usual_without_a_stage_nearer_are_a_circle() {
        let strokes = [("2026-10-20", "push"), ("2026-10-30", "pull"), ("2026-11-10", "push")]
            .map(|(day, kind)| format!("[[deal.d.stroke]]\nat = {day}\nkind = \"{kind}\"\n"))
            .concat();
        let deal = |since: &str, more: &str| of_one(&format!("stage = \"proof\"\nsince = {since}\n{more}{strokes}"));
        let kinds = vec![StrokeKind::Push, StrokeKind::Pull, StrokeKind::Push];
        assert_eq!(deal("2026-10-01", ""), [Circle::Strokes { strokes: kinds, weeks: 7, stage: 1 }]);
        assert_eq!(deal("2026-10-19", ""), [], "less than six weeks");
        assert_eq!(deal("2026-10-01", "flag.stop = { colour = \"red\" }\n"), [], "clocks stand");
    }

    #[test]
    fn the_share_is_of_open_value_and_a_currency_without_a_rate_stands_for_itself() {
        let back = through(&["proof", "proposal", "proof"]);
        let found = found(&format!(
            "[deal.a]\naccount = \"A\"\nvalue = 100\n[deal.b]\naccount = \"B\"\nvalue = 50\ncurrency = \"USD\"\n\
             [deal.c]\naccount = \"C\"\nvalue = -5\n[deal.won]\naccount = \"W\"\nvalue = 9\nresult = {{ status = \"won\" }}\n\
             [deal.d]\naccount = \"D\"\nvalue = 200\ncurrency = \"EUR\"\n{back}"
        ));
        let sum = |currency: &str, open: i64, circling: i64| Sum {
            currency: Some(Id::from(currency)),
            open: Decimal::from(open),
            circling: Decimal::from(circling),
        };
        assert_eq!(
            found
                .sums
                .iter()
                .map(|sum| Sum { open: sum.open.normalize(), circling: sum.circling.normalize(), ..sum.clone() })
                .collect::<Vec<_>>(),
            [sum("GBP", 200, 100), sum("USD", 50, 0)]
        );
        assert_eq!((found.open, &*found.uncounted[0], found.sums[0].share()), (4, "c", Some(0.5)));
    }
}
