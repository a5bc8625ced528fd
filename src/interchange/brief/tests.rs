//! The page holds its size and gives no text of a file the word, in every format.

use chrono_tz::Tz;

use super::*;
use crate::campaign::{layout, read};
use crate::drive::Outlook;
use crate::drive::brief::{Block, Brief, Sign, brief};
use crate::drive::topic::Index;
use crate::text::Document;
use crate::view;

const MEASURE: Measure = Measure { wrap: view::wrap, fit: view::fit };

/// Texts that try to leave their place, each in its own way.
const HOSTILE: [&str; 12] = [
    "\u{1b}[2J\u{1b}[1;1Hgone\u{7}",
    "\u{9b}31mred\u{85}\u{9d}0;x\u{9c}",
    "two\r\nlines\tand\u{b}more\u{2028}and more",
    "\u{202e}desrever\u{202c}\u{2066}x\u{2069}",
    "</li></ul><script>alert('x')</script><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "[link](javascript:alert(1)) ![i](http://x/y.png) <http://x>",
    "# heading\n\n- list\n\n***\n`code` | table | ~~struck~~",
    "東京タワー👩\u{200d}👩\u{200d}👧 Zoe\u{308} \u{301}first",
    "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww",
    "",
];

fn fact(text: &str) -> Fact {
    Fact { what: text.to_owned(), say: text.to_owned(), why: text.to_owned(), ..Fact::default() }
}

const ALL: [About; 9] = [
    About::Run,
    About::Aim,
    About::Opener,
    About::Value,
    About::Objections,
    About::Assets,
    About::People,
    About::Way,
    About::Doubtful,
];

/// Nine blocks of `facts` facts, all with one text.
fn full(text: &str, facts: usize) -> Brief {
    Brief {
        deal: "d".into(),
        account: text.to_owned(),
        title: text.to_owned(),
        stand: text.to_owned(),
        as_of: "Fri 20 Nov 09:41".to_owned(),
        run: None,
        names: true,
        blocks: ALL.map(|about| Block { about, facts: vec![fact(text); facts] }).into(),
    }
}

fn assert_fits(page: &str, about: &str) {
    let rows: Vec<&str> = page.lines().collect();
    assert!(rows.len() <= ROWS, "{} rows of {about:?}:\n{page}", rows.len());
    for row in rows {
        assert!(view::columns(row) <= COLUMNS, "{} columns of {about:?}: {row}", view::columns(row));
    }
}

#[test]
fn the_page_has_at_most_forty_rows_of_eighty_columns_whatever_the_texts() {
    let long = "A sentence of a few words, again and again. ".repeat(60);
    for words in HOSTILE.into_iter().chain([long.as_str(), "short"]) {
        for facts in [1, 2, 5, 9, 40] {
            assert_fits(&text(&Page::of(&full(words, facts), MEASURE)), words);
        }
    }
}

#[test]
fn every_block_shows_a_fact_and_counts_those_that_it_leaves_out() {
    let long = "A sentence of a few words, again and again. ".repeat(60);
    let brief = full(&long, 9);
    let page = Page::of(&brief, MEASURE);
    for part in &page.parts {
        assert!(!part.facts.is_empty());
        assert_eq!(part.facts.len() + part.more, 9, "{:?}", part.about);
        assert_eq!(part.more(), Some(format!("{} more with --format json", part.more)));
    }
}

#[test]
fn what_is_cut_ends_behind_a_whole_word() {
    let words = "It costs 1,234,567 pounds a year and ".repeat(40);
    let page = text(&Page::of(&full(&words, 5), MEASURE));
    let cut: Vec<&str> = page.lines().filter(|line| line.ends_with('…')).collect();
    assert!(!cut.is_empty());
    for line in cut.into_iter().skip(2) {
        let last = line.trim_end_matches(" …").rsplit(' ').next().unwrap();
        assert!(words.split(' ').any(|word| word == last), "{line}");
    }
}

#[test]
fn no_format_prints_what_a_terminal_obeys_or_hides() {
    for hostile in HOSTILE {
        let brief = full(hostile, 2);
        let page = Page::of(&brief, MEASURE);
        let outs = [text(&page), markdown(&page), html(&page), json(&brief).to_string()];
        for out in outs {
            let hidden = |c: &char| {
                (c.is_control() && *c != '\n')
                    || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            };
            assert_eq!(out.chars().find(hidden), None, "{hostile:?}:\n{out}");
        }
    }
}

#[test]
fn html_has_no_tag_but_its_own_and_fetches_nothing() {
    const OWN: [&str; 19] = [
        "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "p", "section", "ul", "li",
        "b", "span", "div", "main", "footer",
    ];
    for hostile in HOSTILE {
        let brief = full(hostile, 2);
        let out = html(&Page::of(&brief, MEASURE));
        for tag in out.split('<').skip(1) {
            let name: String =
                tag.trim_start_matches('/').chars().take_while(|c| !c.is_whitespace() && *c != '>').collect();
            assert!(OWN.contains(&name.as_str()), "<{name}> of {hostile:?}");
            let attributes = tag.split('>').next().unwrap_or_default();
            for word in ["onerror", "onmouseover", "src=", "href=", "url("] {
                assert!(!attributes.contains(word), "{word} of {hostile:?}: {attributes}");
            }
        }
        assert!(!out.contains("@import") && !out.contains("url("), "{out}");
    }
}

#[test]
fn html_says_what_a_text_says() {
    let brief = full("&lt;b&gt; \"x\" & 'y' <z>", 1);
    let out = html(&Page::of(&brief, MEASURE));
    assert!(out.contains("&amp;lt;b&amp;gt; &quot;x&quot; &amp; &#39;y&#39; &lt;z&gt;"), "{out}");
}

#[test]
fn markdown_has_no_line_but_headings_facts_and_the_first_two() {
    for hostile in HOSTILE {
        let brief = full(hostile, 2);
        let out = markdown(&Page::of(&brief, MEASURE));
        let mut lines = out.lines();
        assert!(lines.next().is_some_and(|line| line.starts_with("# ")), "{out}");
        for line in lines.skip(2).filter(|line| !line.is_empty()) {
            assert!(line.starts_with("- ") || line.starts_with("## "), "{hostile:?}: {line}");
            let bare = line.replace("\\](", "");
            assert!(!bare.contains('<') && !bare.contains("]("), "{hostile:?}: {line}");
        }
    }
}

#[test]
fn json_has_every_fact() {
    let value = json(&full("x", 9));
    for block in value["blocks"].as_array().unwrap() {
        assert_eq!((block["facts"].as_array().unwrap().len(), block["rest"].as_array().unwrap().len()), (5, 4));
    }
}

#[test]
fn a_doubt_and_what_stops_the_sale_have_signs_of_their_own() {
    let mut brief = full("x", 1);
    brief.blocks = vec![Block {
        about: About::Way,
        facts: vec![
            Fact { sign: Sign::Stops, ..fact("stops") },
            Fact { doubtful: true, ..fact("doubt") },
            Fact { sign: Sign::Late, ..fact("late") },
        ],
    }];
    let page = text(&Page::of(&brief, MEASURE));
    for line in ["IN THE WAY  ✗ stops", "            ? doubt", "            ! late"] {
        assert!(page.contains(line), "{page}");
    }
}

const DEMO: &str = include_str!("../../../assets/demo.toml");

fn demo(deal: &str, names: bool) -> Brief {
    let (document, _) = Document::read(DEMO.as_bytes().to_vec(), &layout());
    let (campaign, _) = read(&document, Tz::UTC);
    let now = "2026-11-20T09:41:00Z".parse().unwrap();
    brief(&campaign, &Outlook::new(&campaign), &Index::of(&campaign), campaign.deal(deal).unwrap(), now, names)
}

#[test]
fn every_deal_of_the_example_fits_on_the_page() {
    let (document, _) = Document::read(DEMO.as_bytes().to_vec(), &layout());
    let (campaign, _) = read(&document, Tz::UTC);
    for deal in &campaign.deals {
        for names in [false, true] {
            assert_fits(&text(&Page::of(&demo(&deal.id, names), MEASURE)), &deal.id);
        }
    }
}

#[test]
fn without_names_no_contact_of_the_example_is_named_and_nobody_is_quoted() {
    let (document, _) = Document::read(DEMO.as_bytes().to_vec(), &layout());
    let (campaign, _) = read(&document, Tz::UTC);
    let contacts: Vec<&str> = campaign
        .deals
        .iter()
        .flat_map(|deal| &deal.contacts)
        .filter_map(|contact| contact.name.as_deref())
        .flat_map(str::split_whitespace)
        .collect();
    for deal in &campaign.deals {
        let out = json(&demo(&deal.id, false)).to_string();
        let value: serde_json::Value = serde_json::from_str(&out).unwrap();
        for block in value["blocks"].as_array().unwrap() {
            for fact in block["facts"].as_array().unwrap().iter().chain(block["rest"].as_array().unwrap()) {
                let words = format!("{} {} {}", fact["what"], fact["say"], fact["why"]);
                for said in words.split(|c: char| !c.is_alphanumeric()) {
                    assert!(!contacts.contains(&said), "{said} in {words}");
                }
                let paths = format!("{} {}", fact["record"], fact["note"]);
                for said in paths.split(|c: char| !c.is_alphanumeric()) {
                    let is_name = contacts.iter().any(|name| name.eq_ignore_ascii_case(said));
                    assert!(!is_name, "{said} in {paths}");
                }
                for heard in campaign.deals.iter().flat_map(|deal| &deal.heard) {
                    assert!(!words.contains(heard.said.as_deref().unwrap()), "{words}");
                }
            }
        }
    }
}

fn shot(name: &str, out: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../tests/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, out));
}

#[test]
fn the_sheet_of_the_example_as_text() {
    shot("brief.txt", &text(&Page::of(&demo("northwind", false), MEASURE)));
}

#[test]
fn the_sheet_of_the_example_as_text_with_names() {
    shot("brief-names.txt", &text(&Page::of(&demo("northwind", true), MEASURE)));
}

#[test]
fn the_sheet_of_the_example_as_markdown() {
    shot("brief.md", &markdown(&Page::of(&demo("northwind", false), MEASURE)));
}

#[test]
fn the_sheet_of_the_example_as_html() {
    shot("brief.html", &html(&Page::of(&demo("northwind", false), MEASURE)));
}

#[test]
fn the_sheet_of_the_example_as_json() {
    shot("brief.json", &format!("{:#}\n", json(&demo("northwind", false))));
}
