//! The road ahead of a deal: what the navigator's pane draws.

use chrono::{DateTime, TimeDelta, Utc};

use super::Outlook;
use super::arrival::Arrival;
use super::calls::{Assessment, NoteState, Question, Subject, assess, subjects};
use super::distance::Distance;
use super::place::{Bearings, Met, PlaceTime};
use super::scrutineering::{Finding, scrutineering};
use crate::campaign::{Anchor, Calendar, Campaign, Control, Deal, Id, Note, Position, Run, When};
use crate::pace::{Caution, Hardness, Steps};

/// Something on the road, with how far it is.
#[derive(Debug, Clone)]
pub struct RoadItem<'a> {
    /// What it is.
    pub what: RoadWhat<'a>,
    /// When; of an estimate the median. `None`: no time yet, or a contingency without a dated place.
    pub at: Option<DateTime<Utc>>,
    /// Early, median and late, where it is estimated.
    pub arrival: Option<Arrival>,
    /// From now, in the driver's working days.
    pub distance: Option<Distance>,
    /// The driver's working days from today's; negative: behind.
    pub working_days: Option<i64>,
    /// Its pace; a note without one has its obstacle's.
    pub steps: Option<&'a Steps>,
    /// How hard; `None`: nothing to grade (a control, a run, a border).
    pub hardness: Option<Hardness>,
    /// The highest caution.
    pub caution: Caution,
    /// Behind, and still open.
    pub overdue: bool,
}

impl RoadItem<'_> {
    /// Not at a known time: `~` stands before it.
    #[must_use]
    pub const fn is_estimated(&self) -> bool {
        self.arrival.is_some()
    }
}

/// The kinds of things on the road.
#[derive(Debug, Clone)]
pub enum RoadWhat<'a> {
    /// The border into a stage.
    Border {
        /// The stage.
        stage: &'a Id,
        /// Its place on the route.
        index: usize,
    },
    /// An obstacle, its own or a hazard's.
    Obstacle {
        /// The obstacle.
        met: Met<'a>,
        /// Nobody wrote a note for it.
        no_note: bool,
    },
    /// A pace note.
    Note {
        /// The note.
        note: &'a Note,
        /// Its name in the call log.
        name: String,
        /// The obstacle or run at its place, by id.
        at: Option<&'a str>,
        /// How it stands.
        state: NoteState,
        /// Called by hand, when this happens.
        contingency: Option<&'a str>,
        /// Seconds into its run.
        minute: Option<u32>,
    },
    /// A dated promise that is not kept yet.
    Control(&'a Control),
    /// A meeting that is not over.
    Run {
        /// The meeting.
        run: &'a Run,
        /// It was planned, its time is over, and nobody drove it.
        not_driven: bool,
    },
    /// What scrutineering raises before the stage that it would stop; nobody has written it yet.
    Raised(Finding),
    /// The close as promised.
    Close,
}

impl RoadWhat<'_> {
    /// Things at the same time come in this order: what stops a stage before its border, a run before its notes, the close
    /// last.
    const fn rank(&self) -> u8 {
        match self {
            Self::Raised(_) => 0,
            Self::Border { .. } => 1,
            Self::Run { .. } => 2,
            Self::Obstacle { .. } => 3,
            Self::Note { .. } => 4,
            Self::Control(_) => 5,
            Self::Close => 6,
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Border { stage, .. } => stage,
            Self::Obstacle { met, .. } => met.id,
            Self::Note { name, .. } => name,
            Self::Control(control) => &control.id,
            Self::Run { run, .. } => &run.id,
            Self::Raised(finding) => &finding.what,
            Self::Close => "",
        }
    }
}

/// Everything ahead of a deal and what is behind and still open, in the order of arrival; what has no time comes last.
///
/// Left out: what is struck, void or behind and settled.
#[must_use]
pub fn road<'a>(campaign: &'a Campaign, outlook: &'a Outlook, deal: &'a Deal, now: DateTime<Utc>) -> Vec<RoadItem<'a>> {
    let driver = campaign.driver_of(deal).map(|driver| &**driver);
    let bearings = Bearings::new(campaign, outlook, deal, driver, now);
    let found: Vec<_> = subjects(campaign, deal).map(|subject| assess(&bearings, subject, Question::PLAIN)).collect();
    let mut items = Vec::new();
    for (index, stage) in campaign.route.iter().enumerate() {
        if let Some(arrival) = bearings.arrival(index) {
            let what = RoadWhat::Border { stage, index };
            items.push(Placed { what, time: PlaceTime::Estimated(arrival), steps: None, graded: false, open: false });
        }
    }
    items.extend(obstacles(&bearings, &found));
    items.extend(found.iter().filter_map(note));
    items.extend(deal.controls.iter().filter(|control| control.done.is_none()).map(|control| {
        let time = bearings.place(&Position::at(Anchor::Named(control.id.clone()))).time;
        Placed { what: RoadWhat::Control(control), time, steps: None, graded: false, open: true }
    }));
    items.extend(deal.runs.iter().filter(|run| run.ended.is_none()).map(|run| {
        let time = bearings.place(&Position::at(Anchor::Named(run.id.clone()))).time;
        let not_driven = driven_by(bearings.calendar, run).is_some_and(|by| by < now);
        // Nobody can drive it any more: that is told, and nothing to hurry for.
        let open = run.started.is_none() && !not_driven;
        Placed { what: RoadWhat::Run { run, not_driven }, time, steps: None, graded: false, open }
    }));
    if deal.is_open() {
        items.extend(raised(&bearings));
    }
    if deal.result.is_none()
        && let Some(close) = deal.close
    {
        let time = PlaceTime::Fixed { at: bearings.calendar.deadline(close), clock: false };
        items.push(Placed { what: RoadWhat::Close, time, steps: None, graded: false, open: true });
    }
    let mut road: Vec<_> = items.into_iter().map(|placed| placed.measured(&bearings)).collect();
    road.sort_by(|one, other| {
        let key = |one: &RoadItem<'_>| (one.at.is_none(), one.at, one.what.rank());
        key(one).cmp(&key(other)).then_with(|| one.what.name().cmp(other.what.name()))
    });
    road
}

/// Something on the road before it is measured.
struct Placed<'a> {
    what: RoadWhat<'a>,
    time: PlaceTime,
    steps: Option<&'a Steps>,
    graded: bool,
    /// Overdue once it is behind.
    open: bool,
}

impl<'a> Placed<'a> {
    fn measured(self, bearings: &Bearings<'a>) -> RoadItem<'a> {
        let (at, arrival) = match self.time {
            PlaceTime::Fixed { at, .. } | PlaceTime::Entered { at } | PlaceTime::Live { at, .. } => (Some(at), None),
            PlaceTime::NotDriven { at } => (at, None),
            PlaceTime::Estimated(arrival) => (Some(arrival.median), Some(arrival)),
            PlaceTime::Nowhere | PlaceTime::NoTimeYet | PlaceTime::Behind => (None, None),
        };
        let (calendar, now) = (bearings.calendar, bearings.now);
        RoadItem {
            at,
            arrival,
            distance: at.map(|at| Distance::between(calendar, now, at, arrival.is_some())),
            working_days: at.map(|at| calendar.working_days_between(now, at)),
            steps: self.steps,
            hardness: match self.what {
                RoadWhat::Raised(_) => Some(Hardness::One),
                _ => self.graded.then(|| self.steps.map_or(Hardness::DEFAULT, Steps::hardness)),
            },
            caution: match self.what {
                RoadWhat::Raised(_) => Caution::One,
                _ => self.steps.map_or(Caution::None, Steps::caution),
            },
            overdue: self.open && at.is_some_and(|at| at < now),
            what: self.what,
        }
    }
}

/// What stops the sale and is not on the road as an obstacle yet. It is worked out each time, never written: it goes when
/// the deal, its product or a waiver mends it.
fn raised<'a>(bearings: &Bearings<'a>) -> Vec<Placed<'a>> {
    let campaign = bearings.campaign;
    if campaign.products.is_empty() {
        return Vec::new();
    }
    let scrutiny = scrutineering(campaign, bearings.outlook, bearings.deal, bearings.now);
    let raised = scrutiny.raised(bearings.deal).into_iter().map(|finding| {
        let stop = finding.stops.as_ref();
        let border = stop.and_then(|stop| campaign.route_index(stop.stage.as_deref()?));
        let time = match (stop.and_then(|stop| stop.at), border.and_then(|border| bearings.arrival(border))) {
            (Some(_), Some(arrival)) if stop.is_some_and(|stop| stop.estimated) => PlaceTime::Estimated(arrival),
            (Some(at), _) => PlaceTime::Fixed { at: at.max(bearings.now), clock: false },
            (None, _) => PlaceTime::NoTimeYet,
        };
        Placed { what: RoadWhat::Raised(finding.clone()), time, steps: None, graded: true, open: false }
    });
    raised.collect()
}

/// The obstacles without an outcome that are ahead.
fn obstacles<'a>(bearings: &Bearings<'a>, found: &[Assessment<'a>]) -> Vec<Placed<'a>> {
    let is_noted = |met: &Met<'_>| {
        found.iter().any(|found| {
            !found.subject.is_struck()
                && found.subject.note().is_some_and(|note| note.when.is_none())
                && found.met.is_some_and(|other| other.id == met.id)
        })
    };
    let ahead = bearings.obstacles().filter(|met| met.outcome().is_none()).filter_map(|met| {
        let time = bearings.place(&Position::at(Anchor::Named(Id::from(met.id)))).time;
        let behind = match time {
            PlaceTime::Fixed { at, .. } | PlaceTime::Entered { at } => at < bearings.now,
            PlaceTime::Behind => true,
            _ => false,
        };
        let what = RoadWhat::Obstacle { met, no_note: !is_noted(&met) };
        (!behind).then_some(Placed { what, time, steps: met.pace(), graded: true, open: false })
    });
    ahead.collect()
}

/// A note that is not settled.
fn note<'a>(found: &Assessment<'a>) -> Option<Placed<'a>> {
    let note = found.subject.note()?;
    let settled = matches!(
        found.state,
        NoteState::Struck | NoteState::Passed(_) | NoteState::Missed | NoteState::Unheard | NoteState::Void(_)
    );
    let contingency = note.when.as_deref();
    let behind = contingency.is_some() && found.place.time == PlaceTime::Behind;
    if settled || behind {
        return None;
    }
    let (at, minute) = match note.at.as_deref().map(|at| &at.anchor) {
        Some(Anchor::Named(id)) => (Some(&**id), None),
        Some(Anchor::Minute(run, seconds)) => (Some(&**run), Some(*seconds)),
        _ => (found.met.map(|met| met.id), None),
    };
    let name = found.subject.name();
    let what = RoadWhat::Note { note, name, at, state: found.state, contingency, minute };
    let time = match (found.place.time, found.target) {
        (PlaceTime::Entered { .. }, Some(target)) => PlaceTime::Fixed { at: target.at(), clock: false },
        (time, _) => time,
    };
    Some(Placed { what, time, steps: found.steps, graded: true, open: false })
}

/// When a planned run would have been over: where its length is not known an hour after its start, where only its day is
/// known at the end of that day. Nothing of a run that was started, or has no time.
#[must_use]
pub fn driven_by(calendar: &Calendar, run: &Run) -> Option<DateTime<Utc>> {
    let starts = run.starts.filter(|_| run.started.is_none() && run.ended.is_none())?;
    if matches!(starts, When::Date(_)) {
        return Some(calendar.deadline(starts));
    }
    let start = calendar.clock(starts);
    let length = run.length.map_or(TimeDelta::hours(1), |length| {
        #[expect(clippy::cast_possible_truncation, reason = "clamped to some years")]
        TimeDelta::seconds(length.calendar_seconds().clamp(0.0, 1e9) as i64)
    });
    Some(start + length)
}

/// A control is also a subject of calls: how it stands.
#[must_use]
pub fn control_state<'a>(bearings: &Bearings<'a>, control: &'a Control) -> Assessment<'a> {
    assess(bearings, Subject::Control(control), Question::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{at, campaign};
    use super::*;

    const RECORDS: &str = r#"
format = 1
[campaign]
timezone = "Europe/London"
route = ["demo", "proof", "close"]
[stage.demo]
expected = "14d"
[stage.proof]
expected = "20d"
[crew.sam]
seat = "driver"
[hazard.security]
at = "enter proof"
pace = "!L2 lg dc #security"
[deal.d]
account = "D"
stage = "demo"
since = 2026-11-16
close = 2027-02-26
[deal.d.obstacle.behind]
at = 2026-11-10
outcome = "clean"
[deal.d.obstacle.procurement]
at = "security"
pace = "L3"
[deal.d.note.meet]
at = "procurement"
[deal.d.note.price]
at = "call 12:30"
pace = "L4"
[deal.d.note.rival]
at = "call"
when = "They mention the incumbent"
[deal.d.note.gone]
at = 2026-11-26
mark = "x"
[deal.d.run.call]
starts = 2026-11-24T14:00:00
[deal.d.control.late]
due = 2026-11-18
[deal.d.control.quote]
due = 2026-11-27
[deal.d.control.kept]
due = 2026-11-27
done = 2026-11-19
"#;

    fn told(item: &RoadItem<'_>) -> String {
        let distance = item.distance.map_or_else(|| "-".to_owned(), |distance| distance.short());
        let flags = [
            matches!(item.what, RoadWhat::Obstacle { no_note: true, .. }).then_some("no note"),
            matches!(item.what, RoadWhat::Note { contingency: Some(_), .. }).then_some("if"),
            item.overdue.then_some("overdue"),
        ];
        let flags: Vec<_> = flags.into_iter().flatten().collect();
        format!("{distance}: {} {}", item.what.name(), flags.join(" ")).trim_end().to_owned()
    }

    #[test]
    fn the_road_has_everything_ahead_and_what_is_still_open_in_order_of_arrival() {
        let campaign = campaign(RECORDS);
        let outlook = Outlook::new(&campaign);
        let road = road(&campaign, &outlook, &campaign.deals[0], at("2026-11-20 10:00"));
        let told: Vec<_> = road.iter().map(told).collect();
        assert_eq!(
            told,
            [
                "2 wd ago: late overdue",
                "2 wd: call",
                "2 wd: rival if",
                "2 wd: price",
                "5 wd: quote",
                "~6 wd: proof",
                "~6 wd: procurement",
                "~6 wd: security no note",
                "~6 wd: meet",
                "~4 w: close",
                "3 mo:",
            ]
        );
    }

    #[test]
    fn what_stops_the_sale_stands_before_the_stage_that_it_stops_until_it_is_written() {
        let text = format!("{RECORDS}[product.core]\nmarkets = [\"GB\"]\n");
        let deal = "since = 2026-11-16\nproduct = \"core\"\nmarket = \"US\"\n";
        let text = text.replacen("since = 2026-11-16\n", deal, 1);
        let names = |text: &str| {
            let campaign = campaign(text);
            let outlook = Outlook::new(&campaign);
            let road = road(&campaign, &outlook, &campaign.deals[0], at("2026-11-20 10:00"));
            road.iter().map(|item| item.what.name().to_owned()).collect::<Vec<_>>()
        };
        let road = names(&text);
        let border = road.iter().position(|name| name == "close").unwrap();
        assert_eq!(road[border - 1], "core is not sold in US");
        let written = format!("{text}[deal.d.obstacle.scrutineering-markets]\nat = \"enter close\"\n");
        assert!(!names(&written).contains(&"core is not sold in US".to_owned()));
    }

    #[test]
    fn a_run_whose_time_is_over_is_not_driven_and_not_overdue() {
        let campaign = campaign(RECORDS);
        let outlook = Outlook::new(&campaign);
        let stands = |now| {
            let road = road(&campaign, &outlook, &campaign.deals[0], at(now));
            let run = road.iter().find(|item| item.what.name() == "call").unwrap();
            (matches!(run.what, RoadWhat::Run { not_driven: true, .. }), run.overdue)
        };
        assert_eq!(stands("2026-11-24 13:59"), (false, false));
        // Without a length it may go on for an hour.
        assert_eq!(stands("2026-11-24 14:59"), (false, true));
        assert_eq!(stands("2026-11-24 15:01"), (true, false));
    }

    #[test]
    fn a_run_is_over_after_its_length_on_its_day_or_never() {
        let text = "[deal.d]\naccount = 'D'\nrun.a = { starts = 2026-11-24T14:00:00, length = '45m' }\n\
                    run.b.starts = 2026-11-24\nrun.c.what = 'C'\n\
                    run.d = { starts = 2026-11-24T14:00:00, started = 2026-11-24T14:02:00Z }\n";
        let campaign =
            campaign(&format!("format = 1\n[campaign]\ntimezone = 'Europe/London'\nroute = ['demo']\n{text}"));
        let outlook = Outlook::new(&campaign);
        let by: Vec<_> = campaign.deals[0].runs.iter().map(|run| driven_by(outlook.calendar(None), run)).collect();
        assert_eq!(by, [Some(at("2026-11-24 14:45")), Some(at("2026-11-24 17:30")), None, None]);
    }

    #[test]
    fn a_note_has_the_grade_and_caution_of_its_obstacle() {
        let campaign = campaign(RECORDS);
        let outlook = Outlook::new(&campaign);
        let road = road(&campaign, &outlook, &campaign.deals[0], at("2026-11-20 10:00"));
        let item = |name: &str| road.iter().find(|item| item.what.name() == name).unwrap();
        assert_eq!(item("meet").hardness, Some(Hardness::Three));
        assert_eq!((item("security").hardness, item("security").caution), (Some(Hardness::Two), Caution::One));
        assert_eq!(item("quote").hardness, None);
    }
}
