//! A deal that was read again, with what it says as before: such lists and texts are the old ones.
//!
//! While a file that changed is read, what it said before is still on screen: two campaigns stand beside each other. A
//! change of a deal is mostly one of a line or two, so that all but those take no memory of their own.
//!
//! Invariant: a deal says the same before and after. Lists are shared as a whole, texts one by one; what is within a
//! list that changed is not looked at.

use std::ops::{Deref, DerefMut};
use std::slice::Iter;
use std::sync::Arc;

use super::records::Deal;

/// A list of records in file order, found by id. Two readings of one file share those that say the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Records<T>(Arc<[T]>);

impl<T> Default for Records<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T> From<Vec<T>> for Records<T> {
    fn from(records: Vec<T>) -> Self {
        // All empty lists are one, which takes no memory.
        if records.is_empty() { Self::default() } else { Self(records.into()) }
    }
}

impl<T> FromIterator<T> for Records<T> {
    fn from_iter<I: IntoIterator<Item = T>>(records: I) -> Self {
        records.into_iter().collect::<Vec<T>>().into()
    }
}

impl<T> Deref for Records<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

/// A list that is changed is its own from then on.
impl<T: Clone> DerefMut for Records<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        Arc::make_mut(&mut self.0)
    }
}

impl<'a, T> IntoIterator for &'a Records<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.0.iter()
    }
}

impl Deal {
    /// Takes over what `before` says as well.
    pub(super) fn share(&mut self, before: &Self) {
        same(&mut self.account, &before.account);
        same(&mut self.title, &before.title);
        same(&mut self.source, &before.source);
        same(&mut self.next, &before.next);
        same(&mut self.objectives, &before.objectives);
        same(&mut self.value_lines, &before.value_lines);
        same(&mut self.contacts, &before.contacts);
        same(&mut self.ids, &before.ids);
        same(&mut self.flags, &before.flags);
        same(&mut self.waivers, &before.waivers);
        same(&mut self.obstacles, &before.obstacles);
        same(&mut self.notes, &before.notes);
        same(&mut self.controls, &before.controls);
        same(&mut self.runs, &before.runs);
        same(&mut self.stage_log, &before.stage_log);
        same(&mut self.close_log, &before.close_log);
        same(&mut self.strokes, &before.strokes);
        same(&mut self.heard, &before.heard);
        same(&mut self.messages, &before.messages);
        same(&mut self.call_log, &before.call_log);
        same(&mut self.handoffs, &before.handoffs);
        same(&mut self.service_log, &before.service_log);
    }
}

/// Puts the old one in the place of an equal new one.
fn same<T: PartialEq + Clone>(own: &mut T, before: &T) {
    if own == before {
        own.clone_from(before);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::tests::deal_of;

    const DEAL: &str = "account = 'Northwind Traders'\nheard = [{ at = 2026-11-18, said = 'We have been burned' }]\n\
                        note.pack = { at = 'close', say = 'Send the pack' }\nnote.price = { say = 'Per site' }";

    #[test]
    fn what_a_changed_deal_says_as_before_is_shared_and_all_else_is_its_own() {
        let before = deal_of(DEAL);
        let read = deal_of(&DEAL.replace("Send the pack", "Send it before they ask"));
        let mut shared = read.clone();
        shared.share(&before);
        assert_eq!(shared, read);
        assert!(Arc::ptr_eq(&shared.heard.0, &before.heard.0));
        assert!(Arc::ptr_eq(shared.account.as_ref().unwrap(), before.account.as_ref().unwrap()));
        assert!(Arc::ptr_eq(&shared.notes.0, &read.notes.0));
    }
}
