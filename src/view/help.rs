//! Help: the terms of this screen at the left, the keys at the right, from the command table.

use super::canvas::{Canvas, wrap};
use super::theme::Role;
use crate::console::command::{Group, TABLE};
use crate::console::model::Model;
use crate::console::screen::Screen;

/// Each term with its plain meaning.
const TERMS: [(&str, &str); 15] = [
    ("driver", "the salesperson, who has the deal in hand here and now"),
    ("navigator", "marketing, who looks ahead and calls what is coming"),
    ("pace note", "what to say or do, called ahead of the place where it is needed"),
    ("call", "a pace note, now; a phone call is a run"),
    ("L  R", "the client’s side, our side: not left and right"),
    ("6 … 1", "how hard: 6 just mention, 4 prepare, 2 needs a plan, 1 stops the deal"),
    ("!  !!  !!!", "careful, great care, this can end the deal"),
    (">  <", "may grow harder, eases"),
    ("dc  cut", "no short cut, a short cut is allowed"),
    ("control", "a dated promise, ours or the customer’s"),
    ("review", "both seats walk the deals, and what they decide is written down"),
    ("service", "a deal in trouble: one push and one pull in a box of time"),
    ("splits", "days in stage, against what was expected"),
    ("wd", "working days, in the campaign’s working time"),
    ("~", "an estimate: the stage is not reached yet"),
];

/// The terms of the Crew screen.
const CREW_TERMS: [(&str, &str); 9] = [
    ("destination", "the one target of both trades, with each person’s share"),
    ("splits say", "what the days in stage make of the open deals: a range, not one number"),
    ("push", "sales goes to the buyer: a call, a visit, a proof"),
    ("pull", "marketing draws the buyer: a story, a note, an event"),
    ("smooth ride", "1 is smooth: both trades, in turn, without gaps; docs/engine.md has the formula"),
    ("track", "a message that both trades have signed, so that both say it"),
    ("●──", "how often it landed; the line is where that likely lies, wide when few have counted"),
    ("gap", "many ask about it, and there is nothing to play or to show"),
    ("owes", "what each trade gives the other, counted from the file"),
];

/// The terms of the Route screen.
const ROUTE_TERMS: [(&str, &str); 10] = [
    ("━ ◆ ╌", "stages: time spent, where the deal is, time to come"),
    ("───", "under each stage: as long as it should take; where the bar goes on without it, it took longer"),
    ("corner", "an obstacle at its place, the taller the harder; ✓ it did not bite, ✗ it bit"),
    ("│  ┃", "a note where it will be called, and where it was; a figure: so many lie there"),
    ("◇ ◆", "a meeting that comes, one that is over"),
    ("◷ ✓", "a dated promise, one that is kept"),
    ("├─●─┤", "when it arrives by the splits: one in ten, one in two, nine in ten before"),
    ("⚑", "the close as promised"),
    ("▾ ✗", "the latest start of a stage, counted back from the customer’s date ⌂; ✗ it is too late"),
    ("splits", "days in stage, against what was expected"),
];

const fn terms(screen: Screen) -> &'static [(&'static str, &'static str)] {
    match screen {
        Screen::Crew => &CREW_TERMS,
        Screen::Route => &ROUTE_TERMS,
        Screen::Stage | Screen::Board | Screen::Desk | Screen::Run | Screen::Review => &TERMS,
    }
}

/// Draws help, scrolled.
pub fn help(canvas: &mut Canvas<'_>, model: &Model, scroll: u16) {
    let wide = canvas.width() >= 84;
    let left = if wide { canvas.width() * 2 / 5 } else { canvas.width().saturating_sub(4) };
    let mut rows: Vec<(u16, u16, String, Role)> = Vec::new();
    let mut y = 1;
    rows.push((2, y, "TERMS".to_owned(), Role::Heading));
    y += 1;
    for &(term, meaning) in terms(model.screen) {
        rows.push((2, y, term.to_owned(), Role::Strong));
        for line in wrap(meaning, left.saturating_sub(14)) {
            rows.push((14, y, line, Role::Plain));
            y += 1;
        }
    }
    let x = if wide { left + 4 } else { 2 };
    let mut y = if wide { 1 } else { y + 1 };
    for group in [Group::Call, Group::Run, Group::Review, Group::Write, Group::Go, Group::Program] {
        let mut known = TABLE.iter().filter(|row| row.group == group && row.on.holds(model.screen)).peekable();
        if known.peek().is_none() {
            continue;
        }
        rows.push((x, y, group.title().to_owned(), Role::Heading));
        y += 1;
        for row in known {
            rows.push((x, y, model.keymap.shown(row.command), Role::Key));
            let room = canvas.width().saturating_sub(x + 12);
            for line in wrap(row.help, room) {
                rows.push((x + 10, y, line, Role::Plain));
                y += 1;
            }
        }
        y += 1;
    }
    for (x, row, text, role) in rows {
        if let Some(y) = row.checked_sub(scroll) {
            let room = if wide && x < left { left.saturating_sub(x) } else { canvas.width().saturating_sub(x + 1) };
            canvas.put_within(x, y, &text, room, role);
        }
    }
}
