//! All problems of a file, kept by unit so that an edit replaces those of its own unit only.

use std::collections::BTreeMap;

use super::check::{Checked, Facts, Finding, check, check_across, check_deal, check_shared, place_again};
use super::model::Campaign;
use crate::text::{Diagnostic, Document, Severity, UnitKey};

/// Every problem of a file, with counts.
#[derive(Debug, Clone, Default)]
pub struct Problems {
    units: BTreeMap<UnitKey, Told>,
    errors: usize,
    warnings: usize,
}

/// The problems of one unit: what reading told, what checking told, and what it and another deal say of each other.
#[derive(Debug, Clone, Default)]
struct Told {
    reading: Vec<Diagnostic>,
    checking: Vec<Diagnostic>,
    across: Vec<(Finding, Diagnostic)>,
}

impl Told {
    fn all(&self) -> impl Iterator<Item = &Diagnostic> {
        self.reading.iter().chain(&self.checking).chain(self.across.iter().map(|(_, diagnostic)| diagnostic))
    }

    const fn is_empty(&self) -> bool {
        self.reading.is_empty() && self.checking.is_empty() && self.across.is_empty()
    }
}

/// With more deals than this, what they say of each other is not asked again with each edit.
const MANY: usize = 200;

impl Problems {
    /// The problems that reading told, and those that checking the whole campaign finds.
    #[must_use]
    pub fn of(campaign: &Campaign, document: &Document, reading: Vec<Diagnostic>) -> Self {
        let mut problems = Self::default();
        for diagnostic in reading {
            problems.told(&diagnostic.place.unit).reading.push(diagnostic);
        }
        problems.take(check(campaign, document));
        problems.count();
        problems
    }

    fn told(&mut self, unit: &UnitKey) -> &mut Told {
        if !self.units.contains_key(unit) {
            self.units.insert(unit.clone(), Told::default());
        }
        self.units.entry(unit.clone()).or_default()
    }

    /// After an edit of one unit: takes what reading it again told, and checks it again. A deal is checked alone; what
    /// all deals lean on means checking all. What many deals say of each other stays as it was: where [`same_times`]
    /// says that it has changed, all is to be read again.
    ///
    /// [`same_times`]: super::same_times
    pub fn refresh(&mut self, campaign: &Campaign, document: &Document, unit: &UnitKey, reading: Vec<Diagnostic>) {
        let deal = match unit {
            UnitKey::Record(group, id) if &**group == "deal" => Some(id),
            _ => None,
        };
        if let Some(id) = deal {
            let checking = campaign.deal(id).map(|deal| check_deal(campaign, &Facts::of(campaign), deal, document));
            let before = self.units.remove(unit).unwrap_or_default();
            let across = match &checking {
                Some(_) => place_again(before.across.into_iter().map(|(finding, _)| finding).collect(), document),
                None => Vec::new(),
            };
            self.units.insert(unit.clone(), Told { reading, checking: checking.unwrap_or_default(), across });
            if campaign.deals.len() <= MANY {
                self.take_across(check_across(campaign, document));
            }
            // Whether a review names this deal may have changed with it.
            self.check_shared_again(campaign, document);
        } else {
            self.told(unit).reading = reading;
            self.check_again(campaign, document);
        }
        self.units.retain(|_, told| !told.is_empty());
        self.count();
    }

    /// After the archived campaigns were read: what is not a deal is checked again.
    pub fn refresh_shared(&mut self, campaign: &Campaign, document: &Document) {
        if document.unit(&UnitKey::Group("deal".into())).is_some() {
            // All deals are in one unit.
            self.check_again(campaign, document);
        } else {
            self.check_shared_again(campaign, document);
        }
        self.units.retain(|_, told| !told.is_empty());
        self.count();
    }

    fn check_again(&mut self, campaign: &Campaign, document: &Document) {
        for told in self.units.values_mut() {
            told.checking.clear();
        }
        self.take(check(campaign, document));
    }

    fn take(&mut self, checked: Checked) {
        for diagnostic in checked.alone {
            self.told(&diagnostic.place.unit).checking.push(diagnostic);
        }
        self.take_across(checked.across);
    }

    fn take_across(&mut self, across: Vec<(Finding, Diagnostic)>) {
        for told in self.units.values_mut() {
            told.across.clear();
        }
        for (finding, diagnostic) in across {
            let unit = diagnostic.place.unit.clone();
            self.told(&unit).across.push((finding, diagnostic));
        }
    }

    fn check_shared_again(&mut self, campaign: &Campaign, document: &Document) {
        let shared = check_shared(campaign, &Facts::of(campaign), document);
        for (_, told) in self.units.iter_mut().filter(|(unit, _)| !is_deal(unit)) {
            told.checking.clear();
        }
        for diagnostic in shared {
            self.told(&diagnostic.place.unit).checking.push(diagnostic);
        }
    }

    /// The units in which reading found something wrong.
    pub(super) fn wrongly_written(&self) -> impl Iterator<Item = &UnitKey> {
        self.units.iter().filter(|(_, told)| !told.reading.is_empty()).map(|(unit, _)| unit)
    }

    fn count(&mut self) {
        self.errors = self.iter().filter(|problem| problem.severity == Severity::Error).count();
        self.warnings = self.iter().filter(|problem| problem.severity == Severity::Warning).count();
    }

    /// How many errors.
    #[must_use]
    pub const fn errors(&self) -> usize {
        self.errors
    }

    /// How many warnings.
    #[must_use]
    pub const fn warnings(&self) -> usize {
        self.warnings
    }

    /// How many, of both kinds.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.errors + self.warnings
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.errors == 0 && self.warnings == 0
    }

    /// All, unit by unit.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.units.values().flat_map(Told::all)
    }

    /// Those of one unit.
    pub fn of_unit(&self, unit: &UnitKey) -> impl Iterator<Item = &Diagnostic> {
        self.units.get(unit).into_iter().flat_map(Told::all)
    }

    /// All in the order of the file.
    #[must_use]
    pub fn in_file_order(&self, document: &Document) -> Vec<&Diagnostic> {
        let mut all = Vec::with_capacity(self.errors + self.warnings);
        for unit in document.units() {
            let from = all.len();
            all.extend(self.of_unit(unit.key()));
            if let Some(own) = all.get_mut(from..) {
                own.sort_by_key(|problem: &&Diagnostic| problem.place.span.start);
            }
        }
        all
    }
}

fn is_deal(unit: &UnitKey) -> bool {
    matches!(unit, UnitKey::Record(group, _) if &**group == "deal")
}
