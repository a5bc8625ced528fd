//! The route bar and the line beneath it: how long the stages took, and how long they should.

use crate::campaign::{Calendar, Deal, Id, Status};
use crate::console::model::Model;
use crate::console::sheet::{Leg, LegState, Tone};
use crate::console::words;
use crate::drive::History;
use crate::drive::arrival::expected_seconds;
use crate::drive::circles::circles_of;
use crate::drive::stalled::stalled;

/// Days are counted in these seconds where a length is shown in days.
const DAY: f64 = 86_400.0;

/// Days a stage should take; two weeks where nothing is known.
fn expected_days(model: &Model, stage: &str) -> f64 {
    model.campaign.stage(stage).map_or(14.0, |stage| expected_seconds(stage) / DAY)
}

#[expect(clippy::cast_possible_truncation, reason = "days in a stage are few")]
fn whole(days: f64) -> i64 {
    days.round() as i64
}

/// The stages of the route, each with its share of the whole and its days.
pub(super) fn legs(model: &Model, deal: &Deal) -> Vec<Leg> {
    let campaign = &model.campaign;
    let here = campaign.stage_of(deal).and_then(|stage| campaign.route_index(stage)).unwrap_or(0);
    let won = deal.result.as_ref().is_some_and(|finish| finish.status == Status::Won);
    let total: f64 = campaign.route.iter().map(|stage| expected_days(model, stage)).sum();
    let leg = |(index, stage): (usize, &Id)| {
        let expected = expected_days(model, stage);
        let (state, days, tone) = if index < here || won {
            (LegState::Done, days_spent(model, deal, stage, whole(expected)), Tone::Quiet)
        } else if index == here {
            leg_here(model, deal, expected)
        } else {
            (LegState::Ahead, format!("{} d", whole(expected)), Tone::Quiet)
        };
        #[expect(clippy::cast_possible_truncation, reason = "a share for the screen")]
        let weight = (expected / total.max(1.0)) as f32;
        Leg { name: campaign.stage_name(stage).to_owned(), weight, state, days, tone }
    };
    campaign.route.iter().enumerate().map(leg).collect()
}

/// The days all passes through a stage took together, against the expected ones; empty where the file does not say.
fn days_spent(model: &Model, deal: &Deal, stage: &Id, expected: i64) -> String {
    let zone = model.campaign.zone;
    let passes = deal.stage_log.iter().filter(|row| row.stage == *stage);
    let spent = passes
        .filter_map(|row| Some((words::day_of(row.to?, zone) - words::day_of(row.from?, zone)).num_days()))
        .reduce(|a, b| a + b);
    spent.map_or_else(String::new, |spent| match spent - expected {
        0 => format!("{spent} d"),
        over @ 1.. => format!("{spent} d, +{over}"),
        under => format!("{spent} d, −{}", -under),
    })
}

/// The stage a deal is in: how much of its time is used.
fn leg_here(model: &Model, deal: &Deal, expected: f64) -> (LegState, String, Tone) {
    let Some(spent) = days_here(model, deal) else {
        return (LegState::Here(0.0), "days unknown".to_owned(), Tone::Calm);
    };
    #[expect(clippy::cast_precision_loss, reason = "days in a stage are few")]
    let share = spent as f64 / expected.max(1.0);
    let tone = if share > 1.0 && deal.is_open() { Tone::Late } else { Tone::Calm };
    #[expect(clippy::cast_possible_truncation, reason = "a share for the screen")]
    let shown = share as f32;
    (LegState::Here(shown), format!("{spent} of {} d", whole(expected)), tone)
}

/// Calendar days since the deal entered its stage, as its clocks have run.
fn days_here(model: &Model, deal: &Deal) -> Option<i64> {
    let zone = model.campaign.zone;
    let today = model.outlook.clock(deal, model.now).with_timezone(&zone).date_naive();
    deal.since.map(|since| (today - words::day_of(since, zone)).num_days().max(0))
}

/// Which stage of how many, and its days in words: stalled, over, or as expected.
pub(super) fn stage_line(model: &Model, deal: &Deal) -> (String, Tone) {
    if !deal.is_open() {
        return (String::new(), Tone::Calm);
    }
    let Some(stage) = model.campaign.stage_of(deal) else { return (String::new(), Tone::Calm) };
    let at = model.campaign.route_index(stage);
    let place = at.map_or_else(
        || "Not on the route".to_owned(),
        |at| format!("Stage {} of {}", at + 1, model.campaign.route.len()),
    );
    let Some(spent) = days_here(model, deal) else {
        return (format!("{place}, since when is not written"), Tone::Quiet);
    };
    let usual = whole(expected_days(model, stage));
    let days = words::counted(spent, "day", "days");
    if let Some(stalled) = stalled(&model.campaign, &model.outlook, deal, model.now) {
        return (format!("{place}: stalled, {}", stalled.words()), Tone::Late);
    }
    if spent > usual {
        return (format!("{place}, {days}: {usual} were expected"), Tone::Late);
    }
    (format!("{place}, {days} of the {usual} expected"), Tone::Quiet)
}

/// How it goes in circles, in words.
pub(super) fn circles(model: &Model, calendar: &Calendar, deal: &Deal) -> Vec<String> {
    let campaign = &model.campaign;
    let history = History::of(campaign, calendar, deal);
    let found = circles_of(campaign, &model.outlook, deal, &history, model.now);
    found.iter().map(|circle| format!("in circles, {}", circle.words(campaign, model.now))).collect()
}
