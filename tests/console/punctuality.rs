//! Punctuality over any screen: the figures, the calls behind them, and the way to their deal.

use crate::sim::Sim;
use crate::texts::{DEMO, DEMO_NOW, ONE, large};

fn open() -> Sim {
    let mut sim = Sim::open(DEMO).at(DEMO_NOW).seat("sam").awake_before();
    sim.keys("T");
    sim
}

#[test]
fn the_figures_stand_over_the_calls_behind_them() {
    insta::assert_snapshot!(open().screen());
}

#[test]
fn on_few_columns_the_figures_are_told_in_words() {
    let mut sim = Sim::open(DEMO).at(DEMO_NOW).seat("sam").awake_before().size(80, 24);
    sim.keys("T");
    insta::assert_snapshot!(sim.screen());
}

#[test]
fn a_campaign_without_calls_says_what_would_stand_there() {
    let mut sim = Sim::open(ONE).at("2026-11-18T09:41:20Z").seat("sam").awake_before();
    let screen = sim.keys("T").screen();
    assert!(screen.contains("No call has been made yet"), "{screen}");
}

#[test]
fn enter_goes_to_the_deal_of_a_call_and_leaves_the_list() {
    let mut sim = open();
    sim.keys("G<enter>");
    assert_eq!(sim.deal(), "loxley");
    assert!(!sim.screen().contains("PUNCTUALITY"), "{}", sim.screen());
}

#[test]
fn the_same_key_closes_it_again() {
    let mut sim = open();
    assert!(!sim.keys("T").screen().contains("PUNCTUALITY"), "{}", sim.screen());
}

#[test]
fn what_changes_meanwhile_is_counted_anew() {
    let mut sim = Sim::open(ONE).at("2026-11-25T09:41:20Z").seat("sam").awake_before();
    sim.keys("T");
    assert!(sim.screen().contains("MISSED 1"), "{}", sim.screen());
    let without = ONE.replace("at = 2026-11-24T12:00:00", "at = 2026-12-24T12:00:00");
    assert_ne!(without, ONE);
    sim.outside_write(&without);
    assert!(!sim.screen().contains("MISSED"), "{}", sim.screen());
}

#[test]
fn a_large_campaign_is_counted_beside_the_keys() {
    let mut sim = Sim::open(&large(1000)).at("2026-11-20T09:41:00Z").seat("sam");
    sim.finish_loading().keys("T");
    assert!(sim.screen().contains("PUNCTUALITY"), "{}", sim.screen());
}
