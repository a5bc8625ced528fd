//! Split driving, as people read it: one sentence that says what to do, then the offers that wait, what one seat needs of
//! the other, and what everybody has in hand.
//!
//! Pure lines; the driver's pane, Today and the report take their words from here. Nobody is blamed: an offer waits, and
//! says for whom.

use chrono::{DateTime, Utc};

use super::owes;
use super::told::{Line, person};
use super::words::{counted, listed, moment, quoted, when, who};
use crate::campaign::{Campaign, Deal, Id};
use crate::drive::Outlook;
use crate::drive::owes::Owed;
use crate::drive::wheel::{AHEAD, Ask, Due, Load, Lopsided, Offer, Stretch, Wheels, stretches};

/// So many of one kind are told of a person, and then how many more there are.
const MOST: usize = 4;

/// So many offers and needs are told, what waits longest or is needed first.
const MOST_OF_ALL: usize = 12;

/// What is to be done about the wheels first, and why; nothing where all is well.
#[must_use]
pub fn sentence(campaign: &Campaign, wheels: &Wheels, now: DateTime<Utc>) -> Option<String> {
    if let Some(offer) = wheels.offers.first() {
        let (to, deal) = (who(campaign, &offer.to), name(campaign, &offer.deal));
        if offer.is_stale() {
            let days = counted(offer.days, "working day", "working days");
            return Some(format!("The wheel of {deal} has waited {days} for {to}: take it or decline it."));
        }
        let since = offer.since.map_or_else(String::new, |at| format!(" ({})", moment(at, campaign.zone, now)));
        let drives = campaign.deal(&offer.deal).and_then(|deal| campaign.driver_of(deal));
        let until = drives.map_or_else(|| "nobody".to_owned(), |driver| who(campaign, driver));
        return Some(format!("The wheel of {deal} waits for {to}{since}: until it is taken, {until} drives."));
    }
    wheels.lopsided.as_ref().map(|found| nearly_all(campaign, found, None))
}

/// Who drives nearly everything, and which wheel to offer to whom, as the person in `seat` reads it.
#[must_use]
pub fn nearly_all(campaign: &Campaign, found: &Lopsided, seat: Option<&Id>) -> String {
    let drives =
        if Some(&found.who) == seat { "You drive".to_owned() } else { format!("{} drives", who(campaign, &found.who)) };
    format!(
        "{drives} {} of {} open deals: offer {} the wheel of {}, which is the least far along.",
        found.drives,
        found.of,
        who(campaign, &found.other),
        name(campaign, &found.deal),
    )
}

/// The one sentence that opens what is told of the crew: an offer that is stale, then what is owed and time to be reminded
/// of, then the other offers and who drives nearly everything, then what is owed.
#[must_use]
pub fn opening(campaign: &Campaign, wheels: &Wheels, owed: &[Owed], now: DateTime<Utc>) -> String {
    let of_wheels = sentence(campaign, wheels, now);
    let is_stale = wheels.offers.first().is_some_and(Offer::is_stale);
    let is_reminded = owed.iter().any(|owed| owed.is_due(now));
    match of_wheels {
        Some(of_wheels) if is_stale || !is_reminded => of_wheels,
        _ => owes::told(campaign, owed, None, now).sentence,
    }
}

/// All lines; of one deal only what is on it, and who drove its stages.
#[must_use]
pub fn told(
    campaign: &Campaign,
    outlook: &Outlook,
    wheels: &Wheels,
    deal: Option<&str>,
    now: DateTime<Utc>,
) -> Vec<Line> {
    let mut lines = Vec::new();
    let is_meant = |id: &Id| deal.is_none_or(|deal| *id == *deal);
    if campaign.crew.len() > 1 {
        lines.push(Line::Part("OFFERS OF THE WHEEL".to_owned()));
        let offers: Vec<&Offer> = wheels.offers.iter().filter(|offer| is_meant(&offer.deal)).collect();
        for offer in offers.iter().take(MOST_OF_ALL) {
            let words = format!("{}: {}", name(campaign, &offer.deal), waits(campaign, offer, None, now));
            lines.push(Line::Deal { deal: offer.deal.clone(), words });
            let briefing = offer.briefing.as_deref().map(|text| Line::Under { deal: None, words: text.to_owned() });
            lines.extend(briefing);
        }
        lines.extend(more(offers.len()));
        if offers.is_empty() {
            let how = "`codriver deal hand-over FILE DEAL --to CREW` offers one, with a briefing from the file";
            lines.push(Line::Words(format!("None waits: {how}.")));
        }
    }
    let asks: Vec<&Ask> = wheels.asks.iter().filter(|ask| is_meant(&ask.deal)).collect();
    if !asks.is_empty() {
        lines.push(Line::Part("NEEDED OF THE OTHER SEAT".to_owned()));
    }
    for ask in asks.iter().take(MOST_OF_ALL) {
        let words = format!("{}: {}", name(campaign, &ask.deal), needs(campaign, ask, None, now));
        lines.push(Line::Deal { deal: ask.deal.clone(), words });
    }
    lines.extend(more(asks.len()));
    if !campaign.crew.is_empty() {
        lines.push(Line::Part("IN HAND".to_owned()));
    }
    if let Some(found) = wheels.lopsided.as_ref().filter(|_| deal.is_none() && !wheels.offers.is_empty()) {
        lines.push(Line::Deal { deal: found.deal.clone(), words: nearly_all(campaign, found, None) });
    }
    for load in &wheels.loads {
        in_hand(campaign, load, &is_meant, deal.is_some(), now, &mut lines);
    }
    if let Some(deal) = deal.and_then(|deal| campaign.deal(deal)) {
        lines.push(Line::Part("WHO DROVE WHICH STAGE".to_owned()));
        lines.extend(by_stage(campaign, outlook, deal).into_iter().map(Line::Words));
    }
    lines
}

/// How many of all are not told.
fn more(all: usize) -> Option<Line> {
    let left = all.saturating_sub(MOST_OF_ALL);
    (left > 0).then(|| Line::Words(format!("and {left} more")))
}

/// An offer that waits, as the person in `seat` reads it: for whom, from whom and since when.
#[must_use]
pub fn waits(campaign: &Campaign, offer: &Offer, seat: Option<&Id>, now: DateTime<Utc>) -> String {
    let you = |id: &Id| if Some(id) == seat { "you".to_owned() } else { who(campaign, id) };
    let from = offer.from.as_ref().map_or_else(String::new, |from| format!(" by {}", you(from)));
    let since = offer.since.map_or_else(String::new, |at| format!(" {}", moment(at, campaign.zone, now)));
    let to = you(&offer.to);
    if offer.is_stale() {
        let days = counted(offer.days, "working day", "working days");
        return format!("the offer has waited {days} for {to}, made{since}{from}");
    }
    format!("offered to {to}{since}{from}, not taken yet")
}

/// What is needed, as the person in `seat` reads it.
#[must_use]
pub fn needs(campaign: &Campaign, ask: &Ask, seat: Option<&Id>, now: DateTime<Utc>) -> String {
    let of = if Some(&ask.of) == seat { "you".to_owned() } else { who(campaign, &ask.of) };
    let on = match ask.on {
        Some(on) if seat.is_none() => format!(" on {}", when(on, campaign.zone, now)),
        _ => String::new(),
    };
    match &ask.by {
        Some(by) => format!("{} needs {of}{on}: {}", who(campaign, by), ask.what),
        None => format!("needs {of}{on}: {}", ask.what),
    }
}

/// `Discovery: Maya; Demo: Sam, then Priya`, a stage a line.
#[must_use]
pub fn by_stage(campaign: &Campaign, outlook: &Outlook, deal: &Deal) -> Vec<String> {
    let all = stretches(campaign, outlook.calendar(None), deal);
    let one = |stretch: &Stretch| {
        let drivers: Vec<String> = stretch.drivers.iter().map(|id| who(campaign, id)).collect();
        let drivers = if drivers.is_empty() { "nobody is written".to_owned() } else { drivers.join(", then ") };
        let here = if stretch.is_here && deal.is_open() { ", here now" } else { "" };
        format!("{}: {drivers}{here}", campaign.stage_name(&stretch.stage))
    };
    all.iter().map(one).collect()
}

fn in_hand(
    campaign: &Campaign,
    load: &Load,
    is_meant: &impl Fn(&Id) -> bool,
    is_one_deal: bool,
    now: DateTime<Utc>,
    lines: &mut Vec<Line>,
) {
    let drives: Vec<&Id> = load.drives.iter().filter(|id| is_meant(id)).collect();
    let meant = |list: &[Due]| list.iter().filter(|due| is_meant(&due.deal)).cloned().collect::<Vec<_>>();
    let (due, ahead) = (meant(&load.due), meant(&load.ahead));
    if is_one_deal && drives.is_empty() && due.is_empty() && ahead.is_empty() {
        return;
    }
    let mut names: Vec<String> = drives.iter().take(MOST).map(|id| name(campaign, id).to_owned()).collect();
    if drives.len() > MOST {
        names.push(format!("{} more", drives.len() - MOST));
    }
    let wheel = if names.is_empty() { "drives no deal".to_owned() } else { format!("drives {}", listed(&names)) };
    let due_words = if due.is_empty() { "; nothing is due by today" } else { "" };
    let ahead_words =
        if ahead.is_empty() { format!("; nothing is promised for the {AHEAD} days after") } else { String::new() };
    lines.push(Line::Words(format!("{}: {wheel}{due_words}{ahead_words}.", person(campaign, &load.who))));
    for list in [&due, &ahead] {
        for one in list.iter().take(MOST) {
            lines.push(Line::Under { deal: Some(one.deal.clone()), words: due_in_words(campaign, one, now) });
        }
        if list.len() > MOST {
            lines.push(Line::Under { deal: None, words: format!("and {} more", list.len() - MOST) });
        }
    }
}

fn due_in_words(campaign: &Campaign, due: &Due, now: DateTime<Utc>) -> String {
    let kind = if due.is_promise { "promised" } else { "next touch" };
    let over = if due.at < now { ", gone by" } else { "" };
    let on = when(due.on, campaign.zone, now);
    format!("{on}{over}, {}: {}, {kind}", name(campaign, &due.deal), quoted(&due.what))
}

fn name<'c>(campaign: &'c Campaign, id: &'c Id) -> &'c str {
    campaign.deal(id).map_or(id.as_str(), |deal| deal.name())
}
