//! A dated promise is kept: by whom it was made says its `owner`, when it was kept this moment.

use chrono::SubsecRound;

use super::{Act, Ground, deal_path, instant, set, unknown};
use crate::text::Refusal;

/// Writes down that a promise has been kept now.
///
/// # Errors
/// A finished deal, a promise that it does not have, and one that was kept already.
pub fn kept(ground: Ground<'_>, id: &str, promise: &str) -> Result<Act, Refusal> {
    let deal = ground.open_deal(id)?;
    let Some(control) = deal.control(promise) else {
        let ids = deal.controls.iter().map(|control| control.id.as_str());
        return Err(unknown("the deal has no promise", promise, ids, "see its time card"));
    };
    let what = control.what.as_deref().unwrap_or(promise);
    if control.done.is_some() {
        return Err(Refusal::new(format!("`{what}` was kept already"), "correct `done` in its form"));
    }
    let record = deal_path(id).below(["control", promise]);
    Ok(Act::of(vec![set(record, "done", instant(ground.now.trunc_subsecs(0)))]).telling(format!("kept: {what}")))
}
