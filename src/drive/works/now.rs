//! The openers to use now, by topic and stage: what buyers of open deals in a stage come back to, and the signed opener
//! on that topic that has the best record.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Kind, Row, Share, Verdict, Works, works};
use crate::campaign::{Campaign, Deal, Id, Track};
use crate::drive::brief::Topics;
use crate::drive::playlist::is_agreed;

/// An opener for a topic in a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenerNow {
    /// The stage that the deals stand in.
    pub stage: Id,
    /// What they come back to.
    pub topic: Id,
    /// How many open deals of the stage do.
    pub deals: usize,
    /// The track.
    pub track: Id,
    /// Its record as an opener, else as a message.
    pub share: Share,
}

/// Of a stage, the topics of most deals.
const TOPICS: usize = 3;

/// What speaks for an opener: its record as such if that can be told, else that of its track; without either, nothing.
fn record(works: &Works, track: &str) -> Share {
    let of = |kind| works.rows(kind).iter().find(|row: &&Row| row.id == track).map(|row| row.landed);
    let (opener, message) = (of(Kind::Opener).unwrap_or_default(), of(Kind::Track).unwrap_or_default());
    if opener.verdict() == Verdict::TooFew && message.verdict() != Verdict::TooFew { message } else { opener }
}

/// The record of every opener that has one: what the call sheet chooses by.
#[must_use]
pub(in crate::drive) fn opener_records(campaign: &Campaign) -> BTreeMap<Id, Share> {
    let mut tracks = campaign.tracks.iter().filter(|track| track.opener.is_some()).peekable();
    if tracks.peek().is_none() {
        return BTreeMap::new();
    }
    let works = works(campaign, None);
    tracks.map(|track| (track.id.clone(), record(&works, &track.id))).filter(|(_, share)| share.of > 0).collect()
}

/// What to open with now, by stage in the order of the route and by topic, those of most deals first; with `only`, on
/// that deal.
#[must_use]
pub fn openers_now(campaign: &Campaign, works: &Works, only: Option<&Deal>) -> Vec<OpenerNow> {
    let is_ready = |track: &&Track| track.opener.is_some() && is_agreed(campaign, track);
    let ready: Vec<(&Track, Share)> =
        campaign.tracks.iter().filter(is_ready).map(|track| (track, record(works, &track.id))).collect();
    if ready.is_empty() {
        return Vec::new();
    }
    let mut deals: BTreeMap<(usize, &Id), usize> = BTreeMap::new();
    let is_asked = |deal: &Deal| deal.is_open() && only.is_none_or(|only| only.id == deal.id);
    for deal in campaign.deals.iter().filter(|deal| is_asked(deal)) {
        let Some(stage) = campaign.stage_of(deal).and_then(|stage| campaign.route_index(stage)) else { continue };
        let topics = Topics::of(deal, None);
        for topic in ready.iter().flat_map(|(track, _)| &track.topics) {
            // A topic on two tracks is one; it is counted for the first.
            let first = ready.iter().flat_map(|(track, _)| &track.topics).find(|one| *one == topic);
            if first.is_some_and(|first| std::ptr::eq(first, topic)) && topics.shared(std::slice::from_ref(topic)).1 > 0
            {
                *deals.entry((stage, topic)).or_default() += 1;
            }
        }
    }
    let mut found: Vec<OpenerNow> = deals
        .into_iter()
        .filter_map(|((stage, topic), deals)| {
            let on_topic = ready.iter().filter(|(track, _)| track.topics.contains(topic));
            let (track, share) = on_topic.min_by(|(a, a_share), (b, b_share)| {
                let low = |share: &Share| share.interval().0;
                let by_proof = a_share.verdict().cmp(&b_share.verdict());
                by_proof.then_with(|| low(b_share).total_cmp(&low(a_share))).then_with(|| a.id.cmp(&b.id))
            })?;
            let stage = campaign.route.get(stage)?.clone();
            Some(OpenerNow { stage, topic: topic.clone(), deals, track: track.id.clone(), share: *share })
        })
        .collect();
    let place = |one: &OpenerNow| campaign.route_index(&one.stage);
    found.sort_by_key(|one| (place(one), Reverse(one.deals), one.topic.clone()));
    let mut shown = 0;
    let mut last = None;
    found.retain(|one| {
        shown = if last.as_ref() == Some(&one.stage) { shown + 1 } else { 1 };
        last = Some(one.stage.clone());
        shown <= TOPICS
    });
    found
}
