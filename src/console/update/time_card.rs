//! The keys of the time card: from promise to promise, into its form, to its deal, and that it was kept.

use super::overlays::list_key;
use super::tell;
use super::write::write_and_tell;
use crate::campaign::Id;
use crate::console::command::Command;
use crate::console::effect::Effect;
use crate::console::key::{Code, Key};
use crate::console::model::Model;
use crate::console::overlay::Overlay;
use crate::console::{edits, time_card};
use crate::drive::rules;

/// A key on the time card.
pub(super) fn key(
    model: &mut Model,
    key: Key,
    (deal, sheet, mut cursor): (Option<Id>, Option<Box<time_card::Sheet>>, usize),
    effects: &mut Vec<Effect>,
) {
    if key.code == Code::Tab {
        model.overlay = Some(Overlay::TimeCard { deal: deal.clone(), sheet, cursor });
        return time_card::turn(model, deal.as_ref(), effects);
    }
    let line = sheet.as_ref().and_then(|sheet| sheet.leading().nth(cursor)).map(|(_, line)| line.clone());
    if let Some(line) = line {
        if key.code == Code::Enter {
            return time_card::enter(model, &line);
        }
        match key.typed() {
            Some('o') => return time_card::go(model, &line),
            Some('d') => {
                model.overlay = Some(Overlay::TimeCard { deal, sheet, cursor });
                return keep(model, &line, effects);
            }
            _ => {}
        }
    }
    let rows = sheet.as_ref().map_or(0, |sheet| sheet.leading().count());
    if list_key(model, key, &mut cursor, rows, Command::TimeCard) {
        model.overlay = Some(Overlay::TimeCard { deal, sheet, cursor });
    }
}

/// The promise under the cursor has been kept.
fn keep(model: &mut Model, line: &time_card::Line, effects: &mut Vec<Effect>) {
    let time_card::Line::Promise { deal, control, .. } = line else {
        return tell(model, "kept: no promise is under the cursor", true);
    };
    if model.file.read_only.is_some() {
        return tell(model, "kept: the file is read-only here", true);
    }
    match rules::kept(edits::ground(model), deal, control) {
        Ok(act) => {
            let told = act.told.join("; ");
            write_and_tell(model, "promise kept", act.intents, &told, effects);
        }
        Err(refusal) => tell(model, refusal.to_string(), true),
    }
}
