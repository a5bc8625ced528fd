use super::*;

#[test]
fn an_empty_file_is_refused() {
    for bytes in [&b""[..], b"\n\n \n", b"\xef\xbb\xbf", b"\xff\xfe", b",,,\n,,\n"] {
        assert_eq!(refusal(bytes).message, "`deals.csv` is empty", "{bytes:?}");
    }
}

#[test]
fn what_is_no_table_is_refused_by_what_it_is() {
    for (bytes, what) in [
        (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "a PNG picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0", "a workbook of the old kind (.xls)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0",
            "a workbook with a password",
        ),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"\x7fELF\x02\x01", "a program"),
        (b"\n<html><table>", "a web page or XML"),
        (b"[{\"id\": 1}]", "JSON"),
        (b"a,b\n\x01\x02\x03\x04\x05\x06\0\0\0\0\0\0\0", "no text"),
    ] {
        let refusal = refusal(bytes);
        assert_eq!(refusal.message, format!("`deals.csv` is {what}, expected CSV or XLSX"));
        assert_eq!(refusal.mend, "save the table as xlsx or csv");
    }
}

#[test]
fn any_byte_over_and_over_is_no_panic() {
    for byte in 0..=255u8 {
        for length in [1, 2, 3, 4, 100, 1001] {
            if let Ok(sheet) = Sheet::read(vec![byte; length], "x") {
                all(&sheet);
            }
        }
    }
}

#[test]
fn a_header_alone_has_no_rows_and_says_so() {
    for text in ["Name,Amount\n", "Name,Amount", "Name,Amount\n\n\n"] {
        let scan = scan(text);
        assert_eq!(scan.rows, 0);
        assert_eq!(scan.told, ["there is a header, and no row below it"]);
    }
}

#[test]
fn a_file_that_is_too_large_is_refused_by_its_size() {
    assert_eq!(too_large(LIMIT), None);
    let refusal = too_large(1_000_000_000).expect("too large");
    assert_eq!(refusal.message, "the file has 954 MB, expected at most 256 MB");
}

#[test]
fn more_columns_than_a_spreadsheet_has_are_refused() {
    let text = format!("{}z\n", "a,".repeat(COLUMNS));
    assert_eq!(refusal(text).message, "`deals.csv` has 16385 columns, expected at most 16384");
}

#[test]
fn a_nul_is_kept_out_of_cells_and_told() {
    let text = "Name,Amount\nAc\0me,1\n\0Beta,2\n";
    assert_eq!(rows(text), ["2: Acme|1", "3: Beta|2"]);
    assert_eq!(scan(text).told, ["NUL characters are left out: 2"]);
}

#[test]
fn no_control_character_of_the_file_is_in_a_message() {
    let text = "Deals \u{1b}[31m\n\nNa\u{1b}me,Na\u{1b}me,x\nAcme,\"\u{1b}[2J,2\nBeta,2,3\n";
    let scan = scan(text);
    assert_eq!((scan.told.len(), scan.skipped.len()), (2, 1));
    for message in scan.told.iter().chain(scan.skipped.iter().map(|skipped| &skipped.why)) {
        assert!(!message.contains(char::is_control), "{message:?}");
    }
    let refusal = Sheet::read(Vec::new(), "\u{1b}[2J").expect_err("empty");
    assert!(!refusal.message.contains(char::is_control));
}

#[test]
fn a_file_of_nothing_but_bad_rows_is_not_read_to_its_end() {
    let scan = scan(format!("a,b\n{}", "1,2,3\n".repeat(200_000)));
    assert_eq!(scan.rows, 100_000);
    assert_eq!(scan.told, ["too many rows cannot be read: nothing behind row 100001 was"]);
}
