//! An export comes to a file: what the file says afterwards.

mod again;
mod first;
mod past;
mod properties;
mod route;
mod whose;

use chrono_tz::Europe;
use rust_decimal::Decimal;

use super::{Choices, Crm, Export, Fate, Move, Plan, Row, StageWord, Standing, plan};
use crate::campaign::{Campaign, Id, Problems, When, layout, read};
use crate::drive::rules::Ground;
use crate::drive::tests::at;
use crate::text::{Document, Severity};

/// A file with a route and two people.
const HEAD: &str = "format = 1\n[campaign]\ntimezone = \"Europe/London\"\ncurrency = \"GBP\"\nroute = [\"discovery\", \"demo\", \
                    \"proposal\", \"signature\"]\n[crew.sam]\nname = \"Sam Okoro\"\nseat = \"driver\"\n[crew.maya]\nname = \"Maya Lind\"\n\
                    seat = \"navigator\"\n";

fn open(text: &str) -> (Document, Campaign) {
    let (document, mut told) = Document::read(text.as_bytes().to_vec(), &layout());
    let (campaign, more) = read(&document, Europe::London);
    told.extend(more);
    let problems = Problems::of(&campaign, &document, told);
    let wrong: Vec<_> = problems.iter().filter(|problem| problem.severity == Severity::Error).collect();
    assert!(wrong.is_empty(), "{wrong:#?}\n{text}");
    (document, campaign)
}

/// Plans with choices, some time later than the exports were made.
fn planned(text: &str, export: &Export, choices: &Choices) -> Plan {
    let (document, campaign) = open(text);
    let ground = Ground { campaign: &campaign, document: &document, now: at("2026-11-24T09:00:00Z"), by: Some("maya") };
    plan(ground, export, choices)
}

/// The file after an import, which has to be a sound one.
fn after(text: &str, plan: &Plan) -> String {
    let (mut document, _) = open(text);
    let made = document.apply_all(plan.intents());
    assert!(made.refused.is_empty(), "{:#?}\n{}", made.refused, String::from_utf8(document.bytes()).unwrap());
    let text = String::from_utf8(document.bytes()).unwrap();
    open(&text);
    text
}

fn imported(text: &str, export: &Export) -> String {
    after(text, &planned(text, export, &Choices::default()))
}

/// An export of these stages; those that begin with `won ` and `lost ` are finishes.
fn export(crm: Crm, stages: &[&str], deals: Vec<Row>) -> Export {
    let stages = stages.iter().map(|name| {
        let finish = [("won ", Standing::Won), ("lost ", Standing::Lost)];
        let found = finish.into_iter().find_map(|(mark, finish)| Some((name.strip_prefix(mark)?, finish)));
        let (name, finish) = found.map_or((*name, None), |(name, finish)| (name, Some(finish)));
        StageWord { name: name.into(), finish }
    });
    let rows = u32::try_from(deals.len()).unwrap();
    Export {
        crm,
        stages: stages.collect(),
        deals,
        moves: Vec::new(),
        skipped: Vec::new(),
        doubts: Vec::new(),
        rows,
        told: Vec::new(),
    }
}

/// A row of an export, with what most of them have.
fn row(number: u32, id: &str, account: &str, title: &str) -> Row {
    let text = |text: &str| (!text.is_empty()).then(|| text.into());
    Row {
        row: number,
        id: text(id),
        title: text(title),
        account: (!account.is_empty()).then(|| account.into()),
        ..Row::default()
    }
}

#[expect(clippy::unnecessary_wraps, reason = "as a row has it")]
fn on(text: &str) -> Option<When> {
    Some(When::parse(text).unwrap())
}

#[expect(clippy::unnecessary_wraps, reason = "as a row has it")]
fn money(text: &str) -> Option<Decimal> {
    Some(text.parse().unwrap())
}

#[expect(clippy::unnecessary_wraps, reason = "as a row has it")]
fn code(text: &str) -> Option<Id> {
    Some(Id::from(text))
}

fn step(number: u32, deal: &str, at: &str, stage: u16) -> Move {
    Move {
        row: number,
        deal: deal.into(),
        at: When::parse(at).unwrap(),
        title: None,
        stage: Some(stage),
        standing: None,
        close: None,
        created: None,
        value: None,
        probability: None,
    }
}

/// A deal of the salesforce kind, with all that a row may say.
fn northwind() -> Row {
    Row {
        stage: Some(1),
        standing: Some(Standing::Open),
        value: money("180000.00"),
        currency: code("GBP"),
        probability: Some(0.5),
        close: on("2026-12-18"),
        created: on("2026-10-12T09:15:00Z"),
        since: on("2026-11-09T10:00:00Z"),
        changed: on("2026-11-20T08:00:00Z"),
        driver: Some("Sam Okoro".into()),
        next: Some("Walk Ines through the pack".into()),
        source: Some("Retail webinar".into()),
        ..row(2, "0065g00000ABCDEAA4", "Northwind Traders", "Replenishment for 210 stores")
    }
}

/// The lines that a text has more, and those that it has less.
fn changes(before: &str, after: &str) -> Vec<String> {
    let diff = similar::TextDiff::from_lines(before, after);
    let changed = diff.iter_all_changes().filter(|change| change.tag() != similar::ChangeTag::Equal);
    changed.map(|change| format!("{}{}", change.tag(), change.value().trim_end())).collect()
}

/// What is kept: the field, what the deal says, what the export says.
fn kept(plan: &Plan) -> Vec<String> {
    let fields = plan.deals.iter().flat_map(|deal| &deal.fields).filter(|field| field.kept.is_some());
    let word = |word: &Option<String>| word.clone().unwrap_or_else(|| "–".to_owned());
    fields.map(|field| format!("{}: {} / {}", field.field, word(&field.before), word(&field.after))).collect()
}
