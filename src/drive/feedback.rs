//! What a run gives back to the navigator: the words that wait for an answer, and how the notes went.
//!
//! Invariant: a note counts for the run if it was called while the run was going on.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::Outlook;
use crate::campaign::{Campaign, Deal, Id, Run, Used};

/// What goes back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Feedback {
    /// To whom; `None`: nobody navigates.
    pub to: Option<Id>,
    /// Reports of the run that wait in the inbox.
    pub waiting: usize,
    /// Notes that helped.
    pub landed: usize,
    /// Notes that did not.
    pub flat: usize,
    /// Notes that were not said.
    pub not_used: usize,
}

impl Feedback {
    /// Whether nothing goes back.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.waiting + self.landed + self.flat + self.not_used == 0
    }
}

/// What a run of a deal gives back, as the file stands.
#[must_use]
pub fn feedback(campaign: &Campaign, outlook: &Outlook, deal: &Deal, run: &Run, now: DateTime<Utc>) -> Feedback {
    let calendar = outlook.calendar(None);
    let mut found = Feedback { to: campaign.navigator_of(deal).cloned(), ..Feedback::default() };
    found.waiting = deal.heard.iter().filter(|row| row.run.as_ref() == Some(&run.id) && row.answer.is_none()).count();
    let Some(started) = run.started.map(|started| calendar.clock(started)) else { return found };
    let ended = run.ended.map_or(now, |ended| calendar.clock(ended));
    // The last word on a note counts: it may have been called twice.
    let mut notes: BTreeMap<&Id, Used> = BTreeMap::new();
    for row in &deal.call_log {
        if let Some((called, used)) = row.called.zip(row.used)
            && (started..=ended).contains(&calendar.clock(called))
        {
            notes.insert(&row.note, used);
        }
    }
    for used in notes.into_values() {
        match used {
            Used::Landed => found.landed += 1,
            Used::Flat => found.flat += 1,
            Used::NotUsed => found.not_used += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::{at, campaign};
    use super::*;

    fn row(note: &str, called: &str, used: &str) -> String {
        format!(
            "[[deal.d.call_log]]\nnote = \"{note}\"\nrung = \"\"\nplace = {called}\ncalled = {called}\nused = \"{used}\"\n"
        )
    }

    fn found(more: &str) -> Feedback {
        let text = format!(
            "[crew.n]\nseat = \"navigator\"\n[deal.d]\naccount = \"D\"\n[deal.d.run.r]\nwhat = \"R\"\n\
             started = 2026-11-24T14:00:00Z\nended = 2026-11-24T15:00:00Z\n{more}"
        );
        let campaign = campaign(&text);
        let deal = campaign.deal("d").unwrap();
        feedback(&campaign, &Outlook::new(&campaign), deal, &deal.runs[0], at("2026-11-24T16:00:00Z"))
    }

    #[test]
    fn it_goes_to_the_navigator_of_the_deal() {
        let found = found("");
        assert_eq!(found.to.as_deref(), Some("n"));
        assert!(found.is_empty());
    }

    #[test]
    fn reports_of_the_run_that_wait_are_counted() {
        let heard = |run: &str, more: &str| {
            format!("[[deal.d.heard]]\nat = 2026-11-24T14:0{run}:00Z\nsaid = \"x\"\nrun = \"r\"\n{more}")
        };
        let elsewhere = "[[deal.d.heard]]\nat = 2026-11-20T14:00:00Z\nsaid = \"x\"\n";
        let note = "[deal.d.note.a]\nsay = \"A\"\n";
        let rows = [heard("1", ""), heard("2", "answer = \"a\"\n"), elsewhere.to_owned(), note.to_owned()];
        assert_eq!(found(&rows.concat()).waiting, 1);
    }

    #[test]
    fn notes_called_in_the_run_are_counted_by_how_they_went_the_last_word_of_each() {
        let notes = "[deal.d.note.a]\nsay = \"A\"\n[deal.d.note.b]\nsay = \"B\"\n";
        let rows = [
            notes.to_owned(),
            row("a", "2026-11-24T13:59:59Z", "not-used"),
            row("a", "2026-11-24T14:10:00Z", "landed"),
            row("b", "2026-11-24T14:20:00Z", "landed"),
            row("b", "2026-11-24T14:30:00Z", "flat"),
        ];
        let found = found(&rows.concat());
        assert_eq!((found.landed, found.flat, found.not_used), (1, 1, 0));
    }
}
