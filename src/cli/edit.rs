//! `set`, `add` and `remove`: any record, through the same edits as the console.

use super::Outcome;
use super::args::{EditArgs, Global};
use super::commit::{Target, commit, refused};
use crate::campaign::rewrite::{self, Rewrite};
use crate::drive::rules::Act;
use crate::runtime::environment::Environment;
use crate::text::{Intent, KeyPath, Literal, RecordPath, Refusal};

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
    let record = path(&args.path).and_then(|record| {
        if args.fields.is_empty() {
            Ok(record)
        } else {
            Err(Refusal::new("remove takes a record and no keys", "take a key out with `codriver set FILE PATH KEY=`"))
        }
    });
    match record {
        Ok(record) => {
            let target = Target { file: &args.file, dry_run: args.dry_run };
            let wish = |campaign: &_, document: &_| rewrite::remove(campaign, document, &record).map(act);
            commit(target, &wish, global, environment)
        }
        Err(refusal) => refused(&refusal),
    }
}

/// An edit of several records, as a wish of a command.
pub(super) fn act(rewrite: Rewrite) -> Act {
    Act { intents: rewrite.intents, told: rewrite.told }
}

pub(super) fn path(text: &str) -> Result<RecordPath, Refusal> {
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

fn edit(args: &EditArgs, intents: Result<Vec<Intent>, Refusal>, global: &Global, environment: &Environment) -> Outcome {
    match intents {
        Ok(intents) => {
            let target = Target { file: &args.file, dry_run: args.dry_run };
            commit(target, &|_, _| Ok(Act::from(intents.clone())), global, environment)
        }
        Err(refusal) => refused(&refusal),
    }
}
