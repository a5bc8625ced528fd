//! `merge`: two texts that began as one become one, record by record, as git asks of a merge driver.
//!
//! Invariant: OURS is written only as a whole and only when all three texts are TOML; after a clash it is TOML too, with
//! a comment below each value that theirs says otherwise.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::json;
use similar::TextDiff;

use super::args::{Format, Global, MergeArgs};
use super::{DONE, Outcome, bytes, counted};
use crate::campaign::layout;
use crate::runtime::store::{CommitError, Store};
use crate::text::{Clash, Document, Merged, Side, Unsound, Why, visible};

/// Some values clash: what git takes for a conflict.
const CLASHES: u8 = 1;

/// Merges THEIRS into OURS.
pub fn merge(args: &MergeArgs, global: &Global) -> Outcome {
    let mut texts = Vec::with_capacity(3);
    for file in [&args.base, &args.ours, &args.theirs] {
        match bytes(file) {
            Ok(bytes) => texts.push(bytes),
            Err(outcome) => return outcome,
        }
    }
    let read = |bytes: &[u8]| Document::read(bytes.to_vec(), &layout()).0;
    let documents: Vec<Document> = texts.iter().map(|bytes| read(bytes)).collect();
    let [base, ours, theirs] = documents.as_slice() else { return Outcome::default() };
    let name = args.name.clone().unwrap_or_else(|| args.ours.display().to_string());
    let merged = match crate::text::merge(base, ours, theirs) {
        Ok(merged) => merged,
        Err(unsound) => return cannot(args, &unsound, [base, ours, theirs]),
    };
    let after = merged.marked().bytes();
    if !args.dry_run
        && let Err(outcome) = write(&args.ours, &texts[1], &after)
    {
        return outcome;
    }
    told(&name, &texts[1], &after, &merged, global, args.dry_run)
}

fn cannot(args: &MergeArgs, unsound: &Unsound, documents: [&Document; 3]) -> Outcome {
    let (word, file, document) = match unsound.side {
        Side::Base => ("BASE", &args.base, documents[0]),
        Side::Ours => ("OURS", &args.ours, documents[1]),
        Side::Theirs => ("THEIRS", &args.theirs, documents[2]),
    };
    let at = document.line_column(&unsound.problem.place);
    let message = format!(
        "nothing was merged: {word}, `{}`, is no TOML: line {}, column {}: {}",
        visible(&file.display().to_string()),
        at.line,
        at.column,
        visible(&unsound.problem.message),
    );
    Outcome::refused(&message, &format!("{}, then merge again", unsound.problem.mend))
}

/// Puts the outcome in the place of OURS, if that is still the text that was read.
fn write(file: &Path, before: &[u8], after: &[u8]) -> Result<(), Outcome> {
    let mut is_same = true;
    let committed = Store::new(file.to_path_buf(), None).commit(|now| {
        is_same = now == before;
        Ok::<_, Infallible>(if is_same { after.to_vec() } else { now.to_vec() })
    });
    match committed {
        Ok(_) if is_same => Ok(()),
        Ok(_) => {
            let shown = file.display().to_string();
            Err(Outcome::refused(
                &format!("nothing was merged: `{}` was changed meanwhile", visible(&shown)),
                "merge again",
            ))
        }
        Err(CommitError::Save(error)) => Err(Outcome::refused(&visible(&error.to_string()), error.mend())),
        Err(CommitError::Refused(never)) => match never {},
    }
}

fn told(name: &str, before: &[u8], after: &[u8], merged: &Merged, global: &Global, dry: bool) -> Outcome {
    let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    let diff = || {
        let diff = TextDiff::from_lines(&*before, &*after);
        diff.unified_diff().context_radius(2).header(name, name).to_string()
    };
    let mut err = String::new();
    for clash in &merged.clashes {
        // Writing to a string cannot fail.
        let _ = writeln!(err, "codriver: clash: {}", visible(&in_words(clash)));
    }
    if !merged.clashes.is_empty() {
        let count =
            if merged.clashes.len() == 1 { "1 clash".to_owned() } else { format!("{} clashes", merged.clashes.len()) };
        let _ = writeln!(
            err,
            "codriver: {count} in {}; ours stands, theirs is in a comment `# CLASH` there\n  hint: choose, and remove the comment",
            visible(name)
        );
    }
    let out = match global.format {
        Format::Json => {
            let clashes: Vec<_> = merged.clashes.iter().map(as_json).collect();
            let value = json!({
                "file": name, "changed": before != after, "written": !dry, "clashes": clashes, "diff": diff(),
            });
            format!("{value}\n")
        }
        _ if before == after => "nothing to change\n".to_owned(),
        _ if dry => diff().lines().fold(String::new(), |page, line| page + &visible(line) + "\n"),
        _ => {
            let lines = TextDiff::from_lines(&*before, &*after);
            let count = |tag| lines.iter_all_changes().filter(|change| change.tag() == tag).count();
            let added = counted(count(similar::ChangeTag::Insert), "line");
            format!("merged {}: {added} added, {} removed\n", visible(name), count(similar::ChangeTag::Delete))
        }
    };
    Outcome { out, err, code: if merged.clashes.is_empty() { DONE } else { CLASHES } }
}

fn in_words(clash: &Clash) -> String {
    let key = clash.key.as_ref().map_or_else(String::new, |key| format!(" {key}"));
    let says = |value: &Option<String>| value.clone().unwrap_or_else(|| "taken away".to_owned());
    let why = match &clash.why {
        Why::Unfit(why) => format!("; {why}"),
        _ => String::new(),
    };
    format!("[{}]{key}: ours {}, theirs {}{why}", clash.record, says(&clash.mine), says(&clash.theirs))
}

fn as_json(clash: &Clash) -> serde_json::Value {
    let why = match &clash.why {
        Why::Changed => "changed",
        Why::Gone => "gone-in-theirs",
        Why::Removed => "gone-in-ours",
        Why::Unfit(_) => "unfit",
    };
    json!({
        "record": clash.record.to_string(),
        "key": clash.key.as_ref().map(ToString::to_string),
        "base": clash.was, "ours": clash.mine, "theirs": clash.theirs, "why": why,
    })
}
