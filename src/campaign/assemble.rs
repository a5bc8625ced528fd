//! Puts the parts of a file together: the whole of it, its first screenful, or one unit that was edited.
//!
//! Invariant: the result is the same whether the file was read on one thread or two, at once or unit by unit.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::thread;

use chrono_tz::Tz;

use super::intern::Interner;
use super::model::Campaign;
use super::problems::Problems;
use super::read::{Part, Rest, read_unit_with};
use super::records::{Deal, Stage};
use super::{FORMAT, Id};
use crate::text::{Diagnostic, Document, Layout, Log, Twins, Unit, UnitKey};

/// The groups that hold one record for each id.
const GROUPS: [&str; 9] = ["crew", "stage", "product", "asset", "topic", "track", "play", "hazard", "deal"];

/// Tables that are changed as a whole: half of one next touch and half of another would be nobody's.
const VALUES: [&[&str]; 4] = [
    &["deal", "*", "next"],
    &["deal", "*", "service", "push"],
    &["deal", "*", "service", "pull"],
    &["deal", "*", "note", "*", "tally"],
];

/// The logs, and the keys by which their rows are known.
const LOGS: [Log; 9] = [
    kept("stage_log", &["stage", "from"]),
    kept("close_log", &["at"]),
    kept("stroke", &["at", "by"]),
    kept("heard", &["at", "by"]),
    kept("message", &["at", "by"]),
    kept("handoff", &["at", "from", "to"]),
    kept("service_log", &["since"]),
    kept("review", &["at", "deal"]),
    Log {
        name: "call_log",
        keys: &["note", "rung", "place"],
        twins: Twins::Joined { earliest: &["called", "acked"], given: &["lead", "again", "by"] },
    },
];

const fn kept(name: &'static str, keys: &'static [&'static str]) -> Log {
    Log { name, keys, twins: Twins::Kept }
}

/// How a campaign file is cut into units: each record of a keyed group is one.
#[must_use]
pub fn layout() -> Layout {
    Layout::new(GROUPS).with_logs(&LOGS).with_values(&VALUES)
}

/// The one stage of a campaign that names none.
const ONLY_STAGE: &str = "open";

/// Below this a second thread costs more than it reads.
const UNITS_FOR_TWO_THREADS: usize = 200;

/// Reads every unit, and puts what they say together. What one record says of another is not looked at: that is
/// `campaign::check`'s.
#[must_use]
pub fn read(document: &Document, machine_zone: Tz) -> (Campaign, Vec<Diagnostic>) {
    read_anew(document, machine_zone, None)
}

/// A text that was read before, and what it says. A deal whose unit still has the same bytes is taken over as it is, and
/// of another all lists that say the same: then a large file of which little changed costs neither the time nor the
/// memory of a second reading.
#[derive(Debug, Clone)]
pub struct Earlier {
    document: Document,
    campaign: Arc<Campaign>,
    /// Units in which reading found something wrong: they are read again, so that it is told again.
    wrong: HashSet<UnitKey>,
}

impl Earlier {
    /// `campaign` is what `document` says, and `problems` is what is wrong with it.
    #[must_use]
    pub fn new(document: Document, campaign: Arc<Campaign>, problems: &Problems) -> Self {
        Self { document, campaign, wrong: problems.wrongly_written().cloned().collect() }
    }

    /// The deal of a unit, if its text is still the same.
    fn deal(&self, key: &UnitKey, text: &str) -> Option<Arc<Deal>> {
        let at = self.campaign.by_id.get(deal_id(key)?)?;
        let same = self.document.unit_text(key).is_some_and(|before| before == text) && !self.wrong.contains(key);
        same.then(|| self.campaign.deals.get(*at).cloned())?
    }

    /// What deals that were read anew say as before is shared with them.
    fn share(&self, part: &mut Part) {
        for deal in part.deals.iter_mut().filter_map(Arc::get_mut) {
            if let Some(before) = self.campaign.deal(&deal.id) {
                deal.share(before);
            }
        }
    }
}

/// The same, with a reading of an earlier text at hand.
#[must_use]
pub fn read_anew(document: &Document, machine_zone: Tz, earlier: Option<&Earlier>) -> (Campaign, Vec<Diagnostic>) {
    let keys: Vec<&UnitKey> = document.units().map(Unit::key).collect();
    let read = on_two_threads(&keys, UNITS_FOR_TWO_THREADS, |keys| {
        let mut ids = Interner::new();
        let one = |key: &&UnitKey| {
            let Some(text) = document.unit_text(key) else { return Default::default() };
            if let Some(deal) = earlier.and_then(|earlier| earlier.deal(key, &text)) {
                return (Part::of_deal(deal), Vec::new());
            }
            let (mut part, told) = read_unit_with(&mut ids, key, &text);
            if let Some(earlier) = earlier {
                earlier.share(&mut part);
            }
            (part, told)
        };
        keys.iter().map(one).collect()
    });
    let mut problems = Vec::new();
    let parts = read.into_iter().map(|(part, told)| {
        problems.extend(told);
        part
    });
    let campaign = assemble(parts.collect(), machine_zone);
    (campaign, problems)
}

/// Does the work on halves of the list, the second on a thread of its own where the list is long. Order is kept.
pub(super) fn on_two_threads<'t, T: Sync, A: Send>(
    list: &'t [T],
    long: usize,
    work: impl Fn(&'t [T]) -> Vec<A> + Sync,
) -> Vec<A> {
    if list.len() < long {
        return work(list);
    }
    let (front, back) = list.split_at(list.len() / 2);
    let (mut all, second) = thread::scope(|scope| {
        let second = scope.spawn(|| work(back));
        (work(front), second.join())
    });
    // A panic over there would be one here as well: it is met on this thread, where it is told.
    all.extend(second.unwrap_or_else(|_| work(back)));
    all
}

fn read_one(ids: &mut Interner, document: &Document, key: &UnitKey) -> (Part, Vec<Diagnostic>) {
    document.unit_text(key).map(|text| read_unit_with(ids, key, &text)).unwrap_or_default()
}

/// Reads all that is not a deal, and one deal: the one that is asked for, else the first. The rest is read later:
/// the campaign is not `complete`.
#[must_use]
pub fn read_first(document: &Document, machine_zone: Tz, wanted: Option<&str>) -> Campaign {
    let mut first = None;
    let mut chosen = None;
    let mut keys = Vec::new();
    let mut deals = 0;
    for unit in document.units() {
        match deal_id(unit.key()) {
            Some(id) => {
                deals += 1;
                first = first.or(Some(unit.key()));
                if Some(id) == wanted {
                    chosen = Some(unit.key());
                }
            }
            None => keys.push(unit.key()),
        }
    }
    keys.extend(chosen.or(first));
    let mut ids = Interner::new();
    let parts = keys.into_iter().map(|key| read_one(&mut ids, document, key).0).collect();
    let mut campaign = assemble(parts, machine_zone);
    campaign.complete = deals <= 1;
    campaign
}

/// The id of the deal whose unit this is.
pub(super) fn deal_id(key: &UnitKey) -> Option<&str> {
    match key {
        UnitKey::Record(group, id) if &**group == "deal" => Some(id),
        _ => None,
    }
}

/// Puts parts together, in file order, and fills in the defaults.
#[must_use]
pub fn assemble(parts: Vec<Part>, machine_zone: Tz) -> Campaign {
    let mut campaign = Campaign::empty(machine_zone);
    let mut all = Rest::default();
    campaign.deals.reserve_exact(parts.iter().map(|part| part.deals.len()).sum());
    for part in parts {
        campaign.deals.extend(part.deals);
        if let Some(rest) = part.rest {
            all.join(*rest);
        }
    }
    campaign.set_shared(all, machine_zone);
    campaign.index_deals();
    campaign
}

/// The shared records as they would be if one unit said something else; without deals.
pub(super) fn shared_of(campaign: &Campaign, document: &Document, changed: &UnitKey, part: &Part) -> Campaign {
    let mut ids = Interner::new();
    let mut all = Rest::default();
    let mut is_new = true;
    for unit in document.units().filter(|unit| deal_id(unit.key()).is_none()) {
        let rest = if unit.key() == changed {
            is_new = false;
            part.rest.clone()
        } else {
            read_one(&mut ids, document, unit.key()).0.rest
        };
        if let Some(rest) = rest {
            all.join(*rest);
        }
    }
    if is_new && let Some(rest) = part.rest.clone() {
        all.join(*rest);
    }
    let mut shared = Campaign::empty(campaign.zone);
    shared.set_shared(all, campaign.zone);
    shared
}

impl Rest {
    fn join(&mut self, other: Self) {
        self.format = self.format.or(other.format);
        self.settings = self.settings.take().or(other.settings);
        self.destination = self.destination.take().or(other.destination);
        self.crew.extend(other.crew);
        self.stages.extend(other.stages);
        self.products.extend(other.products);
        self.assets.extend(other.assets);
        self.topics.extend(other.topics);
        self.tracks.extend(other.tracks);
        self.plays.extend(other.plays);
        self.hazards.extend(other.hazards);
        self.reviews.extend(other.reviews);
    }
}

impl Campaign {
    /// Reads one unit again after an edit and swaps it in; a unit that is no longer there goes. Tells what is wrong in
    /// it. The cost does not depend on the number of deals, unless a deal is put in or taken out.
    pub fn replace_unit(&mut self, document: &Document, machine_zone: Tz, key: &UnitKey) -> Vec<Diagnostic> {
        if deal_id(key).is_none() {
            return self.replace_shared(document, machine_zone, key);
        }
        let (part, problems) = read_one(&mut Interner::new(), document, key);
        let place = deal_id(key).and_then(|id| self.by_id.get(id).copied());
        match (place, part.deals.into_iter().next()) {
            (Some(at), Some(deal)) => self.deals[at] = deal,
            (Some(at), None) => {
                self.deals.remove(at);
                self.index_deals();
            }
            (None, Some(deal)) => self.insert_deal(document, key, deal),
            (None, None) => {}
        }
        problems
    }

    /// Lets go of the deals whose units have no text any more, all at once: as reading each of them again comes to it.
    pub fn forget_gone<'k>(&mut self, document: &Document, keys: impl IntoIterator<Item = &'k UnitKey>) {
        let is_gone = |key: &&UnitKey| document.unit_text(key).is_none_or(|text| text.is_empty());
        let gone: HashSet<&str> = keys.into_iter().filter(is_gone).filter_map(deal_id).collect();
        if !gone.is_empty() {
            self.deals.retain(|deal| !gone.contains(&*deal.id));
            self.index_deals();
        }
    }

    /// A new deal goes where the file has it.
    fn insert_deal(&mut self, document: &Document, key: &UnitKey, deal: Arc<Deal>) {
        let before = document.units().take_while(|unit| unit.key() != key).filter_map(|unit| deal_id(unit.key()));
        let at = before.filter_map(|id| self.by_id.get(id)).max().map_or(0, |at| at + 1);
        if at == self.deals.len() {
            self.by_id.insert(deal.id.clone(), at);
            self.deals.push(deal);
        } else {
            self.deals.insert(at, deal);
            self.index_deals();
        }
    }

    /// What is not a deal is little: all of it is read again, so that order and defaults are as in a first reading.
    fn replace_shared(&mut self, document: &Document, machine_zone: Tz, changed: &UnitKey) -> Vec<Diagnostic> {
        let mut ids = Interner::new();
        let mut all = Rest::default();
        let mut problems = Vec::new();
        for unit in document.units().filter(|unit| deal_id(unit.key()).is_none()) {
            let (part, told) = read_one(&mut ids, document, unit.key());
            if unit.key() == changed {
                problems = told;
                if !part.deals.is_empty() {
                    // The file writes all deals as one group.
                    self.deals = part.deals;
                    self.index_deals();
                }
            }
            if let Some(rest) = part.rest {
                all.join(*rest);
            }
        }
        self.set_shared(all, machine_zone);
        problems
    }

    fn set_shared(&mut self, all: Rest, machine_zone: Tz) {
        self.format = all.format.unwrap_or(FORMAT);
        self.settings = all.settings.unwrap_or_default();
        self.zone = self.settings.timezone.unwrap_or(machine_zone);
        self.destination = all.destination;
        self.crew = all.crew;
        self.stages = all.stages;
        self.products = all.products;
        self.assets = all.assets;
        self.topics = all.topics;
        self.tracks = all.tracks;
        self.plays = all.plays;
        self.hazards = all.hazards;
        self.reviews = all.reviews;
        self.route = route(&self.settings.route, &self.stages);
    }

    fn index_deals(&mut self) {
        let ids = self.deals.iter().enumerate().map(|(at, deal)| (deal.id.clone(), at));
        self.by_id = HashMap::with_capacity(self.deals.len());
        self.by_id.extend(ids);
    }
}

/// The stages in order: as written, each once; else those that have a table, as the file has them.
fn route(written: &[Id], stages: &[Stage]) -> Vec<Id> {
    let mut route: Vec<Id> = Vec::with_capacity(written.len().max(stages.len()));
    let mut seen = HashSet::with_capacity(written.len());
    route.extend(written.iter().filter(|id| seen.insert(*id)).cloned());
    if route.is_empty() {
        route.extend(stages.iter().map(|stage| stage.id.clone()));
    }
    if route.is_empty() {
        route.push(Id::from(ONLY_STAGE));
    }
    route
}
