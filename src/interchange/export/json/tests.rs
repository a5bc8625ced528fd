//! The keys are those of the format, what is told is told whole, and what is not to be told is not.

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;
use serde_json::{Map, Value as Json, json};

use super::super::Wish;
use crate::campaign::schema::{Field, Held, Many, Takes};
use crate::campaign::{Campaign, Kind, layout, read};
use crate::drive::Outlook;
use crate::drive::attention::Weights;
use crate::text::Document;

const ALL: &str = include_str!("../../../campaign/tests/all.toml");
const DEMO: &str = include_str!("../../../../assets/demo.toml");
const SCHEMA: &str = include_str!("../../../../assets/export.schema.json");

fn campaign(text: &str) -> Campaign {
    read(&Document::read(text.as_bytes().to_vec(), &layout()).0, Tz::UTC).0
}

fn text(campaign: &Campaign, names: bool) -> String {
    let now = "2026-11-20T09:41:00Z".parse().unwrap();
    let mut out = Vec::new();
    super::json(
        &Wish { campaign, now, names, seat: None, weights: Weights::default() },
        &Outlook::new(campaign),
        &mut out,
    )
    .unwrap();
    String::from_utf8(out).unwrap()
}

fn export(source: &str, names: bool) -> Json {
    serde_json::from_str(&text(&campaign(source), names)).unwrap()
}

/// What the export has beside the keys of the format.
const OWN: [&str; 3] = ["id", "state", "codriver"];

/// Notes the keys of a record and of all below it, by kind.
fn gather(kind: Kind, record: &Json, found: &mut BTreeMap<&'static str, BTreeSet<String>>) {
    for (key, value) in record.as_object().unwrap() {
        found.entry(kind.noun()).or_default().insert(key.clone());
        match kind.field(key).map(|field| field.takes) {
            Some(Takes::Table(below)) => gather(below, value, found),
            Some(Takes::Records(below) | Takes::Rows(below)) => {
                value.as_array().unwrap().iter().for_each(|one| gather(below, one, found));
            }
            _ => {}
        }
    }
}

#[test]
fn every_key_of_the_format_is_exported_and_no_other() {
    let mut found = BTreeMap::new();
    gather(Kind::Top, &export(ALL, true), &mut found);
    for kind in Kind::ALL {
        let of_kind = &found[kind.noun()];
        let known: BTreeSet<String> = kind.keys().iter().map(|key| (*key).to_owned()).collect();
        let missing: Vec<_> = known.difference(of_kind).collect();
        // The example keeps what is false, which needs no key.
        let missing: Vec<_> =
            missing.into_iter().filter(|key| !["struck", "retired"].contains(&key.as_str())).collect();
        assert!(missing.is_empty(), "{kind:?} lacks {missing:?}");
        let own: Vec<_> = of_kind.difference(&known).filter(|key| !OWN.contains(&key.as_str())).collect();
        let head = ["as_of", "names"];
        assert!(kind == Kind::Top && own == head || own.is_empty(), "{kind:?} has {own:?}");
    }
}

// --- The schema -----------------------------------------------------------------------------------------------------

/// One value of a key.
fn one(takes: Takes) -> Json {
    match takes {
        Takes::Choice(words) => json!({ "enum": words }),
        Takes::When => json!({ "$ref": "#/$defs/when" }),
        Takes::Date => json!({ "type": "string", "format": "date" }),
        Takes::Money => json!({ "$ref": "#/$defs/number" }),
        Takes::Share | Takes::Factor => json!({ "type": "number" }),
        Takes::Count => json!({ "type": "integer" }),
        Takes::Yes => json!({ "type": "boolean" }),
        Takes::Table(kind) => json!({ "$ref": format!("#/$defs/{}", name(kind)) }),
        Takes::Records(kind) | Takes::Rows(kind) => list(&json!({ "$ref": format!("#/$defs/{}", name(kind)) })),
        _ => json!({ "type": "string" }),
    }
}

fn list(items: &Json) -> Json {
    json!({ "type": "array", "items": items })
}

fn name(kind: Kind) -> String {
    format!("{kind:?}")
}

fn field(field: &Field) -> Json {
    let value = one(field.takes);
    let mut schema = match field.many {
        Many::One => value,
        Many::OneOrMore | Many::List | Many::Pair => list(&value),
        Many::Each(_) => json!({ "type": "object", "additionalProperties": value }),
        Many::ListEach(_) => json!({ "type": "object", "additionalProperties": list(&value) }),
    };
    schema["description"] = field.help.into();
    schema
}

fn record(kind: Kind) -> Json {
    let mut keys: Map<String, Json> = kind.fields().iter().map(|one| (one.key.to_owned(), field(one))).collect();
    if matches!(kind.held(), Held::ById) {
        keys.insert("id".to_owned(), json!({ "type": "string", "description": "its id" }));
    }
    if kind == Kind::Deal {
        keys.insert("state".to_owned(), json!({ "$ref": "#/$defs/state" }));
    }
    json!({ "type": "object", "additionalProperties": false, "properties": keys })
}

fn schema() -> Json {
    let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Top);
    let mut defs: Map<String, Json> = kinds.map(|kind| (name(kind), record(kind))).collect();
    let text = json!({ "type": "string" });
    defs.insert(
        "when".to_owned(),
        json!({ "type": "string", "anyOf": [{ "format": "date" }, { "format": "date-time" }] }),
    );
    defs.insert("number".to_owned(), json!({ "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$" }));
    let reason = json!({
        "type": "object", "additionalProperties": false, "properties": { "name": text, "words": text },
    });
    let state = json!({
        "type": "object",
        "additionalProperties": false,
        "description": "what is worked out of the deal",
        "required": ["standing"],
        "properties": {
            "standing": { "enum": ["open", "won", "lost"] },
            "stage": text, "stage_name": text, "driver": text, "navigator": text, "currency": text,
            "worth": { "$ref": "#/$defs/number", "description": "the value in the campaign's currency" },
            "need": {
                "type": "object",
                "additionalProperties": false,
                "properties": { "weight": { "type": "integer" }, "reasons": list(&reason) },
            },
        },
    });
    defs.insert("state".to_owned(), state);
    let mut whole = record(Kind::Top);
    whole["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    whole["title"] = "A campaign as `codriver export FILE json` writes it".into();
    whole["required"] = json!(["codriver", "as_of", "names", "format", "campaign"]);
    whole["properties"]["codriver"] = json!({ "const": super::VERSION, "description": "the version of this form" });
    whole["properties"]["as_of"] = json!({ "type": "string", "format": "date-time", "description": "told for" });
    whole["properties"]["names"] = json!({ "type": "boolean", "description": "buyers' names and words are told" });
    whole["$defs"] = defs.into();
    whole
}

#[test]
fn the_schema_is_made_from_the_table_of_keys() {
    let made = format!("{:#}\n", schema());
    assert!(SCHEMA == made, "write this into assets/export.schema.json:\n{made}");
}

/// What a value does not keep of the words of JSON Schema that are used here.
fn wrong(whole: &Json, schema: &Json, value: &Json, at: &str, told: &mut Vec<String>) {
    let mut check = |is_kept: bool, what: &str| {
        if !is_kept {
            told.push(format!("{at}: {what}: {value}"));
        }
    };
    match schema["type"].as_str() {
        Some("object") => check(value.is_object(), "an object"),
        Some("array") => check(value.is_array(), "a list"),
        Some("string") => check(value.is_string(), "a text"),
        Some("number") => check(value.is_number(), "a number"),
        Some("integer") => check(value.is_u64(), "a whole number"),
        Some("boolean") => check(value.is_boolean(), "true or false"),
        _ => {}
    }
    if let Some(words) = schema["enum"].as_array() {
        check(words.contains(value), "one of the words");
    }
    if schema.get("pattern").is_some() {
        check(value.as_str().is_some_and(|text| text.parse::<rust_decimal::Decimal>().is_ok()), "an exact number");
    }
    if let Some(forms) = schema["anyOf"].as_array() {
        let text = value.as_str().unwrap_or_default();
        let is_date = text.parse::<chrono::NaiveDate>().is_ok();
        let is_time = chrono::DateTime::parse_from_rfc3339(text).is_ok();
        check(forms.len() == 2 && (is_date || is_time), "a date or a time");
    }
    for key in schema["required"].as_array().into_iter().flatten() {
        check(value.get(key.as_str().unwrap()).is_some(), &format!("with {key}"));
    }
    if let Some(target) = schema["$ref"].as_str() {
        let target = whole.pointer(target.trim_start_matches('#')).unwrap();
        wrong(whole, target, value, at, told);
    }
    for (key, below) in value.as_object().into_iter().flatten() {
        let at = format!("{at}.{key}");
        match (schema["properties"].get(key), &schema["additionalProperties"]) {
            (Some(known), _) => wrong(whole, known, below, &at, told),
            (None, Json::Bool(false)) => told.push(format!("{at}: not a key")),
            (None, each @ Json::Object(_)) => wrong(whole, each, below, &at, told),
            (None, _) => {}
        }
    }
    if let Some(items) = schema.get("items") {
        for (n, below) in value.as_array().into_iter().flatten().enumerate() {
            wrong(whole, items, below, &format!("{at}[{n}]"), told);
        }
    }
}

#[test]
fn what_is_exported_keeps_the_schema() {
    let schema = schema();
    for (source, names) in [(ALL, true), (ALL, false), (DEMO, true), (DEMO, false), ("", false)] {
        let mut told = Vec::new();
        wrong(&schema, &schema, &export(source, names), "", &mut told);
        assert!(told.is_empty(), "{told:#?}");
    }
}

// --- What is told ---------------------------------------------------------------------------------------------------

#[test]
fn records_stand_in_the_order_of_the_file_each_on_its_line() {
    let source = "[deal.b]\naccount = 'B'\n[deal.a]\naccount = 'A'\n[deal.c]\naccount = 'C'\n";
    let page = text(&campaign(source), false);
    let lines: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("{\"id\": \"")).collect();
    assert_eq!(lines.iter().map(|line| &line[..1]).collect::<String>(), "bac");
}

#[test]
fn money_is_exact_and_times_have_their_offset() {
    let source = "[campaign]\ntimezone = 'Europe/London'\n[deal.a]\naccount = 'A'\nvalue = 0.10\nclose = 2026-07-01\n\
                  created = 2026-07-01T10:00:00\nsince = 2026-12-01T10:00:00Z\n";
    let deal = &export(source, false)["deal"][0];
    assert_eq!((&deal["value"], &deal["close"]), (&"0.10".into(), &"2026-07-01".into()));
    assert_eq!(
        (&deal["created"], &deal["since"]),
        (&"2026-07-01T10:00:00+01:00".into(), &"2026-12-01T10:00:00Z".into())
    );
}

#[test]
fn a_text_comes_back_as_it_was_and_no_terminal_obeys_it() {
    let hostile = "\u{1b}[2J\u{9b}1m\u{202e}\u{2066}\u{7f}\"\\\n\u{feff}</script>";
    let mut campaign = campaign("[deal.a]\naccount = 'A'\n");
    let mut deal = (*campaign.deals[0]).clone();
    deal.account = Some(hostile.into());
    campaign.deals = vec![deal.into()];
    let page = text(&campaign, true);
    assert!(!page.chars().any(|c| c.is_control() && c != '\n'), "{page:?}");
    assert!(!page.contains(['\u{202e}', '\u{2066}', '\u{feff}']), "{page:?}");
    let back: Json = serde_json::from_str(&page).unwrap();
    assert_eq!(back["deal"][0]["account"], hostile);
}

#[test]
fn without_names_no_contact_no_word_of_theirs_and_no_id_that_tells_one_is_left() {
    let source = "[deal.d]\naccount = 'D'\ncontact.ines = { name = 'Ines Roth', role = 'CISO', email = 'ir@example.com' }\n\
                  next = 'Ring Ines'\n[deal.d.note.ask-ines]\nat = 2026-11-24\nsay = 'Ask Roth for it'\n\
                  [deal.d.run.ines-call]\nstarts = 2026-11-24T10:00:00\nwith = ['ines']\nlink = 'https://x.example/ines'\n\
                  [[deal.d.heard]]\nat = 2026-11-13\nwho = 'ines'\nsaid = 'We have been burned.'\nrun = 'ines-call'\n\
                  answer = 'ask-ines'\n[[deal.d.call_log]]\nnote = 'ask-ines'\n[[review]]\nat = 2026-11-13\ndeal = 'd'\n\
                  decisions = ['Ines decides']\n";
    let page = text(&campaign(source), false).to_lowercase();
    assert!(!page.contains("ines") && !page.contains("roth") && !page.contains("burned"), "{page}");
    let deal = &export(source, false)["deal"][0];
    assert_eq!(
        (&deal["next"]["what"], &deal["note"][0]["say"]),
        (&"Ring the CISO".into(), &"Ask the CISO for it".into())
    );
    // What belongs together still does.
    assert_eq!(deal["heard"][0]["answer"], deal["note"][0]["id"]);
    assert_eq!(deal["heard"][0]["run"], deal["run"][0]["id"]);
    assert_eq!(deal["call_log"][0]["note"], deal["note"][0]["id"]);
    assert!(text(&campaign(source), true).contains("Ines Roth"));
}

#[test]
fn a_name_that_is_not_known_to_the_format_is_not_exported() {
    assert!(!text(&campaign("[deal.d]\naccount = 'D'\nbuyer_phone = '+44 20'\n"), false).contains("+44"));
}
