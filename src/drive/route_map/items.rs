//! What lies on the map, each thing with what it is and one sentence that tells the rest.

use chrono::{DateTime, Utc};

use super::backwards::{Latest, Stand};
use super::stretches::{Stretch, Time, share};
use super::{Ground, RouteMap};
use crate::campaign::{Control, Outcome, Run, Status};
use crate::drive::ControlTiming;
use crate::drive::arrival::Curve;
use crate::drive::calls::{Assessment, NoteState, Question, Void, assess, next_call, subjects};
use crate::drive::distance::Distance;
use crate::drive::place::{Met, PlaceTime};
use crate::drive::road::{RoadWhat, driven_by, road};
use crate::drive::rules::RAISED_PACE;
use crate::drive::words::{counted, moment, quoted, when, who};
use crate::pace::{Caution, Form, Hardness, Steps};
use crate::text::RecordPath;

/// Something on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What it is.
    pub what: What,
    /// Where it lies; nothing: it has no time.
    pub at: Option<DateTime<Utc>>,
    /// Its time is an estimate.
    pub is_estimated: bool,
    /// What it is, in few words.
    pub title: String,
    /// The rest, in one sentence.
    pub detail: String,
    /// Something is wrong with it.
    pub is_late: bool,
    /// The record that says it.
    pub record: RecordPath,
}

/// The kinds of things on the map.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// A stage begins: which of the stretches.
    Stage(usize),
    /// An obstacle, or what scrutineering raises.
    Obstacle {
        /// Its shorthand without the caution, topics and texts.
        shorthand: String,
        /// How hard.
        hardness: Hardness,
        /// How careful.
        caution: Caution,
        /// Whether it bit.
        outcome: Option<Outcome>,
    },
    /// A pace note, where it is or was called.
    Note {
        /// How hard what it prepares for is.
        hardness: Hardness,
        /// How careful.
        caution: Caution,
        /// It has been called.
        is_called: bool,
    },
    /// A dated promise; kept or not.
    Control {
        /// It is kept.
        is_done: bool,
    },
    /// A meeting; over or not.
    Run {
        /// It is over.
        is_over: bool,
    },
    /// The latest start of a stage: which of them.
    Latest(usize),
    /// The close as promised.
    Close,
    /// When the splits say that it arrives.
    Arrival,
    /// The customer's own date.
    Customer,
    /// It was won or lost.
    Finish,
}

impl What {
    /// Things at the same time stand in this order.
    const fn rank(&self) -> u8 {
        match self {
            Self::Stage(_) => 0,
            Self::Latest(_) => 1,
            Self::Run { .. } => 2,
            Self::Obstacle { .. } => 3,
            Self::Note { .. } => 4,
            Self::Control { .. } => 5,
            Self::Close => 6,
            Self::Arrival => 7,
            Self::Customer => 8,
            Self::Finish => 9,
        }
    }

    /// Its word.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Stage(_) => "stage",
            Self::Obstacle { .. } => "obstacle",
            Self::Note { .. } => "note",
            Self::Control { .. } => "promise",
            Self::Run { .. } => "meeting",
            Self::Latest(_) => "latest start",
            Self::Close => "close",
            Self::Arrival => "arrival",
            Self::Customer => "customer’s date",
            Self::Finish => "finish",
        }
    }
}

/// Everything on the map in the order of time.
pub(super) fn items(ground: &Ground<'_>, map: &RouteMap, curve: Option<&Curve>) -> Vec<Item> {
    let found: Vec<_> =
        subjects(ground.campaign, ground.deal).map(|one| assess(&ground.bearings, one, Question::PLAIN)).collect();
    let mut items: Vec<Item> =
        map.stretches.iter().enumerate().map(|(at, stretch)| of_stretch(ground, at, stretch)).collect();
    items.extend(ground.bearings.obstacles().map(|met| of_obstacle(ground, &met, &found)));
    items.extend(raised(ground));
    items.extend(found.iter().filter_map(|found| of_note(ground, found)));
    items.extend(ground.deal.controls.iter().map(|control| of_control(ground, control)));
    items.extend(ground.deal.runs.iter().map(|run| of_run(ground, run)));
    items.extend(map.latest.iter().enumerate().map(|(at, latest)| of_latest(ground, at, latest)));
    items.extend(ends(ground, map, curve));
    items.sort_by(|one, other| {
        let key = |one: &Item| (one.at.is_none(), one.at, one.what.rank());
        key(one)
            .cmp(&key(other))
            .then_with(|| one.title.cmp(&other.title))
            .then_with(|| one.record.to_string().cmp(&other.record.to_string()))
    });
    items
}

fn deal_path(ground: &Ground<'_>) -> RecordPath {
    RecordPath::new(["deal", &ground.deal.id])
}

fn below(ground: &Ground<'_>, kind: &str, id: &str) -> RecordPath {
    deal_path(ground).below([kind, id])
}

/// `Tue 24 Nov, in 2 wd`, with `about` before an estimate.
fn placed(ground: &Ground<'_>, at: DateTime<Utc>, is_estimated: bool) -> String {
    let about = if is_estimated { "about " } else { "" };
    let distance = Distance::between(ground.bearings.calendar, ground.now, at, is_estimated);
    format!("{about}{}, {distance}", ground.date(at))
}

pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Without a capital at its beginning, because it stands inside a sentence.
fn small(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

fn of_stretch(ground: &Ground<'_>, at: usize, stretch: &Stretch) -> Item {
    let Stretch { stage, name, from, to, .. } = stretch;
    let (begin, end) = (ground.date(*from), ground.date(*to));
    let expected = stretch.planned.map(|planned| ground.days(*from, planned));
    let length = ground.days(*from, *to);
    let days = |n: i64| counted(n, "day", "days");
    let against = |spent: i64, expected: i64| match spent - expected {
        0 => "as expected".to_owned(),
        over @ 1.. => format!("{} longer than the {expected} expected, {} %", days(over), share(spent, expected)),
        under => format!("{} shorter than the {expected} expected, {} %", days(-under), share(spent, expected)),
    };
    let mut detail = match (stretch.time, expected) {
        (Time::Done, Some(expected)) => {
            format!("It took {}, {begin} to {end}: {}", days(length), against(length, expected))
        }
        (Time::Done, None) => format!("It took {}, {begin} to {end}", days(length)),
        (Time::Here, Some(expected)) => {
            let spent = ground.days(*from, ground.clock).max(0);
            let over = if spent > expected { ", longer than it should take" } else { "" };
            let leave = if stretch.index.is_none() { String::new() } else { format!("; it is left about {end}") };
            let used = share(spent, expected);
            format!("The deal is here since {begin}: {spent} of {} expected, {used} %{over}{leave}", days(expected))
        }
        (Time::Here, None) if stretch.index.is_some() => "The deal is here; nobody wrote since when".to_owned(),
        (Time::Here, None) => format!("The deal is here since {begin}"),
        (Time::Ahead, _) => format!("Expected about {begin} to {end}, {}", days(length)),
    };
    if stretch.index.is_none() {
        detail.push_str("; the route no longer has this stage");
    } else if stretch.is_guess {
        detail.push_str("; a guess from its expected length, because the file says too little");
    }
    let title = match stretch.time {
        Time::Done => name.clone(),
        Time::Here => format!("{name}, where the deal is"),
        Time::Ahead => format!("{name}, still to come"),
    };
    let is_here_late = stretch.time == Time::Here && stretch.planned.is_some_and(|planned| planned < ground.clock);
    Item {
        what: What::Stage(at),
        at: Some(*from),
        is_estimated: stretch.time == Time::Ahead,
        title,
        detail: format!("{detail}."),
        is_late: is_here_late,
        record: if ground.campaign.stage(stage).is_some() {
            RecordPath::new(["stage", stage])
        } else {
            deal_path(ground)
        },
    }
}

/// A time on the axis: the moment, and whether it is an estimate.
fn moment_of(time: PlaceTime) -> Option<(DateTime<Utc>, bool)> {
    match time {
        PlaceTime::Fixed { at, .. } | PlaceTime::Entered { at } | PlaceTime::Live { at, .. } => Some((at, false)),
        PlaceTime::NotDriven { at } => at.map(|at| (at, false)),
        PlaceTime::Estimated(arrival) => Some((arrival.median, true)),
        PlaceTime::Nowhere | PlaceTime::NoTimeYet | PlaceTime::Behind => None,
    }
}

/// Why something has no place on the axis.
fn no_moment(time: PlaceTime) -> &'static str {
    match time {
        PlaceTime::Nowhere => "its place names nothing, or goes round in a circle",
        PlaceTime::Behind => "it lies behind, nobody wrote when",
        _ => "it has no time yet",
    }
}

/// The plain reading of a pace.
fn reading(ground: &Ground<'_>, steps: &Steps) -> String {
    let names =
        |topic: &str| ground.campaign.topic(topic).and_then(|topic| topic.name.as_deref()).map(str::to_lowercase);
    steps.speak(Form::Plain, &names, None)
}

/// The shorthand without caution, topics and texts: what a narrow place can hold.
fn shorthand(steps: Option<&Steps>) -> String {
    let text = steps.map(ToString::to_string).unwrap_or_default();
    let text = text.trim_start_matches('!').split('"').next().unwrap_or_default();
    text.split(' ').filter(|token| !token.is_empty() && !token.starts_with('#')).collect::<Vec<_>>().join(" ")
}

fn of_obstacle(ground: &Ground<'_>, met: &Met<'_>, found: &[Assessment<'_>]) -> Item {
    let time = ground.bearings.place_named(met.id).time;
    let placed_at = moment_of(time);
    let steps = met.pace();
    let is_behind = placed_at.is_some_and(|(at, estimated)| !estimated && at < ground.now) || time == PlaceTime::Behind;
    let notes = found.iter().filter(|found| {
        !found.subject.is_struck()
            && found.subject.note().is_some_and(|note| note.when.is_none())
            && found.met.is_some_and(|other| other.id == met.id)
    });
    let notes = i64::try_from(notes.count()).unwrap_or(i64::MAX);
    let place = placed_at.map_or_else(|| no_moment(time).to_owned(), |(at, about)| placed(ground, at, about));
    let read = steps
        .map_or_else(|| "no pace is written".to_owned(), |steps| small(reading(ground, steps).trim_end_matches('.')));
    let fate = match met.outcome() {
        Some(Outcome::Hit) if notes == 0 => "it bit, and no note had been written".to_owned(),
        Some(Outcome::Hit) => "it bit".to_owned(),
        Some(Outcome::Clean) => "it did not bite".to_owned(),
        None if is_behind => "it lies behind: say whether it bit".to_owned(),
        None if notes == 0 => "nobody has written a note for it".to_owned(),
        None => format!("{} for it", counted(notes, "note", "notes")),
    };
    let open = met.outcome().is_none() && ground.deal.is_open();
    Item {
        what: What::Obstacle {
            shorthand: shorthand(steps),
            hardness: steps.map_or(Hardness::DEFAULT, Steps::hardness),
            caution: steps.map_or(Caution::None, Steps::caution),
            outcome: met.outcome(),
        },
        at: placed_at.map(|(at, _)| at),
        is_estimated: placed_at.is_some_and(|(_, about)| about),
        title: met.title().unwrap_or(met.id).to_owned(),
        detail: format!("{}; {read}; {fate}.", capital(&place)),
        is_late: open && (notes == 0 || is_behind),
        record: match met.own {
            Some(_) => below(ground, "obstacle", met.id),
            None => RecordPath::new(["hazard", met.id]),
        },
    }
}

/// What scrutineering raises before the stage that it would stop.
fn raised(ground: &Ground<'_>) -> Vec<Item> {
    if !ground.deal.is_open() || ground.campaign.products.is_empty() {
        return Vec::new();
    }
    let road = road(ground.campaign, ground.outlook, ground.deal, ground.now);
    let raised = road.into_iter().filter_map(|item| {
        let RoadWhat::Raised(finding) = item.what else { return None };
        Some(Item {
            what: What::Obstacle {
                shorthand: RAISED_PACE.trim_start_matches('!').split(' ').next().unwrap_or_default().to_owned(),
                hardness: Hardness::One,
                caution: Caution::One,
                outcome: None,
            },
            at: item.at,
            is_estimated: item.arrival.is_some(),
            title: capital(&finding.what),
            detail: format!("{}.", capital(&finding.sentence(ground.campaign, ground.now))),
            is_late: true,
            record: finding.record,
        })
    });
    raised.collect()
}

fn of_note(ground: &Ground<'_>, found: &Assessment<'_>) -> Option<Item> {
    let note = found.subject.note()?;
    let place = found.target.map(|target| (target.at(), target.estimated)).or_else(|| moment_of(found.place.time));
    let called = found.last.map(|last| last.called);
    let next = next_call(&ground.bearings, found);
    if note.when.is_some() && place.is_none() {
        return None;
    }
    let zone = ground.campaign.zone;
    let stamp = |at| moment(at, zone, ground.now);
    let person = found.subject.called(ground.campaign, ground.deal).map(|id| who(ground.campaign, id));
    let to = person.map_or_else(String::new, |person| format!(" to {person}"));
    let about = place.map_or_else(String::new, |(at, estimated)| {
        let about = if estimated { "about " } else { "" };
        format!(" for {about}{}", ground.date(at))
    });
    let (at, state, is_late) = match (found.state, next) {
        (NoteState::Struck, _) => return None,
        (NoteState::Contingency, _) => {
            let when = note.when.as_deref().unwrap_or_default();
            (place.map(|(at, _)| at), format!("Opened by hand if {}", quoted(when)), false)
        }
        (NoteState::NoPlace, _) => (None, capital(no_moment(PlaceTime::Nowhere)), true),
        (NoteState::NoTimeYet, _) => (None, "It has no time yet".to_owned(), false),
        (NoteState::NotDriven, _) => (place.map(|(at, _)| at), "Called when its meeting reaches it".to_owned(), false),
        (NoteState::Missed, _) => (place.map(|(at, _)| at), format!("It went by uncalled{about}"), true),
        (NoteState::Unheard, _) => (called, format!("It was called{about}, and nobody said it was heard"), true),
        (NoteState::Void(why), _) => (place.map(|(at, _)| at), void(why).to_owned(), false),
        (NoteState::Armed, Some(at)) => (Some(at), format!("It is called next{to}{about}"), false),
        (NoteState::Planned, Some(at)) => (Some(at), format!("It will be called {}{to}{about}", stamp(at)), false),
        (NoteState::Called, _) => (
            called,
            format!("It was called {}{to}{about}, and waits to be heard", called.map_or_else(String::new, stamp)),
            false,
        ),
        (NoteState::Passed(_) | NoteState::Heard, _) => {
            let was =
                called.map_or_else(|| "It was called".to_owned(), |at| format!("It was called {}{to}", stamp(at)));
            (called.or(place.map(|(at, _)| at)), format!("{was}{about}"), false)
        }
        (NoteState::Planned | NoteState::Armed, None) => (place.map(|(at, _)| at), format!("It waits{about}"), false),
    };
    let title = note.say.as_deref().unwrap_or(&note.id).to_owned();
    Some(Item {
        what: What::Note { hardness: found.hardness(), caution: found.caution(), is_called: called.is_some() },
        at,
        is_estimated: called.is_none() && place.is_some_and(|(_, estimated)| estimated),
        title,
        detail: format!("{state}."),
        is_late: is_late && ground.deal.is_open(),
        record: match found.subject {
            crate::drive::calls::Subject::HazardNote(hazard, note) => {
                RecordPath::new(["hazard", &hazard.id, "note", &note.id])
            }
            _ => below(ground, "note", &note.id),
        },
    })
}

const fn void(why: Void) -> &'static str {
    match why {
        Void::Outcome => "Not called any more: its obstacle is behind",
        Void::Done => "Not called any more: the promise is kept",
        Void::Skipped => "Not called: its stage was skipped",
        Void::Finished => "Not called any more: the deal is finished",
        Void::WrittenAfter => "Not called: it was written after its place",
        Void::RunOver => "Not called: its meeting ended before",
        Void::RedFlag => "Not called: a red flag stops all outreach",
    }
}

fn of_control(ground: &Ground<'_>, control: &Control) -> Item {
    let owner = control.owner.as_deref();
    let person = owner.filter(|owner| *owner != "customer");
    let calendar = ground.outlook.calendar(person);
    let due = control.due.map(|due| calendar.deadline(due));
    let timing = ControlTiming::of(control, calendar, ground.clock);
    let by = match owner {
        Some("customer") => "The customer’s".to_owned(),
        Some(owner) => format!("{}’s", who(ground.campaign, owner)),
        None => "Nobody’s".to_owned(),
    };
    let promised = match control.due {
        Some(due) => format!("{by} promise for {}", when(due, ground.campaign.zone, ground.now)),
        None => format!("{by} promise"),
    };
    let stand = match (&timing, control.done) {
        (_, Some(done)) => format!("kept {}, {timing}", when(done, ground.campaign.zone, ground.now)),
        (ControlTiming::Ahead, None) => {
            due.map_or_else(String::new, |due| Distance::between(calendar, ground.now, due, false).to_string())
        }
        (_, None) => timing.to_string(),
    };
    Item {
        what: What::Control { is_done: control.done.is_some() },
        at: due.or_else(|| control.done.map(|done| calendar.start(done))),
        is_estimated: false,
        title: control.what.as_deref().unwrap_or(&control.id).to_owned(),
        detail: format!("{promised}: {stand}."),
        is_late: control.done.is_none() && due.is_some_and(|due| due < ground.clock) && ground.deal.is_open(),
        record: below(ground, "control", &control.id),
    }
}

fn of_run(ground: &Ground<'_>, run: &Run) -> Item {
    let calendar = ground.bearings.calendar;
    let begins = run.started.or(run.starts);
    let not_driven = driven_by(calendar, run).is_some_and(|by| by < ground.now);
    let zone = ground.campaign.zone;
    let crew: Vec<String> = run.crew.iter().map(|id| who(ground.campaign, id)).collect();
    let with = if crew.is_empty() { String::new() } else { format!(" with {}", crate::drive::words::listed(&crew)) };
    let detail = match begins {
        None => format!("A meeting{with} without a time yet"),
        Some(at) if run.ended.is_some() => format!("The meeting was {}{with}", when(at, zone, ground.now)),
        Some(at) if run.started.is_some() => format!("The meeting goes on since {}{with}", when(at, zone, ground.now)),
        Some(at) if not_driven => format!("Planned for {}{with}: nobody drove it", when(at, zone, ground.now)),
        Some(at) => {
            let distance = Distance::between(calendar, ground.now, calendar.start(at), false);
            format!("A meeting {}, {distance}{with}", when(at, zone, ground.now))
        }
    };
    let aim = run.aim.as_deref().map_or_else(String::new, |aim| format!("; aim: {}", aim.trim_end_matches('.')));
    Item {
        what: What::Run { is_over: run.ended.is_some() },
        at: begins.map(|at| calendar.start(at)),
        is_estimated: false,
        title: run.what.as_deref().unwrap_or(&run.id).to_owned(),
        detail: format!("{detail}{aim}."),
        is_late: not_driven && ground.deal.is_open(),
        record: below(ground, "run", &run.id),
    }
}

fn of_latest(ground: &Ground<'_>, at: usize, latest: &Latest) -> Item {
    let days = |n: i64| counted(n, "day", "days");
    let stand = match latest.stand {
        Stand::Met(0) => "it began on that day".to_owned(),
        Stand::Met(spare) => format!("it began {} before", days(spare)),
        Stand::Late(late) => format!("it began {} too late", days(late)),
        Stand::Past(0) => "that is today, and it has not begun".to_owned(),
        Stand::Past(past) => format!("that was {} ago, and it has not begun", days(past)),
        Stand::Ahead(0) => "it is expected on that day, with nothing to spare".to_owned(),
        Stand::Ahead(spare) => format!("it is expected {} before", days(spare)),
        Stand::TooLate(late) => format!("it is expected {} too late", days(late)),
        Stand::Unknown => "nothing tells yet when it begins".to_owned(),
        Stand::Behind => "it lies behind, nobody wrote since when".to_owned(),
    };
    let date = ground.date(latest.at);
    Item {
        what: What::Latest(at),
        at: Some(latest.at),
        is_estimated: false,
        title: format!("Latest start of {}", latest.name),
        detail: format!("Counted back from the customer’s date, it has to begin by {date}: {stand}."),
        is_late: latest.stand.is_bad() && ground.deal.is_open(),
        record: if ground.campaign.stage(&latest.stage).is_some() {
            RecordPath::new(["stage", &latest.stage])
        } else {
            deal_path(ground)
        },
    }
}

/// The promised close, the arrival, the customer's date, and the finish.
fn ends(ground: &Ground<'_>, map: &RouteMap, curve: Option<&Curve>) -> Vec<Item> {
    let record = deal_path(ground);
    let mut items = Vec::new();
    let mut add = |what, at, is_estimated, title: &str, detail: String, is_late| {
        let title = title.to_owned();
        items.push(Item { what, at, is_estimated, title, detail, is_late, record: record.clone() });
    };
    let is_open = ground.deal.is_open();
    if let Some(close) = map.close {
        let times = ground.deal.close_log.len();
        let moved = match i64::try_from(times).unwrap_or(i64::MAX) {
            0 => String::new(),
            1 => "; it was moved once".to_owned(),
            n => format!("; it was moved {n} times"),
        };
        let gone = is_open && close < ground.now;
        let stand = if gone { " and has gone by" } else { "" };
        let detail = format!("The driver promised {}{stand}{moved}.", placed(ground, close, false));
        add(What::Close, Some(close), false, "The close as promised", detail, gone);
    }
    if let Some(span) = map.arrival {
        let detail = if span.is_promise {
            "It is the promise itself: nobody wrote since when the deal is in its stage, so no splits tell.".to_owned()
        } else {
            let by = map.close.zip(curve).map_or_else(String::new, |(close, curve)| {
                format!("; {} by the promised close", in_ten(curve.by(close)))
            });
            let [tenth, median, ninetieth] = [span.tenth, span.median, span.ninetieth].map(|at| ground.date(at));
            format!("By the splits about {median}: one in ten before {tenth}, nine in ten before {ninetieth}{by}.")
        };
        let is_late = map.close.is_some_and(|close| close < span.tenth);
        add(What::Arrival, Some(span.median), true, "When it arrives", detail, is_late);
    }
    if let Some(customer) = map.customer {
        let first_bad = map.latest.iter().find(|latest| latest.stand.is_bad()).filter(|_| is_open);
        let plan = match first_bad {
            Some(latest) => format!("counted back, {} has to begin by {}", latest.name, ground.date(latest.at)),
            None => "counted back, every stage can still begin in time".to_owned(),
        };
        let plan = if is_open { format!(": {plan}") } else { String::new() };
        let detail = format!("The customer wants the value {}{plan}.", placed(ground, customer, false));
        add(What::Customer, Some(customer), false, "The customer’s own date", detail, is_open && customer < ground.now);
    }
    if let Some((status, on)) = map.finish {
        let how = if status == Status::Won { "won" } else { "lost" };
        let on = on.map_or_else(|| ", nobody wrote when".to_owned(), |on| format!(" on {}", ground.date(on)));
        let why = ground.deal.result.as_ref().and_then(|finish| finish.reason.as_deref());
        let why = why.map_or_else(String::new, |why| format!(": {}", why.trim_end_matches('.')));
        let title = if status == Status::Won { "Won" } else { "Lost" };
        add(What::Finish, map.finish.and_then(|(_, on)| on), false, title, format!("It was {how}{on}{why}."), false);
    }
    items
}

/// `3 in 10`, `less than 1 in 10`: odds as people say them.
pub(super) fn in_ten(share: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "a share of ten")]
    let tenths = (share * 10.0).round() as i64;
    match tenths {
        ..=0 => "less than 1 in 10".to_owned(),
        10.. => "more than 9 in 10".to_owned(),
        tenths => format!("{tenths} in 10"),
    }
}
