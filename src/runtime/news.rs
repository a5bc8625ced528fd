//! What the saver and the watch tell, as facts for the machine: messages, and texts to be read.
//!
//! Whoever runs a loop takes them in this order. It knows no loop.

use super::saver::Report;
use super::shelf::Kept;
use super::watch::Outside;
use crate::console::clash::Waiting;
use crate::console::message::Message;
use crate::text::Clash;

/// A fact.
#[derive(Debug)]
pub enum Fact {
    /// For the machine.
    Message(Message),
    /// The file has this text now.
    Read {
        /// The text.
        bytes: Vec<u8>,
        /// Whether somebody else wrote it.
        outside: bool,
    },
}

fn told(text: String, bad: bool) -> Fact {
    Fact::Message(Message::Told { text, bad })
}

/// What the saver tells.
#[must_use]
pub fn of_saver(report: Report<Clash>) -> Vec<Fact> {
    match report {
        Report::Safe(through) => vec![Fact::Message(Message::Safe { through })],
        Report::Unsafe { message } => vec![told(message, true)],
        Report::Saved(saved) => {
            let differs = saved.committed.foreign || !saved.clashes.is_empty();
            let clashes = waiting(saved.clashes);
            let mut facts = vec![Fact::Message(Message::Saved { through: saved.through, clashes })];
            if let Some(backup) = &saved.committed.backup {
                let text = format!("somebody wrote at the same moment; their text is kept in {}", backup.display());
                facts.push(told(text, true));
            }
            if differs {
                facts.push(Fact::Read { bytes: saved.committed.bytes.to_vec(), outside: true });
            }
            facts
        }
        Report::Failed { message, mend, .. } => {
            let text = if mend.is_empty() { message } else { format!("{message}; {mend}") };
            vec![Fact::Message(Message::SaveFailed { text })]
        }
        Report::Recovered { edits, saved } => {
            let text = match edits {
                1 => "1 edit of an earlier session was not in the file yet; it is now".to_owned(),
                many => format!("{many} edits of an earlier session were not in the file yet; they are now"),
            };
            vec![
                Fact::Read { bytes: saved.committed.bytes.to_vec(), outside: false },
                told(text, false),
                Fact::Message(Message::Clashes(waiting(saved.clashes))),
            ]
        }
        Report::Waiting(kept) => vec![Fact::Message(Message::Clashes(waiting(kept)))],
        Report::Kept(path) => {
            vec![told(format!("edits that this version cannot read are kept in {}", path.display()), true)]
        }
    }
}

/// What the watch tells. After a change a save that failed is worth another try.
#[must_use]
pub fn of_outside(outside: Outside) -> Fact {
    match outside {
        Outside::Changed { bytes, .. } => Fact::Read { bytes, outside: true },
        Outside::Gone => {
            let text = "the file is gone; this is how it stood. Your edits are kept until it is back".to_owned();
            Fact::Message(Message::FileProblem { text, line: None })
        }
        Outside::Unreadable { message } => Fact::Message(Message::FileProblem { text: message, line: None }),
        Outside::Copies(copies) => Fact::Message(Message::Copies(copies)),
        Outside::Deaf { message } => told(message, true),
    }
}

/// What the saver keeps, for the machine.
fn waiting(kept: Vec<Kept<Clash>>) -> Vec<Waiting> {
    kept.into_iter().map(|Kept { id, written, clash }| Waiting { id, written, clash }).collect()
}
