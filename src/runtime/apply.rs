//! Edits on a text: what the saver does to the file as it is now.

use super::saver::{Applied, Refused};
use crate::campaign::layout;
use crate::text::{Document, Intent};

/// Makes the edits on a text. Those it does not take are told; the others are made.
///
/// # Errors
/// A text that is not UTF-8 is not touched.
pub fn apply(bytes: &[u8], intents: &[Intent]) -> Result<Applied, String> {
    if std::str::from_utf8(bytes).is_err() {
        return Err("the file is not UTF-8 text any more".to_owned());
    }
    let (mut document, _) = Document::read(bytes.to_vec(), &layout());
    let mut refused = Vec::new();
    for (index, intent) in intents.iter().enumerate() {
        if let Err(refusal) = document.apply(intent) {
            let message = format!("{}; {}", refusal.message, refusal.mend);
            refused.push(Refused { index, message });
        }
    }
    Ok(Applied { bytes: document.bytes(), refused })
}
