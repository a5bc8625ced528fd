//! `codriver report works`: tracks, proofs, openers, notes and topics, with what landed, and in which deals.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Printed;
use crate::campaign::{Campaign, Deal, Id};
use crate::drive::words::quoted;
use crate::drive::works::{Line, Row, Share, Sheet, Works, openers_now, works};
use crate::text::visible;
use crate::view::{columns, fit};

/// Columns of a name, and what the name may take of them.
const NAME: usize = 46;
const ROOM: u16 = 44;
/// Columns of what landed.
const LANDED: usize = 42;

/// The report; with `deal`, of what was used on it.
pub fn report(campaign: &Campaign, deal: Option<&str>) -> Printed {
    let only = deal.and_then(|deal| campaign.deal(deal));
    let works = works(campaign, only);
    let sheet = Sheet::of(campaign, &works, only);
    Printed { text: text(&sheet), json: json_of(campaign, &works, &sheet, only) }
}

fn text(sheet: &Sheet) -> String {
    let mut text = format!("{}\n", visible(&sheet.sentence));
    for line in &sheet.lines {
        // Writing to a text cannot fail.
        let _ = match line {
            Line::Now => writeln!(text, "\nTO OPEN WITH NOW, by stage and topic"),
            Line::Opener { stage, topic, deals, opener, why, .. } => {
                let on = if *deals == 1 { "1 deal".to_owned() } else { format!("{deals} deals") };
                let (stage, topic) = (visible(stage), visible(topic));
                writeln!(text, "{stage}, {topic} ({on})\n  {} ({why})", visible(&quoted(opener)))
            }
            Line::Part(kind, count) => writeln!(text, "\n{} {count}", kind.title()),
            Line::Row(_, row) => writeln!(text, "{}", of_row(row)),
            Line::More(count) => writeln!(text, "and {count} more"),
        };
    }
    text
}

/// A name, what landed, and in which deals; the first two in columns.
fn of_row(row: &Row) -> String {
    let name = fit(&row.name, ROOM);
    let gap = NAME.saturating_sub(columns(&name).into());
    format!("{name}{:gap$}{:<LANDED$}{}: {}", "", row.landed_words(), row.used_words(), row.deals_words())
}

fn json_of(campaign: &Campaign, works: &Works, sheet: &Sheet, only: Option<&Deal>) -> Value {
    let row = |row: &Row| {
        json!({
            "id": row.id,
            "deal": row.deal.as_ref().map(Id::as_str),
            "name": row.name,
            "used": row.used,
            "landed": share(row.landed),
            "won": share(row.won),
            "open_deals": row.open,
        })
    };
    let mut value = json!({ "sentence": sheet.sentence, "judged": works.judged, "unmarked": works.unmarked });
    if let Value::Object(fields) = &mut value {
        for (kind, rows) in &works.tables {
            fields.insert(kind.name().to_owned(), rows.iter().map(row).collect());
        }
        let now = openers_now(campaign, works, only).into_iter().map(|one| {
            json!({
                "stage": one.stage.as_str(),
                "topic": one.topic.as_str(),
                "deals": one.deals,
                "track": one.track.as_str(),
                "landed": share(one.share),
            })
        });
        fields.insert("openers_now".to_owned(), now.collect());
    }
    value
}

/// The numbers, and what they say.
fn share(share: Share) -> Value {
    let (low, high) = share.interval();
    json!({ "hits": share.hits, "of": share.of, "low": low, "high": high, "verdict": share.verdict().name() })
}
