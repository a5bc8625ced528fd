//! Takes a person's words out of what the program keeps beside a campaign: backups, what is half-typed, and journals that
//! nobody needs any more.
//!
//! Invariant: no edit is lost by it. A journal with edits that are not in the file yet is kept, and told of; so is that
//! of a console that is open, which goes when the console ends.

use std::path::Path;

use super::drafts;
use super::folders::{CampaignKey, StateFolder};
use super::journal::leftovers;
use super::shelf::Shelf;
use crate::text::{Edit, RecordPath};

/// Scrubs the state of a campaign of these words, by which the contact `record` was known. `clean` makes an older text fit to be kept; where it cannot, the
/// backup is removed. Gives what a person should know.
pub fn scrub(
    state: &StateFolder,
    campaign: &CampaignKey,
    file: &Path,
    record: &RecordPath,
    words: &[String],
    clean: &dyn Fn(&str) -> Option<String>,
) -> Vec<String> {
    let mut told = backups(state, campaign, words, clean);
    told.extend(drafts::scrub(state, campaign, record, words));
    told.extend(journals(state, campaign, file, words));
    told.extend(clashes(state, campaign, words));
    told
}

fn has(bytes: &[u8], words: &[String]) -> bool {
    words.iter().any(|word| !word.is_empty() && memchr::memmem::find(bytes, word.as_bytes()).is_some())
}

#[expect(clippy::disallowed_methods, reason = "the engine room opens and removes files")]
fn backups(
    state: &StateFolder,
    campaign: &CampaignKey,
    words: &[String],
    clean: &dyn Fn(&str) -> Option<String>,
) -> Vec<String> {
    let mut told = Vec::new();
    let prefix = format!("{campaign}-");
    let entries = std::fs::read_dir(state.path().join("backups")).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        let is_ours = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(&prefix));
        let Some(bytes) = std::fs::read(&path).ok().filter(|bytes| is_ours && has(bytes, words)) else { continue };
        let cleaned = String::from_utf8(bytes).ok().and_then(|text| clean(&text));
        let shown = path.display();
        let done = match cleaned.filter(|text| !has(text.as_bytes(), words)) {
            Some(text) => std::fs::write(&path, text).map(|()| format!("taken out of the backup `{shown}`")),
            None => std::fs::remove_file(&path).map(|()| format!("the backup `{shown}` said it elsewhere; removed")),
        };
        told.push(done.unwrap_or_else(|_| format!("the backup `{shown}` still says it; remove it by hand")));
    }
    told
}

/// What waits for a decision is somebody's edit: it is theirs to decide.
fn clashes(state: &StateFolder, campaign: &CampaignKey, words: &[String]) -> Option<String> {
    let shelf = Shelf::new(state.clone(), campaign.clone());
    let is_said = shelf.bytes().is_ok_and(|bytes| has(&bytes, words));
    is_said.then(|| {
        "a clash that waits for a decision still says it: decide it in the console, then forget again".to_owned()
    })
}

#[expect(clippy::disallowed_methods, reason = "the engine room reads files")]
fn journals(state: &StateFolder, campaign: &CampaignKey, file: &Path, words: &[String]) -> Vec<String> {
    let mut told = Vec::new();
    // Taken over and kept: their locks are given back at the end, so that the next console finds them.
    if let Ok(left) = leftovers::<Edit>(state, campaign) {
        for mut journal in left {
            let is_needed = journal.is_unreadable() || journal.pending(file).is_ok_and(|(edits, _)| !edits.is_empty());
            if !is_needed {
                // What is in the file already needs no journal.
                drop(journal.done());
            }
        }
    }
    let prefix = format!("{campaign}.");
    let entries = std::fs::read_dir(state.path().join("journals")).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        let is_ours = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(&prefix));
        if is_ours && std::fs::read(&path).is_ok_and(|bytes| has(&bytes, words)) {
            told.push(format!(
                "the journal `{}` still says it: it belongs to an open console, or to edits that are not saved yet; \
                 end the console, then forget again",
                path.display()
            ));
        }
    }
    told
}
