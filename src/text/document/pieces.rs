//! The pieces of a document in the hands of an edit: looked at with what stands around them, replaced, put in, renamed.
//!
//! Invariant: whatever is put in, every key stays in the section that it stood in, and every line on its own.

use std::sync::{Arc, OnceLock};

use super::{Document, Stored, Unit};
use crate::text::UnitKey;
use crate::text::scan::{Line, Scanner};

/// What edits need: the same few ways to look at and change pieces of a unit.
impl Document {
    /// The line ending of the file's first line.
    pub(in crate::text) fn line_ending(&self) -> &'static str {
        let first = self.order.iter().map(|piece| self.stored(*piece)).find_map(|text| text.split_once('\n'));
        if first.is_some_and(|(line, _)| line.ends_with('\r')) { "\r\n" } else { "\n" }
    }

    /// The texts of a unit's pieces, in order.
    pub(in crate::text) fn piece_texts(&self, key: &UnitKey) -> Vec<&str> {
        self.unit(key).map(|unit| unit.pieces.iter().map(|piece| self.stored(*piece)).collect()).unwrap_or_default()
    }

    /// Gives the `index`th piece of a unit a new text.
    pub(in crate::text) fn replace_piece(&mut self, key: &UnitKey, index: usize, text: String) {
        if let Some(piece) = self.unit(key).and_then(|unit| unit.pieces.get(index)).copied() {
            self.set_text(piece, text);
        }
    }

    /// The piece before a unit, and its end, where it ends with this text.
    pub(in crate::text) fn gap_before(&self, key: &UnitKey, gap: &str) -> Option<(u32, String)> {
        let before = self.piece_before(key)?;
        self.stored(before).ends_with(gap).then(|| (before, gap.to_owned()))
    }

    /// Takes bytes off the end of a piece.
    pub(in crate::text) fn shorten(&mut self, piece: u32, by: usize) {
        let text = self.stored(piece);
        let text = text[..text.len().saturating_sub(by)].to_owned();
        self.set_text(piece, text);
    }

    /// Line endings that an edit put at the start of a unit become the end of the one before, where reading the file
    /// finds them: then the next edit comes to the same bytes here and on a file that was read again.
    pub(in crate::text) fn give_up_gap(&mut self, key: &UnitKey, gap: usize) {
        let Some(first) = self.unit(key).and_then(|unit| unit.pieces.first()).copied().filter(|_| gap > 0) else {
            return;
        };
        let Some(before) = self.piece_before(key) else { return };
        let (gap, rest) = self.stored(first).split_at(gap);
        let (longer, rest) = ([self.stored(before), gap].concat(), rest.to_owned());
        self.set_text(before, longer);
        self.set_text(first, rest);
    }

    /// The last piece with text before a unit.
    fn piece_before(&self, key: &UnitKey) -> Option<u32> {
        let position = self.position(*self.unit(key)?.pieces.first()?)?;
        self.order[..position].iter().rev().copied().find(|piece| !self.stored(*piece).is_empty())
    }

    fn set_text(&mut self, piece: u32, text: String) {
        let piece = &mut self.pieces[piece as usize];
        let of_root = self.names.units[piece.unit as usize].key == UnitKey::Root;
        self.is_torn |= !of_root && !begins_as_cut(&text);
        piece.text = Stored::Own(text.into());
        piece.lines = OnceLock::new();
    }

    /// Puts a new unit behind the last piece of another, or at the end of the file. `None` where it cannot stand there.
    pub(in crate::text) fn insert_unit(&mut self, key: &UnitKey, after: Option<&UnitKey>, text: &str) -> Option<()> {
        let last = after.and_then(|after| self.unit(after)).and_then(|unit| unit.pieces.last()).copied();
        let position = last.and_then(|last| self.position(last));
        let position = position.map_or(self.order.len(), |position| position + 1);
        if !self.may_stand(key, text, position, 0) {
            return None;
        }
        let before = self.order[..position].iter().rev().map(|piece| self.stored(*piece)).find(|text| !text.is_empty());
        // A remark directly above a new header is the new record's.
        self.is_torn |= before.is_some_and(|before| begins_below_remark(before, text));
        let piece = self.add_piece(key.clone(), Stored::Own(text.into()));
        self.order.insert(position, piece);
        Some(())
    }

    /// Whether a text of a unit may stand in the file before a piece, or inside it: no key comes to another section, and no
    /// line runs into another.
    fn may_stand(&self, key: &UnitKey, text: &str, position: usize, at: usize) -> bool {
        let (head, rest) = self.order.get(position).map_or(("", ""), |piece| self.stored(*piece).split_at(at));
        let before =
            || std::iter::once(head).chain(self.order[..position].iter().rev().map(|piece| self.stored(*piece)));
        let behind = self.order.iter().skip(position + 1).map(|piece| self.stored(*piece));
        let mut behind = std::iter::once(rest).chain(behind);
        let lines = Lines::of(text);
        let takes_keys = lines.any_header
            && behind.clone().map(Lines::of).find(|lines| lines.first.is_some()).is_some_and(Lines::begins_with_key);
        let mut above = self.order[..position].iter().rev().filter(|piece| Lines::of(self.stored(**piece)).any_header);
        let section = if Lines::of(head).any_header { self.order.get(position) } else { above.next() };
        // Keys belong to the section that they stand in.
        let is_lost_key = lines.begins_with_key()
            && match section {
                Some(piece) => self.names.units[self.pieces[*piece as usize].unit as usize].key != *key,
                None => matches!(key, UnitKey::Record(..)),
            };
        let left = before().find(|text| !text.is_empty()).unwrap_or("");
        let right = behind.find(|text| !text.is_empty()).unwrap_or("");
        let are_apart = are_lines_apart(left, text) && are_lines_apart(text, right);
        !takes_keys && !is_lost_key && are_apart && self.is_apart(key)
    }

    /// Whether nothing follows the last piece of a unit.
    pub(in crate::text) fn is_last(&self, key: &UnitKey) -> bool {
        let last = self.unit(key).and_then(|unit| unit.pieces.last());
        let after = self.order.iter().rev().take_while(|piece| Some(*piece) != last);
        last.is_some() && after.copied().all(|piece| self.stored(piece).is_empty())
    }

    /// The unit whose text stands directly before the last piece of another one.
    pub(in crate::text) fn last_unit_before_end_of(&self, key: &UnitKey) -> Option<&UnitKey> {
        let last = self.unit(key)?.pieces.last()?;
        let before = self.order.iter().rev().skip_while(|piece| *piece != last).skip(1);
        let piece = before.copied().find(|piece| !self.stored(*piece).is_empty())?;
        Some(&self.names.units[self.pieces[piece as usize].unit as usize].key)
    }

    /// The texts before the `index`th piece of a unit, from it upwards, and those after it; the unit's own pieces with
    /// these texts.
    pub(in crate::text) fn texts_around<'t>(
        &'t self,
        key: &UnitKey,
        index: usize,
        own: &'t [String],
    ) -> (impl Iterator<Item = &'t str>, impl Iterator<Item = &'t str>) {
        let pieces = self.unit(key).map_or(&[][..], |unit| &unit.pieces);
        let here = pieces.get(index);
        let position = here.and_then(|piece| self.position(*piece)).unwrap_or(0);
        let text = |piece: &u32| match pieces.iter().position(|other| other == piece) {
            Some(index) => own[index].as_str(),
            None => self.stored(*piece),
        };
        let after = self.order.get(position + 1..).unwrap_or(&[]);
        (self.order[..position].iter().rev().map(text), after.iter().map(text))
    }

    /// Whether a new unit with this name cannot be in conflict with others: a keyed group is one unit, or one for each
    /// record.
    pub(in crate::text) fn is_apart(&self, key: &UnitKey) -> bool {
        match key {
            UnitKey::Record(group, _) => !self.is_whole(group),
            UnitKey::Group(group) => !self.has_records(group),
            UnitKey::Root => true,
        }
    }

    /// Whether a group is written as one unit.
    pub(in crate::text) fn is_whole(&self, group: &str) -> bool {
        let texts = self.piece_texts(&UnitKey::Group(group.into()));
        texts.into_iter().any(|text| Lines::of(text).first.is_some())
    }

    /// Whether a keyed group is written record by record.
    pub(in crate::text) fn has_records(&self, group: &str) -> bool {
        let is_record = |unit: &Unit| matches!(&unit.key, UnitKey::Record(other, _) if **other == *group);
        self.layout.is_keyed(group) && self.units().any(is_record)
    }

    /// Puts lines of a unit at a byte of the file, as a piece of their own. Gives the piece's number in its unit; `None`
    /// where keys would then stand in another section than they did.
    pub(in crate::text) fn insert_piece(&mut self, key: &UnitKey, at: usize, text: &str) -> Option<usize> {
        let mut start = 0;
        let mut position = self.order.len();
        for (index, piece) in self.order.iter().enumerate() {
            let end = start + self.stored(*piece).len();
            if at < end {
                position = index;
                break;
            }
            start = end;
        }
        if !self.may_stand(key, text, position, at - start) {
            return None;
        }
        self.is_torn = true;
        if at > start {
            // The place is inside a piece of another unit: that one goes on behind it.
            let split = self.order[position];
            let (head, rest) = self.stored(split).split_at(at - start);
            let (head, rest) = (head.to_owned(), Stored::Own(rest.into()));
            self.set_text(split, head);
            let unit = self.pieces[split as usize].unit;
            let other = self.push_piece(unit, rest);
            self.order.insert(position + 1, other);
            self.sort_pieces(unit);
            position += 1;
        }
        let piece = self.add_piece(key.clone(), Stored::Own(text.into()));
        let unit = self.pieces[piece as usize].unit;
        self.order.insert(position, piece);
        self.sort_pieces(unit);
        self.names.units[unit as usize].pieces.iter().position(|other| *other == piece)
    }

    /// The pieces of a unit in file order again.
    fn sort_pieces(&mut self, unit: u32) {
        let pieces = self.order.iter().copied().filter(|piece| self.pieces[*piece as usize].unit == unit);
        let pieces = pieces.collect();
        Arc::make_mut(&mut self.names).units[unit as usize].pieces = pieces;
    }

    /// Gives a unit another name, in its place. Where that name was a unit's that became empty, the two change names.
    pub(in crate::text) fn rename_unit(&mut self, from: &UnitKey, to: &UnitKey) {
        let names = Arc::make_mut(&mut self.names);
        let Some(unit) = names.by_key.remove(from) else { return };
        if let Some(emptied) = names.by_key.insert(to.clone(), unit) {
            names.units[emptied as usize].key = from.clone();
            names.by_key.insert(from.clone(), emptied);
        }
        names.units[unit as usize].key = to.clone();
    }

    /// The unit that stands before another one in the file.
    pub(in crate::text) fn unit_before(&self, key: &UnitKey) -> Option<&UnitKey> {
        let position = self.position(*self.unit(key)?.pieces.first()?)?;
        let before = self.order.get(position.checked_sub(1)?)?;
        Some(&self.names.units[self.pieces[*before as usize].unit as usize].key)
    }

    /// Whether a piece may have this text where it stands in the file: keys before the first header stay before it, and
    /// no line runs into the next. A unit alone cannot tell, because other units' lines stand around it.
    pub(in crate::text) fn fits(&self, key: &UnitKey, index: usize, text: &str) -> bool {
        let Some(piece) = self.unit(key).and_then(|unit| unit.pieces.get(index)) else { return true };
        let Some(position) = self.position(*piece) else { return true };
        let before = || self.order[..position].iter().rev().map(|piece| self.stored(*piece));
        let after = || self.order[position + 1..].iter().map(|piece| self.stored(*piece));
        let (old, new) = (Lines::of(self.stored(*piece)), Lines::of(text));
        let is_below_header =
            || before().map(Lines::of).find(|lines| lines.first.is_some()).is_some_and(|lines| lines.any_header);
        let is_above_key =
            || after().map(Lines::of).find(|lines| lines.first.is_some()).is_some_and(Lines::begins_with_key);
        let is_lost_key = new.begins_with_key() && !old.begins_with_key() && is_below_header();
        let takes_keys = new.any_header && !old.any_header && is_above_key();
        let left = before().find(|text| !text.is_empty()).unwrap_or("");
        let right = after().find(|text| !text.is_empty()).unwrap_or("");
        let is_split = if text.is_empty() {
            are_lines_apart(left, right)
        } else {
            are_lines_apart(left, text) && are_lines_apart(text, right)
        };
        !is_lost_key && !takes_keys && is_split
    }

    /// Whether a text put at the start of a unit would continue a line of the unit before it.
    pub(in crate::text) fn is_line_open_before(&self, key: &UnitKey) -> bool {
        let first = self.unit(key).and_then(|unit| unit.pieces.first());
        let position = first.and_then(|first| self.position(*first)).unwrap_or(0);
        let mut before = self.order[..position].iter().rev().map(|piece| self.stored(*piece));
        before.find(|text| !text.is_empty()).is_some_and(|text| !are_lines_apart(text, "x"))
    }

    /// The last unit of the file that has text and is as asked.
    pub(in crate::text) fn last_unit(&self, is_asked: impl Fn(&UnitKey) -> bool) -> Option<&UnitKey> {
        self.order.iter().rev().find_map(|piece| {
            let key = &self.names.units[self.pieces[*piece as usize].unit as usize].key;
            (is_asked(key) && (*key == UnitKey::Root || !self.stored(*piece).is_empty())).then_some(key)
        })
    }

    /// The texts before the place behind a unit, or behind all, from there upwards; and those after it.
    pub(in crate::text) fn texts_behind<'d>(
        &'d self,
        after: Option<&UnitKey>,
    ) -> (impl Iterator<Item = &'d str> + use<'d>, impl Iterator<Item = &'d str> + use<'d>) {
        let last = after.and_then(|after| self.unit(after)).and_then(|unit| unit.pieces.last());
        let position = last.and_then(|last| self.position(*last)).map_or(self.order.len(), |position| position + 1);
        let (before, after) = self.order.split_at(position);
        let text = |piece: &u32| self.stored(*piece);
        let is_some = |text: &&str| !text.is_empty();
        (before.iter().rev().map(text).filter(is_some), after.iter().map(text).filter(is_some))
    }
}

/// What matters of a piece to its neighbours.
#[derive(Clone, Copy)]
struct Lines {
    /// Whether the first line that says something is a header; `None` where there is none such.
    first: Option<bool>,
    any_header: bool,
}

impl Lines {
    fn of(text: &str) -> Self {
        let body = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut scanner = Scanner::new(text, body);
        let mut first = None;
        while let Some(line) = scanner.next_line() {
            let is_header = matches!(line, Line::Header { .. });
            first.get_or_insert(is_header);
            if is_header {
                return Self { first, any_header: true };
            }
        }
        Self { first, any_header: false }
    }

    fn begins_with_key(self) -> bool {
        self.first == Some(false)
    }
}

/// Whether a piece begins as one does that was cut from a file: what stands above the first header, but for the remarks
/// that touch it, is the end of what stands before.
fn begins_as_cut(text: &str) -> bool {
    match Scanner::new(text, 0).next_line() {
        Some(Line::Header { lead, .. }) => lead == 0,
        Some(Line::Entry { .. }) => true,
        None => false,
    }
}

/// Whether the last line of one text is a comment that touches the first line of the next.
fn begins_below_remark(before: &str, text: &str) -> bool {
    let is_remark = before.lines().next_back().is_some_and(|line| line.trim_start().starts_with('#'));
    let needed = usize::from(!before.ends_with('\n'));
    is_remark && text[..line_endings(text)].matches('\n').count() == needed
}

/// Whether one text ends its last line, or the next one begins with a line ending.
fn are_lines_apart(left: &str, right: &str) -> bool {
    let is_open = !left.is_empty() && left != "\u{feff}" && !left.ends_with('\n');
    !is_open || right.is_empty() || right.starts_with('\n') || right.starts_with("\r\n")
}

/// How many bytes of line endings a text begins with.
pub(in crate::text) fn line_endings(text: &str) -> usize {
    let mut rest = text;
    while let Some(after) = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')) {
        rest = after;
    }
    text.len() - rest.len()
}
