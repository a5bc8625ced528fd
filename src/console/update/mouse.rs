//! Clicks and the wheel: the same acts as keys have, on what lies under the pointer.

use super::acts::{go_to_row, scroll, step};
use super::overlays::overlay_key;
use super::{board, crew, desk, review, route, run};
use crate::console::effect::Effect;
use crate::console::geometry::{Layout, layout};
use crate::console::key::{Code, Key};
use crate::console::message::MouseAction;
use crate::console::model::{Model, Pane};
use crate::console::overlay::Overlay;
use crate::console::screen::Screen;
use crate::console::{credits, extent, footer};

/// A click or a turn of the wheel at a cell.
#[inline(never)]
pub(super) fn on_mouse(model: &mut Model, x: u16, y: u16, action: MouseAction, effects: &mut Vec<Effect>) {
    if model.overlay.is_some() {
        match action {
            MouseAction::WheelUp => overlay_key(model, Key::plain(Code::Up), effects),
            MouseAction::WheelDown => overlay_key(model, Key::plain(Code::Down), effects),
            MouseAction::Click if matches!(model.overlay, Some(Overlay::Moment(_))) => credits::leave_moment(model),
            MouseAction::Click => {}
        }
        return;
    }
    if action == MouseAction::Click && y + 1 == model.size.height {
        let hint = footer::hints(model).into_iter().find(|hint| x >= hint.x && x < hint.x + hint.width);
        if let Some(command) = hint.and_then(|hint| hint.command) {
            run(model, command, effects);
        }
        return;
    }
    if model.screen == Screen::Board {
        board::on_mouse(model, x, y, action);
        return;
    }
    if model.screen == Screen::Desk {
        desk::on_mouse(model, x, y, action);
        return;
    }
    if model.screen == Screen::Route {
        route::on_mouse(model, action);
        return;
    }
    if model.screen == Screen::Review {
        match action {
            MouseAction::WheelUp => review::scroll(model, -3),
            MouseAction::WheelDown => review::scroll(model, 3),
            MouseAction::Click => {}
        }
        return;
    }
    if model.screen == Screen::Crew {
        crew::on_mouse(model, x, y, action);
        return;
    }
    match layout(model.size) {
        Layout::TooSmall => {}
        Layout::Stacked { .. } => wheel(model, model.focus, action),
        Layout::Beside { list, driver, navigator } => {
            if let Some(list) = list.filter(|list| list.holds(x, y)) {
                match action {
                    MouseAction::WheelUp => step(model, -1),
                    MouseAction::WheelDown => step(model, 1),
                    MouseAction::Click => {
                        if let Some(row) = extent::list_row(model, y.saturating_sub(list.y), list.height) {
                            go_to_row(model, row);
                        }
                    }
                }
            } else if driver.holds(x, y) {
                wheel(model, Pane::Driver, action);
            } else if navigator.holds(x, y) {
                wheel(model, Pane::Navigator, action);
            }
        }
    }
}

/// The button is let go: a card that it held goes where it is.
#[inline(never)]
pub(super) fn on_release(model: &mut Model, x: u16, y: u16) {
    if model.overlay.is_none() && model.screen == Screen::Board {
        board::on_release(model, x, y);
    } else {
        model.board.held = None;
    }
}

fn wheel(model: &mut Model, pane: Pane, action: MouseAction) {
    match action {
        MouseAction::Click => model.focus = pane,
        MouseAction::WheelUp => scroll(model, pane, -3),
        MouseAction::WheelDown => scroll(model, pane, 3),
    }
}
