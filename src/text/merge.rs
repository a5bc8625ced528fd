//! Puts two texts together that began as one: what `theirs` changed is made on `ours`, by record and key.
//!
//! Invariant: the outcome is sound TOML and says all that only one side changed; where both changed one key in two ways
//! it keeps ours and tells the clash. Bytes are taken as they stand wherever they say what is meant: a unit that only
//! one side changed, lines that only one side changed, a new record or row with its comments. Only where both changed
//! neighbouring lines of one record are comments of theirs lost, apart from those of new records.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::difference::{Difference, Node, difference};
use super::edit::{names, resolve};
use super::lines;
use super::meaning::Meaning;
use super::outline::{Element, Outline, line_end};
use super::rebase::{Clash, Why};
use super::{Diagnostic, Document, Edit, Intent, RecordPath, Saw, Tree, UnitKey};

/// Two texts as one.
#[derive(Debug, Clone)]
pub struct Merged {
    /// The outcome; at a clash it says what ours says.
    pub document: Document,
    /// What both changed in two ways: `mine` is ours, and the edit is theirs.
    pub clashes: Vec<Clash>,
}

/// A text that is no TOML, so that nothing can be put together with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsound {
    /// Which of the three.
    pub side: Side,
    /// The first problem.
    pub problem: Diagnostic,
}

/// One of the texts of a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What both began with.
    Base,
    /// The one that is kept at a clash.
    Ours,
    /// The other.
    Theirs,
}

/// Puts two texts together. Without a common beginning `base` is empty: then nothing counts as taken away, and what both
/// say differently is a clash.
///
/// # Errors
/// A text that is no TOML.
pub fn merge(base: &Document, ours: &Document, theirs: &Document) -> Result<Merged, Box<Unsound>> {
    for (side, document) in [(Side::Base, base), (Side::Ours, ours), (Side::Theirs, theirs)] {
        if let Some(problem) = first_problem(document) {
            return Err(Box::new(Unsound { side, problem }));
        }
    }
    let whole = |document: &Document| Ok(Merged { document: document.clone(), clashes: Vec::new() });
    let (before, mine, other) = (base.bytes(), ours.bytes(), theirs.bytes());
    if mine == before {
        return whole(theirs);
    }
    if other == before || other == mine {
        return whole(ours);
    }
    let mut merging = Merging { base, ours, theirs, document: ours.clone(), clashes: Vec::new(), bytes: true };
    merging.run();
    if first_problem(&read_again(&merging.document)).is_some() {
        // Some bytes that were taken over do not get on with their new neighbours: without any of them.
        merging = Merging { base, ours, theirs, document: ours.clone(), clashes: Vec::new(), bytes: false };
        merging.run();
    }
    Ok(Merged { document: read_again(&merging.document), clashes: merging.clashes })
}

impl Document {
    /// All that this text says, as edits that add: made on another text they bring what is not there already.
    ///
    /// # Errors
    /// The first problem of a text that is no TOML.
    pub fn as_edits(&self) -> Result<Vec<Edit>, Diagnostic> {
        if let Some(problem) = first_problem(self) {
            return Err(problem);
        }
        let units: Vec<UnitKey> = self.units().map(|unit| unit.key().clone()).collect();
        let nothing = Node::of(self, &[]);
        let each = units.iter().map(|unit| {
            let whole = Node::of(self, std::slice::from_ref(unit));
            difference(self.layout(), &nothing, &whole).edits
        });
        Ok(each.flatten().collect())
    }
}

fn read_again(document: &Document) -> Document {
    Document::read(document.bytes(), document.layout()).0
}

fn first_problem(document: &Document) -> Option<Diagnostic> {
    let (again, cutting) = Document::read(document.bytes(), document.layout());
    cutting
        .into_iter()
        .next()
        .or_else(|| again.units().find_map(|unit| unit.tree(&again.text_of(unit)).diagnostics().first().cloned()))
}

struct Merging<'d> {
    base: &'d Document,
    ours: &'d Document,
    theirs: &'d Document,
    document: Document,
    clashes: Vec<Clash>,
    /// Whether bytes are taken over where that is possible.
    bytes: bool,
}

/// The group of a unit; none for the top of the file.
fn group(unit: &UnitKey) -> Option<&str> {
    match unit {
        UnitKey::Root => None,
        UnitKey::Group(group) | UnitKey::Record(group, _) => Some(group),
    }
}

impl Merging<'_> {
    fn run(&mut self) {
        let mut mixed = BTreeSet::new();
        let mut whole: BTreeMap<&str, bool> = BTreeMap::new();
        for document in [self.base, self.ours, self.theirs] {
            for unit in document.units() {
                let Some(group) = group(unit.key()) else { continue };
                let is_whole = matches!(unit.key(), UnitKey::Group(_));
                if *whole.entry(group).or_insert(is_whole) != is_whole {
                    mixed.insert(group);
                }
            }
        }
        // In their order, so that new records stand as theirs do; then those that they took away.
        let mut units: Vec<&UnitKey> = self.theirs.units().map(super::Unit::key).collect();
        let known: BTreeSet<&UnitKey> = units.iter().copied().collect();
        units.extend(self.base.units().map(super::Unit::key).filter(|key| !known.contains(key)));
        for key in units {
            if group(key).is_none_or(|group| !mixed.contains(group)) {
                self.unit(key);
            }
        }
        for name in mixed {
            let units = |document: &Document| -> Vec<UnitKey> {
                document.units().map(|unit| unit.key().clone()).filter(|key| group(key) == Some(name)).collect()
            };
            let before = Node::of(self.base, &units(self.base));
            let after = Node::of(self.theirs, &units(self.theirs));
            let found = difference(self.base.layout(), &before, &after);
            self.make(found, None);
        }
    }

    /// Makes what theirs changed in one unit.
    fn unit(&mut self, key: &UnitKey) {
        let text = |document: &Document| document.unit_text(key).unwrap_or_default().into_owned();
        let (base, ours, theirs) = (text(self.base), text(self.ours), text(self.theirs));
        if theirs == base || theirs == ours {
            return;
        }
        if self.bytes && base.is_empty() && ours.is_empty() && self.new_unit(key, &theirs) {
            return;
        }
        let keys = std::slice::from_ref(key);
        let found = difference(self.base.layout(), &Node::of(self.base, keys), &Node::of(self.theirs, keys));
        let clashes = self.clashes.len();
        self.make(found, Some((key, &theirs)));
        if !self.bytes || self.clashes.len() > clashes {
            return;
        }
        let taken = if ours == base { Some(theirs) } else { lines::both(&base, &ours, &theirs) };
        if let Some(text) = taken {
            self.take_bytes(key, &text);
        }
    }

    fn make(&mut self, found: Difference, dress: Option<(&UnitKey, &str)>) {
        for edit in &found.edits {
            let before = self.is_added(edit);
            let made = self.document.rebase(edit);
            let is_new = !before && self.is_added(edit);
            self.clashes.extend(made.clashes.into_iter().map(Clash::turned));
            if let Some((key, theirs)) = dress.filter(|_| self.bytes && is_new) {
                self.dress(key, theirs, edit);
            }
        }
        for (record, key, was, now) in found.odd {
            let theirs = self.document.get(&record, &key);
            let intent = Intent::Unset { record: record.clone(), key: key.clone() };
            let edit = Edit { intent, saw: Saw::Unknown, at: None, by: None };
            let why = Why::Unfit("the program cannot write such a value".to_owned());
            self.clashes.push(Clash { edit, record, key: Some(key), was, mine: now, theirs, why }.turned());
        }
    }

    /// Whether the record is there that an edit adds, or a row more than its author saw.
    fn is_added(&self, edit: &Edit) -> bool {
        match (&edit.intent, &edit.saw) {
            (Intent::Add { record, .. }, _) => self.document.is_there(record),
            (Intent::Append { array, row }, Saw::Rows(seen)) => self.document.rows_saying(array, row) > *seen,
            _ => true,
        }
    }

    /// Gives a unit these bytes, if they say what it says now.
    fn take_bytes(&mut self, key: &UnitKey, text: &str) {
        let text = self.with_our_endings(text);
        let Some(now) = self.document.unit_text(key).map(std::borrow::Cow::into_owned) else { return };
        if self.document.piece_texts(key).len() != 1 || !same_meaning(key, &now, &text) {
            return;
        }
        let fitting = [text.clone(), format!("{text}{}", self.document.line_ending())]
            .into_iter()
            .find(|text| self.document.fits(key, 0, text));
        if let Some(text) = fitting {
            self.document.replace_piece(key, 0, text);
        }
    }

    fn with_our_endings(&self, text: &str) -> String {
        let plain = text.replace("\r\n", "\n");
        if self.document.line_ending() == "\r\n" { plain.replace('\n', "\r\n") } else { plain }
    }

    /// Puts a unit that only theirs has behind the one that it stands behind there.
    fn new_unit(&mut self, key: &UnitKey, text: &str) -> bool {
        if *key == UnitKey::Root || self.document.unit(key).is_some() {
            return false;
        }
        let has_text = |unit: &UnitKey| self.document.unit_text(unit).is_some_and(|text| !text.is_empty());
        let after = self.theirs.unit_before(key).filter(|unit| has_text(unit)).cloned();
        let after = after.or_else(|| {
            let is_like = |other: &UnitKey| group(other).is_some() && group(other) == group(key);
            self.document.last_unit(is_like).or_else(|| self.document.last_unit(|_| true)).cloned()
        });
        let mut text = self.with_our_endings(text);
        let ending = self.document.line_ending();
        let (before, follows) = {
            let (mut before, mut behind) = self.document.texts_behind(after.as_ref());
            (before.next().unwrap_or("").to_owned(), behind.next().is_some())
        };
        let is_open = !before.is_empty() && !before.ends_with('\n') && before != "\u{feff}";
        let is_blank = after.as_ref().is_none_or(|after| self.document.units_blank(after));
        let mut lead = String::new();
        if is_open {
            lead.push_str(ending);
        }
        if is_blank && !super::edit::ends_blank(&before) {
            lead.push_str(ending);
        }
        if follows && !text.ends_with('\n') {
            text.push_str(ending);
        }
        if follows && is_blank && !super::edit::ends_blank(&text) {
            text.push_str(ending);
        }
        // Lines that belong to the text before go there, where reading the file finds them.
        if let Some(after) = after.as_ref().filter(|_| !lead.is_empty()) {
            let pieces: Vec<String> = self.document.piece_texts(after).into_iter().map(str::to_owned).collect();
            if let Some((index, last)) = pieces.iter().enumerate().next_back() {
                self.document.replace_piece(after, index, format!("{last}{lead}"));
            }
        }
        self.document.insert_unit(key, after.as_ref(), &text).is_some()
    }

    /// Gives a record or row that was just added the bytes that it has in theirs: its comments, order and spelling.
    fn dress(&mut self, key: &UnitKey, theirs: &str, edit: &Edit) {
        let record = match &edit.intent {
            Intent::Add { record, .. } => record.clone(),
            Intent::Append { array, row } => array.row(row.iter().cloned()),
            _ => return,
        };
        let Some(now) = self.document.unit_text(key).map(std::borrow::Cow::into_owned) else { return };
        if self.document.piece_texts(key).len() != 1 {
            return;
        }
        let (Some(source), Some((start, end))) = (section(key, theirs, &record), section(key, &now, &record)) else {
            return;
        };
        let mut raw = self.with_our_endings(&theirs[source.0..source.1]);
        let is_last = end == now.len() && !now.ends_with('\n');
        if is_last {
            raw.truncate(raw.trim_end_matches(['\r', '\n']).len());
        } else if !raw.ends_with('\n') {
            raw.push_str(self.document.line_ending());
        }
        let text = [&now[..start], &raw, &now[end..]].concat();
        if same_meaning(key, &now, &text) && self.document.fits(key, 0, &text) {
            self.document.replace_piece(key, 0, text);
        }
    }
}

/// The bytes of a record's or row's own section, with the comments that touch it.
fn section(key: &UnitKey, text: &str, record: &RecordPath) -> Option<(usize, usize)> {
    let outline = Outline::read(text);
    let path: Vec<Element> = if record.selector().is_none() {
        names(record)
    } else {
        // Of several equal rows the last one is the new one.
        let tree = Tree::read(key, text);
        (0..).map_while(|nth| resolve(tree.table(), &record.clone().nth(nth))).last()?
    };
    let (_, section) = outline.section(&path)?;
    section.header.as_ref()?;
    Some((section.lead, section.body_end))
}

fn same_meaning(key: &UnitKey, a: &str, b: &str) -> bool {
    let (a, b) = (Tree::read(key, a), Tree::read(key, b));
    let meaning = |tree: &Tree<'_>| Meaning::of_table(tree.table()).pruned();
    a.is_sound() && b.is_sound() && (meaning(&a) == meaning(&b) || same_values(&a, &b))
}

/// The same amounts and instants in another spelling, and rows in another order, say the same.
fn same_values(a: &Tree<'_>, b: &Tree<'_>) -> bool {
    let said = |tree: &Tree<'_>| super::Literal::from_tree(&toml::de::DeValue::Table(tree.table().clone()));
    matches!((said(a), said(b)), (Some(a), Some(b)) if in_order(a.clone()) == in_order(b.clone()))
}

/// Lists of tables in one order, so that logs can be compared.
fn in_order(value: super::Literal) -> super::Literal {
    use super::Literal;
    match value {
        Literal::Array(values) => {
            let mut values: Vec<Literal> = values.into_iter().map(in_order).collect();
            if values.iter().all(|value| matches!(value, Literal::InlineTable(_))) {
                values.sort_by_cached_key(Literal::to_string);
            }
            Literal::Array(values)
        }
        Literal::InlineTable(fields) => {
            Literal::InlineTable(fields.into_iter().map(|(key, value)| (key, in_order(value))).collect())
        }
        value => value,
    }
}

impl Merged {
    /// The outcome with a comment directly below each clash that says what theirs says. Comments are all it adds.
    #[must_use]
    pub fn marked(&self) -> Document {
        let mut document = self.document.clone();
        let mut at_end = String::new();
        for clash in &self.clashes {
            let value = clash.theirs.as_deref().map(|theirs| {
                theirs
                    .parse::<super::Literal>()
                    .map_or_else(|_| theirs.replace(['\r', '\n'], " "), |value| value.to_string())
            });
            let words = match (&clash.key, &value) {
                (Some(key), Some(value)) => format!("{key} = {value}"),
                (Some(key), None) if matches!(clash.why, Why::Removed) => format!("the record without {key} is gone"),
                (Some(key), None) => format!("{key} is gone"),
                (None, Some(value)) => format!("{} = {value}", clash.record),
                (None, None) => format!("{} is gone", clash.record),
            };
            let mark = format!("# CLASH theirs: {words}");
            if !mark_below(&mut document, clash, &mark) {
                let ending = document.line_ending();
                let words = &mark["# CLASH ".len()..];
                // Writing to a string cannot fail.
                let _ = write!(at_end, "# CLASH at {}: {words}{ending}", clash.record);
            }
        }
        if at_end.is_empty() {
            return read_again(&document);
        }
        let mut bytes = document.bytes();
        if !bytes.is_empty() && !bytes.ends_with(b"\n") {
            bytes.extend_from_slice(document.line_ending().as_bytes());
        }
        bytes.extend_from_slice(at_end.as_bytes());
        Document::read(bytes, document.layout()).0
    }
}

/// Puts a comment below the line of a clash, where it changes nothing that is said.
fn mark_below(document: &mut Document, clash: &Clash, mark: &str) -> bool {
    let place = document.locate(&clash.record, clash.key.as_ref()).or_else(|| document.locate(&clash.record, None));
    let Some(place) = place else { return false };
    let key = place.unit;
    let pieces: Vec<String> = document.piece_texts(&key).into_iter().map(str::to_owned).collect();
    let Some(now) = document.unit_text(&key).map(std::borrow::Cow::into_owned) else { return false };
    let [text] = pieces.as_slice() else { return false };
    let outline = Outline::read(text);
    // Inside a value over several lines a comment may not stand; then it goes below the whole entry.
    let at = place.span.start as usize;
    let entry = outline.sections.iter().flat_map(|section| &section.entries).find(|entry| entry.span().contains(&at));
    let end = entry.map_or(place.span.end as usize, |entry| entry.value.span.end);
    let below = line_end(text, end);
    let ending = document.line_ending();
    let is_open = !text[..below].ends_with('\n');
    let line = if is_open { format!("{ending}{mark}") } else { format!("{mark}{ending}") };
    let new = [&text[..below], &line, &text[below..]].concat();
    if !same_meaning(&key, &now, &new) || !document.fits(&key, 0, &new) {
        return false;
    }
    document.replace_piece(&key, 0, new);
    true
}
