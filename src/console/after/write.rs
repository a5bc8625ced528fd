//! What was filled in goes into the file as one step; then what goes back to the navigator is shown.

use super::{After, NewReport, NextTouch, Report, Stand, draft_name};
use crate::campaign::{Deal, When};
use crate::console::effect::Effect;
use crate::console::form::Told;
use crate::console::model::Model;
use crate::console::update::write;
use crate::console::{edits, words};
use crate::drive::feedback::{Feedback, feedback};
use crate::drive::rules::{self, Act, Filed, Ground, Touch};
use crate::text::Refusal;

/// Writes what was touched, all or nothing, and shows what goes back.
pub(super) fn submit(model: &mut Model, after: &mut After, effects: &mut Vec<Effect>) {
    let written = wish(model, after).and_then(|act| {
        if !act.intents.is_empty() {
            write(model, "after the run", act.intents, effects)?;
        }
        Ok(act.told)
    });
    match written {
        Ok(mut told) => {
            model.drafts.forget(&draft_name(&after.deal, &after.run));
            if told.is_empty() {
                told.push("nothing was changed".to_owned());
            }
            told.push(goes_back(model, after));
            after.stand = Stand::Written(told);
        }
        Err(refusal) => {
            after.told = Some(Told { text: format!("{}: {}", refusal.message, refusal.mend), bad: true });
        }
    }
}

/// What is written, and what was done in words, one a line.
fn wish(model: &Model, after: &After) -> Result<Act, Refusal> {
    let ground = edits::ground(model);
    let gone = || Refusal::new("the deal is gone from the file", "leave with esc: what is typed is kept");
    let deal = model.campaign.deal(&after.deal).ok_or_else(gone)?;
    let mut all = Act::default();
    if let Some(next) = after.next.as_ref().filter(|next| next.is_touched()) {
        take(&mut all, touch(model, ground, deal, next)?);
    }
    let won: Vec<&str> = after.facts.iter().filter(|fact| fact.won).map(|fact| fact.id.as_str()).collect();
    if !won.is_empty() {
        let mut act = rules::gate(ground, &deal.id, &won)?;
        let facts: Vec<&str> = after.facts.iter().filter(|fact| fact.won).map(|fact| fact.words.as_str()).collect();
        act.told.push(format!("won: {}", facts.join("; ")));
        if facts.len() == after.facts.len() {
            act.told.push(format!("nothing is missing any more to leave {}", after.stage));
        }
        take(&mut all, act);
    }
    let touched: Vec<&Report> = after.reports.iter().filter(|report| report.is_touched()).collect();
    for report in &touched {
        take(&mut all, file(ground, deal, report)?);
    }
    if !touched.is_empty() {
        let count = i64::try_from(touched.len()).unwrap_or(i64::MAX);
        all.told.push(format!("filed anew: {}", words::counted(count, "field report", "field reports")));
    }
    if !after.new.words.value().trim().is_empty() {
        take(&mut all, report(ground, deal, after, &after.new)?);
    }
    Ok(all)
}

fn take(all: &mut Act, act: Act) {
    all.intents.extend(act.intents);
    all.told.extend(act.told);
}

fn touch(model: &Model, ground: Ground<'_>, deal: &Deal, next: &NextTouch) -> Result<Act, Refusal> {
    let on = next.understood.clone().map_err(|why| match why.split_once("; ") {
        Some((what, mend)) => Refusal::new(what, mend),
        None => Refusal::new(why, "write a day"),
    })?;
    let what = next.what.value();
    // Whose help the old touch needed says nothing of another one.
    let is_same = deal.next.as_ref().and_then(|old| old.what.as_deref()).is_some_and(|old| old.trim() == what.trim());
    let needs = next.needs.as_deref().filter(|needs| is_same && next.by.as_deref() != Some(*needs));
    let mut act = rules::next(ground, &deal.id, Touch { what, on, by: next.by.as_deref(), needs })?;
    let when = on.map_or_else(String::new, |on| format!(", {}", words::when(on, model.campaign.zone, model.now)));
    act.told.insert(0, format!("next: {}{when}", what.trim()));
    if is_behind(model, on) {
        act.told.push("that day is behind us: give it one ahead".to_owned());
    }
    Ok(act)
}

fn is_behind(model: &Model, on: Option<When>) -> bool {
    let today = model.now.with_timezone(&model.campaign.zone).date_naive();
    on.is_some_and(|on| words::day_of(on, model.campaign.zone) < today)
}

fn file(ground: Ground<'_>, deal: &Deal, report: &Report) -> Result<Act, Refusal> {
    let topic = report.filing.topic();
    let filed = Filed { kind: report.filing.kind, topic: topic.as_deref(), who: report.filing.who.as_deref() };
    rules::file(ground, &deal.id, report.row, filed)
}

fn report(ground: Ground<'_>, deal: &Deal, after: &After, new: &NewReport) -> Result<Act, Refusal> {
    let topic = new.filing.topic();
    let run = deal.run(&after.run).map(|run| run.id.as_str());
    let said = rules::Report {
        said: new.words.value(),
        kind: new.filing.kind,
        who: new.filing.who.as_deref(),
        topic: topic.as_deref(),
        run,
    };
    let mut act = rules::report(ground, &deal.id, said)?;
    act.told.push(format!("heard: “{}”", new.words.value().trim()));
    Ok(act)
}

/// `goes back to Maya: 2 field reports wait in the inbox, 1 note fell flat`.
fn goes_back(model: &Model, after: &After) -> String {
    let campaign = &model.campaign;
    let found = campaign.deal(&after.deal).and_then(|deal| Some((deal, deal.run(&after.run)?)));
    let back = found.map(|(deal, run)| feedback(campaign, &model.outlook, deal, run, model.now)).unwrap_or_default();
    let to = back.to.as_deref().map_or_else(|| "the navigator".to_owned(), |to| words::who(campaign, to));
    if back.is_empty() {
        return format!("nothing goes back to {to}: no report waits, no note was marked");
    }
    format!("goes back to {to}: {}", counts(&back))
}

fn counts(back: &Feedback) -> String {
    let one = |count: usize, one: &str, many: &str| {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        (count > 0).then(|| words::counted(count, one, many))
    };
    let parts = [
        one(back.waiting, "field report waits in the inbox", "field reports wait in the inbox"),
        one(back.landed, "note landed", "notes landed"),
        one(back.flat, "note fell flat", "notes fell flat"),
        one(back.not_used, "note was not used", "notes were not used"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
