//! The whole machine without a terminal: keys, time, the file and the saver in one thread, in order.
//!
//! What the engine room does beside the loop is done here at once: an edit is safe in the journal, then in the file;
//! searches and orders are answered; a change of the file is read. Nothing sleeps and no clock is read, so the same
//! test gives the same screen and the same bytes. Watching, locking and terminals are not simulated.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use codriver::campaign::{Id, Past};
use codriver::console::clash::Waiting;
use codriver::console::copy::{Copy, Stage};
use codriver::console::drafts::Drafts;
use codriver::console::effect::Effect;
use codriver::console::form::{self, FormFor};
use codriver::console::geometry::Size;
use codriver::console::import::{self, Found, News as ImportNews};
use codriver::console::key::Key;
use codriver::console::keymap::Keymap;
use codriver::console::load::{self, Asked, Loaded, SeatWanted};
use codriver::console::message::{Message, MouseAction, Stamped};
use codriver::console::model::{Model, Settings, Start};
use codriver::console::order::Order;
use codriver::console::prompt::{self, PromptFor};
use codriver::console::update::update;
use codriver::console::{search, wake};
use codriver::drive::calls::Tick;
use codriver::drive::desk::Table;
use codriver::runtime::apply::apply;
use codriver::runtime::importer::Reading;
use codriver::runtime::loader::{self, Question, Source};
use codriver::text::{Clash, Edit, Refusal};
use codriver::view::{Depth, Theme, ThemeName, Ticking, draw};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use unicode_width::UnicodeWidthStr;

/// A file up to this many bytes is read before the first frame, as in the engine room.
const AT_ONCE: usize = 96 * 1024;

/// A console over a text, as if it were a file.
pub struct Sim {
    file: Vec<u8>,
    /// The file as the console last knew it.
    known: Vec<u8>,
    /// Edits that are safe and not in the file.
    journal: Vec<Edit>,
    /// Edits that the file did not take, until somebody decides.
    shelf: Vec<Waiting>,
    /// Counts them.
    clashes: u64,
    /// The number of the last edit that was made.
    through: u64,
    saving: Saving,
    now: DateTime<Utc>,
    size: Size,
    theme: Theme,
    keymap: Keymap,
    seat: SeatWanted,
    zone: Tz,
    name: String,
    deal: Option<Id>,
    drafts: Drafts,
    before: Option<Tick>,
    machine: Option<Model>,
    inbox: VecDeque<News>,
    /// The rest of a large file, read when the test says so.
    loading: bool,
    effects: Vec<Effect>,
    wakes: Vec<DateTime<Utc>>,
    has_quit: bool,
    /// Archived campaigns beside the file, by path. Without any the console is never answered.
    archives: Vec<(String, String)>,
    /// Exports among the downloads, the newest first, each with its bytes.
    exports: Vec<(Found, Vec<u8>)>,
    /// The export that is being asked about.
    reading: Option<Reading>,
    /// What is done for an import stays undone until the test says so.
    is_import_held: bool,
    /// What is to be done then.
    held: Vec<Effect>,
}

/// What becomes of a save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Saving {
    /// It lands at once.
    Works,
    /// It stays in the journal: its second is not over.
    Held,
    /// The file cannot be written.
    Fails,
}

enum News {
    Message(Message),
    Read { bytes: Vec<u8>, outside: bool },
}

impl Sim {
    /// A console that is about to be opened over a file with this text. What is asked for before the first key counts
    /// from the start.
    pub fn open(text: &str) -> Self {
        Self {
            file: text.as_bytes().to_vec(),
            known: text.as_bytes().to_vec(),
            journal: Vec::new(),
            shelf: Vec::new(),
            clashes: 0,
            through: 0,
            saving: Saving::Works,
            now: moment("2026-11-20T09:41:00Z"),
            size: Size { width: 120, height: 40 },
            theme: Theme::new(ThemeName::Dark, Depth::True, false),
            keymap: Keymap::default(),
            seat: SeatWanted::Unnamed,
            zone: Tz::UTC,
            name: "campaign.toml".to_owned(),
            deal: None,
            drafts: Drafts::default(),
            before: None,
            machine: None,
            inbox: VecDeque::new(),
            loading: false,
            effects: Vec::new(),
            wakes: Vec::new(),
            has_quit: false,
            archives: Vec::new(),
            exports: Vec::new(),
            reading: None,
            is_import_held: false,
            held: Vec::new(),
        }
    }

    /// Starts at this moment.
    pub fn at(mut self, now: &str) -> Self {
        self.now = moment(now);
        self
    }

    /// Whose seat it is.
    pub fn seat(mut self, crew: &str) -> Self {
        self.seat = SeatWanted::Named(Id::from(crew));
        self
    }

    /// Nobody's seat.
    pub fn looking_on(mut self) -> Self {
        self.seat = SeatWanted::LookOn;
        self
    }

    /// Columns and rows of the terminal.
    pub fn size(mut self, width: u16, height: u16) -> Self {
        self.size = Size { width, height };
        self
    }

    /// Palette and number of colours.
    pub fn theme(mut self, name: ThemeName, depth: Depth) -> Self {
        self.theme = Theme::new(name, depth, false);
        self
    }

    /// Only plain signs.
    pub fn ascii(mut self) -> Self {
        self.theme = Theme::new(ThemeName::Dark, Depth::True, true);
        self
    }

    /// The deal that was looked at last.
    pub fn last_deal(mut self, deal: &str) -> Self {
        self.deal = Some(Id::from(deal));
        self
    }

    /// The console was open until a minute ago, as the example pretends.
    pub fn awake_before(mut self) -> Self {
        let at = self.now - TimeDelta::minutes(1);
        self.before = Some(Tick { at, last_batch: None, held: Vec::new(), backlog: Vec::new(), opening: None });
        self
    }

    /// An archived campaign beside the file.
    pub fn archive(mut self, path: &str, text: &str) -> Self {
        self.archives.push((path.to_owned(), text.to_owned()));
        self
    }

    /// An export among the downloads, older than those that were put there before.
    pub fn export(mut self, name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.put_export(name, bytes);
        self
    }

    // --- what happens -----------------------------------------------------------------------------------------------

    /// Presses keys: characters as they are typed, others by name, as in `jj<enter>` and `<ctrl-p>`; `<lt>` is `<`.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        self.start();
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|after| after.split_once('>'));
            let key = if let Some((name, after)) = named {
                rest = after;
                if name == "lt" {
                    Key::char('<')
                } else {
                    Key::parse(name).unwrap_or_else(|| panic!("no key `{name}`"))
                }
            } else {
                rest = &rest[c.len_utf8()..];
                Key::char(c)
            };
            self.take(Message::Key(key));
        }
        self
    }

    /// Presses one key.
    pub fn key(&mut self, key: Key) -> &mut Self {
        self.start();
        self.take(Message::Key(key));
        self
    }

    /// Opens a form, as another place of the console does.
    pub fn open_form(&mut self, wanted: &FormFor) -> &mut Self {
        self.start();
        form::open(self.machine.as_mut().expect("the console is open"), wanted);
        self
    }

    /// Opens a line for what another screen would ask.
    pub fn open_prompt(&mut self, purpose: PromptFor) -> &mut Self {
        self.start();
        prompt::open(self.machine.as_mut().expect("the console is open"), purpose, String::new());
        self
    }

    /// Does to the machine what another place of the console does: opens something.
    pub fn with(&mut self, open: impl FnOnce(&mut Model)) -> &mut Self {
        self.start();
        open(self.machine.as_mut().expect("the console is open"));
        self
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.start();
        self.take(Message::Paste(text.to_owned()));
        self
    }

    /// Clicks a cell.
    pub fn click(&mut self, x: u16, y: u16) -> &mut Self {
        self.mouse(x, y, MouseAction::Click)
    }

    /// Turns the wheel over a cell, or clicks it.
    pub fn mouse(&mut self, x: u16, y: u16, action: MouseAction) -> &mut Self {
        self.start();
        self.take(Message::Mouse { x, y, action });
        self
    }

    /// Takes the mouse's button down on a cell and lets it go on another.
    pub fn drag(&mut self, from: (u16, u16), to: (u16, u16)) -> &mut Self {
        self.click(from.0, from.1);
        self.take(Message::Released { x: to.0, y: to.1 });
        self
    }

    /// The terminal has another size now.
    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.start();
        self.take(Message::Resize { width, height });
        self
    }

    /// Time goes by with the console open: `90m`, `2h`, `3d`. It wakes where the loop would.
    pub fn advance(&mut self, time: &str) -> &mut Self {
        self.start();
        let until = self.now + length(time);
        loop {
            let next = wake::next(self.model());
            assert!(next > self.now, "the loop would spin at {next}");
            if next > until {
                break;
            }
            self.now = next;
            self.wakes.push(next);
            self.take(Message::Wake);
        }
        self.now = until;
        self
    }

    /// The machine sleeps, or its clock jumps: one wake-up at the end.
    pub fn jump(&mut self, time: &str) -> &mut Self {
        self.start();
        self.now += length(time);
        self.wakes.push(self.now);
        self.take(Message::Wake);
        self
    }

    /// Somebody else writes the file, and the console learns of it.
    pub fn outside_write(&mut self, text: &str) -> &mut Self {
        self.start();
        self.file = text.as_bytes().to_vec();
        self.known.clone_from(&self.file);
        self.inbox.push_back(News::Read { bytes: self.file.clone(), outside: true });
        self.work();
        if self.model().file.failed.is_some() {
            self.write();
            self.work();
        }
        self
    }

    /// A sync program leaves another copy of the file beside it.
    pub fn copy_beside(&mut self, name: &str, text: &str) -> &mut Self {
        self.start();
        let (document, _) = load::cut(text.as_bytes().to_vec());
        let edits = document.as_edits().expect("the copy is TOML");
        let copy = Copy { name: name.to_owned(), written: Some(self.now), hash: 1, edits, stage: Stage::Found };
        self.take(Message::Copies(vec![copy]));
        self
    }

    /// What waits for a decision, wherever it is kept: where it stands, and who has said what.
    pub fn shelf(&self) -> Vec<String> {
        self.shelf.iter().map(Waiting::path).collect()
    }

    /// An export comes to the downloads.
    pub fn put_export(&mut self, name: &str, bytes: impl Into<Vec<u8>>) -> &mut Self {
        let bytes = bytes.into();
        let age = i64::try_from(self.exports.len()).expect("a few exports");
        let found = Found {
            path: PathBuf::from(format!("/home/sam/Downloads/{name}")),
            name: name.to_owned(),
            folder: "~/Downloads".to_owned(),
            size: bytes.len() as u64,
            written: Some(self.now - TimeDelta::minutes(7 + 130 * age)),
            is_folder: false,
        };
        self.exports.push((found, bytes));
        self
    }

    /// What is done beside the loop for an import waits until [`Self::go_on`].
    pub fn hold_import(&mut self) -> &mut Self {
        self.is_import_held = true;
        self
    }

    /// What was held is done.
    pub fn go_on(&mut self) -> &mut Self {
        self.is_import_held = false;
        for effect in std::mem::take(&mut self.held) {
            self.carry_out(effect);
        }
        self.work();
        self
    }

    /// Something comes from beside the loop.
    pub fn news(&mut self, number: u64, news: ImportNews) -> &mut Self {
        self.start();
        self.take(Message::Import { number, news });
        self
    }

    /// The file cannot be found any more.
    pub fn outside_remove(&mut self) -> &mut Self {
        self.start();
        self.take(Message::FileProblem { text: "the file is gone; this is how it stood".to_owned(), line: None });
        self
    }

    /// Somebody else writes the file, and the console has not noticed yet.
    pub fn outside_write_unnoticed(&mut self, text: &str) -> &mut Self {
        self.start();
        self.file = text.as_bytes().to_vec();
        self
    }

    /// Saves fail from now on; edits are safe in the journal.
    pub fn fail_next_save(&mut self) -> &mut Self {
        self.start();
        self.saving = Saving::Fails;
        self
    }

    /// Saving works again, and is tried again.
    pub fn lift_failure(&mut self) -> &mut Self {
        self.land()
    }

    /// Edits stay in the journal until [`Self::land`]: the second in which the file follows.
    pub fn hold_saves(&mut self) -> &mut Self {
        self.start();
        self.saving = Saving::Held;
        self
    }

    /// What is in the journal comes into the file.
    pub fn land(&mut self) -> &mut Self {
        self.saving = Saving::Works;
        self.write();
        self.work();
        self
    }

    /// The process dies. A new one finds the file, the journal and the place that was kept last.
    pub fn crash_and_reopen(&mut self) -> &mut Self {
        self.start();
        let left = std::mem::take(&mut self.journal);
        self.machine = None;
        self.inbox.clear();
        self.through = 0;
        self.before = None;
        self.known.clone_from(&self.file);
        self.saving = Saving::Held;
        self.start();
        self.saving = Saving::Works;
        if !left.is_empty() {
            let edits = left.len();
            let applied = apply(&self.file, &left).expect("the file takes the journal");
            self.file = applied.bytes;
            self.known.clone_from(&self.file);
            self.keep(applied.clashes);
            self.inbox.push_back(News::Read { bytes: self.file.clone(), outside: false });
            let text = match edits {
                1 => "1 edit of an earlier session was not in the file yet; it is now".to_owned(),
                many => format!("{many} edits of an earlier session were not in the file yet; they are now"),
            };
            self.inbox.push_back(News::Message(Message::Told { text, bad: false }));
        }
        if !self.shelf.is_empty() {
            self.inbox.push_back(News::Message(Message::Clashes(self.shelf.clone())));
        }
        self.work();
        self.write();
        self.work();
        self
    }

    /// The rest of a large file is read.
    pub fn finish_loading(&mut self) -> &mut Self {
        self.start();
        if std::mem::take(&mut self.loading) {
            self.inbox.push_back(News::Read { bytes: self.file.clone(), outside: false });
            self.work();
        }
        self
    }

    // --- what is seen -----------------------------------------------------------------------------------------------

    /// The screen as text, a line a row, without blanks at the ends.
    pub fn screen(&mut self) -> String {
        rows(&self.draw())
    }

    /// The screen as text, then the same screen with a letter for the style of each cell, then what the letters mean.
    pub fn styled(&mut self) -> String {
        let buffer = self.draw();
        format!("{}\n{}", rows(&buffer), styles(&buffer))
    }

    /// The screen's cells.
    pub fn draw(&mut self) -> Buffer {
        self.start();
        let size = self.model().size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
        draw(self.model(), &self.theme, &mut buffer, &mut Ticking::default());
        buffer
    }

    /// The file's bytes.
    pub fn file(&self) -> String {
        String::from_utf8(self.file.clone()).expect("the file is text")
    }

    /// The machine as it is.
    pub fn model(&self) -> &Model {
        self.machine.as_ref().expect("the console is open")
    }

    /// The deal on screen.
    pub fn deal(&mut self) -> String {
        self.start();
        self.model().deal.as_deref().unwrap_or("").to_owned()
    }

    /// What was wanted from outside since this was asked last.
    pub fn effects(&mut self) -> Vec<Effect> {
        self.start();
        std::mem::take(&mut self.effects)
    }

    /// When the loop woke by itself since this was asked last.
    pub fn wakes(&mut self) -> Vec<DateTime<Utc>> {
        std::mem::take(&mut self.wakes)
    }

    /// Whether the console was left.
    pub fn has_quit(&self) -> bool {
        self.has_quit
    }

    // --- the engine room --------------------------------------------------------------------------------------------

    /// Opens the console, if it is not open.
    pub fn start(&mut self) -> &mut Self {
        if self.machine.is_some() {
            return self;
        }
        let mut model = Model::new(Start {
            now: self.now,
            size: self.size,
            settings: Settings::default(),
            keymap: self.keymap.clone(),
            name: self.name.clone(),
            machine_zone: self.zone,
            seat: self.seat.clone(),
            deal: self.deal.clone(),
            drafts: self.drafts.clone(),
        });
        if let Some(before) = self.before.clone() {
            model.engine.resume_from(before);
        }
        self.machine = Some(model);
        let (document, cutting) = load::cut(self.file.clone());
        let message = if self.file.len() <= AT_ONCE {
            loader::read(Source::Document(Box::new(document), cutting), &self.asked(), 0, false)
        } else {
            self.loading = true;
            Message::Loaded(Box::new(Loaded::first(document, self.zone, self.deal.as_deref())))
        };
        self.take(message);
        self
    }

    fn asked(&self) -> Asked {
        let model = self.model();
        Asked {
            zone: model.machine_zone,
            seat: model.seat_wanted.clone(),
            previous: model.engine.tick().cloned(),
            now: self.now,
            past: Arc::clone(&model.campaign.past),
            weights: model.settings.weights,
            earlier: load::earlier(model),
        }
    }

    fn take(&mut self, message: Message) {
        self.inbox.push_back(News::Message(message));
        self.work();
    }

    fn work(&mut self) {
        while let Some(news) = self.inbox.pop_front() {
            let message = match news {
                News::Message(message) => message,
                News::Read { bytes, outside } => {
                    loader::read(Source::Bytes(bytes), &self.asked(), self.model().file.saved, outside)
                }
            };
            let at = self.now;
            let model = self.machine.as_mut().expect("the console is open");
            for effect in update(model, Stamped { at, message }) {
                self.effects.push(effect.clone());
                self.carry_out(effect);
            }
        }
    }

    /// What the engine room does for an import.
    fn import(&mut self, effect: Effect) {
        let model = self.machine.as_ref().expect("the console is open");
        let answer = match effect {
            Effect::FindExports { number, typed } => {
                let begins = |found: &Found| typed.is_empty() || found.typed().starts_with(&typed);
                let files = self.exports.iter().map(|(found, _)| found.clone()).filter(begins).collect();
                Message::Import { number, news: ImportNews::Found { typed, files } }
            }
            Effect::ReadExport { number, path } => match self.read_export(&path) {
                Ok(reading) if reading.asks() => {
                    let questions = reading.questions();
                    self.reading = Some(reading);
                    Message::Import { number, news: ImportNews::Asks(questions) }
                }
                Ok(reading) => Message::Import { number, news: finish(reading, &[]) },
                Err(refusal) => Message::Import { number, news: ImportNews::Refused(refusal) },
            },
            Effect::AnswerExport { number, answers } => {
                let reading = self.reading.take().expect("something was asked");
                Message::Import { number, news: finish(reading, &answers) }
            }
            Effect::PlanImport { number } => match import::ask(model, number) {
                Some(ask) => ask.plan(&mut |_, _| {}),
                None => return,
            },
            Effect::MakeImport { number } => match import::write_ask(model, number) {
                Some(ask) => ask.make(&self.asked(), &mut |_, _| {}),
                None => return,
            },
            _ => {
                self.reading = None;
                return;
            }
        };
        self.inbox.push_back(News::Message(answer));
    }

    fn read_export(&self, path: &Path) -> Result<Reading, Refusal> {
        let there = self.exports.iter().find(|(found, _)| found.path == path || Path::new(&found.typed()) == path);
        let (found, bytes) = there.ok_or_else(|| {
            Refusal::new(format!("cannot read `{}`: no such file or directory", path.display()), "choose an export")
        })?;
        Reading::begin(bytes.clone(), &found.name, self.model().campaign.zone)
    }

    fn carry_out(&mut self, effect: Effect) {
        let model = self.machine.as_ref().expect("the console is open");
        let answer = match effect {
            Effect::Save(intents) => {
                self.through += intents.len() as u64;
                self.journal.extend(intents);
                self.inbox.push_back(News::Message(Message::Safe { through: self.through }));
                self.write();
                return;
            }
            Effect::Settle(ids) => {
                self.shelf.retain(|waiting| !ids.contains(&waiting.id));
                return;
            }
            Effect::PutAway { name, .. } => Message::Told { text: format!("{name} is put away"), bad: false },
            Effect::Search { query, number } => {
                Message::Found { number, hits: search::search(&model.campaign, &query) }
            }
            Effect::Alike { say, deal, own, number } => {
                let campaign = model.campaign.clone();
                loader::reply(Question::Alike { campaign, say, deal, own, number })
            }
            Effect::Order { version } => {
                let order =
                    Order::of(&model.campaign, &model.outlook, model.seat.as_ref(), &model.settings.weights, model.now);
                Message::Ordered { version, order: Box::new(order) }
            }
            Effect::Desk => {
                let table = Table::of(&model.campaign, &model.outlook, model.seat.as_ref(), model.now);
                Message::Desk { table: Box::new(table) }
            }
            Effect::Punctuality => {
                let (campaign, outlook) = (model.campaign.clone(), model.outlook.clone());
                loader::reply(Question::Punctuality { campaign, outlook, now: self.now })
            }
            Effect::TimeCard { deal } => {
                let (campaign, outlook) = (model.campaign.clone(), model.outlook.clone());
                loader::reply(Question::TimeCard { campaign, outlook, deal, now: self.now })
            }
            Effect::Crew => {
                let (campaign, outlook) = (model.campaign.clone(), model.outlook.clone());
                loader::reply(Question::Crew { campaign, outlook, now: self.now })
            }
            Effect::Won { version } => loader::reply(Question::Won { campaign: model.campaign.clone(), version }),
            Effect::Reread => {
                let mut loaded = Loaded::whole(model.document.clone(), Vec::new(), &self.asked());
                loaded.includes = model.file.edits;
                loaded.again = Some(model.loads);
                Message::Loaded(Box::new(loaded))
            }
            Effect::ReadPast(_) if self.archives.is_empty() => return,
            Effect::ReadPast(paths) => {
                let mut past = Past { paths: paths.clone(), ..Past::default() };
                for path in paths {
                    match self.archives.iter().find(|(name, _)| **name == *path) {
                        Some((_, text)) => {
                            let (document, _) = load::cut(text.clone().into_bytes());
                            past.campaigns.push(codriver::campaign::read(&document, model.machine_zone).0);
                        }
                        None => past.missing.push((path, "no such file or directory".to_owned())),
                    }
                }
                Message::Past(Box::new(past))
            }
            Effect::Copy(text) => Message::Told { text: format!("copied: {text}"), bad: false },
            Effect::PutPicture(card) => {
                Message::Told { text: format!("the picture is {}.svg", card.file_name()), bad: false }
            }
            Effect::Suspend => Message::Resumed,
            Effect::Remember { deal } => {
                self.deal = Some(deal);
                return;
            }
            Effect::KeepDrafts(changes) => {
                self.drafts.follow(changes);
                return;
            }
            Effect::Quit => {
                self.has_quit = true;
                return;
            }
            Effect::FindExports { .. }
            | Effect::ReadExport { .. }
            | Effect::AnswerExport { .. }
            | Effect::PlanImport { .. }
            | Effect::MakeImport { .. }
            | Effect::LeaveExport => {
                if self.is_import_held {
                    self.held.push(effect);
                } else {
                    self.import(effect);
                }
                return;
            }
            Effect::Open(_) | Effect::Edit { .. } | Effect::Announce(_) | Effect::CheckFile | Effect::Repaint => return,
        };
        self.inbox.push_back(News::Message(answer));
    }

    /// Keeps what the file did not take.
    fn keep(&mut self, clashes: Vec<(usize, Clash)>) -> Vec<Waiting> {
        let kept: Vec<Waiting> = clashes
            .into_iter()
            .map(|(_, clash)| {
                self.clashes += 1;
                Waiting {
                    id: format!("clash-{}", self.clashes),
                    written: Some(self.now - TimeDelta::minutes(3)),
                    clash,
                }
            })
            .collect();
        self.shelf.extend(kept.clone());
        kept
    }

    /// The saver's attempt: all that is in the journal, on the file as it is now.
    fn write(&mut self) {
        if self.journal.is_empty() {
            return;
        }
        match self.saving {
            Saving::Held => {}
            Saving::Fails => {
                let text = "cannot write the file: no space left; make room".to_owned();
                self.inbox.push_back(News::Message(Message::SaveFailed { text }));
            }
            Saving::Works => match apply(&self.file, &self.journal) {
                Ok(applied) => {
                    let clashes = self.keep(applied.clashes);
                    let differs = self.file != self.known || !clashes.is_empty();
                    self.file = applied.bytes;
                    self.known.clone_from(&self.file);
                    self.journal.clear();
                    self.inbox.push_back(News::Message(Message::Saved { through: self.through, clashes }));
                    if differs {
                        self.inbox.push_back(News::Read { bytes: self.file.clone(), outside: true });
                    }
                }
                Err(why) => {
                    let text = format!("not saved: {why}; mend the file; the edits wait");
                    self.inbox.push_back(News::Message(Message::SaveFailed { text }));
                }
            },
        }
    }
}

/// The rows of an export, read with these answers.
fn finish(reading: Reading, answers: &[String]) -> ImportNews {
    let read = reading.finish(answers, &mut |_, _| ControlFlow::Continue(()));
    read.map_or_else(ImportNews::Refused, |incoming| ImportNews::Read(Box::new(incoming)))
}

/// A buffer's rows as text.
pub fn rows(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut row = String::new();
        let mut x = buffer.area.left();
        while x < buffer.area.right() {
            let symbol = buffer[(x, y)].symbol();
            row.push_str(symbol);
            // A wide sign covers the cell after it.
            x += if symbol.width() > 1 { 2 } else { 1 };
        }
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}

/// A letter for the style of each cell, and what the letters mean; plain cells are dots.
fn styles(buffer: &Buffer) -> String {
    let mut known: Vec<String> = vec![named(&Style::default())];
    let mut text = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut row = String::new();
        for x in buffer.area.left()..buffer.area.right() {
            let style = named(&buffer[(x, y)].style());
            let at = known.iter().position(|other| *other == style).unwrap_or_else(|| {
                known.push(style);
                known.len() - 1
            });
            row.push(
                b".abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                    .get(at)
                    .map_or('?', |letter| char::from(*letter)),
            );
        }
        text.push_str(row.trim_end_matches('.'));
        text.push('\n');
    }
    for (letter, style) in ('a'..='z').zip(known.iter().skip(1)) {
        text.extend(["\n", letter.encode_utf8(&mut [0; 4]), " ", style]);
    }
    text
}

fn named(style: &Style) -> String {
    let colour =
        |colour: Option<Color>| colour.filter(|colour| *colour != Color::Reset).map(|colour| colour.to_string());
    let ink = colour(style.fg);
    let paper = colour(style.bg).map(|colour| format!("on {colour}"));
    let how = (!style.add_modifier.is_empty()).then(|| format!("{:?}", style.add_modifier).to_lowercase());
    [ink, paper, how].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A moment from its text.
pub fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is no moment"))
}

fn length(text: &str) -> TimeDelta {
    let (number, unit) = text.split_at(text.len() - 1);
    let number: i64 = number.parse().unwrap_or_else(|_| panic!("`{text}` is no length of time"));
    match unit {
        "s" => TimeDelta::seconds(number),
        "m" => TimeDelta::minutes(number),
        "h" => TimeDelta::hours(number),
        "d" => TimeDelta::days(number),
        _ => panic!("`{text}` has no unit"),
    }
}

/// The lines that differ, `-` and `+` before them.
pub fn changes(before: &str, after: &str) -> Vec<String> {
    similar::TextDiff::from_lines(before, after)
        .iter_all_changes()
        .filter_map(|change| match change.tag() {
            similar::ChangeTag::Equal => None,
            similar::ChangeTag::Delete => Some(format!("-{}", change.value().trim_end())),
            similar::ChangeTag::Insert => Some(format!("+{}", change.value().trim_end())),
        })
        .collect()
}
