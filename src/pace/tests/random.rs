//! Lines made up: from the grammar, from near misses of it, and from anything.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::pace::{parse, property::holds};

/// A step that reads.
fn good_step() -> impl Strategy<Value = String> {
    let caution = select(vec!["", "", "!", "!!", "!!!"]);
    let corner = (select(vec!['L', 'R']), 1..=6_u8, 1..=6_u8, 0..4_u8).prop_map(|(side, grade, end, form)| {
        let bend = match (form, end) {
            (0, _) => select_shade(end).into(),
            (1, end) if end < grade => format!(">{end}"),
            (1, end) if end > grade => format!("{}<{end}", select_shade(end)),
            (2, _) if grade > 1 => ">".into(),
            (2, _) => "<".into(),
            _ => String::new(),
        };
        format!("{side}{grade}{bend}")
    });
    let turn = select(vec!["SQL", "SQR", "HPL", "HPR"]).prop_map(String::from);
    let features = vec!["Cr", "Jmp", "Bmp", "Jct", "Nar", "Gate", "Brg", "Ice"];
    let core = prop_oneof![3 => corner, 1 => turn, 1 => select(features.clone()).prop_map(String::from)];
    let suffixes = prop_oneof![
        2 => Just(Vec::new()),
        1 => subsequence(features, 0..3).prop_map(|over| over.into_iter().map(|one| format!("/{one}")).collect()),
    ];
    let suffixes = (suffixes, any::<bool>()).prop_map(|(mut suffixes, maybe): (Vec<String>, bool)| {
        suffixes.extend(maybe.then(|| "?".to_owned()));
        suffixes
    });
    let words = (
        select(vec!["", "", "lg", "vlg", "sh"]),
        select(vec!["", "", "dc", "cut"]),
        select(vec!["", "", "now"]),
        vec("#[a-zA-Z0-9_-]{1,6}(:[a-z0-9-]{1,4})?", 0..3),
        vec("\"[^\"\\p{C}\\u{2028}\\u{2029}]{0,8}\"", 0..3),
    );
    let words = words.prop_map(|(size, cutting, now, topics, texts)| {
        let once = [size, cutting, now].into_iter().filter(|word| !word.is_empty()).map(String::from);
        once.chain(topics).chain(texts).collect::<Vec<_>>()
    });
    (caution, core, suffixes.prop_shuffle(), words.prop_shuffle()).prop_map(|(caution, core, suffixes, words)| {
        let over_itself = |suffix: &String| suffix[1..] == core && !core.is_empty();
        let suffixes: String = suffixes.into_iter().filter(|suffix| !over_itself(suffix)).collect();
        std::iter::once(format!("{caution}{core}{suffixes}")).chain(words).collect::<Vec<_>>().join(" ")
    })
}

fn select_shade(figure: u8) -> &'static str {
    match figure % 3 {
        0 => "",
        1 => "+",
        _ => "-",
    }
}

/// A step, or a near miss of one.
fn step() -> impl Strategy<Value = String> {
    let core = select(vec!["L4", "L4-", "R1", "R6", "L7", "HP", "SQR", "Cr", "!!!!L3", "lg"]);
    let suffixes = vec(select(vec![">", "<", ">2", ">1", "<5", "/Cr", "/", "?", ">9"]), 0..3);
    let words = vec(select(vec!["lg", "sh", "dc", "cut", "now", "#", "#a:", "\"", "\"\"", ";", "@a", "*"]), 0..3);
    let bad = (core, suffixes, words).prop_map(|(core, suffixes, words)| {
        std::iter::once(format!("{core}{}", suffixes.concat()))
            .chain(words.into_iter().map(String::from))
            .collect::<Vec<_>>()
            .join(" ")
    });
    prop_oneof![9 => good_step(), 1 => bad]
}

fn span() -> impl Strategy<Value = String> {
    (prop_oneof![1..=30_u32, 1..=9999_u32], select(vec!['h', 'd', 'w'])).prop_map(|(n, unit)| format!("{n}{unit}"))
}

fn line() -> impl Strategy<Value = String> {
    let mark = select(vec!["", "", "* ", "? ", "~ ", "x "]);
    let place = prop_oneof![
        "[a-zA-Z_][a-zA-Z0-9_-]{0,7}",
        (1..=12_u8, 1..=29_u8).prop_map(|(month, day)| format!("2026-{month:02}-{day:02}")),
        (0..24_u8, 0..60_u8, select(vec!["", ":07", "Z", "+05:30", ":59-11:00"]))
            .prop_map(|(hour, minute, rest)| format!("2027-03-04T{hour:02}:{minute:02}{rest}")),
    ];
    let way = prop_oneof![
        Just(String::new()),
        span().prop_map(|span| format!(" - {span}")),
        span().prop_map(|span| format!(" + {span}"))
    ];
    let lead = prop_oneof![
        Just(String::new()),
        span().prop_map(|span| format!("{span} ")),
        (place, way).prop_map(|(place, way)| format!("@{place}{way} ")),
    ];
    let link = prop_oneof![Just("->".to_owned()), Just("&".to_owned()), span()];
    let rest = vec((link, step()), 0..3);
    let remark = prop_oneof![3 => Just(String::new()), 1 => " ; [^\\p{C}\\u{2028}\\u{2029}]{0,12}"];
    (mark, lead, step(), rest, remark).prop_map(|(mark, lead, first, rest, remark)| {
        let rest: Vec<_> = rest.into_iter().map(|(link, step)| format!(" {link} {step}")).collect();
        format!("{mark}{lead}{first}{}{remark}", rest.concat())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn what_the_grammar_makes_comes_back_the_same(line in line()) {
        holds(&line);
    }

    #[test]
    fn blanks_between_tokens_do_not_matter(line in line()) {
        if let (Ok(parsed), false) = (parse(&line), line.contains(['"', ';'])) {
            prop_assert_eq!(parse(&format!(" {}\t", line.replace(' ', "  "))), Ok(parsed));
        }
    }

    #[test]
    fn any_text_is_read_or_refused_with_a_place(line in any::<String>()) {
        holds(&line);
    }

    #[test]
    fn any_signs_of_the_notation_are_read_or_refused(line in "[LRSQHP1-6!<>/?+@#;\"&. \\-dhwxCrGate~*:\t\u{1b}ü]{0,24}") {
        holds(&line);
    }
}

#[test]
fn most_made_up_lines_are_read() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let strategy = line();
    let read = (0..300).filter(|_| parse(&strategy.new_tree(&mut runner).unwrap().current()).is_ok()).count();
    assert!(read > 200, "only {read} of 300 lines were read: the strategy tests too little");
}

/// The fuzzer's own check over the same bytes on every machine: near misses by changing one character.
#[test]
fn every_change_of_one_character_is_read_or_refused() {
    let signs: Vec<char> = "LR17+-<>!?/@#:;\"& \t.dx\u{1b}é\u{202e}".chars().collect();
    let lines = [
        r#"~ @quote-v2 - 2d !L3>2/Cr? dc #rival:acme "new buyer" -> Gate ; was R4"#,
        "10d !!!HPL? lg now #a & R4-<5 3w SQR cut",
        "@2026-11-21T09:30:15+01:00 L6 #intro",
    ];
    for line in lines {
        let characters: Vec<char> = line.chars().collect();
        for at in 0..characters.len() {
            for &sign in &signs {
                let mut changed = characters.clone();
                changed[at] = sign;
                holds(&changed.iter().collect::<String>());
                changed[at] = characters[at];
                changed.insert(at, sign);
                holds(&changed.iter().collect::<String>());
                changed.truncate(at);
                holds(&changed.iter().collect::<String>());
            }
        }
    }
}
