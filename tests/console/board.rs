//! The Board: every open deal by stage, moved through the gates by keys and mouse.

use std::fmt::Write as _;

use codriver::console::overlay::Overlay;
use codriver::view::{Depth, ThemeName};

use crate::screens::shot;
use crate::sim::{Sim, changes};
use crate::texts::{DEMO, DEMO_NOW};

const TEXT: &str = r#"format = 1

[campaign]
name = "Q1 push"
timezone = "UTC"
currency = "GBP"
route = ["demo", "proof", "signature"]

[stage.demo]
name = "Demo"
win_rate = 0.3
[stage.proof]
name = "Proof of value"
[stage.signature]
name = "Signature"

[crew.sam]
name = "Sam Okoro"
seat = "driver"
[crew.ada]
name = "Ada Byrne"
seat = "driver"

[product.night]
name = "Night load"

[deal.north]
account = "Northwind"
value = 180000
stage = "demo"
since = 2026-11-11
driver = "sam"
next = { what = "Ring", on = 2026-12-01 }

[deal.south]
account = "Southgate"
value = 20000
currency = "EUR"
stage = "demo"
since = 2026-11-18
probability = 0.5
driver = "ada"
product = "night"
next = { what = "Ring", on = 2026-12-01 }

[deal.west]
account = "Westerly"
value = 40000
stage = "proof"
driver = "sam"
market = "IE"

[deal.lost]
account = "Lostwood"
stage = "demo"
result = { status = "lost", on = 2026-11-01 }
"#;

const NOW: &str = "2026-11-20T09:41:00Z";

fn board(text: &str) -> Sim {
    let mut sim = Sim::open(text).at(NOW).seat("sam").last_deal("north").awake_before();
    sim.keys("3");
    sim
}

#[test]
fn each_stage_is_a_column_with_its_sum_in_each_currency() {
    let screen = board(TEXT).screen();
    for words in ["BOARD", "3 open deals", "Demo", "Proof of value", "Signature", "40k GBP", "Northwind", "Southgate"] {
        assert!(screen.contains(words), "{words} in\n{screen}");
    }
    assert!(screen.contains("180k GBP, 20k EUR") || screen.contains("20k EUR, 180k GBP"), "{screen}");
    assert!(!screen.contains("Lostwood"), "what is finished is not on the Board: {screen}");
}

#[test]
fn a_card_tells_its_age_and_its_odds_the_drivers_own_first() {
    let screen = board(TEXT).screen();
    assert!(screen.contains("9 d · ~30 %"), "{screen}");
    assert!(screen.contains("2 d · 50 %"), "{screen}");
}

#[test]
fn the_cursor_goes_both_ways_and_is_the_deal_on_screen() {
    let mut sim = board(TEXT);
    assert_eq!(sim.keys("g").deal(), sim.keys("k").deal());
    let first = sim.deal();
    assert_ne!(sim.keys("j").deal(), first);
    assert_eq!(sim.keys("<right>").deal(), "west");
    assert_eq!(sim.keys("<right>").deal(), "west", "an empty stage is passed over");
    assert_ne!(sim.keys("<left>").deal(), "west");
    sim.keys("<right>o");
    assert!(sim.screen().contains("Westerly") && sim.screen().contains("DRIVER"), "{}", sim.screen());
}

#[test]
fn a_deal_goes_on_through_the_gates_and_comes_back_by_one_key() {
    let mut sim = board(TEXT);
    let before = sim.file();
    let screen = sim.keys(">").screen();
    assert!(screen.contains("GATES · Northwind") && screen.contains("MOVE ON to Proof of value"), "{screen}");
    sim.keys("<enter>");
    let column = sim.model().board.columns.iter().find(|column| column.name == "Proof of value").unwrap();
    assert_eq!(column.cards.len(), 2, "it stands in its new stage at once");
    assert_eq!(sim.deal(), "north", "and the cursor goes with it");
    sim.keys("u");
    assert_eq!(changes(&before, &sim.file()), Vec::<String>::new());
}

#[test]
fn a_won_deal_leaves_the_board_and_the_cursor_goes_to_its_neighbour() {
    let mut sim = board(TEXT);
    sim.keys("Y<enter><esc>");
    assert_eq!(sim.deal(), "south");
    assert!(!sim.screen().contains("Northwind  "), "{}", sim.screen());
}

#[test]
fn a_click_chooses_a_card_and_one_on_another_stage_leads_to_its_gate() {
    let mut sim = board(TEXT);
    let screen = sim.screen();
    let cell = |words: &str| {
        let (y, line) = screen.lines().enumerate().find(|(_, line)| line.contains(words)).unwrap();
        let x = line.split(words).next().unwrap().chars().count();
        (u16::try_from(x + 1).unwrap(), u16::try_from(y).unwrap())
    };
    let (x, y) = cell("Westerly");
    assert_eq!(sim.click(x, y).deal(), "west");
    let (x, y) = cell("Signature");
    sim.click(x, y);
    assert!(sim.screen().contains("MOVE ON to Signature"), "{}", sim.screen());
}

#[test]
fn a_card_is_carried_to_another_stage_through_its_gate() {
    let mut sim = board(TEXT);
    let before = sim.file();
    let screen = sim.screen();
    let cell = |words: &str| {
        let (y, line) = screen.lines().enumerate().find(|(_, line)| line.contains(words)).unwrap();
        let x = line.split(words).next().unwrap().chars().count();
        (u16::try_from(x + 1).unwrap(), u16::try_from(y).unwrap())
    };
    let (from, to) = (cell("Northwind"), cell("Signature"));
    assert!(!sim.drag(from, from).screen().contains("GATES"), "a click carries nothing");
    let screen = sim.drag(from, (to.0, from.1 + 8)).screen();
    assert!(screen.contains("GATES · Northwind") && screen.contains("MOVE ON to Signature"), "{screen}");
    sim.keys("<esc>");
    assert_eq!(sim.file(), before, "nothing is written before the gate is passed");
    assert!(!sim.drag(from, (from.0 + 10, from.1 + 9)).screen().contains("GATES"), "its own stage takes it back");
}

#[test]
fn a_filter_looks_for_a_word_in_the_crew_the_products_or_the_markets_alone() {
    for (words, found, count) in [
        ("crew:ada", "Southgate", "1 of 3"),
        ("crew:sam market:ie", "Westerly", "1 of 3"),
        ("product:night", "Southgate", "1 of 3"),
        ("crew:sam", "Northwind", "2 of 3"),
        ("market:north", "No deal", "0 of 3"),
    ] {
        let screen = board(TEXT).keys(&format!("/{words}<enter>")).screen();
        let shows = screen.contains(found) || count.starts_with('0');
        assert!(screen.contains(&format!("{count} open deals")) && shows, "{words}: {screen}");
    }
}

#[test]
fn tab_completes_the_word_of_a_filter_by_what_the_campaign_has() {
    let mut sim = board(TEXT);
    let screen = sim.keys("/cr<tab>").screen();
    assert!(screen.contains("crew:") && screen.contains("tab sam  ada"), "{screen}");
    let screen = sim.keys("a<tab>").screen();
    assert_eq!(sim.model().board.filter, "crew:sam ", "{screen}");
    sim.keys("pro<tab><tab><enter>");
    assert_eq!(sim.model().board.filter, "crew:sam product:night ");
}

#[test]
fn a_card_in_another_currency_than_the_campaign_says_which() {
    let screen = board(TEXT).screen();
    let southgate = screen.lines().find(|line| line.contains("Southgate")).unwrap();
    assert!(southgate.contains("20k EUR"), "{screen}");
    let northwind = screen.lines().find(|line| line.contains("Northwind")).unwrap();
    assert!(northwind.contains("180k") && !northwind.contains("180k GBP"), "{screen}");
}

#[test]
fn a_card_tells_of_a_next_touch_without_a_day_beside_a_graver_reason() {
    let text = TEXT.replacen("next = { what = \"Ring\", on = 2026-12-01 }", "next = \"Ring\"\nclose = 2026-10-01", 1);
    let screen = board(&text).screen();
    assert!(screen.contains("no day"), "{screen}");
}

#[test]
fn straight_after_the_moment_of_a_win_its_card_is_one_key_away() {
    for closing in ["<esc>", "x", "<space>"] {
        let mut sim = board(TEXT);
        sim.keys("Y<enter>");
        assert!(matches!(sim.model().overlay, Some(Overlay::Moment(_))), "{}", sim.screen());
        let screen = sim.keys(closing).screen();
        assert!(screen.contains("Northwind is won; F shows what each did for it"), "{closing}: {screen}");
        let screen = sim.keys("F").screen();
        assert!(matches!(&sim.model().overlay, Some(Overlay::Finish(open)) if *open.card.deal == *"north"), "{screen}");
    }
    let mut sim = board(TEXT);
    sim.keys("Y<enter>").advance("6s");
    assert!(sim.model().overlay.is_none());
    sim.keys("F");
    assert!(matches!(&sim.model().overlay, Some(Overlay::Finish(open)) if *open.card.deal == *"north"));
}

#[test]
fn the_filter_knows_people_products_markets_and_words() {
    for (words, found) in
        [("ada", "Southgate"), ("night load", "Southgate"), ("ie sam", "Westerly"), ("north", "Northwind")]
    {
        let mut sim = board(TEXT);
        let screen = sim.keys(&format!("/{words}<enter>")).screen();
        assert!(screen.contains("1 of 3 open deals") && screen.contains(found), "{words}: {screen}");
        assert!(sim.keys("<esc>").screen().contains("3 open deals"));
    }
    let screen = board(TEXT).keys("/nobody<enter>").screen();
    assert!(screen.contains("0 of 3 open deals"), "{screen}");
}

#[test]
fn a_deal_whose_stage_left_the_route_has_a_column_at_the_left() {
    let text = TEXT.replace("route = [\"demo\", \"proof\", ", "route = [\"demo\", ");
    let sim = board(&text);
    let first = &sim.model().board.columns[0];
    assert_eq!((first.name.as_str(), first.cards.len()), ("not on the route", 1));
}

#[test]
fn an_empty_board_says_what_to_do() {
    let (head, _) = TEXT.split_once("[deal.north]").unwrap();
    let screen = board(head).screen();
    assert!(screen.contains("No deal is open. N adds one"), "{screen}");
}

#[test]
fn of_ten_thousand_deals_only_those_in_the_window_are_drawn() {
    let (head, _) = TEXT.split_once("[deal.north]").unwrap();
    let mut text = head.to_owned();
    for deal in 0..10_000 {
        let stage = ["demo", "proof", "signature"][deal % 3];
        let _ = write!(text, "[deal.d{deal}]\naccount = \"Account {deal}\"\nvalue = 1000\nstage = \"{stage}\"\n");
    }
    let mut sim = Sim::open(&text).at(NOW).seat("sam").awake_before();
    let screen = sim.finish_loading().keys("3").screen();
    assert!(screen.contains("10000 open deals") && screen.contains("3.3m GBP") && screen.contains("more"), "{screen}");
    let screen = sim.keys("G").screen();
    assert!(screen.contains("▌"), "{screen}");
}

#[test]
fn the_board_of_the_example() {
    let demo = |width, height| Sim::open(DEMO).at(DEMO_NOW).seat("sam").size(width, height).awake_before();
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut sim = demo(width, height);
        sim.keys("3");
        shot(&format!("board-{width}x{height}"), &mut sim);
    }
    let mut sim = demo(120, 40).theme(ThemeName::Dark, Depth::Mono);
    sim.keys("3");
    shot("board-no-colour", &mut sim);
}
