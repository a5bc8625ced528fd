//! `codriver track`: a message is proposed, signed, and a signature is withdrawn.

use super::Outcome;
use super::acts::Seat;
use super::args::{Global, TrackAct, WarmthWord};
use crate::campaign::Warmth;
use crate::drive::rules;
use crate::runtime::clock::Clock;
use crate::runtime::environment::Environment;

/// Does what is asked.
pub fn run(act: &TrackAct, global: &Global, environment: &Environment, clock: Clock) -> Outcome {
    let seat = match Seat::of(global, environment, clock) {
        Ok(seat) => seat,
        Err(outcome) => return outcome,
    };
    match act {
        TrackAct::Propose { target, line, theme, opener, warmth, topic } => {
            let topics: Vec<&str> = topic.iter().map(String::as_str).collect();
            let proposed = rules::Proposed {
                line,
                theme: theme.as_deref(),
                opener: opener.as_deref(),
                warmth: warmth.map(|warmth| match warmth {
                    WarmthWord::Cold => Warmth::Cold,
                    WarmthWord::Warm => Warmth::Warm,
                }),
                topics: &topics,
            };
            seat.act_on(target.file(), &|ground| rules::propose(ground, &target.track, proposed))
        }
        TrackAct::Sign { target } => seat.act_on(target.file(), &|ground| rules::sign(ground, &target.track)),
        TrackAct::Withdraw { target } => seat.act_on(target.file(), &|ground| rules::withdraw(ground, &target.track)),
    }
}
