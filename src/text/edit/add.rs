//! Adds a record or a row where its siblings stand, written as they are.

use super::set::fields_meaning;
use super::style::{dotted, ends_blank, section_lines};
use super::{Bench, Candidates, names, no_such_record, refuse_blocked, shown};
use crate::text::meaning::Meaning;
use crate::text::outline::{Element, Entry, Kind, Path};
use crate::text::{Document, Intent, KeyPath, Literal, RecordPath, Refusal, Step, Tree, UnitKey};

impl Document {
    pub(super) fn plan_add(&self, record: &RecordPath, fields: &[(KeyPath, Literal)]) -> Result<Step, Refusal> {
        if record.selector().is_some() || record.names().is_empty() {
            return Err(Refusal::new(format!("`{record}` is no path of a record"), "name it as `deal.northwind`"));
        }
        let unit = self.unit_key(record);
        let Some(bench) = Bench::open(self, unit.clone())? else {
            let (target, meaning) = (names(record), fields_meaning(fields)?);
            refuse_orphan(&unit, &target, false)?;
            self.refuse_group(&unit)?;
            let header = format!("[{}]", dotted(&target));
            return self.new_unit(unit, &section_lines("", "", &header, fields, None), &target, &meaning);
        };
        let (places, intended) = {
            let mut intended = bench.meaning.clone();
            (bench.record_in(&mut intended, record, fields)?, intended)
        };
        bench.choose(places, intended, false)
    }

    pub(super) fn plan_append(&self, array: &RecordPath, row: &[(KeyPath, Literal)]) -> Result<Step, Refusal> {
        if array.selector().is_some() || array.names().is_empty() {
            return Err(Refusal::new(format!("`{array}` is no path of a log"), "name it as `deal.northwind.message`"));
        }
        let unit = self.unit_key(array);
        let Some(bench) = Bench::open(self, unit.clone())? else {
            let (target, meaning) = (names(array), fields_meaning(row)?);
            refuse_orphan(&unit, &target, false)?;
            self.refuse_group(&unit)?;
            let rows = Meaning::Array(vec![meaning]);
            let header = format!("[[{}]]", dotted(&target));
            return self.new_unit(unit, &section_lines("", "", &header, row, None), &target, &rows);
        };
        let (places, intended) = {
            let mut intended = bench.meaning.clone();
            (bench.row_in(&mut intended, array, row)?, intended)
        };
        bench.choose(places, intended, false)
    }

    /// A group that is written record by record is no record itself.
    fn refuse_group(&self, unit: &UnitKey) -> Result<(), Refusal> {
        if self.is_apart(unit) {
            return Ok(());
        }
        Err(Refusal::new(format!("`{unit}` is a group of records"), format!("name one, as `{unit}.name`")))
    }

    /// A unit that the file does not have: behind the last one of its group, else at the end.
    pub(super) fn new_unit(
        &self,
        unit: UnitKey,
        lines: &[String],
        target: &Path,
        intended: &Meaning,
    ) -> Result<Step, Refusal> {
        let text = lines.join("\n");
        let tree = Tree::read(&unit, &text);
        if !tree.is_sound() || Meaning::of_table(tree.table()).get(target) != Some(intended) {
            return Err(Refusal::new(
                format!("`{}` cannot be written with these keys", shown(target)),
                "give each key once, in one form",
            ));
        }
        let after = match &unit {
            UnitKey::Record(group, _) => {
                let is_of_group = |key: &UnitKey| matches!(key, UnitKey::Record(other, _) if other == group);
                self.last_unit(is_of_group).or_else(|| self.last_unit(|_| true))
            }
            UnitKey::Root | UnitKey::Group(_) => self.last_unit(|_| true),
        };
        let after = after.cloned();
        let (mut before, mut behind) = self.texts_behind(after.as_ref());
        let (before, follows) = (before.next().unwrap_or(""), behind.next().is_some());
        let ending = self.line_ending();
        let is_open = !before.is_empty() && !before.ends_with('\n') && before != "\u{feff}";
        let is_blank = match (&after, follows) {
            (_, true) => ends_blank(before),
            (Some(after), false) => self.units_blank(after),
            (None, false) => true,
        };
        let mut text = String::new();
        if is_open {
            text.push_str(ending);
        }
        if is_blank && !ends_blank(before) {
            text.push_str(ending);
        }
        text.push_str(&lines.join(ending));
        if !is_open {
            text.push_str(ending);
        }
        if is_blank && follows {
            text.push_str(ending);
        }
        Ok(Step::new_unit(self, unit, after, text))
    }

    /// Whether units of the file are set apart by blank lines: the one before this unit, or this one and the next.
    pub(in crate::text) fn units_blank(&self, unit: &UnitKey) -> bool {
        let before = self.unit_before(unit).and_then(|before| self.unit_text(before));
        if let Some(before) = before.filter(|text| !text.is_empty() && text != "\u{feff}") {
            return ends_blank(&before);
        }
        let (mut before, mut behind) = self.texts_behind(Some(unit));
        behind.next().is_none() || ends_blank(before.next().unwrap_or(""))
    }
}

/// What belongs to a record needs the record: a note of a deal that somebody removed is not written into the void.
fn refuse_orphan(unit: &UnitKey, target: &Path, has_record: bool) -> Result<(), Refusal> {
    let owner = match unit {
        UnitKey::Record(..) => 2,
        UnitKey::Root | UnitKey::Group(_) => 1,
    };
    if target.len() > owner && !has_record && matches!(unit, UnitKey::Record(..)) {
        let owner = shown(&target[..owner]);
        return Err(Refusal::new(format!("there is no `{owner}` in the file"), format!("add `{owner}` first")));
    }
    Ok(())
}

/// New records and rows as text, written as they are into a file that says nothing else of style: sections set apart by
/// `gap`, a blank line or nothing. `None` where one of the intents adds nothing. Nothing is checked here.
#[must_use]
pub fn plain_sections(intents: &[Intent], ending: &str, gap: &str) -> Option<String> {
    let mut text = String::new();
    for intent in intents {
        let (header, fields) = match intent {
            Intent::Add { record, fields } => (format!("[{}]", dotted(&names(record))), fields),
            Intent::Append { array, row } => (format!("[[{}]]", dotted(&names(array))), row),
            _ => return None,
        };
        if !text.is_empty() {
            text.push_str(gap);
        }
        for line in section_lines("", "", &header, fields, None) {
            text.push_str(&line);
            text.push_str(ending);
        }
    }
    Some(text)
}

impl Bench<'_> {
    /// Puts a new record into what is intended, and tells where its text may go. Others may have been put there before.
    pub(super) fn record_in(
        &self,
        intended: &mut Meaning,
        record: &RecordPath,
        fields: &[(KeyPath, Literal)],
    ) -> Result<Candidates, Refusal> {
        let target = names(record);
        let meaning = fields_meaning(fields)?;
        if intended.get(&target).is_some() {
            return Err(Refusal::new(
                format!("`{record}` is in the file already"),
                "change it, or choose another name",
            ));
        }
        refuse_orphan(&self.key, &target, self.has_record())?;
        refuse_blocked(intended, &target)?;
        intended.put(&target, meaning).ok_or_else(|| no_such_record(record))?;
        Ok(self.places_for_record(&target, &format!("[{}]", dotted(&target)), fields))
    }

    /// The same for a new last row of a log.
    pub(super) fn row_in(
        &self,
        intended: &mut Meaning,
        array: &RecordPath,
        row: &[(KeyPath, Literal)],
    ) -> Result<Candidates, Refusal> {
        let target = names(array);
        let meaning = fields_meaning(row)?;
        refuse_orphan(&self.key, &target, self.has_record())?;
        refuse_blocked(intended, &target)?;
        if intended.get(&target).is_none() {
            intended.put(&target, Meaning::Array(Vec::new())).ok_or_else(|| no_such_record(array))?;
        }
        let Some(rows) = intended.rows(&target) else {
            return Err(Refusal::new(format!("`{}` is no list of rows", shown(&target)), "write it as `[[…]]`"));
        };
        let mut last = target.clone();
        last.push(Element::Row(rows));
        intended.put(&last, meaning).ok_or_else(|| no_such_record(array))?;
        let written = self.meaning.rows(&target).unwrap_or(0);
        Ok(self.places_for_row(&target, written, &format!("[[{}]]", dotted(&target)), row))
    }

    fn has_record(&self) -> bool {
        match &self.key {
            UnitKey::Record(group, id) => {
                self.exists(&[Element::Name((&**group).into()), Element::Name((&**id).into())])
            }
            UnitKey::Root | UnitKey::Group(_) => true,
        }
    }

    fn places_for_record(&self, target: &Path, header: &str, fields: &[(KeyPath, Literal)]) -> Candidates {
        let Some((_, parent)) = target.split_last() else { return Vec::new() };
        let mut candidates = Vec::new();
        let table = Literal::InlineTable(fields.to_vec());
        // Inside an inline table that holds its siblings, or an ancestor.
        for length in (1..target.len()).rev() {
            if let Some(found) = self.outline.find(&target[..length])
                && let Kind::Table(entries) = &found.value.kind
            {
                candidates.push(self.key_in_table(found.value, entries, &target[length..], &table));
            }
        }
        let has_sections = self.outline.below(parent).any(|(_, section)| section.base.len() > parent.len());
        if !has_sections && let Some(sibling) = self.inline_sibling(parent) {
            let (section, entry) = sibling;
            candidates.push(vec![self.line_behind(entry, &target[section..], &table)]);
        }
        candidates.push(vec![self.section_behind(self.model_for(parent), header, fields)]);
        // Among the keys before the first header there is no place for a section.
        candidates.push(vec![self.key_line(&self.outline.sections[0], target, &table)]);
        candidates
    }

    /// A sibling written as a value on one line, and how much of the path its section gives.
    fn inline_sibling(&self, parent: &Path) -> Option<(usize, &Entry)> {
        if parent.is_empty() {
            return None;
        }
        let exact = self.outline.section(parent).and_then(|(_, section)| {
            let entry = section.entries.iter().rev().find(|entry| matches!(entry.value.kind, Kind::Table(_)))?;
            // A record with some inline tables among its own keys is no group of records.
            section.entries.iter().all(|entry| matches!(entry.value.kind, Kind::Table(_))).then_some(())?;
            Some((section.base.len(), entry))
        });
        exact.or_else(|| self.outline.dotted(parent).next_back().map(|(section, entry)| (section.base.len(), entry)))
    }

    /// The section that a new one goes behind: the last of its siblings, else of the nearest part of its path.
    pub(super) fn model_for(&self, parent: &Path) -> usize {
        (0..=parent.len())
            .rev()
            .find_map(|length| self.outline.below(&parent[..length]).next_back())
            .map_or(0, |(index, _)| index)
    }

    fn places_for_row(&self, target: &Path, rows: usize, header: &str, row: &[(KeyPath, Literal)]) -> Candidates {
        let table = Literal::InlineTable(row.to_vec());
        let mut candidates = Vec::new();
        if let Some(found) = self.outline.find(target) {
            candidates.push(self.item(found.value, &table.to_string(), false));
            return candidates;
        }
        if let Some(last) = rows.checked_sub(1) {
            let mut path = target.to_vec();
            path.push(Element::Row(last));
            if let Some((index, _)) = self.outline.below(&path).next_back() {
                candidates.push(vec![self.section_behind(index, header, row)]);
            }
            return candidates;
        }
        for length in (1..target.len()).rev() {
            if let Some(found) = self.outline.find(&target[..length])
                && let Kind::Table(entries) = &found.value.kind
            {
                let list = Literal::Array(vec![table.clone()]);
                candidates.push(self.key_in_table(found.value, entries, &target[length..], &list));
            }
        }
        if let Some((_, parent)) = target.split_last() {
            candidates.push(vec![self.section_behind(self.model_for(parent), header, row)]);
        }
        candidates.push(vec![self.key_line(&self.outline.sections[0], target, Literal::Array(vec![table]))]);
        candidates
    }
}
