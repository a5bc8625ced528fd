//! Histories: rows for the logs, each once.

use super::*;

const STAGES: [&str; 6] = ["Discovery", "Demo", "Proposal", "Signature", "won Closed Won", "lost Closed Lost"];
const ID: &str = "0065g00000ABCDEAA4";

fn deals() -> Export {
    export(Crm::Salesforce, &STAGES, vec![northwind()])
}

fn history(moves: Vec<Move>) -> Export {
    Export { moves, ..export(Crm::Salesforce, &STAGES, Vec::new()) }
}

fn promised(number: u32, at: &str, stage: u16, close: &str) -> Move {
    Move { close: on(close), ..step(number, ID, at, stage) }
}

/// As a history has it, the newest first.
fn usual() -> Export {
    history(vec![
        promised(2, "2026-11-09T10:00:00Z", 1, "2026-12-18"),
        promised(3, "2026-11-01T08:00:00Z", 0, "2026-12-18"),
        promised(4, "2026-10-12T09:15:00Z", 0, "2026-11-30"),
    ])
}

#[test]
fn a_history_fills_the_logs_of_a_deal_that_is_there() {
    let text = imported(HEAD, &deals());
    let then = imported(&text, &usual());
    assert_eq!(
        changes(&text, &then),
        [
            "+[[deal.northwind-traders.stage_log]]",
            "+stage = \"discovery\"",
            "+from = 2026-10-12T09:15:00Z",
            "+to = 2026-11-09T10:00:00Z",
            "+[[deal.northwind-traders.close_log]]",
            "+at = 2026-11-01T08:00:00Z",
            "+was = 2026-11-30",
            "+now = 2026-12-18",
        ]
    );
    assert_eq!(imported(&then, &usual()), then);
    assert_eq!(imported(&then, &deals()), then);
}

#[test]
fn columns_that_tell_when_a_stage_began_fill_the_log_and_since() {
    let mut all = deals();
    all.deals[0].since = None;
    all.deals[0].entered = vec![(0, on("2026-10-12T09:15:00Z").unwrap()), (1, on("2026-11-09T10:00:00Z").unwrap())];
    let text = imported(HEAD, &all);
    assert!(text.contains("since = 2026-11-09T10:00:00Z\n"), "{text}");
    assert!(text.contains("stage = \"discovery\"\nfrom = 2026-10-12T09:15:00Z\nto = 2026-11-09T10:00:00Z\n"), "{text}");
    assert_eq!(imported(&text, &all), text);
}

#[test]
fn going_back_and_forth_is_history_as_well() {
    let moves = vec![
        step(2, ID, "2026-10-01T08:00:00Z", 0),
        step(3, ID, "2026-10-05T08:00:00Z", 2),
        step(4, ID, "2026-10-09T08:00:00Z", 0),
        step(5, ID, "2026-11-09T10:00:00Z", 1),
    ];
    let text = imported(&imported(HEAD, &deals()), &history(moves.clone()));
    let (_, campaign) = open(&text);
    let log = &campaign.deal("northwind-traders").unwrap().stage_log;
    let stages: Vec<&str> = log.iter().map(|row| row.stage.as_str()).collect();
    assert_eq!(stages, ["discovery", "proposal", "discovery"]);
    assert_eq!(imported(&text, &history(moves)), text);
}

#[test]
fn a_history_with_names_makes_deals_that_are_not_there() {
    let mut all = usual();
    all.moves.insert(0, promised(1, "2026-11-15T12:00:00Z", 4, "2026-11-15"));
    for one in &mut all.moves {
        (one.title, one.value) = (Some("Replenishment".into()), money("5000"));
    }
    let text = imported(HEAD, &all);
    let (_, campaign) = open(&text);
    let deal = campaign.deal("replenishment").unwrap();
    assert_eq!((deal.stage.as_deref(), deal.since), (Some("demo"), on("2026-11-09T10:00:00Z")));
    assert_eq!(deal.result.as_ref().unwrap().on, on("2026-11-15"));
    assert_eq!((deal.stage_log.len(), deal.close_log.len()), (1, 1));
    assert_eq!(imported(&text, &all), text);
}

#[test]
fn a_history_without_names_leaves_out_what_is_not_there_and_tells_it_once_a_deal() {
    let plan = planned(HEAD, &usual(), &Choices::default());
    assert_eq!(plan.deals.len(), 0);
    assert_eq!(plan.skipped.len(), 1);
    assert_eq!(plan.skipped[0].row, 2);
    assert!(plan.skipped[0].why.contains("its 3 rows of history give no name"), "{:?}", plan.skipped);
}

#[test]
fn an_old_history_does_not_take_a_deal_back() {
    let text = imported(HEAD, &deals());
    let old = history(vec![
        step(2, ID, "2026-10-01T08:00:00Z", 0),
        Move { value: money("7"), ..step(3, ID, "2026-10-05T08:00:00Z", 2) },
    ]);
    let then = imported(&text, &old);
    let (_, campaign) = open(&then);
    let deal = campaign.deal("northwind-traders").unwrap();
    assert_eq!((deal.stage.as_deref(), deal.value), (Some("demo"), money("180000")));
    assert_eq!(deal.stage_log.len(), 1);
}

#[test]
fn a_newer_history_moves_a_deal_on_and_its_rows_are_those_of_the_log() {
    let text = imported(HEAD, &deals());
    let mut newer = usual();
    newer.moves.push(promised(5, "2026-11-22T15:00:00Z", 2, "2027-01-15"));
    let then = imported(&text, &newer);
    let (_, campaign) = open(&then);
    let deal = campaign.deal("northwind-traders").unwrap();
    assert_eq!((deal.stage.as_deref(), deal.since), (Some("proposal"), on("2026-11-22T15:00:00Z")));
    let stages: Vec<&str> = deal.stage_log.iter().map(|row| row.stage.as_str()).collect();
    assert_eq!(stages, ["discovery", "demo"]);
    assert_eq!(deal.close_log.len(), 2, "{then}");
    assert_eq!(imported(&then, &newer), then);
}

#[test]
fn rows_of_the_log_that_are_there_already_are_not_written_again() {
    let text = imported(HEAD, &deals())
        + "[[deal.northwind-traders.stage_log]]\nstage = \"discovery\"\nfrom = 2026-10-12\nto = 2026-11-09\n"
        + "[[deal.northwind-traders.close_log]]\nat = 2026-11-03\nwas = 2026-11-30\nnow = 2026-12-18\nby = \"sam\"\n";
    assert_eq!(imported(&text, &usual()), text);
}

#[test]
fn a_close_that_a_crm_sets_when_it_finishes_is_no_moved_promise() {
    let mut all = usual();
    all.moves.push(promised(5, "2026-11-22T15:00:00Z", 4, "2026-11-22"));
    let text = imported(&imported(HEAD, &deals()), &all);
    let (_, campaign) = open(&text);
    let deal = campaign.deal("northwind-traders").unwrap();
    assert_eq!((deal.close, deal.close_log.len()), (on("2026-12-18"), 1));
    assert_eq!(deal.result.as_ref().unwrap().on, on("2026-11-22"));
}
