//! Copies of the campaign that a folder's sync left beside it, when two machines wrote at the same time.
//!
//! Invariant: a copy is told by its name and by what it says; it is read and never written, and it is moved away only
//! when somebody says so, its bytes are safe among the backups, and it is still the text that was read.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::DateTime;

use super::fingerprint::ContentHash;
use super::folders::{CampaignKey, StateFolder};
use super::store::plain;
use crate::campaign::layout;
use crate::console::copy::{Copy, Stage};
use crate::text::{Document, UnitKey};

/// How sure a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Likeness {
    /// Only a sync program makes such a name.
    Sure,
    /// People make such names too: what stands in the file decides.
    Perhaps,
}

/// Whether a file's name is that of a copy of `campaign` (a file's name, both of them).
fn likeness(campaign: &str, name: &str) -> Option<Likeness> {
    let (stem, ending) = campaign.rsplit_once('.')?;
    let rest = name.strip_suffix(ending)?.strip_suffix('.')?.strip_prefix(stem)?;
    // Syncthing: `name.sync-conflict-20261120-101010-ABCDEFG.toml`; older ownCloud: `name_conflict-20261120-101010.toml`.
    if rest.starts_with(".sync-conflict-") || rest.starts_with("_conflict-") {
        return Some(Likeness::Sure);
    }
    if let Some(inside) = rest.trim_start().strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        // Dropbox: `name (Sam's conflicted copy 2026-11-20).toml`; Nextcloud: `name (conflicted copy 2026-11-20 101010).toml`.
        if inside.to_lowercase().contains("conflict") {
            return Some(Likeness::Sure);
        }
        // Google Drive: `name (1).toml`.
        let is_number = !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit());
        return is_number.then_some(Likeness::Perhaps);
    }
    // OneDrive: `name-DESKTOP-7AB.toml`.
    let host = rest.strip_prefix('-')?;
    let is_host = !host.is_empty()
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        && host.bytes().any(|byte| byte.is_ascii_uppercase());
    is_host.then_some(Likeness::Perhaps)
}

/// Whether this path is one that a copy of the campaign at `campaign` would have.
#[must_use]
pub fn is_like(campaign: &Path, path: &Path) -> bool {
    let name = |path: &Path| path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
    matches!((name(campaign), name(path)), (Some(campaign), Some(name)) if likeness(&campaign, &name).is_some())
}

/// The copies beside the campaign at `path`, by name. What cannot be read, or is no campaign like this one, is none.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the engine room reads files")]
pub fn find(path: &Path) -> Vec<Copy> {
    let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let (Some(folder), Some(campaign)) = (real.parent(), real.file_name().and_then(|name| name.to_str())) else {
        return Vec::new();
    };
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut named: Vec<(String, Likeness)> = entries
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter_map(|name| likeness(campaign, &name).map(|likeness| (name, likeness)))
        .collect();
    if named.is_empty() {
        return Vec::new();
    }
    named.sort_by(|a, b| a.0.cmp(&b.0));
    let Ok(ours) = std::fs::read(&real) else { return Vec::new() };
    let ours = Document::read(ours, &layout()).0;
    let copies = named.into_iter().filter_map(|(name, likeness)| {
        let path = folder.join(&name);
        let bytes = std::fs::read(&path).ok()?;
        let written = std::fs::metadata(&path).and_then(|metadata| metadata.modified()).ok().map(DateTime::from);
        let hash = ContentHash::of(&bytes);
        let copy = Document::read(bytes, &layout()).0;
        let edits = copy.as_edits().ok()?;
        let is_one = likeness == Likeness::Sure || shares_most(&ours, &copy);
        is_one.then(|| Copy { name, written, hash: hash.number(), edits, stage: Stage::Found })
    });
    copies.collect()
}

/// Whether most of the copy's records are ours too.
fn shares_most(ours: &Document, copy: &Document) -> bool {
    let records = copy.units().map(crate::text::Unit::key).filter(|key| matches!(key, UnitKey::Record(..)));
    let (mut all, mut shared) = (0, 0);
    for key in records {
        all += 1;
        shared += usize::from(ours.unit(key).is_some());
    }
    all > 0 && shared * 3 >= all * 2
}

/// Moves a copy to the backups and gives the backup's path.
///
/// # Errors
/// Why it stays where it is, in words.
#[expect(clippy::disallowed_methods, reason = "the engine room moves files")]
pub fn put_away(campaign: &Path, state: Option<&StateFolder>, name: &str, hash: u64) -> Result<PathBuf, String> {
    let state = state.ok_or_else(|| "there is no state folder for a backup".to_owned())?;
    let real = std::fs::canonicalize(campaign).unwrap_or_else(|_| campaign.to_path_buf());
    let path = real.with_file_name(name);
    let told = |error: io::Error| plain(&error);
    let bytes = std::fs::read(&path).map_err(told)?;
    if ContentHash::of(&bytes).number() != hash {
        return Err("it was changed meanwhile; merge it again".to_owned());
    }
    let backup = keep(state, &CampaignKey::of(campaign), &bytes).map_err(told)?;
    std::fs::remove_file(&path).map_err(told)?;
    Ok(backup)
}

#[expect(clippy::disallowed_methods, reason = "the engine room opens files")]
fn keep(state: &StateFolder, campaign: &CampaignKey, bytes: &[u8]) -> io::Result<PathBuf> {
    let folder = state.part("backups")?;
    let path = folder.join(format!("{campaign}-{}.toml", ContentHash::of(bytes)));
    let mut file = tempfile::NamedTempFile::new_in(&folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(&path)?;
    File::open(&folder)?.sync_all()?;
    Ok(path)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write files")]
mod tests {
    use super::*;

    const CAMPAIGN: &str = "format = 1\n[deal.x]\naccount = 'X'\n[deal.y]\naccount = 'Y'\n";

    struct Place(tempfile::TempDir);

    impl Place {
        fn new() -> Self {
            let place = Self(tempfile::tempdir().unwrap());
            std::fs::write(place.campaign(), CAMPAIGN).unwrap();
            place
        }

        fn campaign(&self) -> PathBuf {
            self.0.path().join("q1.toml")
        }

        fn put(&self, name: &str, text: &str) -> &Self {
            std::fs::write(self.0.path().join(name), text).unwrap();
            self
        }

        fn found(&self) -> Vec<String> {
            find(&self.campaign()).into_iter().map(|copy| copy.name).collect()
        }
    }

    #[test]
    fn the_names_that_sync_programs_give_are_known() {
        for name in [
            "q1 (Sam's conflicted copy 2026-11-20).toml",
            "q1 (conflicted copy 2026-11-20 101010).toml",
            "q1.sync-conflict-20261120-101010-ABCDEFG.toml",
            "q1_conflict-20261120-101010.toml",
            "q1 (1).toml",
            "q1-DESKTOP-7AB.toml",
        ] {
            assert_eq!(Place::new().put(name, CAMPAIGN).found(), [name]);
        }
    }

    #[test]
    fn other_files_of_the_folder_are_no_copies() {
        let place = Place::new();
        for name in
            ["q2.toml", "q1.2025.toml", "q1-old.toml", "q1.toml.bak", "q1 notes.toml", "q10 (1).toml", "q1 (a).toml"]
        {
            place.put(name, CAMPAIGN);
        }
        assert!(place.found().is_empty(), "{:?}", place.found());
    }

    #[test]
    fn a_doubtful_name_with_other_records_in_it_is_no_copy() {
        let place = Place::new();
        place.put("q1-LAPTOP.toml", "[deal.a]\n[deal.b]\n[deal.x]\n").put("q1 (2).toml", "[tool.x]\n");
        assert!(place.found().is_empty(), "{:?}", place.found());
    }

    #[test]
    fn a_copy_that_is_no_toml_is_left_alone() {
        assert!(Place::new().put("q1 (conflicted copy).toml", "[deal.x\n").found().is_empty());
    }

    #[test]
    fn a_copy_is_put_away_with_a_backup_and_only_as_it_was_read() {
        let place = Place::new();
        place.put("q1 (1).toml", CAMPAIGN);
        let copy = find(&place.campaign()).remove(0);
        let state = StateFolder::new(place.0.path().join("state"));
        place.put("q1 (1).toml", &format!("{CAMPAIGN}# later\n"));
        assert!(put_away(&place.campaign(), Some(&state), &copy.name, copy.hash).unwrap_err().contains("changed"));
        place.put("q1 (1).toml", CAMPAIGN);
        assert!(put_away(&place.campaign(), None, &copy.name, copy.hash).is_err());
        let backup = put_away(&place.campaign(), Some(&state), &copy.name, copy.hash).unwrap();
        assert_eq!(std::fs::read_to_string(backup).unwrap(), CAMPAIGN);
        assert!(place.found().is_empty());
    }
}
