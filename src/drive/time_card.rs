//! The time card: who promised what by when, across deals; what was kept, how early or late; what the customers owe us; and
//! which deals have no dated next touch.
//!
//! A promise is counted in its owner's working time, the customer's in the campaign's, by the rules of
//! [`ControlTiming`]: in time, or so many working days over (hours, where a time of day is written); early only where that
//! hurts. More than ten working days over offers the service park, and a person decides.
//!
//! Invariant: every promise of an open deal is there once, and so is every open deal without a next touch that is still
//! to come. Left out: promises of finished deals, which nobody owes any more.

use chrono::{DateTime, Utc};

use super::Outlook;
use super::control::ControlTiming;
use crate::campaign::{Campaign, Control, Deal, Id, When};

/// Who made a promise.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// One of the crew.
    Crew(Id),
    /// The customer.
    Customer,
    /// Nobody is written.
    Nobody,
}

/// A promise and how it stands.
#[derive(Debug, Clone)]
pub struct Promise<'c> {
    /// Whose deal.
    pub deal: &'c Deal,
    /// The promise.
    pub control: &'c Control,
    /// Who made it.
    pub owner: Owner,
    /// Its deadline in the owner's time; `None`: it has no date.
    pub at: Option<DateTime<Utc>>,
    /// Against its time.
    pub timing: ControlTiming,
    /// Working days until its deadline; negative: over.
    pub working_days: Option<i64>,
    /// So long over that the service park is offered.
    pub offers_service: bool,
}

/// What is wrong with a deal's next touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// None is set.
    Missing,
    /// It has no day.
    Undated,
    /// Its day went by so many working days ago.
    GoneBy(i64),
}

/// All of it.
#[derive(Debug, Clone, Default)]
pub struct TimeCard<'c> {
    /// Promises that are still owed, in the order of their dates; those without one come last.
    pub owed: Vec<Promise<'c>>,
    /// Promises that were kept, in the order of their dates.
    pub kept: Vec<Promise<'c>>,
    /// Deals whose next touch is not dated ahead.
    pub gaps: Vec<(&'c Deal, Gap)>,
}

/// The time card of the open deals, or of one of them.
#[must_use]
pub fn time_card<'c>(
    campaign: &'c Campaign,
    outlook: &Outlook,
    deal: Option<&str>,
    now: DateTime<Utc>,
) -> TimeCard<'c> {
    let mut card = TimeCard::default();
    let open = campaign.deals.iter().map(|deal| &**deal).filter(|deal| deal.is_open());
    for deal in open.filter(|one| deal.is_none_or(|deal| *one.id == *deal)) {
        for control in &deal.controls {
            let promise = promise(campaign, outlook, deal, control, now);
            if control.done.is_some() { card.kept.push(promise) } else { card.owed.push(promise) }
        }
        card.gaps.extend(gap(outlook, deal, now).map(|gap| (deal, gap)));
    }
    for list in [&mut card.owed, &mut card.kept] {
        list.sort_by(|one, other| {
            let key = |one: &Promise<'c>| (one.at.is_none(), one.at, one.deal.id.clone(), one.control.id.clone());
            key(one).cmp(&key(other))
        });
    }
    card.gaps.sort_by(|one, other| one.0.id.cmp(&other.0.id));
    card
}

fn promise<'c>(
    campaign: &'c Campaign,
    outlook: &Outlook,
    deal: &'c Deal,
    control: &'c Control,
    now: DateTime<Utc>,
) -> Promise<'c> {
    let owner = match &control.owner {
        Some(owner) if **owner == *"customer" && campaign.crew(owner).is_none() => Owner::Customer,
        Some(owner) => Owner::Crew(owner.clone()),
        None => Owner::Nobody,
    };
    let calendar = outlook.calendar(match &owner {
        Owner::Crew(id) => Some(id),
        Owner::Customer | Owner::Nobody => None,
    });
    let at = control.due.map(|due| calendar.deadline(due));
    let now = outlook.clock(deal, now);
    Promise {
        deal,
        control,
        owner,
        at,
        timing: ControlTiming::of(control, calendar, now),
        working_days: at.map(|at| calendar.working_days_between(now, at)),
        offers_service: !deal.is_stopped() && ControlTiming::offers_service(control, calendar, now),
    }
}

/// What is wrong with the next touch of an open deal; nothing under a red flag, where nobody is to be touched.
#[must_use]
pub fn gap(outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> Option<Gap> {
    if !deal.is_open() || deal.is_stopped() {
        return None;
    }
    let Some(next) = &deal.next else { return Some(Gap::Missing) };
    let Some(on) = next.on else { return Some(Gap::Undated) };
    let calendar = outlook.calendar(next.by.as_deref());
    let at = calendar.deadline(on);
    (at < now).then(|| Gap::GoneBy(calendar.working_days_between(at, now).max(0)))
}

impl Gap {
    /// In words: `no next touch`, `the next touch has no day`, `next touch two working days over`.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Missing => "no next touch".to_owned(),
            Self::Undated => "the next touch has no day".to_owned(),
            Self::GoneBy(0) => "next touch gone by today".to_owned(),
            Self::GoneBy(days) => {
                format!("next touch {} over", super::words::counted(days, "working day", "working days"))
            }
        }
    }

    /// In a word or two, where there is no room for more: `no touch`, `no day`, `touch over`.
    #[must_use]
    pub const fn short(self) -> &'static str {
        match self {
            Self::Missing => "no touch",
            Self::Undated => "no day",
            Self::GoneBy(_) => "touch over",
        }
    }

    /// Its word for scripts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Undated => "undated",
            Self::GoneBy(_) => "gone-by",
        }
    }
}

impl Owner {
    /// In the order of the report: the crew as it stands in the file, then nobody, then the customers.
    #[must_use]
    pub fn place(&self, campaign: &Campaign) -> (u8, usize) {
        match self {
            Self::Crew(id) => (0, campaign.crew.iter().position(|crew| crew.id == *id).unwrap_or(usize::MAX)),
            Self::Nobody => (1, 0),
            Self::Customer => (2, 0),
        }
    }
}

impl Promise<'_> {
    /// What is promised.
    #[must_use]
    pub fn what(&self) -> &str {
        self.control.what.as_deref().unwrap_or(&self.control.id)
    }

    /// When it was promised for, as written.
    #[must_use]
    pub const fn due(&self) -> Option<When> {
        self.control.due
    }

    /// Over, and not kept.
    #[must_use]
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.control.done.is_none() && self.at.is_some_and(|at| at < now)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{at, campaign};
    use super::*;

    const NOW: &str = "2026-11-20 10:00";

    fn told(deal: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
        let campaign = campaign(&format!(
            "format = 1\n[campaign]\ntimezone = \"Europe/London\"\n[crew.sam]\nname = \"Sam\"\n\
             [deal.d]\naccount = \"D\"\n{deal}\n[deal.over]\nresult = {{ status = \"lost\" }}\ncontrol.x = {{ due = 2026-11-01 }}\n"
        ));
        let outlook = Outlook::new(&campaign);
        let card = time_card(&campaign, &outlook, None, at(NOW));
        let promises = |list: &[Promise<'_>]| {
            list.iter()
                .map(|one| format!("{} {:?} {} {}", one.control.id, one.owner, one.timing, one.offers_service))
                .collect::<Vec<_>>()
        };
        let gaps = card.gaps.iter().map(|(_, gap)| gap.words()).collect();
        (promises(&card.owed), promises(&card.kept), gaps)
    }

    #[test]
    fn promises_stand_by_date_with_their_owner_the_customer_among_them() {
        let deal = "next = { what = \"Ring\", on = 2026-11-27 }\ncontrol.later = { due = 2026-11-30, owner = \"sam\" }\n\
                    control.some = {}\ncontrol.form = { due = 2026-11-18, owner = \"customer\" }\n";
        let expected = [
            "form Customer two working days over false",
            "later Crew(Id(\"sam\")) ahead false",
            "some Nobody no date false",
        ];
        let (owed, kept, gaps) = told(deal);
        assert_eq!((owed, kept.len()), (expected.map(str::to_owned).to_vec(), 0));
        assert!(gaps.is_empty(), "{gaps:?}");
    }

    #[test]
    fn what_was_kept_says_how_early_or_late() {
        let deal = "next = { what = \"Ring\", on = 2026-11-27 }\n\
                    control.a = { due = 2026-11-10, done = 2026-11-12 }\ncontrol.b = { due = 2026-11-13, done = 2026-11-13 }\n";
        assert_eq!(told(deal).1, ["a Nobody two working days over false", "b Nobody in time false"]);
    }

    #[test]
    fn more_than_ten_working_days_over_offers_the_service_park() {
        let deal = "control.a = { due = 2026-11-05 }\ncontrol.b = { due = 2026-11-06 }\n";
        assert_eq!(told(deal).0, ["a Nobody 11 working days over true", "b Nobody ten working days over false"]);
    }

    #[test]
    fn a_next_touch_is_always_dated_ahead() {
        assert_eq!(told("").2, ["no next touch"]);
        assert_eq!(told("next = \"Ring Ines\"").2, ["the next touch has no day"]);
        assert_eq!(told("next = { what = \"Ring\", on = 2026-11-18 }").2, ["next touch 2 working days over"]);
        assert_eq!(told("next = { what = \"Ring\", on = 2026-11-20 }").2, Vec::<String>::new());
    }

    #[test]
    fn under_a_red_flag_no_touch_is_missing_and_no_promise_offers_service() {
        let red = "flag.legal = { colour = \"red\" }\n";
        assert!(told(red).2.is_empty(), "nobody is to be touched");
        assert_eq!(
            told(&format!("{red}control.a = {{ due = 2026-11-05 }}\n")).0,
            ["a Nobody 11 working days over false"]
        );
    }

    #[test]
    fn under_a_red_flag_the_clock_of_a_promise_stands_where_the_flag_went_up() {
        let over = "control.a = { due = 2026-11-05 }\n";
        let red = |at: &str| told(&format!("flag.legal = {{ colour = \"red\", at = {at} }}\n{over}")).0;
        assert_eq!(red("2026-11-09T08:00:00Z"), ["a Nobody two working days over false"]);
        assert_eq!(red("2026-11-04"), ["a Nobody ahead false"]);
        assert_eq!(red("2027-01-01"), ["a Nobody 11 working days over false"], "a day to come stops nothing before");
    }
}
