//! The time card as people read it: what is over first, then what each of the crew owes by date, what the customers owe us,
//! and the deals without a dated next touch. Of one deal, each promise that was kept stands there as well.
//!
//! Invariant: the overlay and the command line say the same, from the same [`Sheet`]. It is worked out beside the loop,
//! because all deals are asked. Left out: columns, which `view` measures.

use chrono::{DateTime, Datelike, Utc};

use super::effect::Effect;
use super::form::{self, FormFor};
use super::model::{Model, Pane};
use super::overlay::Overlay;
use super::prompt::{self, PromptFor};
use super::screen::Screen;
use super::sheet::Tone;
use super::told::{self, Told, person};
use super::update::tell;
use super::words::{counted, date, day_of, listed};
use crate::campaign::{Campaign, Deal, Id};
use crate::drive::time_card::{Owner, Promise, TimeCard, time_card};
use crate::drive::veil::Veil;
use crate::drive::{ControlTiming, Outlook};
use crate::text::RecordPath;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Whose promises follow, how many, and how the kept ones were kept; or the deals without a next touch.
    Part(String),
    /// A promise.
    Promise {
        /// Of which deal.
        deal: Id,
        /// Which.
        control: Id,
        /// For when: `Fri 27 Nov`, `no date`.
        on: String,
        /// The deal's name.
        account: String,
        /// What is promised.
        what: String,
        /// How it stands, in words.
        stands: String,
        /// Late where it is over, good where it was kept.
        tone: Tone,
    },
    /// A deal whose next touch is not dated ahead.
    Gap {
        /// Which.
        deal: Id,
        /// Its name.
        account: String,
        /// What is wrong.
        words: String,
    },
}

impl Line {
    /// The deal that it leads to.
    #[must_use]
    pub const fn deal(&self) -> Option<&Id> {
        match self {
            Self::Promise { deal, .. } | Self::Gap { deal, .. } => Some(deal),
            Self::Part(_) => None,
        }
    }
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The deal it is of; none: of all.
    pub deal: Option<Id>,
    /// What to do, in one sentence.
    pub sentence: String,
    /// The lines under it.
    pub lines: Vec<Line>,
}

impl Sheet {
    /// The time card of all open deals, or of one.
    #[must_use]
    pub fn of_campaign(campaign: &Campaign, outlook: &Outlook, deal: Option<&Id>, now: DateTime<Utc>) -> Self {
        let card = time_card(campaign, outlook, deal.map(|deal| &**deal), now);
        Self { deal: deal.cloned(), ..Self::of(campaign, &card, deal.is_some(), true, now) }
    }

    /// What a time card says, for people.
    #[must_use]
    pub fn of(campaign: &Campaign, card: &TimeCard<'_>, is_one_deal: bool, names: bool, now: DateTime<Utc>) -> Self {
        let mut lines = Vec::new();
        let mut owners: Vec<&Owner> = card.owed.iter().chain(&card.kept).map(|promise| &promise.owner).collect();
        owners.sort_by_key(|owner| (owner.place(campaign), (*owner).clone()));
        owners.dedup();
        for owner in owners {
            let (owed, kept) = (of(&card.owed, owner), of(&card.kept, owner));
            if owed.is_empty() && !is_one_deal && *owner != Owner::Customer {
                lines.push(Line::Part(format!("{}: nothing is owed{}", title(campaign, owner), record(&kept))));
                continue;
            }
            let verb = if *owner == Owner::Customer { "owe us" } else { "owes" };
            let owed_words =
                if owed.is_empty() { "nothing".to_owned() } else { count(owed.len(), "promise", "promises") };
            let owed_words = match owner {
                Owner::Nobody => format!("{}: {owed_words}", title(campaign, owner)),
                _ => format!("{} {verb} {owed_words}", title(campaign, owner)),
            };
            lines.push(Line::Part(format!("{owed_words}{}", record(&kept))));
            lines.extend(owed.iter().map(|promise| line(campaign, promise, names, now)));
            if is_one_deal {
                lines.extend(kept.iter().map(|promise| line(campaign, promise, names, now)));
            }
        }
        if !card.gaps.is_empty() {
            lines.push(Line::Part(format!("NO DATED NEXT TOUCH {}", card.gaps.len())));
            lines.extend(card.gaps.iter().map(|(deal, gap)| Line::Gap {
                deal: deal.id.clone(),
                account: deal.name().to_owned(),
                words: gap.words(),
            }));
        }
        Self { deal: None, sentence: sentence(campaign, card, names, now), lines }
    }

    /// The same as sentences.
    #[must_use]
    pub fn told(&self) -> Told {
        let lines = self.lines.iter().map(|line| match line {
            Line::Part(title) => told::Line::Part(title.clone()),
            Line::Promise { deal, on, account, what, stands, .. } => {
                told::Line::Deal { deal: deal.clone(), words: format!("{on}, {account}: {what}, {stands}") }
            }
            Line::Gap { deal, account, words } => {
                told::Line::Deal { deal: deal.clone(), words: format!("{account}: {words}") }
            }
        });
        Told { sentence: self.sentence.clone(), lines: lines.collect() }
    }

    /// The lines that lead somewhere, by their places.
    pub fn leading(&self) -> impl Iterator<Item = (usize, &Line)> {
        self.lines.iter().enumerate().filter(|(_, line)| line.deal().is_some())
    }
}

fn of<'l, 'c>(list: &'l [Promise<'c>], owner: &Owner) -> Vec<&'l Promise<'c>> {
    list.iter().filter(|one| one.owner == *owner).collect()
}

fn title(campaign: &Campaign, owner: &Owner) -> String {
    match owner {
        Owner::Crew(id) => person(campaign, id),
        Owner::Customer => "The customers".to_owned(),
        Owner::Nobody => "Nobody’s".to_owned(),
    }
}

/// `; kept 4: 3 in time, 1 late`.
fn record(kept: &[&Promise<'_>]) -> String {
    if kept.is_empty() {
        return String::new();
    }
    let of = |is: fn(&ControlTiming) -> bool| kept.iter().filter(|one| is(&one.timing)).count();
    let in_time = of(|timing| matches!(timing, ControlTiming::InTime));
    let late = of(|timing| matches!(timing, ControlTiming::Over(_)));
    let early = of(|timing| matches!(timing, ControlTiming::Early(_)));
    let parts = [(in_time, "in time"), (late, "late"), (early, "too early")];
    let parts: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    let parts = if parts.is_empty() { String::new() } else { format!(": {}", listed(&parts)) };
    format!("; kept {}{parts}", kept.len())
}

fn line(campaign: &Campaign, promise: &Promise<'_>, names: bool, now: DateTime<Utc>) -> Line {
    let zone = campaign.zone;
    let year = now.with_timezone(&zone).year();
    Line::Promise {
        deal: promise.deal.id.clone(),
        control: promise.control.id.clone(),
        on: promise.due().map_or_else(|| "no date".to_owned(), |due| date(day_of(due, zone), year)),
        account: promise.deal.name().to_owned(),
        what: Veil::over(promise.deal, names).text(promise.what()),
        stands: stands(promise, now),
        tone: match promise.control.done {
            Some(_) => Tone::Good,
            None if promise.at.is_none() || promise.is_over(now) => Tone::Late,
            None => Tone::Calm,
        },
    }
}

/// How it stands, in words.
fn stands(promise: &Promise<'_>, now: DateTime<Utc>) -> String {
    match (promise.control.done, promise.timing, promise.working_days) {
        (Some(_), ControlTiming::Over(amount), _) => format!("kept {amount} late"),
        (Some(_), timing, _) => format!("kept, {timing}"),
        (None, ControlTiming::Undated, _) => "give it a day".to_owned(),
        (None, ControlTiming::Over(_), _) if promise.offers_service => {
            format!("{}: the service park is offered", promise.timing)
        }
        (None, ControlTiming::Over(_), _) => promise.timing.to_string(),
        (None, _, _) if promise.is_over(now) => "gone by today".to_owned(),
        (None, _, Some(0)) => "today".to_owned(),
        (None, _, days) => format!("in {}", counted(days.unwrap_or(0), "working day", "working days")),
    }
}

/// What is to be done, and why.
fn sentence(campaign: &Campaign, card: &TimeCard<'_>, names: bool, now: DateTime<Utc>) -> String {
    let over: Vec<&Promise<'_>> = card.owed.iter().filter(|promise| promise.is_over(now)).collect();
    let gaps = match card.gaps.len() {
        0 => String::new(),
        n => format!(" {} no dated next touch.", count(n, "open deal has", "open deals have")),
    };
    if let Some(first) = over.first() {
        let who = match &first.owner {
            Owner::Crew(id) => format!(" by {}", campaign.crew_name(id)),
            Owner::Customer => " by the customer".to_owned(),
            Owner::Nobody => String::new(),
        };
        let what = Veil::over(first.deal, names).text(first.what());
        let verb = count(over.len(), "promise is over", "promises are over");
        let stands = stands(first, now);
        return format!("{verb}, longest: {what}{who}, {}, {stands}.{gaps}", first.deal.name());
    }
    match card.owed.first().filter(|next| next.at.is_some()) {
        Some(next) => {
            let what = Veil::over(next.deal, names).text(next.what());
            format!("No promise is over. Next: {what}, {}, {}.{gaps}", next.deal.name(), stands(next, now))
        }
        None => format!("No dated promise waits.{gaps}"),
    }
}

fn count(n: usize, one: &str, many: &str) -> String {
    counted(i64::try_from(n).unwrap_or(i64::MAX), one, many)
}

/// Lays the time card over the screen: of the deal on screen where there is one, on the Crew screen of all.
pub fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    let here = model.deal_here().cloned().filter(|_| model.screen != Screen::Crew);
    let deal = here.filter(|deal| model.campaign.deal(deal).is_some_and(Deal::is_open));
    ask(model, deal, effects);
}

fn ask(model: &mut Model, deal: Option<Id>, effects: &mut Vec<Effect>) {
    effects.retain(|effect| !matches!(effect, Effect::TimeCard { .. }));
    effects.push(Effect::TimeCard { deal: deal.clone() });
    model.overlay = Some(Overlay::TimeCard { deal, sheet: None, cursor: 0 });
}

/// From one deal to all, and back to the deal on screen.
pub fn turn(model: &mut Model, shown: Option<&Id>, effects: &mut Vec<Effect>) {
    let other = if shown.is_some() { None } else { model.deal_here().cloned() };
    if other.is_none() && shown.is_none() {
        tell(model, "no deal is on screen: this is the time card of all", false);
        return;
    }
    ask(model, other, effects);
}

/// Opens what the line under the cursor is about: the promise in its form, or the line for the next touch.
pub fn enter(model: &mut Model, line: &Line) {
    let Some(deal) = line.deal().filter(|deal| model.campaign.deal(deal).is_some()).cloned() else {
        return tell(model, "the deal is gone from the file", true);
    };
    if model.file.read_only.is_some() {
        return tell(model, "open it: the file is read-only here", true);
    }
    match line {
        Line::Promise { control, .. } => {
            form::open(model, &FormFor::Edit(RecordPath::new(["deal", &deal, "control", control])));
        }
        Line::Gap { .. } => prompt::open(model, PromptFor::NextTouch { deal }, String::new()),
        Line::Part(_) => {}
    }
}

/// Goes to the deal of a line.
pub fn go(model: &mut Model, line: &Line) {
    if let Some(deal) = line.deal().filter(|deal| model.campaign.deal(deal).is_some()).cloned() {
        model.deal = Some(deal);
        model.screen = Screen::Stage;
        model.focus = Pane::Driver;
    }
}

/// Asks for the lines anew while they are shown and something has changed.
pub fn follow(model: &Model, changed: bool, effects: &mut Vec<Effect>) {
    if changed && let Some(Overlay::TimeCard { deal, .. }) = &model.overlay {
        effects.retain(|effect| !matches!(effect, Effect::TimeCard { .. }));
        effects.push(Effect::TimeCard { deal: deal.clone() });
    }
}

/// The lines that were asked for have been made; the cursor stays where it was.
pub fn answered(model: &mut Model, made: Sheet) {
    if let Some(Overlay::TimeCard { deal, sheet, cursor }) = &mut model.overlay
        && *deal == made.deal
    {
        *cursor = (*cursor).min(made.leading().count().saturating_sub(1));
        *sheet = Some(Box::new(made));
    }
}
