//! A file's deals, read one at a time and let go of again: for those who look at each once and could not hold them all.
//!
//! Invariant: the same deals in the same order as a reading of the whole gives, and the same shared records. A file that
//! writes all deals as one group is read as a group: those deals are kept.

use std::sync::Arc;

use chrono_tz::Tz;

use super::assemble::{assemble, deal_id};
use super::model::Campaign;
use super::read::read_unit;
use super::records::Deal;
use crate::text::{Diagnostic, Document, Unit, UnitKey};

/// Reads all that is not a deal, and tells what is wrong there.
#[must_use]
pub fn read_shared(document: &Document, machine_zone: Tz) -> (Campaign, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut parts = Vec::new();
    for unit in document.units().filter(|unit| deal_id(unit.key()).is_none()) {
        let (mut part, told) = read_unit(unit.key(), &document.text_of(unit));
        part.deals.clear();
        parts.push(part);
        problems.extend(told);
    }
    (assemble(parts, machine_zone), problems)
}

/// The deals of a document.
#[derive(Debug)]
pub struct Deals<'d> {
    document: &'d Document,
    /// Those that share a unit.
    grouped: Vec<Arc<Deal>>,
}

impl<'d> Deals<'d> {
    /// Of this document.
    #[must_use]
    pub fn of(document: &'d Document) -> Self {
        let shared = document.units().filter(|unit| deal_id(unit.key()).is_none());
        let grouped = shared.flat_map(|unit| read_unit(unit.key(), &document.text_of(unit)).0.deals).collect();
        Self { document, grouped }
    }

    /// Each of them, read as it is asked for.
    pub fn iter(&self) -> impl Iterator<Item = Arc<Deal>> + '_ {
        let alone = self.document.units().filter(|unit| deal_id(unit.key()).is_some());
        let alone = alone.filter_map(|unit| self.read(unit));
        self.grouped.iter().cloned().chain(alone)
    }

    /// The deal with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<Arc<Deal>> {
        let unit = self.document.unit(&UnitKey::Record("deal".into(), id.into()));
        let alone = unit.and_then(|unit| self.read(unit));
        alone.or_else(|| self.grouped.iter().find(|deal| *deal.id == *id).cloned())
    }

    fn read(&self, unit: &Unit) -> Option<Arc<Deal>> {
        read_unit(unit.key(), &self.document.text_of(unit)).0.deals.into_iter().next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::{layout, read};

    const TEXT: &str = "format = 1\n[campaign]\nname = 'C'\ntimezone = 'Europe/London'\n[deal.a]\ntitle = 'A'\n\
                        [crew.sam]\nseat = 'driver'\n[deal.b]\naccount = 'B'\n[deal.b.crm]\nstage = 'x'\n";

    #[test]
    fn deals_read_one_by_one_are_those_of_the_whole() {
        let (document, _) = Document::read(TEXT.as_bytes().to_vec(), &layout());
        let (whole, _) = read(&document, Tz::UTC);
        let deals = Deals::of(&document);
        assert_eq!(deals.iter().collect::<Vec<_>>(), whole.deals);
        assert_eq!(deals.get("b").as_ref(), whole.deals.get(1));
        assert_eq!(deals.get("c"), None);
        let (shared, _) = read_shared(&document, Tz::UTC);
        assert_eq!((shared.crew, shared.zone, shared.deals.len()), (whole.crew, whole.zone, 0));
    }

    #[test]
    fn deals_written_as_one_group_are_found_as_well() {
        let (document, _) = Document::read(b"[deal]\na = { title = 'A' }\nb = { title = 'B' }\n".to_vec(), &layout());
        let deals = Deals::of(&document);
        assert_eq!(deals.iter().map(|deal| deal.id.to_string()).collect::<Vec<_>>(), ["a", "b"]);
        assert!(deals.get("b").is_some());
        assert_eq!(read_shared(&document, Tz::UTC).0.deals.len(), 0);
    }
}
