//! Other copies of the campaign that a folder's sync left beside it: found by the engine room, merged by a person.
//!
//! Invariant: nothing is taken over or put away before somebody says so, and a copy goes only when all that it said is
//! in the file or kept as a clash.

use chrono::{DateTime, Utc};

use super::command::Command;
use super::model::Model;
use crate::text::Edit;

/// A copy of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Copy {
    /// Its name, in the folder of the file.
    pub name: String,
    /// When it was written.
    pub written: Option<DateTime<Utc>>,
    /// A hash of its bytes: another text under this name is another copy.
    pub hash: u64,
    /// All that it says, to be made on a text that may say it already.
    pub edits: Vec<Edit>,
    /// How far it has come.
    pub stage: Stage,
}

/// How far a copy has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nobody has said anything yet.
    Found,
    /// What it says is made, with edits up to this number.
    Merged {
        /// The last edit.
        through: u64,
    },
}

/// The line that offers what can be done with a copy, and its key.
#[must_use]
pub fn offer(model: &Model) -> Option<(String, String)> {
    let key = model.keymap.shown(Command::Copies);
    let copy = model.copies.first()?;
    let when = copy
        .written
        .map_or_else(String::new, |at| format!(", {}", super::words::moment(at, model.campaign.zone, model.now)));
    Some(match copy.stage {
        Stage::Found => {
            (format!("another copy of this file lies beside it: {}{when}", copy.name), format!("{key} merge"))
        }
        Stage::Merged { .. } => (format!("{} is merged", copy.name), format!("{key} put away")),
    })
}

/// Takes in what the engine room found; a copy that is known stays as far as it has come, unless its text changed.
pub fn found(model: &mut Model, copies: Vec<Copy>) {
    let known = std::mem::take(&mut model.copies);
    model.copies = copies
        .into_iter()
        .filter(|copy| !model.left_alone.contains(&(copy.name.clone(), copy.hash)))
        .map(|copy| match known.iter().find(|known| known.name == copy.name && known.hash == copy.hash) {
            Some(known) => known.clone(),
            None => copy,
        })
        .collect();
}
