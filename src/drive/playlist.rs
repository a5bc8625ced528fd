//! The playlist: what both trades have agreed to say, and the words that they never use.
//!
//! A word on a `never` list is found as a whole word, whatever its case and punctuation: `rip and replace` is also in
//! "Rip-and-replace!", `cheap` is not in "cheapest". Left out: nothing is said of words that only mean the same.

use std::ops::Range;

use super::heard_words::{heard_words, letters};
use crate::campaign::{Campaign, Seat, Track};

/// Whether both trades have signed a track: one driver and one navigator, or somebody who sits in both seats.
#[must_use]
pub fn is_agreed(campaign: &Campaign, track: &Track) -> bool {
    let has_signed = |seat: Seat| {
        track.agreed.iter().filter_map(|id| campaign.crew(id)).any(|crew| match crew.seat {
            None | Some(Seat::Both) => true,
            own => own == Some(seat),
        })
    };
    has_signed(Seat::Driver) && has_signed(Seat::Navigator)
}

/// Words in a text that a track says never to use.
#[derive(Debug, Clone)]
pub struct Never<'a> {
    /// The track.
    pub track: &'a Track,
    /// The words, as its list has them.
    pub words: &'a str,
    /// Where they stand in the text, in bytes.
    pub at: Range<usize>,
}

/// What a text says against the playlist, in the order of the text; of all tracks, signed or not.
#[must_use]
pub fn never<'a>(campaign: &'a Campaign, text: &str) -> Vec<Never<'a>> {
    let said: Vec<Range<usize>> = heard_words(text).collect();
    let mut found = Vec::new();
    for track in &campaign.tracks {
        for words in &track.never {
            let wanted: Vec<&str> = heard_words(words).map(|at| &words[at]).collect();
            if wanted.is_empty() {
                continue;
            }
            for window in said.windows(wanted.len()) {
                let same = |(at, wanted): (&Range<usize>, &&str)| letters(&text[at.clone()]).eq(letters(wanted));
                if window.iter().zip(&wanted).all(same) {
                    let at = window[0].start..window[window.len() - 1].end;
                    found.push(Never { track, words, at });
                }
            }
        }
    }
    found.sort_by_key(|never| never.at.start);
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::campaign;
    use super::*;

    fn found(never_list: &str, text: &str) -> Vec<(String, String)> {
        let campaign = campaign(&format!("[track.shelf]\nnever = {never_list}\n"));
        never(&campaign, text).into_iter().map(|never| (never.words.to_owned(), text[never.at].to_owned())).collect()
    }

    fn pair(words: &str, said: &str) -> Vec<(String, String)> {
        vec![(words.to_owned(), said.to_owned())]
    }

    #[test]
    fn a_track_is_agreed_once_a_driver_and_a_navigator_or_one_in_both_seats_have_signed() {
        let crew = "[crew.d]\nseat = \"driver\"\n[crew.n]\nseat = \"navigator\"\n[crew.b]\nseat = \"both\"\n\
                    [crew.l]\nseat = \"lead\"\n[crew.e]\nseat = \"driver\"\n";
        for (signed, agreed) in
            [("", false), ("'d'", false), ("'d', 'e'", false), ("'n', 'l'", false), ("'d', 'n'", true), ("'b'", true)]
        {
            let campaign = campaign(&format!("{crew}[track.t]\nagreed = [{signed}]\n"));
            assert_eq!(is_agreed(&campaign, &campaign.tracks[0]), agreed, "{signed}");
        }
    }

    #[test]
    fn a_word_is_found_whatever_its_case() {
        assert_eq!(found("[\"cheapest\"]", "We are the CHEAPEST."), pair("cheapest", "CHEAPEST"));
    }

    #[test]
    fn only_whole_words_are_found() {
        assert_eq!(found("[\"cheap\"]", "We are the cheapest."), []);
    }

    #[test]
    fn several_words_are_found_across_hyphens_and_commas() {
        assert_eq!(
            found("[\"rip and replace\"]", "No: rip-and, Replace."),
            pair("rip and replace", "rip-and, Replace")
        );
    }

    #[test]
    fn a_list_of_signs_forbids_nothing() {
        assert_eq!(found("[\"!\", \"\"]", "Yes!"), []);
    }

    #[test]
    fn what_is_said_against_two_tracks_is_told_in_the_order_of_the_text() {
        let campaign = campaign("[track.a]\nnever = [\"guaranteed\"]\n[track.b]\nnever = [\"cheapest\"]\n");
        let found = never(&campaign, "the cheapest, guaranteed");
        let tracks: Vec<&str> = found.iter().map(|never| &*never.track.id).collect();
        assert_eq!(tracks, ["b", "a"]);
    }
}
