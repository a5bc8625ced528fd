//! A sitting as people read it: one sentence that says what to do, then by deal what was decided and how each decision stands.
//!
//! Pure lines. What rubs is told as it was written; nothing is counted about anybody.

use chrono::{DateTime, Datelike, Utc};

use crate::campaign::{Campaign, Id};
use crate::console::told::{Line, Told};
use crate::console::words::{counted, date, listed, quoted, who};
use crate::drive::review::{Sitting, Stand, stand};

/// The sitting for people; `veil` makes a text of a deal fit to be shown. None: there was none yet.
#[must_use]
pub fn told(
    campaign: &Campaign,
    sitting: Option<&Sitting<'_>>,
    now: DateTime<Utc>,
    veil: &dyn Fn(Option<&Id>, &str) -> String,
) -> Told {
    let Some(sitting) = sitting else {
        let sentence = "No review is written yet: `R` in the console walks the deals with both seats, and what is decided \
                        stands in `[[review]]`.";
        return Told { sentence: sentence.to_owned(), lines: Vec::new() };
    };
    let mut lines = Vec::new();
    for row in &sitting.rows {
        let by: Vec<String> = row.by.iter().map(|id| who(campaign, id)).collect();
        let by = if by.is_empty() { String::new() } else { format!(" ({})", listed(&by)) };
        lines.push(Line::Part(format!("{}{by}", name(campaign, row.deal.as_ref()))));
        for said in &row.decisions {
            let words = veil(row.deal.as_ref(), said);
            lines.push(match row.deal.clone() {
                Some(deal) => Line::Deal { deal, words },
                None => Line::Words(words),
            });
            let stands = stand(campaign, row.deal.as_deref(), said, sitting.day).words(campaign, now);
            lines.push(Line::Under { deal: None, words: stands });
        }
        if let Some(rubs) = &row.rubs {
            lines.push(Line::Words(format!("What rubs: {}", veil(row.deal.as_ref(), rubs))));
        }
    }
    Told { sentence: sentence(campaign, sitting, now, veil), lines }
}

fn sentence(
    campaign: &Campaign,
    sitting: &Sitting<'_>,
    now: DateTime<Utc>,
    veil: &dyn Fn(Option<&Id>, &str) -> String,
) -> String {
    let day = date(sitting.day, now.with_timezone(&campaign.zone).year());
    let all: Vec<_> = sitting.decisions(campaign).collect();
    let Some((row, said, _)) = all.iter().find(|(.., stand)| stand.is_open()) else {
        let done = all.iter().all(|(.., stand)| !matches!(stand, Stand::Planned { .. }));
        return match (all.len(), done) {
            (0, _) => format!("Nothing was decided on {day}; what rubs stands below."),
            (_, true) => format!("Nothing is left to do of what was decided on {day}: review the deals again."),
            (_, false) => format!("Nothing is open of what was decided on {day}: all that is not done has its place."),
        };
    };
    let open = all.iter().filter(|(.., stand)| stand.is_open()).count();
    let open = i64::try_from(open).unwrap_or(i64::MAX);
    let of = counted(i64::try_from(all.len()).unwrap_or(i64::MAX), "decision", "decisions");
    let deal = row.deal.as_deref().unwrap_or("DEAL");
    let (said, name) = (quoted(&veil(row.deal.as_ref(), said)), name(campaign, row.deal.as_ref()));
    let are = if open == 1 { "is" } else { "are" };
    format!(
        "Give {said} on {name} a day, or drop it: {open} of {of} of {day} {are} open, because nothing in the file says it \
         since; `codriver deal next FILE {deal} WHAT --on DAY` plans it."
    )
}

fn name(campaign: &Campaign, deal: Option<&Id>) -> String {
    deal.map_or_else(|| "No deal".to_owned(), |id| campaign.deal(id).map_or(&**id, |deal| deal.name()).to_owned())
}
