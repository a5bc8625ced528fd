//! The call sheet as a command: what it prints where, and how it ends.

use super::{CAMPAIGN, Place};

const NOW: &str = "2026-11-20T09:41:00+00:00";

fn brief(place: &Place, more: &[&str]) -> super::Ended {
    place.run(&[&["--now", NOW, "brief", "c.toml", "northwind"], more].concat())
}

fn with_words() -> Place {
    Place::with(&format!(
        "{CAMPAIGN}\n[deal.northwind.contact.ines]\nname = \"Ines Roth\"\nrole = \"CISO\"\n\
         [[deal.northwind.heard]]\nat = 2026-11-18T10:00:00Z\nwho = \"ines\"\nkind = \"objection\"\n\
         said = \"We were burned.\"\ntopic = \"price\"\n"
    ))
}

#[test]
fn the_sheet_is_printed_as_text() {
    let out = brief(&Place::new(), &[]).done();
    assert!(
        out.starts_with("Northwind Traders\n180,000 · discovery · as of Fri 20 Nov 09:41\n\nNEXT RUN    ! no run"),
        "{out}"
    );
    assert!(out.lines().count() <= 40, "{out}");
}

#[test]
fn names_and_words_are_told_only_where_they_are_asked_for() {
    let place = with_words();
    for format in ["text", "md", "html", "json"] {
        let without = brief(&place, &["--format", format]).done();
        assert!(!without.contains("Ines") && !without.contains("burned") && without.contains("CISO"), "{without}");
        let with = brief(&place, &["--format", format, "--names"]).done();
        assert!(with.contains("Ines Roth") && with.contains("We were burned."), "{with}");
    }
}

#[test]
fn each_format_is_whole() {
    let place = Place::new();
    assert!(brief(&place, &["--format", "md"]).done().starts_with("# Northwind Traders\n"));
    let html = brief(&place, &["--format", "html"]).done();
    assert!(html.starts_with("<!DOCTYPE html>") && html.ends_with("</html>\n"), "{html}");
    let json = brief(&place, &["--format", "json"]).json();
    assert_eq!((json["deal"].as_str(), json["blocks"][0]["about"].as_str()), (Some("northwind"), Some("run")));
}

#[test]
fn the_campaign_may_come_from_standard_input() {
    let ended = Place::new().run_with(&["--now", NOW, "brief", "-", "northwind"], CAMPAIGN.as_bytes());
    assert!(ended.done().starts_with("Northwind Traders\n"));
}

#[test]
fn a_deal_that_is_not_there_is_refused_with_the_nearest() {
    let ended = Place::new().run(&["brief", "c.toml", "northwnd"]);
    ended.refused(3, &["no deal is called `northwnd`", "did you mean `northwind`?"]);
}

#[test]
fn a_file_that_is_not_there_is_refused() {
    Place::new().run(&["brief", "gone.toml", "northwind"]).refused(3, &["cannot read `gone.toml`"]);
}

#[test]
fn errors_in_the_file_are_told_beside_the_sheet() {
    let place = Place::with(&CAMPAIGN.replace("value = 180_000", "value = 180_000\nprobability = 60"));
    let ended = brief(&place, &[]);
    assert_eq!(ended.code, 2);
    assert!(ended.out.starts_with("Northwind Traders\n"), "{ended:?}");
    assert!(ended.err.contains("the file has 1 error, so that facts may be missing"), "{ended:?}");
}

#[test]
fn other_commands_refuse_the_formats_of_the_sheet() {
    for format in ["md", "html"] {
        let ended = Place::new().run(&["check", "c.toml", "--format", format]);
        ended.refused(3, &["only `codriver brief` prints Markdown and HTML"]);
    }
}

#[test]
fn hostile_texts_stay_texts_in_every_format() {
    let said = "\\u001b[2J</script><script>alert(1)</script>\\u202e ](javascript:x)";
    let place = Place::with(&CAMPAIGN.replace("Northwind Traders", said));
    for format in ["text", "md", "html", "json"] {
        let out = brief(&place, &["--format", format]).done();
        assert!(!out.contains('\u{1b}') && !out.contains('\u{202e}'), "{format}: {out}");
        match format {
            "html" => assert!(!out.contains("<script"), "{out}"),
            "md" => assert!(!out.contains('<') && !out.replace("\\](", "").contains("]("), "{out}"),
            _ => {}
        }
    }
}
