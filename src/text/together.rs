//! Many edits on a text that others have changed: what piled up while somebody typed on.
//!
//! Invariant: each edit comes to what [`Document::rebase`] makes of it. Additions that nothing stands in the way of are
//! made together; for them a unit is read a few times, however many they are. On purpose nothing else is: the rest goes
//! one by one.

use std::collections::{HashMap, HashSet};

use super::edit::{names, resolve};
use super::log::Twins;
use super::rebase::{twin, unfit};
use super::seen::{at, inline};
use super::{Clash, Document, Edit, Intent, KeyPath, Literal, RecordPath, Saw, Step, Tree, UnitKey};

/// What became of many edits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RebasedAll {
    /// What was changed, in order; fewer than the edits where some were made together.
    pub steps: Vec<Step>,
    /// What was not, and which of the edits it belongs to.
    pub clashes: Vec<(usize, Clash)>,
}

/// How an addition stands to a text.
enum Standing {
    /// Nothing is in its way.
    Free,
    /// The text says it already.
    There,
    /// The text says something that it has to be put together with.
    Met,
}

impl Document {
    /// Makes edits in order, as [`Document::rebase`] makes one.
    pub fn rebase_all(&mut self, edits: &[Edit]) -> RebasedAll {
        let mut all = RebasedAll::default();
        let mut from = 0;
        while from < edits.len() {
            let run = edits[from..].iter().take_while(|edit| added(&edit.intent).is_some()).count();
            if run == 0 {
                self.rebase_into(&mut all, edits, from);
                from += 1;
            } else {
                self.add_all(&mut all, edits, from..from + run);
                from += run;
            }
        }
        all.clashes.sort_by_key(|(index, _)| *index);
        all
    }

    fn rebase_into(&mut self, all: &mut RebasedAll, edits: &[Edit], index: usize) {
        let made = self.rebase(&edits[index]);
        all.steps.extend(made.steps);
        all.clashes.extend(made.clashes.into_iter().map(|clash| (index, clash)));
    }

    fn add_all(&mut self, all: &mut RebasedAll, edits: &[Edit], run: std::ops::Range<usize>) {
        let standings = self.standings(&edits[run.clone()]);
        let (mut free, mut met) = (Vec::new(), Vec::new());
        for (index, standing) in run.zip(standings) {
            match standing {
                Standing::Free => free.push(index),
                Standing::Met => met.push(index),
                Standing::There => {}
            }
        }
        let made = self.apply_all(free.iter().map(|index| &edits[*index].intent));
        all.steps.extend(made.steps.into_iter().filter(|step| !step.is_empty()));
        for (nth, refusal) in made.refused {
            let (index, edit) = (free[nth], &edits[free[nth]]);
            if let Some(path) = added(&edit.intent) {
                all.clashes.push((index, unfit(edit, path, None, &refusal)));
            }
        }
        for index in met {
            self.rebase_into(all, edits, index);
        }
    }

    /// How each of some additions stands to the text, and to those before it.
    fn standings(&self, edits: &[Edit]) -> Vec<Standing> {
        let mut of_unit: HashMap<UnitKey, Vec<usize>> = HashMap::new();
        for (index, path) in edits.iter().enumerate().filter_map(|(index, edit)| Some((index, added(&edit.intent)?))) {
            of_unit.entry(self.unit_key(path)).or_default().push(index);
        }
        let mut standings: Vec<Standing> = edits.iter().map(|_| Standing::Free).collect();
        for (unit, indexes) in of_unit {
            let text = self.unit_text(&unit).unwrap_or_default();
            let tree = Tree::read(&unit, &text);
            let mut records: HashSet<&RecordPath> = HashSet::new();
            let mut logs: HashMap<&RecordPath, Vec<Literal>> = HashMap::new();
            for index in indexes {
                let edit = &edits[index];
                standings[index] = match &edit.intent {
                    // What else is wrong with such a path is told when it is made.
                    Intent::Add { record, .. } if record.selector().is_none() && !edit.saw.is_unknown() => {
                        let is_there = !records.insert(record) || at(tree.table(), &names(record)).is_some();
                        if is_there { Standing::Met } else { Standing::Free }
                    }
                    Intent::Append { array, row } if array.selector().is_none() => {
                        let rows = logs.entry(array).or_insert_with(|| rows_at(&tree, array));
                        let own = inline(row);
                        let standing = self.row_among(rows, edit, array, row, &own);
                        if matches!(standing, Standing::Free) {
                            rows.push(own);
                        }
                        standing
                    }
                    _ => Standing::Free,
                };
            }
        }
        standings
    }

    fn row_among(
        &self,
        rows: &[Literal],
        edit: &Edit,
        array: &RecordPath,
        row: &[(KeyPath, Literal)],
        own: &Literal,
    ) -> Standing {
        let Saw::Rows(seen) = &edit.saw else { return Standing::Free };
        if rows.iter().filter(|row| *row == own).count() > *seen {
            return Standing::There;
        }
        let log = array.keys().next_back().and_then(|name| self.layout().log(name));
        let twin = log.filter(|log| matches!(log.twins, Twins::Joined { .. })).and_then(|log| twin(log, array, row));
        match twin.as_ref().and_then(RecordPath::selector) {
            Some((keys, _)) if rows.iter().any(|row| says(row, keys)) => Standing::Met,
            _ => Standing::Free,
        }
    }

    /// Which of these intents append a row that the text has already, or one that says more; each unit is read once.
    pub fn rows_there<'i>(&self, intents: impl IntoIterator<Item = &'i Intent>) -> HashSet<usize> {
        let mut of_unit: HashMap<UnitKey, Vec<(usize, RecordPath)>> = HashMap::new();
        for (index, intent) in intents.into_iter().enumerate() {
            if let Intent::Append { array, row } = intent {
                let path = array.row(row.iter().cloned());
                of_unit.entry(self.unit_key(array)).or_default().push((index, path));
            }
        }
        let mut there = HashSet::new();
        for (unit, rows) in of_unit {
            let Some(text) = self.unit_text(&unit) else { continue };
            let tree = Tree::read(&unit, &text);
            let is_there = |(_, row): &(usize, RecordPath)| resolve(tree.table(), row).is_some();
            there.extend(rows.into_iter().filter(is_there).map(|(index, _)| index));
        }
        there
    }
}

/// The record or log that an addition is for.
const fn added(intent: &Intent) -> Option<&RecordPath> {
    match intent {
        Intent::Add { record: path, .. } | Intent::Append { array: path, .. } => Some(path),
        _ => None,
    }
}

fn rows_at(tree: &Tree<'_>, array: &RecordPath) -> Vec<Literal> {
    let rows = at(tree.table(), &names(array)).and_then(|value| value.as_array()).into_iter().flatten();
    rows.filter_map(|row| Literal::from_tree(row.get_ref())).collect()
}

/// Whether a row has these values, as a path with a row asks for them: nothing is the same as an empty text.
fn says(row: &Literal, wanted: &[(KeyPath, Literal)]) -> bool {
    let Literal::InlineTable(fields) = row else { return false };
    wanted.iter().all(|(key, wanted)| match fields.iter().find(|(known, _)| known == key) {
        Some((_, value)) => value == wanted,
        None => matches!(wanted, Literal::Text(text) if text.is_empty()),
    })
}
