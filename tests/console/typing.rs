//! What is said of a note while it is typed: its call, the playlist, what is said elsewhere, what can be completed.

use codriver::campaign::Id;
use codriver::console::effect::Effect;
use codriver::console::prompt::PromptFor;

use crate::sim::{Sim, changes};
use crate::texts::{BEFORE_ONE, HARBOUR, ONE, large};

/// Tracks, a topic, a hazard and a field report beside [`ONE`].
const MORE: &str = r#"
[topic.data-team]
name = "Needs a data team"

[track.shelf]
theme = "Cost of stock-outs"
never = ["cheapest", "rip and replace"]

[hazard.security]
at = "enter signature"
pace = "!L2 #security"
title = "Security questionnaire"

[deal.north.contact.ines]
name = "Ines Roth"

[[deal.north.heard]]
at = 2026-11-19T15:20:00Z
by = "sam"
who = "ines"
said = "We were burned by forecasts that need a data team."
topic = "data-team"
"#;

fn text() -> String {
    format!("{ONE}{MORE}")
}

fn open() -> Sim {
    opened(&text())
}

fn opened(text: &str) -> Sim {
    Sim::open(text).at(BEFORE_ONE).seat("sam").last_deal("north").awake_before()
}

fn typed(keys: &str) -> String {
    open().keys(keys).screen()
}

/// The row with this label, without the frame.
fn row(screen: &str, label: &str) -> String {
    let label = format!("│   {label} ");
    let row =
        screen.lines().find_map(|row| row.split_once(&label)).unwrap_or_else(|| panic!("no {label} in\n{screen}"));
    row.1.trim_start_matches(' ').split('│').next().unwrap_or("").trim_end().to_owned()
}

fn written(sim: &mut Sim, keys: &str) -> Vec<String> {
    let before = sim.file();
    sim.keys(keys);
    changes(&before, &sim.file())
}

#[test]
fn a_note_says_when_it_will_be_called_and_why_then() {
    let screen = typed(":@2026-11-26 L4 #price");
    assert_eq!(row(&screen, "at"), "Thu 26 Nov");
    assert_eq!(row(&screen, "called"), "Wed 25 Nov 09:30, in 2 wd   grade 4 takes 8 wh");
}

#[test]
fn a_note_that_can_only_be_late_is_told_while_it_is_typed() {
    let screen = typed(":2h !L1 #price");
    let called = row(&screen, "called");
    assert!(called.starts_with("too late: ") && called.contains("would have been right, 6 wd ago"), "{screen}");
    assert!(called.ends_with("grade 1 ! takes 50 wh, 2 wh left"), "{screen}");
}

#[test]
fn a_note_that_is_due_at_once_and_not_late_says_so() {
    let called = row(&typed(":7h L4 #price"), "called");
    assert_eq!(called, "with the next minute   grade 4 takes 8 wh, 7 wh left");
}

#[test]
fn a_note_whose_place_has_gone_by_says_that_it_is_never_called() {
    let called = row(&typed(":@2026-11-20 L4"), "called");
    assert_eq!(called, "never: its place has gone by   give it a later one");
}

#[test]
fn a_note_at_an_estimated_place_says_about_when_that_is() {
    let at = row(&typed(":@signature L4"), "at");
    assert!(at.starts_with("signature   about "), "{at}");
}

#[test]
fn a_note_for_a_deal_that_somebody_else_drives_says_who_is_called() {
    let mut sim = Sim::open(&text()).at(BEFORE_ONE).seat("maya").last_deal("north").awake_before();
    let called = row(&sim.keys(":@2026-11-26 L4").screen(), "called");
    assert!(called.contains(", for sam"), "{called}");
}

#[test]
fn words_that_the_playlist_never_uses_are_told_with_the_track() {
    let screen = typed(":Tell them we are the Cheapest, next tue");
    assert_eq!(row(&screen, "never"), "“cheapest” is not to be said   playlist: Cost of stock-outs");
}

#[test]
fn words_in_quotes_and_remarks_are_held_against_the_playlist_and_tokens_are_not() {
    for line in [":L4 \"no rip-and-replace\"", ":L4 #price ; no rip and replace"] {
        assert!(typed(line).contains("“rip and replace” is not to be said"), "{line}");
    }
    assert!(!typed(":L4 #cheapest").contains("is not to be said"));
}

#[test]
fn how_long_it_takes_to_say_stands_under_the_line() {
    assert_eq!(
        row(&typed(":L4 ; Bring the three-year price"), "say"),
        "Bring the three-year price   4 words, 2 s to say"
    );
}

#[test]
fn more_than_thirty_words_are_told() {
    let say = |words: usize| row(&typed(&format!(":L4 ; {}", vec!["word"; words].join(" "))), "say");
    assert_eq!(say(30), "30 words, 12 s to say");
    assert_eq!(say(31), "31 words, 13 s to say   more than 30 words are not heard to their end: say it shorter");
}

#[test]
fn what_is_said_elsewhere_already_is_told_with_its_place() {
    let mut sim = opened(&format!("{}{HARBOUR}", text()));
    sim.keys(":L4 ; bring the three-year price!");
    assert_eq!(row(&sim.screen(), "said"), "on this deal already, note `buyer`   the same words");
    sim.keys("<ctrl-u>L4 ; send the redline");
    assert_eq!(row(&sim.screen(), "said"), "on Harbour Foods already, note `legal`   the same words");
    sim.keys(" and something else");
    assert!(!sim.screen().contains("already, note"), "{}", sim.screen());
}

#[test]
fn a_corrected_note_is_not_held_against_itself() {
    let mut sim = open();
    sim.advance("2m").keys("w");
    assert!(!sim.screen().contains("already, note"), "{}", sim.screen());
    sim.keys(" Cheapest!");
    assert!(sim.screen().contains("“cheapest” is not to be said"), "{}", sim.screen());
}

#[test]
fn whether_it_is_said_elsewhere_is_asked_beside_the_loop_and_only_when_the_words_change() {
    let mut sim = Sim::open(&large(400)).at("2026-11-23T09:00:00Z").seat("sam").last_deal("d1").awake_before();
    sim.start().finish_loading();
    sim.keys(":L4 ; Say this 7");
    sim.effects();
    sim.keys("<left><right>");
    assert!(!sim.effects().iter().any(|effect| matches!(effect, Effect::Alike { .. })));
    sim.keys(".");
    assert!(sim.effects().iter().any(|effect| matches!(effect, Effect::Alike { .. })));
    assert_eq!(row(&sim.screen(), "said"), "on Account 7 already, note `one`   the same words");
}

#[test]
fn tab_completes_the_token_at_the_cursor() {
    let mut sim = open();
    assert_eq!(row(&sim.keys(":L4 #da").screen(), "tab"), "#data-team  Needs a data team");
    assert!(sim.keys("<tab>").screen().contains("› L4 #data-team"), "{}", sim.screen());
}

#[test]
fn places_are_completed_after_an_at_sign() {
    let mut sim = open();
    assert!(row(&sim.keys(":@s").screen(), "tab").starts_with("@security  Security questionnaire"), "{}", sim.screen());
    assert!(sim.keys("<down><tab>").screen().contains("› @signature"), "{}", sim.screen());
}

#[test]
fn a_token_that_is_not_finished_is_no_error_until_enter_is_pressed() {
    let mut sim = open();
    for line in ["3d !", "@north", "L4 ->"] {
        sim.keys(":<ctrl-u>").keys(line);
        assert!(!sim.screen().contains('^'), "{}", sim.screen());
        sim.keys("<enter>");
        assert!(sim.screen().contains('^'), "{}", sim.screen());
    }
}

#[test]
fn plain_words_are_left_alone() {
    let mut sim = open();
    let screen = sim.keys(":Ask who signs<tab>").screen();
    assert!(screen.contains("› Ask who signs") && !screen.contains("│   tab"), "{screen}");
}

#[test]
fn a_field_report_is_answered_by_a_note_filed_under_its_topic_in_one_step() {
    let mut sim = open();
    let before = sim.file();
    let screen = sim.keys("A").screen();
    assert!(row(&screen, "heard").starts_with("“We were burned by forecasts that need a data team.”"), "{screen}");
    assert_eq!(
        written(&mut sim, "Three clicks, Ines can try it herself, 30 nov 10:00<enter>"),
        [
            "+[deal.north.note.data-team]",
            "+at = 2026-11-30T10:00:00",
            "+pace = \"L4 #data-team\"",
            "+say = \"Three clicks, Ines can try it herself\"",
            "+by = \"sam\"",
            "+written = 2026-11-23",
            "+",
            "+answer = \"data-team\"",
            "+answered = 2026-11-23T12:28:30Z",
        ]
    );
    assert!(sim.screen().contains("answered; note `data-team` is on the road"), "{}", sim.screen());
    sim.keys("u");
    assert_eq!(sim.file(), before, "one step");
}

#[test]
fn an_answer_by_shorthand_keeps_a_topic_of_its_own() {
    let mut sim = open();
    sim.keys("A3d R5 #price \"three clicks\"<enter>");
    assert!(sim.file().contains("pace = \"R5 #price \\\"three clicks\\\"\""), "{}", sim.file());
    let mut sim = open();
    sim.keys("A3d R5 \"three clicks\"<enter>");
    assert!(sim.file().contains("pace = \"R5 #data-team \\\"three clicks\\\"\""), "{}", sim.file());
}

#[test]
fn a_note_on_the_topic_that_is_there_already_is_offered_as_the_answer() {
    let note = "[deal.north.note.easy]\nat = \"proof\"\npace = \"R5 #data-team\"\nsay = \"Three clicks.\"\n";
    let mut sim = opened(&format!("{}{note}", text()));
    assert!(row(&sim.keys("A").screen(), "tab").starts_with("@easy  Three clicks."), "{}", sim.screen());
    assert_eq!(
        written(&mut sim, "<tab><enter>"),
        ["+answer = \"easy\"", "+answered = 2026-11-23T12:28:30Z"],
        "{}",
        sim.screen()
    );
}

#[test]
fn of_several_field_reports_one_is_chosen_the_newest_first() {
    let later = "[[deal.north.heard]]\nat = 2026-11-20T09:00:00Z\nby = \"sam\"\nsaid = \"Who else runs it?\"\n";
    let mut sim = opened(&format!("{}{later}", text()));
    sim.keys("A<enter>");
    assert!(row(&sim.screen(), "heard").starts_with("“Who else runs it?”"), "{}", sim.screen());
    sim.keys("The grocer in Leeds<enter>");
    let file = sim.file();
    assert!(file.contains("said = \"Who else runs it?\"\nanswer = \"the-grocer-in-leeds\""), "{file}");
}

#[test]
fn a_report_that_somebody_else_answered_meanwhile_is_told() {
    let mut sim = open();
    sim.keys("AThree clicks");
    let other = sim.file().replace("topic = \"data-team\"\n", "topic = \"data-team\"\nanswer = \"buyer\"\n");
    sim.outside_write(&other);
    assert!(sim.screen().contains("answered by `buyer` already"), "{}", sim.screen());
}

#[test]
fn a_report_that_was_deleted_meanwhile_is_refused_and_the_line_is_kept() {
    let mut sim = open();
    sim.keys("AThree clicks");
    let at = sim.file().find("[[deal.north.heard]]").unwrap();
    let other = sim.file()[..at].to_owned();
    sim.outside_write(&other).keys("<enter>");
    assert_eq!(sim.file(), other);
    let screen = sim.screen();
    assert!(screen.contains("the field report is gone from the file") && screen.contains("› Three clicks"), "{screen}");
}

#[test]
fn a_note_on_a_hazard_has_the_hazards_place() {
    let mut sim = open();
    sim.open_prompt(PromptFor::HazardNote { hazard: Id::from("security") });
    sim.keys("!L2 #security \"send the pack\"");
    let screen = sim.screen();
    assert_eq!(row(&screen, "at"), "the hazard’s own place");
    assert!(row(&screen, "called").starts_with("by deal"), "{screen}");
    assert!(screen.contains("on Northwind: "), "{screen}");
    assert_eq!(
        written(&mut sim, "<enter>"),
        [
            "+[hazard.security.note.security]",
            "+pace = \"!L2 #security \\\"send the pack\\\"\"",
            "+say = \"send the pack\"",
            "+by = \"sam\"",
            "+written = 2026-11-23",
            "+",
        ]
    );
}

#[test]
fn a_note_on_a_hazard_stands_at_a_place_that_every_deal_has() {
    let mut sim = open();
    sim.open_prompt(PromptFor::HazardNote { hazard: Id::from("security") });
    sim.keys("@buyer L4 #price<enter>");
    assert!(sim.screen().contains("no stage and no hazard is called `buyer`"), "{}", sim.screen());
}

#[test]
fn what_is_said_of_a_line_follows_the_file_and_the_clock() {
    let mut sim = open();
    sim.keys(":@2026-11-26 L4 ; the fairest price");
    assert!(!sim.screen().contains("is not to be said"));
    let other = sim.file().replace("\"cheapest\"", "\"fairest\"");
    sim.outside_write(&other);
    assert!(sim.screen().contains("“fairest” is not to be said"), "{}", sim.screen());
    sim.advance("2d");
    assert!(row(&sim.screen(), "called").starts_with("with the next minute"), "{}", sim.screen());
}
