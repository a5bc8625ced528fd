//! Saving fails: the screen says so honestly, the file stays whole, and what was typed is in it as soon as that is
//! possible.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use rustix::process::{Resource, Rlimit, Signal, prlimit};

use crate::terminal::{CAMPAIGN, Home, Terminal};

const EDIT: &str = "Ask for the price";

fn type_an_edit(terminal: &mut Terminal) {
    terminal.keys("n").until_shown("esc leave").keys(&format!("\x15{EDIT}, tomorrow\r"));
}

/// The console is there, with its journal.
fn opened(home: &Home, file: &str) -> Terminal {
    let mut terminal = home.start(&[file]);
    terminal.until_shown("1 of 2");
    let journals = home.state().join("journals");
    terminal.until("a journal", |_| fs::read_dir(&journals).is_ok_and(|mut journals| journals.next().is_some()));
    terminal
}

/// The edit is in the file, and the screen says so.
fn arrives(home: &Home, terminal: &mut Terminal) {
    terminal.until("the edit in the file", |_| home.text().contains(EDIT));
    terminal.until("all saved", |terminal| corner(terminal).ends_with(" saved"));
    terminal.until("nothing left beside the file", |_| {
        let names = fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name());
        names.filter(|name| name.to_string_lossy().starts_with(".codriver")).count() == 0
    });
}

fn corner(terminal: &Terminal) -> String {
    terminal.text().lines().last().unwrap_or_default().trim_end().to_owned()
}

/// No file of the program may be longer than this: a disk without room.
fn leave_room(terminal: &Terminal, bytes: Option<u64>) {
    let limit = Rlimit { current: bytes, maximum: None };
    prlimit(Some(terminal.program()), Resource::Fsize, limit).unwrap();
}

/// A campaign that needs more room than a journal.
fn large() -> String {
    format!("{CAMPAIGN}{}", "# This line takes room in the file and says nothing at all.\n".repeat(2000))
}

#[test]
fn on_a_full_disk_an_edit_is_kept_safe_and_saved_when_there_is_room() {
    let home = Home::with(&large());
    let mut terminal = opened(&home, "campaign.toml");
    leave_room(&terminal, Some(90_000));
    type_an_edit(&mut terminal);
    terminal.until_shown("not saved, kept safe").until_shown("not saved: cannot write in");
    assert_eq!(home.text(), large());
    leave_room(&terminal, None);
    arrives(&home, &mut terminal);
}

#[test]
fn where_not_even_the_journal_has_room_the_edit_is_told_to_be_unsafe() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = opened(&home, "campaign.toml");
    leave_room(&terminal, Some(0));
    type_an_edit(&mut terminal);
    terminal.until_shown("not saved, not safe");
    assert_eq!(home.text(), CAMPAIGN);
    leave_room(&terminal, None);
    arrives(&home, &mut terminal);
}

#[test]
fn an_edit_that_can_be_kept_nowhere_is_told_to_be_lost_at_the_end() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = opened(&home, "campaign.toml");
    leave_room(&terminal, Some(0));
    type_an_edit(&mut terminal);
    terminal.until_shown("not saved, not safe").keys("q").until_ended();
    terminal.until_shown("your last edits could not be kept");
    assert_eq!(home.text(), CAMPAIGN);
}

#[test]
fn an_edit_after_one_that_is_not_safe_is_not_called_safe_either() {
    // The first edit finds no room anywhere; then there is room for the journal, but not for the file.
    let home = Home::with(&large());
    let mut terminal = opened(&home, "campaign.toml");
    leave_room(&terminal, Some(0));
    type_an_edit(&mut terminal);
    terminal.until_shown("not saved, not safe");
    leave_room(&terminal, Some(90_000));
    terminal.keys(":\x15Second edit\r").until_shown("Second edit").hear(Duration::from_millis(300));
    assert!(corner(&terminal).ends_with("not saved, not safe"), "{}", terminal.text());
    leave_room(&terminal, None);
    arrives(&home, &mut terminal);
    assert!(home.text().contains("Second edit"), "{}", home.text());
}

#[test]
fn in_a_folder_that_is_read_only_an_edit_is_kept_safe_and_saved_when_it_is_not() {
    let home = Home::with(CAMPAIGN).without_root_rights();
    let mut terminal = opened(&home, "campaign.toml");
    fs::set_permissions(home.path(), Permissions::from_mode(0o555)).unwrap();
    type_an_edit(&mut terminal);
    terminal.until_shown("not saved, kept safe").until_shown("permission denied; make the folder writable");
    assert_eq!(home.text(), CAMPAIGN);
    fs::set_permissions(home.path(), Permissions::from_mode(0o755)).unwrap();
    arrives(&home, &mut terminal);
}

#[test]
fn a_file_that_may_not_be_read_any_more_keeps_the_edit_safe_until_it_may() {
    let home = Home::with(CAMPAIGN).without_root_rights();
    let mut terminal = opened(&home, "campaign.toml");
    fs::set_permissions(home.campaign(), Permissions::from_mode(0o000)).unwrap();
    type_an_edit(&mut terminal);
    terminal.until_shown("not saved, kept safe").until_shown("permission denied");
    fs::set_permissions(home.campaign(), Permissions::from_mode(0o640)).unwrap();
    arrives(&home, &mut terminal);
    let mode = fs::metadata(home.campaign()).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o640, "the mode of the file is kept");
}

#[test]
fn a_file_that_turns_read_only_in_a_folder_that_is_not_is_still_replaced_and_stays_read_only() {
    let home = Home::with(CAMPAIGN).without_root_rights();
    let mut terminal = opened(&home, "campaign.toml");
    fs::set_permissions(home.campaign(), Permissions::from_mode(0o444)).unwrap();
    type_an_edit(&mut terminal);
    arrives(&home, &mut terminal);
    let mode = fs::metadata(home.campaign()).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o444, "the mode of the file is kept");
}

#[test]
fn an_edit_of_a_file_that_was_deleted_is_kept_and_made_when_it_is_back() {
    let home = Home::with(CAMPAIGN);
    let mut terminal = opened(&home, "campaign.toml");
    fs::remove_file(home.campaign()).unwrap();
    terminal.until_shown("the file is gone");
    type_an_edit(&mut terminal);
    terminal.until_shown("kept");
    assert!(!home.campaign().exists(), "a file that somebody deleted is not made anew");
    fs::write(home.campaign(), CAMPAIGN).unwrap();
    arrives(&home, &mut terminal);
}

#[test]
fn an_edit_goes_into_the_folder_that_took_the_place_of_the_old_one() {
    let home = Home::new();
    let [work, old] = ["work", "old"].map(|name| home.path().join(name));
    fs::create_dir(&work).unwrap();
    fs::write(work.join("campaign.toml"), CAMPAIGN).unwrap();
    let mut terminal = opened(&home, "work/campaign.toml");
    fs::rename(&work, &old).unwrap();
    type_an_edit(&mut terminal);
    terminal.until("word that the file is gone", |terminal| terminal.shows("gone") || terminal.shows("not saved"));
    fs::create_dir(&work).unwrap();
    fs::write(work.join("campaign.toml"), CAMPAIGN.replace("Spring push", "Summer push")).unwrap();
    let text = || fs::read_to_string(work.join("campaign.toml")).unwrap_or_default();
    terminal.until("the edit in the new file", |_| text().contains(EDIT)).until_shown("SUMMER PUSH");
    assert!(text().contains("Summer push"), "{}", text());
    assert_eq!(fs::read_to_string(old.join("campaign.toml")).unwrap(), CAMPAIGN);
}

#[test]
fn a_slow_disk_keeps_no_key_waiting_and_nothing_is_called_saved_before_it_is() {
    let home = Home::with(CAMPAIGN).set("CODRIVER_FAULT", "disk");
    let mut terminal = opened(&home, "campaign.toml");
    type_an_edit(&mut terminal);
    terminal.until_shown("safe, saving");
    let began = Instant::now();
    terminal.keys("j").until_shown("2 of 2").keys("k").until_shown("1 of 2");
    assert!(began.elapsed() < Duration::from_secs(1), "keys waited {:?} for the disk", began.elapsed());
    assert!(!home.text().contains(EDIT));
    arrives(&home, &mut terminal);
}

#[test]
fn an_edit_on_a_slow_disk_survives_a_kill() {
    let home = Home::with(CAMPAIGN).set("CODRIVER_FAULT", "disk");
    let mut terminal = opened(&home, "campaign.toml");
    type_an_edit(&mut terminal);
    terminal.until_shown("safe, saving").signal(Signal::KILL).until_ended();
    assert_eq!(home.text(), CAMPAIGN);
    let mut terminal = opened(&home, "campaign.toml");
    terminal.until_shown("1 edit of an earlier session was not in the file yet; it is now");
    arrives(&home, &mut terminal);
}
