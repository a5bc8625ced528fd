//! A line being typed, understood while it is typed: what it will become, or what is wrong with it and where.

use tui_input::Input;

use super::dates;
use super::model::Model;
use super::order::deal_name;
use super::overlay::{Echo, Overlay, Prompt, PromptFor};
use super::words;
use crate::campaign::{Deal, Id, Note, When};
use crate::pace;
use crate::text::Intent;

/// The longest line that is taken, in characters; what is pasted beyond is cut.
pub const LONGEST: usize = 2_000;

/// What a typed line means.
#[derive(Debug, Clone, PartialEq)]
pub enum Draft {
    /// The next touch.
    NextTouch {
        /// Whose deal.
        deal: Id,
        /// What.
        what: String,
        /// When.
        on: Option<When>,
    },
    /// A pace note.
    Note(NoteDraft),
    /// An obstacle that has bitten.
    Hit {
        /// Whose deal.
        deal: Id,
        /// Its new id.
        id: String,
        /// Steps, if shorthand was typed.
        pace: Option<String>,
        /// Words.
        title: String,
    },
    /// Better words for a note.
    Amend {
        /// Whose deal.
        deal: Id,
        /// The note, or `hazard/note`.
        note: Id,
        /// What it said.
        was: String,
        /// What it says now.
        say: String,
    },
    /// What both sides changed is decided.
    Settle {
        /// The clash.
        id: String,
        /// What writes the words.
        intents: Vec<Intent>,
    },
    /// A new deal.
    Deal {
        /// Its new id.
        id: String,
        /// The account.
        account: String,
        /// Its value, as typed.
        value: Option<rust_decimal::Decimal>,
    },
}

/// A note to be added.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteDraft {
    /// Whose deal.
    pub deal: Id,
    /// Its new id.
    pub id: String,
    /// The pencil mark.
    pub mark: Option<char>,
    /// Its place, as the file writes it: a position, or a time.
    pub at: At,
    /// Steps in normal form.
    pub pace: Option<String>,
    /// What to say.
    pub say: Option<String>,
}

/// Where a note stands.
#[derive(Debug, Clone, PartialEq)]
pub enum At {
    /// A position such as `enter proof - 3d`.
    Position(String),
    /// A date or time.
    Time(When),
}

impl Draft {
    /// The step's name in the history.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NextTouch { .. } => "next touch",
            Self::Note(_) => "new note",
            Self::Hit { .. } => "what just hit",
            Self::Amend { .. } => "corrected note",
            Self::Deal { .. } => "new deal",
            Self::Settle { .. } => "decide",
        }
    }

    /// What is told once it is written.
    #[must_use]
    pub fn done(&self, model: &Model) -> String {
        match self {
            Self::NextTouch { what, on, .. } => match on {
                Some(on) => format!("next: {what}, {}", words::when(*on, model.campaign.zone, model.now)),
                None => format!("next: {what} (give it a day)"),
            },
            Self::Note(note) => format!("note `{}` is on the road", note.id),
            Self::Hit { title, .. } => format!("written down: {title}"),
            Self::Amend { .. } => "corrected; the original is kept beside it".to_owned(),
            Self::Deal { account, .. } => format!("{account} is in the campaign"),
            Self::Settle { .. } => "decided".to_owned(),
        }
    }

    /// The deal to show afterwards, if another.
    #[must_use]
    pub fn goes_to(&self) -> Option<Id> {
        match self {
            Self::Deal { id, .. } => Some(Id::from(id.as_str())),
            _ => None,
        }
    }
}

/// Why a line cannot be written yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// In words.
    pub echo: Vec<Echo>,
    /// Column and width of the fault, in characters.
    pub error: Option<(usize, usize)>,
}

impl Refused {
    fn words(text: impl Into<String>) -> Self {
        Self { echo: vec![Echo { label: "", text: text.into(), bad: true }], error: None }
    }

    fn pace(error: &pace::Error) -> Self {
        let mut text = error.message.clone();
        if !error.mend.is_empty() {
            text.push_str("; ");
            text.push_str(&error.mend);
        }
        Self { echo: vec![Echo { label: "", text, bad: true }], error: Some((error.column, error.width)) }
    }
}

/// Opens a line, with what was typed there before and not written.
pub fn open(model: &mut Model, purpose: PromptFor, start: String) {
    let start = model.drafts.iter().find(|(kept, _)| *kept == purpose).map_or(start, |(_, text)| text.clone());
    let mut prompt = Prompt { purpose, input: Input::new(start), echo: Vec::new(), error: None };
    echo(model, &mut prompt);
    model.overlay = Some(Overlay::Prompt(prompt));
}

/// Keeps the line that is being typed, for the next time.
pub fn keep_draft(model: &mut Model) {
    if let Some(Overlay::Prompt(prompt)) = &model.overlay {
        let (purpose, text) = (prompt.purpose.clone(), prompt.input.value().to_owned());
        forget_draft(model, &purpose);
        if !text.trim().is_empty() {
            model.drafts.push((purpose, text));
        }
    }
}

/// Forgets a line that was written.
pub fn forget_draft(model: &mut Model, purpose: &PromptFor) {
    model.drafts.retain(|(kept, _)| kept != purpose);
}

/// Says under the line how it is understood.
pub fn echo(model: &Model, prompt: &mut Prompt) {
    prompt.error = None;
    if prompt.input.value().trim().is_empty() {
        prompt.echo = hint(&prompt.purpose);
        return;
    }
    match understand(model, prompt) {
        Ok(draft) => prompt.echo = describe(model, &draft),
        Err(refused) => {
            prompt.echo = refused.echo;
            prompt.error = refused.error;
        }
    }
}

fn hint(purpose: &PromptFor) -> Vec<Echo> {
    let lines: &[&str] = match purpose {
        PromptFor::NextTouch { .. } => &["What, and at the end when: tomorrow, next tue, 24 nov 14:00, 3wd."],
        PromptFor::Note { .. } => &[
            "A distance (3d) or a place (@procurement - 2d), then how hard: L client, R us, 6 easy … 1 stops the deal.",
            "! careful   > may grow harder   dc no short cut   #topic   \"words\".   Plain words work too.",
        ],
        PromptFor::Hit { .. } => {
            &["What bit, by shorthand or in plain words: it is kept as an obstacle that had no note."]
        }
        PromptFor::Amend { .. } => &["The original words are kept beside the corrected ones."],
        PromptFor::Settle { .. } => &["The words that shall stand in the file, in the place of both."],
        PromptFor::Deal => &["The account, and at the end its value if you know it."],
    };
    lines.iter().map(|text| Echo { label: "", text: (*text).to_owned(), bad: false }).collect()
}

fn describe(model: &Model, draft: &Draft) -> Vec<Echo> {
    let mut lines: Vec<(&'static str, String)> = Vec::new();
    match draft {
        Draft::NextTouch { what, on, .. } => {
            lines.push(("what", what.clone()));
            lines.push(match on {
                Some(on) => ("when", words::when(*on, model.campaign.zone, model.now)),
                None => ("when", "no day yet: end the line with one, such as tomorrow or next tue".to_owned()),
            });
        }
        Draft::Note(note) => {
            if let Some(steps) = note.pace.as_deref().and_then(|text| pace::parse_steps(text).ok()) {
                lines.push(("reads", steps.speak(model.settings.speech, &topic_names(model), None)));
            }
            if let Some(say) = &note.say {
                lines.push(("say", say.clone()));
            }
            lines.push(match &note.at {
                At::Position(at) => ("at", at.clone()),
                At::Time(at) => ("at", words::when(*at, model.campaign.zone, model.now)),
            });
        }
        Draft::Hit { pace, title, .. } => {
            lines.push(("bit", title.clone()));
            if let Some(pace) = pace {
                lines.push(("pace", pace.clone()));
            }
        }
        Draft::Amend { was, .. } => lines.push(("was", was.clone())),
        Draft::Settle { id, .. } => {
            if let Some(waiting) = model.clashes.iter().find(|waiting| waiting.id == *id) {
                lines.push(("mine", waiting.mine(model).says.join(", ")));
                lines.push(("theirs", waiting.theirs(model).says.join(", ")));
            }
        }
        Draft::Deal { id, account, value } => {
            let value = value.map_or_else(String::new, |value| {
                format!(", {}", words::money(value, model.campaign.settings.currency.as_deref()))
            });
            lines.push(("deal", format!("{account}{value}")));
            lines.push(("file", format!("[deal.{id}]")));
        }
    }
    lines.into_iter().map(|(label, text)| Echo { label, text, bad: false }).collect()
}

/// Topic slugs to the names that the file gives them.
pub fn topic_names(model: &Model) -> impl Fn(&str) -> Option<String> + '_ {
    |slug| model.campaign.topic(slug).and_then(|topic| topic.name.as_deref()).map(str::to_owned)
}

/// The next touch as a person would have typed it, to be changed.
#[must_use]
pub fn next_touch_as_typed(deal: &Deal) -> String {
    let Some(next) = &deal.next else { return String::new() };
    let what = next.what.as_deref().unwrap_or("");
    let on = match next.on {
        None => String::new(),
        Some(When::Date(day)) => format!(", {day}"),
        Some(When::Local(time)) => format!(", {} {}", time.date(), words::clock(time)),
        Some(When::Instant(time)) => format!(", {}", time.date_naive()),
    };
    format!("{what}{on}")
}

/// What the line means.
///
/// # Errors
/// What is wrong with it, and where.
pub fn understand(model: &Model, prompt: &Prompt) -> Result<Draft, Refused> {
    let line = prompt.input.value().trim();
    if line.is_empty() {
        return Err(Refused::words("nothing is typed yet"));
    }
    if line.chars().count() > LONGEST {
        return Err(Refused::words(format!("the line is longer than {LONGEST} characters; say it shorter")));
    }
    match &prompt.purpose {
        PromptFor::NextTouch { deal } => {
            let dated = split_dates(model, line);
            if dated.text.is_empty() {
                return Err(Refused::words("a day, but nothing to do: write what comes first"));
            }
            Ok(Draft::NextTouch { deal: deal.clone(), what: dated.text, on: dated.when })
        }
        PromptFor::Note { deal } => note(model, deal, line).map(Draft::Note),
        PromptFor::Hit { deal } => {
            let own = model.campaign.deal(deal).ok_or_else(|| Refused::words("the deal is gone from the file"))?;
            let (pace, title) = if looks_like_shorthand(line) {
                let parsed = pace::parse(line).map_err(|error| Refused::pace(&error))?;
                let said: Vec<&str> = parsed.steps().steps().flat_map(pace::Step::texts).collect();
                let topics: Vec<String> = parsed.steps().topics().map(|slug| slug.replace('-', " ")).collect();
                let title = if said.is_empty() { topics.join(", ") } else { said.join(". ") };
                let title = if title.is_empty() { parsed.steps().to_string() } else { title };
                (Some(parsed.steps().to_string()), title)
            } else {
                (None, line.to_owned())
            };
            Ok(Draft::Hit { deal: deal.clone(), id: free_id(own, &slug(&title, "hit")), pace, title })
        }
        PromptFor::Amend { deal, note } => {
            let old = note_of(model, deal, note).ok_or_else(|| Refused::words("the note is gone from the file"))?;
            let said = old.say.as_deref().unwrap_or_default();
            if said == line {
                return Err(Refused::words("these are the words as they were; change them, or leave with esc"));
            }
            let was = original(old.was.as_deref(), said);
            Ok(Draft::Amend { deal: deal.clone(), note: note.clone(), was, say: line.to_owned() })
        }
        PromptFor::Settle { id } => {
            let waiting = model.clashes.iter().find(|waiting| waiting.id == *id);
            let waiting = waiting.ok_or_else(|| Refused::words("this is decided already"))?;
            Ok(Draft::Settle { id: id.clone(), intents: waiting.in_words(line).map_err(Refused::words)? })
        }
        PromptFor::Deal => {
            let (account, value) = match line.rsplit_once(' ') {
                Some((account, last)) => match last.replace([',', '_'], "").parse::<rust_decimal::Decimal>() {
                    Ok(value) if !value.is_sign_negative() => (account.trim(), Some(value)),
                    _ => (line, None),
                },
                None => (line, None),
            };
            let base = slug(account, "deal");
            let mut id = base.clone();
            let mut n = 2;
            while model.campaign.deal(&id).is_some() {
                id = format!("{base}-{n}");
                n += 1;
            }
            Ok(Draft::Deal { id, account: account.to_owned(), value })
        }
    }
}

fn note_of<'m>(model: &'m Model, deal: &Id, note: &Id) -> Option<&'m Note> {
    match note.split_once('/') {
        Some((hazard, note)) => model.campaign.hazard(hazard)?.notes.iter().find(|known| known.id == note),
        None => model.campaign.deal(deal)?.notes.iter().find(|known| known.id == *note),
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

/// Splits date words off a line, with this campaign's working days.
fn split_dates(model: &Model, line: &str) -> dates::Dated {
    let calendar = model.outlook.calendar(None);
    dates::split(line, model.now, model.campaign.zone, &|day, n| {
        let at = calendar.clock(When::Local(day.and_hms_opt(12, 0, 0)?));
        calendar.by_working_days(at, n.into()).map(|at| calendar.local(at).date())
    })
}

/// Whether a line is meant as shorthand: its first word is one of the notation's.
fn looks_like_shorthand(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or("");
    if first.starts_with(['@', '!', '#']) || matches!(first, "*" | "?" | "~" | "x") {
        return true;
    }
    let digits = first.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && matches!(&first[digits..], "h" | "d" | "w") {
        return true;
    }
    if ["Cr", "Jmp", "Bmp", "Jct", "Nar", "Gate", "Brg", "Ice"].contains(&first) {
        return true;
    }
    let mut letters = first.bytes();
    match (letters.next(), letters.next()) {
        (Some(b'L' | b'R'), Some(grade)) => grade.is_ascii_digit(),
        (Some(b'S'), Some(b'Q')) | (Some(b'H'), Some(b'P')) => true,
        _ => false,
    }
}

fn note(model: &Model, deal: &Id, line: &str) -> Result<NoteDraft, Refused> {
    let own = model.campaign.deal(deal).ok_or_else(|| Refused::words("the deal is gone from the file"))?;
    if !looks_like_shorthand(line) {
        let dated = split_dates(model, line);
        let (text, at) = match dated.when {
            Some(when) if !dated.text.is_empty() => (dated.text, At::Time(when)),
            _ => (line.to_owned(), At::Position(next_place(model, own))),
        };
        return Ok(NoteDraft {
            deal: deal.clone(),
            id: free_id(own, &slug(&text, "note")),
            mark: None,
            at,
            pace: None,
            say: Some(text),
        });
    }
    let parsed = pace::parse(line).map_err(|error| Refused::pace(&error))?;
    let at = match (parsed.anchor(), parsed.span()) {
        (Some(anchor), _) => {
            if let pace::AnchorPlace::Id(id) = &anchor.place
                && model.campaign.place(own, id).is_none()
            {
                let known = nearest_place(model, own, id);
                let mend = known.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                let column = line.chars().position(|c| c == '@').map_or(1, |at| at + 2);
                return Err(Refused {
                    echo: vec![Echo {
                        label: "",
                        text: format!("nothing on this deal is called `{id}`{mend}"),
                        bad: true,
                    }],
                    error: Some((column, id.chars().count())),
                });
            }
            At::Position(anchor.stored())
        }
        (None, Some(span)) => {
            let calendar = model.outlook.calendar(None);
            let length =
                crate::campaign::Duration::parse(&span.stored()).map_err(|error| Refused::words(error.message))?;
            let at = calendar
                .later(model.now, &length)
                .ok_or_else(|| Refused::words("that is beyond the working calendar; give a date after @"))?;
            let local = calendar.local(calendar.moved_into(at));
            let whole = chrono::DurationRound::duration_trunc(local, chrono::TimeDelta::minutes(1)).unwrap_or(local);
            At::Time(When::Local(whole))
        }
        (None, None) => At::Position(next_place(model, own)),
    };
    let topic = parsed.steps().topics().next().map(|topic| topic.replace(':', "-"));
    let text = parsed.steps().steps().flat_map(pace::Step::texts).next().map(str::to_owned);
    let base = topic.or_else(|| text.clone()).map_or_else(|| "note".to_owned(), |words| slug(&words, "note"));
    Ok(NoteDraft {
        deal: deal.clone(),
        id: free_id(own, &base),
        mark: parsed.mark().map(pace::Mark::sign),
        at,
        pace: Some(parsed.steps().to_string()),
        say: parsed.remark().map(str::to_owned).or(text),
    })
}

/// Where a note without a place belongs: before the next run, else before leaving the stage.
fn next_place(model: &Model, deal: &Deal) -> String {
    let calendar = model.outlook.calendar(None);
    let run = deal
        .runs
        .iter()
        .filter(|run| run.started.is_none() && run.ended.is_none())
        .filter_map(|run| Some((calendar.clock(run.starts?), run)))
        .filter(|(starts, _)| *starts > model.now)
        .min_by_key(|(starts, _)| *starts);
    if let Some((_, run)) = run {
        return run.id.to_string();
    }
    let stage = deal.stage.as_ref().or(model.campaign.route.first());
    stage.map_or_else(|| format!("{}", model.now.date_naive()), |stage| format!("leave {stage}"))
}

fn nearest_place(model: &Model, deal: &Deal, typed: &str) -> Option<String> {
    let own = deal.obstacles.iter().map(|one| &one.id).chain(deal.controls.iter().map(|one| &one.id));
    let all = own.chain(deal.runs.iter().map(|one| &one.id)).chain(model.campaign.route.iter());
    all.chain(model.campaign.hazards.iter().map(|one| &one.id))
        .map(|id| (strsim::jaro_winkler(id, typed), id))
        .filter(|(like, _)| *like > 0.7)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, id)| id.to_string())
}

/// An id from words: small letters and digits, joined by hyphens, at most four words.
fn slug(text: &str, fallback: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).take(4) {
        words.push(word.to_ascii_lowercase());
    }
    let mut slug = words.join("-");
    slug.truncate(40);
    let slug = slug.trim_matches('-').to_owned();
    if slug.is_empty() {
        return fallback.to_owned();
    }
    // `-3d` at the end would read as a way back from a place.
    let tail = slug.rsplit('-').next().unwrap_or("");
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    if slug.len() > tail.len() && digits > 0 && matches!(&tail[digits..], "h" | "d" | "w") {
        return format!("{slug}-{fallback}");
    }
    slug
}

fn free_id(deal: &Deal, base: &str) -> String {
    let taken = |id: &str| {
        deal.notes.iter().any(|one| one.id == id)
            || deal.obstacles.iter().any(|one| one.id == id)
            || deal.controls.iter().any(|one| one.id == id)
            || deal.runs.iter().any(|one| one.id == id)
    };
    let mut id = base.to_owned();
    let mut n = 2;
    while taken(&id) {
        id = format!("{base}-{n}");
        n += 1;
    }
    id
}

/// The deal's name a prompt is about, for its title line.
#[must_use]
pub fn about(model: &Model, purpose: &PromptFor) -> String {
    match purpose {
        PromptFor::NextTouch { deal }
        | PromptFor::Note { deal }
        | PromptFor::Hit { deal }
        | PromptFor::Amend { deal, .. } => {
            model.campaign.deal(deal).map(|deal| deal_name(deal).to_owned()).unwrap_or_default()
        }
        PromptFor::Settle { id } => {
            let waiting = model.clashes.iter().find(|waiting| waiting.id == *id);
            waiting.map(|waiting| waiting.about(model)).unwrap_or_default()
        }
        PromptFor::Deal => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_made_of_the_first_words_and_never_ends_like_a_way_back() {
        assert_eq!(slug("Ring Ines about the questionnaire", "note"), "ring-ines-about-the");
        assert_eq!(slug("Wait 3d", "note"), "wait-3d-note");
        assert_eq!(slug("…", "note"), "note");
        assert_eq!(slug("Ünïon Café", "deal"), "n-on-caf");
    }

    #[test]
    fn a_line_is_taken_for_shorthand_only_if_it_begins_like_it() {
        for line in ["3d L4 #price", "!L3", "@proof R4", "SQL", "Jct #x", "? 2d Bmp", "L7", "#price"] {
            assert!(looks_like_shorthand(line), "{line}");
        }
        for line in ["Ring Ines", "Lunch with Tom", "3 days until", "x-ray the plan", "Ready for proof"] {
            assert!(!looks_like_shorthand(line), "{line}");
        }
    }
}
