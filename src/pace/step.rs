//! One step: what is ahead, whose side causes it, how hard it is, and the words that go with it.
//!
//! Everything but the topics and texts fits into a few bytes: a campaign holds some forty thousand steps.

use super::corner::{Core, Corner, Features, Side};
use super::hardness::Hardness;
use super::trailer::Trailer;

/// How much care a step asks for, said before all else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Caution {
    /// No caution.
    #[default]
    None,
    /// `!`
    One,
    /// `!!`
    Two,
    /// `!!!`: this can end the deal.
    Three,
}

impl Caution {
    /// By how much it lengthens the lead of a call.
    #[must_use]
    pub const fn factor(self) -> f64 {
        match self {
            Self::None => 1.0,
            Self::One => 1.25,
            Self::Two => 1.5,
            Self::Three => 2.0,
        }
    }

    /// As written: up to three `!`.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::None => "",
            Self::One => "!",
            Self::Two => "!!",
            Self::Three => "!!!",
        }
    }

    pub(super) const fn of_count(count: usize) -> Option<Self> {
        match count {
            0 => Some(Self::None),
            1 => Some(Self::One),
            2 => Some(Self::Two),
            3 => Some(Self::Three),
            _ => None,
        }
    }
}

/// How long it lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Size {
    /// `lg`: drawn out.
    Long,
    /// `vlg`: very drawn out.
    VeryLong,
    /// `sh`: short.
    Short,
}

impl Size {
    /// As written.
    #[must_use]
    pub const fn letters(self) -> &'static str {
        match self {
            Self::Long => "lg",
            Self::VeryLong => "vlg",
            Self::Short => "sh",
        }
    }
}

/// Whether a short cut may be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cutting {
    /// `dc`: don't cut.
    Dont,
    /// `cut`: a short cut is allowed.
    Allowed,
}

impl Cutting {
    /// As written.
    #[must_use]
    pub const fn letters(self) -> &'static str {
        match self {
            Self::Dont => "dc",
            Self::Allowed => "cut",
        }
    }
}

/// One step, as the parser made it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Step {
    pub(super) trailer: Trailer,
    pub(super) over: Features,
    pub(super) core: Core,
    pub(super) caution: Caution,
    pub(super) size: Option<Size>,
    pub(super) cutting: Option<Cutting>,
    pub(super) maybe: bool,
    pub(super) now: bool,
}

impl Step {
    /// What it is about.
    #[must_use]
    pub const fn core(&self) -> Core {
        self.core
    }

    /// How much care it asks for.
    #[must_use]
    pub const fn caution(&self) -> Caution {
        self.caution
    }

    /// What it goes over (`/Cr`).
    #[must_use]
    pub const fn over(&self) -> Features {
        self.over
    }

    /// Whose side causes it; a bare feature has none.
    #[must_use]
    pub const fn side(&self) -> Option<Side> {
        match self.core {
            Core::Corner(Corner { side, .. }) | Core::Turn(_, side) => Some(side),
            Core::Feature(_) => None,
        }
    }

    /// `lg`, `vlg` or `sh`.
    #[must_use]
    pub const fn size(&self) -> Option<Size> {
        self.size
    }

    /// `dc` or `cut`.
    #[must_use]
    pub const fn cutting(&self) -> Option<Cutting> {
        self.cutting
    }

    /// `?` after the step: it may not be there at all.
    #[must_use]
    pub const fn is_maybe(&self) -> bool {
        self.maybe
    }

    /// `now`: the shortest lead.
    #[must_use]
    pub const fn is_now(&self) -> bool {
        self.now
    }

    /// The topics without their `#`, as written: `rival:acme`.
    pub fn topics(&self) -> impl Iterator<Item = &str> {
        self.trailer.topics()
    }

    /// The quoted texts, without their quotes.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.trailer.texts()
    }

    /// What it has to be prepared for.
    #[must_use]
    pub fn hardness(&self) -> Hardness {
        self.core.hardness()
    }
}
