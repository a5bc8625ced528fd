//! The find card of a run: any note of the deal and its hazards, any topic of the campaign, found as one types.
//!
//! Invariant: it reads one deal, the shared records and what the order has learnt of topics. Choosing is told
//! as [`Chosen`]: a note goes where the screen shows notes, a topic's card is shown here.

use tui_input::Input;

use super::key::{Code, Key};
use super::model::Model;
use super::overlay::Overlay;
use super::search::likest;
use super::update::{cursor_key, typed};
use crate::campaign::{Deal, Id};
use crate::drive::calls::subjects;
use crate::drive::topic::{self, TopicCard, topic_card};

/// What can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// A note as the call log names it: its id, or `hazard/note`.
    Note(Id),
    /// A topic.
    Topic(String),
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it leads to.
    pub chosen: Chosen,
    /// What it is: `note`, `if`, `topic`.
    pub word: &'static str,
    /// Its words.
    pub text: String,
    /// What else is searched and shown beside them.
    pub gloss: String,
}

/// The card that is open.
#[derive(Debug, Clone)]
pub struct Find {
    /// Whose deal.
    pub deal: Id,
    /// What is typed.
    pub input: Input,
    /// All that can be found.
    pub all: Vec<Found>,
    /// Those that are like it, by their places, the likest first.
    pub found: Vec<usize>,
    /// The row under the cursor.
    pub cursor: usize,
    /// The topic that was chosen.
    pub card: Option<TopicCard>,
}

impl Found {
    /// Whether it is a topic whose id or name begins so, in small letters.
    fn is_called(&self, typed: &str) -> bool {
        match &self.chosen {
            Chosen::Topic(id) => id.starts_with(typed) || self.text.to_lowercase().starts_with(typed),
            Chosen::Note(_) => false,
        }
    }
}

impl Find {
    /// The row under the cursor.
    #[must_use]
    pub fn here(&self) -> Option<&Found> {
        self.all.get(*self.found.get(self.cursor)?)
    }

    fn look(&mut self) {
        self.found = likest(self.input.value(), self.all.iter().map(|one| format!("{} {}", one.text, one.gloss)));
        // Whoever types `price` means the topic, however many notes say the word.
        let typed = self.input.value().trim().to_lowercase();
        let is_meant = |at: &usize| !typed.is_empty() && self.all.get(*at).is_some_and(|one| one.is_called(&typed));
        self.found.sort_by_key(|at| !is_meant(at));
        self.cursor = 0;
    }
}

/// Opens the card over any screen.
pub fn open(model: &mut Model, deal: &Id) {
    let Some(record) = model.campaign.deal(deal) else {
        return super::update::tell(model, "the deal is gone from the file", true);
    };
    let all = everything(model, record);
    let mut find = Find { deal: deal.clone(), input: Input::default(), all, found: Vec::new(), cursor: 0, card: None };
    find.look();
    model.overlay = Some(Overlay::Find(Box::new(find)));
}

/// The answers that wait for their question first, then the other notes, then the topics.
fn everything(model: &Model, deal: &Deal) -> Vec<Found> {
    let campaign = &model.campaign;
    let mut answers = Vec::new();
    let mut notes = Vec::new();
    for subject in subjects(campaign, deal).filter(|subject| !subject.is_struck()) {
        let Some(note) = subject.note() else { continue };
        let topics = note.pace.as_deref().map(|pace| pace.topics().map(|slug| topic::name(campaign, slug)).collect());
        let topics: Vec<String> = topics.unwrap_or_default();
        let say = note.say.as_deref().unwrap_or_default();
        let chosen = Chosen::Note(subject.id());
        match note.when.as_deref() {
            Some(when) => {
                answers.push(Found { chosen, word: "if", text: when.to_owned(), gloss: say.to_owned() });
            }
            None => notes.push(Found { chosen, word: "note", text: say.to_owned(), gloss: topics.join(", ") }),
        }
    }
    let topics = topic::topics(campaign, &model.order.topics, Some(deal)).into_iter().map(|id| Found {
        word: "topic",
        text: topic::name(campaign, &id),
        gloss: topic::also(campaign, &id).collect::<Vec<_>>().join(", "),
        chosen: Chosen::Topic(id.to_string()),
    });
    answers.into_iter().chain(notes).chain(topics).collect()
}

/// What becomes of the card after a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It stays open.
    Stays,
    /// It is done with.
    Closes,
    /// A note was chosen, which the screen under it shows.
    Note(Id),
}

/// A key on the card.
pub fn key(model: &Model, find: &mut Find, key: Key) -> Outcome {
    if find.card.is_some() {
        return match key.code {
            // Back to the list, and on from there.
            Code::Esc | Code::Backspace => {
                find.card = None;
                Outcome::Stays
            }
            Code::Enter => Outcome::Closes,
            _ => Outcome::Stays,
        };
    }
    match key.code {
        Code::Esc => Outcome::Closes,
        Code::Enter => match find.here().map(|found| found.chosen.clone()) {
            None => Outcome::Stays,
            Some(Chosen::Note(note)) => Outcome::Note(note),
            Some(Chosen::Topic(topic)) => {
                find.card = card(model, &find.deal, &topic);
                Outcome::Stays
            }
        },
        _ => {
            if !cursor_key(key, &mut find.cursor, find.found.len()) && typed(&mut find.input, key) {
                find.look();
            }
            Outcome::Stays
        }
    }
}

/// A pasted text goes where one types.
pub fn paste(find: &mut Find, clean: &str) {
    if find.card.is_none() {
        // What is too long to be typed is not looked for.
        let _ = super::catch::put_in(&mut find.input, clean, super::prompt::LONGEST);
        find.look();
    }
}

/// What is known of a topic, for a deal, now.
#[must_use]
pub fn card(model: &Model, deal: &str, topic: &str) -> Option<TopicCard> {
    let deal = model.campaign.deal(deal)?;
    Some(topic_card(&model.campaign, &model.outlook, &model.order.topics, deal, topic, model.now))
}

/// Follows the file while the card is open.
pub fn follow(model: &mut Model) {
    if let Some(Overlay::Find(mut find)) = model.overlay.take_if(|overlay| matches!(overlay, Overlay::Find(_))) {
        if let Some(deal) = model.campaign.deal(&find.deal) {
            let cursor = find.cursor;
            find.all = everything(model, deal);
            find.look();
            find.cursor = cursor.min(find.found.len().saturating_sub(1));
            let topic = find.card.as_ref().map(|card| card.topic.clone());
            find.card = topic.and_then(|topic| card(model, &find.deal, &topic));
        }
        model.overlay = Some(Overlay::Find(find));
    }
}
