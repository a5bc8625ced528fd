//! "Each tick": what is armed, what is urgent, who leads and who follows, repeats, and planning again.

use super::*;

fn note(id: &str, place: &str, steps: &str) -> String {
    format!("[deal.d.note.{id}]\nat = {place}\npace = '{steps}'\n")
}

fn deal(notes: &[String]) -> String {
    format!("[deal.d]\naccount = \"D\"\n{}", notes.concat())
}

/// Deals `d0`, `d1`, … each with one note `n` of these places and paces.
fn deals(notes: &[(&str, &str)]) -> String {
    let each = |(index, (place, pace)): (usize, &(&str, &str))| {
        format!(
            "[deal.d{index}]\naccount = \"D{index}\"\n[deal.d{index}.note.n{index}]\nat = {place}\npace = '{pace}'\n"
        )
    };
    notes.iter().enumerate().map(each).collect()
}

#[test]
fn a_note_whose_place_has_gone_by_is_never_called() {
    let text = deal(&[note("n", "2026-11-26T14:00:00", "L4")]);
    assert!(Console::new(&text).calls("2026-11-26 14:00").is_empty());
}

#[test]
fn there_is_at_most_one_tick_a_minute() {
    let mut console = Console::new(&deals(&[("2026-11-26T14:00:00", "!!!L4"), ("2026-11-26T14:00:00", "!!!L4")]))
        .awake("2026-11-26 10:00");
    assert_eq!(console.calls("2026-11-26 10:00:00").len(), 1);
    assert!(console.calls("2026-11-26 10:00:59").is_empty());
    assert_eq!(console.calls("2026-11-26 10:01:00").len(), 1);
}

#[test]
fn nothing_is_called_outside_working_time() {
    let mut console = Console::new(&deal(&[note("n", "2026-11-26T09:30:00", "L6")])).awake("2026-11-26 08:00");
    let made = {
        console.tick("2026-11-26 08:00");
        console.open_until("2026-11-26 09:10")
    };
    assert_eq!(made, [(at("2026-11-26 09:00"), "n".to_owned())]);
}

#[test]
fn at_the_first_working_tick_after_the_console_was_closed_the_whole_day_is_armed() {
    // Due at 14:30; opened at nine.
    let text = deal(&[note("n", "2026-11-26T14:00:00", "L4")]);
    let mut console = Console::new(&text);
    assert_eq!(console.calls("2026-11-25 09:00"), ["n"]);
    assert_eq!(console.judged("n", "2026-11-25 09:01"), Some(Judged::OnTime));
    // Open all the while, it waits for its time.
    assert!(Console::new(&text).awake("2026-11-25 09:00").calls("2026-11-25 09:00").is_empty());
}

#[test]
fn what_is_due_only_after_the_next_working_day_begins_is_not_armed_ahead() {
    let text = deal(&[note("n", "2026-11-27T09:00:00", "L4")]);
    assert!(Console::new(&text).calls("2026-11-25 09:00").is_empty());
    assert_eq!(Console::new(&text).calls("2026-11-26 09:00"), ["n"]);
}

#[test]
fn a_console_opened_before_the_working_day_arms_ahead_at_its_first_working_tick() {
    let mut console = Console::new(&deal(&[note("n", "2026-11-26T14:00:00", "L4")]));
    assert!(console.calls("2026-11-25 08:30").is_empty());
    let made = console.open_until("2026-11-25 09:05");
    assert_eq!(made, [(at("2026-11-25 09:00"), "n".to_owned())]);
}

#[test]
fn armed_ahead_it_stays_armed_until_called() {
    // Three deals due later that day: the third waits for an acknowledgement, hours before its time.
    let place = "2026-11-26T16:00:00";
    let mut console = Console::new(&deals(&[(place, "L4"), (place, "L4"), (place, "L4")]));
    console.tick("2026-11-25 09:00");
    assert_eq!(console.open_until("2026-11-25 09:30").len(), 1);
    console.hear("d0", "n0", "2026-11-25 09:30");
    assert_eq!(console.open_until("2026-11-25 09:31"), [(at("2026-11-25 09:31"), "n2".to_owned())]);
}

#[test]
fn of_several_armed_rungs_only_the_shortest_is_called_and_longer_ones_are_passed_over() {
    let text =
        "[deal.d]\naccount = \"D\"\n[deal.d.note.n]\nat = 2026-11-26T14:00:00\nladder = [\"4wd\", \"1wd\", \"2h\"]\n";
    let mut console = Console::new(text).awake("2026-11-25 15:00");
    let outcome = console.tick("2026-11-25 15:00");
    assert_eq!(outcome.batch.unwrap().calls[0].rung, "1wd");
    console.hear("d", "n", "2026-11-25 15:01");
    assert!(console.open_until("2026-11-25 17:30").is_empty());
}

#[test]
fn acknowledging_one_rung_leaves_the_next() {
    let text = "[deal.d]\naccount = \"D\"\n[deal.d.note.n]\nat = 2026-11-26T14:00:00\nladder = [\"1wd\", \"2h\"]\n";
    let mut console = Console::new(text).awake("2026-11-25 14:00");
    assert_eq!(console.calls("2026-11-25 14:00"), ["n"]);
    console.hear("d", "n", "2026-11-25 14:01");
    assert_eq!(console.state("n", "2026-11-25 14:02"), NoteState::Planned);
    let mut console = console.awake("2026-11-26 12:00");
    assert_eq!(console.tick("2026-11-26 12:00").batch.unwrap().calls[0].rung, "2h");
}

#[test]
fn with_two_batches_unheard_and_nothing_urgent_the_rest_wait() {
    let place = "2026-11-26T14:00:00";
    let mut console = Console::new(&deals(&[(place, "L4"), (place, "L4"), (place, "L4")])).awake("2026-11-25 14:30");
    assert_eq!(console.calls("2026-11-25 14:30"), ["n0"]);
    assert_eq!(console.calls("2026-11-25 14:31"), ["n1"]);
    assert!(console.calls("2026-11-25 14:32").is_empty());
    console.hear("d0", "n0", "2026-11-25 14:32");
    assert_eq!(console.calls("2026-11-25 14:33"), ["n2"]);
}

#[test]
fn an_urgent_note_does_not_wait_for_the_two() {
    let place = "2026-11-26T14:00:00";
    let mut console = Console::new(&deals(&[(place, "L4"), (place, "L4"), (place, "L4")])).awake("2026-11-25 14:30");
    console.tick("2026-11-25 14:30");
    let made = console.open_until("2026-11-25 16:40");
    // r ≤ 0.75 from 16:30.
    assert_eq!(made.last(), Some(&(at("2026-11-25 16:30"), "n2".to_owned())));
    let mut console = Console::new(&deals(&[(place, "L4"), (place, "L4"), ("2026-11-27T14:30:00", "!!!L4")]))
        .awake("2026-11-25 14:30");
    console.tick("2026-11-25 14:30");
    let made = console.open_until("2026-11-25 15:40");
    assert!(made.contains(&(at("2026-11-25 15:30"), "n2".to_owned())), "{made:?}");
}

#[test]
fn the_nearest_urgent_note_leads_then_the_nearest_armed() {
    let text = deals(&[("2026-11-25T16:00:00", "L5"), ("2026-11-30T14:00:00", "!!!L3"), ("2026-11-25T15:55:00", "L5")]);
    let mut console = Console::new(&text).awake("2026-11-25 14:00");
    assert_eq!(console.calls("2026-11-25 14:00"), ["n1"]);
    assert_eq!(console.calls("2026-11-25 14:01"), ["n2"]);
}

#[test]
fn of_equally_near_ones_caution_hardness_deal_and_note_decide() {
    let place = "2026-11-26T14:00:00";
    let mut console =
        Console::new(&deals(&[(place, "L3"), (place, "!L4"), (place, "L2"), (place, "L3")])).awake("2026-11-26 13:00");
    let order: Vec<_> = (0..4).flat_map(|minute| console.calls(&format!("2026-11-26 13:0{minute}"))).collect();
    assert_eq!(order, ["n1", "n2", "n0", "n3"]);
}

#[test]
fn a_batch_is_one_deals_with_followers_that_lie_close_behind() {
    let text = format!(
        "{}[deal.e]\naccount = \"E\"\n[deal.e.note.other]\nat = 2026-11-26T14:10:00\npace = \"L4\"\n",
        deal(&[
            note("leader", "2026-11-26T14:00:00", "L4"),
            note("into", "2026-11-26T14:30:00", "L4"),
            note("and", "2026-11-26T15:00:00", "L4"),
            note("before", "2026-11-26T13:59:00", "L5"),
        ])
    );
    let batch = Console::new(&text).awake("2026-11-25 14:30").tick("2026-11-25 14:30").batch.unwrap();
    let calls: Vec<_> = batch.calls.iter().map(|call| (&*call.note, call.follows)).collect();
    // Both lie within an eighth of eight hours, but never two "into" in a row.
    assert_eq!(calls, [("leader", None), ("into", Some(Follows::Into)), ("and", Some(Follows::And))]);
}

#[test]
fn closer_than_a_quarter_of_the_smaller_lead_is_and_further_is_not_together() {
    let follows = |place: &str, pace: &str| {
        let text = deal(&[note("a", "2026-11-26T14:00:00", "L4"), note("b", place, pace)]);
        let batch = Console::new(&text).awake("2026-11-25 14:30").tick("2026-11-25 14:30").batch.unwrap();
        batch.calls.get(1).map(|call| call.follows)
    };
    assert_eq!(follows("2026-11-26T14:59:00", "L4"), Some(Some(Follows::Into)));
    assert_eq!(follows("2026-11-26T15:00:00", "L4"), Some(Some(Follows::And)));
    assert_eq!(follows("2026-11-26T15:59:00", "L4"), Some(Some(Follows::And)));
    assert_eq!(follows("2026-11-26T16:00:00", "L4"), None);
    assert_eq!(follows("2026-11-26T14:31:00", "L5"), None, "r > 2, and half an hour is a quarter of two");
}

#[test]
fn a_batch_has_at_most_three_notes_and_twelve_words_in_the_rushed_form() {
    let at_two = "2026-11-26T14:00:00";
    let many: Vec<_> = (0..5).map(|index| note(&format!("n{index}"), at_two, "L4")).collect();
    assert_eq!(Console::new(&deal(&many)).awake("2026-11-25 14:30").calls("2026-11-25 14:30").len(), 3);
    let long = "!!!L4>3/Cr dc #one-two-three-four-five-six";
    let wordy: Vec<_> = (0..3).map(|index| note(&format!("n{index}"), at_two, long)).collect();
    assert_eq!(Console::new(&deal(&wordy)).awake("2026-11-26 13:30").calls("2026-11-26 13:30").len(), 1);
}

#[test]
fn it_is_rushed_when_half_of_the_lead_is_gone_or_another_urgent_one_waits() {
    let rushed = |text: &str, now: &str| Console::new(text).awake(now).tick(now).batch.unwrap().rushed;
    let one = deal(&[note("n", "2026-11-26T14:00:00", "L4")]);
    assert!(!rushed(&one, "2026-11-25 14:30"));
    assert!(rushed(&one, "2026-11-26 10:00"));
    let two = deals(&[("2026-11-26T14:00:00", "!!!L4"), ("2026-11-26T14:00:00", "!!!L4")]);
    assert!(rushed(&two, "2026-11-24 17:00"));
}

#[test]
fn a_call_that_is_not_heard_is_repeated_once_after_a_quarter_of_its_lead_and_never_after_its_place() {
    let mut console = Console::new(&deal(&[note("n", "2026-11-26T14:00:00", "L3")])).awake("2026-11-24 15:00");
    assert_eq!(console.calls("2026-11-24 15:00"), ["n"]);
    // A quarter of sixteen hours later: 19:00, so 10:30 the next morning.
    for (now, repeated) in [
        ("2026-11-24 17:29", false),
        ("2026-11-25 10:29", false),
        ("2026-11-25 10:30", true),
        ("2026-11-25 10:31", false),
        ("2026-11-26 13:59", false),
    ] {
        console = console.awake(now);
        assert_eq!(console.tick(now).repeat.is_some(), repeated, "{now}");
    }
    let mut console = Console::new(&deal(&[note("n", "2026-11-26T14:00:00", "L3")])).awake("2026-11-26 13:30");
    assert_eq!(console.calls("2026-11-26 13:30"), ["n"]);
    let mut console = console.awake("2026-11-26 14:30");
    assert!(console.tick("2026-11-26 14:30").repeat.is_none());
}

#[test]
fn grades_5_and_6_count_as_heard_when_shown() {
    let mut console = Console::new(&deal(&[note("n", "2026-11-26T14:00:00", "L5")])).awake("2026-11-26 12:00");
    assert_eq!(console.calls("2026-11-26 12:00"), ["n"]);
    assert_eq!(console.state("n", "2026-11-26 12:01"), NoteState::Heard);
    let mut console = console.awake("2026-11-26 13:30");
    assert!(console.tick("2026-11-26 13:30").repeat.is_none());
    assert_eq!(console.state("n", "2026-11-26 14:00"), NoteState::Passed(None));
}

#[test]
fn shown_only_snoozed_and_repeated_calls_do_not_count_towards_the_two() {
    let place = "2026-11-26T14:00:00";
    let mut console =
        Console::new(&deals(&[("2026-11-25T16:30:00", "L5"), (place, "L4"), (place, "L4"), (place, "L4")]))
            .awake("2026-11-25 14:30");
    assert_eq!(console.calls("2026-11-25 14:30"), ["n0"]);
    assert_eq!(console.calls("2026-11-25 14:31"), ["n1"]);
    assert_eq!(console.calls("2026-11-25 14:32"), ["n2"]);
    assert!(console.calls("2026-11-25 14:33").is_empty());
    console.edit("d1", |deal| deal.notes[0].snooze = Some(When::Instant(at("2026-11-25 15:00"))));
    assert_eq!(console.calls("2026-11-25 14:34"), ["n3"]);
}

#[test]
fn a_snoozed_call_is_repeated_once_when_the_snooze_ends() {
    let mut console = Console::new(&deal(&[note("n", "2026-11-26T14:00:00", "L4")])).awake("2026-11-25 14:30");
    assert_eq!(console.calls("2026-11-25 14:30"), ["n"]);
    console.edit("d", |deal| deal.notes[0].snooze = Some(When::Instant(at("2026-11-26 09:30"))));
    let mut repeats = Vec::new();
    for now in ["2026-11-25 16:40", "2026-11-26 09:29", "2026-11-26 09:30", "2026-11-26 09:31", "2026-11-26 13:00"] {
        console = console.awake(now);
        repeats.extend(console.tick(now).repeat.map(|_| now));
    }
    assert_eq!(repeats, ["2026-11-26 09:30"]);
}

#[test]
fn a_note_snoozed_before_its_call_waits_for_the_end() {
    let mut console =
        Console::new(&deal(&[format!("{}snooze = 2026-11-25T16:00:00\n", note("n", "2026-11-26T14:00:00", "L4"))]))
            .awake("2026-11-25 14:30");
    assert!(console.calls("2026-11-25 14:30").is_empty());
    let mut console = console.awake("2026-11-25 16:00");
    assert_eq!(console.calls("2026-11-25 16:00"), ["n"]);
}

/// Called on 25 November at 14:30 for the next day at 14:00, and heard; then its place moves.
fn moved_to(place: &str) -> Console {
    let mut console = Console::new(&deal(&[note("n", "2026-11-26T14:00:00", "L4")])).awake("2026-11-25 14:30");
    assert_eq!(console.calls("2026-11-25 14:30"), ["n"]);
    console.hear("d", "n", "2026-11-25 14:31");
    let position = crate::campaign::Position::parse(place).unwrap();
    console.edit("d", |deal| deal.notes[0].at = Some(position.into()));
    console
}

#[test]
fn it_is_planned_again_if_its_place_moved_later_by_more_than_half_a_lead() {
    let mut console = moved_to("2026-12-01 14:00");
    assert_eq!(console.state("n", "2026-11-25 14:32"), NoteState::Planned);
    assert!(console.open_until("2026-11-25 14:40").is_empty());
    let mut console = console_at(console, "2026-11-30 14:29");
    assert_eq!(console.open_until("2026-11-30 14:31"), [(at("2026-11-30 14:30"), "n".to_owned())]);
}

/// Keeps what was handed over, and leaves the console open until `now`.
fn console_at(mut console: Console, now: &str) -> Console {
    let before = at(now) - TimeDelta::minutes(1);
    console.previous = console.previous.map(|tick| tick.open_until(before));
    console
}

#[test]
fn a_smaller_move_does_not_call_again() {
    let console = moved_to("2026-11-26 17:30");
    assert_eq!(console.state("n", "2026-11-25 14:32"), NoteState::Heard);
}

#[test]
fn it_is_not_planned_again_where_r_is_not_above_one_or_it_would_be_armed_ahead_at_once() {
    let console = moved_to("2026-11-27 10:00");
    // Due today at 10:30, tomorrow: it would be armed ahead tomorrow, so today it is planned again …
    assert_eq!(console.state("n", "2026-11-25 14:32"), NoteState::Planned);
    // … but seen only tomorrow morning it is not, nor once r ≤ 1.
    assert_eq!(console.state("n", "2026-11-26 09:00"), NoteState::Heard);
    assert_eq!(console.state("n", "2026-11-26 11:00"), NoteState::Heard);
}

#[test]
fn what_was_planned_again_is_kept_in_mind_until_it_is_called() {
    let mut console = moved_to("2026-11-27 10:00");
    console.tick("2026-11-25 14:32");
    let mut console = console_at(console, "2026-11-26 10:29");
    assert_eq!(console.open_until("2026-11-26 10:31"), [(at("2026-11-26 10:30"), "n".to_owned())]);
}

#[test]
fn a_rung_is_called_at_most_twice_for_one_pass_of_its_place() {
    let mut console = moved_to("2026-12-01 14:00");
    console.tick("2026-11-25 14:32");
    let mut console = console_at(console, "2026-11-30 14:29");
    assert_eq!(console.open_until("2026-11-30 14:31").len(), 1);
    console.hear("d", "n", "2026-11-30 14:31");
    console
        .edit("d", |deal| deal.notes[0].at = crate::campaign::Position::parse("2026-12-20 14:00").ok().map(Into::into));
    assert_eq!(console.state("n", "2026-12-01 10:00"), NoteState::Heard);
}

#[test]
fn the_same_input_gives_the_same_calls_whatever_the_order_of_records() {
    let place = "2026-11-26T14:00:00";
    let notes = [note("a", place, "L4"), note("b", place, "!L4"), note("c", place, "L3")];
    let forward = format!("{}[deal.e]\naccount = \"E\"\n[deal.e.note.x]\nat = {place}\n", deal(&notes));
    let backward = format!(
        "[deal.e]\naccount = \"E\"\n[deal.e.note.x]\nat = {place}\n{}",
        deal(&[notes[2].clone(), notes[1].clone(), notes[0].clone()])
    );
    let run = |text: &str| {
        let mut console = Console::new(text).awake("2026-11-24 12:00");
        console.tick("2026-11-24 12:00");
        console.open_until("2026-11-25 15:00")
    };
    assert_eq!(run(&forward), run(&backward));
    assert!(!run(&forward).is_empty());
}

#[test]
fn the_next_moment_is_the_first_at_which_a_tick_finds_something() {
    let mut console = Console::new(&deal(&[note("n", "2026-11-26T14:00:00", "L4")])).awake("2026-11-24 12:00");
    assert_eq!(console.tick("2026-11-24 12:00").next, Some(at("2026-11-25 14:30")));
    let mut console = console_at(console, "2026-11-25 14:30");
    assert_eq!(console.calls("2026-11-25 14:30"), ["n"]);
    console.hear("d", "n", "2026-11-25 14:30:30");
    assert_eq!(console.tick("2026-11-25 14:31").next, Some(at("2026-11-26 14:00")));
}

#[test]
fn calls_within_lists_planned_calls_one_rung_a_note_moved_into_working_time() {
    let text =
        "[deal.d]\naccount = \"D\"\n[deal.d.note.n]\nat = 2026-11-26T14:00:00\nladder = [\"4wd\", \"1wd\", \"2h\"]\n";
    let console = Console::new(text);
    let outlook = Outlook::new(&console.campaign);
    let listed = |now: &str, days| {
        let calls = planned(&console.campaign, &outlook, at(now), TimeDelta::days(days), None);
        calls.into_iter().map(|one| (one.call.rung, one.when)).collect::<Vec<_>>()
    };
    assert_eq!(
        listed("2026-11-25 20:00", 7),
        [("1wd".to_owned(), at("2026-11-26 09:00")), ("2h".to_owned(), at("2026-11-26 12:00"))]
    );
    assert_eq!(listed("2026-11-20 20:00", 3), [("4wd".to_owned(), at("2026-11-23 09:00"))]);
}
