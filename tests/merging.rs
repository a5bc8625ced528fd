//! `codriver merge` as a command, and as the merge driver of a real git.

#![expect(clippy::disallowed_methods, reason = "a test is outside the house: it starts programs and writes files")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "this is how a test fails")]

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;

const BASE: &str = r#"# Ours.
format = 1
[campaign]
name = "Spring push"
timezone = "Europe/London"
route = ["discovery", "proposal"]

[deal.northwind]
account = "Northwind Traders" # since the fair
stage = "discovery"
value = 180_000

[deal.harbour]
account = "Harbour Foods"
"#;

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn with(base: &str, ours: &str, theirs: &str) -> Self {
        let place = Self::new();
        for (name, text) in [("base.toml", base), ("ours.toml", ours), ("theirs.toml", theirs)] {
            place.write(name, text);
        }
        place
    }

    fn write(&self, name: &str, text: &str) -> &Self {
        fs::write(self.0.path().join(name), text).unwrap();
        self
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Output {
        Command::new(program)
            .args(arguments)
            .current_dir(self.0.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.0.path())
            .env("TZ", "UTC")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("CODRIVER_STATE_DIR", self.0.path().join("state"))
            .output()
            .unwrap_or_else(|error| panic!("{program} is needed for this test: {error}"))
    }

    fn merge(&self, more: &[&str]) -> (i32, String, String) {
        let arguments = [&["merge", "base.toml", "ours.toml", "theirs.toml"], more].concat();
        let output = self.run(env!("CARGO_BIN_EXE_codriver"), &arguments);
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    }

    fn git(&self, arguments: &[&str]) -> bool {
        let output = self.run("git", arguments);
        output.status.success()
    }

    fn git_done(&self, arguments: &[&str]) -> &Self {
        let output = self.run("git", arguments);
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        self
    }

    /// A repository with the driver, and two branches that changed the campaign.
    fn repository(ours: &str, theirs: &str) -> Self {
        let place = Self::new();
        let driver = format!("'{}' merge %O %A %B %P", env!("CARGO_BIN_EXE_codriver"));
        place.git_done(&["init", "-q", "-b", "main"]);
        for (key, value) in [
            ("user.name", "Sam"),
            ("user.email", "sam@example.com"),
            ("merge.codriver.name", "campaign files"),
            ("merge.codriver.driver", &driver),
        ] {
            place.git_done(&["config", key, value]);
        }
        place.write(".gitattributes", "campaign.toml merge=codriver\n").write("campaign.toml", BASE);
        place.git_done(&["add", "."]).git_done(&["commit", "-qm", "base"]);
        place.git_done(&["checkout", "-qb", "maya"]).write("campaign.toml", theirs);
        place.git_done(&["commit", "-qam", "theirs"]).git_done(&["checkout", "-q", "main"]);
        place.write("campaign.toml", ours).git_done(&["commit", "-qam", "ours"]);
        place
    }
}

fn ours() -> String {
    BASE.replace("value = 180_000", "value = 200_000")
}

fn theirs() -> String {
    BASE.replace("stage = \"discovery\"", "stage = \"proposal\"")
        + "\n# Met at the fair.\n[deal.west]\naccount = \"West\"\n"
}

#[test]
fn what_each_side_changed_is_in_the_outcome() {
    let place = Place::with(BASE, &ours(), &theirs());
    let (code, out, err) = place.merge(&[]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.starts_with("merged ours.toml: "), "{out}");
    assert_eq!(place.text("ours.toml"), theirs().replace("value = 180_000", "value = 200_000"));
}

#[test]
fn a_clash_keeps_ours_marks_theirs_and_ends_with_one() {
    let other = BASE.replace("value = 180_000", "value = 150_000");
    let place = Place::with(BASE, &ours(), &other);
    let (code, _, err) = place.merge(&["campaign.toml"]);
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("clash: [deal.northwind] value: ours 200_000, theirs 150000"), "{err}");
    assert!(err.contains("1 clash in campaign.toml") && err.contains("hint: "), "{err}");
    let marked = ours().replace("value = 200_000\n", "value = 200_000\n# CLASH theirs: value = 150000\n");
    assert_eq!(place.text("ours.toml"), marked);
}

#[test]
fn a_dry_run_shows_the_outcome_and_writes_nothing() {
    let place = Place::with(BASE, &ours(), &theirs());
    let (code, out, _) = place.merge(&["--dry-run"]);
    assert_eq!(code, 0);
    assert!(out.contains("+stage = \"proposal\"") && out.contains("+[deal.west]"), "{out}");
    assert_eq!(place.text("ours.toml"), ours());
}

#[test]
fn programs_are_told_every_clash() {
    let place = Place::with(BASE, &ours(), &BASE.replace("180_000", "150_000"));
    let (code, out, _) = place.merge(&["--format", "json"]);
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(code, 1);
    assert_eq!(told["clashes"][0]["record"], "deal.northwind");
    assert_eq!(told["clashes"][0]["key"], "value");
    assert_eq!(told["clashes"][0]["ours"], "200_000");
    assert_eq!(told["clashes"][0]["theirs"], "150000");
    assert_eq!(told["written"], true);
}

#[test]
fn a_text_that_is_no_toml_is_told_and_nothing_is_touched() {
    let broken = BASE.replace("value = 180_000", "value = ");
    let place = Place::with(BASE, &ours(), &broken);
    let (code, out, err) = place.merge(&[]);
    assert_eq!((code, out.as_str()), (3, ""));
    assert!(err.contains("nothing was merged: THEIRS, `theirs.toml`, is no TOML: line 11, column "), "{err}");
    assert_eq!(place.text("ours.toml"), ours());
    let (code, _, err) = Place::with(BASE, BASE, BASE).merge(&["--dry-run", "a", "b"]);
    assert_eq!(code, 3, "{err}");
}

#[test]
fn git_merges_two_branches_by_record() {
    let place = Place::repository(&ours(), &theirs());
    place.git_done(&["merge", "-q", "-m", "both", "maya"]);
    assert_eq!(place.text("campaign.toml"), theirs().replace("value = 180_000", "value = 200_000"));
}

#[test]
fn git_merges_what_its_own_driver_takes_for_a_conflict() {
    let row = |by: &str| format!("{BASE}\n[[deal.harbour.stroke]]\nat = 2026-11-18T10:05:00Z\nby = \"{by}\"\n");
    let place = Place::repository(&row("sam"), &row("maya"));
    place.git_done(&["merge", "-q", "-m", "both", "maya"]);
    let text = place.text("campaign.toml");
    assert!(text.contains("by = \"sam\"") && text.contains("by = \"maya\""), "{text}");
}

#[test]
fn git_leaves_a_clash_as_a_conflict_that_is_still_a_campaign() {
    let other = BASE.replace("value = 180_000", "value = 150_000").replace("Spring", "Summer");
    let place = Place::repository(&ours(), &other);
    assert!(!place.git(&["merge", "-q", "-m", "both", "maya"]));
    let text = place.text("campaign.toml");
    assert!(text.contains("# CLASH theirs: value = 150000") && text.contains("Summer push"), "{text}");
    let status = place.run("git", &["status", "--porcelain", "campaign.toml"]);
    assert!(String::from_utf8_lossy(&status.stdout).starts_with("UU "), "{status:?}");
    let check = place.run(env!("CARGO_BIN_EXE_codriver"), &["check", "campaign.toml"]);
    assert!(check.status.success(), "{check:?}");
    assert!(!text.contains("<<<<<<<"), "{text}");
}
