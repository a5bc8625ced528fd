//! The spoken words of a line, in three forms.
//!
//! Texts and topic names are said as they are: what speaks or shows them makes them fit for that.

use super::corner::Grade;
use super::glossary::span_words;
use super::line::Line;
use super::steps::Steps;
use super::voice::Voice;

/// Which end of the grades is tight, in what is said and shown; the file always stores 6 as the easiest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum GradeScale {
    /// As stored: 6 is the easiest, 1 the hardest.
    #[default]
    SixIsEasy,
    /// The other way round: 1 is the easiest, 6 the hardest.
    OneIsEasy,
}

impl GradeScale {
    /// The grade's figure on this scale.
    #[must_use]
    pub const fn figure(self, grade: Grade) -> u8 {
        match self {
            Self::SixIsEasy => grade.figure(),
            Self::OneIsEasy => 7 - grade.figure(),
        }
    }
}

/// How a line is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// What it means, in everyday words; the default on screen and in speech.
    Plain,
    /// As a rally crew says it.
    Rally(GradeScale),
    /// Rally with only what says harder, and the topics: for when the next note is near.
    Rushed(GradeScale),
}

impl Form {
    pub(super) const fn is_rally(self) -> bool {
        matches!(self, Self::Rally(_))
    }

    pub(super) const fn is_rushed(self) -> bool {
        matches!(self, Self::Rushed(_))
    }
}

/// For [`Line::speak`] and [`Steps::speak`] where no file names the topics: their slugs are read as words.
#[must_use]
pub fn no_names(_: &str) -> Option<String> {
    None
}

/// How many words a text has: what blanks part.
#[must_use]
pub fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// A note with more words than this is not heard to its end: at two and a half words a second that is twelve seconds.
pub const MOST_WORDS: usize = 30;

/// How long a text takes to say, in seconds, rounded up: two and a half words a second, an unhurried speaker.
#[must_use]
pub fn seconds_to_say(text: &str) -> usize {
    (words(text) * 2).div_ceil(5)
}

impl Line {
    /// The words of the whole line. A written distance is said as written; where there is none, `distance` (such as
    /// `four days`) is said if given. `names` gives the file's name of a topic.
    #[must_use]
    pub fn speak(&self, form: Form, names: &dyn Fn(&str) -> Option<String>, distance: Option<&str>) -> String {
        let mut voice = Voice::new(form, names);
        let marked = voice.mark(self.mark());
        match self.span() {
            Some(span) => voice.distance(&span_words(span), marked),
            None => voice.distance(distance.unwrap_or_default(), marked),
        }
        voice.steps(self.steps());
        voice.remark(self.mark(), self.remark());
        voice.finish()
    }

    /// In plain words, topics by their slugs.
    #[must_use]
    pub fn plain(&self) -> String {
        self.speak(Form::Plain, &no_names, None)
    }

    /// As a rally crew says it, topics by their slugs.
    #[must_use]
    pub fn rally(&self) -> String {
        self.speak(Form::Rally(GradeScale::default()), &no_names, None)
    }

    /// In a hurry, topics by their slugs.
    #[must_use]
    pub fn rushed(&self) -> String {
        self.speak(Form::Rushed(GradeScale::default()), &no_names, None)
    }
}

impl Steps {
    /// The words of the steps, after `distance` (such as `four days`) where one is given. `names` gives the file's
    /// name of a topic.
    #[must_use]
    pub fn speak(&self, form: Form, names: &dyn Fn(&str) -> Option<String>, distance: Option<&str>) -> String {
        let mut voice = Voice::new(form, names);
        voice.distance(distance.unwrap_or_default(), false);
        voice.steps(self);
        voice.finish()
    }
}
