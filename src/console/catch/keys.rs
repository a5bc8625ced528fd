//! The keys and pasted texts of the catch line.

use tui_input::Input;

use super::{Catch, Field, LONGEST_TOPIC, draft_name, look, only_one, run_in, stamped, understand};
use crate::console::effect::Effect;
use crate::console::form::Told;
use crate::console::key::{Code, Key};
use crate::console::model::Model;
use crate::console::prompt::LONGEST;
use crate::console::update::{tell, typed, write};
use crate::console::{edits, words};
use crate::drive::rules::{self, Ground};
use crate::drive::topic;

/// A key on the line. False if the line is done with.
pub fn key(model: &mut Model, catch: &mut Catch, key: Key, effects: &mut Vec<Effect>) -> bool {
    catch.told = None;
    match (key.code, key.ctrl) {
        (Code::Enter, _) => return !submit(model, catch, effects),
        (Code::Char('r'), true) => drop_draft(model, catch),
        (Code::Tab, _) => {
            if catch.field == Field::Topic && take(catch) {
                understand(model, catch);
            } else {
                catch.field = catch.field.next();
            }
        }
        (Code::BackTab, _) => catch.field = catch.field.previous(),
        _ => match catch.field {
            Field::Words => words_key(model, catch, key),
            Field::Kind => drop(catch.filing.kind_key(key)),
            Field::Who => drop(catch.filing.who_key(&catch.people, key)),
            Field::Topic => topic_key(model, catch, key),
        },
    }
    true
}

fn words_key(model: &Model, catch: &mut Catch, key: Key) {
    if key.typed().is_some_and(char::is_control) {
        return;
    }
    if key.typed().is_some() && catch.words.value().chars().count() >= LONGEST {
        catch.told =
            Some(Told { text: format!("the line is full: {LONGEST} characters; write it, then go on"), bad: true });
        return;
    }
    let was_blank = catch.words.value().trim().is_empty();
    if typed(&mut catch.words, key) {
        begin(model, catch, was_blank);
        understand(model, catch);
    }
}

/// The first word of a line gives it its stamp.
fn begin(model: &Model, catch: &mut Catch, was_blank: bool) {
    if was_blank && !catch.words.value().trim().is_empty() {
        catch.begun = model.now;
        catch.run.clone_from(&catch.here);
        stamped(model, catch);
    }
}

fn topic_key(model: &Model, catch: &mut Catch, key: Key) {
    match key.code {
        Code::Down => catch.offers.choose(true),
        Code::Up => catch.offers.choose(false),
        // Nothing to take back: then it is the offer that is not wanted.
        Code::Backspace if catch.filing.topic.value().is_empty() => catch.offers.chosen = None,
        _ => {
            if catch.filing.topic_key(key) {
                understand(model, catch);
            }
        }
    }
}

/// Takes the topic that is offered; false if there is none.
fn take(catch: &mut Catch) -> bool {
    let Some(offer) = catch.offers.chosen() else { return false };
    catch.filing.topic = Input::new(offer.topic.to_string());
    true
}

/// Drops what was typed: a new line, stamped now.
fn drop_draft(model: &Model, catch: &mut Catch) {
    let mut fresh = Catch::new(catch.deal.clone(), catch.here.clone(), model.now);
    if let Some(deal) = model.campaign.deal(&catch.deal) {
        fresh.filing.who = only_one(deal, run_in(deal, &fresh));
    }
    look(model, &mut fresh);
    *catch = fresh;
}

/// A pasted text goes where one types, on one line; what is too long is cut, and that is told.
pub fn paste(model: &Model, catch: &mut Catch, clean: &str) {
    let (input, longest) = match catch.field {
        Field::Words => (&mut catch.words, LONGEST),
        Field::Topic => (&mut catch.filing.topic, LONGEST_TOPIC),
        Field::Kind | Field::Who => return,
    };
    let was_blank = input.value().trim().is_empty();
    catch.told = put_in(input, clean, longest);
    if catch.field == Field::Words {
        begin(model, catch, was_blank);
    }
    understand(model, catch);
}

/// Puts a pasted text at the cursor of a line that takes so many characters. Says what was cut.
pub fn put_in(input: &mut Input, clean: &str, longest: usize) -> Option<Told> {
    let mut value: Vec<char> = input.value().chars().collect();
    let at = input.cursor().min(value.len());
    let pasted = clean.chars().count();
    let added = pasted.min(longest.saturating_sub(value.len()));
    value.splice(at..at, clean.chars().take(added));
    *input = Input::new(value.into_iter().collect()).with_cursor(at + added);
    (added < pasted).then(|| {
        let (kept, cut) = (words::amount(added.into()), words::amount((pasted - added).into()));
        let text = format!("cut: {kept} characters of the pasted text are here, {cut} are left out");
        Told { text, bad: true }
    })
}

/// Writes the report; true if it is written.
fn submit(model: &mut Model, catch: &mut Catch, effects: &mut Vec<Effect>) -> bool {
    let written = wish(model, catch).and_then(|(intents, done)| {
        write(model, "caught words", intents, effects)?;
        Ok(done)
    });
    match written {
        Ok(done) => {
            model.drafts.forget(&draft_name(&catch.deal));
            tell(model, done, false);
            true
        }
        Err(refusal) => {
            catch.told = Some(Told { text: format!("{}: {}", refusal.message, refusal.mend), bad: true });
            false
        }
    }
}

type Wish = (Vec<crate::text::Intent>, String);

/// What is written, and what is told then. A meeting or a person that went from the file meanwhile is left out: the words
/// count.
fn wish(model: &Model, catch: &Catch) -> Result<Wish, crate::text::Refusal> {
    let deal = model.campaign.deal(&catch.deal);
    let run = deal.and_then(|deal| run_in(deal, catch)).map(|run| run.id.as_str());
    let is_there = |who: &&str| deal.is_some_and(|deal| deal.contacts.iter().any(|contact| contact.id == **who));
    let who = catch.filing.who.as_deref().filter(is_there);
    let topic = catch.filing.topic();
    let (said, kind) = (catch.words.value(), catch.filing.kind);
    let report = rules::Report { said, kind, who, topic: topic.as_deref(), run };
    let ground = Ground { now: catch.begun, ..edits::ground(model) };
    let act = rules::report(ground, &catch.deal, report)?;
    let mut done = format!("caught: {}", kind.map_or("words", crate::campaign::HeardKind::word));
    if let Some(who) = who.zip(deal).map(|(who, deal)| deal.contact_name(who)) {
        done = format!("{done}, {who}");
    }
    if let Some(topic) = &topic {
        done = format!("{done}, {}", topic::name(&model.campaign, topic));
    }
    if catch.run.is_some() && run.is_none() {
        done.push_str("; its run is gone from the file, so it is written without");
    }
    if catch.filing.who.is_some() && who.is_none() {
        done.push_str("; the person is gone from the file, so it is written without");
    }
    Ok((act.intents, done))
}
