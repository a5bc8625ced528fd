//! `report credits`: the card of a win and the debrief of a loss, in every form.

use super::{Ended, Place};

const NOW: [&str; 2] = ["--now", "2026-11-20T09:41:00+00:00"];

const CAMPAIGN: &str = r#"format = 1
[campaign]
name = "Spring push"
timezone = "UTC"
[crew.sam]
name = "Sam Okoro"
seat = "driver"
[crew.maya]
name = "Maya Lind"
seat = "navigator"
[deal.won]
account = "Harrow"
contact.gil = { name = "Gil Osborne", role = "Finance Director" }
[[deal.won.stroke]]
at = 2026-10-26
by = "maya"
kind = "pull"
what = "Baseline note for Gil"
[deal.won.result]
status = "won"
on = 2026-11-13
credit = [{ who = "sam", for = "Six stores at night" }]
[deal.lost]
account = "Osier"
[[deal.lost.heard]]
at = 2026-10-15
kind = "objection"
topic = "savings"
said = "I need a dryer that costs less."
[deal.lost.result]
status = "lost"
on = 2026-11-11
[deal.open]
account = "Dale"
"#;

fn report(more: &[&str]) -> Ended {
    let place = Place::with(CAMPAIGN);
    let arguments: Vec<&str> = ["report", "credits", "c.toml"].iter().chain(more).chain(&NOW).copied().collect();
    place.run(&arguments)
}

#[test]
fn the_card_says_what_to_do_then_what_each_did() {
    let expected = "\
Thank Maya and Sam where others hear it: Harrow is won, and this is what each did for it.

Won: Harrow
  Fri 13 Nov

MARKETING · Maya Lind
  First touch (26 Oct): Baseline note for the Finance Director

SALES · Sam Okoro
  Six stores at night
";
    assert_eq!(report(&["won"]).done(), expected);
}

#[test]
fn the_debrief_says_what_was_left_open() {
    let out = report(&["lost"]).done();
    assert!(out.contains("LEFT UNANSWERED\n  objection on savings, 15 Oct\n"), "{out}");
    assert!(!out.contains("dryer"), "{out}");
    assert!(report(&["lost", "--names"]).done().contains("“I need a dryer that costs less.”"));
}

#[test]
fn the_card_comes_as_markdown_as_a_picture_and_as_json() {
    let markdown = report(&["won", "--format", "md"]).done();
    assert!(
        markdown.starts_with("## Won: Harrow\n") && markdown.contains("**SALES · Sam Okoro**\n\n- Six stores"),
        "{markdown}"
    );
    let svg = report(&["won", "--format", "svg"]).done();
    assert!(svg.starts_with("<?xml") && svg.ends_with("</svg>\n") && svg.contains("Six stores at night"), "{svg}");
    let json: serde_json::Value = serde_json::from_str(&report(&["won", "--format", "json"]).done()).unwrap();
    assert_eq!(json["status"], "won");
    assert_eq!(json["parts"][1]["lines"][0], "Six stores at night");
}

#[test]
fn what_has_no_card_is_refused_plainly() {
    report(&["open"]).refused(3, &["`open` is open", "codriver deal won FILE open"]);
    report(&[]).refused(3, &["a card is of one deal"]);
    report(&["won", "--format", "html"]).refused(3, &["a card is no HTML page"]);
    let place = Place::with(CAMPAIGN);
    place
        .run(&["report", "engine", "c.toml", "--format", "svg"])
        .refused(3, &["only `codriver report credits` and `codriver report route` draw a picture"]);
}
