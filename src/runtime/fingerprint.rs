//! What a file was when it was last looked at: the cheap signs first, then its content.
//!
//! Invariant: two equal fingerprints mean "nobody wrote in between" only together with equal content; whoever is about
//! to overwrite compares both.

use std::fmt;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The signs of a file that a write changes: when it was modified and changed, its size and its identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    modified: (i64, i64),
    changed: (i64, i64),
    size: u64,
    identity: (u64, u64),
}

impl Fingerprint {
    /// The signs in `metadata`.
    #[must_use]
    pub fn of(metadata: &Metadata) -> Self {
        Self {
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
            size: metadata.size(),
            identity: (metadata.dev(), metadata.ino()),
        }
    }

    /// The signs of the file at `path`, links followed.
    pub fn at(path: &Path) -> io::Result<Self> {
        std::fs::metadata(path).map(|metadata| Self::of(&metadata))
    }

    /// Bytes in the file.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Whether both are the same file on disk, whatever was written to it.
    #[must_use]
    pub fn same_file(&self, other: &Self) -> bool {
        self.identity == other.identity
    }

    /// Whether nothing was written: like equality, but a rename or a change of mode does not count.
    #[must_use]
    pub fn same_write(&self, other: &Self) -> bool {
        self.same_file(other) && self.size == other.size && self.modified == other.modified
    }
}

/// A hash of a file's content; it is written as sixteen hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ContentHash(u64);

impl ContentHash {
    /// As a number.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }

    /// The hash of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxhash_rust::xxh3::xxh3_64(bytes))
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl Serialize for ContentHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ContentHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        u64::from_str_radix(&text, 16).map(Self).map_err(serde::de::Error::custom)
    }
}

/// Reads a file with the fingerprint of what was read. A file that is being written while it is read is read again.
#[expect(clippy::disallowed_methods, reason = "the engine room reads files")]
pub fn read(path: &Path) -> io::Result<(Vec<u8>, Fingerprint)> {
    let mut bytes = Vec::new();
    for _ in 0..8 {
        let mut file = File::open(path)?;
        let before = Fingerprint::of(&file.metadata()?);
        bytes.clear();
        bytes.reserve_exact(room(before.size));
        file.read_to_end(&mut bytes)?;
        if Fingerprint::of(&file.metadata()?) == before {
            return Ok((bytes, before));
        }
    }
    Err(io::Error::new(io::ErrorKind::ResourceBusy, "the file is being written all the time"))
}

/// The room that is asked for to read so many bytes.
///
/// The allocator learns from what is given back: once a text of many megabytes was freed, it takes the next one from
/// the heap of the reading thread, where each later, slightly longer text leaves the last one's hole unused. From 32 MB
/// on it never does; a text that asks for so much comes from the system and goes back to it. Room that is not written
/// takes no memory.
fn room(size: u64) -> usize {
    let size = usize::try_from(size).unwrap_or_default().saturating_add(1);
    if size < LARGE { size } else { size.max(ALWAYS_FROM_THE_SYSTEM) }
}

/// A text that weighs: in the heap of the thread that saves it would stay as a hole.
const LARGE: usize = 1 << 15;
/// So much the allocator never takes from a heap.
const ALWAYS_FROM_THE_SYSTEM: usize = (32 << 20) + 1;

/// The state of the file that this program knows, from a read or from its own write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// `None` after the file was told to be gone.
    pub fingerprint: Option<Fingerprint>,
    /// `None` until somebody needs it: the first frame does not wait for a hash of twenty megabytes.
    pub hash: Option<ContentHash>,
    /// Bytes.
    pub size: u64,
}

impl Known {
    /// What a first read found.
    #[must_use]
    pub fn first(fingerprint: Fingerprint) -> Self {
        Self { fingerprint: Some(fingerprint), hash: None, size: fingerprint.size }
    }
}

/// The last known state, shared by watcher and saver.
///
/// Each of them holds the lock from its look at the file (or its rename) until its message is sent, so that messages
/// about the file come in the order in which the file had those states.
#[derive(Debug)]
pub struct LastKnown(Mutex<Known>);

impl LastKnown {
    /// Starts with `known`.
    #[must_use]
    pub fn new(known: Known) -> Self {
        Self(Mutex::new(known))
    }

    /// Takes the lock. A thread that died with it leaves a value that is still right: it is replaced as a whole.
    pub fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write files")]
mod tests {
    use super::*;

    #[test]
    fn a_write_in_place_keeps_the_file_and_changes_the_fingerprint() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        std::fs::write(&path, "one").unwrap();
        let before = Fingerprint::at(&path).unwrap();
        std::fs::write(&path, "three").unwrap();
        let after = Fingerprint::at(&path).unwrap();
        assert!(before.same_file(&after));
        assert!(!before.same_write(&after));
    }

    #[test]
    fn a_rename_onto_the_path_is_another_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        std::fs::write(&path, "one").unwrap();
        let before = Fingerprint::at(&path).unwrap();
        std::fs::write(folder.path().join("b"), "one").unwrap();
        std::fs::rename(folder.path().join("b"), &path).unwrap();
        assert!(!before.same_file(&Fingerprint::at(&path).unwrap()));
    }

    #[test]
    fn a_rename_alone_is_not_a_write() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a"), folder.path().join("b"));
        std::fs::write(&a, "one").unwrap();
        let before = Fingerprint::at(&a).unwrap();
        std::fs::rename(&a, &b).unwrap();
        assert!(before.same_write(&Fingerprint::at(&b).unwrap()));
    }

    #[test]
    fn a_read_gives_the_bytes_and_their_fingerprint() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        std::fs::write(&path, "format = 1\n").unwrap();
        let (bytes, fingerprint) = read(&path).unwrap();
        assert_eq!(bytes, b"format = 1\n");
        assert_eq!(fingerprint, Fingerprint::at(&path).unwrap());
    }

    #[test]
    fn a_hash_is_read_back_as_written() {
        let hash = ContentHash::of(b"format = 1\n");
        let text = serde_json::to_string(&hash).unwrap();
        assert_eq!(serde_json::from_str::<ContentHash>(&text).unwrap(), hash);
        assert_eq!(text.len(), 18);
    }
}
