//! The way to the target, from short campaigns.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::*;
use crate::drive::Stand;
use crate::drive::tests::{at, campaign};

const HEAD: &str = "format = 1\n[campaign]\ntimezone = 'Europe/London'\ncurrency = 'GBP'\nroute = ['talk', 'sign']\n\
                    [stage.talk]\nexpected = '10d'\nwin_rate = 0.5\n[stage.sign]\nexpected = '10d'\nwin_rate = 0.8\n\
                    [crew.sam]\nseat = 'driver'\n[crew.maya]\nseat = 'navigator'\n";
const TARGET: &str = "[destination]\ntarget = 1000\nfrom = 2026-09-01\nby = 2026-12-31\n\
                      shares = { sam = 0.6, maya = 0.4 }\n";

fn now() -> DateTime<Utc> {
    at("2026-11-20 09:41")
}

fn of(text: &str) -> Progress {
    let campaign = campaign(&format!("{HEAD}{text}"));
    progress(&campaign, &Outlook::new(&campaign), now())
}

fn won(id: &str, value: u32, more: &str) -> String {
    format!("[deal.{id}]\naccount = '{id}'\nvalue = {value}\n{more}\nresult = {{ status = 'won', on = 2026-11-02 }}\n")
}

fn open(id: &str, value: u32, more: &str) -> String {
    format!("[deal.{id}]\naccount = '{id}'\nvalue = {value}\nstage = 'sign'\n{more}\n")
}

fn money(sum: i64) -> Decimal {
    Decimal::from(sum)
}

#[test]
fn without_a_target_nothing_is_open_and_that_is_told() {
    let progress = of(&won("a", 300, ""));
    assert_eq!((progress.attained.won, progress.still_open, progress.per_week), (money(300), None, None));
    assert_eq!(progress.partings, [Parting::NoTarget]);
    assert_eq!(progress.course, []);
}

#[test]
fn what_is_still_open_is_spread_over_the_working_weeks_left() {
    let progress = of(&format!("{TARGET}{}", won("a", 400, "")));
    assert_eq!(progress.still_open, Some(money(600)));
    let Due::Ahead { weeks, .. } = progress.due else { panic!("{:?}", progress.due) };
    // 30 working days but for 41 minutes of the first, five to the week.
    assert!((weeks - 5.98).abs() < 0.02, "{weeks}");
    assert!((progress.per_week.unwrap() - money(100)).abs() < money(1), "{:?}", progress.per_week);
}

#[test]
fn a_date_that_is_gone_has_no_pace_and_no_forecast() {
    let progress =
        of(&format!("[destination]\ntarget = 1000\nby = 2026-11-19\n{}", open("a", 10, "since = 2026-11-02")));
    assert!(matches!(progress.due, Due::Gone(_)));
    assert_eq!((progress.per_week, progress.forecast), (None, None));
}

#[test]
fn what_is_won_past_the_target_leaves_nothing_open_and_is_reached_for_sure() {
    let progress = of(&format!("{TARGET}{}", won("a", 1200, "")));
    assert_eq!(progress.still_open, Some(Decimal::ZERO));
    let forecast = progress.forecast.unwrap();
    assert_eq!((forecast.reached, forecast.lever), (Some(1.0), None));
}

#[test]
fn the_parts_of_driver_and_navigator_add_up_to_what_is_won() {
    let progress = of(&format!("{TARGET}{}", won("a", 500, "")));
    let parts: Vec<_> = progress.parts.iter().map(|part| (&*part.who, part.target, part.carried)).collect();
    assert_eq!(parts, [("maya", Some(money(400)), money(200)), ("sam", Some(money(600)), money(300))]);
    assert_eq!(progress.by_others, Decimal::ZERO);
}

#[test]
fn who_drove_at_the_finish_carries_the_deal_not_who_took_it_later() {
    let handoff = "[[deal.a.handoff]]\nfrom = 'sam'\nto = 'priya'\nat = 2026-11-03T09:00:00Z\n\
                   accepted = 2026-11-03T10:00:00Z\n";
    let target = TARGET.replace("sam = 0.6", "sam = 0.3, priya = 0.3");
    let progress = of(&format!("{target}[crew.priya]\nseat = 'driver'\n{}{handoff}", won("a", 500, "driver = 'sam'")));
    let carried: Vec<_> = progress.parts.iter().map(|part| (&*part.who, part.carried)).collect();
    assert_eq!(carried, [("maya", money(200)), ("priya", money(0)), ("sam", money(300))]);
}

#[test]
fn what_somebody_without_a_share_drove_is_counted_apart() {
    let progress = of(&format!("{TARGET}[crew.priya]\nseat = 'driver'\n{}", won("a", 500, "driver = 'priya'")));
    assert_eq!(progress.by_others, money(300));
    assert!(progress.partings.contains(&Parting::WithoutShare("priya".into())), "{:?}", progress.partings);
}

#[test]
fn a_currency_without_a_rate_is_told_apart_and_one_with_a_rate_is_counted() {
    let deals = [
        won("a", 100, "currency = 'EUR'"),
        won("b", 70, "currency = 'USD'"),
        open("c", 50, "since = 2026-11-02\ncurrency = 'USD'"),
    ];
    let progress = of(&format!("[campaign.rates]\nEUR = 0.5\n{TARGET}{}", deals.concat()));
    assert_eq!(progress.attained.won, money(50));
    let other = Elsewhere { currency: "USD".into(), won: money(70), open: money(50) };
    assert_eq!(progress.elsewhere, [other]);
    assert_eq!(progress.forecast.unwrap().most, money(50));
}

#[test]
fn the_chance_of_a_deal_is_that_of_winning_times_that_of_coming_in_time() {
    let progress = of(&format!("{TARGET}{}", open("a", 100, "since = 2026-11-19")));
    let forecast = progress.forecast.unwrap();
    let one = &forecast.prospects[0];
    assert!((one.win.chance - 0.8).abs() < 1e-9, "{one:?}");
    assert!(one.there > 0.98 && one.there < 1.0, "{one:?}");
    assert!((one.chance - one.win.chance * one.there).abs() < 1e-12);
}

#[test]
fn a_win_rate_is_blended_with_the_finished_deals_that_came_as_far() {
    let lost = "[deal.l]\naccount = 'l'\nstage = 'talk'\nresult = { status = 'lost', on = 2026-11-02 }\n";
    let campaign = campaign(&format!("{HEAD}{}{lost}", won("w", 1, "")));
    let rates = WinRates::learn(&campaign);
    let stand = |stage| Stand { stage, since: None, splits: &[], close: None };
    let deal = &campaign.deals[0];
    let (talk, sign) = (rates.win(deal, &stand(0)), rates.win(deal, &stand(1)));
    // (8 × 0.5 + 1) ÷ (8 + 2), and the lost one never came to sign: (8 × 0.8 + 1) ÷ (8 + 1).
    assert!((talk.chance - 0.5).abs() < 1e-12 && (sign.chance - 7.4 / 9.0).abs() < 1e-12, "{talk:?} {sign:?}");
    assert_eq!((talk.finished, sign.finished), (2, 1));
}

#[test]
fn a_stage_without_a_win_rate_starts_even() {
    let campaign = campaign("format = 1\n[campaign]\ntimezone = 'UTC'\nroute = ['talk']\n[deal.a]\naccount = 'a'\n");
    let win =
        WinRates::learn(&campaign).win(&campaign.deals[0], &Stand { stage: 0, since: None, splits: &[], close: None });
    assert_eq!((win.chance, win.rate), (0.5, None));
}

#[test]
fn a_drivers_probability_never_moves_the_forecast_of_the_splits() {
    let with = |own: &str| {
        of(&format!("{TARGET}{}", open("a", 100, &format!("since = 2026-11-02\nclose = 2026-12-18\n{own}"))))
    };
    let (sure, doubtful) = (with("probability = 0.9"), with("probability = 0.1"));
    let chance = |progress: &Progress| progress.forecast.as_ref().unwrap().prospects[0].chance;
    assert!((chance(&sure) - chance(&doubtful)).abs() < 1e-15);
    assert_eq!((sure.promises.weighed, doubtful.promises.weighed), (money(90), money(10)));
    assert_eq!((sure.promises.worth, sure.promises.with_probability), (money(100), 1));
}

#[test]
fn a_promise_past_the_date_is_no_promise_for_it_and_is_told() {
    let progress = of(&format!("{TARGET}{}", open("a", 100, "since = 2026-11-02\nclose = 2027-01-15")));
    assert_eq!(progress.promises.deals, 0);
    assert!(matches!(&progress.partings[..], [Parting::LatePromise { deal, .. }] if *deal == *"a"));
}

#[test]
fn a_deal_without_since_has_only_its_promise_and_without_both_it_is_left_out() {
    let deals = [open("a", 100, "close = 2026-12-18"), open("b", 100, "close = 2026-11-12"), open("c", 100, "")];
    let forecast = of(&format!("{TARGET}{}", deals.concat())).forecast.unwrap();
    let on_promise: Vec<_> = forecast.prospects.iter().filter(|one| one.on_promise).map(|one| &*one.deal).collect();
    assert_eq!(on_promise, ["a"]);
    assert_eq!(forecast.unplaced, ["b", "c"]);
}

#[test]
fn the_deal_that_decides_the_most_is_named() {
    let deals = [open("small", 100, "since = 2026-11-12"), open("large", 900, "since = 2026-11-12")];
    let forecast = of(&format!("{TARGET}{}{}", won("w", 100, ""), deals.concat())).forecast.unwrap();
    let lever = forecast.lever.unwrap();
    assert_eq!((&*lever.deal, lever.without), ("large", 0.0));
    assert!(lever.with > 0.99 && forecast.reached.unwrap() < 0.9);
}

#[test]
fn shares_that_do_not_add_up_are_told_whatever_their_order() {
    let sum = |shares: &str| of(&TARGET.replace("sam = 0.6, maya = 0.4", shares)).partings;
    assert!(matches!(sum("sam = 0.6, maya = 0.3")[..], [Parting::SharesSum(sum)] if (sum - 0.9).abs() < 1e-9));
    assert_eq!(sum("maya = 0.3, sam = 0.6"), sum("sam = 0.6, maya = 0.3"));
    assert_eq!(sum("sam = 0.667, maya = 0.334"), []);
}

#[test]
fn a_product_or_market_outside_the_goal_is_told_with_what_the_deal_says() {
    let only = TARGET.replace("shares", "only = { market = ['GB'] }\nshares");
    let deals = [open("a", 100, "market = 'US'"), open("b", 300, "market = ['IE', 'GB']"), open("c", 50, "")];
    let found = of(&format!("{only}{}", deals.concat())).partings;
    let outside = |deal: &str, says: &[&str]| Parting::Outside {
        deal: deal.into(),
        field: "market".into(),
        says: says.iter().map(|says| (*says).to_owned()).collect(),
    };
    assert_eq!(found, [outside("a", &["US"]), outside("c", &[])]);
}

#[test]
fn a_promise_of_marketing_past_the_close_of_sales_is_told() {
    let control = "[deal.a.control.story]\nwhat = 'Story'\ndue = 2026-12-22\nowner = 'maya'\n";
    let progress = of(&format!("{TARGET}{}{control}", open("a", 100, "since = 2026-11-02\nclose = 2026-12-18")));
    assert!(matches!(&progress.partings[..], [Parting::LaterThanSales { control, .. }] if *control == *"story"));
}

#[test]
fn somebody_away_when_the_date_comes_is_told() {
    let away = HEAD.replace("[crew.maya]", "[crew.maya]\naway = [{ from = 2026-12-21, until = 2027-01-03 }]");
    let campaign = campaign(&format!("{away}{TARGET}"));
    let from = NaiveDate::from_ymd_opt(2026, 12, 21).unwrap();
    let progress = progress(&campaign, &Outlook::new(&campaign), now());
    assert_eq!(progress.partings, [Parting::AwayAtTheEnd { who: "maya".into(), from }]);
}

#[test]
fn the_course_ends_at_the_target_and_widens_from_today() {
    let progress = of(&format!("{TARGET}{}{}", won("w", 300, ""), open("a", 700, "since = 2026-11-12")));
    let (first, last) = (progress.course.first().unwrap(), progress.course.last().unwrap());
    assert_eq!((first.attained, first.needed), (Some(Decimal::ZERO), Some(Decimal::ZERO)));
    assert_eq!((last.attained, last.needed), (None, Some(money(1000))));
    let forecast = progress.forecast.unwrap();
    assert_eq!(last.expected, Some([forecast.low, forecast.middle, forecast.high]));
    let today = progress.course.iter().find(|point| point.expected.is_some()).unwrap();
    assert_eq!((today.attained, today.expected), (Some(money(300)), Some([money(300); 3])));
    let middles: Vec<_> = progress.course.iter().filter_map(|point| Some(point.expected?[1])).collect();
    assert!(middles.is_sorted(), "{middles:?}");
}

#[test]
fn the_order_of_the_deals_in_the_file_makes_no_difference() {
    let deals: Vec<String> = (0..40).map(|n| open(&format!("d{n}"), 10 + n * 7 % 13, "since = 2026-11-02")).collect();
    let back: Vec<String> = deals.iter().rev().cloned().collect();
    let target = "[destination]\ntarget = 400\nby = 2026-12-31\n";
    assert_eq!(of(&format!("{target}{}", deals.concat())), of(&format!("{target}{}", back.concat())));
}

#[test]
fn won_deals_are_counted_as_deals_exactly() {
    let deals: Vec<String> = (0..4).map(|n| open(&format!("d{n}"), 5, "close = 2026-12-18")).collect();
    let progress =
        of(&format!("[destination]\nmeasure = 'won-deals'\ntarget = 4\nby = 2026-12-31\n{}", deals.concat()));
    let forecast = progress.forecast.unwrap();
    // On their promises alone: four of four, each 0.8.
    assert!((forecast.reached.unwrap() - 0.8f64.powi(4)).abs() < 1e-12, "{forecast:?}");
    assert_eq!((forecast.low, forecast.middle, forecast.high), (money(2), money(3), money(4)));
}
