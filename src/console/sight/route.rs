//! The route bar and the line beneath it: how long the stages took, and how long they should.

use crate::campaign::{Calendar, Deal, Status};
use crate::console::model::Model;
use crate::console::sheet::{Leg, LegState, Tone};
use crate::console::words;
use crate::drive::arrival::expected_seconds;
use crate::drive::attention;

/// Days are counted in these seconds where a length is shown in days.
const DAY: f64 = 86_400.0;

fn expected_days(model: &Model, stage: &str) -> f64 {
    model.campaign.stage(stage).map_or(14.0, |stage| expected_seconds(stage) / DAY)
}

pub(super) fn legs(model: &Model, deal: &Deal) -> Vec<Leg> {
    let campaign = &model.campaign;
    let zone = campaign.zone;
    let today = model.now.with_timezone(&zone).date_naive();
    let here = campaign.stage_of(deal).and_then(|stage| campaign.route_index(stage)).unwrap_or(0);
    let won = deal.result.as_ref().is_some_and(|finish| finish.status == Status::Won);
    let total: f64 = campaign.route.iter().map(|stage| expected_days(model, stage)).sum();
    campaign
        .route
        .iter()
        .enumerate()
        .map(|(index, stage)| {
            let expected = expected_days(model, stage);
            let passes = deal.stage_log.iter().filter(|row| row.stage == *stage);
            let spent: Option<i64> = passes
                .filter_map(|row| Some((words::day_of(row.to?, zone) - words::day_of(row.from?, zone)).num_days()))
                .reduce(|a, b| a + b);
            #[expect(clippy::cast_possible_truncation, reason = "whole days and shares for the screen")]
            let (state, days, tone) = if index < here || won {
                let days = spent.map_or_else(String::new, |spent| {
                    let over = spent - expected.round() as i64;
                    match over {
                        0 => format!("{spent} d"),
                        1.. => format!("{spent} d, +{over}"),
                        _ => format!("{spent} d, −{}", -over),
                    }
                });
                (LegState::Done, days, Tone::Quiet)
            } else if index == here {
                let spent = deal.since.map(|since| (today - words::day_of(since, zone)).num_days().max(0));
                let days = match spent {
                    Some(spent) => format!("{spent} of {} d", expected.round() as i64),
                    None => "days unknown".to_owned(),
                };
                let share = spent.map_or(0.0, |spent| spent as f64 / expected.max(1.0));
                let tone = if share > 1.0 && deal.is_open() { Tone::Late } else { Tone::Calm };
                (LegState::Here(share as f32), days, tone)
            } else {
                (LegState::Ahead, format!("{} d", expected.round() as i64), Tone::Quiet)
            };
            #[expect(clippy::cast_possible_truncation, reason = "a share for the screen")]
            let weight = (expected / total.max(1.0)) as f32;
            Leg { name: campaign.stage_name(stage).to_owned(), weight, state, days, tone }
        })
        .collect()
}

pub(super) fn stage_line(model: &Model, calendar: &Calendar, deal: &Deal) -> (String, Tone) {
    if !deal.is_open() {
        return (String::new(), Tone::Calm);
    }
    let Some(stage) = model.campaign.stage_of(deal) else { return (String::new(), Tone::Calm) };
    let at = model.campaign.route_index(stage);
    let place = at.map_or_else(
        || "Not on the route".to_owned(),
        |at| format!("Stage {} of {}", at + 1, model.campaign.route.len()),
    );
    let Some(since) = deal.since else {
        return (format!("{place}, since when is not written"), Tone::Quiet);
    };
    let zone = model.campaign.zone;
    let today = model.now.with_timezone(&zone).date_naive();
    let spent = (today - words::day_of(since, zone)).num_days().max(0);
    let expected = expected_days(model, stage);
    #[expect(clippy::cast_possible_truncation, reason = "whole days for the screen")]
    let usual = expected.round() as i64;
    let days = words::counted(spent, "day", "days");
    let quiet = attention::quiet_days(calendar, deal, model.now)
        .zip(attention::stale_days(&model.campaign, deal))
        .filter(|(quiet, limit)| quiet > limit);
    if let Some((quiet, allowed)) = quiet {
        return (format!("{place}: stalled, quiet for {quiet} days, {allowed} are allowed"), Tone::Late);
    }
    if spent > usual {
        return (format!("{place}, {days}: {usual} were expected"), Tone::Late);
    }
    (format!("{place}, {days} of the {usual} expected"), Tone::Quiet)
}
