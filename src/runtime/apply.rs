//! Edits on a text: what the saver does to the file as it is now.

use super::saver::{Applied, Refused};
use crate::campaign::{FORMAT, layout};
use crate::text::{Document, Intent, KeyPath, RecordPath, Refusal};

/// Makes the edits on a text. Those it does not take are told; the others are made.
///
/// # Errors
/// A text that is not UTF-8, or of a newer format, is not touched.
pub fn apply(bytes: &[u8], intents: &[Intent]) -> Result<Applied, String> {
    if std::str::from_utf8(bytes).is_err() {
        return Err("the file is not UTF-8 text any more".to_owned());
    }
    let (mut document, _) = Document::read(bytes.to_vec(), &layout());
    if let Some(format) = format(&document).filter(|format| *format > FORMAT) {
        return Err(format!("the file has format {format} now, and this program writes {FORMAT}"));
    }
    let told = |(index, refusal): (usize, Refusal)| {
        let message = format!("{}; {}", refusal.message, refusal.mend);
        Refused { index, message }
    };
    let refused = document.apply_all(intents).refused.into_iter().map(told).collect();
    Ok(Applied { bytes: document.bytes(), refused })
}

fn format(document: &Document) -> Option<u32> {
    let top: [&str; 0] = [];
    document.get(&RecordPath::new(top), &KeyPath::new("format"))?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Literal;

    fn edit() -> [Intent; 1] {
        let record = RecordPath::new(["deal", "x"]);
        [Intent::Set { record, key: KeyPath::new("value"), value: Literal::Integer(2), was: None }]
    }

    #[test]
    fn an_edit_is_not_made_on_a_text_that_has_become_one_of_a_newer_format() {
        let told = apply(b"format = 2\n[deal.x]\naccount = \"X\"\n", &edit()).unwrap_err();
        assert_eq!(told, "the file has format 2 now, and this program writes 1");
    }

    #[test]
    fn an_edit_is_made_on_a_text_of_this_format_and_on_one_without() {
        for text in ["format = 1\n[deal.x]\naccount = \"X\"\n", "[deal.x]\naccount = \"X\"\n"] {
            let applied = apply(text.as_bytes(), &edit()).unwrap();
            assert_eq!(String::from_utf8(applied.bytes).unwrap(), format!("{text}value = 2\n"));
        }
    }
}
