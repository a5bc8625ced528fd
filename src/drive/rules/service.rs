//! A deal in trouble: one push and one pull in a box of time, what was done of them, and how it ended.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Act, Fields, Finished, Ground, Touch, deal_path, finish, instant, next, set, stage, text, unknown, unset};
use super::{when, words};
use crate::campaign::{Calendar, Deal, Id, Play, Service, Status, Stint, StrokeKind, When};
use crate::text::{Intent, KeyPath, Literal, RecordPath, Refusal};

/// A repair as it is wished for.
#[derive(Debug, Clone, Copy)]
pub struct Repairs<'t> {
    /// Why: a flag, or a word that a play answers to.
    pub reason: &'t str,
    /// The play, an empty one for none; `None`: the only one that answers to the reason, if there is one.
    pub play: Option<&'t str>,
    /// Until when; `None`: as soon as the play says.
    pub until: Option<When>,
    /// What sales does; `None`: as the play says, by who drives.
    pub push: Option<Task<'t>>,
    /// What marketing does; `None`: as the play says, by who navigates.
    pub pull: Option<Task<'t>>,
}

/// One trade's part as it is wished for.
#[derive(Debug, Clone, Copy)]
pub struct Task<'t> {
    /// In words; empty: this trade has none.
    pub what: &'t str,
    /// Who does it; `None`: nobody in particular.
    pub by: Option<&'t str>,
}

/// How a repair ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended<'t> {
    /// Back on the road: where it stands, or in another stage. The flag that was the reason is lowered.
    Recovered {
        /// The stage in which it goes on.
        stage: Option<&'t str>,
    },
    /// Taken up again later.
    Later {
        /// When: the day of the next touch.
        on: Option<When>,
    },
    /// Given up.
    Retired {
        /// What lost it; with it the deal is lost as well.
        why: Option<&'t str>,
    },
}

/// Sends a deal to service. Without others wished for, the play's push and pull become the tasks of who drives and who
/// navigates.
///
/// # Errors
/// A finished deal, one that is in service, no reason, a play or a person that does not exist, an end that has gone by.
pub fn serve(ground: Ground<'_>, id: &str, repairs: Repairs<'_>) -> Result<Act, Refusal> {
    let deal = ground.open_deal(id)?;
    if deal.service.is_some() {
        return Err(Refusal::new(format!("the deal `{id}` is in service already"), "end that repair first"));
    }
    let reason = words(repairs.reason, "the reason", "say why it is in trouble")?;
    let play = play(ground, reason, repairs.play)?;
    let now = ground.moment(|at| deal.service_log.iter().any(|row| row.since == Some(at)));
    let own_box = || box_day(ground.outlook().calendar(None), play?, now).map(When::Date);
    let until = repairs.until.or_else(own_box);
    if repairs.until.is_some_and(|until| has_gone_by(ground, until)) {
        return Err(Refusal::new("the time box would end before now", "name a day that comes, such as `3wd`"));
    }
    let campaign = ground.campaign;
    let own = |what: Option<&str>, by: Option<&Id>| Some(task(what?, by.map(|by| &**by)));
    let push = match repairs.push {
        Some(wished) => part(ground, wished)?,
        None => own(play.and_then(|play| play.push.as_deref()), campaign.driver_of(deal)),
    };
    let pull = match repairs.pull {
        Some(wished) => part(ground, wished)?,
        None => own(play.and_then(|play| play.pull.as_deref()), campaign.navigator_of(deal)),
    };
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

fn task(what: &str, by: Option<&str>) -> Literal {
    Literal::InlineTable(Fields::default().with("what", text(what)).maybe_text("by", by).0)
}

/// A part as it is wished for; nothing where it has no words.
fn part(ground: Ground<'_>, wished: Task<'_>) -> Result<Option<Literal>, Refusal> {
    let by = wished.by.map(|by| ground.person(by)).transpose()?;
    let what = wished.what.trim();
    Ok((!what.is_empty()).then(|| task(what, by.map(|by| &**by))))
}

fn play<'a>(ground: Ground<'a>, reason: &str, wanted: Option<&str>) -> Result<Option<&'a Play>, Refusal> {
    let plays = &ground.campaign.plays;
    let Some(wanted) = wanted else {
        let mut fitting = plays.iter().filter(|play| play.when.iter().any(|word| *word == *reason));
        return Ok(fitting.next().filter(|_| fitting.next().is_none()));
    };
    if wanted.is_empty() {
        return Ok(None);
    }
    let found = ground.campaign.play(wanted);
    let ids = plays.iter().map(|play| play.id.as_str());
    found.map(Some).ok_or_else(|| unknown("no play is called", wanted, ids, "write a play of the file"))
}

/// A day before today, or a moment before now.
fn has_gone_by(ground: Ground<'_>, when: When) -> bool {
    match when {
        When::Date(day) => day < ground.today(),
        when => when.local(ground.campaign.zone) < ground.now.with_timezone(&ground.campaign.zone).naive_local(),
    }
}

/// The day on which a play's time is over, in working time.
#[must_use]
pub fn box_day(calendar: &Calendar, play: &Play, now: DateTime<Utc>) -> Option<NaiveDate> {
    let end = calendar.later(now, play.within.as_ref()?)?;
    Some(calendar.local(calendar.moved_into(end)).date())
}

/// The deal and its repair.
fn in_service<'a>(ground: Ground<'a>, id: &str) -> Result<(&'a Deal, &'a Service), Refusal> {
    let deal = ground.deal(id)?;
    let service = deal.service.as_deref();
    let missing = || Refusal::new(format!("the deal `{id}` is not in service"), "send it there first, with a reason");
    service.map(|service| (deal, service)).ok_or_else(missing)
}

/// Reports a trade's part as done, or no longer.
///
/// # Errors
/// A deal that is not in service, and a part that the repair does not have.
pub fn report_part(ground: Ground<'_>, id: &str, part: StrokeKind, is_done: bool) -> Result<Act, Refusal> {
    let (_, service) = in_service(ground, id)?;
    let (name, stint) = named(service, part);
    let Some(stint) = stint else {
        return Err(Refusal::new(
            format!("this repair has no {name}"),
            format!("give it one: `deal.{id}.service.{name}`"),
        ));
    };
    let record = deal_path(id).below(["service"]);
    let key = |key: &str| KeyPath::new(name).then(key);
    // Written as a text, a table in line, or a record of its own: the key goes where the words are.
    let written = ground.document.get(&record, &KeyPath::new(name));
    let is_text = written.is_some_and(|source| source.starts_with(['"', '\'']));
    let what = stint.what.as_deref().unwrap_or_default();
    let done = instant(ground.moment(|_| false));
    let intents = match (is_done, is_text) {
        (true, true) => {
            let fields = Fields::default().with("what", text(what)).maybe_text("by", stint.by.as_deref());
            vec![set(record, name, Literal::InlineTable(fields.with("done", done).0))]
        }
        (true, false) => vec![set(record, key("done"), done)],
        (false, _) if stint.done.is_some() => vec![unset(record, key("done"))],
        (false, _) => Vec::new(),
    };
    let told = if is_done { "is done" } else { "is still to be done" };
    Ok(Act::of(intents).telling(format!("the {name} {told}: {what}")))
}

fn named(service: &Service, part: StrokeKind) -> (&'static str, Option<&Stint>) {
    match part {
        StrokeKind::Push => ("push", service.push.as_ref()),
        StrokeKind::Pull => ("pull", service.pull.as_ref()),
    }
}

/// Ends a repair: it becomes a row of `service_log`, and the deal goes on, waits for its day, or is lost.
///
/// # Errors
/// A deal that is not in service, a stage that it cannot go to, a day that has gone by, a finished deal that is to go on.
pub fn served(ground: Ground<'_>, id: &str, ended: Ended<'_>) -> Result<Act, Refusal> {
    let (deal, service) = in_service(ground, id)?;
    let outcome = match ended {
        Ended::Recovered { .. } => "recovered",
        Ended::Later { .. } => "later",
        Ended::Retired { .. } => "retired",
    };
    let row = Fields::default()
        .maybe("since", service.since.map(when))
        .with("ended", instant(ground.moment(|_| false)))
        .maybe_text("reason", service.reason.as_deref())
        .maybe_text("play", service.play.as_deref())
        .with("outcome", text(outcome));
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
    let follows = match ended {
        Ended::Recovered { stage } => recovered(ground, deal, service, stage)?,
        Ended::Later { on } => later(ground, deal, on)?,
        Ended::Retired { why } => retired(ground, deal, why)?,
    };
    act.intents.extend(follows.intents);
    act.told.extend(follows.told);
    Ok(act.telling(format!("out of service: {outcome}")))
}

/// The flag that was the reason is lowered, and the deal goes on where it is wanted.
fn recovered(ground: Ground<'_>, deal: &Deal, service: &Service, to: Option<&str>) -> Result<Act, Refusal> {
    let mut act = Act::default();
    let flag = deal.flags.iter().find(|flag| service.reason.as_deref() == Some(flag.id.as_str()));
    if let Some(flag) = flag {
        let record: RecordPath = deal_path(&deal.id).below(["flag", &*flag.id]);
        act.intents.push(Intent::Remove { record });
        act = act.telling(format!("the flag `{}` is lowered", flag.id));
    }
    let here = ground.campaign.stage_of(deal).map(Id::as_str);
    if let Some(to) = to.filter(|to| Some(*to) != here) {
        let moved = stage(ground, &deal.id, to, None)?;
        act.intents.extend(moved.intents);
        act.told.extend(moved.told);
    }
    Ok(act)
}

/// Its next touch gets the day.
fn later(ground: Ground<'_>, deal: &Deal, on: Option<When>) -> Result<Act, Refusal> {
    let Some(on) = on else {
        return Ok(Act::default().telling("without a day: give its next touch one"));
    };
    if has_gone_by(ground, on) {
        return Err(Refusal::new("the day on which it is taken up again has gone by", "name a day that comes"));
    }
    let what = deal.next.as_ref().and_then(|next| next.what.as_deref()).unwrap_or("Take it up again");
    let by = deal.next.as_ref().and_then(|next| next.by.as_ref()).or_else(|| ground.campaign.driver_of(deal));
    let needs = deal.next.as_ref().and_then(|next| next.needs.as_deref());
    next(ground, &deal.id, Touch { what, on: Some(on), by: by.map(|by| &**by), needs })
}

/// Lost, with the reason.
fn retired(ground: Ground<'_>, deal: &Deal, why: Option<&str>) -> Result<Act, Refusal> {
    let Some(why) = why else {
        let act = Act::default();
        return Ok(if deal.is_open() {
            act.telling("the deal is still open; finish it as lost if it is")
        } else {
            act
        });
    };
    let why = words(why, "the reason", "say what lost it: others learn from it")?;
    let lost = Finished { status: Status::Lost, on: None, reason: Some(why.to_owned()), credit: Vec::new() };
    let mut act = finish(ground, &deal.id, &lost)?;
    act.told.retain(|told| *told != finish::STILL_IN_SERVICE);
    Ok(act)
}
