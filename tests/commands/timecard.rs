//! `report timecard`: who promised what by when, what the customers owe us, and deals without a dated next touch.

use super::Place;

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
next = { what = "Ring Tom", on = 2026-11-25 }
[deal.dale.control.quote]
what = "Quote v2"
due = 2026-11-27
owner = "sam"
[deal.dale.control.form]
what = "The security form"
due = 2026-11-03
owner = "customer"
[deal.dale.control.deck]
what = "The deck"
due = 2026-11-10
done = 2026-11-12
owner = "sam"
[deal.north]
account = "Northwind"
next = "Ring Ines"
[deal.north.control.story]
what = "The grocer's story"
due = 2026-11-18
owner = "maya"
"#;

fn report(more: &[&str]) -> super::Ended {
    let now = ["--now", "2026-11-20T10:00:00+00:00"];
    let arguments = ["report", "timecard", "c.toml"];
    let arguments: Vec<&str> = arguments.iter().chain(more).chain(&now).copied().collect();
    Place::with(CAMPAIGN).run(&arguments)
}

#[test]
fn the_time_card_tells_what_is_over_then_what_each_owes_by_date_and_what_the_customers_owe_us() {
    let expected = "\
2 promises are over, longest: The security form by the customer, Dale Mills, 13 working days over:
the service park is offered. 1 open deal has no dated next touch.

Sam Okoro, driver owes 1 promise; kept 1: 1 late
  Fri 27 Nov, Dale Mills: Quote v2, in 5 working days

Maya Lind, navigator owes 1 promise
  Wed 18 Nov, Northwind: The grocer's story, two working days over

The customers owe us 1 promise
  Tue 3 Nov, Dale Mills: The security form, 13 working days over: the service park is offered

NO DATED NEXT TOUCH 1
  Northwind: the next touch has no day
";
    assert_eq!(report(&[]).done(), expected);
}

#[test]
fn of_one_deal_what_was_kept_is_told_with_how_late_it_was() {
    let out = report(&["dale"]).done();
    assert!(out.contains("Tue 10 Nov, Dale Mills: The deck, kept two working days late"), "{out}");
}

#[test]
fn programs_get_every_promise_with_how_it_stands() {
    let json: serde_json::Value = serde_json::from_str(&report(&["--format", "json"]).done()).unwrap();
    let form = &json["owed"][0];
    assert_eq!(
        (&form["owner"], &form["stands"], &form["working_days"]),
        (&"customer".into(), &"over".into(), &13.into())
    );
    assert_eq!(form["offers_service"], true);
    assert_eq!(json["next_touches"][0]["next_touch"], "undated");
}
