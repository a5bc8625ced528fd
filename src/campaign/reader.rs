//! Reads single values of the spanned tree, and tells what is wrong with them.
//!
//! Invariant: a value that cannot be taken yields a diagnostic with its place and `None`; reading goes on. On the happy
//! path nothing is formatted and nothing allocated but what the record keeps.
//!
//! It knows no record: which key takes what is said in `read`.

use std::ops::Range;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};
use toml::value::{Datetime, Offset};

use super::code::{self, Problem};
use super::intern::Interner;
use super::kind::{Kind, nearest};
use super::records::{Text, When};
use super::{Anchor, Duration, Id, ParseError, Position, WorkingHours};
use crate::pace;
use crate::text::{Diagnostic, Place, UnitKey};

pub(super) type Value<'t> = Spanned<DeValue<'t>>;
pub(super) type Key<'t> = Spanned<DeString<'t>>;
pub(super) type Table<'t> = DeTable<'t>;

/// A record that is being read: its kind and the end of its header.
#[derive(Debug, Clone, Copy)]
struct Frame<'t> {
    kind: Kind,
    key: &'t str,
    id: Option<&'t str>,
    /// Where its name stands.
    at: (usize, usize),
}

/// Reads the values of one unit.
pub(super) struct Reader<'t> {
    unit: &'t UnitKey,
    text: &'t str,
    ids: &'t mut Interner,
    problems: Vec<Diagnostic>,
    /// The records around the value, outermost first.
    frames: Vec<Frame<'t>>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(unit: &'t UnitKey, text: &'t str, ids: &'t mut Interner) -> Self {
        Self { unit, text, ids, problems: Vec::new(), frames: Vec::new() }
    }

    pub(super) fn into_problems(self) -> Vec<Diagnostic> {
        self.problems
    }

    // What is wrong.

    #[cold]
    pub(super) fn tell(&mut self, problem: Problem, span: Range<usize>, message: String, mend: String) {
        self.problems.push(Diagnostic {
            code: problem.code,
            severity: problem.severity,
            message,
            place: Place { unit: self.unit.clone(), span: narrow(&span) },
            mend,
        });
    }

    /// `expected X, found Y`.
    #[cold]
    pub(super) fn expected(&mut self, value: &Value<'t>, what: &str, mend: impl Into<String>) {
        let found = self.found(value);
        self.tell(code::WRONG_TYPE, value.span(), format!("expected {what}, found {found}"), mend.into());
    }

    /// A value as a message quotes it.
    #[cold]
    fn found(&self, value: &Value<'t>) -> String {
        match value.get_ref() {
            DeValue::Table(_) => "a table".into(),
            DeValue::Array(_) => "a list".into(),
            _ => {
                let source = self.text.get(value.span()).unwrap_or_default();
                let line = source.lines().next().unwrap_or_default();
                let short: String = line.chars().take(40).collect();
                let dots = if short.len() < source.len() { "…" } else { "" };
                format!("`{short}{dots}`")
            }
        }
    }

    /// A key that a record of this kind does not know.
    #[cold]
    pub(super) fn unknown(&mut self, kind: Kind, key: &'t Key<'t>) {
        let name: &str = key.get_ref();
        let shown: String = name.chars().take(40).collect();
        let outer = self.frames.iter().rev().skip(1).find(|frame| frame.kind.keys().contains(&name));
        let (message, mend) = if let Some(outer) = outer {
            let noun = outer.kind.noun();
            (
                format!("`{shown}` is a key of {noun}, not of {}", kind.noun()),
                format!("move it above `{}`", self.header()),
            )
        } else if let Some(near) = nearest(name, kind.keys().iter().copied()) {
            (format!("`{shown}` is not a key of {}", kind.noun()), format!("write `{near}`"))
        } else if let Some(other) = Kind::with_key(name).filter(|other| *other != Kind::Top) {
            (
                format!("`{shown}` is a key of {}, not of {}", other.noun(), kind.noun()),
                format!("move it to {}", other.noun()),
            )
        } else {
            (format!("`{shown}` is not a key of {}", kind.noun()), "remove it, or make it a comment".to_owned())
        };
        self.tell(code::UNKNOWN_KEY, key.span(), message, mend);
    }

    /// The header of the record that is being read.
    #[cold]
    fn header(&self) -> String {
        let mut path = String::new();
        for frame in &self.frames {
            for part in [Some(frame.key), frame.id].into_iter().flatten() {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(part);
            }
        }
        format!("[{path}]")
    }

    /// Where the name of the record stands that is being read.
    #[cold]
    pub(super) fn place_of_record(&self) -> Range<usize> {
        self.frames.last().map_or(0..0, |frame| frame.at.0..frame.at.1)
    }

    /// A short text that cannot be read: the place is the part that is wrong, where the source has the text as it is.
    #[cold]
    fn misread(&mut self, problem: Problem, value: &Value<'t>, text: &str, wrong: ParseError) {
        let whole = value.span();
        let plain = whole.len() == text.len() + 2;
        let place =
            if plain { whole.start + 1 + wrong.at.start..whole.start + 1 + wrong.at.end } else { whole.clone() };
        let place = if place.is_empty() || place.end > whole.end { whole } else { place };
        self.tell(problem, place, wrong.message, wrong.mend);
    }

    // Tables.

    pub(super) fn table(&mut self, value: &'t Value<'t>, kind: Kind) -> Option<&'t Table<'t>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => {
                self.expected(
                    value,
                    &format!("{} as a table", kind.noun()),
                    format!("write `{{ {} = … }}`", kind.keys()[0]),
                );
                None
            }
        }
    }

    /// One small record: a table without an id.
    pub(super) fn record<T>(
        &mut self,
        key: &'t Key<'t>,
        value: &'t Value<'t>,
        kind: Kind,
        read: impl FnOnce(&mut Self, &'t Table<'t>) -> T,
    ) -> Option<T> {
        let table = self.table(value, kind)?;
        self.frames.push(Frame { kind, key: key.get_ref(), id: None, at: bounds(key) });
        let record = read(self, table);
        self.frames.pop();
        Some(record)
    }

    /// Keyed records, in file order.
    pub(super) fn records<T>(
        &mut self,
        key: &'t Key<'t>,
        value: &'t Value<'t>,
        kind: Kind,
        read: impl Fn(&mut Self, Id, &'t Table<'t>) -> T,
    ) -> Vec<T> {
        let DeValue::Table(table) = value.get_ref() else {
            let (key, noun) = (key.get_ref(), kind.noun());
            let path = self.header();
            let path = path.trim_start_matches('[').trim_end_matches(']');
            let dot = if path.is_empty() { "" } else { "." };
            self.expected(value, &format!("{noun} with an id"), format!("write `[{path}{dot}{key}.some-id]`"));
            return Vec::new();
        };
        let mut records = Vec::with_capacity(table.len());
        for (id, value) in in_file_order(table) {
            let name: &'t str = id.get_ref();
            let DeValue::Table(fields) = value.get_ref() else {
                self.not_a_record(kind, key, id, value);
                continue;
            };
            self.record_id(id);
            self.frames.push(Frame { kind, key: key.get_ref(), id: Some(name), at: bounds(id) });
            let id = self.ids.id(name);
            let record = read(self, id, fields);
            self.frames.pop();
            records.push(record);
        }
        records
    }

    #[cold]
    fn not_a_record(&mut self, kind: Kind, group: &'t Key<'t>, id: &'t Key<'t>, value: &Value<'t>) {
        let (name, noun, group) = (id.get_ref(), kind.noun(), group.get_ref());
        if kind.keys().contains(&&**name) {
            self.tell(
                code::WRONG_TYPE,
                id.span(),
                format!("`{name}` is a key of {noun}, but `{group}` holds records by id"),
                format!("write it into a record such as `{group}.some-id`"),
            );
        } else {
            self.expected(value, &format!("{noun} as a table"), format!("write `{{ {} = … }}`", kind.keys()[0]));
        }
    }

    /// Rows of a log, in file order.
    pub(super) fn rows<T>(
        &mut self,
        key: &'t Key<'t>,
        value: &'t Value<'t>,
        kind: Kind,
        read: impl Fn(&mut Self, &'t Table<'t>, Range<usize>) -> Option<T>,
    ) -> Vec<T> {
        let DeValue::Array(array) = value.get_ref() else {
            let name = key.get_ref();
            let path = self.header();
            let path = path.trim_start_matches('[').trim_end_matches(']');
            let dot = if path.is_empty() { "" } else { "." };
            let mend = format!("write each row under `[[{path}{dot}{name}]]`");
            self.expected(value, "a list of rows", mend);
            return Vec::new();
        };
        let mut rows = Vec::with_capacity(array.len());
        for value in array {
            let DeValue::Table(fields) = value.get_ref() else {
                let mend = format!("write `{{ {} = … }}`", kind.keys()[0]);
                self.expected(value, &format!("{} as a table", kind.noun()), mend);
                continue;
            };
            self.frames.push(Frame { kind, key: key.get_ref(), id: None, at: bounds(key) });
            let row = read(self, fields, value.span());
            self.frames.pop();
            rows.extend(row);
        }
        rows
    }

    /// The rule for ids. A record with another id is kept: nothing is hidden.
    fn record_id(&mut self, key: &'t Key<'t>) {
        let id: &str = key.get_ref();
        let plain = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        if plain && !ends_like_a_distance(id) {
            return;
        }
        let shown: String = id.chars().take(40).collect();
        let (message, proposal) = if plain {
            let (front, distance) = id.rsplit_once('-').unwrap_or((id, ""));
            (
                format!("the id `{shown}` ends like a distance"),
                format!("{front}-{}", distance.replace(['h', 'd', 'w'], "")),
            )
        } else {
            (format!("expected an id of letters, digits, `_` and `-`, found `{shown}`"), proposed_id(id))
        };
        self.tell(code::BAD_ID, key.span(), message, format!("rename it, for example to `{proposal}`"));
    }

    /// A table of texts by id, in file order.
    pub(super) fn texts_by_id(&mut self, key: &'t Key<'t>, value: &'t Value<'t>, what: &str) -> Vec<(Id, Text)> {
        let DeValue::Table(table) = value.get_ref() else {
            let mend = format!("write `{}.some-id = \"…\"`", key.get_ref());
            self.expected(value, &format!("{what} by id"), mend);
            return Vec::new();
        };
        let mut texts = Vec::with_capacity(table.len());
        for (id, value) in in_file_order(table) {
            self.record_id(id);
            // The id of a foreign system may look like a number.
            let text = match value.get_ref() {
                DeValue::Integer(number) => Some(number.as_str().into()),
                _ => self.text(value),
            };
            if let Some(text) = text {
                texts.push((self.ids.id(id.get_ref()), text));
            }
        }
        texts
    }

    /// The entries of a table in file order, for the few that are neither records nor texts.
    pub(super) fn entries(
        &mut self,
        value: &'t Value<'t>,
        what: &str,
        mend: &str,
    ) -> impl Iterator<Item = (&'t Key<'t>, &'t Value<'t>)> + use<'t> {
        let table = match value.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => {
                self.expected(value, what, mend);
                None
            }
        };
        table.into_iter().flat_map(in_file_order)
    }

    // Texts and ids.

    pub(super) fn text(&mut self, value: &Value<'t>) -> Option<Text> {
        self.str(value, "a text").map(Into::into)
    }

    fn str<'v>(&mut self, value: &'v Value<'t>, what: &str) -> Option<&'v str> {
        match value.get_ref() {
            DeValue::String(text) => Some(text),
            DeValue::Table(_) | DeValue::Array(_) => {
                self.expected(value, what, "write one text in quotes");
                None
            }
            _ => {
                let quoted = self.found(value);
                self.expected(value, what, format!("put it in quotes: `\"{}\"`", quoted.trim_matches('`')));
                None
            }
        }
    }

    pub(super) fn intern(&mut self, text: &str) -> Id {
        self.ids.id(text)
    }

    pub(super) fn id(&mut self, value: &Value<'t>) -> Option<Id> {
        let text = self.str(value, "an id")?;
        Some(self.ids.id(text))
    }

    /// A text or a list of texts.
    fn one_or_more<T>(
        &mut self,
        value: &Value<'t>,
        what: &str,
        mut read: impl FnMut(&mut Self, &Value<'t>) -> Option<T>,
    ) -> Vec<T> {
        match value.get_ref() {
            DeValue::Array(array) => array.iter().filter_map(|value| read(self, value)).collect(),
            DeValue::Table(_) => {
                self.expected(value, what, "write a text or a list of texts");
                Vec::new()
            }
            _ => read(self, value).into_iter().collect(),
        }
    }

    pub(super) fn texts(&mut self, value: &Value<'t>) -> Vec<Text> {
        self.one_or_more(value, "a text or a list of texts", Self::text)
    }

    pub(super) fn ids(&mut self, value: &Value<'t>) -> Vec<Id> {
        self.one_or_more(value, "an id or a list of ids", Self::id)
    }

    pub(super) fn choice<T: Copy>(&mut self, value: &Value<'t>, words: &[(&str, T)]) -> Option<T> {
        let word = match value.get_ref() {
            DeValue::String(word) => &**word,
            _ => "",
        };
        if let Some((_, meant)) = words.iter().find(|(known, _)| *known == word) {
            return Some(*meant);
        }
        let mut all = String::new();
        for (at, (known, _)) in words.iter().enumerate() {
            all.push_str(match at {
                0 => "",
                _ if at + 1 == words.len() => " or ",
                _ => ", ",
            });
            all.push('`');
            all.push_str(known);
            all.push('`');
        }
        let mend = match nearest(word, words.iter().map(|(known, _)| *known)) {
            Some(near) => format!("write `\"{near}\"`"),
            None => "write one of these words in quotes".to_owned(),
        };
        let found = self.found(value);
        self.tell(code::UNKNOWN_CHOICE, value.span(), format!("expected {all}, found {found}"), mend);
        None
    }

    // Numbers.

    pub(super) fn yes(&mut self, value: &Value<'t>) -> Option<bool> {
        match value.get_ref() {
            DeValue::Boolean(yes) => Some(*yes),
            _ => {
                self.expected(value, "`true` or `false`", "write `true` or `false`, without quotes");
                None
            }
        }
    }

    pub(super) fn count(&mut self, value: &Value<'t>) -> Option<u32> {
        if let DeValue::Integer(number) = value.get_ref() {
            if let Ok(count) = u32::from_str_radix(number.as_str(), number.radix()) {
                return Some(count);
            }
            let found = self.found(value);
            let message = format!("expected a whole number from 0 to {}, found {found}", u32::MAX);
            self.tell(code::OUT_OF_RANGE, value.span(), message, "write a number in this range".into());
        } else {
            self.expected(value, "a whole number", "write a whole number without quotes");
        }
        None
    }

    /// A number from `least` to `most`.
    pub(super) fn number(&mut self, value: &Value<'t>, what: &str, least: f64, most: f64) -> Option<f64> {
        let number = match value.get_ref() {
            DeValue::Float(number) => number.as_str().parse::<f64>().ok(),
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse::<f64>().ok(),
            DeValue::String(_) => {
                self.expected(value, &format!("{what} from {least} to {most}"), "write a number without quotes");
                return None;
            }
            _ => {
                self.expected(value, &format!("{what} from {least} to {most}"), "write a number in this range");
                return None;
            }
        };
        if let Some(number) = number
            && (least..=most).contains(&number)
        {
            return Some(number);
        }
        let found = self.found(value);
        let mend = match number {
            // Sixty per cent, written as people say it.
            Some(number) if least == 0.0 && most == 1.0 && number > 1.0 && number <= 100.0 => {
                format!("write {}", number / 100.0)
            }
            _ => "write a number in this range".to_owned(),
        };
        self.tell(
            code::OUT_OF_RANGE,
            value.span(),
            format!("expected {what} from {least} to {most}, found {found}"),
            mend,
        );
        None
    }

    pub(super) fn share(&mut self, value: &Value<'t>) -> Option<f64> {
        self.number(value, "a share", 0.0, 1.0)
    }

    /// Exact: from the digits of the source, never through a binary fraction.
    pub(super) fn money(&mut self, value: &Value<'t>) -> Option<Decimal> {
        let exact = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => Decimal::from_str_exact(plus(number.as_str())).ok(),
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok().map(Decimal::from),
            DeValue::Float(number) => {
                let digits = plus(number.as_str());
                Decimal::from_str_exact(digits).or_else(|_| Decimal::from_scientific(digits)).ok()
            }
            _ => {
                self.expected(value, "a number", "write a number without quotes, such as `180_000`");
                return None;
            }
        };
        if exact.is_none() {
            let found = self.found(value);
            let message = format!("expected an amount of at most 28 digits, found {found}");
            self.tell(code::OUT_OF_RANGE, value.span(), message, "write a smaller or rounder number".into());
        }
        exact
    }

    // Time.

    pub(super) fn when(&mut self, value: &Value<'t>) -> Option<When> {
        let DeValue::Datetime(written) = value.get_ref() else {
            let mend = if value.get_ref().is_str() {
                "write it without quotes, such as `2026-11-24`"
            } else {
                "write a date such as `2026-11-24`"
            };
            self.expected(value, "a date or a time", mend);
            return None;
        };
        self.moment(written, value)
    }

    fn moment(&mut self, written: &Datetime, value: &Value<'t>) -> Option<When> {
        let Some(date) = written.date else {
            // A time alone; or nothing at all, where the syntax was already told to be wrong.
            if written.time.is_some() {
                self.expected(value, "a date or a date and time", "write the date before the time");
            }
            return None;
        };
        let Some(when) = chrono_when(written, date) else {
            let found = self.found(value);
            self.tell(
                code::IMPOSSIBLE_DATE,
                value.span(),
                format!("expected a date that exists, found {found}"),
                "correct the day or the time".into(),
            );
            return None;
        };
        if !(1990..2100).contains(&date.year) {
            let message = format!("the year {} is far away", date.year);
            self.tell(code::FAR_DATE, value.span(), message, "check the year".into());
        }
        Some(when)
    }

    pub(super) fn date(&mut self, value: &Value<'t>) -> Option<NaiveDate> {
        match self.when(value)? {
            When::Date(date) => Some(date),
            When::Local(_) | When::Instant(_) => {
                self.expected(value, "a date without a time", "write the date alone, such as `2026-12-25`");
                None
            }
        }
    }

    pub(super) fn dates(&mut self, value: &Value<'t>) -> Vec<NaiveDate> {
        self.one_or_more(value, "a list of dates", Self::date)
    }

    pub(super) fn duration(&mut self, value: &Value<'t>) -> Option<Duration> {
        let text = self.str(value, "a duration")?;
        match Duration::parse(text) {
            Ok(duration) => Some(duration),
            Err(wrong) => {
                self.misread(code::BAD_DURATION, value, text, wrong);
                None
            }
        }
    }

    /// A ladder: each rung's own words and what they mean. One text is a ladder of one rung.
    pub(super) fn ladder(&mut self, value: &Value<'t>) -> Vec<(Text, Duration)> {
        self.one_or_more(value, "a list of durations", |reader, value| {
            let duration = reader.duration(value)?;
            Some((reader.text(value)?, duration))
        })
    }

    pub(super) fn position(&mut self, value: &Value<'t>) -> Option<Position> {
        match value.get_ref() {
            DeValue::Datetime(written) => {
                let when = self.moment(written, value)?;
                Some(Position { anchor: Anchor::Time(when), plus: None, minus: None })
            }
            _ => {
                let text = self.str(value, "a place")?;
                match Position::parse(text) {
                    Ok(position) => Some(position),
                    Err(wrong) => {
                        self.misread(code::BAD_POSITION, value, text, wrong);
                        None
                    }
                }
            }
        }
    }

    pub(super) fn hours(&mut self, value: &Value<'t>) -> Option<WorkingHours> {
        let text = self.str(value, "working hours")?;
        match WorkingHours::parse(text) {
            Ok(hours) => Some(hours),
            Err(wrong) => {
                self.misread(code::BAD_HOURS, value, text, wrong);
                None
            }
        }
    }

    pub(super) fn steps(&mut self, value: &Value<'t>) -> Option<pace::Steps> {
        let text = self.str(value, "shorthand")?;
        match pace::parse_steps(text) {
            Ok(steps) => Some(steps),
            Err(wrong) => {
                // The notation counts characters.
                let byte = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
                let from = wrong.column.saturating_sub(1);
                let wrong =
                    ParseError { at: byte(from)..byte(from + wrong.width), message: wrong.message, mend: wrong.mend };
                self.misread(code::BAD_NOTATION, value, text, wrong);
                None
            }
        }
    }

    pub(super) fn zone(&mut self, value: &Value<'t>) -> Option<chrono_tz::Tz> {
        let name = self.str(value, "a time zone")?;
        if let Ok(zone) = name.parse() {
            return Some(zone);
        }
        let all = || chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        let city = |zone: &'static str| zone.rsplit('/').next().unwrap_or(zone);
        let near = all().find(|zone| zone.eq_ignore_ascii_case(name) || city(zone).eq_ignore_ascii_case(name));
        let mend = match near.or_else(|| nearest(name, all())) {
            Some(near) => format!("write `\"{near}\"`"),
            None => "write a zone of the IANA list, such as `\"Europe/London\"`".to_owned(),
        };
        let found = self.found(value);
        self.tell(code::UNKNOWN_TIMEZONE, value.span(), format!("expected a time zone, found {found}"), mend);
        None
    }

    pub(super) fn currency(&mut self, value: &Value<'t>) -> Option<Id> {
        let code = self.str(value, "a currency")?;
        if self.is_currency(code, value.span()) { Some(self.ids.id(code)) } else { None }
    }

    pub(super) fn is_currency(&mut self, code: &str, span: Range<usize>) -> bool {
        if iso_currency::Currency::from_code(code).is_some() {
            return true;
        }
        let shown: String = code.chars().take(40).collect();
        self.tell(
            code::UNKNOWN_CURRENCY,
            span,
            format!("expected a currency of ISO 4217, found `{shown}`"),
            match meant_currency(code) {
                Some(near) => format!("write `{near}`"),
                None => "write its three letters, such as `GBP`".to_owned(),
            },
        );
        false
    }
}

fn bounds(key: &Key<'_>) -> (usize, usize) {
    let span = key.span();
    (span.start, span.end)
}

fn narrow(span: &Range<usize>) -> Range<u32> {
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    byte(span.start)..byte(span.end)
}

/// The entries of a table as the file has them; the tree sorts them by name.
pub(super) fn in_file_order<'t>(table: &'t Table<'t>) -> impl Iterator<Item = (&'t Key<'t>, &'t Value<'t>)> + use<'t> {
    let sorted = table.iter().is_sorted_by_key(|(key, _)| key.span().start);
    let mut rearranged = Vec::new();
    if !sorted {
        rearranged = table.iter().collect();
        rearranged.sort_unstable_by_key(|(key, _)| key.span().start);
    }
    rearranged.into_iter().chain(sorted.then(|| table.iter()).into_iter().flatten())
}

fn ends_like_a_distance(id: &str) -> bool {
    id.rsplit_once('-').is_some_and(|(_, end)| {
        end.strip_suffix(['h', 'd', 'w']).is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    })
}

#[cold]
fn proposed_id(id: &str) -> String {
    let mut proposal = String::new();
    for letter in id.chars().take(40) {
        if letter.is_ascii_alphanumeric() || letter == '_' {
            proposal.push(letter.to_ascii_lowercase());
        } else if !proposal.is_empty() && !proposal.ends_with('-') {
            proposal.push('-');
        }
    }
    let proposal = proposal.trim_end_matches('-');
    if proposal.is_empty() { "some-id".to_owned() } else { proposal.to_owned() }
}

/// TOML allows a plus before a number.
fn plus(digits: &str) -> &str {
    digits.strip_prefix('+').unwrap_or(digits)
}

#[cold]
fn meant_currency(code: &str) -> Option<&'static str> {
    const COMMON: [&str; 24] = [
        "GBP", "EUR", "USD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "JPY", "CNY", "INR", "AUD", "CAD", "NZD",
        "SGD", "HKD", "ZAR", "BRL", "MXN", "TRY", "AED", "KRW",
    ];
    match code.trim() {
        "£" | "UKP" => return Some("GBP"),
        "€" | "EURO" => return Some("EUR"),
        "$" | "US$" => return Some("USD"),
        "¥" => return Some("JPY"),
        _ => {}
    }
    let upper = code.trim().to_ascii_uppercase();
    if let Some(known) = iso_currency::Currency::from_code(&upper) {
        return Some(known.code());
    }
    nearest(&upper, COMMON)
}

fn chrono_when(written: &Datetime, date: toml::value::Date) -> Option<When> {
    let date = NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())?;
    let Some(time) = written.time else {
        return Some(When::Date(date));
    };
    // A leap second is taken as the second before it.
    let second = u32::from(time.second.unwrap_or(0)).min(59);
    let local: NaiveDateTime =
        date.and_hms_nano_opt(time.hour.into(), time.minute.into(), second, time.nanosecond.unwrap_or(0))?;
    Some(match written.offset {
        None => When::Local(local),
        Some(Offset::Z) => When::Instant(local.and_utc()),
        Some(Offset::Custom { minutes }) => {
            When::Instant(local.checked_sub_signed(TimeDelta::minutes(minutes.into()))?.and_utc())
        }
    })
}
