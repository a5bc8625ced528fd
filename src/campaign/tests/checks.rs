//! Checking: every problem between records.

use super::super::{PROBLEMS, not_yet};
use super::{HEAD, campaign_of, codes, document, problems_of, told, told_of_deal};

#[test]
fn a_deal_without_a_name_is_told_with_the_deal_it_may_mean() {
    let told = told("[deal.mills]\naccount = 'Mills'\n[deal.mils.note.n]\nwhen = 'a'\n");
    assert_eq!((told.code, &*told.source), ("missing-name", "mils"));
    assert!(told.mend.contains("`mills`"), "{}", told.mend);
}

#[test]
fn a_missing_format_and_time_zone_are_told() {
    let codes: Vec<_> = problems_of("[campaign]\nroute = ['a']\n").iter().map(|told| told.code).collect();
    assert_eq!(codes, ["missing-format", "missing-timezone"]);
}

#[test]
fn an_unknown_person_is_told_with_the_nearest() {
    let told = told_of_deal("driver = ['sam', 'myaa']");
    assert_eq!((told.code, &*told.source), ("dangling-reference", "'myaa'"));
    assert_eq!(told.message, "no crew member has the id `myaa`");
    assert_eq!(told.mend, "write `maya`, or add `[crew.myaa]`");
}

#[test]
fn every_live_reference_is_checked() {
    for keys in [
        "navigator = 'x'",
        "product = ['x']",
        "next = { what = 'a', on = 2026-11-24, by = 'x' }",
        "next = { what = 'a', on = 2026-11-24, needs = 'x' }",
        "value_line.a.serves = 'x'",
        "note.a = { when = 'a', asset = 'x' }",
        "note.a = { when = 'a', track = 'x' }",
        "note.a = { at = 'nowhere' }",
        "note.a = { at = 'enter nowhere' }",
        "note.a = { at = 'leave nowhere' }",
        "note.a = { at = 'nowhere 12:30' }",
        "obstacle.a = { at = 'nowhere' }",
        "control.a.owner = 'x'",
        "run.a.crew = ['x']",
        "run.a.with = 'x'",
        "service = { reason = 'r', until = 2026-11-25, play = 'x' }",
        "service = { reason = 'r', until = 2026-11-25, push.by = 'x' }",
    ] {
        assert_eq!(told_of_deal(keys).code, "dangling-reference", "{keys}");
    }
    for records in [
        "[destination]\nshares.x = 0.5\n",
        "[destination]\nonly.product = 'x'\n",
        "[hazard.h]\nonly.driver = ['x']\n",
        "[hazard.h]\nonly.stage = ['x']\n",
        "[hazard.h]\nat = 'nowhere'\n",
        "[hazard.h]\nnote.a.track = 'x'\n",
        "[asset.a]\nstages = ['x']\n",
        "[track.t]\nagreed = ['x']\n",
    ] {
        assert_eq!(told(records).code, "dangling-reference", "{records}");
    }
}

#[test]
fn what_is_history_is_only_a_warning() {
    for keys in [
        "flag.f.by = 'x'",
        "waiver.f.by = 'x'",
        "note.a = { when = 'a', by = 'x' }",
        "stage_log = [{ stage = 'nowhere' }]",
        "stage_log = [{ stage = 'demo', by = 'x' }]",
        "close_log = [{ by = 'x' }]",
        "stroke = [{ by = 'x' }]",
        "stroke = [{ track = 'x' }]",
        "stroke = [{ asset = 'x' }]",
        "heard = [{ by = 'x' }]",
        "heard = [{ who = 'x' }]",
        "heard = [{ run = 'x' }]",
        "heard = [{ answer = 'x' }]",
        "message = [{ by = 'x' }]",
        "call_log = [{ note = 'x' }]",
        "call_log = [{ note = 'hazard/x' }]",
        "call_log = [{ note = 'control.x' }]",
        "handoff = [{ from = 'x', to = 'sam' }]",
        "handoff = [{ to = 'x', accepted = 2026-11-01 }, { to = 'sam', accepted = 2026-11-02 }]",
        "service_log = [{ play = 'x' }]",
        "result = { status = 'won', credit = [{ who = 'x', for = 'a' }] }",
    ] {
        assert_eq!(told_of_deal(keys).code, "stale-reference", "{keys}");
    }
    assert_eq!(told("[[review]]\ndeal = 'x'\n").code, "stale-reference");
    assert_eq!(told("[[review]]\nby = 'x'\n").code, "stale-reference");
}

#[test]
fn credit_for_somebody_who_is_not_in_the_crew_is_told_with_its_place() {
    let told = told_of_deal("result = { status = 'won', credit = [{ who = 'maia', for = 'Lead' }] }");
    assert_eq!((told.code, &*told.source), ("stale-reference", "'maia'"));
    assert!(told.message.contains("`maia`") && !told.mend.is_empty(), "{}; {}", told.message, told.mend);
}

#[test]
fn a_stage_that_the_route_lacks_is_told() {
    let told = told_of_deal("stage = 'prof'");
    assert_eq!((told.code, &*told.source), ("stage-not-on-route", "'prof'"));
    assert_eq!(told.mend, "write `proof`, or add `prof` to `route`");
}

#[test]
fn a_stage_table_off_the_route_is_told() {
    assert_eq!(told("[stage.launch]\nname = 'Launch'\n").code, "stage-off-route");
}

#[test]
fn a_stage_twice_on_the_route_is_told() {
    let told = &problems_of(&HEAD.replace("'proof'", "'proof', 'proof'"))[0];
    assert_eq!((told.code, &*told.source), ("duplicate-stage", "'proof'"));
}

#[test]
fn two_stages_of_one_name_are_told() {
    let told = told("[stage.demo]\nname = 'Show'\n[stage.proof]\nname = 'Show'\n");
    assert_eq!((told.code, &*told.source), ("duplicate-name", "'Show'"));
}

#[test]
fn a_stage_that_asks_too_much_is_told() {
    assert_eq!(told("[stage.demo]\ngate = ['1','2','3','4','5','6','7','8','9','10']\n").code, "too-many-facts");
}

#[test]
fn rows_with_the_same_key_are_told() {
    let when = "2026-11-10T10:00:00Z";
    for (log, row) in [
        ("stage_log", "{ stage = 'demo', from = 2026-11-10 }".to_owned()),
        ("close_log", format!("{{ at = {when} }}")),
        ("stroke", format!("{{ at = {when}, by = 'sam' }}")),
        ("heard", format!("{{ at = {when}, by = 'sam' }}")),
        ("message", format!("{{ at = {when}, by = 'sam' }}")),
        ("handoff", format!("{{ at = {when}, from = 'sam', to = 'maya' }}")),
        ("service_log", format!("{{ since = {when} }}")),
    ] {
        assert_eq!(told_of_deal(&format!("{log} = [{row}, {row}]")).code, "duplicate-row", "{log}");
    }
    let call = "[[deal.x.call_log]]\nnote = 'n'\nrung = '1wd'\nplace = 2026-11-10\n";
    assert_eq!(told_of_deal(&format!("note.n.when = 'a'\n{call}{call}")).code, "duplicate-row");
    assert_eq!(told("[[review]]\nat = 2026-11-10\n[[review]]\nat = 2026-11-10\n").code, "duplicate-row");
}

#[test]
fn long_logs_are_compared_as_well() {
    let rows: Vec<String> = (0..40).map(|n| format!("{{ at = 2026-11-10T10:00:{:02}Z }}", n % 39)).collect();
    assert_eq!(codes(&format!("[deal.x]\naccount = 'X'\nstroke = [{}]", rows.join(", "))), ["duplicate-row"]);
}

#[test]
fn ids_of_one_namespace_may_not_be_shared() {
    assert_eq!(told_of_deal("control.a.what = 'a'\nobstacle.a.title = 'b'").code, "shared-id");
    assert_eq!(told_of_deal("control.a.what = 'a'\nrun.a.what = 'b'").code, "shared-id");
    assert_eq!(codes("[hazard.a]\ntitle = 'h'\n[deal.x]\naccount = 'X'\nrun.a.what = 'b'"), ["shared-id"]);
}

#[test]
fn an_obstacle_with_a_hazards_id_overrides_it() {
    assert!(codes("[hazard.a]\ntitle = 'h'\n[deal.x]\naccount = 'X'\nobstacle.a.struck = true").is_empty());
}

#[test]
fn places_in_a_circle_are_told_once() {
    let told = told_of_deal("obstacle.a.at = 'b'\nobstacle.b.at = 'c + 1d'\nobstacle.c.at = 'a'\nobstacle.d.at = 'a'");
    assert_eq!((told.code, &*told.source), ("position-cycle", "'b'"));
}

#[test]
fn a_place_measured_from_itself_is_told() {
    assert_eq!(told_of_deal("obstacle.a.at = 'a + 1d'").message, "`a` is measured from itself");
}

#[test]
fn hazards_in_a_circle_are_told_once() {
    assert_eq!(told("[hazard.a]\nat = 'b'\n[hazard.b]\nat = 'a'\n").code, "position-cycle");
}

#[test]
fn a_hazard_that_a_deal_does_not_meet_is_no_place_of_it() {
    let body = "[hazard.h]\nonly.market = 'DE'\n[deal.x]\naccount = 'X'\nmarket = 'GB'\nnote.n.at = 'h'";
    assert_eq!(told(body).message, "this deal does not meet the hazard `h`");
}

#[test]
fn a_note_without_a_place_is_told() {
    assert_eq!(told_of_deal("note.n.say = 'a'").code, "no-place");
    assert!(codes("[hazard.h]\nnote.n.say = 'a'\n").is_empty());
}

#[test]
fn an_undated_next_touch_is_told_while_the_deal_is_open() {
    let told = told_of_deal("next = 'Ring'");
    assert_eq!((told.code, &*told.source), ("undated-next", "'Ring'"));
    assert!(codes("[deal.x]\naccount = 'X'\nnext = 'Ring'\nresult.status = 'won'").is_empty());
}

#[test]
fn a_fact_that_the_stage_does_not_ask_for_is_told() {
    let body = "[stage.demo]\ngate.signed = 'Signed'\n[deal.x]\naccount = 'X'\ngate = ['sigend']";
    let told = told(body);
    assert_eq!((told.code, &*told.source), ("unknown-fact", "'sigend'"));
    assert_eq!(told.mend, "write `signed`, or remove it");
}

#[test]
fn a_filter_by_a_field_that_deals_lack_is_told() {
    let told = told("[hazard.h]\nonly = { marktet = 'GB' }\n");
    assert_eq!((told.code, &*told.mend), ("unknown-field", "write `market`"));
}

#[test]
fn a_negative_value_is_told() {
    assert_eq!(told_of_deal("value = -5").code, "negative-value");
}

#[test]
fn shares_of_more_than_one_are_told() {
    assert_eq!(told("[destination]\nshares = { sam = 0.6, maya = 0.6 }\n").message, "the shares are 1.2 together");
}

#[test]
fn a_close_before_the_beginning_is_told() {
    let told = told_of_deal("created = 2026-11-10\nclose = 2026-11-09");
    assert_eq!((told.code, &*told.source), ("close-before-created", "2026-11-09"));
    assert!(codes("[deal.x]\naccount = 'X'\ncreated = 2026-11-10T18:00:00\nclose = 2026-11-10").is_empty());
}

#[test]
fn ends_before_starts_are_told() {
    for keys in [
        "run.a = { started = 2026-11-24T14:00:00Z, ended = 2026-11-24T13:00:00Z }",
        "run.a = { started = 2026-11-24T14:00:00Z, pauses = [{ from = 2026-11-24T14:00:00Z, until = 2026-11-24T13:00:00Z }] }",
        "service = { reason = 'r', since = 2026-11-24, until = 2026-11-20 }",
        "stage_log = [{ stage = 'demo', from = 2026-11-24, to = 2026-11-20 }]",
        "service_log = [{ since = 2026-11-24, ended = 2026-11-20 }]",
    ] {
        assert_eq!(told_of_deal(keys).code, "ends-before-start", "{keys}");
    }
    assert_eq!(told("[crew.kim]\naway = [{ from = 2026-11-24, until = 2026-11-20 }]\n").code, "ends-before-start");
    assert_eq!(told("[destination]\nfrom = 2026-11-24\nby = 2026-11-20\n").code, "ends-before-start");
}

#[test]
fn a_repair_without_a_reason_or_an_end_is_told() {
    let bare = |keys: &str| told_of_deal(&format!("service = {{ {keys} }}"));
    let told = bare("until = 2026-11-25");
    assert_eq!((told.code, &*told.message), ("bare-service", "the repair has no reason"));
    let told = bare("reason = 'went-quiet'");
    assert_eq!((told.code, &*told.message), ("bare-service", "the repair has no end"));
    assert_eq!(bare("reason = ' ', until = 2026-11-25").code, "bare-service");
}

#[test]
fn a_finished_deal_that_is_still_in_service_is_told() {
    let told = told_of_deal("service = { reason = 'r' }\nresult = { status = 'lost' }");
    assert_eq!(told.code, "service-after-finish");
    assert!(told.mend.contains("codriver deal service FILE x --end retired"), "{}", told.mend);
}

#[test]
fn every_message_is_a_fragment_with_a_mend() {
    let text = format!(
        "{HEAD}[deal.x]\nclsoe = 1\nvalue = 'a'\nprobability = 60\nstage = 'q'\ndriver = 'q'\nnext = 'a'\n\
         note.n = {{ pace = 'L7', lead = 'x' }}\nobstacle.o.at = 'q'\ncurrency = 'XXY'\nresult = {{ }}\n"
    );
    for told in problems_of(&text) {
        assert!(!told.mend.is_empty(), "{told:?}");
        assert!(!told.message.ends_with('.') && !told.mend.ends_with('.'), "{told:?}");
        assert!(!told.message.starts_with(char::is_uppercase), "{told:?}");
        assert!(!told.mend.starts_with(char::is_uppercase), "{told:?}");
    }
}

#[test]
fn the_table_of_problems_speaks_in_fragments() {
    for problem in PROBLEMS {
        assert!(!problem.when.ends_with('.') && !problem.mend.ends_with('.'), "{problem:?}");
    }
}

#[test]
fn topics_that_are_other_words_for_each_other_in_a_circle_are_told_where_the_first_says_so() {
    let told = told("[topic.price]\nalso = ['board', 'Costs']\n[topic.cost]\nname = 'Costs'\nalso = ['price']\n");
    assert_eq!((told.code, &*told.source), ("topic-circle", "'price'"));
    assert_eq!(told.message, "`cost`, `price` are other words for each other in a circle");
}

#[test]
fn a_topic_that_is_another_one_is_no_circle() {
    assert!(
        codes("[topic.price]\nalso = ['cost', 'price']\n[topic.cost]\n[topic.money]\nalso = ['price']\n").is_empty()
    );
}

#[test]
fn a_hand_over_to_nobody_is_told_where_somebody_would_drive_by_it() {
    for row in ["{ to = 'mya' }", "{ to = 'mya', accepted = 2026-11-01 }"] {
        let told = told_of_deal(&format!("handoff = [{row}]"));
        assert_eq!((told.code, &*told.source), ("dangling-reference", "'mya'"), "{row}");
        assert_eq!(told.mend, "write `maya`, or add `[crew.mya]`");
    }
    for (row, word) in [("{ from = 'sam' }", "offered"), ("{ accepted = 2026-11-01 }", "accepted")] {
        let told = told_of_deal(&format!("handoff = [{row}]"));
        assert_eq!((told.code, &*told.source), ("hand-over-to-nobody", row));
        assert!(told.message.contains(word), "{}", told.message);
    }
}

#[test]
fn a_hand_over_that_was_accepted_before_it_was_offered_is_told() {
    let told = told_of_deal("handoff = [{ to = 'sam', at = 2026-11-02, accepted = 2026-11-01 }]");
    assert_eq!((told.code, &*told.source), ("ends-before-start", "2026-11-01"));
}

#[test]
fn what_a_log_tells_of_later_than_now_is_told_to_who_knows_the_time() {
    let rows = "[deal.x]\naccount = 'X'\nstroke = [{ at = 2026-11-20T09:42:00Z }, { at = 2026-11-20 }]\n\
                heard = [{ at = 2026-11-21 }, { at = 2026-11-20T09:41:00 }]\n\
                handoff = [{ to = 'sam', accepted = 2026-12-01T09:00:00Z }]\n\
                service = { reason = 'r', since = 2215-01-01T00:00:00, until = 2215-02-01 }\n";
    let text = format!("{HEAD}{rows}");
    let (document, _) = document(&text);
    let found = not_yet(&campaign_of(&text), &document, "2026-11-20T09:41:00Z".parse().unwrap());
    let source = |told: &crate::text::Diagnostic| {
        let unit = document.unit_text(&told.place.unit).unwrap_or_default();
        unit[told.place.span.start as usize..told.place.span.end as usize].to_owned()
    };
    assert!(found.iter().all(|told| told.code == "not-yet"), "{found:?}");
    let sources: Vec<String> = found.iter().map(source).collect();
    assert_eq!(sources, ["2026-11-20T09:42:00Z", "2026-11-21", "2026-12-01T09:00:00Z", "2215-01-01T00:00:00"]);
    assert!(codes(rows).iter().all(|code| *code == "far-date"), "without the time nothing is told");
}
