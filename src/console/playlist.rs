//! The playlist and the value lines as people read them: one sentence that says what to do, who has still to sign, words
//! that nobody wants said and where they stand, where each track is used and how it landed, and value lines to mend.
//!
//! Pure lines. Who has not signed is told as whose signature is missing, and blamed for nothing.

use super::reports::shell;
use super::told::{Line, Told};
use super::words::{counted, listed, quoted, who};
use crate::campaign::{Campaign, Id, Seat};
use crate::drive::playlist::{Entry, Written};
use crate::drive::value_lines::{Fault, Finding, gives_words};
use crate::drive::veil::Veil;

/// So many deals are named, and so many places of one kind told; the others are counted.
const SHOWN: usize = 8;

/// What both trades say, for people; with `deal`, what is played and written on that one.
#[must_use]
pub fn told(
    campaign: &Campaign,
    entries: &[Entry],
    written: &[Written],
    findings: &[Finding],
    deal: Option<&str>,
    names: bool,
) -> Told {
    let on_deal = |id: Option<&Id>| deal.is_none_or(|deal| id.is_some_and(|id| *id == *deal));
    let entries: Vec<&Entry> =
        entries.iter().filter(|one| deal.is_none_or(|deal| one.deals.iter().any(|id| *id == *deal))).collect();
    let written: Vec<&Written> = written.iter().filter(|one| on_deal(one.deal.as_ref())).collect();
    let findings: Vec<&Finding> = findings.iter().filter(|one| on_deal(Some(&one.deal))).collect();
    let mut lines = Vec::new();
    for (title, is_agreed) in [("TO SIGN", false), ("AGREED", true)] {
        let mut tracks = entries.iter().filter(|one| one.missing.is_empty() == is_agreed).peekable();
        if tracks.peek().is_some() {
            lines.push(Line::Part(title.to_owned()));
        }
        for one in tracks {
            lines.push(Line::Words(track(campaign, one)));
            lines.push(Line::Under { deal: None, words: used(campaign, one) });
        }
    }
    if !written.is_empty() {
        lines.push(Line::Part("NEVER TO BE SAID, AND WRITTEN".to_owned()));
        lines.extend(written.iter().take(SHOWN).map(|one| of_deal(one.deal.as_ref(), place(campaign, one, names))));
        more(written.len(), &mut lines);
    }
    if !findings.is_empty() {
        lines.push(Line::Part("VALUE LINES".to_owned()));
        lines.extend(findings.iter().take(SHOWN).map(|one| of_deal(Some(&one.deal), value(campaign, one, names))));
        more(findings.len(), &mut lines);
    }
    Told { sentence: sentence(campaign, &entries, &written, &findings, names), lines }
}

fn of_deal(deal: Option<&Id>, words: String) -> Line {
    match deal {
        Some(deal) => Line::Deal { deal: deal.clone(), words },
        None => Line::Words(words),
    }
}

fn more(all: usize, lines: &mut Vec<Line>) {
    if all > SHOWN {
        lines.push(Line::Words(format!("and {} more", all - SHOWN)));
    }
}

fn sentence(
    campaign: &Campaign,
    entries: &[&Entry],
    written: &[&Written],
    findings: &[&Finding],
    names: bool,
) -> String {
    if campaign.tracks.is_empty() {
        return "No message is agreed yet: `codriver track propose FILE night-load 'What runs when nobody is there' --as \
                maya` proposes one, and a driver signs it."
            .to_owned();
    }
    if let Some(one) = written.first() {
        let (words, place) = (quoted(&one.words), where_words(campaign, one, names));
        return format!("Take {words} out of {place}: {} says never to say it.", quoted(theme(campaign, &one.track)));
    }
    // What is used before it is signed comes first.
    let waits = entries
        .iter()
        .filter(|one| !one.missing.is_empty())
        .max_by_key(|one| (!one.deals.is_empty(), std::cmp::Reverse(&one.track)));
    if let Some(one) = waits {
        let used = match one.deals.len() {
            0 => String::new(),
            n => format!(", and {} it", counted(i64::try_from(n).unwrap_or(i64::MAX), "deal plays", "deals play")),
        };
        return format!(
            "Sign {} or change its words: {}{used}; `{}`.",
            quoted(theme(campaign, &one.track)),
            to_sign(&one.missing),
            sign(one),
        );
    }
    match findings.first() {
        Some(one) => format!("Every track is signed. Mend a value line: {}", value(campaign, one, names)),
        None => "Every track is signed, and no value line misses its objective.".to_owned(),
    }
}

fn theme<'c>(campaign: &'c Campaign, track: &'c Id) -> &'c str {
    campaign.track_theme(track)
}

/// `a driver has still to sign`.
#[must_use]
pub fn to_sign(missing: &[Seat]) -> String {
    let word = |seat: &Seat| if *seat == Seat::Driver { "a driver" } else { "a navigator" };
    let seats: Vec<&str> = missing.iter().map(word).collect();
    let have = if seats.len() > 1 { "have" } else { "has" };
    format!("{} {have} still to sign", listed(&seats))
}

fn sign(one: &Entry) -> String {
    let by = match &*one.could_sign {
        [only] => only.as_str(),
        _ => "CREW",
    };
    format!("codriver track sign FILE {} --as {by}", one.track)
}

fn track(campaign: &Campaign, one: &Entry) -> String {
    let line = campaign.track(&one.track).and_then(|track| track.line.as_deref().or(track.opener.as_deref()));
    let line = line.map_or_else(|| "without words yet".to_owned(), quoted);
    let signed: Vec<String> = one.signed.iter().map(|id| who(campaign, id)).collect();
    let signed = if signed.is_empty() { "nobody".to_owned() } else { listed(&signed) };
    let strangers: Vec<&str> = one.strangers.iter().map(Id::as_str).collect();
    let strangers = if strangers.is_empty() {
        String::new()
    } else {
        format!("; {} signed and is not in the crew", listed(&strangers))
    };
    let missing =
        if one.missing.is_empty() { String::new() } else { format!("; {}: `{}`", to_sign(&one.missing), sign(one)) };
    format!("{}: {line} Signed by {signed}{strangers}{missing}.", theme(campaign, &one.track))
}

/// Where a track is used, and how that went.
fn used(campaign: &Campaign, one: &Entry) -> String {
    if one.deals.is_empty() && one.hazards.is_empty() && one.record.is_none() {
        return "not used yet: name it as `track` in a note or a stroke".to_owned();
    }
    let mut names: Vec<&str> =
        one.deals.iter().take(SHOWN).map(|id| campaign.deal(id).map_or(id.as_str(), |deal| deal.name())).collect();
    let rest = format!("{} more", one.deals.len().saturating_sub(SHOWN));
    if one.deals.len() > SHOWN {
        names.push(&rest);
    }
    names.extend(one.hazards.iter().map(|id| campaign.hazard(id).and_then(|one| one.title.as_deref()).unwrap_or(id)));
    let places = if names.is_empty() { "in archived deals".to_owned() } else { format!("on {}", listed(&names)) };
    match &one.record {
        Some(row) => {
            format!("{places}; {}, {}; in deals: {}", row.used_words(), row.landed_words(), row.deals_words())
        }
        None => format!("{places}; not said yet"),
    }
}

/// The name of a place, without a name that it would tell.
pub(super) fn where_words(campaign: &Campaign, one: &Written, names: bool) -> String {
    let path = one.record.to_string();
    match one.deal.as_ref().and_then(|id| campaign.deal(id)) {
        Some(deal) if !Veil::over(deal, names).may_tell(&path) => format!("a note on {}", deal.name()),
        Some(deal) => format!("`{path}` ({})", deal.name()),
        None => format!("`{path}`"),
    }
}

fn place(campaign: &Campaign, one: &Written, names: bool) -> String {
    let (words, theme) = (quoted(&one.words), quoted(theme(campaign, &one.track)));
    format!(
        "{words} stands in the `{}` of {}: {theme} says never to say it",
        one.key,
        where_words(campaign, one, names)
    )
}

fn value(campaign: &Campaign, one: &Finding, names: bool) -> String {
    let deal = campaign.deal(&one.deal);
    let name = deal.map_or(one.deal.as_str(), |deal| deal.name());
    let what = deal.map_or_else(|| one.what.clone(), |deal| Veil::over(deal, names).text(&one.what));
    let gives = one.gives.map_or_else(String::new, |gives| format!(" (it gives {})", gives_words(gives)));
    let mend = match one.fault {
        Fault::Unserved => {
            let objective = one.record.to_string();
            let id = objective.rsplit('.').next().unwrap_or_default();
            let line = format!("serves={id}");
            format!("`codriver add FILE deal.{}.value_line.{id} {} line='…'`", one.deal, shell_if(&line))
        }
        Fault::Wordless => format!("`codriver set FILE {} line='…'`", one.record),
        Fault::OfUsOnly | Fault::ServesNone => "say which of their objectives it serves, or leave it out".to_owned(),
    };
    format!("{name}, {}{gives}: {}; {mend}.", quoted(what.trim_end_matches('.')), one.fault.words())
}

fn shell_if(word: &str) -> String {
    let is_plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'='));
    if is_plain { word.to_owned() } else { shell(word) }
}
