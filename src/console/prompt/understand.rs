//! From the line to what it means, or to what is wrong with it and where.

use super::draft::{Draft, TrackDraft};
use super::note::{Ground, looks_like_shorthand, note};
use super::{LONGEST, Prompt, PromptFor, answer, ids};
use crate::campaign::{Colour, Deal, Id, Note, Way, When};
use crate::console::desk::shift;
use crate::console::model::Model;
use crate::console::review::Noted;
use crate::console::{dates, edits};
use crate::pace;

/// Why a line cannot be written yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// In words: what is wrong, and the mend.
    pub text: String,
    /// Column and width of the fault, in characters.
    pub at: Option<(usize, usize)>,
}

impl Refused {
    pub(super) fn words(text: impl Into<String>) -> Self {
        Self { text: text.into(), at: None }
    }

    pub(super) fn at(text: impl Into<String>, at: (usize, usize)) -> Self {
        Self { text: text.into(), at: Some(at) }
    }

    pub(super) fn pace(error: &pace::Error) -> Self {
        let mut text = error.message.clone();
        if !error.mend.is_empty() {
            text.push_str("; ");
            text.push_str(&error.mend);
        }
        Self::at(text, (error.column, error.width))
    }
}

/// What the line means.
///
/// # Errors
/// What is wrong with it, and where.
pub fn understand(model: &Model, prompt: &Prompt) -> Result<Draft, Refused> {
    // Blanks before the first word stay, so that columns are those of the line as it stands.
    let line = prompt.input.value().trim_end();
    if line.trim().is_empty() {
        return Err(Refused::words("nothing is typed yet"));
    }
    if line.chars().count() > LONGEST {
        return Err(Refused::words(format!("the line is longer than {LONGEST} characters; say it shorter")));
    }
    let gone = || Refused::words("the deal is gone from the file");
    let deal = |id: &Id| model.campaign.deal(id).ok_or_else(gone);
    match &prompt.purpose {
        PromptFor::NextTouch { deal } => {
            let dated = split_dates(model, line);
            if dated.text.is_empty() {
                return Err(Refused::words("a day, but nothing to do: write what comes first"));
            }
            Ok(Draft::NextTouch { deal: deal.clone(), what: dated.text, on: dated.when })
        }
        PromptFor::Note { deal: id } => note(model, Ground::Deal(deal(id)?), line, None).map(Draft::Note),
        PromptFor::HazardNote { hazard } => {
            let gone = || Refused::words("the hazard is gone from the file");
            let hazard = model.campaign.hazard(hazard).ok_or_else(gone)?;
            note(model, Ground::Hazard(hazard), line, None).map(Draft::Note)
        }
        PromptFor::Answer { deal: id, at, by } => answer::answer(model, deal(id)?, *at, by.as_ref(), line),
        PromptFor::Hit { deal: id } => hit(deal(id)?, line),
        PromptFor::Message { deal: id } => {
            deal(id)?;
            let draft = Draft::Message { deal: id.clone(), text: line.trim().to_owned() };
            // Nobody to read it is told while it is typed, not once it is written.
            edits::draft(model, &draft).map_err(|no| Refused::words(format!("{}; {}", no.message, no.mend)))?;
            Ok(draft)
        }
        PromptFor::HandOver { deal: id, to } => {
            let draft = Draft::HandOver { deal: id.clone(), to: to.clone(), briefing: line.trim().to_owned() };
            // Who drives meanwhile, or has an offer already, is told while the briefing is typed.
            edits::draft(model, &draft).map_err(|no| Refused::words(no.to_string()))?;
            Ok(draft)
        }
        PromptFor::Waiver { deal: id, of } => {
            deal(id)?;
            let dated = split_dates(model, line);
            let draft = Draft::Waiver { deal: id.clone(), of: of.clone(), why: dated.text, until: dated.when };
            // A reason or an end that is missing is told while it is typed.
            edits::draft(model, &draft).map_err(|no| Refused::words(format!("{}; {}", no.message, no.mend)))?;
            Ok(draft)
        }
        PromptFor::Flag { deal: id, colour } => flag(model, deal(id)?, *colour, line),
        PromptFor::Amend { deal, note } => amend(model, deal, note, line.trim()),
        PromptFor::Settle { id } => settle(model, id, line.trim()),
        PromptFor::Began { deal, run } => {
            let at = crate::console::run::typed_start(model, line)
                .ok_or_else(|| Refused::words("expected a time such as `14:02`, or how long ago: `3m ago`"))?;
            let correction = crate::console::run::correct(model, deal, run, at);
            correction.map_err(|refusal| Refused::words(refusal.to_string()))?;
            Ok(Draft::Began { deal: deal.clone(), run: run.clone(), at })
        }
        PromptFor::ShiftBy { notes } => {
            let way = Way::parse(line).map_err(|error| Refused::words(format!("{}; {}", error.message, error.mend)))?;
            let places = shift::places(model, notes, way).map_err(|refusal| Refused::words(refusal.to_string()))?;
            Ok(Draft::Shift { places, way })
        }
        PromptFor::Decision { deal: id, nth } => {
            deal(id)?;
            decision(model, id, nth.map(|_| prompt.start.clone()), line.trim())
        }
        PromptFor::Rubs { deal: id } => {
            deal(id)?;
            on_the_table(model, id)?;
            Ok(Draft::Rubs { deal: id.clone(), said: line.trim().to_owned() })
        }
        PromptFor::Track { topic } => track(model, topic, line.trim()),
        PromptFor::Deal => Ok(new_deal(model, line.trim())),
    }
}

/// `Night load: What runs when nobody is there? #savings`: a name, the sentence, and what it is about.
fn track(model: &Model, topic: &Id, line: &str) -> Result<Draft, Refused> {
    let is_topic = |word: &&str| word.len() > 1 && word.starts_with('#');
    let mut topics: Vec<String> = Some(topic.to_string()).filter(|topic| !topic.is_empty()).into_iter().collect();
    topics.extend(line.split_whitespace().filter(is_topic).map(|word| word[1..].to_owned()));
    topics.dedup();
    let words = line.split_whitespace().filter(|word| !is_topic(word)).collect::<Vec<_>>().join(" ");
    let (theme, words) = match words.split_once(": ") {
        Some((theme, words)) if !theme.trim().is_empty() => (Some(theme.trim().to_owned()), words.trim().to_owned()),
        _ => (None, words),
    };
    let id = ids::slug(theme.as_deref().unwrap_or(&words), "track");
    let id = ids::free(&id, &|id| model.campaign.track(id).is_some());
    let draft = Draft::Track(TrackDraft { id, theme, line: words, topics });
    // What nobody wants said is told while it is typed.
    edits::draft(model, &draft).map_err(|no| Refused::words(format!("{}; {}", no.message, no.mend)))?;
    Ok(draft)
}

/// `#champion-left Tom moves to the parent company`: the word that plays answer to, and why. Without one it is named after
/// its first words.
fn flag(model: &Model, deal: &Deal, colour: Colour, line: &str) -> Result<Draft, Refused> {
    let (name, why) = match line.trim().strip_prefix('#') {
        Some(rest) => rest.split_once(char::is_whitespace).map_or((rest, ""), |(name, why)| (name, why.trim())),
        None => ("", line.trim()),
    };
    let is_up = |id: &str| deal.flags.iter().any(|flag| flag.id == *id);
    let id = match name {
        "" => ids::free(&ids::slug(why, "flag"), &is_up),
        name => ids::slug(name, "flag"),
    };
    let draft = Draft::Flag { deal: deal.id.clone(), colour, id, why: why.to_owned() };
    // A reason that is missing is told while it is typed.
    edits::draft(model, &draft).map_err(|no| Refused::words(format!("{}; {}", no.message, no.mend)))?;
    Ok(draft)
}

fn settle(model: &Model, id: &str, line: &str) -> Result<Draft, Refused> {
    let waiting = model.clashes.iter().find(|waiting| waiting.id == id);
    let waiting = waiting.ok_or_else(|| Refused::words("this is decided already"))?;
    let intents = waiting.in_words(line).map_err(Refused::words)?;
    Ok(Draft::Settle { id: id.to_owned(), intents })
}

/// What is decided on a deal, while it is reviewed.
fn on_the_table<'m>(model: &'m Model, deal: &Id) -> Result<&'m Noted, Refused> {
    let noted = model.review.as_ref().and_then(|review| review.noted_on(deal));
    noted.ok_or_else(|| Refused::words("this deal is not being reviewed now; the line is kept for when it is"))
}

fn decision(model: &Model, deal: &Id, was: Option<String>, line: &str) -> Result<Draft, Refused> {
    let noted = on_the_table(model, deal)?;
    if was.as_deref() == Some(line) {
        return Err(Refused::words("these are the words as they were; change them, or leave with esc"));
    }
    if noted.decisions.iter().any(|said| said == line) {
        return Err(Refused::words("this is decided already, in the same words"));
    }
    Ok(Draft::Decision { deal: deal.clone(), was, said: line.to_owned() })
}

fn hit(deal: &Deal, line: &str) -> Result<Draft, Refused> {
    let (pace, title) = if looks_like_shorthand(line) {
        let parsed = pace::parse(line).map_err(|error| Refused::pace(&error))?;
        let said: Vec<&str> = parsed.steps().steps().flat_map(pace::Step::texts).collect();
        let topics: Vec<String> = parsed.steps().topics().map(|slug| slug.replace('-', " ")).collect();
        let title = if said.is_empty() { topics.join(", ") } else { said.join(". ") };
        let title = if title.is_empty() { parsed.steps().to_string() } else { title };
        (Some(parsed.steps().to_string()), title)
    } else {
        (None, line.trim().to_owned())
    };
    Ok(Draft::Hit { deal: deal.id.clone(), id: ids::free_on(deal, &ids::slug(&title, "hit")), pace, title })
}

fn amend(model: &Model, deal: &Id, note: &Id, line: &str) -> Result<Draft, Refused> {
    let old = note_of(model, deal, note).ok_or_else(|| Refused::words("the note is gone from the file"))?;
    let said = old.say.as_deref().unwrap_or_default();
    if said == line {
        return Err(Refused::words("these are the words as they were; change them, or leave with esc"));
    }
    let was = original(old.was.as_deref(), said);
    Ok(Draft::Amend { deal: deal.clone(), note: note.clone(), was, say: line.to_owned() })
}

/// A note as the call log names it.
pub(super) fn note_of<'m>(model: &'m Model, deal: &str, note: &str) -> Option<&'m Note> {
    match note.split_once('/') {
        Some((hazard, note)) => model.campaign.hazard(hazard)?.notes.iter().find(|known| known.id == *note),
        None => model.campaign.deal(deal)?.note(note),
    }
}

/// The original of a note, as `was` keeps it: the first words, behind the first steps where those were corrected before.
fn original(was: Option<&str>, said: &str) -> String {
    match was {
        None => said.to_owned(),
        Some(steps) if !said.is_empty() && pace::parse_steps(steps).is_ok() => format!("{steps} ; {said}"),
        Some(original) => original.to_owned(),
    }
}

fn new_deal(model: &Model, line: &str) -> Draft {
    let (account, value) = match line.rsplit_once(' ') {
        Some((account, last)) => match last.replace([',', '_'], "").parse::<rust_decimal::Decimal>() {
            Ok(value) if !value.is_sign_negative() => (account.trim(), Some(value)),
            _ => (line, None),
        },
        None => (line, None),
    };
    let id = ids::free(&ids::slug(account, "deal"), &|id| model.campaign.deal(id).is_some());
    Draft::Deal { id, account: account.to_owned(), value }
}

/// Splits date words off a line, with this campaign's working days.
pub(super) fn split_dates(model: &Model, line: &str) -> dates::Dated {
    let calendar = model.outlook.calendar(None);
    dates::split(line, model.now, model.campaign.zone, &|day, n| {
        let at = calendar.clock(When::Local(day.and_hms_opt(12, 0, 0)?));
        calendar.by_working_days(at, n.into()).map(|at| calendar.local(at).date())
    })
}
