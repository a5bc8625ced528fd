//! Whether a deal is stalled, and why.
//!
//! An open deal is stalled when nothing has happened on it for more days than its stage's `stale_after`, or when it has
//! been in its stage for longer than four of five finished deals were: the 80th percentile of that stage, as
//! [`super::arrival`] learns it from the splits of finished deals, those of archived campaigns among them. Where fewer
//! than [`KNOWN_FROM`] of them tell of a stage, its `expected` outweighs them there, and the limit is one and a half
//! times `expected` instead: that is where the same percentile of a stage lies of which nothing is known (1.46 times).
//!
//! Invariant: quiet is asked first, because it is the nearer mend. Under a red flag nothing is stalled: outreach is stopped on
//! purpose, and the clocks stand. Left out: how fast this deal was before, which the arrival knows; a slow deal is not
//! excused by having always been slow.

use chrono::{DateTime, Utc};

use super::Outlook;
use super::arrival::expected_seconds;
use super::words::counted;
use crate::campaign::{Calendar, Campaign, Deal, When};

/// From so many passages of finished deals on, a stage's own percentile is the limit: then they weigh as much as its
/// `expected` does.
pub const KNOWN_FROM: u32 = 4;

/// Where a stage's percentile is not known, its `expected` times this.
const OVER_EXPECTED: f64 = 1.5;

const DAY: f64 = 86_400.0;

/// Why a deal is stalled. All days are calendar days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stalled {
    /// Nothing has happened for longer than the stage's `stale_after`.
    Quiet {
        /// Days since anything happened.
        days: i64,
        /// Days that the stage allows.
        allowed: i64,
    },
    /// In the stage for longer than four of five finished deals were.
    Slow {
        /// Days in the stage.
        days: i64,
        /// The stage's 80th percentile, in days.
        usual: i64,
        /// How many passages of finished deals say so.
        passages: u32,
    },
    /// In the stage for longer than one and a half times what was expected, and too little is known to say more.
    Over {
        /// Days in the stage.
        days: i64,
        /// The stage's `expected`, in days.
        expected: i64,
    },
}

impl Stalled {
    /// In a few words: `quiet for 12 days, 10 allowed`, `41 days here, rarely more than 30`, `41 days here, 21 expected`.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Quiet { days, allowed } => format!("quiet for {}, {allowed} allowed", counted(days, "day", "days")),
            Self::Slow { days, usual, .. } => {
                format!("{} here, rarely more than {usual}", counted(days, "day", "days"))
            }
            Self::Over { days, expected } => format!("{} here, {expected} expected", counted(days, "day", "days")),
        }
    }

    /// One sentence with where each figure is from.
    #[must_use]
    pub fn sentence(self, stage: &str) -> String {
        let counted_days = |days| counted(days, "day", "days");
        match self {
            Self::Quiet { days, allowed } => format!(
                "Nothing has happened for {}; `stale_after` of {stage} allows {}.",
                counted_days(days),
                counted_days(allowed)
            ),
            Self::Slow { days, usual, passages } => format!(
                "In {stage} for {}; of {passages} finished deals that went through it, four of five left within {}.",
                counted_days(days),
                counted_days(usual)
            ),
            Self::Over { days, expected } => format!(
                "In {stage} for {}, more than one and a half times the {} of its `expected`; fewer than {KNOWN_FROM} finished deals tell of it.",
                counted_days(days),
                counted_days(expected)
            ),
        }
    }

    /// Its word for scripts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Quiet { .. } => "quiet",
            Self::Slow { .. } => "slow",
            Self::Over { .. } => "over",
        }
    }
}

/// Whether a deal is stalled, and why; nothing for a finished deal, and nothing under a red flag.
#[must_use]
pub fn stalled(campaign: &Campaign, outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> Option<Stalled> {
    if !deal.is_open() || deal.is_stopped() {
        return None;
    }
    let calendar = outlook.calendar(None);
    if let Some((days, allowed)) = quiet_days(calendar, deal, now).zip(stale_days(campaign, deal))
        && days > allowed
    {
        return Some(Stalled::Quiet { days, allowed });
    }
    let stage = campaign.stage_of(deal)?;
    let days = (now - calendar.clock(deal.since?)).num_days();
    let known = campaign.route_index(stage).and_then(|stage| outlook.arrivals().usual(stage));
    if let Some(known) = known.filter(|known| known.passages >= KNOWN_FROM) {
        let usual = whole_days(known.late);
        return (days > usual).then_some(Stalled::Slow { days, usual, passages: known.passages });
    }
    let expected = expected_seconds(campaign.stage(stage)?);
    (days > whole_days(expected * OVER_EXPECTED)).then_some(Stalled::Over { days, expected: whole_days(expected) })
}

/// Whole days of a length in seconds.
fn whole_days(seconds: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a stage lasts days, not ages")]
    let days = (seconds / DAY).round() as i64;
    days
}

/// Days since anything happened on a deal: a stage entered, a stroke, a run, buyers' words, a message, a promise kept.
/// Without any trace: since the deal was made; without that, not known.
#[must_use]
pub fn quiet_days(calendar: &Calendar, deal: &Deal, now: DateTime<Utc>) -> Option<i64> {
    let traces = [deal.created, deal.since].into_iter().flatten();
    let traces = traces
        .chain(deal.strokes.iter().filter_map(|stroke| stroke.at))
        .chain(deal.heard.iter().filter_map(|heard| heard.at))
        .chain(deal.messages.iter().filter_map(|message| message.at))
        .chain(deal.runs.iter().filter_map(|run| run.ended.or(run.started)))
        .chain(deal.controls.iter().filter_map(|control| control.done));
    let last = traces.map(|at: When| calendar.clock(at)).filter(|at| *at <= now).max()?;
    Some((now - last).num_days())
}

/// Days without anything happening after which the deal's stage counts as stalled; nothing where the stage gives none.
fn stale_days(campaign: &Campaign, deal: &Deal) -> Option<i64> {
    let stage = campaign.stage_of(deal).and_then(|id| campaign.stage(id))?;
    stage.stale_after.map(|limit| whole_days(limit.calendar_seconds()))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::super::tests::{at, campaign};
    use super::*;

    const NOW: &str = "2026-11-20 10:00";

    /// A deal in the stage `proof` of 10 days, with these lines, and finished deals that took so many days there.
    fn told(stage: &str, deal: &str, finished: &[u32]) -> Option<Stalled> {
        let mut text = format!(
            "format = 1\n[campaign]\ntimezone = \"Europe/London\"\nroute = [\"proof\", \"signature\"]\n\
             [stage.proof]\n{stage}\n[stage.signature]\n[deal.d]\naccount = \"D\"\n{deal}\n"
        );
        for (index, days) in finished.iter().enumerate() {
            let _ = write!(
                text,
                "[deal.f{index}]\naccount = \"F\"\nstage = \"signature\"\nresult = {{ status = \"won\" }}\n\
                 [[deal.f{index}.stage_log]]\nstage = \"proof\"\nfrom = 2026-01-01\nto = 2026-01-{:02}\n",
                1 + days
            );
        }
        let campaign = campaign(&text);
        stalled(&campaign, &Outlook::new(&campaign), &campaign.deals[0], at(NOW))
    }

    #[test]
    fn a_deal_on_which_nothing_happens_for_longer_than_stale_after_is_stalled() {
        let stage = "expected = \"60d\"\nstale_after = \"10d\"";
        assert_eq!(told(stage, "since = 2026-11-10", &[]), None);
        assert_eq!(told(stage, "since = 2026-11-08", &[]), Some(Stalled::Quiet { days: 12, allowed: 10 }));
    }

    #[test]
    fn anything_that_happens_ends_the_quiet() {
        let deal = "since = 2026-11-01\nstroke = [{ at = 2026-11-17, kind = \"push\" }]";
        assert_eq!(told("expected = \"60d\"\nstale_after = \"10d\"", deal, &[]), None);
    }

    #[test]
    fn a_deal_longer_in_its_stage_than_four_of_five_finished_ones_is_stalled() {
        let finished = [8, 9, 10, 11, 12];
        let found = told("expected = \"10d\"", "since = 2026-11-01", &finished);
        assert_eq!(found, Some(Stalled::Slow { days: 19, usual: 13, passages: 5 }));
        assert_eq!(told("expected = \"10d\"", "since = 2026-11-08", &finished), None);
    }

    #[test]
    fn where_too_few_finished_deals_tell_of_a_stage_half_as_much_again_as_expected_is_the_limit() {
        let found = told("expected = \"10d\"", "since = 2026-11-04", &[8, 9, 10]);
        assert_eq!(found, Some(Stalled::Over { days: 16, expected: 10 }));
        assert!(found.unwrap().sentence("Proof").contains("fewer than 4 finished deals"));
        assert_eq!(told("expected = \"10d\"", "since = 2026-11-05", &[8, 9, 10]), None);
    }

    #[test]
    fn under_a_red_flag_and_once_finished_nothing_is_stalled() {
        let stage = "expected = \"10d\"\nstale_after = \"5d\"";
        assert!(told(stage, "since = 2026-09-01", &[]).is_some());
        assert_eq!(told(stage, "since = 2026-09-01\nflag.stop = { colour = \"red\" }", &[]), None);
        assert_eq!(told(stage, "since = 2026-09-01\nresult = { status = \"lost\" }", &[]), None);
    }

    #[test]
    fn a_stage_entered_in_the_future_or_on_an_unknown_day_stalls_nothing() {
        assert_eq!(told("expected = \"10d\"", "since = 2215-01-01", &[]), None);
        assert_eq!(told("expected = \"10d\"", "", &[]), None);
    }
}
