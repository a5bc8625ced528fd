//! What an import would change, worked out on a text: for the preview, and once more to make it.
//!
//! Pure, and given all it needs, because it is done beside the loop.

use std::sync::Arc;

use super::{Import, News, Stand, choices};
use crate::console::load::{Asked, Loaded};
use crate::console::message::Message;
use crate::console::model::Model;
use crate::console::overlay::Overlay;
use crate::drive::import::{Brought, Choices, Incoming, Setting, Tell, intents};
use crate::text::{Document, Edit, Intent, Refusal, Step};

/// So many new deals are listed; the others are counted.
const LISTED: usize = 1_000;

/// The edits of so many deals are made between a key and its frame.
const FEW: usize = 50;

/// What an import is worked out from.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The import's number.
    pub number: u64,
    /// The version of the campaign that the text is of.
    version: u64,
    incoming: Arc<Incoming>,
    choices: Choices,
    document: Document,
    setting: Setting,
    /// Which load the text comes from.
    load: u64,
    /// What was shown of it, where it is to be made.
    shown: Option<Brought>,
}

/// What an import would change.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// In which version of the campaign.
    pub version: u64,
    /// What becomes of the rows.
    pub brought: Brought,
    /// The edits, where they are few.
    pub intents: Option<Vec<Intent>>,
}

/// An import that was made on a text.
#[derive(Debug)]
pub struct Made {
    /// The version of the campaign that it was made on.
    pub version: u64,
    /// What became of the rows.
    pub brought: Brought,
    /// The edits, each with what was seen.
    pub edits: Vec<Edit>,
    /// What each of them changed.
    pub steps: Vec<Step>,
    /// The text as it is now, read.
    pub loaded: Loaded,
}

/// What the open import is to be worked out from.
#[must_use]
pub fn ask(model: &Model, number: u64) -> Option<Ask> {
    let Some(Overlay::Import(import)) = &model.overlay else { return None };
    let (incoming, choices) = choices(import).filter(|_| import.number == number)?;
    Some(Ask {
        number,
        version: model.version,
        incoming: Arc::clone(incoming),
        choices: choices.clone(),
        document: model.document.clone(),
        setting: Setting {
            zone: model.machine_zone,
            now: model.now,
            past: Arc::clone(&model.campaign.past),
            tell: Tell::New(LISTED),
        },
        load: model.loads,
        shown: None,
    })
}

/// The same where it is to be made.
#[must_use]
pub fn write_ask(model: &Model, number: u64) -> Option<Ask> {
    let Some(Overlay::Import(import)) = &model.overlay else { return None };
    let Import { stand: Stand::Writing { preview, .. }, .. } = &**import else { return None };
    let shown = Some(preview.planned.brought.clone());
    ask(model, number).map(|ask| Ask { shown, ..ask })
}

impl Ask {
    fn news(&self, news: Result<News, Refusal>) -> Message {
        Message::Import { number: self.number, news: news.unwrap_or_else(News::Refused) }
    }

    fn intents(&self, step: &mut dyn FnMut(usize, usize)) -> Result<(Brought, Vec<Intent>), Refusal> {
        intents(&self.document, &self.incoming.export, &self.choices, &self.setting, step)
    }

    fn planned(&self, brought: Brought, intents: Vec<Intent>) -> News {
        let is_few = brought.made + brought.changed <= FEW;
        let intents = is_few.then_some(intents);
        News::Planned(Box::new(Planned { version: self.version, brought, intents }))
    }

    /// What it would change. `step` is told how many of the rows are done, of how many.
    pub fn plan(&self, step: &mut dyn FnMut(usize, usize)) -> Message {
        let planned = self.intents(step).map(|(brought, intents)| self.planned(brought, intents));
        self.news(planned)
    }

    /// Makes it, where it comes to what was shown; else tells what it comes to now. `asked` is for whom the text is read.
    pub fn make(self, asked: &Asked, step: &mut dyn FnMut(usize, usize)) -> Message {
        let made = self.intents(step).and_then(|(brought, intents)| {
            if self.shown.as_ref().is_some_and(|shown| *shown != brought) {
                return Ok(self.planned(brought, intents));
            }
            self.made(brought, intents, asked, step).map(|made| News::Made(Box::new(made)))
        });
        self.news(made)
    }

    fn made(
        &self,
        brought: Brought,
        intents: Vec<Intent>,
        asked: &Asked,
        step: &mut dyn FnMut(usize, usize),
    ) -> Result<Made, Refusal> {
        let mut document = self.document.clone();
        let all = intents.len();
        let (mut edits, mut steps) = (Vec::with_capacity(all), Vec::with_capacity(all));
        for (at, intent) in intents.into_iter().enumerate() {
            let edit = document.seen(intent);
            steps.push(document.apply(&edit.intent)?);
            edits.push(edit);
            step(at + 1, all);
        }
        let mut loaded = Loaded::whole(document, Vec::new(), asked);
        if let Some(why) = &loaded.unreadable {
            return Err(Refusal::new(format!("the file cannot be read: {}", why.text), "mend that line first"));
        }
        loaded.again = Some(self.load);
        Ok(Made { version: self.version, brought, edits, steps, loaded })
    }
}
