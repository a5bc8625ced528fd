//! What would be told of one unit if its text were this: for those who want to know before they write.
//!
//! Invariant: the same problems as after the edit, at the cost of one deal, or of what all deals share. What other deals
//! say of a shared record, and who is in two runs at once, is not looked at.

use std::sync::Arc;

use super::assemble::shared_of;
use super::check::{Facts, check_deal, check_shared};
use super::model::Campaign;
use super::read::read_unit;
use crate::text::{Diagnostic, Document, UnitKey};

impl Campaign {
    /// The problems of a unit with this text. `rest` is the file around it.
    #[must_use]
    pub fn trial(&self, rest: &Document, unit: &UnitKey, text: &str) -> Vec<Diagnostic> {
        let (part, mut told) = read_unit(unit, text);
        let (alone, _) = Document::read(text.as_bytes().to_vec(), rest.layout());
        if let [deal] = part.deals.as_slice()
            && part.rest.is_none()
        {
            told.extend(check_deal(self, &Facts::of(self), deal, &alone));
            return told;
        }
        let mut campaign = shared_of(self, rest, unit, &part);
        let named = campaign.reviews.iter().filter_map(|review| review.deal.clone());
        campaign.deals =
            named.filter_map(|id| self.by_id.get(&id).and_then(|at| self.deals.get(*at)).cloned()).collect();
        campaign.deals.dedup_by(|a, b| Arc::ptr_eq(a, b));
        campaign.by_id = campaign.deals.iter().enumerate().map(|(at, deal)| (deal.id.clone(), at)).collect();
        let facts = Facts::of(&campaign);
        told.extend(check_shared(&campaign, &facts, &alone).into_iter().filter(|problem| problem.place.unit == *unit));
        told.extend(part.deals.iter().flat_map(|deal| check_deal(&campaign, &facts, deal, &alone)));
        told
    }
}
