//! The opener: a track that both trades have signed, of the right warmth, on a topic of the deal.
//!
//! To somebody cold a warm opener would presume. A track without a warmth suits both. The first line is the opener, the
//! second the message behind it; other tracks that suit stand behind these two.
//!
//! Of several on a topic of the deal, one that has landed more often than not goes first, and one that has not goes last,
//! as far as `drive::works` can tell; what it cannot tell changes nothing.

use super::{Ask, Fact, Sign};
use crate::campaign::{Track, Warmth};
use crate::drive::playlist::{is_agreed, warmth_of};
use crate::drive::words;
use crate::drive::works::Verdict;
use crate::text::RecordPath;

impl Ask<'_> {
    /// The opener to use, its line, then the others that suit.
    pub(super) fn opener(&self) -> Vec<Fact> {
        if !self.deal.is_open() {
            return Vec::new();
        }
        let warmth = warmth_of(self.deal);
        let suits = |track: &&Track| {
            track.opener.is_some() && is_agreed(self.campaign, track) && track.warmth.is_none_or(|own| own == warmth)
        };
        let mut tracks: Vec<(&Track, u32)> = self
            .campaign
            .tracks
            .iter()
            .filter(suits)
            .map(|track| (track, self.topics.shared(&track.topics).1))
            .collect();
        tracks.sort_by(|(a, a_weight), (b, b_weight)| {
            let own = |track: &Track| track.warmth.is_none();
            let proven = |track: &Track| match self.index.opener(&track.id).verdict() {
                Verdict::Works => 0,
                Verdict::Even | Verdict::TooFew => 1,
                Verdict::Fails => 2,
            };
            let by_topic = (*b_weight > 0).cmp(&(*a_weight > 0)).then_with(|| proven(a).cmp(&proven(b)));
            let by_weight = by_topic.then_with(|| b_weight.cmp(a_weight));
            by_weight.then_with(|| own(a).cmp(&own(b))).then_with(|| a.id.cmp(&b.id))
        });
        let Some((best, others)) = tracks.split_first() else { return self.no_opener(warmth) };
        let mut facts = vec![self.open_with(best.0)];
        if let Some(line) = best.0.line.as_deref() {
            facts.push(Fact::new(format!("then: {line}")).of(path(best.0)));
        }
        facts.extend(others.iter().map(|(track, _)| self.open_with(track)));
        facts
    }

    fn open_with(&self, track: &Track) -> Fact {
        let topics: Vec<&str> =
            self.topics.shared(&track.topics).0.into_iter().map(|id| self.campaign.topic_name(id)).collect();
        let topics = if topics.is_empty() { "no topic of theirs".to_owned() } else { words::listed(&topics) };
        let warmth = match track.warmth {
            Some(Warmth::Cold) => "cold, ",
            Some(Warmth::Warm) => "warm, ",
            None => "",
        };
        let record = self.index.opener(&track.id);
        let record = match record.verdict() {
            Verdict::TooFew => String::new(),
            _ => format!("; landed {}", record.words()),
        };
        let why = format!("{}; {warmth}{topics}{record}", self.campaign.track_theme(&track.id));
        Fact::new(track.opener.as_deref().unwrap_or_default()).why(why).of(path(track))
    }

    fn no_opener(&self, warmth: Warmth) -> Vec<Fact> {
        let warmth = if warmth == Warmth::Cold { "cold" } else { "warm" };
        let waiting =
            self.campaign.tracks.iter().filter(|track| track.opener.is_some() && !is_agreed(self.campaign, track));
        let why = match waiting.count() {
            0 => String::new(),
            1 => "one track waits for a signature".to_owned(),
            many => format!("{many} tracks wait for a signature"),
        };
        let what = format!("no opener that both have signed suits a {warmth} talk");
        vec![Fact::new(what).why(why).sign(Sign::Late)]
    }
}

fn path(track: &Track) -> RecordPath {
    RecordPath::new(["track", &track.id])
}
