//! Equal ids of one reading share their bytes.
//!
//! A direct-mapped cache of fixed size: it never grows, and what it forgets is only stored once more.

use super::Id;

const SLOTS: usize = 1024;

/// The ids met lately.
#[derive(Debug)]
pub(super) struct Interner {
    slots: Vec<Option<Id>>,
}

impl Interner {
    pub(super) fn new() -> Self {
        Self { slots: vec![None; SLOTS] }
    }

    /// The id with this text, shared with the last equal one where that is still known.
    pub(super) fn id(&mut self, text: &str) -> Id {
        let Some(slot) = self.slots.get_mut(slot_of(text)) else {
            return Id::from(text);
        };
        match slot {
            Some(id) if id.as_str() == text => id.clone(),
            _ => slot.insert(Id::from(text)).clone(),
        }
    }
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
    fn a_forgotten_id_is_still_equal() {
        let mut ids = Interner::new();
        let first = ids.id("maya");
        for n in 0..10 * SLOTS {
            ids.id(&n.to_string());
        }
        assert_eq!(first, ids.id("maya"));
    }
}
