//! Forms: every record can be reached, edited, added and removed, and what was not touched keeps its bytes.

use codriver::campaign::{Id, Kind};
use codriver::console::effect::Effect;
use codriver::console::form::{Form, FormFor, Records};
use codriver::console::key::Key;
use codriver::console::overlay::Overlay;

use crate::sim::{Sim, changes};
use crate::texts::{BEFORE_ONE, DAY_ONE, DEMO, DEMO_NOW, ONE, two};

fn open() -> Sim {
    Sim::open(ONE).at(BEFORE_ONE).seat("sam").awake_before()
}

pub fn over(text: &str) -> Sim {
    Sim::open(text).at(BEFORE_ONE).seat("sam").awake_before()
}

/// The form that is open.
pub fn the_form(sim: &mut Sim) -> Form {
    sim.start();
    if let Some(Overlay::Form(form)) = &sim.model().overlay {
        return (**form).clone();
    }
    panic!("no form is open: {}", sim.screen());
}

pub fn is_open(sim: &Sim) -> bool {
    matches!(sim.model().overlay, Some(Overlay::Form(_)))
}

pub fn records(sim: &Sim) -> Records {
    match &sim.model().overlay {
        Some(Overlay::Records(records)) => records.clone(),
        other => panic!("no list is open but {other:?}"),
    }
}

/// Opens the form of a record through the list, by what it opens.
fn edit(sim: &mut Sim, path: &str) {
    sim.keys("e");
    pick(sim, &FormFor::Edit(path.parse().unwrap()));
}

/// Opens the form of a new record through the list.
fn add(sim: &mut Sim, path: &str) {
    sim.keys("e");
    pick(sim, &FormFor::Below(path.parse().unwrap()));
}

pub fn pick(sim: &mut Sim, wanted: &FormFor) {
    let records = records(sim);
    let at = records.all.iter().position(|entry| entry.opens == *wanted);
    let at = at.unwrap_or_else(|| panic!("{wanted:?} is not in the list: {:#?}", records.all));
    for _ in 0..at {
        sim.keys("<down>");
    }
    sim.keys("<enter>");
}

/// Goes to the line with this label.
pub fn go(sim: &mut Sim, label: &str) {
    let form = the_form(sim);
    let at = form.lines.iter().position(|line| line.label == label);
    let at = at.unwrap_or_else(|| panic!("no line `{label}`"));
    for _ in 0..form.lines.len() {
        sim.keys("<up>");
    }
    for _ in 0..at {
        sim.keys("<down>");
    }
}

/// Replaces what stands on a line.
pub fn fill(sim: &mut Sim, label: &str, text: &str) {
    go(sim, label);
    sim.keys("<end><ctrl-u>");
    for c in text.chars() {
        sim.key(Key::char(c));
    }
}

fn text_of(sim: &mut Sim, label: &str) -> String {
    the_form(sim).lines.iter().find(|line| line.label == label).unwrap().text().to_owned()
}

fn error_of(sim: &mut Sim, label: &str) -> String {
    the_form(sim).lines.iter().find(|line| line.label == label).unwrap().error.clone().unwrap_or_default()
}

/// What is written by these acts.
fn written(sim: &mut Sim, acts: impl FnOnce(&mut Sim)) -> Vec<String> {
    sim.start();
    let before = sim.file();
    acts(sim);
    changes(&before, &sim.file())
}

const NOTE: &str = "deal.north.note.buyer";

#[test]
fn a_form_that_is_written_untouched_changes_nothing() {
    let mut sim = Sim::open(DEMO).at(DEMO_NOW).seat("sam").awake_before();
    sim.keys("<enter>e");
    let before = sim.file();
    let all = records(&sim).all;
    sim.keys("<esc>");
    for entry in all.iter().filter(|entry| !entry.adds) {
        sim.keys("e");
        pick(&mut sim, &entry.opens);
        sim.keys("<ctrl-s>");
        assert!(!is_open(&sim), "{entry:?}: {}", sim.screen());
    }
    assert_eq!(sim.file(), before);
}

#[test]
fn one_changed_key_is_all_that_is_written() {
    let mut sim = open();
    let lines = written(&mut sim, |sim| {
        edit(sim, NOTE);
        fill(sim, "say", "Bring the one-year price.");
        sim.keys("<ctrl-s>");
    });
    assert_eq!(lines, ["-say = \"Bring the three-year price.\"", "+say = \"Bring the one-year price.\""]);
    assert!(sim.screen().contains("written: note `buyer`"), "{}", sim.screen());
}

#[test]
fn an_emptied_line_takes_its_key_away() {
    let mut sim = open();
    let lines = written(&mut sim, |sim| {
        edit(sim, NOTE);
        fill(sim, "pace", "");
        sim.keys("<ctrl-s>");
    });
    assert_eq!(lines, ["-pace = \"L4 #price\""]);
}

#[test]
fn a_form_is_one_step_that_undo_takes_back_by_name() {
    let mut sim = open();
    edit(&mut sim, NOTE);
    fill(&mut sim, "say", "Bring it.");
    fill(&mut sim, "review_by", "next tue");
    sim.keys("<ctrl-s>u");
    assert_eq!(sim.file(), ONE);
    assert!(sim.screen().contains("taken back: edit note `buyer`"), "{}", sim.screen());
}

#[test]
fn enter_goes_from_line_to_line_and_writes_on_the_last() {
    let mut sim = open();
    edit(&mut sim, "deal.north.next");
    fill(&mut sim, "what", "Ring Tom");
    sim.keys("<enter><enter><enter>");
    assert!(is_open(&sim));
    sim.keys("<enter>");
    assert!(!is_open(&sim));
    assert!(sim.file().contains("next = { what = \"Ring Tom\", on = 2026-11-27, by = \"sam\" }"), "{}", sim.file());
}

#[test]
fn a_day_is_typed_in_words_and_told_as_a_date() {
    let mut sim = open();
    edit(&mut sim, NOTE);
    fill(&mut sim, "review_by", "next tue");
    assert!(sim.screen().contains("Tue 24 Nov"), "{}", sim.screen());
    let lines = written(&mut sim, |sim| {
        sim.keys("<ctrl-s>");
    });
    assert_eq!(lines, ["+review_by = 2026-11-24"]);
}

#[test]
fn a_day_may_be_some_way_from_a_place_of_the_deal() {
    let text = format!("{ONE}\n[deal.north.obstacle.procurement]\nat = 2026-12-04\n");
    let mut sim = over(&text);
    edit(&mut sim, NOTE);
    fill(&mut sim, "review_by", "3wd before procurement");
    let lines = written(&mut sim, |sim| {
        sim.keys("<ctrl-s>");
    });
    assert_eq!(lines, ["+review_by = 2026-12-01"]);
}

#[test]
fn a_place_may_be_said_by_its_way_first() {
    let mut sim = open();
    edit(&mut sim, NOTE);
    fill(&mut sim, "at", "4wd before enter signature");
    assert!(the_form(&mut sim).line().unwrap().echo.starts_with('~'), "{:?}", the_form(&mut sim).line());
    let lines = written(&mut sim, |sim| {
        sim.keys("<ctrl-s>");
    });
    assert_eq!(lines, ["-at = 2026-11-24T12:00:00", "+at = \"enter signature - 4wd\""]);
}

#[test]
fn a_place_may_be_a_day_in_words() {
    let mut sim = open();
    let lines = written(&mut sim, |sim| {
        edit(sim, NOTE);
        fill(sim, "at", "24 nov 14:00");
        sim.keys("<ctrl-s>");
    });
    assert_eq!(lines, ["-at = 2026-11-24T12:00:00", "+at = 2026-11-24T14:00:00"]);
}

#[test]
fn a_reference_is_completed_by_tab_which_then_goes_on() {
    let mut sim = open();
    edit(&mut sim, NOTE);
    fill(&mut sim, "by", "ma");
    assert!(the_form(&mut sim).candidates.iter().any(|one| one.text == "maya"));
    sim.keys("<tab>");
    assert_eq!(text_of(&mut sim, "by"), "maya");
    sim.keys("<tab>");
    assert_eq!(the_form(&mut sim).line().unwrap().label, "written");
}

#[test]
fn each_id_of_a_list_is_completed_by_itself() {
    let mut sim = open();
    edit(&mut sim, "deal.north");
    fill(&mut sim, "driver", "sam, ma");
    sim.keys("<tab><ctrl-s>");
    assert!(sim.file().contains("driver = [\"sam\", \"maya\"]"), "{}", sim.file());
}

#[test]
fn one_of_a_few_words_is_chosen_by_arrows_or_its_letter() {
    let mut sim = open();
    edit(&mut sim, "crew.sam");
    go(&mut sim, "seat");
    sim.keys("<right>");
    assert_eq!(text_of(&mut sim, "seat"), "navigator");
    sim.keys("l");
    assert_eq!(text_of(&mut sim, "seat"), "lead");
    sim.keys("<ctrl-s>");
    assert!(sim.file().contains("[crew.sam]\nseat = \"lead\""), "{}", sim.file());
}

#[test]
fn what_the_reader_would_refuse_is_refused_in_its_words_while_it_is_typed() {
    let mut sim = open();
    let before = sim.file();
    edit(&mut sim, NOTE);
    fill(&mut sim, "lead", "soon");
    assert!(error_of(&mut sim, "lead").starts_with("expected a duration, found `soon`"), "{}", sim.screen());
    go(&mut sim, "say");
    sim.keys("<ctrl-s>");
    assert_eq!(the_form(&mut sim).line().unwrap().label, "lead", "the cursor goes to what is wrong");
    assert_eq!(sim.file(), before);
}

#[test]
fn an_error_of_the_shorthand_is_told_under_its_line() {
    let mut sim = open();
    edit(&mut sim, NOTE);
    fill(&mut sim, "pace", "L7 #price");
    assert!(error_of(&mut sim, "pace").contains("found `7`"), "{}", sim.screen());
    fill(&mut sim, "pace", "!L3 #price");
    assert!(the_form(&mut sim).line().unwrap().echo.starts_with("Careful"), "{}", sim.screen());
}

#[test]
fn a_reference_that_leads_nowhere_is_refused_with_the_nearest() {
    let mut sim = open();
    let before = sim.file();
    edit(&mut sim, NOTE);
    fill(&mut sim, "asset", "grocer");
    sim.keys("<ctrl-s>");
    assert!(error_of(&mut sim, "asset").contains("no asset has the id `grocer`"), "{}", sim.screen());
    assert_eq!(sim.file(), before);
}

#[test]
fn a_reference_that_was_just_deleted_is_refused() {
    let text = format!("{ONE}\n[asset.grocer]\ntitle = \"Grocer\"\n");
    let mut sim = over(&text);
    edit(&mut sim, NOTE);
    fill(&mut sim, "asset", "grocer");
    sim.outside_write(ONE).keys("<ctrl-s>");
    assert!(error_of(&mut sim, "asset").contains("no asset has the id `grocer`"), "{}", sim.screen());
    assert_eq!(sim.file(), ONE);
    assert_eq!(text_of(&mut sim, "asset"), "grocer", "nothing that was typed is lost");
}

#[test]
fn an_error_that_was_there_before_does_not_stand_in_the_way() {
    let text = ONE.replace("say = ", "asset = \"gone\"\nlead = \"soon\"\nsay = ");
    let mut sim = over(&text);
    let lines = written(&mut sim, |sim| {
        edit(sim, NOTE);
        fill(sim, "pace", "L3 #price");
        sim.keys("<ctrl-s>");
    });
    assert_eq!(lines, ["-pace = \"L4 #price\"", "+pace = \"L3 #price\""]);
}

#[test]
fn a_note_says_when_it_will_be_called_and_whether_that_is_too_late() {
    let mut sim = over(&format!("{ONE}\n[track.a]\ntheme = \"Cost\"\nnever = [\"cheapest\"]\n"));
    edit(&mut sim, NOTE);
    fill(&mut sim, "at", "next mon 12:00");
    let called = the_form(&mut sim).foreseen[0].clone();
    assert!(called.label == "called" && called.text.starts_with("Fri 27 Nov"), "{called:?}");
    fill(&mut sim, "at", "today 12:40");
    let called = the_form(&mut sim).foreseen[0].clone();
    assert!(called.text.starts_with("too late"), "{called:?}");
    assert!(sim.screen().contains("too late"), "{}", sim.screen());
    fill(&mut sim, "say", "We are the cheapest.");
    assert!(sim.screen().contains("“cheapest” is not to be said"), "{}", sim.screen());
}

#[test]
fn where_the_words_of_a_note_are_said_already_is_told_in_its_form_but_never_of_itself() {
    let mut sim = over(&two());
    edit(&mut sim, NOTE);
    assert!(!sim.screen().contains("already, note"), "{}", sim.screen());
    fill(&mut sim, "say", "send the redline!");
    assert!(sim.screen().contains("on Harbour Foods already, note `legal`  the same words"), "{}", sim.screen());
    fill(&mut sim, "say", "Bring the three-year price");
    assert!(!sim.screen().contains("already, note"), "{}", sim.screen());
    sim.keys("<ctrl-r><esc>");
    add(&mut sim, "deal.north.note");
    fill(&mut sim, "say", "Bring the three-year price");
    assert!(sim.screen().contains("on this deal already, note `buyer`  the same words"), "{}", sim.screen());
}

#[test]
fn the_form_of_a_hazards_note_is_not_held_against_itself_but_against_the_deals() {
    let mut sim = over(&format!("{ONE}\n[hazard.price.note.pack]\nsay = \"Send the pack now\"\n"));
    edit(&mut sim, "hazard.price.note.pack");
    assert!(!sim.screen().contains("already, note"), "{}", sim.screen());
    fill(&mut sim, "say", "Bring the three-year price");
    assert!(sim.screen().contains("on Northwind already, note `buyer`  the same words"), "{}", sim.screen());
}

#[test]
fn a_form_asks_beside_the_loop_where_it_is_said_and_only_when_the_words_change() {
    let asked = |sim: &mut Sim| sim.effects().iter().any(|effect| matches!(effect, Effect::Alike { .. }));
    let mut sim = over(&two());
    edit(&mut sim, NOTE);
    asked(&mut sim);
    fill(&mut sim, "asset", "x");
    assert!(!asked(&mut sim));
    fill(&mut sim, "say", "x");
    assert!(asked(&mut sim));
}

#[test]
fn a_new_note_gets_its_id_from_its_words_and_is_signed() {
    let mut sim = open();
    let lines = written(&mut sim, |sim| {
        add(sim, "deal.north.note");
        fill(sim, "at", "enter signature");
        fill(sim, "say", "Ask who signs");
        sim.keys("<ctrl-s>");
    });
    assert_eq!(
        lines,
        [
            "+",
            "+[deal.north.note.ask-who-signs]",
            "+at = \"enter signature\"",
            "+say = \"Ask who signs\"",
            "+by = \"sam\"",
            "+written = 2026-11-23",
        ]
    );
}

#[test]
fn an_id_that_is_there_already_is_refused_on_its_line() {
    let mut sim = open();
    let before = sim.file();
    add(&mut sim, "deal.north.note");
    fill(&mut sim, "id", "buyer");
    fill(&mut sim, "say", "Another one");
    sim.keys("<ctrl-s>");
    assert!(error_of(&mut sim, "id").contains("is in the file already"), "{}", sim.screen());
    assert_eq!(sim.file(), before);
}

#[test]
fn an_id_that_cannot_be_one_is_refused_on_its_line() {
    let mut sim = open();
    let before = sim.file();
    add(&mut sim, "deal.north.note");
    fill(&mut sim, "id", "two words");
    fill(&mut sim, "say", "Another one");
    sim.keys("<ctrl-s>");
    assert!(error_of(&mut sim, "id").contains("expected an id"), "{}", sim.screen());
    assert_eq!(sim.file(), before);
}

#[test]
fn an_id_of_the_words_that_is_taken_gets_a_number() {
    let mut sim = open();
    for _ in 0..2 {
        add(&mut sim, "deal.north.control");
        fill(&mut sim, "what", "Quote");
        sim.keys("<ctrl-s>");
    }
    assert!(sim.file().contains("[deal.north.control.quote]\n"), "{}", sim.file());
    assert!(sim.file().contains("[deal.north.control.quote-2]\n"), "{}", sim.file());
}

#[test]
fn a_new_form_in_which_nothing_was_typed_is_not_written() {
    let mut sim = open();
    let before = sim.file();
    add(&mut sim, "deal.north.note");
    sim.keys("<ctrl-s>");
    assert!(sim.screen().contains("nothing is typed yet"), "{}", sim.screen());
    assert_eq!(sim.file(), before);
}

#[test]
fn a_next_touch_that_is_a_plain_text_stays_one_until_it_says_more() {
    let mut sim = Sim::open(DAY_ONE).at(DEMO_NOW).seat("sam").last_deal("northwind").awake_before();
    let comment = "      # undated: the console says \"give it a day\"";
    let lines = written(&mut sim, |sim| {
        edit(sim, "deal.northwind.next");
        fill(sim, "what", "Ring Ines");
        sim.keys("<ctrl-s>");
    });
    assert_eq!(lines[1], format!("+next = \"Ring Ines\"{comment}"));
    let lines = written(&mut sim, |sim| {
        edit(sim, "deal.northwind.next");
        fill(sim, "on", "next tue");
        sim.keys("<ctrl-s>");
    });
    assert_eq!(lines[1], format!("+next = {{ what = \"Ring Ines\", on = 2026-11-24 }}{comment}"));
}

#[test]
fn a_list_stays_a_list_and_a_single_text_a_single_text() {
    let text =
        ONE.replace("say = ", "ladder = [\"4wd\", \"1wd\"]\nsay = ").replace("stage = ", "market = \"GB\"\nstage = ");
    let mut sim = over(&text);
    let lines = written(&mut sim, |sim| {
        edit(sim, NOTE);
        fill(sim, "ladder", "2wd");
        sim.keys("<ctrl-s>");
        edit(sim, "deal.north");
        fill(sim, "market", "DE");
        sim.keys("<ctrl-s>");
    });
    assert_eq!(lines, ["-market = \"GB\"", "+market = \"DE\"", "-ladder = [\"4wd\", \"1wd\"]", "+ladder = [\"2wd\"]"]);
}

#[test]
fn a_word_with_a_comma_is_kept_between_quotes() {
    let text = format!("{ONE}\n[track.a]\nnever = [\"rip, and replace\", \"cheapest\"]\n");
    let mut sim = over(&text);
    edit(&mut sim, "track.a");
    assert_eq!(text_of(&mut sim, "never"), "\"rip, and replace\", cheapest");
    go(&mut sim, "never");
    sim.keys(", best<ctrl-s>");
    assert!(sim.file().contains("never = [\"rip, and replace\", \"cheapest\", \"best\"]"), "{}", sim.file());
}

#[test]
fn a_number_keeps_its_spelling_unless_it_is_changed() {
    let text = ONE.replace("stage = ", "value = 180_000\nstage = ");
    let mut sim = over(&text);
    let lines = written(&mut sim, |sim| {
        edit(sim, "deal.north");
        fill(sim, "value", "180,000");
        fill(sim, "probability", "60%");
        sim.keys("<ctrl-s>");
    });
    assert_eq!(lines, ["+probability = 0.6"]);
}

#[test]
fn a_fact_of_a_gate_is_changed_added_and_taken_away_by_its_name() {
    let text = format!("{ONE}\n[stage.proof]\ngate = {{ criteria = \"Criteria signed\", owner = \"Owner named\" }}\n");
    let mut sim = over(&text);
    edit(&mut sim, "stage.proof");
    fill(&mut sim, "gate criteria", "Criteria agreed");
    fill(&mut sim, "gate owner", "");
    fill(&mut sim, "gate +", "budget = Budget confirmed");
    sim.keys("<ctrl-s>");
    assert!(
        sim.file().contains("gate = { criteria = \"Criteria agreed\", budget = \"Budget confirmed\" }"),
        "{}",
        sim.file()
    );
}

#[test]
fn a_gate_of_texts_without_names_is_one_line() {
    let text = format!("{ONE}\n[stage.proof]\ngate = [\"Criteria signed\"]\n");
    let mut sim = over(&text);
    edit(&mut sim, "stage.proof");
    go(&mut sim, "gate");
    sim.keys("; Owner named<ctrl-s>");
    assert!(sim.file().contains("gate = [\"Criteria signed\", \"Owner named\"]"), "{}", sim.file());
}

#[test]
fn a_row_is_found_again_after_what_tells_it_from_others_has_changed() {
    let rows = "\n[[deal.north.heard]]\nat = 2026-11-19T10:00:00Z\nby = \"sam\"\nsaid = \"One\"\n\
                [[deal.north.heard]]\nat = 2026-11-19T10:00:00Z\nby = \"sam\"\nsaid = \"Two\"\n";
    let mut sim = over(&format!("{ONE}{rows}"));
    sim.keys("e");
    let second = records(&sim).all.iter().find(|entry| entry.text.contains("Two")).unwrap().opens.clone();
    let lines = written(&mut sim, |sim| {
        pick(sim, &second);
        fill(sim, "said", "Two!");
        fill(sim, "by", "maya");
        fill(sim, "at", "yesterday 16:00");
        sim.keys("<ctrl-s>");
    });
    assert_eq!(
        lines,
        [
            "-at = 2026-11-19T10:00:00Z",
            "-by = \"sam\"",
            "-said = \"Two\"",
            "+at = 2026-11-22T16:00:00Z",
            "+by = \"maya\"",
            "+said = \"Two!\"",
        ]
    );
    sim.keys("u");
    assert!(sim.file().ends_with(rows), "{}", sim.file());
}

#[test]
fn a_record_is_removed_after_one_question_and_undo_brings_it_back() {
    let mut sim = open();
    edit(&mut sim, NOTE);
    sim.keys("<ctrl-x>");
    assert!(sim.screen().contains("remove note `buyer`"), "{}", sim.screen());
    assert_eq!(sim.file(), ONE);
    sim.keys("<down><ctrl-x>");
    assert_eq!(sim.file(), ONE, "another key takes the question back");
    sim.keys("<ctrl-x>");
    assert!(!sim.file().contains("buyer") && !is_open(&sim), "{}", sim.file());
    sim.keys("u");
    assert_eq!(sim.file(), ONE);
}

#[test]
fn what_still_names_a_record_is_told_before_it_goes() {
    let text = ONE.replace("say = ", "asset = \"grocer\"\nsay = ");
    let mut sim = over(&format!("{text}\n[asset.grocer]\ntitle = \"Grocer\"\n"));
    edit(&mut sim, "asset.grocer");
    sim.keys("<ctrl-x>");
    let screen = sim.screen();
    assert!(screen.contains("`asset` of `deal.north.note.buyer` still names it"), "{screen}");
}

#[test]
fn a_record_that_somebody_deletes_while_its_form_is_open_can_be_added_again() {
    let gone = &ONE[..=ONE.find("\n[deal.north.note").unwrap()];
    let mut sim = open();
    edit(&mut sim, NOTE);
    fill(&mut sim, "say", "Bring the one-year price.");
    sim.outside_write(gone);
    assert!(sim.screen().contains("somebody removed this meanwhile"), "{}", sim.screen());
    sim.keys("<esc>");
    assert_eq!(sim.file(), gone, "leaving writes nothing");
    let mut sim = open();
    edit(&mut sim, NOTE);
    fill(&mut sim, "say", "Bring the one-year price.");
    sim.outside_write(gone).keys("<ctrl-s>");
    for line in ["[deal.north.note.buyer]", "at = 2026-11-24T12:00:00", "say = \"Bring the one-year price.\""] {
        assert!(sim.file().contains(line), "{line}: {}", sim.file());
    }
}

#[test]
fn what_was_typed_on_a_record_that_is_gone_waits_as_a_draft() {
    let gone = &ONE[..=ONE.find("\n[deal.north.note").unwrap()];
    let mut sim = open();
    edit(&mut sim, NOTE);
    fill(&mut sim, "say", "Bring the one-year price.");
    sim.outside_write(gone).keys("<esc>");
    let kept = sim.model().drafts.get(&format!("form {NOTE}")).unwrap().to_vec();
    assert!(kept.iter().any(|(key, text)| key == "say" && text == "Bring the one-year price."), "{kept:?}");
}

#[test]
fn what_somebody_else_changes_shows_on_the_lines_that_were_not_touched() {
    let mut sim = open();
    edit(&mut sim, NOTE);
    fill(&mut sim, "say", "Bring the one-year price.");
    let other = ONE.replace("L4 #price", "!!L2 #price");
    sim.outside_write(&other);
    assert_eq!(text_of(&mut sim, "pace"), "!!L2 #price");
    assert_eq!(text_of(&mut sim, "say"), "Bring the one-year price.");
    sim.keys("<ctrl-s>");
    assert_eq!(sim.file(), other.replace("three-year", "one-year"));
}

#[test]
fn what_somebody_else_changes_on_the_same_line_is_told_and_neither_is_lost() {
    let mut sim = open();
    edit(&mut sim, NOTE);
    fill(&mut sim, "say", "Bring the one-year price.");
    sim.outside_write(&ONE.replace("three-year", "two-year"));
    let screen = sim.screen();
    assert!(screen.contains("was changed meanwhile") && screen.contains("two-year"), "{screen}");
    assert_eq!(text_of(&mut sim, "say"), "Bring the one-year price.");
}

#[test]
fn esc_keeps_what_was_typed_and_the_next_time_it_is_back() {
    let mut sim = open();
    edit(&mut sim, NOTE);
    fill(&mut sim, "say", "Half a thou");
    sim.keys("<esc>");
    assert_eq!(sim.file(), ONE);
    edit(&mut sim, NOTE);
    assert_eq!(text_of(&mut sim, "say"), "Half a thou");
    assert!(sim.screen().contains("what was typed here and not written is back"), "{}", sim.screen());
    sim.keys("<ctrl-r>");
    assert_eq!(text_of(&mut sim, "say"), "Bring the three-year price.");
    sim.keys("<esc>");
    edit(&mut sim, NOTE);
    assert_eq!(text_of(&mut sim, "say"), "Bring the three-year price.");
}

#[test]
fn a_form_that_was_written_leaves_no_draft() {
    let mut sim = open();
    edit(&mut sim, NOTE);
    fill(&mut sim, "say", "Half a thought");
    sim.keys("<ctrl-s>");
    assert_eq!(sim.model().drafts.names().count(), 0);
}

#[test]
fn a_draft_of_a_new_record_survives_the_end_of_the_program() {
    let mut sim = open();
    add(&mut sim, "deal.north.note");
    fill(&mut sim, "say", "Half a thou");
    sim.crash_and_reopen();
    add(&mut sim, "deal.north.note");
    assert_eq!(text_of(&mut sim, "say"), "Half a thou");
}

#[test]
fn a_megabyte_with_control_characters_is_pasted_as_one_short_line() {
    let mut sim = open();
    edit(&mut sim, NOTE);
    fill(&mut sim, "say", "");
    let hostile: String = "a\u{1b}[2J\r\n\u{0}b\u{9b}".repeat(130_000);
    sim.paste(&hostile);
    let text = text_of(&mut sim, "say");
    assert!(text.chars().count() <= 2_000 && !text.chars().any(char::is_control));
    sim.keys("<ctrl-s>");
    assert!(!is_open(&sim), "{}", sim.screen());
    assert!(!sim.file().contains('\u{1b}'));
}

#[test]
fn a_text_that_is_too_long_is_refused_and_kept() {
    let mut sim = open();
    edit(&mut sim, NOTE);
    fill(&mut sim, "say", "");
    sim.paste(&"x".repeat(3_000)).keys("yy<ctrl-s>");
    assert!(error_of(&mut sim, "say").contains("longer than 2000 characters"), "{}", sim.screen());
    assert_eq!(sim.file(), ONE);
}

#[test]
fn pasting_on_a_line_of_a_few_words_changes_nothing() {
    let mut sim = open();
    edit(&mut sim, NOTE);
    go(&mut sim, "mark");
    sim.paste("anything");
    assert_eq!(text_of(&mut sim, "mark"), "");
}

#[test]
fn a_read_only_file_opens_no_form() {
    let mut sim = over(&ONE.replace("format = 1", "format = 9"));
    sim.keys("e");
    assert!(sim.screen().contains("edit: the file is read-only here"), "{}", sim.screen());
}

#[test]
fn a_file_that_turns_read_only_refuses_the_form_and_keeps_it() {
    let mut sim = open();
    edit(&mut sim, NOTE);
    fill(&mut sim, "say", "Half a thought");
    sim.outside_write(&ONE.replace("format = 1", "format = 9")).keys("<ctrl-s>");
    assert!(is_open(&sim) && sim.screen().contains("format 9"), "{}", sim.screen());
}

#[test]
fn the_list_is_found_by_likeness() {
    let mut sim = Sim::open(&two()).at(BEFORE_ONE).seat("sam").last_deal("harbour").awake_before();
    sim.keys("eredline<enter>");
    assert_eq!(the_form(&mut sim).title, "NOTE legal");
}

#[test]
fn a_campaign_without_a_deal_can_still_be_edited() {
    let mut sim = over("format = 1\n[campaign]\nname = \"Q1 push\"\n");
    edit(&mut sim, "campaign");
    fill(&mut sim, "name", "Q2 push");
    sim.keys("<ctrl-s>");
    assert!(sim.file().contains("name = \"Q2 push\""));
}

#[test]
fn the_public_door_opens_a_new_record_of_a_deal() {
    let mut sim = open();
    sim.open_form(&FormFor::New { kind: Kind::Note, deal: Some(Id::from("north")) });
    let form = the_form(&mut sim);
    assert_eq!((form.title.as_str(), form.about.as_str()), ("NEW NOTE", "Northwind"));
    sim.open_form(&FormFor::New { kind: Kind::Asset, deal: None });
    assert_eq!(the_form(&mut sim).title, "NEW ASSET");
}

#[test]
fn a_hazard_is_struck_on_one_deal_from_the_list_of_its_records() {
    let text = "format = 1\n[campaign]\ntimezone = \"UTC\"\nroute = [\"trial\"]\n[stage.trial]\n\
        [hazard.audit]\nat = \"enter trial\"\ntitle = \"Security audit\"\n[deal.harbour]\naccount = \"Harbour\"\n\
        next = \"Ring Jo\"\n";
    let mut sim = Sim::open(text).size(120, 40);
    sim.keys("estrike");
    assert!(sim.screen().contains("change or strike it on this deal: Security audit"), "{}", sim.screen());
    sim.keys("<enter>");
    while !sim.screen().lines().any(|line| line.contains("▸ struck")) {
        sim.keys("<down>");
    }
    sim.keys("<right><ctrl-s>");
    assert_eq!(sim.file(), format!("{text}[deal.harbour.obstacle.audit]\nstruck = true\n"));
    sim.keys("u");
    assert_eq!(sim.file(), text);
}
