//! What a step is about: a graded corner, a square or a hairpin, or a feature, as the token writes it.

use super::hardness::Hardness;

/// Whose side causes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// `L`: the client's side.
    Client,
    /// `R`: our side.
    Ours,
}

impl Side {
    /// As written.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Client => 'L',
            Self::Ours => 'R',
        }
    }

    pub(super) const fn of_letter(letter: u8) -> Option<Self> {
        match letter {
            b'L' => Some(Self::Client),
            b'R' => Some(Self::Ours),
            _ => None,
        }
    }
}

/// A corner's grade; later is harder, as with [`Hardness`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Mention only.
    Six,
    /// A one-line answer.
    Five,
    /// Prepare before the next contact.
    Four,
    /// An asset or a second person.
    Three,
    /// A plan.
    Two,
    /// The deal stands still.
    One,
}

impl Grade {
    /// As written and stored: 6 is the easiest.
    #[must_use]
    pub const fn figure(self) -> u8 {
        match self {
            Self::Six => 6,
            Self::Five => 5,
            Self::Four => 4,
            Self::Three => 3,
            Self::Two => 2,
            Self::One => 1,
        }
    }

    pub(super) const fn of_figure(figure: u8) -> Option<Self> {
        match figure {
            b'6' => Some(Self::Six),
            b'5' => Some(Self::Five),
            b'4' => Some(Self::Four),
            b'3' => Some(Self::Three),
            b'2' => Some(Self::Two),
            b'1' => Some(Self::One),
            _ => None,
        }
    }

    /// One grade harder; grade 1 has none.
    #[must_use]
    pub const fn harder(self) -> Option<Self> {
        match self {
            Self::Six => Some(Self::Five),
            Self::Five => Some(Self::Four),
            Self::Four => Some(Self::Three),
            Self::Three => Some(Self::Two),
            Self::Two => Some(Self::One),
            Self::One => None,
        }
    }

    /// The same on the scale of all steps.
    #[must_use]
    pub const fn hardness(self) -> Hardness {
        match self {
            Self::Six => Hardness::Six,
            Self::Five => Hardness::Five,
            Self::Four => Hardness::Four,
            Self::Three => Hardness::Three,
            Self::Two => Hardness::Two,
            Self::One => Hardness::One,
        }
    }
}

/// A little to one side of the grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shade {
    /// `+`: a little easier.
    Plus,
    /// `-`: a little harder.
    Minus,
}

/// A corner that ends otherwise than it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bend {
    /// `>`: ends harder; without a grade, one harder.
    Tightens(Option<Grade>),
    /// `<`: ends easier.
    Opens(Option<Grade>),
}

/// A graded corner. In a step of the notation the bend always has room on its side of the grade, and a corner that
/// tightens has no shade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Corner {
    /// Whose side causes it.
    pub side: Side,
    /// How hard it begins.
    pub grade: Grade,
    /// `+` or `-`.
    pub shade: Option<Shade>,
    /// `>` or `<`.
    pub bend: Option<Bend>,
}

/// A corner beyond the grades.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Turn {
    /// `SQ`: the deal changes direction.
    Square,
    /// `HP`: back to an earlier stage.
    Hairpin,
}

impl Turn {
    /// As written, without the side.
    #[must_use]
    pub const fn letters(self) -> &'static str {
        match self {
            Self::Square => "SQ",
            Self::Hairpin => "HP",
        }
    }
}

/// What lies on the road without a side or a grade of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    /// `Cr`, crest: a stakeholder we cannot see.
    Crest,
    /// `Jmp`, jump: one big leap.
    Jump,
    /// `Bmp`, bump: friction.
    Bump,
    /// `Jct`, junction: their decision point.
    Junction,
    /// `Nar`, narrows: a single thread.
    Narrows,
    /// `Gate`: a formal approval.
    Gate,
    /// `Brg`, bridge: a gatekeeper.
    Bridge,
    /// `Ice`: the ground has changed.
    Ice,
}

impl Feature {
    /// Every feature, in the order of the notation.
    pub const ALL: [Self; 8] =
        [Self::Crest, Self::Jump, Self::Bump, Self::Junction, Self::Narrows, Self::Gate, Self::Bridge, Self::Ice];

    /// As written.
    #[must_use]
    pub const fn letters(self) -> &'static str {
        match self {
            Self::Crest => "Cr",
            Self::Jump => "Jmp",
            Self::Bump => "Bmp",
            Self::Junction => "Jct",
            Self::Narrows => "Nar",
            Self::Gate => "Gate",
            Self::Bridge => "Brg",
            Self::Ice => "Ice",
        }
    }

    /// What it counts as where it stands alone.
    #[must_use]
    pub const fn hardness(self) -> Hardness {
        match self {
            Self::Junction | Self::Gate => Hardness::Three,
            _ => Hardness::Four,
        }
    }
}

/// The features a step goes over, each at most once, as they were written: a nibble each, the first lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Features(u32);

impl Features {
    /// In the order written.
    pub fn iter(self) -> impl Iterator<Item = Feature> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let nibble = (left & 0xF) as usize;
            left >>= 4;
            nibble.checked_sub(1).map(|index| Feature::ALL[index & 7])
        })
    }

    /// Whether it is among them.
    #[must_use]
    pub fn contains(self, feature: Feature) -> bool {
        self.iter().any(|one| one == feature)
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Adds one that is not yet among them; eight fit, so there is always room.
    pub(super) fn push(&mut self, feature: Feature) {
        let used = (32 - self.0.leading_zeros()).next_multiple_of(4);
        self.0 |= (feature as u32 + 1) << used;
    }
}

/// What a step is about. A side, grade or turn is written in one piece with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Core {
    /// `L4`, `R3>2`.
    Corner(Corner),
    /// `SQL`, `HPR`.
    Turn(Turn, Side),
    /// `Gate`, `Jct`.
    Feature(Feature),
}

impl Core {
    /// What it has to be prepared for: a corner that tightens counts as what it ends in, a bare feature as its own
    /// grade.
    #[must_use]
    pub fn hardness(self) -> Hardness {
        match self {
            Self::Corner(Corner { grade, bend, .. }) => match bend {
                Some(Bend::Tightens(Some(end))) => end.hardness(),
                Some(Bend::Tightens(None)) => grade.harder().unwrap_or(grade).hardness(),
                Some(Bend::Opens(_)) | None => grade.hardness(),
            },
            Self::Turn(Turn::Square, _) => Hardness::Square,
            Self::Turn(Turn::Hairpin, _) => Hardness::Hairpin,
            Self::Feature(feature) => feature.hardness(),
        }
    }
}
