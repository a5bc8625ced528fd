//! Edits that the file did not take, kept until a person has decided.
//!
//! Invariant: what was put here survives a crash, and is put here before anything else forgets it. An entry carries the
//! number of its edit, so that a save that is made again after a crash brings each of them once. What it leaves out: it
//! knows nothing of clashes; and entries of a newer version are left alone.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::folders::{CampaignKey, StateFolder};
use super::lock;

/// Looking and writing take a millisecond.
const LOCK_PATIENCE: Duration = Duration::from_secs(5);

/// One thing that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept<C> {
    /// Its name, from the edit that it comes from.
    pub id: String,
    /// When the file was written that it does not fit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<DateTime<Utc>>,
    /// What waits.
    pub clash: C,
}

/// The things of one campaign that wait.
#[derive(Debug, Clone)]
pub struct Shelf {
    state: StateFolder,
    campaign: CampaignKey,
}

impl Shelf {
    /// The shelf of a campaign; it need not exist.
    #[must_use]
    pub fn new(state: StateFolder, campaign: CampaignKey) -> Self {
        Self { state, campaign }
    }

    /// All that waits, in the order in which it came.
    pub fn all<C: DeserializeOwned>(&self) -> io::Result<Vec<Kept<C>>> {
        Ok(self.read()?.into_iter().filter_map(|value| serde_json::from_value(value).ok()).collect())
    }

    /// Puts these in the place of all whose names begin with one of `stems`, and returns when they are on the disk.
    pub fn put<C: Serialize>(&self, stems: &[String], kept: &[Kept<C>]) -> io::Result<()> {
        let new = kept.iter().map(serde_json::to_value).collect::<Result<Vec<_>, _>>()?;
        let is_old = |id: &str| stems.iter().any(|stem| id.starts_with(stem.as_str()));
        self.change(|all| {
            all.retain(|value| !name(value).is_some_and(is_old));
            all.extend(new);
        })
    }

    /// Takes these away: somebody has decided.
    pub fn take(&self, ids: &[String]) -> io::Result<()> {
        let is_decided = |id: &str| ids.iter().any(|decided| decided == id);
        self.change(|all| all.retain(|value| !name(value).is_some_and(is_decided)))
    }

    /// The bytes in which all of it is kept; none where nothing waits.
    #[expect(clippy::disallowed_methods, reason = "the engine room reads files")]
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        match std::fs::read(self.path()) {
            Ok(bytes) => Ok(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    fn change(&self, change: impl FnOnce(&mut Vec<Value>)) -> io::Result<()> {
        let _held = lock::take(&self.state.lock(&self.campaign, "clashes"), LOCK_PATIENCE)?
            .ok_or_else(|| io::Error::new(io::ErrorKind::ResourceBusy, "another codriver keeps the clashes locked"))?;
        let mut all = self.read()?;
        let before = all.clone();
        change(&mut all);
        if all == before {
            return Ok(());
        }
        self.write(&all)
    }

    fn path(&self) -> PathBuf {
        self.state.path().join("clashes").join(format!("{}.json", self.campaign))
    }

    fn read(&self) -> io::Result<Vec<Value>> {
        let bytes = self.bytes()?;
        if bytes.is_empty() { Ok(Vec::new()) } else { Ok(serde_json::from_slice(&bytes)?) }
    }

    #[expect(clippy::disallowed_methods, reason = "the engine room opens files")]
    fn write(&self, all: &[Value]) -> io::Result<()> {
        let folder = self.state.part("clashes")?;
        let mut file = tempfile::NamedTempFile::new_in(&folder)?;
        file.write_all(&serde_json::to_vec_pretty(all)?)?;
        file.as_file().sync_all()?;
        file.persist(self.path())?;
        File::open(&folder)?.sync_all()
    }
}

fn name(value: &Value) -> Option<&str> {
    value.get("id")?.as_str()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write files")]
mod tests {
    use std::path::Path;

    use super::*;

    fn place() -> (tempfile::TempDir, Shelf) {
        let folder = tempfile::tempdir().unwrap();
        let state = StateFolder::new(folder.path().join("state"));
        (folder, Shelf::new(state, CampaignKey::of(Path::new("/nowhere/q1.toml"))))
    }

    fn kept(id: &str) -> Kept<String> {
        Kept { id: id.to_owned(), written: None, clash: format!("clash of {id}") }
    }

    fn names(shelf: &Shelf) -> Vec<String> {
        shelf.all::<String>().unwrap().into_iter().map(|kept| kept.id).collect()
    }

    #[test]
    fn what_was_put_there_waits_until_it_is_taken() {
        let (_folder, shelf) = place();
        assert!(names(&shelf).is_empty());
        shelf.put(&[], &[kept("j-1-0"), kept("j-2-0")]).unwrap();
        assert_eq!(shelf.all::<String>().unwrap(), [kept("j-1-0"), kept("j-2-0")]);
        shelf.take(&["j-1-0".into()]).unwrap();
        assert_eq!(names(&shelf), ["j-2-0"]);
    }

    #[test]
    fn a_save_that_is_made_again_brings_each_once() {
        let (_folder, shelf) = place();
        shelf.put(&["j-1-".into()], &[kept("j-1-0"), kept("j-1-1")]).unwrap();
        shelf.put(&["k-1-".into()], &[kept("k-1-0")]).unwrap();
        shelf.put(&["j-1-".into()], &[kept("j-1-0")]).unwrap();
        assert_eq!(names(&shelf), ["k-1-0", "j-1-0"]);
    }

    #[test]
    fn what_a_newer_version_put_there_is_left_alone() {
        let (_folder, shelf) = place();
        shelf.put(&[], &[kept("j-1-0")]).unwrap();
        let text = std::fs::read_to_string(shelf.path()).unwrap();
        std::fs::write(shelf.path(), text.replacen('[', "[ { \"newer\": 1 },", 1)).unwrap();
        shelf.take(&["j-1-0".into()]).unwrap();
        assert!(names(&shelf).is_empty());
        assert!(std::fs::read_to_string(shelf.path()).unwrap().contains("newer"));
    }
}
