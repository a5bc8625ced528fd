//! Before, intent, after: an example of an edit, held also against undo and redo, on the text at hand and on the file as
//! it was saved.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use chrono::DateTime;
use codriver::text::{Document, History, Intent, KeyPath, Layout, Literal, RecordPath, Refusal};

pub fn layout() -> Layout {
    Layout::new(["crew", "stage", "product", "asset", "topic", "track", "play", "hazard", "deal"])
}

pub fn read(text: &str) -> Document {
    let (document, told) = Document::read(text.as_bytes().to_vec(), &layout());
    assert_eq!(told, []);
    document
}

pub fn text(document: &Document) -> String {
    String::from_utf8(document.bytes()).unwrap()
}

pub fn edit(before: &str, intent: &Intent) -> Result<String, Refusal> {
    let mut document = read(before);
    let step = match document.apply(intent) {
        Ok(step) => step,
        Err(refusal) => {
            assert_eq!(text(&document), before, "a refusal changes nothing");
            return Err(refusal);
        }
    };
    let after = text(&document);
    let mut again = read(&after);
    let redo = again.undo(&step).unwrap_or_else(|refusal| panic!("{refusal} on the saved file\n{after}"));
    assert_eq!(text(&again), before, "undo on the file as it was saved");
    again.undo(&redo).unwrap();
    assert_eq!(text(&again), after, "redo on that");
    let mut again = read(before);
    again.undo(&redo).unwrap_or_else(|refusal| panic!("{refusal} on the saved file\n{before}"));
    assert_eq!(text(&again), after, "redo on the file as it was saved once more");
    let mut history = History::default();
    history.push("edit", DateTime::UNIX_EPOCH, vec![step]);
    history.undo(&mut document).unwrap();
    assert_eq!(text(&document), before, "undo");
    history.redo(&mut document).unwrap();
    assert_eq!(text(&document), after, "redo");
    Ok(after)
}

pub fn path(text: &str) -> RecordPath {
    text.parse().unwrap()
}

pub fn fields(text: &str) -> Vec<(KeyPath, Literal)> {
    text.lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(key, value)| (key.parse().unwrap(), value.parse().unwrap()))
        .collect()
}

pub fn set(record: &str, key: &str, value: &str) -> Intent {
    Intent::Set { record: path(record), key: key.parse().unwrap(), value: value.parse().unwrap() }
}

pub fn unset(record: &str, key: &str) -> Intent {
    Intent::Unset { record: path(record), key: key.parse().unwrap() }
}

pub fn add(record: &str, keys: &str) -> Intent {
    Intent::Add { record: path(record), fields: fields(keys) }
}

pub fn append(array: &str, keys: &str) -> Intent {
    Intent::Append { array: path(array), row: fields(keys) }
}

pub fn remove(record: &str) -> Intent {
    Intent::Remove { record: path(record) }
}

pub fn relocate(record: &str, to: &str) -> Intent {
    Intent::Move { record: path(record), to: path(to) }
}

#[track_caller]
pub fn becomes(before: &str, intent: &Intent, after: &str) {
    match edit(before, intent) {
        Ok(found) => assert_eq!(found, after),
        Err(refusal) => panic!("{refusal}"),
    }
}

#[track_caller]
pub fn refused(before: &str, intent: &Intent, words: &str) {
    let refusal = edit(before, intent).expect_err("expected a refusal");
    assert!(refusal.message.contains(words), "{}", refusal.message);
    assert!(!refusal.mend.is_empty());
}
