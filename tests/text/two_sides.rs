//! What holds for any two texts that began as one.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::fmt::Write as _;

use codriver::campaign::layout;
use codriver::text::{Document, Intent, KeyPath, Literal, RecordPath, merge};
use proptest::prelude::*;

fn read(text: &str) -> Document {
    Document::read(text.as_bytes().to_vec(), &layout()).0
}

fn text(document: &Document) -> String {
    String::from_utf8(document.bytes()).unwrap()
}

/// What a text says; rows of logs in one order.
fn meaning(text: &str) -> toml::Value {
    let table: toml::Table = toml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    in_order(toml::Value::Table(table))
}

fn in_order(value: toml::Value) -> toml::Value {
    match value {
        toml::Value::Array(values) => {
            let mut values: Vec<_> = values.into_iter().map(in_order).collect();
            values.sort_by_cached_key(ToString::to_string);
            toml::Value::Array(values)
        }
        toml::Value::Table(table) => {
            let kept = table.into_iter().map(|(key, value)| (key, in_order(value)));
            // A table that is only implied goes with its last key.
            toml::Value::Table(
                kept.filter(|(_, value)| value.as_table().is_none_or(|table| !table.is_empty())).collect(),
            )
        }
        value => value,
    }
}

fn campaigns() -> impl Strategy<Value = String> {
    let deal = (any::<[bool; 5]>(), 0_u8..3, 0_u8..3);
    (prop::collection::vec(deal, 1..4), any::<bool>()).prop_map(|(deals, crlf)| {
        let mut text = "# Ours.\nformat = 1\n\n[campaign]\nname = \"c\" # name\n".to_owned();
        for (index, ([blank, inline, comment, dotted, lone], notes, rows)) in deals.into_iter().enumerate() {
            let gap = if blank { "\n" } else { "" };
            writeln!(text, "{gap}[deal.d{index}]").unwrap();
            if comment {
                text.push_str("# first\n");
            }
            text.push_str("account = 'A' # who\nvalue = 1_000\n");
            if inline {
                text.push_str("contact.c0 = { name = 'N', role = \"R\" }\nnext = { what = 'w', on = 2026-01-01 }\n");
            }
            if dotted {
                text.push_str("objective.o = 'O'\ngate = [\n  'a', # a\n  'b',\n]\n");
            }
            for note in 0..notes {
                write!(text, "{gap}# above {note}\n[deal.d{index}.note.n{note}]\nsay = 's'\nlead = '1d'\n").unwrap();
            }
            for row in 0..rows {
                write!(text, "{gap}[[deal.d{index}.stroke]]\nat = 2026-01-0{}T10:00:00Z\nby = 'sam'\n", row + 1)
                    .unwrap();
            }
            if lone {
                write!(text, "[deal.d{index}.service]\nreason = 'r'\n").unwrap();
            }
        }
        if crlf { text.replace('\n', "\r\n") } else { text }
    })
}

fn values() -> impl Strategy<Value = Literal> {
    prop_oneof![
        prop::sample::select(vec!["u", "v", "w"]).prop_map(Literal::from),
        (0_i64..3).prop_map(Literal::Integer),
        Just(Literal::Array(vec!["a".into()])),
    ]
}

fn records() -> impl Strategy<Value = RecordPath> {
    let below = prop::sample::select(vec![
        "",
        "",
        ".note.n0",
        ".note.n1",
        ".note.n5",
        ".contact.c0",
        ".contact.c1",
        ".service",
        ".stroke[at=2026-01-01T10:00:00Z,by=\"sam\"]",
    ]);
    (0..4_u8, below).prop_map(|(deal, below)| format!("deal.d{deal}{below}").parse().unwrap())
}

fn intents() -> impl Strategy<Value = Intent> {
    let keys = || prop::sample::select(vec!["account", "value", "say", "lead", "new", "gate"]).prop_map(KeyPath::new);
    let fields = || prop::collection::btree_map("[klm]", values(), 0..3);
    prop_oneof![
        4 => (records(), keys(), values()).prop_map(|(record, key, value)| Intent::Set { record, key, value }),
        1 => (records(), keys()).prop_map(|(record, key)| Intent::Unset { record, key }),
        3 => (records(), fields()).prop_map(|(record, fields)| {
            let fields = fields.into_iter().map(|(key, value)| (KeyPath::new(&key), value)).collect();
            Intent::Add { record, fields }
        }),
        3 => (0..4_u8, 1..4_u8, values()).prop_map(|(deal, at, what)| {
            let row = format!("2026-01-0{at}T10:00:00Z").parse().unwrap();
            let row = vec![("at".into(), row), ("by".into(), "sam".into()), ("what".into(), what)];
            Intent::Append { array: RecordPath::new(["deal", &format!("d{deal}"), "stroke"]), row }
        }),
        2 => (0..3_u8, 0..2_u8, 0..3_u8, 0..3_u8).prop_map(|(deal, note, called, acked)| {
            let time = |minute: u8| format!("2026-01-05T09:0{minute}:00Z").parse().unwrap();
            let mut row: Vec<(KeyPath, Literal)> = vec![
                ("note".into(), format!("n{note}").into()),
                ("rung".into(), "".into()),
                ("place".into(), "2026-01-06T09:00:00Z".parse().unwrap()),
                ("called".into(), time(called)),
            ];
            if acked > 0 {
                row.push(("acked".into(), time(acked + 3)));
            }
            Intent::Append { array: RecordPath::new(["deal", &format!("d{deal}"), "call_log"]), row }
        }),
        1 => records().prop_map(|record| Intent::Remove { record }),
    ]
}

/// One side's edits, with a comment of its own at the end of some lines' record.
fn edited(base: &str, intents: &[Intent]) -> String {
    let mut document = read(base);
    for intent in intents {
        if let Intent::Append { array, row } = intent
            && array.keys().next_back() == Some("call_log")
            && document.locate(&array.row(row[..3].iter().cloned()), None).is_some()
        {
            // No console logs one call twice.
            continue;
        }
        let _ = document.apply(intent);
    }
    text(&document)
}

fn rows(text: &str) -> Vec<String> {
    let document: toml::Table = toml::from_str(text).unwrap();
    let mut found = Vec::new();
    for (id, deal) in document.get("deal").and_then(toml::Value::as_table).into_iter().flatten() {
        for row in deal.get("stroke").and_then(toml::Value::as_array).into_iter().flatten() {
            found.push(format!("{id} {row}"));
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn what_only_one_side_changed_is_taken_as_it_stands(
        base in campaigns(),
        intents in prop::collection::vec(intents(), 0..6),
    ) {
        let side = edited(&base, &intents);
        let (base, side) = (read(&base), read(&side));
        prop_assert_eq!(text(&merge(&base, &side, &base).unwrap().document), text(&side));
        prop_assert_eq!(text(&merge(&base, &base, &side).unwrap().document), text(&side));
        prop_assert_eq!(text(&merge(&base, &side, &side).unwrap().document), text(&side));
    }

    #[test]
    fn a_change_elsewhere_does_not_matter_to_what_the_other_side_means(
        base in campaigns(),
        intents in prop::collection::vec(intents(), 0..6),
    ) {
        let ours = base.replace("name = \"c\"", "name = \"d\"");
        let theirs = edited(&base, &intents);
        let merged = merge(&read(&base), &read(&ours), &read(&theirs)).unwrap();
        prop_assert_eq!(&merged.clashes, &Vec::new());
        let expected = theirs.replace("name = \"c\"", "name = \"d\"");
        prop_assert_eq!(meaning(&text(&merged.document)), meaning(&expected), "{}\n---\n{}", theirs, text(&merged.document));
        // Every comment of theirs is there.
        for comment in ["# above 0", "# above 1", "# first", "# who", "# a"] {
            prop_assert_eq!(text(&merged.document).matches(comment).count(), theirs.matches(comment).count());
        }
    }

    #[test]
    fn two_sides_are_put_together_whole(
        base in campaigns(),
        mine in prop::collection::vec(intents(), 0..6),
        other in prop::collection::vec(intents(), 0..6),
    ) {
        let (ours, theirs) = (edited(&base, &mine), edited(&base, &other));
        let merged = merge(&read(&base), &read(&ours), &read(&theirs)).unwrap();
        let found = text(&merged.document);
        let told = || format!("base\n{base}\nours\n{ours}\ntheirs\n{theirs}\nfound\n{found}\n{:?}", merged.clashes);
        // It is TOML, with the marks of clashes too, and they change nothing.
        prop_assert!(toml::from_str::<toml::Table>(&found).is_ok(), "{}", told());
        let marked = text(&merged.marked());
        prop_assert_eq!(meaning(&marked), meaning(&found), "{}", told());
        prop_assert!(marked.matches("# CLASH").count() == merged.clashes.len(), "{}\n{}", told(), marked);
        // No row is lost but those that somebody took away.
        if merged.clashes.is_empty() {
            let (begun, here) = (rows(&base), rows(&found));
            for row in rows(&ours).iter().chain(&rows(&theirs)) {
                if !begun.contains(row) {
                    let changed = rows(&ours).len() < begun.len() || rows(&theirs).len() < begun.len();
                    prop_assert!(here.contains(row) || changed || is_changed(row, &begun), "{row}\n{}", told());
                }
            }
        }
        // The other way round it says the same.
        let turned = merge(&read(&base), &read(&theirs), &read(&ours)).unwrap();
        prop_assert_eq!(turned.clashes.is_empty(), merged.clashes.is_empty(), "{}\nturned\n{:?}", told(), turned.clashes);
        if merged.clashes.is_empty() {
            prop_assert_eq!(meaning(&text(&turned.document)), meaning(&found), "{}\nturned\n{}", told(), text(&turned.document));
        }
    }
}

/// Whether a row has the keys of one that was there: then both sides may have changed parts of it.
fn is_changed(row: &str, begun: &[String]) -> bool {
    let key = |row: &str| {
        let at = row.find("at = ").map(|at| row[at..].chars().take(25).collect::<String>());
        (row.split(' ').next().map(str::to_owned), at)
    };
    begun.iter().any(|other| key(other) == key(row))
}
