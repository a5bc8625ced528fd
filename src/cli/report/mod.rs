//! `codriver report`: what each system says of a campaign or of one deal, one file a report. Only reports that exist are
//! offered.
//!
//! Every report reads the file and prints; none writes.

mod circles;
mod credits;
mod crew;
mod destination;
mod engine;
mod forecast;
mod playlist;
mod punctuality;
mod reports;
mod review;
mod route;
mod scrutineering;
mod service;
mod timecard;
mod today;
mod wheel;
mod works;

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::args::{Format, Global, ReportArgs, What};
use super::{DONE, Outcome, ended, load, no_deal, told_with_errors};
use crate::campaign::{Campaign, Id};
use crate::console::told::{Line, Told};
use crate::runtime::clock::Clock;
use crate::runtime::environment::Environment;
use crate::text::visible;
use crate::view::columns;

/// A report, for people and for programs.
struct Printed {
    /// Fit for a terminal.
    text: String,
    /// The same facts.
    json: Value,
}

impl What {
    /// Whether it can be had as Markdown.
    pub(super) fn has_markdown(self) -> bool {
        matches!(self, Self::Review | Self::Credits)
    }
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
    if global.format == Format::Md && args.what == What::Review {
        let (err, code) = told_with_errors(problems, "decisions");
        return Outcome { out: review::markdown_of(&campaign, deal, args.names, now), err, code };
    }
    let mut verdict = DONE;
    let (printed, missing) = match args.what {
        // A card has forms of its own.
        What::Credits => {
            let deal = deal.and_then(|deal| campaign.deal(deal));
            return match credits::report(&campaign, deal, global.format, args.names, now) {
                Ok(out) => {
                    let (err, code) = told_with_errors(problems, "facts");
                    Outcome { out, err, code }
                }
                Err(refusal) => Outcome::refused(&visible(&refusal.message), &visible(&refusal.mend)),
            };
        }
        // A map has forms of its own.
        What::Route => {
            let ascii = match super::open::configuration(global, environment) {
                Ok((config, _)) => config.ascii,
                Err(outcome) => return outcome,
            };
            let deal = deal.and_then(|deal| campaign.deal(deal));
            let asked = route::Asked {
                deal,
                beside: args.beside.as_deref(),
                format: global.format,
                names: args.names,
                ascii,
                now,
            };
            return match route::report(&campaign, asked) {
                Ok(out) => {
                    let (err, code) = told_with_errors(problems, "stages");
                    Outcome { out, err, code }
                }
                Err(refusal) => Outcome::refused(&visible(&refusal.message), &visible(&refusal.mend)),
            };
        }
        What::Circles => (circles::report(&campaign, deal, now), "deals"),
        What::Crew => (crew::report(&campaign, deal, now), "what counts"),
        What::Destination => match super::open::configuration(global, environment) {
            Ok((config, _)) => (destination::report(&campaign, deal, now, config.ascii), "deals"),
            Err(outcome) => return outcome,
        },
        What::Forecast => (forecast::report(&campaign, deal, now), "deals"),
        What::Punctuality => (punctuality::report(&campaign, deal, now), "calls"),
        What::Playlist => (playlist::report(&campaign, deal, args.names), "tracks"),
        What::Reports => (reports::report(&campaign, deal, args.names, now), "reports"),
        What::Review => (review::report(&campaign, deal, args.names, now), "decisions"),
        What::Scrutineering => {
            let (printed, code) = scrutineering::report(&campaign, deal, args.names, args.strict, now);
            verdict = code;
            (printed, "deals")
        }
        What::Engine => (engine::report(&campaign, deal, now), "strokes"),
        What::Service => (service::report(&campaign, deal, args.names, now), "deals"),
        What::Timecard => (timecard::report(&campaign, deal, args.names, now), "promises"),
        What::Today => match day(args, global, environment, &campaign, now) {
            Ok(printed) => (printed, "deals"),
            Err(outcome) => return outcome,
        },
        What::Works => (works::report(&campaign, deal), "uses"),
    };
    let out = match global.format {
        Format::Json => printed.json.to_string(),
        // Markdown, HTML and SVG are refused before.
        Format::Text | Format::Md | Format::Html | Format::Svg => printed.text,
    };
    let (err, code) = told_with_errors(problems, missing);
    Outcome { out: ended(out), err, code: code.max(verdict) }
}

/// What the day holds, for the seat of `--as` or for everybody.
fn day(
    args: &ReportArgs,
    global: &Global,
    environment: &Environment,
    campaign: &Campaign,
    now: DateTime<Utc>,
) -> Result<Printed, Outcome> {
    let (config, _) = super::open::configuration(global, environment)?;
    let seat = global.seat.as_deref().map(Id::from);
    if let Some(seat) = seat.as_ref().filter(|seat| campaign.crew(seat).is_none()) {
        return Err(super::export::nobody(campaign, seat));
    }
    let (deal, names) = (args.deal.as_deref(), args.names);
    let asked = today::Asked { deal, seat: seat.as_ref(), names, weights: config.needs };
    Ok(today::report(campaign, &asked, now))
}

/// Columns of a line of text.
const COLUMNS: u16 = 100;

/// What a system says, as text for a terminal: the sentence, then headings with their lines under them.
fn text(told: &Told) -> String {
    let mut text = format!("{}\n", rows(&told.sentence, COLUMNS).join("\n"));
    for line in &told.lines {
        let (indent, words) = match line {
            Line::Part(title) => {
                let _ = writeln!(text, "\n{}", visible(title));
                continue;
            }
            Line::Words(words) | Line::Deal { words, .. } => (2, words),
            Line::Under { words, .. } => (6, words),
        };
        for (at, row) in rows(words, COLUMNS - 8).into_iter().enumerate() {
            let indent = if at == 0 { indent } else { indent + 2 };
            let _ = writeln!(text, "{:indent$}{row}", "");
        }
    }
    text
}

/// A text as rows broken at blanks, but not within a command: whoever copies it gets all of it.
fn rows(text: &str, width: u16) -> Vec<String> {
    let text = visible(text);
    let mut pieces: Vec<String> = Vec::new();
    let mut is_code = false;
    for word in text.split_whitespace() {
        match pieces.last_mut().filter(|_| is_code) {
            Some(command) => *command = format!("{command} {word}"),
            None => pieces.push(word.to_owned()),
        }
        is_code ^= !word.matches('`').count().is_multiple_of(2);
    }
    let mut rows: Vec<String> = Vec::new();
    for piece in pieces {
        match rows.last_mut().filter(|row| columns(row) + 1 + columns(&piece) <= width) {
            Some(row) => *row = format!("{row} {piece}"),
            None => rows.push(piece),
        }
    }
    rows
}
