//! What the machine wants done outside itself: small closed data, carried out by the runtime in one place.

use std::path::PathBuf;

use super::drafts::Changes;
use crate::campaign::{Id, Text};
use crate::drive::calls::Announcement;
use crate::drive::credits::Card;
use crate::text::Edit;

/// One thing to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Make these edits safe, then write them into the file.
    Save(Vec<Edit>),
    /// Forget these clashes: somebody has decided.
    Settle(Vec<String>),
    /// Move this copy of the file, whose text has this hash, to the backups.
    PutAway {
        /// Its name, in the folder of the file.
        name: String,
        /// The hash of its bytes.
        hash: u64,
    },
    /// Find this; answer with the number.
    Search {
        /// The query.
        query: String,
        /// Its number.
        number: u64,
    },
    /// Find the notes that say nearly the same; answer with the number.
    Alike {
        /// The words.
        say: String,
        /// The deal they are for: its notes come first.
        deal: Option<Id>,
        /// The note they are for, if it is there already.
        own: Option<Id>,
        /// The question's number.
        number: u64,
    },
    /// Put the needs of all deals in order; answer with the campaign's version.
    Order {
        /// The version of the campaign that is asked about.
        version: u64,
    },
    /// Work out how every note stands, for the Desk.
    Desk,
    /// Work out how punctual the calls are.
    Punctuality,
    /// Work out the time card of a deal, or of all.
    TimeCard {
        /// Which deal.
        deal: Option<Id>,
    },
    /// Work out what the Crew screen says.
    Crew,
    /// Work out the average way of the won deals.
    Won {
        /// The version of the campaign.
        version: u64,
    },
    /// Put a text on the clipboard.
    Copy(String),
    /// Draw a card as a picture and put it beside the campaign, over no file that is there.
    PutPicture(Box<Card>),
    /// Open a link.
    Open(String),
    /// Open the editor at a line of the file.
    Edit {
        /// From 1.
        line: usize,
    },
    /// Calls have come for somebody who may be looking elsewhere, or words are to be said again.
    Announce(Announcement),
    /// Keep the place for the next start.
    Remember {
        /// The deal looked at.
        deal: Id,
    },
    /// Keep what is half-typed, so that it survives whatever ends the program: at most once a second, and at once when the
    /// program is left.
    KeepDrafts(Changes),
    /// Read the console's own text again as a whole; answer with a load.
    Reread,
    /// Read the archived campaigns at these paths, beside the loop and after the first frame.
    ReadPast(Vec<Text>),
    /// Find files that look like exports; answer with the import's number.
    FindExports {
        /// The import's number.
        number: u64,
        /// The path that is being typed; empty: the newest of the usual places.
        typed: String,
    },
    /// Read an export beside the loop; answer with the import's number.
    ReadExport {
        /// The import's number.
        number: u64,
        /// Which file.
        path: PathBuf,
    },
    /// Read on with these answers to all that was asked, by their keys.
    AnswerExport {
        /// The import's number.
        number: u64,
        /// The answers, in the order of the questions.
        answers: Vec<String>,
    },
    /// Work out what the open import would change.
    PlanImport {
        /// Its number.
        number: u64,
    },
    /// Make the open import on the console's own text, beside the loop.
    MakeImport {
        /// Its number.
        number: u64,
    },
    /// Nobody waits for an export any more: let go of what was read of it.
    LeaveExport,
    /// Look whether the file has changed: the minute's check for folders that tell nothing.
    CheckFile,
    /// Draw everything anew.
    Repaint,
    /// Stop for a while.
    Suspend,
    /// Leave.
    Quit,
}
