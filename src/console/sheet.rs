//! What the Stage screen says about one deal, in words, ready to be drawn.
//!
//! The sheet is made when the deal, the campaign or the minute changes, never while drawing: a frame costs the same for
//! ten deals and for ten thousand.

use crate::campaign::Id;
use crate::drive::engine::Gauge;
use crate::drive::messages::MessageKey;
use crate::drive::park::Check;
use crate::drive::rules::OpenCall;
use crate::pace::Hardness;

/// How a figure or line is meant: its colour and its sign come from this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// As planned.
    #[default]
    Calm,
    /// Worth a look.
    Late,
    /// Good news.
    Good,
    /// Nothing to act on.
    Quiet,
}

/// Where a stage stands on the deal's way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LegState {
    /// Left behind.
    Done,
    /// The deal is here; how much of the expected time is used, 0 … 1.
    Here(f32),
    /// Not reached.
    Ahead,
}

/// One stage of the route bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Leg {
    /// The stage's name.
    pub name: String,
    /// Its share of the whole route's expected time.
    pub weight: f32,
    /// Where it stands.
    pub state: LegState,
    /// Days in stage, in words: `9 d`, `11 of 21 d`.
    pub days: String,
    /// Whether those days are late or good.
    pub tone: Tone,
}

/// The one thing to do now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NextTouch {
    /// What; empty: there is none.
    pub what: String,
    /// When and who, or what is missing.
    pub detail: String,
    /// Overdue or in time.
    pub tone: Tone,
}

/// One dated promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// `Fri 27 Nov`.
    pub date: String,
    /// What is promised.
    pub what: String,
    /// Whose promise.
    pub owner: String,
    /// `5 wd`, `2 working days over`, `done`.
    pub distance: String,
    /// Late, calm or done.
    pub tone: Tone,
}

/// A buyer's sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The words.
    pub words: String,
    /// Who and when, and whether it is answered.
    pub source: String,
    /// Unanswered is late.
    pub tone: Tone,
}

/// The pace note that is called now, or one that was opened by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallCard {
    /// Its key in the call log.
    pub row: OpenCall,
    /// `CALL`, `CALL, late`, `DUE, for Sam`.
    pub title: String,
    /// How far its place is: `in 4 wd`.
    pub distance: String,
    /// The shorthand, caution first, without it.
    pub caution: String,
    /// The rest of the shorthand.
    pub shorthand: String,
    /// What it is about, by the topics' names.
    pub topics: String,
    /// How hard: the colour.
    pub hardness: Hardness,
    /// The reading under it.
    pub reading: String,
    /// What to say.
    pub say: String,
    /// Title of the proof.
    pub asset: Option<String>,
    /// Its link.
    pub link: Option<String>,
    /// Theme of the message.
    pub track: Option<String>,
    /// What the place is called: `procurement`.
    pub place: String,
    /// Who wrote it and when it was called.
    pub by: String,
    /// Why it is called now.
    pub why: String,
}

/// A message of the other seat that waits to be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageCard {
    /// Its key in the log.
    pub key: MessageKey,
    /// `Maya, 14:08`.
    pub from: String,
    /// What it says.
    pub text: String,
    /// `⏎ seen`, and before it how many more wait.
    pub hint: String,
}

/// The last message that was written from this seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastSent {
    /// `You, 14:08: “…”`.
    pub words: String,
    /// `seen 14:08`, `not seen yet`.
    pub state: String,
    /// Good once it is seen.
    pub tone: Tone,
}

/// What a line on the road is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoadSign {
    /// The present moment.
    Today,
    /// A meeting.
    Run,
    /// A dated promise.
    Control,
    /// An obstacle.
    Obstacle,
    /// A pace note on its own.
    Note,
    /// A contingency, called by hand.
    If,
    /// A stage border.
    Border,
    /// The promised close.
    Finish,
}

/// One line of the road ahead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoadLine {
    /// What it is.
    pub sign: RoadSign,
    /// Right-aligned distance: `5 wd`, `~13 wd`; empty when it lies at the line above.
    pub distance: String,
    /// Caution: `!!`.
    pub caution: String,
    /// Shorthand, or empty.
    pub shorthand: String,
    /// How hard, for the colour.
    pub hardness: Option<Hardness>,
    /// In words.
    pub text: String,
    /// Date or time at the right, or empty.
    pub at: String,
    /// Overdue, or a missing note.
    pub tone: Tone,
    /// The id of the record, to go to.
    pub id: Option<Id>,
}

/// One line of who drives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WheelLine {
    /// In words.
    pub text: String,
    /// The briefing stands under its offer.
    pub is_under: bool,
    /// How it is meant.
    pub tone: Tone,
}

/// Everything the two panes show.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StageSheet {
    /// Account, or the title where no account is given.
    pub account: String,
    /// Title.
    pub title: String,
    /// `180,000 GBP`.
    pub value: String,
    /// `close 18 Dec`.
    pub close: String,
    /// Overdue close, or calm.
    pub close_tone: Tone,
    /// `won on 12 Nov`, `lost: Missing features`; empty for an open deal.
    pub result: String,
    /// Why it needs somebody, at most three.
    pub reasons: Vec<String>,
    /// The route.
    pub legs: Vec<Leg>,
    /// Reason for the stage's days: `11 of 21 days, as planned`.
    pub stage_line: String,
    /// Late or calm.
    pub stage_tone: Tone,
    /// How it goes in circles, one line each; empty: it does not.
    pub circles: Vec<String>,
    /// The next touch.
    pub next: NextTouch,
    /// The name of the stage the gate belongs to.
    pub gate_stage: String,
    /// Facts: had, words.
    pub gate: Vec<(bool, String)>,
    /// Guidance of the stage.
    pub guidance: String,
    /// Dated promises.
    pub promises: Vec<Promise>,
    /// Whether the sale can finish, and the key that mends what stops it; empty: nothing is said of products.
    pub scrutiny: Vec<WheelLine>,
    /// Scrutineering stops the sale.
    pub is_stopped: bool,
    /// Who drives since when, then the offers that wait.
    pub wheel: Vec<WheelLine>,
    /// An offer of the wheel waits for this seat.
    pub is_offered: bool,
    /// Pushes and pulls of the last weeks, while the deal is open and the file tells of any.
    pub engine: Option<Gauge>,
    /// Flags, in words; empty: none.
    pub flags: Vec<String>,
    /// The repair of a deal in service.
    pub repair: Option<Box<RepairLines>>,
    /// Why the service park is offered, with the key; empty: it is not.
    pub park: String,
    /// Buyers' words, the newest first.
    pub words: Vec<Said>,
    /// Value lines: objective and line.
    pub values: Vec<(String, String)>,
    /// Lines that serve no objective or have no words, and what is wrong with each.
    pub stray_values: Vec<(String, &'static str)>,
    /// The calls of the batch, first the leader; empty: none is due on this deal.
    pub calls: Vec<CallCard>,
    /// What the other seat has written, until it is seen.
    pub message: Option<MessageCard>,
    /// What was written from here last.
    pub sent: Option<LastSent>,
    /// When none is due: when the next comes and what it is.
    pub quiet: String,
    /// The road ahead.
    pub road: Vec<RoadLine>,
    /// Working days to the promised close, in words.
    pub to_go: String,
}

/// A repair, as the panes show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepairLines {
    /// What is left of its time.
    pub left: String,
    /// Late once that is over.
    pub tone: Tone,
    /// The reason, since when, and the play.
    pub why: String,
    /// What sales does and what marketing does.
    pub parts: Vec<RepairPart>,
    /// What to look at first.
    pub checks: Vec<Check>,
    /// The key, and what it is for now.
    pub hint: String,
}

/// One trade's part of a repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepairPart {
    /// `push` or `pull`.
    pub name: &'static str,
    /// In words.
    pub what: String,
    /// Who does it, and when it was done.
    pub who: String,
    /// It is done.
    pub done: bool,
    /// It is for this seat to do.
    pub mine: bool,
}
