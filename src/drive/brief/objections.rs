//! What they will object to, and the answers: first what was said on this deal, what nobody has answered before the rest;
//! then the topics that are heard most on deals like it.
//!
//! A deal is like this one by its industry, by a product, or by the stage it was in when the words were said; each of the
//! three counts once for each report, those of archived campaigns too. An answer that landed in a call goes before one
//! that was only written; praise is no objection.

use std::cmp::Reverse;

use super::{Ask, Fact, Sign};
use crate::campaign::{Deal, Heard, HeardKind, Id, Note};
use crate::drive::rules::row_of;
use crate::drive::topic::Reply;
use crate::drive::topic::report::{is_objection, landed, note_named};
use crate::drive::veil::Veil;
use crate::drive::words;
use crate::text::RecordPath;

/// A note that answers and says nothing.
const WORDLESS: &str = "its note has no words";

/// An answer that somebody wrote: the note, whose it is, and where that stands.
struct Answer<'a> {
    note: &'a Note,
    deal: &'a Deal,
    record: RecordPath,
    landed: bool,
    /// Not one of ours: it stands in an archived campaign.
    archived: bool,
}

/// What is heard of one topic on deals like this one.
struct Heap<'a> {
    topic: &'a Id,
    reports: usize,
    /// The best.
    answer: Option<Answer<'a>>,
}

impl Ask<'_> {
    pub(super) fn objections(&self) -> Vec<Fact> {
        let zone = self.campaign.zone;
        let elsewhere = self.elsewhere();
        let mut own: Vec<&Heard> = self.deal.heard.iter().filter(|row| is_objection(row)).collect();
        own.sort_by_key(|row| (row.answer.is_some(), Reverse(row.at.map(|at| at.local(zone)))));
        let mut facts: Vec<Fact> = own.iter().map(|row| self.own(row, &elsewhere)).collect();
        let is_ours = |topic: &Id| {
            own.iter().any(|row| row.topic.as_deref().is_some_and(|word| self.index.folded(word) == topic.as_str()))
        };
        facts.extend(elsewhere.iter().filter(|heap| !is_ours(heap.topic)).map(|heap| self.likely(heap)));
        facts
    }

    /// What was said on this deal.
    fn own(&self, row: &Heard, elsewhere: &[Heap<'_>]) -> Fact {
        let topic = row.topic.as_deref().map(|id| self.campaign.topic_name(self.index.folded(id)));
        let who = row.who.as_deref().map(|id| self.veil.short(self.deal, id));
        let kind = row.kind.map_or("said", HeardKind::word);
        let what = match (row.said.as_deref().filter(|_| self.veil.names), topic) {
            (Some(said), _) => format!("“{said}”"),
            (None, Some(topic)) => format!("{topic}: {}", article(kind)),
            (None, None) => format!("{}, no topic written", article(kind)),
        };
        let day = row.at.map(|at| words::day(words::day_of(at, self.campaign.zone), self.campaign.zone, self.now));
        let mut why: Vec<String> = [who, day].into_iter().flatten().collect();
        let record = row_of(self.deal, row);
        let note = row.answer.as_deref().and_then(|id| note_named(self.campaign, self.deal, id));
        let fact = Fact { topic: row.topic.clone(), ..Fact::new(what) };
        if let Some((path, note)) = note {
            if landed(self.campaign, self.deal, row.answer.as_deref().unwrap_or_default()) {
                why.push("landed".to_owned());
            }
            let say = self.veil.text(note.say.as_deref().unwrap_or(WORDLESS));
            return fact.say(say).why(why.join(", ")).of(record).noted(path, note);
        }
        let known =
            row.topic.as_ref().and_then(|topic| elsewhere.iter().find(|heap| *heap.topic == *self.index.folded(topic)));
        let fact = fact.sign(Sign::Late).of(record);
        match known.and_then(|heap| heap.answer.as_ref()) {
            Some(answer) => {
                why.push("not answered here".to_owned());
                self.answered_elsewhere(fact, answer, why)
            }
            None => fact.say("no answer yet: ask the navigator").why(why.join(", ")),
        }
    }

    /// A topic of deals like this one.
    fn likely(&self, heap: &Heap<'_>) -> Fact {
        let heard = words::counted(i64::try_from(heap.reports).unwrap_or(i64::MAX), "report", "reports");
        let why = vec![format!("{heard} on deals like this")];
        let fact = Fact::new(self.campaign.topic_name(heap.topic));
        let record = self.campaign.topic(heap.topic).map(|topic| RecordPath::new(["topic", &topic.id]));
        let fact = Fact { record, topic: Some(heap.topic.clone()), ..fact };
        match &heap.answer {
            Some(answer) => self.answered_elsewhere(fact, answer, why),
            None => fact.say("no answer is written").why(why.join(", ")),
        }
    }

    fn answered_elsewhere(&self, fact: Fact, answer: &Answer<'_>, mut why: Vec<String>) -> Fact {
        // Another customer's people mean nothing here, with names or without.
        let foreign = Veil::over(answer.deal, false);
        let said = self.veil.text(&foreign.text(answer.note.say.as_deref().unwrap_or(WORDLESS)));
        let how = if answer.landed { "landed at" } else { "answered at" };
        why.push(format!("{how} {}", answer.deal.name()));
        let fact = fact.say(said).why(why.join(", "));
        // A note of an archived campaign cannot be marked from here, and another deal's id may tell a name of theirs.
        if answer.archived || !self.veil.names { fact } else { fact.noted(answer.record.clone(), answer.note) }
    }

    /// The topics of deals like this one, those heard most first.
    fn elsewhere(&self) -> Vec<Heap<'_>> {
        let likely = self.index.likely(self.campaign, self.deal).into_iter();
        likely
            .map(|likely| {
                let answer = likely.replies.iter().find_map(|reply| self.answer(reply));
                Heap { topic: likely.topic, reports: likely.reports, answer }
            })
            .collect()
    }

    /// An answer as it stands now.
    fn answer(&self, reply: &Reply) -> Option<Answer<'_>> {
        let campaign = match reply.archive {
            Some(at) => self.campaign.past.campaigns.get(at)?,
            None => self.campaign,
        };
        let deal = campaign.deal(&reply.deal)?;
        let (record, note) = note_named(campaign, deal, &reply.name)?;
        Some(Answer { note, deal, record, landed: reply.landed, archived: reply.archive.is_some() })
    }
}

fn article(kind: &str) -> String {
    match kind {
        "objection" => "an objection".to_owned(),
        "rival" => "about a rival".to_owned(),
        "said" => "a report".to_owned(),
        other => format!("a {other}"),
    }
}
