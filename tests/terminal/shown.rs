//! What the program shows, and that it follows keys, sizes and colours.

use std::time::Duration;

use crate::terminal::{CAMPAIGN, Home, Terminal};

#[test]
fn the_example_starts_and_leaves_on_q() {
    let home = Home::new();
    let mut terminal = home.start(&["demo"]);
    terminal.until_shown("DRIVER").until_shown("NAVIGATOR").keys("q");
    assert_eq!(terminal.until_ended(), 0);
    assert_eq!(terminal.left_wrong(), [""; 0]);
}

#[test]
fn without_a_file_the_one_in_the_folder_opens() {
    let home = Home::with(CAMPAIGN);
    home.start(&[]).until_shown("Northwind Traders");
}

#[test]
fn the_example_leaves_nothing_behind() {
    let home = Home::new();
    let mut terminal = home.start(&["demo"]);
    terminal.until_shown("DRIVER").keys("q");
    terminal.until_ended();
    let left: Vec<_> = std::fs::read_dir(home.path().join("tmp")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(!home.state().exists());
}

#[test]
fn a_key_moves_to_the_next_deal() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = home.start(&["campaign.toml"]);
    terminal.until_shown("1 of 2").keys("j").until_shown("2 of 2").until_shown("Harbour Foods");
}

#[test]
fn the_deal_looked_at_last_is_shown_at_the_next_start() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = home.start(&["campaign.toml"]);
    terminal.until_shown("1 of 2").keys("j").until_shown("Harbour Foods").keys("q");
    terminal.until_ended();
    home.start(&["campaign.toml"]).until_shown("Harbour Foods");
}

#[test]
fn a_key_in_two_pieces_is_one_key_and_keeps_nobody_waiting() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = home.start(&["campaign.toml"]);
    terminal.until_shown("1 of 2").keys("\x1b[");
    std::fs::write(home.campaign(), CAMPAIGN.replace("Spring", "Summer")).unwrap();
    terminal.until_shown("SUMMER PUSH").keys("B").until_shown("2 of 2");
}

#[test]
fn a_frame_has_the_size_of_the_terminal() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = home.start(&["campaign.toml"]);
    terminal.until_shown("DRIVER ").until_shown("NAVIGATOR ");
    terminal.resize(90, 30).until("the panes stacked in 90 columns", |terminal| {
        !terminal.row("NAVIGATOR ").contains("DRIVER ") && terminal.text().lines().all(|row| row.chars().count() <= 90)
    });
    terminal.resize(200, 50).until_shown("DEALS ");
}

#[test]
fn a_window_that_is_too_small_says_what_it_needs() {
    let home = Home::with(CAMPAIGN).size(30, 5);
    let mut terminal = home.start(&["campaign.toml"]);
    terminal.until_shown("has 30 × 5").resize(100, 30).until_shown("Northwind Traders");
    terminal.resize(20, 3).keys("q");
    assert_eq!(terminal.until_ended(), 0);
}

/// The parameters of every sequence that sets colours or attributes.
fn attributes(terminal: &Terminal) -> Vec<String> {
    let text = String::from_utf8_lossy(terminal.written()).into_owned();
    let sequences = text.split("\x1b[").skip(1);
    sequences
        .filter_map(|sequence| {
            sequence.split_once(|c: char| c.is_ascii_alphabetic()).map(|(before, _)| (sequence, before))
        })
        .filter(|(sequence, before)| sequence[before.len()..].starts_with('m'))
        .map(|(_, before)| before.to_owned())
        .collect()
}

fn is_colour(parameters: &str) -> bool {
    parameters
        .split(';')
        .next()
        .and_then(|first| first.parse::<u16>().ok())
        .is_some_and(|first| (30..=38).contains(&first) || (40..=48).contains(&first) || (90..=107).contains(&first))
}

#[test]
fn there_is_colour_where_nobody_refuses_it() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = home.start(&["campaign.toml"]);
    terminal.until_shown("Northwind Traders");
    assert!(attributes(&terminal).iter().any(|parameters| is_colour(parameters)));
}

#[test]
fn no_color_has_no_colour() {
    let home = Home::new().set("NO_COLOR", "1");
    let mut terminal = home.start(&["demo"]);
    terminal.until_shown("DRIVER").keys("jj?").until_shown("HELP").keys("\x1b");
    terminal.until("the help to go", |terminal| !terminal.shows("HELP")).keys("q");
    terminal.until_ended();
    let colours: Vec<_> = attributes(&terminal).into_iter().filter(|parameters| is_colour(parameters)).collect();
    assert_eq!(colours, [""; 0]);
}

#[test]
fn a_seat_that_nobody_of_the_crew_has_is_told() {
    let home = Home::with(CAMPAIGN);
    home.start(&["campaign.toml", "--as", "tom"]).until_shown("nobody in the crew is called `tom`; S takes a seat");
}

#[test]
fn the_seat_is_taken_from_the_arguments_then_the_environment_then_the_configuration() {
    let home = Home::with(CAMPAIGN).set("CODRIVER_AS", "maya");
    std::fs::write(home.path().join("config.toml"), "as = \"sam\"\n").unwrap();
    home.start(&["campaign.toml", "--config", "config.toml"]).until_shown("Maya, navigator");
    home.start(&["campaign.toml", "--config", "config.toml", "--as", "sam"]).until_shown("Sam, driver");
}

#[test]
fn a_terminal_that_answers_no_question_keeps_nobody_waiting() {
    let home = Home::new();
    let mut terminal = home.start(&["demo"]);
    terminal.until_shown("DRIVER");
    // A program that asks waits for one or two seconds.
    assert!(terminal.age() < Duration::from_millis(900), "{:?}", terminal.age());
    let text = String::from_utf8_lossy(terminal.written());
    for question in ["\x1b[c", "\x1b[>c", "\x1b[6n", "\x1b[?6n", "\x1b[5n", "\x1b[?u", "\x1b[>q", "\x1bP", "\x1b]"] {
        assert!(!text.contains(question), "asked {question:?}");
    }
}

#[test]
fn hostile_texts_of_the_file_never_reach_the_terminal() {
    let hostile = CAMPAIGN.replace("Northwind Traders", r"North\u001b]0;stolen\u0007\u001b[2J\u009b31m\u202ewind");
    let home = Home::with(&hostile);
    let mut terminal = home.start(&["campaign.toml"]);
    terminal.until_shown("North").until_shown("DRIVER");
    let text = String::from_utf8_lossy(terminal.written());
    for raw in ["\x1b]0", "\x07", "\u{9b}", "\u{202e}"] {
        assert!(!text.contains(raw), "{raw:?} came through");
    }
}
