//! What a command and the mouse do on the Board.

use tui_input::Input;

use super::tell;
use crate::console::board::{self, CARD, Under, layout, position, put};
use crate::console::command::Command;
use crate::console::gates;
use crate::console::message::MouseAction;
use crate::console::model::Model;
use crate::console::overlay::Overlay;
use crate::console::screen::Screen;

/// Moves over the Board, or changes what it shows; false if the command is none of those.
pub(super) fn goes(model: &mut Model, command: Command) -> bool {
    match command {
        Command::Next => step(model, 1),
        Command::Previous => step(model, -1),
        Command::First => step(model, isize::MIN),
        Command::Last => step(model, isize::MAX),
        Command::ScrollDown | Command::ScrollUp => {
            let rows =
                layout(model.size, 1, 0).map_or(1, |parts| isize::try_from(parts.cards.height / CARD).unwrap_or(1));
            step(model, if command == Command::ScrollDown { rows } else { -rows });
        }
        Command::ColumnRight | Command::SwapPanes => aside(model, true),
        Command::ColumnLeft => aside(model, false),
        Command::OpenDeal => model.screen = Screen::Stage,
        Command::Filter => {
            let input = Input::new(model.board.filter.clone());
            model.overlay = Some(Overlay::Filter { input });
        }
        Command::Back if model.board.filter.is_empty() => tell(model, "all open deals are shown", false),
        Command::Back => model.board.filter.clear(),
        _ => return false,
    }
    true
}

fn aside(model: &mut Model, right: bool) {
    if !board::aside(model, right) {
        let side = if right { "right" } else { "left" };
        tell(model, format!("no deal stands in a stage further {side}"), false);
    }
}

fn step(model: &mut Model, by: isize) {
    if let Some((column, card)) = position(model) {
        put(model, (column, card.saturating_add_signed(by)));
    }
}

/// A click chooses a card; one that is let go over another stage, and a click on that stage's heading, take the deal
/// through the gates to there.
pub(super) fn on_mouse(model: &mut Model, x: u16, y: u16, action: MouseAction) {
    model.board.held = None;
    match (action, board::under(model, x, y)) {
        (MouseAction::WheelUp, _) => step(model, -1),
        (MouseAction::WheelDown, _) => step(model, 1),
        (MouseAction::Click, Some(Under::Card(column, card))) => {
            put(model, (column, card));
            model.board.held = model.deal.clone().map(|deal| (deal, x));
        }
        (MouseAction::Click, Some(Under::Head(column))) => to_stage(model, column),
        (MouseAction::Click, Some(Under::Column(_)) | None) => {}
    }
}

/// So far a card is moved before it counts as carried: a hand that clicks is not quite still, and on a narrow screen the
/// stages move along with the card that is chosen.
const CARRIED: u16 = 6;

/// The card that the mouse holds is let go; over another stage it goes through the gates to there.
pub(super) fn on_release(model: &mut Model, x: u16, y: u16) {
    let Some((deal, from)) = model.board.held.take() else { return };
    if model.deal.as_ref() != Some(&deal) || x.abs_diff(from) < CARRIED {
        return;
    }
    let over = board::under(model, x, y).map(Under::column);
    let here = position(model).map(|(column, _)| column);
    if let Some(column) = over.filter(|over| Some(*over) != here) {
        to_stage(model, column);
    }
}

fn to_stage(model: &mut Model, column: usize) {
    let Some((here, _)) = position(model) else { return };
    let stage = model.board.columns.get(column).and_then(|column| column.stage.clone());
    let Some(stage) = stage.filter(|_| column != here) else { return put(model, (column, 0)) };
    if model.file.read_only.is_some() {
        return tell(model, "move on: the file is read-only here", true);
    }
    if let Some(deal) = model.deal.clone() {
        gates::open_to(model, &deal, &stage);
    }
}
