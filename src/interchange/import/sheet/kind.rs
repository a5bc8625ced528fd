//! What a file is, by its content: a table as text, a workbook, or something that is none.
//!
//! Invariant: the name decides nothing, because exports are renamed. What is left out: reading any kind that can be
//! saved as one of the two.

use memchr::memmem;

/// What the bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Perhaps a text.
    Text,
    /// A zip archive, as workbooks are.
    Zip,
    /// Something that is no table, as a fragment: `a PNG picture`.
    Other(&'static str),
}

const OTHERS: [(&[u8], &str); 12] = [
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "an RTF document"),
];

/// What the bytes are by their beginning.
pub(super) fn of(bytes: &[u8]) -> Kind {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Kind::Zip;
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        // "EncryptedPackage" as the folder of such a file writes it, in UTF-16.
        let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
        let is_locked = memmem::find(bytes, &name).is_some();
        return Kind::Other(if is_locked { "a workbook with a password" } else { "a workbook of the old kind (.xls)" });
    }
    OTHERS.iter().find(|(start, _)| bytes.starts_with(start)).map_or(Kind::Text, |(_, what)| Kind::Other(what))
}

/// What a text is, if it is plainly no table.
pub(super) fn of_text(text: &str) -> Option<&'static str> {
    let start = text.trim_start();
    let mut letters = start.chars();
    match (letters.next(), letters.next()) {
        (Some('<'), Some(c)) if c == '!' || c == '?' || c.is_ascii_alphabetic() => return Some("a web page or XML"),
        (Some('{'), _) | (Some('['), Some('{')) => return Some("JSON"),
        _ => {}
    }
    let sample = &text.as_bytes()[..text.len().min(64 << 10)];
    let controls = sample.iter().filter(|byte| **byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')).count();
    (controls >= 8 && controls * 20 > sample.len()).then_some("no text")
}
