//! The service park: a deal in trouble is sent there, repaired and taken out, each as one step that one key takes back.

use codriver::view::{Depth, ThemeName};

use crate::screens::shot;
use crate::sim::{Sim, changes};
use crate::texts::{DEMO, DEMO_NOW};

const TEXT: &str = r#"format = 1

[campaign]
name = "Q1 push"
timezone = "UTC"
route = ["demo", "proof", "proposal"]

[stage.demo]
name = "Demo"
expected = "5wd"
[stage.proof]
name = "Proof of value"
expected = "200d"
stale_after = "10d"
[stage.proposal]
name = "Proposal"

[crew.sam]
name = "Sam Okoro"
seat = "driver"
[crew.maya]
name = "Maya Lind"
seat = "navigator"

[play.wake-up]
title = "They went quiet"
when = ["went-quiet"]
push = "Ask one question that only they can answer."
pull = "Send one chart, without a word about us."
within = "5wd"
[play.sponsor]
title = "The champion has left"
when = ["champion-left"]
push = "Ring the economic buyer."

[deal.north]
account = "Northwind"
stage = "proof"   # since the workshop
since = 2026-10-26
driver = "sam"
navigator = "maya"
next = { what = "Ring Ines", on = 2026-11-24, by = "sam" }
note.price = { at = "enter proposal", pace = "L4 #price", say = "Anchor on cost per store." }

[[deal.north.stroke]]
at = 2026-10-28T10:00:00Z
by = "sam"
kind = "push"
what = "Workshop"

[deal.old]
account = "Old Mill"
[deal.old.result]
status = "won"
on = 2026-09-30
[[deal.old.service_log]]
since = 2026-09-01
ended = 2026-09-04T12:00:00Z
reason = "went-quiet"
play = "wake-up"
outcome = "recovered"
"#;

const NOW: &str = "2026-11-20T09:41:00Z";

fn opened(text: &str, seat: &str) -> Sim {
    Sim::open(text).at(NOW).seat(seat).last_deal("north").awake_before()
}

/// Sent to service by its first reason and play.
fn sent() -> Sim {
    let mut sim = opened(TEXT, "sam");
    sim.keys("s<enter>");
    sim
}

#[test]
fn the_stage_offers_the_service_park_with_its_key() {
    let screen = opened(TEXT, "sam").resize(120, 40).screen();
    assert!(screen.contains("s service: it went quiet: no stroke, no meeting, no"), "{screen}");
}

#[test]
fn today_offers_it_as_well() {
    let screen = opened(TEXT, "sam").resize(120, 40).keys("t").screen();
    assert!(screen.contains("in trouble") && screen.contains("to service? it went quiet"), "{screen}");
}

#[test]
fn the_sheet_shows_the_reason_the_play_with_what_it_brought_both_tasks_and_the_time_box() {
    let screen = opened(TEXT, "sam").resize(120, 40).keys("s").screen();
    for words in [
        "INTO SERVICE · Northwind",
        "▸ it went quiet: no stroke, no meeting, no word for 17 working days",
        "▸ They went quiet",
        "for went quiet",
        "recovered 1 of 1, too few to tell; half of them within 3 working days",
        "The champion has left",
        "for something else",
        "no repair with it has ended yet",
        "Ask one question that only they can answer.",
        "Send one chart, without a word about us.",
        "2026-11-27",
        "Fri 27 Nov",
    ] {
        assert!(screen.contains(words), "{words} in\n{screen}");
    }
}

#[test]
fn looking_writes_nothing() {
    let mut sim = opened(TEXT, "sam");
    sim.keys("s<tab><right><tab><esc>");
    assert_eq!(changes(TEXT, &sim.file()), Vec::<String>::new());
}

#[test]
fn a_stalled_deal_goes_through_service_and_back_and_each_step_is_undone_in_one_key() {
    let mut sim = opened(TEXT, "sam");
    sim.start();
    sim.keys("s<enter>");
    let in_service = sim.file();
    assert_eq!(
        changes(TEXT, &in_service),
        [
            "+[deal.north.service]",
            "+since = 2026-11-20T09:41:00Z",
            "+reason = \"went-quiet\"",
            "+play = \"wake-up\"",
            "+until = 2026-11-27",
            "+push = { what = \"Ask one question that only they can answer.\", by = \"sam\" }",
            "+pull = { what = \"Send one chart, without a word about us.\", by = \"maya\" }",
            "+",
        ]
    );
    assert!(sim.screen().contains("Northwind is in service until Fri 27 Nov: They went quiet"), "{}", sim.screen());
    sim.advance("1d").keys("s1");
    let push_done = sim.file();
    assert_eq!(
        changes(&in_service, &push_done),
        [
            "-push = { what = \"Ask one question that only they can answer.\", by = \"sam\" }",
            "+push = { what = \"Ask one question that only they can answer.\", by = \"sam\", done = 2026-11-21T09:41:00Z }",
        ]
    );
    sim.keys("2");
    let both_done = sim.file();
    assert!(both_done.contains("by = \"maya\", done = 2026-11-21T09:41:00Z }"), "{both_done}");
    sim.keys("<right><enter>");
    let out = sim.file();
    assert_eq!(
        changes(TEXT, &out),
        [
            "+[[deal.north.service_log]]",
            "+since = 2026-11-20T09:41:00Z",
            "+ended = 2026-11-21T09:41:00Z",
            "+reason = \"went-quiet\"",
            "+play = \"wake-up\"",
            "+outcome = \"recovered\"",
            "+",
        ]
    );
    for before in [both_done, push_done, in_service, TEXT.to_owned()] {
        sim.keys("u");
        assert_eq!(sim.file(), before);
    }
}

#[test]
fn own_words_are_a_reason_and_find_the_play_that_is_written_for_them() {
    let mut sim = opened(TEXT, "sam");
    sim.keys("sChampion left<enter>");
    let file = sim.file();
    assert!(file.contains("reason = \"champion-left\"\nplay = \"sponsor\"\n"), "{file}");
    assert!(file.contains("push = { what = \"Ring the economic buyer.\", by = \"sam\" }\n"), "{file}");
    let mut sim = opened(TEXT, "sam");
    sim.keys("sThey were bought<enter>");
    let file = sim.file();
    assert!(file.contains("reason = \"They were bought\"\n") && !file.contains("north.service]\nplay"), "{file}");
}

#[test]
fn the_tasks_their_owners_and_the_time_box_are_changed_before_it_is_written() {
    let mut sim = opened(TEXT, "sam");
    sim.keys("s<tab><tab> Today.<tab><right><tab><tab><tab><ctrl-u>2 dec<enter>");
    let file = sim.file();
    assert!(
        file.contains("push = { what = \"Ask one question that only they can answer. Today.\", by = \"maya\" }"),
        "{file}"
    );
    assert!(file.contains("until = 2026-12-02\n"), "{file}");
}

#[test]
fn what_is_no_day_is_refused_and_a_day_that_has_gone_by_too() {
    let mut sim = opened(TEXT, "sam");
    sim.keys("s<up><ctrl-u>soonish<enter>");
    assert!(sim.screen().contains("`soonish` is no day"), "{}", sim.screen());
    sim.keys("<ctrl-u>2026-11-02<enter>");
    assert!(sim.screen().contains("the time box would end before now"), "{}", sim.screen());
    assert_eq!(changes(TEXT, &sim.file()), Vec::<String>::new());
}

#[test]
fn without_a_reason_nothing_is_sent() {
    let text = TEXT.replace("at = 2026-10-28T10:00:00Z", "at = 2026-11-19T10:00:00Z");
    let mut sim = opened(&text, "sam");
    sim.keys("s<enter>");
    assert!(sim.screen().contains("the reason has no words: say why it is in trouble"), "{}", sim.screen());
    assert_eq!(changes(&text, &sim.file()), Vec::<String>::new());
}

#[test]
fn what_is_typed_and_left_is_there_the_next_time() {
    let mut sim = opened(TEXT, "sam");
    sim.keys("sThey were bou<esc>");
    let screen = sim.keys("s").screen();
    assert!(
        screen.contains("They were bou") && screen.contains("what was typed here and not written is back"),
        "{screen}"
    );
    let screen = sim.keys("<ctrl-r>").screen();
    assert!(!screen.contains("They were bou"), "{screen}");
}

#[test]
fn the_pane_shows_the_clock_both_tasks_and_what_to_look_at_first() {
    let mut sim = sent();
    let screen = sim.resize(120, 50).screen();
    for words in [
        "IN SERVICE",
        "5 working days 7 h left",
        "○ push  Ask one question",
        "○ pull  Send one chart",
        "s says what is done, and how it ends",
        "LOOK FIRST",
        "✓ we may reach out",
        "✗ heard in ten working days",
    ] {
        assert!(screen.contains(words), "{words} in\n{screen}");
    }
    sim.keys("s12<esc>");
    let screen = sim.screen();
    assert!(screen.contains("✓ push") && screen.contains("s both are done: say how it ends"), "{screen}");
}

#[test]
fn the_clock_of_a_repair_wakes_nobody_between_full_minutes() {
    let mut sim = sent();
    sim.advance("5m");
    let wakes = sim.wakes();
    assert!(
        wakes.iter().all(|wake| wake.timestamp() % 60 == 0 || *wake < wakes[0] + chrono::TimeDelta::seconds(10)),
        "{wakes:?}"
    );
}

#[test]
fn a_narrow_screen_says_what_this_seat_does_and_the_time_left() {
    let mut sim = sent();
    let screen = sim.resize(80, 24).screen();
    assert!(screen.contains("in service, push: Ask one question"), "{screen}");
    let mut maya = opened(&sim.file(), "maya");
    let screen = maya.resize(80, 24).screen();
    assert!(screen.contains("in service, pull: Send one chart"), "{screen}");
}

#[test]
fn today_shows_each_seat_its_own_task() {
    let file = sent().file();
    let today = |seat: &str| opened(&file, seat).resize(120, 40).keys("t").screen();
    let (sam, maya) = (today("sam"), today("maya"));
    assert!(sam.contains("push: Ask one question") && !sam.contains("pull: Send"), "{sam}");
    assert!(maya.contains("pull: Send one chart") && !maya.contains("push: Ask"), "{maya}");
}

#[test]
fn the_boards_card_says_that_a_deal_is_in_service() {
    let mut sim = sent();
    let screen = sim.resize(120, 40).keys("3").screen();
    assert!(screen.contains("in trouble: bei") || screen.contains("in service"), "{screen}");
    sim.keys("s");
    assert!(sim.screen().contains("IN SERVICE · Northwind"), "{}", sim.screen());
}

#[test]
fn a_deal_recovers_in_an_earlier_stage_and_its_calls_are_re_timed() {
    let mut sim = sent();
    let screen = sim.resize(120, 50).keys("s<right><up>").screen();
    assert!(screen.contains("goes on in Demo") && screen.contains("goes back from Proof of value to Demo"), "{screen}");
    assert!(screen.contains("1 call re-timed"), "{screen}");
    sim.keys("<enter>");
    let file = sim.file();
    assert!(file.contains("stage = \"demo\"   # since the workshop"), "{file}");
    assert!(file.contains("outcome = \"recovered\""), "{file}");
    sim.keys("u");
    assert!(sim.file().contains("[deal.north.service]"));
}

#[test]
fn a_flag_that_was_the_reason_is_lowered_with_the_recovery() {
    let flag = "\n[deal.north.flag.champion-left]\ncolour = \"red\"\nwhy = \"Tom moves\"\n";
    let mut sim = opened(&format!("{TEXT}{flag}"), "sam");
    let screen = sim.resize(120, 40).keys("s").screen();
    assert!(screen.contains("▸ red flag: Tom moves") && screen.contains("▸ The champion has left"), "{screen}");
    sim.keys("<enter>s<right>");
    assert!(sim.screen().contains("the flag `champion-left` is lowered"), "{}", sim.screen());
    sim.keys("<enter>");
    assert!(!sim.file().contains("flag.champion-left"), "{}", sim.file());
}

#[test]
fn a_deal_is_put_off_only_to_a_day_which_its_next_touch_gets() {
    let mut sim = sent();
    sim.keys("s<right><right><enter>");
    assert!(sim.screen().contains("on which day is it taken up again?"), "{}", sim.screen());
    assert!(sim.file().contains("[deal.north.service]"));
    sim.keys("<esc>s<right><right>12 jan<enter>");
    let file = sim.file();
    assert!(!file.contains("done ="), "a day that is typed reports no task as done\n{file}");
    assert!(file.contains("next = { what = \"Ring Ines\", on = 2027-01-12, by = \"sam\" }"), "{file}");
    assert!(file.contains("outcome = \"later\""), "{file}");
    let screen = sim.resize(120, 40).screen();
    assert!(!screen.contains("s service:"), "it is left in peace until its day\n{screen}");
}

#[test]
fn a_deal_is_given_up_only_with_a_reason_and_is_lost_by_it() {
    let mut sim = sent();
    sim.keys("s<right><right><right><enter>");
    assert!(sim.screen().contains("say what lost it"), "{}", sim.screen());
    sim.keys("No budget this year.<enter>");
    let file = sim.file();
    for words in ["outcome = \"retired\"", "status = \"lost\"", "reason = \"No budget this year.\""] {
        assert!(file.contains(words), "{words} in\n{file}");
    }
    sim.keys("<esc>u");
    assert!(sim.file().contains("[deal.north.service]") && !sim.file().contains("No budget"), "{}", sim.file());
}

#[test]
fn enter_ends_nothing_before_somebody_says_how() {
    let mut sim = sent();
    let before = sim.file();
    sim.keys("s<enter>");
    assert!(sim.screen().contains("it goes on: choose with ← → how it ends"), "{}", sim.screen());
    assert_eq!(sim.file(), before);
}

#[test]
fn the_sheet_follows_the_other_seat() {
    let mut sim = sent();
    sim.keys("s");
    let other = sim.file().replace("by = \"maya\" }", "by = \"maya\", done = 2026-11-20T09:40:00Z }");
    sim.outside_write(&other);
    assert!(sim.screen().contains("✓ pull"), "{}", sim.screen());
    sim.outside_write(TEXT);
    assert!(sim.screen().contains("INTO SERVICE · Northwind"), "{}", sim.screen());
    sim.outside_write(&format!("{TEXT}[deal.north.result]\nstatus = \"lost\"\n"));
    assert!(sim.screen().contains("the deal is finished, or gone from the file"), "{}", sim.screen());
}

#[test]
fn a_service_that_lacks_or_mistakes_everything_still_draws() {
    for service in [
        "[deal.north.service]\n",
        "[deal.north.service]\nplay = \"nobody-knows\"\nuntil = 2026-11-02\n",
        "[deal.north.service]\nsince = 2215-01-01\nuntil = 2215-02-01\npush = \"Ring\"\n",
    ] {
        let mut sim = opened(&format!("{TEXT}\n{service}"), "sam");
        let screen = sim.resize(120, 50).screen();
        assert!(screen.contains("IN SERVICE"), "{screen}");
        let screen = sim.keys("s").screen();
        assert!(screen.contains("END IT"), "{screen}");
        sim.keys("2");
        assert!(sim.screen().contains("this repair has no pull"), "{}", sim.screen());
    }
}

#[test]
fn a_finished_deal_and_a_read_only_file_have_no_service() {
    let text = format!("{TEXT}[deal.north.result]\nstatus = \"lost\"\n");
    assert!(opened(&text, "sam").keys("s").screen().contains("service: the deal is finished"));
    let mut sim = opened(TEXT, "sam");
    sim.with(|model| model.file.read_only = Some("read-only".to_owned()));
    assert!(sim.keys("s").screen().contains("service: the file is read-only here"));
}

#[test]
fn the_service_of_the_example() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let at =
            |deal: &str| Sim::open(DEMO).at(DEMO_NOW).seat("maya").size(width, height).last_deal(deal).awake_before();
        shot(&format!("service-stage-{width}x{height}"), &mut at("meridian"));
        let mut sim = at("meridian");
        sim.keys("s<right>");
        shot(&format!("service-end-{width}x{height}"), &mut sim);
        let mut sim = at("loxley");
        sim.keys("s");
        shot(&format!("service-send-{width}x{height}"), &mut sim);
    }
    let mut sim = Sim::open(DEMO)
        .at(DEMO_NOW)
        .seat("maya")
        .last_deal("meridian")
        .theme(ThemeName::Dark, Depth::Mono)
        .awake_before();
    sim.keys("s<right><right>12 jan");
    shot("service-no-colour", &mut sim);
}
