//! A value as a person types it, and as the file writes it.
//!
//! Invariant: what cannot be understood is handed on as a text, so that the reader refuses it in its own words. A line
//! that was not touched is never read, so nothing here has to give the same bytes back.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, TimeDelta, Timelike, Utc};
use rust_decimal::Decimal;

use super::{Form, Given, Line, Part, deal_of, names};
use crate::campaign::schema::{Field, Held, Many, Names, Takes};
use crate::campaign::{Position, When};
use crate::console::model::Model;
use crate::console::{dates, prompt, words};
use crate::drive::place::{Bearings, PlaceTime};
use crate::drive::rules;
use crate::pace;
use crate::text::{Literal, Said};

/// The sign between the values of a list: sentences may have commas.
const fn between(takes: Takes) -> char {
    if matches!(takes, Takes::Text) { ';' } else { ',' }
}

/// What the file says, as a line to be changed.
pub(super) fn shown(field: &Field, said: &Said) -> String {
    match said {
        Said::Value(Literal::Array(values)) => {
            let sign = between(field.takes);
            let shown: Vec<String> = values
                .iter()
                .map(|value| {
                    let text = one_shown(field.takes, value);
                    let needs_quotes =
                        text.contains(sign) || text.contains('"') || text.trim() != text || text.is_empty();
                    if needs_quotes { format!("\"{text}\"") } else { text }
                })
                .collect();
            shown.join(if sign == ';' { "; " } else { ", " })
        }
        Said::Value(value) => one_shown(field.takes, value),
        Said::Other(source) => source.clone(),
        Said::Keys(_) | Said::Rows(_) => String::new(),
    }
}

fn one_shown(takes: Takes, value: &Literal) -> String {
    match (takes, value) {
        (_, Literal::Text(text)) => text.clone(),
        (Takes::Yes, Literal::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
        (Takes::Money, other) => {
            let written = other.to_string();
            let exact = Decimal::from_str_exact(&written).ok();
            let apart = exact.map(words::amount).filter(|apart| number(apart, takes) == exact);
            apart.unwrap_or(written)
        }
        (_, Literal::LocalDateTime(time)) => when_text(When::Local(*time)),
        (_, other) => other.to_string(),
    }
}

/// A time as it is typed: `2026-11-24 14:00`.
#[must_use]
pub fn when_text(when: When) -> String {
    match when {
        When::Local(time) if time.second() == 0 => time.format("%Y-%m-%d %H:%M").to_string(),
        When::Local(time) => time.format("%Y-%m-%d %H:%M:%S").to_string(),
        other => other.to_string(),
    }
}

/// The key and value that a line gives; nothing where it is empty.
///
/// # Errors
/// What is wrong with the line itself: a new name without a value.
pub(super) fn literal(model: &Model, form: &Form, line: &Line) -> Result<Option<Given>, String> {
    let text = line.text().trim();
    if text.is_empty() || line.part == Part::Id {
        return Ok(None);
    }
    if line.is_touched() && text.chars().count() > prompt::LONGEST {
        return Err(format!("the text is longer than {} characters; say it shorter", prompt::LONGEST));
    }
    let (key, text) = match line.part {
        Part::NewName => {
            let parts = text.split_once('=').or_else(|| text.split_once(": "));
            let Some((name, value)) = parts.map(|(name, value)| (name.trim(), value.trim())) else {
                return Err(format!("expected a name and a value, found `{text}`; write `some-id = …`"));
            };
            if name.is_empty() || value.is_empty() {
                return Err("expected a name and a value; write `some-id = …`".to_owned());
            }
            let key = line.key.clone().then(name);
            if form.lines.iter().any(|other| other.key == key && other.part == Part::Name) {
                return Err(format!("`{name}` is there already; change its line, or choose another name"));
            }
            (key, value)
        }
        Part::Key | Part::Name | Part::Id => (line.key.clone(), text),
    };
    Ok(Some((key, read(model, form, line, text))))
}

fn read(model: &Model, form: &Form, line: &Line, text: &str) -> Literal {
    let takes = line.field.takes;
    let one = |text: &str| one_read(model, form, takes, text);
    let many = |text: &str| split(text, between(takes)).iter().map(|text| one(text)).collect::<Vec<_>>();
    match line.field.many {
        Many::One | Many::Each(_) => one(text),
        Many::List | Many::Pair | Many::ListEach(_) => match (many(text), &line.was) {
            (mut values, Some(Said::Value(was))) if values.len() == 1 && !matches!(was, Literal::Array(_)) => {
                values.remove(0)
            }
            (values, _) => Literal::Array(values),
        },
        Many::OneOrMore => match (many(text), &line.was) {
            (mut values, was) if values.len() == 1 && !matches!(was, Some(Said::Value(Literal::Array(_)))) => {
                values.remove(0)
            }
            (values, _) => Literal::Array(values),
        },
    }
}

/// The parts of a list; one in double quotes may hold the sign itself.
fn split(text: &str, sign: char) -> Vec<Cow<'_, str>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut is_quoted = false;
    let mut take = |part: &str| {
        let part = part.trim();
        let inner = part.strip_prefix('"').and_then(|part| part.strip_suffix('"'));
        if let Some(inner) = inner {
            parts.push(Cow::Owned(inner.to_owned()));
        } else if !part.is_empty() {
            parts.push(Cow::Owned(part.to_owned()));
        }
    };
    for (at, c) in text.char_indices() {
        if c == '"' {
            is_quoted = !is_quoted;
        } else if c == sign && !is_quoted {
            take(&text[start..at]);
            start = at + c.len_utf8();
        }
    }
    take(&text[start..]);
    parts
}

fn one_read(model: &Model, form: &Form, takes: Takes, text: &str) -> Literal {
    let plain = || Literal::Text(text.to_owned());
    match takes {
        Takes::When | Takes::Date => {
            let when = when(model, form, text).map(|(when, _)| in_a_log(model, form, when));
            when.map_or_else(plain, rules::when)
        }
        Takes::Position => match position(model, form, text) {
            Some(Place::Time(when)) => rules::when(when),
            Some(Place::Position(at)) => Literal::Text(at.to_string()),
            None => plain(),
        },
        Takes::Money | Takes::Share | Takes::Factor => number(text, takes).map_or_else(plain, Literal::Decimal),
        Takes::Count => text.replace([',', '_', ' '], "").parse().map_or_else(|_| plain(), Literal::Integer),
        Takes::Yes => match text {
            "yes" | "true" => Literal::Bool(true),
            "no" | "false" => Literal::Bool(false),
            _ => plain(),
        },
        Takes::Pace => pace::parse_steps(text).map_or_else(|_| plain(), |steps| Literal::Text(steps.to_string())),
        Takes::Currency => Literal::Text(text.to_ascii_uppercase()),
        _ => plain(),
    }
}

/// `180,000`, `180k`, `1.2m`, `60%`.
fn number(text: &str, takes: Takes) -> Option<Decimal> {
    let bare = text.replace([',', '_', ' '], "");
    let (digits, factor) = match bare.char_indices().next_back()? {
        (at, '%') if takes == Takes::Share => (&bare[..at], Decimal::new(1, 2)),
        (at, 'k' | 'K') if takes == Takes::Money => (&bare[..at], Decimal::from(1_000)),
        (at, 'm' | 'M') if takes == Takes::Money => (&bare[..at], Decimal::from(1_000_000)),
        _ => (bare.as_str(), Decimal::ONE),
    };
    let number = Decimal::from_str_exact(digits).ok()?;
    if factor == Decimal::ONE { Some(number) } else { Some(number.checked_mul(factor)?.normalize()) }
}

/// A log keeps instants; days stay days.
fn in_a_log(model: &Model, form: &Form, when: When) -> When {
    match (form.kind.held(), when) {
        (Held::Row(_), When::Local(_)) => When::Instant(words::instant(when, model.campaign.zone)),
        _ => when,
    }
}

/// A date or time in words, or some way from a place of the deal; and whether that is an estimate.
fn when(model: &Model, form: &Form, text: &str) -> Option<(When, bool)> {
    if let Some(when) = day(model, text) {
        return Some((when, false));
    }
    let deal = deal_of(model, form)?;
    let position = dates::place(text)?;
    let bearings = Bearings::new(&model.campaign, &model.outlook, deal, None, model.now);
    let (at, clock, estimated) = in_time(bearings.place(&position).time)?;
    let local = at.with_timezone(&model.campaign.zone).naive_local();
    let way = position.plus.or(position.minus);
    let to_the_minute = way.is_none_or(|way| way.seconds > 0 || way.working_seconds > 0) && clock || {
        way.is_some_and(|way| way.seconds > 0 || way.working_seconds > 0)
    };
    let when =
        if to_the_minute { When::Local(local.with_second(0)?.with_nanosecond(0)?) } else { When::Date(local.date()) };
    Some((when, estimated))
}

/// When a place is, whether a clock time was written, and whether it is an estimate.
fn in_time(time: PlaceTime) -> Option<(DateTime<Utc>, bool, bool)> {
    Some(match time {
        PlaceTime::Fixed { at, clock } => (at, clock, false),
        PlaceTime::Entered { at } => (at, false, false),
        PlaceTime::Estimated(arrival) => (arrival.median, false, true),
        PlaceTime::Live { at, .. } => (at, true, false),
        PlaceTime::NotDriven { at } => (at?, true, false),
        PlaceTime::Nowhere | PlaceTime::NoTimeYet | PlaceTime::Behind => return None,
    })
}

/// A day or time in words, or as the file writes it.
#[must_use]
pub fn day(model: &Model, text: &str) -> Option<When> {
    let calendar = model.outlook.calendar(None);
    dates::whole(text, model.now, model.campaign.zone, &|day: NaiveDate, n| {
        let at = calendar.clock(When::Local(day.and_hms_opt(12, 0, 0)?));
        calendar.by_working_days(at, n).map(|at| calendar.local(at).date())
    })
}

/// What a place is measured from.
enum Place {
    Time(When),
    Position(Position),
}

/// A place: an id of the deal before a day of the same name, a day before an id that nobody knows.
fn position(model: &Model, form: &Form, text: &str) -> Option<Place> {
    let known = |text: &str| match deal_of(model, form) {
        Some(deal) => model.campaign.place(deal, text).is_some(),
        None => model.campaign.route_index(text).is_some() || model.campaign.hazard(text).is_some(),
    };
    if !known(text)
        && let Some(when) = day(model, text)
    {
        return Some(Place::Time(when));
    }
    dates::place(text).map(Place::Position)
}

/// How a value is understood, in one line.
pub(super) fn reading(model: &Model, form: &Form, line: &Line, literal: &Literal) -> String {
    let text = line.text().trim();
    let zone = model.campaign.zone;
    match (line.field.takes, literal) {
        (Takes::When | Takes::Date, Literal::Array(values)) => counted(values.len(), "day", "days"),
        (Takes::When | Takes::Date, _) => match when(model, form, text) {
            Some((when, estimated)) => {
                let told = with_distance(model, when);
                if estimated { format!("{told}, by the estimate of its place") } else { told }
            }
            None => String::new(),
        },
        (Takes::Position, _) => match position(model, form, text) {
            Some(Place::Time(when)) => with_distance(model, when),
            Some(Place::Position(position)) => {
                let Some(deal) = deal_of(model, form) else { return String::new() };
                let bearings = Bearings::new(&model.campaign, &model.outlook, deal, None, model.now);
                match bearings.place(&position).time {
                    PlaceTime::Nowhere => String::new(),
                    PlaceTime::NoTimeYet => "no time yet: it hangs on something without a date".to_owned(),
                    PlaceTime::Behind => "behind the deal already".to_owned(),
                    time => in_time(time).map_or_else(String::new, |(at, _, estimated)| {
                        let sign = if estimated { "~ " } else { "" };
                        format!("{sign}{}", words::moment(at, zone, model.now))
                    }),
                }
            }
            None => String::new(),
        },
        (Takes::Pace, Literal::Text(steps)) => pace::parse_steps(steps)
            .map(|steps| steps.speak(model.settings.speech, &prompt::topic_names(model), None))
            .unwrap_or_default(),
        (Takes::Id(of), _) => said_names(model, form, of, literal),
        (Takes::Money, Literal::Decimal(amount)) => words::amount(*amount),
        (Takes::Share, Literal::Decimal(share)) => {
            format!("{} %", (*share * Decimal::from(100)).normalize())
        }
        (Takes::Text, Literal::Text(text)) if line.field.key == "say" => {
            format!("{}, {} s to say", counted(pace::words(text), "word", "words"), pace::seconds_to_say(text))
        }
        (Takes::Text | Takes::Word, Literal::Array(values)) if values.len() > 1 => format!("{} of them", values.len()),
        _ => String::new(),
    }
}

fn counted(n: usize, one: &str, many: &str) -> String {
    words::counted(i64::try_from(n).unwrap_or(i64::MAX), one, many)
}

fn with_distance(model: &Model, when: When) -> String {
    let calendar = model.outlook.calendar(None);
    let at = words::instant(when, model.campaign.zone);
    let told = words::when(when, model.campaign.zone, model.now);
    let days = calendar.working_days_between(model.now.min(at), model.now.max(at));
    let far = if days == 0 || (at - model.now).abs() < TimeDelta::hours(12) {
        String::new()
    } else if at > model.now {
        format!(", in {}", words::counted(days, "working day", "working days"))
    } else {
        format!(", {} ago", words::counted(days, "working day", "working days"))
    };
    format!("{told}{far}")
}

/// The names behind ids, where they say more than the ids.
fn said_names(model: &Model, form: &Form, of: Names, literal: &Literal) -> String {
    let ids: Vec<&str> = match literal {
        Literal::Text(id) => vec![id],
        Literal::Array(ids) => {
            ids.iter().filter_map(|id| if let Literal::Text(id) = id { Some(id.as_str()) } else { None }).collect()
        }
        _ => Vec::new(),
    };
    let all = names::all(model, deal_of(model, form), of);
    let known: Vec<&str> = ids
        .iter()
        .filter_map(|id| all.iter().find(|one| one.text == *id))
        .map(|one| one.gloss.as_str())
        .filter(|gloss| !gloss.is_empty())
        .collect();
    known.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_parted_at_its_sign_unless_it_is_quoted() {
        assert_eq!(split("GB, IE , DE", ','), ["GB", "IE", "DE"]);
        assert_eq!(split("\"rip, and replace\", cheapest", ','), ["rip, and replace", "cheapest"]);
        assert_eq!(split("Meet Tom, soon; Ring Ines", ';'), ["Meet Tom, soon", "Ring Ines"]);
        assert_eq!(split(" , ", ','), [""; 0]);
    }

    #[test]
    fn money_and_shares_are_taken_as_people_say_them() {
        let text = |text: &str, takes| number(text, takes).map(|number| number.to_string());
        assert_eq!(text("180,000", Takes::Money).as_deref(), Some("180000"));
        assert_eq!(text("180k", Takes::Money).as_deref(), Some("180000"));
        assert_eq!(text("1.25m", Takes::Money).as_deref(), Some("1250000"));
        assert_eq!(text("60 %", Takes::Share).as_deref(), Some("0.6"));
        assert_eq!(text("60%", Takes::Money), None);
        assert_eq!(text("a lot", Takes::Money), None);
    }
}
