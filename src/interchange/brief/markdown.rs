//! The page as Markdown: a heading for each block, a list of its facts. What a text says is never read as Markdown.

use std::fmt::Write as _;

use super::{Page, Shape, Told};
use crate::text::in_markdown as escaped;

/// The page.
#[must_use]
pub fn markdown(page: &Page<'_>) -> String {
    let [title, stand] = &page.head;
    // Writing to a string cannot fail.
    let mut out = format!("# {}\n\n{}\n", escaped(title), escaped(stand));
    for part in &page.parts {
        let _ = writeln!(out, "\n## {}\n", part.about.heading());
        for told in &part.facts {
            let _ = writeln!(out, "- {}", line(told));
        }
        if let Some(more) = part.more() {
            let _ = writeln!(out, "- *{more}*");
        }
    }
    out
}

fn line(told: &Told<'_>) -> String {
    let fact = told.fact;
    let mut out = match fact.mark() {
        '·' => String::new(),
        mark => format!("**{mark}** "),
    };
    if told.shape == Shape::Cut {
        out.push_str(&escaped(&told.lines.join(" ")));
        return out;
    }
    out.push_str(&escaped(&fact.what));
    if !fact.say.is_empty() {
        let _ = write!(out, " → **{}**", escaped(&fact.say));
    }
    if told.shape == Shape::Whole && !fact.why.is_empty() {
        let _ = write!(out, " ({})", escaped(&fact.why));
    }
    out
}
