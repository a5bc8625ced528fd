//! `codriver brief FILE DEAL`: the call sheet for a deal's next run, as text, Markdown, HTML or JSON.

use std::path::Path;

use super::args::Format;
use super::{Outcome, load, no_deal, told_with_errors};
use crate::drive::Outlook;
use crate::drive::brief::brief;
use crate::drive::topic::Index;
use crate::interchange::brief::{Measure, Page, html, json, markdown, text};
use crate::runtime::clock::Clock;
use crate::runtime::environment::Environment;
use crate::view;

/// How it is printed.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// As what.
    pub format: Format,
    /// With the buyers' names and words.
    pub names: bool,
}

/// Columns as the screens count them.
const MEASURE: Measure = Measure { wrap: view::wrap, fit: view::fit };

/// Prints the sheet.
pub(super) fn run(file: &Path, deal: &str, form: Form, environment: &Environment, clock: Clock) -> Outcome {
    let (campaign, problems) = match load(file, environment) {
        Ok(loaded) => loaded,
        Err(outcome) => return outcome,
    };
    let Some(deal) = campaign.deal(deal) else { return no_deal(&campaign, deal) };
    let brief = brief(&campaign, &Outlook::new(&campaign), &Index::of(&campaign), deal, clock.now(), form.names);
    let page = || Page::of(&brief, MEASURE);
    let out = match form.format {
        // A picture is refused before.
        Format::Text | Format::Svg => text(&page()),
        Format::Md => markdown(&page()),
        Format::Html => html(&page()),
        Format::Json => format!("{:#}\n", json(&brief)),
    };
    let (err, code) = told_with_errors(problems, "facts");
    Outcome { out, err, code }
}
