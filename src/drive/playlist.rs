//! The playlist: what both trades have agreed to say, who has still to sign, where it is used and how that went, and the
//! words that they never use, with every place where somebody wrote them all the same.
//!
//! A track is agreed once both trades have signed. A signature of somebody who is not in the crew counts for nothing; the
//! check tells of it.
//!
//! A word on a `never` list is found as a whole word, whatever its case and punctuation: `rip and replace` is also in
//! "Rip-and-replace!", `cheap` is not in "cheapest". Left out: nothing is said of words that only mean the same.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::heard_words::{heard_words, letters};
use super::rules::deal_path;
use super::works::{Kind, Row, works};
use crate::campaign::{Campaign, Deal, Id, Note, Seat, Track, Warmth};
use crate::pace::Mark;
use crate::text::RecordPath;

/// Whether both trades have signed a track: one driver and one navigator, or somebody who sits in both seats.
#[must_use]
pub fn is_agreed(campaign: &Campaign, track: &Track) -> bool {
    missing(campaign, track).is_empty()
}

/// The seats from which nobody has signed a track.
#[must_use]
pub fn missing(campaign: &Campaign, track: &Track) -> Vec<Seat> {
    let has_signed = |seat: Seat| {
        track.agreed.iter().filter_map(|id| campaign.crew(id)).any(|crew| match crew.seat {
            None | Some(Seat::Both) => true,
            own => own == Some(seat),
        })
    };
    [Seat::Driver, Seat::Navigator].into_iter().filter(|seat| !has_signed(*seat)).collect()
}

/// How well a deal's people know us: cold while no run with them has been driven and no stroke of theirs is written.
#[must_use]
pub fn warmth_of(deal: &Deal) -> Warmth {
    let is_driven = deal.runs.iter().any(|run| run.started.is_some());
    if is_driven || !deal.strokes.is_empty() { Warmth::Warm } else { Warmth::Cold }
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
    Forbidden::of(campaign).in_text(text)
}

/// The words never to be said, made ready for many texts.
pub(in crate::drive) struct Forbidden<'a>(Vec<(&'a Track, &'a str, Vec<&'a str>)>);

impl<'a> Forbidden<'a> {
    pub fn of(campaign: &'a Campaign) -> Self {
        let all = campaign.tracks.iter().flat_map(|track| track.never.iter().map(move |words| (track, &**words)));
        let wanted = |words: &'a str| heard_words(words).map(|at| &words[at]).collect::<Vec<_>>();
        let ready = all.map(|(track, words)| (track, words, wanted(words)));
        Self(ready.filter(|(.., wanted)| !wanted.is_empty()).collect())
    }

    /// Whether any of these texts has some.
    pub fn is_in(&self, texts: &[Option<&str>]) -> bool {
        texts.iter().flatten().any(|text| !self.in_text(text).is_empty())
    }

    fn in_text(&self, text: &str) -> Vec<Never<'a>> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let said: Vec<Range<usize>> = heard_words(text).collect();
        let mut found = Vec::new();
        for (track, words, wanted) in &self.0 {
            for window in said.windows(wanted.len()) {
                let same = |(at, wanted): (&Range<usize>, &&str)| letters(&text[at.clone()]).eq(letters(wanted));
                if window.iter().zip(wanted).all(same) {
                    let at = window[0].start..window[window.len() - 1].end;
                    found.push(Never { track, words, at });
                }
            }
        }
        found.sort_by_key(|never| never.at.start);
        found
    }
}

/// Words that nobody wants said, where they stand all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The record.
    pub record: RecordPath,
    /// Its key.
    pub key: &'static str,
    /// Whose deal, of what stands on one.
    pub deal: Option<Id>,
    /// The words as the list has them.
    pub words: Box<str>,
    /// The track that forbids them.
    pub track: Id,
}

/// Every place of the file in which words stand that are never to be said: tracks, hazards' notes, and the notes and
/// value lines of open deals, in that order and by their names. What is retired or struck is never said, and left out.
#[must_use]
pub fn written(campaign: &Campaign) -> Vec<Written> {
    let forbidden = Forbidden::of(campaign);
    let mut found = Vec::new();
    if forbidden.0.is_empty() {
        return found;
    }
    let mut look = |record: &dyn Fn() -> RecordPath, deal: Option<&Id>, texts: &[(&'static str, Option<&str>)]| {
        for (key, text) in texts {
            for never in text.map(|text| forbidden.in_text(text)).unwrap_or_default() {
                let (words, track) = (never.words.into(), never.track.id.clone());
                found.push(Written { record: record(), key, deal: deal.cloned(), words, track });
            }
        }
    };
    let by_id = |path: &[&str]| RecordPath::new(path.iter().copied());
    for track in in_order(campaign.tracks.iter(), |track| &track.id) {
        let texts = [("opener", track.opener.as_deref()), ("line", track.line.as_deref())];
        look(&|| by_id(&["track", &track.id]), None, &texts);
    }
    for hazard in in_order(campaign.hazards.iter(), |hazard| &hazard.id) {
        for note in in_order(hazard.notes.iter(), |note| &note.id) {
            let texts = texts_of(note);
            look(&|| by_id(&["hazard", &hazard.id, "note", &note.id]), None, &texts);
        }
    }
    for deal in in_order(campaign.deals.iter().map(|deal| &**deal).filter(|deal| deal.is_open()), |deal| &deal.id) {
        for note in in_order(deal.notes.iter(), |note| &note.id) {
            let texts = texts_of(note);
            look(&|| deal_path(&deal.id).below(["note", &note.id]), Some(&deal.id), &texts);
        }
        for line in in_order(deal.value_lines.iter(), |line| &line.id) {
            look(
                &|| deal_path(&deal.id).below(["value_line", &line.id]),
                Some(&deal.id),
                &[("line", line.line.as_deref())],
            );
        }
    }
    found
}

/// What a note that may be called says.
fn texts_of(note: &Note) -> [(&'static str, Option<&str>); 2] {
    let live = !note.retired && note.mark != Some(Mark::Struck);
    [("say", note.say.as_deref().filter(|_| live)), ("when", note.when.as_deref().filter(|_| live))]
}

/// Records by their ids, so that the order of the file says nothing.
fn in_order<'a, T: 'a>(records: impl Iterator<Item = &'a T>, id: impl Fn(&T) -> &Id) -> Vec<&'a T> {
    let mut records: Vec<&T> = records.collect();
    records.sort_by(|a, b| id(a).cmp(id(b)));
    records
}

/// A track, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The track.
    pub track: Id,
    /// Who has signed, of the crew.
    pub signed: Vec<Id>,
    /// Who has signed and is not in the crew.
    pub strangers: Vec<Id>,
    /// The seats that have still to sign.
    pub missing: Vec<Seat>,
    /// Who could sign for them.
    pub could_sign: Vec<Id>,
    /// The deals that play it: a note that brings it, or a stroke.
    pub deals: Vec<Id>,
    /// The hazards whose notes bring it.
    pub hazards: Vec<Id>,
    /// How it landed, with the archives; `None`: it was never used.
    pub record: Option<Row>,
}

/// The whole playlist: what waits for a signature first, then by id.
#[must_use]
pub fn playlist(campaign: &Campaign) -> Vec<Entry> {
    let known = works(campaign, None);
    let mut deals: BTreeMap<&Id, BTreeSet<&Id>> = BTreeMap::new();
    for deal in &campaign.deals {
        let notes = deal.notes.iter().filter(|note| !note.retired).filter_map(|note| note.track.as_ref());
        for track in notes.chain(deal.strokes.iter().filter_map(|row| row.track.as_ref())) {
            deals.entry(track).or_default().insert(&deal.id);
        }
    }
    let owned = |ids: &BTreeSet<&Id>| ids.iter().map(|id| (*id).clone()).collect::<Vec<Id>>();
    let entry = |track: &Track| {
        let (signed, strangers) = track.agreed.iter().cloned().partition(|id| campaign.crew(id).is_some());
        let missing = missing(campaign, track);
        let could = campaign.crew.iter().filter(|crew| match crew.seat {
            None | Some(Seat::Both) => !missing.is_empty(),
            Some(seat) => missing.contains(&seat),
        });
        let plays = campaign
            .hazards
            .iter()
            .filter(|hazard| hazard.notes.iter().any(|note| note.track.as_ref() == Some(&track.id)));
        Entry {
            track: track.id.clone(),
            signed,
            strangers,
            could_sign: in_order(could, |crew| &crew.id).into_iter().map(|crew| crew.id.clone()).collect(),
            missing,
            deals: deals.get(&track.id).map(owned).unwrap_or_default(),
            hazards: in_order(plays, |hazard| &hazard.id).into_iter().map(|hazard| hazard.id.clone()).collect(),
            record: known.rows(Kind::Track).iter().find(|row| row.id == *track.id).cloned(),
        }
    };
    let mut entries: Vec<Entry> = campaign.tracks.iter().map(entry).collect();
    entries.sort_by(|a, b| (a.missing.is_empty(), &a.track).cmp(&(b.missing.is_empty(), &b.track)));
    entries
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

    #[test]
    fn a_track_says_who_has_still_to_sign_and_where_it_is_played() {
        let crew = "[crew.d]\nseat = \"driver\"\n[crew.n]\nseat = \"navigator\"\n";
        let campaign = campaign(&format!(
            "{crew}[track.t]\nagreed = [\"n\"]\n[track.a]\nagreed = [\"d\", \"n\"]\n[deal.x]\naccount = \"X\"\n\
             [deal.x.note.k]\nwhen = \"asked\"\ntrack = \"t\"\n[[deal.x.stroke]]\nkind = \"pull\"\ntrack = \"t\"\n"
        ));
        let entries = playlist(&campaign);
        assert_eq!(entries.iter().map(|one| one.track.as_str()).collect::<Vec<_>>(), ["t", "a"]);
        let one = &entries[0];
        assert_eq!((&*one.missing, one.could_sign.len(), one.deals.len()), (&[Seat::Driver][..], 1, 1));
        assert_eq!(one.could_sign[0], "d");
    }

    #[test]
    fn words_never_to_be_said_are_found_wherever_somebody_may_say_them() {
        let note = "say = \"We are the cheapest\"\n";
        let campaign = campaign(&format!(
            "[track.t]\nline = \"Cheapest, too\"\nnever = [\"cheapest\"]\n[hazard.h.note.n]\n{note}\
             [deal.x]\naccount = \"X\"\nvalue_line.v = {{ line = \"Cheapest.\" }}\n[deal.x.note.n]\nwhen = \"a\"\n{note}\
             [deal.x.note.old]\nwhen = \"a\"\nretired = true\n{note}\
             [deal.won]\naccount = \"W\"\nresult = {{ status = \"won\" }}\n[deal.won.note.n]\nwhen = \"a\"\n{note}"
        ));
        let found = written(&campaign);
        let places: Vec<String> = found.iter().map(|one| format!("{} {}", one.record, one.key)).collect();
        assert_eq!(places, ["track.t line", "hazard.h.note.n say", "deal.x.note.n say", "deal.x.value_line.v line"]);
    }
}
