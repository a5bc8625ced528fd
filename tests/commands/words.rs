//! `report playlist`, `report reports` and `track`: what both say, and what buyers said.

use super::Place;

const NOW: [&str; 2] = ["--now", "2026-11-20T09:41:00+00:00"];

/// A track that the driver has still to sign, words that it forbids in a note, three reports on a topic without proof.
const CAMPAIGN: &str = r#"format = 1
[campaign]
name = "Spring push"
timezone = "UTC"
route = ["demo"]
[crew.sam]
name = "Sam Okoro"
seat = "driver"
[crew.maya]
name = "Maya Lind"
seat = "navigator"
[product.atlas-core]
name = "Atlas Core"
[topic.price]
name = "Price"
also = ["cost"]
[track.shelf]
theme = "Cost of an empty shelf"
line = "Every empty shelf is a basket you lose."
topics = ["price"]
agreed = ["maya"]
never = ["cheapest"]
[deal.dale]
account = "Dale Mills"
objective.spring = "Fewer empty shelves by spring"
value_line.core = { line = "Atlas Core has forty connectors." }
contact.ines = { name = "Ines Roth", role = "CISO" }
[deal.dale.note.anchor]
when = "They ask for the price"
say = "We are the cheapest."
by = "maya"
track = "shelf"
[[deal.dale.heard]]
at = 2026-11-18T10:00:00Z
by = "sam"
who = "ines"
kind = "objection"
said = "Ines Roth never pays twice."
topic = "Cost"
answer = "anchor"
answered = 2026-11-18T12:00:00Z
[deal.north]
account = "Northwind"
[[deal.north.heard]]
at = 2026-11-19T10:00:00Z
said = "Too dear for us."
topic = "price"
[[deal.north.heard]]
at = 2026-11-20T09:11:00Z
said = "What is the cost per store?"
topic = "cost"
[[deal.north.heard]]
at = 2026-11-19T11:00:00Z
said = "Prices move every quarter."
topic = "prices"
"#;

fn report(place: &Place, what: &str, more: &[&str]) -> super::Ended {
    let arguments: Vec<&str> = ["report", what, "c.toml"].iter().chain(more).chain(&NOW).copied().collect();
    place.run(&arguments)
}

fn json(place: &Place, what: &str, more: &[&str]) -> serde_json::Value {
    let more: Vec<&str> = ["--format", "json"].iter().chain(more).copied().collect();
    serde_json::from_str(&report(place, what, &more).done()).unwrap()
}

#[test]
fn reports_begin_with_the_gap_and_tell_the_buyers_sentences_without_names() {
    let out = report(&Place::with(CAMPAIGN), "reports", &[]).done();
    insta::assert_snapshot!(out);
    assert!(!out.contains("Roth"), "{out}");
}

#[test]
fn reports_tell_names_where_they_are_asked_for() {
    let out = report(&Place::with(CAMPAIGN), "reports", &["--names"]).done();
    assert!(out.contains("“Ines Roth never pays twice.”"), "{out}");
}

#[test]
fn programs_get_topics_folded_and_what_waits() {
    let value = json(&Place::with(CAMPAIGN), "reports", &[]);
    let price = &value["topics"][0];
    assert_eq!((&price["topic"], &price["gap"], &price["reports"]), (&"price".into(), &true.into(), &3.into()));
    assert_eq!(price["waiting"], 2);
    assert_eq!(value["weeks"][0]["median_working_seconds"], 7200);
    assert_eq!(value["may_be_one"][0]["command"], r#"codriver set FILE topic.price 'also=["cost", "prices"]'"#);
}

#[test]
fn a_topic_is_joined_by_the_command_that_the_report_shows() {
    let place = Place::with(CAMPAIGN);
    place.run(&["set", "c.toml", "topic.price", r#"also=["cost", "prices"]"#]).done();
    let value = json(&place, "reports", &[]);
    assert_eq!((&value["topics"][0]["reports"], value["may_be_one"].as_array().unwrap().len()), (&4.into(), 0));
}

#[test]
fn the_playlist_says_what_to_take_out_who_has_to_sign_and_which_value_line_misses() {
    insta::assert_snapshot!(report(&Place::with(CAMPAIGN), "playlist", &[]).done());
}

#[test]
fn programs_get_the_places_of_words_never_to_be_said_and_of_value_lines() {
    let value = json(&Place::with(CAMPAIGN), "playlist", &["dale"]);
    assert_eq!(value["never"][0]["record"], "deal.dale.note.anchor");
    assert_eq!(value["tracks"][0]["missing"][0], "driver");
    let faults: Vec<_> = value["value_lines"].as_array().unwrap().iter().map(|one| one["fault"].clone()).collect();
    assert_eq!(faults, ["of-us-only", "unserved"]);
}

#[test]
fn a_track_is_signed_and_withdrawn_by_the_one_who_acts() {
    let place = Place::with(CAMPAIGN);
    let out = place.run(&["track", "sign", "c.toml", "shelf", "--as", "sam"]).done();
    assert!(out.contains("agreed by both trades"), "{out}");
    assert!(place.text().contains("agreed = [\"maya\", \"sam\"]"), "{}", place.text());
    place.run(&["track", "withdraw", "c.toml", "shelf", "--as", "maya"]).done();
    assert!(place.text().contains("agreed = [\"sam\"]"), "{}", place.text());
}

#[test]
fn a_track_is_proposed_with_the_signature_of_the_one_who_proposes() {
    let place = Place::with(CAMPAIGN);
    place
        .run(&["track", "propose", "c.toml", "calm", "One sentence, no chart.", "--topic", "price", "--as", "maya"])
        .done();
    let added = "[track.calm]\nline = \"One sentence, no chart.\"\ntopics = [\"price\"]\nagreed = [\"maya\"]\n";
    assert!(place.text().contains(added), "{}", place.text());
}

#[test]
fn nobody_signs_for_nobody_and_no_proposal_says_what_is_never_said() {
    let place = Place::with(CAMPAIGN);
    for (arguments, why) in [
        (&["track", "sign", "c.toml", "shelf"][..], "nobody is named who signs"),
        (&["track", "sign", "c.toml", "shelv", "--as", "sam"], "no track is called `shelv`"),
        (&["track", "withdraw", "c.toml", "shelf", "--as", "sam"], "Sam Okoro has not signed `shelf`"),
        (&["track", "propose", "c.toml", "low", "The cheapest!", "--as", "sam"], "“cheapest” is not to be said"),
        (&["track", "propose", "c.toml", "shelf", "Again", "--as", "sam"], "has a track `shelf` already"),
    ] {
        let ended = place.run(arguments);
        assert!(ended.err.contains(why), "{arguments:?}: {}", ended.err);
    }
    assert_eq!(place.text(), CAMPAIGN);
}
