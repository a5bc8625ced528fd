//! Topics that are one: spellings that differ in case, hyphens and blanks, and the other words that `[topic.x] also` lists.
//!
//! A topic whose id or name stands in another's `also` is that other topic, and so on; the reports on it are counted
//! there. What stands under its own id or name stays what it is, whatever `also` says elsewhere of the same word.
//!
//! Invariant: the answer does not depend on the order of the file. Where tables name each other in a circle, which the
//! check tells, all of them are the first by id.
//!
//! Left out: likeness. That two words may mean one thing is offered by `drive::reports` and written down by a person.

use std::collections::{BTreeMap, HashMap};

use super::records::Topic;
use super::{Campaign, Id};

/// How topics are folded.
#[derive(Debug)]
pub struct Folds<'c> {
    /// What is written, as an ear hears it, and the topic it stands for.
    known: HashMap<String, &'c str>,
    /// Topics that are another one.
    pub(super) from: HashMap<&'c str, &'c str>,
}

/// A word as it is compared: its letters and digits alone, small.
#[must_use]
pub fn topic_key(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl<'c> Folds<'c> {
    /// What the tables say.
    #[must_use]
    pub fn of(campaign: &'c Campaign) -> Self {
        let mut topics: Vec<&'c Topic> = campaign.topics.iter().collect();
        topics.sort_by(|a, b| a.id.cmp(&b.id));
        let mut known: HashMap<String, &'c str> = HashMap::new();
        let mut own: HashMap<String, &'c str> = HashMap::new();
        for topic in &topics {
            own.entry(topic_key(&topic.id)).or_insert(&topic.id);
        }
        for topic in &topics {
            if let Some(name) = topic.name.as_deref() {
                own.entry(topic_key(name)).or_insert(&topic.id);
            }
        }
        let mut from: HashMap<&'c str, &'c str> = HashMap::new();
        for topic in &topics {
            for word in &topic.also {
                let key = topic_key(word);
                match own.get(&key) {
                    _ if key.is_empty() => {}
                    Some(other) if **other == *topic.id => {}
                    Some(other) => _ = from.entry(other).or_insert(&topic.id),
                    None => _ = known.entry(key).or_insert(&topic.id),
                }
            }
        }
        known.extend(own);
        Self { known, from }
    }

    /// The topic that a word stands for, if a table says so.
    #[must_use]
    pub fn fold(&self, word: &str) -> Option<&'c str> {
        let mut here = *self.known.get(&topic_key(word))?;
        let mut seen = vec![here];
        while let Some(next) = self.from.get(here) {
            if let Some(first) = seen.iter().position(|one| one == next) {
                return seen[first..].iter().min().copied();
            }
            seen.push(next);
            here = next;
        }
        Some(here)
    }

    /// These words by the topic that they are; those without a table are told apart by their letters, and go by the
    /// first spelling.
    #[must_use]
    pub fn folded<'w>(&self, words: impl Iterator<Item = &'w Id>) -> HashMap<&'w Id, Id> {
        let mut spellings: BTreeMap<String, Vec<&'w Id>> = BTreeMap::new();
        let mut found = HashMap::new();
        for word in words {
            if found.contains_key(word) {
                continue;
            }
            if let Some(topic) = self.fold(word) {
                found.insert(word, Id::from(topic));
            } else {
                found.insert(word, word.clone());
                spellings.entry(topic_key(word)).or_default().push(word);
            }
        }
        for same in spellings.values() {
            if let Some(first) = same.iter().min() {
                for word in same {
                    found.insert(word, (*first).clone());
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::campaign_of;
    use super::*;

    fn fold(topics: &str, word: &str) -> Option<String> {
        let campaign = campaign_of(topics);
        Folds::of(&campaign).fold(word).map(str::to_owned)
    }

    #[test]
    fn a_spelling_and_other_words_are_the_topic() {
        let topics = "[topic.data-team]\nname = 'Needs a data team'\nalso = ['data people']\n";
        for word in ["data-team", "Data_Team", "datateam", "data-people", "needs-a-data-team"] {
            assert_eq!(fold(topics, word).as_deref(), Some("data-team"), "{word}");
        }
        assert_eq!(fold(topics, "analysts"), None);
    }

    #[test]
    fn a_topic_named_in_anothers_also_is_that_other() {
        let topics = "[topic.cost]\n[topic.price]\nalso = ['cost']\n[topic.money]\nalso = ['Price']\n";
        assert_eq!(fold(topics, "cost").as_deref(), Some("money"));
    }

    #[test]
    fn a_circle_is_its_first_topic_by_id() {
        let topics = "[topic.b]\nalso = ['a']\n[topic.a]\nalso = ['b']\n[topic.c]\n";
        for word in ["a", "b"] {
            assert_eq!(fold(topics, word).as_deref(), Some("a"), "{word}");
        }
    }

    #[test]
    fn topics_without_a_table_go_by_their_first_spelling() {
        let campaign = campaign_of("");
        let words = [Id::from("go-live"), Id::from("Go-Live"), Id::from("golive"), Id::from("other")];
        let folded = Folds::of(&campaign).folded(words.iter());
        let topics: Vec<&str> = words.iter().map(|word| folded[word].as_str()).collect();
        assert_eq!(topics, ["Go-Live", "Go-Live", "Go-Live", "other"]);
    }
}
