//! Which column says what: by its name, checked against its values.
//!
//! Invariant: a guess goes into the map only where a name says it and the values do not deny it. What the values alone
//! suggest is proposed; what two readings would fit is asked ([`Question`]), never decided. No cell is read for good here.

mod open;
mod question;
mod survey;

use chrono_tz::Tz;

pub use question::{About, Choice, Question};
use survey::Probe;

use super::cells::dates::DateOrder;
use super::columns::{Field, Kind, by_name, crm_of, entered, fold};
use super::map::{Map, Pipelines, Scale};
use super::sheet::Sheet;
use crate::drive::import::Crm;
use crate::text::visible;

/// What whoever imports has said of the export.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Where it comes from; `None`: as it looks.
    pub crm: Option<Crm>,
    /// The order of dates.
    pub dates: Option<DateOrder>,
    /// Which column says what; `None`: guessed.
    pub map: Option<Map>,
    /// The one pipeline whose deals are wanted, or `all`.
    pub pipeline: Option<String>,
    /// The zone of times without an offset.
    pub zone: Tz,
}

/// What is known of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: Box<str>,
    /// The first three cells that hold something.
    pub samples: Vec<Box<str>>,
    /// What it is taken to say.
    pub field: Option<Field>,
    /// What its values suggest, where its name says nothing.
    pub proposed: Option<Field>,
    /// Why, or why not.
    pub why: String,
}

/// A guess.
#[derive(Debug, Clone)]
pub struct Guess {
    /// The map so far: with an answer to each question it is whole.
    pub map: Map,
    /// The columns in the order of the export, each name once.
    pub columns: Vec<Column>,
    /// The words of the stage's column.
    pub stages: Vec<Box<str>>,
    /// What has to be asked.
    pub questions: Vec<Question>,
    /// What a person should know of the guess.
    pub told: Vec<String>,
    /// How many rows there are.
    pub rows: u32,
}

impl Guess {
    /// The map as a page to be edited.
    #[must_use]
    pub fn to_toml(&self) -> String {
        self.map.to_toml(&self.columns, &self.stages, &self.questions)
    }
}

/// A column's place and the values that were met.
struct Seen<'s> {
    header: &'s [Box<str>],
    probes: Vec<Probe>,
    columns: Vec<Column>,
    told: Vec<String>,
}

/// Guesses the map of an export.
#[must_use]
pub fn guess(sheet: &Sheet, wish: &Wish) -> Guess {
    let header = sheet.header();
    let crm = wish.crm.or_else(|| wish.map.as_ref().map(|map| map.crm)).unwrap_or_else(|| crm_of(header));
    let mut seen = Seen { header, probes: Vec::new(), columns: Vec::new(), told: Vec::new() };
    for (at, name) in header.iter().enumerate() {
        let field = match &wish.map {
            Some(map) => map.columns.iter().find(|(column, _)| column == name).map(|(_, field)| *field),
            None => by_name(name).map(|(field, _)| field),
        };
        let dated = entered(name).is_some();
        let kind = if dated { Some(Kind::Date) } else { field.map(Field::kind) };
        let twin = header[..at].contains(name);
        // Whether ids come twice tells a history; whether a status has words of a stage tells a status from a stage.
        let ids = matches!(field, Some(Field::Id | Field::Deal | Field::Title)) || is_deal_id(name);
        let kind = if matches!(field, Some(Field::Title)) && fold(name) == "deal" { None } else { kind };
        seen.probes.push(Probe::new(if twin { Some(Kind::Text) } else { kind }, ids && !twin));
    }
    let rows = survey::survey(sheet, &mut seen.probes);
    seen.columns = header
        .iter()
        .zip(&mut seen.probes)
        .map(|(name, probe)| {
            let samples = std::mem::take(&mut probe.samples);
            Column { name: name.clone(), samples, field: None, proposed: None, why: String::new() }
        })
        .collect();
    let mut map = match &wish.map {
        Some(map) => Map { crm, ..map.clone() },
        None => seen.by_names(crm),
    };
    if wish.map.is_some() {
        for column in &mut seen.columns {
            column.field = map.columns.iter().find(|(name, _)| *name == column.name).map(|(_, field)| *field);
        }
    }
    seen.propose(&map);
    if let Some(order) = wish.dates {
        map.dates = Some(order);
    }
    if map.probability.is_none() {
        map.probability = seen.scale(&map);
    }
    if let Some(wanted) = &wish.pipeline {
        let named = seen.words_of(&map, Field::Pipeline).iter().any(|name| name.eq_ignore_ascii_case(wanted));
        map.pipelines = Some(if wanted.trim().eq_ignore_ascii_case("all") && !named {
            Pipelines::All
        } else {
            Pipelines::Only(vec![wanted.trim().into()])
        });
    }
    let questions = seen.open(&mut map, wish.map.is_some());
    seen.whole(&map);
    let stages = seen.words_of(&map, Field::Stage);
    let mut told = seen.told;
    told.dedup();
    let mut columns: Vec<Column> = Vec::with_capacity(seen.columns.len());
    for (at, column) in seen.columns.into_iter().enumerate() {
        if !header[..at].contains(&column.name) {
            columns.push(column);
        }
    }
    Guess { map, columns, stages, questions, told, rows }
}

/// Whether a column of a history may name the deal by its id.
fn is_deal_id(name: &str) -> bool {
    matches!(fold(name).as_str(), "opportunityid" | "dealid" | "deal" | "recordid")
}

impl Seen<'_> {
    fn at(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|known| **known == *name)
    }

    /// The probe of the column that says it.
    fn probe(&self, map: &Map, field: Field) -> Option<&Probe> {
        self.probes.get(self.at(map.column(field)?)?)
    }

    /// The different words of the column that says it.
    fn words_of(&self, map: &Map, field: Field) -> Vec<Box<str>> {
        self.probe(map, field).filter(|probe| !probe.many).map(|probe| probe.words.clone()).unwrap_or_default()
    }

    /// The map that the names make.
    fn by_names(&mut self, crm: Crm) -> Map {
        let mut map = Map::new(crm);
        let mut best: Vec<(Field, usize, usize)> = Vec::new();
        for (at, name) in self.header.iter().enumerate() {
            if self.header[..at].contains(name) {
                if !name.is_empty() && self.header[..at].iter().filter(|known| *known == name).count() == 1 {
                    self.told.push(format!("there are several columns `{}`; the first is taken", short(name)));
                }
                continue;
            }
            let Some((mut field, rank)) = by_name(name) else { continue };
            let probe = &self.probes[at];
            // `Deal` is a name or a number.
            if field == Field::Title && fold(name) == "deal" && probe.seen > 0 && probe.numbers.count() == probe.seen {
                field = Field::Id;
            }
            if !probe.fits(field.kind()) {
                let expected = expected(field);
                self.told.push(format!("`{}` is not used: no cell in it is {expected}", short(name)));
                self.columns[at].why = format!("not used: no cell is {expected}");
                continue;
            }
            best.push((field, rank, at));
        }
        // What is empty in every row gives way to what is not.
        best.sort_by_key(|(field, rank, at)| (*field, self.probes[*at].filled == 0, *rank, *at));
        self.history(&mut best);
        let status_is_stage = self.status_is_stage(&best);
        let value = best.iter().find(|(field, ..)| *field == Field::Value).map(|(_, _, at)| *at);
        let mut taken: Vec<(Field, usize)> = Vec::new();
        for (field, _, at) in &best {
            let field = if status_is_stage && *field == Field::Standing { Field::Stage } else { *field };
            // A deal was finished when it was won or when it was lost: each has its column.
            let is_first = taken.iter().all(|(known, _)| *known != field);
            if is_first || field == Field::Finished {
                taken.push((field, *at));
            } else if let Some((_, chosen)) = taken.iter().find(|(known, _)| *known == field) {
                self.columns[*at].why = format!("not used: `{}` says the same", short(&self.header[*chosen]));
            }
        }
        self.pair(&mut taken, value);
        taken.sort_by_key(|(_, at)| *at);
        for (field, at) in taken {
            let column = &mut self.columns[at];
            column.field = Some(field);
            column.why = format!("{}, by its name", field.known().says);
            map.columns.push((column.name.clone(), field));
        }
        self.entered(&mut map);
        map
    }

    /// Where each row tells of a moment of a deal, the columns are of a history.
    fn history(&mut self, best: &mut Vec<(Field, usize, usize)>) {
        let known =
            |best: &[(Field, usize, usize)], field| best.iter().find(|(known, ..)| *known == field).map(|(.., at)| *at);
        let named = |wanted: &str| self.header.iter().position(|name| fold(name) == wanted);
        let ids = ["opportunityid", "dealid", "deal", "recordid"];
        let Some(mut deal) = ids.iter().find_map(|name| named(name)).or_else(|| known(best, Field::Title)) else {
            best.retain(|(field, ..)| !is_of_history(*field));
            return;
        };
        let by_field = known(best, Field::What).is_some() && known(best, Field::Word).is_some();
        let of_moves = named("opportunityid").is_some() && known(best, Field::Title).is_none();
        let moment =
            known(best, Field::Moment).or_else(|| known(best, Field::Created).filter(|_| by_field || of_moves));
        let told_of = by_field || known(best, Field::Stage).is_some() || known(best, Field::Standing).is_some();
        // A row of its own for each change: then the deal comes again, or the columns can be of nothing else.
        let repeats = self.probes[deal].repeated > 0 || by_field || of_moves;
        let (Some(moment), true, true) = (moment, told_of, repeats) else {
            best.retain(|(field, ..)| !is_of_history(*field));
            return;
        };
        if self.probes[deal].filled == 0 {
            deal = known(best, Field::Title).unwrap_or(deal);
        }
        best.retain(|(field, _, at)| {
            *at != moment
                && *at != deal
                && *field != Field::Id
                && (by_field || !matches!(field, Field::What | Field::Word))
        });
        best.retain(|(field, ..)| *field != Field::Moment);
        best.push((Field::Deal, 0, deal));
        best.push((Field::Moment, 0, moment));
        self.told.push(format!(
            "this is a history: each row says what the deal of `{}` was from `{}` on",
            short(&self.header[deal]),
            short(&self.header[moment])
        ));
    }

    /// Some CRMs call the stage a status: then more than a few of its words are none of open, won and lost.
    fn status_is_stage(&self, best: &[(Field, usize, usize)]) -> bool {
        let has_stage = best.iter().any(|(field, ..)| *field == Field::Stage);
        let status = best.iter().find(|(field, ..)| *field == Field::Standing).map(|(.., at)| &self.probes[*at]);
        !has_stage && status.is_some_and(|probe| probe.standings * 10 < probe.seen * 9)
    }

    /// The currency that belongs to the amount: `Amount Currency` to `Amount`, not to `Amount (Converted)`.
    fn pair(&mut self, taken: &mut Vec<(Field, usize)>, value: Option<usize>) {
        let Some(value) = value else { return };
        let paired = format!("{}currency", fold(&self.header[value]));
        let Some(own) = self.header.iter().position(|name| fold(name) == paired) else { return };
        if taken.iter().any(|(field, at)| *field == Field::Currency && *at == own) {
            return;
        }
        taken.retain(|(field, _)| *field != Field::Currency);
        taken.push((Field::Currency, own));
    }

    /// The columns that tell when a deal came into a stage, but for those of pipelines that no row is in.
    fn entered(&mut self, map: &mut Map) {
        let pipelines = self.words_of(map, Field::Pipeline);
        for (at, name) in self.header.iter().enumerate() {
            let Some(entered) = entered(name).filter(|_| !self.header[..at].contains(name)) else { continue };
            let probe = &self.probes[at];
            let met = |name: &str| pipelines.iter().any(|met| met.to_lowercase() == name.to_lowercase());
            let wanted = entered.pipeline.as_deref().is_none_or(|name| pipelines.is_empty() || met(name));
            if wanted || probe.filled > 0 {
                self.columns[at].why = format!("when a deal came into `{}`", short(&entered.stage));
                map.entered.push(entered);
            } else {
                "not used: no deal is in this pipeline".clone_into(&mut self.columns[at].why);
            }
        }
    }

    /// What the values of columns without a known name suggest.
    fn propose(&mut self, map: &Map) {
        for at in 0..self.columns.len() {
            let probe = &self.probes[at];
            let column = &self.columns[at];
            let used = column.field.is_some() || map.entered.iter().any(|entered| entered.column == column.name);
            if used || probe.kind.is_some() || probe.seen == 0 {
                continue;
            }
            let most = |count: u32| count * 10 >= probe.seen * 9;
            let words = u32::try_from(probe.words.len()).unwrap_or(u32::MAX);
            let all_apart = probe.many || words == probe.seen;
            let (field, why) = if most(probe.flags) {
                continue;
            } else if most(probe.dates.count()) {
                (Field::Close, "its cells are dates")
            } else if most(probe.numbers.count()) {
                match (probe.numbers.large * 2 >= probe.seen, all_apart && probe.numbers.either == probe.seen) {
                    (_, true) if !map.has(Field::Id) && probe.seen > 3 => {
                        (Field::Id, "its cells are numbers, each another")
                    }
                    (true, _) => (Field::Value, "its cells are amounts"),
                    _ => continue,
                }
            } else if !probe.many && words <= 15 && words * 3 <= probe.seen {
                (Field::Stage, "its cells are a few words that come again")
            } else if all_apart {
                (Field::Title, "its cells are words, each another")
            } else {
                continue;
            };
            if map.has(field) {
                continue;
            }
            let column = &mut self.columns[at];
            column.proposed = Some(field);
            column.why = format!("perhaps {}: {why}", field.known().says);
        }
    }

    /// Whether probabilities are of a hundred or of one: over all of them.
    fn scale(&mut self, map: &Map) -> Option<Scale> {
        let name = map.column(Field::Probability)?;
        let probe = self.probe(map, Field::Probability)?;
        if probe.numbers.count() == 0 {
            return None;
        }
        let percent = name.contains('%') || map.crm == Crm::Salesforce || probe.numbers.above_one > 0;
        Some(if percent { Scale::Percent } else { Scale::Share })
    }

    /// What is to be said of the export as a whole.
    fn whole(&mut self, map: &Map) {
        if !map.is_history() && !map.has(Field::Id) && (map.has(Field::Title) || map.has(Field::Account)) {
            self.told
                .push("no column has the CRM's id: the next import finds the deals by title and account".to_owned());
        }
    }
}

const fn is_of_history(field: Field) -> bool {
    matches!(field, Field::Moment | Field::What | Field::Word | Field::Deal)
}

/// What the cells of a field must be.
const fn expected(field: Field) -> &'static str {
    match field.kind() {
        Kind::Text | Kind::Word => "a word",
        Kind::Date => "a date",
        Kind::Money => "an amount",
        Kind::Share => "a number",
        Kind::Flag => "yes or no",
    }
}

/// A name as a message bears it.
fn short(name: &str) -> String {
    let cut: String = name.chars().take(60).collect();
    visible(&cut).into_owned()
}
