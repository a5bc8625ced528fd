//! The Crew screen: three tabs, the way from a line to its deal or record, signatures, and tracks that are proposed.

use codriver::console::message::MouseAction;
use codriver::view::{Depth, ThemeName};

use crate::screens::shot;
use crate::sim::Sim;
use crate::texts::{DAY_ONE, DEMO, DEMO_NOW, large};

fn crew(width: u16, height: u16) -> Sim {
    let mut sim = Sim::open(DEMO).at(DEMO_NOW).seat("sam").size(width, height).awake_before();
    sim.keys("5");
    sim
}

#[test]
fn the_destination_is_drawn_with_what_to_do_over_it() {
    shot("crew-destination-120x40", &mut crew(120, 40));
}

#[test]
fn the_destination_on_a_narrow_screen() {
    shot("crew-destination-80x24", &mut crew(80, 24));
}

#[test]
fn the_destination_on_a_wide_screen() {
    shot("crew-destination-200x60", &mut crew(200, 60));
}

#[test]
fn the_engine_fires_over_the_weeks() {
    shot("crew-engine-120x40", crew(120, 40).keys("<tab>"));
}

#[test]
fn the_engine_on_a_narrow_screen() {
    shot("crew-engine-80x24", crew(80, 24).keys("<tab>"));
}

#[test]
fn the_engine_on_a_wide_screen() {
    shot("crew-engine-200x60", crew(200, 60).keys("<tab>"));
}

#[test]
fn the_playlist_says_what_to_sign() {
    shot("crew-playlist-120x40", crew(120, 40).keys("<tab><tab>"));
}

#[test]
fn the_playlist_on_a_narrow_screen() {
    shot("crew-playlist-80x24", crew(80, 24).keys("<shift-tab>"));
}

#[test]
fn the_playlist_on_a_wide_screen() {
    shot("crew-playlist-200x60", crew(200, 60).keys("<tab><tab>"));
}

#[test]
fn the_screen_reads_as_well_without_colour_and_in_plain_signs() {
    let mut sim = Sim::open(DEMO).at(DEMO_NOW).seat("sam").awake_before().theme(ThemeName::Mono, Depth::Mono);
    shot("crew-engine-mono-120x40", sim.keys("5<tab>"));
    let mut sim = Sim::open(DEMO).at(DEMO_NOW).seat("sam").awake_before().ascii().size(80, 24);
    shot("crew-destination-plain-80x24", sim.keys("5"));
}

#[test]
fn enter_on_the_sentence_goes_to_the_deal_that_decides_most() {
    let mut sim = crew(120, 40);
    sim.keys("<enter>");
    assert_eq!(sim.deal(), "ternhill");
    assert!(sim.screen().contains("DRIVER"), "{}", sim.screen());
}

#[test]
fn enter_on_a_deal_of_the_engine_goes_to_it() {
    let mut sim = crew(120, 40);
    sim.keys("<tab>jjj<enter>");
    assert_eq!(sim.deal(), "calder");
}

#[test]
fn each_tab_keeps_its_place() {
    let mut sim = crew(80, 24);
    let before = sim.keys("jj").screen();
    assert_eq!(sim.keys("<tab>jjj<tab><tab>").screen(), before);
    assert_eq!(sim.keys("1").keys("5").screen(), before);
}

#[test]
fn a_track_is_signed_and_the_signature_withdrawn() {
    let mut sim = crew(120, 40);
    sim.keys("<tab><tab>a");
    assert!(sim.screen().contains("signed by Sam Okoro: agreed by both trades"), "{}", sim.screen());
    assert!(sim.file().contains("agreed = [\"maya\", \"sam\"]"));
    sim.keys("u");
    assert!(sim.screen().contains("a driver has still to sign"), "{}", sim.screen());
}

#[test]
fn the_cursor_stays_on_a_track_that_moves_when_it_is_signed() {
    let mut sim = crew(120, 40);
    sim.keys("<tab><tab>j");
    let on = |sim: &mut Sim| {
        sim.screen().lines().find(|line| line.contains('▸') && !line.contains("CREW")).map(str::to_owned)
    };
    assert!(on(&mut sim).is_some_and(|line| line.contains("The tariff clock")), "{}", sim.screen());
    sim.keys("a");
    assert!(on(&mut sim).is_some_and(|line| line.contains("The tariff clock")), "{}", sim.screen());
    sim.keys("w");
    assert!(sim.screen().contains("it is not agreed any more"), "{}", sim.screen());
}

#[test]
fn a_track_is_proposed_with_the_signature_of_the_one_who_types_it() {
    let mut sim = crew(120, 40);
    sim.keys("<tab><tab>nQuiet hours: Nobody is there, and it still costs. #savings<enter>");
    let text = sim.file();
    assert!(text.contains("[track.quiet-hours]"), "{}", sim.screen());
    for line in [
        "theme = \"Quiet hours\"",
        "line = \"Nobody is there, and it still costs.\"",
        "topics = [\"savings\"]",
        "agreed = [\"sam\"]",
    ] {
        assert!(text.contains(line), "{line}");
    }
    assert!(sim.screen().contains("Quiet hours"), "{}", sim.screen());
}

#[test]
fn whoever_looks_on_signs_nothing() {
    let mut sim = Sim::open(DEMO).at(DEMO_NOW).looking_on();
    sim.keys("5<tab><tab>a");
    assert!(sim.screen().contains("nobody of the crew sits here"), "{}", sim.screen());
}

#[test]
fn a_campaign_that_begins_says_what_would_stand_on_each_tab() {
    let mut sim = Sim::open(DAY_ONE).at(DEMO_NOW).seat("sam");
    assert!(sim.keys("5").screen().contains("No target is written"), "{}", sim.screen());
    assert!(sim.keys("<tab>").screen().contains("No"), "{}", sim.screen());
    assert!(sim.keys("<tab>").screen().contains("No message is agreed yet"), "{}", sim.screen());
}

#[test]
fn what_another_writes_meanwhile_is_told_anew() {
    let mut sim = crew(120, 40);
    let without = DEMO.replace("target = 840_000", "target = 380_000");
    assert_ne!(without, DEMO);
    sim.outside_write(&without);
    assert!(sim.screen().contains("of 380,000 GBP"), "{}", sim.screen());
}

#[test]
fn a_large_campaign_is_worked_out_beside_the_keys() {
    let mut sim = Sim::open(&large(1000)).at("2026-11-20T09:41:00Z").seat("sam");
    sim.finish_loading().keys("5<tab>jjj<tab>");
    assert!(sim.screen().contains("Playlist"), "{}", sim.screen());
}

#[test]
fn no_size_is_too_small_or_too_large_for_it() {
    for (width, height) in [(1, 1), (59, 16), (60, 16), (109, 20), (110, 16), (300, 90)] {
        let mut sim = crew(width, height);
        for _ in 0..3 {
            sim.keys("<tab>G");
            sim.screen();
        }
    }
}

#[test]
fn the_terms_of_the_screen_stand_in_its_help() {
    let screen = crew(120, 70).keys("?").screen();
    assert!(screen.contains("smooth ride") && screen.contains("punctuality"), "{screen}");
}

#[test]
fn the_desk_shows_notes_with_words_never_to_be_said() {
    let text = DEMO.replacen("say = \"", "say = \"Guaranteed. ", 400);
    let mut sim = Sim::open(&text).at(DEMO_NOW).seat("maya").awake_before();
    sim.keys("4f9");
    let screen = sim.screen();
    assert!(
        screen.contains("FILTER  never to be said") && screen.contains("“guaranteed” is not to be said"),
        "{screen}"
    );
}

#[test]
fn the_desk_shows_the_notes_of_deals_whose_value_lines_are_to_mend() {
    let mut sim = Sim::open(DEMO).at(DEMO_NOW).seat("maya").awake_before();
    let screen = sim.keys("4f0").screen();
    assert!(screen.contains("value lines to mend") && screen.contains("serves no objective of theirs"), "{screen}");
}

#[test]
fn the_drivers_pane_tells_the_last_strokes_and_lines_that_serve_nothing() {
    let mut sim = Sim::open(DEMO).at(DEMO_NOW).seat("priya").last_deal("penrose").size(120, 60);
    let screen = sim.screen();
    assert!(screen.contains("push ▯▯▯▮  pull ▮▯▯▯  next: a pull"), "{screen}");
    assert!(screen.contains("serves no objective of theirs"), "{screen}");
}

const PAIR: &str = "format = 1\n[campaign]\ntimezone = \"UTC\"\nroute = [\"demo\"]\n[crew.sam]\nseat = \"driver\"\n\
                    [crew.maya]\nseat = \"navigator\"\n[track.safe]\nline = \"It is safe.\"\nnever = [\"guaranteed\"]\n\
                    agreed = [\"sam\", \"maya\"]\n[deal.d]\naccount = \"Dale\"\nstage = \"demo\"\n";

#[test]
fn words_never_to_be_said_lead_to_the_note_that_says_them() {
    let text = format!("{PAIR}[deal.d.note.n]\nwhen = \"they ask\"\nsay = \"It is guaranteed.\"\n");
    let mut sim = Sim::open(&text).at(DEMO_NOW).seat("sam");
    let screen = sim.keys("5<tab><tab>").screen();
    assert!(screen.contains("Take “guaranteed” out of"), "{screen}");
    let form = sim.keys("<enter>").screen();
    assert!(form.contains("NOTE n") && form.contains("It is guaranteed."), "{form}");
}

#[test]
fn a_topic_that_many_ask_about_and_nothing_answers_is_told_first_and_leads_to_a_proposal() {
    let heard = |day| {
        format!("[[deal.d.heard]]\nat = 2026-11-{day}T10:00:00\nby = \"sam\"\nsaid = \"Why?\"\ntopic = \"delay\"\n")
    };
    let text = format!("{PAIR}{}{}{}", heard(16), heard(17), heard(18));
    let mut sim = Sim::open(&text).at(DEMO_NOW).seat("sam");
    let screen = sim.keys("5<tab><tab>").screen();
    assert!(screen.contains("GAPS: MANY ASK") && screen.contains("3 reports from 1 deal"), "{screen}");
    sim.keys("j<enter>Late: We come on the day.<enter>");
    assert!(sim.file().contains("topics = [\"delay\"]"), "{}", sim.file());
}

#[test]
fn a_click_opens_a_tab_and_the_wheel_moves_the_cursor() {
    let mut sim = crew(120, 40);
    sim.mouse(28, 1, MouseAction::Click);
    assert!(sim.screen().contains("▸ Engine"), "{}", sim.screen());
    let before = sim.screen();
    sim.mouse(20, 20, MouseAction::WheelDown);
    assert_ne!(sim.screen(), before);
}
