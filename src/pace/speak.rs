//! The spoken words of a line, in three forms.
//!
//! Texts and topic names are said as they are: what speaks or shows them makes them fit for that.

use super::line::{Line, Mark, Span, SpanUnit};
use super::number::push_number;
use super::step::{Bend, Caution, Core, Corner, Cutting, Feature, Grade, Hardness, Shade, Side, Size, Step, Turn};
use super::steps::{Link, Steps};

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
    const fn is_rally(self) -> bool {
        matches!(self, Self::Rally(_))
    }

    const fn is_rushed(self) -> bool {
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

/// How long a text takes to say, in seconds, rounded up: two and a half words a second, an unhurried speaker.
#[must_use]
pub fn seconds_to_say(text: &str) -> usize {
    (words(text) * 2).div_ceil(5)
}

impl Line {
    /// The words of the whole line. A written distance is said as written; without one, and without an anchor that
    /// the caller knows better, `distance` is said if given. `names` gives the file's name of a topic.
    #[must_use]
    pub fn speak(&self, form: Form, names: &dyn Fn(&str) -> Option<String>, distance: Option<&str>) -> String {
        let mut voice = Voice::new(form, names);
        let marked = voice.mark(self.mark());
        match self.span() {
            Some(span) => voice.distance(&span_words(span), marked),
            None => distance.into_iter().for_each(|words| voice.distance(words, marked)),
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
        distance.into_iter().for_each(|words| voice.distance(words, false));
        voice.steps(self);
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

/// Puts the words together.
struct Voice<'a> {
    form: Form,
    names: &'a dyn Fn(&str) -> Option<String>,
    out: String,
    /// A sentence has ended: the next word begins one.
    fresh: bool,
    /// The step's first part has been said: the next one comes after a comma.
    part: bool,
}

impl<'a> Voice<'a> {
    fn new(form: Form, names: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self { form, names, out: String::with_capacity(96), fresh: true, part: false }
    }

    /// Words that go on with what is being said.
    fn say(&mut self, words: &str) {
        if !std::mem::take(&mut self.fresh) {
            self.out.push_str(words);
            return;
        }
        let mut letters = words.chars();
        if let Some(first) = letters.next() {
            self.out.extend(first.to_uppercase());
            self.out.push_str(letters.as_str());
        }
    }

    /// A new part of a step.
    fn part(&mut self, words: &str) {
        if std::mem::replace(&mut self.part, true) {
            self.out.push_str(", ");
        }
        self.say(words);
    }

    fn mark(&mut self, mark: Option<Mark>) -> bool {
        let words = match mark {
            Some(Mark::Doubtful) if !self.form.is_rushed() => "to check: ",
            Some(Mark::Key) if !self.form.is_rushed() => "key: ",
            _ => return false,
        };
        self.say(words);
        true
    }

    fn distance(&mut self, words: &str, marked: bool) {
        if !self.form.is_rushed() && !words.is_empty() {
            self.say(words);
            self.out.push_str(if marked { ", " } else { ": " });
        }
    }

    fn steps(&mut self, steps: &Steps) {
        self.step(steps.first());
        for (link, step) in steps.rest() {
            self.link(*link);
            self.step(step);
        }
    }

    fn link(&mut self, link: Link) {
        match self.form {
            Form::Plain => self.out.push_str("; "),
            // After a text a new sentence has begun already.
            Form::Rally(_) if self.fresh => self.out.push(' '),
            Form::Rally(_) | Form::Rushed(_) => self.out.push_str(", "),
        }
        match (link, self.form) {
            (Link::Into, Form::Plain) => self.say("then at once "),
            (Link::Into, _) => self.say("into "),
            (Link::And, _) | (Link::Distance(_), Form::Rushed(_)) => self.say("and "),
            (Link::Distance(span), _) => {
                self.say(&span_words(span));
                self.out.push_str(", ");
            }
        }
    }

    fn step(&mut self, step: &Step) {
        self.part = false;
        match self.form {
            Form::Plain => self.plain_step(step),
            Form::Rally(scale) | Form::Rushed(scale) => self.rally_step(step, scale),
        }
    }

    fn plain_step(&mut self, step: &Step) {
        match step.caution() {
            Caution::None => {}
            Caution::One => self.part("careful"),
            Caution::Two => self.part("great care"),
            Caution::Three => self.part("this can end the deal"),
        }
        match step.side() {
            Some(Side::Client) => self.part("theirs"),
            Some(Side::Ours) => self.part("ours"),
            None => {}
        }
        match step.core() {
            Core::Corner(corner) => self.plain_corner(corner),
            Core::Turn(Turn::Square, _) => self.part(Hardness::Square.asks()),
            Core::Turn(Turn::Hairpin, _) => self.part(Hardness::Hairpin.asks()),
            Core::Feature(feature) => self.part(plain_feature(feature)),
        }
        step.over().iter().for_each(|feature| self.part(plain_feature(feature)));
        match step.size() {
            Some(Size::Long) => self.part("drawn out"),
            Some(Size::VeryLong) => self.part("very drawn out"),
            Some(Size::Short) => self.part("short"),
            None => {}
        }
        if step.is_maybe() {
            self.part("maybe");
        }
        match step.cutting() {
            Some(Cutting::Dont) => self.part("no short cut"),
            Some(Cutting::Allowed) => self.part("a short cut is allowed"),
            None => {}
        }
        if step.is_now() {
            self.part("on the spot");
        }
        self.topics(step);
        for text in step.texts().map(str::trim).filter(|text| !text.is_empty()) {
            self.drop_full_stop();
            self.part(text);
        }
        // A comma or a semicolon follows, or the full stop of the whole.
        self.drop_full_stop();
    }

    fn plain_corner(&mut self, corner: Corner) {
        self.part(corner.grade.hardness().asks());
        match corner.shade {
            Some(Shade::Plus) => self.part("a little easier"),
            Some(Shade::Minus) => self.part("a little harder"),
            None => {}
        }
        match corner.bend {
            Some(Bend::Tightens(None)) => self.part("may grow harder"),
            Some(Bend::Opens(None)) => self.part("eases"),
            Some(Bend::Tightens(Some(end))) => {
                self.part("may grow into ");
                self.say(plain_end(end));
            }
            Some(Bend::Opens(Some(end))) => {
                self.part("eases to ");
                self.say(plain_end(end));
            }
            None => {}
        }
    }

    fn rally_step(&mut self, step: &Step, scale: GradeScale) {
        let rally = self.form.is_rally();
        match step.caution() {
            Caution::None => {}
            Caution::One => self.part("caution"),
            Caution::Two => self.part("double caution"),
            Caution::Three => self.part("triple caution"),
        }
        match step.core() {
            Core::Corner(corner) => self.rally_corner(corner, scale),
            Core::Turn(turn, side) => {
                self.part(if turn == Turn::Square { "square " } else { "hairpin " });
                self.say(rally_side(side));
            }
            Core::Feature(feature) => self.part(rally_feature(feature)),
        }
        for feature in step.over().iter() {
            self.say(" over ");
            self.say(rally_feature(feature));
        }
        if rally {
            match step.size() {
                Some(Size::Long) => self.say(" long"),
                Some(Size::VeryLong) => self.say(" very long"),
                Some(Size::Short) => self.say(" short"),
                None => {}
            }
            if step.is_maybe() {
                self.part("maybe");
            }
        }
        match step.cutting() {
            Some(Cutting::Dont) => self.part("don't cut"),
            Some(Cutting::Allowed) if rally => self.part("cut"),
            _ => {}
        }
        if rally && step.is_now() {
            self.part("now");
        }
        self.topics(step);
        if rally {
            for text in step.texts().map(str::trim).filter(|text| !text.is_empty()) {
                self.end_sentence();
                self.out.push(' ');
                self.say(text);
                self.end_sentence();
            }
        }
    }

    fn rally_corner(&mut self, corner: Corner, scale: GradeScale) {
        let figure = |grade| rally_figure(scale.figure(grade));
        let rally = self.form.is_rally();
        self.part(rally_side(corner.side));
        self.say(" ");
        self.say(figure(corner.grade));
        match corner.shade {
            Some(Shade::Minus) => self.say(" minus"),
            Some(Shade::Plus) if rally => self.say(" plus"),
            _ => {}
        }
        let end = match corner.bend {
            Some(Bend::Tightens(end)) => {
                self.say(" tightens");
                end
            }
            Some(Bend::Opens(end)) if rally => {
                self.say(" opens");
                end
            }
            _ => None,
        };
        if let Some(end) = end {
            self.say(" ");
            self.say(figure(end));
        }
    }

    fn topics(&mut self, step: &Step) {
        for topic in step.topics() {
            self.part("");
            let named = |topic: &str| (self.names)(topic).filter(|name| !name.is_empty());
            if let Some(name) = named(topic) {
                self.say(&name);
                continue;
            }
            for (index, slug) in topic.split(':').enumerate() {
                if index > 0 {
                    self.out.push(' ');
                }
                match named(slug) {
                    Some(name) => self.out.push_str(&name),
                    None => self.out.extend(slug.chars().map(|c| if matches!(c, '-' | '_') { ' ' } else { c })),
                }
            }
        }
    }

    fn drop_full_stop(&mut self) {
        if self.out.ends_with('.') && !self.out.ends_with("..") {
            self.out.pop();
        }
    }

    fn end_sentence(&mut self) {
        if !self.out.ends_with(['.', '!', '?', '…', '。', '！', '？']) {
            self.out.push('.');
        }
        self.fresh = true;
    }

    fn remark(&mut self, mark: Option<Mark>, remark: Option<&str>) {
        if self.form.is_rushed() {
            return;
        }
        let pencil = match mark {
            Some(Mark::Amended) => "amended",
            Some(Mark::Struck) => "struck",
            Some(Mark::Key | Mark::Doubtful) | None => "",
        };
        if pencil.is_empty() && remark.is_none() {
            return;
        }
        self.end_sentence();
        self.out.push_str(" (");
        self.out.push_str(pencil);
        if let Some(remark) = remark {
            self.out.push_str(if pencil.is_empty() { "" } else { ": " });
            self.out.push_str(remark);
        }
        self.out.push(')');
    }

    fn finish(mut self) -> String {
        if !self.out.ends_with(')') || !self.fresh {
            self.end_sentence();
        }
        self.out
    }
}

fn rally_side(side: Side) -> &'static str {
    match side {
        Side::Client => "client",
        Side::Ours => "our side",
    }
}

fn rally_figure(figure: u8) -> &'static str {
    match figure {
        1 => "one",
        2 => "two",
        3 => "three",
        4 => "four",
        5 => "five",
        _ => "six",
    }
}

fn rally_feature(feature: Feature) -> &'static str {
    match feature {
        Feature::Crest => "crest",
        Feature::Jump => "jump",
        Feature::Bump => "bump",
        Feature::Junction => "junction",
        Feature::Narrows => "narrows",
        Feature::Gate => "gate",
        Feature::Bridge => "bridge",
        Feature::Ice => "ice",
    }
}

/// What a feature means.
pub(super) fn plain_feature(feature: Feature) -> &'static str {
    match feature {
        Feature::Crest => "someone unseen",
        Feature::Jump => "one big leap",
        Feature::Bump => "friction",
        Feature::Junction => "their decision",
        Feature::Narrows => "hangs on one person",
        Feature::Gate => "a formal approval",
        Feature::Bridge => "a gatekeeper",
        Feature::Ice => "the ground has changed",
    }
}

/// What a corner ends in.
fn plain_end(grade: Grade) -> &'static str {
    match grade {
        Grade::Six => "a mention",
        Grade::Five => "a one-line answer",
        Grade::Four => "something to prepare",
        Grade::Three => "an asset or a second person",
        Grade::Two => "a plan",
        Grade::One => "a standstill",
    }
}

fn span_words(span: Span) -> String {
    let mut out = String::new();
    push_number(&mut out, span.n());
    out.push_str(match span.unit() {
        SpanUnit::Hours => " hour",
        SpanUnit::Days => " day",
        SpanUnit::Weeks => " week",
    });
    if span.n() > 1 {
        out.push('s');
    }
    out
}
