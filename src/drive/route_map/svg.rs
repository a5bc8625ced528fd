//! The map as a picture: SVG written by hand, for a document.
//!
//! Invariant: nothing in it is fetched or run, no text of the file is read as markup, and it has a ground of its own with
//! ink for a light and for a dark page. Every sign carries its sentence as a title, so that a reader can point at it.

use std::fmt::Write as _;

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};

use super::{Item, RouteMap, Time, What};
use crate::campaign::Outcome;
use crate::drive::credits::share::widest;
use crate::drive::words::short_date;
use crate::pace::Hardness;
use crate::text::in_markup;

/// The picture's columns, in pixels: its width, where time begins, and how long it is.
const WIDTH: i64 = 960;
const MARGIN: i64 = 32;
const LEFT: i64 = 136;
const LONG: i64 = WIDTH - LEFT - MARGIN;
/// Columns of text in a row.
const COLUMNS: u16 = 108;

const STYLE: &str = "\
.ground { fill: #fbfaf7; stroke: #d8d4ca; } .title { fill: #1c1b19; } .words { fill: #33312d; } .quiet { fill: #6b675f; }\n\
.line { stroke: #d8d4ca; } .now { stroke: #0d6b62; } .nowword { fill: #0d6b62; } .done { fill: #4a4740; } .over { fill: #b83f12; }\n\
.ahead { fill: #e6e2d8; stroke: #b9b4a8; } .plan { stroke: #8b867b; } .late { fill: #b83f12; } .range { stroke: #0d6b62; }\n\
.mark { fill: #33312d; } .open { fill: #fbfaf7; stroke: #33312d; } .good { fill: #2c7a3f; }\n\
.g6 { fill: #435f9e; } .g5 { fill: #147184; } .g4 { fill: #3b7a2f; } .g3 { fill: #8a6d00; } .g2 { fill: #b35400; } .g1 { fill: #b42318; } .g0 { fill: #9c2a78; }\n\
@media (prefers-color-scheme: dark) {\n\
.ground { fill: #1d1f22; stroke: #3a3d42; } .title { fill: #f3f1ec; } .words { fill: #d9d6cf; } .quiet { fill: #a29e95; }\n\
.line { stroke: #3a3d42; } .now { stroke: #5cc9bb; } .nowword { fill: #5cc9bb; } .done { fill: #c9c5bc; } .over { fill: #f08a5d; }\n\
.ahead { fill: #2b2e33; stroke: #575b62; } .plan { stroke: #8f8b82; } .late { fill: #f08a5d; } .range { stroke: #5cc9bb; }\n\
.mark { fill: #d9d6cf; } .open { fill: #1d1f22; stroke: #d9d6cf; } .good { fill: #83c98b; }\n\
.g6 { fill: #809bce; } .g5 { fill: #64b5c6; } .g4 { fill: #87bf7e; } .g3 { fill: #d8c15a; } .g2 { fill: #f09a4a; } .g1 { fill: #f06358; } .g0 { fill: #e070b0; }\n\
}\n";

impl RouteMap {
    /// The picture, of a fixed width. `wrap` breaks a text into rows of so many columns.
    #[must_use]
    pub fn svg(&self, wrap: fn(&str, u16) -> Vec<String>) -> String {
        let mut page = Page { out: String::new(), map: self, zone_year: self.now.year() };
        let mut y = MARGIN + 22;
        page.text(Ink("title", 25, true), (MARGIN, y), &self.name, WIDTH - 2 * MARGIN);
        for text in wrap(&self.facts(), COLUMNS) {
            y += 24;
            page.text(Ink("quiet", 14, false), (MARGIN, y), &text, WIDTH - 2 * MARGIN);
        }
        for text in self.trouble.iter().flat_map(|text| wrap(text, COLUMNS)) {
            y += 22;
            page.text(Ink("late", 14, true), (MARGIN, y), &text, WIDTH - 2 * MARGIN);
        }
        for text in wrap(&self.sentence, COLUMNS) {
            y += 24;
            page.text(Ink("words", 15, true), (MARGIN, y), &text, WIDTH - 2 * MARGIN);
        }
        let height = page.lanes(y + 30) + MARGIN;
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" \
             height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
             font-family=\"system-ui, 'Helvetica Neue', Arial, 'Noto Sans', sans-serif\">\n<title>{}</title>\n\
             <style>\n{STYLE}</style>\n<rect class=\"ground\" x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"14\"/>\n{}</svg>\n",
            in_markup(&format!("The route of {}", self.name)),
            WIDTH - 1,
            height - 1,
            page.out
        )
    }
}

impl RouteMap {
    /// What is sold and how it stands, in one line.
    fn facts(&self) -> String {
        let facts = [self.title.as_str(), &self.stand];
        facts.into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

/// Whether a lane holds a thing.
type Holds = fn(&What) -> bool;

/// How a text is written: its class, its size and whether it is bold.
#[derive(Clone, Copy)]
struct Ink<'a>(&'a str, u16, bool);

/// The picture as it grows.
struct Page<'m> {
    out: String,
    map: &'m RouteMap,
    zone_year: i32,
}

impl Page<'_> {
    /// The lanes, one under the other; returns where they end.
    fn lanes(&mut self, top: i64) -> i64 {
        let (peaks, bars) = (top + 22, top + 130);
        let bottom = self.under(bars + 74);
        let mut above = std::mem::take(&mut self.out);
        self.axis(top, bottom);
        above.push_str(&std::mem::take(&mut self.out));
        self.out = above;
        self.obstacles(peaks, bars - 8);
        self.stages(bars);
        bottom
    }

    fn text(&mut self, ink: Ink<'_>, (x, y): (i64, i64), text: &str, room: i64) {
        let Ink(class, size, is_bold) = ink;
        let weight = if is_bold { " font-weight=\"600\"" } else { "" };
        // What may come out wider than its place, in whatever font, is drawn as wide as its place.
        let length = if i64::from(widest(text, size, is_bold)) > room {
            format!(" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"", room.max(1))
        } else {
            String::new()
        };
        // Writing to a text cannot fail.
        let _ = writeln!(
            self.out,
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{weight}{length}>{}</text>",
            in_markup(text)
        );
    }

    /// A shape with its sentence.
    fn shape(&mut self, shape: &str, title: &str) {
        let _ = writeln!(self.out, "<g>{shape}<title>{}</title></g>", in_markup(title));
    }

    /// Where a moment lies.
    fn x(&self, at: DateTime<Utc>) -> i64 {
        let axis = &self.map.axis;
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "pixels of a picture")]
        let x = (axis.place(at) / axis.length().max(0.01) * LONG as f64).round() as i64;
        LEFT + x.clamp(0, LONG)
    }

    fn dated(&self, at: DateTime<Utc>) -> String {
        short_date(self.map.date_of(at), self.map.now.year())
    }

    fn label(&mut self, y: i64, text: &str) {
        self.text(Ink("quiet", 12, false), (MARGIN, y), text, LEFT - MARGIN - 8);
    }

    /// Dates over the lanes, and today.
    fn axis(&mut self, top: i64, bottom: i64) {
        let Some((first, last)) = self.map.axis.ends() else { return };
        let mut free = LEFT - 1;
        for at in self.map.axis.mondays(first, last, self.map.axis.weeks_apart(LONG, 84)) {
            let x = self.x(at);
            let _ =
                writeln!(self.out, "<line class=\"line\" x1=\"{x}\" y1=\"{}\" x2=\"{x}\" y2=\"{bottom}\"/>", top + 6);
            if x > free && x + 60 < WIDTH {
                let date = short_date((at + TimeDelta::hours(12)).date_naive(), self.zone_year);
                self.text(Ink("quiet", 11, false), (x + 3, top), &date, 78);
                free = x + 80;
            }
        }
        for gap in self.map.axis.gaps.clone() {
            let (from, until) = (self.x(gap.from), self.x(gap.until));
            let middle = i64::midpoint(from, until);
            self.text(Ink("late", 14, true), (middle - 6, top + 14), "//", 20);
        }
        let x = self.x(self.map.now);
        let _ = writeln!(
            self.out,
            "<line class=\"now\" stroke-width=\"2\" x1=\"{x}\" y1=\"{}\" x2=\"{x}\" y2=\"{bottom}\"/>",
            top + 10
        );
        self.text(Ink("nowword", 12, true), (x + 4, bottom + 2), "today", 60);
    }

    /// Obstacles as corners, taller and hotter the harder.
    fn obstacles(&mut self, top: i64, foot: i64) {
        self.label(foot, "obstacles");
        let mut found: Vec<&Item> = self.map.items.iter().collect();
        found.retain(|item| matches!(item.what, What::Obstacle { .. }) && item.at.is_some());
        found.sort_by_key(|item| match item.what {
            What::Obstacle { hardness, .. } => std::cmp::Reverse(hardness),
            _ => std::cmp::Reverse(Hardness::Six),
        });
        let mut taken: Vec<(i64, i64, i64)> = Vec::new();
        for item in found {
            let (Some(at), What::Obstacle { shorthand, hardness, caution, outcome }) = (item.at, &item.what) else {
                continue;
            };
            let (x, height) = (self.x(at), 14 + 10 * i64::from(level(*hardness)));
            let y = (foot - height).max(top);
            let class = grade(*hardness);
            let dim = if outcome.is_some() { " opacity=\"0.55\"" } else { "" };
            let shape = format!(
                "<path class=\"{class}\"{dim} d=\"M {} {foot} L {x} {y} L {} {foot} Z\"/>",
                x - 6 - height / 8,
                x + 6 + height / 8
            );
            self.shape(&shape, &format!("{}: {}", item.title, item.detail));
            let sign = match outcome {
                Some(Outcome::Hit) => "✗",
                Some(Outcome::Clean) => "✓",
                None => "",
            };
            let short = shorthand.split(' ').next().unwrap_or_default();
            let text = format!("{}{short}{sign}", caution.sign());
            let wide = i64::from(widest(&text, 12, true));
            let begin = (x - wide / 2).clamp(LEFT - 8, WIDTH - MARGIN - wide.min(200));
            let is_free = |row: i64| {
                taken.iter().all(|(y, from, until)| (y - row).abs() > 14 || begin > *until || begin + wide < *from)
            };
            if let Some(row) = [y - 4, y - 20].into_iter().find(|row| is_free(*row)) {
                self.text(Ink(class, 12, true), (begin, row), &text, 200);
                taken.push((row, begin - 4, begin + wide + 4));
            }
        }
    }

    /// The stages as bars, each over a thin line as long as it should take.
    fn stages(&mut self, y: i64) {
        self.label(y + 14, "stages");
        self.label(y + 44, "days, expected");
        for (at, stretch) in self.map.stretches.iter().enumerate() {
            let (from, to) = (self.x(stretch.from), self.x(stretch.to));
            let wide = (to - from - 2).max(2);
            let told = self.map.items.iter().find(|item| item.what == What::Stage(at));
            let told = told.map_or_else(|| stretch.name.clone(), |item| format!("{}: {}", item.title, item.detail));
            let now = self.x(self.map.now);
            let rect = |class: &str, from: i64, to: i64| {
                format!(
                    "<rect class=\"{class}\" x=\"{from}\" y=\"{y}\" width=\"{}\" height=\"18\" rx=\"3\"/>",
                    (to - from).max(2)
                )
            };
            let mut shape = match stretch.time {
                Time::Done => rect("done", from, from + wide),
                Time::Here => rect("ahead", from, from + wide) + &rect("done", from, now.clamp(from, from + wide)),
                Time::Ahead => rect("ahead", from, from + wide),
            };
            let real = if stretch.time == Time::Here { now.clamp(from, from + wide) } else { from + wide };
            if let Some(planned) = stretch.planned.map(|planned| self.x(planned))
                && stretch.time != Time::Ahead
            {
                if planned < real {
                    shape += &rect("over", planned, real);
                }
                let end = planned.min(from + wide).max(from + 2);
                let _ = write!(
                    shape,
                    "<line class=\"plan\" stroke-width=\"2\" x1=\"{from}\" y1=\"{0}\" x2=\"{end}\" y2=\"{0}\"/>",
                    y + 23
                );
            }
            self.shape(&shape, &told);
            if wide > 26 {
                self.text(Ink("words", 12, stretch.time == Time::Here), (from, y + 40), &stretch.name, wide - 4);
            }
            if wide > 44 {
                let (zone, now) = (self.map.zone, self.map.clock);
                let is_over = stretch.days(zone, now).is_some_and(|(days, expected)| days > expected);
                let class = if is_over { "late" } else { "quiet" };
                self.text(Ink(class, 11, false), (from, y + 56), &stretch.short(zone, now), wide - 4);
            }
        }
    }

    /// Notes, promises and meetings, the arrival and the plan backwards; returns where they end.
    fn under(&mut self, top: i64) -> i64 {
        let mut y = top + 14;
        let lanes: [(&str, Holds); 2] = [
            ("notes", |what| matches!(what, What::Note { .. })),
            ("dates", |what| matches!(what, What::Run { .. } | What::Control { .. })),
        ];
        for (label, holds) in lanes {
            self.label(y, label);
            for item in self.map.items.iter().filter(|item| holds(&item.what)) {
                let Some(at) = item.at else { continue };
                let x = self.x(at);
                let shape = sign(&item.what, x, y - 4, item.is_late);
                self.shape(&shape, &format!("{}: {}", item.title, item.detail));
            }
            y += 30;
        }
        self.label(y, "arrival");
        let of = |what: &What| self.map.items.iter().find(|item| item.what == *what).map(|item| item.detail.clone());
        if let Some(span) = self.map.arrival {
            let [tenth, median, ninetieth] = [span.tenth, span.median, span.ninetieth].map(|at| self.x(at));
            let shape = format!(
                "<line class=\"range\" stroke-width=\"3\" x1=\"{tenth}\" y1=\"{0}\" x2=\"{ninetieth}\" y2=\"{0}\"/>\
                 <circle class=\"mark\" cx=\"{median}\" cy=\"{0}\" r=\"5\"/>",
                y - 4
            );
            self.shape(&shape, &of(&What::Arrival).unwrap_or_default());
            let about = format!("about {}", self.dated(span.median));
            self.text(Ink("quiet", 12, false), (ninetieth + 8, y), &about, 110);
        }
        if let Some(close) = self.map.close {
            let x = self.x(close);
            let shape = format!("<path class=\"late\" d=\"M {x} {} v -18 l 11 5 l -11 5 Z\"/>", y + 4);
            self.shape(&shape, &of(&What::Close).unwrap_or_default());
            let text = format!("promised {}", self.dated(close));
            let wide = i64::from(widest(&text, 12, false));
            let begins = self.map.arrival.map_or(x, |span| self.x(span.tenth).min(x));
            self.text(Ink("words", 12, false), ((begins - wide - 8).max(LEFT), y), &text, 130);
        }
        y += 30;
        if let Some(customer) = self.map.customer {
            self.label(y, "start by");
            let x = self.x(customer);
            let shape = format!("<path class=\"good\" d=\"M {x} {} l 7 7 l -7 7 l -7 -7 Z\"/>", y - 11);
            self.shape(&shape, &of(&What::Customer).unwrap_or_default());
            let text = format!("theirs {}", self.dated(customer));
            self.text(Ink("quiet", 12, false), (x + 11, y), &text, (WIDTH - x - 14).clamp(1, 110));
            for (at, latest) in self.map.latest.clone().into_iter().enumerate() {
                let x = self.x(latest.at);
                let class = if latest.stand.is_bad() { "late" } else { "mark" };
                let shape = format!("<path class=\"{class}\" d=\"M {} {} h 10 l -5 9 Z\"/>", x - 5, y - 9);
                self.shape(&shape, &of(&What::Latest(at)).unwrap_or_default());
                let next = self.map.latest.get(at + 1).map(|next| next.at).or(self.map.customer);
                let room = next.map_or(0, |next| self.x(next) - x - 22);
                if room > 30 {
                    self.text(Ink("quiet", 12, false), (x + 9, y), &latest.name, room);
                }
            }
            y += 30;
        }
        let told = self.map.axis.told();
        if !told.is_empty() {
            self.text(Ink("late", 12, false), (LEFT, y), &told, LONG);
            y += 24;
        }
        y
    }
}

/// The sign of a note, a promise or a meeting.
fn sign(what: &What, x: i64, y: i64, is_late: bool) -> String {
    let class = |kept: bool| match (is_late, kept) {
        (true, _) => "late",
        (false, true) => "mark",
        (false, false) => "open",
    };
    match what {
        What::Note { hardness, is_called, .. } => {
            let class = if is_late { "late" } else { grade(*hardness) };
            let height = if *is_called { 16 } else { 10 };
            format!(
                "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"3\" height=\"{height}\"/>",
                x - 1,
                y - height / 2
            )
        }
        What::Run { is_over } => {
            format!("<path class=\"{}\" d=\"M {x} {} l 6 6 l -6 6 l -6 -6 Z\"/>", class(*is_over), y - 6)
        }
        What::Control { is_done } => format!("<circle class=\"{}\" cx=\"{x}\" cy=\"{y}\" r=\"5\"/>", class(*is_done)),
        _ => String::new(),
    }
}

/// How tall a corner stands, 1 to 7.
#[must_use]
pub const fn level(hardness: Hardness) -> u8 {
    match hardness {
        Hardness::Six => 1,
        Hardness::Five => 2,
        Hardness::Four => 3,
        Hardness::Three => 4,
        Hardness::Two => 5,
        Hardness::One => 6,
        Hardness::Square | Hardness::Hairpin => 7,
    }
}

const fn grade(hardness: Hardness) -> &'static str {
    match hardness {
        Hardness::Six => "g6",
        Hardness::Five => "g5",
        Hardness::Four => "g4",
        Hardness::Three => "g3",
        Hardness::Two => "g2",
        Hardness::One => "g1",
        Hardness::Square | Hardness::Hairpin => "g0",
    }
}
