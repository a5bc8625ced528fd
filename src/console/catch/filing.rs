//! How a buyer's words are filed: the kind, the topic and the person; the same three fields wherever a report is written.
//!
//! Invariant: nothing is filed that nobody chose. A topic that the words hint at, or one that another word stands for, is
//! offered and has to be taken.

use tui_input::Input;

use crate::campaign::{Campaign, Deal, HeardKind, Id, Run};
use crate::console::key::{Code, Key};
use crate::console::search;
use crate::console::update::typed;
use crate::drive::topic;

/// The longest topic that is taken, in characters.
pub const LONGEST_TOPIC: usize = 60;

/// More are not offered at once.
const MOST: usize = 9;

/// A field of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Field {
    /// Their words.
    #[default]
    Words,
    /// What it was.
    Kind,
    /// What it is filed under.
    Topic,
    /// Who said it.
    Who,
}

impl Field {
    /// The next one, round and round.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Words => Self::Kind,
            Self::Kind => Self::Topic,
            Self::Topic => Self::Who,
            Self::Who => Self::Words,
        }
    }

    /// The one before, round and round.
    #[must_use]
    pub const fn previous(self) -> Self {
        match self {
            Self::Words => Self::Who,
            Self::Kind => Self::Words,
            Self::Topic => Self::Kind,
            Self::Who => Self::Topic,
        }
    }
}

/// How a report is filed.
#[derive(Debug, Clone, Default)]
pub struct Filing {
    /// What it was.
    pub kind: Option<HeardKind>,
    /// What it is filed under, as typed.
    pub topic: Input,
    /// The contact who said it.
    pub who: Option<Id>,
}

impl Filing {
    /// Filed so.
    #[must_use]
    pub fn of(kind: Option<HeardKind>, topic: Option<&str>, who: Option<&Id>) -> Self {
        Self { kind, topic: Input::new(topic.unwrap_or_default().to_owned()), who: who.cloned() }
    }

    /// The topic as the file has it: one word, the blanks in it as hyphens; none if nothing is typed.
    #[must_use]
    pub fn topic(&self) -> Option<String> {
        let typed = self.topic.value();
        let slug = typed.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase();
        (!slug.is_empty()).then_some(slug)
    }

    /// A key on the kind: an arrow goes through them, a letter finds its own. True if it was for it.
    pub fn kind_key(&mut self, key: Key) -> bool {
        let at = self.kind.and_then(|kind| HeardKind::ALL.iter().position(|known| *known == kind));
        let all = HeardKind::ALL.len();
        self.kind = match key.code {
            Code::Right | Code::Down => HeardKind::ALL.get(at.map_or(0, |at| (at + 1) % all)).copied(),
            Code::Left | Code::Up => HeardKind::ALL.get(at.map_or(all - 1, |at| (at + all - 1) % all)).copied(),
            _ => {
                let Some(letter) = key.typed() else { return false };
                let begins = |kind: &HeardKind| kind.word().starts_with(letter.to_ascii_lowercase());
                let Some(kind) = HeardKind::ALL.into_iter().find(begins) else { return false };
                Some(kind)
            }
        };
        true
    }

    /// A key on the person: an arrow goes through them and through nobody, a letter finds a name. True if it was for it.
    pub fn who_key(&mut self, people: &[Person], key: Key) -> bool {
        let at = people.iter().position(|person| Some(&person.id) == self.who.as_ref());
        let to = match (key.code, at) {
            (Code::Right | Code::Down, None) => people.first(),
            (Code::Right | Code::Down, Some(at)) => people.get(at + 1),
            (Code::Left | Code::Up, None) => people.last(),
            (Code::Left | Code::Up, Some(at)) => at.checked_sub(1).and_then(|at| people.get(at)),
            (Code::Backspace | Code::Delete, _) => None,
            _ => {
                let Some(letter) = key.typed() else { return false };
                let after = at.map_or(0, |at| at + 1);
                let begins = |person: &&Person| person.begins(letter);
                let found = people.iter().skip(after).chain(people.iter().take(after)).find(begins);
                if found.is_none() {
                    return false;
                }
                found
            }
        };
        self.who = to.map(|person| person.id.clone());
        true
    }

    /// A key on the topic; one that would make it too long is refused. True if it changed.
    pub fn topic_key(&mut self, key: Key) -> bool {
        let is_full = self.topic.value().chars().count() >= LONGEST_TOPIC;
        !(is_full && key.typed().is_some()) && typed(&mut self.topic, key)
    }
}

/// One of the buyer's people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The contact.
    pub id: Id,
    /// The name, else the id.
    pub name: String,
}

impl Person {
    fn begins(&self, letter: char) -> bool {
        let same = |text: &str| text.chars().next().is_some_and(|first| first.to_lowercase().eq(letter.to_lowercase()));
        same(&self.name) || same(&self.id)
    }
}

/// The people of a deal, those of the run first.
#[must_use]
pub fn people(deal: &Deal, run: Option<&Run>) -> Vec<Person> {
    let with: &[Id] = run.map_or(&[], |run| &run.with);
    let there = with.iter().filter_map(|id| deal.contacts.iter().find(|contact| contact.id == *id));
    let others = deal.contacts.iter().filter(|contact| !with.contains(&contact.id));
    let person = |id: &Id| Person { id: id.clone(), name: deal.contact_name(id).to_owned() };
    there.chain(others).map(|contact| person(&contact.id)).collect()
}

/// Who speaks, where only one can: of the run, else of the deal.
#[must_use]
pub fn only_one(deal: &Deal, run: Option<&Run>) -> Option<Id> {
    let with: &[Id] = run.map_or(&[], |run| &run.with);
    match (with, &*deal.contacts) {
        ([one], _) => deal.contacts.iter().find(|contact| contact.id == *one).map(|contact| contact.id.clone()),
        ([], [one]) => Some(one.id.clone()),
        _ => None,
    }
}

/// Topics that can be taken, and the one that Tab takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offers {
    /// The likeliest first.
    pub topics: Vec<Offer>,
    /// The one that is taken; none goes on without.
    pub chosen: Option<usize>,
}

/// A topic that can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The topic.
    pub topic: Id,
    /// Its name, and the words that brought it here.
    pub gloss: String,
}

impl Offers {
    /// What is offered for a topic that is being typed, for words that may hint at one.
    #[must_use]
    pub fn of(campaign: &Campaign, topics: &[Id], typed: &str, said: &str) -> Self {
        let typed = typed.trim();
        let offer = |id: &Id| Offer { topic: id.clone(), gloss: gloss(campaign, id, typed) };
        if typed.is_empty() {
            let hint = topic::guess(campaign, topics, said);
            let first = hint.iter().map(|(id, words)| {
                let name = topic::name(campaign, id);
                let same = words.eq_ignore_ascii_case(&name) || words.eq_ignore_ascii_case(id);
                let gloss = if same { format!("{name}?") } else { format!("{name}? they said “{words}”") };
                Offer { topic: id.clone(), gloss }
            });
            let others = topics.iter().filter(|id| hint.as_ref().is_none_or(|(hinted, _)| hinted != *id));
            let topics: Vec<Offer> = first.chain(others.map(offer)).take(MOST).collect();
            return Self { topics, chosen: hint.map(|_| 0) };
        }
        let texts = topics.iter().map(|id| {
            let also: Vec<&str> = topic::also(campaign, id).collect();
            format!("{id} {} {}", topic::name(campaign, id), also.join(" "))
        });
        let found = search::likest(typed, texts).into_iter().filter_map(|at| topics.get(at));
        let found: Vec<Offer> = found.filter(|id| **id != *typed).map(offer).take(MOST).collect();
        // A new word is not taken for one that is only like it.
        let is_known = topics.iter().any(|id| *id == *typed);
        let begins = |offer: &Offer| begins_a_word(campaign, &offer.topic, typed);
        Self { chosen: found.iter().position(begins).filter(|_| !is_known), topics: found }
    }

    /// The one that is taken.
    #[must_use]
    pub fn chosen(&self) -> Option<&Offer> {
        self.topics.get(self.chosen?)
    }

    /// To the next or the one before; beyond the ends stands none.
    pub fn choose(&mut self, forward: bool) {
        let all = self.topics.len();
        self.chosen = match (self.chosen, forward) {
            (None, true) => (all > 0).then_some(0),
            (None, false) => all.checked_sub(1),
            (Some(at), true) => Some(at + 1).filter(|at| *at < all),
            (Some(at), false) => at.checked_sub(1),
        };
    }
}

/// Whether a word of a topic's id, name or other words begins so.
fn begins_a_word(campaign: &Campaign, id: &Id, typed: &str) -> bool {
    let typed = typed.to_lowercase();
    let name = topic::name(campaign, id);
    [id.as_str(), &name].into_iter().chain(topic::also(campaign, id)).any(|words| {
        let words = words.to_lowercase();
        let starts = words.match_indices(&typed).map(|(at, _)| at);
        starts.into_iter().any(|at| !words[..at].ends_with(char::is_alphanumeric))
    })
}

/// The name of a topic, and the other word for it that is being typed.
fn gloss(campaign: &Campaign, id: &Id, typed: &str) -> String {
    let name = topic::name(campaign, id);
    let begun = typed.to_lowercase();
    let also = topic::also(campaign, id).find(|words| !begun.is_empty() && words.to_lowercase().contains(&begun));
    match also {
        Some(also) if !name.to_lowercase().contains(&begun) && !id.contains(&begun) => format!("{name}, also “{also}”"),
        _ => name,
    }
}
