//! Whether a workbook's archive can be unpacked without taking the machine's memory.
//!
//! Invariant: nothing is kept. Every part is unpacked once into a small window and counted, because what an archive says
//! of its sizes need not be true; `workbook` reads only what has passed. Counted are the whole, each part that is held in
//! memory, the longest piece of text, and the number of shared texts for which room will be asked.

use std::io::{Cursor, Read};

use memchr::{memchr, memmem, memrchr};
use zip::ZipArchive;

/// What all parts may unpack to, in bytes. A sheet is read as it is unpacked, so that it may be that long.
const WHOLE: u64 = 512 << 20;
/// What the shared texts may unpack to.
const TEXTS: u64 = 128 << 20;
/// And any other part.
const PART: u64 = 32 << 20;
/// The longest piece of text between two tags.
const PIECE: usize = 16 << 20;

/// Why an archive is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is no archive, or damaged.
    Broken,
    /// An archive without a workbook, as what it is.
    Foreign(&'static str),
    /// It unpacks to too much.
    TooLarge,
}

/// Looks at every part.
pub(super) fn check(bytes: &[u8]) -> Result<(), Fault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Broken)?;
    let names: Vec<String> = archive.file_names().filter_map(|name| Some(name.ok()?.to_lowercase())).collect();
    let has = |ending: &str| names.iter().any(|name| name.ends_with(ending));
    if has("workbook.bin") {
        return Err(Fault::Foreign("a binary workbook (.xlsb)"));
    } else if has("content.xml") && has("mimetype") {
        return Err(Fault::Foreign("an OpenDocument file"));
    } else if has("word/document.xml") || has("ppt/presentation.xml") {
        return Err(Fault::Foreign("a document"));
    } else if !has("_rels/.rels") || !names.iter().any(|name| name.contains("worksheets")) {
        return Err(Fault::Foreign("a zip archive without a workbook"));
    }
    let mut left = WHOLE;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_| Fault::Broken)?;
        let name = part.name().map_err(|_| Fault::Broken)?.to_lowercase().replace('\\', "/");
        let most = match name.rsplit('/').next() {
            Some("sharedstrings.xml") => TEXTS,
            Some("styles.xml") => PART,
            _ if name.contains("worksheets/") => WHOLE,
            _ => PART,
        };
        let size = measure(&mut part, left.min(most), name.ends_with("sharedstrings.xml"))?;
        left -= size;
    }
    Ok(())
}

/// How long a part is; refused where it is longer than `most`.
fn measure(part: &mut impl Read, most: u64, is_texts: bool) -> Result<u64, Fault> {
    /// What of the last window stands before the next, so that a word across the two is found.
    const KEPT: usize = 128;
    let mut window = vec![0; KEPT + (64 << 10)];
    let (mut kept, mut size, mut piece) = (0, 0u64, 0usize);
    let mut declared = 0u64;
    loop {
        let read = part.read(&mut window[kept..]).map_err(|_| Fault::Broken)?;
        if read == 0 {
            break;
        }
        size += read as u64;
        let fresh = &window[kept..kept + read];
        piece = match (memchr(b'<', fresh), memrchr(b'<', fresh)) {
            (Some(first), Some(last)) if piece + first <= PIECE => read - last,
            (None, _) => piece + read,
            _ => return Err(Fault::TooLarge),
        };
        if size > most || piece > PIECE {
            return Err(Fault::TooLarge);
        }
        if is_texts {
            let seen = &window[..kept + read];
            if memchr(0, fresh).is_some() {
                return Err(Fault::Broken);
            }
            for at in memmem::find_iter(seen, b"uniqueCount") {
                declared = declared.max(count(&seen[at..]));
            }
            let from = seen.len().saturating_sub(KEPT);
            let length = seen.len() - from;
            window.copy_within(from..from + length, 0);
            kept = length;
        }
    }
    // Room is asked for as many texts as are declared; each takes four bytes at the very least.
    if declared > size { Err(Fault::TooLarge) } else { Ok(size) }
}

/// The number in `uniqueCount="36"`, from there on. Blanks that reach as far as the window keeps are more than anybody
/// writes: they count as too large. What the end of the window cuts off is seen whole in the next one.
fn count(text: &[u8]) -> u64 {
    let rest = &text["uniqueCount".len()..];
    let sign = |byte: &u8| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'"' | b'\'');
    let Some(at) = rest.iter().position(sign) else { return if rest.len() > 64 { u64::MAX } else { 0 } };
    if at > 64 {
        return u64::MAX;
    }
    let digits = rest[at..].iter().take_while(|byte| byte.is_ascii_digit());
    digits.fold(0, |sum: u64, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
}
