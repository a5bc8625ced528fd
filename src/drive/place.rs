//! Where a position of a deal is in time.
//!
//! A place is worked out for somebody's calendar: a date is that person's first working minute of the day. An arrival
//! that is still ahead is estimated from what was known when the working day began, so that it holds still for a day.

use std::cell::RefCell;
use std::rc::Rc;

use chrono::{DateTime, Utc};

use super::Outlook;
use super::arrival::Arrival;
use super::history::{Crossing, History};
use crate::campaign::{Anchor, Calendar, Campaign, Control, Deal, Hazard, Id, Obstacle, Outcome, Position, Run, When};
use crate::pace::Steps;

/// A place in time, and since when it is the present passage of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceInTime {
    /// When.
    pub time: PlaceTime,
    /// Calls made up to then belong to an earlier passage over the route.
    pub pass: Option<DateTime<Utc>>,
}

/// When a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceTime {
    /// The position names nothing, or goes round in a circle.
    Nowhere,
    /// It hangs on something that has no date yet.
    NoTimeYet,
    /// At a known time. `clock`: written with a time of day, with no way from it.
    Fixed {
        /// When.
        at: DateTime<Utc>,
        /// Whether a time of day is written.
        clock: bool,
    },
    /// At a border of the route not yet reached, or some way from it.
    Estimated(Arrival),
    /// Exactly at a border that has been crossed.
    Entered {
        /// When.
        at: DateTime<Utc>,
    },
    /// It went by at a time that the file does not say, or its stage was skipped.
    Behind,
    /// A minute of a run that is under way or over.
    Live {
        /// When the run reaches it, pauses counted; while a pause is open, if it ended now.
        at: DateTime<Utc>,
        /// The clock of the run stands.
        paused: bool,
        /// When the run ended.
        ended: Option<DateTime<Utc>>,
    },
    /// A minute of a run that has not begun, at the time it would be.
    NotDriven {
        /// As if the run began when it should.
        at: Option<DateTime<Utc>>,
    },
}

/// An obstacle as a deal meets it: its own, a hazard, or a hazard overridden key by key.
#[derive(Debug, Clone, Copy)]
pub struct Met<'a> {
    /// Its id.
    pub id: &'a str,
    /// The deal's own part.
    pub own: Option<&'a Obstacle>,
    /// The hazard.
    pub hazard: Option<&'a Hazard>,
}

impl<'a> Met<'a> {
    /// Where it is.
    #[must_use]
    pub fn at(&self) -> Option<&'a Position> {
        self.own.and_then(|own| own.at.as_deref()).or_else(|| self.hazard.and_then(|hazard| hazard.at.as_deref()))
    }

    /// How hard it is.
    #[must_use]
    pub fn pace(&self) -> Option<&'a Steps> {
        self.own.and_then(|own| own.pace.as_deref()).or_else(|| self.hazard.and_then(|hazard| hazard.pace.as_deref()))
    }

    /// What it is called.
    #[must_use]
    pub fn title(&self) -> Option<&'a str> {
        self.own.and_then(|own| own.title.as_deref()).or_else(|| self.hazard.and_then(|hazard| hazard.title.as_deref()))
    }

    /// Whether it bit.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        self.own.and_then(|own| own.outcome)
    }
}

/// What an id of a position names.
#[derive(Debug, Clone, Copy)]
pub enum Named<'a> {
    /// An obstacle or a hazard.
    Met(Met<'a>),
    /// A dated promise.
    Control(&'a Control),
    /// A meeting.
    Run(&'a Run),
    /// A stage, by its place on the route.
    Stage(usize),
}

/// A deal as somebody's calendar sees it at a moment: what every question about its places starts from.
#[derive(Debug)]
pub struct Bearings<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// The campaign's calendars and estimates.
    pub outlook: &'a Outlook,
    /// The deal.
    pub deal: &'a Deal,
    /// Whose working time.
    pub calendar: &'a Calendar,
    /// Who drives the deal.
    pub driver: Option<&'a Id>,
    /// How early that person likes calls.
    pub earliness: f64,
    /// Where the deal has been.
    pub history: Rc<History>,
    /// The moment.
    pub now: DateTime<Utc>,
    arrivals: RefCell<Vec<(usize, Option<Arrival>)>>,
}

/// Obstacles that lead to obstacles: more than this is taken for a circle.
const DEPTH: u8 = 16;

impl<'a> Bearings<'a> {
    /// The deal in `person`'s working time; in the campaign's for nobody in particular.
    #[must_use]
    pub fn new(
        campaign: &'a Campaign,
        outlook: &'a Outlook,
        deal: &'a Deal,
        person: Option<&str>,
        now: DateTime<Utc>,
    ) -> Self {
        let history = Rc::new(History::of(campaign, outlook.calendar(None), deal));
        let driver = campaign.driver_of(deal);
        let (calendar, earliness) = (outlook.calendar(person), earliness(campaign, person));
        let arrivals = RefCell::default();
        Self { campaign, outlook, deal, calendar, driver, earliness, history, now, arrivals }
    }

    /// The same deal in another person's working time.
    #[must_use]
    pub fn seen_by(&self, person: Option<&str>) -> Self {
        Self {
            calendar: self.outlook.calendar(person),
            earliness: earliness(self.campaign, person),
            history: Rc::clone(&self.history),
            arrivals: RefCell::default(),
            ..*self
        }
    }

    /// The obstacles of the deal, its own and the hazards it meets, without those taken off it.
    pub fn obstacles(&self) -> impl Iterator<Item = Met<'a>> + '_ {
        let own = self.deal.obstacles.iter().filter(|own| !own.struck).map(|own| self.met(own));
        let hazards = self.campaign.hazards_of(self.deal).filter(|hazard| self.deal.obstacle(&hazard.id).is_none());
        own.chain(hazards.map(|hazard| Met { id: &hazard.id, own: None, hazard: Some(hazard) }))
    }

    fn met(&self, own: &'a Obstacle) -> Met<'a> {
        let hazard = self.campaign.hazard(&own.id).filter(|hazard| self.campaign.matches(self.deal, &hazard.only));
        Met { id: &own.id, own: Some(own), hazard }
    }

    /// What an id names on this deal.
    #[must_use]
    pub fn named(&self, id: &str) -> Option<Named<'a>> {
        if let Some(own) = self.deal.obstacle(id) {
            return (!own.struck).then(|| Named::Met(self.met(own)));
        }
        if let Some(control) = self.deal.control(id) {
            return Some(Named::Control(control));
        }
        if let Some(run) = self.deal.run(id) {
            return Some(Named::Run(run));
        }
        if let Some(hazard) = self.campaign.hazard(id)
            && self.campaign.matches(self.deal, &hazard.only)
        {
            return Some(Named::Met(Met { id: &hazard.id, own: None, hazard: Some(hazard) }));
        }
        self.campaign.route_index(id).map(Named::Stage)
    }

    /// The obstacle that a position leads to, if it leads to one directly.
    #[must_use]
    pub fn obstacle_at(&self, position: &Position) -> Option<Met<'a>> {
        let Anchor::Named(id) = &position.anchor else { return None };
        match self.named(id) {
            Some(Named::Met(met)) => Some(met),
            _ => None,
        }
    }

    /// When a position is.
    #[must_use]
    pub fn place(&self, position: &Position) -> PlaceInTime {
        self.place_within(position, DEPTH)
    }

    /// When the deal will come to a stage (`route.len()`: to its end); `None`: it has, or there is no time yet.
    #[must_use]
    pub fn arrival(&self, stage: usize) -> Option<Arrival> {
        let known = self.arrivals.borrow().iter().find(|(known, _)| *known == stage).map(|(_, arrival)| *arrival);
        if let Some(arrival) = known {
            return arrival;
        }
        let stand = self.history.stand().filter(|stand| stand.stage < stage)?;
        let as_of = self.calendar.day_start(self.now).unwrap_or(self.now);
        let arrival = self.outlook.arrivals().arrival(&stand, stage, as_of);
        self.arrivals.borrow_mut().push((stage, arrival));
        arrival
    }

    /// When what an id names is.
    #[must_use]
    pub fn place_named(&self, id: &str) -> PlaceInTime {
        self.place_of(id, DEPTH)
    }

    fn place_within(&self, position: &Position, depth: u8) -> PlaceInTime {
        let place = self.anchor(&position.anchor, depth);
        match (&position.plus, &position.minus) {
            (Some(way), _) => self.along(place, |calendar, at| calendar.later(at, way)),
            (None, Some(way)) => self.along(place, |calendar, at| calendar.earlier(at, way)),
            (None, None) => place,
        }
    }

    fn anchor(&self, anchor: &Anchor, depth: u8) -> PlaceInTime {
        let once = |time| PlaceInTime { time, pass: None };
        match anchor {
            Anchor::Time(when) => once(self.start(*when)),
            Anchor::Enter(stage) => match self.campaign.route_index(stage) {
                Some(stage) => self.entering(stage),
                None => once(PlaceTime::Nowhere),
            },
            Anchor::Leave(stage) => match self.campaign.route_index(stage) {
                Some(stage) => self.at_border(self.history.leave(stage), stage + 1),
                None => once(PlaceTime::Nowhere),
            },
            Anchor::Minute(run, seconds) => match self.deal.run(run) {
                Some(run) => once(self.minute(run, *seconds)),
                None => once(PlaceTime::Nowhere),
            },
            Anchor::Named(id) => self.place_of(id, depth),
        }
    }

    fn place_of(&self, id: &str, depth: u8) -> PlaceInTime {
        let once = |time| PlaceInTime { time, pass: None };
        match self.named(id) {
            Some(Named::Met(met)) => match met.at() {
                Some(position) if depth > 0 => self.place_within(position, depth - 1),
                Some(_) => once(PlaceTime::Nowhere),
                None => once(PlaceTime::NoTimeYet),
            },
            Some(Named::Control(control)) => once(self.due(control)),
            Some(Named::Run(run)) => {
                once(run.started.or(run.starts).map_or(PlaceTime::NoTimeYet, |starts| self.start(starts)))
            }
            Some(Named::Stage(stage)) => self.entering(stage),
            None => once(PlaceTime::Nowhere),
        }
    }

    /// When a promise is due.
    #[must_use]
    pub fn due(&self, control: &Control) -> PlaceTime {
        control.due.map_or(PlaceTime::NoTimeYet, |due| PlaceTime::Fixed {
            at: self.calendar.deadline(due),
            clock: has_clock(due),
        })
    }

    fn start(&self, when: When) -> PlaceTime {
        PlaceTime::Fixed { at: self.calendar.start(when), clock: has_clock(when) }
    }

    fn entering(&self, stage: usize) -> PlaceInTime {
        self.at_border(self.history.enter(stage), stage)
    }

    fn at_border(&self, crossing: Crossing, border: usize) -> PlaceInTime {
        match crossing {
            Crossing::Ahead { pass } => {
                let time = self.arrival(border).map_or(PlaceTime::NoTimeYet, PlaceTime::Estimated);
                PlaceInTime { time, pass }
            }
            Crossing::Crossed { at: Some(at), pass } => PlaceInTime { time: PlaceTime::Entered { at }, pass },
            Crossing::Crossed { at: None, pass } | Crossing::Skipped { pass } => {
                PlaceInTime { time: PlaceTime::Behind, pass }
            }
        }
    }

    /// Some way from a place.
    fn along(
        &self,
        place: PlaceInTime,
        way: impl Fn(&Calendar, DateTime<Utc>) -> Option<DateTime<Utc>>,
    ) -> PlaceInTime {
        let step = |at| way(self.calendar, at);
        let fixed = |at| step(at).map(|at| PlaceTime::Fixed { at, clock: false });
        let time = match place.time {
            PlaceTime::Fixed { at, .. } | PlaceTime::Entered { at } | PlaceTime::Live { at, .. } => fixed(at),
            PlaceTime::NotDriven { at } => at.and_then(fixed),
            PlaceTime::Estimated(Arrival { early, median, late }) => {
                let all = (step(early), step(median), step(late));
                if let (Some(early), Some(median), Some(late)) = all {
                    Some(PlaceTime::Estimated(Arrival { early, median, late }))
                } else {
                    None
                }
            }
            PlaceTime::Nowhere | PlaceTime::NoTimeYet | PlaceTime::Behind => Some(place.time),
        };
        PlaceInTime { time: time.unwrap_or(PlaceTime::NoTimeYet), pass: place.pass }
    }

    fn minute(&self, run: &Run, seconds: u32) -> PlaceTime {
        let seconds = chrono::TimeDelta::seconds(seconds.into());
        let Some(started) = run.started.map(|started| self.calendar.clock(started)) else {
            return PlaceTime::NotDriven { at: run.starts.map(|starts| self.calendar.start(starts) + seconds) };
        };
        let mut pauses: Vec<_> = run
            .pauses
            .iter()
            .map(|(from, until)| (self.calendar.clock(*from), until.map(|until| self.calendar.clock(until))))
            .collect();
        pauses.sort_unstable();
        let ended = run.ended.map(|ended| self.calendar.clock(ended));
        let (mut at, mut stands) = (started + seconds, false);
        for (from, until) in pauses {
            if from >= at {
                break;
            }
            let from = from.max(started);
            let open = until.is_none() && ended.is_none();
            let until = until.or(ended).unwrap_or(self.now.max(from));
            stands |= open;
            at += (until - from).max(chrono::TimeDelta::zero());
        }
        PlaceTime::Live { at, paused: stands, ended }
    }
}

/// A person's earliness, 0.5 … 2; 1 for nobody in particular.
#[must_use]
pub fn earliness(campaign: &Campaign, person: Option<&str>) -> f64 {
    let own = person.and_then(|person| campaign.crew(person)).map_or(1.0, |crew| crew.earliness);
    if own.is_finite() { own.clamp(0.5, 2.0) } else { 1.0 }
}

const fn has_clock(when: When) -> bool {
    !matches!(when, When::Date(_))
}
