//! Runs as they are told where nobody drives: planned, not driven, unplanned, and what is wrong with them.

use codriver::console::geometry::Size;

use codriver::console::form::FormFor;

use crate::forms::{fill, is_open, the_form};
use crate::sim::Sim;
use crate::texts::ONE;

fn with(run: &str) -> String {
    format!("{ONE}\n[deal.north.run.call]\n{run}\n")
}

fn at(run: &str, now: &str) -> Sim {
    Sim::open(&with(run)).at(now).seat("sam").last_deal("north").awake_before()
}

const PLANNED: &str = "what = \"Security call\"\nstarts = 2026-11-24T14:00:00\nlength = \"45m\"";

#[test]
fn a_planned_run_that_nobody_drove_says_so_and_how_to_move_it() {
    let mut sim = at(PLANNED, "2026-11-24T14:46:00Z");
    for (width, height) in [(120, 40), (80, 24)] {
        let screen = sim.resize(width, height).screen();
        let line = screen.lines().find(|line| line.contains("Security call")).unwrap();
        assert!(line.contains("not driven, e moves it"), "{:?} {screen}", Size { width, height });
    }
    let today = sim.keys("t").screen();
    assert!(today.contains("not driven: "), "{today}");
}

#[test]
fn a_run_whose_time_has_come_is_late_until_its_time_is_over() {
    let mut sim = at(PLANNED, "2026-11-24T14:20:00Z");
    let screen = sim.screen();
    assert!(!screen.contains("not driven") && screen.contains("14:00"), "{screen}");
    assert!(sim.advance("26m").screen().contains("not driven"), "{}", sim.screen());
}

#[test]
fn an_unplanned_run_reads_well_on_the_road_in_today_and_on_the_desk() {
    let mut sim = at("what = \"Unplanned call\"\nstarted = 2026-11-24T14:00:00Z", "2026-11-24T14:20:00Z");
    let screen = sim.screen();
    let line = screen.lines().find(|line| line.contains("Unplanned call")).unwrap();
    assert!(line.contains("on now"), "{screen}");
    let today = sim.keys("t").screen();
    assert!(today.lines().any(|line| line.contains("▸ on now") && line.contains("Unplanned call")), "{today}");
    sim.keys("<esc>4");
    assert!(sim.screen().contains("DESK"), "{}", sim.screen());
}

#[test]
fn a_run_that_was_begun_on_another_day_says_when_and_one_without_a_time_that_it_has_none() {
    let mut sim = at("what = \"Long call\"\nstarted = 2026-11-23T14:00:00Z", "2026-11-24T09:20:00Z");
    assert!(sim.screen().contains("on since Mon 23 Nov 14:00"), "{}", sim.screen());
    let mut sim = at("what = \"Some call\"", "2026-11-24T09:20:00Z");
    let screen = sim.screen();
    let line = screen.lines().find(|line| line.contains("Some call")).unwrap();
    assert!(line.contains("no time yet"), "{screen}");
}

#[test]
fn a_run_that_overlaps_another_is_told_among_the_problems_and_goes_when_it_is_moved() {
    let other = "\n[deal.north.run.other]\nstarts = 2026-11-24T14:30:00\n";
    let mut sim = Sim::open(&format!("{}{other}", with(PLANNED))).at("2026-11-20T09:41:00Z").seat("sam");
    let screen = sim.keys("p").screen();
    assert!(screen.contains("`sam` is in the run `call` at that time"), "{screen}");
    sim.keys("<esc>").outside_write(&format!("{}{other}", with(PLANNED)).replace("14:30", "16:30"));
    assert!(sim.model().problems.is_empty(), "{:?}", sim.model().problems);
}

#[test]
fn bad_times_of_a_run_are_told_with_their_mend_and_the_rest_of_the_deal_stands() {
    let text = with("starts = 2026-11-24T14:00:00\nlength = \"0m\"") + "[deal.north.note.bad]\nat = \"call 99:99\"\n";
    let mut sim = Sim::open(&text).at("2026-11-20T09:41:00Z").seat("sam");
    let screen = sim.screen();
    assert!(screen.contains("Northwind") && screen.contains("Bring the three-year price."), "{screen}");
    let problems = sim.keys("p").screen();
    for words in ["expected a length above zero", "found `99:99`", "the seconds from 00 to 59"] {
        assert!(problems.contains(words), "{words}\n{problems}");
    }
}

fn form(text: &str, path: &str) -> Sim {
    let mut sim = Sim::open(text).at("2026-11-20T09:41:00Z").seat("sam").last_deal("north");
    sim.open_form(&FormFor::Edit(path.parse().unwrap()));
    sim
}

/// What is told on the lines of the form that is open, and under it.
fn told(sim: &mut Sim) -> String {
    let form = the_form(sim);
    form.lines.iter().filter_map(|line| line.error.clone()).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_form_refuses_a_run_or_a_minute_that_cannot_be_with_the_mend() {
    for (path, label, typed, words) in [
        ("deal.north.run.call", "length", "0m", "expected a length above zero"),
        ("deal.north.run.call", "length", "-45m", "write it without the minus"),
        ("deal.north.note.buyer", "at", "call 99:99", "the seconds from 00 to 59"),
    ] {
        let text = with(PLANNED);
        let mut sim = form(&text, path);
        fill(&mut sim, label, typed);
        sim.keys("<ctrl-s>");
        let told = told(&mut sim);
        assert!(is_open(&sim) && told.contains(words), "{typed}: {told}\n{}", sim.screen());
        assert_eq!(sim.file(), text);
    }
}

#[test]
fn a_form_writes_what_only_deserves_a_warning_and_tells_it() {
    let other = "\n[deal.north.run.other]\nstarts = 2026-11-25T14:30:00\n";
    let text = with(PLANNED) + other;
    for (path, label, typed, words) in [
        ("deal.north.note.buyer", "at", "call 50:00", "minute 50:00 lies past the end of `call`"),
        ("deal.north.run.other", "starts", "2026-11-24 14:30", "`sam` is in the run `call` at that time"),
    ] {
        let mut sim = form(&text, path);
        fill(&mut sim, label, typed);
        let screen = sim.keys("<ctrl-s>").screen();
        assert!(!is_open(&sim) && screen.contains(words), "{typed}: {screen}");
        assert_ne!(sim.file(), text);
    }
}
