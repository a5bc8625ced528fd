//! The columns of the table: which there are at a width, and where.

use super::list::SortBy;

/// What a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// The deal, or that a hazard's note is for any.
    Deal,
    /// Where the note is called for, as the file writes it.
    Place,
    /// When it will be called.
    Called,
    /// Its shorthand.
    Pace,
    /// Its words.
    Say,
    /// Who wrote it.
    By,
    /// When it was written, or that it is stale.
    Written,
    /// How often it landed.
    Landed,
}

impl Head {
    /// The heading.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Deal => "DEAL",
            Self::Place => "PLACE",
            Self::Called => "CALLED",
            Self::Pace => "PACE",
            Self::Say => "SAY",
            Self::By => "BY",
            Self::Written => "WRITTEN",
            Self::Landed => "LANDED",
        }
    }

    /// What the column is sorted by, if it can be.
    #[must_use]
    pub const fn sort(self) -> Option<SortBy> {
        match self {
            Self::Deal | Self::Place => Some(SortBy::Deal),
            Self::Called => Some(SortBy::Called),
            Self::Pace => Some(SortBy::Pace),
            Self::Say => None,
            Self::By => Some(SortBy::By),
            Self::Written => Some(SortBy::Written),
            Self::Landed => Some(SortBy::Landed),
        }
    }
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// What it says.
    pub head: Head,
    /// Where it begins.
    pub x: u16,
    /// Columns of the terminal that it takes.
    pub width: u16,
}

/// Columns before the first: the pointer and the mark of a selection.
pub const MARGIN: u16 = 2;
const GAP: u16 = 2;
/// The words take at least this much; before that other columns go.
const LEAST_SAY: u16 = 22;

/// The columns that fit, in order: the words have what the others leave.
#[must_use]
pub fn columns(width: u16) -> Vec<Column> {
    // What goes first where there is no room stands last here.
    const BY_WORTH: [(Head, u16); 7] = [
        (Head::Deal, 14),
        (Head::Called, 12),
        (Head::Pace, 12),
        (Head::Landed, 7),
        (Head::Place, 17),
        (Head::By, 5),
        (Head::Written, 8),
    ];
    const IN_ORDER: [Head; 8] =
        [Head::Deal, Head::Place, Head::Called, Head::Pace, Head::Say, Head::By, Head::Written, Head::Landed];
    let room = width.saturating_sub(2 * MARGIN);
    let mut left = room.saturating_sub(LEAST_SAY);
    let mut kept: Vec<(Head, u16)> = Vec::new();
    for (head, wide) in BY_WORTH {
        if wide + GAP > left {
            break;
        }
        left -= wide + GAP;
        kept.push((head, wide));
    }
    let say = LEAST_SAY.min(room) + left.min(room);
    // On a wide screen names and places have some of what is left.
    let more = (say.saturating_sub(26) / 4).min(8);
    let mut x = MARGIN;
    let mut columns = Vec::new();
    for head in IN_ORDER {
        let wide = kept.iter().find(|(one, _)| *one == head).map(|(_, wide)| *wide);
        let width = match (head, wide) {
            (Head::Say, _) => say - 2 * more,
            (Head::Deal | Head::Place, Some(wide)) if kept.len() == BY_WORTH.len() => wide + more,
            (_, Some(wide)) => wide,
            (_, None) => continue,
        };
        columns.push(Column { head, x, width });
        x += width + GAP;
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_width_and_never_overlap() {
        for width in 40..300 {
            let columns = columns(width);
            let ends = columns.windows(2).all(|pair| pair[0].x + pair[0].width + GAP == pair[1].x);
            let last = columns.last().unwrap();
            assert!(ends && last.x + last.width <= width, "{width}: {columns:?}");
            assert!(columns.iter().any(|column| column.head == Head::Say && column.width >= LEAST_SAY), "{width}");
        }
    }

    #[test]
    fn a_narrow_screen_keeps_the_deal_the_call_the_pace_and_the_record() {
        let heads: Vec<Head> = columns(80).iter().map(|column| column.head).collect();
        assert_eq!(heads, [Head::Deal, Head::Called, Head::Pace, Head::Say, Head::Landed]);
        assert_eq!(columns(120).len(), 8);
    }
}
