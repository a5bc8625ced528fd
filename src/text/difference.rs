//! What one text says otherwise than another, as edits: by record and key, and by the rows of logs.
//!
//! Invariant: made on the first text, the edits give what the second one says. Comments, order and spelling are not
//! looked at; whoever wants them has the bytes.

use std::collections::{BTreeMap, HashMap, HashSet};

use toml::de::{DeTable, DeValue};

use super::log::Log;
use super::outline::{Element, Outline};
use super::rebase::twin;
use super::seen::spelled;
use super::{Document, Edit, Intent, KeyPath, Layout, Literal, RecordPath, Saw, Tree, UnitKey};

/// What a part of a file says, without spelling.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// A record, or a group of records.
    Table(BTreeMap<Box<str>, Node>),
    /// A log, or another list of `[[…]]`.
    Rows(Vec<Vec<(KeyPath, Literal)>>),
    /// A value.
    Value(Literal),
    /// A value that the program cannot write: a time without a day.
    Odd(String),
}

/// What differs.
#[derive(Debug, Default)]
pub(super) struct Difference {
    /// As edits, in an order in which they can be made.
    pub edits: Vec<Edit>,
    /// Values that the program cannot write, with what was there and what is there now.
    pub odd: Vec<(RecordPath, KeyPath, Option<String>, Option<String>)>,
}

impl Node {
    /// What these units of a document say together.
    pub fn of(document: &Document, units: &[UnitKey]) -> Self {
        let mut all = BTreeMap::new();
        for key in units {
            let Some(text) = document.unit_text(key) else { continue };
            let tree = Tree::read(key, &text);
            let outline = Outline::read(&text);
            let is_row = |element: &Element| matches!(element, Element::Row(_));
            let listed = outline.sections.iter().filter(|section| section.base.last().is_some_and(is_row));
            let lists: HashSet<Vec<&str>> = listed
                .map(|section| {
                    let names = section.base.iter().filter_map(|element| match element {
                        Element::Name(name) => Some(&**name),
                        Element::Row(_) => None,
                    });
                    names.collect()
                })
                .collect();
            let reading = Reading { layout: document.layout(), lists };
            join(&mut all, reading.table(tree.table(), &mut Vec::new()));
        }
        Self::Table(all)
    }

    fn literal(&self) -> Option<Literal> {
        Some(match self {
            Self::Table(table) => Literal::InlineTable(
                table.iter().filter_map(|(name, node)| Some((KeyPath::new(name), node.literal()?))).collect(),
            ),
            Self::Rows(rows) => Literal::Array(rows.iter().cloned().map(Literal::InlineTable).collect()),
            Self::Value(value) => value.clone(),
            Self::Odd(_) => return None,
        })
    }

    fn said(&self) -> String {
        match self {
            Self::Odd(text) => text.clone(),
            node => node.literal().map_or_else(String::new, |literal| literal.to_string()),
        }
    }

    /// A list of tables that is written as a value on the other side.
    fn rows(&self) -> Option<Vec<Vec<(KeyPath, Literal)>>> {
        match self {
            Self::Rows(rows) => Some(rows.clone()),
            Self::Value(Literal::Array(values)) => values
                .iter()
                .map(|value| match value {
                    Literal::InlineTable(fields) => Some(fields.clone()),
                    _ => None,
                })
                .collect(),
            _ => None,
        }
    }

    /// Whether it only holds records: `deal`, or `deal.x.note`.
    fn is_group(&self) -> bool {
        matches!(self, Self::Table(table) if !table.is_empty() && table.values().all(|node| matches!(node, Self::Table(_) | Self::Rows(_))))
    }
}

/// Puts what two units of one group say into one table.
fn join(all: &mut BTreeMap<Box<str>, Node>, more: BTreeMap<Box<str>, Node>) {
    for (name, node) in more {
        match (all.get_mut(&name), node) {
            (Some(Node::Table(known)), Node::Table(more)) => join(known, more),
            (_, node) => drop(all.insert(name, node)),
        }
    }
}

struct Reading<'a> {
    layout: &'a Layout,
    /// The lists that are written as `[[…]]`.
    lists: HashSet<Vec<&'a str>>,
}

impl<'a> Reading<'a> {
    fn table<'t: 'a>(&self, table: &'a DeTable<'t>, path: &mut Vec<&'a str>) -> BTreeMap<Box<str>, Node> {
        let mut nodes = BTreeMap::new();
        for (name, value) in table {
            path.push(name.get_ref());
            nodes.insert(Box::from(&**name.get_ref()), self.node(value.get_ref(), path));
            path.pop();
        }
        nodes
    }

    fn node<'t: 'a>(&self, value: &'a DeValue<'t>, path: &mut Vec<&'a str>) -> Node {
        match value {
            DeValue::Table(table) if !self.layout.is_value(path) => Node::Table(self.table(table, path)),
            DeValue::Array(values) if self.is_list(values, path) => {
                let rows: Option<Vec<_>> = values
                    .iter()
                    .map(|row| match Literal::from_tree(row.get_ref()) {
                        Some(Literal::InlineTable(fields)) => Some(fields),
                        _ => None,
                    })
                    .collect();
                rows.map_or_else(|| Node::Odd(spelled(value)), Node::Rows)
            }
            value => Literal::from_tree(value).map_or_else(|| Node::Odd(spelled(value)), Node::Value),
        }
    }

    fn is_list(&self, values: &toml::de::DeArray<'_>, path: &[&str]) -> bool {
        let is_log = path.last().is_some_and(|name| self.layout.log(name).is_some());
        let is_tables = !values.is_empty() && values.iter().all(|value| value.get_ref().is_table());
        is_tables && (is_log || self.lists.contains(path))
    }
}

/// The edits that make of the one what the other says.
pub(super) fn difference(layout: &Layout, before: &Node, after: &Node) -> Difference {
    let mut found = Finding { layout, found: Difference::default() };
    found.compare(&mut Vec::new(), Some(before), Some(after));
    found.found
}

struct Finding<'l> {
    layout: &'l Layout,
    found: Difference,
}

impl Finding<'_> {
    fn compare(&mut self, path: &mut Vec<Box<str>>, before: Option<&Node>, after: Option<&Node>) {
        match (before, after) {
            (None, None) => {}
            (Some(before), Some(after)) if before == after => {}
            (Some(Node::Table(before)), Some(Node::Table(after))) => {
                let gone = before.keys().filter(|name| !after.contains_key(*name));
                let names: Vec<_> = gone.chain(after.keys()).cloned().collect();
                for name in names {
                    let (before, after) = (before.get(&name), after.get(&name));
                    path.push(name);
                    self.compare(path, before, after);
                    path.pop();
                }
            }
            (None, Some(node @ Node::Table(table))) => self.added(path, node, table),
            (Some(node @ Node::Table(table)), None) => {
                if node.is_group() || self.is_keyed(path) {
                    self.compare(path, Some(node), Some(&Node::Table(BTreeMap::new())));
                } else if !path.is_empty() {
                    self.push(Intent::Remove { record: record(path) }, Saw::Record(node.said()));
                }
                let _ = table;
            }
            (before, after)
                if [before, after].into_iter().flatten().any(|node| matches!(node, Node::Rows(_)))
                    && [before, after].into_iter().flatten().all(|node| node.rows().is_some()) =>
            {
                let rows = |node: Option<&Node>| node.and_then(Node::rows).unwrap_or_default();
                self.rows(path, &rows(before), &rows(after));
            }
            (Some(node @ Node::Table(_)), Some(_)) => {
                self.compare(path, Some(node), None);
                self.compare(path, None, after);
            }
            (Some(_), Some(Node::Table(_) | Node::Rows(_))) => {
                self.compare(path, before, None);
                self.compare(path, None, after);
            }
            (before, after) => self.value(path, before, after),
        }
    }

    fn added(&mut self, path: &mut Vec<Box<str>>, node: &Node, table: &BTreeMap<Box<str>, Node>) {
        let is_group = (node.is_group() && path.len() != 2) || self.is_keyed(path) || path.is_empty();
        if !is_group {
            let plain = table.iter().filter(|(_, node)| matches!(node, Node::Value(_)));
            let fields = plain.filter_map(|(name, node)| Some((KeyPath::new(name), node.literal()?)));
            let fields = fields.collect();
            self.push(Intent::Add { record: record(path), fields }, Saw::Nothing);
        }
        for (name, node) in table {
            if !is_group && matches!(node, Node::Value(_)) {
                continue;
            }
            path.push(name.clone());
            self.compare(path, None, Some(node));
            path.pop();
        }
    }

    fn value(&mut self, path: &[Box<str>], before: Option<&Node>, after: Option<&Node>) {
        let Some((name, above)) = path.split_last() else { return };
        let (record, key) = (record(above), KeyPath::new(name));
        let was = before.map(Node::said);
        let saw = Saw::Key { was: was.clone(), record: None };
        match after {
            None => self.push(Intent::Unset { record, key }, saw),
            Some(Node::Value(value)) => self.push(Intent::Set { record, key, value: value.clone() }, saw),
            Some(other) => self.found.odd.push((record, key, was, Some(other.said()))),
        }
    }

    fn rows(&mut self, path: &[Box<str>], before: &[Vec<(KeyPath, Literal)>], after: &[Vec<(KeyPath, Literal)>]) {
        let array = record(path);
        let log = path.last().and_then(|name| self.layout.log(name));
        let key = |row: &[(KeyPath, Literal)]| row_path(log, &array, row);
        let mut left: HashMap<RecordPath, Vec<&Vec<(KeyPath, Literal)>>> = HashMap::new();
        for row in before {
            left.entry(key(row)).or_default().push(row);
        }
        let mut matched: HashMap<RecordPath, u32> = HashMap::new();
        let mut added = Vec::new();
        for row in after {
            let path = key(row);
            let nth = matched.entry(path.clone()).or_default();
            match left.get(&path).and_then(|rows| rows.get(*nth as usize)) {
                Some(old) => {
                    self.row(&path.nth(*nth), old, row);
                    *nth += 1;
                }
                None => added.push(row),
            }
        }
        for row in before.iter().rev() {
            let path = key(row);
            let kept = matched.get(&path).copied().unwrap_or(0) as usize;
            let Some(rows) = left.get_mut(&path) else { continue };
            if rows.len() > kept {
                rows.pop();
                let nth = u32::try_from(rows.len()).unwrap_or(0);
                let saw = Saw::Record(Literal::InlineTable(row.clone()).to_string());
                self.push(Intent::Remove { record: path.nth(nth) }, saw);
            }
        }
        for (index, row) in added.iter().copied().enumerate() {
            let seen = before.iter().chain(added[..index].iter().copied()).filter(|known| *known == row).count();
            self.push(Intent::Append { array: array.clone(), row: row.clone() }, Saw::Rows(seen));
        }
    }

    /// The keys of one row that differ.
    fn row(&mut self, path: &RecordPath, before: &[(KeyPath, Literal)], after: &[(KeyPath, Literal)]) {
        let find = |row: &[(KeyPath, Literal)], key: &KeyPath| {
            row.iter().find(|(known, _)| known == key).map(|(_, value)| value.clone())
        };
        for (key, value) in after {
            let was = find(before, key);
            if was.as_ref() != Some(value) {
                let saw = Saw::Key { was: was.map(|was| was.to_string()), record: None };
                self.push(Intent::Set { record: path.clone(), key: key.clone(), value: value.clone() }, saw);
            }
        }
        for (key, was) in before {
            if find(after, key).is_none() {
                let saw = Saw::Key { was: Some(was.to_string()), record: None };
                self.push(Intent::Unset { record: path.clone(), key: key.clone() }, saw);
            }
        }
    }

    fn push(&mut self, intent: Intent, saw: Saw) {
        self.found.edits.push(Edit { intent, saw, at: None, by: None });
    }

    /// Whether each record of this group is a unit of its own.
    fn is_keyed(&self, path: &[Box<str>]) -> bool {
        matches!(path, [group] if self.layout.is_keyed(group))
    }
}

/// The path of a row: by the keys of its log, else by all that it says.
fn row_path(log: Option<&Log>, array: &RecordPath, row: &[(KeyPath, Literal)]) -> RecordPath {
    log.and_then(|log| twin(log, array, row)).unwrap_or_else(|| array.row(row.iter().cloned()))
}

fn record(path: &[Box<str>]) -> RecordPath {
    RecordPath::new(path.iter().map(|name| &**name))
}
