//! The engine as people read it: one sentence that says what to do and why, how the ride is and what costs most, the
//! weeks as two cylinders, and the deals with the stroke that each needs.
//!
//! Pure lines: screen and command line show the same ones. Left out: columns, which `view` measures.

use chrono::{DateTime, Utc};

use super::next::{NextStroke, Plan, next_stroke};
use super::strokes::{ANSWER_WITHIN, Part, Smoothness, Strokes, WEEKS, Week};
use super::{DealEngine, Engine, Standing};
use crate::campaign::{Campaign, Deal, Id, StrokeKind};
use crate::drive::Outlook;
use crate::drive::words::{counted, day, moment, quoted, when, who};

/// So many deals are told with their next stroke; the others are counted.
const SHOWN: usize = 12;
/// Weeks of a deal's gauge.
const GAUGE: usize = 4;

/// `push` or `pull`.
#[must_use]
pub const fn trade(kind: StrokeKind) -> &'static str {
    match kind {
        StrokeKind::Push => "push",
        StrokeKind::Pull => "pull",
    }
}

/// A deal's engine on one line: `push ▮▮▯▮ pull ▮▯▯▯  next: a pull`. A cell is a week of the last four, the one that runs
/// last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gauge {
    /// Weeks in which sales struck.
    pub push: [bool; GAUGE],
    /// Weeks in which marketing did.
    pub pull: [bool; GAUGE],
    /// What comes next, and whether it is missing already; `None`: finished, stopped, or nothing told yet.
    pub next: Option<(StrokeKind, bool)>,
}

impl DealEngine {
    /// Its last four weeks.
    #[must_use]
    pub fn gauge(&self) -> Gauge {
        let mut gauge = Gauge { push: [false; GAUGE], pull: [false; GAUGE], next: self.standing.next() };
        for (at, week) in self.weeks[WEEKS - GAUGE..].iter().enumerate() {
            gauge.push[at] = week.push > 0;
            gauge.pull[at] = week.pull > 0;
        }
        gauge
    }
}

impl Gauge {
    /// What stands behind the cells: `next: a pull`, `missing: a pull`.
    #[must_use]
    pub fn words(&self) -> String {
        match self.next {
            None => String::new(),
            Some((kind, true)) => format!("missing: a {}", trade(kind)),
            Some((kind, false)) => format!("next: a {}", trade(kind)),
        }
    }
}

/// A deal, what it needs and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The deal.
    pub deal: Id,
    /// Its name.
    pub account: String,
    /// Its last weeks.
    pub gauge: Gauge,
    /// How it stands.
    pub why: String,
    /// The next stroke in words; empty: none is needed or known.
    pub next: String,
    /// The same, as the file has it.
    pub stroke: Option<NextStroke>,
    /// The deal runs on one stroke alone.
    pub alone: Option<StrokeKind>,
}

/// One line under the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// How the ride is, with what costs most.
    Ride(String),
    /// A fact of the campaign.
    Fact(String),
    /// The weeks are drawn here.
    Cylinders,
    /// Deals follow that have something in common; so many.
    Part(&'static str, usize),
    /// A deal.
    Deal(Box<Told>),
    /// So many more of the part are not shown.
    More(usize),
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What to do, in one sentence.
    pub sentence: String,
    /// The lines under it.
    pub lines: Vec<Line>,
}

impl Sheet {
    /// What an engine says, for people.
    #[must_use]
    pub fn of(campaign: &Campaign, outlook: &Outlook, engine: &Engine, now: DateTime<Utc>) -> Self {
        let mut lines = Vec::new();
        if engine.strokes.all() > 0 {
            lines.push(Line::Ride(ride(&engine.strokes, engine.band)));
        }
        lines.extend(facts(engine).into_iter().map(Line::Fact));
        if engine.strokes.all() > 0 {
            lines.push(Line::Cylinders);
        }
        let mut parts: [(&'static str, Vec<&DealEngine>); 5] = [
            ("A STROKE IS MISSING", Vec::new()),
            ("THE ENGINE RUNS", Vec::new()),
            ("NO STROKE IS WRITTEN YET", Vec::new()),
            ("STOPPED BY A RED FLAG", Vec::new()),
            ("FINISHED", Vec::new()),
        ];
        for one in &engine.deals {
            parts[usize::from(one.standing.rank())].1.push(one);
        }
        let mut first = None;
        for (title, deals) in parts {
            if deals.is_empty() {
                continue;
            }
            lines.push(Line::Part(title, deals.len()));
            for one in deals.iter().take(SHOWN) {
                let Some(deal) = campaign.deal(&one.deal) else { continue };
                let told = told(campaign, outlook, one, deal, now);
                first.get_or_insert_with(|| told.clone());
                lines.push(Line::Deal(Box::new(told)));
            }
            if deals.len() > SHOWN {
                lines.push(Line::More(deals.len() - SHOWN));
            }
        }
        Self { sentence: sentence(campaign, engine, first.as_ref()), lines }
    }
}

impl Told {
    /// One deal, for those who look at it alone.
    #[must_use]
    pub fn of(campaign: &Campaign, outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> Self {
        told(campaign, outlook, &super::deal_engine(campaign, outlook, deal, now), deal, now)
    }
}

/// The deal as a line.
fn told(campaign: &Campaign, outlook: &Outlook, one: &DealEngine, deal: &Deal, now: DateTime<Utc>) -> Told {
    let date = |of| day(of, campaign.zone, now);
    let why = match one.standing {
        Standing::Waits { kind, since, days, quiet } => {
            let long = counted(days, "working day", "working days");
            if quiet {
                format!("nothing has happened since both trades worked on it, {}; {long} without a stroke", date(since))
            } else {
                let unanswered = trade(super::other(kind));
                format!("no {} has answered the {unanswered} of {} in {long}", trade(kind), date(since))
            }
        }
        Standing::Runs { kind, by } => format!("a {} is due by {}", trade(kind), date(by)),
        Standing::Silent => "the file tells of no stroke".to_owned(),
        Standing::Stopped => "a red flag stands: nobody strikes".to_owned(),
        Standing::Finished => format!(
            "{} and {}",
            counted(one.strokes.pushes.into(), "push", "pushes"),
            counted(one.strokes.pulls.into(), "pull", "pulls")
        ),
    };
    let stroke = match one.standing {
        Standing::Waits { kind, .. } | Standing::Runs { kind, .. } => {
            next_stroke(campaign, outlook, deal, kind, now).ok_or(Some(kind))
        }
        // Who has heard nothing of us is drawn first; where nothing lies ready, what sales has planned will do.
        Standing::Silent => [StrokeKind::Pull, StrokeKind::Push]
            .into_iter()
            .find_map(|kind| next_stroke(campaign, outlook, deal, kind, now))
            .ok_or(Some(StrokeKind::Push)),
        Standing::Stopped | Standing::Finished => Err(None),
    };
    let next = match &stroke {
        Ok(stroke) => next_words(campaign, outlook, stroke, now),
        Err(Some(StrokeKind::Push)) => {
            format!("no push is planned: `codriver deal next FILE {} WHAT` writes the next touch", deal.id)
        }
        Err(Some(StrokeKind::Pull)) => {
            "no pull is planned and nothing fits: a note with a track or an asset would be one".to_owned()
        }
        Err(None) => String::new(),
    };
    Told {
        deal: deal.id.clone(),
        account: deal.name().to_owned(),
        gauge: one.gauge(),
        why,
        next,
        stroke: stroke.ok(),
        alone: one.strokes.alone(),
    }
}

/// `Walk Ines through the security pack (the next touch; Sam, Sun 22 Nov)`.
fn next_words(campaign: &Campaign, outlook: &Outlook, stroke: &NextStroke, now: DateTime<Utc>) -> String {
    let by = stroke.by.as_deref().map(|by| who(campaign, by));
    let time = stroke.when.map(|at| {
        let due = outlook.calendar(None).deadline(at);
        match (stroke.from, due <= now) {
            (Plan::Note, true) => "called now".to_owned(),
            (Plan::Note, false) => format!("called {}", moment(due, campaign.zone, now)),
            // A meeting that is still to come has begun at most.
            (Plan::Run, _) | (_, false) => when(at, campaign.zone, now),
            (_, true) => format!("overdue since {}", when(at, campaign.zone, now)),
        }
    });
    let behind: Vec<String> = by.into_iter().chain(time).collect();
    let behind = if behind.is_empty() { String::new() } else { format!("; {}", behind.join(", ")) };
    let from = match stroke.from {
        Plan::Play => {
            let id = stroke.record.keys().nth(1).unwrap_or_default();
            format!("the play {}", quoted(campaign.play_title(id)))
        }
        from => from.words().to_owned(),
    };
    format!("{} ({from}{behind})", stroke.what.trim_end_matches('.'))
}

/// How the ride is, and why, with the figures behind.
fn ride(strokes: &Strokes, band: (f64, f64)) -> String {
    let Some(smooth) = strokes.smoothness(band) else {
        let all = counted(strokes.all().into(), "stroke", "strokes");
        return format!("{all} in twelve weeks: too few to say how the ride is");
    };
    let figure = format!("{:.2} of 1", smooth.figure);
    match (strokes.alone(), smooth.worst()) {
        (Some(kind), _) => format!(
            "It runs on one stroke alone, {}; that is allowed, and a bumpier ride ({figure})",
            counted(strokes.all().into(), trade(kind), if kind == StrokeKind::Push { "pushes" } else { "pulls" })
        ),
        (None, None) => format!("A smooth ride ({figure}): both trades, in turn, without a gap"),
        (None, Some(worst)) => {
            let words = smooth.words();
            let head: String = words.chars().take(1).flat_map(char::to_uppercase).collect();
            format!("{head}{} ({figure}). Most is lost where {}", &words[1..], lost(strokes, worst, band))
        }
    }
}

/// What costs most, as the file tells it.
fn lost(strokes: &Strokes, part: Part, (low, high): (f64, f64)) -> String {
    match part {
        Part::Balance => format!(
            "one trade works more than agreed: {} of {} strokes are pushes, agreed are {:.0} to {:.0} in 100",
            strokes.pushes,
            strokes.all(),
            low * 100.0,
            high * 100.0
        ),
        Part::Alternation => format!(
            "strokes stay unanswered: the other trade followed {} of {} within {ANSWER_WITHIN} working days",
            strokes.answered, strokes.asked
        ),
        Part::Rhythm => format!(
            "there are gaps: {} of {} working days lay more than {ANSWER_WITHIN} after the last stroke, the longest gap \
             was {}",
            strokes.days - strokes.covered,
            strokes.days,
            strokes.longest_gap
        ),
    }
}

/// What is told of all deals beside the ride.
fn facts(engine: &Engine) -> Vec<String> {
    let mut facts = Vec::new();
    for kind in [StrokeKind::Push, StrokeKind::Pull] {
        let alone = engine.deals.iter().filter(|one| one.strokes.alone() == Some(kind)).count();
        let many = i64::try_from(alone).unwrap_or_default();
        if engine.deals.len() > 1 && alone > 0 {
            let (deals, runs) = (counted(many, "deal", "deals"), if alone == 1 { "runs" } else { "run" });
            let strokes = if kind == StrokeKind::Push { "pushes" } else { "pulls" };
            facts.push(format!("{deals} {runs} on {strokes} alone: allowed, and a bumpier ride"));
        }
    }
    if engine.untold > 0 {
        let many = i64::try_from(engine.untold).unwrap_or_default();
        let rows = counted(many, "row of `stroke` says", "rows of `stroke` say");
        facts.push(format!("{rows} no day or no trade and cannot be counted: add `at` and `kind`"));
    }
    facts
}

/// What to do, and why.
fn sentence(campaign: &Campaign, engine: &Engine, first: Option<&Told>) -> String {
    let Some(told) = first else {
        return "No deal is open: there is nothing to push or to pull.".to_owned();
    };
    let next = if told.next.is_empty() { String::new() } else { format!(" Next: {}.", told.next) };
    let Told { account, why, .. } = told;
    match engine.deals.first().map(|one| one.standing) {
        Some(Standing::Waits { kind, .. }) => format!("{account} waits for a {}: {why}.{next}", trade(kind)),
        Some(Standing::Runs { .. }) if engine.deals.len() == 1 => format!("{account} runs: {why}.{next}"),
        Some(Standing::Runs { .. }) => {
            format!("No stroke is missing. The first one due is on {account}: {why}.{next}")
        }
        Some(Standing::Silent) if campaign.deals.iter().all(|deal| deal.strokes.is_empty()) => format!(
            "No stroke is written yet: `codriver stroke add FILE {} push WHAT` writes one, and a meeting that is driven \
             counts by itself.",
            told.deal
        ),
        Some(Standing::Silent) => format!("{account} has had no stroke yet.{next}"),
        Some(Standing::Stopped) => format!("{account} stands still: {why}."),
        Some(Standing::Finished) => format!("{account} is finished: {why} in the twelve weeks before."),
        None => String::new(),
    }
}

/// The weeks drawn as two cylinders, so many rows each: pushes go up from the line between, pulls down. A week is three
/// columns; on the line a week without either has a gap sign.
#[must_use]
pub fn cylinders(weeks: &[Week], height: u32, [full, line, gap]: [char; 3]) -> Vec<String> {
    let most = weeks.iter().map(|week| week.push.max(week.pull)).max().unwrap_or_default();
    // One cell a stroke while they fit; what fired at least once is always seen.
    let cells = |count: u32| if most <= height { count } else { (count * height).div_ceil(most) };
    let row = |level: u32, of: fn(&Week) -> u32| {
        let cell = |week: &Week| if cells(of(week)) >= level { [full, full, ' '] } else { [' '; 3] };
        weeks.iter().flat_map(cell).collect::<String>().trim_end().to_owned()
    };
    let axis = weeks.iter().flat_map(|week| match (week.push, week.pull) {
        (0, 0) => [gap, gap, line],
        _ => [line; 3],
    });
    let ups = (1..=height).rev().map(|level| row(level, |week| week.push));
    let downs = (1..=height).map(|level| row(level, |week| week.pull));
    ups.chain([axis.collect()]).chain(downs).collect()
}

impl Smoothness {
    /// Its parts for programs, by name.
    #[must_use]
    pub const fn parts(&self) -> [(&'static str, Option<f64>); 3] {
        [("balance", Some(self.balance)), ("alternation", self.alternation), ("rhythm", self.rhythm)]
    }
}
