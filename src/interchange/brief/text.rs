//! The page as text: headings at the left, each fact with its sign.

use std::fmt::Write as _;

use super::{GUTTER, Page};

/// The page, at most forty rows of eighty columns.
#[must_use]
pub fn text(page: &Page<'_>) -> String {
    let mut out = String::new();
    for line in &page.head {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    let gutter = usize::from(GUTTER);
    for (n, part) in page.parts.iter().enumerate() {
        if page.is_spaced || n == 0 {
            out.push('\n');
        }
        let mut heading = part.about.title();
        // Writing to a string cannot fail.
        for told in &part.facts {
            for (n, line) in told.lines.iter().enumerate() {
                let sign = if n == 0 { told.fact.mark() } else { ' ' };
                let _ = writeln!(out, "{heading:gutter$}{sign} {line}");
                heading = "";
            }
        }
        if let Some(more) = part.more() {
            let _ = writeln!(out, "{:gutter$}  {more}", "");
        }
    }
    out
}
