//! `watch`: the real process, with a clock that stands still or the machine's own. Nothing here sleeps: a test waits
//! for what the watch says.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};
use std::time::Duration;

use codriver::runtime::folders::{CampaignKey, StateFolder};
use codriver::runtime::lock;
use rustix::process::{Pid, Signal, kill_process};

use super::{CAMPAIGN, Ended, Place};

/// The minute in which the note of the campaign is called.
const DUE: &str = "2026-11-20T11:30:00+00:00";

/// A watch for one tick.
fn once(place: &Place, more: &[&str]) -> Ended {
    let arguments: Vec<&str> = ["watch", "c.toml", "--once", "--now", DUE].iter().chain(more).copied().collect();
    place.run(&arguments)
}

/// A watch that goes on until it is told to stop.
struct Watching {
    child: Child,
    out: BufReader<ChildStdout>,
    err: BufReader<ChildStderr>,
}

impl Watching {
    fn start(place: &Place, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_codriver"))
            .args(["watch", "c.toml"])
            .args(more)
            .current_dir(place.0.path())
            .env_clear()
            .env("HOME", place.0.path())
            .env("PATH", "/usr/bin:/bin")
            .env("TZ", "UTC")
            .env("CODRIVER_STATE_DIR", place.file("state"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let err = BufReader::new(child.stderr.take().unwrap());
        Self { child, out, err }
    }

    /// Waits for a line of standard error that holds these words.
    #[track_caller]
    fn until_told(&mut self, words: &str) -> String {
        let mut told = String::new();
        loop {
            let mut line = String::new();
            assert!(self.err.read_line(&mut line).unwrap() > 0, "expected {words:?}, found the end of\n{told}");
            if line.contains(words) {
                return line;
            }
            told += &line;
        }
    }

    /// Waits for a line of standard output.
    fn printed(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    fn ended(mut self) -> Ended {
        let (mut out, mut err) = (String::new(), String::new());
        self.out.read_to_string(&mut out).unwrap();
        self.err.read_to_string(&mut err).unwrap();
        Ended { code: self.child.wait().unwrap().code().unwrap(), out, err }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A program that writes what it is given beside the campaign, and is done when that is there.
const KEEP: &str = "/bin/sh -c 'cat > given.new && mv given.new given'";

#[test]
fn one_tick_prints_the_call_and_writes_it_into_the_file() {
    let place = Place::new();
    let ended = once(&place, &[]);
    let expected = "\
Fri 20 Nov 11:30  Northwind Traders: L4 #price  (sam)
         Theirs, prepare before the next contact, price.
         “Anchor on the cost per store.”
         price Mon 23 Nov 11:00, in 1 wd; grade 4 takes 8 wh, 8 wh left
";
    assert_eq!((ended.code, ended.out.as_str()), (0, expected), "{}", ended.err);
    assert_eq!(ended.err, "codriver: calling as sam, driver\n");
    assert!(place.text().contains("called = 2026-11-20T11:30:00Z\nby = \"sam\""), "{}", place.text());
    assert!(place.text().starts_with(CAMPAIGN.split_once("[deal.harbour]").unwrap().0), "{}", place.text());
}

#[test]
fn a_second_tick_of_the_same_minute_calls_nothing_again() {
    let place = Place::new();
    once(&place, &[]);
    assert_eq!(once(&place, &[]).out, "");
}

#[test]
fn programs_get_one_object_a_line() {
    let json = once(&Place::new(), &["--format", "json"]).json();
    assert_eq!(
        (&json["deal"], &json["note"], &json["occasion"]),
        (&"northwind".into(), &"price".into(), &"called".into())
    );
    assert_eq!(json["speech"], "Theirs, prepare before the next contact, price.");
    assert_eq!(json["say"], "Anchor on the cost per store.");
}

#[test]
fn who_sits_in_no_seat_is_told_what_is_due_and_nothing_is_written() {
    let text = CAMPAIGN.replace("[stage.discovery]", "[crew.tom]\nseat = \"driver\"\n[stage.discovery]");
    let text = text.replace("stage = \"discovery\"\n", "stage = \"discovery\"\ndriver = \"sam\"\n");
    let place = Place::with(&text);
    let ended = once(&place, &[]);
    assert!(ended.out.starts_with("Fri 20 Nov 11:30  due  Northwind Traders: L4 #price"), "{ended:?}");
    assert!(ended.err.contains("looking on: "), "{}", ended.err);
    assert_eq!(place.text(), text);
}

#[test]
fn a_program_gets_the_call_as_json_on_its_standard_input() {
    let place = Place::new();
    once(&place, &["--exec", KEEP]);
    let given: serde_json::Value = serde_json::from_str(&fs::read_to_string(place.file("given")).unwrap()).unwrap();
    assert_eq!((&given["account"], &given["shorthand"]), (&"Northwind Traders".into(), &"L4 #price".into()));
}

#[test]
fn no_text_of_the_file_is_seen_by_a_shell_or_a_terminal() {
    let hostile = CAMPAIGN
        .replace("Northwind Traders", "$(touch owned)`touch owned`; touch owned")
        .replace("Anchor on", "'; touch owned; \\u001b[2J");
    let place = Place::with(&hostile);
    let ended = once(&place, &["--exec", "cat"]);
    assert!(!place.file("owned").exists());
    assert!(ended.out.contains("$(touch owned)") && !ended.out.contains('\u{1b}'), "{}", ended.out);
}

#[test]
fn what_a_program_prints_is_not_mistaken_for_a_call() {
    let ended = once(&Place::new(), &["--format", "json", "--exec", "echo from-the-program"]);
    assert!(ended.err.contains("from-the-program") && !ended.out.contains("from-the-program"), "{ended:?}");
}

#[test]
fn a_program_that_fails_or_is_missing_is_told_and_the_call_stands() {
    for (command, told) in [
        ("sh -c 'exit 4'", "codriver: `sh` failed: exit status: 4\n"),
        ("no-such-program", "codriver: cannot run `no-such-program`: no such file or directory\n"),
    ] {
        let place = Place::new();
        let ended = once(&place, &["--exec", command]);
        assert_eq!(ended.code, 0);
        assert!(ended.err.contains(told), "{}", ended.err);
        assert!(place.text().contains("[[deal.northwind.call_log]]"));
    }
}

#[test]
fn a_command_that_cannot_be_read_is_refused_before_anything_is_called() {
    let place = Place::new();
    once(&place, &["--exec", "x 'y"]).refused(3, &["--exec: expected a closing `'`, found the end"]);
    assert_eq!(place.text(), CAMPAIGN);
}

#[test]
fn a_signal_stops_it_with_everything_in_the_file() {
    for signal in [Signal::TERM, Signal::INT] {
        let place = Place::new();
        let mut watching = Watching::start(&place, &["--now", DUE]);
        assert!(watching.printed().contains("L4 #price"));
        watching.signal(signal);
        let ended = watching.ended();
        assert_eq!(ended.code, 0, "{ended:?}");
        assert!(place.text().contains("[[deal.northwind.call_log]]"), "{}", place.text());
        let journals = fs::read_dir(place.file("state").join("journals")).map_or(0, Iterator::count);
        assert_eq!(journals, 0, "nothing is left to be written");
    }
}

#[test]
fn a_program_that_hangs_keeps_neither_calls_nor_the_end_waiting() {
    let place = Place::new();
    // It waits until somebody opens the other end.
    let gate = place.file("gate");
    rustix::fs::mkfifoat(rustix::fs::CWD, &gate, rustix::fs::Mode::RWXU).unwrap();
    let mut watching = Watching::start(&place, &["--now", DUE, "--exec", "sh -c 'echo began >&2; exec cat gate'"]);
    assert!(watching.printed().contains("L4 #price"));
    watching.until_told("began");
    watching.signal(Signal::TERM);
    let told = watching.until_told("still at work");
    assert_eq!(told, "codriver: the command is still at work on a call; it is left to itself\n");
    // The one that was left to itself holds our standard error: only the code is waited for.
    assert_eq!(watching.child.wait().unwrap().code(), Some(0));
    drop(fs::OpenOptions::new().write(true).open(gate).unwrap());
    let mut rest = String::new();
    watching.err.read_to_string(&mut rest).unwrap();
}

#[test]
fn it_follows_the_file_tells_what_breaks_it_and_goes_on_when_it_is_mended() {
    let place = Place::new();
    let mut watching = Watching::start(&place, &["--now", "2026-11-18T10:00:00+00:00"]);
    watching.until_told("calling as sam");
    let renamed = CAMPAIGN.replace("Harbour Foods", "Harbour & Sons");
    fs::write(place.file("c.toml"), &renamed).unwrap();
    watching.until_told("the file was changed, and read again");
    fs::write(place.file("c.toml"), renamed.replace("value = 180_000", "value = ")).unwrap();
    let told = watching.until_told("line 17, column ");
    assert!(told.contains("what is due is told"), "{told}");
    fs::write(place.file("new.toml"), &renamed).unwrap();
    fs::rename(place.file("new.toml"), place.file("c.toml")).unwrap();
    watching.until_told("the file can be read again");
    fs::remove_file(place.file("c.toml")).unwrap();
    watching.until_told("the file is gone");
    watching.signal(Signal::TERM);
    assert_eq!(watching.ended().code, 0);
}

#[test]
fn two_that_call_the_same_person_in_one_minute_leave_one_row() {
    let place = Place::new();
    let state = StateFolder::new(place.file("state"));
    let write = state.lock(&CampaignKey::of(&place.file("c.toml")), "save");
    let held = lock::take(&write, Duration::ZERO).unwrap().expect("nobody writes yet");
    let mut both = [(); 2].map(|()| Watching::start(&place, &["--now", DUE]));
    for watching in &mut both {
        assert!(watching.printed().contains("L4 #price"), "neither knows of the other's call");
    }
    drop(held);
    for watching in both {
        watching.signal(Signal::TERM);
        assert_eq!(watching.ended().code, 0);
    }
    assert_eq!(place.text().matches("[[deal.northwind.call_log]]").count(), 1, "{}", place.text());
}

#[test]
fn a_tick_on_a_file_that_does_not_parse_fails() {
    let ended = once(&Place::with(&CAMPAIGN.replace("value = 180_000", "value = ")), &[]);
    assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{}", ended.err);
    assert!(ended.err.contains("nothing is called until it is mended"), "{}", ended.err);
}

#[test]
fn whoever_reads_the_calls_may_go() {
    let place = Place::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_codriver"))
        .args(["watch", "c.toml", "--now", DUE])
        .current_dir(place.0.path())
        .env("CODRIVER_STATE_DIR", place.file("state"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn without_a_terminal_its_sequences_are_refused() {
    let place = Place::new();
    once(&place, &["--bell"]).refused(3, &["the bell needs a terminal", "--notify=desktop"]);
    once(&place, &["--notify"]).refused(3, &["a notification through the terminal needs a terminal"]);
    once(&place, &["--notify=osc777"]).refused(3, &["a notification through the terminal needs a terminal"]);
    assert_eq!(place.text(), CAMPAIGN);
}

#[test]
fn a_desktop_without_its_service_is_told() {
    let ended = once(&Place::new(), &["--notify=desktop"]);
    assert_eq!(ended.code, 0);
    assert!(ended.out.contains("L4 #price"), "{ended:?}");
    assert!(ended.err.contains("cannot run `notify-send`: no such file or directory"), "{}", ended.err);
}

#[test]
fn a_seat_or_a_file_that_does_not_exist_is_told() {
    let place = Place::new();
    once(&place, &["--as", "bob"]).refused(2, &["nobody in the crew is called `bob`"]);
    place.run(&["watch", "-"]).refused(3, &["standard input cannot be watched"]);
    place.run(&["watch", "missing.toml"]).refused(3, &["cannot read `missing.toml`"]);
}

/// Whether a speech program that these tests need is there. On a machine that checks changes it has to be.
fn has_espeak() -> bool {
    let is_there = ["/usr/bin/espeak-ng", "/usr/local/bin/espeak-ng", "/opt/homebrew/bin/espeak-ng"]
        .iter()
        .any(|path| std::path::Path::new(path).exists());
    assert!(is_there || std::env::var_os("CI").is_none(), "espeak-ng is missing: install it, or run .ci/run tools");
    is_there
}

#[test]
fn a_call_is_really_spoken() {
    if !has_espeak() {
        return;
    }
    let place = Place::new();
    fs::write(place.file("config.toml"), "speak = [\"espeak-ng\", \"-w\", \"out.wav\", \"--stdin\"]\n").unwrap();
    let mut watching = Watching::start(&place, &["--once", "--now", DUE, "--speak", "--config", "config.toml"]);
    assert!(watching.printed().contains("L4 #price"));
    let ended = watching.ended();
    assert_eq!((ended.code, ended.err.as_str()), (0, "codriver: calling as sam, driver\n"));
    let sound = fs::read(place.file("out.wav")).unwrap();
    assert_eq!((&sound[..4], &sound[8..12]), (&b"RIFF"[..], &b"WAVE"[..]));
    // The length of the sound by its own head: bytes a second.
    let second = u32::from_le_bytes(sound[28..32].try_into().unwrap());
    let seconds = sound.len() / usize::try_from(second).unwrap();
    assert!((5..30).contains(&seconds), "some twenty words took {seconds} s");
    assert!(sound[44..].iter().any(|byte| *byte != 0), "silence");
}

#[test]
fn a_voice_that_is_missing_is_refused_at_the_start_and_one_that_fails_is_told() {
    let place = Place::new();
    once(&place, &["--speak"]).refused(3, &["no speech program is installed", "`speak = "]);
    fs::write(place.file("config.toml"), "speak = [\"no-such-voice\"]\n").unwrap();
    let ended = once(&place, &["--speak", "--config", "config.toml"]);
    assert_eq!(ended.code, 0);
    assert!(ended.err.contains("cannot speak with `no-such-voice`: no such file or directory"), "{}", ended.err);
}
