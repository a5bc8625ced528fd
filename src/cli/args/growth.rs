//! The commands that keep a file in shape, as descriptions.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;

/// What `rename` takes.
#[derive(Debug, Args)]
pub struct RenameArgs {
    /// The campaign file.
    pub file: PathBuf,
    /// The record, such as crew.sam, deal.northwind.note.pack or stage.proof.gate.criteria.
    pub path: String,
    /// Its new id.
    pub new: String,
    /// Print what would change, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// What `archive` takes.
#[derive(Debug, Args)]
pub struct ArchiveArgs {
    /// The campaign file.
    pub file: PathBuf,
    /// Deals that finished before this day, and calls made before it, such as 2026-01-01.
    #[arg(long, value_name = "DATE")]
    pub before: NaiveDate,
    /// Print what would change, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask.
    #[arg(long, short)]
    pub yes: bool,
}

/// What `forget` takes.
#[derive(Debug, Args)]
pub struct ForgetArgs {
    /// The campaign file.
    pub file: PathBuf,
    /// The contact, such as deal.northwind.contact.ines.
    pub path: String,
    /// Print what would change, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask.
    #[arg(long, short)]
    pub yes: bool,
}
