//! A whole line of shorthand: a mark, a place, steps and a remark.

use super::date::Date;
use super::steps::Steps;

/// A pencil mark before a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// `*`
    Key,
    /// `?`
    Doubtful,
    /// `~`
    Amended,
    /// `x`
    Struck,
}

impl Mark {
    /// As written.
    #[must_use]
    pub const fn sign(self) -> char {
        match self {
            Self::Key => '*',
            Self::Doubtful => '?',
            Self::Amended => '~',
            Self::Struck => 'x',
        }
    }

    /// The mark written so, if it is one.
    #[must_use]
    pub fn of_sign(written: &str) -> Option<Self> {
        Some(match written {
            "*" => Self::Key,
            "?" => Self::Doubtful,
            "~" => Self::Amended,
            "x" => Self::Struck,
            _ => return None,
        })
    }
}

/// What a [`Span`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SpanUnit {
    /// `h`: working hours.
    Hours,
    /// `d`: working days.
    Days,
    /// `w`: weeks.
    Weeks,
}

impl SpanUnit {
    /// As written in shorthand.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Hours => 'h',
            Self::Days => 'd',
            Self::Weeks => 'w',
        }
    }

    pub(super) const fn of_letter(letter: u8) -> Option<Self> {
        match letter {
            b'h' => Some(Self::Hours),
            b'd' => Some(Self::Days),
            b'w' => Some(Self::Weeks),
            _ => None,
        }
    }
}

/// A distance in time: 1 to 9999 of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    n: u16,
    unit: SpanUnit,
}

impl Span {
    /// The largest number of units.
    pub const MOST: u16 = 9999;

    /// A span of 1 to 9999 units.
    #[must_use]
    pub const fn new(n: u16, unit: SpanUnit) -> Option<Self> {
        if n >= 1 && n <= Self::MOST { Some(Self { n, unit }) } else { None }
    }

    /// How many.
    #[must_use]
    pub const fn n(self) -> u16 {
        self.n
    }

    /// Of what.
    #[must_use]
    pub const fn unit(self) -> SpanUnit {
        self.unit
    }

    /// As a duration of the file: `3wd`, `4wh`, `2w`.
    #[must_use]
    pub fn stored(self) -> String {
        let unit = match self.unit {
            SpanUnit::Hours => "wh",
            SpanUnit::Days => "wd",
            SpanUnit::Weeks => "w",
        };
        format!("{}{unit}", self.n)
    }
}

/// What an anchor points at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AnchorPlace {
    /// A day or a time of day.
    Date(Date),
    /// An obstacle, control, run, hazard or stage, by its id.
    Id(Box<str>),
}

/// Before or after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sign {
    /// `+`
    After,
    /// `-`
    Before,
}

impl Sign {
    /// As written.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::After => '+',
            Self::Before => '-',
        }
    }
}

/// Where a line belongs: `@quote-v2 - 2d`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Anchor {
    /// What it points at.
    pub place: AnchorPlace,
    /// How far before or after it.
    pub way: Option<(Sign, Span)>,
}

impl Anchor {
    /// As a position of the file: `quote-v2 - 2wd`.
    #[must_use]
    pub fn stored(&self) -> String {
        let place = match &self.place {
            AnchorPlace::Date(date) => date.to_string(),
            AnchorPlace::Id(id) => String::from(&**id),
        };
        match self.way {
            Some((sign, span)) => format!("{place} {} {}", sign.letter(), span.stored()),
            None => place,
        }
    }
}

/// Where a line says it belongs: at an anchor, or a span from now; never both.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Lead {
    Nothing,
    Anchor(Anchor),
    Span(Span),
}

/// A whole line, as the parser made it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Line {
    pub(super) mark: Option<Mark>,
    pub(super) lead: Lead,
    pub(super) steps: Steps,
    pub(super) remark: Option<Box<str>>,
}

impl Line {
    /// The pencil mark.
    #[must_use]
    pub const fn mark(&self) -> Option<Mark> {
        self.mark
    }

    /// The anchor; a line with one has no [`span`](Self::span).
    #[must_use]
    pub const fn anchor(&self) -> Option<&Anchor> {
        match &self.lead {
            Lead::Anchor(anchor) => Some(anchor),
            Lead::Nothing | Lead::Span(_) => None,
        }
    }

    /// The leading span, counted from now.
    #[must_use]
    pub const fn span(&self) -> Option<Span> {
        match self.lead {
            Lead::Span(span) => Some(span),
            Lead::Nothing | Lead::Anchor(_) => None,
        }
    }

    /// The steps.
    #[must_use]
    pub const fn steps(&self) -> &Steps {
        &self.steps
    }

    /// The steps alone.
    #[must_use]
    pub fn into_steps(self) -> Steps {
        self.steps
    }

    /// The remark after ` ; `, never empty.
    #[must_use]
    pub fn remark(&self) -> Option<&str> {
        self.remark.as_deref()
    }
}
