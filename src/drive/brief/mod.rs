//! The call sheet: what the driver reads ten minutes before a run, on one page.
//!
//! Blocks stand in the order in which they are needed; a block shows at most [`MOST`] facts, the most useful first, and
//! counts the others. Each fact names the record that says it, so that one key leads there, and the pace note behind it,
//! so that a doubt can be written down. One file a block that has rules of its own: the opener, the objections, the
//! proofs, what stands in the way. Buyers' names and words are told only where they are asked for (`drive::veil`).
//!
//! Invariant: nothing is made up. What the file does not say is told as missing, with what to write.
//!
//! Left out: how the sheet is laid out, and which facts fit; that is measured where it is shown.

mod assets;
mod objections;
mod opener;
mod run;
mod topics;
mod way;

use chrono::{DateTime, Utc};

use super::place::Bearings;
use super::rules::deal_path;
use super::topic::Index;
use super::value_lines::{self, Fault};
use super::veil::Veil;
use super::{Outlook, words};
use crate::campaign::{Anchor, Campaign, Contact, Deal, Id, Note, Run, Status, When};
use crate::pace::Mark;
use crate::text::RecordPath;
pub use run::{coming, length_of, next_run};
pub(in crate::drive) use topics::Topics;

/// No block shows more facts than this.
pub const MOST: usize = 5;

/// Everything on the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// Whose deal.
    pub deal: Id,
    /// The deal's name.
    pub account: String,
    /// What is sold.
    pub title: String,
    /// Value, stage and promised close, in words.
    pub stand: String,
    /// The moment it is told for, in words.
    pub as_of: String,
    /// The run it is for; `None`: none is planned.
    pub run: Option<Id>,
    /// Names and words of buyers are told.
    pub names: bool,
    /// In the order of the page; a block without facts is not there.
    pub blocks: Vec<Block>,
}

/// What a block is about, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// What comes next, when, and with whom.
    Run,
    /// The one aim.
    Aim,
    /// The first sentence.
    Opener,
    /// The value line for each objective.
    Value,
    /// What they will object to, and the answers.
    Objections,
    /// The proofs to name.
    Assets,
    /// The people and their stance.
    People,
    /// What makes the sale impossible or late.
    Way,
    /// What is to be checked before it is said.
    Doubtful,
}

impl About {
    /// The heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Run => "NEXT RUN",
            Self::Aim => "ONE AIM",
            Self::Opener => "OPENER",
            Self::Value => "VALUE",
            Self::Objections => "OBJECTIONS",
            Self::Assets => "PROOF",
            Self::People => "PEOPLE",
            Self::Way => "IN THE WAY",
            Self::Doubtful => "DOUBTFUL",
        }
    }

    /// The heading as a sentence has it.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Run => "Next run",
            Self::Aim => "The one aim",
            Self::Opener => "Opener",
            Self::Value => "Value lines",
            Self::Objections => "Likely objections",
            Self::Assets => "Proof to name",
            Self::People => "People",
            Self::Way => "What makes it impossible or late",
            Self::Doubtful => "Doubtful",
        }
    }

    /// Its name for scripts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Aim => "aim",
            Self::Opener => "opener",
            Self::Value => "value",
            Self::Objections => "objections",
            Self::Assets => "assets",
            Self::People => "people",
            Self::Way => "way",
            Self::Doubtful => "doubtful",
        }
    }
}

/// Facts about one thing, the most useful first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What they are about.
    pub about: About,
    /// All of them.
    pub facts: Vec<Fact>,
}

impl Block {
    /// The facts for the page.
    #[must_use]
    pub fn shown(&self) -> &[Fact] {
        &self.facts[..self.facts.len().min(MOST)]
    }

    /// The facts that are one step away.
    #[must_use]
    pub fn rest(&self) -> &[Fact] {
        &self.facts[self.facts.len().min(MOST)..]
    }
}

/// How a fact is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sign {
    /// As it is.
    #[default]
    Calm,
    /// Good news.
    Good,
    /// Missing or late.
    Late,
    /// It stops the sale.
    Stops,
}

/// One fact of the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fact {
    /// What it is.
    pub what: String,
    /// What to say, or what it comes to; may be empty.
    pub say: String,
    /// Why it stands here, or where it comes from; may be empty.
    pub why: String,
    /// How it is meant.
    pub sign: Sign,
    /// Somebody doubts it: the mark `?` of its note.
    pub doubtful: bool,
    /// The record that says it.
    pub record: Option<RecordPath>,
    /// The pace note behind it.
    pub note: Option<RecordPath>,
    /// What it is filed under, of an objection.
    pub topic: Option<Id>,
}

impl Sign {
    /// Its sign at the head of a line: shape before colour.
    #[must_use]
    pub const fn mark(self) -> char {
        match self {
            Self::Calm => '·',
            Self::Good => '✓',
            Self::Late => '!',
            Self::Stops => '✗',
        }
    }

    /// Its name for scripts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Calm => "calm",
            Self::Good => "good",
            Self::Late => "late",
            Self::Stops => "stops",
        }
    }
}

impl Fact {
    /// Its sign at the head of a line; a doubt comes before all others.
    #[must_use]
    pub const fn mark(&self) -> char {
        if self.doubtful { '?' } else { self.sign.mark() }
    }

    /// In one paragraph: `what → say (why)`, or without why.
    #[must_use]
    pub fn paragraph(&self, with_why: bool) -> String {
        let say = if self.say.is_empty() { String::new() } else { format!(" → {}", self.say) };
        let why = if self.why.is_empty() || !with_why { String::new() } else { format!(" ({})", self.why) };
        format!("{}{say}{why}", self.what)
    }

    fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), ..Self::default() }
    }

    fn say(self, say: impl Into<String>) -> Self {
        Self { say: say.into(), ..self }
    }

    fn why(self, why: impl Into<String>) -> Self {
        Self { why: why.into(), ..self }
    }

    fn sign(self, sign: Sign) -> Self {
        Self { sign, ..self }
    }

    fn of(self, record: RecordPath) -> Self {
        Self { record: Some(record), ..self }
    }

    fn noted(self, record: RecordPath, note: &Note) -> Self {
        Self { note: Some(record), doubtful: note.mark == Some(Mark::Doubtful), ..self }
    }
}

/// What every block is asked on.
struct Ask<'a> {
    campaign: &'a Campaign,
    outlook: &'a Outlook,
    index: &'a Index,
    deal: &'a Deal,
    now: DateTime<Utc>,
    run: Option<&'a Run>,
    topics: Topics,
    veil: Veil,
    bearings: Bearings<'a>,
}

/// The sheet for a deal's next run; `index` is what other deals say. `names`: with the buyers' names and words.
#[must_use]
pub fn brief(
    campaign: &Campaign,
    outlook: &Outlook,
    index: &Index,
    deal: &Deal,
    now: DateTime<Utc>,
    names: bool,
) -> Brief {
    let run = next_run(outlook, deal, now);
    let ask = Ask {
        campaign,
        outlook,
        index,
        deal,
        now,
        run,
        topics: Topics::of(deal, run),
        veil: Veil::over(deal, names),
        bearings: Bearings::new(campaign, outlook, deal, None, now),
    };
    let blocks = [
        (About::Run, ask.what_comes()),
        (About::Aim, ask.aim()),
        (About::Opener, ask.opener()),
        (About::Value, ask.value()),
        (About::Objections, ask.objections()),
        (About::Assets, ask.assets()),
        (About::People, ask.people()),
        (About::Way, ask.in_the_way()),
        (About::Doubtful, ask.doubtful()),
    ];
    let blocks = blocks.into_iter().filter(|(_, facts)| !facts.is_empty());
    let run_id = run.map(|run| run.id.clone()).filter(|id| ask.veil.may_tell(id));
    Brief {
        deal: deal.id.clone(),
        account: deal.name().to_owned(),
        title: deal.account.as_ref().and(deal.title.as_deref()).unwrap_or("").to_owned(),
        stand: ask.stand(),
        as_of: words::when(When::Instant(now), campaign.zone, now),
        run: run_id,
        names,
        blocks: blocks
            .map(|(about, facts)| Block { about, facts: facts.into_iter().map(|fact| ask.veiled(fact)).collect() })
            .collect(),
    }
}

/// Whether a note stands in a run.
fn is_in(run: &Run, note: &Note) -> bool {
    match note.at.as_deref().map(|at| &at.anchor) {
        Some(Anchor::Named(id) | Anchor::Minute(id, _)) => *id == run.id,
        _ => false,
    }
}

/// A note that may still be said.
fn is_in_play(note: &Note) -> bool {
    !note.retired && note.mark != Some(Mark::Struck)
}

impl Ask<'_> {
    /// A fact without the paths that would tell a name.
    fn veiled(&self, fact: Fact) -> Fact {
        let tell = |path: &RecordPath| self.veil.may_tell(&path.to_string());
        Fact { record: fact.record.filter(tell), note: fact.note.filter(tell), ..fact }
    }

    /// `note price-card`, or a note whose id would tell a name.
    fn note_words(&self, note: &Note) -> String {
        if self.veil.may_tell(&note.id) { format!("note {}", note.id) } else { "a note".to_owned() }
    }

    fn path(&self) -> RecordPath {
        deal_path(&self.deal.id)
    }

    fn contact(&self, id: &str) -> Option<&Contact> {
        self.deal.contacts.iter().find(|contact| contact.id == *id)
    }

    /// `180,000 GBP · Proof of value · close Fri 18 Dec`.
    fn stand(&self) -> String {
        let deal = self.deal;
        let value = deal.value.map(|value| words::money(value, self.campaign.currency_of(deal).map(Id::as_str)));
        let stage = self.campaign.stage_of(deal).map(|id| self.campaign.stage_name(id).to_owned());
        let close = match &deal.result {
            Some(result) => Some(if result.status == Status::Won { "won".to_owned() } else { "lost".to_owned() }),
            None => deal.close.map(|close| format!("close {}", words::when(close, self.campaign.zone, self.now))),
        };
        [value, stage, close].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// Each objective with its value line; orphans of either side are told.
    fn value(&self) -> Vec<Fact> {
        let deal = self.deal;
        let mut facts = Vec::new();
        for (id, objective) in &deal.objectives {
            let objective = self.veil.text(objective);
            let mut serves = deal.value_lines.iter().filter(|line| line.serves.as_ref() == Some(id)).peekable();
            if serves.peek().is_none() {
                let record = self.path();
                facts.push(Fact::new(objective).say("no value line serves it yet").sign(Sign::Late).of(record));
                continue;
            }
            for line in serves {
                let record = self.path().below(["value_line", &line.id]);
                let gives = line.gives.map_or("", value_lines::gives_words);
                facts.push(match line.line.as_deref() {
                    Some(words) => Fact::new(objective.clone()).say(self.veil.text(words)).why(gives).of(record),
                    None => Fact::new(objective.clone()).say("its value line has no words").sign(Sign::Late).of(record),
                });
            }
        }
        for line in &deal.value_lines {
            let Some(fault) = value_lines::fault(self.campaign, deal, line).filter(Fault::serves_none) else {
                continue;
            };
            let words = self.veil.text(line.line.as_deref().unwrap_or("a value line without words"));
            let record = self.path().below(["value_line", &line.id]);
            facts.push(Fact::new(words).say(format!("{}: leave it out", fault.words())).sign(Sign::Late).of(record));
        }
        if facts.is_empty() && deal.is_open() {
            facts.push(Fact::new("no objective of theirs is written: ask for one").sign(Sign::Late).of(self.path()));
        }
        facts
    }

    /// Those of the run first.
    fn people(&self) -> Vec<Fact> {
        let with: &[Id] = self.run.map_or(&[], |run| &run.with);
        let there = with.iter().filter_map(|id| self.contact(id));
        let others = self.deal.contacts.iter().filter(|contact| !with.contains(&contact.id));
        let fact = |contact: &Contact, why: &str| {
            let record = self.path().below(["contact", &contact.id]);
            let fact = Fact::new(self.veil.person(contact)).why(why).of(record);
            match contact.stance.as_deref() {
                Some(stance) => fact.say(self.veil.text(stance)),
                None => fact.say("stance not known").sign(Sign::Late),
            }
        };
        let there = there.map(|contact| fact(contact, "in the run"));
        there.chain(others.map(|contact| fact(contact, ""))).collect()
    }

    /// The notes that somebody marked as doubtful.
    fn doubtful(&self) -> Vec<Fact> {
        let own = self.deal.notes.iter().map(|note| (self.path().below(["note", &note.id]), note));
        let hazards = self.campaign.hazards_of(self.deal);
        let met = hazards.flat_map(|hazard| {
            hazard.notes.iter().map(|note| (RecordPath::new(["hazard", &hazard.id, "note", &note.id]), note))
        });
        let doubted = own.chain(met).filter(|(_, note)| note.mark == Some(Mark::Doubtful) && !note.retired);
        let mut facts: Vec<(bool, Fact)> = doubted
            .map(|(record, note)| {
                let words = note.say.as_deref().or(note.when.as_deref()).unwrap_or("a note without words");
                let by =
                    note.by.as_deref().map_or_else(String::new, |by| format!(", by {}", words::who(self.campaign, by)));
                let fact = Fact::new(self.veil.text(words)).why(format!("{}{by}", self.note_words(note)));
                let here = self.run.is_some_and(|run| is_in(run, note));
                (!here, fact.of(record.clone()).noted(record, note))
            })
            .collect();
        facts.sort_by_key(|(elsewhere, _)| *elsewhere);
        facts.into_iter().map(|(_, fact)| fact).collect()
    }
}

#[cfg(test)]
mod tests;
