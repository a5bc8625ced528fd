//! `codriver report`: what each system says of a campaign or of one deal, one file a report. Only reports that exist are
//! offered.
//!
//! Every report reads the file and prints; none writes.

mod crew;
mod destination;
mod punctuality;

use serde_json::Value;

use super::args::{Format, Global, ReportArgs, What};
use super::{Outcome, ended, load, no_deal, told_with_errors};
use crate::console::told::{Line, Told};
use crate::runtime::clock::Clock;
use crate::runtime::environment::Environment;
use crate::text::visible;
use crate::view::wrap;

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
        What::Crew => (crew::report(&campaign, deal, now), "what counts"),
        What::Destination => match super::open::configuration(global, environment) {
            Ok((config, _)) => (destination::report(&campaign, deal, now, config.ascii), "deals"),
            Err(outcome) => return outcome,
        },
        What::Punctuality => (punctuality::report(&campaign, deal, now), "calls"),
    };
    let out = match global.format {
        Format::Json => printed.json.to_string(),
        // Markdown and HTML are refused before.
        Format::Text | Format::Md | Format::Html => printed.text,
    };
    let (err, code) = told_with_errors(problems, missing);
    Outcome { out: ended(out), err, code }
}

/// Columns of a line of text.
const COLUMNS: u16 = 100;

/// What a system says, as text for a terminal: the sentence, then headings with their lines under them.
fn text(told: &Told) -> String {
    let mut text = format!("{}\n", wrap(&told.sentence, COLUMNS).join("\n"));
    for line in &told.lines {
        let (indent, words) = match line {
            Line::Part(title) => {
                text.push_str(&format!("\n{}\n", visible(title)));
                continue;
            }
            Line::Words(words) | Line::Deal { words, .. } => (2, words),
            Line::Under { words, .. } => (6, words),
        };
        for (at, row) in wrap(words, COLUMNS - 8).into_iter().enumerate() {
            let indent = if at == 0 { indent } else { indent + 2 };
            text.push_str(&format!("{:indent$}{row}\n", ""));
        }
    }
    text
}
