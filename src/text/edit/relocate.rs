//! Gives a record with all below it another path.
//!
//! Where only its last name changes, the name is written anew wherever it stands, and nothing else. Otherwise its lines
//! are cut out, with the comments that touch them, and put behind the records that it joins, with new headers and keys.
//!
//! On purpose no comment is lost: where a record would have to be written in a form that has no room for its comments,
//! the move is refused.

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::style::{dotted, ends_blank};
use super::{Bench, Candidates, names, refuse_blocked, shown};
use crate::text::meaning::Meaning;
use crate::text::outline::{Element, Entry, Header, Holder, Kind, Path, Section, line_end, line_start};
use crate::text::path::Name;
use crate::text::step::{Splice, in_order, spliced};
use crate::text::{Document, RecordPath, Refusal, Step, UnitKey};

impl Document {
    pub(super) fn plan_move(&self, record: &RecordPath, to: &RecordPath) -> Result<Step, Refusal> {
        let (source, target) = (record_names(record)?, record_names(to)?);
        let missing = || Refusal::new(format!("there is no `{record}` in the file"), "choose one that is");
        let bench = Bench::open(self, self.unit_key(record))?.ok_or_else(missing)?;
        let value = bench.meaning.get(&source).cloned().ok_or_else(missing)?;
        if source == target {
            return Ok(Step::nothing(bench.key));
        }
        if target.starts_with(&source) {
            return Err(Refusal::new(format!("`{to}` is below `{record}` itself"), "choose another place"));
        }
        let unit = self.unit_key(to);
        if let Some(joined) = Bench::open(self, unit.clone())? {
            if joined.exists(&target) {
                return Err(Refusal::new(format!("`{to}` is in the file already"), "choose another name"));
            }
            refuse_blocked(&joined.meaning, &target)?;
        }
        if source.len() == target.len() && source[..source.len() - 1] == target[..target.len() - 1] {
            return Ok(bench.rename(&source, &target, value)?.renamed(unit));
        }
        let taken = Taken::of(&bench, &source);
        // Comments that stay behind would then stand in the unit that it joins, where no undo finds them.
        let joins = source.len() == 2 && target.len() > 2;
        let left = spliced(&bench.text, &in_order(taken.cuts.clone()));
        let mut lines = left.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
        if joins && lines.peek().is_some() && lines.all(|line| line.starts_with('#')) {
            return Err(Refusal::new(
                format!("`{record}` has comments apart from it that would lose their place"),
                "make the change in the text with an editor",
            ));
        }
        let removal = bench.erase_ranges(&source, taken.cuts.clone())?;
        // The record is put into a text that it is no longer in: it may join the unit that it comes from.
        let mut rest = self.clone();
        let removal = rest.make(&removal)?;
        Ok(removal.then(rest.put_taken(&taken, &unit, &target, value)?))
    }

    fn put_taken(&self, taken: &Taken, unit: &UnitKey, target: &Path, value: Meaning) -> Result<Step, Refusal> {
        let missing = || {
            let owner = shown(&target[..2]);
            Refusal::new(format!("there is no `{owner}` in the file"), format!("add `{owner}` first"))
        };
        let Some(bench) = Bench::open(self, unit.clone())? else {
            if target.len() > 2 {
                return Err(missing());
            }
            let blocks = [taken.block(target), taken.fields_block(target)];
            let blocks = blocks.into_iter().flatten();
            let mut steps = blocks.map(|lines| self.new_unit(unit.clone(), &lines, target, &value));
            return steps.find(Result::is_ok).unwrap_or_else(|| Err(misfit(target)));
        };
        if target.len() > 2 && !bench.exists(&target[..2]) {
            return Err(missing());
        }
        let mut intended = bench.meaning.clone();
        intended.put(target, value).ok_or_else(|| misfit(target))?;
        bench.choose(bench.places_for_taken(taken, target), intended, false)
    }
}

fn record_names(record: &RecordPath) -> Result<Vec<Element>, Refusal> {
    if record.selector().is_some() || record.names().len() < 2 {
        return Err(Refusal::new(format!("`{record}` is no path of a record"), "name it as `deal.northwind`"));
    }
    Ok(names(record))
}

fn misfit(target: &Path) -> Refusal {
    Refusal::new(
        format!("`{}` would have to be written in another way there", shown(target)),
        "make the change in the text with an editor",
    )
}

/// A record cut out of its unit, ready to be written under another path.
struct Taken {
    /// The lines to cut.
    cuts: Vec<Splice>,
    /// Its lines among the keys of a section above it.
    keys: Vec<KeyLines>,
    sections: Vec<SectionLines>,
    /// Whether it was written inside an inline table, in part or as a whole.
    is_inside: bool,
    /// Its keys and the source of their values, as one table; `None` where it has rows of its own.
    fields: Option<Vec<(String, String)>>,
    /// Its source, where it is one value.
    value: Option<String>,
    has_comments: bool,
}

/// A key with the comments above it, around the names of the record's path.
struct KeyLines {
    /// To the key.
    before: String,
    /// What follows the record's last name, to the end of the line.
    after: String,
    /// What the record's own section has instead: the key below the record. `None` for the record's whole value.
    own: Option<String>,
}

/// A section with the comments that touch it, around the names of the record's path.
struct SectionLines {
    before: String,
    after: String,
    /// Whether an empty line comes before it.
    is_apart: bool,
}

impl Taken {
    fn of(bench: &Bench<'_>, path: &Path) -> Self {
        let text = &*bench.text;
        let mut cuts = Vec::new();
        let mut keys = Vec::new();
        let mut sections = Vec::new();
        for (section, entry) in bench.outline.entries_of(path) {
            let start = bench.lead_of(section, entry);
            cuts.push(bench.without_lines(start, entry));
            let end = line_end(text, entry.value.span.end);
            let depth = path.len() - section.base.len();
            keys.push(KeyLines {
                before: text[start..entry.span().start].to_owned(),
                after: without_ending(&text[entry.keys[depth - 1].span.end..end]).to_owned(),
                own: entry.keys.get(depth).map(|key| without_ending(&text[key.span.start..end]).to_owned()),
            });
        }
        for (_, section) in bench.outline.below(path) {
            let Some(Header { keys: names, .. }) = &section.header else { continue };
            cuts.push(Splice::remove(bench.extent(section)));
            sections.push(SectionLines {
                before: text[section.lead..names[0].span.start].to_owned(),
                after: without_ending(&text[names[path.len() - 1].span.end..section.body_end]).to_owned(),
                is_apart: ends_blank(&text[..section.lead]),
            });
        }
        let found = bench.outline.find(path);
        let inside = (1..path.len()).find_map(|length| bench.outline.find(&path[..length]));
        let value = found.map(|found| text[found.value.span.clone()].to_owned());
        let is_in_table = found.is_some_and(|found| !matches!(found.holder, Holder::Section { .. }));
        let is_inside = inside.is_some_and(|_| is_in_table || keys.is_empty() && sections.is_empty());
        let lines = keys.iter().map(|line| [&*line.before, "k", &line.after].concat());
        let said = lines.chain(sections.iter().map(|lines| [&*lines.before, "k", &lines.after].concat()));
        let has_comments = said.chain(value.clone()).any(|text| has_comment(&text));
        Self { cuts, keys, sections, is_inside, fields: bench.fields_of(path), value, has_comments }
    }

    /// As it was, under the path: sections, behind one of the record's own for its dotted keys. `None` where a part of
    /// it is no line of its own.
    fn block(&self, target: &Path) -> Option<Vec<String>> {
        if self.is_inside {
            return None;
        }
        let mut lines = Vec::new();
        if !self.keys.is_empty() {
            lines.push(format!("[{}]", dotted(target)));
            for line in &self.keys {
                lines.push([&*line.before, line.own.as_deref()?].concat());
            }
        }
        lines.extend(self.section_lines(target));
        Some(lines)
    }

    fn section_lines(&self, target: &Path) -> Vec<String> {
        let mut lines = Vec::new();
        for (index, section) in self.sections.iter().enumerate() {
            if section.is_apart && (index > 0 || !self.keys.is_empty()) {
                lines.push(String::new());
            }
            lines.push([&*section.before, &dotted(target), &section.after].concat());
        }
        lines
    }

    /// One section with all keys in it.
    fn fields_block(&self, target: &Path) -> Option<Vec<String>> {
        let fields = self.fields.as_ref().filter(|_| !self.has_comments)?;
        let header = format!("[{}]", dotted(target));
        Some(std::iter::once(header).chain(fields.iter().map(|(key, value)| format!("{key} = {value}"))).collect())
    }

    /// The record as one value on one line.
    fn inline(&self) -> Option<String> {
        if self.has_comments {
            return None;
        }
        if let Some(value) = &self.value {
            return Some(value.clone());
        }
        let fields: Vec<_> = self.fields.as_ref()?.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        Some(if fields.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", fields.join(", ")) })
    }
}

impl Bench<'_> {
    /// Writes the last name of a path anew, wherever it stands.
    fn rename(&self, source: &Path, target: &Path, value: Meaning) -> Result<Step, Refusal> {
        let Some(Element::Name(name)) = target.last() else { return Err(misfit(target)) };
        let name = Name(name).to_string();
        let places = self.outline.names_of(source).into_iter();
        let splices = places.map(|range| Splice { range, text: name.clone() }).collect();
        let mut intended = self.meaning.clone();
        intended.take(source).and_then(|()| intended.put(target, value)).ok_or_else(|| misfit(target))?;
        self.choose(vec![splices], intended, false)
    }

    /// The start of the comment lines directly above an entry, or of its own line.
    fn lead_of(&self, section: &Section, entry: &Entry) -> usize {
        let above = section.entries.iter().rev().find(|other| other.span().start < entry.span().start);
        let floor = match (above, &section.header) {
            (Some(above), _) => line_end(&self.text, above.value.span.end),
            (None, Some(header)) => header.line.end,
            (None, None) => section.lead,
        };
        let mut lead = line_start(&self.text, entry.span().start);
        while lead > floor {
            let start = line_start(&self.text, lead - 1);
            if start < floor || !self.text[start..lead].trim_start().starts_with('#') {
                break;
            }
            lead = start;
        }
        lead
    }

    /// What a record says, as keys of one table with the source of their values. `None` where that has no such form.
    fn fields_of(&self, path: &Path) -> Option<Vec<(String, String)>> {
        let source = |entry: &Entry, depth: usize| {
            let (first, last) = (entry.keys.get(depth)?, entry.keys.last()?);
            Some((
                self.text[first.span.start..last.span.end].to_owned(),
                self.text[entry.value.span.clone()].to_owned(),
            ))
        };
        let mut fields = Vec::new();
        if let Some(found) = self.outline.find(path) {
            let Kind::Table(entries) = &found.value.kind else { return None };
            return entries.iter().map(|entry| source(entry, 0)).collect();
        }
        for (section, entry) in self.outline.dotted(path) {
            fields.push(source(entry, path.len() - section.base.len())?);
        }
        for length in 1..path.len() {
            if let Some(found) = self.outline.find(&path[..length])
                && let Kind::Table(entries) = &found.value.kind
            {
                let rest = &path[length..];
                let through = entries.iter().filter(|entry| super::goes_through(entry, rest));
                fields.extend(through.map(|entry| source(entry, rest.len())).collect::<Option<Vec<_>>>()?);
            }
        }
        for (_, section) in self.outline.below(path) {
            let below = &section.base[path.len()..];
            if below.iter().any(|element| matches!(element, Element::Row(_))) {
                return None;
            }
            let prefix = dotted(below);
            if section.entries.is_empty() && !prefix.is_empty() {
                fields.push((prefix.clone(), "{}".to_owned()));
            }
            let dot = if prefix.is_empty() { "" } else { "." };
            for entry in &section.entries {
                let (key, value) = source(entry, 0)?;
                fields.push((format!("{prefix}{dot}{key}"), value));
            }
        }
        Some(fields)
    }

    /// Where a record may be put: in its own form, then as a value in an inline table, as a section, as a line.
    fn places_for_taken(&self, taken: &Taken, target: &Path) -> Candidates {
        let mut candidates = Vec::new();
        let parent = &target[..target.len() - 1];
        let model = self.model_for(parent);
        let inline = taken.inline();
        if !taken.is_inside {
            if taken.keys.is_empty() {
                candidates.push(vec![self.block_behind(model, &taken.section_lines(target))]);
            } else {
                for place in self.places_for_keys(taken, target) {
                    let mut splices = vec![place];
                    if !taken.sections.is_empty() {
                        splices.push(self.block_behind(model, &taken.section_lines(target)));
                    }
                    candidates.push(splices);
                }
            }
        }
        if let Some(inline) = &inline {
            for length in (1..target.len()).rev() {
                if let Some(found) = self.outline.find(&target[..length])
                    && let Kind::Table(entries) = &found.value.kind
                {
                    candidates.push(self.key_in_table(found.value, entries, &target[length..], inline));
                }
            }
            if taken.is_inside {
                for length in (1..target.len()).rev() {
                    let (above, rest) = target.split_at(length);
                    if let Some((section, entry)) = self.outline.dotted(above).next_back() {
                        candidates.push(vec![self.line_behind(entry, &target[section.base.len()..], inline)]);
                    }
                    if let Some((_, section)) = self.outline.section(above) {
                        candidates.push(vec![self.key_line(section, rest, inline)]);
                    }
                }
            }
        }
        let blocks = [taken.block(target), taken.fields_block(target)];
        candidates.extend(blocks.into_iter().flatten().map(|lines| vec![self.block_behind(model, &lines)]));
        if let Some(inline) = &inline {
            candidates.push(vec![self.key_line(&self.outline.sections[0], target, inline)]);
        }
        candidates
    }

    /// Where its lines may stand among the keys of a section above it.
    fn places_for_keys(&self, taken: &Taken, target: &Path) -> Vec<Splice> {
        let mut places = Vec::new();
        for length in (0..target.len()).rev() {
            let above = &target[..length];
            let of_siblings = self.outline.dotted(above).next_back().filter(|_| length > 0);
            if let Some((section, entry)) = of_siblings {
                let at = line_end(&self.text, entry.value.span.end);
                places.push(self.keys_at(taken, at, &target[section.base.len()..]));
            }
            if let Some((_, section)) = self.outline.section(above) {
                let at = match (section.entries.last(), &section.header) {
                    (Some(last), _) => line_end(&self.text, last.value.span.end),
                    (None, Some(header)) => header.line.end,
                    (None, None) => section.body_end,
                };
                places.push(self.keys_at(taken, at, &target[length..]));
            }
        }
        places
    }

    fn keys_at(&self, taken: &Taken, at: usize, key: &Path) -> Splice {
        let key = dotted(key);
        let lines: Vec<_> = taken.keys.iter().map(|line| [&*line.before, &key, &line.after].concat()).collect();
        self.line(at, &lines.join(self.ending(at)))
    }
}

fn without_ending(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.strip_suffix('\r').unwrap_or(text)
}

fn has_comment(text: &str) -> bool {
    Source::new(text).lex().any(|token| token.kind() == TokenKind::Comment)
}
