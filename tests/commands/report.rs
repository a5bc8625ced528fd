//! `report`: what each system says, as text and JSON.

use super::Place;

const NOW: [&str; 2] = ["--now", "2026-11-27T10:00:00+00:00"];

/// One note that was called late and not heard, one that was missed, one hit that no note foresaw.
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
[deal.dale]
account = "Dale Mills"
[deal.dale.note.price]
at = 2026-11-26T14:00:00
pace = "L4 #price"
by = "maya"
written = 2026-11-26T12:00:00
[[deal.dale.call_log]]
note = "price"
rung = ""
place = 2026-11-26T14:00:00Z
lead = "8wh"
called = 2026-11-26T13:00:00Z
by = "sam"
[deal.north]
account = "Northwind"
[deal.north.note.legal]
at = 2026-11-25T11:00:00
pace = "L3"
[deal.north.obstacle.freeze]
at = 2026-11-24
outcome = "hit"
"#;

fn report(place: &Place, more: &[&str]) -> super::Ended {
    let arguments: Vec<&str> = ["report", "punctuality", "c.toml"].iter().chain(more).chain(&NOW).copied().collect();
    place.run(&arguments)
}

#[test]
fn punctuality_says_what_to_do_then_the_figures_then_the_calls_behind_them() {
    let expected = "\
0 of 2 calls were on time. Most often (1): written too late; write the note when the obstacle is seen.

                               called                                        heard
                              on time    early     late   missed  no note  in time     late  unheard
The campaign                        0        0        1        1        1        0        0        1

BY PERSON
Sam Okoro, driver                   0        0        0        0        0        0        0        1
Maya Lind, navigator                0        0        1        1        1        0        0        0

BY DEAL
Dale Mills                          0        0        1        0        0        0        0        1
Northwind                           0        0        0        1        1        0        0        0

MISSED 1: the place went by uncalled
  Wed 25 Nov 11:00  Northwind, legal: nobody was at the console

CALLED LATE 1: under half of the lead was left
  yesterday 13:00  Dale Mills, price: written too late

UNHEARD 1: called, not acknowledged by the place
  yesterday 13:00  Dale Mills, price: not acknowledged in time

HIT WITHOUT A NOTE 1: it bit, and no note foresaw it
  Tue 24 Nov 09:00  Northwind, freeze: no note was written for it
";
    assert_eq!(report(&Place::with(CAMPAIGN), &[]).done(), expected);
}

#[test]
fn programs_get_every_call_with_its_reason() {
    let json = report(&Place::with(CAMPAIGN), &["--format", "json"]).json();
    assert_eq!((&json["called"]["late"], &json["missed"], &json["unheard"]), (&1.into(), &1.into(), &1.into()));
    let calls = json["calls"].as_array().unwrap();
    let price = calls.iter().find(|call| call["note"] == "price").unwrap();
    assert_eq!((&price["went"], &price["reason"]), (&"unheard".into(), &"written-late".into()));
    assert_eq!((&price["driver"], &price["navigator"]), (&"sam".into(), &"maya".into()));
    let reasons: Vec<_> = calls.iter().map(|call| call["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons, ["written-late", "nobody-there", "no-note"]);
    let crew: Vec<_> = json["crew"].as_array().unwrap().iter().map(|one| one["crew"].as_str().unwrap()).collect();
    assert_eq!(crew, ["sam", "maya"]);
}

#[test]
fn one_deal_is_reported_alone() {
    let said = report(&Place::with(CAMPAIGN), &["dale"]).done();
    assert!(said.contains("Dale Mills") && !said.contains("Northwind"), "{said}");
}

#[test]
fn a_deal_or_a_report_that_does_not_exist_is_told() {
    let place = Place::with(CAMPAIGN);
    report(&place, &["dael"]).refused(3, &["no deal is called `dael`", "did you mean `dale`?"]);
    place.run(&["report", "weather", "c.toml"]).refused(3, &["invalid value 'weather'", "punctuality"]);
}

#[test]
fn a_campaign_without_calls_says_so() {
    let said = report(&Place::new(), &["harbour"]).done();
    assert_eq!(said, "No call has been made yet, and no place went by.\n");
}

#[test]
fn errors_in_the_file_are_told_beside_the_report() {
    let ended = report(&Place::with(&CAMPAIGN.replace("L4 #price", "L9")), &[]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("the file has 1 error"), "{}", ended.err);
    assert!(ended.out.contains("Northwind"), "{}", ended.out);
}

#[test]
fn no_control_character_of_the_file_is_printed() {
    let hostile = CAMPAIGN.replace("Dale Mills", "Dale\\u001b[2J").replace("Sam Okoro", "Sam\\u0007");
    let said = report(&Place::with(&hostile), &[]).out;
    assert!(said.contains("Dale␛[2J") && !said.contains(['\u{1b}', '\u{7}']), "{said}");
}

#[test]
fn a_report_reads_standard_input_and_writes_nothing() {
    let place = Place::with(CAMPAIGN);
    let said = place.run_with(&["report", "punctuality", "-", NOW[0], NOW[1]], CAMPAIGN.as_bytes()).done();
    assert!(said.contains("Northwind"), "{said}");
    assert_eq!(place.text(), CAMPAIGN);
}
