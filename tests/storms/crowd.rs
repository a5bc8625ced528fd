//! Four at work on one file at once: two by commands, two by typing. Nothing is lost, and whoever reads finds a whole
//! file at every moment.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::CAMPAIGN;
use crate::terminal::{Home, Terminal};

/// How long one console or command may take for its part.
const PATIENCE: Duration = Duration::from_secs(1200);

/// What one of the four writes.
#[derive(Clone, Copy)]
enum Hand {
    /// `codriver add` for each edit.
    Adds,
    /// `codriver set` for each edit.
    Sets,
    /// A console at the first deal.
    Types(&'static str),
}

fn deal(hand: usize) -> String {
    format!("hand-{hand}")
}

/// The campaign, with a deal for each hand, so that what is counted is what that hand wrote; all write one file.
fn campaign() -> String {
    let deals = (0..4).map(|hand| format!("\n[deal.{0}]\naccount = \"{0}\"\nnext = \"Wait\"\n", deal(hand)));
    CAMPAIGN.to_owned() + &deals.collect::<String>()
}

fn words(hand: usize, number: usize) -> String {
    format!("hand {hand} wrote {number:05}")
}

fn add(home: &Home, hand: usize, number: usize) {
    let id = format!("deal.{}.note.n{number:05}-x", deal(hand));
    let say = format!("say={}", words(hand, number));
    let ended = home.command().args(["add", "campaign.toml", &id, "at=2027-01-04", &say]).output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
}

/// Values that are set one after the other in keys of their own.
fn set(home: &Home, hand: usize, number: usize) {
    let record = format!("deal.{}", deal(hand));
    let value = format!("ids.k{number:05}={}", words(hand, number));
    let ended = home.command().args(["set", "campaign.toml", &record, &value]).output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
}

/// Types so many notes, and returns what the screen told to be refused.
fn types(home: &Home, hand: usize, account: &str, edits: usize) {
    let mut terminal = home.start(&["campaign.toml", "--as", "maya"]);
    terminal.until_shown("DRIVER");
    terminal.keys("/").until_shown("esc").keys(account).until("the deal found", |terminal| terminal.shows(account));
    terminal.keys("\r").until("the deal on the screen", |terminal| terminal.shows(account));
    let deadline = Instant::now() + PATIENCE;
    let mut number = 0;
    while number < edits {
        // As fast as the screen follows: the next few when the last of these is on it.
        let few = (edits - number).min(25);
        for _ in 0..few {
            terminal.keys(&format!(":\x15{}, 4 jan\r", words(hand, number)));
            number += 1;
        }
        let last = format!("note `hand-{hand}-wrote-{:05}`", number - 1);
        while !terminal.shows(&last) && !terminal.shows("saved") {
            assert!(Instant::now() < deadline, "hand {hand} at {number}:\n{}", terminal.text());
            terminal.hear(Duration::from_millis(50));
        }
    }
    while !corner(&terminal).ends_with(" saved") {
        assert!(Instant::now() < deadline, "hand {hand} at the end:\n{}", terminal.text());
        terminal.hear(Duration::from_millis(50));
    }
    terminal.keys("q");
    assert_eq!(terminal.until_ended(), 0);
}

fn corner(terminal: &Terminal) -> String {
    terminal.text().lines().last().unwrap_or_default().trim_end().to_owned()
}

/// Reads all the time; the file is whole whenever it is looked at.
fn look(file: &Path, ended: &AtomicBool, looks: &AtomicUsize) {
    while !ended.load(Ordering::Relaxed) {
        let text = fs::read_to_string(file).unwrap();
        assert!(toml::from_str::<toml::Table>(&text).is_ok(), "the file is torn:\n{text}");
        looks.fetch_add(1, Ordering::Relaxed);
        // Whoever reads without a pause takes half of a small machine away from those who write.
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn crowd(edits: usize) {
    let home = Home::with(&campaign());
    let hands = [Hand::Adds, Hand::Sets, Hand::Types("hand-2"), Hand::Types("hand-3")];
    let (ended, looks) = (AtomicBool::new(false), AtomicUsize::new(0));
    let began = Instant::now();
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| look(&home.campaign(), &ended, &looks));
        let writers: Vec<_> = hands
            .into_iter()
            .enumerate()
            .map(|(hand, kind)| {
                let home = &home;
                scope.spawn(move || {
                    let began = Instant::now();
                    match kind {
                        Hand::Adds => (0..edits).for_each(|number| add(home, hand, number)),
                        Hand::Sets => (0..edits).for_each(|number| set(home, hand, number)),
                        Hand::Types(account) => types(home, hand, account, edits),
                    }
                    println!("hand {hand}: {edits} edits in {:?}", began.elapsed());
                })
            })
            .collect();
        // The reader has to be told of the end in any case.
        let outcomes: Vec<_> = writers.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        ended.store(true, Ordering::Relaxed);
        outcomes.into_iter().for_each(|outcome| outcome.unwrap());
        reader.join().unwrap();
    });
    println!("{} edits in {:?}; looked at {} times", edits * 4, began.elapsed(), looks.load(Ordering::Relaxed));

    let text = home.text();
    let table: toml::Table = toml::from_str(&text).unwrap();
    let mut missing = BTreeMap::<usize, Vec<usize>>::new();
    for hand in 0..4 {
        let deal = &table["deal"][&deal(hand)];
        let mut found: Vec<&str> = match hands[hand] {
            Hand::Sets => deal["ids"].as_table().unwrap().values().filter_map(toml::Value::as_str).collect(),
            _ => deal["note"].as_table().unwrap().values().filter_map(|note| note["say"].as_str()).collect(),
        };
        found.sort_unstable();
        let all = found.len();
        found.dedup();
        assert_eq!(found.len(), all, "hand {hand}: something is there twice");
        let is_missing = |number: &usize| found.binary_search(&words(hand, *number).as_str()).is_err();
        let lost: Vec<usize> = (0..edits).filter(is_missing).collect();
        if !lost.is_empty() {
            missing.insert(hand, lost);
        }
    }
    assert!(missing.is_empty(), "lost by hand: {missing:?}");
    let check = home.command().args(["check", "campaign.toml"]).output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
}

#[test]
fn four_at_work_on_one_file_lose_nothing() {
    crowd(100);
}

#[test]
#[ignore = "some minutes: `.ci/run` asks for it by name"]
fn four_who_make_ten_thousand_edits_on_one_file_lose_nothing() {
    crowd(2_500);
}
