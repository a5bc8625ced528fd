//! After a run: what comes next, what was won, what was heard; written as one step, and nothing else.

use codriver::campaign::Id;
use codriver::console::after;

use crate::screens::shot;
use crate::sim::{Sim, changes};
use crate::texts::DEMO;

const TEXT: &str = r#"format = 1

[campaign]
name = "Q1 push"
timezone = "UTC"
route = ["demo", "proof"]

[stage.proof]
name = "Proof of value"
gate = { criteria = "Success criteria signed", owner = "Technical owner named", found = "First waste found" }

[crew.sam]
name = "Sam Okoro"
seat = "driver"
[crew.maya]
name = "Maya Lind"
seat = "navigator"

[topic.data-team]
name = "Needs a data team"
also = ["analysts"]

[deal.north]
account = "Northwind"
stage = "proof"
since = 2026-11-09
contact.tom = { name = "Tom Hale" }
contact.ines = { name = "Ines Roth" }
next = { what = "Ring Ines", on = 2026-11-25T10:00:00, by = "sam", needs = "maya" }   # as promised
gate = ["criteria"]   # signed on paper

[deal.north.note.price-card]
at = "ciso-call 10:00"
pace = "L4 #price"
say = "Anchor on cost per store."

[deal.north.run.ciso-call]
what = "Security call"
starts = 2026-11-24T14:00:00
length = "45m"
with = ["ines"]
started = 2026-11-24T14:00:00Z
ended = 2026-11-24T14:40:00Z

[[deal.north.heard]]
at = 2026-11-24T14:12:02Z
by = "sam"
who = "ines"
kind = "objection"
said = "We need analysts for this."   # word for word
run = "ciso-call"
[[deal.north.heard]]
at = 2026-11-24T14:20:00Z
by = "sam"
said = "Who else runs it?"
run = "ciso-call"
[[deal.north.heard]]
at = 2026-11-20T14:20:00Z
by = "sam"
said = "From another day."

[[deal.north.call_log]]
note = "price-card"
rung = ""
place = 2026-11-24T14:10:00Z
called = 2026-11-24T14:09:15Z
acked = 2026-11-24T14:09:20Z
by = "sam"
used = "flat"
"#;

const NOW: &str = "2026-11-24T14:41:00Z";

fn open() -> Sim {
    opened(TEXT)
}

fn opened(text: &str) -> Sim {
    Sim::open(text).at(NOW).seat("sam").last_deal("north").awake_before()
}

fn written(keys: &str) -> Vec<String> {
    let mut sim = open();
    sim.keys("x").keys(keys);
    changes(TEXT, &sim.file())
}

#[test]
fn everything_is_prefilled_as_the_file_has_it() {
    let screen = open().keys("x").screen();
    for words in [
        "AFTER THE RUN · Northwind · Security call",
        "14:00 to 14:40, 40 min",
        "Ring Ines",
        "2026-11-25 10:00",
        "● Sam",
        "○ Technical owner named",
        "○ First waste found",
        "12:02",
        "“We need analysts for this.”",
        "objection · no topic · Ines Roth",
        "no kind · no topic · nobody",
    ] {
        assert!(screen.contains(words), "{words} in\n{screen}");
    }
    assert!(!screen.contains("From another day.") || screen.contains("BUYERS"), "{screen}");
    assert!(!screen.contains("○ Success criteria signed"), "what is had is not asked for: {screen}");
}

#[test]
fn what_is_not_touched_writes_nothing() {
    let mut sim = open();
    sim.keys("x<ctrl-s>");
    assert_eq!(sim.file(), TEXT);
    assert!(sim.screen().contains("nothing was changed"), "{}", sim.screen());
}

#[test]
fn the_next_touch_is_set_with_its_day_in_words() {
    assert_eq!(
        written("<ctrl-u>Send the pack<tab><ctrl-u>next tue 14:00<tab>m<ctrl-s>"),
        [
            "-next = { what = \"Ring Ines\", on = 2026-11-25T10:00:00, by = \"sam\", needs = \"maya\" }   # as promised",
            "+next = { what = \"Send the pack\", on = 2026-12-01T14:00:00, by = \"maya\" }   # as promised",
        ]
    );
}

#[test]
fn a_next_touch_in_a_table_of_its_own_changes_only_its_keys() {
    let text = TEXT.replace(
        "next = { what = \"Ring Ines\", on = 2026-11-25T10:00:00, by = \"sam\", needs = \"maya\" }   # as promised\n",
        "",
    ) + "[deal.north.next]\nwhat = \"Ring Ines\"  # today\non = 2026-11-25\nby = \"sam\"\n";
    let mut sim = opened(&text);
    sim.keys("x<tab><ctrl-u>thu<ctrl-s>");
    assert_eq!(changes(&text, &sim.file()), ["-on = 2026-11-25", "+on = 2026-11-26"]);
}

#[test]
fn an_undated_next_touch_is_written_and_told() {
    let mut sim = open();
    sim.keys("x<ctrl-u>Send the pack<tab><ctrl-u>");
    assert!(sim.screen().contains("undated: give it a day"), "{}", sim.screen());
    sim.keys("<ctrl-s>");
    assert!(sim.file().contains("next = { what = \"Send the pack\", by = \"sam\" }"), "{}", sim.file());
    assert!(sim.screen().contains("undated: give it a day"), "{}", sim.screen());
}

#[test]
fn a_day_that_is_none_is_refused_and_everything_stays_on_the_sheet() {
    let mut sim = open();
    sim.keys("x<tab><ctrl-u>soonish<ctrl-s>");
    assert_eq!(sim.file(), TEXT);
    let screen = sim.screen();
    assert!(screen.contains("`soonish` is no day or time") && screen.contains("soonish"), "{screen}");
}

#[test]
fn a_day_behind_us_is_told() {
    let mut sim = open();
    sim.keys("x<tab><ctrl-u>yesterday<ctrl-s>");
    assert!(sim.screen().contains("that day is behind us"), "{}", sim.screen());
}

#[test]
fn facts_that_were_won_join_those_that_the_deal_has() {
    assert_eq!(
        written("<down><down><down><down> <ctrl-s>"),
        ["-gate = [\"criteria\"]   # signed on paper", "+gate = [\"criteria\", \"found\"]   # signed on paper"]
    );
}

#[test]
fn facts_of_a_stage_that_lists_them_without_ids_are_numbered() {
    let text = TEXT
        .replace(
            "{ criteria = \"Success criteria signed\", owner = \"Technical owner named\", found = \"First waste found\" }",
            "[\"Success criteria signed\", \"Technical owner named\"]",
        )
        .replace("gate = [\"criteria\"]   # signed on paper\n", "");
    let mut sim = opened(&text);
    sim.keys("x<down><down><down><down> <ctrl-s>");
    assert_eq!(changes(&text, &sim.file()), ["+gate = [\"2\"]"]);
}

#[test]
fn a_report_is_filed_anew_and_its_words_stay_as_they_are() {
    let keys = "<down><down><down><down><down><tab><tab>";
    assert_eq!(written(&format!("{keys}<ctrl-s>")), ["+topic = \"data-team\""]);
    assert_eq!(
        written("<down><down><down><down><down>c<tab><tab><tab>t<ctrl-s>"),
        [
            "-who = \"ines\"",
            "-kind = \"objection\"",
            "+who = \"tom\"",
            "+kind = \"challenge\"",
            "+topic = \"data-team\""
        ]
    );
}

#[test]
fn one_more_report_is_written_from_the_last_line_by_enter() {
    assert_eq!(
        written("<shift-tab><up><up><up><down><down><down><down><down><down><down>Too early.<enter>"),
        [
            "+[[deal.north.heard]]",
            "+at = 2026-11-24T14:41:00Z",
            "+by = \"sam\"",
            "+who = \"ines\"",
            "+kind = \"objection\"",
            "+said = \"Too early.\"",
            "+run = \"ciso-call\""
        ]
    );
}

#[test]
fn all_three_parts_are_one_step_of_undo() {
    let mut sim = open();
    sim.keys("x<ctrl-u>Send the pack<down><down><down> <down><down>q<down><down>Too early.<tab>r<ctrl-s>");
    let file = sim.file();
    for words in ["Send the pack", "\"owner\"", "kind = \"question\"", "kind = \"rival\""] {
        assert!(file.contains(words), "{words} in {file}");
    }
    sim.keys("<enter>u");
    assert_eq!(sim.file(), TEXT);
}

#[test]
fn what_goes_back_to_the_navigator_is_shown_until_a_key() {
    let mut sim = open();
    sim.keys("x<ctrl-s>");
    let screen = sim.screen();
    assert!(screen.contains("goes back to Maya: 2 field reports wait in the inbox, 1 note fell flat"), "{screen}");
    assert!(!sim.keys("<enter>").screen().contains("goes back to Maya"));
}

#[test]
fn esc_writes_nothing_and_keeps_what_was_typed() {
    let mut sim = open();
    sim.keys("x<ctrl-u>Send the pack<down><down><down> <down><down>q<esc>");
    assert_eq!(sim.file(), TEXT);
    let screen = sim.keys("x").screen();
    assert!(screen.contains("what was typed here and not written is back; ctrl-r drops it"), "{screen}");
    assert!(screen.contains("✓ Technical owner named") && screen.contains("question · no topic"), "{screen}");
    sim.keys("<ctrl-r>");
    assert!(sim.screen().contains("Ring Ines") && sim.model().drafts.is_empty());
}

#[test]
fn the_sheet_survives_the_end_of_the_program_and_is_offered_also_the_day_after() {
    let mut sim = open();
    sim.keys("x<ctrl-u>Send the pack<down><down><down> <down><down>q<tab>analysts<down><down>Too early.<tab><tab><tab><right>");
    sim.crash_and_reopen();
    let screen = sim.screen();
    assert!(
        screen.contains("a half-typed sheet after a run on Northwind (Security call) waits; x opens it"),
        "{screen}"
    );
    sim.jump("1d").keys("x<ctrl-s>");
    let file = sim.file();
    for words in [
        "what = \"Send the pack\"",
        "\"owner\"",
        "kind = \"question\"",
        "topic = \"analysts\"",
        "said = \"Too early.\"",
    ] {
        assert!(file.contains(words), "{words} in {file}");
    }
}

#[test]
fn somebody_elses_change_is_on_the_sheet_and_what_was_typed_stays() {
    let mut sim = open();
    sim.keys("x<ctrl-u>Send the pack");
    let theirs = TEXT.replacen("run = \"ciso-call\"\n", "run = \"ciso-call\"\ntopic = \"theirs\"\n", 1);
    let theirs = theirs.replace("gate = [\"criteria\"]", "gate = [\"criteria\", \"owner\"]");
    sim.outside_write(&theirs);
    let screen = sim.screen();
    assert!(screen.contains("Send the pack") && screen.contains("objection · theirs"), "{screen}");
    sim.keys("<ctrl-s>");
    assert!(sim.file().contains("topic = \"theirs\"") && sim.file().contains("what = \"Send the pack\""));
}

#[test]
fn a_run_that_was_deleted_meanwhile_loses_nothing() {
    let mut sim = open();
    sim.keys("x<ctrl-u>Send the pack<down><down><down><down><down><down><down>Too early.");
    let (before, rest) = TEXT.split_once("[deal.north.run.ciso-call]").unwrap();
    let (_, after) = rest.split_once("[[deal.north.heard]]").unwrap();
    sim.outside_write(&format!("{before}[[deal.north.heard]]{after}")).keys("<ctrl-s>");
    let file = sim.file();
    assert!(file.contains("what = \"Send the pack\"") && file.contains("said = \"Too early.\"\n"), "{file}");
}

#[test]
fn a_finished_deal_is_asked_only_what_was_heard() {
    let mut sim = opened(&format!("{TEXT}[deal.north.result]\nstatus = \"won\"\non = 2026-11-24\n"));
    let screen = sim.keys("x").screen();
    assert!(!screen.contains("NEXT TOUCH  ") && !screen.contains("GATE FACTS WON"), "{screen}");
    sim.keys("Glad we did.<enter>");
    assert!(sim.file().contains("said = \"Glad we did.\""), "{}", sim.file());
}

#[test]
fn without_a_run_of_today_the_reason_is_told() {
    let mut sim = Sim::open(TEXT).at("2026-11-25T09:00:00Z").seat("sam").last_deal("north").awake_before();
    let screen = sim.keys("x").screen();
    assert!(screen.contains("after the run: no run of this deal is under way or was over today"), "{screen}");
}

#[test]
fn it_opens_over_any_deal_and_run_that_another_screen_names() {
    let mut sim = open();
    sim.with(|model| after::open(model, &Id::from("north"), &Id::from("ciso-call")));
    assert!(sim.screen().contains("AFTER THE RUN · Northwind · Security call"), "{}", sim.screen());
    sim.keys("<esc>").with(|model| after::open(model, &Id::from("north"), &Id::from("gone")));
    assert!(sim.screen().contains("the run is gone from the file"), "{}", sim.screen());
}

#[test]
fn a_long_paste_is_cut_and_told() {
    let mut sim = open();
    sim.keys("x<ctrl-u>").paste(&"a\u{1b}b\n".repeat(100_000));
    assert!(sim.screen().contains("cut: 2,000 characters of the pasted text are here"), "{}", sim.screen());
}

/// The example when its security call is over.
fn demo(width: u16, height: u16) -> Sim {
    let rows = "[[deal.northwind.heard]]\nat = 2026-11-22T14:12:02Z\nby = \"sam\"\nwho = \"ines\"\nkind = \"objection\"\n\
                said = \"We have been burned by forecasts that need a data team.\"\nrun = \"ciso-call\"\n\
                [[deal.northwind.heard]]\nat = 2026-11-22T14:31:40Z\nby = \"sam\"\nwho = \"tom\"\nkind = \"question\"\n\
                said = \"What does it cost per store?\"\ntopic = \"price\"\nrun = \"ciso-call\"\n";
    let aim = "aim = \"Agree who answers the questionnaire, and by when\"\n";
    let driven = format!("{aim}started = 2026-11-22T14:00:00Z\nended = 2026-11-22T14:41:00Z\n");
    let text = DEMO.replacen(aim, &driven, 1);
    let text = format!("{text}\n{rows}");
    Sim::open(&text).at("2026-11-22T14:42:00Z").seat("sam").last_deal("northwind").size(width, height).awake_before()
}

#[test]
fn the_sheet() {
    shot("after-120x40", demo(120, 40).keys("x<down><ctrl-u>next tue 14:00<down><down> <down><tab>"));
}

#[test]
fn the_sheet_on_a_narrow_screen() {
    shot("after-80x24", demo(80, 24).keys("x<down><down><down> <down>q<tab><tab>"));
}

#[test]
fn the_sheet_once_it_is_written() {
    shot("after-written-80x24", demo(80, 24).keys("x<down><ctrl-u>next tue 14:00<down><down> <ctrl-s>"));
}
