//! Where the program keeps what is not the campaign: journals, locks, backups, half-typed lines and what was looked at
//! last.
//!
//! Invariant: everything here is the user's own (mode 700) and belongs to one campaign by its canonical path. What it
//! does not do: it creates nothing beside the campaign file.

use std::ffi::OsStr;
use std::fs::DirBuilder;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// The folder for state, such as `~/.local/state/codriver`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateFolder(PathBuf);

impl StateFolder {
    /// The state folder at `path`; it need not exist.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// A folder in it, made where it is missing.
    pub fn part(&self, name: &str) -> io::Result<PathBuf> {
        let folder = self.0.join(name);
        if !folder.is_dir() {
            DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
        }
        Ok(folder)
    }

    /// The path of a campaign's lock `name`.
    #[must_use]
    pub fn lock(&self, campaign: &CampaignKey, name: &str) -> PathBuf {
        self.0.join("locks").join(format!("{campaign}.{name}"))
    }
}

/// A campaign file's name in the state folder: its readable stem and a hash of its canonical path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CampaignKey(String);

impl CampaignKey {
    /// The key of the file at `path`. A path that cannot be resolved (the file is not there) counts as it is written.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        let canonical =
            std::fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_path_buf());
        let hash = xxhash_rust::xxh3::xxh3_64(canonical.as_os_str().as_bytes());
        let stem: String = canonical
            .file_stem()
            .map(OsStr::to_string_lossy)
            .unwrap_or_default()
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' })
            .take(40)
            .collect();
        Self(format!("{stem}-{hash:016x}"))
    }

    /// As a text that is fit for a file name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for CampaignKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write files")]
mod tests {
    use super::*;

    #[test]
    fn a_link_and_its_target_are_one_campaign() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("q1.toml"), folder.path().join("link.toml"));
        std::fs::write(&file, "").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        assert_eq!(CampaignKey::of(&file), CampaignKey::of(&link));
    }

    #[test]
    fn two_files_of_one_name_in_two_folders_are_two_campaigns() {
        assert_ne!(CampaignKey::of(Path::new("/nowhere/a/q1.toml")), CampaignKey::of(Path::new("/nowhere/b/q1.toml")));
    }

    #[test]
    fn a_key_starts_with_the_files_readable_name_and_holds_nothing_that_a_path_would_read() {
        let key = CampaignKey::of(Path::new("/nowhere/Atlas / autumn\u{1b}[2J ü.toml"));
        assert!(key.as_str().chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'), "{key}");
        assert!(CampaignKey::of(Path::new("/nowhere/q1.toml")).as_str().starts_with("q1-"));
    }

    #[test]
    fn the_state_folder_is_the_users_own() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let part = StateFolder::new(folder.path().join("state/codriver")).part("journals").unwrap();
        assert_eq!(std::fs::metadata(part).unwrap().permissions().mode() & 0o777, 0o700);
    }
}
