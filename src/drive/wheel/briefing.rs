//! The briefing of a hand-over, filled from the file: what is promised, what buyers said that nobody has answered, what
//! comes next, which obstacles are ahead, and who is who.
//!
//! Invariant: one line, and every date in it is told by its day, because it is read on another day. What the file does not
//! say is left out, but for a next touch that is missing. It is an offer of words: people edit it before it is written.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::campaign::{Campaign, Contact, Deal, When};
use crate::drive::Outlook;
use crate::drive::road::{RoadItem, RoadWhat, road};
use crate::drive::words::{counted, date, day_of, who};

/// Of each kind no more than this is told, and then how many more there are.
const MOST: usize = 4;

/// No text of the file takes more characters than this.
const LONGEST: usize = 140;

/// The briefing for whoever takes the wheel.
#[must_use]
pub fn briefing(campaign: &Campaign, outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> String {
    let page = Page { campaign, year: now.with_timezone(&campaign.zone).year() };
    let parts = [
        page.promised(outlook, deal),
        page.heard(deal),
        Some(page.next(deal)),
        page.ahead(outlook, deal, now),
        people(&deal.contacts),
    ];
    parts.into_iter().flatten().map(|part| format!("{}.", part.trim_end_matches('.'))).collect::<Vec<_>>().join(" ")
}

struct Page<'c> {
    campaign: &'c Campaign,
    year: i32,
}

impl Page<'_> {
    fn day(&self, day: NaiveDate) -> String {
        date(day, self.year)
    }

    fn on(&self, when: When) -> String {
        self.day(day_of(when, self.campaign.zone))
    }

    /// The promises that are not kept yet, and the close.
    fn promised(&self, outlook: &Outlook, deal: &Deal) -> Option<String> {
        let open = deal.controls.iter().filter(|control| control.done.is_none());
        let mut open: Vec<_> = open
            .map(|control| {
                let what = one_line(control.what.as_deref().unwrap_or(&control.id));
                let by = control.due.map_or_else(|| ", no day yet".to_owned(), |due| format!(" by {}", self.on(due)));
                let owner = control.owner.as_deref().map_or_else(String::new, |id| format!(" ({})", self.owner(id)));
                let at = control.due.map(|due| outlook.calendar(None).deadline(due));
                (at.is_none(), at, format!("{what}{by}{owner}"))
            })
            .collect();
        open.sort();
        let mut all: Vec<String> = open.into_iter().map(|(_, _, words)| words).collect();
        all = most(all, "promise", "promises");
        all.extend(deal.close.map(|close| format!("close on {}", self.on(close))));
        (!all.is_empty()).then(|| format!("Promised: {}", all.join("; ")))
    }

    fn owner(&self, id: &str) -> String {
        if id == "customer" { "the customer".to_owned() } else { who(self.campaign, id) }
    }

    /// Buyers' words that wait for an answer, the newest first.
    fn heard(&self, deal: &Deal) -> Option<String> {
        let open = deal.heard.iter().filter(|row| row.answer.is_none());
        let mut open: Vec<_> = open
            .filter_map(|row| {
                let said = row.said.as_deref().map(one_line).filter(|said| !said.is_empty())?;
                let who = row.who.as_deref().map_or_else(String::new, |id| format!(" ({})", deal.contact_name(id)));
                Some((row.at.map(|at| at.local(self.campaign.zone)), format!("“{said}”{who}")))
            })
            .collect();
        open.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
        let all: Vec<String> = open.into_iter().map(|(_, words)| words).collect();
        (!all.is_empty()).then(|| format!("Heard and not answered: {}", most(all, "sentence", "sentences").join("; ")))
    }

    fn next(&self, deal: &Deal) -> String {
        let Some(next) = &deal.next else { return "Next: nothing is set".to_owned() };
        let what = one_line(next.what.as_deref().unwrap_or("next touch"));
        let on = next.on.map_or_else(|| ", no day yet".to_owned(), |on| format!(", {}", self.on(on)));
        let needs = next.needs.as_deref();
        let needs = needs.map_or_else(String::new, |id| format!(", needs {}", who(self.campaign, id)));
        format!("Next: {}{on}{needs}", what.trim_end_matches('.'))
    }

    /// The obstacles that come, in the order of the road.
    fn ahead(&self, outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> Option<String> {
        let road = road(self.campaign, outlook, deal, now);
        let obstacle = |item: &RoadItem<'_>| {
            let RoadWhat::Obstacle { met, .. } = &item.what else { return None };
            let about = if item.is_estimated() { "about " } else { "" };
            let at = item.at.map_or_else(String::new, |at| {
                format!(", {about}{}", self.day(at.with_timezone(&self.campaign.zone).date_naive()))
            });
            Some(format!("{}{at}", one_line(met.title().unwrap_or(met.id))))
        };
        let all: Vec<String> = road.iter().filter_map(obstacle).collect();
        (!all.is_empty()).then(|| format!("Ahead: {}", most(all, "obstacle", "obstacles").join("; ")))
    }
}

/// Who is who: name, role and stance.
fn people(contacts: &[Contact]) -> Option<String> {
    let mut contacts: Vec<&Contact> = contacts.iter().collect();
    contacts.sort_by(|one, other| one.id.cmp(&other.id));
    let one = |contact: &&Contact| {
        let name = contact.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&contact.id);
        let rest = [contact.role.as_deref(), contact.stance.as_deref()].into_iter().flatten();
        std::iter::once(name).chain(rest).map(one_line).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    };
    let all: Vec<String> = contacts.iter().map(one).collect();
    (!all.is_empty()).then(|| format!("Who is who: {}", most(all, "person", "people").join("; ")))
}

/// The first few, and how many more there are.
fn most(mut all: Vec<String>, one: &str, many: &str) -> Vec<String> {
    let more = all.len().saturating_sub(MOST);
    all.truncate(MOST);
    if more > 0 {
        all.push(format!("{} more", counted(i64::try_from(more).unwrap_or(i64::MAX), one, many)));
    }
    all
}

/// A text on one line, without a full stop at its end, and no longer than [`LONGEST`].
fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().filter(|c| !c.is_control()).collect();
    if line.chars().count() <= LONGEST {
        return line;
    }
    let cut: String = line.chars().take(LONGEST - 1).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole}…")
}
