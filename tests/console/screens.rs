//! Whole screens, text and styles, to be looked at when they change: `INSTA_UPDATE=always cargo test --test console`.

use codriver::view::{Depth, ThemeName};

use crate::sim::Sim;
use crate::texts::{DAY_ONE, DEMO, DEMO_NOW, ONE};

pub fn shot(name: &str, sim: &mut Sim) {
    let settings = || {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../snapshots");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings
    };
    settings().bind(|| insta::assert_snapshot!(name, sim.styled()));
}

fn demo(width: u16, height: u16) -> Sim {
    Sim::open(DEMO).at(DEMO_NOW).seat("sam").size(width, height).awake_before()
}

/// The example as the marketer sees it on the Desk.
fn desk(width: u16, height: u16) -> Sim {
    let mut sim = Sim::open(DEMO).at(DEMO_NOW).seat("maya").size(width, height).awake_before();
    sim.keys("4");
    sim
}

#[test]
fn a_call_is_due_on_a_narrow_screen() {
    shot("call-80x24", &mut demo(80, 24));
}

#[test]
fn a_call_is_due() {
    shot("call-120x40", &mut demo(120, 40));
}

#[test]
fn a_call_is_due_on_a_wide_screen() {
    shot("call-200x60", &mut demo(200, 60));
}

#[test]
fn no_call_is_due_on_a_narrow_screen() {
    shot("quiet-80x24", demo(80, 24).keys("<enter>"));
}

#[test]
fn no_call_is_due() {
    shot("quiet-120x40", demo(120, 40).keys("<enter>"));
}

#[test]
fn no_call_is_due_on_a_wide_screen() {
    shot("quiet-200x60", demo(200, 60).keys("<enter>"));
}

#[test]
fn the_driver_on_a_narrow_screen() {
    shot("driver-80x24", demo(80, 24).keys("<tab>"));
}

#[test]
fn a_call_waits_on_another_deal() {
    shot("elsewhere-120x40", demo(120, 40).keys("j"));
}

#[test]
fn the_desk() {
    shot("desk-120x40", desk(120, 40).keys("j"));
}

#[test]
fn the_desk_on_a_narrow_screen() {
    shot("desk-80x24", &mut desk(80, 24));
}

#[test]
fn the_desk_on_a_wide_screen() {
    shot("desk-200x60", desk(200, 60).keys("j"));
}

#[test]
fn the_desk_without_colour() {
    shot("desk-mono-120x40", desk(120, 40).theme(ThemeName::Mono, Depth::Mono).keys("j  /price<enter>"));
}

#[test]
fn the_inbox_of_the_desk() {
    shot("desk-inbox-120x40", desk(120, 40).keys("f6j"));
}

#[test]
fn the_saved_filters_of_the_desk() {
    shot("desk-show-80x24", desk(80, 24).keys("f"));
}

#[test]
fn help() {
    shot("help-120x40", demo(120, 40).keys("?"));
}

#[test]
fn help_on_a_narrow_screen() {
    shot("help-80x24", demo(80, 24).keys("?"));
}

#[test]
fn the_palette() {
    shot("palette-120x40", demo(120, 40).keys("<ctrl-p>note"));
}

#[test]
fn the_jump() {
    shot("jump-120x40", demo(120, 40).keys("/da"));
}

#[test]
fn today() {
    shot("today-120x40", demo(120, 40).keys("t<down>"));
}

#[test]
fn today_on_a_narrow_screen() {
    shot("today-80x24", demo(80, 24).keys("t"));
}

#[test]
fn a_line_with_an_error() {
    shot("prompt-120x40", demo(120, 40).keys(":3d L7 #price<enter>"));
}

#[test]
fn a_line_that_is_understood_on_a_narrow_screen() {
    shot("prompt-80x24", demo(80, 24).keys(":3d !L3>2/Cr dc #procurement \"new buyer\""));
}

/// Two values of one deal that both sides have set.
fn clashing(width: u16, height: u16) -> Sim {
    let mut sim = demo(width, height);
    sim.hold_saves()
        .keys("w<ctrl-u>Ask Tom for the introduction before Friday; leave the price for the second call.<enter>");
    sim.keys("n<ctrl-u>Ring Ines about the questionnaire, next tue<enter>");
    let say =
        sim.file().lines().find(|line| line.starts_with("say = ") && line.contains("Tom")).unwrap_or("").to_owned();
    let next = sim.file().lines().find(|line| line.starts_with("next = {")).unwrap_or("").to_owned();
    let theirs = sim.file().replacen(&say, "say = \"Maya rings Tom herself; bring the three-year price.\"", 1);
    let theirs =
        theirs.replacen(&next, "next = { what = \"Send Ines the SOC 2 pack\", on = 2026-11-23, by = \"maya\" }", 1);
    sim.outside_write_unnoticed(&theirs).land().keys("C");
    sim
}

#[test]
fn a_clash_of_two_sides() {
    shot("clash-120x40", &mut clashing(120, 40));
}

#[test]
fn a_clash_of_two_sides_on_a_narrow_screen() {
    shot("clash-80x24", &mut clashing(80, 24));
}

#[test]
fn a_note_that_can_only_be_late() {
    shot(
        "prompt-late-80x24",
        demo(80, 24).keys(":4h !L1 #price ; Ask Tom to introduce Dana before she sees the paper"),
    );
}

#[test]
fn a_note_against_the_playlist_that_is_said_already() {
    let line = ":2d L4 #price ; Ask Tom to introduce Dana before she sees the paper. Bring cost per store over three \
                years, not the cheapest list price.";
    shot("prompt-never-120x40", demo(120, 40).keys(line));
}

#[test]
fn a_place_is_completed_without_colours() {
    shot("prompt-mono-120x40", demo(120, 40).theme(ThemeName::Mono, Depth::Mono).keys(":@c"));
}

#[test]
fn a_field_report_is_answered() {
    shot("answer-120x40", demo(120, 40).keys("jjA2Priya stands there, four minutes a circuit"));
}

#[test]
fn a_field_report_is_answered_on_a_narrow_screen() {
    shot("answer-80x24", demo(80, 24).keys("jjA2"));
}

#[test]
fn problems() {
    let text = DEMO.replace("probability = 0.6\n", "probability = 60\nclsoe = 2026-12-18\n");
    shot("problems-120x40", Sim::open(&text).at(DEMO_NOW).seat("sam").awake_before().keys("p"));
}

#[test]
fn a_problem_over_the_last_good_state() {
    shot("broken-120x40", demo(120, 40).keys("<enter>").outside_write("[deal.northwind\n"));
}

#[test]
fn an_empty_campaign() {
    shot("empty-80x24", &mut Sim::open("format = 1\n[campaign]\nname = \"Q1 push\"\n").at(DEMO_NOW).size(80, 24));
}

#[test]
fn a_campaign_on_its_first_day() {
    let mut sim = Sim::open(DAY_ONE).at(DEMO_NOW).seat("sam").last_deal("northwind").awake_before();
    shot("day-one-120x40", &mut sim);
}

#[test]
fn a_screen_that_is_too_small() {
    shot("too-small-40x10", &mut demo(40, 10));
}

#[test]
fn the_light_theme() {
    shot("light-120x40", &mut demo(120, 40).theme(ThemeName::Light, Depth::True));
}

#[test]
fn no_colour() {
    shot("mono-120x40", &mut demo(120, 40).theme(ThemeName::Mono, Depth::Mono));
}

#[test]
fn sixteen_colours() {
    shot("sixteen-120x40", &mut demo(120, 40).theme(ThemeName::Dark, Depth::Sixteen));
}

#[test]
fn plain_signs() {
    shot("plain-signs-80x24", &mut Sim::open(ONE).at("2026-11-23T12:30:00Z").seat("sam").size(80, 24).ascii());
}

#[test]
fn the_form_of_a_note_on_a_narrow_screen() {
    shot("form-note-80x24", demo(80, 24).keys("eask tom to introduce<enter><down><down>"));
}

#[test]
fn the_form_of_a_note_with_an_error() {
    shot("form-note-120x40", demo(120, 40).keys("eask tom to introduce<enter><down><down>L7 #price"));
}

#[test]
fn the_form_of_a_deal() {
    let mut sim = demo(120, 40);
    sim.keys("e<enter>");
    for _ in 0..11 {
        sim.keys("<down>");
    }
    shot("form-deal-120x40", sim.keys(", p"));
}

#[test]
fn the_records_that_can_be_edited() {
    shot("records-120x40", demo(120, 40).keys("e<down>"));
}

/// The example's price walk, twelve minutes in, with the note on price up.
fn run(width: u16, height: u16) -> Sim {
    let mut sim = demo(width, height);
    sim.keys("rr1t11m<enter>");
    sim
}

#[test]
fn a_run() {
    shot("run-120x40", run(120, 40).keys("l"));
}

#[test]
fn a_run_on_a_narrow_screen() {
    shot("run-80x24", run(80, 24).keys("1"));
}

#[test]
fn a_run_on_a_wide_screen() {
    shot("run-200x60", run(200, 60).keys("p"));
}

#[test]
fn a_run_over_its_time_without_colours() {
    let mut sim = demo(120, 40).theme(ThemeName::Mono, Depth::Mono);
    sim.keys("rr1t50m<enter>");
    shot("run-over-mono-120x40", &mut sim);
}

#[test]
fn a_run_in_sixteen_colours() {
    let mut sim = demo(80, 24).theme(ThemeName::Dark, Depth::Sixteen);
    sim.keys("rr1t38m<enter>");
    shot("run-sixteen-80x24", &mut sim);
}
