//! `codriver report scrutineering`: may each sale finish at all, now and when it comes to each stage; with an exit code for
//! a check of the file.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Printed, text};
use crate::campaign::{Campaign, Id};
use crate::cli::{BAD_DATA, DONE};
use crate::console::scrutineering::{Look, looks, told};
use crate::drive::Outlook;
use crate::drive::scrutineering::{Finding, Rule, Verdict, Weight};
use crate::drive::veil::Veil;

/// Something is to be asked, and `--strict` does not let that pass.
const QUESTIONS: u8 = 1;

/// The report, and the exit code: 2 where a sale is stopped, 1 where with `strict` a question is left.
pub fn report(campaign: &Campaign, deal: Option<&str>, names: bool, strict: bool, now: DateTime<Utc>) -> (Printed, u8) {
    let looks = looks(campaign, &Outlook::new(campaign), deal, now);
    let has = |verdict: &Verdict| looks.iter().any(|look| look.scrutiny.verdict == *verdict);
    let code = if has(&Verdict::Stopped) {
        BAD_DATA
    } else if strict && has(&Verdict::Question) {
        QUESTIONS
    } else {
        DONE
    };
    let told = told(campaign, &looks, deal.is_some(), names, now);
    let deals: Vec<Value> = looks.iter().map(|look| json_of(campaign, look, names, now)).collect();
    let json = json!({ "sentence": told.sentence.as_str(), "deals": deals });
    (Printed { text: text(&told), json }, code)
}

fn json_of(campaign: &Campaign, look: &Look<'_>, names: bool, now: DateTime<Utc>) -> Value {
    let moment = |at: DateTime<Utc>| at.with_timezone(&campaign.zone).to_rfc3339();
    let veil = Veil::over(look.deal, names);
    let (until, by) = match &look.scrutiny.verdict {
        Verdict::ClearedUntil { until, by } => (Some(until.to_string()), Some(by.as_str())),
        _ => (None, None),
    };
    let finding = |finding: &Finding| {
        let stops = finding.stops.as_ref().map(|stop| {
            json!({
                "stage": stop.stage.as_ref().map(Id::as_str),
                "at": stop.at.map(moment),
                "estimated": stop.estimated,
            })
        });
        json!({
            "weight": weight(finding.weight),
            "rule": rule(finding.rule),
            "of": finding.of.as_str(),
            "what": veil.text(&finding.what),
            "why": veil.text(&finding.why),
            "record": finding.record.to_string(),
            "stops": stops,
        })
    };
    let stages = look.scrutiny.stages.iter().map(|stage| {
        json!({
            "stage": stage.stage.as_str(),
            "at": stage.at.map(moment),
            "here": stage.is_here,
            "can_go_on": stage.can_go_on,
        })
    });
    json!({
        "deal": look.deal.id.as_str(),
        "account": look.deal.name(),
        "verdict": look.scrutiny.verdict.name(),
        "words": veil.text(&look.scrutiny.words(campaign, now)),
        "until": until,
        "ends": by,
        "findings": look.scrutiny.findings.iter().map(finding).collect::<Vec<_>>(),
        "stages": stages.collect::<Vec<_>>(),
    })
}

const fn weight(weight: Weight) -> &'static str {
    match weight {
        Weight::Stops => "stops",
        Weight::Warns => "warns",
        Weight::Unknown => "question",
        Weight::Waived => "waived",
    }
}

const fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::Product => "product",
        Rule::Markets => "markets",
        Rule::RunsOn => "runs_on",
        Rule::Conflicts => "conflicts",
        Rule::Paper => "paper",
    }
}
