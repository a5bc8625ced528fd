//! Whose word stands: what the pair wrote is never overwritten unseen.

use super::*;

fn one(row: Row) -> Export {
    export(Crm::Salesforce, &["Discovery", "Demo", "Proposal", "Signature"], vec![row])
}

fn first() -> String {
    imported(HEAD, &one(northwind()))
}

fn edited(from: &str, to: &str) -> String {
    let text = first();
    assert!(text.contains(from), "{text}");
    text.replacen(from, to, 1)
}

#[test]
fn an_edit_of_the_pair_stands_while_the_export_says_what_it_said() {
    for (from, to) in [
        ("value = 180000", "value = 150_000"),
        ("account = \"Northwind Traders\"", "account = \"Northwind\""),
        ("probability = 0.5", "probability = 0.8"),
        ("close = 2026-12-18", "close = 2027-01-31"),
        ("stage = \"demo\"", "stage = \"proposal\""),
        ("next = \"Walk Ines through the pack\"", "next = { what = \"Ring Ines\", on = 2026-11-26, by = \"sam\" }"),
        ("source = \"Retail webinar\"\n", ""),
        ("created = 2026-10-12\n", ""),
    ] {
        let text = edited(from, to);
        assert_eq!(imported(&text, &one(northwind())), text, "{from}");
    }
}

#[test]
fn where_both_changed_a_word_the_pairs_is_kept_and_both_are_told() {
    let text = edited("value = 180000", "value = 150_000");
    let theirs = one(Row { value: money("200000"), ..northwind() });
    let plan = planned(&text, &theirs, &Choices::default());
    assert_eq!(kept(&plan), ["value: 150000 / 200000"]);
    let text = after(&text, &plan);
    assert!(text.contains("value = 150_000\n"), "{text}");
    // It has been told; nobody hears it again while the export says the same.
    let plan = planned(&text, &theirs, &Choices::default());
    assert_eq!((kept(&plan).len(), plan.intents().count()), (0, 0));
}

#[test]
fn somebody_who_has_seen_both_may_take_the_exports_word() {
    let text = edited("value = 180000", "value = 150_000");
    let theirs = one(Row { value: money("200000"), probability: Some(0.9), ..northwind() });
    let id = Id::from("northwind-traders");
    let named = Choices { take: [(id, "value".to_owned())].into(), ..Choices::default() };
    for choices in [named.clone(), Choices { all: true, ..Choices::default() }] {
        let plan = planned(&text, &theirs, &choices);
        assert_eq!(kept(&plan), [""; 0]);
        assert!(after(&text, &plan).contains("value = 200000\n"));
    }
    // By name also later, when the export only repeats itself.
    let text = imported(&text, &theirs);
    assert!(after(&text, &planned(&text, &theirs, &named)).contains("value = 200000\n"));
}

#[test]
fn a_hand_written_deal_keeps_its_words_and_gets_those_that_it_lacks() {
    let text =
        format!("{HEAD}[deal.north]\naccount = \"Northwind Traders\" # ours\nvalue = 1_000\nprobability = 0.2\n");
    let plan = planned(&text, &one(northwind()), &Choices::default());
    assert_eq!(kept(&plan), ["value: 1000 / 180000", "probability: 0.2 / 0.5"]);
    let text = after(&text, &plan);
    assert!(text.contains("account = \"Northwind Traders\" # ours\nvalue = 1_000\nprobability = 0.2\n"), "{text}");
    assert!(text.contains("\nclose = 2026-12-18\n"), "{text}");
}

#[test]
fn a_word_that_was_taken_out_comes_back_only_by_choice() {
    let text = edited("source = \"Retail webinar\"\n", "");
    let plan = planned(&text, &one(Row { source: Some("Fair".into()), ..northwind() }), &Choices::default());
    assert_eq!(kept(&plan), ["source: – / Fair"]);
}

#[test]
fn a_dated_next_touch_of_the_pair_is_not_made_undated() {
    let text = edited(
        "next = \"Walk Ines through the pack\"",
        "next = { what = \"Walk Ines through the pack\", on = 2026-11-26 }",
    );
    let plan = planned(&text, &one(Row { next: Some("Call Tom".into()), ..northwind() }), &Choices::default());
    assert_eq!(kept(&plan), ["next: Walk Ines through the pack, 2026-11-26 / Call Tom, 2026-11-26"]);
    assert!(after(&text, &plan).contains("on = 2026-11-26 }"));
}

#[test]
fn a_next_touch_follows_the_export_in_words_and_day() {
    let dated = |what: &str, day: &str| one(Row { next: Some(what.into()), next_on: on(day), ..northwind() });
    let text = imported(HEAD, &dated("Ring Ines", "2026-11-25"));
    assert!(text.contains("next = { what = \"Ring Ines\", on = 2026-11-25 }\n"), "{text}");
    let text = imported(&text, &dated("Ring Tom", "2026-11-27"));
    assert!(text.contains("next = { what = \"Ring Tom\", on = 2026-11-27 }\n"), "{text}");
    assert_eq!(imported(&text, &dated("Ring Tom", "2026-11-27")), text);
    let own = text.replace("next = { what = \"Ring Tom\", on = 2026-11-27 }\n", "")
        + "[deal.northwind-traders.next]\nwhat = \"Ring Tom\" # soon\non = 2026-11-27\n";
    let text = imported(&own, &dated("Write", "2026-11-30"));
    assert!(text.ends_with("what = \"Write\" # soon\non = 2026-11-30\n"), "{text}");
}

#[test]
fn a_number_in_another_currency_is_not_taken_for_the_same() {
    let text = edited("value = 180000", "value = 180000\ncurrency = \"EUR\"");
    let plan = planned(&text, &one(Row { value: money("200000"), ..northwind() }), &Choices::default());
    assert_eq!(kept(&plan), ["value: 180000 / 200000"]);
    let plan =
        planned(&first(), &one(Row { value: money("9"), currency: code("USD"), ..northwind() }), &Choices::default());
    let changes = changes(&first(), &after(&first(), &plan));
    assert!(
        changes.contains(&"+currency = \"USD\"".to_owned()) && changes.contains(&"+value = 9".to_owned()),
        "{changes:?}"
    );
}

#[test]
fn whom_the_pair_handed_a_deal_to_drives_it() {
    let head = format!("{HEAD}[crew.priya]\nname = \"Priya Nair\"\nseat = \"driver\"\n[crew.tom]\nseat = \"driver\"\n");
    let text = imported(&head, &one(northwind()));
    assert!(text.contains("driver = \"sam\"\n"), "{text}");
    let over = "[[deal.northwind-traders.handoff]]\nfrom = \"sam\"\nto = \"priya\"\nat = 2026-11-21T11:00:00Z\naccepted = 2026-11-21T11:20:00Z\n";
    let text = format!("{text}{over}");
    assert_eq!(imported(&text, &one(northwind())), text);
    let plan = planned(&text, &one(Row { driver: Some("Tom".into()), ..northwind() }), &Choices::default());
    assert_eq!(kept(&plan), ["driver: priya / tom"]);
}

#[test]
fn a_driver_that_changed_in_the_crm_is_changed_here_and_others_on_the_deal_stay() {
    let head = format!("{HEAD}[crew.priya]\nname = \"Priya Nair\"\nseat = \"driver\"\n");
    let text = imported(&head, &one(northwind())).replace("driver = \"sam\"\n", "driver = [\"sam\", \"maya\"]\n");
    let text = imported(&text, &one(Row { driver: Some("Priya Nair".into()), ..northwind() }));
    assert!(text.contains("driver = [\"priya\", \"maya\"]\n"), "{text}");
}

#[test]
fn what_the_export_does_not_know_is_never_touched() {
    let more = "[deal.northwind-traders.note.intro]\nsay = \"Ask Tom\" # soon\nat = \"demo\"\n\
                [[deal.northwind-traders.stroke]]\nat = 2026-11-18T10:05:00Z\nby = \"maya\"\nkind = \"pull\"\n\n# the end\n";
    let text = format!("{}{more}", first());
    let plan = planned(
        &text,
        &one(Row { value: money("1"), stage: Some(3), close: on("2027-02-01"), ..northwind() }),
        &Choices::default(),
    );
    let text = after(&text, &plan);
    let (records, end) = more.split_once("\n\n").unwrap();
    assert!(text.contains(records) && text.ends_with(end), "{text}");
}
