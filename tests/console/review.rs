//! Review mode: the pair walks the deals, decides, and what it decides is in the file once a deal is left.

use std::fmt::Write as _;

use codriver::console::effect::Effect;
use codriver::view::{Depth, ThemeName};

use crate::screens::shot;
use crate::sim::{Sim, changes};
use crate::texts::{DEMO, DEMO_NOW};

/// Three open deals in this order of need, a finished one, and a message that a driver has still to sign.
pub const PAIR: &str = r#"format = 1
[campaign]
name = "Review"
timezone = "Europe/London"
route = ["demo", "proof"]
[crew.sam]
name = "Sam Okoro"
seat = "driver"
[crew.maya]
name = "Maya Lind"
seat = "navigator"
[track.shelf]
theme = "Empty shelves"
line = "Every empty shelf is a basket you lose."
agreed = ["maya"]
[deal.north]
account = "North Ltd"
stage = "proof"
since = 2026-11-09
driver = "sam"
navigator = "maya"
control.quote = { what = "Quote v2", due = 2026-11-13, owner = "maya" }
control.call = { what = "Reference call", due = 2026-12-02, owner = "customer" }
[deal.south]
account = "South plc"
stage = "demo"
since = 2026-11-16
driver = "sam"
navigator = "maya"
[deal.south.note.opener]
when = "They ask what it costs them"
say = "Every empty shelf is a basket."
track = "shelf"
[deal.east]
account = "East Foods"
stage = "demo"
since = 2026-11-18
driver = "sam"
navigator = "maya"
next = { what = "Ring Jo", on = 2026-11-24, by = "sam" }
[deal.west]
account = "West"
result = { status = "won", on = 2026-11-12 }

[[review]]
at = 2026-11-13T16:00:00Z
deal = "east"
by = ["sam", "maya"]
decisions = ["Ring Jo about the trial", "Bring the grocer's story"]
"#;

/// Sam's console, in the review.
fn begun() -> Sim {
    let mut sim = Sim::open(PAIR).at(DEMO_NOW).seat("sam").awake_before();
    sim.keys("R");
    sim
}

fn says(sim: &mut Sim, words: &str) {
    let screen = sim.screen();
    assert!(screen.contains(words), "no `{words}` in\n{screen}");
}

fn is_silent(sim: &mut Sim, words: &str) {
    let screen = sim.screen();
    assert!(!screen.contains(words), "`{words}` in\n{screen}");
}

/// What these keys write into the file.
fn written(sim: &mut Sim, keys: &str) -> Vec<String> {
    let before = sim.file();
    sim.keys(keys);
    changes(&before, &sim.file()).into_iter().filter(|line| line != "+").collect()
}

#[test]
fn a_key_a_step_walks_the_open_deals_of_the_pair_in_order_of_need() {
    let mut sim = begun();
    let mut walked = vec![sim.deal()];
    for _ in 0..2 {
        sim.keys("j");
        walked.push(sim.deal());
    }
    assert_eq!(walked, ["north", "south", "east"]);
    sim.keys("k");
    assert_eq!(sim.deal(), "south");
    sim.keys("G");
    assert_eq!(sim.deal(), "east");
    sim.keys("g");
    assert_eq!(sim.deal(), "north");
}

#[test]
fn what_is_decided_does_not_change_the_order_of_the_walk() {
    let mut sim = begun();
    // North has a next touch now and needs nobody as much as South does.
    sim.keys("nRing Tom, tue<enter>dAsk for the order<enter>j");
    assert_eq!(sim.deal(), "south");
    sim.keys("k");
    assert_eq!(sim.deal(), "north");
}

#[test]
fn each_deal_brings_its_promises_its_engine_its_words_and_what_was_decided_before() {
    let mut sim = begun();
    says(&mut sim, "Say what becomes of “Quote v2”: promised for Fri 13");
    says(&mut sim, "MARKETING");
    says(&mut sim, "THE CUSTOMER");
    says(&mut sim, "push ▯▯▯▯  pull ▯▯▯▯");
    sim.keys("j");
    says(&mut sim, "Empty shelves: “Every empty shelf is a basket you");
    says(&mut sim, "a driver has still to sign; played in the note");
    sim.keys("j");
    says(&mut sim, "LAST TIME  Fri 13 Nov");
    says(&mut sim, "planned: the next touch, Tue 24 Nov, Sam");
    says(&mut sim, "Decide again, or give it a day: “Bring the grocer's");
}

#[test]
fn decisions_are_in_the_file_once_the_deal_is_left_and_not_before() {
    let mut sim = begun();
    let before = sim.file();
    sim.keys("dRing Tom<enter>dDrop the discount<enter>fSales wants fewer notes<enter>");
    says(&mut sim, "● Drop the discount");
    assert_eq!(sim.file(), before);
    assert_eq!(
        written(&mut sim, "j"),
        [
            "+[[review]]",
            "+at = 2026-11-20T09:41:00Z",
            "+deal = \"north\"",
            "+by = [\"sam\", \"maya\"]",
            "+decisions = [\"Ring Tom\", \"Drop the discount\"]",
            "+rubs = \"Sales wants fewer notes\"",
        ]
    );
    says(&mut sim, "North Ltd: 2 decisions, and what rubs");
}

#[test]
fn a_deal_on_which_nothing_is_decided_writes_nothing() {
    let mut sim = begun();
    assert_eq!(written(&mut sim, "jjk<esc>"), Vec::<String>::new());
}

#[test]
fn coming_back_on_the_same_day_edits_the_same_row() {
    let mut sim = begun();
    sim.keys("dRing Tom<enter>j");
    sim.advance("2h").keys("k");
    says(&mut sim, "● Ring Tom");
    let lines = written(&mut sim, "dBring the quote<enter>j");
    assert_eq!(lines, ["-decisions = [\"Ring Tom\"]", "+decisions = [\"Ring Tom\", \"Bring the quote\"]"]);
}

#[test]
fn the_next_day_has_a_row_of_its_own_and_shows_what_was_decided_last_time() {
    let mut sim = begun();
    sim.keys("dRing Tom about it<enter><esc>");
    sim.jump("1d").keys("R");
    says(&mut sim, "LAST TIME");
    says(&mut sim, "Nothing yet: d writes a decision");
    let lines = written(&mut sim, "dRing Tom once more<enter>j");
    assert_eq!(lines[0], "+[[review]]");
}

#[test]
fn what_is_decided_after_midnight_goes_into_the_row_of_the_new_day() {
    let mut sim = Sim::open(PAIR).at("2026-11-20T23:58:00Z").seat("sam").awake_before();
    sim.keys("RdRing Tom<enter>jk");
    sim.advance("3m").keys("dAsk Jo<enter>");
    let lines = written(&mut sim, "j");
    assert!(lines.contains(&"+decisions = [\"Ask Jo\"]".to_owned()), "{lines:?}");
    assert!(sim.file().contains("decisions = [\"Ring Tom\"]"), "{}", sim.file());
}

#[test]
fn a_deal_is_one_step_to_take_back() {
    let mut sim = begun();
    let before = sim.file();
    sim.keys("dRing Tom<enter>dDrop it<enter>fSlow<enter>j");
    assert_ne!(sim.file(), before);
    sim.keys("u");
    assert_eq!(sim.file(), before);
    says(&mut sim, "taken back: review of North Ltd");
    sim.keys("k");
    says(&mut sim, "Nothing yet: d writes a decision");
}

#[test]
fn a_decision_is_corrected_or_taken_away_before_the_deal_is_left() {
    let mut sim = begun();
    sim.keys("dRing Tom<enter>w today<enter>dDrop it<enter>x2");
    says(&mut sim, "taken away: Drop it");
    sim.keys("dAsk Jo<enter>w2<ctrl-u>Ask Jo first<enter>");
    let lines = written(&mut sim, "j");
    assert!(lines.contains(&"+decisions = [\"Ring Tom today\", \"Ask Jo first\"]".to_owned()), "{lines:?}");
}

#[test]
fn a_row_whose_last_decision_is_taken_away_goes() {
    let mut sim = begun();
    let before = sim.file();
    sim.keys("dRing Tom<enter>jkx1j");
    assert_eq!(sim.file().trim_end(), before.trim_end());
}

#[test]
fn a_message_that_the_deal_plays_is_signed_by_one_key() {
    let mut sim = begun();
    sim.keys("j");
    let lines = written(&mut sim, "a");
    assert_eq!(lines, ["-agreed = [\"maya\"]", "+agreed = [\"maya\", \"sam\"]"]);
    says(&mut sim, "Empty shelves: signed by Sam Okoro: agreed by both trades");
    sim.keys("a");
    says(&mut sim, "every message that this deal plays is agreed");
}

#[test]
fn who_has_signed_already_is_told_who_has_not() {
    let mut sim = Sim::open(PAIR).at(DEMO_NOW).seat("maya").awake_before();
    sim.keys("Rja");
    says(&mut sim, "the other seat has still to sign: they do it in theirs");
}

#[test]
fn every_way_out_of_a_deal_writes_it() {
    for way in ["<esc>", "1", "4", "q", "j", "s"] {
        let mut sim = begun();
        let lines = written(&mut sim, &format!("dRing Tom<enter>{way}"));
        assert!(lines.contains(&"+decisions = [\"Ring Tom\"]".to_owned()), "by {way}: {lines:?}");
    }
}

#[test]
fn what_was_decided_and_not_written_is_there_after_a_crash() {
    let mut sim = begun();
    sim.keys("dRing Tom<enter>dDrop the disc");
    sim.crash_and_reopen();
    says(&mut sim, "waits; ");
    says(&mut sim, "R opens it; 1 more");
    sim.keys("R");
    assert_eq!(sim.deal(), "north");
    says(&mut sim, "● Ring Tom");
    sim.keys("d");
    says(&mut sim, "Drop the disc");
    let lines = written(&mut sim, "ount<enter>j");
    assert!(lines.contains(&"+decisions = [\"Ring Tom\", \"Drop the discount\"]".to_owned()), "{lines:?}");
}

#[test]
fn what_the_other_person_decides_meanwhile_stays_beside_what_is_typed_here() {
    let mut sim = begun();
    sim.keys("dRing Tom<enter>");
    let theirs = format!(
        "{PAIR}\n[[review]]\nat = 2026-11-20T09:40:00Z\ndeal = \"north\"\nby = [\"maya\"]\ndecisions = [\"Send the quote\"]\n"
    );
    sim.outside_write(&theirs);
    says(&mut sim, "● Send the quote");
    says(&mut sim, "● Ring Tom");
    let lines = written(&mut sim, "j");
    assert_eq!(
        lines,
        [
            "-by = [\"maya\"]",
            "-decisions = [\"Send the quote\"]",
            "+by = [\"maya\", \"sam\"]",
            "+decisions = [\"Send the quote\", \"Ring Tom\"]",
        ]
    );
}

#[test]
fn what_was_decided_on_a_deal_that_is_taken_out_of_the_file_is_kept_and_comes_back_with_it() {
    let mut sim = begun();
    sim.keys("dRing Tom<enter>");
    let without = PAIR.replace("[deal.north]", "[deal.elsewhere]");
    sim.outside_write(&without);
    says(&mut sim, "1 decision is kept here, not in the file");
    sim.keys("s");
    says(&mut sim, "Not in the file yet");
    says(&mut sim, "- north: Ring Tom");
    sim.keys("<esc>").outside_write(PAIR);
    sim.keys("g");
    assert_eq!(sim.deal(), "north");
    says(&mut sim, "● Ring Tom");
    let lines = written(&mut sim, "j");
    assert!(lines.contains(&"+decisions = [\"Ring Tom\"]".to_owned()), "{lines:?}");
}

#[test]
fn the_walk_ends_with_all_decisions_as_markdown_and_a_key_copies_it() {
    let mut sim = begun();
    sim.keys("dRing Tom<enter>jj").advance("1m").keys("dRing Jo<enter>j");
    says(&mut sim, "DECIDED TODAY");
    says(&mut sim, "# Review of Fri 20 Nov 2026");
    sim.effects();
    sim.keys("y");
    let copied = sim.effects().into_iter().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text),
        _ => None,
    });
    assert_eq!(
        copied.as_deref(),
        Some(
            "# Review of Fri 20 Nov 2026\n\nSam and Maya\n\n## North Ltd\n\n\
             - Ring Tom (open)\n\n## East Foods\n\n\
             - Ring Jo (planned: the next touch, Tue 24 Nov, Sam)\n"
        )
    );
}

#[test]
fn where_nothing_is_decided_the_end_says_how_it_is_done() {
    let mut sim = begun();
    sim.keys("s");
    says(&mut sim, "Nothing is decided yet.");
}

#[test]
fn the_time_on_a_deal_is_shown_and_nobody_is_cut_off() {
    let mut sim = begun();
    says(&mut sim, "0:00 of 5:00");
    sim.advance("134s");
    says(&mut sim, "2:14 of 5:00");
    sim.keys("jk");
    says(&mut sim, "2:14 of 5:00");
    sim.advance("3m");
    says(&mut sim, "5:14, 0:14 over");
    assert_eq!(sim.deal(), "north");
}

#[test]
fn a_second_of_the_review_words_only_the_clock_anew() {
    let mut sim = begun();
    sim.advance("2s");
    let picture = sim.model().picture;
    let before = sim.screen();
    sim.advance("5s");
    assert_eq!(sim.model().picture, picture);
    let (before, after) = (before.lines().collect::<Vec<_>>(), sim.screen());
    let differ: Vec<usize> =
        after.lines().enumerate().filter(|(y, line)| before[*y] != *line).map(|(y, _)| y).collect();
    assert_eq!(differ, [1]);
}

#[test]
fn a_campaign_without_an_open_deal_says_what_would_be_here() {
    let mut sim = Sim::open("format = 1\n[campaign]\ntimezone = \"UTC\"\n");
    sim.keys("R");
    says(&mut sim, "No deal stands in this campaign yet.");
    let mut sim = Sim::open("format = 1\n[deal.a]\naccount = \"A\"\nresult = { status = \"won\" }\n");
    sim.keys("R");
    says(&mut sim, "Every deal is finished: there is none to walk.");
}

#[test]
fn a_review_can_be_entered_while_a_large_file_is_still_being_read() {
    let mut text = PAIR.to_owned();
    for n in 0..2000 {
        writeln!(text, "[deal.d{n}]\naccount = \"Deal {n} of many, with a name that fills the file\"").unwrap();
    }
    let mut sim = Sim::open(&text).at(DEMO_NOW).seat("sam").awake_before();
    sim.keys("R");
    says(&mut sim, "The deals are still being read.");
    sim.keys("j");
    sim.finish_loading();
    says(&mut sim, "of ");
    is_silent(&mut sim, "The deals are still being read.");
}

#[test]
fn leaving_for_the_stage_and_coming_back_goes_on_where_it_was() {
    let mut sim = begun();
    sim.advance("1m").keys("j<esc>");
    is_silent(&mut sim, "DECIDED");
    sim.keys("R");
    assert_eq!(sim.deal(), "south");
    sim.keys("k");
    says(&mut sim, "1:00 of 5:00");
}

#[test]
fn in_a_file_that_cannot_be_written_nothing_can_be_decided() {
    let mut sim = Sim::open(&PAIR.replace("format = 1", "format = 2")).at(DEMO_NOW).seat("sam");
    sim.keys("Rd");
    says(&mut sim, "decide: the file is read-only here");
}

#[test]
fn a_review_of_three_deals_leaves_exactly_that_in_the_file() {
    let mut sim = Sim::open(DEMO).at(DEMO_NOW).seat("sam").awake_before();
    let before = sim.file();
    sim.keys("R");
    // The first deal: two decisions as they fall.
    sim.advance("40s").keys("dSam rings Beata before the price walk<enter>");
    sim.advance("50s").keys("dMaya sends the tariff page tonight<enter>");
    // The second plays a message that Sam has not signed yet, and Priya is to take it on. The third is well.
    sim.keys("ja");
    assert!(sim.keys("H2").screen().contains("to      Priya, who drives once it is accepted"), "{}", sim.screen());
    sim.keys("<enter>j<esc>");
    let written = changes(&before, &sim.file()).into_iter().filter(|line| line != "+").collect::<Vec<_>>();
    let (briefing, written): (Vec<_>, Vec<_>) = written.into_iter().partition(|line| line.starts_with("+briefing = "));
    assert!(briefing.concat().contains("Promised: Quote with the fifth dairy as an option by Fri 20 Nov (Maya)"));
    assert_eq!(
        written,
        [
            "-agreed = [\"maya\"]                 # a driver has still to sign",
            "+agreed = [\"maya\", \"sam\"]                 # a driver has still to sign",
            // What is called meanwhile.
            "+[[deal.northwind.call_log]]",
            "+note = \"meet-buyer\"",
            "+rung = \"\"",
            "+place = 2026-11-21T12:00:00Z",
            "+lead = \"36wh\"",
            "+called = 2026-11-20T09:41:00Z",
            "+by = \"sam\"",
            "+[[deal.calder.handoff]]",
            "+from = \"sam\"",
            "+to = \"priya\"",
            "+at = 2026-11-20T09:42:30Z",
            "+[[review]]",
            "+at = 2026-11-20T09:42:30Z",
            "+deal = \"northwind\"",
            "+by = [\"sam\", \"maya\"]",
            "+decisions = [\"Sam rings Beata before the price walk\", \"Maya sends the tariff page tonight\"]",
        ]
    );
}

fn demo(width: u16, height: u16) -> Sim {
    let mut sim = Sim::open(DEMO).at(DEMO_NOW).seat("sam").size(width, height).awake_before();
    sim.keys("Rj");
    sim.keys("dMeet procurement before the steering group: Sam, with Maya’s one-pager<enter>");
    sim.advance("134s");
    sim
}

#[test]
fn a_review_on_a_narrow_screen() {
    shot("review-80x24", &mut demo(80, 24));
}

#[test]
fn a_review() {
    shot("review-120x40", demo(120, 40).keys("fSales wants fewer notes in proof; trying four a week<enter>"));
}

#[test]
fn a_review_on_a_wide_screen() {
    shot("review-200x60", &mut demo(200, 60));
}

#[test]
fn a_review_without_colour() {
    shot("review-mono-120x40", &mut demo(120, 40).theme(ThemeName::Mono, Depth::Mono));
}

#[test]
fn the_decisions_of_a_review() {
    shot("review-decisions-120x40", demo(120, 40).keys("s"));
}

#[test]
fn a_review_with_nothing_to_walk() {
    shot("review-empty-80x24", Sim::open("format = 1\n[campaign]\ntimezone = \"UTC\"\n").size(80, 24).keys("R"));
}
