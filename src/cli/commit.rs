//! The one way from a command into the file: a wish is asked on the text as it is now, its edits are made there all or
//! none, and the file is replaced by the store. What changed is told, or shown as a diff by a dry run.
//!
//! Invariant: no edit makes an error that was not there. A script hears of it at once, and nobody finds it in the shared
//! file later. A file of a newer format is only read.

use std::path::Path;

use chrono_tz::Tz;
use similar::{ChangeTag, TextDiff};

use super::args::{Format, Global};
use super::{BAD_DATA, Outcome, bytes, counted, zone};
use crate::campaign::{self, Campaign, FORMAT, Problems, layout};
use crate::drive::rules::Act;
use crate::runtime::environment::Environment;
use crate::runtime::store::{CommitError, Store};
use crate::text::{Diagnostic, Document, Refusal, Severity, Step, visible};

/// Which file, and whether it is only looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    /// The campaign file.
    pub file: &'a Path,
    /// Print what would change, and write nothing.
    pub dry_run: bool,
}

/// What is wished for, asked on the campaign and its text. It is asked again when somebody else changes the file in the
/// meantime.
pub(super) type Wish<'w> = &'w dyn Fn(&Campaign, &Document) -> Result<Act, Refusal>;

/// Brings a wish into the file.
pub(super) fn commit(target: Target<'_>, wish: Wish<'_>, global: &Global, environment: &Environment) -> Outcome {
    if target.file.as_os_str() == "-" {
        return Outcome::refused("standard input cannot be edited", "give the path of a campaign file");
    }
    let zone = zone(environment);
    if target.dry_run {
        let before = match bytes(target.file) {
            Ok(bytes) => bytes,
            Err(outcome) => return outcome,
        };
        return match made(&before, wish, zone) {
            Ok(made) => told(target, &before, &made.bytes, &made.told, global),
            Err(refusal) => refused(&refusal),
        };
    }
    let store = Store::new(target.file.to_path_buf(), environment.state.clone());
    let (mut before, mut words) = (Vec::new(), Vec::new());
    let committed = store.commit(|now| {
        let made = made(now, wish, zone)?;
        before = now.to_vec();
        words = made.told;
        Ok(made.bytes)
    });
    match committed {
        Ok(committed) => told(target, &before, &committed.bytes, &words, global),
        Err(CommitError::Refused(refusal)) => refused(&refusal),
        // A file that was never there is told as every command tells it.
        Err(CommitError::Save(error)) => match bytes(target.file) {
            Err(outcome) => outcome,
            Ok(_) => Outcome::refused(&visible(&error.to_string()), error.mend()),
        },
    }
}

/// A wish that the data or the rules decline.
pub(super) fn refused(refusal: &Refusal) -> Outcome {
    let mut outcome = Outcome::refused(&visible(&refusal.message), &visible(&refusal.mend));
    outcome.code = BAD_DATA;
    outcome
}

/// What a wish makes of a text.
struct Made {
    bytes: Vec<u8>,
    told: Vec<String>,
}

fn made(bytes: &[u8], wish: Wish<'_>, zone: Tz) -> Result<Made, Refusal> {
    if std::str::from_utf8(bytes).is_err() {
        return Err(Refusal::new("the file is not UTF-8 text", "convert it to UTF-8"));
    }
    let (mut document, cutting) = Document::read(bytes.to_vec(), &layout());
    let (campaign, known) = errors(&document, cutting, zone);
    if campaign.format > FORMAT {
        return Err(Refusal::new(
            format!("the file has format {}, and this codriver writes {FORMAT}", campaign.format),
            "use a newer codriver; this one only reads the file",
        ));
    }
    let act = wish(&campaign, &document)?;
    for intent in &act.intents {
        let _: Step = document.apply(intent)?;
    }
    let after = document.bytes();
    if after != bytes {
        let (document, cutting) = Document::read(after.clone(), &layout());
        refuse_new(known, errors(&document, cutting, zone).1)?;
    }
    Ok(Made { bytes: after, told: act.told })
}

fn errors(document: &Document, cutting: Vec<Diagnostic>, zone: Tz) -> (Campaign, Vec<Diagnostic>) {
    let (campaign, mut reading) = campaign::read(document, zone);
    reading.extend(cutting);
    let problems = Problems::of(&campaign, document, reading);
    let errors = if problems.errors() == 0 {
        Vec::new()
    } else {
        let all = problems.in_file_order(document);
        all.into_iter().filter(|problem| problem.severity == Severity::Error).cloned().collect()
    };
    (campaign, errors)
}

fn refuse_new(mut known: Vec<Diagnostic>, found: Vec<Diagnostic>) -> Result<(), Refusal> {
    for error in found {
        match known.iter().position(|known| (known.code, &known.message) == (error.code, &error.message)) {
            Some(at) => drop(known.swap_remove(at)),
            None => return Err(Refusal::new(error.message, error.mend)),
        }
    }
    Ok(())
}

/// What the rules have to say of it, then what changed: the diff of a dry run, one line otherwise.
fn told(target: Target<'_>, before: &[u8], after: &[u8], words: &[String], global: &Global) -> Outcome {
    let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    let name = target.file.display().to_string();
    let diff = || TextDiff::from_lines(&*before, &*after);
    let unified = || diff().unified_diff().context_radius(2).header(&name, &name).to_string();
    let facts = page(words.iter().map(String::as_str));
    let changes = match (global.format, target.dry_run) {
        (Format::Json, dry) => {
            let value = serde_json::json!({
                "file": name, "changed": before != after, "written": !dry, "diff": unified(), "told": words,
            });
            return Outcome::said(format!("{value}\n"));
        }
        (Format::Text, _) if before == after => "nothing to change\n".to_owned(),
        (Format::Text, true) => page(unified().lines()),
        (Format::Text, false) => {
            let (mut added, mut removed) = (0, 0);
            for change in diff().iter_all_changes() {
                match change.tag() {
                    ChangeTag::Insert => added += 1,
                    ChangeTag::Delete => removed += 1,
                    ChangeTag::Equal => {}
                }
            }
            format!("changed {}: {} added, {removed} removed\n", visible(&name), counted(added, "line"))
        }
    };
    Outcome::said(facts + &changes)
}

/// Lines for a terminal.
fn page<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    let mut page = String::new();
    for line in lines {
        page.push_str(&visible(line));
        page.push('\n');
    }
    page
}
