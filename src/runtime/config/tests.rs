use super::*;
use crate::drive::attention::Cause;

fn remarks(text: &str) -> Vec<String> {
    Config::read(text).1.iter().map(ToString::to_string).collect()
}

#[test]
fn an_empty_file_is_the_default() {
    assert_eq!(Config::read(""), (Config::default(), Vec::new()));
}

#[test]
fn every_key_is_read() {
    let (config, remarks) = Config::read(
        r#"
as = "sam"
theme = "light"
color = "never"
motion = false
ascii = true
speech = "rally"
grades = "one-easy"
bell = "notify"
notify = "osc777"
speak = true
review = "3m"
[needs]
no-touch = 70
[keys]
palette = "ctrl-p"
next = ["alt-n", "ctrl-n"]
"#,
    );
    assert_eq!(remarks, []);
    let binding = |command: &str, key: &str, line, columns: (usize, usize)| Binding {
        command: command.into(),
        key: key.into(),
        command_at: Spot { line, column: columns.0 },
        key_at: Spot { line, column: columns.1 },
    };
    let expected = Config {
        seat: Some("sam".into()),
        theme: Some(Theme::Light),
        colour: Colour::Never,
        motion: false,
        ascii: true,
        speech: Speech::Rally,
        grades: Grades::OneEasy,
        bell: Bell::Notify,
        notify: Notify::Osc777,
        speak: Speak::Found,
        review: 180,
        needs: {
            let mut needs = Weights::default();
            needs.set(Cause::NoTouch, 70);
            needs
        },
        keys: vec![
            binding("palette", "ctrl-p", 16, (1, 11)),
            binding("next", "alt-n", 17, (1, 9)),
            binding("next", "ctrl-n", 17, (1, 18)),
        ],
    };
    assert_eq!(config, expected);
}

#[test]
fn the_time_of_a_review_is_told_as_a_length_of_clock_time() {
    assert_eq!(Config::read("review = \"90s\"").0.review, 90);
    for wrong in ["\"5\"", "\"3wd\"", "\"1s\"", "\"1d\"", "5"] {
        let (config, remarks) = Config::read(&format!("review = {wrong}"));
        assert_eq!((config.review, remarks.len()), (300, 1), "{wrong}");
    }
}

#[test]
fn an_unknown_key_is_told_with_the_nearest_known_one() {
    assert_eq!(remarks("\ntheem = \"dark\""), ["2:1: unknown key `theem`; write `theme`"]);
    assert_eq!(remarks("colour = \"auto\""), ["1:1: unknown key `colour`; write `color`"]);
}

#[test]
fn an_unknown_key_like_no_other_is_told_with_all() {
    assert_eq!(
        remarks("frobnicate = 1"),
        ["1:1: unknown key `frobnicate`; use one of `as`, `theme`, `color`, `motion`, `ascii`, `speech`, `grades`, \
          `bell`, `notify`, `speak`, `review`, `needs` or `keys`"]
    );
}

#[test]
fn an_unknown_word_is_told_and_the_default_taken() {
    let (config, remarks) = Config::read("bell = \"bel\"\nascii = true");
    assert_eq!(remarks[0].to_string(), "1:8: expected `off`, `bell` or `notify`, found `bel`; write `bell`");
    assert!(config.bell == Bell::Off && config.ascii);
}

#[test]
fn a_value_of_another_kind_is_told() {
    assert_eq!(
        remarks("motion = \"no\"\nas = 3\nkeys = []"),
        [
            "1:10: expected `true` or `false`, found a text; write one of the two, without quotes",
            "2:6: expected a text, found a number; write it in quotes",
            "3:8: expected a table, found a list; write `[keys]` and below it a line for each command",
        ]
    );
}

#[test]
fn a_voice_is_a_switch_or_the_words_of_a_program() {
    assert_eq!(Config::read("speak = true").0.speak, Speak::Found);
    let words = ["espeak-ng", "-v", "en", "--stdin"].map(str::to_owned).into();
    assert_eq!(Config::read("speak = [\"espeak-ng\", \"-v\", \"en\", \"--stdin\"]").0.speak, Speak::With(words));
    let mend = "write it as a list: `[\"espeak-ng\", \"--stdin\"]`";
    let expected = "expected `true`, `false` or the words of a program";
    assert_eq!(remarks("speak = \"say\""), [format!("1:9: {expected}, found a text; {mend}")]);
    for list in ["[]", "[1]", "[\"\"]"] {
        assert_eq!(remarks(&format!("speak = {list}")), [format!("1:9: {expected}, found another list; {mend}")]);
    }
}

#[test]
fn a_file_with_a_syntax_error_is_used_as_far_as_it_can_be_read() {
    let (config, remarks) = Config::read("theme = \"light\"\nbell = \nascii = true\n");
    assert_eq!(config.theme, Some(Theme::Light));
    assert_eq!(remarks[0].at.line, 2);
}

#[test]
fn columns_are_counted_in_characters() {
    assert_eq!(remarks("keys = { \"ä\" = \"é\", x = 1 }")[0].split(':').nth(1), Some("25"));
}

#[test]
fn the_default_text_is_the_default() {
    assert_eq!(Config::read(default_config_text()), (Config::default(), Vec::new()));
}

#[test]
fn the_default_text_explains_every_key_with_its_default() {
    let uncommented: String = default_config_text()
        .lines()
        .map(|line| line.strip_prefix("# ").filter(|line| line.contains(" = ")).unwrap_or(line).to_owned() + "\n")
        .collect();
    let (config, remarks) = Config::read(&uncommented);
    assert_eq!(remarks, []);
    for name in NAMES {
        assert!(uncommented.contains(&format!("\n{name} = ")) || matches!(name, "keys" | "needs"), "{name}");
    }
    let example = Config { seat: None, theme: None, keys: Vec::new(), ..config };
    assert_eq!(example, Config::default());
}

#[test]
fn the_reference_has_every_key_and_word() {
    let reference = include_str!("../../../docs/configuration.md");
    let words = THEMES.iter().map(|(word, _)| *word);
    let words = words.chain(COLOURS.iter().map(|(word, _)| *word));
    let words = words.chain(SPEECHES.iter().map(|(word, _)| *word));
    let words = words.chain(GRADES.iter().map(|(word, _)| *word));
    let words = words.chain(BELLS.iter().map(|(word, _)| *word));
    let words = words.chain(NOTIFIES.iter().map(|(word, _)| *word));
    for word in words {
        assert!(reference.contains(&format!("`\"{word}\"`")), "{word}");
    }
    for name in NAMES {
        assert!(reference.contains(&format!("`{name}`")) || reference.contains("`[keys]`"), "{name}");
    }
}

#[test]
fn a_config_file_that_is_not_there_is_the_default() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Config::load(&folder.path().join("none")), Ok((Config::default(), Vec::new())));
}

#[test]
fn a_config_file_that_cannot_be_read_is_told() {
    let folder = tempfile::tempdir().unwrap();
    assert!(Config::load(folder.path()).unwrap_err().contains("is a directory"));
    std::fs::write(folder.path().join("x"), [0xff]).unwrap();
    assert!(Config::load(&folder.path().join("x")).unwrap_err().contains("not UTF-8"));
}

#[test]
fn a_cause_that_does_not_exist_is_told_with_the_nearest_and_a_weight_out_of_range_keeps_the_usual_one() {
    let (config, _) = Config::read("[needs]\nno-tuch = 3\nstalled = 5000\nstopped = 0x10\n");
    let mut expected = Weights::default();
    expected.set(Cause::Stopped, 16);
    assert_eq!(config.needs, expected);
    assert_eq!(
        remarks("[needs]\nno-tuch = 3\nstalled = 5000\n"),
        [
            "2:1: unknown cause `no-tuch` in `[needs]`; write `no-touch`",
            "3:11: expected a whole number from 0 to 1000 for `stalled`; write it without quotes; 0 leaves the cause out",
        ]
    );
}

#[test]
fn the_text_to_start_from_has_every_cause_with_its_usual_weight() {
    for (_, name, weight) in Cause::ALL {
        assert!(default_config_text().contains(&format!("\n# {name} = {weight}\n")), "{name}");
    }
}
