//! Edits as bytes: what a step changed, how to make it again, and how to take it back.
//!
//! Invariant: a step is made or taken back completely or not at all, and only where the bytes around it are the ones it
//! knows. A step names its unit and no place in the file, so that changes of other units do not matter to it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::document::{line_endings, narrow};
use super::{Document, Refusal, Tree, UnitKey};

/// New text for a range of a unit's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Splice {
    pub range: Range<usize>,
    pub text: String,
}

impl Splice {
    pub fn insert(at: usize, text: String) -> Self {
        Self { range: at..at, text }
    }

    pub const fn remove(range: Range<usize>) -> Self {
        Self { range, text: String::new() }
    }
}

/// Splices in order; those that only remove and touch each other become one.
pub(super) fn in_order(mut splices: Vec<Splice>) -> Vec<Splice> {
    splices.sort_by_key(|splice| (splice.range.start, splice.range.end));
    let mut merged: Vec<Splice> = Vec::with_capacity(splices.len());
    for splice in splices {
        match merged.last_mut() {
            Some(last) if last.text.is_empty() && splice.text.is_empty() && splice.range.start <= last.range.end => {
                last.range.end = last.range.end.max(splice.range.end);
            }
            _ => merged.push(splice),
        }
    }
    merged
}

/// The text with ordered splices made.
pub(super) fn spliced(text: &str, splices: &[Splice]) -> String {
    let mut result = String::with_capacity(text.len() + splices.iter().map(|splice| splice.text.len()).sum::<usize>());
    let mut at = 0;
    for splice in splices {
        result.push_str(&text[at..splice.range.start]);
        result.push_str(&splice.text);
        at = splice.range.end;
    }
    result.push_str(&text[at..]);
    result
}

/// What one intent changed in the bytes: enough to make it again and to take it back exactly.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Step {
    #[serde(flatten)]
    first: Part,
    /// What it changed after that, in order, on what the parts before it left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    also: Vec<Part>,
}

/// The changes of one unit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct Part {
    unit: UnitKey,
    /// For a unit that the file does not have yet: the one that it stands behind.
    after: Option<UnitKey>,
    /// The name that the unit has afterwards, where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    becomes: Option<UnitKey>,
    changes: Vec<Change>,
}

/// Bytes in one piece of the unit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct Change {
    piece: u32,
    at: u32,
    before: Box<str>,
    after: Box<str>,
    /// What stands directly left and right of it.
    left: Box<str>,
    right: Box<str>,
}

/// How many bytes of the surroundings a change remembers on each side, at most.
const CONTEXT: usize = 48;

impl Part {
    fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.becomes.is_none()
    }

    /// The unit's name when the part has been made.
    fn made_unit(&self) -> &UnitKey {
        self.becomes.as_ref().unwrap_or(&self.unit)
    }

    fn inverse(&self) -> Self {
        Self {
            unit: self.made_unit().clone(),
            after: self.after.clone(),
            becomes: self.becomes.is_some().then(|| self.unit.clone()),
            changes: self.changes.iter().rev().map(Change::inverse).collect(),
        }
    }
}

impl Step {
    fn parts(&self) -> impl DoubleEndedIterator<Item = &Part> {
        std::iter::once(&self.first).chain(&self.also)
    }

    fn of(parts: impl IntoIterator<Item = Part>) -> Option<Self> {
        let mut parts = parts.into_iter();
        Some(Self { first: parts.next()?, also: parts.collect() })
    }

    /// The units that the step changes, each with its old and its new name.
    pub fn units(&self) -> impl Iterator<Item = &UnitKey> {
        let changed = self.parts().filter(|part| !part.is_empty());
        changed.flat_map(|part| std::iter::once(&part.unit).chain(&part.becomes))
    }

    /// Whether the file says already what was intended.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts().all(Part::is_empty)
    }

    /// The step that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        // There is a first part always.
        Self::of(self.parts().rev().map(Part::inverse)).unwrap_or_else(|| self.clone())
    }

    /// A step that changes nothing.
    pub(super) const fn nothing(unit: UnitKey) -> Self {
        Self { first: Part { unit, after: None, becomes: None, changes: Vec::new() }, also: Vec::new() }
    }

    /// This step, and then another one made on what it leaves.
    pub(super) fn then(mut self, next: Self) -> Self {
        self.also.push(next.first);
        self.also.extend(next.also);
        self
    }

    /// The same changes, after which the unit has another name.
    pub(super) fn renamed(mut self, unit: UnitKey) -> Self {
        self.first.becomes = (unit != self.first.unit).then_some(unit);
        self
    }

    /// The step that makes these splices in a unit, last first, so that an earlier one keeps its place; and the new
    /// texts of the pieces that change.
    pub(super) fn plan(document: &Document, unit: &UnitKey, splices: &[Splice]) -> (Self, Vec<(usize, String)>) {
        let texts = document.piece_texts(unit);
        let mut pieces: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        let mut changes = Vec::with_capacity(splices.len());
        for splice in splices.iter().rev() {
            for (part, (piece, range)) in in_pieces(&texts, &splice.range).into_iter().enumerate().rev() {
                // The new text goes where the splice begins.
                let after = if part == 0 { &*splice.text } else { "" };
                changes.push(Change::new(piece, &pieces[piece], range.clone(), after));
                pieces[piece].replace_range(range, after);
            }
        }
        let after = document.unit_before(unit).cloned();
        let step = Self { first: Part { unit: unit.clone(), after, becomes: None, changes }, also: Vec::new() };
        let new_texts = pieces.into_iter().enumerate().filter(|(index, text)| texts[*index] != text).collect();
        (step, new_texts)
    }

    /// The step that adds a unit.
    pub(super) fn new_unit(unit: UnitKey, after: Option<UnitKey>, text: String) -> Self {
        let change =
            Change { piece: 0, at: 0, before: "".into(), after: text.into(), left: "".into(), right: "".into() };
        Self { first: Part { unit, after, becomes: None, changes: vec![change] }, also: Vec::new() }
    }
}

/// The parts of a range that lie in each piece; an empty range lies at the end of a piece rather than at the start of
/// the next.
fn in_pieces(texts: &[&str], range: &Range<usize>) -> Vec<(usize, Range<usize>)> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (piece, text) in texts.iter().enumerate() {
        let end = start + text.len();
        if range.is_empty() {
            if range.start <= end {
                return vec![(piece, range.start - start..range.start - start)];
            }
        } else if range.start < end && range.end > start {
            parts.push((piece, range.start.max(start) - start..range.end.min(end) - start));
        }
        start = end;
    }
    parts
}

impl Change {
    fn new(piece: usize, text: &str, range: Range<usize>, after: &str) -> Self {
        let mut left = range.start.saturating_sub(CONTEXT);
        while !text.is_char_boundary(left) {
            left += 1;
        }
        let mut right = (range.end + CONTEXT).min(text.len());
        while !text.is_char_boundary(right) {
            right -= 1;
        }
        Self {
            piece: narrow(piece),
            at: narrow(range.start),
            before: text[range.clone()].into(),
            after: after.into(),
            left: text[left..range.start].into(),
            right: text[range.end..right].into(),
        }
    }

    fn inverse(&self) -> Self {
        Self { before: self.after.clone(), after: self.before.clone(), ..self.clone() }
    }

    /// How many bytes of line endings it takes away from the start of a unit that does not begin with them: a file that
    /// was read again has them at the end of the unit before.
    fn gap(&self, pieces: &[String]) -> usize {
        let gap = line_endings(&self.before);
        let is_elsewhere = pieces.first().is_some_and(|text| line_endings(text) == 0);
        if (self.piece, self.at) == (0, 0) && is_elsewhere { gap } else { 0 }
    }

    /// Where it is to be made: where it was, or where its surroundings have moved to, if that is one place only.
    fn find(&self, pieces: &[String]) -> Option<(usize, usize)> {
        let here = (self.piece as usize, self.at as usize);
        let known = pieces.get(here.0).and_then(|text| Some((text.get(..here.1)?, text.get(here.1..)?)));
        if let Some((left, rest)) = known
            && let Some(right) = rest.strip_prefix(&*self.before)
        {
            // Without any surroundings, the change was about an empty piece.
            let is_alone = self.left.is_empty() && self.right.is_empty();
            let is_same_left = left.ends_with(&*self.left) && (!is_alone || left.is_empty());
            let is_same_right = right.starts_with(&*self.right) && (!is_alone || right.is_empty());
            if (is_same_left && is_same_right) || (!self.before.is_empty() && (is_same_left || is_same_right)) {
                return Some(here);
            }
        }
        if self.left.is_empty() && self.right.is_empty() {
            return None;
        }
        // One side may have changed up to the line that it is in.
        let near_left = self.left.rfind('\n').map_or(&*self.left, |at| &self.left[at + 1..]);
        let near_right = self.right.find('\n').map_or(&*self.right, |at| &self.right[..=at]);
        let sides = [(&*self.left, &*self.right), (&*self.left, near_right), (near_left, &*self.right)];
        sides.into_iter().find_map(|(left, right)| {
            // What has nothing to hold on to is nowhere, also in an empty text.
            let needle = Some([left, &*self.before, right].concat()).filter(|needle| !needle.is_empty())?;
            let mut places = pieces
                .iter()
                .enumerate()
                .flat_map(|(piece, text)| text.match_indices(&needle).map(move |(at, _)| (piece, at + left.len())));
            let place = places.next()?;
            places.next().is_none().then_some(place)
        })
    }
}

fn moved(unit: &UnitKey) -> Refusal {
    Refusal::new(format!("`{unit}` was changed meanwhile at this place"), "make the change again by hand")
}

impl Document {
    /// Makes a step again, on this text or on one that others have changed elsewhere.
    ///
    /// Refused, with nothing changed, where the bytes that it is about are no longer there.
    pub fn replay(&mut self, step: &Step) -> Result<Step, Refusal> {
        if !self.is_text() {
            return Err(Refusal::new("the file is not UTF-8 text", "save it as UTF-8"));
        }
        let is_sound = |document: &Self, unit: &UnitKey| {
            Tree::read(unit, &document.unit_text(unit).unwrap_or_default()).is_sound()
        };
        let were_sound = step.parts().all(|part| is_sound(self, &part.unit));
        let made = self.make(step)?;
        if were_sound && let Some(part) = made.parts().find(|part| !is_sound(self, part.made_unit())) {
            // On this text the same bytes would break something: back to what it was.
            self.make(&made.inverse())?;
            return Err(moved(&part.unit));
        }
        Ok(made)
    }

    /// The same without reading the units. All parts, or none.
    pub(super) fn make(&mut self, step: &Step) -> Result<Step, Refusal> {
        let mut made: Vec<Part> = Vec::with_capacity(1 + step.also.len());
        for part in step.parts() {
            match self.make_part(part) {
                Ok(part) => made.push(part),
                Err(refusal) => {
                    for part in made.iter().rev() {
                        // Made a moment ago on this very text, so taking it back cannot be refused.
                        self.make_part(&part.inverse())?;
                    }
                    return Err(refusal);
                }
            }
        }
        Ok(Step::of(made).unwrap_or_else(|| step.clone()))
    }

    fn make_part(&mut self, step: &Part) -> Result<Part, Refusal> {
        if step.is_empty() {
            return Ok(step.clone());
        }
        let mut pieces: Vec<String> = self.piece_texts(&step.unit).into_iter().map(str::to_owned).collect();
        let is_new = pieces.is_empty();
        if is_new {
            pieces.push(String::new());
        }
        if let Some(name) = &step.becomes
            && (is_new || !self.is_free(name))
        {
            return Err(moved(&step.unit));
        }
        let gap = step.changes.first().map_or(0, |change| change.gap(&pieces));
        let gap = if gap > 0 { self.gap_before(&step.unit, &step.changes[0].before[..gap]) } else { None };
        if let Some((_, gap)) = &gap {
            pieces[0].insert_str(0, gap);
        }
        let mut made = step.clone();
        for (change, made) in step.changes.iter().zip(&mut made.changes) {
            let (piece, at) = change.find(&pieces).ok_or_else(|| moved(&step.unit))?;
            let end = at + change.before.len();
            // The surroundings may be new, and are what the way back has to know.
            *made = Change::new(piece, &pieces[piece], at..end, &change.after);
            pieces[piece].replace_range(at..end, &change.after);
        }
        if let Some((before, gap)) = gap {
            self.shorten(before, gap.len());
        }
        if is_new {
            self.insert_unit(step.unit.clone(), step.after.as_ref(), pieces.swap_remove(0));
        } else {
            let before = self.piece_texts(&step.unit);
            let changed: Vec<_> = pieces
                .into_iter()
                .enumerate()
                .filter(|(index, text)| before.get(*index) != Some(&text.as_str()))
                .collect();
            for (index, text) in changed {
                self.replace_piece(&step.unit, index, text);
            }
        }
        let added = made.changes.iter().find(|change| (change.piece, change.at) == (0, 0));
        self.give_up_gap(&step.unit, added.map_or(0, |change| line_endings(&change.after)));
        if let Some(name) = &step.becomes {
            self.rename_unit(&step.unit, name);
        }
        Ok(made)
    }

    /// Whether a unit may get this name: no record has it, and the group is not written as one table.
    fn is_free(&self, name: &UnitKey) -> bool {
        let text = self.unit_text(name).unwrap_or_default();
        let is_alone = match name {
            UnitKey::Record(group, _) => self.unit(&UnitKey::Group(group.clone())).is_none(),
            UnitKey::Root | UnitKey::Group(_) => true,
        };
        is_alone && Tree::read(name, &text).record().is_none()
    }

    /// Takes a step back; gives the step that makes it again.
    pub fn undo(&mut self, step: &Step) -> Result<Step, Refusal> {
        self.replay(&step.inverse())
    }
}
