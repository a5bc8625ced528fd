//! Which deal of the file a row of an export means, and the id of one that is not there yet.
//!
//! By the id that the CRM gave it, else by account and title as the CRM had them last. Invariant: a deal is meant by one
//! row at most, and the same export asked again about the file that it made means the same deals. It is small, an id and
//! a few numbers a deal, so that a hundred thousand deals need not be in memory together.

use std::collections::{HashMap, HashSet};

use super::fold::{fold, free, hash, identity, name_key, slug};
use super::{Crm, Export, Row};
use crate::campaign::{Campaign, Deal, Id, Text};

/// What a row means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A deal of the file.
    Known(Id),
    /// One that is to be made.
    New(Id),
    /// Nothing that could be used, and why.
    Skipped(String),
}

/// The deals of a file, by what a row may know of them.
#[derive(Debug, Clone)]
pub struct Index {
    crm: Crm,
    ids: Vec<Id>,
    /// Whether the deal has an id of this CRM.
    has_id: Vec<bool>,
    by_id: Vec<(u128, u32)>,
    by_name: Vec<(u128, u32)>,
    /// Deals that no export has named yet, by half of their name, as far as that may be enough.
    by_half: Vec<(u128, u32)>,
    /// How many deals have an account of this slug.
    accounts: HashMap<u128, u32>,
    /// Finished deals in the archives: by id, and by name.
    archived: HashSet<u128>,
    /// A value stands in the campaign's currency, whatever that is.
    has_bare_value: bool,
    learned: Learned,
}

/// What the CRM's names of stages and people came to be here: for names that a person has changed since.
#[derive(Debug, Clone, Default)]
pub(super) struct Learned {
    stages: HashMap<Text, HashMap<Id, u32>>,
    people: HashMap<Text, HashMap<Id, u32>>,
}

impl Learned {
    fn add(&mut self, campaign: &Campaign, deal: &Deal) {
        let Some(last) = deal.crm.as_deref() else { return };
        if let (Some(word), Some(stage)) = (&last.stage, &deal.stage) {
            *self.stages.entry(word.clone()).or_default().entry(stage.clone()).or_default() += 1;
        }
        if let (Some(word), Some(person)) = (&last.driver, campaign.driver_of(deal)) {
            *self.people.entry(word.clone()).or_default().entry(person.clone()).or_default() += 1;
        }
    }

    /// The id of the stage that most deals with this word are in.
    pub(super) fn stage(&self, word: &str) -> Option<&str> {
        most(self.stages.get(word)?)
    }

    /// The same for a person.
    pub(super) fn person(&self, word: &str) -> Option<&str> {
        most(self.people.get(word)?)
    }
}

fn most(count: &HashMap<Id, u32>) -> Option<&str> {
    count.iter().max_by_key(|(id, count)| (**count, std::cmp::Reverse(*id))).map(|(id, _)| id.as_str())
}

/// Halves of a name: which half, and whether the other one is missing.
#[derive(Debug, Clone, Copy)]
enum Half {
    AccountAlone,
    TitleAlone,
    TitleOfBoth,
}

fn half_key(half: Half, text: &str) -> u128 {
    hash(&format!("{half:?}\u{0}{}", fold(text)))
}

fn id_key(crm: Crm, id: &str) -> u128 {
    hash(&format!("id\u{0}{}", identity(crm, id.trim())))
}

/// The deals with this key, in the order of the file.
fn found(list: &[(u128, u32)], key: u128) -> impl Iterator<Item = u32> {
    let start = list.partition_point(|(other, _)| *other < key);
    list[start..].iter().take_while(move |(other, _)| *other == key).map(|(_, at)| *at)
}

impl Index {
    /// Of these deals, in the order of the file. Of the campaign only what is shared, and its archives, are read.
    pub fn new<D: std::borrow::Borrow<Deal>>(crm: Crm, campaign: &Campaign, deals: impl Iterator<Item = D>) -> Self {
        let mut index = Self {
            crm,
            ids: Vec::new(),
            has_id: Vec::new(),
            by_id: Vec::new(),
            by_name: Vec::new(),
            by_half: Vec::new(),
            accounts: HashMap::new(),
            archived: HashSet::new(),
            has_bare_value: false,
            learned: Learned::default(),
        };
        for deal in deals {
            index.add(deal.borrow());
            index.learned.add(campaign, deal.borrow());
        }
        // By key, then in the order of the file.
        index.by_id.sort_unstable();
        index.by_name.sort_unstable();
        index.by_half.sort_unstable();
        for (_, deal) in campaign.past.finished() {
            index.archived.extend(index.own_id(deal).map(|id| id_key(crm, id)));
            let (account, title) = names_of(deal);
            index.archived.insert(name_key(account, title));
        }
        index
    }

    fn own_id<'d>(&self, deal: &'d Deal) -> Option<&'d str> {
        if self.crm == Crm::Codriver {
            return Some(&deal.id);
        }
        deal.ids.iter().find(|(crm, _)| **crm == *self.crm.key()).map(|(_, id)| &**id).filter(|id| !id.is_empty())
    }

    fn add(&mut self, deal: &Deal) {
        let at = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        self.ids.push(deal.id.clone());
        let id = self.own_id(deal);
        self.has_id.push(id.is_some());
        if let Some(id) = id {
            self.by_id.push((id_key(self.crm, id), at));
        }
        let (account, title) = names_of(deal);
        self.by_name.push((name_key(account, title), at));
        if deal.crm.is_none() {
            match (account, title) {
                (Some(_), Some(title)) => self.by_half.push((half_key(Half::TitleOfBoth, title), at)),
                (Some(account), None) => self.by_half.push((half_key(Half::AccountAlone, account), at)),
                (None, Some(title)) => self.by_half.push((half_key(Half::TitleAlone, title), at)),
                (None, None) => {}
            }
        }
        if let Some(account) = deal.account.as_deref() {
            *self.accounts.entry(hash(&slug(account))).or_default() += 1;
        }
        self.has_bare_value |= deal.value.is_some() && deal.currency.is_none();
    }

    /// Whether a deal of the file has a value without a currency of its own.
    pub(super) const fn has_bare_value(&self) -> bool {
        self.has_bare_value
    }

    pub(super) const fn learned(&self) -> &Learned {
        &self.learned
    }

    /// What each row means; `extra` are rows that a history makes, after those of the export.
    pub(super) fn targets(&self, export: &Export, extra: &[Row]) -> Vec<Target> {
        let rows: Vec<&Row> = export.deals.iter().chain(extra).collect();
        let mut finding = Finding { index: self, used: vec![false; self.ids.len()], met: vec![None; rows.len()] };
        finding.by_id(&rows);
        finding.by_name(&rows);
        finding.by_half(&rows);
        finding.archived(&rows);
        finding.nameless(&rows);
        self.named(&rows, finding.met)
    }

    /// Gives those that are new an id: the account's where only one has it, else the title's, else both.
    fn named(&self, rows: &[&Row], met: Vec<Option<Met>>) -> Vec<Target> {
        let mut taken: HashSet<Id> = self.ids.iter().cloned().collect();
        let mut accounts = self.accounts.clone();
        let mut titles: HashMap<u128, u32> = HashMap::new();
        for (row, _) in rows.iter().zip(&met).filter(|(_, met)| met.is_none()) {
            if let Some(account) = &row.account {
                *accounts.entry(hash(&slug(account))).or_default() += 1;
            }
            if let Some(title) = &row.title {
                *titles.entry(hash(&slug(title))).or_default() += 1;
            }
        }
        let only = |counts: &HashMap<u128, u32>, slug: &str| counts.get(&hash(slug)).is_none_or(|count| *count < 2);
        let mut next: HashMap<String, u32> = HashMap::new();
        let mut targets = Vec::with_capacity(rows.len());
        for (row, met) in rows.iter().zip(met) {
            targets.push(match met {
                Some(Met::Deal(at)) => Target::Known(self.ids[at as usize].clone()),
                Some(Met::Nothing(why)) => Target::Skipped(why),
                None => {
                    let account = row.account.as_deref().map(slug).unwrap_or_default();
                    let title = row.title.as_deref().map(slug).unwrap_or_default();
                    let is_free = |slug: &str| !slug.is_empty() && !taken.contains(slug);
                    let own =
                        row.id.as_deref().filter(|id| self.crm == Crm::Codriver && Id::is_valid(id) && is_free(id));
                    let base = if let Some(id) = own {
                        id.to_owned()
                    } else if is_free(&account) && only(&accounts, &account) {
                        account
                    } else if (is_free(&title) && only(&titles, &title))
                        || account.is_empty()
                        || title.starts_with(&account)
                    {
                        title
                    } else if title.is_empty() {
                        account
                    } else {
                        slug(&format!("{account}-{title}"))
                    };
                    let base =
                        if base.is_empty() { slug(&format!("deal-{}", row.id.as_deref().unwrap_or(""))) } else { base };
                    let (id, then) = free(&base, next.get(&base).copied().unwrap_or_default(), |id| taken.contains(id));
                    next.insert(base, then);
                    let id = Id::from(id.as_str());
                    taken.insert(id.clone());
                    Target::New(id)
                }
            });
        }
        targets
    }
}

/// Account and title as an export would have them: as the last one did, else as the deal says.
fn names_of(deal: &Deal) -> (Option<&str>, Option<&str>) {
    match deal.crm.as_deref() {
        Some(last) if last.account.is_some() || last.title.is_some() => {
            (last.account.as_deref(), last.title.as_deref())
        }
        _ => (deal.account.as_deref(), deal.title.as_deref()),
    }
}

#[derive(Debug, Clone)]
enum Met {
    Deal(u32),
    Nothing(String),
}

struct Finding<'i> {
    index: &'i Index,
    used: Vec<bool>,
    /// What each row means, as far as that is known.
    met: Vec<Option<Met>>,
}

impl Finding<'_> {
    fn take(&mut self, row: usize, deal: u32) {
        self.used[deal as usize] = true;
        self.met[row] = Some(Met::Deal(deal));
    }

    fn by_id(&mut self, rows: &[&Row]) {
        let mut first: HashMap<u128, u32> = HashMap::with_capacity(rows.len());
        for (at, row) in rows.iter().enumerate() {
            let Some(id) = row.id.as_deref().filter(|id| !id.is_empty()) else { continue };
            let key = id_key(self.index.crm, id);
            if let Some(earlier) = first.get(&key) {
                self.met[at] = Some(Met::Nothing(format!("the id `{id}` is that of row {earlier} already")));
                continue;
            }
            first.insert(key, row.row);
            let deal = found(&self.index.by_id, key).find(|deal| !self.used[*deal as usize]);
            if let Some(deal) = deal {
                self.take(at, deal);
            }
        }
    }

    /// Rows of one name take deals of that name, in the order of both, where that is beyond doubt.
    fn by_name(&mut self, rows: &[&Row]) {
        let key = |row: &Row| name_key(row.account.as_deref(), row.title.as_deref());
        let open = rows.iter().enumerate().filter(|(at, _)| self.met[*at].is_none());
        let mut open: Vec<(u128, usize)> = open.map(|(at, row)| (key(row), at)).collect();
        open.sort_unstable();
        for group in open.chunk_by(|one, other| one.0 == other.0) {
            for (nth, (key, at)) in group.iter().enumerate() {
                let row = rows[*at];
                let deals: Vec<u32> = self.fitting(&self.index.by_name, *key, row).collect();
                let left = group.len() - nth;
                match deals.as_slice() {
                    [] => {}
                    [first, ..] if deals.len() == 1 || deals.len() <= left => self.take(*at, *first),
                    _ if row.id.is_some() => {}
                    _ => {
                        let name = row.account.as_deref().or(row.title.as_deref()).unwrap_or_default();
                        self.met[*at] = Some(Met::Nothing(format!(
                            "{} deals are called `{name}` with this title, and the row has no id to tell which",
                            deals.len()
                        )));
                    }
                }
            }
        }
    }

    /// Deals with this key that no row means yet. One that has an id of this CRM is not meant by a row with another.
    fn fitting<'f>(&'f self, list: &'f [(u128, u32)], key: u128, row: &'f Row) -> impl Iterator<Item = u32> + 'f {
        found(list, key).filter(|deal| {
            let deal = *deal as usize;
            !self.used[deal] && (row.id.is_none() || !self.index.has_id[deal])
        })
    }

    /// A deal that somebody wrote by hand may have half of a name only. That is enough where only one row and one deal
    /// have it.
    fn by_half(&mut self, rows: &[&Row]) {
        if self.index.by_half.is_empty() {
            return;
        }
        let keys = |row: &Row| {
            let account = row.account.as_deref().map(|account| half_key(Half::AccountAlone, account));
            let title = row.title.as_deref().map(|title| half_key(Half::TitleAlone, title));
            let of_both = row.title.as_deref().filter(|_| row.account.is_none());
            [account, title, of_both.map(|title| half_key(Half::TitleOfBoth, title))]
        };
        let is_asked = |key: &u128| found(&self.index.by_half, *key).next().is_some();
        let mut count: HashMap<u128, u32> = HashMap::new();
        for row in rows {
            for key in keys(row).into_iter().flatten().filter(is_asked) {
                *count.entry(key).or_default() += 1;
            }
        }
        for (at, row) in rows.iter().enumerate() {
            if self.met[at].is_some() {
                continue;
            }
            for key in keys(row).into_iter().flatten().filter(|key| count.get(key) == Some(&1)) {
                let deals: Vec<u32> = self.fitting(&self.index.by_half, key, row).collect();
                if let [deal] = deals.as_slice() {
                    self.take(at, *deal);
                    break;
                }
            }
        }
    }

    /// A deal needs a name.
    fn nameless(&mut self, rows: &[&Row]) {
        let says = |text: Option<&str>| text.is_some_and(|text| !text.trim().is_empty());
        for (at, row) in rows.iter().enumerate() {
            if self.met[at].is_none() && !says(row.account.as_deref()) && !says(row.title.as_deref()) {
                self.met[at] = Some(Met::Nothing("it has neither an account nor a title".into()));
            }
        }
    }

    fn archived(&mut self, rows: &[&Row]) {
        if self.index.archived.is_empty() {
            return;
        }
        for (at, row) in rows.iter().enumerate() {
            let key = match row.id.as_deref() {
                Some(id) => id_key(self.index.crm, id),
                None => name_key(row.account.as_deref(), row.title.as_deref()),
            };
            if self.met[at].is_none() && self.index.archived.contains(&key) {
                self.met[at] = Some(Met::Nothing("the deal is finished, and in an archive of this campaign".into()));
            }
        }
    }
}
