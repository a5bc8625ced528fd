//! What holds for any bytes as a file to import: used by the fuzzer and by the ordinary tests.

use std::ops::ControlFlow;

use codriver::interchange::import::sheet::Sheet;

/// Reads the bytes as a table and its rows twice.
///
/// # Panics
/// Where a promise is broken.
pub fn holds(data: &[u8]) {
    let is_visible = |text: &str| assert!(!text.contains(char::is_control), "{text:?}");
    let sheet = match Sheet::read(data.to_vec(), "f\u{1b}") {
        Ok(sheet) => sheet,
        Err(refusal) => return is_visible(&refusal.to_string()),
    };
    let columns = sheet.header().len();
    assert!((1..=16_384).contains(&columns));
    assert!(sheet.header().iter().any(|name| !name.is_empty()));
    let (mut visited, mut number, mut at) = (Vec::new(), 0, 0);
    let scan = sheet.scan(&mut |line| {
        assert!(line.number > number && line.at > at && line.at <= sheet.len());
        (number, at) = (line.number, line.at);
        assert!((0..columns).any(|column| !line.cell(column).is_empty()), "an empty row is handed out");
        for column in 0..columns {
            let cell = line.cell(column);
            assert_eq!(cell, cell.trim());
            assert!(!cell.contains('\0'));
        }
        assert_eq!(line.cell(columns), "");
        visited.push(line.number);
        ControlFlow::Continue(())
    });
    assert_eq!(scan.rows as usize, visited.len() + scan.skipped.len());
    assert!(scan.skipped.iter().all(|skipped| !visited.contains(&skipped.row)));
    assert!(scan.skipped.windows(2).all(|pair| pair[0].row < pair[1].row));
    scan.told.iter().chain(scan.skipped.iter().map(|skipped| &skipped.why)).for_each(|text| is_visible(text));
    let mut again = Vec::new();
    let second = sheet.scan(&mut |line| {
        again.push(line.number);
        ControlFlow::Continue(())
    });
    assert_eq!((again, second), (visited, scan));
}
