//! The sheet of a deal in service: what is done, what to look at first, and the three ways in which it ends.

use tui_input::Input;

use super::super::edits;
use super::super::form::{self, Told};
use super::super::model::Model;
use crate::campaign::{Deal, Id, When};
use crate::console::drafts::Texts;
use crate::drive::park::{Ending, Lack, ending};
use crate::drive::rules::Ended;
use crate::text::Refusal;

/// How it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Not yet.
    GoesOn,
    /// Back on the road.
    Recovered,
    /// Taken up again later.
    Later,
    /// Given up.
    Retired,
}

impl How {
    /// All of them, from left to right.
    pub const ALL: [Self; 4] = [Self::GoesOn, Self::Recovered, Self::Later, Self::Retired];

    /// In a few words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::GoesOn => "goes on",
            Self::Recovered => "recovered",
            Self::Later => "restarted later",
            Self::Retired => "retired",
        }
    }
}

/// The sheet.
#[derive(Debug, Clone)]
pub struct Repair {
    /// Whose deal.
    pub deal: Id,
    /// Its name.
    pub about: String,
    /// How it is to end.
    pub how: How,
    /// The stage in which a recovered deal goes on.
    pub stage: usize,
    /// The day on which it is taken up again, as it is typed.
    pub day: Input,
    /// What lost it.
    pub why: Input,
    /// The keys go into the line.
    pub typing: bool,
    /// What would change, or why it cannot end so; nothing while it goes on.
    pub found: Option<Result<Box<Ending>, Refusal>>,
    /// What is still to be said.
    pub lack: Option<Lack>,
    /// Calls scrolled away.
    pub scroll: usize,
    /// What is said of the sheet.
    pub told: Option<Told>,
}

impl Repair {
    pub(super) fn of(model: &Model, deal: &Deal) -> Self {
        let campaign = &model.campaign;
        Self {
            deal: deal.id.clone(),
            about: deal.name().to_owned(),
            how: How::GoesOn,
            stage: campaign.stage_of(deal).and_then(|stage| campaign.route_index(stage)).unwrap_or(0),
            day: Input::default(),
            why: Input::default(),
            typing: false,
            found: None,
            lack: None,
            scroll: 0,
            told: None,
        }
    }

    /// The line that is typed for how it ends, if any.
    #[must_use]
    pub const fn line(&self) -> Option<&Input> {
        match self.how {
            How::Later => Some(&self.day),
            How::Retired => Some(&self.why),
            How::GoesOn | How::Recovered => None,
        }
    }

    pub(super) const fn line_mut(&mut self) -> Option<&mut Input> {
        match self.how {
            How::Later => Some(&mut self.day),
            How::Retired => Some(&mut self.why),
            How::GoesOn | How::Recovered => None,
        }
    }

    /// The day on which it is taken up again.
    #[must_use]
    pub fn on(&self, model: &Model) -> Option<When> {
        form::day(model, self.day.value())
    }

    /// What is written; nothing while it goes on.
    pub(super) fn ending(&self, model: &Model) -> Option<Result<Ending, Refusal>> {
        let why = self.why.value().trim();
        let ended = match self.how {
            How::GoesOn => return None,
            How::Recovered => {
                let stage = model.campaign.route.get(self.stage).map(|stage| &**stage);
                Ended::Recovered { stage }
            }
            How::Later => Ended::Later { on: self.on(model) },
            How::Retired => Ended::Retired { why: Some(why).filter(|why| !why.is_empty()) },
        };
        Some(ending(edits::ground(model), &model.outlook, &self.deal, ended))
    }

    pub(super) fn texts(&self) -> Texts {
        vec![("day".to_owned(), self.day.value().to_owned()), ("why".to_owned(), self.why.value().to_owned())]
    }

    pub(super) fn take_up(&mut self, texts: &[(String, String)]) {
        for (name, text) in texts.iter().filter(|(_, text)| !text.is_empty()) {
            match name.as_str() {
                "day" => (self.day, self.how) = (Input::new(text.clone()), How::Later),
                "why" => (self.why, self.how) = (Input::new(text.clone()), How::Retired),
                _ => {}
            }
        }
    }

    /// Takes over where the person was, on the file as it is now.
    pub(super) fn go_on(&mut self, old: Self) {
        (self.how, self.day, self.why) = (old.how, old.day, old.why);
        (self.typing, self.scroll, self.told) = (old.typing, old.scroll, old.told);
    }
}

/// Works out anew what would change.
pub(super) fn look(model: &Model, open: &mut Repair) {
    open.lack = match open.how {
        How::Later if open.on(model).is_none() => Some(Lack::Day),
        How::Retired if open.why.value().trim().is_empty() => Some(Lack::Reason),
        _ => None,
    };
    open.found = open.ending(model).map(|found| found.map(Box::new));
    let rows = open.found.as_ref().and_then(|found| found.as_ref().ok()).map_or(0, |found| found.retimed.len());
    open.scroll = open.scroll.min(rows.saturating_sub(1));
    open.typing &= open.line().is_some();
}
