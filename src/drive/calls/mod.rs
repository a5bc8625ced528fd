//! The call engine: pure, (campaign, previous tick, now) → calls.
//!
//! A note is called to the person who drives the deal, ahead of its place by a lead that its grade and caution ask
//! for, in that person's working time, at most one batch a minute. The rules, one file each: what can be called
//! (`subject`), how long ahead (`lead`), how a note stands (`assess`), how a call was timed (`judge`), what goes out
//! together (`batch`), what waits for its turn (`waiting`), one tick over all deals (`schedule`), what is coming
//! (`planned`), a call in words where there is no screen (`announced`), what is due for others (`onlooker`), how well it all went (`punctuality`).
//!
//! Where the rules leave a choice: a red flag makes notes void while it stands; a note written after its place is
//! void; a snoozed note waits whether it was called or not; the last working minute of a day is the one that begins
//! sixty seconds before its end.
//!
//! On purpose the engine writes nothing: a call is a value, and whoever runs the tick writes its row.

mod announced;
mod assess;
mod batch;
mod judge;
mod lead;
mod onlooker;
mod planned;
mod punctuality;
mod schedule;
mod subject;
#[cfg(test)]
mod tests;
mod tick;
mod waiting;

pub use announced::{Announced, Announcement, Occasion, Teller};
pub use assess::{Assessment, Due, NoteState, Question, Target, Void, assess, assess_deal, lead_as_written};
pub use batch::{Batch, Call, Cause, Follows, Why};
pub use judge::{Judged, Made};
pub use lead::{LONGEST, LeadBasis, PlaceClock, Rung, RungName, SHORTEST, live_lead, ratio, rungs};
pub use onlooker::Onlooker;
pub use planned::{PlannedCall, can_only_be_late, next_call, planned, planned_on, state, state_of};
pub use punctuality::{Punctuality, Reason, Record, Report, Timed, Went, calls_of, punctuality};
pub use schedule::{Schedule, is_in_run, tick};
pub use subject::{Subject, subjects};
pub use tick::{Ended, GapLine, Held, Key, Opening, Outcome, Repeat, Repeated, Settled, Tick};
