//! Saving, with its two threads and a file.

use std::sync::mpsc::{Receiver, channel};

use super::super::clock::monotonic;
use super::super::fingerprint::{Fingerprint, Known, LastKnown};
use super::super::journal;
use super::*;

const PATIENCE: Duration = Duration::from_secs(20);

struct Place {
    folder: tempfile::TempDir,
    file: PathBuf,
}

/// Lines are appended; `refuse …` is not taken; a text with `broken` takes nothing.
#[expect(clippy::ptr_arg, reason = "the intents of these tests are texts")]
fn apply(bytes: &[u8], intents: &[String]) -> Result<Applied<String>, String> {
    fn line(intent: &String) -> bool {
        !intent.starts_with("refuse")
    }
    if bytes.starts_with(b"broken") {
        return Err("the file does not parse".into());
    }
    let mut new = bytes.to_vec();
    for intent in intents.iter().filter(|intent| line(intent)) {
        new.extend_from_slice(intent.as_bytes());
        new.push(b'\n');
    }
    let clashing = intents.iter().enumerate().filter(|(_, intent)| !line(intent));
    let clashes = clashing.map(|(index, intent)| (index, format!("clash: {intent}"))).collect();
    Ok(Applied { bytes: new, clashes })
}

impl Place {
    fn with(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("q1.toml");
        std::fs::write(&file, text).unwrap();
        Self { folder, file }
    }

    fn state(&self) -> StateFolder {
        StateFolder::new(self.folder.path().join("state"))
    }

    fn start(&self) -> (Saver<String>, Receiver<Report<String>>) {
        let (sender, reports) = channel();
        let store = Store::new(self.file.clone(), Some(self.state()));
        let saver = Saver::start(store, Some(self.state()), apply, move |report| drop(sender.send(report)));
        (saver, reports)
    }

    fn text(&self) -> String {
        std::fs::read_to_string(&self.file).unwrap()
    }

    fn waiting(&self) -> Vec<String> {
        let key = super::super::folders::CampaignKey::of(&self.file);
        Shelf::new(self.state(), key).all().unwrap().into_iter().map(|kept: Kept<String>| kept.clash).collect()
    }

    /// Whether a next start would find edits.
    fn is_left_behind(&self) -> bool {
        let key = super::super::folders::CampaignKey::of(&self.file);
        let mut leftovers = journal::leftovers::<String>(&self.state(), &key).unwrap();
        leftovers.iter_mut().any(|leftover| !leftover.pending(&self.file).unwrap().0.is_empty())
    }
}

fn wait<T>(reports: &Receiver<Report<String>>, mut find: impl FnMut(Report<String>) -> Option<T>) -> T {
    loop {
        if let Some(found) = find(reports.recv_timeout(PATIENCE).unwrap()) {
            return found;
        }
    }
}

fn saved(report: Report<String>) -> Option<Saved<String>> {
    match report {
        Report::Saved(saved) => Some(saved),
        _ => None,
    }
}

fn lines(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

#[test]
fn edits_that_keep_coming_are_saved_within_half_a_second_of_the_first() {
    let first = monotonic();
    let at = |millis| first + Duration::from_millis(millis);
    assert_eq!(RHYTHM.due(first, at(0)), at(150));
    assert_eq!(RHYTHM.due(first, at(100)), at(250));
    assert_eq!(RHYTHM.due(first, at(300)), at(400));
    assert_eq!(RHYTHM.due(first, at(900)), at(900));
}

#[test]
fn an_edit_is_safe_first_and_then_saved() {
    let place = Place::with("");
    let (mut saver, reports) = place.start();
    assert_eq!(saver.save(lines(&["a"])), 1);
    assert!(matches!(reports.recv_timeout(PATIENCE).unwrap(), Report::Safe(1)));
    let made = wait(&reports, saved);
    assert_eq!(made.through, 1);
    assert!(!made.committed.foreign && made.committed.wrote);
    assert_eq!(place.text(), "a\n");
}

#[test]
fn edits_in_a_row_become_one_save() {
    let place = Place::with("");
    let (mut saver, reports) = place.start();
    for intent in ["a", "b", "c"] {
        saver.save(lines(&[intent]));
    }
    assert_eq!(wait(&reports, saved).through, 3);
    assert_eq!(place.text(), "a\nb\nc\n");
}

#[test]
fn the_end_does_not_wait_for_the_quiet_and_leaves_nothing_to_do() {
    let place = Place::with("");
    let (mut saver, _reports) = place.start();
    saver.save(lines(&["a"]));
    assert_eq!(saver.finish(PATIENCE), Finished::Saved);
    assert_eq!(place.text(), "a\n");
    assert!(!place.is_left_behind());
}

#[test]
fn an_end_with_nothing_to_save_leaves_the_file_alone() {
    let place = Place::with("a\n");
    let before = Fingerprint::at(&place.file).unwrap();
    let (saver, _reports) = place.start();
    assert_eq!(saver.finish(PATIENCE), Finished::Saved);
    assert_eq!(Fingerprint::at(&place.file).unwrap(), before);
}

#[test]
fn another_thread_can_end_with_saving() {
    let place = Place::with("");
    let (mut saver, _reports) = place.start();
    saver.save(lines(&["a"]));
    let finisher = saver.finisher();
    std::thread::scope(|scope| {
        let other = scope.spawn(|| finisher.finish(PATIENCE));
        assert_eq!(other.join().unwrap(), Finished::Saved);
    });
    assert_eq!(place.text(), "a\n");
}

#[test]
fn an_edit_that_clashes_is_kept_and_told_and_the_others_are_saved() {
    let place = Place::with("");
    let (mut saver, reports) = place.start();
    saver.save(lines(&["a", "refuse b", "c"]));
    let made = wait(&reports, saved);
    let [kept] = made.clashes.as_slice() else { panic!("one clash: {:?}", made.clashes) };
    assert_eq!(kept.clash, "clash: refuse b");
    assert!(kept.id.ends_with("-2-0") && kept.written.is_some(), "{kept:?}");
    assert_eq!(place.text(), "a\nc\n");
    assert_eq!(place.waiting(), ["clash: refuse b"]);
}

#[test]
fn a_clash_waits_over_the_end_and_is_told_at_the_next_start() {
    let place = Place::with("");
    let (mut saver, _reports) = place.start();
    saver.save(lines(&["refuse b"]));
    assert_eq!(saver.finish(PATIENCE), Finished::Saved);
    let (_saver, reports) = place.start();
    let waiting = wait(&reports, |report| match report {
        Report::Waiting(waiting) => Some(waiting),
        _ => None,
    });
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].clash, "clash: refuse b");
}

#[test]
fn a_clash_that_was_decided_is_forgotten_once_the_decision_is_safe() {
    let place = Place::with("");
    let (mut saver, reports) = place.start();
    saver.save(lines(&["refuse b", "refuse c"]));
    let kept = wait(&reports, saved).clashes;
    saver.save(lines(&["b after all"]));
    saver.settle(vec![kept[0].id.clone()]);
    assert_eq!(saver.finish(PATIENCE), Finished::Saved);
    assert_eq!(place.text(), "b after all\n");
    assert_eq!(place.waiting(), ["clash: refuse c"]);
}

#[test]
fn where_a_clash_cannot_be_kept_nothing_is_saved_and_the_edits_wait() {
    let place = Place::with("");
    std::fs::create_dir_all(place.folder.path().join("state")).unwrap();
    std::fs::write(place.folder.path().join("state/clashes"), "no folder").unwrap();
    let (mut saver, reports) = place.start();
    saver.save(lines(&["a", "refuse b"]));
    let message = wait(&reports, |report| match report {
        Report::Failed { message, .. } => Some(message),
        _ => None,
    });
    assert!(message.starts_with("not saved: cannot keep what clashes: "), "{message}");
    assert_eq!(place.text(), "");
    std::fs::remove_file(place.folder.path().join("state/clashes")).unwrap();
    saver.retry();
    wait(&reports, saved);
    assert_eq!(place.text(), "a\n");
    assert_eq!(place.waiting(), ["clash: refuse b"]);
}

#[test]
fn a_clash_of_a_process_that_was_killed_is_kept_once() {
    let place = Place::with("broken\n");
    let (mut saver, _reports) = place.start();
    saver.save(lines(&["refuse b"]));
    assert!(matches!(saver.finish(PATIENCE), Finished::InJournal { .. }));
    std::fs::write(&place.file, "mended\n").unwrap();
    let (saver, reports) = place.start();
    let made = wait(&reports, |report| match report {
        Report::Recovered { saved, .. } => Some(saved),
        _ => None,
    });
    assert_eq!(made.clashes.len(), 1);
    assert_eq!(saver.finish(PATIENCE), Finished::Saved);
    assert_eq!(place.waiting(), ["clash: refuse b"]);
}

#[test]
fn a_save_that_fails_is_made_when_the_file_is_mended() {
    let place = Place::with("broken\n");
    let (mut saver, reports) = place.start();
    saver.save(lines(&["a"]));
    let message = wait(&reports, |report| match report {
        Report::Failed { message, .. } => Some(message),
        _ => None,
    });
    assert_eq!(message, "not saved: the file does not parse");
    std::fs::write(&place.file, "mended\n").unwrap();
    saver.retry();
    wait(&reports, saved);
    assert_eq!(place.text(), "mended\na\n");
}

#[test]
fn edits_that_cannot_be_saved_wait_in_the_journal_for_the_next_start() {
    let place = Place::with("broken\n");
    let (mut saver, _reports) = place.start();
    saver.save(lines(&["a"]));
    assert!(matches!(saver.finish(PATIENCE), Finished::InJournal { .. }));
    std::fs::write(&place.file, "mended\n").unwrap();

    let (saver, reports) = place.start();
    let edits = wait(&reports, |report| match report {
        Report::Recovered { edits, .. } => Some(edits),
        _ => None,
    });
    assert_eq!(edits, 1);
    assert_eq!(place.text(), "mended\na\n");
    assert_eq!(saver.finish(PATIENCE), Finished::Saved);
    assert!(!place.is_left_behind());
}

#[test]
fn without_a_journal_an_edit_is_told_to_be_unsafe_and_is_saved_all_the_same() {
    let place = Place::with("");
    let (sender, reports) = channel();
    let state = StateFolder::new(place.file.join("no-folder"));
    let store = Store::new(place.file.clone(), None);
    let mut saver = Saver::start(store, Some(state), apply, move |report| drop(sender.send(report)));
    assert!(matches!(reports.recv_timeout(PATIENCE).unwrap(), Report::Unsafe { .. }));
    saver.save(lines(&["a"]));
    wait(&reports, saved);
    assert_eq!(place.text(), "a\n");
}

#[test]
fn without_a_journal_edits_that_cannot_be_saved_are_told_to_be_lost() {
    let place = Place::with("broken\n");
    let store = Store::new(place.file.clone(), None);
    let mut saver = Saver::start(store, None, apply, |_| {});
    saver.save(lines(&["a"]));
    assert!(matches!(saver.finish(PATIENCE), Finished::Lost { .. }));
}

#[test]
fn saving_on_top_of_somebody_elses_text_says_so_and_gives_the_text() {
    let place = Place::with("a\n");
    let known = Arc::new(LastKnown::new(Known::first(Fingerprint::at(&place.file).unwrap())));
    let (sender, reports) = channel();
    let store = Store::new(place.file.clone(), Some(place.state())).with_known(known);
    let mut saver = Saver::start(store, Some(place.state()), apply, move |report| drop(sender.send(report)));
    std::fs::write(&place.file, "theirs\n").unwrap();
    saver.save(lines(&["b"]));
    let made = wait(&reports, saved);
    assert!(made.committed.foreign);
    assert_eq!(*made.committed.bytes, b"theirs\nb\n");
}
