//! `import`: an export into the campaign file, again and again.

use std::fs;

use super::{Ended, Place};

const NOW: &str = "--now=2026-11-20T09:41:00+00:00";

const FIRST: &str = "\
\"Record ID\",\"Deal Name\",\"Deal Stage\",\"Close Date\",\"Deal owner\",\"Amount\",\"Currency\",\"Associated Company\",\"Next step\"
\"101\",\"Forecasting, 3 depots\",\"Qualified to buy\",\"2026-12-18 17:00\",\"Ada Brandt\",\"40000.0\",\"GBP\",\"Kestrel Water\",\"Send the price\"
\"102\",\"Replenishment\",\"Contract sent\",\"2027-01-29 17:00\",\"Ben Osei\",\"180000.0\",\"GBP\",\"Alder Rail\",\"\"
\"103\",\"\",\"Contract sent\",\"2027-01-29 17:00\",\"Ben Osei\",\"1\",\"GBP\",\"\",\"\"
";

/// A week later: one moved on and closes later, one was won.
fn second() -> String {
    FIRST.replace("\"Qualified to buy\",\"2026-12-18 17:00\"", "\"Contract sent\",\"2027-02-12 17:00\"").replace(
        "\"Contract sent\",\"2027-01-29 17:00\",\"Ben Osei\",\"180000.0\"",
        "\"Closed won\",\"2026-11-19 17:00\",\"Ben Osei\",\"180000.0\"",
    )
}

fn place() -> Place {
    let place = Place::new();
    place.write("deals.csv", FIRST);
    place
}

fn import(place: &Place, more: &[&str]) -> Ended {
    let arguments: Vec<&str> = [NOW, "import", "new.toml", "deals.csv"].iter().chain(more).copied().collect();
    place.run(&arguments)
}

fn text(place: &Place) -> String {
    fs::read_to_string(place.file("new.toml")).unwrap()
}

#[test]
fn the_first_import_makes_the_file_with_deals_a_route_and_the_crew() {
    let place = place();
    let out = import(&place, &[]).done();
    assert!(out.starts_with("3 rows of HubSpot: 2 deals made, 0 changed, 0 unchanged, 1 skipped\n"), "{out}");
    assert!(out.contains("row 4: "), "{out}");
    insta::assert_snapshot!(text(&place));
    let checked = place.run(&["check", "new.toml"]);
    assert_eq!(checked.code, 0, "{}", checked.out);
}

#[test]
fn the_same_export_again_changes_no_byte() {
    let place = place();
    import(&place, &[]).done();
    let before = text(&place);
    let out = import(&place, &[]).done();
    assert!(out.contains("0 deals made, 0 changed, 2 unchanged, 1 skipped"), "{out}");
    assert_eq!(text(&place), before);
}

#[test]
fn the_next_export_moves_the_deals_on_and_tells_each_word_before_and_after() {
    let place = place();
    import(&place, &[]).done();
    place.write("deals.csv", &second());
    let out = import(&place, &[]).done();
    assert!(out.contains("2 changed"), "{out}");
    for words in [
        "kestrel-water.stage: `qualified-to-buy` -> `contract-sent`",
        "kestrel-water.close: `2026-12-18` -> `2027-02-12`",
        "alder-rail.result: `open` -> `won`",
    ] {
        assert!(out.contains(words), "expected {words:?} in\n{out}");
    }
    let text = text(&place);
    for words in ["[[deal.kestrel-water.stage_log]]", "[[deal.kestrel-water.close_log]]", "[deal.alder-rail.result]"] {
        assert!(text.contains(words), "expected {words:?} in\n{text}");
    }
}

#[test]
fn what_the_pair_wrote_stands_and_is_told_until_the_export_s_word_is_asked_for() {
    let place = place();
    import(&place, &[]).done();
    let ours = text(&place).replacen("close = 2026-12-18", "close = 2026-12-11 # as Ines asked", 1);
    place.write("new.toml", &ours);
    place.write("deals.csv", &second());
    let out = import(&place, &["--dry-run"]).done();
    assert!(out.contains("kestrel-water.close: `2026-12-11`, the export has `2027-02-12`"), "{out}");
    assert_eq!(text(&place), ours);
    import(&place, &[]).done();
    assert!(text(&place).contains("close = 2026-12-11 # as Ines asked"));
    import(&place, &["--take", "kestrel-water.close"]).done();
    assert!(text(&place).contains("close = 2027-02-12 # as Ines asked"), "{}", text(&place));
}

#[test]
fn a_dry_run_prints_the_diff_and_writes_nothing() {
    let place = place();
    let out = import(&place, &["--dry-run"]).done();
    assert!(out.contains("+[deal.kestrel-water]"), "{out}");
    assert!(!place.file("new.toml").exists());
}

#[test]
fn a_strict_import_changes_nothing_if_a_row_cannot_be_used() {
    let place = place();
    import(&place, &["--strict"]).refused(2, &["nothing was imported", "row 4: "]);
    assert!(!place.file("new.toml").exists());
}

#[test]
fn programs_get_what_became_of_every_row() {
    let place = place();
    let told = import(&place, &["--format", "json"]).json();
    assert_eq!((&told["made"], &told["rows"], &told["from"]), (&2.into(), &3.into(), &"hubspot".into()));
    assert_eq!(told["skipped"][0]["row"], 4);
    assert_eq!(told["deals"][1]["id"], "alder-rail");
    assert_eq!(told["written"], true);
}

#[test]
fn an_unclear_order_of_dates_is_asked_for_and_never_guessed() {
    let place = Place::new();
    place.write(
        "deals.csv",
        "Opportunity Name,Stage,Close Date\nDepot,Proposal,03/04/2027\nHarbour,Proposal,05/06/2027\n",
    );
    import(&place, &[]).refused(2, &["03/04/2027", "--dates dmy", "--dates mdy"]);
    assert!(!place.file("new.toml").exists());
    import(&place, &["--dates", "dmy"]).done();
    assert!(text(&place).contains("close = 2027-04-03"), "{}", text(&place));
}

#[test]
fn a_map_is_written_with_what_is_known_and_read_the_next_time() {
    let place = Place::new();
    place.write("deals.csv", "Kunde,Wert\nDepot,100\nHarbour,200\n");
    let ended = import(&place, &["--map", "m.toml"]);
    assert_eq!(ended.code, 2, "{ended:?}");
    let map = fs::read_to_string(place.file("m.toml")).unwrap();
    assert!(map.contains("Depot"), "{map}");
    place.write("m.toml", "[columns]\n\"Kunde\" = \"account\"\n\"Wert\" = \"value\"\n");
    let out = import(&place, &["--map", "m.toml"]).done();
    assert!(out.contains("2 deals made"), "{out}");
    place.write("m.toml", "[columns]\n\"Kunde\" = \"acount\"\n");
    import(&place, &["--map", "m.toml"]).refused(2, &["m.toml:2:", "acount"]);
}

#[test]
fn the_order_of_stages_in_a_map_is_that_of_a_new_route() {
    let place = place();
    place.write(
        "m.toml",
        "from = \"hubspot\"\n[columns]\n\"Record ID\" = \"id\"\n\"Deal Name\" = \"title\"\n\"Deal Stage\" = \"stage\"\n\
         [stages]\n\"Contract sent\" = \"paper\"\n\"Qualified to buy\" = \"warm\"\n",
    );
    import(&place, &["--map", "m.toml"]).done();
    assert!(text(&place).contains("route = [\"paper\", \"warm\"]"), "{}", text(&place));
}

#[test]
fn what_is_no_export_is_refused_with_what_it_is() {
    let place = Place::new();
    let with = |bytes: &[u8]| {
        fs::write(place.file("deals.csv"), bytes).unwrap();
        import(&place, &[])
    };
    with(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").refused(2, &["hint"]);
    with(b"").refused(2, &["empty"]);
    fs::remove_file(place.file("deals.csv")).unwrap();
    import(&place, &[]).refused(3, &["cannot read `deals.csv`", "no such file"]);
    let large = fs::File::create(place.file("deals.csv")).unwrap();
    large.set_len(1 << 30).unwrap();
    import(&place, &[]).refused(2, &["256 MB"]);
    assert!(!place.file("new.toml").exists());
}

#[test]
fn a_header_alone_makes_nothing() {
    let place = Place::new();
    place.write("deals.csv", FIRST.lines().next().unwrap());
    let out = import(&place, &[]).done();
    assert!(out.starts_with("0 rows of HubSpot: 0 deals made"), "{out}");
    assert!(!place.file("new.toml").exists());
}

#[test]
fn an_export_may_come_through_a_pipe() {
    let place = Place::new();
    let ended = place.run_with(&[NOW, "import", "new.toml", "-"], FIRST.as_bytes());
    assert!(ended.done().contains("2 deals made"));
}

#[test]
fn bytes_of_a_cell_never_reach_the_terminal_raw() {
    let place = Place::new();
    place.write(
        "deals.csv",
        "Deal Name,Record ID,Deal Stage\n\u{1b}[31mDepot\u{202e},1,Open\u{7}\n,2,\u{1b}]0;x\u{7}\n",
    );
    let ended = import(&place, &["--dry-run"]);
    assert!(!ended.out.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{:?}", ended.out);
}

#[test]
fn a_word_to_take_that_names_nothing_is_refused() {
    import(&place(), &["--take", "stage"]).refused(3, &["`stage`", "northwind.stage"]);
}

#[test]
fn the_program_s_own_table_comes_back_without_a_change() {
    let place = Place::with(include_str!("../../assets/demo.toml"));
    place.run(&[NOW, "export", "c.toml", "csv", "--names", "--out", "deals.csv"]).done();
    let before = place.text();
    let out = place.run(&[NOW, "import", "c.toml", "deals.csv"]).done();
    assert!(out.contains(" 0 deals made, 0 changed,") || out.contains(": 0 deals made, 0 changed,"), "{out}");
    assert_eq!(place.text(), before, "{out}");
}

#[test]
fn what_was_changed_in_the_program_s_own_table_is_told_and_taken_when_asked() {
    let place = Place::new();
    place.run(&[NOW, "export", "c.toml", "csv", "--names", "--out", "deals.csv"]).done();
    let table = fs::read_to_string(place.file("deals.csv")).unwrap();
    place.write("deals.csv", &table.replace("180000", "175000"));
    let out = place.run(&[NOW, "import", "c.toml", "deals.csv", "--take", "all"]).done();
    assert!(out.contains("northwind.value"), "{out}");
    assert!(place.text().contains("value = 175_000") || place.text().contains("value = 175000"), "{}", place.text());
    assert!(!place.text().contains(".crm]"));
}
