//! What a command does on the Crew screen: tabs, the way to a deal or record, and signatures.

use super::tell;
use super::write::write_and_tell;
use crate::campaign::Id;
use crate::console::command::Command;
use crate::console::crew::{Tab, Target};
use crate::console::edits;
use crate::console::effect::Effect;
use crate::console::form::{self, FormFor};
use crate::console::message::MouseAction;
use crate::console::model::Model;
use crate::console::prompt::{self, PromptFor};
use crate::console::screen::Screen;
use crate::drive::rules::{self, Act};
use crate::text::{RecordPath, Refusal};

/// So many lines are a page.
const PAGE: usize = 5;

/// Why nothing can be done with the line under the cursor.
pub(super) fn refusal(model: &Model, command: Command) -> Option<&'static str> {
    let crew = &model.crew_screen;
    let read_only = model.file.read_only.is_some().then_some("the file is read-only here");
    let nobody = model.crew().is_none().then_some("nobody of the crew sits here, so nobody would have signed");
    match command {
        Command::FollowLine => match crew.target() {
            None => Some("this line leads nowhere"),
            Some(Target::Deal(_)) => None,
            Some(Target::Propose(_)) => nobody.or(read_only),
            Some(Target::Record(_) | Target::New(_)) => read_only,
        },
        Command::Sign | Command::Withdraw => {
            crew.track().is_none().then_some("no track is under the cursor").or(nobody).or(read_only)
        }
        Command::Propose => nobody.or(read_only),
        _ => None,
    }
}

/// Does what a command means on this screen; false for one that means the same everywhere.
pub(super) fn does(model: &mut Model, command: Command, effects: &mut Vec<Effect>) -> bool {
    let at = model.crew_screen.at();
    match command {
        Command::Next => model.crew_screen.put(at + 1),
        Command::Previous => model.crew_screen.put(at.saturating_sub(1)),
        Command::ScrollDown => model.crew_screen.put(at + PAGE),
        Command::ScrollUp => model.crew_screen.put(at.saturating_sub(PAGE)),
        Command::First => model.crew_screen.put(0),
        Command::Last => model.crew_screen.put(usize::MAX),
        Command::NextTab => model.crew_screen.tab = model.crew_screen.tab.next(),
        Command::PreviousTab => model.crew_screen.tab = model.crew_screen.tab.previous(),
        Command::FollowLine => follow_line(model),
        Command::Sign => put_signature(model, "signature", &|ground, track| rules::sign(ground, track), effects),
        Command::Withdraw => {
            put_signature(model, "withdrawn signature", &|ground, track| rules::withdraw(ground, track), effects);
        }
        Command::Propose => prompt::open(model, PromptFor::Track { topic: Id::from("") }, String::new()),
        _ => return false,
    }
    true
}

/// To the deal of the line under the cursor, or to its record.
fn follow_line(model: &mut Model) {
    match model.crew_screen.target().cloned() {
        None => {}
        Some(Target::Deal(deal)) => {
            if model.campaign.deal(&deal).is_none() {
                return tell(model, "the deal is gone from the file", true);
            }
            model.deal = Some(deal);
            model.screen = Screen::Stage;
        }
        Some(Target::Record(record)) => form::open(model, &FormFor::Edit(record)),
        Some(Target::New(group)) => form::open(model, &FormFor::Below(group)),
        Some(Target::Propose(topic)) => prompt::open(model, PromptFor::Track { topic }, String::new()),
    }
}

/// Signs the track under the cursor, or takes that back.
fn put_signature(
    model: &mut Model,
    name: &str,
    act: &dyn Fn(rules::Ground<'_>, &str) -> Result<Act, Refusal>,
    effects: &mut Vec<Effect>,
) {
    let Some(track) = model.crew_screen.track().cloned() else { return };
    match act(edits::ground(model), &track) {
        Ok(act) if act.intents.is_empty() => tell(model, act.told.join("; "), false),
        Ok(act) => {
            let told = act.told.join("; ");
            write_and_tell(model, name, act.intents, &told, effects);
        }
        Err(refusal) => tell(model, refusal.to_string(), true),
    }
}

/// Where the file has what is under the cursor.
pub(super) fn record_here(model: &Model) -> Option<RecordPath> {
    match model.crew_screen.target()? {
        Target::Deal(deal) => Some(RecordPath::new(["deal", deal])),
        Target::Record(record) => Some(record.clone()),
        Target::New(_) | Target::Propose(_) => None,
    }
}

/// A click opens a tab, a turn of the wheel moves the cursor.
pub(super) fn on_mouse(model: &mut Model, x: u16, y: u16, action: MouseAction) {
    let crew = &mut model.crew_screen;
    let at = crew.at();
    match action {
        MouseAction::Click if y == 1 => {
            let holds = |start: u16, text: &str| (start..).zip(text.chars()).any(|(column, _)| column == x);
            let places = Tab::places(crew.tab);
            if let Some((tab, ..)) = places.into_iter().find(|(_, start, text)| holds(*start, text)) {
                crew.tab = tab;
            }
        }
        MouseAction::Click => {}
        MouseAction::WheelUp => crew.put(at.saturating_sub(1)),
        MouseAction::WheelDown => crew.put(at + 1),
    }
}
