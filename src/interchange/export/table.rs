//! A table of Markdown that also reads well as plain text: its columns stand under each other.
//!
//! Invariant: no text can leave its cell. Columns of a screen are measured by whoever prints.

use crate::text::in_markdown as escaped;

/// A heading and on which side its column stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Head {
    /// Words.
    Left(&'static str),
    /// Figures.
    Right(&'static str),
}

impl Head {
    const fn title(self) -> &'static str {
        match self {
            Self::Left(title) | Self::Right(title) => title,
        }
    }
}

/// Rows under headings.
#[derive(Debug)]
pub(super) struct Table<const N: usize> {
    heads: [Head; N],
    rows: Vec<[String; N]>,
}

/// A cell is padded to at most so many columns; a longer one stands out to the right.
const WIDEST: u16 = 60;

impl<const N: usize> Table<N> {
    pub const fn new(heads: [Head; N]) -> Self {
        Self { heads, rows: Vec::new() }
    }

    /// Adds a row of texts as they are.
    pub fn push(&mut self, row: [String; N]) {
        self.rows.push(row.map(|cell| escaped(&cell)));
    }

    /// Its lines, without columns that are empty in all rows; nothing where there are no rows.
    pub fn text(&self, columns: fn(&str) -> u16) -> String {
        let is_used = |at: &usize| self.rows.iter().any(|row| !row[*at].is_empty());
        let used: Vec<usize> = (0..N).filter(is_used).collect();
        let widths: Vec<u16> = used
            .iter()
            .map(|at| {
                let cells = self.rows.iter().map(|row| columns(&row[*at])).filter(|width| *width <= WIDEST);
                cells.chain([columns(self.heads[*at].title()), 3]).max().unwrap_or(3)
            })
            .collect();
        let mut out = String::new();
        let mut line = |cell: &dyn Fn(usize, u16) -> String| {
            for (at, width) in used.iter().zip(&widths) {
                out.push_str("| ");
                out.push_str(&cell(*at, *width));
                out.push(' ');
            }
            out.push_str("|\n");
        };
        let padded = |text: &str, at: usize, width: u16| {
            let gap = " ".repeat(width.saturating_sub(columns(text)).into());
            match self.heads[at] {
                Head::Left(_) => format!("{text}{gap}"),
                Head::Right(_) => format!("{gap}{text}"),
            }
        };
        if used.is_empty() {
            return out;
        }
        line(&|at, width| padded(self.heads[at].title(), at, width));
        line(&|at, width| match self.heads[at] {
            Head::Left(_) => "-".repeat(width.into()),
            Head::Right(_) => format!("{}:", "-".repeat(usize::from(width) - 1)),
        });
        for row in &self.rows {
            line(&|at, width| padded(&row[at], at, width));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(text: &str) -> u16 {
        u16::try_from(text.chars().count()).unwrap()
    }

    #[test]
    fn columns_stand_under_each_other() {
        let mut table = Table::new([Head::Left("Deal"), Head::Left("Empty"), Head::Right("Value")]);
        table.push(["Northwind".to_owned(), String::new(), "180,000".to_owned()]);
        table.push(["A | B".to_owned(), String::new(), "5".to_owned()]);
        let expected = "| Deal      |   Value |\n| --------- | ------: |\n\
                        | Northwind | 180,000 |\n| A \\| B    |       5 |\n";
        assert_eq!(table.text(columns), expected);
    }

    #[test]
    fn a_table_without_rows_is_nothing() {
        assert_eq!(Table::new([Head::Left("Deal")]).text(columns), "");
    }
}
