//! What keeps a file in shape: ids changed with all that names them, finished deals archived, people forgotten.

use std::fs;

use super::Place;

const CAMPAIGN: &str = r#"format = 1
[campaign]
name = "Spring push"
timezone = "UTC"
route = ["discovery", "proof"]

[crew.sam] # drives
seat = "driver"
[crew.maya]
seat = "navigator"

[stage.discovery]
[stage.proof]
expected = "21d"

[hazard.audit]
at = "enter proof"
[hazard.audit.note.pack]
say = "Send the pack."

# Came by itself.
[deal.harbour]
account = "Harbour Foods" # a friend of ours
driver = "sam"
[[deal.harbour.stage_log]]
stage = "discovery"
from = 2025-01-10
to = 2025-02-20
[deal.harbour.result]
status = "won"
on = 2025-03-01

# ----- open -----

[deal.northwind]
account = "Northwind Traders"
driver = "sam"
stage = "discovery"
since = 2026-11-02
contact.ines = { name = "Ines Roth", role = "CISO", email = "ines@example.com" }
next = { what = "Ring Ines", on = 2026-11-24, by = "sam" }
[deal.northwind.note.hello]
at = 2025-06-10T10:00:00
say = "Hello."
[[deal.northwind.heard]]
at = 2026-11-19T15:20:00Z
by = "sam"
who = "ines"
kind = "objection"
said = "We have been burned before."
topic = "price"
[[deal.northwind.call_log]]
note = "hello"
rung = ""
place = 2025-06-10T10:00:00Z
called = 2025-06-09T10:00:00Z
acked = 2025-06-09T10:01:00Z
by = "sam"
used = "landed"
[[deal.northwind.call_log]]
note = "audit/pack"
rung = "5wd"
place = 2026-11-26T14:00:00Z
called = 2026-11-20T14:00:00Z
by = "sam"

[deal.old]
account = "Old"
driver = "maya"
[deal.old.result]
status = "lost"
on = 2024-07-01
"#;

const NOW: &str = "2026-11-20T09:41:00Z";

fn place() -> Place {
    Place::with(CAMPAIGN)
}

fn archived(place: &Place, more: &[&str]) -> super::Ended {
    place.run(&[&["archive", "c.toml", "--before", "2026-01-01", "--now", NOW][..], more].concat())
}

#[test]
fn rename_rewrites_every_reference_and_says_how_many() {
    let place = place();
    let said = place.run(&["rename", "c.toml", "crew.sam", "samuel"]).done();
    assert_eq!(said, "6 references to it are rewritten\nchanged c.toml: 7 lines added, 7 removed\n");
    assert!(place.text().contains("[crew.samuel] # drives\n") && !place.text().contains("\"sam\""));
    place.run(&["rename", "c.toml", "crew.samuel", "sam"]).done();
    assert_eq!(place.text(), CAMPAIGN);
}

#[test]
fn rename_follows_a_hazard_into_the_call_log() {
    let place = place();
    place.run(&["rename", "c.toml", "hazard.audit", "safety"]).done();
    assert_eq!(place.text(), CAMPAIGN.replace("[hazard.audit", "[hazard.safety").replace("audit/pack", "safety/pack"));
}

#[test]
fn a_dry_run_of_rename_prints_the_diff_and_writes_nothing() {
    let place = place();
    let said = place.run(&["rename", "c.toml", "stage.proof", "trial", "--dry-run"]).done();
    assert!(said.contains("-[stage.proof]\n+[stage.trial]\n"), "{said}");
    let json = place.run(&["rename", "c.toml", "stage.proof", "trial", "--dry-run", "--format", "json"]).json();
    assert_eq!((&json["changed"], &json["written"]), (&true.into(), &false.into()));
    assert_eq!(place.text(), CAMPAIGN);
}

#[test]
fn rename_refuses_with_the_reason_and_the_mend() {
    let place = place();
    place.run(&["rename", "c.toml", "crew.smm", "tom"]).refused(2, &["no `crew.smm`", "did you mean `crew.sam`?"]);
    place.run(&["rename", "c.toml", "crew.sam", "maya"]).refused(2, &["`crew.maya` is in the file already"]);
    place.run(&["rename", "c.toml", "crew.sam", "Sam O"]).refused(2, &["`Sam O`", "write for example `sam-o`"]);
    place.run(&["rename", "c.toml", "campaign", "x"]).refused(2, &["no record with an id"]);
    assert_eq!(place.text(), CAMPAIGN);
}

#[test]
fn remove_tells_what_still_names_the_record() {
    let place = place();
    let said = place.run(&["remove", "c.toml", "hazard.audit.note.pack"]).done();
    assert!(said.starts_with("`note` of `deal.northwind.call_log["), "{said}");
    assert!(said.contains("still names it\nchanged c.toml"), "{said}");
}

#[test]
fn archive_moves_finished_deals_to_a_file_of_their_year_with_bytes_and_comments() {
    let place = place();
    let said = archived(&place, &["--yes"]).done();
    assert!(said.contains("1 finished deal goes to `c.2024.toml`\n1 finished deal goes to `c.2025.toml`\n"), "{said}");
    let moved =
        CAMPAIGN[CAMPAIGN.find("# Came by itself.").unwrap()..CAMPAIGN.find("\n# ----- open").unwrap()].to_owned();
    let of_2025 = fs::read_to_string(place.file("c.2025.toml")).unwrap();
    assert!(of_2025.ends_with(&moved), "{of_2025}");
    assert!(of_2025.contains("[crew.sam] # drives\nseat = \"driver\"\n") && !of_2025.contains("maya"), "{of_2025}");
    assert!(of_2025.contains("route = [\"discovery\", \"proof\"]\n") && of_2025.contains("[stage.discovery]\n"));
    let checked = place.run(&["check", "--now", NOW, "c.2025.toml"]).done();
    assert!(!checked.contains("error"), "{checked}");
    let left = place.text();
    assert!(left.contains("history = [\"c.2024.toml\", \"c.2025.toml\"]\n"), "{left}");
    assert!(left.contains("# ----- open -----\n\n[deal.northwind]") && !left.contains("Harbour"), "{left}");
    assert_eq!(place.run(&["check", "--now", NOW, "c.toml"]).done(), "c.toml: no problems\n");
}

#[test]
fn an_archive_has_all_that_its_deals_name_and_stands_by_itself() {
    let place = Place::with(include_str!("../../assets/demo.toml"));
    place.run(&["archive", "c.toml", "--before", "2026-11-20", "--now", NOW, "--yes"]).done();
    let text = fs::read_to_string(place.file("c.2026.toml")).unwrap();
    assert!(text.contains("[product.pulse-core]") && text.contains("[asset.payback]") && text.contains("[play."));
    let checked = place.run(&["check", "--now", NOW, "c.2026.toml"]).done();
    assert!(!checked.contains("error") && !checked.contains("-reference"), "{checked}");
}

#[test]
fn archive_folds_old_calls_of_places_that_are_behind() {
    let place = place();
    let said = archived(&place, &["--yes"]).done();
    assert!(said.contains("1 old call goes into the tallies of notes\n"), "{said}");
    let left = place.text();
    assert!(left.contains("say = \"Hello.\"\ntally = { called = 1, heard = 1, landed = 1 }\n"), "{left}");
    assert!(!left.contains("note = \"hello\"") && left.contains("note = \"audit/pack\""), "{left}");
}

#[test]
fn archiving_again_changes_nothing() {
    let place = place();
    archived(&place, &["--yes"]).done();
    let files = || ["c.toml", "c.2024.toml", "c.2025.toml"].map(|name| fs::read_to_string(place.file(name)).unwrap());
    let before = files();
    assert_eq!(archived(&place, &["--yes"]).done(), "nothing to change\n");
    assert_eq!(files(), before);
}

#[test]
fn an_archive_that_was_cut_off_before_the_campaign_was_written_is_made_whole() {
    let place = place();
    archived(&place, &["--yes"]).done();
    let (whole, of_2025) = (place.text(), fs::read_to_string(place.file("c.2025.toml")).unwrap());
    // The archives are on the disk, the campaign is as it was.
    fs::write(place.file("c.toml"), CAMPAIGN).unwrap();
    archived(&place, &["--yes"]).done();
    assert_eq!(place.text(), whole);
    assert_eq!(fs::read_to_string(place.file("c.2025.toml")).unwrap(), of_2025);
}

#[test]
fn archive_appends_to_a_year_that_is_there() {
    let place = place();
    fs::write(place.file("c.2025.toml"), "format = 1\n# mine\n[deal.first]\naccount = \"First\"").unwrap();
    archived(&place, &["--yes"]).done();
    let text = fs::read_to_string(place.file("c.2025.toml")).unwrap();
    assert!(text.starts_with("format = 1\n# mine\n[deal.first]\naccount = \"First\"\n\n[crew.sam]"), "{text}");
    assert!(text.contains("[deal.harbour]"), "{text}");
}

#[test]
fn archive_refuses_to_write_over_another_deal_or_behind_a_broken_file() {
    let place = place();
    fs::write(place.file("c.2025.toml"), "[deal.harbour]\naccount = \"Another\"\n").unwrap();
    archived(&place, &["--yes"]).refused(2, &["`c.2025.toml` has another deal `harbour`", "codriver rename"]);
    fs::write(place.file("c.2025.toml"), "[deal.x\n").unwrap();
    archived(&place, &["--yes"]).refused(2, &["`c.2025.toml` does not parse", "codriver check c.2025.toml"]);
    assert_eq!(place.text(), CAMPAIGN);
    assert!(!place.file("c.2024.toml").exists());
}

#[test]
fn what_takes_something_out_asks_first_and_in_a_pipe_needs_yes() {
    let place = place();
    archived(&place, &[]).refused(3, &["nothing was written", "--yes"]);
    place.run(&["forget", "c.toml", "deal.northwind.contact.ines"]).refused(3, &["nothing was written", "--yes"]);
    let said = archived(&place, &["--dry-run"]).done();
    assert!(said.contains("+++ c.toml\n") && said.contains("c.2025.toml\n"), "{said}");
    assert_eq!(place.text(), CAMPAIGN);
    assert!(!place.file("c.2025.toml").exists());
}

#[test]
fn a_campaign_with_windows_line_endings_is_archived_with_them() {
    let place = Place::with(&CAMPAIGN.replace('\n', "\r\n"));
    archived(&place, &["--yes"]).done();
    for name in ["c.toml", "c.2025.toml"] {
        let text = fs::read_to_string(place.file(name)).unwrap();
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{name}");
    }
}

#[test]
fn an_archive_that_is_missing_or_broken_is_a_warning_and_no_more() {
    let place = Place::with(&CAMPAIGN.replace("route =", "history = [\"gone.toml\", \"broken.toml\"]\nroute ="));
    fs::write(place.file("broken.toml"), "x = = 1\n").unwrap();
    let said = place.run(&["check", "--now", NOW, "c.toml"]).done();
    assert!(
        said.contains("c.toml:5:12: warning[missing-history]: the archived campaign `gone.toml` cannot be read"),
        "{said}"
    );
    assert!(said.contains("`broken.toml` cannot be read: line 1:") && said.ends_with("2 warnings\n"), "{said}");
}

#[test]
fn forget_empties_the_name_and_the_words_and_keeps_what_they_were_about() {
    let place = place();
    let said = place.run(&["forget", "c.toml", "deal.northwind.contact.ines", "--yes"]).done();
    assert!(said.starts_with("the name and the address go, and 1 sentence of theirs\n"), "{said}");
    assert!(said.contains("look at line 41: next = { what = \"Ring Ines\""), "{said}");
    assert!(said.contains("a git history, a backup"), "{said}");
    let expected = CAMPAIGN
        .replace("{ name = \"Ines Roth\", role = \"CISO\", email = \"ines@example.com\" }", "{ role = \"CISO\" }")
        .replace("said = \"We have been burned before.\"\n", "");
    assert_eq!(place.text(), expected);
    let again = place.run(&["forget", "c.toml", "deal.northwind.contact.ines", "--yes"]).done();
    assert!(again.contains("is forgotten already") && again.ends_with("nothing to change\n"), "{again}");
}

#[test]
fn forget_takes_the_person_out_of_our_own_backups() {
    let place = place();
    // The key of the campaign in the state folder is found by the lock that an edit leaves.
    place.run(&["set", "c.toml", "deal.northwind", "value=1"]).done();
    let lock = fs::read_dir(place.file("state/locks")).unwrap().next().unwrap().unwrap().file_name();
    let key = lock.to_str().unwrap().strip_suffix(".save").unwrap().to_owned();
    let backup = |name: &str, text: &str| {
        fs::create_dir_all(place.file("state/backups")).unwrap();
        fs::write(place.file(&format!("state/backups/{key}-{name}.toml")), text).unwrap();
    };
    backup("1", CAMPAIGN);
    backup("2", "# Ines Roth\n");
    backup("3", "# nobody\n");
    place.run(&["forget", "c.toml", "deal.northwind.contact.ines", "--yes"]).done();
    let kept = |name: &str| fs::read_to_string(place.file(&format!("state/backups/{key}-{name}.toml")));
    let first = kept("1").unwrap();
    assert!(first.contains("Northwind") && !first.contains("Ines Roth") && !first.contains("burned"), "{first}");
    assert!(kept("2").is_err());
    assert_eq!(kept("3").unwrap(), "# nobody\n");
}

#[test]
fn forget_takes_the_person_out_of_what_is_half_typed() {
    let place = place();
    place.run(&["set", "c.toml", "deal.northwind", "value=1"]).done();
    let lock = fs::read_dir(place.file("state/locks")).unwrap().next().unwrap().unwrap().file_name();
    let key = lock.to_str().unwrap().strip_suffix(".save").unwrap().to_owned();
    let drafts = place.file(&format!("state/drafts/{key}.json"));
    fs::create_dir_all(place.file("state/drafts")).unwrap();
    fs::write(&drafts, r#"{"note northwind":[["line","Ask Ines Roth first"]],"deal":[["line","Harb"]]}"#).unwrap();
    let said = place.run(&["forget", "c.toml", "deal.northwind.contact.ines", "--yes"]).done();
    assert!(said.contains("taken out of a half-typed text"), "{said}");
    assert_eq!(fs::read_to_string(&drafts).unwrap(), r#"{"deal":[["line","Harb"]]}"#);
}

#[test]
fn forget_takes_only_contacts() {
    let place = place();
    place.run(&["forget", "c.toml", "crew.sam", "--yes"]).refused(2, &["`crew.sam` is not a contact", "contact.ines"]);
    place.run(&["forget", "c.toml", "deal.northwind.contact.x", "--yes"]).refused(2, &["no contact `x`"]);
}
