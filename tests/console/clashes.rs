//! Two people, one file: what both changed is decided by a person, everything else is put together.

use codriver::campaign::layout;
use codriver::console::effect::Effect;
use codriver::drive::import::{Choices, Setting, Tell, bring};
use codriver::interchange::import::{Sheet, Wish, guess, read};
use codriver::text::Document;

use crate::sim::{Sim, changes};
use crate::texts::{BEFORE_ONE, two};

const NEXT: &str = "next = { what = \"Ring Ines\", on = 2026-11-27, by = \"sam\" }";
const THEIRS: &str = "next = { what = \"Send the SOC 2 pack\", on = 2026-11-26, by = \"maya\" }";

fn open() -> Sim {
    Sim::open(&two()).at(BEFORE_ONE).seat("sam").last_deal("north").awake_before()
}

/// Both sides have set the next touch of one deal.
fn clashing() -> Sim {
    let mut sim = open();
    sim.hold_saves().keys("n<ctrl-u>Ring Tom, next tue<enter>");
    sim.outside_write_unnoticed(&two().replace(NEXT, THEIRS)).land();
    sim
}

#[test]
fn the_same_key_set_by_both_is_one_clash_and_theirs_stands_in_the_file_and_on_the_screen() {
    let mut sim = clashing();
    assert_eq!(sim.file(), two().replace(NEXT, THEIRS));
    let screen = sim.screen();
    assert!(screen.contains("Send the SOC 2 pack") && !screen.contains("Ring Tom"), "{screen}");
    assert!(screen.contains("1 clash") && screen.contains("both sides changed next of Northwind"), "{screen}");
}

#[test]
fn the_sheet_shows_both_sides_with_who_and_when() {
    let mut sim = clashing();
    let screen = sim.keys("C").screen();
    for words in
        ["Next of Northwind", "[deal.north] next", "you, 12:28", "Ring Tom", "the other side, 12:25", "SOC 2 pack"]
    {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
}

#[test]
fn mine_is_written_as_an_edit_that_undo_takes_back() {
    let mut sim = clashing();
    sim.keys("Cm");
    assert!(sim.file().contains("what = \"Ring Tom\""), "{}", sim.file());
    assert!(sim.model().clashes.is_empty() && sim.shelf().is_empty());
    sim.keys("u");
    assert_eq!(sim.file(), two().replace(NEXT, THEIRS));
}

#[test]
fn theirs_leaves_the_file_as_it_is_and_forgets_mine() {
    let mut sim = clashing();
    sim.keys("Ct");
    assert_eq!(sim.file(), two().replace(NEXT, THEIRS));
    assert!(sim.model().clashes.is_empty() && sim.shelf().is_empty());
    assert!(!sim.screen().contains("1 clash"), "{}", sim.screen());
}

#[test]
fn undo_goes_on_with_the_step_before_an_edit_that_was_given_up() {
    for decision in ["t", "mu"] {
        let mut sim = open();
        sim.keys(":Ask who signs, 30 nov<enter>").hold_saves().keys("n<ctrl-u>Ring Tom, next tue<enter>");
        let with_note = sim.file();
        assert!(with_note.contains("Ask who signs"));
        sim.outside_write_unnoticed(&with_note.replace(NEXT, THEIRS)).land();
        sim.keys("C").keys(decision).keys("<esc>");
        assert_eq!(sim.file(), with_note.replace(NEXT, THEIRS), "{decision}");
        assert_eq!(sim.model().history.undo_name(), Some("new note"), "{decision}");
        sim.keys("u");
        assert_eq!(sim.file(), two().replace(NEXT, THEIRS), "{decision}");
    }
}

#[test]
fn both_in_my_words_opens_a_line_with_both_and_writes_it() {
    let say = "say = \"Bring the three-year price.\"";
    let mut sim = open();
    sim.advance("2m").hold_saves().keys("w<ctrl-u>Bring the five-year price.<enter>");
    let theirs = sim.file().replace(say, "say = \"Bring both prices.\"");
    sim.outside_write_unnoticed(&theirs).land();
    assert!(sim.file().contains("Bring both prices."), "{}", sim.file());
    let screen = sim.keys("Cb").screen();
    assert!(screen.contains("› Bring the five-year price. Bring both prices."), "{screen}");
    sim.keys("<ctrl-u>Bring both prices, the five-year one first.<enter>");
    assert!(sim.file().contains("say = \"Bring both prices, the five-year one first.\""), "{}", sim.file());
    assert!(sim.shelf().is_empty(), "{:?}", sim.shelf());
}

#[test]
fn what_does_not_clash_of_the_same_deal_is_saved_meanwhile() {
    let mut sim = open();
    sim.hold_saves().keys("n<ctrl-u>Ring Tom, next tue<enter>:Ask who signs, 30 nov<enter>");
    let theirs = two().replace(NEXT, THEIRS).replace("account = \"Northwind\"", "account = \"Northwind & Sons\"");
    sim.outside_write_unnoticed(&theirs).land();
    let written = changes(&theirs, &sim.file());
    assert!(written.iter().all(|line| line.starts_with('+')), "{written:#?}");
    assert!(written.iter().any(|line| line.contains("Ask who signs")), "{written:#?}");
    assert_eq!(sim.shelf(), ["[deal.north] next"]);
}

#[test]
fn esc_decides_later_and_the_footer_still_tells() {
    let mut sim = clashing();
    let screen = sim.keys("C<esc>").advance("1m").screen();
    assert!(screen.contains("1 clash: next of Northwind") && screen.contains("C decide"), "{screen}");
}

#[test]
fn a_clash_survives_a_crash_and_is_offered_at_the_next_start() {
    let mut sim = clashing();
    let screen = sim.crash_and_reopen().screen();
    assert!(screen.contains("1 clash"), "{screen}");
    sim.keys("Cm");
    assert!(sim.file().contains("what = \"Ring Tom\""), "{}", sim.file());
}

#[test]
fn a_decision_that_the_file_has_taken_by_itself_is_forgotten() {
    let mut sim = clashing();
    let mine = "next = { what = \"Ring Tom\", on = 2026-11-24, by = \"sam\" }";
    sim.outside_write(&two().replace(NEXT, mine));
    assert!(sim.model().clashes.is_empty(), "{:?}", sim.model().clashes);
    assert!(sim.effects().iter().any(|effect| matches!(effect, Effect::Settle(_))));
}

#[test]
fn both_setting_the_same_value_is_no_clash() {
    let mut sim = open();
    sim.hold_saves().keys("n<ctrl-u>Ring Tom, next tue<enter>");
    let same = two().replace(NEXT, "next = { by = 'sam', what = 'Ring Tom', on = 2026-11-24 }");
    sim.outside_write_unnoticed(&same).land();
    assert_eq!(sim.file(), same);
    assert!(sim.model().clashes.is_empty());
}

#[test]
fn a_note_on_a_deal_that_the_other_side_deleted_is_kept_and_comes_back_with_the_deal() {
    let mut sim = open();
    sim.hold_saves().keys(":Ask who signs, 30 nov<enter>");
    let without = two().replace("[deal.north", "[deal.south");
    sim.outside_write_unnoticed(&without).land();
    assert_eq!(sim.file(), without);
    let screen = sim.keys("C").screen();
    assert!(screen.contains("say: Ask who signs") && screen.contains("there is no `deal.north`"), "{screen}");
    let screen = sim.keys("m").screen();
    assert!(screen.contains("there is no `deal.north` in the file"), "{screen}");
    assert_eq!(sim.shelf().len(), 1, "it is still there");
    sim.outside_write(&two()).keys("m");
    assert!(sim.file().contains("say = \"Ask who signs\""), "{}", sim.file());
    assert!(sim.shelf().is_empty());
}

#[test]
fn an_edit_of_a_record_that_the_other_side_deleted_can_bring_it_back() {
    let mut sim = open();
    sim.advance("2m").hold_saves().keys("w<ctrl-u>Bring the five-year price.<enter>");
    let text = sim.file();
    let start = text.find("\n[deal.north.note.buyer]").unwrap();
    let end = start + text[start + 1..].find("\n\n").map_or(text.len() - start, |at| at + 1);
    let without = format!("{}{}", &text[..start], &text[end..]);
    sim.outside_write_unnoticed(&without).land();
    assert_eq!(sim.file(), without);
    sim.keys("Cm");
    let record = sim.file();
    assert!(record.contains("[deal.north.note.buyer]") && record.contains("pace = \"L4 #price\""), "{record}");
}

#[test]
fn another_copy_of_the_file_is_offered_in_one_line_and_merged_by_a_key() {
    let name = "campaign (Sam's conflicted copy 2026-11-20).toml";
    let copy = two().replace(NEXT, THEIRS)
        + "\n[[deal.north.stroke]]\nat = 2026-11-20T09:00:00Z\nby = \"maya\"\nkind = \"pull\"\nwhat = \"Webinar\"\n";
    let mut sim = open();
    let screen = sim.copy_beside(name, &copy).screen();
    assert!(screen.contains("another copy of this file lies beside it") && screen.contains("M merge"), "{screen}");
    sim.keys("M1");
    assert!(sim.file().contains("what = \"Webinar\"") && sim.file().contains(NEXT), "{}", sim.file());
    assert_eq!(sim.shelf(), ["[deal.north] next"]);
    sim.advance("10s").effects();
    sim.keys("M1");
    let effects = sim.effects();
    assert!(effects.contains(&Effect::PutAway { name: name.to_owned(), hash: 1 }), "{effects:?}");
}

#[test]
fn a_copy_is_not_put_away_before_what_it_gave_is_in_the_file() {
    let mut sim = open();
    sim.hold_saves().copy_beside(
        "campaign (1).toml",
        &two().replace("account = \"Northwind\"", "title = \"N\"\naccount = \"Northwind\""),
    );
    sim.keys("M1M1");
    assert!(!sim.effects().iter().any(|effect| matches!(effect, Effect::PutAway { .. })));
    assert!(sim.screen().contains("it is not in the file yet"), "{}", sim.screen());
}

#[test]
fn a_copy_that_is_left_alone_is_not_offered_again() {
    let mut sim = open();
    let screen = sim.copy_beside("campaign (1).toml", &two()).keys("M2").screen();
    assert!(!screen.contains("another copy"), "{screen}");
    let screen = sim.copy_beside("campaign (1).toml", &two()).screen();
    assert!(!screen.contains("another copy"), "{screen}");
}

#[test]
fn merging_a_copy_is_one_step_that_undo_takes_back() {
    let mut sim = open();
    sim.copy_beside("campaign (1).toml", &(two() + "\n[deal.west]\naccount = \"West\"\n"));
    sim.keys("M1");
    assert!(sim.file().contains("[deal.west]"), "{}", sim.file());
    sim.keys("u");
    assert_eq!(sim.file(), two());
}

/// The text with an export of one deal brought in, as `codriver import` does it.
fn imported(text: &str, next: &str) -> String {
    let export = format!("Record ID,Deal Name,Associated Company,Next step\n7,,Northwind,{next}\n");
    let sheet = Sheet::read(export.into_bytes(), "deals.csv").unwrap();
    let zone = chrono_tz::Europe::London;
    let map = guess(&sheet, &Wish { crm: None, dates: None, map: None, pipeline: None, zone }).map;
    let export = read(&sheet, &map, zone, &mut |_| std::ops::ControlFlow::Continue(()));
    let document = Document::read(text.as_bytes().to_vec(), &layout()).0;
    let setting = Setting {
        zone,
        now: "2026-11-24T12:20:00Z".parse().unwrap(),
        past: std::sync::Arc::default(),
        tell: Tell::Changes,
    };
    let (text, _) = bring(document, &export, &Choices::default(), &setting, &mut |_, _| {}).unwrap();
    String::from_utf8(text.into_bytes()).unwrap()
}

#[test]
fn a_word_that_an_import_takes_while_somebody_changes_it_here_is_a_clash() {
    let before = imported(&two().replace(NEXT, "next = \"Ring Ines\""), "Ring Ines");
    let mut sim = Sim::open(&before).at(BEFORE_ONE).seat("sam").last_deal("north").awake_before();
    sim.hold_saves().keys("n<ctrl-u>Ring Tom, next tue<enter>");
    let after = imported(&before, "Send the SOC 2 pack");
    assert_ne!(after, before);
    sim.outside_write_unnoticed(&after).land();
    assert_eq!(sim.file(), after);
    let screen = sim.keys("C").screen();
    assert!(screen.contains("Ring Tom") && screen.contains("Send the SOC 2 pack"), "{screen}");
}
