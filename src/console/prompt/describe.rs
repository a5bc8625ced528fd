//! What is said under a line while it is typed: how it is understood, and what speaks against it, each with its reason.

use super::draft::{AnswerWith, Draft, Holder, NoteDraft, readers};
use super::understand::{note_of, understand};
use super::{Prompt, PromptFor, Row, answer, foresee, said};
use crate::campaign::{Colour, Deal, Note};
use crate::console::desk::shift;
use crate::console::model::Model;
use crate::console::sheet::Tone;
use crate::console::words;
use crate::drive::playlist;
use crate::pace;

/// The rows under the line, and where the error stands in it.
pub(super) fn rows(model: &Model, prompt: &Prompt) -> (Vec<Row>, Option<(usize, usize)>) {
    let mut rows = asked(model, &prompt.purpose);
    if prompt.input.value().trim().is_empty() {
        rows.extend(hint(&prompt.purpose));
        return (rows, None);
    }
    match understand(model, prompt) {
        Ok(draft) => {
            rows.extend(describe(model, prompt, &draft));
            (rows, None)
        }
        Err(refused) => {
            // A word that is still being typed is no mistake yet, nor is one that is still to come.
            let end = prompt.input.value().trim_end().chars().count();
            let unfinished = !prompt.insisted
                && refused.at.is_some_and(|(column, width)| {
                    column > end || (!prompt.offers.is_empty() && column + width > prompt.input.cursor())
                });
            let tone = if unfinished { Tone::Quiet } else { Tone::Late };
            rows.push(Row { label: "", text: refused.text, why: String::new(), tone });
            (rows, refused.at.filter(|_| !unfinished))
        }
    }
}

/// What the line is asked for: the words of the field report that it answers.
fn asked(model: &Model, purpose: &PromptFor) -> Vec<Row> {
    let PromptFor::Answer { deal, at, by } = purpose else { return Vec::new() };
    let Some(deal) = model.campaign.deal(deal) else { return Vec::new() };
    let Some((_, report)) = answer::report(deal, *at, by.as_ref()) else { return Vec::new() };
    let who = report.who.as_deref().map(|who| deal.contact_name(who).to_owned());
    let day = words::day(words::day_of(*at, model.campaign.zone), model.campaign.zone, model.now);
    let mut row = Row::calm("heard", format!("“{}”", report.said.as_deref().unwrap_or("…")));
    row.why = [who, Some(day)].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let mut rows = vec![row];
    if let Some(answer) = &report.answer {
        rows.push(Row {
            label: "",
            text: format!("answered by `{answer}` already"),
            why: String::new(),
            tone: Tone::Quiet,
        });
    }
    rows
}

fn hint(purpose: &PromptFor) -> Vec<Row> {
    let lines: &[&str] = match purpose {
        PromptFor::NextTouch { .. } => &["What, and at the end when: tomorrow, next tue, 24 nov 14:00, 3wd."],
        PromptFor::Note { .. } => &[
            "A distance (3d) or a place (@procurement - 2d), then how hard: L client, R us, 6 easy … 1 stops the deal.",
            "! careful   > may grow harder   dc no short cut   #topic   \"words\".   Plain words work too.",
        ],
        PromptFor::HazardNote { .. } => &[
            "How hard, and what to say. It stands at the hazard’s own place; @ and a stage or a date gives it another.",
            "! careful   > may grow harder   dc no short cut   #topic   \"words\".   Plain words work too.",
        ],
        PromptFor::Answer { .. } => &[
            "The answer becomes a note, filed under the report’s topic. @ and the name of a note answers with that one.",
        ],
        PromptFor::Hit { .. } => {
            &["What bit, by shorthand or in plain words: it is kept as an obstacle that had no note."]
        }
        PromptFor::Message { .. } => &["It waits on their screen until they say that they have seen it."],
        PromptFor::HandOver { .. } => {
            &["What is promised, what they said, what comes next. It counts once it is accepted."]
        }
        PromptFor::Waiver { .. } => &["Why this sale may go on all the same, and at the end until when: 31 jan, 6w."],
        PromptFor::Flag { .. } => {
            &["Why; # and a word before it is the flag’s name, to which the plays of the service park answer."]
        }
        PromptFor::Amend { .. } => &["The original words are kept beside the corrected ones."],
        PromptFor::Began { .. } => &["The time of day, or how long ago. All notes of the run move with it."],
        PromptFor::Settle { .. } => &["The words that shall stand in the file, in the place of both."],
        PromptFor::ShiftBy { .. } => {
            &["How far: 3wd working days, 5d days, 2w weeks. With a minus before it: earlier."]
        }
        PromptFor::Decision { .. } => {
            &["What, who and by when. It goes into the file once you are done with this deal."]
        }
        PromptFor::Rubs { .. } => &["One line on how the two trades work together; of nobody, and without a figure."],
        PromptFor::Track { .. } => &[
            "What it is called, a colon, and the sentence as it is to be said; # and a topic at the end.",
            "You sign it by proposing it. It can be called as agreed once the other trade has signed.",
        ],
        PromptFor::Deal => &["The account, and at the end its value if you know it."],
    };
    lines.iter().map(|text| Row { tone: Tone::Quiet, ..Row::calm("", *text) }).collect()
}

fn describe(model: &Model, prompt: &Prompt, draft: &Draft) -> Vec<Row> {
    let mut rows = Vec::new();
    match draft {
        Draft::NextTouch { what, on, .. } => {
            rows.push(Row::calm("what", what));
            rows.push(match on {
                Some(on) => Row::calm("when", words::when(*on, model.campaign.zone, model.now)),
                None => Row::calm("when", "no day yet: end the line with one, such as tomorrow or next tue"),
            });
        }
        Draft::Note(note) | Draft::Answer { with: AnswerWith::New(note), .. } => {
            rows.extend(new_note(model, prompt, note));
        }
        Draft::Answer { report, with: AnswerWith::Known(name) } => rows.extend(known_note(model, &report.deal, name)),
        Draft::Hit { pace, title, .. } => {
            rows.push(Row::calm("bit", title));
            rows.extend(pace.as_ref().map(|pace| Row::calm("pace", pace)));
        }
        Draft::Message { deal, text } => {
            rows.push(Row::calm("to", readers(model, deal)));
            rows.push(Row::calm("says", text));
        }
        Draft::HandOver { to, briefing, .. } => {
            rows.push(Row::calm("to", format!("{}, who drives once it is accepted", words::who(&model.campaign, to))));
            rows.push(Row::calm("says", briefing));
        }
        Draft::Waiver { of, why, until, .. } => {
            rows.push(Row::calm("lifts", of));
            rows.push(Row::calm("why", why));
            let until = until.map_or_else(String::new, |until| words::when(until, model.campaign.zone, model.now));
            rows.push(Row::calm("until", until));
        }
        Draft::Flag { colour, id, why, .. } => {
            rows.push(Row::calm("why", why));
            let plays = model.campaign.plays.iter().filter(|play| play.when.iter().any(|word| *word == **id));
            let plays: Vec<&str> = plays.map(|play| model.campaign.play_title(&play.id)).collect();
            let named = if plays.is_empty() { id.clone() } else { format!("{id}, answered by {}", plays.join(", ")) };
            rows.push(Row::calm("name", named));
            rows.push(match colour {
                Colour::Yellow => Row::calm("then", "caution for all on this deal"),
                Colour::Red => Row {
                    tone: Tone::Late,
                    ..Row::calm("then", "all outreach stops: no call is made, nothing is scored")
                },
            });
        }
        Draft::Amend { was, say, .. } => {
            rows.push(Row::calm("was", was));
            rows.push(length(say));
            rows.extend(never(model, say));
            rows.extend(said::row(model, &prompt.alike, prompt.purpose.deal().map(|deal| &**deal)));
        }
        Draft::Settle { id, .. } => {
            if let Some(waiting) = model.clashes.iter().find(|waiting| waiting.id == *id) {
                rows.push(Row::calm("mine", waiting.mine(model).says.join(", ")));
                rows.push(Row::calm("theirs", waiting.theirs(model).says.join(", ")));
            }
        }
        Draft::Began { at, .. } => {
            rows.push(Row::calm("began", words::moment(*at, model.campaign.zone, model.now)));
        }
        Draft::Shift { places, way } => {
            rows.extend(shift::describe(model, places, *way).into_iter().map(|(label, text)| Row::calm(label, text)));
        }
        Draft::Decision { was, said, .. } => {
            rows.extend(was.as_ref().map(|was| Row::calm("was", was)));
            rows.push(Row::calm("decided", said));
        }
        Draft::Rubs { said, .. } => rows.push(Row::calm("rubs", said)),
        Draft::Track(track) => {
            rows.extend(track.theme.as_ref().map(|theme| Row::calm("theme", theme)));
            rows.push(length(&track.line));
            rows.extend((!track.topics.is_empty()).then(|| Row::calm("about", track.topics.join(", "))));
            rows.push(Row::calm("file", format!("[track.{}]", track.id)));
        }
        Draft::Deal { id, account, value } => {
            let value = value.map_or_else(String::new, |value| {
                format!(", {}", words::money(value, model.campaign.settings.currency.as_deref()))
            });
            rows.push(Row::calm("deal", format!("{account}{value}")));
            rows.push(Row::calm("file", format!("[deal.{id}]")));
        }
    }
    rows
}

/// Where a note stands and when it is called, what speaks against it, how it reads and how long it takes to say: what
/// is at the end goes first where rows are few.
fn new_note(model: &Model, prompt: &Prompt, note: &NoteDraft) -> Vec<Row> {
    let mut rows = foresee::rows(model, note);
    let texts = steps_texts(note);
    rows.extend(note.say.iter().chain(&texts).flat_map(|say| never(model, say)));
    let (calm, late): (Vec<Row>, Vec<Row>) =
        note.say.as_deref().map(length).into_iter().partition(|row| row.tone == Tone::Calm);
    rows.extend(late);
    rows.extend(said::row(model, &prompt.alike, prompt.purpose.deal().map(|deal| &**deal)));
    let steps = note.pace.as_deref().and_then(|text| pace::parse_steps(text).ok());
    rows.extend(steps.map(|steps| Row::calm("reads", steps.speak(model.settings.speech, &topic_names(model), None))));
    rows.extend(calm);
    rows
}

/// What is to be said of a note as it would stand in the file: when it is called, what is against the playlist, and
/// whether it is too long for one breath.
#[must_use]
pub fn of_note(model: &Model, on: &Holder, note: &Note) -> Vec<Row> {
    let mut rows: Vec<Row> = foresee::call(model, on, note).into_iter().collect();
    if let Some(say) = note.say.as_deref() {
        rows.extend(never(model, say));
        rows.extend(Some(length(say)).filter(|row| row.tone == Tone::Late));
    }
    rows
}

/// What a note says inside its steps, other than what it is to say.
fn steps_texts(note: &NoteDraft) -> Vec<String> {
    let Some(steps) = note.pace.as_deref().and_then(|text| pace::parse_steps(text).ok()) else { return Vec::new() };
    let texts = steps.steps().flat_map(pace::Step::texts);
    texts.filter(|text| note.say.as_deref() != Some(text)).map(str::to_owned).collect()
}

/// A note that is there already.
fn known_note(model: &Model, deal: &str, name: &str) -> Vec<Row> {
    let Some(note) = note_of(model, deal, name) else { return Vec::new() };
    let mut rows = vec![Row::calm("answer", format!("the note `{name}`"))];
    let reads = note.pace.as_deref().map(|steps| steps.speak(model.settings.speech, &topic_names(model), None));
    rows.extend(reads.map(|reads| Row::calm("reads", reads)));
    rows.extend(note.say.as_deref().map(|say| Row::calm("say", say)));
    rows
}

/// A text of more words is not repeated under the line in which it stands.
const SHORT: usize = 10;

/// How many words it takes to say and how long; told where it is too much for one breath.
fn length(say: &str) -> Row {
    let count = pace::words(say);
    let took = format!("{}, {} s to say", counted(count), pace::seconds_to_say(say));
    if count > pace::MOST_WORDS {
        let why = format!("more than {} words are not heard to their end: say it shorter", pace::MOST_WORDS);
        return Row { label: "say", text: took, why, tone: Tone::Late };
    }
    let (text, why) = if count > SHORT { (took, String::new()) } else { (say.to_owned(), took) };
    Row { label: "say", text, why, tone: Tone::Calm }
}

fn counted(count: usize) -> String {
    if count == 1 { "1 word".to_owned() } else { format!("{count} words") }
}

/// What is against the playlist.
fn never(model: &Model, say: &str) -> Vec<Row> {
    let found = playlist::never(&model.campaign, say);
    let row = |never: playlist::Never<'_>| Row {
        label: "never",
        text: format!("“{}” is not to be said", never.words),
        why: format!("playlist: {}", model.campaign.track_theme(&never.track.id)),
        tone: Tone::Late,
    };
    found.into_iter().map(row).collect()
}

/// Topic slugs to the names that the file gives them.
pub fn topic_names(model: &Model) -> impl Fn(&str) -> Option<String> + '_ {
    |slug| model.campaign.topic(slug).and_then(|topic| topic.name.as_deref()).map(str::to_owned)
}

/// The name of what a line is about, for its title.
#[must_use]
pub fn about(model: &Model, purpose: &PromptFor) -> String {
    let hazard = match purpose {
        PromptFor::HazardNote { hazard } => model.campaign.hazard(hazard),
        _ => None,
    };
    if let Some(hazard) = hazard {
        return hazard.title.as_deref().unwrap_or(&hazard.id).to_owned();
    }
    if let PromptFor::ShiftBy { notes } = purpose {
        return shift::about(notes);
    }
    let deal: Option<&Deal> = purpose.deal().and_then(|deal| model.campaign.deal(deal));
    deal.map(|deal| deal.name().to_owned()).unwrap_or_default()
}
