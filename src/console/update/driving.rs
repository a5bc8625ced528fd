//! What is done in a run: its clock, its notes and answers.

use chrono::TimeDelta;

use super::acts::see_message;
use super::overlays::{open_of_run, open_prompt};
use super::tell;
use super::write::{record, write_and_tell};
use crate::campaign::{CallLog, Deal, Id, Used};
use crate::console::command::Command;
use crate::console::edits::ground;
use crate::console::effect::Effect;
use crate::console::key::Key;
use crate::console::model::Model;
use crate::console::overlay::{Act, Choice, Overlay};
use crate::console::prompt::{self, PromptFor};
use crate::console::run::{self, Driving};
use crate::console::screen::Screen;
use crate::console::{after, engine, words};
use crate::drive::calls::Subject;
use crate::drive::rules::{self, OpenCall, deal_path};
use crate::drive::run::{Clock, Cue, answers, cues, place, planned};
use crate::text::Refusal;

/// Why a command of the run cannot be given now.
pub(super) fn refusal(model: &Model, command: Command) -> Option<&'static str> {
    let driving = model.driving.as_ref()?;
    let read_only = model.file.read_only.is_some().then_some("the file is read-only here");
    let over = driving.run.ended.is_some().then_some("the run is over");
    let gone = driving.gone.then_some("the run was taken out of the file: write it back first");
    match command {
        Command::Pause | Command::CorrectStart | Command::StopRun => over.or(gone).or(read_only),
        Command::NotesLater | Command::NotesEarlier => over.or(read_only),
        Command::Landed | Command::Flat | Command::NotUsed => {
            driving.sheet.card.is_none().then_some("no note is up").or(read_only)
        }
        Command::PickAnswer => driving.sheet.answers.is_empty().then_some("this run has no answers yet").or(read_only),
        Command::WriteBack => (!driving.gone).then_some("the run is in the file").or(read_only),
        _ => None,
    }
}

/// Does what a command says that is another one in a run than elsewhere; false if it is the same.
pub(super) fn hears(model: &mut Model, command: Command, effects: &mut Vec<Effect>) -> bool {
    match command {
        Command::Acknowledge => hear(model, effects),
        Command::Next => step(model, true),
        Command::Previous => step(model, false),
        _ => return false,
    }
    true
}

/// Does what a command of the run says.
pub(super) fn run(model: &mut Model, command: Command, effects: &mut Vec<Effect>) {
    match command {
        Command::Run => go(model, effects),
        Command::PickAnswer => choose_answer(model),
        Command::Landed => mark(model, Used::Landed, effects),
        Command::Flat => mark(model, Used::Flat, effects),
        Command::NotUsed => mark(model, Used::NotUsed, effects),
        Command::NotesLater => shift(model, rules::run::SHIFT, effects),
        Command::NotesEarlier => shift(model, -rules::run::SHIFT, effects),
        Command::Pause => pause(model, effects),
        Command::CorrectStart => {
            if let Some(driving) = &model.driving {
                let run = driving.run.id.clone();
                open_prompt(model, |deal| PromptFor::Began { deal, run });
            }
        }
        Command::StopRun => stop(model, effects),
        Command::WriteBack => write_back(model, effects),
        Command::LeaveRun => leave(model),
        Command::Catch | Command::AfterRun | Command::Find => open_of_run(model, command),
        _ => {}
    }
}

/// Writes what a rule of the run says, and tells it.
fn act(model: &mut Model, name: &str, act: Result<rules::Act, Refusal>, done: &str, effects: &mut Vec<Effect>) -> bool {
    match act {
        Ok(act) => write_and_tell(model, name, act.intents, done, effects),
        Err(refusal) => {
            tell(model, format!("{}: {}", refusal.message, refusal.mend), true);
            false
        }
    }
}

/// To the run that goes on, or asks which to start; the only one whose time has come is started at once.
fn go(model: &mut Model, effects: &mut Vec<Effect>) {
    let here = model.deal_here().cloned();
    if let Some(offer) = model.offer.clone().filter(|offer| offer.now && Some(&offer.deal) == here.as_ref()) {
        if offer.live {
            run::enter(model, &offer.deal, &offer.run);
        } else {
            start(model, &offer.deal, &offer.run, effects);
        }
        return;
    }
    let Some(deal) = here.and_then(|here| model.campaign.deal(&here)) else {
        return tell(model, "run: no deal is on screen", true);
    };
    if let Some(live) = run::live_run(deal) {
        let (deal, run) = (deal.id.clone(), live.id.clone());
        return run::enter(model, &deal, &run);
    }
    let mut options: Vec<Choice> = Vec::new();
    let mut keys = "123456789".chars();
    if let Some(offer) = &model.offer
        && let Some(key) = keys.next()
    {
        let verb = if offer.live { "go to" } else { "start" };
        let to = Act::Drive { deal: offer.deal.clone(), run: Some(offer.run.clone()) };
        options.push(Choice { key, text: format!("{verb} {}", offer.words), act: to });
    }
    let zone = model.campaign.zone;
    let is_offered = |run: &Id| model.offer.as_ref().is_some_and(|offer| offer.deal == deal.id && offer.run == *run);
    let runs = planned(deal, model.outlook.calendar(None), model.now);
    for run in runs.into_iter().filter(|run| !is_offered(&run.id)).take(6) {
        let Some(key) = keys.next() else { break };
        let when = run.starts.map_or_else(String::new, |at| format!(", {}", words::when(at, zone, model.now)));
        let text = format!("start {}{when}", run::what(run));
        options.push(Choice { key, text, act: Act::Drive { deal: deal.id.clone(), run: Some(run.id.clone()) } });
    }
    let text = format!("start an unplanned call with {}", deal.name());
    options.push(Choice { key: 'u', text, act: Act::Drive { deal: deal.id.clone(), run: None } });
    model.overlay = Some(Overlay::Choice { title: "RUN".to_owned(), options, cursor: 0 });
}

/// Starts a run and shows it: a planned one, or one that nobody planned.
pub(super) fn drive(model: &mut Model, deal: &Id, run: Option<&Id>, effects: &mut Vec<Effect>) {
    let Some(run) = run else {
        let Some(found) = model.campaign.deal(deal) else { return };
        let day = model.now.with_timezone(&model.campaign.zone).format("call-%m-%d").to_string();
        let id = prompt::free_on(found, &day);
        let new = rules::run::unplanned(ground(model), deal, &id);
        if act(model, "unplanned call", new, "the clock runs", effects) {
            run::enter(model, deal, &id);
        }
        return;
    };
    let is_live = model.campaign.deal(deal).and_then(|deal| deal.run(run)).is_some_and(crate::drive::run::is_live);
    if is_live { run::enter(model, deal, run) } else { start(model, deal, run, effects) }
}

fn start(model: &mut Model, deal: &Id, run: &Id, effects: &mut Vec<Effect>) {
    let started = rules::run::start(ground(model), deal, run);
    if act(model, "start of the run", started, "the clock runs", effects) {
        run::enter(model, deal, run);
    }
}

fn pause(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(driving) = &model.driving else { return };
    let paused = rules::run::pause(ground(model), &driving.deal, &driving.run.id);
    let is_open = driving.run.pauses.iter().any(|(_, until)| until.is_none());
    let done = if is_open { "the clock runs again" } else { "the clock stands; the same key lets it go on" };
    act(model, "pause", paused, done, effects);
}

fn stop(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(driving) = &model.driving else { return };
    let (deal, run) = (driving.deal.clone(), driving.run.id.clone());
    let stopped = rules::run::stop(ground(model), &deal, &run);
    if act(model, "end of the run", stopped, "the run is over", effects) {
        model.screen = Screen::Stage;
        after::open(model, &deal, &run);
    }
}

fn write_back(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(driving) = &model.driving else { return };
    if model.campaign.deal(&driving.deal).is_none() {
        return tell(model, "the deal itself is gone from the file: bring it back first, with your editor", true);
    }
    let back = rules::run::write_back(&driving.deal, &driving.run);
    act(model, "run written back", Ok(back), "the run is in the file again", effects);
}

fn leave(model: &mut Model) {
    let Some(driving) = &mut model.driving else {
        model.screen = Screen::Stage;
        return;
    };
    if driving.opened.take().is_none() && driving.looked_at.take().is_none() {
        model.screen = Screen::Stage;
    }
}

/// Reads the run's notes as they stand.
fn with_run<T>(model: &Model, ask: impl FnOnce(&Deal, &Driving, &[Cue<'_>], Clock) -> T) -> Option<T> {
    let driving = model.driving.as_ref()?;
    let deal = model.campaign.deal(&driving.deal)?;
    let clock = Clock::of(&driving.run, model.outlook.calendar(None), model.now)?;
    let bearings = run::bearings(model, deal);
    Some(ask(deal, driving, &cues(&bearings, &driving.run), clock))
}

fn shift(model: &mut Model, by: i64, effects: &mut Vec<Effect>) {
    let shifted =
        with_run(model, |deal, _, cues, clock| rules::run::shift(&run::bearings(model, deal), cues, clock.elapsed, by));
    let Some(shifted) = shifted else { return };
    let done = if by > 0 { "what is to come comes a minute later" } else { "what is to come comes a minute sooner" };
    act(model, "shifted notes", shifted, done, effects);
}

/// The note that is up, as the call log knows it, and how it went so far.
fn up(model: &Model) -> Option<(OpenCall, Option<Used>)> {
    let calendar = model.outlook.calendar(None);
    with_run(model, |deal, driving, cues, clock| {
        let made = |row: &CallLog| OpenCall {
            deal: deal.id.clone(),
            note: row.note.clone(),
            rung: row.rung.to_string(),
            place: row.place.map_or(model.now, |place| calendar.clock(place)),
            lead: String::new(),
            called: row.called.map(|called| calendar.clock(called)),
        };
        if let Some(opened) = &driving.opened {
            let row = deal.call_log.iter().rev().find(|row| row.note == opened.note);
            return Some((opened.clone(), row.and_then(|row| row.used)));
        }
        let looked = driving.looked_at.as_ref();
        let looked = looked.and_then(|name| cues.iter().position(|cue| cue.subject.name() == *name));
        let cue = cues.get(looked.or(place(cues, clock.elapsed).0)?)?;
        let fresh = || OpenCall {
            deal: deal.id.clone(),
            note: cue.subject.id(),
            rung: String::new(),
            place: clock.started + TimeDelta::seconds(cue.at),
            lead: String::new(),
            called: None,
        };
        Some((cue.made.map_or_else(fresh, made), cue.used()))
    })
    .flatten()
}

/// Says how the note that is up went; it has been heard by that.
fn mark(model: &mut Model, used: Used, effects: &mut Vec<Effect>) {
    let Some((call, was)) = up(model) else { return };
    let mut marked = rules::run::mark(&call, was, used, model.seat.as_deref(), model.now);
    if call.called.is_some() && !is_acked(model, &call) {
        marked.intents.insert(0, rules::run::heard(&call, model.now));
    }
    let (name, done) = match used {
        Used::Landed => ("landed", "it landed"),
        Used::Flat => ("flat", "it fell flat; the navigator sees it"),
        Used::NotUsed => ("not used", "not used"),
    };
    let done = if was == Some(used) { "the mark is taken back" } else { done };
    if act(model, name, Ok(marked), done, effects) {
        settled(model, &call.note);
    }
}

fn is_acked(model: &Model, call: &OpenCall) -> bool {
    let rows = model.campaign.deal(&call.deal).map(|deal| &*deal.call_log).unwrap_or_default();
    rows.iter().rev().find(|row| row.note == call.note).is_some_and(|row| row.acked.is_some())
}

/// A note has been dealt with: it is no longer new.
fn settled(model: &mut Model, note: &Id) {
    if let Some(driving) = &mut model.driving {
        driving.fresh.remove(&**note);
    }
}

/// The note that is up has been heard.
fn hear(model: &mut Model, effects: &mut Vec<Effect>) {
    let breaks_in = model.driving.as_ref().and_then(|driving| run::breaks_in(model, driving));
    if let Some(call) = breaks_in.map(|card| card.row.clone()) {
        act(model, "heard", Ok(vec![rules::run::heard(&call, model.now)].into()), "", effects);
        return;
    }
    if model.sheet.message.is_some() {
        return see_message(model, effects);
    }
    let Some((call, _)) = up(model) else { return tell(model, "heard: no note is up", true) };
    settled(model, &call.note);
    if call.called.is_none() || is_acked(model, &call) {
        return;
    }
    act(model, "heard", Ok(vec![rules::run::heard(&call, model.now)].into()), "", effects);
    let deal = call.deal;
    engine::recount(model, &deal);
}

/// A key in a run: a digit opens the answer with that number.
pub(super) fn digit(model: &mut Model, key: Key, effects: &mut Vec<Effect>) -> bool {
    let Some(number) = key.typed().and_then(|c| c.to_digit(10)).filter(|number| *number > 0) else { return false };
    open_answer(model, number as usize - 1, effects);
    true
}

/// Asks which answer is opened.
fn choose_answer(model: &mut Model) {
    let Some(driving) = &model.driving else { return };
    let options = driving.sheet.answers.iter().zip('1'..='9').enumerate();
    let options = options
        .map(|(at, (answer, key))| Choice { key, text: answer.when.clone(), act: Act::OpenAnswer(at) })
        .collect();
    model.overlay = Some(Overlay::Choice { title: "ANSWERS".to_owned(), options, cursor: 0 });
}

/// Opens an answer by its place; that records its use.
pub(super) fn open_answer(model: &mut Model, at: usize, effects: &mut Vec<Effect>) {
    let found = model.driving.as_ref().and_then(|driving| {
        let deal = model.campaign.deal(&driving.deal)?;
        let bearings = run::bearings(model, deal);
        let answers = answers(&bearings, &driving.run);
        let subject: Subject<'_> = answers.get(at)?.subject;
        Some((deal.id.clone(), subject.name()))
    });
    let Some((deal, note)) = found else {
        let all = model.driving.as_ref().map_or(0, |driving| driving.sheet.answers.len());
        let text = if all == 0 {
            "this run has no answers yet: a note with `when` becomes one".to_owned()
        } else {
            format!("there is no answer {}: they go from 1 to {all}", at + 1)
        };
        return tell(model, text, true);
    };
    open_by_hand(model, &deal, &note, effects);
}

/// Shows a note large, because somebody asked for it. That is written into the call log once; opening it again while it is
/// up writes nothing.
pub(super) fn open_by_hand(model: &mut Model, deal: &Id, note: &str, effects: &mut Vec<Effect>) {
    let is_up = |driving: &Driving| driving.opened.as_ref().is_some_and(|opened| *opened.note == *note);
    if model.driving.as_ref().is_none_or(is_up) {
        return;
    }
    let (call, made) = rules::run::opened(deal, note, model.seat.as_deref(), model.now);
    if model.file.read_only.is_none()
        && let Err(refusal) = record(model, vec![made], effects)
    {
        tell(model, format!("the use of this answer could not be written down: {}", refusal.message), true);
    }
    settled(model, &Id::from(note));
    if let Some(driving) = &mut model.driving {
        driving.opened = Some(call);
    }
}

/// Shows a note that was found: one that is timed in this run as if it had been stepped to, any other as an answer.
pub(super) fn show(model: &mut Model, deal: &Id, note: &Id, effects: &mut Vec<Effect>) {
    let is_timed = |cues: &[Cue<'_>]| cues.iter().any(|cue| cue.subject.is_named(note));
    if with_run(model, |_, _, cues, _| is_timed(cues)).unwrap_or(false) {
        if let Some(driving) = &mut model.driving {
            driving.opened = None;
            driving.looked_at = Some(note.to_string());
        }
        return;
    }
    open_by_hand(model, deal, note, effects);
}

/// To the note after the one that is up, or before it.
fn step(model: &mut Model, forward: bool) {
    let wanted = with_run(model, |_, driving, cues, clock| {
        let (current, next) = place(cues, clock.elapsed);
        let looked = driving.looked_at.as_ref();
        let looked = looked.and_then(|name| cues.iter().position(|cue| cue.subject.name() == *name));
        let wanted = match (looked.or(current), forward) {
            (Some(at), true) => (at + 1).min(cues.len().saturating_sub(1)),
            (Some(at), false) => at.saturating_sub(1),
            (None, true) => next.unwrap_or(0),
            (None, false) => next.map_or(cues.len(), |next| next).saturating_sub(1),
        };
        (cues.get(wanted).map(|cue| cue.subject.name())).filter(|_| Some(wanted) != current)
    })
    .flatten();
    if let Some(driving) = &mut model.driving {
        driving.opened = None;
        driving.looked_at = wanted;
    }
}

/// The path of the run, for the editor's line.
pub(super) fn record_here(model: &Model) -> Option<crate::text::RecordPath> {
    let driving = model.driving.as_ref()?;
    Some(deal_path(&driving.deal).below(["run", &*driving.run.id]))
}
