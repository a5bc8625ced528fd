//! An edited card, kept under the name of its deal: the lines as they are, each with what it is.

use super::Open;
use crate::campaign::{Id, Status};
use crate::console::drafts::Texts;
use crate::console::model::Model;
use crate::console::overlay::Overlay;
use crate::drive::credits::{Card, Line};

/// The name that a deal's card is kept under; [`of_draft`] reads it.
pub(super) fn draft_name(deal: &str) -> String {
    format!("card {deal}")
}

/// The deal whose card has this name; nothing of another draft.
#[must_use]
pub fn of_draft(name: &str) -> Option<Id> {
    name.strip_prefix("card ").map(Id::from)
}

const fn word(status: Status) -> &'static str {
    match status {
        Status::Won => "won",
        Status::Lost => "lost",
    }
}

fn texts(card: &Card, names: bool) -> Texts {
    let mut texts = vec![("card".to_owned(), word(card.status).to_owned())];
    if names {
        texts.push(("names".to_owned(), "yes".to_owned()));
    }
    texts.extend(card.lines.iter().map(|line| {
        let name = match line {
            Line::Part(_) => "part",
            Line::Words(_) => "line",
            Line::Ask(_) => "ask",
        };
        (name.to_owned(), line.text().to_owned())
    }));
    texts
}

/// Puts the lines back that were changed; those of another finish are out of date.
pub(super) fn take_up(model: &Model, open: &mut Open) {
    let Some(texts) = model.drafts.get(&draft_name(&open.card.deal)) else { return };
    let is_of = |(name, text): &(String, String)| name == "card" && text == word(open.card.status);
    if !texts.iter().any(is_of) {
        return;
    }
    open.names = texts.iter().any(|(name, _)| name == "names");
    open.edited = true;
    open.card.lines = texts
        .iter()
        .filter_map(|(name, text)| match name.as_str() {
            "part" => Some(Line::Part(text.clone())),
            "line" => Some(Line::Words(text.clone())),
            "ask" => Some(Line::Ask(text.clone())),
            _ => None,
        })
        .collect();
}

/// Keeps the card as it is typed, once somebody has changed it.
pub fn keep_draft(model: &mut Model) {
    let Some(Overlay::Finish(open)) = &model.overlay else { return };
    let card = open.as_typed();
    if open.edited || card != open.card {
        let (name, texts) = (draft_name(&card.deal), texts(&card, open.names));
        model.drafts.keep(&name, texts);
    }
}
