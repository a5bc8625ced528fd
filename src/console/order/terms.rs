//! What a person may look for in the open deals, in one piece of memory.
//!
//! To look into ten thousand deals one by one is to wait for memory ten thousand times: a deal's name, people and products
//! lie apart. So all that can be looked for stands here in small letters, row after row of the order, and a search runs
//! through it from one end to the other.

use std::ops::Range;

use memchr::memmem::Finder;

use super::Row;
use crate::campaign::{Campaign, Deal};

/// Where a word is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// In the deal's name, title, people, products, markets and need.
    Anywhere,
    /// In who drives it or navigates.
    Crew,
    /// In its products.
    Product,
    /// In its markets.
    Market,
}

/// The words of the open deals, by row of the order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Terms {
    text: String,
    /// Of each row where it begins, and where its name, people, products and markets end; nothing of a finished one.
    ends: Vec<Option<[u32; 5]>>,
}

impl Terms {
    /// Those of the rows, in their order.
    #[must_use]
    pub fn of(campaign: &Campaign, rows: &[Row]) -> Self {
        let mut terms = Self::default();
        for row in rows {
            let ends = campaign.deals.get(row.deal).filter(|deal| deal.is_open());
            let ends = ends.map(|deal| terms.add(campaign, deal, &row.reason));
            terms.ends.push(ends);
        }
        terms.text.shrink_to_fit();
        terms
    }

    /// Adds an open deal with why it stands where it does.
    fn add(&mut self, campaign: &Campaign, deal: &Deal, reason: &str) -> [u32; 5] {
        let begin = self.end();
        self.say([Some(deal.name()), deal.title.as_deref(), Some(reason)]);
        let name = self.end();
        let people = deal.driver.iter().chain(&deal.navigator).chain(campaign.driver_of(deal));
        for person in people {
            self.say([Some(&**person), Some(campaign.crew_name(person))]);
        }
        let crew = self.end();
        for product in &deal.product {
            self.say([Some(&**product), Some(campaign.product_name(product))]);
        }
        let products = self.end();
        self.say(deal.market.iter().map(|market| Some(&**market)));
        [begin, name, crew, products, self.end()]
    }

    /// Adds texts; no word goes from one into the next.
    fn say<'t>(&mut self, texts: impl IntoIterator<Item = Option<&'t str>>) {
        for text in texts.into_iter().flatten() {
            // Letter by letter would miss that one has another small form at the end of a word.
            self.text.push_str(&text.to_lowercase());
            self.text.push('\n');
        }
    }

    fn end(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }

    /// Whether the deal of a row is open.
    #[must_use]
    pub fn is_open(&self, row: usize) -> bool {
        self.ends.get(row).is_some_and(Option::is_some)
    }

    /// Whether the deal of a row has a word in a field.
    #[must_use]
    pub fn has(&self, row: usize, field: Field, word: &Finder<'_>) -> bool {
        self.range(row, field)
            .and_then(|range| self.text.as_bytes().get(range))
            .is_some_and(|part| word.find(part).is_some())
    }

    fn range(&self, row: usize, field: Field) -> Option<Range<usize>> {
        let [begin, name, crew, products, markets] = (*self.ends.get(row)?)?.map(|end| end as usize);
        Some(match field {
            Field::Anywhere => begin..markets,
            Field::Crew => name..crew,
            Field::Product => crew..products,
            Field::Market => products..markets,
        })
    }
}
