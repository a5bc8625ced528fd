//! Whatever an export holds, it is read to the end.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::{by, export, guessed};

#[path = "../../../../fuzz/properties/guess.rs"]
mod property;

#[test]
fn three_thousand_columns_are_read() {
    let names: Vec<String> = (0..3000).map(|column| format!("c{column}")).collect();
    let cells = vec!["1"; 3000].join(",");
    let text = format!("Name,Stage,{}\nOvens,New,{cells}\n", names.join(","));
    let export = by(&text, &guessed(&text).map);
    assert_eq!(export.deals.len(), 1);
    assert!(export.told.iter().any(|told| told.contains("3000 columns are not used")), "{:?}", export.told);
}

#[test]
fn a_header_without_rows_gives_nothing() {
    assert_eq!(export("Name,StageName,CloseDate\n").rows, 0);
}

#[test]
fn a_cell_that_begins_like_a_formula_is_a_text() {
    let export = export("Name,StageName,Amount\n=1+1,@x,12\n");
    assert_eq!(export.deals[0].title.as_deref(), Some("=1+1"));
}

#[test]
fn control_characters_of_a_cell_do_not_come_through() {
    let export = export("Name,StageName,CloseDate\nA\u{1b}[2J\0\u{7}b,N\u{7}ew,\u{1b}c\nB,New,2026-01-01\n");
    assert_eq!(export.deals[0].title.as_deref(), Some("A[2Jb"));
    assert_eq!(&*export.stages[0].name, "New");
    assert!(export.doubts.iter().all(|doubt| !doubt.why.contains(char::is_control)), "{:?}", export.doubts);
}

#[test]
fn a_text_of_any_length_is_cut_and_told() {
    let export = export(&format!("Name,StageName\n{},New\n", "x".repeat(1_000_000)));
    assert_eq!(export.deals[0].title.as_deref().map(str::len), Some(500));
    assert!(export.told.contains(&"1 text cut after 500 characters".to_owned()), "{:?}", export.told);
}

#[test]
fn a_column_of_nonsense_is_told_some_times_and_then_counted() {
    let mut text = String::from("Name,StageName,Amount\nA,New,1\n");
    for row in 0..3000 {
        writeln!(text, "D{row},New,lots").expect("a text");
    }
    let export = export(&text);
    assert_eq!((export.deals.len(), export.doubts.len()), (3001, 1000));
    assert!(export.told.contains(&"2000 more cells could not be read".to_owned()), "{:?}", export.told);
}

fn tables() -> impl Strategy<Value = Vec<u8>> {
    let name = prop::sample::select(vec![
        "Id",
        "Name",
        "Deal Name",
        "StageName",
        "Stage",
        "Status",
        "Amount",
        "Amount Currency",
        "CloseDate",
        "Created Date",
        "Probability",
        "OpportunityId",
        "deal",
        "at",
        "IsClosed",
        "IsWon",
        "IsDeleted",
        "Pipeline",
        "Deal - Title",
        "Field",
        "New Value",
        "\"Date entered \"\"A (B)\"\"\"",
        "x",
        "",
    ]);
    let cell = prop::sample::select(vec![
        "",
        "1",
        "a",
        "1.234",
        "1,5",
        "\"1,234\"",
        "03/04/2026",
        "31/01/2026",
        "2026-02-30",
        "2215-01-01",
        "45345",
        "true",
        "won",
        "Closed Lost",
        "\u{1b}",
        "\"a\nb\"",
        "999999999999999999999",
        "(1)",
        "5%",
        "TBD",
        "005Ec000004oBPNIA2",
        "Feb 3, 2026",
        "\"",
        "ß€",
        "-",
    ]);
    let row = |cell| prop::collection::vec(cell, 0..9).prop_map(|cells: Vec<&str>| cells.join(","));
    (row(name.boxed()), prop::collection::vec(row(cell.boxed()), 0..12))
        .prop_map(|(header, rows)| format!("{header}\n{}", rows.join("\n")).into_bytes())
}

proptest! {
    #[test]
    fn any_table_is_guessed_and_read(data in tables()) {
        property::holds(&data);
    }

    #[test]
    fn any_bytes_are_guessed_and_read(data in prop::collection::vec(any::<u8>(), 0..400)) {
        property::holds(&data);
    }
}
