//! The whole campaign, and how ids are resolved in it.

use std::collections::HashMap;
use std::sync::Arc;

use super::Id;
use super::records::{
    Asset, Control, Crew, Deal, Destination, Hazard, Obstacle, Play, Product, Review, Run, Settings, Stage, Text,
    Topic, Track,
};

/// One campaign: what the file says, after defaults.
#[derive(Debug, Clone)]
pub struct Campaign {
    /// `format`; 1 if absent.
    pub format: u32,
    /// `[campaign]`.
    pub settings: Settings,
    /// The campaign's zone: the file's, else the machine's.
    pub zone: chrono_tz::Tz,
    /// Stage ids in order, after defaults; never empty while a deal exists.
    pub route: Vec<Id>,
    /// `[destination]`.
    pub destination: Option<Destination>,
    /// The people, in file order.
    pub crew: Vec<Crew>,
    /// The stages that have a table, in file order.
    pub stages: Vec<Stage>,
    /// In file order.
    pub products: Vec<Product>,
    /// In file order.
    pub assets: Vec<Asset>,
    /// In file order.
    pub topics: Vec<Topic>,
    /// In file order.
    pub tracks: Vec<Track>,
    /// In file order.
    pub plays: Vec<Play>,
    /// In file order.
    pub hazards: Vec<Hazard>,
    /// In file order.
    pub deals: Vec<Arc<Deal>>,
    /// In file order.
    pub reviews: Vec<Review>,
    /// Deal id to its index in `deals`.
    pub by_id: HashMap<Id, usize>,
    /// False while the rest of a large file is still being read.
    pub complete: bool,
    /// The archived campaigns, once somebody has read them.
    pub past: Arc<Past>,
}

/// What the files of `campaign.history` say: read, never written, and their problems are their own.
#[derive(Debug, Clone, Default)]
pub struct Past {
    /// The paths that were looked for, as written.
    pub paths: Vec<Text>,
    /// Those that were found, in that order.
    pub campaigns: Vec<Campaign>,
    /// Those that could not be read, and why.
    pub missing: Vec<(Text, String)>,
}

impl Past {
    /// The finished deals, each with the campaign that it was in.
    pub fn finished(&self) -> impl Iterator<Item = (&Campaign, &Deal)> {
        self.campaigns.iter().flat_map(|campaign| {
            let deals = campaign.deals.iter().filter(|deal| deal.result.is_some());
            deals.map(move |deal| (campaign, &**deal))
        })
    }
}

/// What an id names as a place on a deal: obstacles, controls, runs and hazards share one namespace; then stages.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// The deal's own obstacle (maybe overriding a hazard).
    Obstacle(&'a Obstacle),
    /// A hazard that the deal meets.
    Hazard(&'a Hazard),
    /// A dated promise.
    Control(&'a Control),
    /// A meeting.
    Run(&'a Run),
    /// A stage of the route, by its place in it.
    Stage(usize),
}
