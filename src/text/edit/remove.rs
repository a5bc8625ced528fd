//! Takes away a key, a row, or a record with all below it, in whatever way it is written.

use std::ops::Range;

use super::style::{ends_blank, without_item, without_items};
use super::{Bench, no_such_record, shown, with_key};
use crate::text::outline::{Entry, Holder, Kind, Path, Section, goes_through, line_end, line_start};
use crate::text::step::{Splice, in_order};
use crate::text::{Document, KeyPath, RecordPath, Refusal, Step, Tree, UnitKey};

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

/// Behind the last line that is not empty, or before its line ending.
fn content_end(text: &str, is_open: bool) -> usize {
    let mut end = text.len();
    while end > 0 && text[..end].ends_with('\n') {
        let start = line_start(text, end - 1);
        if !text[start..end].trim().is_empty() {
            break;
        }
        end = start;
    }
    let kept = &text[..end];
    if is_open {
        kept.strip_suffix('\n').map_or(kept, |kept| kept.strip_suffix('\r').unwrap_or(kept)).len()
    } else {
        end
    }
}

impl Bench<'_> {
    fn erase(&self, path: &Path) -> Result<Step, Refusal> {
        self.erase_ranges(path, self.lines_of(path))
    }

    /// Takes a path away: these lines, and what is written of it inside other values.
    pub(super) fn erase_ranges(&self, path: &Path, mut splices: Vec<Splice>) -> Result<Step, Refusal> {
        let mut intended = self.meaning.clone();
        if intended.take(path).is_none() {
            return Err(Refusal::new(format!("there is no `{}` in the file", shown(path)), "choose one that is"));
        }
        if let Some(found) = self.outline.find(path) {
            match found.holder {
                Holder::Section { .. } => {}
                Holder::Table { table, index } => splices.push(without_item(&self.text, table, index)),
                Holder::Array { array, index } => splices.push(without_item(&self.text, array, index)),
            }
        }
        for length in 1..path.len() {
            if let Some(found) = self.outline.find(&path[..length])
                && let Kind::Table(entries) = &found.value.kind
            {
                let rest = &path[length..];
                let through = entries.iter().enumerate().filter(|(_, entry)| goes_through(entry, rest));
                let items: Vec<_> = through.map(|(index, _)| index).collect();
                splices.extend(without_items(&self.text, found.value, &items));
            }
        }
        let mut splices = in_order(splices);
        let gap = self.close_end(path, &mut splices);
        let step = self.choose(vec![splices], intended, true)?;
        let Some((unit, gap)) = gap else { return Ok(step) };
        let mut rest = self.document.clone();
        let step = rest.make(&step)?;
        Ok(step.then(Step::plan(&rest, &unit, &[Splice::remove(gap)]).0))
    }

    /// A section that was the last of the file takes the empty lines before it along, and the line ending before it
    /// where it had none itself. Gives what of them is in another unit.
    fn close_end(&self, path: &Path, splices: &mut [Splice]) -> Option<(UnitKey, Range<usize>)> {
        let end = self.text.len();
        let is_last = |splice: &&mut Splice| {
            splice.range.end == end
                && self.outline.below(path).any(|(_, section)| self.extent(section).end == end)
                && self.document.is_last(&self.key)
        };
        let last = splices.last_mut().filter(is_last)?;
        let is_open = !self.text.ends_with('\n');
        let kept = content_end(&self.text[..last.range.start], is_open);
        last.range.start = kept;
        if kept > 0 {
            return None;
        }
        let before = self.document.last_unit_before_end_of(&self.key)?.clone();
        let text = self.document.unit_text(&before)?;
        let kept = content_end(&text, is_open);
        let is_safe = kept < text.len() && kept > 0 && Tree::read(&before, &text).is_sound();
        is_safe.then(|| (before, kept..text.len()))
    }

    /// The whole lines that say something of a path: its keys, its sections.
    fn lines_of(&self, path: &Path) -> Vec<Splice> {
        let keys = self.outline.entries_of(path).map(|(_, entry)| self.without_line(entry));
        keys.chain(self.outline.below(path).map(|(_, section)| Splice::remove(self.extent(section)))).collect()
    }

    /// An entry with its lines. The last line of a file without a line ending takes the one before it along.
    fn without_line(&self, entry: &Entry) -> Splice {
        self.without_lines(line_start(&self.text, entry.span().start), entry)
    }

    /// The same from an earlier line on.
    pub(super) fn without_lines(&self, start: usize, entry: &Entry) -> Splice {
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
    pub(super) fn extent(&self, section: &Section) -> Range<usize> {
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
