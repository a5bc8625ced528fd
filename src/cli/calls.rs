//! `codriver calls FILE`: the calls due and coming, and why.
//!
//! Pure: it makes the text and the JSON; what prints them makes the texts of the file fit for a terminal.

use std::fmt::Write as _;

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};

use crate::campaign::{Campaign, Deal, Id};
use crate::drive::Outlook;
use crate::drive::calls::{Call, Judged, LeadBasis, PlannedCall, planned, state};

/// What `calls` says, in both of its forms.
#[derive(Debug, Clone, PartialEq)]
pub struct Calls {
    /// For people.
    pub text: String,
    /// For scripts: an array of calls in the order of time.
    pub json: Value,
}

/// The calls of the next `within` (calendar time), of one deal or of all.
#[must_use]
pub fn calls(campaign: &Campaign, now: DateTime<Utc>, within: TimeDelta, deal: Option<&str>) -> Calls {
    let outlook = Outlook::new(campaign);
    let planned = planned(campaign, &outlook, now, within, deal);
    Calls {
        text: text(campaign, &outlook, &planned, now),
        json: planned.iter().map(|one| json_of(campaign, &outlook, one, now)).collect(),
    }
}

fn text(campaign: &Campaign, outlook: &Outlook, planned: &[PlannedCall], now: DateTime<Utc>) -> String {
    let mut text = String::new();
    let mut day = None;
    for one in planned {
        let local = one.when.with_timezone(&campaign.zone);
        if day != Some(local.date_naive()) {
            if day.is_some() {
                text.push('\n');
            }
            day = Some(local.date_naive());
            let _ = writeln!(text, "{}", date(one.when, campaign.zone, now));
        }
        let call = &one.call;
        let when = if one.when <= now { "  now".to_owned() } else { local.format("%H:%M").to_string() };
        let name = campaign.deal(&call.deal).map_or(&*call.deal, |deal| deal.name());
        let _ = write!(text, "  {when}  {name}: {}", headline(call));
        if let Some(person) = &one.person {
            let _ = write!(text, "  ({})", campaign.crew_name(person));
        }
        text.push('\n');
        if let Some(speech) = speech(campaign, outlook, one, now) {
            let _ = writeln!(text, "         {speech}");
        }
        if let Some(say) = call.say.as_ref().filter(|_| !is_control(call)) {
            let _ = writeln!(text, "         \u{201c}{say}\u{201d}");
        }
        let about = if call.estimated { "about " } else { "" };
        let place = place(one, campaign.zone, now);
        let late = if call.judged == Judged::Late { "; late" } else { "" };
        let _ = writeln!(text, "         {} {about}{place}, {}; {}{late}", call.note, one.distance, call.why);
    }
    if planned.is_empty() {
        text.push_str("no calls in that time\n");
    }
    text
}

/// The shorthand; of a control what was promised.
fn headline(call: &Call) -> &str {
    match (&call.shorthand, &call.say) {
        (Some(shorthand), _) => shorthand,
        (None, Some(what)) if is_control(call) => what,
        (None, _) => &call.note,
    }
}

fn is_control(call: &Call) -> bool {
    call.why.basis == LeadBasis::Control
}

fn json_of(campaign: &Campaign, outlook: &Outlook, one: &PlannedCall, now: DateTime<Utc>) -> Value {
    let call = &one.call;
    let stamp = |at: DateTime<Utc>| at.with_timezone(&campaign.zone).to_rfc3339();
    json!({
        "when": stamp(one.when),
        "due": one.armed,
        "deal": call.deal.as_str(),
        "account": campaign.deal(&call.deal).map(Deal::name),
        "note": call.note,
        "rung": call.rung,
        "person": one.person.as_ref().map(Id::as_str),
        "place": stamp(call.place),
        "estimated": call.estimated,
        "distance": one.distance.to_string(),
        "lead": call.lead.to_string(),
        "judged": call.judged.words(),
        "shorthand": call.shorthand,
        "speech": speech(campaign, outlook, one, now),
        "say": call.say.as_deref(),
        "why": call.why.to_string(),
    })
}

/// The plain reading of the note, with its distance.
fn speech(campaign: &Campaign, outlook: &Outlook, one: &PlannedCall, now: DateTime<Utc>) -> Option<String> {
    let deal = campaign.deal(&one.call.deal)?;
    let steps = state(campaign, outlook, deal, &one.call.note, now)?.steps?;
    let names = |slug: &str| campaign.topic(slug).and_then(|topic| topic.name.as_deref()).map(str::to_owned);
    Some(steps.speak(crate::pace::Form::Plain, &names, None))
}

fn place(one: &PlannedCall, zone: Tz, now: DateTime<Utc>) -> String {
    let clock = one.call.place.with_timezone(&zone).format("%H:%M");
    format!("{} {clock}", date(one.call.place, zone, now))
}

/// `Tue 24 Nov`, with the year only if it is not this one.
fn date(at: DateTime<Utc>, zone: Tz, now: DateTime<Utc>) -> String {
    let (at, now) = (at.with_timezone(&zone), now.with_timezone(&zone));
    let form = if at.year() == now.year() { "%a %-d %b" } else { "%a %-d %b %Y" };
    at.format(form).to_string()
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe;

    use super::*;
    use crate::campaign::{layout, read};
    use crate::text::Document;

    const CAMPAIGN: &str = r#"
format = 1
[campaign]
timezone = "Europe/London"
[crew.sam]
name = "Sam Okoro"
seat = "driver"
[deal.northwind]
account = "Northwind Traders"
[deal.northwind.obstacle.procurement]
at = 2026-11-26T14:00:00
pace = "!!L3>2/Cr dc #procurement"
[deal.northwind.note.meet-buyer]
at = "procurement"
say = "Ask Tom for the introduction."
lead = "4wd"
[deal.northwind.control.quote-v2]
what = "Quote v2"
due = 2026-11-27
[deal.harbour]
account = "Harbour Foods"
[deal.harbour.note.price]
at = 2026-11-23T11:00:00
pace = "L4 #price"
"#;

    fn said(within: TimeDelta, deal: Option<&str>) -> Calls {
        let (document, _) = Document::read(CAMPAIGN.as_bytes().to_vec(), &layout());
        let (campaign, _) = read(&document, Europe::London);
        calls(&campaign, "2026-11-20T08:00:00Z".parse().unwrap(), within, deal)
    }

    #[test]
    fn the_text_tells_when_for_which_deal_how_far_what_to_say_and_why() {
        let expected = "\
Fri 20 Nov
  11:30  Harbour Foods: L4 #price  (Sam Okoro)
         Theirs, prepare before the next contact, price.
         price Mon 23 Nov 11:00, in 1 wd; grade 4 takes 8 wh
  14:00  Northwind Traders: !!L3>2/Cr dc #procurement  (Sam Okoro)
         Great care, theirs, needs an asset or a second person, may grow into a plan, someone unseen, no short cut, procurement.
         “Ask Tom for the introduction.”
         meet-buyer Thu 26 Nov 14:00, in 4 wd; written to be called 4wd ahead
";
        assert_eq!(said(TimeDelta::days(7), None).text, expected);
    }

    #[test]
    fn within_is_calendar_time_and_a_deal_may_be_asked_alone() {
        let all = said(TimeDelta::days(4), None).json;
        let notes: Vec<_> = all.as_array().unwrap().iter().map(|call| call["note"].as_str().unwrap()).collect();
        assert_eq!(notes, ["price", "meet-buyer"]);
        let harbour = said(TimeDelta::days(7), Some("harbour")).json;
        assert_eq!(harbour.as_array().unwrap().len(), 1);
    }

    #[test]
    fn the_json_has_every_part_of_a_call() {
        let expected = json!([{
            "when": "2026-11-20T11:30:00+00:00",
            "due": false,
            "deal": "harbour",
            "account": "Harbour Foods",
            "note": "price",
            "rung": "",
            "person": "sam",
            "place": "2026-11-23T11:00:00+00:00",
            "estimated": false,
            "distance": "in 1 wd",
            "lead": "8wh",
            "judged": "on time",
            "shorthand": "L4 #price",
            "speech": "Theirs, prepare before the next contact, price.",
            "say": null,
            "why": "grade 4 takes 8 wh",
        }]);
        assert_eq!(said(TimeDelta::days(7), Some("harbour")).json, expected);
    }

    #[test]
    fn nothing_to_come_is_said_so() {
        assert_eq!(said(TimeDelta::minutes(1), Some("harbour")).text, "no calls in that time\n");
    }
}
