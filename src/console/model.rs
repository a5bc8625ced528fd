//! All the machine knows. Read by the view, changed only by `update`.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::board::Board;
use super::call_sheet::Recce;
use super::clash::Waiting;
use super::command::Command;
use super::copy::Copy;
use super::credits::Finishes;
use super::crew::Crew as CrewScreen;
use super::desk::Desk;
use super::drafts::Drafts;
use super::engine::{Elsewhere, Engine};
use super::geometry::Size;
use super::key::Key;
use super::keymap::Keymap;
use super::load::SeatWanted;
use super::messages::Messages;
use super::order::Order;
use super::overlay::Overlay;
use super::review::Review;
use super::route::Route;
use super::run::{Driving, Offer};
use super::screen::Screen;
use super::sheet::{CallCard, StageSheet};
use crate::campaign::{Campaign, Crew, Deal, Id, Problems, Seat, Text};
use crate::drive::Outlook;
use crate::drive::attention::Weights;
use crate::pace;
use crate::text::{Document, Edit, History};

/// The state of the machine.
#[derive(Debug)]
pub struct Model {
    /// The time of the last message.
    pub now: DateTime<Utc>,
    /// The terminal's size.
    pub size: Size,
    /// What the configuration says.
    pub settings: Settings,
    /// Keys to commands.
    pub keymap: Keymap,
    /// The file, and how the screen stands to it.
    pub file: File,
    /// The bytes, with every edit of this console.
    pub document: Document,
    /// What they mean.
    pub campaign: Arc<Campaign>,
    /// What is wrong with them.
    pub problems: Problems,
    /// Counts the changes of the campaign.
    pub version: u64,
    /// Counts the pictures: all but the seconds of a clock that goes begin a new one.
    pub picture: u64,
    /// Calendars and estimates.
    pub outlook: Arc<Outlook>,
    /// The machine's zone, for a file that names none.
    pub machine_zone: chrono_tz::Tz,
    /// Whose seat was asked for.
    pub seat_wanted: SeatWanted,
    /// Lines and forms typed and not written, by what they are for.
    pub drafts: Drafts,
    /// Whose seat this is; nobody: the console looks on and makes no calls.
    pub seat: Option<Id>,
    /// Deals by need, the agenda and the totals.
    pub order: Order,
    /// Where the person is.
    pub screen: Screen,
    /// The deal on screen.
    pub deal: Option<Id>,
    /// The deal that the next start opens at.
    pub remembered: Option<Id>,
    /// The run that is followed.
    pub driving: Option<Driving>,
    /// A run that can be gone to or started now.
    pub offer: Option<Offer>,
    /// The walk through the deals, begun today or earlier.
    pub review: Option<Review>,
    /// Where each deal was left.
    pub spots: HashMap<Id, Spot>,
    /// The pane that scrolls.
    pub focus: Pane,
    /// What the Stage screen says.
    pub sheet: StageSheet,
    /// What the Route screen shows, and where one is in it.
    pub route: Route,
    /// What the Board shows.
    pub board: Board,
    /// What the Desk screen says, and where one is in it.
    pub desk: Desk,
    /// What the Crew screen says, and where one is in it.
    pub crew_screen: CrewScreen,
    /// The call sheet that is open, and what is doubted in this sitting.
    pub recce: Recce,
    /// Calls: when the next is due, and those that wait to be heard.
    pub engine: Engine,
    /// The messages that wait for this seat.
    pub messages: Messages,
    /// The deals that were won or lost in this session.
    pub finishes: Finishes,
    /// What lies over the screen.
    pub overlay: Option<Overlay>,
    /// One line for the person.
    pub notice: Option<Notice>,
    /// What both sides changed in two ways, and nobody has decided yet.
    pub clashes: Vec<Waiting>,
    /// Other copies of the file that lie beside it.
    pub copies: Vec<Copy>,
    /// Copies that the person wants left alone, by name and hash.
    pub left_alone: Vec<(String, u64)>,
    /// Steps taken, to be taken back.
    pub history: History,
    /// Counts loads.
    pub loads: u64,
    /// An edit asks for everything to be read again, beside the loop.
    pub reread: bool,
    /// The archived campaigns that the runtime was asked for, by their paths.
    pub past_asked: Option<Vec<Text>>,
    /// Counts searches.
    pub searches: u64,
    /// Counts imports.
    pub imports: u64,
    /// The version of the campaign that was last asked to be put in order.
    pub order_of: u64,
    /// How often the runtime was asked to put it in order.
    pub order_asked: u64,
    /// The last of these that was answered.
    pub order_answered: u64,
}

/// What the configuration says about how the console looks and sounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Plain or rally readings.
    pub speech: pace::Form,
    /// Whether anything moves.
    pub motion: bool,
    /// Whether a call makes itself known.
    pub bell: bool,
    /// Time for a deal in a review, in seconds.
    pub time_box: u32,
    /// What makes a deal need somebody, and how much.
    pub weights: Weights,
}

impl Default for Settings {
    fn default() -> Self {
        Self { speech: pace::Form::Plain, motion: true, bell: false, time_box: 300, weights: Weights::default() }
    }
}

/// The two panes of the Stage screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pane {
    /// What is coming.
    #[default]
    Navigator,
    /// Here and now.
    Driver,
}

/// Where a deal was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spot {
    /// Rows scrolled away in the driver's pane.
    pub driver: u16,
    /// Rows scrolled away in the navigator's pane.
    pub navigator: u16,
    /// Which of the calls is shown.
    pub call: usize,
}

/// The file, and how far the edits have come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct File {
    /// Its name, as shown.
    pub name: String,
    /// Why nothing can be written, if so.
    pub read_only: Option<String>,
    /// Edits made.
    pub edits: u64,
    /// Edits synced in the journal.
    pub safe: u64,
    /// Edits in the file.
    pub saved: u64,
    /// Why the last save failed; it is tried again.
    pub failed: Option<String>,
    /// What is wrong with the file as it is now; the last good state stays on screen.
    pub problem: Option<FileProblem>,
    /// The edits that are not yet in the file, in order: replayed when the file changes outside.
    pub pending: VecDeque<(u64, Edit)>,
}

/// The file cannot be read as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileProblem {
    /// In words.
    pub text: String,
    /// The line at fault.
    pub line: Option<usize>,
}

/// One line for the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The words.
    pub text: String,
    /// Whether it is bad news.
    pub bad: bool,
    /// When it goes; bad news stays until the next key.
    pub until: Option<DateTime<Utc>>,
}

impl Model {
    /// The deal on screen.
    #[must_use]
    pub fn current(&self) -> Option<&Arc<Deal>> {
        let index = *self.campaign.by_id.get(self.deal.as_deref()?)?;
        self.campaign.deals.get(index)
    }

    /// The deal whose calls are on screen: none on the Desk, on the Crew screen and in a review.
    #[must_use]
    pub fn deal_on_stage(&self) -> Option<&Id> {
        self.deal.as_ref().filter(|_| matches!(self.screen, Screen::Stage | Screen::Run))
    }

    /// Where the calls of other deals are looked at from.
    #[must_use]
    pub fn elsewhere(&self) -> Elsewhere<'_> {
        Elsewhere { here: self.deal_on_stage(), since: super::run::began(self) }
    }

    /// The deal that a command is about: the one on screen, or under the cursor of the Desk or the Crew screen.
    #[must_use]
    pub fn deal_here(&self) -> Option<&Id> {
        match self.screen {
            Screen::Stage | Screen::Route | Screen::Board | Screen::Run | Screen::Review => {
                self.current().map(|deal| &deal.id)
            }
            Screen::Desk => super::desk::deal_here(self),
            Screen::Crew => super::crew::deal_here(self),
        }
    }

    /// What a key does here.
    #[must_use]
    pub fn command(&self, key: Key) -> Option<Command> {
        self.keymap.command(self.screen, key)
    }

    /// Where the deal on screen was left.
    #[must_use]
    pub fn spot(&self) -> Spot {
        self.deal.as_ref().and_then(|deal| self.spots.get(deal)).copied().unwrap_or_default()
    }

    /// Which of the calls on this deal is on screen, from 0.
    #[must_use]
    pub fn shown_call(&self) -> usize {
        self.spot().call.min(self.sheet.calls.len().saturating_sub(1))
    }

    /// The call on screen.
    #[must_use]
    pub fn shown_card(&self) -> Option<&CallCard> {
        self.sheet.calls.get(self.shown_call())
    }

    /// The crew member in this seat.
    #[must_use]
    pub fn crew(&self) -> Option<&Crew> {
        self.campaign.crew(self.seat.as_deref()?)
    }

    /// Whether nobody sits here: no calls are made, and what is due shows as due.
    #[must_use]
    pub fn looks_on(&self) -> bool {
        super::engine::caller(&self.campaign, &self.seat_wanted).is_none()
    }

    /// Whether a call has come a moment ago: it is shown in a way that catches the eye, where anything may move.
    #[must_use]
    pub fn call_is_new(&self) -> bool {
        self.settings.motion && self.engine.arrived_until().is_some_and(|until| until > self.now)
    }

    /// Whether a message has come to the deal on screen a moment ago.
    #[must_use]
    pub fn message_is_new(&self) -> bool {
        self.settings.motion && self.messages.new_until().is_some_and(|until| until > self.now)
    }

    /// A deal other than the one on screen whose call or message waits: calls come first.
    #[must_use]
    pub fn elsewhere_deal(&self) -> Option<&Id> {
        let message = || self.messages.elsewhere_deal(self.deal_on_stage()).filter(|_| self.screen != Screen::Run);
        self.engine.elsewhere_deal(self.elsewhere()).or_else(message)
    }

    /// `Sam, driver`.
    #[must_use]
    pub fn seat_words(&self) -> String {
        let Some(crew) = self.crew() else {
            return if self.campaign.crew.is_empty() { "both seats".to_owned() } else { "looking on".to_owned() };
        };
        let name = super::words::who(&self.campaign, &crew.id);
        let seat = match crew.seat {
            Some(Seat::Driver) => "driver",
            Some(Seat::Navigator) => "navigator",
            Some(Seat::Both) | None => "both seats",
            Some(Seat::Lead) => "lead",
        };
        format!("{name}, {seat}")
    }

    /// The place of the deal on screen in the order of need, from 1, and how many there are.
    #[must_use]
    pub fn place_in_order(&self) -> (Option<usize>, usize) {
        let at = self.deal.as_ref().and_then(|deal| self.order.position(deal));
        (at.map(|at| at + 1), self.campaign.deals.len())
    }

    /// How the file stands, in one word or two.
    #[must_use]
    pub fn file_words(&self) -> (Cow<'static, str>, bool) {
        let (words, bad) = self.saving_words();
        match self.clashes.len() {
            0 => (Cow::Borrowed(words), bad),
            1 => (Cow::Owned(format!("1 clash · {words}")), true),
            many => (Cow::Owned(format!("{many} clashes · {words}")), true),
        }
    }

    fn saving_words(&self) -> (&'static str, bool) {
        let file = &self.file;
        if file.failed.is_some() {
            (if file.safe < file.edits { "not saved, not safe" } else { "not saved, kept safe" }, true)
        } else if file.problem.is_some() {
            ("problem in the file", true)
        } else if file.read_only.is_some() {
            ("read-only", true)
        } else if file.saved < file.edits {
            (if file.safe < file.edits { "saving" } else { "safe, saving" }, false)
        } else {
            ("saved", false)
        }
    }
}

impl Model {
    /// A machine that has read nothing yet.
    #[must_use]
    pub fn new(start: Start) -> Self {
        let campaign = Campaign::empty(start.machine_zone);
        let outlook = Outlook::new(&campaign);
        Self {
            now: start.now,
            size: start.size,
            settings: start.settings,
            keymap: start.keymap,
            file: File { name: start.name, ..File::default() },
            document: Document::read(Vec::new(), &crate::campaign::layout()).0,
            campaign: Arc::new(campaign),
            problems: Problems::default(),
            version: 0,
            picture: 0,
            outlook: Arc::new(outlook),
            machine_zone: start.machine_zone,
            seat_wanted: start.seat,
            drafts: start.drafts,
            seat: None,
            order: Order::default(),
            remembered: start.deal.clone(),
            screen: Screen::default(),
            deal: start.deal,
            driving: None,
            offer: None,
            review: None,
            spots: HashMap::new(),
            focus: Pane::default(),
            sheet: StageSheet::default(),
            route: Route::default(),
            board: Board::default(),
            desk: Desk::default(),
            crew_screen: CrewScreen::default(),
            recce: Recce::default(),
            engine: Engine::default(),
            messages: Messages::default(),
            finishes: Finishes::default(),
            overlay: None,
            notice: None,
            clashes: Vec::new(),
            copies: Vec::new(),
            left_alone: Vec::new(),
            history: History::default(),
            loads: 0,
            reread: false,
            past_asked: None,
            searches: 0,
            imports: 0,
            order_of: 0,
            order_asked: 0,
            order_answered: 0,
        }
    }
}

/// What a machine starts with.
#[derive(Debug, Clone)]
pub struct Start {
    /// The time.
    pub now: DateTime<Utc>,
    /// The terminal's size.
    pub size: Size,
    /// What the configuration says.
    pub settings: Settings,
    /// Keys to commands.
    pub keymap: Keymap,
    /// The file's name, as shown.
    pub name: String,
    /// The machine's zone.
    pub machine_zone: chrono_tz::Tz,
    /// Whose seat.
    pub seat: SeatWanted,
    /// The deal looked at last.
    pub deal: Option<Id>,
    /// What was typed earlier and not written.
    pub drafts: Drafts,
}
