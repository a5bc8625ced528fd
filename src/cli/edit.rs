//! `set`, `add` and `remove`: any record, through the same edits as the console.

use std::path::Path;

use chrono_tz::Tz;
use similar::TextDiff;

use super::args::{EditArgs, Format, Global};
use super::check::check;
use super::{BAD_DATA, DONE, Outcome, bytes, counted, zone};
use crate::campaign::layout;
use crate::runtime::environment::Environment;
use crate::runtime::store::{CommitError, Store};
use crate::text::{Diagnostic, Document, Intent, KeyPath, Literal, RecordPath, Refusal, Severity, Step, visible};

/// Sets keys of a record; `KEY=` takes one out.
pub fn set(args: &EditArgs, global: &Global, environment: &Environment) -> Outcome {
    let intents = path(&args.path).and_then(|record| {
        let fields = fields(&args.fields)?;
        if fields.is_empty() {
            return Err(Refusal::new("nothing to set", "give KEY=VALUE, such as value=180000"));
        }
        let intent = |(key, value): (KeyPath, Option<Literal>)| match value {
            Some(value) => Intent::Set { record: record.clone(), key, value },
            None => Intent::Unset { record: record.clone(), key },
        };
        Ok(fields.into_iter().map(intent).collect())
    });
    edit(args, intents, global, environment)
}

/// Adds a record, or a row where the path names a log.
pub fn add(args: &EditArgs, global: &Global, environment: &Environment) -> Outcome {
    let intents = path(&args.path).and_then(|record| {
        let mut given = Vec::new();
        for (key, value) in fields(&args.fields)? {
            let value = value.ok_or_else(|| {
                Refusal::new(format!("`{key}` has no value"), "give every key of a new record its value, as KEY=VALUE")
            })?;
            given.push((key, value));
        }
        Ok(vec![if is_log(&record) {
            Intent::Append { array: record, row: given }
        } else {
            Intent::Add { record, fields: given }
        }])
    });
    edit(args, intents, global, environment)
}

/// Removes a record with all below it, or a row.
pub fn remove(args: &EditArgs, global: &Global, environment: &Environment) -> Outcome {
    let intents = path(&args.path).and_then(|record| {
        if args.fields.is_empty() {
            Ok(vec![Intent::Remove { record }])
        } else {
            Err(Refusal::new("remove takes a record and no keys", "take a key out with `codriver set FILE PATH KEY=`"))
        }
    });
    edit(args, intents, global, environment)
}

fn path(text: &str) -> Result<RecordPath, Refusal> {
    text.parse()
}

/// The logs of a deal, and the reviews, are arrays of tables.
fn is_log(record: &RecordPath) -> bool {
    const LOGS: [&str; 8] =
        ["stage_log", "close_log", "stroke", "heard", "message", "call_log", "handoff", "service_log"];
    let names: Vec<&str> = record.keys().collect();
    match names.as_slice() {
        ["review"] => true,
        ["deal", _, log] => LOGS.contains(log),
        _ => false,
    }
}

/// `KEY=VALUE` words; a value is TOML where it can be read so, else a text.
fn fields(words: &[String]) -> Result<Vec<(KeyPath, Option<Literal>)>, Refusal> {
    words
        .iter()
        .map(|word| {
            let (key, value) = word.split_once('=').ok_or_else(|| {
                Refusal::new(
                    format!("expected KEY=VALUE, found `{word}`"),
                    "write it as value=180000 or 'say=Ring Ines'",
                )
            })?;
            let key: KeyPath = key.trim().parse()?;
            if value.is_empty() {
                return Ok((key, None));
            }
            Ok((key, Some(value.parse::<Literal>().unwrap_or_else(|_| Literal::Text(value.to_owned())))))
        })
        .collect()
}

fn refused(refusal: &Refusal) -> Outcome {
    let mut outcome = Outcome::refused(&visible(&refusal.message), &visible(&refusal.mend));
    outcome.code = BAD_DATA;
    outcome
}

fn edit(args: &EditArgs, intents: Result<Vec<Intent>, Refusal>, global: &Global, environment: &Environment) -> Outcome {
    let intents = match intents {
        Ok(intents) => intents,
        Err(refusal) => return refused(&refusal),
    };
    if args.file.as_os_str() == "-" {
        return Outcome::refused("standard input cannot be edited", "give the path of a campaign file");
    }
    let zone = zone(environment);
    let before = match bytes(&args.file) {
        Ok(bytes) => bytes,
        Err(outcome) => return outcome,
    };
    if args.dry_run {
        return match changed(&before, &intents, zone) {
            Ok(after) => told(&args.file, &before, &after, global, true),
            Err(refusal) => refused(&refusal),
        };
    }
    let store = Store::new(args.file.clone(), environment.state.clone());
    let seen = before;
    let mut before = Vec::new();
    let committed = store.commit(|now| {
        before = now.to_vec();
        if now == seen { changed(now, &intents, zone) } else { changed_meanwhile(&seen, now, &intents, zone) }
    });
    match committed {
        Ok(committed) => told(&args.file, &before, &committed.bytes, global, false),
        Err(CommitError::Refused(refusal)) => refused(&refusal),
        Err(CommitError::Save(error)) => Outcome::refused(&visible(&error.to_string()), error.mend()),
    }
}

/// The text after the edits. Edits that make an error which was not there are refused: a script hears of it at once, and
/// nobody finds it in the shared file later.
fn changed(bytes: &[u8], intents: &[Intent], zone: Tz) -> Result<Vec<u8>, Refusal> {
    if std::str::from_utf8(bytes).is_err() {
        return Err(Refusal::new("the file is not UTF-8 text", "convert it to UTF-8"));
    }
    let mut document = document(bytes);
    for intent in intents {
        let _: Step = document.apply(intent)?;
    }
    sound(bytes, document.bytes(), zone)
}

fn document(bytes: &[u8]) -> Document {
    Document::read(bytes.to_vec(), &layout()).0
}

/// The same where somebody has written the file between the look at it and the lock on it.
fn changed_meanwhile(seen: &[u8], now: &[u8], intents: &[Intent], zone: Tz) -> Result<Vec<u8>, Refusal> {
    // What the text that was seen would not have taken, this one does not either.
    changed(seen, intents, zone)?;
    let (mut seen, mut document) = (document(seen), document(now));
    for intent in intents {
        let edit = seen.seen(intent.clone());
        let _: Step = seen.apply(intent)?;
        if let Some(clash) = document.rebase(&edit).clashes.first() {
            let key = clash.key.as_ref().map_or_else(String::new, |key| format!(" {key}"));
            let says = clash.theirs.clone().unwrap_or_else(|| "gone".to_owned());
            return Err(Refusal::new(
                format!("somebody changed `{}`{key} in the same moment: it is `{says}` now", clash.record),
                "look at the new value, then run this again",
            ));
        }
    }
    sound(now, document.bytes(), zone)
}

/// The text, if it has no error that was not there before.
fn sound(bytes: &[u8], after: Vec<u8>, zone: Tz) -> Result<Vec<u8>, Refusal> {
    if after != bytes {
        let mut known = errors(bytes, zone);
        for error in errors(&after, zone) {
            match known.iter().position(|known| (known.code, &known.message) == (error.code, &error.message)) {
                Some(at) => drop(known.swap_remove(at)),
                None => return Err(Refusal::new(error.message, error.mend)),
            }
        }
    }
    Ok(after)
}

fn errors(bytes: &[u8], zone: Tz) -> Vec<Diagnostic> {
    let report = check("", bytes, zone);
    report.problems().iter().filter(|problem| problem.severity == Severity::Error).cloned().collect()
}

/// What changed: the diff of a dry run, one line otherwise.
fn told(file: &Path, before: &[u8], after: &[u8], global: &Global, dry: bool) -> Outcome {
    let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    let name = file.display().to_string();
    let diff = TextDiff::from_lines(&*before, &*after);
    let out = match (global.format, dry) {
        (Format::Json, _) => {
            let text = diff.unified_diff().context_radius(2).header(&name, &name).to_string();
            let value = serde_json::json!({ "file": name, "changed": before != after, "written": !dry, "diff": text });
            format!("{value}\n")
        }
        (Format::Text, _) if before == after => "nothing to change\n".to_owned(),
        (Format::Text, true) => {
            let text = diff.unified_diff().context_radius(2).header(&name, &name).to_string();
            let mut page = String::with_capacity(text.len());
            for line in text.lines() {
                page.push_str(&visible(line));
                page.push('\n');
            }
            page
        }
        (Format::Text, false) => {
            let changes = diff.iter_all_changes();
            let (mut added, mut removed) = (0, 0);
            for change in changes {
                match change.tag() {
                    similar::ChangeTag::Insert => added += 1,
                    similar::ChangeTag::Delete => removed += 1,
                    similar::ChangeTag::Equal => {}
                }
            }
            format!("changed {}: {} added, {removed} removed\n", visible(&name), counted(added, "line"))
        }
    };
    Outcome { out, err: String::new(), code: DONE }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEEN: &[u8] = b"format = 1\n[campaign]\ntimezone = \"UTC\"\n[deal.x]\naccount = \"X\"\nvalue = 1\n";

    fn meanwhile(now: &str) -> Result<String, Refusal> {
        let intents = [Intent::Set {
            record: RecordPath::new(["deal", "x"]),
            key: KeyPath::new("value"),
            value: Literal::Integer(2),
        }];
        changed_meanwhile(SEEN, now.as_bytes(), &intents, Tz::UTC).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn an_edit_is_made_on_what_somebody_wrote_in_the_same_moment() {
        let now = String::from_utf8(SEEN.to_vec()).unwrap().replace("\"X\"", "\"Z\"");
        assert_eq!(meanwhile(&now), Ok(now.replace("value = 1", "value = 2")));
    }

    #[test]
    fn the_same_key_changed_in_the_same_moment_is_refused() {
        let now = String::from_utf8(SEEN.to_vec()).unwrap().replace("value = 1", "value = 3");
        assert_eq!(
            meanwhile(&now).unwrap_err().message,
            "somebody changed `deal.x` value in the same moment: it is `3` now"
        );
    }
}
