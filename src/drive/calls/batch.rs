//! Which armed note leads, and which others go with it in one breath.

use std::cmp::Reverse;
use std::fmt;

use chrono::{DateTime, Utc};

use super::assess::{Assessment, Due, Target, lead_as_written};
use super::judge::Judged;
use super::lead::{LeadBasis, PlaceClock, RungName};
use super::subject::Subject;
use super::tick::Key;
use crate::campaign::{Calendar, Campaign, Deal, Duration, Id, Text};
use crate::pace::{Caution, Form, GradeScale, Hardness, words};

/// Notes of one deal, called together.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// The deal.
    pub deal: Id,
    /// The leader, then its followers in the order of their places; never empty, at most three.
    pub calls: Vec<Call>,
    /// To be said in the rushed form.
    pub rushed: bool,
}

impl Batch {
    /// Whether a rung goes out with it.
    pub(super) fn has(&self, key: &Key) -> bool {
        self.deal == key.deal && self.calls.iter().any(|call| *call.note == *key.note && *call.rung == *key.rung)
    }
}

/// How a call follows the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follows {
    /// Closer than an eighth of the smaller lead.
    Into,
    /// Closer than a quarter.
    And,
}

/// One call, with its texts as they are at this moment, and what its row of the call log holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The deal.
    pub deal: Id,
    /// The row's `note`: a note's id, `hazard/note`, or `control.<id>`.
    pub note: String,
    /// The row's `rung`.
    pub rung: String,
    /// The row's `place`: T.
    pub place: DateTime<Utc>,
    /// The row's `lead`.
    pub lead: Duration,
    /// Its timing, as the row will tell it.
    pub judged: Judged,
    /// How it follows the call before it; `None`: it leads.
    pub follows: Option<Follows>,
    /// The place is on a stage not yet reached.
    pub estimated: bool,
    /// The highest caution.
    pub caution: Caution,
    /// What the lead is prepared for.
    pub hardness: Hardness,
    /// The steps in shorthand; `None`: no pace is written.
    pub shorthand: Option<String>,
    /// What to say; of a control, what was promised.
    pub say: Option<Text>,
    /// Why it is called now.
    pub why: Why,
}

impl Call {
    /// The nearest place first, then by deal and note.
    pub(super) fn order(&self, other: &Self) -> std::cmp::Ordering {
        (self.place, &self.deal, &self.note).cmp(&(other.place, &other.deal, &other.note))
    }
}

/// Why a note is called now, as data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Why {
    /// Where the lead comes from.
    pub basis: LeadBasis,
    /// Working seconds of the lead; seconds on the live clock.
    pub lead: i64,
    /// Working seconds to the place; seconds on the live clock.
    pub left: i64,
    /// What made it due.
    pub cause: Cause,
}

/// What made a call due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// r ≤ 1: as much is left as it takes.
    Due,
    /// It would be due before the next working day begins.
    Ahead,
    /// The stage at its place has been entered.
    Entered,
    /// It lies close behind the leader.
    Follows,
    /// Not yet due.
    Planned,
}

impl fmt::Display for Why {
    /// `grade 3 ! takes 20 wh, 19 wh are left`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lead = Working(self.lead);
        match self.basis {
            LeadBasis::Written(written) => write!(f, "written to be called {written} ahead")?,
            LeadBasis::Preparation { hardness, caution } => {
                let name = grade_name(hardness);
                let (space, sign) = if caution == Caution::None { ("", "") } else { (" ", caution.sign()) };
                write!(f, "{name}{space}{sign} takes {lead}")?;
            }
            LeadBasis::Arrival => write!(f, "the deal may be there {lead} before its median arrival")?,
            LeadBasis::Now => write!(f, "to be called on the spot, {lead} ahead")?,
            LeadBasis::Control => write!(f, "a dated promise takes {lead}")?,
            LeadBasis::Again => f.write_str("not acknowledged yet")?,
            LeadBasis::Live => return write!(f, "{} s before its minute of the run", self.left.max(0)),
        }
        match self.cause {
            Cause::Due => write!(f, ", {} left", Working(self.left.max(0))),
            Cause::Ahead => f.write_str(", due before the next working day"),
            Cause::Entered => f.write_str(", and the stage has been entered: late"),
            Cause::Follows => f.write_str(", and it lies close behind"),
            Cause::Planned => Ok(()),
        }
    }
}

/// `grade 3`, `a square`, `a hairpin`.
const fn grade_name(hardness: Hardness) -> &'static str {
    match hardness {
        Hardness::Six => "grade 6",
        Hardness::Five => "grade 5",
        Hardness::Four => "grade 4",
        Hardness::Three => "grade 3",
        Hardness::Two => "grade 2",
        Hardness::One => "grade 1",
        Hardness::Square => "a change of direction",
        Hardness::Hairpin => "a way back",
    }
}

/// Working seconds in words: `20 wh`, `2.5 wh`, `40 min`.
struct Working(i64);

impl fmt::Display for Working {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.0 + 180) / 360;
        match (self.0, tenths % 10) {
            (..3600, _) => write!(f, "{} min", self.0 / 60),
            (_, 0) => write!(f, "{} wh", tenths / 10),
            (_, rest) => write!(f, "{}.{rest} wh", tenths / 10),
        }
    }
}

/// A note with a call left, not snoozed and not on the live clock.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate<'s, 'a> {
    pub deal: &'a Deal,
    pub found: &'s Assessment<'a>,
    pub due: Due<'a>,
    pub target: Target<'a>,
}

/// Who goes first: the nearest; then by caution, hardness, deal, note and rung.
pub(super) type Order = (DateTime<Utc>, Reverse<Caution>, Reverse<Hardness>, Key);

/// More in one breath cannot be heard.
const MOST: usize = 3;
/// Words of the rushed form that fit into one breath.
const WORDS: usize = 12;

impl<'s, 'a> Candidate<'s, 'a> {
    pub fn of(deal: &'a Deal, found: &'s Assessment<'a>) -> Option<Self> {
        let (due, target) = (found.due?, found.target?);
        (!found.live && found.snoozed.is_none()).then_some(Self { deal, found, due, target })
    }

    /// A place that floats a minute ahead of now is the nearest, whenever that was found.
    pub fn order(&self) -> Order {
        let at = if self.target.floats { DateTime::<Utc>::MIN_UTC } else { self.target.at() };
        (at, Reverse(self.found.caution()), Reverse(self.found.hardness()), self.key())
    }

    pub fn key(&self) -> Key {
        key_of(self.deal, self.found)
    }

    /// Whether it may go out now.
    pub fn may_go(&self, in_run: bool, now: DateTime<Utc>) -> bool {
        self.target.clock.is_working(now) && (!in_run || self.breaks_into_a_run(now))
    }

    /// What is shown over a run: `!!!`, and a control in its last hour.
    fn breaks_into_a_run(&self, now: DateTime<Utc>) -> bool {
        let last_hour = matches!(self.found.subject, Subject::Control(_)) && self.target.clock.left(now) <= 3600;
        self.found.caution() == Caution::Three || last_hour
    }

    fn is_same(&self, other: &Self) -> bool {
        std::ptr::eq(self.found, other.found)
    }

    fn rushed_words(&self, campaign: &Campaign) -> usize {
        match (self.found.subject, self.found.steps) {
            (Subject::Control(control), _) => control.what.as_deref().map_or(0, words),
            (_, Some(steps)) => {
                let names =
                    |slug: &str| campaign.topic(slug).and_then(|topic| topic.name.as_deref()).map(str::to_owned);
                words(&steps.speak(Form::Rushed(GradeScale::SixIsEasy), &names, None))
            }
            (_, None) => 0,
        }
    }
}

/// The leader and those that follow it, with the way each follows.
pub(super) fn followed<'s, 'a>(
    campaign: &Campaign,
    calendar: &Calendar,
    leader: Candidate<'s, 'a>,
    others: &[Candidate<'s, 'a>],
) -> Vec<(Candidate<'s, 'a>, Option<Follows>)> {
    let mut batch = vec![(leader, None)];
    let mut spoken = leader.rushed_words(campaign);
    let mut others: Vec<_> = others
        .iter()
        .filter(|other| {
            other.deal.id == leader.deal.id
                && !other.is_same(&leader)
                && other.due.r <= 2.0
                && other.target.at() >= leader.target.at()
        })
        .collect();
    others.sort_by_cached_key(|one| one.order());
    for other in others {
        let (before, how) = batch[batch.len() - 1];
        if batch.len() == MOST {
            break;
        }
        let gap = calendar.working_between(before.target.at(), other.target.at());
        let lead = before.due.rung.lead.min(other.due.rung.lead);
        if gap * 4 >= lead {
            continue;
        }
        spoken += other.rushed_words(campaign);
        if spoken > WORDS {
            break;
        }
        let into = gap * 8 < lead && how != Some(Follows::Into);
        batch.push((*other, Some(if into { Follows::Into } else { Follows::And })));
    }
    batch
}

/// The name of the rung that a note is due for.
pub(super) fn key_of(deal: &Deal, found: &Assessment<'_>) -> Key {
    let rung = match found.due.map(|due| due.rung.name) {
        None | Some(RungName::Default) => Id::from(Text::default()),
        Some(RungName::Ladder(written)) => Id::from(written),
        Some(lead @ RungName::Lead(_)) => Id::from(&*lead.to_string()),
    };
    Key { deal: deal.id.clone(), note: found.subject.id(), rung }
}

/// A call, its texts read now.
pub(super) fn call(
    deal: &Deal,
    found: &Assessment<'_>,
    due: &Due<'_>,
    clock: &PlaceClock<'_>,
    follows: Option<Follows>,
    now: DateTime<Utc>,
) -> Call {
    let place = clock.place();
    let entered = found.target.is_some_and(|target| target.entered.is_some());
    let left = if found.live { (place - now).num_seconds() } else { clock.left(now) };
    Call {
        deal: deal.id.clone(),
        note: found.subject.name(),
        rung: due.rung.name.to_string(),
        place,
        lead: lead_as_written(due.rung.lead, found.live),
        judged: if entered { Judged::Late } else { Judged::of(due.r, true) },
        follows,
        estimated: found.target.is_some_and(|target| target.estimated),
        caution: found.caution(),
        hardness: found.hardness(),
        shorthand: found.steps.map(ToString::to_string),
        say: found.subject.say().map(Text::from),
        why: Why { basis: due.rung.basis, lead: due.rung.lead, left, cause: cause(due, entered, follows) },
    }
}

const fn cause(due: &Due<'_>, entered: bool, follows: Option<Follows>) -> Cause {
    if entered {
        Cause::Entered
    } else if due.ahead {
        Cause::Ahead
    } else if due.armed {
        Cause::Due
    } else if follows.is_some() {
        Cause::Follows
    } else {
        Cause::Planned
    }
}
