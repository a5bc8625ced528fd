//! `codriver calls FILE`: the calls due and coming, and why.
//!
//! Pure: it makes the text and the JSON, the text fit for a terminal. `watch` prints its calls in the same form.

use std::fmt::Write as _;

use chrono::{DateTime, Datelike, SecondsFormat, TimeDelta, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};

use crate::campaign::{Campaign, Deal, Id};
use crate::drive::Outlook;
use crate::drive::calls::{Announced, Call, Judged, Occasion, PlannedCall, Teller, planned};
use crate::pace::Form;
use crate::text::visible;

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
    let teller = Teller { campaign, outlook: &outlook, form: Form::Plain, now };
    let planned = planned(campaign, &outlook, now, within, deal);
    let told: Vec<_> = planned.into_iter().map(|one| teller.planned(one, Occasion::Due)).collect();
    Calls { text: text(campaign, &told, now), json: told.iter().map(|one| json_of(campaign, one)).collect() }
}

fn text(campaign: &Campaign, told: &[Announced], now: DateTime<Utc>) -> String {
    let mut text = String::new();
    let mut day = None;
    for one in told {
        let local = one.planned.when.with_timezone(&campaign.zone);
        if day != Some(local.date_naive()) {
            if day.is_some() {
                text.push('\n');
            }
            day = Some(local.date_naive());
            let _ = writeln!(text, "{}", date(one.planned.when, campaign.zone, now));
        }
        let when = if one.planned.when <= now { "  now".to_owned() } else { local.format("%H:%M").to_string() };
        text.push_str(&lines(campaign, one, &format!("  {when}"), now));
    }
    if told.is_empty() {
        text.push_str("no calls in that time\n");
    }
    text
}

/// A call in its lines: `head` begins the first; all of it is fit for a terminal.
#[must_use]
pub fn lines(campaign: &Campaign, one: &Announced, head: &str, now: DateTime<Utc>) -> String {
    let PlannedCall { call, person, distance, .. } = &one.planned;
    let mut lines = vec![format!("{head}  {}: {}", one.account, one.headline())];
    if let Some(person) = person {
        let _ = write!(lines[0], "  ({})", campaign.crew_name(person));
    }
    lines.extend(one.speech.clone());
    lines.extend(one.say().map(|say| format!("\u{201c}{say}\u{201d}")));
    let about = if call.estimated { "about " } else { "" };
    let place = place(call, campaign.zone, now);
    let late = if call.judged == Judged::Late { "; late" } else { "" };
    lines.push(format!("{} {about}{place}, {distance}; {}{late}", call.note, call.why));
    let mut text = String::new();
    for (n, line) in lines.iter().enumerate() {
        let indent = if n == 0 { "" } else { "         " };
        let _ = writeln!(text, "{indent}{}", visible(line));
    }
    text
}

/// A call for programs.
#[must_use]
pub fn json_of(campaign: &Campaign, one: &Announced) -> Value {
    let call = &one.planned.call;
    let stamp = |at: DateTime<Utc>| at.with_timezone(&campaign.zone).to_rfc3339_opts(SecondsFormat::Secs, false);
    json!({
        "when": stamp(one.planned.when),
        "due": one.planned.armed,
        "deal": call.deal.as_str(),
        "account": campaign.deal(&call.deal).map(Deal::name),
        "note": call.note,
        "rung": call.rung,
        "person": one.planned.person.as_ref().map(Id::as_str),
        "place": stamp(call.place),
        "estimated": call.estimated,
        "distance": one.planned.distance.to_string(),
        "lead": call.lead.to_string(),
        "judged": call.judged.words(),
        "shorthand": call.shorthand,
        "speech": one.speech,
        "say": call.say.as_deref(),
        "why": call.why.to_string(),
    })
}

fn place(call: &Call, zone: Tz, now: DateTime<Utc>) -> String {
    let clock = call.place.with_timezone(&zone).format("%H:%M");
    format!("{} {clock}", date(call.place, zone, now))
}

/// `Tue 24 Nov`, with the year only if it is not this one.
#[must_use]
pub fn date(at: DateTime<Utc>, zone: Tz, now: DateTime<Utc>) -> String {
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
    fn no_control_character_of_the_file_is_printed() {
        let text = CAMPAIGN.replace("Harbour Foods", "Harbour\\u001b[2J").replace("the introduction", "\\u001b[31mTom");
        let (document, _) = Document::read(text.into_bytes(), &layout());
        let (campaign, _) = read(&document, Europe::London);
        let said = calls(&campaign, "2026-11-20T08:00:00Z".parse().unwrap(), TimeDelta::days(7), None).text;
        assert!(said.contains("Harbour␛[2J") && !said.contains('\u{1b}'), "{said}");
    }

    #[test]
    fn nothing_to_come_is_said_so() {
        assert_eq!(said(TimeDelta::minutes(1), Some("harbour")).text, "no calls in that time\n");
    }
}
