//! `report review`: what the last sitting decided, as text, JSON and Markdown.

use super::Place;

const NOW: [&str; 2] = ["--now", "2026-11-20T10:00:00+00:00"];

/// Two sittings; of the last one a decision that is planned and one that is open.
const CAMPAIGN: &str = r#"format = 1
[campaign]
timezone = "UTC"
[crew.sam]
name = "Sam Okoro"
seat = "driver"
[crew.maya]
name = "Maya Lind"
seat = "navigator"
[deal.dale]
account = "Dale Mills"
next = { what = "Ring Jo", on = 2026-11-24, by = "sam" }
contact.jo = { name = "Jo Marsh", role = "Buyer" }
[deal.north]
account = "Northwind"
[[review]]
at = 2026-11-11T10:00:00Z
deal = "north"
decisions = ["Older words"]
[[review]]
at = 2026-11-18T10:00:00Z
deal = "dale"
by = ["sam", "maya"]
decisions = ["Ring Jo about the trial", "Bring the grocer's story to Jo Marsh"]
rubs = "Fewer notes in proof"
"#;

fn report(place: &Place, more: &[&str]) -> super::Ended {
    let arguments: Vec<&str> = ["report", "review", "c.toml"].iter().chain(more).chain(&NOW).copied().collect();
    place.run(&arguments)
}

#[test]
fn the_last_sitting_is_told_with_what_is_open_of_it_and_without_buyers_names() {
    let expected = "\
Give “Bring the grocer's story to the Buyer” on Dale Mills a day, or drop it: 1 of 2 decisions of
Wed 18 Nov is open, because nothing in the file says it since;
`codriver deal next FILE dale WHAT --on DAY` plans it.

Dale Mills (Sam and Maya)
  Ring the Buyer about the trial
      planned: the next touch, Tue 24 Nov, Sam
  Bring the grocer's story to the Buyer
      open: no touch, promise, meeting, note or stroke says it
  What rubs: Fewer notes in proof
";
    assert_eq!(report(&Place::with(CAMPAIGN), &[]).done(), expected);
}

#[test]
fn a_deal_has_its_own_last_sitting_and_names_are_told_where_they_are_asked_for() {
    let place = Place::with(CAMPAIGN);
    assert!(report(&place, &["north"]).done().contains("Older words"));
    assert!(report(&place, &["dale", "--names"]).done().contains("Bring the grocer's story to Jo Marsh"));
}

#[test]
fn programs_get_each_decision_with_how_it_stands() {
    let json = report(&Place::with(CAMPAIGN), &["--format", "json"]).json();
    assert_eq!(json["day"], "2026-11-18");
    let row = &json["rows"][0];
    assert_eq!(
        (&row["deal"], &row["by"][1], &row["rubs"]),
        (&"dale".into(), &"maya".into(), &"Fewer notes in proof".into())
    );
    let stands: Vec<&str> =
        row["decisions"].as_array().unwrap().iter().map(|one| one["stands"].as_str().unwrap()).collect();
    assert_eq!(stands, ["planned", "open"]);
}

#[test]
fn those_who_were_not_there_get_it_as_markdown() {
    let expected = "\
# Review of Wed 18 Nov 2026

Sam and Maya

## Dale Mills

- Ring the Buyer about the trial (planned: the next touch, Tue 24 Nov, Sam)
- Bring the grocer's story to the Buyer (open)

What rubs: Fewer notes in proof
";
    assert_eq!(report(&Place::with(CAMPAIGN), &["--format", "md"]).done(), expected);
    let place = Place::with(CAMPAIGN);
    place.run(&["report", "crew", "c.toml", "--format", "md"]).refused(3, &["prints Markdown"]);
}

#[test]
fn where_no_review_is_written_the_report_says_how_one_is() {
    let said = report(&Place::with("format = 1\n[campaign]\ntimezone = \"UTC\"\n"), &[]).done();
    assert!(said.starts_with("No review is written yet: `R` in the console walks the deals"), "{said}");
}
