//! Whose change a difference is: what the deal says, what the export says, and what the export said last.
//!
//! Invariant: a word of the pair is replaced only by somebody who asked for that by name.

use chrono::{NaiveDateTime, SubsecRound};
use chrono_tz::Tz;

use crate::campaign::When;

/// What becomes of one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing: both say the same, or the export says nothing new.
    Stands,
    /// The export's word is taken.
    Taken,
    /// The pair's word stands although the export says something else; told with the reason.
    Kept(&'static str),
}

/// Who asked for the export's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Nobody.
    No,
    /// Wherever both have changed it.
    All,
    /// For this word.
    Named,
}

const NEVER_SEEN: &str = "it stood here before the CRM said anything";
const TAKEN_OUT: &str = "it was taken out here, and the CRM has a new word";
const BOTH: &str = "it was changed here, and in the CRM as well";

/// The three-word rule. `None` is no word; an export without one takes nothing away.
pub(super) fn judge<T: ?Sized>(
    ours: Option<&T>,
    theirs: Option<&T>,
    last: Option<&T>,
    asked: Asked,
    same: impl Fn(&T, &T) -> bool,
) -> Verdict {
    let Some(theirs) = theirs else { return Verdict::Stands };
    let is = |one: Option<&T>, other: &T| one.is_some_and(|one| same(one, other));
    if is(ours, theirs) {
        return Verdict::Stands;
    }
    if asked == Asked::Named {
        return Verdict::Taken;
    }
    if is(last, theirs) {
        return Verdict::Stands;
    }
    let why = match (ours, last) {
        (None, None) => return Verdict::Taken,
        (Some(ours), Some(last)) if same(ours, last) => return Verdict::Taken,
        (Some(_), None) => NEVER_SEEN,
        (None, Some(_)) => TAKEN_OUT,
        (Some(_), Some(_)) => BOTH,
    };
    if asked == Asked::All { Verdict::Taken } else { Verdict::Kept(why) }
}

/// To the second: finer than that no CRM says it, and a file does not keep more than a thousandth.
pub(super) fn to_the_second(at: When) -> When {
    match at {
        When::Date(_) => at,
        When::Local(time) => When::Local(time.trunc_subsecs(0)),
        When::Instant(time) => When::Instant(time.trunc_subsecs(0)),
    }
}

/// The day of it in the campaign's zone.
pub(super) fn day(at: When, zone: Tz) -> When {
    When::Date(at.local(zone).date())
}

/// Whether two times are one, as far as the vaguer of them says.
pub(super) fn same_when(one: When, other: When, zone: Tz) -> bool {
    match (one, other) {
        (When::Date(_), _) | (_, When::Date(_)) => one.local(zone).date() == other.local(zone).date(),
        _ => at(one, zone) == at(other, zone),
    }
}

/// On the wall clock, to the second.
fn at(when: When, zone: Tz) -> NaiveDateTime {
    when.local(zone).trunc_subsecs(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(ours: Option<i32>, theirs: Option<i32>, last: Option<i32>, asked: Asked) -> Verdict {
        judge(ours.as_ref(), theirs.as_ref(), last.as_ref(), asked, |one, other| one == other)
    }

    #[test]
    fn a_word_that_nobody_here_changed_follows_the_export() {
        assert_eq!(verdict(Some(1), Some(2), Some(1), Asked::No), Verdict::Taken);
        assert_eq!(verdict(None, Some(2), None, Asked::No), Verdict::Taken);
    }

    #[test]
    fn a_word_that_the_pair_changed_stands_while_the_export_repeats_itself() {
        assert_eq!(verdict(Some(3), Some(2), Some(2), Asked::No), Verdict::Stands);
        assert_eq!(verdict(None, Some(2), Some(2), Asked::All), Verdict::Stands);
    }

    #[test]
    fn where_both_changed_it_the_pairs_word_is_kept_and_told() {
        assert_eq!(verdict(Some(3), Some(2), Some(1), Asked::No), Verdict::Kept(BOTH));
        assert_eq!(verdict(Some(3), Some(2), None, Asked::No), Verdict::Kept(NEVER_SEEN));
        assert_eq!(verdict(None, Some(2), Some(1), Asked::No), Verdict::Kept(TAKEN_OUT));
    }

    #[test]
    fn the_exports_word_is_taken_where_somebody_asked_for_it() {
        assert_eq!(verdict(Some(3), Some(2), Some(1), Asked::All), Verdict::Taken);
        assert_eq!(verdict(Some(3), Some(2), Some(2), Asked::Named), Verdict::Taken);
    }

    #[test]
    fn an_export_that_says_nothing_takes_nothing_away() {
        assert_eq!(verdict(Some(3), None, Some(1), Asked::Named), Verdict::Stands);
    }
}
