//! What lies over the screen.

use ratatui::layout::Rect;
use tui_input::Input;

use super::canvas::{Canvas, columns, wrap};
use super::frame::Cursor;
use super::theme::Role;
use super::{
    after, board, call_sheet, catch, clash, credits, desk, find, form, gates, help, history, import, prompt,
    punctuality, review, service, time_card, today,
};
use crate::campaign::Deal;
use crate::console::desk::shift::about_in_capitals;
use crate::console::geometry::window;
use crate::console::model::Model;
use crate::console::overlay::{Choice, Hit, HitKind, Overlay, PaletteRow, Then};
use crate::console::screen::Screen;
use crate::drive::time_card::Gap;
use crate::text::Severity;

/// Draws what lies over the screen; returns the cursor's cell if a line is being typed.
#[inline(never)]
pub fn overlay(canvas: &mut Canvas<'_>, model: &Model, overlay: &Overlay) -> Cursor {
    match overlay {
        Overlay::Help { scroll } => {
            let mut sheet = sheet(canvas, 112, u16::MAX, "HELP");
            help::help(&mut sheet, model, *scroll);
            None
        }
        Overlay::Palette { input, found, cursor } => {
            let mut sheet = sheet(canvas, 72, 22, "ALL ACTIONS");
            let at = line(&mut sheet, 1, input, "type what you want to do");
            palette(&mut sheet, model, found, *cursor);
            Some(at)
        }
        Overlay::Jump { input, found, cursor, then, .. } => {
            let (title, example) = match then {
                Then::Go => ("JUMP".to_owned(), "a deal, a note, a contact, a buyer’s words"),
                Then::Beside => ("SIDE BY SIDE WITH".to_owned(), "the deal to put beside this one"),
                Then::Move(notes) => (format!("MOVE {} TO", about_in_capitals(notes)), "the deal they go to"),
            };
            let mut sheet = sheet(canvas, 88, 22, &title);
            let at = line(&mut sheet, 1, input, example);
            jump(&mut sheet, model, input.value(), found, *cursor);
            Some(at)
        }
        Overlay::Today { cursor } => {
            let items = u16::try_from(model.order.agenda.len()).unwrap_or(u16::MAX);
            let rows = items.saturating_add(4 + today::below(model));
            let mut sheet = sheet(canvas, 96, rows.clamp(7, 30), "TODAY");
            today::today(&mut sheet, model, *cursor);
            None
        }
        Overlay::Punctuality { sheet: lines, cursor } => {
            let rows = lines.as_ref().map_or(7, |sheet| punctuality::rows(sheet));
            let mut sheet = sheet(canvas, 100, rows.clamp(8, 40), "PUNCTUALITY");
            punctuality::punctuality(&mut sheet, lines.as_deref(), *cursor);
            None
        }
        Overlay::TimeCard { deal, sheet: lines, cursor } => {
            let width = canvas.width().saturating_sub(4).min(108);
            let rows = lines.as_ref().map_or(8, |sheet| time_card::rows(sheet, width));
            let name = deal.as_ref().and_then(|deal| model.campaign.deal(deal)).map(Deal::name);
            let title = name.map_or_else(|| "TIME CARD · all deals".to_owned(), |name| format!("TIME CARD · {name}"));
            let mut sheet = sheet(canvas, width, rows.clamp(9, 40), &title);
            time_card::time_card(&mut sheet, lines.as_deref(), *cursor);
            None
        }
        Overlay::Problems { cursor } => {
            let items = u16::try_from(model.problems.len()).unwrap_or(u16::MAX);
            let mut sheet = sheet(canvas, 100, items.saturating_add(7).clamp(7, 30), "PROBLEMS");
            problems(&mut sheet, model, *cursor);
            None
        }
        Overlay::Clashes { cursor } => {
            let width = canvas.width().saturating_sub(4).min(100);
            let mut sheet = sheet(canvas, 100, clash::rows(model, *cursor, width).saturating_add(2), "CLASHES");
            clash::clash(&mut sheet, model, *cursor);
            None
        }
        Overlay::Decisions { text, scroll } => {
            review::decisions(canvas, model, text, *scroll);
            None
        }
        Overlay::History { cursor } => {
            let items = u16::try_from(model.history.steps().count()).unwrap_or(u16::MAX);
            let mut sheet = sheet(canvas, 96, items.saturating_add(4).clamp(7, 30), "HISTORY");
            history::history(&mut sheet, model, *cursor);
            None
        }
        Overlay::CallSheet => {
            call_sheet::call_sheet(canvas, model);
            None
        }
        Overlay::Prompt(prompt) => Some(prompt::prompt(canvas, model, prompt)),
        Overlay::Filter { input } if model.screen == Screen::Board => board::filter_cursor(canvas, model, input),
        Overlay::Filter { input } => desk::filter_cursor(canvas, model, input),
        Overlay::Form(open) => form::form(canvas, open),
        Overlay::Records(records) => Some(form::records(canvas, records)),
        Overlay::Catch(open) => catch::catch(canvas, model, open),
        Overlay::After(open) => after::after(canvas, model, open),
        Overlay::Gates(open) => gates::gates(canvas, model, open),
        Overlay::Service(open) => service::service(canvas, model, open),
        Overlay::Find(open) => find::find(canvas, model, open),
        Overlay::Moment(open) => {
            credits::moment(canvas, model, open);
            None
        }
        Overlay::Finish(open) => credits::finish(canvas, open),
        Overlay::Import(open) => import::import(canvas, model, open),
        Overlay::Choice { title, options, cursor } => {
            let rows = u16::try_from(options.len()).unwrap_or(20).saturating_add(4);
            let mut sheet = sheet(canvas, 76, rows, title);
            choice(&mut sheet, options, *cursor);
            None
        }
    }
}

/// A cleared rectangle in the upper middle, with a rule above and below; the title is set into the upper one.
pub(super) fn sheet<'c>(canvas: &'c mut Canvas<'_>, width: u16, height: u16, title: &str) -> Canvas<'c> {
    let width = width.min(canvas.width().saturating_sub(4));
    let height = height.min(canvas.height().saturating_sub(4));
    let x = (canvas.width() - width) / 2;
    let y = (canvas.height() - height) / 3;
    let y = y.max(2);
    let mut sheet = canvas.part(x.saturating_sub(1), y, width + 2, height);
    sheet.clear();
    sheet.frame(Role::Muted);
    sheet.put(2, 0, &format!(" {title} "), Role::Heading);
    let area = Rect { x: sheet.area.x + 1, y: sheet.area.y + 1, width, height: height.saturating_sub(2) };
    let mut inner = canvas.part(area.x, area.y, area.width, area.height);
    inner.area = area;
    inner
}

/// The typed line with its cursor; an example stands where nothing is typed yet.
pub(super) fn line(canvas: &mut Canvas<'_>, y: u16, input: &Input, example: &str) -> (u16, u16) {
    canvas.put(2, y, "›", Role::Accent);
    let room = canvas.width().saturating_sub(7);
    if input.value().is_empty() {
        canvas.put_within(4, y, example, room, Role::Muted);
        return (canvas.area.x + 4, canvas.area.y + y);
    }
    // Counted on what is drawn: hostile characters are replaced by visible ones of other widths.
    let before: String = input.value().chars().take(input.cursor()).collect();
    let at = columns(&before);
    let skip = at.saturating_sub(room.saturating_sub(1));
    let shown = skip_columns(input.value(), skip);
    canvas.put_within(4, y, &shown, room, Role::Strong);
    (canvas.area.x + 4 + at - skip, canvas.area.y + y)
}

pub(super) fn skip_columns(text: &str, skip: u16) -> String {
    if skip == 0 {
        return text.to_owned();
    }
    let mut used = 0;
    text.chars()
        .skip_while(|c| {
            let past = used >= skip;
            used += columns(c.encode_utf8(&mut [0; 4]));
            !past
        })
        .collect()
}

/// So many rows the sentence above a list takes at the most.
pub(super) const SENTENCE: usize = 3;

/// What is still being worked out.
pub(super) fn waits(canvas: &mut Canvas<'_>) {
    canvas.put(2, 1, "…", Role::Muted);
}

/// The sentence above a list that says what to do; returns the row after it.
pub(super) fn sentence(canvas: &mut Canvas<'_>, text: &str) -> u16 {
    let width = canvas.width().saturating_sub(4);
    let mut row = 1;
    for line in wrap(text, width).iter().take(SENTENCE) {
        canvas.put(2, row, line, Role::Strong);
        row += 1;
    }
    row
}

/// The items of a list that are in view, each with its row on the canvas and whether the cursor stands on it. The list
/// begins at row `top` and has `rows` rows.
pub(super) fn listed<T>(
    items: impl Iterator<Item = T>,
    all: usize,
    top: u16,
    rows: usize,
    cursor: usize,
) -> impl Iterator<Item = (u16, bool, T)> {
    let first = window(cursor, rows, all);
    let shown = items.enumerate().skip(first).take(rows);
    (top..).zip(shown).map(move |(y, (n, item))| (y, n == cursor, item))
}

/// The sign before the row under the cursor.
pub(super) fn pointer(canvas: &mut Canvas<'_>, y: u16, selected: bool) {
    canvas.put(2, y, if selected { "▸" } else { " " }, Role::Accent);
}

fn palette(canvas: &mut Canvas<'_>, model: &Model, found: &[PaletteRow], cursor: usize) {
    let rows = usize::from(canvas.height().saturating_sub(4));
    if found.is_empty() {
        canvas.put(4, 3, "No action is called that.", Role::Muted);
    }
    let width = canvas.width();
    for (y, selected, row) in listed(found.iter(), found.len(), 3, rows, cursor) {
        let name = row.command.row();
        let key = model.keymap.shown(row.command);
        let (role, note) = match row.refused.as_deref() {
            Some(why) => (Role::Muted, why),
            None => (Role::Plain, ""),
        };
        pointer(canvas, y, selected);
        let start = canvas.put_right(width - 2, y, &key, Role::Key);
        let x = canvas.put_within(4, y, name.help, start.saturating_sub(6), role);
        if !note.is_empty() {
            canvas.put_within(x + 2, y, note, start.saturating_sub(x + 4), Role::Muted);
        }
    }
}

fn jump(canvas: &mut Canvas<'_>, model: &Model, typed: &str, found: &[Hit], cursor: usize) {
    let rows = usize::from(canvas.height().saturating_sub(4));
    if found.is_empty() && !typed.is_empty() {
        canvas.put(4, 3, "Nothing here is like that.", Role::Muted);
    }
    let width = canvas.width();
    for (y, selected, hit) in listed(found.iter(), found.len(), 3, rows, cursor) {
        pointer(canvas, y, selected);
        canvas.put_within(4, y, hit.kind.word(), 8, Role::Muted);
        // Whoever goes to a deal sees before what is wrong with its next touch.
        let gap = model.order.gap(&hit.deal).filter(|_| width >= 60).map(Gap::words);
        let start = gap.map_or(width, |gap| canvas.put_right(width - 2, y, &gap, Role::Late));
        let start =
            if hit.account.is_empty() { start } else { canvas.put_right(start - 2, y, &hit.account, Role::Muted) };
        let text = if hit.kind == HitKind::Words { format!("“{}”", hit.text) } else { hit.text.clone() };
        canvas.put_within(13, y, &text, start.saturating_sub(15), if selected { Role::Strong } else { Role::Plain });
    }
}

fn choice(canvas: &mut Canvas<'_>, options: &[Choice], cursor: usize) {
    let rows = usize::from(canvas.height().saturating_sub(2)).min(options.len());
    for (y, selected, option) in listed(options.iter(), options.len(), 1, rows, cursor) {
        pointer(canvas, y, selected);
        canvas.put(4, y, &option.key.to_string(), Role::Key);
        canvas.put(7, y, &option.text, if selected { Role::Strong } else { Role::Plain });
    }
}

fn problems(canvas: &mut Canvas<'_>, model: &Model, cursor: usize) {
    let all = model.problems.len();
    if all == 0 {
        canvas.put(2, 1, "✓ No problem: every record reads, every reference leads somewhere.", Role::Good);
        return;
    }
    let rows = usize::from(canvas.height().saturating_sub(5));
    let width = canvas.width();
    for (y, selected, problem) in listed(model.problems.iter(), all, 1, rows, cursor) {
        pointer(canvas, y, selected);
        let (sign, role) = if problem.severity == Severity::Error { ("✗", Role::Late) } else { ("·", Role::Muted) };
        canvas.put(4, y, sign, role);
        let line = model.document.line_column(&problem.place).line;
        canvas.put_right(11, y, &line.to_string(), Role::Muted);
        let at = problem.place.unit.to_string();
        canvas.put_within(13, y, &at, 22, Role::Muted);
        let role = if selected { Role::Strong } else { Role::Plain };
        canvas.put_within(36, y, &problem.message, width.saturating_sub(38), role);
    }
    if let Some(problem) = model.problems.iter().nth(cursor) {
        let y = canvas.height().saturating_sub(3);
        for (n, text) in wrap(&problem.mend, width.saturating_sub(6)).iter().take(2).enumerate() {
            canvas.put(4, y + u16::from(n > 0), text, Role::Good);
        }
    }
}
