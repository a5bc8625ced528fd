//! What each owes the other trade is called while there is still time to give it.

use chrono::TimeDelta;

use crate::sim::{Sim, changes, moment};
use crate::watched::Watched;

/// Maya answers two field reports a week; one waits.
const TEXT: &str = r#"format = 1
[campaign]
name = "Q1 push"
timezone = "UTC"
route = ["demo", "proof"]
[crew.sam]
name = "Sam Okoro"
seat = "driver"
[crew.maya]
name = "Maya Lind"
seat = "navigator"
[crew.maya.owes.answers]
count = 2
every = "week"
of = "answers"
[deal.north]
account = "Northwind"
driver = "sam"
navigator = "maya"
next = { what = "Ring Ines", on = 2026-12-04 }
[[deal.north.heard]]
at = 2026-11-17T10:00:00Z
by = "sam"
said = "Cheaper elsewhere."
"#;

fn maya_at(now: &str) -> Sim {
    Sim::open(TEXT).at(now).seat("maya").awake_before()
}

#[test]
fn on_the_last_working_day_of_the_week_it_stands_in_today_and_leads_to_the_crew_screen() {
    let mut maya = maya_at("2026-11-20T10:00:00Z");
    let today = maya.keys("t").screen();
    assert!(today.contains("owed") && today.contains("Maya owes 2 answers to field"), "{today}");
    assert!(maya.keys("<enter>").screen().contains("WHAT EACH OWES THE OTHER"), "{}", maya.screen());
    assert_eq!(changes(TEXT, &maya.file()), Vec::<String>::new());
}

#[test]
fn before_that_nobody_is_bothered_with_it() {
    let today = maya_at("2026-11-19T10:00:00Z").keys("t").screen();
    assert!(!today.contains("Maya owes"), "{today}");
}

#[test]
fn the_other_seat_is_not_reminded_of_what_is_not_its_own() {
    let today = Sim::open(TEXT).at("2026-11-20T10:00:00Z").seat("sam").awake_before().keys("t").screen();
    assert!(!today.contains("Maya owes"), "{today}");
}

#[test]
fn its_moment_is_told_to_who_is_at_the_console_and_told_once() {
    let mut maya = maya_at("2026-11-20T08:58:00Z");
    assert!(!maya.screen().contains("Maya owes"), "{}", maya.screen());
    maya.advance("121s");
    assert!(maya.screen().contains("Maya owes 2 answers to field reports"), "{}", maya.screen());
    maya.advance("10m");
    assert!(!maya.screen().contains("Maya owes"), "{}", maya.screen());
}

#[test]
fn the_watch_tells_it_at_its_moment_as_well() {
    let mut watched = Watched::new(TEXT, "2026-11-19T16:00:00Z", Some("maya"));
    watched.doze_until(moment("2026-11-20T08:58:00Z"));
    watched.announcements();
    assert_eq!(watched.advance(TimeDelta::minutes(1)).announcements(), []);
    let told = watched.advance(TimeDelta::minutes(3)).announcements();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].spoken.starts_with("Maya owes 2 answers to field reports this week"), "{}", told[0].spoken);
    assert!(watched.lines().iter().any(|line| line.contains("Maya owes 2 answers")));
}
