//! Why a command cannot be done now: told where it is given, and in the palette before it is.

use std::borrow::Cow;

use super::choices::waiting_reports;
use super::{crew, driving, review, route, screen_of, wheel};
use crate::console::command::Command;
use crate::console::desk::DeskPane;
use crate::console::model::Model;
use crate::console::screen::Screen;
use crate::console::{after, call_sheet, credits, desk as notes};

/// Why a command cannot be done now; nothing if it can.
#[must_use]
pub fn refusal(model: &Model, command: Command) -> Option<Cow<'static, str>> {
    let on = command.row().on;
    if on.holds(model.screen) { here(model, command).map(Cow::Borrowed) } else { Some(Cow::Owned(on.elsewhere())) }
}

/// Why a command that the screen knows cannot be done now.
fn here(model: &Model, command: Command) -> Option<&'static str> {
    if model.screen == Screen::Run
        && let Some(why) = driving::refusal(model, command)
    {
        return Some(why);
    }
    if model.screen == Screen::Review && review::asks(command) {
        return review::refusal(model, command);
    }
    if model.screen == Screen::Route && route::asks(command) {
        return route::refusal(model, command);
    }
    let no_deal = model.deal_here().is_none().then_some("no deal is on screen");
    let no_call = model.sheet.calls.is_empty().then_some("no call is due here");
    let read_only = model.file.read_only.is_some().then_some("the file is read-only here");
    let no_message = model.sheet.message.is_none().then_some("no message waits here");
    match command {
        Command::Acknowledge if model.screen == Screen::Run => read_only,
        Command::Next | Command::Previous if model.screen == Screen::Run => None,
        Command::Acknowledge if no_call.is_some() && no_message.is_none() => no_deal.or(read_only),
        Command::Seen => no_deal.or(no_message).or(read_only),
        Command::Acknowledge | Command::Again | Command::Snooze | Command::Amend => no_deal.or(no_call).or(read_only),
        Command::NextCall | Command::PreviousCall => {
            no_deal.or((model.sheet.calls.len() < 2).then_some("there is no other call here"))
        }
        Command::Earlier | Command::Later => {
            model.crew().is_none().then_some("nobody of the crew sits here").or(read_only)
        }
        Command::AddNote if model.screen == Screen::Desk => no_place(model).or(read_only),
        Command::Scrutineering => no_deal.or(not_stopped(model)).or(read_only),
        Command::Flag => no_deal.or(read_only).or(no_flag(model)),
        Command::HandOver | Command::TakeWheel | Command::DeclineWheel => wheel::refusal(model, command).or(read_only),
        Command::NextTouch | Command::AddNote | Command::Catch | Command::Hit | Command::Message => {
            no_deal.or(read_only)
        }
        Command::AfterRun => {
            let run = model.current().and_then(|deal| after::run_of(model, deal));
            let no_run = run.is_none().then_some("no run of this deal is under way or was over today");
            no_deal.or(no_run).or(read_only)
        }
        Command::Answer => {
            no_deal.or(waiting_reports(model).is_empty().then_some("no field report of this deal waits")).or(read_only)
        }
        Command::Select => no_note(model),
        Command::Open => match model.desk.focus {
            DeskPane::Inbox => read_only,
            DeskPane::Notes => model.desk.row().is_none().then_some("no note is under the cursor").or(read_only),
        },
        Command::NewNote => no_place(model).or(read_only),
        Command::MoveNotes | Command::DuplicateNote | Command::ToHazard => no_note(model).or(read_only),
        Command::Retire | Command::ChangeAsset | Command::ShiftLater | Command::ShiftEarlier | Command::ShiftBy => {
            no_note(model).or(read_only)
        }
        Command::OpenDeal => no_deal.map(|_| "no deal is under the cursor"),
        Command::NextCallSheet => call_sheet::next(model).is_none().then_some("no run is planned on a deal of yours"),
        Command::MoveOn | Command::MoveBack | Command::Win | Command::Lose => at_a_gate(model, command),
        Command::Service => open_deal(model).or(read_only),
        Command::Finish => match credits::wanted(model) {
            Some(deal) if deal.is_open() => {
                Some("the deal is open: it has a card once it is won, and a debrief once it is lost")
            }
            Some(_) => None,
            None => no_deal,
        },
        _ if screen_of(command).is_some() => is_here(model, command),
        Command::FollowLine | Command::Sign | Command::Withdraw | Command::Propose => crew::refusal(model, command),
        Command::Next
        | Command::Previous
        | Command::First
        | Command::Last
        | Command::ScrollDown
        | Command::ScrollUp
            if model.screen == Screen::Crew =>
        {
            model.crew_screen.page().is_none().then_some("it is still being worked out")
        }
        Command::AddDeal | Command::EditRecord | Command::Import => read_only,
        Command::Clashes => model.clashes.is_empty().then_some("nothing waits to be decided").or(read_only),
        Command::Copies => model.copies.is_empty().then_some("no other copy of the file lies beside it").or(read_only),
        Command::Undo => model.history.undo_name().is_none().then_some("nothing to take back").or(read_only),
        Command::Redo => model.history.redo_name().is_none().then_some("nothing to do again").or(read_only),
        Command::ScrollDown | Command::ScrollUp | Command::SwapPanes if model.screen == Screen::Desk => no_rows(model),
        Command::Next | Command::Previous | Command::First | Command::Last if model.screen == Screen::Desk => {
            no_rows(model)
        }
        Command::Copy
        | Command::OpenLink
        | Command::CallSheet
        | Command::ScrollDown
        | Command::ScrollUp
        | Command::SwapPanes => no_deal,
        Command::GoToCall => model.elsewhere_deal().is_none().then_some("no call or message waits on another deal"),
        Command::Next | Command::Previous | Command::First | Command::Last => {
            let no_deal = model.campaign.deals.is_empty().then_some("the campaign has no deal yet");
            no_deal.or((!model.order.known).then_some("the deals are still being read"))
        }
        Command::Seat => model.campaign.crew.is_empty().then_some("the file names no crew"),
        _ => None,
    }
}

/// Why one cannot go to a screen: one is there.
fn is_here(model: &Model, command: Command) -> Option<&'static str> {
    (screen_of(command) == Some(model.screen)).then_some("you are here already")
}

/// Why the deal cannot be in service.
fn open_deal(model: &Model) -> Option<&'static str> {
    match model.deal_here().and_then(|deal| model.campaign.deal(deal)) {
        None => Some("no deal is on screen"),
        Some(deal) => (!deal.is_open()).then_some("the deal is finished"),
    }
}

/// Why the deal cannot go through a gate.
fn at_a_gate(model: &Model, command: Command) -> Option<&'static str> {
    let Some(deal) = model.deal_here().and_then(|deal| model.campaign.deal(deal)) else {
        return Some("no deal is on screen");
    };
    if !deal.is_open() {
        return Some("the deal is finished");
    }
    let here = model.campaign.stage_of(deal).and_then(|stage| model.campaign.route_index(stage));
    if command == Command::MoveBack && here == Some(0) {
        return Some("this is the first stage of the route");
    }
    model.file.read_only.is_some().then_some("the file is read-only here")
}

fn not_stopped(model: &Model) -> Option<&'static str> {
    (!model.sheet.is_stopped).then_some("scrutineering stops nothing on this deal")
}

/// Why no note can be written where the Desk's cursor is.
fn no_place(model: &Model) -> Option<&'static str> {
    let is_hazard = model.desk.focus == DeskPane::Notes && model.desk.row().is_some();
    (notes::deal_here(model).is_none() && !is_hazard).then_some("no deal is under the cursor")
}

/// Why nothing can be done with a note of the Desk.
fn no_note(model: &Model) -> Option<&'static str> {
    match model.desk.focus {
        DeskPane::Inbox if model.desk.selected.is_empty() => {
            Some("the inbox has the keys; the notes are one pane further")
        }
        _ => model.desk.targets().is_empty().then_some("no note is under the cursor"),
    }
}

/// Why no cursor can move on the Desk.
fn no_rows(model: &Model) -> Option<&'static str> {
    let none = model.desk.list.slots.is_empty() && model.desk.table.inbox().is_empty();
    none.then_some(if model.desk.known { "no note is shown" } else { "the notes are still being read" })
}

/// A finished deal without a flag has none to raise and none to lower.
fn no_flag(model: &Model) -> Option<&'static str> {
    let is_done = model.current().is_some_and(|deal| !deal.is_open() && deal.flags.is_empty());
    is_done.then_some("the deal is finished: a flag is raised on an open one")
}
