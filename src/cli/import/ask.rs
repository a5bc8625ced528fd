//! What only a person can know of an export: asked on a terminal, told with the option that answers it elsewhere.

// Writing to a text cannot fail.
use std::fmt::Write as _;
use std::io::{BufRead as _, IsTerminal, Write};

use crate::cli::args::ImportArgs;
use crate::cli::{BAD_DATA, Outcome};
use crate::interchange::import::{About, Guess, Question};
use crate::text::visible;

/// Asks, where there is somebody to ask; an answer goes into the map. An empty answer leaves a question open.
pub(super) fn questions(guess: &mut Guess) -> Result<(), Outcome> {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Ok(());
    }
    let mut open = Vec::new();
    for question in std::mem::take(&mut guess.questions) {
        if !ask(&question, guess)? {
            open.push(question);
        }
    }
    guess.questions = open;
    Ok(())
}

fn ask(question: &Question, guess: &mut Guess) -> Result<bool, Outcome> {
    let mut out = std::io::stderr();
    let mut page = told(question);
    let keys: Vec<&str> = question.choices.iter().map(|choice| choice.key.as_str()).collect();
    for choice in &question.choices {
        let _ = writeln!(page, "  {}  {}", choice.key, visible(&choice.words));
    }
    let otherwise = question.otherwise.and_then(|at| question.choices.get(at));
    let hint = otherwise.map_or_else(String::new, |choice| format!(", Enter for {}", choice.key));
    let _ = write!(page, "[{}{hint}] ", keys.join("/"));
    loop {
        let mut answer = String::new();
        let asked = Write::write_all(&mut out, page.as_bytes()).and_then(|()| out.flush());
        let read = asked.and_then(|()| std::io::stdin().lock().read_line(&mut answer));
        match (read, answer.trim()) {
            (Ok(0) | Err(_), _) => return Err(Outcome::refused("nothing was imported", "")),
            (Ok(_), "") => {
                return match otherwise {
                    Some(choice) => Ok(question.answer(&mut guess.map, &choice.key).is_ok()),
                    None => Ok(false),
                };
            }
            (Ok(_), key) => match question.answer(&mut guess.map, key) {
                Ok(()) => return Ok(true),
                Err(refusal) => page = format!("{}; {}: ", visible(&refusal.message), visible(&refusal.mend)),
            },
        }
    }
}

fn told(question: &Question) -> String {
    let mut page = format!("\n{}\n  {}\n", visible(&question.what), visible(&question.why));
    if !question.samples.is_empty() {
        let samples: Vec<String> = question.samples.iter().map(|sample| format!("`{}`", visible(sample))).collect();
        let _ = writeln!(page, "  such as {}", samples.join(", "));
    }
    page
}

/// Questions that are still open, and have no answer that can be taken for granted, stop the import.
pub(super) fn refuse_open(guess: &Guess, args: &ImportArgs) -> Result<(), Outcome> {
    let open: Vec<&Question> = guess.questions.iter().filter(|question| question.otherwise.is_none()).collect();
    if open.is_empty() {
        return Ok(());
    }
    let count = if open.len() == 1 { "one thing".to_owned() } else { format!("{} things", open.len()) };
    let mut err = format!("codriver: nothing was imported: {count} about the export cannot be known\n");
    for question in open {
        err += &told(question);
        for choice in &question.choices {
            let way = match question.about {
                About::Dates => format!("--dates {}", choice.key),
                About::Pipelines => format!("--pipeline {}", quoted(&choice.words, &choice.key)),
                About::Name | About::Decimals | About::Column(_) => format!("in the map: {}", choice.written),
            };
            let _ = writeln!(err, "  {}: {}", visible(&choice.words), visible(&way));
        }
    }
    let hint = match &args.map {
        Some(map) => format!("the map is `{}`", visible(&map.display().to_string())),
        None => "`--map FILE` writes a map to be edited, with samples of every column".to_owned(),
    };
    let _ = writeln!(err, "  hint: {hint}");
    Err(Outcome { err, code: BAD_DATA, ..Outcome::default() })
}

fn quoted(words: &str, key: &str) -> String {
    if key.eq_ignore_ascii_case("all") { "all".to_owned() } else { format!("'{words}'") }
}
