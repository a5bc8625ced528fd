//! A document that lives through many edits, and the file, which is read afresh for each: the bytes are the same after
//! every one.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use chrono::DateTime;
use codriver::text::{Document, Edit, History, Intent, KeyPath, Layout, Literal, RecordPath};
use proptest::prelude::*;

/// What a console has, and the file under it.
struct Pair {
    document: Document,
    history: History,
    file: Vec<u8>,
}

fn read(bytes: &[u8]) -> Document {
    Document::read(bytes.to_vec(), &Layout::new(["deal", "crew"])).0
}

impl Pair {
    fn open(text: &str) -> Self {
        Self { document: read(text.as_bytes()), history: History::default(), file: text.as_bytes().to_vec() }
    }

    fn here(&self) -> String {
        String::from_utf8(self.document.bytes()).unwrap()
    }

    fn there(&self) -> String {
        String::from_utf8(self.file.clone()).unwrap()
    }

    /// Makes edits on the file, as a save does.
    fn save(&mut self, edits: &[Edit]) {
        let mut fresh = read(&self.file);
        for edit in edits {
            let clashes = fresh.rebase(edit).clashes;
            assert!(clashes.is_empty(), "{edit:?}\n{}\n{clashes:?}", self.there());
        }
        self.file = fresh.bytes();
    }

    /// One action. Whether it was made.
    fn act(&mut self, intent: Intent) -> bool {
        let edit = self.document.seen(intent);
        let Ok(step) = self.document.apply(&edit.intent) else { return false };
        self.history.push("act", DateTime::UNIX_EPOCH, vec![step]);
        self.save(&[edit]);
        true
    }

    fn undo(&mut self) -> bool {
        let moved = self.history.undo(&mut self.document);
        let Some(moved) = moved.unwrap_or_else(|refusal| panic!("{refusal}\n{}", self.here())) else { return false };
        self.save(&moved.steps.into_iter().map(|step| Intent::Replay { step }.into()).collect::<Vec<_>>());
        true
    }

    fn redo(&mut self) -> bool {
        let Some(moved) = self.history.redo(&mut self.document).unwrap() else { return false };
        self.save(&moved.steps.into_iter().map(|step| Intent::Replay { step }.into()).collect::<Vec<_>>());
        true
    }
}

fn remove(record: &str) -> Intent {
    Intent::Remove { record: record.parse().unwrap() }
}

fn add(record: &str) -> Intent {
    Intent::Add { record: record.parse().unwrap(), fields: vec![(KeyPath::new("a"), Literal::Integer(2))] }
}

/// Removed and added again: the same bytes here and there, and the first ones once both are taken back.
fn there_and_back(text: &str, record: &str) {
    let mut pair = Pair::open(text);
    for intent in [remove(record), add(record)] {
        assert!(pair.act(intent));
        assert_eq!(pair.here(), pair.there());
    }
    let last = pair.there();
    for _ in 0..2 {
        assert!(pair.undo());
        assert_eq!(pair.here(), pair.there());
    }
    assert_eq!(pair.there(), text);
    for _ in 0..2 {
        assert!(pair.redo());
        assert_eq!(pair.here(), pair.there());
    }
    assert_eq!(pair.there(), last);
}

#[test]
fn a_deal_removed_and_added_again_stands_in_the_document_where_it_stands_in_the_file() {
    there_and_back("format = 1\n\n[deal.x]\na = 1\n\n[deal.y]\na = 1\n\n[campaign]\nname = 'c'\n", "deal.x");
}

#[test]
fn so_does_a_group() {
    there_and_back("format = 1\n\n[campaign]\na = 1\n\n[deal.y]\na = 1\n", "campaign");
}

#[test]
fn so_does_one_that_was_the_last_or_the_only_one() {
    there_and_back("format = 1\n\n[deal.y]\na = 1\n\n[deal.x]\na = 1\n", "deal.x");
    there_and_back("[deal.x]\na = 1\n", "deal.x");
    there_and_back("[deal.x]\na = 1", "deal.x");
}

#[test]
fn so_does_one_in_two_places_of_the_file() {
    there_and_back("[deal.x]\na = 1\n\n[deal.y]\na = 1\n\n[deal.x.note.n]\nsay = 's'\n\n[deal.z]\na = 1\n", "deal.x");
}

#[test]
fn so_does_one_that_leaves_a_remark_behind() {
    there_and_back("[deal.y]\na = 1\n\n# far\n\n[deal.x]\na = 1\n# near\n\n# far\n[deal.z]\na = 1\n", "deal.x");
}

/// One thing that a person does.
#[derive(Debug, Clone)]
enum Act {
    Make(Intent),
    Undo,
    Redo,
}

fn records() -> impl Strategy<Value = String> {
    let names =
        ["deal.x", "deal.y", "deal.z", "campaign", "crew.sam", "deal.x.note.n", "deal.y.note.n", "deal.z.note.n"];
    prop::sample::select(names.map(str::to_owned).to_vec())
}

fn acts() -> impl Strategy<Value = Act> {
    let set = |record: String| {
        let record: RecordPath = record.parse().unwrap();
        Intent::Set { record, key: KeyPath::new("b"), value: "set".into() }
    };
    prop_oneof![
        4 => records().prop_map(|record| Act::Make(remove(&record))),
        4 => records().prop_map(|record| Act::Make(add(&record))),
        1 => records().prop_map(move |record| Act::Make(set(record))),
        4 => Just(Act::Undo),
        2 => Just(Act::Redo),
    ]
}

/// A file in one of many spellings: gaps, remarks, sections of a deal apart, a last line without its end.
fn files() -> impl Strategy<Value = String> {
    let blocks = vec![
        "[deal.x]\na = 1\n",
        "[deal.y]\na = 'y'\nk = 1 # why\n",
        "[deal.z]\n",
        "[deal.x.note.n]\nsay = 's'\n",
        "[deal.y.note.n]\nsay = 's'\n# behind\n",
        "[campaign]\nname = 'c'\n",
        "[crew.sam]\nname = 'S'\n",
        "[crew.maya]\nname = 'M'\n\n# far\n\n",
    ];
    let gap = prop::sample::select(vec!["", "\n", "\n", "\n\n", "# lead\n", "\n# lead\n", "\n# apart\n\n"]);
    let blocks = prop::sample::subsequence(blocks, 0..=8).prop_shuffle();
    (any::<[bool; 3]>(), blocks, prop::collection::vec(gap, 8)).prop_map(|([head, open, crlf], blocks, gaps)| {
        let mut text = if head { "format = 1\n".to_owned() } else { String::new() };
        for (block, gap) in blocks.iter().zip(gaps) {
            text.push_str(gap);
            text.push_str(block);
        }
        if open && text.ends_with('\n') {
            text.pop();
        }
        if crlf { text.replace('\n', "\r\n") } else { text }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn after_every_act_the_document_is_the_file(text in files(), acts in prop::collection::vec(acts(), 1..12)) {
        let mut pair = Pair::open(&text);
        let mut told = text.clone();
        for act in acts {
            let is_made = match &act {
                Act::Make(intent) => pair.act(intent.clone()),
                Act::Undo => pair.undo(),
                Act::Redo => pair.redo(),
            };
            if is_made {
                told = format!("{told}\n-- {act:?}\n{}", pair.here());
                prop_assert_eq!(pair.here(), pair.there(), "{}", told);
            }
        }
        while pair.undo() {
            prop_assert_eq!(pair.here(), pair.there(), "{}", told);
        }
        prop_assert_eq!(pair.there(), text, "{}", told);
    }
}
