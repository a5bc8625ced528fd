//! The loop without a terminal: time, the file and the saver come in; calls go out as lines, to a person's own program,
//! as a bell, a notification or a voice.
//!
//! Invariant: nothing that is told can hold up the loop, and whatever ends it, what was written is safe. It wakes as
//! the console does: on the full minute, when something comes, and at no other time. What it does not do: it knows no
//! form of a line; whoever starts it says how a call is printed.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::apply;
use super::clock::Clock;
use super::environment::Environment;
use super::exec::Exec;
use super::fingerprint::{self, Known, LastKnown};
use super::guard::write_all;
use super::herald::{Herald, Manner};
use super::loader::{self, Question, Source};
use super::news::{Fact, of_outside, of_saver};
use super::past;
use super::saver::{Finished, Report, Saver};
use super::store::{Store, plain};
use super::watch::{Outside, Watch};
use crate::campaign::{self, Campaign};
use crate::console::drafts::Drafts;
use crate::console::effect::Effect;
use crate::console::geometry::Size;
use crate::console::keymap::Keymap;
use crate::console::load::{self, SeatWanted};
use crate::console::message::{Message, Stamped};
use crate::console::model::{Settings, Start};
use crate::console::vigil::{Line, Vigil};
use crate::drive::calls::{Announced, Announcement};
use crate::text::{Clash, Edit};

/// How long the end waits for the file to be written.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long the end waits until the person's program has its call.
const HANDING: Duration = Duration::from_secs(1);
/// How long one tick waits for the person's program, and for a voice that is to say all of it.
const LISTENING: Duration = Duration::from_secs(90);

/// A call as a text: in which campaign, and when.
pub type Form = fn(&Campaign, &Announced, DateTime<Utc>) -> String;

/// What it is started with.
pub struct Watching {
    /// The campaign file.
    pub path: PathBuf,
    /// Where the time comes from.
    pub clock: Clock,
    /// What the environment says.
    pub environment: Environment,
    /// The person's words.
    pub settings: Settings,
    /// Whose seat.
    pub seat: SeatWanted,
    /// How a call makes itself known besides its lines.
    pub manner: Manner,
    /// Where the terminal's sequences go.
    pub terminal: Option<Terminal>,
    /// Whether a terminal is on either stream: it ends with that.
    pub is_attended: bool,
    /// The program that is given each call.
    pub exec: Option<Exec>,
    /// One tick, and the end.
    pub once: bool,
    /// A call as it is printed.
    pub printed: Form,
    /// A call as a program gets it.
    pub given: Form,
    /// A line that is no call.
    pub told: fn(&str),
}

/// Which stream leads to a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Terminal {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// It was told to stop, or its one tick is over.
    Done,
    /// The file could not be read as it is.
    BadData,
    /// Something could not be done.
    Failed(String),
}

enum News {
    Saver(Report<Clash>),
    Outside(Outside),
    Told(String),
}

/// Watches until a signal ends it; with `once`, for one tick.
#[must_use]
pub fn run(watching: Watching) -> Ended {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return Ended::Failed(format!("cannot start: {}", plain(&error))),
    };
    let ended = runtime.block_on(async {
        // Before anything is written, so that no signal can end the program in the middle of it.
        let ends = [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()].map(signal);
        let [Ok(terminate), Ok(interrupt), Ok(hangup)] = ends else {
            return Ended::Failed("cannot listen for signals".to_owned());
        };
        let mut ends = [terminate, interrupt, hangup];
        match Watcher::start(watching) {
            // Everything that the console knows lies in there: too much for a stack.
            Ok(watcher) => Box::pin(watcher.run(&mut ends)).await,
            Err(why) => Ended::Failed(why),
        }
    });
    // What a thread still waits for is not waited for.
    runtime.shutdown_background();
    ended
}

struct Watcher {
    watching: Watching,
    vigil: Vigil,
    saver: Saver<Edit>,
    watch: Watch,
    herald: Herald,
    news: UnboundedReceiver<News>,
    sender: UnboundedSender<News>,
    /// Nobody reads what is printed any more, or it cannot be.
    closed: Option<Ended>,
}

impl Watcher {
    fn start(watching: Watching) -> Result<Self, String> {
        let (bytes, signs) = fingerprint::read(&watching.path)
            .map_err(|error| format!("cannot read `{}`: {}", watching.path.display(), plain(&error)))?;
        let (document, cutting) = load::cut(bytes);
        let zone = watching.environment.zone().unwrap_or(Tz::UTC);
        let (sender, news) = unbounded_channel();
        let reports = sender.clone();
        let herald = Herald::new(watching.manner.clone(), watching.environment.path(), move |why| {
            drop(reports.send(News::Told(why)));
        });
        // The first calls are to know the archived campaigns.
        let listed = campaign::read_first(&document, zone, None).settings.history;
        let past = past::read(&watching.path, &listed, zone);
        let start = Start {
            now: watching.clock.now(),
            size: Size { width: 80, height: 24 },
            settings: watching.settings.clone(),
            keymap: Keymap::default(),
            name: watching.path.display().to_string(),
            machine_zone: zone,
            seat: watching.seat.clone(),
            deal: None,
            drafts: Drafts::default(),
        };
        let vigil = Vigil::new(start, past);
        let known = Arc::new(LastKnown::new(Known::first(signs)));
        let store = Store::new(watching.path.clone(), watching.environment.state.clone()).with_known(known.clone());
        let reports = sender.clone();
        let saver = Saver::start(store, watching.environment.state.clone(), apply::apply, move |report| {
            drop(reports.send(News::Saver(report)));
        });
        let changes = sender.clone();
        let watch = Watch::start(watching.path.clone(), known, move |outside| {
            drop(changes.send(News::Outside(outside)));
        });
        let mut this = Self { watching, vigil, saver, watch, herald, news, sender, closed: None };
        let now = this.watching.clock.now();
        let source = Source::Document(Box::new(document), cutting);
        let asked = this.vigil.asked(now);
        this.take(loader::read(source, &asked, 0, false));
        Ok(this)
    }

    async fn run(mut self, ends: &mut [tokio::signal::unix::Signal; 3]) -> Ended {
        let [terminate, interrupt, hangup] = ends;
        let once = self.watching.once;
        while self.closed.is_none() && !once {
            let sleep = self.watching.clock.until(self.vigil.wake());
            tokio::select! {
                biased;
                _ = terminate.recv() => break,
                _ = interrupt.recv() => break,
                // Who started it to outlive a terminal, as `nohup` does, took it off both streams.
                _ = hangup.recv() => if self.watching.is_attended { break },
                news = self.news.recv() => if let Some(news) = news { self.hear(news) },
                () = asleep(sleep) => self.take(Message::Wake),
            }
        }
        self.finish()
    }

    fn hear(&mut self, news: News) {
        match news {
            News::Told(why) => self.tell(&Line { text: why, bad: true }),
            News::Saver(report) => of_saver(report).into_iter().for_each(|fact| self.learn(fact)),
            News::Outside(outside) => {
                let fact = of_outside(outside);
                let is_change = matches!(fact, Fact::Read { .. });
                self.learn(fact);
                if is_change && self.vigil.model().file.failed.is_some() {
                    self.saver.retry();
                }
            }
        }
    }

    fn learn(&mut self, fact: Fact) {
        match fact {
            // What waits for a decision, and what lies beside the file, is the console's.
            Fact::Message(Message::Clashes(_) | Message::Copies(_)) => {}
            Fact::Message(message) => self.take(message),
            Fact::Read { bytes, outside } => {
                let asked = self.vigil.asked(self.watching.clock.now());
                let includes = self.vigil.model().file.saved;
                self.take(loader::read(Source::Bytes(bytes), &asked, includes, outside));
            }
        }
    }

    /// Gives the machine a fact, tells what is news, and does what it wants done.
    fn take(&mut self, message: Message) {
        let outcome = self.vigil.take(Stamped { at: self.watching.clock.now(), message });
        for line in &outcome.lines {
            self.tell(line);
        }
        for effect in outcome.effects {
            self.carry_out(effect);
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Save(edits) => drop(self.saver.save(edits)),
            Effect::Settle(ids) => self.saver.settle(ids),
            Effect::Announce(announcement) => self.announce(&announcement),
            Effect::CheckFile => self.watch.check_now(),
            // No key waits for an answer: it is worked out on the spot.
            Effect::Reread => {
                let model = self.vigil.model();
                let document = Box::new(model.document.clone());
                let (includes, load) = (model.file.edits, model.loads);
                let asked = Box::new(self.vigil.asked(self.watching.clock.now()));
                self.take(loader::reply(Question::Reread { document, asked, includes, load }));
            }
            Effect::ReadPast(paths) => {
                let zone = self.vigil.model().machine_zone;
                self.take(loader::reply(Question::Past { file: self.watching.path.clone(), paths, zone }));
            }
            _ => {}
        }
    }

    fn announce(&mut self, announcement: &Announcement) {
        let (campaign, now) = (&self.vigil.model().campaign, self.vigil.model().now);
        let mut text = String::new();
        if announcement.calls.is_empty() {
            // No call: words of the other seat.
            self.tell(&Line { text: announcement.line.clone(), bad: false });
        }
        for call in &announcement.calls {
            text.push_str(&(self.watching.printed)(campaign, call, now));
        }
        let sequence = self.herald.announce(announcement);
        match self.watching.terminal {
            Some(Terminal::Out) => text.push_str(&sequence),
            Some(Terminal::Err) => (self.watching.told)(&sequence),
            None => {}
        }
        let printed = write_all(text.as_bytes());
        if let Some(exec) = &self.watching.exec {
            for call in &announcement.calls {
                let reports = self.sender.clone();
                let input = (self.watching.given)(campaign, call, now);
                exec.run(input, move |why| drop(reports.send(News::Told(why))));
            }
        }
        if let Err(error) = printed {
            // Whoever read us has had enough, as `head` does: that is no fault.
            let is_over = error.kind() == std::io::ErrorKind::BrokenPipe;
            let why = || Ended::Failed(format!("cannot print: {}", plain(&error)));
            self.closed = Some(if is_over { Ended::Done } else { why() });
        }
    }

    fn tell(&self, line: &Line) {
        (self.watching.told)(&format!("codriver: {}\n", crate::text::visible(&line.text)));
    }

    fn finish(mut self) -> Ended {
        let once = self.watching.once;
        let is_broken = self.vigil.model().file.problem.is_some();
        if once && !self.herald.finish(LISTENING) {
            self.tell(&Line { text: "the voice or the desktop has not come to an end".to_owned(), bad: true });
        }
        if let Some(exec) = &self.watching.exec
            && !exec.finish(if once { LISTENING } else { HANDING })
        {
            let text = "the command is still at work on a call; it is left to itself".to_owned();
            self.tell(&Line { text, bad: true });
        }
        while let Ok(news) = self.news.try_recv() {
            if let News::Told(text) = news {
                self.tell(&Line { text, bad: true });
            }
        }
        drop(self.watch);
        let told = self.watching.told;
        let unsaved = match self.saver.finish(PATIENCE) {
            Finished::Saved => None,
            Finished::InJournal { message } => {
                let kept = "they are kept, and written at the next start";
                told(&format!("codriver: the last calls are not in the file yet: {message}; {kept}\n"));
                None
            }
            Finished::OutOfTime => {
                told("codriver: saving takes long: the last calls are kept, and written at the next start\n");
                None
            }
            Finished::Lost { message } => {
                Some(Ended::Failed(format!("the last calls could not be written down: {message}")))
            }
        };
        let broken = (once && is_broken).then_some(Ended::BadData);
        unsaved.or(self.closed).or(broken).unwrap_or(Ended::Done)
    }
}

async fn asleep(length: Option<Duration>) {
    match length {
        Some(length) => tokio::time::sleep(length).await,
        None => std::future::pending().await,
    }
}
