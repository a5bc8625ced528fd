//! What counts for whom, from short campaigns.

use super::*;
use crate::drive::tests::{at, campaign};

const HEAD: &str = "format = 1\n[campaign]\ntimezone = 'Europe/London'\n[crew.sam]\nseat = 'driver'\n\
                    [crew.maya]\nseat = 'navigator'\n";

/// What is owed on Friday 20 November 2026.
fn of(text: &str) -> Vec<Owed> {
    let campaign = campaign(&format!("{HEAD}{text}"));
    owed(&campaign, &Outlook::new(&campaign), at("2026-11-20 09:41"))
}

fn owes(who: &str, of: &str, count: u32, every: &str) -> String {
    format!("[crew.{who}.owes.{of}]\ncount = {count}\nevery = '{every}'\n")
}

fn done(owed: &Owed) -> Vec<&str> {
    owed.done.iter().map(|one| &*one.what).collect()
}

#[test]
fn a_visit_counts_once_it_was_driven_for_everybody_in_its_crew() {
    let runs = "[deal.d]\naccount = 'D'\n\
        run.a = { what = 'driven', kind = 'visit', crew = ['maya'], started = 2026-11-10T14:00:00 }\n\
        run.b = { what = 'not driven', kind = 'visit', crew = ['maya'], starts = 2026-11-11T14:00:00 }\n\
        run.c = { what = 'by phone', kind = 'phone', crew = ['maya'], started = 2026-11-12T14:00:00 }\n\
        run.d = { what = 'without her', kind = 'visit', crew = ['sam'], started = 2026-11-13T14:00:00 }\n\
        run.e = { what = 'before', kind = 'visit', crew = ['maya'], started = 2026-10-31T14:00:00 }\n\
        run.f = { what = 'ahead', kind = 'visit', crew = ['maya'], starts = 2026-11-24T14:00:00 }\n";
    let all = of(&format!("{}{runs}", owes("maya", "visits", 2, "month")));
    assert_eq!((done(&all[0]), all[0].still(), all[0].before), (vec!["driven"], 1, 1));
    assert_eq!(all[0].planned.iter().map(|one| &*one.what).collect::<Vec<_>>(), ["ahead"]);
}

#[test]
fn an_asset_counts_for_who_brought_it_in_the_quarter_it_was_added() {
    let assets = "[asset.a]\ntitle = 'A'\nby = 'sam'\nadded = 2026-10-01\n\
                  [asset.b]\ntitle = 'B'\nby = 'sam'\nadded = 2026-09-30\n\
                  [asset.c]\ntitle = 'C'\nby = 'sam'\n\
                  [asset.d]\ntitle = 'D'\nby = 'sam'\nadded = 2026-11-21\n";
    let all = of(&format!("{}{assets}", owes("sam", "assets", 2, "quarter")));
    // Not what has no day, nor what lies ahead.
    assert_eq!((done(&all[0]), all[0].before), (vec!["A"], 1));
}

#[test]
fn a_track_counts_for_who_signed_once_both_trades_have_in_the_month_of_its_first_use() {
    let tracks = "[track.a]\ntheme = 'A'\nagreed = ['sam', 'maya']\n[track.b]\ntheme = 'B'\nagreed = ['maya']\n\
                  [track.c]\ntheme = 'C'\nagreed = ['sam', 'maya']\n[deal.d]\naccount = 'D'\n\
                  note.n = { at = 2026-12-01, track = 'a', written = 2026-11-16 }\n\
                  note.o = { at = 2026-12-01, track = 'b', written = 2026-11-16 }\n\
                  note.p = { at = 2026-12-01, track = 'c', written = 2026-11-16 }\n\
                  [[deal.d.stroke]]\nat = 2026-10-02T10:00:00Z\nby = 'maya'\nkind = 'pull'\ntrack = 'c'\n";
    let all = of(&format!("{}{tracks}", owes("maya", "tracks", 1, "month")));
    assert_eq!((done(&all[0]), all[0].before), (vec!["A"], 1));
}

#[test]
fn an_answer_counts_for_who_wrote_the_note_else_for_the_navigator() {
    let heard = |said: &str, answer: &str, answered: &str| {
        format!("[[deal.d.heard]]\nat = 2026-11-16T10:00:00Z\nby = 'sam'\ntopic = '{said}'\n{answer}{answered}")
    };
    let rows = [
        heard("hers", "answer = 'n'\n", "answered = 2026-11-17T10:00:00Z\n"),
        heard("his", "answer = 'o'\n", "answered = 2026-11-17T11:00:00Z\n"),
        heard("of-a-hazard", "answer = 'h/n'\n", "answered = 2026-11-17T12:00:00Z\n"),
        heard("by-nobody", "answer = 'p'\n", "answered = 2026-11-17T13:00:00Z\n"),
        heard("waiting", "", ""),
    ];
    let deal = "[hazard.h]\nat = 2026-12-01\nnote.n = { by = 'maya' }\n[deal.d]\naccount = 'D'\n\
                note.n = { at = 2026-12-01, by = 'maya' }\nnote.o = { at = 2026-12-01, by = 'sam' }\n\
                note.p = { at = 2026-12-01 }\n";
    let all = of(&format!("{}{deal}{}", owes("maya", "answers", 4, "week"), rows.concat()));
    assert_eq!(done(&all[0]), ["hers", "of-a-hazard", "by-nobody"]);
}

#[test]
fn reports_and_strokes_count_for_who_made_them_from_monday_to_now() {
    let rows = "[deal.d]\naccount = 'D'\n\
        [[deal.d.heard]]\nat = 2026-11-16T00:00:00\nby = 'sam'\ntopic = 'on-monday'\n\
        [[deal.d.heard]]\nat = 2026-11-15T23:59:00\nby = 'sam'\ntopic = 'on-sunday'\n\
        [[deal.d.stroke]]\nat = 2026-11-20T09:00:00Z\nby = 'sam'\nkind = 'push'\nwhat = 'today'\n\
        [[deal.d.stroke]]\nat = 2026-11-20T10:00:00Z\nby = 'sam'\nkind = 'push'\nwhat = 'later today'\n";
    let all = of(&format!("{}{}{rows}", owes("sam", "reports", 3, "week"), owes("sam", "strokes", 1, "week")));
    assert_eq!((done(&all[0]), all[0].still(), all[0].before), (vec!["on-monday"], 2, 1));
    assert_eq!((done(&all[1]), all[1].still()), (vec!["today"], 0));
}

#[test]
fn periods_are_weeks_from_monday_calendar_months_and_quarters() {
    let span = |every, day: (i32, u32, u32)| {
        let day = NaiveDate::from_ymd_opt(day.0, day.1, day.2).unwrap();
        let span = Span::around(every, day);
        format!("{} {}, before {}", span.first, span.last, span.before(every).first)
    };
    assert_eq!(span(Period::Week, (2026, 11, 22)), "2026-11-16 2026-11-22, before 2026-11-09");
    assert_eq!(span(Period::Month, (2027, 2, 3)), "2027-02-01 2027-02-28, before 2027-01-01");
    assert_eq!(span(Period::Quarter, (2027, 1, 1)), "2027-01-01 2027-03-31, before 2026-10-01");
}

#[test]
fn reminders_begin_with_the_last_working_days_of_the_period() {
    let text = format!("{HEAD}{}{}", owes("sam", "reports", 1, "week"), owes("sam", "assets", 1, "month"));
    let campaign = campaign(&text);
    let outlook = Outlook::new(&campaign);
    let due = |now: &str| -> Vec<String> {
        let due = reminders(&campaign, &outlook, at(now));
        due.iter().map(|owed| owed.id.to_string()).collect()
    };
    assert_eq!(due("2026-11-19 17:00"), [""; 0]);
    assert_eq!(due("2026-11-20 09:00"), ["reports"]);
    // The last three working days of November begin on Thursday the 26th.
    assert_eq!(due("2026-11-26 09:00"), ["assets"]);
    assert_eq!(due("2026-11-27 09:00"), ["reports", "assets"]);
}

#[test]
fn the_last_working_days_are_those_of_the_person() {
    let away = HEAD.replace("seat = 'driver'", "seat = 'driver'\naway = [{ from = 2026-11-20, until = 2026-11-22 }]");
    let campaign = campaign(&format!("{away}{}", owes("sam", "reports", 1, "week")));
    let outlook = Outlook::new(&campaign);
    assert!(reminders(&campaign, &outlook, at("2026-11-18 17:00")).is_empty());
    assert_eq!(reminders(&campaign, &outlook, at("2026-11-19 09:00")).len(), 1);
}

#[test]
fn a_planned_visit_that_settles_it_needs_no_reminder() {
    let run = "[deal.d]\naccount = 'D'\nrun.f = { kind = 'visit', crew = ['maya'], starts = 2026-11-30T14:00:00 }\n";
    let campaign = campaign(&format!("{HEAD}{}{run}", owes("maya", "visits", 1, "month")));
    assert!(reminders(&campaign, &Outlook::new(&campaign), at("2026-11-30 09:00")).is_empty());
}

#[test]
fn nothing_is_owed_where_nothing_is_written() {
    assert_eq!(of(""), []);
}
