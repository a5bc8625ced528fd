//! Many intents at once: neighbouring additions to one group or log of a unit are one splice, for which the unit is read
//! a few times however many they are.
//!
//! Invariant: the text means what it would mean had each intent been made by itself, and is written as it would be.
//! Where the splices do not fit together each is made by itself. On purpose only additions are put together: they are
//! what piles up while somebody types faster than others let the file be saved.

use super::{Bench, Candidates};
use crate::text::meaning::Meaning;
use crate::text::step::Splice;
use crate::text::{Document, Intent, Refusal, Step, UnitKey};

/// What became of many intents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Made {
    /// What was changed, in order; fewer than the intents where some were made together.
    pub steps: Vec<Step>,
    /// Which intents were not made, in their order, and why.
    pub refused: Vec<(usize, Refusal)>,
}

/// Additions that stand side by side: records of one group, or rows of one log.
struct Siblings<'i> {
    unit: UnitKey,
    is_row: bool,
    above: Vec<&'i str>,
    indexes: Vec<usize>,
}

impl Document {
    /// Makes changes in order, as [`Document::apply`] makes one. Those that are refused are told, the others are made.
    pub fn apply_all<'i>(&mut self, intents: impl IntoIterator<Item = &'i Intent>) -> Made {
        let intents: Vec<&Intent> = intents.into_iter().collect();
        let mut made = Made::default();
        let mut at = 0;
        while at < intents.len() {
            let siblings = self.siblings(&intents, at);
            if siblings.is_empty() {
                self.apply_one(&intents, at, &mut made);
                at += 1;
            }
            for siblings in siblings {
                at += siblings.indexes.len();
                self.add_together(&intents, &siblings, &mut made);
            }
        }
        made.refused.sort_by_key(|(index, _)| *index);
        made
    }

    fn apply_one(&mut self, intents: &[&Intent], index: usize, made: &mut Made) {
        match self.apply(intents[index]) {
            Ok(step) => made.steps.push(step),
            Err(refusal) => made.refused.push((index, refusal)),
        }
    }

    /// The additions from here up to the next intent that is none.
    fn siblings<'i>(&self, intents: &[&'i Intent], from: usize) -> Vec<Siblings<'i>> {
        let mut found: Vec<Siblings<'_>> = Vec::new();
        // Each is refused by itself.
        if !self.is_text() {
            return found;
        }
        for (index, intent) in intents.iter().enumerate().skip(from) {
            let (path, is_row) = match intent {
                Intent::Add { record, .. } => (record, false),
                Intent::Append { array, .. } => (array, true),
                _ => break,
            };
            let unit = self.unit_key(path);
            let mut above: Vec<&str> = path.keys().collect();
            if !is_row {
                above.pop();
            }
            let known = found.iter_mut().rev().find(|known| {
                (known.is_row, &known.above) == (is_row, &above) && known.unit == unit && path.selector().is_none()
            });
            match known {
                Some(known) => known.indexes.push(index),
                None => found.push(Siblings { unit, is_row, above, indexes: vec![index] }),
            }
        }
        found
    }

    fn add_together(&mut self, intents: &[&Intent], siblings: &Siblings<'_>, made: &mut Made) {
        let mut left = siblings.indexes.as_slice();
        // A unit that the file does not have yet comes with the first that is made.
        while let Some((first, others)) = left.split_first()
            && (others.is_empty() || self.unit(&siblings.unit).is_none())
        {
            self.apply_one(intents, *first, made);
            left = others;
        }
        if left.is_empty() {
            return;
        }
        let taken = match self.taken(intents, siblings, left, made) {
            Ok(taken) => taken,
            Err(refusal) => {
                made.refused.extend(left.iter().map(|index| (*index, refusal.clone())));
                return;
            }
        };
        // The first one shows where and how the others are written: each stands behind it, as it would by itself.
        let Some((first, others)) = taken.split_first() else { return };
        self.apply_one(intents, *first, made);
        if others.is_empty() {
            return;
        }
        let together = self.plan_together(intents, siblings, others).and_then(|step| self.make(&step));
        match together {
            Ok(step) => made.steps.push(step),
            Err(_) => others.iter().for_each(|index| self.apply_one(intents, *index, made)),
        }
    }

    /// Which of the additions can be made. What the text declines is told.
    fn taken(
        &self,
        intents: &[&Intent],
        siblings: &Siblings<'_>,
        indexes: &[usize],
        made: &mut Made,
    ) -> Result<Vec<usize>, Refusal> {
        let Some(bench) = Bench::open(self, siblings.unit.clone())? else { return Ok(indexes.to_vec()) };
        let mut intended = bench.meaning.clone();
        let mut taken = Vec::with_capacity(indexes.len());
        for index in indexes {
            match bench.addition_in(&mut intended, intents[*index]) {
                Ok(_) => taken.push(*index),
                Err(refusal) => made.refused.push((*index, refusal)),
            }
        }
        Ok(taken)
    }

    fn plan_together(&self, intents: &[&Intent], siblings: &Siblings<'_>, indexes: &[usize]) -> Result<Step, Refusal> {
        let bench = Bench::open(self, siblings.unit.clone())?.ok_or_else(|| does_not_fit(&siblings.unit))?;
        let mut intended = bench.meaning.clone();
        let places: Vec<Candidates> =
            indexes.iter().map(|index| bench.addition_in(&mut intended, intents[*index])).collect::<Result<_, _>>()?;
        let ways = places.iter().map(Vec::len).min().unwrap_or(0);
        let candidates = (0..ways).map(|way| joined(places.iter().flat_map(|places| places[way].iter().cloned())));
        bench.choose(candidates.collect(), intended, false)
    }
}

impl Bench<'_> {
    fn addition_in(&self, intended: &mut Meaning, intent: &Intent) -> Result<Candidates, Refusal> {
        match intent {
            Intent::Add { record, fields } => self.record_in(intended, record, fields),
            Intent::Append { array, row } => self.row_in(intended, array, row),
            _ => Err(does_not_fit(&self.key)),
        }
    }
}

fn does_not_fit(unit: &UnitKey) -> Refusal {
    Refusal::new(format!("`{unit}` does not take these changes together"), "make them one by one")
}

/// Splices in the order of the text; those at one place, in their own order, become one.
fn joined(splices: impl Iterator<Item = Splice>) -> Vec<Splice> {
    let mut splices: Vec<Splice> = splices.collect();
    splices.sort_by_key(|splice| (splice.range.start, splice.range.end));
    let mut joined: Vec<Splice> = Vec::new();
    for splice in splices {
        match joined.last_mut() {
            Some(last) if last.range.is_empty() && last.range == splice.range => last.text.push_str(&splice.text),
            _ => joined.push(splice),
        }
    }
    joined
}
