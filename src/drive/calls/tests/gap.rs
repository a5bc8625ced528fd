//! "After a gap of more than 15 working minutes."

use std::fmt::Write as _;

use super::*;

fn deals(count: usize, steps: &str, place: &str) -> String {
    let mut text = String::new();
    for index in 0..count {
        let _ = write!(
            text,
            "[deal.d{index}]\naccount = \"D{index}\"\n[deal.d{index}.note.n]\nat = {place}\npace = \"{steps}\"\n"
        );
    }
    text
}

#[test]
fn a_first_tick_is_closed_and_gap_and_counts_what_went_by_uncalled() {
    let text = deals(2, "L4", "2026-11-20T14:00:00")
        + "[deal.x]\naccount = \"X\"\n[deal.x.note.n]\nat = 2026-11-23T14:00:00\n";
    let mut console = Console::new(&text);
    let outcome = console.tick("2026-11-23 09:00");
    assert_eq!(outcome.gap.map(|gap| gap.uncalled), Some(2));
    assert_eq!(names(&outcome), ["n"]);
}

#[test]
fn after_a_gap_there_is_one_batch_and_then_one_in_five_minutes() {
    let mut console = Console::new(&deals(4, "L4", "2026-11-23T12:00:00"));
    console.previous =
        Some(Tick { at: at("2026-11-20 12:00"), last_batch: None, held: vec![], backlog: vec![], opening: None });
    let outcome = console.tick("2026-11-23 10:00");
    assert_eq!(outcome.gap.map(|gap| gap.since), Some(Some(at("2026-11-20 12:00"))));
    assert_eq!(names(&outcome).len(), 1);
    let times: Vec<_> = console.open_until("2026-11-23 10:30").into_iter().map(|(time, _)| time).collect();
    assert_eq!(times, [at("2026-11-23 10:05"), at("2026-11-23 10:10"), at("2026-11-23 10:15")]);
}

#[test]
fn once_everything_armed_at_its_end_is_called_the_pace_is_free_again() {
    let mut console = Console::new(
        &(deals(1, "L4", "2026-11-23T12:00:00")
            + "[deal.x]\naccount = \"X\"\n[deal.x.note.late]\nat = 2026-11-23T12:01:00\npace = \"L5\"\n"),
    );
    console.previous =
        Some(Tick { at: at("2026-11-20 12:00"), last_batch: None, held: vec![], backlog: vec![], opening: None });
    // Armed ahead as well, so it belongs to what was armed when the gap ended.
    console.tick("2026-11-23 10:00");
    let times: Vec<_> = console.open_until("2026-11-23 10:10").into_iter().map(|(time, _)| time).collect();
    assert_eq!(times, [at("2026-11-23 10:05")]);
    assert!(console.previous.as_ref().unwrap().backlog.is_empty());
}

#[test]
fn triple_caution_is_exempt() {
    let mut console = Console::new(&deals(3, "!!!L4", "2026-11-23T12:00:00"));
    console.previous =
        Some(Tick { at: at("2026-11-20 12:00"), last_batch: None, held: vec![], backlog: vec![], opening: None });
    console.tick("2026-11-23 10:00");
    assert_eq!(console.open_until("2026-11-23 10:02").len(), 2);
}

#[test]
fn fifteen_working_minutes_are_no_gap_and_a_night_is_none() {
    let gap = |before: &str, now: &str| {
        let mut console = Console::new(&deals(1, "L4", "2026-11-24T12:00:00"));
        console.previous =
            Some(Tick { at: at(before), last_batch: None, held: vec![], backlog: vec![], opening: None });
        console.tick(now).gap.is_some()
    };
    assert!(!gap("2026-11-23 10:00", "2026-11-23 10:15"));
    assert!(gap("2026-11-23 10:00", "2026-11-23 10:16"));
    assert!(!gap("2026-11-20 17:20", "2026-11-23 09:05"));
}

#[test]
fn what_went_by_before_the_first_working_tick_is_counted_with_it() {
    // A fair on Saturday; the console is opened on Monday before nine.
    let mut console = Console::new("[deal.d]\naccount = \"D\"\n[deal.d.note.n]\nat = 2026-11-21T11:00:00\n");
    console.previous =
        Some(Tick { at: at("2026-11-20 12:00"), last_batch: None, held: vec![], backlog: vec![], opening: None });
    assert_eq!(console.tick("2026-11-23 08:30").gap, None);
    console.open_until("2026-11-23 08:59");
    assert_eq!(console.tick("2026-11-23 09:00").gap.map(|gap| gap.uncalled), Some(1));
}

#[test]
fn what_a_tick_hands_over_survives_as_text() {
    let mut console = Console::new(&deals(3, "L4", "2026-11-23T16:00:00"));
    console.tick("2026-11-23 09:00");
    let tick = console.previous.unwrap();
    let text = serde_json::to_string(&tick).unwrap();
    assert_eq!(serde_json::from_str::<Tick>(&text).unwrap(), tick);
}
