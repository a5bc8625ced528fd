//! The catch line: a buyer's words, typed while they are said, stamped with where they were heard.
//!
//! Invariant: what is typed is what is kept, on one line and without control characters; nothing of it is lost until it
//! is written or emptied. The stamp is the moment at which the first word of the line was typed, also when the line comes
//! back after a crash. Filing is offered, never needed: Enter writes from any field.
//!
//! Left out on purpose: answering. The answer that is known is shown; a new one is the navigator's.

mod filing;
mod keys;
mod stamp;

use chrono::{DateTime, Utc};
use tui_input::Input;

pub use filing::{Field, Filing, LONGEST_TOPIC, Offer, Offers, Person, only_one, people};
pub use keys::{key, paste, put_in};
pub use stamp::{Stamp, seconds};

use super::drafts::Texts;
use super::form::Told;
use super::model::Model;
use super::overlay::Overlay;
use crate::campaign::{Deal, HeardKind, Id, Run};
use crate::drive::topic::{self, Answer};

/// A line that is open.
#[derive(Debug, Clone)]
pub struct Catch {
    /// Whose deal.
    pub deal: Id,
    /// The meeting that the words were heard in.
    pub run: Option<Id>,
    /// When the first of them was typed.
    pub begun: DateTime<Utc>,
    /// Their words.
    pub words: Input,
    /// How they are filed.
    pub filing: Filing,
    /// The field that is typed on.
    pub field: Field,
    /// The stamp in words.
    pub stamp: Stamp,
    /// The buyer's people, those of the run first.
    pub people: Vec<Person>,
    /// Topics that can be taken.
    pub offers: Offers,
    /// What answers the topic already, or the one that the words hint at.
    pub known: Vec<Answer>,
    /// The topic that `known` is about.
    pub about: Option<Id>,
    /// What is said of the line.
    pub told: Option<Told>,
    /// Every topic of the file.
    topics: Vec<Id>,
    /// The meeting that is on as the line is opened.
    here: Option<Id>,
}

impl Catch {
    fn new(deal: Id, run: Option<Id>, now: DateTime<Utc>) -> Self {
        Self {
            deal,
            here: run.clone(),
            run,
            begun: now,
            words: Input::default(),
            filing: Filing { kind: Some(HeardKind::Objection), ..Filing::default() },
            field: Field::Words,
            stamp: Stamp::default(),
            people: Vec::new(),
            offers: Offers::default(),
            known: Vec::new(),
            about: None,
            told: None,
            topics: Vec::new(),
        }
    }

    /// Whether the topic that answers are shown for is only hinted at.
    #[must_use]
    pub fn is_hint(&self) -> bool {
        self.filing.topic().is_none()
    }

    /// What is kept of it while it is not written.
    fn texts(&self) -> Texts {
        let field = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        vec![
            field(WORDS, self.words.value()),
            field(KIND, self.filing.kind.map_or("", HeardKind::word)),
            field(TOPIC, self.filing.topic.value()),
            field(WHO, self.filing.who.as_deref().unwrap_or_default()),
            field(RUN, self.run.as_deref().unwrap_or_default()),
            field(BEGUN, &self.begun.to_rfc3339()),
        ]
    }

    /// Nothing is typed that would be missed.
    fn is_blank(&self) -> bool {
        self.words.value().trim().is_empty() && self.filing.topic.value().trim().is_empty()
    }

    /// Takes up what was typed before.
    fn take_up(&mut self, texts: &[(String, String)]) {
        let text = |name: &str| texts.iter().find(|(field, _)| field == name).map_or("", |(_, text)| text.as_str());
        let id = |name: &str| Some(text(name)).filter(|id| !id.is_empty()).map(Id::from);
        self.words = Input::new(text(WORDS).to_owned());
        self.filing = Filing::of(HeardKind::of_word(text(KIND)), Some(text(TOPIC)), id(WHO).as_ref());
        self.run = id(RUN);
        if let Ok(begun) = DateTime::parse_from_rfc3339(text(BEGUN)) {
            self.begun = begun.with_timezone(&Utc);
        }
    }
}

const WORDS: &str = "words";
const KIND: &str = "kind";
const TOPIC: &str = "topic";
const WHO: &str = "who";
const RUN: &str = "run";
const BEGUN: &str = "begun";

/// The name that a deal's caught line is kept under; [`of_draft`] reads it. One line a deal: that of a run which is over
/// is found again after it.
#[must_use]
pub fn draft_name(deal: &str) -> String {
    format!("catch {deal}")
}

/// The deal whose caught line has this name; nothing of another draft.
#[must_use]
pub fn of_draft(name: &str) -> Option<Id> {
    name.strip_prefix("catch ").map(Id::from)
}

/// Opens the line, with what was typed there before and not written.
pub fn open(model: &mut Model, deal: &Id, run: Option<&Id>) {
    let Some(record) = model.campaign.deal(deal) else {
        return super::update::tell(model, "the deal is gone from the file", true);
    };
    let mut catch = Catch::new(deal.clone(), run.cloned(), model.now);
    catch.filing.who = only_one(record, catch.run.as_deref().and_then(|run| record.run(run)));
    if let Some(texts) = model.drafts.get(&draft_name(deal)).map(<[_]>::to_vec) {
        catch.take_up(&texts);
        let text = "what was caught here and not written is back; ctrl-r drops it".to_owned();
        catch.told = Some(Told { text, bad: false });
    }
    look(model, &mut catch);
    model.overlay = Some(Overlay::Catch(Box::new(catch)));
}

/// Makes anew what the campaign says of the line: people, topics, stamp, answers.
fn look(model: &Model, catch: &mut Catch) {
    catch.topics = topic::topics(&model.campaign, &model.order.topics, model.campaign.deal(&catch.deal));
    catch.about = None;
    if let Some(deal) = model.campaign.deal(&catch.deal) {
        catch.people = people(deal, run_in(deal, catch));
    }
    stamped(model, catch);
    understand(model, catch);
}

fn run_in<'d>(deal: &'d Deal, catch: &Catch) -> Option<&'d Run> {
    deal.run(catch.run.as_deref()?)
}

fn stamped(model: &Model, catch: &mut Catch) {
    if let Some(deal) = model.campaign.deal(&catch.deal) {
        catch.stamp = Stamp::of(model, deal, run_in(deal, catch), catch.begun);
    }
}

/// Says anew what is offered and what is known, after a key.
fn understand(model: &Model, catch: &mut Catch) {
    let campaign = &model.campaign;
    catch.offers = Offers::of(campaign, &catch.topics, catch.filing.topic.value(), catch.words.value());
    let about = match catch.filing.topic() {
        Some(topic) => catch.topics.iter().find(|known| **known == *topic).cloned(),
        None => catch.offers.chosen().map(|offer| offer.topic.clone()),
    };
    if about == catch.about && about.is_some() {
        return;
    }
    let deal = campaign.deal(&catch.deal);
    let known =
        deal.zip(about.as_deref()).map(|(deal, topic)| topic::answers(campaign, &model.order.topics, deal, topic));
    catch.known = known.unwrap_or_default();
    catch.about = about;
}

/// Keeps what is typed, for the next time.
pub fn keep_draft(model: &mut Model) {
    let Some(Overlay::Catch(catch)) = &model.overlay else { return };
    let name = draft_name(&catch.deal);
    if catch.is_blank() {
        model.drafts.forget(&name);
    } else {
        let texts = catch.texts();
        model.drafts.keep(&name, texts);
    }
}

/// Follows the file while a line is open.
pub fn follow(model: &mut Model) {
    if let Some(Overlay::Catch(mut catch)) = model.overlay.take_if(|overlay| matches!(overlay, Overlay::Catch(_))) {
        look(model, &mut catch);
        model.overlay = Some(Overlay::Catch(catch));
    }
}
