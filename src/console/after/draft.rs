//! What was typed on the sheet and not written: kept by field, and put back on the sheet as the file has it by then.

use tui_input::Input;

use super::{After, Report, make, understand};
use crate::campaign::{HeardKind, Id};
use crate::console::after::Stand;
use crate::console::drafts::Texts;
use crate::console::model::Model;
use crate::console::overlay::Overlay;

/// The name that a run's sheet is kept under; [`of_draft`] reads it.
#[must_use]
pub fn draft_name(deal: &str, run: &str) -> String {
    format!("after {deal} {run}")
}

/// The deal and the run whose sheet has this name; nothing of another draft.
#[must_use]
pub fn of_draft(name: &str) -> Option<(Id, Id)> {
    let (deal, run) = name.strip_prefix("after ")?.split_once(' ')?;
    Some((deal.into(), run.into()))
}

/// `heard 2026-11-24T14:12:02Z sam 0`.
fn label(report: &Report) -> String {
    let (at, by, nth) = &report.key;
    let at = at.map(|at| at.to_string()).unwrap_or_default();
    format!("heard {at} {} {nth}", by.as_deref().unwrap_or_default())
}

/// What was touched.
fn texts(after: &After) -> Texts {
    let mut texts = Texts::new();
    let mut add = |name: String, was: &str, is: &str| {
        if was != is {
            texts.push((name, is.to_owned()));
        }
    };
    if let Some(next) = &after.next {
        let id = |id: &Option<Id>| id.as_deref().unwrap_or_default().to_owned();
        add("next what".to_owned(), &next.was.0, next.what.value());
        add("next when".to_owned(), &next.was.1, next.on.value());
        add("next who".to_owned(), &id(&next.was.2), &id(&next.by));
    }
    for fact in after.facts.iter().filter(|fact| fact.won) {
        add(format!("won {}", fact.id), "", "yes");
    }
    let kind = |kind: Option<HeardKind>| kind.map_or("", HeardKind::word);
    for report in &after.reports {
        let (label, (was_kind, was_topic, was_who)) = (label(report), &report.was);
        add(format!("{label} kind"), kind(*was_kind), kind(report.filing.kind));
        add(format!("{label} topic"), was_topic, report.filing.topic.value());
        let who = report.filing.who.as_deref().unwrap_or_default();
        add(format!("{label} who"), was_who.as_deref().unwrap_or_default(), who);
    }
    let new = &after.new;
    if !new.words.value().trim().is_empty() || !new.filing.topic.value().trim().is_empty() {
        add("new words".to_owned(), "", new.words.value());
        add("new kind".to_owned(), "", kind(new.filing.kind));
        add("new topic".to_owned(), "", new.filing.topic.value());
        // Nobody in particular is a choice as well.
        add("new who".to_owned(), "\0", new.filing.who.as_deref().unwrap_or_default());
    }
    texts
}

/// Puts back what was typed. What belongs to a report or a fact that is gone goes with it.
pub(super) fn take_up(after: &mut After, texts: &[(String, String)]) {
    let text = |name: &str| texts.iter().find(|(field, _)| field == name).map(|(_, text)| text.as_str());
    let id = |text: &str| Some(text).filter(|text| !text.is_empty()).map(Id::from);
    let put = |input: &mut Input, name: &str| {
        if let Some(text) = text(name) {
            *input = Input::new(text.to_owned());
        }
    };
    if let Some(next) = &mut after.next {
        put(&mut next.what, "next what");
        put(&mut next.on, "next when");
        if let Some(by) = text("next who") {
            next.by = id(by);
        }
    }
    for fact in &mut after.facts {
        fact.won |= text(&format!("won {}", fact.id)).is_some();
    }
    for report in &mut after.reports {
        let label = label(report);
        if let Some(kind) = text(&format!("{label} kind")) {
            report.filing.kind = HeardKind::of_word(kind);
        }
        put(&mut report.filing.topic, &format!("{label} topic"));
        if let Some(who) = text(&format!("{label} who")) {
            report.filing.who = id(who);
        }
    }
    put(&mut after.new.words, "new words");
    put(&mut after.new.filing.topic, "new topic");
    if let Some(kind) = text("new kind") {
        after.new.filing.kind = HeardKind::of_word(kind);
    }
    if let Some(who) = text("new who") {
        after.new.filing.who = id(who);
    }
}

/// Keeps what is typed, for the next time.
pub fn keep_draft(model: &mut Model) {
    let Some(Overlay::After(after)) = &model.overlay else { return };
    if after.stand != Stand::Open {
        return;
    }
    let (name, texts) = (draft_name(&after.deal, &after.run), texts(after));
    model.drafts.keep(&name, texts);
}

/// Follows the file while a sheet is open: somebody may have answered a report, or taken the run away.
pub fn follow(model: &mut Model) {
    let is_sheet = |overlay: &mut Overlay| matches!(overlay, Overlay::After(after) if after.stand == Stand::Open);
    if let Some(Overlay::After(mut after)) = model.overlay.take_if(is_sheet) {
        // A run that is gone stays on the sheet as it was: it is told when it is to be written.
        if let Some(mut fresh) = make(model, &after.deal, &after.run) {
            take_up(&mut fresh, &texts(&after));
            restore_place(&mut fresh, &mut after);
            understand(model, &mut fresh);
            *after = fresh;
        }
        model.overlay = Some(Overlay::After(after));
    }
}

/// The cursor stays where it was, as far as that is there.
fn restore_place(fresh: &mut After, old: &mut After) {
    fresh.at = old.at;
    fresh.told = old.told.take();
    if super::spots(fresh).iter().all(|spot| *spot != old.at) {
        fresh.at = super::Spot::NewWords;
    }
    let cursor = old.input().map(|input| input.cursor());
    if let (Some(cursor), Some(input)) = (cursor, fresh.input()) {
        let at = cursor.min(input.value().chars().count());
        *input = input.clone().with_cursor(at);
    }
}
