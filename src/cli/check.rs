//! `codriver check FILE`: every problem with its place.
//!
//! Pure: bytes in, a report out. Reading the file and printing is the caller's.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;

use crate::campaign::{self, Past, Problems, Text};
use crate::text::{self, Diagnostic, Document, Severity};

/// Everything that is wrong with one file.
#[derive(Debug)]
pub struct Report {
    file: String,
    document: Document,
    /// In the order of the file.
    problems: Vec<Diagnostic>,
    errors: usize,
    warnings: usize,
}

/// Checks the bytes of a file. `path_shown` is how the file is called in the report, `machine_zone` the time zone for a
/// campaign that has none.
#[must_use]
pub fn check(path_shown: &str, bytes: &[u8], machine_zone: Tz) -> Report {
    check_with(path_shown, bytes, machine_zone, &|_| Past::default(), None)
}

/// The same, where `past` reads the archived campaigns that the file lists, and what lies after `now` is told.
#[must_use]
pub fn check_with(
    path_shown: &str,
    bytes: &[u8],
    machine_zone: Tz,
    past: &dyn Fn(&[Text]) -> Past,
    now: Option<DateTime<Utc>>,
) -> Report {
    let (document, mut reading) = Document::read(bytes.to_vec(), &campaign::layout());
    let (mut campaign, told) = campaign::read(&document, machine_zone);
    campaign.past = Arc::new(past(&campaign.settings.history));
    reading.extend(told);
    reading.extend(now.into_iter().flat_map(|now| campaign::not_yet(&campaign, &document, now)));
    let problems = Problems::of(&campaign, &document, reading);
    Report {
        file: path_shown.to_owned(),
        errors: problems.errors(),
        warnings: problems.warnings(),
        problems: problems.in_file_order(&document).into_iter().cloned().collect(),
        document,
    }
}

impl Report {
    /// How many errors.
    #[must_use]
    pub const fn errors(&self) -> usize {
        self.errors
    }

    /// How many warnings.
    #[must_use]
    pub const fn warnings(&self) -> usize {
        self.warnings
    }

    /// The problems in the order of the file.
    #[must_use]
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// 0: clean, or nothing but warnings; 1: warnings, and they are not to be let pass; 2: errors in the data.
    #[must_use]
    pub const fn exit_code(&self, strict: bool) -> u8 {
        if self.errors > 0 {
            2
        } else if strict && self.warnings > 0 {
            1
        } else {
            0
        }
    }

    /// For people: each problem with its line, a caret and the mend, then the count.
    #[must_use]
    pub fn text(&self) -> String {
        let mut page = String::new();
        for problem in &self.problems {
            page.push_str(&text::render(problem, &self.document, &self.file));
            if !page.ends_with('\n') {
                page.push('\n');
            }
            page.push('\n');
        }
        page.push_str(&text::visible(&self.file));
        page.push_str(": ");
        page.push_str(&self.summary());
        page.push('\n');
        page
    }

    /// The count in words: `2 errors, 1 warning`.
    #[must_use]
    pub fn summary(&self) -> String {
        let count = |n: usize, word: &str| match n {
            0 => None,
            1 => Some(format!("1 {word}")),
            _ => Some(format!("{n} {word}s")),
        };
        let counts: Vec<String> =
            [count(self.errors, "error"), count(self.warnings, "warning")].into_iter().flatten().collect();
        if counts.is_empty() { "no problems".to_owned() } else { counts.join(", ") }
    }

    /// For tools: one JSON object, its problems in the order of the file.
    #[must_use]
    pub fn json(&self) -> String {
        #[derive(Serialize)]
        struct Page<'r> {
            file: &'r str,
            errors: usize,
            warnings: usize,
            problems: Vec<Row<'r>>,
        }
        #[derive(Serialize)]
        struct Row<'r> {
            code: &'r str,
            severity: &'r str,
            record: String,
            line: usize,
            column: usize,
            message: Cow<'r, str>,
            mend: Cow<'r, str>,
        }
        let problems = self.problems.iter().map(|problem| {
            let at = self.document.line_column(&problem.place);
            Row {
                code: problem.code,
                severity: match problem.severity {
                    Severity::Warning => "warning",
                    Severity::Error => "error",
                },
                record: text::visible(&problem.place.unit.to_string()).into_owned(),
                line: at.line,
                column: at.column,
                message: text::visible(&problem.message),
                mend: text::visible(&problem.mend),
            }
        });
        let page =
            Page { file: &self.file, errors: self.errors, warnings: self.warnings, problems: problems.collect() };
        // Texts and numbers alone cannot fail to serialise.
        serde_json::to_string_pretty(&page).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLEAN: &str =
        "format = 1\n[campaign]\ntimezone = 'Europe/London'\nroute = ['demo']\n[deal.x]\naccount = 'X'\n";

    fn report(text: &str) -> Report {
        check("campaign.toml", text.as_bytes(), Tz::UTC)
    }

    #[test]
    fn a_clean_file_has_no_problems() {
        let report = report(CLEAN);
        assert_eq!(report.text(), "campaign.toml: no problems\n");
        assert_eq!(report.exit_code(true), 0);
    }

    #[test]
    fn a_warning_fails_only_a_strict_check() {
        let report = report(&CLEAN.replace("account", "favourite = 1\naccount"));
        assert_eq!((report.errors(), report.warnings()), (0, 1));
        assert_eq!((report.exit_code(false), report.exit_code(true)), (0, 1));
    }

    #[test]
    fn an_error_fails_the_check() {
        assert_eq!(report(&CLEAN.replace("'demo'", "'demo', 'demo'")).exit_code(false), 2);
    }

    #[test]
    fn a_problem_is_shown_with_its_line_and_the_mend() {
        let page = report(&format!("{CLEAN}probability = 60\n")).text();
        assert!(
            page.contains("campaign.toml:7:15: error[out-of-range]: expected a share from 0 to 1, found `60`"),
            "{page}"
        );
        assert!(page.contains("probability = 60"), "{page}");
        assert!(page.contains("write 0.6"), "{page}");
        assert!(page.ends_with("campaign.toml: 1 error\n"), "{page}");
    }

    #[test]
    fn problems_are_told_in_the_order_of_the_file() {
        let text = format!("{CLEAN}stage = 'b'\nvalue = 'x'\ndriver = 'c'\n[deal.a]\nclose = 3\n");
        let lines: Vec<usize> =
            report(&text).problems().iter().map(|p| report(&text).document.line_column(&p.place).line).collect();
        assert!(lines.is_sorted(), "{lines:?}");
        assert_eq!(lines.len(), 5);
    }

    #[test]
    fn tools_get_line_and_column() {
        let json: serde_json::Value =
            serde_json::from_str(&report(&format!("{CLEAN}probability = 60\n")).json()).unwrap();
        assert_eq!(json["errors"], 1);
        assert_eq!(json["problems"][0]["code"], "out-of-range");
        assert_eq!(json["problems"][0]["line"], 7);
        assert_eq!(json["problems"][0]["column"], 15);
        assert_eq!(json["problems"][0]["record"], "deal.x");
    }

    #[test]
    fn bytes_that_are_no_text_are_told() {
        assert_eq!(check("f", b"format = 1\n\xff\n", Tz::UTC).exit_code(false), 2);
    }
}
