//! `codriver report credits FILE DEAL`: what each did for a deal that is won, and the debrief of one that is lost.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::text;
use crate::campaign::{Campaign, Deal, Status};
use crate::cli::args::Format;
use crate::console::told::{Line as ToldLine, Told};
use crate::drive::Outlook;
use crate::drive::credits::{Card, Line, card};
use crate::text::Refusal;
use crate::view::wrap;

/// The report in the form that is asked for.
///
/// # Errors
/// No deal is named, it is open, or the form is one that a card does not have.
pub fn report(
    campaign: &Campaign,
    deal: Option<&Deal>,
    format: Format,
    names: bool,
    now: DateTime<Utc>,
) -> Result<String, Refusal> {
    let Some(deal) = deal else {
        return Err(Refusal::new(
            "a card is of one deal",
            "name it behind the file: `codriver report credits FILE DEAL`",
        ));
    };
    let card = card(campaign, &Outlook::new(campaign), deal, now, names)?;
    Ok(match format {
        Format::Text | Format::Html => text(&told(&card)),
        Format::Md => card.markdown(),
        Format::Svg => card.svg(wrap),
        Format::Json => format!("{}\n", json_of(&card)),
    })
}

/// The card as any report is printed: the sentence that says what to do, then the card.
fn told(card: &Card) -> Told {
    let mut lines = vec![ToldLine::Part(card.title.clone())];
    if !card.stand.is_empty() {
        lines.push(ToldLine::Words(card.stand.clone()));
    }
    lines.extend(card.lines.iter().map(|line| match line {
        Line::Part(title) => ToldLine::Part(title.clone()),
        Line::Words(words) => ToldLine::Words(words.clone()),
        Line::Ask(words) => ToldLine::Words(format!("? {words}")),
    }));
    Told { sentence: card.sentence.clone(), lines }
}

fn json_of(card: &Card) -> Value {
    let mut parts: Vec<Value> = Vec::new();
    let mut open: Option<(String, Vec<&str>, Vec<&str>)> = None;
    let close = |part: Option<(String, Vec<&str>, Vec<&str>)>, parts: &mut Vec<Value>| {
        if let Some((title, lines, ask)) = part {
            parts.push(json!({ "title": title, "lines": lines, "ask": ask }));
        }
    };
    for line in &card.lines {
        match line {
            Line::Part(title) => close(open.replace((title.clone(), Vec::new(), Vec::new())), &mut parts),
            Line::Words(words) => open.get_or_insert_default().1.push(words),
            Line::Ask(words) => open.get_or_insert_default().2.push(words),
        }
    }
    close(open, &mut parts);
    json!({
        "deal": card.deal.as_str(),
        "status": if card.status == Status::Won { "won" } else { "lost" },
        "sentence": card.sentence,
        "title": card.title,
        "stand": card.stand,
        "parts": parts,
    })
}
