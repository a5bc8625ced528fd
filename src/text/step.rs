//! Edits as bytes: what a step changed, how to make it again, and how to take it back.
//!
//! Invariant: a step is made or taken back completely or not at all, and only where the bytes around it are the ones it
//! knows. A step names its unit and no place in the file, so that changes of other units do not matter to it.

use std::collections::HashSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::document::{line_endings, narrow};
use super::{Document, Place, Refusal, Tree, UnitKey};

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
    /// What stands directly left and right of it in the piece.
    left: Box<str>,
    right: Box<str>,
    /// What stands around it in the file, where its piece may not be there any more once the file is read again: for
    /// lines that were taken out, and keys at the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stands: Option<Box<Surroundings>>,
}

/// What stands left and right of a place in the file, whatever units it is of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct Surroundings {
    left: Box<str>,
    right: Box<str>,
}

/// How many bytes of the surroundings a change remembers on each side, at most.
const CONTEXT: usize = 48;

/// How many bytes on one side are enough to know a place by, where the other side has changed.
const HOLD: usize = 24;

/// How many bytes a change remembers of the whole file on each side, at most.
const FILE_CONTEXT: usize = 160;

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

    /// The units that get another name: the old one and the new.
    pub fn renames(&self) -> impl Iterator<Item = (&UnitKey, &UnitKey)> {
        self.parts().filter_map(|part| Some((&part.unit, part.becomes.as_ref()?)))
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

    /// Steps, each made on what those before it leave, as one.
    pub(super) fn joined(steps: impl IntoIterator<Item = Self>) -> Option<Self> {
        Self::of(steps.into_iter().flat_map(|step| std::iter::once(step.first).chain(step.also)))
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
                let mut change = Change::new(piece, &pieces[piece], range.clone(), after);
                // A key at the top of the file may be of another unit once the file is read again.
                if after.is_empty() || *unit == UnitKey::Root {
                    change.stands = Some(Box::new(Surroundings::around(document, unit, &pieces, piece, &range)));
                }
                changes.push(change);
                pieces[piece].replace_range(range, after);
            }
        }
        let after = document.unit_before(unit).cloned();
        let step = Self { first: Part { unit: unit.clone(), after, becomes: None, changes }, also: Vec::new() };
        let new_texts = pieces.into_iter().enumerate().filter(|(index, text)| texts[*index] != text).collect();
        (step, new_texts)
    }

    /// The step that adds a unit.
    pub(super) fn new_unit(document: &Document, unit: UnitKey, after: Option<UnitKey>, text: String) -> Self {
        let stands = Some(Box::new(Surroundings::behind(document, after.as_ref())));
        let change = Change { after: text.into(), stands, ..Change::new(0, "", 0..0, "") };
        Self { first: Part { unit, after, becomes: None, changes: vec![change] }, also: Vec::new() }
    }
}

impl Surroundings {
    /// Around a range of a piece, where the unit's pieces have these texts.
    fn around(document: &Document, unit: &UnitKey, pieces: &[String], piece: usize, range: &Range<usize>) -> Self {
        let (before, after) = document.texts_around(unit, piece, pieces);
        let (left, right) = (&pieces[piece][..range.start], &pieces[piece][range.end..]);
        Self::between(std::iter::once(left).chain(before), std::iter::once(right).chain(after))
    }

    /// Where a new unit goes.
    fn behind(document: &Document, after: Option<&UnitKey>) -> Self {
        let (before, after) = document.texts_behind(after);
        Self::between(before, after)
    }

    /// The ends of the texts before, from the place upwards, and the beginnings of those after.
    fn between<'t>(before: impl Iterator<Item = &'t str>, after: impl Iterator<Item = &'t str>) -> Self {
        let (mut left, mut right) = (String::new(), String::new());
        for text in before {
            left.insert_str(0, tail(text, FILE_CONTEXT - left.len()));
            if left.len() + '\u{10ffff}'.len_utf8() > FILE_CONTEXT {
                break;
            }
        }
        for text in after {
            right.push_str(head(text, FILE_CONTEXT - right.len()));
            if right.len() + '\u{10ffff}'.len_utf8() > FILE_CONTEXT {
                break;
            }
        }
        Self { left: left.into(), right: right.into() }
    }
}

/// The last bytes of a text, in whole characters.
fn tail(text: &str, bytes: usize) -> &str {
    let mut start = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// The first bytes of a text, in whole characters.
fn head(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
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
        Self {
            piece: narrow(piece),
            at: narrow(range.start),
            before: text[range.clone()].into(),
            after: after.into(),
            left: tail(&text[..range.start], CONTEXT).into(),
            right: head(&text[range.end..], CONTEXT).into(),
            stands: None,
        }
    }

    /// The change as it was made at this place, with what stands around it there.
    fn made_at(&self, piece: usize, text: &str, range: Range<usize>) -> Self {
        Self { stands: self.stands.clone(), ..Self::new(piece, text, range, &self.after) }
    }

    fn inverse(&self) -> Self {
        Self { before: self.after.clone(), after: self.before.clone(), ..self.clone() }
    }

    /// How many bytes of line endings it takes away from the start of a unit that does not begin with them: a file that
    /// was read again has them at the end of the unit before.
    fn gap(&self, pieces: &[&str]) -> usize {
        let gap = line_endings(&self.before);
        let is_elsewhere = pieces.first().is_some_and(|text| line_endings(text) == 0);
        if (self.piece, self.at) == (0, 0) && is_elsewhere { gap } else { 0 }
    }

    /// Whether a piece has the change's place exactly as it was left.
    fn is_at_home(&self, text: &str) -> bool {
        let at = self.at as usize;
        let is_alone = self.left.is_empty() && self.right.is_empty();
        let right = text.get(at..).and_then(|rest| rest.strip_prefix(&*self.before));
        text.get(..at).zip(right).is_some_and(|(left, right)| {
            let is_same = left.ends_with(&*self.left) && right.starts_with(&*self.right);
            is_same && (!is_alone || (left.is_empty() && right.is_empty()))
        })
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
        // One side may have changed up to the line that it is in.
        let near_left = self.left.rfind('\n').map_or(&*self.left, |at| &self.left[at + 1..]);
        let near_right = self.right.find('\n').map_or(&*self.right, |at| &self.right[..=at]);
        let whole = (&*self.left, &*self.right);
        let sides = [whole, (&*self.left, near_right), (near_left, &*self.right)];
        sides.into_iter().find_map(|(left, right)| {
            // What has too little to hold on to is nowhere.
            let is_known = !self.before.is_empty() || left.len().max(right.len()) >= HOLD || (left, right) == whole;
            let needle = Some([left, &*self.before, right].concat()).filter(|needle| is_known && !needle.is_empty())?;
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
        // Many parts may be of few units; each is read once.
        let units: HashSet<&UnitKey> = step.parts().map(|part| &part.unit).collect();
        let were_sound = units.into_iter().all(|unit| is_sound(self, unit));
        let made = self.make(step)?;
        let units: HashSet<&UnitKey> = made.parts().map(Part::made_unit).filter(|_| were_sound).collect();
        if let Some(unit) = units.into_iter().find(|unit| !is_sound(self, unit)).cloned() {
            // On this text the same bytes would break something: back to what it was.
            self.make(&made.inverse())?;
            return Err(moved(&unit));
        }
        self.settle();
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
        let texts = self.piece_texts(&step.unit);
        let gap = step.changes.first().map_or(0, |change| change.gap(&texts));
        let gap = if gap > 0 { self.gap_before(&step.unit, &step.changes[0].before[..gap]) } else { None };
        // With the line endings that stand at the end of the unit before, the unit is as it was.
        let first = gap.as_ref().zip(texts.first()).map(|((_, gap), text)| [gap.as_str(), text].concat());
        let is_lost = |change: &Change| {
            let text = first.as_ref().filter(|_| change.piece == 0).map(String::as_str);
            let text = text.or_else(|| texts.get(change.piece as usize).copied());
            let is_new =
                |stands: &Surroundings| texts.is_empty() && *stands == Surroundings::behind(self, step.after.as_ref());
            let is_here = |stands: &Surroundings| text.is_some() || is_new(stands);
            let is_home = |stands: &Surroundings| change.is_at_home(text.unwrap_or("")) && is_here(stands);
            change.stands.as_deref().is_some_and(|stands| !is_home(stands))
        };
        if step.becomes.is_none() && step.changes.iter().any(is_lost) {
            let mut whole = self.clone();
            if let Some(made) = whole.put_back(step)? {
                *self = whole;
                return Ok(made);
            }
        }
        let mut pieces: Vec<String> = self.piece_texts(&step.unit).into_iter().map(str::to_owned).collect();
        let is_new = pieces.is_empty();
        if is_new {
            pieces.push(String::new());
        }
        let name = step.made_unit();
        let is_refused =
            if step.becomes.is_some() { is_new || !self.is_free(name) } else { is_new && !self.is_apart(name) };
        if is_refused {
            return Err(moved(&step.unit));
        }
        if let Some((_, gap)) = &gap {
            pieces[0].insert_str(0, gap);
        }
        let mut made = step.clone();
        for (change, made) in step.changes.iter().zip(&mut made.changes) {
            let (piece, at) = change.find(&pieces).ok_or_else(|| moved(&step.unit))?;
            let end = at + change.before.len();
            // The surroundings may be new, and are what the way back has to know.
            *made = change.made_at(piece, &pieces[piece], at..end);
            pieces[piece].replace_range(at..end, &change.after);
        }
        if let Some((before, gap)) = gap {
            self.shorten(before, gap.len());
        }
        if is_new {
            let place = self.insert_unit(&step.unit, step.after.as_ref(), &pieces[0]);
            place.ok_or_else(|| moved(&step.unit))?;
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

    /// Makes the changes where the file shows their places, also where a unit has lost a piece, or the pieces beside it
    /// have become one. `None` where a place is not there any more.
    fn put_back(&mut self, step: &Part) -> Result<Option<Part>, Refusal> {
        let mut made: Vec<Change> = Vec::with_capacity(step.changes.len());
        for change in &step.changes {
            let Some(around) = change.stands.as_deref() else { return Ok(None) };
            let needle = [&*around.left, &*change.before, &*around.right].concat();
            let file = self.bytes();
            let mut places = memchr::memmem::find_iter(&file, needle.as_bytes()).map(|at| at + around.left.len());
            let place = places.next().filter(|_| !needle.is_empty() || file.is_empty());
            let is_several = places.next().is_some();
            // Where the file shows one place, it stood there, whatever else the unit's other pieces look like.
            let shown = place.filter(|_| !is_several);
            if let Some(place) = shown.filter(|_| change.before.is_empty()) {
                let Some(piece) = self.insert_piece(&step.unit, place, &change.after) else { return Ok(None) };
                for other in made.iter_mut().filter(|other| other.piece >= narrow(piece)) {
                    other.piece += 1;
                }
                made.push(change.made_at(piece, "", 0..0));
                continue;
            }
            let there = shown.map(|place| self.place_at(place, change.before.len()));
            let pieces: Vec<String> = self.piece_texts(&step.unit).into_iter().map(str::to_owned).collect();
            let is_own = |there: &&Place| there.unit == step.unit;
            let own = there.as_ref().filter(is_own).and_then(|there| self.in_piece(there));
            if let Some((piece, at)) = own.or_else(|| change.find(&pieces)) {
                let mut text = pieces[piece].clone();
                let end = at + change.before.len();
                made.push(change.made_at(piece, &text, at..end));
                text.replace_range(at..end, &change.after);
                self.replace_piece(&step.unit, piece, text);
                continue;
            }
            if is_several {
                return Err(Refusal::new(
                    format!("`{}` may have stood at several places of the file", step.unit),
                    "make the change again by hand",
                ));
            }
            let is_only = step.changes.len() == 1;
            return Ok(there.filter(|_| is_only).and_then(|there| self.replace_at(&there, step, change)));
        }
        Ok(Some(Part { changes: made, ..step.clone() }))
    }

    /// Makes a part's only change in another unit, where its bytes are of that one now.
    fn replace_at(&mut self, place: &Place, step: &Part, change: &Change) -> Option<Part> {
        let (piece, at) = self.in_piece(place)?;
        let mut text = self.piece_texts(&place.unit).get(piece).map(|text| (*text).to_owned())?;
        let range = at..at + place.span.len();
        let made = change.made_at(piece, &text, range.clone());
        text.replace_range(range, &change.after);
        let is_same = made.before == change.before && self.fits(&place.unit, piece, &text);
        is_same.then(|| self.replace_piece(&place.unit, piece, text))?;
        Some(Part { unit: place.unit.clone(), changes: vec![made], ..step.clone() })
    }

    /// The piece of its unit that a place is in, and where in it; `None` where it goes over into another.
    fn in_piece(&self, place: &Place) -> Option<(usize, usize)> {
        let span = place.span.start as usize..place.span.end as usize;
        let [(piece, range)]: [_; 1] = in_pieces(&self.piece_texts(&place.unit), &span).try_into().ok()?;
        Some((piece, range.start))
    }

    /// Whether a unit may get this name: no record has it, and the group is not written in another way.
    fn is_free(&self, name: &UnitKey) -> bool {
        let text = self.unit_text(name).unwrap_or_default();
        self.is_apart(name) && Tree::read(name, &text).record().is_none()
    }

    /// Takes a step back; gives the step that makes it again.
    pub fn undo(&mut self, step: &Step) -> Result<Step, Refusal> {
        self.replay(&step.inverse())
    }
}
