//! `codriver heard`: the buyer's words into the inbox, and answered by a note.

use super::Outcome;
use super::acts::{Seat, time};
use super::args::{Global, HeardAct, HeardKindWord};
use crate::campaign::HeardKind;
use crate::drive::rules;
use crate::runtime::clock::Clock;
use crate::runtime::environment::Environment;
use crate::text::Refusal;

/// Does what is asked.
pub fn run(act: &HeardAct, global: &Global, environment: &Environment, clock: Clock) -> Outcome {
    let seat = match Seat::of(global, environment, clock) {
        Ok(seat) => seat,
        Err(outcome) => return outcome,
    };
    match act {
        HeardAct::Add { target, said, kind, who, topic, run } => seat.act(target, &|ground| {
            let kind = kind.map(|kind| match kind {
                HeardKindWord::Objection => HeardKind::Objection,
                HeardKindWord::Question => HeardKind::Question,
                HeardKindWord::Challenge => HeardKind::Challenge,
                HeardKindWord::Praise => HeardKind::Praise,
                HeardKindWord::Rival => HeardKind::Rival,
            });
            let (who, topic, run) = (who.as_deref(), topic.as_deref(), run.as_deref());
            rules::report(ground, &target.deal, rules::Report { said, kind, who, topic, run })
        }),
        HeardAct::Answer { target, at, by, note } => seat.act(target, &|ground| {
            let at = time(at).ok_or_else(|| {
                let mend = "write it as the file has it, such as 2026-11-19T15:20:00Z, or as its day";
                Refusal::new(format!("`{at}` is no time"), mend)
            })?;
            rules::answer(ground, &target.deal, rules::Answer { at, by: by.as_deref(), note })
        }),
    }
}
