//! The navigator's pane: the call that is due, what the other seat has written, and under them the road ahead.

use super::canvas::Canvas;
use super::driver::tone;
use super::flow::Flow;
use super::road::road;
use super::theme::Role;
use crate::console::sheet::{CallCard, MessageCard, StageSheet};

/// What has just come, and is to catch the eye.
#[derive(Debug, Clone, Copy)]
pub struct New {
    /// A call.
    pub call: bool,
    /// A message of the other seat.
    pub message: bool,
}

/// Draws the pane; returns how many rows it would take.
pub fn navigator(canvas: &mut Canvas<'_>, sheet: &StageSheet, page: usize, skip: u16, new: New) -> u16 {
    let mut flow = Flow::new(canvas, skip);
    flow.next();
    said(&mut flow, sheet, page, false, new);
    flow.gap();
    road(&mut flow, &sheet.road);
    flow.rows()
}

/// What is said to this seat: the call, and what the other seat has written. A message leads where no call waits.
pub fn said(flow: &mut Flow<'_, '_>, sheet: &StageSheet, page: usize, compact: bool, new: New) {
    let call = sheet.calls.get(page);
    if let Some(call) = call {
        card(flow, call, compact, new.call);
    }
    if let Some(received) = &sheet.message {
        if call.is_some() {
            flow.gap();
        }
        message(flow, received, compact, new.message);
    }
    if call.is_none() {
        if sheet.message.is_some() {
            flow.gap();
        }
        quiet(flow, sheet);
    }
    if let Some(sent) = &sheet.sent {
        if !compact {
            flow.gap();
        }
        flow.both(0, &sent.words, Role::Muted, &sent.state, tone(sent.tone));
    }
}

/// What the other seat has written, until somebody says that it was seen.
fn message(flow: &mut Flow<'_, '_>, received: &MessageCard, compact: bool, new: bool) {
    let (margin, width) = (flow.margin, flow.width);
    if let Some((canvas, y)) = flow.next() {
        let start = canvas.put_right(margin + width, y, &received.hint, Role::Key);
        let x = canvas.put(margin, y, "MESSAGE", if new { Role::New } else { Role::Heading }) + 2;
        canvas.put_within(x, y, &received.from, start.saturating_sub(x + 2), Role::Muted);
    }
    flow.paragraph(0, &format!("“{}”", received.text), if compact { 2 } else { 5 }, Role::Strong);
}

/// No call is due: when the next one comes.
fn quiet(flow: &mut Flow<'_, '_>, sheet: &StageSheet) {
    flow.heading("NO CALL IS DUE", "");
    flow.paragraph(0, &sheet.quiet, 3, Role::Plain);
}

/// A called note, large: shorthand, reading, what to say, the proof and the message.
fn card(flow: &mut Flow<'_, '_>, call: &CallCard, compact: bool, new: bool) {
    let (margin, width) = (flow.margin, flow.width);
    if let Some((canvas, y)) = flow.next() {
        let start = canvas.put_right(margin + width, y, &call.distance, Role::Strong);
        let role = if new { Role::New } else { Role::Heading };
        let x = canvas.put_within(margin, y, &call.title, start.saturating_sub(margin + 2), role) + 2;
        canvas.put_within(x, y, &call.place, start.saturating_sub(x + 2), Role::Muted);
    }
    if !compact {
        flow.next();
    }
    body(flow, call, compact, Role::Accent);
    if !compact {
        flow.both(0, &call.why, Role::Muted, &call.by, Role::Muted);
    }
}

/// The note itself; `shorthand` is how its shorthand stands out.
pub fn body(flow: &mut Flow<'_, '_>, call: &CallCard, compact: bool, shorthand: Role) {
    let (margin, width) = (flow.margin, flow.width);
    let grade = Role::Grade(call.hardness);
    let bar = |canvas: &mut Canvas<'_>, y: u16| {
        canvas.put(margin - 1, y, "▌", grade);
    };
    if let Some((canvas, y)) = flow.next() {
        bar(canvas, y);
        let mut x = margin + 1;
        if !call.caution.is_empty() {
            x = canvas.put(x, y, &format!(" {} ", call.caution), Role::Caution) + 1;
        }
        x = canvas.put_within(x, y, &call.shorthand, (margin + width).saturating_sub(x), shorthand);
        canvas.put_within(x + 3, y, &call.topics, (margin + width).saturating_sub(x + 3), Role::Strong);
    }
    let rows = if compact { 1 } else { 3 };
    let lines = super::canvas::wrap(&call.reading, width.saturating_sub(1).min(72));
    for (n, line) in lines.iter().take(rows).enumerate() {
        if let Some((canvas, y)) = flow.next() {
            bar(canvas, y);
            if n + 1 == rows && lines.len() > rows {
                canvas.put_within(margin + 1, y, &format!("{line} …"), width.saturating_sub(1), Role::Muted);
            } else {
                canvas.put_within(margin + 1, y, line, width.saturating_sub(1), Role::Muted);
            }
        }
    }
    if !compact {
        flow.next();
    }
    if !call.say.is_empty() {
        let quoted = format!("“{}”", call.say);
        let lines = super::canvas::wrap(&quoted, width.saturating_sub(2).min(70));
        let rows = if compact { 2 } else { 6 };
        for (n, line) in lines.iter().take(rows).enumerate() {
            let cut = n + 1 == rows && lines.len() > rows;
            let text = if cut { format!("{line} …") } else { line.clone() };
            flow.line(u16::from(n > 0), &text, Role::Strong);
        }
        if !compact {
            flow.next();
        }
    }
    if compact {
        return;
    }
    for (name, value) in [("asset", &call.asset), ("track", &call.track)] {
        if let Some(value) = value {
            let (margin, width) = (flow.margin, flow.width);
            if let Some((canvas, y)) = flow.next() {
                canvas.put(margin, y, name, Role::Muted);
                canvas.put_within(margin + 7, y, value, width.saturating_sub(7), Role::Plain);
            }
        }
    }
}
