//! The dates of the open deals for a calendar program: runs, dated promises, next touches and promised closes.
//!
//! Invariant: a thing has the same identity in every export of the campaign, made of the campaign's name and the record's
//! path, so that a calendar that reads a new export moves what moved. Times are in UTC, which every program shows by the
//! reader's own clock and no change of clocks can shift; a date is a whole day. A person's calendar has what is theirs: the
//! runs they go to, what they promised, the next touches they do or help with, the closes they drive. Who leads sees all.
//!
//! All are events, also a promise: the widest spread calendars show no to-dos. A date takes up no time, so that the day
//! stays free.
//!
//! Left out: calls (they move with the deal), alarms, invitations: nobody is written to.

use std::fmt::Display;
use std::io::{self, Write};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use icalendar::{Component, Event, EventLike, Property};
use xxhash_rust::xxh3::xxh3_128;

use super::Wish;
use crate::campaign::{Calendar, Campaign, Deal, Id, Run, Seat, When};
use crate::drive::Outlook;
use crate::drive::brief::length_of;
use crate::drive::rules::deal_path;
use crate::drive::veil::Veil;
use crate::drive::words;
use crate::text::{RecordPath, visible};

/// Characters of a text; a calendar is no place for more.
const LONGEST: usize = 1000;

/// Writes the calendar.
pub fn calendar(wish: &Wish<'_>, outlook: &Outlook, out: &mut dyn Write) -> io::Result<()> {
    let campaign = wish.campaign;
    let name = campaign.settings.name.as_deref().unwrap_or("Codriver");
    out.write_all(b"BEGIN:VCALENDAR\r\n")?;
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Codriver//Campaign//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("NAME", name),
        ("X-WR-CALNAME", name),
        ("X-WR-TIMEZONE", campaign.zone.name()),
    ] {
        let line: String = Property::new(key, plain(value)).try_into().map_err(io::Error::other)?;
        write_folded(&line, out)?;
    }
    let diary = Diary { wish, calendar: outlook.calendar(None), campaign_name: name };
    for deal in campaign.deals.iter().filter(|deal| deal.is_open()) {
        for event in diary.events(deal) {
            write_folded(&event.try_into_string().map_err(io::Error::other)?, out)?;
        }
    }
    out.write_all(b"END:VCALENDAR\r\n")
}

struct Diary<'w> {
    wish: &'w Wish<'w>,
    calendar: &'w Calendar,
    campaign_name: &'w str,
}

/// When an event is.
enum Time {
    Day(NaiveDate),
    At(DateTime<Utc>),
    Between(DateTime<Utc>, DateTime<Utc>),
}

impl Diary<'_> {
    /// What a deal has, in the order of the file.
    fn events(&self, deal: &Deal) -> Vec<Event> {
        let veil = Veil::over(deal, self.wish.names);
        let path = deal_path(&deal.id);
        let driver = self.campaign().driver_of(deal);
        let mut events = Vec::new();
        for run in deal.runs.iter().filter(|run| self.is_theirs(run.crew.iter(), driver)) {
            if let Some(time) = self.time_of(run) {
                let title = veil.text(run.what.as_deref().unwrap_or("a run"));
                let mut event = self.event(deal, &path.below(["run", &run.id]), "Run", &title, &time);
                event.description(&self.about(deal, run, &veil));
                if let Some(link) = run.link.as_deref().filter(|link| veil.names || veil.may_tell(link)) {
                    event.location(&plain(link));
                    if is_address(link) {
                        event.url(link);
                    }
                }
                events.push(event.done());
            }
        }
        for control in deal.controls.iter().filter(|control| control.done.is_none()) {
            if let Some(due) = control.due.filter(|_| self.is_theirs(control.owner.iter(), driver)) {
                let what = veil.text(control.what.as_deref().unwrap_or("a promise"));
                let title = format!("promised: {what}");
                let record = path.below(["control", &control.id]);
                let mut event = self.event(deal, &record, "Promise", &title, &self.moment(due));
                if let Some(owner) = &control.owner {
                    let owner = if **owner == *"customer" { "the customer" } else { self.campaign().crew_name(owner) };
                    event.description(&plain(&format!("promised by {owner}")));
                }
                events.push(event.done());
            }
        }
        if let Some(next) = &deal.next
            && let Some(on) = next.on.filter(|_| self.is_theirs(next.by.iter().chain(&next.needs), driver))
        {
            let title = veil.text(next.what.as_deref().unwrap_or("next touch"));
            let mut event = self.event(deal, &path.below(["next"]), "Next touch", &title, &self.moment(on));
            let by = next.by.as_ref().map(|by| format!("by {}", self.campaign().crew_name(by)));
            let needs = next.needs.as_ref().map(|by| format!("needs {}", self.campaign().crew_name(by)));
            let who: Vec<String> = [by, needs].into_iter().flatten().collect();
            if !who.is_empty() {
                event.description(&plain(&who.join(", ")));
            }
            events.push(event.done());
        }
        if let Some(close) = deal.close.filter(|_| self.is_theirs(std::iter::empty(), driver)) {
            let worth = deal.value.map(|value| words::money(value, self.campaign().currency_of(deal).map(Id::as_str)));
            let mut event = self.event(deal, &path.below(["close"]), "Close", "promised close", &self.moment(close));
            if let Some(worth) = worth {
                event.description(&plain(&worth));
            }
            events.push(event.done());
        }
        events
    }

    fn campaign(&self) -> &Campaign {
        self.wish.campaign
    }

    /// Whether something is in the calendar that is asked for: by its people, where it names none by who drives.
    fn is_theirs<'p>(&self, people: impl Iterator<Item = &'p Id>, driver: Option<&Id>) -> bool {
        let Some(seat) = self.wish.seat else { return true };
        if self.campaign().crew(seat).is_some_and(|crew| crew.seat == Some(Seat::Lead)) {
            return true;
        }
        let mut people = people.peekable();
        if people.peek().is_none() { driver == Some(seat) } else { people.any(|person| person == seat) }
    }

    /// From its start, as it was or is planned, for as long as it took or is planned.
    fn time_of(&self, run: &Run) -> Option<Time> {
        let starts = run.started.or(run.starts)?;
        if let When::Date(day) = starts {
            return Some(Time::Day(day));
        }
        let from = self.calendar.clock(starts);
        let ended = run.ended.filter(|ended| !matches!(ended, When::Date(_))).map(|ended| self.calendar.clock(ended));
        let until = ended.or_else(|| from.checked_add_signed(length_of(run)))?;
        Some(if until > from { Time::Between(from, until) } else { Time::At(from) })
    }

    fn moment(&self, when: When) -> Time {
        match when {
            When::Date(day) => Time::Day(day),
            When::Local(_) | When::Instant(_) => Time::At(self.calendar.clock(when)),
        }
    }

    /// Aim, who goes, whom they meet, where to join.
    fn about(&self, deal: &Deal, run: &Run, veil: &Veil) -> String {
        let ours: Vec<String> = run.crew.iter().map(|id| self.campaign().crew_name(id).to_owned()).collect();
        let theirs: Vec<String> = run.with.iter().map(|id| veil.short(deal, id)).collect();
        let lines = [
            run.aim.as_deref().map(|aim| format!("Aim: {}", plain(&veil.text(aim)))),
            (!ours.is_empty()).then(|| format!("We: {}", plain(&ours.join(", ")))),
            (!theirs.is_empty()).then(|| format!("They: {}", plain(&theirs.join(", ")))),
            run.link
                .as_deref()
                .filter(|link| veil.names || veil.may_tell(link))
                .map(|link| format!("Join: {}", plain(link))),
        ];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    fn event(&self, deal: &Deal, record: &RecordPath, kind: &str, title: &str, time: &Time) -> Event {
        let mut event = Event::with_uid(&self.identity(record));
        event.timestamp(self.wish.now);
        event.summary(&plain(&format!("{}: {title}", deal.name())));
        event.add_property("CATEGORIES", kind);
        match *time {
            Time::Between(from, until) => {
                event.starts(from).ends(until);
            }
            Time::At(at) => {
                event.starts(at);
            }
            Time::Day(day) => {
                event.starts(day);
                // The end of an event is the first day that it has no more.
                if let Some(next) = day.checked_add_signed(TimeDelta::days(1)) {
                    event.ends(next);
                }
            }
        }
        if !matches!(time, Time::Between(..)) {
            event.add_property("TRANSP", "TRANSPARENT");
        }
        event
    }

    /// A hash, because an id may tell a name.
    fn identity(&self, record: impl Display) -> String {
        let path = format!("{}\0{record}", self.campaign_name);
        format!("{:032x}@codriver", xxh3_128(path.as_bytes()))
    }
}

/// Bytes of a line, as RFC 5545 asks.
const LINE: usize = 75;

/// Folds the lines anew: the crate leaves some of them a byte too long.
fn write_folded(lines: &str, out: &mut dyn Write) -> io::Result<()> {
    for line in lines.replace("\r\n ", "").split_inclusive("\r\n") {
        let (mut rest, mut room) = (line, LINE);
        while rest.trim_end_matches("\r\n").len() > room {
            let (head, tail) = rest.split_at(rest.floor_char_boundary(room));
            out.write_all(head.as_bytes())?;
            out.write_all(b"\r\n ")?;
            (rest, room) = (tail, LINE - 1);
        }
        out.write_all(rest.as_bytes())?;
    }
    Ok(())
}

/// A text on one line that nothing obeys, cut where it is too long.
fn plain(text: &str) -> String {
    let text = visible(text.trim());
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into_owned(),
    }
}

/// An address on the web, of signs that stand for themselves in a calendar.
fn is_address(link: &str) -> bool {
    (link.starts_with("https://") || link.starts_with("http://"))
        && link.len() <= LONGEST
        && link.bytes().all(|byte| {
            byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
        })
}
