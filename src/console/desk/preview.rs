//! The note under the cursor in full: as the driver will see it, when it will be called and why, how it is spoken,
//! whether its words still hold, and where it stands on the road of its deal.

use chrono::{DateTime, Utc};

use super::sheet::{Fact, Preview, ReportLine, heard, report_line};
use super::{DeskPane, Found, found, words};
use crate::campaign::{Deal, Id, Note};
use crate::console::model::Model;
use crate::console::sheet::{CallCard, Tone};
use crate::console::{sight, words as plain};
use crate::drive::calls::{Assessment, Cause, NoteState, Question, Subject, Why, assess, can_only_be_late, next_call};
use crate::drive::desk::{NoteRow, Report, Whose};
use crate::drive::time_card;
use crate::drive::value_lines::findings;
use crate::drive::{Bearings, distance_words, playlist};
use crate::pace::{self, Steps};

/// What is under the cursor.
pub(super) fn preview(model: &Model) -> Preview {
    match model.desk.focus {
        DeskPane::Inbox => model.desk.report().map(|report| of_report(model, report)).unwrap_or_default(),
        DeskPane::Notes => model.desk.row().map(|row| of_note(model, row)).unwrap_or_default(),
    }
}

fn fact(label: &'static str, text: impl Into<String>, tone: Tone) -> Fact {
    Fact { label, text: text.into(), tone }
}

/// A field report: the words in full, and the road they were said on.
fn of_report(model: &Model, report: &Report) -> Preview {
    let campaign = &model.campaign;
    let (Some(deal), Some(heard)) = (campaign.deal(&report.deal), heard(model, report)) else {
        return Preview::default();
    };
    let mut facts = Vec::new();
    if let Some(topic) = &heard.topic {
        let same = model.desk.table.heard_of(topic, &model.order.topics);
        let topic = model.order.topics.folded(topic);
        let heard = plain::counted(i64::from(same), "time", "times");
        facts.push(fact("topic", format!("{}, heard {heard} over all deals", campaign.topic_name(topic)), Tone::Calm));
    }
    if let Some(by) = &heard.by {
        facts.push(fact("from", plain::who(campaign, by), Tone::Calm));
    }
    if let Some(run) = &heard.run {
        let what = deal.run(run).and_then(|run| run.what.as_deref()).unwrap_or(run);
        facts.push(fact("in", what, Tone::Calm));
    }
    facts.extend(touch(model, deal));
    let line: ReportLine = report_line(model, report);
    Preview {
        report: Some(line),
        facts,
        road_of: deal.name().to_owned(),
        road: sight::road(model, deal),
        ..Preview::default()
    }
}

/// A note on its deal; a hazard's on the first deal that meets it.
fn of_note(model: &Model, row: &NoteRow) -> Preview {
    let campaign = &model.campaign;
    let name = row.name();
    let Some(found) = found(model, &name) else { return Preview::default() };
    match found {
        Found::OnDeal(deal, note) => on_deal(model, row, deal, Subject::Note(note)),
        Found::OnHazard(hazard, note) => {
            let meets = |deal: &&std::sync::Arc<Deal>| {
                deal.is_open() && campaign.hazards_of(deal).any(|met| met.id == hazard.id)
            };
            if let Some(deal) = campaign.deals.iter().find(meets) {
                return on_deal(model, row, deal, Subject::HazardNote(hazard, note));
            }
            let text = "no open deal meets this hazard: it is called nowhere";
            Preview { facts: vec![fact("when", text, Tone::Quiet)], ..Preview::default() }
        }
    }
}

fn on_deal(model: &Model, row: &NoteRow, deal: &Deal, subject: Subject<'_>) -> Preview {
    let campaign = &model.campaign;
    let person = subject.called(campaign, deal);
    let bearings = Bearings::new(campaign, &model.outlook, deal, person.map(|id| &**id), model.now);
    let found = assess(&bearings, subject, Question::PLAIN);
    let card = sight::preview(model, &bearings, &found);
    let mut facts = Vec::new();
    if let Whose::Hazard(_) = row.whose {
        let slot = model.desk.table.find(&row.name());
        if let Some((deals, late)) = slot.and_then(|slot| model.desk.table.deals_of(slot)) {
            let mut text = format!("on {} that meet it", plain::counted(i64::from(deals), "open deal", "open deals"));
            if deals == 1 {
                "on one open deal that meets it".clone_into(&mut text);
            }
            if late > 0 {
                text = format!("{text}; too late on {late}");
            }
            facts.push(fact("called", format!("{text}. Here as on {}", deal.name()), Tone::Calm));
        }
    }
    facts.extend(when(&bearings, &found, model));
    facts.push(spoken(&card));
    facts.extend(never(model, &card.say));
    facts.extend(values(model, deal));
    facts.extend(touch(model, deal));
    facts.push(freshness(model, row));
    facts.push(record(row));
    Preview {
        card: Some(card),
        report: None,
        facts,
        road_of: deal.name().to_owned(),
        road: sight::road(model, deal),
        mark: Some(Id::from(subject.name().as_str())),
    }
}

/// What is wrong with the deal's next touch.
fn touch(model: &Model, deal: &Deal) -> Option<Fact> {
    let gap = time_card::gap(&model.outlook, deal, model.now)?;
    Some(fact("touch", format!("{}: {}", deal.name(), gap.words()), Tone::Late))
}

/// What parts between the customer's objectives and our lines: the first, and how many more.
fn values(model: &Model, deal: &Deal) -> Option<Fact> {
    let found = findings(&model.campaign, deal);
    let first = found.first()?;
    let what = plain::quoted(first.what.trim_end_matches('.'));
    let more = if found.len() > 1 { format!("; {} more", found.len() - 1) } else { String::new() };
    Some(fact("value", format!("{what}: {}{more}", first.fault.words()), Tone::Late))
}

/// When it will be called, and why then.
fn when(bearings: &Bearings<'_>, found: &Assessment<'_>, model: &Model) -> Vec<Fact> {
    let moment = |at: DateTime<Utc>| plain::moment(at, model.campaign.zone, model.now);
    let mut facts = Vec::new();
    let why = |cause| {
        let left = found.target.map_or(0, |target| target.clock.left(model.now));
        found.due.map(|due| Why { basis: due.rung.basis, lead: due.rung.lead, left, cause }.to_string())
    };
    if can_only_be_late(found)
        && let Some(due) = found.due
    {
        let right = due.rung.call_at;
        let ago = distance_words(bearings.calendar, model.now, right, false);
        facts.push(fact("when", format!("too late: {} would have been right, {ago}", moment(right)), Tone::Late));
        facts.extend(why(Cause::Due).map(|why| fact("lead", why, Tone::Calm)));
        return facts;
    }
    if let Some(at) = next_call(bearings, found) {
        let text = match found.due {
            Some(due) if due.armed => "next: with the minute, or when its turn comes".to_owned(),
            _ => format!("called {}, {}", moment(at), distance_words(bearings.calendar, model.now, at, false)),
        };
        facts.push(fact("when", text, Tone::Calm));
        let cause = if found.due.is_some_and(|due| due.armed) { Cause::Due } else { Cause::Planned };
        facts.extend(why(cause).map(|why| fact("lead", why, Tone::Calm)));
        return facts;
    }
    let (text, tone) = match found.state {
        NoteState::Struck => ("never: it is retired or struck", Tone::Quiet),
        NoteState::Contingency => ("by hand, when it happens", Tone::Calm),
        NoteState::NoPlace => ("never: it has no place, or one that names nothing", Tone::Late),
        NoteState::NoTimeYet => ("no time yet: its place hangs on something without a date", Tone::Calm),
        NoteState::NotDriven => ("at its minute, once the run is under way", Tone::Calm),
        NoteState::Called => ("it was called, and nobody has heard it yet", Tone::Calm),
        NoteState::Heard => ("it was called and heard; its place is ahead", Tone::Calm),
        NoteState::Missed => ("its place went by uncalled", Tone::Late),
        NoteState::Unheard => ("it was called, and its place went by unheard", Tone::Late),
        NoteState::Passed(_) => ("behind: it was called in time for its place", Tone::Quiet),
        NoteState::Void(_) => ("never: what it is for is settled", Tone::Quiet),
        NoteState::Planned | NoteState::Armed => ("not before its place: nobody works until then", Tone::Late),
    };
    facts.push(fact("when", text, tone));
    if let Some(last) = found.last {
        let timing = found.judged.map_or("", |judged| judged.words());
        facts.push(fact("last", format!("called {} {timing}", moment(last.called)).trim_end(), Tone::Calm));
    }
    facts
}

/// How long the reading and the words take to be said, and that they are too long for one breath.
fn spoken(card: &CallCard) -> Fact {
    let text = format!("{} {}", card.reading, card.say);
    if text.trim().is_empty() {
        return fact("spoken", "no words yet", Tone::Late);
    }
    let count = pace::words(&text);
    let said = plain::counted(i64::try_from(count).unwrap_or(i64::MAX), "word", "words");
    let takes = format!("{} s, {said}", pace::seconds_to_say(&text));
    let own = pace::words(&card.say);
    if own > pace::MOST_WORDS {
        return fact(
            "spoken",
            format!("{takes}: what to say has {own}, more than {} in one breath", pace::MOST_WORDS),
            Tone::Late,
        );
    }
    fact("spoken", takes, Tone::Calm)
}

/// What is against the playlist.
fn never(model: &Model, say: &str) -> Vec<Fact> {
    let found = playlist::never(&model.campaign, say);
    let told = found.iter().map(|never| {
        let theme = model.campaign.track_theme(&never.track.id);
        fact("never", format!("“{}” is not to be said: playlist, {theme}", never.words), Tone::Late)
    });
    told.collect()
}

fn freshness(model: &Model, row: &NoteRow) -> Fact {
    let by = row.by.as_ref().map(|by| format!(" by {}", plain::who(&model.campaign, by))).unwrap_or_default();
    if let Some(stale) = row.stale {
        return fact("fresh", words::stale(model, stale), Tone::Late);
    }
    match row.written {
        Some(day) => {
            let day = plain::day(day, model.campaign.zone, model.now);
            fact("fresh", format!("written {day}{by}"), Tone::Calm)
        }
        None => fact("fresh", format!("written{by}, nobody noted when"), Tone::Quiet),
    }
}

fn record(row: &NoteRow) -> Fact {
    let record = row.record;
    if record.called == 0 {
        return fact("record", "never called yet", Tone::Quiet);
    }
    let called = plain::counted(i64::from(record.called), "time", "times");
    let tone = if row.never_landed() { Tone::Late } else { Tone::Calm };
    fact("record", format!("called {called}, heard {}, landed {}", record.heard, record.landed), tone)
}

/// The pace of the obstacle at a note's place.
pub(super) fn borrowed<'m>(model: &'m Model, deal: &'m Deal, note: &'m Note) -> Option<&'m Steps> {
    let bearings = Bearings::new(&model.campaign, &model.outlook, deal, None, model.now);
    Subject::Note(note).steps(Subject::Note(note).met(&bearings))
}
