//! Writes a generated campaign to standard output: `cargo run --release --example generate -- 10000 > big.toml`.
//! With a second argument `export` the same number of deals as a CRM exports them, `export-later` as it does four weeks
//! later; with `records` the same amount of bytes as plain `[[record]]` tables, to measure a bare reader.

#[path = "../benches/generate/exports.rs"]
mod exports;
#[path = "../benches/generate/mod.rs"]
mod generate;

use std::fmt::Write as _;
use std::io::Write as _;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let deals = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(10);
    let out = match arguments.next().as_deref() {
        Some("export") => exports::hubspot(deals, 7, 0),
        Some("export-later") => exports::hubspot(deals, 7, 4),
        Some("records") => records(generate::campaign(deals, 7).len()),
        _ => generate::campaign(deals, 7),
    };
    std::io::stdout().lock().write_all(out.as_bytes())
}

fn records(bytes: usize) -> String {
    let mut out = String::with_capacity(bytes + 400);
    let mut n = 0;
    while out.len() < bytes {
        // Writing to a text cannot fail.
        let _ = write!(
            out,
            "[[record]]\nid = \"rec-{n:06}\"\ntitle = \"Talk number {n}\"\nstart = \"12:{:02}\"\nduration = {}\n\
             room = \"room {}\"\ntrack = \"track {}\"\ndone = {}\nnotes = \"Bring the blue cable and ask for slides.\"\n\n",
            n % 60,
            15 + n % 90,
            n % 12,
            n % 7,
            n % 3 == 0,
        );
        n += 1;
    }
    out
}
