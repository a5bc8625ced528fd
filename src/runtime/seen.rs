//! What the console remembers of a campaign between two starts: the deal looked at last.
//!
//! Invariant: nothing here is needed. A file that cannot be read is left out with one line, and a newer start writes
//! over it. It is replaced by a rename and not synced: a lost one costs a key press.

use std::io::{self, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::folders::{CampaignKey, StateFolder};
use super::store::plain;

/// What is remembered of one campaign.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Seen {
    /// The deal looked at last, by id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deal: Option<String>,
}

fn path(state: &StateFolder, campaign: &CampaignKey) -> PathBuf {
    state.path().join("seen").join(format!("{campaign}.json"))
}

impl Seen {
    /// Reads what is remembered of `campaign`, and the line to tell if that cannot be read.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the engine room reads files")]
    pub fn load(state: &StateFolder, campaign: &CampaignKey) -> (Self, Option<String>) {
        let path = path(state, campaign);
        let why = match std::fs::read(&path) {
            Ok(bytes) => match serde_json::from_slice(&bytes) {
                Ok(seen) => return (seen, None),
                Err(error) => error.to_string(),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => return (Self::default(), None),
            Err(error) => plain(&error),
        };
        (Self::default(), Some(format!("cannot read what was looked at last, `{}`: {why}", path.display())))
    }

    /// Writes it.
    pub fn save(&self, state: &StateFolder, campaign: &CampaignKey) -> io::Result<()> {
        let folder = state.part("seen")?;
        let mut file = tempfile::NamedTempFile::new_in(&folder)?;
        file.write_all(&serde_json::to_vec(self)?)?;
        file.persist(path(state, campaign))?;
        Ok(())
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write files")]
mod tests {
    use std::path::Path;

    use super::*;

    fn place() -> (tempfile::TempDir, StateFolder, CampaignKey) {
        let folder = tempfile::tempdir().unwrap();
        let state = StateFolder::new(folder.path().join("state"));
        (folder, state, CampaignKey::of(Path::new("/nowhere/q1.toml")))
    }

    #[test]
    fn what_was_seen_is_remembered() {
        let (_folder, state, campaign) = place();
        let seen = Seen { deal: Some("northwind".into()) };
        seen.save(&state, &campaign).unwrap();
        assert_eq!(Seen::load(&state, &campaign), (seen, None));
    }

    #[test]
    fn at_the_first_start_nothing_is_remembered_and_nothing_told() {
        let (_folder, state, campaign) = place();
        assert_eq!(Seen::load(&state, &campaign), (Seen::default(), None));
    }

    #[test]
    fn a_broken_file_is_left_out_with_one_line() {
        let (_folder, state, campaign) = place();
        state.part("seen").unwrap();
        std::fs::write(path(&state, &campaign), "{\"deal\":").unwrap();
        let (seen, line) = Seen::load(&state, &campaign);
        assert_eq!(seen, Seen::default());
        assert!(line.is_some_and(|line| !line.contains('\n')));
    }

    #[test]
    fn what_a_newer_version_remembers_does_not_hinder() {
        let (_folder, state, campaign) = place();
        state.part("seen").unwrap();
        std::fs::write(path(&state, &campaign), r#"{"deal":"a","new":[1]}"#).unwrap();
        assert_eq!(Seen::load(&state, &campaign).0.deal.as_deref(), Some("a"));
    }
}
