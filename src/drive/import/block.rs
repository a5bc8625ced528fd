//! New deals as text at the end of the file.

use crate::text::{Document, Intent, plain_sections};

/// New deals as text at the end of the file: hundreds of thousands of them are not put into a document one by one.
///
/// Invariant: each is written as it would be in the document, which the second new deal shows: before it stands a new
/// deal, as before all others.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) way: Way,
    pub(super) text: String,
}

/// How new deals are written.
#[derive(Debug, Default)]
pub(super) enum Way {
    /// No new deal was made yet.
    #[default]
    Unseen,
    /// One was.
    Begun,
    /// As [`plain_sections`] has them, with this between them, before and behind.
    Plain { before: String, behind: String, ending: &'static str, gap: &'static str },
    /// Something stands behind them, or they look otherwise: each is made in the document.
    Other,
}

impl Block {
    /// The text of a document with the block at its end. The larger of the two stays where it is.
    pub(super) fn put_into(self, document: Document) -> Vec<u8> {
        let mut head = document.into_bytes();
        let mut block = self.text.into_bytes();
        if head.len() < block.len() {
            block.splice(0..0, head);
            return block;
        }
        head.append(&mut block);
        head
    }

    /// The text of a new deal, once it is known how they are written.
    pub(super) fn text_of(&self, intents: &[Intent]) -> Option<String> {
        let Way::Plain { before, behind, ending, gap } = &self.way else { return None };
        Some([before, plain_sections(intents, ending, gap)?.as_str(), behind].concat())
    }

    /// Looks at a new deal that was made in the document, which had `length` bytes before.
    pub(super) fn learn(&mut self, after: &Document, length: usize, intents: &[Intent]) {
        self.way = match self.way {
            Way::Unseen => Way::Begun,
            // One section does not show what stands between two.
            Way::Begun if intents.len() < 2 => Way::Begun,
            _ => Self::way_of(after, length, intents).unwrap_or(Way::Other),
        };
    }

    fn way_of(after: &Document, length: usize, intents: &[Intent]) -> Option<Way> {
        let bytes = after.bytes();
        let text = std::str::from_utf8(bytes.get(length..)?).ok()?;
        let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
        [ending, ""].into_iter().find_map(|gap| {
            let (before, behind) = text.split_once(&plain_sections(intents, ending, gap)?)?;
            Some(Way::Plain { before: before.to_owned(), behind: behind.to_owned(), ending, gap })
        })
    }
}
