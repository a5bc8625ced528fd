//! The keys and pasted texts of the sheet.

use tui_input::Input;

use super::{After, Spot, Stand, draft_name, make, understand, write};
use crate::console::catch::{LONGEST_TOPIC, Person};
use crate::console::effect::Effect;
use crate::console::form::Told;
use crate::console::key::{Code, Key};
use crate::console::model::Model;
use crate::console::prompt::LONGEST;
use crate::console::update::typed;

/// A key on the sheet. False if it is done with.
pub fn key(model: &mut Model, after: &mut After, key: Key, effects: &mut Vec<Effect>) -> bool {
    if after.stand != Stand::Open {
        // What goes back is read: any key leads on.
        return false;
    }
    after.told = None;
    match (key.code, key.ctrl) {
        (Code::Char('s'), true) => write::submit(model, after, effects),
        (Code::Char('r'), true) => drop_draft(model, after),
        (Code::Char('n'), true) => after.offers.choose(true),
        (Code::Char('p'), true) => after.offers.choose(false),
        (Code::Enter, _) if after.at.row() == Spot::NewWords => write::submit(model, after, effects),
        (Code::Enter | Code::Down, _) => go(model, after, true, true),
        (Code::Up, _) => go(model, after, false, true),
        (Code::Tab, _) => {
            if take(after) {
                understand(model, after);
            } else {
                go(model, after, true, false);
            }
        }
        (Code::BackTab, _) => go(model, after, false, false),
        _ => {
            if chosen(after, key) || on_line(after, key) {
                understand(model, after);
            }
        }
    }
    true
}

fn go(model: &Model, after: &mut After, forward: bool, by_row: bool) {
    after.go(forward, by_row);
    understand(model, after);
}

/// A key where one chooses: a fact is marked, a kind or a person found. False if it is not for that.
fn chosen(after: &mut After, key: Key) -> bool {
    match after.at {
        Spot::Fact(at) => {
            if let Some(fact) = after.facts.get_mut(at).filter(|_| key.typed() == Some(' ')) {
                fact.won = !fact.won;
            }
            true
        }
        Spot::By => {
            let Some(next) = &mut after.next else { return true };
            next.by = one_of(&after.crew, next.by.as_ref(), key);
            true
        }
        Spot::Kind(_) | Spot::NewKind => after.filing().is_some_and(|filing| filing.kind_key(key)),
        Spot::Who(_) | Spot::NewWho => {
            let people = std::mem::take(&mut after.people);
            let is_for_it = after.filing().is_some_and(|filing| filing.who_key(&people, key));
            after.people = people;
            is_for_it
        }
        Spot::What | Spot::When | Spot::Topic(_) | Spot::NewWords | Spot::NewTopic => false,
    }
}

/// One of the crew by an arrow or a letter; somebody always does the next touch.
fn one_of(crew: &[Person], by: Option<&crate::campaign::Id>, key: Key) -> Option<crate::campaign::Id> {
    let mut filing = crate::console::catch::Filing { who: by.cloned(), ..Default::default() };
    filing.who_key(crew, key);
    if filing.who.is_none() && matches!(key.code, Code::Left | Code::Right) {
        // Round and round, past nobody.
        filing.who_key(crew, key);
    }
    filing.who.or_else(|| by.cloned())
}

/// A key on a line that is typed; true if it changed.
fn on_line(after: &mut After, key: Key) -> bool {
    if key.typed().is_some_and(char::is_control) {
        return false;
    }
    if matches!(after.at, Spot::Topic(_) | Spot::NewTopic) {
        return after.filing().is_some_and(|filing| filing.topic_key(key));
    }
    let Some(input) = after.input() else { return false };
    if key.typed().is_some() && input.value().chars().count() >= LONGEST {
        after.told = Some(Told { text: format!("the line is full: {LONGEST} characters"), bad: true });
        return false;
    }
    typed(input, key)
}

/// Takes the topic that is offered; false if there is none.
fn take(after: &mut After) -> bool {
    let Some(topic) = after.offers.chosen().map(|offer| offer.topic.to_string()) else { return false };
    let Some(filing) = after.filing() else { return false };
    filing.topic = Input::new(topic);
    true
}

/// A pasted text goes where one types, on one line; what is too long is cut, and that is told.
pub fn paste(model: &Model, after: &mut After, clean: &str) {
    let longest = if matches!(after.at, Spot::Topic(_) | Spot::NewTopic) { LONGEST_TOPIC } else { LONGEST };
    let Some(input) = after.input() else { return };
    after.told = crate::console::catch::put_in(input, clean, longest);
    understand(model, after);
}

/// Drops what was typed: the sheet as the file has it.
fn drop_draft(model: &mut Model, after: &mut After) {
    if let Some(mut fresh) = make(model, &after.deal, &after.run) {
        understand(model, &mut fresh);
        model.drafts.forget(&draft_name(&after.deal, &after.run));
        *after = fresh;
    }
}
