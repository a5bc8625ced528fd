//! Equal ids, short texts, places and shorthand of one reading share their bytes.
//!
//! Direct-mapped caches of fixed size: they never grow, and what they forget is only stored once more.

use std::sync::Arc;

use super::records::Text;
use super::{Id, ParseError, Position};
use crate::pace::{self, Steps};

const SLOTS: usize = 1024;
/// Longer texts hardly come again: to look for them would cost time, and they would put out those that do.
const LONGEST: usize = 48;

/// What was met lately.
#[derive(Debug)]
pub(super) struct Interner {
    ids: Slots<Id>,
    texts: Slots<Text>,
    steps: Slots<Said<Steps>>,
    positions: Slots<Said<Position>>,
}

type Slots<T> = Vec<Option<T>>;

/// A text as written, and what it says.
#[derive(Debug)]
struct Said<T> {
    text: Box<str>,
    says: Arc<T>,
}

impl Interner {
    pub(super) const fn new() -> Self {
        Self { ids: Vec::new(), texts: Vec::new(), steps: Vec::new(), positions: Vec::new() }
    }

    /// The id with this text, shared with the last equal one where that is still known.
    pub(super) fn id(&mut self, text: &str) -> Id {
        match slot(&mut self.ids, text) {
            Some(Some(id)) if id.as_str() == text => id.clone(),
            Some(slot) => slot.insert(Id::from(text)).clone(),
            None => Id::from(text),
        }
    }

    /// The same for a text, if it is short.
    pub(super) fn text(&mut self, text: &str) -> Text {
        if text.len() > LONGEST {
            return Text::from(text);
        }
        match slot(&mut self.texts, text) {
            Some(Some(met)) if **met == *text => Arc::clone(met),
            Some(slot) => Arc::clone(slot.insert(Text::from(text))),
            None => Text::from(text),
        }
    }

    /// What shorthand says, read once for all that is the same.
    pub(super) fn steps(&mut self, text: &str) -> Result<Arc<Steps>, pace::Error> {
        said(&mut self.steps, text, pace::parse_steps)
    }

    /// The same for a place.
    pub(super) fn position(&mut self, text: &str) -> Result<Arc<Position>, ParseError> {
        said(&mut self.positions, text, Position::parse)
    }
}

/// What a short text says, shared with the last equal one where that is still known.
fn said<T, E>(slots: &mut Slots<Said<T>>, text: &str, parse: impl Fn(&str) -> Result<T, E>) -> Result<Arc<T>, E> {
    match slot(slots, text) {
        Some(Some(met)) if *met.text == *text => Ok(Arc::clone(&met.says)),
        slot => {
            let says = Arc::new(parse(text)?);
            if let Some(slot) = slot {
                *slot = Some(Said { text: text.into(), says: Arc::clone(&says) });
            }
            Ok(says)
        }
    }
}

/// Where a text is kept. The slots are made when the first is asked for: an edit of one unit may need none.
fn slot<'s, T>(slots: &'s mut Slots<T>, text: &str) -> Option<&'s mut Option<T>> {
    if slots.is_empty() {
        slots.resize_with(SLOTS, || None);
    }
    slots.get_mut(slot_of(text))
}

fn slot_of(text: &str) -> usize {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    // The high bits of this hash (FNV-1a) are the well mixed ones.
    usize::try_from(hash >> 32).unwrap_or(0) % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ids_share_their_bytes() {
        let mut ids = Interner::new();
        let first = ids.id("maya");
        let second = ids.id("maya");
        assert!(std::ptr::eq(first.as_str(), second.as_str()));
    }

    #[test]
    fn equal_short_texts_and_equal_shorthand_share_theirs() {
        let mut met = Interner::new();
        assert!(Arc::ptr_eq(&met.text("Head of IT"), &met.text("Head of IT")));
        assert!(Arc::ptr_eq(&met.steps("!L4 #price").unwrap(), &met.steps("!L4 #price").unwrap()));
        assert_eq!(met.steps("L9 what"), met.steps("L9 what"));
    }

    #[test]
    fn a_forgotten_id_is_still_equal() {
        let mut ids = Interner::new();
        let first = ids.id("maya");
        for n in 0..10 * SLOTS {
            ids.id(&n.to_string());
        }
        assert_eq!(first, ids.id("maya"));
    }
}
