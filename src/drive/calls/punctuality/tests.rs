use super::super::tests::{HEAD, at, campaign};
use super::*;

fn report(records: &str, now: &str) -> Report {
    let campaign = campaign(&format!("{HEAD}{records}"));
    punctuality(&campaign, &Outlook::new(&campaign), None, at(now))
}

fn of(records: &str, now: &str) -> Punctuality {
    report(records, now).whole
}

const NOTE: &str = "[deal.d]\naccount = \"D\"\n[deal.d.note.n]\nat = 2026-11-26T14:00:00\npace = \"L4\"\n";

fn row(called: &str, more: &str) -> String {
    format!(
        "[[deal.d.call_log]]\nnote = \"n\"\nrung = \"\"\nplace = 2026-11-26T14:00:00Z\nlead = \"8wh\"\ncalled = {called}\n{more}\nby = \"sam\"\n"
    )
}

fn called(called: &str, acked: &str) -> String {
    format!("{NOTE}{}", row(called, acked))
}

fn reasons(records: &str, now: &str) -> Vec<Option<Reason>> {
    report(records, now).records.into_iter().map(|record| record.reason).collect()
}

#[test]
fn the_navigator_is_judged_by_the_call_and_the_driver_by_the_acknowledgement() {
    let found = of(&called("2026-11-25T14:30:00Z", "acked = 2026-11-26T11:00:00Z"), "2026-11-27 10:00");
    assert_eq!(found.called, Timed { on_time: 1, ..Timed::default() });
    assert_eq!(found.heard, Timed { late: 1, ..Timed::default() });
}

#[test]
fn missed_and_unheard_notes_are_counted() {
    assert_eq!(of(NOTE, "2026-11-27 10:00").missed, 1);
    let found = of(&called("2026-11-25T14:30:00Z", ""), "2026-11-27 10:00");
    assert_eq!((found.missed, found.unheard, found.heard), (0, 1, Timed::default()));
}

#[test]
fn an_obstacle_that_bit_without_a_note_is_a_hit_without_one() {
    let obstacle = "[deal.d]\naccount = \"D\"\n[deal.d.obstacle.o]\nat = 2026-11-20\noutcome = \"hit\"\n";
    let found = report(obstacle, "2026-11-27 10:00");
    assert_eq!(found.whole.hits_without_note, 1);
    assert_eq!((&*found.records[0].note, found.records[0].reason), ("o", Some(Reason::NoNote)));
    let noted = format!("{obstacle}[deal.d.note.n]\nat = \"o\"\n");
    assert_eq!(of(&noted, "2026-11-27 10:00").hits_without_note, 0);
}

#[test]
fn contingencies_and_runs_that_were_not_driven_are_outside_punctuality() {
    let text = "[deal.d]\naccount = \"D\"\n[deal.d.run.r]\nstarts = 2026-11-20T10:00:00\n[deal.d.note.n]\nat = \"r 5:00\"\n[deal.d.note.m]\nat = \"r\"\nwhen = \"They ask\"\n";
    assert_eq!(report(text, "2026-11-27 10:00"), Report::default());
}

#[test]
fn a_call_counts_for_who_wrote_the_note_and_for_who_heard_it() {
    let text =
        called("2026-11-25T14:30:00Z", "acked = 2026-11-25T15:00:00Z").replace("pace =", "by = \"maya\"\npace =");
    let found = report(&text, "2026-11-27 10:00");
    let on_time = Timed { on_time: 1, ..Timed::default() };
    let driver = Punctuality { heard: on_time, ..Punctuality::default() };
    let navigator = Punctuality { called: on_time, ..Punctuality::default() };
    assert_eq!(found.crew, [(Id::from("sam"), driver), (Id::from("maya"), navigator)]);
    assert_eq!(found.deals, [(Id::from("d"), found.whole)]);
}

#[test]
fn a_note_that_nobody_wrote_is_the_deals_navigators() {
    let found = report(NOTE, "2026-11-27 10:00");
    assert_eq!(found.crew, [(Id::from("maya"), Punctuality { missed: 1, ..Punctuality::default() })]);
}

#[test]
fn a_call_in_time_that_was_heard_in_time_needs_no_reason() {
    let text = called("2026-11-25T14:30:00Z", "acked = 2026-11-25T15:00:00Z");
    let found = report(&text, "2026-11-27 10:00");
    assert!(found.records[0].went_well());
    assert_eq!(found.records[0].reason, None);
}

#[test]
fn a_call_that_nobody_acknowledged_in_time_says_so() {
    let unheard = called("2026-11-25T14:30:00Z", "");
    assert_eq!(reasons(&unheard, "2026-11-27 10:00"), [Some(Reason::NotAcknowledged)]);
    let late = called("2026-11-25T14:30:00Z", "acked = 2026-11-26T11:00:00Z");
    assert_eq!(reasons(&late, "2026-11-27 10:00"), [Some(Reason::NotAcknowledged)]);
}

#[test]
fn a_note_that_was_not_there_when_it_was_due_was_written_too_late() {
    let text = NOTE.replace("pace =", "written = 2026-11-25T17:00:00\npace =");
    assert_eq!(reasons(&text, "2026-11-27 10:00"), [Some(Reason::WrittenLate)]);
    let text = format!("{text}{}", row("2026-11-26T12:00:00Z", ""));
    assert_eq!(reasons(&text, "2026-11-26 13:00"), [Some(Reason::WrittenLate)]);
}

#[test]
fn a_note_that_was_called_for_another_time_before_has_a_place_that_moved() {
    let before = row("2026-11-10T10:00:00Z", "acked = 2026-11-10T10:05:00Z").replace("11-26T14", "11-11T12");
    let text = format!("{NOTE}{before}{}", row("2026-11-26T12:00:00Z", "acked = 2026-11-26T12:01:00Z"));
    assert_eq!(reasons(&text, "2026-11-27 10:00")[0], Some(Reason::PlaceMoved));
}

#[test]
fn a_note_at_a_stage_that_was_entered_uncalled_was_overtaken() {
    let text = "[deal.d]\naccount = \"D\"\nstage = \"s1\"\nsince = 2026-11-20T10:00:00\n[[deal.d.stage_log]]\nstage = \"s0\"\nfrom = 2026-11-02\nto = 2026-11-20T10:00:00\n[deal.d.note.n]\nat = \"enter s1\"\npace = \"L3\"\n";
    assert_eq!(reasons(text, "2026-11-27 10:00"), [Some(Reason::StageEntered)]);
}

#[test]
fn a_note_missed_while_a_meeting_was_under_way_says_so() {
    let run = "[deal.d.run.r]\nstarted = 2026-11-26T13:00:00\nended = 2026-11-26T14:30:00\n";
    assert_eq!(reasons(&format!("{NOTE}{run}"), "2026-11-27 10:00"), [Some(Reason::InRun)]);
}

#[test]
fn whoever_was_called_meanwhile_was_there_and_had_other_calls() {
    let other =
        "[deal.e]\naccount = \"E\"\n[[deal.e.call_log]]\nnote = \"x\"\ncalled = 2026-11-26T09:30:00Z\nby = \"sam\"\n";
    assert_eq!(reasons(&format!("{NOTE}{other}"), "2026-11-27 10:00"), [Some(Reason::OthersFirst)]);
    assert_eq!(reasons(NOTE, "2026-11-27 10:00"), [Some(Reason::NobodyThere)]);
}

#[test]
fn one_deal_may_be_asked_alone() {
    let text = format!("{NOTE}[deal.e]\naccount = \"E\"\n[deal.e.note.n]\nat = 2026-11-26T14:00:00\n");
    let campaign = campaign(&format!("{HEAD}{text}"));
    let found = punctuality(&campaign, &Outlook::new(&campaign), Some("e"), at("2026-11-27 10:00"));
    assert_eq!((found.whole.missed, found.deals.len(), &*found.records[0].deal), (1, 1, "e"));
}
