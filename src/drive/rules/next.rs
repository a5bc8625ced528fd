//! The next touch: one, dated, with somebody who does it.

use super::{Act, Fields, Ground, deal_path, set, text, unset, when, words};
use crate::campaign::When;
use crate::text::{KeyPath, Literal, Refusal};

/// A next touch as it is wished for.
#[derive(Debug, Clone, Copy)]
pub struct Touch<'t> {
    /// What is done.
    pub what: &'t str,
    /// When; `None`: undated, which is told.
    pub on: Option<When>,
    /// Who does it; `None`: whoever acts, else whoever did before.
    pub by: Option<&'t str>,
    /// Whose help it needs.
    pub needs: Option<&'t str>,
}

/// Sets the next touch in place of the one before.
///
/// # Errors
/// A finished deal, no words, and people that the crew does not have.
pub fn next(ground: Ground<'_>, id: &str, touch: Touch<'_>) -> Result<Act, Refusal> {
    let deal = ground.open_deal(id)?;
    let what = words(touch.what, "the next touch", "say what is done next")?;
    for person in [touch.by, touch.needs].into_iter().flatten() {
        ground.person(person)?;
    }
    let old = deal.next.as_ref();
    let by = touch.by.or(ground.by).or_else(|| old.and_then(|next| next.by.as_deref()));
    let record = deal_path(id);
    let fields = Fields::default()
        .with("what", text(what))
        .maybe("on", touch.on.map(when))
        .maybe_text("by", by)
        .maybe_text("needs", touch.needs);
    let is_table_of_its_own = old.is_some() && !ground.is_written(&record, "next");
    let intents = if is_table_of_its_own {
        let key = |name: &str| KeyPath::new("next").then(name);
        let written = |name: &str| ground.document.get(&record, &key(name)).is_some();
        let gone = ["what", "on", "by", "needs"].into_iter().filter(|name| {
            let is_new = fields.0.iter().any(|(key, _)| *key == KeyPath::new(name));
            !is_new && written(name)
        });
        let gone: Vec<_> = gone.map(|name| unset(record.clone(), key(name))).collect();
        let parts = fields.0.iter().flat_map(|(name, value)| name.parts().map(move |part| (part, value)));
        parts.map(|(name, value)| set(record.clone(), key(name), value.clone())).chain(gone).collect()
    } else {
        vec![set(record, "next", Literal::InlineTable(fields.0))]
    };
    let act = Act::of(intents);
    Ok(if touch.on.is_none() { act.telling("undated: give it a day") } else { act })
}
