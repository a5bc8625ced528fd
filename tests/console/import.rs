//! An export comes into the campaign from the console: chosen, asked about, looked at, written as one step, taken back.

use std::fmt::Write as _;

use codriver::console::effect::Effect;
use codriver::console::import::{Import, Line, News, Stand};
use codriver::console::key::{Code, Key};
use codriver::console::overlay::Overlay;
use codriver::text::Refusal;
use codriver::view::{Depth, ThemeName};

use crate::screens::shot;
use crate::sim::{Sim, changes};

/// A campaign that has no deal yet.
const FRESH: &str = r#"format = 1
[campaign]
name = "Spring push"
timezone = "Europe/London"

# The two of us.
[crew.sam]
name = "Sam Okoro"
seat = "driver"
[crew.maya]
name = "Maya Lind"
seat = "navigator"
"#;

const FIRST: &str = "Record ID,Deal Name,Deal Stage,Amount,Close Date,Deal owner,Budget notes\n\
    101,Harbour ovens,Demo,45000,2026-12-18,Sam Okoro,spring\n\
    102,Quay fryers,Demo,12000,2027-01-15,Sam Okoro,\n\
    103,Mill scales,Contract,9000,2026-12-04,Sam Okoro,asked twice\n";

/// A week later: one amount, one stage and one close moved, one deal came, one row has no name.
const SECOND: &str = "Record ID,Deal Name,Deal Stage,Amount,Close Date,Deal owner,Budget notes\n\
    101,Harbour ovens,Demo,48000,2026-12-18,Sam Okoro,spring\n\
    102,Quay fryers,Contract,12000,2027-01-15,Sam Okoro,\n\
    103,Mill scales,Contract,9000,2026-12-11,Sam Okoro,asked twice\n\
    104,Lock grills,Trial,20000,2027-02-01,Sam Okoro,\n\
    105,,Demo,1,2027-02-01,Sam Okoro,\n";

fn fresh() -> Sim {
    Sim::open(FRESH).seat("sam").awake_before().export("hubspot-1.csv", FIRST)
}

/// The campaign after the first import, the amount of one deal corrected by hand.
fn corrected() -> String {
    let mut sim = fresh();
    sim.keys("I<enter>i");
    sim.file().replacen("value = 45000", "value = 46000 # agreed by phone", 1)
}

fn later() -> Sim {
    at_the_next(&corrected())
}

fn at_the_next(text: &str) -> Sim {
    Sim::open(text).seat("sam").awake_before().export("hubspot-2.csv", SECOND)
}

fn import(sim: &Sim) -> &Import {
    match &sim.model().overlay {
        Some(Overlay::Import(import)) => import,
        other => panic!("no import is open but {other:?}"),
    }
}

/// Moves down to the line that is as asked.
fn to(sim: &mut Sim, is_it: impl Fn(Line) -> bool) {
    sim.keys("g");
    for _ in 0..100 {
        let Stand::Previewing(preview) = &import(sim).stand else { panic!("no preview:\n{}", sim.screen()) };
        if preview.line().is_some_and(&is_it) {
            return;
        }
        sim.keys("j");
    }
    panic!("there is no such line:\n{}", sim.screen());
}

fn shows(sim: &mut Sim, words: &[&str]) {
    let screen = sim.screen();
    for word in words {
        assert!(screen.contains(word), "`{word}` in\n{screen}");
    }
}

fn errors(sim: &Sim) -> usize {
    sim.model().problems.iter().filter(|problem| problem.severity == codriver::text::Severity::Error).count()
}

// --- choosing -------------------------------------------------------------------------------------------------------

#[test]
fn the_exports_are_listed_with_age_and_size_the_newest_first() {
    let mut sim = fresh().export("zoho.xlsx", vec![0; 2_100_000]);
    sim.keys("I");
    shows(&mut sim, &["IMPORT FROM A CRM", "hubspot-1.csv", "~/Downloads", "7 min ago", "2 h ago", "2.1 MB"]);
    let screen = sim.screen();
    assert!(screen.find("hubspot-1.csv") < screen.find("zoho.xlsx"), "{screen}");
}

#[test]
fn an_empty_list_teaches_where_exports_are_looked_for() {
    let mut sim = Sim::open(FRESH).seat("sam");
    sim.keys("I");
    shows(&mut sim, &["No export lies here yet.", "CSV, TSV or XLSX", "~/Downloads", "type its path"]);
}

#[test]
fn words_choose_among_the_names_and_tab_completes_the_path() {
    let mut sim = fresh().export("zoho.csv", "x");
    sim.keys("Izoh");
    let screen = sim.screen();
    assert!(!screen.contains("hubspot-1.csv") && screen.contains("zoho.csv"), "{screen}");
    sim.keys("<tab>");
    shows(&mut sim, &["› ~/Downloads/zoho.csv"]);
}

#[test]
fn a_typed_path_is_read_as_it_is_typed() {
    let mut sim = fresh();
    sim.keys("I~/exports/deals.txt<enter>");
    let typed =
        |effect: &Effect| matches!(effect, Effect::ReadExport { path, .. } if path.ends_with("exports/deals.txt"));
    assert!(sim.effects().iter().any(typed));
    shows(&mut sim, &["cannot read `~/exports/deals.txt`: no such file or directory", "hubspot-1.csv"]);
}

#[test]
fn escape_leaves_the_list_and_nothing_is_changed() {
    let mut sim = fresh();
    sim.keys("I<esc>");
    assert!(sim.model().overlay.is_none());
    assert_eq!(sim.file(), FRESH);
}

#[test]
fn a_file_that_is_read_only_is_not_imported_into() {
    let mut sim = Sim::open(&FRESH.replace("format = 1", "format = 99")).seat("sam").export("a.csv", FIRST);
    sim.keys("I");
    shows(&mut sim, &["import: the file is read-only here"]);
}

// --- reading --------------------------------------------------------------------------------------------------------

#[test]
fn how_much_is_read_is_told_and_escape_stops_it() {
    let mut sim = fresh();
    sim.keys("I").hold_import().keys("<enter>");
    shows(&mut sim, &["reading hubspot-1.csv", "esc stop"]);
    let number = import(&sim).number;
    sim.news(number, News::Done(43));
    shows(&mut sim, &["43 %"]);
    sim.keys("<esc>").effects();
    shows(&mut sim, &["part of a name"]);
    // What was under way comes too late.
    sim.news(number, News::Done(99)).go_on();
    assert!(matches!(import(&sim).stand, Stand::Choosing(_)), "{}", sim.screen());
    assert_eq!(sim.file(), FRESH);
}

#[test]
fn stopping_lets_go_of_what_was_read() {
    let mut sim = fresh();
    sim.keys("I").hold_import().keys("<enter>").effects();
    sim.keys("<esc>");
    assert!(sim.effects().contains(&Effect::LeaveExport));
}

#[test]
fn an_export_that_cannot_be_read_says_why_and_the_list_comes_back() {
    for (bytes, why) in [(&b""[..], "is empty"), (b"%PDF-1.7 \x00\x01\xff", "expected CSV or XLSX")] {
        let mut sim = Sim::open(FRESH).seat("sam").export("deals.csv", bytes);
        sim.keys("I<enter>");
        shows(&mut sim, &["`deals.csv`", why, "7 min ago"]);
    }
}

#[test]
fn an_export_without_a_row_has_nothing_to_write() {
    let header = FIRST.lines().next().unwrap();
    let mut sim = Sim::open(FRESH).seat("sam").export("deals.csv", format!("{header}\n"));
    sim.keys("I<enter>");
    shows(&mut sim, &["no row of HubSpot: there is nothing to import", "nothing to write"]);
    sim.keys("i");
    assert_eq!(sim.file(), FRESH);
}

// --- questions ------------------------------------------------------------------------------------------------------

/// Every date of it fits two orders, and there are two pipelines.
const OPEN: &str = "Record ID,Deal Name,Pipeline,Deal Stage,Amount,Close Date\n\
    1,Ovens,Sales,Demo,45000,03/04/2027\n2,Fryers,Renewals,Demo,12000,05/06/2027\n3,Scales,Sales,Demo,900,07/07/2027\n";

#[test]
fn what_only_a_person_can_know_is_asked_one_by_one_with_samples() {
    let mut sim = Sim::open(FRESH).seat("sam").export("open.csv", OPEN);
    sim.keys("I<enter>");
    shows(
        &mut sim,
        &["question 1 of 2", "is `03/04/2027` day first or month first?", "every date", "such as", "07/07/2027"],
    );
    sim.keys("1");
    shows(&mut sim, &["question 2 of 2", "Sales", "Renewals"]);
    // One back, and the other answer.
    sim.keys("<esc>");
    shows(&mut sim, &["question 1 of 2"]);
    sim.keys("2<enter>");
    assert!(matches!(import(&sim).stand, Stand::Previewing(_)), "{}", sim.screen());
    sim.keys("i");
    assert!(sim.file().contains("close = 2027-03-04"), "{}", sim.file());
}

#[test]
fn escape_on_the_first_question_goes_back_to_the_list() {
    let mut sim = Sim::open(FRESH).seat("sam").export("open.csv", OPEN);
    sim.keys("I<enter><esc>");
    shows(&mut sim, &["open.csv", "7 min ago"]);
}

// --- the preview ----------------------------------------------------------------------------------------------------

#[test]
fn one_sentence_says_what_the_import_would_do() {
    let mut sim = fresh();
    sim.keys("I<enter>");
    shows(&mut sim, &["3 rows of HubSpot: 3 new deals", "ROUTE 2", "NEW 3", "COLUMNS 1", "Budget notes", "spring"]);
    let mut sim = later();
    sim.keys("I<enter>");
    let sentence = "5 rows of HubSpot: 1 new deal, 3 changed, 1 skipped";
    shows(&mut sim, &[sentence, "KEPT 1", "CHANGED 3", "stage demo → contract", "row 6"]);
}

#[test]
fn before_anything_is_written_the_file_stays_as_it_is() {
    let mut sim = later();
    sim.start();
    let before = sim.file();
    sim.keys("I<enter>jjj<enter>kkt<esc>");
    assert_eq!(sim.file(), before);
    shows(&mut sim, &["nothing was imported"]);
}

#[test]
fn a_deal_unfolds_into_its_fields() {
    let mut sim = later();
    sim.keys("I<enter>");
    to(&mut sim, |line| matches!(line, Line::Deal(1)));
    sim.keys("<enter>");
    shows(&mut sim, &["stage        demo → contract"]);
    sim.keys("<enter>");
    assert!(!sim.screen().contains("stage        demo → contract"), "{}", sim.screen());
}

#[test]
fn space_takes_the_exports_word_and_gives_it_back() {
    let mut sim = later();
    sim.keys("I<enter>");
    shows(&mut sim, &["● 46000", "○ 48000", "yours stands: it was changed here, and in the CRM as well"]);
    sim.keys(" ");
    shows(&mut sim, &["○ 46000", "● 48000", "value 46000 → 48000", "theirs is taken"]);
    sim.keys(" ");
    shows(&mut sim, &["● 46000", "○ 48000"]);
    sim.keys("ti");
    assert!(sim.file().contains("value = 48000 # agreed by phone"), "{}", sim.file());
}

#[test]
fn a_new_stage_is_moved_before_anything_is_written() {
    let mut sim = later();
    sim.keys("I<enter>");
    to(&mut sim, |line| matches!(line, Line::Stage(_)));
    let Stand::Previewing(preview) = &import(&sim).stand else { panic!() };
    let names: Vec<&str> = preview.planned.brought.route.iter().map(|stage| stage.name.as_str()).collect();
    let at = names.iter().position(|name| *name == "Trial").unwrap();
    to(&mut sim, |line| line == Line::Stage(at));
    sim.keys("<lt><lt><lt><lt>");
    let Stand::Previewing(preview) = &import(&sim).stand else { panic!() };
    assert_eq!(preview.line(), Some(Line::Stage(0)), "the cursor stays on the stage");
    sim.keys("i");
    assert!(sim.file().contains("route = [\"trial\", \"demo\", \"contract\"]"), "{}", sim.file());
    assert_eq!(errors(&sim), 0);
}

#[test]
fn a_stage_of_the_campaign_stays_where_it_is() {
    let mut sim = later();
    sim.keys("I<enter>");
    to(&mut sim, |line| line == Line::Stage(0));
    let before = sim.screen();
    sim.keys(">");
    assert_eq!(sim.screen(), before);
}

#[test]
fn what_the_campaign_becomes_meanwhile_is_in_the_preview() {
    let mut sim = later();
    sim.keys("I<enter>");
    let text = sim.file().replacen("value = 46000", "value = 48000", 1);
    sim.outside_write(&text);
    let screen = sim.screen();
    assert!(!screen.contains("KEPT"), "{screen}");
    sim.keys("i");
    assert!(sim.file().contains("[deal.lock-grills]"), "{}", sim.file());
}

// --- writing --------------------------------------------------------------------------------------------------------

#[test]
fn an_import_is_one_step_and_the_first_new_deal_is_gone_to() {
    let mut sim = fresh();
    sim.keys("I<enter>i");
    shows(&mut sim, &["3 deals made; u takes it back"]);
    assert_eq!((sim.deal(), errors(&sim)), ("harbour-ovens".to_owned(), 0));
    assert_eq!(sim.model().history.undo_name(), Some("import of hubspot-1.csv"));
    sim.keys("u");
    assert_eq!(sim.file(), FRESH);
    assert_eq!(sim.model().campaign.deals.len(), 0);
}

#[test]
fn the_last_line_writes_as_well() {
    let mut sim = fresh();
    sim.keys("I<enter>G<enter>");
    assert_eq!(sim.model().campaign.deals.len(), 3, "{}", sim.screen());
}

#[test]
fn the_same_export_again_has_nothing_to_write() {
    let mut sim = fresh();
    sim.keys("I<enter>i");
    let before = sim.file();
    sim.keys("I<enter>");
    shows(&mut sim, &["3 rows of HubSpot: 3 unchanged", "nothing to write"]);
    sim.keys("i");
    assert_eq!(sim.file(), before);
}

#[test]
fn what_somebody_else_writes_at_the_same_time_becomes_a_clash() {
    let mut sim = later();
    sim.keys("I<enter>").hold_saves().keys("i");
    // The other one has moved the same deal to another stage, and the console has not seen it yet.
    let text = sim.file();
    let at = text.find("[deal.quay-fryers]").unwrap();
    let (head, tail) = text.split_at(at);
    let theirs = format!("{head}{}", tail.replacen("stage = \"demo\"", "stage = \"contract\"\nprobability = 0.4", 1));
    let theirs = theirs.replacen("close = 2026-12-04", "close = 2026-12-24", 1);
    sim.outside_write_unnoticed(&theirs).land();
    assert_eq!(sim.shelf().len(), 1, "{:?}", sim.shelf());
    let after = sim.file();
    assert!(after.contains("close = 2026-12-24") && after.contains("[deal.lock-grills]"), "{after}");
}

#[test]
fn a_refusal_while_it_is_worked_out_is_told_on_the_preview() {
    let mut sim = later();
    sim.keys("I<enter>");
    let number = import(&sim).number;
    sim.news(number, News::Refused(Refusal::new("the file has format 9", "use a newer codriver")));
    shows(&mut sim, &["the file has format 9: use a newer codriver", "KEPT 1"]);
}

#[test]
fn what_comes_for_another_import_is_not_for_this_one() {
    let mut sim = later();
    sim.keys("I<enter>");
    let (number, before) = (import(&sim).number, sim.screen());
    sim.news(number + 1, News::Refused(Refusal::new("x", "y"))).news(number.wrapping_sub(1), News::Done(3));
    assert_eq!(sim.screen(), before);
}

// --- many -----------------------------------------------------------------------------------------------------------

fn many(deals: usize) -> String {
    let mut text = FIRST.lines().next().unwrap().to_owned() + "\n";
    for at in 0..deals {
        writeln!(text, "{at},Depot {at},Demo,{},2026-12-18,Sam Okoro,", 100 + at).unwrap();
    }
    text
}

#[test]
fn a_large_import_is_made_beside_the_loop_and_taken_back_to_the_byte() {
    let mut sim = Sim::open(FRESH).seat("sam").export("many.csv", many(300));
    sim.keys("I<enter>").hold_import().keys("i");
    shows(&mut sim, &["many.csv is being imported", "esc stop, nothing is written"]);
    assert!(!sim.effects().iter().any(|effect| matches!(effect, Effect::Save(_))));
    sim.go_on();
    assert_eq!((sim.model().campaign.deals.len(), errors(&sim)), (300, 0));
    assert_eq!(sim.model().document.bytes(), sim.file().into_bytes());
    shows(&mut sim, &["300 deals made; u takes it back"]);
    let after = sim.file();
    sim.keys("u");
    assert_eq!(sim.file(), FRESH);
    assert_eq!((sim.model().campaign.deals.len(), sim.model().clashes.len()), (0, 0));
    sim.keys("U");
    assert_eq!(sim.file(), after);
}

#[test]
fn a_large_import_comes_to_the_bytes_of_a_small_one() {
    let both = |deals: usize| {
        let mut sim = Sim::open(FRESH).seat("sam").export("many.csv", many(deals));
        sim.keys("I<enter>i");
        sim.file()
    };
    let (small, large) = (both(50), both(60));
    assert!(large.starts_with(small.trim_end_matches('\n')), "{large}");
}

#[test]
fn a_large_import_meets_a_change_that_came_while_it_was_made() {
    let mut sim = Sim::open(FRESH).seat("sam").export("many.csv", many(80));
    sim.keys("I<enter>").hold_import().keys("i");
    // It is no other import for that: made again on the new text.
    let theirs = FRESH.replace("The two of us", "The three of us");
    sim.outside_write(&theirs).go_on();
    assert_eq!(sim.model().campaign.deals.len(), 80);
    assert!(sim.file().contains("# The three of us.\n"));
    sim.keys("u");
    assert_eq!(sim.file(), theirs);
}

#[test]
fn a_large_import_that_comes_to_something_else_is_shown_again() {
    let mut sim = Sim::open(FRESH).seat("sam").export("many.csv", many(80));
    sim.keys("I<enter>").hold_import().keys("i");
    let theirs = format!("{FRESH}\n[deal.depot-3]\naccount = \"Depot 3\"\nids = {{ hubspot = \"3\" }}\nvalue = 7\n");
    sim.outside_write(&theirs).go_on();
    shows(&mut sim, &["the campaign was changed meanwhile", "KEPT 1", "NEW 79"]);
    assert_eq!(sim.file(), theirs);
    sim.keys("i");
    assert_eq!(sim.model().campaign.deals.len(), 80);
}

#[test]
fn what_is_wrong_with_the_file_is_told_still_after_a_large_import() {
    let mut sim = Sim::open(FRESH).seat("sam").export("many.csv", many(80));
    sim.keys("I<enter>").outside_write("format = 1\n[campaign\n");
    sim.keys("i");
    assert_eq!(sim.model().campaign.deals.len(), 80);
    assert!(sim.model().file.problem.is_some() && sim.file().starts_with("format = 1\n[campaign\n"));
}

#[test]
fn a_large_import_is_stopped_by_escape() {
    let mut sim = Sim::open(FRESH).seat("sam").export("many.csv", many(80));
    sim.keys("I<enter>").hold_import().keys("i<esc>").go_on();
    assert!(matches!(import(&sim).stand, Stand::Previewing(_)));
    assert_eq!(sim.file(), FRESH);
}

// --- hostile --------------------------------------------------------------------------------------------------------

#[test]
fn what_an_export_says_never_commands_the_terminal() {
    let evil = "\u{1b}[2J\u{1b}]0;x\u{7}\u{202e}Ovens\u{9b}31m";
    let csv = format!(
        "Record ID,{evil},Deal Name,Deal Stage,Amount,Close Date\n1,{evil},{evil},{evil},1,2026-12-18\n\
         2,{evil},Fryers,{evil}b,{evil},30 February 2026\n3,x,,,,\n"
    );
    for (width, height) in [(60, 16), (80, 24), (200, 60)] {
        let mut sim = Sim::open(FRESH).seat("sam").size(width, height).export(&format!("{evil}.csv"), csv.clone());
        for keys in ["I", "<tab>", "<enter>", "<enter>", "1", "1", "1", "j", "<enter>", "G", "i", "h"] {
            sim.keys(keys);
            let screen = sim.screen();
            let odd = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
            assert!(!screen.contains(odd), "`{keys}`\n{screen:?}");
        }
    }
}

#[test]
fn every_key_can_be_pressed_at_every_stage() {
    let stages = ["I", "Ix", "I~/", "I<enter>", "I<enter>j", "I<enter>G", "I<enter>t"];
    let codes = [
        Code::Enter,
        Code::Esc,
        Code::Tab,
        Code::Up,
        Code::Down,
        Code::PageUp,
        Code::PageDown,
        Code::Left,
        Code::Right,
    ];
    let keys = (' '..='~').map(Key::char).chain(codes.map(Key::plain));
    let text = corrected();
    for key in keys {
        for stage in stages {
            let mut sim = at_the_next(&text);
            sim.keys(stage).key(key);
            sim.draw();
        }
    }
}

// --- a journey ------------------------------------------------------------------------------------------------------

#[test]
fn a_first_export_and_the_next_one_and_back() {
    let mut sim = fresh();
    sim.keys("I<enter>i");
    let first = sim.file();
    assert!(first.starts_with(&FRESH[..FRESH.find("[campaign]").unwrap()]));
    // The pair corrects an amount.
    let text = first.replacen("value = 45000", "value = 46000 # agreed by phone", 1);
    sim.outside_write(&text);
    sim.put_export("hubspot-2.csv", SECOND);
    sim.keys("I2<enter>");
    shows(&mut sim, &["stage demo → contract", "close 2026-12-04 → 2026-12-11", "● 46000", "○ 48000"]);
    sim.keys(" i");
    shows(&mut sim, &["1 deal made, 3 changed; u takes it back"]);
    assert_eq!(sim.deal(), "lock-grills");
    let after = sim.file();
    let lines = changes(&text, &after);
    for line in ["-value = 46000 # agreed by phone", "+value = 48000 # agreed by phone", "+[deal.lock-grills]"] {
        assert!(lines.iter().any(|known| known == line), "{line}: {lines:#?}");
    }
    assert!(after.contains("stage_log"), "{after}");
    assert_eq!(errors(&sim), 0);
    sim.keys("u");
    assert_eq!(sim.file(), text);
    sim.keys("U");
    assert_eq!(sim.file(), after);
}

// --- whole screens --------------------------------------------------------------------------------------------------

fn shots(name: &str, open: impl Fn() -> Sim, keys: &str) {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut sim = open().size(width, height);
        shot(&format!("{name}-{width}x{height}"), sim.keys(keys));
    }
}

#[test]
fn the_list_of_exports() {
    shots("import-choose", || fresh().export("zoho_deals_2026-11.xlsx", vec![0; 31_000]), "I");
}

#[test]
fn a_question_about_an_export() {
    shots("import-ask", || Sim::open(FRESH).seat("sam").awake_before().export("open.csv", OPEN), "I<enter>");
}

#[test]
fn the_preview_of_a_first_import() {
    shots("import-first", fresh, "I<enter>");
}

#[test]
fn the_preview_of_the_next_import() {
    shots("import-next", later, "I<enter>");
}

#[test]
fn a_preview_without_colour() {
    let mut sim = later().theme(ThemeName::Mono, Depth::Mono);
    shot("import-next-mono", sim.keys("I<enter> "));
}

#[test]
fn a_reading_under_way() {
    let mut sim = fresh();
    sim.keys("I").hold_import().keys("<enter>");
    let number = import(&sim).number;
    shot("import-reading", sim.news(number, News::Done(43)));
}
