//! A sitting as Markdown, to be sent to those who were not there: a heading for each deal, a list of its decisions with how
//! each stands, and what rubs.
//!
//! Left out: whatever only the screen knows; buyers' names are veiled by whoever hands the texts in.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use super::{Sitting, stand};
use crate::campaign::{Campaign, Id};
use crate::drive::words::{date, listed, who};
use crate::text::in_markdown;

/// The sitting; `veil` makes a text of a deal fit to be shown.
#[must_use]
pub fn markdown(
    campaign: &Campaign,
    sitting: &Sitting<'_>,
    now: DateTime<Utc>,
    veil: &dyn Fn(Option<&Id>, &str) -> String,
) -> String {
    // The year is always told: who reads it later has no other.
    let mut text = format!("# Review of {}\n", in_markdown(&date(sitting.day, 0)));
    let by: Vec<String> = sitting.by().into_iter().map(|id| who(campaign, id)).collect();
    if !by.is_empty() {
        let _ = write!(text, "\n{}\n", in_markdown(&listed(&by)));
    }
    let mut last: Option<&Id> = None;
    for row in &sitting.rows {
        let deal = row.deal.as_ref();
        if deal.is_none() || deal != last {
            let name = deal.map(|id| campaign.deal(id).map_or(id.as_str(), |deal| deal.name()));
            let _ = write!(text, "\n## {}\n\n", in_markdown(name.unwrap_or("no deal")));
        }
        last = deal;
        for said in &row.decisions {
            let stand = stand(campaign, row.deal.as_deref(), said, sitting.day);
            let stands = if stand.is_open() { "open".to_owned() } else { stand.words(campaign, now) };
            let _ = writeln!(text, "- {} ({})", in_markdown(&veil(deal, said)), in_markdown(&stands));
        }
        if let Some(rubs) = &row.rubs {
            let gap = if row.decisions.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{gap}What rubs: {}", in_markdown(&veil(deal, rubs)));
        }
    }
    text
}
