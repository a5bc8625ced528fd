//! Scrutineering in the console: a sale that cannot finish is told three weeks ahead wherever it stands, and mended.

use crate::sim::{Sim, changes};

const NOW: &str = "2026-11-20T09:41:00Z";

/// Core's certificate ends on 11 December, a week before the promised close.
const TEXT: &str = r#"format = 1

[campaign]
name = "Q1 push"
timezone = "Europe/London"
route = ["proof", "signature"]

[crew.sam]
name = "Sam Okoro"
seat = "driver"

[stage.proof]
name = "Proof"
expected = "14d"

[stage.signature]
name = "Signature"
expected = "14d"

[product.core]
name = "Core"
markets = ["GB"]
paper.iso = { name = "ISO", until = 2026-12-11 }

[deal.north]
account = "Northwind"
stage = "proof"
since = 2026-11-16
close = 2026-12-18
product = "core"
market = "GB"
next = { what = "Ring Ines", on = 2026-11-27, by = "sam" }
"#;

fn sam(text: &str) -> Sim {
    Sim::open(text).at(NOW).seat("sam").last_deal("north").size(120, 40)
}

#[test]
fn a_sale_that_cannot_finish_is_found_three_weeks_before_it_would_be_stopped_and_repaired_by_a_waiver() {
    let mut sam = sam(TEXT);
    let screen = sam.screen();
    assert!(screen.contains("SCRUTINEERING"), "{screen}");
    assert!(screen.contains("✗ stopped from Fri 11 Dec on, in Signature: ISO for"), "{screen}");
    assert!(screen.contains("R1") && screen.contains("V mends it"), "{screen}");
    let today = sam.keys("t").screen();
    assert!(today.contains("stopped") && today.contains("ISO for Core ends on Fri 11 Dec"), "{today}");
    let asked = sam.keys("<esc>V").screen();
    assert!(asked.contains("waive: ISO for Core ends on Fri 11 Dec"), "{asked}");
    sam.keys("1The audit is booked, 31 jan<enter>");
    assert_eq!(
        changes(TEXT, &sam.file()),
        [
            "+",
            "+[deal.north.waiver.iso]",
            "+of = \"iso\"",
            "+why = \"The audit is booked\"",
            "+by = \"sam\"",
            "+until = 2027-01-31",
        ]
    );
    let screen = sam.screen();
    assert!(screen.contains("✓ cleared until Sun 31 Jan 2027 (the waiver iso)"), "{screen}");
    assert!(!screen.contains("V mends it"), "{screen}");
    assert!(!sam.keys("t").screen().contains("ISO for Core"));
    sam.keys("<esc>u");
    assert_eq!(sam.file(), TEXT);
}

#[test]
fn what_stops_a_sale_is_written_on_the_road_with_a_note_by_one_choice_and_taken_back_by_one_key() {
    let mut sam = sam(TEXT);
    sam.keys("Vo");
    let file = sam.file();
    assert!(file.contains("[deal.north.obstacle.scrutineering-iso]\nat = 2026-12-11\npace = \"!R1\"\n"), "{file}");
    assert!(file.contains("[deal.north.note.scrutineering-iso]\nat = \"scrutineering-iso\"\n"), "{file}");
    let screen = sam.screen();
    assert!(!screen.contains("V mends it"), "{screen}");
    assert!(screen.contains("✗ stopped from Fri 11 Dec on"), "it stands in the way until it is mended: {screen}");
    sam.keys("u");
    assert_eq!(sam.file(), TEXT);
}

#[test]
fn a_waiver_without_an_end_is_refused_while_it_is_typed() {
    let mut sam = sam(TEXT);
    let screen = sam.keys("V1The audit is booked").screen();
    assert!(screen.contains("the waiver has no end"), "{screen}");
    sam.keys("<enter>");
    assert_eq!(sam.file(), TEXT);
}

#[test]
fn where_nothing_stops_the_sale_the_key_says_so_and_a_missing_fact_is_asked_for() {
    let mut sam = sam(&TEXT.replace("until = 2026-12-11", "until = 2027-12-11").replace("market = \"GB\"\n", ""));
    let screen = sam.screen();
    assert!(screen.contains("○ question: no market is written on the deal"), "{screen}");
    assert!(sam.keys("V").screen().contains("scrutineering stops nothing on this deal"));
}
