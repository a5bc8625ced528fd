//! Flags: raised with why by a key, told in the head of the Stage, lowered, taken back in one step.

use crate::sim::Sim;

const NOW: &str = "2026-11-20T09:41:00Z";

const TEXT: &str = r#"format = 1

[campaign]
name = "Q1 push"
timezone = "Europe/London"
route = ["proof", "signature"]

[crew.sam]
name = "Sam Okoro"
seat = "driver"

[play.gone]
title = "The champion has left"
when = ["champion-left"]

[deal.north]
account = "Northwind"
stage = "proof"
since = 2026-11-16
next = { what = "Ring Ines", on = 2026-11-27, by = "sam" }

[deal.north.note.price]
at = 2026-11-20T11:00:00
pace = "!L3 #price"
say = "Anchor on cost per store."
"#;

fn sam() -> Sim {
    Sim::open(TEXT).at(NOW).seat("sam").last_deal("north").size(120, 40)
}

#[test]
fn a_flag_is_raised_with_its_reason_and_who_and_taken_back_in_one_step() {
    let mut sam = sam();
    // The call that was due is written.
    sam.screen();
    let before = sam.file();
    let asked = sam.keys("!").screen();
    assert!(asked.contains("raise a yellow flag") && asked.contains("raise a RED flag"), "{asked}");
    let typed = sam.keys("y#champion-left Tom moves to the parent").screen();
    assert!(typed.contains("answered by The champion has left"), "{typed}");
    let screen = sam.keys("<enter>").screen();
    assert!(screen.contains("⚑ yellow flag, take care (Sam, today): Tom moves"), "{screen}");
    let file = sam.file();
    assert!(
        file.contains(
            "[deal.north.flag.champion-left]\ncolour = \"yellow\"\nwhy = \"Tom moves to the parent\"\nby = \"sam\"\n"
        ),
        "{file}"
    );
    sam.keys("u");
    assert_eq!(sam.file(), before);
}

#[test]
fn a_red_flag_stops_the_calls_and_lowering_it_lets_them_go_on() {
    let mut sam = sam();
    assert!(sam.screen().contains("Anchor on cost per store"), "the note is called");
    let red = sam.keys("!rNobody may write to them<enter>").screen();
    assert!(red.contains("⚑ RED FLAG, all outreach stops (Sam, today): Nobody may"), "{red}");
    assert!(red.contains("A red flag stops all outreach: no note is called until"), "{red}");
    assert!(!red.contains("“Anchor on cost per store.”"), "no call is made under a red flag: {red}");
    let lowered = sam.keys("!1").screen();
    assert!(!lowered.contains("RED FLAG"), "{lowered}");
    assert!(lowered.contains("Anchor on cost per store"), "{lowered}");
}

#[test]
fn a_flag_without_a_reason_is_not_raised() {
    let mut sam = sam();
    let refused = sam.keys("!r#quiet-period<enter>").screen();
    assert!(refused.contains("say why it is raised"), "{refused}");
    assert!(!sam.file().contains("flag"), "{}", sam.file());
}

#[test]
fn on_the_board_the_flag_is_raised_on_the_card_under_the_cursor() {
    let mut sam = sam();
    sam.keys("3!yTake care<enter>");
    assert!(sam.file().contains("[deal.north.flag.take-care]"), "{}", sam.file());
}
