//! The rewrites as a whole: the text before, the edit, the text after.

use chrono_tz::Tz;

use super::super::references::mentions;
use super::super::{Campaign, layout, read};
use super::*;

const ALL: &str = include_str!("../tests/all.toml");
const DEMO: &str = include_str!("../../../assets/demo.toml");

pub(super) fn open(text: &str) -> (Campaign, Document) {
    let (document, _) = Document::read(text.as_bytes().to_vec(), &layout());
    (read(&document, Tz::UTC).0, document)
}

pub(super) fn path(text: &str) -> RecordPath {
    text.parse().unwrap()
}

/// The text after a rewrite; taking it back step by step gives the text before.
#[track_caller]
pub(super) fn made(text: &str, rewrite: impl FnOnce(&Campaign, &Document) -> Result<Rewrite, Refusal>) -> String {
    let (campaign, mut document) = open(text);
    let rewrite = rewrite(&campaign, &document).unwrap_or_else(|refusal| panic!("{refusal}"));
    let mut steps = Vec::new();
    for intent in &rewrite.intents {
        steps.push(document.apply(intent).unwrap_or_else(|refusal| panic!("{refusal}: {intent:?}")));
    }
    let after = String::from_utf8(document.bytes()).unwrap();
    for step in steps.iter().rev() {
        document.undo(step).unwrap();
    }
    assert_eq!(String::from_utf8(document.bytes()).unwrap(), text);
    after
}

#[track_caller]
fn renamed(text: &str, record: &str, new: &str) -> String {
    made(text, |campaign, document| rename(campaign, document, &path(record), new))
}

#[track_caller]
fn refused(text: &str, record: &str, new: &str) -> String {
    let (campaign, document) = open(text);
    rename(&campaign, &document, &path(record), new).unwrap_err().to_string()
}

/// What names what, with a record under its new path.
fn naming(text: &str, from: &RecordPath, to: &RecordPath) -> Vec<String> {
    let (campaign, document) = open(text);
    let under = |path: &RecordPath| {
        let names: Vec<&str> = path.keys().collect();
        let old: Vec<&str> = from.keys().collect();
        match names.strip_prefix(old.as_slice()) {
            Some(rest) => to.below(rest.iter().copied()),
            None => path.clone(),
        }
    };
    let mut all: Vec<String> = mentions(&campaign, &document, None)
        .iter()
        .map(|mention| {
            let place = under(&mention.record.below(mention.key.parts().filter(|_| mention.written != Written::Key)));
            format!("{place} -> {}", under(&mention.names))
        })
        .collect();
    all.sort();
    all
}

/// Every record with an id in a text.
fn records(text: &str) -> Vec<RecordPath> {
    let (_, document) = open(text);
    let mut all = Vec::new();
    for unit in document.units() {
        let text = document.text_of(unit);
        let tree = crate::text::Tree::read(unit.key(), &text);
        collect(tree.table(), &mut Vec::new(), &mut all);
    }
    all
}

fn collect(table: &toml::de::DeTable<'_>, names: &mut Vec<String>, all: &mut Vec<RecordPath>) {
    for (key, value) in table {
        names.push(key.get_ref().to_string());
        let record = RecordPath::new(names.iter().map(String::as_str));
        if target(&record).is_some() {
            all.push(record);
        }
        if let Some(inner) = value.get_ref().as_table() {
            collect(inner, names, all);
        }
        names.pop();
    }
}

fn problems(text: &str) -> Vec<&'static str> {
    let (campaign, document) = open(text);
    let reading = read(&document, Tz::UTC).1;
    super::super::Problems::of(&campaign, &document, reading).iter().map(|problem| problem.code).collect()
}

#[test]
fn any_record_can_be_renamed_and_back_and_what_named_it_names_it_still() {
    for text in [ALL, DEMO] {
        let known = problems(text);
        for record in records(text) {
            let (campaign, document) = open(text);
            let old = record.keys().last().unwrap();
            if rename(&campaign, &document, &record, "zz-new").is_err() {
                assert!(record.keys().nth(2) == Some("obstacle"), "{record}: only a hazard's override is not renamed");
                continue;
            }
            let new = with_id(&record, "zz-new");
            let after = renamed(text, &record.to_string(), "zz-new");
            assert_eq!(problems(&after), known, "{record}");
            if record.keys().nth(2) == Some("flag") {
                let flag = |id| RecordPath::new(["flag", id]);
                assert_eq!(naming(&after, &flag(old), &flag("zz-new")).len(), naming(text, &record, &record).len());
            } else {
                assert_eq!(naming(&after, &new, &new), naming(text, &record, &new), "{record}");
            }
            assert_eq!(renamed(&after, &new.to_string(), old), text, "{record} and back");
        }
    }
}

#[test]
fn a_rename_keeps_quotes_comments_and_the_layout_of_lists() {
    let text =
        "[crew.sam] # our best\n[deal.a]\ndriver = [\n  'sam', # first\n  \"maya\",\n]\r\nnavigator = '''sam'''\n";
    let expected =
        "[crew.tom] # our best\n[deal.a]\ndriver = [\n  'tom', # first\n  \"maya\",\n]\r\nnavigator = '''tom'''\n";
    assert_eq!(renamed(text, "crew.sam", "tom"), expected);
}

#[test]
fn a_stage_without_a_table_is_renamed_where_it_is_named() {
    let text = "campaign.route = ['a', 'b']\n[deal.x]\nstage = 'b'\n[deal.x.note.n]\nat = 'leave b + 3d'\n";
    assert_eq!(renamed(text, "stage.b", "c"), text.replace("'b'", "'c'").replace("leave b", "leave c"));
}

#[test]
fn a_hazards_override_and_its_calls_follow_its_name() {
    let after = renamed(ALL, "hazard.audit", "safety");
    assert!(after.contains("[deal.mills.obstacle.safety]\nstruck = false"));
    assert!(after.contains("at = \"safety - 2wd\"") && after.contains("answer = \"safety/pack\""));
    assert!(after.contains("[hazard.safety.note.pack]") && !after.contains("audit]"));
}

#[test]
fn a_flag_is_one_word_on_all_deals_and_plays() {
    let text = "[play.p]\nwhen = ['quiet']\n[deal.a.flag.quiet]\n[deal.b.flag.quiet]\nwhy = 'quiet'\n[deal.b.service]\nreason = 'quiet'\n";
    let expected = text.replace("quiet", "silent").replace("why = 'silent'", "why = 'quiet'");
    assert_eq!(renamed(text, "deal.a.flag.quiet", "silent"), expected);
}

#[test]
fn topics_are_renamed_in_the_shorthand_but_not_in_its_texts() {
    let text = "[topic.price]\n[deal.a.note.n]\npace = \"L4 #price:net -> R2 #rival:price \\\"#price\\\"\"\n";
    let expected = "[topic.cost]\n[deal.a.note.n]\npace = \"L4 #cost:net -> R2 #rival:cost \\\"#price\\\"\"\n";
    assert_eq!(renamed(text, "topic.price", "cost"), expected);
}

#[test]
fn an_id_that_would_be_taken_for_something_else_is_refused() {
    for (record, new, words) in [
        ("deal.mills.note.meet", "price", "`deal.mills.note.price` is in the file already"),
        ("deal.mills.obstacle.buyer", "call", "`call` is the id of `deal.mills.run.call`"),
        ("deal.mills.run.call", "audit", "`audit` is the id of `hazard.audit`"),
        ("deal.mills.control.quote", "proof", "`proof` is the id of `stage.proof`"),
        ("hazard.audit", "quote", "`quote` is the id of a place of the deal `mills`"),
        ("stage.proof", "offer", "`offer` is the id of `stage.offer`"),
        ("topic.dust", "price", "`price` is used already"),
        ("deal.mills.flag.quiet", "owner-left", "`owner-left` is used already"),
        ("deal.mills.obstacle.audit", "x", "is the hazard `audit` on this deal"),
        ("hazard.audit", "2026-1", "would be read as a date"),
        ("crew.sam", "customer", "the buyer's side"),
        ("crew.sam", "Sam Hill", "write for example `sam-hill`"),
        ("crew.sam", "sam", "is called `sam` already"),
        ("crew.smm", "tom", "there is no `crew.smm` in the file; did you mean `crew.sam`?"),
        ("campaign.route", "x", "is no record with an id"),
        ("deal.mills.stroke[by=\"maya\"]", "x", "is no record with an id"),
    ] {
        let said = refused(ALL, record, new);
        assert!(said.contains(words), "{record} to {new}: {said}");
    }
}

#[test]
fn a_note_moves_to_another_deal_with_its_comments() {
    let text =
        "[deal.a]\naccount = 'A'\n\n# ask first\n[deal.a.note.n] # soon\nat = 2026-11-24\n\n[deal.b]\naccount = 'B'\n";
    let expected =
        "[deal.a]\naccount = 'A'\n\n[deal.b]\naccount = 'B'\n\n# ask first\n[deal.b.note.n] # soon\nat = 2026-11-24\n";
    assert_eq!(made(text, |campaign, document| move_note(campaign, document, "a", "n", "b")), expected);
}

#[test]
fn a_note_goes_to_no_deal_that_lacks_its_place() {
    let (campaign, document) = open(ALL);
    let said = move_note(&campaign, &document, "mills", "meet", "bakery").unwrap_err().to_string();
    assert_eq!(
        said,
        "the deal `bakery` has no place `buyer`, where the note `meet` stands; give the note a date or a stage first"
    );
    assert!(move_note(&campaign, &document, "mills", "meet", "mills").is_err());
}

#[test]
fn a_copy_leaves_out_what_has_happened_to_the_note() {
    let after =
        made(ALL, |campaign, document| duplicate_note(campaign, document, "mills", "meet", ("mills", "meet-again")));
    let copy = &after[after.find("[deal.mills.note.meet-again]").unwrap()..];
    let copy = &copy[..=copy[1..].find("\n[").unwrap()];
    assert!(copy.contains("at = \"buyer\"\nsay = \"Ask for an introduction.\"\nlead = \"4wd\""), "{copy}");
    assert!(!copy.contains("mark") && !copy.contains("tally") && !copy.contains("snooze"), "{copy}");
}

#[test]
fn a_note_at_a_hazard_becomes_the_hazards_and_its_calls_find_it() {
    let text = "campaign.route = ['proof']\n[hazard.h]\nat = 'enter proof'\n[deal.a]\naccount = 'A'\n# why\n[deal.a.note.n]\nat = 'h'\nsay = 'S'\n[[deal.a.call_log]]\nnote = 'n'\nrung = ''\n[[deal.a.heard]]\nanswer = 'n'\n";
    let after =
        made(text, |campaign, document| note_to_hazard(campaign, document, "a", "n", &Under::Hazard("h".to_owned())));
    let expected = "campaign.route = ['proof']\n[hazard.h]\nat = 'enter proof'\n# why\n[hazard.h.note.n]\nsay = 'S'\n[deal.a]\naccount = 'A'\n[[deal.a.call_log]]\nnote = 'h/n'\nrung = ''\n[[deal.a.heard]]\nanswer = 'h/n'\n";
    assert_eq!(after, expected);
    // And back: the deal has it as its own again.
    let back = made(&after, |campaign, document| hazard_note_to_deals(campaign, document, "h", "n"));
    assert!(back.contains("[deal.a.note.n]\nsay = 'S'\nat = \"h\"\n"), "{back}");
    assert!(back.contains("note = 'n'") && back.contains("answer = 'n'"), "{back}");
    assert!(!back.contains("[hazard.h.note"), "{back}");
}

#[test]
fn a_note_at_a_stage_becomes_the_note_of_a_new_hazard() {
    let text = "campaign.route = ['proof']\n[deal.a]\naccount = 'A'\nproduct = ['p']\n[deal.a.note.n]\nat = 'enter proof'\npace = 'L3 #x'\nsay = 'S'\n[product.p]\n";
    let under = Under::New { id: "h".to_owned(), only: vec![("product".to_owned(), vec!["p".to_owned()])] };
    let after = made(text, |campaign, document| note_to_hazard(campaign, document, "a", "n", &under));
    assert!(
        after.contains("[hazard.h]\nat = \"enter proof\"\npace = \"L3 #x\"\nonly = { product = [\"p\"] }\n"),
        "{after}"
    );
    assert!(after.contains("[hazard.h.note.n]\nsay = 'S'\n"), "{after}");
    assert!(!after.contains("[deal.a.note"), "{after}");
    let none = Under::New { id: "h".to_owned(), only: vec![("product".to_owned(), vec!["q".to_owned()])] };
    let (campaign, document) = open(text);
    let said = note_to_hazard(&campaign, &document, "a", "n", &none).unwrap_err().to_string();
    assert!(said.contains("does not meet the hazard `h`"), "{said}");
}

#[test]
fn an_obstacle_goes_along_when_its_note_becomes_a_hazards() {
    let text = "campaign.route = ['proof']\n[deal.a]\naccount = 'A'\n[deal.a.obstacle.o] # hm\nat = 'enter proof'\n[deal.a.note.n]\nat = 'o'\n[deal.a.note.m]\nat = 'o - 1d'\n";
    let under = Under::New { id: "h".to_owned(), only: Vec::new() };
    let after = made(text, |campaign, document| note_to_hazard(campaign, document, "a", "n", &under));
    assert!(after.contains("[hazard.h] # hm\nat = 'enter proof'\n"), "{after}");
    assert!(after.contains("[hazard.h.note.n]\n") && after.contains("at = 'h - 1d'"), "{after}");
}

#[test]
fn a_note_at_a_place_of_its_own_deal_becomes_no_hazards() {
    let (campaign, document) = open(ALL);
    let under = Under::New { id: "h".to_owned(), only: Vec::new() };
    let refused = |note| note_to_hazard(&campaign, &document, "mills", note, &under).unwrap_err().to_string();
    assert!(refused("price").contains("other deals have no place `call 12:30`"));
    assert!(refused("after").contains("stands at a hazard already"));
    assert!(refused("meet").contains("the obstacle is behind"));
}

#[test]
fn every_matching_deal_gets_a_hazards_note_of_its_own() {
    let text = "campaign.route = ['p']\n[hazard.h]\nat = 'p'\nonly = { market = ['GB'] }\n[hazard.h.note.n]\nsay = 'S'\n[deal.a]\nmarket = 'GB'\n[deal.b]\nmarket = 'GB'\n[deal.c]\nmarket = 'DE'\n[deal.d]\nmarket = 'GB'\n[deal.d.result]\nstatus = 'won'\n";
    let after = made(text, |campaign, document| hazard_note_to_deals(campaign, document, "h", "n"));
    for deal in ["a", "b"] {
        assert!(after.contains(&format!("[deal.{deal}.note.n]")), "{after}");
    }
    assert_eq!(after.matches(".note.n]").count(), 2, "{after}");
    assert_eq!(after.matches("at = \"h\"").count(), 2, "{after}");
}

#[test]
fn a_retired_note_can_be_brought_back() {
    let text = "[deal.a]\n[deal.a.note.n]\nsay = 'S'\n";
    let retired = made(text, |_, document| retire(document, &path("deal.a.note.n"), true));
    assert_eq!(retired, format!("{text}retired = true\n"));
    assert_eq!(made(&retired, |_, document| retire(document, &path("deal.a.note.n"), false)), text);
    let (_, document) = open(text);
    assert!(retire(&document, &path("deal.a.note.n"), false).is_err());
    assert!(retire(&document, &path("deal.a.note.m"), true).is_err());
}

#[test]
fn removing_tells_what_still_names_the_record() {
    let (campaign, document) = open(ALL);
    let told = |record: &str| remove(&campaign, &document, &path(record)).unwrap().told;
    assert_eq!(
        told("asset.mill"),
        [
            "`asset` of `deal.mills.note.meet` still names it",
            "`asset` of `deal.mills.stroke[at=2026-11-18T10:05:00Z,by=\"maya\"]` still names it"
        ]
    );
    assert_eq!(told("crew.sam").last().unwrap(), "and 10 more places");
    assert_eq!(told("deal.mills.note.rival"), [""; 0]);
    assert_eq!(told("deal.mills.flag.quiet"), [""; 0]);
    assert!(remove(&campaign, &document, &path("asset.mll")).is_err());
}

#[test]
fn of_a_record_that_everything_names_fifty_places_are_found_and_no_more_is_read() {
    use std::fmt::Write;
    let mut text = "[asset.grocer]\ntitle = 'G'\n".to_owned();
    for n in 0..80 {
        write!(text, "[deal.d{n}]\n[deal.d{n}.note.n]\nat = 'enter x'\nasset = 'grocer'\n").unwrap();
    }
    let (campaign, document) = open(&text);
    let found = super::naming(&campaign, &document, &path("asset.grocer"));
    assert_eq!((found.len(), found[49].to_string().as_str()), (MOST_NAMING, "`asset` of `deal.d49.note.n`"));
    let told = remove(&campaign, &document, &path("asset.grocer")).unwrap().told;
    assert_eq!(told.last().map(String::as_str), Some("and more places, all in all fifty or more"));
}
