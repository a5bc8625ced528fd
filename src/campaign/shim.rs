//! Stand-ins for what other rooms will hand over.

use super::{Anchor, Duration, Position, WorkingHours};
use crate::text::{Diagnostic, Place, Severity, UnitKey};
use toml::Spanned;
use toml::de::DeTable;

pub(super) struct ParseError {
    pub message: String,
    pub mend: String,
}

pub(super) fn duration(text: &str) -> Result<Duration, ParseError> {
    let mut found = Duration::default();
    for part in text.split(' ') {
        let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let count: u32 = part[..digits].parse().map_err(|_| wrong(text))?;
        match &part[digits..] {
            "s" => found.seconds += count,
            "m" => found.seconds += count * 60,
            "h" => found.seconds += count * 3600,
            "d" => found.days += count,
            "w" => found.days += count * 7,
            "wd" => found.working_days += count,
            "wh" => found.working_seconds += count * 3600,
            _ => return Err(wrong(text)),
        }
    }
    Ok(found)
}

fn wrong(text: &str) -> ParseError {
    ParseError { message: format!("expected a duration, found `{text}`"), mend: "write it such as `3wd`".into() }
}

pub(super) fn position(text: &str) -> Result<Position, ParseError> {
    let (anchor, plus, minus) = if let Some((a, b)) = text.split_once(" + ") {
        (a, Some(duration(b)?), None)
    } else if let Some((a, b)) = text.split_once(" - ") {
        (a, None, Some(duration(b)?))
    } else {
        (text, None, None)
    };
    let anchor = if let Some(id) = anchor.strip_prefix("enter ") {
        Anchor::Enter(id.into())
    } else if let Some(id) = anchor.strip_prefix("leave ") {
        Anchor::Leave(id.into())
    } else if let Some((id, minute)) = anchor.split_once(' ') {
        let (m, s) = minute.split_once(':').ok_or_else(|| wrong(text))?;
        let m: u32 = m.parse().map_err(|_| wrong(text))?;
        let s: u32 = s.parse().map_err(|_| wrong(text))?;
        Anchor::Minute(id.into(), m * 60 + s)
    } else {
        Anchor::Named(anchor.into())
    };
    Ok(Position { anchor, plus, minus })
}

pub(super) fn hours(text: &str) -> Result<WorkingHours, ParseError> {
    if text.contains(':') { Ok(WorkingHours { days: Default::default() }) } else { Err(wrong(text)) }
}

pub(super) fn steps(text: &str) -> Result<crate::pace::Steps, ParseError> {
    if text == "L7" { Err(wrong(text)) } else { Ok(crate::pace::Steps {}) }
}

pub(super) fn tree<'t>(unit: &UnitKey, text: &'t str) -> (Spanned<DeTable<'t>>, Vec<Diagnostic>) {
    let (tree, errors) = DeTable::parse_recoverable(text);
    let diagnostics = errors
        .into_iter()
        .map(|error| Diagnostic {
            code: "syntax",
            severity: Severity::Error,
            message: error.message().to_owned(),
            place: Place {
                unit: unit.clone(),
                span: error
                    .span()
                    .map_or(0..0, |s| u32::try_from(s.start).unwrap_or(0)..u32::try_from(s.end).unwrap_or(0)),
            },
            mend: String::new(),
        })
        .collect();
    (tree, diagnostics)
}
