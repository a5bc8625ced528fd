//! Edits on a text that others have changed meanwhile, and two texts that began as one.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use codriver::campaign::layout;
use codriver::text::{Clash, Document, Edit, Intent, KeyPath, Literal, RecordPath, Why, merge};

fn read(text: &str) -> Document {
    let (document, told) = Document::read(text.as_bytes().to_vec(), &layout());
    assert_eq!(told, []);
    document
}

fn text(document: &Document) -> String {
    String::from_utf8(document.bytes()).unwrap()
}

fn fields(text: &str) -> Vec<(KeyPath, Literal)> {
    text.lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(key, value)| (key.parse().unwrap(), value.parse().unwrap()))
        .collect()
}

fn set(record: &str, key: &str, value: &str) -> Intent {
    Intent::Set { record: record.parse().unwrap(), key: key.parse().unwrap(), value: value.parse().unwrap() }
}

fn unset(record: &str, key: &str) -> Intent {
    Intent::Unset { record: record.parse().unwrap(), key: key.parse().unwrap() }
}

fn add(record: &str, keys: &str) -> Intent {
    Intent::Add { record: record.parse().unwrap(), fields: fields(keys) }
}

fn append(array: &str, keys: &str) -> Intent {
    Intent::Append { array: array.parse().unwrap(), row: fields(keys) }
}

fn remove(record: &str) -> Intent {
    Intent::Remove { record: record.parse().unwrap() }
}

/// What becomes of an edit that was made on `seen` when the file says `now`.
#[track_caller]
fn rebased(seen: &str, intent: Intent, now: &str) -> (String, Vec<Clash>) {
    let edit = read(seen).seen(intent);
    // It goes through the journal on its way.
    let edit: Edit = serde_json::from_str(&serde_json::to_string(&edit).unwrap()).unwrap();
    let mut document = read(now);
    let made = document.rebase(&edit);
    for clash in &made.clashes {
        let json = serde_json::to_string(clash).unwrap();
        assert_eq!(&serde_json::from_str::<Clash>(&json).unwrap(), clash);
    }
    (text(&document), made.clashes)
}

#[track_caller]
fn fits(seen: &str, intent: Intent, now: &str, after: &str) {
    let (found, clashes) = rebased(seen, intent, now);
    assert_eq!((found.as_str(), clashes), (after, Vec::new()));
}

#[track_caller]
fn clash(seen: &str, intent: Intent, now: &str) -> Clash {
    let (found, mut clashes) = rebased(seen, intent, now);
    assert_eq!((found.as_str(), clashes.len()), (now, 1), "{clashes:?}");
    clashes.remove(0)
}

/// What the text says once a clash was decided for the edit.
#[track_caller]
fn decided(clash: &Clash, now: &str) -> String {
    let mut document = read(now);
    for intent in clash.mine() {
        document.apply(&intent).unwrap();
    }
    assert!(clash.is_over(&document), "{}", text(&document));
    text(&document)
}

const DEAL: &str = "[deal.x]\nclose = 2026-11-30\nvalue = 180_000\n";

#[test]
fn the_same_key_set_in_two_ways_is_a_clash_and_the_text_keeps_its_own() {
    let now = DEAL.replace("11-30", "12-01");
    let clash = clash(DEAL, set("deal.x", "close", "2026-12-18"), &now);
    assert_eq!(clash.was.as_deref(), Some("2026-11-30"));
    assert_eq!(clash.mine.as_deref(), Some("2026-12-18"));
    assert_eq!(clash.theirs.as_deref(), Some("2026-12-01"));
    assert_eq!(clash.why, Why::Changed);
    assert_eq!(decided(&clash, &now), DEAL.replace("11-30", "12-18"));
}

#[test]
fn the_same_key_set_to_the_same_value_is_no_clash() {
    let intent = || set("deal.x", "value", "190000");
    fits(DEAL, intent(), &DEAL.replace("180_000", "190_000"), &DEAL.replace("180_000", "190_000"));
    fits(DEAL, intent(), &DEAL.replace("180_000", "180000.0"), &DEAL.replace("180_000", "190000"));
}

#[test]
fn different_keys_of_one_record_are_both_set() {
    let now = DEAL.replace("11-30", "12-01");
    fits(DEAL, set("deal.x", "value", "1"), &now, &now.replace("180_000", "1"));
}

#[test]
fn a_key_that_both_have_added_is_a_clash() {
    let now = format!("{DEAL}stage = \"demo\"\n");
    let clash = clash(DEAL, set("deal.x", "stage", "\"proof\""), &now);
    assert_eq!((clash.was, clash.theirs.as_deref()), (None, Some("\"demo\"")));
}

#[test]
fn a_key_that_one_took_away_and_the_other_changed_is_a_clash() {
    let gone = "[deal.x]\nvalue = 180_000\n";
    let found = clash(DEAL, set("deal.x", "close", "2026-12-18"), gone);
    assert_eq!((found.why.clone(), found.theirs.clone()), (Why::Changed, None));
    assert_eq!(decided(&found, gone), "[deal.x]\nvalue = 180_000\nclose = 2026-12-18\n");
    let now = DEAL.replace("11-30", "12-01");
    let found = clash(DEAL, unset("deal.x", "close"), &now);
    assert_eq!((found.mine.clone(), found.theirs.as_deref()), (None, Some("2026-12-01")));
    assert_eq!(decided(&found, &now), gone);
    fits(DEAL, unset("deal.x", "close"), gone, gone);
}

#[test]
fn a_key_of_a_record_that_the_other_took_away_is_a_clash_and_brings_the_record_back() {
    let seen = "[deal.x]\n[deal.x.note.y]\nsay = 'a'\nlead = '1d'\n";
    let found = clash(seen, set("deal.x.note.y", "say", "\"b\""), "[deal.x]\n");
    assert_eq!(found.why, Why::Gone);
    let found = decided(&found, "[deal.x]\n");
    assert!(found.ends_with("[deal.x.note.y]\nlead = \"1d\"\nsay = \"b\"\n"), "{found}");
}

#[test]
fn a_record_that_one_took_away_and_the_other_changed_is_a_clash() {
    let seen = "[deal.x]\n[deal.x.note.y]\nsay = 'a'\n";
    let now = seen.replace("'a'", "'b'");
    let found = clash(seen, remove("deal.x.note.y"), &now);
    assert_eq!((found.why.clone(), found.key.clone()), (Why::Removed, None));
    assert_eq!(decided(&found, &now), "[deal.x]\n");
    fits(seen, remove("deal.x.note.y"), &seen.replace("'a'", "\"a\""), "[deal.x]\n");
    fits(seen, remove("deal.x.note.y"), "[deal.x]\n", "[deal.x]\n");
}

#[test]
fn a_record_that_both_have_added_is_put_together_key_by_key() {
    let now = "[deal.x]\n[deal.x.note.y]\nsay = 'a'\nlead = '1d'\n";
    let (found, clashes) = rebased("[deal.x]\n", add("deal.x.note.y", "say = 'b'\nlead = '1d'\nby = 'sam'"), now);
    assert_eq!(found, format!("{now}by = \"sam\"\n"));
    let [clash] = clashes.as_slice() else { panic!("one clash: {clashes:?}") };
    assert_eq!(clash.key, Some("say".into()));
    assert_eq!((clash.mine.as_deref(), clash.theirs.as_deref()), (Some("\"b\""), Some("'a'")));
}

#[test]
fn what_was_added_to_a_deal_that_is_gone_is_kept_as_a_clash() {
    let found = clash("[deal.x]\n", add("deal.x.note.y", "say = 'b'"), "[deal.z]\n");
    assert!(matches!(&found.why, Why::Unfit(why) if why.contains("there is no `deal.x`")), "{found:?}");
    let row = clash("[deal.x]\n", append("deal.x.stroke", "at = 2026-11-18T10:05:00Z"), "[deal.z]\n");
    assert!(matches!(row.why, Why::Unfit(_)));
}

#[test]
fn rows_that_both_have_added_are_both_kept_and_the_same_row_is_there_once() {
    let row = |what: &str| format!("at = 2026-11-18T10:05:00Z\nby = \"sam\"\nwhat = \"{what}\"\n");
    let now = format!("[deal.x]\n[[deal.x.stroke]]\n{}", row("a"));
    let both = format!("{now}[[deal.x.stroke]]\n{}", row("b"));
    fits("[deal.x]\n", append("deal.x.stroke", &row("b")), &now, &both);
    fits("[deal.x]\n", append("deal.x.stroke", &row("a")), &now, &now);
    fits(&now, append("deal.x.stroke", &row("a")), &now, &format!("{now}[[deal.x.stroke]]\n{}", row("a")));
}

#[test]
fn a_call_that_both_have_logged_is_one_row_with_the_earliest_times() {
    let row = |called: &str, rest: &str| {
        format!("note = \"n\"\nrung = \"\"\nplace = 2026-11-26T14:00:00Z\ncalled = 2026-11-20T{called}Z\n{rest}")
    };
    let now = format!("[deal.x]\n[[deal.x.call_log]]\n{}", row("14:00:05", "by = \"sam\"\n"));
    let intent = append("deal.x.call_log", &row("14:00:00", "by = \"maya\"\nacked = 2026-11-20T14:01:00Z\n"));
    let after =
        format!("[deal.x]\n[[deal.x.call_log]]\n{}", row("14:00:00", "by = \"sam\"\nacked = 2026-11-20T14:01:00Z\n"));
    fits("[deal.x]\n", intent, &now, &after);
    let acked = after.replace("14:01:00Z", "14:02:00Z");
    let record = "deal.x.call_log[note=\"n\",rung=\"\",place=2026-11-26T14:00:00Z]";
    fits(&now, set(record, "acked", "2026-11-20T14:01:00Z"), &acked, &after);
    fits(&now, set(record, "acked", "2026-11-20T14:03:00Z"), &acked, &acked);
}

#[test]
fn a_journal_of_before_is_read_and_holds_whatever_is_there() {
    let line = r#"{"do":"set","record":"deal.x","key":"close","value":{"date":"2026-12-18"},"was":null}"#;
    let edit: Edit = serde_json::from_str(line).unwrap();
    let mut document = read(DEAL);
    assert_eq!(document.rebase(&edit).clashes, []);
    assert!(text(&document).contains("2026-12-18"));
}

#[track_caller]
fn merged(base: &str, ours: &str, theirs: &str) -> String {
    let merged = merge(&read(base), &read(ours), &read(theirs)).unwrap();
    assert_eq!(merged.clashes, []);
    text(&merged.document)
}

const BASE: &str = "\
# Our campaign.
format = 1

[campaign]
name = \"Q1\" # for now

# The first one.
[deal.x]
account = \"X\"
value = 1_000
stage = \"demo\"

[deal.x.note.a]
say = \"a\"

[deal.y]
account = \"Y\"
";

#[test]
fn changes_of_different_records_keep_every_byte_of_both() {
    let ours = BASE.replace("# for now", "# for ever").replace("account = \"Y\"", "account = \"Y\" # why");
    let theirs = BASE.replace("value = 1_000\n", "# as agreed\nvalue = 2_000\n");
    assert_eq!(merged(BASE, &ours, &theirs), ours.replace("value = 1_000\n", "# as agreed\nvalue = 2_000\n"));
}

#[test]
fn changes_of_different_lines_of_one_record_keep_every_byte_of_both() {
    let ours = BASE.replace("account = \"X\"", "account = \"X & Sons\" # renamed");
    let theirs = BASE.replace("stage = \"demo\"", "stage = 'proof' # at last");
    assert_eq!(merged(BASE, &ours, &theirs), ours.replace("stage = \"demo\"", "stage = 'proof' # at last"));
}

#[test]
fn changes_of_neighbouring_keys_are_both_made() {
    let ours = BASE.replace("account = \"X\"", "account = \"Z\"");
    let theirs = BASE.replace("value = 1_000", "value = 2_000");
    // Each line belongs to one side, so that even the spelling stays.
    assert_eq!(merged(BASE, &ours, &theirs), ours.replace("value = 1_000", "value = 2_000"));
}

#[test]
fn new_records_of_both_stand_there_with_their_comments() {
    let note = |id: &str| format!("\n# Ask about {id}.\n[deal.x.note.{id}] # new\nsay = '{id}' # say it\n");
    let deal = |id: &str| format!("\n# Found at the fair: {id}.\n[deal.{id}]\naccount = '{id}' # as they write it\n");
    let put = |id: &str| {
        let text = BASE.replace("say = \"a\"\n", &format!("say = \"a\"\n{}", note(id)));
        format!("{text}{}", deal(id))
    };
    let found = merged(BASE, &put("mine"), &put("theirs"));
    for id in ["mine", "theirs"] {
        assert!(found.contains(&note(id)), "{found}");
        assert!(found.contains(&deal(id)), "{found}");
    }
}

#[test]
fn new_rows_of_both_stand_there_with_their_comments() {
    let row = |at: u8| format!("\n[[deal.y.stroke]]\nat = 2026-11-18T10:0{at}:00Z\nby = 'sam' # by hand {at}\n");
    let found = merged(BASE, &format!("{BASE}{}", row(1)), &format!("{BASE}{}", row(2)));
    assert_eq!(found, format!("{BASE}{}{}", row(1), row(2)));
}

#[test]
fn what_one_side_took_away_is_gone() {
    let ours = BASE.replace("\n[deal.x.note.a]\nsay = \"a\"\n", "");
    let theirs = BASE.replace("[deal.y]\naccount = \"Y\"\n", "");
    let found = merged(BASE, &ours, &theirs);
    assert!(!found.contains("note.a") && !found.contains("deal.y"), "{found}");
    assert!(found.contains("# The first one."), "{found}");
}

#[test]
fn a_clash_keeps_ours_and_stands_below_it_as_a_comment() {
    let ours = BASE.replace("stage = \"demo\"", "stage = \"proof\"");
    let theirs = BASE.replace("stage = \"demo\"", "stage = \"signature\"").replace("Q1", "Q2");
    let merged = merge(&read(BASE), &read(&ours), &read(&theirs)).unwrap();
    let [clash] = merged.clashes.as_slice() else { panic!("one clash: {:?}", merged.clashes) };
    assert_eq!((clash.mine.as_deref(), clash.theirs.as_deref()), (Some("\"proof\""), Some("\"signature\"")));
    let marked = ours
        .replace("Q1", "Q2")
        .replace("stage = \"proof\"\n", "stage = \"proof\"\n# CLASH theirs: stage = \"signature\"\n");
    assert_eq!(text(&merged.marked()), marked);
}

#[test]
fn a_next_touch_is_changed_as_a_whole() {
    let base = "[deal.x]\nnext = { what = \"a\", on = 2026-11-20 }\n";
    let ours = base.replace("\"a\"", "\"b\"");
    let theirs = base.replace("11-20", "11-21");
    let merged = merge(&read(base), &read(&ours), &read(&theirs)).unwrap();
    assert_eq!(text(&merged.document), ours);
    assert_eq!(merged.clashes.len(), 1);
    assert!(text(&merged.marked()).ends_with("# CLASH theirs: next = { what = \"a\", on = 2026-11-21 }\n"));
}

#[test]
fn a_record_that_ours_took_away_and_theirs_changed_is_told_at_the_end() {
    let ours = BASE.replace("\n[deal.x.note.a]\nsay = \"a\"\n", "");
    let theirs = BASE.replace("say = \"a\"", "say = \"b\"");
    let merged = merge(&read(BASE), &read(&ours), &read(&theirs)).unwrap();
    assert_eq!(merged.clashes.len(), 1);
    assert_eq!(text(&merged.marked()), format!("{ours}# CLASH at deal.x.note.a: theirs: say = \"b\"\n"));
}

#[test]
fn without_a_common_beginning_nothing_counts_as_taken_away() {
    let ours = "[deal.x]\naccount = 'X'\nvalue = 1_000\n[[deal.x.stroke]]\nat = 2026-11-18T10:00:00Z\n";
    let copy = "[deal.x]\naccount = 'X'\nvalue = 1000\nstage = 'demo'\n[[deal.x.stroke]]\nat = 2026-11-18T10:00:00Z\n\
                [[deal.x.stroke]]\nat = 2026-11-19T10:00:00Z\n[deal.y]\naccount = 'Y'\n";
    let found = merged("", ours, copy);
    assert_eq!(found, copy.replace("1000", "1_000").replace("'demo'", "\"demo\"").replace("[deal.y]", "\n[deal.y]"));
    let other = copy.replace("'X'", "'Z'");
    assert_eq!(merge(&read(""), &read(ours), &read(&other)).unwrap().clashes.len(), 1);
}

#[test]
fn files_written_in_different_ways_are_put_together_by_what_they_say() {
    let base = "[deal]\nx = { account = 'X', value = 1 }\n";
    let theirs = "[deal.x]\naccount = 'X'\nvalue = 2\n[deal.y]\naccount = 'Y'\n";
    let found = merged(base, &base.replace("'X'", "'Z'"), theirs);
    let document = read(&found);
    let get = |record: &str, key: &str| document.get(&record.parse::<RecordPath>().unwrap(), &key.into());
    assert_eq!(get("deal.x", "account").as_deref(), Some("'Z'"), "{found}");
    assert_eq!(get("deal.x", "value").as_deref(), Some("2"), "{found}");
    assert_eq!(get("deal.y", "account").as_deref(), Some("\"Y\""), "{found}");
}

#[test]
fn the_line_endings_of_ours_are_kept() {
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let ours = crlf(&BASE.replace("Q1", "Q2"));
    let theirs = BASE.replace("stage = \"demo\"", "stage = \"proof\"") + "\n[deal.z]\naccount = \"Z\"\n";
    assert_eq!(merged(BASE, &ours, &theirs), crlf(&theirs.replace("Q1", "Q2")));
}

#[test]
fn a_text_that_is_no_toml_is_told_and_by_its_side() {
    let broken = Document::read(b"[deal.x\n".to_vec(), &layout()).0;
    let unsound = merge(&read(BASE), &broken, &read(BASE)).unwrap_err();
    assert_eq!(unsound.side, codriver::text::Side::Ours);
}
