//! Reads the records of one unit: which key takes what.
//!
//! Invariant: whatever the unit says, reading yields a [`Part`] and diagnostics; a problem in one record never hides
//! another. Only the unit itself is looked at: what one record says of another is `check`'s.

mod catalogue;
mod deal;
mod logs;
mod road;
mod settings;

use std::sync::Arc;

use super::code;
use super::intern::Interner;
use super::kind::Kind;
use super::reader::{Reader, Table, Value};
use super::records::{
    Asset, Crew, Deal, Destination, Filter, Hazard, Note, Play, Product, Review, Settings, Stage, Topic, Track,
};
use crate::text::{Diagnostic, Tree, UnitKey};

/// The newest format this program knows.
pub const FORMAT: u32 = 1;

/// What one unit says.
#[derive(Debug, Clone, Default)]
pub struct Part {
    pub(super) deals: Vec<Arc<Deal>>,
    /// All that is not a deal; absent in the units of deals, which are most.
    pub(super) rest: Option<Box<Rest>>,
}

impl Part {
    /// The notes that it has, of deals and of hazards.
    pub fn notes(&self) -> impl Iterator<Item = &Note> {
        let hazards = self.rest.iter().flat_map(|rest| &rest.hazards);
        self.deals.iter().flat_map(|deal| &deal.notes).chain(hazards.flat_map(|hazard| &hazard.notes))
    }

    /// The part of a unit that says one deal.
    pub(super) fn of_deal(deal: Arc<Deal>) -> Self {
        Self { deals: vec![deal], rest: None }
    }
}

/// The records that are not deals.
#[derive(Debug, Clone, Default)]
pub(super) struct Rest {
    pub format: Option<u32>,
    pub settings: Option<Settings>,
    pub destination: Option<Destination>,
    pub crew: Vec<Crew>,
    pub stages: Vec<Stage>,
    pub products: Vec<Product>,
    pub assets: Vec<Asset>,
    pub topics: Vec<Topic>,
    pub tracks: Vec<Track>,
    pub plays: Vec<Play>,
    pub hazards: Vec<Hazard>,
    pub reviews: Vec<Review>,
}

/// Reads one unit by itself.
#[must_use]
pub fn read_unit(key: &UnitKey, text: &str) -> (Part, Vec<Diagnostic>) {
    read_unit_with(&mut Interner::new(), key, text)
}

/// Reads one unit, sharing ids with the units read before.
pub(super) fn read_unit_with(ids: &mut Interner, key: &UnitKey, text: &str) -> (Part, Vec<Diagnostic>) {
    let (tree, mut problems) = Tree::read(key, text).into_parts();
    let mut reader = Reader::new(key, text, ids);
    let part = top(&mut reader, &tree);
    let found = reader.into_problems();
    if problems.is_empty() {
        return (part, found);
    }
    // Where the syntax is wrong the tree holds stand-ins; what they lead to is not the person's mistake.
    let broken: Vec<u32> = problems.iter().map(|problem| problem.place.span.start).collect();
    problems.extend(found.into_iter().filter(|problem| {
        let span = &problem.place.span;
        let from = line_start(text, span.start);
        let until = line_end(text, span.end);
        span.start < span.end && !broken.iter().any(|at| (from..=until).contains(at))
    }));
    (part, problems)
}

fn line_start(text: &str, at: u32) -> u32 {
    let at = usize::try_from(at).unwrap_or(usize::MAX).min(text.len());
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |newline| newline + 1);
    u32::try_from(start).unwrap_or(u32::MAX)
}

fn line_end(text: &str, at: u32) -> u32 {
    let at = usize::try_from(at).unwrap_or(usize::MAX).min(text.len());
    let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |newline| at + newline);
    u32::try_from(end).unwrap_or(u32::MAX)
}

fn top<'t>(r: &mut Reader<'t>, tree: &'t Table<'t>) -> Part {
    let mut part = Part::default();
    for (key, value) in tree {
        if key.get_ref() == "deal" {
            part.deals = r.records(key, value, Kind::Deal, |r, id, table| Arc::new(deal::deal(r, id, table)));
            continue;
        }
        let rest = part.rest.get_or_insert_default();
        match &**key.get_ref() {
            "format" => rest.format = format(r, value),
            "campaign" => rest.settings = r.record(key, value, Kind::Campaign, settings::settings),
            "destination" => rest.destination = r.record(key, value, Kind::Destination, settings::destination),
            "crew" => rest.crew = r.records(key, value, Kind::Crew, settings::crew),
            "stage" => rest.stages = r.records(key, value, Kind::Stage, settings::stage),
            "product" => rest.products = r.records(key, value, Kind::Product, catalogue::product),
            "asset" => rest.assets = r.records(key, value, Kind::Asset, catalogue::asset),
            "topic" => rest.topics = r.records(key, value, Kind::Topic, catalogue::topic),
            "track" => rest.tracks = r.records(key, value, Kind::Track, catalogue::track),
            "play" => rest.plays = r.records(key, value, Kind::Play, catalogue::play),
            "hazard" => rest.hazards = r.records(key, value, Kind::Hazard, road::hazard),
            "review" => rest.reviews = r.log(key, value, Kind::Review, logs::review),
            _ => r.unknown(Kind::Top, key),
        }
    }
    part
}

fn format<'t>(r: &mut Reader<'t>, value: &'t Value<'t>) -> Option<u32> {
    let format = r.count(value)?;
    if format > FORMAT {
        r.tell(
            code::NEWER_FORMAT,
            value.span(),
            format!("the file has format `{format}`, this codriver knows up to `{FORMAT}`"),
            "use a newer codriver; until then the file is only read".into(),
        );
    } else if format == 0 {
        r.tell(
            code::OUT_OF_RANGE,
            value.span(),
            format!("expected a format from 1 to {FORMAT}, found `0`"),
            format!("write `format = {FORMAT}`"),
        );
        return None;
    }
    Some(format)
}

/// `only`: field names with the values that match.
fn only<'t>(r: &mut Reader<'t>, value: &'t Value<'t>) -> Filter {
    r.entries(value, "a table of deal fields", "write `{ product = [\"…\"] }`")
        .map(|(field, values)| (r.intern(field.get_ref()), r.texts(values)))
        .collect()
}
