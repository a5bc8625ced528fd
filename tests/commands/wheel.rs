//! `report crew`: offers of the wheel, what one seat needs of the other, and what everybody has in hand.

use super::Place;

const NOW: [&str; 2] = ["--now", "2026-11-20T09:41:00+00:00"];

const CAMPAIGN: &str = r#"format = 1
[campaign]
name = "Spring push"
timezone = "UTC"
route = ["discovery", "demo"]
[crew.sam]
name = "Sam Okoro"
seat = "driver"
[crew.maya]
name = "Maya Lind"
seat = "navigator"
[deal.dale]
account = "Dale Mills"
driver = "maya"
stage = "demo"
since = 2026-11-02
next = { what = "Ring the mill", on = 2026-11-24, by = "maya", needs = "sam" }
control.quote = { what = "Quote v2", due = 2026-11-25, owner = "maya" }
[[deal.dale.stage_log]]
stage = "discovery"
from = 2026-10-01
to = 2026-11-02
[[deal.dale.handoff]]
from = "maya"
to = "sam"
at = 2026-11-12T10:00:00Z
briefing = "The miller decides alone."
"#;

fn report(place: &Place, more: &[&str]) -> super::Ended {
    place.run(&[&["report", "crew", "c.toml"], more, &NOW].concat())
}

#[test]
fn an_offer_that_is_stale_is_what_to_do_and_everything_else_follows() {
    let expected = "\
The wheel of Dale Mills has waited 6 working days for Sam: take it or decline it.

OFFERS OF THE WHEEL
  Dale Mills: the offer has waited 6 working days for Sam, made Thu 12 Nov 10:00 by Maya
      The miller decides alone.

NEEDED OF THE OTHER SEAT
  Dale Mills: Maya needs Sam on Tue 24 Nov: Ring the mill

IN HAND
  Maya Lind, navigator: drives Dale Mills; nothing is due by today.
      Wed 25 Nov, Dale Mills: “Quote v2”, promised
  Sam Okoro, driver: drives no deal; nothing is due by today; nothing is promised for the 7
    days after.
";
    assert_eq!(report(&Place::with(CAMPAIGN), &[]).done(), expected);
}

#[test]
fn of_one_deal_who_drove_which_stage_is_told() {
    let said = report(&Place::with(CAMPAIGN), &["dale"]).done();
    assert!(said.contains("WHO DROVE WHICH STAGE\n  discovery: Maya\n  demo: Maya, here now\n"), "{said}");
}

#[test]
fn programs_get_the_offers_the_needs_and_the_loads() {
    let json = report(&Place::with(CAMPAIGN), &["--format", "json"]).json();
    let wheel = &json["wheel"];
    let offer = &wheel["offers"][0];
    assert_eq!((&offer["to"], &offer["stale"], &offer["working_days"]), (&"sam".into(), &true.into(), &6.into()));
    assert_eq!((&wheel["needs"][0]["of"], &wheel["needs"][0]["by"]), (&"sam".into(), &"maya".into()));
    assert_eq!((&wheel["crew"][0]["crew"], &wheel["crew"][0]["drives"][0]), (&"maya".into(), &"dale".into()));
    assert_eq!(wheel["deals"][0]["stages"][1]["drivers"][0], "maya");
    assert!(json["owes"].as_array().unwrap().is_empty());
}

#[test]
fn where_no_offer_waits_the_report_says_how_one_is_made_and_that_works() {
    let place = Place::with(&CAMPAIGN[..CAMPAIGN.find("[[deal.dale.handoff]]").unwrap()]);
    let said = report(&place, &[]).done();
    assert!(said.contains("`codriver deal hand-over FILE DEAL --to CREW`"), "{said}");
    place.run(&["deal", "hand-over", "c.toml", "dale", "--to", "sam", NOW[0], NOW[1]]).done();
    assert!(report(&place, &[]).done().starts_with("The wheel of Dale Mills waits for Sam (09:41): until it is"));
}
