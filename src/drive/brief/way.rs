//! What makes the sale impossible or late, the gravest first: a red flag, what scrutineering found, promises that are
//! over, dates that do not go together, trouble. Where nothing stands in the way, that is told too, and until when.

use super::{Ask, Fact, Sign};
use crate::campaign::{Colour, When};
use crate::drive::ControlTiming;
use crate::drive::scrutineering::{Finding, Scrutiny, Verdict, Weight, scrutineering};
use crate::drive::words;
use crate::text::RecordPath;

impl Ask<'_> {
    pub(super) fn in_the_way(&self) -> Vec<Fact> {
        if !self.deal.is_open() {
            return Vec::new();
        }
        let scrutiny = scrutineering(self.campaign, self.outlook, self.deal, self.now);
        let found = |weight: Weight| scrutiny.found(weight);
        let mut facts = self.flags(Colour::Red);
        facts.extend(found(Weight::Stops).map(|finding| self.finding(finding)));
        facts.extend(self.promises_over());
        facts.extend(self.dates());
        facts.extend(self.trouble());
        facts.extend(self.flags(Colour::Yellow));
        facts.extend(found(Weight::Warns).map(|finding| self.finding(finding)));
        facts.extend(self.verdict(&scrutiny));
        facts.extend(found(Weight::Unknown).chain(found(Weight::Waived)).map(|finding| self.finding(finding)));
        facts
    }

    fn finding(&self, finding: &Finding) -> Fact {
        let stops = finding.stops.as_ref().map(|stop| stop.words(self.campaign, self.now)).unwrap_or_default();
        let sign = match finding.weight {
            Weight::Stops => Sign::Stops,
            Weight::Warns | Weight::Unknown => Sign::Late,
            Weight::Waived => Sign::Calm,
        };
        let why = self.veil.text(&finding.why);
        // A rule that is lifted would frighten without its waiver.
        let (say, why) = if finding.weight == Weight::Waived { (why, String::new()) } else { (stops, why) };
        Fact::new(self.veil.text(&finding.what)).say(say).why(why).sign(sign).of(finding.record.clone())
    }

    fn verdict(&self, scrutiny: &Scrutiny) -> Option<Fact> {
        let (sign, record) = match scrutiny.verdict {
            Verdict::Cleared | Verdict::ClearedUntil { .. } => (Sign::Good, self.path()),
            // The findings say it.
            Verdict::Stopped | Verdict::Question => return None,
        };
        let what = format!("scrutineering: {}", scrutiny.words(self.campaign, self.now));
        Some(Fact::new(what).sign(sign).of(record))
    }

    fn flags(&self, colour: Colour) -> Vec<Fact> {
        let flags = self.deal.flags.iter().filter(|flag| flag.colour == colour);
        flags
            .map(|flag| {
                let (what, sign) = match colour {
                    Colour::Red => ("red flag, all outreach stops", Sign::Stops),
                    Colour::Yellow => ("yellow flag, take care", Sign::Late),
                };
                let why = self.veil.text(flag.why.as_deref().unwrap_or("no reason written"));
                Fact::new(format!("{what}: {why}")).sign(sign).of(self.path().below(["flag", &flag.id]))
            })
            .collect()
    }

    fn promises_over(&self) -> Vec<Fact> {
        let calendar = |owner: Option<&str>| self.outlook.calendar(owner.filter(|owner| *owner != "customer"));
        let now = self.outlook.clock(self.deal, self.now);
        let mut over: Vec<_> = self
            .deal
            .controls
            .iter()
            .filter(|control| control.done.is_none())
            .filter_map(|control| {
                let calendar = calendar(control.owner.as_deref());
                let due = calendar.deadline(control.due?);
                Some((due, control, ControlTiming::of(control, calendar, now))).filter(|(due, ..)| *due < now)
            })
            .collect();
        over.sort_by_key(|(due, control, _)| (*due, control.id.clone()));
        let facts = over.into_iter().map(|(_, control, timing)| {
            let owner = match control.owner.as_deref() {
                Some("customer") => "the customer’s".to_owned(),
                Some(owner) => words::who(self.campaign, owner),
                None => String::new(),
            };
            let late = match timing {
                ControlTiming::Over(_) => timing.to_string(),
                _ => "gone by today".to_owned(),
            };
            let what = self.veil.text(control.what.as_deref().unwrap_or("a promise without words"));
            let record = self.path().below(["control", &control.id]);
            Fact::new(format!("promise {late}: {what}")).why(owner).sign(Sign::Late).of(record)
        });
        facts.collect()
    }

    /// The promised close and the customer's date against the time at which the deal will probably be through.
    fn dates(&self) -> Vec<Fact> {
        let (deal, calendar) = (self.deal, self.outlook.calendar(None));
        let mut facts = Vec::new();
        let close = deal.close.map(|close| (close, calendar.deadline(close)));
        if let Some((close, _)) = close.filter(|(_, at)| *at < self.now) {
            let what = format!("the promised close went by on {}", self.day(close));
            facts.push(Fact::new(what).sign(Sign::Late).of(self.path()));
        }
        let Some(finish) = self.bearings.arrival(self.campaign.route.len()) else { return facts };
        let date = |at| self.day(When::Date(words::day_of(When::Instant(at), self.campaign.zone)));
        let range = format!("expected {} to {}", date(finish.early), date(finish.late));
        let why = "three times in five";
        if let Some((close, _)) = close.filter(|(_, at)| *at >= self.now && *at < finish.early) {
            let what = format!("the promised close, {}, comes before the finish", self.day(close));
            facts.push(Fact::new(what).say(range.clone()).why(why).sign(Sign::Late).of(self.path()));
        }
        if let Some(wanted) = deal.customer_date.filter(|date| calendar.deadline(*date) < finish.median) {
            let what = format!("the customer wants the value by {}", self.day(wanted));
            facts.push(Fact::new(what).say(range).why(why).sign(Sign::Late).of(self.path()));
        }
        facts
    }

    fn day(&self, when: When) -> String {
        words::when(when, self.campaign.zone, self.now)
    }

    fn trouble(&self) -> Option<Fact> {
        let service = self.deal.service.as_deref()?;
        let reason = service.reason.as_deref().unwrap_or("no reason written").replace('-', " ");
        let play = service.play.as_deref().map_or_else(String::new, |play| self.campaign.play_title(play).to_owned());
        let until = service.until.map_or_else(String::new, |until| format!("until {}", self.day(until)));
        let record: RecordPath = self.path().below(["service"]);
        Some(
            Fact::new(format!("in trouble: {}", self.veil.text(&reason)))
                .say(until)
                .why(play)
                .sign(Sign::Late)
                .of(record),
        )
    }
}
