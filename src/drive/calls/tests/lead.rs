//! "Lead = earliness × preparation for the hardest step × highest caution."

use super::*;

/// Working hours from call to place of one note, on Friday 4 December 2026 at 14:00, asked a month before.
fn hours(note: &str) -> f64 {
    hours_in("", note)
}

#[expect(clippy::cast_precision_loss, reason = "some hours")]
fn hours_in(more: &str, note: &str) -> f64 {
    let console =
        Console::new(&format!("{more}\n[deal.d]\naccount = \"D\"\n[deal.d.note.n]\nat = 2026-12-04T14:00:00\n{note}"));
    let (place, call) = console.place_and_call("n", "2026-11-02 10:00");
    let outlook = Outlook::new(&console.campaign);
    outlook.calendar(None).working_between(call, place) as f64 / 3600.0
}

#[test]
fn each_grade_has_its_preparation() {
    for (pace, expected) in [
        ("L6", 1.0),
        ("L5", 2.0),
        ("L4", 8.0),
        ("L3", 16.0),
        ("L2", 24.0),
        ("L1", 40.0),
        ("SQL", 40.0),
        ("HPL", 80.0),
        ("Cr", 8.0),
        ("Jct", 16.0),
        ("Gate", 16.0),
    ] {
        assert!((hours(&format!("pace = \"{pace}\"")) - expected).abs() < 1e-9, "{pace}");
    }
}

#[test]
fn a_corner_that_tightens_counts_as_what_it_ends_in() {
    assert!((hours("pace = \"L4>2\"") - 24.0).abs() < 1e-9);
}

#[test]
fn the_hardest_step_and_the_highest_caution_count() {
    assert!((hours("pace = \"!!L5 -> L3\"") - 24.0).abs() < 1e-9);
}

#[test]
fn caution_multiplies_by_a_quarter_a_half_and_one() {
    for (pace, expected) in [("!L4", 10.0), ("!!L4", 12.0), ("!!!L4", 16.0)] {
        assert!((hours(&format!("pace = \"{pace}\"")) - expected).abs() < 1e-9, "{pace}");
    }
}

#[test]
fn a_computed_lead_is_clamped_to_120_working_hours() {
    assert!((hours("pace = \"!!!HPL\"") - 120.0).abs() < 1e-9);
}

#[test]
fn now_is_the_shortest_lead() {
    assert!((hours("pace = \"!!!L1 now\"") - 1.0).abs() < 1e-9);
}

#[test]
fn the_persons_earliness_multiplies_but_not_an_own_lead() {
    let early = "[crew.tom]\nearliness = 2.0\n";
    assert!(
        (hours_in(early, "pace = \"L4\"\n[deal.d.handoff_x]\n".trim_end_matches("[deal.d.handoff_x]\n")) - 8.0).abs()
            < 1e-9
    );
    let tom = |note: &str| {
        let text = format!(
            "{HEAD}{early}[deal.d]\naccount = \"D\"\ndriver = \"tom\"\n[deal.d.note.n]\nat = 2026-12-04T14:00:00\n{note}"
        );
        Console::on(campaign(&text)).place_and_call("n", "2026-11-02 10:00").1
    };
    assert_eq!(tom("pace = \"L4\""), at("2026-12-02 15:00"));
    assert_eq!(tom("pace = \"L4\"\nlead = \"8wh\""), at("2026-12-03 14:30"));
}

#[test]
fn hours_and_minutes_of_an_own_lead_are_working_time() {
    assert!((hours("lead = \"10h\"") - 10.0).abs() < 1e-9);
}

#[test]
fn an_own_lead_in_working_days_keeps_the_clock_time() {
    let console = Console::new("[deal.d]\naccount = \"D\"\n[deal.d.note.n]\nat = 2026-11-26T14:00:00\nlead = \"4wd\"");
    assert_eq!(console.place_and_call("n", "2026-11-02 10:00").1, at("2026-11-20 14:00"));
}

#[test]
fn an_own_lead_is_not_clamped_above_and_at_least_one_working_hour() {
    assert!(hours("lead = \"20wd\"") > 160.0);
    assert!((hours("lead = \"10m\"") - 1.0).abs() < 1e-9);
}

#[test]
fn an_own_lead_in_calendar_days_that_lands_on_a_free_day_moves_to_the_last_working_minute_before() {
    let console = Console::new("[deal.d]\naccount = \"D\"\n[deal.d.note.n]\nat = 2026-11-24T14:00:00\nlead = \"2d\"");
    assert_eq!(console.place_and_call("n", "2026-11-02 10:00").1, at("2026-11-20 17:29"));
}

#[test]
fn a_note_without_pace_has_that_of_the_obstacle_at_its_place_else_grade_4() {
    let obstacle = "[deal.d.obstacle.o]\nat = 2026-12-04T14:00:00\npace = \"L3\"\n";
    let text = format!(
        "[deal.d]\naccount = \"D\"\n{obstacle}[deal.d.note.n]\nat = \"o\"\n[deal.d.note.m]\nat = 2026-12-04T14:00:00"
    );
    let console = Console::new(&text);
    assert_eq!(console.place_and_call("n", "2026-11-02 10:00").1, at("2026-12-02 15:00"));
    assert_eq!(console.place_and_call("m", "2026-11-02 10:00").1, at("2026-12-03 14:30"));
}

#[test]
fn the_campaign_may_set_its_own_preparation() {
    let text = HEAD.replace("route =", "calls.prep = { 4 = \"4wh\" }\nroute =");
    let console =
        Console::on(campaign(&format!("{text}[deal.d]\naccount = \"D\"\n[deal.d.note.n]\nat = 2026-12-04T14:00:00")));
    assert_eq!(console.place_and_call("n", "2026-11-02 10:00").1, at("2026-12-04 10:00"));
}

#[test]
fn a_control_is_prepared_for_eight_working_hours() {
    let console = Console::new("[deal.d]\naccount = \"D\"\n[deal.d.control.c]\nwhat = \"Quote\"\ndue = 2026-12-04");
    let expected = (at("2026-12-04 17:30"), at("2026-12-04 09:30"));
    assert_eq!(console.place_and_call("control.c", "2026-11-02 10:00"), expected);
}
