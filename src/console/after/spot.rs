//! The places of the sheet where one types or chooses, in the order in which Tab goes through them.

use tui_input::Input;

use super::After;
use crate::console::catch::Filing;

/// A place of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// What is done next.
    What,
    /// When.
    When,
    /// Who does it.
    By,
    /// A fact.
    Fact(usize),
    /// The kind of a report.
    Kind(usize),
    /// Its topic.
    Topic(usize),
    /// Who said it.
    Who(usize),
    /// The words of one more report.
    NewWords,
    /// Its kind.
    NewKind,
    /// Its topic.
    NewTopic,
    /// Who said it.
    NewWho,
}

impl Spot {
    /// The first place of its row: the arrows go from row to row.
    #[must_use]
    pub const fn row(self) -> Self {
        match self {
            Self::Topic(at) | Self::Who(at) => Self::Kind(at),
            Self::NewKind | Self::NewTopic | Self::NewWho => Self::NewWords,
            other => other,
        }
    }
}

/// All of them, in order.
#[must_use]
pub fn spots(after: &After) -> Vec<Spot> {
    let mut spots = Vec::new();
    if after.next.is_some() {
        spots.extend([Spot::What, Spot::When, Spot::By]);
    }
    spots.extend((0..after.facts.len()).map(Spot::Fact));
    spots.extend((0..after.reports.len()).flat_map(|at| [Spot::Kind(at), Spot::Topic(at), Spot::Who(at)]));
    spots.extend([Spot::NewWords, Spot::NewKind, Spot::NewTopic, Spot::NewWho]);
    spots
}

impl After {
    /// To the place so many further, or to the row.
    pub(super) fn go(&mut self, forward: bool, by_row: bool) {
        let spots = spots(self);
        let mut at = spots.iter().position(|spot| *spot == self.at).unwrap_or(0);
        let row = self.at.row();
        loop {
            let next = if forward { Some(at + 1).filter(|at| *at < spots.len()) } else { at.checked_sub(1) };
            let Some(next) = next else { return };
            at = next;
            let Some(spot) = spots.get(at) else { return };
            let is_other = if by_row { spot.row() != row && spot.row() == *spot } else { true };
            if is_other {
                self.at = *spot;
                return;
            }
        }
    }

    /// How the report here is filed.
    pub(super) fn filing(&mut self) -> Option<&mut Filing> {
        match self.at {
            Spot::Kind(at) | Spot::Topic(at) | Spot::Who(at) => {
                self.reports.get_mut(at).map(|report| &mut report.filing)
            }
            Spot::NewWords | Spot::NewKind | Spot::NewTopic | Spot::NewWho => Some(&mut self.new.filing),
            _ => None,
        }
    }

    /// The line that is typed on here.
    pub(super) fn input(&mut self) -> Option<&mut Input> {
        match self.at {
            Spot::What => self.next.as_mut().map(|next| &mut next.what),
            Spot::When => self.next.as_mut().map(|next| &mut next.on),
            Spot::NewWords => Some(&mut self.new.words),
            Spot::Topic(_) | Spot::NewTopic => self.filing().map(|filing| &mut filing.topic),
            _ => None,
        }
    }
}
