//! Checks the logs of a deal: rows that collide, and names of what is no longer there.

use std::collections::HashSet;
use std::hash::Hash;

use chrono::{DateTime, Utc};

use super::super::code;
use super::super::instant_in;
use super::super::locate::Step::{Key, Row};
use super::super::records::{Deal, When};
use super::deal::Own;
use super::{Checker, Group, Tense};

impl Checker<'_> {
    pub(super) fn logs(&mut self, deal: &Deal, own: &Own<'_>) {
        for (at, row) in deal.stage_log.iter().enumerate() {
            let path = |key| [Key("stage_log"), Row(at), Key(key)];
            if !self.facts.route.contains(row.stage.as_str()) {
                self.past_stage(&row.stage, &path("stage"));
            }
            self.in_order(row.from, row.to, ["from", "to"], &path("to"));
            self.refer_if(Group::Crew, row.by.as_ref(), Tense::Past, &path("by"));
        }
        for (at, row) in deal.close_log.iter().enumerate() {
            self.refer_if(Group::Crew, row.by.as_ref(), Tense::Past, &[Key("close_log"), Row(at), Key("by")]);
        }
        for (at, row) in deal.strokes.iter().enumerate() {
            let path = |key| [Key("stroke"), Row(at), Key(key)];
            self.refer_if(Group::Crew, row.by.as_ref(), Tense::Past, &path("by"));
            self.refer_if(Group::Track, row.track.as_ref(), Tense::Past, &path("track"));
            self.refer_if(Group::Asset, row.asset.as_ref(), Tense::Past, &path("asset"));
        }
        self.heard(deal, own);
        for (at, row) in deal.messages.iter().enumerate() {
            self.refer_if(Group::Crew, row.by.as_ref(), Tense::Past, &[Key("message"), Row(at), Key("by")]);
        }
        for (at, row) in deal.call_log.iter().enumerate() {
            let path = |key| [Key("call_log"), Row(at), Key(key)];
            if !self.is_callable(own, &row.note) {
                self.unknown_here("note", "note", &row.note, own.notes.ids(), Tense::Past, &path("note"));
            }
            self.refer_if(Group::Crew, row.by.as_ref(), Tense::Past, &path("by"));
        }
        for (at, row) in deal.handoffs.iter().enumerate() {
            let path = |key| [Key("handoff"), Row(at), Key(key)];
            self.refer_if(Group::Crew, row.from.as_ref(), Tense::Past, &path("from"));
            // By an offer that waits and by the hand-over that counts somebody drives from now on.
            let counts = row.accepted.is_none() || row.to.as_ref() == self.campaign.driver_of(deal);
            let tense = if deal.is_open() && counts { Tense::Live } else { Tense::Past };
            self.refer_if(Group::Crew, row.to.as_ref(), tense, &path("to"));
            self.in_order(row.at, row.accepted, ["at", "accepted"], &path("accepted"));
            if row.to.is_none() {
                let message = match row.accepted {
                    Some(_) => "this hand-over was accepted by nobody: it has no `to`",
                    None => "this hand-over is offered to nobody: it has no `to`",
                };
                let mend = "write who takes the wheel as its `to`, or take the row out".to_owned();
                self.tell(code::HAND_OVER_TO_NOBODY, &[Key("handoff"), Row(at)], message.to_owned(), mend);
            }
        }
        for (at, row) in deal.service_log.iter().enumerate() {
            let path = |key| [Key("service_log"), Row(at), Key(key)];
            self.refer_if(Group::Play, row.play.as_ref(), Tense::Past, &path("play"));
            self.in_order(row.since, row.ended, ["since", "ended"], &path("ended"));
        }
        self.collisions(deal);
    }

    /// What tells of something that has not happened yet.
    pub(super) fn not_yet(&mut self, deal: &Deal, now: DateTime<Utc>) {
        let zone = self.campaign.zone;
        let today = now.with_timezone(&zone).date_naive();
        let is_ahead = |when: Option<When>| match when {
            Some(When::Date(day)) => day > today,
            Some(when) => instant_in(zone, when.local(zone)) > now,
            None => false,
        };
        let strokes = deal.strokes.iter().map(|row| row.at).enumerate().map(|(at, when)| ("stroke", "at", at, when));
        let heard = deal.heard.iter().map(|row| row.at).enumerate().map(|(at, when)| ("heard", "at", at, when));
        let taken = deal.handoffs.iter().map(|row| row.accepted).enumerate();
        let taken = taken.map(|(at, when)| ("handoff", "accepted", at, when));
        for (log, key, at, _) in strokes.chain(heard).chain(taken).filter(|(.., when)| is_ahead(*when)) {
            let message = format!("this row of `{log}` lies after now: what it tells has not happened yet");
            let mend = "correct the date, or plan it as a next touch or a run".to_owned();
            self.tell(code::NOT_YET, &[Key(log), Row(at), Key(key)], message, mend);
        }
        if let Some(service) = deal.service.as_deref().filter(|service| is_ahead(service.since)) {
            let since = service.since.map_or_else(String::new, |since| format!(" (`{since}`)"));
            let message = format!("this repair begins after now{since}: it has not happened yet");
            let mend = "correct the date, or plan it as a next touch".to_owned();
            self.tell(code::NOT_YET, &[Key("service"), Key("since")], message, mend);
        }
    }

    fn heard(&mut self, deal: &Deal, own: &Own<'_>) {
        for (at, row) in deal.heard.iter().enumerate() {
            let path = |key| [Key("heard"), Row(at), Key(key)];
            self.refer_if(Group::Crew, row.by.as_ref(), Tense::Past, &path("by"));
            if let Some(who) = &row.who
                && !own.contacts.has(who)
            {
                self.unknown_here("contact", "contact", who, own.contacts.ids(), Tense::Past, &path("who"));
            }
            if let Some(run) = &row.run
                && !own.runs.has(run)
            {
                self.unknown_here("run", "run", run, own.runs.ids(), Tense::Past, &path("run"));
            }
            if let Some(answer) = &row.answer
                && !self.is_callable(own, answer)
            {
                self.unknown_here("note", "note", answer, own.notes.ids(), Tense::Past, &path("answer"));
            }
        }
    }

    /// A note of the deal, `hazard/note`, or `control.<id>`.
    fn is_callable(&self, own: &Own<'_>, id: &str) -> bool {
        if let Some((hazard, note)) = id.split_once('/') {
            let hazard = self.campaign.hazard(hazard);
            return hazard.is_some_and(|hazard| hazard.notes.iter().any(|own| own.id == *note));
        }
        if let Some(control) = id.strip_prefix("control.") {
            return own.controls.has(control);
        }
        own.notes.has(id)
    }

    #[cold]
    fn past_stage(&mut self, stage: &str, path: &[super::Step<'_>]) {
        let message = format!("the route has no stage `{}`", super::shown(stage));
        let mend = "correct the id, or leave it as history".to_owned();
        self.tell(code::STALE_REFERENCE, path, message, mend);
    }

    fn collisions(&mut self, deal: &Deal) {
        let rows = twice(&deal.stage_log, |row| (&row.stage, row.from));
        self.collide("stage_log", "`stage` and `from`", rows);
        let rows = twice(&deal.close_log, |row| row.at);
        self.collide("close_log", "`at`", rows);
        let rows = twice(&deal.strokes, |row| (row.at, row.by.as_ref()));
        self.collide("stroke", "`at` and `by`", rows);
        let rows = twice(&deal.heard, |row| (row.at, row.by.as_ref()));
        self.collide("heard", "`at` and `by`", rows);
        let rows = twice(&deal.messages, |row| (row.at, row.by.as_ref()));
        self.collide("message", "`at` and `by`", rows);
        let rows = twice(&deal.handoffs, |row| (row.at, row.from.as_ref(), row.to.as_ref()));
        self.collide("handoff", "`at`, `from` and `to`", rows);
        let rows = twice(&deal.call_log, |row| (&row.note, &row.rung, row.place));
        self.collide("call_log", "`note`, `rung` and `place`", rows);
        let rows = twice(&deal.service_log, |row| row.since);
        self.collide("service_log", "`since`", rows);
    }

    pub(super) fn collide(&mut self, log: &str, key: &str, rows: Vec<usize>) {
        for row in rows {
            let message = format!("two rows of `{log}` have the same {key}");
            let mend = "remove one of them, or correct its time".to_owned();
            self.tell(code::DUPLICATE_ROW, &[Key(log), Row(row)], message, mend);
        }
    }
}

/// The rows whose key an earlier one has.
pub(super) fn twice<'r, T, K: Eq + Hash>(rows: &'r [T], key: impl Fn(&'r T) -> K) -> Vec<usize> {
    if rows.len() <= 8 {
        let seen =
            |at: usize| rows.iter().take(at).any(|before| rows.get(at).is_some_and(|row| key(row) == key(before)));
        return (1..rows.len()).filter(|at| seen(*at)).collect();
    }
    let mut seen = HashSet::with_capacity(rows.len());
    rows.iter().enumerate().filter(|(_, row)| !seen.insert(key(row))).map(|(at, _)| at).collect()
}
