//! Field reports over all deals: what buyers come back to, what nobody has an answer for, and how long an answer takes.
//!
//! - **Rank**: reports are counted by topic, with topics folded as the file says (`campaign::Folds`). A topic that asks at
//!   least [`MANY`] times (praise asks for nothing) and has no signed track and no asset that may be shown is a *gap*, and
//!   comes first; then most reports, then most deals, then by id.
//! - **Time to answer**: the median working time of the deal's navigator from `at` to `answered`, by the week of `answered`,
//!   for the last [`WEEKS`] weeks. A report waits while its deal is open and no note answers it.
//! - **Likeness**: two topics may be one when their letters are alike (Jaro-Winkler from [`ALIKE`] on) or the words of one
//!   are all in the other. It is offered with where it would be written, and never applied.
//! - **Openers**: a message that was played with a `result` brought something from people who know us; it is offered for
//!   the deals that are still cold.
//!
//! Invariant: the buyers' sentences are named by their rows, never reworded here. Left out: archived campaigns, whose
//! words are history.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use strsim::jaro_winkler;

use super::heard_words::{heard_words, letters};
use super::playlist::{is_agreed, warmth_of};
use super::proof::may_not;
use super::{Outlook, topic};
use crate::campaign::{Campaign, Deal, Folds, Heard, HeardKind, Id, Text, Warmth, When, topic_key};

/// So many reports that ask make a gap.
pub const MANY: usize = 3;
/// So many weeks are looked back.
pub const WEEKS: u64 = 8;
/// Letters that are so like may be one word.
pub const ALIKE: f64 = 0.9;
/// Of more topics than this, only the first are compared with each other.
const COMPARED: usize = 150;

/// All of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reports {
    /// By topic, gaps first.
    pub topics: Vec<Theme>,
    /// Reports that are filed under nothing.
    pub unfiled: Vec<Said>,
    /// How long answers took, the first week first; a week without an answer is not there.
    pub weeks: Vec<Week>,
    /// Topics that may be one.
    pub joins: Vec<Join>,
    /// What brought buyers, for those who do not know us yet.
    pub openers: Vec<Brought>,
}

/// What is heard of a topic.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// The topic.
    pub topic: Id,
    /// Its name.
    pub name: String,
    /// Other words that reports were filed under.
    pub folded: Vec<Id>,
    /// The reports: those that wait first, then the newest.
    pub said: Vec<Said>,
    /// Of how many deals.
    pub deals: usize,
    /// How many ask for something.
    pub asking: usize,
    /// Tracks that both have signed.
    pub tracks: Vec<Id>,
    /// Tracks that wait for a signature.
    pub unsigned: Vec<Id>,
    /// Assets that may be shown now.
    pub assets: Vec<Id>,
    /// Assets that may not.
    pub barred: Vec<Id>,
}

impl Theme {
    /// Many ask, and there is nothing to play and nothing to show.
    #[must_use]
    pub const fn is_gap(&self) -> bool {
        self.asking >= MANY && self.tracks.is_empty() && self.assets.is_empty()
    }

    /// How many wait for an answer.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.said.iter().filter(|one| one.waits.is_some()).count()
    }
}

/// One report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its deal.
    pub deal: Id,
    /// Its row in the deal's `heard`.
    pub row: usize,
    /// When.
    pub at: Option<When>,
    /// The note that answers it.
    pub answer: Option<Id>,
    /// For how many working seconds it has waited, where it waits.
    pub waits: Option<i64>,
}

/// The answers of a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    /// Its Monday.
    pub monday: NaiveDate,
    /// How many.
    pub answered: usize,
    /// The median working time they took, in seconds.
    pub median: i64,
}

/// Two topics that may be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Join {
    /// The one to keep.
    pub into: Id,
    /// The one that would stand in its `also`.
    pub word: Id,
    /// What `also` would say.
    pub also: Vec<Text>,
    /// Whether `into` has a table already.
    pub has_table: bool,
}

/// A message that brought something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// The track.
    pub track: Id,
    /// What came of it, last.
    pub result: Text,
    /// On this deal.
    pub deal: Id,
    /// When.
    pub at: Option<When>,
    /// How often it brought something.
    pub times: usize,
    /// Both have signed it.
    pub agreed: bool,
    /// Whom its opener suits today.
    pub warmth: Option<Warmth>,
    /// Open deals on which nobody has met them and nothing was played.
    pub cold: Vec<Id>,
}

/// What buyers said, over all deals; with `only`, of the topics heard on that deal.
#[must_use]
pub fn reports(campaign: &Campaign, outlook: &Outlook, only: Option<&str>, now: DateTime<Utc>) -> Reports {
    let rows = || campaign.deals.iter().flat_map(|deal| deal.heard.iter().map(move |row| (&**deal, row)));
    let folds = Folds::of(campaign);
    let filed = campaign.assets.iter().flat_map(|asset| &asset.topics);
    let filed = filed.chain(campaign.tracks.iter().flat_map(|track| &track.topics));
    let heard = rows().filter_map(|(_, row)| row.topic.as_ref());
    let folded = folds.folded(heard.chain(filed).chain(campaign.topics.iter().map(|topic| &topic.id)));

    let mut unfiled = Vec::new();
    let mut heaps: BTreeMap<&Id, (Vec<Said>, BTreeSet<&Id>, usize)> = BTreeMap::new();
    for deal in &campaign.deals {
        for (at, row) in deal.heard.iter().enumerate() {
            let said = said(campaign, outlook, deal, at, row, now);
            match &row.topic {
                None => unfiled.push(said),
                Some(topic) => {
                    let (heap, words, asking) = heaps.entry(&folded[topic]).or_default();
                    heap.push(said);
                    words.insert(topic);
                    *asking += usize::from(row.kind != Some(HeardKind::Praise));
                }
            }
        }
    }
    let mut topics: Vec<Theme> = heaps
        .into_iter()
        .map(|(topic, (said, words, asking))| {
            let is_on = |topics: &[Id]| topics.iter().any(|one| folded.get(one) == Some(topic));
            theme(campaign, outlook, topic, (said, &words, asking), &is_on, now)
        })
        .collect();
    topics.sort_by_key(|one| (!one.is_gap(), Reverse(one.said.len()), Reverse(one.deals), one.topic.clone()));
    let joins = joins(campaign, &topics);
    if let Some(only) = only {
        topics.retain(|topic| topic.said.iter().any(|one| one.deal == *only));
        unfiled.retain(|one| one.deal == *only);
    }
    in_order(campaign, &mut unfiled);
    Reports { topics, unfiled, weeks: weeks(campaign, outlook, only, now), joins, openers: openers(campaign, now) }
}

fn theme(
    campaign: &Campaign,
    outlook: &Outlook,
    topic: &Id,
    (mut said, words, asking): (Vec<Said>, &BTreeSet<&Id>, usize),
    is_on: &dyn Fn(&[Id]) -> bool,
    now: DateTime<Utc>,
) -> Theme {
    in_order(campaign, &mut said);
    let (mut tracks, mut unsigned): (Vec<Id>, Vec<Id>) = (Vec::new(), Vec::new());
    for track in campaign.tracks.iter().filter(|track| is_on(&track.topics)) {
        let list = if is_agreed(campaign, track) { &mut tracks } else { &mut unsigned };
        list.push(track.id.clone());
    }
    let (mut assets, mut barred): (Vec<Id>, Vec<Id>) = (Vec::new(), Vec::new());
    for asset in campaign.assets.iter().filter(|asset| is_on(&asset.topics)) {
        let may = may_not(asset, outlook.calendar(None), now).is_none();
        let list = if may { &mut assets } else { &mut barred };
        list.push(asset.id.clone());
    }
    for list in [&mut tracks, &mut unsigned, &mut assets, &mut barred] {
        list.sort();
    }
    let deals: BTreeSet<&Id> = said.iter().map(|one| &one.deal).collect();
    Theme {
        name: topic::name(campaign, topic),
        folded: words.iter().filter(|word| **word != topic).map(|word| (*word).clone()).collect(),
        deals: deals.len(),
        topic: topic.clone(),
        said,
        asking,
        tracks,
        unsigned,
        assets,
        barred,
    }
}

fn said(campaign: &Campaign, outlook: &Outlook, deal: &Deal, row: usize, heard: &Heard, now: DateTime<Utc>) -> Said {
    let waits = (heard.answer.is_none() && deal.is_open()).then(|| {
        let calendar = outlook.calendar(campaign.navigator_of(deal).map(Id::as_str));
        heard.at.map_or(0, |at| calendar.working_between(calendar.clock(at), now).max(0))
    });
    Said { deal: deal.id.clone(), row, at: heard.at, answer: heard.answer.clone(), waits }
}

/// Those that wait, the longest first; then the newest.
fn in_order(campaign: &Campaign, said: &mut [Said]) {
    said.sort_by_key(|one| {
        let at = one.at.map(|at| at.local(campaign.zone));
        (one.waits.is_none(), Reverse(one.waits), Reverse(at), one.deal.clone(), one.row)
    });
}

fn weeks(campaign: &Campaign, outlook: &Outlook, only: Option<&str>, now: DateTime<Utc>) -> Vec<Week> {
    let monday = |at: DateTime<Utc>| {
        let day = at.with_timezone(&campaign.zone).date_naive();
        day - Days::new(day.weekday().num_days_from_monday().into())
    };
    let first = monday(now) - Days::new(7 * (WEEKS - 1));
    let mut weeks: BTreeMap<NaiveDate, Vec<i64>> = BTreeMap::new();
    for deal in campaign.deals.iter().filter(|deal| only.is_none_or(|only| deal.id == *only)) {
        let calendar = outlook.calendar(campaign.navigator_of(deal).map(Id::as_str));
        for row in deal.heard.iter().filter(|row| row.answer.is_some()) {
            let (Some(at), Some(answered)) = (row.at, row.answered) else { continue };
            let (at, answered) = (calendar.clock(at), calendar.clock(answered));
            let week = monday(answered);
            if at <= answered && answered <= now && week >= first {
                weeks.entry(week).or_default().push(calendar.working_between(at, answered));
            }
        }
    }
    let week = |(monday, mut took): (NaiveDate, Vec<i64>)| {
        took.sort_unstable();
        let (low, high) = (took[(took.len() - 1) / 2], took[took.len() / 2]);
        Week { monday, answered: took.len(), median: low.midpoint(high) }
    };
    weeks.into_iter().map(week).collect()
}

/// Topics with reports, as they are ranked, against each other and against every table.
fn joins(campaign: &Campaign, heard: &[Theme]) -> Vec<Join> {
    let mut ids: Vec<&Id> = heard.iter().map(|one| &one.topic).take(COMPARED).collect();
    let heard_count = ids.len();
    let mut tables: Vec<&Id> = campaign.topics.iter().map(|topic| &topic.id).filter(|id| !ids.contains(id)).collect();
    tables.sort();
    ids.extend(tables.into_iter().take(COMPARED));
    let words: HashMap<&Id, Vec<String>> =
        ids.iter().map(|id| (*id, heard_words(id).map(|at| letters(&id[at]).collect()).collect())).collect();
    let mut found = Vec::new();
    for (at, one) in ids.iter().enumerate().take(heard_count) {
        for other in &ids[at + 1..] {
            // One rival is not another, nor all rivals.
            if one.contains(':') || other.contains(':') || !may_be_one(&words[one], &words[other]) {
                continue;
            }
            let has_table = |id: &Id| campaign.topic(id).is_some();
            // The ranking has put the one with more reports first.
            let (into, word) = if has_table(other) && !has_table(one) { (other, one) } else { (one, other) };
            let mut also: Vec<Text> = campaign.topic(into).map_or_else(Vec::new, |topic| topic.also.clone());
            also.push(word.as_str().into());
            found.push(Join { into: (*into).clone(), word: (*word).clone(), also, has_table: has_table(into) });
        }
    }
    found
}

fn may_be_one(one: &[String], other: &[String]) -> bool {
    let (a, b) = (topic_key(&one.concat()), topic_key(&other.concat()));
    let within = |few: &[String], many: &[String]| few.iter().all(|word| many.contains(word));
    let is_short = a.chars().count().min(b.chars().count()) < 4;
    !is_short && (jaro_winkler(&a, &b) >= ALIKE || within(one, other) || within(other, one))
}

fn openers(campaign: &Campaign, now: DateTime<Utc>) -> Vec<Brought> {
    let mut cold: Vec<&Deal> = campaign
        .deals
        .iter()
        .map(|deal| &**deal)
        .filter(|deal| deal.is_open() && warmth_of(deal) == Warmth::Cold)
        .collect();
    cold.sort_by(|a, b| a.id.cmp(&b.id));
    let mut found: BTreeMap<&Id, (usize, chrono::NaiveDateTime, &Id, &Text, Option<When>)> = BTreeMap::new();
    let today = now.with_timezone(&campaign.zone).naive_local();
    for deal in &campaign.deals {
        for row in &deal.strokes {
            let (Some(track), Some(result)) = (&row.track, &row.result) else { continue };
            let at = row.at.map_or(chrono::NaiveDateTime::MIN, |at| at.local(campaign.zone));
            if result.trim().is_empty() || at > today {
                continue;
            }
            let entry = found.entry(track).or_insert((0, at, &deal.id, result, row.at));
            entry.0 += 1;
            if (at, &deal.id, result) > (entry.1, entry.2, entry.3) {
                (entry.1, entry.2, entry.3, entry.4) = (at, &deal.id, result, row.at);
            }
        }
    }
    let mut openers: Vec<Brought> = found
        .into_iter()
        .filter_map(|(id, (times, _, deal, result, at))| {
            let track = campaign.track(id)?;
            let agreed = is_agreed(campaign, track);
            Some(Brought {
                track: id.clone(),
                result: result.clone(),
                deal: deal.clone(),
                at,
                times,
                agreed,
                warmth: track.warmth,
                cold: cold.iter().map(|deal| deal.id.clone()).collect(),
            })
        })
        // What is signed and meant for cold talks already, with nobody to use it on, leaves nothing to do.
        .filter(|one| !one.agreed || one.warmth == Some(Warmth::Warm) || !one.cold.is_empty())
        .collect();
    openers.sort_by_key(|one| (Reverse(one.times), one.track.clone()));
    openers
}

#[cfg(test)]
mod tests {
    use super::super::tests::{at, campaign};
    use super::*;

    const HEAD: &str = "[crew.sam]\nseat = \"driver\"\n[crew.maya]\nseat = \"navigator\"\n[topic.price]\nname = \"Price\"\n\
                        also = [\"cost\"]\n";

    fn found(more: &str) -> Reports {
        let campaign = campaign(&format!("{HEAD}{more}"));
        reports(&campaign, &Outlook::new(&campaign), None, at("2026-11-20T10:00:00"))
    }

    fn heard(deal: &str, topic: &str, at: &str, more: &str) -> String {
        format!("[[deal.{deal}.heard]]\nat = {at}\nsaid = \"x\"\ntopic = \"{topic}\"\n{more}")
    }

    fn deals(more: &str) -> String {
        format!("[deal.a]\naccount = \"A\"\n[deal.b]\naccount = \"B\"\n{more}")
    }

    #[test]
    fn a_topic_that_many_ask_for_and_nothing_serves_comes_first() {
        let rows: String = (1..=4).map(|day| heard("a", "install", &format!("2026-11-0{day}T10:00:00Z"), "")).collect();
        let gap: String = (1..=3).map(|day| heard("b", "price", &format!("2026-11-0{day}T10:00:00Z"), "")).collect();
        let asset = "[asset.photo]\ntopics = [\"install\"]\npermission = true\n";
        let found = found(&format!("{asset}{}", deals(&(rows + &gap))));
        let ranked: Vec<_> =
            found.topics.iter().map(|one| (one.topic.as_str(), one.said.len(), one.is_gap())).collect();
        assert_eq!(ranked, [("price", 3, true), ("install", 4, false)]);
    }

    #[test]
    fn a_track_with_one_signature_and_an_asset_without_permission_leave_the_gap_open() {
        let rows: String = (1..=3).map(|day| heard("a", "price", &format!("2026-11-0{day}T10:00:00Z"), "")).collect();
        let track = "[track.t]\ntopics = [\"cost\"]\nagreed = [\"maya\"]\n[asset.s]\ntopics = [\"price\"]\n";
        let one = &found(&format!("{track}{}", deals(&rows))).topics[0];
        assert!(one.is_gap());
        assert_eq!((one.unsigned.len(), one.barred.len()), (1, 1));
        let signed = track.replace("[\"maya\"]", "[\"maya\", \"sam\"]");
        assert!(!found(&format!("{signed}{}", deals(&rows))).topics[0].is_gap());
    }

    #[test]
    fn praise_asks_for_nothing() {
        let kind = "kind = \"praise\"\n";
        let rows: String = (1..=3).map(|day| heard("a", "price", &format!("2026-11-0{day}T10:00:00Z"), kind)).collect();
        assert!(!found(&deals(&rows)).topics[0].is_gap());
    }

    #[test]
    fn spellings_and_other_words_are_counted_as_one_topic() {
        let rows = [("a", "Cost"), ("a", "price"), ("b", "go-live"), ("b", "Go_Live")]
            .map(|(deal, topic)| heard(deal, topic, "2026-11-01T10:00:00Z", ""))
            .into_iter()
            .enumerate()
            .map(|(n, row)| row.replace("10:00:00", &format!("1{n}:00:00")))
            .collect::<String>();
        let found = found(&deals(&rows));
        let ranked: Vec<_> = found.topics.iter().map(|one| (one.topic.as_str(), one.said.len())).collect();
        assert_eq!(ranked, [("Go_Live", 2), ("price", 2)]);
    }

    #[test]
    fn the_time_to_answer_is_the_median_of_the_week_in_the_navigators_working_time() {
        let note = "[deal.a.note.n]\nwhen = \"asked\"\nsay = \"N\"\n";
        let row =
            |at: &str, answered: &str| heard("a", "price", at, &format!("answer = \"n\"\nanswered = {answered}\n"));
        let rows = [
            // One working hour, and one night that does not count.
            row("2026-11-17T16:30:00Z", "2026-11-18T09:00:00Z"),
            row("2026-11-18T10:00:00Z", "2026-11-18T13:00:00Z"),
            row("2026-11-18T11:00:00Z", "2026-11-18T16:00:00Z"),
        ];
        let found = found(&deals(&format!("{note}{}", rows.concat())));
        let monday = NaiveDate::from_ymd_opt(2026, 11, 16).unwrap();
        assert_eq!(found.weeks, [Week { monday, answered: 3, median: 3 * 3600 }]);
    }

    #[test]
    fn only_open_deals_have_reports_that_wait() {
        let rows = heard("a", "price", "2026-11-20T09:00:00Z", "") + &heard("b", "price", "2026-11-20T08:00:00Z", "");
        let found = found(&deals(&(rows + "[deal.b.result]\nstatus = \"lost\"\n")));
        let waits: Vec<_> = found.topics[0].said.iter().map(|one| (one.deal.as_str(), one.waits)).collect();
        assert_eq!(waits, [("a", Some(3600)), ("b", None)]);
    }

    #[test]
    fn topics_that_are_nearly_one_are_offered_and_counted_apart() {
        let rows = heard("a", "price", "2026-11-01T10:00:00Z", "") + &heard("b", "prices", "2026-11-01T10:00:00Z", "");
        let found = found(&deals(&rows));
        assert_eq!(found.topics.len(), 2);
        let joins: Vec<_> =
            found.joins.iter().map(|one| (one.into.as_str(), one.word.as_str(), one.has_table)).collect();
        assert_eq!(joins, [("price", "prices", true)]);
        assert_eq!(found.joins[0].also.iter().map(|word| &**word).collect::<Vec<_>>(), ["cost", "prices"]);
    }

    #[test]
    fn what_brought_buyers_is_offered_for_deals_that_are_cold() {
        let track = "[track.t]\nopener = \"O?\"\nwarmth = \"warm\"\nagreed = [\"sam\", \"maya\"]\n";
        let stroke = "[[deal.a.stroke]]\nat = 2026-11-01T10:00:00Z\nkind = \"pull\"\ntrack = \"t\"\n";
        let open = |result: &str| found(&format!("{track}{}", deals(&format!("{stroke}{result}")))).openers;
        assert_eq!(open(""), []);
        let found = open("result = \"Three came\"\n");
        let told: Vec<_> = found.iter().map(|one| (one.track.as_str(), one.times, one.cold.len())).collect();
        assert_eq!(told, [("t", 1, 1)]);
    }
}
