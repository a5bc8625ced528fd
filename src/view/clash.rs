//! What both sides changed, side by side: who, when and what; one clash at a time.

use super::canvas::{Canvas, wrap};
use super::theme::Role;
use crate::console::clash::{Side, Waiting};
use crate::console::model::Model;

/// The rows that the clash under the cursor takes, on a canvas of this width.
pub fn rows(model: &Model, cursor: usize, width: u16) -> u16 {
    let Some(waiting) = model.clashes.get(cursor) else { return 3 };
    let lines =
        |side: &Side| -> usize { side.says.iter().map(|line| wrap(line, (width / 2).saturating_sub(4)).len()).sum() };
    let said = lines(&waiting.mine(model)).max(lines(&waiting.theirs(model)));
    let why = wrap(&why(waiting), width.saturating_sub(4)).len().min(WHY);
    u16::try_from(9 + why + said).unwrap_or(u16::MAX)
}

/// So many lines are enough to say what happened.
const WHY: usize = 3;

fn why(waiting: &Waiting) -> String {
    match waiting.was() {
        Some(was) => format!("{} It was: {was}", waiting.why()),
        None => waiting.why(),
    }
}

/// Draws the clash under the cursor.
pub fn clash(canvas: &mut Canvas<'_>, model: &Model, cursor: usize) {
    let (width, height) = (canvas.width(), canvas.height());
    let all = model.clashes.len();
    let Some(waiting) = model.clashes.get(cursor.min(all.saturating_sub(1))) else {
        canvas.put(2, 1, "Nothing waits to be decided.", Role::Good);
        return;
    };
    let mut end = width.saturating_sub(2);
    if all > 1 {
        end = canvas.put_right(end, 1, &format!("{} of {all}", cursor + 1), Role::Muted).saturating_sub(2);
    }
    let about = waiting.about(model);
    let mut letters = about.chars();
    let about = letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
    canvas.put_within(2, 1, &about, end.saturating_sub(2), Role::Strong);
    canvas.put_within(2, 2, &waiting.path(), width.saturating_sub(4), Role::Muted);
    let mut top = 4;
    for line in wrap(&why(waiting), width.saturating_sub(4)).iter().take(WHY) {
        canvas.put(2, top, line, Role::Plain);
        top += 1;
    }
    top += 1;
    let half = width / 2;
    let bottom = height.saturating_sub(1);
    side(canvas, 2, top, half.saturating_sub(4), bottom, ("m", "mine"), &waiting.mine(model), "kept safe");
    side(
        canvas,
        half + 2,
        top,
        width.saturating_sub(half + 4),
        bottom,
        ("t", "theirs"),
        &waiting.theirs(model),
        "in the file",
    );
    for y in top..bottom {
        canvas.put(half - 1, y, "│", Role::Faint);
    }
}

/// One side: its key and name, who and when, and what it says.
#[expect(clippy::too_many_arguments, reason = "a rectangle and what stands in it")]
fn side(
    canvas: &mut Canvas<'_>,
    x: u16,
    y: u16,
    width: u16,
    bottom: u16,
    (key, name): (&str, &str),
    side: &Side,
    place: &str,
) {
    let at = canvas.put(x, y, key, Role::Key);
    let at = canvas.put(at + 1, y, &name.to_uppercase(), Role::Heading);
    canvas.put_within(at + 2, y, place, (x + width).saturating_sub(at + 2), Role::Muted);
    let when = if side.when.is_empty() { String::new() } else { format!(", {}", side.when) };
    canvas.put_within(x, y + 1, &format!("{}{when}", side.who), width, Role::Muted);
    let lines = side.says.iter().flat_map(|line| wrap(line, width));
    for (row, line) in (y + 3..bottom).zip(lines) {
        canvas.put_within(x, row, &line, width, Role::Plain);
    }
}
