//! Undo and redo, each step with its name.
//!
//! Pure bookkeeping: the bytes are the document's. A step that cannot be taken back stays on the stack, so that nothing
//! is lost by trying.

use super::{Document, Refusal, Step, UnitKey};

/// The steps that were made and those that were taken back.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: Vec<Named>,
    undone: Vec<Named>,
}

#[derive(Debug, Clone)]
struct Named {
    name: String,
    /// In the order in which they were made.
    steps: Vec<Step>,
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
    pub fn push(&mut self, name: impl Into<String>, steps: Vec<Step>) {
        if steps.iter().any(|step| !step.is_empty()) {
            self.done.push(Named { name: name.into(), steps });
            self.undone.clear();
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

    /// The names of the steps that can be taken back, the last one first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.done.iter().rev().map(|named| named.name.as_str())
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.done.clear();
        self.undone.clear();
    }
}

/// Takes the last action of one stack back and puts what that did on the other: taking it back again is the way back.
/// All of its steps, or none.
fn shift(from: &mut Vec<Named>, to: &mut Vec<Named>, document: &mut Document) -> Result<Option<Moved>, Refusal> {
    let Some(Named { name, steps }) = from.last() else { return Ok(None) };
    let mut back: Vec<Step> = Vec::with_capacity(steps.len());
    for step in steps.iter().rev() {
        match document.undo(step) {
            Ok(step) => back.push(step),
            Err(refusal) => {
                for step in back.iter().rev() {
                    // Made a moment ago on this very text, so taking it back cannot be refused.
                    document.undo(step)?;
                }
                return Err(refusal);
            }
        }
    }
    let moved = Moved { name: name.clone(), steps: back };
    from.pop();
    to.push(Named { name: moved.name.clone(), steps: moved.steps.clone() });
    Ok(Some(moved))
}
