//! The places that a note can stand at: those that can be named, the nearest to what was typed, and the usual one.

use super::draft::At;
use super::note::Ground;
use crate::campaign::{Anchor, Campaign, Deal, Id, Position, When};
use crate::console::model::Model;

/// Every id that can be named as a place, each with what it is called: the deal's own first, then hazards, then stages.
pub(super) fn named<'a>(ground: Ground<'a>, campaign: &'a Campaign) -> Vec<(&'a Id, &'a str)> {
    let mut all: Vec<(&Id, &str)> = Vec::new();
    match ground {
        Ground::Deal(deal) => {
            let obstacles = deal.obstacles.iter().filter(|one| !one.struck);
            all.extend(deal.runs.iter().map(|one| (&one.id, one.what.as_deref().unwrap_or("a meeting"))));
            all.extend(obstacles.map(|one| (&one.id, one.title.as_deref().unwrap_or("an obstacle"))));
            all.extend(deal.controls.iter().map(|one| (&one.id, one.what.as_deref().unwrap_or("a dated promise"))));
            let hazards = campaign.hazards_of(deal).filter(|one| deal.obstacle(&one.id).is_none());
            all.extend(hazards.map(|one| (&one.id, one.title.as_deref().unwrap_or("an obstacle for many deals"))));
        }
        Ground::Hazard(own) => {
            let others = campaign.hazards.iter().filter(|one| one.id != own.id);
            all.extend(others.map(|one| (&one.id, one.title.as_deref().unwrap_or("an obstacle for many deals"))));
        }
    }
    all.extend(campaign.route.iter().map(|id| (id, campaign.stage_name(id))));
    all
}

/// The known place most like what was typed.
pub(super) fn nearest(ground: Ground<'_>, campaign: &Campaign, typed: &str) -> Option<String> {
    named(ground, campaign)
        .into_iter()
        .map(|(id, _)| (strsim::jaro_winkler(id, typed), id))
        .filter(|(like, _)| *like > 0.7)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, id)| id.to_string())
}

/// Where a note without a place belongs: before the next run, else before leaving the stage.
pub(super) fn next_place(model: &Model, deal: &Deal) -> At {
    let calendar = model.outlook.calendar(None);
    let run = deal
        .runs
        .iter()
        .filter(|run| run.started.is_none() && run.ended.is_none())
        .filter_map(|run| Some((calendar.clock(run.starts?), run)))
        .filter(|(starts, _)| *starts > model.now)
        .min_by_key(|(starts, _)| *starts);
    let position = match (run, model.campaign.stage_of(deal)) {
        (Some((_, run)), _) => Anchor::Named(run.id.clone()),
        (None, Some(stage)) => Anchor::Leave(stage.clone()),
        (None, None) => return At::Time(When::Date(calendar.local(model.now).date())),
    };
    At::Position(Position::at(position))
}
