use proptest::prelude::*;

use super::*;

#[test]
fn quotes_are_doubled_and_cells_have_lines() {
    let text = "Name,Note\n\"Acme \"\"the\"\" Co\",\"one\r\ntwo, three\"\nBeta,2\n";
    assert_eq!(rows(text), ["2: Acme \"the\" Co|one\r\ntwo, three", "3: Beta|2"]);
}

#[test]
fn a_quote_inside_a_cell_is_a_quote() {
    assert_eq!(rows("Name,Size,x\nAcme,5\" pipe,1\n"), ["2: Acme|5\" pipe|1"]);
    assert_eq!(rows("Name,Note,x\n\"He said \"hi, you\" to me\",2,1\n"), ["2: He said \"hi, you\" to me|2|1"]);
}

#[test]
fn a_cell_that_only_begins_with_a_quoted_word_stands_as_it_is() {
    assert_eq!(rows("Name\tNote\n\"Big\" deal\t5\nBeta\t6\n"), ["2: \"Big\" deal|5", "3: Beta|6"]);
}

#[test]
fn blanks_behind_a_quote_do_no_harm() {
    assert_eq!(rows("a,b\n\"1\" ,\"2\"  \n"), ["2: 1|2"]);
}

#[test]
fn a_quote_that_is_never_closed_costs_its_row() {
    let text = "Name,Amount,City\nAcme,\"1,x\nBeta,2,y\nGamma,3,z\n";
    assert_eq!(rows(text), ["3: Beta|2|y", "4: Gamma|3|z"]);
    assert_eq!(skipped(text), ["2: the quote before `1,x` is never closed"]);
}

#[test]
fn where_every_cell_is_quoted_a_missing_quote_is_found_in_its_row() {
    let text = "\"a\",\"b\"\n\"1\",\"2\n\"\",\"4\"\n\"5\",\"6\"\n";
    assert_eq!(rows(text), ["3: |4", "4: 5|6"]);
    assert_eq!(skipped(text), ["2: the quote before `2` is never closed"]);
}

#[test]
fn the_rest_of_a_cell_that_was_cut_off_is_no_row() {
    let text = "Name,Amount,Note\nAcme,1,\"first\nsecond\nthird, too\n";
    assert_eq!(rows(text), [""; 0]);
    assert_eq!(
        skipped(text),
        [
            "2: the quote before `first` is never closed",
            "3: stands behind the open quote of row 2: 1 cells, expected 3",
            "4: stands behind the open quote of row 2: 2 cells, expected 3"
        ]
    );
}

#[test]
fn an_open_quote_that_a_far_quote_would_close_swallows_no_rows() {
    let more = "Beta,2,y\n".repeat(5000);
    let text = format!("Name,Amount,City\nAcme,1,\"x\n{more}Pipe,3,5\"\nGamma,4,z\n");
    let scan = scan(&text);
    assert_eq!(scan.rows, 5003);
    assert_eq!(scan.skipped.len(), 1);
    assert_eq!(scan.skipped[0].row, 2);
}

#[test]
fn an_open_quote_swallows_not_even_two_rows() {
    let text = "Name,Amount,City\n\"Acme,1,x\nBeta,2,y\nPipe,3,5\"\nGamma,4,z\n";
    assert_eq!(rows(text), ["3: Beta|2|y", "4: Pipe|3|5\"", "5: Gamma|4|z"]);
}

#[test]
fn a_note_of_many_lines_with_commas_is_one_cell() {
    let note = "first, second\nthird\n\nfourth, fifth, sixth, seventh\nand, so\n";
    let text = format!("Name,Amount,Note\nAcme,1,\"{note}\"\nBeta,2,y\n");
    assert_eq!(scan(&text).rows, 2);
    assert_eq!(skipped(&text), [""; 0]);
}

#[test]
fn many_open_quotes_take_no_time_that_grows_with_their_square() {
    let text = format!("a,b\n{}", "\"\"x\n".repeat(300_000));
    let scan = scan(&text);
    assert!(scan.told.iter().any(|told| told.starts_with("too many rows cannot be read")), "{:?}", scan.told);
}

#[test]
fn a_cell_of_a_megabyte_is_read() {
    let long = "word \"\"x\"\" ".repeat(100_000);
    let text = format!("Name,Note\nAcme,\"{long}\"\nBeta,2\n");
    let sheet = sheet(&text);
    let mut length = 0;
    sheet.scan(&mut |line| {
        length = length.max(line.cell(1).len());
        ControlFlow::Continue(())
    });
    assert_eq!(length, 100_000 * 9 - 1);
}

#[test]
fn an_open_quote_in_the_header_is_refused() {
    let refusal = refusal("\"Name,Amount\nAcme,1\nBeta,2\n");
    assert_eq!(refusal.message, "`deals.csv` has a quote in row 1, at the header, that is never closed");
}

fn cell() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec!["a", "é", "\"", "\n", "\r\n", ",", ";", " x", "'", "1"]);
    prop::collection::vec(piece, 0..5).prop_map(|pieces| format!("k{}k", pieces.concat()))
}

proptest! {
    #[test]
    fn a_sound_text_is_read_as_the_crate_csv_reads_it(
        table in prop::collection::vec(prop::collection::vec(cell(), 2), 1..6),
        ends in prop::sample::select(vec!["\n", "\r\n", "\r"]),
    ) {
        let quote = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let line = |row: &Vec<String>| row.iter().map(quote).collect::<Vec<_>>().join(",");
        let text = format!("h,i{ends}{}", table.iter().map(line).collect::<Vec<_>>().join(ends));
        let mut theirs = csv::Reader::from_reader(text.as_bytes());
        let theirs: Vec<Vec<String>> = theirs
            .records()
            .map(|record| record.expect("sound").iter().map(|cell| cell.trim().to_owned()).collect())
            .collect();
        let ours: Vec<Vec<String>> = all(&sheet(&text)).0.into_iter().map(|(_, cells)| cells).collect();
        prop_assert_eq!(ours, theirs);
    }
}
