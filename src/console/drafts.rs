//! Half-typed lines and forms, by what they are for: what was typed and not written is there the next time, also after
//! the program was killed.
//!
//! Invariant: a draft is there until its text is written or emptied. Keeping one on disk is the engine room's work,
//! asked for with [`Effect::KeepDrafts`](super::effect::Effect::KeepDrafts); only what has changed goes there, so that
//! two consoles on one campaign do not take each other's drafts away.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::command::Command;
use super::form::{self, FormFor};
use super::model::{Model, Notice};
use super::overlay::Overlay;
use super::prompt::{self, PromptFor};
use super::{after, catch, credits, gates, review, service};
use crate::campaign::Id;
use crate::text::RecordPath;

/// The typed texts of one draft, each under the name of its field.
pub type Texts = Vec<(String, String)>;

/// What became of some drafts: their new texts; none if they are done with.
pub type Changes = BTreeMap<String, Option<Texts>>;

/// All drafts of a campaign.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Drafts {
    kept: BTreeMap<String, Texts>,
    #[serde(skip)]
    changed: BTreeSet<String>,
}

impl Drafts {
    /// Keeps what is typed; if that is nothing but blanks, forgets it.
    pub fn keep(&mut self, of: &str, texts: Texts) {
        if texts.iter().all(|(_, text)| text.trim().is_empty()) {
            return self.forget(of);
        }
        if self.kept.get(of) != Some(&texts) {
            self.kept.insert(of.to_owned(), texts);
            self.changed.insert(of.to_owned());
        }
    }

    /// What was typed there and not written.
    #[must_use]
    pub fn get(&self, of: &str) -> Option<&[(String, String)]> {
        self.kept.get(of).map(Vec::as_slice)
    }

    /// Forgets what was written, or emptied.
    pub fn forget(&mut self, of: &str) {
        if self.kept.remove(of).is_some() {
            self.changed.insert(of.to_owned());
        }
    }

    /// Whether nothing is half-typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// What the drafts are for, in the order of their names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.kept.keys().map(String::as_str)
    }

    /// Takes out what says something, by field; what is about it goes as a whole. Gives how many drafts that were.
    pub fn scrub(&mut self, is_about: impl Fn(&str, &Texts) -> bool, says: impl Fn(&str) -> bool) -> usize {
        let mut scrubbed = Vec::new();
        for (of, texts) in &mut self.kept {
            let before = texts.len();
            if is_about(of, texts) || says(of) {
                texts.clear();
            }
            texts.retain(|(field, text)| !says(field) && !says(text));
            if texts.len() < before {
                scrubbed.push(of.clone());
            }
        }
        self.kept.retain(|_, texts| !texts.is_empty());
        let many = scrubbed.len();
        self.changed.extend(scrubbed);
        many
    }

    /// What has changed since this was asked last.
    #[must_use]
    pub fn take_changes(&mut self) -> Changes {
        let changed = std::mem::take(&mut self.changed);
        changed.into_iter().map(|of| (self.kept.get(&of).cloned(), of)).map(|(texts, of)| (of, texts)).collect()
    }

    /// Brings in what changed elsewhere.
    pub fn follow(&mut self, changes: Changes) {
        for (of, texts) in changes {
            match texts {
                Some(texts) => self.kept.insert(of, texts),
                None => self.kept.remove(&of),
            };
        }
    }
}

/// Whether a draft is about a record: its form, or words that this contact is said to have said.
#[must_use]
pub fn is_about(of: &str, texts: &Texts, record: &RecordPath) -> bool {
    let names: Vec<&str> = record.keys().collect();
    let ["deal", deal, "contact", contact] = *names.as_slice() else {
        return of == FormFor::Edit(record.clone()).draft_name();
    };
    let caught = catch::of_draft(of).or_else(|| after::of_draft(of).map(|(deal, _)| deal));
    let said = texts.iter().any(|(field, text)| field.rsplit(' ').next() == Some("who") && text == contact);
    of == FormFor::Edit(record.clone()).draft_name() || (caught.is_some_and(|caught| caught == *deal) && said)
}

/// The name of the only field of a line.
const LINE: &str = "line";

/// Keeps what is being typed, whatever it is typed on.
#[inline(never)]
pub fn keep_what_is_typed(model: &mut Model) {
    keep_line(model);
    form::keep_draft(model);
    catch::keep_draft(model);
    after::keep_draft(model);
    gates::keep_draft(model);
    service::keep_draft(model);
    credits::keep_draft(model);
    review::keep_draft(model);
}

/// Keeps the line that is being typed. One that still stands as it was opened is no draft.
fn keep_line(model: &mut Model) {
    let Some(Overlay::Prompt(prompt)) = &model.overlay else { return };
    let of = prompt.purpose.draft_name();
    let text = prompt.input.value();
    if text == prompt.start {
        model.drafts.forget(&of);
    } else if model.drafts.line(&of) != Some(text) {
        let text = text.to_owned();
        model.drafts.keep(&of, vec![(LINE.to_owned(), text)]);
    }
}

impl Drafts {
    /// The line that was typed and not written.
    #[must_use]
    pub fn line(&self, of: &str) -> Option<&str> {
        self.get(of)?.first().map(|(_, text)| text.as_str())
    }
}

/// Tells at the start what waits half-typed and how to come back to it. It stays until the next key.
pub fn tell_what_waits(model: &mut Model) {
    let Some(text) = waiting(model) else { return };
    let before = model.notice.take();
    let bad = before.as_ref().is_some_and(|notice| notice.bad);
    let text = before.map_or_else(|| text.clone(), |notice| format!("{}; {text}", notice.text));
    model.notice = Some(Notice { text, bad, until: None });
}

/// Something that waits half-typed: what it is called, its deal, and the way back to it.
struct Way {
    noun: String,
    about: String,
    deal: Option<Id>,
    command: Command,
    verb: &'static str,
}

fn way(model: &Model, draft: &str) -> Option<Way> {
    if let Some(purpose) = PromptFor::of_draft(draft) {
        return Some(Way {
            noun: purpose.noun().to_owned(),
            about: prompt::about(model, &purpose),
            deal: purpose.deal().cloned(),
            command: purpose.opened_by(),
            verb: "opens it",
        });
    }
    if let Some(deal) = catch::of_draft(draft) {
        return Some(Way {
            noun: "line of a buyer’s words".to_owned(),
            about: model.campaign.deal(&deal)?.name().to_owned(),
            deal: Some(deal),
            command: Command::Catch,
            verb: "opens it",
        });
    }
    if let Some((deal, run)) = after::of_draft(draft) {
        let record = model.campaign.deal(&deal)?;
        let run = record.run(&run)?;
        return Some(Way {
            noun: "sheet after a run".to_owned(),
            about: format!("{} ({})", record.name(), run.what.as_deref().unwrap_or(&run.id)),
            deal: Some(deal),
            command: Command::AfterRun,
            verb: "opens it",
        });
    }
    if let Some(deal) = gates::of_draft(draft) {
        return Some(Way {
            noun: "move".to_owned(),
            about: model.campaign.deal(&deal)?.name().to_owned(),
            deal: Some(deal),
            command: Command::MoveOn,
            verb: "opens it",
        });
    }
    if let Some(deal) = service::of_draft(draft) {
        return Some(Way {
            noun: "service".to_owned(),
            about: model.campaign.deal(&deal)?.name().to_owned(),
            deal: Some(deal),
            command: Command::Service,
            verb: "opens it",
        });
    }
    if let Some(deal) = review::of_draft(draft) {
        return Some(Way {
            noun: "review".to_owned(),
            about: model.campaign.deal(&deal)?.name().to_owned(),
            deal: Some(deal),
            command: Command::Review,
            verb: "goes on with it",
        });
    }
    let form = FormFor::of_draft(draft)?;
    let (noun, about) = form::called(model, &form)?;
    Some(Way { noun, about, deal: form.deal().map(Id::from), command: Command::EditRecord, verb: "leads to it" })
}

/// `a half-typed note on Northwind Traders waits: : opens it`.
fn waiting(model: &Model) -> Option<String> {
    // A card that somebody changed is kept, and nothing waits for it.
    let names = model.drafts.names().filter(|name| credits::of_draft(name).is_none());
    let mut all: Vec<(&str, Option<Way>)> = names.map(|name| (name, way(model, name))).collect();
    // What can be opened at once is told first.
    all.sort_by_key(|(_, way)| {
        let deal = way.as_ref().and_then(|way| way.deal.clone());
        (way.is_none(), deal.is_none(), deal != model.deal)
    });
    let (name, way) = all.first()?;
    let more = match all.len() - 1 {
        0 => String::new(),
        more => format!("; {more} more"),
    };
    let Some(way) = way else {
        return Some(format!("a half-typed form waits, but its record is gone (`{name}`){more}"));
    };
    let on = if way.about.is_empty() { String::new() } else { format!(" on {}", way.about) };
    let key = format!("{} {}", model.keymap.shown(way.command), way.verb);
    let key = if way.deal.is_some() && way.deal != model.deal { format!("go there, and {key}") } else { key };
    Some(format!("a half-typed {}{on} waits; {key}{more}", way.noun))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Texts {
        vec![("line".to_owned(), text.to_owned())]
    }

    #[test]
    fn a_draft_is_there_until_it_is_forgotten_or_emptied() {
        let mut drafts = Drafts::default();
        drafts.keep("note north", texts("half a"));
        assert_eq!(drafts.line("note north"), Some("half a"));
        drafts.keep("note north", texts("  "));
        assert_eq!(drafts.get("note north"), None);
    }

    #[test]
    fn only_what_changed_is_handed_out_and_only_once() {
        let mut drafts = Drafts::default();
        drafts.keep("note north", texts("half a"));
        drafts.keep("deal", texts("Harb"));
        assert_eq!(drafts.take_changes().len(), 2);
        drafts.keep("deal", texts("Harb"));
        assert_eq!(drafts.take_changes(), Changes::new());
        drafts.forget("deal");
        assert_eq!(drafts.take_changes(), Changes::from([("deal".to_owned(), None)]));
    }

    #[test]
    fn only_the_fields_that_say_it_go_and_a_draft_about_it_goes_as_a_whole() {
        let field = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let mut drafts = Drafts::default();
        drafts.keep("form deal.a.note.x", vec![field("say", "Ring Ines Roth"), field("lead", "3wd")]);
        drafts.keep("form deal.a.contact.ines", vec![field("role", "CFO")]);
        drafts.keep("note a", texts("Ask Ines Roth"));
        drafts.keep("note b", texts("Ask Tom"));
        let scrubbed = drafts.scrub(|of, _| of == "form deal.a.contact.ines", |text| text.contains("Ines Roth"));
        assert_eq!(scrubbed, 3);
        assert_eq!(drafts.names().collect::<Vec<_>>(), ["form deal.a.note.x", "note b"]);
        assert_eq!(drafts.get("form deal.a.note.x"), Some(&[field("lead", "3wd")][..]));
    }

    #[test]
    fn words_that_a_contact_has_said_are_about_that_contact_on_that_deal() {
        let who = |who: &str| vec![("words".to_owned(), "Too dear".to_owned()), ("who".to_owned(), who.to_owned())];
        let ines: RecordPath = "deal.a.contact.ines".parse().unwrap();
        assert!(is_about("catch a", &who("ines"), &ines));
        assert!(!is_about("catch a", &who("tom"), &ines));
        assert!(!is_about("catch b", &who("ines"), &ines));
        assert!(is_about("after a call", &vec![("new who".to_owned(), "ines".to_owned())], &ines));
    }

    #[test]
    fn the_drafts_of_another_console_stay() {
        let mut on_disk = Drafts::default();
        on_disk.keep("deal", texts("theirs"));
        let mut own = Drafts::default();
        own.keep("note north", texts("mine"));
        on_disk.follow(own.take_changes());
        assert_eq!((on_disk.line("deal"), on_disk.line("note north")), (Some("theirs"), Some("mine")));
    }
}
