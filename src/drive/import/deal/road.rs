//! Where a deal is, since when, and until when it is promised: with the rows that moves leave in the logs.

use super::super::Standing;
use super::super::history::free;
use super::super::words::{day, same_when, to_the_second};
use super::{Draft, shown};
use crate::campaign::{CloseLog, Id, When};
use crate::drive::rules::{missing_facts, text, when};
use crate::text::{Intent, KeyPath, Literal};

impl Draft<'_> {
    /// Stage and `since`. `is_old`: only what the logs and `since` lack is taken.
    pub(super) fn stage(&mut self, is_old: bool) {
        let theirs = self.their_stage();
        if !is_old {
            self.heard.stage = self.their_word().map(Into::into).or_else(|| self.last.stage.clone());
        }
        let before = self.deal.stage.clone();
        let is_taken = !is_old && self.takes_stage(theirs.as_ref());
        let now = if is_taken { theirs.clone() } else { before.clone() };
        let mut since = self.deal.since;
        if is_taken && let Some(to) = &theirs {
            self.set("stage", text(to));
            match &before {
                Some(from) => since = Some(self.move_on(from, to)),
                None => since = since.or_else(|| self.known_since(to)),
            }
        } else if since.is_none() && now.is_some() && now == theirs {
            since = now.as_ref().and_then(|now| self.known_since(now));
        }
        if since != self.deal.since
            && let Some(at) = since
        {
            if !is_taken {
                let after = Some(shown(&at));
                self.fields.push(super::FieldChange { field: "since", before: None, after, kept: None });
            }
            self.set("since", when(at));
        }
        let zone = self.zone();
        // What came behind the last step of an old history nobody knows.
        let theirs = if is_old { None } else { theirs.as_deref() };
        let left = self.past.left(self.deal, (now.as_deref(), since), theirs, zone);
        for row in left {
            let mut fields = vec![("stage", text(&row.stage)), ("from", when(row.from))];
            fields.extend(row.to.map(|to| ("to", when(to))));
            self.append("stage_log", fields);
        }
        // A move that was found by comparing comes after those that a history tells.
        self.rows.extend(self.found_move.take());
    }

    /// The three words for the stage.
    fn takes_stage(&mut self, theirs: Option<&Id>) -> bool {
        let (deal, last) = (self.deal, self.last);
        let route = self.bench.route;
        let word = |name: &str| {
            let known = (0_u16..).zip(self.bench.words).find(|(_, word)| *word.name == *name);
            known.and_then(|(at, _)| route.stage_of(at)).or_else(|| route.named(name)).cloned()
        };
        let before = last.stage.as_deref().and_then(word);
        let words = [deal.stage.as_ref(), theirs, before.as_ref()];
        self.word("stage", words, |one, other| one == other, ToString::to_string)
    }

    /// The export's name for it; a finish is no stage.
    fn their_word(&self) -> Option<&str> {
        let at = self.row.stage.filter(|at| self.bench.route.stage_of(*at).is_some())?;
        self.bench.words.get(usize::from(at)).map(|word| word.name.trim()).filter(|name| !name.is_empty())
    }

    /// The stage that the export has it in; of a finished deal the one where it was last.
    fn their_stage(&self) -> Option<Id> {
        let stage = self.row.stage.and_then(|at| self.bench.route.stage_of(at)).cloned();
        if stage.is_some() || !self.is_finished_there() {
            return stage;
        }
        let passed = self.past.stage().map(|(stage, _)| stage.clone());
        // Whatever was won has come to the end of the route.
        let is_won = self.standing() == Some(Standing::Won);
        let end = || self.bench.route.stages().last().map(|stage| stage.id.clone());
        passed.or_else(|| if self.is_new && is_won { end() } else { None })
    }

    /// Since when it is in this stage, as far as the export tells.
    fn known_since(&self, stage: &Id) -> Option<When> {
        let told = self.row.since.map(to_the_second);
        told.or_else(|| self.past.stage().filter(|(last, _)| *last == stage).map(|(_, at)| at))
    }

    /// The CRM has moved it already: no fact holds it back, but what is missing is told. Since when it is there.
    fn move_on(&mut self, from: &Id, to: &Id) -> When {
        let zone = self.zone();
        let is_later = |at: &When| self.deal.since.is_none_or(|since| at.local(zone) > since.local(zone));
        let known = self.known_since(to).filter(is_later).or_else(|| self.row.changed.map(to_the_second));
        let mut entered = known.unwrap_or_else(|| self.bench.today());
        if let Some(since) = self.deal.since
            && entered.local(zone) < since.local(zone)
        {
            entered = since;
        }
        let route = self.bench.route;
        let is_back = route.index(to).zip(route.index(from)).is_some_and(|(to, from)| to < from);
        let campaign = self.bench.ground.campaign;
        let missing = if is_back { Vec::new() } else { missing_facts(campaign, self.deal, from) };
        if !missing.is_empty() {
            self.told.push(format!("it left `{from}` without {}", missing.join("; ")));
        }
        let is_written = |row: &crate::campaign::StageLog| {
            row.stage == *from
                && self.deal.since.is_some_and(|since| row.from.is_some_and(|at| same_when(at, since, zone)))
        };
        if !self.past.knows(from) && !self.deal.stage_log.iter().any(is_written) {
            let mut fields = vec![("stage", text(from))];
            fields.extend(self.deal.since.map(|since| ("from", when(since))));
            fields.push(("to", when(entered)));
            if !missing.is_empty() {
                fields.push(("overruled", Literal::Text(format!("as {} has it", self.bench.crm.name()))));
            }
            self.found_move = Some(self.row_of("stage_log", fields));
        }
        if !self.deal.gate.is_empty() {
            let record = self.record.clone();
            self.edits.push(Intent::Unset { record, key: KeyPath::new("gate") });
        }
        entered
    }

    /// The promised close. Of a finished deal a CRM mostly has the day on which it finished there, which is no promise.
    /// `is_old`: only what the log lacks is taken.
    pub(super) fn close(&mut self, is_old: bool) {
        let zone = self.zone();
        let (deal, last) = (self.deal, self.last);
        let is_promise = !is_old && (!self.is_finished_there() || self.row.finished.is_some());
        let theirs = self.row.close.filter(|_| is_promise).map(|close| day(close, zone));
        let words = [deal.close.as_ref(), theirs.as_ref(), last.close.as_ref()];
        let is_taken = self.word("close", words, |one, other| same_when(*one, *other, zone), shown);
        let told: Vec<CloseLog> = self.past.moved(deal, zone);
        let moved = is_taken.then_some(()).and(deal.close).zip(theirs);
        let own = moved.filter(|(_, now)| !self.past.tells_close(*now, zone)).map(|(was, now)| {
            let at = self.row.changed.map_or(When::Instant(self.bench.ground.now), |at| at);
            let taken = |at: When| deal.close_log.iter().chain(&told).any(|row| row.at == Some(at));
            CloseLog { at: Some(free(to_the_second(at), taken)), was: Some(was), now: Some(now), by: None }
        });
        for row in told.iter().chain(&own) {
            let times = [("at", row.at), ("was", row.was), ("now", row.now)];
            self.append("close_log", times.into_iter().filter_map(|(key, at)| Some((key, when(at?)))).collect());
        }
        if is_taken && let Some(theirs) = theirs {
            self.set("close", when(theirs));
        }
        self.heard.close = theirs.or(last.close);
    }

    fn row_of(&self, log: &str, fields: Vec<(&'static str, Literal)>) -> Intent {
        let row = fields.into_iter().map(|(key, value)| (KeyPath::new(key), value)).collect();
        Intent::Append { array: self.record.below([log]), row }
    }

    fn append(&mut self, log: &str, fields: Vec<(&'static str, Literal)>) {
        let row = self.row_of(log, fields);
        self.rows.push(row);
    }
}
