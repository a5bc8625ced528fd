//! One row, and what it changes in one deal.
//!
//! Invariant: a word is written where `words::judge` says so, and nowhere else. A new deal is an empty one that the
//! export fills, so that there is one rule for both. What the export does not know is never touched.

mod end;
mod road;
mod touch;
mod write;

use chrono_tz::Tz;

use super::history::Past;
use super::people::People;
use super::route::Route;
use super::words::{Asked, Verdict, day, judge, same_when, to_the_second};
use super::{Choices, Crm, Move, Row, StageWord, Standing};
use crate::campaign::{Deal, Id, LastWord, Status, When};
use crate::drive::rules::{Ground, deal_path, when};
use crate::text::{Intent, KeyPath, Literal, RecordPath};

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct DealPlan {
    /// The row.
    pub row: u32,
    /// The deal's id.
    pub id: Id,
    /// What a person calls it.
    pub name: String,
    /// What becomes of the deal.
    pub fate: Fate,
    /// What changes, and what is kept although the export says something else.
    pub fields: Vec<FieldChange>,
    /// What else a person should know; lower-case fragments.
    pub told: Vec<String>,
    /// The edits, to be made in this order.
    pub intents: Vec<Intent>,
}

/// What becomes of a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It is new.
    Made,
    /// Some of it is written.
    Changed,
    /// No byte of it is.
    Unchanged,
}

/// A word of a deal for which the export has another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The key in the deal.
    pub field: &'static str,
    /// What the deal says.
    pub before: Option<String>,
    /// What the export says.
    pub after: Option<String>,
    /// The deal's word stands, and why. `None`: the export's is taken.
    pub kept: Option<&'static str>,
}

/// What all deals of an import are planned with.
#[derive(Clone, Copy)]
pub(super) struct Bench<'p> {
    pub ground: Ground<'p>,
    pub crm: Crm,
    pub words: &'p [StageWord],
    pub route: &'p Route,
    pub people: &'p People,
    /// The campaign's, once all is written.
    pub currency: Option<&'p Id>,
    pub choices: &'p Choices,
}

impl Bench<'_> {
    fn zone(&self) -> Tz {
        self.ground.campaign.zone
    }

    fn today(&self) -> When {
        When::Date(self.ground.now.with_timezone(&self.zone()).date_naive())
    }
}

/// A deal while it is planned.
struct Draft<'p> {
    bench: Bench<'p>,
    row: &'p Row,
    deal: &'p Deal,
    is_new: bool,
    /// What the export said last.
    last: &'p LastWord,
    /// What it has said once this is written.
    heard: LastWord,
    past: Past,
    record: RecordPath,
    sets: Vec<(KeyPath, Literal)>,
    /// Other edits of the deal and of its result.
    edits: Vec<Intent>,
    rows: Vec<Intent>,
    /// The row of a move that only the comparison tells of.
    found_move: Option<Intent>,
    fields: Vec<FieldChange>,
    told: Vec<String>,
}

/// Plans one row. `is_history`: it is what a history makes of a deal, so that an older one does not take it back.
pub(super) fn plan(
    bench: Bench<'_>,
    row: &Row,
    moves: &[&Move],
    id: &Id,
    existing: Option<&Deal>,
    is_history: bool,
) -> DealPlan {
    let zone = bench.zone();
    let (empty, silent) = (Deal::new(id.clone()), LastWord::default());
    // The program's own table has what applies, written or not.
    let as_told = existing.filter(|_| bench.crm == Crm::Codriver).map(|deal| {
        let campaign = bench.ground.campaign;
        let (stage, currency) = (campaign.stage_of(deal).cloned(), campaign.currency_of(deal).cloned());
        Deal { currency, stage, ..deal.clone() }
    });
    let deal = as_told.as_ref().or(existing).unwrap_or(&empty);
    let last = deal.crm.as_deref().unwrap_or(&silent);
    let past = Past::new(row, moves, bench.words, zone, |word| bench.route.stage_of(word).cloned());
    let is_old = is_history
        && deal.since.is_some_and(|since| {
            let newest = moves.last().map(|one| one.at.local(zone));
            newest.is_some_and(|newest| newest <= since.local(zone))
        });
    // A history without names tells of moves; what else a deal is, an export of deals tells.
    let is_moves_only = is_history && row.title.is_none();
    let mut draft = Draft {
        bench,
        row,
        deal,
        is_new: existing.is_none(),
        last,
        heard: last.clone(),
        past,
        record: deal_path(id),
        sets: Vec::new(),
        edits: Vec::new(),
        rows: Vec::new(),
        found_move: None,
        fields: Vec::new(),
        told: Vec::new(),
    };
    if !is_old && !is_moves_only {
        draft.names();
        draft.worth();
        draft.beginning();
    }
    draft.stage(is_old);
    draft.close(is_old || is_moves_only);
    if !is_old {
        draft.probability();
        draft.driver();
        draft.next();
        draft.id();
        draft.result();
    }
    let name = match existing {
        Some(deal) => deal.name().to_owned(),
        None => row.account.as_deref().or(row.title.as_deref()).unwrap_or(id).to_owned(),
    };
    draft.done(row.row, id.clone(), name)
}

impl Draft<'_> {
    fn zone(&self) -> Tz {
        self.bench.zone()
    }

    fn asked(&self, field: &'static str) -> Asked {
        self.bench.choices.asked(&self.deal.id, field)
    }

    /// The rule for one word, and what is told of it. Whether it is taken.
    fn word<T: ?Sized>(
        &mut self,
        field: &'static str,
        [ours, theirs, last]: [Option<&T>; 3],
        same: impl Fn(&T, &T) -> bool,
        show: impl Fn(&T) -> String,
    ) -> bool {
        let verdict = judge(ours, theirs, last, self.asked(field), same);
        self.tell(field, ours.map(&show), theirs.map(&show), verdict)
    }

    fn tell(&mut self, field: &'static str, before: Option<String>, after: Option<String>, verdict: Verdict) -> bool {
        let kept = match verdict {
            Verdict::Stands => return false,
            Verdict::Taken => None,
            Verdict::Kept(why) => Some(why),
        };
        self.fields.push(FieldChange { field, before, after, kept });
        kept.is_none()
    }

    fn set(&mut self, key: &str, value: Literal) {
        self.sets.push((KeyPath::new(key), value));
    }

    /// A text of the deal: the key, its own, the export's and its last.
    fn text(&mut self, key: &'static str, ours: Option<&str>, theirs: Option<&str>, last: Option<&str>) {
        let theirs = theirs.map(str::trim).filter(|text| !text.is_empty());
        if self.word(key, [ours, theirs, last], |one, other| one.trim() == other.trim(), str::to_owned)
            && let Some(theirs) = theirs
        {
            self.set(key, Literal::Text(theirs.to_owned()));
        }
    }

    fn names(&mut self) {
        let (deal, last, row) = (self.deal, self.last, self.row);
        self.text("account", deal.account.as_deref(), row.account.as_deref(), last.account.as_deref());
        self.text("title", deal.title.as_deref(), row.title.as_deref(), last.title.as_deref());
        self.heard.account = said_text(row.account.as_deref(), last.account.as_ref());
        self.heard.title = said_text(row.title.as_deref(), last.title.as_ref());
    }

    /// Value and currency: a number of another currency is another number.
    fn worth(&mut self) {
        let (deal, last, row) = (self.deal, self.last, self.row);
        let currency = deal.currency.as_ref().or(self.bench.currency);
        let is_other = |one: &Id, other: &Id| one == other;
        let judged = judge(currency, row.currency.as_ref(), last.currency.as_ref(), self.asked("currency"), is_other);
        let is_apart = judged != Verdict::Taken && row.currency.as_ref().is_some_and(|theirs| currency != Some(theirs));
        let value = row.value.map(|value| value.normalize());
        let mut verdict =
            judge(deal.value.as_ref(), value.as_ref(), last.value.as_ref(), self.asked("value"), |one, other| {
                one == other
            });
        if verdict == Verdict::Taken && is_apart && self.asked("value") != Asked::Named {
            verdict = Verdict::Kept("it is in another currency here");
        }
        let show = |value: &rust_decimal::Decimal| value.normalize().to_string();
        if self.tell("value", deal.value.as_ref().map(show), value.as_ref().map(show), verdict)
            && let Some(value) = value
        {
            self.set("value", Literal::Decimal(value));
        }
        let shown = [currency.map(ToString::to_string), row.currency.as_ref().map(ToString::to_string)];
        let [before, after] = shown;
        if self.tell("currency", before, after, judged)
            && let Some(currency) = &row.currency
        {
            self.set("currency", Literal::Text(currency.to_string()));
        }
        self.heard.value = value.or(last.value);
        self.heard.currency = row.currency.clone().or_else(|| last.currency.clone());
    }

    fn beginning(&mut self) {
        let (deal, last, row, zone) = (self.deal, self.last, self.row, self.zone());
        let created = row.created.map(|at| day(at, zone));
        let words = [deal.created.as_ref(), created.as_ref(), last.created.as_ref()];
        if self.word("created", words, |one, other| same_when(*one, *other, zone), shown)
            && let Some(created) = created
        {
            self.set("created", when(created));
        }
        self.heard.created = created.or(last.created);
        self.text("source", deal.source.as_deref(), row.source.as_deref(), last.source.as_deref());
        self.heard.source = said_text(row.source.as_deref(), last.source.as_ref());
    }

    /// Whether it is still on its way there, as far as the export tells.
    fn standing(&self) -> Option<Standing> {
        let word = self.row.stage.and_then(|stage| self.bench.words.get(usize::from(stage)));
        let told = self.row.standing.or_else(|| word.and_then(|word| word.finish));
        told.or_else(|| {
            // A CRM whose stages tell the finish says with any other stage that it is open again.
            let tells = matches!(self.bench.crm, Crm::Salesforce | Crm::Hubspot | Crm::Zoho)
                || self.bench.words.iter().any(|word| word.finish.is_some());
            (word.is_some() && tells && self.last.status.is_some()).then_some(Standing::Open)
        })
    }

    fn is_finished_there(&self) -> bool {
        self.standing().is_some_and(|standing| standing != Standing::Open)
    }

    fn probability(&mut self) {
        let (deal, last) = (self.deal, self.last);
        // The figure of a finished deal says nothing but that it is finished.
        let theirs = self.row.probability.filter(|_| !self.is_finished_there());
        let words = [deal.probability.as_ref(), theirs.as_ref(), last.probability.as_ref()];
        if self.word("probability", words, |one, other| (one - other).abs() < 1e-9, ToString::to_string)
            && let Some(theirs) = theirs
        {
            self.set("probability", Literal::Float(theirs));
        }
        self.heard.probability = theirs.or(last.probability);
    }

    fn driver(&mut self) {
        let (campaign, people) = (self.bench.ground.campaign, self.bench.people);
        let name = self.row.driver.as_deref().filter(|name| !name.trim().is_empty());
        self.heard.driver = said_text(name, self.last.driver.as_ref());
        let Some(theirs) = name.and_then(|name| people.id(campaign, name)) else { return };
        let deal = self.deal;
        let ours = if self.is_new { None } else { campaign.driver_of(deal) };
        let last = self.last.driver.as_deref().and_then(|name| people.id(campaign, name));
        let is_handed_over = deal.handoffs.iter().any(|row| row.accepted.is_some());
        let names_one = !deal.driver.is_empty() || is_handed_over;
        let mut verdict = judge(ours, Some(&theirs), last.as_ref(), self.asked("driver"), |one, other| one == other);
        if verdict == Verdict::Taken && is_handed_over {
            verdict = Verdict::Kept("it was handed over here");
        }
        // Somebody who was the only driver is not any more.
        let is_other_side = self.bench.crm != Crm::Codriver;
        let fills = is_other_side && verdict == Verdict::Stands && ours == Some(&theirs) && !names_one;
        let is_only = people.only() == Some(&theirs) && deal.driver.is_empty();
        if is_only && (self.is_new || !matches!(verdict, Verdict::Kept(_))) {
            return;
        }
        let verdict = if fills { Verdict::Taken } else { verdict };
        let before = ours.filter(|_| !fills).map(ToString::to_string);
        if self.tell("driver", before, Some(theirs.to_string()), verdict) {
            let others = deal.driver.iter().skip(1).filter(|other| **other != theirs);
            let all: Vec<Literal> =
                std::iter::once(&theirs).chain(others).map(|id| Literal::Text(id.to_string())).collect();
            let value = if all.len() == 1 { Literal::Text(theirs.to_string()) } else { Literal::Array(all) };
            self.set("driver", value);
        }
    }

    fn id(&mut self) {
        if self.bench.crm == Crm::Codriver {
            return;
        }
        let key = self.bench.crm.key();
        let Some(id) = self.row.id.as_deref().map(str::trim).filter(|id| !id.is_empty()) else { return };
        let ids = &self.deal.ids;
        if ids.iter().any(|(crm, id)| **crm == *key && !id.is_empty()) {
            return;
        }
        let value = Literal::Text(id.to_owned());
        if ids.is_empty() {
            self.set("ids", Literal::InlineTable(vec![(KeyPath::new(key), value)]));
        } else {
            self.sets.push((KeyPath::new("ids").then(key), value));
        }
        if !self.is_new {
            let after = Some(format!("{key} {id}"));
            self.fields.push(FieldChange { field: "ids", before: None, after, kept: None });
        }
    }
}

/// What the export has said, where it may say nothing now.
fn said_text(now: Option<&str>, last: Option<&crate::campaign::Text>) -> Option<crate::campaign::Text> {
    let now = now.map(str::trim).filter(|text| !text.is_empty());
    now.map(Into::into).or_else(|| last.cloned())
}

/// A date or time for people.
fn shown(at: &When) -> String {
    when(to_the_second(*at)).to_string()
}

const fn status(standing: Standing) -> Option<Status> {
    match standing {
        Standing::Open => None,
        Standing::Won => Some(Status::Won),
        Standing::Lost => Some(Status::Lost),
    }
}

const fn standing_of(deal: &Deal) -> Standing {
    match &deal.result {
        None => Standing::Open,
        Some(result) => match result.status {
            Status::Won => Standing::Won,
            Status::Lost => Standing::Lost,
        },
    }
}
