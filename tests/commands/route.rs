//! `report route`: the way of a deal as text, as JSON and as a picture, alone and beside another.

use super::{Ended, Place};

const NOW: [&str; 2] = ["--now", "2026-11-20T10:00:00+00:00"];

const CAMPAIGN: &str = r#"format = 1
[campaign]
name = "Spring push"
timezone = "UTC"
currency = "GBP"
route = ["demo", "proof"]
[stage.demo]
expected = "14d"
[stage.proof]
expected = "20d"
[crew.sam]
name = "Sam Okoro"
seat = "driver"
[deal.north]
account = "North"
value = 90_000
stage = "proof"
since = 2026-11-09
close = 2026-12-04
contact.ines = { name = "Ines Roth", role = "CISO" }
[deal.north.obstacle.security]
at = 2026-11-25
pace = "!L2 #security"
title = "Ines Roth reads it"
[[deal.north.stage_log]]
stage = "demo"
from = 2026-10-19
to = 2026-11-09
[deal.gone]
account = "Gone"
stage = "proof"
since = 2026-10-01
result = { status = "won", on = 2026-10-20 }
[[deal.gone.stage_log]]
stage = "demo"
from = 2026-09-20
to = 2026-10-01
"#;

fn report(more: &[&str]) -> Ended {
    let place = Place::with(CAMPAIGN);
    let arguments: Vec<&str> = ["report", "route", "c.toml"].iter().chain(more).chain(&NOW).copied().collect();
    place.run(&arguments)
}

#[test]
fn the_way_is_drawn_and_everything_on_it_is_told_in_order() {
    let out = report(&["north"]).done();
    assert!(
        out.starts_with("North · 90,000 GBP · close Fri 4 Dec\nNo next touch.\nproof, 11 of 20 days: it "),
        "{out}"
    );
    assert!(out.contains("!L2") && out.contains("┊") && out.contains("21 of 14 d"), "{out}");
    assert!(out.contains("2026-10-19   demo (stage)\n"), "{out}");
    let widest = out.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(122), "{out}");
}

#[test]
fn buyers_are_named_only_where_that_is_asked_for() {
    let out = report(&["north"]).done();
    assert!(!out.contains("Ines") && out.contains("The CISO reads it"), "{out}");
    assert!(report(&["north", "--names"]).done().contains("Ines Roth reads it"));
    assert!(!report(&["north", "--format", "svg"]).done().contains("Ines"));
}

#[test]
fn the_same_comes_as_json_and_as_a_picture() {
    let json: serde_json::Value = serde_json::from_str(&report(&["north", "--format", "json"]).done()).unwrap();
    assert_eq!(json["splits"][0]["days"], 21);
    assert_eq!(json["splits"][0]["share"], 150);
    assert_eq!(json["stages"][1]["state"], "here");
    let obstacle = json["items"].as_array().unwrap().iter().find(|item| item["kind"] == "obstacle").unwrap();
    assert_eq!((obstacle["pace"].as_str(), obstacle["late"].as_bool()), (Some("!L2"), Some(true)));
    let svg = report(&["north", "--format", "svg"]).done();
    assert!(svg.starts_with("<?xml") && svg.ends_with("</svg>\n") && svg.contains(">today<"), "{svg}");
}

#[test]
fn beside_the_won_deals_it_says_of_how_many() {
    let out = report(&["north", "--beside", "won"]).done();
    assert!(out.contains("10 days longer than the average of 1 won deal"), "{out}");
    assert!(out.contains("They are too few to go by."), "{out}");
    let json: serde_json::Value =
        serde_json::from_str(&report(&["north", "--beside", "won", "--format", "json"]).done()).unwrap();
    assert_eq!(json["beside"]["stages"][0]["other"]["days"], 11);
}

#[test]
fn what_has_no_map_is_refused_plainly() {
    report(&[]).refused(3, &["a route map is of one deal", "codriver report route FILE DEAL"]);
    report(&["north", "--beside", "nobody"]).refused(3, &["no deal is called `nobody`", "`won`"]);
    report(&["north", "--beside", "won", "--format", "svg"]).refused(3, &["not drawn as SVG"]);
    report(&["north", "--format", "html"]).refused(3, &["HTML"]);
}
