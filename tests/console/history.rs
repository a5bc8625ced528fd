//! Taking back: across saves and changes outside, one step or several, from the list of what was changed.

use crate::sim::{Sim, changes};
use crate::texts::{BEFORE_ONE, DEMO, DEMO_NOW, two};

fn open() -> Sim {
    Sim::open(&two()).at(BEFORE_ONE).seat("sam").last_deal("north").awake_before()
}

const TOUCH: &str = "n<ctrl-u>Ring Tom, next tue<enter>";
const NOTE: &str = ":Ask who signs, 30 nov 10:00<enter>";
const DEAL: &str = "NHilltop Farms 45000<enter>";

#[test]
fn a_change_is_taken_back_across_its_save() {
    let mut sim = open();
    let before = sim.file();
    sim.keys(TOUCH);
    assert_ne!(sim.file(), before);
    sim.jump("10s").keys("u");
    assert_eq!(sim.file(), before);
}

#[test]
fn a_change_is_taken_back_after_another_key_was_changed_outside() {
    let mut sim = open();
    sim.keys(TOUCH);
    let theirs = |text: &str| text.replace("account = \"Northwind\"", "account = \"Northwind & Sons\"  # sold");
    let file = theirs(&sim.file());
    sim.outside_write(&file).keys("u");
    assert_eq!(sim.file(), theirs(&two()));
    sim.keys("<ctrl-r>");
    assert_eq!(sim.file(), file, "and made again");
}

#[test]
fn a_change_whose_key_was_changed_outside_is_not_taken_back_and_nothing_changes() {
    let mut sim = open();
    sim.keys(TOUCH);
    let theirs = sim.file().replace("Ring Tom", "Ring Tom again");
    sim.outside_write(&theirs).keys("u");
    assert!(sim.screen().contains("`deal.north` was changed meanwhile"), "{}", sim.screen());
    assert_eq!(sim.file(), theirs);
    assert_eq!(sim.model().history.undo_name(), Some("next touch"), "the step is kept");
}

#[test]
fn a_note_that_others_have_worked_on_is_not_taken_back() {
    let mut sim = open();
    sim.keys(NOTE);
    let theirs = sim.file().replace("say = \"Ask who signs\"", "say = \"Ask who signs, and when\"");
    sim.outside_write(&theirs).keys("u");
    assert_eq!(sim.file(), theirs);
}

#[test]
fn a_new_deal_is_taken_back_and_made_again_after_a_change_outside() {
    let mut sim = open();
    sim.keys(DEAL);
    let with = sim.file();
    sim.outside_write(&format!("# shared\n{with}")).keys("u");
    assert_eq!(sim.file(), format!("# shared\n{}", two()));
    sim.keys("<ctrl-r>");
    assert_eq!(sim.file(), format!("# shared\n{with}"));
}

#[test]
fn the_list_names_each_step_with_its_record_and_marks_the_next() {
    let mut sim = open();
    sim.keys(TOUCH).keys(NOTE).keys("h");
    let screen = sim.screen();
    let row = |text: &str| screen.lines().find(|line| line.contains(text)).unwrap_or_else(|| panic!("{screen}"));
    assert!(row("new note").contains("deal.north") && row("new note").contains("undo"), "{screen}");
    assert!(row("▸ 12:28").contains("new note"), "{screen}");
    assert!(!row("next touch").contains("undo"), "{screen}");
}

#[test]
fn a_step_is_chosen_and_all_is_taken_back_down_to_it() {
    let mut sim = open();
    let before = sim.file();
    sim.keys(TOUCH);
    let one = sim.file();
    sim.keys(NOTE).keys(DEAL);
    let all = sim.file();
    sim.keys("hj<enter>");
    assert_eq!(sim.file(), one);
    assert!(sim.screen().contains("taken back: 2 changes"), "{}", sim.screen());
    sim.keys("h<enter>");
    assert_eq!(sim.file(), before);
    sim.keys("hg<enter>");
    assert_eq!(sim.file(), all, "and up again");
}

#[test]
fn it_stops_at_a_step_that_no_longer_fits() {
    let mut sim = open();
    sim.keys(TOUCH).keys(NOTE);
    let theirs = sim.file().replace("Ring Tom", "Ring Tom again");
    sim.outside_write(&theirs).keys("hG<enter>");
    let screen = sim.screen();
    assert!(screen.contains("1 of 2 taken back; then `deal.north` was changed meanwhile"), "{screen}");
    assert_eq!(
        sim.file(),
        two().replace("what = \"Ring Ines\", on = 2026-11-27", "what = \"Ring Tom again\", on = 2026-11-24")
    );
    assert_eq!(sim.model().history.undone(), 1);
}

#[test]
fn a_list_without_steps_says_what_would_stand_there() {
    let mut sim = open();
    sim.keys("h");
    assert!(sim.screen().contains("Nothing was changed from here yet."), "{}", sim.screen());
    sim.keys("<enter>");
    assert!(sim.screen().contains("nothing to take back"), "{}", sim.screen());
    assert_eq!(changes(&two(), &sim.file()), [""; 0]);
}

#[test]
fn a_file_that_may_not_be_written_is_left_as_it_is() {
    let mut sim = open();
    sim.keys(TOUCH);
    let theirs = sim.file().replace("format = 1", "format = 2");
    sim.outside_write(&theirs).keys("h<enter>");
    assert_eq!(sim.file(), theirs);
}

#[test]
fn the_history_of_a_morning() {
    let mut sim = Sim::open(DEMO).at(DEMO_NOW).seat("sam").size(120, 40).awake_before();
    sim.keys("<enter>").keys(TOUCH).advance("3m").keys(NOTE).advance("20m").keys(DEAL).keys("uh");
    crate::screens::shot("history-120x40", &mut sim);
}

#[test]
fn a_deal_that_is_taken_back_leaves_another_on_the_screen() {
    let mut sim = open();
    sim.keys(DEAL);
    assert_eq!(sim.deal(), "hilltop-farms");
    sim.keys("u");
    assert!(sim.screen().contains("Northwind"), "{}", sim.screen());
}
