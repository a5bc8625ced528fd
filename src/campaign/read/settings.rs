//! Reads what holds for the whole campaign: settings, destination, crew and stages.

use std::ops::Range;

use toml::de::DeValue;

use super::super::Id;
use super::super::code;
use super::super::kind::{Kind, nearest};
use super::super::reader::{Reader, Table, Value, in_file_order};
use super::super::records::{
    CallSettings, Crew, Destination, Measure, Owes, OwesKind, Period, Seat, Settings, Stage, Text, When,
};
use crate::pace::Hardness;

pub(super) fn settings<'t>(r: &mut Reader<'t>, table: &'t Table<'t>) -> Settings {
    let mut settings = Settings::default();
    for (key, value) in table {
        match &**key.get_ref() {
            "name" => settings.name = r.text(value),
            "timezone" => settings.timezone = r.zone(value),
            "currency" => settings.currency = r.currency(value),
            "route" => settings.route = r.ids(value),
            "working_hours" => settings.working_hours = r.hours(value),
            "holidays" => settings.holidays = r.dates(value),
            "history" => settings.history = r.texts(value),
            "deal_log" => settings.deal_log = r.text(value),
            "calls" => settings.calls = r.record(key, value, Kind::Calls, calls).unwrap_or_default(),
            "rates" => rates(r, value, &mut settings),
            "engine" => settings.engine_band = r.record(key, value, Kind::Engine, engine).flatten(),
            _ => r.unknown(Kind::Campaign, key),
        }
    }
    settings
}

fn calls<'t>(r: &mut Reader<'t>, table: &'t Table<'t>) -> CallSettings {
    const GRADES: [(&str, Hardness); 8] = [
        ("6", Hardness::Six),
        ("5", Hardness::Five),
        ("4", Hardness::Four),
        ("3", Hardness::Three),
        ("2", Hardness::Two),
        ("1", Hardness::One),
        ("SQ", Hardness::Square),
        ("HP", Hardness::Hairpin),
    ];
    let mut calls = CallSettings::default();
    for (key, value) in table {
        if key.get_ref() != "prep" {
            r.unknown(Kind::Calls, key);
            continue;
        }
        for (grade, value) in r.entries(value, "a duration for each grade", "write `{ 1 = \"40wh\" }`") {
            let name: &str = grade.get_ref();
            if let Some((_, hardness)) = GRADES.iter().find(|(known, _)| *known == name) {
                if let Some(duration) = r.duration(value) {
                    calls.prep.insert(*hardness, duration);
                }
            } else {
                let shown: String = name.chars().take(40).collect();
                let message = format!("expected a grade from `6` to `1`, `SQ` or `HP`, found `{shown}`");
                r.tell(code::UNKNOWN_KEY, grade.span(), message, "write one of these grades".into());
            }
        }
    }
    calls
}

fn rates<'t>(r: &mut Reader<'t>, value: &'t Value<'t>, settings: &mut Settings) {
    for (currency, value) in r.entries(value, "a rate for each currency", "write `USD = 0.79`") {
        if !r.is_currency(currency.get_ref(), currency.span()) {
            continue;
        }
        let Some(rate) = r.money(value) else { continue };
        if rate.is_sign_negative() || rate.is_zero() {
            let message = format!("expected a rate above 0, found `{rate}`");
            r.tell(code::OUT_OF_RANGE, value.span(), message, "write what one unit is worth".into());
        } else {
            let currency = r.intern(currency.get_ref());
            settings.rates.insert(currency, rate);
        }
    }
}

fn engine<'t>(r: &mut Reader<'t>, table: &'t Table<'t>) -> Option<(f64, f64)> {
    let mut band = None;
    for (key, value) in table {
        if key.get_ref() != "band" {
            r.unknown(Kind::Engine, key);
            continue;
        }
        let DeValue::Array(ends) = value.get_ref() else {
            r.expected(value, "a list of two shares", "write `[0.35, 0.65]`");
            continue;
        };
        let [low, high] = &**ends else {
            r.expected(value, &format!("two shares, not {}", ends.len()), "write `[0.35, 0.65]`");
            continue;
        };
        let (Some(low), Some(high)) = (r.share(low), r.share(high)) else { continue };
        if low > high {
            let message = format!("expected the lower share first, found `{low}` before `{high}`");
            r.tell(code::OUT_OF_RANGE, value.span(), message, format!("write `[{high}, {low}]`"));
        } else {
            band = Some((low, high));
        }
    }
    band
}

pub(super) fn destination<'t>(r: &mut Reader<'t>, table: &'t Table<'t>) -> Destination {
    let mut destination = Destination::default();
    for (key, value) in table {
        match &**key.get_ref() {
            "goal" => destination.goal = r.text(value),
            "measure" => {
                let words = [("won-value", Measure::WonValue), ("won-deals", Measure::WonDeals)];
                destination.measure = r.choice(value, &words).unwrap_or_default();
            }
            "target" => destination.target = r.money(value),
            "from" => destination.from = r.when(value),
            "by" => destination.by = r.when(value),
            "shares" => {
                for (who, value) in r.entries(value, "a share for each crew member", "write `{ sam = 0.5 }`") {
                    if let Some(share) = r.share(value) {
                        destination.shares.push((r.intern(who.get_ref()), share));
                    }
                }
            }
            "only" => destination.only = super::only(r, value),
            _ => r.unknown(Kind::Destination, key),
        }
    }
    destination
}

pub(super) fn crew<'t>(r: &mut Reader<'t>, id: Id, table: &'t Table<'t>) -> Crew {
    const SEATS: [(&str, Seat); 4] =
        [("driver", Seat::Driver), ("navigator", Seat::Navigator), ("both", Seat::Both), ("lead", Seat::Lead)];
    let mut crew = Crew::new(id);
    for (key, value) in table {
        match &**key.get_ref() {
            "name" => crew.name = r.text(value),
            "seat" => crew.seat = r.choice(value, &SEATS),
            "timezone" => crew.timezone = r.zone(value),
            "working_hours" => crew.working_hours = r.hours(value),
            "away" => crew.away = r.rows(key, value, Kind::Away, away),
            "earliness" => crew.earliness = r.number(value, "an earliness", 0.5, 2.0).unwrap_or(1.0),
            "owes" => crew.owes = r.records(key, value, Kind::Owes, owes).into_iter().flatten().collect(),
            _ => r.unknown(Kind::Crew, key),
        }
    }
    crew
}

fn away<'t>(r: &mut Reader<'t>, table: &'t Table<'t>, place: Range<usize>) -> Option<(When, When)> {
    let needs = ("a time away needs `from`", "write `{ from = 2026-12-21, until = 2026-12-31 }`");
    let (from, until) = from_until(r, table, Kind::Away, place, needs)?;
    // Without an end it is one day.
    Some((from, until.unwrap_or(from)))
}

/// A time with a beginning and maybe an end; `needs` is the sentence and the mend where `from` is not there.
pub(super) fn from_until<'t>(
    r: &mut Reader<'t>,
    table: &'t Table<'t>,
    kind: Kind,
    place: Range<usize>,
    needs: (&str, &str),
) -> Option<(When, Option<When>)> {
    let (mut from, mut until) = (None, None);
    let mut said = false;
    for (key, value) in table {
        match &**key.get_ref() {
            "from" => {
                said = true;
                from = r.when(value);
            }
            "until" => until = r.when(value),
            _ => r.unknown(kind, key),
        }
    }
    if !said {
        missing(r, place, needs.0, needs.1);
    }
    from.map(|from| (from, until))
}

#[cold]
pub(super) fn missing(r: &mut Reader<'_>, place: Range<usize>, message: &str, mend: &str) {
    r.tell(code::MISSING_KEY, place, message.to_owned(), mend.to_owned());
}

fn owes<'t>(r: &mut Reader<'t>, id: Id, table: &'t Table<'t>) -> Option<Owes> {
    const PERIODS: [(&str, Period); 3] =
        [("week", Period::Week), ("month", Period::Month), ("quarter", Period::Quarter)];
    const KINDS: [(&str, OwesKind); 6] = [
        ("visits", OwesKind::Visits),
        ("assets", OwesKind::Assets),
        ("tracks", OwesKind::Tracks),
        ("answers", OwesKind::Answers),
        ("reports", OwesKind::Reports),
        ("strokes", OwesKind::Strokes),
    ];
    // `[crew.maya.owes.visits]` says by its id what is owed, unless `of` says otherwise.
    let by_id = KINDS.iter().find(|(word, _)| id == **word).map(|(_, kind)| *kind);
    let mut owes = Owes::new(id, by_id.unwrap_or(OwesKind::Visits));
    let mut of = by_id;
    let mut said = false;
    for (key, value) in table {
        match &**key.get_ref() {
            "what" => owes.what = r.text(value),
            "count" => owes.count = r.count(value).unwrap_or(1),
            "every" => owes.every = r.choice(value, &PERIODS).unwrap_or(Period::Month),
            "of" => {
                said = true;
                of = r.choice(value, &KINDS);
            }
            _ => r.unknown(Kind::Owes, key),
        }
    }
    if of.is_none() && !said {
        let near = nearest(&owes.id, KINDS.iter().map(|(word, _)| *word)).unwrap_or("visits");
        let place = r.place_of_record();
        missing(r, place, "an `owes` record needs `of`", &format!("write `of = \"{near}\"`"));
    }
    owes.of = of?;
    Some(owes)
}

pub(super) fn stage<'t>(r: &mut Reader<'t>, id: Id, table: &'t Table<'t>) -> Stage {
    let mut stage = Stage::new(id);
    for (key, value) in table {
        match &**key.get_ref() {
            "name" => stage.name = r.text(value),
            "expected" => stage.expected = r.duration(value),
            "win_rate" => stage.win_rate = r.share(value),
            "stale_after" => stage.stale_after = r.duration(value),
            "gate" => stage.gate = gate(r, value),
            "guidance" => stage.guidance = r.text(value),
            _ => r.unknown(Kind::Stage, key),
        }
    }
    stage
}

/// Facts by id, or a list of texts, whose ids are 1, 2, …
fn gate<'t>(r: &mut Reader<'t>, value: &'t Value<'t>) -> Vec<(Id, Text)> {
    if let DeValue::Table(facts) = value.get_ref() {
        let facts = in_file_order(facts).filter_map(|(id, value)| Some((r.intern(id.get_ref()), r.text(value)?)));
        return facts.collect();
    }
    let texts = r.texts(value);
    texts.into_iter().zip(1_u32..).map(|(text, at)| (r.intern(&at.to_string()), text)).collect()
}
