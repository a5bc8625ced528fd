//! What counts for whom: the whole file is gone through once, whoever owes what.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};

use super::{Counted, Span};
use crate::campaign::{Calendar, Campaign, Deal, HeardKind, Id, OwesKind, RunKind, When};
use crate::drive::playlist::is_agreed;
use crate::drive::words::day_of;

/// What each person did, by what it counts as.
pub(super) struct Ledger<'c> {
    campaign: &'c Campaign,
    calendar: &'c Calendar,
    now: DateTime<Utc>,
    /// Only what somebody owes, and the words of a thing are made when it is told.
    rows: HashMap<(&'c str, Name), Vec<Row<'c>>>,
}

/// An [`OwesKind`] that can be looked up, and the runs that are planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Name {
    Visit,
    PlannedVisit,
    Asset,
    Track,
    Answer,
    Report,
    Stroke,
}

const fn name(of: OwesKind) -> Name {
    match of {
        OwesKind::Visits => Name::Visit,
        OwesKind::Assets => Name::Asset,
        OwesKind::Tracks => Name::Track,
        OwesKind::Answers => Name::Answer,
        OwesKind::Reports => Name::Report,
        OwesKind::Strokes => Name::Stroke,
    }
}

struct Row<'c> {
    when: When,
    deal: Option<&'c Id>,
    what: &'c str,
}

impl<'c> Ledger<'c> {
    pub(super) fn of(campaign: &'c Campaign, calendar: &'c Calendar, now: DateTime<Utc>) -> Self {
        let mut ledger = Self { campaign, calendar, now, rows: HashMap::new() };
        for crew in &campaign.crew {
            for owes in &crew.owes {
                ledger.rows.insert((&crew.id, name(owes.of)), Vec::new());
                if owes.of == OwesKind::Visits {
                    ledger.rows.insert((&crew.id, Name::PlannedVisit), Vec::new());
                }
            }
        }
        let ours = campaign.deals.iter().map(|deal| (campaign, &**deal));
        for (of, deal) in ours.chain(campaign.past.finished()) {
            ledger.deal(of, deal);
        }
        for asset in &campaign.assets {
            let what = asset.title.as_deref().unwrap_or(&asset.id);
            ledger.add(asset.by.as_ref(), Name::Asset, asset.added, None, what);
        }
        ledger.tracks();
        ledger
    }

    fn add(&mut self, who: Option<&'c Id>, name: Name, when: Option<When>, deal: Option<&'c Id>, what: &'c str) {
        let (Some(who), Some(when)) = (who, when) else { return };
        if let Some(rows) = self.rows.get_mut(&(who.as_str(), name)) {
            rows.push(Row { when, deal, what });
        }
    }

    fn deal(&mut self, of: &'c Campaign, deal: &'c Deal) {
        let campaign = self.campaign;
        let id = Some(&deal.id);
        for run in deal.runs.iter().filter(|run| run.kind == Some(RunKind::Visit)) {
            let (name, when) = match run.started {
                Some(started) => (Name::Visit, Some(started)),
                None => (Name::PlannedVisit, run.starts.filter(|_| run.ended.is_none())),
            };
            let mut crew: Vec<&Id> = run.crew.iter().collect();
            crew.sort_unstable();
            crew.dedup();
            for who in crew {
                self.add(Some(who), name, when, id, run.what.as_deref().unwrap_or(&run.id));
            }
        }
        for row in &deal.heard {
            // What it was about; the buyer's own words stay in the deal.
            let kind = row.kind.map(HeardKind::word);
            let about = row.topic.as_deref().map(|topic| campaign.topic_name(topic)).or(kind).unwrap_or_default();
            self.add(row.by.as_ref(), Name::Report, row.at, id, about);
            if let Some(answer) = &row.answer {
                let by = author(of, deal, answer).or_else(|| of.navigator_of(deal));
                self.add(by, Name::Answer, row.answered, id, about);
            }
        }
        for row in &deal.strokes {
            self.add(row.by.as_ref(), Name::Stroke, row.at, id, row.what.as_deref().unwrap_or_default());
        }
    }

    fn tracks(&mut self) {
        if !self.rows.keys().any(|(_, name)| *name == Name::Track) {
            return;
        }
        let mut first: BTreeMap<&Id, When> = BTreeMap::new();
        let mut use_of = |track: Option<&'c Id>, when: Option<When>| {
            let (Some(track), Some(when)) = (track, when) else { return };
            let known = first.entry(track).or_insert(when);
            let local = |when: When| when.local(self.campaign.zone);
            if local(when) < local(*known) {
                *known = when;
            }
        };
        for deal in &self.campaign.deals {
            deal.notes.iter().for_each(|note| use_of(note.track.as_ref(), note.written));
            deal.strokes.iter().for_each(|stroke| use_of(stroke.track.as_ref(), stroke.at));
        }
        for hazard in &self.campaign.hazards {
            hazard.notes.iter().for_each(|note| use_of(note.track.as_ref(), note.written));
        }
        let campaign = self.campaign;
        for track in campaign.tracks.iter().filter(|track| is_agreed(campaign, track)) {
            let mut signed: Vec<&Id> = track.agreed.iter().collect();
            signed.sort_unstable();
            signed.dedup();
            for who in signed {
                let what = track.theme.as_deref().unwrap_or(&track.id);
                self.add(Some(who), Name::Track, first.get(&track.id).copied(), None, what);
            }
        }
    }

    fn day(&self, when: When) -> NaiveDate {
        day_of(when, self.campaign.zone)
    }

    fn told(&self, who: &'c Id, name: Name, holds: impl Fn(When) -> bool) -> Vec<Counted> {
        let rows = self.rows.get(&(who.as_str(), name)).map_or(&[][..], Vec::as_slice);
        let counted = rows.iter().filter(|row| holds(row.when)).map(|row| Counted {
            on: self.day(row.when),
            at: (!matches!(row.when, When::Date(_))).then(|| self.calendar.clock(row.when)),
            deal: row.deal.cloned(),
            what: row.what.to_owned(),
        });
        let mut counted: Vec<_> = counted.collect();
        counted.sort();
        counted
    }

    /// What counts within a period, up to now.
    pub(super) fn counted(&self, who: &'c Id, of: OwesKind, span: Span) -> Vec<Counted> {
        self.told(who, name(of), |when| span.holds(self.day(when)) && self.calendar.clock(when) <= self.now)
    }

    /// Runs that are planned within a period, from now on.
    pub(super) fn planned(&self, who: &'c Id, of: OwesKind, span: Span) -> Vec<Counted> {
        if of != OwesKind::Visits {
            return Vec::new();
        }
        let today = self.now.with_timezone(&self.campaign.zone).date_naive();
        self.told(who, Name::PlannedVisit, |when| span.holds(self.day(when)) && self.day(when) >= today)
    }
}

/// Who wrote the note that a report was answered by: the deal's own, or a hazard's (`hazard/note`).
fn author<'c>(of: &'c Campaign, deal: &'c Deal, answer: &str) -> Option<&'c Id> {
    let note = match answer.split_once('/') {
        Some((hazard, note)) => of.hazard(hazard)?.notes.iter().find(|own| own.id == *note),
        None => deal.note(answer),
    };
    note.and_then(|note| note.by.as_ref())
}
