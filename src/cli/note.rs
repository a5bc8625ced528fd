//! `codriver note hear`: a call was heard, wherever that was.

use super::Outcome;
use super::acts::Seat;
use super::args::{Global, NoteAct};
use crate::drive::rules;
use crate::runtime::clock::Clock;
use crate::runtime::environment::Environment;

/// Does what is asked.
pub fn run(act: &NoteAct, global: &Global, environment: &Environment, clock: Clock) -> Outcome {
    let NoteAct::Hear { target, note, rung } = act;
    match Seat::of(global, environment, clock) {
        Ok(seat) => seat.act(target, &|ground| rules::hear(ground, &target.deal, note, rung.as_deref())),
        Err(outcome) => outcome,
    }
}
