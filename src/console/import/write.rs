//! The import is written: a small one as any edit is, a large one by taking over the text that was made beside the loop.

use super::plan::Made;
use super::{Import, Stand};
use crate::campaign::Id;
use crate::console::command::Command;
use crate::console::effect::Effect;
use crate::console::form::Told;
use crate::console::model::Model;
use crate::console::update::{take_over as take_text_over, tell, write as write_edits};
use crate::console::words::counted;
use crate::drive::import::{Brought, Fate};
use crate::text::Refusal;

/// Writes what the preview shows. True: it is done.
pub(super) fn write(model: &mut Model, import: &mut Import, effects: &mut Vec<Effect>) -> bool {
    let Stand::Previewing(preview) = &mut import.stand else { return false };
    if preview.planned.version != model.version || preview.is_asked {
        let text = "one moment: what it changes is being worked out".to_owned();
        import.told = Some(Told { text, bad: false });
        return false;
    }
    if preview.is_empty() {
        tell(model, preview.nothing(), false);
        return true;
    }
    let brought = &preview.planned.brought;
    let Some(intents) = preview.planned.intents.clone() else {
        import.stand = Stand::Writing { preview: preview.clone(), share: None };
        effects.push(Effect::MakeImport { number: import.number });
        return false;
    };
    let (name, brought) = (step_name(&preview.incoming.name), brought.clone());
    let written = write_edits(model, &name, intents, effects);
    done(model, import, written, &brought)
}

/// Takes over what was made. True: it is done.
pub(super) fn take_over(model: &mut Model, import: &mut Import, made: Made, effects: &mut Vec<Effect>) -> bool {
    let Stand::Writing { preview, .. } = &import.stand else { return false };
    let (name, brought) = (step_name(&preview.incoming.name), made.brought);
    let written = take_text_over(model, &name, (made.edits, made.steps), made.loaded, effects);
    done(model, import, written, &brought)
}

/// What it is called in the list of what was changed.
fn step_name(file: &str) -> String {
    format!("import of {file}")
}

/// Tells what became of it. The first new deal is gone to.
fn done(model: &mut Model, import: &mut Import, written: Result<(), Refusal>, brought: &Brought) -> bool {
    if let Err(refusal) = written {
        if let Stand::Writing { preview, .. } = &import.stand {
            import.stand = Stand::Previewing(preview.clone());
        }
        import.told = Some(Told { text: format!("{}: {}", refusal.message, refusal.mend), bad: true });
        return false;
    }
    if let Some(first) = brought.deals.iter().find(|deal| deal.fate == Fate::Made) {
        model.deal = Some(Id::clone(&first.id));
    }
    let undo = model.keymap.shown(Command::Undo);
    tell(model, format!("{}; {undo} takes it back", told(brought)), false);
    true
}

/// `38 deals made, 3 changed`.
fn told(brought: &Brought) -> String {
    let deals = |count: usize| counted(i64::try_from(count).unwrap_or(i64::MAX), "deal", "deals");
    match (brought.made, brought.changed) {
        (0, changed) => format!("{} changed", deals(changed)),
        (made, 0) => format!("{} made", deals(made)),
        (made, changed) => format!("{} made, {changed} changed", deals(made)),
    }
}
