//! Every way out: the terminal is as it was before, and what was typed is kept.

use std::time::Duration;

use rustix::process::Signal;

use crate::terminal::{CAMPAIGN, Home, Terminal};

fn started(home: &Home) -> Terminal {
    let mut terminal = home.start(&["campaign.toml"]);
    terminal.until_shown("1 of 2");
    for (mode, what) in [(1049, "alternate screen"), (1000, "mouse"), (2004, "bracketed paste")] {
        assert!(terminal.is_on(mode), "no {what} while the program runs");
    }
    assert!(terminal.left_wrong().iter().any(|wrong| wrong.starts_with("line settings")), "the keys are not raw");
    terminal
}

#[test]
fn every_way_out_restores_the_terminal_and_has_its_code() {
    type WayOut = fn(&mut Terminal) -> &mut Terminal;
    let ways: [(&str, i32, WayOut); 6] = [
        ("q", 0, |terminal| terminal.keys("q")),
        ("ctrl-c", 0, |terminal| terminal.keys("\x03")),
        ("SIGINT", 130, |terminal| terminal.signal(Signal::INT)),
        ("SIGTERM", 143, |terminal| terminal.signal(Signal::TERM)),
        ("SIGHUP", 129, |terminal| terminal.signal(Signal::HUP)),
        ("q in a line that is typed, then SIGTERM", 143, |terminal| {
            terminal.keys("nq").until_shown("esc leave").signal(Signal::TERM)
        }),
    ];
    for (name, code, way) in ways {
        let home = Home::with(CAMPAIGN);
        let mut terminal = started(&home);
        way(&mut terminal);
        assert_eq!(terminal.until_ended(), code, "{name}");
        assert_eq!(terminal.left_wrong(), [""; 0], "{name}");
    }
}

#[test]
fn a_fault_restores_the_terminal_before_it_is_told() {
    for place in ["loop", "thread"] {
        let home = Home::with(CAMPAIGN).set("CODRIVER_FAULT", place);
        let mut terminal = started(&home);
        terminal.keys("j");
        assert_eq!(terminal.until_ended(), 3, "{place}");
        assert_eq!(terminal.left_wrong(), [""; 0], "{place}");
        assert!(terminal.shows("codriver stopped because of a fault of its own"), "{place}: {}", terminal.text());
        let text = String::from_utf8_lossy(terminal.written()).into_owned();
        assert!(text.find("\x1b[?1049l") < text.find("a fault"), "{place}: told before the terminal was left");
    }
}

#[test]
fn a_program_that_is_stopped_by_a_key_gives_the_terminal_back_and_draws_again() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = started(&home);
    terminal.keys("j").until_shown("2 of 2").keys("\x1a");
    assert_eq!(terminal.until_ended(), 128 + Signal::TSTP.as_raw());
    assert_eq!(terminal.left_wrong(), [""; 0]);
    terminal.forget().keys("fg\n").until_shown("2 of 2");
    assert!(terminal.is_on(1049) && terminal.is_on(1000) && terminal.is_on(2004));
    terminal.keys("k").until_shown("1 of 2").keys("q");
    assert_eq!(terminal.until_ended(), 0);
    assert_eq!(terminal.left_wrong(), [""; 0]);
}

#[test]
fn a_program_that_is_stopped_by_a_signal_draws_again_when_it_continues() {
    for signal in [Signal::TSTP, Signal::STOP] {
        let home = Home::with(CAMPAIGN);
        let mut terminal = started(&home);
        terminal.signal(signal);
        assert_eq!(terminal.until_ended(), 128 + signal.as_raw());
        terminal.forget().keys("fg\n").until_shown("1 of 2").until("a whole new frame", |terminal| {
            terminal.is_on(1049) && String::from_utf8_lossy(terminal.written()).contains("Northwind")
        });
        terminal.keys("q");
        assert_eq!(terminal.until_ended(), 0, "{signal:?}");
        assert_eq!(terminal.left_wrong(), [""; 0], "{signal:?}");
    }
}

#[test]
fn a_size_that_changed_while_the_program_was_stopped_is_noticed() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = started(&home);
    terminal.keys("\x1a");
    terminal.until_ended();
    terminal.resize(200, 50).forget().keys("fg\n").until_shown("DEALS ");
}

#[test]
fn a_program_whose_terminal_vanishes_ends_soon_and_has_saved() {
    // The first try may fall together with a busy machine; a program that waits for something is late every time.
    let mut fastest = Duration::MAX;
    for _ in 0..5 {
        let home = Home::with(CAMPAIGN);
        let mut terminal = started(&home);
        terminal.keys("n").until_shown("esc leave").keys("\x15Ask for the price, tomorrow\r");
        terminal.until_shown("next: Ask for the price").until_shown("saved");
        fastest = fastest.min(terminal.vanish());
        assert!(home.text().contains("Ask for the price"), "{}", home.text());
    }
    assert!(fastest < Duration::from_millis(50), "{fastest:?}");
}

#[test]
fn an_edit_just_made_when_the_terminal_vanishes_is_not_lost() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = started(&home);
    terminal.keys("n").until_shown("esc leave").keys("\x15Ask for the price, tomorrow\r");
    terminal.until_shown("next: Ask for the price");
    terminal.vanish();
    if !home.text().contains("Ask for the price") {
        home.start(&["campaign.toml"]).until_shown("1 edit of an earlier session");
        assert!(home.text().contains("Ask for the price"), "{}", home.text());
    }
}

#[test]
fn a_key_that_never_becomes_whole_keeps_nobody_from_ending_the_program() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = started(&home);
    terminal.keys("\x1b[").signal(Signal::TERM);
    assert_eq!(terminal.until_ended(), 143);
    assert_eq!(terminal.left_wrong(), [""; 0]);
}

#[test]
fn a_file_that_cannot_be_read_is_told_on_a_terminal_that_was_not_touched() {
    let home = Home::new();
    let mut terminal = home.start(&["missing.toml"]);
    assert_eq!(terminal.until_ended(), 3);
    assert!(terminal.shows("cannot read `missing.toml`: no such file or directory"), "{}", terminal.text());
    assert!(!String::from_utf8_lossy(terminal.written()).contains("\x1b["));
}
