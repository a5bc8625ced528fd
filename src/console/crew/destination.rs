//! The tab of the destination: the chart, how far it is, the two forecasts, the deals that it hangs on, where aims part,
//! and what each owes the other.

use chrono::{DateTime, Utc};

use super::page::{Page, Row, Target, What};
use crate::campaign::Campaign;
use crate::console::told::{Line, Told};
use crate::console::{destination, owes};
use crate::drive::Outlook;
use crate::drive::destination::progress;
use crate::drive::owes::owed;
use crate::text::RecordPath;

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
    let owed = owed(campaign, outlook, now);
    let told = owes::told(campaign, &owed, None, now);
    page.rows.push(Row::part("WHAT EACH OWES THE OTHER"));
    page.rows.push(Row::words(&told.sentence));
    // What counted is the report's to prove.
    let lines = told.lines.into_iter().filter(|line| !matches!(line, Line::Under { .. })).collect();
    page.add(&Told { sentence: String::new(), lines });
    page
}
