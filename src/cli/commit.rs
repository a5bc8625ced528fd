//! The one way from a command into the file: a wish is asked on the text as it is now, its edits are made there all or
//! none, and the file is replaced by the store. What changed is told, or shown as a diff by a dry run.
//!
//! Invariant: no edit makes an error that was not there. A script hears of it at once, and nobody finds it in the shared
//! file later. A file of a newer format is only read.

use std::io::{IsTerminal, Write};
use std::path::Path;

use chrono_tz::Tz;
use similar::{ChangeTag, TextDiff};

use super::args::{Format, Global};
use super::{BAD_DATA, Outcome, bytes, counted, zone};
use crate::campaign::{self, Campaign, FORMAT, Problems, layout};
use crate::drive::rules::Act;
use crate::runtime::environment::Environment;
use crate::runtime::store::{CommitError, Store};
use crate::text::{Diagnostic, Document, Refusal, Severity, UnitKey, visible};

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
    let made =
        if target.dry_run { preview(target.file, wish, environment) } else { write(target.file, wish, environment) };
    match made {
        Ok((change, words)) => told(&[change], &words, target.dry_run, global),
        Err(outcome) => outcome,
    }
}

/// One file before and after.
#[derive(Debug)]
pub(super) struct Change {
    /// As it is called.
    pub name: String,
    /// Before.
    pub before: Vec<u8>,
    /// After.
    pub after: Vec<u8>,
}

/// What a wish would make of the file, and what is told of it. Nothing is written.
pub(super) fn preview(
    file: &Path,
    wish: Wish<'_>,
    environment: &Environment,
) -> Result<(Change, Vec<String>), Outcome> {
    refuse_input(file)?;
    let before = bytes(file)?;
    let made = made(&before, wish, zone(environment)).map_err(|refusal| refused(&refusal))?;
    Ok((Change { name: file.display().to_string(), before, after: made.bytes }, made.told))
}

/// Brings a wish into the file, and gives what became of it.
pub(super) fn write(file: &Path, wish: Wish<'_>, environment: &Environment) -> Result<(Change, Vec<String>), Outcome> {
    refuse_input(file)?;
    let zone = zone(environment);
    let store = Store::new(file.to_path_buf(), environment.state.clone());
    let (mut before, mut words) = (Vec::new(), Vec::new());
    let committed = store.commit(|now| {
        let made = made(now, wish, zone)?;
        before = now.to_vec();
        words = made.told;
        Ok(made.bytes)
    });
    match committed {
        Ok(committed) => {
            let after = committed.bytes.to_vec();
            Ok((Change { name: file.display().to_string(), before, after }, words))
        }
        Err(CommitError::Refused(refusal)) => Err(refused(&refusal)),
        // A file that was never there is told as every command tells it.
        Err(CommitError::Save(error)) => {
            bytes(file)?;
            Err(Outcome::refused(&visible(&error.to_string()), error.mend()))
        }
    }
}

fn refuse_input(file: &Path) -> Result<(), Outcome> {
    if file.as_os_str() == "-" {
        return Err(Outcome::refused("standard input cannot be edited", "give the path of a campaign file"));
    }
    Ok(())
}

/// Shows what would change and asks whether it may. Where nobody can be asked the answer has to be given beforehand.
pub(super) fn ask(changes: &[Change], words: &[String], yes: bool) -> Result<(), Outcome> {
    if yes || changes.iter().all(|change| change.before == change.after) {
        return Ok(());
    }
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(Outcome::refused(
            "nothing was written: this takes something out of the file, and there is nobody to ask",
            "look at it with `--dry-run`, then give `--yes`",
        ));
    }
    let mut out = std::io::stdout();
    let text = page(words.iter().map(String::as_str)) + &diffs(changes) + "write this? [y/N] ";
    let mut answer = String::new();
    let asked = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    let answered = asked.and_then(|()| std::io::stdin().read_line(&mut answer));
    if answered.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes") {
        return Ok(());
    }
    Err(Outcome::refused("nothing was written", ""))
}

/// A wish that the data or the rules decline.
pub(super) fn refused(refusal: &Refusal) -> Outcome {
    let mut outcome = Outcome::refused(&visible(&refusal.message), &visible(&refusal.mend));
    outcome.code = BAD_DATA;
    outcome
}

/// An edit of so many units is followed unit by unit, as the console does: the lock is held meanwhile, and most of the
/// file is as it was. After more, the whole is read again.
const FEW: usize = 4;

/// What a wish makes of a text.
struct Made {
    bytes: Vec<u8>,
    told: Vec<String>,
}

fn made(bytes: &[u8], wish: Wish<'_>, zone: Tz) -> Result<Made, Refusal> {
    if std::str::from_utf8(bytes).is_err() {
        return Err(Refusal::new("the file is not UTF-8 text", "convert it to UTF-8"));
    }
    let (mut document, mut reading) = Document::read(bytes.to_vec(), &layout());
    let (mut campaign, told) = campaign::read(&document, zone);
    reading.extend(told);
    if campaign.format > FORMAT {
        return Err(Refusal::new(
            format!("the file has format {}, and this codriver writes {FORMAT}", campaign.format),
            "use a newer codriver; this one only reads the file",
        ));
    }
    let mut problems = Problems::of(&campaign, &document, reading);
    let known = errors(&problems);
    let act = wish(&campaign, &document)?;
    let mut touched: Vec<UnitKey> = Vec::new();
    for intent in &act.intents {
        for unit in document.apply(intent)?.units() {
            if !touched.contains(unit) {
                touched.push(unit.clone());
            }
        }
        if touched.len() > FEW {
            // What else is touched does not matter any more: all is read again.
            touched.truncate(FEW + 1);
        }
    }
    if touched.len() > FEW {
        let (whole, mut reading) = Document::read(document.bytes(), &layout());
        let (campaign, told) = campaign::read(&whole, zone);
        reading.extend(told);
        problems = Problems::of(&campaign, &whole, reading);
    } else {
        for unit in &touched {
            let reading = campaign.replace_unit(&document, zone, unit);
            problems.refresh(&campaign, &document, unit, reading);
        }
    }
    refuse_new(known, errors(&problems))?;
    Ok(Made { bytes: document.bytes(), told: act.told })
}

fn errors(problems: &Problems) -> Vec<Diagnostic> {
    if problems.errors() == 0 {
        return Vec::new();
    }
    problems.iter().filter(|problem| problem.severity == Severity::Error).cloned().collect()
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

/// What the rules have to say of it, then what changed: the diff of a dry run, one line a file otherwise.
pub(super) fn told(changes: &[Change], words: &[String], dry_run: bool, global: &Global) -> Outcome {
    let is_changed = changes.iter().any(|change| change.before != change.after);
    let text = match (global.format, dry_run) {
        (Format::Json, dry) => {
            let diff: String = changes.iter().map(unified).collect();
            let file = changes.first().map(|change| change.name.as_str());
            let value = serde_json::json!({
                "file": file, "changed": is_changed, "written": !dry, "diff": diff, "told": words,
            });
            return Outcome::said(format!("{value}\n"));
        }
        (_, _) if !is_changed => "nothing to change\n".to_owned(),
        (_, true) => diffs(changes),
        (_, false) => changes.iter().filter(|change| change.before != change.after).map(summary).collect(),
    };
    Outcome::said(page(words.iter().map(String::as_str)) + &text)
}

/// The diffs of some files, fit for a terminal.
pub(super) fn diffs(changes: &[Change]) -> String {
    changes.iter().map(|change| page(unified(change).lines())).collect()
}

pub(super) fn unified(Change { name, before, after }: &Change) -> String {
    if before == after {
        return String::new();
    }
    let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    TextDiff::from_lines(&*before, &*after).unified_diff().context_radius(2).header(name, name).to_string()
}

fn summary(Change { name, before, after }: &Change) -> String {
    let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    let (mut added, mut removed) = (0, 0);
    for change in TextDiff::from_lines(&*before, &*after).iter_all_changes() {
        match change.tag() {
            ChangeTag::Insert => added += 1,
            ChangeTag::Delete => removed += 1,
            ChangeTag::Equal => {}
        }
    }
    format!("changed {}: {} added, {removed} removed\n", visible(name), counted(added, "line"))
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
