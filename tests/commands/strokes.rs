//! `report engine` and `report works`, as text and JSON.

use super::Place;

const NOW: [&str; 2] = ["--now", "2026-11-20T09:41:00+00:00"];

/// A deal that waits for a pull, one that runs, and a won one in which a proof landed.
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
[asset.grocer]
title = "Grocer story"
permission = true
industry = ["retail"]
[deal.dale]
account = "Dale Mills"
industry = "retail"
[[deal.dale.stroke]]
at = 2026-11-09
by = "sam"
kind = "push"
what = "Rang the mill"
[[deal.dale.stroke]]
at = 2026-11-10
by = "sam"
kind = "push"
what = "Demo"
[deal.north]
account = "Northwind"
[[deal.north.stroke]]
at = 2026-11-17
kind = "pull"
[[deal.north.stroke]]
at = 2026-11-18
kind = "push"
[deal.won]
account = "Harrow"
[deal.won.note.n]
say = "Say it."
asset = "grocer"
[[deal.won.call_log]]
note = "n"
rung = ""
called = 2026-11-12T10:00:00Z
acked = 2026-11-12T10:01:00Z
used = "landed"
[deal.won.result]
status = "won"
on = 2026-11-13
"#;

fn report(place: &Place, what: &str, more: &[&str]) -> super::Ended {
    let arguments: Vec<&str> = ["report", what, "c.toml"].iter().chain(more).chain(&NOW).copied().collect();
    place.run(&arguments)
}

#[test]
fn the_engine_says_which_stroke_is_missing_then_how_the_ride_is_then_the_deals() {
    let expected = "\
Dale Mills waits for a pull: no pull has answered the push of Mon 9 Nov in 9 working days. Next: send “Grocer story” (an \
asset that fits and they have not had).

A little bumpy (0.70 of 1). Most is lost where strokes stay unanswered: the other trade followed 1 of 3 within 5 working \
days.
1 deal runs on pushes alone: allowed, and a bumpier ride.

";
    let said = report(&Place::with(CAMPAIGN), "engine", &[]).done();
    assert!(said.starts_with(expected), "{said}");
    let dale = "\
A STROKE IS MISSING 1
Dale Mills                  push ▯▯▮▯  pull ▯▯▯▯  missing: a pull  pushes alone
  no pull has answered the push of Mon 9 Nov in 9 working days
  next: send “Grocer story” (an asset that fits and they have not had)
";
    assert!(said.contains(dale), "{said}");
    assert!(said.contains("\nTHE ENGINE RUNS 1\nNorthwind "), "{said}");
}

#[test]
fn the_weeks_are_drawn_as_two_cylinders_with_their_gaps() {
    let said = report(&Place::with(CAMPAIGN), "engine", &[]).done();
    let drawn: Vec<&str> = said.lines().skip_while(|line| !line.starts_with("push")).take(10).collect();
    assert_eq!(drawn[4], "        ··─··─··─··─··─··─··─··─··─··───────", "{said}");
    assert_eq!(drawn[3].trim(), "██ ██");
    assert_eq!(drawn[5].trim(), "██ ██");
    assert!(drawn[8].starts_with("pull"), "{said}");
    assert_eq!(drawn[9], "        31 Aug   21 Sep   12 Oct   2 Nov");
}

#[test]
fn programs_get_the_engine_of_every_open_deal() {
    let json = report(&Place::with(CAMPAIGN), "engine", &["--format", "json"]).json();
    assert_eq!((&json["pushes"], &json["pulls"]), (&3.into(), &2.into()));
    let dale = &json["deals"][0];
    assert_eq!((&dale["deal"], &dale["standing"], &dale["next"]), (&"dale".into(), &"waits".into(), &"pull".into()));
    assert_eq!((&dale["since"], &dale["alone"]), (&"2026-11-09".into(), &"push".into()));
    assert_eq!((&dale["planned"]["record"], &dale["planned"]["from"]), (&"asset.grocer".into(), &"asset".into()));
    assert_eq!(json["deals"].as_array().unwrap().len(), 2, "the won one is not open");
    assert_eq!(json["weeks"].as_array().unwrap().len(), 12);
}

#[test]
fn one_deal_is_asked_alone_also_when_it_is_finished() {
    let place = Place::with(CAMPAIGN);
    let said = report(&place, "engine", &["north"]).done();
    assert!(said.starts_with("Northwind runs: a pull is due by Wed 25 Nov.") && !said.contains("Dale"), "{said}");
    let said = report(&place, "engine", &["won"]).done();
    assert!(said.starts_with("Harrow is finished: 0 pushes and 1 pull in the twelve weeks before."), "{said}");
}

#[test]
fn what_works_says_when_it_is_too_few_to_tell_and_gives_the_numbers() {
    let said = report(&Place::with(CAMPAIGN), "works", &[]).done();
    assert!(said.starts_with("Too few to tell what works: nothing has 5 verdicts that agree."), "{said}");
    let row = "\nPROOFS 1\nGrocer story                                  landed 1 of 1, too few to tell            used once: \
               1 won\n";
    assert!(said.contains(row), "{said}");
    assert!(!said.contains('%'), "{said}");
}

#[test]
fn programs_get_the_interval_of_everything_used() {
    let json = report(&Place::with(CAMPAIGN), "works", &["--format", "json"]).json();
    let proof = &json["assets"][0];
    assert_eq!(
        (&proof["id"], &proof["landed"]["hits"], &proof["landed"]["of"]),
        (&"grocer".into(), &1.into(), &1.into())
    );
    assert_eq!(proof["landed"]["verdict"], "too-few");
    assert!(proof["landed"]["low"].as_f64().unwrap() < 0.3, "{proof}");
    assert_eq!((&proof["won"]["hits"], &proof["won"]["of"]), (&1.into(), &1.into()));
}

#[test]
fn what_was_used_in_archived_campaigns_counts() {
    let place = Place::with(&CAMPAIGN.replace("timezone", "history = [\"old.toml\"]\ntimezone"));
    place.write("old.toml", CAMPAIGN);
    let json = report(&place, "works", &["--format", "json"]).json();
    assert_eq!(json["assets"][0]["landed"]["of"], 2);
}

#[test]
fn a_new_campaign_is_told_how_to_begin() {
    let place = Place::new();
    let said = report(&place, "engine", &[]).done();
    assert!(
        said.starts_with("No stroke is written yet: `codriver stroke add FILE harbour push WHAT` writes one"),
        "{said}"
    );
    let said = report(&place, "works", &[]).done();
    assert!(
        said.starts_with("Nothing was used yet, as far as the file says: mark a note `landed` or `flat`"),
        "{said}"
    );
}

#[test]
fn no_control_character_of_the_file_is_printed_in_these_reports() {
    let hostile = CAMPAIGN.replace("Dale Mills", "Dale\\u001b[2J").replace("Grocer story", "Grocer\\u0007");
    let place = Place::with(&hostile);
    for what in ["engine", "works"] {
        let said = report(&place, what, &[]).out;
        assert!(said.contains('␇') && !said.contains(['\u{1b}', '\u{7}']), "{said}");
    }
}
