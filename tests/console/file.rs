//! The file under the console: changes outside, broken texts, saves that fail, and crashes.

use codriver::console::effect::Effect;

use crate::sim::{Sim, changes};
use crate::texts::{BEFORE_ONE, DEMO, ONE, two};

fn open() -> Sim {
    Sim::open(&two()).at(BEFORE_ONE).seat("sam").last_deal("north").awake_before()
}

const RENAMED: (&str, &str) = ("account = \"Northwind\"", "account = \"Northwind & Sons\"");

#[test]
fn a_change_outside_is_on_the_screen_and_the_place_is_kept() {
    let mut sim = Sim::open(DEMO).seat("sam").awake_before();
    sim.keys("gjj<tab><pagedown>");
    let (deal, spot) = (sim.deal(), sim.model().spot());
    let text = sim.file().replace("name = \"Pulse mid-market push\"", "name = \"Pulse summer push\"");
    sim.outside_write(&text);
    assert!(sim.screen().contains("PULSE SUMMER PUSH"), "{}", sim.screen());
    assert_eq!((sim.deal(), sim.model().spot()), (deal, spot));
}

#[test]
fn a_change_outside_is_told_in_one_line() {
    let mut sim = open();
    sim.outside_write(&two().replace(RENAMED.0, RENAMED.1));
    let screen = sim.screen();
    assert!(screen.contains("Northwind & Sons") && screen.contains("the file was changed outside"), "{screen}");
}

#[test]
fn a_change_outside_closes_nothing_that_is_being_typed() {
    let mut sim = open();
    sim.keys("n<ctrl-u>Send the qu").outside_write(&two().replace(RENAMED.0, RENAMED.1)).keys("ote, next tue<enter>");
    let written = changes(&two(), &sim.file());
    assert!(written.contains(&format!("+{}", RENAMED.1)), "{written:#?}");
    assert!(
        written.contains(&"+next = { what = \"Send the quote\", on = 2026-11-24, by = \"sam\" }".to_owned()),
        "{written:#?}"
    );
}

#[test]
fn a_call_comes_from_a_note_that_was_added_outside() {
    let mut sim = open();
    let note = "\n[deal.north.note.tax]\nat = 2026-11-23T13:00:00\npace = \"L6 #tax\"\nsay = \"Mention the tax.\"\n";
    sim.outside_write(&format!("{}{note}", two())).advance("2m");
    assert!(sim.file().contains("note = \"tax\""), "{}", sim.file());
}

#[test]
fn a_broken_file_keeps_the_last_good_state_and_names_the_line() {
    let mut sim = open();
    let broken = two().replace(RENAMED.0, "account = \"Northwind");
    let line = broken.lines().position(|line| line == "account = \"Northwind").unwrap() + 1;
    sim.outside_write(&broken);
    let screen = sim.screen();
    assert!(screen.contains("Northwind") && screen.contains("Ring Ines"), "{screen}");
    assert!(screen.contains(&format!("line {line}, column ")) && screen.contains("problem in the file"), "{screen}");
    sim.effects();
    sim.keys("E");
    assert_eq!(sim.effects(), [Effect::Edit { line }], "the editor opens at the fault");
}

#[test]
fn a_mended_file_returns() {
    let mut sim = open();
    sim.outside_write(&two().replace(RENAMED.0, "account = \"Northwind"));
    sim.outside_write(&two().replace(RENAMED.0, RENAMED.1));
    let screen = sim.screen();
    assert!(screen.contains("Northwind & Sons") && !screen.contains("problem in the file"), "{screen}");
}

#[test]
fn while_the_file_is_broken_no_call_is_written() {
    let mut sim = Sim::open(ONE).at(BEFORE_ONE).seat("sam").awake_before();
    let broken = ONE.replace("route = [\"demo\"", "route = [demo");
    sim.outside_write(&broken).advance("1h");
    assert_eq!(sim.file(), broken);
    sim.outside_write(ONE).advance("1m");
    assert!(sim.file().contains("[[deal.north.call_log]]"), "{}", sim.file());
}

#[test]
fn an_edit_made_while_the_file_is_broken_elsewhere_is_in_the_mended_file() {
    let mut sim = open();
    let broken = two().replace("route = [\"demo\"", "route = [demo");
    sim.outside_write(&broken).keys("n<ctrl-u>Send the quote, next tue<enter>");
    let text = sim.file().replace("route = [demo", "route = [\"demo\"");
    sim.outside_write(&text);
    assert!(sim.file().contains("what = \"Send the quote\", on = 2026-11-24"), "{}", sim.file());
    assert!(sim.screen().contains("Send the quote"), "{}", sim.screen());
}

#[test]
fn a_file_that_was_broken_from_the_start_opens_with_its_problem() {
    let mut sim = Sim::open(&two().replace("route = [\"demo\"", "route = [demo")).seat("sam");
    let screen = sim.screen();
    assert!(screen.contains("line 6, column "), "{screen}");
    assert!(screen.contains("Northwind") || screen.contains("Harbour"), "what can be read is shown:\n{screen}");
}

#[test]
fn a_file_that_is_gone_is_told_and_the_last_state_stays() {
    let mut sim = open();
    sim.outside_remove();
    let screen = sim.screen();
    assert!(screen.contains("the file is gone") && screen.contains("Northwind"), "{screen}");
}

#[test]
fn a_deal_deleted_outside_gives_way_to_another_and_is_told() {
    let mut sim = open();
    sim.outside_write(&two().replace("[deal.north]", "[deal.south]").replace("[deal.north.", "[deal.south."));
    assert_ne!(sim.deal(), "north");
    let screen = sim.screen();
    assert!(screen.contains("the deal on screen is gone from the file"), "{screen}");
}

#[test]
fn a_prompt_about_a_deal_that_is_gone_is_refused_and_the_line_kept() {
    let mut sim = open();
    sim.keys(":Ask who signs").outside_write(&two().replace("[deal.north", "[deal.south")).keys("<enter>");
    let screen = sim.screen();
    assert!(screen.contains("the deal is gone from the file") && screen.contains("› Ask who signs"), "{screen}");
}

#[test]
fn all_deals_deleted_outside_leave_an_empty_campaign() {
    let mut sim = open();
    sim.outside_write("format = 1\n[campaign]\nname = \"Empty\"\n");
    assert!(sim.screen().contains("No deal stands in this campaign yet."), "{}", sim.screen());
}

#[test]
fn an_edit_made_while_the_file_changes_outside_is_in_both() {
    let mut sim = open();
    sim.hold_saves().keys("n<ctrl-u>Send the quote, next tue<enter>");
    let other = two().replace(RENAMED.0, RENAMED.1);
    sim.outside_write(&other);
    let screen = sim.screen();
    assert!(screen.contains("Northwind & Sons") && screen.contains("Send the quote"), "{screen}");
    sim.land();
    assert_eq!(
        changes(&other, &sim.file()),
        [
            "-next = { what = \"Ring Ines\", on = 2026-11-27, by = \"sam\" }",
            "+next = { what = \"Send the quote\", on = 2026-11-24, by = \"sam\" }",
        ]
    );
    assert_eq!(sim.model().document.bytes(), sim.file().into_bytes(), "screen and file agree");
}

#[test]
fn a_change_that_nobody_noticed_before_the_save_stays_in_the_file_and_comes_to_the_screen() {
    let mut sim = open();
    sim.hold_saves().keys("n<ctrl-u>Send the quote, next tue<enter>");
    sim.outside_write_unnoticed(&two().replace(RENAMED.0, RENAMED.1)).land();
    assert!(sim.file().contains(RENAMED.1) && sim.file().contains("Send the quote"), "{}", sim.file());
    let screen = sim.screen();
    assert!(screen.contains("Northwind & Sons") && screen.contains("Send the quote"), "{screen}");
}

#[test]
fn many_edits_that_are_not_in_the_file_yet_are_made_again_by_one_reading() {
    let mut sim = open();
    sim.hold_saves();
    for number in 0..30 {
        sim.keys(&format!(":Ask for paper {number}, 30 nov<enter>"));
    }
    let before = sim.model().version;
    sim.outside_write(&two().replace(RENAMED.0, RENAMED.1));
    let readings = sim.model().version - before;
    assert!(readings <= 3, "{readings} readings");
    sim.land();
    let (shown, saved) = (sim.model().document.bytes(), sim.file().into_bytes());
    assert_eq!(String::from_utf8(shown), String::from_utf8(saved), "screen and file agree");
    assert_eq!(sim.file().matches("say = \"Ask for paper ").count(), 30, "{}", sim.file());
}

#[test]
fn an_edit_that_no_longer_fits_the_changed_file_is_told() {
    let mut sim = open();
    sim.hold_saves().keys(":Ask who signs, 30 nov<enter>");
    sim.outside_write(&two().replace("[deal.north", "[deal.south"));
    assert!(sim.screen().contains("gone from the file") || sim.screen().contains("no longer fits"), "{}", sim.screen());
    sim.land();
    assert!(!sim.file().contains("ask-who-signs"), "{}", sim.file());
}

#[test]
fn a_call_is_written_once_though_the_file_changes_in_the_same_moment() {
    let mut sim = open();
    sim.hold_saves().advance("2m").outside_write(&two().replace(RENAMED.0, RENAMED.1)).land();
    assert_eq!(sim.file().matches("[[deal.north.call_log]]").count(), 1, "{}", sim.file());
    sim.keys("<enter>");
    assert_eq!(sim.file().matches("acked = ").count(), 1, "{}", sim.file());
}

#[test]
fn a_failed_save_is_told_and_the_edit_kept_until_it_works_again() {
    let mut sim = open();
    sim.fail_next_save().keys("n<ctrl-u>Send the quote, next tue<enter>").advance("10s");
    let screen = sim.screen();
    assert!(screen.contains("not saved, kept safe") && screen.contains("cannot write the file"), "{screen}");
    assert_eq!(sim.file(), two());
    sim.lift_failure();
    let screen = sim.screen();
    assert!(!screen.contains("not saved") && !screen.contains("cannot write"), "{screen}");
    assert!(sim.file().contains("Send the quote"), "{}", sim.file());
}

#[test]
fn while_saving_fails_edits_go_on_and_all_arrive() {
    let mut sim = open();
    sim.fail_next_save().keys("+n<ctrl-u>Send the quote, next tue<enter>").keys(":Ask who signs, 30 nov<enter>u");
    sim.lift_failure();
    assert_eq!(
        changes(&two(), &sim.file()),
        [
            "+earliness = 1.1",
            "-next = { what = \"Ring Ines\", on = 2026-11-27, by = \"sam\" }",
            "+next = { what = \"Send the quote\", on = 2026-11-24, by = \"sam\" }",
        ]
    );
}

#[test]
fn the_state_of_the_file_stands_in_the_corner() {
    let mut sim = open();
    let corner = |sim: &mut Sim| sim.screen().lines().last().unwrap().to_owned();
    assert!(corner(&mut sim).ends_with("  saved"), "{}", corner(&mut sim));
    sim.hold_saves().keys("+");
    assert!(corner(&mut sim).ends_with("  safe, saving"), "{}", corner(&mut sim));
    sim.land();
    assert!(corner(&mut sim).ends_with("  saved"), "{}", corner(&mut sim));
}

#[test]
fn a_crash_between_journal_and_file_loses_nothing() {
    let mut sim = open();
    sim.hold_saves().keys("n<ctrl-u>Send the quote, next tue<enter>").keys(":Ask who signs, 30 nov<enter>");
    assert_eq!(sim.file(), two());
    sim.crash_and_reopen();
    let file = sim.file();
    assert!(file.contains("Send the quote") && file.contains("[deal.north.note.ask-who-signs]"), "{file}");
    let screen = sim.screen();
    assert!(screen.contains("2 edits of an earlier session were not in the file yet"), "{screen}");
    assert!(screen.contains("Send the quote"), "{screen}");
}

#[test]
fn a_crash_after_the_save_writes_nothing_twice() {
    let mut sim = open();
    sim.keys("n<ctrl-u>Send the quote, next tue<enter>");
    let file = sim.file();
    sim.crash_and_reopen();
    assert_eq!(changes(&file, &sim.file()).iter().filter(|line| line.contains("Send")).count(), 0);
}

#[test]
fn a_call_that_was_in_the_journal_at_the_crash_is_in_the_log_once() {
    let mut sim = open();
    sim.hold_saves().advance("2m");
    assert_eq!(sim.file(), two());
    sim.crash_and_reopen();
    assert_eq!(sim.file().matches("note = \"buyer\"").count(), 1, "{}", sim.file());
    assert!(sim.file().contains("called = 2026-11-23T12:30:00Z"), "the first call counts: {}", sim.file());
}

#[test]
fn a_newer_format_opens_read_only() {
    let text = two().replace("format = 1", "format = 2");
    let mut sim = Sim::open(&text).at(BEFORE_ONE).seat("sam").last_deal("north").awake_before();
    let screen = sim.screen();
    assert!(screen.contains("read-only") && screen.contains("Northwind"), "{screen}");
    sim.advance("1h").keys("n");
    assert!(sim.screen().contains("the file is read-only here"), "{}", sim.screen());
    sim.keys("N").keys("+");
    assert_eq!(sim.file(), text);
}

#[test]
fn a_file_that_turns_to_a_newer_format_is_only_read_from_then_on() {
    let mut sim = open();
    let text = two().replace("format = 1", "format = 2");
    sim.outside_write(&text).keys("n");
    let screen = sim.screen();
    assert!(screen.contains("the file is read-only here") && screen.contains("read-only"), "{screen}");
    sim.keys(":").keys("N").advance("1h");
    assert_eq!(sim.file(), text);
    sim.outside_write(&two()).keys("n<ctrl-u>Send the quote, next tue<enter>");
    assert!(sim.file().contains("Send the quote"), "{}", sim.file());
}

#[test]
fn what_is_not_meant_to_change_keeps_its_bytes() {
    let crlf = format!("\u{feff}# ours\n{}", two().replace("since = 2026-11-09", "since   =  2026-11-09   # a Monday"))
        .replace('\n', "\r\n");
    let crlf = crlf.trim_end().to_owned();
    let mut sim = Sim::open(&crlf).at(BEFORE_ONE).seat("sam").last_deal("north").awake_before();
    sim.advance("2m").keys("<enter>n<ctrl-u>Send the quote, next tue<enter>");
    let file = sim.file();
    assert!(
        file.starts_with("\u{feff}# ours\r\n") && file.contains("since   =  2026-11-09   # a Monday\r\n"),
        "{file:?}"
    );
    assert_eq!(file.matches('\n').count(), file.matches("\r\n").count());
    assert!(file.ends_with("say = \"Send the redline.\""), "a missing last newline stays missing: {file:?}");
}

#[test]
fn undo_after_the_file_was_read_again_gives_identical_bytes() {
    let mut sim = open();
    for keys in
        ["NNew deal 5<enter>", ":Ask who signs, 30 nov<enter>", "iIt bit<enter>", "n<ctrl-u>Ring, fri<enter>", "+"]
    {
        let before = sim.file();
        sim.keys(keys);
        let after = sim.file();
        // As after a save that somebody else's change came into.
        sim.outside_write(&after).keys("u");
        assert_eq!(sim.file(), before, "{keys}");
        assert_eq!(sim.model().document.bytes(), before.into_bytes(), "{keys}");
    }
}

#[test]
fn an_edit_of_a_one_line_file_is_possible() {
    let mut sim = Sim::open("").seat("sam").at(BEFORE_ONE);
    sim.keys("NHarbour Foods 45000<enter>");
    assert!(sim.file().starts_with("[deal.harbour-foods]\naccount = \"Harbour Foods\"\n"), "{}", sim.file());
    assert!(sim.screen().contains("Harbour Foods"), "{}", sim.screen());
    sim.keys("u");
    assert_eq!(sim.file(), "");
}

#[test]
fn one_deal_alone_is_the_whole_story() {
    let mut sim = Sim::open(ONE).at(BEFORE_ONE).seat("sam").awake_before();
    assert!(sim.screen().contains("1 of 1"), "{}", sim.screen());
}

/// More deals than are worked through between a key and its frame.
fn many() -> String {
    let start =
        "format = 1\n[campaign]\nname = \"Many\"\ntimezone = \"Europe/London\"\n[crew.sam]\nseat = \"driver\"\n";
    let deals = (0..250).map(|n| format!("[deal.d{n}]\naccount = \"Account {n}\"\n"));
    std::iter::once(start.to_owned()).chain(deals).collect()
}

#[test]
fn in_a_large_campaign_what_hangs_on_all_deals_is_read_again_beside_the_loop() {
    let mut sim = Sim::open(&many()).at("2026-11-20T09:41:00Z").seat("sam");
    sim.keys("+");
    assert!(sim.effects().contains(&Effect::Reread));
    assert!(sim.file().contains("earliness = 1.1"), "{}", sim.file());
    assert_eq!(sim.model().crew().map(|crew| crew.earliness), Some(1.1));
    sim.keys("NBrand New Foods<enter>");
    assert!(sim.effects().contains(&Effect::Reread));
    assert!(sim.screen().contains("Brand New Foods") && sim.screen().contains("of 251"), "{}", sim.screen());
}

#[test]
fn in_a_small_campaign_nothing_is_read_again_after_an_edit() {
    let mut sim = Sim::open(codriver::interchange::demo::TEXT).at("2026-11-20T09:41:00Z").seat("sam");
    sim.keys("+");
    assert!(!sim.effects().contains(&Effect::Reread));
}
