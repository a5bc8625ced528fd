//! Runs that cannot be as they are written: their length, their pauses, notes past their end, two at once.

use chrono_tz::Tz;

use super::super::same_times;
use super::{HEAD, codes, deal_of, document, problems_of, told, told_of_deal};
use crate::campaign::{Problems, read};
use crate::text::UnitKey;

const CALL: &str = "run.call = { starts = 2026-11-24T14:00:00, length = '45m' }\n";

#[test]
fn a_minute_that_no_clock_shows_is_told_at_its_place() {
    for minute in ["99:99", "12:60", "12:", "1:2:3", "-1:00"] {
        let told = told_of_deal(&format!("{CALL}note.n = {{ at = 'call {minute}', when = 'they ask' }}"));
        assert_eq!((told.code, &*told.source), ("bad-position", minute));
        assert!(told.mend.contains("the seconds from 00 to 59"), "{told:?}");
    }
    assert!(codes("[deal.x]\naccount = 'X'\nrun.call.length = '2h'\nnote.n.at = 'call 99:59'").is_empty());
}

#[test]
fn a_length_is_above_zero_and_has_a_unit() {
    let told = told_of_deal("run.a.length = '0m'");
    assert_eq!((told.code, &*told.source), ("out-of-range", "'0m'"));
    assert_eq!(told.message, "expected a length above zero, found `'0m'`");
    let told = told_of_deal("run.a.length = '-45m'");
    assert_eq!(
        (told.code, &*told.source, &*told.mend),
        ("bad-duration", "-45m", "write it without the minus, such as `45m`")
    );
    assert_eq!(told_of_deal("run.a.length = 45").mend, "write it in quotes with its unit, such as `\"45m\"`");
}

#[test]
fn a_note_past_the_end_of_its_run_is_told_at_its_place() {
    let told = told_of_deal(&format!("{CALL}note.n.at = 'call 45:01'"));
    assert_eq!((told.code, &*told.source), ("past-the-run", "'call 45:01'"));
    assert_eq!(told.message, "minute 45:01 lies past the end of `call`, which takes `45m`");
    assert_eq!(told_of_deal(&format!("{CALL}obstacle.o.at = 'call 1:00:00'")).code, "past-the-run");
    for fits in [
        "note.n.at = 'call 45:00'",
        "note.n = { at = 'call 50:00', retired = true }",
        "note.n = { at = 'call 50:00', mark = 'x' }",
        "note.n = { at = 'call 50:00', when = 'they ask' }",
    ] {
        assert!(codes(&format!("[deal.x]\naccount = 'X'\n{CALL}{fits}")).is_empty(), "{fits}");
    }
    let over = "run.call = { length = '45m', started = 2026-11-24T14:00:00Z, ended = 2026-11-24T15:00:00Z }\n";
    assert!(codes(&format!("[deal.x]\naccount = 'X'\n{over}note.n.at = 'call 50:00'")).is_empty());
}

fn run(keys: &str) -> String {
    format!("run.call = {{ started = 2026-11-24T14:00:00Z, {keys} }}")
}

#[test]
fn a_pause_outside_of_its_run_is_told() {
    let ended = "ended = 2026-11-24T14:45:00Z, pauses";
    for keys in [
        "pauses = [{ from = 2026-11-24T13:50:00Z, until = 2026-11-24T13:55:00Z }]".to_owned(),
        format!("{ended} = [{{ from = 2026-11-24T14:50:00Z }}]"),
        format!("{ended} = [{{ from = 2026-11-24T14:40:00Z, until = 2026-11-24T14:50:00Z }}]"),
    ] {
        assert_eq!(told_of_deal(&run(&keys)).code, "pause-outside", "{keys}");
    }
    let told = told_of_deal("run.call.pauses = [{ from = 2026-11-24T13:50:00Z }]");
    assert_eq!(told.message, "the run `call` has a pause and has not started");
}

#[test]
fn two_pauses_at_once_or_two_open_ones_are_told_at_the_later() {
    let open = "pauses = [{ from = 2026-11-24T14:20:00Z }, { from = 2026-11-24T14:10:00Z }]";
    let told = told_of_deal(&run(open));
    assert_eq!((told.code, &*told.source), ("pauses-overlap", "2026-11-24T14:20:00Z"));
    assert_eq!(told.message, "this pause begins while another is open");
    let over = "pauses = [{ from = 2026-11-24T14:10:00Z, until = 2026-11-24T14:15:00Z }, \
                { from = 2026-11-24T14:12:00Z, until = 2026-11-24T14:13:00Z }]";
    assert_eq!(told_of_deal(&run(over)).message, "this pause begins before another is over");
    let after = over.replace("14:12:00Z", "14:15:00Z").replace("14:13:00Z", "14:16:00Z");
    assert!(codes(&format!("[deal.x]\naccount = 'X'\n{}", run(&after))).is_empty());
}

fn two(first: &str, second: &str) -> String {
    format!("[deal.x]\naccount = 'X'\nrun.one = {{ {first} }}\n[deal.y]\naccount = 'Y'\nrun.two = {{ {second} }}\n")
}

const ONE: &str = "starts = 2026-11-24T14:00:00, length = '45m', crew = ['sam', 'maya']";

#[test]
fn somebody_who_would_be_in_two_runs_at_once_is_told_at_the_later() {
    let told = told(&two("starts = 2026-11-24T14:30:00, length = '1h', crew = 'maya'", ONE));
    assert_eq!((told.code, &*told.source), ("runs-overlap", "2026-11-24T14:30:00"));
    assert_eq!(told.message, "`maya` is in the run `two` of the deal `y` at that time");
    assert_eq!(told.mend, "move one of the two, or name somebody else in `crew`");
}

#[test]
fn two_runs_of_one_deal_at_once_are_told_once_also_where_both_go() {
    let told = told_of_deal(&format!("run.one = {{ {ONE} }}\nrun.two = {{ {ONE} }}\n"));
    assert_eq!((told.code, &*told.message), ("runs-overlap", "`sam` is in the run `one` at that time"));
}

#[test]
fn runs_that_follow_each_other_or_have_other_people_or_only_a_day_are_in_order() {
    for other in [
        "starts = 2026-11-24T14:45:00, length = '1h', crew = 'sam'",
        "starts = 2026-11-24T13:00:00, length = '1h', crew = 'sam'",
        "starts = 2026-11-24, length = '1h', crew = 'sam'",
        "length = '1h', crew = 'sam'",
    ] {
        assert!(codes(&two(ONE, other)).is_empty(), "{other}");
    }
    let apart = two(&ONE.replace(", 'maya'", ""), &ONE.replace("'sam', ", ""));
    assert!(codes(&apart).is_empty());
}

#[test]
fn who_drives_the_deal_goes_to_a_run_that_names_nobody() {
    let of_nobody = two(ONE, "starts = 2026-11-24T14:30:00, length = '1h'");
    assert_eq!(told(&of_nobody).message, "`sam` is in the run `one` of the deal `x` at that time");
}

#[test]
fn one_person_in_both_seats_is_told_without_a_name() {
    let alone = "format = 1\n[campaign]\ntimezone = 'Europe/London'\nroute = ['demo']\n";
    let starts = "starts = 2026-11-24T14:00:00";
    let told = problems_of(&format!("{alone}{}", two(starts, starts)));
    assert_eq!(told[0].message, "the run `one` of the deal `x` is at the same time");
}

#[test]
fn what_was_driven_counts_as_it_was_and_two_runs_that_are_over_say_nothing() {
    let over = "started = 2026-11-24T14:00:00Z, ended = 2026-11-24T14:45:00Z, crew = 'sam'";
    assert!(codes(&two(over, over)).is_empty());
    assert!(codes(&two(over, "starts = 2026-11-24T14:45:00, length = '1h', crew = 'sam'")).is_empty());
    assert_eq!(codes(&two(over, "starts = 2026-11-24T14:30:00, length = '1h', crew = 'sam'")), ["runs-overlap"]);
}

#[test]
fn a_long_run_is_told_of_every_run_inside_it() {
    let mut text = two("starts = 2026-11-24T09:00:00, length = '8h', crew = 'sam'", ONE);
    text.push_str(
        "[deal.z]\naccount = 'Z'\nrun.three = { starts = 2026-11-24T16:00:00, length = '30m', crew = 'sam' }\n",
    );
    assert_eq!(codes(&text), ["runs-overlap", "runs-overlap"]);
}

#[test]
fn an_edit_of_one_deal_is_told_on_the_other_and_mended_there() {
    let text = format!("{HEAD}{}", two("starts = 2026-11-24T14:30:00, length = '1h', crew = 'maya'", ONE));
    let (before, reading) = document(&text);
    let mut problems = Problems::of(&read(&before, Tz::UTC).0, &before, reading);
    assert_eq!(problems.len(), 1);
    // The other deal goes to the next day.
    let (after, _) = document(&text.replace("24T14:00", "25T14:00"));
    let campaign = read(&after, Tz::UTC).0;
    problems.refresh(&campaign, &after, &UnitKey::Record("deal".into(), "y".into()), Vec::new());
    assert!(problems.is_empty(), "{problems:?}");
    let campaign = read(&before, Tz::UTC).0;
    problems.refresh(&campaign, &before, &UnitKey::Record("deal".into(), "y".into()), Vec::new());
    assert_eq!(problems.of_unit(&UnitKey::Record("deal".into(), "x".into())).count(), 1);
}

#[test]
fn in_a_large_campaign_what_was_found_across_deals_stays_at_its_place_until_all_is_read_again() {
    let mut text = format!("{HEAD}{}", two("starts = 2026-11-24T14:30:00, length = '1h', crew = 'maya'", ONE));
    let others = (0..250).map(|n| format!("[deal.d{n}]\naccount = 'D'\n"));
    text.extend(others);
    let (before, reading) = document(&text);
    let mut problems = Problems::of(&read(&before, Tz::UTC).0, &before, reading);
    let (after, _) = document(&text.replace("account = 'X'", "account = 'A longer name'"));
    let unit = UnitKey::Record("deal".into(), "x".into());
    problems.refresh(&read(&after, Tz::UTC).0, &after, &unit, Vec::new());
    let found: Vec<_> = problems.of_unit(&unit).collect();
    let place = &found[0].place.span;
    let source = after.unit_text(&unit).unwrap()[place.start as usize..place.end as usize].to_owned();
    assert_eq!((found.len(), &*source), (1, "2026-11-24T14:30:00"));
}

#[test]
fn only_what_says_who_is_where_when_changes_the_times_of_a_deal() {
    let before = deal_of(CALL);
    assert!(same_times(&before, &deal_of(&format!("title = 'T'\n{CALL}note.n.when = 'a'\n"))));
    for other in ["", "run.call = { starts = 2026-11-24T15:00:00, length = '45m' }", "driver = 'maya'\n"] {
        let other = if other.starts_with("driver") { format!("{other}{CALL}") } else { other.to_owned() };
        assert!(!same_times(&before, &deal_of(&other)), "{other}");
    }
}
