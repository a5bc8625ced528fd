//! What both sides changed in two ways: what it is about and what each says, in the words of a screen.
//!
//! Invariant: until a person decides, the file's value stands on screen, and the other one is kept by the engine room.
//! Deciding is an ordinary edit; only after it the clash is forgotten.

use chrono::{DateTime, Utc};

use super::model::Model;
use super::words;
use crate::text::{Clash, Intent, Literal, RecordPath, Why};

/// A clash that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its name in the engine room.
    pub id: String,
    /// When the file was written that the edit did not fit.
    pub written: Option<DateTime<Utc>>,
    /// Both sides.
    pub clash: Clash,
}

/// One side of a clash, as the screen says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Whose it is.
    pub who: String,
    /// When it was written.
    pub when: String,
    /// What it says, line by line.
    pub says: Vec<String>,
}

impl Waiting {
    /// What it is about: `promised close of Northwind Traders`.
    #[must_use]
    pub fn about(&self, model: &Model) -> String {
        let record = record_words(model, &self.clash.record);
        match &self.clash.key {
            Some(key) => format!("{} of {record}", key.to_string().replace('_', " ")),
            None => record,
        }
    }

    /// Where it stands in the file: `deal.northwind`, `close`.
    #[must_use]
    pub fn path(&self) -> String {
        let record = self.clash.record.to_string();
        self.clash.key.as_ref().map_or_else(|| format!("[{record}]"), |key| format!("[{record}] {key}"))
    }

    /// What happened, in one line.
    #[must_use]
    pub fn why(&self) -> String {
        match &self.clash.why {
            Why::Changed => "Both sides changed it.".to_owned(),
            Why::Gone => "The other side took away the record that this was written in.".to_owned(),
            Why::Removed => "You took it away, and the other side changed it.".to_owned(),
            Why::Unfit(why) => format!("The file does not take it: {why}."),
        }
    }

    /// What both began with.
    #[must_use]
    pub fn was(&self) -> Option<String> {
        self.clash.was.as_deref().map(|was| said(was).join(", "))
    }

    /// The person's own side.
    #[must_use]
    pub fn mine(&self, model: &Model) -> Side {
        let edit = &self.clash.edit;
        let who = match edit.by.as_deref() {
            Some(by) if model.seat.as_deref() == Some(by) => "you".to_owned(),
            Some(by) => words::who(&model.campaign, by),
            None => "you".to_owned(),
        };
        let mine = match (&edit.intent, &self.clash.mine) {
            (_, Some(mine)) => said(mine),
            (Intent::Replay { .. }, None) => vec!["an undo or redo".to_owned()],
            (_, None) => vec!["taken away".to_owned()],
        };
        Side { who, when: time(model, edit.at), says: mine }
    }

    /// The other side, which the file has.
    #[must_use]
    pub fn theirs(&self, model: &Model) -> Side {
        let theirs = match (&self.clash.theirs, &self.clash.why) {
            (Some(theirs), _) => said(theirs),
            (None, Why::Unfit(_)) => vec!["nothing here".to_owned()],
            (None, _) => vec!["taken away".to_owned()],
        };
        Side { who: "the other side".to_owned(), when: time(model, self.written), says: theirs }
    }

    /// Whether both can be said in one: a key that has a value.
    #[must_use]
    pub fn can_be_joined(&self) -> bool {
        self.clash.key.is_some() && self.clash.mine.is_some() && !matches!(self.clash.why, Why::Unfit(_))
    }

    /// Both, as the beginning of a line to be typed: two texts one behind the other, else mine.
    #[must_use]
    pub fn joined(&self) -> String {
        let text = |source: &Option<String>| source.as_deref().and_then(plain_text);
        match (text(&self.clash.mine), text(&self.clash.theirs)) {
            (Some(mine), Some(theirs)) => one_line(&format!("{mine} {theirs}")),
            (Some(mine), None) => one_line(&mine),
            (None, _) => self.clash.mine.as_deref().map_or_else(String::new, one_line),
        }
    }

    /// What writes a typed line in the place of both.
    ///
    /// # Errors
    /// Why the line cannot stand there.
    pub fn in_words(&self, line: &str) -> Result<Vec<Intent>, String> {
        let Some(key) = &self.clash.key else { return Err("this is a whole record: take one side".to_owned()) };
        let is_text = self.clash.mine.as_deref().is_some_and(|mine| plain_text(mine).is_some());
        let value = if is_text {
            Literal::Text(line.to_owned())
        } else {
            line.parse()
                .map_err(|_| format!("expected a value such as {}", self.clash.mine.as_deref().unwrap_or("1")))?
        };
        let mut clash = self.clash.clone();
        clash.mine = Some(value.to_string());
        match clash.why {
            Why::Gone => Ok(clash.mine()),
            _ => Ok(vec![Intent::Set { record: clash.record, key: key.clone(), value }]),
        }
    }
}

fn time(model: &Model, at: Option<DateTime<Utc>>) -> String {
    at.map_or_else(String::new, |at| words::moment(at, model.campaign.zone, model.now))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a value that is a text.
fn plain_text(source: &str) -> Option<String> {
    match source.parse() {
        Ok(Literal::Text(text)) => Some(text),
        _ => None,
    }
}

/// A value as a person reads it: a text without its quotes, a table line by line.
fn said(source: &str) -> Vec<String> {
    match source.parse() {
        Ok(Literal::Text(text)) => vec![text],
        Ok(Literal::InlineTable(mut fields)) => {
            // What is to be done comes before when and by whom.
            fields.sort_by_key(|(key, _)| key.to_string() != "what");
            fields
                .iter()
                .map(|(key, value)| match value {
                    Literal::Text(text) => format!("{key}: {text}"),
                    value => format!("{key}: {value}"),
                })
                .collect()
        }
        _ => vec![source.to_owned()],
    }
}

/// A record as a person would name it: `note soc2-pack of Northwind Traders`.
fn record_words(model: &Model, record: &RecordPath) -> String {
    let names: Vec<&str> = record.keys().collect();
    let account = |id: &str| {
        let deal = model.campaign.deal(id);
        deal.and_then(|deal| deal.account.as_deref().or(deal.title.as_deref())).unwrap_or(id).to_owned()
    };
    let group = |name: &str| name.replace('_', " ");
    match (names.as_slice(), record.selector()) {
        ([], _) => "the file".to_owned(),
        (["crew", id], _) => words::who(&model.campaign, id),
        (["deal", id], _) => account(id),
        (["deal", id, log], Some((values, _))) => {
            let key: Vec<String> = values.iter().map(|(_, value)| said(&value.to_string()).join(" ")).collect();
            format!("{} {} of {}", group(log), key.join(" ").trim(), account(id))
        }
        (["deal", id, rest @ ..], None) => {
            let (kind, names) = rest.split_first().map_or(("", rest), |(kind, names)| (*kind, names));
            let words = format!("{} {}", group(kind), names.join(" "));
            format!("{} of {}", words.trim(), account(id))
        }
        ([first, rest @ ..], _) => format!("{} {}", group(first), rest.join(" ")).trim().to_owned(),
    }
}
