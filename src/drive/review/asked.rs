//! What a deal brings to the table: what both trades and the customer have promised, and the messages that it plays
//! unsigned. Offers of the wheel that wait are `drive::wheel`'s.

use chrono::{DateTime, Utc};

use crate::campaign::{Calendar, Campaign, Control, Deal, Id, Seat, Track};
use crate::drive::playlist::missing;
use crate::pace::Mark;

/// Whose promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trade {
    /// The driver's seat.
    Sales,
    /// The navigator's seat.
    Marketing,
    /// The customer's.
    Customer,
    /// Nobody's yet.
    Nobody,
}

impl Trade {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sales => "sales",
            Self::Marketing => "marketing",
            Self::Customer => "the customer",
            Self::Nobody => "nobody yet",
        }
    }

    fn of(campaign: &Campaign, deal: &Deal, owner: Option<&Id>) -> Self {
        let Some(owner) = owner else { return Self::Nobody };
        if *owner == "customer" {
            return Self::Customer;
        }
        match campaign.crew(owner).and_then(|crew| crew.seat) {
            Some(Seat::Driver) => Self::Sales,
            Some(Seat::Navigator) => Self::Marketing,
            Some(Seat::Both | Seat::Lead) | None => {
                if campaign.navigator_of(deal) == Some(owner) && campaign.driver_of(deal) != Some(owner) {
                    Self::Marketing
                } else {
                    Self::Sales
                }
            }
        }
    }
}

/// A promise that is not kept yet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Owed<'c> {
    /// Whose.
    pub trade: Trade,
    /// The promise.
    pub control: &'c Control,
    /// Until when; `None`: nobody said.
    pub until: Option<DateTime<Utc>>,
}

/// The promises of a deal that are not kept, by trade, the most pressing first.
#[must_use]
pub fn open_promises<'c>(campaign: &Campaign, calendar: &Calendar, deal: &'c Deal) -> Vec<Owed<'c>> {
    let open = deal.controls.iter().filter(|control| control.done.is_none());
    let mut open: Vec<Owed<'c>> = open
        .map(|control| Owed {
            trade: Trade::of(campaign, deal, control.owner.as_ref()),
            control,
            until: control.due.map(|due| calendar.deadline(due)),
        })
        .collect();
    open.sort_by_key(|one| (one.trade, one.until.is_none(), one.until, &one.control.id));
    open
}

/// A message that the deal plays and that one of the trades has not signed.
#[derive(Debug, Clone, PartialEq)]
pub struct Unsigned<'c> {
    /// The track.
    pub track: &'c Track,
    /// The seats that have still to sign.
    pub missing: Vec<Seat>,
    /// Where the deal plays it: `the note price-card`, `a stroke`.
    pub places: Vec<String>,
}

/// The messages that a deal plays unsigned: in its notes, in those of the hazards it meets, and in its strokes.
#[must_use]
pub fn unsigned_tracks<'c>(campaign: &'c Campaign, deal: &Deal) -> Vec<Unsigned<'c>> {
    let plays = |track: &Track| {
        let is_live = |note: &&crate::campaign::Note| {
            note.track.as_ref() == Some(&track.id) && !note.retired && note.mark != Some(Mark::Struck)
        };
        let own = deal.notes.iter().filter(is_live).map(|note| format!("the note {}", note.id));
        let met = campaign.hazards_of(deal).flat_map(|hazard| {
            hazard.notes.iter().filter(is_live).map(|note| format!("the note {}/{}", hazard.id, note.id))
        });
        let mut places: Vec<String> = own.chain(met).collect();
        places.sort();
        if deal.strokes.iter().any(|row| row.track.as_ref() == Some(&track.id)) {
            places.push("a stroke".to_owned());
        }
        places
    };
    let waits = campaign.tracks.iter().map(|track| (track, missing(campaign, track)));
    let mut found: Vec<Unsigned<'c>> = waits
        .filter(|(_, missing)| !missing.is_empty())
        .map(|(track, missing)| Unsigned { track, missing, places: plays(track) })
        .filter(|one| !one.places.is_empty())
        .collect();
    found.sort_by_key(|one| &one.track.id);
    found
}

/// Whether this person's signature brings the agreement nearer.
#[must_use]
pub fn can_sign(campaign: &Campaign, one: &Unsigned<'_>, person: &str) -> bool {
    campaign.crew(person).is_some_and(|crew| match crew.seat {
        None | Some(Seat::Both) => true,
        Some(seat) => one.missing.contains(&seat),
    })
}

/// Who reviews a deal together: the person here, and the partner in the other seat; a lead and whoever has both seats sit
/// with both. Nobody here: nobody said who they are.
#[must_use]
pub fn reviewers(campaign: &Campaign, deal: &Deal, here: Option<&str>) -> Vec<Id> {
    let Some(here) = here.and_then(|here| campaign.crew(here)) else { return Vec::new() };
    let driver = campaign.driver_of(deal).filter(|_| here.seat != Some(Seat::Driver));
    let navigator = campaign.navigator_of(deal).filter(|_| here.seat != Some(Seat::Navigator));
    let mut by = vec![here.id.clone()];
    for id in [driver, navigator].into_iter().flatten() {
        if !by.contains(id) {
            by.push(id.clone());
        }
    }
    by
}
