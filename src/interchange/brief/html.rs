//! The page as one HTML file for one sheet of A4: no script, nothing to fetch, readable on a dark and a light ground.

use std::fmt::Write as _;

use super::{Page, Shape, Told};
use crate::drive::brief::Sign;
use crate::text::in_markup as escaped;

/// Colours are the reader's own, so that the page is as dark or light as everything else; print is black on white.
const STYLE: &str = "\
@page { size: A4 portrait; margin: 14mm 16mm; }
:root { color-scheme: light dark; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 178mm; background: Canvas; color: CanvasText;
  font: 9.5pt/1.32 system-ui, \"Helvetica Neue\", Arial, sans-serif; overflow-wrap: anywhere; }
header { border-bottom: 1px solid GrayText; padding-bottom: 1.5mm; margin-bottom: 2mm; }
h1 { font-size: 14pt; line-height: 1.2; margin: 0; }
header p { margin: 0.5mm 0 0; color: GrayText; }
section { display: grid; grid-template-columns: 27mm minmax(0, 1fr); padding: 1.2mm 0; break-inside: avoid; }
h2 { font-size: 7.5pt; letter-spacing: 0.06em; margin: 0.6mm 0 0; color: GrayText; }
ul { list-style: none; margin: 0; padding: 0; }
li { padding-left: 4.5mm; text-indent: -4.5mm; }
li + li { margin-top: 0.5mm; }
b.sign { display: inline-block; width: 4.5mm; text-indent: 0; }
.say { font-weight: 600; }
.why, .more { color: GrayText; }
.stops .what { font-weight: 700; text-decoration: underline; }
@media print { :root { color-scheme: light; } body { padding: 0; } }
";

/// The whole file.
#[must_use]
pub fn html(page: &Page<'_>) -> String {
    let [title, stand] = &page.head;
    let mut out = String::from("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n<header>\n<h1>{}</h1>\n<p>{}</p>\n</header>\n",
        escaped(title),
        escaped(title),
        escaped(stand)
    );
    for part in &page.parts {
        let _ = write!(out, "<section>\n<h2>{}</h2>\n<ul>\n", part.about.title());
        for told in &part.facts {
            let _ = writeln!(out, "{}", item(told));
        }
        if let Some(more) = part.more() {
            let _ = writeln!(out, "<li class=\"more\">{more}</li>");
        }
        out.push_str("</ul>\n</section>\n");
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn item(told: &Told<'_>) -> String {
    let fact = told.fact;
    let class = if fact.sign == Sign::Stops { " class=\"stops\"" } else { "" };
    let mut out = format!("<li{class}><b class=\"sign\">{}</b>", fact.mark());
    if told.shape == Shape::Cut {
        let _ = write!(out, "<span class=\"what\">{}</span>", escaped(&told.lines.join(" ")));
    } else {
        let _ = write!(out, "<span class=\"what\">{}</span>", escaped(&fact.what));
        if !fact.say.is_empty() {
            let _ = write!(out, " → <span class=\"say\">{}</span>", escaped(&fact.say));
        }
        if told.shape == Shape::Whole && !fact.why.is_empty() {
            let _ = write!(out, " <span class=\"why\">({})</span>", escaped(&fact.why));
        }
    }
    out.push_str("</li>");
    out
}
