//! The filter of the Board: which deals are shown.
//!
//! Each word has to be in the deal's name, title, people, products, markets or need; a word with `crew:`, `product:` or
//! `market:` before it in these alone. Case does not count.
//!
//! Invariant: no deal is looked at, only the terms of the order, so that ten thousand are asked with each letter. A word
//! that is still empty (`crew:`) leaves nothing out.

use std::collections::BTreeSet;

use memchr::memmem::Finder;

use crate::campaign::Campaign;
use crate::console::order::{Field, Terms};

/// What stands before a word that is looked for in one field.
const NAMED: [(&str, Field); 3] = [("crew:", Field::Crew), ("product:", Field::Product), ("market:", Field::Market)];

/// The field of a word, and the word.
fn field_of(word: &str) -> (Field, &str) {
    let named = NAMED.iter().find_map(|(name, field)| Some((*field, word.strip_prefix(name)?)));
    named.unwrap_or((Field::Anywhere, word))
}

/// What is looked for.
pub(super) struct Wanted(Vec<(Field, Finder<'static>)>);

impl Wanted {
    /// Reads what is typed.
    pub(super) fn read(typed: &str) -> Self {
        let words = typed.split_whitespace().map(str::to_lowercase);
        let terms = words.filter_map(|word| {
            let (field, word) = field_of(&word);
            (!word.is_empty()).then(|| (field, Finder::new(word).into_owned()))
        });
        Self(terms.collect())
    }

    /// Whether the deal of a row has every word.
    pub(super) fn holds(&self, terms: &Terms, row: usize) -> bool {
        self.0.iter().all(|(field, word)| terms.has(row, *field, word))
    }
}

/// Whether a text has a word that is in small letters.
fn has_word(text: &str, word: &str) -> bool {
    text.to_lowercase().contains(word)
}

/// What the word that is being typed may become: a field, or what the campaign has for it.
#[must_use]
pub fn offers(campaign: &Campaign, typed: &str) -> Vec<String> {
    let word = last(typed).to_lowercase();
    let (field, value) = field_of(&word);
    let of = |ids: &mut dyn Iterator<Item = (&str, Option<&str>)>| -> Vec<String> {
        let fits = |id: &str, name: Option<&str>| has_word(id, value) || name.is_some_and(|name| has_word(name, value));
        ids.filter(|(id, name)| value.is_empty() || fits(id, *name)).map(|(id, _)| id.to_owned()).collect()
    };
    match field {
        Field::Anywhere if word.is_empty() => Vec::new(),
        Field::Anywhere => {
            NAMED.iter().filter(|(name, _)| name.starts_with(&word)).map(|(name, _)| (*name).to_owned()).collect()
        }
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
    let name = NAMED.iter().map(|(name, _)| *name).find(|name| lower.starts_with(name));
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
    use crate::console::order::Order;
    use crate::drive::Outlook;
    use crate::drive::attention::Weights;
    use crate::text::Document;

    fn campaign() -> Campaign {
        let text = "format = 1\n[crew.sam]\nname = 'Sam Okoro'\n[crew.maya]\n[product.night]\nname = 'Night load'\n\
                    [deal.a]\naccount = 'ÄRA Mills'\ndriver = 'sam'\nmarket = ['GB', 'IE']\nproduct = 'night'\n\
                    [deal.b]\naccount = 'Sampson'\ndriver = 'maya'\nmarket = 'DE'\n";
        let (document, _) = Document::read(text.as_bytes().to_vec(), &crate::campaign::layout());
        crate::campaign::read(&document, chrono_tz::UTC).0
    }

    fn found(typed: &str) -> Vec<String> {
        found_in(&campaign(), typed)
    }

    fn found_in(campaign: &Campaign, typed: &str) -> Vec<String> {
        let now = chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let order = Order::of(campaign, &Outlook::new(campaign), None, &Weights::default(), now);
        let wanted = Wanted::read(typed);
        let held = order.rows.iter().enumerate().filter(|(row, _)| wanted.holds(&order.terms, *row));
        let mut held: Vec<String> = held.map(|(_, row)| row.id.to_string()).collect();
        held.sort();
        held
    }

    #[test]
    fn a_word_is_looked_for_everywhere_and_one_with_a_field_there_alone() {
        assert_eq!(found("sam"), ["a", "b"]);
        assert_eq!(found("crew:sam"), ["a"]);
        assert_eq!(found("crew:okoro market:ie"), ["a"]);
        assert_eq!(found("product:LOAD"), ["a"]);
        assert_eq!(found("market:de crew:sam"), Vec::<String>::new());
        assert_eq!(found("ära"), ["a"]);
        assert_eq!(found("gb ie"), ["a"], "two words, wherever they stand");
        assert_eq!(found("touch"), ["a", "b"], "why it stands where it does");
        assert_eq!(found("gbie"), Vec::<String>::new(), "no word goes from one text into the next");
    }

    #[test]
    fn case_does_not_count_where_a_small_letter_has_another_form_at_the_end_of_a_word() {
        let text = "format = 1\n[deal.a]\naccount = 'ΟΔΟΣ Α.Ε.'\n";
        let (document, _) = Document::read(text.as_bytes().to_vec(), &crate::campaign::layout());
        let campaign = crate::campaign::read(&document, chrono_tz::UTC).0;
        assert_eq!(found_in(&campaign, "ΟΔΟΣ"), ["a"]);
        assert_eq!(found_in(&campaign, "οδος"), ["a"]);
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
