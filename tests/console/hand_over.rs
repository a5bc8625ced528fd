//! The wheel goes from one seat to the other: offered with a briefing, waiting, taken or declined; and what one seat needs
//! of the other stands in its Today.

use crate::screens::shot;
use crate::sim::{Sim, changes};
use crate::texts::{BEFORE_ONE, DEMO, DEMO_NOW, ONE};

fn seat(crew: &str, text: &str) -> Sim {
    Sim::open(text).at(BEFORE_ONE).seat(crew).last_deal("north").awake_before()
}

/// Sam has offered Maya the wheel of Northwind: the file.
fn offered() -> String {
    let mut sam = seat("sam", ONE);
    sam.keys("H<ctrl-u>She decides alone.<enter>");
    sam.file()
}

/// The same offer, a week old.
fn stale() -> String {
    offered().replace("at = 2026-11-23T12:28:30Z", "at = 2026-11-16T12:00:00Z")
}

#[test]
fn an_offer_is_filled_from_the_file_and_the_wheel_stays_until_it_is_accepted() {
    let mut sam = seat("sam", ONE);
    let screen = sam.keys("H").screen();
    assert!(screen.contains("HAND OVER THE WHEEL") && screen.contains("maya, who drives once"), "{screen}");
    sam.keys("<enter>");
    let briefing = "briefing = \"Next: Ring Ines, Fri 27 Nov.\"";
    assert_eq!(
        changes(ONE, &sam.file()),
        [
            "+",
            "+[[deal.north.handoff]]",
            "+from = \"sam\"",
            "+to = \"maya\"",
            "+at = 2026-11-23T12:28:30Z",
            &format!("+{briefing}"),
        ]
    );
    let screen = sam.screen();
    assert!(screen.contains("sam, maya navigates") && screen.contains("offered to maya 12:28 by you"), "{screen}");
    assert_eq!(sam.keys("u").file(), ONE);
}

#[test]
fn the_briefing_is_edited_before_it_is_written_and_survives_a_crash() {
    assert!(offered().contains("briefing = \"She decides alone.\""));
    let mut sam = seat("sam", ONE);
    sam.keys("H Ring before ten.").crash_and_reopen();
    assert!(sam.keys("H").screen().contains("27 Nov. Ring before ten."), "{}", sam.screen());
    assert!(sam.keys("<enter>").file().contains("Fri 27 Nov. Ring before ten.\""), "{}", sam.file());
}

#[test]
fn where_several_could_take_it_one_is_asked_whom() {
    let one = ONE.replace("since =", "driver = \"sam\"\nsince =");
    let mut sam = seat("sam", &format!("{one}\n[crew.kim]\nname = \"Kim Ito\"\nseat = \"driver\"\n"));
    let screen = sam.keys("H").screen();
    assert!(screen.contains("WHO TAKES THE WHEEL") && screen.contains("Kim Ito, driver"), "{screen}");
    assert!(sam.keys("2<enter>").file().contains("to = \"kim\""), "{}", sam.file());
}

#[test]
fn the_other_seat_takes_it_on_the_stage_by_one_key_and_one_step() {
    let before = offered();
    let mut maya = seat("maya", &before);
    let screen = maya.screen();
    assert!(screen.contains("offered to you 12:28 by sam") && screen.contains("She decides alone."), "{screen}");
    assert!(screen.contains("W takes the wheel, X declines it") && screen.contains("W take the wheel"), "{screen}");
    maya.keys("W");
    assert_eq!(changes(&before, &maya.file()), ["+accepted = 2026-11-23T12:28:30Z"]);
    assert!(maya.screen().contains("maya since 23 Nov") && !maya.screen().contains("offered"), "{}", maya.screen());
    assert_eq!(maya.keys("u").file(), before);
}

#[test]
fn it_stands_in_her_today_and_is_taken_where_it_stands() {
    let mut maya = seat("maya", &offered());
    let screen = maya.keys("t").screen();
    assert!(screen.contains("the wheel   Northwind             sam offers you the wheel: She"), "{screen}");
    assert!(screen.contains("W take the wheel  X decline"), "{screen}");
    assert!(maya.keys("W").file().contains("accepted = "), "{}", maya.file());
    assert!(!maya.screen().contains("offers you the wheel"), "{}", maya.screen());
}

#[test]
fn who_declines_tells_the_other_seat_and_undo_gives_the_offer_back() {
    let before = offered();
    let mut maya = seat("maya", &before);
    maya.keys("X");
    assert!(!maya.file().contains("handoff"), "{}", maya.file());
    let mut sam = seat("sam", &before);
    let screen = sam.outside_write(&maya.file()).screen();
    assert!(screen.contains("I do not take the wheel of this deal."), "{screen}");
    assert_eq!(maya.keys("u").file(), before);
}

#[test]
fn who_offered_takes_it_back_and_nobody_is_told() {
    let mut sam = seat("sam", &offered());
    assert_eq!(sam.keys("X").file(), ONE);
}

#[test]
fn nobody_takes_their_own_offer_or_one_that_is_not_there() {
    let mut sam = seat("sam", &offered());
    assert!(sam.keys("W").screen().contains("no wheel is offered to you here"), "{}", sam.screen());
    assert!(
        sam.keys("tW").screen().contains("only `maya` can take this offer") || sam.screen().contains("for `sam`"),
        "{}",
        sam.screen()
    );
    assert!(!sam.file().contains("accepted"));
    let mut alone = Sim::open("format = 1\n[crew.sam]\n[deal.d]\naccount = \"D\"\n").seat("sam");
    assert!(alone.keys("H").screen().contains("nobody else is in the crew"), "{}", alone.screen());
}

#[test]
fn a_stale_offer_is_shown_to_both() {
    let text = stale();
    for crew in ["sam", "maya"] {
        let mut one = seat(crew, &text);
        assert!(one.screen().contains("the offer has waited 5 working days for"), "{}", one.screen());
        assert!(one.keys("t").screen().contains("the wheel"), "{}", one.screen());
    }
    assert!(seat("sam", &text).keys("t").screen().contains("the offer has waited 5 working"));
}

#[test]
fn what_one_seat_needs_stands_in_the_others_today_whenever_it_is_needed() {
    let text = ONE.replace("by = \"sam\" }", "by = \"sam\", needs = \"maya\" }");
    let screen = seat("maya", &text).keys("t").screen();
    assert!(screen.contains("Fri 27 Nov") && screen.contains("sam needs you: Ring Ines"), "{screen}");
    let screen = seat("sam", &text).keys("t").screen();
    assert!(!screen.contains("needs you"), "{screen}");
}

#[test]
fn who_leads_sees_the_promises_of_both_seats_a_week_ahead() {
    let promises = "control.quote = { what = \"Quote\", due = 2026-11-26, owner = \"maya\" }\n\
                    control.call = { what = \"Reference\", due = 2026-11-27, owner = \"sam\" }\n\
                    control.later = { what = \"Far away\", due = 2026-12-04, owner = \"sam\" }\n";
    let text = ONE.replace("\n[deal.north.note", &format!("{promises}\n[deal.north.note"));
    let text = format!("{text}\n[crew.ruth]\nseat = \"lead\"\n");
    let screen = seat("ruth", &text).keys("t").screen();
    assert!(screen.contains("Quote (maya)") && screen.contains("Reference (sam)"), "{screen}");
    assert!(!screen.contains("Far away (sam)"), "{screen}");
    assert!(!seat("sam", &text).keys("t").screen().contains("Quote (maya)"));
}

#[test]
fn the_example_shows_an_offer_where_it_stands() {
    let demo = |deal| Sim::open(DEMO).at(DEMO_NOW).seat("sam").last_deal(deal).awake_before();
    shot("hand-over-stage-120x40", &mut demo("aldgate"));
    shot("hand-over-today-120x40", demo("aldgate").keys("t"));
    shot("hand-over-briefing-120x40", demo("northwind").keys("H1"));
    shot("hand-over-briefing-80x24", demo("northwind").size(80, 24).keys("H1"));
}
