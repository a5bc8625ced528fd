//! The real program's commands, as a shell or a script runs them: what they print where, what they write, how they end.

#![expect(clippy::disallowed_methods, reason = "a test is outside the house: it starts programs and writes files")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "this is how a test fails")]

#[path = "commands/acts.rs"]
mod acts;
#[path = "commands/brief.rs"]
mod brief;
#[path = "commands/credits.rs"]
mod credits;
#[path = "commands/destination.rs"]
mod destination;
#[path = "commands/export.rs"]
mod export;
#[path = "commands/growth.rs"]
mod growth;
#[path = "commands/import.rs"]
mod import;
#[path = "commands/needs.rs"]
mod needs;
#[path = "commands/records.rs"]
mod records;
#[path = "commands/report.rs"]
mod report;
#[path = "commands/review.rs"]
mod review;
#[path = "commands/route.rs"]
mod route;
#[path = "commands/scrutineering.rs"]
mod scrutineering;
#[path = "commands/service.rs"]
mod service;
#[path = "commands/strokes.rs"]
mod strokes;
#[path = "commands/timecard.rs"]
mod timecard;
#[path = "commands/watch.rs"]
mod watch;
#[path = "commands/wheel.rs"]
mod wheel;
#[path = "commands/words.rs"]
mod words;

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

/// No problem, one call to come.
const CAMPAIGN: &str = r#"# Ours.
format = 1
[campaign]
name = "Spring push"
timezone = "Europe/London"
route = ["discovery", "proposal"]

[crew.sam]
seat = "driver"

[stage.discovery]
[stage.proposal]

[deal.northwind]
account = "Northwind Traders" # since the fair
stage = "discovery"
value = 180_000

[deal.northwind.note.price]
at = 2026-11-23T11:00:00
pace = "L4 #price"
say = "Anchor on the cost per store."

[deal.harbour]
account = "Harbour Foods"
"#;

/// A folder of its own, with a campaign in it.
struct Place(tempfile::TempDir);

/// How a command ended, and what it said.
#[derive(Debug)]
struct Ended {
    code: i32,
    out: String,
    err: String,
}

impl Ended {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// It did what was asked, without a word of complaint.
    #[track_caller]
    fn done(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    /// It refused with this code and these words, and printed nothing else.
    #[track_caller]
    fn refused(self, code: i32, words: &[&str]) {
        assert_eq!((self.code, self.out.as_str()), (code, ""), "{}", self.err);
        for words in words {
            assert!(self.err.contains(words), "expected {words:?} in\n{}", self.err);
        }
    }
}

impl Place {
    fn with(campaign: &str) -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        fs::write(place.file("c.toml"), campaign).unwrap();
        place
    }

    fn new() -> Self {
        Self::with(CAMPAIGN)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.file(name), text).unwrap();
    }

    fn text(&self) -> String {
        fs::read_to_string(self.file("c.toml")).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        self.run_with(arguments, b"")
    }

    fn run_with(&self, arguments: &[&str], input: &[u8]) -> Ended {
        let mut child = Command::new(env!("CARGO_BIN_EXE_codriver"))
            .args(arguments)
            .current_dir(self.0.path())
            .env_clear()
            .env("HOME", self.0.path())
            .env("TZ", "UTC")
            .env("CODRIVER_STATE_DIR", self.file("state"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that does not read its input may have ended by now.
        drop(child.stdin.take().unwrap().write_all(input));
        let output = child.wait_with_output().unwrap();
        Ended {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

// --- check ----------------------------------------------------------------------------------------------------------

#[test]
fn check_of_a_good_file_says_so_once() {
    assert_eq!(Place::new().run(&["check", "c.toml"]).done(), "c.toml: no problems\n");
}

#[test]
fn check_shows_each_problem_with_its_line_a_caret_and_the_mend() {
    let place = Place::with(&CAMPAIGN.replace("value = 180_000", "vlaue = 180_000\nprobability = 60"));
    let ended = place.run(&["check", "c.toml"]);
    assert_eq!((ended.code, ended.err.as_str()), (2, ""));
    let expected = "\
c.toml:17:1: warning[unknown-key]: `vlaue` is not a key of a deal
  17 | vlaue = 180_000
     | ^^^^^
  mend: write `value`

c.toml:18:15: error[out-of-range]: expected a share from 0 to 1, found `60`
  18 | probability = 60
     |               ^^
  mend: write 0.6

c.toml: 1 error, 1 warning
";
    assert_eq!(ended.out, expected);
}

#[test]
fn only_a_strict_check_fails_for_a_warning() {
    let place = Place::with(&CAMPAIGN.replace("value =", "vlaue ="));
    assert_eq!(place.run(&["check", "c.toml"]).code, 0);
    assert_eq!(place.run(&["check", "--strict", "c.toml"]).code, 1);
    assert_eq!(place.run(&["check", "c.toml", "--strict", "--format", "json"]).code, 1);
}

#[test]
fn tools_get_the_problems_as_json() {
    let place = Place::with(&CAMPAIGN.replace("value =", "vlaue ="));
    let json = place.run(&["check", "c.toml", "--format", "json"]).json();
    assert_eq!((&json["errors"], &json["warnings"]), (&0.into(), &1.into()));
    let problem = &json["problems"][0];
    assert_eq!(
        (&problem["code"], &problem["line"], &problem["column"]),
        (&"unknown-key".into(), &17.into(), &1.into())
    );
}

#[test]
fn check_reads_standard_input() {
    let ended = Place::new().run_with(&["check", "-"], b"x = = 1\n");
    assert_eq!(ended.code, 2);
    assert!(ended.out.contains("standard input:1:5: error[syntax]"), "{}", ended.out);
}

#[test]
fn a_file_that_cannot_be_read_is_no_error_in_the_data() {
    let place = Place::new();
    place
        .run(&["check", "missing.toml"])
        .refused(3, &["cannot read `missing.toml`: no such file or directory", "hint: "]);
    place.run(&["check", "."]).refused(3, &["cannot read `.`"]);
}

#[test]
fn what_a_file_says_is_printed_without_its_control_characters() {
    let place = Place::with(&format!("{CAMPAIGN}\"\\u001b[2J\" = 1\n"));
    let ended = place.run(&["check", "c.toml"]);
    assert!(!ended.out.contains('\x1b'), "{}", ended.out);
}

// --- calls ----------------------------------------------------------------------------------------------------------

const MORNING: &str = "2026-11-20T08:00:00Z";

#[test]
fn calls_tell_when_for_whom_what_to_say_and_why() {
    let expected = "\
Fri 20 Nov
  11:30  Northwind Traders: L4 #price  (sam)
         Theirs, prepare before the next contact, price.
         \u{201c}Anchor on the cost per store.\u{201d}
         price Mon 23 Nov 11:00, in 1 wd; grade 4 takes 8 wh
";
    assert_eq!(Place::new().run(&["calls", "c.toml", "--now", MORNING]).done(), expected);
}

#[test]
fn calls_are_there_as_json_too() {
    let json = Place::new().run(&["calls", "c.toml", "--now", MORNING, "--format", "json"]).json();
    assert_eq!(json.as_array().unwrap().len(), 1);
    assert_eq!((&json[0]["note"], &json[0]["when"]), (&"price".into(), &"2026-11-20T11:30:00+00:00".into()));
}

#[test]
fn calls_are_told_for_the_time_and_the_deal_that_are_asked_for() {
    let place = Place::new();
    for (arguments, found) in [
        (["--within", "3h"], false),
        (["--within", "4h"], true),
        (["--deal", "northwind"], true),
        (["--deal", "harbour"], false),
    ] {
        let mut all = vec!["calls", "c.toml", "--now", MORNING];
        all.extend(arguments);
        assert_eq!(place.run(&all).done().contains("L4 #price"), found, "{arguments:?}");
    }
}

#[test]
fn calls_read_standard_input() {
    let said = Place::new().run_with(&["calls", "-", "--now", MORNING], CAMPAIGN.as_bytes()).done();
    assert!(said.contains("L4 #price"));
}

#[test]
fn calls_of_a_file_with_errors_are_told_with_a_warning() {
    let place = Place::with(&CAMPAIGN.replace("180_000", "\"much\""));
    let ended = place.run(&["calls", "c.toml", "--now", MORNING]);
    assert_eq!(ended.code, 2);
    assert!(ended.out.contains("L4 #price"), "{}", ended.out);
    assert!(ended.err.contains("the file has 1 error,") && ended.err.contains("codriver check"), "{}", ended.err);
}

#[test]
fn calls_refuse_what_they_do_not_understand_and_say_what_they_expect() {
    let place = Place::new();
    place.run(&["calls", "c.toml", "--within", "soon"]).refused(3, &["--within", "found `soon`", "hint: "]);
    place.run(&["calls", "c.toml", "--within", "3wd"]).refused(3, &["working time", "hint: "]);
    place.run(&["calls", "c.toml", "--deal", "nortwind"]).refused(3, &["`nortwind`", "did you mean `northwind`?"]);
    place.run(&["calls", "c.toml", "--now", "today"]).refused(3, &["expected a time with its offset", "found `today`"]);
}

// --- say ------------------------------------------------------------------------------------------------------------

#[test]
fn say_explains_a_line_however_the_shell_cuts_it() {
    let place = Place::new();
    let whole = place.run(&["say", "5d !L3>2/Cr dc"]).done();
    assert!(whole.starts_with("5d !L3>2/Cr dc\n\nplain   Five days: careful, theirs,"), "{whole}");
    assert_eq!(place.run(&["say", "5d", "!L3>2/Cr", "dc"]).done(), whole);
}

#[test]
fn say_points_at_the_token_that_is_wrong() {
    let place = Place::new();
    place.run(&["say", "5d L7 dc"]).refused(2, &["column 4: expected a grade", "\n  5d L7 dc\n     ^^\n", "mend: "]);
}

#[test]
fn say_takes_its_options_before_and_behind_the_line() {
    let place = Place::new();
    for arguments in [["say", "--format", "json", "5d L3"], ["say", "5d L3", "--format", "json"]] {
        let json = place.run(&arguments).json();
        assert_eq!(json["shorthand"], "5d L3", "{arguments:?}");
    }
    let ended = place.run(&["say", "L7", "--format=json"]);
    assert_eq!((ended.code, &ended.json()["error"]["column"]), (2, &1.into()));
    place.run(&["say", "L3", "--frmat", "json"]).refused(3, &["--frmat"]);
}

// --- set, add, remove -----------------------------------------------------------------------------------------------

#[test]
fn set_changes_one_value_and_no_other_byte() {
    let place = Place::new();
    let said = place.run(&["set", "c.toml", "deal.northwind", "value=200000", "stage=proposal"]).done();
    assert_eq!(said, "changed c.toml: 2 lines added, 2 removed\n");
    let expected = CAMPAIGN.replace("value = 180_000", "value = 200_000").replacen(
        "stage = \"discovery\"",
        "stage = \"proposal\"",
        1,
    );
    assert_eq!(place.text().replace("200000", "200_000"), expected);
}

#[test]
fn set_keeps_line_endings_comments_and_a_missing_last_newline() {
    let windows = CAMPAIGN.trim_end().replace('\n', "\r\n");
    let place = Place::with(&windows);
    place.run(&["set", "c.toml", "deal.northwind", "account=Northwind"]).done();
    assert_eq!(place.text(), windows.replace("Northwind Traders", "Northwind"));
}

#[test]
fn a_value_is_what_toml_reads_else_a_text() {
    let place = Place::new();
    let fields = ["close=2026-12-18", "probability=0.6", "title=Replenishment for 210 stores", "source=\"Web\""];
    place.run(&[&["set", "c.toml", "deal.northwind"][..], &fields].concat()).done();
    for line in [
        "close = 2026-12-18\n",
        "probability = 0.6\n",
        "title = \"Replenishment for 210 stores\"\n",
        "source = \"Web\"\n",
    ] {
        assert!(place.text().contains(line), "{line:?} in {}", place.text());
    }
}

#[test]
fn set_takes_a_key_out_and_reaches_into_a_value() {
    let place = Place::new();
    place.run(&["set", "c.toml", "deal.northwind", "value="]).done();
    assert_eq!(place.text(), CAMPAIGN.replace("value = 180_000\n", ""));
    place.run(&["set", "c.toml", "deal.northwind", "next.what=Ring Ines"]).done();
    assert!(place.text().contains("Ring Ines"), "{}", place.text());
}

#[test]
fn set_of_what_is_there_already_changes_nothing() {
    let place = Place::new();
    assert_eq!(place.run(&["set", "c.toml", "deal.harbour", "account=Harbour Foods"]).done(), "nothing to change\n");
    assert_eq!(place.text(), CAMPAIGN);
}

#[test]
fn a_dry_run_prints_a_diff_and_writes_nothing() {
    let place = Place::new();
    let said = place.run(&["set", "c.toml", "deal.northwind", "value=200000", "--dry-run"]).done();
    assert!(said.starts_with("--- c.toml\n+++ c.toml\n@@ "), "{said}");
    assert!(said.contains("\n-value = 180_000\n+value = 200"), "{said}");
    assert_eq!(place.text(), CAMPAIGN);
    assert!(!place.file("state").exists());
}

#[test]
fn scripts_hear_as_json_whether_anything_was_written() {
    let place = Place::new();
    let set = ["set", "c.toml", "deal.northwind", "value=7", "--format", "json"];
    let dry = place.run(&[&set[..], &["--dry-run"]].concat()).json();
    assert_eq!((&dry["changed"], &dry["written"]), (&true.into(), &false.into()));
    let wet = place.run(&set).json();
    assert_eq!((&wet["changed"], &wet["written"], &wet["diff"]), (&true.into(), &true.into(), &dry["diff"]));
    assert_eq!(place.run(&set).json()["changed"], false);
}

#[test]
fn add_makes_a_record_and_remove_takes_it_out_again() {
    let place = Place::new();
    place.run(&["add", "c.toml", "deal.atlas", "account=Atlas Air", "value=45000"]).done();
    assert!(place.text().contains("[deal.atlas]\naccount = \"Atlas Air\"\n"), "{}", place.text());
    assert!(place.text().starts_with(CAMPAIGN.trim_end()));
    place.run(&["check", "--strict", "c.toml"]).done();
    place.run(&["remove", "c.toml", "deal.atlas"]).done();
    assert_eq!(place.text().trim_end(), CAMPAIGN.trim_end());
}

#[test]
fn add_to_a_log_appends_a_row() {
    let place = Place::new();
    for what in ["Rang", "Wrote"] {
        let what = format!("what={what}");
        place
            .run(&["add", "c.toml", "deal.harbour.stroke", "at=2026-11-18T10:05:00Z", "by=sam", "kind=push", &what])
            .done();
    }
    assert_eq!(place.text().matches("[[deal.harbour.stroke]]").count(), 2, "{}", place.text());
}

#[test]
fn edits_of_what_is_not_there_are_refused() {
    let place = Place::new();
    place.run(&["set", "c.toml", "deal.nope", "value=1"]).refused(2, &["no `deal.nope`", "hint: "]);
    place.run(&["remove", "c.toml", "deal.nope"]).refused(2, &["no `deal.nope`", "hint: "]);
    place.run(&["add", "c.toml", "deal.harbour", "account=X"]).refused(2, &["`deal.harbour` is in the file already"]);
    place.run(&["set", "nope.toml", "deal.x", "a=1"]).refused(3, &["cannot read `nope.toml`: no such file"]);
    assert_eq!(place.text(), CAMPAIGN);
}

#[test]
fn edits_that_say_nothing_are_refused_with_what_to_write() {
    let place = Place::new();
    place.run(&["set", "c.toml", "deal.harbour"]).refused(2, &["nothing to set", "KEY=VALUE"]);
    place.run(&["set", "c.toml", "deal.harbour", "value"]).refused(2, &["expected KEY=VALUE, found `value`"]);
    place.run(&["set", "c.toml", "deal..x", "a=1"]).refused(2, &["expected a record, found `deal..x`"]);
    place.run(&["add", "c.toml", "deal.x", "account="]).refused(2, &["`account` has no value"]);
    place.run(&["remove", "c.toml", "deal.harbour", "value=1"]).refused(2, &["no keys", "codriver set FILE PATH KEY="]);
    place.run(&["set", "-", "deal.harbour", "value=1"]).refused(3, &["standard input cannot be edited"]);
    assert_eq!(place.text(), CAMPAIGN);
}

#[test]
fn an_edit_that_would_make_an_error_is_refused() {
    let place = Place::new();
    for dry in [&[][..], &["--dry-run"]] {
        let set = |field| place.run(&[&["set", "c.toml", "deal.harbour", field][..], dry].concat());
        set("probability=60").refused(2, &["expected a share from 0 to 1, found `60`", "hint: write 0.6"]);
        set("stage=closing").refused(2, &["`closing`"]);
        set("value=12 000").refused(2, &["12 000"]);
    }
    assert_eq!(place.text(), CAMPAIGN);
}

#[test]
fn an_error_that_was_there_before_keeps_nobody_from_an_edit() {
    let place = Place::with(&CAMPAIGN.replace("180_000", "\"much\""));
    place.run(&["set", "c.toml", "deal.harbour", "value=5"]).done();
    place.run(&["set", "c.toml", "deal.northwind", "value=5"]).done();
    assert_eq!(place.run(&["check", "c.toml"]).done(), "c.toml: no problems\n");
}

// --- new, completions, man, config, help ------------------------------------------------------------------------------

#[test]
fn every_template_opens_without_an_error() {
    for template in codriver::interchange::template::NAMES {
        let place = Place::new();
        let said = place.run(&["new", "--template", template, "new.toml"]).done();
        assert_eq!(said, "wrote new.toml\n  next: codriver new.toml\n");
        let checked = place.run(&["check", "new.toml"]).done();
        assert!(!checked.contains("error"), "{template}: {checked}");
    }
}

#[test]
fn new_writes_over_nothing() {
    let place = Place::new();
    place.run(&["new", "c.toml"]).refused(3, &["`c.toml` is there already", "nothing was written"]);
    assert_eq!(place.text(), CAMPAIGN);
    place.run(&["new", "no/folder.toml"]).refused(3, &["its folder is not there", "hint: make the folder"]);
    place.run(&["new", "--template", "hubspt", "n.toml"]).refused(3, &["hubspt", "hubspot"]);
}

#[test]
fn completions_are_there_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = Place::new().run(&["completions", shell]).done();
        assert!(script.contains("codriver") && script.contains("calls"), "{shell}");
    }
}

#[test]
fn the_manual_page_names_every_command() {
    let page = Place::new().run(&["man"]).done();
    assert!(page.contains(".TH codriver"));
    for command in [
        "demo",
        "new",
        "check",
        "calls",
        "say",
        "set",
        "add",
        "remove",
        "rename",
        "archive",
        "forget",
        "completions",
        "config",
    ] {
        assert!(page.contains(&format!("codriver\\-{command}")), "{command}");
    }
}

#[test]
fn config_prints_its_defaults_and_where_it_is_looked_for() {
    let place = Place::new();
    let said = place.run(&["config"]).done();
    let first = said.lines().next().unwrap();
    assert_eq!(first, format!("# Looked for at {}", place.file(".config/codriver/config.toml").display()));
    assert!(said.contains("# theme = \"dark\"") && said.contains("[keys]"), "{said}");
    // What it prints is a configuration itself; only then the missing terminal is the reason.
    fs::write(place.file("config.toml"), &said).unwrap();
    place.run(&["--config", "config.toml", "c.toml"]).refused(3, &["the console needs a terminal"]);
}

#[test]
fn help_teaches_where_to_start_and_what_the_codes_mean() {
    let help = Place::new().run(&["--help"]).done();
    for words in ["codriver demo", "codriver new campaign.toml", "Without FILE", "Exit: 0 done", "--as <CREW>"] {
        assert!(help.contains(words), "{words}: {help}");
    }
    for command in ["check", "calls", "say", "set", "add", "remove", "rename", "archive", "forget", "new"] {
        let help = Place::new().run(&[command, "--help"]).done();
        assert!(help.contains(&format!("Usage: codriver {command}")), "{help}");
    }
}

#[test]
fn wrong_arguments_are_told_with_the_right_ones() {
    let place = Place::new();
    place.run(&["--bogus"]).refused(3, &["--bogus", "Usage: codriver [OPTIONS] [FILE]"]);
    place.run(&["c.toml", "check", "c.toml"]).refused(3, &["`c.toml` comes before the command"]);
    place.run(&["cheka"]).refused(3, &["cannot read `cheka`", "did you mean `codriver check`?"]);
}

// --- the console without a terminal -----------------------------------------------------------------------------------

#[test]
fn the_console_refuses_to_start_without_a_terminal() {
    let place = Place::new();
    for arguments in [&["demo"][..], &["c.toml"], &["--now", MORNING, "demo"], &[]] {
        place.run(arguments).refused(3, &["codriver: the console needs a terminal\n", "codriver check"]);
    }
}

#[test]
fn a_file_that_is_missing_is_told_before_anything_else() {
    let place = Place::new();
    place.run(&["missing.toml"]).refused(3, &["cannot read `missing.toml`: no such file", "codriver new FILE"]);
}

#[test]
fn a_key_given_to_two_commands_is_told_with_both_names() {
    let place = Place::new();
    fs::write(place.file("config.toml"), "[keys]\ntoday = \"q\"\n").unwrap();
    place
        .run(&["--config", "config.toml", "c.toml"])
        .refused(3, &["in the configuration, line 2", "`q`", "`today`", "`quit`", "hint: "]);
}

#[test]
fn a_configuration_that_was_named_must_be_there() {
    let place = Place::new();
    place
        .run(&["--config", "missing", "c.toml"])
        .refused(3, &["no configuration file at `missing`", "codriver config"]);
}
