//! Every record of the campaign file, format 1, as types.
//!
//! A record holds what the file says, nothing computed. Ids are shared, texts are boxed: ten thousand deals must fit
//! into four times their file. Places are not stored field by field: `text::Document::locate` finds the bytes of a
//! record's key again in microseconds, because a unit of text is small.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use rust_decimal::Decimal;

use super::{Duration, Id, Position};
use crate::pace;

/// A text as the file has it. It may hold anything; only `view` makes it fit for a terminal.
pub type Text = Box<str>;

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

/// A list of records in file order, found by id.
pub type Records<T> = Vec<T>;

/// `[campaign]`: what holds for the whole file.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    pub name: Option<Text>,
    /// `None`: the machine's zone, given by the caller, with a warning.
    pub timezone: Option<chrono_tz::Tz>,
    /// ISO 4217 code.
    pub currency: Option<Id>,
    /// Stage ids in order; empty: the stages in file order.
    pub route: Vec<Id>,
    /// The week's working hours; `None`: Mon-Fri 09:00-17:30.
    pub working_hours: Option<super::WorkingHours>,
    pub holidays: Vec<NaiveDate>,
    pub history: Vec<Text>,
    pub deal_log: Option<Text>,
    pub calls: CallSettings,
    /// One unit of the currency in the campaign's currency.
    pub rates: BTreeMap<Id, Decimal>,
    /// `[campaign.engine] band`: agreed share of pushes.
    pub engine_band: Option<(f64, f64)>,
}

/// `[campaign.calls]`: every key optional; `None` is the default of the pace-note rules.
#[derive(Debug, Clone, Default)]
pub struct CallSettings {
    /// Preparation per grade, in working time. Index by [`pace::Hardness`] order: 6,5,4,3,2,1,SQ,HP.
    pub prep: BTreeMap<pace::Hardness, Duration>,
}

/// `[destination]`: one target for both trades.
#[derive(Debug, Clone, Default)]
pub struct Destination {
    pub goal: Option<Text>,
    pub measure: Measure,
    pub target: Option<Decimal>,
    pub from: Option<When>,
    pub by: Option<When>,
    pub shares: Vec<(Id, f64)>,
    pub only: Filter,
}

/// What the destination counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Measure {
    #[default]
    WonValue,
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

#[derive(Debug, Clone)]
pub struct Crew {
    pub id: Id,
    pub name: Option<Text>,
    /// `None`: not given; counts as both.
    pub seat: Option<Seat>,
    pub timezone: Option<chrono_tz::Tz>,
    pub working_hours: Option<super::WorkingHours>,
    /// First and last day, inclusive.
    pub away: Vec<(When, When)>,
    /// 0.5 … 2.0; default 1.
    pub earliness: f64,
    pub owes: Records<Owes>,
}

/// What a person owes the other trade, counted from the file.
#[derive(Debug, Clone)]
pub struct Owes {
    pub id: Id,
    pub what: Option<Text>,
    pub count: u32,
    pub every: Period,
    pub of: OwesKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    Week,
    Month,
    Quarter,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwesKind {
    Visits,
    Assets,
    Tracks,
    Answers,
    Reports,
    Strokes,
}

#[derive(Debug, Clone)]
pub struct Stage {
    pub id: Id,
    pub name: Option<Text>,
    pub expected: Option<Duration>,
    pub win_rate: Option<f64>,
    pub stale_after: Option<Duration>,
    /// Fact id and its words. An array of texts gets the ids `1`, `2`, …
    pub gate: Vec<(Id, Text)>,
    pub guidance: Option<Text>,
}

#[derive(Debug, Clone)]
pub struct Product {
    pub id: Id,
    pub name: Option<Text>,
    pub markets: Vec<Text>,
    pub runs_on: Vec<Text>,
    pub conflicts: Vec<Text>,
    pub papers: Vec<Paper>,
}

#[derive(Debug, Clone)]
pub struct Paper {
    pub id: Id,
    pub name: Option<Text>,
    pub until: Option<When>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssetKind {
    CaseStudy,
    Testimonial,
    Datasheet,
    Roi,
    Demo,
    Reference,
}

#[derive(Debug, Clone)]
pub struct Asset {
    pub id: Id,
    pub kind: Option<AssetKind>,
    pub title: Option<Text>,
    pub link: Option<Text>,
    pub industry: Vec<Text>,
    pub topics: Vec<Id>,
    pub stages: Vec<Id>,
    pub permission: Option<bool>,
    pub until: Option<When>,
    pub by: Option<Id>,
    pub added: Option<When>,
}

#[derive(Debug, Clone)]
pub struct Topic {
    pub id: Id,
    pub name: Option<Text>,
    pub also: Vec<Text>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warmth {
    Cold,
    Warm,
}

#[derive(Debug, Clone)]
pub struct Track {
    pub id: Id,
    pub theme: Option<Text>,
    pub opener: Option<Text>,
    pub line: Option<Text>,
    pub warmth: Option<Warmth>,
    pub topics: Vec<Id>,
    pub agreed: Vec<Id>,
    pub never: Vec<Text>,
}

#[derive(Debug, Clone)]
pub struct Play {
    pub id: Id,
    pub title: Option<Text>,
    pub when: Vec<Id>,
    pub push: Option<Text>,
    pub pull: Option<Text>,
    pub within: Option<Duration>,
}

/// An obstacle of one deal, or with `only`, a hazard that every matching open deal meets.
#[derive(Debug, Clone)]
pub struct Hazard {
    pub id: Id,
    pub at: Option<Position>,
    pub pace: Option<pace::Steps>,
    pub title: Option<Text>,
    pub only: Filter,
    pub notes: Records<Note>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It did not bite.
    Clean,
    /// It bit.
    Hit,
}

#[derive(Debug, Clone)]
pub struct Obstacle {
    pub id: Id,
    pub at: Option<Position>,
    pub pace: Option<pace::Steps>,
    pub title: Option<Text>,
    pub outcome: Option<Outcome>,
    /// Taken off this deal (a hazard's override).
    pub struck: bool,
}

/// A pace note: what to say or do, called ahead of its place.
#[derive(Debug, Clone)]
pub struct Note {
    pub id: Id,
    pub at: Option<Position>,
    /// A contingency: "they mention …"; called by hand.
    pub when: Option<Text>,
    pub pace: Option<pace::Steps>,
    pub say: Option<Text>,
    /// Own lead, in working time.
    pub lead: Option<Duration>,
    /// Own ladder: each rung is a call of its own. The text of a rung is its name in the call log.
    pub ladder: Vec<(Text, Duration)>,
    pub by: Option<Id>,
    pub written: Option<When>,
    pub asset: Option<Id>,
    pub track: Option<Id>,
    pub review_by: Option<When>,
    pub mark: Option<pace::Mark>,
    /// Of an amended note: what it was.
    pub was: Option<Text>,
    pub retired: bool,
    pub snooze: Option<When>,
    /// Old calls folded by `archive`: called, heard, landed.
    pub tally: Option<Tally>,
}

/// Old calls of a note, folded into counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub called: u32,
    pub heard: u32,
    pub landed: u32,
}

#[derive(Debug, Clone)]
pub struct Deal {
    pub id: Id,
    pub account: Option<Text>,
    pub title: Option<Text>,
    pub value: Option<Decimal>,
    pub currency: Option<Id>,
    pub created: Option<When>,
    pub source: Option<Text>,
    /// `None`: the route's first stage.
    pub stage: Option<Id>,
    pub since: Option<When>,
    pub close: Option<When>,
    pub customer_date: Option<When>,
    pub probability: Option<f64>,
    pub driver: Vec<Id>,
    pub navigator: Vec<Id>,
    pub product: Vec<Id>,
    pub market: Vec<Text>,
    pub industry: Vec<Text>,
    pub infrastructure: Vec<Text>,
    pub objectives: Vec<(Id, Text)>,
    pub value_lines: Records<ValueLine>,
    pub contacts: Records<Contact>,
    pub next: Option<Next>,
    pub gate: Vec<Id>,
    /// CRM name and its id for this deal.
    pub ids: Vec<(Id, Text)>,
    pub flags: Records<Flag>,
    pub waivers: Records<Waiver>,
    pub obstacles: Records<Obstacle>,
    pub notes: Records<Note>,
    pub controls: Records<Control>,
    pub runs: Records<Run>,
    pub stage_log: Vec<StageLog>,
    pub close_log: Vec<CloseLog>,
    pub strokes: Vec<Stroke>,
    pub heard: Vec<Heard>,
    pub messages: Vec<Message>,
    pub call_log: Vec<CallLog>,
    pub handoffs: Vec<Handoff>,
    pub service: Option<Box<Service>>,
    pub service_log: Vec<ServiceLog>,
    pub result: Option<Box<Finish>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    Revenue,
    Cost,
    Risk,
    Peace,
}

#[derive(Debug, Clone)]
pub struct ValueLine {
    pub id: Id,
    pub serves: Option<Id>,
    pub gives: Option<Gives>,
    pub line: Option<Text>,
}

#[derive(Debug, Clone)]
pub struct Contact {
    pub id: Id,
    pub name: Option<Text>,
    pub role: Option<Text>,
    pub stance: Option<Text>,
    pub email: Option<Text>,
}

/// The next touch. A plain text in the file is `what` alone.
#[derive(Debug, Clone)]
pub struct Next {
    pub what: Option<Text>,
    pub on: Option<When>,
    pub by: Option<Id>,
    pub needs: Option<Id>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Caution for all on this deal.
    Yellow,
    /// Stop all outreach; clocks stand.
    Red,
}

#[derive(Debug, Clone)]
pub struct Flag {
    pub id: Id,
    pub colour: Colour,
    pub why: Option<Text>,
    pub by: Option<Id>,
    pub at: Option<When>,
}

#[derive(Debug, Clone)]
pub struct Waiver {
    pub id: Id,
    pub of: Option<Text>,
    pub why: Option<Text>,
    pub by: Option<Id>,
    pub until: Option<When>,
}

/// A dated promise.
#[derive(Debug, Clone)]
pub struct Control {
    pub id: Id,
    pub what: Option<Text>,
    pub due: Option<When>,
    /// A crew id, or `customer`.
    pub owner: Option<Id>,
    pub early_hurts: bool,
    pub done: Option<When>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunKind {
    Phone,
    Meeting,
    Visit,
    Demo,
}

/// A meeting, driven live.
#[derive(Debug, Clone)]
pub struct Run {
    pub id: Id,
    pub what: Option<Text>,
    pub starts: Option<When>,
    pub length: Option<Duration>,
    pub crew: Vec<Id>,
    pub with: Vec<Id>,
    pub kind: Option<RunKind>,
    pub aim: Option<Text>,
    pub link: Option<Text>,
    pub started: Option<When>,
    pub ended: Option<When>,
    /// From and until; an open pause has no end.
    pub pauses: Vec<(When, Option<When>)>,
}

#[derive(Debug, Clone)]
pub struct StageLog {
    pub stage: Id,
    pub from: Option<When>,
    pub to: Option<When>,
    pub overruled: Option<Text>,
    pub by: Option<Id>,
}

#[derive(Debug, Clone)]
pub struct CloseLog {
    pub at: Option<When>,
    pub was: Option<When>,
    pub now: Option<When>,
    pub by: Option<Id>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StrokeKind {
    /// Sales.
    Push,
    /// Marketing.
    Pull,
}

#[derive(Debug, Clone)]
pub struct Stroke {
    pub at: Option<When>,
    pub by: Option<Id>,
    pub kind: Option<StrokeKind>,
    pub what: Option<Text>,
    pub result: Option<Text>,
    pub topic: Option<Id>,
    pub track: Option<Id>,
    pub asset: Option<Id>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeardKind {
    Objection,
    Question,
    Challenge,
    Praise,
    Rival,
}

/// A field report: the buyer's own words.
#[derive(Debug, Clone)]
pub struct Heard {
    pub at: Option<When>,
    pub by: Option<Id>,
    pub who: Option<Id>,
    pub kind: Option<HeardKind>,
    pub said: Option<Text>,
    pub topic: Option<Id>,
    pub run: Option<Id>,
    /// The note that answers it; `None`: still in the inbox.
    pub answer: Option<Id>,
    pub answered: Option<When>,
}

#[derive(Debug, Clone)]
pub struct Message {
    pub at: Option<When>,
    pub by: Option<Id>,
    pub text: Option<Text>,
    pub seen: Option<When>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Used {
    Landed,
    Flat,
    NotUsed,
}

/// One call, written when it is made; acknowledging completes it.
#[derive(Debug, Clone)]
pub struct CallLog {
    /// A note's id, `hazard/note`, or `control.<id>`.
    pub note: Id,
    /// The rung as written in the ladder or lead; empty for a default lead and for a control.
    pub rung: Text,
    pub place: Option<When>,
    pub lead: Option<Duration>,
    pub called: Option<When>,
    pub acked: Option<When>,
    pub again: Option<When>,
    pub by: Option<Id>,
    pub used: Option<Used>,
}

#[derive(Debug, Clone)]
pub struct Handoff {
    pub from: Option<Id>,
    pub to: Option<Id>,
    pub at: Option<When>,
    pub briefing: Option<Text>,
    pub accepted: Option<When>,
}

#[derive(Debug, Clone)]
pub struct Stint {
    pub what: Option<Text>,
    pub by: Option<Id>,
    pub done: Option<When>,
}

/// In trouble: present while being repaired.
#[derive(Debug, Clone)]
pub struct Service {
    pub since: Option<When>,
    pub reason: Option<Text>,
    pub play: Option<Id>,
    pub until: Option<When>,
    pub push: Option<Stint>,
    pub pull: Option<Stint>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repair {
    Recovered,
    Later,
    Retired,
}

#[derive(Debug, Clone)]
pub struct ServiceLog {
    pub since: Option<When>,
    pub ended: Option<When>,
    pub reason: Option<Text>,
    pub play: Option<Id>,
    pub outcome: Option<Repair>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Won,
    Lost,
}

/// The finish; a deal without it is open.
#[derive(Debug, Clone)]
pub struct Finish {
    pub status: Status,
    pub on: Option<When>,
    pub reason: Option<Text>,
    /// Who, and for what.
    pub credit: Vec<(Id, Text)>,
}

/// `[[review]]`: a pair's review of a deal.
#[derive(Debug, Clone)]
pub struct Review {
    pub at: Option<When>,
    pub deal: Option<Id>,
    pub by: Vec<Id>,
    pub decisions: Vec<Text>,
    pub rubs: Option<Text>,
}
