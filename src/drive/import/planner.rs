//! An export against a campaign: what changes, as data and as intents.
//!
//! One deal at a time, so that a hundred thousand need not be in memory together: what is shared, and which row means
//! which deal, is settled once; each deal is then planned by itself. Invariant: the same export on the file that it made
//! gives no intent.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use super::deal::{Bench, DealPlan, Fate, plan as plan_deal};
use super::history::Moves;
use super::index::{Index, Target};
use super::people::People;
use super::route::Route;
use super::words::Asked;
use super::{Export, Row, Skipped};
use crate::campaign::{Deal, Id};
use crate::drive::rules::{Act, Ground, set, text};
use crate::text::{Intent, KeyPath, Literal, RecordPath};

/// What a person decides beforehand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// A stage's id, or its name, for a name of the export; an empty one is none.
    pub stages: BTreeMap<String, String>,
    /// Names of the export in the order that a new route is to have; empty: as the export tells.
    pub order: Vec<String>,
    /// A person's id for a name of the export.
    pub people: BTreeMap<String, String>,
    /// The whole route by the ids of its stages, where the new ones are to stand elsewhere.
    pub route: Vec<Id>,
    /// Wherever both sides have changed a word the export's is taken.
    pub all: bool,
    /// Words that are taken from the export whatever they are here: the deal, and the key in it (`result` for the finish).
    pub take: BTreeSet<(Id, String)>,
}

impl Choices {
    pub(super) fn asked(&self, deal: &Id, field: &str) -> Asked {
        let is_named = !self.take.is_empty() && self.take.contains(&(deal.clone(), field.to_owned()));
        match (is_named, self.all) {
            (true, _) => Asked::Named,
            (false, true) => Asked::All,
            (false, false) => Asked::No,
        }
    }
}

/// Plans an import, deal by deal.
#[derive(Debug)]
pub struct Planner<'a> {
    ground: Ground<'a>,
    export: &'a Export,
    choices: &'a Choices,
    moves: Moves,
    /// What the moves make of deals that the export has no row for.
    extra: Vec<Row>,
    targets: Vec<Target>,
    route: Route,
    people: People,
    /// The campaign's currency, where the export may give it one.
    new_currency: Option<Id>,
}

/// All of an import.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The route, the currency and the crew.
    pub shared: Act,
    /// The deals that rows mean, in the order of the rows.
    pub deals: Vec<DealPlan>,
    /// Rows that were not used, with the reason; those that could not be read are among them.
    pub skipped: Vec<Skipped>,
}

impl Plan {
    /// How many deals have this fate.
    #[must_use]
    pub fn count(&self, fate: Fate) -> usize {
        self.deals.iter().filter(|deal| deal.fate == fate).count()
    }

    /// All edits, to be made in this order and taken back as one step.
    pub fn intents(&self) -> impl Iterator<Item = &Intent> {
        self.shared.intents.iter().chain(self.deals.iter().flat_map(|deal| &deal.intents))
    }
}

/// Plans all of an import at once.
#[must_use]
pub fn plan(ground: Ground<'_>, export: &Export, choices: &Choices) -> Plan {
    let planner = Planner::new(ground, export, choices, ground.campaign.deals.iter().map(|deal| &**deal));
    Plan { shared: planner.shared(), deals: planner.all(|id| ground.campaign.deal(id)), skipped: planner.skipped() }
}

impl<'a> Planner<'a> {
    /// `deals` are those of the file, in its order; of the campaign only what they share is asked, so that it need not
    /// have them. The document has the text of all.
    pub fn new<D: Borrow<Deal>>(
        ground: Ground<'a>,
        export: &'a Export,
        choices: &'a Choices,
        deals: impl Iterator<Item = D>,
    ) -> Self {
        let campaign = ground.campaign;
        let index = Index::new(export.crm, campaign, deals);
        let moves = Moves::new(export, campaign.zone);
        let (extra, counts) = moves.rows(export);
        let mut targets = index.targets(export, &extra);
        let of_history = targets.iter_mut().skip(export.deals.len());
        for ((row, count), target) in extra.iter().zip(counts).zip(of_history) {
            if row.title.is_none() && matches!(target, Target::Skipped(_)) {
                let id = row.id.as_deref().unwrap_or_default();
                let rows = if count == 1 { "1 row".to_owned() } else { format!("{count} rows") };
                *target = Target::Skipped(format!("no deal has the id `{id}`, and its {rows} of history give no name"));
            }
        }
        let mut route = Route::new(campaign, export, &moves, index.learned(), &choices.stages, &choices.order);
        route.arrange(&choices.route);
        let people = People::new(campaign, export, index.learned(), &choices.people);
        let new_currency = match campaign.settings.currency {
            None if !index.has_bare_value() => the_one_currency(export),
            _ => None,
        };
        Self { ground, export, choices, moves, extra, targets, route, people, new_currency }
    }

    /// The route as it will be.
    #[must_use]
    pub const fn route(&self) -> &Route {
        &self.route
    }

    /// The same, to put its new stages elsewhere or to call them otherwise before anything is asked.
    pub const fn route_mut(&mut self) -> &mut Route {
        &mut self.route
    }

    /// What each row means; behind the rows of the export those that a history makes.
    #[must_use]
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// What changes outside of the deals: to be made before them.
    #[must_use]
    pub fn shared(&self) -> Act {
        let mut fields: Vec<(KeyPath, Literal)> = Vec::new();
        fields.extend(self.new_currency.as_deref().map(|currency| (KeyPath::new("currency"), text(currency))));
        if self.route.has_new() {
            let route = self.route.stages().iter().map(|stage| text(&stage.id)).collect();
            fields.push((KeyPath::new("route"), Literal::Array(route)));
        }
        let mut act = Act::default();
        let campaign = RecordPath::new(["campaign"]);
        if self.ground.document.locate(&campaign, None).is_some() {
            act.intents.extend(fields.into_iter().map(|(key, value)| set(campaign.clone(), key, value)));
        } else if !fields.is_empty() {
            act.intents.push(Intent::Add { record: campaign, fields });
        }
        for (id, name) in &self.people.new {
            let fields = vec![(KeyPath::new("name"), text(name.trim())), (KeyPath::new("seat"), text("driver"))];
            act.intents.push(Intent::Add { record: RecordPath::new(["crew", id]), fields });
        }
        for stage in self.route.stages().iter().filter(|stage| stage.is_new) {
            let mut fields = vec![(KeyPath::new("name"), text(&stage.name))];
            fields.extend(stage.win_rate.map(|share| (KeyPath::new("win_rate"), Literal::Float(share))));
            act.intents.push(Intent::Add { record: RecordPath::new(["stage", &stage.id]), fields });
        }
        act.told.extend(self.route.told().iter().cloned());
        if let Some(currency) = &self.new_currency {
            act.told.push(format!("the campaign's currency is {currency}, as all rows have it"));
        }
        match self.people.new.as_slice() {
            [] => {}
            [(id, name)] => act.told.push(format!("`{id}` joins the crew as a driver: {name}")),
            many => act.told.push(format!("{} people join the crew as drivers", many.len())),
        }
        if let Some(id) = &self.people.alone_no_more {
            act.told.push(format!(
                "`{id}` is not the only driver any more: give the deals that are not in this export a `driver`"
            ));
        }
        act
    }

    /// What becomes of the deal that the row at `at` of [`Planner::targets`] means: `existing` is that deal, if it is
    /// [`Target::Known`]. `None`: the row is skipped, or the deal is not there any more.
    #[must_use]
    pub fn deal(&self, at: usize, existing: Option<&Deal>) -> Option<DealPlan> {
        let (id, existing) = match (self.targets.get(at)?, existing) {
            (Target::Known(id), Some(deal)) => (id, Some(deal)),
            (Target::New(id), _) => (id, None),
            (Target::Known(_), None) | (Target::Skipped(_), _) => return None,
        };
        let row = self.row(at)?;
        let moves = self.moves.of(self.export, row.id.as_deref());
        let bench = Bench {
            ground: self.ground,
            crm: self.export.crm,
            words: &self.export.stages,
            route: &self.route,
            people: &self.people,
            currency: self.ground.campaign.settings.currency.as_ref().or(self.new_currency.as_ref()),
            choices: self.choices,
        };
        Some(plan_deal(bench, row, &moves, id, existing, at >= self.export.deals.len()))
    }

    fn all<'d>(&self, deal: impl Fn(&str) -> Option<&'d Deal>) -> Vec<DealPlan> {
        let existing = |target: &Target| match target {
            Target::Known(id) => deal(id),
            Target::New(_) | Target::Skipped(_) => None,
        };
        self.targets.iter().enumerate().filter_map(|(at, target)| self.deal(at, existing(target))).collect()
    }

    fn row(&self, at: usize) -> Option<&Row> {
        self.export.deals.iter().chain(&self.extra).nth(at)
    }

    /// Rows that are not used, in order: those that could not be read, and those that mean no deal.
    #[must_use]
    pub fn skipped(&self) -> Vec<Skipped> {
        let mut skipped = self.export.skipped.clone();
        skipped.extend(self.targets.iter().enumerate().filter_map(|(at, target)| match target {
            Target::Skipped(why) => Some(Skipped { row: self.row(at)?.row, why: why.clone() }),
            Target::Known(_) | Target::New(_) => None,
        }));
        skipped.sort_by_key(|one| one.row);
        skipped
    }
}

/// The currency that every row with a value has.
fn the_one_currency(export: &Export) -> Option<Id> {
    let mut all = export.deals.iter().filter(|row| row.value.is_some()).map(|row| row.currency.as_ref());
    let first = all.next().flatten()?;
    all.all(|other| other == Some(first)).then(|| first.clone())
}
