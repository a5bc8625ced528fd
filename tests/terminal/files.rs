//! The file and the screen: an edit lands in the file, a change of somebody else's lands on the screen.

use std::fs;
use std::io::Write;

use codriver::runtime::folders::{CampaignKey, StateFolder};
use codriver::runtime::lock;
use rustix::process::Signal;

use crate::terminal::{CAMPAIGN, Home, Terminal};

/// The campaign after somebody else's edit.
fn changed() -> String {
    CAMPAIGN.replace("Spring push", "Summer push").replace("Harbour Foods", "Harbour Foods plc")
}

/// Opens the campaign at its second deal.
fn at_the_second_deal(home: &Home) -> Terminal {
    let mut terminal = home.start(&["campaign.toml"]);
    terminal.until_shown("1 of 2").keys("j").until_shown("2 of 2").until_shown("Harbour Foods");
    terminal
}

fn shows_the_change(terminal: &mut Terminal) {
    terminal.until_shown("SUMMER PUSH").until_shown("Harbour Foods plc").until_shown("2 of 2");
}

fn type_an_edit(terminal: &mut Terminal) {
    terminal
        .keys("n")
        .until_shown("esc leave")
        .keys("\x15Ask for the price, tomorrow")
        .until_shown("Ask for the price");
    terminal.keys("\r").until_shown("next: Ask for the price");
}

#[test]
fn an_edit_lands_in_the_file_and_changes_nothing_else() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = home.start(&["campaign.toml"]);
    terminal.until_shown("1 of 2");
    type_an_edit(&mut terminal);
    terminal.until("the edit in the file", |_| home.text().contains("Ask for the price")).until_shown(" saved");
    let line = |text: &str| !text.contains("next = { what = \"Ring") && !text.contains("Ask for the price");
    let rest = |text: &str| text.lines().filter(|text| line(text)).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(rest(&home.text()), rest(CAMPAIGN));
}

#[test]
fn an_edit_is_in_the_file_after_quitting_at_once() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = home.start(&["campaign.toml"]);
    terminal.until_shown("1 of 2").keys("n").until_shown("esc leave").keys("\x15Ask for the price, tomorrow\rq");
    assert_eq!(terminal.until_ended(), 0);
    assert!(home.text().contains("Ask for the price"), "{}", home.text());
}

#[test]
fn an_edit_is_in_the_file_after_every_signal() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let home = Home::with(CAMPAIGN);
        let mut terminal = home.start(&["campaign.toml"]);
        terminal.until_shown("1 of 2");
        type_an_edit(&mut terminal);
        terminal.signal(signal).until_ended();
        assert!(home.text().contains("Ask for the price"), "{signal:?}: {}", home.text());
    }
}

#[test]
fn a_file_replaced_by_a_rename_is_shown_and_the_deal_kept() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = at_the_second_deal(&home);
    fs::write(home.path().join("new"), changed()).unwrap();
    fs::rename(home.path().join("new"), home.campaign()).unwrap();
    shows_the_change(&mut terminal);
}

#[test]
fn a_file_written_in_place_is_shown_and_the_deal_kept() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = at_the_second_deal(&home);
    fs::write(home.campaign(), changed()).unwrap();
    shows_the_change(&mut terminal);
}

#[test]
fn a_file_written_piece_by_piece_is_shown_and_the_deal_kept() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = at_the_second_deal(&home);
    let mut file = fs::File::create(home.campaign()).unwrap();
    for line in changed().split_inclusive('\n') {
        file.write_all(line.as_bytes()).unwrap();
    }
    shows_the_change(&mut terminal);
}

#[test]
fn a_file_deleted_and_made_anew_is_shown_and_the_deal_kept() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = at_the_second_deal(&home);
    fs::remove_file(home.campaign()).unwrap();
    terminal.until_shown("the file is gone").until_shown("Harbour Foods");
    fs::write(home.campaign(), changed()).unwrap();
    shows_the_change(&mut terminal);
    terminal.until("no word of a file that is gone", |terminal| !terminal.shows("the file is gone"));
}

#[test]
fn a_file_that_does_not_parse_keeps_the_last_good_state() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = at_the_second_deal(&home);
    fs::write(home.campaign(), CAMPAIGN.replace("since = 2026-11-19", "since = = 2026")).unwrap();
    terminal.until_shown("line 27").until_shown("Harbour Foods");
    fs::write(home.campaign(), changed()).unwrap();
    shows_the_change(&mut terminal);
}

#[test]
fn the_editor_has_the_terminal_for_itself_and_what_it_wrote_is_shown() {
    let home = Home::with(CAMPAIGN).set("EDITOR", "sh editor");
    // It asks for a line, as an editor waits for keys, and ends.
    fs::write(home.path().join("editor"), "echo 'asking:'\nread -r line\necho \"title = '$line'\" >> \"$1\"\n")
        .unwrap();
    let mut terminal = at_the_second_deal(&home);
    terminal.keys("E").until_shown("asking:");
    assert_eq!(terminal.left_wrong(), [""; 0]);
    terminal
        .keys("Two cold stores\n")
        .until_shown("Two cold stores")
        .until_shown("NAVIGATOR")
        .keys("k")
        .until_shown("1 of 2");
    assert!(home.text().ends_with("title = 'Two cold stores'\n"), "{}", home.text());
}

#[test]
fn an_edit_and_somebody_elses_change_are_both_in_the_file() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = home.start(&["campaign.toml"]);
    terminal.until_shown("1 of 2");
    type_an_edit(&mut terminal);
    fs::write(home.path().join("new"), changed()).unwrap();
    fs::rename(home.path().join("new"), home.campaign()).unwrap();
    terminal.until_shown("SUMMER PUSH");
    terminal.until("both in the file", |_| {
        home.text().contains("Summer push") && home.text().contains("Ask for the price")
    });
}

#[test]
fn a_half_typed_line_survives_a_kill_and_stands_there_again() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = home.start(&["campaign.toml"]);
    terminal.until_shown("1 of 2").keys(":").until_shown("esc leave").keys("3d L4 #price").until_shown("L4 #price");
    let kept = home.state().join("drafts").join(format!("{}.json", CampaignKey::of(&home.campaign())));
    terminal.until("the line on disk", |_| fs::read_to_string(&kept).is_ok_and(|kept| kept.contains("3d L4 #price")));
    terminal.signal(Signal::KILL);
    assert_eq!(terminal.until_ended(), 137);
    let mut terminal = home.start(&["campaign.toml"]);
    terminal.until_shown("a half-typed note on Northwind Traders waits; : opens it");
    terminal.keys(":").until_shown("3d L4 #price").keys("\r").until_shown("note `price` is on the road").keys("q");
    terminal.until_ended();
    assert!(home.text().contains("pace = \"L4 #price\""), "{}", home.text());
    assert_eq!(fs::read_to_string(&kept).unwrap(), "{}", "a written line is no draft");
}

#[test]
fn a_half_typed_line_is_kept_by_whatever_ends_the_program() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let home = Home::with(CAMPAIGN);
        let mut terminal = home.start(&["campaign.toml"]);
        terminal.until_shown("1 of 2").keys(":").until_shown("esc leave").keys("L4 #price").until_shown("L4 #price");
        terminal.signal(signal).until_ended();
        let mut terminal = home.start(&["campaign.toml"]);
        terminal.until_shown("1 of 2").keys(":").until_shown("L4 #price").keys("\x03");
        terminal.until_ended();
    }
}

#[test]
fn an_edit_that_was_safe_survives_a_kill_and_is_told_at_the_next_start() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = home.start(&["campaign.toml"]);
    terminal.until_shown("1 of 2");
    // Somebody else has the right to write, so that the edit is nowhere but in the journal.
    let state = StateFolder::new(home.state());
    let write = state.lock(&CampaignKey::of(&home.campaign()), "save");
    let held = lock::take(&write, std::time::Duration::ZERO).unwrap().expect("nobody writes yet");
    type_an_edit(&mut terminal);
    terminal.until_shown("safe").signal(Signal::KILL);
    assert_eq!(terminal.until_ended(), 137);
    assert!(!home.text().contains("Ask for the price"));
    drop(held);
    let mut terminal = home.start(&["campaign.toml"]);
    terminal.until_shown("1 edit of an earlier session was not in the file yet; it is now");
    assert!(home.text().contains("Ask for the price"), "{}", home.text());
    terminal.until_shown("Ask for the price").keys("q");
    terminal.until_ended();
}

#[test]
fn commands_and_a_console_write_one_file_and_the_screen_follows() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = home.start(&["campaign.toml", "--as", "maya"]);
    terminal.until_shown("1 of 2");
    let run = |words: &str, rest: &[&str]| {
        let words: Vec<&str> = words.split(' ').collect();
        let ended = home.command().args(&words).args(rest).output().unwrap();
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    };
    type_an_edit(&mut terminal);
    run("heard add campaign.toml northwind --said", &["We have been burned before.", "--as", "sam"]);
    run("deal close campaign.toml northwind", &["2026-12-18"]);
    terminal.until_shown("We have been burned before.").until_shown("18 Dec").until_shown("Ask for the price");
    run("set campaign.toml deal.northwind", &["title=Two cold stores"]);
    terminal.until_shown("Two cold stores");
    terminal.until("all of it in the file", |_| {
        ["Ask for the price", "burned before", "close = 2026-12-18", "Two cold stores"]
            .iter()
            .all(|words| home.text().contains(words))
    });
    // What was typed is taken back, and what the commands wrote stays.
    terminal.keys("u").until("the edit taken back", |_| !home.text().contains("Ask for the price"));
    assert!(home.text().contains("Two cold stores") && home.text().contains("Ring Ines"), "{}", home.text());
}

#[test]
fn a_megabyte_that_is_pasted_with_control_characters_is_one_line_that_is_cut() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = home.start(&["campaign.toml", "--as", "maya"]);
    terminal.until_shown("1 of 2").keys(":").until_shown("esc leave");
    let pasted = "Ask\u{1}\u{8}\u{1b}[2J\u{9b}31m\u{202e} who\r\nsigns\t".repeat(1_000_000 / 30);
    terminal.keys("\x1b[200~").keys(&pasted).keys("\x1b[201~").until_shown("signs");
    terminal.keys("\r").until_shown("is on the road").until("the note saved", |_| home.text().contains("signs"));
    let text = home.text();
    assert!(text.len() < CAMPAIGN.len() + 10_000, "{} bytes", text.len());
    assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "a control character is in the file");
    terminal.keys("q");
    assert_eq!(terminal.until_ended(), 0);
    assert_eq!(terminal.left_wrong(), [""; 0]);
}

#[test]
fn half_caught_words_survive_a_kill_with_their_run_and_minute() {
    let run = "[deal.northwind.run.call]\nwhat = \"Security call\"\nstarted = 2026-11-20T09:30:00Z\n";
    let home = Home::with(&format!("{CAMPAIGN}{run}"));
    let mut terminal = home.start(&["campaign.toml", "--as", "sam"]);
    terminal.until_shown("1 of 2").keys("o").until_shown("11:00");
    terminal.keys("We have been bur").until_shown("We have been bur").keys("\tq").until_shown("● question");
    let kept = home.state().join("drafts").join(format!("{}.json", CampaignKey::of(&home.campaign())));
    let is_kept = |words: &str| fs::read_to_string(&kept).is_ok_and(|kept| kept.contains(words));
    terminal.until("the words on disk", |_| is_kept("We have been bur") && is_kept("question"));
    terminal.signal(Signal::KILL);
    assert_eq!(terminal.until_ended(), 137);
    let mut terminal = home.start(&["campaign.toml", "--as", "sam"]);
    terminal.until_shown("a half-typed line of a buyer’s words on Northwind Traders waits; o opens it");
    terminal.keys("o").until_shown("We have been bur").keys("ned.\r").until_shown("caught: question").keys("q");
    terminal.until_ended();
    let caught = "[[deal.northwind.heard]]\nat = 2026-11-20T09:41:00Z\nby = \"sam\"\nkind = \"question\"\nsaid = \"We \
                  have been burned.\"\nrun = \"call\"\n";
    assert!(home.text().contains(caught), "{}", home.text());
    assert_eq!(fs::read_to_string(&kept).unwrap(), "{}", "caught words are no draft");
}

#[test]
fn the_sheet_after_a_run_survives_a_kill() {
    let run = "[deal.northwind.run.call]\nwhat = \"Security call\"\nstarted = 2026-11-20T09:00:00Z\n\
               ended = 2026-11-20T09:40:00Z\n";
    let home = Home::with(&format!("{CAMPAIGN}{run}"));
    let mut terminal = home.start(&["campaign.toml", "--as", "sam"]);
    terminal.until_shown("1 of 2").keys("x").until_shown("NEXT TOUCH");
    terminal.keys("\x15Send the pack\t\x15next tue 14:00").until_shown("Tue 24 Nov 14:00");
    let kept = home.state().join("drafts").join(format!("{}.json", CampaignKey::of(&home.campaign())));
    terminal.until("the sheet on disk", |_| fs::read_to_string(&kept).is_ok_and(|kept| kept.contains("tue 14:00")));
    terminal.signal(Signal::KILL);
    assert_eq!(terminal.until_ended(), 137);
    let mut terminal = home.start(&["campaign.toml", "--as", "sam"]);
    terminal.until_shown("a half-typed sheet after a run on Northwind Traders (Security call) waits; x opens it");
    terminal.keys("x").until_shown("Send the pack").keys("\x13").until_shown("nothing goes back to Maya").keys("\r");
    terminal.until("the file", |_| home.text().contains("Send the pack")).keys("q");
    terminal.until_ended();
    let next = "next = { what = \"Send the pack\", on = 2026-11-24T14:00:00, by = \"sam\" }";
    assert!(home.text().contains(next), "{}", home.text());
}
