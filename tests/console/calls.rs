//! Calls: they come on their minute, are heard, snoozed, corrected, and written into the log.

use codriver::console::effect::Effect;

use crate::sim::{Sim, changes};
use crate::texts::{BEFORE_ONE, DEMO, HARBOUR, ONE, two};

/// A console in which the call of `ONE` has just come.
fn called() -> Sim {
    let mut sim = Sim::open(ONE).at(BEFORE_ONE).seat("sam").awake_before();
    sim.advance("2m");
    sim
}

/// What a key writes.
fn written(sim: &mut Sim, keys: &str) -> Vec<String> {
    let before = sim.file();
    sim.keys(keys);
    changes(&before, &sim.file())
}

#[test]
fn a_call_comes_on_its_minute_and_is_written_into_the_log() {
    let mut sim = Sim::open(ONE).at(BEFORE_ONE).seat("sam").awake_before();
    sim.advance("1m");
    assert_eq!(sim.file(), ONE, "a minute early nothing is called");
    assert!(sim.screen().contains("NO CALL IS DUE"), "{}", sim.screen());
    sim.advance("1m");
    assert_eq!(
        changes(ONE, &sim.file()),
        [
            "+",
            "+[[deal.north.call_log]]",
            "+note = \"buyer\"",
            "+rung = \"\"",
            "+place = 2026-11-24T12:00:00Z",
            "+lead = \"8wh\"",
            "+called = 2026-11-23T12:30:00Z",
            "+by = \"sam\"",
        ]
    );
    let screen = sim.screen();
    assert!(screen.contains("CALL") && screen.contains("“Bring the three-year price.”"), "{screen}");
}

#[test]
fn a_call_makes_itself_known_once() {
    let mut sim = called();
    sim.advance("30m");
    let announced = sim.effects().into_iter().filter(|effect| matches!(effect, Effect::Announce(_))).count();
    assert_eq!(announced, 1);
}

#[test]
fn acknowledging_writes_when_the_call_was_heard_and_only_that() {
    let mut sim = called();
    assert_eq!(written(&mut sim, "<enter>"), ["+acked = 2026-11-23T12:30:30Z"]);
    assert!(sim.screen().contains("NO CALL IS DUE"), "{}", sim.screen());
}

#[test]
fn again_says_the_call_once_more_and_writes_nothing() {
    let mut sim = called();
    sim.effects();
    assert_eq!(written(&mut sim, "a"), [""; 0]);
    assert_eq!(sim.effects(), [Effect::Announce("Bring the three-year price.".to_owned().into())]);
    assert!(sim.screen().contains("again: Bring the three-year price."), "{}", sim.screen());
}

#[test]
fn a_call_that_nobody_hears_is_repeated_once() {
    let mut sim = called();
    sim.advance("8h");
    let again: Vec<_> = changes(ONE, &sim.file()).into_iter().filter(|line| line.starts_with("+again")).collect();
    // A quarter of eight working hours later.
    assert_eq!(again, ["+again = 2026-11-23T14:30:00Z"]);
}

#[test]
fn snooze_offers_an_hour_tomorrow_morning_and_monday() {
    let mut sim = called();
    sim.keys("z");
    let screen = sim.screen();
    for option in ["in an hour, 13:30", "tomorrow morning, tomorrow 09:00", "on Monday, Mon 30 Nov 09:00"] {
        assert!(screen.contains(option), "{option} in\n{screen}");
    }
}

#[test]
fn a_snoozed_call_leaves_the_screen_and_returns_when_it_was_told_to() {
    let mut sim = called();
    assert_eq!(written(&mut sim, "zh"), ["+snooze = 2026-11-23T13:30:00"]);
    assert!(!sim.screen().contains("“Bring"), "{}", sim.screen());
    sim.advance("58m");
    assert!(!sim.screen().contains("“Bring"), "{}", sim.screen());
    sim.effects();
    sim.advance("2m");
    assert!(sim.screen().contains("“Bring"), "{}", sim.screen());
}

#[test]
fn a_corrected_note_keeps_what_it_said_before() {
    let mut sim = called();
    let written = written(&mut sim, "w<ctrl-u>Bring the five-year price.<enter>");
    assert_eq!(
        written,
        [
            "-say = \"Bring the three-year price.\"",
            "+say = \"Bring the five-year price.\"",
            "+mark = \"~\"",
            "+was = \"Bring the three-year price.\"",
        ]
    );
    assert!(sim.screen().contains("“Bring the five-year price.”"), "{}", sim.screen());
}

#[test]
fn a_note_corrected_twice_keeps_the_first_words() {
    let mut sim = called();
    sim.keys("w<ctrl-u>Second words.<enter>w<ctrl-u>Third words.<enter>");
    assert!(sim.file().contains("was = \"Bring the three-year price.\""), "{}", sim.file());
}

#[test]
fn a_note_whose_steps_were_corrected_before_keeps_both_originals() {
    let text = ONE.replace("pace = \"L4 #price\"", "pace = \"L4 #price\"\nmark = \"~\"\nwas = \"L5 #price\"");
    let mut sim = Sim::open(&text).at(BEFORE_ONE).seat("sam").awake_before();
    sim.advance("2m").keys("w<ctrl-u>Second words.<enter>w<ctrl-u>Third words.<enter>");
    assert!(sim.file().contains("was = \"L5 #price ; Bring the three-year price.\""), "{}", sim.file());
}

#[test]
fn what_just_hit_is_kept_as_an_obstacle_that_bit() {
    let mut sim = Sim::open(ONE).at(BEFORE_ONE).seat("sam").awake_before();
    assert_eq!(
        written(&mut sim, "iTheir lawyer has left<enter>"),
        [
            "+",
            "+[deal.north.obstacle.their-lawyer-has-left]",
            "+at = 2026-11-23T12:28:00",
            "+title = \"Their lawyer has left\"",
            "+outcome = \"hit\"",
        ]
    );
    assert!(sim.screen().contains("written down: Their lawyer has left"), "{}", sim.screen());
}

#[test]
fn what_just_hit_may_be_typed_as_shorthand() {
    let mut sim = Sim::open(ONE).at(BEFORE_ONE).seat("sam").awake_before();
    let written = written(&mut sim, "i!L3 #security \"a new questionnaire\"<enter>");
    for line in [r#"+pace = "!L3 #security \"a new questionnaire\"""#, r#"+title = "a new questionnaire""#] {
        assert!(written.iter().any(|written| written == line), "{line} in {written:#?}");
    }
}

#[test]
fn a_person_is_called_earlier_or_later_from_now_on() {
    let mut sim = Sim::open(ONE).at(BEFORE_ONE).seat("sam").awake_before();
    assert_eq!(written(&mut sim, "+"), ["+earliness = 1.1"]);
    assert_eq!(written(&mut sim, "--"), ["-earliness = 1.1", "+earliness = 0.9"]);
    // Nine tenths of eight working hours before Tuesday noon.
    sim.advance("20m");
    assert!(sim.screen().contains("NO CALL IS DUE"), "{}", sim.screen());
    sim.advance("35m");
    assert!(sim.file().contains("called = 2026-11-23T13:18:00Z"), "{}", sim.file());
}

#[test]
fn earlier_calls_at_once_what_would_have_come_later() {
    let mut sim = Sim::open(ONE).at(BEFORE_ONE).seat("sam").awake_before();
    sim.keys("+").advance("1m");
    assert!(sim.file().contains("called = 2026-11-23T12:29:00Z"), "{}", sim.file());
}

#[test]
fn earliness_stays_between_half_and_double() {
    let mut sim = Sim::open(ONE).at("2026-11-18T12:00:00Z").seat("sam").awake_before();
    sim.keys(&"-".repeat(20));
    assert!(sim.file().contains("earliness = 0.5\n"), "{}", sim.file());
    assert!(sim.screen().contains("earliness goes from 0.5 to 2.0"), "{}", sim.screen());
    sim.keys(&"+".repeat(30));
    assert!(sim.file().contains("earliness = 2.0\n"), "{}", sim.file());
}

#[test]
fn a_call_of_another_deal_takes_one_line_above_the_footer_and_c_goes_there() {
    let mut sim = Sim::open(&two()).at("2026-11-23T15:28:30Z").seat("sam").last_deal("north").awake_before();
    sim.keys("<enter>").advance("4m");
    assert_eq!(sim.deal(), "north", "a call never moves the screen");
    let screen = sim.screen();
    let strip = screen.lines().rev().nth(1).unwrap().to_owned();
    assert!(strip.contains("Harbour Foods: !L3 #contract Send the redline.") && strip.contains("c go"), "{screen}");
    sim.keys("c");
    assert_eq!(sim.deal(), "harbour");
    assert!(sim.screen().contains("“Send the redline.”"), "{}", sim.screen());
}

#[test]
fn a_call_that_was_heard_is_not_told_on_other_deals() {
    let mut sim = Sim::open(&two()).at("2026-11-23T15:28:30Z").seat("sam").last_deal("harbour").awake_before();
    sim.advance("4m").keys("<enter>j");
    let told = sim.screen();
    sim.keys("k");
    let also = sim.screen();
    assert!(!told.contains("Harbour Foods: ") && !also.contains("Harbour Foods: "), "{told}\n{also}");
}

#[test]
fn a_snoozed_call_is_not_told_on_other_deals() {
    let mut sim = Sim::open(&two()).at("2026-11-23T15:28:30Z").seat("sam").last_deal("harbour").awake_before();
    sim.advance("4m").keys("zh").advance("1m").keys("j");
    let told = sim.screen();
    sim.keys("k");
    let also = sim.screen();
    assert!(!told.contains("Harbour Foods: ") && !also.contains("Harbour Foods: "), "{told}\n{also}");
}

#[test]
fn several_calls_on_one_deal_are_paged_through() {
    let second =
        "\n[deal.north.note.second]\nat = 2026-11-24T12:00:00\npace = \"L4 #tax\"\nsay = \"Mention the tax.\"\n";
    let mut sim = Sim::open(&format!("{ONE}{second}")).at(BEFORE_ONE).seat("sam").awake_before();
    sim.advance("5m");
    let first = sim.screen();
    assert!(first.contains("call 1/2"), "{first}");
    sim.keys("]");
    assert!(sim.screen().contains("call 2/2"), "{}", sim.screen());
    sim.keys("[");
    assert_eq!(sim.screen(), first);
}

#[test]
fn without_a_seat_no_call_is_written_and_what_is_due_is_shown() {
    let mut sim = Sim::open(ONE).at(BEFORE_ONE).looking_on();
    sim.advance("1h");
    assert_eq!(sim.file(), ONE);
    let screen = sim.screen();
    assert!(screen.contains("DUE, for ") && screen.contains("“Bring the three-year price.”"), "{screen}");
}

#[test]
fn in_the_navigators_seat_the_drivers_call_shows_as_due_and_is_not_written() {
    let mut sim = Sim::open(ONE).at(BEFORE_ONE).seat("maya").awake_before();
    sim.advance("1h");
    assert_eq!(sim.file(), ONE);
    assert!(sim.screen().contains("DUE, for "), "{}", sim.screen());
}

#[test]
fn a_seat_taken_while_a_call_is_due_makes_it() {
    let mut sim = Sim::open(ONE).at(BEFORE_ONE).looking_on();
    sim.advance("1h").keys("S1").advance("1m");
    assert!(sim.file().contains("[[deal.north.call_log]]"), "{}\n{}", sim.file(), sim.screen());
}

#[test]
fn the_order_of_records_in_the_file_changes_no_call() {
    let (head, north) = ONE.split_at(ONE.find("[deal.north]").unwrap());
    let other = format!("{head}{HARBOUR}\n{north}");
    let rows = |text: &str| {
        let mut sim = Sim::open(text).at(BEFORE_ONE).seat("sam").awake_before();
        sim.advance("3d");
        let (document, _) = codriver::console::load::cut(sim.file().into_bytes());
        let (campaign, _) = codriver::campaign::read(&document, chrono_tz::UTC);
        let mut rows: Vec<_> = campaign
            .deals
            .iter()
            .flat_map(|deal| deal.call_log.iter().map(|row| format!("{} {row:?}", deal.id)))
            .collect();
        rows.sort();
        rows
    };
    let here = rows(&two());
    assert_eq!(here.len(), 2, "{here:#?}");
    assert_eq!(here, rows(&other));
}

#[test]
fn the_example_has_a_call_at_once_and_hearing_it_leads_to_the_quiet_pane() {
    let mut sim = Sim::open(DEMO).seat("sam").awake_before();
    assert!(sim.screen().contains("“Ask Tom to introduce Dana"), "{}", sim.screen());
    assert_eq!(written(&mut sim, "<enter>"), ["+acked = 2026-11-20T09:41:00Z"]);
}

#[test]
fn a_file_without_a_crew_calls_whoever_sits_there() {
    let mut sim = Sim::open(
        "format = 1\n[campaign]\nname = \"Alone\"\ntimezone = \"Europe/London\"\n[deal.harbour]\naccount = \"Harbour Foods\"\n\
         [deal.harbour.note.price]\nat = 2026-11-20T12:00:00\npace = \"L5 #price\"\nsay = \"Name the price.\"\nlead = \"2wh\"\n",
    )
    .at("2026-11-20T11:00:00Z");
    sim.advance("1m");
    assert!(sim.file().contains("note = \"price\""), "{}", sim.file());
    assert!(sim.screen().contains("Name the price."), "{}", sim.screen());
}

#[test]
fn a_call_that_has_come_is_marked_as_new_for_two_seconds() {
    let mut sim = Sim::open(ONE).at(BEFORE_ONE).seat("sam").awake_before();
    sim.advance("90s");
    assert!(sim.model().call_is_new());
    sim.advance("3s");
    assert!(!sim.model().call_is_new());
}
