//! The whole frame: header, rules, panes, footer, and what lies over them.

use ratatui::buffer::Buffer;

use super::canvas::{Canvas, columns};
use super::theme::{Role, Theme};
use super::ticking::Ticking;
use super::{board, crew, deals, desk, driver, navigator, overlay, review, route, run};
use crate::console::command::Command;
use crate::console::footer;
use crate::console::geometry::{Area, LEAST, Layout, layout};
use crate::console::model::{Model, Pane};
use crate::console::screen::Screen;
use crate::console::words;

/// Where the cursor stands, if a line is being typed.
pub type Cursor = Option<(u16, u16)>;

/// Draws everything, or the rows that are asked for; their cells are empty before.
pub fn draw(model: &Model, theme: &Theme, buffer: &mut Buffer, ticking: &mut Ticking) -> Cursor {
    let mut canvas = Canvas::new(buffer, theme, ticking);
    let layout = layout(model.size);
    if layout == Layout::TooSmall {
        too_small(&mut canvas, model);
        return None;
    }
    if model.screen != Screen::Run {
        header(&mut canvas, model);
    }
    match model.screen {
        Screen::Stage => stage(&mut canvas, model, layout),
        Screen::Route => route::route(&mut canvas, model),
        Screen::Board => board::board(&mut canvas, model),
        Screen::Desk => desk::desk(&mut canvas, model),
        Screen::Crew => crew::crew(&mut canvas, model),
        Screen::Run => run::run(&mut canvas, model),
        Screen::Review => review::review(&mut canvas, model),
    }
    footer(&mut canvas, model);
    overlay::overlay(&mut canvas, model, model.overlay.as_ref()?)
}

/// The panes of one deal.
fn stage(canvas: &mut Canvas<'_>, model: &Model, layout: Layout) {
    rules(canvas, model, layout);
    match layout {
        Layout::TooSmall => {}
        Layout::Beside { list, driver, navigator } => {
            if let Some(area) = list {
                deals::deals(&mut part(canvas, area), model);
            }
            driver_pane(&mut part(canvas, driver), model);
            navigator_pane(&mut part(canvas, navigator), model);
        }
        Layout::Stacked { pane } => match model.focus {
            Pane::Navigator => stacked(&mut part(canvas, pane), model),
            Pane::Driver => driver_pane(&mut part(canvas, pane), model),
        },
    }
}

pub(super) fn part<'c>(canvas: &'c mut Canvas<'_>, area: Area) -> Canvas<'c> {
    canvas.part(area.x, area.y, area.width, area.height)
}

fn too_small(canvas: &mut Canvas<'_>, model: &Model) {
    let text = format!("needs {} × {}, has {} × {}", LEAST.width, LEAST.height, model.size.width, model.size.height);
    let y = canvas.height() / 2;
    let x = canvas.width().saturating_sub(columns(&text)) / 2;
    canvas.put(x, y, &text, Role::Plain);
}

fn header(canvas: &mut Canvas<'_>, model: &Model) {
    let width = canvas.width();
    let seat = model.seat_words();
    let mut clock = words::header_clock(model.now, model.campaign.zone);
    if width < 100
        && let Some((short, _)) = clock.rsplit_once(' ')
    {
        clock.truncate(short.len());
    }
    let mut end = width.saturating_sub(2);
    end = canvas.put_right(end, 0, &seat, Role::Plain).saturating_sub(3);
    end = canvas.put_right(end, 0, &clock, Role::Muted).saturating_sub(3);
    let name = model.campaign.settings.name.as_deref().unwrap_or(&model.file.name).to_uppercase();
    let totals = &model.order.totals;
    // A name gives way before a number does: numbers are shown whole or not at all.
    let kept = columns(&totals.short) + 3;
    let room = end.saturating_sub(2).min(40);
    let room = if room > kept + 12 { room.min(end.saturating_sub(2 + kept)) } else { room };
    let x = canvas.put_within(2, 0, &name, room, Role::Title) + 3;
    if let Some(share) = totals.share
        && x + 12 + columns(&totals.words) <= end
    {
        let x = meter(canvas, x, share) + 2;
        let x = canvas.put(x, 0, &totals.words, Role::Plain);
        if !totals.chance.is_empty() {
            let chance = format!(", {}", totals.chance);
            let whole = format!("{chance} to get there");
            let fitting = [whole, chance].into_iter().find(|words| x + columns(words) <= end);
            canvas.put(x, 0, &fitting.unwrap_or_default(), Role::Plain);
        }
    } else if x + columns(&totals.words) <= end {
        canvas.put(x, 0, &totals.words, Role::Plain);
    } else if x + columns(&totals.short) <= end {
        canvas.put(x, 0, &totals.short, Role::Plain);
    }
}

fn meter(canvas: &mut Canvas<'_>, x: u16, share: f64) -> u16 {
    // A share of ten cells; what is not won stays empty, and a started cell counts once it is full.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of ten cells")]
    let full = (share.clamp(0.0, 1.0) * 10.0) as u16;
    canvas.fill(x, 0, full, "▰", Role::Good);
    canvas.fill(x + full, 0, 10 - full, "▱", Role::Faint);
    x + 10
}

/// The rule under the header with the panes' names set into it, the rule between the panes, the rule over the footer.
fn rules(canvas: &mut Canvas<'_>, model: &Model, layout: Layout) {
    let (width, height) = (canvas.width(), canvas.height());
    canvas.fill(0, 1, width, "─", Role::Faint);
    canvas.fill(0, height - 2, width, "─", Role::Faint);
    let (at, of) = model.place_in_order();
    let counter = match at {
        Some(at) if model.order.known => format!("{at} of {of}"),
        _ if of == 0 => String::new(),
        _ => "…".to_owned(),
    };
    let page = page_words(model);
    match layout {
        Layout::TooSmall => {}
        Layout::Stacked { .. } => {
            let (title, right) = match model.focus {
                Pane::Navigator => ("NAVIGATOR", page),
                Pane::Driver => ("DRIVER", String::new()),
            };
            set_into(canvas, 0, width, title, &join(&counter, &right));
        }
        Layout::Beside { list, driver, navigator } => {
            if let Some(area) = list {
                set_into(canvas, area.x, area.width, "DEALS", "by need");
                between(canvas, area.x + area.width);
            }
            set_into(canvas, driver.x, driver.width, "DRIVER", &counter);
            between(canvas, driver.x + driver.width);
            set_into(canvas, navigator.x, navigator.width, "NAVIGATOR", &page);
        }
    }
}

fn join(a: &str, b: &str) -> String {
    match (a.is_empty(), b.is_empty()) {
        (false, false) => format!("{a} · {b}"),
        _ => format!("{a}{b}"),
    }
}

fn page_words(model: &Model) -> String {
    let calls = model.sheet.calls.len();
    let page = if calls > 1 { format!("call {}/{calls}", model.spot().call.min(calls - 1) + 1) } else { String::new() };
    join(&page, &model.sheet.to_go)
}

pub(super) fn set_into(canvas: &mut Canvas<'_>, x: u16, width: u16, title: &str, right: &str) {
    canvas.put(x + 1, 1, &format!(" {title} "), Role::Heading);
    if !right.is_empty() {
        canvas.put_right(x + width - 2, 1, &format!(" {right} "), Role::Muted);
    }
}

pub(super) fn between(canvas: &mut Canvas<'_>, x: u16) {
    let height = canvas.height();
    canvas.put(x, 1, "┬", Role::Faint);
    for y in 2..height - 2 {
        canvas.put(x, y, "│", Role::Faint);
    }
    canvas.put(x, height - 2, "┴", Role::Faint);
}

fn driver_pane(canvas: &mut Canvas<'_>, model: &Model) {
    if model.current().is_none() {
        empty(canvas, model);
        return;
    }
    let height = canvas.height();
    let rows = driver::driver(canvas, &model.sheet, model.spot().driver, model.sheet.calls.is_empty());
    more(canvas, rows, height, model.spot().driver);
}

fn navigator_pane(canvas: &mut Canvas<'_>, model: &Model) {
    if model.current().is_none() {
        return;
    }
    let height = canvas.height();
    let spot = model.spot();
    let rows = navigator::navigator(canvas, &model.sheet, model.shown_call(), spot.navigator, new(model));
    more(canvas, rows, height, spot.navigator);
}

fn new(model: &Model) -> navigator::New {
    navigator::New { call: model.call_is_new(), message: model.message_is_new() }
}

/// On a narrow screen: the call on top, then the deal and what to do now, then the road.
#[inline(never)]
fn stacked(canvas: &mut Canvas<'_>, model: &Model) {
    if model.current().is_none() {
        empty(canvas, model);
        return;
    }
    let height = canvas.height();
    let skip = model.spot().navigator;
    let mut flow = super::flow::Flow::new(canvas, skip);
    navigator::said(&mut flow, &model.sheet, model.shown_call(), true, new(model));
    flow.gap();
    driver::name(&mut flow, &model.sheet);
    driver::now_compact(&mut flow, &model.sheet, model.sheet.calls.is_empty());
    driver::repair_compact(&mut flow, &model.sheet);
    flow.gap();
    driver::route(&mut flow, &model.sheet);
    flow.gap();
    super::road::road(&mut flow, &model.sheet.road);
    let rows = flow.rows();
    more(canvas, rows, height, skip);
}

/// Says in the last row that rows lie below: a row that it shared with the words of a row would cut a date or a number.
pub(super) fn more(canvas: &mut Canvas<'_>, rows: u16, height: u16, skip: u16) {
    let hidden = rows.saturating_sub(skip + height);
    if hidden > 0 && height > 0 {
        let (width, y) = (canvas.width(), height - 1);
        canvas.fill(0, y, width, " ", Role::Plain);
        canvas.put_right(width.saturating_sub(2), y, &format!("↓ {} more", hidden + 1), Role::Muted);
    }
}

fn empty(canvas: &mut Canvas<'_>, model: &Model) {
    let key = model.keymap.shown(Command::AddDeal);
    canvas.put(2, 1, "No deal stands in this campaign yet.", Role::Strong);
    let import = model.keymap.shown(Command::Import);
    let text =
        format!("Press {key} and type an account, such as  Harbour Foods 45000 – or {import} to import a CRM’s export");
    canvas.paragraph(2, 3, canvas.width().saturating_sub(4), 3, &text, Role::Plain);
    canvas.put(2, 6, "Each deal will show its stage, the one thing to do now, and the road ahead.", Role::Muted);
}

fn footer(canvas: &mut Canvas<'_>, model: &Model) {
    let (width, height) = (canvas.width(), canvas.height());
    if canvas.takes(height - 2) {
        strip(canvas, model, height - 2);
    }
    if !canvas.takes(height - 1) {
        return;
    }
    let (words, bad) = model.file_words();
    let end = width.saturating_sub(2);
    canvas.put_right(end, height - 1, &words, if bad { Role::Late } else { Role::Muted });
    for hint in footer::hints(model) {
        let x = canvas.put(hint.x, height - 1, &hint.key, Role::Key);
        canvas.put(x + 1, height - 1, hint.words, Role::Muted);
    }
}

/// The line above the footer: a problem of the file, a message, or a call for another deal.
fn strip(canvas: &mut Canvas<'_>, model: &Model, y: u16) {
    let width = canvas.width();
    let line = footer::strip(model);
    let Some(line) = line else { return };
    let role = if line.bad { Role::Late } else { Role::Plain };
    let key = columns(&line.key);
    let room = width.saturating_sub(4 + if key > 0 { key + 3 } else { 0 });
    canvas.fill(1, y, width - 2, " ", Role::Plain);
    let x = canvas.put_within(2, y, &line.text, room, role);
    if key > 0 {
        canvas.put(x + 3, y, &line.key, Role::Key);
    }
}
