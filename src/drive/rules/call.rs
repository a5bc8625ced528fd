//! The rows of the call log: a call that is made, repeated, heard.

use chrono::{DateTime, SubsecRound, Utc};

use super::{Act, Fields, Ground, deal_path, instant, set, text, unknown};
use crate::campaign::{Deal, Id};
use crate::drive::Bearings;
use crate::drive::calls::{Assessment, NoteState, Question, assess, lead_as_written, subjects};
use crate::text::{Intent, KeyPath, RecordPath, Refusal};

/// A call by its key in the call log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCall {
    /// Its deal.
    pub deal: Id,
    /// The row's `note`.
    pub note: Id,
    /// The row's `rung`.
    pub rung: String,
    /// The row's `place`.
    pub place: DateTime<Utc>,
    /// The row's `lead`.
    pub lead: String,
    /// When it was called; `None`: it is due, and nobody who may call it has done so.
    pub called: Option<DateTime<Utc>>,
}

impl OpenCall {
    /// The row of a call that was made, as the call log has it.
    #[must_use]
    pub fn made(deal: &Deal, found: &Assessment<'_>) -> Option<Self> {
        let made = found.last?;
        Some(Self {
            deal: deal.id.clone(),
            note: made.row.note.clone(),
            rung: made.row.rung.to_string(),
            place: made.place?,
            lead: made.row.lead.map(|lead| lead.to_string()).unwrap_or_default(),
            called: Some(made.called),
        })
    }

    /// The row that a call which is due would get.
    #[must_use]
    pub fn due(deal: &Deal, found: &Assessment<'_>) -> Option<Self> {
        let due = found.due?;
        Some(Self {
            deal: deal.id.clone(),
            note: found.subject.id(),
            rung: due.rung.name.to_string(),
            place: found.target?.at(),
            lead: lead_as_written(due.rung.lead, found.live).to_string(),
            called: None,
        })
    }
}

/// The row of a call: by its key, note, rung and place.
pub(super) fn row(call: &OpenCall) -> RecordPath {
    deal_path(&call.deal).below(["call_log"]).row([
        (KeyPath::new("note"), text(&call.note)),
        (KeyPath::new("rung"), text(&call.rung)),
        (KeyPath::new("place"), second(call.place)),
    ])
}

pub(super) fn second(at: DateTime<Utc>) -> crate::text::Literal {
    instant(at.trunc_subsecs(0))
}

/// A call that is made now.
#[must_use]
pub fn call_made(call: &OpenCall, by: Option<&str>, now: DateTime<Utc>, shown_is_heard: bool) -> Intent {
    let fields = Fields::default()
        .with("note", text(&call.note))
        .with("rung", text(&call.rung))
        .with("place", second(call.place))
        .maybe_text("lead", (!call.lead.is_empty()).then_some(&*call.lead))
        .with("called", second(now))
        .maybe("acked", shown_is_heard.then(|| second(now)))
        .maybe_text("by", by);
    Intent::Append { array: deal_path(&call.deal).below(["call_log"]), row: fields.0 }
}

/// A call that is repeated.
#[must_use]
pub fn call_repeated(call: &OpenCall, now: DateTime<Utc>) -> Intent {
    set(row(call), "again", second(now))
}

/// A call that was heard. One that no console has written down yet (seen from the other seat) is written whole.
#[must_use]
pub fn acknowledge(call: &OpenCall, by: Option<&str>, now: DateTime<Utc>) -> Vec<Intent> {
    if call.called.is_some() {
        vec![set(row(call), "acked", second(now))]
    } else {
        vec![call_made(call, by, now, true)]
    }
}

/// A note by its name in the call log has been heard, wherever that was.
///
/// # Errors
/// Nothing on the deal has that name, or no call of it waits.
pub fn hear(ground: Ground<'_>, id: &str, note: &str, rung: Option<&str>) -> Result<Act, Refusal> {
    let campaign = ground.campaign;
    let deal = ground.deal(id)?;
    let Some(subject) = subjects(campaign, deal).find(|subject| subject.is_named(note)) else {
        let names: Vec<String> = subjects(campaign, deal).map(|subject| subject.name()).collect();
        let mend = "write a note's id, `hazard/note`, or `control.` and the promise's id";
        return Err(unknown(
            "nothing that is called on this deal is named",
            note,
            names.iter().map(|name| &**name),
            mend,
        ));
    };
    let outlook = ground.outlook();
    let called = subject.called(campaign, deal);
    let bearings = Bearings::new(campaign, &outlook, deal, called.map(|id| &**id), ground.now);
    let found = assess(&bearings, subject, Question::PLAIN);
    let is_rung = |call: &OpenCall| rung.is_none_or(|rung| call.rung == rung);
    let waits = found.last.is_some_and(|made| made.acked.is_none());
    let made = OpenCall::made(deal, &found).filter(|call| waits && is_rung(call));
    let due = || OpenCall::due(deal, &found).filter(|call| found.state == NoteState::Armed && is_rung(call));
    match made.or_else(due) {
        Some(call) => Ok(Act::of(acknowledge(&call, ground.by, ground.now))),
        None => Err(nothing_to_hear(&found, note, rung)),
    }
}

/// Why no call of a note can be heard.
fn nothing_to_hear(found: &Assessment<'_>, note: &str, rung: Option<&str>) -> Refusal {
    let rung = rung.map_or_else(String::new, |rung| format!(" with the rung `{rung}`"));
    let why = match found.state {
        NoteState::Heard => "it has been heard",
        NoteState::Struck => "it is struck or retired",
        NoteState::Contingency => "it is called by hand",
        NoteState::Planned | NoteState::Armed => "it is planned for later",
        NoteState::NoPlace | NoteState::NoTimeYet | NoteState::NotDriven => "it has no time yet",
        NoteState::Passed(_) | NoteState::Missed | NoteState::Unheard | NoteState::Void(_) => "its place is behind",
        NoteState::Called => "another rung of it was called",
    };
    Refusal::new(format!("no call of `{note}`{rung} waits: {why}"), "see `codriver calls` for what is due and coming")
}
