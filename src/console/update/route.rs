//! What a command and the mouse do on the Route screen.

use super::tell;
use crate::campaign::Id;
use crate::console::command::Command;
use crate::console::effect::Effect;
use crate::console::form::{self, FormFor};
use crate::console::message::MouseAction;
use crate::console::model::Model;
use crate::console::overlay::{Act, Choice, Overlay, Then};
use crate::console::route::{With, put_beside};
use crate::text::RecordPath;

/// So many items are a page.
const PAGE: usize = 5;

/// Whether a command is about the map, so that this screen says why it cannot be done.
pub(super) const fn asks(command: Command) -> bool {
    matches!(
        command,
        Command::Next
            | Command::Previous
            | Command::First
            | Command::Last
            | Command::ScrollDown
            | Command::ScrollUp
            | Command::ZoomIn
            | Command::ZoomOut
            | Command::TimeOn
            | Command::TimeBack
            | Command::OpenItem
            | Command::Beside
            | Command::NextDeal
            | Command::PreviousDeal
    )
}

/// Why nothing can be done with the map.
pub(super) fn refusal(model: &Model, command: Command) -> Option<&'static str> {
    let no_deal = model.current().is_none().then_some("no deal is on screen");
    match command {
        Command::OpenItem => {
            let read_only = model.file.read_only.is_some().then_some("the file is read-only here");
            no_deal.or(model.route.item().is_none().then_some("nothing is under the cursor")).or(read_only)
        }
        Command::NextDeal | Command::PreviousDeal => {
            no_deal.or((!model.order.known).then_some("the deals are still being read"))
        }
        _ => no_deal,
    }
}

/// Does what a command means on this screen; false for one that means the same everywhere.
pub(super) fn does(model: &mut Model, command: Command) -> bool {
    let at = model.route.at();
    match command {
        Command::Next => model.route.put(at + 1),
        Command::Previous => model.route.put(at.saturating_sub(1)),
        Command::ScrollDown => model.route.put(at + PAGE),
        Command::ScrollUp => model.route.put(at.saturating_sub(PAGE)),
        Command::First => model.route.put(0),
        Command::Last => model.route.put(usize::MAX),
        Command::ZoomIn | Command::ZoomOut => zoom(model, command == Command::ZoomIn),
        Command::TimeOn | Command::TimeBack => scroll(model, command == Command::TimeOn),
        Command::NextDeal => super::acts::step(model, 1),
        Command::PreviousDeal => super::acts::step(model, -1),
        Command::OpenItem => open_item(model),
        Command::Beside => choose_beside(model),
        _ => return false,
    }
    true
}

fn zoom(model: &mut Model, nearer: bool) {
    if !model.route.zoom(nearer) {
        tell(model, if nearer { "nearer it does not go" } else { "the whole way is on screen" }, false);
    }
}

fn scroll(model: &mut Model, on: bool) {
    if !model.route.scroll(on) {
        let told = match (model.route.window().zoom, on) {
            (0, _) => format!("the whole way is on screen: {} zooms in", model.keymap.shown(Command::ZoomIn)),
            (_, true) => "the way ends here".to_owned(),
            (_, false) => "the way begins here".to_owned(),
        };
        tell(model, told, false);
    }
}

/// Opens the record of what is under the cursor.
fn open_item(model: &mut Model) {
    if let Some(record) = record_here(model) {
        form::open(model, &FormFor::Edit(record));
    }
}

/// Where the file has what is under the cursor.
pub(super) fn record_here(model: &Model) -> Option<RecordPath> {
    model.route.item().map(|item| item.record.clone())
}

/// Asks what is to stand beside the deal.
fn choose_beside(model: &mut Model) {
    let option = |key, text: &str, act| Choice { key, text: text.to_owned(), act };
    let mut options = vec![
        option('a', "the average of the won deals", Act::Beside(Some(With::Won))),
        option('d', "another deal", Act::FindBeside),
    ];
    if model.route.with.is_some() {
        options.push(option('n', "nothing: the map alone again", Act::Beside(None)));
    }
    let cursor = if model.route.with.is_some() { options.len() - 1 } else { 0 };
    model.overlay = Some(Overlay::Choice { title: "SIDE BY SIDE WITH".to_owned(), options, cursor });
}

/// Looks for the deal that is to stand beside this one.
pub(super) fn find_beside(model: &mut Model, effects: &mut Vec<Effect>) {
    super::open_jump(model, Then::Beside, effects);
}

/// The deal that was found stands beside this one.
pub(super) fn found_beside(model: &mut Model, deal: &Id) {
    if model.deal.as_ref() == Some(deal) {
        return tell(model, "that is the deal itself", false);
    }
    put_beside(model, Some(With::Deal(deal.clone())));
}

/// A turn of the wheel steps through the items.
pub(super) fn on_mouse(model: &mut Model, action: MouseAction) {
    let at = model.route.at();
    match action {
        MouseAction::WheelUp => model.route.put(at.saturating_sub(1)),
        MouseAction::WheelDown => model.route.put(at + 1),
        MouseAction::Click => {}
    }
}
