//! The engine over short texts. Working days are Monday to Friday; now is Friday, 20 November 2026.

use std::fmt::Write as _;

use super::super::tests::{at, campaign};
use super::*;

const NOW: &str = "2026-11-20T09:41:00Z";
const CREW: &str = "[crew.sam]\nname = \"Sam Okoro\"\nseat = \"driver\"\n[crew.maya]\nname = \"Maya Lind\"\nseat = \
                    \"navigator\"\n[crew.ruth]\nseat = \"lead\"\n";

/// A deal with these strokes: `push 2026-11-18`.
fn strokes(deal: &str, rows: &[&str]) -> String {
    let mut text = format!("[deal.{deal}]\naccount = \"{}\"\n", deal.to_uppercase());
    for row in rows {
        let (kind, day) = row.split_once(' ').unwrap();
        let _ = write!(text, "[[deal.{deal}.stroke]]\nat = {day}\nkind = \"{kind}\"\n");
    }
    text
}

fn read(text: &str) -> (Campaign, Engine) {
    let campaign = campaign(&format!("{CREW}{text}"));
    let engine = engine(&campaign, &Outlook::new(&campaign), None, at(NOW));
    (campaign, engine)
}

fn one(text: &str) -> DealEngine {
    read(text).1.deals.remove(0)
}

fn counts(text: &str) -> (u32, u32) {
    let one = one(text);
    (one.strokes.pushes, one.strokes.pulls)
}

fn sheet(text: &str) -> Sheet {
    let (campaign, engine) = read(text);
    Sheet::of(&campaign, &Outlook::new(&campaign), &engine, at(NOW))
}

fn next(text: &str, kind: StrokeKind) -> Option<(String, Plan)> {
    let campaign = campaign(&format!("{CREW}{text}"));
    let next = next_stroke(&campaign, &Outlook::new(&campaign), &campaign.deals[0], kind, at(NOW));
    next.map(|next| (next.what, next.from))
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

#[test]
fn a_stroke_is_what_its_kind_says_else_the_trade_of_who_made_it() {
    let row = |more: &str, day: u32| format!("[[deal.a.stroke]]\nat = 2026-11-{day}\n{more}\n");
    let text = [
        "[deal.a]\n".to_owned(),
        row("kind = \"pull\"\nby = \"sam\"", 16),
        row("by = \"sam\"", 17),
        row("by = \"maya\"", 18),
    ];
    assert_eq!(counts(&text.concat()), (1, 2));
}

#[test]
fn a_stroke_without_a_day_or_a_trade_is_told_and_not_counted() {
    let text = "[deal.a]\n[[deal.a.stroke]]\nkind = \"push\"\n[[deal.a.stroke]]\nat = 2026-11-18\nby = \"ruth\"\n";
    assert_eq!((counts(text), read(text).1.untold), ((0, 0), 2));
    let lines = sheet(text).lines;
    let told = "2 rows of `stroke` say no day or no trade and cannot be counted: add `at` and `kind`";
    assert!(lines.contains(&Line::Fact(told.to_owned())), "{lines:?}");
}

#[test]
fn what_lies_ahead_of_now_has_not_fired() {
    assert_eq!(counts(&strokes("a", &["push 2026-11-21", "pull 2026-11-20"])), (0, 1));
}

#[test]
fn a_run_that_was_driven_is_a_push_and_a_visit_with_a_navigator_is_a_pull_too() {
    let run = |id: &str, day: u32, kind: &str, crew: &str| {
        format!("[deal.a.run.{id}]\nstarted = 2026-11-{day}T10:00:00Z\nkind = \"{kind}\"\ncrew = [{crew}]\n")
    };
    let planned = "[deal.a.run.p]\nstarts = 2026-11-19T10:00:00\nkind = \"visit\"\ncrew = [\"maya\"]\n";
    let text = |rows: &[String]| format!("[deal.a]\n{}{planned}", rows.concat());
    assert_eq!(counts(&text(&[run("r", 16, "phone", "'sam', 'maya'")])), (1, 0));
    assert_eq!(counts(&text(&[run("r", 16, "visit", "'sam'")])), (1, 0));
    assert_eq!(counts(&text(&[run("r", 16, "visit", "'sam', 'maya'")])), (1, 1));
}

/// A call of a note on a day of November.
fn call(note: &str, day: u32, used: &str) -> String {
    format!(
        "[[deal.a.call_log]]\nnote = \"{note}\"\nrung = \"\"\nplace = 2026-11-{day}T14:00:00Z\n\
         called = 2026-11-{day}T10:00:00Z\nacked = 2026-11-{day}T10:01:00Z\n{used}\n"
    )
}

#[test]
fn a_call_counts_only_once_it_was_used() {
    let note = "[deal.a]\n[deal.a.note.n]\nsay = \"N\"\nby = \"maya\"\n[deal.a.control.c]\nwhat = \"C\"\n";
    for (used, counted) in
        [("", (0, 0)), ("used = 'not-used'", (0, 0)), ("used = 'flat'", (0, 1)), ("used = 'landed'", (0, 1))]
    {
        assert_eq!(counts(&format!("{note}{}", call("n", 18, used))), counted, "{used}");
    }
    assert_eq!(counts(&format!("{note}{}", call("control.c", 18, "used = 'landed'"))), (0, 0), "a promise");
}

#[test]
fn a_used_note_pulls_unless_a_driver_wrote_it_and_it_brings_nothing() {
    let said = |note: &str| {
        counts(&format!("[asset.x]\n[deal.a]\n[deal.a.note.n]\n{note}\n{}", call("n", 18, "used = 'landed'")))
    };
    assert_eq!(said("by = \"maya\""), (0, 1));
    assert_eq!(said(""), (0, 1), "nobody says who wrote it");
    assert_eq!(said("by = \"sam\""), (1, 0));
    assert_eq!(said("by = \"sam\"\nasset = \"x\""), (0, 1));
}

#[test]
fn a_part_of_a_repair_counts_once_it_is_done() {
    let text = "[deal.a]\n[deal.a.service]\nsince = 2026-11-18\npush = { what = \"Ring\", done = 2026-11-18 }\n\
                pull = { what = \"Brief\" }\n";
    assert_eq!(counts(text), (1, 0));
}

#[test]
fn a_trade_fires_once_a_day_on_a_deal_however_many_records_tell_of_it() {
    let run = "[deal.a.run.r]\nstarted = 2026-11-18T10:00:00Z\nkind = \"demo\"\ncrew = [\"sam\"]\n";
    let text = format!("{}{run}", strokes("a", &["push 2026-11-18", "push 2026-11-18", "pull 2026-11-18"]));
    assert_eq!(counts(&text), (1, 1));
}

#[test]
fn both_trades_in_turn_without_a_gap_are_a_smooth_ride() {
    let rows = ["pull 2026-11-04", "push 2026-11-09", "pull 2026-11-12", "push 2026-11-17", "pull 2026-11-19"];
    let smooth = one(&strokes("a", &rows)).strokes.smoothness((0.35, 0.65)).unwrap();
    assert!(close(smooth.figure, 1.0), "{smooth:?}");
    assert_eq!(smooth.worst(), None);
}

#[test]
fn one_stroke_alone_in_a_perfect_rhythm_comes_to_a_third() {
    let rows = ["push 2026-11-02", "push 2026-11-06", "push 2026-11-11", "push 2026-11-17"];
    let one = one(&strokes("a", &rows));
    let smooth = one.strokes.smoothness((0.35, 0.65)).unwrap();
    assert!(close(smooth.figure, 1.0 / 3.0), "{smooth:?}");
    assert_eq!(one.strokes.alone(), Some(StrokeKind::Push));
}

#[test]
fn outside_the_band_balance_falls_in_a_straight_line() {
    let balance =
        |pushes, pulls, band| Strokes { pushes, pulls, ..Strokes::default() }.smoothness(band).unwrap().balance;
    assert!(close(balance(1, 1, (0.35, 0.65)), 1.0));
    assert!(close(balance(3, 1, (0.35, 0.65)), 0.25 / 0.35));
    assert!(close(balance(1, 3, (0.5, 0.65)), 0.5));
    assert!(close(balance(4, 0, (0.0, 1.0)), 1.0), "a band of everything forbids nothing");
}

#[test]
fn a_stroke_that_has_still_time_to_be_answered_counts_neither_way() {
    let one = one(&strokes("a", &["push 2026-11-02", "push 2026-11-18"]));
    assert_eq!((one.strokes.asked, one.strokes.answered), (1, 0));
}

#[test]
fn an_answer_counts_within_five_working_days_also_over_a_weekend() {
    let answered = |pull: &str| one(&strokes("a", &["push 2026-11-05", pull])).strokes.answered;
    assert_eq!(answered("pull 2026-11-12"), 1, "Thursday to Thursday");
    assert_eq!(answered("pull 2026-11-13"), 0, "a day more; and the pull has time until Friday");
}

#[test]
fn gaps_are_counted_in_working_days_from_the_first_stroke() {
    let strokes = one(&strokes("a", &["push 2026-11-02", "pull 2026-11-16"])).strokes;
    assert_eq!((strokes.days, strokes.covered, strokes.longest_gap), (14, 9, 10));
}

#[test]
fn a_single_stroke_has_no_figure() {
    assert_eq!(one(&strokes("a", &["push 2026-11-18"])).strokes.smoothness((0.35, 0.65)), None);
}

#[test]
fn strokes_older_than_twelve_weeks_are_not_counted_but_known() {
    let one = one(&strokes("a", &["push 2026-08-03"]));
    assert_eq!(one.strokes.all(), 0);
    assert!(matches!(one.standing, Standing::Waits { kind: StrokeKind::Pull, .. }), "{:?}", one.standing);
}

#[test]
fn a_stroke_that_the_other_trade_does_not_answer_in_five_working_days_is_missing() {
    let standing = |rows: &[&str]| one(&strokes("a", rows)).standing;
    let day = |text: &str| text.parse().unwrap();
    let runs = Standing::Runs { kind: StrokeKind::Pull, by: day("2026-11-20") };
    assert_eq!(standing(&["push 2026-11-13"]), runs);
    let waits = Standing::Waits { kind: StrokeKind::Pull, since: day("2026-11-12"), days: 6, quiet: false };
    assert_eq!(standing(&["pull 2026-11-10", "push 2026-11-12", "push 2026-11-19"]), waits);
    let quiet = Standing::Waits { kind: StrokeKind::Push, since: day("2026-11-10"), days: 8, quiet: true };
    assert_eq!(standing(&["pull 2026-11-03", "push 2026-11-10", "pull 2026-11-10"]), quiet, "the rarer one");
}

#[test]
fn under_a_red_flag_nothing_is_missing_and_time_stands_still() {
    let flag = "[deal.a.flag.quiet]\ncolour = \"red\"\nat = 2026-11-06\n";
    let one = one(&format!("{}{flag}", strokes("a", &["push 2026-11-02", "pull 2026-11-04"])));
    assert_eq!((one.standing, one.strokes.days), (Standing::Stopped, 4));
}

#[test]
fn a_finished_deal_counts_for_the_campaign_until_its_finish_and_is_not_listed() {
    let result = "[deal.b.result]\nstatus = \"won\"\non = 2026-11-06\n";
    let text = format!("{}{}{result}", strokes("a", &["push 2026-11-18"]), strokes("b", &["pull 2026-11-02"]));
    let (_, engine) = read(&text);
    let listed: Vec<&str> = engine.deals.iter().map(|one| &*one.deal).collect();
    assert_eq!((listed, engine.strokes.all(), engine.strokes.days), (vec!["a"], 2, 6));
}

#[test]
fn the_weeks_are_counted_monday_to_sunday() {
    let weeks = one(&strokes("a", &["push 2026-11-15", "pull 2026-11-16", "push 2026-11-16"])).weeks;
    assert_eq!(weeks[WEEKS - 2..], [Week { push: 1, pull: 0 }, Week { push: 1, pull: 1 }]);
}

#[test]
fn the_answer_does_not_depend_on_the_order_of_the_records() {
    let rows = ["push 2026-11-02", "pull 2026-11-04", "push 2026-11-18"];
    let mut turned = rows;
    turned.reverse();
    let both = |rows: &[&str], first: &str, second: &str| {
        let engine = read(&format!("{}{}", strokes(first, rows), strokes(second, rows))).1;
        (engine.deals, engine.strokes)
    };
    assert_eq!(both(&rows, "a", "b"), both(&turned, "b", "a"));
}

#[test]
fn the_nearest_promised_close_stands_first_among_the_deals_that_wait() {
    let deal = |id: &str, close: &str| {
        strokes(id, &["push 2026-11-02"]).replace("account", &format!("close = {close}\naccount"))
    };
    let text = [deal("a", "2027-01-15"), deal("b", "2026-11-27"), strokes("c", &["push 2026-10-01"])].concat();
    let listed: Vec<Id> = read(&text).1.deals.into_iter().map(|one| one.deal).collect();
    assert_eq!(listed, ["b", "a", "c"]);
}

#[test]
fn the_open_part_of_a_repair_is_the_next_stroke() {
    let text = "[deal.a]\nnext = { what = \"Write\", on = 2026-11-21 }\n[deal.a.service]\nsince = 2026-11-18\n\
                push = { what = \"Ring\" }\npull = { what = \"Brief\", done = 2026-11-19 }\n";
    assert_eq!(next(text, StrokeKind::Push), Some(("Ring".to_owned(), Plan::Repair)));
    assert_eq!(next(text, StrokeKind::Pull), None);
}

#[test]
fn of_what_is_planned_the_earliest_of_the_trade_is_next() {
    let text = "[deal.a]\nnext = { what = \"Write\", on = 2026-11-26, by = \"sam\" }\n\
                [deal.a.control.quote]\nwhat = \"Quote\"\ndue = 2026-11-25\nowner = \"sam\"\n\
                [deal.a.control.story]\nwhat = \"Story\"\ndue = 2026-12-01\nowner = \"maya\"\n\
                [deal.a.control.theirs]\nwhat = \"Theirs\"\ndue = 2026-11-21\nowner = \"customer\"\n\
                [deal.a.run.r]\nwhat = \"Demo\"\nstarts = 2026-11-24T10:00:00\n";
    assert_eq!(next(text, StrokeKind::Push), Some(("Demo".to_owned(), Plan::Run)));
    assert_eq!(next(text, StrokeKind::Pull), Some(("Story".to_owned(), Plan::Promise)));
}

#[test]
fn a_note_to_come_that_brings_an_asset_is_a_pull_and_a_bare_one_is_not() {
    let note = |more: &str| {
        format!(
            "[asset.x]\ntitle = \"X\"\npermission = true\n[asset.barred]\n[track.unsigned]\n[deal.a]\n[deal.a.note.n]\nat = 2026-11-27T10:00:00\n{more}\n"
        )
    };
    assert_eq!(next(&note("asset = \"x\""), StrokeKind::Pull), Some(("the note n brings “X”".to_owned(), Plan::Note)));
    assert_eq!(next(&note(""), StrokeKind::Pull), None);
    assert_eq!(next(&note("asset = \"x\"\nretired = true"), StrokeKind::Pull), None);
    assert_eq!(next(&note("asset = \"barred\"\ntrack = \"unsigned\""), StrokeKind::Pull), None, "may not be used");
}

#[test]
fn the_play_for_the_trouble_is_next_where_nothing_is_planned() {
    let text = "[play.wake]\nwhen = [\"quiet\"]\npush = \"Ask\"\npull = \"Chart\"\n[deal.a]\n[deal.a.flag.quiet]\nwhy = \"Q\"\n";
    assert_eq!(next(text, StrokeKind::Push), Some(("Ask".to_owned(), Plan::Play)));
    assert_eq!(next(text, StrokeKind::Pull), Some(("Chart".to_owned(), Plan::Play)));
}

const READY: &str = "[asset.x]\ntitle = \"X\"\npermission = true\nindustry = [\"retail\"]\n[asset.barred]\nindustry = \
                     [\"retail\"]\npermission = false\n[track.t]\ntheme = \"T\"\nline = \"L\"\ntopics = [\"price\"]\nagreed = \
                     [\"sam\", \"maya\"]\n[deal.a]\nindustry = \"retail\"\n[[deal.a.heard]]\nat = 2026-11-18\nsaid = \
                     \"Dear.\"\ntopic = \"price\"\n";

#[test]
fn an_asset_that_fits_and_may_be_shown_lies_ready_then_a_track_on_their_topic() {
    assert_eq!(next(READY, StrokeKind::Pull), Some(("send “X”".to_owned(), Plan::Asset)));
    let had = format!("{READY}[[deal.a.stroke]]\nat = 2026-11-18\nkind = \"pull\"\nasset = \"x\"\n");
    assert_eq!(next(&had, StrokeKind::Pull), Some(("play “T”".to_owned(), Plan::Track)));
    assert_eq!(next(&had.replace("asset = \"x\"\n", "asset = \"x\"\ntrack = \"t\"\n"), StrokeKind::Pull), None);
}

#[test]
fn for_a_push_nothing_lies_ready() {
    assert_eq!(next(READY, StrokeKind::Push), None);
}

#[test]
fn the_sentence_names_the_deal_the_stroke_why_and_what_comes_next() {
    let text = strokes("a", &["push 2026-11-02"])
        .replace("account", "next = { what = \"Send the chart.\", by = \"maya\", on = 2026-11-24 }\naccount");
    assert_eq!(
        sheet(&text).sentence,
        "A waits for a pull: no pull has answered the push of Mon 2 Nov in 14 working days. Next: Send the chart (the \
         next touch; Maya, Tue 24 Nov)."
    );
}

#[test]
fn a_touch_whose_day_is_gone_is_named_as_overdue() {
    let text = strokes("a", &["pull 2026-11-02"])
        .replace("account", "next = { what = \"Ring\", by = \"sam\", on = 2026-11-04 }\naccount");
    let sentence = sheet(&text).sentence;
    assert!(sentence.ends_with("Next: Ring (the next touch; Sam, overdue since Wed 4 Nov)."), "{sentence}");
}

#[test]
fn where_nothing_is_planned_the_sentence_says_how_to_plan_it() {
    let sentence = sheet(&strokes("a", &["pull 2026-11-02"])).sentence;
    assert!(
        sentence.ends_with("Next: no push is planned: `codriver deal next FILE a WHAT` writes the next touch."),
        "{sentence}"
    );
}

#[test]
fn a_campaign_without_strokes_says_how_the_first_is_written() {
    let sentence = sheet("[deal.a]\n").sentence;
    assert!(sentence.starts_with("No stroke is written yet: `codriver stroke add FILE a push WHAT`"), "{sentence}");
    assert_eq!(sheet("").sentence, "No deal is open: there is nothing to push or to pull.");
}

#[test]
fn one_stroke_alone_is_called_a_bumpier_ride_and_no_mistake() {
    let lines = sheet(&strokes("a", &["push 2026-11-13", "push 2026-11-18"])).lines;
    let ride = "It runs on one stroke alone, 2 pushes; that is allowed, and a bumpier ride (0.50 of 1)";
    assert_eq!(lines[0], Line::Ride(ride.to_owned()), "{lines:?}");
}

#[test]
fn the_ride_says_where_most_is_lost() {
    let rows = ["push 2026-10-05", "pull 2026-10-06", "push 2026-11-18", "pull 2026-11-19"];
    let Line::Ride(ride) = &sheet(&strokes("a", &rows)).lines[0] else { panic!() };
    assert!(ride.contains("there are gaps: 26 of 34 working days"), "{ride}");
}

#[test]
fn a_gauge_has_the_last_four_weeks_and_what_comes_next() {
    let gauge = one(&strokes("a", &["pull 2026-10-28", "push 2026-11-18"])).gauge();
    assert_eq!((gauge.push, gauge.pull), ([false, false, false, true], [true, false, false, false]));
    assert_eq!(gauge.words(), "next: a pull");
}

#[test]
fn cylinders_fire_up_and_down_from_a_line_that_shows_the_gaps() {
    let week = |push, pull| Week { push, pull };
    let drawn = cylinders(&[week(2, 0), week(0, 0), week(1, 1)], 2, ['#', '-', '.']);
    assert_eq!(drawn, ["##", "##    ##", "---..----", "      ##", ""]);
}

#[test]
fn cylinders_of_many_strokes_keep_their_height_and_lose_no_week() {
    let drawn = cylinders(&[Week { push: 1, pull: 0 }, Week { push: 40, pull: 3 }], 4, ['#', '-', '.']);
    assert_eq!(drawn.len(), 9);
    assert_eq!(drawn[3], "## ##", "one stroke of forty is still seen");
}
