//! What a person waits for: a file read, a key taken in, a frame drawn. `cargo bench` prints medians for campaigns of
//! 10, 1,000 and 10,000 deals; a key and a frame should cost the same for all three.

mod generate;

use codriver::campaign::Id;
use codriver::console::drafts::Drafts;
use codriver::console::geometry::Size;
use codriver::console::key::{Code, Key};
use codriver::console::keymap::Keymap;
use codriver::console::load::{self, Asked, Loaded, SeatWanted};
use codriver::console::message::{Message, Stamped};
use codriver::console::model::{Model, Settings, Start};
use codriver::console::update::update;
use codriver::drive::alike::alike;
use codriver::view::{Depth, Theme, ThemeName, draw};
use divan::{Bencher, black_box};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const DEALS: [usize; 3] = [10, 1_000, 10_000];

fn main() {
    divan::main();
}

fn asked() -> Asked {
    Asked {
        zone: chrono_tz::Tz::UTC,
        seat: SeatWanted::Named(Id::from("sam")),
        previous: None,
        now: "2026-11-20T09:41:00Z".parse().expect("a time"),
        past: std::sync::Arc::default(),
        earlier: None,
    }
}

fn loaded(deals: usize) -> Loaded {
    let (document, cutting) = load::cut(generate::campaign(deals, 7).into_bytes());
    Loaded::whole(document, cutting, &asked())
}

fn model(deals: usize) -> Model {
    let asked = asked();
    let mut model = Model::new(Start {
        now: asked.now,
        size: Size { width: 120, height: 40 },
        settings: Settings::default(),
        keymap: Keymap::default(),
        name: "bench.toml".to_owned(),
        machine_zone: asked.zone,
        seat: asked.seat,
        deal: None,
        drafts: Drafts::default(),
    });
    let at = model.now;
    update(&mut model, Stamped { at, message: Message::Loaded(Box::new(loaded(deals))) });
    model
}

#[divan::bench(args = DEALS)]
fn cut_into_units(bencher: Bencher<'_, '_>, deals: usize) {
    let bytes = generate::campaign(deals, 7).into_bytes();
    bencher.with_inputs(|| bytes.clone()).bench_values(load::cut);
}

#[divan::bench(args = DEALS)]
fn read_check_schedule_and_order(bencher: Bencher<'_, '_>, deals: usize) {
    let (document, _) = load::cut(generate::campaign(deals, 7).into_bytes());
    bencher.with_inputs(|| document.clone()).bench_values(|document| Loaded::whole(document, Vec::new(), &asked()));
}

/// The same bytes through `toml` into plain tables: what reading costs at the least.
#[divan::bench(args = DEALS)]
fn toml_alone(bencher: Bencher<'_, '_>, deals: usize) {
    let text = generate::campaign(deals, 7);
    bencher.bench(|| toml::de::DeTable::parse(black_box(&text)).map(|table| table.get_ref().len()));
}

#[divan::bench(args = DEALS)]
fn first_deal(bencher: Bencher<'_, '_>, deals: usize) {
    let (document, _) = load::cut(generate::campaign(deals, 7).into_bytes());
    bencher.with_inputs(|| document.clone()).bench_values(|document| Loaded::first(document, chrono_tz::Tz::UTC, None));
}

#[divan::bench(args = DEALS)]
fn key_to_model(bencher: Bencher<'_, '_>, deals: usize) {
    let mut model = model(deals);
    let at = model.now;
    let mut down = true;
    bencher.bench_local(move || {
        down = !down;
        let key = Key::char(if down { 'j' } else { 'k' });
        update(&mut model, Stamped { at, message: Message::Key(key) })
    });
}

/// A key in a note that is being typed: its call, its words against the playlist, what can be completed.
#[divan::bench(args = DEALS)]
fn key_in_a_note(bencher: Bencher<'_, '_>, deals: usize) {
    let mut model = model(deals);
    let at = model.now;
    for key in ":@2026-11-27 !L3>2/Cr dc #price ; Ask Tom for the introduction before she sees the pape".chars() {
        update(&mut model, Stamped { at, message: Message::Key(Key::char(key)) });
    }
    let mut there = false;
    bencher.bench_local(move || {
        there = !there;
        let key = if there { Key::char('r') } else { Key::plain(Code::Backspace) };
        update(&mut model, Stamped { at, message: Message::Key(key) })
    });
}

/// What is said elsewhere already: asked beside the loop with each such key.
#[divan::bench(args = DEALS)]
fn said_elsewhere(bencher: Bencher<'_, '_>, deals: usize) {
    let campaign = loaded(deals).campaign;
    let say = "Ask Tom for the introduction before she sees the paper.";
    bencher.bench_local(move || alike(black_box(&campaign), say, None, None, 100));
}

#[divan::bench(args = DEALS)]
fn model_to_cells(bencher: Bencher<'_, '_>, deals: usize) {
    let model = model(deals);
    let theme = Theme::new(ThemeName::Dark, Depth::True, false);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
    bencher.bench_local(move || {
        buffer.reset();
        draw(black_box(&model), &theme, &mut buffer)
    });
}
