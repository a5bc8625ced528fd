//! How well a crew's calls are timed: the navigator by the moment of the call, the driver by the moment of the
//! acknowledgement.
//!
//! Counted are all calls of the log, also those of earlier passes over the route. Left out: contingencies, notes of
//! runs that were not driven, and what is void or taken out.

use std::ops::AddAssign;

use chrono::{DateTime, Utc};

use super::assess::{Assessment, NoteState, Question, assess};
use super::judge::{Judged, Made};
use super::subject::subjects;
use crate::campaign::{Campaign, Deal, Id, Outcome};
use crate::drive::{Bearings, Outlook};
use crate::pace::Hardness;

/// Calls by their timing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Timed {
    /// r > 2.
    pub early: u32,
    /// 2 ≥ r ≥ 0.5.
    pub on_time: u32,
    /// r < 0.5.
    pub late: u32,
}

impl Timed {
    fn count(&mut self, judged: Judged) {
        match judged {
            Judged::Early => self.early += 1,
            Judged::OnTime => self.on_time += 1,
            Judged::Late => self.late += 1,
        }
    }
}

impl AddAssign for Timed {
    fn add_assign(&mut self, other: Self) {
        self.early += other.early;
        self.on_time += other.on_time;
        self.late += other.late;
    }
}

/// The punctuality of a deal, a person or a campaign.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Punctuality {
    /// The navigator's: when the calls were made.
    pub called: Timed,
    /// The driver's: when they were acknowledged; what is heard when shown counts at the call.
    pub heard: Timed,
    /// Notes that went by uncalled.
    pub missed: u32,
    /// Notes called and not acknowledged by their place.
    pub unheard: u32,
    /// Obstacles that bit and had no note: the recce missed them, not the call.
    pub hits_without_note: u32,
}

impl AddAssign for Punctuality {
    fn add_assign(&mut self, other: Self) {
        self.called += other.called;
        self.heard += other.heard;
        self.missed += other.missed;
        self.unheard += other.unheard;
        self.hits_without_note += other.hits_without_note;
    }
}

/// The punctuality of one deal; of one person on it, if one is named.
#[must_use]
pub fn punctuality(
    campaign: &Campaign,
    outlook: &Outlook,
    deal: &Deal,
    person: Option<&str>,
    now: DateTime<Utc>,
) -> Punctuality {
    let driver = campaign.driver_of(deal).map(|driver| &**driver);
    let bearings = Bearings::new(campaign, outlook, deal, driver, now);
    let mut sum = Punctuality::default();
    let mut noted = Vec::new();
    for subject in subjects(campaign, deal) {
        let called = subject.called_beside(bearings.driver);
        let own = (called != bearings.driver).then(|| bearings.seen_by(called.map(|called| &**called)));
        let seen = own.as_ref().unwrap_or(&bearings);
        let found = assess(seen, subject, Question::PLAIN);
        noted.extend(found.met.map(|met| met.id).filter(|_| !subject.is_struck()));
        if person.is_none() || person == called.map(|called| &**called) {
            count_state(&mut sum, found.state);
        }
        count_calls(&mut sum, seen, &found, person);
    }
    if person.is_none_or(|person| Some(person) == driver) {
        let hits = bearings.obstacles().filter(|met| met.outcome() == Some(Outcome::Hit) && !noted.contains(&met.id));
        sum.hits_without_note = u32::try_from(hits.count()).unwrap_or(u32::MAX);
    }
    sum
}

const fn count_state(sum: &mut Punctuality, state: NoteState) {
    match state {
        NoteState::Missed => sum.missed += 1,
        NoteState::Unheard => sum.unheard += 1,
        _ => {}
    }
}

fn count_calls(sum: &mut Punctuality, seen: &Bearings<'_>, found: &Assessment<'_>, person: Option<&str>) {
    let entry = found.target.and_then(|target| target.entered);
    let shown_is_heard = found.steps.is_some_and(|steps| steps.hardness() <= Hardness::Five);
    let rows = seen.deal.call_log.iter().filter(|row| found.subject.is_named(&row.note));
    let rows = rows.filter(|row| person.is_none_or(|person| row.by.as_ref().map(Id::as_str) == Some(person)));
    for made in rows.filter_map(|row| Made::of(row, seen.calendar)) {
        let judge = |made: &Made<'_>| {
            if found.live { made.judged_live() } else { made.judged(seen.calendar, entry) }
        };
        if let Some(judged) = judge(&made) {
            sum.called.count(judged);
        }
        let heard_at = made.acked.or_else(|| shown_is_heard.then_some(made.called));
        if let Some(judged) = heard_at.and_then(|called| judge(&Made { called, ..made })) {
            sum.heard.count(judged);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{HEAD, at, campaign};
    use super::*;

    fn of(records: &str, now: &str) -> Punctuality {
        let campaign = campaign(&format!("{HEAD}{records}"));
        punctuality(&campaign, &Outlook::new(&campaign), &campaign.deals[0], None, at(now))
    }

    const NOTE: &str = "[deal.d]\naccount = \"D\"\n[deal.d.note.n]\nat = 2026-11-26T14:00:00\npace = \"L4\"\n";

    fn called(called: &str, acked: &str) -> String {
        format!(
            "{NOTE}[[deal.d.call_log]]\nnote = \"n\"\nrung = \"\"\nplace = 2026-11-26T14:00:00Z\nlead = \"8wh\"\ncalled = {called}\n{acked}\nby = \"sam\"\n"
        )
    }

    #[test]
    fn the_navigator_is_judged_by_the_call_and_the_driver_by_the_acknowledgement() {
        let found = of(&called("2026-11-25T14:30:00Z", "acked = 2026-11-26T11:00:00Z"), "2026-11-27 10:00");
        assert_eq!(found.called, Timed { on_time: 1, ..Timed::default() });
        assert_eq!(found.heard, Timed { late: 1, ..Timed::default() });
    }

    #[test]
    fn missed_and_unheard_notes_are_counted() {
        assert_eq!(of(NOTE, "2026-11-27 10:00").missed, 1);
        let found = of(&called("2026-11-25T14:30:00Z", ""), "2026-11-27 10:00");
        assert_eq!((found.missed, found.unheard, found.heard), (0, 1, Timed::default()));
    }

    #[test]
    fn an_obstacle_that_bit_without_a_note_is_a_hit_without_one() {
        let obstacle = "[deal.d]\naccount = \"D\"\n[deal.d.obstacle.o]\nat = 2026-11-20\noutcome = \"hit\"\n";
        assert_eq!(of(obstacle, "2026-11-27 10:00").hits_without_note, 1);
        let noted = format!("{obstacle}[deal.d.note.n]\nat = \"o\"\n");
        assert_eq!(of(&noted, "2026-11-27 10:00").hits_without_note, 0);
    }

    #[test]
    fn contingencies_and_runs_that_were_not_driven_are_outside_punctuality() {
        let text = "[deal.d]\naccount = \"D\"\n[deal.d.run.r]\nstarts = 2026-11-20T10:00:00\n[deal.d.note.n]\nat = \"r 5:00\"\n[deal.d.note.m]\nat = \"r\"\nwhen = \"They ask\"\n";
        assert_eq!(of(text, "2026-11-27 10:00"), Punctuality::default());
    }
}
