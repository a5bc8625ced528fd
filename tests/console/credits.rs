//! A deal is won or lost: the moment on screen, the card and the debrief, and what is shared of them.

use codriver::console::effect::Effect;
use codriver::console::form::FormFor;
use codriver::console::overlay::Overlay;
use codriver::view::{Depth, ThemeName};

use crate::forms::{go, pick};
use crate::sim::{Sim, changes};
use crate::texts::{DEMO, DEMO_NOW, HARBOUR, ONE};

const WON: &str = "\n[deal.north.result]\nstatus = \"won\"\non = 2026-11-18\n";
const LOST: &str = "\n[deal.north.result]\nstatus = \"lost\"\non = 2026-11-18\nreason = \"No budget\"\n";
const STROKE: &str = "\n[[deal.north.stroke]]\nat = 2026-11-10\nby = \"sam\"\nkind = \"push\"\nwhat = \"Demo\"\n";

fn one() -> Sim {
    Sim::open(ONE).at("2026-11-18T09:41:20Z").seat("sam").awake_before()
}

/// Opens the card of a deal of the example.
fn card_of(deal: &str) -> Sim {
    let mut sim = Sim::open(DEMO).at(DEMO_NOW).seat("sam").awake_before().last_deal(deal);
    sim.keys("F");
    sim
}

fn is_moment(sim: &Sim) -> bool {
    matches!(sim.model().overlay, Some(Overlay::Moment(_)))
}

fn is_card(sim: &Sim) -> bool {
    matches!(sim.model().overlay, Some(Overlay::Finish(_)))
}

/// What went to the clipboard last.
fn copied(sim: &mut Sim) -> String {
    let copied = sim.effects().into_iter().rev().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text),
        _ => None,
    });
    copied.expect("something was copied")
}

/// Writes the finish of the deal on screen by its form.
fn finish(sim: &mut Sim, status: &str) {
    sim.keys("e");
    pick(sim, &FormFor::Below("deal.north.result".parse().unwrap()));
    go(sim, "status");
    sim.keys(if status == "won" { "<right>" } else { "<right><right>" });
    sim.keys("<ctrl-s>");
}

#[test]
fn a_win_from_its_form_to_the_shared_card() {
    let mut sim = Sim::open(&format!("{ONE}{STROKE}")).at("2026-11-18T09:41:20Z").seat("sam").awake_before();
    sim.start();
    let before = sim.file();
    finish(&mut sim, "won");
    let written = changes(&before, &sim.file());
    assert_eq!(written, ["+", "+[deal.north.result]", "+status = \"won\"", "+on = 2026-11-18"]);
    // The moment: once, over everything, and its key leads on.
    let screen = sim.screen();
    assert!(is_moment(&sim) && screen.contains("Won: Northwind") && screen.contains("Demo"), "{screen}");
    let before = sim.file();
    sim.keys("F");
    assert!(is_card(&sim), "{}", sim.screen());
    // Marketing has nothing in the file: the card asks, and the answer becomes a line of it.
    assert!(sim.screen().contains("Ask maya"), "{}", sim.screen());
    sim.keys("g<down><enter>Brought them to the webinar<enter>");
    sim.keys("y");
    assert_eq!(
        copied(&mut sim),
        "Won: Northwind\nWed 18 Nov\n\nMARKETING\n- Brought them to the webinar\n\nSALES · sam\n- First touch (10 Nov): Demo\n"
    );
    sim.keys("m");
    assert!(copied(&mut sim).contains("**SALES · sam**\n\n- First touch"));
    sim.keys("s");
    assert!(sim.screen().contains("the picture is north-won.svg"), "{}", sim.screen());
    sim.keys("<esc>");
    assert!(sim.model().overlay.is_none());
    assert_eq!(sim.file(), before, "a card changes nothing in the file");
}

#[test]
fn a_win_that_the_other_seat_writes_is_seen_here_once_and_goes_by_itself() {
    let mut sim = one();
    sim.outside_write(&format!("{ONE}{WON}"));
    assert!(is_moment(&sim), "{}", sim.screen());
    sim.advance("4s");
    assert!(is_moment(&sim));
    sim.advance("2s");
    assert!(sim.model().overlay.is_none());
    sim.outside_write(ONE).outside_write(&format!("{ONE}{WON}"));
    assert!(!is_moment(&sim), "one finish is one moment");
}

#[test]
fn any_key_ends_the_moment_and_does_nothing_else() {
    let mut sim = one();
    sim.outside_write(&format!("{ONE}{WON}")).keys("q");
    assert!(sim.model().overlay.is_none() && !sim.has_quit());
}

#[test]
fn a_click_ends_the_moment() {
    let mut sim = one();
    sim.outside_write(&format!("{ONE}{WON}")).click(5, 5);
    assert!(sim.model().overlay.is_none());
}

#[test]
fn on_a_clock_that_stands_the_moment_waits_for_a_key_and_the_loop_does_not_spin() {
    let mut sim = one();
    sim.outside_write(&format!("{ONE}{WON}"));
    sim.jump("0s").jump("0s");
    assert!(is_moment(&sim));
    assert!(codriver::console::wake::next(sim.model()) > sim.model().now);
    sim.keys("j");
    assert!(sim.model().overlay.is_none());
}

#[test]
fn what_was_won_before_the_console_was_opened_is_no_news() {
    let mut sim = Sim::open(&format!("{ONE}{WON}")).at("2026-11-18T09:41:20Z").seat("sam").awake_before();
    sim.start();
    assert!(sim.model().overlay.is_none());
}

#[test]
fn taking_a_win_back_and_making_it_again_is_no_second_moment() {
    let mut sim = one();
    sim.start();
    finish(&mut sim, "won");
    sim.keys("jjuU");
    assert!(sim.model().current().is_some_and(|deal| !deal.is_open()));
    assert!(!is_moment(&sim), "{}", sim.screen());
}

#[test]
fn a_moment_takes_no_key_from_a_line_that_is_typed() {
    let mut sim = one();
    sim.keys(":L4 #pr");
    sim.outside_write(&format!("{ONE}{WON}"));
    assert!(!is_moment(&sim));
    sim.keys("ice<esc>");
    assert!(is_moment(&sim), "it comes when the line is left");
}

#[test]
fn where_nothing_may_move_one_line_says_it_and_its_key_opens_the_card_of_that_deal() {
    let text = format!("{ONE}{HARBOUR}");
    let mut sim = Sim::open(&text).at("2026-11-18T09:41:20Z").seat("sam").awake_before().last_deal("harbour");
    sim.with(|model| model.settings.motion = false);
    sim.outside_write(&format!("{text}{WON}"));
    assert!(sim.model().overlay.is_none());
    assert!(sim.screen().contains("Northwind is won; F shows what each did for it"), "{}", sim.screen());
    sim.keys("F");
    assert!(is_card(&sim) && sim.screen().contains("Won: Northwind"), "{}", sim.screen());
}

#[test]
fn a_loss_is_one_line_with_the_key_to_its_debrief() {
    let mut sim = one();
    sim.outside_write(&format!("{ONE}{LOST}"));
    assert!(sim.model().overlay.is_none());
    assert!(sim.screen().contains("Northwind is lost; F opens a short debrief for both seats"), "{}", sim.screen());
    sim.keys("F");
    assert!(is_card(&sim) && sim.screen().contains("DEBRIEF FOR BOTH SEATS"), "{}", sim.screen());
}

#[test]
fn an_open_deal_says_when_it_has_a_card() {
    let mut sim = one();
    sim.keys("F");
    assert!(sim.screen().contains("it has a card once it is won"), "{}", sim.screen());
}

#[test]
fn a_changed_card_is_there_the_next_time_also_after_a_crash() {
    let mut sim = card_of("harrow");
    sim.keys("G<enter> and danced");
    sim.crash_and_reopen();
    assert!(!sim.screen().contains("half-typed"), "{}", sim.screen());
    sim.keys("FG");
    assert!(sim.screen().contains("and danced"), "{}", sim.screen());
    sim.keys("<ctrl-r>");
    assert!(!sim.screen().contains("and danced"), "{}", sim.screen());
    sim.keys("<esc>FG");
    assert!(!sim.screen().contains("and danced"), "{}", sim.screen());
}

#[test]
fn lines_are_added_removed_and_left_as_they_were() {
    let mut sim = card_of("harrow");
    let lines = |sim: &Sim| match &sim.model().overlay {
        Some(Overlay::Finish(open)) => open.card.lines.iter().map(|line| line.text().to_owned()).collect(),
        _ => Vec::<String>::new(),
    };
    let before = lines(&sim);
    sim.keys("nOne more<esc>");
    assert_eq!(lines(&sim), before);
    sim.keys("gnOne more<enter>");
    assert_eq!(lines(&sim).get(1).map(String::as_str), Some("One more"));
    sim.keys("d");
    assert_eq!(lines(&sim), before);
    sim.keys("g<down><enter> and more<esc>");
    assert_eq!(lines(&sim), before);
}

#[test]
fn names_of_buyers_come_only_by_their_key() {
    let mut sim = card_of("osier");
    assert!(!sim.screen().contains("15 Oct: “I know what the dryers cost."), "{}", sim.screen());
    sim.keys("N");
    assert!(sim.screen().contains("15 Oct: “I know what the dryers cost."), "{}", sim.screen());
}

#[test]
fn a_card_that_nobody_changed_follows_the_file() {
    let mut sim = Sim::open(&format!("{ONE}{WON}")).at("2026-11-18T09:41:20Z").seat("sam").awake_before();
    sim.keys("F");
    sim.outside_write(&format!("{ONE}{WON}{STROKE}"));
    assert!(sim.screen().contains("First touch (10 Nov): Demo"), "{}", sim.screen());
}

#[test]
fn the_moment_of_a_win() {
    let open = "[deal.harrow.result]\nstatus = \"won\"";
    let (before, after) = DEMO.split_once(open).unwrap();
    let end = after.find("\n\n").unwrap();
    let text = format!("{before}{}", &after[end..]);
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut sim = Sim::open(&text).at(DEMO_NOW).seat("sam").awake_before().size(width, height);
        sim.outside_write(DEMO);
        assert!(is_moment(&sim));
        insta::assert_snapshot!(format!("the_moment_of_a_win_{width}"), sim.screen());
    }
}

#[test]
fn the_card_and_the_debrief() {
    for deal in ["harrow", "osier"] {
        for (width, height) in [(80, 24), (120, 40), (200, 60)] {
            let mut sim = card_of(deal);
            sim.resize(width, height);
            insta::assert_snapshot!(format!("the_finish_of_{deal}_{width}"), sim.screen());
        }
    }
}

#[test]
fn the_card_reads_without_colour() {
    let theme = (ThemeName::Dark, Depth::Mono);
    let mut sim = Sim::open(DEMO)
        .at(DEMO_NOW)
        .seat("sam")
        .awake_before()
        .last_deal("harrow")
        .theme(theme.0, theme.1)
        .size(80, 24);
    sim.keys("F");
    insta::assert_snapshot!(sim.styled());
}

#[test]
fn a_card_in_a_very_small_window_does_no_harm() {
    for (width, height) in [(1, 1), (60, 16), (61, 17)] {
        let mut sim = card_of("harrow");
        sim.resize(width, height).keys("<down><enter>x").screen();
        let mut sim = one();
        sim.resize(width, height).outside_write(&format!("{ONE}{WON}")).screen();
    }
}
