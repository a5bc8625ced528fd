//! What each owes the other trade, as people read it: one sentence that says what is to be done next, then by person what
//! counted in this period and what is still open.
//!
//! Pure lines. A period that is over is told as a count and never judged.

use chrono::{DateTime, Utc};

use super::told::{Line, Told, person};
use super::words::{counted, date, listed, who};
use crate::campaign::{Campaign, Id, OwesKind, Period};
use crate::drive::owes::{Counted, Owed};

/// How many of what counted are told, the last ones.
const MOST: usize = 4;

/// What is owed, for people; of one deal, only what counted on it stands behind each.
#[must_use]
pub fn told(campaign: &Campaign, all: &[Owed], deal: Option<&str>, now: DateTime<Utc>) -> Told {
    let mut lines = Vec::new();
    let mut last: Option<&Id> = None;
    for owed in all {
        if last != Some(&owed.who) {
            lines.push(Line::Part(person(campaign, &owed.who)));
            last = Some(&owed.who);
        }
        lines.push(Line::Words(standing(campaign, owed, now)));
        let on_deal = |one: &&Counted| deal.is_none_or(|deal| one.deal.as_ref().is_some_and(|id| *id == *deal));
        let under: Vec<&Counted> = owed.done.iter().filter(on_deal).collect();
        // The last few: what is given needs no long proof.
        for one in under.iter().skip(under.len().saturating_sub(MOST)) {
            lines.push(Line::Under { deal: one.deal.clone(), words: one_of(campaign, one, now) });
        }
    }
    Told { sentence: sentence(campaign, all, now), lines }
}

/// What is to be done next, and why: a reminder's words, too.
#[must_use]
pub fn next(campaign: &Campaign, owed: &Owed, now: DateTime<Utc>) -> String {
    let name = who(campaign, &owed.who);
    let open = owed.still().saturating_sub(owed.planned.len());
    let what = nouns(owed.of, open);
    let left = left(owed, now, campaign);
    format!("{name} owes {what} {} {left}: {}", this(owed.every), mend(campaign, owed.of))
}

fn sentence(campaign: &Campaign, all: &[Owed], now: DateTime<Utc>) -> String {
    if all.is_empty() {
        return "Nothing is written of what each owes the other trade: `codriver add FILE crew.maya.owes.visits count=2 \
                every=month` asks for two sales visits a month."
            .to_owned();
    }
    let open = all.iter().filter(|owed| owed.still() > owed.planned.len());
    // Reminders first, then what ends first.
    let first = open.min_by_key(|owed| (!owed.is_due(now), owed.span.last, &owed.who, &owed.id));
    match first {
        Some(owed) => format!("{}.", next(campaign, owed, now)),
        None if all.iter().any(|owed| owed.still() > 0) => {
            "All that is still owed is planned: keep the visits in the calendar.".to_owned()
        }
        None => "All that each owes the other is given for now: nothing to do until the next period begins.".to_owned(),
    }
}

/// How one thing stands in this period.
fn standing(campaign: &Campaign, owed: &Owed, now: DateTime<Utc>) -> String {
    let what = owed.what.as_deref().map_or_else(|| nouns(owed.of, owed.count()), str::to_owned);
    let (this, before) = (this(owed.every), before(owed.every));
    let (done, count) = (owed.done.len(), owed.count());
    let stand = match owed.still() {
        0 => format!("given {this}"),
        still => format!("{done} of {count} {this}, {still} still owed {}", left(owed, now, campaign)),
    };
    // More than was owed is no figure to compare people by.
    let then = if owed.before >= count { "given".to_owned() } else { format!("{} of {count}", owed.before) };
    let planned: Vec<String> = owed.planned.iter().map(|one| one_of(campaign, one, now)).collect();
    let planned = if planned.is_empty() { String::new() } else { format!(" Planned: {}.", listed(&planned)) };
    format!("{what}: {stand}; {then} {before}.{planned}")
}

fn one_of(campaign: &Campaign, one: &Counted, now: DateTime<Utc>) -> String {
    let day = date(one.on, year(campaign, now));
    let deal = one.deal.as_ref().map(|id| campaign.deal(id).map_or(id.as_str(), |deal| deal.name()));
    match (deal, one.what.is_empty()) {
        (Some(deal), true) => format!("{day}, {deal}"),
        (Some(deal), false) => format!("{day}, {deal}: {}", one.what),
        (None, _) => format!("{day}: {}", one.what),
    }
}

fn year(campaign: &Campaign, now: DateTime<Utc>) -> i32 {
    use chrono::Datelike;
    now.with_timezone(&campaign.zone).year()
}

fn left(owed: &Owed, now: DateTime<Utc>, campaign: &Campaign) -> String {
    let last = date(owed.span.last, year(campaign, now));
    match owed.days_left {
        0 => format!("until {last}, with no working day after today"),
        n => format!("until {last}, with {} after today", counted(n, "working day", "working days")),
    }
}

const fn this(every: Period) -> &'static str {
    match every {
        Period::Week => "this week",
        Period::Month => "this month",
        Period::Quarter => "this quarter",
    }
}

const fn before(every: Period) -> &'static str {
    match every {
        Period::Week => "last week",
        Period::Month => "last month",
        Period::Quarter => "last quarter",
    }
}

fn nouns(of: OwesKind, n: usize) -> String {
    let (one, many) = match of {
        OwesKind::Visits => ("sales visit", "sales visits"),
        OwesKind::Assets => ("new asset", "new assets"),
        OwesKind::Tracks => ("signed message", "signed messages"),
        OwesKind::Answers => ("answer to a field report", "answers to field reports"),
        OwesKind::Reports => ("field report", "field reports"),
        OwesKind::Strokes => ("push or pull", "pushes and pulls"),
    };
    counted(i64::try_from(n).unwrap_or(i64::MAX), one, many)
}

/// How it is given.
fn mend(campaign: &Campaign, of: OwesKind) -> String {
    match of {
        OwesKind::Visits => "plan one with both seats in its `crew`".to_owned(),
        OwesKind::Assets => "ask a buyer who is glad for a story, and for permission to tell it".to_owned(),
        OwesKind::Tracks => "agree on one together, sign it, and use it in a note".to_owned(),
        OwesKind::Answers => {
            let open = campaign.deals.iter().flat_map(|deal| deal.heard.iter()).filter(|row| row.answer.is_none());
            match open.count() {
                0 => "none waits in the inbox, so ask the drivers what they hear".to_owned(),
                1 => "1 report waits in the inbox".to_owned(),
                n => format!("{n} reports wait in the inbox"),
            }
        }
        OwesKind::Reports => "catch the buyer's next sentence word for word".to_owned(),
        OwesKind::Strokes => "make one today and write it down".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drive::Outlook;
    use crate::drive::owes::owed;
    use crate::text::Document;

    /// As of the morning of Friday 20 November 2026.
    fn page(records: &str) -> Told {
        let text = format!("format = 1\n[campaign]\ntimezone = \"UTC\"\n{records}");
        let (document, _) = Document::read(text.into_bytes(), &crate::campaign::layout());
        let (campaign, _) = crate::campaign::read(&document, chrono_tz::UTC);
        let now = "2026-11-20T10:00:00Z".parse().unwrap();
        told(&campaign, &owed(&campaign, &Outlook::new(&campaign), now), None, now)
    }

    const MAYA: &str = "[crew.maya]\nname = \"Maya Lind\"\nseat = \"navigator\"\n";
    const VISIT: &str = "[crew.maya.owes.visits]\ncount = 1\n[deal.d]\naccount = \"Dale\"\n";

    #[test]
    fn what_is_given_is_told_as_given_however_much_it_was() {
        let run =
            |day| format!("run.r{day} = {{ kind = \"visit\", crew = [\"maya\"], started = 2026-11-{day}T10:00:00 }}\n");
        let told = page(&format!("{MAYA}{VISIT}{}{}", run(10), run(11)));
        assert_eq!(told.lines[1], Line::Words("1 sales visit: given this month; 0 of 1 last month.".to_owned()));
        assert!(told.sentence.starts_with("All that each owes the other is given"), "{}", told.sentence);
    }

    #[test]
    fn what_is_planned_is_no_more_to_be_asked_for() {
        let run = "run.r = { what = \"Tour\", kind = \"visit\", crew = [\"maya\"], starts = 2026-11-24T10:00:00 }\n";
        let told = page(&format!("{MAYA}{VISIT}{run}"));
        assert_eq!(told.sentence, "All that is still owed is planned: keep the visits in the calendar.");
        let Line::Words(words) = &told.lines[1] else { panic!("{told:?}") };
        assert!(words.ends_with("Planned: Tue 24 Nov, Dale: Tour."), "{words}");
    }

    #[test]
    fn what_it_is_time_for_comes_first_and_says_how_it_is_given() {
        let owes =
            "[crew.maya.owes.answers]\ncount = 2\nevery = \"week\"\n[crew.maya.owes.assets]\nevery = \"quarter\"\n";
        let heard =
            "[deal.d]\naccount = \"D\"\n[[deal.d.heard]]\nat = 2026-11-16T10:00:00Z\nby = \"maya\"\nsaid = \"No.\"\n";
        assert_eq!(
            page(&format!("{MAYA}{owes}{heard}")).sentence,
            "Maya owes 2 answers to field reports this week until Sun 22 Nov, with no working day after today: 1 report \
             waits in the inbox."
        );
    }
}
