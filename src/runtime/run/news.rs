//! What the threads tell the loop: the saver, the watch and the loader.

use super::{End, Loop, News, waiting};
use crate::console::message::Message;
use crate::runtime::loader;
use crate::runtime::loader::Loader;
use crate::runtime::loader::Question;
use crate::runtime::loader::Source;
use crate::runtime::saver::Report;
use crate::runtime::watch::Outside;
use crate::text::Clash;

impl Loop {
    pub(super) fn hear(&mut self, news: News) {
        match news {
            News::Message(message) => self.take(message),
            News::Saver(report) => self.hear_saver(report),
            News::Outside(outside) => self.hear_outside(outside),
            News::Panicked(text) => self.ends(End::Fault(text)),
        }
    }

    pub(super) fn hear_saver(&mut self, report: Report<Clash>) {
        match report {
            Report::Safe(through) => self.take(Message::Safe { through }),
            Report::Unsafe { message } => self.take(Message::Told { text: message, bad: true }),
            Report::Saved(saved) => {
                let differs = saved.committed.foreign || !saved.clashes.is_empty();
                self.take(Message::Saved { through: saved.through, clashes: waiting(saved.clashes) });
                if let Some(backup) = &saved.committed.backup {
                    let text = format!("somebody wrote at the same moment; their text is kept in {}", backup.display());
                    self.take(Message::Told { text, bad: true });
                }
                if differs {
                    self.read(saved.committed.bytes.to_vec(), true);
                }
            }
            Report::Failed { message, mend, .. } => {
                let text = if mend.is_empty() { message } else { format!("{message}; {mend}") };
                self.take(Message::SaveFailed { text });
            }
            Report::Recovered { edits, saved } => {
                self.read(saved.committed.bytes.to_vec(), false);
                let text = match edits {
                    1 => "1 edit of an earlier session was not in the file yet; it is now".to_owned(),
                    many => format!("{many} edits of an earlier session were not in the file yet; they are now"),
                };
                self.take(Message::Told { text, bad: false });
                self.take(Message::Clashes(waiting(saved.clashes)));
            }
            Report::Waiting(kept) => self.take(Message::Clashes(waiting(kept))),
            Report::Kept(path) => {
                let text = format!("edits that this version cannot read are kept in {}", path.display());
                self.take(Message::Told { text, bad: true });
            }
        }
    }

    pub(super) fn hear_outside(&mut self, outside: Outside) {
        match outside {
            Outside::Changed { bytes, .. } => {
                self.read(bytes, true);
                if let Some(saver) = &self.saver
                    && self.model.file.failed.is_some()
                {
                    saver.retry();
                }
            }
            Outside::Gone => {
                let text = "the file is gone; this is how it stood. Your edits are kept until it is back".to_owned();
                self.take(Message::FileProblem { text, line: None });
            }
            Outside::Unreadable { message } => self.take(Message::FileProblem { text: message, line: None }),
            Outside::Copies(copies) => self.take(Message::Copies(copies)),
            Outside::Deaf { message } => self.take(Message::Told { text: message, bad: true }),
        }
    }

    /// Reads a text of the file: at once if it is small, else beside the loop.
    pub(super) fn read(&mut self, bytes: Vec<u8>, outside: bool) {
        let asked = self.asked();
        let includes = self.model.file.saved;
        let source = Source::Bytes(bytes);
        self.ask(Question::Read { source, asked: Box::new(asked), includes, outside });
    }

    /// Answers a question on the spot where that takes less than a frame, else beside the loop.
    pub(super) fn ask(&mut self, question: Question) {
        if question.is_short() {
            let message = loader::reply(question);
            return self.take(message);
        }
        let sender = &self.sender;
        let loader = self.loader.get_or_insert_with(|| {
            let answers = sender.clone();
            Loader::start(move |message| drop(answers.send(News::Message(message))))
        });
        loader.ask(question);
    }
}
