//! How often something went well, and how sure that is.
//!
//! The interval is Wilson's score interval at 90 % (E. B. Wilson, 1927), z = 1.6449:
//!
//! ```text
//! centre = (p + z²/2n) / (1 + z²/n)      half = z · √(p(1−p)/n + z²/4n²) / (1 + z²/n)
//! ```
//!
//! It never leaves 0 to 1, and a few lucky cases do not look like a certainty, as a bare percentage would: 1 of 1 is
//! "between 27 and 100 in 100". Under [`FEWEST`] cases, or where the interval is wider than [`WIDEST`], it is "too few to
//! tell". Things are ranked by the lower end, never by the percentage.

/// Under so many cases nothing is said.
pub const FEWEST: u32 = 5;
/// An interval wider than this says nothing.
pub const WIDEST: f64 = 0.5;
/// The normal quantile of a two-sided interval at 90 %.
const Z: f64 = 1.644_853_626_951_472_2;

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Those that went well.
    pub hits: u32,
    /// All.
    pub of: u32,
}

/// What a share says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// More often than not, even at the lower end.
    Works,
    /// It can be told, and lies about the middle.
    Even,
    /// Too few to tell.
    TooFew,
    /// Less often than not, even at the upper end.
    Fails,
}

impl Verdict {
    /// One word for programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::Even => "even",
            Self::TooFew => "too-few",
            Self::Fails => "fails",
        }
    }
}

impl Share {
    /// One more case.
    pub(super) const fn count(&mut self, went_well: bool) {
        self.of += 1;
        if went_well {
            self.hits += 1;
        }
    }

    /// The lower and the upper end; without a case everything is possible.
    #[must_use]
    pub fn interval(&self) -> (f64, f64) {
        if self.of == 0 {
            return (0.0, 1.0);
        }
        let (n, p) = (f64::from(self.of), f64::from(self.hits) / f64::from(self.of));
        let square = Z * Z;
        let scale = 1.0 + square / n;
        let centre = (p + square / (2.0 * n)) / scale;
        let half = Z * (p * (1.0 - p) / n + square / (4.0 * n * n)).sqrt() / scale;
        ((centre - half).max(0.0), (centre + half).min(1.0))
    }

    /// What it says.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let (low, high) = self.interval();
        if self.of < FEWEST || high - low > WIDEST {
            Verdict::TooFew
        } else if low > 0.5 {
            Verdict::Works
        } else if high < 0.5 {
            Verdict::Fails
        } else {
            Verdict::Even
        }
    }

    /// `6 of 7, likely 62 to 97 in 100`; `2 of 3, too few to tell`; nothing without a case.
    #[must_use]
    pub fn words(&self) -> String {
        let Self { hits, of } = *self;
        let (low, high) = self.interval();
        match self.verdict() {
            _ if of == 0 => String::new(),
            Verdict::TooFew => format!("{hits} of {of}, too few to tell"),
            _ => format!("{hits} of {of}, likely {:.0} to {:.0} in 100", low * 100.0, high * 100.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_that_of_wilson() {
        // Worked out by hand: p = 0.8, n = 10, z² = 2.7055.
        let (low, high) = Share { hits: 8, of: 10 }.interval();
        assert!((low - 0.541_1).abs() < 0.001 && (high - 0.931_2).abs() < 0.001, "{low} {high}");
    }

    #[test]
    fn the_interval_stays_between_nothing_and_all() {
        for of in 0..40 {
            for hits in 0..=of {
                let (low, high) = Share { hits, of }.interval();
                assert!((0.0..=1.0).contains(&low) && (0.0..=1.0).contains(&high) && low <= high, "{hits} of {of}");
            }
        }
    }

    #[test]
    fn one_of_one_is_less_sure_than_nine_of_ten() {
        assert!(Share { hits: 1, of: 1 }.interval().0 < Share { hits: 9, of: 10 }.interval().0);
    }

    #[test]
    fn a_few_lucky_cases_are_too_few_to_tell() {
        assert_eq!(Share { hits: 4, of: 4 }.verdict(), Verdict::TooFew);
        assert_eq!(Share { hits: 3, of: 5 }.verdict(), Verdict::TooFew, "the interval is too wide");
        assert_eq!(Share { hits: 5, of: 5 }.verdict(), Verdict::Works);
        assert_eq!(Share { hits: 0, of: 5 }.verdict(), Verdict::Fails);
        assert_eq!(Share { hits: 20, of: 40 }.verdict(), Verdict::Even);
    }

    #[test]
    fn the_words_give_the_numbers_and_no_bare_percentage() {
        assert_eq!(Share { hits: 2, of: 3 }.words(), "2 of 3, too few to tell");
        assert_eq!(Share { hits: 8, of: 10 }.words(), "8 of 10, likely 54 to 93 in 100");
        assert_eq!(Share::default().words(), "");
    }
}
