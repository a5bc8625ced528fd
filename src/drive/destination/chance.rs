//! How likely a deal is won at all, from the stage it stands in.
//!
//! [`WinEstimator`] is the door through which a better estimate can come in; [`WinRates`] is today's. A stage's
//! `win_rate` (of the deals that enter it) is blended with the finished deals that came as far, those of archived
//! campaigns too: a Beta prior of that mean which weighs as much as eight deals, to which wins and losses are added; the
//! chance is the posterior mean, (8 × rate + won) ÷ (8 + finished). A stage without `win_rate` has the even prior of two
//! deals, one of them won (Laplace). A won deal came through every stage; a lost one as far as its log or its stage says.
//!
//! Left out: how long the deal has stood there, its flags, its driver's own probability. The last stands beside the
//! forecast and is never mixed into it.

use crate::campaign::{Campaign, Deal, Status};
use crate::drive::Stand;

/// How likely a deal is won, and what that rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Win {
    /// 0 to 1.
    pub chance: f64,
    /// The stage's `win_rate`.
    pub rate: Option<f64>,
    /// Finished deals that came as far and were won.
    pub won: u32,
    /// Finished deals that came as far.
    pub finished: u32,
}

/// Tells how likely an open deal is won.
pub trait WinEstimator: Send + Sync + std::fmt::Debug {
    /// The chance that this deal, which stands there, is won at some time.
    fn win(&self, deal: &Deal, stand: &Stand<'_>) -> Win;
}

/// How many finished deals a stage's `win_rate` weighs as much as.
const WEIGHT: f64 = 8.0;
/// The same for a stage without one, of which half are won.
const EVEN: f64 = 2.0;

/// The record of each stage of the route.
#[derive(Debug, Clone)]
pub struct WinRates {
    stages: Box<[Win]>,
}

impl WinRates {
    /// Learns from the stages' `win_rate` and all finished deals.
    #[must_use]
    pub fn learn(campaign: &Campaign) -> Self {
        let mut seen = vec![(0_u32, 0_u32); campaign.route.len()];
        let ours = campaign.deals.iter().map(|deal| &**deal);
        for deal in ours.chain(campaign.past.finished().map(|(_, deal)| deal)) {
            let Some(finish) = &deal.result else { continue };
            let is_won = finish.status == Status::Won;
            let farthest = if is_won { seen.len().checked_sub(1) } else { farthest(campaign, deal) };
            for (won, finished) in seen.iter_mut().take(farthest.map_or(0, |stage| stage + 1)) {
                *won += u32::from(is_won);
                *finished += 1;
            }
        }
        let stages = campaign.route.iter().zip(seen).map(|(id, (won, finished))| {
            let rate = campaign.stage(id).and_then(|stage| stage.win_rate);
            let (mean, weight) = rate.map_or((0.5, EVEN), |rate| (rate, WEIGHT));
            let chance = (mean * weight + f64::from(won)) / (weight + f64::from(finished));
            Win { chance, rate, won, finished }
        });
        Self { stages: stages.collect() }
    }
}

impl WinEstimator for WinRates {
    fn win(&self, _: &Deal, stand: &Stand<'_>) -> Win {
        self.stages.get(stand.stage).copied().unwrap_or(Win { chance: 0.5, rate: None, won: 0, finished: 0 })
    }
}

/// The stage farthest along the route that a deal's log or stage names.
fn farthest(campaign: &Campaign, deal: &Deal) -> Option<usize> {
    let left = deal.stage_log.iter().map(|row| &row.stage);
    left.chain(campaign.stage_of(deal)).filter_map(|stage| campaign.route_index(stage)).max()
}
