//! What the threads tell the loop: the saver, the watch and the loader.

use super::{End, Loop, News};
use crate::runtime::loader;
use crate::runtime::loader::Loader;
use crate::runtime::loader::Question;
use crate::runtime::loader::Source;
use crate::runtime::news::{Fact, of_outside, of_saver};

impl Loop {
    pub(super) fn hear(&mut self, news: News) {
        match news {
            News::Message(message) => self.take(message),
            News::Saver(report) => of_saver(report).into_iter().for_each(|fact| self.learn(fact)),
            News::Outside(outside) => {
                let fact = of_outside(outside);
                let is_change = matches!(fact, Fact::Read { .. });
                self.learn(fact);
                if let Some(saver) = self.saver.as_ref().filter(|_| is_change && self.model.file.failed.is_some()) {
                    saver.retry();
                }
            }
            News::Panicked(text) => self.ends(End::Fault(text)),
        }
    }

    fn learn(&mut self, fact: Fact) {
        match fact {
            Fact::Message(message) => self.take(message),
            Fact::Read { bytes, outside } => self.read(bytes, outside),
        }
    }

    /// Reads a text of the file: at once if it is small, else beside the loop.
    fn read(&mut self, bytes: Vec<u8>, outside: bool) {
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
