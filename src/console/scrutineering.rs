//! What scrutineering says of all sales, as people read it: those that cannot finish first, then what is to be asked.

use chrono::{DateTime, Utc};

use super::told::{Line, Told};
use super::words;
use crate::campaign::{Campaign, Deal, When};
use crate::drive::Outlook;
use crate::drive::scrutineering::{Finding, Scrutiny, Verdict, Weight, scrutineering};
use crate::drive::veil::Veil;

/// One sale that was looked at.
#[derive(Debug)]
pub struct Look<'c> {
    /// The deal.
    pub deal: &'c Deal,
    /// What was found.
    pub scrutiny: Scrutiny,
}

/// Looks at every open deal, or at one.
#[must_use]
pub fn looks<'c>(campaign: &'c Campaign, outlook: &Outlook, deal: Option<&str>, now: DateTime<Utc>) -> Vec<Look<'c>> {
    let deals = campaign.deals.iter().map(|deal| &**deal).filter(|one| one.is_open());
    let deals = deals.filter(|one| deal.is_none_or(|deal| *one.id == *deal));
    deals.map(|deal| Look { deal, scrutiny: scrutineering(campaign, outlook, deal, now) }).collect()
}

/// The sentence and the lines. With one deal the stages ahead are told as well.
#[must_use]
pub fn told(campaign: &Campaign, looks: &[Look<'_>], with_stages: bool, names: bool, now: DateTime<Utc>) -> Told {
    let mut lines = Vec::new();
    for (title, name) in [
        ("STOPPED", "stopped"),
        ("QUESTIONS", "question"),
        ("CLEARED UNTIL A DATE", "cleared-until"),
        ("CLEARED", "cleared"),
    ] {
        let mut here: Vec<&Look<'_>> = looks.iter().filter(|look| look.scrutiny.verdict.name() == name).collect();
        if here.is_empty() {
            continue;
        }
        here.sort_by_key(|look| (look.deal.name().to_owned(), look.deal.id.clone()));
        lines.push(Line::Part(format!("{title} {}", here.len())));
        for look in here {
            let veil = Veil::over(look.deal, names);
            let words = veil.text(&look.scrutiny.words(campaign, now));
            let words = format!("{}: {words}", look.deal.name());
            lines.push(Line::Deal { deal: look.deal.id.clone(), words });
            let under = |words: String| Line::Under { deal: Some(look.deal.id.clone()), words };
            let findings = look.scrutiny.findings.iter();
            lines.extend(findings.map(|finding| under(veil.text(&found(campaign, look.deal, finding, now)))));
            if with_stages && !look.scrutiny.stages.is_empty() {
                lines.push(under(on_its_way(campaign, &look.scrutiny, now)));
            }
        }
    }
    Told { sentence: sentence(campaign, looks, names, now), lines }
}

/// A finding in one sentence, and the waiver that lifts it.
fn found(campaign: &Campaign, deal: &Deal, finding: &Finding, now: DateTime<Utc>) -> String {
    let sentence = finding.sentence(campaign, now);
    if finding.weight == Weight::Stops {
        format!("{sentence}; a waiver of `{}` on `deal.{}` lifts it", finding.of, deal.id)
    } else {
        sentence
    }
}

/// `on its way: Proof today, Signature about Mon 30 Nov: stopped`.
fn on_its_way(campaign: &Campaign, scrutiny: &Scrutiny, now: DateTime<Utc>) -> String {
    let stages = scrutiny.stages.iter().map(|look| {
        let time = match look.at {
            _ if look.is_here => "now".to_owned(),
            Some(at) => {
                let day = words::day_of(When::Instant(at), campaign.zone);
                format!("about {}", words::when(When::Date(day), campaign.zone, now))
            }
            None => "no time yet".to_owned(),
        };
        let stands = if look.can_go_on { "can go on" } else { "cannot go on" };
        format!("{} {stands} ({time})", campaign.stage_name(&look.stage))
    });
    format!("on its way: {}", stages.collect::<Vec<_>>().join(", "))
}

/// What to do, and why.
fn sentence(campaign: &Campaign, looks: &[Look<'_>], names: bool, now: DateTime<Utc>) -> String {
    let count = |name: &str| looks.iter().filter(|look| look.scrutiny.verdict.name() == name).count();
    let (stopped, questions) = (count("stopped"), count("question"));
    let of = looks.len();
    if of == 0 {
        return "No open deal is there to be looked at.".to_owned();
    }
    let first_stop =
        |look: &&Look<'_>| look.scrutiny.stops().first().and_then(|stop| stop.stops.as_ref().and_then(|stop| stop.at));
    let first = looks.iter().filter(|look| look.scrutiny.verdict == Verdict::Stopped).min_by_key(first_stop);
    let counted =
        |count: usize, one: &str, many: &str| words::counted(i64::try_from(count).unwrap_or(i64::MAX), one, many);
    if let Some(first) = first {
        let words = Veil::over(first.deal, names).text(&first.scrutiny.words(campaign, now));
        return format!(
            "{stopped} of {} cannot finish as {}. First {}: {words}.",
            counted(of, "open sale", "open sales"),
            if stopped == 1 { "it stands" } else { "they stand" },
            first.deal.name()
        );
    }
    if questions > 0 {
        let asked = counted(questions, "sale leaves a question", "sales leave a question");
        return format!("Nothing is stopped; {asked}: write what is missing, so that it can be checked.");
    }
    format!("{}: nothing in the file stops any of them.", counted(of, "open sale", "open sales"))
}
