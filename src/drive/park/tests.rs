use std::fmt::Write as _;

use super::*;
use crate::campaign::{Campaign, Deal, layout, read};
use crate::drive::Outlook;
use crate::drive::rules::{Ended, Ground, Repairs, Task, report_part, serve};
use crate::drive::tests::{at, campaign};
use crate::text::Document;

const NOW: &str = "2026-11-20 10:00";

const HEAD: &str = "format = 1\n[campaign]\ntimezone = \"Europe/London\"\nroute = [\"demo\", \"proof\"]\n\
    [crew.sam]\nname = \"Sam Okoro\"\nseat = \"driver\"\n[crew.maya]\nseat = \"navigator\"\n[stage.demo]\n\
    [stage.proof]\nstale_after = \"10d\"\n\
    [play.wake]\ntitle = \"They went quiet\"\nwhen = [\"went-quiet\"]\npush = \"Ask one question.\"\n\
    pull = \"Send one chart.\"\nwithin = \"5wd\"\n\
    [play.other]\nwhen = [\"champion-left\", \"rival\", \"old\"]\npush = \"Ring.\"\n";

/// A deal in `proof` since yesterday with a stroke of yesterday, unless `more` says otherwise.
fn with(more: &str) -> Campaign {
    campaign(&format!("{HEAD}[deal.d]\naccount = \"D\"\nstage = \"proof\"\nsince = 2026-11-19\n{more}"))
}

const STROKE: &str = "[[deal.d.stroke]]\nat = 2026-11-19T10:00:00\nkind = \"push\"\n";

fn deal(campaign: &Campaign) -> &Deal {
    campaign.deal("d").unwrap()
}

fn offered(more: &str) -> Vec<String> {
    let campaign = with(more);
    let found = offers(&campaign, &Outlook::new(&campaign), deal(&campaign), at(NOW));
    found.into_iter().map(|offer| format!("{}: {}", offer.reason, offer.words)).collect()
}

fn old(rest: &str) -> String {
    format!("{rest}[[deal.d.stroke]]\nat = 2026-11-04T10:00:00\nkind = \"push\"\n")
}

#[test]
fn a_deal_on_its_way_is_offered_nothing() {
    assert_eq!(offered(STROKE), Vec::<String>::new());
}

#[test]
fn a_deal_went_quiet_after_more_than_ten_working_days_without_a_trace() {
    let quiet = |stroke: &str| {
        offered(&format!("[[deal.d.stroke]]\nat = {stroke}\nkind = \"pull\"\n"))
            .into_iter()
            .filter(|one| one.starts_with("went-quiet"))
            .collect::<Vec<_>>()
    };
    assert_eq!(quiet("2026-11-06T10:00:00"), Vec::<String>::new());
    assert_eq!(
        quiet("2026-11-05T09:30:00"),
        ["went-quiet: it went quiet: no stroke, no meeting, no word for 11 working days"]
    );
}

#[test]
fn a_planned_meeting_is_no_silence() {
    let run = "[deal.d.run.call]\nstarts = 2026-11-25T14:00:00\n";
    assert!(offered(&old(run)).iter().all(|one| !one.starts_with("went-quiet")));
}

#[test]
fn a_close_that_has_gone_by_is_out_of_time() {
    let close = format!("close = 2026-11-16\n{STROKE}");
    assert_eq!(offered(&close), ["out-of-time: the promised close has gone by 4 working days ago"]);
}

#[test]
fn a_promise_more_than_ten_working_days_over_is_out_of_time_and_names_nobody() {
    let control = |due| format!("{STROKE}[deal.d.control.form]\nwhat = \"The form\"\ndue = {due}\nowner = \"sam\"\n");
    assert_eq!(offered(&control("2026-11-06")), Vec::<String>::new());
    assert_eq!(offered(&control("2026-11-04")), ["out-of-time: a promise is 12 working days over: “The form”"]);
}

#[test]
fn flags_are_offered_by_their_own_words_red_before_all() {
    let flags = format!(
        "{}[deal.d.flag.champion-left]\ncolour = \"yellow\"\nwhy = \"Tom moves\"\n\
         [deal.d.flag.stop]\ncolour = \"red\"\nwhy = \"A quiet period\"\n",
        old("")
    );
    let words = offered(&flags);
    assert_eq!(words.first().unwrap(), "stop: red flag: A quiet period");
    assert_eq!(words.last().unwrap(), "champion-left: yellow flag: Tom moves");
}

#[test]
fn a_yellow_flag_that_no_play_is_written_for_says_to_take_care_and_no_more() {
    assert_eq!(offered(&format!("{STROKE}[deal.d.flag.new-buyer]\ncolour = \"yellow\"\n")), Vec::<String>::new());
}

#[test]
fn a_sale_that_cannot_finish_is_offered() {
    let product = "[product.core]\nmarkets = [\"GB\"]\n";
    let words = offered(&format!("product = [\"core\"]\nmarket = \"US\"\n{STROKE}{product}"));
    assert!(words.len() == 1 && words[0].starts_with("cannot-finish: this sale cannot finish"), "{words:?}");
}

#[test]
fn a_deal_that_was_put_off_is_left_in_peace_until_its_day() {
    let log = "[[deal.d.service_log]]\nsince = 2026-11-09\nended = 2026-11-13\noutcome = \"later\"\n";
    let next = |on| old(&format!("next = {{ what = \"Ring\", on = {on} }}\n{log}"));
    assert_eq!(offered(&next("2026-11-24")), Vec::<String>::new());
    assert!(!offered(&next("2026-11-19")).is_empty());
}

#[test]
fn a_deal_that_has_just_come_back_is_offered_only_what_is_new() {
    let log = |ended| {
        let log = format!("[[deal.d.service_log]]\nsince = 2026-11-09\nended = {ended}\noutcome = \"recovered\"\n");
        let flag = "[deal.d.flag.rival]\nat = 2026-11-19\n[deal.d.flag.old]\nat = 2026-11-02\n";
        old(&format!("{log}{flag}"))
    };
    assert_eq!(offered(&log("2026-11-18T16:00:00")), ["rival: yellow flag: rival"]);
    assert!(offered(&log("2026-11-10T16:00:00")).len() > 1);
}

#[test]
fn a_finished_deal_and_one_in_service_are_offered_nothing() {
    assert_eq!(offered(&old("result = { status = \"lost\" }\n")), Vec::<String>::new());
    assert_eq!(offered(&old("service = { reason = \"x\" }\n")), Vec::<String>::new());
}

/// A campaign in which plays went in these ways on one other deal.
fn logged(rows: &[(&str, &str, &str, &str)]) -> Campaign {
    let mut text = String::from("[deal.x]\naccount = \"X\"\n");
    for (play, since, ended, outcome) in rows {
        let dates = format!("since = {since}\nended = {ended}\n");
        let _ = write!(text, "[[deal.x.service_log]]\n{dates}play = \"{play}\"\noutcome = \"{outcome}\"\n");
    }
    with(&text)
}

#[test]
fn what_a_play_brought_is_counted_with_how_often_and_how_fast() {
    let campaign = logged(&[
        ("wake", "2026-09-01", "2026-09-04T12:00:00", "recovered"),
        ("wake", "2026-09-07", "2026-09-08T12:00:00", "recovered"),
        ("wake", "2026-09-14", "2026-09-23T12:00:00", "recovered"),
        ("wake", "2026-10-01", "2026-10-02", "retired"),
        ("wake", "2026-10-05", "2026-10-06", "later"),
    ]);
    let record = Records::of(&campaign, &Outlook::new(&campaign)).play("wake");
    assert_eq!((record.recovered.hits, record.recovered.of, record.later, record.retired), (3, 5, 1, 1));
    assert_eq!(record.days, [1, 3, 7]);
    assert_eq!(record.words(), "recovered 3 of 5, too few to tell; half of them within 3 working days");
}

#[test]
fn a_row_without_an_outcome_or_with_its_end_before_its_beginning_does_not_count_as_fast() {
    let campaign = logged(&[("wake", "2026-09-10", "2026-09-01", "recovered")]);
    let record = Records::of(&campaign, &Outlook::new(&campaign)).play("wake");
    assert_eq!((record.recovered.hits, record.middle()), (1, None));
}

#[test]
fn the_archives_count_as_well() {
    let mut campaign = with("");
    let past = "[deal.y]\naccount = \"Y\"\nresult = { status = \"won\" }\n\
        [[deal.y.service_log]]\nsince = 2025-09-01\nended = 2025-09-02\nplay = \"wake\"\noutcome = \"recovered\"\n";
    campaign.past = std::sync::Arc::new(crate::campaign::Past {
        campaigns: vec![super::super::tests::campaign(past)],
        ..Default::default()
    });
    assert_eq!(Records::of(&campaign, &Outlook::new(&campaign)).play("wake").recovered.of, 1);
}

fn order(campaign: &Campaign, reason: &str) -> Vec<String> {
    let records = Records::of(campaign, &Outlook::new(campaign));
    let found = fitting(campaign, &records, deal(campaign), reason);
    found.into_iter().map(|fit| format!("{} {}", fit.play, fit.why)).collect()
}

#[test]
fn plays_that_are_written_for_the_reason_come_first() {
    let campaign = with("");
    assert_eq!(order(&campaign, "went-quiet"), ["wake for went quiet", "other for something else"]);
    assert_eq!(order(&campaign, "champion-left"), ["other for champion left", "wake for something else"]);
}

#[test]
fn of_two_plays_for_the_reason_the_better_record_leads_and_one_that_failed_here_follows() {
    let second = "[play.also]\nwhen = [\"went-quiet\"]\n";
    let rows = |play: &str, outcome: &str| {
        let mut text = String::new();
        for day in 1..=6 {
            let dates = format!("since = 2026-0{day}-01\nended = 2026-0{day}-03\n");
            let _ = write!(text, "[[deal.x.service_log]]\n{dates}play = \"{play}\"\noutcome = \"{outcome}\"\n");
        }
        text
    };
    let campaign = with(&format!("{second}[deal.x]\naccount = \"X\"\n{}", rows("wake", "recovered")));
    assert!(order(&campaign, "went-quiet")[0].starts_with("wake"));
    let failed = "[[deal.d.service_log]]\nsince = 2026-10-01\nplay = \"wake\"\noutcome = \"later\"\n";
    let campaign = with(&format!("{failed}{second}[deal.x]\naccount = \"X\"\n{}", rows("wake", "recovered")));
    assert!(order(&campaign, "went-quiet")[0].starts_with("also"));
}

fn left(until: &str, now: &str) -> String {
    let campaign = with(&format!("service = {{ until = {until} }}\n"));
    let deal = deal(&campaign);
    time_left(&Outlook::new(&campaign), deal, deal.service.as_ref().unwrap(), at(now)).unwrap().words()
}

#[test]
fn under_a_red_flag_the_clock_of_a_repair_stands() {
    let campaign = with("service = { until = 2026-11-27 }\nflag.legal = { colour = \"red\", at = 2026-11-19 }\n");
    let deal = deal(&campaign);
    let left = |now| time_left(&Outlook::new(&campaign), deal, deal.service.as_ref().unwrap(), at(now)).unwrap();
    assert_eq!(left("2026-11-20 10:00").words(), left("2026-11-25 16:00").words());
    assert!(!left("2026-11-20 10:00").goes);
}

#[test]
fn the_time_left_is_in_working_time_and_cut() {
    assert_eq!(left("2026-11-25", "2026-11-20 10:00"), "3 working days 7 h left");
    assert_eq!(left("2026-11-20", "2026-11-20 10:00"), "7 h 30 min left");
    assert_eq!(left("2026-11-20", "2026-11-20 17:12"), "18 min left");
    assert_eq!(left("2026-11-23", "2026-11-21 12:00"), "1 working day left", "the weekend does not count");
    assert_eq!(left("2026-11-25", "2026-11-18 20:00"), "5 working days left", "the evening counts as the next morning");
    assert_eq!(left("2026-11-25", "2026-11-19 08:00"), "5 working days left");
    assert_eq!(left("2026-11-25T12:00:00", "2026-11-24 13:00"), "7 h 30 min left");
    assert_eq!(left("2026-11-20", "2026-11-20 18:00"), "the time is over");
    assert_eq!(left("2026-11-16", "2026-11-20 10:00"), "4 working days over");
}

#[test]
fn within_a_minute_the_figure_stays() {
    for minute in ["2026-11-20 10:00", "2026-11-20 17:28", "2026-11-20 17:29"] {
        let at_second = |second: u32| left("2026-11-20", &format!("{minute}:{second:02}"));
        assert_eq!(at_second(1), at_second(59), "{minute}");
    }
}

#[test]
fn the_check_list_is_ticked_where_the_file_can_say_it() {
    let campaign = with(
        "close = 2026-11-02\nobjective.gas = \"Less gas\"\ncontact.edwin = { name = \"Edwin\", stance = \"friendly\" }\n\
         [deal.d.flag.stop]\ncolour = \"red\"\nwhy = \"A quiet period\"\n",
    );
    let found = checklist(&campaign, &Outlook::new(&campaign), deal(&campaign), at(NOW));
    let lines: Vec<String> = found
        .iter()
        .map(|one| {
            let sign = match one.tick {
                Tick::Yes => "✓",
                Tick::No => "✗",
                Tick::Ask => "?",
            };
            format!("{sign} {}: {}", one.what, one.found)
        })
        .collect();
    assert_eq!(
        lines,
        [
            "✗ we may reach out: red flag: A quiet period",
            "? the sale can finish: no product is written: ask what would stop it",
            "? somebody there wants it: 1 person is known, none of them as champion",
            "? their aim still stands: ask: Less gas",
            "✗ heard in ten working days: no stroke, no meeting, no word so far",
            "✓ their words are answered: nothing of theirs waits",
            "✓ promises are kept: no promise is over",
            "✗ the close is to come: close Mon 2 Nov",
            "✓ the next touch is dated: nobody is touched under a red flag",
        ]
    );
}

/// A text that is worked on by rules.
struct Text(Document, Campaign);

impl Text {
    fn of(more: &str) -> Self {
        let text =
            format!("{HEAD}[deal.d]\naccount = \"D\"\nstage = \"proof\"\nsince = 2026-11-19\ndriver = \"sam\"\n{more}");
        let (document, _) = Document::read(text.into_bytes(), &layout());
        let (campaign, _) = read(&document, chrono_tz::Europe::London);
        Self(document, campaign)
    }

    fn ground(&self) -> Ground<'_> {
        Ground { campaign: &self.1, document: &self.0, now: at(NOW), by: Some("sam") }
    }

    fn make(&mut self, intents: &[crate::text::Intent]) -> &mut Self {
        for intent in intents {
            self.0.apply(intent).unwrap();
        }
        self.1 = read(&self.0, chrono_tz::Europe::London).0;
        self
    }

    fn end(&self, ended: Ended<'_>) -> Result<Ending, crate::text::Refusal> {
        ending(self.ground(), &Outlook::new(&self.1), "d", ended)
    }
}

#[test]
fn a_part_is_reported_done_however_it_is_written() {
    for written in [
        "service = { push = \"Ring\" }\n",
        "service = { push = { what = \"Ring\", by = \"sam\" } }\n",
        "[deal.d.service]\npush = \"Ring\"\n",
        "[deal.d.service.push]\nwhat = \"Ring\"\n",
    ] {
        let mut text = Text::of(written);
        let kind = crate::campaign::StrokeKind::Push;
        let act = report_part(text.ground(), "d", kind, true).unwrap();
        text.make(&act.intents);
        let push = deal(&text.1).service.as_ref().unwrap().push.clone().unwrap();
        assert!(push.done.is_some() && push.what.as_deref() == Some("Ring"), "{written}");
        let act = report_part(text.ground(), "d", kind, false).unwrap();
        text.make(&act.intents);
        assert!(deal(&text.1).service.as_ref().unwrap().push.as_ref().unwrap().done.is_none(), "{written}");
    }
    let text = Text::of("service = { push = \"Ring\" }\n");
    assert!(report_part(text.ground(), "d", crate::campaign::StrokeKind::Pull, true).is_err());
}

#[test]
fn the_tasks_wished_for_take_the_place_of_the_plays() {
    let mut text = Text::of("");
    let push = Some(Task { what: "Write to Ines", by: Some("maya") });
    let repairs = Repairs {
        reason: "went-quiet",
        play: Some("wake"),
        until: None,
        push,
        pull: Some(Task { what: " ", by: None }),
    };
    let act = serve(text.ground(), "d", repairs).unwrap();
    text.make(&act.intents);
    let service = deal(&text.1).service.clone().unwrap();
    assert_eq!(service.push.as_ref().unwrap().what.as_deref(), Some("Write to Ines"));
    assert_eq!(service.push.as_ref().unwrap().by.as_deref(), Some("maya"));
    assert!(service.pull.is_none());
    let nobody = Repairs { push: Some(Task { what: "x", by: Some("nobody") }), ..repairs };
    assert!(serve(Text::of("").ground(), "d", nobody).is_err());
}

#[test]
fn a_deal_recovers_in_the_stage_that_is_wanted_with_its_flag_lowered_and_its_calls_re_timed() {
    let text = Text::of(
        "flag.rival = { colour = \"red\", why = \"x\" }\nservice = { since = 2026-11-18, reason = \"rival\" }\n\
         note.n = { at = 2026-11-25T10:00:00, pace = \"L4 #price\" }\n",
    );
    let found = text.end(Ended::Recovered { stage: None }).unwrap();
    assert!(found.act.told.contains(&"the flag `rival` is lowered".to_owned()), "{:?}", found.act.told);
    assert_eq!(found.retimed.len(), 1, "the red flag had stopped it");
    let mut text = text;
    text.make(&found.act.intents);
    assert!(deal(&text.1).flags.is_empty() && deal(&text.1).service.is_none());
    let text = Text::of("service = { since = 2026-11-18, reason = \"rival\" }\n");
    let mut back = Text::of("service = { since = 2026-11-18, reason = \"rival\" }\n");
    back.make(&text.end(Ended::Recovered { stage: Some("demo") }).unwrap().act.intents);
    assert_eq!(deal(&back.1).stage.as_deref(), Some("demo"));
    assert_eq!(deal(&back.1).service_log.len(), 1);
}

#[test]
fn a_deal_that_is_put_off_gets_its_day_and_one_that_is_given_up_is_lost_with_its_reason() {
    let text = || Text::of("service = { since = 2026-11-18, reason = \"rival\" }\n");
    let day = |day: &str| crate::campaign::When::parse(day);
    let mut later = text();
    later.make(&text().end(Ended::Later { on: day("2027-01-12") }).unwrap().act.intents);
    let next = deal(&later.1).next.clone().unwrap();
    assert_eq!((next.on, next.by.as_deref()), (day("2027-01-12"), Some("sam")));
    assert!(text().end(Ended::Later { on: day("2026-11-02") }).is_err(), "the day has gone by");
    let mut lost = text();
    let found = text().end(Ended::Retired { why: Some("No budget") }).unwrap();
    assert!(found.act.told.iter().all(|told| !told.contains("still in service")), "{:?}", found.act.told);
    lost.make(&found.act.intents);
    let result = deal(&lost.1).result.clone().unwrap();
    assert_eq!(result.reason.as_deref(), Some("No budget"));
    assert!(text().end(Ended::Retired { why: Some("  ") }).is_err());
}

#[test]
fn the_park_lists_who_is_in_it_by_what_is_left_of_their_time() {
    let campaign = with(&format!(
        "{STROKE}[deal.d.service]\nuntil = 2026-11-27\n[deal.e]\naccount = \"E\"\nservice = {{ until = 2026-11-23 }}\n\
         [deal.f]\naccount = \"F\"\nservice = {{ reason = \"x\" }}\n[deal.g]\naccount = \"G\"\nclose = 2026-11-02\n"
    ));
    let found = park(&campaign, &Outlook::new(&campaign), None, at(NOW));
    let ids: Vec<&str> = found.in_service.iter().map(|one| one.deal.id.as_str()).collect();
    assert_eq!(ids, ["e", "d", "f"]);
    assert_eq!(found.offered.len(), 1);
    assert_eq!(found.plays.len(), 2);
}
