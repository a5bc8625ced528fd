//! Driving in circles, as people read it: how much of the open value goes round, then each deal with its loop.
//!
//! Pure lines; the report and the Crew screen take them from here.

use chrono::{DateTime, Utc};

use super::told::{Line, Told};
use super::words::{counted, money};
use crate::campaign::{Campaign, Deal, Id};
use crate::drive::circles::{Circles, Sum};

/// The sentence and the lines, at most `most` deals; of one deal only what is of it.
#[must_use]
pub fn told(campaign: &Campaign, circles: &Circles, deal: Option<&Deal>, most: usize, now: DateTime<Utc>) -> Told {
    let mut lines = Vec::new();
    for one in circles.deals.iter().take(most) {
        let name = name(campaign, &one.deal);
        let mut ways = one.circles.iter().map(|circle| circle.words(campaign, now));
        let first = ways.next().unwrap_or_default();
        lines.push(Line::Deal { deal: one.deal.clone(), words: format!("{name}: {first}") });
        lines.extend(ways.map(|words| Line::Under { deal: Some(one.deal.clone()), words }));
    }
    let more = circles.deals.len().saturating_sub(most);
    if more > 0 {
        lines.push(Line::Words(format!("and {more} more")));
    }
    if deal.is_none() {
        lines.extend(circles.sums.iter().skip(1).map(|sum| Line::Words(format!("{}.", of(sum)))));
        if !circles.uncounted.is_empty() {
            let names: Vec<String> = circles.uncounted.iter().take(most).map(|id| name(campaign, id)).collect();
            lines.push(Line::Words(format!(
                "Not counted, because the value is negative or too large: {}.",
                super::words::listed(&names)
            )));
        }
    }
    Told { sentence: sentence(campaign, circles, deal), lines }
}

fn name(campaign: &Campaign, deal: &Id) -> String {
    campaign.deal(deal).map_or_else(|| deal.to_string(), |deal| deal.name().to_owned())
}

fn sentence(campaign: &Campaign, circles: &Circles, deal: Option<&Deal>) -> String {
    if let Some(deal) = deal {
        return match circles.deals.first() {
            Some(_) => format!("{} drives in circles: agree on what would bring it nearer.", deal.name()),
            None if !deal.is_open() => format!("{} is finished: it goes round no more.", deal.name()),
            None => format!("{} does not drive in circles.", deal.name()),
        };
    }
    let Some(first) = circles.deals.first() else {
        return match circles.open {
            0 => "No deal is open.".to_owned(),
            n => format!("None of {} drives in circles.", count(n, "open deal", "open deals")),
        };
    };
    let verb = if circles.deals.len() == 1 { "drives" } else { "drive" };
    let share = circles.sums.first().map_or_else(String::new, |sum| format!("; {}", of(sum)));
    format!(
        "{} of {} {verb} in circles{share}. Begin with {}: agree on what would bring it nearer.",
        circles.deals.len(),
        count(circles.open, "open deal", "open deals"),
        name(campaign, &first.deal),
    )
}

/// `64,000 of 1,060,000 GBP open go round, about 1 in 10`.
fn of(sum: &Sum) -> String {
    let currency = sum.currency.as_ref().map(Id::as_str);
    let share = sum.share().map_or_else(String::new, |share| format!(", {}", parts(share)));
    format!("{} of {} open go round{share}", money(sum.circling.round(), None), money(sum.open.round(), currency))
}

/// `a tenth` in words that nobody has to read twice: `about 3 tenths`.
fn parts(share: f64) -> String {
    match share {
        share if share <= 0.0 => "none of it".to_owned(),
        share if share < 0.05 => "less than a twentieth".to_owned(),
        share if share < 0.15 => "about a tenth".to_owned(),
        share if share < 0.95 => format!("about {} tenths", (share * 10.0).round()),
        share if share < 1.0 => "nearly all of it".to_owned(),
        _ => "all of it".to_owned(),
    }
}

fn count(n: usize, one: &str, many: &str) -> String {
    counted(i64::try_from(n).unwrap_or(i64::MAX), one, many)
}
