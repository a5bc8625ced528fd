//! Whole campaigns over sixty working days: do the calls come in time?
//!
//! Two hundred random campaigns each, made from a seed that every failure prints. People acknowledge after 0.1 to 4
//! working hours. A console that is open all the while steps from one moment at which something can change to the
//! next, which a test below shows to be the same as ticking every minute.

#![expect(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "helpers of tests; days and counts are small"
)]

use std::fmt::Write as _;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use codriver::campaign::{Calendar, CallLog, Campaign, Id, Records, StageLog, When, instant_in, layout, read};
use codriver::drive::Outlook;
use codriver::drive::calls::{Ended, Judged, Outcome, Schedule, Tick, state, tick};
use codriver::text::Document;

const CAMPAIGNS: u64 = 200;
const WORKING_DAYS: i64 = 60;
const ZONES: [Tz; 3] = [chrono_tz::Europe::London, chrono_tz::America::New_York, chrono_tz::Australia::Lord_Howe];
const STAGES: usize = 5;

/// A random campaign, and when its deals really move on.
struct World {
    seed: u64,
    head: String,
    deals: Vec<String>,
    moves: Vec<(DateTime<Utc>, String, usize)>,
    start: DateTime<Utc>,
    zone: Tz,
}

#[derive(Clone, Copy, PartialEq)]
enum Places {
    Fixed,
    Estimated,
}

impl World {
    fn new(seed: u64, places: Places) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let zone = ZONES[random.usize(..ZONES.len())];
        let monday = "2026-02-02T09:00:00".parse().unwrap();
        let start = instant_in(zone, monday) + TimeDelta::weeks(random.i64(0..40));
        let mut head = format!("format = 1\n[campaign]\ntimezone = \"{zone}\"\nroute = [");
        let expected: Vec<_> = (0..STAGES).map(|_| random.i64(12..30)).collect();
        for stage in 0..STAGES {
            let _ = write!(head, "\"s{stage}\", ");
        }
        head.push_str("]\n[crew.sam]\nseat = \"driver\"\n");
        for (stage, days) in expected.iter().enumerate() {
            let _ = writeln!(head, "[stage.s{stage}]\nexpected = \"{days}d\"");
        }
        let mut world = Self { seed, head, deals: Vec::new(), moves: Vec::new(), start, zone };
        let calendar = world.calendar();
        for deal in 0..random.usize(4..9) {
            let text = match places {
                Places::Fixed => fixed_deal(&mut random, &calendar, start, deal),
                Places::Estimated => world.estimated_deal(&mut random, &expected, deal),
            };
            world.deals.push(text);
        }
        world.moves.sort();
        world
    }

    fn calendar(&self) -> Calendar {
        Calendar::new(self.zone, self.zone, codriver::campaign::WorkingHours::default(), &[], &[])
    }

    /// A deal that enters its stages when a lognormal around `expected` says.
    fn estimated_deal(&mut self, random: &mut fastrand::Rng, expected: &[i64], deal: usize) -> String {
        let mut text = format!(
            "[deal.d{deal}]\naccount = \"D{deal}\"\nstage = \"s0\"\nsince = {}\n",
            self.start.format("%Y-%m-%dT%H:%M:%SZ")
        );
        let mut entered = self.start;
        for stage in 1..STAGES {
            let days = expected[stage - 1] as f64 * libm::exp(0.45 * normal(random));
            entered += TimeDelta::seconds((days * 86_400.0) as i64);
            self.moves.push((entered, format!("d{deal}"), stage));
            for note in 0..random.usize(0..3) {
                let steps = ["L6", "L5", "L4", "!L4", "L3", "R3>2"][random.usize(..6)];
                let place = ["", " + 2d", " + 5d"][random.usize(..3)];
                let _ = writeln!(
                    text,
                    "[deal.d{deal}.note.s{stage}n{note}]\nat = \"enter s{stage}{place}\"\npace = \"{steps}\""
                );
            }
        }
        text
    }

    fn campaign(&self, shuffled: bool) -> Campaign {
        let mut deals = self.deals.clone();
        if shuffled {
            deals.reverse();
        }
        let text = format!("{}{}", self.head, deals.concat());
        let (document, _) = Document::read(text.into_bytes(), &layout());
        read(&document, self.zone).0
    }
}

/// A deal with notes and a control at written dates and times, written in time.
fn fixed_deal(random: &mut fastrand::Rng, calendar: &Calendar, start: DateTime<Utc>, deal: usize) -> String {
    let mut text = format!("[deal.d{deal}]\naccount = \"D{deal}\"\n");
    for note in 0..random.usize(2..5) {
        let pace = ["L6", "L5", "L4", "!L4", "L3", "!!L3", "L2", "!!!L4", "Gate"][random.usize(..9)];
        let day = calendar.by_working_days(start, random.i64(16..WORKING_DAYS)).unwrap();
        let at = calendar.local(calendar.add_working(day, random.i64(0..500) * 60).unwrap());
        let at = if random.bool() { at.format("%Y-%m-%dT%H:%M:%S") } else { at.format("%Y-%m-%d") };
        let _ = writeln!(text, "[deal.d{deal}.note.n{note}]\nat = {at}\npace = \"{pace}\"");
        if random.u8(0..6) == 0 {
            text.push_str("ladder = [\"5wd\", \"1wd\"]\n");
        }
    }
    let due = calendar.local(calendar.by_working_days(start, random.i64(16..WORKING_DAYS)).unwrap());
    let _ = writeln!(text, "[deal.d{deal}.control.c]\nwhat = \"A promise\"\ndue = {}", due.format("%Y-%m-%d"));
    text
}

/// A standard normal variate (Box and Muller).
fn normal(random: &mut fastrand::Rng) -> f64 {
    (-2.0 * libm::log(random.f64().max(1e-12))).sqrt() * (std::f64::consts::TAU * random.f64()).cos()
}

/// When the console is open.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Always,
    /// From nine and from three o'clock, twenty minutes each.
    TwiceADay,
    /// Always, and ticking every minute from before until after the working day.
    EveryMinute,
    /// Always but for forty hours from the twentieth working day at noon.
    Outage,
}

/// One run of a world.
struct Run {
    campaign: Campaign,
    calendar: Calendar,
    schedule: Schedule,
    random: fastrand::Rng,
    previous: Option<Tick>,
    acks: Vec<(DateTime<Utc>, String, usize)>,
    settled: Vec<Ended>,
    /// When each call was made: deal, note, judged.
    calls: Vec<(DateTime<Utc>, String, String, Judged)>,
    batches: Vec<DateTime<Utc>>,
    open: Open,
    end: DateTime<Utc>,
    compare: bool,
}

fn run(world: &World, open: Open, shuffled: bool) -> Run {
    Run::of(world, open, shuffled, false)
}

impl Run {
    /// Plays a world; with `compare` each tick over the index is held against one over all deals.
    fn of(world: &World, open: Open, shuffled: bool, compare: bool) -> Self {
        let campaign = world.campaign(shuffled);
        let schedule = Schedule::new(&campaign, Outlook::new(&campaign), "sam");
        let calendar = world.calendar();
        let end = calendar.by_working_days(world.start, WORKING_DAYS + 1).unwrap();
        let random = fastrand::Rng::with_seed(world.seed ^ 0x5eed);
        let (acks, settled, calls, batches) = (vec![], vec![], vec![], vec![]);
        let mut run = Self {
            campaign,
            calendar,
            schedule,
            random,
            previous: None,
            acks,
            settled,
            calls,
            batches,
            open,
            end,
            compare,
        };
        run.play(world);
        run
    }

    fn play(&mut self, world: &World) {
        let noon = self.calendar.by_working_days(world.start, 20).unwrap() + TimeDelta::hours(3);
        let outage = noon..noon + TimeDelta::hours(40);
        let mut moves = world.moves.iter().peekable();
        let mut now = world.start;
        while now < self.end {
            while let Some((at, deal, stage)) = moves.next_if(|(at, ..)| *at <= now) {
                self.move_on(deal, *stage, *at);
            }
            self.acknowledge(now);
            let outcome = self.schedule.tick(&self.campaign, self.previous.as_ref(), now);
            if self.compare {
                let all = tick(&self.campaign, "sam", self.previous.as_ref(), now);
                assert!(outcome.batch == all.batch && outcome.tick == all.tick, "seed {} at {now}", world.seed);
                assert!(outcome.settled == all.settled && outcome.repeat == all.repeat, "seed {} at {now}", world.seed);
            }
            self.check(&outcome, now);
            self.write(&outcome, now);
            let events = [self.acks.iter().map(|(at, ..)| *at).min(), moves.peek().map(|(at, ..)| *at), outcome.next];
            let wanted = events.into_iter().flatten().min().unwrap_or(self.end);
            // An edit is seen by the tick of the next full minute.
            let soon = now + TimeDelta::minutes(1);
            let next = if self.open == Open::EveryMinute {
                self.next_open_minute(soon)
            } else {
                full_minute(wanted).max(soon)
            };
            let tick = outcome.tick;
            (now, self.previous) = match self.open {
                Open::TwiceADay => self.next_session(now, next, tick),
                Open::Outage if outage.contains(&next) => {
                    (outage.end, Some(tick.open_until(outage.start - TimeDelta::minutes(1))))
                }
                _ => (next, Some(tick.open_until(next - TimeDelta::minutes(1)))),
            };
        }
    }

    /// The next minute of a session, and the tick that its console remembers.
    fn next_session(&self, now: DateTime<Utc>, next: DateTime<Utc>, tick: Tick) -> (DateTime<Utc>, Option<Tick>) {
        let minute_of_day = |at: DateTime<Utc>| {
            let local = self.calendar.local(at);
            (local - local.date().and_hms_opt(0, 0, 0).unwrap()).num_minutes()
        };
        let today = minute_of_day(now);
        let session_end = if today < 12 * 60 { 9 * 60 + 20 } else { 15 * 60 + 20 };
        if minute_of_day(next) < session_end && self.calendar.same_day(now, next) && today < session_end {
            return (next, Some(tick.open_until(next - TimeDelta::minutes(1))));
        }
        let last = now + TimeDelta::minutes((session_end - today - 1).max(0));
        let next = if today < 12 * 60 {
            now + TimeDelta::minutes(15 * 60 - today)
        } else {
            self.calendar.next_day_start(now).unwrap()
        };
        (next, Some(tick.open_until(last)))
    }

    /// Nights are left out.
    fn next_open_minute(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        let before = at - TimeDelta::minutes(5);
        let after = at + TimeDelta::minutes(5);
        if self.calendar.is_working(before) || self.calendar.is_working(after) {
            return at;
        }
        self.calendar.next_working(at).unwrap() - TimeDelta::minutes(5)
    }

    fn move_on(&mut self, deal: &str, stage: usize, at: DateTime<Utc>) {
        let index = self.campaign.by_id[deal];
        let deal = Arc::make_mut(&mut self.campaign.deals[index]);
        let left = deal.stage.replace(Id::from(&*format!("s{stage}"))).unwrap();
        let from = deal.since.replace(When::Instant(at));
        let row = StageLog { stage: left, from, to: Some(When::Instant(at)), overruled: None, by: None };
        push(&mut deal.stage_log, row);
        self.schedule.deal_changed(index);
    }

    fn acknowledge(&mut self, now: DateTime<Utc>) {
        let (heard, waiting) = std::mem::take(&mut self.acks).into_iter().partition(|(at, ..)| *at <= now);
        self.acks = waiting;
        for (_, deal, row) in heard {
            let index = self.campaign.by_id[&*deal];
            Arc::make_mut(&mut self.campaign.deals[index]).call_log[row].acked = Some(When::Instant(now));
            self.schedule.deal_changed(index);
        }
    }

    /// Never outside the person's working time, never after the place.
    fn check(&self, outcome: &Outcome, now: DateTime<Utc>) {
        for call in outcome.batch.iter().flat_map(|batch| &batch.calls) {
            assert!(now < call.place, "{}/{} called at {now}, after its place {}", call.deal, call.note, call.place);
            let before_written = call.place - TimeDelta::hours(2) <= now && !self.calendar.touches(call.place);
            assert!(self.calendar.is_working(now) || before_written, "{now} is outside working time");
        }
    }

    fn write(&mut self, outcome: &Outcome, now: DateTime<Utc>) {
        self.settled.extend(outcome.settled.iter().map(|settled| settled.ended));
        self.batches.extend(outcome.batch.iter().map(|_| now));
        for call in outcome.batch.iter().flat_map(|batch| &batch.calls) {
            self.calls.push((now, call.deal.to_string(), call.note.clone(), call.judged));
            let index = self.campaign.by_id[&call.deal];
            let deal = Arc::make_mut(&mut self.campaign.deals[index]);
            let row = CallLog {
                note: Id::from(&*call.note),
                rung: call.rung.as_str().into(),
                place: Some(When::Instant(call.place)),
                lead: Some(call.lead),
                called: Some(When::Instant(now)),
                acked: None,
                again: None,
                by: Some(Id::from("sam")),
                used: None,
            };
            push(&mut deal.call_log, row);
            let delay = self.random.i64(360..4 * 3600);
            let at = self.calendar.add_working(now, delay).unwrap();
            self.acks.push((at, call.deal.to_string(), deal.call_log.len() - 1));
            self.schedule.deal_changed(index);
        }
        if let Some(repeat) = &outcome.repeat {
            let index = self.campaign.by_id[&repeat.deal];
            for repeated in &repeat.calls {
                let rows = &mut Arc::make_mut(&mut self.campaign.deals[index]).call_log;
                let row = rows
                    .iter_mut()
                    .find(|row| row.note == repeated.note && row.rung == repeated.rung && row.place == repeated.place);
                row.unwrap().again = Some(When::Instant(now));
            }
            self.schedule.deal_changed(index);
        }
    }

    fn judged(&self, judged: Judged) -> usize {
        self.calls.iter().filter(|(.., call)| *call == judged).count()
    }

    fn missed(&self) -> usize {
        self.settled.iter().filter(|ended| **ended == Ended::Missed).count()
    }
}

fn full_minute(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp((at.timestamp() + 59).div_euclid(60) * 60, 0).unwrap()
}

/// Runs a check over all seeds, half of them on a thread of its own.
fn all_worlds<T: Send>(check: impl Fn(u64) -> T + Sync) -> Vec<T> {
    let half = |from: u64| {
        let check = &check;
        move || (from..CAMPAIGNS).step_by(2).map(check).collect::<Vec<_>>()
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(half(1));
        let mut all = half(0)();
        all.extend(other.join().unwrap());
        all
    })
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[test]
fn fixed_places_are_called_on_time_and_none_is_late_or_missed() {
    let runs = all_worlds(|seed| {
        let run = run(&World::new(seed, Places::Fixed), Open::Always, false);
        let (late, missed) = (run.judged(Judged::Late), run.missed());
        assert_eq!((late, missed), (0, 0), "seed {seed}");
        assert!(run.settled.len() > 5, "seed {seed}");
        (run.judged(Judged::OnTime), run.calls.len())
    });
    let (on_time, all) = runs.iter().fold((0, 0), |sum, run| (sum.0 + run.0, sum.1 + run.1));
    assert!(share(on_time, all) >= 0.99, "{on_time} of {all}");
}

#[test]
fn a_console_open_twenty_minutes_twice_a_day_calls_fixed_places_on_time() {
    let runs = all_worlds(|seed| {
        let run = run(&World::new(seed, Places::Fixed), Open::TwiceADay, false);
        assert_eq!(run.missed(), 0, "seed {seed}");
        (run.judged(Judged::OnTime), run.calls.len())
    });
    let (on_time, all) = runs.iter().fold((0, 0), |sum, run| (sum.0 + run.0, sum.1 + run.1));
    assert!(share(on_time, all) >= 0.90, "{on_time} of {all}");
}

#[test]
fn estimated_places_are_mostly_called_on_time() {
    let runs = all_worlds(|seed| {
        let world = World::new(seed, Places::Estimated);
        let run = run(&world, Open::Always, false);
        let mut calls = std::collections::BTreeMap::new();
        for (_, deal, note, judged) in &run.calls {
            calls.entry((deal.clone(), note.clone())).or_insert_with(Vec::new).push(*judged);
        }
        assert!(calls.values().all(|calls| calls.len() <= 2), "seed {seed}: {calls:?}");
        // Of the notes whose place has come.
        let outlook = Outlook::new(&run.campaign);
        let (mut on_time, mut missed, mut all) = (0, 0, 0);
        for deal in &run.campaign.deals {
            for note in &deal.notes {
                let found = state(&run.campaign, &outlook, deal, &note.id, run.end).unwrap();
                if found.went_by.is_none() {
                    continue;
                }
                all += 1;
                match calls.get(&(deal.id.to_string(), note.id.to_string())) {
                    Some(calls) => on_time += usize::from(calls[0] == Judged::OnTime),
                    None => missed += 1,
                }
            }
        }
        (on_time, missed, all)
    });
    let sum = |part: fn(&(usize, usize, usize)) -> usize| runs.iter().map(part).sum::<usize>();
    let (on_time, missed, all) = (sum(|run| run.0), sum(|run| run.1), sum(|run| run.2));
    assert!(all > 1000, "{all}");
    assert!(share(on_time, all) >= 0.85, "{on_time} of {all} on time");
    assert!(share(missed, all) <= 0.08, "{missed} of {all} missed");
}

#[test]
fn after_an_outage_of_forty_hours_calls_come_one_by_one() {
    let most = all_worlds(|seed| {
        let world = World::new(seed, Places::Fixed);
        let run = run(&world, Open::Outage, false);
        let noon = run.calendar.by_working_days(world.start, 20).unwrap() + TimeDelta::hours(3);
        let back = run.calendar.next_working(noon + TimeDelta::hours(40)).unwrap();
        let grave = run.calls.iter().any(|(at, deal, note, _)| {
            let steps = || run.campaign.deal(deal)?.note(note)?.pace.as_ref();
            *at >= back
                && *at < back + TimeDelta::minutes(15)
                && steps().is_some_and(|steps| steps.caution().sign() == "!!!")
        });
        let first = run.batches.iter().filter(|at| **at >= noon && **at < back + TimeDelta::minutes(1)).count();
        let quarter = run.batches.iter().filter(|at| **at >= back && **at < back + TimeDelta::minutes(15)).count();
        // The console was open until noon.
        assert!(first <= 1, "seed {seed}: {first} in the first tick");
        assert!(quarter <= 3 || grave, "seed {seed}: {quarter} in the first quarter of an hour");
        quarter
    });
    assert!(most.into_iter().max() >= Some(2));
}

#[test]
fn the_order_of_records_does_not_matter() {
    for seed in 0..20 {
        for places in [Places::Fixed, Places::Estimated] {
            let world = World::new(seed, places);
            let (one, other) = (run(&world, Open::Always, false), run(&world, Open::Always, true));
            assert!(one.calls == other.calls, "seed {seed}");
        }
    }
}

#[test]
fn a_tick_over_the_index_finds_what_a_look_at_all_deals_finds() {
    for seed in 0..4 {
        for places in [Places::Fixed, Places::Estimated] {
            for open in [Open::Always, Open::TwiceADay] {
                Run::of(&World::new(seed, places), open, false, true);
            }
        }
    }
}

#[test]
fn stepping_to_the_next_moment_finds_what_ticking_every_minute_finds() {
    for seed in 0..3 {
        for places in [Places::Fixed, Places::Estimated] {
            let world = World::new(seed, places);
            let (steps, minutes) = (run(&world, Open::Always, false), run(&world, Open::EveryMinute, false));
            assert!(steps.calls == minutes.calls, "seed {seed}");
            assert!(!steps.calls.is_empty());
        }
    }
}

/// A row more at the end of a log.
fn push<T: Clone>(log: &mut Records<T>, row: T) {
    *log = log.iter().cloned().chain([row]).collect();
}
