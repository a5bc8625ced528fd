//! The filter of the Board: which deals are shown.
//!
//! Each word has to be in the deal's name, title, people, products, markets or need; a word with `crew:`, `product:` or
//! `market:` before it in these alone. Case does not count.
//!
//! Invariant: nothing is allocated for a deal, so that ten thousand are asked with each letter. What people and products
//! are called is looked up once for each word. A word that is still empty (`crew:`) leaves nothing out.

use std::collections::{BTreeSet, HashMap};

use crate::campaign::{Campaign, Deal, Id};

/// Where a word is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Anywhere,
    Crew,
    Product,
    Market,
}

impl Field {
    /// What stands before the word.
    const NAMED: [(&'static str, Self); 3] =
        [("crew:", Self::Crew), ("product:", Self::Product), ("market:", Self::Market)];

    /// The field of a word, and the word.
    fn of(word: &str) -> (Self, &str) {
        let named = Self::NAMED.iter().find_map(|(name, field)| Some((*field, word.strip_prefix(name)?)));
        named.unwrap_or((Self::Anywhere, word))
    }
}

/// What is looked for.
pub(super) struct Wanted<'c>(Vec<Term<'c>>);

/// One word.
struct Term<'c> {
    field: Field,
    /// In small letters.
    word: String,
    /// Of each of the crew, whether the id or name has it.
    crew: HashMap<&'c str, bool>,
    /// Of each product, whether the id or name has it.
    products: HashMap<&'c str, bool>,
}

impl<'c> Wanted<'c> {
    /// Reads what is typed.
    pub(super) fn read(campaign: &'c Campaign, typed: &str) -> Self {
        let words = typed.split_whitespace().map(str::to_lowercase);
        let terms = words.filter_map(|word| {
            let (field, word) = Field::of(&word);
            (!word.is_empty()).then(|| Term::new(campaign, field, word))
        });
        Self(terms.collect())
    }

    /// Whether a deal has every word.
    pub(super) fn holds(&self, campaign: &Campaign, deal: &Deal, reason: &str) -> bool {
        self.0.iter().all(|term| term.holds(campaign, deal, reason))
    }
}

impl<'c> Term<'c> {
    fn new(campaign: &'c Campaign, field: Field, word: &str) -> Self {
        let has = |id: &'c Id, name: Option<&str>| {
            (&**id, has_word(id, word) || name.is_some_and(|name| has_word(name, word)))
        };
        let crew = campaign.crew.iter().map(|crew| has(&crew.id, crew.name.as_deref()));
        let products = campaign.products.iter().map(|product| has(&product.id, product.name.as_deref()));
        Self { field, word: word.to_owned(), crew: crew.collect(), products: products.collect() }
    }

    fn holds(&self, campaign: &Campaign, deal: &Deal, reason: &str) -> bool {
        match self.field {
            Field::Crew => self.is_of_crew(campaign, deal),
            Field::Product => self.is_of_product(deal),
            Field::Market => self.is_of_market(deal),
            Field::Anywhere => {
                has_word(deal.name(), &self.word)
                    || deal.title.as_deref().is_some_and(|title| has_word(title, &self.word))
                    || has_word(reason, &self.word)
                    || self.is_of_crew(campaign, deal)
                    || self.is_of_product(deal)
                    || self.is_of_market(deal)
            }
        }
    }

    fn is_of_crew(&self, campaign: &Campaign, deal: &Deal) -> bool {
        let people = deal.driver.iter().chain(&deal.navigator).chain(campaign.driver_of(deal));
        people.into_iter().any(|person| self.is_of(&self.crew, person))
    }

    fn is_of_product(&self, deal: &Deal) -> bool {
        deal.product.iter().any(|product| self.is_of(&self.products, product))
    }

    /// Whether an id is one of those; one that the campaign does not know is asked itself.
    fn is_of(&self, known: &HashMap<&str, bool>, id: &str) -> bool {
        known.get(id).copied().unwrap_or_else(|| has_word(id, &self.word))
    }

    fn is_of_market(&self, deal: &Deal) -> bool {
        deal.market.iter().any(|market| has_word(market, &self.word))
    }
}

/// Whether a text has a word that is in small letters.
fn has_word(text: &str, word: &str) -> bool {
    let Some(first) = word.bytes().next() else { return true };
    if !text.is_ascii() {
        return text.to_lowercase().contains(word);
    }
    // Nearly every place is ruled out by its first letter.
    let mut places = text.as_bytes().windows(word.len());
    places.any(|part| part[0].eq_ignore_ascii_case(&first) && part.eq_ignore_ascii_case(word.as_bytes()))
}

/// What the word that is being typed may become: a field, or what the campaign has for it.
#[must_use]
pub fn offers(campaign: &Campaign, typed: &str) -> Vec<String> {
    let word = last(typed).to_lowercase();
    let (field, value) = Field::of(&word);
    let of = |ids: &mut dyn Iterator<Item = (&str, Option<&str>)>| -> Vec<String> {
        let fits = |id: &str, name: Option<&str>| has_word(id, value) || name.is_some_and(|name| has_word(name, value));
        ids.filter(|(id, name)| value.is_empty() || fits(id, *name)).map(|(id, _)| id.to_owned()).collect()
    };
    match field {
        Field::Anywhere if word.is_empty() => Vec::new(),
        Field::Anywhere => Field::NAMED
            .iter()
            .filter(|(name, _)| name.starts_with(&word))
            .map(|(name, _)| (*name).to_owned())
            .collect(),
        Field::Crew => of(&mut campaign.crew.iter().map(|crew| (&*crew.id, crew.name.as_deref()))),
        Field::Product => of(&mut campaign.products.iter().map(|product| (&*product.id, product.name.as_deref()))),
        Field::Market => {
            let open = campaign.deals.iter().filter(|deal| deal.is_open());
            let markets: BTreeSet<&str> = open.flat_map(|deal| deal.market.iter().map(|market| &**market)).collect();
            of(&mut markets.into_iter().map(|market| (market, None)))
        }
    }
}

/// What is typed with its last word completed by the first of the [`offers`]; nothing if there is none.
#[must_use]
pub fn completed(campaign: &Campaign, typed: &str) -> Option<String> {
    let offer = offers(campaign, typed).into_iter().next()?;
    let word = last(typed);
    let before = &typed[..typed.len() - word.len()];
    let lower = word.to_lowercase();
    let name = Field::NAMED.iter().map(|(name, _)| *name).find(|name| lower.starts_with(name));
    Some(match name {
        Some(name) => format!("{before}{name}{offer} "),
        None => format!("{before}{offer}"),
    })
}

/// The word that is being typed; empty behind a blank.
fn last(typed: &str) -> &str {
    typed.rsplit(char::is_whitespace).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Document;

    fn campaign() -> Campaign {
        let text = "format = 1\n[crew.sam]\nname = 'Sam Okoro'\n[crew.maya]\n[product.night]\nname = 'Night load'\n\
                    [deal.a]\naccount = 'ÄRA Mills'\ndriver = 'sam'\nmarket = ['GB', 'IE']\nproduct = 'night'\n\
                    [deal.b]\naccount = 'Sampson'\ndriver = 'maya'\nmarket = 'DE'\n";
        let (document, _) = Document::read(text.as_bytes().to_vec(), &crate::campaign::layout());
        crate::campaign::read(&document, chrono_tz::UTC).0
    }

    fn found(typed: &str) -> Vec<String> {
        let campaign = campaign();
        let wanted = Wanted::read(&campaign, typed);
        let held = campaign.deals.iter().filter(|deal| wanted.holds(&campaign, deal, "on its way"));
        held.map(|deal| deal.id.to_string()).collect()
    }

    #[test]
    fn a_word_is_looked_for_everywhere_and_one_with_a_field_there_alone() {
        assert_eq!(found("sam"), ["a", "b"]);
        assert_eq!(found("crew:sam"), ["a"]);
        assert_eq!(found("crew:okoro market:ie"), ["a"]);
        assert_eq!(found("product:LOAD"), ["a"]);
        assert_eq!(found("market:de crew:sam"), Vec::<String>::new());
        assert_eq!(found("ära"), ["a"]);
    }

    #[test]
    fn a_field_without_a_word_leaves_nothing_out() {
        assert_eq!(found("crew:"), ["a", "b"]);
        assert_eq!(found(""), ["a", "b"]);
    }

    #[test]
    fn a_word_is_completed_by_what_the_campaign_has() {
        let campaign = campaign();
        assert_eq!(completed(&campaign, "cr").as_deref(), Some("crew:"));
        assert_eq!(completed(&campaign, "mills crew:ok").as_deref(), Some("mills crew:sam "));
        assert_eq!(completed(&campaign, "market:i").as_deref(), Some("market:IE "));
        assert_eq!(offers(&campaign, "market:"), ["DE", "GB", "IE"]);
        assert_eq!(completed(&campaign, "crew:zoe"), None);
        assert_eq!(completed(&campaign, "crew:sam "), None);
    }
}
