//! The whole file: order, edits, the first screenful, seats, and hostile input.

use std::fmt::Write as _;

use chrono_tz::Tz;
use proptest::prelude::*;

use super::super::*;
use super::{HEAD, campaign_of, document, problems_of};
use crate::text::UnitKey;

const ALL: &str = include_str!("all.toml");

/// The records of the example, each with its header.
fn sections(text: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = text.match_indices("\n[").map(|(at, _)| at + 1).collect();
    starts.push(text.len());
    starts.windows(2).map(|ends| &text[ends[0]..ends[1]]).collect()
}

fn deal_key(id: &str) -> UnitKey {
    UnitKey::Record("deal".into(), id.into())
}

/// A campaign as something to compare: with its records sorted, for the order of the file is no part of its meaning.
fn meaning(campaign: &Campaign) -> String {
    let mut campaign = campaign.clone();
    campaign.by_id.clear();
    campaign.deals.sort_by(|a, b| a.id.cmp(&b.id));
    for deal in &mut campaign.deals {
        let deal = std::sync::Arc::make_mut(deal);
        deal.notes.sort_by(|a, b| a.id.cmp(&b.id));
        deal.obstacles.sort_by(|a, b| a.id.cmp(&b.id));
    }
    campaign.crew.sort_by(|a, b| a.id.cmp(&b.id));
    format!("{campaign:?}")
}

#[test]
fn the_order_of_records_does_not_matter() {
    let head = &ALL[..=ALL.find("\n[").unwrap()];
    let mut backwards = sections(ALL);
    backwards.reverse();
    let backwards = format!("{head}{}", backwards.concat());
    assert_eq!(problems_of(&backwards), []);
    assert_eq!(meaning(&campaign_of(&backwards)), meaning(&campaign_of(ALL)));
}

#[test]
fn a_large_file_is_read_in_order_on_two_threads() {
    let mut text = HEAD.to_owned();
    for n in 0..2000 {
        writeln!(text, "[deal.d{n}]\naccount = 'Deal {n}'\ndriver = 'sam'\nvalue = 'x'").unwrap();
    }
    let (document, _) = document(&text);
    let (campaign, problems) = read(&document, Tz::UTC);
    assert_eq!(campaign.deals.len(), 2000);
    assert!(campaign.deals.iter().enumerate().all(|(n, deal)| deal.id == *format!("d{n}")));
    assert_eq!(campaign.deal("d1234").unwrap().name(), "Deal 1234");
    assert_eq!(problems.len(), 2000);
    assert_eq!(Problems::of(&campaign, &document, problems).errors(), 2000);
}

#[test]
fn all_deals_may_stand_in_one_table() {
    let campaign = campaign_of("deal = { a = { account = 'A' }, b = { account = 'B' } }\n");
    assert_eq!(campaign.deals.len(), 2);
}

#[test]
fn the_first_reading_has_the_wanted_deal_alone() {
    let (document, _) = document(ALL);
    let campaign = read_first(&document, Tz::UTC, Some("bakery"));
    assert!(!campaign.complete);
    assert_eq!(campaign.deals.len(), 1);
    assert_eq!(campaign.deals[0].id, "bakery");
    assert_eq!(campaign.crew.len(), 2);
}

#[test]
fn the_first_reading_falls_back_to_the_first_deal() {
    let (document, _) = document(ALL);
    assert_eq!(read_first(&document, Tz::UTC, Some("gone")).deals[0].id, "mills");
    assert_eq!(read_first(&document, Tz::UTC, None).deals[0].id, "mills");
}

/// Reading a changed unit again gives what reading the whole changed file gives.
fn replaced(before: &str, after: &str, keys: &[UnitKey]) {
    let (old, _) = document(before);
    let (mut campaign, reading) = read(&old, Tz::UTC);
    let mut problems = Problems::of(&campaign, &old, reading);
    let (new, _) = document(after);
    for key in keys {
        let told = campaign.replace_unit(&new, Tz::UTC, key);
        problems.refresh(&campaign, &new, key, told);
    }
    let (whole, reading) = read(&new, Tz::UTC);
    let expected = Problems::of(&whole, &new, reading);
    assert_eq!(format!("{:?}", campaign.deals), format!("{:?}", whole.deals));
    assert_eq!(meaning(&campaign), meaning(&whole));
    assert_eq!(campaign.by_id, whole.by_id);
    assert_eq!(problems.in_file_order(&new), expected.in_file_order(&new));
}

const THREE: &str = "[deal.a]\naccount = 'A'\n[deal.b]\naccount = 'B'\ndriver = 'kim'\n[deal.c]\naccount = 'C'\n";

#[test]
fn a_changed_deal_is_swapped_in() {
    let before = format!("{HEAD}{THREE}");
    replaced(&before, &before.replace("driver = 'kim'", "value = 'x'\nstage = 'q'"), &[deal_key("b")]);
}

#[test]
fn a_new_deal_stands_where_the_file_has_it() {
    let before = format!("{HEAD}{THREE}");
    for place in ["[deal.a]", "[deal.b]", "[deal.c]"] {
        let after = before.replace(place, &format!("[deal.new]\naccount = 'N'\nnext = 'x'\n{place}"));
        replaced(&before, &after, &[deal_key("new")]);
    }
    replaced(&before, &format!("{before}[deal.new]\naccount = 'N'\n"), &[deal_key("new")]);
}

#[test]
fn a_removed_deal_goes() {
    let before = format!("{HEAD}[[review]]\ndeal = 'b'\n{THREE}");
    replaced(&before, &before.replace("[deal.b]\naccount = 'B'\ndriver = 'kim'\n", ""), &[deal_key("b")]);
}

#[test]
fn a_new_crew_member_mends_what_dangled() {
    let before = format!("{HEAD}{THREE}");
    let key = UnitKey::Record("crew".into(), "kim".into());
    replaced(&before, &format!("{before}[crew.kim]\nseat = 'both'\n"), &[key]);
}

#[test]
fn a_new_route_is_taken_everywhere() {
    let before = format!("{HEAD}{THREE}stage = 'proof'\n");
    replaced(&before, &before.replace("'proof', ", ""), &[UnitKey::Group("campaign".into())]);
}

#[test]
fn the_route_is_the_stages_in_file_order_where_none_is_written() {
    let campaign = campaign_of("[stage.zeal]\n[stage.ask]\n[deal.x]\naccount = 'X'\n");
    assert_eq!(campaign.route, [Id::from("zeal"), Id::from("ask")]);
    assert_eq!(campaign.stage_of(campaign.deal("x").unwrap()).unwrap(), &"zeal");
}

#[test]
fn the_route_is_never_empty() {
    assert_eq!(campaign_of("[deal.x]\naccount = 'X'\n").route.len(), 1);
}

#[test]
fn the_driver_is_who_accepted_last() {
    let rows = "[[deal.x.handoff]]\nto = 'late'\naccepted = 2026-11-02T10:00:00Z\n[[deal.x.handoff]]\nto = \
                'early'\naccepted = 2026-11-01\n[[deal.x.handoff]]\nto = 'offered'\n";
    let campaign = campaign_of(&format!("{HEAD}[deal.x]\ndriver = 'sam'\n{rows}"));
    assert_eq!(campaign.driver_of(campaign.deal("x").unwrap()).unwrap(), &"late");
}

#[test]
fn the_driver_is_the_first_named_else_the_only_one() {
    let campaign = campaign_of(&format!("{HEAD}[deal.x]\ndriver = ['kim', 'sam']\n[deal.y]\naccount = 'Y'\n"));
    assert_eq!(campaign.driver_of(campaign.deal("x").unwrap()).unwrap(), &"kim");
    assert_eq!(campaign.driver_of(campaign.deal("y").unwrap()).unwrap(), &"sam");
    assert_eq!(campaign.navigator_of(campaign.deal("y").unwrap()).unwrap(), &"maya");
}

#[test]
fn one_person_in_both_seats_drives_and_navigates() {
    let campaign = campaign_of("[crew.kim]\n[crew.boss]\nseat = 'lead'\n[deal.x]\naccount = 'X'\n");
    let deal = campaign.deal("x").unwrap();
    assert_eq!(campaign.driver_of(deal).unwrap(), &"kim");
    assert_eq!(campaign.navigator_of(deal).unwrap(), &"kim");
}

#[test]
fn nobody_in_particular_drives_where_there_are_two() {
    let campaign = campaign_of("[crew.a]\nseat = 'driver'\n[crew.b]\nseat = 'driver'\n[deal.x]\naccount = 'X'\n");
    assert_eq!(campaign.driver_of(campaign.deal("x").unwrap()), None);
}

#[test]
fn a_deal_meets_the_hazards_that_match_it() {
    let text = "[hazard.all]\n[hazard.gb]\nonly = { market = ['GB'], product = ['p', 'q'] }\n[hazard.de]\nonly.market \
                = 'DE'\n[deal.x]\nmarket = ['FR', 'GB']\nproduct = 'q'\n[deal.y]\nmarket = 'GB'\nobstacle.all.struck \
                = true\n";
    let campaign = campaign_of(text);
    let met = |id| {
        let hazards = campaign.hazards_of(campaign.deal(id).unwrap());
        hazards.map(|hazard| hazard.id.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(met("x"), ["all", "gb"]);
    assert!(met("y").is_empty());
}

#[test]
fn an_id_names_the_deals_own_place_before_a_stage() {
    let campaign = campaign_of(&format!("{HEAD}[deal.x]\nrun.demo.what = 'a'\n"));
    let deal = campaign.deal("x").unwrap();
    assert!(matches!(campaign.place(deal, "demo"), Some(Place::Run(_))));
    assert!(matches!(campaign.place(deal, "proof"), Some(Place::Stage(1))));
    assert!(campaign.place(deal, "gone").is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn hostile_files_are_told_about_and_never_crash(
        cuts in proptest::collection::vec((0..ALL.len(), 0..60_usize, ".{0,12}"), 1..6),
    ) {
        let mut text = ALL.to_owned();
        for (at, length, put) in cuts {
            let from = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let until = (from + length).min(text.len());
            let until = (from..=until).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(from);
            text.replace_range(from..until, &put);
        }
        let (document, mut reading) = document(&text);
        let (campaign, told) = read(&document, Tz::UTC);
        reading.extend(told);
        for problem in &reading {
            let unit = document.unit_text(&problem.place.unit).unwrap_or_default();
            prop_assert!(problem.place.span.end as usize <= unit.len());
        }
        let problems = Problems::of(&campaign, &document, reading);
        for problem in problems.in_file_order(&document) {
            prop_assert!(PROBLEMS.iter().any(|known| known.code == problem.code)
                || ["syntax", "encoding", "too-large"].contains(&problem.code), "{}", problem.code);
        }
    }

    #[test]
    fn values_of_any_kind_at_any_key_never_crash(
        kind in 0..Kind::ALL.len(),
        value in prop_oneof![
            Just("1"), Just("-0.0"), Just("'x'"), Just("''"), Just("true"), Just("[]"), Just("{}"), Just("[[]]"),
            Just("[{}]"), Just("{ a = { } }"), Just("{ a = [{ }] }"), Just("2026-11-24"), Just("10:00:00"),
            Just("9999-12-31T23:59:60-23:59"), Just("0000-01-01T00:00:00+23:59"), Just("[1, 'a', {}]"),
            Just("0xffffffffffffffffffff"), Just("1e999"), Just("'enter proof - 99999wd'"),
        ],
    ) {
        let kind = Kind::ALL[kind];
        for key in kind.keys() {
            for group in ["", "campaign.", "destination.", "crew.a.", "hazard.a.note.b.", "deal.a.", "deal.a.run.b."] {
                let text = format!("{group}{key} = {value}\n");
                prop_assert!(problems_of(&text).len() < 50);
            }
        }
    }
}

#[test]
fn a_changed_file_says_the_same_whether_or_not_an_earlier_text_of_it_was_read() {
    let deal = |id: &str, value: &str| format!("[deal.{id}]\naccount = 'X'\ndriver = 'sam'\nvalue = {value}\n");
    let before =
        format!("{HEAD}{}{}{}", deal("same", "1"), deal("edited", "1"), deal("gone", "1")) + &deal("bad", "'x'");
    let after = format!("{HEAD}{}{}{}", deal("edited", "2"), deal("new", "1"), deal("same", "1")) + &deal("bad", "'x'");
    let (first, _) = document(&before);
    let (campaign, problems) = read(&first, Tz::UTC);
    let problems = Problems::of(&campaign, &first, problems);
    let campaign = std::sync::Arc::new(campaign);
    let earlier = Earlier::new(first, campaign.clone(), &problems);

    let (second, _) = document(&after);
    let (anew, told) = read_anew(&second, Tz::UTC, Some(&earlier));
    let (alone, told_alone) = read(&second, Tz::UTC);
    assert_eq!(format!("{:?}", anew.deals), format!("{:?}", alone.deals));
    assert_eq!((told.len(), told), (1, told_alone));
    let kept = |id: &str| {
        anew.deals
            .iter()
            .any(|deal| campaign.deals.iter().any(|was| std::sync::Arc::ptr_eq(deal, was) && *deal.id == *id))
    };
    assert_eq!(["same", "edited", "bad"].map(kept), [true, false, false]);
}
