//! Four at work on one file at once: two by commands, two by typing. Nothing is lost, and whoever reads finds a whole
//! file at every moment.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use crate::terminal::{CAMPAIGN, Home, Terminal};

/// How long one console or command may take for its part.
const PATIENCE: Duration = Duration::from_mins(20);

/// What one of the four writes.
#[derive(Clone, Copy)]
enum Hand {
    /// `codriver add` for each edit.
    Adds,
    /// `codriver set` for each edit.
    Sets,
    /// A console.
    Types,
}

/// Edits in a row on one deal.
const ROW: usize = 25;
/// All hands write on the same deals.
const DEALS: usize = 40;

fn deal(number: usize) -> usize {
    number / ROW % DEALS
}

fn campaign() -> String {
    let deals = (0..DEALS).map(|deal| {
        format!("\n[deal.d{deal:02}]\naccount = \"Account {deal:02}\"\nnext = {{ what = \"Wait\", on = 2027-01-04 }}\n")
    });
    CAMPAIGN.to_owned() + &deals.collect::<String>()
}

fn words(hand: usize, number: usize) -> String {
    format!("hand {hand} wrote {number:05}")
}

/// Runs a command. Where the others kept the file for too long it is refused and says so: that is told, and tried again.
fn run(home: &Home, arguments: &[&str], refused: &AtomicUsize) {
    loop {
        let ended = home.command().args(arguments).output().unwrap();
        match ended.status.code() {
            Some(0) => return,
            Some(3) => refused.fetch_add(1, Ordering::Relaxed),
            _ => panic!("{}", String::from_utf8_lossy(&ended.stderr)),
        };
    }
}

fn add(home: &Home, hand: usize, number: usize, refused: &AtomicUsize) {
    let id = format!("deal.d{:02}.note.hand-{hand}-wrote-{number:05}", deal(number));
    run(home, &["add", "campaign.toml", &id, "at=2027-01-04", &format!("say={}", words(hand, number))], refused);
}

fn set(home: &Home, hand: usize, number: usize, refused: &AtomicUsize) {
    let record = format!("deal.d{:02}", deal(number));
    run(home, &["set", "campaign.toml", &record, &format!("ids.k{number:05}={}", words(hand, number))], refused);
}

/// Types so many notes, a row at once, and then the next when they are in the file.
fn types(home: &Home, hand: usize, edits: usize, edited: &Sender<()>) {
    let mut terminal = home.start(&["campaign.toml", "--as", "maya"]);
    terminal.until_shown("DRIVER");
    let deadline = Instant::now() + PATIENCE;
    let until = |terminal: &mut Terminal, what: &str, is_so: &dyn Fn(&Terminal) -> bool| {
        while !is_so(terminal) {
            assert!(Instant::now() < deadline, "hand {hand} waits for {what}:\n{}", terminal.text());
            terminal.hear(Duration::from_millis(50));
        }
    };
    for first in (0..edits).step_by(ROW) {
        let account = format!("Account {:02}", deal(first));
        terminal.keys("/").keys(&account);
        until(&mut terminal, "the deal found", &|terminal| terminal.shows(&account));
        terminal.keys("\r");
        until(&mut terminal, "the deal", &|terminal| terminal.shows("DRIVER") && terminal.shows(&account));
        let row = first..(first + ROW).min(edits);
        let last = words(hand, row.end - 1);
        for number in row {
            terminal.keys(&format!(":\x15{}, 4 jan\r", words(hand, number)));
        }
        edited.send(()).unwrap();
        // Nobody types on for minutes while nothing is saved: every change of the others is followed by making again all
        // that is not in the file yet.
        until(&mut terminal, &last, &|_| home.text().contains(&last));
        edited.send(()).unwrap();
    }
    until(&mut terminal, "all saved", &|terminal| corner(terminal).ends_with(" saved"));
    terminal.keys("q");
    assert_eq!(terminal.until_ended(), 0);
}

fn corner(terminal: &Terminal) -> String {
    terminal.text().lines().last().unwrap_or_default().trim_end().to_owned()
}

/// Reads after each edit of anybody's, while the others go on; the file is whole whenever it is looked at.
fn look(file: &Path, edits: &Receiver<()>) -> usize {
    let mut looks = 0;
    while edits.recv().is_ok() {
        let text = fs::read_to_string(file).unwrap();
        assert!(toml::from_str::<toml::Table>(&text).is_ok(), "the file is torn:\n{text}");
        looks += 1;
        // What was told while it read, this look has seen.
        while edits.try_recv().is_ok() {}
    }
    looks
}

fn crowd(edits: usize) {
    let home = Home::with(&campaign());
    let hands = [Hand::Adds, Hand::Sets, Hand::Types, Hand::Types];
    let refused = AtomicUsize::new(0);
    let began = Instant::now();
    let (edited, edits_made) = channel();
    let looks = std::thread::scope(|scope| {
        let file = home.campaign();
        let reader = scope.spawn(move || look(&file, &edits_made));
        let writers: Vec<_> = hands
            .into_iter()
            .enumerate()
            .map(|(hand, kind)| {
                let (home, refused, edited) = (&home, &refused, edited.clone());
                scope.spawn(move || {
                    let began = Instant::now();
                    match kind {
                        Hand::Adds => (0..edits).for_each(|number| {
                            add(home, hand, number, refused);
                            edited.send(()).unwrap();
                        }),
                        Hand::Sets => (0..edits).for_each(|number| {
                            set(home, hand, number, refused);
                            edited.send(()).unwrap();
                        }),
                        Hand::Types => types(home, hand, edits, &edited),
                    }
                    println!("hand {hand}: {edits} edits in {:?}", began.elapsed());
                })
            })
            .collect();
        // The reader ends with the last who writes, however that one ends.
        drop(edited);
        let outcomes: Vec<_> = writers.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        // A torn file is why the others ended, and told first.
        let looks = reader.join().unwrap();
        for outcome in outcomes {
            outcome.unwrap();
        }
        looks
    });
    let refused = refused.into_inner();
    println!("{} edits in {:?}; read {looks} times; {refused} tries refused", edits * 4, began.elapsed());

    let text = home.text();
    let table: toml::Table = toml::from_str(&text).unwrap();
    let mut times = BTreeMap::<&str, usize>::new();
    let deals = table["deal"].as_table().unwrap().values();
    for record in deals.flat_map(|deal| [deal.get("note"), deal.get("ids")]).flatten() {
        for value in record.as_table().unwrap().values() {
            let said = value.get("say").unwrap_or(value).as_str().unwrap();
            *times.entry(said).or_default() += 1;
        }
    }
    let wanted = (0..4).flat_map(|hand| (0..edits).map(move |number| words(hand, number)));
    let lost: Vec<String> = wanted.filter(|words| times.remove(words.as_str()) != Some(1)).collect();
    assert!(lost.is_empty(), "lost or made twice: {lost:?}");
    assert!(times.is_empty(), "nobody wrote {times:?}");
    let check = home.command().args(["check", "campaign.toml"]).output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
}

/// `CODRIVER_EDITS` asks for more edits of each.
#[test]
fn four_at_work_on_one_file_lose_nothing() {
    let asked = std::env::var("CODRIVER_EDITS").ok().map(|edits| edits.parse().unwrap());
    crowd(asked.unwrap_or(100));
}
