//! `codriver stroke add`: a push or a pull, as it happened.

use super::Outcome;
use super::acts::Seat;
use super::args::{Global, StrokeAct, StrokeKindWord};
use crate::campaign::StrokeKind;
use crate::drive::rules;
use crate::runtime::clock::Clock;
use crate::runtime::environment::Environment;

/// Does what is asked.
pub fn run(act: &StrokeAct, global: &Global, environment: &Environment, clock: Clock) -> Outcome {
    let StrokeAct::Add { target, kind, what, result, topic, track, asset } = act;
    let played = rules::Played {
        kind: match kind {
            StrokeKindWord::Push => StrokeKind::Push,
            StrokeKindWord::Pull => StrokeKind::Pull,
        },
        what,
        result: result.as_deref(),
        topic: topic.as_deref(),
        track: track.as_deref(),
        asset: asset.as_deref(),
    };
    match Seat::of(global, environment, clock) {
        Ok(seat) => seat.act(target, &|ground| rules::stroke(ground, &target.deal, played)),
        Err(outcome) => outcome,
    }
}
