//! Exports of deals.

use super::{by, day, doubts, export, guessed, said, skipped};
use crate::drive::import::{Crm, Standing};

#[test]
fn a_report_of_salesforce_is_read_with_its_pairs_of_money() {
    let export = export(
        "Opportunity Name,Type,Lead Source,Amount Currency,Amount,Amount (Converted) Currency,Amount (Converted),Close Date,Next Step,Stage,Probability (%),Fiscal Period,Age,Created Date,Opportunity Owner,Owner Role,Account Name\n\
         \"Ovens for \"\"Nord\"\"\",New,Fair,EUR,\"1,234,567.50\",USD,\"1,350,000.00\",12/31/2026,\"Call\nAnn\",Negotiation,75,Q4-2026,12,1/5/2026,Bo Berg,Rep,Nord AG\n\
         Spare parts,New,,SEK,450000,USD,42000,1/5/2027,,Closed Lost,0%,Q1-2027,3,1/6/2026,Bo Berg,Rep,Nord AG\n",
    );
    assert_eq!(export.crm, Crm::Salesforce);
    assert_eq!(
        export.deals.iter().map(|row| said(&export, row)).collect::<Vec<_>>(),
        [
            "- | Ovens for \"Nord\" | Nord AG | Negotiation | - | 1234567.50 | EUR | 0.75 | 2026-12-31 | 2026-01-05 | Bo Berg | Call Ann",
            "- | Spare parts | Nord AG | Closed Lost | Lost | 450000 | SEK | 0 | 2027-01-05 | 2026-01-06 | Bo Berg | -",
        ]
    );
    assert_eq!(export.deals[0].source.as_deref(), Some("Fair"));
    assert_eq!(export.deals[0].row, 2);
}

#[test]
fn only_converted_amounts_are_taken_with_their_currency() {
    let export = export("Opportunity Name,Stage,Amount (Converted) Currency,Amount (Converted)\nA,New,USD,10\n");
    assert_eq!(said(&export, &export.deals[0]), "- | A | - | New | - | 10 | USD | - | - | - | - | -");
}

#[test]
fn a_data_export_of_salesforce_is_read_and_its_ids_are_nobodys_names() {
    let export = export(
        "Id,IsDeleted,AccountId,Name,StageName,Amount,Probability,CloseDate,IsClosed,IsWon,OwnerId,CreatedDate,LastModifiedDate\n\
         006Ec00000AieKFIAZ,false,001Ec,Ovens,Qualification,12.5,10,2026-11-10,,,005Ec000004oBPNIA2,2026-01-22T16:14:25.000+0000,2026-01-22T16:14:25.000+0000\n\
         006Ec00000AieKGIAZ,false,001Ec,Parts,Done,1,100,2026-06-17,1,1,005Ec000004oBPNIA2,2026-01-22T16:14:25.000+0000,\n\
         006Ec00000AieKHIAZ,false,001Ec,Grills,Gone,1,0,2026-06-17,1,,005Ec000004oBPNIA2,2026-01-22T16:14:25.000+0000,\n\
         006Ec00000AieKIIAZ,TRUE,001Ec,Rest,Gone,1,0,2026-06-17,1,,005Ec000004oBPNIA2,2026-01-22T16:14:25.000+0000,\n",
    );
    assert_eq!(
        said(&export, &export.deals[0]),
        "006Ec00000AieKFIAZ | Ovens | - | Qualification | - | 12.5 | - | 0.1 | 2026-11-10 | 2026-01-22T16:14Z | - | -"
    );
    let standings: Vec<_> = export.deals.iter().map(|row| row.standing).collect();
    assert_eq!(standings, [None, Some(Standing::Won), Some(Standing::Lost)]);
    assert_eq!(skipped(&export), [(5, "it is deleted in the CRM")]);
    let told = export.told.join("\n");
    assert!(told.contains("3 rows with an id for a driver, such as `005Ec000004oBPNIA2`"), "{told}");
    assert!(told.contains("the column `AccountId` is not used"), "{told}");
}

#[test]
fn an_owner_whose_id_is_in_the_map_is_somebody() {
    let text = "Name,StageName,OwnerId\nOvens,New,005Ec000004oBPNIA2\n";
    let mut map = guessed(text).map;
    map.crew.push(("005Ec000004oBPNIA2".into(), "bo".into()));
    assert_eq!(by(text, &map).deals[0].driver.as_deref(), Some("005Ec000004oBPNIA2"));
}

#[test]
fn a_copy_in_a_warehouse_is_read_and_its_midnights_are_days() {
    let export = export(
        "_synced,account_id,amount,close_date,created_date,id,is_closed,is_deleted,is_won,name,probability,stage_name\n\
         2026-01-01,x,100,2026-12-19 00:00:00,2026-12-18 19:51:13,006q0,false,false,false,Ovens,1000,Prospecting\n",
    );
    assert_eq!(
        said(&export, &export.deals[0]),
        "006q0 | Ovens | - | Prospecting | Open | 100 | - | - | 2026-12-19 | 2026-12-18T19:51 | - | -"
    );
    assert_eq!(doubts(&export), [(2, "`probability`: expected a number from 0 to 100, found `1000`")]);
}

const HUBSPOT: &str = "Record ID,Deal Name,Pipeline,Deal Stage,Amount,Create Date,Close Date,Deal owner,Deal probability,Associated Company,\"Date entered \"\"Demo (Sales)\"\"\",\"Date entered \"\"Contract (Sales)\"\"\",\"Date entered \"\"Closed Lost (Sales)\"\"\",\"Date entered \"\"Review (Renewals)\"\"\"\n\
    401,Ovens,Sales,Contract,58.8k,2026-09-22 11:37,2026-10-22 16:08,Ann Lee,0.9,Nord AG;Sued AG,2026-09-22 08:42,10/25/2026,,\n\
    402,Parts,Sales,closed lost ,\"$21,000\",2026-01-31 17:00,2026-02-18 15:16,Ann Lee,0,Nord AG,2026-01-31,,TBD,\n\
    402,Parts,Sales,Demo,1,2026-01-31 17:00,2026-02-18 15:16,Ann Lee,0,Nord AG,,,,\n\
    403,,Sales,Demo,1,2026-01-31 17:00,2026-02-18 15:16,Ann Lee,0,,,,,\n";

#[test]
fn an_export_of_hubspot_tells_when_a_deal_came_into_each_stage() {
    let export = export(HUBSPOT);
    assert_eq!(export.crm, Crm::Hubspot);
    let stages: Vec<&str> = export.stages.iter().map(|stage| &*stage.name).collect();
    assert_eq!(stages, ["Demo", "Contract", "Closed Lost"], "in the order of the columns, without another pipeline's");
    assert_eq!(
        export.deals.iter().map(|row| said(&export, row)).collect::<Vec<_>>(),
        [
            "401 | Ovens | Nord AG | Contract | - | 58800 | - | 0.9 | 2026-10-22 | 2026-09-22T11:37 | Ann Lee | -",
            "402 | Parts | Nord AG | Closed Lost | Lost | 21000 | - | 0 | 2026-02-18 | 2026-01-31T17:00 | Ann Lee | -",
        ]
    );
    let entered: Vec<_> = export.deals[0].entered.iter().map(|(stage, when)| (*stage, day(Some(*when)))).collect();
    assert_eq!(entered, [(0, "2026-09-22T08:42".to_owned()), (1, "2026-10-25".to_owned())]);
}

#[test]
fn of_two_rows_with_one_id_the_later_is_skipped_and_a_row_without_a_name_as_well() {
    let export = export(HUBSPOT);
    assert_eq!(
        skipped(&export),
        [
            (4, "the id `402` is that of row 3"),
            (5, "`Deal Name` and `Associated Company` are empty: a deal needs a name"),
        ]
    );
    assert_eq!(doubts(&export), [(3, "`Date entered \"Closed Lost (Sales)\"`: expected a date, found `TBD`")]);
}

#[test]
fn an_export_of_pipedrive_keeps_the_stage_in_which_a_deal_was_lost() {
    let export = export(
        "Deal – ID,Deal – Title,Deal – Value,Deal – Currency of Value,Deal – Organization,Deal – Stage,Deal – Status,Deal – Deal created,Deal – Won time,Deal – Lost time,Deal – Lost reason,Deal – Next activity date\n\
         1,Ovens,\"1.234,50\",EUR,Nord AG,Demo Scheduled,Lost,13.04.2026 10:00,,20.05.2026 09:30,Price,\n\
         2,Parts,10,EUR,Nord AG,Qualified,Open,14.04.2026 10:00,,,,21.06.2026\n\
         3,Grills,10,EUR,Nord AG,Qualified,Deleted,14.04.2026 10:00,,,,\n",
    );
    assert_eq!(export.crm, Crm::Pipedrive);
    assert_eq!(
        said(&export, &export.deals[0]),
        "1 | Ovens | Nord AG | Demo Scheduled | Lost | 1234.50 | EUR | - | - | 2026-04-13T10:00 | - | -"
    );
    assert_eq!(day(export.deals[0].finished), "2026-05-20T09:30");
    assert_eq!(export.deals[0].reason.as_deref(), Some("Price"));
    assert_eq!(day(export.deals[1].next_on), "2026-06-21");
    assert_eq!(skipped(&export), [(4, "it is deleted in the CRM")]);
}

#[test]
fn an_export_of_zoho_is_read() {
    let export = export(
        "Record Id,Deal Name,Account Name,Contact Name,Stage,Closing Date,Amount,Reason For Loss\n\
         zcrm_1,Ovens,Nord AG,Ann,Closed-Lost to Competition,2026-05-01,€ 99,Price\n",
    );
    assert_eq!(export.crm, Crm::Zoho);
    assert_eq!(
        said(&export, &export.deals[0]),
        "zcrm_1 | Ovens | Nord AG | Closed-Lost to Competition | Lost | 99 | EUR | - | 2026-05-01 | - | - | -"
    );
}

#[test]
fn a_status_that_is_a_stage_is_taken_for_one() {
    let export =
        export("Deal Title,Organization,Status,Deal Value\nOvens,Nord AG,Demo/Making,10\nParts,Nord AG,Won,10\n");
    assert_eq!(said(&export, &export.deals[0]), "- | Ovens | Nord AG | Demo/Making | - | 10 | - | - | - | - | - | -");
    assert_eq!(export.deals[1].standing, Some(Standing::Won));
}

#[test]
fn a_row_with_a_date_that_does_not_exist_is_skipped_and_the_others_are_kept() {
    let export = export(
        "Name,StageName,CloseDate\nAnn,New,2003-04-05\nBo,New,2003-04-987654321987654321\nCy,New,2026-02-30\nDi,New,2026-02-28\n",
    );
    assert_eq!(export.deals.len(), 2);
    assert_eq!(
        skipped(&export),
        [
            (3, "`CloseDate`: expected a date that exists, found `2003-04-987654321987654321`"),
            (4, "`CloseDate`: expected a date that exists, found `2026-02-30`"),
        ]
    );
}

#[test]
fn a_cell_that_cannot_be_read_is_told_and_its_row_is_kept() {
    let export = export(
        "Name,StageName,CloseDate,Amount,Currency,IsClosed\nAnn,New,2215-03-20,NaN,XXQ,perhaps\nBo,New,soon,99999999999999999999,EUR,false\nCy,New,2026-01-01,12,n/a,\n",
    );
    assert_eq!(export.deals.len(), 3);
    assert_eq!(
        doubts(&export),
        [
            (2, "`CloseDate`: expected a year from 1970 to 2199, found `2215-03-20`"),
            (2, "`IsClosed`: expected yes or no, found `perhaps`"),
            (2, "`Amount`: expected an amount, found `NaN`"),
            (2, "`Currency`: expected a currency of ISO 4217, found `XXQ`"),
            (3, "`CloseDate`: expected a date, found `soon`"),
            (3, "`Amount`: expected an amount below a thousand million million, found `99999999999999999999`"),
        ]
    );
}

#[test]
fn a_probability_of_one_is_a_share_or_a_percentage_as_its_column_is() {
    let shares = |column: &str| {
        let export = export(&format!("Deal Name,Deal Stage,Deal probability\n{column}"));
        export.deals.iter().map(|row| row.probability.expect("a share")).collect::<Vec<_>>()
    };
    assert_eq!(shares("A,x,1\nB,x,0.2\n"), [1.0, 0.2]);
    assert_eq!(shares("A,x,1\nB,x,20\n"), [0.01, 0.2]);
}

#[test]
fn a_column_that_holds_something_else_than_its_name_says_is_not_used() {
    let guess = guessed("Name,StageName,Closed,Amount\nOvens,New,soon,lots\n");
    assert_eq!(guess.map.columns.len(), 2);
    assert!(guess.told.contains(&"`Amount` is not used: no cell in it is an amount".to_owned()), "{:?}", guess.told);
}

#[test]
fn of_two_columns_that_say_the_same_the_better_name_is_taken() {
    let guess = guessed("Name,Deal Name,Deal Stage\na,b,c\n");
    assert_eq!(guess.map.column(crate::interchange::import::Field::Title), Some("Deal Name"));
    assert_eq!(guess.columns[0].why, "not used: `Deal Name` says the same");
}

#[test]
fn a_column_that_is_empty_in_every_row_gives_way() {
    let guess = guessed("Deal Name,Name,Stage\n,b,c\n");
    assert_eq!(guess.map.column(crate::interchange::import::Field::Title), Some("Name"));
}
