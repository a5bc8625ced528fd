//! Tells when somebody else has changed the campaign file, however they did it.
//!
//! Folders are watched, not the file: of the path, of every link on the way, and of the target; where one is missing,
//! the nearest folder above it. A file put in place by a rename is read at once. One that is written in place is read
//! when size and time have held still for a moment (`Patience`).
//!
//! Invariant: our own saves are not told; messages come in the order of the file's states, also with those of the
//! saver (both speak under the lock of [`LastKnown`]). What it does not do: it does not look at the file by itself on
//! file systems that tell nothing; the loop asks for that at each full minute ([`Watch::check_now`]).

use std::collections::HashSet;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use notify::event::{EventKind, ModifyKind, RenameMode};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::clock::monotonic;
use super::copies;
use super::fingerprint::{self, ContentHash, Fingerprint, Known, LastKnown};
use super::store::plain;
use crate::console::copy::Copy;

/// A write in place is over when nothing has moved for this long.
const STILL: Duration = Duration::from_millis(10);
/// The same where more than a third of the bytes is missing, as after a truncation.
const STILL_WHEN_SHRUNK: Duration = Duration::from_millis(100);
/// A file that has been away for this long is gone, not about to be made anew.
const GONE: Duration = Duration::from_millis(200);
/// The most links one path may lead through, as the system has it.
const LINKS: usize = 40;

/// What the watcher tells.
#[derive(Debug)]
pub enum Outside {
    /// Somebody else's text is in the file.
    Changed {
        /// The whole text.
        bytes: Vec<u8>,
        /// The signs it was read with.
        fingerprint: Fingerprint,
    },
    /// The file is gone.
    Gone,
    /// The file is there and cannot be read.
    Unreadable {
        /// Why.
        message: String,
    },
    /// These other copies of the file lie beside it now.
    Copies(Vec<Copy>),
    /// The system cannot tell of changes here; the file is still looked at on [`Watch::check_now`].
    Deaf {
        /// Why.
        message: String,
    },
}

enum Word {
    /// Something happened to one of the names; `true` when a file was renamed onto it.
    Stirred(bool),
    /// Something happened to a file that may be a copy of this one.
    Beside,
    Look,
    Stop,
}

/// The way to the watcher; it ends when this is dropped.
#[derive(Debug)]
pub struct Watch(Sender<Word>);

impl Watch {
    /// Starts watching the file at `path` in a thread of its own. What happened since the caller read the file, whose
    /// state is in `known`, is told as well. `report` is called from that thread and must not block.
    #[expect(clippy::disallowed_methods, reason = "watching has a thread of its own")]
    pub fn start(path: PathBuf, known: Arc<LastKnown>, report: impl Fn(Outside) + Send + 'static) -> Self {
        let (words, inbox) = mpsc::channel();
        let sender = words.clone();
        std::thread::spawn(move || {
            let mut lookout = Lookout { path, known, report, patience: Patience::default(), beside: Vec::new() };
            let folders = Folders::new(sender, lookout.path.clone()).map_err(|error| {
                (lookout.report)(Outside::Deaf { message: deaf(&error) });
            });
            lookout.run(&inbox, folders.ok());
        });
        Self(words)
    }

    /// Looks at the file now.
    pub fn check_now(&self) {
        drop(self.0.send(Word::Look));
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        drop(self.0.send(Word::Stop));
    }
}

fn deaf(error: &notify::Error) -> String {
    let why = match &error.kind {
        notify::ErrorKind::Io(error) => plain(error),
        notify::ErrorKind::MaxFilesWatch => "the system's limit of watched folders is reached".to_owned(),
        other => format!("{other:?}"),
    };
    format!("changes by others are seen once a minute only: {why}")
}

struct Lookout<R> {
    path: PathBuf,
    known: Arc<LastKnown>,
    report: R,
    patience: Patience,
    /// The copies that were told, by name and hash.
    beside: Vec<(String, u64)>,
}

impl<R: Fn(Outside)> Lookout<R> {
    fn run(&mut self, inbox: &Receiver<Word>, mut folders: Option<Folders>) {
        if let Some(folders) = &mut folders {
            self.follow(folders);
        }
        let mut wake = self.look(false);
        let mut beside = true;
        loop {
            if std::mem::take(&mut beside) {
                self.look_beside();
            }
            let word = match wake {
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(at) => inbox.recv_timeout(at.saturating_duration_since(monotonic())),
            };
            let renamed = match word {
                Ok(Word::Stirred(mut renamed)) => {
                    // All that has come is answered by one look.
                    while let Ok(word) = inbox.try_recv() {
                        match word {
                            Word::Stirred(also) => renamed |= also,
                            Word::Beside => beside = true,
                            Word::Look => {}
                            Word::Stop => return,
                        }
                    }
                    renamed
                }
                Ok(Word::Beside) => {
                    beside = true;
                    continue;
                }
                Ok(Word::Look) | Err(RecvTimeoutError::Timeout) => false,
                Ok(Word::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            };
            wake = self.look(renamed);
            if let Some(folders) = &mut folders {
                wake = self.follow(folders).or(wake);
            }
        }
    }

    /// Tells which other copies of the file there are, where that has changed.
    fn look_beside(&mut self) {
        let copies = copies::find(&self.path);
        let names: Vec<(String, u64)> = copies.iter().map(|copy| (copy.name.clone(), copy.hash)).collect();
        if names != self.beside {
            self.beside = names;
            (self.report)(Outside::Copies(copies));
        }
    }

    /// Watches where the path leads now. What happened there before the watch stood is looked for.
    fn follow(&mut self, folders: &mut Folders) -> Option<Instant> {
        let mut wake = None;
        for _ in 0..LINKS {
            match folders.follow(&self.path) {
                Ok(false) => return wake,
                Ok(true) => {}
                // It went away between the look at the path and the watch.
                Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) => {}
                Err(error) => {
                    if !std::mem::replace(&mut folders.is_deaf, true) {
                        (self.report)(Outside::Deaf { message: deaf(&error) });
                    }
                    return wake;
                }
            }
            wake = self.look(false);
        }
        wake
    }

    /// Looks at the file and tells what is to be told; gives the time of the next look.
    fn look(&mut self, mut renamed: bool) -> Option<Instant> {
        let mut known = self.known.lock();
        loop {
            let signs = match Fingerprint::at(&self.path) {
                Ok(signs) => Some(signs),
                Err(error) if is_absent(&error) => None,
                Err(error) => {
                    if self.patience.unreadable() {
                        (self.report)(Outside::Unreadable { message: unreadable(&self.path, &error) });
                    }
                    return None;
                }
            };
            match self.patience.look(monotonic(), signs, &known, renamed) {
                Step::Rest => return None,
                Step::Wait(until) => return Some(until),
                Step::TellGone => {
                    known.fingerprint = None;
                    (self.report)(Outside::Gone);
                    return None;
                }
                Step::Read => match fingerprint::read(&self.path) {
                    // It moved between the look and the read: look again, and no longer at once.
                    Ok((_, fingerprint)) if Some(fingerprint) != signs => renamed = false,
                    Ok((bytes, fingerprint)) => {
                        let (hash, was_gone) = (ContentHash::of(&bytes), known.fingerprint.is_none());
                        let is_news = known.hash != Some(hash) || was_gone || self.patience.was_unreadable();
                        *known = Known { fingerprint: Some(fingerprint), hash: Some(hash), size: fingerprint.size() };
                        self.patience = Patience::default();
                        if is_news {
                            (self.report)(Outside::Changed { bytes, fingerprint });
                        }
                        return None;
                    }
                    Err(error) if is_absent(&error) || error.kind() == io::ErrorKind::ResourceBusy => renamed = false,
                    Err(error) => {
                        if self.patience.unreadable() {
                            (self.report)(Outside::Unreadable { message: unreadable(&self.path, &error) });
                        }
                        return None;
                    }
                },
            }
        }
    }
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn unreadable(path: &Path, error: &io::Error) -> String {
    format!("cannot read `{}`: {}", path.display(), plain(error))
}

/// What to do after a look at the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Rest,
    Wait(Instant),
    Read,
    TellGone,
}

/// How long to wait before a change is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Patience {
    /// The file is the known one.
    #[default]
    Quiet,
    /// It is being written, and looked so until the time given.
    Moving(Fingerprint, Instant),
    /// It is away, and believed to be gone at the time given.
    Away(Instant),
    /// It was told to be gone.
    Gone,
    /// It was told to be unreadable.
    Unreadable,
}

impl Patience {
    fn look(&mut self, now: Instant, signs: Option<Fingerprint>, known: &Known, renamed: bool) -> Step {
        let Some(signs) = signs else {
            return match *self {
                Self::Gone => Step::Rest,
                Self::Away(until) if now >= until => {
                    *self = Self::Gone;
                    Step::TellGone
                }
                Self::Away(until) => Step::Wait(until),
                Self::Quiet | Self::Moving(..) | Self::Unreadable => {
                    *self = Self::Away(now + GONE);
                    Step::Wait(now + GONE)
                }
            };
        };
        if known.fingerprint == Some(signs) && *self != Self::Unreadable {
            *self = Self::Quiet;
            return Step::Rest;
        }
        if renamed && known.fingerprint.is_none_or(|known| !known.same_file(&signs)) {
            return Step::Read;
        }
        match *self {
            Self::Moving(seen, until) if seen.same_write(&signs) => {
                if now >= until {
                    Step::Read
                } else {
                    Step::Wait(until)
                }
            }
            _ => {
                let shrunk = signs.size() * 3 < known.size * 2;
                let until = now + if shrunk { STILL_WHEN_SHRUNK } else { STILL };
                // What was told to be unreadable is news when it can be read, also with the known text.
                if *self == Self::Unreadable {
                    return Step::Read;
                }
                *self = Self::Moving(signs, until);
                Step::Wait(until)
            }
        }
    }

    /// Notes that the file cannot be read; `true` when that is to be told.
    fn unreadable(&mut self) -> bool {
        !matches!(std::mem::replace(self, Self::Unreadable), Self::Unreadable)
    }

    fn was_unreadable(self) -> bool {
        self == Self::Unreadable
    }
}

/// The folders that are watched, and the names in them that matter.
struct Folders {
    watcher: RecommendedWatcher,
    watched: HashSet<PathBuf>,
    names: Arc<Mutex<Names>>,
    /// It was told that the system cannot tell.
    is_deaf: bool,
}

#[derive(Default)]
struct Names {
    /// Full paths: a folder and the name in it.
    paths: HashSet<PathBuf>,
    /// Watched folders that went away by themselves.
    lost: Vec<PathBuf>,
    folders: HashSet<PathBuf>,
}

impl Folders {
    fn new(words: Sender<Word>, campaign: PathBuf) -> notify::Result<Self> {
        let names = Arc::new(Mutex::new(Names::default()));
        let seen = Arc::clone(&names);
        // A sync puts its copies beside the file itself, not beside a link to it.
        let real = std::fs::canonicalize(&campaign).unwrap_or(campaign);
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let Ok(event) = event else { return };
            if matches!(event.kind, EventKind::Access(_)) {
                return;
            }
            // Only a rename onto the name brings a whole text; one away from it is followed by who knows what.
            let arrived = matches!(event.kind, EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)));
            let mut names = seen.lock().unwrap_or_else(PoisonError::into_inner);
            let mut matters = event.need_rescan();
            let renamed = arrived && event.paths.last().is_some_and(|path| names.paths.contains(path));
            let went = matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
            for path in &event.paths {
                matters |= names.paths.contains(path);
                if went && names.folders.contains(path) {
                    names.lost.push(path.clone());
                    matters = true;
                }
            }
            if event.paths.iter().any(|path| copies::is_like(&real, path)) {
                drop(words.send(Word::Beside));
            }
            if matters {
                drop(words.send(Word::Stirred(renamed)));
            }
        })?;
        Ok(Self { watcher, watched: HashSet::new(), names, is_deaf: false })
    }

    /// Brings the watched folders in line with where the path leads now; `true` when that changed anything.
    fn follow(&mut self, path: &Path) -> notify::Result<bool> {
        let mut wanted = HashSet::new();
        let mut paths = HashSet::new();
        for (folder, name) in way(path) {
            paths.insert(folder.join(name));
            wanted.insert(folder);
        }
        let lost = {
            let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
            names.paths = paths;
            names.folders.clone_from(&wanted);
            std::mem::take(&mut names.lost)
        };
        for folder in lost {
            // Where the folder was moved, its watch is still there under the old name.
            drop(self.watcher.unwatch(&folder));
            self.watched.remove(&folder);
        }
        if wanted == self.watched {
            return Ok(false);
        }
        for folder in self.watched.difference(&wanted) {
            drop(self.watcher.unwatch(folder));
        }
        self.watched.retain(|folder| wanted.contains(folder));
        let mut outcome = Ok(true);
        for folder in wanted {
            if self.watched.contains(&folder) {
                continue;
            }
            match self.watcher.watch(&folder, RecursiveMode::NonRecursive) {
                Ok(()) => drop(self.watched.insert(folder)),
                Err(error) => outcome = Err(error),
            }
        }
        outcome
    }
}

/// The folders and names that a path leads through: itself, every link, the target. A folder that is not there is
/// stood for by the nearest one above it.
fn way(path: &Path) -> Vec<(PathBuf, OsString)> {
    let mut steps = Vec::new();
    let mut current = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    for _ in 0..LINKS {
        let (Some(mut folder), Some(name)) = (current.parent(), current.file_name()) else { break };
        let mut name = name.to_os_string();
        let folder = loop {
            if let Ok(real) = std::fs::canonicalize(folder) {
                break real;
            }
            match (folder.parent(), folder.file_name()) {
                (Some(above), Some(missing)) => (folder, name) = (above, missing.to_os_string()),
                _ => break PathBuf::from("/"),
            }
        };
        let here = folder.join(&name);
        steps.push((folder.clone(), name));
        match std::fs::read_link(&here) {
            Ok(target) => current = folder.join(target),
            Err(_) => break,
        }
    }
    steps
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write files")]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(20);

    struct Place {
        folder: tempfile::TempDir,
        file: PathBuf,
    }

    impl Place {
        fn with(text: &str) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let inner = folder.path().join("repository/campaigns");
            std::fs::create_dir_all(&inner).unwrap();
            let file = inner.join("q1.toml");
            std::fs::write(&file, text).unwrap();
            Self { folder, file }
        }

        fn known(&self) -> Arc<LastKnown> {
            let (bytes, fingerprint) = fingerprint::read(&self.file).unwrap();
            Arc::new(LastKnown::new(Known { hash: Some(ContentHash::of(&bytes)), ..Known::first(fingerprint) }))
        }

        fn watch(&self) -> Listening {
            self.watch_as(&self.file)
        }

        /// Watches, and returns when the watch is known to hear.
        fn watch_as(&self, path: &Path) -> Listening {
            let (sender, messages) = channel();
            let known = self.known();
            let watch = Watch::start(path.to_path_buf(), Arc::clone(&known), move |news| drop(sender.send(news)));
            let listening = Listening { watch, messages, known };
            let text = std::fs::read_to_string(&self.file).unwrap();
            let mut round = 0;
            loop {
                round += 1;
                self.rename(&format!("{text}# {round}\n"));
                match listening.messages.recv_timeout(Duration::from_millis(100)) {
                    Ok(_) => break,
                    Err(_) => assert!(round < 100, "the watch hears nothing"),
                }
            }
            self.rename(&text);
            while listening.text() != text {}
            listening
        }

        fn rename(&self, text: &str) {
            let temporary = self.file.with_extension("new");
            std::fs::write(&temporary, text).unwrap();
            std::fs::rename(&temporary, &self.file).unwrap();
        }
    }

    struct Listening {
        watch: Watch,
        messages: Receiver<Outside>,
        known: Arc<LastKnown>,
    }

    impl Listening {
        /// As `text`, on a machine so busy that the file was away long enough to be told.
        fn text_at_last(&self) -> String {
            match self.messages.recv_timeout(PATIENCE).unwrap() {
                Outside::Gone => self.text(),
                Outside::Changed { bytes, .. } => String::from_utf8(bytes).unwrap(),
                other => panic!("{other:?}"),
            }
        }

        fn text(&self) -> String {
            match self.messages.recv_timeout(PATIENCE).unwrap() {
                Outside::Changed { bytes, .. } => String::from_utf8(bytes).unwrap(),
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn a_rename_onto_the_file_is_told() {
        let place = Place::with("one\n");
        let listening = place.watch();
        place.rename("two\n");
        assert_eq!(listening.text(), "two\n");
    }

    #[test]
    fn a_write_in_place_is_told() {
        let place = Place::with("one\n");
        let listening = place.watch();
        std::fs::write(&place.file, "two\n").unwrap();
        assert_eq!(listening.text(), "two\n");
    }

    #[test]
    fn a_file_deleted_and_made_anew_is_told_as_a_change() {
        let place = Place::with("one\n");
        let listening = place.watch();
        std::fs::remove_file(&place.file).unwrap();
        std::fs::write(&place.file, "two\n").unwrap();
        assert_eq!(listening.text_at_last(), "two\n");
    }

    #[test]
    fn a_deleted_file_is_told_and_so_is_its_return() {
        let place = Place::with("one\n");
        let listening = place.watch();
        std::fs::remove_file(&place.file).unwrap();
        assert!(matches!(listening.messages.recv_timeout(PATIENCE).unwrap(), Outside::Gone));
        std::fs::write(&place.file, "one\n").unwrap();
        assert_eq!(listening.text(), "one\n");
    }

    #[test]
    fn a_write_to_the_target_of_a_link_is_told() {
        let place = Place::with("one\n");
        let link = place.folder.path().join("link.toml");
        std::os::unix::fs::symlink("repository/campaigns/q1.toml", &link).unwrap();
        let listening = place.watch_as(&link);
        place.rename("two\n");
        assert_eq!(listening.text(), "two\n");
    }

    #[test]
    fn a_link_that_is_turned_to_another_file_is_told() {
        let place = Place::with("one\n");
        let (link, other) = (place.folder.path().join("link.toml"), place.folder.path().join("other.toml"));
        std::os::unix::fs::symlink(&place.file, &link).unwrap();
        let listening = place.watch_as(&link);
        std::fs::write(&other, "other\n").unwrap();
        std::os::unix::fs::symlink(&other, link.with_extension("new")).unwrap();
        std::fs::rename(link.with_extension("new"), &link).unwrap();
        assert_eq!(listening.text(), "other\n");
        std::fs::write(&other, "other, again\n").unwrap();
        assert_eq!(listening.text(), "other, again\n");
    }

    #[test]
    fn a_folder_that_goes_and_comes_back_is_watched_again() {
        let place = Place::with("one\n");
        let listening = place.watch();
        let folder = place.folder.path().join("repository");
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(matches!(listening.messages.recv_timeout(PATIENCE).unwrap(), Outside::Gone));
        std::fs::create_dir_all(place.file.parent().unwrap()).unwrap();
        std::fs::write(&place.file, "two\n").unwrap();
        assert_eq!(listening.text(), "two\n");
        place.rename("three\n");
        assert_eq!(listening.text(), "three\n");
    }

    #[test]
    fn what_changed_before_the_watch_stood_is_told() {
        let place = Place::with("one\n");
        let known = place.known();
        place.rename("two\n");
        let (sender, messages) = channel();
        let watch = Watch::start(place.file.clone(), Arc::clone(&known), move |news| drop(sender.send(news)));
        assert_eq!(Listening { watch, messages, known }.text(), "two\n");
    }

    #[test]
    fn our_own_save_is_not_told() {
        let place = Place::with("one\n");
        let listening = place.watch();
        {
            let mut known = listening.known.lock();
            place.rename("ours\n");
            let hash = Some(ContentHash::of(b"ours\n"));
            *known = Known { hash, ..Known::first(Fingerprint::at(&place.file).unwrap()) };
        }
        place.rename("theirs\n");
        assert_eq!(listening.text(), "theirs\n");
    }

    #[test]
    fn a_file_written_again_with_the_same_text_is_not_told() {
        let place = Place::with("one\n");
        let listening = place.watch();
        place.rename("one\n");
        listening.watch.check_now();
        place.rename("two\n");
        assert_eq!(listening.text(), "two\n");
    }

    /// The signs of a file of `size` bytes.
    fn signs(size: usize) -> Fingerprint {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        io::Write::write_all(&mut file, &vec![b'x'; size]).unwrap();
        Fingerprint::of(&file.as_file().metadata().unwrap())
    }

    #[test]
    fn a_write_in_place_is_believed_when_it_has_held_still() {
        let (now, known, new) = (monotonic(), Known::first(signs(90)), signs(90));
        let mut patience = Patience::default();
        assert_eq!(patience.look(now, Some(new), &known, false), Step::Wait(now + STILL));
        let early = now + Duration::from_millis(4);
        assert_eq!(patience.look(early, Some(new), &known, false), Step::Wait(now + STILL));
        assert_eq!(patience.look(now + STILL, Some(new), &known, false), Step::Read);
    }

    #[test]
    fn a_write_that_goes_on_is_waited_for() {
        let (now, known) = (monotonic(), Known::first(signs(90)));
        let mut patience = Patience::default();
        patience.look(now, Some(signs(91)), &known, false);
        let later = now + STILL;
        assert_eq!(patience.look(later, Some(signs(92)), &known, false), Step::Wait(later + STILL));
    }

    #[test]
    fn a_text_that_lost_more_than_a_third_is_waited_for_longer() {
        let (now, known) = (monotonic(), Known::first(signs(90)));
        assert_eq!(Patience::default().look(now, Some(signs(59)), &known, false), Step::Wait(now + STILL_WHEN_SHRUNK));
        assert_eq!(Patience::default().look(now, Some(signs(60)), &known, false), Step::Wait(now + STILL));
    }

    #[test]
    fn a_renamed_file_is_read_at_once() {
        let (one, two) = (tempfile::NamedTempFile::new().unwrap(), tempfile::NamedTempFile::new().unwrap());
        let known = Known::first(Fingerprint::at(one.path()).unwrap());
        let new = Fingerprint::at(two.path()).unwrap();
        assert_eq!(Patience::default().look(monotonic(), Some(new), &known, true), Step::Read);
    }

    #[test]
    fn a_file_is_gone_after_a_while_and_that_is_told_once() {
        let (now, known) = (monotonic(), Known::first(signs(90)));
        let mut patience = Patience::default();
        assert_eq!(patience.look(now, None, &known, false), Step::Wait(now + GONE));
        assert_eq!(patience.look(now + GONE, None, &known, false), Step::TellGone);
        assert_eq!(patience.look(now + GONE, None, &known, false), Step::Rest);
    }

    #[test]
    fn a_path_through_links_leads_through_all_their_folders() {
        let folder = tempfile::tempdir().unwrap();
        let root = std::fs::canonicalize(folder.path()).unwrap();
        std::fs::create_dir(root.join("a")).unwrap();
        std::os::unix::fs::symlink("a/two", root.join("one")).unwrap();
        std::os::unix::fs::symlink("../missing/deep/file", root.join("a/two")).unwrap();
        let steps: Vec<_> = way(&root.join("one")).into_iter().map(|(folder, name)| folder.join(name)).collect();
        assert_eq!(steps, [root.join("one"), root.join("a/two"), root.join("missing")]);
    }
}
