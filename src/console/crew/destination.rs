//! The tab of the destination: the chart, how far it is, the two forecasts, the deals that it hangs on, where aims part,
//! what drives in circles, and what each owes the other.

use chrono::{DateTime, Utc};

use super::page::{Page, Row, Target, What};
use crate::campaign::Campaign;
use crate::console::told::{Line, Told};
use crate::console::{circles as circling, destination, owes};
use crate::drive::Outlook;
use crate::drive::circles::circles;
use crate::drive::destination::progress;
use crate::drive::owes::owed;
use crate::text::RecordPath;

/// So many deals that drive in circles are told.
const MOST: usize = 4;

pub(super) fn page(campaign: &Campaign, outlook: &Outlook, now: DateTime<Utc>) -> Page {
    let progress = progress(campaign, outlook, now);
    let told = destination::told(campaign, &progress, None, now);
    let lever = progress.forecast.as_ref().and_then(|forecast| forecast.lever.as_ref());
    let record = RecordPath::new(["destination"]);
    let target = match lever {
        Some(lever) if progress.still_open.is_some_and(|open| !open.is_zero()) => Target::Deal(lever.deal.clone()),
        _ if campaign.destination.is_some() => Target::Record(record),
        _ => Target::New(record),
    };
    let mut page = Page { sentence: told.sentence.clone(), target: Some(target), ..Page::default() };
    if progress.attained.target.is_some() && progress.course.len() > 1 {
        page.rows.push(Row::of(What::Chart(progress.course.clone())));
    }
    page.add(&told);
    let found = circles(campaign, outlook, None, now);
    if !found.deals.is_empty() {
        let told = circling::told(campaign, &found, None, MOST, now);
        page.rows.push(Row::part("DRIVING IN CIRCLES"));
        let first = found.deals.first().map(|first| Target::Deal(first.deal.clone()));
        page.rows.push(Row { target: first, ..Row::words(&told.sentence) });
        page.add(&told);
    }
    let owed = owed(campaign, outlook, now);
    let told = owes::told(campaign, &owed, None, now);
    page.rows.push(Row::part("WHAT EACH OWES THE OTHER"));
    page.rows.push(Row::words(&told.sentence));
    // What counted is the report's to prove.
    let lines = told.lines.into_iter().filter(|line| !matches!(line, Line::Under { .. })).collect();
    page.add(&Told { sentence: String::new(), lines });
    page
}
