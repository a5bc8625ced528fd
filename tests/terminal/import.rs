//! An import as a command on a terminal: it asks what only a person can know, and shows how far it is.

use std::fmt::Write as _;
use std::fs;

use crate::terminal::{CAMPAIGN, Home};

#[test]
fn what_an_export_leaves_open_is_asked_with_samples_and_answered_by_a_key() {
    let home = Home::with(CAMPAIGN);
    let export = "Opportunity Name,Stage,Close Date\nDepot,Proposal,03/04/2027\nHarbour yard,Proposal,05/06/2027\n";
    fs::write(home.path().join("deals.csv"), export).unwrap();
    let mut terminal = home.start(&["import", "campaign.toml", "deals.csv"]);
    terminal.until_shown("[dmy/mdy]");
    assert!(terminal.shows("03/04/2027"), "{}", terminal.text());
    terminal.keys("maybe\r").until_shown("is no answer");
    terminal.keys("mdy\r");
    assert_eq!(terminal.until_ended(), 0);
    assert!(terminal.shows("2 deals made"), "{}", terminal.text());
    assert!(home.text().contains("close = 2027-03-04"), "{}", home.text());
}

#[test]
fn a_long_import_shows_how_far_it_is_and_takes_that_off_the_screen_again() {
    let home = Home::with(CAMPAIGN);
    let mut export = String::from("Record ID,Deal Name,Deal Stage,Amount\n");
    for row in 0..3_000 {
        let _ = writeln!(export, "{row},Depot {row},Qualified to buy,{row}");
    }
    fs::write(home.path().join("deals.csv"), export).unwrap();
    let mut terminal = home.start(&["import", "campaign.toml", "deals.csv"]);
    assert_eq!(terminal.until_ended(), 0);
    let written = String::from_utf8_lossy(terminal.written()).into_owned();
    assert!(written.contains("writing") && written.contains(" %"), "{written}");
    assert!(!terminal.shows("writing ") && terminal.shows("3000 deals made"), "{}", terminal.text());
}
