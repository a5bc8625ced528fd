//! `import`, as a description.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::drive::import::Crm;
use crate::interchange::import::DateOrder;

/// What `import` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "The first import makes deals, the route and the crew; later ones update the deals by their id and \
    touch nothing that you wrote.\nWhere both sides changed a word, yours stands and is told; --take takes the export's.\n\n\
    Which column says what is guessed from the names. What only you can know is asked; --map FILE writes the guess to a \
    file that does not exist yet, to be edited, and reads it if it does."
)]
pub struct ImportArgs {
    /// The campaign file; it is made if it is not there.
    pub file: PathBuf,
    /// The export: a table as CSV, TSV or XLSX, or - for standard input.
    pub export: PathBuf,
    /// Where it comes from.
    #[arg(long, value_name = "CRM", default_value = "auto")]
    pub from: CrmWord,
    /// Which column says what: read if it is there, else written.
    #[arg(long, value_name = "MAP")]
    pub map: Option<PathBuf>,
    /// What comes first in dates such as 03/04/2026.
    #[arg(long, value_name = "ORDER")]
    pub dates: Option<DatesWord>,
    /// Only the deals of this pipeline; `all` for every one.
    #[arg(long, value_name = "NAME")]
    pub pipeline: Option<String>,
    /// Take the export's word where both sides changed it: `all`, or DEAL.KEY such as northwind.stage; may be repeated.
    #[arg(long, value_name = "WHAT")]
    pub take: Vec<String>,
    /// Change nothing if a row or a cell cannot be used.
    #[arg(long)]
    pub strict: bool,
    /// Print what would change, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// Where an export comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CrmWord {
    /// As its columns look.
    Auto,
    /// Salesforce: a report or a data export.
    Salesforce,
    /// HubSpot.
    Hubspot,
    /// Pipedrive.
    Pipedrive,
    /// Zoho.
    Zoho,
    /// Another one.
    Other,
}

impl CrmWord {
    /// `None`: as it looks.
    #[must_use]
    pub const fn crm(self) -> Option<Crm> {
        match self {
            Self::Auto => None,
            Self::Salesforce => Some(Crm::Salesforce),
            Self::Hubspot => Some(Crm::Hubspot),
            Self::Pipedrive => Some(Crm::Pipedrive),
            Self::Zoho => Some(Crm::Zoho),
            Self::Other => Some(Crm::Other),
        }
    }
}

/// The order of a date's parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DatesWord {
    /// Day, month, year.
    Dmy,
    /// Month, day, year.
    Mdy,
    /// Year, month, day.
    Ymd,
}

impl DatesWord {
    /// The same for the reader.
    #[must_use]
    pub const fn order(self) -> DateOrder {
        match self {
            Self::Dmy => DateOrder::DayFirst,
            Self::Mdy => DateOrder::MonthFirst,
            Self::Ymd => DateOrder::YearFirst,
        }
    }
}
