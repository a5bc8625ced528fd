//! Replaces the campaign file with an edited text, in one step that either happened or did not.
//!
//! Invariant: the file is at every moment the old text or the new one, as a whole; an edit is made to the text as it is
//! at that moment; bytes that somebody else wrote in the last instant are kept as a backup. Mode, owner (where the
//! system lets us) and a symbolic link stay. What it does not do: it keeps no hard links and no access lists, and it
//! never creates a file that was deleted.

use std::ffi::OsStr;
use std::fmt;
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rustix::fs::{Gid, RenameFlags, Uid};
use tempfile::NamedTempFile;

use super::fingerprint::{self, ContentHash, Fingerprint, Known, LastKnown};
use super::folders::{CampaignKey, StateFolder};
use super::lock;

/// How long to wait for another process of ours that is saving the same file.
const LOCK_PATIENCE: Duration = Duration::from_secs(10);
/// How often to start over on a file that changes under our hands.
const ATTEMPTS: u32 = 16;
/// A text of somebody else must have held still this long before it is edited.
const STILL: Duration = Duration::from_millis(10);
/// The same for one that is much shorter than the last known text, as in the middle of a write.
const STILL_WHEN_SHRUNK: Duration = Duration::from_millis(100);

/// One campaign file and the way to replace it.
#[derive(Debug, Clone)]
pub struct Store {
    path: PathBuf,
    key: CampaignKey,
    state: Option<StateFolder>,
    known: Option<Arc<LastKnown>>,
    delay: Duration,
}

/// A save that happened.
#[derive(Debug, Clone)]
pub struct Committed {
    /// The text that is in the file now.
    pub bytes: Arc<Vec<u8>>,
    /// Its hash.
    pub hash: ContentHash,
    /// The file's signs now.
    pub fingerprint: Fingerprint,
    /// Whether the edit changed anything; if not, nothing was written.
    pub wrote: bool,
    /// Whether the edited text was not the last known one: somebody else had changed it.
    pub foreign: bool,
    /// Where the bytes are that somebody wrote in the last instant and that were overwritten.
    pub backup: Option<PathBuf>,
}

/// Why a save did not happen. The file is as it was.
#[derive(Debug)]
pub enum SaveError {
    /// There is no file at the path.
    Missing(PathBuf),
    /// The file cannot be read.
    Unreadable(PathBuf, io::Error),
    /// No file can be made in the folder, or none replaced.
    Folder(PathBuf, io::Error),
    /// No room.
    Full(PathBuf),
    /// Another process keeps the lock.
    Busy(PathBuf),
    /// Somebody writes the file all the time.
    Restless(PathBuf),
    /// The state folder cannot be used.
    State(io::Error),
}

impl SaveError {
    fn reading(path: &Path, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing(path.to_path_buf()),
            io::ErrorKind::ResourceBusy => Self::Restless(path.to_path_buf()),
            _ => Self::Unreadable(path.to_path_buf(), error),
        }
    }

    fn writing(folder: &Path, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full(folder.to_path_buf()),
            _ => Self::Folder(folder.to_path_buf(), error),
        }
    }

    /// What to do, as an imperative.
    #[must_use]
    pub fn mend(&self) -> &'static str {
        match self {
            Self::Missing(_) => "put the file back, or open another one",
            Self::Unreadable(..) => "make the file readable for you",
            Self::Folder(..) => "make the folder writable for you: a save puts a new file in place of the old one",
            Self::Full(_) => "make room on the disk",
            Self::Busy(_) => "close the other program, or wait for it",
            Self::Restless(_) => "wait until the other program has finished writing",
            Self::State(_) => "make the state folder writable for you, or set `CODRIVER_STATE_DIR`",
        }
    }
}

impl fmt::Display for SaveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(path) => write!(f, "not saved: `{}` is not there any more", path.display()),
            Self::Unreadable(path, why) => write!(f, "not saved: cannot read `{}`: {}", path.display(), plain(why)),
            Self::Folder(path, why) => write!(f, "not saved: cannot write in `{}`: {}", path.display(), plain(why)),
            Self::Full(path) => write!(f, "not saved: the disk of `{}` is full", path.display()),
            Self::Busy(path) => {
                write!(f, "not saved: another codriver has been saving `{}` for ten seconds", path.display())
            }
            Self::Restless(path) => {
                write!(f, "not saved: `{}` is being written by another program all the time", path.display())
            }
            Self::State(why) => write!(f, "not saved: cannot use the state folder: {}", plain(why)),
        }
    }
}

impl std::error::Error for SaveError {}

/// The system's reason in the form of our messages: lower case, without the number.
#[must_use]
pub fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

/// Why `commit` did not happen.
#[derive(Debug)]
pub enum CommitError<E> {
    /// The edit was declined.
    Refused(E),
    /// The file could not be replaced.
    Save(SaveError),
}

/// What a witness is told before a new text takes the old one's place.
#[derive(Debug, Clone, Copy)]
pub struct Replacement<'a> {
    /// The text to come.
    pub hash: ContentHash,
    /// The text it was made from.
    pub base: ContentHash,
    /// The name of the new file in the campaign's folder until it is renamed.
    pub temporary: &'a OsStr,
}

/// Sees each step of a save, so that a journal can prove after a crash what happened.
pub trait Witness {
    /// The name for the temporary file; another one at each call. `None`: any name.
    fn temporary(&mut self) -> Option<String>;
    /// The new text is on the disk and about to be renamed. An error stops the save.
    fn replacing(&mut self, replacement: &Replacement<'_>) -> io::Result<()>;
    /// It was not renamed after all, and the temporary file is about to be removed.
    fn dropped(&mut self, replacement: &Replacement<'_>);
    /// The file holds the new text. Called under the lock of the last known state.
    fn landed(&mut self, committed: &Committed);
}

/// For those who need no witness.
struct Nobody;

impl Witness for Nobody {
    fn temporary(&mut self) -> Option<String> {
        None
    }
    fn replacing(&mut self, _: &Replacement<'_>) -> io::Result<()> {
        Ok(())
    }
    fn dropped(&mut self, _: &Replacement<'_>) {}
    fn landed(&mut self, _: &Committed) {}
}

/// What the edit made of a text.
type Edited = Option<Vec<u8>>;

enum Landing {
    Landed(Committed),
    ChangedMeanwhile,
}

impl Store {
    /// The campaign at `path`. Without a state folder there is no lock and no backup.
    #[must_use]
    pub fn new(path: PathBuf, state: Option<StateFolder>) -> Self {
        let key = CampaignKey::of(&path);
        Self { path, key, state, known: None, delay: Duration::ZERO }
    }

    /// Shares the last known state with the watcher.
    #[must_use]
    pub fn with_known(mut self, known: Arc<LastKnown>) -> Self {
        self.known = Some(known);
        self
    }

    /// Waits before each new text is written: a slow disk, for tests.
    #[must_use]
    pub fn with_delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// The path as it was given.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The campaign's name in the state folder.
    #[must_use]
    pub fn key(&self) -> &CampaignKey {
        &self.key
    }

    /// Edits the file: `edit` is given the text as it is now and returns the whole new text. It is called again when
    /// somebody else changes the file in the meantime. Nothing is written when the text stays the same.
    pub fn commit<E>(&self, mut edit: impl FnMut(&[u8]) -> Result<Vec<u8>, E>) -> Result<Committed, CommitError<E>> {
        let mut refusal = None;
        let outcome = self.replace(&mut |bytes| edit(bytes).map_err(|error| refusal = Some(error)).ok(), &mut Nobody);
        match (outcome, refusal) {
            (Ok(Some(committed)), _) => Ok(committed),
            (_, Some(refusal)) => Err(CommitError::Refused(refusal)),
            (Ok(None), None) => Err(CommitError::Save(SaveError::Restless(self.path.clone()))),
            (Err(error), None) => Err(CommitError::Save(error)),
        }
    }

    /// As [`Store::commit`], with a witness. `Ok(None)` when the edit declined.
    pub fn replace(
        &self,
        edit: &mut dyn FnMut(&[u8]) -> Edited,
        witness: &mut dyn Witness,
    ) -> Result<Option<Committed>, SaveError> {
        let _held = match &self.state {
            None => None,
            Some(state) => Some(
                lock::take(&state.lock(&self.key, "save"), LOCK_PATIENCE)
                    .map_err(SaveError::State)?
                    .ok_or_else(|| SaveError::Busy(self.path.clone()))?,
            ),
        };
        for _ in 0..ATTEMPTS {
            let target = self.target()?;
            let (base, before) = self.read_when_still(&target)?;
            let base_hash = ContentHash::of(&base);
            let foreign = self.known.as_ref().is_some_and(|known| {
                let known = known.lock();
                known.fingerprint != Some(before) && known.hash != Some(base_hash)
            });
            let Some(new) = edit(&base) else { return Ok(None) };
            if new == base {
                let committed = Committed {
                    bytes: Arc::new(new),
                    hash: base_hash,
                    fingerprint: before,
                    wrote: false,
                    foreign,
                    backup: None,
                };
                self.told(&committed, witness);
                return Ok(Some(committed));
            }
            let old = Old { target: &target, bytes: &base, hash: base_hash, fingerprint: before, foreign };
            match self.land(&old, new, witness)? {
                Landing::Landed(committed) => return Ok(Some(committed)),
                Landing::ChangedMeanwhile => {}
            }
        }
        Err(SaveError::Restless(self.path.clone()))
    }

    fn target(&self) -> Result<PathBuf, SaveError> {
        std::fs::canonicalize(&self.path).map_err(|error| SaveError::reading(&self.path, error))
    }

    /// Reads the text. One that is not the last known one must hold still first: an edit to half a file would find its
    /// record missing and be refused.
    fn read_when_still(&self, target: &Path) -> Result<(Vec<u8>, Fingerprint), SaveError> {
        let failed = |error| SaveError::reading(&self.path, error);
        let (mut bytes, mut fingerprint) = fingerprint::read(target).map_err(failed)?;
        let Some(known) = &self.known else { return Ok((bytes, fingerprint)) };
        for _ in 0..ATTEMPTS {
            let known = *known.lock();
            if known.fingerprint.is_none_or(|known| known.same_write(&fingerprint)) {
                return Ok((bytes, fingerprint));
            }
            pause(if fingerprint.size() * 3 < known.size * 2 { STILL_WHEN_SHRUNK } else { STILL });
            let now = Fingerprint::at(target).map_err(failed)?;
            if now.same_write(&fingerprint) {
                return Ok((bytes, fingerprint));
            }
            (bytes, fingerprint) = fingerprint::read(target).map_err(failed)?;
        }
        Err(SaveError::Restless(self.path.clone()))
    }

    fn land(&self, old: &Old<'_>, new: Vec<u8>, witness: &mut dyn Witness) -> Result<Landing, SaveError> {
        let folder = old.target.parent().unwrap_or(Path::new("/"));
        let failed = |error| SaveError::writing(folder, error);
        if !self.delay.is_zero() {
            pause(self.delay);
        }
        let temporary = write_beside(old.target, folder, &new, witness.temporary()).map_err(failed)?;
        let hash = ContentHash::of(&new);
        let replacement =
            Replacement { hash, base: old.hash, temporary: temporary.path().file_name().unwrap_or_default() };
        witness.replacing(&replacement).map_err(SaveError::State)?;

        // The last look: whoever writes from here on has microseconds, and is kept as a backup.
        if self.target().ok().as_deref() != Some(old.target) || !old.is_unchanged() {
            witness.dropped(&replacement);
            return Ok(Landing::ChangedMeanwhile);
        }
        let known = self.known.as_deref().map(LastKnown::lock);
        let swapped = match swap(temporary.path(), old.target) {
            Ok(swapped) => swapped,
            Err(error) => {
                witness.dropped(&replacement);
                return match error.kind() {
                    io::ErrorKind::NotFound => Ok(Landing::ChangedMeanwhile),
                    _ => Err(failed(error)),
                };
            }
        };
        // From here on the new text is in the file: nothing may fail any more.
        let backup = swapped.then(|| self.rescue(temporary.path(), old)).flatten();
        let fingerprint = temporary.as_file().metadata().map_or(old.fingerprint, |metadata| Fingerprint::of(&metadata));
        let committed =
            Committed { bytes: Arc::new(new), hash, fingerprint, wrote: true, foreign: old.foreign, backup };
        tell(known, &committed, witness);
        drop(temporary);
        sync_folder(folder);
        Ok(Landing::Landed(committed))
    }

    fn told(&self, committed: &Committed, witness: &mut dyn Witness) {
        tell(self.known.as_deref().map(LastKnown::lock), committed, witness);
    }

    /// Keeps what was swapped out if it is not what was edited.
    fn rescue(&self, swapped_out: &Path, old: &Old<'_>) -> Option<PathBuf> {
        if Fingerprint::at(swapped_out).is_ok_and(|now| now.same_write(&old.fingerprint)) {
            return None;
        }
        // Its writer may still be at it.
        pause(STILL);
        let (bytes, _) = fingerprint::read(swapped_out).ok()?;
        if bytes == old.bytes {
            return None;
        }
        let folder = self.state.as_ref()?.part("backups").ok()?;
        let path = folder.join(format!("{}-{}.toml", self.key, ContentHash::of(&bytes)));
        let mut file = NamedTempFile::new_in(&folder).ok()?;
        file.write_all(&bytes).and_then(|()| file.as_file().sync_all()).ok()?;
        file.persist(&path).ok()?;
        Some(path)
    }
}

fn tell(known: Option<std::sync::MutexGuard<'_, Known>>, committed: &Committed, witness: &mut dyn Witness) {
    if let Some(mut known) = known {
        *known = Known {
            fingerprint: Some(committed.fingerprint),
            hash: Some(committed.hash),
            size: committed.fingerprint.size(),
        };
        witness.landed(committed);
    } else {
        witness.landed(committed);
    }
}

/// Makes a file that is not there yet, whole and on the disk, or not at all.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".codriver-").suffix("~").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    sync_folder(folder);
    Ok(())
}

/// The text that is edited.
struct Old<'a> {
    target: &'a Path,
    bytes: &'a [u8],
    hash: ContentHash,
    fingerprint: Fingerprint,
    foreign: bool,
}

impl Old<'_> {
    /// Whether the file is still the one that was read, by its signs and, because signs are coarse, by its bytes.
    #[expect(clippy::disallowed_methods, reason = "the engine room reads files")]
    fn is_unchanged(&self) -> bool {
        let Ok(mut file) = File::open(self.target) else { return false };
        let same_signs = |file: &File| file.metadata().is_ok_and(|now| Fingerprint::of(&now) == self.fingerprint);
        same_signs(&file) && same_bytes(&mut file, self.bytes) && same_signs(&file)
    }
}

fn same_bytes(file: &mut File, mut expected: &[u8]) -> bool {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return expected.is_empty(),
            Ok(count) => match expected.strip_prefix(&buffer[..count]) {
                Some(rest) => expected = rest,
                None => return false,
            },
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return false,
        }
    }
}

/// The new text in a file beside the old one, with its mode and owner, on the disk.
fn write_beside(target: &Path, folder: &Path, bytes: &[u8], name: Option<String>) -> io::Result<NamedTempFile> {
    let mut file = match name {
        None => tempfile::Builder::new().prefix(".codriver-").suffix("~").tempfile_in(folder)?,
        Some(name) => tempfile::Builder::new().prefix(&name).suffix("").rand_bytes(0).tempfile_in(folder)?,
    };
    file.as_file_mut().write_all(bytes)?;
    let old = std::fs::metadata(target)?;
    let own = file.as_file().metadata()?;
    if (old.uid(), old.gid()) != (own.uid(), own.gid()) {
        // Only root may give a file away; a group that we are in can be kept by anybody.
        let whole = rustix::fs::fchown(file.as_file(), Some(Uid::from_raw(old.uid())), Some(Gid::from_raw(old.gid())));
        if whole.is_err() {
            let _ = rustix::fs::fchown(file.as_file(), None, Some(Gid::from_raw(old.gid())));
        }
    }
    // After the owner, because a change of owner takes set-id bits away.
    file.as_file().set_permissions(old.permissions())?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Puts the new file in place of the old one. `true`: the old one is now where the new one was, so that one can see
/// what was replaced; file systems that cannot swap two names replace it for good.
#[expect(clippy::disallowed_methods, reason = "the engine room renames files")]
fn swap(new: &Path, target: &Path) -> io::Result<bool> {
    use rustix::fs::CWD;
    match rustix::fs::renameat_with(CWD, new, CWD, target, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(error) if io::Error::from(error).kind() == io::ErrorKind::NotFound => Err(error.into()),
        Err(_) => std::fs::rename(new, target).map(|()| false),
    }
}

/// Makes the rename survive a loss of power. Some file systems cannot; the journal still has the edits then.
#[expect(clippy::disallowed_methods, reason = "the engine room opens files")]
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        drop(folder.sync_all());
    }
}

#[expect(clippy::disallowed_methods, reason = "that nothing happens for a while is no condition one can wait for")]
fn pause(time: Duration) {
    std::thread::sleep(time);
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write files")]
mod tests {
    use std::convert::Infallible;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    struct Place {
        folder: tempfile::TempDir,
        file: PathBuf,
    }

    impl Place {
        fn with(text: &str) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let inner = folder.path().join("campaigns");
            std::fs::create_dir(&inner).unwrap();
            let file = inner.join("q1.toml");
            std::fs::write(&file, text).unwrap();
            Self { folder, file }
        }

        fn state(&self) -> StateFolder {
            StateFolder::new(self.folder.path().join("state"))
        }

        fn store(&self) -> Store {
            Store::new(self.file.clone(), Some(self.state()))
        }

        fn text(&self) -> String {
            std::fs::read_to_string(&self.file).unwrap()
        }

        fn names(&self) -> Vec<String> {
            let folder = std::fs::read_dir(self.file.parent().unwrap()).unwrap();
            folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
        }
    }

    fn append(line: &str) -> impl FnMut(&[u8]) -> Result<Vec<u8>, Infallible> {
        move |bytes| Ok([bytes, line.as_bytes()].concat())
    }

    /// Does something of somebody else's between two steps of a save.
    struct Meddler<R, L> {
        replacing: R,
        landed: L,
    }

    impl<R: FnMut(), L: FnMut(&Committed)> Witness for Meddler<R, L> {
        fn temporary(&mut self) -> Option<String> {
            None
        }
        fn replacing(&mut self, _: &Replacement<'_>) -> io::Result<()> {
            (self.replacing)();
            Ok(())
        }
        fn dropped(&mut self, _: &Replacement<'_>) {}
        fn landed(&mut self, committed: &Committed) {
            (self.landed)(committed);
        }
    }

    #[test]
    fn an_edit_is_in_the_file_and_nothing_is_left_beside_it() {
        let place = Place::with("a\n");
        let committed = place.store().commit(append("b\n")).unwrap();
        assert_eq!(place.text(), "a\nb\n");
        assert_eq!(place.names(), ["q1.toml"]);
        assert!(committed.wrote && !committed.foreign && committed.backup.is_none());
        assert_eq!(committed.fingerprint, Fingerprint::at(&place.file).unwrap());
        assert_eq!(committed.hash, ContentHash::of(b"a\nb\n"));
    }

    #[test]
    fn an_edit_that_changes_nothing_writes_nothing() {
        let place = Place::with("a\n");
        let before = Fingerprint::at(&place.file).unwrap();
        let committed = place.store().commit(append("")).unwrap();
        assert!(!committed.wrote);
        assert_eq!(Fingerprint::at(&place.file).unwrap(), before);
    }

    #[test]
    fn a_refused_edit_leaves_the_file_alone_and_says_why() {
        let place = Place::with("a\n");
        let before = Fingerprint::at(&place.file).unwrap();
        let outcome = place.store().commit(|_| Err("no such deal"));
        assert!(matches!(outcome, Err(CommitError::Refused("no such deal"))));
        assert_eq!(Fingerprint::at(&place.file).unwrap(), before);
    }

    #[test]
    fn a_symbolic_link_stays_a_link_and_its_target_gets_the_text() {
        let place = Place::with("a\n");
        let link = place.folder.path().join("link.toml");
        std::os::unix::fs::symlink("campaigns/q1.toml", &link).unwrap();
        Store::new(link.clone(), Some(place.state())).commit(append("b\n")).unwrap();
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(place.text(), "a\nb\n");
    }

    #[test]
    fn the_mode_stays() {
        let place = Place::with("a\n");
        std::fs::set_permissions(&place.file, PermissionsExt::from_mode(0o640)).unwrap();
        place.store().commit(append("b\n")).unwrap();
        assert_eq!(std::fs::metadata(&place.file).unwrap().permissions().mode() & 0o7777, 0o640);
    }

    #[test]
    fn the_owner_stays_where_the_system_lets_us() {
        let place = Place::with("a\n");
        let given = rustix::fs::chown(&place.file, Some(Uid::from_raw(65_534)), Some(Gid::from_raw(65_534))).is_ok();
        place.store().commit(append("b\n")).unwrap();
        let owner = std::fs::metadata(&place.file).unwrap().uid();
        assert_eq!(owner == 65_534, given);
    }

    #[test]
    fn a_change_of_somebody_else_before_the_rename_is_kept_and_the_edit_made_on_top() {
        let place = Place::with("a\n");
        let mut first = true;
        let meddle = || {
            if std::mem::take(&mut first) {
                std::fs::write(&place.file, "theirs\n").unwrap();
            }
        };
        let mut edit = append("b\n");
        let committed = place
            .store()
            .replace(&mut |bytes| edit(bytes).ok(), &mut Meddler { replacing: meddle, landed: |_: &Committed| {} })
            .unwrap();
        assert!(committed.is_some());
        assert_eq!(place.text(), "theirs\nb\n");
        assert_eq!(place.names(), ["q1.toml"]);
    }

    #[test]
    fn a_change_of_the_same_length_and_time_is_seen_by_its_bytes() {
        let place = Place::with("a\n");
        let (bytes, fingerprint) = fingerprint::read(&place.file).unwrap();
        let old = |bytes| Old { target: &place.file, bytes, hash: ContentHash::of(bytes), fingerprint, foreign: false };
        assert!(old(&bytes).is_unchanged());
        assert!(!old(b"b\n").is_unchanged());
        assert!(!old(b"a\nc").is_unchanged());
    }

    #[test]
    fn a_file_that_is_written_all_the_time_is_left_alone() {
        let place = Place::with("a\n");
        let mut count = 0;
        let meddle = || {
            count += 1;
            std::fs::write(&place.file, format!("theirs {count}\n")).unwrap();
        };
        let mut edit = append("b\n");
        let outcome = place
            .store()
            .replace(&mut |bytes| edit(bytes).ok(), &mut Meddler { replacing: meddle, landed: |_: &Committed| {} });
        assert!(matches!(outcome, Err(SaveError::Restless(_))));
        assert_eq!(place.text(), format!("theirs {ATTEMPTS}\n"));
        assert_eq!(place.names(), ["q1.toml"]);
    }

    #[test]
    fn bytes_that_were_overwritten_after_all_are_kept_as_a_backup() {
        let place = Place::with("a\n");
        let swapped_out = place.file.with_file_name("swapped");
        std::fs::write(&swapped_out, "theirs, in the last instant\n").unwrap();
        let fingerprint = Fingerprint::at(&place.file).unwrap();
        let old =
            Old { target: &place.file, bytes: b"a\n", hash: ContentHash::of(b"a\n"), fingerprint, foreign: false };
        let backup = place.store().rescue(&swapped_out, &old).unwrap();
        assert_eq!(std::fs::read_to_string(backup).unwrap(), "theirs, in the last instant\n");
    }

    #[test]
    fn what_was_edited_needs_no_backup() {
        let place = Place::with("a\n");
        let (bytes, fingerprint) = fingerprint::read(&place.file).unwrap();
        let old =
            Old { target: &place.file, bytes: &bytes, hash: ContentHash::of(&bytes), fingerprint, foreign: false };
        assert_eq!(place.store().rescue(&place.file, &old), None);
    }

    #[test]
    fn the_state_of_the_file_is_known_when_the_landing_is_told() {
        let place = Place::with("a\n");
        let known = Arc::new(LastKnown::new(Known::first(Fingerprint::at(&place.file).unwrap())));
        let store = place.store().with_known(Arc::clone(&known));
        let mut landed = Vec::new();
        let mut edit = append("b\n");
        store
            .replace(
                &mut |bytes| edit(bytes).ok(),
                &mut Meddler { replacing: || {}, landed: |committed: &Committed| landed.push(committed.foreign) },
            )
            .unwrap();
        assert_eq!(landed, [false]);
        assert_eq!(known.lock().hash, Some(ContentHash::of(b"a\nb\n")));
        assert_eq!(known.lock().fingerprint, Fingerprint::at(&place.file).ok());
    }

    #[test]
    fn saving_over_a_text_that_was_not_known_says_so() {
        let place = Place::with("a\n");
        let known = Arc::new(LastKnown::new(Known::first(Fingerprint::at(&place.file).unwrap())));
        std::fs::write(&place.file, "theirs\n").unwrap();
        let committed = place.store().with_known(known).commit(append("b\n")).unwrap();
        assert!(committed.foreign);
        assert_eq!(*committed.bytes, b"theirs\nb\n");
    }

    #[test]
    fn a_deleted_file_is_told_and_not_made_anew() {
        let place = Place::with("a\n");
        let store = place.store();
        std::fs::remove_file(&place.file).unwrap();
        let outcome = store.commit(append("b\n"));
        assert!(matches!(outcome, Err(CommitError::Save(SaveError::Missing(_)))));
        assert!(place.names().is_empty());
    }

    #[test]
    fn a_path_through_a_file_is_told_as_unreadable() {
        let place = Place::with("a\n");
        let outcome = Store::new(place.file.join("x.toml"), None).commit(append("b\n"));
        let Err(CommitError::Save(error @ SaveError::Unreadable(..))) = outcome else { panic!("expected an error") };
        assert!(error.to_string().ends_with("not a directory"), "{error}");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_folder_that_takes_no_new_file_is_told() {
        let outcome = Store::new(PathBuf::from("/proc/version"), None).commit(append("b\n"));
        assert!(matches!(outcome, Err(CommitError::Save(SaveError::Folder(..)))), "{outcome:?}");
    }

    #[test]
    fn a_full_disk_and_a_full_quota_are_told_as_such() {
        for kind in [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded] {
            let error = SaveError::writing(Path::new("/x"), kind.into());
            assert!(matches!(error, SaveError::Full(_)));
            assert_eq!(error.to_string(), "not saved: the disk of `/x` is full");
        }
    }

    #[test]
    fn one_process_at_a_time_saves() {
        let place = Place::with("");
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..5 {
                        place.store().commit(append("x\n")).unwrap();
                    }
                });
            }
        });
        assert_eq!(place.text(), "x\n".repeat(20));
    }

    #[test]
    fn the_systems_reasons_are_told_in_our_form() {
        assert_eq!(plain(&io::Error::from_raw_os_error(13)), "permission denied");
    }
}
