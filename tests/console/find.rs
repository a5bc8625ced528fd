//! What a run finds as one types: notes, answers, and all that is known of a topic together.

use codriver::campaign::Id;
use codriver::console::find;

use crate::run::{MEETING, begun};
use crate::screens::shot;
use crate::sim::{Sim, changes};
use crate::texts::DEMO;

/// What the meeting's deal and campaign know of a price beside its note.
const MORE: &str = r#"
[topic.budget]
name = "Budget"
also = ["capex"]
[asset.grocer]
title = "Grocer story"
topics = ["price"]
permission = true
[asset.secret]
title = "Secret story"
topics = ["price"]
[track.store]
theme = "Cost per store"
line = "One binned case a year."
topics = ["price"]
agreed = ["sam", "maya"]
[hazard.security]
title = "Questionnaire"
at = "enter proof"
pace = "L3 #security"
[hazard.security.note.pack]
say = "Send the pack first."
"#;

fn driving() -> Sim {
    let mut sim = begun();
    sim.outside_write(&format!("{}{MORE}", sim.file()));
    sim
}

#[test]
fn a_topic_brings_answer_asset_and_track_together() {
    let mut sim = driving();
    let screen = sim.keys("/price").screen();
    assert!(screen.lines().any(|line| line.contains("▸ topic   Price")), "the topic is meant: {screen}");
    assert!(screen.contains("note    Anchor on cost per store."), "{screen}");
    let screen = sim.keys("<enter>").screen();
    for part in ["ANSWER", "ASSET", "TRACK"] {
        assert!(screen.contains(part), "{part} in {screen}");
    }
}

#[test]
fn the_card_of_a_topic_says_why_each_was_chosen_and_what_was_left_out() {
    let mut sim = driving();
    let screen = chosen(&mut sim, "price", "topic   Price");
    for words in [
        "“Anchor on cost per store.”",
        "a note of this deal",
        "Grocer story   on this topic",
        "“One binned case a year.”",
        "Cost per store, signed by Sam Okoro and Maya Lind",
        "1 more is without permission, or expired",
        "no buyer has come to it yet",
    ] {
        assert!(screen.contains(words), "{words} in\n{screen}");
    }
    assert!(!screen.contains("Secret story"), "{screen}");
}

/// Types words, goes to the row, and chooses it.
fn chosen(sim: &mut Sim, words: &str, row: &str) -> String {
    sim.keys("/").keys(words);
    for _ in 0..9 {
        let screen = sim.screen();
        if screen.lines().any(|line| line.contains('▸') && line.contains(row)) {
            return sim.keys("<enter>").screen();
        }
        sim.keys("<down>");
    }
    panic!("no {row} for {words} in\n{}", sim.screen());
}

#[test]
fn esc_leads_from_the_card_to_the_list_and_from_there_to_the_run() {
    let mut sim = driving();
    chosen(&mut sim, "price", "topic   Price");
    assert!(sim.keys("<esc>").screen().contains("› price"), "{}", sim.screen());
    let screen = sim.keys("<esc>").screen();
    assert!(!screen.contains("FIND") && sim.model().overlay.is_none(), "{screen}");
}

#[test]
fn another_word_for_a_topic_finds_it() {
    let screen = driving().keys("/capex").screen();
    assert!(screen.lines().any(|line| line.contains('▸') && line.contains("Budget")), "{screen}");
}

#[test]
fn a_timed_note_that_is_chosen_is_shown_large_and_nothing_is_written() {
    let mut sim = driving();
    let file = sim.file();
    let screen = chosen(&mut sim, "analyst", "note    Nobody needs an analyst.");
    assert!(screen.contains("LATER, at 12:00") && sim.model().overlay.is_none(), "{screen}");
    assert_eq!(sim.file(), file);
}

#[test]
fn an_answer_that_is_chosen_is_shown_large_and_its_use_is_recorded() {
    let mut sim = driving();
    let file = sim.file();
    let screen = chosen(&mut sim, "incumbent", "if      They name the incumbent");
    assert!(screen.contains("Ask what the renewal does for spring."), "{screen}");
    assert!(changes(&file, &sim.file()).iter().any(|line| line == "+note = \"if-rival\""), "{}", sim.file());
}

#[test]
fn the_note_of_a_hazard_is_found_as_well() {
    let screen = driving().keys("/pack").screen();
    assert!(screen.lines().any(|line| line.contains('▸') && line.contains("Send the pack first.")), "{screen}");
}

#[test]
fn what_is_not_there_is_told_and_enter_stays() {
    let mut sim = driving();
    let screen = sim.keys("/zzzz<enter>").screen();
    assert!(screen.contains("Nothing here is like that."), "{screen}");
}

#[test]
fn a_note_that_is_written_meanwhile_is_found() {
    let mut sim = driving();
    sim.keys("/leeds");
    assert!(sim.screen().contains("Nothing here is like that."), "{}", sim.screen());
    let note =
        "[deal.north.note.leeds]\nat = \"review 20:00\"\nsay = \"She was at the Leeds opening.\"\nby = \"maya\"\n";
    sim.outside_write(&format!("{}{note}", sim.file()));
    assert!(sim.screen().contains("She was at the Leeds opening."), "{}", sim.screen());
}

#[test]
fn it_opens_over_any_screen_that_names_a_deal() {
    let mut sim = Sim::open(MEETING).at("2026-11-24T13:59:00Z").seat("sam").awake_before();
    sim.with(|model| find::open(model, &Id::from("north"))).keys("price");
    assert!(sim.screen().contains("FIND"), "{}", sim.screen());
    sim.keys("<esc>").with(|model| find::open(model, &Id::from("gone")));
    assert!(sim.screen().contains("the deal is gone from the file"), "{}", sim.screen());
}

#[test]
fn words_are_caught_over_the_run_and_stand_under_it() {
    let mut sim = driving();
    let screen = sim.advance("2m").keys("oToo dear.<tab><tab>pri<tab>").screen();
    assert!(screen.contains("CATCH  North Ltd · Security call with Ines"), "{screen}");
    assert!(screen.contains("KNOWN ANSWER  Price") && screen.contains("“Anchor on cost per store.”"), "{screen}");
    let screen = sim.keys("<enter>").screen();
    assert!(screen.contains("objection, Ines: “Too dear.”"), "{screen}");
    assert!(sim.file().contains("run = \"review\"\n"), "{}", sim.file());
}

#[test]
fn stopping_asks_what_the_run_has_brought() {
    let mut sim = driving();
    let screen = sim.advance("2m").keys("oToo dear.<enter>s").screen();
    assert!(screen.contains("AFTER THE RUN · North Ltd · Security call with Ines"), "{screen}");
    assert!(screen.contains("“Too dear.”"), "{screen}");
    let screen = sim.keys("Send the pack, and the price<tab>next tue 14:00<ctrl-s>").screen();
    assert!(screen.contains("goes back to Maya: 1 field report waits in the inbox"), "{screen}");
}

/// The example in its security call, looking for a price.
fn call(width: u16, height: u16) -> Sim {
    let aim = "aim = \"Agree who answers the questionnaire, and by when\"\n";
    let text = DEMO.replacen(aim, &format!("{aim}started = 2026-11-22T14:00:00Z\n"), 1);
    let mut sim = Sim::open(&text)
        .at("2026-11-22T14:12:02Z")
        .seat("sam")
        .last_deal("northwind")
        .size(width, height)
        .awake_before();
    sim.keys("r");
    sim
}

#[test]
fn the_list() {
    shot("find-80x24", call(80, 24).keys("/pric"));
}

#[test]
fn the_card_of_a_topic() {
    let mut sim = call(120, 40);
    chosen(&mut sim, "savings", "topic   Proven savings");
    shot("find-topic-120x40", &mut sim);
}

#[test]
fn the_card_of_a_topic_on_a_narrow_screen() {
    let mut sim = call(80, 24);
    chosen(&mut sim, "price", "topic   Price");
    shot("find-topic-80x24", &mut sim);
}

#[test]
fn words_are_caught_over_the_run() {
    let keys = "oWe have been burned by forecasts that need a data team<tab><tab><tab>";
    shot("catch-run-120x40", call(120, 40).keys(keys));
}

#[test]
fn words_are_caught_over_the_run_on_a_narrow_screen() {
    shot("catch-run-80x24", call(80, 24).keys("oIs it not cheaper to do nothing"));
}
