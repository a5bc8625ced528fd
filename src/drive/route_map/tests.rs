use super::super::tests::{at, campaign};
use super::{Beside, Course, Item, RouteMap, Stand, Time, What, Won};
use crate::campaign::{Campaign, layout, read};
use crate::drive::Outlook;
use crate::drive::veil::Veil;
use crate::text::Document;

const HEAD: &str = r#"format = 1
[campaign]
timezone = "Europe/London"
currency = "GBP"
route = ["demo", "proof", "close"]
[stage.demo]
expected = "14d"
[stage.proof]
name = "Proof of value"
expected = "20d"
[stage.close]
expected = "10d"
[crew.sam]
name = "Sam Okoro"
seat = "driver"
"#;
const DEAL: &str = r#"
[deal.d]
account = "Dale & Sons"
title = "Forty ovens"
value = 90_000
driver = "sam"
stage = "proof"
since = 2026-11-09T09:00:00
close = 2026-11-30
customer_date = 2026-12-18
[[deal.d.stage_log]]
stage = "demo"
from = 2026-10-12T09:00:00
to = 2026-11-09T09:00:00
[deal.d.obstacle.legal]
at = "enter close + 2d"
pace = "!L2/Gate #legal"
title = "Their lawyers"
[deal.d.obstacle.power]
at = 2026-10-20
pace = "R5"
title = "The power cut"
outcome = "hit"
[deal.d.note.redline]
at = "legal"
say = "Send the redline first."
[deal.d.control.quote]
what = "The quote"
due = 2026-11-18
owner = "sam"
[deal.d.run.walk]
what = "Walk the kitchen"
starts = 2026-11-26T14:00:00
length = "1h"
crew = ["sam"]
"#;
const NOW: &str = "2026-11-20T10:00:00Z";

/// The map of `d`, whatever is wrong with the file.
fn map_of(text: &str) -> RouteMap {
    let (campaign, now) = (read_anyhow(text), at(NOW));
    let outlook = Outlook::new(&campaign);
    RouteMap::of(&campaign, &outlook, campaign.deal("d").unwrap(), now)
}

fn read_anyhow(text: &str) -> Campaign {
    let (document, _) = Document::read(text.as_bytes().to_vec(), &layout());
    read(&document, chrono_tz::Europe::London).0
}

fn map() -> RouteMap {
    map_of(&format!("{HEAD}{DEAL}"))
}

fn item<'m>(map: &'m RouteMap, title: &str) -> &'m Item {
    map.items.iter().find(|item| item.title == title).unwrap_or_else(|| panic!("no {title}: {:#?}", map.items))
}

fn svg(map: &RouteMap) -> String {
    map.svg(|text, _| vec![text.to_owned()])
}

#[test]
fn the_stages_follow_each_other_with_real_length_against_expected() {
    let map = map();
    let told: Vec<_> =
        map.stretches.iter().map(|one| (one.name.as_str(), one.time, one.short(map.zone, map.now))).collect();
    assert_eq!(told[0], ("demo", Time::Done, "28 of 14 d".to_owned()));
    assert_eq!(told[1], ("Proof of value", Time::Here, "11 of 20 d".to_owned()));
    assert_eq!((told[2].0, told[2].1), ("close", Time::Ahead));
    assert!(map.stretches.windows(2).all(|pair| pair[0].to <= pair[1].from));
    let shares: Vec<_> = map.splits.iter().map(super::Split::share).collect();
    assert_eq!(shares, [Some(200), Some(55), None]);
    assert_eq!(
        item(&map, "demo").detail,
        "It took 28 days, Mon 12 Oct to Mon 9 Nov: 14 days longer than the 14 expected, 200 %."
    );
}

#[test]
fn everything_lies_on_the_map_in_order_with_one_sentence_each() {
    let map = map();
    assert!(map.items.windows(2).all(|pair| pair[1].at.is_none() || pair[0].at <= pair[1].at));
    assert!(map.items.iter().all(|item| item.detail.ends_with('.')), "{:#?}", map.items);
    let words =
        ["stage", "obstacle", "note", "promise", "meeting", "latest start", "close", "arrival", "customer’s date"];
    for word in words {
        assert!(map.items.iter().any(|item| item.what.word() == word), "{word}");
    }
    assert_eq!(item(&map, "The quote").detail, "Sam’s promise for Wed 18 Nov: two working days over.");
    assert_eq!(
        item(&map, "The power cut").detail,
        "Tue 20 Oct, 4 weeks ago; ours, a one-line answer; it bit, and no note had been written."
    );
    assert!(item(&map, "Their lawyers").detail.ends_with("1 note for it."), "{}", item(&map, "Their lawyers").detail);
    assert!(item(&map, "Walk the kitchen").detail.starts_with("A meeting Thu 26 Nov 14:00, in 4 wd with Sam"));
}

#[test]
fn a_note_lies_where_it_will_be_called_and_an_obstacle_at_its_place() {
    let map = map();
    let (note, obstacle) = (item(&map, "Send the redline first."), item(&map, "Their lawyers"));
    assert!(note.at < obstacle.at && note.at >= Some(map.now), "{note:?} {obstacle:?}");
    assert!(
        note.detail.starts_with("It will be called ") && note.detail.contains(" to Sam for about "),
        "{}",
        note.detail
    );
    assert!(obstacle.is_estimated && obstacle.detail.starts_with("About "), "{}", obstacle.detail);
    assert_eq!(obstacle.record.to_string(), "deal.d.obstacle.legal");
}

#[test]
fn counted_back_from_the_customers_date_each_stage_has_a_latest_start() {
    let map = map();
    let day = |n: usize| map.date_of(map.latest[n].at).to_string();
    // 18 December less 10, less 30, less 44 days.
    assert_eq!([day(0), day(1), day(2)], ["2026-11-04", "2026-11-18", "2026-12-08"]);
    assert_eq!(map.latest[0].stand, Stand::Met(23));
    assert_eq!(map.latest[1].stand, Stand::Met(9));
    let late = DEAL.replace("2026-12-18", "2026-11-25");
    let map = map_of(&format!("{HEAD}{late}"));
    assert_eq!(map.latest[2].stand, Stand::Past(5));
    assert_eq!(
        map.sentence,
        "Proof of value, 11 of 20 days: for the customer’s Wed 25 Nov close had to begin 5 days ago."
    );
    assert!(map.is_late);
}

#[test]
fn the_sentence_puts_the_splits_against_the_promise() {
    let text = DEAL.replace("customer_date = 2026-12-18\n", "");
    let map = map_of(&format!("{HEAD}{text}"));
    assert!(map.sentence.starts_with("Proof of value, 11 of 20 days: it arrives about "), "{}", map.sentence);
    assert!(map.sentence.ends_with(" past the promise.") && map.is_late, "{}", map.sentence);
    let map = map_of(&format!("{HEAD}{}", text.replace("2026-11-30", "2027-03-30")));
    assert!(map.sentence.ends_with("in time for the promise.") && !map.is_late, "{}", map.sentence);
    let span = map.arrival.unwrap();
    assert!(span.tenth < span.median && span.median < span.ninetieth);
}

#[test]
fn a_deal_of_which_nothing_is_known_but_its_name_still_has_a_map() {
    let map = map_of(&format!("{HEAD}[deal.d]\naccount = \"D\"\n"));
    assert_eq!(map.sentence, "demo: nothing tells when it arrives: give it `since` or a promised close.");
    assert_eq!(map.stretches.len(), 3);
    assert!(map.stretches.iter().all(|stretch| stretch.is_guess));
    assert_eq!(map.splits[0].days, None, "never as 0 days");
    assert_eq!(
        item(&map, "demo, where the deal is").detail,
        "The deal is here; nobody wrote since when; a guess from its expected length, because the file says too little."
    );
    well_formed(&svg(&map));
}

#[test]
fn without_since_the_arrival_is_the_promise_and_says_so() {
    let map = map_of(&format!("{HEAD}[deal.d]\naccount = \"D\"\nclose = 2027-01-29\n"));
    assert!(map.arrival.unwrap().is_promise);
    assert_eq!(
        map.sentence,
        "demo: no splits tell when it arrives, only the promise of Fri 29 Jan 2027: give it `since`."
    );
}

#[test]
fn a_stage_that_left_the_route_keeps_its_name_and_its_place() {
    let text = DEAL.replace("stage = \"demo\"", "stage = \"pilot\"");
    let map = map_of(&format!("{HEAD}{text}"));
    assert_eq!((map.stretches[0].name.as_str(), map.stretches[0].index), ("pilot", None));
    assert!(item(&map, "pilot").detail.ends_with("the route no longer has this stage."));
    let here = DEAL.replace("stage = \"proof\"", "stage = \"pilot\"");
    let map = map_of(&format!("{HEAD}{here}"));
    assert!(map.sentence.starts_with("pilot is no stage of the route: "), "{}", map.sentence);
    well_formed(&svg(&map));
}

#[test]
fn a_stage_that_was_entered_again_lies_there_twice_and_its_days_are_counted_together() {
    let text = format!(
        "{DEAL}[[deal.d.stage_log]]\nstage = \"proof\"\nfrom = 2026-10-01\nto = 2026-10-07\n\
         [[deal.d.stage_log]]\nstage = \"demo\"\nfrom = 2026-10-07\nto = 2026-10-12\n"
    );
    let map = map_of(&format!("{HEAD}{text}"));
    let names: Vec<_> = map.stretches.iter().map(|stretch| stretch.name.as_str()).collect();
    assert_eq!(names, ["Proof of value", "demo", "demo", "Proof of value", "close"]);
    assert_eq!((map.splits[1].passes, map.splits[1].days), (2, Some(17)));
}

#[test]
fn dates_that_contradict_each_other_still_draw() {
    let wild = [
        ("close = 2026-11-30", "close = 2215-11-30"),
        ("close = 2026-11-30", "close = 1999-01-01"),
        ("customer_date = 2026-12-18", "customer_date = 1970-01-01"),
        ("since = 2026-11-09T09:00:00", "since = 2027-11-09T09:00:00"),
        ("to = 2026-11-09T09:00:00", "to = 2026-01-09T09:00:00"),
        ("from = 2026-10-12T09:00:00", "from = 9999-12-31T09:00:00"),
        ("at = \"enter close + 2d\"", "at = \"legal + 2d\""),
        ("at = 2026-10-20", "at = \"nowhere\""),
        ("due = 2026-11-18", "due = 9999-12-31"),
        ("value = 90_000", "value = -90_000"),
    ];
    for (was, is) in wild {
        let text = DEAL.replacen(was, is, 1);
        assert_ne!(text, DEAL, "{was}");
        let map = map_of(&format!("{HEAD}{text}"));
        assert!(map.stretches.iter().all(|stretch| stretch.from <= stretch.to), "{is}: {:#?}", map.stretches);
        assert!(map.axis.length() > 0.0 && map.axis.length() < 400.0, "{is}: {}", map.axis.length());
        well_formed(&svg(&map));
    }
    let circle = map_of(&format!("{HEAD}{}", DEAL.replace("at = \"enter close + 2d\"", "at = \"legal + 2d\"")));
    let lawyers = item(&circle, "Their lawyers");
    assert_eq!(lawyers.at, None);
    assert!(lawyers.detail.starts_with("Its place names nothing, or goes round in a circle;"), "{}", lawyers.detail);
}

#[test]
fn a_very_long_way_is_not_to_scale_and_says_so() {
    let map = map_of(&format!("{HEAD}{}", DEAL.replace("close = 2026-11-30", "close = 2215-11-30")));
    assert_eq!(map.axis.told(), "not to scale: 189 years in which nothing lies are left out");
    assert!(svg(&map).contains("189 years"));
}

#[test]
fn a_finished_deal_has_its_way_and_no_arrival() {
    let map = map_of(&format!("{HEAD}{DEAL}[deal.d.result]\nstatus = \"won\"\non = 2026-11-19\n"));
    assert!(map.arrival.is_none() && map.stretches.iter().all(|stretch| stretch.time == Time::Done));
    assert_eq!(map.sentence, "Won on Thu 19 Nov after 38 days; the whole route should take 44.");
    assert!(map.items.iter().any(|item| item.what == What::Finish));
}

#[test]
fn the_order_of_the_records_does_not_change_the_map() {
    let (head, rest) = DEAL.split_once("[deal.d.obstacle.legal]").unwrap();
    let (legal, rest) = rest.split_once("[deal.d.obstacle.power]").unwrap();
    let turned = format!("{head}[deal.d.obstacle.power]{rest}[deal.d.obstacle.legal]{legal}");
    assert_eq!(map_of(&format!("{HEAD}{turned}")), map());
}

fn with_won(count: usize) -> Campaign {
    use std::fmt::Write as _;
    let mut text = format!("{HEAD}{DEAL}");
    for n in 0..count {
        write!(
            text,
            "[deal.w{n}]\naccount = \"W{n}\"\nstage = \"close\"\nsince = 2026-06-10\nresult = {{ status = \"won\", on = 2026-06-20 }}\n\
             [[deal.w{n}.stage_log]]\nstage = \"demo\"\nfrom = 2026-05-01\nto = 2026-05-11\n\
             [[deal.w{n}.stage_log]]\nstage = \"proof\"\nfrom = 2026-05-11\nto = 2026-06-10\n"
        )
        .unwrap();
    }
    campaign(&text)
}

#[test]
fn beside_the_won_deals_it_says_of_how_many_and_whether_they_are_too_few() {
    let map = map();
    let won = Won::of(&with_won(4));
    let both = Beside::of(&map, won.course(&map).unwrap(), won.is_few());
    assert_eq!(both.other.name, "Average of 4 won deals");
    assert_eq!(
        both.sentence,
        "Up to the end of demo it took 28 days, 18 days longer than the average of 4 won deals; most of it in demo, 28 against 10."
    );
    let days: Vec<_> = both.rows.iter().map(|row| row.other.map(|(days, _)| days)).collect();
    assert_eq!(days, [Some(10), Some(30), Some(10)]);
    let few = Won::of(&with_won(2));
    let both = Beside::of(&map, few.course(&map).unwrap(), few.is_few());
    assert!(both.sentence.ends_with("They are too few to go by."), "{}", both.sentence);
    assert!(Won::of(&with_won(0)).course(&map).is_none());
}

#[test]
fn beside_a_deal_that_has_nothing_behind_it_there_is_nothing_to_compare() {
    let map = map();
    let text = format!("{HEAD}[deal.d]\naccount = \"Fresh\"\nstage = \"demo\"\nsince = 2026-11-19\n");
    let both = Beside::of(&map, Course::of(&map_of(&text)), false);
    assert!(
        both.sentence.starts_with("Neither has a stage behind it that the other has too: Fresh"),
        "{}",
        both.sentence
    );
}

#[test]
fn without_names_no_buyer_is_named_on_the_map() {
    let text = DEAL
        .replace("Their lawyers", "Ines Roth reads it")
        .replace("Send the redline first.", "Ask Ines for the redline.");
    let text = format!("{HEAD}{text}[deal.d.contact.ines]\nname = \"Ines Roth\"\nrole = \"CISO\"\n");
    let campaign = campaign(&text);
    let veil = Veil::over(campaign.deal("d").unwrap(), false);
    let veiled = map_of(&text).veiled(&veil);
    assert!(!format!("{veiled:?}{}", svg(&veiled)).contains("Ines"), "{veiled:#?}");
    assert!(svg(&map_of(&text)).contains("Ines Roth"));
}

#[test]
fn the_picture_is_well_formed_whatever_a_text_says() {
    let hostile = "<script>alert(1)</script> & ]]> \\\" ' \\u001b[31m \\u0000 \\u202e \\uffff";
    let text = DEAL.replace("Their lawyers", hostile).replace("Dale & Sons", hostile).replace("The quote", hostile);
    let picture = svg(&map_of(&format!("{HEAD}{text}")));
    well_formed(&picture);
    assert!(picture.contains("&lt;script&gt;"), "{picture}");
    assert!(picture.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}' && c != '\u{ffff}'), "{picture:?}");
}

#[test]
fn the_picture_reads_on_a_light_and_on_a_dark_page() {
    let picture = svg(&map());
    assert!(picture.contains("prefers-color-scheme: dark") && picture.contains("class=\"ground\""));
    assert!(picture.contains("today") && picture.contains("Their lawyers") && picture.contains("L2/Gate"), "{picture}");
    assert!(!picture.contains("href"), "nothing is fetched");
}

/// Every tag is closed in its order, every attribute is quoted, and nothing but known tags is there.
fn well_formed(picture: &str) {
    let known = ["svg", "title", "style", "rect", "circle", "text", "line", "path", "g"];
    let (_, mut rest) = picture.split_once("?>").unwrap();
    let mut open: Vec<&str> = Vec::new();
    while let Some((_, tail)) = rest.split_once('<') {
        let (tag, tail) = tail.split_once('>').unwrap();
        rest = tail;
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed));
            continue;
        }
        let name = tag.split([' ', '/']).next().unwrap();
        assert!(known.contains(&name), "{tag}");
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn under_a_red_flag_the_days_of_a_stage_and_of_a_promise_stand() {
    let map = map_of(&format!("{HEAD}{DEAL}[deal.d.flag.sold]\ncolour = \"red\"\nat = 2026-11-16T10:00:00\n"));
    let here = map.stretches.iter().find(|one| one.time == Time::Here).unwrap();
    assert_eq!(here.short(map.zone, map.clock), "7 of 20 d");
    assert!(map.sentence.starts_with("Proof of value, 7 of 20 days: "), "{}", map.sentence);
    assert_eq!(map.splits.iter().map(super::Split::share).nth(1), Some(Some(35)));
    assert!(!item(&map, "The quote").is_late, "it was not over when the flag went up");
}
