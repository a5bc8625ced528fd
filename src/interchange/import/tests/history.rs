//! Exports that tell of moves.

use super::{day, export, guessed, skipped};
use crate::drive::import::{Crm, Export, Move, Standing};

fn said(export: &Export, read: &Move) -> String {
    let stage = read.stage.map_or("-", |stage| &*export.stages[usize::from(stage)].name);
    let standing = read.standing.map_or("-".to_owned(), |standing| format!("{standing:?}"));
    let value = read.value.map_or("-".to_owned(), |value| value.to_string());
    [read.deal.to_string(), day(Some(read.at)), stage.to_owned(), standing, day(read.close), value].join(" | ")
}

fn all(export: &Export) -> Vec<String> {
    assert_eq!(export.deals, [], "a history has no deals");
    export.moves.iter().map(|read| said(export, read)).collect()
}

#[test]
fn a_history_of_salesforce_is_moves_and_no_deals() {
    let export = export(
        "Id,OpportunityId,CreatedById,CreatedDate,StageName,Amount,ExpectedRevenue,CloseDate,Probability,IsDeleted\n\
         008a,006bm00000LKJNNAA5,005x,02/23/26 08:55 PM,Qualification,15000,1500,01/27/21,10,FALSE\n\
         008b,006bm00000LKJNNAA5,005x,03/07/26 08:59 PM,Closed Lost,15000,0,02/03/24,0,FALSE\n",
    );
    assert_eq!(export.crm, Crm::Salesforce);
    assert_eq!(
        all(&export),
        [
            "006bm00000LKJNNAA5 | 2026-02-23T20:55 | Qualification | - | 2021-01-27 | 15000",
            "006bm00000LKJNNAA5 | 2026-03-07T20:59 | Closed Lost | Lost | 2024-02-03 | 15000",
        ]
    );
}

#[test]
fn a_report_of_changed_fields_is_read_field_by_field() {
    let export = export(
        "Opportunity Name,Opportunity ID,Field / Event,Old Value,New Value,Edit Date,Edited By\n\
         Ovens,0061,Stage,New,Closed Won,2026-02-03 10:00,Ann\n\
         Ovens,0061,Close Date,2026-03-01,2026-04-01,2026-02-04 10:00,Ann\n\
         Ovens,0061,Amount,1,20,2026-02-04 10:00,Ann\n\
         Ovens,0061,Created.,,,2026-02-01 10:00,Ann\n\
         Ovens,0061,Owner,Ann,Bo,2026-02-04 10:00,Ann\n\
         Ovens,0061,Stage,New,,2026-02-04 10:00,Ann\n",
    );
    assert_eq!(
        all(&export),
        [
            "0061 | 2026-02-03T10:00 | Closed Won | Won | - | -",
            "0061 | 2026-02-04T10:00 | - | - | 2026-04-01 | -",
            "0061 | 2026-02-04T10:00 | - | - | - | 20",
            "0061 | 2026-02-01T10:00 | - | - | - | -",
        ]
    );
    assert_eq!(export.moves[0].title.as_deref(), Some("Ovens"));
    assert_eq!(skipped(&export), [(6, "a change of `Owner` is no move"), (7, "`Stage` became empty")]);
}

#[test]
fn a_log_of_changes_is_moves_where_deals_come_again() {
    let export = export(
        "deal,at,stage,status,close,created,value\n\
         1000,2026-02-18T21:00:07Z,Stage 5,open,2215-03-20,2026-02-18,\n\
         1000,2026-03-16T21:00:01Z,Stage 4,won,2026-03-21,2026-02-18,10\n\
         ,2026-03-16T21:00:01Z,Stage 4,won,2026-03-21,2026-02-18,10\n\
         1001,,Stage 4,won,2026-03-21,2026-02-18,10\n",
    );
    assert_eq!(
        all(&export),
        [
            "1000 | 2026-02-18T21:00Z | Stage 5 | Open | - | -",
            "1000 | 2026-03-16T21:00Z | Stage 4 | Won | 2026-03-21 | 10",
        ]
    );
    assert_eq!(export.moves[1].standing, Some(Standing::Won));
    assert_eq!(
        skipped(&export),
        [
            (4, "`deal` is empty: it is not known which deal moved"),
            (5, "`at` has no date: it is not known when the deal moved"),
        ]
    );
}

#[test]
fn deals_with_an_id_and_a_time_of_their_last_change_are_no_history() {
    let text = "Opportunity ID,Opportunity Name,Stage,Created Date,Last Modified Date\n1,A,New,2026-01-01,2026-01-02\n1,B,New,2026-01-01,2026-01-02\n";
    assert!(!guessed(text).map.is_history());
    assert_eq!(export(text).deals.len(), 1);
}
