//! Who names whom: every place in a file where a record is referred to by its id, and what it refers to there.
//!
//! Invariant: [`holds`] is the one table of it, and has a line for every key of every kind of record; a test holds it
//! against the keys that the readers know. Whatever renames, moves or removes a record asks here.
//!
//! It reads the text, not the records: a mention is found as it is written, also in a record that has other problems.
//! What it leaves out on purpose: words that only look like an id. A hazard's `only` may ask for `note = ["x"]` of any
//! deal; that is a question about ids, and names no record.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::kind::Kind;
use super::model::Campaign;
use super::reader::{Value, in_file_order};
use super::records::Deal;
use super::schema::Held;
use super::{Anchor, Position};
use crate::pace;
use crate::text::{Document, KeyPath, Literal, RecordPath, Tree, Unit};

/// What stands behind a key, as far as records and their names go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Neither.
    Plain,
    /// A table with keys of its own.
    Table(Kind),
    /// Records by id.
    Records(Kind),
    /// Texts by id, which others refer to as to records.
    Texts,
    /// Rows.
    Rows(Kind),
    /// A text, or a list of texts, that names something.
    Names(Form),
    /// A table whose keys name crew members.
    NamedCrew,
    /// A filter: fields of a deal with the values they may have.
    Filter,
}

/// How a text names a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// By its id in this group of the file.
    Shared(&'static str),
    /// By its id in this group of the same deal.
    Own(&'static str),
    /// A crew member, or `customer`.
    Owner,
    /// A fact that the deal's stage asks for.
    Fact,
    /// A note: its id, `hazard/note`, or `control.id`.
    Callable,
    /// A position.
    Place,
    /// Shorthand with topics.
    Pace,
    /// The word that flags, plays and services share.
    Flag,
}

/// The group of the words that flags, plays and services share: a flag's id is such a word, on every deal.
pub(super) const FLAG: &str = "flag";

/// What a key of a kind of record holds; `None` for a key that it does not know.
#[expect(clippy::match_same_arms, reason = "one line a kind of record")]
pub(super) fn holds(kind: Kind, key: &str) -> Option<Holds> {
    use Form::{Callable, Fact, Flag, Own, Owner, Pace, Place, Shared};
    use Holds::{Filter, NamedCrew, Names, Plain, Records, Rows, Table, Texts};
    const CREW: Holds = Names(Shared("crew"));
    const STAGE: Holds = Names(Shared("stage"));
    const TOPIC: Holds = Names(Shared("topic"));
    const TRACK: Holds = Names(Shared("track"));
    const ASSET: Holds = Names(Shared("asset"));
    const PLAY: Holds = Names(Shared("play"));
    const PRODUCT: Holds = Names(Shared("product"));
    Some(match (kind, key) {
        (Kind::Top, "campaign") => Table(Kind::Campaign),
        (Kind::Top, "destination") => Table(Kind::Destination),
        (Kind::Top, "crew") => Records(Kind::Crew),
        (Kind::Top, "stage") => Records(Kind::Stage),
        (Kind::Top, "product") => Records(Kind::Product),
        (Kind::Top, "asset") => Records(Kind::Asset),
        (Kind::Top, "topic") => Records(Kind::Topic),
        (Kind::Top, "track") => Records(Kind::Track),
        (Kind::Top, "play") => Records(Kind::Play),
        (Kind::Top, "hazard") => Records(Kind::Hazard),
        (Kind::Top, "deal") => Records(Kind::Deal),
        (Kind::Top, "review") => Rows(Kind::Review),
        (Kind::Campaign, "route") => STAGE,
        (Kind::Campaign, "calls") => Table(Kind::Calls),
        (Kind::Campaign, "engine") => Table(Kind::Engine),
        (Kind::Destination, "shares") => NamedCrew,
        (Kind::Destination | Kind::Hazard, "only") => Filter,
        (Kind::Crew, "owes") => Records(Kind::Owes),
        (Kind::Crew, "away") => Rows(Kind::Away),
        (Kind::Stage, "gate") => Texts,
        (Kind::Product, "paper") => Records(Kind::Paper),
        (Kind::Asset, "topics") => TOPIC,
        (Kind::Asset, "stages") => STAGE,
        (Kind::Asset, "by") => CREW,
        (Kind::Track, "topics") => TOPIC,
        (Kind::Track, "agreed") => CREW,
        (Kind::Play, "when") => Names(Flag),
        (Kind::Hazard | Kind::Obstacle | Kind::Note, "at") => Names(Place),
        (Kind::Hazard | Kind::Obstacle | Kind::Note, "pace") => Names(Pace),
        (Kind::Hazard, "note") => Records(Kind::Note),
        (Kind::Note, "by") => CREW,
        (Kind::Note, "asset") => ASSET,
        (Kind::Note, "track") => TRACK,
        (Kind::Note, "tally") => Table(Kind::Tally),
        (Kind::Deal, "stage") => STAGE,
        (Kind::Deal, "driver" | "navigator") => CREW,
        (Kind::Deal, "product") => PRODUCT,
        (Kind::Deal, "gate") => Names(Fact),
        (Kind::Deal, "objective") => Texts,
        (Kind::Deal, "value_line") => Records(Kind::ValueLine),
        (Kind::Deal, "contact") => Records(Kind::Contact),
        (Kind::Deal, "next") => Table(Kind::Next),
        (Kind::Deal, "flag") => Records(Kind::Flag),
        (Kind::Deal, "waiver") => Records(Kind::Waiver),
        (Kind::Deal, "obstacle") => Records(Kind::Obstacle),
        (Kind::Deal, "note") => Records(Kind::Note),
        (Kind::Deal, "control") => Records(Kind::Control),
        (Kind::Deal, "run") => Records(Kind::Run),
        (Kind::Deal, "stage_log") => Rows(Kind::StageLog),
        (Kind::Deal, "close_log") => Rows(Kind::CloseLog),
        (Kind::Deal, "stroke") => Rows(Kind::Stroke),
        (Kind::Deal, "heard") => Rows(Kind::Heard),
        (Kind::Deal, "message") => Rows(Kind::Message),
        (Kind::Deal, "call_log") => Rows(Kind::CallLog),
        (Kind::Deal, "handoff") => Rows(Kind::Handoff),
        (Kind::Deal, "service") => Table(Kind::Service),
        (Kind::Deal, "service_log") => Rows(Kind::ServiceLog),
        (Kind::Deal, "result") => Table(Kind::Finish),
        (Kind::Deal, "crm") => Table(Kind::LastWord),
        (Kind::ValueLine, "serves") => Names(Own("objective")),
        (Kind::Next, "by" | "needs") => CREW,
        (Kind::Flag | Kind::Waiver, "by") => CREW,
        (Kind::Control, "owner") => Names(Owner),
        (Kind::Run, "crew") => CREW,
        (Kind::Run, "with") => Names(Own("contact")),
        (Kind::Run, "pauses") => Rows(Kind::Pause),
        (Kind::StageLog, "stage") => STAGE,
        (Kind::StageLog | Kind::CloseLog | Kind::Stroke | Kind::Heard | Kind::Message | Kind::CallLog, "by") => CREW,
        (Kind::Stroke, "topic") => TOPIC,
        (Kind::Stroke, "track") => TRACK,
        (Kind::Stroke, "asset") => ASSET,
        (Kind::Heard, "who") => Names(Own("contact")),
        (Kind::Heard, "topic") => TOPIC,
        (Kind::Heard, "run") => Names(Own("run")),
        (Kind::Heard, "answer") => Names(Callable),
        (Kind::CallLog, "note") => Names(Callable),
        (Kind::Handoff, "from" | "to") => CREW,
        (Kind::Service, "reason") => Names(Flag),
        (Kind::Service, "play") => PLAY,
        (Kind::Service, "push" | "pull") => Table(Kind::Stint),
        (Kind::Stint, "by") => CREW,
        (Kind::ServiceLog, "reason") => Names(Flag),
        (Kind::ServiceLog, "play") => PLAY,
        (Kind::Finish, "credit") => Rows(Kind::Credit),
        (Kind::Credit, "who") => CREW,
        (Kind::Review, "deal") => Names(Shared("deal")),
        (Kind::Review, "by") => CREW,
        (kind, key) if kind.keys().contains(&key) => Plain,
        _ => return None,
    })
}

/// The keys that tell a row from the others of its log.
pub(super) const fn identity(kind: Kind) -> &'static [&'static str] {
    match kind.held() {
        Held::Row(keys) => keys,
        Held::Top | Held::Alone | Held::ById => &[],
    }
}

/// A place where a record is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The record or row that names it.
    pub record: RecordPath,
    /// The key in it.
    pub key: KeyPath,
    /// What is named. A flag is named as `flag.<id>`, for its id is one word on all deals.
    pub names: RecordPath,
    /// How it is written.
    pub written: Written,
}

/// How a record is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// In a text: all of the text, and the bytes of it that are the id.
    Text(Box<str>, Range<usize>),
    /// As the last part of the key itself.
    Key,
}

impl std::fmt::Display for Mention {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.written {
            Written::Text(..) => write!(f, "`{}` of `{}`", self.key, self.record),
            Written::Key => write!(f, "`{}.{}`", self.record, self.key),
        }
    }
}

/// Every mention in the file, or only those in parts of it where `id` is written at all.
#[must_use]
pub fn mentions(campaign: &Campaign, document: &Document, id: Option<&str>) -> Vec<Mention> {
    let mut found = Vec::new();
    for unit in document.units() {
        let text = document.text_of(unit);
        // An id has no character that TOML would have to escape, though it may.
        let is_possible = |id: &str| memchr::memmem::find(text.as_bytes(), id.as_bytes()).is_some();
        if id.is_none_or(|id| is_possible(id) || text.contains('\\')) {
            found.extend(in_unit(campaign, unit, &text));
        }
    }
    found
}

/// The first `most` mentions that are asked for, in parts of the file where one of these ids stands as a word: as much
/// of the file is read as that takes.
pub(super) fn first_mentions(
    campaign: &Campaign,
    document: &Document,
    ids: &[&str],
    most: usize,
    is_asked: impl Fn(&Mention) -> bool,
) -> Vec<Mention> {
    let finders: Vec<_> = ids.iter().map(|id| memchr::memmem::Finder::new(id.as_bytes())).collect();
    let is_letter =
        |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    let mut found = Vec::new();
    for unit in document.units() {
        let text = document.text_of(unit);
        let bytes = text.as_bytes();
        let stands = |finder: &memchr::memmem::Finder<'_>| {
            let is_word =
                |at: usize| !is_letter(bytes[..at].last()) && !is_letter(bytes.get(at + finder.needle().len()));
            finder.find_iter(bytes).any(is_word)
        };
        if finders.iter().any(stands) || text.contains('\\') {
            found.extend(in_unit(campaign, unit, &text).into_iter().filter(&is_asked));
        }
        if found.len() >= most {
            found.truncate(most);
            break;
        }
    }
    found
}

/// The rows of a deal's call log, as the campaign has them: in the order of the file, those that name a note.
#[must_use]
pub fn call_rows(document: &Document, deal: &str) -> Vec<RecordPath> {
    let log = RecordPath::new(["deal", deal, "call_log"]);
    let unit = document.unit_key(&log);
    let text = document.unit_text(&unit).unwrap_or_default();
    let tree = Tree::read(&unit, &text);
    let mut names = log.keys();
    let first = names.next().and_then(|name| tree.table().get(name));
    let found = names.try_fold(first, |value, name| Some(value?.get_ref().as_table()?.get(name)));
    let rows = found.flatten().and_then(|value| value.get_ref().as_array());
    let mut known: Vec<Vec<(KeyPath, Literal)>> = Vec::new();
    let mut paths = Vec::new();
    for row in rows.into_iter().flat_map(|rows| rows.iter()).filter_map(|row| row.get_ref().as_table()) {
        let values = values_of(Kind::CallLog, row);
        let nth = known.iter().filter(|other| **other == values).count();
        if row.get("note").is_some_and(|note| note.get_ref().is_str()) {
            paths.push(log.row(values.clone()).nth(u32::try_from(nth).unwrap_or(u32::MAX)));
        }
        known.push(values);
    }
    paths
}

/// The mentions in the unit of a record: all there are of what a deal has for itself.
pub(super) fn mentions_beside(campaign: &Campaign, document: &Document, record: &RecordPath) -> Vec<Mention> {
    let unit = document.unit(&document.unit_key(record));
    unit.map(|unit| in_unit(campaign, unit, &document.text_of(unit))).unwrap_or_default()
}

/// The mentions in one unit.
fn in_unit(campaign: &Campaign, unit: &Unit, text: &str) -> Vec<Mention> {
    let tree = Tree::read(unit.key(), text);
    let mut walk = Walk { campaign, deal: None, found: Vec::new() };
    walk.table(Kind::Top, tree.table(), &RecordPath::default(), None);
    walk.found
}

struct Walk<'c> {
    campaign: &'c Campaign,
    /// The deal that the record belongs to.
    deal: Option<&'c Deal>,
    found: Vec<Mention>,
}

fn key_below(prefix: Option<&KeyPath>, key: &str) -> KeyPath {
    match prefix {
        Some(prefix) => prefix.clone().then(key),
        None => KeyPath::new(key),
    }
}

impl Walk<'_> {
    /// A table with the keys of a kind. `prefix` is the way to it from the record that it is a part of.
    fn table(&mut self, kind: Kind, table: &DeTable<'_>, record: &RecordPath, prefix: Option<&KeyPath>) {
        for (name, value) in in_file_order(table) {
            let name: &str = name.get_ref();
            let key = key_below(prefix, name);
            match (holds(kind, name), value.get_ref()) {
                (Some(Holds::Table(inner)), DeValue::Table(table)) if kind == Kind::Top => {
                    self.table(inner, table, &record.below([name]), None);
                }
                (Some(Holds::Table(inner)), DeValue::Table(table)) => self.table(inner, table, record, Some(&key)),
                (Some(Holds::Records(inner)), DeValue::Table(table)) => self.records(inner, table, record, &key),
                (Some(Holds::Rows(inner)), DeValue::Array(rows)) => self.rows(inner, rows, record, &key),
                (Some(Holds::Names(form)), _) => self.texts(form, value, record, &key),
                (Some(Holds::NamedCrew), DeValue::Table(table)) => {
                    for (who, _) in in_file_order(table) {
                        let names = RecordPath::new(["crew", who.get_ref()]);
                        self.key(record, key.clone().then(who.get_ref()), names);
                    }
                }
                (Some(Holds::Filter), DeValue::Table(table)) => self.filter(table, record, &key),
                _ => {}
            }
        }
    }

    fn records(&mut self, kind: Kind, table: &DeTable<'_>, record: &RecordPath, group: &KeyPath) {
        for (id, value) in in_file_order(table) {
            let id: &str = id.get_ref();
            let names = match kind {
                Kind::Flag => Some(RecordPath::new([FLAG, id])),
                // An obstacle with a hazard's id is that hazard on this deal.
                Kind::Obstacle => self.campaign.hazard(id).map(|_| RecordPath::new(["hazard", id])),
                _ => None,
            };
            if let Some(names) = names {
                self.key(record, group.clone().then(id), names);
            }
            let DeValue::Table(fields) = value.get_ref() else { continue };
            if kind == Kind::Deal {
                self.deal = self.campaign.deal(id);
            }
            self.table(kind, fields, &record.below(group.parts().chain([id])), None);
        }
        if kind == Kind::Deal {
            self.deal = None;
        }
    }

    fn rows(&mut self, kind: Kind, rows: &[Value<'_>], record: &RecordPath, log: &KeyPath) {
        let log = record.below(log.parts());
        let mut known: Vec<Vec<(KeyPath, Literal)>> = Vec::with_capacity(rows.len());
        for row in rows {
            let DeValue::Table(fields) = row.get_ref() else { continue };
            let before = self.found.len();
            let values = values_of(kind, fields);
            self.table(kind, fields, &log.row(values.clone()), None);
            if self.found.len() > before {
                let nth = known.iter().filter(|other| **other == values).count();
                for mention in &mut self.found[before..] {
                    mention.record = log.row(values.clone()).nth(u32::try_from(nth).unwrap_or(u32::MAX));
                }
            }
            known.push(values);
        }
    }

    fn filter(&mut self, table: &DeTable<'_>, record: &RecordPath, key: &KeyPath) {
        for (field, value) in in_file_order(table) {
            let field: &str = field.get_ref();
            let form = match (holds(Kind::Deal, field), field) {
                (Some(Holds::Names(form @ Form::Shared(_))), _) => form,
                (_, FLAG) => Form::Flag,
                (_, "obstacle") => Form::Place,
                _ => continue,
            };
            self.texts(form, value, record, &key.clone().then(field));
        }
    }

    fn key(&mut self, record: &RecordPath, key: KeyPath, names: RecordPath) {
        self.found.push(Mention { record: record.clone(), key, names, written: Written::Key });
    }

    /// A text, or each text of a list.
    fn texts(&mut self, form: Form, value: &Value<'_>, record: &RecordPath, key: &KeyPath) {
        match value.get_ref() {
            DeValue::String(text) => self.text(form, text, record, key),
            DeValue::Array(values) => {
                for value in values {
                    if let DeValue::String(text) = value.get_ref() {
                        self.text(form, text, record, key);
                    }
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, form: Form, text: &str, record: &RecordPath, key: &KeyPath) {
        for (names, at) in self.named(form, text) {
            let written = Written::Text(text.into(), at);
            self.found.push(Mention { record: record.clone(), key: key.clone(), names, written });
        }
    }

    /// What a text names, and which bytes of it are the id.
    fn named(&self, form: Form, text: &str) -> Vec<(RecordPath, Range<usize>)> {
        let whole = |names: Option<RecordPath>| names.map(|names| (names, 0..text.len())).into_iter().collect();
        let own = |group: &str, id: &str| self.deal.map(|deal| RecordPath::new(["deal", &*deal.id, group, id]));
        match form {
            Form::Shared(group) => whole(Some(RecordPath::new([group, text]))),
            Form::Owner => whole((text != "customer").then(|| RecordPath::new(["crew", text]))),
            Form::Flag => whole(Some(RecordPath::new([FLAG, text]))),
            Form::Own(group) => whole(own(group, text)),
            Form::Fact => {
                let stage = self.deal.and_then(|deal| self.campaign.stage_of(deal));
                whole(stage.map(|stage| RecordPath::new(["stage", &**stage, "gate", text])))
            }
            Form::Callable => {
                if let Some((hazard, note)) = text.split_once('/') {
                    return vec![
                        (RecordPath::new(["hazard", hazard]), 0..hazard.len()),
                        (RecordPath::new(["hazard", hazard, "note", note]), hazard.len() + 1..text.len()),
                    ];
                }
                if let Some(control) = text.strip_prefix("control.") {
                    let at = text.len() - control.len()..text.len();
                    return own("control", control).map(|names| (names, at)).into_iter().collect();
                }
                whole(own("note", text))
            }
            Form::Place => self.place(text).into_iter().collect(),
            Form::Pace => topics(text),
        }
    }

    fn place(&self, text: &str) -> Option<(RecordPath, Range<usize>)> {
        let position = Position::parse(text).ok()?;
        let (names, word) = match &position.anchor {
            Anchor::Time(_) => return None,
            Anchor::Enter(stage) | Anchor::Leave(stage) => (RecordPath::new(["stage", &**stage]), 1),
            Anchor::Minute(run, _) => (RecordPath::new(["deal", &*self.deal?.id, "run", &**run]), 0),
            Anchor::Named(id) => (place(self.campaign, self.deal, id)?, 0),
        };
        let word = text.split_whitespace().nth(word)?;
        let start = word.as_ptr().addr() - text.as_ptr().addr();
        Some((names, start..start + word.len()))
    }
}

/// What an id names as a place, on a deal or on all: in the order of [`Campaign::place`].
pub(super) fn place(campaign: &Campaign, deal: Option<&Deal>, id: &str) -> Option<RecordPath> {
    let hazard = || campaign.hazard(id).map(|_| RecordPath::new(["hazard", id]));
    if let Some(deal) = deal {
        let own = |group: &str| RecordPath::new(["deal", &*deal.id, group, id]);
        if deal.obstacle(id).is_some() {
            return hazard().or_else(|| Some(own("obstacle")));
        }
        if deal.control(id).is_some() {
            return Some(own("control"));
        }
        if deal.run(id).is_some() {
            return Some(own("run"));
        }
    }
    let stage = || campaign.route_index(id).map(|_| ()).or_else(|| campaign.stage(id).map(|_| ()));
    hazard().or_else(|| stage().map(|()| RecordPath::new(["stage", id])))
}

/// The topics of a shorthand; `#rival:acme` names two.
fn topics(text: &str) -> Vec<(RecordPath, Range<usize>)> {
    let mut found = Vec::new();
    for token in pace::tokens(text).into_iter().filter(|token| token.kind == pace::TokenKind::Topic) {
        let mut start = token.range.start + 1;
        for slug in text.get(start..token.range.end).unwrap_or_default().split(':') {
            found.push((RecordPath::new(["topic", slug]), start..start + slug.len()));
            start += slug.len() + 1;
        }
    }
    found
}

/// The values that tell a row from the others; a key that is not there counts as an empty text.
fn values_of(kind: Kind, row: &DeTable<'_>) -> Vec<(KeyPath, Literal)> {
    let value = |key: &str| row.get(key).and_then(|value| Literal::from_tree(value.get_ref()));
    let known = identity(kind).iter();
    known.map(|key| (KeyPath::new(key), value(key).unwrap_or_else(|| Literal::Text(String::new())))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{campaign_of, document};
    use super::*;

    #[test]
    fn every_key_of_every_record_has_its_line_in_the_table() {
        for kind in Kind::ALL {
            for key in kind.keys() {
                assert!(holds(kind, key).is_some(), "{kind:?} {key}");
            }
            assert!(holds(kind, "favourite").is_none());
        }
    }

    /// The mentions of the example as `record key -> record`.
    fn shown(text: &str) -> Vec<String> {
        let campaign = campaign_of(text);
        let found = mentions(&campaign, &document(text).0, None);
        found.iter().map(|mention| format!("{mention} -> {}", mention.names)).collect()
    }

    #[test]
    fn every_mention_of_a_file_with_all_records_is_found() {
        let found = shown(include_str!("tests/all.toml"));
        let expected: Vec<&str> = include_str!("tests/mentions.txt").lines().collect();
        assert_eq!(found, expected);
    }
}
