//! `codriver report punctuality`: which calls came on time, early, late or not at all, and the likely reason.

use std::fmt::{Display, Write as _};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::Printed;
use crate::campaign::{Campaign, Id};
use crate::console::punctuality::{COLUMNS, Line, Sheet, Trade};
use crate::drive::Outlook;
use crate::drive::calls::{Judged, Punctuality, Record, Report, Timed, Went, punctuality};
use crate::text::visible;
use crate::view::{columns, fit};

/// The report.
pub fn report(campaign: &Campaign, deal: Option<&str>, now: DateTime<Utc>) -> Printed {
    let report = punctuality(campaign, &Outlook::new(campaign), deal, now);
    Printed { text: text(&Sheet::of(campaign, &report, now)), json: json_of(campaign, &report) }
}

/// Columns of one figure.
const FIGURE: usize = 9;
/// Columns of a name before its figures.
const NAME: usize = 28;
/// What a name may take of them.
const ROOM: u16 = 26;

/// Whose figures stand below, over the first of each.
fn trades() -> String {
    let heads = COLUMNS.iter().enumerate().map(|(n, (trade, _))| match n.checked_sub(1).map(|n| COLUMNS[n].0) {
        Some(before) if before == *trade => String::new(),
        _ if *trade == Trade::Called => "called".to_owned(),
        _ => "heard".to_owned(),
    });
    format!("{:NAME$}{}", "", columns_of(heads)).trim_end().to_owned()
}

/// Figures or their names, each in its columns.
fn columns_of(cells: impl Iterator<Item = impl Display>) -> String {
    let mut text = String::new();
    for cell in cells {
        let _ = write!(text, "{cell:>FIGURE$}");
    }
    text
}

/// The lines of the sheet.
fn text(sheet: &Sheet) -> String {
    let mut text = format!("{}\n", visible(&sheet.sentence));
    if sheet.lines.is_empty() {
        return text;
    }
    text.push('\n');
    let _ = writeln!(text, "{}", trades());
    let _ = writeln!(text, "{:NAME$}{}", "", columns_of(COLUMNS.iter().map(|(_, name)| name)));
    for line in &sheet.lines {
        let _ = match line {
            Line::Part(title) => writeln!(text, "\n{title}"),
            Line::Figures { name, counts, .. } => {
                let name = fit(name, ROOM);
                let gap = NAME.saturating_sub(columns(&name).into());
                writeln!(text, "{name}{:gap$}{}", "", columns_of(counts.iter()))
            }
            Line::Group(group, count) => {
                let (title, meaning) = group.title();
                writeln!(text, "\n{title} {count}: {meaning}")
            }
            Line::Call { time, account, note, reason, .. } => {
                let because = if reason.is_empty() { String::new() } else { format!(": {reason}") };
                writeln!(text, "  {time}  {}, {}{because}", visible(account), visible(note))
            }
        };
    }
    text
}

fn json_of(campaign: &Campaign, report: &Report) -> Value {
    let sum = |sum: &Punctuality| {
        let timed = |timed: &Timed| json!({ "early": timed.early, "on_time": timed.on_time, "late": timed.late });
        json!({
            "called": timed(&sum.called),
            "heard": timed(&sum.heard),
            "missed": sum.missed,
            "unheard": sum.unheard,
            "hits_without_note": sum.hits_without_note,
        })
    };
    let with = |mut value: Value, more: Value| {
        if let (Some(fields), Value::Object(more)) = (value.as_object_mut(), more) {
            fields.extend(more);
        }
        value
    };
    let deals = report.deals.iter().map(|(id, figures)| {
        let account = campaign.deal(id).map(|deal| deal.name().to_owned());
        with(json!({ "deal": id.as_str(), "account": account }), sum(figures))
    });
    let crew = report
        .crew
        .iter()
        .map(|(id, figures)| with(json!({ "crew": id.as_str(), "name": campaign.crew_name(id) }), sum(figures)));
    let calls = report.records.iter().map(|record| record_of(campaign, record));
    let head = json!({
        "deals": deals.collect::<Vec<_>>(),
        "crew": crew.collect::<Vec<_>>(),
        "calls": calls.collect::<Vec<_>>(),
    });
    with(sum(&report.whole), head)
}

fn record_of(campaign: &Campaign, record: &Record) -> Value {
    let stamp = |at: Option<DateTime<Utc>>| at.map(|at| at.with_timezone(&campaign.zone).to_rfc3339());
    let went = match record.went {
        Went::Called => "called",
        Went::Unheard => "unheard",
        Went::Missed => "missed",
        Went::BitWithoutNote => "hit-without-note",
    };
    json!({
        "deal": record.deal.as_str(),
        "note": record.note.as_str(),
        "rung": &*record.rung,
        "driver": record.driver.as_ref().map(Id::as_str),
        "navigator": record.navigator.as_ref().map(Id::as_str),
        "place": stamp(record.place),
        "called": stamp(record.called),
        "acked": stamp(record.acked),
        "called_as": record.called_as.map(Judged::words),
        "heard_as": record.heard_as.map(Judged::words),
        "went": went,
        "reason": record.reason.map(crate::drive::calls::Reason::name),
    })
}
