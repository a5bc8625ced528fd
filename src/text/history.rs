//! Undo and redo, each step with its name and the time it was made.
//!
//! Pure bookkeeping: the bytes are the document's. A step that cannot be taken back stays on the stack, so that nothing
//! is lost by trying.

use chrono::{DateTime, Utc};

use super::{Clash, Document, Edit, Intent, Refusal, Step, UnitKey};

/// The steps that were made and those that were taken back.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: Vec<Named>,
    undone: Vec<Named>,
}

#[derive(Debug, Clone)]
struct Named {
    name: String,
    at: DateTime<Utc>,
    /// In the order in which they were made.
    steps: Vec<Step>,
    /// What each step was made by, where that is known.
    edits: Vec<Edit>,
}

/// A step of the list.
#[derive(Debug, Clone, Copy)]
pub struct Listed<'h> {
    /// The name it was given.
    pub name: &'h str,
    /// When it was first made.
    pub at: DateTime<Utc>,
    /// Whether it is taken back.
    pub undone: bool,
    steps: &'h [Step],
}

impl<'h> Listed<'h> {
    fn of(named: &'h Named, undone: bool) -> Self {
        Self { name: &named.name, at: named.at, undone, steps: &named.steps }
    }

    /// The units that it changed, each once.
    #[must_use]
    pub fn units(&self) -> Vec<&'h UnitKey> {
        let mut units: Vec<&UnitKey> = Vec::new();
        for unit in self.steps.iter().flat_map(Step::units) {
            if !units.contains(&unit) {
                units.push(unit);
            }
        }
        units
    }
}

impl Named {
    fn give_up(&mut self, clash: &Clash) {
        let is_lost = |step: &Step, edit: Option<&Edit>| match &clash.edit.intent {
            Intent::Replay { step: replayed } => replayed == step,
            _ => edit.is_some_and(|edit| *edit == clash.edit || is_part(clash, edit)),
        };
        let lost: Vec<bool> =
            self.steps.iter().enumerate().map(|(index, step)| is_lost(step, self.edits.get(index))).collect();
        let mut kept = lost.iter();
        self.steps.retain(|_| kept.next() != Some(&true));
        let mut kept = lost.iter();
        self.edits.retain(|_| kept.next() != Some(&true));
    }
}

/// Whether the clash is about a key of a record or row that the edit adds, and that both sides have added.
fn is_part(clash: &Clash, edit: &Edit) -> bool {
    let (Intent::Add { record, .. } | Intent::Append { array: record, .. }) = &edit.intent else { return false };
    let mut keys = clash.record.keys();
    (edit.at, &edit.by) == (clash.edit.at, &clash.edit.by) && record.keys().all(|key| keys.next() == Some(key))
}

/// A step that was taken back or made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The name it was given.
    pub name: String,
    /// What was done to the bytes now, in order, for the journal (`Intent::Replay`).
    pub steps: Vec<Step>,
}

impl Moved {
    /// The units to read again.
    pub fn units(&self) -> impl Iterator<Item = &UnitKey> {
        self.steps.iter().flat_map(Step::units)
    }
}

impl History {
    /// Remembers what one action changed, in the order in which it did; what was undone before cannot be redone any
    /// more. An action without changes is not remembered.
    pub fn push(&mut self, name: impl Into<String>, at: DateTime<Utc>, steps: Vec<Step>) {
        self.push_edits(name, at, steps, Vec::new());
    }

    /// The same where each step was made by one edit, so that an edit that is given up is known again.
    pub fn push_edits(&mut self, name: impl Into<String>, at: DateTime<Utc>, steps: Vec<Step>, edits: Vec<Edit>) {
        if steps.iter().any(|step| !step.is_empty()) {
            self.done.push(Named { name: name.into(), at, steps, edits });
            self.undone.clear();
        }
    }

    /// Drops what an edit did that the file did not take: it is not in the text, so there is nothing to take back. What
    /// else the same action did stays.
    pub fn give_up(&mut self, clash: &Clash) {
        for stack in [&mut self.done, &mut self.undone] {
            for named in &mut *stack {
                named.give_up(clash);
            }
            stack.retain(|named| named.steps.iter().any(|step| !step.is_empty()));
        }
    }

    /// Takes the last step back. `None` where there is none.
    pub fn undo(&mut self, document: &mut Document) -> Result<Option<Moved>, Refusal> {
        shift(&mut self.done, &mut self.undone, document)
    }

    /// Makes the last undone step again. `None` where there is none.
    pub fn redo(&mut self, document: &mut Document) -> Result<Option<Moved>, Refusal> {
        shift(&mut self.undone, &mut self.done, document)
    }

    /// The name of the step that `undo` would take back.
    #[must_use]
    pub fn undo_name(&self) -> Option<&str> {
        self.done.last().map(|named| named.name.as_str())
    }

    /// The name of the step that `redo` would make again.
    #[must_use]
    pub fn redo_name(&self) -> Option<&str> {
        self.undone.last().map(|named| named.name.as_str())
    }

    /// Every step, the newest first: those that were taken back, the next to be made again last of them; then those that
    /// can be taken back, the next first.
    pub fn steps(&self) -> impl Iterator<Item = Listed<'_>> {
        let undone = self.undone.iter().map(|named| Listed::of(named, true));
        undone.chain(self.done.iter().rev().map(|named| Listed::of(named, false)))
    }

    /// How many steps are taken back: the number of the step in [`History::steps`] that `undo` would take back.
    #[must_use]
    pub fn undone(&self) -> usize {
        self.undone.len()
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.done.clear();
        self.undone.clear();
    }
}

/// More steps than this are taken back as one: the text is then cut anew once, and not for each of them.
const MANY: usize = 100;

/// Takes the last action of one stack back and puts what that did on the other: taking it back again is the way back.
/// All of its steps, or none.
fn shift(from: &mut Vec<Named>, to: &mut Vec<Named>, document: &mut Document) -> Result<Option<Moved>, Refusal> {
    let Some(Named { steps, .. }) = from.last() else { return Ok(None) };
    if steps.len() > MANY
        && let Some(all) = Step::joined(steps.iter().rev().map(Step::inverse))
    {
        let back = vec![document.replay(&all)?];
        return Ok(moved(from, to, back));
    }
    let before = (steps.len() > 1).then(|| document.clone());
    let mut back: Vec<Step> = Vec::with_capacity(steps.len());
    for step in steps.iter().rev() {
        match document.undo(step) {
            Ok(step) => back.push(step),
            Err(refusal) => {
                if let Some(before) = before {
                    *document = before;
                }
                return Err(refusal);
            }
        }
    }
    Ok(moved(from, to, back))
}

/// What was taken back goes on the other stack.
fn moved(from: &mut Vec<Named>, to: &mut Vec<Named>, back: Vec<Step>) -> Option<Moved> {
    let Named { name, at, .. } = from.pop()?;
    to.push(Named { name: name.clone(), at, steps: back.clone(), edits: Vec::new() });
    Some(Moved { name, steps: back })
}
