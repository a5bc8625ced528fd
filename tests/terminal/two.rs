//! Two people with a console each on one file.

use std::fs;
use std::time::Duration;

use codriver::runtime::folders::{CampaignKey, StateFolder};
use codriver::runtime::lock;
use rustix::process::Signal;

use crate::terminal::{CAMPAIGN, Home, Terminal};

fn next_touch(terminal: &mut Terminal, words: &str) {
    terminal.keys("n").until_shown("esc leave").keys(&format!("\x15{words}, tomorrow\r"));
    terminal.until_shown(&format!("next: {words}")).until_shown("safe, saving");
}

/// Both have typed a next touch of one deal before either is in the file; gives the two, the one with the clash first.
fn clashing(home: &Home) -> (Terminal, Terminal) {
    let mut sam = home.start(&["campaign.toml", "--as", "sam"]);
    sam.until_shown("1 of 2");
    let mut maya = home.start(&["campaign.toml", "--as", "maya"]);
    maya.until_shown("1 of 2");
    let state = StateFolder::new(home.state());
    let write = state.lock(&CampaignKey::of(&home.campaign()), "save");
    let held = lock::take(&write, Duration::ZERO).unwrap().expect("nobody writes yet");
    next_touch(&mut sam, "Ring Tom");
    next_touch(&mut maya, "Send the pack");
    drop(held);
    sam.until("the first save", |_| home.text().contains("Ring Tom") || home.text().contains("Send the pack"));
    if home.text().contains("Ring Tom") { (maya, sam) } else { (sam, maya) }
}

/// The words of the one who was second, and of the one who was first.
fn words(home: &Home) -> (&'static str, &'static str) {
    if home.text().contains("Ring Tom") { ("Send the pack", "Ring Tom") } else { ("Ring Tom", "Send the pack") }
}

#[test]
fn the_same_key_set_in_two_consoles_is_decided_in_the_second() {
    let home = Home::with(CAMPAIGN);
    let (mut second, mut first) = clashing(&home);
    let (mine, theirs) = words(&home);
    second.until_shown("1 clash").keys("C").until_shown("CLASHES").until_shown(mine).until_shown(theirs);
    assert!(home.text().contains(theirs) && !home.text().contains(mine), "{}", home.text());
    second.keys("m");
    second.until("the decision in the file", |_| home.text().contains(mine) && !home.text().contains(theirs));
    first.until_shown(mine);
    second.keys("q").until_ended();
    first.keys("q").until_ended();
    assert!(fs::read_to_string(home.campaign()).unwrap().contains(mine));
}

#[test]
fn a_clash_survives_a_kill_and_is_offered_at_the_next_start() {
    let home = Home::with(CAMPAIGN);
    let (mut second, mut first) = clashing(&home);
    let (mine, _) = words(&home);
    second.until_shown("1 clash").signal(Signal::KILL).until_ended();
    first.keys("q").until_ended();
    let mut again = home.start(&["campaign.toml", "--as", "sam"]);
    again.until_shown("1 clash").keys("C").until_shown("CLASHES").keys("m");
    again.until("the decision in the file", |_| home.text().contains(mine)).keys("q").until_ended();
    let mut last = home.start(&["campaign.toml", "--as", "sam"]);
    last.until_shown("1 of 2").until_shown(" saved");
    assert!(!last.shows("clash"), "{}", last.text());
    last.keys("q").until_ended();
}

#[test]
fn a_copy_that_a_sync_left_is_merged_and_put_away() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = home.start(&["campaign.toml"]);
    terminal.until_shown("1 of 2");
    let copy = home.path().join("campaign.sync-conflict-20261120-101010-ABCDEFG.toml");
    fs::write(&copy, format!("{CAMPAIGN}\n[deal.west]\naccount = \"West Stores\"\n")).unwrap();
    terminal.until_shown("another copy of this file lies beside it").keys("M").until_shown("OTHER COPIES").keys("1");
    terminal.until("the deal in the file", |_| home.text().contains("West Stores"));
    assert!(copy.exists());
    terminal.until_shown(" saved").keys("M").until_shown("a backup is kept").keys("1");
    terminal.until("the copy gone", |_| !copy.exists());
    let backups = fs::read_dir(home.state().join("backups")).unwrap();
    let kept = backups.map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap()).collect::<Vec<_>>();
    assert!(kept.iter().any(|text| text.contains("West Stores")), "{kept:?}");
}

#[test]
fn a_message_typed_in_one_console_is_on_the_other_screen_and_what_was_seen_comes_back() {
    let home = Home::with(CAMPAIGN);
    let mut sam = home.start(&["campaign.toml", "--as", "sam"]);
    sam.until_shown("1 of 2");
    let mut maya = home.start(&["campaign.toml", "--as", "maya"]);
    maya.until_shown("1 of 2");
    maya.keys("m").until_shown("esc leave").keys("Ask how Leeds went.\r");
    maya.until_shown("sent to Sam").until_shown("not seen yet");
    sam.until_shown("MESSAGE  Maya, 09:41").until_shown("“Ask how Leeds went.”").keys("\r");
    maya.until_shown("seen 09:41");
    sam.until("the message gone", |terminal| !terminal.shows("MESSAGE"));
    assert!(home.text().contains("text = \"Ask how Leeds went.\"\nseen = "), "{}", home.text());
    sam.keys("q").until_ended();
    maya.keys("q").until_ended();
}
