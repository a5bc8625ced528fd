//! The nearest known token for one that is not known: what an error proposes.
//!
//! Full rally words (`crest`, `into`) are known by the short token they stand for.

use super::read::read_core;

/// Steps, with the likeliest first: of equally near ones the first is proposed.
const CORES: [&str; 24] = [
    "L4", "L3", "L5", "L2", "L6", "L1", "R4", "R3", "R5", "R2", "R6", "R1", "SQL", "SQR", "HPL", "HPR", "Cr", "Jct",
    "Gate", "Jmp", "Bmp", "Nar", "Brg", "Ice",
];

/// What may follow a step besides topics, texts and distances.
const WORDS: [&str; 9] = ["dc", "lg", "vlg", "sh", "cut", "now", "->", "&", ";"];

/// What people write who have not yet learnt the short form.
const LONG: [(&str, &str); 23] = [
    ("crest", "Cr"),
    ("jump", "Jmp"),
    ("bump", "Bmp"),
    ("junction", "Jct"),
    ("jn", "Jct"),
    ("narrows", "Nar"),
    ("narrow", "Nar"),
    ("bridge", "Brg"),
    ("gate", "Gate"),
    ("ice", "Ice"),
    ("square", "SQL"),
    ("hairpin", "HPL"),
    ("caution", "!"),
    ("long", "lg"),
    ("short", "sh"),
    ("don't", "dc"),
    ("dont", "dc"),
    ("nocut", "dc"),
    ("into", "->"),
    ("=>", "->"),
    ("→", "->"),
    ("and", "&"),
    ("//", ";"),
];

/// The nearest step; its caution and suffixes are kept where the whole then reads.
pub(super) fn nearest_step(token: &str) -> Option<String> {
    let stem = token.trim_start_matches('!');
    let caution = &token[..(token.len() - stem.len()).min(3)];
    let (stem, tail) = stem.split_at(stem.find(['>', '<', '+', '-', '/', '?']).unwrap_or(stem.len()));
    let core = nearest(stem, &CORES)?;
    let mut whole = format!("{caution}{core}");
    for (index, over) in tail.split('/').enumerate() {
        if index > 0 {
            whole.push('/');
        }
        let (name, rest) = over.split_at(over.find('?').unwrap_or(over.len()));
        whole.push_str(nearest_feature(name).filter(|_| index > 0).unwrap_or(name));
        whole.push_str(rest);
    }
    if read_core(&whole).is_ok() { Some(whole) } else { Some(format!("{caution}{core}")) }
}

/// The nearest of what may follow a step; any word that could be a topic is near to that.
pub(super) fn nearest_word(token: &str) -> Option<String> {
    if let Some(known) = nearest(token, &WORDS) {
        return Some(known.into());
    }
    if let Some(step) = nearest_step(token) {
        return Some(step);
    }
    let slug: String = token.trim_matches(|c: char| !c.is_ascii_alphanumeric()).into();
    ((1..=32).contains(&slug.len()) && slug.bytes().all(is_slug)).then(|| format!("#{slug}"))
}

/// The nearest feature.
pub(super) fn nearest_feature(token: &str) -> Option<&'static str> {
    nearest(token, &CORES[16..])
}

/// Bytes of ids and slugs.
pub(super) const fn is_slug(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// One change away, or two in a token of six and more; case never matters.
fn nearest(token: &str, known: &[&'static str]) -> Option<&'static str> {
    if token.is_empty() || token.len() > 12 {
        return None;
    }
    let lower = token.to_lowercase();
    if let Some((_, short)) = LONG.iter().find(|(long, short)| *long == lower && known.contains(short)) {
        return Some(short);
    }
    let allowed = if token.chars().count() >= 6 { 2 } else { 1 };
    known
        .iter()
        .map(|known| (strsim::osa_distance(&lower, &known.to_lowercase()), *known))
        .filter(|(distance, known)| *distance <= allowed && *distance < known.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}
