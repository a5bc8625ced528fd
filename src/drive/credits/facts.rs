//! What each did on a deal, one fact a record that says so.
//!
//! Each fact has a rank, by which those of a person are put in order and, where they are too many, chosen: one of each rank
//! before a second of any. So a deal with a hundred strokes still shows the one field report that was answered.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::campaign::{Campaign, Deal, HeardKind, Id, Note, RunKind, Seat, StrokeKind, Used, When};
use crate::drive::Outlook;
use crate::drive::veil::Veil;
use crate::drive::words::{day_of, quoted, short_date, who};

/// So many facts of one person are told.
const SHOWN: usize = 6;
/// A note's words are told up to so many characters, and to who said it up to so many: they stand with who wrote it.
const LONGEST: usize = 70;
const SHORT: usize = 40;

/// One of the two trades, and who belongs to both or leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trade {
    /// Who navigates.
    Marketing,
    /// Who drives.
    Sales,
    /// One person in both seats.
    Both,
    /// Who leads.
    Lead,
    /// Somebody who is not in the crew.
    Other,
}

impl Trade {
    /// Its heading.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Marketing => "MARKETING",
            Self::Sales => "SALES",
            Self::Both => "SALES AND MARKETING",
            Self::Lead => "LEAD",
            Self::Other => "ALSO",
        }
    }

    /// Whose trade a person's is.
    pub(super) fn of(campaign: &Campaign, person: &str) -> Self {
        match campaign.crew(person) {
            None => Self::Other,
            Some(crew) => match crew.seat {
                Some(Seat::Driver) => Self::Sales,
                Some(Seat::Navigator) => Self::Marketing,
                Some(Seat::Lead) => Self::Lead,
                Some(Seat::Both) | None => Self::Both,
            },
        }
    }
}

/// What kind of thing was done, in the order of the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Credit,
    First,
    Landed,
    Answered,
    Proof,
    Met,
    Caught,
    Stroke,
    Took,
    Kept,
}

/// One thing that was done.
struct Fact {
    rank: Rank,
    day: Option<NaiveDate>,
    words: String,
}

/// Who did something: a trade, and the person where the file names one.
pub(super) type Doer = (Trade, Option<Id>);

/// Gathers the facts of a deal.
pub(super) struct Gathered<'c> {
    campaign: &'c Campaign,
    deal: &'c Deal,
    veil: Veil,
    now: DateTime<Utc>,
    facts: BTreeMap<Doer, Vec<Fact>>,
}

/// What each did, the trades in their order, each person's lines chosen and put in order.
pub(super) fn gather(
    campaign: &Campaign,
    outlook: &Outlook,
    deal: &Deal,
    now: DateTime<Utc>,
    names: bool,
) -> Vec<(Doer, Vec<String>)> {
    let veil = Veil::over(deal, names);
    let mut gathered = Gathered { campaign, deal, veil, now, facts: BTreeMap::new() };
    gathered.credits();
    gathered.strokes();
    gathered.calls();
    gathered.reports();
    gathered.runs(outlook);
    gathered.hand_overs();
    gathered.promises();
    gathered.facts.into_iter().map(|(doer, facts)| (doer, chosen(facts))).collect()
}

/// One of each rank before a second of any; then in the order of rank and time, without doubles.
fn chosen(mut facts: Vec<Fact>) -> Vec<String> {
    facts.sort_by(|a, b| (a.rank, a.day, &a.words).cmp(&(b.rank, b.day, &b.words)));
    let mut seen: Vec<String> = Vec::new();
    facts.retain(|fact| {
        let is_new = !seen.contains(&fact.words);
        seen.push(fact.words.clone());
        is_new
    });
    let mut nth: BTreeMap<Rank, usize> = BTreeMap::new();
    let mut places: Vec<((usize, Rank), usize)> = Vec::new();
    for (at, fact) in facts.iter().enumerate() {
        let count = nth.entry(fact.rank).or_default();
        // What the pair itself wrote as credit is never left out.
        places.push(((if fact.rank == Rank::Credit { 0 } else { *count }, fact.rank), at));
        *count += 1;
    }
    places.sort_unstable();
    let credits = facts.iter().filter(|fact| fact.rank == Rank::Credit).count();
    let mut kept: Vec<usize> = places.into_iter().take(SHOWN.max(credits)).map(|(_, at)| at).collect();
    kept.sort_unstable();
    kept.into_iter().filter_map(|at| facts.get(at).map(|fact| fact.words.clone())).collect()
}

impl Gathered<'_> {
    fn add(&mut self, person: Option<&Id>, rank: Rank, when: Option<When>, words: &str) {
        if let Some(person) = person {
            let doer = (Trade::of(self.campaign, person), Some(person.clone()));
            self.add_to(doer, rank, when, words);
        }
    }

    fn add_to(&mut self, doer: Doer, rank: Rank, when: Option<When>, words: &str) {
        let day = when.map(|when| day_of(when, self.campaign.zone));
        let words = words.trim().to_owned();
        if !words.is_empty() {
            self.facts.entry(doer).or_default().push(Fact { rank, day, words });
        }
    }

    /// ` (6 Oct)`; nothing where the file says no time.
    fn on(&self, when: Option<When>) -> String {
        use chrono::Datelike as _;
        let zone = self.campaign.zone;
        let year = self.now.with_timezone(&zone).year();
        when.map_or_else(String::new, |when| format!(" ({})", short_date(day_of(when, zone), year)))
    }

    /// What the pair itself wrote.
    fn credits(&mut self) {
        let Some(finish) = &self.deal.result else { return };
        for (person, what) in &finish.credit {
            let words = self.veil.text(what);
            self.add(Some(person), Rank::Credit, None, &words);
        }
    }

    fn strokes(&mut self) {
        let zone = self.campaign.zone;
        let key = |at: &When| (at.local(zone), *at == When::Date(at.local(zone).date()));
        let told = |stroke: &&crate::campaign::Stroke| stroke.kind.is_some() || stroke.by.is_some();
        let first = self
            .deal
            .strokes
            .iter()
            .filter(told)
            .filter_map(|stroke| Some((stroke.at.as_ref().map(key)?, &stroke.by, &stroke.what, stroke)))
            .min_by(|a, b| (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)));
        let first = first.map(|(.., stroke)| std::ptr::from_ref(stroke));
        for stroke in &self.deal.strokes {
            let is_first = first == Some(std::ptr::from_ref(stroke));
            let what = stroke.what.as_deref().map(|what| self.veil.text(what)).unwrap_or_default();
            let mut words = if is_first { format!("First touch{}: {what}", self.on(stroke.at)) } else { what };
            if words.ends_with(": ") {
                words.truncate(words.len() - 2);
            }
            if let Some(result) = &stroke.result {
                let result = self.veil.text(result);
                words = if words.is_empty() { result } else { format!("{}. {result}", ended(&words)) };
            }
            let with: Vec<String> = [
                stroke.track.as_ref().map(|id| format!("played {}", quoted(self.campaign.track_theme(id)))),
                stroke.asset.as_ref().map(|id| format!("brought {}", quoted(self.campaign.asset_title(id)))),
            ]
            .into_iter()
            .flatten()
            .collect();
            if !with.is_empty() {
                words = format!("{}; {}", ended(&words), with.join(", "));
            }
            if !is_first && !words.is_empty() {
                words.push_str(&self.on(stroke.at));
            }
            let rank = match (is_first, with.is_empty()) {
                (true, _) => Rank::First,
                (false, false) => Rank::Proof,
                (false, true) => Rank::Stroke,
            };
            let trade = match stroke.kind {
                Some(StrokeKind::Push) => Some(Trade::Sales),
                Some(StrokeKind::Pull) => Some(Trade::Marketing),
                None => None,
            };
            match (&stroke.by, trade) {
                (Some(by), _) => self.add(Some(by), rank, stroke.at, &words),
                (None, Some(trade)) => self.add_to((trade, None), rank, stroke.at, &words),
                (None, None) => {}
            }
        }
    }

    /// The note of a row of the call log, or of an answer, retired or not: what it did, it did.
    fn note(&self, name: &str) -> Option<&Note> {
        match name.split_once('/') {
            Some((hazard, note)) => self.campaign.hazard(hazard)?.notes.iter().find(|one| one.id == *note),
            None => self.deal.note(name),
        }
    }

    fn calls(&mut self) {
        // A note that landed twice is told once, by its first time.
        let mut landed: BTreeMap<&Id, Vec<&crate::campaign::CallLog>> = BTreeMap::new();
        for row in self.deal.call_log.iter().filter(|row| row.used == Some(Used::Landed)) {
            landed.entry(&row.note).or_default().push(row);
        }
        for (name, rows) in landed {
            let Some(note) = self.note(name) else { continue };
            let told = |longest: usize| {
                let said = note.say.as_deref().map(|say| self.said(say, longest)).unwrap_or_default();
                if said.is_empty() { "a note without words".to_owned() } else { quoted(&said) }
            };
            let (said, short) = (told(LONGEST), told(SHORT));
            let zone = self.campaign.zone;
            let first = rows.iter().filter_map(|row| row.called).min_by_key(|at| at.local(zone));
            let (by, asset) = (note.by.clone(), note.asset.clone());
            let track = note.track.clone();
            self.add(by.as_ref(), Rank::Landed, first, &format!("Wrote the note that landed: {said}"));
            let mut used: Vec<&Id> = rows.iter().filter_map(|row| row.by.as_ref()).collect();
            used.sort_unstable();
            used.dedup();
            for person in used.into_iter().filter(|person| by.as_ref() != Some(*person)) {
                self.add(Some(person), Rank::Landed, first, &format!("Said it where it landed: {short}"));
            }
            if let Some(asset) = asset.as_deref().and_then(|id| self.campaign.asset(id)) {
                let title = quoted(asset.title.as_deref().unwrap_or(&asset.id));
                self.add(
                    asset.by.as_ref(),
                    Rank::Proof,
                    first,
                    &format!("Brought home the proof that was used: {title}"),
                );
            }
            if let Some(track) = track.as_deref().and_then(|id| self.campaign.track(id)) {
                let theme = quoted(track.theme.as_deref().unwrap_or(&track.id));
                self.add(by.as_ref(), Rank::Proof, first, &format!("Played the agreed message {theme}, and it landed"));
            }
        }
    }

    /// A note's words, cut at a word where they are many. They are the crew's own, but may hold a name.
    fn said(&self, say: &str, longest: usize) -> String {
        let said = self.veil.text(say);
        let said = said.trim();
        if said.chars().count() <= longest {
            return said.trim_end_matches('.').to_owned();
        }
        let cut: String = said.chars().take(longest).collect();
        let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
        format!("{}…", whole.trim_end_matches([',', ';', '.', ':']))
    }

    fn reports(&mut self) {
        for row in &self.deal.heard {
            let kind = row.kind.map_or("words", HeardKind::word);
            let about = row.topic.as_deref().map(|topic| super::super::topic::name(self.campaign, topic));
            let about = about.map(|about| format!(" on {about}")).unwrap_or_default();
            let sentence = row.said.as_deref().filter(|_| self.veil.names).map(|said| format!(": {}", quoted(said)));
            let sentence = sentence.unwrap_or_default();
            let caught = format!("Caught the buyer’s {kind}{about}{}{sentence}", self.on(row.at));
            self.add(row.by.as_ref(), Rank::Caught, row.at, &caught);
            let Some(answer) = &row.answer else { continue };
            let Some(note) = self.note(answer) else { continue };
            let by = note.by.clone().or_else(|| self.campaign.navigator_of(self.deal).cloned());
            let soon = match (row.at, row.answered) {
                (Some(at), Some(answered)) if self.day(at) == self.day(answered) => " on the same day",
                _ => "",
            };
            self.add(
                by.as_ref(),
                Rank::Answered,
                row.answered.or(row.at),
                &format!("Answered the {kind}{about}{soon}"),
            );
        }
    }

    fn day(&self, when: When) -> NaiveDate {
        day_of(when, self.campaign.zone)
    }

    /// The meetings that were driven.
    fn runs(&mut self, outlook: &Outlook) {
        let calendar = outlook.calendar(None);
        for run in &self.deal.runs {
            let Some(started) = run.started.filter(|started| calendar.clock(*started) <= self.now) else { continue };
            let what = run.what.as_deref().map(|what| self.veil.text(what)).unwrap_or_default();
            let kind = match run.kind {
                Some(RunKind::Visit) => "Went to the customer",
                Some(RunKind::Demo) => "Showed it",
                Some(RunKind::Phone) => "Was on the phone",
                Some(RunKind::Meeting) | None => "Was in the meeting",
            };
            let what = if what.is_empty() { String::new() } else { format!(": {what}") };
            let words = format!("{kind}{what}{}", self.on(Some(started)));
            let mut crew: Vec<&Id> = run.crew.iter().collect();
            crew.sort_unstable();
            crew.dedup();
            for person in crew {
                self.add(Some(person), Rank::Met, Some(started), &words);
            }
        }
    }

    /// The hand-overs that count.
    fn hand_overs(&mut self) {
        for row in self.deal.handoffs.iter().filter(|row| row.accepted.is_some()) {
            let name = |id: &Option<Id>| id.as_deref().map(|id| who(self.campaign, id));
            let (from, to, on) = (name(&row.from), name(&row.to), self.on(row.accepted));
            let gave = to.map(|to| format!("Handed the wheel to {to}{on}"));
            let took = match from {
                Some(from) => format!("Took the wheel from {from}{on}"),
                None => format!("Took the wheel{on}"),
            };
            if let Some(gave) = gave {
                self.add(row.from.as_ref(), Rank::Took, row.accepted, &gave);
            }
            self.add(row.to.as_ref(), Rank::Took, row.accepted, &took);
        }
    }

    /// What the crew promised and did.
    fn promises(&mut self) {
        for control in self.deal.controls.iter().filter(|control| control.done.is_some()) {
            let Some(owner) = control.owner.as_ref().filter(|owner| **owner != *"customer") else { continue };
            let what = control.what.as_deref().map_or_else(|| control.id.to_string(), |what| self.veil.text(what));
            let words = format!("Kept the promise: {what}{}", self.on(control.done));
            self.add(Some(owner), Rank::Kept, control.done, &words);
        }
    }
}

/// Without the full stop at its end.
fn ended(words: &str) -> &str {
    words.trim_end_matches(['.', ' '])
}
