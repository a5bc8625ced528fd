//! A deal goes to another stage: not past a gate without its facts, unless somebody says why.

use super::{Act, Fields, Ground, deal_path, instant, set, text, unknown, unset, when, words};
use crate::campaign::{Campaign, Deal, Id};
use crate::text::{Intent, Refusal};

/// Moves a deal. The stage it leaves becomes a row of its `stage_log`; facts belong to the stage they were asked for,
/// so they go. Going back asks for no facts, and is told.
///
/// # Errors
/// A finished deal, a stage that is not on the route or that it is in, and missing facts that nobody overrules.
pub fn stage(ground: Ground<'_>, id: &str, to: &str, overrule: Option<&str>) -> Result<Act, Refusal> {
    let campaign = ground.campaign;
    let deal = ground.open_deal(id)?;
    let target = campaign.route_index(to).ok_or_else(|| {
        unknown("the route has no stage", to, campaign.route.iter().map(Id::as_str), "write a stage of the route")
    })?;
    let from = campaign.stage_of(deal).ok_or_else(|| Refusal::new("the route has no stages", "write a `route`"))?;
    if *from == *to {
        return Err(Refusal::new(format!("the deal `{id}` is in `{to}` already"), "name another stage"));
    }
    if let Some(since) = deal.since
        && since.local(campaign.zone) > ground.now.with_timezone(&campaign.zone).naive_local()
    {
        return Err(Refusal::new(format!("`since` of the deal `{id}` lies ahead"), "correct `since` first"));
    }
    let overrule = overrule.map(|why| words(why, "the reason", "say why the gate is passed without its facts"));
    let overrule = overrule.transpose()?;
    let here = campaign.route_index(from);
    let is_back = here.is_some_and(|here| target < here);
    let missing = if is_back { Vec::new() } else { missing_facts(ground.campaign, deal, from) };
    if !missing.is_empty() && overrule.is_none() {
        let count = if missing.len() == 1 { "a fact".to_owned() } else { format!("{} facts", missing.len()) };
        return Err(Refusal::new(
            format!("to leave `{from}` {count} is missing: {}", missing.join("; ")),
            "add what is had to the deal's `gate`, or overrule it with the reason",
        ));
    }
    let overruled = overrule.filter(|_| !missing.is_empty());
    let record = deal_path(id);
    let entered = instant(ground.moment(|_| false));
    let row = Fields::default()
        .with("stage", text(from))
        .maybe("from", deal.since.map(when))
        .with("to", entered.clone())
        .maybe_text("overruled", overruled)
        .maybe_text("by", ground.by.filter(|_| overruled.is_some()));
    let mut intents = vec![
        Intent::Append { array: record.below(["stage_log"]), row: row.0 },
        set(record.clone(), "stage", text(to)),
        set(record.clone(), "since", entered),
    ];
    if ground.is_written(&record, "gate") {
        intents.push(unset(record, "gate"));
    }
    let mut act = Act::of(intents);
    let [left, reached] = [from, to].map(|stage| campaign.stage_name(stage));
    if is_back {
        act = act.telling(format!("goes back from {left} to {reached}"));
    } else {
        act = act.telling(format!("goes from {left} to {reached}"));
        let skipped = here.map_or(&[][..], |here| campaign.route.get(here + 1..target).unwrap_or_default());
        if !skipped.is_empty() {
            let names: Vec<&str> = skipped.iter().map(|stage| campaign.stage_name(stage)).collect();
            act = act.telling(format!("skips {}", names.join(", ")));
        }
    }
    if overruled.is_some() {
        act = act.telling(format!("the gate is overruled; missing: {}", missing.join("; ")));
    } else if overrule.is_some() {
        act = act.telling("no fact is missing, so nothing is overruled");
    }
    if deal.since.is_none() {
        act = act.telling(format!("nobody wrote since when it was in {left}, so its days there are unknown"));
    }
    Ok(act)
}

/// The words of the facts that a stage asks for and the deal does not have.
pub(in crate::drive) fn missing_facts(campaign: &Campaign, deal: &Deal, stage: &str) -> Vec<String> {
    let asked = campaign.stage(stage).map_or(&[][..], |stage| &stage.gate);
    let missing = asked.iter().filter(|(fact, _)| !deal.gate.contains(fact));
    missing.map(|(fact, words)| format!("`{fact}`, {words}")).collect()
}
