//! What one may do to a deal or to the playlist, as rules: each is a pure function from the campaign, the text and a wish to what is
//! written, or to a refusal that names the mend. One file a rule; the console and the command line ask the same ones.
//!
//! Invariant: a rule writes nothing and names only records that the campaign has. It is asked on the text as it is now,
//! so that whoever makes its intents on another text asks it again.
//!
//! On purpose a rule does not guard what any edit may do: `set`, `add` and `remove` reach every record without one.

mod call;
mod close;
mod control;
mod finish;
mod flag;
mod gate;
mod hand_over;
mod heard;
mod message;
mod next;
mod review;
pub mod run;
mod scrutineering;
mod service;
mod stage;
mod stroke;
mod track;

use chrono::{DateTime, NaiveDate, SubsecRound, TimeDelta, Utc};

pub use call::{OpenCall, acknowledge, call_made, call_repeated, hear};
pub use close::close;
pub use control::kept;
pub use finish::{Finished, finish};
pub use flag::{Raised, flag, lower};
pub use gate::gate;
pub use hand_over::{accept, decline, hand_over};
pub use heard::{Answer, Filed, Report, answer, file, report, row_of};
pub use message::{seen, send};
pub use next::{Touch, next};
pub use review::{Reviewed, review};
pub use scrutineering::{Exception, RAISED_PACE, raise, waive};
pub use service::{Ended, Repairs, Task, box_day, report_part, serve, served};
pub(super) use stage::missing_facts;
pub use stage::stage;
pub use stroke::{Played, stroke};
pub use track::{Proposed, propose, sign, withdraw};

use super::Outlook;
use crate::campaign::{Campaign, Deal, Id, When, nearest};
use crate::text::{Document, Intent, KeyPath, Literal, RecordPath, Refusal};

/// What a rule is asked on.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// What the file says.
    pub campaign: &'a Campaign,
    /// Its text: how a record is written decides how it is changed.
    pub document: &'a Document,
    /// The moment.
    pub now: DateTime<Utc>,
    /// Who acts; `None`: nobody in particular.
    pub by: Option<&'a str>,
}

/// What is written, and what the person should know of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Act {
    /// The edits, to be made all or none.
    pub intents: Vec<Intent>,
    /// In words, one fact a line.
    pub told: Vec<String>,
}

impl Act {
    fn of(intents: Vec<Intent>) -> Self {
        Self { intents, told: Vec::new() }
    }

    fn telling(mut self, words: impl Into<String>) -> Self {
        self.told.push(words.into());
        self
    }
}

impl From<Vec<Intent>> for Act {
    fn from(intents: Vec<Intent>) -> Self {
        Self::of(intents)
    }
}

impl<'a> Ground<'a> {
    fn deal(&self, id: &str) -> Result<&'a Deal, Refusal> {
        self.campaign.deal(id).ok_or_else(|| {
            let ids = self.campaign.deals.iter().map(|deal| deal.id.as_str());
            unknown("no deal is called", id, ids, "see the ids after `[deal.` in the file")
        })
    }

    /// The deal, while it has no finish.
    fn open_deal(&self, id: &str) -> Result<&'a Deal, Refusal> {
        let deal = self.deal(id)?;
        match &deal.result {
            None => Ok(deal),
            Some(result) => {
                let status = match result.status {
                    crate::campaign::Status::Won => "won",
                    crate::campaign::Status::Lost => "lost",
                };
                Err(Refusal::new(
                    format!("the deal `{id}` is {status} already"),
                    format!("take its finish out first: remove `deal.{id}.result`"),
                ))
            }
        }
    }

    fn person(&self, id: &str) -> Result<&'a Id, Refusal> {
        let crew = &self.campaign.crew;
        crew.iter().map(|crew| &crew.id).find(|known| **known == *id).ok_or_else(|| {
            unknown("nobody in the crew is called", id, crew.iter().map(|crew| crew.id.as_str()), "write a crew id")
        })
    }

    fn topic_is_any_word(topic: &str) -> Result<(), Refusal> {
        let is_slug = !topic.is_empty()
            && topic.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':'));
        if is_slug {
            return Ok(());
        }
        Err(Refusal::new(
            format!("`{topic}` cannot be a topic"),
            "write one word of letters, digits and hyphens, such as `data-team`",
        ))
    }

    /// Day of the campaign's zone.
    fn today(&self) -> NaiveDate {
        self.now.with_timezone(&self.campaign.zone).date_naive()
    }

    fn outlook(&self) -> Outlook {
        Outlook::new(self.campaign)
    }

    /// Now to the second, as the logs have it; a thousandth later for each row that has the moment already, so that no
    /// two rows of this program have one key.
    fn moment(&self, taken: impl Fn(When) -> bool) -> DateTime<Utc> {
        let mut moment = self.now.trunc_subsecs(0);
        while taken(When::Instant(moment)) {
            moment += TimeDelta::milliseconds(1);
        }
        moment
    }

    fn is_written(&self, record: &RecordPath, key: &str) -> bool {
        self.document.get(record, &KeyPath::new(key)).is_some()
    }
}

/// Nothing has this name; the nearest one is offered.
fn unknown<'n>(what: &str, name: &str, known: impl Iterator<Item = &'n str>, mend: &str) -> Refusal {
    let near = nearest(name, known);
    let mend = near.map_or_else(|| mend.to_owned(), |near| format!("write `{near}`, if that is meant"));
    Refusal::new(format!("{what} `{name}`"), mend)
}

/// A text that has to say something.
fn words<'t>(text: &'t str, what: &str, mend: &str) -> Result<&'t str, Refusal> {
    let text = text.trim();
    if text.is_empty() { Err(Refusal::new(format!("{what} has no words"), mend)) } else { Ok(text) }
}

/// The record of a deal.
#[must_use]
pub fn deal_path(id: &str) -> RecordPath {
    RecordPath::new(["deal", id])
}

/// Gives a key of a record a value, whatever it was.
#[must_use]
pub fn set(record: RecordPath, key: impl Into<KeyPath>, value: Literal) -> Intent {
    Intent::Set { record, key: key.into(), value }
}

fn unset(record: RecordPath, key: impl Into<KeyPath>) -> Intent {
    Intent::Unset { record, key: key.into() }
}

/// A text.
#[must_use]
pub fn text(value: &str) -> Literal {
    Literal::Text(value.to_owned())
}

/// An instant as the logs have it: with its offset. A log written by this program has it to the second, mostly.
#[must_use]
pub fn instant(at: DateTime<Utc>) -> Literal {
    Literal::OffsetDateTime(at.fixed_offset())
}

/// A date or time as it was written.
#[must_use]
pub fn when(at: When) -> Literal {
    match at {
        When::Date(day) => Literal::Date(day),
        When::Local(time) => Literal::LocalDateTime(time),
        When::Instant(time) => instant(time),
    }
}

/// Fields of a row or record, in order, where those without a value are left out.
#[derive(Default)]
struct Fields(Vec<(KeyPath, Literal)>);

impl Fields {
    fn with(mut self, key: &str, value: Literal) -> Self {
        self.0.push((KeyPath::new(key), value));
        self
    }

    fn maybe(self, key: &str, value: Option<Literal>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    fn maybe_text(self, key: &str, value: Option<&str>) -> Self {
        self.maybe(key, value.map(text))
    }
}
