use std::io::{Cursor, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

fn made(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    workbook.save_to_buffer().expect("a workbook is written")
}

/// A workbook of one sheet, as another program could write it.
fn written(sheet: &str, more: &[(&str, &str)]) -> Vec<u8> {
    const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut parts = vec![
        (
            "_rels/.rels",
            format!(
                "<Relationships><Relationship Id=\"r1\" Type=\"{RELATIONSHIPS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships><Relationship Id=\"r1\" Type=\"{RELATIONSHIPS}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"Deals\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>".to_owned(),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>")),
    ];
    for (name, text) in more {
        parts.retain(|(known, _)| known != name);
        parts.push((name, (*text).to_owned()));
    }
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name, SimpleFileOptions::default()).expect("a part begins");
        archive.write_all(text.as_bytes()).expect("a part is written");
    }
    archive.finish().expect("an archive is written").into_inner()
}

#[test]
fn every_kind_of_cell_is_a_text() {
    let bytes = made(|workbook| {
        let sheet = workbook.add_worksheet();
        let day = Format::new().set_num_format("yyyy-mm-dd");
        let moment = Format::new().set_num_format("dd/mm/yyyy hh:mm");
        let clock = Format::new().set_num_format("hh:mm");
        for (column, name) in ["Name", "Amount", "Small", "Close", "Changed", "Clock", "Won", "Sum"].iter().enumerate()
        {
            sheet.write(0, u16::try_from(column).unwrap(), *name).unwrap();
        }
        sheet.write(1, 0, "Zürich\nline two, \"q\"").unwrap();
        sheet.write(1, 1, 12_345_678_901_234.0).unwrap();
        sheet.write(1, 2, 0.000_000_1).unwrap();
        sheet.write_with_format(1, 3, ExcelDateTime::from_ymd(2026, 11, 20).unwrap(), &day).unwrap();
        let at = ExcelDateTime::from_ymd(2026, 11, 20).unwrap().and_hms(14, 0, 0).unwrap();
        sheet.write_with_format(1, 4, &at, &moment).unwrap();
        sheet.write_with_format(1, 5, ExcelDateTime::from_hms(9, 30, 0).unwrap(), &clock).unwrap();
        sheet.write(1, 6, true).unwrap();
        sheet.write(1, 7, Formula::new("=0.1+0.2").set_result("0.30000000000000004")).unwrap();
    });
    assert_eq!(
        rows(bytes),
        ["2: Zürich\nline two, \"q\"|12345678901234|0.0000001|2026-11-20|2026-11-20T14:00:00|09:30:00|TRUE|0.3"]
    );
}

#[test]
fn dates_since_1904_are_the_days_they_are() {
    let styles = "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
    let sheet = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>Name</v></c><c r=\"B1\" t=\"str\"><v>Close</v></c></row>\
                 <row r=\"2\"><c r=\"A2\" t=\"str\"><v>Acme</v></c><c r=\"B2\" s=\"1\"><v>44884</v></c></row>";
    let parts = |flag: &str| {
        let book = format!(
            "<workbook><workbookPr date1904=\"{flag}\"/><sheets><sheet name=\"Deals\" r:id=\"r1\"/></sheets></workbook>"
        );
        written(sheet, &[("xl/styles.xml", styles), ("xl/workbook.xml", &book)])
    };
    assert_eq!(rows(parts("1")), ["2: Acme|2026-11-20"]);
    assert_eq!(rows(parts("0")), ["2: Acme|2022-11-19"]);
}

#[test]
fn the_first_sheet_with_a_table_is_read_and_told() {
    let bytes = made(|workbook| {
        workbook.add_worksheet().set_name("About").unwrap().write(0, 0, "This is a report").unwrap();
        let deals = workbook.add_worksheet().set_name("Deals").unwrap();
        deals.write(2, 1, "Name").unwrap().write(2, 2, "Amount").unwrap();
        deals.write(4, 1, "Acme").unwrap().write(4, 2, 5).unwrap();
        workbook.add_worksheet().set_name("More").unwrap().write(0, 0, "x").unwrap();
    });
    assert_eq!(rows(&bytes), ["5: |Acme|5"]);
    assert_eq!(
        scan(&bytes).told,
        [
            "the workbook has 3 sheets: only `Deals` is read",
            "the header is row 3; what stands above it is left out: empty rows",
            "columns without a name: `1`"
        ]
    );
}

#[test]
fn cells_with_errors_are_empty_and_told() {
    let sheet = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>Name</v></c><c r=\"B1\" t=\"str\"><v>Amount</v></c></row>\
                 <row r=\"2\"><c r=\"A2\" t=\"str\"><v>Acme</v></c><c r=\"B2\" t=\"e\"><v>#REF!</v></c></row>\
                 <row r=\"3\"><c r=\"A3\" t=\"str\"><v>Beta</v></c><c r=\"B3\" t=\"e\"><v>#SPILL!</v></c></row>\
                 <row r=\"4\"><c r=\"A4\" t=\"str\"><v>Gamma</v></c><c r=\"B4\"><v>7</v></c></row>";
    let bytes = written(sheet, &[]);
    assert_eq!(rows(&bytes), ["2: Acme|", "3: Beta|", "4: Gamma|7"]);
    assert_eq!(scan(&bytes).told, ["cells with errors are read as empty: 2, the first `#REF!` in row 2"]);
}

#[test]
fn a_footer_below_a_sheet_is_left_out() {
    let bytes = made(|workbook| {
        let sheet = workbook.add_worksheet();
        for (row, cells) in
            [&["Name", "Amount"][..], &["Total Energies", ""], &["Acme", "5"], &[], &["Total"]].iter().enumerate()
        {
            for (column, cell) in cells.iter().enumerate() {
                sheet.write(u32::try_from(row).unwrap(), u16::try_from(column).unwrap(), *cell).unwrap();
            }
        }
    });
    assert_eq!(rows(bytes), ["2: Total Energies|", "3: Acme|5"]);
}

#[test]
fn an_archive_without_a_workbook_is_refused() {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("notes.txt", SimpleFileOptions::default()).unwrap();
    let bytes = archive.finish().unwrap().into_inner();
    assert_eq!(refusal(&bytes).message, "`deals.csv` is a zip archive without a workbook, expected CSV or XLSX");
    assert!(refusal(b"PK\x03\x04rest").message.contains("damaged"));
}

#[test]
fn a_workbook_cut_anywhere_is_refused_without_a_panic() {
    let bytes = written("<row><c t=\"str\"><v>Name</v></c><c><v>1</v></c></row>", &[]);
    for end in 4..bytes.len() {
        let _ = refusal(&bytes[..end]);
    }
}

#[test]
fn a_workbook_without_a_cell_is_refused() {
    assert_eq!(
        refusal(made(|workbook| {
            workbook.add_worksheet();
        }))
        .message,
        "`deals.csv` is a workbook without a table"
    );
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_refused() {
    let long = " ".repeat(40 << 20);
    for (part, text) in [
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet><sheetData><row><c t=\"str\"><v>{long}</v></c></row></sheetData></worksheet>"),
        ),
        ("xl/sharedStrings.xml", "<sst uniqueCount=\"99999999999999\"><si><t>a</t></si></sst>".to_owned()),
        ("xl/sharedStrings.xml", "<sst uniqueCount  =  \"99999999999999\"><si><t>a</t></si></sst>".to_owned()),
        ("xl/sharedStrings.xml", format!("<!--{}--><sst uniqueCount='99999999999999'/>", "x".repeat(65_400))),
        ("xl/styles.xml", format!("<styleSheet>{}</styleSheet>", "<font/>".repeat(5 << 20))),
        ("docProps/core.xml", format!("<a>{long}</a>")),
    ] {
        let bytes = written("<row><c t=\"str\"><v>Name</v></c><c><v>1</v></c></row>", &[(part, &text)]);
        let message = refusal(&bytes).message;
        assert_eq!(message, "`deals.csv` is a workbook that unpacks to more than can be read at once", "{part}");
    }
}

#[test]
fn cells_far_away_from_each_other_take_little() {
    let sheet = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>Name</v></c><c r=\"B1\" t=\"str\"><v>Amount</v></c></row>\
                 <row r=\"1048576\"><c r=\"A1048576\" t=\"str\"><v>Acme</v></c><c r=\"B1048576\"><v>7</v></c></row>";
    assert_eq!(rows(written(sheet, &[])), ["1048576: Acme|7"]);
}

#[test]
fn the_marks_between_cells_are_kept_out_of_them() {
    let sheet = "<row><c t=\"str\"><v>Name</v></c><c t=\"str\"><v>B</v></c></row>\
                 <row><c t=\"str\"><v>A_x001F_b_x001E_c</v></c><c t=\"str\"><v>x</v></c></row>";
    assert_eq!(rows(written(sheet, &[])), ["2: Abc|x"]);
}

#[test]
fn cells_where_no_spreadsheet_has_any_are_left_out_and_told() {
    let sheet = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>Name</v></c><c r=\"B1\" t=\"str\"><v>Amount</v></c></row>\
                 <row r=\"2\"><c r=\"A2\" t=\"str\"><v>Acme</v></c><c r=\"XFE2\"><v>7</v></c></row>\
                 <row r=\"1048577\"><c r=\"A1048577\"><v>7</v></c></row>";
    let bytes = written(sheet, &[]);
    assert_eq!(rows(&bytes), ["2: Acme|"]);
    assert_eq!(scan(&bytes).told, ["cells beyond the last row or column of a spreadsheet are left out: 2"]);
}
