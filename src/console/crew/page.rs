//! A tab as people read it: a sentence, and rows under it, some of which lead somewhere.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Tab, destination, engine, playlist};
use crate::campaign::{Campaign, Id, StrokeKind};
use crate::console::sheet::Tone;
use crate::console::told::{Line, Told};
use crate::drive::Outlook;
use crate::drive::destination::Point;
use crate::drive::engine::{Gauge, Week};
use crate::drive::works::Share;
use crate::text::RecordPath;

/// Where a line leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To a deal on the Stage.
    Deal(Id),
    /// To a record, in its form.
    Record(RecordPath),
    /// To the form of a new record in this group.
    New(RecordPath),
    /// To the line in which a track on this topic is proposed.
    Propose(Id),
}

/// What a row is.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// A heading.
    Part(String),
    /// A sentence.
    Words(String),
    /// What lies behind the sentence before.
    Under(String, Tone),
    /// The way to the target, drawn.
    Chart(Vec<Point>),
    /// The weeks as two cylinders, with their Mondays.
    Cylinders(Vec<Week>, Vec<NaiveDate>),
    /// A deal with the strokes of its last weeks.
    Deal {
        /// Its name.
        account: String,
        /// Its last weeks.
        gauge: Gauge,
        /// It runs on one stroke alone.
        alone: Option<StrokeKind>,
    },
    /// A track.
    Track {
        /// What it is called.
        theme: String,
        /// Who has signed, and who has not.
        signed: String,
        /// Agreed is good, anything else waits.
        tone: Tone,
    },
    /// How something landed, as a dot on its interval.
    Landed {
        /// How often, of how many.
        share: Share,
        /// In words.
        words: String,
    },
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it says.
    pub what: What,
    /// Where it leads.
    pub target: Option<Target>,
    /// The track it is about.
    pub track: Option<Id>,
}

impl Row {
    /// A row that leads nowhere.
    #[must_use]
    pub const fn of(what: What) -> Self {
        Self { what, target: None, track: None }
    }

    pub(super) fn part(title: impl Into<String>) -> Self {
        Self::of(What::Part(title.into()))
    }

    pub(super) fn words(words: impl Into<String>) -> Self {
        Self::of(What::Words(words.into()))
    }

    pub(super) fn to(self, target: Target) -> Self {
        Self { target: Some(target), ..self }
    }

    pub(super) fn about(self, track: &Id) -> Self {
        Self { track: Some(track.clone()), ..self }
    }

    /// Whether the cursor stops here.
    #[must_use]
    pub const fn is_stop(&self) -> bool {
        match self.what {
            What::Words(_) | What::Deal { .. } | What::Track { .. } => true,
            What::Under(..) => self.target.is_some(),
            What::Part(_) | What::Chart(_) | What::Cylinders(..) | What::Landed { .. } => false,
        }
    }
}

/// A tab.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// What to do, and why.
    pub sentence: String,
    /// Where that is done.
    pub target: Option<Target>,
    /// The track that it is about.
    pub track: Option<Id>,
    /// The rows under it.
    pub rows: Vec<Row>,
}

impl Page {
    /// How many stops the cursor has: the sentence, and each row that says something by itself.
    #[must_use]
    pub fn stops(&self) -> usize {
        1 + self.rows.iter().filter(|row| row.is_stop()).count()
    }

    /// The row of a stop; none for the sentence.
    #[must_use]
    pub fn row(&self, stop: usize) -> Option<usize> {
        let nth = stop.checked_sub(1)?;
        self.rows.iter().enumerate().filter(|(_, row)| row.is_stop()).nth(nth).map(|(at, _)| at)
    }

    /// Where a stop leads.
    #[must_use]
    pub fn target(&self, stop: usize) -> Option<&Target> {
        match self.row(stop) {
            Some(row) => self.rows[row].target.as_ref(),
            None => self.target.as_ref(),
        }
    }

    /// The track of a stop.
    #[must_use]
    pub fn track(&self, stop: usize) -> Option<&Id> {
        match self.row(stop) {
            Some(row) => self.rows[row].track.as_ref(),
            None => self.track.as_ref(),
        }
    }

    /// The stop that is about the same as one of the page before.
    pub(super) fn stop_like(&self, before: &Self, stop: usize) -> Option<usize> {
        let row = &before.rows[before.row(stop)?];
        let same = |one: &Row| match (&row.track, &row.target) {
            (None, None) => one.what == row.what,
            (track, target) => one.track == *track && one.target == *target,
        };
        self.rows.iter().filter(|row| row.is_stop()).position(same).map(|at| at + 1)
    }

    /// Adds what a system says, each deal as a way to it.
    pub(super) fn add(&mut self, told: &Told) {
        self.rows.extend(told.lines.iter().map(|line| match line {
            Line::Part(title) => Row::part(title),
            Line::Words(words) => Row::words(words),
            Line::Under { words, .. } => Row::of(What::Under(words.clone(), Tone::Quiet)),
            Line::Deal { deal, words } => Row::words(words).to(Target::Deal(deal.clone())),
        }));
    }
}

/// All three tabs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pages([Page; 3]);

impl Pages {
    /// What a campaign says of its crew.
    #[must_use]
    pub fn of_campaign(campaign: &Campaign, outlook: &Outlook, now: DateTime<Utc>) -> Self {
        Self([
            destination::page(campaign, outlook, now),
            engine::page(campaign, outlook, now),
            playlist::page(campaign, outlook, now),
        ])
    }

    /// A tab's page.
    #[must_use]
    pub const fn of(&self, tab: Tab) -> &Page {
        &self.0[tab as usize]
    }
}
