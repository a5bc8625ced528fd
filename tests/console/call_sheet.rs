//! The call sheet: opened in a moment, gone through twice, and nothing doubted is lost.

use codriver::console::call_sheet::Pass;
use codriver::console::overlay::Overlay;

use crate::screens::shot;
use crate::sim::Sim;
use crate::texts::{DEMO, DEMO_NOW, ONE};

fn demo(width: u16, height: u16) -> Sim {
    Sim::open(DEMO).at(DEMO_NOW).seat("sam").size(width, height).awake_before()
}

/// A small campaign: one run, an answered objection, two notes of which one is doubtful.
const SMALL: &str = r#"format = 1
[campaign]
timezone = "UTC"
route = ["proof"]
[crew.sam]
seat = "driver"
[stage.proof]
[deal.d]
account = "Deal"
driver = "sam"
contact.ines = { name = "Ines Roth", role = "CISO", stance = "cautious" }
[deal.d.run.call]
what = "Call"
starts = 2026-11-24T14:00:00
aim = "Agree"
with = ["ines"]
[deal.d.note.price]
at = "call"
say = "Per store."
[deal.d.note.who]
at = "call"
say = "Ask who signs."
mark = "?" # Ines may know
[[deal.d.heard]]
at = 2026-11-18T10:00:00Z
kind = "objection"
said = "Dear."
topic = "price"
answer = "price"
"#;

fn small() -> Sim {
    Sim::open(SMALL).seat("sam").awake_before()
}

/// The text of the line under the cursor.
fn here(sim: &Sim) -> String {
    let sheet = sim.model().recce.sheet.as_ref().unwrap();
    sheet.line().unwrap().fact().map_or_else(String::new, |fact| fact.what.clone())
}

/// Moves down to the line with these words.
fn to(sim: &mut Sim, words: &str) {
    sim.keys("g");
    for _ in 0..60 {
        if here(sim).contains(words) {
            return;
        }
        sim.keys("j");
    }
    panic!("no line has `{words}`:\n{}", sim.screen());
}

fn is_open(sim: &Sim) -> bool {
    matches!(sim.model().overlay, Some(Overlay::CallSheet))
}

/// The last row of the sheet, above its frame.
fn last_row(screen: &str) -> &str {
    let rows: Vec<&str> = screen.lines().collect();
    let frame = rows.iter().position(|row| row.trim_start().starts_with('└')).unwrap();
    rows[frame - 1]
}

/// What the file has now and had not before, and what it had.
fn changed(sim: &Sim, before: &str) -> (Vec<String>, Vec<String>) {
    let after = sim.file();
    let missing = |from: &str, other: &str| {
        from.lines().filter(|line| !other.lines().any(|one| one == *line)).map(str::to_owned).collect()
    };
    (missing(before, &after), missing(&after, before))
}

#[test]
fn one_key_prepares_the_run_that_comes_next_from_the_start_of_the_program() {
    let mut sim = demo(120, 40);
    sim.start();
    assert_eq!(sim.deal(), "northwind", "another deal is on screen");
    sim.keys("B");
    assert!(is_open(&sim));
    assert_eq!(sim.deal(), "calder");
    assert!(sim.screen().contains("Price walk with Hugh and Beata"), "{}", sim.screen());
}

#[test]
fn what_was_prepared_is_started_with_one_key_more() {
    let mut sim = demo(120, 40);
    sim.start();
    let before = sim.file();
    sim.advance("18m").keys("B");
    assert_eq!(here(&sim), "Price walk with Hugh and Beata");
    sim.keys("r");
    let (gone, come) = changed(&sim, &before);
    assert_eq!(gone, [""; 0]);
    assert!(come.iter().any(|line| line.starts_with("started = 2026-11-20T09:59:00")), "{come:?}");
    assert!(sim.model().recce.sheet.is_none() && sim.model().overlay.is_none(), "{}", sim.screen());
}

#[test]
fn one_key_shows_the_call_sheet_of_the_deal_on_screen() {
    let mut sim = demo(120, 40);
    sim.keys("b");
    assert!(sim.screen().contains("Security call with Ines Roth"), "{}", sim.screen());
}

#[test]
fn opening_the_sheet_writes_nothing() {
    let mut sim = demo(120, 40);
    sim.start();
    let before = sim.file();
    sim.keys("b<tab>jjk<tab>G<esc>");
    assert_eq!(sim.file(), before);
}

#[test]
fn where_no_run_is_planned_the_key_for_the_next_one_says_so() {
    let mut sim = Sim::open(ONE).seat("sam");
    sim.keys("B");
    assert!(sim.screen().contains("next run: no run is planned on a deal of yours"), "{}", sim.screen());
}

#[test]
fn a_doubtful_line_marks_its_note_in_one_step() {
    let mut sim = small();
    sim.keys("b");
    to(&mut sim, "Dear.");
    sim.keys("m");
    assert_eq!(changed(&sim, SMALL), (vec![], vec!["mark = \"?\"".to_owned()]));
    assert_eq!(
        sim.model().recce.sheet.as_ref().unwrap().counts().0,
        3,
        "the line, the note among the doubtful, and the other"
    );
    sim.keys("u");
    assert_eq!(sim.file(), SMALL, "undo takes it back from the sheet");
}

#[test]
fn the_header_counts_what_is_doubted() {
    let mut sim = small();
    sim.keys("b");
    let (doubtful, _, all) = sim.model().recce.sheet.as_ref().unwrap().counts();
    assert_eq!(doubtful, 1);
    assert!(sim.screen().contains(&format!("1 of {all} doubtful")), "{}", sim.screen());
}

#[test]
fn a_doubt_without_a_note_is_kept_for_this_sitting_and_told_so() {
    let mut sim = small();
    sim.keys("b");
    to(&mut sim, "Ines Roth, CISO");
    sim.keys("m");
    assert_eq!(sim.file(), SMALL);
    assert!(sim.screen().contains("doubtful for this sitting"), "{}", sim.screen());
    sim.keys("<esc>b");
    assert_eq!(sim.model().recce.sheet.as_ref().unwrap().counts().0, 2, "it is there when the sheet is opened again");
    to(&mut sim, "Ines Roth, CISO");
    sim.keys("m");
    assert_eq!(sim.model().recce.sheet.as_ref().unwrap().counts().0, 1, "the same key takes it back");
}

#[test]
fn the_second_pass_raises_what_is_doubted_first() {
    let mut sim = small();
    sim.keys("b");
    to(&mut sim, "Ines Roth, CISO");
    sim.keys("m<tab>");
    assert!(sim.screen().contains("READ BACK AND CHECK"), "{}", sim.screen());
    assert_eq!(here(&sim), "Ines Roth, CISO");
    sim.keys("j");
    assert_eq!(here(&sim), "Ask who signs.");
    sim.keys("j");
    assert_eq!(here(&sim), "Call", "then the others, in the order of the page");
}

#[test]
fn a_line_that_is_sure_loses_its_mark_and_no_other_byte_changes() {
    let mut sim = small();
    sim.keys("b<tab>");
    assert_eq!(here(&sim), "Ask who signs.");
    sim.keys("<enter>");
    let (gone, come) = changed(&sim, SMALL);
    assert_eq!(gone, ["mark = \"?\" # Ines may know"]);
    assert_eq!(come, [""; 0]);
    assert_eq!(here(&sim), "Call", "the next line has the cursor");
}

#[test]
fn a_note_that_was_amended_before_it_was_doubted_is_amended_still() {
    let text = SMALL.replace("mark = \"?\" # Ines may know", "mark = \"?\"\nwas = \"Ask.\"");
    let mut sim = Sim::open(&text).seat("sam").awake_before();
    sim.keys("b<tab><enter>");
    assert_eq!(sim.file(), text.replace("mark = \"?\"", "mark = \"~\""));
}

#[test]
fn when_every_line_is_read_back_that_is_told() {
    let mut sim = small();
    sim.keys("b<tab>");
    let (_, _, all) = sim.model().recce.sheet.as_ref().unwrap().counts();
    for _ in 0..all {
        sim.keys("<enter>");
    }
    assert!(sim.screen().contains("read back: every line is sure"), "{}", sim.screen());
    let (doubtful, sure, left) = sim.model().recce.sheet.as_ref().unwrap().counts();
    assert_eq!((doubtful, sure), (0, left));
}

#[test]
fn tab_goes_to_the_other_pass_and_back() {
    let mut sim = small();
    sim.keys("b<tab>");
    assert!(matches!(sim.model().recce.sheet.as_ref().unwrap().pass, Pass::Check { .. }));
    sim.keys("<tab>");
    assert!(matches!(sim.model().recce.sheet.as_ref().unwrap().pass, Pass::Write));
}

#[test]
fn the_pencil_keeps_the_words_as_they_were_and_comes_back_to_the_sheet() {
    let mut sim = small();
    sim.keys("b");
    to(&mut sim, "Dear.");
    sim.keys("w<ctrl-u>Per store and year.<enter>");
    let (gone, come) = changed(&sim, SMALL);
    assert_eq!(gone, ["say = \"Per store.\""]);
    assert_eq!(come, ["say = \"Per store and year.\"", "mark = \"~\"", "was = \"Per store.\""]);
    assert!(is_open(&sim), "{}", sim.screen());
    assert!(sim.screen().contains("Per store and year."), "{}", sim.screen());
}

#[test]
fn the_form_of_the_record_behind_a_line_opens_and_the_sheet_comes_back() {
    let mut sim = small();
    sim.keys("b");
    to(&mut sim, "Agree");
    sim.keys("e");
    assert!(sim.screen().contains("RUN call"), "{}", sim.screen());
    sim.keys("<esc>");
    assert!(is_open(&sim));
    assert_eq!(here(&sim), "Agree", "the cursor is where it was");
}

#[test]
fn enter_opens_all_reports_on_the_topic_of_an_objection() {
    let mut sim = demo(120, 40);
    sim.keys("b");
    to(&mut sim, "Dana will ask");
    sim.keys("<enter>");
    let screen = sim.screen();
    for words in ["heard on Price", "Northwind Traders: “Dana", "Calder Dairies: “Per site", "Penrose Hotels: “Half"]
    {
        assert!(screen.contains(words), "{words} in\n{screen}");
    }
    sim.keys("<enter>");
    assert!(sim.screen().contains("FIELD REPORT"), "{}", sim.screen());
    sim.keys("<esc>");
    assert!(is_open(&sim));
}

#[test]
fn enter_on_a_proof_opens_all_proofs() {
    let mut sim = demo(120, 40);
    sim.keys("b");
    to(&mut sim, "Grocer takes");
    sim.keys("<enter>");
    let screen = sim.screen();
    for words in ["grocer", "night-porter", "no permission: Payback sheet"] {
        assert!(screen.contains(words), "{words} in\n{screen}");
    }
}

#[test]
fn enter_on_a_line_with_one_record_opens_its_form() {
    let mut sim = small();
    sim.keys("b");
    to(&mut sim, "Agree");
    sim.keys("<enter>");
    assert!(sim.screen().contains("RUN call"), "{}", sim.screen());
}

#[test]
fn the_sheet_follows_a_change_of_the_file() {
    let mut sim = small();
    sim.keys("b");
    to(&mut sim, "Ines Roth, CISO");
    sim.outside_write(&SMALL.replace("aim = \"Agree\"", "aim = \"Agree who signs\""));
    assert!(sim.screen().contains("Agree who signs"), "{}", sim.screen());
    assert_eq!(here(&sim), "Ines Roth, CISO", "the cursor stays on its line");
}

#[test]
fn the_sheet_closes_when_its_deal_is_gone_from_the_file() {
    let mut sim = small();
    sim.keys("b");
    let rest = SMALL.split("[deal.d]").next().unwrap().to_owned() + "[deal.other]\naccount = \"Other\"\n";
    sim.outside_write(&rest);
    assert!(sim.model().overlay.is_none() && sim.model().recce.sheet.is_none(), "{}", sim.screen());
}

#[test]
fn where_the_file_is_read_only_a_doubt_is_refused_in_words() {
    let text = SMALL.replace("format = 1", "format = 2");
    let mut sim = Sim::open(&text).seat("sam").awake_before();
    sim.keys("b");
    to(&mut sim, "Dear.");
    sim.keys("m");
    assert_eq!(sim.file(), text);
    assert!(sim.model().notice.as_ref().is_some_and(|notice| notice.bad), "{}", sim.screen());
}

#[test]
fn at_120_by_40_every_line_of_the_example_is_in_view() {
    for keys in ["b", "B"] {
        let mut sim = demo(120, 40);
        sim.keys(keys);
        let screen = sim.screen();
        assert!(!last_row(&screen).contains('↓') && screen.contains("IN THE WAY"), "{screen}");
    }
}

#[test]
fn at_80_by_24_the_sheet_scrolls_to_the_line_under_the_cursor() {
    let mut sim = demo(80, 24);
    sim.keys("b");
    let screen = sim.screen();
    assert!(last_row(&screen).contains('↓'), "{screen}");
    let screen = sim.keys("G").screen();
    assert!(screen.contains("cleared until") && !last_row(&screen).contains('↓'), "{screen}");
}

#[test]
fn the_call_sheet_on_screen() {
    shot("call-sheet-120x40", demo(120, 40).keys("b"));
}

#[test]
fn the_call_sheet_on_a_narrow_screen() {
    shot("call-sheet-80x24", demo(80, 24).keys("b"));
}

#[test]
fn the_call_sheet_read_back() {
    shot("call-sheet-check-120x40", demo(120, 40).keys("Bjjjm<tab><enter>j"));
}

#[test]
fn the_call_sheet_read_back_on_a_narrow_screen() {
    shot("call-sheet-check-80x24", demo(80, 24).keys("Bjjjm<tab>"));
}
