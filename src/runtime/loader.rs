//! Reads files and answers long questions beside the loop: one thread, in order, and only when there is something.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::past;
use crate::campaign::{Campaign, Id, Text};
use crate::console::crew::Pages;
use crate::console::load::{self, Asked, Loaded};
use crate::console::message::Message;
use crate::console::order::Order;
use crate::console::punctuality::Sheet;
use crate::console::search;
use crate::console::time_card;
use crate::drive::Outlook;
use crate::drive::alike::alike;
use crate::drive::attention::Weights;
use crate::drive::calls::punctuality;
use crate::drive::desk::Table;
use crate::drive::route_map::Won;
use crate::text::{Diagnostic, Document};

/// A question.
pub enum Question {
    /// Read these bytes.
    Read {
        /// The file's bytes, or the document they were cut into already.
        source: Source,
        /// For whom.
        asked: Box<Asked>,
        /// The edits that are in these bytes.
        includes: u64,
        /// Whether somebody else changed the file.
        outside: bool,
    },
    /// Read the console's own text again.
    Reread {
        /// The text.
        document: Box<Document>,
        /// For whom.
        asked: Box<Asked>,
        /// The edits that are in it.
        includes: u64,
        /// Which load it comes from.
        load: u64,
    },
    /// Read the archived campaigns.
    Past {
        /// The campaign file.
        file: PathBuf,
        /// Their paths, as the file lists them.
        paths: Vec<Text>,
        /// The machine's zone.
        zone: Tz,
    },
    /// Find this.
    Search {
        /// The campaign as it is now.
        campaign: Arc<Campaign>,
        /// What is looked for.
        query: String,
        /// The search's number.
        number: u64,
    },
    /// Find the notes that say nearly the same.
    Alike {
        /// The campaign as it is now.
        campaign: Arc<Campaign>,
        /// The words.
        say: String,
        /// The deal they are for.
        deal: Option<Id>,
        /// The note they are for, if it is there already.
        own: Option<Id>,
        /// The question's number.
        number: u64,
    },
    /// Put the deals in order.
    Order {
        /// The campaign as it is now.
        campaign: Arc<Campaign>,
        /// Its calendars.
        outlook: Arc<Outlook>,
        /// For whom.
        seat: Option<Id>,
        /// What makes a deal need somebody, and how much.
        weights: Weights,
        /// When.
        now: DateTime<Utc>,
        /// The order's number.
        version: u64,
    },
    /// Work out how punctual the calls are.
    Punctuality {
        /// The campaign as it is now.
        campaign: Arc<Campaign>,
        /// Its calendars.
        outlook: Arc<Outlook>,
        /// When.
        now: DateTime<Utc>,
    },
    /// Work out the time card of a deal, or of all.
    TimeCard {
        /// The campaign as it is now.
        campaign: Arc<Campaign>,
        /// Its calendars.
        outlook: Arc<Outlook>,
        /// Of which deal.
        deal: Option<Id>,
        /// When.
        now: DateTime<Utc>,
    },
    /// Work out what the Crew screen says.
    Crew {
        /// The campaign as it is now.
        campaign: Arc<Campaign>,
        /// Its calendars.
        outlook: Arc<Outlook>,
        /// When.
        now: DateTime<Utc>,
    },
    /// Work out the average way of the won deals.
    Won {
        /// The campaign as it is now.
        campaign: Arc<Campaign>,
        /// Its version.
        version: u64,
    },
    /// Work out how every note stands.
    Desk {
        /// The campaign as it is now.
        campaign: Arc<Campaign>,
        /// Its calendars.
        outlook: Arc<Outlook>,
        /// Who asks.
        seat: Option<Id>,
        /// When.
        now: DateTime<Utc>,
    },
}

/// A file up to this many bytes is read in less than a frame.
const SHORT_FILE: usize = 96 * 1024;
/// Archived campaigns up to this many bytes together are not worth a thread, and the memory that it keeps.
const SHORT_PAST: usize = 16 * 1024;
/// Of notes that say the same, more than this are not counted.
const MOST_ALIKE: usize = 100;
/// So many deals are looked through in less than a frame.
const FEW_DEALS: usize = 100;

impl Question {
    /// Whether the answer takes less than a frame.
    #[must_use]
    pub fn is_short(&self) -> bool {
        match self {
            Self::Read { source: Source::Bytes(bytes), .. } => bytes.len() <= SHORT_FILE,
            Self::Read { source: Source::Document(document, _), .. } | Self::Reread { document, .. } => {
                document.len() <= SHORT_FILE
            }
            Self::Past { file, paths, .. } => past::is_within(file, paths, SHORT_PAST),
            Self::Search { campaign, .. }
            | Self::Alike { campaign, .. }
            | Self::Order { campaign, .. }
            | Self::Punctuality { campaign, .. }
            | Self::TimeCard { campaign, .. }
            | Self::Crew { campaign, .. }
            | Self::Won { campaign, .. }
            | Self::Desk { campaign, .. } => campaign.deals.len() <= FEW_DEALS,
        }
    }
}

/// Where a document comes from.
pub enum Source {
    /// The bytes of a file.
    Bytes(Vec<u8>),
    /// A document at hand, and what cutting it told.
    Document(Box<Document>, Vec<Diagnostic>),
}

/// The way to the thread.
#[derive(Debug, Clone)]
pub struct Loader(Sender<Question>);

impl Loader {
    /// Starts the thread; it ends with the last `Loader`. Answers go to `answer`, which must not block.
    #[expect(clippy::disallowed_methods, reason = "long questions have a thread of their own")]
    pub fn start(answer: impl Fn(Message) + Send + 'static) -> Self {
        let (sender, inbox) = mpsc::channel();
        std::thread::spawn(move || {
            let mut waiting: Option<Question> = None;
            while let Some(question) = waiting.take().or_else(|| inbox.recv().ok()) {
                // Of several searches or orders in a row only the last is still wanted.
                let mut question = question;
                while let Ok(next) = inbox.try_recv() {
                    if supersedes(&next, &question) {
                        question = next;
                    } else {
                        waiting = Some(next);
                        break;
                    }
                }
                answer(reply(question));
            }
        });
        Self(sender)
    }

    /// Asks.
    pub fn ask(&self, question: Question) {
        // The thread ends only with the last sender, so it is there.
        drop(self.0.send(question));
    }
}

const fn supersedes(next: &Question, before: &Question) -> bool {
    matches!(
        (next, before),
        (Question::Search { .. }, Question::Search { .. })
            | (Question::Alike { .. }, Question::Alike { .. })
            | (Question::Order { .. }, Question::Order { .. })
            | (Question::Reread { .. }, Question::Reread { .. })
            | (Question::Punctuality { .. }, Question::Punctuality { .. })
            | (Question::TimeCard { .. }, Question::TimeCard { .. })
            | (Question::Crew { .. }, Question::Crew { .. })
            | (Question::Won { .. }, Question::Won { .. })
            | (Question::Past { .. }, Question::Past { .. })
            | (Question::Read { .. }, Question::Read { .. } | Question::Reread { .. })
    )
}

/// The answer to a question.
#[must_use]
pub fn reply(question: Question) -> Message {
    match question {
        Question::Read { source, asked, includes, outside } => read(source, &asked, includes, outside),
        Question::Reread { document, asked, includes, load } => {
            let mut loaded = Loaded::whole(*document, Vec::new(), &asked);
            loaded.includes = includes;
            loaded.again = Some(load);
            Message::Loaded(Box::new(loaded))
        }
        Question::Past { file, paths, zone } => Message::Past(Box::new(past::read(&file, &paths, zone))),
        Question::Search { campaign, query, number } => {
            Message::Found { number, hits: search::search(&campaign, &query) }
        }
        Question::Alike { campaign, say, deal, own, number } => {
            let found = alike(&campaign, &say, deal.as_deref(), own.as_deref(), MOST_ALIKE);
            Message::Alike { number, found }
        }
        Question::Punctuality { campaign, outlook, now } => {
            let report = punctuality(&campaign, &outlook, None, now);
            Message::Punctuality { sheet: Box::new(Sheet::of(&campaign, &report, now)) }
        }
        Question::TimeCard { campaign, outlook, deal, now } => {
            let sheet = time_card::Sheet::of_campaign(&campaign, &outlook, deal.as_ref(), now);
            Message::TimeCard { sheet: Box::new(sheet) }
        }
        Question::Crew { campaign, outlook, now } => {
            Message::Crew { pages: Box::new(Pages::of_campaign(&campaign, &outlook, now)) }
        }
        Question::Won { campaign, version } => Message::Won { version, won: Box::new(Won::of(&campaign)) },
        Question::Desk { campaign, outlook, seat, now } => {
            Message::Desk { table: Box::new(Table::of(&campaign, &outlook, seat.as_ref(), now)) }
        }
        Question::Order { campaign, outlook, seat, weights, now, version } => {
            Message::Ordered { version, order: Box::new(Order::of(&campaign, &outlook, seat.as_ref(), &weights, now)) }
        }
    }
}

/// Reads a whole file.
#[must_use]
pub fn read(source: Source, asked: &Asked, includes: u64, outside: bool) -> Message {
    let (document, cutting) = match source {
        Source::Document(document, cutting) => (*document, cutting),
        Source::Bytes(bytes) => load::cut(bytes),
    };
    let mut loaded = Loaded::whole(document, cutting, asked);
    loaded.includes = includes;
    loaded.outside = outside;
    Message::Loaded(Box::new(loaded))
}
