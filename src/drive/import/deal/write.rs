//! A planned deal as intents: a new one as a person would write it, an old one key by key.

use super::{Crm, DealPlan, Draft, Fate};
use crate::campaign::{Id, LastWord};
use crate::drive::rules::{set, text, when};
use crate::text::{Intent, KeyPath, Literal};

/// The keys of a deal in the order of the format's reference.
const ORDER: [&str; 13] = [
    "account",
    "title",
    "value",
    "currency",
    "created",
    "source",
    "stage",
    "since",
    "close",
    "probability",
    "driver",
    "next",
    "ids",
];

impl Draft<'_> {
    pub(super) fn done(mut self, row: u32, id: Id, name: String) -> DealPlan {
        let place = |key: &KeyPath| ORDER.iter().position(|known| key.parts().next() == Some(known));
        self.sets.sort_by_key(|(key, _)| place(key));
        let mut intents = Vec::new();
        if self.is_new {
            intents.push(Intent::Add { record: self.record.clone(), fields: std::mem::take(&mut self.sets) });
        }
        for (key, value) in std::mem::take(&mut self.sets) {
            intents.push(set(self.record.clone(), key, value));
        }
        let crm = self.record.below(["crm"]);
        let (before, now) = (fields(self.last), fields(&self.heard));
        if self.bench.crm == Crm::Codriver {
            // It has only what is here already: there is no other side whose last word is to be kept.
            intents.extend(self.edits);
        } else if self.deal.crm.is_some() {
            let new = now.into_iter().filter(|field| !before.contains(field));
            let sets: Vec<Intent> = new.map(|(key, value)| set(crm.clone(), key, value)).collect();
            intents.extend(self.edits);
            intents.extend(sets);
        } else {
            if !now.is_empty() {
                let fields = now.into_iter().map(|(key, value)| (KeyPath::new(key), value)).collect();
                intents.push(Intent::Add { record: crm, fields });
            }
            intents.extend(self.edits);
        }
        intents.extend(self.rows);
        let fate = match intents.is_empty() {
            _ if self.is_new => Fate::Made,
            true => Fate::Unchanged,
            false => Fate::Changed,
        };
        DealPlan { row, id, name, fate, fields: self.fields, told: self.told, intents }
    }
}

/// What an export has said, in the order of the format's reference.
fn fields(last: &LastWord) -> Vec<(&'static str, Literal)> {
    let texts = |one: &Option<crate::campaign::Text>| one.as_deref().map(text);
    let all = [
        ("account", texts(&last.account)),
        ("title", texts(&last.title)),
        ("value", last.value.map(|value| Literal::Decimal(value.normalize()))),
        ("currency", last.currency.as_deref().map(text)),
        ("stage", texts(&last.stage)),
        ("status", last.status.map(|status| text(status.word()))),
        ("close", last.close.map(when)),
        ("created", last.created.map(when)),
        ("probability", last.probability.map(Literal::Float)),
        ("driver", texts(&last.driver)),
        ("next", texts(&last.next)),
        ("next_on", last.next_on.map(when)),
        ("reason", texts(&last.reason)),
        ("source", texts(&last.source)),
    ];
    all.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
}
