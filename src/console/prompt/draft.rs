//! What a typed line means: the value between the line and what is written of it.

use chrono::{DateTime, Utc};

use super::super::desk::shift;
use super::super::model::Model;
use super::super::words;
use crate::campaign::{Colour, Id, Position, Way, When};
use crate::drive::desk::NoteName;
use crate::drive::messages;
use crate::text::Intent;

/// What a typed line means.
#[derive(Debug, Clone, PartialEq)]
pub enum Draft {
    /// The next touch.
    NextTouch {
        /// Whose deal.
        deal: Id,
        /// What.
        what: String,
        /// When.
        on: Option<When>,
    },
    /// A pace note.
    Note(NoteDraft),
    /// The answer to a field report.
    Answer {
        /// The report.
        report: Report,
        /// What answers it.
        with: AnswerWith,
    },
    /// An obstacle that has bitten.
    Hit {
        /// Whose deal.
        deal: Id,
        /// Its new id.
        id: String,
        /// Steps, if shorthand was typed.
        pace: Option<String>,
        /// Words.
        title: String,
    },
    /// A message to the other seat.
    Message {
        /// On which deal.
        deal: Id,
        /// What it says.
        text: String,
    },
    /// The wheel is offered.
    HandOver {
        /// Whose.
        deal: Id,
        /// To whom.
        to: Id,
        /// What the next driver must know.
        briefing: String,
    },
    /// A rule of scrutineering is lifted.
    Waiver {
        /// On which deal.
        deal: Id,
        /// What is lifted.
        of: String,
        /// Why.
        why: String,
        /// Until when.
        until: Option<When>,
    },
    /// A flag is raised.
    Flag {
        /// On which deal.
        deal: Id,
        /// How grave.
        colour: Colour,
        /// Its new id: the word that plays answer to.
        id: String,
        /// Why.
        why: String,
    },
    /// Better words for a note.
    Amend {
        /// Whose deal.
        deal: Id,
        /// The note, or `hazard/note`.
        note: Id,
        /// What it said.
        was: String,
        /// What it says now.
        say: String,
    },
    /// What both sides changed is decided.
    Settle {
        /// The clash.
        id: String,
        /// What writes the words.
        intents: Vec<Intent>,
    },
    /// A run that goes on began then.
    Began {
        /// Whose deal.
        deal: Id,
        /// Which run.
        run: Id,
        /// When.
        at: DateTime<Utc>,
    },
    /// Places of notes, moved.
    Shift {
        /// The new place of each.
        places: Vec<(NoteName, Position)>,
        /// By how much.
        way: Way,
    },
    /// A decision of a review, for the table.
    Decision {
        /// On which deal.
        deal: Id,
        /// The words that it takes the place of.
        was: Option<String>,
        /// What was decided.
        said: String,
    },
    /// What rubs, for the table.
    Rubs {
        /// On which deal.
        deal: Id,
        /// In one line.
        said: String,
    },
    /// A track that is proposed.
    Track(TrackDraft),
    /// A new deal.
    Deal {
        /// Its new id.
        id: String,
        /// The account.
        account: String,
        /// Its value, as typed.
        value: Option<rust_decimal::Decimal>,
    },
}

/// A row of a deal's `heard`, by what tells it from the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Whose deal.
    pub deal: Id,
    /// When it was made.
    pub at: When,
    /// Who made it.
    pub by: Option<Id>,
    /// Rows with the same key before it, of hand-written ones.
    pub nth: u32,
}

/// What answers a field report.
#[derive(Debug, Clone, PartialEq)]
pub enum AnswerWith {
    /// A note that is there already: its id, or `hazard/note`.
    Known(Id),
    /// A note to be added.
    New(NoteDraft),
}

/// A note to be added.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteDraft {
    /// Where it is added.
    pub on: Holder,
    /// Its new id.
    pub id: String,
    /// The pencil mark.
    pub mark: Option<char>,
    /// Its place, as the file writes it; none: the hazard's.
    pub at: Option<At>,
    /// Steps in normal form.
    pub pace: Option<String>,
    /// What to say.
    pub say: Option<String>,
}

/// The record that a note belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// A deal.
    Deal(Id),
    /// A hazard.
    Hazard(Id),
}

/// A track to be proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackDraft {
    /// Its new id.
    pub id: String,
    /// What it is called.
    pub theme: Option<String>,
    /// What is to be said.
    pub line: String,
    /// What it is about.
    pub topics: Vec<String>,
}

/// Where a note stands.
#[derive(Debug, Clone, PartialEq)]
pub enum At {
    /// A position such as `enter proof - 3d`.
    Position(Position),
    /// A date or time.
    Time(When),
}

impl Draft {
    /// The step's name in the history.
    #[must_use]
    pub fn name(&self) -> String {
        let name = match self {
            Self::NextTouch { .. } => "next touch",
            Self::Note(_) => "new note",
            Self::Answer { .. } => "answer",
            Self::Hit { .. } => "what just hit",
            Self::Message { .. } => "message",
            Self::HandOver { .. } => "hand-over",
            Self::Waiver { .. } => "waiver",
            Self::Flag { .. } => "flag",
            Self::Amend { .. } => "corrected note",
            Self::Began { .. } => "start of the run",
            Self::Shift { places, .. } => return shift::name(places),
            Self::Decision { .. } | Self::Rubs { .. } => "review",
            Self::Track(_) => "new track",
            Self::Deal { .. } => "new deal",
            Self::Settle { .. } => "decide",
        };
        name.to_owned()
    }

    /// The note that is added.
    #[must_use]
    pub const fn note(&self) -> Option<&NoteDraft> {
        match self {
            Self::Note(note) | Self::Answer { with: AnswerWith::New(note), .. } => Some(note),
            _ => None,
        }
    }

    /// What is told once it is written.
    #[must_use]
    pub fn done(&self, model: &Model) -> String {
        match self {
            Self::NextTouch { what, on, .. } => match on {
                Some(on) => format!("next: {what}, {}", words::when(*on, model.campaign.zone, model.now)),
                None => format!("next: {what} (give it a day)"),
            },
            Self::Note(NoteDraft { on: Holder::Deal(_), id, .. }) => format!("note `{id}` is on the road"),
            Self::Note(NoteDraft { on: Holder::Hazard(hazard), id, .. }) => {
                format!("note `{hazard}/{id}` is on the road of every deal that meets it")
            }
            Self::Answer { with: AnswerWith::New(note), .. } => {
                format!("answered; note `{}` is on the road", note.id)
            }
            Self::Answer { with: AnswerWith::Known(note), .. } => format!("answered by the note `{note}`"),
            Self::Hit { title, .. } => format!("written down: {title}"),
            Self::Message { deal, .. } => format!("sent to {}", readers(model, deal)),
            Self::HandOver { to, .. } => {
                format!("offered to {}, who drives once it is accepted", words::who(&model.campaign, to))
            }
            Self::Flag { colour: Colour::Yellow, .. } => "yellow flag: take care".to_owned(),
            Self::Flag { colour: Colour::Red, .. } => "red flag: all outreach stops, and the clocks stand".to_owned(),
            Self::Waiver { until, .. } => until.map_or_else(
                || "waived".to_owned(),
                |until| format!("waived until {}", words::when(until, model.campaign.zone, model.now)),
            ),
            Self::Amend { .. } => "corrected; the original is kept beside it".to_owned(),
            Self::Began { at, .. } => format!("it began at {}", words::moment(*at, model.campaign.zone, model.now)),
            Self::Shift { places, way } => shift::done(places, *way),
            Self::Decision { was: Some(_), .. } => "decided, in other words".to_owned(),
            Self::Rubs { .. } => "noted: what rubs".to_owned(),
            Self::Track(_) => "proposed, with your signature; the other trade has still to sign".to_owned(),
            Self::Deal { account, .. } => format!("{account} is in the campaign"),
            Self::Settle { .. } | Self::Decision { was: None, .. } => "decided".to_owned(),
        }
    }

    /// The deal to show afterwards, if another.
    #[must_use]
    pub fn goes_to(&self) -> Option<Id> {
        match self {
            Self::Deal { id, .. } => Some(Id::from(id.as_str())),
            _ => None,
        }
    }

    /// What is to be said: the words that are held against the playlist and against the other notes.
    #[must_use]
    pub fn say(&self) -> Option<&str> {
        match self {
            Self::Note(note) | Self::Answer { with: AnswerWith::New(note), .. } => note.say.as_deref(),
            Self::Amend { say, .. } => Some(say),
            _ => None,
        }
    }
}

/// Whom a message on a deal reaches, by their names.
#[must_use]
pub fn readers(model: &Model, deal: &str) -> String {
    let Some(deal) = model.campaign.deal(deal) else { return String::new() };
    let readers = messages::readers(&model.campaign, deal, model.seat.as_deref());
    let names: Vec<String> = readers.into_iter().map(|id| words::who(&model.campaign, id)).collect();
    names.join(" and ")
}
