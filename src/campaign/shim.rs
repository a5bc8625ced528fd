//! Stand-ins for what other rooms will hand over.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::DeTable;

use super::ParseError;
use crate::text::{Diagnostic, Place, Severity, UnitKey};

pub(super) fn steps(text: &str) -> Result<crate::pace::Steps, ParseError> {
    if text == "L7" {
        Err(ParseError { at: 0..text.len(), message: "wrong".into(), mend: "mend".into() })
    } else {
        Ok(crate::pace::Steps {})
    }
}

pub(super) fn tree<'t>(unit: &UnitKey, text: &'t str) -> (Spanned<DeTable<'t>>, Vec<Diagnostic>) {
    let (tree, errors) = DeTable::parse_recoverable(text);
    let byte = |at: usize| u32::try_from(at).unwrap_or(0);
    let diagnostics = errors
        .into_iter()
        .map(|error| Diagnostic {
            code: "syntax",
            severity: Severity::Error,
            message: error.message().to_owned(),
            place: Place { unit: unit.clone(), span: error.span().map_or(0..0, |s| byte(s.start)..byte(s.end)) },
            mend: String::new(),
        })
        .collect();
    (tree, diagnostics)
}

pub struct Unit(UnitKey, String);
impl Unit {
    pub fn key(&self) -> &UnitKey {
        &self.0
    }
}

pub struct Document {
    units: Vec<Unit>,
}

impl Document {
    pub fn read(text: &str) -> Self {
        let mut units: Vec<Unit> = Vec::new();
        let mut key = UnitKey::Root;
        for line in text.split_inclusive('\n') {
            if line.starts_with('[') {
                let name = line.trim_start_matches('[').split(']').next().unwrap_or("");
                let mut parts = name.split('.');
                let group: std::sync::Arc<str> = parts.next().unwrap_or("").into();
                key = match parts.next() {
                    Some(id) if super::GROUPS.contains(&&*group) => UnitKey::Record(group, id.into()),
                    _ => UnitKey::Group(group),
                };
            }
            if let Some(unit) = units.iter_mut().find(|unit| unit.0 == key) {
                unit.1.push_str(line);
            } else {
                units.push(Unit(key.clone(), line.to_owned()));
            }
        }
        Self { units }
    }
    pub fn units(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter()
    }
    pub fn text_of(&self, key: &UnitKey) -> Option<Cow<'_, str>> {
        self.units.iter().find(|unit| unit.0 == *key).map(|unit| Cow::Borrowed(&*unit.1))
    }
}
