//! What review mode says of the deal on the table, in words, ready to be drawn.
//!
//! Made when the picture begins anew, never for a second of the clock. One deal is looked at, and of the walk only as many
//! rows as a screen can have: the same for ten deals and for ten thousand.

use chrono::Datelike;

use super::Review;
use crate::campaign::Deal;
use crate::console::command::Command;
use crate::console::geometry::window;
use crate::console::model::Model;
use crate::console::sheet::{Promise, Tone};
use crate::console::{playlist, sight, words};
use crate::drive::engine::{Gauge, Told, trade};
use crate::drive::review::{Stand, Trade, Unsigned, can_sign, open_promises, sitting_before, unsigned_tracks};
use crate::drive::wheel::waiting;

/// So many rows of the walk are worded.
const WALK: usize = 24;
/// So many overruled gates of a deal are told.
const OVERRULED: usize = 3;

/// The screen in words. That of the deal itself is the Stage's.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReviewSheet {
    /// What to settle on this deal first, and why.
    pub sentence: String,
    /// `3 of 12`.
    pub place: String,
    /// The time on this deal.
    pub clock: Clock,
    /// What each side has promised and not kept.
    pub promises: Vec<Promises>,
    /// The last weeks of the engine; none of a finished deal.
    pub gauge: Option<Gauge>,
    /// How the engine stands, and the stroke that comes next.
    pub engine: Vec<String>,
    /// A stroke is missing.
    pub engine_tone: Tone,
    /// Messages that are played unsigned.
    pub tracks: Vec<ToSign>,
    /// Offers of the wheel that wait.
    pub offers: Vec<String>,
    /// Gates that were passed without their facts, the last first: the reason, and where, when and who.
    pub overruled: Vec<(String, String)>,
    /// What was decided at the last review of this deal: when, then each with how it stands.
    pub before: Option<(String, Vec<Before>)>,
    /// The deals around this one in the walk.
    pub walk: Vec<WalkLine>,
    /// Where there is nothing to walk: why, and what helps.
    pub empty: Vec<String>,
}

/// The time on a deal, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Clock {
    /// So far.
    pub spent: i64,
    /// As much as is meant for a deal.
    pub meant: i64,
}

impl Clock {
    /// `2:14 of 5:00`, `5:40, 0:40 over`.
    #[must_use]
    pub fn words(self) -> String {
        let clock = crate::console::run::clock;
        if self.is_over() {
            format!("{}, {} over", clock(self.spent), clock(self.spent - self.meant))
        } else {
            format!("{} of {}", clock(self.spent), clock(self.meant))
        }
    }

    /// More than was meant.
    #[must_use]
    pub const fn is_over(self) -> bool {
        self.spent > self.meant
    }
}

/// The open promises of one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promises {
    /// `SALES`.
    pub title: String,
    /// The most pressing first.
    pub lines: Vec<Promise>,
}

/// A message to agree on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToSign {
    /// What it is called.
    pub theme: String,
    /// Its words.
    pub line: String,
    /// Who has still to sign, and where the deal plays it.
    pub state: String,
}

/// A decision of last time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// The decision.
    pub said: String,
    /// How it stands.
    pub stands: String,
    /// Open ones are worth a look.
    pub tone: Tone,
}

/// A deal of the walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalkLine {
    /// Its name.
    pub name: String,
    /// Why it needs the pair, or what was decided today.
    pub words: String,
    /// Good once something is decided.
    pub tone: Tone,
    /// It is the one on the table.
    pub here: bool,
}

pub(super) fn sheet(model: &Model, review: &Review) -> ReviewSheet {
    let mut sheet = ReviewSheet {
        clock: Clock { spent: review.seconds(model.now), meant: model.settings.time_box.into() },
        ..ReviewSheet::default()
    };
    let Some(deal) =
        model.current().filter(|_| !review.walk.is_empty() || review.noted().is_some_and(|noted| !noted.is_empty()))
    else {
        sheet.empty = empty(model);
        return sheet;
    };
    let campaign = &model.campaign;
    let at = review.walk.iter().position(|id| *id == deal.id);
    sheet.place = at.map_or_else(|| "not on the walk".to_owned(), |at| format!("{} of {}", at + 1, review.walk.len()));
    let owed = open_promises(campaign, model.outlook.calendar(None), deal);
    for part in owed.chunk_by(|one, other| one.trade == other.trade) {
        let title = part.first().map_or("", |one| one.trade.word()).to_uppercase();
        let lines = part.iter().map(|one| sight::promise(model, deal, one.control)).collect();
        sheet.promises.push(Promises { title, lines });
    }
    let engine = Told::of(campaign, &model.outlook, deal, model.now);
    sheet.gauge = deal.is_open().then_some(engine.gauge);
    sheet.engine.push(engine.why.clone());
    match &engine.stroke {
        Some(_) => sheet.engine.push(format!("next: {}", engine.next)),
        None if deal.is_open() => sheet.engine.push("none is planned".to_owned()),
        None => {}
    }
    sheet.engine_tone = if engine.gauge.next.is_some_and(|(_, missing)| missing) { Tone::Late } else { Tone::Calm };
    let unsigned = unsigned_tracks(campaign, deal);
    sheet.tracks = unsigned.iter().map(|one| to_sign(model, one)).collect();
    sheet.offers = waiting(campaign, deal).into_iter().map(|row| offer(model, row)).collect();
    sheet.overruled = overruled(model, deal);
    sheet.before = before(model, review, deal);
    let pressing = owed.iter().find(|one| {
        one.until.is_some_and(|until| until < model.outlook.clock(deal, model.now))
            && matches!(one.trade, Trade::Sales | Trade::Marketing)
    });
    let pressing = pressing.map(|one| sight::promise(model, deal, one.control));
    sheet.sentence = sentence(model, deal, &sheet, pressing.as_ref(), &engine, &unsigned);
    // What the sentence says is not said twice.
    let sentence = &sheet.sentence;
    sheet.engine.retain(|line| !sentence.contains(line.trim_start_matches("next: ")));
    sheet.walk = walk(model, review, at.unwrap_or(0));
    sheet
}

/// Gates that were passed without their facts: the last few.
fn overruled(model: &Model, deal: &Deal) -> Vec<(String, String)> {
    let campaign = &model.campaign;
    let rows = deal.stage_log.iter().rev().filter_map(|row| {
        let mut at = campaign.stage_name(&row.stage).to_owned();
        if let Some(to) = row.to {
            at = format!("{at} was left {}", words::when(to, campaign.zone, model.now));
        }
        if let Some(by) = &row.by {
            at = format!("{at}, {}", words::who(campaign, by));
        }
        Some((row.overruled.as_deref()?.to_owned(), at))
    });
    rows.take(OVERRULED).collect()
}

/// Why there is nothing to walk, and what helps.
fn empty(model: &Model) -> Vec<String> {
    let key = |command| model.keymap.shown(command);
    if !model.order.known {
        return vec![
            "The deals are still being read.".to_owned(),
            "The walk begins with the one that needs you most, as soon as all are in order.".to_owned(),
        ];
    }
    let first = if model.campaign.deals.is_empty() {
        "No deal stands in this campaign yet.".to_owned()
    } else {
        "Every deal is finished: there is none to walk.".to_owned()
    };
    vec![
        first,
        format!("{} adds one, {} brings in a CRM’s export.", key(Command::AddDeal), key(Command::Import)),
        "Each open deal comes up here in order of need, with what both seats have promised and what you decide."
            .to_owned(),
    ]
}

/// What to settle first, and why.
fn sentence(
    model: &Model,
    deal: &Deal,
    sheet: &ReviewSheet,
    pressing: Option<&Promise>,
    engine: &Told,
    unsigned: &[Unsigned<'_>],
) -> String {
    let key = |command| model.keymap.shown(command);
    if !deal.is_open() {
        return "This deal is finished: say what you take from it, and go on.".to_owned();
    }
    if let Some(offer) = sheet.offers.last() {
        return format!("Settle who drives: {offer}.");
    }
    if let Some(promise) = pressing {
        return format!(
            "Say what becomes of {}: promised for {}, {}.",
            words::quoted(&promise.what),
            promise.date,
            promise.distance
        );
    }
    match &deal.next {
        None => return format!("Give it a next touch: none is set, and {} sets it.", key(Command::NextTouch)),
        Some(next) if next.on.is_none() => {
            return format!("Give the next touch a day: it has none, and {} gives it one.", key(Command::NextTouch));
        }
        Some(_) if model.sheet.next.tone == Tone::Late => {
            return format!("Say what becomes of the next touch: it is for {}.", model.sheet.next.detail);
        }
        Some(_) => {}
    }
    let open =
        sheet.before.as_ref().and_then(|(when, all)| Some((when, all.iter().find(|one| one.tone == Tone::Late)?)));
    if let Some((when, one)) = open {
        return format!("Decide again, or give it a day: {} of {when} is open.", words::quoted(&one.said));
    }
    if let Some((kind, true)) = engine.gauge.next {
        return match &engine.stroke {
            Some(_) => format!("See to the {}: {}; next is {}.", trade(kind), engine.why, engine.next),
            None => format!("Decide who makes a {}: {}.", trade(kind), engine.why),
        };
    }
    if let (Some(one), Some(line)) = (unsigned.first(), sheet.tracks.first()) {
        let mine = model.seat.as_deref().is_some_and(|seat| can_sign(&model.campaign, one, seat));
        let how = if mine { format!(", and {} signs it", key(Command::Sign)) } else { String::new() };
        return format!("Agree on {}: {}{how}.", words::quoted(&line.theme), line.state);
    }
    format!("Nothing presses here: say so in a word, and {} goes on.", key(Command::Next))
}

fn to_sign(model: &Model, one: &Unsigned<'_>) -> ToSign {
    ToSign {
        theme: model.campaign.track_theme(&one.track.id).to_owned(),
        line: one.track.line.as_deref().or(one.track.opener.as_deref()).unwrap_or("without words yet").to_owned(),
        state: format!("{}; played in {}", playlist::to_sign(&one.missing), words::listed(&one.places)),
    }
}

/// `offered to Priya on Wed 18 Nov, not accepted yet`.
fn offer(model: &Model, row: &crate::campaign::Handoff) -> String {
    let to = row.to.as_deref().map(|to| words::who(&model.campaign, to)).unwrap_or_default();
    let on = row.at.map_or_else(String::new, |at| {
        let day = words::day_of(at, model.campaign.zone);
        format!(", {}", words::day(day, model.campaign.zone, model.now))
    });
    format!("offered to {to}{on}, not accepted yet")
}

fn before(model: &Model, review: &Review, deal: &Deal) -> Option<(String, Vec<Before>)> {
    let campaign = &model.campaign;
    let sitting = sitting_before(campaign, &deal.id, review.day)?;
    let line = |said: &str, stand: Stand| Before {
        said: said.to_owned(),
        stands: if stand.is_open() { "open".to_owned() } else { stand.words(campaign, model.now) },
        tone: if stand.is_open() { Tone::Late } else { Tone::Good },
    };
    let mut lines: Vec<Before> = sitting.decisions(campaign).map(|(_, said, stand)| line(said, stand)).collect();
    let rubs = sitting.rows.iter().filter_map(|row| row.rubs.as_deref());
    lines.extend(rubs.map(|rubs| Before {
        said: rubs.to_owned(),
        stands: "what rubbed".to_owned(),
        tone: Tone::Quiet,
    }));
    let year = model.now.with_timezone(&campaign.zone).year();
    Some((words::date(sitting.day, year), lines))
}

/// The deals around the one on the table.
fn walk(model: &Model, review: &Review, at: usize) -> Vec<WalkLine> {
    let campaign = &model.campaign;
    let first = window(at, WALK, review.walk.len());
    let deals = review.walk.iter().enumerate().skip(first).take(WALK);
    deals
        .map(|(n, id)| {
            let here = review.noted_on(id).cloned();
            let noted =
                here.unwrap_or_else(|| super::Noted::of(crate::drive::review::row_of(campaign, id, review.day)));
            let reason =
                || model.order.position(id).and_then(|at| model.order.rows.get(at)).map(|row| row.reason.clone());
            let (words, tone) = match campaign.deal(id) {
                None => ("gone from the file".to_owned(), Tone::Quiet),
                Some(_) if noted.is_empty() => (reason().unwrap_or_default(), Tone::Quiet),
                Some(_) => (format!("✓ {}", super::told(&noted)), Tone::Good),
            };
            let name = campaign.deal(id).map_or(id.as_str(), |deal| deal.name()).to_owned();
            WalkLine { name, words, tone, here: n == at }
        })
        .collect()
}
