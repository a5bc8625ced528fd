//! A repair ends: what would be written, and which calls move, before anybody accepts it.
//!
//! What is written is `rules::served`. Here it is made on a copy, as a gate's move is, and the calls of both are compared.

use chrono::{DateTime, Utc};

use crate::campaign::Campaign;
use crate::drive::Outlook;
use crate::drive::gates::{Copy, Retimed, retimed};
use crate::drive::rules::{self, Act, Ended, Ground};
use crate::text::Refusal;

/// What is still to be said before a repair can end so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// The day on which it is taken up again.
    Day,
    /// Why it is given up.
    Reason,
}

/// What would change.
#[derive(Debug, Clone, PartialEq)]
pub struct Ending {
    /// What is written.
    pub act: Act,
    /// The calls that come at another time, the next one first.
    pub retimed: Vec<Retimed>,
    /// How many calls keep their time.
    pub stay: usize,
}

/// What would change if the repair ended so.
///
/// # Errors
/// What the rules refuse.
pub fn ending(ground: Ground<'_>, outlook: &Outlook, id: &str, ended: Ended<'_>) -> Result<Ending, Refusal> {
    let mut copy = Copy::of(ground);
    let mut act = Act::default();
    let wish = rules::served(ground, id, ended)?;
    copy.make(&mut act, wish)?;
    let (retimed, stay) = moved(ground.campaign, &copy.campaign, outlook, id, ground.now);
    Ok(Ending { act, retimed, stay })
}

fn moved(
    before: &Campaign,
    after: &Campaign,
    outlook: &Outlook,
    id: &str,
    now: DateTime<Utc>,
) -> (Vec<Retimed>, usize) {
    match (before.deal(id), after.deal(id)) {
        (Some(was), Some(is)) => retimed((before, was), (after, is), outlook, now),
        _ => (Vec::new(), 0),
    }
}
