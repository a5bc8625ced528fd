//! What is decided on one deal, as it is typed: beside what the file has, kept as a draft, and put together with what others
//! write meanwhile.
//!
//! Invariant: of two sides that both changed something nothing is lost: what either adds stands in the outcome, and what
//! one has taken away or corrected is gone only if the other left it as it was.

use crate::campaign::Review;
use crate::console::drafts::Texts;

/// Decisions, and what rubs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Noted {
    /// The decisions, in the order in which they fell.
    pub decisions: Vec<String>,
    /// What rubs between the trades; empty: nothing is written.
    pub rubs: String,
}

impl Noted {
    /// What a row of the file says; none: nothing.
    #[must_use]
    pub fn of(row: Option<&Review>) -> Self {
        row.map_or_else(Self::default, |row| Self {
            decisions: row.decisions.iter().map(ToString::to_string).collect(),
            rubs: row.rubs.as_deref().unwrap_or_default().to_owned(),
        })
    }

    /// Whether nothing is decided and nothing rubs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.decisions.is_empty() && self.rubs.is_empty()
    }

    /// What this, which is in the file now, comes to with what was changed here from `was` to `is`.
    #[must_use]
    pub fn with(&self, was: &Self, is: &Self) -> Self {
        if self == was {
            return is.clone();
        }
        let mut decisions = self.decisions.clone();
        for gone in was.decisions.iter().filter(|said| !is.decisions.contains(said)) {
            decisions.retain(|said| said != gone);
        }
        for new in is.decisions.iter().filter(|said| !was.decisions.contains(said)) {
            if !decisions.contains(new) {
                decisions.push(new.clone());
            }
        }
        let rubs = match (self.rubs == was.rubs, is.rubs == was.rubs) {
            (true, _) => is.rubs.clone(),
            (false, true) => self.rubs.clone(),
            (false, false) if self.rubs == is.rubs || is.rubs.is_empty() => self.rubs.clone(),
            (false, false) if self.rubs.is_empty() => is.rubs.clone(),
            (false, false) => format!("{}; {}", self.rubs, is.rubs),
        };
        Self { decisions, rubs }
    }

    fn texts(&self, before: &str) -> Texts {
        let decisions = self.decisions.iter().zip(1..).map(|(said, n)| (format!("{before}decision {n}"), said.clone()));
        let rubs = Some((format!("{before}rubs"), self.rubs.clone())).filter(|(_, rubs)| !rubs.is_empty());
        decisions.chain(rubs).collect()
    }

    fn read(texts: &[(String, String)], before: &str) -> Self {
        let mut noted = Self::default();
        for (field, text) in texts {
            match field.strip_prefix(before) {
                Some("rubs") => noted.rubs.clone_from(text),
                Some(field) if field.starts_with("decision ") => noted.decisions.push(text.clone()),
                _ => {}
            }
        }
        noted
    }
}

/// What the draft says of the file as it was then.
const WAS: &str = "was ";

/// The draft of a deal on which `is` stands where the file had `was`.
#[must_use]
pub fn draft(was: &Noted, is: &Noted) -> Texts {
    let mut texts = is.texts("");
    texts.extend(was.texts(WAS));
    texts
}

/// What a draft says: what the file had, and what stood there instead.
#[must_use]
pub fn of_draft(texts: &[(String, String)]) -> (Noted, Noted) {
    (Noted::read(texts, WAS), Noted::read(texts, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noted(decisions: &[&str], rubs: &str) -> Noted {
        Noted { decisions: decisions.iter().map(|said| (*said).to_owned()).collect(), rubs: rubs.to_owned() }
    }

    #[test]
    fn what_others_add_and_what_is_typed_here_both_stay() {
        let (was, is) = (noted(&["a"], ""), noted(&["a", "mine"], "slow"));
        assert_eq!(noted(&["a", "theirs"], "late").with(&was, &is), noted(&["a", "theirs", "mine"], "late; slow"));
        assert_eq!(noted(&[], "").with(&was, &is), noted(&["mine"], "slow"));
    }

    #[test]
    fn what_is_taken_away_or_corrected_here_is_gone_from_theirs_too() {
        let (was, is) = (noted(&["a", "b"], "slow"), noted(&["a, by Friday"], ""));
        assert_eq!(noted(&["a", "b", "c"], "slow").with(&was, &is), noted(&["c", "a, by Friday"], ""));
    }

    #[test]
    fn an_untouched_file_takes_what_is_typed_in_its_order() {
        let (was, is) = (noted(&["a", "b"], ""), noted(&["a2", "b"], ""));
        assert_eq!(was.with(&was, &is), is);
    }

    #[test]
    fn a_draft_says_what_was_and_what_is() {
        let (was, is) = (noted(&["a"], "slow"), noted(&["b", "c"], ""));
        assert_eq!(of_draft(&draft(&was, &is)), (was, is));
    }
}
