//! The only loop: keys, timers, the file and the saver come in; one frame goes out.
//!
//! Invariant: between two frames everything that has come is taken in first. Whatever ends the loop, what was edited
//! is safe and the terminal is as it was before.

mod effects;
mod news;

use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono_tz::Tz;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::apply;
use super::clock::Clock;
use super::drafts::{self, Keeper};
use super::environment::{Environment, Fault};
use super::fingerprint::{self, Known, LastKnown};
use super::folders::CampaignKey;
use super::guard::Guard;
use super::herald::{Herald, Manner};
use super::importer::Importer;
use super::keyboard::Keyboard;
use super::keys::Keys;
use super::loader::{self, Loader, Question, Source};
use super::saver::{Finished, Report, Saver};
use super::screen::Screen;
use super::seen::Seen;
use super::store::{Store, plain};
use super::watch::{Outside, Watch};
use crate::campaign::Id;
use crate::console::drafts::Drafts;
use crate::console::geometry::Size;
use crate::console::keymap::Keymap;
use crate::console::load::{self, Asked, Loaded, SeatWanted};
use crate::console::message::{Message, Stamped};
use crate::console::model::{Model, Settings, Start};
use crate::console::update::update;
use crate::console::wake;
use crate::drive::calls::Tick;
use crate::text::{Clash, Edit, visible};
use crate::view::Theme;

/// Of a file longer than this the first frame shows one deal, and the rest comes behind.
const AT_FIRST: usize = 8 * 1024;
/// How long leaving waits for the file to be written.
const PATIENCE: Duration = Duration::from_secs(3);
/// The same once the terminal is gone: nobody is left to wait for it, and what is safe in the journal is written at the
/// next start.
const PATIENCE_ALONE: Duration = Duration::from_millis(15);

/// What a console is started with.
#[derive(Debug)]
pub struct Session {
    /// The campaign file.
    pub path: PathBuf,
    /// Its name as shown.
    pub name: String,
    /// Where the time comes from.
    pub clock: Clock,
    /// What the environment says.
    pub environment: Environment,
    /// How the console looks and sounds.
    pub settings: Settings,
    /// Keys to commands.
    pub keymap: Keymap,
    /// Roles to styles.
    pub theme: Theme,
    /// What calls do besides appearing.
    pub manner: Manner,
    /// Whose seat.
    pub seat: SeatWanted,
    /// A tick that came before, for the example.
    pub before: Option<Tick>,
    /// Remarks on the configuration, told at the start.
    pub remark: Option<String>,
}

/// Why the console could not run, or ended against its will.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fatal {
    /// What happened.
    pub message: String,
    /// What to do; may be empty.
    pub mend: String,
    /// The exit code.
    pub code: u8,
}

impl Fatal {
    fn new(message: impl Into<String>, mend: &str) -> Self {
        Self { message: message.into(), mend: mend.to_owned(), code: 3 }
    }
}

/// How the console ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// 0; 3 after a fault of the program's own; 128 and the number of a signal.
    pub code: u8,
    /// A line for the person, if something is left to say.
    pub told: Option<String>,
}

/// What wakes the loop besides keys and time.
enum News {
    Message(Message),
    Saver(Report<Clash>),
    Outside(Outside),
    Panicked(String),
}

/// Why the loop ends.
#[derive(Debug)]
enum End {
    Quit,
    Signal(u8),
    /// The terminal went away, with or without a signal.
    Gone,
    /// A fault of the program's own, in a thread beside the loop.
    Fault(String),
}

impl End {
    /// The exit code, as a shell counts it.
    const fn code(&self) -> u8 {
        match self {
            Self::Quit => 0,
            Self::Signal(number) => 128 + *number,
            Self::Gone => 128 + HANGUP,
            Self::Fault(_) => FAULT,
        }
    }
}

/// The number of the signal that tells of a hang-up.
const HANGUP: u8 = 1;
/// That of Ctrl-C.
const INTERRUPT: u8 = 2;
/// That of `kill`.
const TERMINATE: u8 = 15;
/// The exit code after a fault of the program's own.
const FAULT: u8 = 3;
/// How long each save waits on the disk that a test made slow.
const SLOW_DISK: Duration = Duration::from_millis(1500);

/// Opens the console, and returns when it is left.
///
/// # Errors
/// The file or the terminal cannot be opened; everything later is told on screen.
pub fn run(session: Session) -> Result<Ended, Fatal> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        // The terminal, signals and a few channels are waited for: there is no need for room for a thousand.
        .max_io_events_per_tick(64)
        .build()
        .map_err(|error| Fatal::new(format!("cannot start: {}", plain(&error)), ""))?;
    // Before the terminal is entered, so that no signal can end the program inside it.
    let signals = {
        let _inside = runtime.enter();
        Signals::listen().map_err(|error| Fatal::new(format!("cannot listen for signals: {}", plain(&error)), ""))?
    };
    let this = Loop::start(session)?;
    let ended = panic::catch_unwind(AssertUnwindSafe(|| runtime.block_on(this.run(signals))));
    // The operating system takes everything back at once; taking it apart piece by piece would only make leaving slow.
    std::mem::forget(runtime);
    // The guard has left the terminal and the message is printed; the loop has saved on its way out.
    ended.unwrap_or_else(|_| {
        let told = "codriver stopped because of a fault of its own; your edits are kept".to_owned();
        Ok(Ended { code: FAULT, told: Some(told) })
    })
}

/// The signals that are messages here.
struct Signals {
    /// Those that end the program, with their numbers.
    ends: [(u8, Signal); 3],
    window: Signal,
    continued: Signal,
}

impl Signals {
    fn listen() -> std::io::Result<Self> {
        Ok(Self {
            ends: [
                (HANGUP, signal(SignalKind::hangup())?),
                (INTERRUPT, signal(SignalKind::interrupt())?),
                (TERMINATE, signal(SignalKind::terminate())?),
            ],
            window: signal(SignalKind::window_change())?,
            continued: signal(SignalKind::from_raw(rustix::process::Signal::CONT.as_raw()))?,
        })
    }

    /// Forgets the interrupts that came so far.
    fn forget_interrupts(&mut self) {
        if let Ok(anew) = signal(SignalKind::interrupt()) {
            self.ends[1].1 = anew;
        }
    }
}

/// The first of the signals that end the program.
async fn ended_by(ends: &mut [(u8, Signal); 3]) -> u8 {
    let [(a, one), (b, two), (c, three)] = ends;
    tokio::select! {
        _ = one.recv() => *a,
        _ = two.recv() => *b,
        _ = three.recv() => *c,
    }
}

struct Loop {
    session: Session,
    model: Model,
    screen: Screen,
    guard: Guard,
    news: UnboundedReceiver<News>,
    sender: UnboundedSender<News>,
    /// Started with the first long question.
    loader: Option<Loader>,
    /// Started with the first import.
    importer: Option<Importer>,
    /// What is left to read after the first frame.
    rest: Option<Question>,
    /// The archived campaigns, read after that.
    past: Option<Question>,
    saver: Option<Saver<Edit>>,
    /// Started with the first half-typed line.
    keeper: Option<Keeper>,
    watch: Option<Watch>,
    known: Arc<LastKnown>,
    keyboard: Keyboard,
    keys: Keys,
    /// Edits made before the saver stood.
    early: Vec<Edit>,
    herald: Herald,
    /// The line to open the editor at, once every edit is in the file.
    editing: Option<usize>,
    end: Option<End>,
}

impl Drop for Loop {
    /// Only a fault comes here: every other way out leaves the loop behind as it is.
    fn drop(&mut self) {
        if let Some(keeper) = self.keeper.take() {
            keeper.flush(PATIENCE);
        }
        if let Some(saver) = self.saver.take() {
            let _ = saver.finish(PATIENCE);
        }
    }
}

impl Loop {
    /// Everything up to the first frame, and nothing that can wait until after it.
    fn start(session: Session) -> Result<Self, Fatal> {
        let (bytes, fingerprint) = fingerprint::read(&session.path).map_err(|error| {
            let mend = "give the path of a campaign file, or make one with `codriver new FILE`";
            Fatal::new(format!("cannot read `{}`: {}", visible(&session.name), plain(&error)), mend)
        })?;
        let (width, height) = crossterm::terminal::size()
            .map_err(|error| Fatal::new(format!("no terminal: {}", plain(&error)), "run codriver in a terminal"))?;
        let keyboard = Keyboard::open()
            .map_err(|error| Fatal::new(format!("no terminal: {}", plain(&error)), "run codriver in a terminal"))?;
        let last_deal = last_deal(&session);
        let (drafts, unreadable_drafts) = half_typed(&session);
        let length = bytes.len();
        let (document, cutting) = load::cut(bytes);
        let needs_zone = !document_names_zone(&document);
        let zone = if needs_zone { session.environment.zone().unwrap_or(Tz::UTC) } else { Tz::UTC };
        let mut model = Model::new(Start {
            now: session.clock.now(),
            size: Size { width, height },
            settings: session.settings.clone(),
            keymap: session.keymap.clone(),
            name: session.name.clone(),
            machine_zone: zone,
            seat: session.seat.clone(),
            deal: last_deal.clone().map(|id| Id::from(id.as_str())),
            drafts,
        });
        if let Some(before) = &session.before {
            model.engine.resume_from(before.clone());
        }
        let (sender, news) = unbounded_channel();
        let guard = Guard::enter().map_err(|error| {
            Fatal::new(format!("cannot use the terminal: {}", plain(&error)), "run codriver in a terminal")
        })?;
        let panics = sender.clone();
        guard.catch_panics(move |text| drop(panics.send(News::Panicked(text))));
        let screen = Screen::new(session.theme);
        let known = Arc::new(LastKnown::new(Known::first(fingerprint)));
        let reports = sender.clone();
        let herald = Herald::new(session.manner.clone(), session.environment.path(), move |text| {
            drop(reports.send(News::Message(Message::Told { text, bad: true })));
        });
        let mut this = Self {
            session,
            model,
            screen,
            guard,
            news,
            sender,
            loader: None,
            importer: None,
            rest: None,
            past: None,
            saver: None,
            keeper: None,
            watch: None,
            known,
            keyboard,
            keys: Keys::default(),
            early: Vec::new(),
            herald,
            editing: None,
            end: None,
        };
        if length <= AT_FIRST {
            let asked = this.asked();
            let message = loader::read(Source::Document(Box::new(document), cutting), &asked, 0, false);
            this.take(message);
        } else {
            let copy = document.clone();
            let first = Loaded::first(document, zone, last_deal.as_deref());
            this.take(Message::Loaded(Box::new(first)));
            let asked = Box::new(this.asked());
            let source = Source::Document(Box::new(copy), cutting);
            this.rest = Some(Question::Read { source, asked, includes: 0, outside: false });
        }
        let remarks: Vec<String> = this.session.remark.take().into_iter().chain(unreadable_drafts).collect();
        if !remarks.is_empty() {
            this.take(Message::Told { text: remarks.join("; "), bad: true });
        }
        this.draw();
        Ok(this)
    }

    fn asked(&self) -> Asked {
        Asked {
            zone: self.model.machine_zone,
            seat: self.model.seat_wanted.clone(),
            previous: self.model.engine.tick().cloned(),
            now: self.session.clock.now(),
            past: Arc::clone(&self.model.campaign.past),
            weights: self.model.settings.weights,
            earlier: load::earlier(&self.model),
        }
    }

    /// What could wait until the first frame was drawn.
    fn settle_in(&mut self) {
        let slow = self.session.environment.fault == Some(Fault::Disk);
        let store = Store::new(self.session.path.clone(), self.session.environment.state.clone())
            .with_known(self.known.clone())
            .with_delay(if slow { SLOW_DISK } else { Duration::ZERO });
        let reports = self.sender.clone();
        let mut saver = Saver::start(store, self.session.environment.state.clone(), apply::apply, move |report| {
            drop(reports.send(News::Saver(report)));
        });
        if !self.early.is_empty() {
            saver.save(std::mem::take(&mut self.early));
        }
        self.saver = Some(saver);
        let changes = self.sender.clone();
        self.watch = Some(Watch::start(self.session.path.clone(), self.known.clone(), move |outside| {
            drop(changes.send(News::Outside(outside)));
        }));
    }

    async fn run(mut self, mut signals: Signals) -> Result<Ended, Fatal> {
        let cannot = |error: std::io::Error| Fatal::new(format!("cannot listen for keys: {}", plain(&error)), "");
        let input = self.keyboard.listen().map_err(cannot)?;
        if let Some(rest) = self.rest.take() {
            self.ask(rest);
        }
        self.draw();
        self.settle_in();
        if let Some(past) = self.past.take() {
            self.ask(past);
        }
        // Keys that came while the first frame was made.
        self.read_keys();
        while self.end.is_none() {
            let settled = self.model.file.saved >= self.model.file.edits || self.model.file.failed.is_some();
            if let Some(line) = self.editing.take_if(|_| settled) {
                self.edit(line);
                // An interrupt that was meant for the editor is not meant for us.
                signals.forget_interrupts();
                continue;
            }
            self.draw();
            let sleep = self.session.clock.until(wake::next(&self.model));
            tokio::select! {
                biased;
                number = ended_by(&mut signals.ends) => self.ends(End::Signal(number)),
                news = self.news.recv() => if let Some(news) = news { self.hear(news) },
                ready = input.readable() => match ready {
                    Ok(mut ready) => {
                        self.read_keys();
                        ready.clear_ready();
                    }
                    Err(_) => self.ends(End::Gone),
                },
                _ = signals.window.recv() => self.resized(),
                _ = signals.continued.recv() => self.continued(),
                () = asleep(sleep) => self.take(Message::Wake),
            }
            // One frame for all that has come meanwhile.
            while self.end.is_none() {
                match self.news.try_recv() {
                    Ok(news) => self.hear(news),
                    Err(_) => break,
                }
            }
        }
        let end = self.end.take().unwrap_or(End::Quit);
        // The person has the terminal back before the last things are put away.
        self.guard.pause();
        drop(self.watch.take());
        if let Some(keeper) = &self.keeper {
            keeper.flush(if matches!(end, End::Gone) { PATIENCE_ALONE } else { PATIENCE });
        }
        let unsaved = self.finish(&end).await;
        if matches!(end, End::Signal(_) | End::Gone)
            && self.model.deal != self.model.remembered
            && let Some(deal) = self.model.deal.clone()
        {
            // A key that quits has done so already.
            self.remember(&deal);
        }
        let code = end.code();
        let fault = match end {
            End::Fault(text) => Some(format!("codriver stopped because of a fault of its own: {text}")),
            End::Quit | End::Signal(_) | End::Gone => None,
        };
        let ended = Ended { code, told: fault.or(unsaved) };
        // A large model takes longer to take apart than to leave behind.
        std::mem::forget(self);
        Ok(ended)
    }

    /// The first reason to end is the one that counts.
    fn ends(&mut self, end: End) {
        self.end.get_or_insert(end);
    }

    /// Saves what is left; what could not be saved is told after the terminal is restored.
    async fn finish(&mut self, end: &End) -> Option<String> {
        let saver = self.saver.take()?;
        let last = saver.last();
        let patience = if matches!(end, End::Gone) { PATIENCE_ALONE } else { PATIENCE };
        match saver.finish(patience) {
            Finished::Saved => None,
            Finished::InJournal { message } => Some(format!(
                "your last edits are not in the file yet: {message}. They are kept, and written at the next start"
            )),
            Finished::Lost { message } => Some(format!("your last edits could not be kept: {message}")),
            Finished::OutOfTime => {
                if matches!(end, End::Gone) && last > 0 {
                    // However slow the disk is: what was typed is not lost.
                    drop(tokio::time::timeout(PATIENCE, self.until_safe(last)).await);
                }
                Some("saving takes long: your edits are kept, and written at the next start".to_owned())
            }
        }
    }

    /// Returns once all edits up to `last` survive a crash, or nothing more can be done for them.
    async fn until_safe(&mut self, last: u64) {
        let mut safe = self.model.file.safe.max(self.model.file.saved);
        while safe < last {
            match self.news.recv().await {
                Some(News::Saver(Report::Safe(through))) => safe = safe.max(through),
                Some(News::Saver(Report::Saved(saved))) => safe = safe.max(saved.through),
                Some(News::Saver(Report::Unsafe { .. } | Report::Failed { .. })) | None => return,
                Some(_) => {}
            }
        }
    }

    fn draw(&mut self) {
        if self.end.is_none() && self.screen.draw(&self.model).is_err() {
            // A terminal that takes nothing is gone.
            self.ends(End::Gone);
        }
    }

    /// Takes in every key that has come.
    fn read_keys(&mut self) {
        let is_there = self.keyboard.read(&mut self.keys).is_ok();
        while self.end.is_none()
            && let Some(message) = self.keys.take()
        {
            self.fail_if_asked();
            self.take(message);
        }
        if !is_there {
            self.ends(End::Gone);
        }
    }

    /// The fault that a test asked for.
    #[expect(clippy::panic, clippy::disallowed_methods, reason = "this is what a fault does")]
    fn fail_if_asked(&self) {
        match self.session.environment.fault {
            None | Some(Fault::Disk) => {}
            Some(Fault::Loop) => panic!("a fault in the loop, as asked"),
            Some(Fault::Thread) => drop(std::thread::spawn(|| panic!("a fault beside the loop, as asked"))),
        }
    }

    fn resized(&mut self) {
        if let Ok((width, height)) = crossterm::terminal::size()
            && (Size { width, height }) != self.model.size
        {
            self.take(Message::Resize { width, height });
        }
    }

    /// After a stop that nobody announced: the shell had the terminal meanwhile.
    fn continued(&mut self) {
        if self.guard.reassert().is_err() {
            return self.ends(End::Gone);
        }
        self.screen.forget();
        self.resized();
        self.take(Message::Resumed);
    }

    /// Gives the machine a fact, and does what it wants done.
    fn take(&mut self, message: Message) {
        let effects = update(&mut self.model, Stamped { at: self.session.clock.now(), message });
        for effect in effects {
            self.carry_out(effect);
        }
    }
}

async fn asleep(length: Option<Duration>) {
    match length {
        Some(length) => tokio::time::sleep(length).await,
        None => std::future::pending().await,
    }
}

fn last_deal(session: &Session) -> Option<String> {
    let state = session.environment.state.as_ref()?;
    Seen::load(state, &CampaignKey::of(&session.path)).0.deal
}

/// What earlier sessions left half-typed, and the line to tell if that cannot be read.
fn half_typed(session: &Session) -> (Drafts, Option<String>) {
    let Some(state) = session.environment.state.as_ref() else { return (Drafts::default(), None) };
    drafts::load(state, &CampaignKey::of(&session.path))
}

/// Whether the campaign gives its zone; asking the machine for its own takes a while.
fn document_names_zone(document: &crate::text::Document) -> bool {
    use crate::text::{KeyPath, RecordPath};
    document.get(&RecordPath::new(["campaign"]), &KeyPath::new("timezone")).is_some()
}
