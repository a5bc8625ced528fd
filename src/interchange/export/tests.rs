//! The table, the calendar and the report: whole whatever the texts, and silent about buyers unless asked.

use chrono_tz::Tz;
use proptest::prelude::*;

use super::*;
use crate::campaign::{layout, read};
use crate::text::Document;
use crate::view;

const HEAD: &str = "format = 1\n[campaign]\nname = 'Ours'\ntimezone = 'Europe/London'\ncurrency = 'GBP'\n\
                    route = ['demo', 'proof']\n[crew.sam]\nname = 'Sam Hill'\nseat = 'driver'\n[crew.maya]\n\
                    seat = 'navigator'\n[crew.ruth]\nseat = 'lead'\n[stage.proof]\nname = 'Proof of value'\n";

/// Texts that try to leave their place, each in its own way.
const HOSTILE: [&str; 9] = [
    "\u{1b}[2J\u{1b}[1;1Hgone\u{7}",
    "\u{9b}31mred\u{85}",
    "two\r\nBEGIN:VEVENT\r\nSUMMARY:x",
    "\u{202e}desrever\u{202c}\u{2066}x",
    "a;b,c\\n:\"d\"",
    "=cmd|' /C calc'!A0",
    "| a | b |\n# heading <script>",
    "東京👩\u{200d}👩\u{200d}👧 Zoe\u{308}",
    "",
];

fn campaign(text: &str) -> Campaign {
    read(&Document::read(format!("{HEAD}{text}").into_bytes(), &layout()).0, Tz::UTC).0
}

fn made(form: Form, campaign: &Campaign, names: bool, seat: Option<&str>) -> String {
    let seat = seat.map(Id::from);
    let now = "2026-11-20T09:41:00Z".parse().unwrap();
    let wish = Wish { campaign, now, names, seat: seat.as_ref(), weights: Weights::default() };
    let mut out = Vec::new();
    export(form, &wish, view::columns, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A deal in which every text is this one.
fn full_of(text: &str) -> Campaign {
    let said = toml::Value::from(text).to_string();
    let mut source = String::from(
        "[deal.d]\naccount = @\ntitle = @\nsource = @\nvalue = -5\nclose = 2026-11-27\nnext = { what = @, on = 2026-11-24 }\n\
         flag.x = { why = @ }\nids = { crm = @ }\n[deal.d.control.c]\nwhat = @\ndue = 2026-11-24T10:00:00\nowner = @\n\
         [deal.d.run.r]\nwhat = @\naim = @\nlink = @\nstarts = 2026-11-24T10:00:00\ncrew = [@]\nwith = [@]\n\
         [[deal.d.heard]]\nat = 2026-11-13\nsaid = @\ntopic = @\n[deal.e]\naccount = @\nresult = { status = 'lost', on = \
         2026-11-12, reason = @, credit = [{ who = @, for = @ }] }\n",
    );
    source = source.replace('@', &said);
    campaign(&source)
}

fn is_quiet(text: &str) -> bool {
    let bidi = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !text.chars().any(|c| bidi(c) || c.is_control() && !matches!(c, '\n' | '\r'))
}

#[test]
fn a_hostile_text_leaves_its_place_in_no_form() {
    for text in HOSTILE {
        let campaign = full_of(text);
        for form in [Form::Ics, Form::Csv, Form::Json, Form::Md] {
            for names in [false, true] {
                let page = made(form, &campaign, names, None);
                assert!(is_quiet(&page), "{form:?} {text:?}: {page:?}");
            }
        }
        let calendar = made(Form::Ics, &campaign, true, None);
        assert_eq!(calendar.matches("\r\nBEGIN:VEVENT\r\n").count(), 4, "{text:?}: {calendar}");
        assert_eq!(table(&campaign, true).len(), 3, "{text:?}");
        let report = made(Form::Md, &campaign, true, None);
        assert!(!report.contains("\n# h") && !report.contains('<'), "{text:?}: {report}");
    }
}

#[test]
fn the_same_campaign_and_moment_give_the_same_bytes() {
    let campaign = full_of("plain");
    for form in [Form::Ics, Form::Csv, Form::Json, Form::Md] {
        assert_eq!(made(form, &campaign, true, None), made(form, &campaign, true, None));
    }
}

#[test]
fn without_names_no_form_tells_a_buyer_or_what_they_said() {
    let text = "[deal.d]\naccount = 'D'\ntitle = 'Meters for Odile'\nsource = 'A fair'\nclose = 2026-11-27\n\
                contact.odile = { name = 'Odile Roth', role = 'CISO', email = 'ir@example.com' }\n\
                next = { what = 'Ring Odile', on = 2026-11-24 }\nflag.x = { why = 'Roth said \"no way\"' }\n\
                [deal.d.control.c]\nwhat = 'Pack for Odile Roth'\ndue = 2026-11-24\n[deal.d.run.ask-odile]\n\
                what = 'Call Odile'\nstarts = 2026-11-24T10:00:00\nwith = ['odile']\nlink = 'https://x.example/odile'\n\
                [[deal.d.heard]]\nat = 2026-11-13\nwho = 'odile'\nsaid = 'We have been burned.'\ntopic = 'price'\n";
    let campaign = campaign(text);
    for form in [Form::Ics, Form::Csv, Form::Json, Form::Md] {
        let page = made(form, &campaign, false, None).replace("\r\n ", "").to_lowercase();
        for word in ["odile", "roth", "ir@", "no way", "burned"] {
            assert!(!page.contains(word), "{form:?} tells {word}: {page}");
        }
        let page = made(form, &campaign, true, None).replace("\r\n ", "");
        assert!(page.contains("Odile"), "{form:?}: {page}");
    }
    assert!(made(Form::Md, &campaign, true, None).contains("We have been burned."));
}

// --- The table ------------------------------------------------------------------------------------------------------

/// The cells behind the header.
fn table(campaign: &Campaign, names: bool) -> Vec<Vec<String>> {
    let page = made(Form::Csv, campaign, names, None);
    let page = page.strip_prefix('\u{feff}').unwrap();
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(page.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn the_table_has_one_row_a_deal_under_its_header() {
    let campaign = campaign(
        "[deal.b]\naccount = 'B, \"ltd\"'\nvalue = 12500.50\nstage = 'proof'\nprobability = 0.6\nclose = 2026-12-18\n\
         since = 2026-11-09T11:00:00\ncreated = 2026-11-09T11:00:00.001Z\nids = { salesforce = '0065' }\n[deal.a]\n\
         account = 'A'\nresult = { status = 'lost', on = 2026-11-12, reason = '=price' }\n",
    );
    let rows = table(&campaign, false);
    assert_eq!(rows[0][..18], HEADER);
    let row = |at: usize| rows[at].iter().map(String::as_str).collect::<Vec<_>>();
    let open = ["b", "B, \"ltd\"", "", "12500.50", "GBP", "Proof of value", "open", "2026-12-18"];
    let open =
        [&open[..], &["2026-11-09T11:00:00.001Z", "2026-11-09T11:00:00", "", "0.6", "Sam Hill", "maya"]].concat();
    assert_eq!(row(1)[..14], open);
    assert_eq!(row(1)[14..], ["", "", "", "", "salesforce 0065"]);
    let lost = ["a", "A", "", "", "GBP", "demo", "lost", "", "", "", "2026-11-12", "", "Sam Hill", "maya"];
    assert_eq!(row(2)[..14], lost);
    assert_eq!(row(2)[16], "'=price");
}

proptest! {
    #[test]
    fn a_cell_is_the_text_of_the_file_or_empty(text in prop_oneof![any::<String>(), "[-'=+@a1]{1,4}"]) {
        let rows = table(&full_of(&text), true);
        let cell = &*rows[1][2];
        let is_guarded = cell.starts_with('\'') && cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@']);
        let cell = if is_guarded { &cell[1..] } else { cell };
        prop_assert!(cell.is_empty() || cell == text, "{cell:?}");
        prop_assert!(!rows[1][2].starts_with(['=', '+', '@', '\t', '\r']));
    }

    #[test]
    fn no_text_breaks_a_calendar(text in any::<String>()) {
        let page = made(Form::Ics, &full_of(&text), true, None);
        prop_assert!(page.ends_with("END:VCALENDAR\r\n"));
        for line in page.split_terminator("\r\n") {
            prop_assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line:?}");
            prop_assert!(line.starts_with(' ') || line.contains(':'), "{line:?}");
        }
        prop_assert_eq!(page.matches("BEGIN:VEVENT\r\n").count(), 4);
    }
}

// --- The calendar ---------------------------------------------------------------------------------------------------

/// The events, unfolded, as their lines.
fn events(campaign: &Campaign, seat: Option<&str>) -> Vec<Vec<String>> {
    let page = made(Form::Ics, campaign, false, seat).replace("\r\n ", "");
    let parts = page.split("BEGIN:VEVENT\r\n").skip(1);
    parts.map(|part| part.split("\r\n").take_while(|line| *line != "END:VEVENT").map(str::to_owned).collect()).collect()
}

fn has(event: &[String], line: &str) -> bool {
    event.iter().any(|own| own == line)
}

#[test]
fn a_run_has_its_time_by_the_clock_of_its_season() {
    let campaign = campaign(
        "[deal.d]\naccount = 'D'\n[deal.d.run.summer]\nstarts = 2026-10-24T14:00:00\nlength = '45m'\n[deal.d.run.winter]\n\
         starts = 2026-10-26T14:00:00\n[deal.d.run.fold]\nstarts = 2026-10-25T01:30:00\nlength = '1h 30m'\n\
         [deal.d.run.gap]\nstarts = 2026-03-29T01:30:00\n[deal.d.run.abroad]\nstarts = 2026-07-01T10:00:00-04:00\n",
    );
    let times: Vec<(String, String)> = events(&campaign, None)
        .iter()
        .map(|event| {
            let of = |key: &str| event.iter().find_map(|line| line.strip_prefix(key)).unwrap().to_owned();
            (of("DTSTART:"), of("DTEND:"))
        })
        .collect();
    let expected = [
        ("20261024T130000Z", "20261024T134500Z"),
        ("20261026T140000Z", "20261026T150000Z"),
        ("20261025T003000Z", "20261025T020000Z"),
        ("20260329T010000Z", "20260329T020000Z"),
        ("20260701T140000Z", "20260701T150000Z"),
    ];
    assert_eq!(times, expected.map(|(from, until)| (from.to_owned(), until.to_owned())));
}

#[test]
fn a_day_is_a_whole_day_that_stays_free() {
    let campaign =
        campaign("[deal.d]\naccount = 'D'\n[deal.d.control.c]\nwhat = 'Quote'\ndue = 2026-12-31\nowner = 'customer'\n");
    let event = &events(&campaign, None)[0];
    for line in [
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "TRANSP:TRANSPARENT",
        "SUMMARY:D: promised: Quote",
        "DESCRIPTION:promised by the customer",
        "DTSTAMP:20261120T094100Z",
    ] {
        assert!(has(event, line), "{line} in {event:#?}");
    }
}

#[test]
fn what_is_kept_or_finished_has_no_date_any_more() {
    let campaign = campaign(
        "[deal.d]\naccount = 'D'\ncontrol.c = { due = 2026-12-01, done = 2026-11-30 }\nnext = 'Ring'\n[deal.e]\n\
         account = 'E'\nclose = 2026-12-01\nresult = { status = 'won' }\n",
    );
    assert!(events(&campaign, None).is_empty());
}

#[test]
fn a_thing_that_moved_is_the_same_thing() {
    let at = |day: &str| {
        let campaign =
            campaign(&format!("[deal.d]\naccount = 'D'\nclose = 2026-12-{day}\n[deal.e]\nclose = 2026-12-01\n"));
        let uids = events(&campaign, None);
        uids.iter().map(|event| event.iter().find(|line| line.starts_with("UID:")).unwrap().clone()).collect::<Vec<_>>()
    };
    assert_eq!(at("18"), at("19"));
    assert_ne!(at("18")[0], at("18")[1]);
}

#[test]
fn a_persons_calendar_has_what_is_theirs() {
    let campaign = campaign(
        "[deal.d]\naccount = 'D'\nclose = 2026-12-18\nnext = { what = 'Touch', on = 2026-11-24, by = 'sam', needs = \
         'maya' }\ncontrol.c = { what = 'Quote', due = 2026-12-01, owner = 'maya' }\ncontrol.k = { what = 'Plan', due = \
         2026-12-01, owner = 'customer' }\nrun.r = { what = 'Call', starts = 2026-11-24T10:00:00, crew = ['sam'] }\n",
    );
    let titles = |seat: Option<&str>| {
        let events = events(&campaign, seat);
        let title =
            |event: &Vec<String>| event.iter().find_map(|line| line.strip_prefix("SUMMARY:D: ")).unwrap().to_owned();
        events.iter().map(title).collect::<Vec<_>>()
    };
    assert_eq!(titles(Some("maya")), ["promised: Quote", "Touch"]);
    assert_eq!(titles(Some("sam")), ["Call", "Touch", "promised close"]);
    assert_eq!(titles(Some("ruth")), titles(None));
    assert_eq!(titles(None), ["Call", "promised: Quote", "promised: Plan", "Touch", "promised close"]);
}

#[test]
fn only_an_address_of_the_web_is_a_link() {
    let with = |link: &str| {
        let text = format!("[deal.d]\naccount = 'D'\nrun.r = {{ starts = 2026-11-24T10:00:00, link = '{link}' }}\n");
        let event = events(&campaign(&text), None).remove(0);
        event.iter().any(|line| line.starts_with("URL:"))
    };
    assert!(with("https://meet.example.com/x?a=1,2"));
    assert!(!with("javascript:alert(1)") && !with("https://x y") && !with("Room 4"));
}

// --- The report -----------------------------------------------------------------------------------------------------

#[test]
fn a_campaign_that_says_nothing_has_a_report_without_parts() {
    let campaign = read(&Document::read(Vec::new(), &layout()).0, Tz::UTC).0;
    let page = made(Form::Md, &campaign, false, None);
    assert_eq!(page, "# Campaign\n\nAs of Fri 20 Nov 2026 09:41 (UTC)\n");
}

#[test]
fn the_report_tells_what_is_won_what_needs_us_and_what_waits() {
    let campaign = campaign(
        "[destination]\ngoal = 'Ten | wins'\ntarget = 1000\nfrom = 2026-09-01\nby = 2026-12-31\n[deal.d]\naccount = 'D & Co'\n\
         value = 500\nstage = 'proof'\nnext = { what = 'Ring', on = 2026-12-01 }\n[deal.d.control.c]\nwhat = 'Quote'\n\
         due = 2026-11-24\nowner = 'sam'\n[[deal.d.heard]]\nat = 2026-11-13\nsaid = 'Too loud'\ntopic = 'noise'\n\
         [deal.e]\naccount = 'E'\nvalue = 100\nresult = { status = 'won', on = 2026-11-02 }\n[deal.f]\naccount = 'F'\n\
         [deal.g]\naccount = 'G'\nvalue = 7\ncurrency = 'USD'\nresult = { status = 'lost', on = 2026-11-03, reason = 'Price' }\n\
         [deal.h]\naccount = 'H'\nresult = { status = 'won', on = 2026-08-02 }\n",
    );
    let expected = "\
# Ours

As of Fri 20 Nov 2026 09:41 (Europe/London)

## The target

**Ten \\| wins**

- won 100 GBP of 1,000 GBP (10 %), until Thu 31 Dec, 41 days left
- 2 open deals, worth 500 GBP

## Which deals need us

| Deal | Stage | Driver | Why           |
| ---- | ----- | ------ | ------------- |
| F    | demo  | Sam    | no next touch |

## By stage

| Stage          | Deals |   Worth |
| -------------- | ----: | ------: |
| demo           |     1 |         |
| Proof of value |     1 | 500 GBP |

## Promises

| When       | Deal   | What  | Who |
| ---------- | ------ | ----- | --- |
| Tue 24 Nov | D & Co | Quote | Sam |

## What buyers said and nobody has answered

| Topic | Reports | Deals |
| ----- | ------: | ----: |
| noise |       1 |     1 |

## Won

| When      | Deal |   Value |
| --------- | ---- | ------: |
| Mon 2 Nov | E    | 100 GBP |

## Lost

| When      | Deal | Value | Why   |
| --------- | ---- | ----: | ----- |
| Tue 3 Nov | G    | 7 USD | Price |
";
    assert_eq!(made(Form::Md, &campaign, false, None), expected);
}

#[test]
fn a_long_list_is_cut_and_counted() {
    let deals: Vec<String> = (0..20).map(|n| format!("[deal.d{n}]\naccount = 'D{n}'\n")).collect();
    let page = made(Form::Md, &campaign(&deals.concat()), false, None);
    assert!(page.contains("\n*and 8 more*\n") && page.contains("| D11 ") && !page.contains("| D12 "), "{page}");
}
