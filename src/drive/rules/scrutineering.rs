//! What scrutineering found is answered: a waiver lifts a rule for a time, or what stops the sale is written on the road as
//! an obstacle, with a note for whoever drives.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Act, Fields, Ground, deal_path, text, unknown, when, words};
use crate::campaign::{Deal, Id, When};
use crate::drive::Outlook;
use crate::drive::scrutineering::{Finding, Scrutiny, Stop, scrutineering};
use crate::drive::words as told;
use crate::text::{Intent, Refusal};

/// The pace of an obstacle that scrutineering raises: ours, and it stops the deal.
pub const RAISED_PACE: &str = "!R1";

/// An exception, as it is wished for.
#[derive(Debug, Clone, Copy)]
pub struct Exception<'a> {
    /// What it lifts: `markets`, `runs_on`, `conflicts` or the id of a paper.
    pub of: &'a str,
    /// Why that is allowed.
    pub why: &'a str,
    /// Until when; a deadline.
    pub until: Option<When>,
}

/// Writes an exception.
///
/// # Errors
/// A finished deal, a rule that stops nothing, no reason, no end, an end that has gone by, and nobody who answers for it.
pub fn waive(ground: Ground<'_>, id: &str, exception: Exception<'_>) -> Result<Act, Refusal> {
    let deal = ground.open_deal(id)?;
    let outlook = ground.outlook();
    let scrutiny = scrutineering(ground.campaign, &outlook, deal, ground.now);
    let stops = scrutiny.stops();
    if stops.is_empty() {
        let message = format!("scrutineering stops nothing on the deal `{id}`");
        return Err(Refusal::new(message, "see `codriver report scrutineering` for what it found"));
    }
    if stops.iter().all(|finding| finding.of != exception.of) {
        let known = stops.iter().map(|finding| finding.of.as_str());
        let mend = format!("write `{}`", stops.first().map_or("markets", |finding| &finding.of));
        return Err(unknown(&format!("nothing stops the deal `{id}` by"), exception.of, known, &mend));
    }
    let why = words(exception.why, "the waiver", "say why this sale may go on all the same")?;
    let Some(by) = ground.by else {
        return Err(Refusal::new("nobody answers for the waiver", "take a seat first, or say who with `--as`"));
    };
    let Some(until) = exception.until else {
        return Err(Refusal::new("the waiver has no end", "end the line with a day, such as `31 jan`"));
    };
    if outlook.calendar(None).deadline(until) < ground.now {
        return Err(Refusal::new("the waiver would end before now", "end the line with a day that comes"));
    }
    let wanted = exception.of.replace('_', "-");
    let waiver = free(&wanted, |id| deal.waivers.iter().any(|waiver| *waiver.id == *id));
    let fields = Fields::default()
        .with("of", text(exception.of))
        .with("why", text(why))
        .with("by", text(by))
        .with("until", when(until));
    let act = Act::of(vec![Intent::Add { record: deal_path(id).below(["waiver", &waiver]), fields: fields.0 }]);
    let day = told::when(until, ground.campaign.zone, ground.now);
    Ok(act.telling(format!("waived until {day}")))
}

/// Writes what stops the sale as an obstacle, with a note for whoever drives: all of it, or what one rule finds.
///
/// # Errors
/// A finished deal, and one where nothing is found that is not written yet.
pub fn raise(ground: Ground<'_>, id: &str, of: Option<&str>) -> Result<Act, Refusal> {
    let deal = ground.open_deal(id)?;
    let outlook = ground.outlook();
    let scrutiny = scrutineering(ground.campaign, &outlook, deal, ground.now);
    let mut act = Act::default();
    for findings in by_rule(&scrutiny, deal) {
        let Some(first) = findings.first().filter(|first| of.is_none_or(|of| first.of == of)) else { continue };
        let obstacle = first.obstacle_id();
        let what: Vec<&str> = findings.iter().map(|finding| finding.what.as_str()).collect();
        let at = first
            .stops
            .as_ref()
            .map_or_else(|| soon(ground, &outlook, deal), |stop| place(ground, &outlook, deal, stop));
        let fields =
            Fields::default().with("at", at).with("pace", text(RAISED_PACE)).with("title", text(&told::listed(&what)));
        act.intents.push(Intent::Add { record: deal_path(id).below(["obstacle", &obstacle]), fields: fields.0 });
        let note = free(&obstacle, |id| deal.note(id).is_some());
        let say = format!("{}: mend it, or get a waiver of {}.", first.what, first.of);
        let fields = Fields::default()
            .with("at", text(&obstacle))
            .with("say", text(&say))
            .maybe_text("by", ground.by)
            .with("written", when(When::Date(ground.today())));
        act.intents.push(Intent::Add { record: deal_path(id).below(["note", &note]), fields: fields.0 });
    }
    if act.intents.is_empty() {
        let message = format!("scrutineering found nothing on the deal `{id}` that is not on the road already");
        return Err(Refusal::new(message, "see `codriver report scrutineering` for what it found"));
    }
    let driver = ground.campaign.driver_of(deal).map_or("whoever drives", |driver| ground.campaign.crew_name(driver));
    Ok(act.telling(format!("on the road, with a note for {driver}")))
}

/// What is not written yet, together where one waiver lifts it.
fn by_rule<'s>(scrutiny: &'s Scrutiny, deal: &Deal) -> Vec<Vec<&'s Finding>> {
    let mut rules: Vec<Vec<&Finding>> = Vec::new();
    for finding in scrutiny.raised(deal) {
        match rules.iter_mut().find(|rule| rule.iter().any(|one| one.of == finding.of)) {
            Some(rule) => rule.push(finding),
            None => rules.push(vec![finding]),
        }
    }
    rules
}

/// Before the stage that it stops, or on the day from which on it does.
fn place(ground: Ground<'_>, outlook: &Outlook, deal: &Deal, stop: &Stop) -> crate::text::Literal {
    match (&stop.stage, stop.at) {
        (Some(stage), Some(_)) if stop.estimated => text(&format!("enter {stage}")),
        (_, Some(at)) if at > ground.now => when(day(ground, at)),
        (Some(stage), None) if !is_in_or_beyond(ground, deal, stage) => text(&format!("enter {stage}")),
        _ => soon(ground, outlook, deal),
    }
}

/// For what stops the sale already: the promised close, or the next working day where that is over.
fn soon(ground: Ground<'_>, outlook: &Outlook, deal: &Deal) -> crate::text::Literal {
    let calendar = outlook.calendar(None);
    let close = deal.close.filter(|close| calendar.start(*close) > ground.now);
    let next = calendar.next_day_start(ground.now).unwrap_or(ground.now + TimeDelta::days(1));
    when(close.unwrap_or_else(|| day(ground, next)))
}

fn day(ground: Ground<'_>, at: DateTime<Utc>) -> When {
    When::Date(at.with_timezone(&ground.campaign.zone).date_naive())
}

fn is_in_or_beyond(ground: Ground<'_>, deal: &Deal, stage: &Id) -> bool {
    let index = |id: &Id| ground.campaign.route_index(id);
    ground.campaign.stage_of(deal).and_then(index) >= index(stage)
}

/// An id that nothing has yet.
fn free(wanted: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut id = wanted.to_owned();
    let mut nth = 2;
    while taken(&id) {
        id = format!("{wanted}-{nth}");
        nth += 1;
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::{self, Campaign};
    use crate::drive::tests::at;
    use crate::text::Document;

    const NOW: &str = "2026-11-20 09:41";

    /// Core's certificate ends a week before the close; `deal` are further keys.
    fn text_of(deal: &str) -> String {
        format!(
            "format = 1\n[campaign]\ntimezone = \"UTC\"\nroute = [\"proof\", \"signature\"]\n[crew.maya]\nname = \"Maya\"\n\
             [stage.proof]\nexpected = \"10d\"\n[stage.signature]\nexpected = \"10d\"\n\
             [product.core]\nname = \"Core\"\nmarkets = [\"GB\"]\npaper.iso = {{ name = \"ISO\", until = 2026-12-11 }}\n\
             [deal.d]\naccount = \"D\"\nproduct = \"core\"\nsince = 2026-11-20\nclose = 2026-12-18\n{deal}\n"
        )
    }

    fn read(text: &str) -> (Campaign, Document) {
        let (document, _) = Document::read(text.as_bytes().to_vec(), &campaign::layout());
        let (campaign, _) = campaign::read(&document, chrono_tz::UTC);
        (campaign, document)
    }

    /// The text after a rule, and the verdict on it.
    fn after(deal: &str, rule: impl Fn(Ground<'_>) -> Result<Act, Refusal>) -> Result<(String, String), String> {
        let (campaign, mut document) = read(&text_of(deal));
        let ground = Ground { campaign: &campaign, document: &document, now: at(NOW), by: Some("maya") };
        let act = rule(ground).map_err(|refusal| refusal.message)?;
        for intent in &act.intents {
            document.apply(intent).unwrap();
        }
        let text = String::from_utf8(document.bytes()).unwrap();
        let (campaign, _) = read(&text);
        let deal = &campaign.deals[0];
        let words = scrutineering(&campaign, &Outlook::new(&campaign), deal, at(NOW)).words(&campaign, at(NOW));
        Ok((text, words))
    }

    fn until(day: &str) -> Option<When> {
        When::parse(day)
    }

    #[test]
    fn a_waiver_of_what_stops_a_sale_three_weeks_ahead_clears_it() {
        let exception = Exception { of: "iso", why: "The audit is booked", until: until("2027-01-31") };
        let (text, words) = after("market = \"GB\"", |ground| waive(ground, "d", exception)).unwrap();
        let waiver =
            "[deal.d.waiver.iso]\nof = \"iso\"\nwhy = \"The audit is booked\"\nby = \"maya\"\nuntil = 2027-01-31\n";
        assert!(text.contains(waiver), "{text}");
        assert_eq!(words, "cleared until Sun 31 Jan 2027 (the waiver iso)");
    }

    #[test]
    fn a_waiver_needs_a_rule_that_stops_something_a_reason_and_an_end_to_come() {
        let refused = |deal: &str, of, why, end: Option<&str>| {
            let exception = Exception { of, why, until: end.and_then(until) };
            after(deal, |ground| waive(ground, "d", exception)).unwrap_err()
        };
        let (stopped, end) = ("market = \"GB\"", Some("2027-01-31"));
        assert_eq!(refused(stopped, "iso", "", end), "the waiver has no words");
        assert_eq!(refused(stopped, "iso", "So", None), "the waiver has no end");
        assert_eq!(refused(stopped, "iso", "So", Some("2026-11-01")), "the waiver would end before now");
        assert_eq!(refused(stopped, "runs_on", "So", end), "nothing stops the deal `d` by `runs_on`");
    }

    #[test]
    fn what_stops_the_sale_becomes_an_obstacle_where_it_stops_it_with_a_note() {
        let (text, _) = after("market = \"US\"", |ground| raise(ground, "d", None)).unwrap();
        let obstacle = "[deal.d.obstacle.scrutineering-markets]\nat = \"enter signature\"\npace = \"!R1\"\n\
                        title = \"Core is not sold in US\"\n";
        let note =
            "at = \"scrutineering-markets\"\nsay = \"Core is not sold in US: mend it, or get a waiver of markets.\"\n";
        assert!(text.contains(obstacle) && text.contains(note), "{text}");
        assert!(text.contains("[deal.d.obstacle.scrutineering-iso]\nat = 2026-12-11\n"), "{text}");
    }

    #[test]
    fn what_is_on_the_road_is_not_written_again() {
        let deal = "market = \"GB\"\n[deal.d.obstacle.scrutineering-iso]\nat = \"enter signature\"";
        let refused = after(deal, |ground| raise(ground, "d", None)).unwrap_err();
        assert_eq!(refused, "scrutineering found nothing on the deal `d` that is not on the road already");
    }
}
