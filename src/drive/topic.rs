//! What is known of a topic where it comes up: what answers it, what to show, the message to play, each with why it was
//! chosen; and which topic some words may be about.
//!
//! Invariant: nothing is chosen that may not be used: an asset only with permission and before its end, a track only when
//! both trades have signed it. What was left out for that is counted. A guess is offered, never taken for an answer.
//!
//! Left out on purpose: words that only mean the same. A topic's name, its id and its `also` are compared word by word.

mod index;
pub(super) mod report;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::Outlook;
use super::desk::record;
use super::heard_words::{heard_words, letters};
use super::playlist::is_agreed;
use super::proof::may_not;
use crate::campaign::{Anchor, Asset, Campaign, Deal, Id, Note, Place, Track};
use crate::pace::{Mark, Steps};
pub use index::{Index, Likely, Reply};

/// Of the answers on other deals, so many are looked up.
const MOST: usize = 3;

/// What is known of a topic, for one deal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicCard {
    /// The topic.
    pub topic: Id,
    /// Its name.
    pub name: String,
    /// What answers it: the deal's own notes, the hazards', else what answered it on other deals.
    pub answers: Vec<Answer>,
    /// What to show, the likest first.
    pub assets: Vec<Proof>,
    /// The messages to play.
    pub tracks: Vec<Message>,
    /// Assets on this topic that may not be used now.
    pub barred: usize,
    /// How often buyers have come to it, over all deals.
    pub heard_count: usize,
}

impl TopicCard {
    /// Whether there is nothing to say, to show or to play.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.assets.is_empty() && self.tracks.is_empty()
    }
}

/// A note that answers a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The note as the call log names it: its id, or `hazard/note`.
    pub note: Id,
    /// The deal it stands on; of a hazard's note, the deal that was asked about.
    pub deal: Id,
    /// What to say.
    pub say: String,
    /// Who wrote it.
    pub by: Option<Id>,
    /// The asset it brings.
    pub asset: Option<Id>,
    /// Why it was chosen.
    pub why: String,
}

/// An asset to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The asset.
    pub asset: Id,
    /// Its title.
    pub title: String,
    /// Where it is.
    pub link: Option<String>,
    /// Why it was chosen.
    pub why: String,
}

/// A message to play.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The track.
    pub track: Id,
    /// What it is about.
    pub theme: String,
    /// The message.
    pub line: String,
    /// Why it was chosen.
    pub why: String,
}

/// All that is known of a topic, for this deal, at this moment.
#[must_use]
pub fn topic_card(
    campaign: &Campaign,
    outlook: &Outlook,
    index: &Index,
    deal: &Deal,
    topic: &str,
    now: DateTime<Utc>,
) -> TopicCard {
    let on_topic = || campaign.assets.iter().filter(|asset| asset.topics.iter().any(|known| *known == *topic));
    let may_be_used = |asset: &&Asset| may_not(asset, outlook.calendar(None), now).is_none();
    let mut assets: Vec<(u8, Proof)> =
        on_topic().filter(may_be_used).map(|asset| proof(campaign, deal, asset)).collect();
    assets.sort_by_key(|(fit, _)| Reverse(*fit));
    let tracks = campaign.tracks.iter().filter(|track| track.topics.iter().any(|known| *known == *topic));
    TopicCard {
        topic: Id::from(topic),
        name: name(campaign, topic),
        answers: answers(campaign, index, deal, topic),
        barred: on_topic().count() - assets.len(),
        assets: assets.into_iter().map(|(_, proof)| proof).collect(),
        tracks: tracks.filter(|track| is_agreed(campaign, track)).map(|track| message(campaign, track)).collect(),
        heard_count: index.heard_count(deal, topic),
    }
}

/// A topic as it is shown: its name, else its id with blanks.
#[must_use]
pub fn name(campaign: &Campaign, topic: &str) -> String {
    let name = campaign.topic(topic).and_then(|topic| topic.name.as_deref());
    name.map_or_else(|| topic.replace('-', " "), str::to_owned)
}

/// The notes that can be said on a topic, as the call log names them: those of the deal and of the hazards it meets that
/// are filed under it.
pub fn filed<'c>(campaign: &'c Campaign, deal: &'c Deal, topic: &str) -> impl Iterator<Item = (String, &'c Note)> {
    let own = deal.notes.iter().filter(move |note| {
        let obstacle = match note.at.as_deref().map(|at| &at.anchor) {
            Some(Anchor::Named(id)) => campaign.place(deal, id),
            _ => None,
        };
        let there = match obstacle {
            Some(Place::Obstacle(obstacle)) => obstacle.pace.as_deref(),
            Some(Place::Hazard(hazard)) => hazard.pace.as_deref(),
            _ => None,
        };
        is_live(note) && is_filed(note, there, topic)
    });
    let hazards = campaign.hazards_of(deal).flat_map(move |hazard| {
        let fits = move |note: &&Note| is_live(note) && is_filed(note, hazard.pace.as_deref(), topic);
        hazard.notes.iter().filter(fits).map(move |note| (format!("{}/{}", hazard.id, note.id), note))
    });
    own.map(|note| (note.id.to_string(), note)).chain(hazards)
}

fn is_live(note: &Note) -> bool {
    !note.retired && note.mark != Some(Mark::Struck)
}

/// Whether a note is filed under a topic: by its own pace, else by that of the obstacle at its place. `#rival:acme` is
/// filed under `rival` as well.
fn is_filed(note: &Note, there: Option<&Steps>, topic: &str) -> bool {
    let is_under = |slug: &str| slug == topic || slug.split(':').next() == Some(topic);
    note.pace.as_deref().or(there).is_some_and(|steps| steps.topics().any(is_under))
}

/// What answers a topic, the nearest first: a note that has answered it on this deal, the deal's own notes, the
/// hazards', else what answered the same on other deals.
#[must_use]
pub fn answers(campaign: &Campaign, index: &Index, deal: &Deal, topic: &str) -> Vec<Answer> {
    let mut found: Vec<Answer> = Vec::new();
    for note in answered_by(deal, topic) {
        found.push(answer(deal, &note.id, note, why_landed("answered it on this deal", deal, note)));
    }
    for (id, note) in filed(campaign, deal, topic).filter(|(_, note)| note.say.is_some()) {
        if found.iter().all(|known| known.note != *id) {
            let why = match id.split_once('/') {
                Some((hazard, _)) => format!("the note of {}", hazard_title(campaign, hazard)),
                None => why_landed("a note of this deal", deal, note),
            };
            found.push(answer(deal, &id, note, why));
        }
    }
    if found.is_empty() {
        let notes = index.answers(&deal.id, topic).filter_map(|known| {
            let other = campaign.deal(&known.deal)?;
            Some((other, other.note(&known.note).filter(|note| is_live(note) && note.say.is_some())?))
        });
        let mut notes: Vec<_> = notes.map(|(other, note)| (record(other, note).landed, other, note)).collect();
        notes.sort_by_key(|(landed, ..)| Reverse(*landed));
        found.extend(notes.into_iter().take(MOST).map(|(_, other, note)| {
            answer(other, &note.id, note, why_landed(&format!("answered it on {}", other.name()), other, note))
        }));
    }
    found
}

/// The notes of a deal that have answered a report on this topic.
fn answered_by<'d>(deal: &'d Deal, topic: &str) -> Vec<&'d Note> {
    let rows = deal.heard.iter().filter(|row| row.topic.as_deref() == Some(topic));
    let mut notes: Vec<&Note> = Vec::new();
    for note in rows.filter_map(|row| deal.note(row.answer.as_deref()?)) {
        if is_live(note) && note.say.is_some() && notes.iter().all(|known| known.id != note.id) {
            notes.push(note);
        }
    }
    notes
}

fn answer(deal: &Deal, id: &str, note: &Note, why: String) -> Answer {
    Answer {
        note: Id::from(id),
        deal: deal.id.clone(),
        say: note.say.as_deref().unwrap_or_default().to_owned(),
        by: note.by.clone(),
        asset: note.asset.clone(),
        why,
    }
}

fn why_landed(why: &str, deal: &Deal, note: &Note) -> String {
    match record(deal, note).landed {
        0 => why.to_owned(),
        1 => format!("{why}, landed once"),
        times => format!("{why}, landed {times} times"),
    }
}

fn hazard_title<'c>(campaign: &'c Campaign, id: &'c str) -> &'c str {
    campaign.hazard(id).and_then(|hazard| hazard.title.as_deref()).unwrap_or(id)
}

/// How well an asset fits the deal, and what it is chosen for.
fn proof(campaign: &Campaign, deal: &Deal, asset: &Asset) -> (u8, Proof) {
    let trade = asset.industry.iter().find(|trade| deal.industry.contains(trade));
    let stage = campaign.stage_of(deal).filter(|stage| asset.stages.contains(stage));
    let mut why = vec!["on this topic".to_owned()];
    why.extend(trade.map(|trade| format!("for {trade}")));
    why.extend(stage.map(|stage| format!("for {}", campaign.stage_name(stage))));
    let fit = u8::from(trade.is_some()) * 2 + u8::from(stage.is_some());
    let proof = Proof {
        asset: asset.id.clone(),
        title: campaign.asset_title(&asset.id).to_owned(),
        link: asset.link.as_deref().map(str::to_owned),
        why: why.join(", "),
    };
    (fit, proof)
}

fn message(campaign: &Campaign, track: &Track) -> Message {
    let signed: Vec<&str> = track.agreed.iter().map(|id| campaign.crew_name(id)).collect();
    Message {
        track: track.id.clone(),
        theme: campaign.track_theme(&track.id).to_owned(),
        line: track.line.as_deref().or(track.opener.as_deref()).unwrap_or_default().to_owned(),
        why: format!("signed by {}", signed.join(" and ")),
    }
}

/// The topics that a deal names.
fn used(deal: &Deal) -> impl Iterator<Item = &str> {
    let heard = deal.heard.iter().filter_map(|row| row.topic.as_deref());
    let strokes = deal.strokes.iter().filter_map(|row| row.topic.as_deref());
    let notes = deal.notes.iter().filter_map(|note| note.pace.as_deref());
    let obstacles = deal.obstacles.iter().filter_map(|one| one.pace.as_deref());
    heard.chain(strokes).chain(notes.chain(obstacles).flat_map(Steps::topics))
}

/// Every topic of the file: those that have a table in its order, then those that are only used, by name. What the deal
/// at hand names is there, also when the index does not know it yet.
#[must_use]
pub fn topics(campaign: &Campaign, index: &Index, deal: Option<&Deal>) -> Vec<Id> {
    let mut used: BTreeSet<&str> = index.topics().map(Id::as_str).chain(deal.into_iter().flat_map(used)).collect();
    for hazard in &campaign.hazards {
        let paces = hazard.notes.iter().map(|note| &note.pace).chain([&hazard.pace]);
        used.extend(paces.filter_map(Option::as_deref).flat_map(Steps::topics));
    }
    used.extend(campaign.assets.iter().flat_map(|asset| &asset.topics).map(|id| &**id));
    used.extend(campaign.tracks.iter().flat_map(|track| &track.topics).map(|id| &**id));
    for topic in &campaign.topics {
        used.remove(topic.id.as_str());
    }
    campaign.topics.iter().map(|topic| topic.id.clone()).chain(used.into_iter().map(Id::from)).collect()
}

/// Other words for a topic, as the file has them.
pub fn also<'c>(campaign: &'c Campaign, topic: &str) -> impl Iterator<Item = &'c str> {
    campaign.topic(topic).into_iter().flat_map(|topic| &topic.also).map(|words| &**words)
}

/// The topic that some words may be about, and the words that say so: of several the longest, then the one said first.
#[must_use]
pub fn guess(campaign: &Campaign, topics: &[Id], said: &str) -> Option<(Id, String)> {
    let heard: Vec<String> = heard_words(said).map(|at| letters(&said[at]).collect()).collect();
    if heard.is_empty() {
        return None;
    }
    let mut best: Option<(usize, Reverse<usize>, &Id, &str)> = None;
    for id in topics {
        let name = campaign.topic(id).and_then(|topic| topic.name.as_deref());
        for words in [id.as_str()].into_iter().chain(name).chain(also(campaign, id)) {
            let wanted: Vec<String> = heard_words(words).map(|at| letters(&words[at]).collect()).collect();
            let long = wanted.iter().map(|word| word.chars().count()).sum::<usize>();
            // A word of two letters says nothing.
            if long < 3 || wanted.len() > heard.len() {
                continue;
            }
            if let Some(at) = heard.windows(wanted.len()).position(|window| window == wanted)
                && best.is_none_or(|(most, first, ..)| (long, Reverse(at)) > (most, first))
            {
                best = Some((long, Reverse(at), id, words));
            }
        }
    }
    best.map(|(.., id, words)| (id.clone(), words.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{at, campaign};
    use super::*;

    const TEXT: &str = r#"
[crew.sam]
name = "Sam"
seat = "driver"
[crew.maya]
name = "Maya"
seat = "navigator"
[stage.proof]
name = "Proof"
[topic.price]
name = "Price"
also = ["cost", "cheaper elsewhere"]
[topic.data-team]
name = "Needs a data team"
[asset.general]
title = "General"
topics = ["price"]
permission = true
[asset.grocer]
title = "Grocer"
topics = ["price"]
industry = ["retail"]
stages = ["proof"]
permission = true
until = 2026-11-20
[asset.asked]
topics = ["price"]
[asset.refused]
topics = ["price"]
permission = false
[track.agreed]
line = "Cost per store."
topics = ["price"]
agreed = ["sam", "maya"]
[track.half]
line = "Cheap."
topics = ["price"]
agreed = ["maya"]
[hazard.freeze]
title = "The freeze"
pace = "L3 #install"
only = { industry = ["retail"] }
[hazard.freeze.note.slots]
say = "Book the slots."
[deal.a]
account = "A"
industry = "retail"
stage = "proof"
[deal.a.note.anchor]
pace = "L4 #price"
say = "Anchor on cost per store."
by = "maya"
[deal.a.note.old]
pace = "L4 #price"
say = "The list price."
retired = true
[[deal.a.heard]]
at = 2026-11-18T10:00:00Z
topic = "rival:acme"
said = "Acme is cheaper."
[deal.b]
account = "B"
[deal.b.note.phone]
say = "Let them try it on a phone."
[[deal.b.call_log]]
note = "phone"
rung = ""
place = 2026-11-10T10:00:00Z
called = 2026-11-10T09:00:00Z
used = "landed"
[[deal.b.heard]]
at = 2026-11-18T10:00:00Z
topic = "data-team"
said = "Who reads it?"
answer = "phone"
"#;

    fn card(deal: &str, topic: &str, now: &str) -> TopicCard {
        let campaign = campaign(TEXT);
        let (outlook, index) = (Outlook::new(&campaign), Index::of(&campaign));
        topic_card(&campaign, &outlook, &index, campaign.deal(deal).unwrap(), topic, at(now))
    }

    fn answered(card: &TopicCard) -> Vec<(&str, &str)> {
        card.answers.iter().map(|answer| (answer.note.as_str(), answer.why.as_str())).collect()
    }

    #[test]
    fn the_notes_of_the_deal_answer_a_topic_and_what_is_retired_does_not() {
        assert_eq!(answered(&card("a", "price", "2026-11-20T09:00:00")), [("anchor", "a note of this deal")]);
    }

    #[test]
    fn the_note_of_a_hazard_that_the_deal_meets_answers_its_topic() {
        let now = "2026-11-20T09:00:00";
        assert_eq!(answered(&card("a", "install", now)), [("freeze/slots", "the note of The freeze")]);
        assert!(card("b", "install", now).answers.is_empty());
    }

    #[test]
    fn where_the_deal_has_no_answer_that_of_another_deal_is_shown() {
        let card = card("a", "data-team", "2026-11-20T09:00:00");
        assert_eq!(answered(&card), [("phone", "answered it on B, landed once")]);
        assert_eq!((card.name.as_str(), card.heard_count), ("Needs a data team", 1));
    }

    #[test]
    fn a_note_on_one_rival_is_filed_under_all_rivals_as_well() {
        let text = TEXT.replace(
            "[deal.a.note.old]",
            "[deal.a.note.acme]\npace = \"L4 #rival:acme\"\nsay = \"Ask when.\"\n[deal.a.note.old]",
        );
        let campaign = campaign(&text);
        let deal = campaign.deal("a").unwrap();
        for topic in ["rival", "rival:acme"] {
            let notes: Vec<String> = filed(&campaign, deal, topic).map(|(id, _)| id).collect();
            assert_eq!(notes, ["acme"], "{topic}");
        }
    }

    #[test]
    fn an_asset_is_shown_with_permission_and_until_its_last_day_the_likest_first() {
        let shown = |now: &str| {
            let card = card("a", "price", now);
            let assets: Vec<_> = card.assets.iter().map(|one| format!("{}: {}", one.title, one.why)).collect();
            (assets, card.barred)
        };
        let general = "General: on this topic".to_owned();
        let grocer = "Grocer: on this topic, for retail, for Proof".to_owned();
        assert_eq!(shown("2026-11-20T17:00:00"), (vec![grocer, general.clone()], 2));
        assert_eq!(shown("2026-11-20T18:00:00"), (vec![general], 3));
    }

    #[test]
    fn a_track_is_played_once_both_trades_have_signed() {
        let card = card("a", "price", "2026-11-20T09:00:00");
        let tracks: Vec<_> = card.tracks.iter().map(|one| (one.line.as_str(), one.why.as_str())).collect();
        assert_eq!(tracks, [("Cost per store.", "signed by Sam and Maya")]);
    }

    #[test]
    fn every_topic_of_the_file_is_known_those_with_a_table_first() {
        let campaign = campaign(TEXT);
        let topics = topics(&campaign, &Index::of(&campaign), None);
        let topics: Vec<&str> = topics.iter().map(Id::as_str).collect();
        assert_eq!(topics, ["price", "data-team", "install", "rival:acme"]);
    }

    #[test]
    fn words_hint_at_the_topic_with_the_longest_name_in_them() {
        let campaign = campaign(TEXT);
        let topics = topics(&campaign, &Index::of(&campaign), None);
        let guessed = |said: &str| guess(&campaign, &topics, said).map(|(id, words)| (id.to_string(), words));
        let hint = |id: &str, words: &str| Some((id.to_owned(), words.to_owned()));
        assert_eq!(guessed("What does it COST?"), hint("price", "cost"));
        assert_eq!(guessed("At that cost we need a data team"), hint("data-team", "data-team"));
        assert_eq!(guessed("It is cheaper, elsewhere, they say"), hint("price", "cheaper elsewhere"));
        assert_eq!(guessed("Costly installations"), None);
        assert_eq!(guessed(""), None);
    }
}
