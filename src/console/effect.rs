//! What the machine wants done outside itself: small closed data, carried out by the runtime in one place.

use crate::campaign::Id;
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
    /// Put the needs of all deals in order; answer with the campaign's version.
    Order {
        /// The version of the campaign that is asked about.
        version: u64,
    },
    /// Put a text on the clipboard.
    Copy(String),
    /// Open a link.
    Open(String),
    /// Open the editor at a line of the file.
    Edit {
        /// From 1.
        line: usize,
    },
    /// A call has come for somebody who may be looking elsewhere.
    Announce(String),
    /// Keep the place for the next start.
    Remember {
        /// The deal looked at.
        deal: Id,
    },
    /// Read the console's own text again as a whole; answer with a load.
    Reread,
    /// Look whether the file has changed: the minute's check for folders that tell nothing.
    CheckFile,
    /// Draw everything anew.
    Repaint,
    /// Stop for a while.
    Suspend,
    /// Leave.
    Quit,
}
