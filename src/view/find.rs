//! The find card: what is like the words, and what is known of the topic that was chosen.

use super::canvas::Canvas;
use super::catch::answer;
use super::frame::Cursor;
use super::overlay::{line, listed, pointer, sheet};
use super::theme::Role;
use crate::console::find::Find;
use crate::console::model::Model;
use crate::console::words;
use crate::drive::topic::TopicCard;

/// Columns from the frame to the texts.
const LABEL: u16 = 4;

/// Draws the card; returns the cursor's cell if one types.
pub(super) fn find(canvas: &mut Canvas<'_>, model: &Model, find: &Find) -> Cursor {
    match &find.card {
        Some(card) => {
            topic(canvas, model, card);
            None
        }
        None => Some(list(canvas, find)),
    }
}

fn list(canvas: &mut Canvas<'_>, find: &Find) -> (u16, u16) {
    let mut sheet = sheet(canvas, 92, 24, "FIND");
    let at = line(&mut sheet, 1, &find.input, "a note, an answer, a topic such as price");
    let rows = usize::from(sheet.height().saturating_sub(4));
    if find.found.is_empty() {
        sheet.put(LABEL, 3, "Nothing here is like that.", Role::Muted);
    }
    let end = sheet.width().saturating_sub(2);
    let found = find.found.iter().filter_map(|at| find.all.get(*at));
    for (y, selected, one) in listed(found, find.found.len(), 3, rows, find.cursor) {
        pointer(&mut sheet, y, selected);
        sheet.put_within(LABEL, y, one.word, 7, Role::Muted);
        let role = if selected { Role::Strong } else { Role::Plain };
        let x = sheet.put_within(12, y, &one.text, end.saturating_sub(12), role);
        if x + 8 < end {
            sheet.put_within(x + 3, y, &one.gloss, end.saturating_sub(x + 3), Role::Muted);
        }
    }
    at
}

/// Answer, asset and track of a topic together.
fn topic(canvas: &mut Canvas<'_>, model: &Model, card: &TopicCard) {
    // Each part takes at most so many: what is looked for in a meeting has to be found at a glance.
    const MOST: usize = 3;
    let tall = |parts: usize, rows: usize| if parts == 0 { 0 } else { parts.min(MOST) * rows + 2 };
    let rows = tall(card.answers.len().max(1), 4) + tall(card.assets.len(), 2) + tall(card.tracks.len(), 3) + 3;
    let mut sheet = sheet(canvas, 100, u16::try_from(rows).unwrap_or(u16::MAX), &card.name.to_uppercase());
    let end = sheet.width().saturating_sub(2);
    let last = sheet.height().saturating_sub(1);
    let heard = match card.heard_count {
        0 => "no buyer has come to it yet".to_owned(),
        many => format!("heard {}", words::counted(i64::try_from(many).unwrap_or(i64::MAX), "time", "times")),
    };
    sheet.put_right(end, 0, &heard, Role::Muted);
    let mut y = 0;
    sheet.put(2, y, "ANSWER", Role::Heading);
    y += 1;
    if card.answers.is_empty() {
        sheet.put_within(LABEL, y, "no answer is known yet: catch it, and the navigator writes one", end, Role::Muted);
        y += 1;
    }
    for known in card.answers.iter().take(MOST) {
        if y + 2 > last {
            break;
        }
        y = answer(&mut sheet, &model.campaign, known, y, 3);
    }
    if !card.assets.is_empty() || card.barred > 0 {
        y = heading(&mut sheet, y, "ASSET", &barred(card));
    }
    for proof in card.assets.iter().take(MOST) {
        if y >= last {
            break;
        }
        let x = sheet.put_within(LABEL, y, &proof.title, end.saturating_sub(LABEL), Role::Strong);
        sheet.put_within(x + 3, y, &proof.why, end.saturating_sub(x + 3), Role::Muted);
        y += 1;
    }
    if !card.tracks.is_empty() {
        y = heading(&mut sheet, y, "TRACK", "");
    }
    for track in card.tracks.iter().take(MOST) {
        if y >= last {
            break;
        }
        y = sheet.paragraph(LABEL, y, end.saturating_sub(LABEL).min(96), 2, &format!("“{}”", track.line), Role::Strong);
        sheet.put_within(LABEL, y, &format!("{}, {}", track.theme, track.why), end.saturating_sub(LABEL), Role::Muted);
        y += 1;
    }
}

fn heading(sheet: &mut Canvas<'_>, y: u16, title: &str, plain: &str) -> u16 {
    let x = sheet.put(2, y + 1, title, Role::Heading);
    sheet.put(x + 2, y + 1, plain, Role::Muted);
    y + 2
}

fn barred(card: &TopicCard) -> String {
    match card.barred {
        0 => String::new(),
        1 => "1 more is without permission, or expired".to_owned(),
        many => format!("{many} more are without permission, or expired"),
    }
}
