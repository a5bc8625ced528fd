//! Typed lines: what they write, what is said while they are typed, and how they are taken back.

use codriver::console::form::FormFor;

use crate::sim::{Sim, changes};
use crate::texts::{BEFORE_ONE, DAY_ONE, ONE};

fn open() -> Sim {
    Sim::open(ONE).at(BEFORE_ONE).seat("sam").awake_before()
}

fn written(sim: &mut Sim, keys: &str) -> Vec<String> {
    let before = sim.file();
    sim.keys(keys);
    changes(&before, &sim.file())
}

/// The column of a text in its row, and the row under it.
fn under(screen: &str, text: &str) -> (usize, String) {
    let rows: Vec<&str> = screen.lines().collect();
    let row = rows.iter().position(|row| row.contains(text)).unwrap_or_else(|| panic!("no `{text}` in\n{screen}"));
    let at = rows[row].find(text).unwrap();
    (rows[row][..at].chars().count(), rows.get(row + 1).copied().unwrap_or_default().to_owned())
}

#[test]
fn the_next_touch_is_typed_with_its_day_in_words() {
    let mut sim = open();
    assert_eq!(
        written(&mut sim, "n<ctrl-u>Send the quote, next tue 14:00<enter>"),
        [
            "-next = { what = \"Ring Ines\", on = 2026-11-27, by = \"sam\" }",
            "+next = { what = \"Send the quote\", on = 2026-11-24T14:00:00, by = \"sam\" }",
        ]
    );
    assert!(sim.screen().contains("Tue 24 Nov 14:00"), "{}", sim.screen());
}

#[test]
fn the_next_touch_starts_with_what_stands_there() {
    let mut sim = open();
    sim.keys("n");
    assert!(sim.screen().contains("› Ring Ines, 2026-11-27"), "{}", sim.screen());
}

#[test]
fn how_a_line_is_understood_stands_under_it_while_it_is_typed() {
    let mut sim = open();
    sim.keys("n<ctrl-u>Send the quote 3wd");
    let screen = sim.screen();
    assert!(screen.contains("what    Send the quote") && screen.contains("when    Thu 26 Nov"), "{screen}");
}

#[test]
fn a_next_touch_without_a_day_is_taken_and_asks_for_one() {
    let mut sim = open();
    assert_eq!(
        written(&mut sim, "n<ctrl-u>Send the quote<enter>"),
        [
            "-next = { what = \"Ring Ines\", on = 2026-11-27, by = \"sam\" }",
            "+next = { what = \"Send the quote\", by = \"sam\" }",
        ]
    );
    assert!(sim.screen().contains("no day yet: n gives it one"), "{}", sim.screen());
}

#[test]
fn a_day_without_anything_to_do_is_refused() {
    let mut sim = open();
    assert_eq!(written(&mut sim, "n<ctrl-u>tomorrow<enter>"), [""; 0]);
    assert!(sim.screen().contains("a day, but nothing to do"), "{}", sim.screen());
}

#[test]
fn a_next_touch_that_was_a_plain_word_becomes_a_record() {
    let mut sim = Sim::open(DAY_ONE).at("2026-11-20T09:41:00Z").seat("sam").last_deal("northwind").awake_before();
    let written = written(&mut sim, "n, fri 10:00<enter>");
    assert_eq!(written.len(), 2, "{written:#?}");
    assert!(
        written[1].starts_with(
            "+next = { what = \"Walk Ines through the SOC 2 pack\", on = 2026-11-27T10:00:00, by = \"sam\" }"
        ),
        "{written:#?}"
    );
    assert!(written[1].ends_with("# undated: the console says \"give it a day\""), "a comment stays: {written:#?}");
}

#[test]
fn a_note_is_added_by_its_shorthand() {
    let mut sim = open();
    assert_eq!(
        written(&mut sim, ":3d !L3 #procurement \"new buyer\" ; Ask Tom first<enter>"),
        [
            "+",
            "+[deal.north.note.procurement]",
            "+at = 2026-11-26T12:28:00",
            "+pace = \"!L3 #procurement \\\"new buyer\\\"\"",
            "+say = \"Ask Tom first\"",
            "+by = \"sam\"",
            "+written = 2026-11-23",
        ]
    );
    assert!(sim.screen().contains("Ask Tom first"), "{}", sim.screen());
}

#[test]
fn a_note_is_added_in_plain_words() {
    let mut sim = open();
    let written = written(&mut sim, ":Ask who signs, 30 nov 10:00<enter>");
    for line in ["+[deal.north.note.ask-who-signs]", "+at = 2026-11-30T10:00:00", "+say = \"Ask who signs\""] {
        assert!(written.iter().any(|written| written == line), "{line} in {written:#?}");
    }
}

#[test]
fn a_note_in_plain_words_without_a_day_stands_before_leaving_the_stage() {
    let mut sim = open();
    let written = written(&mut sim, ":Ask who signs<enter>");
    assert!(written.iter().any(|line| line == "+at = \"leave proof\""), "{written:#?}");
}

#[test]
fn an_error_stands_under_its_word_and_the_line_is_kept() {
    let mut sim = open();
    let before = sim.file();
    sim.keys(":3d L7 #price<enter>");
    let screen = sim.screen();
    let (column, below) = under(&screen, "L7 #price");
    let caret = below.find('^').map(|at| below[..at].chars().count());
    assert_eq!(caret, Some(column), "{screen}");
    assert_eq!(below.matches('^').count(), 2, "{screen}");
    assert!(screen.contains("L7"), "{screen}");
    assert_eq!(sim.file(), before);
    sim.keys("<ctrl-left><ctrl-left><delete><delete>L4<enter>");
    assert!(sim.file().contains("pace = \"L4 #price\""), "{}", sim.screen());
}

#[test]
fn a_place_that_the_deal_does_not_have_is_told_with_the_nearest() {
    let mut sim = open();
    sim.keys(":@profo - 2d L4<enter>");
    let screen = sim.screen();
    assert!(screen.contains("nothing on this deal is called `profo`; did you mean `proof`?"), "{screen}");
    let (column, below) = under(&screen, "profo - 2d");
    assert_eq!(below.find('^').map(|at| below[..at].chars().count()), Some(column), "{screen}");
}

#[test]
fn esc_keeps_the_line_for_the_next_time() {
    let mut sim = open();
    sim.keys(":half a thou<esc>j:");
    assert!(sim.screen().contains("› half a thou"), "{}", sim.screen());
    sim.keys("ght, tomorrow<enter>:");
    assert!(!sim.screen().contains("half a thought, tomorrow"), "a written line is not kept: {}", sim.screen());
}

#[test]
fn a_line_that_is_opened_and_left_as_it_was_is_no_draft() {
    let mut sim = open();
    sim.keys("n<esc>");
    let other = sim.file().replace("Ring Ines", "Ring Tom");
    sim.outside_write(&other).keys("n");
    assert!(sim.screen().contains("› Ring Tom"), "{}", sim.screen());
}

#[test]
fn a_half_typed_line_survives_a_kill_and_is_told_with_its_key() {
    let mut sim = open();
    sim.keys(":half a thou").crash_and_reopen();
    assert!(sim.screen().contains("a half-typed note on Northwind waits; : opens it"), "{}", sim.screen());
    sim.keys(":");
    assert!(sim.screen().contains("› half a thou"), "{}", sim.screen());
}

#[test]
fn a_half_typed_line_on_another_deal_is_told_with_the_way_there() {
    let mut sim =
        Sim::open(&crate::texts::two()).at("2026-11-23T08:00:00Z").seat("sam").last_deal("north").awake_before();
    let typed_on = sim.keys("j:half a thou").deal();
    sim.keys("<esc>k:another<esc>").keys(":<ctrl-u><esc>");
    assert_ne!(sim.deal(), typed_on);
    sim.keys("q").crash_and_reopen();
    let screen = sim.screen();
    assert!(screen.contains("a half-typed note on Harbour Foods waits; go there, and : opens it"), "{screen}");
}

#[test]
fn a_half_typed_form_is_told_with_its_key_and_the_list_shows_it_first() {
    let mut sim = open();
    sim.open_form(&FormFor::Edit("deal.north.note.buyer".parse().unwrap()));
    sim.keys("<down>half a thou").crash_and_reopen();
    let screen = sim.screen();
    assert!(screen.contains("a half-typed note `buyer` on Northwind waits; e leads to it"), "{screen}");
    let screen = sim.keys("e").screen();
    let first = screen.lines().find(|line| line.contains('▸')).unwrap_or_default().to_owned();
    assert!(first.contains("note") && first.contains("buyer") && first.contains("half-typed: "), "{screen}");
    let screen = sim.keys("<enter>").screen();
    assert!(
        screen.contains("half a thou") && screen.contains("what was typed here and not written is back"),
        "{screen}"
    );
}

#[test]
fn a_half_typed_new_record_is_told_as_one() {
    let mut sim = open();
    sim.open_form(&FormFor::Below("deal.north.contact".parse().unwrap()));
    sim.keys("In").crash_and_reopen();
    let screen = sim.screen();
    assert!(screen.contains("a half-typed new contact on Northwind waits; e leads to it"), "{screen}");
    sim.keys("e<enter>");
    assert!(sim.screen().contains("NEW CONTACT"), "{}", sim.screen());
}

#[test]
fn a_half_typed_form_whose_record_is_gone_is_told_as_such() {
    let mut sim = open();
    sim.open_form(&FormFor::Edit("deal.north.note.buyer".parse().unwrap()));
    sim.keys("<down>half a thou<esc>");
    let gone = sim.file().replace("deal.north.note.buyer", "deal.north.note.seller");
    sim.outside_write(&gone).crash_and_reopen();
    let screen = sim.screen();
    assert!(
        screen.contains("a half-typed form waits, but its record is gone (`form deal.north.note.buyer`)"),
        "{screen}"
    );
}

#[test]
fn that_a_line_waits_is_told_beside_the_edits_of_an_earlier_session() {
    let mut sim = open();
    sim.hold_saves().keys("+:half a thou").crash_and_reopen();
    let screen = sim.screen();
    assert!(screen.contains("1 edit of an earlier session") && screen.contains("half-typed note"), "{screen}");
}

#[test]
fn a_line_that_was_written_is_no_draft_after_a_kill() {
    let mut sim = open();
    sim.keys(":Ask who signs<enter>").crash_and_reopen();
    assert!(!sim.screen().contains("half-typed"), "{}", sim.screen());
}

#[test]
fn esc_on_the_next_touch_of_one_deal_is_not_the_draft_of_another() {
    let mut sim =
        Sim::open(&crate::texts::two()).at("2026-11-23T08:00:00Z").seat("sam").last_deal("north").awake_before();
    sim.keys("n<ctrl-u>for the first<esc>");
    sim.keys("jn");
    let shown = sim.screen();
    sim.keys("<esc>k");
    sim.keys("n");
    let (first, second) = (sim.screen().contains("› for the first"), shown.contains("› for the first"));
    assert!(first != second, "{shown}\n{}", sim.screen());
}

#[test]
fn a_deal_is_added_with_its_value_and_shown() {
    let mut sim = open();
    assert_eq!(
        written(&mut sim, "NHarbour Foods 45,000<enter>"),
        [
            "+",
            "+[deal.harbour-foods]",
            "+account = \"Harbour Foods\"",
            "+value = 45000",
            "+created = 2026-11-23",
            "+stage = \"demo\"",
            "+since = 2026-11-23",
        ]
    );
    assert_eq!(sim.deal(), "harbour-foods");
    assert!(sim.screen().contains("45,000"), "{}", sim.screen());
}

#[test]
fn a_deal_of_the_same_name_gets_an_id_of_its_own() {
    let mut sim = open();
    sim.keys("NNorth<enter>");
    assert!(sim.file().contains("[deal.north-2]"), "{}", sim.file());
}

#[test]
fn undo_and_redo_give_identical_bytes() {
    let edits = [
        "n<ctrl-u>Send the quote, next tue 14:00<enter>",
        ":3d !L3 #procurement \"new buyer\"<enter>",
        "NHarbour Foods 45000<enter>",
        "iTheir lawyer has left<enter>",
        "+",
    ];
    let mut sim = open();
    let mut states = vec![sim.file()];
    for keys in edits {
        sim.keys(keys);
        assert_ne!(sim.file(), *states.last().unwrap(), "{keys}");
        states.push(sim.file());
    }
    for state in states.iter().rev().skip(1) {
        sim.keys("u");
        assert_eq!(sim.file(), *state);
    }
    for state in states.iter().skip(1) {
        sim.keys("U");
        assert_eq!(sim.file(), *state);
    }
}

#[test]
fn undo_says_what_it_took_back() {
    let mut sim = open();
    sim.keys("+u");
    assert!(sim.screen().contains("taken back: earliness"), "{}", sim.screen());
    sim.keys("u");
    assert!(sim.screen().contains("nothing to take back"), "{}", sim.screen());
}

#[test]
fn undo_takes_back_what_a_person_did_and_never_that_a_call_was_made() {
    let mut sim = open();
    sim.keys("+u").advance("2m");
    let called = sim.file();
    assert!(called.contains("[[deal.north.call_log]]"), "{called}");
    sim.keys("u");
    assert_eq!(sim.file(), called);
}

#[test]
fn undo_works_after_somebody_changed_something_else() {
    let mut sim = open();
    sim.keys("n<ctrl-u>Send the quote, next tue<enter>");
    let other = sim.file().replace("name = \"Q1 push\"", "name = \"Q2 push\"");
    sim.outside_write(&other).keys("u");
    assert_eq!(sim.file(), ONE.replace("name = \"Q1 push\"", "name = \"Q2 push\""));
}

#[test]
fn undo_is_refused_where_somebody_has_written_since() {
    let mut sim = open();
    sim.keys("n<ctrl-u>Send the quote, next tue<enter>");
    let other = sim.file().replace("what = \"Send the quote\"", "what = \"Ring Tom\"");
    sim.outside_write(&other).keys("u");
    assert_eq!(sim.file(), other);
    let screen = sim.screen();
    assert!(screen.contains("Ring Tom") && !screen.contains("taken back"), "{screen}");
}

#[test]
fn a_pasted_text_is_one_line_without_control_characters() {
    let mut sim = open();
    sim.keys("n<ctrl-u>").paste("Ring\r\nTom\u{1b}[2J about\tit").keys("<enter>");
    assert!(sim.file().contains("what = \"Ring Tom[2J about it\""), "{}", sim.file());
}

#[test]
fn a_very_long_line_is_cut_where_it_is_told() {
    let mut sim = open();
    sim.keys("n<ctrl-u>").paste(&"x".repeat(1_000_000)).keys("yy<enter>");
    assert!(sim.screen().contains("longer than 2000 characters"), "{}", sim.screen());
}
