//! Checks what one record says of another, and what a record says of itself that cannot be.
//!
//! Invariant: the problems of a deal depend on that deal and on the shared records only, so that after an edit one deal
//! is checked alone; what deals say of each other is asked apart, in `overlaps`. Where all is well nothing is formatted,
//! nothing located, and next to nothing allocated: the place of a finding is looked up in its unit afterwards.

mod circles;
mod deal;
mod logs;
mod overlaps;
mod road;
mod runs;
mod shared;

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use toml::de::DeTable;

use super::Id;
use super::assemble::on_two_threads;
use super::code::{self, Problem};
use super::kind::nearest;
use super::locate::{OwnStep, Step, find};
use super::model::Campaign;
use super::records::{Deal, When};
use crate::text::{Diagnostic, Document, Place, Tree, UnitKey};

pub use overlaps::same_times;
use overlaps::{Times, overlaps};

/// Below this a second thread costs more than it checks.
const DEALS_FOR_TWO_THREADS: usize = 500;

/// What every deal may refer to: the ids of the shared records.
#[derive(Debug)]
pub struct Facts<'c> {
    crew: HashSet<&'c str>,
    route: HashSet<&'c str>,
    stages: HashSet<&'c str>,
    products: HashSet<&'c str>,
    assets: HashSet<&'c str>,
    tracks: HashSet<&'c str>,
    plays: HashSet<&'c str>,
    hazards: HashSet<&'c str>,
}

impl<'c> Facts<'c> {
    /// Gathers them; the cost does not depend on the number of deals.
    #[must_use]
    pub fn of(campaign: &'c Campaign) -> Self {
        Self {
            crew: campaign.crew.iter().map(|crew| crew.id.as_str()).collect(),
            route: campaign.route.iter().map(Id::as_str).collect(),
            stages: campaign.stages.iter().map(|stage| stage.id.as_str()).collect(),
            products: campaign.products.iter().map(|product| product.id.as_str()).collect(),
            assets: campaign.assets.iter().map(|asset| asset.id.as_str()).collect(),
            tracks: campaign.tracks.iter().map(|track| track.id.as_str()).collect(),
            plays: campaign.plays.iter().map(|play| play.id.as_str()).collect(),
            hazards: campaign.hazards.iter().map(|hazard| hazard.id.as_str()).collect(),
        }
    }

    fn ids(&self, group: Group) -> &HashSet<&'c str> {
        match group {
            Group::Crew => &self.crew,
            Group::Product => &self.products,
            Group::Asset => &self.assets,
            Group::Track => &self.tracks,
            Group::Play => &self.plays,
        }
    }
}

/// A group of shared records that others name.
#[derive(Debug, Clone, Copy)]
enum Group {
    Crew,
    Product,
    Asset,
    Track,
    Play,
}

impl Group {
    const fn noun(self) -> &'static str {
        match self {
            Self::Crew => "crew member",
            Self::Product => "product",
            Self::Asset => "asset",
            Self::Track => "track",
            Self::Play => "play",
        }
    }

    /// Its ids in file order.
    fn ids(self, campaign: &Campaign) -> Vec<&str> {
        match self {
            Self::Crew => campaign.crew.iter().map(|crew| &*crew.id).collect(),
            Self::Product => campaign.products.iter().map(|product| &*product.id).collect(),
            Self::Asset => campaign.assets.iter().map(|asset| &*asset.id).collect(),
            Self::Track => campaign.tracks.iter().map(|track| &*track.id).collect(),
            Self::Play => campaign.plays.iter().map(|play| &*play.id).collect(),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Crew => "crew",
            Self::Product => "product",
            Self::Asset => "asset",
            Self::Track => "track",
            Self::Play => "play",
        }
    }
}

/// Whether a reference is used from now on, or tells what was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tense {
    Live,
    Past,
}

impl Tense {
    const fn problem(self) -> Problem {
        match self {
            Self::Live => code::DANGLING_REFERENCE,
            Self::Past => code::STALE_REFERENCE,
        }
    }
}

/// A problem, and the path from the top of its unit to where it stands.
#[derive(Debug, Clone)]
pub(super) struct Finding {
    problem: Problem,
    path: Vec<OwnStep>,
    message: String,
    mend: String,
}

impl Finding {
    fn placed(&self, unit: &UnitKey, tree: &DeTable<'_>) -> Diagnostic {
        let span = find(tree, &self.path);
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Diagnostic {
            code: self.problem.code,
            severity: self.problem.severity,
            message: self.message.clone(),
            place: Place { unit: unit.clone(), span: byte(span.start)..byte(span.end) },
            mend: self.mend.clone(),
        }
    }
}

/// Checks one record after another.
struct Checker<'c> {
    campaign: &'c Campaign,
    facts: &'c Facts<'c>,
    found: Vec<Finding>,
    /// The path of the record that is being checked.
    base: [Step<'c>; 2],
}

impl<'c> Checker<'c> {
    const fn new(campaign: &'c Campaign, facts: &'c Facts<'c>) -> Self {
        Self { campaign, facts, found: Vec::new(), base: [Step::Key(""); 2] }
    }

    #[cold]
    fn tell(&mut self, problem: Problem, path: &[Step<'_>], message: String, mend: String) {
        // A group without ids (`[campaign]`) has one step to it.
        let base = self.base.iter().filter(|step| **step != Step::Key(""));
        let path = base.chain(path).copied().map(OwnStep::from).collect();
        self.found.push(Finding { problem, path, message, mend });
    }

    /// A reference to a shared record.
    fn refer(&mut self, group: Group, id: &str, tense: Tense, path: &[Step<'_>]) {
        if !self.facts.ids(group).contains(id) {
            self.unknown(group, id, tense, path);
        }
    }

    fn refer_if(&mut self, group: Group, id: Option<&Id>, tense: Tense, path: &[Step<'_>]) {
        if let Some(id) = id {
            self.refer(group, id, tense, path);
        }
    }

    fn refer_all(&mut self, group: Group, ids: &[Id], tense: Tense, key: &str) {
        for (at, id) in ids.iter().enumerate() {
            self.refer(group, id, tense, &[Step::Key(key), Step::Row(at)]);
        }
    }

    #[cold]
    fn unknown(&mut self, group: Group, id: &str, tense: Tense, path: &[Step<'_>]) {
        let (id, name) = (shown(id), group.name());
        let mend = mend_reference(&id, nearest(&id, group.ids(self.campaign)), &format!("add `[{name}.{id}]`"));
        self.tell(tense.problem(), path, format!("no {} has the id `{id}`", group.noun()), mend);
    }
}

fn mend_reference(id: &str, near: Option<&str>, add: &str) -> String {
    match near {
        Some(near) if near != id => format!("write `{near}`, or {add}"),
        _ => add.to_owned(),
    }
}

/// An id as a message shows it.
fn shown(id: &str) -> String {
    id.chars().take(60).collect()
}

/// What checking everything finds.
#[derive(Debug)]
pub(super) struct Checked {
    /// Of the shared records, then of each deal alone.
    pub alone: Vec<Diagnostic>,
    /// What deals say of each other: who would be in two runs at once. An edit of its unit moves a finding's place.
    pub across: Vec<(Finding, Diagnostic)>,
}

/// Checks everything. Each deal is looked at once, for what it says alone and what it says of others.
#[must_use]
pub(super) fn check(campaign: &Campaign, document: &Document) -> Checked {
    let (facts, times) = (Facts::of(campaign), Times::of(campaign));
    let mut alone = check_shared(campaign, &facts, document);
    let mut all = Vec::new();
    for (found, stays) in on_two_threads(&campaign.deals, DEALS_FOR_TWO_THREADS, |deals| {
        let (mut found, mut stays) = (Vec::new(), Vec::new());
        for deal in deals {
            found.extend(check_deal(campaign, &facts, deal, document));
            times.add(deal, &mut stays);
        }
        vec![(found, stays)]
    }) {
        alone.extend(found);
        all.extend(stays);
    }
    Checked { alone, across: place_again(overlaps(campaign, all), document) }
}

/// Checks only what deals say of each other.
#[must_use]
pub(super) fn check_across(campaign: &Campaign, document: &Document) -> Vec<(Finding, Diagnostic)> {
    let (times, mut stays) = (Times::of(campaign), Vec::new());
    campaign.deals.iter().for_each(|deal| times.add(deal, &mut stays));
    place_again(overlaps(campaign, stays), document)
}

/// What the logs tell of later than now. Apart from the rest, because only who knows the time can ask.
#[must_use]
pub fn not_yet(campaign: &Campaign, document: &Document, now: DateTime<Utc>) -> Vec<Diagnostic> {
    let facts = Facts::of(campaign);
    let mut checker = Checker::new(campaign, &facts);
    for deal in &campaign.deals {
        checker.base = [Step::Key("deal"), Step::Key(&deal.id)];
        checker.not_yet(deal, now);
    }
    place(checker.found, document)
}

/// Finds where findings stand, and keeps them: an edit of their unit moves them.
pub(super) fn place_again(found: Vec<Finding>, document: &Document) -> Vec<(Finding, Diagnostic)> {
    let placed = place(found.clone(), document);
    found.into_iter().zip(placed).collect()
}

/// Checks one deal against itself and the shared records.
#[must_use]
pub fn check_deal(campaign: &Campaign, facts: &Facts<'_>, deal: &Deal, document: &Document) -> Vec<Diagnostic> {
    let mut checker = Checker::new(campaign, facts);
    checker.base = [Step::Key("deal"), Step::Key(&deal.id)];
    checker.deal(deal);
    place(checker.found, document)
}

/// Checks what is not a deal.
#[must_use]
pub fn check_shared(campaign: &Campaign, facts: &Facts<'_>, document: &Document) -> Vec<Diagnostic> {
    let mut checker = Checker::new(campaign, facts);
    checker.shared(says_format(document));
    place(checker.found, document)
}

/// The format is a default in the campaign; whether it was written only the text says.
fn says_format(document: &Document) -> bool {
    document
        .unit_text(&UnitKey::Root)
        .is_some_and(|text| Tree::read(&UnitKey::Root, &text).table().contains_key("format"))
}

/// Finds where the findings stand. Each unit is read once for all of its findings that follow each other.
fn place(found: Vec<Finding>, document: &Document) -> Vec<Diagnostic> {
    let mut placed = Vec::with_capacity(found.len());
    let mut rest = found.into_iter().peekable();
    while let Some(first) = rest.next() {
        let key = unit_of(document, &first.path);
        let text = document.unit_text(&key).unwrap_or_default();
        let tree = Tree::read(&key, &text);
        let mut next = Some(first);
        while let Some(finding) = next {
            placed.push(finding.placed(&key, tree.table()));
            let same = |other: &Finding| other.path.iter().take(2).eq(finding.path.iter().take(2));
            next = rest.next_if(same);
        }
    }
    placed
}

/// The unit that has this record: its own, its group's, or the top of the file.
fn unit_of(document: &Document, path: &[OwnStep]) -> UnitKey {
    let name = |at: usize| match path.get(at) {
        Some(OwnStep::Key(key)) => Some(&**key),
        _ => None,
    };
    let own = name(0).zip(name(1)).map(|(group, id)| UnitKey::Record(group.into(), id.into()));
    let group = name(0).map(|group| UnitKey::Group(group.into()));
    [own, group].into_iter().flatten().find(|key| document.unit_text(key).is_some()).unwrap_or(UnitKey::Root)
}

impl Checker<'_> {
    /// Two moments in order. Where one is a day alone only the days count.
    fn before(&self, early: When, late: When) -> bool {
        let zone = self.campaign.zone;
        let (first, second) = (early.local(zone), late.local(zone));
        match (early, late) {
            (When::Date(_), _) | (_, When::Date(_)) => first.date() <= second.date(),
            _ => first <= second,
        }
    }

    /// Tells where an end lies before its start.
    fn in_order(&mut self, from: Option<When>, until: Option<When>, words: [&str; 2], path: &[Step<'_>]) {
        if let (Some(from), Some(until)) = (from, until)
            && !self.before(from, until)
        {
            let [start, end] = words;
            self.tell(
                code::ENDS_BEFORE_START,
                path,
                format!("`{end}` lies before `{start}`"),
                format!("correct `{end}` or `{start}`"),
            );
        }
    }
}
