//! The destination as people read it: one sentence that says what to do, the two forecasts beside each other, the deals
//! that it hangs on, each person's part, and where aims part.
//!
//! Pure lines. Odds are told in words (`about 7 times in 10`): an estimate has no decimals. Of findings of one sort the
//! first few are told and the rest counted. Left out: the chart, which starts from `Progress::course`.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use super::told::{Line, Told, person};
use super::words::{amount, counted, date, money, who};
use crate::campaign::{Campaign, Id, Measure};
use crate::drive::destination::{Due, Forecast, Lever, Parting, Progress, Prospect};
use crate::drive::words::{day_of, listed};

/// How many deals or findings of a sort are told.
const MOST: usize = 8;
/// Below this a deal is hardly won in time, and only named.
const HARDLY: f64 = 0.05;

/// What progress says, for people; of one deal, only what is of it.
#[must_use]
pub fn told(campaign: &Campaign, progress: &Progress, deal: Option<&str>, now: DateTime<Utc>) -> Told {
    let page = Page { campaign, progress, now };
    let mut lines = Vec::new();
    if deal.is_none() {
        page.standing(&mut lines);
        page.forecasts(&mut lines);
    }
    page.deals(deal, &mut lines);
    if deal.is_none() {
        page.parts(&mut lines);
    }
    page.partings(deal, &mut lines);
    let sentence = match deal {
        Some(deal) => page.sentence_of(deal),
        None => page.sentence(),
    };
    Told { sentence, lines }
}

/// `about 7 times in 10`.
#[must_use]
pub fn odds(share: f64) -> String {
    match short_odds(share) {
        short if short.starts_with("1 ") => format!("about {}", short.replace(" in", " time in")),
        short if short.starts_with("under") => "less than 1 time in 20".to_owned(),
        short if short.starts_with("over") => "more than 19 times in 20".to_owned(),
        short => format!("about {}", short.replace(" in", " times in")),
    }
}

/// `7 in 10`: for a list of them.
#[must_use]
pub fn short_odds(share: f64) -> String {
    match share {
        share if share < 0.05 => "under 1 in 20".to_owned(),
        share if share > 0.95 => "over 19 in 20".to_owned(),
        share => format!("{} in 10", (share * 10.0).round().clamp(1.0, 9.0)),
    }
}

struct Page<'a> {
    campaign: &'a Campaign,
    progress: &'a Progress,
    now: DateTime<Utc>,
}

impl Page<'_> {
    /// A sum in the destination's measure.
    fn sum(&self, sum: Decimal) -> String {
        match self.progress.attained.measure {
            Measure::WonValue => money(sum.round(), self.campaign.settings.currency.as_deref()),
            Measure::WonDeals if sum == Decimal::ONE => "1 deal".to_owned(),
            Measure::WonDeals => format!("{} deals", amount(sum.round_dp(1))),
        }
    }

    fn day(&self, at: DateTime<Utc>) -> String {
        date(at.with_timezone(&self.campaign.zone).date_naive(), self.year())
    }

    fn year(&self) -> i32 {
        use chrono::Datelike;
        self.now.with_timezone(&self.campaign.zone).year()
    }

    fn name(&self, deal: &Id) -> String {
        self.campaign.deal(deal).map_or_else(|| deal.to_string(), |deal| deal.name().to_owned())
    }

    fn sentence(&self) -> String {
        let Some(open) = self.progress.still_open else {
            let verb = if self.campaign.destination.is_some() { "set" } else { "add" };
            return format!(
                "No target is written, so nobody can say how far it is: `codriver {verb} FILE destination target=900000 \
                 by=2026-12-31` gives both trades one."
            );
        };
        let attained = &self.progress.attained;
        if open.is_zero() {
            let over = attained.won - attained.target.unwrap_or(attained.won);
            let over = if over.is_zero() { String::new() } else { format!(", {} over it", self.sum(over)) };
            return format!("The target is reached{over}: agree on the next one.");
        }
        let by = match self.progress.due {
            Due::Gone(by) => {
                let (day, open) = (self.day(by), self.sum(open));
                return format!("The date went by on {day} with {open} open: agree on a new date or a new target.");
            }
            Due::Undated => " at all".to_owned(),
            Due::Ahead { by, .. } => format!(" by {}", self.day(by)),
        };
        let Some(forecast) = &self.progress.forecast else { return String::new() };
        if forecast.prospects.is_empty() {
            return format!(
                "No open deal counts for the target: find some worth {} that can be won{by}.",
                self.sum(open)
            );
        }
        let short = attained.target.unwrap_or_default() - forecast.most;
        if short > Decimal::ZERO {
            let short = self.sum(short);
            return format!("Even with every open deal won, {short} are missing: find new ones that can be won{by}.");
        }
        match &forecast.lever {
            None if forecast.unplaced.iter().all(|deal| self.is_off_route(deal)) && !forecast.unplaced.is_empty() => {
                format!(
                    "No open deal can be placed: the route has no stage for {}. Move them on, or put the stage back.",
                    self.names(&forecast.unplaced)
                )
            }
            None => "No open deal says enough to tell when it comes home: give each the day since when it is in its \
                     stage (`since`)."
                .to_owned(),
            Some(lever) => self.of_lever(lever, forecast),
        }
    }

    fn of_lever(&self, lever: &Lever, forecast: &Forecast) -> String {
        let (name, with, without) = (self.name(&lever.deal), odds(lever.with), odds(lever.without));
        match forecast.reached {
            _ if lever.with < 0.2 => format!(
                "Find new deals: even with {name} won the target is reached {with}, because few of the open ones come \
                 home in time."
            ),
            Some(reached) if lever.with - lever.without < 0.05 => {
                format!("Keep all open deals moving, no single one decides: the target is reached {}.", odds(reached))
            }
            Some(reached) if reached > 0.9 => {
                format!("Stay with {name}: the target is reached {}, without that deal {without}.", odds(reached))
            }
            _ => format!(
                "Work on {name} first, it decides the most: with it the target is reached {with}, without it {without}."
            ),
        }
    }

    fn sentence_of(&self, deal: &str) -> String {
        let forecast = self.progress.forecast.as_ref();
        let prospect = forecast.and_then(|forecast| forecast.prospects.iter().find(|one| one.deal == *deal));
        if prospect.is_some() {
            return match self.progress.due.by() {
                Some(by) => format!("What this deal brings by {}:", self.day(by)),
                None => "What this deal brings:".to_owned(),
            };
        }
        let known = self.campaign.deal(deal);
        if known.is_some_and(|deal| !deal.is_open()) {
            return "The deal is finished: what it brought is among what is won.".to_owned();
        }
        if forecast.is_some_and(|forecast| forecast.without_value.iter().any(|one| *one == *deal)) {
            return format!("The deal has no value, so it adds nothing: `codriver set FILE deal.{deal} value=40000`.");
        }
        if self.progress.forecast.is_none() {
            return "The destination's date went by: agree on a new one.".to_owned();
        }
        let is_outside = |parting: &Parting| matches!(parting, Parting::Outside { deal: one, .. } if *one == *deal);
        if self.progress.partings.iter().any(is_outside) {
            return "The deal lies outside what counts for the target.".to_owned();
        }
        "The deal's currency has no rate, so it adds nothing: give it one under `[campaign.rates]`.".to_owned()
    }

    fn standing(&self, lines: &mut Vec<Line>) {
        let Progress { attained, still_open, due, per_week, elsewhere, .. } = self.progress;
        lines.push(Line::Part("WHERE IT STANDS".to_owned()));
        if let Some(goal) = self.campaign.destination.as_ref().and_then(|destination| destination.goal.as_deref()) {
            lines.push(Line::Words(format!("{goal}.")));
        }
        let won = amount(attained.won.round_dp(1));
        lines.push(Line::Words(match (attained.target, still_open) {
            (Some(target), Some(open)) if !open.is_zero() => {
                format!("Won {won} of {}; {} are still open.", self.sum(target), amount(*open))
            }
            (Some(target), _) => format!("Won {won} of {}.", self.sum(target)),
            (None, _) => format!("Won {}.", self.sum(attained.won)),
        }));
        match (due, still_open, per_week) {
            (Due::Undated, Some(_), _) => lines.push(Line::Words(
                "The target has no date, so nothing says how fast it \
                must be won: `codriver set FILE destination by=2026-12-31`."
                    .to_owned(),
            )),
            (Due::Ahead { by, weeks }, Some(open), Some(week)) if !open.is_zero() => {
                let day = self.day(*by);
                lines.push(Line::Words(if *weeks < 1.0 {
                    format!("Less than a working week is left until {day}.")
                } else if attained.measure == Measure::WonDeals && *week < Decimal::ONE {
                    let each = (Decimal::ONE / *week).round_dp(1);
                    format!("That is a deal every {} weeks, with {weeks:.1} working weeks until {day}.", amount(each))
                } else {
                    format!("That is {} a week, with {weeks:.1} working weeks until {day}.", self.sum(*week))
                }));
            }
            _ => {}
        }
        for other in elsewhere {
            let code = Some(&*other.currency);
            let (won, open) = (money(other.won, code), money(other.open, code));
            lines.push(Line::Words(format!(
                "Not counted, because `[campaign.rates]` has no {}: {won} won, {open} open.",
                other.currency
            )));
        }
    }

    fn forecasts(&self, lines: &mut Vec<Line>) {
        let Some(forecast) = &self.progress.forecast else { return };
        if forecast.prospects.is_empty() {
            return;
        }
        lines.push(Line::Part("TWO FORECASTS".to_owned()));
        let attained = &self.progress.attained;
        let promises = &self.progress.promises;
        let undated = match promises.undated {
            0 => String::new(),
            n => format!(" {} without a promised day.", said(n, "open deal is", "open deals are")),
        };
        lines.push(Line::Words(if promises.deals == 0 {
            format!("The drivers promise no deal in time.{undated}")
        } else {
            let all = self.sum(attained.won + promises.worth);
            let weighed = match promises.with_probability {
                0 => ", with no odds of their own".to_owned(),
                _ => format!(", {} by their own odds", self.sum(attained.won + promises.weighed)),
            };
            let deals = said(promises.deals, "deal", "deals");
            format!("The drivers promise {all} with {deals}{weighed}.{undated}")
        }));
        let low = amount(forecast.low.round());
        let (middle, high) = (self.sum(forecast.middle), self.sum(forecast.high));
        let reached = forecast.reached.filter(|_| self.progress.still_open.is_some_and(|open| !open.is_zero()));
        let reached = reached.map_or_else(String::new, |share| format!(" The target is reached {}.", odds(share)));
        lines.push(Line::Words(format!(
            "The splits say {low} to {high}, 8 times in 10, in the middle {middle}.{reached}"
        )));
        let on_promise = forecast.prospects.iter().filter(|one| one.on_promise).count();
        if on_promise > 0 {
            let deals = said(on_promise, "deal does", "deals do");
            lines.push(Line::Words(format!(
                "{deals} not say since when the stage lasts (`since`): for these the splits have only the promise."
            )));
        }
        let (off, vague): (Vec<Id>, Vec<Id>) =
            forecast.unplaced.iter().cloned().partition(|deal| self.is_off_route(deal));
        self.left_out(&off, "a stage that is not on the route", lines);
        self.left_out(&vague, "neither `since` nor a promise ahead", lines);
        self.left_out(&forecast.without_value, "no value", lines);
    }

    fn left_out(&self, deals: &[Id], lacks: &str, lines: &mut Vec<Line>) {
        if deals.is_empty() {
            return;
        }
        lines.push(Line::Words(format!("Not in this forecast, with {lacks}: {}.", self.names(deals))));
    }

    fn deals(&self, deal: Option<&str>, lines: &mut Vec<Line>) {
        let Some(forecast) = &self.progress.forecast else { return };
        let wanted = |one: &&Prospect| deal.is_none_or(|deal| one.deal == *deal);
        let is_told = |one: &Prospect| deal.is_some() || one.chance >= HARDLY;
        let (all, hardly): (Vec<&Prospect>, Vec<_>) =
            forecast.prospects.iter().filter(wanted).partition(|one| is_told(one));
        let hardly: Vec<_> =
            hardly.into_iter().filter(|one| !self.is_unplaced(one)).map(|one| one.deal.clone()).collect();
        if all.is_empty() && hardly.is_empty() {
            return;
        }
        lines.push(Line::Part("THE DEALS IT HANGS ON".to_owned()));
        lines.extend(all.iter().take(MOST).map(|one| Line::Deal { deal: one.deal.clone(), words: self.prospect(one) }));
        more(all.len(), "open deals", lines);
        if !hardly.is_empty() {
            lines.push(Line::Words(format!("Hardly won in time: {}.", self.names(&hardly))));
        }
    }

    fn prospect(&self, one: &Prospect) -> String {
        let at_all = short_odds(one.win.chance);
        let in_time = match self.progress.due {
            Due::Undated => format!("won {at_all}"),
            _ if self.is_unplaced(one) => format!("won {at_all}, nobody can say when"),
            _ => {
                let (chance, there) = (short_odds(one.chance), short_odds(one.there));
                format!("in time {chance} (won at all {at_all}, there by then {there})")
            }
        };
        let driver = self.campaign.deal(&one.deal).and_then(|deal| self.campaign.driver_of(deal));
        let driver = driver.map_or_else(|| "the driver".to_owned(), |id| who(self.campaign, id));
        let promise = match (one.close, one.probability) {
            (Some(close), Some(own)) => format!("{driver} promises {}, {}", self.day(close), short_odds(own)),
            (Some(close), None) => format!("{driver} promises {}", self.day(close)),
            (None, Some(own)) => format!("{driver} says {}", short_odds(own)),
            (None, None) => "no promise".to_owned(),
        };
        format!("{}, {}: {in_time}; {promise}.", self.name(&one.deal), self.sum(one.worth))
    }

    /// The first few names, and how many more.
    fn names(&self, deals: &[Id]) -> String {
        let mut names: Vec<String> = deals.iter().take(4).map(|deal| self.name(deal)).collect();
        if deals.len() > names.len() {
            names.push(format!("{} more", deals.len() - names.len()));
        }
        listed(&names)
    }

    fn is_off_route(&self, deal: &Id) -> bool {
        let stage = self.campaign.deal(deal).and_then(|deal| self.campaign.stage_of(deal));
        stage.is_some_and(|stage| self.campaign.route_index(stage).is_none())
    }

    fn is_unplaced(&self, one: &Prospect) -> bool {
        let forecast = self.progress.forecast.as_ref();
        forecast.is_some_and(|forecast| forecast.unplaced.contains(&one.deal))
    }

    fn parts(&self, lines: &mut Vec<Line>) {
        let Progress { parts, by_others, .. } = self.progress;
        if parts.is_empty() || self.progress.attained.target.is_none() {
            return;
        }
        lines.push(Line::Part("EACH ONE'S PART OF IT".to_owned()));
        for part in parts {
            let (name, carried) = (person(self.campaign, &part.who), self.sum(part.carried));
            let target = self.sum(part.target.unwrap_or_default());
            lines.push(Line::Words(format!("{name}: carries {target} of the target, {carried} so far.")));
        }
        if !by_others.is_zero() {
            let sum = self.sum(*by_others);
            lines.push(Line::Words(format!("{sum} were carried by somebody without a share.")));
        }
    }

    fn partings(&self, deal: Option<&str>, lines: &mut Vec<Line>) {
        let mut told: Vec<Line> = Vec::new();
        let all = &self.progress.partings;
        let of_people = all.iter().filter(|_| deal.is_none()).filter_map(|parting| self.of_people(parting));
        told.extend(of_people.map(Line::Words));
        let of_deals = all.iter().filter_map(|parting| {
            let (id, many) = sort(parting)?;
            deal.is_none_or(|deal| *id == *deal).then_some((id, many, parting))
        });
        let of_deals: Vec<_> = of_deals.collect();
        for of_sort in of_deals.chunk_by(|one, other| one.1 == other.1) {
            for (id, _, parting) in of_sort.iter().take(MOST) {
                told.extend(self.of_deal(parting).map(|words| Line::Deal { deal: (*id).clone(), words }));
            }
            more(of_sort.len(), of_sort.first().map_or("", |one| one.1), &mut told);
        }
        if !told.is_empty() {
            lines.push(Line::Part("WHERE AIMS PART".to_owned()));
            lines.extend(told);
        }
    }

    /// A finding about people, or about the target as a whole; what the sentence has said already is not said again.
    fn of_people(&self, parting: &Parting) -> Option<String> {
        Some(match parting {
            Parting::NoShares => "Nobody has a share of the target: `codriver add FILE destination.shares sam=0.5 \
                 maya=0.5`."
                .to_owned(),
            Parting::SharesSum(sum) => {
                let sum = Decimal::try_from(*sum).unwrap_or_default().round_dp(2).normalize();
                format!("The shares come to {sum}, not to 1: agree on who carries how much.")
            }
            Parting::WithoutShare(who) => {
                format!("{} has no share of the target.", person(self.campaign, who))
            }
            Parting::AwayAtTheEnd { who, from } => format!(
                "{}, is away from {} until past the date: that part has to be home before.",
                person(self.campaign, who),
                date(*from, self.year())
            ),
            _ => return None,
        })
    }

    fn of_deal(&self, parting: &Parting) -> Option<String> {
        Some(match parting {
            Parting::LatePromise { deal, close } => {
                format!("{}: promised for {}, past the date.", self.name(deal), self.day(*close))
            }
            Parting::LaterThanSales { deal, control, owner, due } => {
                let known = self.campaign.deal(deal);
                let control = known.and_then(|deal| deal.control(control)).and_then(|control| control.what.as_deref());
                let close = known.and_then(|deal| deal.close).map(|close| day_of(close, self.campaign.zone));
                let close = close.map_or_else(String::new, |close| format!(" of {}", date(close, self.year())));
                format!(
                    "{}: {} promised “{}” for {}, after the close{close} that sales promised.",
                    self.name(deal),
                    who(self.campaign, owner),
                    control.unwrap_or("something"),
                    self.day(*due)
                )
            }
            Parting::Outside { deal, field, says } => {
                let says = match (says.as_slice(), field.as_str()) {
                    ([], _) => format!("says no `{field}`, so it does not count"),
                    (says, "product") => {
                        let names: Vec<&str> = says.iter().map(|id| self.campaign.product_name(id)).collect();
                        format!("{} lies outside the goal", listed(&names))
                    }
                    (says, _) => format!("`{field}` {} lies outside the goal", listed(says)),
                };
                format!("{}: {says}.", self.name(deal))
            }
            _ => return None,
        })
    }
}

/// The deal of a finding about one, and what many of its sort are.
const fn sort(parting: &Parting) -> Option<(&Id, &'static str)> {
    match parting {
        Parting::LatePromise { deal, .. } => Some((deal, "deals are promised past the date")),
        Parting::LaterThanSales { deal, .. } => Some((deal, "promises of marketing lie past the close")),
        Parting::Outside { deal, .. } => Some((deal, "deals do not count")),
        _ => None,
    }
}

fn said(n: usize, one: &str, many: &str) -> String {
    counted(i64::try_from(n).unwrap_or(i64::MAX), one, many)
}

fn more(count: usize, what: &str, lines: &mut Vec<Line>) {
    if count > MOST {
        lines.push(Line::Words(format!("And {} more {what}.", count - MOST)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drive::Outlook;
    use crate::drive::destination::progress;
    use crate::text::Document;

    /// As of the morning of Friday 20 November 2026.
    fn page(records: &str, deal: Option<&str>) -> Told {
        let text = format!(
            "format = 1\n[campaign]\ntimezone = \"UTC\"\ncurrency = \"GBP\"\nroute = [\"sign\"]\n[stage.sign]\n\
             expected = \"10d\"\nwin_rate = 0.8\n{records}"
        );
        let (document, _) = Document::read(text.into_bytes(), &crate::campaign::layout());
        let (campaign, _) = crate::campaign::read(&document, chrono_tz::UTC);
        let now = "2026-11-20T10:00:00Z".parse().unwrap();
        told(&campaign, &progress(&campaign, &Outlook::new(&campaign), now), deal, now)
    }

    fn sentence(records: &str) -> String {
        page(records, None).sentence
    }

    const TARGET: &str = "[destination]\ntarget = 1000\nby = 2026-12-31\n";
    const WON: &str = "[deal.w]\naccount = \"Won\"\nvalue = 1200\nresult = { status = \"won\", on = 2026-11-02 }\n";
    const SMALL: &str = "[deal.s]\naccount = \"Small\"\nvalue = 300\nsince = 2026-11-16\n";
    const LARGE: &str = "[deal.l]\naccount = \"Large\"\nvalue = 1000\nsince = 2026-11-16\n";

    #[test]
    fn the_sentence_says_what_to_do_for_each_way_that_it_can_stand() {
        assert!(sentence("").starts_with("No target is written"));
        assert_eq!(
            sentence(&format!("{TARGET}{WON}")),
            "The target is reached, 200 GBP over it: agree on the next one."
        );
        assert_eq!(
            sentence(&format!("[destination]\ntarget = 1000\nby = 2026-10-30\n{LARGE}")),
            "The date went by on Fri 30 Oct with 1,000 GBP open: agree on a new date or a new target."
        );
        assert_eq!(
            sentence(TARGET),
            "No open deal counts for the target: find some worth 1,000 GBP that can be won by Thu 31 Dec."
        );
        assert_eq!(
            sentence(&format!("{TARGET}{SMALL}")),
            "Even with every open deal won, 700 GBP are missing: find new ones that can be won by Thu 31 Dec."
        );
        assert_eq!(
            sentence(&format!("{TARGET}{SMALL}{LARGE}")),
            "Work on Large first, it decides the most: with it the target is reached more than 19 times in 20, without \
             it less than 1 time in 20."
        );
        let undated = LARGE.replace("since = 2026-11-16\n", "");
        assert!(sentence(&format!("{TARGET}{undated}")).contains("give each the day since when it is in its stage"));
    }

    #[test]
    fn a_deal_asked_for_alone_says_why_it_adds_nothing() {
        let of = |records: &str, deal| page(&format!("{TARGET}{records}"), Some(deal)).sentence;
        assert!(of(WON, "w").contains("finished"));
        assert!(of("[deal.n]\naccount = \"N\"\n", "n").contains("no value"));
        assert!(of(&LARGE.replace("since", "currency = \"USD\"\nsince"), "l").contains("no rate"));
        assert_eq!(of(LARGE, "l"), "What this deal brings by Thu 31 Dec:");
    }

    #[test]
    fn findings_beyond_the_first_are_counted() {
        let late =
            |n: u32| format!("[deal.d{n}]\naccount = \"D{n}\"\nvalue = {n}\nsince = 2026-11-16\nclose = 2027-02-01\n");
        let deals: String = (1..=11).map(late).collect();
        let lines = page(&format!("{TARGET}{deals}"), None).lines;
        let more = Line::Words("And 3 more deals are promised past the date.".to_owned());
        assert_eq!(lines.last(), Some(&more));
    }

    #[test]
    fn odds_are_told_in_tenths_and_never_as_sure() {
        assert_eq!(odds(0.0), "less than 1 time in 20");
        assert_eq!(odds(0.1), "about 1 time in 10");
        assert_eq!(odds(0.67), "about 7 times in 10");
        assert_eq!(odds(1.0), "more than 19 times in 20");
    }
}
