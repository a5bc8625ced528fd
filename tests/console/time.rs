//! Time: the minute, gaps, jumps of the clock, and the first frame of a large campaign.

use codriver::console::effect::Effect;

use crate::sim::{Sim, moment};
use crate::texts::{BEFORE_ONE, DEMO, ONE, large, two};

#[test]
fn the_console_wakes_on_the_full_minute_and_at_no_other_time() {
    let mut sim = Sim::open(ONE).at("2026-11-18T09:41:20.250Z").seat("sam").awake_before();
    sim.advance("4m");
    let expected: Vec<_> = (42..=45).map(|minute| moment(&format!("2026-11-18T09:{minute}:00Z"))).collect();
    assert_eq!(sim.wakes(), expected);
}

#[test]
fn a_note_of_a_run_under_way_comes_to_the_second() {
    let run = "\n[deal.north.run.talk]\nwhat = \"Talk\"\nstarts = 2026-11-23T12:00:00\nstarted = 2026-11-23T12:00:10Z\n\
               [deal.north.note.slide]\nat = \"talk 30:00\"\npace = \"L4\"\nsay = \"Show the chart.\"\n";
    let mut sim = Sim::open(&format!("{ONE}{run}")).at(BEFORE_ONE).seat("sam").awake_before();
    sim.advance("90s");
    // Half an hour into the run, less the forty-five seconds of its lead.
    let live = moment("2026-11-23T12:29:25Z");
    assert_eq!(sim.wakes(), [moment("2026-11-23T12:29:00Z"), live, moment("2026-11-23T12:30:00Z")]);
    assert!(sim.file().contains("called = 2026-11-23T12:29:25Z"), "{}", sim.file());
}

#[test]
fn a_message_goes_by_itself_after_a_few_seconds_and_costs_one_wake_up() {
    let mut sim = Sim::open(ONE).at("2026-11-18T09:41:20Z").seat("sam").awake_before();
    sim.keys("+").advance("20s");
    assert_eq!(sim.wakes(), [moment("2026-11-18T09:41:26Z")]);
    assert!(!sim.screen().contains("you are called earlier"), "{}", sim.screen());
}

#[test]
fn each_minute_asks_whether_the_file_has_changed() {
    let mut sim = Sim::open(ONE).at("2026-11-18T09:41:20Z").seat("sam").last_deal("north").awake_before();
    sim.start();
    sim.effects();
    sim.advance("3m");
    assert_eq!(sim.effects(), [Effect::CheckFile, Effect::CheckFile, Effect::CheckFile]);
}

#[test]
fn the_clock_in_the_header_follows_the_minute() {
    let mut sim = Sim::open(ONE).at("2026-11-18T09:41:20Z").seat("sam").awake_before();
    assert!(sim.screen().contains("Wed 18 Nov 09:41 London"), "{}", sim.screen());
    sim.advance("40s");
    assert!(sim.screen().contains("Wed 18 Nov 09:42 London"), "{}", sim.screen());
}

#[test]
fn the_clock_goes_over_the_hour_that_daylight_saving_leaves_out() {
    let mut sim = Sim::open(ONE).at("2026-03-29T00:59:00Z").seat("sam").awake_before();
    assert!(sim.screen().contains("Sun 29 Mar 00:59 London"), "{}", sim.screen());
    sim.advance("1m");
    assert!(sim.screen().contains("Sun 29 Mar 02:00 London"), "{}", sim.screen());
}

#[test]
fn a_run_of_the_example_over_a_day_writes_each_call_once() {
    let mut sim = Sim::open(DEMO).seat("sam").awake_before();
    sim.advance("1d");
    let (document, _) = codriver::console::load::cut(sim.file().into_bytes());
    let (campaign, _) = codriver::campaign::read(&document, chrono_tz::UTC);
    for deal in &campaign.deals {
        let mut keys: Vec<_> =
            deal.call_log.iter().map(|row| format!("{:?} {:?} {:?}", row.note, row.rung, row.place)).collect();
        let all = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), all, "{}: {keys:#?}", deal.id);
    }
}

/// Deals with a note each, all on Tuesday noon.
fn many_notes() -> String {
    use std::fmt::Write as _;
    let mut text = two();
    for n in 0..8 {
        let _ = write!(
            text,
            "\n[deal.d{n}]\naccount = \"Account {n}\"\nstage = \"demo\"\nsince = 2026-11-16\n\
             [deal.d{n}.note.one]\nat = 2026-11-24T1{n}:00:00\npace = \"L4\"\nsay = \"Say this {n}.\"\n"
        );
    }
    text
}

#[test]
fn after_a_laptops_sleep_comes_one_batch_and_one_line_that_counts_what_went_by() {
    let mut sim = Sim::open(&many_notes()).at("2026-11-22T18:00:00Z").seat("sam").last_deal("north").awake_before();
    sim.start();
    sim.effects();
    // Monday went by asleep; it is Tuesday 10:30.
    sim.jump("2430m");
    let announced = sim.effects().into_iter().filter(|effect| matches!(effect, Effect::Announce(_))).count();
    assert_eq!(announced, 1);
    let screen = sim.screen();
    assert!(screen.contains("while nobody was here, "), "{screen}");
    sim.advance("4m");
    let announced = sim.effects().into_iter().filter(|effect| matches!(effect, Effect::Announce(_))).count();
    assert_eq!(announced, 0, "at most one batch in five minutes");
}

#[test]
fn what_went_by_in_a_gap_is_never_called() {
    let mut sim = Sim::open(ONE).at("2026-11-22T18:00:00Z").seat("sam").awake_before();
    sim.start();
    // It is Tuesday 15:00.
    sim.jump("45h").advance("1d");
    assert_eq!(sim.file(), ONE);
}

#[test]
fn a_clock_that_jumps_back_calls_nothing_twice() {
    let mut sim = Sim::open(ONE).at(BEFORE_ONE).seat("sam").awake_before();
    sim.advance("2m").jump("-120m").advance("4h");
    assert_eq!(sim.file().matches("called = ").count(), 1, "{}", sim.file());
    assert!(sim.screen().contains("“Bring the three-year price.”"), "{}", sim.screen());
}

#[test]
fn a_clock_that_jumps_a_year_ahead_keeps_the_console_alive() {
    let mut sim = Sim::open(DEMO).seat("sam").awake_before();
    sim.start();
    sim.jump("400d").advance("10m");
    assert!(sim.screen().contains("Sat 25 Dec"), "{}", sim.screen());
}

#[test]
fn a_console_opened_in_the_evening_calls_nothing_before_working_time() {
    let mut sim = Sim::open(ONE).at("2026-11-23T19:00:00Z").seat("sam");
    sim.advance("13h");
    assert_eq!(sim.file(), ONE);
    sim.advance("1h");
    assert!(sim.file().contains("called = 2026-11-24T09:00:00Z"), "{}", sim.file());
}

#[test]
fn the_first_frame_of_a_large_campaign_shows_the_chosen_deal_and_marks_the_rest_as_unknown() {
    let text = large(1000);
    let mut sim = Sim::open(&text).at("2026-11-20T09:41:00Z").seat("sam").last_deal("d500").size(200, 60);
    let screen = sim.screen();
    assert!(screen.contains("Account 500"), "{screen}");
    assert!(screen.contains(" … "), "{screen}");
    assert!(!screen.contains("of 1000"), "{screen}");
}

#[test]
fn what_is_loaded_behind_the_first_frame_never_moves_the_selection() {
    let text = large(1000);
    let mut sim = Sim::open(&text).at("2026-11-20T09:41:00Z").seat("sam").last_deal("d500").size(200, 60);
    sim.keys("j");
    assert_eq!(sim.deal(), "d500", "without an order there is no next deal");
    sim.finish_loading();
    assert_eq!(sim.deal(), "d500");
    let screen = sim.screen();
    assert!(screen.contains("502 of 1000"), "{screen}");
    sim.keys("g");
    assert_eq!(sim.deal(), "d999", "the neediest deal comes first");
}

#[test]
fn without_a_deal_looked_at_last_a_large_campaign_shows_its_first() {
    let mut sim = Sim::open(&large(1000)).at("2026-11-20T09:41:00Z").seat("sam");
    assert_eq!(sim.deal(), "d0");
    sim.finish_loading();
    assert_eq!(sim.deal(), "d0");
}

#[test]
fn before_a_large_campaign_is_loaded_nothing_is_called_or_lost() {
    let mut sim = Sim::open(&large(1000)).at("2026-11-20T09:41:00Z").seat("sam");
    sim.advance("2m").keys("n<ctrl-u>Ring Tom, next tue<enter>");
    sim.finish_loading();
    assert!(sim.screen().contains("Ring Tom"), "{}", sim.screen());
    assert!(sim.file().contains("what = \"Ring Tom\", on = 2026-11-24"));
}
