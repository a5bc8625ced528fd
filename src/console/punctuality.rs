//! Punctuality as people read it: one sentence that says what to do, the figures by person and deal, and the calls
//! behind each figure with the likely reason.
//!
//! Pure lines: the overlay and the command line show the same ones. Made beside the loop, because every note of every
//! deal is asked.

use chrono::{DateTime, Utc};

use super::effect::Effect;
use super::model::Model;
use super::overlay::Overlay;
use super::told::person;
use super::words::{counted, moment};
use crate::campaign::{Campaign, Id};
use crate::drive::calls::{Judged, Punctuality, Reason, Record, Report, Went};

/// The columns of figures, each with the head that it stands under.
pub const COLUMNS: [(Trade, &str); 8] = [
    (Trade::Called, "on time"),
    (Trade::Called, "early"),
    (Trade::Called, "late"),
    (Trade::Called, "missed"),
    (Trade::Called, "no note"),
    (Trade::Heard, "in time"),
    (Trade::Heard, "late"),
    (Trade::Heard, "unheard"),
];

/// Whose figures a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trade {
    /// The navigator's, by the moment of the call.
    Called,
    /// The driver's, by the moment of the acknowledgement.
    Heard,
}

/// What is counted together: a figure's calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The place went by uncalled.
    Missed,
    /// Under half of the lead was left.
    Late,
    /// So far ahead that it is forgotten.
    Early,
    /// Called, and not acknowledged by the place.
    Unheard,
    /// Acknowledged when under half of the lead was left.
    HeardLate,
    /// An obstacle bit that had no note.
    NoNote,
    /// Between half and twice the lead was left.
    OnTime,
}

impl Group {
    const ALL: [Self; 7] =
        [Self::Missed, Self::Late, Self::Early, Self::Unheard, Self::HeardLate, Self::NoNote, Self::OnTime];

    /// Its heading, and what that means.
    #[must_use]
    pub const fn title(self) -> (&'static str, &'static str) {
        match self {
            Self::Missed => ("MISSED", "the place went by uncalled"),
            Self::Late => ("CALLED LATE", "under half of the lead was left"),
            Self::Early => ("CALLED EARLY", "more than twice the lead was left"),
            Self::Unheard => ("UNHEARD", "called, not acknowledged by the place"),
            Self::HeardLate => ("HEARD LATE", "acknowledged with under half of the lead left"),
            Self::NoNote => ("HIT WITHOUT A NOTE", "it bit, and no note foresaw it"),
            Self::OnTime => ("CALLED ON TIME", "between half and twice the lead was left"),
        }
    }

    fn holds(self, record: &Record) -> bool {
        match self {
            Self::Missed => record.went == Went::Missed,
            Self::Late => record.called_as == Some(Judged::Late),
            Self::Early => record.called_as == Some(Judged::Early),
            Self::Unheard => record.went == Went::Unheard,
            Self::HeardLate => record.heard_as == Some(Judged::Late),
            Self::NoNote => record.went == Went::BitWithoutNote,
            Self::OnTime => record.called_as == Some(Judged::OnTime),
        }
    }
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Something is counted from here on: by person, by deal.
    Part(&'static str),
    /// The figures of the campaign, a person or a deal.
    Figures {
        /// Whose.
        name: String,
        /// Of a deal, its id.
        deal: Option<Id>,
        /// In the order of [`COLUMNS`].
        counts: [u32; 8],
    },
    /// The calls behind a figure follow, so many.
    Group(Group, usize),
    /// A call.
    Call {
        /// Its deal.
        deal: Id,
        /// When it was called, or its place went by.
        time: String,
        /// The deal's name.
        account: String,
        /// The note, and its rung.
        note: String,
        /// Why it went wrong, most likely.
        reason: &'static str,
    },
}

impl Line {
    /// The deal that it leads to.
    #[must_use]
    pub const fn deal(&self) -> Option<&Id> {
        match self {
            Self::Figures { deal, .. } => deal.as_ref(),
            Self::Call { deal, .. } => Some(deal),
            Self::Part(_) | Self::Group(..) => None,
        }
    }
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What to do, in one sentence.
    pub sentence: String,
    /// The lines under it.
    pub lines: Vec<Line>,
}

impl Sheet {
    /// What a report says, for people.
    #[must_use]
    pub fn of(campaign: &Campaign, report: &Report, now: DateTime<Utc>) -> Self {
        let mut lines = Vec::new();
        if !report.whole.is_empty() {
            lines.push(figures("The campaign".to_owned(), None, &report.whole));
            parts(campaign, report, &mut lines);
            for group in Group::ALL {
                let calls: Vec<_> = report.records.iter().filter(|record| group.holds(record)).collect();
                if !calls.is_empty() {
                    lines.push(Line::Group(group, calls.len()));
                    lines.extend(calls.into_iter().map(|record| call(campaign, record, group, now)));
                }
            }
        }
        Self { sentence: sentence(report), lines }
    }

    /// The lines that lead to a deal, by their places.
    pub fn leading(&self) -> impl Iterator<Item = (usize, &Id)> {
        self.lines.iter().enumerate().filter_map(|(at, line)| Some((at, line.deal()?)))
    }
}

/// The figures of each person and deal; those of one alone are the campaign's.
fn parts(campaign: &Campaign, report: &Report, lines: &mut Vec<Line>) {
    if !report.crew.is_empty() {
        lines.push(Line::Part("BY PERSON"));
        lines.extend(report.crew.iter().map(|(id, sum)| figures(person(campaign, id), None, sum)));
    }
    lines.push(Line::Part("BY DEAL"));
    let name = |id: &Id| campaign.deal(id).map_or_else(|| id.to_string(), |deal| deal.name().to_owned());
    lines.extend(report.deals.iter().map(|(id, sum)| figures(name(id), Some(id.clone()), sum)));
}

fn figures(name: String, deal: Option<Id>, sum: &Punctuality) -> Line {
    let Punctuality { called, heard, missed, unheard, hits_without_note } = *sum;
    let in_time = heard.on_time + heard.early;
    let counts = [called.on_time, called.early, called.late, missed, hits_without_note, in_time, heard.late, unheard];
    Line::Figures { name, deal, counts }
}

fn call(campaign: &Campaign, record: &Record, group: Group, now: DateTime<Utc>) -> Line {
    let at = if group == Group::HeardLate { record.acked } else { None };
    let at = at.or(record.called).or(record.place);
    let rung = if record.rung.is_empty() { String::new() } else { format!(" ({})", record.rung) };
    let reason = match (group, record.reason) {
        (Group::Unheard | Group::HeardLate, _) => Reason::NotAcknowledged.words(),
        // It was in time; what it went on to be is told elsewhere.
        (Group::OnTime, _) | (_, None) => "",
        (_, Some(reason)) => reason.words(),
    };
    Line::Call {
        deal: record.deal.clone(),
        time: at.map_or_else(String::new, |at| moment(at, campaign.zone, now)),
        account: campaign.deal(&record.deal).map_or(&*record.deal, |deal| deal.name()).to_owned(),
        note: format!("{}{rung}", record.note),
        reason,
    }
}

/// What to do about it, by what most often went wrong.
fn sentence(report: &Report) -> String {
    let Punctuality { called, missed, hits_without_note, .. } = report.whole;
    let all = called.on_time + called.early + called.late + missed;
    if all == 0 && hits_without_note == 0 {
        return "No call has been made yet, and no place went by.".to_owned();
    }
    let counts = format!("{} of {} on time.", called.on_time, counted(all.into(), "call was", "calls were"));
    let mut reasons: Vec<(Reason, usize)> = Vec::new();
    for reason in report.records.iter().filter_map(|record| record.reason) {
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, count)) => *count += 1,
            None => reasons.push((reason, 1)),
        }
    }
    let most = reasons.into_iter().max_by(|(one, a), (other, b)| a.cmp(b).then(other.cmp(one)));
    match most {
        None => format!("{counts} Nothing to mend."),
        Some((reason, count)) => {
            format!("{counts} Most often ({}): {}; {}.", count, reason.words(), mend(reason))
        }
    }
}

const fn mend(reason: Reason) -> &'static str {
    match reason {
        Reason::WrittenLate => "write the note when the obstacle is seen",
        Reason::PlaceMoved => "look at the notes of a date when it moves",
        Reason::StageEntered => "give the note a lead or a date of its own",
        Reason::InRun => "mark what must break into a meeting with !!!",
        Reason::OthersFirst => "retire notes that nobody needs",
        Reason::NobodyThere => "leave the console or `codriver watch` running",
        Reason::NotAcknowledged => "press Enter when a call was heard",
        Reason::NoNote => "write down what just hit, and a note for the next deal",
    }
}

/// Lays the sheet over the screen; it is worked out beside the loop.
pub fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    model.overlay = Some(Overlay::Punctuality { sheet: None, cursor: 0 });
    effects.push(Effect::Punctuality);
}

/// Asks for the lines anew while they are shown and something has changed.
pub fn follow(model: &Model, changed: bool, effects: &mut Vec<Effect>) {
    if changed && matches!(model.overlay, Some(Overlay::Punctuality { .. })) {
        effects.push(Effect::Punctuality);
    }
}

/// The lines that were asked for have been made; the cursor stays where it was.
pub fn answered(model: &mut Model, made: Sheet) {
    if let Some(Overlay::Punctuality { sheet, cursor }) = &mut model.overlay {
        *cursor = (*cursor).min(made.leading().count().saturating_sub(1));
        *sheet = Some(Box::new(made));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drive::Outlook;
    use crate::drive::calls::punctuality;
    use crate::text::Document;

    fn sheet(records: &str) -> Sheet {
        let text = format!(
            "format = 1\n[campaign]\ntimezone = \"UTC\"\n[crew.sam]\nname = \"Sam Okoro\"\nseat = \"driver\"\n{records}"
        );
        let (document, _) = Document::read(text.into_bytes(), &crate::campaign::layout());
        let (campaign, _) = crate::campaign::read(&document, chrono_tz::UTC);
        let now = "2026-11-27T10:00:00Z".parse().unwrap();
        let report = punctuality(&campaign, &Outlook::new(&campaign), None, now);
        Sheet::of(&campaign, &report, now)
    }

    const MISSED: &str = "[deal.d]\naccount = \"Dale\"\n[deal.d.note.n]\nat = 2026-11-26T14:00:00\npace = \"L4\"\n";

    #[test]
    fn nothing_called_is_said_so() {
        let sheet = sheet("");
        assert_eq!(sheet.sentence, "No call has been made yet, and no place went by.");
        assert_eq!(sheet.lines, []);
    }

    #[test]
    fn the_sentence_says_what_to_do_about_what_most_often_went_wrong() {
        assert_eq!(
            sheet(MISSED).sentence,
            "0 of 1 call was on time. Most often (1): nobody was at the console; leave the console or `codriver watch` running."
        );
    }

    #[test]
    fn each_figure_has_its_calls_under_it() {
        let sheet = sheet(MISSED);
        let whole = Line::Figures { name: "The campaign".to_owned(), deal: None, counts: [0, 0, 0, 1, 0, 0, 0, 0] };
        assert_eq!(sheet.lines[0], whole);
        let at = sheet.lines.iter().position(|line| *line == Line::Group(Group::Missed, 1)).unwrap();
        let call = Line::Call {
            deal: Id::from("d"),
            time: "yesterday 14:00".to_owned(),
            account: "Dale".to_owned(),
            note: "n".to_owned(),
            reason: "nobody was at the console",
        };
        assert_eq!(sheet.lines[at + 1], call);
    }

    #[test]
    fn only_deals_and_calls_lead_somewhere() {
        let sheet = sheet(MISSED);
        let leading: Vec<_> = sheet.leading().map(|(at, _)| sheet.lines[at].clone()).collect();
        assert!(leading.iter().all(|line| line.deal().is_some()) && leading.len() == 2, "{leading:?}");
    }
}
