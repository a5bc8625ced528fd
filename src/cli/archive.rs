//! `codriver archive FILE --before DATE`: finished deals to a file of their year, old calls into counts.
//!
//! The archives are written first, then the campaign. What is cut off between the two leaves a deal in both files, and
//! is made whole by running the command again.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use super::args::{ArchiveArgs, Global};
use super::commit::{Change, ask, preview, told, write};
use super::{Outcome, shown_name};
use crate::campaign::{Campaign, layout};
use crate::drive::archive::{Archived, archive};
use crate::drive::rules::{Act, Ground};
use crate::runtime::clock::Clock;
use crate::runtime::environment::Environment;
use crate::runtime::past;
use crate::runtime::store::{CommitError, Store, create, plain};
use crate::text::{Document, Refusal};

/// Archives.
pub fn run(args: &ArchiveArgs, global: &Global, environment: &Environment, clock: Clock) -> Outcome {
    let beside: RefCell<Vec<Change>> = RefCell::new(Vec::new());
    let look = |campaign: &Campaign, document: &Document| {
        let Archived { years, act } = plan(args, campaign, document, clock)?;
        let mut changes = Vec::new();
        for year in years {
            let path = beside_file(&args.file, &year.name);
            let before = read(&path)?.unwrap_or_default();
            changes.push(Change { name: shown_name(&path), before, after: year.text.into_bytes() });
        }
        beside.replace(changes);
        Ok(act)
    };
    let (change, words) = match preview(&args.file, &look, environment) {
        Ok(seen) => seen,
        Err(outcome) => return outcome,
    };
    let mut changes = vec![change];
    changes.extend(beside.take());
    if args.dry_run {
        return told(&changes, &words, true, global);
    }
    if let Err(outcome) = ask(&changes, &words, args.yes) {
        return outcome;
    }
    let make = |campaign: &Campaign, document: &Document| -> Result<Act, Refusal> {
        let Archived { years, act } = plan(args, campaign, document, clock)?;
        for year in years {
            put(&beside_file(&args.file, &year.name), year.text.as_bytes(), environment)?;
        }
        Ok(act)
    };
    match write(&args.file, &make, environment) {
        Ok((change, words)) => {
            changes[0] = change;
            told(&changes, &words, false, global)
        }
        Err(outcome) => outcome,
    }
}

fn plan(args: &ArchiveArgs, campaign: &Campaign, document: &Document, clock: Clock) -> Result<Archived, Refusal> {
    let stem = args.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let name = |year: i32| format!("{stem}.{year}.toml");
    let existing = |name: &str| {
        let bytes = read(&beside_file(&args.file, name))?;
        Ok(bytes.map(|bytes| Document::read(bytes, &layout()).0))
    };
    // What finished deals took is learned from the archives that are there.
    let mut campaign = campaign.clone();
    campaign.past = past::read(&args.file, &campaign.settings.history, campaign.zone).into();
    let ground = Ground { campaign: &campaign, document, now: clock.now(), by: None };
    archive(ground, args.before, &name, &existing)
}

fn beside_file(file: &Path, name: &str) -> PathBuf {
    // The folder of the file itself: of a link, of what it points at, where a save puts it too.
    let file = std::fs::canonicalize(file).unwrap_or_else(|_| file.to_path_buf());
    file.with_file_name(name)
}

#[expect(clippy::disallowed_methods, reason = "commands read the files they are given")]
fn read(path: &Path) -> Result<Option<Vec<u8>>, Refusal> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(cannot(path, &plain(&error))),
    }
}

fn cannot(path: &Path, why: &str) -> Refusal {
    let path = path.display();
    Refusal::new(format!("the archive `{path}` cannot be used: {why}"), "make the file and its folder usable for you")
}

/// Brings an archive to the disk.
fn put(path: &Path, text: &[u8], environment: &Environment) -> Result<(), Refusal> {
    let Some(before) = read(path)? else {
        return create(path, text).map_err(|error| cannot(path, &plain(&error)));
    };
    let store = Store::new(path.to_path_buf(), environment.state.clone());
    let saved = store.commit(|now| {
        if now == before {
            Ok(text.to_vec())
        } else {
            Err(Refusal::new(format!("`{}` was changed meanwhile", path.display()), "run the command again"))
        }
    });
    match saved {
        Ok(_) => Ok(()),
        Err(CommitError::Refused(refusal)) => Err(refusal),
        Err(CommitError::Save(error)) => Err(Refusal::new(error.to_string(), error.mend())),
    }
}
