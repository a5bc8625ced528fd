//! What of a deal's texts, ids and times may be told, and in which form.
//!
//! Invariant: without names no text and no id of a deal is written that did not pass here. An id that would tell a name
//! becomes `withheld-` and a number, the same wherever the deal names it.

use std::borrow::Cow;

use chrono::{DateTime, Offset, SecondsFormat, TimeZone, Utc};
use chrono_tz::Tz;

use crate::campaign::{Deal, Id, Text, When, instant_in};
use crate::drive::veil::Veil;

/// The texts of one deal, or of what belongs to none.
pub(super) struct Telling {
    veil: Veil,
    zone: Tz,
    withheld: Vec<Id>,
}

impl Telling {
    /// Of a deal; without names what would tell one is veiled.
    pub fn of(deal: &Deal, zone: Tz, names: bool) -> Self {
        let veil = Veil::over(deal, names);
        let mut withheld = Vec::new();
        if !names {
            let ids = deal.notes.iter().map(|note| &note.id);
            let ids = ids.chain(deal.obstacles.iter().map(|one| &one.id));
            let ids = ids.chain(deal.controls.iter().map(|one| &one.id)).chain(deal.runs.iter().map(|one| &one.id));
            let ids = ids.chain(deal.flags.iter().map(|one| &one.id)).chain(deal.waivers.iter().map(|one| &one.id));
            let ids = ids.chain(deal.objectives.iter().map(|(id, _)| id));
            let ids = ids.chain(deal.value_lines.iter().map(|one| &one.id));
            for id in ids.filter(|id| !veil.may_tell(id)) {
                if !withheld.contains(id) {
                    withheld.push(id.clone());
                }
            }
        }
        Self { veil, zone, withheld }
    }

    /// Of what belongs to nobody's deal.
    pub const fn of_all(zone: Tz) -> Self {
        Self { veil: Veil::over_none(true), zone, withheld: Vec::new() }
    }

    /// Whether buyers' names and words are told.
    pub const fn names(&self) -> bool {
        self.veil.names
    }

    /// A text that one of us wrote.
    pub fn words<'t>(&self, text: Option<&'t Text>) -> Option<Cow<'t, str>> {
        text.map(|text| self.veiled(text))
    }

    /// The same of a text at hand.
    pub fn veiled<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.names() { Cow::Borrowed(text) } else { Cow::Owned(self.veil.text(text)) }
    }

    /// An id, or what a log names: `control.quote` is the promise `quote`.
    pub fn id<'t>(&self, id: &'t str) -> Cow<'t, str> {
        if self.names() || self.veil.may_tell(id) {
            return Cow::Borrowed(id);
        }
        let (kind, own) = id.strip_prefix("control.").map_or(("", id), |own| ("control.", own));
        let number = self.withheld.iter().position(|known| *known == *own);
        Cow::Owned(number.map_or_else(|| format!("{kind}withheld"), |at| format!("{kind}withheld-{}", at + 1)))
    }

    /// The same of an id that may be missing.
    pub fn some_id<'t>(&self, id: Option<&'t Id>) -> Option<Cow<'t, str>> {
        id.map(|id| self.id(id))
    }

    /// A link, a place or shorthand, which has to stay whole: told as it is or not at all.
    pub fn whole<'t>(&self, text: impl Into<Cow<'t, str>>) -> Option<Cow<'t, str>> {
        Some(text.into()).filter(|text| self.names() || self.veil.may_tell(text))
    }

    /// A date or time.
    pub fn when(&self, when: Option<When>) -> Option<String> {
        when.map(|when| time(when, self.zone))
    }
}

/// A day as `2026-11-24`, a time with its offset; a wall-clock time has that of the campaign's zone.
pub(super) fn time(when: When, zone: Tz) -> String {
    match when {
        When::Date(day) => day.to_string(),
        When::Instant(at) => instant(at),
        When::Local(wall) => {
            let at = instant_in(zone, wall);
            let offset = zone.offset_from_utc_datetime(&at.naive_utc()).fix();
            at.with_timezone(&offset).to_rfc3339_opts(SecondsFormat::AutoSi, false)
        }
    }
}

/// An instant, in UTC.
pub(super) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
