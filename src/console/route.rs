//! The Route screen: where does this deal go? One picture over time, the cursor on one thing of it, told in full beneath.
//!
//! Invariant: the map of the deal on screen is made when the deal, the campaign or the minute is another; it does not grow
//! with the campaign. The average of the won deals does: it is asked beside the loop, once for a version of the campaign,
//! and only while it is shown. Each deal keeps its cursor, its zoom and its place in time. Left out: columns and signs,
//! which `view` chooses.

use std::collections::HashMap;

use super::effect::Effect;
use super::model::Model;
use super::screen::Screen;
use crate::campaign::Id;
use crate::drive::route_map::{Beside, Course, Item, RouteMap, Won};

/// Twice as near with each step, so often.
const NEAREST: u8 = 5;

/// The state of the screen.
#[derive(Debug, Default)]
pub struct Route {
    /// The map of the deal on screen.
    pub map: Option<Box<RouteMap>>,
    /// What stands beside it.
    pub with: Option<With>,
    /// The two of them; nothing where there is nothing to compare.
    pub beside: Option<Box<Beside>>,
    /// The average of the won deals, and the version of the campaign it is of.
    won: Option<(u64, Won)>,
    /// The version of the campaign whose average was asked for last.
    asked: Option<u64>,
    /// What the map is of: version, deal, minute.
    made_of: Option<(u64, Id, i64)>,
    spots: HashMap<Id, Spot>,
}

/// What stands beside a deal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum With {
    /// The average of the won deals.
    Won,
    /// Another deal.
    Deal(Id),
}

/// Where a deal's map was left.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Spot {
    /// The item under the cursor.
    at: usize,
    /// How often twice as near; 0: the whole way.
    zoom: u8,
    /// The left end of the window, in weeks of the axis.
    left: f64,
}

/// The part of the axis that is shown, in its weeks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Where it begins.
    pub left: f64,
    /// How long it is.
    pub span: f64,
    /// How often twice as near; 0: the whole way.
    pub zoom: u8,
}

impl Route {
    fn spot(&self) -> Spot {
        let spot = self.map.as_ref().and_then(|map| self.spots.get(&map.deal));
        spot.copied().unwrap_or_default()
    }

    fn change(&mut self, change: impl FnOnce(&mut Spot, &RouteMap)) {
        if let Some(map) = &self.map {
            change(self.spots.entry(map.deal.clone()).or_default(), map);
        }
    }

    /// The place of the item under the cursor.
    #[must_use]
    pub fn at(&self) -> usize {
        let last = self.map.as_ref().map_or(0, |map| map.items.len().saturating_sub(1));
        self.spot().at.min(last)
    }

    /// The item under the cursor.
    #[must_use]
    pub fn item(&self) -> Option<&Item> {
        self.map.as_ref()?.items.get(self.at())
    }

    /// The part of the axis that is shown.
    #[must_use]
    pub fn window(&self) -> Window {
        let length = self.map.as_ref().map_or(1.0, |map| map.axis.length()).max(0.1);
        let Spot { zoom, left, .. } = self.spot();
        let span = length / f64::from(1_u32 << zoom.min(NEAREST));
        Window { left: left.clamp(0.0, length - span), span, zoom }
    }

    /// Puts the cursor on an item, and brings it into the window.
    pub fn put(&mut self, at: usize) {
        self.change(|spot, map| spot.at = at.min(map.items.len().saturating_sub(1)));
        self.show_item();
    }

    /// Twice as near, or half, around the item under the cursor. False: it goes no further.
    pub fn zoom(&mut self, nearer: bool) -> bool {
        let Window { left, span, zoom } = self.window();
        let to = if nearer { (zoom + 1).min(NEAREST) } else { zoom.saturating_sub(1) };
        if to == zoom || self.map.is_none() {
            return false;
        }
        let middle = self.place().unwrap_or(left + span / 2.0);
        let wide = if nearer { span / 2.0 } else { span * 2.0 };
        self.change(|spot, _| (spot.zoom, spot.left) = (to, middle - wide / 2.0));
        let left = self.window().left;
        self.change(|spot, _| spot.left = left);
        true
    }

    /// A quarter of the window on or back in time. False: there is no more.
    pub fn scroll(&mut self, on: bool) -> bool {
        let Window { left, span, .. } = self.window();
        let step = if on { span / 4.0 } else { -span / 4.0 };
        self.change(|spot, _| spot.left = left + step);
        let now = self.window().left;
        self.change(|spot, _| spot.left = now);
        (now - left).abs() > 1e-9
    }

    /// Where the item under the cursor lies.
    fn place(&self) -> Option<f64> {
        let map = self.map.as_ref()?;
        Some(map.axis.place(self.item()?.at?))
    }

    fn show_item(&mut self) {
        let (Some(place), Window { left, span, zoom }) = (self.place(), self.window()) else { return };
        let edge = span / 12.0;
        if zoom > 0 && !(left + edge..left + span - edge).contains(&place) {
            self.change(|spot, _| spot.left = place - span / 2.0);
        }
    }

    /// The map is another one: the cursor stays on its item if that is still there.
    fn take(&mut self, made: RouteMap) {
        let before = self.map.take().filter(|before| before.deal == made.deal);
        let kept = before.and_then(|before| {
            let item = before.items.get(self.spots.get(&made.deal)?.at)?;
            let same = |one: &Item| {
                one.record == item.record && std::mem::discriminant(&one.what) == std::mem::discriminant(&item.what)
            };
            let alike = |one: &Item| same(one) && one.title == item.title;
            made.items.iter().position(alike).or_else(|| made.items.iter().position(same))
        });
        let first = || made.items.iter().position(|item| item.at.is_some_and(|at| at >= made.now)).unwrap_or(0);
        let spot = self.spots.entry(made.deal.clone());
        let is_new = matches!(spot, std::collections::hash_map::Entry::Vacant(_));
        let spot = spot.or_default();
        spot.at = kept.unwrap_or_else(|| if is_new { first() } else { spot.at });
        self.map = Some(Box::new(made));
    }

    /// Whether the average is still being worked out.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.with == Some(With::Won) && self.won.is_none()
    }
}

/// Makes the map anew where it may be another, and asks for what stands beside it.
pub fn follow(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.screen != Screen::Route {
        return;
    }
    let minute = model.now.timestamp().div_euclid(60);
    let Some(deal) = model.current().cloned() else {
        model.route.map = None;
        model.route.made_of = None;
        return;
    };
    let of = (model.version, deal.id.clone(), minute);
    if model.route.made_of.as_ref() != Some(&of) {
        let made = RouteMap::of(&model.campaign, &model.outlook, &deal, model.now);
        model.route.take(made);
        model.route.made_of = Some(of);
        compare(model);
    }
    let wants = model.route.with == Some(With::Won) && model.campaign.complete;
    let has = model.route.won.as_ref().is_some_and(|(version, _)| *version == model.version);
    if wants && !has && model.route.asked != Some(model.version) {
        model.route.asked = Some(model.version);
        effects.push(Effect::Won { version: model.version });
    }
}

/// The average has been worked out.
pub fn answered(model: &mut Model, version: u64, won: Won) {
    model.route.won = Some((version, won));
    compare(model);
}

/// Puts something beside the deal, or nothing.
pub fn put_beside(model: &mut Model, with: Option<With>) {
    model.route.with = with;
    compare(model);
}

/// Makes the two ways anew.
fn compare(model: &mut Model) {
    let Some(map) = &model.route.map else { return };
    let other: Option<(Course, bool)> = match &model.route.with {
        None => None,
        Some(With::Won) => model.route.won.as_ref().and_then(|(_, won)| Some((won.course(map)?, won.is_few()))),
        Some(With::Deal(id)) => model.campaign.deal(id).map(|deal| {
            let other = RouteMap::of(&model.campaign, &model.outlook, deal, model.now);
            (Course::of(&other), false)
        }),
    };
    model.route.beside = other.map(|(course, is_few)| Box::new(Beside::of(map, course, is_few)));
}
