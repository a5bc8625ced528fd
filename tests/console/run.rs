//! The run: a live meeting with its clock, notes, answers and marks.

use codriver::console::effect::Effect;

use crate::sim::{Sim, changes};

/// A meeting at two, with three notes, two answers and somebody else's note on the deal clock.
pub const MEETING: &str = r#"format = 1
[campaign]
name = "Run"
timezone = "Europe/London"
route = ["demo", "proof"]
[crew.sam]
name = "Sam Okoro"
seat = "driver"
[crew.maya]
name = "Maya Lind"
seat = "navigator"
[topic.price]
name = "Price"
[deal.north]
account = "North Ltd"
stage = "proof"
since = 2026-11-09
driver = "sam"
navigator = "maya"
contact.ines = { name = "Ines Roth", role = "CISO" }
[deal.north.run.review]
what = "Security call with Ines"
starts = 2026-11-24T14:00:00
length = "40m"
crew = ["sam", "maya"]
with = ["ines"]
aim = "Agree who answers the questionnaire"
[deal.north.note.price]
at = "review 5:00"
pace = "L4 #price"
say = "Anchor on cost per store."
[deal.north.note.team]
at = "review 12:00"
pace = "R5"
say = "Nobody needs an analyst."
[deal.north.note.close]
at = "review 30:00"
pace = "!L3"
say = "Ask who else signs."
[deal.north.note.if-rival]
when = "They name the incumbent"
at = "review"
say = "Ask what the renewal does for spring."
[deal.north.note.if-early]
when = "Too early for them"
say = "Offer a metering-only start."
"#;

/// The console a minute before the meeting.
pub fn before() -> Sim {
    Sim::open(MEETING).at("2026-11-24T13:59:00Z").seat("sam").awake_before()
}

/// The meeting has just begun.
pub fn begun() -> Sim {
    let mut sim = before();
    sim.keys("r");
    sim
}

fn says(sim: &mut Sim, words: &str) {
    let screen = sim.screen();
    assert!(screen.contains(words), "no `{words}` in\n{screen}");
}

fn is_silent(sim: &mut Sim, words: &str) {
    let screen = sim.screen();
    assert!(!screen.contains(words), "`{words}` in\n{screen}");
}

/// What is written meanwhile.
fn written(sim: &mut Sim, keys: &str) -> Vec<String> {
    let before = sim.file();
    sim.keys(keys);
    changes(&before, &sim.file())
}

#[test]
fn a_run_is_offered_when_its_time_comes() {
    let mut sim = Sim::open(MEETING).at("2026-11-24T13:39:00Z").seat("sam").awake_before();
    sim.keys("");
    is_silent(&mut sim, "r start");
    sim.advance("2m");
    says(&mut sim, "North Ltd: Security call with Ines, 14:00   r start");
}

#[test]
fn a_run_that_is_over_its_time_is_no_longer_offered() {
    let mut sim = Sim::open(MEETING).at("2026-11-24T14:41:00Z").seat("sam").awake_before();
    sim.keys("");
    is_silent(&mut sim, "r start");
}

#[test]
fn one_key_starts_the_clock_and_writes_only_when_it_began() {
    let mut sim = before();
    assert_eq!(written(&mut sim, "r"), ["+started = 2026-11-24T13:59:00Z"]);
    says(&mut sim, "40:00 left of 40:00");
    says(&mut sim, "Security call with Ines");
}

#[test]
fn an_hour_early_the_key_asks_which_run_is_meant() {
    let mut sim = Sim::open(MEETING).at("2026-11-24T12:59:00Z").seat("sam").awake_before();
    assert_eq!(written(&mut sim, "r"), [""; 0]);
    says(&mut sim, "start Security call with Ines");
    says(&mut sim, "start an unplanned call with North Ltd");
    assert_eq!(written(&mut sim, "1"), ["+started = 2026-11-24T12:59:00Z"]);
}

#[test]
fn an_unplanned_call_gets_a_record_and_a_clock() {
    let mut sim = Sim::open(MEETING).at("2026-11-23T11:00:00Z").seat("sam").awake_before();
    assert_eq!(
        written(&mut sim, "ru"),
        [
            "+[deal.north.run.call-11-23]",
            "+what = \"Unplanned call\"",
            "+crew = [\"sam\"]",
            "+kind = \"phone\"",
            "+started = 2026-11-23T11:00:00Z",
        ]
    );
    says(&mut sim, "no length is planned");
    sim.advance("65s");
    sim.keys("<esc>");
    says(&mut sim, "Unplanned call goes on, 1 minute   r go");
}

#[test]
fn the_clock_goes_by_seconds_and_only_while_it_is_on_screen() {
    let mut sim = begun();
    sim.wakes();
    sim.advance("10s");
    assert_eq!(sim.wakes().len(), 10);
    sim.keys("<esc>");
    sim.wakes();
    sim.advance("50s");
    assert!(sim.wakes().len() <= 2, "on the Stage the minute is enough");
}

#[test]
fn a_paused_clock_wakes_nobody_each_second() {
    let mut sim = begun();
    sim.keys("p");
    sim.advance("5s");
    sim.wakes();
    sim.advance("50s");
    assert!(sim.wakes().len() <= 2);
}

#[test]
fn a_note_is_up_its_lead_ahead_of_its_minute_and_the_next_is_counted_down() {
    let mut sim = begun();
    says(&mut sim, "Nothing to say yet.");
    sim.advance("254s");
    is_silent(&mut sim, "NOW");
    says(&mut sim, "0:01");
    sim.advance("1s");
    says(&mut sim, "NOW");
    says(&mut sim, "Anchor on cost per store.");
    says(&mut sim, "next in   7:00");
    says(&mut sim, "after    24:49");
}

#[test]
fn a_late_start_reads_out_no_burst() {
    let mut sim = begun();
    sim.keys("t31m<enter>");
    says(&mut sim, "3 of 3 notes");
    says(&mut sim, "All notes are behind. 3 notes went by uncalled.");
    let calls = sim.file().matches("[[deal.north.call_log]]").count();
    assert_eq!(calls, 0, "{}", sim.file());
}

#[test]
fn a_pause_moves_every_note_and_reads_out_none_when_it_ends() {
    let mut sim = begun();
    sim.advance("1m");
    sim.keys("p");
    sim.advance("20m");
    says(&mut sim, "the clock stands");
    says(&mut sim, "39:00 left of 40:00");
    sim.keys("p");
    says(&mut sim, "Nothing to say yet.");
    sim.advance("195s");
    says(&mut sim, "Anchor on cost per store.");
}

#[test]
fn a_pause_is_written_as_one_line() {
    let mut sim = begun();
    sim.advance("1m");
    assert_eq!(written(&mut sim, "p"), ["+pauses = [{ from = 2026-11-24T14:00:00Z }]"]);
    sim.advance("30s");
    assert_eq!(
        written(&mut sim, "p"),
        [
            "-pauses = [{ from = 2026-11-24T14:00:00Z }]",
            "+pauses = [{ from = 2026-11-24T14:00:00Z, until = 2026-11-24T14:00:30Z }]",
        ]
    );
}

#[test]
fn a_corrected_start_moves_the_clock_and_a_time_ahead_is_refused() {
    let mut sim = begun();
    sim.advance("1m");
    sim.keys("t13:57<enter>");
    says(&mut sim, "37:00 left of 40:00");
    assert_eq!(written(&mut sim, "t14:30<enter>"), [""; 0]);
    says(&mut sim, "cannot have begun later than now");
}

#[test]
fn what_is_to_come_is_shifted_together_and_taken_back_in_one_step() {
    let mut sim = begun();
    sim.advance("5m");
    assert_eq!(
        written(&mut sim, "]"),
        ["-at = \"review 12:00\"", "+at = \"review 13:00\"", "-at = \"review 30:00\"", "+at = \"review 31:00\""]
    );
    sim.keys("[[u");
    let shifted = sim.file();
    assert!(shifted.contains("\"review 12:00\"") && shifted.contains("\"review 30:00\""), "{shifted}");
}

#[test]
fn a_note_is_never_shifted_before_the_present_second() {
    let mut sim = begun();
    sim.advance("670s");
    assert_eq!(written(&mut sim, "["), [""; 0]);
    says(&mut sim, "the next note would be gone by");
}

#[test]
fn how_a_note_went_is_written_into_its_row_and_taken_back_by_the_same_key() {
    let mut sim = begun();
    sim.advance("260s");
    assert_eq!(written(&mut sim, "l"), ["+acked = 2026-11-24T14:03:20Z", "+used = \"landed\""]);
    says(&mut sim, "✓ landed");
    assert_eq!(written(&mut sim, "f"), ["-used = \"landed\"", "+used = \"flat\""]);
    says(&mut sim, "✗ flat");
    assert_eq!(written(&mut sim, "f"), ["-used = \"flat\""]);
}

#[test]
fn an_answer_opens_by_its_number_and_its_use_is_recorded_once() {
    let mut sim = begun();
    sim.advance("1m");
    assert_eq!(
        written(&mut sim, "1"),
        [
            "+[[deal.north.call_log]]",
            "+note = \"if-rival\"",
            "+rung = \"\"",
            "+place = 2026-11-24T14:00:00Z",
            "+called = 2026-11-24T14:00:00Z",
            "+acked = 2026-11-24T14:00:00Z",
            "+by = \"sam\"",
        ]
    );
    says(&mut sim, "IF  They name the incumbent");
    says(&mut sim, "Ask what the renewal does for spring.");
    assert_eq!(written(&mut sim, "1"), [""; 0]);
    assert_eq!(written(&mut sim, "l"), ["+used = \"landed\""]);
}

#[test]
fn a_number_without_an_answer_says_how_far_they_go() {
    let mut sim = begun();
    assert_eq!(written(&mut sim, "7"), [""; 0]);
    says(&mut sim, "there is no answer 7: they go from 1 to 2");
}

#[test]
fn a_note_that_comes_while_an_answer_is_read_stands_under_it() {
    let mut sim = begun();
    sim.advance("4m");
    sim.keys("1");
    sim.advance("16s");
    says(&mut sim, "Ask what the renewal does for spring.");
    says(&mut sim, "now              L4      Anchor on cost per store.");
    sim.keys("<esc>");
    says(&mut sim, "NOW");
}

#[test]
fn the_arrows_look_at_other_notes_until_the_next_one_is_called() {
    let mut sim = begun();
    sim.advance("260s");
    sim.keys("j");
    says(&mut sim, "LATER, at 12:00");
    sim.advance("7m");
    says(&mut sim, "NOW");
    says(&mut sim, "Nobody needs an analyst.");
}

#[test]
fn a_note_written_in_the_run_is_called_at_once() {
    let mut sim = begun();
    sim.advance("1m");
    let lines = written(&mut sim, ":L4 #price \"Leeds opening\"<enter>");
    assert!(lines.contains(&"+at = \"review 1:50\"".to_owned()), "{lines:?}");
    sim.advance("5s");
    says(&mut sim, "Leeds opening");
    says(&mut sim, "NOW");
}

#[test]
fn somebody_elses_note_is_marked_as_new_until_it_is_dealt_with() {
    let mut sim = begun();
    sim.advance("1m");
    let text = format!(
        "{}[deal.north.note.leeds]\nat = \"review 2:00\"\nsay = \"Ask about Leeds.\"\nby = \"maya\"\n",
        sim.file()
    );
    sim.outside_write(&text);
    says(&mut sim, "NEW");
    says(&mut sim, "Maya: Ask about Leeds., in 0:15");
    sim.advance("20s");
    sim.keys("<enter>");
    is_silent(&mut sim, "NEW");
}

#[test]
fn stopping_writes_the_end_and_closes_a_pause() {
    let mut sim = begun();
    sim.advance("2m");
    sim.keys("p");
    sim.advance("1m");
    assert_eq!(
        written(&mut sim, "s"),
        [
            "-pauses = [{ from = 2026-11-24T14:01:00Z }]",
            "+pauses = [{ from = 2026-11-24T14:01:00Z, until = 2026-11-24T14:02:00Z }]",
            "+ended = 2026-11-24T14:02:00Z",
        ]
    );
}

#[test]
fn a_run_taken_out_of_the_file_goes_on_and_is_written_back() {
    let mut sim = begun();
    sim.advance("1m");
    let whole = sim.file();
    let (before, after) = whole.split_once("[deal.north.run.review]").unwrap();
    let after = &after[after.find("[deal.north.note.price]").unwrap()..];
    sim.outside_write(&format!("{before}{after}"));
    says(&mut sim, "somebody took this run out of the file");
    says(&mut sim, "39:00 left of 40:00");
    let lines = written(&mut sim, "W");
    for line in ["+what = \"Security call with Ines\"", "+length = \"40m\"", "+started = 2026-11-24T13:59:00Z"] {
        assert!(lines.contains(&line.to_owned()), "{lines:?}");
    }
    is_silent(&mut sim, "took this run out");
}

#[test]
fn a_program_opened_in_the_middle_of_a_run_has_its_clock() {
    let mut sim = begun();
    sim.advance("10m");
    let text = sim.file();
    let mut again = Sim::open(&text).at("2026-11-24T14:09:00Z").seat("sam").awake_before();
    again.keys("");
    says(&mut again, "Security call with Ines goes on, 10 minutes   r go");
    again.keys("r");
    says(&mut again, "30:00 left of 40:00");
}

#[test]
fn in_a_run_nothing_rings() {
    let mut sim = begun();
    sim.effects();
    sim.advance("13m");
    assert!(!sim.effects().iter().any(|effect| matches!(effect, Effect::Announce(told) if !told.is_quiet)));
}

#[test]
fn a_change_of_the_clocks_does_not_move_the_run() {
    let text = MEETING.replace("2026-11-24T14:00:00", "2026-10-25T01:50:00");
    let mut sim = Sim::open(&text).at("2026-10-25T00:50:00Z").seat("sam").awake_before();
    sim.keys("r");
    sim.advance("20m");
    says(&mut sim, "20:00 left of 40:00");
}

/// The meeting, and on another deal a note that can end the deal and one that can wait.
fn with_grave_matters() -> Sim {
    let grave = "[deal.south]\naccount = \"South Ltd\"\ndriver = \"sam\"\n[deal.south.note.calm]\n\
                 at = 2026-11-24T17:10:00\npace = \"L4\"\nlead = \"3h\"\nsay = \"Mention the fair.\"\n\
                 [deal.south.note.grave]\nat = 2026-11-24T17:05:00\npace = \"!!!L4\"\nlead = \"3h\"\n\
                 say = \"Ring the board.\"\n";
    Sim::open(&format!("{MEETING}{grave}")).at("2026-11-24T13:59:00Z").seat("sam").awake_before()
}

#[test]
fn in_a_run_only_what_cannot_wait_breaks_in() {
    let mut sim = with_grave_matters();
    sim.keys("r").advance("7m");
    says(&mut sim, "South Ltd: !!!L4 Ring the board.");
    sim.advance("20m");
    is_silent(&mut sim, "Mention the fair");
    sim.keys("s<esc>").advance("1m");
    let log = sim.file();
    assert!(log.contains("note = \"calm\""), "after the run it is called: {log}");
}

#[test]
fn a_promise_in_its_last_hour_breaks_into_the_run_of_its_deal() {
    let mut sim = begun();
    sim.advance("1m");
    let promise =
        "[deal.north.control.paper]\nwhat = \"Send the redline\"\ndue = 2026-11-24T14:50:00\nowner = \"sam\"\n";
    let text = format!("{}{promise}", sim.file());
    sim.outside_write(&text).advance("1m");
    says(&mut sim, "Send the redline");
    sim.keys("<enter>");
    is_silent(&mut sim, "Send the redline");
}
