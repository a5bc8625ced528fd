//! What holds for any bytes as a campaign file: used by the fuzzer and by the ordinary tests.

use codriver::text::{Document, Intent, KeyPath, Layout, Literal, RecordPath, Tree, UnitKey, render};

/// Reads the bytes, tells every problem, makes edits all over and takes them back.
///
/// # Panics
/// Where a promise is broken.
pub fn holds(data: &[u8]) {
    let layout = Layout::new(["deal", "crew", "a"]);
    let (mut document, mut told) = Document::read(data.to_vec(), &layout);
    assert_eq!(document.bytes(), data);
    let mut paths = vec![RecordPath::default(), RecordPath::new(["deal", "new"]), RecordPath::new(["review"])];
    for unit in document.units() {
        let text = document.text_of(unit);
        let tree = Tree::read(unit.key(), &text);
        told.extend_from_slice(tree.diagnostics());
        match unit.key() {
            UnitKey::Root => {}
            UnitKey::Group(group) => paths.push(RecordPath::new([&**group])),
            UnitKey::Record(group, id) => paths.push(RecordPath::new([&**group, &**id])),
        }
        if let Some(record) = tree.record().and_then(|record| record.get_ref().as_table()) {
            let path = paths.last().expect("there are some from the start").clone();
            paths.extend(record.keys().take(4).map(|key| path.below([&**key.get_ref()])));
        }
    }
    for problem in told.iter().take(20) {
        let message = render(problem, &document, "f");
        assert!(!message.chars().any(|c| c.is_control() && c != '\n'), "{message:?}");
    }
    if let Ok(text) = std::str::from_utf8(data) {
        assert_eq!(told.is_empty(), toml::from_str::<toml::Table>(text).is_ok(), "{text:?}");
    } else {
        assert!(!told.is_empty());
    }
    let is_sound = told.is_empty();
    let fields = || {
        vec![(KeyPath::new("x y"), Literal::from("\"\u{1b}\n")), (KeyPath::new("n").then("on"), Literal::Bool(true))]
    };
    let mut steps = Vec::new();
    for path in paths.into_iter().take(24) {
        let key = KeyPath::new("k");
        for intent in [
            Intent::Set { record: path.clone(), key: key.clone(), value: Literal::from("v") },
            Intent::Add { record: path.below(["new", "z"]), fields: fields() },
            Intent::Append { array: path.below(["log"]), row: fields() },
            Intent::Append { array: path.clone(), row: fields() },
            Intent::Unset { record: path.clone(), key },
            Intent::Move { record: path.below(["new", "z"]), to: RecordPath::new(["deal", "new", "y"]) },
            Intent::Move { record: path.clone(), to: RecordPath::new(["deal", "moved"]) },
            Intent::Move { record: RecordPath::new(["deal", "moved"]), to: path.clone() },
            Intent::Remove { record: path.clone() },
        ] {
            let before = document.bytes();
            match document.apply(&intent) {
                Ok(step) => steps.push((before, step)),
                Err(_) => assert_eq!(document.bytes(), before),
            }
            if is_sound {
                let text = String::from_utf8(document.bytes()).expect("an edit writes text");
                assert!(toml::from_str::<toml::Table>(&text).is_ok(), "{intent:?}\n{text}");
            }
        }
    }
    for (before, step) in steps.iter().rev() {
        document.undo(step).expect("the last step can be taken back");
        assert_eq!(document.bytes(), *before);
    }
}
