//! The finish of a deal on screen: the moment in which it is won, and the card or debrief that is edited and shared.
//!
//! A deal that becomes won here, or in the file while this console is open, has its card laid over the screen once, for
//! [`MOMENT`] or until any key; where nothing may move, one line says so with the key that opens the card. A deal that
//! becomes lost has that line only. It waits while something else lies over the screen, or a run is driven, so that it never
//! takes a key from what is being typed.
//!
//! Invariants: no deal is celebrated twice for the same finish in one session, whatever is undone, loaded or made again; what
//! was won before the console was opened is not news. An edited card is a draft: it is there the next time, and the file is
//! not changed by it.
//!
//! Left out on purpose: writing the card into the campaign. What should stay is `result.credit`, which the deal's form has.

mod draft;
mod keys;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use tui_input::Input;

pub use draft::{keep_draft, of_draft};
pub use keys::{key, moment_key, paste};

use super::command::Command;
use super::model::Model;
use super::overlay::Overlay;
use super::screen::Screen;
use super::update::tell;
use crate::campaign::{Campaign, Deal, Id, Status};
use crate::drive::credits::{Card, Line, card};

/// How long the card of a win lies over the screen.
pub const MOMENT: TimeDelta = TimeDelta::seconds(5);

/// The finishes of this session.
#[derive(Debug, Default)]
pub struct Finishes {
    /// Those that are to be told, in the order in which they came.
    waiting: Vec<(Id, Status)>,
    /// Those that were told.
    told: Vec<(Id, Status)>,
    /// The deal that the line above the footer speaks of, and that line.
    offered: Option<(Id, String)>,
}

/// The card of a win, for a moment.
#[derive(Debug, Clone)]
pub struct Moment {
    /// What it says.
    pub card: Card,
    /// Until when it lies over the screen.
    pub until: DateTime<Utc>,
}

/// A card or debrief that is open.
#[derive(Debug, Clone)]
pub struct Open {
    /// As it is now, with the lines that were changed.
    pub card: Card,
    /// With the buyers' names and words.
    pub names: bool,
    /// Somebody has changed a line.
    pub edited: bool,
    /// The line under the cursor.
    pub cursor: usize,
    /// What is typed in its place.
    pub typing: Option<Input>,
}

impl Open {
    /// The card with what is being typed.
    #[must_use]
    pub fn as_typed(&self) -> Card {
        let mut card = self.card.clone();
        if let (Some(input), Some(line)) = (&self.typing, card.lines.get_mut(self.cursor)) {
            *line = replaced(line, input.value());
        }
        card
    }
}

/// A line with another text. What answers a question is a sentence.
fn replaced(line: &Line, text: &str) -> Line {
    match line {
        Line::Part(_) => Line::Part(text.to_owned()),
        Line::Ask(asked) if text.trim().is_empty() || asked == text => line.clone(),
        Line::Words(_) | Line::Ask(_) => Line::Words(text.to_owned()),
    }
}

fn status(deal: &Deal) -> Option<Status> {
    deal.result.as_ref().map(|finish| finish.status)
}

impl Finishes {
    /// A deal is another than before: a finish that is new is to be told.
    pub fn notice(&mut self, before: Option<&Deal>, after: &Deal) {
        let Some(now) = status(after).filter(|now| before.and_then(status) != Some(*now)) else { return };
        let finish = (after.id.clone(), now);
        if !self.told.contains(&finish) && !self.waiting.contains(&finish) {
            self.waiting.push(finish);
        }
    }

    /// The file was read again: deals whose text is the same are the same, so that only the others are looked at.
    pub fn compare(&mut self, before: &Campaign, after: &Campaign) {
        for (at, deal) in after.deals.iter().enumerate() {
            let is_same = before.deals.get(at).is_some_and(|known| Arc::ptr_eq(known, deal));
            // A deal that comes into the file finished, by an import or an archive, is no news either.
            if !is_same && let Some(known) = before.deal(&deal.id) {
                self.notice(Some(known), deal);
            }
        }
    }
}

/// The moment is over, or its deal is not won any more.
pub fn pass(model: &mut Model) {
    if matches!(&model.overlay, Some(Overlay::Moment(moment)) if moment.until <= model.now) {
        leave_moment(model);
    }
}

/// The card of the moment is put away.
pub fn leave_moment(model: &mut Model) {
    model.overlay = None;
    offer(model);
}

/// The moment is over: the key to its card is still told, and opens that card, wherever the cursor has gone meanwhile.
pub(super) fn offer(model: &mut Model) {
    if let Some((_, text)) = model.finishes.offered.clone() {
        tell(model, text, false);
    }
}

/// Tells what was finished, where nothing is in the way of it.
pub fn follow(model: &mut Model) {
    if model.finishes.waiting.is_empty() || model.notice.as_ref().is_some_and(|notice| notice.bad) {
        return;
    }
    let is_so = |(id, wanted): &(Id, Status)| model.campaign.deal(id).and_then(status) == Some(*wanted);
    let waiting: Vec<(Id, Status)> = model.finishes.waiting.iter().filter(|finish| is_so(finish)).cloned().collect();
    let has_room = model.overlay.is_none() && model.screen != Screen::Run;
    let shows = waiting.len() == 1 && model.settings.motion && waiting.iter().all(|(_, status)| *status == Status::Won);
    if shows && !has_room {
        return;
    }
    model.finishes.waiting.clear();
    model.finishes.told.extend(waiting.iter().cloned());
    let Some((first, status)) = waiting.first().cloned() else { return };
    let Some(deal) = model.campaign.deal(&first) else { return };
    let key = model.keymap.shown(Command::Finish);
    let name = deal.name();
    if shows && let Ok(card) = card(&model.campaign, &model.outlook, deal, model.now, false) {
        model.finishes.offered = Some((first, format!("{name} is won; {key} shows what each did for it")));
        model.overlay = Some(Overlay::Moment(Box::new(Moment { card, until: model.now + MOMENT })));
        return;
    }
    let text = match (status, waiting.len()) {
        (Status::Won, 1) => format!("{name} is won; {key} shows what each did for it"),
        (Status::Lost, 1) => format!("{name} is lost; {key} opens a short debrief for both seats"),
        (_, many) => format!("{many} deals were finished, {name} among them; {key} opens its card"),
    };
    tell(model, text.clone(), false);
    model.finishes.offered = Some((first, text));
}

/// The deal whose card the key opens: the one that the line above the footer speaks of, else the one that is here.
#[must_use]
pub fn wanted(model: &Model) -> Option<&Deal> {
    let shown = model.notice.as_ref().map(|notice| &notice.text);
    let offered = model.finishes.offered.as_ref().filter(|(_, text)| shown == Some(text)).map(|(id, _)| id);
    model.campaign.deal(offered.or_else(|| model.deal_here())?)
}

/// Opens the card or debrief of a finished deal, with what was changed on it before.
pub fn open(model: &mut Model) {
    let Some(deal) = wanted(model).map(|deal| deal.id.clone()) else { return };
    open_for(model, &deal);
}

pub(super) fn open_for(model: &mut Model, deal: &Id) {
    let Some(deal) = model.campaign.deal(deal) else { return };
    match card(&model.campaign, &model.outlook, deal, model.now, false) {
        Ok(made) => {
            let mut open = Open { cursor: 0, card: made, names: false, edited: false, typing: None };
            draft::take_up(model, &mut open);
            open.cursor = open.card.lines.iter().position(|line| !matches!(line, Line::Part(_))).unwrap_or(0);
            model.overlay = Some(Overlay::Finish(Box::new(open)));
        }
        Err(refusal) => tell(model, format!("{}: {}", refusal.message, refusal.mend), true),
    }
}

/// The open card follows the campaign, as long as nobody has changed it.
pub fn follow_open(model: &mut Model) {
    let Some(Overlay::Finish(open)) = &model.overlay else { return };
    if open.edited || open.typing.is_some() {
        return;
    }
    let made = model
        .campaign
        .deal(&open.card.deal)
        .map(|deal| card(&model.campaign, &model.outlook, deal, model.now, open.names));
    let Some(Ok(made)) = made else {
        model.overlay = None;
        return tell(model, "the deal is open again, or gone from the file", false);
    };
    if let Some(Overlay::Finish(open)) = &mut model.overlay {
        open.cursor = open.cursor.min(made.lines.len().saturating_sub(1));
        open.card = made;
    }
}
