//! Puts two changes of one text together line by line, where they do not meet.
//!
//! It knows nothing of TOML: whoever calls it checks what the outcome means. Where both changed the same lines, or added
//! at the same place, there is no outcome.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The text with the changes of both; `None` where they meet.
pub(super) fn both(base: &str, ours: &str, theirs: &str) -> Option<String> {
    let base: Vec<&str> = base.split_inclusive('\n').collect();
    let (ours, theirs) = (changes(&base, ours), changes(&base, theirs));
    let mut ours = ours.into_iter().peekable();
    let mut theirs = theirs.into_iter().peekable();
    let mut text = String::new();
    let mut at = 0;
    loop {
        let next = match (ours.peek(), theirs.peek()) {
            (None, None) => break,
            (Some(_), None) => ours.next()?,
            (None, Some(_)) => theirs.next()?,
            (Some(mine), Some(other)) if mine == other => {
                ours.next();
                theirs.next()?
            }
            (Some(mine), Some(other)) if is_before(&mine.0, &other.0) => ours.next()?,
            (Some(mine), Some(other)) if is_before(&other.0, &mine.0) => theirs.next()?,
            (Some(_), Some(_)) => return None,
        };
        text.extend(base.get(at..next.0.start)?.iter().copied());
        text.push_str(&next.1);
        at = next.0.end;
    }
    text.extend(base.get(at..)?.iter().copied());
    Some(text)
}

/// Whether a change is over before the other begins; two that touch without a line between could stand in either order.
const fn is_before(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.end < b.start || (a.end == b.start && a.start < a.end && b.start < b.end)
}

/// The lines that are replaced, and by what.
fn changes(base: &[&str], new: &str) -> Vec<(Range<usize>, String)> {
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, base, &new) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let text = new[op.new_range()].concat();
        match found.last_mut() {
            Some((range, before)) if range.end == op.old_range().start => {
                range.end = op.old_range().end;
                before.push_str(&text);
            }
            _ => found.push((op.old_range(), text)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_of_different_lines_are_both_made() {
        assert_eq!(both("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\nd\n").as_deref(), Some("A\nb\nC\nd\n"));
        assert_eq!(both("a\nb\n", "", "a\nb\n").as_deref(), Some(""));
        assert_eq!(both("a\nb\n", "x\na\nb\n", "a\nb").as_deref(), Some("x\na\nb"));
    }

    #[test]
    fn the_same_change_is_made_once() {
        assert_eq!(both("a\nb\n", "a\nB\n", "a\nB\n").as_deref(), Some("a\nB\n"));
    }

    #[test]
    fn changes_that_meet_have_no_outcome() {
        assert_eq!(both("a\n", "b\n", "c\n"), None);
        assert_eq!(both("a\n", "a\nb\n", "a\nc\n"), None);
        assert_eq!(both("a\nb\n", "a\nx\nb\n", "a\n"), None);
    }
}
