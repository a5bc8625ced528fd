//! `codriver report review`: what the last sitting decided, what is open of it, and what rubs.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{Printed, text};
use crate::campaign::{Campaign, Id};
use crate::console::review::sitting_told;
use crate::drive::review::{last_sitting, markdown, stand};
use crate::drive::rules::when;
use crate::drive::veil::Veil;

/// A text of a deal as it may be told.
fn veiled(campaign: &Campaign, names: bool, deal: Option<&Id>, text: &str) -> String {
    match deal.and_then(|deal| campaign.deal(deal)) {
        Some(deal) => Veil::over(deal, names).text(text),
        None => Veil::over_none(names).text(text),
    }
}

/// The report; with `deal`, the last sitting in which that one was looked at.
pub fn report(campaign: &Campaign, deal: Option<&str>, names: bool, now: DateTime<Utc>) -> Printed {
    let sitting = last_sitting(campaign, deal, now);
    let veil = |deal: Option<&Id>, text: &str| veiled(campaign, names, deal, text);
    let told = sitting_told(campaign, sitting.as_ref(), now, &veil);
    let rows = sitting.iter().flat_map(|sitting| sitting.rows.iter().map(move |row| (sitting.day, *row)));
    let rows = rows.map(|(day, row)| {
        let decisions = row.decisions.iter().map(|said| {
            let stand = stand(campaign, row.deal.as_deref(), said, day);
            json!({
                "said": veil(row.deal.as_ref(), said),
                "stands": stand.name(),
                "open": stand.is_open(),
                "words": stand.words(campaign, now),
            })
        });
        json!({
            "at": row.at.map(|at| when(at).to_string()),
            "deal": row.deal.as_deref(),
            "account": row.deal.as_ref().and_then(|id| campaign.deal(id)).map(crate::campaign::Deal::name),
            "by": row.by.iter().map(Id::as_str).collect::<Vec<_>>(),
            "decisions": decisions.collect::<Vec<_>>(),
            "rubs": row.rubs.as_deref().map(|rubs| veil(row.deal.as_ref(), rubs)),
        })
    });
    let json = json!({
        "sentence": told.sentence,
        "day": sitting.as_ref().map(|sitting| sitting.day.to_string()),
        "rows": rows.collect::<Vec<_>>(),
    });
    Printed { text: text(&told), json }
}

/// The same as Markdown, to be sent to those who were not there.
pub fn markdown_of(campaign: &Campaign, deal: Option<&str>, names: bool, now: DateTime<Utc>) -> String {
    let veil = |deal: Option<&Id>, text: &str| veiled(campaign, names, deal, text);
    match last_sitting(campaign, deal, now) {
        Some(sitting) => markdown(campaign, &sitting, now, &veil),
        None => format!("{}\n", sitting_told(campaign, None, now, &veil).sentence),
    }
}
