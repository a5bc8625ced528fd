//! The examples of `docs/lossless.md`: each is made, taken back and made again, and each refusal changes nothing.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "helpers of tests, which read the page"
)]

use std::path::Path;

use codriver::text::{Intent, KeyPath, Literal};

use super::examples::{edit, path};

#[derive(Default)]
struct Example {
    intent: String,
    refusal: Option<String>,
    before: String,
    after: String,
}

fn examples() -> Vec<Example> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lossless.md");
    let page = std::fs::read_to_string(page).expect("the page reads");
    let mut examples = Vec::new();
    let mut open: Option<Example> = None;
    for line in page.lines() {
        match (&mut open, line) {
            (None, "```diff") => open = Some(Example::default()),
            (Some(_), "```") => examples.extend(open.take()),
            (Some(example), line) => example.take(line),
            (None, _) => {}
        }
    }
    examples
}

impl Example {
    fn take(&mut self, line: &str) {
        // An empty line that stays may lose its blank in an editor.
        let sign = line.chars().next().unwrap_or(' ');
        let rest = line.get(1..).unwrap_or("");
        let text = rest.replace('⇥', "\t").replace('␍', "\r").replace('◆', "\u{feff}");
        let text = text.strip_suffix('∎').map_or_else(|| format!("{text}\n"), str::to_owned);
        match sign {
            '$' => rest.trim().clone_into(&mut self.intent),
            '!' => self.refusal = Some(rest.trim().to_owned()),
            '-' => self.before.push_str(&text),
            '+' => self.after.push_str(&text),
            ' ' => {
                self.before.push_str(&text);
                self.after.push_str(&text);
            }
            other => panic!("a line begins with `{other}`: {line}"),
        }
    }
}

fn fields(text: &str) -> Vec<(KeyPath, Literal)> {
    let field = |field: &str| {
        let (key, value) = field.split_once('=').unwrap_or_else(|| panic!("no `=` in `{field}`"));
        (key.parse().unwrap(), value.parse().unwrap())
    };
    text.split("; ").map(field).collect()
}

fn intent(text: &str) -> Intent {
    let (word, rest) = text.split_once(' ').expect("a word and a path");
    let (record, rest) = split_path(rest);
    match word {
        "set" => {
            let (key, value) = fields(rest).remove(0);
            Intent::Set { record: path(record), key, value }
        }
        "unset" => Intent::Unset { record: path(record), key: rest.parse().unwrap() },
        "add" => Intent::Add { record: path(record), fields: fields(rest) },
        "append" => Intent::Append { array: path(record), row: fields(rest) },
        "remove" => Intent::Remove { record: path(record) },
        "move" => Intent::Move { record: path(record), to: path(rest) },
        other => panic!("`{other}` is not one of the six"),
    }
}

/// A path ends at the first blank; `''` is the top of the file.
fn split_path(text: &str) -> (&str, &str) {
    let (record, rest) = text.split_once(' ').unwrap_or((text, ""));
    (if record == "''" { "" } else { record }, rest)
}

#[test]
fn every_example_of_the_page_is_so() {
    let mut wrong = Vec::new();
    for example in examples() {
        let Example { intent: text, refusal, before, after } = &example;
        let said = match (edit(before, &intent(text)), refusal) {
            (Ok(found), None) if found == *after => continue,
            (Err(found), Some(words)) if found.to_string().contains(words) && before == after => continue,
            (Ok(found), _) => found,
            (Err(found), _) => found.to_string(),
        };
        wrong.push(format!("$ {text}\n{before:?}\nexpected {refusal:?}\n{after:?}\nfound\n{said:?}\n"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_kind_of_edit_has_its_examples() {
    let examples = examples();
    for word in ["set", "unset", "add", "append", "remove", "move"] {
        let made = examples.iter().filter(|example| example.refusal.is_none() && example.intent.starts_with(word));
        assert!(made.count() >= 3, "{word}");
    }
}
