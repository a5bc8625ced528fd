//! Finds and reads exports for the console, and works out what they would change: one thread, from the first import on.
//!
//! Invariant: of the rows it is told at most ten times a second how far they are, and an export that nobody waits for any
//! more is not read on. What is read of an export is kept only until its questions are answered.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::store::plain;
use crate::console::import::choose::{Found, is_path};
use crate::console::import::{Ask, News};
use crate::console::load::Asked;
use crate::console::message::Message;
use crate::drive::import::{Column, Incoming};
use crate::interchange::import::{self, Guess, Sheet, Wish, sheet, unused};
use crate::text::{Refusal, visible};

/// What is to be done.
pub enum Task {
    /// Find files that look like exports.
    Find {
        /// The import's number.
        number: u64,
        /// The path that is being typed; empty: the newest of these places.
        typed: String,
        /// Where exports lie.
        places: Places,
    },
    /// Read an export.
    Read {
        /// The import's number.
        number: u64,
        /// Which file.
        path: PathBuf,
        /// The zone of times without an offset.
        zone: Tz,
    },
    /// Read on with these answers.
    Answer {
        /// The import's number.
        number: u64,
        /// The answers by their keys, in the order of the questions.
        answers: Vec<String>,
    },
    /// Work out what it would change.
    Plan(Box<Ask>),
    /// Make it.
    Make(Box<Ask>, Box<Asked>),
    /// Let go of what was read.
    Leave,
}

/// Where people keep exports.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The campaign file's folder.
    pub campaign: PathBuf,
    /// The home folder, if there is one.
    pub home: Option<PathBuf>,
}

/// The way to the thread.
#[derive(Debug, Clone)]
pub struct Importer {
    tasks: Sender<Task>,
    /// The import that is waited for; zero: none.
    wanted: Arc<AtomicU64>,
}

/// How often it is told how far something is.
const PACE: Duration = Duration::from_millis(100);
/// So many files are listed.
const LISTED: usize = 50;

impl Importer {
    /// Starts the thread; it ends with the last `Importer`. Answers go to `answer`, which must not block.
    #[expect(clippy::disallowed_methods, reason = "an import has a thread of its own, so that no search waits for it")]
    pub fn start(answer: impl Fn(Message) + Send + 'static) -> Self {
        let (tasks, inbox) = mpsc::channel();
        let wanted = Arc::new(AtomicU64::new(0));
        let known = Arc::clone(&wanted);
        std::thread::spawn(move || work(&inbox, &known, &answer));
        Self { tasks, wanted }
    }

    /// Has something done.
    pub fn ask(&self, task: Task) {
        match &task {
            Task::Read { number, .. } | Task::Answer { number, .. } => self.wanted.store(*number, Ordering::Relaxed),
            Task::Leave => self.wanted.store(0, Ordering::Relaxed),
            Task::Find { .. } | Task::Plan(_) | Task::Make(..) => {}
        }
        // The thread ends only with the last sender, so it is there.
        drop(self.tasks.send(task));
    }
}

fn work(inbox: &Receiver<Task>, wanted: &AtomicU64, answer: &dyn Fn(Message)) {
    let mut open: Option<(u64, Reading)> = None;
    while let Ok(task) = inbox.recv() {
        match task {
            Task::Find { number, typed, places } => {
                let files = find(&typed, &places);
                answer(Message::Import { number, news: News::Found { typed, files } });
            }
            Task::Read { number, path, zone } => {
                open = None;
                match bytes(&path).and_then(|bytes| Reading::begin(bytes, &name(&path), zone)) {
                    Ok(reading) if reading.asks() => {
                        let questions = reading.questions();
                        open = Some((number, reading));
                        answer(Message::Import { number, news: News::Asks(questions) });
                    }
                    Ok(reading) => finish(number, reading, &[], wanted, answer),
                    Err(refusal) => answer(Message::Import { number, news: News::Refused(refusal) }),
                }
            }
            Task::Answer { number, answers } => {
                if let Some((_, reading)) = open.take_if(|(known, _)| *known == number) {
                    finish(number, reading, &answers, wanted, answer);
                }
            }
            Task::Plan(ask) => answer(ask.plan(&mut counted(ask.number, answer))),
            Task::Make(ask, asked) => {
                let number = ask.number;
                answer(ask.make(&asked, &mut counted(number, answer)));
            }
            Task::Leave => open = None,
        }
    }
}

/// Reads all rows, as long as somebody waits for them.
fn finish(number: u64, reading: Reading, answers: &[String], wanted: &AtomicU64, answer: &dyn Fn(Message)) {
    let mut tell = counted(number, answer);
    let is_wanted = || wanted.load(Ordering::Relaxed) == number;
    let read = reading.finish(answers, &mut |at, of| {
        tell(at, of);
        if is_wanted() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    let news = match read {
        Ok(incoming) => News::Read(Box::new(incoming)),
        Err(refusal) => News::Refused(refusal),
    };
    // What was broken off is only a part.
    if is_wanted() {
        answer(Message::Import { number, news });
    }
}

/// Tells how far something is, not too often.
#[expect(clippy::disallowed_methods, reason = "how often progress is told is a matter of the machine's clock")]
fn counted(number: u64, answer: &dyn Fn(Message)) -> impl FnMut(usize, usize) + '_ {
    let mut last = Instant::now();
    move |at, of| {
        if last.elapsed() >= PACE {
            last = Instant::now();
            let share = at.saturating_mul(100) / of.max(1);
            let done = u8::try_from(share.min(100)).unwrap_or(100);
            answer(Message::Import { number, news: News::Done(done) });
        }
    }
}

/// An export that was opened: its table, and what is known of its columns.
pub struct Reading {
    name: String,
    zone: Tz,
    sheet: Sheet,
    guess: Guess,
}

impl Reading {
    /// Finds the table in the bytes, and guesses which column says what.
    ///
    /// # Errors
    /// There is no table.
    pub fn begin(bytes: Vec<u8>, name: &str, zone: Tz) -> Result<Self, Refusal> {
        let sheet = Sheet::read(bytes, name)?;
        let guess = import::guess(&sheet, &Wish { crm: None, dates: None, map: None, pipeline: None, zone });
        Ok(Self { name: name.to_owned(), zone, sheet, guess })
    }

    /// Whether something has to be answered.
    #[must_use]
    pub fn asks(&self) -> bool {
        !self.guess.questions.is_empty()
    }

    /// What only a person can know.
    #[must_use]
    pub fn questions(&self) -> Vec<crate::drive::import::Question> {
        self.guess.questions.iter().map(import::Question::asked).collect()
    }

    /// Reads all rows. `progress` hears how far it is, of how much, and may break it off: then a part is returned.
    ///
    /// # Errors
    /// An answer is none.
    pub fn finish(
        self,
        answers: &[String],
        progress: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
    ) -> Result<Incoming, Refusal> {
        let Self { name, zone, sheet, mut guess } = self;
        for (question, answer) in guess.questions.iter().zip(answers) {
            question.answer(&mut guess.map, answer)?;
        }
        let all = sheet.len();
        let mut export = import::read(&sheet, &guess.map, zone, &mut |at| progress(at, all));
        let in_columns = unused(sheet.header(), &guess.map);
        // The columns are listed with what is in them.
        export.told.retain(|line| !in_columns.contains(line));
        let mut told = guess.told;
        told.append(&mut export.told);
        export.told = told;
        let is_used = |name: &str| {
            guess.map.columns.iter().any(|(known, _)| **known == *name)
                || guess.map.entered.iter().any(|known| *known.column == *name)
        };
        let left = guess.columns.into_iter().filter(|column| !column.name.is_empty() && !is_used(&column.name));
        let columns = left.map(|import::guess::Column { name, samples, why, .. }| Column { name, samples, why });
        Ok(Incoming { name, export, columns: columns.collect(), choices: guess.map.choices() })
    }
}

/// What a file is called.
fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

#[expect(clippy::disallowed_methods, reason = "the engine room reads files")]
fn bytes(path: &Path) -> Result<Vec<u8>, Refusal> {
    let cannot = |why: &str| {
        let shown = path.display().to_string();
        Refusal::new(format!("cannot read `{}`: {why}", visible(&shown)), "choose an export: CSV, TSV or XLSX")
    };
    let found = std::fs::metadata(path).map_err(|error| cannot(&plain(&error)))?;
    if !found.is_file() {
        return Err(cannot("it is no file"));
    }
    if let Some(refusal) = sheet::too_large(found.len()) {
        return Err(refusal);
    }
    std::fs::read(path).map_err(|error| cannot(&plain(&error)))
}

impl Places {
    /// A typed path from where the person stands: `~` is their home.
    #[must_use]
    pub fn path(&self, typed: &Path) -> PathBuf {
        match (typed.strip_prefix("~"), &self.home) {
            (Ok(rest), Some(home)) => home.join(rest),
            _ => typed.to_path_buf(),
        }
    }

    /// A folder as a person types it.
    fn shown(&self, folder: &Path) -> String {
        let below_home = self.home.as_ref().and_then(|home| folder.strip_prefix(home).ok());
        match below_home {
            Some(rest) if rest.as_os_str().is_empty() => "~".to_owned(),
            Some(rest) => format!("~/{}", rest.display()),
            None => folder.display().to_string(),
        }
    }
}

/// The files that look like exports: of a path that is being typed what begins so, with folders to go on to; else the
/// newest beside the campaign, in the working folder and among the downloads.
#[must_use]
pub fn find(typed: &str, places: &Places) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    if is_path(typed) {
        let (folder, begun) = typed.rsplit_once('/').map_or((typed, ""), |(folder, begun)| (folder, begun));
        let path = places.path(Path::new(if folder.is_empty() { "/" } else { folder }));
        let begun = begun.to_lowercase();
        let shown = if folder.is_empty() { "/" } else { folder };
        found.extend(listed(&path, shown, true).filter(|one| one.name.to_lowercase().starts_with(&begun)));
        // What begins with a dot is hidden until one types the dot.
        found.retain(|one| begun.starts_with('.') || !one.name.starts_with('.'));
    } else {
        let downloads = places.home.as_ref().map(|home| home.join("Downloads"));
        let mut folders: Vec<PathBuf> = Vec::new();
        for folder in [Some(places.campaign.clone()), Some(PathBuf::from(".")), downloads].into_iter().flatten() {
            // One folder may be called in several ways.
            if let Ok(folder) = std::fs::canonicalize(&folder)
                && !folders.contains(&folder)
            {
                folders.push(folder);
            }
        }
        let home = places.home.as_ref().and_then(|home| std::fs::canonicalize(home).ok());
        let places = Places { home, ..places.clone() };
        for folder in &folders {
            found.extend(listed(folder, &places.shown(folder), false));
        }
    }
    found.sort_by(|one, other| {
        (one.is_folder, other.written, &one.name).cmp(&(other.is_folder, one.written, &other.name))
    });
    found.truncate(LISTED);
    found
}

/// What lies in a folder: exports, and with `folders` the folders in it. What cannot be looked at has nothing in it.
fn listed(folder: &Path, shown: &str, folders: bool) -> impl Iterator<Item = Found> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(move |entry| {
        let path = entry.path();
        let found = std::fs::metadata(&path).ok()?;
        let name = entry.file_name().into_string().ok()?;
        let is_export = found.is_file() && is_export(&path);
        (is_export || (folders && found.is_dir())).then(|| Found {
            path,
            name,
            folder: shown.to_owned(),
            size: found.len(),
            written: found.modified().ok().map(DateTime::<Utc>::from),
            is_folder: found.is_dir(),
        })
    })
}

fn is_export(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ["csv", "tsv", "xlsx"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}
