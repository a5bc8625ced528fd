//! The bytes of a text as UTF-8.
//!
//! Invariant: every byte sequence becomes a text, and one that is UTF-8 is not copied. Another encoding is decoded piece by
//! piece, and each piece given back, so that the two never stand side by side as a whole. UTF-16 is known by its mark or
//! by the zeros beside ASCII. Bytes that are not UTF-8 are Windows-1252, unless most of what is beyond ASCII is UTF-8:
//! then it is a UTF-8 text that was cut somewhere, and only what is broken is replaced. Other encodings are left out.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How much is decoded at once, in bytes.
const PIECE: usize = 1 << 20;

/// The text, and what a person should know of how it was read.
pub(super) fn decode(bytes: Vec<u8>) -> (String, Option<&'static str>) {
    if let Some(encoding) = utf_16(&bytes) {
        return (transcode(bytes, encoding), None);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, None),
        Err(error) => error.into_bytes(),
    };
    let (sound, broken) = bytes.utf8_chunks().fold((0, 0), |(sound, broken), chunk| {
        let beyond = chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        (sound + beyond, broken + usize::from(!chunk.invalid().is_empty()))
    });
    if sound > broken || bytes.starts_with(b"\xef\xbb\xbf") {
        (transcode(bytes, UTF_8), Some("some bytes are not UTF-8: they are read as `\u{fffd}`"))
    } else {
        (transcode(bytes, WINDOWS_1252), Some("the text is not UTF-8: it is read as Windows-1252"))
    }
}

fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.starts_with(b"\xff\xfe") {
        return Some(UTF_16LE);
    }
    if bytes.starts_with(b"\xfe\xff") {
        return Some(UTF_16BE);
    }
    let (pairs, _) = bytes[..bytes.len().min(4096)].as_chunks::<2>();
    let zeros = |side: usize| pairs.iter().filter(|pair| pair[side] == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let is_one = |many: usize, few: usize| pairs.len() >= 4 && many * 5 > pairs.len() * 2 && few * 20 < pairs.len();
    if is_one(second, first) {
        Some(UTF_16LE)
    } else if is_one(first, second) {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn transcode(mut bytes: Vec<u8>, encoding: &'static Encoding) -> String {
    let mut pieces = Vec::new();
    while !bytes.is_empty() {
        let from = (bytes.len() - 1) / PIECE * PIECE;
        pieces.push(bytes.split_off(from));
        bytes.shrink_to_fit();
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut text, mut fresh) = (String::new(), String::new());
    while let Some(piece) = pieces.pop() {
        fresh.clear();
        fresh.reserve(decoder.max_utf8_buffer_length(piece.len()).unwrap_or(piece.len()));
        // With that much room the whole piece is read, and broken parts are replaced.
        let _ = decoder.decode_to_string(&piece, &mut fresh, pieces.is_empty());
        drop(piece);
        text.push_str(&fresh);
    }
    text.shrink_to_fit();
    text
}
