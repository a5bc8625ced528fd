//! The seconds of a run: what is kept from one to the next says the same as what is made anew.

use codriver::console::run::look;
use codriver::console::screen::Screen as CurrentScreen;
use codriver::runtime::screen::Screen;
use codriver::view::{Depth, Theme, ThemeName, Ticking, draw};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::review::PAIR;
use crate::run::{MEETING, begun};
use crate::sim::Sim;

/// What can come between two seconds.
#[derive(Debug, Clone)]
enum Event {
    Seconds(u16),
    Keys(&'static str),
    Resize(u16, u16),
    /// Somebody else writes a note for this minute.
    Note(u8),
    Jump(&'static str),
}

fn event() -> impl Strategy<Value = Event> {
    let keys = prop::sample::select(vec![
        "1", "2", "<enter>", "<esc>", "r", "<left>", "<right>", "p", "+", "-", "?", "/", "n", "c", "x", "<up>",
        "<down>", "u", "m", "y", "price",
    ]);
    prop_oneof![
        4 => (1_u16..400).prop_map(Event::Seconds),
        4 => keys.prop_map(Event::Keys),
        1 => prop::sample::select(vec![(120, 40), (80, 24), (100, 30), (60, 20), (200, 50)])
            .prop_map(|(width, height)| Event::Resize(width, height)),
        1 => (0_u8..45).prop_map(Event::Note),
        1 => prop::sample::select(vec!["1s", "17s", "3m", "2h"]).prop_map(Event::Jump),
    ]
}

/// A terminal that is shown every frame, as the loop does.
struct Shown {
    screen: Screen,
    terminal: vt100::Parser,
}

impl Shown {
    fn new() -> Self {
        let theme = Theme::new(ThemeName::Dark, Depth::True, false);
        Self { screen: Screen::new(theme), terminal: vt100::Parser::new(40, 120, 0) }
    }

    fn follow(&mut self, sim: &Sim) -> &vt100::Screen {
        let model = sim.model();
        self.terminal.screen_mut().set_size(model.size.height, model.size.width);
        if let Some(bytes) = self.screen.frame(model) {
            self.terminal.process(bytes);
        }
        self.terminal.screen()
    }
}

/// Whether a person sees no difference; the ink of a blank is not seen.
fn looks_same(one: &vt100::Cell, other: &vt100::Cell) -> bool {
    let ground = |cell: &vt100::Cell| (cell.bgcolor(), cell.inverse(), cell.underline());
    let ink = |cell: &vt100::Cell| (cell.fgcolor(), cell.bold(), cell.dim(), cell.italic());
    let is_blank = one.contents().trim().is_empty();
    one.contents().trim() == other.contents().trim()
        && ground(one) == ground(other)
        && (is_blank || ink(one) == ink(other))
}

/// Whether the cursor stands somewhere.
fn is_typing(sim: &Sim) -> bool {
    let (theme, size) = (Theme::new(ThemeName::Dark, Depth::True, false), sim.model().size);
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
    draw(sim.model(), &theme, &mut buffer, &mut Ticking::default()).is_some()
}

/// The sheet and the screen are as if they were made now.
fn agrees(sim: &mut Sim, shown: &mut Shown, after: &str) {
    let drawn = shown.follow(sim);
    let mut fresh = Shown::new();
    let fresh = fresh.follow(sim);
    let (rows, columns) = fresh.size();
    for (y, x) in (0..rows).flat_map(|y| (0..columns).map(move |x| (y, x))) {
        let same = drawn.cell(y, x).zip(fresh.cell(y, x)).is_some_and(|(one, other)| looks_same(one, other));
        assert!(same, "not the same at {x}, {y} {after}:\n{}\n{}", drawn.contents(), fresh.contents());
    }
    if is_typing(sim) {
        assert_eq!(drawn.cursor_position(), fresh.cursor_position(), "{after}");
    }
    if sim.model().screen == CurrentScreen::Review {
        let words = |sim: &Sim| sim.model().review.as_ref().map(|review| review.sheet.clone());
        let kept = words(sim);
        sim.with(codriver::console::review::look);
        assert_eq!(kept, words(sim), "{after}");
    }
    if sim.model().screen != CurrentScreen::Run {
        return;
    }
    let kept = sim.model().driving.as_ref().map(|driving| driving.sheet.clone());
    sim.with(look);
    assert_eq!(kept, sim.model().driving.as_ref().map(|driving| driving.sheet.clone()), "{after}");
}

fn with_note(text: &str, minute: u8) -> String {
    format!("{text}[deal.north.note.new-{minute}]\nat = \"review {minute}:00\"\nsay = \"New\"\nby = \"maya\"\n")
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    })]
    #[test]
    fn after_any_seconds_what_is_kept_is_what_would_be_made_anew(events in prop::collection::vec(event(), 1..14)) {
        let mut sim = begun();
        let mut shown = Shown::new();
        agrees(&mut sim, &mut shown, "at the start");
        for (n, event) in events.iter().enumerate() {
            match event {
                Event::Seconds(seconds) => {
                    for second in 0..*seconds {
                        sim.advance("1s");
                        if second % 7 == 0 || second + 3 > *seconds {
                            agrees(&mut sim, &mut shown, &format!("{second} s into {n} of {events:?}"));
                        } else {
                            shown.follow(&sim);
                        }
                    }
                }
                Event::Keys(keys) => drop(sim.keys(keys)),
                Event::Resize(width, height) => drop(sim.resize(*width, *height)),
                Event::Note(minute) => {
                    let text = with_note(&sim.file(), *minute);
                    sim.outside_write(&text);
                }
                Event::Jump(time) => drop(sim.jump(time)),
            }
            agrees(&mut sim, &mut shown, &format!("after {n} of {events:?}"));
        }
    }
}

#[test]
fn a_second_that_brings_nothing_writes_only_the_clock_and_the_waits() {
    let mut sim = begun();
    let mut screen = Screen::new(Theme::new(ThemeName::Dark, Depth::True, false));
    screen.frame(sim.model());
    sim.advance("1s");
    let bytes = screen.frame(sim.model()).map(<[u8]>::len);
    assert!(bytes.is_some_and(|bytes| bytes < 200), "{bytes:?}");
    assert_eq!(screen.frame(sim.model()), None, "the same moment again");
}

#[test]
fn a_second_of_a_review_writes_only_its_clock() {
    let mut sim = Sim::open(PAIR).at("2026-11-20T09:41:00Z").seat("sam").awake_before();
    sim.keys("R");
    let mut shown = Shown::new();
    agrees(&mut sim, &mut shown, "at the start");
    for keys in ["", "j", "dRing", " Jo<enter>", "k"] {
        sim.keys(keys);
        shown.follow(&sim);
        for second in 0..340 {
            sim.advance("1s");
            if second % 17 == 0 {
                agrees(&mut sim, &mut shown, &format!("{second} s after `{keys}`"));
            } else {
                shown.follow(&sim);
            }
        }
    }
    sim.advance("1s");
    let bytes = shown.screen.frame(sim.model()).map(<[u8]>::len);
    assert!(bytes.is_some_and(|bytes| bytes < 120), "{bytes:?}");
}

#[test]
fn a_clock_that_stands_is_not_written_again() {
    let mut sim = Sim::open(MEETING).at("2026-11-24T13:59:00Z").seat("sam").awake_before();
    sim.keys("rp").advance("10s");
    let mut screen = Screen::new(Theme::new(ThemeName::Dark, Depth::True, false));
    screen.frame(sim.model());
    sim.advance("20s");
    assert_eq!(screen.frame(sim.model()), None);
}
