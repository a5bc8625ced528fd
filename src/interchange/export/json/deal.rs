//! A deal with all that it holds, and what is worked out of it.

use super::told::Telling;
use super::value::{Object, Value};
use super::words::Word;
use crate::campaign::{
    CallLog, Contact, Control, Deal, Finish, Flag, Handoff, Heard, Id, LastWord, Next, Note, Obstacle, Run, Service,
    ServiceLog, StageLog, Standing, Stint, Stroke, Text, ValueLine, Waiver,
};

/// The keys of a deal, in the order of the format's reference; `state` is worked out and stands at the end.
pub(super) fn deal<'d>(deal: &'d Deal, tell: &Telling, state: Object<'d>) -> Object<'d> {
    let names = tell.names();
    let contacts = deal.contacts.iter().filter(|_| names);
    Object::new()
        .with("id", Some(&*deal.id))
        .with("account", deal.account.as_deref())
        .with("title", tell.words(deal.title.as_ref()))
        .with("value", deal.value)
        .with("currency", deal.currency.as_deref())
        .with("created", tell.when(deal.created))
        .with("source", tell.words(deal.source.as_ref()))
        .with("stage", deal.stage.as_deref())
        .with("since", tell.when(deal.since))
        .with("close", tell.when(deal.close))
        .with("customer_date", tell.when(deal.customer_date))
        .with("probability", deal.probability)
        .list("driver", ids(&deal.driver))
        .list("navigator", ids(&deal.navigator))
        .list("product", ids(&deal.product))
        .list("market", texts(&deal.market))
        .list("industry", texts(&deal.industry))
        .list("infrastructure", texts(&deal.infrastructure))
        .object("objective", deal.objectives.iter().map(|(id, words)| (tell.id(id), tell.veiled(words))).collect())
        .list("value_line", deal.value_lines.iter().map(|line| value_line(line, tell)))
        .list("contact", contacts.map(contact))
        .object("next", deal.next.as_ref().map_or_else(Object::new, |touch| next(touch, tell)))
        .list("gate", ids(&deal.gate))
        .object("ids", deal.ids.iter().map(|(crm, id)| (&**crm, &**id)).collect())
        .list("flag", deal.flags.iter().map(|one| flag(one, tell)))
        .list("waiver", deal.waivers.iter().map(|one| waiver(one, tell)))
        .list("obstacle", deal.obstacles.iter().map(|one| obstacle(one, tell)))
        .list("note", deal.notes.iter().map(|one| note(one, tell)))
        .list("control", deal.controls.iter().map(|one| control(one, tell)))
        .list("run", deal.runs.iter().map(|one| run(one, tell)))
        .list("stage_log", deal.stage_log.iter().map(|row| stage_log(row, tell)))
        .list(
            "close_log",
            deal.close_log.iter().map(|row| {
                let moved = Object::new().with("at", tell.when(row.at)).with("was", tell.when(row.was));
                moved.with("now", tell.when(row.now)).with("by", row.by.as_deref())
            }),
        )
        .list("stroke", deal.strokes.iter().map(|row| stroke(row, tell)))
        .list("heard", deal.heard.iter().map(|row| heard(row, tell)))
        .list(
            "message",
            deal.messages.iter().map(|row| {
                let sent = Object::new().with("at", tell.when(row.at)).with("by", row.by.as_deref());
                sent.with("text", tell.words(row.text.as_ref())).with("seen", tell.when(row.seen))
            }),
        )
        .list("call_log", deal.call_log.iter().map(|row| call_log(row, tell)))
        .list("handoff", deal.handoffs.iter().map(|row| handoff(row, tell)))
        .object("service", deal.service.as_deref().map_or_else(Object::new, |one| service(one, tell)))
        .list("service_log", deal.service_log.iter().map(|row| service_log(row, tell)))
        .object("result", deal.result.as_deref().map_or_else(Object::new, |one| finish(one, tell)))
        .object("crm", deal.crm.as_deref().map_or_else(Object::new, |one| last_word(one, tell)))
        .object("state", state)
}

/// A note, of a deal or, where nothing is veiled, of a hazard.
pub(super) fn note<'d>(note: &'d Note, tell: &Telling) -> Object<'d> {
    let tally = note.tally.as_deref().map(|tally| {
        let counts = Object::new().with("called", Some(tally.called)).with("heard", Some(tally.heard));
        counts.with("landed", Some(tally.landed))
    });
    Object::new()
        .with("id", Some(tell.id(&note.id)))
        .with("at", note.at.as_ref().and_then(|at| tell.whole(at.to_string())))
        .with("when", tell.words(note.when.as_ref()))
        .with("pace", note.pace.as_ref().and_then(|pace| tell.whole(pace.to_string())))
        .with("say", tell.words(note.say.as_ref()))
        .written("lead", note.lead.as_deref())
        .list("ladder", note.ladder.iter().map(|(rung, _)| &**rung))
        .with("by", note.by.as_deref())
        .with("written", tell.when(note.written))
        .with("asset", note.asset.as_deref())
        .with("track", note.track.as_deref())
        .with("review_by", tell.when(note.review_by))
        .with("mark", note.mark.map(|mark| mark.sign().to_string()))
        .with("was", tell.words(note.was.as_ref()))
        .yes("retired", note.retired)
        .with("snooze", tell.when(note.snooze))
        .with("tally", tally)
}

pub(super) fn ids(ids: &[Id]) -> impl Iterator<Item = &str> {
    ids.iter().map(|id| &**id)
}

pub(super) fn texts(texts: &[Text]) -> impl Iterator<Item = &str> {
    texts.iter().map(|text| &**text)
}

fn value_line<'d>(line: &'d ValueLine, tell: &Telling) -> Object<'d> {
    Object::new()
        .with("id", Some(tell.id(&line.id)))
        .with("serves", tell.some_id(line.serves.as_ref()))
        .with("gives", line.gives.map(Word::word))
        .with("line", tell.words(line.line.as_ref()))
}

fn contact(contact: &Contact) -> Object<'_> {
    Object::new()
        .with("id", Some(&*contact.id))
        .with("name", contact.name.as_deref())
        .with("role", contact.role.as_deref())
        .with("stance", contact.stance.as_deref())
        .with("email", contact.email.as_deref())
}

fn next<'d>(next: &'d Next, tell: &Telling) -> Object<'d> {
    Object::new()
        .with("what", tell.words(next.what.as_ref()))
        .with("on", tell.when(next.on))
        .with("by", next.by.as_deref())
        .with("needs", next.needs.as_deref())
}

fn flag<'d>(flag: &'d Flag, tell: &Telling) -> Object<'d> {
    Object::new()
        .with("id", Some(tell.id(&flag.id)))
        .with("colour", Some(flag.colour.word()))
        .with("why", tell.words(flag.why.as_ref()))
        .with("by", flag.by.as_deref())
        .with("at", tell.when(flag.at))
}

fn waiver<'d>(waiver: &'d Waiver, tell: &Telling) -> Object<'d> {
    Object::new()
        .with("id", Some(tell.id(&waiver.id)))
        .with("of", tell.words(waiver.of.as_ref()))
        .with("why", tell.words(waiver.why.as_ref()))
        .with("by", waiver.by.as_deref())
        .with("until", tell.when(waiver.until))
}

fn obstacle<'d>(obstacle: &'d Obstacle, tell: &Telling) -> Object<'d> {
    Object::new()
        .with("id", Some(tell.id(&obstacle.id)))
        .with("at", obstacle.at.as_ref().and_then(|at| tell.whole(at.to_string())))
        .with("pace", obstacle.pace.as_ref().and_then(|pace| tell.whole(pace.to_string())))
        .with("title", tell.words(obstacle.title.as_ref()))
        .with("outcome", obstacle.outcome.map(Word::word))
        .yes("struck", obstacle.struck)
}

fn control<'d>(control: &'d Control, tell: &Telling) -> Object<'d> {
    Object::new()
        .with("id", Some(tell.id(&control.id)))
        .with("what", tell.words(control.what.as_ref()))
        .with("due", tell.when(control.due))
        .with("owner", control.owner.as_deref())
        .yes("early_hurts", control.early_hurts)
        .with("done", tell.when(control.done))
}

fn run<'d>(run: &'d Run, tell: &Telling) -> Object<'d> {
    let with = ids(&run.with).filter(|_| tell.names());
    let pauses = run.pauses.iter();
    Object::new()
        .with("id", Some(tell.id(&run.id)))
        .with("what", tell.words(run.what.as_ref()))
        .with("starts", tell.when(run.starts))
        .written("length", run.length)
        .list("crew", ids(&run.crew))
        .list("with", with)
        .with("kind", run.kind.map(Word::word))
        .with("aim", tell.words(run.aim.as_ref()))
        .with("link", run.link.as_deref().and_then(|link| tell.whole(link)))
        .with("started", tell.when(run.started))
        .with("ended", tell.when(run.ended))
        .list(
            "pauses",
            pauses.map(|(from, until)| {
                Object::new().with("from", tell.when(Some(*from))).with("until", tell.when(*until))
            }),
        )
}

fn stage_log<'d>(row: &'d StageLog, tell: &Telling) -> Object<'d> {
    Object::new()
        .with("stage", Some(&*row.stage))
        .with("from", tell.when(row.from))
        .with("to", tell.when(row.to))
        .with("overruled", tell.words(row.overruled.as_ref()))
        .with("by", row.by.as_deref())
}

fn stroke<'d>(row: &'d Stroke, tell: &Telling) -> Object<'d> {
    Object::new()
        .with("at", tell.when(row.at))
        .with("by", row.by.as_deref())
        .with("kind", row.kind.map(Word::word))
        .with("what", tell.words(row.what.as_ref()))
        .with("result", tell.words(row.result.as_ref()))
        .with("topic", tell.some_id(row.topic.as_ref()))
        .with("track", row.track.as_deref())
        .with("asset", row.asset.as_deref())
}

/// The buyer's words and who said them are told only with names; what they were about is.
fn heard<'d>(row: &'d Heard, tell: &Telling) -> Object<'d> {
    Object::new()
        .with("at", tell.when(row.at))
        .with("by", row.by.as_deref())
        .with("who", row.who.as_deref().filter(|_| tell.names()))
        .with("kind", row.kind.map(crate::campaign::HeardKind::word))
        .with("said", row.said.as_deref().filter(|_| tell.names()))
        .with("topic", tell.some_id(row.topic.as_ref()))
        .with("run", tell.some_id(row.run.as_ref()))
        .with("answer", tell.some_id(row.answer.as_ref()))
        .with("answered", tell.when(row.answered))
}

fn call_log<'d>(row: &'d CallLog, tell: &Telling) -> Object<'d> {
    Object::new()
        .with("note", Some(tell.id(&row.note)))
        .with("rung", Some(&*row.rung).filter(|rung| !rung.is_empty()))
        .with("place", tell.when(row.place))
        .written("lead", row.lead)
        .with("called", tell.when(row.called))
        .with("acked", tell.when(row.acked))
        .with("again", tell.when(row.again))
        .with("by", row.by.as_deref())
        .with("used", row.used.map(Word::word))
}

fn handoff<'d>(row: &'d Handoff, tell: &Telling) -> Object<'d> {
    Object::new()
        .with("from", row.from.as_deref())
        .with("to", row.to.as_deref())
        .with("at", tell.when(row.at))
        .with("briefing", tell.words(row.briefing.as_ref()))
        .with("accepted", tell.when(row.accepted))
}

fn service<'d>(service: &'d Service, tell: &Telling) -> Object<'d> {
    let part = |part: &'d Option<Stint>| {
        part.as_ref().map_or_else(Object::new, |part| {
            let stint = Object::new().with("what", tell.words(part.what.as_ref())).with("by", part.by.as_deref());
            stint.with("done", tell.when(part.done))
        })
    };
    Object::new()
        .with("since", tell.when(service.since))
        .with("reason", tell.words(service.reason.as_ref()))
        .with("play", service.play.as_deref())
        .with("until", tell.when(service.until))
        .object("push", part(&service.push))
        .object("pull", part(&service.pull))
}

fn service_log<'d>(row: &'d ServiceLog, tell: &Telling) -> Object<'d> {
    Object::new()
        .with("since", tell.when(row.since))
        .with("ended", tell.when(row.ended))
        .with("reason", tell.words(row.reason.as_ref()))
        .with("play", row.play.as_deref())
        .with("outcome", row.outcome.map(Word::word))
}

fn finish<'d>(finish: &'d Finish, tell: &Telling) -> Object<'d> {
    let credit = finish.credit.iter();
    Object::new()
        .with("status", Some(finish.status.word()))
        .with("on", tell.when(finish.on))
        .with("reason", tell.words(finish.reason.as_ref()))
        .list(
            "credit",
            credit.map(|(who, what)| {
                Object::new().with("who", Some(Value::from(&**who))).with("for", Some(tell.veiled(what)))
            }),
        )
}

fn last_word<'d>(last: &'d LastWord, tell: &Telling) -> Object<'d> {
    Object::new()
        .with("account", last.account.as_deref())
        .with("title", tell.words(last.title.as_ref()))
        .with("value", last.value)
        .with("currency", last.currency.as_deref())
        .with("stage", last.stage.as_deref())
        .with("status", last.status.map(Standing::word))
        .with("close", tell.when(last.close))
        .with("created", tell.when(last.created))
        .with("probability", last.probability)
        .with("driver", last.driver.as_deref())
        .with("next", tell.words(last.next.as_ref()))
        .with("next_on", tell.when(last.next_on))
        .with("reason", tell.words(last.reason.as_ref()))
        .with("source", tell.words(last.source.as_ref()))
}
