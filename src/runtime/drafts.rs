//! Keeps half-typed lines and forms on disk: synced, from a thread of its own, and at most once a second.
//!
//! Invariant: the drafts file is replaced by a rename, under a lock, on top of what another console of the same campaign
//! has kept. What could not be written is tried again with the next change. The thread is started by the first change and
//! wakes only when there is something to write.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use super::folders::{CampaignKey, StateFolder};
use super::lock;
use super::store::plain;
use crate::console::drafts::{Changes, Drafts, is_about};
use crate::text::RecordPath;

/// Of what is typed, so much can be lost at the most.
const PAUSE: Duration = Duration::from_secs(1);
/// How long another console may hold the lock.
const PATIENCE: Duration = Duration::from_secs(2);

fn path(state: &StateFolder, campaign: &CampaignKey) -> PathBuf {
    state.path().join("drafts").join(format!("{campaign}.json"))
}

/// The drafts that earlier sessions left, and the line to tell if they cannot be read.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the engine room reads files")]
pub fn load(state: &StateFolder, campaign: &CampaignKey) -> (Drafts, Option<String>) {
    let path = path(state, campaign);
    let why = match std::fs::read(&path) {
        Ok(bytes) => match serde_json::from_slice(&bytes) {
            Ok(drafts) => return (drafts, None),
            Err(error) => error.to_string(),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => return (Drafts::default(), None),
        Err(error) => plain(&error),
    };
    (Drafts::default(), Some(format!("cannot read what was half-typed, `{}`: {why}", path.display())))
}

/// The lock under which the file is replaced.
fn locked(state: &StateFolder, campaign: &CampaignKey) -> io::Result<lock::Held> {
    let held = lock::take(&state.lock(campaign, "drafts"), PATIENCE)?;
    held.ok_or_else(|| io::Error::new(io::ErrorKind::TimedOut, "another console keeps the drafts locked"))
}

/// Brings changes into the file.
fn save(state: &StateFolder, campaign: &CampaignKey, changes: Changes) -> io::Result<()> {
    let _held = locked(state, campaign)?;
    let path = path(state, campaign);
    let (mut drafts, unreadable) = load(state, campaign);
    if unreadable.is_some() {
        // It may be the work of a newer version: it is put aside, not written over.
        std::fs::copy(&path, put_aside(&path))?;
    }
    drafts.follow(changes);
    write(state, &path, &drafts)
}

fn put_aside(path: &Path) -> PathBuf {
    path.with_extension("unreadable")
}

fn write(state: &StateFolder, path: &Path, drafts: &Drafts) -> io::Result<()> {
    let folder = state.part("drafts")?;
    let mut file = tempfile::NamedTempFile::new_in(&folder)?;
    file.write_all(&serde_json::to_vec(drafts)?)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    std::fs::OpenOptions::new().read(true).open(&folder)?.sync_all()
}

/// Takes out what says one of these words, and what is typed in the form of this record. Gives what a person should
/// know. What a console that is open has half-typed on its screen is kept anew with the next key there.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the engine room reads files")]
pub fn scrub(state: &StateFolder, campaign: &CampaignKey, record: &RecordPath, words: &[String]) -> Vec<String> {
    let words: Vec<String> = words.iter().map(|word| word.to_lowercase()).filter(|word| !word.is_empty()).collect();
    let says = |text: &str| {
        let text = text.to_lowercase();
        words.iter().any(|word| text.contains(word.as_str()))
    };
    let path = path(state, campaign);
    let mut told = Vec::new();
    let (drafts, unreadable) = load(state, campaign);
    if !drafts.is_empty() {
        match scrubbed(state, campaign, record, &says) {
            Ok(0) => {}
            Ok(1) => told.push("taken out of a half-typed text".to_owned()),
            Ok(many) => told.push(format!("taken out of {many} half-typed texts")),
            Err(error) => {
                let why = plain(&error);
                told.push(format!("what is half-typed, `{}`, may still say it: {why}; forget again", path.display()));
            }
        }
    }
    // What cannot be read is taken as it lies there.
    for path in [unreadable.map(|_| path.clone()), Some(put_aside(&path))].into_iter().flatten() {
        if std::fs::read(&path).is_ok_and(|bytes| says(&String::from_utf8_lossy(&bytes))) {
            told.push(format!("what was half-typed, `{}`, still says it; remove it by hand", path.display()));
        }
    }
    told
}

/// How many drafts said it, and say it no more.
fn scrubbed(
    state: &StateFolder,
    campaign: &CampaignKey,
    record: &RecordPath,
    says: &dyn Fn(&str) -> bool,
) -> io::Result<usize> {
    let _held = locked(state, campaign)?;
    // Read again: another console may have kept something until the lock was free.
    let (mut drafts, _) = load(state, campaign);
    let many = drafts.scrub(|of, texts| is_about(of, texts, record), says);
    if many > 0 {
        write(state, &path(state, campaign), &drafts)?;
    }
    Ok(many)
}

/// What the thread is told.
enum Order {
    Keep(Changes),
    /// Write now, and answer when that is done.
    Flush(Sender<()>),
}

/// The way to the thread.
#[derive(Debug)]
pub struct Keeper(Sender<Order>);

impl Keeper {
    /// Starts the thread; it ends with the `Keeper`. What goes wrong is handed to `told`, which must not block.
    #[expect(clippy::disallowed_methods, reason = "a sync takes its time and must not hold up a key")]
    pub fn start(state: StateFolder, campaign: CampaignKey, told: impl Fn(String) + Send + 'static) -> Self {
        let (sender, orders) = mpsc::channel();
        std::thread::spawn(move || work(&orders, &state, &campaign, &told));
        Self(sender)
    }

    /// Keeps what has changed.
    pub fn keep(&self, changes: Changes) {
        // The thread ends only with the last sender, so it is there.
        drop(self.0.send(Order::Keep(changes)));
    }

    /// Returns once everything is written, or after `patience`.
    pub fn flush(&self, patience: Duration) {
        let (done, wait) = mpsc::channel();
        if self.0.send(Order::Flush(done)).is_ok() {
            let _ = wait.recv_timeout(patience);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the engine room measures time")]
fn work(orders: &Receiver<Order>, state: &StateFolder, campaign: &CampaignKey, told: &dyn Fn(String)) {
    let mut waiting = Changes::new();
    let mut written: Option<Instant> = None;
    let mut failed = false;
    loop {
        // With nothing to write there is nothing to wake for; else the second since the last write is awaited.
        let order = if waiting.is_empty() || failed {
            orders.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            let left = written.map_or(Duration::ZERO, |written| PAUSE.saturating_sub(written.elapsed()));
            orders.recv_timeout(left)
        };
        let mut answer = None;
        match order {
            Ok(Order::Keep(changes)) => {
                waiting.extend(changes);
                failed = false;
                continue;
            }
            Ok(Order::Flush(done)) => answer = Some(done),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        if !waiting.is_empty() {
            match save(state, campaign, waiting.clone()) {
                Ok(()) => waiting.clear(),
                Err(error) => {
                    failed = true;
                    told(format!("what is half-typed cannot be kept: {}", plain(&error)));
                }
            }
            written = Some(Instant::now());
        }
        if let Some(done) = answer {
            // Whoever asked may have run out of patience.
            let _ = done.send(());
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write files")]
mod tests {
    use super::*;

    fn place() -> (tempfile::TempDir, StateFolder, CampaignKey) {
        let folder = tempfile::tempdir().unwrap();
        let state = StateFolder::new(folder.path().join("state"));
        (folder, state, CampaignKey::of(Path::new("/nowhere/q1.toml")))
    }

    fn typed(of: &str, text: &str) -> Changes {
        Changes::from([(of.to_owned(), Some(vec![("line".to_owned(), text.to_owned())]))])
    }

    #[test]
    fn what_was_half_typed_is_there_at_the_next_start() {
        let (_folder, state, campaign) = place();
        let keeper = Keeper::start(state.clone(), campaign.clone(), |text| panic!("{text}"));
        keeper.keep(typed("note north", "half a"));
        keeper.keep(typed("note north", "half a thought"));
        keeper.flush(PATIENCE);
        assert_eq!(load(&state, &campaign).0.line("note north"), Some("half a thought"));
    }

    #[test]
    fn two_consoles_keep_each_others_drafts() {
        let (_folder, state, campaign) = place();
        save(&state, &campaign, typed("deal", "theirs")).unwrap();
        save(&state, &campaign, typed("note north", "mine")).unwrap();
        let (drafts, _) = load(&state, &campaign);
        assert_eq!((drafts.line("deal"), drafts.line("note north")), (Some("theirs"), Some("mine")));
    }

    #[test]
    fn a_draft_that_was_written_is_gone() {
        let (_folder, state, campaign) = place();
        save(&state, &campaign, typed("deal", "Harb")).unwrap();
        save(&state, &campaign, Changes::from([("deal".to_owned(), None)])).unwrap();
        assert_eq!(load(&state, &campaign), (Drafts::default(), None));
    }

    fn scrub_ines(state: &StateFolder, campaign: &CampaignKey) -> Vec<String> {
        let words = ["Ines Roth".to_owned(), "ines@example.com".to_owned()];
        scrub(state, campaign, &"deal.north.contact.ines".parse().unwrap(), &words)
    }

    #[test]
    fn a_person_goes_out_of_what_is_half_typed_and_the_rest_stays() {
        let (_folder, state, campaign) = place();
        save(&state, &campaign, typed("note north", "Ask ines roth first")).unwrap();
        save(&state, &campaign, typed("form deal.north.contact.ines", "CISO")).unwrap();
        save(&state, &campaign, typed("deal", "Harb")).unwrap();
        assert_eq!(scrub_ines(&state, &campaign), ["taken out of 2 half-typed texts"]);
        assert_eq!(load(&state, &campaign).0.names().collect::<Vec<_>>(), ["deal"]);
        assert!(!std::fs::read_to_string(path(&state, &campaign)).unwrap().contains("ines"));
        assert_eq!(scrub_ines(&state, &campaign), [""; 0]);
    }

    #[test]
    fn drafts_that_cannot_be_read_and_say_the_name_are_told() {
        let (_folder, state, campaign) = place();
        state.part("drafts").unwrap();
        std::fs::write(path(&state, &campaign), "[ Ines Roth").unwrap();
        let told = scrub_ines(&state, &campaign);
        assert!(matches!(&told[..], [one] if one.ends_with("still says it; remove it by hand")), "{told:?}");
    }

    #[test]
    fn drafts_that_cannot_be_read_are_told_and_put_aside() {
        let (_folder, state, campaign) = place();
        state.part("drafts").unwrap();
        std::fs::write(path(&state, &campaign), "[").unwrap();
        assert!(load(&state, &campaign).1.is_some_and(|line| !line.contains('\n')));
        save(&state, &campaign, typed("deal", "Harb")).unwrap();
        assert_eq!(std::fs::read(path(&state, &campaign).with_extension("unreadable")).unwrap(), b"[");
        assert_eq!(load(&state, &campaign).0.line("deal"), Some("Harb"));
    }

    #[test]
    fn what_cannot_be_kept_is_told_and_tried_again_with_the_next_change() {
        let (folder, state, campaign) = place();
        std::fs::write(folder.path().join("state"), "in the way").unwrap();
        let (sender, heard) = mpsc::channel();
        let keeper = Keeper::start(state.clone(), campaign.clone(), move |text| drop(sender.send(text)));
        keeper.keep(typed("deal", "Harb"));
        assert!(heard.recv().unwrap().starts_with("what is half-typed cannot be kept"));
        std::fs::remove_file(folder.path().join("state")).unwrap();
        keeper.keep(typed("note north", "half a"));
        keeper.flush(PATIENCE);
        assert_eq!(load(&state, &campaign).0.line("deal"), Some("Harb"));
    }
}
