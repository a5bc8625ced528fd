//! The words for people say what the program does: its commands, keys, configuration, examples and links.

#![expect(clippy::disallowed_methods, reason = "the documents are files")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use clap::{CommandFactory as _, Parser as _};
use codriver::cli::args::Cli;
use codriver::cli::check::check;
use codriver::console::command::TABLE;
use codriver::console::key::{Code, Key};
use codriver::drive::attention::Cause;
use codriver::pace;
use codriver::runtime::config::default_config_text;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    let page = fs::read_to_string(root().join(name));
    page.map_err(|error| format!("{name}: {error}")).expect("a page reads")
}

/// Every page for people, by its path from the root.
fn pages() -> Vec<String> {
    let mut pages: Vec<String> =
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(str::to_owned).into();
    for entry in fs::read_dir(root().join("docs")).expect("the folder of documents is there") {
        let name = entry.expect("a folder entry reads").file_name().into_string().expect("a plain name");
        if Path::new(&name).extension().is_some_and(|ending| ending == "md") {
            pages.push(format!("docs/{name}"));
        }
    }
    pages.sort();
    pages
}

/// The fenced blocks of a page with their language.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(language), None) => open = Some((language.trim().to_owned(), String::new())),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some((_, text))) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

/// A page without its fenced blocks and without what stands in backticks.
fn prose(page: &str) -> String {
    let mut in_block = false;
    let mut out = String::new();
    for line in page.lines() {
        if line.starts_with("```") {
            in_block = !in_block;
        } else if !in_block {
            out.extend(line.split('`').step_by(2));
            out.push('\n');
        }
    }
    out
}

fn commands() -> Vec<String> {
    Cli::command().get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

#[test]
fn the_readme_begins_with_the_two_commands_of_a_newcomer() {
    let readme = read("README.md");
    let (_, first) = blocks(&readme).into_iter().next().expect("a block of commands");
    for command in ["cargo run --release -- demo", "cargo test"] {
        assert!(first.lines().any(|line| line.starts_with(command)), "{command}");
    }
}

#[test]
fn every_example_that_is_a_whole_file_passes_the_check() {
    let mut whole = 0;
    for name in ["README.md", "docs/format.md"] {
        for (language, text) in blocks(&read(name)) {
            if language != "toml" || !text.starts_with("format = ") {
                continue;
            }
            whole += 1;
            let report = check(name, text.as_bytes(), Tz::UTC);
            // The smallest file is allowed to leave its time zone to the machine.
            let told: Vec<&str> = report
                .problems()
                .iter()
                .map(|problem| problem.code)
                .filter(|code| *code != "missing-timezone")
                .collect();
            assert!(told.is_empty(), "{name}: {}", report.text());
        }
    }
    assert_eq!(whole, 2, "the example of the README and the smallest file");
}

#[test]
fn the_first_file_of_the_readme_has_at_most_twenty_lines() {
    let readme = read("README.md");
    let (_, text) = blocks(&readme).into_iter().find(|(language, _)| language == "toml").expect("an example");
    assert!(text.lines().count() <= 20, "{text}");
}

#[test]
fn every_command_is_told() {
    let words: String = pages().iter().map(|name| read(name)).collect();
    for command in commands() {
        assert!(words.contains(&format!("codriver {command}")), "{command}");
    }
}

#[test]
fn no_command_is_told_that_does_not_exist() {
    let known: BTreeSet<String> = commands().into_iter().collect();
    for name in pages() {
        let page = read(&name);
        for (at, found) in page.match_indices("codriver ") {
            let is_code = page[..at].ends_with('`') || page[..at].ends_with('\n') || page[..at].ends_with("&& ");
            let rest = &page[at + found.len()..];
            let word: String = rest.chars().take_while(|c| !c.is_whitespace() && *c != '`').collect();
            if is_code && !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase()) {
                assert!(known.contains(&word), "{name}: `codriver {word}`");
            }
        }
    }
}

#[test]
fn every_option_of_the_watch_is_told() {
    let page = read("docs/watch.md");
    let mut all = Cli::command();
    all.build();
    let watch = all.find_subcommand("watch").expect("the command");
    let own = watch.get_arguments().filter(|argument| !argument.is_global_set());
    let options = own.filter_map(|argument| argument.get_long());
    let mut told = 0;
    for option in options.filter(|option| *option != "help") {
        assert!(page.contains(&format!("\n| `--{option}")), "--{option}");
        told += 1;
    }
    assert!(told >= 5, "the command has its options");
}

#[test]
fn the_services_of_the_watch_start_it_with_arguments_that_it_knows() {
    let page = read("docs/watch.md");
    let unit = page.lines().find_map(|line| line.strip_prefix("ExecStart=")).expect("a unit of systemd");
    let unit: Vec<String> = unit.split(' ').map(str::to_owned).collect();
    let (_, list) = page.split_once("<key>ProgramArguments</key>").expect("a property list");
    let list = list.split_once("</array>").expect("its list of arguments").0;
    let list: Vec<String> = list
        .lines()
        .filter_map(|line| line.trim().strip_prefix("<string>")?.strip_suffix("</string>"))
        .map(str::to_owned)
        .collect();
    for words in [unit, list] {
        assert!(words[0].ends_with("/codriver") && words.len() > 4, "{words:?}");
        let parsed = Cli::try_parse_from(&words);
        assert!(parsed.is_ok(), "{words:?}: {}", parsed.err().map(|error| error.to_string()).unwrap_or_default());
    }
}

#[test]
fn every_key_of_the_configuration_is_told() {
    let page = read("docs/configuration.md");
    let text = default_config_text();
    let (keys, bindings) = text.split_once("\n[keys]\n").expect("the keys stand last");
    let mut told = 0;
    for (name, _) in keys.lines().filter_map(|line| line.strip_prefix("# ")?.split_once(" = ")) {
        assert!(page.contains(&format!("\n| `{name}` | ")), "{name}");
        told += 1;
    }
    assert!(told >= 8, "the default text names its keys");
    assert!(page.contains("\n[keys]\n"));
    for (name, _) in bindings.lines().filter_map(|line| line.strip_prefix("# ")?.split_once(" = ")) {
        assert!(TABLE.iter().any(|row| row.name == name), "{name}");
    }
}

#[test]
fn the_weight_of_every_cause_of_need_is_told() {
    for page in ["docs/needs.md", "docs/configuration.md"] {
        let page = read(page);
        for (_, name, weight) in Cause::ALL {
            assert!(page.contains(&format!("\n| `{name}` | {weight} | ")), "{name}");
        }
    }
}

#[test]
fn every_variable_of_the_environment_that_is_read_is_told() {
    let page = read("docs/configuration.md");
    let source = read("src/runtime/environment.rs");
    let rows = source.lines().filter_map(|line| line.strip_prefix("//! | `"));
    let rows = rows.filter(|row| !row.contains(" | for tests"));
    let names = rows.flat_map(|row| row.split(" | ").next().unwrap_or_default().split(['`', ',', ' ']));
    let mut told = 0;
    for name in names.filter(|name| !name.is_empty() && *name != "HOME") {
        assert!(page.contains(&format!("`{name}`")), "{name}");
        told += 1;
    }
    assert!(told > 8, "the room names its variables");
}

/// A key as the configuration file writes it.
fn written(key: Key) -> String {
    let name = match key.code {
        Code::Enter => "enter".to_owned(),
        Code::Up => "up".to_owned(),
        Code::Down => "down".to_owned(),
        Code::Left => "left".to_owned(),
        Code::Right => "right".to_owned(),
        Code::F(n) => format!("f{n}"),
        _ => return key.to_string(),
    };
    let modifiers = [(key.ctrl, "ctrl-"), (key.alt, "alt-")];
    modifiers.into_iter().filter(|(held, _)| *held).map(|(_, text)| text).chain([&*name]).collect()
}

#[test]
fn every_action_is_told_with_its_name_and_keys() {
    let mut table = "| name | keys | what |\n|---|---|---|\n".to_owned();
    for row in TABLE {
        let keys: Vec<String> = row.keys.iter().map(|key| written(*key)).collect();
        for (text, key) in keys.iter().zip(row.keys) {
            assert_eq!(Key::parse(text), Some(*key), "{}", row.name);
        }
        let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        writeln!(table, "| `{}` | {} | {} |", row.name, keys.join(" "), row.help).expect("a string takes it");
    }
    assert!(read("docs/configuration.md").contains(&table), "write this into docs/configuration.md:\n{table}");
}

#[test]
fn every_line_of_shorthand_reads_as_its_page_says() {
    let page = read("docs/pace-notes.md");
    let examples = page.split("\n## ").find(|part| part.starts_with("Examples")).expect("the examples");
    let mut read = 0;
    for row in examples.lines().filter_map(|line| line.strip_prefix("| `")) {
        let (line, plain) = row.trim_end_matches(" |").split_once("` | ").expect("a line and its words");
        assert_eq!(pace::parse(line).map(|line| line.plain()).as_deref(), Ok(plain), "{line}");
        read += 1;
    }
    assert!(read > 8, "the page has examples");
}

#[test]
fn the_shorthand_of_the_readme_reads() {
    let readme = read("README.md");
    let mut read = 0;
    for line in readme.split('`').filter(|text| text.starts_with('@')) {
        let line = line.replace('\n', " ");
        assert!(pace::parse(&line).is_ok(), "{line}");
        read += 1;
    }
    assert!(read > 0, "the readme shows a note");
}

#[test]
fn every_relative_link_leads_to_a_file_and_its_heading() {
    for name in pages() {
        let page = read(&name);
        let folder = Path::new(&name).parent().expect("a page lies in a folder");
        let text = prose(&page);
        for (at, _) in text.match_indices("](") {
            let target = text[at + 2..].split(')').next().unwrap_or_default();
            if target.starts_with("http") {
                continue;
            }
            let (path, heading) = target.split_once('#').unwrap_or((target, ""));
            let file: PathBuf = if path.is_empty() { name.clone().into() } else { folder.join(path) };
            assert!(root().join(&file).exists(), "{name} links to {target}");
            if !heading.is_empty() {
                let there = fs::read_to_string(root().join(&file)).expect("a page reads");
                assert!(headings(&there).contains(heading), "{name} links to {target}");
            }
        }
    }
}

/// The headings of a page, as links name them.
fn headings(page: &str) -> BTreeSet<String> {
    let lines = page.lines().filter(|line| line.starts_with('#'));
    lines
        .map(|line| {
            let text = line.trim_start_matches('#').trim().to_lowercase();
            let kept = text.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

#[test]
fn every_room_is_in_the_plan_of_the_house() {
    let plan = read("ARCHITECTURE.md");
    for entry in fs::read_dir(root().join("src")).expect("the source folder is there") {
        let entry = entry.expect("a folder entry reads");
        if entry.path().is_dir() {
            let room = entry.file_name().into_string().expect("a plain name");
            assert!(plan.contains(&format!("\n| `{room}` | ")), "{room}");
        }
    }
}
