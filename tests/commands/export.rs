//! `export`: what goes where, and how it ends.

use std::fs;
use std::os::unix::fs::symlink;

use super::{CAMPAIGN, Place};

const NOW: [&str; 2] = ["--now", "2026-11-20T09:41:00+00:00"];

fn export(place: &Place, more: &[&str]) -> super::Ended {
    place.run(&[&["export", "c.toml"], more, &NOW].concat())
}

#[test]
fn each_form_goes_to_standard_output() {
    let place = Place::new();
    assert!(export(&place, &["ics"]).done().starts_with("BEGIN:VCALENDAR\r\n"));
    assert!(export(&place, &["csv"]).done().contains("\r\nnorthwind,Northwind Traders,,180000,"));
    assert!(export(&place, &["md"]).done().starts_with("# Spring push\n"));
    let json = export(&place, &["json"]).json();
    assert_eq!((&json["codriver"], &json["deal"][0]["value"]), (&1.into(), &"180000".into()));
    assert_eq!(json["as_of"], "2026-11-20T09:41:00Z");
}

#[test]
fn out_writes_the_same_bytes_and_replaces_what_is_there() {
    let place = Place::new();
    for form in ["ics", "csv", "json", "md"] {
        let said = export(&place, &[form]).done();
        fs::write(place.file("out"), "what was there").unwrap();
        assert_eq!(export(&place, &[form, "--out", "out"]).done(), "");
        assert_eq!(fs::read_to_string(place.file("out")).unwrap(), said, "{form}");
        fs::remove_file(place.file("out")).unwrap();
    }
    assert_eq!(export(&place, &["md", "--out", "-"]).done(), export(&place, &["md"]).done());
}

#[test]
fn the_campaign_itself_is_never_replaced() {
    let place = Place::new();
    symlink(place.file("c.toml"), place.file("link")).unwrap();
    fs::hard_link(place.file("c.toml"), place.file("other")).unwrap();
    for out in ["c.toml", "./c.toml", "link", "other"] {
        let refused = export(&place, &["csv", "--out", out]);
        refused.refused(3, &[out, "is the campaign itself; nothing was written", "hint: "]);
    }
    assert_eq!(place.text(), CAMPAIGN);
}

#[test]
fn a_file_that_cannot_be_written_is_told() {
    let place = Place::new();
    export(&place, &["csv", "--out", "gone/x.csv"]).refused(3, &["cannot write `gone/x.csv`: its folder is not there"]);
    export(&place, &["csv", "--out", "."]).refused(3, &["cannot write `.`: is a directory"]);
}

#[test]
fn the_campaign_may_come_from_standard_input() {
    let place = Place::new();
    let said = place.run_with(&["export", "-", "json", NOW[0], NOW[1]], CAMPAIGN.as_bytes());
    assert_eq!(said.done(), export(&place, &["json"]).done());
}

#[test]
fn what_can_be_read_of_a_file_with_errors_is_exported_with_a_word_about_it() {
    let place = Place::with(&CAMPAIGN.replace("value = 180_000", "value = \"much\""));
    for form in ["ics", "csv", "json", "md"] {
        let ended = export(&place, &[form]);
        assert_eq!(ended.code, 2, "{form}");
        assert!(ended.err.contains("the file has 1 error, so that records may be missing"), "{}", ended.err);
        assert!(form == "ics" || ended.out.contains("Northwind Traders"), "{form}: {}", ended.out);
    }
}

#[test]
fn the_form_is_a_word_and_no_option() {
    let place = Place::new();
    for format in ["json", "md", "html"] {
        export(&place, &["csv", "--format", format]).refused(3, &["the form of an export is a word of its own"]);
    }
    export(&place, &["xml"]).refused(3, &["invalid value 'xml'", "ics, csv, json, md"]);
}

#[test]
fn a_person_who_is_not_in_the_crew_has_no_calendar() {
    let place = Place::new();
    export(&place, &["ics", "--as", "same"])
        .refused(2, &["nobody in the crew is called `same`", "did you mean `sam`?"]);
}

#[test]
fn names_are_told_only_where_they_are_asked_for() {
    let place = Place::with(&format!(
        "{CAMPAIGN}\n[deal.northwind.contact.ines]\nname = \"Ines Roth\"\nrole = \"CISO\"\n\
         [deal.northwind.run.call]\nwhat = \"Call Ines\"\nstarts = 2026-11-24T10:00:00\nwith = [\"ines\"]\n"
    ));
    for form in ["ics", "json"] {
        let without = export(&place, &[form]).done();
        assert!(!without.contains("Ines") && without.contains("CISO"), "{without}");
        assert!(export(&place, &[form, "--names"]).done().contains("Ines"), "{form}");
    }
}

#[test]
fn nothing_is_written_beside_the_campaign() {
    let place = Place::new();
    export(&place, &["json"]).done();
    assert_eq!((place.text().as_str(), fs::read_dir(place.file(".")).unwrap().count()), (CAMPAIGN, 1));
}
