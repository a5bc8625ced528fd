//! The time card over any screen: what a deal promised and what it was promised, who owes what across deals, what the
//! customers owe us; and the next touch that has no day, told wherever its deal is.

use codriver::console::overlay::Overlay;

use crate::screens::shot;
use crate::sim::{Sim, changes};
use crate::texts::{DEMO, DEMO_NOW};

const TEXT: &str = r#"format = 1
[campaign]
name = "Spring push"
timezone = "UTC"
route = ["demo", "proof"]
[crew.sam]
name = "Sam Okoro"
seat = "driver"
[crew.maya]
name = "Maya Lind"
seat = "navigator"
[deal.dale]
account = "Dale Mills"
stage = "demo"
since = 2026-11-09
driver = "sam"
next = { what = "Ring Tom", on = 2026-11-25 }
[deal.dale.note.price]
at = 2026-12-03
pace = "L4 #price"
say = "Bring the price."
[deal.dale.control.quote]
what = "Quote v2"
due = 2026-11-27
owner = "sam"
[deal.dale.control.form]
what = "The security form"
due = 2026-11-03
owner = "customer"
[deal.dale.control.deck]
what = "The deck"
due = 2026-11-10
done = 2026-11-12
owner = "sam"
[deal.north]
account = "Northwind"
stage = "proof"
since = 2026-11-16
driver = "sam"
next = "Ring Ines"
[deal.north.note.story]
at = 2026-12-04
pace = "L4 #story"
say = "Bring the story."
[deal.north.control.story]
what = "The grocer's story"
due = 2026-11-18
owner = "maya"
"#;

const NOW: &str = "2026-11-20T10:00:00Z";

fn sim() -> Sim {
    Sim::open(TEXT).at(NOW).seat("sam").last_deal("dale").awake_before()
}

#[track_caller]
fn holds(screen: &str, words: &[&str]) {
    for words in words {
        assert!(screen.contains(words), "expected {words:?} in\n{screen}");
    }
}

#[test]
fn on_a_deal_it_tells_what_is_owed_and_what_was_kept_and_how_late() {
    let screen = sim().keys("P").screen();
    holds(
        &screen,
        &[
            "TIME CARD · Dale Mills",
            "Sam Okoro, driver owes 1 promise; kept 1: 1 late",
            "Quote v2",
            "in 5 working days",
            "kept two working days late",
            "The customers owe us 1 promise",
            "13 working days over: the service park is offered",
        ],
    );
    assert!(!screen.contains("The grocer's story"), "another deal's promise: {screen}");
}

#[test]
fn tab_shows_what_each_owes_across_deals_by_date_and_back_to_the_deal() {
    let mut sim = sim();
    let screen = sim.keys("P<tab>").screen();
    holds(
        &screen,
        &[
            "TIME CARD · all deals",
            "Maya Lind, navigator owes 1 promise",
            "The grocer's story",
            "NO DATED NEXT TOUCH 1",
        ],
    );
    let (form, story) = (screen.rfind("The security form").unwrap(), screen.rfind("The grocer's story").unwrap());
    assert!(story < form, "the crew stands before the customers: {screen}");
    holds(&sim.keys("<tab>").screen(), &["TIME CARD · Dale Mills"]);
    assert!(sim.keys("<esc>").model().overlay.is_none());
}

#[test]
fn on_the_crew_screen_it_is_of_all_deals() {
    holds(&sim().keys("5P").screen(), &["TIME CARD · all deals"]);
    holds(&sim().keys("3P").screen(), &["TIME CARD · Dale Mills"]);
}

#[test]
fn enter_opens_the_promise_in_its_form_and_what_is_written_there_is_kept() {
    let mut sim = sim();
    let before = sim.file();
    let screen = sim.keys("P<enter>").screen();
    holds(&screen, &["Quote v2"]);
    assert!(matches!(sim.model().overlay, Some(Overlay::Form(_))), "{screen}");
    sim.keys("!<ctrl-s>");
    assert_eq!(changes(&before, &sim.file()).len(), 2, "one line is another: {:?}", changes(&before, &sim.file()));
    sim.keys("u");
    assert_eq!(sim.file(), before);
}

#[test]
fn enter_on_a_deal_without_a_next_touch_opens_the_line_that_sets_it() {
    let mut sim = sim();
    sim.keys("P<tab>G<enter>");
    let screen = sim.screen();
    holds(&screen, &["Northwind"]);
    assert!(matches!(sim.model().overlay, Some(Overlay::Prompt(_))), "{screen}");
}

#[test]
fn d_writes_that_a_promise_was_kept_and_one_key_takes_it_back() {
    let mut sim = sim();
    let before = sim.file();
    let screen = sim.keys("Pd").screen();
    assert_eq!(changes(&before, &sim.file()), ["+done = 2026-11-20T10:00:00Z"]);
    holds(&screen, &["Sam Okoro, driver owes nothing; kept 2: 1 in time and 1 late", "kept, in time"]);
    sim.keys("d");
    assert_eq!(changes(&before, &sim.file()).len(), 1, "what was kept is not kept once more");
    sim.keys("<esc>u");
    assert_eq!(sim.file(), before);
}

#[test]
fn o_goes_to_the_deal_of_the_line() {
    let mut sim = sim();
    sim.keys("5P");
    let screen = sim.keys("jo").screen();
    assert_eq!(sim.deal(), "north");
    holds(&screen, &["DRIVER"]);
}

#[test]
fn it_follows_the_file_while_it_lies_over_the_screen() {
    let mut sim = sim();
    sim.keys("P");
    let kept = TEXT.replace("due = 2026-11-27\n", "due = 2026-11-27\ndone = 2026-11-20\n");
    holds(&sim.outside_write(&kept).screen(), &["Sam Okoro, driver owes nothing; kept 2"]);
}

#[test]
fn a_campaign_without_promises_says_what_one_is() {
    let (head, _) = TEXT.split_once("[deal.dale.control.quote]").unwrap();
    let screen = Sim::open(head).at(NOW).seat("sam").awake_before().keys("P").screen();
    holds(&screen, &["No dated promise waits.", "A promise is a control of a deal"]);
}

#[test]
fn a_next_touch_without_a_day_is_told_wherever_its_deal_is_listed() {
    let told = "the next touch has no day";
    for (keys, size) in [("4", (120, 40)), ("4", (200, 60)), ("f", (80, 24)), ("P<tab>", (80, 24))] {
        let mut sim = Sim::open(TEXT).at(NOW).seat("sam").last_deal("north").size(size.0, size.1).awake_before();
        let screen = match keys {
            "4" => sim.keys("4/story<enter>").screen(),
            "f" => sim.keys("/north").screen(),
            keys => sim.keys(keys).screen(),
        };
        assert!(screen.contains(told), "{keys} at {size:?}:\n{screen}");
    }
    let mut crew = Sim::open(DEMO).at(DEMO_NOW).seat("sam").size(120, 40).awake_before();
    let campaign = crew.keys("5").model();
    let untouched: Vec<_> =
        campaign.campaign.deals.iter().filter(|deal| campaign.order.gap(&deal.id).is_some()).collect();
    assert!(!untouched.is_empty(), "the example has a deal without a dated next touch");
}

#[test]
fn the_time_card_of_the_example() {
    let demo = |width, height| Sim::open(DEMO).at(DEMO_NOW).seat("sam").size(width, height).awake_before();
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        shot(&format!("time-card-{width}x{height}"), demo(width, height).keys("P"));
        shot(&format!("time-card-all-{width}x{height}"), demo(width, height).keys("P<tab>"));
    }
    let mut plain = demo(120, 40).theme(codriver::view::ThemeName::Dark, codriver::view::Depth::Mono);
    shot("time-card-no-colour", plain.keys("P<tab>"));
}
