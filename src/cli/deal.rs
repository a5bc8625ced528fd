//! `codriver deal`: what has rules. The rules are `drive::rules`; here words become what they ask for.

use super::Outcome;
use super::acts::{Seat, day_in};
use super::args::{DealAct, FinishArgs, Global, OutcomeWord, StrokeKindWord, Target};
use crate::campaign::{Status, StrokeKind, When};
use crate::drive::rules::{self, Act, Ground};
use crate::runtime::clock::Clock;
use crate::runtime::environment::Environment;
use crate::text::Refusal;

/// Does what is asked.
pub fn run(act: &DealAct, global: &Global, environment: &Environment, clock: Clock) -> Outcome {
    let seat = match Seat::of(global, environment, clock) {
        Ok(seat) => seat,
        Err(outcome) => return outcome,
    };
    seat.act(target(act), &|ground| wish(act, ground))
}

fn target(act: &DealAct) -> &Target {
    match act {
        DealAct::Next { target, .. }
        | DealAct::Stage { target, .. }
        | DealAct::Close { target, .. }
        | DealAct::Won { target, .. }
        | DealAct::Lost { target, .. }
        | DealAct::Service { target, .. }
        | DealAct::HandOver { target, .. } => target,
    }
}

fn wish(act: &DealAct, ground: Ground<'_>) -> Result<Act, Refusal> {
    let id = &*target(act).deal;
    let day = |words: &Option<String>| words.as_deref().map(|words| day_in(ground, words)).transpose();
    match act {
        DealAct::Next { what, on, by, needs, .. } => {
            let touch = rules::Touch { what, on: day(on)?, by: by.as_deref(), needs: needs.as_deref() };
            rules::next(ground, id, touch)
        }
        DealAct::Stage { stage, overrule, .. } => rules::stage(ground, id, stage, overrule.as_deref()),
        DealAct::Close { date, .. } => rules::close(ground, id, day_in(ground, date)?),
        DealAct::Won { finish, .. } => rules::finish(ground, id, &finished(Status::Won, finish, day(&finish.on)?)?),
        DealAct::Lost { finish, .. } => rules::finish(ground, id, &finished(Status::Lost, finish, day(&finish.on)?)?),
        DealAct::Service { end: Some(end), stage, on, why, .. } => {
            let ended = match end {
                OutcomeWord::Recovered => rules::Ended::Recovered { stage: stage.as_deref() },
                OutcomeWord::Later => rules::Ended::Later { on: day(on)? },
                OutcomeWord::Retired => rules::Ended::Retired { why: why.as_deref() },
            };
            rules::served(ground, id, ended)
        }
        DealAct::Service { done: Some(part), .. } => rules::report_part(
            ground,
            id,
            match part {
                StrokeKindWord::Push => StrokeKind::Push,
                StrokeKindWord::Pull => StrokeKind::Pull,
            },
            true,
        ),
        DealAct::Service { reason, play, until, .. } => {
            let reason = reason.as_deref().unwrap_or_default();
            let repairs = rules::Repairs { reason, play: play.as_deref(), until: day(until)?, push: None, pull: None };
            rules::serve(ground, id, repairs)
        }
        DealAct::HandOver { decline: true, .. } => rules::decline(ground, id),
        DealAct::HandOver { to: Some(to), briefing: Some(briefing), accept, .. } => {
            rules::hand_over(ground, id, to, Some(briefing), *accept)
        }
        DealAct::HandOver { to: Some(to), briefing: None, accept: false, .. } => {
            rules::hand_over(ground, id, to, None, false)
        }
        DealAct::HandOver { to, .. } => rules::accept(ground, id, to.as_deref()),
    }
}

fn finished(status: Status, finish: &FinishArgs, on: Option<When>) -> Result<rules::Finished, Refusal> {
    let credit = finish.credit.iter().map(|credit| {
        let parts = credit.split_once('=').map(|(who, what)| (who.trim().to_owned(), what.to_owned()));
        parts.ok_or_else(|| {
            Refusal::new(format!("expected CREW=WORDS, found `{credit}`"), "write it as maya='Webinar lead'")
        })
    });
    Ok(rules::Finished { status, on, reason: finish.reason.clone(), credit: credit.collect::<Result<_, _>>()? })
}
