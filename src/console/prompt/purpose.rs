//! What a typed line is for: its title, its example, and the name its draft is kept under.

use crate::campaign::{Colour, Deal, Heard, Id, When};
use crate::console::command::Command;
use crate::drive::desk::{NoteName, Whose};

/// What a typed line is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PromptFor {
    /// The next touch of a deal.
    NextTouch {
        /// Whose deal.
        deal: Id,
    },
    /// A pace note on a deal.
    Note {
        /// Whose deal.
        deal: Id,
    },
    /// A pace note on a hazard: called on every deal that meets it.
    HazardNote {
        /// The hazard.
        hazard: Id,
    },
    /// A note that answers a field report.
    Answer {
        /// Whose deal.
        deal: Id,
        /// When the report was made, as its row has it.
        at: When,
        /// Who made it.
        by: Option<Id>,
    },
    /// What just hit a deal.
    Hit {
        /// Whose deal.
        deal: Id,
    },
    /// A message to the other seat.
    Message {
        /// On which deal.
        deal: Id,
    },
    /// The briefing of a hand-over.
    HandOver {
        /// Whose wheel.
        deal: Id,
        /// Who is to take it.
        to: Id,
    },
    /// Why, and until when, a rule of scrutineering is lifted.
    Waiver {
        /// On which deal.
        deal: Id,
        /// What is lifted.
        of: String,
    },
    /// Why a flag is raised.
    Flag {
        /// On which deal.
        deal: Id,
        /// How grave.
        colour: Colour,
    },
    /// Better words for a note.
    Amend {
        /// Whose deal.
        deal: Id,
        /// The note as the call log names it: its id, or `hazard/note`.
        note: Id,
    },
    /// When a run that goes on began.
    Began {
        /// Whose deal.
        deal: Id,
        /// Which run.
        run: Id,
    },
    /// How far the places of some notes are moved.
    ShiftBy {
        /// Which.
        notes: Vec<NoteName>,
    },
    /// A decision of a review.
    Decision {
        /// On which deal.
        deal: Id,
        /// Which one is said in other words, from 0; none: a new one.
        nth: Option<usize>,
    },
    /// What rubs between the trades.
    Rubs {
        /// On which deal.
        deal: Id,
    },
    /// A track for the playlist.
    Track {
        /// What it is about; empty: the line says.
        topic: Id,
    },
    /// A new deal.
    Deal,
    /// What both sides changed, in the person's own words.
    Settle {
        /// The clash.
        id: String,
    },
}

impl PromptFor {
    /// To answer a field report; none of a row without a time, which nothing can name.
    #[must_use]
    pub fn answer(deal: &Deal, report: &Heard) -> Option<Self> {
        Some(Self::Answer { deal: deal.id.clone(), at: report.at?, by: report.by.clone() })
    }

    /// The question.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        match self {
            Self::NextTouch { .. } => "NEXT TOUCH",
            Self::Note { .. } | Self::HazardNote { .. } => "NEW NOTE",
            Self::Answer { .. } => "ANSWER",
            Self::Hit { .. } => "WHAT JUST HIT",
            Self::Message { .. } => "MESSAGE",
            Self::HandOver { .. } => "HAND OVER THE WHEEL",
            Self::Waiver { .. } => "WAIVE",
            Self::Flag { colour: Colour::Yellow, .. } => "YELLOW FLAG",
            Self::Flag { colour: Colour::Red, .. } => "RED FLAG",
            Self::Amend { .. } => "CORRECT THE NOTE",
            Self::Began { .. } => "THE RUN BEGAN",
            Self::ShiftBy { .. } => "SHIFT",
            Self::Decision { nth: None, .. } => "DECISION",
            Self::Decision { nth: Some(_), .. } => "DECISION, IN OTHER WORDS",
            Self::Rubs { .. } => "WHAT RUBS",
            Self::Track { .. } => "PROPOSE A TRACK",
            Self::Deal => "NEW DEAL",
            Self::Settle { .. } => "BOTH, IN MY WORDS",
        }
    }

    /// What to type, shown while the line is empty.
    #[must_use]
    pub const fn example(&self) -> &'static str {
        match self {
            Self::NextTouch { .. } => "Ring Ines about the questionnaire, tue 14:00",
            Self::Note { .. } => "3d !L3 #procurement \"new buyer\"      or plain words",
            Self::HazardNote { .. } => "!L3 #security \"send the pack\"      or plain words",
            Self::Answer { .. } => "what to say to that, by shorthand or in plain words",
            Self::Hit { .. } => "!L3 #security \"a new questionnaire\"      or plain words",
            Self::Message { .. } => "She was at their Leeds opening: ask how it went",
            Self::HandOver { .. } => "what the next driver must know",
            Self::Waiver { .. } => "The audit is booked, 31 jan",
            Self::Flag { colour: Colour::Yellow, .. } => "#champion-left Tom moves to the parent company",
            Self::Flag { colour: Colour::Red, .. } => {
                "#quiet-period Nobody may write to them before the tender is decided"
            }
            Self::Amend { .. } => "the words as they should be",
            Self::Began { .. } => "14:02      or 3m ago",
            Self::ShiftBy { .. } => "3wd      or -1w, 5d",
            Self::Decision { .. } => "Meet procurement before Friday: Sam, with Maya’s one-pager",
            Self::Rubs { .. } => "Sales wants fewer notes in proof; trying four a week",
            Self::Track { .. } => "Night load: What runs when nobody is there? #savings",
            Self::Deal => "Harbour Foods 45000",
            Self::Settle { .. } => "what shall stand in the file",
        }
    }

    /// What it is called in a sentence.
    #[must_use]
    pub const fn noun(&self) -> &'static str {
        match self {
            Self::NextTouch { .. } => "next touch",
            Self::Note { .. } | Self::HazardNote { .. } => "note",
            Self::Answer { .. } => "answer",
            Self::Hit { .. } => "line on what bit",
            Self::Message { .. } => "message",
            Self::HandOver { .. } => "briefing",
            Self::Waiver { .. } => "waiver",
            Self::Flag { .. } => "flag",
            Self::Amend { .. } => "correction",
            Self::Began { .. } => "start of the run",
            Self::ShiftBy { .. } => "shift",
            Self::Decision { .. } => "decision of a review",
            Self::Rubs { .. } => "line on what rubs",
            Self::Track { .. } => "track",
            Self::Deal => "new deal",
            Self::Settle { .. } => "decision",
        }
    }

    /// Whether the line makes or mends a note: then much is told of it.
    #[must_use]
    pub const fn is_note(&self) -> bool {
        matches!(self, Self::Note { .. } | Self::HazardNote { .. } | Self::Answer { .. } | Self::Amend { .. })
    }

    /// The deal it is about.
    #[must_use]
    pub const fn deal(&self) -> Option<&Id> {
        match self {
            Self::NextTouch { deal }
            | Self::Note { deal }
            | Self::Answer { deal, .. }
            | Self::Hit { deal }
            | Self::Message { deal }
            | Self::HandOver { deal, .. }
            | Self::Waiver { deal, .. }
            | Self::Flag { deal, .. }
            | Self::Amend { deal, .. }
            | Self::Began { deal, .. }
            | Self::Decision { deal, .. }
            | Self::Rubs { deal } => Some(deal),
            Self::HazardNote { .. } | Self::ShiftBy { .. } | Self::Track { .. } | Self::Deal | Self::Settle { .. } => {
                None
            }
        }
    }

    /// The command that opens it, or the screen where it is opened.
    #[must_use]
    pub const fn opened_by(&self) -> Command {
        match self {
            Self::NextTouch { .. } => Command::NextTouch,
            Self::Note { .. } => Command::AddNote,
            Self::HazardNote { .. } => Command::GoDesk,
            Self::Answer { .. } => Command::Answer,
            Self::Hit { .. } => Command::Hit,
            Self::Message { .. } => Command::Message,
            Self::HandOver { .. } => Command::HandOver,
            Self::Waiver { .. } => Command::Scrutineering,
            Self::Flag { .. } => Command::Flag,
            Self::Amend { .. } => Command::Amend,
            Self::Began { .. } => Command::CorrectStart,
            Self::ShiftBy { .. } => Command::ShiftBy,
            Self::Decision { .. } | Self::Rubs { .. } => Command::Review,
            Self::Track { .. } => Command::GoCrew,
            Self::Deal => Command::AddDeal,
            Self::Settle { .. } => Command::Clashes,
        }
    }

    /// The name its draft is kept under; [`Self::of_draft`] reads it.
    #[must_use]
    pub fn draft_name(&self) -> String {
        match self {
            Self::NextTouch { deal } => format!("next-touch {deal}"),
            Self::Note { deal } => format!("note {deal}"),
            Self::HazardNote { hazard } => format!("hazard-note {hazard}"),
            Self::Answer { deal, at, by: Some(by) } => format!("answer {deal} {at} {by}"),
            Self::Answer { deal, at, by: None } => format!("answer {deal} {at}"),
            Self::Hit { deal } => format!("hit {deal}"),
            Self::Message { deal } => format!("message {deal}"),
            Self::HandOver { deal, to } => format!("hand-over {deal} {to}"),
            Self::Waiver { deal, of } => format!("waiver {deal} {of}"),
            Self::Flag { deal, colour: Colour::Yellow } => format!("yellow-flag {deal}"),
            Self::Flag { deal, colour: Colour::Red } => format!("red-flag {deal}"),
            Self::Amend { deal, note } => format!("amend {deal} {note}"),
            Self::Began { deal, run } => format!("began {deal} {run}"),
            Self::ShiftBy { notes } => {
                let notes: Vec<String> = notes.iter().map(|(whose, note)| written(whose, note)).collect();
                format!("shift {}", notes.join(" "))
            }
            Self::Decision { deal, nth: None } => format!("decision {deal}"),
            Self::Decision { deal, nth: Some(nth) } => format!("decision {deal} {nth}"),
            Self::Rubs { deal } => format!("rubs {deal}"),
            Self::Track { topic } => format!("track {topic}").trim_end().to_owned(),
            Self::Deal => "deal".to_owned(),
            Self::Settle { id } => format!("decide {id}"),
        }
    }

    /// What a draft of this name is for; nothing if it is no line.
    #[must_use]
    pub fn of_draft(name: &str) -> Option<Self> {
        let parts: Vec<&str> = name.split(' ').collect();
        Some(match *parts.as_slice() {
            ["next-touch", deal] => Self::NextTouch { deal: deal.into() },
            ["note", deal] => Self::Note { deal: deal.into() },
            ["hazard-note", hazard] => Self::HazardNote { hazard: hazard.into() },
            ["answer", deal, at] => Self::Answer { deal: deal.into(), at: When::parse(at)?, by: None },
            ["answer", deal, at, by] => Self::Answer { deal: deal.into(), at: When::parse(at)?, by: Some(by.into()) },
            ["hit", deal] => Self::Hit { deal: deal.into() },
            ["message", deal] => Self::Message { deal: deal.into() },
            ["hand-over", deal, to] => Self::HandOver { deal: deal.into(), to: to.into() },
            ["yellow-flag", deal] => Self::Flag { deal: deal.into(), colour: Colour::Yellow },
            ["red-flag", deal] => Self::Flag { deal: deal.into(), colour: Colour::Red },
            ["waiver", deal, of] => Self::Waiver { deal: deal.into(), of: of.to_owned() },
            ["amend", deal, note] => Self::Amend { deal: deal.into(), note: note.into() },
            ["began", deal, run] => Self::Began { deal: deal.into(), run: run.into() },
            ["shift", ref notes @ ..] => {
                Self::ShiftBy { notes: notes.iter().map(|note| read(note)).collect::<Option<_>>()? }
            }
            ["decision", deal] => Self::Decision { deal: deal.into(), nth: None },
            ["decision", deal, nth] => Self::Decision { deal: deal.into(), nth: Some(nth.parse().ok()?) },
            ["rubs", deal] => Self::Rubs { deal: deal.into() },
            ["track"] => Self::Track { topic: Id::from("") },
            ["track", topic] => Self::Track { topic: topic.into() },
            ["deal"] => Self::Deal,
            ["decide", id] => Self::Settle { id: id.to_owned() },
            _ => return None,
        })
    }
}

/// `deal:north:buyer`, `hazard:security:pack`.
fn written(whose: &Whose, note: &Id) -> String {
    match whose {
        Whose::Deal(deal) => format!("deal:{deal}:{note}"),
        Whose::Hazard(hazard) => format!("hazard:{hazard}:{note}"),
    }
}

fn read(text: &str) -> Option<NoteName> {
    let mut parts = text.split(':');
    let (kind, holder, note) = (parts.next()?, Id::from(parts.next()?), Id::from(parts.next()?));
    match kind {
        "deal" => Some((Whose::Deal(holder), note)),
        "hazard" => Some((Whose::Hazard(holder), note)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_draft_leads_back_to_what_it_is_for() {
        let deal = || Id::from("north");
        let at = When::parse("2026-11-19T15:20:00Z").unwrap();
        for purpose in [
            PromptFor::NextTouch { deal: deal() },
            PromptFor::Note { deal: deal() },
            PromptFor::HazardNote { hazard: Id::from("security") },
            PromptFor::Answer { deal: deal(), at, by: Some(Id::from("sam")) },
            PromptFor::Answer { deal: deal(), at, by: None },
            PromptFor::Hit { deal: deal() },
            PromptFor::Message { deal: deal() },
            PromptFor::HandOver { deal: deal(), to: Id::from("maya") },
            PromptFor::Waiver { deal: deal(), of: "runs_on".to_owned() },
            PromptFor::Flag { deal: deal(), colour: Colour::Yellow },
            PromptFor::Flag { deal: deal(), colour: Colour::Red },
            PromptFor::Amend { deal: deal(), note: Id::from("security/pack") },
            PromptFor::Began { deal: deal(), run: Id::from("call-11-22") },
            PromptFor::ShiftBy { notes: vec![(Whose::Deal(deal()), deal()), (Whose::Hazard(deal()), deal())] },
            PromptFor::Decision { deal: deal(), nth: None },
            PromptFor::Decision { deal: deal(), nth: Some(2) },
            PromptFor::Rubs { deal: deal() },
            PromptFor::Track { topic: Id::from("") },
            PromptFor::Track { topic: Id::from("price") },
            PromptFor::Deal,
            PromptFor::Settle { id: "0f-1-0".to_owned() },
        ] {
            assert_eq!(PromptFor::of_draft(&purpose.draft_name()), Some(purpose));
        }
        assert_eq!(PromptFor::of_draft("form deal.north"), None);
    }
}
