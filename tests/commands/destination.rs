//! `report destination` and `report crew`: the one target, and what each owes the other.

use super::Place;

const NOW: [&str; 2] = ["--now", "2026-11-20T10:00:00+00:00"];

/// Four hundred of a thousand won; one open deal that would do, one past the date.
const CAMPAIGN: &str = r#"format = 1
[campaign]
timezone = "UTC"
currency = "GBP"
route = ["talk", "sign"]
[destination]
target = 1000
from = 2026-09-01
by = 2026-12-31
shares = { sam = 0.5, maya = 0.5 }
[stage.talk]
expected = "10d"
[stage.sign]
expected = "10d"
win_rate = 0.7
[crew.sam]
name = "Sam Okoro"
seat = "driver"
[crew.maya]
name = "Maya Lind"
seat = "navigator"
[crew.maya.owes.visits]
count = 2
every = "month"
[deal.won]
account = "Dale Mills"
value = 400
result = { status = "won", on = 2026-10-20 }
[deal.won.run.tour]
what = "Round the mill"
kind = "visit"
crew = ["sam", "maya"]
started = 2026-11-03T14:00:00Z
[deal.open]
account = "Northwind"
value = 600
stage = "sign"
since = 2026-11-16
close = 2026-12-11
probability = 0.9
[deal.late]
account = "Harbour"
value = 900
stage = "talk"
since = 2026-11-18
close = 2027-02-12
"#;

fn report(place: &Place, more: &[&str]) -> super::Ended {
    let arguments: Vec<&str> = ["report"].iter().chain(more).chain(&NOW).copied().collect();
    place.run(&arguments)
}

#[test]
fn the_destination_says_what_to_work_on_and_why_then_how_it_stands() {
    let said = report(&Place::with(CAMPAIGN), &["destination", "c.toml"]).done();
    insta::assert_snapshot!(said);
}

#[test]
fn the_destination_of_one_deal_is_that_deal_alone() {
    let said = report(&Place::with(CAMPAIGN), &["destination", "c.toml", "late"]).done();
    assert!(said.contains("Harbour: promised for Fri 12 Feb 2027, past the date."), "{said}");
    assert!(!said.contains("Northwind") && !said.contains("WEEK BY WEEK"), "{said}");
}

#[test]
fn programs_get_the_target_the_forecast_and_the_partings() {
    let json = report(&Place::with(CAMPAIGN), &["destination", "c.toml", "--format", "json"]).json();
    assert_eq!((&json["attained"], &json["still_open"]), (&400.0.into(), &600.0.into()));
    assert_eq!(json["forecast"]["deals"][0]["deal"], "late");
    assert_eq!(json["promises"]["weighed"], 540.0);
    assert_eq!(json["partings"][0]["kind"], "late-promise");
    assert_eq!(json["parts"][0]["carried"], 200.0);
}

#[test]
fn a_campaign_without_a_target_is_told_the_command_that_gives_it_one_and_that_works() {
    let place = Place::with(
        "format = 1\n[campaign]\ntimezone = \"UTC\"\n[crew.sam]\nseat = \"driver\"\n[crew.maya]\nseat = \"navigator\"\n\
         [deal.a]\naccount = \"A\"\n",
    );
    let said = report(&place, &["destination", "c.toml"]).done();
    assert!(said.contains("codriver add FILE destination target=900000 by=2026-12-31"), "{said}");
    let add = ["add", "c.toml", "destination", "target=900000", "by=2026-12-31"];
    assert_eq!(place.run(&add).code, 0);
    let said = report(&place, &["destination", "c.toml"]).done();
    assert!(said.contains("`codriver add FILE destination.shares sam=0.5 maya=0.5`"), "{said}");
    assert_eq!(place.run(&["add", "c.toml", "destination.shares", "sam=0.5", "maya=0.5"]).code, 0);
    let said = report(&place, &["destination", "c.toml"]).done();
    assert!(said.contains("sam, driver: carries 450,000 of the target, 0 so far."), "{said}");
}

#[test]
fn what_is_owed_is_told_with_what_counted_and_how_long_is_left() {
    let said = report(&Place::with(CAMPAIGN), &["crew", "c.toml"]).done();
    let expected = "\
Maya owes 1 sales visit this month until Mon 30 Nov, with 6 working days after today: plan one with
both seats in its `crew`.

Maya Lind, navigator
  2 sales visits: 1 of 2 this month, 1 still owed until Mon 30 Nov, with 6 working days after
    today; 0 of 2 last month.
      Tue 3 Nov, Dale Mills: Round the mill
";
    assert!(said.starts_with(expected), "{said}");
    let json = report(&Place::with(CAMPAIGN), &["crew", "c.toml", "--format", "json"]).json();
    assert_eq!((&json["owes"][0]["still"], &json["owes"][0]["due"]), (&1.into(), &false.into()));
}

#[test]
fn where_nothing_is_owed_the_report_says_how_to_write_it_and_that_works() {
    let place = Place::with("format = 1\n[campaign]\ntimezone = \"UTC\"\n[crew.maya]\nseat = \"navigator\"\n");
    let said = report(&place, &["crew", "c.toml"]).done();
    assert!(said.contains("`codriver add FILE crew.maya.owes.visits count=2 every=month`"), "{said}");
    assert_eq!(place.run(&["add", "c.toml", "crew.maya.owes.visits", "count=2", "every=month"]).code, 0);
    assert!(report(&place, &["crew", "c.toml"]).done().starts_with("maya owes 2 sales visits this month"));
}
