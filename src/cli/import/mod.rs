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
use crate::drive::import::{After, Brought, Choices, Export, Setting, Tell, bring};
use crate::interchange::import::{self, Guess, Map, Sheet, Wish};
use crate::interchange::template;
use crate::runtime::clock::Clock;
use crate::runtime::environment::Environment;
use crate::runtime::fingerprint::ContentHash;
use crate::runtime::store::{CommitError, Store, plain};
use crate::text::{Document, render, visible};
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
    let of = ContentHash::of(&bytes);
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

    let source = Source { args, of, guess, zone };
    let mut export = source.read(&sheet);
    drop(sheet);
    if args.strict {
        report::refuse_doubts(&export)?;
    }
    let choices = choices(args, &source.guess.map)?;
    let tell = if global.format == super::Format::Json { Tell::All } else { Tell::Changes };
    let setting = Setting { zone: self::zone(environment), now: clock.now(), past: Arc::default(), tell };
    let made = Making { args, source: &source, choices: &choices, setting };
    let (change, brought) =
        if args.dry_run { made.preview(start, &export)? } else { made.write(start, &mut export, environment)? };
    Ok(Told { args, export: &export, brought: &brought, change: &change }.outcome(global))
}

/// The export and how it is read.
struct Source<'a> {
    args: &'a ImportArgs,
    of: ContentHash,
    guess: Guess,
    zone: Tz,
}

impl Source<'_> {
    fn read(&self, sheet: &Sheet) -> Export {
        let (bar, length) = (Bar::new("reading"), sheet.len());
        let mut export = import::read(sheet, &self.guess.map, self.zone, &mut |at| {
            bar.at(at, length);
            ControlFlow::Continue(())
        });
        bar.done();
        let mut told = self.guess.told.clone();
        told.append(&mut export.told);
        export.told = told;
        export
    }

    /// Whether the rows can be had once more.
    fn is_file(&self) -> bool {
        self.args.export.as_os_str() != "-"
    }

    fn read_again(&self) -> Result<Export, Outcome> {
        let bytes = export_bytes(&self.args.export)?;
        if ContentHash::of(&bytes) != self.of {
            let message = "the export was changed while it was imported";
            return Err(Outcome::refused(message, "import it again; nothing was written"));
        }
        let sheet = Sheet::read(bytes, &shown_name(&self.args.export)).map_err(|refusal| refused(&refusal))?;
        Ok(self.read(&sheet))
    }
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
    source: &'a Source<'a>,
    choices: &'a Choices,
    setting: Setting,
}

impl Making<'_> {
    fn made(&self, start: Start, export: &Export) -> Result<(After, Brought), Outcome> {
        if !start.document.is_text() {
            return Err(Outcome::refused("the campaign file is not UTF-8 text", "convert it to UTF-8"));
        }
        let past = Arc::new(archives(&self.args.file, &start.history, self.setting.zone));
        let setting = Setting { past, ..self.setting.clone() };
        let bar = Bar::new("writing");
        let made = bring(start.document, export, self.choices, &setting, &mut |at, of| bar.at(at, of));
        bar.done();
        let (after, brought) = made.map_err(|refusal| refused(&refusal))?;
        if self.args.strict && brought.skipped.len() > export.skipped.len() {
            return Err(refused(&report::strict(&brought.skipped)));
        }
        Ok((after, brought))
    }

    fn preview(&self, start: Start, export: &Export) -> Result<(Change, Brought), Outcome> {
        let before = if start.is_there { start.document.bytes() } else { Vec::new() };
        let (after, brought) = self.made(start, export)?;
        Ok((Change { name: shown_name(&self.args.file), before, after: after.into_bytes() }, brought))
    }

    fn write(
        &self,
        start: Start,
        export: &mut Export,
        environment: &Environment,
    ) -> Result<(Change, Brought), Outcome> {
        let name = shown_name(&self.args.file);
        let (is_there, base) = (start.is_there, start.hash);
        let (after, mut brought) = self.made(start, export)?;
        let change = Change { name, before: Vec::new(), after: Vec::new() };
        if !after.is_changed() || (!is_there && brought.made == 0) {
            return Ok((change, brought));
        }
        if self.source.is_file() {
            // The text is about to need the room. Where the rows are wanted after all, they are read again.
            (export.deals, export.moves) = (Vec::new(), Vec::new());
        }
        let after = after.into_bytes();
        if !is_there {
            return match write_new(&self.args.file, &String::from_utf8_lossy(&after)) {
                Ok(()) => Ok((change, brought)),
                Err(error) => {
                    let mend = "make its folder, or choose another name; nothing was written";
                    let message = format!("cannot write `{}`: {}", visible(&change.name), plain(&error));
                    Err(Outcome::refused(&message, mend))
                }
            };
        }
        // Only where somebody changed the file meanwhile it is made again, and then under the lock.
        let mut ready = Some(after);
        let store = Store::new(self.args.file.clone(), environment.state.clone());
        let committed = store.commit(|now| match ready.take() {
            Some(after) if ContentHash::of(now) == base => Ok(after),
            _ => {
                if self.source.is_file() {
                    *export = self.source.read_again()?;
                }
                let (after, again) = self.made(Start::of(now.to_vec(), self.setting.zone), export)?;
                brought = again;
                Ok::<_, Outcome>(after.into_bytes())
            }
        });
        match committed {
            Ok(_) => Ok((change, brought)),
            Err(CommitError::Refused(outcome)) => Err(outcome),
            Err(CommitError::Save(error)) => Err(Outcome::refused(&visible(&error.to_string()), error.mend())),
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "these tests write the files that are imported")]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::args::{Cli, Command};

    const CAMPAIGN: &str = "format = 1\n[campaign]\nname = \"C\"\ntimezone = \"UTC\"\ncurrency = \"GBP\"\n";
    const EXPORT: &str = "Record ID,Deal Name,Deal Stage,Amount\n7,Harbour,Contract sent,1000\n";

    /// Imports a file into one that somebody writes meanwhile; `also` happens then, too. What came of it, the text that is
    /// there afterwards, and how many rows are in memory.
    fn import_beside(also: &dyn Fn(&Path)) -> (Result<Brought, String>, String, usize) {
        let folder = tempfile::tempdir().unwrap();
        let (file, export) = (folder.path().join("c.toml"), folder.path().join("e.csv"));
        std::fs::write(&file, CAMPAIGN).unwrap();
        std::fs::write(&export, EXPORT).unwrap();
        let words = [Path::new("codriver"), Path::new("import"), &file, &export];
        let Some(Command::Import(args)) = Cli::parse_from(words).command else { panic!("not an import") };

        let bytes = export_bytes(&args.export).unwrap();
        let of = ContentHash::of(&bytes);
        let sheet = Sheet::read(bytes, "e.csv").unwrap();
        let start = Start::read(&args, Tz::UTC).unwrap();
        let wish = Wish { crm: None, dates: None, map: None, pipeline: None, zone: Tz::UTC };
        let source = Source { args: &args, of, guess: import::guess(&sheet, &wish), zone: Tz::UTC };
        let mut rows = source.read(&sheet);
        let now = "2026-11-20T09:41:00Z".parse().unwrap();
        let setting = Setting { zone: Tz::UTC, now, past: Arc::default(), tell: Tell::Changes };
        let making = Making { args: &args, source: &source, choices: &Choices::default(), setting };

        std::fs::write(&file, format!("{CAMPAIGN}[deal.theirs]\naccount = \"Theirs\"\n")).unwrap();
        also(&export);
        let outcome = making.write(start, &mut rows, &Environment::read(&|_| None, None));
        let outcome = outcome.map(|(_, brought)| brought).map_err(|outcome| outcome.err);
        (outcome, std::fs::read_to_string(&file).unwrap(), rows.deals.len())
    }

    #[test]
    fn an_import_into_a_file_that_somebody_writes_meanwhile_keeps_what_they_wrote() {
        let (outcome, text, rows) = import_beside(&|_| {});
        assert_eq!((outcome.unwrap().made, rows), (1, 1));
        assert!(text.contains("[deal.theirs]") && text.contains("[deal.harbour]"), "{text}");
    }

    #[test]
    fn an_export_that_changes_together_with_the_file_is_refused_and_nothing_is_written() {
        let (outcome, text, _) =
            import_beside(&|export| std::fs::write(export, EXPORT.replace("1000", "2000")).unwrap());
        let told = outcome.unwrap_err();
        assert!(told.contains("the export was changed while it was imported"), "{told}");
        assert!(text.contains("[deal.theirs]") && !text.contains("[deal.harbour]"), "{text}");
    }
}
