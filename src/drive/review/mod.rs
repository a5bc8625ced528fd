//! Reviews: what the pair has decided in a sitting, how each decision stands by what the file has said since, and what a
//! deal brings to the table.
//!
//! A sitting is the rows of `review` of one day, by the campaign's zone: nobody has to open or close it, it outlives a
//! crash, and two consoles write into the same one.
//!
//! The file has no tick for a decision. How one stands is found (`stand`): another record of its deal says it, so that it
//! is planned or done, or the deal is finished; else it is open. Left out: decisions of archived campaigns.

mod asked;
mod markdown;
mod stand;
#[cfg(test)]
mod tests;

use chrono::{DateTime, NaiveDate, Utc};

pub use asked::{Owed, Trade, Unsigned, can_sign, open_promises, reviewers, unsigned_tracks};
pub use markdown::markdown;
pub use stand::{Stand, stand};

use super::words::{day_of, instant};
use crate::campaign::{Campaign, Id, Review};

/// All that was written on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Sitting<'c> {
    /// The day.
    pub day: NaiveDate,
    /// Its rows that say something, by their time.
    pub rows: Vec<&'c Review>,
}

impl Sitting<'_> {
    /// Every decision, with its deal and how it stands.
    pub fn decisions<'a>(&'a self, campaign: &'a Campaign) -> impl Iterator<Item = (&'a Review, &'a str, Stand)> {
        self.rows.iter().flat_map(move |row| {
            row.decisions.iter().map(move |said| (*row, &**said, stand(campaign, row.deal.as_deref(), said, self.day)))
        })
    }

    /// Who took part, in the order of their names in the rows.
    #[must_use]
    pub fn by(&self) -> Vec<&Id> {
        let mut by: Vec<&Id> = Vec::new();
        for id in self.rows.iter().flat_map(|row| &row.by) {
            if !by.contains(&id) {
                by.push(id);
            }
        }
        by
    }
}

/// Today, by the campaign's zone.
#[must_use]
pub fn today(campaign: &Campaign, now: DateTime<Utc>) -> NaiveDate {
    now.with_timezone(&campaign.zone).date_naive()
}

/// The rows that stand in the file from a day, with what one may ask of them.
fn rows<'c>(campaign: &'c Campaign, deal: Option<&'c str>) -> impl Iterator<Item = (NaiveDate, &'c Review)> {
    let is_meant = move |row: &&Review| deal.is_none_or(|deal| row.deal.as_deref() == Some(deal));
    let says = |row: &&Review| !row.decisions.is_empty() || row.rubs.is_some();
    let rows = campaign.reviews.iter().filter(is_meant).filter(says);
    rows.filter_map(|row| Some((day_of(row.at?, campaign.zone), row)))
}

/// What was written on a day; of one deal, if one is named.
#[must_use]
pub fn sitting_on<'c>(campaign: &'c Campaign, deal: Option<&'c str>, day: NaiveDate) -> Sitting<'c> {
    let mut found: Vec<&Review> = rows(campaign, deal).filter(|(at, _)| *at == day).map(|(_, row)| row).collect();
    found.sort_by_key(|row| (row.at.map(|at| instant(at, campaign.zone)), row.deal.clone()));
    Sitting { day, rows: found }
}

/// The last sitting that does not lie ahead: of the campaign, or of one deal.
#[must_use]
pub fn last_sitting<'c>(campaign: &'c Campaign, deal: Option<&'c str>, now: DateTime<Utc>) -> Option<Sitting<'c>> {
    let today = today(campaign, now);
    let day = rows(campaign, deal).map(|(day, _)| day).filter(|day| *day <= today).max()?;
    Some(sitting_on(campaign, deal, day))
}

/// The last sitting about a deal before a day.
#[must_use]
pub fn sitting_before<'c>(campaign: &'c Campaign, deal: &'c str, before: NaiveDate) -> Option<Sitting<'c>> {
    let day = rows(campaign, Some(deal)).map(|(day, _)| day).filter(|day| *day < before).max()?;
    Some(sitting_on(campaign, Some(deal), day))
}

/// The row of a deal that a sitting of this day goes on in: the last one, also where all was taken out of it.
#[must_use]
pub fn row_of<'c>(campaign: &'c Campaign, deal: &str, day: NaiveDate) -> Option<&'c Review> {
    let is_it =
        |row: &&Review| row.deal.as_deref() == Some(deal) && row.at.is_some_and(|at| day_of(at, campaign.zone) == day);
    campaign.reviews.iter().filter(is_it).max_by_key(|row| row.at.map(|at| instant(at, campaign.zone)))
}
