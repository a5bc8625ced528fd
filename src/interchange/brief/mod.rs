//! A call sheet on paper: one page of text, Markdown, HTML or JSON.
//!
//! The page is laid out once, as text of [`ROWS`] rows and [`COLUMNS`] columns; Markdown and HTML show the same facts. What
//! does not fit is counted, block by block, and stands in the JSON, which has everything. Columns are measured by
//! whoever prints: this room has no door to where that is done.
//!
//! Invariant: the page never has more rows or columns than that, whatever the texts; each block that has facts shows at
//! least one of them; nothing of a file is printed before it was made visible, and escaped as its format asks.
//!
//! Left out: pictures, links that can be followed, and anything that a page would have to fetch.

mod html;
mod json;
mod markdown;
mod text;

use std::borrow::Cow;

pub use html::html;
pub use json::json;
pub use markdown::markdown;
pub use text::text;

use crate::drive::brief::{About, Brief, Fact};

/// Rows of the page.
pub const ROWS: usize = 40;
/// Columns of the page.
pub const COLUMNS: u16 = 80;
/// Columns of the headings at the left.
const GUTTER: u16 = 12;
/// Columns of a fact, behind the heading and its sign.
const WIDTH: u16 = COLUMNS - GUTTER - 2;
/// Rows of one fact, where there is room for them.
const TALLEST: usize = 4;

/// How texts are measured: with columns as a terminal has them.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// The text in lines of at most so many columns, made visible.
    pub wrap: fn(&str, u16) -> Vec<String>,
    /// The text cut to so many columns, made visible.
    pub fit: for<'t> fn(&'t str, u16) -> Cow<'t, str>,
}

/// The page: what of a brief is shown, and how it is broken into lines.
#[derive(Debug)]
pub struct Page<'b> {
    head: [String; 2],
    parts: Vec<Part<'b>>,
    /// A blank row stands between blocks.
    is_spaced: bool,
}

/// One block of the page.
#[derive(Debug)]
struct Part<'b> {
    about: About,
    facts: Vec<Told<'b>>,
    /// Facts that are not shown.
    more: usize,
}

/// One fact of the page.
#[derive(Debug)]
struct Told<'b> {
    fact: &'b Fact,
    lines: Vec<String>,
    shape: Shape,
}

/// How much of a fact is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// All of it.
    Whole,
    /// What and what to say; the reason would take a row more.
    WithoutWhy,
    /// As many words as its rows hold.
    Cut,
}

impl<'b> Page<'b> {
    /// Lays a brief out: first with blank rows, then without; then with the fewer facts that a block wants at least, then
    /// without the reasons that take a row of their own, then with shorter facts, and at last with one fact a block.
    #[must_use]
    pub fn of(brief: &'b Brief, measure: Measure) -> Self {
        let title = if brief.title.is_empty() { String::new() } else { format!(": {}", brief.title) };
        let as_of = format!("as of {}", brief.as_of);
        let stand = if brief.stand.is_empty() { as_of } else { format!("{} · {as_of}", brief.stand) };
        let head = [format!("{}{title}", brief.account), stand];
        let head = head.map(|line| (measure.fit)(&line, COLUMNS).into_owned());
        let mut page = Self { head, parts: Vec::new(), is_spaced: true };
        let whole = Room { tallest: TALLEST, reasons: true };
        let plain = |tallest| Room { tallest, reasons: false };
        let steps = [(whole, true), (plain(TALLEST), true), (plain(3), true), (plain(2), true), (plain(2), false)];
        for (room, is_wanted) in steps.into_iter().chain([(plain(1), false)]) {
            page.parts = parts(brief, measure, room);
            page.is_spaced = page.rows() <= ROWS;
            while page.rows() > ROWS && page.drop_one(is_wanted) {}
            if page.rows() <= ROWS {
                break;
            }
        }
        page
    }

    fn rows(&self) -> usize {
        let blank = if self.is_spaced { self.parts.len() } else { 1 };
        self.head.len() + blank + self.parts.iter().map(Part::rows).sum::<usize>()
    }

    /// Leaves out the last fact of the block that takes most; false: no block has more than it wants, or than one.
    fn drop_one(&mut self, is_wanted: bool) -> bool {
        let least = |part: &Part<'_>| if is_wanted { wanted(part.about) } else { 1 };
        let several = self.parts.iter_mut().filter(|part| part.facts.len() > least(part));
        let Some(part) = several.max_by_key(|part| part.rows()) else { return false };
        part.facts.pop();
        part.more += 1;
        true
    }
}

/// How many facts a block keeps while others can be shortened.
const fn wanted(about: About) -> usize {
    match about {
        About::Aim => 1,
        About::Run | About::Opener | About::Assets | About::Doubtful => 2,
        About::Value | About::Objections | About::People | About::Way => 3,
    }
}

/// What a fact may take.
#[derive(Debug, Clone, Copy)]
struct Room {
    /// Rows.
    tallest: usize,
    /// Its reason may take a row.
    reasons: bool,
}

fn parts(brief: &Brief, measure: Measure, room: Room) -> Vec<Part<'_>> {
    brief
        .blocks
        .iter()
        .map(|block| {
            // Why a proof was chosen is part of it.
            let room = Room { reasons: room.reasons || block.about == About::Assets, ..room };
            let facts = block.shown().iter().map(|fact| told(fact, measure, room)).collect();
            Part { about: block.about, facts, more: block.rest().len() }
        })
        .collect()
}

fn told(fact: &Fact, measure: Measure, room: Room) -> Told<'_> {
    let whole = (measure.wrap)(&fact.paragraph(true), WIDTH);
    let short = (measure.wrap)(&fact.paragraph(false), WIDTH);
    let fits = |lines: &[String]| lines.len() <= room.tallest;
    if fits(&whole) && (room.reasons || whole.len() == short.len()) {
        return Told { fact, lines: whole, shape: Shape::Whole };
    }
    if fits(&short) {
        return Told { fact, lines: short, shape: Shape::WithoutWhy };
    }
    let mut lines = short;
    lines.truncate(room.tallest);
    if let Some(last) = lines.last_mut() {
        *last = cut(last, measure);
    }
    Told { fact, lines, shape: Shape::Cut }
}

/// A line that goes on, ended with `…` behind a whole word: a number or a date is never cut.
fn cut(line: &str, measure: Measure) -> String {
    let mut kept = line;
    loop {
        let ended = format!("{kept} …");
        if (measure.wrap)(&ended, WIDTH).len() == 1 {
            return ended;
        }
        match kept.rsplit_once(' ') {
            Some((before, _)) => kept = before,
            None => return (measure.fit)(&format!("{kept}……"), WIDTH).into_owned(),
        }
    }
}

impl Part<'_> {
    fn rows(&self) -> usize {
        self.facts.iter().map(|told| told.lines.len().max(1)).sum::<usize>() + usize::from(self.more > 0)
    }

    /// `3 more with --format json`.
    fn more(&self) -> Option<String> {
        (self.more > 0).then(|| format!("{} more with --format json", self.more))
    }
}

#[cfg(test)]
mod tests;
