//! The route as it will be: the campaign's stages, and those that only the export has, each at a sensible place.
//!
//! Invariant: a stage that the campaign has is never renamed, nor moved past another that it has. New ones may be put
//! elsewhere and called otherwise before anything is written.

use std::collections::{BTreeMap, HashMap};

use super::fold::{fold, free, said, slug};
use super::history::Moves;
use super::index::Learned;
use super::usual::{USUAL, Usual, usual_place};
use super::{Export, Standing};
use crate::campaign::{Campaign, Id};

/// The stages in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Route {
    stages: Vec<RouteStage>,
    /// Why the new stages stand where they do; lower-case fragments.
    told: Vec<String>,
}

/// A stage of the route.
#[derive(Debug, Clone, PartialEq)]
pub struct RouteStage {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Of the deals that enter it: the probability that the CRM gives most of them.
    pub win_rate: Option<f64>,
    /// Whether the campaign does not have it yet.
    pub is_new: bool,
    /// The stages of the export that are this one.
    words: Vec<u16>,
}

/// What the rows tell of the stages of an export, by index.
#[derive(Debug, Default)]
struct Seen {
    /// The probability that more than half of its rows have.
    usual: Vec<Option<f64>>,
    /// The one in the middle.
    median: Vec<Option<f64>>,
    /// How often a deal was in the first before it was in the second.
    before: HashMap<(u16, u16), u32>,
    has_columns: bool,
}

impl Route {
    /// `given` has ids of stages for names of the export, `order` such names in the order that a new route is to have.
    pub(super) fn new(
        campaign: &Campaign,
        export: &Export,
        moves: &Moves,
        learned: &Learned,
        given: &BTreeMap<String, String>,
        order: &[String],
    ) -> Self {
        let seen = Seen::new(campaign, export, moves);
        let is_fresh = campaign.settings.route.is_empty() && campaign.stages.is_empty();
        let mut route = Self::default();
        if !is_fresh {
            route.stages.extend(campaign.route.iter().map(|id| RouteStage {
                id: id.clone(),
                name: campaign.stage_name(id).to_owned(),
                win_rate: campaign.stage(id).and_then(|stage| stage.win_rate),
                is_new: false,
                words: Vec::new(),
            }));
        }
        let given: HashMap<String, &str> = said(given);
        let mut new: Vec<RouteStage> = Vec::new();
        for (at, word) in (0_u16..).zip(&export.stages) {
            let folded = fold(&word.name);
            let wanted = given.get(&folded).copied();
            if wanted.is_none() && word.finish.is_some_and(|finish| finish != Standing::Open) {
                continue;
            }
            let names = match wanted {
                Some(wanted) => [Some(wanted), None],
                None => [Some(&*word.name), learned.stage(&word.name)],
            };
            let place = names.into_iter().flatten().find_map(|name| {
                let folded = fold(name);
                route.stages.iter().chain(&new).position(|stage| stage.is_called(&folded))
            });
            if let Some(stage) = place.and_then(|place| route.stages.iter_mut().chain(&mut new).nth(place)) {
                stage.words.push(at);
                continue;
            }
            let base = slug(wanted.unwrap_or(&word.name));
            let base = if base.is_empty() { "stage".to_owned() } else { base };
            let is_taken = |id: &str| {
                campaign.stage(id).is_some()
                    || campaign.hazard(id).is_some()
                    || route.stages.iter().chain(&new).any(|stage| *stage.id == *id)
            };
            new.push(RouteStage {
                id: Id::from(free(&base, 0, is_taken).0.as_str()),
                name: word.name.trim().to_owned(),
                win_rate: seen.usual.get(usize::from(at)).copied().flatten(),
                is_new: true,
                words: vec![at],
            });
        }
        if is_fresh {
            route.lay(export, &seen, new, order);
        } else {
            for stage in new {
                route.insert(&seen, stage);
            }
        }
        route
    }

    /// The stages in order.
    #[must_use]
    pub fn stages(&self) -> &[RouteStage] {
        &self.stages
    }

    /// Why the new ones stand where they do.
    #[must_use]
    pub fn told(&self) -> &[String] {
        &self.told
    }

    /// Whether there are stages that the campaign does not have.
    #[must_use]
    pub fn has_new(&self) -> bool {
        self.stages.iter().any(|stage| stage.is_new)
    }

    /// Puts a new stage elsewhere. `false`: there is none there, or the campaign has it.
    pub fn shift(&mut self, from: usize, to: usize) -> bool {
        let may = to < self.stages.len() && self.stages.get(from).is_some_and(|stage| stage.is_new);
        if may {
            let stage = self.stages.remove(from);
            self.stages.insert(to, stage);
        }
        may
    }

    /// Puts the stages in this order, by their ids. `false`: it is not an order of these stages, or one that the campaign has
    /// would be moved past another that it has.
    pub fn arrange(&mut self, wanted: &[Id]) -> bool {
        let place = |stage: &RouteStage| wanted.iter().position(|id| *id == stage.id);
        let is_known = wanted.len() == self.stages.len() && self.stages.iter().all(|stage| place(stage).is_some());
        let own = self.stages.iter().filter(|stage| !stage.is_new).map(place);
        if !is_known || !own.is_sorted() || self.stages.iter().map(place).is_sorted() {
            return false;
        }
        self.stages.sort_by_key(|stage| wanted.iter().position(|id| *id == stage.id));
        self.told = vec!["the new stages stand where you put them".to_owned()];
        true
    }

    /// Gives a new stage another name, and the id that goes with it. `false`: the campaign has it, or the name is another's.
    pub fn rename(&mut self, at: usize, name: &str) -> bool {
        let id = slug(name);
        let is_taken = self.stages.iter().enumerate().any(|(other, stage)| other != at && *stage.id == *id);
        match self.stages.get_mut(at).filter(|stage| stage.is_new && !is_taken && !id.is_empty()) {
            Some(stage) => {
                name.trim().clone_into(&mut stage.name);
                stage.id = Id::from(id.as_str());
                true
            }
            None => false,
        }
    }

    /// The stage that a stage of the export is; a finish is none.
    #[must_use]
    pub fn stage_of(&self, word: u16) -> Option<&Id> {
        self.stages.iter().find(|stage| stage.words.contains(&word)).map(|stage| &stage.id)
    }

    /// The stage of this name, however it is written.
    pub(super) fn named(&self, name: &str) -> Option<&Id> {
        let folded = fold(name);
        let by_name = self.stages.iter().find(|stage| fold(&stage.name) == folded);
        by_name.or_else(|| self.stages.iter().find(|stage| fold(&stage.id) == folded)).map(|stage| &stage.id)
    }

    pub(super) fn index(&self, id: &str) -> Option<usize> {
        self.stages.iter().position(|stage| *stage.id == *id)
    }

    /// A whole route for a campaign that has none.
    fn lay(&mut self, export: &Export, seen: &Seen, new: Vec<RouteStage>, order: &[String]) {
        self.stages = new;
        if self.stages.len() < 2 {
            return;
        }
        let word = |stage: &RouteStage| stage.words.first().copied().unwrap_or_default();
        let names: Vec<String> = self.stages.iter().map(|stage| fold(&stage.name)).collect();
        let wanted = |stage: &RouteStage| order.iter().position(|name| fold(name) == fold(&stage.name));
        let why = if self.stages.iter().any(|stage| wanted(stage).is_some()) {
            self.stages.sort_by_key(|stage| wanted(stage).unwrap_or(usize::MAX));
            "the stages stand as the map has them".to_owned()
        } else if let Some((usual, order)) = known_order(export.crm.key(), &names) {
            let mut placed: Vec<(usize, RouteStage)> = order.into_iter().zip(self.stages.drain(..)).collect();
            placed.sort_by_key(|(place, _)| *place);
            self.stages.extend(placed.into_iter().map(|(_, stage)| stage));
            format!("the stages stand in the usual order of {}", usual.name)
        } else if seen.has_columns {
            "the stages stand in the order of their columns".to_owned()
        } else if let Some(wins) = seen.by_moves(&self.stages.iter().map(word).collect::<Vec<_>>()) {
            self.stages.sort_by_key(|stage| std::cmp::Reverse(wins.get(&word(stage)).copied().unwrap_or_default()));
            "the stages stand in the order in which deals came into them".to_owned()
        } else if let Some(places) = names.iter().map(|name| usual_place(name)).collect::<Option<Vec<_>>>() {
            let mut placed: Vec<(usize, RouteStage)> = places.into_iter().zip(self.stages.drain(..)).collect();
            placed.sort_by_key(|(place, _)| *place);
            self.stages.extend(placed.into_iter().map(|(_, stage)| stage));
            "the stages stand in the order in which such stages mostly come".to_owned()
        } else if let Some(order) = seen.by_probability(&self.stages.iter().map(word).collect::<Vec<_>>()) {
            self.stages.sort_by(|one, other| order[&word(one)].total_cmp(&order[&word(other)]));
            "the stages stand in the order of their probability".to_owned()
        } else {
            "the stages stand as they were met, for nothing tells their order".to_owned()
        };
        self.told.push(why);
    }

    /// A stage more, at the place that most speaks for.
    fn insert(&mut self, seen: &Seen, stage: RouteStage) {
        let word = stage.words.first().copied().unwrap_or_default();
        let (place, why) = self
            .by_usual_order(&stage)
            .map(|place| (place, "by the usual order"))
            .or_else(|| self.by_probability(seen, word).map(|place| (place, "by its probability")))
            .or_else(|| self.by_history(seen, word).map(|place| (place, "by what came before it")))
            .unwrap_or((self.stages.len().saturating_sub(1), "before the last, for nothing tells its place"));
        let neighbour = match place.checked_sub(1).and_then(|before| self.stages.get(before)) {
            Some(before) => format!("behind `{}`", before.id),
            None => "first".to_owned(),
        };
        self.told.push(format!("the stage `{}` is new on the route, {neighbour}: {why}", stage.name));
        self.stages.insert(place.min(self.stages.len()), stage);
    }

    /// In a usual list that has the stage, behind the nearest stage before it that the route has.
    fn by_usual_order(&self, stage: &RouteStage) -> Option<usize> {
        let folded = fold(&stage.name);
        let place_of = |usual: &Usual| {
            let at = usual.stages.iter().position(|name| fold(name) == folded)?;
            let own: Vec<String> = self.stages.iter().map(|stage| fold(&stage.name)).collect();
            let here = |name: &str| own.iter().position(|own| *own == fold(name));
            let shared = usual.stages.iter().filter(|name| here(name).is_some()).count();
            // One name in common says little of a list.
            if shared < 2 {
                return None;
            }
            let before = usual.stages[..at].iter().rev().find_map(|name| here(name));
            let behind = usual.stages[at + 1..].iter().find_map(|name| here(name));
            before.map(|before| before + 1).or(behind)
        };
        USUAL.iter().find_map(place_of)
    }

    fn by_probability(&self, seen: &Seen, word: u16) -> Option<usize> {
        let of = |word: u16| seen.median.get(usize::from(word)).copied().flatten();
        let own = of(word)?;
        let known = |stage: &RouteStage| stage.words.iter().find_map(|word| of(*word)).or(stage.win_rate);
        let all: Vec<(usize, f64)> =
            self.stages.iter().enumerate().filter_map(|(at, stage)| Some((at, known(stage)?))).collect();
        let before = all.iter().rev().find(|(_, share)| *share <= own).map(|(at, _)| at + 1);
        before.or_else(|| all.iter().find(|(_, share)| *share > own).map(|(at, _)| *at))
    }

    /// Behind the stage that deals came from most.
    fn by_history(&self, seen: &Seen, word: u16) -> Option<usize> {
        let times = |one: u16, other: u16| seen.before.get(&(one, other)).copied().unwrap_or_default();
        let is_before = |stage: &RouteStage| {
            let before: u32 = stage.words.iter().map(|own| times(*own, word)).sum();
            let behind: u32 = stage.words.iter().map(|own| times(word, *own)).sum();
            (before + behind > 0).then_some(before >= behind)
        };
        let told: Vec<Option<bool>> = self.stages.iter().map(is_before).collect();
        let before = told.iter().rposition(|told| *told == Some(true)).map(|at| at + 1);
        before.or_else(|| told.iter().position(|told| *told == Some(false)))
    }
}

impl RouteStage {
    fn is_called(&self, folded: &str) -> bool {
        fold(&self.name) == folded || fold(&self.id) == folded
    }
}

/// The usual list that has all these names, the CRM's own first, and where each stands in it.
fn known_order(crm: &str, names: &[String]) -> Option<(&'static Usual, Vec<usize>)> {
    let mut lists: Vec<&Usual> = USUAL.iter().collect();
    lists.sort_by_key(|usual| usual.crm != crm);
    lists.into_iter().find_map(|usual| {
        let place = |name: &String| usual.stages.iter().position(|known| fold(known) == *name);
        Some((usual, names.iter().map(place).collect::<Option<Vec<_>>>()?))
    })
}

impl Seen {
    fn new(campaign: &Campaign, export: &Export, moves: &Moves) -> Self {
        let zone = campaign.zone;
        let mut shares: Vec<HashMap<u64, u32>> = vec![HashMap::new(); export.stages.len()];
        let mut seen = Self::default();
        let mut count = |stage: Option<u16>, share: Option<f64>| {
            if let (Some(stage), Some(share)) = (stage, share)
                && let Some(shares) = shares.get_mut(usize::from(stage))
            {
                *shares.entry(share.to_bits()).or_default() += 1;
            }
        };
        for row in &export.deals {
            if row.standing.is_none_or(|standing| standing == Standing::Open) {
                count(row.stage, row.probability);
            }
            seen.has_columns |= !row.entered.is_empty();
            let mut entered = row.entered.clone();
            entered.sort_by_key(|(_, at)| at.local(zone));
            seen.came(entered.into_iter().map(|(stage, _)| stage));
        }
        for one in &export.moves {
            count(one.stage, one.probability);
        }
        for own in moves.deals(export) {
            seen.came(own.iter().filter_map(|one| one.stage));
        }
        for shares in shares {
            let all: u32 = shares.values().sum();
            let most = shares.iter().find(|(_, count)| **count * 2 > all);
            seen.usual.push(most.map(|(share, _)| f64::from_bits(*share)));
            let mut sorted: Vec<(f64, u32)> =
                shares.iter().map(|(share, count)| (f64::from_bits(*share), *count)).collect();
            sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
            let mut passed = 0;
            let middle = sorted.iter().find(|(_, count)| {
                passed += count;
                passed * 2 >= all
            });
            seen.median.push(middle.map(|(share, _)| *share));
        }
        seen
    }

    /// A deal came into these stages, in this order.
    fn came(&mut self, stages: impl Iterator<Item = u16>) {
        let mut met: Vec<u16> = Vec::new();
        for stage in stages {
            if !met.contains(&stage) {
                for before in &met {
                    *self.before.entry((*before, stage)).or_default() += 1;
                }
                met.push(stage);
            }
        }
    }

    /// How many others each mostly comes before; `None` where the moves do not tell of each of them.
    fn by_moves(&self, words: &[u16]) -> Option<HashMap<u16, usize>> {
        let times = |one: u16, other: u16| self.before.get(&(one, other)).copied().unwrap_or_default();
        let is_told = |word: &u16| words.iter().any(|other| times(*word, *other) + times(*other, *word) > 0);
        words.iter().all(is_told).then(|| {
            let wins = |word: u16| words.iter().filter(|other| times(word, **other) > times(**other, word)).count();
            words.iter().map(|word| (*word, wins(*word))).collect()
        })
    }

    /// The probability of each, where all have one and they differ.
    fn by_probability(&self, words: &[u16]) -> Option<HashMap<u16, f64>> {
        let all: Option<HashMap<u16, f64>> =
            words.iter().map(|word| Some((*word, self.median.get(usize::from(*word)).copied().flatten()?))).collect();
        all.filter(|all| {
            let first = all.values().next().copied();
            all.values().any(|share| Some(share.to_bits()) != first.map(f64::to_bits))
        })
    }
}
