//! The doors of the house: which room may use which, walked along the `use` lines and paths of the source.

#![expect(clippy::disallowed_methods, reason = "the source of the program is what is tested")]

use std::fs;
use std::path::{Path, PathBuf};

/// Room, and the rooms it may use.
const DOORS: [(&str, &[&str]); 9] = [
    ("text", &[]),
    ("pace", &[]),
    ("campaign", &["text", "pace"]),
    ("drive", &["campaign", "pace", "text"]),
    ("console", &["drive", "campaign", "pace", "text"]),
    ("view", &["console", "drive", "campaign", "pace", "text"]),
    ("interchange", &["campaign", "drive", "text", "pace"]),
    ("runtime", &["console", "view", "drive", "campaign", "pace", "text", "interchange"]),
    ("cli", &["runtime", "console", "view", "drive", "campaign", "pace", "text", "interchange"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the source folder is there") {
        let path = entry.expect("a folder entry reads").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn room_files(room: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room), &mut found);
    found.retain(|path| !path.components().any(|part| part.as_os_str() == "tests") && !path.ends_with("tests.rs"));
    found
}

/// The code of a file without its unit tests: they stand at the end, under `#[cfg(test)]`.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file reads");
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    text[..end].to_owned()
}

#[test]
fn no_room_uses_a_room_that_it_has_no_door_to() {
    let mut wrong = Vec::new();
    for (room, open) in DOORS {
        for path in room_files(room) {
            let text = code(&path);
            for (at, _) in text.match_indices("crate::") {
                let target: String =
                    text[at + 7..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                let is_room = DOORS.iter().any(|(known, _)| *known == target);
                if is_room && target != room && !open.contains(&target.as_str()) {
                    wrong.push(format!("{}: {room} uses {target}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "doors that are not in the plan:\n{}", wrong.join("\n"));
}

#[test]
fn only_the_engine_room_and_the_command_line_touch_the_machine() {
    const MACHINE: [&str; 8] =
        ["std::fs", "std::env", "std::process", "SystemTime", "Instant::now", "std::net", "println!", "eprintln!"];
    let mut wrong = Vec::new();
    for room in ["text", "pace", "campaign", "drive", "console", "view", "interchange"] {
        for path in room_files(room) {
            let text = code(&path);
            for word in MACHINE {
                if text.contains(word) {
                    wrong.push(format!("{}: {word}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "the machine is touched outside `runtime` and `cli`:\n{}", wrong.join("\n"));
}

#[test]
fn only_the_view_names_colours_and_only_the_theme_does_so_there() {
    let mut wrong = Vec::new();
    for room in ["text", "pace", "campaign", "drive", "console", "view", "interchange"] {
        for path in room_files(room) {
            if path.ends_with("view/theme.rs") {
                continue;
            }
            if code(&path).contains("Color::") {
                wrong.push(path.display().to_string());
            }
        }
    }
    assert!(wrong.is_empty(), "a colour is named outside the theme: {wrong:?}");
}

#[test]
fn no_static_holds_a_state() {
    let mut wrong = Vec::new();
    for (room, _) in DOORS {
        for path in room_files(room) {
            for line in code(&path).lines() {
                let line = line.trim_start();
                if (line.starts_with("static ") || line.starts_with("pub static ") || line.contains("thread_local!"))
                    && room != "runtime"
                {
                    wrong.push(format!("{}: {line}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn every_room_says_what_it_is_for() {
    for (room, _) in DOORS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room).join("mod.rs");
        let text = fs::read_to_string(path).expect("the room has a door");
        assert!(text.starts_with("//!") && text.contains("Invariant"), "{room} does not say its invariant");
    }
}
