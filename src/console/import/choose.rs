//! The files that look like exports, and a line to type a path.
//!
//! An empty line shows the newest of the usual places; words in it keep those whose names have them; a path shows what lies
//! there. What lies where is looked up beside the loop.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use tui_input::Input;

use crate::console::words;

/// The list, and what is typed.
#[derive(Debug, Clone, Default)]
pub struct Chooser {
    /// What is typed: words of a name, or a path.
    pub input: Input,
    /// What was found for the places that the line names; absent until it was looked for.
    pub files: Option<Vec<Found>>,
    /// The row under the cursor, of those that are shown.
    pub cursor: usize,
}

/// A file that looks like an export, or a folder on the way to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// Its name.
    pub name: String,
    /// Its folder, as a person types it.
    pub folder: String,
    /// How long it is, in bytes.
    pub size: u64,
    /// When it was written.
    pub written: Option<DateTime<Utc>>,
    /// Whether it is a folder.
    pub is_folder: bool,
}

impl Found {
    /// Its path, as a person types it; of a folder so that one can type on.
    #[must_use]
    pub fn typed(&self) -> String {
        let slash = if self.folder.is_empty() || self.folder.ends_with('/') { "" } else { "/" };
        let end = if self.is_folder { "/" } else { "" };
        format!("{}{slash}{}{end}", self.folder, self.name)
    }

    /// How long ago it was written: `12 min ago`, `yesterday 14:00`.
    #[must_use]
    pub fn age(&self, zone: Tz, now: DateTime<Utc>) -> String {
        let Some(written) = self.written else { return String::new() };
        match (now - written).num_minutes() {
            minutes @ ..0 if minutes < -1 => words::moment(written, zone, now),
            ..1 => "just now".to_owned(),
            minutes @ 1..60 => format!("{minutes} min ago"),
            minutes @ 60..720 => format!("{} h ago", minutes / 60),
            _ => words::moment(written, zone, now),
        }
    }

    /// `480 bytes`, `12 KB`, `1.2 MB`.
    #[must_use]
    pub fn length(&self) -> String {
        match self.size {
            0..1_000 => format!("{} bytes", self.size),
            1_000..1_000_000 => format!("{} KB", self.size / 1_000),
            _ => format!("{}.{} MB", self.size / 1_000_000, self.size % 1_000_000 / 100_000),
        }
    }
}

/// Whether a line is a path and not words of a name.
#[must_use]
pub fn is_path(typed: &str) -> bool {
    typed.contains('/') || typed.starts_with('~')
}

/// What has to be looked for again when it changes: the folder of a path, and the beginning of a name in it.
fn asks(typed: &str) -> &str {
    if is_path(typed) { typed } else { "" }
}

impl Chooser {
    /// Those that are shown.
    pub fn shown(&self) -> impl Iterator<Item = &Found> {
        let typed = self.input.value().trim().to_lowercase();
        let words: Vec<String> =
            if is_path(&typed) { Vec::new() } else { typed.split_whitespace().map(str::to_owned).collect() };
        let is_like = move |found: &&Found| {
            let name = found.name.to_lowercase();
            words.iter().all(|word| name.contains(word.as_str()))
        };
        self.files.iter().flatten().filter(is_like)
    }

    /// The one under the cursor.
    #[must_use]
    pub fn here(&self) -> Option<&Found> {
        self.shown().nth(self.cursor)
    }

    /// What has to be looked for after the line has changed from `before`.
    pub(super) fn wants(&mut self, before: &str) -> Option<String> {
        self.cursor = 0;
        let now = asks(self.input.value());
        (now != asks(before)).then(|| now.to_owned())
    }

    /// What was found; for another line than the one that stands there it is not wanted any more.
    pub(super) fn learn(&mut self, typed: &str, files: Vec<Found>) {
        if typed == asks(self.input.value()) {
            self.files = Some(files);
            self.cursor = self.cursor.min(self.shown().count().saturating_sub(1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, size: u64, written: &str) -> Found {
        Found {
            path: PathBuf::from(name),
            name: name.to_owned(),
            folder: "~/Downloads".to_owned(),
            size,
            written: written.parse().ok(),
            is_folder: false,
        }
    }

    #[test]
    fn an_age_is_told_as_a_person_would() {
        let now = "2026-11-20T09:41:00Z".parse().unwrap();
        let age = |written| found("a.csv", 1, written).age(Tz::UTC, now);
        assert_eq!(age("2026-11-20T09:40:30Z"), "just now");
        assert_eq!(age("2026-11-20T09:29:00Z"), "12 min ago");
        assert_eq!(age("2026-11-20T06:29:00Z"), "3 h ago");
        assert_eq!(age("2026-11-19T14:00:00Z"), "yesterday 14:00");
        assert_eq!(age("2026-11-20T10:41:00Z"), "10:41");
        assert_eq!(age("never"), "");
    }

    #[test]
    fn a_length_is_told_with_two_figures_or_three() {
        let length = |size| found("a.csv", size, "").length();
        assert_eq!([length(480), length(12_900), length(1_250_000)], ["480 bytes", "12 KB", "1.2 MB"]);
    }

    #[test]
    fn words_keep_the_names_that_have_them_and_a_path_keeps_what_lies_there() {
        let mut chooser =
            Chooser { files: Some(vec![found("HubSpot.csv", 1, ""), found("zoho.csv", 1, "")]), ..Chooser::default() };
        let names = |chooser: &Chooser| chooser.shown().map(|found| found.name.clone()).collect::<Vec<_>>();
        chooser.input = Input::new("hub".to_owned());
        assert_eq!(names(&chooser), ["HubSpot.csv"]);
        chooser.input = Input::new("~/x".to_owned());
        assert_eq!(names(&chooser).len(), 2);
    }
}
