//! `codriver report`: what each system says of a campaign or of one deal, one file a report. Only reports that exist are
//! offered.
//!
//! Every report reads the file and prints; none writes.

mod engine;
mod punctuality;
mod works;

use serde_json::Value;

use super::args::{Format, Global, ReportArgs, What};
use super::{Outcome, ended, load, no_deal, told_with_errors};
use crate::runtime::clock::Clock;
use crate::runtime::environment::Environment;

/// A report, for people and for programs.
struct Printed {
    /// Fit for a terminal.
    text: String,
    /// The same facts.
    json: Value,
}

/// Prints what is asked.
pub fn run(args: &ReportArgs, global: &Global, environment: &Environment, clock: Clock) -> Outcome {
    let (campaign, problems) = match load(&args.file, environment) {
        Ok(loaded) => loaded,
        Err(outcome) => return outcome,
    };
    let deal = args.deal.as_deref();
    if let Some(deal) = deal.filter(|deal| campaign.deal(deal).is_none()) {
        return no_deal(&campaign, deal);
    }
    let now = clock.now();
    let (printed, missing) = match args.what {
        What::Punctuality => (punctuality::report(&campaign, deal, now), "calls"),
        What::Engine => (engine::report(&campaign, deal, now), "strokes"),
        What::Works => (works::report(&campaign, deal), "uses"),
    };
    let out = match global.format {
        Format::Json => printed.json.to_string(),
        // Markdown and HTML are refused before.
        Format::Text | Format::Md | Format::Html => printed.text,
    };
    let (err, code) = told_with_errors(problems, missing);
    Outcome { out: ended(out), err, code }
}
