//! `codriver import`: a CRM's export into the campaign file, again and again.
//!
//! Invariant: the export is read and understood before anything is made of the file; the file's lock is held only to put a
//! text in place that was made on the same bytes, or to make it anew on others. Nothing is asked where nobody can answer.

mod ask;
mod progress;
mod report;

use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use chrono_tz::Tz;

use super::args::{DatesWord, Global, ImportArgs};
use super::commit::{Change, refused};
use super::{BAD_DATA, Outcome, archives, shown_name, write_new, zone};
use crate::campaign::{self, Text, layout};
use crate::drive::import::{Brought, Choices, Export, Setting, Tell, bring};
use crate::interchange::import::{self, Guess, Map, Sheet, Wish};
use crate::interchange::template;
use crate::runtime::clock::Clock;
use crate::runtime::environment::Environment;
use crate::runtime::fingerprint::ContentHash;
use crate::runtime::store::{CommitError, Store, plain};
use crate::text::{Document, Refusal, render, visible};
use progress::Bar;
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
    let start = Start::read(args, zone(environment))?;
    let zone = start.zone;
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

    let (bar, length) = (Bar::new("reading"), sheet.len());
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
    let made = Making { args, export: &export, choices: &choices, setting };
    let (change, brought) = if args.dry_run { made.preview(start)? } else { made.write(start, environment)? };
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

/// The campaign file, read once: for the zone of the export's times, and to be imported into.
struct Start {
    document: Document,
    hash: ContentHash,
    /// Whether there is a file; else it is what one begins with.
    is_there: bool,
    /// Times without an offset are in the campaign's zone, where it has one.
    zone: Tz,
    history: Vec<Text>,
}

impl Start {
    #[expect(clippy::disallowed_methods, reason = "commands read the files they are given")]
    fn read(args: &ImportArgs, machine: Tz) -> Result<Self, Outcome> {
        match std::fs::read(&args.file) {
            Ok(bytes) => Ok(Self::of(bytes, machine)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let stem = args.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
                Ok(Self { is_there: false, ..Self::of(template::bare(&stem, machine).into_bytes(), machine) })
            }
            Err(error) => {
                let shown = args.file.display().to_string();
                Err(Outcome::refused(&format!("cannot read `{}`: {}", visible(&shown), plain(&error)), ""))
            }
        }
    }

    fn of(bytes: Vec<u8>, machine: Tz) -> Self {
        let hash = ContentHash::of(&bytes);
        let (document, _) = Document::read(bytes, &layout());
        let (shared, _) = campaign::read_shared(&document, machine);
        Self { document, hash, is_there: true, zone: shared.zone, history: shared.settings.history }
    }
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
}

impl Making<'_> {
    fn made(&self, start: Start) -> Result<(Vec<u8>, Brought), Refusal> {
        if !start.document.is_text() {
            return Err(Refusal::new("the campaign file is not UTF-8 text", "convert it to UTF-8"));
        }
        let past = Arc::new(archives(&self.args.file, &start.history, self.setting.zone));
        let setting = Setting { past, ..self.setting.clone() };
        let bar = Bar::new("writing");
        let (after, brought) =
            bring(start.document, self.export, self.choices, &setting, &mut |at, of| bar.at(at, of))?;
        bar.done();
        if self.args.strict && brought.skipped.len() > self.export.skipped.len() {
            return Err(report::strict(&brought.skipped));
        }
        Ok((after, brought))
    }

    fn preview(&self, start: Start) -> Result<(Change, Brought), Outcome> {
        let before = if start.is_there { start.document.bytes() } else { Vec::new() };
        let (after, brought) = self.made(start).map_err(|refusal| refused(&refusal))?;
        Ok((Change { name: shown_name(&self.args.file), before, after }, brought))
    }

    fn write(&self, start: Start, environment: &Environment) -> Result<(Change, Brought), Outcome> {
        let name = shown_name(&self.args.file);
        let (is_there, base) = (start.is_there, start.hash);
        let (after, brought) = self.made(start).map_err(|refusal| refused(&refusal))?;
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
                let (after, again) = self.made(Start::of(now.to_vec(), self.setting.zone))?;
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
