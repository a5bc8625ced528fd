//! The causes for which a deal needs somebody, and what each weighs.
//!
//! Invariant: every cause stands once in [`Cause::ALL`], with its name for the configuration and for scripts. A cause that
//! weighs nothing is not told. The weights of [`Weights::default`] put what cannot wait before what is merely untidy; a
//! person's configuration may weigh otherwise (`[needs]`).

/// Why a deal may need somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// A call is due, or was made and not heard.
    CallWaits,
    /// A note's place went by uncalled.
    CallMissed,
    /// A note with a caution was called, and nobody heard it.
    CautionUnheard,
    /// A red flag is up.
    RedFlag,
    /// Scrutineering: the sale cannot finish as it is.
    Stopped,
    /// It is being repaired.
    InService,
    /// A dated promise went by.
    PromiseOver,
    /// The next touch went by.
    TouchOver,
    /// The promised close went by.
    CloseGone,
    /// Nothing happens, or it is in its stage for too long.
    Stalled,
    /// The promised close lies before the early arrival, or long after the late one.
    CloseUnlikely,
    /// It moves and gets no nearer.
    InCircles,
    /// A yellow flag is up.
    YellowFlag,
    /// There is no next touch.
    NoTouch,
    /// The next touch has no day.
    UndatedTouch,
    /// Scrutineering: a fact is missing.
    Question,
}

impl Cause {
    /// All of them with their names, by their usual weight.
    pub const ALL: [(Self, &'static str, u16); 16] = [
        (Self::CallWaits, "call-waits", 150),
        (Self::CallMissed, "call-missed", 65),
        (Self::CautionUnheard, "caution-unheard", 62),
        (Self::RedFlag, "red-flag", 60),
        (Self::Stopped, "stopped", 58),
        (Self::InService, "in-service", 55),
        (Self::PromiseOver, "promise-over", 50),
        (Self::TouchOver, "touch-over", 45),
        (Self::CloseGone, "close-gone", 40),
        (Self::Stalled, "stalled", 35),
        (Self::CloseUnlikely, "close-unlikely", 32),
        (Self::InCircles, "in-circles", 30),
        (Self::YellowFlag, "yellow-flag", 25),
        (Self::NoTouch, "no-touch", 20),
        (Self::UndatedTouch, "undated-touch", 15),
        (Self::Question, "question", 10),
    ];

    /// Its name in the configuration and for scripts.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The cause with this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == name).map(|(cause, ..)| *cause)
    }

    /// Whether it goes on counting under a red flag, where outreach is stopped and the clocks stand.
    #[must_use]
    pub const fn holds_under_red(self) -> bool {
        matches!(self, Self::RedFlag | Self::YellowFlag | Self::InService | Self::Stopped | Self::Question)
    }
}

/// What each cause weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weights([u16; Cause::ALL.len()]);

/// A weight is at most this.
pub const HEAVIEST: u16 = 1000;

impl Default for Weights {
    fn default() -> Self {
        Self(Cause::ALL.map(|(.., weight)| weight))
    }
}

impl Weights {
    /// Of a cause; 0: it is not told.
    #[must_use]
    pub fn of(&self, cause: Cause) -> u16 {
        self.0[cause as usize]
    }

    /// Gives a cause another weight, at most [`HEAVIEST`].
    pub fn set(&mut self, cause: Cause, weight: u16) {
        self.0[cause as usize] = weight.min(HEAVIEST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cause_stands_at_its_own_place_with_a_name_of_its_own() {
        for (at, (cause, name, _)) in Cause::ALL.iter().enumerate() {
            assert_eq!((*cause as usize, Cause::of_name(name)), (at, Some(*cause)));
        }
    }
}
