//! A deal finishes, once.

use super::{Act, Fields, Ground, deal_path, text, when, words};
use crate::campaign::{Status, When};
use crate::text::{Intent, KeyPath, Literal, Refusal};

/// Told where a repair goes on; ending the repair and the deal at once takes it back.
pub(super) const STILL_IN_SERVICE: &str = "it is still in service; end that as well";

/// How a deal finished.
#[derive(Debug, Clone)]
pub struct Finished {
    /// Won or lost.
    pub status: Status,
    /// When; `None`: today.
    pub on: Option<When>,
    /// Why, in words.
    pub reason: Option<String>,
    /// Who, and for what.
    pub credit: Vec<(String, String)>,
}

/// Writes the finish.
///
/// # Errors
/// A deal that has one, and credit for nobody or for nothing.
pub fn finish(ground: Ground<'_>, id: &str, finished: &Finished) -> Result<Act, Refusal> {
    let deal = ground.open_deal(id)?;
    let mut credit = Vec::new();
    for (who, what) in &finished.credit {
        let who = ground.person(who)?;
        let what = words(what, "the credit", "say what it is for, such as maya='Webinar lead'")?;
        credit.push(Literal::InlineTable(vec![(KeyPath::new("who"), text(who)), (KeyPath::new("for"), text(what))]));
    }
    let status = match finished.status {
        Status::Won => "won",
        Status::Lost => "lost",
    };
    let reason = finished.reason.as_deref().map(|reason| words(reason, "the reason", "say why, or leave it out"));
    let fields = Fields::default()
        .with("status", text(status))
        .with("on", when(finished.on.unwrap_or(When::Date(ground.today()))))
        .maybe_text("reason", reason.transpose()?)
        .maybe("credit", (!credit.is_empty()).then_some(Literal::Array(credit)));
    let record = deal_path(id).below(["result"]);
    let mut act =
        Act::of(vec![Intent::Add { record, fields: fields.0 }]).telling(format!("{} is {status}", deal.name()));
    if deal.service.is_some() {
        act = act.telling(STILL_IN_SERVICE);
    }
    if finished.status == Status::Lost && finished.reason.is_none() {
        act = act.telling("without a reason nobody learns from it");
    }
    Ok(act)
}
