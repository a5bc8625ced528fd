use super::*;
use crate::drive::tests::{at, campaign};

const CREW: &str = "[campaign]\ntimezone = \"Europe/London\"\n[crew.sam]\nname = \"Sam Okoro\"\nseat = \"driver\"\n\
                    [crew.maya]\nseat = \"navigator\"\n[crew.ruth]\nseat = \"lead\"\n";

fn now() -> DateTime<Utc> {
    at("2026-11-20T09:41:00")
}

/// How `Meet procurement before Friday`, decided on 18 November, stands beside these records.
fn stands(records: &str) -> String {
    let campaign = campaign(&format!("{CREW}[deal.d]\naccount = \"D\"\n{records}"));
    let day = NaiveDate::from_ymd_opt(2026, 11, 18).unwrap();
    stand(&campaign, Some("d"), "Meet procurement before Friday", day).words(&campaign, now())
}

#[test]
fn a_sitting_is_the_rows_of_its_day_in_the_campaigns_zone() {
    let row = |at: &str, deal: &str| format!("[[review]]\nat = {at}\ndeal = \"{deal}\"\ndecisions = [\"x y\"]\n");
    let rows = [
        row("2026-11-12T23:30:00Z", "b"),
        row("2026-11-18T00:30:00Z", "b"),
        row("2026-11-18T17:00:00", "a"),
        row("2026-11-25T10:00:00Z", "a"),
        "[[review]]\nat = 2026-11-19\ndeal = \"a\"\n".to_owned(),
    ];
    let campaign = campaign(&format!("{CREW}{}[deal.a]\naccount = \"A\"\n[deal.b]\naccount = \"B\"\n", rows.concat()));
    let deals = |sitting: Option<Sitting<'_>>| -> Vec<String> {
        sitting
            .into_iter()
            .flat_map(|one| one.rows.into_iter().map(|row| row.deal.as_deref().unwrap().into()))
            .collect()
    };
    // What lies ahead and what says nothing is no sitting.
    assert_eq!(deals(last_sitting(&campaign, None, now())), ["b", "a"]);
    assert_eq!(deals(last_sitting(&campaign, Some("b"), at("2026-11-17T10:00:00"))), ["b"]);
    let day = NaiveDate::from_ymd_opt(2026, 11, 18).unwrap();
    assert_eq!(deals(sitting_before(&campaign, "b", day)), ["b"]);
    assert_eq!(deals(sitting_before(&campaign, "a", day)), Vec::<String>::new());
}

#[test]
fn a_decision_is_open_until_something_in_its_deal_says_it() {
    assert!(stands("").starts_with("open"), "{}", stands(""));
    assert!(stands("next = \"Meet Tom\"\n").starts_with("open"));
}

#[test]
fn a_touch_a_promise_a_meeting_and_a_note_that_say_it_plan_it() {
    assert_eq!(
        stands("next = { what = \"Meet procurement\", on = 2026-11-24, by = \"sam\" }\n"),
        "planned: the next touch, Tue 24 Nov, Sam"
    );
    assert_eq!(
        stands("control.c = { what = \"meet Procurement!\", due = 2026-11-27, owner = \"customer\" }\n"),
        "planned: a dated promise, Fri 27 Nov, the customer"
    );
    assert_eq!(stands("run.r = { what = \"Procurement: meet\" }\n"), "planned: a meeting");
    assert_eq!(
        stands("[deal.d.note.n]\nat = 2026-11-24\nsay = \"Friday: procurement.\"\nwritten = 2026-11-18\n"),
        "planned: a pace note"
    );
}

#[test]
fn a_repair_that_began_since_says_that_the_deal_goes_into_service() {
    let stands = |since: &str| {
        let text = format!("{CREW}[deal.d]\naccount = \"D\"\n[deal.d.service]\nsince = {since}\nuntil = 2026-11-25\n");
        let day = NaiveDate::from_ymd_opt(2026, 11, 18).unwrap();
        let campaign = campaign(&text);
        stand(&campaign, Some("d"), "Into service for a week", day).words(&campaign, now())
    };
    assert_eq!(stands("2026-11-18T09:00:00Z"), "planned: in the service park, Wed 25 Nov");
    assert!(stands("2026-11-02").starts_with("open"));
}

#[test]
fn a_decision_is_done_once_what_says_it_is_over_and_not_by_what_was_over_before() {
    let kept = |day: u32| stands(&format!("control.c = {{ what = \"Meet procurement\", done = 2026-11-{day} }}\n"));
    assert_eq!(kept(19), "done: a promise kept, Thu 19 Nov");
    assert!(kept(17).starts_with("open"));
    let stroke = "[[deal.d.stroke]]\nat = 2026-11-18\nkind = \"push\"\nwhat = \"Meet procurement\"\n";
    assert_eq!(stands(stroke), "done: a stroke, Wed 18 Nov");
}

#[test]
fn a_decision_about_a_deal_that_is_over_or_gone_says_so() {
    assert_eq!(stands("result = { status = \"won\" }\n"), "the deal is won");
    let none = campaign(CREW);
    let day = NaiveDate::from_ymd_opt(2026, 11, 18).unwrap();
    assert_eq!(stand(&none, Some("d"), "Meet them", day), Stand::Gone);
}

#[test]
fn promises_stand_by_trade_and_by_their_day() {
    let campaign = campaign(&format!(
        "{CREW}[deal.d]\naccount = \"D\"\ncontrol.a = {{ what = \"A\", owner = \"maya\" }}\n\
         control.b = {{ what = \"B\", due = 2026-11-24, owner = \"maya\" }}\ncontrol.c = {{ what = \"C\", owner = \"customer\" }}\n\
         control.d = {{ what = \"D\", owner = \"sam\" }}\ncontrol.e = {{ what = \"E\", owner = \"sam\", done = 2026-11-01 }}\n\
         control.f = {{ what = \"F\" }}\n"
    ));
    let outlook = crate::drive::Outlook::new(&campaign);
    let open = open_promises(&campaign, outlook.calendar(None), &campaign.deals[0]);
    let told: Vec<String> = open.iter().map(|one| format!("{} {}", one.control.id, one.trade.word())).collect();
    assert_eq!(told, ["d sales", "b marketing", "a marketing", "c the customer", "f nobody yet"]);
}

#[test]
fn a_message_that_the_deal_plays_unsigned_is_asked_for_with_its_places() {
    let campaign = campaign(&format!(
        "{CREW}[track.t]\nline = \"T\"\nagreed = [\"maya\"]\n[track.u]\nline = \"U\"\nagreed = [\"sam\", \"maya\"]\n\
         [track.v]\nline = \"V\"\n[hazard.h]\nat = 2026-12-01\n[hazard.h.note.n]\nsay = \"x\"\ntrack = \"t\"\n\
         [deal.d]\naccount = \"D\"\n[deal.d.note.k]\nwhen = \"asked\"\ntrack = \"t\"\n\
         [deal.d.note.old]\nwhen = \"asked\"\ntrack = \"v\"\nretired = true\n[deal.d.note.u]\nwhen = \"asked\"\ntrack = \"u\"\n\
         [[deal.d.stroke]]\nat = 2026-11-01\nkind = \"pull\"\nwhat = \"W\"\ntrack = \"t\"\n"
    ));
    let found = unsigned_tracks(&campaign, &campaign.deals[0]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].places, ["the note h/n", "the note k", "a stroke"]);
    assert!(can_sign(&campaign, &found[0], "sam"));
    assert!(!can_sign(&campaign, &found[0], "maya") && !can_sign(&campaign, &found[0], "ruth"));
}

#[test]
fn the_person_here_reviews_with_the_other_seat_and_a_lead_with_both() {
    let campaign =
        campaign(&format!("{CREW}[crew.kim]\nseat = \"driver\"\n[deal.d]\naccount = \"D\"\ndriver = \"sam\"\n"));
    let by =
        |here: &str| reviewers(&campaign, &campaign.deals[0], Some(here)).iter().map(Id::to_string).collect::<Vec<_>>();
    assert_eq!(by("sam"), ["sam", "maya"]);
    assert_eq!(by("maya"), ["maya", "sam"]);
    assert_eq!(by("kim"), ["kim", "maya"]);
    assert_eq!(by("ruth"), ["ruth", "sam", "maya"]);
    assert!(reviewers(&campaign, &campaign.deals[0], None).is_empty());
}

#[test]
fn a_sitting_as_markdown_has_a_heading_for_each_deal_and_says_how_each_decision_stands() {
    let campaign = campaign(&format!(
        "{CREW}[deal.d]\naccount = \"D & Sons\"\nnext = {{ what = \"Ring Tom\", on = 2026-11-24 }}\n\
         [[review]]\nat = 2026-11-18T10:00:00\ndeal = \"d\"\nby = [\"sam\", \"maya\"]\n\
         decisions = [\"Ring Tom about *price*\", \"Drop it\"]\nrubs = \"Fewer notes\"\n\
         [[review]]\nat = 2026-11-18T10:10:00\ndeal = \"gone\"\ndecisions = [\"A b\"]\n"
    ));
    let sitting = last_sitting(&campaign, None, now()).unwrap();
    let text = markdown(&campaign, &sitting, now(), &|_, text| text.to_owned());
    assert_eq!(
        text,
        "# Review of Wed 18 Nov 2026\n\nSam and maya\n\n## D & Sons\n\n\
         - Ring Tom about \\*price\\* (planned: the next touch, Tue 24 Nov)\n\
         - Drop it (open)\n\nWhat rubs: Fewer notes\n\n\
         ## gone\n\n- A b (the deal is not in the file any more)\n"
    );
}
