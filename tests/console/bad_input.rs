//! What a file can say that cannot be so: a stage that left the route, the year 2215, a close before the start, places in
//! a loop, a product that was removed, a value below zero, currencies without a rate. Each is told with its place, every
//! report goes on, and every screen still draws.

#![expect(clippy::disallowed_methods, reason = "a test is outside the house: it starts the program")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use codriver::console::screen::Screen;
use unicode_width::UnicodeWidthStr;

use crate::sim::{Sim, rows};

const GOOD: &str = r#"format = 1
[campaign]
name = "Bad day"
timezone = "UTC"
currency = "GBP"
route = ["demo", "proof", "signature"]
[destination]
goal = "Ten wins"
measure = "won-value"
target = 100_000
from = 2026-09-01
by = 2026-12-31
[crew.sam]
seat = "driver"
[crew.maya]
seat = "navigator"
[stage.demo]
[stage.proof]
expected = "14d"
[stage.signature]
[product.atlas]
markets = ["GB"]
[deal.north]
account = "Northwind"
value = 180_000
stage = "proof"
since = 2026-11-09
close = 2026-12-18
driver = "sam"
navigator = "maya"
product = "atlas"
market = "GB"
next = { what = "Ring", on = 2026-11-27 }
[[deal.north.stage_log]]
stage = "demo"
from = 2026-10-20
to = 2026-11-09
[deal.north.obstacle.legal]
at = "enter signature"
pace = "R2"
[deal.north.obstacle.buyer]
at = 2026-12-01
pace = "L3"
[deal.north.note.price]
at = "enter signature - 2d"
pace = "L3 #price"
say = "Bring the price."
[deal.north.control.quote]
what = "Quote"
due = 2026-11-25
owner = "maya"
[deal.north.run.visit]
what = "Visit"
starts = 2026-11-26T10:00:00
length = "45m"
[[deal.north.stroke]]
at = 2026-11-12T10:00:00Z
by = "sam"
kind = "push"
what = "Rang"
[deal.south]
account = "Southgate"
value = 5_000
stage = "demo"
since = 2026-11-16
close = 2026-12-30
driver = "sam"
product = "atlas"
market = "GB"
next = { what = "Ring", on = 2026-11-27 }
"#;

const NOW: &str = "2026-11-20T09:41:00Z";

/// Something wrong: what is written instead of what, the problem's name, the line and what the caret stands under.
struct Bad {
    name: &'static str,
    edits: &'static [(&'static str, &'static str)],
    told: &'static [(&'static str, &'static str)],
}

const ALL: [Bad; 7] = [
    Bad {
        name: "a stage that left the route",
        edits: &[("[\"demo\", \"proof\", \"signature\"]", "[\"demo\", \"signature\"]")],
        told: &[("stage-not-on-route", "stage = \"proof\"")],
    },
    Bad {
        name: "the year 2215",
        edits: &[
            ("close = 2026-12-18", "close = 2215-12-18\ncustomer_date = 2215-12-20"),
            ("due = 2026-11-25", "due = 2215-11-25"),
            ("starts = 2026-11-26", "starts = 2215-11-26"),
            ("at = 2026-12-01", "at = 2215-12-01"),
            ("on = 2026-11-27 }\n[[", "on = 2215-11-27 }\n[["),
        ],
        told: &[
            ("far-date", "close = 2215-12-18"),
            ("far-date", "customer_date = 2215-12-20"),
            ("far-date", "on = 2215-11-27"),
            ("far-date", "at = 2215-12-01"),
            ("far-date", "due = 2215-11-25"),
            ("far-date", "starts = 2215-11-26T10:00:00"),
        ],
    },
    Bad {
        name: "a close before the start",
        edits: &[
            ("close = 2026-12-18", "close = 2026-10-01"),
            ("close = 2026-12-30", "created = 2026-11-16\nclose = 2026-10-02"),
        ],
        told: &[("close-before-created", "close = 2026-10-01"), ("close-before-created", "close = 2026-10-02")],
    },
    Bad {
        name: "a loop in `at`",
        edits: &[
            ("at = \"enter signature\"\npace", "at = \"buyer + 2d\"\npace"),
            ("at = 2026-12-01", "at = \"legal + 1d\""),
        ],
        told: &[("position-cycle", "at = \"legal + 1d\"")],
    },
    Bad {
        name: "a product that was removed",
        edits: &[("[product.atlas]", "[product.helios]")],
        told: &[("dangling-reference", "product = \"atlas\""), ("dangling-reference", "product = \"atlas\"")],
    },
    Bad {
        name: "a value below zero",
        edits: &[("value = 180_000", "value = -180_000")],
        told: &[("negative-value", "value = -180_000")],
    },
    Bad {
        name: "two currencies without rates",
        edits: &[
            ("value = 180_000", "value = 180_000\ncurrency = \"EUR\""),
            ("value = 5_000", "value = 5_000\ncurrency = \"USD\""),
        ],
        told: &[("no-rate", "currency = \"EUR\""), ("no-rate", "currency = \"USD\"")],
    },
];

impl Bad {
    fn text(&self) -> String {
        self.edits.iter().fold(GOOD.to_owned(), |text, (good, bad)| {
            assert_eq!(text.matches(good).count(), 1, "{}: {good}", self.name);
            text.replace(good, bad)
        })
    }
}

/// What the program prints of a text: standard output and error, and how it ended.
fn codriver(arguments: &[&str], text: &str) -> (String, String, i32) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_codriver"))
        .args(arguments)
        .args(["--now", NOW])
        .env_clear()
        .env("TZ", "UTC")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let ended = child.wait_with_output().unwrap();
    let words = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (words(ended.stdout), words(ended.stderr), ended.status.code().unwrap())
}

#[test]
fn a_campaign_with_nothing_wrong_has_no_problems() {
    let (out, err, code) = codriver(&["check", "-"], GOOD);
    assert_eq!((code, out.contains("no problems")), (0, true), "{out}{err}");
}

#[test]
fn what_cannot_be_is_told_with_its_line_and_a_caret_under_it() {
    for bad in &ALL {
        let (out, _, _) = codriver(&["check", "-"], &bad.text());
        let lines: Vec<&str> = out.lines().collect();
        let mut rest = &lines[..];
        for (code, source) in bad.told {
            let at = rest.iter().position(|line| line.contains(&format!("[{code}]"))).unwrap_or_else(|| {
                panic!("{}: expected {code} in\n{out}", bad.name);
            });
            let [_, shown, caret, mend, ..] = &rest[at..] else { panic!("{out}") };
            assert!(shown.contains(source), "{}: {shown}", bad.name);
            assert!(caret.contains('^') && mend.contains("mend: "), "{}: {out}", bad.name);
            let under = shown.get(caret.find('^').unwrap()..=caret.rfind('^').unwrap()).unwrap();
            assert!(source.contains(under.trim_matches('"')), "{}: the caret stands under {under}", bad.name);
            rest = &rest[at + 1..];
        }
    }
}

#[test]
fn every_report_goes_on_and_tells_of_the_deals_that_are_there() {
    let (_, refused, _) = codriver(&["report", "nothing", "-"], "");
    let (_, listed) = refused.split_once("[possible values: ").unwrap();
    let (listed, _) = listed.split_once(']').unwrap();
    let whats: Vec<&str> = listed.split(", ").filter(|what| *what != "credits").collect();
    assert!(whats.len() >= 10 && whats.contains(&"timecard"), "{whats:?}");
    for bad in &ALL {
        let text = bad.text();
        for what in &whats {
            for more in [&["-"][..], &["-", "north"], &["-", "north", "--format", "json"]] {
                // A route map is always of one deal.
                if *what == "route" && more.len() == 1 {
                    continue;
                }
                let arguments: Vec<&str> = ["report", what].iter().chain(more).copied().collect();
                let (out, err, code) = codriver(&arguments, &text);
                assert!(code == 0 || code == 2, "{}: {arguments:?} ended with {code}: {err}", bad.name);
                assert!(out.trim().len() > 20, "{}: {arguments:?} says nothing: {err}", bad.name);
            }
        }
    }
}

#[test]
fn calls_call_sheets_and_exports_go_on() {
    for bad in &ALL {
        let text = bad.text();
        let asked: [&[&str]; 6] = [
            &["calls", "-", "--within", "60d"],
            &["brief", "-", "north"],
            &["export", "-", "csv"],
            &["export", "-", "ics"],
            &["export", "-", "md"],
            &["export", "-", "json"],
        ];
        for arguments in asked {
            let (out, err, code) = codriver(arguments, &text);
            assert!(code == 0 || code == 2, "{}: {arguments:?} ended with {code}: {err}", bad.name);
            assert!(!out.trim().is_empty(), "{}: {arguments:?} says nothing: {err}", bad.name);
        }
    }
}

#[test]
fn every_screen_and_list_still_draws_at_three_sizes() {
    for bad in &ALL {
        for (width, height) in [(80, 24), (120, 40), (200, 60)] {
            for keys in [
                "1",
                "1<tab>",
                "2",
                "3",
                "4",
                "5",
                "5<right>",
                "5<right><right>",
                "P",
                "P<tab>",
                "t",
                "R",
                "r",
                "?",
                "/north",
            ] {
                let mut sim = Sim::open(&bad.text()).at(NOW).seat("sam").last_deal("north").size(width, height);
                let buffer = sim.keys(keys).draw();
                let screen = rows(&buffer);
                let words = screen.chars().filter(|c| c.is_alphanumeric()).count();
                assert!(words > 100, "{} on {keys} at {width}×{height}:\n{screen}", bad.name);
                assert!(
                    screen.lines().all(|line| line.width() <= usize::from(width)),
                    "{} on {keys}: {screen}",
                    bad.name
                );
                let is_of_deals = matches!(sim.model().screen, Screen::Stage | Screen::Board | Screen::Desk);
                let shows = screen.contains("Northwind") || sim.model().overlay.is_some();
                assert!(!is_of_deals || shows, "{} on {keys} at {width}×{height}:\n{screen}", bad.name);
            }
        }
    }
}

#[test]
fn a_date_in_2215_is_told_as_it_is_written() {
    let (out, _, _) = codriver(&["report", "destination", "-"], &ALL[1].text());
    assert!(out.contains("18 Dec 2215"), "{out}");
    let (out, _, _) = codriver(&["report", "timecard", "-"], &ALL[1].text());
    assert!(out.contains("25 Nov 2215") && !out.contains("in 3078"), "{out}");
}

#[test]
fn a_forecast_tells_which_deals_are_off_the_route() {
    let (out, _, _) = codriver(&["report", "destination", "-"], &ALL[0].text());
    assert!(out.contains("with a stage that is not on the route: Northwind"), "{out}");
}
