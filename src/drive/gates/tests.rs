//! What a move would change, over a short text. Now is Friday, 20 November 2026.

use super::super::tests::at;
use super::*;
use crate::campaign::layout;

const NOW: &str = "2026-11-20T09:00:00Z";
const TEXT: &str = r#"format = 1
[campaign]
name = "Gates"
timezone = "UTC"
route = ["demo", "proof", "proposal"]
[stage.demo]
expected = "5wd"
[stage.proof]
name = "Proof of value"
expected = "10wd"
win_rate = 0.5
gate = { criteria = "Success criteria signed", owner = "Technical owner named" }
[stage.proposal]
expected = "10wd"
win_rate = 0.8
[crew.sam]
seat = "driver"
[deal.north]
account = "Northwind"
stage = "proof"
since = 2026-11-16
probability = 0.6
driver = "sam"
gate = ["criteria"]
note.price = { at = "proposal", pace = "L4 #price", say = "Anchor on cost per store." }
note.open = { at = "enter proof + 8wd", pace = "L5 #open" }
note.fixed = { at = 2026-12-01T10:00:00, pace = "R5 #fixed" }
"#;

fn passage_of(text: &str, way: &Way, had: &[&str], reason: Option<&str>) -> Result<Passage, Refusal> {
    let (document, _) = Document::read(text.as_bytes().to_vec(), &layout());
    let campaign = super::super::tests::campaign(text);
    let ground = Ground { campaign: &campaign, document: &document, now: at(NOW), by: Some("sam") };
    passage(ground, &Outlook::new(&campaign), "north", Wish { way, had, reason })
}

fn to(stage: &str) -> Way {
    Way::To(Id::from(stage))
}

#[test]
fn on_the_way_on_the_missing_facts_are_asked_for() {
    let found = passage_of(TEXT, &to("proposal"), &[], None).unwrap();
    assert_eq!(found.lack, Some(Lack::Facts));
    assert_eq!(found.row.unwrap().overruled, None, "nobody has said why");
}

#[test]
fn a_fact_that_is_had_now_opens_the_gate() {
    let found = passage_of(TEXT, &to("proposal"), &["owner"], None).unwrap();
    assert_eq!(found.lack, None);
    assert_eq!(found.row.unwrap().overruled, None);
}

#[test]
fn a_reason_overrules_the_gate_and_is_kept() {
    let found = passage_of(TEXT, &to("proposal"), &[], Some("They sign tomorrow.")).unwrap();
    assert_eq!(found.lack, None);
    let row = found.row.unwrap();
    assert_eq!(row.overruled.as_deref(), Some("They sign tomorrow."));
    assert_eq!(row.by.as_deref(), Some("sam"));
}

#[test]
fn on_the_way_back_no_fact_is_asked_for() {
    let found = passage_of(TEXT, &to("demo"), &[], None).unwrap();
    assert_eq!(found.lack, None);
    assert_eq!(found.act.told, ["goes back from Proof of value to demo"]);
}

#[test]
fn the_calls_that_hang_on_a_stage_move_and_a_date_stays() {
    let found = passage_of(TEXT, &to("demo"), &[], None).unwrap();
    let moved: Vec<&str> = found.retimed.iter().map(|one| one.note.as_str()).collect();
    assert_eq!(moved, ["price", "open"]);
    assert!(found.stay > 0);
    for one in &found.retimed {
        assert!(one.before.unwrap().when < one.after.unwrap().when, "{one:?}");
    }
}

#[test]
fn a_finish_ends_every_call() {
    let found = passage_of(TEXT, &Way::Won, &[], None).unwrap();
    assert_eq!((found.lack, found.stay), (None, 0));
    assert!(found.retimed.iter().all(|one| one.after == Err("the deal is finished")), "{:?}", found.retimed);
}

#[test]
fn a_deal_is_not_given_up_without_a_reason() {
    assert_eq!(passage_of(TEXT, &Way::Lost, &[], Some(" ")).unwrap().lack, Some(Lack::Reason));
    assert_eq!(passage_of(TEXT, &Way::Lost, &[], Some("No budget.")).unwrap().lack, None);
}

#[test]
fn a_probability_far_from_its_new_stage_is_told_and_never_written() {
    let found = passage_of(TEXT, &to("proposal"), &["owner"], None).unwrap();
    assert_eq!(found.unfit, Some((0.6, 0.8)));
    let near = TEXT.replace("probability = 0.6", "probability = 0.75");
    assert_eq!(passage_of(&near, &to("proposal"), &["owner"], None).unwrap().unfit, None);
    assert!(!format!("{:?}", found.act.intents).contains("probability"));
}

#[test]
fn a_finished_deal_goes_nowhere() {
    let text = format!("{TEXT}result = {{ status = \"won\", on = 2026-11-19 }}\n");
    assert!(passage_of(&text, &to("demo"), &[], None).unwrap_err().message.contains("won already"));
}
