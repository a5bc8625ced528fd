//! The next export: which deals it means, and what it moves.

use super::*;

const STAGES: [&str; 6] = ["Discovery", "Demo", "Proposal", "Signature", "won Closed Won", "lost Closed Lost"];

fn one(row: Row) -> Export {
    export(Crm::Salesforce, &STAGES, vec![row])
}

fn first() -> String {
    imported(HEAD, &one(northwind()))
}

/// What another export of the same deal changes.
fn moved(change: impl FnOnce(&mut Row)) -> (Vec<String>, Plan) {
    let text = first();
    let mut row = northwind();
    change(&mut row);
    let plan = planned(&text, &one(row), &Choices::default());
    (changes(&text, &after(&text, &plan)), plan)
}

#[test]
fn the_same_export_twice_changes_no_byte() {
    let text = first();
    let plan = planned(&text, &one(northwind()), &Choices::default());
    assert_eq!(plan.intents().count(), 0);
    assert_eq!(plan.count(Fate::Unchanged), 1);
}

#[test]
fn a_word_that_the_export_changed_is_taken_and_told_before_and_after() {
    let (changes, plan) = moved(|row| row.value = money("200000"));
    assert_eq!(changes, ["-value = 180000", "+value = 200000", "-value = 180000", "+value = 200000"]);
    let field = &plan.deals[0].fields[0];
    assert_eq!(
        (field.field, field.before.as_deref(), field.after.as_deref()),
        ("value", Some("180000"), Some("200000"))
    );
    assert_eq!(plan.deals[0].fate, Fate::Changed);
}

#[test]
fn a_move_to_another_stage_leaves_a_row_in_the_log() {
    let (changes, _) = moved(|row| {
        row.stage = Some(2);
        row.since = on("2026-11-22T15:00:00Z");
    });
    assert_eq!(
        changes,
        [
            "-stage = \"demo\"",
            "-since = 2026-11-09T10:00:00Z",
            "+stage = \"proposal\"",
            "+since = 2026-11-22T15:00:00Z",
            "-stage = \"Demo\"",
            "+stage = \"Proposal\"",
            "+[[deal.northwind-traders.stage_log]]",
            "+stage = \"demo\"",
            "+from = 2026-11-09T10:00:00Z",
            "+to = 2026-11-22T15:00:00Z",
        ]
    );
}

#[test]
fn a_move_of_which_nobody_knows_the_day_is_one_of_the_last_change_else_of_today() {
    let (changes, _) = moved(|row| (row.stage, row.since) = (Some(2), None));
    assert!(changes.contains(&"+to = 2026-11-20T08:00:00Z".to_owned()), "{changes:?}");
    let (changes, _) = moved(|row| (row.stage, row.since, row.changed) = (Some(2), None, None));
    assert!(changes.contains(&"+to = 2026-11-24".to_owned()), "{changes:?}");
}

#[test]
fn a_move_past_missing_facts_is_told_and_not_refused() {
    let gate = "[stage.demo]\ngate = { criteria = \"Criteria signed\", owner = \"Named owner\" }\n";
    let text = format!("{}{gate}", first().replace("stage = \"demo\"\n", "stage = \"demo\"\ngate = [\"owner\"]\n"));
    let plan = planned(&text, &one(Row { stage: Some(2), since: None, ..northwind() }), &Choices::default());
    assert_eq!(plan.deals[0].told, ["it left `demo` without `criteria`, Criteria signed"]);
    let changes = changes(&text, &after(&text, &plan));
    assert!(changes.contains(&"-gate = [\"owner\"]".to_owned()), "{changes:?}");
    assert!(changes.contains(&"+overruled = \"as Salesforce has it\"".to_owned()), "{changes:?}");
}

#[test]
fn a_moved_close_goes_to_the_log_and_the_first_promise_does_not() {
    let (changes, _) = moved(|row| row.close = on("2027-01-15"));
    assert_eq!(
        changes,
        [
            "-close = 2026-12-18",
            "+close = 2027-01-15",
            "-close = 2026-12-18",
            "+close = 2027-01-15",
            "+[[deal.northwind-traders.close_log]]",
            "+at = 2026-11-20T08:00:00Z",
            "+was = 2026-12-18",
            "+now = 2027-01-15",
        ]
    );
    assert!(!first().contains("close_log"));
}

#[test]
fn a_won_deal_gets_a_result_and_keeps_its_stage_and_its_promise() {
    let (changes, _) = moved(|row| {
        (row.stage, row.standing, row.probability) = (Some(4), Some(Standing::Won), Some(1.0));
        row.close = on("2026-11-23");
    });
    assert_eq!(
        changes,
        [
            "-status = \"open\"",
            "+status = \"won\"",
            "+[deal.northwind-traders.result]",
            "+status = \"won\"",
            "+on = 2026-11-23",
        ]
    );
}

#[test]
fn a_lost_deal_gets_its_reason() {
    let (changes, _) = moved(|row| {
        (row.stage, row.standing, row.reason) = (Some(5), Some(Standing::Lost), Some("Budget".into()));
        row.finished = on("2026-11-21T16:00:00Z");
    });
    assert!(
        changes.ends_with(&["+status = \"lost\"", "+on = 2026-11-21", "+reason = \"Budget\""].map(str::to_owned)),
        "{changes:?}"
    );
}

#[test]
fn a_deal_that_goes_on_in_the_crm_loses_the_result_that_the_export_gave() {
    let text = first();
    let lost = Row { stage: Some(5), standing: Some(Standing::Lost), ..northwind() };
    let text = imported(&text, &one(lost));
    assert!(text.contains(".result]"));
    let text = imported(&text, &one(northwind()));
    assert!(!text.contains(".result]"), "{text}");
}

#[test]
fn a_result_that_the_pair_wrote_stands_while_the_crm_has_the_deal_open() {
    let text = format!("{}[deal.northwind-traders.result]\nstatus = \"won\"\non = 2026-11-23\n", first());
    assert_eq!(imported(&text, &one(northwind())), text);
    let hand = text.replace("[deal.northwind-traders.crm]", "[deal.other]\naccount = \"Other\"\n[deal.other.crm]");
    let plan = planned(&hand, &one(northwind()), &Choices::default());
    assert!(kept(&plan).contains(&"result: won / open".to_owned()), "{:?}", kept(&plan));
}

#[test]
fn credit_for_people_is_not_thrown_away_with_a_result() {
    let won = Row { stage: Some(4), standing: Some(Standing::Won), ..northwind() };
    let text = imported(&first(), &one(won));
    let text =
        text.replace("status = \"won\"\non", "status = \"won\"\ncredit = [{ who = \"maya\", for = \"Lead\" }]\non");
    let plan = planned(&text, &one(northwind()), &Choices::default());
    assert_eq!(kept(&plan), ["result: won / open"]);
    assert!(after(&text, &plan).contains("credit"));
}

#[test]
fn the_first_fifteen_characters_are_the_deal_and_case_counts() {
    let text = first();
    let short = planned(&text, &one(Row { id: Some("0065g00000ABCDE".into()), ..northwind() }), &Choices::default());
    assert_eq!(short.intents().count(), 0);
    let other = planned(&text, &one(Row { id: Some("0065g00000abcdeAA4".into()), ..northwind() }), &Choices::default());
    assert_eq!(other.deals[0].fate, Fate::Made);
}

#[test]
fn without_an_id_account_and_title_tell_the_deal_however_they_are_written() {
    let text = first();
    let row = Row { id: None, account: Some("NORTHWIND traders".into()), ..northwind() };
    let plan = planned(&text, &one(row), &Choices::default());
    assert_eq!(plan.count(Fate::Made), 0, "{plan:?}");
    assert_eq!(plan.deals[0].id, "northwind-traders");
}

#[test]
fn the_name_that_the_pair_gave_a_deal_does_not_hide_it() {
    let text = first().replacen("account = \"Northwind Traders\"", "account = \"Northwind\"", 1);
    let plan = planned(&text, &one(Row { id: None, ..northwind() }), &Choices::default());
    assert_eq!(plan.intents().count(), 0);
}

#[test]
fn twins_without_ids_are_told_apart_by_their_order() {
    let twin = |number: u32| Row { id: None, value: money(&number.to_string()), ..row(number, "", "Acme", "Renewal") };
    let both = export(Crm::Other, &[], vec![twin(2), twin(3)]);
    let text = imported(HEAD, &both);
    assert_eq!(imported(&text, &both), text);
    let plan = planned(&text, &export(Crm::Other, &[], vec![twin(2)]), &Choices::default());
    assert_eq!(plan.intents().count(), 0);
    assert!(plan.skipped[0].why.starts_with("2 deals are called `Acme`"), "{:?}", plan.skipped);
}

#[test]
fn a_second_row_with_the_same_id_is_skipped_with_the_reason() {
    let twice = export(Crm::Hubspot, &[], vec![row(2, "77", "Acme", "A"), row(5, "77", "Acme", "B")]);
    let plan = planned(HEAD, &twice, &Choices::default());
    assert_eq!(plan.deals.len(), 1);
    assert_eq!((plan.skipped[0].row, plan.skipped[0].why.as_str()), (5, "the id `77` is that of row 2 already"));
}

#[test]
fn a_deal_that_was_written_by_hand_is_met_by_its_account_and_gets_its_id() {
    let text = format!("{HEAD}[deal.north]\naccount = \"Northwind Traders\"\nstage = \"demo\"\n");
    let text = after(&text, &planned(&text, &one(northwind()), &Choices::default()));
    let (_, campaign) = open(&text);
    assert_eq!(campaign.deals.len(), 1);
    let deal = campaign.deal("north").unwrap();
    assert_eq!(&*deal.ids[0].1, "0065g00000ABCDEAA4");
    assert_eq!(deal.title.as_deref(), Some("Replenishment for 210 stores"));
    assert_eq!(imported(&text, &one(northwind())), text);
}

#[test]
fn an_archived_deal_is_not_made_again() {
    let (document, mut campaign) = open(HEAD);
    let won = Row { stage: Some(4), standing: Some(Standing::Won), ..northwind() };
    let (_, old) = open(&imported(HEAD, &one(won.clone())));
    campaign.past = std::sync::Arc::new(crate::campaign::Past { campaigns: vec![old], ..Default::default() });
    let ground = Ground { campaign: &campaign, document: &document, now: at("2026-11-24T09:00:00Z"), by: None };
    let plan = plan(ground, &one(won), &Choices::default());
    assert!(plan.deals.is_empty());
    assert!(plan.skipped[0].why.contains("in an archive"), "{:?}", plan.skipped);
}

#[test]
fn a_column_that_the_export_does_not_have_takes_nothing_away() {
    let (changes, _) = moved(|row| *row = super::row(2, "0065g00000ABCDEAA4", "", ""));
    assert_eq!(changes, [""; 0]);
}
