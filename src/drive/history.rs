//! Where a deal has been on the route, and over which borders it went, back and on again.

use chrono::{DateTime, Utc};

use super::arrival::{Stand, split_seconds};
use crate::campaign::{Calendar, Campaign, Deal};

/// The stages a deal has been in, in the order of time; the last is where it is now.
#[derive(Debug, Clone)]
pub struct History {
    visits: Vec<Visit>,
    splits: Vec<(usize, f64)>,
    close: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy)]
struct Visit {
    stage: usize,
    from: Option<DateTime<Utc>>,
}

/// How a deal stands to a border of the route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crossing {
    /// It stands before it. Calls made up to `pass` belong to an earlier passage.
    Ahead {
        /// When it came back before the border; `None`: it never was beyond it.
        pass: Option<DateTime<Utc>>,
    },
    /// It went over it.
    Crossed {
        /// When; `None`: the file does not say.
        at: Option<DateTime<Utc>>,
        /// As above, for this passage.
        pass: Option<DateTime<Utc>>,
    },
    /// It went past without being in the stage.
    Skipped {
        /// As above.
        pass: Option<DateTime<Utc>>,
    },
}

impl History {
    /// Reads the stage log and the present stage. Rows on stages that the route lacks are left out.
    #[must_use]
    pub fn of(campaign: &Campaign, calendar: &Calendar, deal: &Deal) -> Self {
        let mut rows: Vec<_> = deal
            .stage_log
            .iter()
            .filter_map(|row| {
                let from = row.from.map(|from| calendar.start(from));
                let to = row.to.map(|to| calendar.start(to));
                Some((from.or(to), to, campaign.route_index(&row.stage)?, row))
            })
            .collect();
        rows.sort_by_key(|(from, to, stage, _)| (*from, *to, *stage));
        let mut splits = Vec::with_capacity(rows.len());
        splits.extend(
            rows.iter().filter_map(|(_, _, stage, row)| Some((*stage, split_seconds(campaign, row.from?, row.to?)))),
        );
        let mut visits: Vec<_> = rows.iter().map(|(from, _, stage, _)| Visit { stage: *stage, from: *from }).collect();
        let present = campaign.stage_of(deal).and_then(|id| campaign.route_index(id));
        if let Some(stage) = present {
            let left = rows.last().and_then(|(_, to, ..)| *to);
            let still_open = rows.last().is_some_and(|(_, to, last, _)| to.is_none() && *last == stage);
            if !still_open {
                let from = deal.since.map(|since| calendar.start(since)).or(left);
                visits.push(Visit { stage, from });
            }
        } else {
            visits.clear();
        }
        Self { visits, splits, close: deal.close.map(|close| calendar.deadline(close)) }
    }

    /// Where the deal is now; `None`: on no stage of the route.
    #[must_use]
    pub fn stand(&self) -> Option<Stand<'_>> {
        let here = self.visits.last()?;
        Some(Stand { stage: here.stage, since: here.from, splits: &self.splits, close: self.close })
    }

    /// The stages it has been in by their place on the route, and when it came there; the last is where it is now.
    pub fn visits(&self) -> impl Iterator<Item = (usize, Option<DateTime<Utc>>)> + '_ {
        self.visits.iter().map(|visit| (visit.stage, visit.from))
    }

    /// The crossing into a stage.
    #[must_use]
    pub fn enter(&self, stage: usize) -> Crossing {
        self.crossing(stage, |visit| visit.stage == stage)
    }

    /// The crossing out of a stage, forward.
    #[must_use]
    pub fn leave(&self, stage: usize) -> Crossing {
        let was_there = self.visits.iter().any(|visit| visit.stage == stage);
        match self.crossing(stage + 1, |_| true) {
            Crossing::Crossed { pass, .. } if !was_there => Crossing::Skipped { pass },
            crossing => crossing,
        }
    }

    /// The last passage over the border before stage `border`; `counts` says which stage beyond it is the right one.
    fn crossing(&self, border: usize, counts: impl Fn(&Visit) -> bool) -> Crossing {
        let last_before = self.visits.iter().rposition(|visit| visit.stage < border);
        let beyond = last_before.map_or(0, |last| last + 1);
        let run = self.visits[..beyond].iter().rposition(|visit| visit.stage >= border);
        let pass = run.and_then(|run| self.visits[run + 1].from);
        let mut beyond = self.visits[beyond..].iter().peekable();
        if beyond.peek().is_none() {
            return Crossing::Ahead { pass };
        }
        match beyond.find(|visit| counts(visit)) {
            Some(visit) => Crossing::Crossed { at: visit.from, pass },
            None => Crossing::Skipped { pass },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{at, campaign_of_stages, deal_through};
    use super::*;
    use crate::drive::Outlook;

    fn history(route: &[(&str, &str)]) -> History {
        let campaign = campaign_of_stages(&["10d", "10d", "10d", "10d"]);
        History::of(&campaign, Outlook::new(&campaign).calendar(None), &deal_through(route))
    }

    #[test]
    fn a_stage_ahead_has_not_been_entered() {
        let history = history(&[("s0", "2026-10-01 09:00"), ("s1", "2026-10-12 09:00")]);
        assert_eq!(history.enter(2), Crossing::Ahead { pass: None });
        assert_eq!(history.enter(1), Crossing::Crossed { at: Some(at("2026-10-12 09:00")), pass: None });
        assert_eq!(history.leave(0), Crossing::Crossed { at: Some(at("2026-10-12 09:00")), pass: None });
        assert_eq!(history.leave(1), Crossing::Ahead { pass: None });
    }

    #[test]
    fn a_deal_that_went_back_stands_before_the_stage_again() {
        let history = history(&[("s0", "2026-10-01 09:00"), ("s1", "2026-10-12 09:00"), ("s0", "2026-10-20 09:00")]);
        assert_eq!(history.enter(1), Crossing::Ahead { pass: Some(at("2026-10-20 09:00")) });
    }

    #[test]
    fn going_on_again_is_a_new_passage() {
        let history = history(&[
            ("s0", "2026-10-01 09:00"),
            ("s1", "2026-10-12 09:00"),
            ("s0", "2026-10-20 09:00"),
            ("s1", "2026-11-02 09:00"),
        ]);
        let (at, pass) = (Some(at("2026-11-02 09:00")), Some(at("2026-10-20 09:00")));
        assert_eq!(history.enter(1), Crossing::Crossed { at, pass });
    }

    #[test]
    fn a_stage_that_was_jumped_over_is_skipped() {
        let history = history(&[("s0", "2026-10-01 09:00"), ("s2", "2026-10-12 09:00")]);
        assert_eq!(history.enter(1), Crossing::Skipped { pass: None });
        assert_eq!(history.leave(1), Crossing::Skipped { pass: None });
        assert_eq!(history.enter(3), Crossing::Ahead { pass: None });
    }
}
