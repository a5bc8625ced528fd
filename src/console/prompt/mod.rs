//! A line being typed, understood while it is typed: what it will become, what can be put at the cursor, and what is wrong
//! with it and where.
//!
//! Invariant: what stands under the line is made anew with each key from the line and the model alone, and takes one
//! deal's time, however large the campaign is. Only what is said elsewhere already is asked for, beside the loop.

mod answer;
mod complete;
mod describe;
mod draft;
mod foresee;
mod ids;
mod marks;
mod note;
mod places;
mod purpose;
mod said;
mod understand;

use tui_input::Input;

pub use complete::{Offer, choose, take};
pub use describe::{about, of_note, topic_names};
pub use draft::{AnswerWith, At, Draft, Holder, NoteDraft, Report, TrackDraft};
pub use ids::{free, free_on, slug};
pub use marks::{Part, PartKind};
pub use purpose::PromptFor;
pub use said::{SaidAlready, Words, answered, ask, row as said_row};
pub use understand::{Refused, understand};

use super::model::Model;
use super::overlay::Overlay;
use super::sheet::Tone;
use super::words;
use crate::campaign::{Deal, When};
use crate::drive::wheel::briefing;

/// The longest line that is taken, in characters; what is pasted beyond is cut.
pub const LONGEST: usize = 2_000;

/// A line being typed, and what is said of it while it is.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// What it is for.
    pub purpose: PromptFor,
    /// What stood there before anything was typed.
    pub start: String,
    /// The line.
    pub input: Input,
    /// What its parts are.
    pub parts: Vec<Part>,
    /// What can be put at the cursor.
    pub offers: Vec<Offer>,
    /// Which of these is put there.
    pub chosen: usize,
    /// How it is understood, or what is wrong with it.
    pub rows: Vec<Row>,
    /// Where the error stands in the line: column and width, in characters.
    pub error: Option<(usize, usize)>,
    /// Somebody has taken the line for finished: what is missing is told as an error until the next key.
    pub insisted: bool,
    /// What is said elsewhere already.
    pub alike: SaidAlready,
}

/// A row under the line being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What the text is: `what`, `when`; empty for a sentence.
    pub label: &'static str,
    /// The text.
    pub text: String,
    /// Its reason.
    pub why: String,
    /// How it is meant.
    pub tone: Tone,
}

impl Row {
    fn calm(label: &'static str, text: impl Into<String>) -> Self {
        Self { label, text: text.into(), why: String::new(), tone: Tone::Calm }
    }
}

impl Prompt {
    /// Says what is wrong although the line might go on: somebody has taken it for finished.
    pub fn insist(&mut self, model: &Model) {
        self.insisted = true;
        (self.rows, self.error) = describe::rows(model, self);
    }
}

/// Opens a line, with what was typed there before and not written.
pub fn open(model: &mut Model, purpose: PromptFor, start: String) {
    let typed = model.drafts.line(&purpose.draft_name()).unwrap_or(&start).to_owned();
    let mut prompt = Prompt {
        purpose,
        start,
        input: Input::new(typed),
        parts: Vec::new(),
        offers: Vec::new(),
        chosen: 0,
        rows: Vec::new(),
        error: None,
        insisted: false,
        alike: SaidAlready::default(),
    };
    refresh(model, &mut prompt);
    model.overlay = Some(Overlay::Prompt(prompt));
}

/// Makes anew what is said of the line.
pub fn refresh(model: &Model, prompt: &mut Prompt) {
    prompt.parts = marks::parts(model, prompt);
    prompt.offers = complete::offers(model, prompt);
    prompt.chosen = 0;
    prompt.insisted = false;
    (prompt.rows, prompt.error) = describe::rows(model, prompt);
}

/// The same for the line that is open, after something else has changed.
#[inline(never)]
pub fn refresh_open(model: &mut Model) {
    if let Some(Overlay::Prompt(mut prompt)) = model.overlay.take_if(|overlay| matches!(overlay, Overlay::Prompt(_))) {
        let chosen = prompt.chosen;
        refresh(model, &mut prompt);
        prompt.chosen = chosen.min(prompt.offers.len().saturating_sub(1));
        model.overlay = Some(Overlay::Prompt(prompt));
    }
}

/// What stands in a line before anything is typed: what the file has already, or what can be filled from it.
#[must_use]
pub fn start(model: &Model, purpose: &PromptFor) -> String {
    let deal = purpose.deal().and_then(|deal| model.campaign.deal(deal));
    match (purpose, deal) {
        (PromptFor::NextTouch { .. }, Some(deal)) => next_touch_as_typed(deal),
        (PromptFor::HandOver { .. }, Some(deal)) => briefing(&model.campaign, &model.outlook, deal, model.now),
        _ => String::new(),
    }
}

/// The next touch as a person would have typed it, to be changed.
#[must_use]
pub fn next_touch_as_typed(deal: &Deal) -> String {
    let Some(next) = &deal.next else { return String::new() };
    let what = next.what.as_deref().unwrap_or("");
    let on = match next.on {
        None => String::new(),
        Some(When::Date(day)) => format!(", {day}"),
        Some(When::Local(time)) => format!(", {} {}", time.date(), words::clock(time)),
        Some(When::Instant(time)) => format!(", {}", time.date_naive()),
    };
    format!("{what}{on}")
}
