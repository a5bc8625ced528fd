//! What the commands with rules have in common: who acts, at which moment, and days in words.

use super::Outcome;
use super::args::{Global, Target};
use super::commit::{self, commit};
use super::open::configuration;
use crate::campaign::{Id, When};
use crate::console::dates;
use crate::console::engine;
use crate::console::load::SeatWanted;
use crate::drive::Outlook;
use crate::drive::rules::{Act, Ground};
use crate::runtime::clock::Clock;
use crate::runtime::environment::Environment;
use crate::text::Refusal;

/// Who acts, and when.
pub(super) struct Seat<'a> {
    wanted: SeatWanted,
    /// Named by the arguments: a crew that has nobody of that name is a mistake then, and else another campaign's.
    is_told: bool,
    global: &'a Global,
    environment: &'a Environment,
    clock: Clock,
}

impl<'a> Seat<'a> {
    /// As the arguments, else the environment, else the configuration say.
    pub fn of(global: &'a Global, environment: &'a Environment, clock: Clock) -> Result<Self, Outcome> {
        let named = match global.seat.as_ref().or(environment.seat.as_ref()) {
            Some(named) => Some(named.clone()),
            None => configuration(global, environment)?.0.seat,
        };
        let wanted = named.map_or(SeatWanted::Unnamed, |named| SeatWanted::Named(Id::from(named.as_str())));
        Ok(Self { wanted, is_told: global.seat.is_some(), global, environment, clock })
    }

    /// Asks a rule about a deal and brings what it says into the file.
    pub fn act(&self, target: &Target, rule: &dyn Fn(Ground<'_>) -> Result<Act, Refusal>) -> Outcome {
        self.act_on(commit::Target { file: &target.file, dry_run: target.dry_run }, rule)
    }

    /// Asks a rule and brings what it says into the file.
    pub fn act_on(&self, file: commit::Target<'_>, rule: &dyn Fn(Ground<'_>) -> Result<Act, Refusal>) -> Outcome {
        // One moment for all tries.
        let now = self.clock.now();
        let wish: commit::Wish<'_> = &|campaign, document| {
            let by = engine::seat(campaign, &self.wanted);
            if let (SeatWanted::Named(id), None, true) = (&self.wanted, &by, self.is_told) {
                return Err(Refusal::new(format!("nobody in the crew is called `{id}`"), "give a crew id to --as"));
            }
            rule(Ground { campaign, document, now, by: by.as_deref() })
        };
        commit(file, wish, self.global, self.environment)
    }
}

/// A day or time in a person's words, as the console takes them.
pub(super) fn day_in(ground: Ground<'_>, words: &str) -> Result<When, Refusal> {
    let outlook = Outlook::new(ground.campaign);
    let calendar = outlook.calendar(None);
    let dated = dates::split(words, ground.now, ground.campaign.zone, &|day, n| {
        let at = calendar.clock(When::Local(day.and_hms_opt(12, 0, 0)?));
        calendar.by_working_days(at, n.into()).map(|at| calendar.local(at).date())
    });
    let whole = dated.when.filter(|_| dated.text.is_empty());
    whole.or_else(|| time(words)).ok_or_else(|| {
        let mend = "write it as 2026-11-24, tomorrow, 'next tue', '24 nov 14:00' or 3wd";
        Refusal::new(format!("`{words}` is no day"), mend)
    })
}

/// A date or time as TOML writes it.
pub(super) fn time(words: &str) -> Option<When> {
    use crate::text::Literal;
    match words.trim().parse::<Literal>().ok()? {
        Literal::Date(day) => Some(When::Date(day)),
        Literal::LocalDateTime(time) => Some(When::Local(time)),
        Literal::OffsetDateTime(time) => Some(When::Instant(time.to_utc())),
        _ => None,
    }
}
