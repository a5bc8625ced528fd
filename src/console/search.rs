//! Fuzzy search over everything a person may remember: deals, notes, contacts and buyers' words.
//!
//! Pure, and as long as the campaign: the runtime runs it beside the loop.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::command::TABLE;
use super::model::Model;
use super::overlay::{Hit, HitKind, PaletteRow};
use crate::campaign::{Campaign, Deal};

/// How many are shown at the most.
pub const MOST: usize = 60;

/// A deal's name is what a person mostly looks for: it wins over a note that is as like.
const DEAL_BONUS: u32 = 24;

struct Scorer {
    pattern: Pattern,
    matcher: Matcher,
    letters: Vec<char>,
}

impl Scorer {
    fn new(query: &str) -> Self {
        Self {
            pattern: Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart),
            matcher: Matcher::new(Config::DEFAULT),
            letters: Vec::new(),
        }
    }

    fn score(&mut self, text: &str) -> Option<u32> {
        self.pattern.score(Utf32Str::new(text, &mut self.letters), &mut self.matcher)
    }
}

/// What is like the query, the likest first; for an empty one, the deals in file order.
#[must_use]
pub fn search(campaign: &Campaign, query: &str) -> Vec<Hit> {
    if query.trim().is_empty() {
        return campaign.deals.iter().take(MOST).map(|deal| deal_hit(deal)).collect();
    }
    let mut scorer = Scorer::new(query);
    let mut found: Vec<(u32, usize, usize, Hit)> = Vec::new();
    let mut least = 0;
    for (n, deal) in campaign.deals.iter().enumerate() {
        let mut take = |score: Option<u32>, part: usize, hit: &dyn Fn() -> Hit| {
            let Some(score) = score.filter(|score| *score >= least) else { return };
            found.push((score, n, part, hit()));
            if found.len() >= MOST * 8 {
                rank(&mut found);
                found.truncate(MOST);
                least = found.last().map_or(0, |last| last.0);
            }
        };
        let title = deal.title.as_deref().unwrap_or("");
        let own = scorer.score(deal.name()).into_iter().chain(scorer.score(title)).chain(scorer.score(&deal.id)).max();
        take(own.map(|score| score + DEAL_BONUS), 0, &|| deal_hit(deal));
        for (part, contact) in deal.contacts.iter().enumerate() {
            let text =
                [contact.name.as_deref(), contact.role.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
            take(scorer.score(&text), 1 + part, &|| hit(deal, HitKind::Contact, &text));
        }
        for (part, note) in deal.notes.iter().enumerate() {
            let text = note.say.as_deref().or(note.when.as_deref()).unwrap_or(&note.id);
            take(scorer.score(text), 1_000 + part, &|| hit(deal, HitKind::Note, text));
        }
        for (part, heard) in deal.heard.iter().enumerate() {
            if let Some(said) = &heard.said {
                take(scorer.score(said), 2_000 + part, &|| hit(deal, HitKind::Words, said));
            }
        }
    }
    rank(&mut found);
    found.truncate(MOST);
    found.into_iter().map(|(.., hit)| hit).collect()
}

/// The places of the texts that are like the query, the likest first; for an empty one, all in order.
#[must_use]
pub fn likest(query: &str, texts: impl Iterator<Item = String>) -> Vec<usize> {
    if query.trim().is_empty() {
        return (0..texts.count()).collect();
    }
    let mut scorer = Scorer::new(query);
    let mut found: Vec<(u32, usize)> =
        texts.enumerate().filter_map(|(at, text)| Some((scorer.score(&text)?, at))).collect();
    found.sort_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
    found.into_iter().map(|(_, at)| at).collect()
}

fn rank(found: &mut [(u32, usize, usize, Hit)]) {
    found.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
}

fn deal_hit(deal: &Deal) -> Hit {
    let text = match (&deal.account, &deal.title) {
        (Some(account), Some(title)) => format!("{account}: {title}"),
        _ => deal.name().to_owned(),
    };
    Hit { deal: deal.id.clone(), kind: HitKind::Deal, text, account: String::new() }
}

fn hit(deal: &Deal, kind: HitKind, text: &str) -> Hit {
    Hit { deal: deal.id.clone(), kind, text: text.to_owned(), account: deal.name().to_owned() }
}

/// The commands that are like the query, with the reason where one cannot be done now.
#[must_use]
pub fn palette(model: &Model, query: &str) -> Vec<PaletteRow> {
    let mut scorer = Scorer::new(query);
    let mut rows: Vec<(u32, usize, PaletteRow)> = TABLE
        .iter()
        .enumerate()
        .filter(|(_, row)| row.command != super::command::Command::Palette)
        .filter_map(|(n, row)| {
            let score =
                if query.is_empty() { 0 } else { scorer.score(&format!("{} {} {}", row.hint, row.name, row.help))? };
            Some((score, n, PaletteRow { command: row.command, refused: super::update::refusal(model, row.command) }))
        })
        .collect();
    // What a person names comes first even where it is refused: Enter must not do something else instead.
    rows.sort_by_key(|(score, n, row)| (std::cmp::Reverse(*score), row.refused.is_some(), *n));
    rows.into_iter().map(|(.., row)| row).collect()
}
