//! The watch against a moving clock: the same calls as on the screen, told in lines.

use chrono::TimeDelta;

use crate::sim::{Sim, changes, moment};
use crate::texts::{BEFORE_ONE, DEMO, ONE, two};
use crate::watched::Watched;

fn minutes(count: i64) -> TimeDelta {
    TimeDelta::minutes(count)
}

/// Sam's, watched since some day before: what comes is no gap.
fn sam(text: &str, now: &str) -> Watched {
    let mut watched = Watched::new(text, "2026-11-20T16:00:00Z", Some("sam"));
    watched.doze_until(moment(now));
    watched.calls();
    watched.lines();
    watched.wakes();
    watched
}

#[test]
fn a_call_comes_on_its_minute_and_is_written_as_the_console_writes_it() {
    let mut watched = sam(ONE, BEFORE_ONE);
    assert_eq!(watched.advance(minutes(1)).calls(), [""; 0]);
    assert_eq!(watched.advance(minutes(1)).calls(), ["Mon 12:30 north buyer called"]);
    let mut sim = Sim::open(ONE).at(BEFORE_ONE).seat("sam").awake_before();
    sim.advance("2m");
    assert_eq!(watched.file(), sim.file());
}

#[test]
fn over_a_day_of_the_example_the_watch_writes_what_the_console_writes() {
    let mut watched = Watched::new(DEMO, "2026-11-20T09:41:00Z", Some("sam"));
    watched.advance(TimeDelta::days(1));
    let mut sim = Sim::open(DEMO).at("2026-11-20T09:41:00Z").seat("sam");
    sim.start().advance("1d");
    assert_eq!(changes(DEMO, &watched.file()), changes(DEMO, &sim.file()));
}

#[test]
fn a_call_that_nobody_hears_is_told_once_more() {
    let mut watched = sam(ONE, BEFORE_ONE);
    let calls = watched.advance(minutes(8 * 60)).calls();
    assert_eq!(calls, ["Mon 12:30 north buyer called", "Mon 14:30 north buyer again"]);
}

#[test]
fn a_call_has_its_words_for_a_voice() {
    let mut watched = sam(ONE, BEFORE_ONE);
    let told = watched.advance(minutes(2)).announcements();
    let spoken: Vec<_> = told.iter().map(|one| one.spoken.as_str()).collect();
    assert_eq!(
        spoken,
        ["Northwind, in 1 working day. Theirs, prepare before the next contact, price. Bring the three-year price."]
    );
}

#[test]
fn it_wakes_on_the_full_minute_and_at_no_other_time() {
    let mut watched = Watched::new(ONE, "2026-11-18T09:41:20.250Z", Some("sam"));
    watched.advance(minutes(3));
    let expected: Vec<_> = (42..=44).map(|minute| moment(&format!("2026-11-18T09:{minute}:00Z"))).collect();
    assert_eq!(watched.wakes(), expected);
}

#[test]
fn a_note_of_a_meeting_comes_to_the_second_and_is_not_heard() {
    let run = "\n[deal.north.run.talk]\nwhat = \"Talk\"\nstarts = 2026-11-23T12:00:00\nstarted = 2026-11-23T12:00:10Z\n\
               [deal.north.note.slide]\nat = \"talk 30:00\"\npace = \"L4\"\nsay = \"Show the chart.\"\n";
    let mut watched = sam(&format!("{ONE}{run}"), BEFORE_ONE);
    let told = watched.advance(minutes(1)).announcements();
    assert_eq!(watched.wakes(), [moment("2026-11-23T12:29:00Z"), moment("2026-11-23T12:29:25Z")]);
    assert!(told.len() == 1 && told[0].is_quiet, "{told:?}");
    assert!(watched.file().contains("called = 2026-11-23T12:29:25Z"), "{}", watched.file());
}

#[test]
fn after_a_sleep_what_went_by_is_counted_and_never_told() {
    let mut watched = sam(ONE, "2026-11-22T18:00:00Z");
    // It is Tuesday 15:00: the place was at noon.
    let calls = watched.jump(TimeDelta::hours(45)).calls();
    assert_eq!(calls, [""; 0]);
    assert_eq!(watched.lines(), ["while nobody was here, 1 note went by uncalled"]);
    assert_eq!(watched.file(), ONE);
}

#[test]
fn a_clock_that_jumps_back_calls_nothing_twice() {
    let mut watched = sam(ONE, BEFORE_ONE);
    watched.advance(minutes(2)).jump(minutes(-120)).advance(TimeDelta::hours(2));
    assert_eq!(watched.file().matches("called = ").count(), 1, "{}", watched.file());
}

#[test]
fn a_note_that_somebody_adds_and_that_is_due_is_called_within_a_minute() {
    let without = ONE.replace("at = 2026-11-24T12:00:00\n", "at = 2026-12-24T12:00:00\n");
    let mut watched = sam(&without, "2026-11-23T12:40:20Z");
    assert_eq!(watched.outside_write(ONE).lines(), ["the file was changed, and read again"]);
    assert_eq!(watched.advance(minutes(1)).calls(), ["Mon 12:41 north buyer called"]);
}

#[test]
fn while_the_file_does_not_parse_what_is_due_is_told_and_nothing_written() {
    let mut watched = sam(ONE, BEFORE_ONE);
    let broken = ONE.replace("route = [\"demo\"", "route = [demo");
    let lines = watched.outside_write(&broken).lines();
    assert!(lines.len() == 1 && lines[0].starts_with("line 6, column "), "{lines:?}");
    assert_eq!(watched.advance(minutes(5)).calls(), ["Mon 12:30 north buyer due"]);
    assert_eq!(watched.file(), broken);
    assert_eq!(watched.outside_write(ONE).lines(), ["the file can be read again"]);
    assert_eq!(watched.calls(), ["Mon 12:33 north buyer called"]);
}

#[test]
fn a_file_that_does_not_parse_from_the_start_is_told_and_waited_for() {
    let mut watched = Watched::new(&ONE.replace("route = [\"demo\"", "route = [demo"), BEFORE_ONE, Some("sam"));
    let lines = watched.lines();
    assert!(lines.iter().any(|line| line.ends_with("nothing is called until it is mended")), "{lines:?}");
    assert_eq!(watched.advance(minutes(5)).calls(), [""; 0]);
    assert_eq!(watched.outside_write(ONE).calls(), ["Mon 12:33 north buyer called"]);
}

#[test]
fn who_sits_in_no_seat_is_told_everybodys_calls_once_and_writes_nothing() {
    let mut watched = Watched::new(&two(), BEFORE_ONE, None);
    let lines = watched.lines();
    assert!(lines.iter().any(|line| line.starts_with("looking on: ")), "{lines:?}");
    let calls = watched.advance(TimeDelta::hours(4)).calls();
    assert_eq!(calls, ["Mon 12:30 north buyer due", "Mon 15:30 harbour legal due"]);
    assert_eq!(watched.file(), two());
}

#[test]
fn a_file_of_a_newer_format_is_only_read() {
    let newer = ONE.replace("format = 1", "format = 99");
    let mut watched = Watched::new(&newer, BEFORE_ONE, Some("sam"));
    assert_eq!(watched.advance(minutes(5)).calls(), ["Mon 12:30 north buyer due"]);
    assert_eq!(watched.file(), newer);
}

#[test]
fn the_seat_is_told_and_told_again_when_it_goes() {
    let mut watched = Watched::new(ONE, BEFORE_ONE, Some("sam"));
    assert_eq!(watched.lines(), ["calling as sam, driver"]);
    let lines = watched.outside_write(&ONE.replace("[crew.sam]", "[crew.tom]")).lines();
    assert!(lines.iter().any(|line| line.starts_with("looking on: ")), "{lines:?}");
}

#[test]
fn errors_that_come_into_the_file_are_counted() {
    let mut watched = sam(ONE, BEFORE_ONE);
    let lines = watched.outside_write(&ONE.replace("pace = \"L4 #price\"", "pace = \"L9\"")).lines();
    assert!(lines.iter().any(|line| line.starts_with("the file has 1 error")), "{lines:?}");
}

#[test]
fn what_breaks_into_a_meeting_is_printed_and_not_heard() {
    let text = ONE.replace("pace = \"L4 #price\"", "pace = \"!!!L4 #price\"\nlead = \"8wh\"");
    let run =
        "\n[deal.north.run.talk]\nwhat = \"Talk\"\nstarts = 2026-11-23T12:00:00\nstarted = 2026-11-23T12:00:10Z\n";
    let told = sam(&format!("{text}{run}"), BEFORE_ONE).advance(minutes(2)).announcements();
    assert!(told.len() == 1 && told[0].is_quiet && told[0].calls.len() == 1, "{told:?}");
}

#[test]
fn words_of_the_other_seat_are_made_known() {
    let mut watched = sam(ONE, "2026-11-23T10:00:20Z");
    let message = "\n[[deal.north.message]]\nat = 2026-11-23T10:00:00Z\nby = \"maya\"\ntext = \"Ask about Leeds.\"\n";
    let told = watched.outside_write(&format!("{ONE}{message}")).announcements();
    assert!(told.len() == 1 && told[0].line.contains("Ask about Leeds."), "{told:?}");
}
