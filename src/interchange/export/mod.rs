//! A campaign as something else: a calendar, a table, everything as JSON, a report.
//!
//! Invariant: without `names` no name, address or word of a buyer is written, in no form (`drive::veil`); and whatever a
//! text of the file holds, the form stays whole and no terminal obeys it. The same campaign, moment and wish give the
//! same bytes.
//!
//! Each form is written deal by deal into what the caller hands over, so that ten thousand of them take no memory of their
//! own.
//!
//! Left out: where the bytes go.

mod calendar;
mod csv;
mod json;
mod report;
mod table;

use std::io::{self, Write};

use chrono::{DateTime, Utc};

pub use calendar::calendar;
pub use csv::{HEADER, csv};
pub use json::json;
pub use report::report;

use crate::campaign::{Campaign, Deal, Id, Standing, Status};
use crate::drive::Outlook;
use crate::drive::attention::Weights;

/// What is exported, and how.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'w> {
    /// What the file says.
    pub campaign: &'w Campaign,
    /// The moment it is told for.
    pub now: DateTime<Utc>,
    /// With buyers' names and words.
    pub names: bool,
    /// Whose calendar; `None`: everybody's.
    pub seat: Option<&'w Id>,
    /// What makes a deal need somebody, and how much.
    pub weights: Weights,
}

/// The forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Runs and dates for a calendar program.
    Ics,
    /// One row a deal, for a spreadsheet and for our own import.
    Csv,
    /// Everything, for programs.
    Json,
    /// A report, for people.
    Md,
}

/// Writes a campaign in a form. `columns` measures a text as the screens do.
pub fn export(form: Form, wish: &Wish<'_>, columns: fn(&str) -> u16, out: &mut dyn Write) -> io::Result<()> {
    match form {
        Form::Ics => calendar(wish, &Outlook::new(wish.campaign), out),
        Form::Csv => csv(wish, out),
        Form::Json => json(wish, &Outlook::new(wish.campaign), out),
        Form::Md => out.write_all(report(wish, &Outlook::new(wish.campaign), columns).as_bytes()),
    }
}

/// Whether a deal is still on its way.
fn standing(deal: &Deal) -> Standing {
    match deal.result.as_deref().map(|result| result.status) {
        None => Standing::Open,
        Some(Status::Won) => Standing::Won,
        Some(Status::Lost) => Standing::Lost,
    }
}

#[cfg(test)]
mod tests;
