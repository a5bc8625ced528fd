//! Value lines: each serves an objective of the customer, in the customer's own words. Told is what parts from that: a line
//! that serves none, an objective without a line, a line without words, and a line that speaks of us only.
//!
//! A line speaks of us only when it names a product, by the name or id of one in the file, whole words, and serves no
//! objective. Whether a line that serves one says so in words is left to people: a program that judged it would judge
//! style.

use super::heard_words::{heard_words, letters};
use super::rules::deal_path;
use crate::campaign::{Campaign, Deal, Gives, Id, ValueLine};
use crate::text::RecordPath;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// It names a product and serves no objective.
    OfUsOnly,
    /// It serves no objective of theirs.
    ServesNone,
    /// It has no words.
    Wordless,
    /// An objective that no line serves.
    Unserved,
}

impl Fault {
    /// Its name for scripts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OfUsOnly => "of-us-only",
            Self::ServesNone => "serves-none",
            Self::Wordless => "wordless",
            Self::Unserved => "unserved",
        }
    }

    /// In words, behind what it is about.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::OfUsOnly => "speaks of us only, and serves no objective of theirs",
            Self::ServesNone => "serves no objective of theirs",
            Self::Wordless => "has no words yet",
            Self::Unserved => "no value line serves it yet",
        }
    }

    /// Whether a line has it for want of an objective.
    #[must_use]
    pub const fn serves_none(&self) -> bool {
        matches!(self, Self::OfUsOnly | Self::ServesNone)
    }
}

/// One of them, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub fault: Fault,
    /// The deal.
    pub deal: Id,
    /// The value line, or the objective.
    pub record: RecordPath,
    /// Its words, or its id where it has none.
    pub what: String,
    /// What the line gives.
    pub gives: Option<Gives>,
}

/// What a line gives, in words.
#[must_use]
pub const fn gives_words(gives: Gives) -> &'static str {
    match gives {
        Gives::Revenue => "more revenue",
        Gives::Cost => "less cost",
        Gives::Risk => "less risk",
        Gives::Peace => "peace of mind",
    }
}

/// What is wrong with a line, the worst; nothing where it serves an objective in words.
#[must_use]
pub fn fault(campaign: &Campaign, deal: &Deal, line: &ValueLine) -> Option<Fault> {
    let serves = line.serves.as_ref().is_some_and(|id| deal.objectives.iter().any(|(known, _)| known == id));
    let words = line.line.as_deref().filter(|words| !words.trim().is_empty());
    match words {
        None => Some(if serves { Fault::Wordless } else { Fault::ServesNone }),
        Some(_) if serves => None,
        Some(words) if names_a_product(campaign, deal, words) => Some(Fault::OfUsOnly),
        Some(_) => Some(Fault::ServesNone),
    }
}

fn names_a_product(campaign: &Campaign, deal: &Deal, words: &str) -> bool {
    let listed = campaign.products.iter().flat_map(|product| [Some(&*product.id), product.name.as_deref()]);
    let own = deal.product.iter().map(|id| Some(id.as_str()));
    let said: Vec<&str> = heard_words(words).map(|at| &words[at]).collect();
    let same = |one: &str, other: &str| letters(one).eq(letters(other));
    listed.chain(own).flatten().any(|name| {
        let name: Vec<&str> = heard_words(name).map(|at| &name[at]).collect();
        !name.is_empty()
            && said.windows(name.len()).any(|window| window.iter().zip(&name).all(|(one, other)| same(one, other)))
    })
}

/// What parts on a deal, lines before objectives, the worst first and then by id.
#[must_use]
pub fn findings(campaign: &Campaign, deal: &Deal) -> Vec<Finding> {
    let path = |group: &str, id: &Id| deal_path(&deal.id).below([group, id]);
    let mut found: Vec<Finding> = Vec::new();
    for line in &deal.value_lines {
        let Some(fault) = fault(campaign, deal, line) else { continue };
        found.push(Finding {
            fault,
            deal: deal.id.clone(),
            record: path("value_line", &line.id),
            what: line.line.as_deref().filter(|words| !words.trim().is_empty()).unwrap_or(&line.id).to_owned(),
            gives: line.gives,
        });
    }
    for (id, words) in &deal.objectives {
        if deal.value_lines.iter().all(|line| line.serves.as_ref() != Some(id)) {
            let (deal, record) = (deal.id.clone(), path("objective", id));
            found.push(Finding { fault: Fault::Unserved, deal, record, what: words.to_string(), gives: None });
        }
    }
    found.sort_by_cached_key(|one| (one.fault, one.record.to_string()));
    found
}

/// What parts on all open deals, by deal.
#[must_use]
pub fn all(campaign: &Campaign) -> Vec<Finding> {
    let mut deals: Vec<&Deal> = campaign.deals.iter().map(|deal| &**deal).filter(|deal| deal.is_open()).collect();
    deals.sort_by(|a, b| a.id.cmp(&b.id));
    deals.into_iter().flat_map(|deal| findings(campaign, deal)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::campaign;
    use super::*;

    fn found(keys: &str) -> Vec<String> {
        let campaign =
            campaign(&format!("[product.atlas-core]\nname = \"Atlas Core\"\n[deal.d]\naccount = \"D\"\n{keys}"));
        let findings = findings(&campaign, campaign.deal("d").unwrap());
        findings.iter().map(|one| format!("{} {}", one.record, one.fault.name())).collect()
    }

    const OBJECTIVE: &str = "objective.spring = \"Fewer empty shelves by spring\"\n";

    #[test]
    fn a_line_that_serves_an_objective_in_words_is_as_it_should_be() {
        let line =
            "value_line.a = { serves = \"spring\", gives = \"revenue\", line = \"Atlas Core cut it by 23 %.\" }\n";
        assert_eq!(found(&format!("{OBJECTIVE}{line}")), [""; 0]);
    }

    #[test]
    fn an_objective_without_a_line_and_a_line_without_an_objective_are_told() {
        let line = "value_line.a = { line = \"Guests choose it.\" }\n";
        let expected = ["deal.d.value_line.a serves-none", "deal.d.objective.spring unserved"];
        assert_eq!(found(&format!("{OBJECTIVE}{line}")), expected);
    }

    #[test]
    fn a_line_that_names_a_product_and_no_objective_speaks_of_us_only() {
        for words in ["ATLAS CORE has forty connectors.", "Only atlas-core does."] {
            let line = format!("value_line.a = {{ line = \"{words}\" }}\n");
            assert_eq!(found(&line), ["deal.d.value_line.a of-us-only"], "{words}");
        }
        assert_eq!(found("value_line.a = { line = \"An atlas, corely.\" }\n"), ["deal.d.value_line.a serves-none"]);
    }

    #[test]
    fn a_line_without_words_is_told() {
        let line = "value_line.a = { serves = \"spring\" }\n";
        assert_eq!(found(&format!("{OBJECTIVE}{line}")), ["deal.d.value_line.a wordless"]);
    }
}
