//! One to three steps and the links between them: the `pace` of an obstacle or a note.

use super::hardness::Hardness;
use super::line::Span;
use super::step::{Caution, Step};

/// How a step follows the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Link {
    /// `->`: no straightening between.
    Into,
    /// `&`
    And,
    /// A distance in working time.
    Distance(Span),
}

/// The steps of a line without mark, anchor, span and remark: at least one, at most [`Steps::MOST`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Steps {
    first: Step,
    rest: Box<[(Link, Step)]>,
}

impl Steps {
    /// More in one breath cannot be heard.
    pub const MOST: usize = 3;

    /// The parser's own door: `rest` holds at most two.
    pub(super) fn new(first: Step, rest: Vec<(Link, Step)>) -> Self {
        Self { first, rest: rest.into_boxed_slice() }
    }

    /// The first step.
    #[must_use]
    pub const fn first(&self) -> &Step {
        &self.first
    }

    /// Each step that follows another, with the link to it.
    #[must_use]
    pub const fn rest(&self) -> &[(Link, Step)] {
        &self.rest
    }

    /// All steps in order.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        std::iter::once(&self.first).chain(self.rest.iter().map(|(_, step)| step))
    }

    /// The links in order; one fewer than steps.
    pub fn links(&self) -> impl Iterator<Item = Link> {
        self.rest.iter().map(|(link, _)| *link)
    }

    /// Of the hardest step: what the lead is prepared for.
    #[must_use]
    pub fn hardness(&self) -> Hardness {
        self.steps().map(Step::hardness).fold(self.first.hardness(), Hardness::max)
    }

    /// The highest of all steps.
    #[must_use]
    pub fn caution(&self) -> Caution {
        self.steps().map(Step::caution).fold(Caution::None, Caution::max)
    }

    /// The topics of all steps, without their `#`, as written; one may come twice.
    pub fn topics(&self) -> impl Iterator<Item = &str> {
        self.steps().flat_map(Step::topics)
    }

    /// Whether a step says `now`: the shortest lead.
    #[must_use]
    pub fn is_now(&self) -> bool {
        self.steps().any(Step::is_now)
    }
}
