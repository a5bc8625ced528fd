//! The commands with rules: what they write, what they decline, and what they tell.

use super::{Ended, Place};

const NOW: &str = "2026-11-20T09:41:00Z";

const CAMPAIGN: &str = r#"format = 1
[campaign]
name = "Spring push"
timezone = "UTC"
route = ["discovery", "demo", "proof", "proposal"]

[crew.sam]
name = "Sam Okoro"
seat = "driver"
[crew.maya]
name = "Maya Lind"
seat = "navigator"

[stage.discovery]
[stage.demo]
[stage.proof]
name = "Proof of value"
gate = { criteria = "Success criteria signed", owner = "Named technical owner" }
[stage.proposal]

[asset.grocer]
title = "Grocer cuts stock-outs"
[track.shelf]
theme = "Cost of stock-outs"
[play.champion-left]
title = "The champion has left"
when = ["champion-left"]
push = "Ring the economic buyer."
pull = "Send the brief."
within = "3wd"

[deal.northwind]
account = "Northwind Traders" # since the fair
stage = "proof"
since = 2026-11-09
close = 2026-12-18
next = { what = "Walk Ines through the pack", on = 2026-11-24, by = "sam", needs = "maya" } # kept
gate = ["criteria"]
contact.ines = { name = "Ines Roth" }

[deal.northwind.note.price]
at = 2026-11-20T10:30:00
pace = "L4 #price"
say = "Anchor on the cost per store."
[deal.northwind.note.far]
at = 2027-03-20T10:30:00
pace = "L4 #price"
ladder = ["2wd", "4h"]
say = "Later."

[[deal.northwind.heard]]
at = 2026-11-19T15:20:00Z
by = "sam"
said = "Too dear."
[[deal.northwind.heard]]
at = 2026-11-18T15:20:00Z
by = "sam"
said = "Who answers?"
answer = "price"

[deal.harbour]
account = "Harbour Foods"
[deal.harbour.next]
what = "Send the quote"
on = 2026-11-27
needs = "maya"
[deal.harbour.result]
status = "won"
on = 2026-11-12

[deal.osier]
title = "Osier"
[deal.osier.next]
# Said on the phone.
what = "Send the quote"
on = 2026-11-27
needs = "maya"
"#;

fn place() -> Place {
    Place::with(CAMPAIGN)
}

impl Place {
    fn act(&self, arguments: &[&str]) -> Ended {
        let (words, rest) = arguments.split_at(2);
        let mut all = vec![words[0], words[1], "c.toml"];
        all.extend(rest);
        all.extend(["--now", NOW]);
        self.run(&all)
    }
}

/// The lines that a change took away and put in, with their sign.
fn changes(before: &str, after: &str) -> Vec<String> {
    let diff = similar::TextDiff::from_lines(before, after);
    let lines = diff.iter_all_changes().filter(|change| change.tag() != similar::ChangeTag::Equal);
    lines.map(|change| format!("{}{}", change.tag(), change.value().trim_end())).collect()
}

#[track_caller]
fn wrote(place: &Place, lines: &[&str]) {
    let found = changes(CAMPAIGN, &place.text());
    assert_eq!(found.iter().filter(|line| line.len() > 1).collect::<Vec<_>>(), lines);
    let check = place.run(&["check", "--now", NOW, "c.toml"]);
    assert_eq!(check.code, 0, "{}", check.out);
}

// --- deal next ------------------------------------------------------------------------------------------------------

#[test]
fn a_next_touch_replaces_the_one_before_and_keeps_the_comment() {
    let place = place();
    let out = place.act(&["deal", "next", "northwind", "Ring Ines", "--on", "next tue", "--as", "maya"]).done();
    assert_eq!(out, "changed c.toml: 1 line added, 1 removed\n");
    wrote(
        &place,
        &[
            "-next = { what = \"Walk Ines through the pack\", on = 2026-11-24, by = \"sam\", needs = \"maya\" } # kept",
            "+next = { what = \"Ring Ines\", on = 2026-11-24, by = \"maya\" } # kept",
        ],
    );
}

#[test]
fn a_next_touch_with_a_header_of_its_own_keeps_its_form() {
    let place = place();
    let out = place.act(&["deal", "next", "osier", "Ring Tom", "--by", "sam"]).done();
    assert!(out.starts_with("undated: give it a day\n"), "{out}");
    wrote(
        &place,
        &[
            "-what = \"Send the quote\"",
            "-on = 2026-11-27",
            "-needs = \"maya\"",
            "+what = \"Ring Tom\"",
            "+by = \"sam\"",
        ],
    );
}

#[test]
fn a_next_touch_of_nobody_at_no_day_or_on_a_finished_deal_is_refused() {
    let place = place();
    let refused = |arguments: &[&str], words: &[&str]| place.act(arguments).refused(2, words);
    refused(&["deal", "next", "northwind", "Ring", "--by", "sma"], &["nobody in the crew is called `sma`", "`sam`"]);
    refused(&["deal", "next", "northwind", "Ring", "--on", "soonish"], &["`soonish` is no day"]);
    refused(&["deal", "next", "northwind", " "], &["has no words"]);
    refused(&["deal", "next", "harbour", "Ring"], &["is won already", "deal.harbour.result"]);
    refused(&["deal", "next", "nortwind", "Ring"], &["no deal is called `nortwind`", "`northwind`"]);
    assert_eq!(place.text(), CAMPAIGN);
}

// --- deal stage -----------------------------------------------------------------------------------------------------

#[test]
fn a_stage_is_not_left_while_facts_are_missing() {
    let place = place();
    place
        .act(&["deal", "stage", "northwind", "proposal"])
        .refused(2, &["to leave `proof` a fact is missing: `owner`, Named technical owner", "overrule"]);
    assert_eq!(place.text(), CAMPAIGN);
}

#[test]
fn a_gate_that_is_overruled_says_why_and_by_whom() {
    let place = place();
    let arguments = ["deal", "stage", "northwind", "proposal", "--overrule", "Verbal only", "--as", "sam"];
    let out = place.act(&arguments).done();
    assert!(out.starts_with("goes from Proof of value to proposal\nthe gate is overruled; missing: `owner`"), "{out}");
    wrote(
        &place,
        &[
            "-stage = \"proof\"",
            "-since = 2026-11-09",
            "+stage = \"proposal\"",
            "+since = 2026-11-20T09:41:00Z",
            "-gate = [\"criteria\"]",
            "+[[deal.northwind.stage_log]]",
            "+stage = \"proof\"",
            "+from = 2026-11-09",
            "+to = 2026-11-20T09:41:00Z",
            "+overruled = \"Verbal only\"",
            "+by = \"sam\"",
        ],
    );
}

#[test]
fn with_all_facts_nothing_is_overruled() {
    let place = place();
    place.run(&["set", "c.toml", "deal.northwind", "gate=[\"criteria\", \"owner\"]"]).done();
    let out = place.act(&["deal", "stage", "northwind", "proposal", "--overrule", "Never mind"]).done();
    assert!(out.contains("nothing is overruled"), "{out}");
    assert!(!place.text().contains("overruled ="), "{}", place.text());
}

#[test]
fn going_back_asks_for_no_facts_and_is_told() {
    let place = place();
    let out = place.act(&["deal", "stage", "northwind", "discovery"]).done();
    assert!(out.starts_with("goes back from Proof of value to discovery\n"), "{out}");
    assert!(place.text().contains("[[deal.northwind.stage_log]]\nstage = \"proof\"\nfrom = 2026-11-09\n"));
}

#[test]
fn a_stage_that_is_skipped_is_told() {
    let place = place();
    let out = place.act(&["deal", "stage", "osier", "proposal"]).done();
    assert!(out.contains("skips demo, Proof of value"), "{out}");
    assert!(out.contains("since when it was in discovery"), "{out}");
}

#[test]
fn a_stage_off_the_route_the_same_stage_and_a_finished_deal_are_refused() {
    let place = place();
    place.act(&["deal", "stage", "northwind", "prof"]).refused(2, &["the route has no stage `prof`", "write `proof`"]);
    place.act(&["deal", "stage", "northwind", "proof"]).refused(2, &["is in `proof` already"]);
    place.act(&["deal", "stage", "harbour", "proof"]).refused(2, &["is won already"]);
    place.act(&["deal", "stage", "northwind", "proposal", "--overrule", ""]).refused(2, &["the reason has no words"]);
}

// --- deal won, lost, close ------------------------------------------------------------------------------------------

#[test]
fn a_win_names_what_each_did() {
    let place = place();
    let credit = ["--credit", "maya=Webinar lead", "--credit", "sam=Procurement"];
    let out = place.act(&[&["deal", "won", "northwind"], &credit[..]].concat()).done();
    assert!(out.starts_with("Northwind Traders is won\n"), "{out}");
    wrote(
        &place,
        &[
            "+[deal.northwind.result]",
            "+status = \"won\"",
            "+on = 2026-11-20",
            "+credit = [{ who = \"maya\", for = \"Webinar lead\" }, { who = \"sam\", for = \"Procurement\" }]",
        ],
    );
}

#[test]
fn a_loss_has_its_reason_and_its_day() {
    let place = place();
    let loss = ["deal", "lost", "northwind", "--reason", "Missing features", "--on", "yesterday"];
    place.act(&loss).refused(2, &["`yesterday` is no day"]);
    place.act(&["deal", "lost", "northwind", "--reason", "Missing features", "--on", "2026-11-18"]).done();
    let lines =
        ["+[deal.northwind.result]", "+status = \"lost\"", "+on = 2026-11-18", "+reason = \"Missing features\""];
    wrote(&place, &lines);
}

#[test]
fn a_deal_finishes_once_and_credit_goes_to_the_crew() {
    let place = place();
    place.act(&["deal", "lost", "harbour"]).refused(2, &["is won already"]);
    place
        .act(&["deal", "won", "northwind", "--credit", "tom=Lead"])
        .refused(2, &["nobody in the crew is called `tom`"]);
    place.act(&["deal", "won", "northwind", "--credit", "maya"]).refused(2, &["expected CREW=WORDS"]);
    assert_eq!(place.text(), CAMPAIGN);
}

#[test]
fn a_promise_that_moves_is_kept_in_its_log() {
    let place = place();
    let out = place.act(&["deal", "close", "northwind", "18 jan", "--as", "sam"]).done();
    assert!(out.starts_with("promised later than before; the first move"), "{out}");
    wrote(
        &place,
        &[
            "-close = 2026-12-18",
            "+close = 2027-01-18",
            "+[[deal.northwind.close_log]]",
            "+at = 2026-11-20T09:41:00Z",
            "+was = 2026-12-18",
            "+now = 2027-01-18",
            "+by = \"sam\"",
        ],
    );
}

#[test]
fn two_moves_of_a_promise_in_one_second_are_two_rows_with_keys_of_their_own() {
    let place = place();
    place.act(&["deal", "close", "northwind", "2027-01-18"]).done();
    place.act(&["deal", "close", "northwind", "2027-01-19"]).done();
    assert!(place.text().contains("at = 2026-11-20T09:41:00.001Z"), "{}", place.text());
    assert_eq!(place.run(&["check", "--now", NOW, "c.toml", "--strict"]).code, 0);
}

#[test]
fn a_first_promise_is_no_move_and_the_same_promise_is_nothing() {
    let place = place();
    assert!(place.act(&["deal", "close", "osier", "2027-01-18"]).done().starts_with("the first promise"));
    assert!(!place.text().contains("close_log"));
    assert_eq!(place.act(&["deal", "close", "northwind", "2026-12-18"]).done(), "nothing to change\n");
}

// --- deal service, hand-over ----------------------------------------------------------------------------------------

#[test]
fn a_deal_in_trouble_gets_the_play_that_answers_and_its_end() {
    let place = place();
    let out = place.act(&["deal", "service", "northwind", "--reason", "champion-left"]).done();
    assert!(out.starts_with("in service: The champion has left\n"), "{out}");
    wrote(
        &place,
        &[
            "+[deal.northwind.service]",
            "+since = 2026-11-20T09:41:00Z",
            "+reason = \"champion-left\"",
            "+play = \"champion-left\"",
            "+until = 2026-11-25",
            "+push = { what = \"Ring the economic buyer.\", by = \"sam\" }",
            "+pull = { what = \"Send the brief.\", by = \"maya\" }",
        ],
    );
    place.act(&["deal", "service", "northwind", "--reason", "again"]).refused(2, &["in service already"]);
}

#[test]
fn a_repair_that_ends_becomes_a_row() {
    let place = place();
    place.act(&["deal", "service", "northwind", "--reason", "champion-left"]).done();
    let out = place.act(&["deal", "service", "northwind", "--end", "recovered"]).done();
    assert!(out.contains("the push was not done: Ring the economic buyer."), "{out}");
    wrote(
        &place,
        &[
            "+[[deal.northwind.service_log]]",
            "+since = 2026-11-20T09:41:00Z",
            "+ended = 2026-11-20T09:41:00Z",
            "+reason = \"champion-left\"",
            "+play = \"champion-left\"",
            "+outcome = \"recovered\"",
        ],
    );
    place.act(&["deal", "service", "northwind", "--end", "later"]).refused(2, &["is not in service"]);
}

#[test]
fn a_service_without_a_play_is_told_to_need_an_end_and_one_of_an_unknown_play_is_refused() {
    let place = place();
    let unknown = ["deal", "service", "northwind", "--reason", "quiet", "--play", "wake-up"];
    place.act(&unknown).refused(2, &["no play is called `wake-up`"]);
    let out = place.act(&["deal", "service", "northwind", "--reason", "quiet"]).done();
    assert!(out.contains("without an end: give it one"), "{out}");
    place.act(&["deal", "service", "osier"]).refused(3, &["--reason"]);
}

#[test]
fn the_wheel_is_offered_with_a_briefing_and_counts_once_it_is_accepted() {
    let place = place();
    let offer = ["deal", "hand-over", "northwind", "--to", "maya", "--briefing", "Wants numbers per store."];
    let out = place.act(&offer).done();
    assert!(out.starts_with("offered to Maya Lind"), "{out}");
    place.act(&offer).refused(2, &["an offer to Maya Lind waits"]);
    place
        .act(&["deal", "hand-over", "northwind", "--accept", "--as", "sam"])
        .refused(2, &["no offer waits on the deal `northwind` for `sam`", "accept it as `maya`"]);
    assert_eq!(
        place.act(&["deal", "hand-over", "northwind", "--accept", "--as", "maya"]).done(),
        "Maya Lind drives from now on\nchanged c.toml: 1 line added, 0 removed\n"
    );
    wrote(
        &place,
        &[
            "+[[deal.northwind.handoff]]",
            "+from = \"sam\"",
            "+to = \"maya\"",
            "+at = 2026-11-20T09:41:00Z",
            "+briefing = \"Wants numbers per store.\"",
            "+accepted = 2026-11-20T09:41:00Z",
        ],
    );
}

#[test]
fn a_hand_over_to_who_drives_to_nobody_or_without_words_is_refused() {
    let place = place();
    place.act(&["deal", "hand-over", "northwind", "--to", "sam", "--briefing", "x"]).refused(2, &["drives the deal"]);
    place
        .act(&["deal", "hand-over", "northwind", "--to", "tom", "--briefing", "x"])
        .refused(2, &["nobody in the crew"]);
    place
        .act(&["deal", "hand-over", "northwind", "--to", "maya", "--briefing", " "])
        .refused(2, &["the briefing has no words"]);
    place.act(&["deal", "hand-over", "northwind"]).refused(3, &["--to"]);
    place.act(&["deal", "hand-over", "northwind", "--accept"]).refused(2, &["no offer waits", "offer it first"]);
}

#[test]
fn without_a_briefing_of_ones_own_the_file_fills_it() {
    let place = place();
    let out = place.act(&["deal", "hand-over", "northwind", "--to", "maya"]).done();
    assert!(out.contains("the briefing is filled from the file: "), "{out}");
    let briefing = place.text().lines().find(|line| line.starts_with("briefing = ")).map(str::to_owned).unwrap();
    assert!(briefing.contains("Promised: ") && briefing.contains("Next: "), "{briefing}");
}

#[test]
fn who_declines_leaves_no_offer_and_a_message_and_who_offered_takes_it_back() {
    let place = place();
    let offer = ["deal", "hand-over", "northwind", "--to", "maya", "--briefing", "Wants numbers.", "--as", "sam"];
    place.act(&offer).done();
    place.act(&["deal", "hand-over", "northwind", "--decline", "--to", "maya"]).refused(3, &["--decline"]);
    let out = place.act(&["deal", "hand-over", "northwind", "--decline", "--as", "maya"]).done();
    assert!(out.starts_with("declined: Sam Okoro goes on driving, and Sam Okoro is told"), "{out}");
    wrote(
        &place,
        &[
            "+[[deal.northwind.message]]",
            "+at = 2026-11-20T09:41:00Z",
            "+by = \"maya\"",
            "+text = \"I do not take the wheel of this deal.\"",
        ],
    );
    let place = self::place();
    place.act(&offer).done();
    let out = place.act(&["deal", "hand-over", "northwind", "--decline", "--as", "sam"]).done();
    assert!(out.starts_with("the offer is taken back: Sam Okoro goes on driving"), "{out}");
    wrote(&place, &[]);
    place.act(&["deal", "hand-over", "northwind", "--decline", "--as", "sam"]).refused(2, &["no offer waits"]);
}

// --- note hear ------------------------------------------------------------------------------------------------------

#[test]
fn a_call_that_is_due_and_nobody_made_is_heard_and_written_whole() {
    let place = place();
    place.act(&["note", "hear", "northwind", "price", "--as", "sam"]).done();
    let text = place.text();
    assert!(text.contains("note = \"price\"\nrung = \"\"\nplace = 2026-11-20T10:30:00Z\n"), "{text}");
    assert!(text.contains("called = 2026-11-20T09:41:00Z\nacked = 2026-11-20T09:41:00Z\nby = \"sam\"\n"), "{text}");
    place.act(&["note", "hear", "northwind", "price"]).refused(2, &["no call of `price` waits: it has been heard"]);
}

#[test]
fn a_call_that_was_made_is_completed() {
    let row = "[[deal.northwind.call_log]]\nnote = \"price\"\nrung = \"\"\nplace = 2026-11-20T10:30:00Z\n\
               lead = \"8h\"\ncalled = 2026-11-20T09:00:00Z\n";
    let place = Place::with(&CAMPAIGN.replace("[deal.harbour]\n", &format!("{row}[deal.harbour]\n")));
    place.act(&["note", "hear", "northwind", "price"]).done();
    assert!(place.text().contains("called = 2026-11-20T09:00:00Z\nacked = 2026-11-20T09:41:00Z\n"), "{}", place.text());
    assert_eq!(place.text().matches("[[deal.northwind.call_log]]").count(), 1);
}

#[test]
fn a_note_that_is_planned_for_later_or_not_there_cannot_be_heard() {
    let place = place();
    place.act(&["note", "hear", "northwind", "far"]).refused(2, &["no call of `far` waits: it is planned for later"]);
    place.act(&["note", "hear", "northwind", "far", "--rung", "2wd"]).refused(2, &["with the rung `2wd`"]);
    place.act(&["note", "hear", "northwind", "prise"]).refused(2, &["is named `prise`", "write `price`"]);
}

// --- heard, stroke --------------------------------------------------------------------------------------------------

#[test]
fn the_buyers_words_go_into_the_inbox() {
    let place = place();
    let report = ["heard", "add", "northwind", "--said", "Too \"dear\"", "--kind", "objection", "--who", "ines"];
    place.act(&[&report[..], &["--topic", "price", "--as", "sam"]].concat()).done();
    wrote(
        &place,
        &[
            "+[[deal.northwind.heard]]",
            "+at = 2026-11-20T09:41:00Z",
            "+by = \"sam\"",
            "+who = \"ines\"",
            "+kind = \"objection\"",
            "+said = \"Too \\\"dear\\\"\"",
            "+topic = \"price\"",
        ],
    );
}

#[test]
fn words_of_nobody_or_none_are_refused() {
    let place = place();
    let who = ["heard", "add", "northwind", "--said", "x", "--who", "inse"];
    place.act(&who).refused(2, &["the deal has no contact `inse`", "write `ines`"]);
    place.act(&["heard", "add", "northwind", "--said", "x", "--run", "r"]).refused(2, &["the deal has no run `r`"]);
    place.act(&["heard", "add", "northwind", "--said", "  "]).refused(2, &["the report has no words"]);
    place.act(&["heard", "add", "northwind", "--said", "x", "--topic", "two words"]).refused(2, &["cannot be a topic"]);
    place.act(&["heard", "add", "northwind", "--said", "x", "--kind", "joy"]).refused(3, &["invalid value 'joy'"]);
}

#[test]
fn a_report_is_answered_by_a_note_and_leaves_the_inbox() {
    for at in ["2026-11-19T15:20:00Z", "2026-11-19T16:20:00+01:00", "2026-11-19"] {
        let place = place();
        place.act(&["heard", "answer", "northwind", at, "--note", "price"]).done();
        wrote(&place, &["+answer = \"price\"", "+answered = 2026-11-20T09:41:00Z"]);
    }
}

#[test]
fn an_answer_to_nothing_to_what_is_answered_or_with_no_note_is_refused() {
    let place = place();
    let answer = |at: &str, note: &str| place.act(&["heard", "answer", "northwind", at, "--note", note]);
    answer("2026-11-01", "price").refused(2, &["no report of that time", "2026-11-19T15:20:00Z by sam"]);
    answer("2026-11-18", "price").refused(2, &["that report is answered by `price`"]);
    answer("2026-11-19", "prise").refused(2, &["the deal has no note `prise`", "write `price`"]);
    answer("soon", "price").refused(2, &["`soon` is no time"]);
}

#[test]
fn a_stroke_is_written_as_it_happened_also_on_a_finished_deal() {
    let place = place();
    let stroke = ["stroke", "add", "harbour", "--kind", "pull", "--what", "Webinar", "--track", "shelf"];
    place.act(&[&stroke[..], &["--as", "maya", "--asset", "grocer", "--result", "Three came"]].concat()).done();
    wrote(
        &place,
        &[
            "+[[deal.harbour.stroke]]",
            "+at = 2026-11-20T09:41:00Z",
            "+by = \"maya\"",
            "+kind = \"pull\"",
            "+what = \"Webinar\"",
            "+result = \"Three came\"",
            "+track = \"shelf\"",
            "+asset = \"grocer\"",
        ],
    );
    let wrong = ["stroke", "add", "harbour", "--kind", "pull", "--what", "x", "--track", "shlef"];
    place.act(&wrong).refused(2, &["no track is called `shlef`"]);
}

// --- all of them ----------------------------------------------------------------------------------------------------

#[test]
fn a_dry_run_shows_the_words_and_the_diff_and_writes_nothing() {
    let place = place();
    let out = place.act(&["deal", "close", "northwind", "18 jan", "--dry-run"]).done();
    assert!(out.starts_with("promised later than before; the first move of this promise\n--- c.toml\n+++ c.toml\n@@"));
    assert!(out.contains("\n-close = 2026-12-18\n+close = 2027-01-18\n"), "{out}");
    assert_eq!(place.text(), CAMPAIGN);
}

#[test]
fn programs_get_json_from_every_command_with_rules() {
    let place = place();
    let json = place.act(&["deal", "won", "northwind", "--format", "json"]).json();
    assert_eq!((&json["changed"], &json["written"]), (&true.into(), &true.into()));
    assert_eq!(json["told"][0], "Northwind Traders is won");
    assert!(json["diff"].as_str().unwrap().contains("+status = \"won\"\n"), "{json}");
}

#[test]
fn who_acts_must_be_of_the_crew_when_it_is_said() {
    let place = place();
    place.act(&["deal", "won", "northwind", "--as", "tom"]).refused(2, &["nobody in the crew is called `tom`"]);
}

#[test]
fn a_file_of_a_newer_format_is_only_read() {
    let place = Place::with(&CAMPAIGN.replace("format = 1", "format = 2"));
    let before = place.text();
    for arguments in [&["deal", "won", "northwind"][..], &["heard", "add", "northwind", "--said", "x"]] {
        place.act(arguments).refused(2, &["the file has format 2, and this codriver writes 1", "use a newer codriver"]);
    }
    place.run(&["set", "c.toml", "deal.northwind", "value=1"]).refused(2, &["the file has format 2"]);
    place.run(&["remove", "c.toml", "deal.northwind", "--dry-run"]).refused(2, &["the file has format 2"]);
    assert_eq!(place.text(), before);
}

#[test]
fn standard_input_cannot_be_edited_by_rules() {
    let ended = place().run(&["deal", "won", "-", "northwind"]);
    ended.refused(3, &["standard input cannot be edited"]);
}

// --- bad input ------------------------------------------------------------------------------------------------------

#[test]
fn what_another_person_has_just_deleted_cannot_be_named() {
    let place = place();
    place.run(&["remove", "c.toml", "asset.grocer"]).done();
    place.run(&["remove", "c.toml", "deal.northwind.note.far"]).done();
    let before = place.text();
    let refused = |arguments: &[&str], words: &str| place.run(arguments).refused(2, &[words, "hint: "]);
    refused(&["set", "c.toml", "deal.northwind.note.price", "asset=grocer"], "no asset has the id `grocer`");
    refused(&["set", "c.toml", "deal.northwind.note.far", "say=Later"], "no `deal.northwind.note.far`");
    refused(&["add", "c.toml", "deal.nowhere.note.x", "say=Later"], "no `deal.nowhere`");
    refused(&["heard", "answer", "c.toml", "northwind", "2026-11-19", "--note", "far"], "the deal has no note `far`");
    refused(
        &["stroke", "add", "c.toml", "northwind", "--kind", "push", "--what", "x", "--asset", "grocer"],
        "no asset is called `grocer`",
    );
    assert_eq!(place.text(), before);
}

#[test]
fn an_id_that_is_there_already_is_not_added_again() {
    let place = place();
    for record in ["deal.northwind", "deal.northwind.note.price", "deal.osier.next", "crew.sam", "deal.harbour.result"]
    {
        place.run(&["add", "c.toml", record, "what=x"]).refused(2, &["is in the file already"]);
    }
    assert_eq!(place.text(), CAMPAIGN);
}

#[test]
fn a_value_that_breaks_the_format_is_refused_and_nothing_is_written() {
    let place = place();
    for field in ["probability=60", "stage=nowhere", "close=soon", "driver=tom", "value=lots", "gate=3"] {
        let ended = place.run(&["set", "c.toml", "deal.northwind", field]);
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{field}: {}", ended.err);
        assert!(ended.err.contains("hint: "), "{field}: {}", ended.err);
    }
    for field in ["pace=L7", "at=nowhere + 3d", "lead=soon", "mark=y", "retired=maybe"] {
        let ended = place.run(&["set", "c.toml", "deal.northwind.note.price", field]);
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{field}: {}", ended.err);
    }
    assert_eq!(place.text(), CAMPAIGN);
}

#[test]
fn a_text_with_control_characters_is_written_as_toml_can_hold_it_and_printed_without_them() {
    let place = place();
    let said = format!("a\u{1b}]0;x\u{7}\n{}", "long ".repeat(20_000));
    let out = place.act(&["heard", "add", "northwind", "--said", &said, "--dry-run"]).done();
    assert!(!out.contains(['\u{1b}', '\u{7}']), "raw");
    place.act(&["heard", "add", "northwind", "--said", &said]).done();
    assert!(!place.text().contains(['\u{1b}', '\u{7}']));
    let table: toml::Table = toml::from_str(&place.text()).unwrap();
    let rows = table["deal"]["northwind"]["heard"].as_array().unwrap();
    assert_eq!(rows.last().unwrap()["said"].as_str().unwrap(), said.trim());
}
