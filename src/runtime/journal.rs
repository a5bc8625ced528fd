//! What was typed, on the disk before it is in the file.
//!
//! One journal is one process at work on one campaign: lines of JSON that are only appended, and a lock that lasts as
//! long as the process. A journal whose lock is free was left by a crash; the next start takes it over.
//!
//! Invariant: an intent that was told to be safe is applied exactly once, wherever the process was cut off. A save
//! first writes what it is about to put in place (`saving`, from which `base`, under which temporary name); after a
//! crash the file, its hash and the temporary name tell whether that happened ([`Leftover::pending`]).
//!
//! The file is filled with zeros ahead of the lines, so that a sync has only to write a block of data: where it had to
//! make the file longer, it would wait for whatever else the file system has under way. The lines end at the first
//! zero; JSON has none.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::fingerprint::{self, ContentHash};
use super::folders::{CampaignKey, StateFolder};
use super::lock;

/// Making, finding and removing journals of one campaign happens one process at a time; it takes a millisecond.
const LOCK_PATIENCE: Duration = Duration::from_secs(5);
/// A journal in which everything is saved is emptied when it is longer than this.
const EMPTY_ABOVE: u64 = 64 * 1024;
/// So many zeros are written ahead.
const AHEAD: usize = 64 * 1024;
/// The form of the lines below.
const FORM: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Line<I> {
    Intent { seq: u64, intent: I },
    Saving { saving: ContentHash, base: ContentHash, through: u64, temporary: String },
    Saved { saved: u64 },
    Dropped { dropped: ContentHash },
    Head { journal: u32, campaign: String },
}

/// A save that is about to be put in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saving {
    /// The text to come.
    pub hash: ContentHash,
    /// The text it was made from.
    pub base: ContentHash,
    /// The last intent in it.
    pub through: u64,
    /// The temporary file in the campaign's folder.
    pub temporary: String,
}

/// An open journal, locked by this process.
#[derive(Debug)]
pub struct Journal {
    file: File,
    path: PathBuf,
    id: String,
    /// Bytes of lines.
    length: u64,
    /// Bytes of the file, from `length` on zeros.
    room: u64,
    last: u64,
    /// The last intent that could not be written and is not saved either.
    missed: Option<u64>,
    attempts: u32,
    campaign: String,
}

impl Journal {
    /// Starts a journal of this process.
    pub fn create(state: &StateFolder, campaign: &CampaignKey) -> io::Result<Self> {
        let _held = hold(state, campaign)?;
        let folder = state.part("journals")?;
        let id = fresh_id();
        let path = folder.join(format!("{campaign}.{id}.jsonl"));
        let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path)?;
        if !lock::try_take(&file)? {
            return Err(io::Error::new(io::ErrorKind::ResourceBusy, "a new journal is locked by somebody else"));
        }
        let campaign = campaign.to_string();
        let mut journal = Self { file, path, id, length: 0, room: 0, last: 0, missed: None, attempts: 0, campaign };
        journal.head()?;
        journal.file.sync_all()?;
        sync_folder(&folder);
        Ok(journal)
    }

    fn head(&mut self) -> io::Result<()> {
        let head = Line::<()>::Head { journal: FORM, campaign: self.campaign.clone() };
        self.write(&[head], false)
    }

    /// Appends intents, the first of which has the number `first`, and returns when they are on the disk. On an error
    /// none of them is in the journal.
    pub fn append<I: Serialize>(&mut self, first: u64, intents: &[I]) -> io::Result<()> {
        let lines: Vec<_> = (first..).zip(intents).map(|(seq, intent)| Line::Intent { seq, intent }).collect();
        let last = first + intents.len() as u64 - u64::from(!intents.is_empty());
        match self.write(&lines, true) {
            Ok(()) => self.last = last,
            Err(error) => {
                self.missed = Some(last);
                return Err(error);
            }
        }
        Ok(())
    }

    /// Its name, which no other journal has.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether every intent that is not saved is in it.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.missed.is_none()
    }

    /// A name for a temporary file that leads back to this journal; another one at each call.
    pub fn temporary(&mut self) -> String {
        self.attempts += 1;
        format!(".codriver-{}-{}~", self.id, self.attempts)
    }

    /// Notes what is about to be renamed, and returns when that is on the disk.
    pub fn saving(&mut self, saving: &Saving) -> io::Result<()> {
        let Saving { hash, base, through, temporary } = saving.clone();
        self.write(&[Line::<()>::Saving { saving: hash, base, through, temporary }], true)
    }

    /// Notes that `hash` was not renamed after all.
    pub fn dropped(&mut self, hash: ContentHash) -> io::Result<()> {
        self.write(&[Line::<()>::Dropped { dropped: hash }], true)
    }

    /// Notes that all intents up to `through` are in the file. It need not reach the disk: the file itself tells.
    pub fn saved(&mut self, through: u64) -> io::Result<()> {
        self.missed = self.missed.filter(|missed| *missed > through);
        if self.last <= through && self.length > EMPTY_ABOVE {
            self.file.set_len(0)?;
            (self.length, self.room) = (0, 0);
            return self.head();
        }
        self.write(&[Line::<()>::Saved { saved: through }], false)
    }

    /// Removes the journal; everything in it is in the file.
    #[expect(clippy::disallowed_methods, reason = "the engine room removes files")]
    pub fn remove(self) -> io::Result<()> {
        std::fs::remove_file(&self.path)
    }

    fn write<I: Serialize>(&mut self, lines: &[Line<I>], sync: bool) -> io::Result<()> {
        let mut bytes = Vec::with_capacity(256);
        for line in lines {
            serde_json::to_writer(&mut bytes, line)?;
            bytes.push(b'\n');
        }
        let count = bytes.len();
        let written = self.put(bytes).and_then(|()| if sync { self.file.sync_data() } else { Ok(()) });
        if written.is_err() {
            // Half a line would swallow the next one.
            drop(self.file.set_len(self.length));
            self.room = self.length;
        } else {
            self.length += count as u64;
        }
        written
    }

    fn put(&mut self, mut bytes: Vec<u8>) -> io::Result<()> {
        let end = self.length + bytes.len() as u64;
        if end <= self.room {
            return self.file.write_all_at(&bytes, self.length);
        }
        bytes.resize(bytes.len() + AHEAD, 0);
        self.file.write_all_at(&bytes, self.length)?;
        self.room = end + AHEAD as u64;
        Ok(())
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        // Closing is not enough while a child process, just being started, still has the file open.
        drop(self.file.unlock());
    }
}

/// A journal left by a process that has ended without saving.
#[derive(Debug)]
pub struct Leftover<I> {
    /// The journal, now ours.
    pub journal: Journal,
    /// Ascending; one for each intent.
    numbers: Vec<u64>,
    intents: Vec<I>,
    saved: u64,
    saving: Option<Saving>,
    unreadable: bool,
}

/// Takes over the journals of `campaign` whose processes have ended.
pub fn leftovers<I: DeserializeOwned>(state: &StateFolder, campaign: &CampaignKey) -> io::Result<Vec<Leftover<I>>> {
    let folder = state.path().join("journals");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let _held = hold(state, campaign)?;
    let prefix = format!("{campaign}.");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let Some(id) = name.strip_prefix(&prefix).and_then(|rest| rest.strip_suffix(".jsonl")) else { continue };
        let id = id.to_owned();
        let file = match OpenOptions::new().read(true).write(true).open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        if lock::try_take(&file)? && file.metadata()?.nlink() > 0 {
            found.push(Leftover::read(file, path, id, campaign)?);
        }
    }
    found.sort_by(|a, b| a.journal.path.cmp(&b.journal.path));
    Ok(found)
}

impl<I: DeserializeOwned> Leftover<I> {
    fn read(mut file: File, path: PathBuf, id: String, campaign: &CampaignKey) -> io::Result<Self> {
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut file, &mut bytes)?;
        let end = memchr::memchr(0, &bytes).unwrap_or(bytes.len());
        bytes.truncate(end);
        // A line without its end was cut off in the middle of being written: it was never told to be safe.
        let whole = memchr::memrchr(b'\n', &bytes).map_or(0, |end| end + 1);
        file.set_len(whole as u64)?;
        let (mut numbers, mut intents) = (Vec::new(), Vec::new());
        let (mut saved, mut saving, mut attempts, mut unreadable) = (0, None, 0, false);
        for line in bytes[..whole].split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            match serde_json::from_slice(line) {
                Ok(Line::Intent { seq, intent }) => {
                    numbers.push(seq);
                    intents.push(intent);
                }
                Ok(Line::Saving { saving: hash, base, through, temporary }) => {
                    attempts += 1;
                    saving = Some(Saving { hash, base, through, temporary });
                }
                Ok(Line::Saved { saved: through }) => (saved, saving) = (through, None),
                Ok(Line::Dropped { dropped }) => saving = saving.filter(|saving| saving.hash != dropped),
                Ok(Line::Head { journal, .. }) => unreadable |= journal != FORM,
                Err(_) => unreadable = true,
            }
        }
        let last = numbers.last().copied().unwrap_or(saved);
        let campaign = campaign.to_string();
        let journal = Journal {
            file,
            path,
            id,
            length: whole as u64,
            room: whole as u64,
            last,
            missed: None,
            attempts,
            campaign,
        };
        Ok(Self { journal, numbers, intents, saved, saving, unreadable })
    }
}

impl<I> Leftover<I> {
    /// Whether lines of it could not be read, as of a newer version; the journal is then kept beside.
    #[must_use]
    pub fn is_unreadable(&self) -> bool {
        self.unreadable
    }

    /// The intents that are not in the campaign file at `target` yet, and the number of the last one. Temporary files
    /// of the ended process are removed. Fails where the file cannot be read: nothing can be told then.
    pub fn pending(&mut self, target: &Path) -> io::Result<(&[I], u64)> {
        if let Some(saving) = &self.saving {
            if happened(saving, target)? {
                self.saved = saving.through;
            }
            // What was found out holds only until the temporary file goes.
            self.journal.saved(self.saved)?;
            self.saving = None;
        }
        remove_temporaries(target, &self.journal.id);
        let done = self.numbers.partition_point(|number| *number <= self.saved);
        self.numbers.drain(..done);
        self.intents.drain(..done);
        Ok((&self.intents, self.journal.last))
    }

    /// Takes the journal and what [`Leftover::pending`] gave.
    pub fn parts(&mut self) -> (&mut Journal, &[I]) {
        (&mut self.journal, &self.intents)
    }

    /// Ends with the journal: removed, or kept under another name when lines of it could not be read. Gives the path
    /// of one that was kept.
    #[expect(clippy::disallowed_methods, reason = "the engine room renames files")]
    pub fn done(self) -> io::Result<Option<PathBuf>> {
        if !self.unreadable {
            return self.journal.remove().map(|()| None);
        }
        let kept = self.journal.path.with_extension("unreadable");
        std::fs::rename(&self.journal.path, &kept)?;
        Ok(Some(kept))
    }
}

/// Whether the rename that was about to happen did.
fn happened(saving: &Saving, target: &Path) -> io::Result<bool> {
    let now = ContentHash::of(&fingerprint::read(target)?.0);
    if now == saving.hash {
        return Ok(true);
    }
    // The new text was whole under its temporary name before `saving` was noted. Once in place, the name is gone or
    // holds the text that was swapped out.
    let temporary = target.parent().unwrap_or(Path::new("/")).join(&saving.temporary);
    Ok(match fingerprint::read(&temporary) {
        Ok((bytes, _)) => ContentHash::of(&bytes) != saving.hash,
        // Gone, and the file is neither the old text nor ours: ours was in place, and somebody wrote after it.
        Err(_) => now != saving.base,
    })
}

#[expect(clippy::disallowed_methods, reason = "the engine room removes files")]
fn remove_temporaries(target: &Path, id: &str) {
    let prefix = format!(".codriver-{id}-");
    let Some(entries) = target.parent().and_then(|folder| std::fs::read_dir(folder).ok()) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(&prefix)) {
            drop(std::fs::remove_file(entry.path()));
        }
    }
}

fn hold(state: &StateFolder, campaign: &CampaignKey) -> io::Result<lock::Held> {
    lock::take(&state.lock(campaign, "journals"), LOCK_PATIENCE)?
        .ok_or_else(|| io::Error::new(io::ErrorKind::ResourceBusy, "another codriver keeps the journals locked"))
}

/// A name that no other process has, on any machine that shares the folder.
fn fresh_id() -> String {
    use std::hash::{BuildHasher, Hasher, RandomState};
    format!("{:016x}", RandomState::new().build_hasher().finish())
}

#[expect(clippy::disallowed_methods, reason = "the engine room opens files")]
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        drop(folder.sync_all());
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write files")]
mod tests {
    use super::*;

    struct Place {
        folder: tempfile::TempDir,
        file: PathBuf,
        key: CampaignKey,
    }

    impl Place {
        fn with(text: &str) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("q1.toml");
            std::fs::write(&file, text).unwrap();
            let key = CampaignKey::of(&file);
            Self { folder, file, key }
        }

        fn state(&self) -> StateFolder {
            StateFolder::new(self.folder.path().join("state"))
        }

        fn journal(&self) -> Journal {
            Journal::create(&self.state(), &self.key).unwrap()
        }

        fn left(&self) -> Vec<Leftover<String>> {
            leftovers(&self.state(), &self.key).unwrap()
        }

        fn pending(&self) -> Vec<String> {
            self.left().iter_mut().flat_map(|left| left.pending(&self.file).unwrap().0.to_vec()).collect()
        }
    }

    fn saving(journal: &mut Journal, base: &str, new: &str, through: u64) -> Saving {
        let saving = Saving {
            hash: ContentHash::of(new.as_bytes()),
            base: ContentHash::of(base.as_bytes()),
            through,
            temporary: journal.temporary(),
        };
        journal.saving(&saving).unwrap();
        saving
    }

    #[test]
    fn what_a_crash_left_is_pending() {
        let place = Place::with("old");
        place.journal().append(1, &["a", "b"]).unwrap();
        assert_eq!(place.pending(), ["a", "b"]);
    }

    #[test]
    fn a_journal_in_use_is_not_taken_over() {
        let place = Place::with("old");
        let mut journal = place.journal();
        journal.append(1, &["a"]).unwrap();
        assert!(place.left().is_empty());
    }

    #[test]
    fn a_line_cut_off_by_a_crash_is_left_out() {
        let place = Place::with("old");
        let mut journal = place.journal();
        journal.append(1, &["a"]).unwrap();
        journal.file.write_all_at(br#"{"seq":2,"inte"#, journal.length).unwrap();
        drop(journal);
        assert_eq!(place.pending(), ["a"]);
    }

    #[test]
    fn a_line_of_which_only_the_end_reached_the_disk_is_left_out() {
        let place = Place::with("old");
        let mut journal = place.journal();
        journal.append(1, &["a"]).unwrap();
        journal.file.write_all_at(b"2,\"intent\":\"b\"}\n", journal.length + 7).unwrap();
        drop(journal);
        assert_eq!(place.pending(), ["a"]);
    }

    #[test]
    fn a_journal_outgrows_its_room() {
        let place = Place::with("old");
        let mut journal = place.journal();
        let long = "x".repeat(AHEAD / 3);
        for seq in 1..=10 {
            journal.append(seq, &[format!("{seq}{long}")]).unwrap();
        }
        drop(journal);
        let pending = place.pending();
        assert_eq!(pending.len(), 10);
        assert!((1..=10).zip(&pending).all(|(seq, intent)| *intent == format!("{seq}{long}")));
    }

    #[test]
    fn a_zero_in_an_intent_does_not_end_the_journal() {
        let place = Place::with("old");
        place.journal().append(1, &["a\0", "b"]).unwrap();
        assert_eq!(place.pending(), ["a\0", "b"]);
    }

    #[test]
    fn what_was_saved_is_not_pending() {
        let place = Place::with("old");
        let mut journal = place.journal();
        journal.append(1, &["a", "b"]).unwrap();
        journal.saved(1).unwrap();
        drop(journal);
        assert_eq!(place.pending(), ["b"]);
    }

    #[test]
    fn a_save_cut_off_after_its_rename_is_not_made_again() {
        let place = Place::with("old");
        let mut journal = place.journal();
        journal.append(1, &["a"]).unwrap();
        saving(&mut journal, "old", "new", 1);
        drop(journal);
        std::fs::write(&place.file, "new").unwrap();
        assert!(place.pending().is_empty());
    }

    #[test]
    fn a_save_cut_off_before_its_rename_is_made() {
        let place = Place::with("old");
        let mut journal = place.journal();
        journal.append(1, &["a"]).unwrap();
        let saving = saving(&mut journal, "old", "new", 1);
        drop(journal);
        let temporary = place.file.with_file_name(&saving.temporary);
        std::fs::write(&temporary, "new").unwrap();
        assert_eq!(place.pending(), ["a"]);
        assert!(!temporary.exists());
    }

    #[test]
    fn a_save_cut_off_before_its_rename_is_made_though_somebody_wrote_since() {
        let place = Place::with("theirs");
        let mut journal = place.journal();
        journal.append(1, &["a"]).unwrap();
        let saving = saving(&mut journal, "old", "new", 1);
        drop(journal);
        std::fs::write(place.file.with_file_name(&saving.temporary), "new").unwrap();
        assert_eq!(place.pending(), ["a"]);
    }

    #[test]
    fn a_save_that_somebody_wrote_over_is_not_made_again() {
        let place = Place::with("theirs, made from new");
        let mut journal = place.journal();
        journal.append(1, &["a"]).unwrap();
        saving(&mut journal, "old", "new", 1);
        drop(journal);
        assert!(place.pending().is_empty());
    }

    #[test]
    fn a_save_whose_old_text_is_still_under_the_temporary_name_is_not_made_again() {
        let place = Place::with("theirs, made from new");
        let mut journal = place.journal();
        journal.append(1, &["a"]).unwrap();
        let saving = saving(&mut journal, "old", "new", 1);
        drop(journal);
        std::fs::write(place.file.with_file_name(&saving.temporary), "old").unwrap();
        assert!(place.pending().is_empty());
    }

    #[test]
    fn a_save_that_was_dropped_is_made() {
        let place = Place::with("theirs");
        let mut journal = place.journal();
        journal.append(1, &["a"]).unwrap();
        let saving = saving(&mut journal, "old", "new", 1);
        journal.dropped(saving.hash).unwrap();
        drop(journal);
        assert_eq!(place.pending(), ["a"]);
    }

    #[test]
    fn what_was_found_out_after_a_crash_holds_after_a_second_one() {
        let place = Place::with("theirs, made from new");
        let mut journal = place.journal();
        journal.append(1, &["a", "b"]).unwrap();
        saving(&mut journal, "old", "new", 1);
        drop(journal);
        assert_eq!(place.pending(), ["b"]);
        std::fs::write(&place.file, "old").unwrap();
        assert_eq!(place.pending(), ["b"]);
    }

    #[test]
    fn a_journal_with_lines_of_a_newer_version_is_kept() {
        let place = Place::with("old");
        let mut journal = place.journal();
        journal.append(1, &[7]).unwrap();
        drop(journal);
        let left = place.left().pop().unwrap();
        assert!(left.is_unreadable());
        assert!(left.done().unwrap().unwrap().exists());
        assert!(place.left().is_empty());
    }

    #[test]
    fn each_process_has_its_own_journal() {
        let place = Place::with("old");
        let (mut one, mut two) = (place.journal(), place.journal());
        one.append(1, &["a"]).unwrap();
        two.append(1, &["b"]).unwrap();
        drop((one, two));
        let mut pending = place.pending();
        pending.sort();
        assert_eq!(pending, ["a", "b"]);
    }

    #[test]
    fn a_long_journal_is_emptied_when_all_is_saved() {
        let place = Place::with("old");
        let mut journal = place.journal();
        journal.append(1, &["x".repeat(70_000)]).unwrap();
        journal.saved(1).unwrap();
        assert!(journal.length < 200);
        journal.append(2, &["b".to_owned()]).unwrap();
        drop(journal);
        assert_eq!(place.pending(), ["b"]);
    }

    #[test]
    fn nothing_is_decided_while_the_file_is_away() {
        let place = Place::with("new");
        let mut journal = place.journal();
        journal.append(1, &["a"]).unwrap();
        saving(&mut journal, "old", "new", 1);
        drop(journal);
        std::fs::remove_file(&place.file).unwrap();
        assert!(place.left()[0].pending(&place.file).is_err());
        std::fs::write(&place.file, "new").unwrap();
        assert!(place.pending().is_empty());
    }

    #[test]
    fn a_removed_journal_is_not_found() {
        let place = Place::with("old");
        place.journal().remove().unwrap();
        assert!(place.left().is_empty());
    }
}
