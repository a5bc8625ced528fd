//! What is said elsewhere already, of the words of a note that is being typed: on a line and in a form alike.
//!
//! Invariant: it is asked beside the loop, once for the same words, and an answer to an older question is ignored. What
//! was found last stays on screen until the next answer, so that nothing flickers while somebody types.

use super::{Draft, Prompt, PromptFor, Row, refresh_open, understand};
use crate::campaign::Id;
use crate::console::effect::Effect;
use crate::console::form;
use crate::console::model::Model;
use crate::console::overlay::Overlay;
use crate::console::sheet::Tone;
use crate::drive::alike::Alike;

/// What is said elsewhere in nearly the same words, and for which words that was asked.
#[derive(Debug, Clone, Default)]
pub struct SaidAlready {
    /// The number of the question.
    pub number: u64,
    /// The words that were asked about.
    pub say: String,
    /// The answer, the likest first.
    pub found: Vec<Alike>,
}

/// The words of a note, and whose they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// What it says.
    pub say: String,
    /// The deal it is on.
    pub deal: Option<Id>,
    /// The note itself, if it is there already: its id, or `hazard/note`.
    pub own: Option<Id>,
}

/// Asks where the words that are being typed are said already, if they have changed since that was asked.
#[inline(never)]
pub fn ask(model: &mut Model, effects: &mut Vec<Effect>) {
    let words = match &model.overlay {
        Some(Overlay::Prompt(prompt)) => on_the_line(model, prompt),
        Some(Overlay::Form(form)) => form::note_words(form),
        _ => return,
    };
    let number = model.searches + 1;
    let Some(said) = open(model).filter(|said| said.say != words.say) else { return };
    let Words { say, deal, own } = words;
    let is_nothing = say.is_empty();
    let found = if is_nothing { Vec::new() } else { std::mem::take(&mut said.found) };
    *said = SaidAlready { number, say: say.clone(), found };
    model.searches = number;
    if !is_nothing {
        effects.push(Effect::Alike { say, deal, own, number });
    }
}

/// Takes in where the same is said.
pub fn answered(model: &mut Model, number: u64, found: Vec<Alike>) {
    let Some(said) = open(model).filter(|said| said.number == number) else { return };
    said.found = found;
    refresh_open(model);
    form::refresh_open(model);
}

/// What was asked for what is open, a line or a form.
const fn open(model: &mut Model) -> Option<&mut SaidAlready> {
    match &mut model.overlay {
        Some(Overlay::Prompt(prompt)) => Some(&mut prompt.alike),
        Some(Overlay::Form(form)) => Some(&mut form.alike),
        _ => None,
    }
}

fn on_the_line(model: &Model, prompt: &Prompt) -> Words {
    let draft = if prompt.purpose.is_note() { understand(model, prompt).ok() } else { None };
    let own = match &prompt.purpose {
        PromptFor::Amend { note, .. } => Some(note.clone()),
        _ => None,
    };
    let say = draft.as_ref().and_then(Draft::say).unwrap_or_default().to_owned();
    Words { say, deal: prompt.purpose.deal().cloned(), own }
}

/// The row that tells it, to somebody who writes on `deal`.
#[must_use]
pub fn row(model: &Model, said: &SaidAlready, deal: Option<&str>) -> Option<Row> {
    let (first, more) = said.found.split_first()?;
    let place = match first.deal.as_deref() {
        Some(of) if Some(of) == deal => "on this deal".to_owned(),
        Some(of) => format!("on {}", model.campaign.deal(of).map_or(of, |deal| deal.name())),
        None => "on every deal that meets it".to_owned(),
    };
    let more = if more.is_empty() { String::new() } else { format!(" and in {} more", more.len()) };
    let how = if first.same { "the same words" } else { "nearly the same words" };
    Some(Row {
        label: "said",
        text: format!("{place} already, note `{}`{more}", first.note),
        why: how.to_owned(),
        tone: Tone::Quiet,
    })
}
