//! A form: the keys of one record, each a line to type on, with its help and what is wrong with it.
//!
//! Invariant: a line that was not touched writes nothing. What the file says is followed while a form is open: touched
//! lines keep what was typed, the others show the file. A form is opened through [`open`] and written in `write`; what
//! a key takes is said in the schema, and no kind of record has code of its own but the few forms that a text may have
//! (`next = "…"`).

mod keys;
mod list;
mod make;
mod names;
mod value;
mod write;

use tui_input::Input;

pub use keys::{key, paste};
pub use list::{Entry, Records, look, open_list, records_key};
pub use make::{called, word};
use make::{home, lines, make};
pub use names::Candidate;
pub use value::{day, when_text};

use super::drafts::Texts;
use super::model::Model;
use super::overlay::Overlay;
use super::prompt::{self, Holder, Row, SaidAlready, Words};
use crate::campaign::schema::{Field, Many, Takes};
use crate::campaign::{Deal, Id, Kind};
use crate::text::{KeyPath, Literal, RecordPath, Said};

/// What a form is opened for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormFor {
    /// A record or a row that is there.
    Edit(RecordPath),
    /// A new record of a deal, or of the campaign.
    New {
        /// Of which kind.
        kind: Kind,
        /// On which deal.
        deal: Option<Id>,
    },
    /// A new record anywhere: `hazard.review.note`, `deal.x.service.push`.
    Below(RecordPath),
}

impl FormFor {
    /// The name its draft is kept under; [`Self::of_draft`] reads it.
    #[must_use]
    pub fn draft_name(&self) -> String {
        match self {
            Self::Edit(path) => format!("form {path}"),
            Self::Below(path) => format!("form new {path}"),
            Self::New { kind, deal } => {
                home(*kind, deal.as_deref()).map(|path| Self::Below(path).draft_name()).unwrap_or_default()
            }
        }
    }

    /// What a draft of this name is for; nothing if it is no form.
    #[must_use]
    pub fn of_draft(name: &str) -> Option<Self> {
        let path = name.strip_prefix("form ")?;
        Some(match path.strip_prefix("new ") {
            Some(path) => Self::Below(path.parse().ok()?),
            None => Self::Edit(path.parse().ok()?),
        })
    }

    /// The deal that it belongs to.
    #[must_use]
    pub fn deal(&self) -> Option<&str> {
        match self {
            Self::Edit(path) | Self::Below(path) => deal_in(path),
            Self::New { deal, .. } => deal.as_deref(),
        }
    }
}

/// The deal that a path leads through.
fn deal_in(path: &RecordPath) -> Option<&str> {
    let mut keys = path.keys();
    if keys.next() == Some("deal") { keys.next() } else { None }
}

/// Where a form writes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A record or a row that is there.
    There(RecordPath),
    /// A record that is not there yet: the group or log it goes to, or its own path where there is only one.
    New(RecordPath),
}

/// A form that is open.
#[derive(Debug, Clone)]
pub struct Form {
    /// What it is a form of.
    pub kind: Kind,
    /// Where it writes to.
    pub target: Target,
    /// The name its draft is kept under.
    pub name: String,
    /// `NOTE buyer`.
    pub title: String,
    /// The name of the deal, or what else it belongs to.
    pub about: String,
    /// Its lines.
    pub lines: Vec<Line>,
    /// The line that is typed on.
    pub at: usize,
    /// What may be put there.
    pub candidates: Vec<Candidate>,
    /// The one that Tab takes, if one was chosen.
    pub chosen: Option<usize>,
    /// What becomes of a note: when it is called, and what is to be minded.
    pub foreseen: Vec<Row>,
    /// Where the words of a note are said already.
    pub alike: SaidAlready,
    /// What is said of the whole form.
    pub told: Option<Told>,
    /// Whether it was asked if the record should go.
    pub asks: bool,
}

/// A sentence about a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// In words.
    pub text: String,
    /// Whether it is a refusal.
    pub bad: bool,
}

/// One line of a form.
#[derive(Debug, Clone)]
pub struct Line {
    /// What it takes.
    pub field: Field,
    /// Its key in the record.
    pub key: KeyPath,
    /// What stands before it.
    pub label: String,
    /// What the line is for.
    pub part: Part,
    /// What is typed.
    pub input: Input,
    /// What stood there before anything was typed.
    pub start: String,
    /// What the file says.
    pub was: Option<Said>,
    /// What is wrong with it.
    pub error: Option<String>,
    /// How it is understood.
    pub echo: String,
}

/// What a line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A key of the record.
    Key,
    /// One of the names in a table of values, such as a fact of a gate.
    Name,
    /// A new such name: `name = value`.
    NewName,
    /// The id of a new record.
    Id,
}

const ID: Field =
    Field { key: "id", takes: Takes::Word, many: Many::One, help: "its name in the file; none: made from the words" };

impl Line {
    fn new(field: Field, key: KeyPath, part: Part, was: Option<Said>) -> Self {
        let label = if part == Part::NewName {
            format!("{} +", key.parts().collect::<Vec<_>>().join(" "))
        } else {
            key.parts().collect::<Vec<_>>().join(" ")
        };
        let start = was.as_ref().map(|said| value::shown(&field, said)).unwrap_or_default();
        let input = Input::new(start.clone());
        Self { field, key, label, part, input, start, was, error: None, echo: String::new() }
    }

    /// What is typed.
    #[must_use]
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Whether something else stands there than at first.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        self.text() != self.start
    }

    /// The words of which it takes one; empty for a line to type on.
    #[must_use]
    pub fn words(&self) -> &'static [&'static str] {
        match self.field.takes {
            Takes::Choice(words) => words,
            Takes::Yes => &["yes", "no"],
            _ => &[],
        }
    }

    fn put(&mut self, text: &str) {
        self.input = Input::new(text.to_owned());
    }
}

impl Form {
    /// The line that is typed on.
    #[must_use]
    pub fn line(&self) -> Option<&Line> {
        self.lines.get(self.at)
    }

    /// The record, or where it would go.
    #[must_use]
    pub const fn path(&self) -> &RecordPath {
        match &self.target {
            Target::There(path) | Target::New(path) => path,
        }
    }

    /// The id of the deal that it belongs to.
    #[must_use]
    pub fn deal(&self) -> Option<&str> {
        deal_in(self.path())
    }

    /// What was typed and is not written.
    #[must_use]
    pub fn texts(&self) -> Texts {
        let touched = self.lines.iter().filter(|line| line.is_touched());
        touched.map(|line| (line.label.clone(), line.text().to_owned())).collect()
    }
}

/// Opens a form over the screen, with what was typed there before and not written.
pub fn open(model: &mut Model, wanted: &FormFor) {
    open_named(model, wanted, "");
}

/// As [`open()`], with an id that a new record is to have: a hazard on one deal has the hazard's.
pub fn open_named(model: &mut Model, wanted: &FormFor, id: &str) {
    match make(model, wanted) {
        Some(mut form) => {
            if let Some(line) = form.lines.iter_mut().find(|line| line.part == Part::Id && !id.is_empty()) {
                line.input = Input::new(id.to_owned());
                id.clone_into(&mut line.start);
            }
            if let Some(texts) = model.drafts.get(&form.name).map(<[_]>::to_vec) {
                take_up(&mut form, &texts);
                let text = "what was typed here and not written is back; ctrl-r drops it".to_owned();
                form.told = Some(Told { text, bad: false });
            }
            form.at = first_line(&form);
            judge_all(model, &mut form);
            form.candidates = names::candidates(model, &form);
            model.overlay = Some(Overlay::Form(Box::new(form)));
        }
        None => super::update::tell(model, "the record is gone from the file", true),
    }
}

/// The cursor begins where something is to be written: behind the id.
fn first_line(form: &Form) -> usize {
    usize::from(form.lines.first().is_some_and(|line| line.part == Part::Id) && form.lines.len() > 1)
}

/// Puts back what was typed before. What has no line any more goes where its kind is added.
fn take_up(form: &mut Form, texts: &[(String, String)]) {
    for (label, text) in texts {
        if let Some(line) = form.lines.iter_mut().find(|line| line.label == *label) {
            line.put(text);
            continue;
        }
        let Some((group, name)) = label.split_once(' ') else { continue };
        let adds = |line: &&mut Line| line.part == Part::NewName && line.field.key == group;
        if let Some(line) = form.lines.iter_mut().find(adds).filter(|line| line.text().is_empty()) {
            line.put(&format!("{name} = {text}"));
        }
    }
}

/// Drops what was typed.
fn drop_draft(model: &mut Model, form: &mut Form) {
    for line in &mut form.lines {
        let start = line.start.clone();
        line.put(&start);
    }
    form.told = None;
    form.asks = false;
    judge_all(model, form);
    form.candidates = names::candidates(model, form);
}

/// The deal that a form belongs to.
fn deal_of<'m>(model: &'m Model, form: &Form) -> Option<&'m Deal> {
    model.campaign.deal(form.deal()?)
}

fn judge_all(model: &Model, form: &mut Form) {
    for at in 0..form.lines.len() {
        judge(model, form, at);
    }
    foresee(model, form);
}

/// Whose note a form writes; none of another record.
fn holder(form: &Form) -> Option<Holder> {
    if form.kind != Kind::Note {
        return None;
    }
    match form.path().keys().collect::<Vec<_>>().as_slice() {
        ["deal", id, ..] => Some(Holder::Deal(Id::from(*id))),
        ["hazard", id, ..] => Some(Holder::Hazard(Id::from(*id))),
        _ => None,
    }
}

/// Says what becomes of a note if it is written so, and where the same is said already.
fn foresee(model: &Model, form: &mut Form) {
    let Some(holder) = holder(form) else { return };
    let rows = write::as_note(model, form, |note| prompt::of_note(model, &holder, note));
    form.foreseen = rows.unwrap_or_default();
    form.foreseen.extend(prompt::said_row(model, &form.alike, form.deal()));
}

/// The words of a note as they are typed, and whose they are; nothing of another record.
#[must_use]
pub fn note_words(form: &Form) -> Words {
    let Some(holder) = holder(form) else { return Words::default() };
    let line = form.lines.iter().find(|line| line.field.key == "say" && line.part == Part::Key);
    let say = line.map(|line| line.text().trim().to_owned()).unwrap_or_default();
    let own = match &form.target {
        Target::There(path) => path.keys().next_back(),
        Target::New(_) => None,
    };
    match holder {
        Holder::Deal(deal) => Words { say, deal: Some(deal), own: own.map(Id::from) },
        Holder::Hazard(hazard) => {
            Words { say, deal: None, own: own.map(|note| Id::from(format!("{hazard}/{note}").as_str())) }
        }
    }
}

/// Says anew what becomes of the note whose form is open, after something else has changed.
pub fn refresh_open(model: &mut Model) {
    if let Some(Overlay::Form(mut form)) = model.overlay.take_if(|overlay| matches!(overlay, Overlay::Form(_))) {
        foresee(model, &mut form);
        model.overlay = Some(Overlay::Form(form));
    }
}

/// Says of a line how it is understood, or what is wrong with it.
fn judge(model: &Model, form: &mut Form, at: usize) {
    let Some(line) = form.lines.get(at) else { return };
    if line.part == Part::Id {
        let echo = write::id_of(model, form);
        if let Some(line) = form.lines.get_mut(at) {
            (line.error, line.echo) = (None, echo);
        }
        return;
    }
    let (error, echo) = match value::literal(model, form, line) {
        Ok(None) => (None, String::new()),
        Ok(Some((key, literal))) => {
            let error =
                if line.is_touched() || line.was.is_some() { write::reader_says(form, &key, &literal) } else { None };
            let echo = if error.is_none() { value::reading(model, form, line, &literal) } else { String::new() };
            (error, echo)
        }
        Err(error) => (Some(error), String::new()),
    };
    if let Some(line) = form.lines.get_mut(at) {
        (line.error, line.echo) = (error, echo);
    }
}

/// Keeps what is typed, for the next time.
pub fn keep_draft(model: &mut Model) {
    let Some(Overlay::Form(form)) = &model.overlay else { return };
    let (name, texts) = (form.name.clone(), form.texts());
    model.drafts.keep(&name, texts);
}

/// Follows the file while a form is open: somebody may have changed the record, or taken it away.
pub fn follow(model: &mut Model) {
    if !matches!(model.overlay, Some(Overlay::Form(_))) {
        return;
    }
    let Some(Overlay::Form(mut form)) = model.overlay.take() else { return };
    if let Target::There(path) = &form.target {
        match model.document.says(path) {
            Some(said) => refresh(model, &mut form, &said),
            None => write::is_gone(&mut form),
        }
    }
    model.overlay = Some(Overlay::Form(form));
}

fn refresh(model: &Model, form: &mut Form, said: &Said) {
    let fresh = lines(form.kind, Some(said));
    let same = fresh.len() == form.lines.len()
        && fresh.iter().zip(&form.lines).all(|(new, old)| new.label == old.label && new.start == old.start);
    if same {
        return;
    }
    let texts = form.texts();
    let cursors: Vec<(String, usize)> =
        form.lines.iter().map(|line| (line.label.clone(), line.input.cursor())).collect();
    let label = form.line().map(|line| line.label.clone());
    let clashes: Vec<String> = fresh
        .iter()
        .filter(|new| form.lines.iter().any(|old| old.label == new.label && old.is_touched() && old.start != new.start))
        .map(|line| {
            let now = if line.start.is_empty() { "empty".to_owned() } else { format!("`{}`", line.start) };
            format!("`{}` was changed meanwhile, it is {now} now; ctrl-s writes yours", line.label)
        })
        .collect();
    form.lines = fresh;
    take_up(form, &texts);
    for line in &mut form.lines {
        if let Some((_, cursor)) = cursors.iter().find(|(label, _)| *label == line.label) {
            line.input = line.input.clone().with_cursor((*cursor).min(line.text().chars().count()));
        }
    }
    form.at = label
        .and_then(|label| form.lines.iter().position(|line| line.label == label))
        .unwrap_or(form.at)
        .min(form.lines.len().saturating_sub(1));
    if let Some(text) = clashes.into_iter().next() {
        form.told = Some(Told { text, bad: true });
    }
    judge_all(model, form);
    form.candidates = names::candidates(model, form);
}

/// A value as a key of a new table would hold it.
type Given = (KeyPath, Literal);
