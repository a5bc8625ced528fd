//! What a person waits for: a file read, a key taken in, a frame drawn. `cargo bench` prints medians for campaigns of
//! 10, 1,000 and 10,000 deals; a key and a frame should cost the same for all three.

mod generate;

use std::fmt::Write as _;
use std::ops::ControlFlow;

use codriver::campaign::Id;
use codriver::console::drafts::Drafts;
use codriver::console::form::{self, FormFor};
use codriver::console::geometry::Size;
use codriver::console::import::{self, News};
use codriver::console::key::{Code, Key};
use codriver::console::keymap::Keymap;
use codriver::console::load::{self, Asked, Loaded, SeatWanted};
use codriver::console::message::{Message, Stamped};
use codriver::console::model::{Model, Settings, Start};
use codriver::console::order::Order;
use codriver::console::overlay::Overlay;
use codriver::console::update::update;
use codriver::drive::Outlook;
use codriver::drive::alike::alike;
use codriver::drive::attention::Weights;
use codriver::drive::desk::Table;
use codriver::drive::engine::engine;
use codriver::drive::import::Incoming;
use codriver::drive::works::{openers_now, works};
use codriver::runtime::folders::{CampaignKey, StateFolder};
use codriver::runtime::importer::Reading;
use codriver::runtime::journal::Journal;
use codriver::text::{Document, Intent, Literal, RecordPath, UnitKey};
use codriver::view::{Depth, Theme, ThemeName, Ticking, draw};
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
        weights: Weights::default(),
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

/// A console that knows which deal needs somebody first.
fn ordered(deals: usize) -> Model {
    let mut model = model(deals);
    let order = Order::of(&model.campaign, &model.outlook, model.seat.as_ref(), &Weights::default(), model.now);
    let (at, version) = (model.now, model.order_asked);
    update(&mut model, Stamped { at, message: Message::Ordered { version, order: Box::new(order) } });
    model
}

/// A line for a buyer's words is opened, and the sheet of the deal's next run; then it is left.
#[divan::bench(args = DEALS, consts = ['o', 'b'])]
fn key_that_opens<const KEY: char>(bencher: Bencher<'_, '_>, deals: usize) {
    let mut model = ordered(deals);
    press(&mut model, Key::char(KEY));
    assert!(model.overlay.is_some(), "it is open");
    press(&mut model, Key::plain(Code::Esc));
    bencher.bench_local(move || {
        press(&mut model, Key::char(KEY));
        press(&mut model, Key::plain(Code::Esc));
    });
}

/// A screen or sheet over one deal is opened, and the Stage shown again; then both are drawn.
#[divan::bench(args = DEALS, consts = ['2', '3', 's', '>'])]
fn screen_opened_and_drawn<const KEY: char>(bencher: Bencher<'_, '_>, deals: usize) {
    let mut model = ordered(deals);
    let theme = Theme::new(ThemeName::Dark, Depth::True, false);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
    bencher.bench_local(move || {
        for key in [Key::char(KEY), Key::plain(Code::Esc), Key::char('1')] {
            press(&mut model, key);
            buffer.reset();
            draw(black_box(&model), &theme, &mut buffer, &mut Ticking::default());
        }
    });
}

/// The Board's filter, a letter at a time, and taken back.
#[divan::bench(args = DEALS, sample_count = 20)]
fn board_filter_letter(bencher: Bencher<'_, '_>, deals: usize) {
    let mut model = ordered(deals);
    press(&mut model, Key::char('3'));
    press(&mut model, Key::char('/'));
    bencher.bench_local(move || {
        press(&mut model, Key::char('k'));
        press(&mut model, Key::plain(Code::Backspace));
    });
}

/// Along the route map, thing by thing.
#[divan::bench(args = DEALS)]
fn route_key_to_model(bencher: Bencher<'_, '_>, deals: usize) {
    let mut model = ordered(deals);
    press(&mut model, Key::char('2'));
    let mut down = true;
    bencher.bench_local(move || {
        down = !down;
        press(&mut model, Key::char(if down { 'j' } else { 'k' }));
    });
}

/// The deals are put in order, and what they say of each topic is learnt: beside the loop.
#[divan::bench(args = DEALS, sample_count = 20)]
fn order_and_topics(bencher: Bencher<'_, '_>, deals: usize) {
    let loaded = loaded(deals);
    let (seat, now) = (Id::from("sam"), asked().now);
    bencher.bench_local(move || {
        let weights = Weights::default();
        Order::of(black_box(&loaded.campaign), &loaded.outlook, Some(&seat), &weights, now)
    });
}

fn journal() -> (tempfile::TempDir, Journal) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let state = StateFolder::new(folder.path().to_owned());
    let journal = Journal::create(&state, &CampaignKey::of(&folder.path().join("bench.toml"))).expect("a journal");
    (folder, journal)
}

fn last_deal(document: &Document) -> RecordPath {
    let deals = document.units().filter_map(|unit| match unit.key() {
        UnitKey::Record(group, id) if &**group == "deal" => Some(RecordPath::new([&**group, &**id])),
        _ => None,
    });
    deals.last().expect("a deal")
}

/// One key of one deal: on the text, and in the journal on the disk. 10,000 deals are some 20 MB.
#[divan::bench(args = DEALS)]
fn edit_until_it_is_safe(bencher: Bencher<'_, '_>, deals: usize) {
    let (mut document, _) = load::cut(generate::campaign(deals, 7).into_bytes());
    let (_folder, mut journal) = journal();
    let record = last_deal(&document);
    let mut number = 0_u32;
    bencher.bench_local(move || {
        number += 1;
        let value = Literal::Integer(number.into());
        let intent = Intent::Set { record: record.clone(), key: "value".into(), value };
        let step = document.apply(&intent).expect("an edit");
        journal.append(number.into(), &[intent]).expect("a journal that takes it");
        step
    });
}

/// The same for taking it back and making it again.
#[divan::bench(args = DEALS)]
fn undo_until_it_is_safe(bencher: Bencher<'_, '_>, deals: usize) {
    let (mut document, _) = load::cut(generate::campaign(deals, 7).into_bytes());
    let (_folder, mut journal) = journal();
    let record = last_deal(&document);
    let intent = Intent::Set { record, key: "value".into(), value: Literal::Integer(1) };
    let mut step = document.apply(&intent).expect("an edit");
    let mut number = 0_u64;
    bencher.bench_local(move || {
        number += 1;
        step = document.undo(&step).expect("the same text");
        journal.append(number, &[Intent::Replay { step: step.clone() }]).expect("a journal that takes it");
    });
}

/// A record gets another path: in its place, and back.
#[divan::bench(args = DEALS)]
fn rename_a_deal(bencher: Bencher<'_, '_>, deals: usize) {
    let (mut document, _) = load::cut(generate::campaign(deals, 7).into_bytes());
    let mut names = (last_deal(&document), RecordPath::new(["deal", "renamed"]));
    bencher.bench_local(move || {
        let (record, to) = names.clone();
        names = (names.1.clone(), names.0.clone());
        document.apply(&Intent::Move { record, to }).expect("a free name")
    });
}

/// The last record of the file goes, with the empty line before it in another unit, and comes back.
#[divan::bench(args = DEALS)]
fn remove_a_deal_and_take_it_back(bencher: Bencher<'_, '_>, deals: usize) {
    let (mut document, _) = load::cut(generate::campaign(deals, 7).into_bytes());
    let record = last_deal(&document);
    bencher.bench_local(move || {
        let step = document.apply(&Intent::Remove { record: record.clone() }).expect("a deal");
        document.undo(&step).expect("the same text")
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
    assert!(matches!(&model.overlay, Some(Overlay::Prompt(prompt)) if prompt.rows.len() > 3), "a note is being typed");
    let mut there = false;
    bencher.bench_local(move || {
        there = !there;
        let key = if there { Key::char('r') } else { Key::plain(Code::Backspace) };
        update(&mut model, Stamped { at, message: Message::Key(key) })
    });
}

/// A form of the last deal's note, with the cursor on the line of this name.
fn form(deals: usize, line: &str) -> Model {
    let mut model = model(deals);
    let note = last_deal(&model.document).below(["note", "meet-buyer"]);
    form::open(&mut model, &FormFor::Edit(note));
    let at = match &model.overlay {
        Some(Overlay::Form(form)) => form.lines.iter().position(|own| own.label == line),
        _ => None,
    };
    let at = at.expect("a note's form with this line");
    for _ in 0..at {
        press(&mut model, Key::plain(Code::Down));
    }
    model
}

/// A key in a note's form, on the line of its words and on those of its place, of a name and of who wrote it.
#[divan::bench(args = DEALS, consts = [0, 1, 2, 3])]
fn key_in_a_form<const LINE: usize>(bencher: Bencher<'_, '_>, deals: usize) {
    let mut model = form(deals, ["say", "at", "asset", "by"][LINE]);
    let mut there = false;
    bencher.bench_local(move || {
        there = !there;
        press(&mut model, if there { Key::char('r') } else { Key::plain(Code::Backspace) });
    });
}

/// What still names a record, asked before it goes: one that every deal may name, and one of a deal.
#[divan::bench(args = DEALS, consts = [0, 1, 2], sample_count = 20)]
fn question_before_a_record_goes<const WHICH: usize>(bencher: Bencher<'_, '_>, deals: usize) {
    let mut model = model(deals);
    let record = match WHICH {
        0 => RecordPath::new(["asset", "grocer"]),
        1 => RecordPath::new(["stage", "proof"]),
        _ => last_deal(&model.document).below(["run", "review-call"]),
    };
    form::open(&mut model, &FormFor::Edit(record));
    bencher.bench_local(move || {
        press(&mut model, Key::ctrl('x'));
        press(&mut model, Key::plain(Code::Down));
    });
}

/// What is said elsewhere already: asked beside the loop with each such key.
#[divan::bench(args = DEALS)]
fn said_elsewhere(bencher: Bencher<'_, '_>, deals: usize) {
    let campaign = loaded(deals).campaign;
    let say = "Ask Tom for the introduction before she sees the paper.";
    bencher.bench_local(move || alike(black_box(&campaign), say, None, None, 100));
}

/// Pushes and pulls of every deal, as the report and the Crew screen have them.
#[divan::bench(args = DEALS, sample_count = 20)]
fn the_two_stroke_engine(bencher: Bencher<'_, '_>, deals: usize) {
    let asked = asked();
    let campaign = loaded(deals).campaign;
    let outlook = Outlook::new(&campaign);
    bencher.bench_local(move || engine(black_box(&campaign), &outlook, None, asked.now));
}

/// What landed, over every deal, and what to open with.
#[divan::bench(args = DEALS, sample_count = 20)]
fn what_works(bencher: Bencher<'_, '_>, deals: usize) {
    let campaign = loaded(deals).campaign;
    bencher.bench_local(move || {
        let found = works(black_box(&campaign), None);
        openers_now(&campaign, &found, None)
    });
}

#[divan::bench(args = DEALS)]
fn model_to_cells(bencher: Bencher<'_, '_>, deals: usize) {
    let model = model(deals);
    let theme = Theme::new(ThemeName::Dark, Depth::True, false);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
    bencher.bench_local(move || {
        buffer.reset();
        draw(black_box(&model), &theme, &mut buffer, &mut Ticking::default())
    });
}

/// A console on the Desk, as the marketer sees it.
fn desk(deals: usize) -> Model {
    let mut model = model(deals);
    let at = model.now;
    update(&mut model, Stamped { at, message: Message::Key(Key::char('4')) });
    let table = Table::of(&model.campaign, &model.outlook, model.seat.as_ref(), at);
    update(&mut model, Stamped { at, message: Message::Desk { table: Box::new(table) } });
    model
}

fn press(model: &mut Model, key: Key) {
    let at = model.now;
    black_box(update(model, Stamped { at, message: Message::Key(key) }));
}

/// Beside the loop: how every note stands.
#[divan::bench(args = DEALS, sample_count = 10)]
fn desk_rows(bencher: Bencher<'_, '_>, deals: usize) {
    let model = model(deals);
    bencher.bench(|| Table::of(&model.campaign, &model.outlook, model.seat.as_ref(), model.now));
}

/// On the loop: the table that was made is put in order.
#[divan::bench(args = DEALS, sample_count = 20)]
fn desk_rows_to_model(bencher: Bencher<'_, '_>, deals: usize) {
    let mut model = desk(deals);
    let table = model.desk.table.clone();
    let at = model.now;
    bencher.with_inputs(|| Box::new(table.clone())).bench_local_values(|table| {
        model.desk.all_changed();
        update(&mut model, Stamped { at, message: Message::Desk { table } })
    });
}

/// The first letter of a filter looks at every row; then it is taken back.
#[divan::bench(args = DEALS, sample_count = 20)]
fn desk_filter_letter(bencher: Bencher<'_, '_>, deals: usize) {
    let mut model = desk(deals);
    press(&mut model, Key::char('/'));
    bencher.bench_local(move || {
        press(&mut model, Key::char('k'));
        press(&mut model, Key::plain(Code::Backspace));
    });
}

#[divan::bench(args = DEALS, sample_count = 20)]
fn desk_sort(bencher: Bencher<'_, '_>, deals: usize) {
    let mut model = desk(deals);
    bencher.bench_local(move || {
        press(&mut model, Key::char('s'));
        press(&mut model, Key::char('d'));
    });
}

#[divan::bench(args = DEALS)]
fn desk_key_to_model(bencher: Bencher<'_, '_>, deals: usize) {
    let mut model = desk(deals);
    let mut down = true;
    bencher.bench_local(move || {
        down = !down;
        press(&mut model, Key::char(if down { 'j' } else { 'k' }));
    });
}

#[divan::bench(args = DEALS, sample_count = 40)]
fn desk_retire_to_model(bencher: Bencher<'_, '_>, deals: usize) {
    let mut model = desk(deals);
    bencher.bench_local(move || press(&mut model, Key::char('d')));
}

#[divan::bench(args = DEALS)]
fn desk_model_to_cells(bencher: Bencher<'_, '_>, deals: usize) {
    let model = desk(deals);
    let theme = Theme::new(ThemeName::Dark, Depth::True, false);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
    bencher.bench_local(move || {
        buffer.reset();
        draw(black_box(&model), &theme, &mut buffer, &mut Ticking::default())
    });
}

/// An export of so many deals that the campaign does not have.
fn incoming(deals: usize) -> Incoming {
    let mut text = "Record ID,Deal Name,Associated Company,Deal Stage,Amount,Close Date,Deal owner\n".to_owned();
    for at in 0..deals {
        writeln!(text, "{at},Rollout {at},Depot {at},Demo,{},2026-12-18,Sam Okoro", 1_000 + at)
            .expect("a string takes it");
    }
    let reading = Reading::begin(text.into_bytes(), "deals.csv", chrono_tz::Tz::UTC).expect("an export");
    reading.finish(&[], &mut |_, _| ControlFlow::Continue(())).expect("rows")
}

/// A campaign of ten deals with an import of so many before it, read and waiting to be worked out.
fn importing(new: usize) -> Model {
    let mut model = model(10);
    press(&mut model, Key::char('I'));
    let (at, number) = (model.now, model.imports);
    press(&mut model, Key::char('x'));
    press(&mut model, Key::plain(Code::Enter));
    let message = Message::Import { number, news: News::Read(Box::new(incoming(new))) };
    update(&mut model, Stamped { at, message });
    model
}

/// The same with the preview open, and the key pressed that writes it.
fn previewed(new: usize) -> Model {
    let mut model = importing(new);
    let message = import::ask(&model, model.imports).expect("a plan is asked for").plan(&mut |_, _| {});
    let at = model.now;
    update(&mut model, Stamped { at, message });
    press(&mut model, Key::char('i'));
    model
}

fn made(model: &Model) -> Message {
    let ask = import::write_ask(model, model.imports).expect("it is being written");
    ask.make(&asked(), &mut |_, _| {})
}

/// What an import would change is worked out: beside the loop.
#[divan::bench(args = [100, 1_000], sample_count = 10)]
fn import_planned(bencher: Bencher<'_, '_>, new: usize) {
    let model = importing(new);
    let ask = || import::ask(&model, model.imports).expect("a plan is asked for");
    bencher.with_inputs(ask).bench_local_values(|ask| ask.plan(&mut |_, _| {}));
}

/// An import is made on a copy of the text: beside the loop.
#[divan::bench(args = [100, 1_000], sample_count = 10)]
fn import_made(bencher: Bencher<'_, '_>, new: usize) {
    let model = previewed(new);
    bencher.bench_local(|| made(&model));
}

/// What was made takes the place of what was there: in the loop.
#[divan::bench(args = [100, 1_000], sample_count = 10)]
fn import_taken_over(bencher: Bencher<'_, '_>, new: usize) {
    let ready = || {
        let model = previewed(new);
        let message = made(&model);
        (model, message)
    };
    bencher.with_inputs(ready).bench_local_values(|(mut model, message)| {
        let at = model.now;
        update(&mut model, Stamped { at, message });
        assert!(model.overlay.is_none(), "it is written");
        model
    });
}

/// An import is taken back: in the loop.
#[divan::bench(args = [100, 1_000], sample_count = 10)]
fn import_taken_back(bencher: Bencher<'_, '_>, new: usize) {
    let written = || {
        let mut model = previewed(new);
        let (at, message) = (model.now, made(&model));
        update(&mut model, Stamped { at, message });
        model
    };
    bencher.with_inputs(written).bench_local_values(|mut model| {
        press(&mut model, Key::char('u'));
        assert_eq!(model.campaign.deals.len(), 10);
        model
    });
}
