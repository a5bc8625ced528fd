//! What works, over short texts.

use std::fmt::Write as _;
use std::sync::Arc;

use super::super::tests::campaign;
use super::*;
use crate::campaign::Past;

/// A deal with a note that was called, so often with each verdict.
fn deal(id: &str, note: &str, landed: u32, flat: u32) -> String {
    let mut text = format!("[deal.{id}]\n[deal.{id}.note.n]\n{note}\n");
    let verdicts =
        [("landed", landed), ("flat", flat)].into_iter().flat_map(|(word, times)| (0..times).map(move |_| word));
    for (n, word) in verdicts.enumerate() {
        let _ = write!(
            text,
            "[[deal.{id}.call_log]]\nnote = \"n\"\nrung = \"{n}\"\ncalled = 2026-11-18T10:00:00Z\nused = \"{word}\"\n"
        );
    }
    text
}

const SHARED: &str = "[crew.sam]\nseat = \"driver\"\n[crew.maya]\nseat = \"navigator\"\n[asset.x]\ntitle = \"X\"\n\
                      [track.t]\ntheme = \"T\"\nopener = \"Open?\"\ntopics = [\"price\"]\nagreed = [\"sam\", \"maya\"]\n\
                      [track.u]\ntheme = \"U\"\nopener = \"Other?\"\ntopics = [\"price\"]\nagreed = [\"sam\", \"maya\"]\n\
                      [stage.one]\n[stage.two]\n";

fn read(text: &str) -> Works {
    works(&campaign(&format!("{SHARED}{text}")), None)
}

fn row(works: &Works, kind: Kind) -> Row {
    works.rows(kind)[0].clone()
}

fn share(hits: u32, of: u32) -> Share {
    Share { hits, of }
}

#[test]
fn a_used_note_is_a_use_of_its_track_its_asset_and_its_topics() {
    let note = "say = \"Say.\"\ntrack = \"t\"\nasset = \"x\"\npace = \"L4 #price #rival:acme\"";
    let works = read(&deal("a", note, 2, 1));
    for kind in [Kind::Note, Kind::Track, Kind::Asset, Kind::Topic] {
        let row = row(&works, kind);
        assert_eq!((row.used, row.landed), (3, share(2, 3)), "{kind:?}");
    }
    let topics: Vec<&str> = works.rows(Kind::Topic).iter().map(|row| &*row.id).collect();
    assert_eq!(topics, ["price", "rival"]);
}

#[test]
fn a_note_without_a_pace_is_filed_as_the_obstacle_at_its_place() {
    let text = format!("{}[deal.a.obstacle.o]\npace = \"L3 #price\"\n", deal("a", "at = \"o\"\nsay = \"Say.\"", 1, 0));
    assert_eq!(row(&read(&text), Kind::Topic).id, "price");
}

#[test]
fn what_was_not_said_is_no_use_and_what_is_unmarked_is_counted_apart() {
    let text = "[deal.a]\n[deal.a.note.n]\nsay = \"Say.\"\n[deal.a.control.c]\nwhat = \"C\"\n\
                [[deal.a.call_log]]\nnote = \"n\"\nrung = \"a\"\nused = \"not-used\"\n\
                [[deal.a.call_log]]\nnote = \"n\"\nrung = \"b\"\nacked = 2026-11-18T10:00:00Z\n\
                [[deal.a.call_log]]\nnote = \"control.c\"\nrung = \"\"\nacked = 2026-11-18T10:00:00Z\n";
    let works = read(text);
    assert_eq!((works.rows(Kind::Note).len(), works.judged, works.unmarked), (0, 0, 1));
}

#[test]
fn a_stroke_is_a_use_without_a_verdict() {
    let text = "[deal.a]\n[[deal.a.stroke]]\nat = 2026-11-18\ntrack = \"t\"\nasset = \"x\"\ntopic = \"price\"\nresult = \"Good.\"\n";
    let works = read(text);
    for kind in [Kind::Track, Kind::Asset, Kind::Topic] {
        let row = row(&works, kind);
        assert_eq!((row.used, row.landed), (1, share(0, 0)), "{kind:?}");
    }
}

#[test]
fn folded_calls_are_uses_without_a_verdict() {
    let text = "[deal.a]\n[deal.a.note.n]\nsay = \"Say.\"\ntally = { called = 9, heard = 8, landed = 3 }\n";
    let row = row(&read(text), Kind::Note);
    assert_eq!((row.used, row.landed), (3, share(0, 0)));
}

#[test]
fn notes_with_the_same_words_are_one_whatever_their_punctuation() {
    let text = [deal("a", "say = \"Ask Tom, now!\"", 1, 0), deal("b", "say = \"ask tom now\"", 1, 1)];
    let works = read(&text.concat());
    assert_eq!(works.rows(Kind::Note).len(), 1);
    let row = row(&works, Kind::Note);
    assert_eq!((row.landed, row.deal.as_deref(), row.name.as_str()), (share(2, 3), Some("a"), "Ask Tom, now!"));
}

#[test]
fn a_finished_deal_counts_once_for_what_was_used_in_it() {
    let result = |id: &str, status: &str| format!("[deal.{id}.result]\nstatus = \"{status}\"\non = 2026-11-19\n");
    let note = "say = \"Say.\"\ntrack = \"t\"";
    let text =
        [deal("a", note, 3, 0), result("a", "won"), deal("b", note, 1, 0), result("b", "lost"), deal("c", note, 1, 0)];
    let row = row(&read(&text.concat()), Kind::Track);
    assert_eq!((row.won, row.open, row.deals_words()), (share(1, 2), 1, "1 won, 1 lost, 1 open".to_owned()));
}

#[test]
fn archived_campaigns_count() {
    let mut ours = campaign(&format!("{SHARED}{}", deal("a", "say = \"Say.\"\ntrack = \"t\"", 1, 0)));
    let archived =
        format!("{SHARED}{}[deal.o.result]\nstatus = \"won\"\n", deal("o", "say = \"Say.\"\ntrack = \"t\"", 2, 0));
    ours.past = Arc::new(Past { campaigns: vec![campaign(&archived)], ..Past::default() });
    let row = row(&works(&ours, None), Kind::Track);
    assert_eq!((row.landed, row.won, row.open), (share(3, 3), share(1, 1), 1));
}

/// A deal whose first track was played by a stroke, then this.
fn opened(rest: &str) -> Share {
    let text = format!(
        "[deal.a]\n{rest}[[deal.a.stroke]]\nat = 2026-11-04\ntrack = \"t\"\n[[deal.a.stroke]]\nat = 2026-11-10\ntrack = \"u\"\n"
    );
    let works = read(&text);
    let openers = works.rows(Kind::Opener);
    assert_eq!((openers.len(), &*openers[0].id, &*openers[0].name), (1, "t", "Open?"));
    openers[0].landed
}

#[test]
fn an_opener_is_the_first_track_of_a_deal_and_landed_where_the_deal_went_on() {
    assert_eq!(opened("stage = \"two\"\nsince = 2026-11-12\n"), share(1, 1));
    assert_eq!(opened("stage = \"two\"\nsince = 2026-11-02\n"), share(0, 0), "it was there before");
    assert_eq!(opened("stage = \"one\"\nresult = { status = \"lost\" }\n"), share(0, 1));
    assert_eq!(opened("stage = \"one\"\nresult = { status = \"won\" }\n"), share(1, 1));
    assert_eq!(opened("stage = \"one\"\n"), share(0, 0), "not told yet");
}

#[test]
fn an_opener_that_was_called_has_the_verdict_of_the_call() {
    let works = read(&deal("a", "say = \"Say.\"\ntrack = \"t\"", 0, 1));
    assert_eq!(row(&works, Kind::Opener).landed, share(0, 1));
}

#[test]
fn rows_stand_by_the_lower_end_of_the_interval_not_by_the_percentage() {
    let note = |track: &str| format!("say = \"{track}\"\ntrack = \"{track}\"");
    let works = read(&[deal("a", &note("t"), 1, 0), deal("b", &note("u"), 8, 1)].concat());
    let order: Vec<&str> = works.rows(Kind::Track).iter().map(|row| &*row.id).collect();
    assert_eq!(order, ["u", "t"], "8 of 9 before 1 of 1");
}

#[test]
fn the_table_does_not_depend_on_the_order_of_the_records() {
    let (a, b) = (deal("a", "say = \"Say.\"", 1, 0), deal("b", "say = \"Say\"", 0, 1));
    assert_eq!(read(&[a.clone(), b.clone()].concat()), read(&[b, a].concat()));
}

#[test]
fn of_one_deal_only_what_was_used_on_it_is_told_with_the_record_over_all_deals() {
    let note = |track: &str| format!("say = \"{track}\"\ntrack = \"{track}\"");
    let text = [deal("a", &note("t"), 1, 0), deal("b", &note("t"), 1, 1), deal("c", &note("u"), 1, 0)];
    let campaign = campaign(&format!("{SHARED}{}", text.concat()));
    let works = works(&campaign, campaign.deal("a"));
    assert_eq!(works.rows(Kind::Track).len(), 1);
    assert_eq!(row(&works, Kind::Track).landed, share(2, 3));
}

fn now(text: &str) -> Vec<OpenerNow> {
    let campaign = campaign(&format!("{SHARED}{text}"));
    openers_now(&campaign, &works(&campaign, None), None)
}

const ASKED: &str =
    "[deal.open]\nstage = \"two\"\n[[deal.open.heard]]\nat = 2026-11-18\nsaid = \"Dear.\"\ntopic = \"price\"\n";

#[test]
fn the_opener_to_use_now_is_the_one_on_their_topic_with_the_best_record() {
    let played = deal("b", "say = \"Say.\"\ntrack = \"u\"", 6, 0);
    let found = now(&format!("{ASKED}{played}"));
    let told: Vec<_> = found.iter().map(|one| (&*one.stage, &*one.topic, one.deals, &*one.track, one.share)).collect();
    assert_eq!(told, [("two", "price", 1, "u", share(6, 6))]);
}

#[test]
fn an_opener_that_fails_stands_behind_one_that_nobody_has_tried() {
    let found = now(&format!("{ASKED}{}", deal("b", "say = \"Say.\"\ntrack = \"t\"", 0, 6)));
    assert_eq!(found[0].track, *"u");
}

#[test]
fn an_opener_that_only_one_trade_has_signed_is_not_offered() {
    let text = format!("{SHARED}{ASKED}").replace("agreed = [\"sam\", \"maya\"]", "agreed = [\"maya\"]");
    let campaign = campaign(&text);
    assert_eq!(openers_now(&campaign, &works(&campaign, None), None), []);
}

fn sentence(text: &str) -> String {
    let campaign = campaign(&format!("{SHARED}{text}"));
    Sheet::of(&campaign, &works(&campaign, None), None).sentence
}

#[test]
fn the_sentence_says_what_to_use_and_what_to_leave() {
    let good = deal("a", "say = \"Say.\"\nasset = \"x\"", 7, 1);
    assert_eq!(sentence(&good), "Bring “X”, which landed 7 of 8, likely 59 to 97 in 100.");
    let bad = deal("b", "say = \"Other.\"", 0, 6);
    let both = sentence(&[good, bad.clone()].concat());
    assert!(both.contains("; rewrite “Other”, which landed 0 of 6"), "{both}");
    assert!(sentence(&bad).starts_with("Rewrite “Other”, which landed 0 of 6"), "{}", sentence(&bad));
}

#[test]
fn few_verdicts_are_too_few_to_tell_and_nothing_used_is_said_with_what_to_do() {
    let few = sentence(&deal("a", "say = \"Say.\"", 2, 0));
    assert!(few.starts_with("Too few to tell what works: nothing has 5 verdicts"), "{few}");
    let none = sentence("[deal.a]\n");
    assert!(none.starts_with("Nothing was used yet") && none.contains("`landed` or `flat`"), "{none}");
}

/// The first opener on the call sheet of a deal, and why it stands there.
fn opener_of(text: &str) -> (String, String) {
    use crate::drive::brief::{About, brief};
    use crate::drive::{Outlook, topic::Index};
    let campaign = campaign(&format!("{SHARED}{text}"));
    let deal = campaign.deal("open").unwrap();
    let now = super::super::tests::at("2026-11-20T09:41:00Z");
    let sheet = brief(&campaign, &Outlook::new(&campaign), &Index::of(&campaign), deal, now, false);
    let block = sheet.blocks.into_iter().find(|block| block.about == About::Opener).unwrap();
    (block.facts[0].what.clone(), block.facts[0].why.clone())
}

#[test]
fn the_call_sheet_prefers_an_opener_that_works_and_says_why() {
    assert_eq!(opener_of(ASKED), ("Open?".to_owned(), "T; price".to_owned()), "nothing is known: by id");
    let played = deal("b", "say = \"Say.\"\ntrack = \"u\"", 6, 0);
    let (what, why) = opener_of(&format!("{ASKED}{played}"));
    assert_eq!((&*what, &*why), ("Other?", "U; price; landed 6 of 6, likely 69 to 100 in 100"));
}

#[test]
fn the_call_sheet_puts_an_opener_that_fails_behind_the_others() {
    let played = deal("b", "say = \"Say.\"\ntrack = \"t\"", 0, 6);
    assert_eq!(opener_of(&format!("{ASKED}{played}")).0, "Other?");
}

#[test]
fn a_few_verdicts_do_not_move_an_opener_on_the_call_sheet() {
    let played = deal("b", "say = \"Say.\"\ntrack = \"u\"", 2, 0);
    assert_eq!(opener_of(&format!("{ASKED}{played}")), ("Open?".to_owned(), "T; price".to_owned()));
}
