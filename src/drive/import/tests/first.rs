//! The first export: deals, a route and a crew, in a file that a person would like to read.

use super::*;

const STAGES: [&str; 5] =
    ["Qualification", "Needs Analysis", "Proposal/Price Quote", "won Closed Won", "lost Closed Lost"];

fn three() -> Export {
    let harbour = Row {
        stage: Some(3),
        standing: Some(Standing::Won),
        value: money("42500.5"),
        currency: code("GBP"),
        probability: Some(1.0),
        close: on("2026-11-12"),
        driver: Some("Priya Nair".into()),
        ..row(3, "0065g00000HARBOAA4", "Harbour Foods", "Chilled aisle")
    };
    let mills = Row {
        stage: Some(4),
        standing: Some(Standing::Lost),
        value: money("9000"),
        currency: code("GBP"),
        close: on("2026-11-02"),
        reason: Some("Missing features".into()),
        driver: Some("Sam Okoro".into()),
        ..row(4, "0065g00000MILLSAA4", "Mills & Söhne", "Line 3")
    };
    export(Crm::Salesforce, &STAGES, vec![northwind(), harbour, mills])
}

#[test]
fn a_first_import_makes_a_file_that_a_person_would_write() {
    let before = "format = 1\n# Names and words of buyers are in here.\n\n[campaign]\nname = \"Atlas\"\ntimezone = \"Europe/London\"\n";
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../../tests/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("import-first.toml", imported(before, &three())));
}

#[test]
fn an_empty_file_is_ground_enough() {
    let text = imported("", &three());
    assert!(text.starts_with("[campaign]\ncurrency = \"GBP\"\nroute = [\"qualification\""), "{text}");
    assert_eq!(imported(&text, &three()), text);
}

#[test]
fn deals_are_called_after_the_account_where_only_one_has_it() {
    let rows = vec![
        row(2, "1", "Northwind", "Replenishment"),
        row(3, "2", "Harbour", "Renewal"),
        row(4, "3", "Harbour", "Renewal"),
        row(5, "4", "Harbour", "Chilled aisle"),
        row(6, "5", "", "Top 10d"),
        row(7, "6", "→", "!"),
    ];
    let plan = planned(HEAD, &export(Crm::Pipedrive, &[], rows), &Choices::default());
    let ids: Vec<&str> = plan.deals.iter().map(|deal| deal.id.as_str()).collect();
    assert_eq!(ids, ["northwind", "harbour-renewal", "harbour-renewal-2", "chilled-aisle", "top10d", "deal-6"]);
}

#[test]
fn an_id_that_the_file_has_is_not_given_again() {
    let text = format!("{HEAD}[deal.harbour]\naccount = \"Harbour Ltd\"\n");
    let plan = planned(&text, &export(Crm::Zoho, &[], vec![row(2, "1", "Harbour", "")]), &Choices::default());
    assert_eq!(plan.deals[0].id, "harbour-2");
    after(&text, &plan);
}

#[test]
fn a_driver_is_written_only_where_there_are_several() {
    let one = export(Crm::Hubspot, &[], vec![Row { driver: Some("sam okoro".into()), ..row(2, "1", "A", "B") }]);
    assert!(!changes(HEAD, &imported(HEAD, &one)).contains(&"+driver = \"sam\"".to_owned()));
    let mut two = one;
    two.deals.push(Row { driver: Some("Priya Nair".into()), ..row(3, "2", "C", "D") });
    let text = imported(HEAD, &two);
    assert!(text.contains("[crew.priya-nair]\nname = \"Priya Nair\"\nseat = \"driver\"\n"), "{text}");
    assert!(text.contains("driver = \"sam\"\n") && text.contains("driver = \"priya-nair\"\n"), "{text}");
}

#[test]
fn whoever_was_the_only_driver_is_written_once_there_are_two() {
    let row_of = |number, id: &str, name: &str| Row { driver: Some(name.into()), ..row(number, id, id, "Deal") };
    let first = imported(HEAD, &export(Crm::Hubspot, &[], vec![row_of(2, "1", "Sam Okoro")]));
    let both = export(Crm::Hubspot, &[], vec![row_of(2, "1", "Sam Okoro"), row_of(3, "2", "Priya Nair")]);
    let plan = planned(&first, &both, &Choices::default());
    assert!(
        plan.shared.told.iter().any(|told| told.contains("`sam` is not the only driver")),
        "{:?}",
        plan.shared.told
    );
    let text = after(&first, &plan);
    assert!(changes(&first, &text).contains(&"+driver = \"sam\"".to_owned()), "{text}");
    assert_eq!(imported(&text, &both), text);
}

#[test]
fn a_table_says_who_somebody_is() {
    let choices = Choices { people: [("S. Okoro (EMEA)".to_owned(), "sam".to_owned())].into(), ..Choices::default() };
    let one = export(Crm::Hubspot, &[], vec![Row { driver: Some("S. Okoro (EMEA)".into()), ..row(2, "1", "A", "B") }]);
    let text = after(HEAD, &planned(HEAD, &one, &choices));
    assert!(!text.contains("[crew.s-okoro"), "{text}");
    // What the table said is known from then on.
    assert_eq!(imported(&text, &one), text);
}

#[test]
fn a_currency_that_all_rows_have_becomes_the_campaigns() {
    let rows = |second: &str| {
        let one = Row { value: money("1"), currency: code("EUR"), ..row(2, "1", "A", "B") };
        let two = Row { value: money("2"), currency: code(second), ..row(3, "2", "C", "D") };
        export(Crm::Salesforce, &[], vec![one, two])
    };
    let text = imported("format = 1\n", &rows("EUR"));
    assert!(text.contains("[campaign]\ncurrency = \"EUR\"\n"), "{text}");
    assert_eq!(text.matches("currency").count(), 3, "{text}");
    let text = imported("format = 1\n", &rows("USD"));
    assert!(!text.contains("[campaign]") && text.contains("currency = \"USD\""), "{text}");
    // Values that stand here without a currency would get one that nobody meant.
    let text = imported("format = 1\n[deal.x]\naccount = \"X\"\nvalue = 5\n", &rows("EUR"));
    assert!(!text.contains("[campaign]"), "{text}");
}

#[test]
fn a_won_deal_stands_at_the_end_of_the_route_and_a_lost_one_where_its_history_has_it() {
    let mut all = three();
    all.deals[2].entered =
        vec![(0, on("2026-09-01").unwrap()), (1, on("2026-09-20").unwrap()), (4, on("2026-11-01").unwrap())];
    let text = imported("", &all);
    let (_, campaign) = open(&text);
    assert_eq!(campaign.deal("harbour-foods").unwrap().stage.as_deref(), Some("proposal-price-quote"));
    let mills = campaign.deal("mills-sohne").unwrap();
    assert_eq!(mills.stage.as_deref(), Some("needs-analysis"));
    assert_eq!(mills.since, on("2026-09-20"));
    assert_eq!(mills.stage_log.len(), 1);
    assert_eq!(mills.result.as_ref().unwrap().on, on("2026-11-01"));
}

#[test]
fn a_table_says_which_stage_a_name_means() {
    let table = [("Stage 2", "demo"), ("Stage 3", "")].map(|(name, id)| (name.to_owned(), id.to_owned()));
    let choices = Choices { stages: table.into(), ..Choices::default() };
    let one = export(Crm::Other, &["Stage 2"], vec![Row { stage: Some(0), ..row(2, "1", "A", "B") }]);
    let plan = planned(HEAD, &one, &choices);
    assert!(plan.shared.intents.is_empty());
    let text = after(HEAD, &plan);
    assert!(text.contains("stage = \"demo\"\n") && text.contains("stage = \"Stage 2\"\n"), "{text}");
    assert_eq!(imported(&text, &one), text);
}

#[test]
fn hostile_texts_stay_texts() {
    let title = "\u{1b}[2J\" = 1\n[deal.evil]\n'''\u{202e}";
    let one = export(Crm::Other, &["]\n[x"], vec![Row { stage: Some(0), ..row(2, "a\"b]", "= [x]\u{0}", title) }]);
    let text = imported("", &one);
    let (_, campaign) = open(&text);
    assert_eq!(campaign.deals.len(), 1);
    assert_eq!(campaign.deals[0].title.as_deref(), Some(title));
    assert_eq!(imported(&text, &one), text);
}
