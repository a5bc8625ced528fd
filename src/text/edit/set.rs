//! Gives a key a value: in place of the old one, or as a new key where the record's keys stand.

use super::style::section_lines;
use super::{Bench, Candidates, meaning_of, no_such_record, shown, with_key};
use crate::text::meaning::Meaning;
use crate::text::outline::{Element, Kind, Path, Section};
use crate::text::step::Splice;
use crate::text::{Document, KeyPath, Literal, RecordPath, Refusal, Step};

impl Document {
    pub(super) fn plan_set(&self, record: &RecordPath, key: &KeyPath, value: &Literal) -> Result<Step, Refusal> {
        let unit = self.unit_key_of(record, key);
        let bench = Bench::open(self, unit)?.ok_or_else(|| no_such_record(record))?;
        let path = bench.resolve(record).filter(|path| bench.exists(path)).ok_or_else(|| no_such_record(record))?;
        let target = with_key(&path, key);
        let new = meaning_of(value)?;
        if bench.meaning.get(&target) == Some(&new) {
            return Ok(Step::nothing(bench.key));
        }
        bench.refuse_blocked(&target)?;
        let mut intended = bench.meaning.clone();
        intended.put(&target, new).ok_or_else(|| no_such_record(record))?;
        let candidates = match bench.outline.find(&target) {
            Some(found) => vec![vec![Splice { range: found.value.span.clone(), text: value.to_string() }]],
            None if bench.exists(&target) => {
                return Err(Refusal::new(
                    format!("`{}` is a table with keys of its own", shown(&target)),
                    "set its keys one by one",
                ));
            }
            None => bench.places_for(&path, &target, value),
        };
        bench.choose(candidates, intended, false)
    }
}

impl Bench<'_> {
    /// Where a new key of a record may be written: near the longest part of its path that is there already.
    fn places_for(&self, record: &Path, target: &Path, value: &Literal) -> Candidates {
        let mut candidates = Vec::new();
        for length in (record.len()..target.len()).rev() {
            let (parent, key) = target.split_at(length);
            if let Some(found) = self.outline.find(parent)
                && let Kind::Table(entries) = &found.value.kind
            {
                candidates.push(self.key_in_table(found.value, entries, key, value));
            }
            if let Some((_, section)) = self.outline.section(parent) {
                candidates.push(vec![self.key_line(section, key, value)]);
            }
            if let Some((section, entry)) = self.outline.dotted(parent).next_back() {
                candidates.push(vec![self.line_behind(entry, &target[section.base.len()..], value)]);
            }
            candidates.extend(self.in_dotted_tables(parent, target, value));
        }
        if let Some((_, first)) = self.outline.below(record).next()
            && self.outline.section(record).is_none()
        {
            candidates.push(vec![self.new_section_above(first, record, &target[record.len()..], value)]);
        }
        candidates
    }

    /// The same for records that are dotted keys inside an inline table.
    fn in_dotted_tables(&self, parent: &Path, target: &Path, value: &Literal) -> Candidates {
        (0..parent.len())
            .rev()
            .filter_map(|length| {
                let found = self.outline.find(&target[..length])?;
                let Kind::Table(entries) = &found.value.kind else { return None };
                Some(self.key_in_table(found.value, entries, &target[length..], value))
            })
            .take(1)
            .collect()
    }

    /// A section for a record that so far only has sections below it.
    fn new_section_above(&self, first: &Section, record: &Path, key: &Path, value: &Literal) -> Splice {
        let at = first.lead;
        let ending = self.ending(at);
        let header = format!("[{}]", super::style::dotted(record));
        let field = format!("{} = {value}", super::style::dotted(key));
        let mut lines = section_lines("", "", &header, &[], None);
        lines.push(field);
        let mut text = lines.join(ending) + ending;
        if self.is_line_open(at) {
            text.insert_str(0, ending);
        }
        Splice::insert(at, text)
    }
}

/// The fields of a new record or row as a meaning; `None` where two of them are the same key.
pub(super) fn fields_meaning(fields: &[(KeyPath, Literal)]) -> Result<Meaning, Refusal> {
    let mut meaning = Meaning::Table(std::collections::BTreeMap::new());
    for (key, value) in fields {
        let path: Vec<Element> = key.parts().map(|part| Element::Name(part.into())).collect();
        let is_new = meaning.get(&path).is_none();
        if !is_new || meaning.put(&path, meaning_of(value)?).is_none() {
            return Err(Refusal::new(format!("`{key}` is given twice"), "give it once"));
        }
    }
    Ok(meaning)
}
