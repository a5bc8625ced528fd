//! Field reports as people read them: one sentence that says what to do, then the topics with the buyers' own sentences,
//! how long answers take, topics that may be one, and what to open with.
//!
//! Pure lines. A sentence of a buyer is told word for word; a name in it, and whose it is, only where names are asked for.

use chrono::{DateTime, Datelike, Utc};

use super::told::{Line, Told};
use super::words::{counted, date, listed, quoted, when, who};
use crate::campaign::{Campaign, Id, Warmth};
use crate::drive::reports::{Brought, Join, Reports, Said, Theme};
use crate::drive::topic::{self};
use crate::drive::veil::Veil;
use crate::text::{KeyPath, Literal, RecordPath};

/// So many sentences of a topic are told; the others are counted.
const SHOWN: usize = 3;
/// So many deals are named.
const NAMED: usize = 3;

/// What buyers said, for people. `names`: with the buyers' names.
#[must_use]
pub fn told(campaign: &Campaign, reports: &Reports, names: bool, now: DateTime<Utc>) -> Told {
    let ask = Ask { campaign, names, now };
    let mut lines = Vec::new();
    for (title, is_gap) in [("GAPS: MANY ASK, NOTHING TO PLAY OR TO SHOW", true), ("BY TOPIC", false)] {
        let mut topics = reports.topics.iter().filter(|topic| topic.is_gap() == is_gap).peekable();
        if topics.peek().is_some() {
            lines.push(Line::Part(title.to_owned()));
        }
        for topic in topics {
            lines.push(Line::Words(ask.theme(topic)));
            ask.sentences(&topic.said, &mut lines);
        }
    }
    if !reports.unfiled.is_empty() {
        lines.push(Line::Part("FILED UNDER NOTHING".to_owned()));
        let count = counted(number(reports.unfiled.len()), "report has", "reports have");
        lines.push(Line::Words(format!(
            "{count} no topic, so that nothing finds an answer for them: file them in the inbox."
        )));
        ask.sentences(&reports.unfiled, &mut lines);
    }
    if !reports.weeks.is_empty() {
        lines.push(Line::Part("TIME TO ANSWER".to_owned()));
        for week in &reports.weeks {
            let (day, took) = (date(week.monday, year(campaign, now)), working(week.median));
            let answers = counted(number(week.answered), "answer", "answers");
            lines.push(Line::Words(match week.answered {
                1 => format!("week of {day}: {answers}, after {took}"),
                _ => format!("week of {day}: {answers}, half of them within {took}"),
            }));
        }
    }
    if !reports.joins.is_empty() {
        lines.push(Line::Part("MAY BE ONE TOPIC".to_owned()));
        lines.extend(reports.joins.iter().map(|join| Line::Words(join_words(campaign, join))));
    }
    if !reports.openers.is_empty() {
        lines.push(Line::Part("WHAT BROUGHT BUYERS, FOR THOSE WHO DO NOT KNOW US".to_owned()));
        for one in &reports.openers {
            lines.push(Line::Deal { deal: one.deal.clone(), words: ask.brought(one) });
        }
    }
    Told { sentence: ask.sentence(reports), lines }
}

/// `3 working hours`.
#[must_use]
pub fn working(seconds: i64) -> String {
    match seconds / 60 {
        minutes @ ..60 => counted(minutes, "working minute", "working minutes"),
        minutes => counted((minutes + 30) / 60, "working hour", "working hours"),
    }
}

/// The command that would join two topics.
#[must_use]
pub fn join_command(join: &Join) -> String {
    let also = Literal::Array(join.also.iter().map(|word| Literal::Text(word.to_string())).collect());
    let act = if join.has_table { "set" } else { "add" };
    let record = RecordPath::new(["topic", join.into.as_str()]);
    format!("codriver {act} FILE {record} {}", shell(&format!("{}={also}", KeyPath::new("also"))))
}

/// A word as a shell takes it, whatever stands in it.
#[must_use]
pub fn shell(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

fn join_words(campaign: &Campaign, join: &Join) -> String {
    let (word, into) = (topic::name(campaign, &join.word), topic::name(campaign, &join.into));
    format!("{} may be {}: `{}` counts them as one.", quoted(&word), quoted(&into), join_command(join))
}

fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn year(campaign: &Campaign, now: DateTime<Utc>) -> i32 {
    now.with_timezone(&campaign.zone).year()
}

struct Ask<'c> {
    campaign: &'c Campaign,
    names: bool,
    now: DateTime<Utc>,
}

impl Ask<'_> {
    fn sentence(&self, reports: &Reports) -> String {
        let all = || reports.topics.iter().flat_map(|topic| &topic.said).chain(&reports.unfiled);
        if all().next().is_none() {
            return "No buyer's words are written yet: `codriver heard add FILE DEAL --said 'their words' --topic price` \
                    keeps them, and the next run is asked for with them."
                .to_owned();
        }
        if let Some(gap) = reports.topics.iter().find(|topic| topic.is_gap()) {
            let asked = counted(number(gap.said.len()), "report", "reports");
            let deals = counted(number(gap.deals), "deal", "deals");
            let mend = match (gap.unsigned.first(), gap.barred.first()) {
                (Some(track), _) => format!("sign {}", quoted(self.campaign.track_theme(track))),
                (None, Some(asset)) => format!("ask for permission for {}", quoted(self.campaign.asset_title(asset))),
                (None, None) => "agree a track, or bring an asset".to_owned(),
            };
            return format!(
                "Find words on {}: {asked} from {deals}, and no signed track and no asset that may be shown; {mend}.",
                quoted(&gap.name)
            );
        }
        let waiting = || all().filter(|one| one.waits.is_some());
        let Some(one) = waiting().max_by_key(|one| (one.waits, &one.deal, one.row)) else {
            return "Every report is answered: nothing waits.".to_owned();
        };
        let on = reports.topics.iter().find(|topic| topic.said.contains(one));
        let on = on.map_or_else(String::new, |topic| format!(" on {}", quoted(&topic.name)));
        let more = match waiting().count() - 1 {
            0 => String::new(),
            more => format!(", and {}", counted(number(more), "more waits", "more wait")),
        };
        let waited = working(one.waits.unwrap_or_default());
        format!("Answer {}{on}: what they said has waited {waited}{more}.", self.deal(&one.deal))
    }

    fn theme(&self, theme: &Theme) -> String {
        let asked = counted(number(theme.said.len()), "report", "reports");
        let deals = counted(number(theme.deals), "deal", "deals");
        let waiting = match theme.waiting() {
            0 => String::new(),
            n => format!(", {}", counted(number(n), "waits", "wait")),
        };
        let folded: Vec<&str> = theme.folded.iter().map(Id::as_str).collect();
        let folded = if folded.is_empty() { String::new() } else { format!(" (also {})", listed(&folded)) };
        let list = |what: &str, ids: &[Id], name: &dyn Fn(&Id) -> String| {
            let names: Vec<String> = ids.iter().map(name).collect();
            if names.is_empty() { String::new() } else { format!(" {what}: {}.", listed(&names)) }
        };
        let track = |id: &Id| quoted(self.campaign.track_theme(id));
        let asset = |id: &Id| quoted(self.campaign.asset_title(id));
        format!(
            "{}{folded}: {asked} from {deals}{waiting}.{}{}{}{}",
            theme.name,
            list("To play", &theme.tracks, &track),
            list("To show", &theme.assets, &asset),
            list("Waits for a signature", &theme.unsigned, &track),
            list("May not be shown", &theme.barred, &asset),
        )
    }

    fn sentences(&self, said: &[Said], lines: &mut Vec<Line>) {
        for one in said.iter().take(SHOWN) {
            if let Some(words) = self.said(one) {
                lines.push(Line::Under { deal: Some(one.deal.clone()), words });
            }
        }
        if said.len() > SHOWN {
            lines.push(Line::Under { deal: None, words: format!("and {} more", said.len() - SHOWN) });
        }
    }

    /// Their words, whose, and what became of them.
    fn said(&self, one: &Said) -> Option<String> {
        let deal = self.campaign.deal(&one.deal)?;
        let row = deal.heard.get(one.row)?;
        let veil = Veil::over(deal, self.names);
        let words = row.said.as_deref().map_or_else(|| "without words".to_owned(), |said| quoted(&veil.sentence(said)));
        let contact = row.who.as_ref().and_then(|who| deal.contacts.iter().find(|contact| contact.id == *who));
        let contact = contact.map_or_else(String::new, |contact| format!(", {}", veil.person(contact)));
        let at = one.at.map_or_else(String::new, |at| format!(", {}", when(at, self.campaign.zone, self.now)));
        let then = match (&one.answer, one.waits) {
            (Some(note), _) => {
                let author = deal.note(note).and_then(|note| note.by.as_deref());
                let by = author.map_or_else(String::new, |by| format!(" by {}", who(self.campaign, by)));
                let note = if veil.may_tell(note) { format!("note {note}") } else { "a note".to_owned() };
                format!("; answered in {note}{by}")
            }
            (None, Some(seconds)) => format!("; has waited {}", working(seconds)),
            (None, None) => "; never answered".to_owned(),
        };
        Some(format!("{words} {}{contact}{at}{then}", deal.name()))
    }

    fn brought(&self, one: &Brought) -> String {
        let track = self.campaign.track(&one.track);
        let opener = track.and_then(|track| track.opener.as_deref().or(track.line.as_deref()));
        let opener = quoted(opener.unwrap_or_else(|| self.campaign.track_theme(&one.track)));
        let veil = self
            .campaign
            .deal(&one.deal)
            .map_or_else(|| Veil::over_none(self.names), |deal| Veil::over(deal, self.names));
        let result = veil.text(one.result.trim_end_matches('.'));
        let at = one.at.map_or_else(String::new, |at| format!(", {}", when(at, self.campaign.zone, self.now)));
        let times = if one.times == 1 { String::new() } else { format!(" and {} times before", one.times - 1) };
        let record = RecordPath::new(["track", one.track.as_str()]);
        let mend = if !one.agreed {
            format!("both trades sign it first: `codriver track sign FILE {}`", one.track)
        } else if one.warmth == Some(Warmth::Warm) {
            format!(
                "its opener is kept for those who know us; `codriver set FILE {record} warmth=cold` opens cold talks with it"
            )
        } else {
            "open with it where nobody has met them".to_owned()
        };
        let names: Vec<&str> = one.cold.iter().take(NAMED).map(|id| self.deal(id)).collect();
        let cold = match (names.is_empty(), one.cold.len().saturating_sub(NAMED)) {
            (true, _) => String::new(),
            (false, 0) => format!(". Cold now: {}", listed(&names)),
            (false, more) => format!(". Cold now: {} and {more} more", names.join(", ")),
        };
        format!("{opener} brought: {result} ({}{at}){times}; {mend}{cold}.", self.deal(&one.deal))
    }

    fn deal<'s>(&'s self, id: &'s Id) -> &'s str {
        self.campaign.deal(id).map_or(id.as_str(), |deal| deal.name())
    }
}
