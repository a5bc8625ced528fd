//! The way to the target as a small chart of characters: one column a point, what is won, what may be won, what is needed.
//!
//! Every sign is one column wide and has a plain one beside it, so that nothing here measures a text. A screen that draws
//! with lines of its own starts from the same points.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::drive::destination::Point;

/// The signs of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signs {
    /// Won.
    pub won: char,
    /// Won nine times in ten.
    pub likely: char,
    /// Won one time in two.
    pub maybe: char,
    /// Won one time in ten.
    pub hardly: char,
    /// Needed, for an even way.
    pub needed: char,
    /// The corner and the line below.
    pub axis: (char, char),
}

impl Signs {
    /// Of blocks.
    pub const BLOCKS: Self =
        Self { won: '█', likely: '▓', maybe: '▒', hardly: '░', needed: '·', axis: ('└', '─') };
    /// Of ASCII.
    pub const PLAIN: Self = Self { won: '#', likely: '=', maybe: '+', hardly: '-', needed: '.', axis: ('+', '-') };

    /// What each means, in one line.
    #[must_use]
    pub fn legend(&self) -> String {
        let Self { won, likely, maybe, hardly, needed, .. } = self;
        format!(
            "{won} won  {likely} 9 times in 10  {maybe} 1 time in 2  {hardly} 1 time in 10  {needed} needed, week by week"
        )
    }
}

/// The rows from the top, so many, each the same number of columns; the value of the top of the first.
#[must_use]
pub fn rows(points: &[Point], signs: Signs, height: u16, width_of_a_point: usize) -> (Vec<String>, Decimal) {
    let of_point = |point: &Point| {
        let expected = point.expected.map(|expected| expected[2]);
        [point.attained, point.needed, expected].into_iter().flatten().max()
    };
    let top = points.iter().filter_map(of_point).max().unwrap_or(Decimal::ZERO);
    let step = top.to_f64().unwrap_or(0.0) / f64::from(height.max(1));
    let rows = (0..height).rev().map(|row| {
        let (bottom, middle) = (f64::from(row) * step, (f64::from(row) + 0.5) * step);
        let signs = points.iter().map(|point| sign(point, signs, bottom, middle, bottom + step));
        signs.flat_map(|sign| std::iter::repeat_n(sign, width_of_a_point)).collect()
    });
    (rows.collect(), top)
}

fn sign(point: &Point, signs: Signs, bottom: f64, middle: f64, top: f64) -> char {
    let float = |sum: Decimal| sum.to_f64().unwrap_or(0.0);
    if top <= 0.0 {
        return ' ';
    }
    let reaches = |sum: Option<Decimal>| sum.is_some_and(|sum| float(sum) >= middle);
    if reaches(point.attained) {
        return signs.won;
    }
    if let Some(needed) = point.needed.map(float)
        && needed > bottom
        && needed <= top
    {
        return signs.needed;
    }
    let bands = [signs.likely, signs.maybe, signs.hardly];
    let expected = point.expected.iter().flatten().copied();
    expected.zip(bands).find(|(sum, _)| reaches(Some(*sum))).map_or(' ', |(_, sign)| sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn point(attained: Option<i64>, needed: i64, expected: Option<[i64; 3]>) -> Point {
        Point {
            day: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
            attained: attained.map(Decimal::from),
            needed: Some(needed.into()),
            expected: expected.map(|all| all.map(Decimal::from)),
        }
    }

    #[test]
    fn what_is_won_what_may_be_and_what_is_needed_stand_over_each_other() {
        let points = [
            point(Some(0), 0, None),
            point(Some(20), 10, None),
            point(Some(20), 20, Some([20, 20, 20])),
            point(None, 30, Some([20, 30, 40])),
            point(None, 40, Some([20, 30, 40])),
        ];
        let (rows, top) = rows(&points, Signs::PLAIN, 4, 1);
        assert_eq!(rows, ["   -.", "   .+", " ##==", " ##=="]);
        assert_eq!(top, Decimal::from(40));
    }

    #[test]
    fn nothing_won_and_nothing_needed_is_an_empty_chart() {
        assert_eq!(rows(&[point(Some(0), 0, None)], Signs::BLOCKS, 2, 1).0, [" ", " "]);
        assert_eq!(rows(&[], Signs::BLOCKS, 2, 1).0, ["", ""]);
    }
}
