//! The next touch: one word of two parts, what and when. Whoever added a person to it has made it the pair's.

use super::super::words::{judge, same_when, to_the_second};
use super::{Draft, said_text, shown};
use crate::campaign::{Next, When};
use crate::drive::rules::{text, when};
use crate::text::{KeyPath, Literal};

impl Draft<'_> {
    pub(super) fn next(&mut self) {
        let zone = self.zone();
        let what = self.row.next.as_deref().map(str::trim).filter(|what| !what.is_empty());
        let on = self.row.next_on.map(to_the_second);
        if what.is_none() && on.is_none() {
            return;
        }
        let (deal, last) = (self.deal, self.last);
        let nothing = Next::default();
        let ours = deal.next.as_ref().unwrap_or(&nothing);
        let same_on = |one: Option<When>, other: Option<When>| match (one, other) {
            (Some(one), Some(other)) => same_when(one, other, zone),
            (one, other) => one.is_none() && other.is_none(),
        };
        // A part that the export does not say is as it was.
        let says = |said: Option<&str>, at: Option<When>| {
            what.is_none_or(|what| said.is_some_and(|said| said.trim() == what)) && (on.is_none() || same_on(at, on))
        };
        let was = last.next.as_deref();
        let follows = ours.what.as_deref() == was && same_on(ours.on, last.next_on);
        let is_ours_alone = ours.by.is_some() || ours.needs.is_some();
        let is_there = deal.next.is_some();
        let had_last = was.is_some() || last.next_on.is_some();
        // The three words as numbers: those that are one say the same.
        let theirs = 0;
        let own = if says(ours.what.as_deref(), ours.on) { theirs } else { 1 };
        let before = match (says(was, last.next_on), follows && !is_ours_alone) {
            (true, _) => theirs,
            (false, true) => own,
            (false, false) => 2,
        };
        let words = [is_there.then_some(&own), Some(&theirs), had_last.then_some(&before)];
        let verdict = judge(words[0], words[1], words[2], self.asked("next"), |one, other| one == other);
        let shown_next = |what: Option<&str>, on: Option<When>| {
            let parts = [what.map(str::to_owned), on.map(|on| shown(&on))];
            parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        };
        let now = (what.or(ours.what.as_deref()), on.or(ours.on));
        let words = [is_there.then(|| shown_next(ours.what.as_deref(), ours.on)), Some(shown_next(now.0, now.1))];
        let [before, after] = words;
        if self.tell("next", before, after, verdict) {
            self.write_next(now.0, now.1);
        }
        self.heard.next = said_text(self.row.next.as_deref(), last.next.as_ref());
        self.heard.next_on = on.or(last.next_on);
    }

    /// Written as the one before is: a table of its own keeps its other keys.
    fn write_next(&mut self, what: Option<&str>, on: Option<When>) {
        let old = self.deal.next.as_ref();
        let mut parts: Vec<(&str, Literal)> = Vec::new();
        parts.extend(what.map(|what| ("what", text(what))));
        parts.extend(on.map(|on| ("on", when(on))));
        let key = KeyPath::new("next");
        let is_table_of_its_own = old.is_some() && self.bench.ground.document.get(&self.record, &key).is_none();
        if is_table_of_its_own {
            self.sets.extend(parts.into_iter().map(|(name, value)| (key.clone().then(name), value)));
            return;
        }
        parts.extend(old.and_then(|old| old.by.as_deref()).map(|by| ("by", text(by))));
        parts.extend(old.and_then(|old| old.needs.as_deref()).map(|needs| ("needs", text(needs))));
        let value = match parts.as_slice() {
            [("what", what)] => what.clone(),
            _ => Literal::InlineTable(parts.into_iter().map(|(name, value)| (KeyPath::new(name), value)).collect()),
        };
        self.sets.push((key, value));
    }
}
