//! All deals at a glance: by need, the day's agenda, and the totals. Made beside the loop, never on a key's way.

mod trouble;

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::prelude::ToPrimitive;

use super::destination::short_odds;
use super::sheet::Tone;
use super::wheel::{nearly_all as words_of_nearly_all, needs, waits};
use super::words;
use crate::campaign::{Campaign, Deal, Id, Measure, Seat, Text, When};
use crate::drive::attention::{Cause, Weights};
use crate::drive::brief::coming;
use crate::drive::calls::{NoteState, Question, assess, subjects};
use crate::drive::scrutineering::Scrutiny;
use crate::drive::time_card::{self, Gap};
use crate::drive::topic::Index;
use crate::drive::wheel::{self, AHEAD, ask, offers};
use crate::drive::{Bearings, Outlook, attention, destination, owes, road};

/// Deals by need, agenda, totals.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Order {
    /// False until everything is loaded.
    pub known: bool,
    /// The deals, the neediest first.
    pub rows: Vec<Row>,
    places: HashMap<Id, usize>,
    /// What the day holds, in time order.
    pub agenda: Vec<AgendaItem>,
    /// That this person drives nearly every deal; for who leads or looks on, that somebody does. Empty: nobody.
    pub nearly_all: String,
    /// The header's figures.
    pub totals: Totals,
    /// The runs that come next on the deals of this person: those that are going on first, then in time order.
    pub runs: Vec<NextRun>,
    /// What all deals say of each topic.
    pub topics: Index,
    /// The first moment at which any of this reads otherwise, if nobody edits.
    pub until: Option<DateTime<Utc>>,
}

/// A run that comes next, or will once those before it are over.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NextRun {
    /// It has not begun.
    pub planned: bool,
    /// Its start.
    pub at: DateTime<Utc>,
    /// Whose deal.
    pub deal: Id,
}

impl NextRun {
    /// The run that comes next on a deal.
    #[must_use]
    pub fn of(outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> Option<Self> {
        Self::all(outlook, deal, now).min()
    }

    fn all(outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> impl Iterator<Item = Self> {
        let runs = coming(outlook, deal, now).into_iter();
        runs.map(|(at, run)| Self { planned: run.started.is_none(), at, deal: deal.id.clone() })
    }
}

/// One deal in the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its index in the campaign.
    pub deal: usize,
    /// Its id.
    pub id: Id,
    /// Why it stands here, in a few words.
    pub reason: String,
    /// Something cannot wait.
    pub urgent: bool,
    /// The sum of its reasons' weights.
    pub weight: u32,
    /// What is wrong with its next touch.
    pub gap: Option<Gap>,
    /// The same in a word or two; empty: it is dated ahead, or the reason says it.
    pub touch: &'static str,
}

/// The header's figures.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Totals {
    /// Attained share of the target.
    pub share: Option<f64>,
    /// `420k of 900k GBP, 41 days left`.
    pub words: String,
    /// The same in few columns.
    pub short: String,
    /// How likely the target is reached: `7 in 10`; empty where nobody can say.
    pub chance: String,
}

/// What an agenda line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgendaKind {
    /// A pace note is called.
    Call,
    /// A meeting begins.
    Run,
    /// A dated promise is due.
    Promise,
    /// Scrutineering stops a sale, and nobody has written that on its road.
    Stopped,
    /// A part of a repair that is to be done.
    Repair,
    /// The service park is offered to a deal.
    Park,
    /// The next touch of a deal.
    Touch,
    /// The other seat needs this one for its next touch.
    Needed,
    /// The wheel of a deal is offered to this seat.
    Offer,
    /// The wheel of a deal is offered to somebody else.
    Offered,
    /// Something that this person owes the other trade, once the last days for it have begun.
    Owed,
}

impl AgendaKind {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Run => "run",
            Self::Promise => "promise",
            Self::Stopped => "stopped",
            Self::Repair => "in service",
            Self::Park => "in trouble",
            Self::Touch => "next touch",
            Self::Needed => "needed",
            Self::Offer | Self::Offered => "the wheel",
            Self::Owed => "owed",
        }
    }

    /// Its word for scripts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Run => "run",
            Self::Promise => "promise",
            Self::Stopped => "stopped",
            Self::Repair => "in-service",
            Self::Park => "in-trouble",
            Self::Touch => "next-touch",
            Self::Needed => "needed",
            Self::Offer | Self::Offered => "wheel",
            Self::Owed => "owed",
        }
    }

    /// Whether it is an offer of the wheel.
    #[must_use]
    pub const fn is_offer(self) -> bool {
        matches!(self, Self::Offer | Self::Offered)
    }
}

/// One line of today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgendaItem {
    /// When.
    pub at: DateTime<Utc>,
    /// When, in words.
    pub time: String,
    /// What it is.
    pub kind: AgendaKind,
    /// Whose deal; none for what is owed between the trades.
    pub deal: Option<Id>,
    /// The deal's name.
    pub account: Text,
    /// What.
    pub what: String,
    /// Late or calm.
    pub tone: Tone,
}

/// A deal's name for people; what the deal says already is not stored once more.
fn shared_name(deal: &Deal) -> Text {
    deal.account.clone().or_else(|| deal.title.clone()).unwrap_or_else(|| Text::from(&*deal.id))
}

/// Whether a deal is this person's: they drive or navigate it, lead, or nobody in particular looks.
#[must_use]
pub fn is_mine(campaign: &Campaign, deal: &Deal, seat: Option<&Id>) -> bool {
    let Some(seat) = seat else { return true };
    if is_lead(campaign, seat) {
        return true;
    }
    campaign.driver_of(deal) == Some(seat)
        || campaign.navigator_of(deal) == Some(seat)
        || deal.driver.contains(seat)
        || deal.navigator.contains(seat)
        || deal.next.as_ref().is_some_and(|next| next.by.as_ref() == Some(seat) || next.needs.as_ref() == Some(seat))
        || deal.controls.iter().any(|control| control.owner.as_ref() == Some(seat))
}

impl Order {
    /// Puts a campaign in order at a time, for a seat.
    #[must_use]
    pub fn of(
        campaign: &Campaign,
        outlook: &Outlook,
        seat: Option<&Id>,
        weights: &Weights,
        now: DateTime<Utc>,
    ) -> Self {
        let calendar = outlook.calendar(None);
        let mut rows = Vec::with_capacity(campaign.deals.len());
        let mut agenda: Vec<AgendaItem> = Vec::new();
        let mut runs: Vec<NextRun> = Vec::new();
        let mut troubled = Vec::new();
        let zone = campaign.zone;
        let day_end = calendar.clock(When::Local(
            now.with_timezone(&zone).date_naive().and_time(chrono::NaiveTime::MIN) + TimeDelta::days(1),
        ));
        let mut until = day_end;
        for (index, deal) in campaign.deals.iter().enumerate() {
            let mine = is_mine(campaign, deal, seat);
            if mine {
                runs.extend(NextRun::all(outlook, deal, now));
            }
            if let Some(finish) = &deal.result {
                let reason = attention::finished(finish);
                let id = deal.id.clone();
                rows.push((true, Row { deal: index, id, reason, urgent: false, weight: 0, gap: None, touch: "" }));
                continue;
            }
            let driver = campaign.driver_of(deal);
            let bearings = Bearings::new(campaign, outlook, deal, driver.map(|id| &**id), now);
            let waiting = calls_of(&bearings, mine.then_some((&mut agenda, day_end)), &mut until);
            let scrutiny = attention::scrutiny(campaign, outlook, deal, now);
            let need = attention::need(&bearings, weights, waiting, scrutiny.as_ref());
            let reason = need.reasons.first().map_or_else(|| "on its way".to_owned(), |reason| reason.words.clone());
            let is_told = |reason: &attention::Reason| {
                matches!(reason.cause, Cause::TouchOver | Cause::NoTouch | Cause::UndatedTouch)
            };
            let gap = time_card::gap(outlook, deal, now);
            let touch = match gap {
                None => "",
                // The reason says it.
                Some(_) if need.reasons.first().is_some_and(is_told) => "",
                Some(gap) => gap.short(),
            };
            rows.push((
                false,
                Row {
                    deal: index,
                    id: deal.id.clone(),
                    reason,
                    urgent: need.weight >= 60,
                    weight: need.weight,
                    gap,
                    touch,
                },
            ));
            wheel_of(campaign, outlook, deal, seat, now, &mut agenda);
            if mine {
                trouble::repair_of(campaign, outlook, deal, seat, now, &mut agenda);
                troubled.extend(trouble::offers_of(campaign, outlook, deal, scrutiny.as_ref(), now));
            }
            let mut unseen = Vec::new();
            let agenda = if mine { &mut agenda } else { &mut unseen };
            agenda.extend(scrutiny.and_then(|scrutiny| stopped(campaign, deal, &scrutiny, now)));
            agenda_of(campaign, outlook, deal, seat, now, day_end, agenda, &mut until);
        }
        owed_of(campaign, outlook, seat, now, &mut agenda, &mut until);
        agenda.extend(trouble::gravest(troubled));
        rows.sort_by(|(a_finished, a), (b_finished, b)| {
            a_finished.cmp(b_finished).then(b.weight.cmp(&a.weight)).then(a.deal.cmp(&b.deal))
        });
        let rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
        let places = rows.iter().enumerate().map(|(at, row)| (row.id.clone(), at)).collect();
        agenda.sort_by(|a: &AgendaItem, b| (a.at, a.kind, &a.deal, &a.what).cmp(&(b.at, b.kind, &b.deal, &b.what)));
        agenda.shrink_to_fit();
        runs.sort();
        runs.shrink_to_fit();
        let (totals, topics) = (totals(campaign, outlook, now), Index::of(campaign));
        let nearly_all = wheel::nearly_all(campaign)
            .filter(|found| seat.is_none_or(|seat| found.who == *seat || is_lead(campaign, seat)))
            .map_or_else(String::new, |found| words_of_nearly_all(campaign, &found, seat));
        Self { known: true, rows, places, agenda, nearly_all, totals, runs, topics, until: Some(until) }
    }

    /// What is called to be owed in a later order and was not yet in this one: its moment has come while somebody looked.
    #[must_use]
    pub fn reminder_in<'l>(&self, later: &'l Self) -> Option<&'l AgendaItem> {
        let at =
            |order: &Self, at| order.agenda.iter().filter(|one| one.kind == AgendaKind::Owed && one.at == at).count();
        let owed = later.agenda.iter().filter(|_| self.known).filter(|item| item.kind == AgendaKind::Owed);
        owed.into_iter().find(|item| at(later, item.at) > at(self, item.at))
    }

    /// What is wrong with the next touch of a deal, for every list that names it.
    #[must_use]
    pub fn gap(&self, deal: &Id) -> Option<Gap> {
        self.rows.get(self.position(deal)?).and_then(|row| row.gap)
    }

    /// The place of a deal, from 0.
    #[must_use]
    pub fn position(&self, deal: &Id) -> Option<usize> {
        self.places.get(deal).copied()
    }
}

/// Offers of the wheel, for who is to take it, who offered it, who drives meanwhile, and who leads or looks on.
fn wheel_of(
    campaign: &Campaign,
    outlook: &Outlook,
    deal: &Deal,
    seat: Option<&Id>,
    now: DateTime<Utc>,
    agenda: &mut Vec<AgendaItem>,
) {
    for offer in offers(campaign, outlook, deal, now) {
        let is_mine = Some(&offer.to) == seat;
        let is_seen = seat.is_none_or(|seat| {
            is_lead(campaign, seat) || offer.from.as_ref() == Some(seat) || campaign.driver_of(deal) == Some(seat)
        });
        if !is_mine && !is_seen {
            continue;
        }
        let at = offer.since.unwrap_or(now);
        let briefing = offer.briefing.as_deref().map_or_else(String::new, |text| format!(": {text}"));
        let what = match &offer.from {
            Some(from) if is_mine => format!("{} offers you the wheel{briefing}", words::who(campaign, from)),
            None if is_mine => format!("offered to you{briefing}"),
            _ => waits(campaign, &offer, seat, now),
        };
        agenda.push(AgendaItem {
            at,
            time: offer.since.map_or_else(String::new, |at| words::moment(at, campaign.zone, now)),
            kind: if is_mine { AgendaKind::Offer } else { AgendaKind::Offered },
            deal: Some(deal.id.clone()),
            account: shared_name(deal),
            what,
            tone: tone(offer.is_stale()),
        });
    }
}

/// What this person owes the other trade, from the moment on at which it is called; who leads or looks on sees everybody's.
fn owed_of(
    campaign: &Campaign,
    outlook: &Outlook,
    seat: Option<&Id>,
    now: DateTime<Utc>,
    agenda: &mut Vec<AgendaItem>,
    until: &mut DateTime<Utc>,
) {
    for owed in owes::owed(campaign, outlook, now) {
        let Some(from) = owed.remind else { continue };
        if from > now {
            *until = from.min(*until);
        }
        let is_seen = seat.is_none_or(|seat| owed.who == *seat || is_lead(campaign, seat));
        if is_seen && owed.is_due(now) {
            agenda.push(AgendaItem {
                at: from,
                time: format!("until {}", words::day(owed.span.last, campaign.zone, now)),
                kind: AgendaKind::Owed,
                deal: None,
                account: Text::from("the other trade"),
                what: super::owes::next(campaign, &owed, now),
                tone: Tone::Calm,
            });
        }
    }
}

fn is_lead(campaign: &Campaign, seat: &Id) -> bool {
    campaign.crew(seat).is_some_and(|crew| crew.seat == Some(Seat::Lead))
}

#[expect(clippy::too_many_arguments, reason = "what an agenda is made of, and where it goes")]
fn agenda_of(
    campaign: &Campaign,
    outlook: &Outlook,
    deal: &Deal,
    seat: Option<&Id>,
    now: DateTime<Utc>,
    day_end: DateTime<Utc>,
    agenda: &mut Vec<AgendaItem>,
    until: &mut DateTime<Utc>,
) {
    let calendar = outlook.calendar(None);
    let mut later = |at: DateTime<Utc>| {
        if at > now {
            *until = at.min(*until);
        }
    };
    let account = shared_name(deal);
    let mut add = |at: DateTime<Utc>, time: String, kind: AgendaKind, what: String, tone: Tone| {
        agenda.push(AgendaItem {
            at,
            time,
            kind,
            deal: Some(deal.id.clone()),
            account: Text::clone(&account),
            what,
            tone,
        });
    };
    // Who leads sees the promises of both seats ahead of their day.
    let is_lead = seat.is_some_and(|seat| is_lead(campaign, seat));
    let ahead = TimeDelta::days(i64::try_from(AHEAD).unwrap_or_default());
    let promises_until = if is_lead { day_end + ahead } else { day_end };
    for control in deal.controls.iter().filter(|control| control.done.is_none()) {
        let Some(due) = control.due else { continue };
        let at = calendar.deadline(due);
        later(at);
        if at < promises_until {
            let late = at < now;
            let owner = control.owner.as_ref().map(|owner| words::who(campaign, owner)).unwrap_or_default();
            let what = control.what.as_deref().unwrap_or(&control.id);
            let what = if owner.is_empty() { what.to_owned() } else { format!("{what} ({owner})") };
            add(at, day_or_time(due, at, campaign, now), AgendaKind::Promise, what, tone(late));
        }
    }
    let asked = ask(campaign, outlook, deal).filter(|ask| Some(&ask.of) == seat);
    if let Some(ask) = &asked {
        let at = ask.at.unwrap_or(now);
        later(at);
        let time = ask.on.map_or_else(|| "no day yet".to_owned(), |on| day_or_time(on, at, campaign, now));
        add(at, time, AgendaKind::Needed, needs(campaign, ask, seat, now), tone(at < now));
    } else if let Some(next) = &deal.next
        && let Some(on) = next.on
    {
        let at = calendar.deadline(on);
        later(at);
        if at < day_end {
            let what = next.what.as_deref().unwrap_or("next touch").to_owned();
            add(at, day_or_time(on, at, campaign, now), AgendaKind::Touch, what, tone(at < now));
        }
    }
    let gap = time_card::gap(outlook, deal, now).filter(|_| asked.is_none());
    if let Some(gap @ (Gap::Missing | Gap::Undated)) = gap {
        // One that is late stands on its day; these have none, and end the day's list.
        let (time, what) = match deal.next.as_ref().and_then(|next| next.what.as_deref()) {
            Some(what) if gap == Gap::Undated => ("no day yet", what),
            _ => ("not set", "say what comes next, and when"),
        };
        add(day_end - TimeDelta::seconds(1), time.to_owned(), AgendaKind::Touch, what.to_owned(), Tone::Late);
    }
    for run in deal.runs.iter().filter(|run| run.ended.is_none()) {
        // One that nobody planned has no `starts`, and is under way all the same.
        let Some(starts) = run.started.or(run.starts) else { continue };
        let at = calendar.clock(starts);
        let late = (!matches!(starts, When::Date(_))).then(|| at + TimeDelta::minutes(15));
        let over = road::driven_by(calendar, run);
        later(at);
        late.into_iter().chain(over).for_each(&mut later);
        let is_on = run.started.is_some();
        if at < day_end && (is_on || at > now - TimeDelta::hours(12)) {
            let what = run.what.as_deref().unwrap_or(&run.id).to_owned();
            let time = if is_on { "on now".to_owned() } else { words::moment(at, campaign.zone, now) };
            if over.is_some_and(|over| over < now) {
                add(at, time, AgendaKind::Run, format!("not driven: {what}"), Tone::Quiet);
            } else {
                add(at, time, AgendaKind::Run, what, tone(!is_on && late.is_some_and(|late| late < now)));
            }
        }
    }
}

/// `14:00`, `today`, `yesterday 09:00`, `Thu 19 Nov`: as a person says it on the day.
fn day_or_time(when: When, at: DateTime<Utc>, campaign: &Campaign, now: DateTime<Utc>) -> String {
    match when {
        When::Date(day) => words::day(day, campaign.zone, now),
        When::Local(_) | When::Instant(_) => words::moment(at, campaign.zone, now),
    }
}

/// What waits on a deal, and the calls of the day.
fn calls_of(
    bearings: &Bearings<'_>,
    mut agenda: Option<(&mut Vec<AgendaItem>, DateTime<Utc>)>,
    until: &mut DateTime<Utc>,
) -> attention::Waiting {
    let mut waiting = attention::Waiting::default();
    let Bearings { campaign, deal, driver, now, .. } = *bearings;
    for subject in subjects(campaign, deal) {
        let person = subject.called(campaign, deal);
        let own = (person != driver).then(|| bearings.seen_by(person.map(|id| &**id)));
        let found = assess(own.as_ref().unwrap_or(bearings), subject, Question::PLAIN);
        waiting.count(&found);
        if let Some(next) = found.next.filter(|next| *next > now) {
            *until = next.min(*until);
        }
        let open = matches!(found.state, NoteState::Called | NoteState::Armed | NoteState::Planned);
        let (Some((agenda, day_end)), true, Some(target)) = (&mut agenda, open, found.target) else { continue };
        let at = match (found.state, found.due) {
            (NoteState::Called, _) => found.last.map_or(now, |made| made.called),
            (_, Some(due)) => due.rung.call_at.max(found.snoozed.unwrap_or(due.rung.call_at)),
            _ => continue,
        };
        if at >= *day_end || target.at() < now {
            continue;
        }
        let time = match found.state {
            NoteState::Called => format!("called {}", words::moment(at, campaign.zone, now)),
            _ if at <= now => "now".to_owned(),
            _ => words::moment(at, campaign.zone, now),
        };
        let shorthand = found.steps.map(ToString::to_string).unwrap_or_default();
        let what = format!("{shorthand}  {}", found.subject.say().unwrap_or("")).trim().to_owned();
        agenda.push(AgendaItem {
            at,
            time,
            kind: AgendaKind::Call,
            deal: Some(deal.id.clone()),
            account: shared_name(deal),
            what,
            tone: Tone::Calm,
        });
    }
    waiting
}

/// A sale that cannot finish as it is, until somebody has taken it up: by a waiver, or as an obstacle on its road.
fn stopped(campaign: &Campaign, deal: &Deal, scrutiny: &Scrutiny, now: DateTime<Utc>) -> Option<AgendaItem> {
    let first = scrutiny.raised(deal).into_iter().next()?;
    let stop = first.stops.as_ref()?;
    Some(AgendaItem {
        at: now,
        time: "today".to_owned(),
        kind: AgendaKind::Stopped,
        deal: Some(deal.id.clone()),
        account: shared_name(deal),
        what: format!("{}; {}", first.what, stop.words(campaign, now)),
        tone: Tone::Late,
    })
}

const fn tone(late: bool) -> Tone {
    if late { Tone::Late } else { Tone::Calm }
}

fn totals(campaign: &Campaign, outlook: &Outlook, now: DateTime<Utc>) -> Totals {
    let calendar = outlook.calendar(None);
    let attained = destination::attained(campaign, calendar, now);
    let currency = campaign.settings.currency.as_deref().unwrap_or("");
    let unit = match attained.measure {
        Measure::WonValue => currency.to_owned(),
        Measure::WonDeals => "deals".to_owned(),
    };
    let won = words::rounded(attained.won);
    let Some(target) = attained.target else {
        let words = if attained.won.is_zero() { String::new() } else { format!("won {won} {unit}").trim().to_owned() };
        return Totals { share: None, short: words.clone(), words, chance: String::new() };
    };
    let of = words::rounded(target);
    let left = attained
        .days_left
        .map_or_else(String::new, |days| format!(", {}", words::counted(days, "day left", "days left")));
    let share = if target.is_zero() { None } else { (attained.won / target).to_f64() };
    let short = format!("{won} of {of} {unit}").trim().to_owned();
    let uncounted = match attained.uncounted {
        0 => String::new(),
        n => format!(", {n} without a rate not counted"),
    };
    let chance = destination::reached(campaign, outlook, now).map_or_else(String::new, short_odds);
    Totals { share, words: format!("{short}{left}{uncounted}"), short, chance }
}
