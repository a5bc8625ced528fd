//! A file that grows: finished deals go to a file of their year, and old calls become counts.
//!
//! Invariant: nothing is in neither file. The archive is told whole, to be written first; then the deals leave the
//! campaign. A deal that is in the archive already, as it is, is not put there again, so that what was cut off between
//! the two is made by doing it again.
//!
//! Calls are folded only where they can no longer matter to the engine: the note's place is behind, or the note is
//! retired, struck or called by hand. Calls of promises and of hazards' notes stay until their deal is archived.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::Outlook;
use super::calls::{NoteState, Subject, state};
use super::place::PlaceTime;
use super::rules::{Act, Ground};
use crate::campaign::{Campaign, Deal, Tally, Used, When, call_rows, layout, mentions};
use crate::pace::Hardness;
use crate::text::{Document, Intent, KeyPath, Literal, RecordPath, Refusal, Tree, UnitKey};

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archived {
    /// The archives, to be written before anything else.
    pub years: Vec<Year>,
    /// What the campaign loses, and what is told of it.
    pub act: Act,
}

/// The archive of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// Its name, beside the campaign file.
    pub name: String,
    /// The whole text it is to have.
    pub text: String,
}

/// Archives the deals that finished before a day, and folds the calls made before it. `name` is the archive's name for
/// a year, `existing` its text, if there is one.
///
/// # Errors
/// A deal has no table of its own, or an archive is broken or has another deal of that id.
pub fn archive(
    ground: Ground<'_>,
    before: NaiveDate,
    name: &dyn Fn(i32) -> String,
    existing: &dyn Fn(&str) -> Result<Option<Document>, Refusal>,
) -> Result<Archived, Refusal> {
    use chrono::Datelike;
    let Ground { campaign, document, .. } = ground;
    let mut told = Vec::new();
    let mut years: BTreeMap<i32, Vec<&Deal>> = BTreeMap::new();
    let mut undated = 0;
    for deal in &campaign.deals {
        let Some(finish) = &deal.result else { continue };
        match finish.on.map(|on| on.local(campaign.zone).date()) {
            Some(on) if on < before => years.entry(on.year()).or_default().push(deal),
            Some(_) => {}
            None => undated += 1,
        }
    }
    let mut written = Vec::new();
    let mut intents = Vec::new();
    let names: Vec<String> = years.keys().map(|year| name(*year)).collect();
    for ((year, deals), name) in years.iter().zip(&names) {
        let text = year_text(ground, (name, *year), deals, existing(name)?.as_ref())?;
        written.push(Year { name: name.clone(), text });
        intents.extend(deals.iter().map(|deal| Intent::Remove { record: RecordPath::new(["deal", &*deal.id]) }));
        told.push(format!("{} to `{name}`", counted(deals.len(), "finished deal goes", "finished deals go")));
    }
    intents.extend(listed(campaign, document, &names)?);
    if undated > 0 {
        told.push(format!("{} no day and stay", counted(undated, "finished deal has", "finished deals have")));
    }
    let mut calls = 0;
    for deal in campaign.deals.iter().filter(|deal| deal.is_open()) {
        let (folded, count) = folded(ground, deal, before);
        intents.extend(folded);
        calls += count;
    }
    if calls > 0 {
        told.push(format!("{} into the tallies of notes", counted(calls, "old call goes", "old calls go")));
    }
    Ok(Archived { years: written, act: Act { intents, told } })
}

fn counted(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// The list of archives with those that it lacks.
fn listed(campaign: &Campaign, document: &Document, names: &[String]) -> Result<Option<Intent>, Refusal> {
    let known = &campaign.settings.history;
    let lacking: Vec<&String> = names.iter().filter(|name| !known.iter().any(|known| **known == ***name)).collect();
    if lacking.is_empty() {
        return Ok(None);
    }
    let (record, key) = (RecordPath::new(["campaign"]), KeyPath::new("history"));
    if document.get(&record, &key).is_some_and(|source| source.contains('#')) {
        return Err(Refusal::new(
            format!("`history` has comments in its list, where `{}` has to go", lacking[0]),
            "add it to the list with an editor first",
        ));
    }
    let all = known.iter().map(ToString::to_string).chain(lacking.into_iter().cloned());
    let value = Literal::Array(all.map(Literal::Text).collect());
    Ok(Some(if document.locate(&record, None).is_some() {
        Intent::Set { record, key, value }
    } else {
        Intent::Add { record, fields: vec![(key, value)] }
    }))
}

/// The records that these deals name, and those that these name in turn: an archive stands by itself.
fn named_by(campaign: &Campaign, document: &Document, deals: &[&Deal]) -> Vec<UnitKey> {
    let all = mentions(campaign, document, None);
    let mut by_record: HashMap<(&str, &str), Vec<(&str, &str)>> = HashMap::new();
    for mention in &all {
        let (mut by, mut names) = (mention.record.keys(), mention.names.keys());
        let (Some(group), Some(id), Some(kind), Some(other)) = (by.next(), by.next(), names.next(), names.next())
        else {
            continue;
        };
        if kind != "deal" {
            by_record.entry((group, id)).or_default().push((kind, other));
        }
    }
    let mut found = BTreeSet::new();
    let mut asked: Vec<(&str, &str)> = deals.iter().map(|deal| ("deal", deal.id.as_str())).collect();
    while let Some(record) = asked.pop() {
        for named in by_record.get(&record).into_iter().flatten() {
            if found.insert(*named) {
                asked.push(*named);
            }
        }
    }
    found.into_iter().map(|(group, id)| UnitKey::Record(group.into(), id.into())).collect()
}

/// The text of an archive with these deals, and what they name.
fn year_text(
    Ground { campaign, document, .. }: Ground<'_>,
    (name, year): (&str, i32),
    deals: &[&Deal],
    existing: Option<&Document>,
) -> Result<String, Refusal> {
    let ending = if document.bytes().windows(2).any(|pair| pair == b"\r\n") { "\r\n" } else { "\n" };
    let broken = |document: &Document| {
        !document.is_text() || document.units().any(|unit| !Tree::read(unit.key(), &document.text_of(unit)).is_sound())
    };
    if existing.is_some_and(broken) {
        return Err(Refusal::new(
            format!("`{name}` does not parse"),
            format!("mend it first: `codriver check {name}` tells what is wrong"),
        ));
    }
    let has = |key: &UnitKey| existing.and_then(|known| known.unit_text(key)).filter(|text| !text.is_empty());
    let mut blocks = Vec::new();
    for key in named_by(campaign, document, deals) {
        let text = document.unit_text(&key).map(|text| block(&text)).unwrap_or_default();
        if !text.is_empty() && has(&key).is_none() {
            blocks.push(text);
        }
    }
    for deal in deals {
        let key = UnitKey::Record("deal".into(), (&*deal.id).into());
        let Some(text) = document.unit_text(&key) else {
            return Err(Refusal::new(
                format!("the deal `{}` has no table of its own to be moved", deal.id),
                format!("write it as `[deal.{}]` first", deal.id),
            ));
        };
        match has(&key).map(|known| block(&known)) {
            Some(known) if known == block(&text) => {}
            Some(_) => {
                return Err(Refusal::new(
                    format!("`{name}` has another deal `{}`", deal.id),
                    format!("rename one of them: `codriver rename FILE deal.{} NEW`", deal.id),
                ));
            }
            None => blocks.push(block(&text)),
        }
    }
    let mut text = match existing {
        Some(known) => String::from_utf8_lossy(&known.bytes()).into_owned(),
        None => head(campaign, document, year, ending),
    };
    for block in blocks {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push_str(ending);
        }
        if !text.ends_with("\n\n") && !text.ends_with("\r\n\r\n") {
            text.push_str(ending);
        }
        text.push_str(&block);
        text.push_str(ending);
    }
    let (read, _) = Document::read(text.clone().into_bytes(), &layout());
    let is_there = |deal: &&Deal| read.unit(&UnitKey::Record("deal".into(), (&*deal.id).into())).is_some();
    if broken(&read) || !deals.iter().all(is_there) {
        return Err(Refusal::new(
            format!("`{name}` is written in a way that deals cannot be put behind"),
            "give its deals tables of their own, such as `[deal.northwind]`",
        ));
    }
    Ok(text)
}

/// What a new archive begins with.
fn head(campaign: &Campaign, document: &Document, year: i32, ending: &str) -> String {
    let record = RecordPath::new(["campaign"]);
    let mut lines = vec![
        format!("# The deals that finished in {year}. The campaign lists this file under `history` and only reads it."),
        "# It holds buyers' names and words. Keep it where only your team can read it.".to_owned(),
        "format = 1".to_owned(),
        String::new(),
        "[campaign]".to_owned(),
    ];
    for key in ["name", "timezone", "currency", "route"] {
        let value = document.get(&record, &KeyPath::new(key)).or_else(|| {
            Some(match key {
                "timezone" => Literal::from(campaign.zone.name()).to_string(),
                "route" => {
                    Literal::Array(campaign.route.iter().map(|id| Literal::from(id.as_str())).collect()).to_string()
                }
                _ => return None,
            })
        });
        lines.extend(value.map(|value| format!("{key} = {value}")));
    }
    lines.join(ending) + ending
}

/// A record's text as it stands: without the empty lines around it, and without comments far below it, which belong
/// to what follows.
fn block(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<&str> = text.lines().collect();
    let is_empty = |line: &&str| line.trim().is_empty();
    let is_comment = |line: &str| line.trim_start().starts_with('#');
    let first = lines.iter().position(|line| !is_empty(line)).unwrap_or(lines.len());
    let last = lines.iter().rposition(|line| !is_empty(line) && !is_comment(line)).map_or(first, |last| last + 1);
    let below = lines[last..].iter().take_while(|line| is_comment(line)).count();
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    lines[first..last + below].join(ending)
}

/// The calls of an open deal that only count from now on.
fn folded(ground: Ground<'_>, deal: &Deal, before: NaiveDate) -> (Vec<Intent>, usize) {
    let Ground { campaign, document, now, .. } = ground;
    let is_old = |when: Option<When>| when.is_some_and(|when| when.local(campaign.zone).date() < before);
    if !deal.call_log.iter().any(|row| is_old(row.called)) {
        return (Vec::new(), 0);
    }
    let outlook = Outlook::new(campaign);
    let mut gone = Vec::new();
    let mut tallies: Vec<(&str, Tally)> = Vec::new();
    let rows = call_rows(document, &deal.id);
    if rows.len() != deal.call_log.len() {
        return (Vec::new(), 0);
    }
    for note in &deal.notes {
        let Some(found) = state(campaign, &outlook, deal, &note.id, now) else { continue };
        let is_by_hand = matches!(found.state, NoteState::Struck | NoteState::Contingency);
        let is_behind = found.place.pass.is_none()
            && !found.live
            && (matches!(found.place.time, PlaceTime::Behind)
                || found.target.is_some_and(|target| target.at().with_timezone(&campaign.zone).date_naive() < before));
        if !matches!(found.subject, Subject::Note(_)) || !(is_by_hand || is_behind) {
            continue;
        }
        let shown_is_heard = found.steps.is_some_and(|steps| steps.hardness() <= Hardness::Five);
        let mut tally = note.tally.as_deref().copied().unwrap_or_default();
        let known = tally;
        for (row, path) in deal.call_log.iter().zip(&rows) {
            if row.note == note.id && is_old(row.called) {
                tally.called += 1;
                tally.heard += u32::from(row.acked.is_some() || shown_is_heard);
                tally.landed += u32::from(row.used == Some(Used::Landed));
                gone.push(path.clone());
            }
        }
        if tally != known {
            tallies.push((&note.id, tally));
        }
    }
    let count = gone.len();
    // The last first, so that of rows that are alike each keeps its number until its turn comes.
    let order = |path: &RecordPath| rows.iter().position(|row| row == path);
    gone.sort_by_key(|path| std::cmp::Reverse(order(path)));
    let mut intents: Vec<Intent> = gone.into_iter().map(|record| Intent::Remove { record }).collect();
    for (note, tally) in tallies {
        let record = RecordPath::new(["deal", &*deal.id, "note", note]);
        let counts = [("called", tally.called), ("heard", tally.heard), ("landed", tally.landed)];
        let number = |count: u32| Literal::Integer(i64::from(count));
        let key = KeyPath::new("tally");
        if document.locate(&record.below(["tally"]), None).is_some() {
            intents.extend(counts.map(|(name, count)| Intent::Set {
                record: record.clone(),
                key: key.clone().then(name),
                value: number(count),
            }));
        } else {
            let fields = counts.map(|(name, count)| (KeyPath::new(name), number(count)));
            intents.push(Intent::Set { record, key, value: Literal::InlineTable(fields.to_vec()) });
        }
    }
    (intents, count)
}
