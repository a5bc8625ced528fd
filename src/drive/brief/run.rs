//! The run that comes next, and the one aim it has.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Ask, Fact, Sign};
use crate::campaign::{Deal, Duration, Run, RunKind};
use crate::drive::{Outlook, distance_words, words};

/// The run that comes next: one that is going on, else the first whose time is not over.
#[must_use]
pub fn next_run<'a>(outlook: &Outlook, deal: &'a Deal, now: DateTime<Utc>) -> Option<&'a Run> {
    coming(outlook, deal, now).into_iter().min_by_key(|(at, run)| (*at, &run.id)).map(|(_, run)| run)
}

/// The runs of a deal that come next one after the other while nobody edits it, each with its start: only the one that
/// is going on, else those whose time is not over.
#[must_use]
pub fn coming<'a>(outlook: &Outlook, deal: &'a Deal, now: DateTime<Utc>) -> Vec<(DateTime<Utc>, &'a Run)> {
    let calendar = outlook.calendar(None);
    let open = || deal.runs.iter().filter(|run| run.ended.is_none());
    let going = open().filter_map(|run| Some((calendar.clock(run.started?), run)));
    if let Some(run) = going.min_by_key(|(_, run)| &run.id) {
        return vec![run];
    }
    let planned = open().filter_map(|run| Some((calendar.clock(run.starts?), run)));
    planned.filter(|(at, run)| *at + length_of(run) >= now).collect()
}

/// How long a run is planned to last; one without a length counts as an hour.
#[must_use]
pub fn length_of(run: &Run) -> TimeDelta {
    const HOUR: i64 = 3600;
    let seconds = run.length.map_or(HOUR, |length| i64::from(length.seconds) + i64::from(length.days) * 24 * HOUR);
    TimeDelta::seconds(seconds)
}

impl Ask<'_> {
    pub(super) fn what_comes(&self) -> Vec<Fact> {
        let Some(run) = self.run else { return self.without_a_run() };
        let record = self.path().below(["run", &run.id]);
        let zone = self.campaign.zone;
        let when = match (run.started, run.starts) {
            (Some(started), _) => format!("under way since {}", words::when(started, zone, self.now)),
            (None, Some(starts)) => {
                let at = self.outlook.calendar(None).clock(starts);
                let distance = distance_words(self.outlook.calendar(None), self.now, at, false);
                format!("{}, {distance}", words::when(starts, zone, self.now))
            }
            (None, None) => String::new(),
        };
        let how = [run.length.map(minutes), run.kind.map(kind_words)].into_iter().flatten();
        let what = self.veil.text(run.what.as_deref().unwrap_or("a run"));
        let mut facts = vec![Fact::new(what).say(when).why(how.collect::<Vec<_>>().join(", ")).of(record.clone())];
        let with: Vec<String> = run.with.iter().map(|id| self.veil.short(self.deal, id)).collect();
        let ours: Vec<String> = run.crew.iter().map(|id| words::who(self.campaign, id)).collect();
        if with.is_empty() {
            facts.push(
                Fact::new("nobody of theirs is written on it: give the run its `with`")
                    .sign(Sign::Late)
                    .of(record.clone()),
            );
        } else {
            let ours = if ours.is_empty() { String::new() } else { format!("ours: {}", ours.join(", ")) };
            facts.push(Fact::new(format!("with {}", with.join(", "))).why(ours).of(record.clone()));
        }
        if let Some(link) = run.link.as_deref().filter(|link| self.veil.may_tell(link)) {
            facts.push(Fact::new(format!("join at {link}")).of(record));
        }
        facts
    }

    fn without_a_run(&self) -> Vec<Fact> {
        let mut facts = match &self.deal.result {
            Some(_) => vec![Fact::new("this deal is finished: no run is planned").of(self.path())],
            None => vec![Fact::new("no run is planned").sign(Sign::Late).of(self.path())],
        };
        if let Some(next) = &self.deal.next {
            let when =
                next.on.map_or_else(|| "no day yet".to_owned(), |on| words::when(on, self.campaign.zone, self.now));
            let by = next.by.as_deref().map_or_else(String::new, |by| words::who(self.campaign, by));
            let what = self.veil.text(next.what.as_deref().unwrap_or("next touch"));
            facts.push(Fact::new(format!("next touch: {what}")).say(when).why(by).of(self.path().below(["next"])));
        }
        facts
    }

    /// The one aim; where none is written, what is missing to leave the stage.
    pub(super) fn aim(&self) -> Vec<Fact> {
        if !self.deal.is_open() && self.run.is_none() {
            return Vec::new();
        }
        let record = self.run.map_or_else(|| self.path(), |run| self.path().below(["run", &run.id]));
        if let Some(aim) = self.run.and_then(|run| run.aim.as_deref()) {
            return vec![Fact::new(self.veil.text(aim)).of(record)];
        }
        let stage = self.campaign.stage_of(self.deal).and_then(|id| self.campaign.stage(id));
        let missing = stage.and_then(|stage| {
            let fact = stage.gate.iter().find(|(id, _)| !self.deal.gate.contains(id))?;
            Some(format!("to leave {}: {}", self.campaign.stage_name(&stage.id), fact.1))
        });
        let fact = Fact::new("no aim is written").sign(Sign::Late).of(record);
        vec![match missing {
            Some(missing) => fact.say(missing).why("the first fact that is missing"),
            None => fact,
        }]
    }
}

/// `45 min`, `1 h 30 min`.
fn minutes(length: Duration) -> String {
    let minutes = length.seconds / 60 + length.days * 24 * 60;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

fn kind_words(kind: RunKind) -> String {
    match kind {
        RunKind::Phone => "by phone",
        RunKind::Meeting => "a meeting",
        RunKind::Visit => "a visit",
        RunKind::Demo => "a demo",
    }
    .to_owned()
}
