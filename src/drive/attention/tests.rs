use super::super::tests::{at, campaign};
use super::*;

const NOW: &str = "2026-11-20 10:00";
const HEAD: &str = "format = 1\n[campaign]\ntimezone = \"Europe/London\"\nroute = [\"demo\", \"proof\", \"signature\"]\n\
                    [stage.demo]\nexpected = \"10d\"\n[stage.proof]\nexpected = \"10d\"\n[stage.signature]\nexpected = \"10d\"\n\
                    [product.core]\nmarkets = [\"GB\"]\n";
/// What keeps a deal calm.
const CALM: &str = "next = { what = \"Ring\", on = 2026-11-27 }\nproduct = [\"core\"]\nmarket = \"GB\"\n";

fn told_with(weights: &Weights, deal: &str) -> Vec<(&'static str, String)> {
    let campaign = campaign(&format!("{HEAD}[deal.d]\naccount = \"D\"\n{deal}"));
    let outlook = Outlook::new(&campaign);
    let need = need_of(&campaign, &outlook, weights, &campaign.deals[0], at(NOW));
    need.reasons.into_iter().map(|reason| (reason.cause.name(), reason.words)).collect()
}

fn told(deal: &str) -> Vec<(&'static str, String)> {
    told_with(&Weights::default(), &format!("{CALM}{deal}"))
}

fn names(deal: &str) -> Vec<&'static str> {
    told(deal).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn a_deal_with_a_dated_next_touch_and_nothing_wrong_needs_nobody() {
    assert_eq!(told("stage = \"proof\"\nsince = 2026-11-16\nclose = 2026-12-10\n"), []);
}

#[test]
fn a_close_before_the_early_arrival_is_unlikely() {
    let found = told("stage = \"demo\"\nsince = 2026-11-16\nclose = 2026-11-24\n");
    assert!(
        matches!(&found[..], [("close-unlikely", words)] if words.starts_with("close 24 Nov, hardly before ")),
        "{found:?}"
    );
}

#[test]
fn a_close_long_after_the_late_arrival_is_unlikely_also_in_the_year_2215() {
    let found = told("stage = \"demo\"\nsince = 2026-11-16\nclose = 2215-01-01\n");
    assert!(
        matches!(&found[..], [("close-unlikely", words)] if words.starts_with("close 1 Jan 2215, likely by ")),
        "{found:?}"
    );
}

#[test]
fn without_the_day_on_which_the_stage_began_no_close_is_unlikely() {
    assert_eq!(names("stage = \"demo\"\nclose = 2026-11-24\n"), [] as [&str; 0]);
}

#[test]
fn a_close_before_the_start_is_a_close_that_is_gone() {
    assert_eq!(names("created = 2026-11-16\nclose = 2026-11-10\n"), ["close-gone"]);
}

#[test]
fn a_sale_that_cannot_finish_and_one_with_a_missing_fact_say_so() {
    let stopped = told_with(&Weights::default(), &CALM.replace("GB", "US"));
    assert_eq!(stopped[0].0, "stopped");
    assert!(stopped[0].1.contains("not sold in US"), "{stopped:?}");
    let question = told_with(&Weights::default(), &CALM.replace("market = \"GB\"\n", ""));
    assert_eq!(question[0].0, "question");
}

#[test]
fn a_caution_that_was_called_and_not_heard_is_told_also_once_its_place_is_past() {
    let called = "[deal.d.note.n]\nat = 2026-11-19T15:00:00\npace = \"!L3\"\nsay = \"Ask.\"\n\
                  [[deal.d.call_log]]\nnote = \"n\"\nrung = \"\"\nplace = 2026-11-19T15:00:00Z\ncalled = 2026-11-18T15:00:00Z\n";
    assert!(names(called).contains(&"caution-unheard"), "{:?}", told(called));
    let plain = called.replace("!L3", "L3");
    assert!(!names(&plain).contains(&"caution-unheard"), "{:?}", told(&plain));
}

#[test]
fn a_deal_in_circles_says_its_loop() {
    let back = "stage = \"demo\"\nsince = 2026-11-17\n\
                stage_log = [{ stage = \"demo\", from = 2026-11-01, to = 2026-11-10 }, { stage = \"proof\", from = 2026-11-10, to = 2026-11-17 }]\n";
    assert_eq!(told(back), [("in-circles", "in circles, back in demo: demo → proof → demo".to_owned())]);
}

#[test]
fn at_most_three_reasons_are_told_the_gravest_first() {
    let found = names(
        "close = 2026-11-02\nsince = 2026-06-01\nflag.y = { why = \"Care\" }\ncontrol.a = { due = 2026-11-02 }\n",
    );
    assert_eq!(found, ["call-missed", "promise-over", "close-gone"]);
}

#[test]
fn under_a_red_flag_the_clocks_stand_and_nothing_late_is_scored() {
    let late = "close = 2026-11-02\nsince = 2026-06-01\ncontrol.a = { due = 2026-11-02 }\n";
    assert_eq!(names(&format!("{late}flag.stop = {{ colour = \"red\", why = \"Quiet period\" }}\n")), ["red-flag"]);
}

#[test]
fn a_weight_of_ones_own_changes_the_order_and_none_leaves_the_reason_out() {
    let mut weights = Weights::default();
    weights.set(Cause::NoTouch, 900);
    weights.set(Cause::CloseGone, 0);
    weights.set(Cause::CallMissed, 0);
    let found = told_with(
        &weights,
        "product = [\"core\"]\nmarket = \"GB\"\nclose = 2026-11-02\ncontrol.a = { due = 2026-11-02 }\n",
    );
    assert_eq!(found.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["no-touch", "promise-over"]);
}
