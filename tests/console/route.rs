//! The Route screen: the way of a deal over time, the step from thing to thing, and two ways side by side.

use codriver::view::{Depth, ThemeName};

use crate::forms::{is_open, the_form};
use crate::screens::shot;
use crate::sim::{Sim, changes};
use crate::texts::{DAY_ONE, DEMO, DEMO_NOW, large};

fn route(width: u16, height: u16) -> Sim {
    let mut sim = Sim::open(DEMO).at(DEMO_NOW).seat("sam").size(width, height).awake_before();
    sim.keys("2");
    sim
}

/// What is under the cursor: the row that begins with its sign.
fn under_the_cursor(sim: &mut Sim) -> String {
    let screen = sim.screen();
    let row = screen.lines().find(|line| line.trim_start().starts_with('▸'));
    row.unwrap_or_else(|| panic!("nothing is under the cursor:\n{screen}")).trim().to_owned()
}

/// Steps until something is under the cursor.
fn step_to(sim: &mut Sim, title: &str) {
    sim.keys("g");
    for _ in 0..80 {
        if under_the_cursor(sim).contains(title) {
            return;
        }
        sim.keys("j");
    }
    panic!("{title} is not on the way");
}

#[test]
fn the_whole_way_is_one_picture() {
    shot("route-120x40", &mut route(120, 40));
}

#[test]
fn the_way_on_a_narrow_screen() {
    shot("route-80x24", &mut route(80, 24));
}

#[test]
fn the_way_on_a_wide_screen() {
    shot("route-200x60", &mut route(200, 60));
}

#[test]
fn the_way_reads_as_well_without_colour_and_in_plain_signs() {
    let mut sim = Sim::open(DEMO).at(DEMO_NOW).seat("sam").awake_before().theme(ThemeName::Mono, Depth::Mono);
    shot("route-mono-120x40", sim.keys("2"));
    let mut sim = Sim::open(DEMO).at(DEMO_NOW).seat("sam").awake_before().ascii().size(80, 24);
    shot("route-plain-80x24", sim.keys("2"));
}

#[test]
fn the_way_from_nearer() {
    shot("route-nearer-120x40", route(120, 40).keys("++"));
}

#[test]
fn two_ways_stand_side_by_side() {
    shot("route-beside-120x40", route(120, 40).keys("va"));
}

#[test]
fn each_thing_on_the_way_is_told_in_full_as_one_steps_to_it() {
    let mut sim = route(120, 40);
    step_to(&mut sim, "Report on the success criteria");
    assert!(sim.screen().contains("Maya’s promise for Fri 27 Nov: in 7 wd."), "{}", sim.screen());
    step_to(&mut sim, "The customer’s own date");
    assert!(sim.screen().contains("The customer wants the value Mon 1 Feb 2027"), "{}", sim.screen());
    sim.keys("G");
    let last = under_the_cursor(&mut sim);
    sim.keys("j");
    assert_eq!(under_the_cursor(&mut sim), last);
    sim.keys("k");
    assert_ne!(under_the_cursor(&mut sim), last);
}

#[test]
fn what_is_under_the_cursor_is_edited_by_its_form_and_the_map_follows() {
    let mut sim = route(120, 40);
    step_to(&mut sim, "Report on the success criteria");
    let before = sim.file();
    sim.keys("<enter>");
    assert_eq!(the_form(&mut sim).path().to_string(), "deal.northwind.control.criteria-report");
    sim.keys("<down><ctrl-u>2026-12-04<ctrl-s>");
    assert!(!is_open(&sim), "{}", sim.screen());
    assert_eq!(changes(&before, &sim.file()), ["-due = 2026-11-27", "+due = 2026-12-04"]);
    assert!(under_the_cursor(&mut sim).contains("Report on the success criteria"));
    assert!(sim.screen().contains("promise for Fri 4 Dec"), "{}", sim.screen());
    sim.keys("u");
    assert_eq!(sim.file(), before);
    assert!(sim.screen().contains("promise for Fri 27 Nov"), "{}", sim.screen());
}

#[test]
fn the_cursor_stays_on_its_thing_when_the_file_changes_underneath() {
    let mut sim = route(120, 40);
    step_to(&mut sim, "Their reference call");
    let text = sim.file().replace("due = 2026-12-02", "due = 2026-12-16");
    sim.outside_write(&text);
    assert!(under_the_cursor(&mut sim).contains("Their reference call"));
    assert!(sim.screen().contains("promise for Wed 16 Dec"), "{}", sim.screen());
}

#[test]
fn nearer_and_farther_keeps_what_is_under_the_cursor_in_sight() {
    let mut sim = route(120, 40);
    step_to(&mut sim, "Signature, still to come");
    sim.keys("+++");
    let near = sim.screen();
    assert!(near.contains("8 × nearer") && !near.contains("12 Oct "), "{near}");
    assert!(near.lines().any(|line| line.contains('▴')), "{near}");
    sim.keys("---");
    assert!(!sim.screen().contains("nearer ·"), "{}", sim.screen());
    sim.keys("-");
    assert!(sim.screen().contains("the whole way is on screen"), "{}", sim.screen());
}

#[test]
fn one_goes_on_and_back_in_time() {
    let mut sim = route(120, 40);
    sim.keys("<left>");
    assert!(sim.screen().contains("the whole way is on screen: + zooms in"), "{}", sim.screen());
    sim.keys("++");
    let here = sim.screen();
    sim.keys("<right>");
    assert_ne!(sim.screen(), here);
    sim.keys("<left><left><left><left><left><left>");
    assert!(sim.screen().contains("the way begins here"), "{}", sim.screen());
}

#[test]
fn each_deal_keeps_its_place_on_the_way() {
    let mut sim = route(120, 40);
    step_to(&mut sim, "Their reference call");
    sim.keys("]");
    assert_ne!(sim.deal(), "northwind");
    sim.keys("[");
    assert!(under_the_cursor(&mut sim).contains("Their reference call"));
    sim.keys("12");
    assert!(under_the_cursor(&mut sim).contains("Their reference call"));
}

#[test]
fn another_deal_stands_beside_this_one_once_it_is_found() {
    let mut sim = route(120, 40);
    sim.keys("vdCalder<enter>");
    let screen = sim.screen();
    assert!(screen.contains("Up to the end of Demo it took 28 days") && screen.contains("Calder"), "{screen}");
    assert_eq!(sim.deal(), "northwind");
    sim.keys("vn");
    assert!(sim.screen().contains("obstacles"), "{}", sim.screen());
}

#[test]
fn without_a_won_deal_nothing_stands_beside_and_says_so() {
    let mut sim = Sim::open(DAY_ONE).at(DEMO_NOW).seat("sam").size(120, 40).awake_before();
    sim.keys("2va");
    assert!(sim.screen().contains("No deal is won yet that says its days"), "{}", sim.screen());
}

#[test]
fn a_deal_of_day_one_has_a_map_that_says_what_to_write() {
    let mut sim = Sim::open(DAY_ONE).at(DEMO_NOW).seat("sam").size(120, 40).awake_before();
    sim.keys("2");
    let first = sim.screen();
    sim.keys("]");
    let both = format!("{first}{}", sim.screen());
    assert!(both.contains("nothing tells when it arrives: give it `since` or a promised close."), "{both}");
    assert!(both.contains("only the promise of Fri 18 Dec"), "{both}");
    shot("route-day-one-120x40", &mut sim);
}

#[test]
fn an_empty_campaign_says_how_the_first_way_begins() {
    let mut sim = Sim::open("format = 1\n").seat("sam").size(80, 24);
    sim.keys("2");
    assert!(sim.screen().contains("its whole way will be drawn here"), "{}", sim.screen());
}

#[test]
fn centuries_are_left_out_and_told_on_the_axis() {
    let text = DEMO.replacen("close = 2026-12-18", "close = 2215-12-18", 1);
    let mut sim = Sim::open(&text).at(DEMO_NOW).seat("sam").size(120, 40).awake_before();
    sim.keys("2");
    let screen = sim.screen();
    assert!(screen.contains("//") && screen.contains("years in which nothing lies are left out"), "{screen}");
}

#[test]
fn in_a_large_campaign_a_map_is_there_with_the_key() {
    let text = large(2_000);
    let mut sim = Sim::open(&text).at(DEMO_NOW).seat("sam").size(120, 40);
    sim.keys("2");
    assert!(sim.screen().contains("demo, 4 of 14 days: "), "{}", sim.screen());
}

#[test]
fn the_way_draws_at_any_size_from_near_and_far_and_beside_another() {
    let mut sim = route(120, 40);
    for keys in ["G", "+++++", "va", "vn]]]]"] {
        sim.keys(keys);
        for (width, height) in [(60, 16), (61, 17), (79, 23), (300, 16), (60, 90), (500, 200)] {
            sim.resize(width, height);
            assert!(sim.screen().contains("ROUTE"), "{width} × {height}");
        }
    }
}

#[test]
fn a_deal_in_circles_or_in_trouble_says_so_over_its_map() {
    let mut sim = route(120, 40);
    sim.keys("/Loxley<enter>");
    assert!(sim.screen().contains("In circles: back in "), "{}", sim.screen());
    sim.keys("/Meridian<enter>");
    assert!(sim.screen().contains("In trouble: being repaired."), "{}", sim.screen());
    sim.keys("/Thornbury<enter>");
    assert!(sim.screen().contains("No next touch."), "{}", sim.screen());
}
