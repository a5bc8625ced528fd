//! "States", "Judged", and what makes a note void.

use super::*;
use crate::campaign::Outcome as Bit;

const NOTE: &str = "[deal.d]\naccount = \"D\"\n[deal.d.note.n]\nat = 2026-11-26T14:00:00\npace = \"L4\"\n";

#[test]
fn a_note_goes_from_planned_over_armed_called_and_heard_to_passed() {
    let mut console = Console::new(NOTE).awake("2026-11-25 14:29");
    assert_eq!(console.state("n", "2026-11-25 14:29"), NoteState::Planned);
    assert!(console.calls("2026-11-25 14:29").is_empty());
    assert_eq!(console.state("n", "2026-11-25 14:30"), NoteState::Armed);
    assert_eq!(console.calls("2026-11-25 14:30"), ["n"]);
    assert_eq!(console.state("n", "2026-11-25 14:31"), NoteState::Called);
    console.hear("d", "n", "2026-11-25 14:32");
    assert_eq!(console.state("n", "2026-11-25 14:33"), NoteState::Heard);
    assert_eq!(console.state("n", "2026-11-26 14:00"), NoteState::Passed(None));
    assert_eq!(console.judged("n", "2026-11-26 14:00"), Some(Judged::OnTime));
}

#[test]
fn a_note_that_nobody_called_is_missed_console_open_or_not() {
    let mut console = Console::new(NOTE).awake("2026-11-26 14:00");
    assert_eq!(console.state("n", "2026-11-26 14:00"), NoteState::Missed);
    let outcome = console.tick("2026-11-26 14:00");
    assert_eq!(names(&outcome), [""; 0]);
    assert_eq!(outcome.settled.iter().map(|settled| settled.ended).collect::<Vec<_>>(), [Ended::Missed]);
}

#[test]
fn a_call_not_acknowledged_by_its_place_is_unheard() {
    let mut console = Console::new(NOTE).awake("2026-11-25 14:30");
    assert_eq!(console.calls("2026-11-25 14:30"), ["n"]);
    assert_eq!(console.state("n", "2026-11-26 14:00"), NoteState::Unheard);
}

#[test]
fn calls_folded_into_a_tally_count_as_calls_of_a_place_that_is_behind() {
    let with = |heard: u32| format!("{NOTE}tally = {{ called = 1, heard = {heard}, landed = 0 }}\n");
    assert_eq!(Console::new(&with(1)).state("n", "2026-11-26 14:00"), NoteState::Passed(None));
    assert_eq!(Console::new(&with(0)).state("n", "2026-11-26 14:00"), NoteState::Unheard);
    assert_eq!(Console::new(&with(1)).state("n", "2026-11-25 14:30"), NoteState::Armed);
}

#[test]
fn a_call_is_late_when_less_than_half_of_the_lead_is_left() {
    let mut console = Console::new(NOTE).awake("2026-11-26 10:01");
    let outcome = console.tick("2026-11-26 10:01");
    assert_eq!(outcome.batch.unwrap().calls[0].judged, Judged::Late);
    assert_eq!(console.judged("n", "2026-11-26 10:05"), Some(Judged::Late));
    let mut console = Console::new(NOTE).awake("2026-11-26 10:00");
    assert_eq!(console.tick("2026-11-26 10:00").batch.unwrap().calls[0].judged, Judged::OnTime);
}

#[test]
fn a_call_is_early_when_more_than_two_leads_are_left_but_not_on_the_day_of_its_place() {
    assert_eq!(Judged::of(2.1, false), Judged::Early);
    assert_eq!(Judged::of(2.1, true), Judged::OnTime);
    assert_eq!(Judged::of(2.0, false), Judged::OnTime);
    assert_eq!(Judged::of(0.5, false), Judged::OnTime);
    assert_eq!(Judged::of(0.49, false), Judged::Late);
    // Read from the log: called five working days ahead with a lead of eight hours, and on the place's own day.
    let early = |called: &str| {
        let row = format!(
            "[[deal.d.call_log]]\nnote = \"n\"\nrung = \"\"\nplace = 2026-11-26T14:00:00Z\nlead = \"1wh\"\ncalled = {called}\nby = \"sam\"\n"
        );
        Console::new(&format!("{NOTE}{row}")).judged("n", "2026-11-26 13:00")
    };
    assert_eq!(early("2026-11-19T14:00:00Z"), Some(Judged::Early));
    assert_eq!(early("2026-11-26T09:30:00Z"), Some(Judged::OnTime));
}

#[test]
fn a_struck_or_retired_note_and_a_contingency_are_never_armed() {
    let console = Console::new(&format!("{NOTE}mark = \"x\"\n"));
    assert_eq!(console.state("n", "2026-11-26 13:00"), NoteState::Struck);
    let console = Console::new(&format!("{NOTE}retired = true\n"));
    assert_eq!(console.state("n", "2026-11-26 13:00"), NoteState::Struck);
    let console = Console::new(&format!("{NOTE}when = \"They mention the incumbent\"\n"));
    assert_eq!(console.state("n", "2026-11-26 13:00"), NoteState::Contingency);
    assert!(console.awake("2026-11-26 13:00").calls("2026-11-26 13:00").is_empty());
}

#[test]
fn an_outcome_voids_notes_not_yet_called_and_called_ones_pass_with_it() {
    let text = "[deal.d]\naccount = \"D\"\n[deal.d.obstacle.o]\nat = 2026-11-26T14:00:00\npace = \"L4\"\n[deal.d.note.n]\nat = \"o\"\n";
    let bite = |console: &mut Console| console.edit("d", |deal| deal.obstacles[0].outcome = Some(Bit::Hit));
    let mut console = Console::new(text);
    bite(&mut console);
    assert_eq!(console.state("n", "2026-11-26 13:00"), NoteState::Void(Void::Outcome));
    let mut console = Console::new(text).awake("2026-11-26 10:00");
    assert_eq!(console.calls("2026-11-26 10:00"), ["n"]);
    bite(&mut console);
    assert_eq!(console.state("n", "2026-11-26 10:05"), NoteState::Passed(Some(Bit::Hit)));
    assert_eq!(console.judged("n", "2026-11-26 10:05"), Some(Judged::OnTime));
}

#[test]
fn a_control_done_before_it_was_called_is_void() {
    let text = "[deal.d]\naccount = \"D\"\n[deal.d.control.c]\nwhat = \"Quote\"\ndue = 2026-11-27\n";
    let console = Console::new(&format!("{text}done = 2026-11-26T16:40:00Z\n"));
    assert_eq!(console.state("control.c", "2026-11-27 12:00"), NoteState::Void(Void::Done));
    let console = Console::new(&format!("{text}done = 2026-11-30T16:40:00Z\n"));
    assert_eq!(console.state("control.c", "2026-12-01 12:00"), NoteState::Missed);
}

#[test]
fn a_stage_skipped_voids_its_notes() {
    let console = Console::new(
        "[deal.d]\naccount = \"D\"\nstage = \"s2\"\nsince = 2026-11-20T10:00:00\n[[deal.d.stage_log]]\nstage = \"s0\"\nfrom = 2026-11-02T10:00:00\nto = 2026-11-20T10:00:00\n[deal.d.note.n]\nat = \"enter s1\"\n",
    );
    assert_eq!(console.state("n", "2026-11-20 11:00"), NoteState::Void(Void::Skipped));
}

#[test]
fn a_finished_deal_voids_what_lies_after_its_finish() {
    let console = Console::new(&format!("{NOTE}[deal.d.result]\nstatus = \"won\"\non = 2026-11-20\n"));
    assert_eq!(console.state("n", "2026-11-26 13:00"), NoteState::Void(Void::Finished));
    assert!(console.awake("2026-11-26 13:00").calls("2026-11-26 13:00").is_empty());
}

#[test]
fn a_note_written_so_late_that_it_can_only_be_late_says_so() {
    let console = Console::new(NOTE);
    let outlook = Outlook::new(&console.campaign);
    let late = |now: &str| {
        can_only_be_late(&state(&console.campaign, &outlook, &console.campaign.deals[0], "n", at(now)).unwrap())
    };
    assert!(!late("2026-11-26 10:00"));
    assert!(late("2026-11-26 10:01"));
}

#[test]
fn a_note_is_called_to_who_drives_and_a_control_to_its_owner() {
    let text = "[deal.d]\naccount = \"D\"\ndriver = \"maya\"\n[deal.d.note.n]\nat = 2026-11-26T14:00:00\n[deal.d.control.c]\ndue = 2026-11-26T14:00:00\nowner = \"sam\"\n[deal.d.control.k]\ndue = 2026-11-26T14:00:00\nowner = \"customer\"\n";
    let mut console = Console::new(text).awake("2026-11-26 10:00");
    assert_eq!(console.calls("2026-11-26 10:00"), ["control.c"]);
    let maya = tick(&console.campaign, "maya", console.previous.as_ref(), at("2026-11-26 10:01"));
    assert_eq!(names(&maya), ["control.k", "n"]);
}

#[test]
fn the_driver_is_the_to_of_the_last_accepted_hand_over() {
    let text = format!(
        "{NOTE}[[deal.d.handoff]]\nfrom = \"sam\"\nto = \"maya\"\nat = 2026-11-20T10:00:00Z\naccepted = 2026-11-20T11:00:00Z\n"
    );
    assert!(Console::new(&text).awake("2026-11-26 10:00").calls("2026-11-26 10:00").is_empty());
}
