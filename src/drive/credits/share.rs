//! A card as something to paste: text, Markdown, a picture.
//!
//! Invariant: what is shared is what stands on the card, without the lines that only ask. The picture is one SVG with a
//! ground of its own, so that it reads on a dark page and on a light one; nothing in it is fetched or run.

use std::fmt::Write as _;

use super::{Card, Line};
use crate::campaign::Status;
use crate::text::{in_markdown, in_markup, visible};

/// Columns of the picture, in pixels, and its margin.
const WIDTH: u16 = 720;
const MARGIN: u16 = 40;
/// Columns of text in a row of the picture, and in its title.
const COLUMNS: u16 = 80;
const TITLE: u16 = 42;

/// The card's own colours: a light ground with dark ink, and the other way round where the page says that it is dark.
const STYLE: &str = "\
.ground { fill: #fbfaf7; stroke: #d8d4ca; } .title { fill: #1c1b19; } .words { fill: #33312d; }\n\
.stand { fill: #6b675f; } .part { fill: #0d6b62; } .mark { fill: #0d6b62; }\n\
.lost .part, .lost .mark { fill: #6b675f; }\n\
@media (prefers-color-scheme: dark) {\n\
.ground { fill: #1d1f22; stroke: #3a3d42; } .title { fill: #f3f1ec; } .words { fill: #d9d6cf; }\n\
.stand { fill: #a29e95; } .part { fill: #5cc9bb; } .mark { fill: #5cc9bb; }\n\
.lost .part, .lost .mark { fill: #a29e95; }\n\
}\n";

impl Card {
    /// The lines that are shared, each with its place: none that only asks, and no heading with nothing under it.
    pub fn shared(&self) -> impl Iterator<Item = (usize, &Line)> {
        let says = |line: &Line| matches!(line, Line::Words(text) if !text.trim().is_empty());
        self.lines.iter().enumerate().filter(move |(at, line)| match line {
            Line::Ask(_) => false,
            Line::Words(_) => says(line),
            Line::Part(_) => self.lines.iter().skip(at + 1).take_while(|next| !matches!(next, Line::Part(_))).any(says),
        })
    }

    /// What its file is called, without an ending: whatever the deal's id is, it names a file of that folder.
    #[must_use]
    pub fn file_name(&self) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' };
        let id: String = self.deal.chars().take(80).map(plain).collect();
        format!("{id}-{}", if self.status == Status::Won { "won" } else { "debrief" })
    }

    /// As plain text, a line a line.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = format!("{}\n", visible(&self.title));
        if !self.stand.is_empty() {
            let _ = writeln!(out, "{}", visible(&self.stand));
        }
        for (_, line) in self.shared() {
            let text = visible(line.text().trim());
            // Writing to a text cannot fail.
            let _ = match line {
                Line::Part(_) => writeln!(out, "\n{text}"),
                Line::Words(_) | Line::Ask(_) => writeln!(out, "- {text}"),
            };
        }
        out
    }

    /// As Markdown; what a text says is never read as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut out = format!("## {}\n", in_markdown(&self.title));
        if !self.stand.is_empty() {
            let _ = write!(out, "\n{}\n", in_markdown(&self.stand));
        }
        let mut is_list = false;
        for (_, line) in self.shared() {
            let text = in_markdown(line.text());
            let _ = match line {
                Line::Part(_) => write!(out, "\n**{text}**\n\n"),
                Line::Words(_) | Line::Ask(_) if is_list || out.ends_with("\n\n") => writeln!(out, "- {text}"),
                Line::Words(_) | Line::Ask(_) => write!(out, "\n- {text}\n"),
            };
            is_list = !matches!(line, Line::Part(_));
        }
        out
    }

    /// As a picture of a fixed width, in SVG. `wrap` breaks a text into rows of so many columns.
    #[must_use]
    pub fn svg(&self, wrap: fn(&str, u16) -> Vec<String>) -> String {
        let mut rows = Rows { out: String::new(), y: MARGIN };
        for text in wrap(&self.title, TITLE) {
            rows.text("title", MARGIN, 34, 27, true, &text);
        }
        for text in wrap(&self.stand, COLUMNS).iter().filter(|text| !text.is_empty()) {
            rows.text("stand", MARGIN, 22, 15, false, text);
        }
        rows.y += 6;
        for (_, line) in self.shared() {
            match line {
                Line::Part(text) => {
                    rows.y += 14;
                    for text in wrap(text, COLUMNS) {
                        rows.text("part", MARGIN, 22, 13, true, &text);
                    }
                }
                Line::Words(text) | Line::Ask(text) => {
                    rows.y += 3;
                    for (at, text) in wrap(text.trim(), COLUMNS - 3).iter().enumerate() {
                        if at == 0 {
                            let _ = writeln!(
                                rows.out,
                                "<circle class=\"mark\" cx=\"{}\" cy=\"{}\" r=\"2.5\"/>",
                                MARGIN + 5,
                                rows.y + 11
                            );
                        }
                        rows.text("words", MARGIN + 18, 21, 15, false, text);
                    }
                }
            }
        }
        let height = rows.y + MARGIN - 10;
        let class = if self.status == Status::Lost { " class=\"lost\"" } else { "" };
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" \
             height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\"{class} \
             font-family=\"system-ui, 'Helvetica Neue', Arial, 'Noto Sans', sans-serif\">\n<title>{}</title>\n\
             <style>\n{STYLE}</style>\n<rect class=\"ground\" x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"14\"/>\n{}</svg>\n",
            in_markup(&self.title),
            WIDTH - 1,
            height - 1,
            rows.out
        )
    }
}

/// The rows of the picture, one under the other.
struct Rows {
    out: String,
    /// The upper edge of the next row.
    y: u16,
}

impl Rows {
    fn text(&mut self, class: &str, x: u16, height: u16, size: u16, is_bold: bool, text: &str) {
        let weight = if is_bold { " font-weight=\"600\"" } else { "" };
        let room = WIDTH - MARGIN - x;
        // What may come out wider than the card, in whatever font, is drawn as wide as the card.
        let length = if widest(text, size, is_bold) > u32::from(room) {
            format!(" textLength=\"{room}\" lengthAdjust=\"spacingAndGlyphs\"")
        } else {
            String::new()
        };
        self.y += height;
        let _ = writeln!(
            self.out,
            "<text class=\"{class}\" x=\"{x}\" y=\"{}\" font-size=\"{size}\"{weight}{length}>{}</text>",
            self.y - height / 4,
            in_markup(text)
        );
    }
}

/// About how wide a text is at the most, in pixels: a picture cannot measure its font.
pub(in crate::drive) fn widest(text: &str, size: u16, is_bold: bool) -> u32 {
    let hundredths = |c: char| match c {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | ' ' => 36,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' | '—' => 92,
        c if c.is_ascii_lowercase() || c.is_ascii_digit() => 56,
        c if c.is_ascii() => 66,
        c if c < '\u{1100}' => 66,
        _ => 104,
    };
    let all: u32 = text.chars().map(hundredths).sum();
    let all = if is_bold { all * 107 / 100 } else { all };
    all * u32::from(size) / 100
}
