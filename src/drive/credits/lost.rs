//! The debrief of a deal that is lost: for both seats together, about the road and not about people.

use chrono::{DateTime, Datelike as _, Utc};

use super::{Card, Line, stand};
use crate::campaign::{Campaign, Deal, Heard, HeardKind, Note, Repair, Status, Used, When};
use crate::drive::calls::{Judged, Record, Went, calls_of, subjects};
use crate::drive::place::{Bearings, Met};
use crate::drive::topic;
use crate::drive::veil::Veil;
use crate::drive::words::{counted, day_of, quoted, short_date};
use crate::drive::{Outlook, engine};

/// So many lines under one heading; the others are counted.
const SHOWN: usize = 6;

/// What is asked of a lost deal.
struct Debrief<'c> {
    campaign: &'c Campaign,
    deal: &'c Deal,
    veil: Veil,
    now: DateTime<Utc>,
}

pub(super) fn card(campaign: &Campaign, outlook: &Outlook, deal: &Deal, now: DateTime<Utc>, names: bool) -> Card {
    let of = Debrief { campaign, deal, veil: Veil::over(deal, names), now };
    let bearings = Bearings::new(campaign, outlook, deal, None, now);
    let (open, answered): (Vec<&Heard>, Vec<&Heard>) = of.heard().into_iter().partition(|row| is_open(row));
    let calls = of.calls(&calls_of(campaign, outlook, deal, now));
    let bare = of.without_note(&bearings);
    let landed = of.landed();
    let sentence = of.sentence(&open, &calls, &bare);
    let mut lines = Vec::new();
    let mut part = |title: &str, told: Vec<String>| {
        if told.is_empty() {
            return;
        }
        lines.push(Line::Part(title.to_owned()));
        let more = told.len().saturating_sub(SHOWN);
        lines.extend(told.into_iter().take(SHOWN).map(Line::Words));
        if more > 0 {
            lines.push(Line::Words(format!("and {more} more")));
        }
    };
    part("WHAT DECIDED IT", of.reason());
    part("LEFT UNANSWERED", open.iter().map(|row| of.said(row)).collect());
    part("CALLED LATE, OR NOT AT ALL", calls);
    part("NO NOTE WAS WRITTEN FOR", bare);
    part("HEARD AND ANSWERED", answered.iter().map(|row| of.said(row)).collect());
    part("WHAT LANDED, AND IS WORTH KEEPING", landed);
    part("IN TROUBLE", of.repairs());
    if of.reason().is_empty() {
        let ask =
            "The file gives no reason. Ask the customer what decided it, in their words, and write it as the reason.";
        lines.insert(0, Line::Part("WHAT DECIDED IT".to_owned()));
        lines.insert(1, Line::Ask(ask.to_owned()));
    }
    if deal.heard.is_empty() {
        let ask = "No word of the customer is in the file. Ask each other what they said last, and write it down.";
        lines.push(Line::Part("WHAT WAS HEARD".to_owned()));
        lines.push(Line::Ask(ask.to_owned()));
    }
    Card {
        deal: deal.id.clone(),
        status: Status::Lost,
        sentence,
        title: format!("Lost: {}", deal.name()),
        stand: stand(campaign, deal, now),
        lines,
    }
}

/// Whether what was said asks for an answer and has none.
fn is_open(row: &Heard) -> bool {
    row.answer.is_none() && row.kind != Some(HeardKind::Praise)
}

impl Debrief<'_> {
    /// The reports, the earliest first.
    fn heard(&self) -> Vec<&Heard> {
        let zone = self.campaign.zone;
        let mut rows: Vec<&Heard> = self.deal.heard.iter().collect();
        rows.sort_by_key(|row| (row.at.map(|at| at.local(zone)), row.by.clone(), row.said.clone(), row.topic.clone()));
        rows
    }

    fn on(&self, when: Option<When>) -> String {
        let zone = self.campaign.zone;
        let year = self.now.with_timezone(&zone).year();
        when.map_or_else(String::new, |when| format!(", {}", short_date(day_of(when, zone), year)))
    }

    fn reason(&self) -> Vec<String> {
        let reason = self.deal.result.as_ref().and_then(|finish| finish.reason.as_deref());
        reason.map(|reason| self.veil.text(reason)).filter(|text| !text.trim().is_empty()).into_iter().collect()
    }

    /// `objection on savings, 15 Oct`, with their sentence where names are told.
    fn said(&self, row: &Heard) -> String {
        let kind = row.kind.map_or("words", HeardKind::word);
        let about =
            row.topic.as_deref().map(|id| format!(" on {}", topic::name(self.campaign, id))).unwrap_or_default();
        let head = format!("{kind}{about}{}", self.on(row.at));
        match row.said.as_deref().filter(|_| self.veil.names) {
            Some(said) => format!("{head}: {}", quoted(said)),
            None => head,
        }
    }

    /// What a call was about: the words of its note, else its name where that may be told.
    fn call(&self, name: &str) -> String {
        let note = match name.split_once('/') {
            Some((hazard, note)) => {
                self.campaign.hazard(hazard).and_then(|of| of.notes.iter().find(|one| one.id == *note))
            }
            None => self.deal.note(name),
        };
        let control = name.strip_prefix("control.").and_then(|id| self.deal.control(id));
        let words = note.and_then(|note: &Note| note.say.as_deref()).or(control.and_then(|one| one.what.as_deref()));
        match words {
            Some(words) => quoted(self.veil.text(words).trim_end_matches('.')),
            None if self.veil.may_tell(name) => format!("`{name}`"),
            None => "a note".to_owned(),
        }
    }

    fn calls(&self, records: &[Record]) -> Vec<String> {
        let told = records.iter().filter_map(|record| {
            let how = match (record.went, record.called_as) {
                (Went::Missed, _) => "its place went by uncalled",
                (Went::Unheard, _) => "called, and not acknowledged before its place",
                (Went::Called, Some(Judged::Late)) => "called with under half of its lead left",
                (Went::Called, _) if record.heard_as == Some(Judged::Late) => "heard with under half of its lead left",
                (Went::Called | Went::BitWithoutNote, _) => return None,
            };
            let when = self.on(record.called.or(record.place).map(When::Instant));
            Some(format!("{}{when}: {how}", self.call(&record.note)))
        });
        told.collect()
    }

    /// The obstacles on the deal for which nobody wrote what to say.
    fn without_note(&self, bearings: &Bearings<'_>) -> Vec<String> {
        let noted: Vec<&str> = subjects(self.campaign, self.deal)
            .filter(|subject| !subject.is_struck())
            .filter_map(|subject| subject.met(bearings).map(|met| met.id))
            .collect();
        let mut bare: Vec<Met<'_>> = bearings.obstacles().filter(|met| !noted.contains(&met.id)).collect();
        bare.sort_by_key(|met| (met.outcome() != Some(crate::campaign::Outcome::Hit), met.id));
        bare.into_iter()
            .map(|met| {
                let title = met.title().map(|title| self.veil.text(title)).unwrap_or_default();
                let title = match title.trim() {
                    "" if self.veil.may_tell(met.id) => format!("`{}`", met.id),
                    "" => "an obstacle".to_owned(),
                    title => title.to_owned(),
                };
                let bit = if met.outcome() == Some(crate::campaign::Outcome::Hit) { ", and it bit" } else { "" };
                format!("{title}{bit}")
            })
            .collect()
    }

    fn landed(&self) -> Vec<String> {
        let rows = self.deal.call_log.iter().filter(|row| row.used == Some(Used::Landed));
        let mut names: Vec<&str> = rows.map(|row| &*row.note).filter(|name| !engine::is_promise(name)).collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter().map(|name| self.call(name)).collect()
    }

    fn repairs(&self) -> Vec<String> {
        let zone = self.campaign.zone;
        let mut rows: Vec<_> = self.deal.service_log.iter().collect();
        rows.sort_by_key(|row| (row.since.map(|at| at.local(zone)), row.play.clone()));
        let told = rows.into_iter().map(|row| {
            let play = row.play.as_deref().map(|play| format!(" {}", quoted(self.campaign.play_title(play))));
            let end = match row.outcome {
                Some(Repair::Recovered) => "it came back",
                Some(Repair::Later) => "put off",
                Some(Repair::Retired) => "given up",
                None => "no outcome is written",
            };
            format!("{}{}: {end}", play.unwrap_or_default().trim_start(), self.on(row.since))
                .trim_matches([',', ' '])
                .to_owned()
        });
        told.collect()
    }

    /// What to do, by what would help the next deal most.
    fn sentence(&self, open: &[&Heard], calls: &[String], bare: &[String]) -> String {
        let name = self.deal.name();
        let some = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let both = "Take ten minutes together";
        if let Some(first) = open.first() {
            let first = self.said_short(first);
            let what = match open.len() {
                1 => format!("the {first} has no answer"),
                many => format!("{many} things that were said have no answer, first the {first}"),
            };
            return format!("{both}: at {name} {what}; write one note for the next deal that hears it.");
        }
        if let Some(first) = bare.first() {
            return format!(
                "{both}: at {name} no note was written for {first}; write it as a hazard for the deals that meet it."
            );
        }
        if !calls.is_empty() {
            let words = counted(some(calls.len()), "call came late or not at all", "calls came late or not at all");
            return format!(
                "{both}: at {name} {words}; give those notes a longer lead where the next deal needs them."
            );
        }
        if self.reason().is_empty() {
            return format!(
                "Ask {name} what decided it: the file gives no reason, and nothing in it went late or unanswered."
            );
        }
        format!(
            "{both}: nothing at {name} went late or unanswered, so ask whether the next such deal is one to drive at all."
        )
    }

    /// `objection on savings`.
    fn said_short(&self, row: &Heard) -> String {
        let kind = row.kind.map_or("words", HeardKind::word);
        row.topic
            .as_deref()
            .map_or_else(|| kind.to_owned(), |id| format!("{kind} on {}", topic::name(self.campaign, id)))
    }
}
