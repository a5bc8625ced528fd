//! Reading: every record, every form a value may have, and every problem of a single value.

use chrono::{NaiveDate, TimeZone, Utc};
use rust_decimal::Decimal;

use super::super::kind::Kind;
use super::super::*;
use super::{HEAD, campaign_of, codes, deal_of, problems_of, told, told_of_deal};

const ALL: &str = include_str!("all.toml");

#[test]
fn every_record_of_the_format_is_read_without_a_problem() {
    assert_eq!(problems_of(ALL), []);
}

#[test]
fn every_record_of_the_format_arrives() {
    let campaign = campaign_of(ALL);
    assert_eq!(campaign.settings.currency.as_deref(), Some("GBP"));
    assert_eq!(campaign.settings.rates.len(), 1);
    assert_eq!(campaign.settings.calls.prep.len(), 2);
    assert_eq!(campaign.settings.engine_band, Some((0.35, 0.65)));
    assert_eq!(campaign.settings.holidays.len(), 2);
    assert_eq!(campaign.destination.as_ref().unwrap().shares.len(), 2);
    assert_eq!(campaign.crew("maya").unwrap().owes.len(), 1);
    assert_eq!(campaign.crew("sam").unwrap().away.len(), 1);
    assert_eq!(campaign.stage("proof").unwrap().gate.len(), 2);
    assert_eq!(campaign.product("press").unwrap().papers.len(), 1);
    assert_eq!(campaign.asset("mill").unwrap().kind, Some(AssetKind::CaseStudy));
    assert_eq!(campaign.topic("dust").unwrap().also.len(), 2);
    assert_eq!(campaign.track("downtime").unwrap().warmth, Some(Warmth::Cold));
    assert_eq!(campaign.play("quiet").unwrap().when.len(), 2);
    assert_eq!(campaign.hazard("audit").unwrap().notes.len(), 1);
    assert_eq!(campaign.reviews.len(), 1);
    let deal = campaign.deal("mills").unwrap();
    assert_eq!(deal.value_lines.len(), 1);
    assert_eq!(deal.contacts.len(), 1);
    assert_eq!(deal.flags.len(), 1);
    assert_eq!(deal.waivers.len(), 1);
    assert_eq!(deal.obstacles.len(), 2);
    assert_eq!(deal.notes.len(), 4);
    assert_eq!(deal.controls.len(), 1);
    assert_eq!(deal.runs[0].pauses.len(), 1);
    assert_eq!(deal.stage_log.len(), 1);
    assert_eq!(deal.close_log.len(), 1);
    assert_eq!(deal.strokes.len(), 1);
    assert_eq!(deal.heard.len(), 1);
    assert_eq!(deal.messages.len(), 1);
    assert_eq!(deal.call_log.len(), 1);
    assert_eq!(deal.handoffs.len(), 1);
    assert_eq!(deal.service.as_ref().unwrap().push.as_ref().unwrap().by.as_deref(), Some("sam"));
    assert_eq!(deal.service_log.len(), 1);
    assert_eq!(campaign.deal("bakery").unwrap().result.as_ref().unwrap().credit.len(), 2);
}

#[test]
fn every_key_of_the_format_is_in_the_example() {
    for kind in Kind::ALL {
        for key in kind.keys() {
            assert!(ALL.contains(key), "{key} of {} is in no test", kind.noun());
        }
    }
}

#[test]
fn a_day_one_file_reads_with_warnings_only() {
    let text = "format = 1\n[campaign]\nname = 'Spring'\nroute = ['talk', 'offer', 'signature']\n[crew.ana]\nseat = \
                'driver'\n[crew.ben]\nseat = 'navigator'\n[deal.mills]\naccount = 'Mills'\nvalue = 90_000\nstage = \
                'offer'\nclose = 2026-12-18\nnext = 'Send the plan'\n[deal.mills.note.buyer]\nat = 'enter signature - \
                4wd'\npace = '!L3 #price'\nsay = 'Bring the price.'\n[deal.bakery]\naccount = 'Bakery'\n";
    let codes: Vec<_> = problems_of(text).iter().map(|told| told.code).collect();
    assert_eq!(codes, ["missing-timezone", "undated-next"]);
}

#[test]
fn an_empty_file_is_a_campaign() {
    let codes: Vec<_> = problems_of("").iter().map(|told| told.code).collect();
    assert_eq!(codes, ["missing-format", "missing-timezone"]);
}

#[test]
fn a_next_touch_may_be_a_plain_text() {
    let next = deal_of("next = 'Ring Ines'").next.unwrap();
    assert_eq!(next.what.as_deref(), Some("Ring Ines"));
    assert_eq!(next.on, None);
}

#[test]
fn a_gate_of_texts_gets_numbers_for_ids() {
    let campaign = campaign_of(&format!("{HEAD}[stage.proof]\ngate = ['Signed', 'Owner named']\n"));
    let gate = &campaign.stage("proof").unwrap().gate;
    assert_eq!(gate[0].0, "1");
    assert_eq!(&*gate[1].1, "Owner named");
}

#[test]
fn a_gate_keeps_the_order_of_the_file() {
    let campaign = campaign_of(&format!("{HEAD}[stage.proof]\ngate = {{ zebra = 'Z', ant = 'A' }}\n"));
    let ids: Vec<_> = campaign.stage("proof").unwrap().gate.iter().map(|(id, _)| id.as_str().to_owned()).collect();
    assert_eq!(ids, ["zebra", "ant"]);
}

#[test]
fn a_driver_may_be_an_id_or_a_list() {
    assert_eq!(*deal_of("driver = 'sam'").driver, [Id::from("sam")]);
    assert_eq!(deal_of("driver = ['sam', 'maya']").driver.len(), 2);
}

#[test]
fn money_is_exact() {
    assert_eq!(deal_of("value = 180_000").value, Some(Decimal::from(180_000)));
    assert_eq!(deal_of("value = 0.1").value, Some("0.1".parse().unwrap()));
    assert_eq!(deal_of("value = 1_000.10").value.unwrap().to_string(), "1000.10");
    assert_eq!(deal_of("value = +5e3").value, Some(Decimal::from(5000)));
    assert_eq!(deal_of("value = 0x10").value, Some(Decimal::from(16)));
}

#[test]
fn a_date_may_have_a_time_and_an_offset() {
    let day = NaiveDate::from_ymd_opt(2026, 11, 9).unwrap();
    assert_eq!(deal_of("since = 2026-11-09").since, Some(When::Date(day)));
    assert_eq!(deal_of("since = 2026-11-09T10:00:00").since, Some(When::Local(day.and_hms_opt(10, 0, 0).unwrap())));
    assert_eq!(deal_of("since = 2026-11-09 10:00").since, Some(When::Local(day.and_hms_opt(10, 0, 0).unwrap())));
    let instant = Utc.with_ymd_and_hms(2026, 11, 9, 8, 0, 0).unwrap();
    assert_eq!(deal_of("since = 2026-11-09T10:00:00+02:00").since, Some(When::Instant(instant)));
}

#[test]
fn an_external_id_may_look_like_a_number() {
    assert_eq!(&*deal_of("ids = { hubspot = 123456 }").ids[0].1, "123456");
}

#[test]
fn a_place_may_be_a_date() {
    let deal = deal_of("note.n = { at = 2026-11-09, say = 'x' }");
    assert!(matches!(deal.notes[0].at.as_ref().unwrap().anchor, Anchor::Time(When::Date(_))));
}

#[test]
fn records_keep_the_order_of_the_file() {
    let deal = deal_of("note.zebra = { when = 'a' }\nnote.ant = { when = 'b' }");
    assert_eq!(deal.notes[0].id, "zebra");
}

#[test]
fn a_problem_in_one_record_does_not_hide_another() {
    let codes = codes("[deal.a]\naccount = 1\ntitle = 'A'\n[deal.b]\naccount = 'B'\nvalue = 'much'\n");
    assert_eq!(codes, ["wrong-type", "wrong-type"]);
}

#[test]
fn a_slip_in_the_syntax_does_not_hide_the_rest_of_the_record() {
    let codes = codes("[deal.a]\naccount = 'A'\nclose = 2026-13-45\nvalue = 'much'\nstage = 'porof'\n");
    assert_eq!(codes, ["syntax", "wrong-type", "stage-not-on-route"]);
}

#[test]
fn a_misspelt_key_is_told_with_the_nearest() {
    let told = told_of_deal("clsoe = 2026-12-18");
    assert_eq!((told.code, &*told.source), ("unknown-key", "clsoe"));
    assert_eq!(told.mend, "write `close`");
}

#[test]
fn a_key_that_belongs_further_up_is_told_where() {
    let told = told_of_deal("[deal.x.note.n]\nwhen = 'a'\nclose = 2026-12-18");
    assert_eq!(told.message, "`close` is a key of a deal, not of a note");
    assert_eq!(told.mend, "move it above `[deal.x.note.n]`");
}

#[test]
fn a_key_of_another_record_is_told_whose() {
    let told = told_of_deal("due = 2026-12-18");
    assert_eq!(told.mend, "move it to a control");
}

#[test]
fn an_unknown_group_is_told_with_the_nearest() {
    assert_eq!(told("[deals.x]\naccount = 'X'\n").mend, "write `deal`");
}

#[test]
fn a_number_where_a_text_belongs_is_told() {
    let told = told("[deal.x]\ntitle = 'X'\naccount = 5\n");
    assert_eq!((told.code, &*told.source), ("wrong-type", "5"));
    assert_eq!(told.message, "expected a text, found `5`");
    assert_eq!(told.mend, "put it in quotes: `\"5\"`");
}

#[test]
fn a_date_in_quotes_is_told() {
    let told = told_of_deal("close = '2026-12-18'");
    assert_eq!(told.code, "wrong-type");
    assert_eq!(told.mend, "write it without quotes, such as `2026-11-24`");
}

#[test]
fn a_time_without_a_day_is_told() {
    assert_eq!(told_of_deal("close = 10:00:00").code, "wrong-type");
}

#[test]
fn records_without_ids_are_told() {
    assert_eq!(told_of_deal("[[deal.x.note]]\nsay = 'a'").mend, "write `[deal.x.note.some-id]`");
}

#[test]
fn keys_where_records_belong_are_told() {
    let told = told_of_deal("[deal.x.note]\nsay = 'a'");
    assert_eq!(told.message, "`say` is a key of a note, but `note` holds records by id");
}

#[test]
fn a_log_that_is_one_table_is_told() {
    assert_eq!(told_of_deal("[deal.x.stroke]\nwhat = 'a'").mend, "write each row under `[[deal.x.stroke]]`");
}

#[test]
fn a_word_that_is_no_choice_is_told_with_the_nearest() {
    let told = told("[crew.kim]\nseat = 'diver'\n");
    assert_eq!((told.code, &*told.source), ("unknown-choice", "'diver'"));
    assert_eq!(told.message, "expected `driver`, `navigator`, `both` or `lead`, found `'diver'`");
    assert_eq!(told.mend, "write `\"driver\"`");
}

#[test]
fn a_probability_of_sixty_is_told() {
    let told = told_of_deal("probability = 60");
    assert_eq!((told.code, &*told.source), ("out-of-range", "60"));
    assert_eq!(told.message, "expected a share from 0 to 1, found `60`");
    assert_eq!(told.mend, "write 0.6");
}

#[test]
fn numbers_that_cannot_be_are_told() {
    assert_eq!(told_of_deal("probability = nan").code, "out-of-range");
    assert_eq!(told_of_deal("value = inf").code, "out-of-range");
    assert_eq!(told_of_deal("value = 123456789012345678901234567890.0").code, "out-of-range");
    assert_eq!(told("[crew.kim]\nearliness = 5\n").code, "out-of-range");
    assert_eq!(told("[crew.kim.owes.visits]\ncount = -1\n").code, "out-of-range");
}

#[test]
fn a_band_of_one_share_is_told() {
    let head = HEAD.replace("[crew.sam]", "engine.band = [0.5]\n[crew.sam]");
    assert_eq!(problems_of(&head)[0].code, "wrong-type");
}

#[test]
fn a_band_upside_down_is_told() {
    let head = HEAD.replace("[crew.sam]", "engine.band = [0.6, 0.4]\n[crew.sam]");
    assert_eq!(problems_of(&head)[0].mend, "write `[0.4, 0.6]`");
}

#[test]
fn a_row_that_lacks_its_key_is_told() {
    assert_eq!(told_of_deal("[[deal.x.stage_log]]\nfrom = 2026-10-12").code, "missing-key");
    assert_eq!(told_of_deal("[[deal.x.call_log]]\nrung = '4wd'").code, "missing-key");
    assert_eq!(told_of_deal("[deal.x.result]\non = 2026-10-12").code, "missing-key");
    assert_eq!(told("[crew.kim.owes.things]\ncount = 1\n").code, "missing-key");
}

#[test]
fn an_id_with_blanks_is_told_and_the_record_kept() {
    let told = told("[deal.\"New Mills\"]\naccount = 'X'\n");
    assert_eq!(told.code, "bad-id");
    assert_eq!(told.mend, "rename it, for example to `new-mills`");
    assert_eq!(campaign_of("[deal.\"New Mills\"]\naccount = 'X'").deals.len(), 1);
}

#[test]
fn an_id_that_ends_like_a_distance_is_told() {
    let told = told_of_deal("run.visit-3d = { what = 'a' }");
    assert_eq!((told.code, &*told.source), ("bad-id", "visit-3d"));
    assert_eq!(told.mend, "rename it, for example to `visit-3`");
}

#[test]
fn a_duration_that_cannot_be_read_is_told() {
    let told = told_of_deal("note.n = { when = 'a', lead = '4 days' }");
    assert_eq!(told.code, "bad-duration");
}

#[test]
fn a_place_that_cannot_be_read_is_told() {
    assert_eq!(told_of_deal("note.n = { at = 'enter proof -4wd', when = 'a' }").code, "bad-position");
}

#[test]
fn working_hours_that_cannot_be_read_are_told() {
    assert_eq!(told("[crew.kim]\nworking_hours = 'nine to five'\n").code, "bad-hours");
}

#[test]
fn shorthand_that_cannot_be_read_is_told_at_its_token() {
    let told = told_of_deal("note.n = { when = 'a', pace = 'L4 -> L7' }");
    assert_eq!(told.code, "bad-notation");
    assert_eq!(told.source, "L7");
}

#[test]
fn a_currency_that_does_not_exist_is_told() {
    let told = told_of_deal("currency = 'GPB'");
    assert_eq!((told.code, &*told.source), ("unknown-currency", "'GPB'"));
    assert_eq!(told.mend, "write `GBP`");
    assert_eq!(told_of_deal("currency = 'eur'").mend, "write `EUR`");
    assert_eq!(told_of_deal("currency = '€'").mend, "write `EUR`");
}

#[test]
fn a_time_zone_that_does_not_exist_is_told_with_the_nearest() {
    let told = told("[crew.kim]\ntimezone = 'Europe/Lodnon'\n");
    assert_eq!(told.code, "unknown-timezone");
    assert_eq!(told.mend, "write `\"Europe/London\"`");
}

#[test]
fn a_city_finds_its_time_zone() {
    assert_eq!(told("[crew.kim]\ntimezone = 'berlin'\n").mend, "write `\"Europe/Berlin\"`");
}

#[test]
fn a_date_that_does_not_exist_is_told() {
    assert_eq!(told_of_deal("close = 2026-02-30").code, "syntax");
}

#[test]
fn a_date_far_away_is_told() {
    let told = told_of_deal("close = 2206-12-18");
    assert_eq!((told.code, &*told.source), ("far-date", "2206-12-18"));
}

#[test]
fn a_newer_format_is_told() {
    let told = &problems_of(&HEAD.replace("format = 1", "format = 2"))[0];
    assert_eq!((told.code, &*told.source), ("newer-format", "2"));
}

#[test]
fn a_long_value_is_quoted_in_part() {
    let told = told_of_deal(&format!("value = '{}'", "x".repeat(200)));
    assert!(told.message.len() < 100);
}
