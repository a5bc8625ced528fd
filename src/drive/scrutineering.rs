//! Scrutineering: can this sale finish? Product against market, infrastructure and papers, told before the stage that it
//! would stop.
//!
//! A product is sold in its `markets`, works with each thing that it `runs_on` and with nothing that it `conflicts` with;
//! a list that is not written forbids nothing. A paper has to hold until the contract is signed: until the promised close,
//! and until the time at which the deal will probably be through, where that is later. One that ends before the day the
//! customer wants the value is a warning. A waiver lifts the rule that its `of` names (`markets`, `runs_on`, `conflicts` or
//! a paper's id) until it ends itself. What cannot be known, because the deal does not say it, is a question and stops
//! nothing.
//!
//! What is found is said of today and of the expected time of each stage ahead, so that a paper which ends on the way is
//! told while there is time.
//!
//! Invariant: a finding is never dropped. One that is lifted stays, with its waiver.
//!
//! Left out: which part of an infrastructure matters when. A rule that is broken stops the sale where sales finish, in
//! the last stage, unless a date says more.

use chrono::{DateTime, Utc};

use super::place::Bearings;
use super::rules::deal_path;
use super::{Outlook, words};
use crate::campaign::{Campaign, Deal, Id, Paper, Product, Text, Waiver, When};
use crate::text::RecordPath;

/// What is known about whether a sale can finish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scrutiny {
    /// What stands in the way or is lifted, the gravest first.
    pub findings: Vec<Finding>,
    /// The outcome of them all.
    pub verdict: Verdict,
    /// The stage of now and those ahead, each at its expected time.
    pub stages: Vec<StageLook>,
}

/// How the sale stands when it comes to a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageLook {
    /// The stage.
    pub stage: Id,
    /// Its expected time; `None`: the deal is in it, or there is no time yet.
    pub at: Option<DateTime<Utc>>,
    /// The deal is in it.
    pub is_here: bool,
    /// The sale can go on there, as far as anybody knows.
    pub can_go_on: bool,
}

/// Whether the sale can finish, as things are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Something stops it, now or at a stage ahead.
    Stopped,
    /// Until then; what ends first says why.
    ClearedUntil {
        /// When it ends: a deadline.
        until: When,
        /// The paper or waiver that ends.
        by: String,
    },
    /// Nothing is known that would end.
    Cleared,
    /// A fact is missing; the findings say which.
    Question,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The sale cannot finish like this.
    Stops,
    /// It can finish, and something ends before the customer has the value.
    Warns,
    /// The file does not say enough.
    Unknown,
    /// A waiver lifts it.
    Waived,
}

/// The rule that a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// What is sold.
    Product,
    /// Where it may be sold.
    Markets,
    /// What it works with.
    RunsOn,
    /// What it does not work with.
    Conflicts,
    /// A certificate or the like.
    Paper,
}

/// Where and when a finding would stop the sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// The stage.
    pub stage: Option<Id>,
    /// From when on; `None`: the deal is there, or there is no time yet.
    pub at: Option<DateTime<Utc>>,
    /// It is the estimated arrival in that stage.
    pub estimated: bool,
}

/// One thing found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How grave it is.
    pub weight: Weight,
    /// What it is about.
    pub rule: Rule,
    /// What a waiver names to lift it: `markets`, `runs_on`, `conflicts` or the paper's id. Empty: nothing lifts it.
    pub of: String,
    /// What is wrong, in words.
    pub what: String,
    /// Why that is so, in words.
    pub why: String,
    /// The record that says it.
    pub record: RecordPath,
    /// Where it would stop the sale; `None`: nowhere.
    pub stops: Option<Stop>,
}

impl Finding {
    /// In one sentence: what, why, and what it stops.
    #[must_use]
    pub fn sentence(&self, campaign: &Campaign, now: DateTime<Utc>) -> String {
        let stops = self.stops.as_ref().map(|stop| stop.words(campaign, now)).unwrap_or_default();
        let parts = [self.what.as_str(), self.why.as_str(), stops.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
    }

    /// The id under which it is written as an obstacle; the same for all findings that one waiver lifts.
    #[must_use]
    pub fn obstacle_id(&self) -> String {
        format!("scrutineering-{}", self.of.replace('_', "-"))
    }
}

impl Stop {
    /// `stops Signature, about Wed 20 Jan 2027`.
    #[must_use]
    pub fn words(&self, campaign: &Campaign, now: DateTime<Utc>) -> String {
        let what = self.name(campaign);
        match self.at {
            Some(at) if self.estimated => format!("stops {what}, about {}", day(campaign, at, now)),
            Some(at) if at > now => format!("stops {what} from {} on", day(campaign, at, now)),
            _ => format!("stops {what}"),
        }
    }

    /// As it follows `stopped`: ` at Signature, about Wed 20 Jan 2027`, ` from Fri 4 Dec on, in Proposal`, ` now, in Signature`.
    fn from(&self, campaign: &Campaign, now: DateTime<Utc>) -> String {
        let what = self.name(campaign);
        match self.at {
            Some(at) if self.estimated => format!(" at {what}, about {}", day(campaign, at, now)),
            Some(at) if at > now => format!(" from {} on, in {what}", day(campaign, at, now)),
            _ => format!(" at {what}"),
        }
    }

    fn name<'c>(&'c self, campaign: &'c Campaign) -> &'c str {
        self.stage.as_deref().map_or("the sale", |stage| campaign.stage_name(stage))
    }
}

fn day(campaign: &Campaign, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    words::when(When::Date(words::day_of(When::Instant(at), campaign.zone)), campaign.zone, now)
}

impl Verdict {
    /// Its word for scripts.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Stopped => "stopped",
            Self::Question => "question",
            Self::ClearedUntil { .. } => "cleared-until",
            Self::Cleared => "cleared",
        }
    }
}

impl Scrutiny {
    /// What stops the sale, the first to come first.
    #[must_use]
    pub fn stops(&self) -> Vec<&Finding> {
        let mut stops: Vec<&Finding> = self.found(Weight::Stops).collect();
        stops.sort_by_key(|finding| finding.stops.as_ref().and_then(|stop| stop.at));
        stops
    }

    /// What stops the sale and nobody has written on the road yet.
    #[must_use]
    pub fn raised(&self, deal: &Deal) -> Vec<&Finding> {
        let mut stops = self.stops();
        stops.retain(|finding| deal.obstacle(&finding.obstacle_id()).is_none());
        stops
    }

    /// The findings of a weight.
    pub fn found(&self, weight: Weight) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.weight == weight)
    }

    /// The verdict with its reason: `cleared until 1 Mar 2027 (ISO 27001 certificate)`, `stops Signature, about Wed 20 Jan
    /// 2027: Core is not sold in US`.
    #[must_use]
    pub fn words(&self, campaign: &Campaign, now: DateTime<Utc>) -> String {
        let and_more = |count: usize| if count > 1 { format!(", and {} more", count - 1) } else { String::new() };
        match &self.verdict {
            Verdict::Stopped => {
                let stops = self.stops();
                let what = stops.first().map_or_else(String::new, |first| {
                    let from = first.stops.as_ref().map_or_else(String::new, |stop| stop.from(campaign, now));
                    format!("{from}: {}", first.what)
                });
                format!("stopped{what}{}", and_more(stops.len()))
            }
            Verdict::Question => {
                let mut missing = self.found(Weight::Unknown);
                let first = missing.next().map_or("a fact is missing", |finding| &finding.what);
                format!("question: {first}{}", and_more(missing.count() + 1))
            }
            Verdict::ClearedUntil { until, by } => {
                format!("cleared until {} ({by})", words::when(*until, campaign.zone, now))
            }
            Verdict::Cleared => "cleared".to_owned(),
        }
    }
}

/// Looks at a deal.
#[must_use]
pub fn scrutineering(campaign: &Campaign, outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> Scrutiny {
    let bearings = Bearings::new(campaign, outlook, deal, None, now);
    let mut look = Look { bearings, findings: Vec::new(), ends: Vec::new() };
    if deal.product.is_empty() {
        look.unknown(
            Rule::Product,
            "no product is written on the deal",
            "market, infrastructure and papers hang on it",
        );
    }
    for id in &deal.product {
        if let Some(product) = campaign.product(id) {
            look.product(product);
        } else {
            look.unknown(Rule::Product, &format!("the product {id} is not in the file"), "nothing is known of it");
        }
    }
    let Look { bearings, mut findings, ends } = look;
    findings.sort_by(|a, b| (a.weight, a.rule, &a.what).cmp(&(b.weight, b.rule, &b.what)));
    let has = |weight: Weight| findings.iter().any(|finding| finding.weight == weight);
    let calendar = outlook.calendar(None);
    let first = ends.into_iter().min_by_key(|(until, by)| (calendar.deadline(*until), by.clone()));
    let verdict = if has(Weight::Stops) {
        Verdict::Stopped
    } else if has(Weight::Unknown) {
        Verdict::Question
    } else {
        first.map_or(Verdict::Cleared, |(until, by)| Verdict::ClearedUntil { until, by })
    };
    let stages = stages(&bearings, &findings);
    Scrutiny { findings, verdict, stages }
}

/// The stage of now and those ahead; the sale can go on up to the first that something stops.
fn stages(bearings: &Bearings<'_>, findings: &[Finding]) -> Vec<StageLook> {
    let campaign = bearings.campaign;
    let Some(here) = bearings.history.stand().map(|stand| stand.stage) else { return Vec::new() };
    let stopped = findings
        .iter()
        .filter_map(|finding| campaign.route_index(finding.stops.as_ref()?.stage.as_deref()?))
        .min()
        .unwrap_or(usize::MAX);
    let ahead = campaign.route.iter().enumerate().skip(here);
    ahead
        .map(|(index, stage)| StageLook {
            stage: stage.clone(),
            at: bearings.arrival(index).map(|arrival| arrival.median),
            is_here: index == here,
            can_go_on: index < stopped,
        })
        .collect()
}

/// A look at one deal, and what was found so far.
struct Look<'a> {
    bearings: Bearings<'a>,
    findings: Vec<Finding>,
    /// What ends, and what it is called.
    ends: Vec<(When, String)>,
}

impl Look<'_> {
    fn product(&mut self, product: &Product) {
        let deal = self.bearings.deal;
        let name = product.name.as_deref().unwrap_or(&product.id);
        let record = RecordPath::new(["product", &product.id]);
        let outside = |known: &[Text], has: &[Text]| -> Vec<Text> {
            has.iter().filter(|one| !known.contains(one)).cloned().collect()
        };
        if !product.markets.is_empty() {
            if deal.market.is_empty() {
                self.unknown(Rule::Markets, "no market is written on the deal", &sold_in(product));
            }
            for market in outside(&product.markets, &deal.market) {
                self.broken(
                    Rule::Markets,
                    "markets",
                    &record,
                    format!("{name} is not sold in {market}"),
                    sold_in(product),
                );
            }
        }
        if !product.runs_on.is_empty() {
            if deal.infrastructure.is_empty() {
                let why = format!("{name} runs on {}", words::listed(&product.runs_on));
                self.unknown(Rule::RunsOn, "no infrastructure is written on the deal", &why);
            }
            for thing in outside(&product.runs_on, &deal.infrastructure) {
                if !product.conflicts.contains(&thing) {
                    let what = format!("{name} is not known to run on {thing}");
                    self.broken(
                        Rule::RunsOn,
                        "runs_on",
                        &record,
                        what,
                        format!("it runs on {}", words::listed(&product.runs_on)),
                    );
                }
            }
        }
        for thing in deal.infrastructure.iter().filter(|thing| product.conflicts.contains(thing)) {
            let what = format!("{name} does not work with {thing}");
            self.broken(Rule::Conflicts, "conflicts", &record, what, "the product names it as a conflict".to_owned());
        }
        for paper in &product.papers {
            self.paper(product, paper);
        }
    }

    /// A rule that the deal breaks now, and which a waiver may lift.
    fn broken(&mut self, rule: Rule, of: &str, record: &RecordPath, what: String, why: String) {
        let stop = self.last_stage();
        self.found(
            rule,
            of,
            Finding {
                weight: Weight::Stops,
                rule,
                of: of.to_owned(),
                what,
                why,
                record: record.clone(),
                stops: Some(stop),
            },
        );
    }

    fn paper(&mut self, product: &Product, paper: &Paper) {
        let name = paper.name.as_deref().unwrap_or(&paper.id);
        let Some(until) = paper.until else { return };
        let record = RecordPath::new(["product", &product.id, "paper", &paper.id]);
        let Some((weight, why)) = self.too_early(until) else {
            self.ends.push((until, name.to_owned()));
            return;
        };
        let of = product.name.as_deref().unwrap_or(&product.id);
        let ends = self.ends_words(until);
        let what = format!("{name} for {of} {ends}");
        let stops = (weight == Weight::Stops).then(|| self.stage_at(self.deadline(until)));
        let finding = Finding { weight, rule: Rule::Paper, of: paper.id.to_string(), what, why, record, stops };
        let lifted = self.found(Rule::Paper, &paper.id, finding);
        if !lifted {
            self.ends.push((until, name.to_owned()));
        }
    }

    /// Keeps a finding, lifted if a waiver holds; says whether one does.
    fn found(&mut self, rule: Rule, of: &str, finding: Finding) -> bool {
        let deal = self.bearings.deal;
        let names =
            |waiver: &&Waiver| waiver.of.as_deref().is_some_and(|named| named.trim_start_matches("paper.") == of);
        let waivers: Vec<&Waiver> = deal.waivers.iter().filter(names).collect();
        let holds = |waiver: &&Waiver| waiver.until.is_none_or(|until| self.deadline(until) >= self.bearings.now);
        // Of several the one that holds longest.
        let longest = |waiver: &&Waiver| waiver.until.map_or(DateTime::<Utc>::MAX_UTC, |until| self.deadline(until));
        let held = waivers.iter().copied().filter(holds).max_by_key(longest);
        let Some(waiver) = held else {
            let mut finding = finding;
            if let Some(gone) = waivers.iter().copied().max_by_key(longest)
                && let Some(until) = gone.until
            {
                finding.why = format!("{}; its waiver ended on {}", finding.why, self.day(until));
            }
            self.findings.push(finding);
            return false;
        };
        let record = deal_path(&deal.id).below(["waiver", &waiver.id]);
        let by = waiver
            .by
            .as_deref()
            .map_or_else(String::new, |by| format!(" by {}", words::who(self.bearings.campaign, by)));
        let until = waiver.until.map_or_else(String::new, |until| format!(" until {}", self.day(until)));
        let why = waiver.why.as_deref().map_or_else(String::new, |why| format!(": {why}"));
        if let Some(until) = waiver.until {
            self.ends.push((until, format!("the waiver {}", waiver.id)));
            if let Some((weight, why)) = self.too_early(until) {
                let what = format!("the waiver {} {}", waiver.id, self.ends_words(until));
                let stops = (weight == Weight::Stops).then(|| self.stage_at(self.deadline(until)));
                let why = format!("{why}; then {}", finding.what);
                self.findings.push(Finding {
                    weight,
                    rule,
                    of: of.to_owned(),
                    what,
                    why,
                    record: record.clone(),
                    stops,
                });
            }
        }
        let why = format!("waived{until}{by}{why}");
        self.findings.push(Finding { weight: Weight::Waived, why, record, stops: None, ..finding });
        true
    }

    fn unknown(&mut self, rule: Rule, what: &str, why: &str) {
        let record = deal_path(&self.bearings.deal.id);
        let (what, why) = (what.to_owned(), why.to_owned());
        let finding = Finding { weight: Weight::Unknown, rule, of: String::new(), what, why, record, stops: None };
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    /// What a date comes before: the signature stops the sale, as promised or as expected; the customer's date is a warning.
    fn too_early(&self, until: When) -> Option<(Weight, String)> {
        let (deal, end) = (self.bearings.deal, self.deadline(until));
        if end < self.bearings.now {
            return Some((Weight::Stops, "it has to hold when the contract is signed".to_owned()));
        }
        if let Some(close) = deal.close.filter(|close| end < self.deadline(*close)) {
            return Some((Weight::Stops, format!("before the promised close, {}", self.day(close))));
        }
        let finish = self.bearings.arrival(self.bearings.campaign.route.len());
        if let Some(finish) = finish.filter(|finish| end < finish.median) {
            let day = self.day(When::Date(words::day_of(When::Instant(finish.median), self.bearings.campaign.zone)));
            return Some((Weight::Stops, format!("before the expected finish, about {day}")));
        }
        let wanted = deal.customer_date.filter(|date| end < self.deadline(*date))?;
        Some((Weight::Warns, format!("before the customer wants the value, {}", self.day(wanted))))
    }

    fn ends_words(&self, until: When) -> String {
        let verb = if self.deadline(until) < self.bearings.now { "ended" } else { "ends" };
        format!("{verb} on {}", self.day(until))
    }

    fn deadline(&self, when: When) -> DateTime<Utc> {
        self.bearings.outlook.calendar(None).deadline(when)
    }

    fn day(&self, when: When) -> String {
        words::when(when, self.bearings.campaign.zone, self.bearings.now)
    }

    /// Where sales finish, and when the deal will come there.
    fn last_stage(&self) -> Stop {
        let route = &self.bearings.campaign.route;
        let last = route.len().saturating_sub(1);
        let arrival = self.bearings.arrival(last);
        Stop {
            stage: route.get(last).cloned(),
            at: arrival.map(|arrival| arrival.median),
            estimated: arrival.is_some(),
        }
    }

    /// The stage in which the deal will probably be at a time.
    fn stage_at(&self, at: DateTime<Utc>) -> Stop {
        let route = &self.bearings.campaign.route;
        let here = self.bearings.history.stand().map_or(0, |stand| stand.stage);
        let reached = |stage: &usize| self.bearings.arrival(*stage).is_some_and(|arrival| arrival.median <= at);
        let stage = (here + 1..route.len()).take_while(reached).last().unwrap_or(here);
        Stop { stage: route.get(stage).cloned(), at: Some(at), estimated: false }
    }
}

fn sold_in(product: &Product) -> String {
    let name = product.name.as_deref().unwrap_or(&product.id);
    format!("{name} is sold in {}", words::listed(&product.markets))
}

#[cfg(test)]
mod tests;
