//! The machine where nobody looks at a screen: the same model and the same calls, told in lines.
//!
//! Invariant: the model changes in [`update`] alone, so that a call comes here as it comes on the screen and is written
//! the same way. What the screen would ask for besides (orders, searches, the place) is left out. Where no call may be
//! written (nobody sits here, the file is read-only or does not parse) what is due is told once and nothing is written.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::effect::Effect;
use super::load::{self, Asked};
use super::message::{Message, Stamped};
use super::model::{Model, Notice, Start};
use super::update::update;
use super::{engine, owes, wake};
use crate::campaign::Past;
use crate::drive::calls::{Announcement, Occasion, Onlooker, Teller};
use crate::drive::owes::reminders;
use crate::text::Severity;

/// One line for the person, besides the calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// In words.
    pub text: String,
    /// Whether it is bad news.
    pub bad: bool,
}

/// What a fact leads to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// To be done outside, in order.
    pub effects: Vec<Effect>,
    /// To be told.
    pub lines: Vec<Line>,
}

/// What was told of the file, so that only news are told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Standing {
    problem: Option<String>,
    failed: Option<String>,
    clashes: usize,
    errors: usize,
    seat: Option<String>,
    read_only: bool,
}

/// The machine without a screen.
#[derive(Debug)]
pub struct Vigil {
    model: Model,
    onlooker: Onlooker,
    /// A text that parses was read.
    is_sound: bool,
    told: Standing,
    notice: Option<Notice>,
    version: u64,
    /// Until when it was told what is owed.
    reminded: Option<DateTime<Utc>>,
}

impl Vigil {
    /// One that has read nothing yet but the archived campaigns.
    #[must_use]
    pub fn new(start: Start, past: Past) -> Self {
        let mut model = Model::new(start);
        model.past_asked = Some(past.paths.clone());
        Arc::make_mut(&mut model.campaign).past = Arc::new(past);
        Self {
            model,
            onlooker: Onlooker::default(),
            is_sound: false,
            told: Standing::default(),
            notice: None,
            version: 0,
            reminded: None,
        }
    }

    /// The machine's state.
    #[must_use]
    pub const fn model(&self) -> &Model {
        &self.model
    }

    /// For whom and when the file is to be read.
    #[must_use]
    pub fn asked(&self, now: DateTime<Utc>) -> Asked {
        Asked {
            zone: self.model.machine_zone,
            seat: self.model.seat_wanted.clone(),
            previous: self.model.engine.tick().cloned(),
            now,
            weights: self.model.settings.weights,
            past: Arc::clone(&self.model.campaign.past),
            earlier: load::earlier(&self.model),
        }
    }

    /// When to look again: with the minute, or when the next call comes before it.
    #[must_use]
    pub fn wake(&self) -> DateTime<Utc> {
        let minute = wake::next_call(&self.model);
        let due = self.onlooker.next().filter(|next| self.may_not_write() && *next > self.model.now);
        due.map_or(minute, |due| due.min(minute))
    }

    /// Whether what is called cannot be written.
    fn may_not_write(&self) -> bool {
        let file = &self.model.file;
        self.model.looks_on() || file.read_only.is_some() || file.problem.is_some()
    }

    /// Takes one fact in.
    pub fn take(&mut self, stamped: Stamped) -> Outcome {
        let is_outside = matches!(&stamped.message, Message::Loaded(loaded) if loaded.outside);
        let mut effects = update(&mut self.model, stamped);
        effects.retain(|effect| {
            matches!(
                effect,
                Effect::Save(_)
                    | Effect::Settle(_)
                    | Effect::Announce(_)
                    | Effect::Reread
                    | Effect::ReadPast(_)
                    | Effect::CheckFile
            )
        });
        self.is_sound |= self.model.campaign.complete && self.model.file.problem.is_none();
        if self.is_sound && self.may_not_write() {
            effects.extend(self.look().map(Effect::Announce));
        }
        let mut lines = self.lines(is_outside);
        for words in self.reminders() {
            effects.push(Effect::Announce(words.clone().into()));
            lines.push(Line { text: words, bad: false });
        }
        Outcome { effects, lines }
    }

    /// What this person owes the other trade, once its moment has come; looked at each minute.
    fn reminders(&mut self) -> Vec<String> {
        let Model { campaign, outlook, seat: Some(seat), now, .. } = &self.model else { return Vec::new() };
        let is_new_minute = self.reminded.is_none_or(|told| told.timestamp() / 60 < now.timestamp() / 60);
        if !campaign.complete || !is_new_minute {
            return Vec::new();
        }
        let told = self.reminded.replace(*now);
        let due = reminders(campaign, outlook, *now).into_iter().filter(|owed| owed.who == *seat);
        let due = due.filter(|owed| told.is_none_or(|told| owed.remind.is_some_and(|from| from > told)));
        due.map(|owed| owes::next(campaign, &owed, *now)).collect()
    }

    /// What is due and was not told, where nothing is written.
    fn look(&mut self) -> Option<Announcement> {
        let Model { campaign, outlook, seat_wanted, settings, version, now, .. } = &self.model;
        if self.version != *version {
            self.version = *version;
            self.onlooker.changed();
        }
        let person = engine::caller(campaign, seat_wanted);
        let due = self.onlooker.look(campaign, outlook, person.as_ref(), *now);
        let teller = Teller { campaign, outlook, form: settings.speech, now: *now };
        let calls: Vec<_> = due.into_iter().map(|one| teller.planned(one, Occasion::Due)).collect();
        (!calls.is_empty()).then(|| Announcement::of(calls, false))
    }

    /// What is news of the file and of the person in the seat.
    fn lines(&mut self, is_outside: bool) -> Vec<Line> {
        let model = &self.model;
        let mut lines = Vec::new();
        let mut tell = |text: String, bad: bool| lines.push(Line { text, bad });
        let now = Standing {
            problem: model.file.problem.as_ref().map(|problem| problem.text.clone()),
            failed: model.file.failed.clone(),
            clashes: model.clashes.len(),
            errors: model.problems.iter().filter(|problem| problem.severity == Severity::Error).count(),
            seat: model.campaign.complete.then(|| model.seat_words()),
            read_only: model.file.read_only.is_some(),
        };
        let before = std::mem::replace(&mut self.told, now.clone());
        let is_new = self.notice != model.notice;
        self.notice.clone_from(&model.notice);
        // What speaks of a screen or its keys is told in other words.
        let is_for_a_screen =
            |text: &str| text == load::DEAL_GONE || text == load::CHANGED_OUTSIDE || now.clashes > before.clashes;
        if let Some(notice) = model.notice.as_ref().filter(|one| is_new && !is_for_a_screen(&one.text)) {
            tell(notice.text.clone(), notice.bad);
        }
        match (&before.problem, &now.problem) {
            (old, Some(new)) if old.as_ref() != Some(new) => {
                let rest = if self.is_sound {
                    "the last state that could be read stays; what is due is told, and written down once the file is mended"
                } else {
                    "nothing is called until it is mended"
                };
                tell(format!("{new}; {rest}"), true);
            }
            (Some(_), None) => tell("the file can be read again".to_owned(), false),
            (None, None) if is_outside => tell("the file was changed, and read again".to_owned(), false),
            _ => {}
        }
        if now.errors > before.errors && now.problem.is_none() {
            let errors = super::words::counted(i64::try_from(now.errors).unwrap_or(i64::MAX), "error", "errors");
            tell(format!("the file has {errors}, so that calls may be missing; `codriver check` tells more"), true);
        }
        match (&before.failed, &now.failed) {
            (old, Some(new)) if old.as_ref() != Some(new) => tell(new.clone(), true),
            (Some(_), None) => tell("saved again".to_owned(), false),
            _ => {}
        }
        if now.clashes > before.clashes {
            tell("somebody else changed the same; it waits for a decision in the console".to_owned(), true);
        }
        if now.read_only && !before.read_only {
            let why = model.file.read_only.clone().unwrap_or_default();
            tell(format!("{why}: what is due is told, and nothing is written"), true);
        }
        if now.seat.is_some() && now.seat != before.seat {
            let seat = if model.looks_on() {
                "looking on: what is due is told for everybody, and nothing is written; name a seat with --as"
                    .to_owned()
            } else {
                format!("calling as {}", model.seat_words())
            };
            tell(seat, false);
        }
        lines
    }
}
