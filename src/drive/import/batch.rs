//! Edits that are made together, and what they would break.

use std::collections::HashSet;

use super::DealPlan;
use super::block::{Block, Way};
use crate::campaign::Campaign;
use crate::text::{Diagnostic, Document, Intent, Severity, UnitKey};

/// Edits that are made together.
#[derive(Default)]
pub(super) struct Batch<'k> {
    /// Where they are kept once they are made, if somebody wants them.
    pub(super) keep: Option<&'k mut Vec<Intent>>,
    pub(super) intents: Vec<Intent>,
    /// Whose they are: the row, its deal's unit, and how many.
    of: Vec<(usize, UnitKey, usize)>,
    /// New deals behind the first ones.
    pub(super) block: Block,
}

impl<'k> Batch<'k> {
    /// An empty one, which keeps the edits that were made there if somebody wants them.
    pub(super) fn keeping(keep: Option<&'k mut Vec<Intent>>) -> Self {
        Self { keep, ..Self::default() }
    }

    /// Takes a new deal: into the block, once it is known how; until then it is made alone, so that the text shows how.
    pub(super) fn take_new(
        &mut self,
        (at, plan): (usize, &mut DealPlan),
        (before, after): (&Document, &mut Document),
        (campaign, later): (&Campaign, &Campaign),
        wrong: &mut Vec<(usize, String)>,
    ) {
        let unit = UnitKey::Record("deal".into(), (&*plan.id).into());
        if self.keep.is_some() || matches!(self.block.way, Way::Other) || after.unit(&unit).is_some() {
            return self.add(at, plan);
        }
        let Some(text) = self.block.text_of(&plan.intents) else {
            self.make(before, after, (campaign, later), wrong);
            let (length, count, intents) = (after.len(), wrong.len(), plan.intents.clone());
            self.add(at, plan);
            self.make(before, after, (campaign, later), wrong);
            if wrong.len() == count {
                self.block.learn(after, length, &intents);
            }
            return;
        };
        match later.trial(after, &unit, &text).into_iter().find(|problem| problem.severity == Severity::Error) {
            Some(error) => wrong.push((at, would_make(&error))),
            None => self.block.text.push_str(&text),
        }
    }

    pub(super) fn add(&mut self, at: usize, plan: &mut DealPlan) {
        if plan.intents.is_empty() {
            return;
        }
        let unit = UnitKey::Record("deal".into(), (&*plan.id).into());
        self.of.push((at, unit, plan.intents.len()));
        self.intents.append(&mut plan.intents);
    }

    /// Makes them, and looks at each deal for an error that was not there.
    pub(super) fn make(
        &mut self,
        before: &Document,
        after: &mut Document,
        (campaign, later): (&Campaign, &Campaign),
        wrong: &mut Vec<(usize, String)>,
    ) {
        let made = after.apply_all(&self.intents);
        let mut refused = made.refused.into_iter().peekable();
        let mut end = 0;
        let mut told: HashSet<usize> = HashSet::new();
        for (at, unit, count) in self.of.drain(..) {
            end += count;
            while let Some((_, refusal)) = refused.next_if(|(index, _)| *index < end) {
                if told.insert(at) {
                    wrong.push((at, format!("{}: {}", refusal.message, refusal.mend)));
                }
            }
            if told.contains(&at) {
                continue;
            }
            if let Some(error) = new_error((campaign, before), (later, after), &unit) {
                wrong.push((at, would_make(&error)));
            }
        }
        match &mut self.keep {
            Some(keep) => keep.append(&mut self.intents),
            None => self.intents.clear(),
        }
    }
}

/// Why a row is left out.
fn would_make(error: &Diagnostic) -> String {
    format!("it would make an error: {}", error.message)
}

/// The first error of a unit that it did not have before.
pub(super) fn new_error(
    (campaign, before): (&Campaign, &Document),
    (later, after): (&Campaign, &Document),
    unit: &UnitKey,
) -> Option<Diagnostic> {
    let errors = |campaign: &Campaign, document: &Document| -> Vec<Diagnostic> {
        let text = document.unit_text(unit).unwrap_or_default();
        let told = campaign.trial(document, unit, &text);
        told.into_iter().filter(|problem| problem.severity == Severity::Error).collect()
    };
    let found = errors(later, after);
    if found.is_empty() {
        return None;
    }
    let mut known = errors(campaign, before);
    found.into_iter().find(|error| {
        let same = |known: &Diagnostic| (known.code, &known.message) == (error.code, &error.message);
        known.iter().position(same).map(|at| known.swap_remove(at)).is_none()
    })
}
