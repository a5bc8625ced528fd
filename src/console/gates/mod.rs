//! A deal goes through the gates: on, back, to any stage, won or lost; what changes is shown before it is accepted.
//!
//! Invariant: nothing is written before the person accepts, and then everything as one step. What is shown is worked out
//! anew with each choice and each change of the file; what is written is asked for once more on the text as it is then. A
//! reason that is typed and not written is there the next time.
//!
//! Left out on purpose: the date and the credit of a finish, which its form has.

mod keys;

use tui_input::Input;

pub(super) use keys::wanted;
pub use keys::{key, paste};

use super::after::{Fact, facts};
use super::drafts::Texts;
use super::edits;
use super::form::Told;
use super::model::Model;
use super::overlay::Overlay;
use super::update::tell;
use super::words;
use crate::campaign::{Deal, Id};
use crate::drive::gates::{self, Lack, Passage, Retimed, Way, Wish};
use crate::text::Refusal;

/// The sheet of a deal that is to move.
#[derive(Debug, Clone)]
pub struct Gates {
    /// Whose deal.
    pub deal: Id,
    /// Its name.
    pub about: String,
    /// Where it can go, in the order of the route.
    pub ways: Vec<Way>,
    /// Where it is among them; `None`: its stage is not on the route.
    pub here: Option<usize>,
    /// The way that is looked at.
    pub at: usize,
    /// The facts that are missing to leave its stage.
    pub facts: Vec<Fact>,
    /// Why it goes without them; why it is won or lost.
    pub reason: Input,
    /// The keys go into the reason.
    pub typing: bool,
    /// What would change, or why it cannot go there.
    pub found: Result<Box<Passage>, Refusal>,
    /// Calls scrolled away.
    pub scroll: usize,
    /// What is said of the sheet.
    pub told: Option<Told>,
}

impl Gates {
    /// The way that is looked at.
    #[must_use]
    pub fn way(&self) -> Option<&Way> {
        self.ways.get(self.at)
    }

    /// Whether a reason would be kept.
    #[must_use]
    pub fn takes_a_reason(&self) -> bool {
        match self.way() {
            Some(Way::Won | Way::Lost) => true,
            Some(Way::To(_)) => !self.is_back() && self.facts.iter().any(|fact| !fact.won),
            None => false,
        }
    }

    /// Whether the way leads back.
    #[must_use]
    pub fn is_back(&self) -> bool {
        matches!(self.way(), Some(Way::To(_))) && self.here.is_some_and(|here| self.at < here)
    }

    /// What has to be said first.
    #[must_use]
    pub fn lack(&self) -> Option<Lack> {
        self.found.as_ref().ok().and_then(|found| found.lack)
    }

    fn had(&self) -> Vec<&str> {
        // On the way back no fact is asked for, and those of the stage go.
        let had = self.facts.iter().filter(|fact| fact.won && !self.is_back());
        had.map(|fact| fact.id.as_str()).collect()
    }
}

/// Where the sheet opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The next stage; behind the last one, the win.
    On,
    /// The stage before.
    Back,
    /// The win.
    Won,
    /// The loss.
    Lost,
}

/// Opens the sheet of a deal, with a reason that was typed there before and not written.
pub fn open(model: &mut Model, deal: &Id, wanted: Wanted) {
    let Some(record) = model.campaign.deal(deal) else {
        return tell(model, "the deal is gone from the file", true);
    };
    let (ways, here) = ways(model, record);
    let last = ways.len().saturating_sub(1);
    let at = match wanted {
        Wanted::On => here.map_or(0, |here| here + 1),
        Wanted::Back => here.map_or(0, |here| here.saturating_sub(1)),
        Wanted::Won => last.saturating_sub(1),
        Wanted::Lost => last,
    };
    open_at(model, deal, at);
}

/// Opens the sheet of a deal at a stage.
pub fn open_to(model: &mut Model, deal: &Id, stage: &Id) {
    if let Some(at) = model.campaign.route_index(stage) {
        open_at(model, deal, at);
    }
}

fn open_at(model: &mut Model, deal: &Id, at: usize) {
    let Some(record) = model.campaign.deal(deal) else { return };
    let mut gates = make(model, record, at);
    if let Some(texts) = model.drafts.get(&draft_name(deal)) {
        take_up(&mut gates, texts);
        let text = "what was typed here and not written is back; ctrl-r drops it".to_owned();
        gates.told = Some(Told { text, bad: false });
    }
    look(model, &mut gates);
    model.overlay = Some(Overlay::Gates(Box::new(gates)));
}

/// The ways of a campaign, and where the deal is among them.
fn ways(model: &Model, deal: &Deal) -> (Vec<Way>, Option<usize>) {
    let campaign = &model.campaign;
    (Way::all(campaign), campaign.stage_of(deal).and_then(|stage| campaign.route_index(stage)))
}

fn make(model: &Model, deal: &Deal, at: usize) -> Gates {
    let (ways, here) = ways(model, deal);
    Gates {
        deal: deal.id.clone(),
        about: deal.name().to_owned(),
        at: at.min(ways.len().saturating_sub(1)),
        ways,
        here,
        facts: facts(&model.campaign, deal),
        reason: Input::default(),
        typing: false,
        found: Err(Refusal::new("", "")),
        scroll: 0,
        told: None,
    }
}

/// Works out anew what would change.
fn look(model: &Model, gates: &mut Gates) {
    gates.found = passage(model, gates).map(Box::new);
    let rows = gates.found.as_ref().map_or(0, |found| found.retimed.len());
    gates.scroll = gates.scroll.min(rows.saturating_sub(1));
    gates.typing &= gates.takes_a_reason();
}

fn passage(model: &Model, gates: &Gates) -> Result<Passage, Refusal> {
    let way = gates.way().ok_or_else(|| Refusal::new("the route has no stages", "write a `route`"))?;
    if gates.here == Some(gates.at) {
        return Err(Refusal::new("the deal is here", "choose another stage"));
    }
    let had = gates.had();
    let reason = Some(gates.reason.value()).filter(|_| gates.takes_a_reason());
    gates::passage(edits::ground(model), &model.outlook, &gates.deal, Wish { way, had: &had, reason })
}

/// The name that a deal's sheet is kept under; [`of_draft`] reads it.
#[must_use]
pub fn draft_name(deal: &str) -> String {
    format!("gates {deal}")
}

/// The deal whose sheet has this name; nothing of another draft.
#[must_use]
pub fn of_draft(name: &str) -> Option<Id> {
    name.strip_prefix("gates ").map(Id::from)
}

fn texts(gates: &Gates) -> Texts {
    let facts = gates.facts.iter().filter(|fact| fact.won);
    let facts = facts.map(|fact| (format!("had {}", fact.id), "yes".to_owned()));
    std::iter::once(("reason".to_owned(), gates.reason.value().to_owned())).chain(facts).collect()
}

fn take_up(gates: &mut Gates, texts: &[(String, String)]) {
    for (name, text) in texts {
        if name == "reason" {
            gates.reason = Input::new(text.clone());
        }
        for fact in &mut gates.facts {
            fact.won |= name.strip_prefix("had ").is_some_and(|id| fact.id == *id);
        }
    }
}

/// Keeps what is typed and ticked, for the next time.
pub fn keep_draft(model: &mut Model) {
    let Some(Overlay::Gates(gates)) = &model.overlay else { return };
    let (name, texts) = (draft_name(&gates.deal), texts(gates));
    model.drafts.keep(&name, texts);
}

/// Follows the file while a sheet is open: the stage, its facts and the calls may be others.
pub fn follow(model: &mut Model) {
    let Some(Overlay::Gates(old)) = model.overlay.take_if(|overlay| matches!(overlay, Overlay::Gates(_))) else {
        return;
    };
    let open = model.campaign.deal(&old.deal).filter(|deal| deal.is_open());
    let Some(mut fresh) = open.map(|deal| make(model, deal, old.at)) else {
        return tell(model, "the deal is finished, or gone from the file", true);
    };
    if let Some(at) = old.way().and_then(|way| fresh.ways.iter().position(|other| other == way)) {
        fresh.at = at;
    }
    take_up(&mut fresh, &texts(&old));
    fresh.reason = old.reason.clone();
    (fresh.typing, fresh.scroll, fresh.told) = (old.typing, old.scroll, old.told);
    look(model, &mut fresh);
    model.overlay = Some(Overlay::Gates(Box::new(fresh)));
}

/// `2 calls re-timed, 3 not called any more`; empty where none moves.
#[must_use]
pub fn moved(found: &Passage) -> String {
    moved_words(&found.retimed)
}

/// The same of calls that move for another reason.
#[must_use]
pub fn moved_words(retimed: &[Retimed]) -> String {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let gone = retimed.iter().filter(|one| one.after.is_err()).count();
    let calls = |n| words::counted(count(n), "call", "calls");
    match (retimed.len() - gone, gone) {
        (0, 0) => String::new(),
        (moved, 0) => format!("{} re-timed", calls(moved)),
        (0, gone) => format!("{} not called any more", calls(gone)),
        (moved, gone) => format!("{} re-timed, {gone} not called any more", calls(moved)),
    }
}
