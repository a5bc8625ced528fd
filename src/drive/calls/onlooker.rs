//! What is due where nobody may be called: each call that would go out now, told once. Nothing is written, so that
//! what was told is kept here.
//!
//! Who sits in no seat is shown every person's calls; who may not write the file, their own. On purpose nothing is
//! batched or held back: nobody hears it.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::planned::{PlannedCall, planned};
use super::tick::Key;
use crate::campaign::{Campaign, Id};
use crate::drive::Outlook;

/// The calls that were told, and when to look again.
#[derive(Debug, Clone, Default)]
pub struct Onlooker {
    told: BTreeSet<(Key, DateTime<Utc>)>,
    /// When the next call is due, or the estimates of a new day hold; `None`: look at once.
    next: Option<DateTime<Utc>>,
}

impl Onlooker {
    /// Looks again at the next moment: something was changed.
    pub const fn changed(&mut self) {
        self.next = None;
    }

    /// When the next look can find something, if nobody edits.
    #[must_use]
    pub const fn next(&self) -> Option<DateTime<Utc>> {
        self.next
    }

    /// What is due now and was not told yet; for one person, or for all.
    pub fn look(
        &mut self,
        campaign: &Campaign,
        outlook: &Outlook,
        person: Option<&Id>,
        now: DateTime<Utc>,
    ) -> Vec<PlannedCall> {
        if self.next.is_some_and(|next| now < next) {
            return Vec::new();
        }
        let mut calls = planned(campaign, outlook, now, chrono::TimeDelta::days(1), None);
        calls.retain(|one| person.is_none_or(|person| one.person.as_ref().is_none_or(|called| called == person)));
        let (due, coming): (Vec<_>, Vec<_>) = calls.into_iter().partition(|one| one.armed && one.when <= now);
        let tomorrow = outlook.calendar(None).next_day_start(now);
        let later = coming.iter().map(|one| one.when).filter(|when| *when > now);
        // What is due after a day, and what an estimate brings nearer, is found by the look a day from now at most.
        let latest = now + chrono::TimeDelta::days(1);
        self.next = later.chain(tomorrow).chain([latest]).min();
        let told = std::mem::take(&mut self.told);
        self.told = due.iter().map(|one| (key(one), one.call.place)).collect();
        due.into_iter().filter(|one| !told.contains(&(key(one), one.call.place))).collect()
    }
}

fn key(one: &PlannedCall) -> Key {
    Key { deal: one.call.deal.clone(), note: Id::from(&*one.call.note), rung: Id::from(&*one.call.rung) }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{HEAD, at, campaign};
    use super::*;

    const NOTE: &str = "[deal.d]\naccount = \"D\"\n[deal.d.note.n]\nat = 2026-11-26T14:00:00\npace = \"L4\"\n";

    fn looks(records: &str, person: Option<&str>, moments: &[&str]) -> Vec<usize> {
        let campaign = campaign(&format!("{HEAD}{records}"));
        let outlook = Outlook::new(&campaign);
        let person = person.map(Id::from);
        let mut onlooker = Onlooker::default();
        moments.iter().map(|now| onlooker.look(&campaign, &outlook, person.as_ref(), at(now)).len()).collect()
    }

    #[test]
    fn what_is_due_is_told_once() {
        let moments = ["2026-11-25 14:29", "2026-11-25 14:30", "2026-11-25 14:31", "2026-11-25 15:00"];
        assert_eq!(looks(NOTE, None, &moments), [0, 1, 0, 0]);
    }

    #[test]
    fn one_person_is_told_their_own() {
        assert_eq!(looks(NOTE, Some("sam"), &["2026-11-25 14:30"]), [1]);
        assert_eq!(looks(NOTE, Some("maya"), &["2026-11-25 14:30"]), [0]);
    }

    #[test]
    fn between_two_looks_nothing_is_worked_out() {
        let campaign = campaign(&format!("{HEAD}{NOTE}"));
        let mut onlooker = Onlooker::default();
        onlooker.look(&campaign, &Outlook::new(&campaign), None, at("2026-11-25 10:00"));
        assert_eq!(onlooker.next(), Some(at("2026-11-25 14:30")));
    }

    #[test]
    fn what_was_called_meanwhile_is_not_due_any_more() {
        let row = "[[deal.d.call_log]]\nnote = \"n\"\nrung = \"\"\nplace = 2026-11-26T14:00:00Z\nlead = \"8wh\"\ncalled = 2026-11-25T14:30:00Z\nby = \"sam\"\n";
        assert_eq!(looks(&format!("{NOTE}{row}"), None, &["2026-11-25 14:31"]), [0]);
    }
}
