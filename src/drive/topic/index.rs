//! What all deals say of each topic, worked out once, so that a question about one deal need not look at the others.
//!
//! Invariant: for a campaign as it was when this was made, an answer from here is that of a look at every deal. Records
//! are named, not held: whoever uses a name looks it up, and what has gone meanwhile answers nothing.
//!
//! Left out: the deal that is asked about. What was counted of it is taken off again, and it is looked at as it is now.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::report::{answering, is_objection, landed, stage_when};
use super::{answered_by, used};
use crate::campaign::{Campaign, Deal, Folds, Heard, Id, Text};
use crate::drive::desk::record;
use crate::drive::works::{Share, opener_records};

/// So many answers of one deal are kept of a topic: as many as are shown.
const OF_A_DEAL: usize = super::MOST;
/// So many are kept in all, so that enough stay without those of one deal.
const IN_ALL: usize = 8;

/// What is known of every topic.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Index {
    /// Words that stand for another topic, as the campaign's tables say.
    folds: BTreeMap<Id, Id>,
    /// Every topic that a deal names, and its place in `known`.
    places: BTreeMap<Id, usize>,
    known: Vec<Known>,
    settings: Vec<Setting>,
    /// Objections by topic and by the setting they were heard in.
    heaps: BTreeMap<(usize, usize), Heap>,
    /// Every report with a topic, by its deal.
    rows: Vec<Row>,
    /// How the openers have done, over all deals, archived ones too.
    openers: BTreeMap<Id, Share>,
}

/// One topic.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    topic: Id,
    reports: usize,
    answers: Vec<Answered>,
}

/// A note that has answered reports on a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Its deal.
    pub deal: Id,
    /// The note.
    pub note: Id,
    landed: u32,
}

/// What makes deals alike: there are as many as there are kinds of deals, not as there are deals.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Setting {
    industry: Box<[Text]>,
    product: Box<[Id]>,
    /// The stage in which the words were said.
    stage: Option<Id>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Heap {
    reports: usize,
    /// The best answers of two deals, so that there is one without that of any deal.
    replies: Vec<Reply>,
}

/// An answer to an objection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The deal it was given on.
    pub deal: Id,
    /// Which archived campaign that is in; `None`: it is one of ours.
    pub archive: Option<usize>,
    /// The note as the report names it: its id, or `hazard/note`.
    pub name: Id,
    /// The note's own id.
    note: Id,
    /// It helped in a call.
    pub landed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    deal: Id,
    topic: usize,
    /// Of an objection.
    setting: Option<usize>,
}

/// What is heard of one topic on deals like one.
#[derive(Debug)]
pub struct Likely<'i> {
    /// The topic.
    pub topic: &'i Id,
    /// How much those deals are like it, over all reports.
    pub weight: usize,
    /// How many reports there are.
    pub reports: usize,
    /// What answers it, the best first.
    pub replies: Vec<&'i Reply>,
}

/// What deals are told apart by while the index is made.
type Like<'c> = (&'c [Text], &'c [Id], Option<&'c Id>);

impl Reply {
    /// The best first: one that landed, one of ours.
    fn rank(&self) -> (bool, bool, &Id, &Id) {
        (!self.landed, self.archive.is_some(), &self.deal, &self.note)
    }
}

impl Heap {
    /// Counts an answer in, if it is among the best.
    fn offer(&mut self, reply: Reply) {
        match self.replies.iter_mut().find(|known| (&known.deal, known.archive) == (&reply.deal, reply.archive)) {
            Some(known) if reply.rank() < known.rank() => *known = reply,
            Some(_) => {}
            None => self.replies.push(reply),
        }
        self.replies.sort_by(|a, b| a.rank().cmp(&b.rank()));
        self.replies.truncate(2);
    }
}

impl Index {
    /// Looks at every deal.
    #[must_use]
    pub fn of(campaign: &Campaign) -> Self {
        let mut index = Self::default();
        let mut likes = HashMap::new();
        let folds = Folds::of(campaign);
        let ours = campaign.deals.iter().map(|deal| &**deal);
        for topic in ours.chain(campaign.past.finished().map(|(_, deal)| deal)).flat_map(used) {
            index.fold(&folds, topic);
        }
        for deal in &campaign.deals {
            for topic in used(deal) {
                index.place(topic);
            }
            index.count(deal);
            index.pile(campaign, deal, None, &mut likes);
        }
        for (of, deal) in campaign.past.finished() {
            let archive = campaign.past.campaigns.iter().position(|one| std::ptr::eq(one, of));
            index.pile(of, deal, archive, &mut likes);
        }
        for known in &mut index.known {
            known.prune();
        }
        index.rows.sort_by(|a, b| a.deal.cmp(&b.deal));
        index.rows.shrink_to_fit();
        index.openers = opener_records(campaign);
        index
    }

    /// Keeps what a word stands for, if it is no topic of its own.
    fn fold(&mut self, folds: &Folds<'_>, word: &str) {
        if !self.folds.contains_key(word)
            && let Some(topic) = folds.fold(word).filter(|topic| *topic != word)
        {
            self.folds.insert(Id::from(word), Id::from(topic));
        }
    }

    /// The topic that a word stands for: another spelling, or one of a topic's `also`.
    #[must_use]
    pub fn folded<'t>(&'t self, word: &'t str) -> &'t str {
        self.folds.get(word).map_or(word, Id::as_str)
    }

    fn place(&mut self, word: &str) -> usize {
        let topic = self.folded(word);
        if let Some(at) = self.places.get(topic) {
            return *at;
        }
        let topic = Id::from(topic);
        self.places.insert(topic.clone(), self.known.len());
        self.known.push(Known { topic, reports: 0, answers: Vec::new() });
        self.known.len() - 1
    }

    /// The reports of a deal of ours, and the notes that answered them.
    fn count(&mut self, deal: &Deal) {
        let mut seen: Vec<&Id> = Vec::new();
        for topic in deal.heard.iter().filter_map(|row| row.topic.as_ref()) {
            let at = self.place(topic);
            let known = &mut self.known[at];
            known.reports += 1;
            if !seen.contains(&topic) {
                seen.push(topic);
                known.answers.extend(answered_by(deal, topic).into_iter().map(|note| Answered {
                    deal: deal.id.clone(),
                    note: note.id.clone(),
                    landed: record(deal, note).landed,
                }));
            }
        }
    }

    /// The objections of a deal, by what makes it like others.
    fn pile<'c>(
        &mut self,
        campaign: &'c Campaign,
        deal: &'c Deal,
        archive: Option<usize>,
        likes: &mut HashMap<Like<'c>, usize>,
    ) {
        for row in &deal.heard {
            let Some(topic) = &row.topic else { continue };
            let topic = self.place(topic);
            let setting = is_objection(row).then(|| {
                let stage = stage_when(campaign, deal, row.at);
                *likes.entry((&deal.industry, &deal.product, stage)).or_insert_with(|| {
                    let (industry, product) = (deal.industry.clone(), deal.product.clone());
                    self.settings.push(Setting { industry, product, stage: stage.cloned() });
                    self.settings.len() - 1
                })
            });
            if archive.is_none() {
                self.rows.push(Row { deal: deal.id.clone(), topic, setting });
            }
            let Some(setting) = setting else { continue };
            let heap = self.heaps.entry((topic, setting)).or_default();
            heap.reports += 1;
            if let Some(name) = &row.answer
                && let Some(note) = answering(campaign, deal, name)
            {
                let landed = landed(campaign, deal, name);
                let (deal, note) = (deal.id.clone(), note.id.clone());
                heap.offer(Reply { deal, archive, name: name.clone(), note, landed });
            }
        }
    }

    /// How a track has done as an opener, or as a message where that tells more; the deal that is asked about counts.
    #[must_use]
    pub fn opener(&self, track: &str) -> Share {
        self.openers.get(track).copied().unwrap_or_default()
    }

    /// Every topic that a deal names, by name.
    pub fn topics(&self) -> impl Iterator<Item = &Id> {
        self.places.keys()
    }

    /// How often buyers have come to a topic, over all deals.
    #[must_use]
    pub fn heard_count(&self, deal: &Deal, topic: &str) -> usize {
        let topic = self.folded(topic);
        let on_it = |row: &&Heard| row.topic.as_deref().is_some_and(|word| self.folded(word) == topic);
        let now = deal.heard.iter().filter(on_it).count();
        let Some(at) = self.places.get(topic) else { return now };
        let counted = self.rows_of(&deal.id).iter().filter(|row| row.topic == *at).count();
        self.known[*at].reports - counted + now
    }

    /// The notes that answered a topic on other deals, those that landed most first.
    pub fn answers(&self, deal: &str, topic: &str) -> impl Iterator<Item = &Answered> {
        let known = self.places.get(self.folded(topic)).map(|at| &self.known[*at]);
        known.into_iter().flat_map(|known| &known.answers).filter(move |answer| answer.deal != *deal)
    }

    /// The topics of the objections on deals like this one, those heard most first. A deal is like it by its industry,
    /// by a product, or by the stage it was in when the words were said: each counts once for each report.
    #[must_use]
    pub fn likely(&self, campaign: &Campaign, deal: &Deal) -> Vec<Likely<'_>> {
        let stage = campaign.stage_of(deal);
        let weights: Vec<usize> = self.settings.iter().map(|setting| setting.weight(deal, stage)).collect();
        let own = self.rows_of(&deal.id);
        let mut found: Vec<Option<Likely<'_>>> = self.known.iter().map(|_| None).collect();
        for ((topic, setting), heap) in self.heaps.iter().filter(|((_, setting), _)| weights[*setting] > 0) {
            let of_this = |row: &&Row| row.topic == *topic && row.setting == Some(*setting);
            let reports = heap.reports - own.iter().filter(of_this).count();
            if reports == 0 {
                continue;
            }
            let none = Likely { topic: &self.known[*topic].topic, weight: 0, reports: 0, replies: Vec::new() };
            let likely = found[*topic].get_or_insert(none);
            likely.weight += weights[*setting] * reports;
            likely.reports += reports;
            let others = heap.replies.iter().filter(|reply| reply.archive.is_some() || reply.deal != deal.id);
            likely.replies.extend(others);
        }
        let mut found: Vec<Likely<'_>> = found.into_iter().flatten().collect();
        for likely in &mut found {
            likely.replies.sort_by(|a, b| a.rank().cmp(&b.rank()));
        }
        found.sort_by(|a, b| (Reverse(a.weight), a.topic).cmp(&(Reverse(b.weight), b.topic)));
        found
    }

    fn rows_of(&self, deal: &Id) -> &[Row] {
        let from = self.rows.partition_point(|row| row.deal < *deal);
        let many = self.rows[from..].partition_point(|row| row.deal == *deal);
        &self.rows[from..from + many]
    }
}

impl Setting {
    fn weight(&self, deal: &Deal, stage: Option<&Id>) -> usize {
        usize::from(self.industry.iter().any(|one| deal.industry.contains(one)))
            + usize::from(self.product.iter().any(|one| deal.product.contains(one)))
            + usize::from(stage.is_some() && self.stage.as_ref() == stage)
    }
}

impl Known {
    /// Leaves the answers that can be among the first, whichever deal is asked about.
    fn prune(&mut self) {
        self.answers.sort_by_key(|answer| Reverse(answer.landed));
        let mut kept: Vec<Answered> = Vec::new();
        for answer in self.answers.drain(..) {
            if kept.len() < IN_ALL && kept.iter().filter(|one| one.deal == answer.deal).count() < OF_A_DEAL {
                kept.push(answer);
            }
        }
        self.answers = kept;
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::super::report::note_named;
    use super::super::topics;
    use super::*;
    use crate::drive::tests::campaign;

    #[test]
    fn other_words_for_a_topic_count_as_the_topic() {
        let heard = |deal: &str, topic: &str| {
            format!("[[deal.{deal}.heard]]\nat = 2026-11-02T10:00:00Z\ntopic = \"{topic}\"\nsaid = \"x\"\n")
        };
        let campaign = campaign(&format!(
            "[topic.data-team]\nalso = [\"data people\"]\n[deal.a]\ntitle = \"A\"\n[deal.b]\ntitle = \"B\"\n\
             [deal.b.note.easy]\nsay = \"Three clicks.\"\n{}{}answer = \"easy\"\n",
            heard("a", "data-team"),
            heard("b", "data-people")
        ));
        let index = Index::of(&campaign);
        let a = campaign.deal("a").unwrap();
        assert_eq!(index.topics().map(Id::as_str).collect::<Vec<_>>(), ["data-team"]);
        assert_eq!((index.heard_count(a, "data-team"), index.heard_count(a, "Data-People")), (2, 0));
        assert_eq!(index.heard_count(a, "data-people"), 2);
        assert_eq!(index.answers("a", "data-team").map(|one| one.note.to_string()).collect::<Vec<_>>(), ["easy"]);
    }

    /// A report: its topic, its day, its kind, the note that answers it.
    type Said = (usize, u32, bool, usize);
    /// A deal: industry, product, stage, which notes landed, reports.
    type Told = (usize, usize, usize, (bool, bool), Vec<Said>);

    /// A topic, its weight, its reports, and its best answer: deal and note.
    type Heard = (Id, usize, usize, Option<(Id, Id)>);
    /// Weight, reports, and the answers: whether it did not land, deal, note.
    type Looked = (usize, usize, Vec<(bool, Id, Id)>);

    fn deals() -> impl Strategy<Value = Vec<Told>> {
        let said = (0..3_usize, 1..28_u32, any::<bool>(), 0..4_usize);
        let deal = (0..3_usize, 0..3_usize, 0..2_usize, any::<(bool, bool)>(), prop::collection::vec(said, 0..5));
        prop::collection::vec(deal, 1..9)
    }

    fn text(deals: &[Told]) -> String {
        let mut text = "format = 1\n[campaign]\nroute = [\"s0\", \"s1\"]\n[stage.s0]\n[stage.s1]\n[product.p0]\n\
                        [product.p1]\n[product.p2]\n[hazard.h.note.x]\nsay = \"X\"\n"
            .to_owned();
        for (n, (industry, product, stage, (first, second), said)) in deals.iter().enumerate() {
            let tally = |is_landed: bool| u8::from(is_landed);
            write!(
                text,
                "[deal.d{n}]\nindustry = \"i{industry}\"\nproduct = [\"p{product}\"]\nstage = \"s{stage}\"\n\
                 [[deal.d{n}.stage_log]]\nstage = \"s0\"\nfrom = 2026-11-01\nto = 2026-11-10\n\
                 [deal.d{n}.note.a]\nsay = \"A\"\ntally = {{ landed = {} }}\n\
                 [deal.d{n}.note.b]\nsay = \"B\"\ntally = {{ landed = {} }}\n",
                tally(*first),
                tally(*second)
            )
            .unwrap();
            for (topic, day, is_praise, answer) in said {
                let kind = if *is_praise { "praise" } else { "objection" };
                let answer = ["", "answer = \"a\"\n", "answer = \"b\"\n", "answer = \"h/x\"\n"][*answer];
                write!(
                    text,
                    "[[deal.d{n}.heard]]\nat = 2026-11-{day:02}T10:00:00Z\ntopic = \"t{topic}\"\nkind = \"{kind}\"\n\
                     {answer}"
                )
                .unwrap();
            }
        }
        text
    }

    /// The topics of deals like one with their weight, reports and best answer, by a look at every deal.
    fn looked_at(campaign: &Campaign, here: &Deal) -> Vec<Heard> {
        let mut heaps: BTreeMap<Id, Looked> = BTreeMap::new();
        for deal in campaign.deals.iter().filter(|deal| deal.id != here.id) {
            let shared = usize::from(deal.industry.iter().any(|one| here.industry.contains(one)))
                + usize::from(deal.product.iter().any(|one| here.product.contains(one)));
            for row in deal.heard.iter().filter(|row| is_objection(row)) {
                let stage = stage_when(campaign, deal, row.at);
                let weight = shared + usize::from(stage == campaign.stage_of(here));
                if weight > 0 {
                    let heap = heaps.entry(row.topic.clone().unwrap()).or_default();
                    heap.0 += weight;
                    heap.1 += 1;
                    let note = row.answer.as_deref().and_then(|name| Some((name, note_named(campaign, deal, name)?.1)));
                    let best = |(name, note): (&str, &crate::campaign::Note)| {
                        (!landed(campaign, deal, name), deal.id.clone(), note.id.clone())
                    };
                    heap.2.extend(note.map(best));
                }
            }
        }
        let best = |answers: Vec<(bool, Id, Id)>| answers.into_iter().min().map(|(_, deal, note)| (deal, note));
        let mut found: Vec<_> = heaps.into_iter().map(|(topic, heap)| (topic, heap.0, heap.1, best(heap.2))).collect();
        found.sort_by_key(|(topic, weight, ..)| (Reverse(*weight), topic.clone()));
        found
    }

    proptest! {
        #[test]
        fn the_index_says_of_deals_like_one_what_a_look_at_every_deal_says(deals in deals()) {
            let campaign = campaign(&text(&deals));
            let index = Index::of(&campaign);
            for deal in &campaign.deals {
                let likely = index.likely(&campaign, deal).into_iter().map(|one| {
                    let best = one.replies.first().map(|reply| (reply.deal.clone(), reply.note.clone()));
                    (one.topic.clone(), one.weight, one.reports, best)
                });
                prop_assert_eq!(likely.collect::<Vec<_>>(), looked_at(&campaign, deal));
            }
        }

        #[test]
        fn the_answers_that_landed_most_on_other_deals_are_those_that_a_look_at_every_deal_finds(deals in deals()) {
            let campaign = campaign(&text(&deals));
            let index = Index::of(&campaign);
            for (here, topic) in campaign.deals.iter().flat_map(|deal| ["t0", "t1", "t2"].map(|topic| (deal, topic))) {
                let others = campaign.deals.iter().filter(|other| other.id != here.id);
                let notes = others.flat_map(|other| answered_by(other, topic).into_iter().map(move |note| (other, note)));
                let mut all: Vec<_> =
                    notes.map(|(deal, note)| (Reverse(record(deal, note).landed), &deal.id, &note.id)).collect();
                all.sort_by_key(|(landed, ..)| *landed);
                let found = index.answers(&here.id, topic).map(|one| (Reverse(one.landed), &one.deal, &one.note));
                prop_assert_eq!(found.take(3).collect::<Vec<_>>(), all.into_iter().take(3).collect::<Vec<_>>());
                let reports = campaign.deals.iter().flat_map(|deal| &deal.heard);
                let heard = reports.filter(|row| row.topic.as_deref() == Some(topic)).count();
                prop_assert_eq!(index.heard_count(here, topic), heard);
            }
        }
    }

    #[test]
    fn what_the_deal_at_hand_has_heard_since_is_there_at_once() {
        let before = campaign(&text(&[(0, 0, 0, (false, false), vec![(0, 2, false, 0)])]));
        let since =
            campaign(&text(&[(0, 0, 0, (false, false), vec![(0, 2, false, 0), (0, 3, false, 0), (1, 4, true, 0)])]));
        let (index, deal) = (Index::of(&before), since.deal("d0").unwrap());
        assert_eq!((index.heard_count(deal, "t0"), index.heard_count(deal, "t1")), (2, 1));
        assert_eq!(topics(&since, &index, Some(deal)), ["t0", "t1"]);
    }
}
