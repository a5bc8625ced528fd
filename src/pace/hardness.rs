//! How hard a step is, and what that asks of the crew.

/// How hard a step is; later is harder. A bare feature counts as a grade (4, or 3 for Jct and Gate).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hardness {
    /// Grade 6: mention only.
    Six,
    /// Grade 5: a one-line answer.
    Five,
    /// Grade 4: prepare before the next contact.
    Four,
    /// Grade 3: an asset or a second person.
    Three,
    /// Grade 2: a plan.
    Two,
    /// Grade 1: the deal stands still.
    One,
    /// SQ: the deal changes direction.
    Square,
    /// HP: back to an earlier stage.
    Hairpin,
}

impl Hardness {
    /// What a note counts as where neither it nor the obstacle at its place has a pace. It is never shown: no
    /// shorthand stands in the file, so none is made up.
    pub const DEFAULT: Self = Self::Four;

    /// Every hardness, easiest first.
    pub const ALL: [Self; 8] =
        [Self::Six, Self::Five, Self::Four, Self::Three, Self::Two, Self::One, Self::Square, Self::Hairpin];

    /// As the notation and the campaign file write it.
    #[must_use]
    pub const fn written(self) -> &'static str {
        match self {
            Self::Six => "6",
            Self::Five => "5",
            Self::Four => "4",
            Self::Three => "3",
            Self::Two => "2",
            Self::One => "1",
            Self::Square => "SQ",
            Self::Hairpin => "HP",
        }
    }

    /// What it asks of the crew, in the words of the plain form.
    #[must_use]
    pub const fn asks(self) -> &'static str {
        match self {
            Self::Six => "just mention",
            Self::Five => "a one-line answer",
            Self::Four => "prepare before the next contact",
            Self::Three => "needs an asset or a second person",
            Self::Two => "needs a plan",
            Self::One => "stops the deal until solved",
            Self::Square => "the deal changes direction",
            Self::Hairpin => "back to an earlier stage",
        }
    }

    /// Preparation in working hours where the campaign sets none of its own.
    #[must_use]
    pub const fn preparation(self) -> u16 {
        match self {
            Self::Six => 1,
            Self::Five => 2,
            Self::Four => 8,
            Self::Three => 16,
            Self::Two => 24,
            Self::One | Self::Square => 40,
            Self::Hairpin => 80,
        }
    }
}
