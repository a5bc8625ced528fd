//! The program is killed at random moments while somebody types: what the screen showed as safe or saved is in the file
//! once, in the end, and the file is whole at every moment.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::terminal::{CAMPAIGN, Home, Terminal};

/// Kills in all.
const KILLS: usize = 320;
/// Kills of one campaign, before it is looked at as a whole.
const KILLS_OF_ONE: usize = 20;
/// So many campaigns are worked on at once.
const HANDS: usize = 2;

/// One campaign, and what its person was promised.
struct Campaign {
    home: Home,
    random: fastrand::Rng,
    typed: usize,
    /// Notes whose words stood on the screen while its corner said that all is safe or saved.
    promised: BTreeSet<String>,
    theirs: usize,
}

fn words(number: usize) -> String {
    format!("edit {number:05} was typed")
}

impl Campaign {
    /// Starts the program, types, and kills it; sometimes before it shows anything.
    fn kill_once(&mut self) {
        let mut terminal = self.home.start(&["campaign.toml", "--as", "maya"]);
        let wanted = self.random.usize(0..5);
        let mut waiting = BTreeSet::new();
        if self.random.u8(0..8) == 0 {
            terminal.until("the program in the foreground", Terminal::is_running);
        } else {
            terminal.until_shown("1 of 2");
            // One after the other, or all at once.
            let at_once = self.random.bool();
            for _ in 0..wanted {
                self.typed += 1;
                waiting.insert(self.typed);
                terminal.keys(&format!(":\x15{}\r", words(self.typed)));
                if !at_once {
                    let typed = words(self.typed);
                    // Other news may have taken the line's place.
                    let deadline = Instant::now() + Duration::from_millis(300);
                    while !self.promised.contains(&typed) && Instant::now() < deadline {
                        terminal.hear(Duration::from_millis(10));
                        self.look(&terminal, &waiting);
                    }
                }
            }
        }
        let moment = Instant::now() + Duration::from_micros(self.random.u64(0..[2_000, 30_000, 300_000][wanted % 3]));
        while Instant::now() < moment {
            terminal.hear(moment.saturating_duration_since(Instant::now()));
            self.look(&terminal, &waiting);
        }
        terminal.signal(Signal::KILL);
        // What it wrote before it died was on the screen.
        while terminal.shell_says().is_none() {
            terminal.hear(Duration::from_secs(10));
            self.look(&terminal, &waiting);
        }
        self.check_at_rest();
        if self.random.u8(0..4) == 0 {
            self.theirs += 1;
            fs::write(self.home.campaign(), format!("# theirs {}\n{}", self.theirs, self.home.text())).unwrap();
        }
    }

    /// Takes down what the screen promises: only a whole frame counts.
    fn look(&mut self, terminal: &Terminal, waiting: &BTreeSet<usize>) {
        if terminal.is_on(2026) {
            return;
        }
        let text = terminal.text();
        let corner = text.lines().last().unwrap_or_default().trim_end();
        if !(corner.ends_with(" saved") || corner.ends_with(" safe, saving")) {
            return;
        }
        if let Some(last) = waiting.iter().rev().find(|number| text.contains(&shown(**number))) {
            self.promised.extend(waiting.range(..=*last).map(|number| words(*number)));
        }
    }

    /// The file is whole, and what was promised is in it or in a journal.
    fn check_at_rest(&self) {
        let text = self.home.text();
        assert!(toml::from_str::<toml::Table>(&text).is_ok(), "the file is torn:\n{text}");
        let mut journals = Vec::new();
        if let Ok(folder) = fs::read_dir(self.home.state().join("journals")) {
            for journal in folder {
                journals.extend(fs::read(journal.unwrap().path()).unwrap());
            }
        }
        let journals = String::from_utf8_lossy(&journals);
        for words in &self.promised {
            assert!(text.contains(words) || journals.contains(words), "`{words}` is nowhere");
        }
    }

    /// After a start that nobody interrupts everything is in the file, once.
    fn check_at_the_end(&self) -> usize {
        let mut terminal = self.home.start(&["campaign.toml", "--as", "maya"]);
        terminal.until_shown("1 of 2");
        terminal.until("what was promised in the file, and nothing beside it", |_| {
            let text = self.home.text();
            self.promised.iter().all(|words| text.contains(words)) && self.left_beside() == 0
        });
        terminal.keys("q");
        assert_eq!(terminal.until_ended(), 0);
        let text = self.home.text();
        let table: toml::Table = toml::from_str(&text).unwrap();
        let notes = table["deal"]["northwind"].get("note").and_then(toml::Value::as_table);
        let mut times = BTreeMap::<&str, usize>::new();
        for note in notes.into_iter().flat_map(toml::Table::values) {
            *times.entry(note["say"].as_str().unwrap()).or_default() += 1;
        }
        let twice: Vec<_> = times.iter().filter(|(_, times)| **times > 1).collect();
        assert!(twice.is_empty(), "made more than once: {twice:?}");
        let missing: Vec<_> = self.promised.iter().filter(|words| !times.contains_key(words.as_str())).collect();
        assert!(missing.is_empty(), "lost: {missing:?}");
        assert_eq!(text.lines().filter(|line| line.starts_with("# theirs ")).count(), self.theirs);
        self.promised.len()
    }

    /// How many files of interrupted saves stand beside the campaign.
    fn left_beside(&self) -> usize {
        let names = fs::read_dir(self.home.path()).unwrap().map(|entry| entry.unwrap().file_name());
        names.filter(|name| name.to_string_lossy().starts_with(".codriver")).count()
    }
}

/// What the line above the footer says of a note.
fn shown(number: usize) -> String {
    format!("note `edit-{number:05}-was-typed` is on the road")
}

#[test]
fn what_the_screen_showed_as_safe_is_in_the_file_once_however_often_the_program_is_killed() {
    let seed =
        std::env::var("CODRIVER_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(|| fastrand::u64(..));
    println!("seed {seed}; set CODRIVER_SEED to it to see the same again");
    let began = Instant::now();
    let promised: usize = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS)
            .map(|hand| {
                scope.spawn(move || {
                    let campaigns = KILLS / KILLS_OF_ONE / HANDS;
                    let work = |number: usize| {
                        let seed = seed.wrapping_add((hand * campaigns + number) as u64);
                        let mut campaign = Campaign {
                            home: Home::with(CAMPAIGN),
                            random: fastrand::Rng::with_seed(seed),
                            typed: 0,
                            promised: BTreeSet::new(),
                            theirs: 0,
                        };
                        (0..KILLS_OF_ONE).for_each(|_| campaign.kill_once());
                        campaign.check_at_the_end()
                    };
                    (0..campaigns).map(work).sum::<usize>()
                })
            })
            .collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).sum()
    });
    println!("{KILLS} kills, {promised} edits promised, {:?}", began.elapsed());
    assert!(promised > KILLS / 2, "only {promised} edits were promised with seed {seed}");
}
