//! The buyer's own words on their way: from the call to the inbox, and back as a note that answers them.

use super::{Act, Fields, Ground, deal_path, instant, set, text, unknown, unset, when, words};
use crate::campaign::{Deal, Heard, HeardKind, Id, When};
use crate::drive::calls::subjects;
use crate::text::{Intent, KeyPath, RecordPath, Refusal};

/// A field report as it is told.
#[derive(Debug, Clone, Copy)]
pub struct Report<'t> {
    /// Their words.
    pub said: &'t str,
    /// What it was.
    pub kind: Option<HeardKind>,
    /// The contact who said it.
    pub who: Option<&'t str>,
    /// What it is filed under.
    pub topic: Option<&'t str>,
    /// The meeting it was said in.
    pub run: Option<&'t str>,
}

/// Adds a report. A finished deal keeps taking them.
///
/// # Errors
/// No words, and a contact or run that the deal does not have.
pub fn report(ground: Ground<'_>, id: &str, report: Report<'_>) -> Result<Act, Refusal> {
    let deal = ground.deal(id)?;
    let said = words(report.said, "the report", "write what they said, in their words")?;
    contact(deal, report.who)?;
    if let Some(run) = report.run.filter(|run| deal.run(run).is_none()) {
        let ids = deal.runs.iter().map(|run| run.id.as_str());
        return Err(unknown("the deal has no run", run, ids, "write a run of the deal, or leave it out"));
    }
    if let Some(topic) = report.topic {
        Ground::topic_is_any_word(topic)?;
    }
    let at = ground.moment(|at| deal.heard.iter().any(|row| row.at == Some(at) && row.by.as_deref() == ground.by));
    let row = Fields::default()
        .with("at", instant(at))
        .maybe_text("by", ground.by)
        .maybe_text("who", report.who)
        .maybe_text("kind", report.kind.map(HeardKind::word))
        .with("said", text(said))
        .maybe_text("topic", report.topic)
        .maybe_text("run", report.run);
    Ok(Act::of(vec![Intent::Append { array: deal_path(id).below(["heard"]), row: row.0 }]))
}

/// How a report is filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filed<'t> {
    /// What it was.
    pub kind: Option<HeardKind>,
    /// What it is filed under.
    pub topic: Option<&'t str>,
    /// The contact who said it.
    pub who: Option<&'t str>,
}

/// Files a report otherwise, by its row in the deal's `heard`. Their words stay as they are.
///
/// # Errors
/// No such row, one that nothing can name because it has no time, a contact that the deal does not have, and what cannot
/// be a topic.
pub fn file(ground: Ground<'_>, id: &str, row: usize, filed: Filed<'_>) -> Result<Act, Refusal> {
    let deal = ground.deal(id)?;
    let Some(old) = deal.heard.get(row).filter(|row| row.at.is_some()) else { return Err(no_report(deal)) };
    if filed.who != old.who.as_deref() {
        contact(deal, filed.who)?;
    }
    if let Some(topic) = filed.topic.filter(|topic| Some(*topic) != old.topic.as_deref()) {
        Ground::topic_is_any_word(topic)?;
    }
    let record = row_of(deal, old);
    let keys = [
        ("who", old.who.as_deref(), filed.who),
        ("kind", old.kind.map(HeardKind::word), filed.kind.map(HeardKind::word)),
        ("topic", old.topic.as_deref(), filed.topic),
    ];
    let changed = keys.into_iter().filter(|(_, was, is)| was != is);
    let intents = changed.map(|(key, _, is)| match is {
        Some(is) => set(record.clone(), key, text(is)),
        None => unset(record.clone(), key),
    });
    Ok(Act::of(intents.collect()))
}

/// Nobody, or one of the deal's contacts.
fn contact(deal: &Deal, who: Option<&str>) -> Result<(), Refusal> {
    match who.filter(|who| deal.contacts.iter().all(|contact| contact.id != **who)) {
        None => Ok(()),
        Some(who) => {
            let ids = deal.contacts.iter().map(|contact| contact.id.as_str());
            Err(unknown("the deal has no contact", who, ids, "add the contact first, or leave it out"))
        }
    }
}

/// Which report is answered, and by which note.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'t> {
    /// The report's `at`; a day means the only report of that day that waits.
    pub at: When,
    /// Whose report, where two have one moment.
    pub by: Option<&'t str>,
    /// A note of the deal, or `hazard/note`.
    pub note: &'t str,
}

/// Answers a report: it leaves the inbox.
///
/// # Errors
/// No report or more than one at that time, one that is answered, and a note that the deal does not meet.
pub fn answer(ground: Ground<'_>, id: &str, answer: Answer<'_>) -> Result<Act, Refusal> {
    let deal = ground.deal(id)?;
    let zone = ground.campaign.zone;
    let is_meant = |row: &&Heard| {
        let fits = match (answer.at, row.at) {
            (_, None) => false,
            (When::Date(day), Some(at)) => at.local(zone).date() == day,
            (wanted, Some(at)) => wanted.local(zone) == at.local(zone),
        };
        fits && answer.by.is_none_or(|by| row.by.as_deref() == Some(by))
    };
    let meant: Vec<&Heard> = deal.heard.iter().filter(is_meant).collect();
    let open: Vec<&Heard> = meant.iter().copied().filter(|row| row.answer.is_none()).collect();
    let row = match (meant.as_slice(), open.as_slice()) {
        ([], _) => return Err(no_report(deal)),
        (_, []) => {
            let by = meant.first().and_then(|row| row.answer.as_deref()).unwrap_or_default();
            return Err(Refusal::new(format!("that report is answered by `{by}`"), "take its `answer` out first"));
        }
        (_, [row]) => *row,
        (_, rows) => {
            let times: Vec<String> = rows.iter().map(|row| time_words(row)).collect();
            let message = format!("{} reports are meant: {}", rows.len(), times.join(", "));
            return Err(Refusal::new(message, "write the whole time, and whose report it is"));
        }
    };
    if !subjects(ground.campaign, deal).any(|subject| subject.note().is_some() && subject.is_named(answer.note)) {
        let ids = deal.notes.iter().map(|note| note.id.as_str());
        return Err(unknown("the deal has no note", answer.note, ids, "write the note first, then answer with it"));
    }
    let record = row_of(deal, row);
    Ok(Act::of(vec![
        set(record.clone(), "answer", text(answer.note)),
        set(record, "answered", instant(ground.moment(|_| false))),
    ]))
}

fn no_report(deal: &Deal) -> Refusal {
    let waiting: Vec<String> = deal.heard.iter().rev().filter(|row| row.answer.is_none()).map(time_words).collect();
    let mend = if waiting.is_empty() {
        "no report waits on this deal".to_owned()
    } else {
        format!("write the time of one that waits: {}", waiting[..waiting.len().min(5)].join(", "))
    };
    Refusal::new(format!("the deal `{}` has no report of that time", deal.id), mend)
}

fn time_words(row: &Heard) -> String {
    let at = row.at.map_or_else(String::new, |at| when(at).to_string());
    let by = row.by.as_ref().map_or_else(String::new, |by| format!(" by {by}"));
    format!("{at}{by}")
}

/// A report by its key; of several with one key, by its place among them.
#[must_use]
pub fn row_of(deal: &Deal, row: &Heard) -> RecordPath {
    let key = |row: &Heard| -> (Option<When>, Option<Id>) { (row.at, row.by.clone()) };
    let before = deal.heard.iter().take_while(|one| !std::ptr::eq(*one, row));
    let twins = before.filter(|one| key(one) == key(row)).count();
    let path = deal_path(&deal.id).below(["heard"]).row([
        (KeyPath::new("at"), row.at.map_or_else(|| text(""), when)),
        (KeyPath::new("by"), row.by.as_deref().map_or_else(|| text(""), text)),
    ]);
    path.nth(u32::try_from(twins).unwrap_or(0))
}
