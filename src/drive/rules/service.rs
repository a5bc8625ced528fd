//! A deal in trouble: one push and one pull in a box of time, and how it ended.

use chrono::{DateTime, Utc};

use super::{Act, Fields, Ground, deal_path, instant, text, unknown, when, words};
use crate::campaign::{Id, Play, Repair, When};
use crate::text::{Intent, Literal, Refusal};

/// A repair as it is wished for.
#[derive(Debug, Clone, Copy)]
pub struct Repairs<'t> {
    /// Why: a flag, or a word that a play answers to.
    pub reason: &'t str,
    /// The play; `None`: the only one that answers to the reason, if there is one.
    pub play: Option<&'t str>,
    /// Until when; `None`: as soon as the play says.
    pub until: Option<When>,
}

/// Sends a deal to service. The play's push and pull become the tasks of who drives and who navigates.
///
/// # Errors
/// A finished deal, one that is in service, a play that does not exist.
pub fn serve(ground: Ground<'_>, id: &str, repairs: Repairs<'_>) -> Result<Act, Refusal> {
    let deal = ground.open_deal(id)?;
    if deal.service.is_some() {
        return Err(Refusal::new(format!("the deal `{id}` is in service already"), "end that repair first"));
    }
    let reason = words(repairs.reason, "the reason", "say why it is in trouble")?;
    let play = play(ground, reason, repairs.play)?;
    let now = ground.moment(|at| deal.service_log.iter().any(|row| row.since == Some(at)));
    let until = repairs.until.or_else(|| until(ground, play?, now));
    let task = |what: Option<&str>, by: Option<&Id>| {
        let fields = Fields::default().with("what", text(what?)).maybe_text("by", by.map(|by| &**by));
        Some(Literal::InlineTable(fields.0))
    };
    let campaign = ground.campaign;
    let push = task(play.and_then(|play| play.push.as_deref()), campaign.driver_of(deal));
    let pull = task(play.and_then(|play| play.pull.as_deref()), campaign.navigator_of(deal));
    let fields = Fields::default()
        .with("since", instant(now))
        .with("reason", text(reason))
        .maybe_text("play", play.map(|play| play.id.as_str()))
        .maybe("until", until.map(when))
        .maybe("push", push)
        .maybe("pull", pull);
    let act = Act::of(vec![Intent::Add { record: deal_path(id).below(["service"]), fields: fields.0 }]);
    let title = play.map_or("no play", |play| campaign.play_title(&play.id));
    let act = act.telling(format!("in service: {title}"));
    Ok(if until.is_none() { act.telling("without an end: give it one") } else { act })
}

fn play<'a>(ground: Ground<'a>, reason: &str, wanted: Option<&str>) -> Result<Option<&'a Play>, Refusal> {
    let plays = &ground.campaign.plays;
    let Some(wanted) = wanted else {
        let mut fitting = plays.iter().filter(|play| play.when.iter().any(|word| *word == *reason));
        return Ok(fitting.next().filter(|_| fitting.next().is_none()));
    };
    let found = ground.campaign.play(wanted);
    let ids = plays.iter().map(|play| play.id.as_str());
    found.map(Some).ok_or_else(|| unknown("no play is called", wanted, ids, "write a play of the file"))
}

/// The day on which the play's time is over, in the campaign's working time.
fn until(ground: Ground<'_>, play: &Play, now: DateTime<Utc>) -> Option<When> {
    let outlook = ground.outlook();
    let calendar = outlook.calendar(None);
    let end = calendar.later(now, play.within.as_ref()?)?;
    Some(When::Date(calendar.local(calendar.moved_into(end)).date()))
}

/// Ends a repair: it becomes a row of `service_log`.
///
/// # Errors
/// A deal that is not in service.
pub fn served(ground: Ground<'_>, id: &str, outcome: Repair) -> Result<Act, Refusal> {
    let deal = ground.deal(id)?;
    let Some(service) = &deal.service else {
        return Err(Refusal::new(format!("the deal `{id}` is not in service"), "send it there first, with a reason"));
    };
    let ended = match outcome {
        Repair::Recovered => "recovered",
        Repair::Later => "later",
        Repair::Retired => "retired",
    };
    let row = Fields::default()
        .maybe("since", service.since.map(when))
        .with("ended", instant(ground.moment(|_| false)))
        .maybe_text("reason", service.reason.as_deref())
        .maybe_text("play", service.play.as_deref())
        .with("outcome", text(ended));
    let record = deal_path(id);
    let mut act = Act::of(vec![
        Intent::Append { array: record.below(["service_log"]), row: row.0 },
        Intent::Remove { record: record.below(["service"]) },
    ]);
    for (part, stint) in [("push", &service.push), ("pull", &service.pull)] {
        if let Some(what) = stint.as_ref().filter(|stint| stint.done.is_none()).and_then(|stint| stint.what.as_deref())
        {
            act = act.telling(format!("the {part} was not done: {what}"));
        }
    }
    if outcome == Repair::Retired && deal.is_open() {
        act = act.telling("the deal is still open; finish it as lost if it is");
    }
    Ok(act.telling(format!("out of service: {ended}")))
}
