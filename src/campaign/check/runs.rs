//! Checks the runs of a deal: their clock, and the notes that are timed to their minutes.
//!
//! Left out on purpose: whether a planned run lies in the past. The check knows no clock; the road tells it.

use super::super::code;
use super::super::locate::Step::{self, Key, Row};
use super::super::records::{Deal, Note, Run, When};
use super::super::{Anchor, Position};
use super::deal::Own;
use super::{Checker, Group, Tense, shown};
use crate::pace::Mark;

impl Checker<'_> {
    pub(super) fn runs(&mut self, deal: &Deal, own: &Own<'_>) {
        for run in &deal.runs {
            let path = |key| [Key("run"), Key(&run.id), Key(key)];
            for (at, who) in run.crew.iter().enumerate() {
                let [group, id, key] = path("crew");
                self.refer(Group::Crew, who, Tense::Live, &[group, id, key, Row(at)]);
            }
            for (at, who) in run.with.iter().enumerate() {
                if !own.contacts.has(who) {
                    let [group, id, key] = path("with");
                    let at = [group, id, key, Row(at)];
                    self.unknown_here("contact", "contact", who, own.contacts.ids(), Tense::Live, &at);
                }
            }
            self.in_order(run.started, run.ended, ["started", "ended"], &path("ended"));
            self.pauses(run);
        }
        if deal.runs.iter().any(|run| run.length.is_some() && run.ended.is_none()) {
            for obstacle in &deal.obstacles {
                self.past_the_run(deal, obstacle.at.as_deref(), &[Key("obstacle"), Key(&obstacle.id), Key("at")]);
            }
            for note in deal.notes.iter().filter(|note| is_called(note)) {
                self.past_the_run(deal, note.at.as_deref(), &[Key("note"), Key(&note.id), Key("at")]);
            }
        }
    }

    /// A minute that the run does not reach. A run that is over has had its length.
    fn past_the_run(&mut self, deal: &Deal, at: Option<&Position>, path: &[Step<'_>; 3]) {
        let Some(Position { anchor: Anchor::Minute(run, second), minus: None, .. }) = at else { return };
        let Some(run) = deal.run(run).filter(|run| run.ended.is_none()) else { return };
        if let Some(length) = run.length
            && f64::from(*second) > length.calendar_seconds()
        {
            let minute = format!("{}:{:02}", second / 60, second % 60);
            let message = format!("minute {minute} lies past the end of `{}`, which takes `{length}`", shown(&run.id));
            self.tell(code::PAST_THE_RUN, path, message, "write an earlier minute, or a longer `length`".into());
        }
    }

    /// Each pause ends after it begins, lies in its run, and no two are at the same time.
    fn pauses(&mut self, run: &Run) {
        // A run that ends before it starts has no inside.
        let ended = run.ended.filter(|ended| run.started.is_some_and(|started| self.before(started, *ended)));
        for (at, (from, until)) in run.pauses.iter().enumerate() {
            let path = |key| [Key("run"), Key(&run.id), Key("pauses"), Row(at), Key(key)];
            self.in_order(Some(*from), *until, ["from", "until"], &path("until"));
            let Some(started) = run.started else {
                let message = format!("the run `{}` has a pause and has not started", shown(&run.id));
                self.tell(code::PAUSE_OUTSIDE, &path("from"), message, "write `started`, or take the pause out".into());
                continue;
            };
            if !self.before(started, *from) {
                self.outside("from", "`from` lies before `started`", &path("from"));
            } else if let Some(ended) = ended {
                if !self.before(*from, ended) {
                    self.outside("from", "`from` lies after `ended`", &path("from"));
                } else if until.is_some_and(|until| !self.before(until, ended)) {
                    self.outside("until", "`until` lies after `ended`", &path("until"));
                }
            }
        }
        if run.pauses.len() > 1 {
            self.pauses_overlap(run);
        }
    }

    #[cold]
    fn outside(&mut self, key: &str, message: &str, path: &[Step<'_>]) {
        self.tell(code::PAUSE_OUTSIDE, path, message.to_owned(), format!("correct `{key}`, or take the pause out"));
    }

    fn pauses_overlap(&mut self, run: &Run) {
        let zone = self.campaign.zone;
        let mut order: Vec<(usize, &(When, Option<When>))> = run.pauses.iter().enumerate().collect();
        order.sort_by_key(|(at, (from, _))| (from.local(zone), *at));
        let mut last: Option<(usize, &(When, Option<When>))> = None;
        for (at, pause) in order {
            let path = [Key("run"), Key(&run.id), Key("pauses"), Row(at), Key("from")];
            match last {
                Some((_, (_, None))) => {
                    let message = "this pause begins while another is open".to_owned();
                    let mend = "give the other its `until`, or take one of them out".to_owned();
                    self.tell(code::PAUSES_OVERLAP, &path, message, mend);
                }
                Some((_, (_, Some(until)))) if !self.before(*until, pause.0) => {
                    let message = "this pause begins before another is over".to_owned();
                    self.tell(code::PAUSES_OVERLAP, &path, message, "make one of the two".into());
                }
                _ => {}
            }
            let reaches = |pause: &(When, Option<When>)| pause.1.map(|until| until.local(zone));
            // An open pause reaches farthest.
            let is_longer = last.is_none_or(|(_, last)| match (reaches(last), reaches(pause)) {
                (None, _) => false,
                (Some(_), None) => true,
                (Some(one), Some(other)) => other > one,
            });
            if is_longer {
                last = Some((at, pause));
            }
        }
    }
}

/// Whether a note can still be called at its place.
fn is_called(note: &Note) -> bool {
    note.when.is_none() && !note.retired && note.mark != Some(Mark::Struck)
}
