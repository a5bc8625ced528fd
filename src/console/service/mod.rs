//! A deal in trouble, on one sheet: it is sent to service with a reason, a play, one push and one pull and a time box; in
//! service it shows what is done and what to look at first, and it ends there.
//!
//! Invariant: nothing is written before the person accepts, and then everything as one step. What a play brought, what a
//! repair's end would change and which calls move is worked out anew with each choice and each change of the file; what is
//! written is asked for once more on the text as it is then. What is typed and not written is there the next time.
//!
//! Left out on purpose: words and owners of the tasks of a repair that goes on. Its form has them, one key away.

mod keys;
mod repair;
mod send;

pub use keys::{key, paste};
pub use repair::{How, Repair};
pub use send::{Field, Part, Send};

use super::drafts::Texts;
use super::model::Model;
use super::overlay::Overlay;
use super::update::tell;
use crate::campaign::Id;

/// The sheet, by where the deal is.
#[derive(Debug, Clone)]
pub enum Service {
    /// It is to be sent to service.
    Send(Box<Send>),
    /// It is in service.
    Repair(Box<Repair>),
}

impl Service {
    /// Whose deal.
    #[must_use]
    pub const fn deal(&self) -> &Id {
        match self {
            Self::Send(open) => &open.deal,
            Self::Repair(open) => &open.deal,
        }
    }

    fn texts(&self) -> Texts {
        match self {
            Self::Send(open) => open.texts(),
            Self::Repair(open) => open.texts(),
        }
    }
}

/// Opens the sheet of a deal, with what was typed there before and not written.
pub fn open(model: &mut Model, deal: &Id) {
    let Some(mut sheet) = make(model, deal) else {
        return tell(model, "the deal is finished, or gone from the file", true);
    };
    if let Some(texts) = model.drafts.get(&draft_name(deal)) {
        let told = match &mut sheet {
            Service::Send(open) => {
                open.take_up(model, texts);
                &mut open.told
            }
            Service::Repair(open) => {
                open.take_up(texts);
                &mut open.told
            }
        };
        let text = "what was typed here and not written is back; ctrl-r drops it".to_owned();
        *told = Some(super::form::Told { text, bad: false });
    }
    if let Service::Repair(open) = &mut sheet {
        repair::look(model, open);
    }
    model.overlay = Some(Overlay::Service(sheet));
}

fn make(model: &Model, deal: &Id) -> Option<Service> {
    let record = model.campaign.deal(deal).filter(|deal| deal.is_open())?;
    Some(match &record.service {
        None => Service::Send(Box::new(Send::of(model, record))),
        Some(_) => Service::Repair(Box::new(Repair::of(model, record))),
    })
}

/// The name that a deal's sheet is kept under; [`of_draft`] reads it.
#[must_use]
pub fn draft_name(deal: &str) -> String {
    format!("service {deal}")
}

/// The deal whose sheet has this name; nothing of another draft.
#[must_use]
pub fn of_draft(name: &str) -> Option<Id> {
    name.strip_prefix("service ").map(Id::from)
}

/// Keeps what is typed, for the next time.
pub fn keep_draft(model: &mut Model) {
    let Some(Overlay::Service(open)) = &model.overlay else { return };
    let (name, texts) = (draft_name(open.deal()), open.texts());
    model.drafts.keep(&name, texts);
}

/// Follows the file while a sheet is open: the other seat may have sent the deal, reported a part, or ended the repair.
pub fn follow(model: &mut Model) {
    let Some(Overlay::Service(old)) = model.overlay.take_if(|overlay| matches!(overlay, Overlay::Service(_))) else {
        return;
    };
    let Some(mut fresh) = make(model, old.deal()) else {
        return tell(model, "the deal is finished, or gone from the file", true);
    };
    match (&mut fresh, old) {
        (Service::Send(fresh), Service::Send(old)) => fresh.go_on(model, *old),
        (Service::Repair(fresh), Service::Repair(old)) => fresh.go_on(*old),
        // It was sent, or came back, meanwhile: the sheet is the other one.
        _ => {}
    }
    if let Service::Repair(open) = &mut fresh {
        repair::look(model, open);
    }
    model.overlay = Some(Overlay::Service(fresh));
}
