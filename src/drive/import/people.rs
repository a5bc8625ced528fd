//! Who drives, by the names that a CRM has for people.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::fold::{fold, free, said, slug};
use super::index::Learned;
use super::{Export, Row};
use crate::campaign::{Campaign, Id, Seat};

/// The people of an export.
#[derive(Debug, Clone, Default)]
pub(super) struct People {
    ids: HashMap<Arc<str>, Id>,
    /// Who is not in the crew yet, with the name, as they were met.
    pub new: Vec<(Id, Arc<str>)>,
    /// The only driver of the campaign once these are there.
    only: Option<Id>,
    /// The only driver before, where there will be more.
    pub alone_no_more: Option<Id>,
}

impl People {
    /// `given` has ids for folded names.
    pub(super) fn new(
        campaign: &Campaign,
        export: &Export,
        learned: &Learned,
        given: &BTreeMap<String, String>,
    ) -> Self {
        let given: HashMap<String, &str> = said(given);
        let mut people = Self::default();
        for name in export.deals.iter().filter_map(|row: &Row| row.driver.as_ref()) {
            if people.ids.contains_key(name) || name.trim().is_empty() {
                continue;
            }
            let folded = fold(name);
            let wanted = given.get(&folded).copied();
            let known = wanted.is_none().then(|| known(campaign, &folded)).flatten();
            let known = known.or_else(|| {
                let before = learned.person(name).filter(|_| wanted.is_none())?;
                campaign.crew(before).map(|crew| crew.id.clone())
            });
            let id =
                known.or_else(|| people.new.iter().find(|(_, other)| fold(other) == folded).map(|(id, _)| id.clone()));
            let id = id.unwrap_or_else(|| people.met(campaign, name, wanted));
            people.ids.insert(Arc::clone(name), id);
        }
        let of = |seat: &[Option<Seat>]| -> Vec<Id> {
            campaign.crew.iter().filter(|crew| seat.contains(&crew.seat)).map(|crew| crew.id.clone()).collect()
        };
        let drivers = of(&[Some(Seat::Driver)]);
        let single = |mut people: Vec<Id>| if people.len() == 1 { people.pop() } else { None };
        let both = of(&[None, Some(Seat::Both)]);
        let before = if drivers.is_empty() { single(both.clone()) } else { single(drivers.clone()) };
        let after: Vec<Id> = drivers.into_iter().chain(people.new.iter().map(|(id, _)| id.clone())).collect();
        people.only = if after.is_empty() { single(both) } else { single(after) };
        people.alone_no_more = before.filter(|before| people.only.as_ref() != Some(before));
        people
    }

    /// Somebody who is not in the crew yet, unless a table names somebody who is.
    fn met(&mut self, campaign: &Campaign, name: &Arc<str>, wanted: Option<&str>) -> Id {
        if let Some(known) = wanted.and_then(|wanted| campaign.crew(wanted)) {
            return known.id.clone();
        }
        if let Some((known, _)) = wanted.and_then(|wanted| self.new.iter().find(|(id, _)| *id == *wanted)) {
            return known.clone();
        }
        let base = wanted.map_or_else(|| slug(name), slug);
        let base = if base.is_empty() { "driver".to_owned() } else { base };
        let is_taken = |id: &str| {
            // The word for the buyer's side.
            id == "customer" || campaign.crew(id).is_some() || self.new.iter().any(|(known, _)| *known == *id)
        };
        let id = Id::from(free(&base, 0, is_taken).0.as_str());
        self.new.push((id.clone(), Arc::clone(name)));
        id
    }

    /// The person whom this export, or the one before, calls so.
    pub(super) fn id(&self, campaign: &Campaign, name: &str) -> Option<Id> {
        self.ids.get(name).cloned().or_else(|| known(campaign, &fold(name)))
    }

    /// Whoever drives where a deal names nobody.
    pub(super) const fn only(&self) -> Option<&Id> {
        self.only.as_ref()
    }
}

/// By the name, else by the id.
fn known(campaign: &Campaign, folded: &str) -> Option<Id> {
    let mut crew = campaign.crew.iter();
    let by_name = crew.clone().find(|crew| crew.name.as_deref().is_some_and(|name| fold(name) == folded));
    by_name.or_else(|| crew.find(|crew| fold(&crew.id) == folded)).map(|crew| crew.id.clone())
}
