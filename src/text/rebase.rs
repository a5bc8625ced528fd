//! Makes an edit on a text that others have changed since its author looked.
//!
//! Invariant: where both meant the same, or meant different things, both are in the text; where both changed one key in
//! two ways, the text keeps its own and the edit becomes a [`Clash`], which holds all that is needed to make it after
//! all. Nothing is dropped: an edit is made, is there already, or is a clash.

use serde::{Deserialize, Serialize};
use toml::de::DeValue;

use super::log::{Log, Twins};
use super::seen::{Now, inline, same};
use super::{Diagnostic, Document, Edit, Intent, KeyPath, Literal, RecordPath, Refusal, Saw, Step, Tree};

/// An edit that a changed text does not take by itself: a person decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clash {
    /// What was to be done, when and by whom.
    pub edit: Edit,
    /// The record or row that it is about.
    pub record: RecordPath,
    /// The key, where it is about one.
    pub key: Option<KeyPath>,
    /// The source text that both began with.
    pub was: Option<String>,
    /// What the edit says; nothing where it takes away.
    pub mine: Option<String>,
    /// What the text says; nothing where it was taken away.
    pub theirs: Option<String>,
    /// In which way they do not fit.
    pub why: Why,
}

/// In which way an edit and a text do not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Both changed one key.
    Changed,
    /// A key was changed of a record that the others took away.
    Gone,
    /// A record was taken away that the others changed.
    Removed,
    /// The text does not take the edit, for this reason.
    Unfit(String),
}

/// What became of an edit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rebased {
    /// What was changed, in order.
    pub steps: Vec<Step>,
    /// What was not.
    pub clashes: Vec<Clash>,
}

impl Clash {
    /// What makes the text say what the edit says, whatever it says now.
    #[must_use]
    pub fn mine(&self) -> Vec<Intent> {
        let Some(key) = &self.key else { return vec![self.edit.intent.clone()] };
        let record = self.record.clone();
        let value = self.mine.as_ref().and_then(|mine| mine.parse::<Literal>().ok());
        match (&self.why, value) {
            (Why::Gone, Some(value)) => vec![self.record_again(key, value)],
            (Why::Gone, None) => Vec::new(),
            (_, Some(value)) => vec![Intent::Set { record, key: key.clone(), value }],
            (_, None) if self.mine.is_none() => vec![Intent::Unset { record, key: key.clone() }],
            (_, None) => vec![self.edit.intent.clone()],
        }
    }

    /// The record that was taken away, as it was seen, with the new value.
    fn record_again(&self, key: &KeyPath, value: Literal) -> Intent {
        let seen = match &self.edit.saw {
            Saw::Key { record: Some(record), .. } => record.parse().ok(),
            _ => None,
        };
        let mut fields = match seen {
            Some(Literal::InlineTable(fields)) => fields,
            _ => Vec::new(),
        };
        let first = KeyPath::new(key.parts().next().unwrap_or_default());
        fields.retain(|(known, _)| *known != first);
        fields.push((key.clone(), value));
        match self.record.selector() {
            None => Intent::Add { record: self.record.clone(), fields },
            Some((values, _)) => {
                for (known, value) in values {
                    let is_missing = !fields.iter().any(|(key, _)| key == known);
                    if is_missing && *value != Literal::from("") {
                        fields.push((known.clone(), value.clone()));
                    }
                }
                Intent::Append { array: RecordPath::new(self.record.keys()), row: fields }
            }
        }
    }

    /// Whether nothing is left to decide: the text says what the edit says.
    #[must_use]
    pub fn is_over(&self, document: &Document) -> bool {
        match &self.key {
            Some(key) => match (document.now(&self.record, key), &self.mine) {
                (Now::Says(now), Some(mine)) => same(&now, mine),
                (Now::NoKey | Now::NoRecord, None) => true,
                _ => false,
            },
            None => matches!(self.why, Why::Removed) && !document.is_there(&self.record),
        }
    }

    /// The same seen from the other side.
    #[must_use]
    pub(super) fn turned(mut self) -> Self {
        std::mem::swap(&mut self.mine, &mut self.theirs);
        self.why = match self.why {
            Why::Gone => Why::Removed,
            Why::Removed => Why::Gone,
            other => other,
        };
        self
    }
}

impl Rebased {
    fn made(step: Step) -> Self {
        let steps = if step.is_empty() { Vec::new() } else { vec![step] };
        Self { steps, clashes: Vec::new() }
    }

    fn and(&mut self, other: Self) {
        self.steps.extend(other.steps);
        self.clashes.extend(other.clashes);
    }
}

impl From<Clash> for Rebased {
    fn from(clash: Clash) -> Self {
        Self { steps: Vec::new(), clashes: vec![clash] }
    }
}

impl Document {
    /// Makes an edit on this text, whatever others have made of it since the author looked.
    pub fn rebase(&mut self, edit: &Edit) -> Rebased {
        match &edit.intent {
            Intent::Set { record, key, value } => self.rebase_key(edit, record, key, Some(value)),
            Intent::Unset { record, key } => self.rebase_key(edit, record, key, None),
            Intent::Add { record, fields } if self.is_there(record) && !edit.saw.is_unknown() => {
                let record = record.clone();
                self.add_to(edit, &record, fields)
            }
            Intent::Append { array, row } => self.rebase_row(edit, array, row),
            Intent::Remove { record } => self.rebase_removal(edit, record),
            Intent::Move { record, to } if !self.is_there(record) && self.is_there(to) => Rebased::default(),
            Intent::Add { record, .. } | Intent::Move { record, .. } => self.make_or_keep(edit, record),
            Intent::Reword { words } => {
                let record = words.first().map_or_else(RecordPath::default, |word| word.record.clone());
                self.make_or_keep(edit, &record)
            }
            Intent::Replay { .. } => self.make_or_keep(edit, &RecordPath::default()),
        }
    }

    /// What is wrong with the part of the text that an edit is about: then nobody can tell what stands there.
    #[must_use]
    pub fn problem_at(&self, edit: &Edit) -> Option<Diagnostic> {
        let units = match &edit.intent {
            Intent::Set { record, key, .. } | Intent::Unset { record, key } => vec![self.unit_key_of(record, key)],
            Intent::Add { record, .. } | Intent::Append { array: record, .. } | Intent::Remove { record } => {
                vec![self.unit_key(record)]
            }
            Intent::Move { record, to } => vec![self.unit_key(record), self.unit_key(to)],
            Intent::Reword { words } => words.iter().map(|word| self.unit_key_of(&word.record, &word.key)).collect(),
            Intent::Replay { step } => step.units().cloned().collect(),
        };
        units.iter().find_map(|unit| Tree::read(unit, &self.unit_text(unit)?).diagnostics().first().cloned())
    }

    /// Makes it, or keeps it with the reason.
    fn make_or_keep(&mut self, edit: &Edit, record: &RecordPath) -> Rebased {
        match self.apply(&edit.intent) {
            Ok(step) => Rebased::made(step),
            Err(refusal) => unfit(edit, record, None, &refusal).into(),
        }
    }

    fn rebase_key(&mut self, edit: &Edit, record: &RecordPath, key: &KeyPath, value: Option<&Literal>) -> Rebased {
        let now = self.now(record, key);
        let mine = value.map(Literal::to_string);
        let is_done = match (&now, &mine) {
            (Now::Says(now), Some(mine)) => same(now, mine),
            (Now::NoKey | Now::NoRecord, None) => true,
            _ => false,
        };
        if is_done {
            return Rebased::default();
        }
        let Saw::Key { was, .. } = &edit.saw else { return self.set(edit, record, key, &now) };
        let is_as_seen = match (&now, was) {
            (Now::Says(now), Some(was)) => same(now, was),
            (Now::NoKey, None) => true,
            _ => false,
        };
        if is_as_seen {
            return self.set(edit, record, key, &now);
        }
        if let (Now::Says(now), Some(mine)) = (&now, &mine)
            && self.log_of(record).is_some_and(|log| key.parts().count() == 1 && log.is_earliest(&key.to_string()))
        {
            return if is_before(mine, now) { self.make_or_keep(edit, record) } else { Rebased::default() };
        }
        let (theirs, why) = match now {
            Now::Says(now) => (Some(now), Why::Changed),
            Now::NoKey => (None, Why::Changed),
            Now::NoRecord => (None, Why::Gone),
        };
        let (record, key) = (record.clone(), Some(key.clone()));
        Clash { edit: edit.clone(), record, key, was: was.clone(), mine, theirs, why }.into()
    }

    fn set(&mut self, edit: &Edit, record: &RecordPath, key: &KeyPath, now: &Now) -> Rebased {
        match self.apply(&edit.intent) {
            Ok(step) => Rebased::made(step),
            Err(refusal) => {
                let mut clash = unfit(edit, record, Some(key), &refusal);
                if let Now::Says(now) = now {
                    clash.theirs = Some(now.clone());
                }
                clash.into()
            }
        }
    }

    /// Both have added the record: what only one of them says is in both.
    fn add_to(&mut self, edit: &Edit, record: &RecordPath, fields: &[(KeyPath, Literal)]) -> Rebased {
        let mut all = Rebased::default();
        for (key, value) in fields {
            let path: Vec<&str> = record.keys().chain(key.parts()).collect();
            let part =
                |intent| Edit { intent, saw: Saw::Key { was: None, record: None }, at: edit.at, by: edit.by.clone() };
            match value {
                Literal::InlineTable(inner)
                    if record.selector().is_none()
                        && !self.layout().is_value(&path)
                        && self.with_value(&RecordPath::new(path.iter().copied()), |value| {
                            matches!(value, DeValue::Table(_))
                        }) == Some(true) =>
                {
                    let below = RecordPath::new(path.iter().copied());
                    let inner = inner.clone();
                    all.and(self.add_to(edit, &below, &inner));
                }
                value => {
                    let intent = Intent::Set { record: record.clone(), key: key.clone(), value: value.clone() };
                    all.and(self.rebase(&part(intent)));
                }
            }
        }
        all
    }

    fn rebase_row(&mut self, edit: &Edit, array: &RecordPath, row: &[(KeyPath, Literal)]) -> Rebased {
        if let Saw::Rows(seen) = &edit.saw {
            if self.rows_saying(array, row) > *seen {
                return Rebased::default();
            }
            if let Some(log) = self.log_of(array)
                && let Twins::Joined { given, .. } = log.twins
                && let Some(twin) = twin(log, array, row).filter(|twin| self.is_there(twin))
            {
                let is_own = |key: &KeyPath| given.iter().any(|given| KeyPath::new(given) == *key);
                let told: Vec<_> = row
                    .iter()
                    .filter(|(key, _)| !is_own(key) || matches!(self.now(&twin, key), Now::NoKey))
                    .cloned()
                    .collect();
                return self.add_to(edit, &twin, &told);
            }
        }
        self.make_or_keep(edit, array)
    }

    fn rebase_removal(&mut self, edit: &Edit, record: &RecordPath) -> Rebased {
        let Some(now) = self.said(record) else { return Rebased::default() };
        match &edit.saw {
            // That the others have taken away a part of it is no reason to keep the rest.
            Saw::Record(was) if !same(&now, was) && !is_part(&now, was) => Clash {
                edit: edit.clone(),
                record: record.clone(),
                key: None,
                was: Some(was.clone()),
                mine: None,
                theirs: Some(now),
                why: Why::Removed,
            }
            .into(),
            _ => self.make_or_keep(edit, record),
        }
    }

    /// What is known of the log that a row or its array is of.
    fn log_of(&self, record: &RecordPath) -> Option<&'static Log> {
        self.layout().log(record.keys().next_back()?)
    }
}

/// The path of the row with the same keys as this one.
pub(super) fn twin(log: &Log, array: &RecordPath, row: &[(KeyPath, Literal)]) -> Option<RecordPath> {
    let Literal::InlineTable(row) = inline(row) else { return None };
    Some(array.row(log.keys.iter().map(|name| {
        let key = KeyPath::new(name);
        let value = row.iter().find(|(known, _)| *known == key).map_or_else(|| "".into(), |(_, value)| value.clone());
        (key, value)
    })))
}

fn unfit(edit: &Edit, record: &RecordPath, key: Option<&KeyPath>, refusal: &Refusal) -> Clash {
    let mine = match &edit.intent {
        Intent::Set { value, .. } => Some(value.to_string()),
        Intent::Add { fields: row, .. } | Intent::Append { row, .. } => {
            Some(Literal::InlineTable(row.clone()).to_string())
        }
        Intent::Move { to, .. } => Some(format!("moved to [{to}]")),
        Intent::Reword { words } => words.first().map(|word| Literal::from(word.text.as_str()).to_string()),
        Intent::Unset { .. } | Intent::Remove { .. } | Intent::Replay { .. } => None,
    };
    Clash {
        edit: edit.clone(),
        record: record.clone(),
        key: key.cloned(),
        was: None,
        mine,
        theirs: None,
        why: Why::Unfit(refusal.to_string()),
    }
}

/// Whether all that one record says is said by the other.
fn is_part(part: &str, whole: &str) -> bool {
    fn is_in(part: &Literal, whole: &Literal) -> bool {
        match (part, whole) {
            (Literal::InlineTable(part), Literal::InlineTable(whole)) => {
                part.iter().all(|(key, value)| whole.iter().any(|(known, other)| known == key && is_in(value, other)))
            }
            (Literal::Array(part), Literal::Array(whole))
                if part.iter().all(|value| matches!(value, Literal::InlineTable(_))) =>
            {
                part.iter().all(|value| whole.contains(value))
            }
            (part, whole) => part == whole,
        }
    }
    matches!((part.parse(), whole.parse()), (Ok(part), Ok(whole)) if is_in(&part, &whole))
}

/// Whether one time comes before another; of different kinds, by what is written.
fn is_before(a: &str, b: &str) -> bool {
    match (a.parse::<Literal>(), b.parse::<Literal>()) {
        (Ok(Literal::OffsetDateTime(a)), Ok(Literal::OffsetDateTime(b))) => a < b,
        (Ok(Literal::LocalDateTime(a)), Ok(Literal::LocalDateTime(b))) => a < b,
        (Ok(Literal::Date(a)), Ok(Literal::Date(b))) => a < b,
        _ => a < b,
    }
}
