//! What can be called on a deal: its notes, the notes of the hazards it meets, and its controls.

use crate::campaign::{Campaign, Control, Deal, Hazard, Id, Note};
use crate::drive::place::{Bearings, Met, PlaceInTime, PlaceTime};
use crate::pace::{Mark, Steps};

/// Something that is called ahead of its place.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// A note of the deal.
    Note(&'a Note),
    /// A note of a hazard that the deal meets.
    HazardNote(&'a Hazard, &'a Note),
    /// A dated promise.
    Control(&'a Control),
}

impl<'a> Subject<'a> {
    /// Its name in the call log: `meet-buyer`, `security-review/pack`, `control.quote-v2`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Note(note) => note.id.to_string(),
            Self::HazardNote(hazard, note) => format!("{}/{}", hazard.id, note.id),
            Self::Control(control) => format!("control.{}", control.id),
        }
    }

    /// Its name as an id; that of a note of the deal is shared.
    #[must_use]
    pub fn id(&self) -> Id {
        match self {
            Self::Note(note) => note.id.clone(),
            _ => Id::from(&*self.name()),
        }
    }

    /// Whether a row of the call log is about it.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        match self {
            Self::Note(note) => note.id == *name,
            Self::HazardNote(hazard, note) => {
                name.split_once('/').is_some_and(|(first, second)| hazard.id == *first && note.id == *second)
            }
            Self::Control(control) => name.strip_prefix("control.").is_some_and(|id| control.id == *id),
        }
    }

    /// The note, if it is one.
    #[must_use]
    pub const fn note(&self) -> Option<&'a Note> {
        match self {
            Self::Note(note) | Self::HazardNote(_, note) => Some(note),
            Self::Control(_) => None,
        }
    }

    /// When it is; a control and a hazard's note without `at` have their place by themselves.
    #[must_use]
    pub fn place(&self, bearings: &Bearings<'_>) -> PlaceInTime {
        let nowhere = PlaceInTime { time: PlaceTime::Nowhere, pass: None };
        match self {
            Self::Note(note) => note.at.as_deref().map_or(nowhere, |at| bearings.place(at)),
            Self::HazardNote(hazard, note) => match &note.at {
                Some(at) => bearings.place(at),
                None => bearings.place_named(&hazard.id),
            },
            Self::Control(control) => PlaceInTime { time: bearings.due(control), pass: None },
        }
    }

    /// The obstacle at its place.
    #[must_use]
    pub fn met(&self, bearings: &Bearings<'a>) -> Option<Met<'a>> {
        match self {
            Self::Note(note) => bearings.obstacle_at(note.at.as_deref()?),
            Self::HazardNote(hazard, note) => match &note.at {
                Some(at) => bearings.obstacle_at(at),
                None => Some(Met { id: &hazard.id, own: bearings.deal.obstacle(&hazard.id), hazard: Some(hazard) }),
            },
            Self::Control(_) => None,
        }
    }

    /// Its own pace, else that of the obstacle at its place; `None`: grade 4, unwritten.
    #[must_use]
    pub fn steps(&self, met: Option<Met<'a>>) -> Option<&'a Steps> {
        self.note()?.pace.as_deref().or_else(|| met.and_then(|met| met.pace()))
    }

    /// What to say; of a control, what was promised.
    #[must_use]
    pub fn say(&self) -> Option<&'a str> {
        match self {
            Self::Note(note) | Self::HazardNote(_, note) => note.say.as_deref(),
            Self::Control(control) => control.what.as_deref(),
        }
    }

    /// Taken out: struck in pencil or retired.
    #[must_use]
    pub fn is_struck(&self) -> bool {
        self.note().is_some_and(|note| note.retired || note.mark == Some(Mark::Struck))
    }

    /// Who is called; `None`: whoever sits at the console.
    #[must_use]
    pub fn called<'c>(&self, campaign: &'c Campaign, deal: &'c Deal) -> Option<&'c Id>
    where
        'a: 'c,
    {
        self.called_beside(campaign.driver_of(deal))
    }

    /// The same, for a deal that `driver` drives.
    #[must_use]
    pub fn called_beside<'c>(&self, driver: Option<&'c Id>) -> Option<&'c Id>
    where
        'a: 'c,
    {
        match self {
            Self::Control(control) => control.owner.as_ref().filter(|owner| **owner != *"customer").or(driver),
            Self::Note(_) | Self::HazardNote(..) => driver,
        }
    }
}

/// All that can be called on a deal, in no particular order.
pub fn subjects<'a>(campaign: &'a Campaign, deal: &'a Deal) -> impl Iterator<Item = Subject<'a>> {
    let hazards = campaign
        .hazards_of(deal)
        .flat_map(|hazard| hazard.notes.iter().map(move |note| Subject::HazardNote(hazard, note)));
    deal.notes.iter().map(Subject::Note).chain(hazards).chain(deal.controls.iter().map(Subject::Control))
}
