//! Through the gates: what changes is shown before, written as one step, and undone in one key.

use codriver::campaign::Id;

use crate::screens::shot;
use crate::sim::{Sim, changes};
use crate::texts::{DEMO, DEMO_NOW};
use codriver::view::{Depth, ThemeName};

const TEXT: &str = r#"format = 1

[campaign]
name = "Q1 push"
timezone = "UTC"
route = ["demo", "proof", "proposal", "signature"]

[stage.demo]
name = "Demo"
expected = "5wd"
[stage.proof]
name = "Proof of value"
expected = "10wd"
win_rate = 0.5
gate = { criteria = "Success criteria signed", owner = "Technical owner named" }
[stage.proposal]
name = "Proposal"
expected = "10wd"
win_rate = 0.8
[stage.signature]
name = "Signature"

[crew.sam]
name = "Sam Okoro"
seat = "driver"

[deal.north]
account = "Northwind"
stage = "proof"   # since the workshop
since = 2026-11-16
probability = 0.6
driver = "sam"
gate = ["criteria"]
note.price = { at = "proposal", pace = "L4 #price", say = "Anchor on cost per store." }
note.open = { at = "enter proof + 8wd", pace = "L5 #open", say = "What is still open?" }
note.fixed = { at = 2026-12-01T10:00:00, pace = "R5 #fixed" }
"#;

const NOW: &str = "2026-11-20T09:41:00Z";

fn opened(text: &str) -> Sim {
    Sim::open(text).at(NOW).seat("sam").last_deal("north").awake_before()
}

fn written(keys: &str) -> Vec<String> {
    let mut sim = opened(TEXT);
    sim.keys(keys);
    changes(TEXT, &sim.file())
}

fn stage(sim: &Sim) -> Option<Id> {
    sim.model().campaign.deal("north").and_then(|deal| deal.stage.clone())
}

#[test]
fn the_sheet_names_the_missing_fact_the_row_and_the_calls_that_move() {
    let screen = opened(TEXT).keys(">").screen();
    for words in [
        "GATES · Northwind",
        "Demo › ● Proof of value › ▸ Proposal › Signature › won › lost",
        "MOVE ON to Proposal",
        "asks for facts",
        "1 ○ Technical owner named",
        "Proof of value is left, since Mon 16 Nov",
        "the driver’s 60 % stays as written; of deals that enter there 80 % are won",
        "re-timed",
        "Anchor on cost per store.",
    ] {
        assert!(screen.contains(words), "{words} in\n{screen}");
    }
    assert!(
        !screen.contains("Success criteria signed") || screen.contains("✓ Success"),
        "what is had is not asked for"
    );
}

#[test]
fn looking_writes_nothing() {
    assert_eq!(written("><right><right><left><esc>"), Vec::<String>::new());
}

#[test]
fn a_fact_is_ticked_by_its_digit_and_the_deal_goes_on() {
    assert_eq!(
        written(">1<enter>"),
        [
            "-stage = \"proof\"   # since the workshop",
            "-since = 2026-11-16",
            "+stage = \"proposal\"   # since the workshop",
            "+since = 2026-11-20T09:41:00Z",
            "-gate = [\"criteria\"]",
            "+",
            "+[[deal.north.stage_log]]",
            "+stage = \"proof\"",
            "+from = 2026-11-16",
            "+to = 2026-11-20T09:41:00Z",
        ]
    );
}

#[test]
fn with_facts_missing_a_reason_is_asked_for_and_kept() {
    let mut sim = opened(TEXT);
    sim.keys("><enter>");
    assert!(sim.screen().contains("say why it goes on without them"), "{}", sim.screen());
    assert_eq!(changes(TEXT, &sim.file()), Vec::<String>::new());
    sim.keys("They sign tomorrow.<enter>");
    let file = sim.file();
    assert!(file.contains("overruled = \"They sign tomorrow.\"\nby = \"sam\""), "{file}");
    assert!(
        sim.screen().contains("the gate is overruled; missing: `owner`, Technical owner named"),
        "{}",
        sim.screen()
    );
}

#[test]
fn the_reason_shows_in_the_review_of_the_deal() {
    let mut sim = opened(TEXT);
    sim.keys("><enter>They sign tomorrow.<enter>").with(|model| {
        codriver::console::review::enter(model);
    });
    let screen = sim.resize(120, 60).screen();
    assert!(screen.contains("OVERRULED"), "{screen}");
    assert!(
        screen.contains("They sign tomorrow.") && screen.contains("Proof of value was left Fri 20 Nov 09:41, Sam"),
        "{screen}"
    );
}

#[test]
fn an_empty_reason_overrules_nothing() {
    assert_eq!(written("><enter><enter>  <enter>"), Vec::<String>::new());
}

#[test]
fn a_reason_that_was_typed_and_left_is_there_the_next_time() {
    let mut sim = opened(TEXT);
    sim.keys("><enter>They sign<esc>");
    let screen = sim.keys(">").screen();
    assert!(screen.contains("They sign"), "{screen}");
    assert!(screen.contains("what was typed here and not written is back"), "{screen}");
}

#[test]
fn on_the_way_back_no_fact_is_asked_for() {
    let mut sim = opened(TEXT);
    let screen = sim.keys("<lt>").screen();
    assert!(screen.contains("MOVE BACK to Demo") && !screen.contains("MISSING HERE"), "{screen}");
    sim.keys("<enter>");
    assert_eq!(stage(&sim).as_deref(), Some("demo"));
    let screen = sim.screen();
    assert!(screen.contains("goes back from Proof of value to Demo; 2 calls re-timed"), "{screen}");
}

#[test]
fn a_stage_is_skipped_by_going_further_along_the_route() {
    let mut sim = opened(TEXT);
    let screen = sim.keys(">1>").screen();
    assert!(screen.contains("MOVE ON to Signature") && screen.contains("skips Proposal"), "{screen}");
    assert!(screen.contains("its stage is skipped"), "{screen}");
    sim.keys("<enter>");
    assert_eq!(stage(&sim).as_deref(), Some("signature"));
}

#[test]
fn a_deal_is_won_without_a_word_and_lost_only_with_one() {
    let won = written("Y<enter>");
    assert!(won.contains(&"+status = \"won\"".to_owned()), "{won:?}");
    assert_eq!(written("L<enter>"), Vec::<String>::new());
    let lost = written("L<enter>No budget this year.<enter>");
    assert!(lost.contains(&"+status = \"lost\"".to_owned()), "{lost:?}");
    assert!(lost.contains(&"+reason = \"No budget this year.\"".to_owned()), "{lost:?}");
}

#[test]
fn behind_the_last_stage_comes_the_win() {
    let text = TEXT.replace("stage = \"proof\"   #", "stage = \"signature\"   #");
    let mut sim = opened(&text);
    let screen = sim.keys(">").screen();
    assert!(screen.contains("▸ won"), "{screen}");
}

#[test]
fn before_the_first_stage_there_is_none() {
    let text = TEXT.replace("stage = \"proof\"   #", "stage = \"demo\"   #");
    let screen = opened(&text).keys("<lt>").screen();
    assert!(screen.contains("move back: this is the first stage of the route"), "{screen}");
}

#[test]
fn a_finished_deal_has_no_gates() {
    let text = format!("{TEXT}result = {{ status = \"won\", on = 2026-11-19 }}\n");
    let screen = opened(&text).keys(">").screen();
    assert!(screen.contains("move on: the deal is finished"), "{screen}");
}

#[test]
fn a_stage_that_left_the_route_can_be_left() {
    let text = TEXT.replace("route = [\"demo\", \"proof\", ", "route = [\"demo\", ");
    let mut sim = opened(&text);
    sim.keys(">1");
    let screen = sim.screen();
    assert!(screen.contains("MOVE ON to Demo"), "{screen}");
    sim.keys("<enter>");
    assert_eq!(stage(&sim).as_deref(), Some("demo"));
}

#[test]
fn the_sheet_follows_the_file() {
    let mut sim = opened(TEXT);
    sim.keys("><enter>They");
    sim.outside_write(&TEXT.replace("gate = [\"criteria\"]\nnote", "gate = [\"criteria\", \"owner\"]\nnote"));
    let screen = sim.screen();
    assert!(screen.contains("MOVE ON to Proposal") && !screen.contains("asks for facts"), "{screen}");
    sim.outside_write(&format!("{TEXT}result = {{ status = \"lost\", on = 2026-11-19 }}\n"));
    assert!(sim.screen().contains("the deal is finished, or gone from the file"), "{}", sim.screen());
}

#[test]
fn a_read_only_file_moves_nothing() {
    let mut sim = opened(TEXT);
    sim.with(|model| model.file.read_only = Some("read-only".to_owned()));
    assert!(sim.keys(">").screen().contains("move on: the file is read-only here"));
}

/// Calls as the road has them: when each note is called next.
fn calls(sim: &Sim) -> Vec<(String, String)> {
    let model = sim.model();
    let deal = model.campaign.deal("north").unwrap();
    let calls = codriver::drive::calls::planned_on(&model.campaign, &model.outlook, deal, model.now);
    calls.into_iter().map(|one| (one.call.note, one.when.to_string())).collect()
}

#[test]
fn back_and_on_again_re_times_every_call_and_each_is_undone_in_one_key() {
    let mut sim = opened(TEXT);
    sim.start();
    let (at_first, text) = (calls(&sim), sim.file());
    sim.keys("<lt><enter>");
    let (back, text_back) = (calls(&sim), sim.file());
    assert_ne!(back, at_first);
    sim.advance("1h").keys("><enter>");
    assert_eq!(stage(&sim).as_deref(), Some("proof"));
    let on_again = calls(&sim);
    assert_ne!(on_again, back);
    assert_ne!(on_again, at_first, "the stage began again");
    sim.keys("u");
    assert_eq!(sim.file(), text_back);
    assert_eq!(stage(&sim).as_deref(), Some("demo"));
    sim.keys("u");
    assert_eq!(stage(&sim).as_deref(), Some("proof"));
    assert_eq!(sim.file(), text);
}

#[test]
fn the_gates_of_the_example() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut sim = Sim::open(DEMO).at(DEMO_NOW).seat("sam").size(width, height).awake_before();
        sim.keys(">");
        shot(&format!("gates-{width}x{height}"), &mut sim);
    }
    let mut sim = Sim::open(DEMO).at(DEMO_NOW).seat("sam").theme(ThemeName::Dark, Depth::Mono).awake_before();
    sim.keys("><enter>They have asked for it in writing.");
    shot("gates-no-colour", &mut sim);
}
