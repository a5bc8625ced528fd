//! A call with everything that is told of it where there is no screen: printed, given to a program, spoken.
//!
//! Pure words. A text of the file is said here as it is: what shows or speaks it makes it fit for that.

use chrono::{DateTime, Utc};

use super::assess::{Assessment, lead_as_written};
use super::batch::{Batch, Call, Cause, Follows, Why};
use super::judge::{Judged, Made};
use super::lead::LeadBasis;
use super::planned::{PlannedCall, state};
use super::tick::Repeated;
use crate::campaign::{Campaign, Deal, Id};
use crate::drive::Outlook;
use crate::drive::distance::Distance;
use crate::pace::{Form, GradeScale};

/// Why it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// It is called now.
    Called,
    /// It was called before, and nobody has acknowledged it.
    Again,
    /// It is called in a meeting that is under way.
    Live,
    /// It is due, and whoever it is for is not called from here.
    Due,
}

impl Occasion {
    /// One word for programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Called => "called",
            Self::Again => "again",
            Self::Live => "live",
            Self::Due => "due",
        }
    }
}

/// One call in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Announced {
    /// The call, to whom, when and how far ahead of its place.
    pub planned: PlannedCall,
    /// The deal's name.
    pub account: String,
    /// The reading of its steps; `None`: no pace is written.
    pub speech: Option<String>,
    /// Why it is told.
    pub occasion: Occasion,
}

/// What the words are made from.
#[derive(Debug, Clone, Copy)]
pub struct Teller<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// Its calendars.
    pub outlook: &'a Outlook,
    /// The person's words for the notation.
    pub form: Form,
    /// The moment.
    pub now: DateTime<Utc>,
}

impl Teller<'_> {
    /// A call that is due or coming.
    #[must_use]
    pub fn planned(&self, planned: PlannedCall, occasion: Occasion) -> Announced {
        let deal = self.campaign.deal(&planned.call.deal);
        let account = deal.map_or(&*planned.call.deal, Deal::name).to_owned();
        let speech = deal.and_then(|deal| self.speech(deal, &planned.call.note, self.form));
        Announced { planned, account, speech, occasion }
    }

    /// The calls of a batch that goes out now.
    #[must_use]
    pub fn batch(&self, batch: &Batch, person: Option<&Id>) -> Announcement {
        let form = if batch.rushed { self.rushed() } else { self.form };
        let teller = Teller { form, ..*self };
        let calls = batch.calls.iter().map(|call| teller.made(call.clone(), person, Occasion::Called)).collect();
        Announcement::of(calls, batch.rushed)
    }

    /// Calls on the live clock.
    #[must_use]
    pub fn live(&self, calls: &[Call], person: Option<&Id>) -> Announcement {
        let calls = calls.iter().map(|call| self.made(call.clone(), person, Occasion::Live)).collect();
        Announcement { is_quiet: true, ..Announcement::of(calls, false) }
    }

    /// Calls that are said once more.
    #[must_use]
    pub fn repeat(&self, deal: &Deal, calls: &[Repeated], person: Option<&Id>) -> Announcement {
        let again = |row: &Repeated| {
            let found = state(self.campaign, self.outlook, deal, &row.note, self.now)?;
            let call = said_again(deal, &found, self.now)?;
            Some(self.made(call, person, Occasion::Again))
        };
        Announcement::of(calls.iter().filter_map(again).collect(), false)
    }

    fn made(&self, call: Call, person: Option<&Id>, occasion: Occasion) -> Announced {
        let calendar = self.outlook.calendar(person.map(|person| &**person));
        let distance = Distance::between(calendar, self.now, call.place, call.estimated);
        // Without a crew there is one person, who has no name.
        let person = person.filter(|person| !person.is_empty()).cloned();
        self.planned(PlannedCall { when: self.now, person, call, distance, armed: true }, occasion)
    }

    const fn rushed(&self) -> Form {
        match self.form {
            Form::Rally(scale) | Form::Rushed(scale) => Form::Rushed(scale),
            Form::Plain => Form::Rushed(GradeScale::SixIsEasy),
        }
    }

    /// The reading of a note's steps.
    fn speech(&self, deal: &Deal, note: &str, form: Form) -> Option<String> {
        let steps = state(self.campaign, self.outlook, deal, note, self.now)?.steps?;
        let names = |slug: &str| self.campaign.topic(slug).and_then(|topic| topic.name.as_deref()).map(str::to_owned);
        Some(steps.speak(form, &names, None))
    }
}

/// The last call of a note, as it stands now.
fn said_again(deal: &Deal, found: &Assessment<'_>, now: DateTime<Utc>) -> Option<Call> {
    let Made { row, place, .. } = found.last?;
    let target = found.target?;
    let place = place.unwrap_or(target.at());
    let left = if found.live { (place - now).num_seconds() } else { target.clock.left(now) };
    let written = row.lead.unwrap_or_default();
    let lead = i64::from(if found.live { written.seconds } else { written.as_lead().working_seconds });
    Some(Call {
        deal: deal.id.clone(),
        note: found.subject.name(),
        rung: row.rung.to_string(),
        place,
        lead: lead_as_written(lead, found.live),
        judged: found.judged.unwrap_or(Judged::OnTime),
        follows: None,
        estimated: target.estimated,
        caution: found.caution(),
        hardness: found.hardness(),
        shorthand: found.steps.map(ToString::to_string),
        say: found.subject.say().map(crate::campaign::Text::from),
        why: Why { basis: LeadBasis::Again, lead, left, cause: Cause::Due },
    })
}

impl Announced {
    /// The shorthand; of a promise what was promised.
    #[must_use]
    pub fn headline(&self) -> &str {
        let call = &self.planned.call;
        match (&call.shorthand, &call.say) {
            (Some(shorthand), _) => shorthand,
            (None, Some(what)) if self.is_promise() => what,
            (None, _) => &call.note,
        }
    }

    /// Whether it is a dated promise, and its words are what was promised.
    #[must_use]
    pub fn is_promise(&self) -> bool {
        self.planned.call.note.starts_with("control.")
    }

    /// Of a note, what to say.
    #[must_use]
    pub fn say(&self) -> Option<&str> {
        self.planned.call.say.as_deref().filter(|_| !self.is_promise())
    }
}

/// What is announced in one breath.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Announcement {
    /// For one line of a notification.
    pub line: String,
    /// For a voice.
    pub spoken: String,
    /// For programs.
    pub calls: Vec<Announced>,
    /// Nothing is to be heard of it: the person sits in a meeting.
    pub is_quiet: bool,
}

impl From<String> for Announcement {
    /// Words that are said as they are.
    fn from(line: String) -> Self {
        Self { spoken: line.clone(), line, ..Self::default() }
    }
}

impl Announcement {
    /// Of calls on one deal; rushed words leave out what to say.
    #[must_use]
    pub fn of(calls: Vec<Announced>, is_rushed: bool) -> Self {
        let Some(first) = calls.first() else { return Self::default() };
        let shorts = calls.iter().map(|one| match (&one.planned.call.shorthand, &one.planned.call.say) {
            (Some(shorthand), Some(say)) => format!("{shorthand} {say}"),
            (Some(one), None) => one.clone(),
            (None, Some(one)) => one.to_string(),
            (None, None) => one.planned.call.note.clone(),
        });
        let line = format!("{}: {}", first.account, shorts.collect::<Vec<_>>().join(", "));
        let mut spoken = format!("{}, {}.", first.account, first.planned.distance.spoken());
        for one in &calls {
            spoken.push_str(match one.planned.call.follows {
                None => " ",
                Some(Follows::Into) => " Then at once: ",
                Some(Follows::And) => " And: ",
            });
            if one.is_promise() {
                spoken.push_str("A dated promise: ");
                spoken.push_str(&sentence(one.headline()));
                continue;
            }
            let words = [one.speech.as_deref(), one.say().filter(|_| !is_rushed || one.speech.is_none())];
            let words: Vec<String> = words.into_iter().flatten().map(sentence).collect();
            spoken.push_str(&words.join(" "));
        }
        Self { line, spoken, calls, is_quiet: false }
    }
}

/// With a stop at its end, so that a voice pauses there.
fn sentence(words: &str) -> String {
    let words = words.trim();
    if words.ends_with(['.', '!', '?', ':', '…']) { words.to_owned() } else { format!("{words}.") }
}

#[cfg(test)]
mod tests {
    use super::super::schedule::tick;
    use super::super::tests::{HEAD, at, campaign};
    use super::*;

    fn announced(records: &str, now: &str) -> Announcement {
        let campaign = campaign(&format!("{HEAD}{records}"));
        let outlook = Outlook::new(&campaign);
        let now = at(now);
        let batch = tick(&campaign, "sam", None, now).batch.expect("something is due");
        let teller = Teller { campaign: &campaign, outlook: &outlook, form: Form::Plain, now };
        teller.batch(&batch, Some(&Id::from("sam")))
    }

    const NOTE: &str = "[deal.d]\naccount = \"Dale\"\n[deal.d.note.n]\nat = 2026-11-26T14:00:00\npace = \"L4 #price\"\nsay = \"Anchor on the cost\"\n";

    #[test]
    fn a_voice_says_the_deal_how_far_the_reading_and_what_to_say() {
        let told = announced(NOTE, "2026-11-25 14:30");
        assert_eq!(
            told.spoken,
            "Dale, in 1 working day. Theirs, prepare before the next contact, price. Anchor on the cost."
        );
        assert_eq!(told.line, "Dale: L4 #price Anchor on the cost");
    }

    #[test]
    fn in_a_rush_only_what_says_harder_is_said() {
        let told = announced(NOTE, "2026-11-26 12:00");
        assert_eq!(told.spoken, "Dale, in 2 hours. Client four, price.");
    }

    #[test]
    fn a_promise_is_said_as_one() {
        let records =
            "[deal.d]\naccount = \"Dale\"\n[deal.d.control.q]\nwhat = \"Quote v2\"\ndue = 2026-11-26T14:00:00\n";
        let told = announced(records, "2026-11-25 14:30");
        assert_eq!(told.spoken, "Dale, in 1 working day. A dated promise: Quote v2.");
        assert_eq!((told.calls[0].headline(), told.calls[0].say()), ("Quote v2", None));
    }

    #[test]
    fn what_follows_closely_is_joined() {
        let next = "[deal.d.note.o]\nat = 2026-11-26T14:20:00\npace = \"L4\"\nsay = \"Ask who signs\"\n";
        let told = announced(&format!("{NOTE}{next}"), "2026-11-25 14:30");
        assert!(
            told.spoken.ends_with("Then at once: Theirs, prepare before the next contact. Ask who signs."),
            "{told:?}"
        );
    }
}
