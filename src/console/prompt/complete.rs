//! What can be put at the cursor: tokens of the shorthand, places after `@`, notes that answer a report already.

use std::ops::Range;

use tui_input::Input;

use super::note::{Ground, looks_like_shorthand};
use super::{Prompt, PromptFor, answer, places};
use crate::console::model::Model;
use crate::pace;

/// One thing that can be put at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The bytes it replaces.
    pub range: Range<usize>,
    /// What is put there.
    pub text: String,
    /// What it means.
    pub gloss: String,
}

/// More are not offered at once.
const MOST: usize = 12;

/// What is offered for the line as it stands.
pub(super) fn offers(model: &Model, prompt: &Prompt) -> Vec<Offer> {
    let campaign = &model.campaign;
    let ground = match &prompt.purpose {
        PromptFor::Note { deal } | PromptFor::Answer { deal, .. } | PromptFor::Hit { deal } => {
            campaign.deal(deal).map(Ground::Deal)
        }
        PromptFor::HazardNote { hazard } => campaign.hazard(hazard).map(Ground::Hazard),
        _ => None,
    };
    let Some(ground) = ground else { return Vec::new() };
    let line = prompt.input.value();
    let cursor = line.char_indices().nth(prompt.input.cursor()).map_or(line.len(), |(at, _)| at);
    let typed = &line[..cursor];
    let word =
        typed.rfind(char::is_whitespace).map_or(0, |at| at + typed[at..].chars().next().map_or(1, char::len_utf8));
    let mut offers = Vec::new();
    if let PromptFor::Answer { deal, at, by } = &prompt.purpose
        && typed[..word].trim().is_empty()
        && let Some(deal) = campaign.deal(deal)
        && let Some((_, report)) = answer::report(deal, *at, by.as_ref())
    {
        for (name, note) in answer::known(campaign, deal, report) {
            let gloss = note.say.as_deref().unwrap_or("a note on this topic");
            push(&mut offers, word..cursor, &typed[word..], format!("@{name}"), gloss);
        }
    }
    if typed[word..].starts_with('@') {
        let before = typed[..word].trim();
        if before.is_empty() || pace::tokens(before).iter().all(|token| token.kind == pace::TokenKind::Mark) {
            for (id, name) in places::named(ground, campaign) {
                push(&mut offers, word..cursor, &typed[word..], format!("@{id}"), name);
            }
        }
    } else if begins_shorthand(line) {
        let topics: Vec<&str> = campaign.topics.iter().map(|topic| topic.id.as_str()).collect();
        for one in pace::completions(line, cursor, &topics) {
            let name = one.text.strip_prefix('#').and_then(|slug| campaign.topic(slug)?.name.as_deref());
            let gloss = name.map_or_else(|| one.gloss.into_owned(), str::to_owned);
            offers.push(Offer { range: one.range, text: one.text, gloss });
        }
    }
    offers.truncate(MOST);
    offers
}

/// Whether the line is shorthand, or may become it: its only word is the beginning of a first token.
fn begins_shorthand(line: &str) -> bool {
    let only = line.trim_start();
    looks_like_shorthand(line) || (!only.is_empty() && only.len() < 4 && !only.contains(char::is_whitespace))
}

fn push(offers: &mut Vec<Offer>, range: Range<usize>, begun: &str, text: String, gloss: &str) {
    let fits = text.get(..begun.len()).is_some_and(|start| start.eq_ignore_ascii_case(begun));
    if fits && text != begun && offers.iter().all(|known| known.text != text) {
        offers.push(Offer { range, text, gloss: gloss.to_owned() });
    }
}

/// Puts the chosen offer at the cursor; false if there is none.
pub fn take(prompt: &mut Prompt) -> bool {
    let Some(offer) = prompt.offers.get(prompt.chosen) else { return false };
    let line = prompt.input.value();
    let (Some(before), Some(after)) = (line.get(..offer.range.start), line.get(offer.range.end..)) else {
        return false;
    };
    let cursor = before.chars().count() + offer.text.chars().count();
    prompt.input = Input::new(format!("{before}{}{after}", offer.text)).with_cursor(cursor);
    true
}

/// Goes to the next offer, or the one before; round and round. False if there is no other.
pub const fn choose(prompt: &mut Prompt, forward: bool) -> bool {
    let all = prompt.offers.len();
    if all < 2 {
        return false;
    }
    prompt.chosen = (prompt.chosen + if forward { 1 } else { all - 1 }) % all;
    true
}
