//! Ids for new records, made of the words that were typed.

use crate::campaign::{Deal, Hazard};

/// An id from words: small letters and digits, joined by hyphens, at most four words.
#[must_use]
pub fn slug(text: &str, fallback: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).take(4) {
        words.push(word.to_ascii_lowercase());
    }
    let mut slug = words.join("-");
    slug.truncate(40);
    let slug = slug.trim_matches('-').to_owned();
    if slug.is_empty() {
        return fallback.to_owned();
    }
    // `-3d` at the end would read as a way back from a place.
    let tail = slug.rsplit('-').next().unwrap_or("");
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    if slug.len() > tail.len() && digits > 0 && matches!(&tail[digits..], "h" | "d" | "w") {
        return format!("{slug}-{fallback}");
    }
    slug
}

/// The id itself, or with the first number behind it that makes it a new one.
#[must_use]
pub fn free(base: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let mut id = base.to_owned();
    let mut n = 2;
    while taken(&id) {
        id = format!("{base}-{n}");
        n += 1;
    }
    id
}

/// An id that no note or place of the deal has.
#[must_use]
pub fn free_on(deal: &Deal, base: &str) -> String {
    free(base, &|id| {
        deal.note(id).is_some() || deal.obstacle(id).is_some() || deal.control(id).is_some() || deal.run(id).is_some()
    })
}

/// An id that no note of the hazard has.
pub(super) fn free_under(hazard: &Hazard, base: &str) -> String {
    free(base, &|id| hazard.notes.iter().any(|note| note.id == *id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_made_of_the_first_words_and_never_ends_like_a_way_back() {
        assert_eq!(slug("Ring Ines about the questionnaire", "note"), "ring-ines-about-the");
        assert_eq!(slug("Wait 3d", "note"), "wait-3d-note");
        assert_eq!(slug("…", "note"), "note");
        assert_eq!(slug("Ünïon Café", "deal"), "n-on-caf");
    }
}
