//! "T, the place in time."

use super::*;
use crate::drive::arrival::Arrival;

const DEAL: &str = "[deal.d]\naccount = \"D\"\n";

fn place(note: &str, now: &str) -> DateTime<Utc> {
    Console::new(&format!("{DEAL}[deal.d.note.n]\n{note}")).place_and_call("n", now).0
}

#[test]
fn a_bare_date_is_its_first_working_minute_and_on_a_free_day_the_last_one_before() {
    assert_eq!(place("at = 2026-11-24", "2026-11-02 10:00"), at("2026-11-24 09:00"));
    assert_eq!(place("at = 2026-11-21", "2026-11-02 10:00"), at("2026-11-20 17:29"));
}

#[test]
fn for_a_written_time_outside_working_time_the_two_hours_before_count_as_working_time() {
    // A fair on Saturday at 11:00, a lead of one working hour: called at ten on Saturday.
    let console = Console::new(&format!("{DEAL}[deal.d.note.n]\nat = 2026-11-21T11:00:00\npace = \"L6\""));
    assert_eq!(console.place_and_call("n", "2026-11-02 10:00"), (at("2026-11-21 11:00"), at("2026-11-21 10:00")));
    let mut console = console.awake("2026-11-21 09:59");
    assert!(console.calls("2026-11-21 09:59").is_empty());
    assert_eq!(console.calls("2026-11-21 10:00"), ["n"]);
    // With eight working hours, two of them are those on Saturday.
    let console = Console::new(&format!("{DEAL}[deal.d.note.n]\nat = 2026-11-21T11:00:00\npace = \"L4\""));
    assert_eq!(console.place_and_call("n", "2026-11-02 10:00").1, at("2026-11-20 11:30"));
}

#[test]
fn any_other_place_outside_working_time_moves_to_the_last_working_minute_before() {
    assert_eq!(place("at = \"2026-11-18 11:00 + 3d\"", "2026-11-02 10:00"), at("2026-11-20 17:29"));
}

#[test]
fn dates_and_local_times_are_in_the_campaigns_zone_and_calls_in_the_persons_working_time() {
    let text = HEAD.replace("[crew.sam]\n", "[crew.sam]\ntimezone = \"America/New_York\"\n");
    let console =
        Console::on(campaign(&format!("{text}{DEAL}[deal.d.note.n]\nat = 2026-11-24T16:00:00\npace = \"L5\"")));
    // 16:00 in London is 11:00 in New York; two working hours before is 09:00 there.
    let expected = (at("2026-11-24T16:00:00Z"), at("2026-11-24T14:00:00Z"));
    assert_eq!(console.place_and_call("n", "2026-11-02 10:00"), expected);
}

const WAITING: &str = "[deal.d]\naccount = \"D\"\nstage = \"s0\"\nsince = 2026-11-02T09:00:00\n";

fn arrival(console: &Console, now: &str) -> Arrival {
    let outlook = Outlook::new(&console.campaign);
    let bearings =
        crate::drive::Bearings::new(&console.campaign, &outlook, &console.campaign.deals[0], Some("sam"), at(now));
    bearings.arrival(1).unwrap()
}

#[test]
fn a_place_on_a_stage_not_yet_reached_is_its_early_arrival() {
    let console = Console::new(&format!("{WAITING}[deal.d.note.n]\nat = \"enter s1\"\npace = \"L5\""));
    let outlook = Outlook::new(&console.campaign);
    let early = outlook.calendar(None).moved_into(arrival(&console, "2026-11-03 10:00").early);
    assert_eq!(console.place_and_call("n", "2026-11-03 10:00").0, early);
    assert!(early > at("2026-11-12 09:00") && early < at("2026-11-22 09:00"), "{early}");
}

#[test]
fn it_never_goes_by_until_the_deal_is_there() {
    let console = Console::new(&format!("{WAITING}[deal.d.note.n]\nat = \"enter s1\"\npace = \"L5\""));
    for day in 0..120 {
        let now = at("2026-11-03 10:00") + TimeDelta::days(day);
        let outlook = Outlook::new(&console.campaign);
        let found = state(&console.campaign, &outlook, &console.campaign.deals[0], "n", now).unwrap();
        let left = outlook.calendar(None).working_between(now, found.target.unwrap().at());
        assert!(left >= 60, "{now}: {left}");
    }
}

#[test]
fn a_computed_lead_is_at_least_the_working_time_from_early_to_median_and_an_own_lead_is_not() {
    let console = Console::new(&format!(
        "{WAITING}[deal.d.note.n]\nat = \"enter s1\"\npace = \"L5\"\n[deal.d.note.m]\nat = \"enter s1\"\nlead = \"2wh\""
    ));
    let outlook = Outlook::new(&console.campaign);
    let calendar = outlook.calendar(None);
    let Arrival { early, median, .. } = arrival(&console, "2026-11-03 10:00");
    let lead = |note| {
        let (place, call) = console.place_and_call(note, "2026-11-03 10:00");
        calendar.working_between(call, place)
    };
    assert_eq!(lead("n"), calendar.working_between(early, median));
    assert_eq!(lead("m"), 2 * 3600);
}

#[test]
fn the_spread_of_an_arrival_lengthens_a_lead_to_120_working_hours_at_most() {
    let console = Console::new(
        "[deal.d]\naccount = \"D\"\nstage = \"s0\"\nsince = 2026-11-02T09:00:00\n[stage.long]\nexpected = \"500d\"\n[deal.d.note.n]\nat = \"enter s3\"\npace = \"L5\"",
    );
    let mut campaign = console.campaign;
    for stage in &mut campaign.stages {
        stage.expected = crate::campaign::Duration::parse("500d").ok();
    }
    let console = Console::on(campaign);
    let outlook = Outlook::new(&console.campaign);
    let (place, call) = console.place_and_call("n", "2026-11-03 10:00");
    assert_eq!(outlook.calendar(None).working_between(call, place), 120 * 3600);
}

#[test]
fn without_since_it_is_the_close_less_the_expected_of_the_later_stages() {
    let console = Console::new(
        "[deal.d]\naccount = \"D\"\nstage = \"s0\"\nclose = 2027-02-26\n[deal.d.note.n]\nat = \"enter s2\"",
    );
    // 40 days before Friday 26 February 17:30 is a Sunday.
    assert_eq!(console.place_and_call("n", "2026-11-03 10:00").0, at("2027-01-15 17:29"));
}

#[test]
fn without_since_and_close_there_is_no_time_yet() {
    let console = Console::new("[deal.d]\naccount = \"D\"\nstage = \"s0\"\n[deal.d.note.n]\nat = \"enter s2\"");
    assert_eq!(console.state("n", "2026-11-03 10:00"), NoteState::NoTimeYet);
}

fn enter(console: &mut Console, stage: &str, when: &str) {
    let when = When::Instant(at(when));
    console.edit("d", |deal| {
        let left = deal.stage.replace(Id::from(stage)).unwrap();
        let from = deal.since.replace(when);
        let row = crate::campaign::StageLog { stage: left, from, to: Some(when), overruled: None, by: None };
        push(&mut deal.stage_log, row);
    });
}

#[test]
fn when_the_stage_is_entered_its_notes_that_were_not_called_are_called_then_judged_late() {
    let mut console =
        Console::new(&format!("{WAITING}[deal.d.note.n]\nat = \"enter s1\"\npace = \"L5\"")).awake("2026-11-04 10:00");
    assert!(console.calls("2026-11-04 10:00").is_empty());
    enter(&mut console, "s1", "2026-11-04 10:00:30");
    let outcome = console.tick("2026-11-04 10:01");
    let call = &outcome.batch.unwrap().calls[0];
    assert_eq!((&*call.note, call.judged), ("n", Judged::Late));
    assert_eq!(console.judged("n", "2026-11-04 10:02"), Some(Judged::Late));
}

#[test]
fn their_place_ends_with_the_working_day_of_the_entry() {
    let mut console = Console::new(&format!("{WAITING}[deal.d.note.n]\nat = \"enter s1\"\npace = \"L5\""));
    enter(&mut console, "s1", "2026-11-04 16:00");
    assert_eq!(console.state("n", "2026-11-04 17:29"), NoteState::Armed);
    assert_eq!(console.state("n", "2026-11-04 17:30"), NoteState::Missed);
}

#[test]
fn entered_outside_working_time_it_is_the_next_working_day() {
    let mut console = Console::new(&format!("{WAITING}[deal.d.note.n]\nat = \"enter s1\"\npace = \"L5\""));
    enter(&mut console, "s1", "2026-11-06 20:00");
    assert_eq!(console.state("n", "2026-11-09 17:29"), NoteState::Armed);
    assert_eq!(console.state("n", "2026-11-09 17:30"), NoteState::Missed);
}

#[test]
fn a_note_called_before_the_entry_is_not_called_at_it() {
    let mut console =
        Console::new(&format!("{WAITING}[deal.d.note.n]\nat = \"enter s1\"\nladder = [\"10wd\", \"1wh\"]"))
            .awake("2026-11-05 10:00");
    let mut now = "2026-11-05 10:00".to_owned();
    for day in 5..20 {
        now = format!("2026-11-{day:02} 10:00");
        console = console.awake(&now);
        if !console.calls(&now).is_empty() {
            break;
        }
    }
    let later = at(&now) + TimeDelta::minutes(5);
    enter(&mut console, "s1", &format!("{}", later.format("%Y-%m-%d %H:%M")));
    assert!(names(&console.tick_at(later + TimeDelta::minutes(1))).is_empty());
}

#[test]
fn some_days_after_an_entry_is_dated_from_the_entry() {
    let mut console = Console::new(&format!("{WAITING}[deal.d.note.n]\nat = \"enter s1 + 3d\"\npace = \"L5\""));
    enter(&mut console, "s1", "2026-11-09 11:00");
    assert_eq!(console.place_and_call("n", "2026-11-09 12:00"), (at("2026-11-12 11:00"), at("2026-11-12 09:00")));
}

#[test]
fn back_over_the_route_a_note_is_planned_again_and_calls_up_to_the_return_belong_to_the_earlier_pass() {
    let mut console =
        Console::new(&format!("{WAITING}[deal.d.note.n]\nat = \"enter s1\"\npace = \"L5\"")).awake("2026-11-04 10:00");
    enter(&mut console, "s1", "2026-11-04 10:00");
    assert_eq!(console.calls("2026-11-04 10:01"), ["n"]);
    console.hear("d", "n", "2026-11-04 10:02");
    enter(&mut console, "s0", "2026-11-05 09:00");
    assert_eq!(console.state("n", "2026-11-05 10:00"), NoteState::Planned);
    enter(&mut console, "s1", "2026-11-06 10:00");
    console = console.awake("2026-11-06 10:01");
    assert_eq!(console.calls("2026-11-06 10:01"), ["n"]);
}

#[test]
fn a_hazard_and_an_obstacle_that_overrides_it_are_places_too() {
    let records = "[hazard.security]\nat = \"enter s1\"\npace = \"L2\"\n[hazard.security.note.pack]\nsay = \"Send the pack.\"\nladder = [\"5wd\", \"1wd\"]\n[deal.d]\naccount = \"D\"\n[deal.d.obstacle.security]\nat = 2026-12-04T14:00:00\n";
    let console = Console::new(records);
    assert_eq!(
        console.place_and_call("security/pack", "2026-11-02 10:00"),
        (at("2026-12-04 14:00"), at("2026-11-27 14:00"))
    );
    let struck = Console::new(&records.replace("at = 2026-12-04T14:00:00", "struck = true"));
    let outlook = Outlook::new(&struck.campaign);
    assert!(
        state(&struck.campaign, &outlook, &struck.campaign.deals[0], "security/pack", at("2026-11-02 10:00")).is_none()
    );
}

#[test]
fn places_that_lead_round_in_a_circle_are_nowhere() {
    let (document, _) = crate::text::Document::read(
        b"[deal.d]\naccount = \"D\"\n[deal.d.obstacle.a]\nat = \"b\"\n[deal.d.obstacle.b]\nat = \"a\"\n[deal.d.note.n]\nat = \"a\"".to_vec(),
        &crate::campaign::layout(),
    );
    let (campaign, _) = crate::campaign::read(&document, chrono_tz::Europe::London);
    assert!(matches!(Console::on(campaign).state("n", "2026-11-03 10:00"), NoteState::NoPlace | NoteState::NoTimeYet));
}
