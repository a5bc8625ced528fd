//! The Desk: the inbox, the table, what is selected and what is written for it.

use codriver::interchange::demo::shifted;

use crate::sim::{Sim, changes, moment};
use crate::texts::{DEMO, DEMO_NOW, ONE, large, two};

/// [`two`] with a third note on Northwind, a hazard, two assets and two field reports of one topic.
fn campaign() -> String {
    let more = r#"
[asset.grocer]
title = "Grocer story"
topics = ["contract"]
[asset.sheet]
title = "Price sheet"
topics = ["price"]

[topic.price]
name = "Price"

[hazard.review]
at = "enter signature"
pace = "!L2 #security"
[hazard.review.note.pack]
say = "Send the pack."

[deal.north.note.late]
at = 2026-11-23T13:00:00
pace = "L2 #contract"
say = "The redline comes too late."
by = "maya"
written = 2026-08-03

[deal.north.contact.ines]
name = "Ines Roth"

[[deal.north.heard]]
at = 2026-11-19T15:20:00Z
by = "sam"
who = "ines"
said = "Why so dear?"
topic = "price"

[[deal.harbour.heard]]
at = 2026-11-20T15:20:00Z
by = "sam"
said = "Cheaper elsewhere."
topic = "price"
"#;
    format!("{}{more}", two())
}

fn desk() -> Sim {
    let mut sim = Sim::open(&campaign()).at("2026-11-23T11:00:00Z").seat("maya").awake_before();
    sim.keys("4");
    sim
}

/// The row under the cursor.
fn here(sim: &mut Sim) -> String {
    let screen = sim.screen();
    screen.lines().find_map(|line| line.strip_prefix("▸ ")).unwrap_or_default().to_owned()
}

/// The rows of the table on a wide screen: what stands under its head.
fn rows(sim: &mut Sim) -> Vec<String> {
    let screen = sim.screen();
    let lines = screen.lines().skip_while(|line| !line.contains(" SAY ")).skip(1);
    lines.take_while(|line| !line.starts_with('─') && !line.is_empty()).map(str::to_owned).collect()
}

fn is_on_screen(sim: &mut Sim, text: &str) {
    let screen = sim.screen();
    assert!(screen.contains(text), "`{text}` is not on\n{screen}");
}

#[test]
fn what_can_only_be_late_stands_first_and_under_the_cursor() {
    let mut sim = desk();
    let row = here(&mut sim);
    assert!(row.contains("Northwind") && row.contains("too late") && row.contains("The redline"), "{row}");
    is_on_screen(&mut sim, "2 field reports wait · 2 notes will be late · 1 stale");
    is_on_screen(&mut sim, "4 notes");
}

#[test]
fn the_preview_says_which_moment_would_have_been_right_and_why() {
    let mut sim = desk();
    is_on_screen(&mut sim, "too late: Wed 18 Nov 14:30 would have been");
    is_on_screen(&mut sim, "grade 2 takes 24 wh, 2 wh left");
    is_on_screen(&mut sim, "stale: written 112 days ago, and it never landed");
}

#[test]
fn the_cursor_stays_on_its_note_when_rows_change_places() {
    let mut sim = desk();
    sim.keys("jj");
    let before = here(&mut sim);
    assert!(before.contains("Bring the three-year price"), "{before}");
    sim.keys("sd");
    assert_eq!(here(&mut sim), before);
    let moved = sim.file().replace("2026-11-23T13:00:00", "2026-12-24T13:00:00");
    sim.outside_write(&moved);
    assert_eq!(here(&mut sim), before);
}

#[test]
fn a_sort_is_turned_round_by_asking_for_it_once_more() {
    let mut sim = desk();
    sim.keys("sd");
    let first = rows(&mut sim);
    sim.keys("sd");
    let mut turned = rows(&mut sim);
    turned.reverse();
    let plain = |rows: Vec<String>| rows.into_iter().map(|row| row.replace('▸', " ")).collect::<Vec<_>>();
    assert_eq!(plain(first), plain(turned));
    is_on_screen(&mut sim, "sorted by deal and place, the other way round");
}

#[test]
fn a_filter_narrows_with_each_letter_and_escape_brings_all_notes_back() {
    let mut sim = desk();
    sim.keys("/redline");
    assert_eq!(rows(&mut sim).len(), 2);
    sim.keys(" harb");
    assert_eq!(rows(&mut sim).len(), 1);
    is_on_screen(&mut sim, "1 of 4");
    sim.keys("<backspace><backspace><backspace><backspace><backspace>");
    assert_eq!(rows(&mut sim).len(), 2);
    sim.keys("<enter>");
    is_on_screen(&mut sim, "“redline”");
    sim.keys("<esc>");
    assert_eq!(rows(&mut sim).len(), 4);
}

#[test]
fn a_filter_without_a_note_says_so_and_how_to_come_back() {
    let mut sim = desk();
    sim.keys("/nothing like it<enter>");
    is_on_screen(&mut sim, "No note has “nothing like it”.");
    is_on_screen(&mut sim, "Press esc for all notes.");
}

#[test]
fn saved_filters_are_offered_with_their_counts() {
    let mut sim = desk();
    sim.keys("f");
    let screen = sim.screen();
    let count = |name: &str| {
        let (_, rest) = screen.split_once(name).unwrap();
        rest.split_whitespace().next().unwrap().to_owned()
    };
    let names =
        ["2  will be late", "3  stale", "4  never landed", "5  no asset", "6  unanswered field reports", "7  mine"];
    let counts = names.map(count);
    assert_eq!(counts, ["2", "1", "0", "4", "2", "1"]);
    sim.keys("7");
    assert_eq!(rows(&mut sim).len(), 1);
}

#[test]
fn tab_gives_the_keys_to_the_inbox_and_shows_the_report_in_full() {
    let mut sim = desk();
    sim.keys("<tab>");
    is_on_screen(&mut sim, "▸ “Cheaper elsewhere.”");
    is_on_screen(&mut sim, "Price, heard 2 times over all deals");
    sim.keys("j");
    is_on_screen(&mut sim, "▸ “Why so dear?”  Ines Roth, Northwind, proof, Thu 19 Nov");
    is_on_screen(&mut sim, "same topic 2 ×");
}

#[test]
fn the_filter_of_unanswered_reports_gives_them_the_whole_table() {
    let mut sim = desk();
    sim.keys("f6");
    is_on_screen(&mut sim, "▸ “Cheaper elsewhere.”");
    assert!(!sim.screen().contains("SAY"), "{}", sim.screen());
    sim.keys("<esc>");
    assert_eq!(rows(&mut sim).len(), 4);
}

#[test]
fn a_note_typed_on_the_desk_goes_to_the_deal_under_the_cursor_which_then_stands_on_it() {
    let mut sim = desk();
    sim.keys("/send the redline<enter>:3d L5 #price \"Say it plainly\"<enter><esc>");
    assert!(sim.file().contains("[deal.harbour.note.price]"), "{}", sim.file());
    let row = here(&mut sim);
    assert!(row.contains("Harbour") && row.contains("Say it plainly"), "{row}");
}

#[test]
fn selected_notes_are_retired_in_one_step_and_taken_back_by_one() {
    let mut sim = desk();
    let before = sim.file();
    sim.keys("  d");
    let told = changes(&before, &sim.file());
    assert_eq!(told, ["+retired = true", "+retired = true"]);
    is_on_screen(&mut sim, "2 notes are retired");
    sim.keys("u");
    is_on_screen(&mut sim, "taken back: retire 2 notes");
    assert_eq!(sim.file(), before);
}

#[test]
fn a_retired_note_is_brought_back_by_the_same_key() {
    let mut sim = desk();
    let before = sim.file();
    sim.keys("d");
    is_on_screen(&mut sim, "retired");
    sim.keys("f8d");
    assert_eq!(sim.file(), before);
}

#[test]
fn a_selection_stays_with_its_notes_while_the_filter_changes() {
    let mut sim = desk();
    sim.keys("/send the pack<enter> <esc>/three-year<enter> <esc>");
    is_on_screen(&mut sim, "2 selected");
    sim.keys("d");
    assert_eq!(sim.file().matches("retired = true").count(), 2);
}

#[test]
fn assets_that_fit_the_topic_are_offered_first() {
    let mut sim = desk();
    sim.keys("a");
    is_on_screen(&mut sim, "1  Grocer story   fits the topic");
    sim.keys("1");
    assert!(sim.file().contains("written = 2026-08-03\nasset = \"grocer\"\n"), "{}", sim.file());
    is_on_screen(&mut sim, "note `late`: Grocer story");
}

#[test]
fn an_asset_is_changed_on_all_selected_notes_at_once() {
    let mut sim = desk();
    let before = sim.file();
    sim.keys("   a2");
    assert_eq!(changes(&before, &sim.file()), ["+asset = \"sheet\""; 3]);
    sim.keys("u");
    assert_eq!(sim.file(), before);
}

#[test]
fn a_place_moves_by_a_working_day_over_the_weekend() {
    let friday = ONE.replace("at = 2026-11-24T12:00:00", "at = 2026-11-27T12:00:00");
    let mut sim = Sim::open(&friday).at("2026-11-23T11:00:00Z").seat("maya");
    sim.keys("4>");
    assert!(sim.file().contains("at = 2026-11-30T12:00:00\n"), "{}", sim.file());
    sim.keys("<lt>");
    assert!(sim.file().contains("at = 2026-11-27T12:00:00\n"), "{}", sim.file());
}

#[test]
fn selected_places_move_by_a_typed_distance_each_by_its_own_rule() {
    let mut sim = desk();
    let before = sim.file();
    sim.keys("/three-year<enter> <esc>/send the pack<enter> <esc>w3wd");
    is_on_screen(&mut sim, "2 notes 3wd later");
    sim.keys("<enter>");
    assert_eq!(
        changes(&before, &sim.file()),
        ["-at = 2026-11-24T12:00:00", "+at = 2026-11-27T12:00:00", "+at = \"review + 3wd\""]
    );
    is_on_screen(&mut sim, "2 notes now stand 3wd later");
    sim.keys("u");
    assert_eq!(sim.file(), before);
}

#[test]
fn a_note_that_cannot_be_moved_leaves_all_where_they_are_and_says_why() {
    let text = campaign().replace("at = 2026-11-23T13:00:00", "at = \"enter signature - 1w\"");
    let mut sim = Sim::open(&text).at("2026-11-23T11:00:00Z").seat("maya").awake_before();
    sim.keys("4    >");
    assert_eq!(sim.file(), text);
    is_on_screen(&mut sim, "`late`: `enter signature - 1w` is counted in other units than `1wd`");
}

#[test]
fn enter_in_the_inbox_answers_the_report_by_a_note_and_goes_on_to_the_next() {
    let mut sim = desk();
    let before = sim.file();
    sim.keys("<tab><enter>");
    is_on_screen(&mut sim, "Cheaper elsewhere.");
    sim.keys("3d L4 \"Price by store, not by list\"<enter>");
    assert!(sim.file().contains("answered = 2026-11-23T11:00:00Z"), "{}", sim.file());
    is_on_screen(&mut sim, "1 field report waits");
    is_on_screen(&mut sim, "▸ “Why so dear?”");
    sim.keys("u");
    assert_eq!(sim.file(), before);
    is_on_screen(&mut sim, "2 field reports wait");
}

#[test]
fn enter_on_a_note_opens_its_form_and_n_the_form_of_a_new_one() {
    let mut sim = desk();
    sim.keys("<enter>");
    is_on_screen(&mut sim, "The redline comes too late.");
    is_on_screen(&mut sim, "ctrl-s write it");
    sim.keys("<esc>n");
    is_on_screen(&mut sim, "ctrl-s add it");
}

#[test]
fn a_note_moves_to_another_deal_with_the_cursor_and_undo_gives_the_same_bytes() {
    let mut sim = desk();
    let before = sim.file();
    sim.keys("mharbour");
    is_on_screen(&mut sim, "MOVE NOTE LATE TO");
    sim.keys("<enter>");
    assert!(sim.file().contains("[deal.harbour.note.late]") && !sim.file().contains("[deal.north.note.late]"));
    let row = here(&mut sim);
    assert!(row.contains("Harbour") && row.contains("The redline"), "{row}");
    sim.keys("u");
    assert_eq!(sim.file(), before);
}

#[test]
fn a_note_is_written_once_more_beside_itself() {
    let mut sim = desk();
    sim.keys("D");
    assert!(sim.file().contains("[deal.north.note.late-2]"), "{}", sim.file());
    is_on_screen(&mut sim, "5 notes");
}

#[test]
fn a_note_becomes_a_hazards_for_all_deals_and_goes_back_to_them() {
    let mut sim = desk();
    let before = sim.file();
    sim.keys("H1");
    assert!(sim.file().contains("[hazard.late.note.late]"), "{}", sim.file());
    let row = here(&mut sim);
    assert!(row.contains("* any deal") && row.contains("The redline"), "{row}");
    sim.keys("H");
    assert!(!sim.file().contains("[hazard.late.note.late]"), "{}", sim.file());
    sim.keys("uu");
    assert_eq!(sim.file(), before);
}

#[test]
fn a_note_typed_on_a_hazards_row_becomes_the_hazards() {
    let mut sim = desk();
    sim.keys("/send the pack<enter>:Offer the specialist<enter>");
    assert!(sim.file().contains("[hazard.review.note.offer-the-specialist]"), "{}", sim.file());
}

#[test]
fn the_deal_under_the_cursor_is_looked_at_on_the_stage_and_the_desk_keeps_its_place() {
    let mut sim = desk();
    sim.keys("/harbour<enter>");
    let row = here(&mut sim);
    sim.keys("o");
    assert_eq!(sim.deal(), "harbour");
    is_on_screen(&mut sim, "DRIVER");
    sim.keys("4");
    assert_eq!(here(&mut sim), row);
}

#[test]
fn a_report_that_is_answered_elsewhere_leaves_the_inbox() {
    let mut sim = desk();
    let text = sim.file().replace("said = \"Why so dear?\"", "said = \"Why so dear?\"\nanswer = \"buyer\"");
    sim.outside_write(&text);
    assert!(!sim.screen().contains("Why so dear"), "{}", sim.screen());
    is_on_screen(&mut sim, "1 field report waits");
}

#[test]
fn the_mouse_moves_the_cursor_sorts_by_a_heading_and_takes_a_report() {
    let mut sim = desk();
    let screen = sim.screen();
    let y = |text: &str| u16::try_from(screen.lines().position(|line| line.contains(text)).unwrap()).unwrap();
    sim.click(30, y("Send the redline"));
    assert!(here(&mut sim).contains("Send the redline"));
    sim.click(3, y("SAY"));
    is_on_screen(&mut sim, "sorted by deal and place");
    sim.click(20, y("Why so dear"));
    is_on_screen(&mut sim, "▸ “Why so dear?”");
}

#[test]
fn an_empty_desk_teaches_how_the_first_note_is_written() {
    let mut sim = Sim::open("format = 1\n[deal.a]\naccount = \"A\"\n").at(DEMO_NOW);
    sim.keys("4");
    is_on_screen(&mut sim, "No note is written yet.");
    is_on_screen(&mut sim, "Press 1 to go to a deal, then : and write the first");
    is_on_screen(&mut sim, "no field report waits");
}

#[test]
fn a_note_is_called_while_the_desk_is_open_and_its_row_says_so() {
    let mut sim = Sim::open(ONE).at("2026-11-23T12:28:30Z").seat("sam").awake_before();
    sim.keys("4");
    assert!(here(&mut sim).contains("12:30"), "{}", sim.screen());
    sim.advance("3m");
    assert!(here(&mut sim).contains("called 12:30"), "{}", sim.screen());
}

#[test]
fn the_notes_of_a_large_campaign_are_worked_out_beside_the_loop_and_edited_one_deal_at_a_time() {
    use codriver::console::effect::Effect;
    let mut sim = Sim::open(&large(1_000)).at(DEMO_NOW).seat("sam");
    sim.keys("4");
    is_on_screen(&mut sim, "…");
    sim.finish_loading();
    is_on_screen(&mut sim, "1000 notes");
    sim.keys("/this 777.<enter>");
    assert!(here(&mut sim).contains("Say this 777."), "{}", sim.screen());
    sim.effects();
    sim.keys("d");
    assert!(!sim.effects().contains(&Effect::Desk), "an edit of one deal asks for all");
    assert!(here(&mut sim).contains("retired"), "{}", sim.screen());
}

#[test]
fn the_example_opens_on_the_desk_for_the_marketer() {
    let mut sim = Sim::open(DEMO).at(DEMO_NOW).seat("maya").awake_before();
    sim.keys("4");
    is_on_screen(&mut sim, "11 field reports wait · 1 note will be late · 1 stale");
    assert!(here(&mut sim).contains("Lead with the network draw"), "{}", sim.screen());
}

#[test]
fn on_every_day_the_example_has_one_note_that_will_be_late_and_one_that_is_stale() {
    for now in [
        DEMO_NOW,
        "2027-03-27T12:00:00Z",
        "2027-10-30T23:30:00Z",
        "2027-12-25T03:00:00Z",
        "2028-02-28T18:00:00Z",
        "2028-12-31T23:59:00Z",
    ] {
        for seat in ["sam", "maya"] {
            let mut sim = Sim::open(&shifted(moment(now))).at(now).seat(seat).size(120, 40).awake_before();
            is_on_screen(sim.keys("4"), " · 1 note will be late · 1 stale");
        }
    }
}
