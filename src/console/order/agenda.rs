//! The lines of today: what waits for a seat, deal by deal, each with its time.

use chrono::{DateTime, TimeDelta, Utc};

use crate::campaign::{Campaign, Deal, Id, Seat, Text, When};
use crate::console::sheet::Tone;
use crate::console::wheel::{needs, waits};
use crate::console::words;
use crate::drive::calls::{NoteState, Question, assess, subjects};
use crate::drive::scrutineering::Scrutiny;
use crate::drive::time_card::{self, Gap};
use crate::drive::wheel::{AHEAD, ask, offers};
use crate::drive::{Bearings, Outlook, attention, owes, road};

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
pub(super) fn shared_name(deal: &Deal) -> Text {
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

/// Offers of the wheel, for who is to take it, who offered it, who drives meanwhile, and who leads or looks on.
pub(super) fn wheel_of(
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
pub(super) fn owed_of(
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
                what: crate::console::owes::next(campaign, &owed, now),
                tone: Tone::Calm,
            });
        }
    }
}

pub(super) fn is_lead(campaign: &Campaign, seat: &Id) -> bool {
    campaign.crew(seat).is_some_and(|crew| crew.seat == Some(Seat::Lead))
}

#[expect(clippy::too_many_arguments, reason = "what an agenda is made of, and where it goes")]
pub(super) fn agenda_of(
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
pub(super) fn calls_of(
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
pub(super) fn stopped(campaign: &Campaign, deal: &Deal, scrutiny: &Scrutiny, now: DateTime<Utc>) -> Option<AgendaItem> {
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

pub(super) const fn tone(late: bool) -> Tone {
    if late { Tone::Late } else { Tone::Calm }
}
