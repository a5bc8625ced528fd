//! `codriver import`: a CRM's export into the campaign file, again and again.
//!
//! Invariant: the export is read and understood before the file is looked at; the file's lock is held only to put a text
//! in place that was made on the same bytes, or to make it anew on others. Nothing is asked where nobody can answer.

mod ask;
mod progress;
mod report;

use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use super::args::{DatesWord, Global, ImportArgs};
use super::commit::{Change, refused};
use super::{BAD_DATA, Outcome, archives, shown_name, write_new, zone};
use crate::campaign::{self, layout};
use crate::drive::import::{Brought, Choices, Export, Setting, Tell, bring};
use crate::interchange::import::{self, Guess, Map, Sheet, Wish};
use crate::interchange::template;
use crate::runtime::clock::Clock;
use crate::runtime::environment::Environment;
use crate::runtime::fingerprint::ContentHash;
use crate::runtime::store::{CommitError, Store, plain};
use crate::text::{Document, Refusal, render, visible};
use progress::Progress;
use report::Result as Told;

/// Imports.
pub(super) fn run(args: &ImportArgs, global: &Global, environment: &Environment, clock: Clock) -> Outcome {
    match import(args, global, environment, clock) {
        Ok(outcome) | Err(outcome) => outcome,
    }
}

fn import(args: &ImportArgs, global: &Global, environment: &Environment, clock: Clock) -> Result<Outcome, Outcome> {
    if args.file.as_os_str() == "-" {
        return Err(Outcome::refused("standard input cannot be edited", "give the path of a campaign file"));
    }
    let name = shown_name(&args.export);
    let bytes = export_bytes(&args.export)?;
    let sheet = Sheet::read(bytes, &name).map_err(|refusal| refused(&refusal))?;
    let zone = campaign_zone(&args.file, zone(environment));
    let map = match &args.map {
        Some(path) => match map_text(path)? {
            Some(text) => Some(parsed(&text, path, &sheet)?),
            None => None,
        },
        None => None,
    };
    let is_new_map = args.map.is_some() && map.is_none();
    let dates = args.dates.map(DatesWord::order);
    let wish = Wish { crm: args.from.crm(), dates, map, pipeline: args.pipeline.clone(), zone };
    let mut guess = import::guess(&sheet, &wish);
    ask::questions(&mut guess)?;
    if let (true, Some(path)) = (is_new_map, &args.map) {
        write_map(path, &guess)?;
    }
    ask::refuse_open(&guess, args)?;

    let progress = Progress::new();
    let (bar, length) = (progress.bar("reading"), sheet.len());
    let mut export = import::read(&sheet, &guess.map, zone, &mut |at| {
        bar.at(at, length);
        ControlFlow::Continue(())
    });
    bar.done();
    drop(sheet);
    let mut told = std::mem::take(&mut guess.told);
    told.append(&mut export.told);
    export.told = told;
    if args.strict {
        report::refuse_doubts(&export)?;
    }
    let choices = choices(args, &guess.map)?;
    let tell = if global.format == super::Format::Json { Tell::All } else { Tell::Changes };
    let setting = Setting { zone: self::zone(environment), now: clock.now(), past: Arc::default(), tell };
    let made = Making { args, export: &export, choices: &choices, setting, progress };
    let (change, brought) = if args.dry_run { made.preview()? } else { made.write(environment)? };
    Ok(Told { args, export: &export, brought: &brought, change: &change }.outcome(global))
}

/// The bytes of the export, unless there are too many.
#[expect(clippy::disallowed_methods, reason = "commands read the files they are given")]
fn export_bytes(path: &Path) -> Result<Vec<u8>, Outcome> {
    let cannot = |error: &std::io::Error| {
        let shown = path.display().to_string();
        let mend = "give the path of an export: CSV, TSV or XLSX";
        Outcome::refused(&format!("cannot read `{}`: {}", visible(&shown), plain(error)), mend)
    };
    let too_large = |size: u64| import::sheet::too_large(size).map_or(Ok(()), |refusal| Err(refused(&refusal)));
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        // One byte more than may be tells that there are too many.
        let most = import::sheet::LIMIT + 1;
        std::io::stdin().take(most).read_to_end(&mut bytes).map_err(|error| cannot(&error))?;
    } else {
        let found = std::fs::metadata(path).map_err(|error| cannot(&error))?;
        too_large(found.len())?;
        bytes = std::fs::read(path).map_err(|error| cannot(&error))?;
    }
    too_large(bytes.len() as u64)?;
    Ok(bytes)
}

/// Times without an offset are in the campaign's zone, where it has one.
#[expect(clippy::disallowed_methods, reason = "commands read the files they are given")]
fn campaign_zone(file: &Path, machine: chrono_tz::Tz) -> chrono_tz::Tz {
    let Ok(bytes) = std::fs::read(file) else { return machine };
    campaign::read_shared(&Document::read(bytes, &layout()).0, machine).0.zone
}

/// The text of a map; nothing where there is none yet.
#[expect(clippy::disallowed_methods, reason = "commands read the files they are given")]
fn map_text(path: &Path) -> Result<Option<String>, Outcome> {
    let shown = path.display().to_string();
    match std::fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes)
            .map(Some)
            .map_err(|_| Outcome::refused(&format!("the map `{}` is not UTF-8", visible(&shown)), "save it as UTF-8")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Outcome::refused(&format!("cannot read `{}`: {}", visible(&shown), plain(&error)), "")),
    }
}

fn parsed(text: &str, path: &Path, sheet: &Sheet) -> Result<Map, Outcome> {
    Map::parse(text, sheet.header()).map_err(|problems| {
        let (page, _) = Map::page(text);
        let name = path.display().to_string();
        let told: Vec<String> = problems.iter().map(|problem| render(problem, &page, &name)).collect();
        Outcome { err: told.join("\n") + "\n", code: BAD_DATA, ..Outcome::default() }
    })
}

fn write_map(path: &Path, guess: &Guess) -> Result<(), Outcome> {
    write_new(path, &guess.to_toml()).map_err(|error| {
        let shown = path.display().to_string();
        Outcome::refused(&format!("cannot write `{}`: {}", visible(&shown), plain(&error)), "choose another place")
    })
}

fn choices(args: &ImportArgs, map: &Map) -> Result<Choices, Outcome> {
    let mut choices = map.choices();
    for wanted in &args.take {
        match wanted.rsplit_once('.') {
            _ if wanted == "all" => choices.all = true,
            Some((deal, key)) => {
                choices.take.insert((deal.into(), key.to_owned()));
            }
            None => {
                let message = format!("`{}` names no word of a deal", visible(wanted));
                return Err(Outcome::refused(&message, "write `all`, or a deal and a key such as `northwind.stage`"));
            }
        }
    }
    Ok(choices)
}

/// What is made of the file.
struct Making<'a> {
    args: &'a ImportArgs,
    export: &'a Export,
    choices: &'a Choices,
    setting: Setting,
    progress: Progress,
}

impl Making<'_> {
    fn made(&self, before: Vec<u8>) -> Result<(Vec<u8>, Brought), Refusal> {
        if std::str::from_utf8(&before).is_err() {
            return Err(Refusal::new("the campaign file is not UTF-8 text", "convert it to UTF-8"));
        }
        let (document, _) = Document::read(before, &layout());
        let history = campaign::read_shared(&document, self.setting.zone).0.settings.history;
        let past = Arc::new(archives(&self.args.file, &history, self.setting.zone));
        let setting = Setting { past, ..self.setting.clone() };
        let bar = self.progress.bar("writing");
        let (after, brought) = bring(document, self.export, self.choices, &setting, &mut |at, of| bar.at(at, of))?;
        bar.done();
        if self.args.strict && brought.skipped.len() > self.export.skipped.len() {
            return Err(report::strict(&brought.skipped));
        }
        Ok((after, brought))
    }

    /// The file as it is, or as it will begin.
    #[expect(clippy::disallowed_methods, reason = "commands read the files they are given")]
    fn before(&self) -> Result<(Vec<u8>, bool), Outcome> {
        match std::fs::read(&self.args.file) {
            Ok(bytes) => Ok((bytes, true)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Ok((template::bare(&self.stem(), self.setting.zone).into_bytes(), false))
            }
            Err(error) => {
                let shown = self.args.file.display().to_string();
                Err(Outcome::refused(&format!("cannot read `{}`: {}", visible(&shown), plain(&error)), ""))
            }
        }
    }

    fn stem(&self) -> String {
        self.args.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
    }

    fn preview(&self) -> Result<(Change, Brought), Outcome> {
        let (before, is_there) = self.before()?;
        let (after, brought) = self.made(before.clone()).map_err(|refusal| refused(&refusal))?;
        let before = if is_there { before } else { Vec::new() };
        Ok((Change { name: shown_name(&self.args.file), before, after }, brought))
    }

    fn write(&self, environment: &Environment) -> Result<(Change, Brought), Outcome> {
        let (before, is_there) = self.before()?;
        let name = shown_name(&self.args.file);
        let base = ContentHash::of(&before);
        let (after, brought) = self.made(before).map_err(|refusal| refused(&refusal))?;
        if !is_there && brought.made == 0 {
            return Ok((Change { name, before: Vec::new(), after: Vec::new() }, brought));
        }
        if !is_there {
            let text = String::from_utf8_lossy(&after);
            return match write_new(&self.args.file, &text) {
                Ok(()) => Ok((Change { name, before: Vec::new(), after: Vec::new() }, brought)),
                Err(error) => {
                    let mend = "make its folder, or choose another name; nothing was written";
                    Err(Outcome::refused(&format!("cannot write `{}`: {}", visible(&name), plain(&error)), mend))
                }
            };
        }
        // Only where somebody changed the file meanwhile it is made again, and then under the lock.
        let (mut ready, mut brought) = (Some(after), brought);
        let store = Store::new(self.args.file.clone(), environment.state.clone());
        let committed = store.commit(|now| match ready.take() {
            Some(after) if ContentHash::of(now) == base => Ok(after),
            _ => {
                let (after, again) = self.made(now.to_vec())?;
                brought = again;
                Ok(after)
            }
        });
        match committed {
            Ok(_) => Ok((Change { name, before: Vec::new(), after: Vec::new() }, brought)),
            Err(CommitError::Refused(refusal)) => Err(refused(&refusal)),
            Err(CommitError::Save(error)) => Err(Outcome::refused(&visible(&error.to_string()), error.mend())),
        }
    }
}
