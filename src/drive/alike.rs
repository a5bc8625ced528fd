//! What is said elsewhere already: notes with the same words, or nearly the same.
//!
//! Likeness is the share of words that two texts have in common (Jaccard's index over sets of words). The same words
//! count from two words on, nearly the same from four. Every note is looked at in one pass, some microseconds each, and
//! no index is kept: it would have to be made true with every edit, and the question is asked beside the loop. Left out:
//! what is struck or retired, and what means the same in other words.

use std::cmp::Reverse;

use super::heard_words::{heard_words, letters};
use crate::campaign::{Campaign, Id, Note};
use crate::pace::Mark;

/// A note that says nearly the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// Its deal; of a hazard's note none.
    pub deal: Option<Id>,
    /// Its id, or `hazard/note`.
    pub note: Id,
    /// In the very same words, but for their order.
    pub same: bool,
}

/// Two texts with fewer words than this are alike only if their words are the same.
const FEW: usize = 4;
/// A text of one word is like nothing.
const LEAST: usize = 2;

/// The notes of all deals and hazards that say nearly the same, the likest first, those of `deal` before others; at
/// most `most`. `own` is the note the words are for: its id, or `hazard/note`.
#[must_use]
pub fn alike(campaign: &Campaign, say: &str, deal: Option<&str>, own: Option<&str>, most: usize) -> Vec<Alike> {
    let wanted = words(say, Vec::new());
    if wanted.len() < LEAST {
        return Vec::new();
    }
    let mut found: Vec<(bool, usize, Alike)> = Vec::new();
    let mut buffer = Vec::new();
    let mut look = |note: &Note, of: Option<&Id>, name: &dyn Fn() -> Id| {
        let Some(say) = note.say.as_deref().filter(|_| !note.retired && note.mark != Some(Mark::Struck)) else {
            return;
        };
        buffer = words(say, std::mem::take(&mut buffer));
        let Some(likeness) = likeness(&wanted, &buffer) else { return };
        let own = own.is_some_and(|own| name() == *own) && (of.is_none() || of.map(Id::as_str) == deal);
        if !own {
            let elsewhere = of.map(Id::as_str) != deal;
            let same = likeness == 100;
            found.push((elsewhere, 100 - likeness, Alike { deal: of.cloned(), note: name(), same }));
        }
    };
    for hazard in &campaign.hazards {
        for note in &hazard.notes {
            look(note, None, &|| Id::from(format!("{}/{}", hazard.id, note.id).as_str()));
        }
    }
    for deal in &campaign.deals {
        for note in &deal.notes {
            look(note, Some(&deal.id), &|| note.id.clone());
        }
    }
    found.sort_by_cached_key(|(elsewhere, unlike, alike)| {
        (*unlike, *elsewhere, Reverse(alike.deal.is_none()), alike.deal.clone(), alike.note.clone())
    });
    found.truncate(most);
    found.into_iter().map(|(.., alike)| alike).collect()
}

/// The set of a text's words, as sorted hashes, in a buffer that is used again.
fn words(text: &str, mut into: Vec<u64>) -> Vec<u64> {
    into.clear();
    into.extend(heard_words(text).map(|at| {
        // FNV-1a: two words of one campaign never meet in it, and if they did, a note would seem a little more alike.
        letters(&text[at])
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, c| (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3))
    }));
    into.sort_unstable();
    into.dedup();
    into
}

/// How like two sets of words are, in hundredths; none if not nearly the same.
fn likeness(one: &[u64], other: &[u64]) -> Option<usize> {
    let fewer = one.len().min(other.len());
    let more = one.len().max(other.len());
    // Fewer than three words in four in common cannot be reached with such a difference in length.
    if fewer < LEAST || fewer * 4 < more * 3 {
        return None;
    }
    let common = one.iter().filter(|word| other.binary_search(word).is_ok()).count();
    let all = one.len() + other.len() - common;
    let near = common == all || (fewer >= FEW && common * 4 >= all * 3);
    near.then(|| common * 100 / all)
}

#[cfg(test)]
mod tests {
    use super::super::tests::campaign;
    use super::*;

    const TWO: &str = "\
[deal.a]\naccount = \"A\"\n[deal.a.note.intro]\nsay = \"Ask Tom for the introduction this week.\"\n\
[deal.b]\naccount = \"B\"\n[deal.b.note.tom]\nsay = \"Ask Tom for an introduction this week!\"\n";

    fn found(text: &str, say: &str, deal: Option<&str>, own: Option<&str>) -> Vec<String> {
        let campaign = campaign(text);
        let found = alike(&campaign, say, deal, own, 9);
        found
            .into_iter()
            .map(|one| {
                format!(
                    "{}{}{}",
                    one.deal.map_or_else(String::new, |deal| format!("{deal}/")),
                    one.note,
                    if one.same { "=" } else { "" }
                )
            })
            .collect()
    }

    #[test]
    fn the_same_words_are_found_whatever_their_case_and_punctuation() {
        assert_eq!(found(TWO, "ask Tom, for the introduction: this week", None, None), ["a/intro=", "b/tom"]);
    }

    #[test]
    fn other_words_are_not() {
        assert_eq!(found(TWO, "Bring the three-year price.", None, None), [""; 0]);
    }

    #[test]
    fn of_two_as_like_the_one_on_the_same_deal_comes_first() {
        let text = TWO.replace("an introduction", "the introduction");
        assert_eq!(found(&text, "Ask Tom for the introduction this week", Some("b"), None), ["b/tom=", "a/intro="]);
    }

    #[test]
    fn a_note_is_not_like_itself() {
        assert_eq!(found(TWO, "Ask Tom for the introduction this week", Some("a"), Some("intro")), ["b/tom"]);
    }

    #[test]
    fn a_word_alone_is_like_nothing_and_two_only_if_they_are_the_same() {
        let text = "[deal.a]\naccount = \"A\"\n[deal.a.note.n]\nsay = \"Ring Tom\"\n";
        assert_eq!(found(text, "ring", None, None), [""; 0]);
        assert_eq!(found(text, "Ring Ines", None, None), [""; 0]);
        assert_eq!(found(text, "Tom: ring!", None, None), ["a/n="]);
    }

    #[test]
    fn what_is_struck_or_retired_is_left_out() {
        for gone in ["mark = \"x\"", "retired = true"] {
            let text = format!("[deal.a]\naccount = \"A\"\n[deal.a.note.n]\nsay = \"Ring Tom now\"\n{gone}\n");
            assert_eq!(found(&text, "Ring Tom now", None, None), [""; 0]);
        }
    }

    #[test]
    fn a_hazards_note_is_found_by_its_name() {
        let text = "[hazard.h.note.pack]\nsay = \"Send the pack\"\n";
        assert_eq!(found(text, "send the pack", None, None), ["h/pack="]);
        assert_eq!(found(text, "send the pack", None, Some("h/pack")), [""; 0]);
    }
}
