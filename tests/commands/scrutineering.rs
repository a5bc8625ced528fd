//! `report scrutineering`: every open sale with its verdict, and an exit code for a check of the file.

use super::Place;

const CAMPAIGN: &str = r#"format = 1
[campaign]
name = "Spring push"
timezone = "UTC"
route = ["proof", "signature"]
[crew.maya]
name = "Maya Lind"
[stage.proof]
name = "Proof"
expected = "14d"
[stage.signature]
name = "Signature"
expected = "14d"
[product.core]
name = "Core"
markets = ["GB"]
paper.iso = { name = "ISO", until = 2027-06-30 }
[deal.dale]
account = "Dale Mills"
product = "core"
market = "GB"
[deal.north]
account = "Northwind"
product = "core"
"#;

const STOPPED: &str = "[deal.acme]\naccount = \"Acme\"\nproduct = \"core\"\nmarket = \"US\"\nsince = 2026-11-20\n";

fn report(text: &str, more: &[&str]) -> super::Ended {
    let now = ["--now", "2026-11-20T10:00:00+00:00"];
    let arguments = ["report", "scrutineering", "c.toml"];
    let arguments: Vec<&str> = arguments.iter().chain(more).chain(&now).copied().collect();
    Place::with(text).run(&arguments)
}

#[test]
fn scrutineering_tells_what_is_stopped_first_then_questions_then_what_is_cleared() {
    let expected = "\
1 of 3 open sales cannot finish as it stands. First Acme: stopped at Signature, about Fri 4 Dec:
Core is not sold in US.

STOPPED 1
  Acme: stopped at Signature, about Fri 4 Dec: Core is not sold in US
      Core is not sold in US; Core is sold in GB; stops Signature, about Fri 4 Dec; a waiver of
        `markets` on `deal.acme` lifts it

QUESTIONS 1
  Northwind: question: no market is written on the deal
      no market is written on the deal; Core is sold in GB

CLEARED UNTIL A DATE 1
  Dale Mills: cleared until Wed 30 Jun 2027 (ISO)
";
    let ended = report(&format!("{CAMPAIGN}{STOPPED}"), &[]);
    assert_eq!((ended.out.as_str(), ended.code), (expected, 2));
}

#[test]
fn a_stopped_sale_ends_with_two_a_question_with_one_where_that_is_asked_for() {
    let stopped = format!("{CAMPAIGN}{STOPPED}");
    let waived = format!("{stopped}[deal.acme.waiver.us]\nof = \"markets\"\nwhy = \"Agreed\"\nby = \"maya\"\n");
    let code = |text: &str, more: &[&str]| report(text, more).code;
    assert_eq!([code(&stopped, &[]), code(&stopped, &["--strict"])], [2, 2]);
    assert_eq!([code(&waived, &[]), code(&waived, &["--strict"])], [0, 1]);
    assert_eq!(code(&waived, &["acme", "--strict"]), 0);
}

#[test]
fn of_one_deal_each_stage_is_told_at_its_expected_time() {
    let text = format!("{CAMPAIGN}{STOPPED}");
    let ended = report(&text, &["acme"]);
    let stages = "on its way: Proof can go on (now), Signature cannot go on (about Fri 4 Dec)";
    assert!(ended.out.contains(stages), "{}", ended.out);
    let json: serde_json::Value = serde_json::from_str(&report(&text, &["acme", "--format", "json"]).out).unwrap();
    let deal = &json["deals"][0];
    assert_eq!((&deal["verdict"], &deal["findings"][0]["of"]), (&"stopped".into(), &"markets".into()));
    assert_eq!(deal["stages"][1]["can_go_on"], false);
}
