//! One step: what is ahead, whose side causes it, how hard it is, and the words that go with it.
//!
//! Everything but the topics and texts fits into a few bytes: a campaign holds some forty thousand steps.

use super::trailer::Trailer;

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

/// A graded corner. In a [`Step`] the bend always has room on its side of the grade, and a corner that tightens has
/// no shade.
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

    /// What it has to be prepared for: a corner that tightens counts as what it ends in.
    #[must_use]
    pub fn hardness(&self) -> Hardness {
        match self.core {
            Core::Corner(Corner { grade, bend, .. }) => match bend {
                Some(Bend::Tightens(Some(end))) => end.hardness(),
                Some(Bend::Tightens(None)) => grade.harder().unwrap_or(grade).hardness(),
                Some(Bend::Opens(_)) | None => grade.hardness(),
            },
            Core::Turn(Turn::Square, _) => Hardness::Square,
            Core::Turn(Turn::Hairpin, _) => Hardness::Hairpin,
            Core::Feature(feature) => feature.hardness(),
        }
    }
}
