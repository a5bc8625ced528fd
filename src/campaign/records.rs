//! Every record of the campaign file, format 1, as types.
//!
//! A record holds what the file says, nothing computed. Ids, and short texts and shorthand that come again, are shared:
//! ten thousand deals must fit into four times their file. Places are not stored field by field: `text::Document::locate` finds the bytes of a
//! record's key again in microseconds, because a unit of text is small.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use rust_decimal::Decimal;

pub use super::share::Records;
use super::{Duration, Id, Position};
use crate::pace;

/// A text as the file has it. It may hold anything; only `view` makes it fit for a terminal.
/// Shared, because the short ones come again in many deals: a market, a role, who somebody is.
pub type Text = Arc<str>;

/// A date or time as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// A day, in the campaign's zone.
    Date(NaiveDate),
    /// A wall-clock time, in the campaign's zone.
    Local(NaiveDateTime),
    /// An absolute instant (written with an offset).
    Instant(DateTime<Utc>),
}

/// `[campaign]`: what holds for the whole file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// What the campaign is called.
    pub name: Option<Text>,
    /// `None`: the machine's zone, given by the caller, with a warning.
    pub timezone: Option<chrono_tz::Tz>,
    /// ISO 4217 code.
    pub currency: Option<Id>,
    /// Stage ids in order; empty: the stages in file order.
    pub route: Vec<Id>,
    /// The week's working hours; `None`: Mon-Fri 09:00-17:30.
    pub working_hours: Option<super::WorkingHours>,
    /// Days that nobody works.
    pub holidays: Vec<NaiveDate>,
    /// Archived campaigns, by path from this file.
    pub history: Vec<Text>,
    /// A change log of past deals, by path from this file.
    pub deal_log: Option<Text>,
    /// `[campaign.calls]`.
    pub calls: CallSettings,
    /// One unit of the currency in the campaign's currency.
    pub rates: BTreeMap<Id, Decimal>,
    /// `[campaign.engine] band`: agreed share of pushes.
    pub engine_band: Option<(f64, f64)>,
}

/// `[campaign.calls]`: every key optional; `None` is the default of the pace-note rules.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CallSettings {
    /// Preparation per grade, in working time. Index by [`pace::Hardness`] order: 6,5,4,3,2,1,SQ,HP.
    pub prep: BTreeMap<pace::Hardness, Duration>,
}

/// `[destination]`: one target for both trades.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Destination {
    /// In words.
    pub goal: Option<Text>,
    /// What is counted.
    pub measure: Measure,
    /// How much of it; money for [`Measure::WonValue`].
    pub target: Option<Decimal>,
    /// Counted from here.
    pub from: Option<When>,
    /// Until here: a deadline.
    pub by: Option<When>,
    /// Crew id and that person's share of the target, 0 to 1.
    pub shares: Vec<(Id, f64)>,
    /// Which deals count.
    pub only: Filter,
}

/// What the destination counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Measure {
    /// The value of the deals won.
    #[default]
    WonValue,
    /// How many deals are won.
    WonDeals,
}

/// `only`: a deal matches when every named field has one of the values. Field name to values; empty: all deals.
pub type Filter = Vec<(Id, Vec<Text>)>;

/// Whose seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Seat {
    /// Sales.
    Driver,
    /// Marketing.
    Navigator,
    /// One person in both seats.
    Both,
    /// Sees both seats.
    Lead,
}

/// One of the pair, or of the people around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Crew {
    /// Its id.
    pub id: Id,
    /// The full name.
    pub name: Option<Text>,
    /// `None`: not given; counts as both.
    pub seat: Option<Seat>,
    /// Own zone; `None`: the campaign's.
    pub timezone: Option<chrono_tz::Tz>,
    /// Own week; `None`: the campaign's.
    pub working_hours: Option<super::WorkingHours>,
    /// First and last day, inclusive.
    pub away: Vec<(When, When)>,
    /// 0.5 … 2.0; default 1.
    pub earliness: f64,
    /// What this person owes the other trade.
    pub owes: Records<Owes>,
}

/// What a person owes the other trade, counted from the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Owes {
    /// Its id.
    pub id: Id,
    /// In words.
    pub what: Option<Text>,
    /// How many in each period.
    pub count: u32,
    /// The period.
    pub every: Period,
    /// What is counted.
    pub of: OwesKind,
}

/// How often something is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
}

/// What is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwesKind {
    /// Runs of the kind visit.
    Visits,
    /// Assets brought.
    Assets,
    /// Tracks written.
    Tracks,
    /// Field reports answered.
    Answers,
    /// Field reports made.
    Reports,
    /// Pushes or pulls.
    Strokes,
}

/// A stage of the route.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// Its id.
    pub id: Id,
    /// The name to show; `None`: the id.
    pub name: Option<Text>,
    /// How long a deal usually stays.
    pub expected: Option<Duration>,
    /// Of the deals that enter it, 0 to 1.
    pub win_rate: Option<f64>,
    /// A deal that rests here longer is stale.
    pub stale_after: Option<Duration>,
    /// Fact id and its words. An array of texts gets the ids `1`, `2`, …
    pub gate: Vec<(Id, Text)>,
    /// Advice, in words.
    pub guidance: Option<Text>,
}

/// What is sold, and where it may run.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// Its id.
    pub id: Id,
    /// The name to show; `None`: the id.
    pub name: Option<Text>,
    /// Where it may be sold.
    pub markets: Vec<Text>,
    /// Infrastructure it works with.
    pub runs_on: Vec<Text>,
    /// Infrastructure it does not work with.
    pub conflicts: Vec<Text>,
    /// Certificates and the like.
    pub papers: Vec<Paper>,
}

/// A certificate with an end.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// Its id.
    pub id: Id,
    /// The name to show; `None`: the id.
    pub name: Option<Text>,
    /// Valid until: a deadline.
    pub until: Option<When>,
}

/// What an asset is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssetKind {
    /// `case-study`
    CaseStudy,
    /// `testimonial`
    Testimonial,
    /// `datasheet`
    Datasheet,
    /// `roi`: a return-on-investment sheet
    Roi,
    /// `demo`
    Demo,
    /// `reference`: a customer who may be called
    Reference,
}

/// Something to bring: a case study, a testimonial.
#[derive(Debug, Clone, PartialEq)]
pub struct Asset {
    /// Its id.
    pub id: Id,
    /// What it is.
    pub kind: Option<AssetKind>,
    /// The title to show.
    pub title: Option<Text>,
    /// Where it is.
    pub link: Option<Text>,
    /// Whom it speaks to.
    pub industry: Vec<Text>,
    /// What it speaks about.
    pub topics: Vec<Id>,
    /// Where it helps.
    pub stages: Vec<Id>,
    /// May it be used outside?
    pub permission: Option<bool>,
    /// Usable until: a deadline.
    pub until: Option<When>,
    /// Who brought it.
    pub by: Option<Id>,
    /// When it was brought.
    pub added: Option<When>,
}

/// A word that notes and reports are filed under.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    /// Its id.
    pub id: Id,
    /// The name to show and to say.
    pub name: Option<Text>,
    /// Other words for it.
    pub also: Vec<Text>,
}

/// Whom an opener suits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warmth {
    /// For those who do not know us.
    Cold,
    /// For those who do.
    Warm,
}

/// A message both trades have agreed on.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    /// Its id.
    pub id: Id,
    /// What it is about.
    pub theme: Option<Text>,
    /// The first sentence.
    pub opener: Option<Text>,
    /// The message.
    pub line: Option<Text>,
    /// Whom the opener suits.
    pub warmth: Option<Warmth>,
    /// What it is filed under.
    pub topics: Vec<Id>,
    /// Who has signed.
    pub agreed: Vec<Id>,
    /// Words never to be used.
    pub never: Vec<Text>,
}

/// What to do when a deal is in trouble.
#[derive(Debug, Clone, PartialEq)]
pub struct Play {
    /// Its id.
    pub id: Id,
    /// The title to show.
    pub title: Option<Text>,
    /// The flags and reasons it answers.
    pub when: Vec<Id>,
    /// What sales does.
    pub push: Option<Text>,
    /// What marketing does.
    pub pull: Option<Text>,
    /// How soon.
    pub within: Option<Duration>,
}

/// An obstacle of one deal, or with `only`, a hazard that every matching open deal meets.
#[derive(Debug, Clone, PartialEq)]
pub struct Hazard {
    /// Its id.
    pub id: Id,
    /// When.
    pub at: Option<Arc<Position>>,
    /// How hard it is.
    pub pace: Option<Arc<pace::Steps>>,
    /// The title to show.
    pub title: Option<Text>,
    /// Which deals meet it.
    pub only: Filter,
    /// Its notes, referred to as `hazard/note`.
    pub notes: Records<Note>,
}

/// How an obstacle went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It did not bite.
    Clean,
    /// It bit.
    Hit,
}

/// What stands on the road of one deal.
#[derive(Debug, Clone, PartialEq)]
pub struct Obstacle {
    /// Its id; a hazard's id overrides that hazard on this deal, key by key.
    pub id: Id,
    /// When.
    pub at: Option<Arc<Position>>,
    /// How hard it is.
    pub pace: Option<Arc<pace::Steps>>,
    /// The title to show.
    pub title: Option<Text>,
    /// How it went, once it is behind.
    pub outcome: Option<Outcome>,
    /// Taken off this deal (a hazard's override).
    pub struck: bool,
}

/// A pace note: what to say or do, called ahead of its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Its id.
    pub id: Id,
    /// Where it is called for; a hazard's note without it: the hazard's place.
    pub at: Option<Arc<Position>>,
    /// A contingency: "they mention …"; called by hand.
    pub when: Option<Text>,
    /// Its own steps.
    pub pace: Option<Arc<pace::Steps>>,
    /// What to say or do.
    pub say: Option<Text>,
    /// Own lead, in working time.
    pub lead: Option<Box<Duration>>,
    /// Own ladder: each rung is a call of its own. The text of a rung is its name in the call log.
    pub ladder: Box<[(Text, Duration)]>,
    /// Who wrote it.
    pub by: Option<Id>,
    /// When it was written.
    pub written: Option<When>,
    /// What to bring.
    pub asset: Option<Id>,
    /// The message it plays.
    pub track: Option<Id>,
    /// To be checked by then: a deadline.
    pub review_by: Option<When>,
    /// The pencil mark.
    pub mark: Option<pace::Mark>,
    /// Of an amended note: what it was.
    pub was: Option<Text>,
    /// No longer called.
    pub retired: bool,
    /// Called again then.
    pub snooze: Option<When>,
    /// Old calls folded by `archive`: called, heard, landed.
    pub tally: Option<Box<Tally>>,
}

/// Old calls of a note, folded into counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// How often it was called.
    pub called: u32,
    /// How often that was acknowledged.
    pub heard: u32,
    /// How often it landed.
    pub landed: u32,
}

/// One deal.
#[derive(Debug, Clone, PartialEq)]
pub struct Deal {
    /// Its id.
    pub id: Id,
    /// The customer.
    pub account: Option<Text>,
    /// What is sold.
    pub title: Option<Text>,
    /// How much, in `currency`.
    pub value: Option<Decimal>,
    /// ISO 4217 code; `None`: the campaign's.
    pub currency: Option<Id>,
    /// When it began.
    pub created: Option<When>,
    /// Who or what brought it.
    pub source: Option<Text>,
    /// `None`: the route's first stage.
    pub stage: Option<Id>,
    /// In this stage since; `None`: unknown.
    pub since: Option<When>,
    /// The driver's promise: a deadline.
    pub close: Option<When>,
    /// When the customer wants the value: a deadline.
    pub customer_date: Option<When>,
    /// The driver's own figure, 0 to 1.
    pub probability: Option<f64>,
    /// Who drives, the one called first.
    pub driver: Box<[Id]>,
    /// Who reads the notes.
    pub navigator: Box<[Id]>,
    /// What is sold, by product id.
    pub product: Box<[Id]>,
    /// Where.
    pub market: Box<[Text]>,
    /// In which trade.
    pub industry: Box<[Text]>,
    /// What the customer runs.
    pub infrastructure: Box<[Text]>,
    /// Objective id and the customer's words.
    pub objectives: Records<(Id, Text)>,
    /// What our side gives for an objective.
    pub value_lines: Records<ValueLine>,
    /// The customer's people.
    pub contacts: Records<Contact>,
    /// The next touch.
    pub next: Option<Next>,
    /// Facts had so far in this stage.
    pub gate: Box<[Id]>,
    /// CRM name and its id for this deal.
    pub ids: Records<(Id, Text)>,
    /// What plays answer to.
    pub flags: Records<Flag>,
    /// Exceptions in scrutineering.
    pub waivers: Records<Waiver>,
    /// What stands on the road.
    pub obstacles: Records<Obstacle>,
    /// What to say or do, ahead of its place.
    pub notes: Records<Note>,
    /// Dated promises.
    pub controls: Records<Control>,
    /// Meetings.
    pub runs: Records<Run>,
    /// The stages already left.
    pub stage_log: Records<StageLog>,
    /// Each move of the promised close.
    pub close_log: Records<CloseLog>,
    /// Pushes and pulls, as they happened.
    pub strokes: Records<Stroke>,
    /// The buyer's own words.
    pub heard: Records<Heard>,
    /// Between the seats.
    pub messages: Records<Message>,
    /// One row a call.
    pub call_log: Records<CallLog>,
    /// Who drove, and who took over.
    pub handoffs: Records<Handoff>,
    /// In trouble: being repaired.
    pub service: Option<Box<Service>>,
    /// Earlier repairs.
    pub service_log: Records<ServiceLog>,
    /// The finish; `None`: open.
    pub result: Option<Box<Finish>>,
    /// What the CRM said of it last.
    pub crm: Option<Box<LastWord>>,
}

/// `crm`: what the export of a CRM said last. It tells whose change a difference is: the CRM's where the deal still says
/// this, the pair's where the export does.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LastWord {
    /// The customer.
    pub account: Option<Text>,
    /// What it is about.
    pub title: Option<Text>,
    /// In `currency`.
    pub value: Option<Decimal>,
    /// ISO 4217.
    pub currency: Option<Id>,
    /// By its name there.
    pub stage: Option<Text>,
    /// Whether it was open, won or lost there.
    pub status: Option<Standing>,
    /// The promised close.
    pub close: Option<When>,
    /// When the CRM got it.
    pub created: Option<When>,
    /// 0 to 1.
    pub probability: Option<f64>,
    /// As the CRM names people.
    pub driver: Option<Text>,
    /// The next touch, in words.
    pub next: Option<Text>,
    /// Its day.
    pub next_on: Option<When>,
    /// Why it was lost.
    pub reason: Option<Text>,
    /// Who or what brought it.
    pub source: Option<Text>,
}

/// Whether a deal is still on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It is.
    Open,
    /// It was won.
    Won,
    /// It was lost.
    Lost,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Won, Self::Lost];

    /// Its word in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Won => "won",
            Self::Lost => "lost",
        }
    }
}

/// What a value line gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    /// More is sold.
    Revenue,
    /// Less is spent.
    Cost,
    /// Less can go wrong.
    Risk,
    /// Peace of mind.
    Peace,
}

/// What our side gives for an objective.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueLine {
    /// Its id.
    pub id: Id,
    /// The objective it serves.
    pub serves: Option<Id>,
    /// What it gives.
    pub gives: Option<Gives>,
    /// In words.
    pub line: Option<Text>,
}

/// One of the customer's people.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    /// Its id.
    pub id: Id,
    /// The full name.
    pub name: Option<Text>,
    /// What they do.
    pub role: Option<Text>,
    /// How they stand to us.
    pub stance: Option<Text>,
    /// Where they are written to.
    pub email: Option<Text>,
}

/// The next touch. A plain text in the file is `what` alone.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Next {
    /// In words.
    pub what: Option<Text>,
    /// On this day: a start.
    pub on: Option<When>,
    /// Who does it.
    pub by: Option<Id>,
    /// Whose help it needs.
    pub needs: Option<Id>,
}

/// How grave a flag is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Caution for all on this deal.
    Yellow,
    /// Stop all outreach; clocks stand.
    Red,
}

/// What a play answers to.
#[derive(Debug, Clone, PartialEq)]
pub struct Flag {
    /// Its id.
    pub id: Id,
    /// How grave; yellow if not given.
    pub colour: Colour,
    /// In words.
    pub why: Option<Text>,
    /// Who raised it.
    pub by: Option<Id>,
    /// When.
    pub at: Option<When>,
}

/// An exception in scrutineering.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiver {
    /// Its id.
    pub id: Id,
    /// The rule it lifts.
    pub of: Option<Text>,
    /// In words.
    pub why: Option<Text>,
    /// Who gave it.
    pub by: Option<Id>,
    /// Valid until: a deadline.
    pub until: Option<When>,
}

/// A dated promise.
#[derive(Debug, Clone, PartialEq)]
pub struct Control {
    /// Its id.
    pub id: Id,
    /// In words.
    pub what: Option<Text>,
    /// Promised for: a deadline.
    pub due: Option<When>,
    /// A crew id, or `customer`.
    pub owner: Option<Id>,
    /// Too early is told as well.
    pub early_hurts: bool,
    /// When it was kept.
    pub done: Option<When>,
}

/// How people meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunKind {
    /// By phone or video.
    Phone,
    /// In a room.
    Meeting,
    /// At the customer's.
    Visit,
    /// To show the product.
    Demo,
}

/// A meeting, driven live.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Its id.
    pub id: Id,
    /// In words.
    pub what: Option<Text>,
    /// When it is planned.
    pub starts: Option<When>,
    /// How long.
    pub length: Option<Duration>,
    /// Who goes.
    pub crew: Vec<Id>,
    /// Whom they meet, by contact id.
    pub with: Vec<Id>,
    /// How they meet.
    pub kind: Option<RunKind>,
    /// What it is for.
    pub aim: Option<Text>,
    /// Where to join.
    pub link: Option<Text>,
    /// When it began.
    pub started: Option<When>,
    /// When it was over.
    pub ended: Option<When>,
    /// From and until; an open pause has no end.
    pub pauses: Vec<(When, Option<When>)>,
}

/// A stage already left.
#[derive(Debug, Clone, PartialEq)]
pub struct StageLog {
    /// The stage that was left.
    pub stage: Id,
    /// Entered.
    pub from: Option<When>,
    /// Left: the instant the next began.
    pub to: Option<When>,
    /// Why the gate was passed without its facts.
    pub overruled: Option<Text>,
    /// Who did.
    pub by: Option<Id>,
}

/// One move of the promised close.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CloseLog {
    /// When it was moved.
    pub at: Option<When>,
    /// The promise before.
    pub was: Option<When>,
    /// The promise after.
    pub now: Option<When>,
    /// Who moved it.
    pub by: Option<Id>,
}

/// Whose stroke it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StrokeKind {
    /// Sales.
    Push,
    /// Marketing.
    Pull,
}

/// One push or pull, as it happened.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stroke {
    /// When.
    pub at: Option<When>,
    /// Who.
    pub by: Option<Id>,
    /// Whose trade.
    pub kind: Option<StrokeKind>,
    /// In words.
    pub what: Option<Text>,
    /// What came of it.
    pub result: Option<Text>,
    /// What it was about.
    pub topic: Option<Id>,
    /// The message played.
    pub track: Option<Id>,
    /// What was brought.
    pub asset: Option<Id>,
}

/// What was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeardKind {
    /// Against it.
    Objection,
    /// To be answered.
    Question,
    /// To be proved.
    Challenge,
    /// For it.
    Praise,
    /// About a competitor.
    Rival,
}

impl HeardKind {
    /// All of them, the likeliest first.
    pub const ALL: [Self; 5] = [Self::Objection, Self::Question, Self::Challenge, Self::Praise, Self::Rival];

    /// Its word in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Objection => "objection",
            Self::Question => "question",
            Self::Challenge => "challenge",
            Self::Praise => "praise",
            Self::Rival => "rival",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A field report: the buyer's own words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Heard {
    /// When.
    pub at: Option<When>,
    /// Who reports it.
    pub by: Option<Id>,
    /// The contact who said it.
    pub who: Option<Id>,
    /// What it was.
    pub kind: Option<HeardKind>,
    /// Their words.
    pub said: Option<Text>,
    /// What it is filed under.
    pub topic: Option<Id>,
    /// The meeting it was said in.
    pub run: Option<Id>,
    /// The note that answers it; `None`: still in the inbox.
    pub answer: Option<Id>,
    /// When it was answered.
    pub answered: Option<When>,
}

/// From one seat to the other.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Message {
    /// When.
    pub at: Option<When>,
    /// Who wrote it.
    pub by: Option<Id>,
    /// What it says.
    pub text: Option<Text>,
    /// When the other seat saw it.
    pub seen: Option<When>,
}

/// How a called note went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Used {
    /// It helped.
    Landed,
    /// It did not.
    Flat,
    /// It was not said.
    NotUsed,
}

/// One call, written when it is made; acknowledging completes it.
#[derive(Debug, Clone, PartialEq)]
pub struct CallLog {
    /// A note's id, `hazard/note`, or `control.<id>`.
    pub note: Id,
    /// The rung as written in the ladder or lead; empty for a default lead and for a control.
    pub rung: Text,
    /// The time it was called for.
    pub place: Option<When>,
    /// How long before.
    pub lead: Option<Duration>,
    /// When it was called.
    pub called: Option<When>,
    /// When it was acknowledged.
    pub acked: Option<When>,
    /// When it was repeated.
    pub again: Option<When>,
    /// Who heard it.
    pub by: Option<Id>,
    /// How it went.
    pub used: Option<Used>,
}

/// The deal goes from one driver to the next.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Handoff {
    /// Who drove.
    pub from: Option<Id>,
    /// Who drives from now on.
    pub to: Option<Id>,
    /// When it was offered.
    pub at: Option<When>,
    /// What the next driver must know.
    pub briefing: Option<Text>,
    /// When it was taken; `None`: not yet.
    pub accepted: Option<When>,
}

/// One trade's part of a repair.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stint {
    /// In words.
    pub what: Option<Text>,
    /// Who does it.
    pub by: Option<Id>,
    /// When it was done.
    pub done: Option<When>,
}

/// In trouble: present while being repaired.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Service {
    /// In trouble since.
    pub since: Option<When>,
    /// Why: a flag or a word of a play.
    pub reason: Option<Text>,
    /// The play that is run.
    pub play: Option<Id>,
    /// To be repaired by then: a deadline.
    pub until: Option<When>,
    /// What sales does.
    pub push: Option<Stint>,
    /// What marketing does.
    pub pull: Option<Stint>,
}

/// How a repair ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repair {
    /// Back on the road.
    Recovered,
    /// Put off.
    Later,
    /// Given up.
    Retired,
}

/// An earlier repair.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ServiceLog {
    /// In trouble since.
    pub since: Option<When>,
    /// Until.
    pub ended: Option<When>,
    /// Why.
    pub reason: Option<Text>,
    /// The play that was run.
    pub play: Option<Id>,
    /// How it ended.
    pub outcome: Option<Repair>,
}

/// How a deal finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// `won`
    Won,
    /// `lost`
    Lost,
}

/// The finish; a deal without it is open.
#[derive(Debug, Clone, PartialEq)]
pub struct Finish {
    /// Won or lost.
    pub status: Status,
    /// When.
    pub on: Option<When>,
    /// Why, for a loss.
    pub reason: Option<Text>,
    /// Who, and for what.
    pub credit: Vec<(Id, Text)>,
}

/// `[[review]]`: a pair's review of a deal.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Review {
    /// When.
    pub at: Option<When>,
    /// Which deal.
    pub deal: Option<Id>,
    /// Who took part.
    pub by: Vec<Id>,
    /// What was decided.
    pub decisions: Vec<Text>,
    /// What rubs between the trades.
    pub rubs: Option<Text>,
}
