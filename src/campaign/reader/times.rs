//! Time and place: dates, durations, positions, working hours, and the shorthand that stands beside them.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use toml::de::DeValue;
use toml::value::{Datetime, Offset};

use super::super::code;
use super::super::records::{Text, When};
use super::super::{Anchor, Duration, ParseError, Position, WorkingHours};
use super::{Reader, Value};
use crate::pace;

impl<'t> Reader<'t> {
    pub(in super::super) fn when(&mut self, value: &Value<'t>) -> Option<When> {
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

    pub(in super::super) fn date(&mut self, value: &Value<'t>) -> Option<NaiveDate> {
        match self.when(value)? {
            When::Date(date) => Some(date),
            When::Local(_) | When::Instant(_) => {
                self.expected(value, "a date without a time", "write the date alone, such as `2026-12-25`");
                None
            }
        }
    }

    pub(in super::super) fn dates(&mut self, value: &Value<'t>) -> Vec<NaiveDate> {
        self.one_or_more(value, "a list of dates", Self::date)
    }

    pub(in super::super) fn duration(&mut self, value: &Value<'t>) -> Option<Duration> {
        if value.get_ref().is_integer() {
            self.expected(value, "a duration", "write it in quotes with its unit, such as `\"45m\"`");
            return None;
        }
        let text = self.str(value, "a duration")?;
        match Duration::parse(text) {
            Ok(duration) => Some(duration),
            Err(wrong) => {
                self.misread(code::BAD_DURATION, value, text, wrong);
                None
            }
        }
    }

    /// How long something takes: longer than nothing.
    pub(in super::super) fn length(&mut self, value: &Value<'t>) -> Option<Duration> {
        let length = self.duration(value)?;
        if !length.is_zero() {
            return Some(length);
        }
        let message = format!("expected a length above zero, found {}", self.found(value));
        let mend = "write how long it takes, such as `45m`, or leave it out".to_owned();
        self.tell(code::OUT_OF_RANGE, value.span(), message, mend);
        None
    }

    /// A ladder: each rung's own words and what they mean. One text is a ladder of one rung.
    pub(in super::super) fn ladder(&mut self, value: &Value<'t>) -> Vec<(Text, Duration)> {
        self.one_or_more(value, "a list of durations", |reader, value| {
            let duration = reader.duration(value)?;
            Some((reader.text(value)?, duration))
        })
    }

    pub(in super::super) fn position(&mut self, value: &Value<'t>) -> Option<Arc<Position>> {
        if let DeValue::Datetime(written) = value.get_ref() {
            let when = self.moment(written, value)?;
            return Some(Arc::new(Position::at(Anchor::Time(when))));
        }
        let text = self.str(value, "a place")?;
        match self.met.position(text) {
            Ok(position) => Some(position),
            Err(wrong) => {
                self.misread(code::BAD_POSITION, value, text, wrong);
                None
            }
        }
    }

    pub(in super::super) fn hours(&mut self, value: &Value<'t>) -> Option<WorkingHours> {
        let text = self.str(value, "working hours")?;
        match WorkingHours::parse(text) {
            Ok(hours) => Some(hours),
            Err(wrong) => {
                self.misread(code::BAD_HOURS, value, text, wrong);
                None
            }
        }
    }

    pub(in super::super) fn steps(&mut self, value: &Value<'t>) -> Option<Arc<pace::Steps>> {
        let text = self.str(value, "shorthand")?;
        match self.met.steps(text) {
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
