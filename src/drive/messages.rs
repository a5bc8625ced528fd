//! Messages between the seats of a deal: which ones wait for somebody, and what became of the last one that somebody
//! wrote.
//!
//! Invariant: a message waits for those who work on the deal and did not write it, until one of them has seen it. It
//! waits in a run as it does outside of one. Left out on purpose: who is told aloud, and when; a message waits quietly.

use chrono::{DateTime, Utc};

use super::run::is_live;
use crate::campaign::{Campaign, Deal, Id, Message, When, instant_in};

/// A row of a deal's `message`, by what tells it from the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageKey {
    /// When it was written.
    pub at: When,
    /// Who wrote it; `None`: the row does not say.
    pub by: Option<Id>,
    /// Rows with the same key before it, of hand-written ones.
    pub nth: u32,
}

/// A message, with what one has to know to show it.
#[derive(Debug, Clone, Copy)]
pub struct Sent<'a> {
    /// The row.
    pub row: &'a Message,
    /// Its place in the deal's log.
    pub index: usize,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// When it was seen, if it was.
    pub seen: Option<DateTime<Utc>>,
    /// What it says.
    pub text: &'a str,
}

impl Sent<'_> {
    /// Its key in the log of its deal.
    #[must_use]
    pub fn key(&self, deal: &Deal) -> Option<MessageKey> {
        let at = self.row.at?;
        let same = |row: &&Message| row.at == Some(at) && row.by == self.row.by;
        let before = deal.messages.iter().take(self.index).filter(same).count();
        Some(MessageKey { at, by: self.row.by.clone(), nth: u32::try_from(before).unwrap_or(0) })
    }
}

/// Whom a message on this deal is for: who drives and who navigates it, and who sits in a run that goes on; where that is
/// nobody but the author, the rest of the crew.
#[must_use]
pub fn readers<'a>(campaign: &'a Campaign, deal: &'a Deal, author: Option<&str>) -> Vec<&'a Id> {
    let live = deal.runs.iter().filter(|run| is_live(run));
    let own = campaign.driver_of(deal).into_iter().chain(campaign.navigator_of(deal));
    let own = own.chain(&deal.driver).chain(&deal.navigator).chain(live.flat_map(|run| &run.crew));
    let mut readers: Vec<&Id> = Vec::new();
    for person in own {
        if Some(person.as_str()) != author && campaign.crew(person).is_some() && !readers.contains(&person) {
            readers.push(person);
        }
    }
    if readers.is_empty() {
        readers.extend(campaign.crew.iter().map(|crew| &crew.id).filter(|id| Some(id.as_str()) != author));
    }
    readers
}

/// The messages of a deal that wait to be seen by the person in this seat, the oldest first. Nobody's seat has none, and
/// neither has a file without a crew, where one person sits in both seats.
#[must_use]
pub fn waiting<'a>(campaign: &Campaign, deal: &'a Deal, seat: Option<&str>) -> Vec<Sent<'a>> {
    let Some(seat) = seat else { return Vec::new() };
    let mut waiting: Vec<Sent<'a>> = all(campaign, deal)
        .filter(|sent| sent.seen.is_none() && sent.row.by.as_deref() != Some(seat))
        .filter(|sent| readers(campaign, deal, sent.row.by.as_deref()).iter().any(|reader| **reader == *seat))
        .collect();
    waiting.sort_by_key(|sent| (sent.at, sent.index));
    waiting
}

/// The last message that the person in this seat wrote on a deal.
#[must_use]
pub fn sent<'a>(campaign: &Campaign, deal: &'a Deal, seat: Option<&str>) -> Option<Sent<'a>> {
    let seat = seat?;
    all(campaign, deal).filter(|sent| sent.row.by.as_deref() == Some(seat)).max_by_key(|sent| (sent.at, sent.index))
}

/// The messages that say something and can be named: a row without a time cannot.
fn all<'a>(campaign: &Campaign, deal: &'a Deal) -> impl Iterator<Item = Sent<'a>> {
    let instant = |when: When| match when {
        When::Instant(at) => at,
        when => instant_in(campaign.zone, when.local(campaign.zone)),
    };
    deal.messages.iter().enumerate().filter_map(move |(index, row)| {
        let text = row.text.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
        Some(Sent { row, index, at: instant(row.at?), seen: row.seen.map(instant), text })
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::campaign;
    use super::*;

    const CREW: &str = "format = 1\n[campaign]\ntimezone = 'Europe/London'\nroute = ['demo']\n\
                        [crew.sam]\nseat = 'driver'\n[crew.maya]\nseat = 'navigator'\n[crew.kim]\nseat = 'lead'\n";

    fn waiting_on(text: &str, seat: Option<&str>) -> Vec<String> {
        let campaign = campaign(&format!("{CREW}[deal.d]\naccount = 'D'\n{text}"));
        waiting(&campaign, &campaign.deals[0], seat).iter().map(|sent| sent.text.to_owned()).collect()
    }

    const TWO: &str = "[[deal.d.message]]\nat = 2026-11-24T14:09:00Z\nby = 'maya'\ntext = 'second'\n\
                       [[deal.d.message]]\nat = 2026-11-24T14:08:00Z\nby = 'maya'\ntext = 'first'\n";

    #[test]
    fn what_the_other_seat_wrote_waits_the_oldest_first() {
        assert_eq!(waiting_on(TWO, Some("sam")), ["first", "second"]);
    }

    #[test]
    fn nobody_waits_for_their_own_words_and_nobodys_seat_for_any() {
        assert!(waiting_on(TWO, Some("maya")).is_empty());
        assert!(waiting_on(TWO, None).is_empty());
    }

    #[test]
    fn a_message_waits_for_those_on_the_deal_and_not_for_the_rest_of_the_crew() {
        assert!(waiting_on(TWO, Some("kim")).is_empty());
        let live = "[deal.d.run.call]\nstarted = 2026-11-24T14:00:00Z\ncrew = ['sam', 'kim']\n";
        assert_eq!(waiting_on(&format!("{live}{TWO}"), Some("kim")).len(), 2);
        let lead = TWO.replace("'maya'", "'kim'");
        assert_eq!((waiting_on(&lead, Some("sam")).len(), waiting_on(&lead, Some("maya")).len()), (2, 2));
    }

    #[test]
    fn on_a_deal_that_is_nobody_elses_a_message_waits_for_the_rest_of_the_crew() {
        let others = "driver = 'sam'\nnavigator = 'sam'\n[[deal.d.message]]\nat = 2026-11-24T14:08:00Z\nby = 'sam'\n\
                      text = 'Who takes this one?'\n";
        assert_eq!((waiting_on(others, Some("maya")).len(), waiting_on(others, Some("kim")).len()), (1, 1));
    }

    #[test]
    fn what_was_seen_says_nothing_or_has_no_time_does_not_wait() {
        for row in [
            "at = 2026-11-24T14:08:00Z\nby = 'maya'\ntext = 'a'\nseen = 2026-11-24T14:09:00Z",
            "at = 2026-11-24T14:08:00Z\nby = 'maya'\ntext = ' '",
            "at = 2026-11-24T14:08:00Z\nby = 'maya'",
            "by = 'maya'\ntext = 'a'",
        ] {
            assert!(waiting_on(&format!("[[deal.d.message]]\n{row}\n"), Some("sam")).is_empty(), "{row}");
        }
    }

    #[test]
    fn the_sender_is_told_when_the_last_message_was_seen() {
        let text = format!("{CREW}[deal.d]\naccount = 'D'\n{TWO}seen = 2026-11-24T14:08:20Z\n");
        let campaign = campaign(&text);
        let sent = |seat| sent(&campaign, &campaign.deals[0], seat).map(|sent| (sent.text, sent.seen.is_some()));
        assert_eq!(sent(Some("maya")), Some(("second", false)));
        assert_eq!((sent(Some("sam")), sent(None)), (None, None));
    }

    #[test]
    fn of_two_rows_with_one_key_the_key_tells_which() {
        let row = "[[deal.d.message]]\nat = 2026-11-24T14:08:00Z\nby = 'maya'\ntext = 'a'\n";
        let campaign = campaign(&format!("{CREW}[deal.d]\naccount = 'D'\n{row}{row}"));
        let deal = &campaign.deals[0];
        let keys: Vec<_> =
            waiting(&campaign, deal, Some("sam")).iter().map(|sent| sent.key(deal).unwrap().nth).collect();
        assert_eq!(keys, [0, 1]);
    }
}
