//! What works: tracks, assets, notes, openers and topics, each with how often it was used, how often it landed, and
//! whether the deals it was used in were won or lost. Archived campaigns count.
//!
//! What counts, from the file:
//! - a call marked `landed` or `flat` is a use of its note, of the note's track and asset, and of the topics that the note
//!   (or the obstacle at its place) is filed under, with that verdict;
//! - a stroke is a use of its track, asset and topic, without a verdict: what came of it is told in words, and a program
//!   that judged words would make up a figure;
//! - landed calls that `archive` folded are uses without a verdict, because what fell flat was folded away;
//! - an opener is used where its track is the first that is played on a deal. By a call it has the call's verdict; by a
//!   stroke it landed where the deal came to a later stage after it, and fell flat where it was lost before;
//! - notes with the same words are one note, on whatever deal they stand;
//! - a won or lost deal counts once for each thing used in it, however often.
//!
//! Invariant: nothing is ranked by a bare percentage: first by the lower end of the interval of what landed, then by that
//! of deals won, then by use (`share`).
//!
//! Left out: why something worked. A thing used in won deals need not have won them, and the words say so.

mod now;
mod share;
mod sheet;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::engine::is_promise;
use super::heard_words::{heard_words, letters};
use crate::campaign::{Anchor, CallLog, Campaign, Deal, Folds, Id, Note, Place, Status, Track, Used, When};
use crate::pace::Steps;
pub(in crate::drive) use now::opener_records;
pub use now::{OpenerNow, openers_now};
pub use share::{FEWEST, Share, Verdict, WIDEST};
pub use sheet::{Line, Sheet};

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A track's opener, as the first message on a deal.
    Opener,
    /// A message.
    Track,
    /// A proof.
    Asset,
    /// A note, by its words.
    Note,
    /// What it was about.
    Topic,
}

impl Kind {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Opener, Self::Track, Self::Asset, Self::Note, Self::Topic];

    /// Its heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Opener => "OPENERS",
            Self::Track => "TRACKS",
            Self::Asset => "PROOFS",
            Self::Note => "NOTES",
            Self::Topic => "TOPICS",
        }
    }

    /// Its name for programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Opener => "openers",
            Self::Track => "tracks",
            Self::Asset => "assets",
            Self::Note => "notes",
            Self::Topic => "topics",
        }
    }
}

/// What is known of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its id; of a note, as the call log of the deal names it where it was used first, by id.
    pub id: String,
    /// The deal on which the note stands, of a note that is one deal's.
    pub deal: Option<Id>,
    /// What people call it; of a note, its words.
    pub name: String,
    /// How often it was used.
    pub used: u32,
    /// Of the uses with a verdict, those that landed.
    pub landed: Share,
    /// Of the finished deals in which it was used, those won.
    pub won: Share,
    /// Open deals in which it was used.
    pub open: u32,
}

/// What works.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Works {
    /// By kind, each with its rows, the best known first.
    pub tables: Vec<(Kind, Vec<Row>)>,
    /// Calls with a verdict.
    pub judged: u32,
    /// Calls that were heard and have none.
    pub unmarked: u32,
}

impl Works {
    /// The rows of a kind.
    #[must_use]
    pub fn rows(&self, kind: Kind) -> &[Row] {
        self.tables.iter().find(|(known, _)| *known == kind).map_or(&[], |(_, rows)| rows)
    }
}

/// What is counted while all deals are looked at.
#[derive(Debug)]
struct Count<'c> {
    /// Of a note, its name in the call log and its words.
    note: Option<(&'c str, &'c Deal)>,
    used: u32,
    landed: Share,
    won: Share,
    open: u32,
    /// The last deal that was counted, so that each counts once.
    last_deal: usize,
}

type Counts<'c> = HashMap<(Kind, Cow<'c, str>), Count<'c>>;

/// One use of one thing.
struct Use<'c> {
    kind: Kind,
    key: Cow<'c, str>,
    note: Option<(&'c str, &'c Deal)>,
    times: u32,
    verdict: Option<bool>,
}

impl<'c> Use<'c> {
    fn of(kind: Kind, id: &'c str, verdict: Option<bool>) -> Self {
        Self { kind, key: Cow::Borrowed(id), note: None, times: 1, verdict }
    }
}

/// What works in a campaign and in those before it; with `only`, of what was used on that deal.
#[must_use]
pub fn works(campaign: &Campaign, only: Option<&Deal>) -> Works {
    let folds = Folds::of(campaign);
    let mut found = Works::default();
    let mut counts = Counts::new();
    let ours = campaign.deals.iter().map(|deal| (campaign, &**deal));
    for (number, (of, deal)) in ours.chain(campaign.past.finished()).enumerate() {
        for row in deal.call_log.iter().filter(|row| !is_promise(&row.note)) {
            match row.used {
                Some(Used::Landed | Used::Flat) => found.judged += 1,
                None if row.acked.is_some() => found.unmarked += 1,
                Some(Used::NotUsed) | None => {}
            }
        }
        for one in uses(of, deal, &folds) {
            count(&mut counts, one, deal, number + 1);
        }
    }
    let asked: HashSet<(Kind, Cow<'_, str>)> =
        only.into_iter().flat_map(|deal| uses(campaign, deal, &folds)).map(|one| (one.kind, one.key)).collect();
    for kind in Kind::ALL {
        let is_asked = |key: &str| only.is_none_or(|_| asked.contains(&(kind, Cow::Borrowed(key))));
        let of_kind = counts.iter().filter(|((known, key), _)| *known == kind && is_asked(key));
        let mut rows: Vec<Row> = of_kind.map(|((_, key), count)| row(campaign, kind, key, count)).collect();
        rows.sort_by(|a, b| {
            let low = |share: &Share| share.interval().0;
            let by_proof = low(&b.landed).total_cmp(&low(&a.landed)).then_with(|| low(&b.won).total_cmp(&low(&a.won)));
            by_proof.then_with(|| b.used.cmp(&a.used)).then_with(|| (&a.id, &a.deal).cmp(&(&b.id, &b.deal)))
        });
        found.tables.push((kind, rows));
    }
    found
}

fn count<'c>(counts: &mut Counts<'c>, one: Use<'c>, deal: &Deal, number: usize) {
    let count = counts.entry((one.kind, one.key)).or_insert_with(|| Count {
        note: one.note,
        used: 0,
        landed: Share::default(),
        won: Share::default(),
        open: 0,
        last_deal: 0,
    });
    count.used += one.times;
    if let Some(landed) = one.verdict {
        count.landed.count(landed);
    }
    // Of the places where a note stands, the first by name is shown, whatever their order in the file.
    let place = |(name, deal): &(&str, &Deal)| (name.to_string(), deal.id.clone());
    if let (Some(known), Some(other)) = (&count.note, &one.note)
        && place(other) < place(known)
    {
        count.note = one.note;
    }
    if count.last_deal != number {
        count.last_deal = number;
        match &deal.result {
            Some(finish) => count.won.count(finish.status == Status::Won),
            None => count.open += 1,
        }
    }
}

/// Every use of everything on a deal.
fn uses<'c>(campaign: &'c Campaign, deal: &'c Deal, folds: &Folds<'c>) -> Vec<Use<'c>> {
    let mut found = Vec::new();
    for stroke in &deal.strokes {
        let named = [(Kind::Track, &stroke.track), (Kind::Asset, &stroke.asset)];
        found.extend(named.into_iter().filter_map(|(kind, id)| Some(Use::of(kind, id.as_ref()?, None))));
        found.extend(stroke.topic.as_ref().map(|topic| Use::of(Kind::Topic, folded(topic, folds), None)));
    }
    for row in &deal.call_log {
        let Some(landed) = verdict(row) else { continue };
        let Some(note) = note_of(campaign, deal, &row.note) else { continue };
        found.extend(of_note((campaign, deal, folds), &row.note, note, 1, Some(landed)));
    }
    for note in &deal.notes {
        if let Some(landed) = note.tally.as_deref().map(|tally| tally.landed).filter(|landed| *landed > 0) {
            found.extend(of_note((campaign, deal, folds), &note.id, note, landed, None));
        }
    }
    found.extend(opening(campaign, deal));
    found
}

fn verdict(row: &CallLog) -> Option<bool> {
    match row.used? {
        Used::Landed => Some(true),
        Used::Flat => Some(false),
        Used::NotUsed => None,
    }
}

fn note_of<'c>(campaign: &'c Campaign, deal: &'c Deal, name: &str) -> Option<&'c Note> {
    match name.split_once('/') {
        Some((hazard, note)) => campaign.hazard(hazard)?.notes.iter().find(|one| one.id == *note),
        None => deal.note(name),
    }
}

/// `#rival:acme` is filed under `rival`, and another word for a topic under that.
fn folded<'c>(topic: &'c str, folds: &Folds<'c>) -> &'c str {
    let topic = topic.split(':').next().unwrap_or(topic);
    folds.fold(topic).unwrap_or(topic)
}

/// A note's use, and that of what it brings and is about.
fn of_note<'c>(
    (campaign, deal, folds): (&'c Campaign, &'c Deal, &Folds<'c>),
    name: &'c str,
    note: &'c Note,
    times: u32,
    verdict: Option<bool>,
) -> Vec<Use<'c>> {
    let words = note.say.as_deref().map(spoken).filter(|words| !words.is_empty());
    let key = words.map_or_else(|| Cow::Owned(format!("{} {name}", deal.id)), Cow::Owned);
    let mut found = vec![Use { kind: Kind::Note, key, note: Some((name, deal)), times, verdict }];
    let mut add = |kind, id| found.push(Use { times, ..Use::of(kind, id, verdict) });
    if let Some(track) = &note.track {
        add(Kind::Track, track);
    }
    if let Some(asset) = &note.asset {
        add(Kind::Asset, asset);
    }
    let hazard = name.split_once('/').and_then(|(hazard, _)| campaign.hazard(hazard));
    let there = match note.at.as_deref().map(|at| &at.anchor) {
        Some(Anchor::Named(id)) => match campaign.place(deal, id) {
            Some(Place::Obstacle(obstacle)) => obstacle.pace.as_deref(),
            Some(Place::Hazard(hazard)) => hazard.pace.as_deref(),
            _ => None,
        },
        _ => hazard.and_then(|hazard| hazard.pace.as_deref()),
    };
    let mut topics: Vec<&str> =
        note.pace.as_deref().or(there).into_iter().flat_map(Steps::topics).map(|topic| folded(topic, folds)).collect();
    topics.sort_unstable();
    topics.dedup();
    for topic in topics {
        add(Kind::Topic, topic);
    }
    found
}

/// The words as an ear hears them: notes that say the same are one.
fn spoken(say: &str) -> String {
    let mut words = String::new();
    for at in heard_words(say) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.extend(letters(&say[at]));
    }
    words
}

/// The first track with an opener that was played on a deal, and what came of it.
fn opening<'c>(campaign: &'c Campaign, deal: &'c Deal) -> Option<Use<'c>> {
    let zone = campaign.zone;
    let opens = |id: &&Id| campaign.track(id).is_some_and(|track| track.opener.is_some());
    let strokes = deal.strokes.iter().filter_map(|row| Some((row.at?.local(zone), row.track.as_ref()?, None)));
    let calls = deal.call_log.iter().filter_map(|row| {
        let landed = verdict(row)?;
        let track = note_of(campaign, deal, &row.note)?.track.as_ref()?;
        Some((row.acked.or(row.called)?.local(zone), track, Some(landed)))
    });
    let played = strokes.chain(calls).filter(|(_, track, _)| opens(track));
    let (at, track, landed) = played.min_by_key(|(at, track, _)| (*at, *track))?;
    Some(Use::of(Kind::Opener, track, landed.or_else(|| went_on(campaign, deal, at))))
}

/// Whether a deal came to a later stage after a moment; `None`: not yet.
fn went_on(campaign: &Campaign, deal: &Deal, at: chrono::NaiveDateTime) -> Option<bool> {
    let entered = |from: Option<When>, stage: &Id| Some((from?.local(campaign.zone), campaign.route_index(stage)?));
    let log = deal.stage_log.iter().filter_map(|row| entered(row.from, &row.stage));
    let present = campaign.stage_of(deal).and_then(|stage| entered(deal.since, stage));
    let visits: Vec<_> = log.chain(present).collect();
    let then = visits.iter().filter(|(from, _)| *from <= at).max().map_or(0, |(_, stage)| *stage);
    let later = visits.iter().any(|(from, stage)| *from > at && *stage > then);
    match deal.result.as_deref().map(|finish| finish.status) {
        _ if later => Some(true),
        Some(status) => Some(status == Status::Won),
        None => None,
    }
}

fn row(campaign: &Campaign, kind: Kind, key: &str, count: &Count<'_>) -> Row {
    let past = || campaign.past.campaigns.iter();
    let theme = |track: &Track| track.theme.clone().map(|theme| theme.to_string());
    let name = match kind {
        Kind::Opener => {
            let opener = |of: &Campaign| of.track(key).and_then(|track| track.opener.as_deref().map(str::to_owned));
            opener(campaign).or_else(|| past().find_map(opener))
        }
        Kind::Track => {
            campaign.track(key).and_then(theme).or_else(|| past().find_map(|of| of.track(key).and_then(theme)))
        }
        Kind::Asset => {
            let title = |of: &Campaign| of.asset(key).and_then(|asset| asset.title.as_deref().map(str::to_owned));
            title(campaign).or_else(|| past().find_map(title))
        }
        Kind::Note => count.note.and_then(|(name, deal)| {
            let hazard_note = || {
                [campaign]
                    .into_iter()
                    .chain(past())
                    .find_map(|of| note_of(of, deal, name).and_then(|note| note.say.clone()))
            };
            deal.note(name).and_then(|note| note.say.clone()).or_else(hazard_note).map(|say| say.to_string())
        }),
        Kind::Topic => Some(super::topic::name(campaign, key)),
    };
    let (id, deal) = match count.note {
        Some((name, deal)) => (name.to_owned(), (!name.contains('/')).then(|| deal.id.clone())),
        None => (key.to_owned(), None),
    };
    let name = name.unwrap_or_else(|| id.clone());
    Row { id, deal, name, used: count.used, landed: count.landed, won: count.won, open: count.open }
}
