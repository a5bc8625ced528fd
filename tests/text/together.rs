//! Many edits at once: the same text as one by one, and few readings of it.

use std::fmt::Write as _;

use codriver::text::{Document, Intent};

use super::examples::{add, append, read, remove, set, text};

fn one_by_one(before: &str, intents: &[Intent]) -> (String, Vec<usize>) {
    let mut document = read(before);
    let refused = intents.iter().enumerate().filter(|(_, intent)| document.apply(intent).is_err());
    let refused = refused.map(|(index, _)| index).collect();
    (text(&document), refused)
}

fn together(before: &str, intents: &[Intent]) -> (String, Vec<usize>) {
    let mut document = read(before);
    let made = document.apply_all(intents);
    (text(&document), made.refused.into_iter().map(|(index, _)| index).collect())
}

#[track_caller]
fn the_same(before: &str, intents: &[Intent]) {
    assert_eq!(together(before, intents), one_by_one(before, intents));
}

fn notes(count: usize) -> Vec<Intent> {
    (0..count).map(|number| add(&format!("deal.x.note.n{number}"), &format!("say = \"{number}\"\ngrade = 3"))).collect()
}

fn rows(count: usize) -> Vec<Intent> {
    (0..count).map(|number| append("deal.x.message", &format!("at = {number}\nsaid = \"s\""))).collect()
}

/// Ways to write what is there already, and what stands behind it.
const TEXTS: [&str; 15] = [
    "[deal.x]\n",
    "[deal.x]",
    "[deal.x]\r\naccount = 'X'\r\n\r\n[deal.y]\r\naccount = 'Y'\r\n",
    "[deal.x]\n[deal.y]\n",
    "[deal.x]\naccount = 'X'\n\n[deal.x.note.a]\nsay = 'a'\n\n[[deal.x.message]]\nat = -1\n\n[deal.y]\n",
    "[deal.x]\n[deal.x.note.a]\nsay = 'a'\n[[deal.x.message]]\nat = -1\n[deal.y]\n",
    "[deal.x]\n\n[deal.x.note.a]\nsay = 'a'\n\n\n\n[deal.y]\n",
    "[deal.x]\nnote.a = { say = 'a' }\nmessage = [{ at = -1 }]\n\n[deal.y]\n",
    "[deal.x]\nnote = { a = { say = 'a' } }\nmessage = [\n  { at = -1 },\n  { at = -2 },\n]\n",
    "[deal.x]\nnote = { }\nmessage = [\n  { at = -1 },\n  { at = -2 }\n]\n",
    "[deal.x]\nmessage = [\n  { at = -1 }]\n",
    "[deal.x]\nmessage = []\n[deal.x.note]\na = { say = 'a' } # the first\n",
    "deal.x.account = 'X'\n",
    "[deal]\nx = { account = 'X' }\n",
    "[deal.x]\n  [deal.x.note.a] # a\n  say='a'\n\n  # about b\n  [deal.x.note.b]\n  say='b'\n",
];

#[test]
fn notes_added_at_once_are_written_as_one_by_one() {
    for before in TEXTS {
        the_same(before, &notes(4));
    }
}

#[test]
fn rows_added_at_once_are_written_as_one_by_one() {
    for before in TEXTS {
        the_same(before, &rows(4));
    }
}

#[test]
fn of_many_edits_each_refused_one_is_told_and_the_others_are_made() {
    let mut intents = notes(3);
    intents.insert(1, add("deal.x.note.n0", "say = \"again\""));
    intents.insert(3, add("deal.gone.note.n0", "say = \"nowhere\""));
    intents.push(set("deal.x", "account", "\"Y\""));
    intents.push(set("deal.gone", "account", "\"Y\""));
    let before = "[deal.x]\naccount = 'X'\n";
    the_same(before, &intents);
    assert_eq!(together(before, &intents).1, [1, 3, 6]);
}

#[test]
fn an_edit_that_is_no_addition_is_made_between_those_around_it() {
    let intents = [
        add("deal.x.note.a", "say = \"first\""),
        remove("deal.x.note.a"),
        add("deal.x.note.a", "say = \"second\""),
        add("deal.y", "account = \"Y\""),
        add("deal.y.note.a", "say = \"new\""),
        add("deal.y.note.b", "say = \"new\""),
    ];
    the_same("[deal.x]\naccount = 'X'\n", &intents);
}

#[test]
fn a_thousand_rows_and_notes_in_turn_are_a_handful_of_steps() {
    let mut before = "[deal.x]\naccount = 'X'\n".to_owned();
    for number in 0..100 {
        let _ = write!(before, "\n[deal.x.note.old{number}]\nsay = \"{}\"\n", "words ".repeat(20));
    }
    let intents: Vec<Intent> = rows(500).into_iter().zip(notes(500)).flat_map(|(row, note)| [row, note]).collect();
    let mut document = read(&before);
    let made = document.apply_all(&intents);
    assert_eq!(made.refused, []);
    assert!(made.steps.len() <= 4, "{} steps", made.steps.len());
    let (mut notes, mut rows) = (0, 0);
    for line in text(&document).lines() {
        notes += usize::from(line.starts_with("[deal.x.note.n"));
        rows += usize::from(line == "[[deal.x.message]]");
    }
    assert_eq!((notes, rows), (500, 500));
}

#[test]
fn each_step_of_many_edits_is_taken_back_byte_for_byte() {
    for before in TEXTS {
        let mut document = read(before);
        let made = document.apply_all(notes(3).iter().chain(&rows(3)));
        for step in made.steps.iter().rev() {
            assert!(document.undo(step).is_ok(), "{before}");
        }
        assert_eq!(text(&document), before);
    }
}

#[test]
fn rows_that_a_text_has_are_known_by_all_that_they_say() {
    let document: Document = read("[deal.x]\n[deal.x.note.n1]\n[[deal.x.message]]\nat = 0\nsaid = 's'\nwho = 'w'\n");
    let intents: Vec<Intent> = notes(3).into_iter().chain(rows(2)).collect();
    let mut there: Vec<usize> = document.rows_there(&intents).into_iter().collect();
    there.sort_unstable();
    assert_eq!(there, [3]);
}
