//! `report service` and `deal service`: deals in trouble, what the plays brought, and how a repair is written.

use super::Place;

const CAMPAIGN: &str = r#"format = 1
[campaign]
name = "Spring push"
timezone = "UTC"
route = ["demo", "proof"]
[crew.sam]
name = "Sam Okoro"
seat = "driver"
[crew.maya]
name = "Maya Lind"
seat = "navigator"
[play.wake-up]
title = "They went quiet"
when = ["went-quiet"]
push = "Ask one question."
pull = "Send one chart."
within = "3wd"
[deal.dale]
account = "Dale Mills"
stage = "proof"
since = 2026-11-16
driver = "sam"
navigator = "maya"
contact.ines = { name = "Ines Roth", role = "CISO" }
next = { what = "Ring Tom", on = 2026-11-25 }
[deal.dale.service]
since = 2026-11-18
reason = "went-quiet"
play = "wake-up"
until = 2026-11-23
push = { what = "Ask Ines Roth one question", by = "sam", done = 2026-11-19 }
pull = { what = "Send one chart", by = "maya" }
[deal.north]
account = "Northwind"
stage = "proof"
since = 2026-11-16
close = 2026-11-17
[deal.old]
account = "Old Mill"
result = { status = "won", on = 2026-09-30 }
[[deal.old.service_log]]
since = 2026-09-01
ended = 2026-09-03
play = "wake-up"
outcome = "recovered"
"#;

const NOW: [&str; 2] = ["--now", "2026-11-20T10:00:00+00:00"];

fn report(more: &[&str]) -> super::Ended {
    let arguments: Vec<&str> = ["report", "service", "c.toml"].iter().chain(more).chain(&NOW).copied().collect();
    Place::with(CAMPAIGN).run(&arguments)
}

#[test]
fn the_report_tells_who_is_in_service_to_whom_it_is_offered_and_what_the_plays_brought() {
    let expected = "\
1 deal is in service, all within their time. Of all repairs so far recovered 1 of 1, too few to
tell; half of them within 2 working days.

IN SERVICE 1
  Dale Mills: 1 working day 7 h left (until Mon 23 Nov); went quiet, play: They went quiet
      push: Ask the CISO one question (Sam), done yesterday
      pull: Send one chart (Maya), to be done

IN TROUBLE 1: the service park is offered, a person decides
  Northwind: the promised close has gone by 3 working days ago

WHAT THE PLAYS BROUGHT
  They went quiet (for went quiet): recovered 1 of 1, too few to tell; half of them within 2
    working days
";
    assert_eq!(report(&[]).done(), expected);
}

#[test]
fn of_one_deal_it_tells_what_to_look_at_first() {
    let out = report(&["north"]).done();
    assert!(out.contains("LOOK FIRST, in this order"), "{out}");
    assert!(out.contains("no the close is to come: close Tue 17 Nov"), "{out}");
    assert!(!out.contains("Dale Mills"), "{out}");
}

#[test]
fn programs_get_the_same_facts() {
    let told: serde_json::Value = serde_json::from_str(&report(&["--format", "json"]).done()).unwrap();
    assert_eq!(told["in_service"][0]["deal"], "dale");
    assert_eq!(told["in_service"][0]["over"], false);
    assert_eq!(told["offered"][0]["reasons"][0]["reason"], "out-of-time");
    assert_eq!(told["plays"][0]["recovered"], 1);
    assert_eq!(told["plays"][0]["verdict"], "too-few");
    assert_eq!(told["plays"][0]["working_days_median"], 2);
}

#[test]
fn a_buyers_name_is_told_only_if_it_is_asked_for() {
    assert!(!report(&[]).done().contains("Ines Roth"));
    assert!(report(&["--names"]).done().contains("Ask Ines Roth one question"));
}

fn act(more: &[&str]) -> (Place, super::Ended) {
    let place = Place::with(CAMPAIGN);
    let arguments: Vec<&str> = ["deal", "service", "c.toml", "dale"].iter().chain(more).chain(&NOW).copied().collect();
    let ended = place.run(&arguments);
    (place, ended)
}

#[test]
fn a_part_is_reported_done() {
    let (place, ended) = act(&["--done", "pull"]);
    assert!(ended.done().contains("the pull is done: Send one chart"));
    assert!(place.text().contains("by = \"maya\", done = 2026-11-20T10:00:00Z }"), "{}", place.text());
}

#[test]
fn a_repair_ends_on_a_day_in_a_stage_or_with_a_loss() {
    let (place, ended) = act(&["--end", "later", "--on", "12 jan"]);
    ended.done();
    assert!(place.text().contains("on = 2027-01-12"), "{}", place.text());
    let (place, ended) = act(&["--end", "recovered", "--stage", "demo"]);
    ended.done();
    assert!(place.text().contains("stage = \"demo\""), "{}", place.text());
    let (place, ended) = act(&["--end", "retired", "--why", "No budget"]);
    ended.done();
    assert!(place.text().contains("reason = \"No budget\""), "{}", place.text());
}
