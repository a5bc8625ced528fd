//! What works, as people read it: one sentence that says what to do and why, the openers to use now, and one table a kind.
//!
//! Pure lines: screen and command line show the same ones. Left out: columns, which `view` measures.

use super::{FEWEST, Kind, OpenerNow, Row, Share, Verdict, Works, openers_now};
use crate::campaign::{Campaign, Deal, Id};
use crate::drive::topic;
use crate::drive::words::{counted, quoted};

/// So many rows of a kind are shown; the others are counted.
const SHOWN: usize = 8;

/// One line under the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The openers to use now follow.
    Now,
    /// An opener for a topic in a stage.
    Opener {
        /// The stage's name.
        stage: String,
        /// The topic's name.
        topic: String,
        /// How many deals come back to it.
        deals: usize,
        /// The track.
        track: Id,
        /// Its first sentence.
        opener: String,
        /// What speaks for it.
        why: String,
    },
    /// The rows of a kind follow, so many.
    Part(Kind, usize),
    /// What is known of one thing.
    Row(Kind, Box<Row>),
    /// So many more of the part are not shown.
    More(usize),
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What to do, in one sentence.
    pub sentence: String,
    /// The lines under it.
    pub lines: Vec<Line>,
}

impl Sheet {
    /// What is known, for people; with `only`, the openers for that deal.
    #[must_use]
    pub fn of(campaign: &Campaign, works: &Works, only: Option<&Deal>) -> Self {
        let mut lines = Vec::new();
        let now = openers_now(campaign, works, only);
        if !now.is_empty() {
            lines.push(Line::Now);
            lines.extend(now.iter().map(|one| opener(campaign, one)));
        }
        for (kind, rows) in works.tables.iter().filter(|(_, rows)| !rows.is_empty()) {
            lines.push(Line::Part(*kind, rows.len()));
            lines.extend(rows.iter().take(SHOWN).map(|row| Line::Row(*kind, Box::new(row.clone()))));
            if rows.len() > SHOWN {
                lines.push(Line::More(rows.len() - SHOWN));
            }
        }
        Self { sentence: sentence(works), lines }
    }
}

fn opener(campaign: &Campaign, one: &OpenerNow) -> Line {
    let opener = campaign.track(&one.track).and_then(|track| track.opener.as_deref()).unwrap_or_default();
    Line::Opener {
        stage: campaign.stage_name(&one.stage).to_owned(),
        topic: topic::name(campaign, &one.topic),
        deals: one.deals,
        track: one.track.clone(),
        opener: opener.to_owned(),
        why: landed(one.share),
    }
}

/// `landed 6 of 7, likely 62 to 97 in 100`.
fn landed(share: Share) -> String {
    match share.words() {
        words if words.is_empty() => "no verdict yet".to_owned(),
        words => format!("landed {words}"),
    }
}

impl Row {
    /// How it landed, in words.
    #[must_use]
    pub fn landed_words(&self) -> String {
        landed(self.landed)
    }

    /// `used once`, `used 5 times`.
    #[must_use]
    pub fn used_words(&self) -> String {
        if self.used == 1 { "used once".to_owned() } else { format!("used {} times", self.used) }
    }

    /// In which deals it was used, in words: `3 won, 1 lost, 2 open`.
    #[must_use]
    pub fn deals_words(&self) -> String {
        let lost = self.won.of - self.won.hits;
        let parts = [(self.won.hits, "won"), (lost, "lost"), (self.open, "open")];
        let told: Vec<String> =
            parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
        told.join(", ")
    }
}

/// What to do with it.
const fn advice(kind: Kind, works: bool) -> &'static str {
    match (kind, works) {
        (Kind::Opener, true) => "Open with",
        (Kind::Opener, false) => "do not open with",
        (Kind::Track, true) => "Play",
        (Kind::Track, false) => "rest",
        (Kind::Asset, true) => "Bring",
        (Kind::Asset, false) => "leave",
        (Kind::Note, true) => "Say again",
        (Kind::Note, false) => "rewrite",
        (Kind::Topic, true) => "Talk of",
        (Kind::Topic, false) => "find better words on",
    }
}

fn sentence(works: &Works) -> String {
    let all = || works.tables.iter().flat_map(|(kind, rows)| rows.iter().map(move |row| (*kind, row)));
    // A topic is told last: it says what was talked of, not what to say.
    let with = |verdict: Verdict| all().find(|(_, row)| row.landed.verdict() == verdict);
    let told = |(kind, row): (Kind, &Row), works: bool| {
        format!("{} {}, which {}", advice(kind, works), quoted(row.name.trim_end_matches('.')), landed(row.landed))
    };
    match (with(Verdict::Works), with(Verdict::Fails)) {
        (Some(good), Some(bad)) => format!("{}; {}.", told(good, true), told(bad, false)),
        (Some(good), None) => format!("{}.", told(good, true)),
        (None, Some(bad)) => {
            let told = told(bad, false);
            let head: String = told.chars().take(1).flat_map(char::to_uppercase).collect();
            format!("{head}{}.", told.chars().skip(1).collect::<String>())
        }
        (None, None) if all().next().is_none() => {
            "Nothing was used yet, as far as the file says: mark a note `landed` or `flat` when it was said, in a run by \
             `l` and `f`, and name the track and the asset in a stroke."
                .to_owned()
        }
        (None, None) => {
            let waiting = counted(works.unmarked.into(), "heard call has no verdict", "heard calls have no verdict");
            let waiting = if works.unmarked > 0 { format!("; {waiting}") } else { String::new() };
            format!(
                "Too few to tell what works: nothing has {FEWEST} verdicts that agree{waiting}. Mark each note `landed` or \
                 `flat` when it was said."
            )
        }
    }
}
