//! Puts the words of a line together, part by part, in the three forms.

use super::corner::{Bend, Core, Corner, Shade, Side, Turn};
use super::glossary::{plain_end, plain_feature, rally_feature, rally_figure, rally_side, span_words};
use super::hardness::Hardness;
use super::line::Mark;
use super::speak::{Form, GradeScale};
use super::step::{Caution, Cutting, Size, Step};
use super::steps::{Link, Steps};

/// Puts the words together.
pub(super) struct Voice<'a> {
    form: Form,
    names: &'a dyn Fn(&str) -> Option<String>,
    out: String,
    /// A sentence has ended: the next word begins one.
    fresh: bool,
    /// The step's first part has been said: the next one comes after a comma.
    part: bool,
}

impl<'a> Voice<'a> {
    pub(super) fn new(form: Form, names: &'a dyn Fn(&str) -> Option<String>) -> Self {
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

    pub(super) fn mark(&mut self, mark: Option<Mark>) -> bool {
        let words = match mark {
            Some(Mark::Doubtful) if !self.form.is_rushed() => "to check: ",
            Some(Mark::Key) if !self.form.is_rushed() => "key: ",
            _ => return false,
        };
        self.say(words);
        true
    }

    pub(super) fn distance(&mut self, words: &str, marked: bool) {
        if !self.form.is_rushed() && !words.is_empty() {
            self.say(words);
            self.out.push_str(if marked { ", " } else { ": " });
        }
    }

    pub(super) fn steps(&mut self, steps: &Steps) {
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

    pub(super) fn remark(&mut self, mark: Option<Mark>, remark: Option<&str>) {
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

    pub(super) fn finish(mut self) -> String {
        if !self.out.ends_with(')') || !self.fresh {
            self.end_sentence();
        }
        self.out
    }
}
