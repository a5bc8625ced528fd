use super::*;

const PLAIN: [&str; 2] = ["2: Acme|1|Zürich", "3: Beta|2|Genève"];

#[test]
fn commas_semicolons_tabs_and_bars_are_found() {
    for delimiter in [",", ";", "\t", "|"] {
        let text = "Name,Amount,City\nAcme,1,Zürich\nBeta,2,Genève\n".replace(',', delimiter);
        assert_eq!(rows(&text), PLAIN, "{delimiter:?}");
    }
}

#[test]
fn a_delimiter_inside_quotes_or_in_amounts_does_not_count() {
    let text = "Name;Amount\n\"a,b,c,d\";1,5\n\"e,f\";2,5\n\"g\";3,25\n";
    assert_eq!(rows(text), ["2: a,b,c,d|1,5", "3: e,f|2,5", "4: g|3,25"]);
}

#[test]
fn a_line_that_says_the_delimiter_is_believed_and_not_counted() {
    assert_eq!(rows("sep=;\nName;Amount,x\nAcme;1,5\n"), ["2: Acme|1,5"]);
    assert_eq!(rows("\u{feff}sep=;\r\nName;Amount,x\r\nAcme;1,5\r\n"), ["2: Acme|1,5"]);
    assert_eq!(rows("\"sep=:\"\nName:Amount\nAcme:1\n"), ["2: Acme|1"]);
}

#[test]
fn every_encoding_reads_the_same() {
    let text = "Name,Amount,City\r\nAcme,1,Zürich\r\nBeta,2,Genève\r\n";
    let units: Vec<u16> = text.encode_utf16().collect();
    let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    for bytes in [
        text.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        [b"\xff\xfe", &*little].concat(),
        [b"\xfe\xff", &*big].concat(),
        little,
        big,
    ] {
        let sheet = sheet(&bytes);
        assert_eq!(&*sheet.header()[0], "Name");
        let (found, scan) = all(&sheet);
        assert_eq!(found[0].1, ["Acme", "1", "Zürich"]);
        assert_eq!(found[1].1, ["Beta", "2", "Genève"]);
        assert_eq!(scan.told, [""; 0]);
    }
}

#[test]
fn an_old_encoding_is_read_and_told() {
    let bytes = b"Name,City,Amount\nM\xfcller,Z\xfcrich,\x80 5\n";
    assert_eq!(rows(bytes), ["2: Müller|Zürich|€ 5"]);
    assert_eq!(scan(bytes).told, ["the text is not UTF-8: it is read as Windows-1252"]);
}

#[test]
fn one_broken_character_does_not_spoil_the_others() {
    let mut bytes = "Name,City\nMüller,Zürich\nBär,Gen".as_bytes().to_vec();
    bytes.extend(b"\xc3\n");
    assert_eq!(rows(&bytes), ["2: Müller|Zürich", "3: Bär|Gen\u{fffd}"]);
    assert_eq!(scan(&bytes).told, ["some bytes are not UTF-8: they are read as `\u{fffd}`"]);
}

#[test]
fn a_long_text_in_another_encoding_is_decoded_piece_by_piece_without_a_seam() {
    let row = "Ä,ö,€\n";
    let text = format!("a,b,c\n{}", row.repeat(1_000_000));
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let read = sheet(&bytes);
    let mut sound = 0;
    let scan = read.scan(&mut |line| {
        sound += u32::from(line.cell(0) == "Ä" && line.cell(1) == "ö" && line.cell(2) == "€");
        ControlFlow::Continue(())
    });
    assert_eq!((scan.rows, sound), (1_000_000, 1_000_000));
}

#[test]
fn lines_end_in_any_way_or_not_at_all() {
    for end in ["\n", "\r\n", "\r"] {
        for last in [end, ""] {
            let text = format!("Name,Amount{end}Acme,1{end}Beta,2{last}");
            assert_eq!(rows(&text), ["2: Acme|1", "3: Beta|2"], "{end:?} {last:?}");
        }
    }
}

#[test]
fn short_rows_are_filled_up_and_long_ones_skipped() {
    let text = "a,b,c\n1\n1,2,3,,\n1,2,3,4\n5,6,7\n";
    assert_eq!(rows(text), ["2: 1||", "3: 1|2|3", "5: 5|6|7"]);
    assert_eq!(skipped(text), ["4: 4 cells, expected at most 3"]);
    assert_eq!(scan(text).rows, 4);
}

#[test]
fn empty_rows_count_in_the_numbers_and_nowhere_else() {
    let text = "\n\na,b\n\n1,2\n,,\n\n3,4\n\n";
    assert_eq!(rows(text), ["5: 1|2", "8: 3|4"]);
    assert_eq!(scan(text).rows, 2);
}

#[test]
fn a_title_above_the_header_is_left_out_and_told() {
    let text = "Open deals\nAs of,2026-01-02\n\nName,Stage,Amount,Close Date\nAcme,Offer,1,2026-02-03\n";
    let sheet = sheet(text);
    assert_eq!(sheet.header()[3].as_ref(), "Close Date");
    let (found, scan) = all(&sheet);
    assert_eq!(found[0].0, 5);
    assert_eq!(scan.told, ["the header is row 4; what stands above it is left out: `Open deals`, `As of`"]);
}

#[test]
fn a_column_alone_is_a_table() {
    let sheet = sheet("Name\nAcme\nBeta\n");
    assert_eq!(sheet.header(), [Box::from("Name")]);
    assert_eq!(all(&sheet).0.len(), 2);
}

#[test]
fn a_row_that_is_longer_than_all_others_does_not_hide_the_header() {
    let text = format!("a,b\n1,2\n3{}\n4,5\n", ",x".repeat(40));
    assert_eq!(rows(text), ["2: 1|2", "4: 4|5"]);
}

#[test]
fn columns_of_one_name_are_both_kept_and_told() {
    let text = "Name,Amount,Amount\nAcme,1,2\n";
    assert_eq!(sheet(text).header().len(), 3);
    assert_eq!(rows(text), ["2: Acme|1|2"]);
    assert_eq!(scan(text).told, ["several columns have one name: `Amount`"]);
}

#[test]
fn a_column_without_a_name_keeps_its_place_and_is_told() {
    let text = "Name,,Amount,\nAcme,x,2,y\n";
    assert_eq!(rows(text), ["2: Acme|x|2|y"]);
    assert_eq!(scan(text).told, ["columns without a name: `2`, `4`"]);
}

#[test]
fn three_thousand_columns_are_read() {
    let header: Vec<String> = (0..3000).map(|column| format!("c{column}")).collect();
    let text = format!("{}\n{}\n", header.join(","), "7,".repeat(2999) + "last");
    let sheet = sheet(&text);
    assert_eq!(sheet.header().len(), 3000);
    let mut last = String::new();
    sheet.scan(&mut |line| {
        last = line.cell(2999).to_owned();
        ControlFlow::Continue(())
    });
    assert_eq!(last, "last");
}

#[test]
fn what_a_spreadsheet_would_take_for_a_formula_is_text() {
    let text = "Name,Note\n=1+1,@x\n+49 30,-\n";
    assert_eq!(rows(text), ["2: =1+1|@x", "3: +49 30|-"]);
}

#[test]
fn the_guard_right_before_a_formula_is_taken_off() {
    let text = "Name,Note\n'=1+1,\"'-x, \"\"y\"\"\"\n''@x,'tis\n";
    assert_eq!(rows(text), ["2: =1+1|-x, \"y\"", "3: ''@x|'tis"]);
}

#[test]
fn cells_are_trimmed() {
    assert_eq!(rows("Name , Amount\n  Acme\u{a0} ,\" 1 \"\n"), ["2: Acme|1"]);
}

#[test]
fn a_scan_stops_where_it_is_told_and_can_be_made_again() {
    let sheet = sheet("a,b\n1,2\n3,4\n5,6\n");
    let mut seen = 0;
    let scan = sheet.scan(&mut |_| {
        seen += 1;
        if seen == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((scan.rows, seen), (2, 2));
    assert_eq!(all(&sheet).1.rows, 3);
}

#[test]
fn how_far_a_row_is_grows_to_the_length() {
    let sheet = sheet("a,b\n1,2\n3,4\n");
    let mut ends = Vec::new();
    sheet.scan(&mut |line| {
        ends.push(line.at);
        ControlFlow::Continue(())
    });
    assert_eq!(ends, [8, 12]);
    assert_eq!(sheet.len(), 12);
}
