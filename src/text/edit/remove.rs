//! Takes away a key, a row, or a record with all below it, in whatever way it is written.

use std::ops::Range;

use super::style::{ends_blank, without_item};
use super::{Bench, no_such_record, shown, with_key};
use crate::text::outline::{Entry, Holder, Kind, Path, Section, goes_through, line_end, line_start};
use crate::text::step::Splice;
use crate::text::{Document, KeyPath, RecordPath, Refusal, Step};

impl Document {
    pub(super) fn plan_unset(&self, record: &RecordPath, key: &KeyPath) -> Result<Step, Refusal> {
        let bench = Bench::open(self, self.unit_key_of(record, key))?.ok_or_else(|| no_such_record(record))?;
        let path = bench.resolve(record).filter(|path| bench.exists(path)).ok_or_else(|| no_such_record(record))?;
        bench.erase(&with_key(&path, key))
    }

    pub(super) fn plan_remove(&self, record: &RecordPath) -> Result<Step, Refusal> {
        let refused = || Refusal::new(format!("there is no `{record}` in the file"), "choose one that is");
        if record.names().is_empty() {
            return Err(Refusal::new("the top of the file cannot be removed", "remove its records"));
        }
        let bench = Bench::open(self, self.unit_key(record))?.ok_or_else(refused)?;
        let path = bench.resolve(record).filter(|path| bench.exists(path)).ok_or_else(refused)?;
        bench.erase(&path)
    }
}

impl Bench<'_> {
    fn erase(&self, path: &Path) -> Result<Step, Refusal> {
        let mut intended = self.meaning.clone();
        if intended.take(path).is_none() {
            return Err(Refusal::new(format!("there is no `{}` in the file", shown(path)), "choose one that is"));
        }
        let mut splices = Vec::new();
        if let Some(found) = self.outline.find(path) {
            splices.push(match found.holder {
                Holder::Section { entry } => self.without_line(entry),
                Holder::Table { table, index } => without_item(&self.text, table, index),
                Holder::Array { array, index } => without_item(&self.text, array, index),
            });
        }
        for length in 1..path.len() {
            if let Some(found) = self.outline.find(&path[..length])
                && let Kind::Table(entries) = &found.value.kind
            {
                let through = entries.iter().enumerate().filter(|(_, entry)| goes_through(entry, &path[length..]));
                splices.extend(through.map(|(index, _)| without_item(&self.text, found.value, index)));
            }
        }
        splices.extend(self.outline.dotted(path).map(|(_, entry)| self.without_line(entry)));
        splices.extend(self.outline.below(path).map(|(_, section)| Splice::remove(self.extent(section))));
        self.choose(vec![splices], intended, true)
    }

    /// An entry with its lines. The last line of a file without a line ending takes the one before it along.
    fn without_line(&self, entry: &Entry) -> Splice {
        let start = line_start(&self.text, entry.span().start);
        let end = line_end(&self.text, entry.value.span.end);
        if self.text[..end].ends_with('\n') {
            return Splice::remove(start..end);
        }
        let above = &self.text[..start];
        let above = above.strip_suffix('\n').unwrap_or(above);
        let above = above.strip_suffix('\r').unwrap_or(above);
        Splice::remove(above.len()..end)
    }

    /// A section with the comments that touch it, and the blank lines behind it where there are some before it too.
    fn extent(&self, section: &Section) -> Range<usize> {
        let mut end = section.body_end;
        if section.lead == 0 || ends_blank(&self.text[..section.lead]) {
            while end < self.text.len() {
                let next = line_end(&self.text, end);
                if !self.text[end..next].trim().is_empty() {
                    break;
                }
                end = next;
            }
        }
        section.lead..end
    }
}
