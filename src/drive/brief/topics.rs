//! What a deal is about just now, as topics with their weight: what openers and proofs are chosen by.

use super::{is_in, is_in_play};
use crate::campaign::{Anchor, Deal, HeardKind, Id, Run};
use crate::pace::Steps;

/// Topics, the weightiest first.
pub(in crate::drive) struct Topics(Vec<(Id, u32)>);

/// What a buyer said and nobody has answered, and what is planned for the run, count most.
const WAITS: u32 = 3;
const IN_THE_RUN: u32 = 3;
const ANSWERED: u32 = 2;
const PLANNED: u32 = 1;

impl Topics {
    /// From what was heard on the deal, and from the notes that may still be said.
    pub fn of(deal: &Deal, run: Option<&Run>) -> Self {
        let mut topics: Vec<(Id, u32)> = Vec::new();
        let mut add = |id: Id, weight: u32| match topics.iter_mut().find(|(known, _)| *known == id) {
            Some((_, sum)) => *sum += weight,
            None => topics.push((id, weight)),
        };
        for row in deal.heard.iter().filter(|row| row.kind != Some(HeardKind::Praise)) {
            if let Some(topic) = &row.topic {
                add(topic.clone(), if row.answer.is_none() { WAITS } else { ANSWERED });
            }
        }
        for note in deal.notes.iter().filter(|note| is_in_play(note)) {
            let weight = if run.is_some_and(|run| is_in(run, note)) { IN_THE_RUN } else { PLANNED };
            let own = note.pace.as_deref();
            let obstacle = || match note.at.as_deref().map(|at| &at.anchor) {
                Some(Anchor::Named(id)) => deal.obstacle(id)?.pace.as_deref(),
                _ => None,
            };
            for slug in own.or_else(obstacle).into_iter().flat_map(Steps::topics) {
                // `#rival:acme` is filed under `rival`.
                add(Id::from(slug.split(':').next().unwrap_or(slug)), weight);
            }
        }
        topics.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Self(topics)
    }

    /// Those of a list that the deal is about, the weightiest first, and their weight together.
    pub fn shared(&self, with: &[Id]) -> (Vec<&Id>, u32) {
        let shared = || self.0.iter().filter(|(id, _)| with.contains(id));
        (shared().map(|(id, _)| id).collect(), shared().map(|(_, weight)| weight).sum())
    }
}
