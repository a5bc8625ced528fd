//! Hostile texts, any size, any key: the screen stays whole and the file readable.

use std::fmt::Write as _;
use std::ops::Range;

use codriver::campaign::Id;
use codriver::console::command::TABLE;
use codriver::console::geometry::{Layout, Size, layout};
use codriver::console::key::{Code, Key};
use codriver::console::screen::{On, Screen};
use codriver::console::{after, find};
use codriver::view::{Depth, ThemeName};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use toml::de::{DeTable, DeValue};
use unicode_width::UnicodeWidthStr;

use crate::sim::Sim;
use crate::texts::{DAY_ONE, DEMO, two};

/// Texts that try to leave their place.
const HOSTILE: [&str; 16] = [
    "\u{1b}[2J\u{1b}[1;1Hgone",
    "\u{1b}]0;title\u{7}\u{1b}]52;c;aGk=\u{7}",
    "\u{1b}P$q\u{1b}\\ \u{1b}_x\u{1b}\\",
    "a\u{0}b\u{7}c\u{8}d\u{7f}e",
    "two\r\nlines\tand\u{b}more\u{c}",
    "\u{9b}31mred\u{85}\u{9d}x\u{9c}",
    "\u{202e}desrever\u{202c} \u{2066}x\u{2069} \u{61c}",
    "a\u{200b}b\u{200d}c\u{feff}d\u{2060}e\u{ad}f",
    "\u{2028}line\u{2029}paragraph",
    "Zoe\u{308} e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}",
    "\u{301}\u{302} first",
    "東京タワー 全角文字 한국어",
    "👩\u{200d}👩\u{200d}👧\u{200d}👦 🏳\u{fe0f}\u{200d}🌈 👍🏽 🇬🇧",
    "\u{e0041}\u{e007f} tags \u{fff9}x\u{fffb} \u{3164}",
    "",
    "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww",
];

/// The last key of a text that people write freely; what stands under other keys is a reference, a kind or a time.
const FREE: [&str; 33] = [
    "account",
    "title",
    "name",
    "what",
    "say",
    "was",
    "said",
    "text",
    "theme",
    "opener",
    "line",
    "guidance",
    "goal",
    "aim",
    "source",
    "briefing",
    "push",
    "pull",
    "also",
    "never",
    "overruled",
    "rubs",
    "decisions",
    "for",
    "why",
    "role",
    "stance",
    "email",
    "link",
    "result",
    "reason",
    "next",
    "salesforce",
];

/// Where a string stands, and the keys to it.
type Found = (Range<usize>, Vec<String>);

/// Every string of a text.
fn strings(text: &str) -> Vec<Found> {
    fn walk(value: &DeValue<'_>, at: Range<usize>, path: &mut Vec<String>, out: &mut Vec<Found>) {
        match value {
            DeValue::String(_) => out.push((at, path.clone())),
            DeValue::Array(items) => items.iter().for_each(|item| walk(item.get_ref(), item.span(), path, out)),
            DeValue::Table(table) => table_of(table, path, out),
            _ => {}
        }
    }
    fn table_of(table: &DeTable<'_>, path: &mut Vec<String>, out: &mut Vec<Found>) {
        for (key, value) in table {
            path.push(key.get_ref().to_string());
            walk(value.get_ref(), value.span(), path, out);
            path.pop();
        }
    }
    let mut out = Vec::new();
    table_of(DeTable::parse(text).unwrap().get_ref(), &mut Vec::new(), &mut out);
    out.sort_by_key(|(at, _)| at.start);
    out
}

fn is_free(path: &[String]) -> bool {
    let last = path.last().map_or("", String::as_str);
    let parent = path.len().checked_sub(2).map_or("", |at| path[at].as_str());
    let has = |name: &str| path.iter().any(|key| key == name);
    FREE.contains(&last)
        || (last == "when" && has("note"))
        || parent == "objective"
        || (path[0] == "stage" && (parent == "gate" || last == "gate"))
}

/// A TOML string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            c => drop(write!(out, "\\U{:08X}", u32::from(c))),
        }
    }
    out + "\""
}

/// The text with its strings replaced where `by` gives another.
fn replaced(text: &str, mut by: impl FnMut(usize, &[String]) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut done = 0;
    for (n, (at, path)) in strings(text).into_iter().enumerate() {
        if let Some(value) = by(n, &path) {
            out.push_str(&text[done..at.start]);
            out.push_str(&quoted(&value));
            done = at.end;
        }
    }
    out + &text[done..]
}

/// Nothing on the cells is obeyed by a terminal, hides or reorders, and every sign takes the cells it was given.
fn assert_harmless(buffer: &Buffer, about: &str) {
    let area = buffer.area;
    for y in 0..area.height {
        let mut x = 0;
        while x < area.width {
            let symbol = buffer[(x, y)].symbol();
            let bad = symbol.chars().find(|c| {
                c.is_control()
                    || matches!(*c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
                    || matches!(*c, '\u{feff}' | '\u{ad}' | '\u{61c}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
            });
            assert_eq!(bad, None, "at {x}, {y} of {about}");
            let columns = symbol.width();
            assert!((1..=2).contains(&columns), "{symbol:?} takes {columns} columns at {x}, {y} of {about}");
            if columns == 2 {
                assert!(x + 1 < area.width, "{symbol:?} leaves the screen at {x}, {y} of {about}");
                assert_eq!(buffer[(x + 1, y)].symbol(), " ", "half of {symbol:?} is covered at {x}, {y} of {about}");
            }
            x += u16::try_from(columns).unwrap();
        }
    }
}

/// The rule between the panes stands in every row.
fn assert_columns_kept(buffer: &Buffer, about: &str) {
    let size = Size { width: buffer.area.width, height: buffer.area.height };
    if let Layout::Beside { driver, .. } = layout(size) {
        for y in driver.y..driver.y + driver.height {
            assert_eq!(buffer[(driver.x + driver.width, y)].symbol(), "│", "row {y} of {about}");
        }
    }
}

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];
const OVERLAYS: [&str; 11] = ["?", "<ctrl-p>", "/", "/e", "t", "p", "n", "N", "y", "o", "oa data team<tab><tab>"];

fn look_at_everything(sim: &mut Sim, about: &str) {
    sim.start();
    let deals = sim.model().campaign.deals.len();
    sim.keys("g");
    for n in 0..deals {
        for (width, height) in SIZES {
            sim.resize(width, height);
            let places: &[&str] =
                if n < 4 { &["", "<tab>", "<pagedown>", "<pageup><tab>"] } else { &["", "<pagedown>"] };
            for keys in places {
                sim.keys(keys);
                let buffer = sim.draw();
                assert_harmless(&buffer, about);
                assert_columns_kept(&buffer, about);
            }
        }
        if n < 3 {
            for keys in OVERLAYS {
                sim.keys(keys);
                assert_harmless(&sim.draw(), about);
                sim.keys("<esc>");
            }
            sim.keys("2");
            for (width, height) in SIZES {
                sim.resize(width, height);
                for keys in ["", "G", "+", "-", "va", "vn"] {
                    sim.keys(keys);
                    assert_harmless(&sim.draw(), about);
                }
            }
            sim.keys("1");
        }
        sim.keys("j");
    }
    sim.keys("4");
    for (width, height) in SIZES {
        sim.resize(width, height);
        for keys in
            ["", "<tab>", "j", "j", "<tab>", "j", "j", "<pagedown>", "f", "<esc>s", "<esc>a", "<esc>:", "<esc>?"]
        {
            sim.keys(keys);
            assert_harmless(&sim.draw(), about);
        }
        sim.keys("<esc>");
    }
    sim.keys("1");
}

#[test]
fn hostile_texts_in_every_text_field_never_reach_the_terminal_and_keep_the_columns() {
    for round in 0..HOSTILE.len() {
        let mut count = 0;
        let text = replaced(DEMO, |n, path| {
            is_free(path).then(|| {
                count += 1;
                HOSTILE[(n + round) % HOSTILE.len()].to_owned()
            })
        });
        assert!(count > 250, "{count}");
        let mut sim = Sim::open(&text).seat("sam").awake_before();
        look_at_everything(&mut sim, &format!("round {round}"));
        sim.keys("g<enter>").advance("1h");
        assert_harmless(&sim.draw(), "the strip");
    }
}

#[test]
fn hostile_texts_where_names_kinds_and_times_belong_are_told_as_problems_and_stay_harmless() {
    for round in 0..5 {
        let text = replaced(DEMO, |n, path| {
            (!is_free(path) && (n + round) % 5 == 0).then(|| HOSTILE[(n + round) % HOSTILE.len()].to_owned())
        });
        let mut sim = Sim::open(&text).seat("sam").awake_before();
        assert!(sim.start().model().problems.len() > 20);
        sim.keys("p");
        for _ in 0..8 {
            assert_harmless(&sim.draw(), "problems");
            sim.keys("<pagedown>");
        }
        sim.keys("<esc>");
        look_at_everything(&mut sim, &format!("round {round}"));
    }
}

#[test]
fn hostile_texts_that_are_typed_or_pasted_never_reach_the_terminal() {
    for text in HOSTILE {
        let mut sim = Sim::open(&two()).at("2026-11-23T12:28:30Z").seat("sam").awake_before();
        for open in ["n<ctrl-u>", ":", "N", "i", "/", "<ctrl-p>", "o", "oa<tab><tab>"] {
            sim.keys(open).paste(text);
            assert_harmless(&sim.draw(), text);
            sim.keys("<left><left><backspace>é<enter>");
            assert_harmless(&sim.draw(), text);
            sim.keys("<esc>");
        }
        sim.keys("4/").paste(text);
        assert_harmless(&sim.draw(), text);
        sim.keys("<enter>w").paste(text);
        assert_harmless(&sim.draw(), text);
        assert!(DeTable::parse(&sim.file()).is_ok(), "{}", sim.file());
    }
}

/// Opens the sheet of every run, and the find card of every deal with the card of each of its first topics.
fn look_at_every_run(sim: &mut Sim, about: &str) {
    sim.start();
    let deals: Vec<(Id, Vec<Id>)> = sim.model().campaign.deals.iter().take(4).map(|deal| named(deal)).collect();
    for (deal, runs) in deals {
        for (width, height) in [(80, 24), (120, 40)] {
            sim.resize(width, height);
            for run in &runs {
                sim.with(|model| after::open(model, &deal, run));
                for keys in ["", "<tab><tab>", "<down>", "<down><tab>", "<down><tab>", "<tab>", "<ctrl-s>"] {
                    sim.keys(keys);
                    assert_harmless(&sim.draw(), about);
                }
                sim.keys("<esc>");
            }
            sim.with(|model| find::open(model, &deal));
            for _ in 0..24 {
                sim.keys("<down>");
                assert_harmless(&sim.draw(), about);
            }
            for _ in 0..12 {
                sim.keys("<enter>");
                assert_harmless(&sim.draw(), about);
                sim.keys("<esc><down>");
                if sim.model().overlay.is_none() {
                    sim.with(|model| find::open(model, &deal));
                }
            }
            sim.keys("<esc><esc>");
        }
    }
}

fn named(deal: &codriver::campaign::Deal) -> (Id, Vec<Id>) {
    (deal.id.clone(), deal.runs.iter().map(|run| run.id.clone()).collect())
}

#[test]
fn hostile_texts_after_a_run_and_in_what_it_finds_never_reach_the_terminal() {
    for round in 0..HOSTILE.len() {
        let text = replaced(DEMO, |n, path| is_free(path).then(|| HOSTILE[(n + round) % HOSTILE.len()].to_owned()));
        let mut sim = Sim::open(&text).seat("sam").awake_before();
        look_at_every_run(&mut sim, &format!("round {round}"));
    }
}

#[test]
fn the_sheet_after_a_run_and_the_find_card_draw_at_any_size() {
    let mut sim = Sim::open(DEMO).seat("sam").awake_before();
    let (deal, run) = (Id::from("northwind"), Id::from("ciso-call"));
    for place in 0..3 {
        sim.with(|model| match place {
            0 => after::open(model, &deal, &run),
            _ => find::open(model, &deal),
        });
        if place == 2 {
            sim.keys("price<enter>");
        }
        for width in (1..=12).chain([58, 59, 60, 61, 80, 120]) {
            for height in (1..=8).chain([15, 16, 17, 18, 24, 40]) {
                assert_harmless(&sim.resize(width, height).draw(), &format!("{width}×{height} {place}"));
            }
        }
        sim.keys("<esc><esc>");
    }
}

#[test]
fn a_text_of_a_megabyte_in_any_place_on_screen_is_cut() {
    let long = ["x".repeat(1 << 20), "word ".repeat(1 << 18), "\u{1b}[2J東".repeat(1 << 16)];
    for (round, long) in long.iter().enumerate() {
        let mut count = 0;
        let text = replaced(DEMO, |_, path| {
            let here = matches!(path[0].as_str(), "campaign" | "crew" | "stage")
                || path.get(1).is_some_and(|id| id == "northwind");
            count += usize::from(here && is_free(path));
            (here && is_free(path) && count % 9 == round).then(|| long.clone())
        });
        let mut sim = Sim::open(&text).seat("sam").last_deal("northwind").awake_before();
        sim.finish_loading();
        for (width, height) in SIZES {
            let buffer = sim.resize(width, height).draw();
            assert_harmless(&buffer, "a megabyte");
            assert_columns_kept(&buffer, "a megabyte");
        }
        sim.keys("t");
        assert_harmless(&sim.draw(), "a megabyte");
    }
}

#[test]
fn any_size_draws_without_a_panic() {
    let widths: Vec<u16> =
        (1..=12).chain([40, 58, 59, 60, 61, 62, 79, 80, 99, 100, 101, 159, 160, 161, 200, 250]).collect();
    let heights: Vec<u16> = (1..=8).chain([14, 15, 16, 17, 18, 24, 40, 60, 80]).collect();
    let mut sim = Sim::open(DEMO).seat("sam").awake_before();
    for keys in [
        "",
        "?",
        "<ctrl-p>",
        "/a",
        "t",
        "p",
        ":3d L7 #price<enter>",
        "o",
        "oprice<tab><tab>",
        "z",
        "4",
        "4<tab>",
        "4/a",
        "4f6<enter>",
    ] {
        sim.keys(keys);
        for width in &widths {
            for height in &heights {
                let buffer = sim.resize(*width, *height).draw();
                assert_harmless(&buffer, &format!("{width}×{height} `{keys}`"));
            }
        }
        sim.keys("<esc>1");
    }
}

#[test]
fn below_the_least_size_the_screen_says_what_it_needs() {
    let mut sim = Sim::open(DEMO).seat("sam").size(59, 20);
    assert!(sim.screen().contains("needs 60 × 16, has 59 × 20"), "{}", sim.screen());
    sim.resize(60, 16);
    assert!(sim.screen().contains("Northwind"), "{}", sim.screen());
}

#[test]
fn no_colour_is_used_where_none_is_wanted() {
    let mut sim = Sim::open(DEMO).seat("sam").awake_before().theme(ThemeName::Mono, Depth::True);
    for keys in ["", "?", "t", "p", "n", "4", "4<tab>", "R", "Rs", "5", "5<tab>", "5<tab>", "2", "2+", "2va"] {
        sim.keys(keys);
        let buffer = sim.draw();
        let coloured = buffer
            .content
            .iter()
            .find(|cell| cell.fg != ratatui::style::Color::Reset || cell.bg != ratatui::style::Color::Reset);
        assert!(coloured.is_none(), "{keys}: {coloured:?}");
        sim.keys("<esc>");
    }
}

#[test]
fn plain_signs_are_all_ascii_where_asked_for() {
    let mut sim = Sim::open(&two()).at("2026-11-23T12:28:30Z").seat("sam").awake_before().ascii();
    for keys in [
        "",
        "<tab>",
        "t",
        "<ctrl-p>",
        "n",
        "S",
        "3",
        "3>",
        "4",
        "4 f",
        "b",
        "b<tab>",
        "R",
        "RdRing<enter>",
        "Rs",
        "5",
        "5<tab>",
        "5<tab>",
        "2",
        "2j+",
        "2va",
    ] {
        sim.keys(keys);
        let screen = sim.screen();
        let odd: Vec<char> = screen.chars().filter(|c| !c.is_ascii()).collect();
        assert_eq!(odd, [' '; 0], "`{keys}`\n{screen}");
        sim.keys("<esc>");
    }
}

#[test]
fn on_an_empty_campaign_every_command_does_something_or_says_why_not() {
    for text in ["", "format = 1\n", "format = 1\n[campaign]\nname = \"Empty\"\n[crew.sam]\nseat = \"driver\"\n"] {
        // Without a deal there is no run.
        for row in TABLE.iter().filter(|row| row.on != On::Only(Screen::Run)) {
            let mut sim = Sim::open(text).seat("sam");
            match row.on {
                On::Only(Screen::Board) => _ = sim.keys("3"),
                On::Only(Screen::Desk) | On::Among(&[Screen::Desk, Screen::Board]) => _ = sim.keys("4"),
                On::Only(Screen::Crew) => _ = sim.keys("5"),
                On::Only(Screen::Route) => _ = sim.keys("2"),
                On::Only(Screen::Review) => _ = sim.keys("R"),
                _ => {}
            }
            let before = sim.screen();
            sim.effects();
            sim.key(row.keys[0]);
            let has_done = sim.screen() != before || !sim.effects().is_empty();
            assert!(has_done, "`{}` in silence on {text:?}", row.name);
        }
    }
}

#[test]
fn every_command_can_be_given_in_every_state_of_the_example() {
    for row in TABLE {
        let mut sim = Sim::open(DEMO).seat("sam").awake_before();
        for other in [
            "",
            "?",
            "<ctrl-p>",
            "/",
            "t",
            "p",
            "n",
            ":",
            "z",
            "S",
            "4",
            "4<tab>",
            "4 ",
            "4/a",
            "4f",
            "4w",
            "b",
            "b<tab>",
            "b<enter>",
            "5",
            "5j",
            "5<tab>j",
            "5<tab>jjj",
            "2",
            "2jj+",
            "2va",
            "2v",
            "R",
            "Rd",
            "Rs",
        ] {
            sim.keys(other).key(row.keys[0]);
            sim.draw();
            sim.keys("<esc><esc>1");
        }
        assert!(DeTable::parse(&sim.file()).is_ok(), "{}", row.name);
    }
}

fn keys() -> impl Strategy<Value = Key> {
    let typed = "abcdeghijklmnopqrstuwxyzBNGESUO+-[]:/?! L34R#@\"'é東".chars().map(Key::char).collect::<Vec<_>>();
    let named = [
        Code::Enter,
        Code::Enter,
        Code::Esc,
        Code::Tab,
        Code::Backspace,
        Code::Delete,
        Code::Up,
        Code::Down,
        Code::Left,
        Code::Right,
        Code::PageUp,
        Code::PageDown,
        Code::Home,
        Code::End,
        Code::F(1),
        Code::BackTab,
    ];
    let control = "abdefknpruwyz".chars().map(Key::ctrl).collect::<Vec<_>>();
    prop_oneof![
        6 => prop::sample::select(typed),
        3 => prop::sample::select(named.map(Key::plain).to_vec()),
        1 => prop::sample::select(control),
    ]
}

#[derive(Debug, Clone)]
enum Happening {
    Key(Key),
    Minutes(u32),
    Size(u16, u16),
    Click(u16, u16),
    Outside,
}

fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    let one = prop_oneof![
        30 => keys().prop_map(Happening::Key),
        1 => (1..90_u32).prop_map(Happening::Minutes),
        1 => (1..220_u16, 1..70_u16).prop_map(|(width, height)| Happening::Size(width, height)),
        1 => (0..220_u16, 0..70_u16).prop_map(|(x, y)| Happening::Click(x, y)),
        1 => Just(Happening::Outside),
    ];
    prop::collection::vec(one, 1..50)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_keys_are_pressed_nothing_panics_and_the_file_can_be_read(
        happenings in happenings(),
        which in 0..3_usize,
    ) {
        let text = [two(), DAY_ONE.to_owned(), DEMO.to_owned()][which].clone();
        let mut sim = Sim::open(&text).at("2026-11-23T12:28:30Z").seat("sam").awake_before();
        for happening in happenings {
            match happening {
                Happening::Key(key) => { sim.key(key); }
                Happening::Minutes(minutes) => { sim.jump(&format!("{minutes}m")); }
                Happening::Size(width, height) => { sim.resize(width, height); }
                Happening::Click(x, y) => { sim.click(x, y); }
                Happening::Outside => {
                    let text = format!("# theirs\n{}", sim.file());
                    sim.outside_write(&text);
                }
            }
            assert_harmless(&sim.draw(), "keys");
        }
        prop_assert!(DeTable::parse(&sim.file()).is_ok(), "{}", sim.file());
        prop_assert_eq!(String::from_utf8(sim.model().document.bytes()).unwrap(), sim.file());
    }
}
