//! What holds for every text: the verdict is TOML's, and an edit changes what it means to change and nothing else.
#![expect(clippy::unwrap_used, clippy::panic, clippy::format_push_string, reason = "helpers of tests")]

use codriver::text::{Document, Intent, KeyPath, Layout, Literal, RecordPath, Step, Tree, Word};
use proptest::prelude::*;

use super::model::{Expected, expected, pruned};

fn layout() -> Layout {
    Layout::new(["deal", "crew"])
}

fn read(text: &str) -> (Document, bool) {
    let (document, told) = Document::read(text.as_bytes().to_vec(), &layout());
    let is_sound =
        told.is_empty() && document.units().all(|unit| Tree::read(unit.key(), &document.text_of(unit)).is_sound());
    (document, is_sound)
}

/// TOML's own verdict, numbers included.
fn is_valid(text: &str) -> bool {
    toml::from_str::<toml::Table>(text).is_ok()
}

/// What a text says as a whole.
fn meaning(text: &str) -> toml::Table {
    toml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Pieces of which broken and whole files are made.
fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop::sample::select(vec![
        "[deal.a]",
        "[deal.b]",
        "[deal]",
        "[[deal.a.log]]",
        "[[deal]]",
        "[crew.a.x]",
        "[campaign]",
        "[[review]]",
        "[ deal . 'a' ]",
        "[deal.",
        "[]",
        "[[x]",
        "a = 1",
        "b = 'x'",
        "deal.a.x = 1",
        "crew = { a = {} }",
        "a.b = 2",
        "campaign = 3",
        "x = [",
        "]",
        "}",
        "x = {",
        "\"\"\"",
        "'''",
        "s = \"\"\"a",
        "t = '''[deal.a]",
        "# [x] \"\"\"",
        "\\",
        "\"",
        "'",
        "= 1",
        "k",
        "1 = 0x_1",
        "d = 2026-13-01",
        "\u{feff}",
        "\u{7}",
        "n = 99999999999999999999",
        "e = \"\\u00e9\"",
        "[deal.a.b.c]",
        ",",
        "  [deal.a.t] # c",
        "[1.2]",
        "i = [\n[1]\n]",
    ]);
    let end = prop::sample::select(vec!["\n", "\n", "\n", "\r\n", "\n\n", " ", "", "\r"]);
    prop::collection::vec((scrap, end), 0..14)
        .prop_map(|lines| lines.into_iter().flat_map(|(line, end)| [line, end]).collect())
}

/// One line of a record, in one of its spellings.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is one independent habit of a file")]
struct Shape {
    deals: Vec<Vec<u8>>,
    crlf: bool,
    bom: bool,
    last_newline: bool,
    blank: bool,
    whole: bool,
}

fn shapes() -> impl Strategy<Value = Shape> {
    let deal = prop::collection::vec(0_u8..12, 0..8);
    (prop::collection::vec(deal, 1..4), any::<[bool; 5]>()).prop_map(
        |(deals, [crlf, bom, last_newline, blank, whole])| Shape { deals, crlf, bom, last_newline, blank, whole },
    )
}

/// A valid file: comments everywhere, every spelling of a record.
fn written(shape: &Shape) -> String {
    let mut text = String::from("# head \"\"\" [\n\nformat = 1 # one\n");
    if shape.whole {
        text.push_str("deal.z.account = 'Z'\n");
    }
    for (index, lines) in shape.deals.iter().enumerate() {
        let deal = format!("deal.d{index}");
        let mut keys = String::new();
        let mut sections = String::new();
        for (at, line) in lines.iter().enumerate() {
            let gap = if shape.blank { "\n" } else { "" };
            match line {
                0 => keys.push_str(&format!("k{at} = \"v # [\" # why\n")),
                1 => keys.push_str(&format!("contact.c{at}.name = 'N'\n")),
                2 => keys.push_str(&format!("\tcontact.c{at} = {{ name = 'N', role=\"R\" }} # who\n")),
                3 => keys.push_str(&format!("k{at} = [\n  'a', # a\n  \"b\",\n]\n")),
                4 => keys.push_str(&format!("k{at} = '''\n[deal.x]\n# no\n'''\n")),
                5 => keys.push_str("# a comment between\n"),
                6 => sections
                    .push_str(&format!("{gap}# above\n[{deal}.note.n{at}] # note\nsay = 's'\nnext.on = 2026-01-01\n")),
                7 => sections.push_str(&format!("{gap}[[{deal}.log]]\nn = {at}\nwhat='w'\n")),
                8 => sections.push_str(&format!("{gap}[{deal}.\"q {at}\"]\n  'x y' = 1\n")),
                9 => sections.push_str(&format!("\n# far\n\n[{deal}.flag.f{at}]\nt = {{}}\n")),
                10 => keys.push_str(&format!("k{at}=1_000\n")),
                _ => keys.push_str(&format!("n{at} = {{ a.b = 1, c = [{{ d = 2 }}] }}\n")),
            }
        }
        text.push_str(&format!("{}[{deal}]\n{keys}{sections}", if shape.blank { "\n" } else { "" }));
    }
    text.push_str("[campaign]\nname = 'c'\n");
    if !shape.last_newline {
        text.pop();
    }
    if shape.crlf {
        text = text.replace('\n', "\r\n");
    }
    if shape.bom { format!("\u{feff}{text}") } else { text }
}

fn values() -> impl Strategy<Value = Literal> {
    prop_oneof![
        "[ -~é\n\"\\\\]{0,12}".prop_map(Literal::Text),
        any::<i64>().prop_map(Literal::Integer),
        any::<bool>().prop_map(Literal::Bool),
        Just(Literal::Array(vec!["a".into(), "b".into()])),
        Just(Literal::InlineTable(vec![("what".into(), "w".into()), ("by".into(), "x".into())])),
    ]
}

fn records() -> impl Strategy<Value = RecordPath> {
    let below = prop::sample::select(vec![
        "",
        ".note.n0",
        ".note.n1",
        ".note.new",
        ".contact.c0",
        ".contact.c1",
        ".contact.new",
        ".flag.f1",
        ".log[n=1]",
        ".log",
        ".\"q 0\"",
        ".n0",
        ".n1.a",
    ]);
    prop_oneof![
        8 => (0..3_u8, below).prop_map(|(deal, below)| format!("deal.d{deal}{below}").parse().unwrap()),
        1 => Just(RecordPath::default()),
        1 => Just(RecordPath::new(["campaign"])),
        1 => Just(RecordPath::new(["review"])),
        1 => Just(RecordPath::new(["deal"])),
        1 => Just(RecordPath::new(["crew", "sam"])),
    ]
}

fn keys() -> impl Strategy<Value = KeyPath> {
    prop::sample::select(vec![
        "k0",
        "k1",
        "k2",
        "new",
        "\"x y\"",
        "say",
        "next.on",
        "next.by",
        "name",
        "contact.c0.name",
        "a.b",
        "c",
        "what",
        "deal.d0.k0",
        "deal.d1",
        "campaign.name",
        "deal",
    ])
    .prop_map(|key| key.parse().unwrap())
}

/// Texts that the files have.
fn said() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["v # [", "N", "R", "a", "b", "s", "w", "c", "x", "[deal.x]\n# no\n"])
        .prop_map(str::to_owned)
}

/// A record goes to another of its kind, a part of a deal anywhere. Nothing moves a whole deal into another kind of record.
fn moves() -> impl Strategy<Value = Intent> {
    let fits = |(record, to): &(RecordPath, RecordPath)| {
        let (from, into): (Vec<_>, Vec<_>) = (record.keys().collect(), to.keys().collect());
        from.len() > 2 || (into.len() == 2 && from.first() == into.first())
    };
    (records(), records())
        .prop_filter("a move that somebody makes", fits)
        .prop_map(|(record, to)| Intent::Move { record, to })
}

fn intents() -> impl Strategy<Value = Intent> {
    let fields = || prop::collection::vec((keys(), values()), 0..4);
    prop_oneof![
        3 => (records(), keys(), values()).prop_map(|(record, key, value)| Intent::Set { record, key, value }),
        2 => (records(), keys()).prop_map(|(record, key)| Intent::Unset { record, key }),
        2 => (records(), fields()).prop_map(|(record, fields)| Intent::Add { record, fields }),
        2 => (records(), fields()).prop_map(|(array, row)| Intent::Append { array, row }),
        2 => records().prop_map(|record| Intent::Remove { record }),
        3 => moves(),
        3 => (records(), keys(), said(), "[ -~é]{0,6}").prop_map(|(record, key, was, text)| {
            Intent::Reword { words: vec![Word { record, key, was, text }] }
        }),
    ]
}

fn text_of(document: &Document) -> String {
    String::from_utf8(document.bytes()).unwrap()
}

/// Whether a text is another one with bytes put in.
fn is_within(short: &str, long: &str) -> bool {
    let mut rest = long.bytes();
    short.bytes().all(|byte| rest.any(|other| other == byte))
}

/// Whether one value has been replaced, and nothing else.
fn is_replaced(old: &str, new: &str, value: &str) -> bool {
    old.match_indices(value).any(|(at, _)| {
        let (head, tail) = (&old[..at], &old[at + value.len()..]);
        new.len() >= head.len() + tail.len() && new.starts_with(head) && new.ends_with(tail)
    })
}

/// Every comment is still there, unless a removal took the lines with it.
fn comments(text: &str) -> usize {
    ["# why", "# who", "# one", "# far", "# a comment between"]
        .iter()
        .map(|comment| text.matches(comment).count())
        .sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn a_file_is_sound_exactly_when_toml_takes_it(text in scraps()) {
        let (document, is_sound) = read(&text);
        prop_assert_eq!(document.bytes(), text.as_bytes());
        prop_assert_eq!(is_sound, is_valid(&text), "{:?}", text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    /// Duplicate keys among it: TOML itself reads every text that an edit leaves.
    #[test]
    fn edits_mean_what_they_say_and_undo_is_exact(shape in shapes(), intents in prop::collection::vec(intents(), 1..6)) {
        let before = written(&shape);
        let (mut document, is_sound) = read(&before);
        prop_assert!(is_sound, "{}", before);
        let mut states = vec![before];
        let mut steps: Vec<Step> = Vec::new();
        let mut parted = false;
        for intent in &intents {
            let old = states.last().unwrap().clone();
            let earlier = document.clone();
            let Ok(step) = document.apply(intent) else {
                prop_assert_eq!(text_of(&document), old, "a refusal changes nothing");
                continue;
            };
            let new = text_of(&document);
            let shown = format!("{intent:?}\n{old}\n->\n{new}");
            prop_assert!(read(&new).1 && is_valid(&new), "{}", shown);
            // Read again it says what was intended, and nothing else.
            let Some(Expected { table, is_removal }) = expected(&meaning(&old), intent) else {
                return Err(TestCaseError::fail(format!("should have been refused: {shown}")));
            };
            let (is, should) = (toml::Value::Table(meaning(&new)), toml::Value::Table(table));
            if is_removal {
                prop_assert_eq!(pruned(is), pruned(should), "{}", shown);
            } else {
                prop_assert_eq!(is, should, "{}", shown);
            }
            // The bytes outside stay.
            match intent {
                Intent::Set { record, key, .. } => match read(&old).0.get(record, key) {
                    Some(value) => prop_assert!(is_replaced(&old, &new, &value), "{}", shown),
                    None => prop_assert!(is_within(&old, &new), "{}", shown),
                },
                Intent::Add { .. } | Intent::Append { .. } => prop_assert!(is_within(&old, &new), "{}", shown),
                Intent::Unset { .. } | Intent::Remove { .. } => prop_assert!(is_within(&new, &old), "{}", shown),
                Intent::Reword { .. } => prop_assert_eq!(comments(&new), comments(&old), "{}", shown),
                Intent::Move { .. } => prop_assert_eq!(comments(&new), comments(&old), "{}", shown),
                Intent::Replay { .. } => {}
            }
            prop_assert_eq!(new.starts_with('\u{feff}'), shape.bom);
            if shape.crlf {
                prop_assert_eq!(new.matches('\n').count(), new.matches("\r\n").count());
            } else {
                prop_assert!(!new.contains('\r'));
            }
            // On the file as it was saved the same intent comes to the same bytes, unless a key was written at the top of
            // the file, which may be a unit of its own once it is read again.
            parted |= matches!(intent, Intent::Set { record, .. } if *record == RecordPath::default());
            let changed: Vec<_> = step.units().cloned().collect();
            for unit in earlier.units().filter(|unit| !parted && !changed.contains(unit.key())) {
                // Empty lines above a new unit, and what is left of one that went, are the end of the one before.
                let is = document.unit_text(unit.key()).unwrap();
                prop_assert!(is.starts_with(earlier.text_of(unit).trim_end_matches(['\r', '\n'])), "{}", shown);
            }
            if !parted {
                let (mut saved, _) = read(&old);
                prop_assert!(saved.apply(intent).is_ok());
                prop_assert_eq!(text_of(&saved), new.clone(), "{}", shown);
            }
            // And the step is taken back on it, and made again or refused.
            let (mut saved, _) = read(&new);
            let undone = saved.undo(&step);
            prop_assert!(undone.is_ok(), "{:?}: {}", undone, shown);
            prop_assert_eq!(text_of(&saved), old.clone(), "{}", shown);
            let (mut saved, _) = read(&old);
            let redone = saved.undo(&undone.unwrap());
            prop_assert!(redone.is_ok() || parted, "{:?}: {}", redone, shown);
            prop_assert_eq!(&text_of(&saved), if redone.is_ok() { &new } else { &old }, "{}", shown);
            states.push(new);
            steps.push(step);
        }
        for step in steps.iter().rev() {
            prop_assert_eq!(text_of(&document), states.pop().unwrap());
            document.undo(step).unwrap();
        }
        prop_assert_eq!(text_of(&document), states.pop().unwrap());
    }

    #[test]
    fn intents_survive_the_journal(intent in intents()) {
        let json = serde_json::to_string(&intent).unwrap();
        prop_assert_eq!(serde_json::from_str::<Intent>(&json).unwrap(), intent);
    }
}
