//! The room as a whole: a text in, a campaign and its problems out.

mod checks;
mod reading;
mod runs;
mod whole;

use chrono_tz::Tz;

use super::{Campaign, Problems, layout, read};
use crate::text::{Code, Diagnostic, Document};

/// What every test file begins with, so that only what it is about is wrong.
const HEAD: &str = "format = 1\n[campaign]\ntimezone = 'Europe/London'\nroute = ['demo', 'proof', 'signature']\n\
                    [crew.sam]\nseat = 'driver'\n[crew.maya]\nseat = 'navigator'\n";

pub(super) fn document(text: &str) -> (Document, Vec<Diagnostic>) {
    Document::read(text.as_bytes().to_vec(), &layout())
}

/// The campaign of a text that is taken as it stands.
pub(super) fn campaign_of(text: &str) -> Campaign {
    read(&document(text).0, Tz::UTC).0
}

/// One problem, with the source text of its place.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    code: Code,
    source: String,
    message: String,
    mend: String,
}

fn problems_of(text: &str) -> Vec<Told> {
    let (document, mut reading) = document(text);
    let (campaign, told) = read(&document, Tz::UTC);
    reading.extend(told);
    let problems = Problems::of(&campaign, &document, reading);
    let told = problems.in_file_order(&document).into_iter().map(|problem| {
        let unit = document.unit_text(&problem.place.unit).unwrap_or_default();
        let (from, until) = (problem.place.span.start as usize, problem.place.span.end as usize);
        Told {
            code: problem.code,
            source: unit[from..until].to_owned(),
            message: problem.message.clone(),
            mend: problem.mend.clone(),
        }
    });
    told.collect()
}

/// The one problem of a file that has the usual head.
fn told(body: &str) -> Told {
    let mut all = problems_of(&format!("{HEAD}{body}"));
    assert_eq!(all.len(), 1, "{all:#?}");
    all.remove(0)
}

/// The codes of a file that has the usual head.
fn codes(body: &str) -> Vec<Code> {
    problems_of(&format!("{HEAD}{body}")).iter().map(|told| told.code).collect()
}

/// The one problem of a deal, its name apart.
fn told_of_deal(keys: &str) -> Told {
    told(&format!("[deal.x]\naccount = 'X'\n{keys}"))
}

pub(super) fn deal_of(keys: &str) -> super::Deal {
    campaign_of(&format!("{HEAD}[deal.x]\naccount = 'X'\n{keys}")).deal("x").unwrap().clone()
}
