//! What survives when the process is killed: the tests run themselves again as the process that dies.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use portable_pty::{CommandBuilder, NativePtySystem, PtySize, PtySystem};

use super::clock::monotonic;
use super::folders::{CampaignKey, StateFolder};
use super::guard::Guard;
use super::saver::{Applied, Finished, Report, Rhythm, Saver};
use super::shelf::{Kept, Shelf};
use super::store::Store;

const PATIENCE: Duration = Duration::from_secs(20);
/// Names the folder that a child works in; without it the tests that are children do nothing.
const FOLDER: &str = "CODRIVER_CRASH_TEST";
const KILLS: usize = 120;

/// Appends each number as a line, but for every fifth, which clashes.
#[expect(clippy::unnecessary_wraps, reason = "the saver allows it to fail")]
fn append(bytes: &[u8], numbers: &[u64]) -> Result<Applied<u64>, String> {
    let mut bytes = bytes.to_vec();
    let mut clashes = Vec::new();
    for (index, number) in numbers.iter().enumerate() {
        if clashing(*number) {
            clashes.push((index, *number));
        } else {
            writeln!(bytes, "{number}").unwrap();
        }
    }
    Ok(Applied { bytes, clashes })
}

const fn clashing(number: u64) -> bool {
    number.is_multiple_of(5)
}

fn saver(folder: &Path, report: impl Fn(Report<u64>) + Send + Sync + 'static) -> Saver<u64> {
    let state = StateFolder::new(folder.join("state"));
    let store = Store::new(folder.join("campaigns/q1.toml"), Some(state.clone()));
    let rhythm = Rhythm { quiet: Duration::from_micros(300), at_most: Duration::from_millis(1) };
    Saver::start_in(rhythm, store, Some(state), append, report)
}

#[expect(clippy::disallowed_methods, reason = "the parent talks to its children by the environment")]
fn folder() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(PathBuf::from)
}

#[expect(clippy::disallowed_methods, reason = "the parent starts its children")]
fn child(test: &str, folder: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Not a test but the process that is killed: saves numbers and prints each that was told to be safe.
#[test]
#[expect(clippy::disallowed_methods, reason = "tests read files")]
fn child_that_saves() {
    let Some(folder) = folder() else { return };
    let (sender, safe) = channel();
    let mut saver = saver(&folder, move |report| {
        if let Report::Safe(_) = report {
            let _ = sender.send(());
        }
    });
    let mut out = std::io::stdout();
    let first: u64 = fs::read_to_string(folder.join("first")).unwrap().parse().unwrap();
    for number in first..first + 1000 {
        saver.save(vec![number]);
        safe.recv_timeout(PATIENCE).unwrap();
        writeln!(out, "\nsafe {number}").unwrap();
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "tests write files")]
fn what_was_told_to_be_safe_is_in_the_file_or_waits_exactly_once_however_often_the_process_is_killed() {
    let seed = fastrand::u64(..);
    let mut random = fastrand::Rng::with_seed(seed);
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("campaigns/q1.toml");
    fs::create_dir(place.path().join("campaigns")).unwrap();
    fs::write(&file, "").unwrap();

    let mut told = Vec::new();
    let mut foreign = 0;
    for round in 0..KILLS {
        fs::write(place.path().join("first"), format!("{}", round * 1000)).unwrap();
        let mut child = child("runtime::crash_tests::child_that_saves", place.path());
        let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut wanted = random.usize(0..25);
        while wanted > 0 {
            let line = output.next().unwrap().unwrap();
            if let Some(number) = line.strip_prefix("safe ") {
                told.push(number.parse::<u64>().unwrap());
                wanted -= 1;
            }
        }
        // Killed anywhere between two edits, and with none anywhere in the start.
        let moment = monotonic() + Duration::from_micros(random.u64(0..3000));
        while monotonic() < moment {}
        child.kill().unwrap();
        child.wait().unwrap();
        let rest = output.map_while(Result::ok).filter_map(|line| line.strip_prefix("safe ")?.parse::<u64>().ok());
        told.extend(rest);
        // Somebody else writes while nobody is there, as after a crash with an editor open.
        if random.bool() {
            foreign += 1;
            let text = fs::read_to_string(&file).unwrap();
            fs::write(&file, format!("# theirs {foreign}\n{text}")).unwrap();
        }
    }

    let (sender, kept) = channel();
    let mut last = saver(place.path(), move |report| {
        if let Report::Kept(_) | Report::Failed { .. } = report {
            drop(sender.send(format!("{report:?}")));
        }
    });
    last.save(vec![u64::MAX - 1]);
    assert_eq!(last.finish(PATIENCE), Finished::Saved);
    assert_eq!(kept.try_recv().ok(), None);

    let text = fs::read_to_string(&file).unwrap();
    let mut times: HashMap<u64, usize> = HashMap::new();
    let waiting: Vec<Kept<u64>> =
        Shelf::new(StateFolder::new(place.path().join("state")), CampaignKey::of(&file)).all().unwrap();
    let waiting = waiting.into_iter().map(|kept| kept.clash);
    for number in text.lines().filter_map(|line| line.parse().ok()).chain(waiting) {
        *times.entry(number).or_default() += 1;
    }
    assert!(told.len() > KILLS, "only {} edits with seed {seed}", told.len());
    let missing: Vec<_> = told.iter().filter(|number| !times.contains_key(number)).collect();
    assert!(missing.is_empty(), "lost {missing:?} with seed {seed}");
    let twice: Vec<_> = times.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "made more than once: {twice:?} with seed {seed}");
    assert_eq!(text.lines().filter(|line| line.starts_with("# theirs")).count(), foreign);
    let files = fs::read_dir(file.parent().unwrap()).unwrap().count();
    assert_eq!(files, 1, "something is left beside the file");
    let journals = fs::read_dir(place.path().join("state/journals")).unwrap().count();
    assert!(journals <= 1, "journals of killed processes are left");
}

/// Not a test but the process whose terminal is looked at.
#[test]
fn child_that_panics_in_full_screen() {
    if folder().is_none() {
        return;
    }
    let guard = Guard::enter().unwrap();
    guard.catch_panics(|_| {});
    panic!("the deal is off");
}

#[test]
fn a_panic_leaves_the_full_screen_before_its_message() {
    let pair = NativePtySystem::default().openpty(PtySize::default()).unwrap();
    let before = pair.master.get_termios().unwrap();
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--exact", "runtime::crash_tests::child_that_panics_in_full_screen", "--nocapture"]);
    command.env(FOLDER, "/");
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut child = pair.slave.spawn_command(command).unwrap();
    child.wait().unwrap();
    let after = pair.master.get_termios().unwrap();
    drop(pair.slave);
    let mut screen = Vec::new();
    // The end of a pseudo-terminal is an error on some systems.
    drop(reader.read_to_end(&mut screen));
    let screen = String::from_utf8_lossy(&screen);
    let at = |text: &str| screen.find(text).unwrap_or_else(|| panic!("no {text:?} in {screen:?}"));
    assert!(at("\x1b[?1049h") < at("\x1b[?1049l"));
    assert!(at("\x1b[?1049l") < at("the deal is off"));
    assert!(before == after, "the terminal's mode has changed");
}
