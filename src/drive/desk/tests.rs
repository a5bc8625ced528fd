use super::*;
use crate::campaign::{Campaign, Id, Tally};
use crate::drive::Outlook;
use crate::drive::calls::NoteState;
use crate::drive::tests::{at, campaign};
use crate::drive::topic::Index;

const NOW: &str = "2026-11-20 10:00";

const HEAD: &str = r#"
format = 1
[campaign]
timezone = "Europe/London"
route = ["demo", "proof"]
[crew.sam]
seat = "driver"
[crew.maya]
seat = "navigator"
name = "Maya Lind"
[asset.old]
title = "Last year's story"
until = 2026-11-01
[hazard.security]
at = "enter proof"
pace = "!L2 #security"
title = "Questionnaire"
[hazard.security.note.pack]
say = "Send the pack."
tally = { called = 3, heard = 2, landed = 2 }
"#;

fn table_of(campaign: &Campaign) -> Table {
    Table::of(campaign, &Outlook::new(campaign), Some(&Id::from("maya")), at(NOW))
}

fn row<'t>(table: &'t Table, note: &str) -> &'t NoteRow {
    table.rows().map(|(_, row)| row).find(|row| *row.note == *note).unwrap()
}

fn deal(records: &str) -> Table {
    table_of(&campaign(&format!(
        "{HEAD}[deal.d]\naccount = \"Harbour\"\nstage = \"demo\"\nsince = 2026-11-16\n{records}"
    )))
}

#[test]
fn every_note_of_an_open_deal_and_of_every_hazard_has_one_row() {
    let table = table_of(&campaign(&format!(
        "{HEAD}[deal.a]\naccount = \"A\"\n[deal.a.note.one]\nsay = \"x\"\n[deal.a.note.two]\nsay = \"y\"\n\
         [deal.b]\naccount = \"B\"\n[deal.b.note.three]\nsay = \"z\"\nretired = true\n\
         [deal.c]\naccount = \"C\"\nresult = {{ status = \"won\" }}\n[deal.c.note.four]\nsay = \"q\"\n"
    )));
    let rows: Vec<&str> = table.rows().map(|(_, row)| &*row.note).collect();
    assert_eq!(rows, ["pack", "one", "two", "three"]);
    assert_eq!((table.counts().all, table.counts().retired), (4, 1));
}

#[test]
fn a_note_whose_right_moment_is_long_past_can_only_be_late() {
    let table =
        deal("[deal.d.note.near]\nat = 2026-11-20T12:00:00\npace = \"L2\"\n[deal.d.note.far]\nat = 2026-12-18\n");
    assert!(row(&table, "near").late && !row(&table, "far").late);
    assert_eq!(table.counts().late, 1);
}

#[test]
fn the_next_call_of_a_note_is_the_one_that_calls_will_list() {
    let table = deal("[deal.d.note.buyer]\nat = 2026-11-24T12:00:00\npace = \"L4\"\n");
    assert_eq!(row(&table, "buyer").when, Some(at("2026-11-23 12:30")));
    assert_eq!(row(&table, "buyer").state, NoteState::Planned);
}

#[test]
fn a_note_is_stale_once_it_was_to_be_checked_its_asset_has_ended_or_it_is_old_and_never_landed() {
    let table = deal(
        "[deal.d.note.review]\nreview_by = 2026-11-19\n[deal.d.note.today]\nreview_by = 2026-11-20\n\
         [deal.d.note.asset]\nasset = \"old\"\n[deal.d.note.age]\nwritten = 2026-09-01\n\
         [deal.d.note.kept]\nwritten = 2026-09-01\nreview_by = 2026-12-01\n\
         [deal.d.note.proved]\nwritten = 2026-09-01\ntally = { called = 1, heard = 1, landed = 1 }\n\
         [deal.d.note.gone]\nwritten = 2026-09-01\nretired = true\n",
    );
    let stale: Vec<&str> = table.rows().filter(|(_, row)| row.stale.is_some()).map(|(_, row)| &*row.note).collect();
    assert_eq!(stale, ["review", "asset", "age"]);
    assert!(matches!(row(&table, "age").stale, Some(Stale::Old(80))), "{:?}", row(&table, "age").stale);
}

#[test]
fn the_record_counts_the_call_log_and_what_was_folded_into_the_tally() {
    let table = deal(
        "[deal.d.note.one]\nat = 2026-12-18\ntally = { called = 2, heard = 1, landed = 1 }\n\
         [[deal.d.call_log]]\nnote = \"one\"\nrung = \"\"\nplace = 2026-11-10T10:00:00Z\ncalled = 2026-11-09T10:00:00Z\n\
         acked = 2026-11-09T10:01:00Z\nused = \"landed\"\n\
         [[deal.d.call_log]]\nnote = \"security/pack\"\nrung = \"\"\nplace = 2026-11-10T10:00:00Z\n\
         called = 2026-11-09T10:00:00Z\nused = \"flat\"\n",
    );
    assert_eq!(row(&table, "one").record, Tally { called: 3, heard: 2, landed: 2 });
    assert_eq!(row(&table, "pack").record, Tally { called: 4, heard: 2, landed: 2 });
}

#[test]
fn a_hazards_note_counts_the_deals_that_meet_it() {
    let table = deal("[deal.e]\naccount = \"E\"\nobstacle.security = { struck = true }\n");
    let slot = table.find(&(Whose::Hazard(Id::from("security")), Id::from("pack"))).unwrap();
    assert_eq!(table.deals_of(slot), Some((1, 0)));
}

#[test]
fn the_inbox_has_what_nobody_has_answered_the_newest_first_with_its_topic_counted_over_all_deals() {
    let heard = |deal: &str, at: &str, rest: &str| {
        format!("[[deal.{deal}.heard]]\nat = {at}\nsaid = \"x\"\ntopic = \"price\"\n{rest}\n")
    };
    let table = deal(
        &[
            heard("d", "2026-11-17T10:00:00Z", ""),
            heard("d", "2026-11-18T10:00:00Z", "answer = \"one\""),
            "[deal.e]\naccount = \"E\"\n".to_owned(),
            heard("e", "2026-11-19T10:00:00Z", ""),
            "[deal.f]\naccount = \"F\"\nresult = { status = \"lost\" }\n".to_owned(),
            heard("f", "2026-11-19T11:00:00Z", ""),
        ]
        .concat(),
    );
    let waits: Vec<(&str, usize)> = table.inbox().iter().map(|report| (&*report.deal, report.row)).collect();
    assert_eq!(waits, [("e", 0), ("d", 0)]);
    assert_eq!(table.heard_of("price", &Index::default()), 4);
}

#[test]
fn a_deal_that_was_read_again_leaves_the_table_as_if_it_were_made_anew() {
    let before = "[deal.a]\naccount = \"A\"\n[deal.a.note.one]\nat = 2026-11-20T12:00:00\nby = \"maya\"\n\
        [[deal.a.heard]]\nat = 2026-11-19T10:00:00Z\nsaid = \"x\"\ntopic = \"price\"\n\
        [deal.b]\naccount = \"B\"\n[deal.b.note.two]\nat = 2026-12-18\n\
        [[deal.b.heard]]\nat = 2026-11-18T10:00:00Z\nsaid = \"y\"\ntopic = \"price\"\n";
    let answered = before.replace("said = \"x\"", "said = \"x\"\nanswer = \"one\"");
    let called = format!(
        "{before}[[deal.b.call_log]]\nnote = \"security/pack\"\nrung = \"\"\nplace = 2026-11-10T10:00:00Z\n\
         called = 2026-11-09T10:00:00Z\nused = \"landed\"\n"
    );
    let retired = before.replace("by = \"maya\"", "by = \"maya\"\nretired = true");
    for after in [answered, called, retired] {
        let new = campaign(&format!("{HEAD}{after}"));
        let mut table = table_of(&campaign(&format!("{HEAD}{before}")));
        for id in ["a", "b"] {
            table.refresh(&new, &Outlook::new(&new), Some(&Id::from("maya")), at(NOW), &Id::from(id));
        }
        let fresh = table_of(&new);
        assert!(table.rows().eq(fresh.rows()), "{after}");
        assert_eq!((table.counts(), table.inbox()), (fresh.counts(), fresh.inbox()), "{after}");
        assert_eq!(table.heard_of("price", &Index::default()), fresh.heard_of("price", &Index::default()));
    }
}

#[test]
fn a_deal_that_is_new_gets_rows_and_one_that_is_gone_loses_them() {
    let one = campaign(&format!("{HEAD}[deal.a]\naccount = \"A\"\n[deal.a.note.one]\nsay = \"x\"\n"));
    let none = campaign(HEAD);
    let mut table = table_of(&none);
    let refresh = |table: &mut Table, now: &Campaign| {
        table.refresh(now, &Outlook::new(now), None, at(NOW), &Id::from("a"));
        table.rows().count()
    };
    assert_eq!(refresh(&mut table, &one), 2);
    assert_eq!(refresh(&mut table, &none), 1);
}

#[test]
fn words_never_to_be_said_and_value_lines_to_mend_are_counted_and_mended_with_their_deal() {
    let text = |say: &str, serves: &str| {
        format!(
            "{HEAD}[track.t]\nnever = [\"guaranteed\"]\n[deal.d]\naccount = \"D\"\nstage = \"demo\"\n\
             objective.o = \"Less waste\"\nvalue_line.v = {{ line = \"It is less.\"{serves} }}\n\
             [deal.d.note.n]\nwhen = \"asked\"\nsay = \"{say}\"\n"
        )
    };
    let mut table = table_of(&campaign(&text("Guaranteed!", "")));
    assert_eq!((table.counts().never, table.counts().value), (1, 1));
    let mended = campaign(&text("Likely.", ", serves = \"o\""));
    table.refresh(&mended, &Outlook::new(&mended), None, at(NOW), &Id::from("d"));
    assert_eq!((table.counts().never, table.counts().value), (0, 0));
}
