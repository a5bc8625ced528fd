//! "Run notes" and the live clock, and what is shown over a run.

use super::*;

const RUN: &str = r#"
[deal.d]
account = "D"
[deal.d.run.call]
what = "Security call"
starts = 2026-11-24T14:00:00
length = "45m"
[deal.d.note.price]
at = "call 12:30"
pace = "L4 #price"
[deal.d.note.before]
at = "call"
pace = "L5"
"#;

fn started(more: &str) -> Console {
    let text = RUN.replace("length = \"45m\"\n", &format!("length = \"45m\"\nstarted = 2026-11-24T14:00:00Z\n{more}"));
    Console::new(&text).awake("2026-11-24 14:00")
}

fn live(console: &mut Console, now: &str) -> Vec<String> {
    console.tick(now).live.into_iter().map(|call| call.note).collect()
}

#[test]
fn a_run_note_is_called_forty_five_seconds_before_its_minute() {
    let mut console = started("");
    console.tick("2026-11-24 14:01:00");
    assert!(live(&mut console, "2026-11-24 14:11:44").is_empty());
    assert_eq!(live(&mut console, "2026-11-24 14:11:45"), ["price"]);
    assert!(live(&mut console, "2026-11-24 14:11:46").is_empty());
    assert_eq!(console.judged("price", "2026-11-24 14:12:00"), Some(Judged::OnTime));
}

#[test]
fn the_next_moment_of_a_run_is_to_the_second() {
    let mut console = started("");
    assert_eq!(console.tick("2026-11-24 14:11:00").next, Some(at("2026-11-24 14:11:45")));
}

#[test]
fn pauses_move_the_minutes_of_a_run() {
    let mut console = started("pauses = [{ from = 2026-11-24T14:05:00Z, until = 2026-11-24T14:15:00Z }]\n");
    console.tick("2026-11-24 14:01:00");
    assert!(live(&mut console, "2026-11-24 14:11:45").is_empty());
    assert_eq!(live(&mut console, "2026-11-24 14:21:45"), ["price"]);
}

#[test]
fn while_a_pause_is_open_the_clock_stands() {
    let console = started("pauses = [{ from = 2026-11-24T14:05:00Z }]\n");
    assert_eq!(console.state("price", "2026-11-24 15:30"), NoteState::Planned);
}

#[test]
fn a_live_lead_is_between_five_seconds_and_five_minutes() {
    let steps = |text: &str| crate::pace::parse_steps(text).unwrap();
    assert_eq!(live_lead(Some(&steps("L1")), 1.0), 45);
    assert_eq!(live_lead(Some(&steps("!!!L1")), 2.0), 180);
    assert_eq!(live_lead(Some(&steps("L1 now")), 2.0), 5);
    assert_eq!(live_lead(None, 0.5), 23);
}

#[test]
fn a_run_that_never_started_is_not_driven() {
    assert_eq!(Console::new(RUN).state("price", "2026-11-25 10:00"), NoteState::NotDriven);
}

#[test]
fn a_note_at_the_run_without_a_minute_is_on_the_deal_clock() {
    let mut console = Console::new(RUN).awake("2026-11-24 12:00");
    assert_eq!(console.calls("2026-11-24 12:00"), ["before"]);
}

#[test]
fn a_run_that_ended_before_the_minute_leaves_its_note_void() {
    let console = started("ended = 2026-11-24T14:10:00Z\n");
    assert_eq!(console.state("price", "2026-11-24 14:20"), NoteState::Void(Void::RunOver));
    let console = started("ended = 2026-11-24T14:40:00Z\n");
    assert_eq!(console.state("price", "2026-11-24 14:50"), NoteState::Missed);
}

#[test]
fn in_a_run_only_triple_caution_and_a_control_in_its_last_hour_are_shown_over_it() {
    let others = "[deal.e]\naccount = \"E\"\n[deal.e.note.plain]\nat = 2026-11-24T15:00:00\npace = \"L4\"\n[deal.f]\naccount = \"F\"\n[deal.f.note.grave]\nat = 2026-11-24T15:00:00\npace = \"!!!L4\"\n[deal.g]\naccount = \"G\"\n[deal.g.control.c]\ndue = 2026-11-24T15:10:00\n";
    let text = RUN.replace("length = \"45m\"\n", "length = \"45m\"\nstarted = 2026-11-24T14:00:00Z\n") + others;
    let mut console = Console::new(&text).awake("2026-11-24 14:01");
    let made: Vec<_> = {
        let first = names(&console.tick("2026-11-24 14:01"));
        let rest = console.open_until("2026-11-24 14:59");
        first.into_iter().map(|name| (at("2026-11-24 14:01"), name)).chain(rest).collect()
    };
    assert_eq!(made, [(at("2026-11-24 14:01"), "grave".to_owned()), (at("2026-11-24 14:10"), "control.c".to_owned())]);
    // What goes by meanwhile is missed.
    let missed = console.tick("2026-11-24 15:00").settled;
    assert!(missed.iter().any(|settled| settled.note == "plain" && settled.ended == Ended::Missed));
}
