//! `report today`, `report forecast` and `report circles`, and the weights of the configuration.

use super::Place;

const CAMPAIGN: &str = r#"format = 1
[campaign]
name = "Spring push"
timezone = "UTC"
currency = "GBP"
route = ["demo", "proof", "signature"]
[crew.sam]
name = "Sam Okoro"
seat = "driver"
[crew.maya]
name = "Maya Lind"
seat = "navigator"
[destination]
target = 100_000
by = 2026-12-31
[stage.demo]
name = "Demo"
expected = "10d"
[stage.proof]
name = "Proof"
expected = "20d"
[stage.signature]
name = "Signature"
expected = "10d"
[deal.dale]
account = "Dale Mills"
value = 30_000
stage = "demo"
since = 2026-11-16
close = 2026-12-18
next = { what = "Ring Tom", on = 2026-11-20, by = "sam" }
stage_log = [
  { stage = "demo", from = 2026-10-01, to = 2026-10-20 },
  { stage = "proof", from = 2026-10-20, to = 2026-11-16 },
]
[deal.north]
account = "Northwind"
value = 90_000
stage = "proof"
since = 2026-11-12
close = 2026-12-30
contact.ines = { name = "Ines Roth", role = "CISO" }
next = { what = "Ring Ines Roth", on = 2026-11-27, by = "sam" }
[deal.north.control.quote]
what = "Quote v2"
due = 2026-11-20
owner = "maya"
[deal.other]
account = "Overseas"
value = 7_000
currency = "USD"
"#;

fn report(what: &str, more: &[&str]) -> super::Ended {
    let now = ["--now", "2026-11-20T10:00:00+00:00"];
    let arguments = ["report", what, "c.toml"];
    let arguments: Vec<&str> = arguments.iter().chain(more).chain(&now).copied().collect();
    Place::with(CAMPAIGN).run(&arguments)
}

fn json(what: &str, more: &[&str]) -> serde_json::Value {
    let more: Vec<&str> = more.iter().chain(&["--format", "json"]).copied().collect();
    serde_json::from_str(&report(what, &more).done()).expect("the report is JSON")
}

#[test]
fn what_drives_in_circles_is_named_with_its_loop_and_its_share() {
    let expected = "\
1 of 3 open deals drives in circles; 30,000 of 120,000 GBP open go round, about 3 tenths. Begin with
Dale Mills: agree on what would bring it nearer.
  Dale Mills: back in Demo: Demo → Proof → Demo
  0 of 7,000 USD open go round, none of it.
";
    assert_eq!(report("circles", &[]).done(), expected);
}

#[test]
fn of_one_deal_its_loops_are_told() {
    assert_eq!(report("circles", &["north"]).done(), "Northwind does not drive in circles.\n");
    let dale = json("circles", &["dale"]);
    assert_eq!((&dale["deals"][0]["circles"][0]["kind"], dale["open"].as_u64()), (&"back".into(), Some(1)));
}

#[test]
fn today_tells_each_seat_its_day_and_which_deal_needs_somebody_first_with_its_reasons() {
    let out = report("today", &[]).done();
    assert!(out.contains("\nSam Okoro, driver\n") && out.contains("\nMaya Lind, navigator\n"), "{out}");
    assert!(out.contains("  today, promise: Northwind, Quote v2 (Maya)\n"), "{out}");
    let needs = out.split("NEEDS YOU FIRST 3\n").nth(1).expect("an order of need");
    let at = |name: &str| needs.find(name).expect("the deal needs somebody");
    assert!(at("Northwind: a call waits") < at("Dale Mills: close 18 Dec, hardly before"), "{out}");
    assert!(at("in circles, back in Demo: Demo → Proof") < at("Overseas: no next touch"), "{out}");
}

#[test]
fn today_is_of_one_seat_with_as_and_tells_no_buyer_unless_asked_for_names() {
    let maya = json("today", &["--as", "maya"]);
    assert_eq!((maya["seats"].as_array().map(Vec::len), &maya["seats"][0]["crew"]), (Some(1), &"maya".into()));
    assert!(!report("today", &["north"]).done().contains("Ines Roth"));
    assert_eq!(report("today", &["--as", "nobody"]).code, 2);
}

#[test]
fn a_weight_of_the_configuration_changes_who_needs_somebody_first() {
    let place = Place::with(CAMPAIGN);
    std::fs::write(place.0.path().join("config.toml"), "[needs]\nno-touch = 900\n").expect("a config is written");
    let now = ["--now", "2026-11-20T10:00:00+00:00", "--config", "config.toml", "--format", "json"];
    let arguments: Vec<&str> = ["report", "today", "c.toml"].iter().chain(&now).copied().collect();
    let today: serde_json::Value = serde_json::from_str(&place.run(&arguments).done()).expect("the report is JSON");
    assert_eq!((&today["needs"][0]["deal"], &today["needs"][0]["weight"]), (&"other".into(), &900.into()));
}

#[test]
fn the_forecast_tells_each_month_as_a_range_and_each_deal_with_its_promise() {
    let out = report("forecast", &[]).done();
    assert!(out.contains("Nov 2026: nothing is promised; expected 0 GBP to "), "{out}");
    assert!(out.contains("Dec 2026: 2 deals promised, 120,000 GBP; expected "), "{out}");
    assert!(out.contains("1 deal in USD without a rate in `[campaign.rates]`: not counted."), "{out}");
    assert!(out.contains("Northwind, 90,000 GBP: promised Wed 30 Dec; expected "), "{out}");
    let json = json("forecast", &["dale"]);
    assert_eq!((json["months"].as_array().map(Vec::len), json["deals"].as_array().map(Vec::len)), (Some(2), Some(1)));
}

/// A close in the year 2215, one before the start, a negative value, two currencies without a rate, a stage off the route.
const BAD: &str = r#"format = 1
[campaign]
timezone = "UTC"
currency = "GBP"
route = ["demo", "proof"]
[crew.sam]
seat = "driver"
[deal.far]
account = "Far"
value = 10
stage = "demo"
since = 2026-11-16
close = 2215-01-01
[deal.before]
account = "Before"
value = -40
created = 2026-11-16
close = 2026-11-10
[deal.dollars]
account = "Dollars"
value = 7
currency = "USD"
[deal.francs]
account = "Francs"
value = 8
currency = "CHF"
[deal.off]
account = "Off"
value = 5
stage = "install"
"#;

fn of_bad(what: &str) -> String {
    let place = Place::with(BAD);
    let ended = place.run(&["report", what, "c.toml", "--now", "2026-11-20T10:00:00+00:00"]);
    assert!(!ended.out.is_empty(), "{ended:?}");
    ended.out
}

#[test]
fn what_is_wrong_in_the_file_is_told_and_the_rest_is_reported_all_the_same() {
    let circles = of_bad("circles");
    assert!(circles.contains("None of 5 open deals drives in circles."), "{circles}");
    assert!(circles.contains("Not counted, because the value is negative or too large: Before."), "{circles}");
    let forecast = of_bad("forecast");
    assert!(forecast.contains("2 deals in CHF and USD without a rate"), "{forecast}");
    assert!(forecast.contains("Promised for after Apr 2027: Far."), "{forecast}");
    assert!(forecast.contains("Promised for a day that went by: Before."), "{forecast}");
    let today = of_bad("today");
    assert!(today.contains("Far: close 1 Jan 2215, likely by "), "{today}");
    assert!(today.contains("Before: close 8 working days over"), "{today}");
}
