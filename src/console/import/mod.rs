//! An export of a CRM comes into the campaign, from the console: a file is chosen, read, asked about, looked at with all
//! that it would change, and written as one step.
//!
//! Whatever takes long is done beside the loop and comes back as [`News`] with the number of the import that asked for it;
//! what comes for another one is dropped. Invariant: what is written is what the preview shows. A preview is of one version
//! of the campaign; where that has changed meanwhile it is made anew before anything is written.
//!
//! Left out on purpose: how an export is read, and the map of its columns, which is a file for `codriver import`.

pub mod choose;
mod keys;
mod plan;
pub mod preview;
mod write;

use std::path::PathBuf;
use std::sync::Arc;

pub use self::choose::{Chooser, Found};
pub use self::keys::{key, paste};
pub use self::plan::{Ask, Made, Planned, ask, write_ask};
pub use self::preview::{Group, Kept, Line, Preview};
use super::effect::Effect;
use super::form::Told;
use super::model::Model;
use super::overlay::Overlay;
use crate::drive::import::{Choices, Incoming, Question};
use crate::text::Refusal;

/// An import, as it lies over the screen.
#[derive(Debug, Clone)]
pub struct Import {
    /// Its number: answers to another one are not for it.
    pub number: u64,
    /// How far it has come.
    pub stand: Stand,
    /// What happened last, in one line.
    pub told: Option<Told>,
}

/// How far an import has come.
#[derive(Debug, Clone)]
pub enum Stand {
    /// A file is looked for.
    Choosing(Chooser),
    /// A file is being read.
    Reading {
        /// What it is called.
        name: String,
        /// How much of it, of a hundred; nothing until its rows are read.
        share: Option<u8>,
    },
    /// Something is asked that only a person can know.
    Asking(Asking),
    /// What it would change is worked out for the first time.
    Planning {
        /// What was read.
        incoming: Arc<Incoming>,
        /// How much is done, of a hundred.
        share: Option<u8>,
    },
    /// What it would change is looked at.
    Previewing(Box<Preview>),
    /// It is being made, beside the loop.
    Writing {
        /// What was looked at.
        preview: Box<Preview>,
        /// How much is done, of a hundred.
        share: Option<u8>,
    },
}

/// What only a person can know, one question after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// What the file is called.
    pub name: String,
    /// All questions.
    pub questions: Vec<Question>,
    /// The answers so far, by their places: as many as questions lie behind.
    pub answers: Vec<usize>,
    /// The answer under the cursor.
    pub cursor: usize,
}

impl Asking {
    /// The question that is open.
    #[must_use]
    pub fn question(&self) -> Option<&Question> {
        self.questions.get(self.answers.len())
    }
}

/// What was done beside the loop for an import.
#[derive(Debug)]
pub enum News {
    /// Files that may be exports.
    Found {
        /// What was typed when they were looked for.
        typed: String,
        /// The newest first.
        files: Vec<Found>,
    },
    /// So much is done, of a hundred.
    Done(u8),
    /// It cannot go on so.
    Refused(Refusal),
    /// This has to be answered first.
    Asks(Vec<Question>),
    /// It was read.
    Read(Box<Incoming>),
    /// This is what it would change.
    Planned(Box<Planned>),
    /// It was made on a text, which takes the place of the one that it was made on.
    Made(Box<Made>),
}

/// Opens the list of files that look like exports.
pub fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    let import = choosing(model, None, effects);
    model.overlay = Some(Overlay::Import(Box::new(import)));
}

/// An import at its beginning, under a number of its own.
fn choosing(model: &mut Model, told: Option<Told>, effects: &mut Vec<Effect>) -> Import {
    model.imports += 1;
    let number = model.imports;
    effects.push(Effect::FindExports { number, typed: String::new() });
    Import { number, stand: Stand::Choosing(Chooser::default()), told }
}

/// Begins to read a file.
fn read(import: &mut Import, name: String, path: PathBuf, effects: &mut Vec<Effect>) {
    import.told = None;
    import.stand = Stand::Reading { name, share: None };
    effects.push(Effect::ReadExport { number: import.number, path });
}

/// Asks for what it would change, once at a time: a preview that is asked for while another is under way is asked for when
/// that one has come.
fn plan(import: &mut Import, effects: &mut Vec<Effect>) {
    if let Stand::Previewing(preview) = &mut import.stand {
        if preview.is_asked {
            preview.is_stale = true;
            return;
        }
        preview.is_asked = true;
    }
    effects.push(Effect::PlanImport { number: import.number });
}

/// What it would change is worked out anew after a change of the campaign.
pub fn follow(model: &mut Model, changed: bool, effects: &mut Vec<Effect>) {
    let Some(Overlay::Import(import)) = &mut model.overlay else { return };
    // A first plan that is under way is of the campaign before: what it is of is seen when it comes.
    if changed && matches!(import.stand, Stand::Previewing(_)) {
        plan(import, effects);
    }
}

/// Something was done beside the loop.
#[inline(never)]
pub fn learn(model: &mut Model, number: u64, news: News, effects: &mut Vec<Effect>) {
    let Some(Overlay::Import(mut import)) = model.overlay.take_if(|overlay| is_for(overlay, number)) else { return };
    if heard(model, &mut import, news, effects) {
        model.overlay = Some(Overlay::Import(import));
    }
}

fn is_for(overlay: &Overlay, number: u64) -> bool {
    matches!(overlay, Overlay::Import(import) if import.number == number)
}

/// Takes news in. False: the import is over.
fn heard(model: &mut Model, import: &mut Import, news: News, effects: &mut Vec<Effect>) -> bool {
    match (news, &mut import.stand) {
        (News::Found { typed, files }, Stand::Choosing(chooser)) => chooser.learn(&typed, files),
        (
            News::Done(done),
            Stand::Reading { share, .. } | Stand::Planning { share, .. } | Stand::Writing { share, .. },
        ) => *share = Some(done.min(100)),
        (News::Refused(refusal), _) => return refused(model, import, &refusal, effects),
        (News::Asks(questions), Stand::Reading { name, .. }) => {
            let cursor = questions.first().and_then(|question| question.otherwise).unwrap_or(0);
            let name = std::mem::take(name);
            import.stand = Stand::Asking(Asking { name, questions, answers: Vec::new(), cursor });
        }
        (News::Read(incoming), Stand::Reading { .. }) => {
            import.stand = Stand::Planning { incoming: Arc::from(incoming), share: None };
            plan(import, effects);
        }
        (News::Planned(planned), _) => planned_anew(model, import, *planned, effects),
        (News::Made(made), Stand::Writing { preview, share }) => {
            if made.version == model.version {
                return !write::take_over(model, import, *made, effects);
            }
            // Somebody wrote meanwhile: made again on the text as it is now, unless that comes to something else.
            (preview.is_asked, *share) = (false, None);
            effects.push(Effect::MakeImport { number: import.number });
        }
        _ => {}
    }
    true
}

/// What it would change is known.
fn planned_anew(model: &Model, import: &mut Import, planned: Planned, effects: &mut Vec<Effect>) {
    let is_old = planned.version != model.version;
    match &mut import.stand {
        Stand::Planning { incoming, .. } => {
            let preview = Preview::new(Arc::clone(incoming), planned);
            import.stand = Stand::Previewing(Box::new(preview));
        }
        Stand::Previewing(preview) => {
            preview.is_asked = false;
            preview.show(planned);
        }
        Stand::Writing { preview, .. } => {
            preview.show(planned);
            import.stand = Stand::Previewing(preview.clone());
            let text =
                "the campaign was changed meanwhile, and the import with it: look again, then write it".to_owned();
            import.told = Some(Told { text, bad: true });
        }
        _ => return,
    }
    let Stand::Previewing(preview) = &mut import.stand else { return };
    if std::mem::take(&mut preview.is_stale) || is_old {
        plan(import, effects);
    }
}

/// What cannot go on goes back to where something can be done. False: nothing can.
fn refused(model: &mut Model, import: &mut Import, refusal: &Refusal, effects: &mut Vec<Effect>) -> bool {
    let told = Some(Told { text: format!("{}: {}", refusal.message, refusal.mend), bad: true });
    match &mut import.stand {
        Stand::Reading { .. } | Stand::Asking(_) | Stand::Planning { .. } => {
            *import = choosing(model, told, effects);
        }
        Stand::Writing { preview, .. } => {
            import.stand = Stand::Previewing(preview.clone());
            import.told = told;
        }
        Stand::Choosing(_) => import.told = told,
        Stand::Previewing(preview) => {
            preview.is_asked = false;
            import.told = told;
        }
    }
    true
}

/// What was decided beforehand, and is decided here.
fn choices(import: &Import) -> Option<(&Arc<Incoming>, &Choices)> {
    match &import.stand {
        Stand::Planning { incoming, .. } => Some((incoming, &incoming.choices)),
        Stand::Previewing(preview) | Stand::Writing { preview, .. } => Some((&preview.incoming, &preview.choices)),
        Stand::Choosing(_) | Stand::Reading { .. } | Stand::Asking(_) => None,
    }
}
