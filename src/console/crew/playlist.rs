//! The tab of the playlist: topics that many ask about and nothing answers, tracks with who has signed and how they
//! landed, the openers to use now, words that nobody wants said, and value lines to mend.
//!
//! Left out: how it is all counted, which the reports say; nothing is ranked here by a percentage.

use chrono::{DateTime, Utc};

use super::page::{Page, Row, Target, What};
use crate::campaign::{Campaign, Id};
use crate::console::playlist::{to_sign, where_words};
use crate::console::sheet::Tone;
use crate::drive::Outlook;
use crate::drive::playlist::{Entry, Written, playlist, written};
use crate::drive::reports::{Theme, reports};
use crate::drive::rules::deal_path;
use crate::drive::topic;
use crate::drive::value_lines::{self, Fault, Finding};
use crate::drive::words::{counted, listed, quoted, who};
use crate::drive::works::{Kind, OpenerNow, Row as Known, Works, openers_now, works};
use crate::text::RecordPath;

/// So many findings of a sort are told; the others are counted.
const SHOWN: usize = 8;

pub(super) fn page(campaign: &Campaign, outlook: &Outlook, now: DateTime<Utc>) -> Page {
    let (entries, words, findings) = (playlist(campaign), written(campaign), value_lines::all(campaign));
    let themes = reports(campaign, outlook, None, now).topics;
    let gaps: Vec<&Theme> = themes.iter().filter(|theme| theme.is_gap()).collect();
    let mut page = head(campaign, &gaps, &entries, &words, &findings);
    some(&mut page, "GAPS: MANY ASK, NOTHING TO PLAY OR TO SHOW", &gaps, |theme| {
        let asked = counted(number(theme.said.len()), "report", "reports");
        let deals = counted(number(theme.deals), "deal", "deals");
        let words = format!("{}: {asked} from {deals}", theme.name);
        vec![Row::words(words).to(Target::Propose(theme.topic.clone()))]
    });
    let (agreed, open): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(|one| one.missing.is_empty());
    for (title, tracks) in [("TO SIGN", open), ("AGREED BY BOTH TRADES", agreed)] {
        if !tracks.is_empty() {
            page.rows.push(Row::part(title));
            page.rows.extend(tracks.into_iter().flat_map(|one| track(campaign, one)));
        }
    }
    let known = works(campaign, None);
    openers(campaign, &known, &mut page);
    let words: Vec<&Written> = words.iter().collect();
    some(&mut page, "NEVER TO BE SAID, AND WRITTEN", &words, |one| {
        let (never, theme) = (quoted(&one.words), quoted(campaign.track_theme(&one.track)));
        let place = where_words(campaign, one, true);
        let words = format!("{never} in the `{}` of {place}: {theme} says never to say it", one.key);
        vec![Row::words(words).to(Target::Record(one.record.clone()))]
    });
    let findings: Vec<&Finding> = findings.iter().collect();
    some(&mut page, "VALUE LINES TO MEND", &findings, |one| vec![value(campaign, one)]);
    for (kind, title) in [(Kind::Asset, "ASSETS BROUGHT"), (Kind::Note, "NOTES SAID"), (Kind::Topic, "TOPICS MET")] {
        let rows: Vec<&Known> = known.rows(kind).iter().collect();
        some(&mut page, title, &rows, |one| {
            let uses = format!("{}: {}", one.used_words(), one.deals_words());
            let name = if kind == Kind::Note { quoted(&one.name) } else { one.name.clone() };
            vec![Row::words(name), Row::of(What::Under(uses, Tone::Quiet)), landed(one)]
        });
    }
    page
}

/// What to do, and where.
fn head(campaign: &Campaign, gaps: &[&Theme], entries: &[Entry], words: &[Written], findings: &[Finding]) -> Page {
    let told = |sentence: String, target: Target, track: Option<&Id>| Page {
        sentence,
        target: Some(target),
        track: track.cloned(),
        rows: Vec::new(),
    };
    if campaign.tracks.is_empty() {
        let sentence = "No message is agreed yet: propose the first one, and the other trade signs it.";
        return told(sentence.to_owned(), Target::Propose(Id::from("")), None);
    }
    if let Some(one) = words.first() {
        let sentence = format!(
            "Take {} out of {}: {} says never to say it.",
            quoted(&one.words),
            where_words(campaign, one, true),
            quoted(campaign.track_theme(&one.track))
        );
        return told(sentence, Target::Record(one.record.clone()), None);
    }
    // What is used before it is signed comes first, as in the report.
    let waits = entries.iter().filter(|one| !one.missing.is_empty());
    let waits = waits.max_by_key(|one| (!one.deals.is_empty(), std::cmp::Reverse(&one.track)));
    if let Some(one) = waits {
        let used = match one.deals.len() {
            0 => String::new(),
            n => format!(", and {} it already", counted(number(n), "deal plays", "deals play")),
        };
        let theme = quoted(campaign.track_theme(&one.track));
        let sentence = format!("Sign {theme} or change its words: {}{used}.", to_sign(&one.missing));
        return told(sentence, record(&one.track), Some(&one.track));
    }
    if let Some(gap) = gaps.first() {
        let asked = counted(number(gap.said.len()), "report", "reports");
        let sentence = format!("Find words on {}: {asked}, and nothing to play or to show.", quoted(&gap.name));
        return told(sentence, Target::Propose(gap.topic.clone()), None);
    }
    match findings.first() {
        Some(one) => {
            let row = value(campaign, one);
            let What::Words(words) = row.what else { return Page::default() };
            let sentence = format!("Every track is signed. Mend a value line: {words}.");
            Page { sentence, target: row.target, ..Page::default() }
        }
        None => Page {
            sentence: "Every track is signed, and no value line misses its objective.".to_owned(),
            ..Page::default()
        },
    }
}

/// The first few of a sort under their heading.
fn some<T>(page: &mut Page, title: &str, all: &[T], rows: impl Fn(&T) -> Vec<Row>) {
    if all.is_empty() {
        return;
    }
    page.rows.push(Row::part(title));
    page.rows.extend(all.iter().take(SHOWN).flat_map(rows));
    if all.len() > SHOWN {
        page.rows.push(Row::words(format!("and {} more", all.len() - SHOWN)));
    }
}

/// A track: who has signed, its words, where it is used, and how it landed.
fn track(campaign: &Campaign, one: &Entry) -> Vec<Row> {
    let known = campaign.track(&one.track);
    let words = known.and_then(|track| track.line.as_deref().or(track.opener.as_deref()));
    let names: Vec<String> = one.signed.iter().map(|id| who(campaign, id)).collect();
    let names = if names.is_empty() { "nobody".to_owned() } else { listed(&names) };
    let mut signed = format!("signed by {names}");
    if !one.strangers.is_empty() {
        signed = format!(
            "{signed} and by {}, not in the crew",
            listed(&one.strangers.iter().map(Id::as_str).collect::<Vec<_>>())
        );
    }
    let mut tone = Tone::Good;
    if !one.missing.is_empty() {
        signed = format!("{signed}; {}", to_sign(&one.missing));
        tone = Tone::Late;
    }
    let theme = campaign.track_theme(&one.track).to_owned();
    let head = Row::of(What::Track { theme, signed, tone }).to(record(&one.track)).about(&one.track);
    let words = words.map_or_else(|| "without words yet".to_owned(), quoted);
    let mut rows = vec![head, Row::of(What::Under(words, Tone::Calm))];
    rows.push(Row::of(What::Under(used(campaign, one), Tone::Quiet)));
    rows.extend(one.record.as_ref().map(landed));
    rows
}

fn landed(known: &Known) -> Row {
    Row::of(What::Landed { share: known.landed, words: known.landed_words() })
}

/// On which deals it is played: two by name, the others counted.
fn used(campaign: &Campaign, one: &Entry) -> String {
    let mut places: Vec<String> = one
        .deals
        .iter()
        .map(|id| campaign.deal(id).map_or(id.as_str(), |deal| deal.name()))
        .chain(one.hazards.iter().map(|id| campaign.hazard(id).and_then(|one| one.title.as_deref()).unwrap_or(id)))
        .map(str::to_owned)
        .collect();
    let all = places.len();
    if all == 0 {
        return "not used yet: name it as `track` in a note or a stroke".to_owned();
    }
    if all > 3 {
        places.truncate(2);
        places.push(format!("{} more", all - 2));
    }
    format!("on {}", listed(&places))
}

/// What to open with now: each opener with its topic and the stages in which deals come back to that.
fn openers(campaign: &Campaign, known: &Works, page: &mut Page) {
    let mut now: Vec<(OpenerNow, Vec<&str>)> = Vec::new();
    for one in openers_now(campaign, known, None) {
        let stage = campaign.stage(&one.stage).map_or("", |stage| campaign.stage_name(&stage.id));
        match now.iter_mut().find(|(other, _)| other.track == one.track && other.topic == one.topic) {
            Some((_, stages)) => stages.push(stage),
            None => now.push((one, vec![stage])),
        }
    }
    some(page, "TO OPEN WITH NOW", &now, |(one, stages)| {
        let opener = campaign.track(&one.track).and_then(|track| track.opener.as_deref()).unwrap_or_default();
        let words = match one.share.words() {
            words if words.is_empty() => "no verdict yet".to_owned(),
            words => format!("landed {words}"),
        };
        let on = format!("{}, in {}", topic::name(campaign, &one.topic), listed(stages));
        vec![
            Row::words(quoted(opener)).to(record(&one.track)).about(&one.track),
            Row::of(What::Under(on, Tone::Quiet)),
            Row::of(What::Landed { share: one.share, words }),
        ]
    });
}

fn value(campaign: &Campaign, one: &Finding) -> Row {
    let name = campaign.deal(&one.deal).map_or(one.deal.as_str(), |deal| deal.name());
    let what = quoted(one.what.trim_end_matches('.'));
    let target = match one.fault {
        Fault::Unserved => Target::New(deal_path(&one.deal).below(["value_line"])),
        Fault::OfUsOnly | Fault::ServesNone | Fault::Wordless => Target::Record(one.record.clone()),
    };
    Row::words(format!("{name}, {what}: {}", one.fault.words())).to(target)
}

fn record(track: &Id) -> Target {
    Target::Record(RecordPath::new(["track", track]))
}

fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
