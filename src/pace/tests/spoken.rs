use crate::pace::{Form, GradeScale, no_names, number_words, parse, parse_steps, seconds_to_say, words};

/// Line, rally, plain.
const TABLE: [(&str, &str, &str); 11] = [
    ("@2026-11-21 L6 #intro", "Client six, intro.", "Theirs, just mention, intro."),
    (
        r#"3d L4 lg #budget "three layers of sign-off""#,
        "Three days: client four long, budget. Three layers of sign-off.",
        "Three days: theirs, prepare before the next contact, drawn out, budget, three layers of sign-off.",
    ),
    (
        r#"5d !L3>2/Cr dc #procurement "new buyer""#,
        "Five days: caution, client three tightens two over crest, don't cut, procurement. New buyer.",
        "Five days: careful, theirs, needs an asset or a second person, may grow into a plan, someone unseen, \
         no short cut, procurement, new buyer.",
    ),
    (
        "@quote-v2 - 2d R4 #quote -> Gate",
        "Our side four, quote, into gate.",
        "Ours, prepare before the next contact, quote; then at once a formal approval.",
    ),
    (
        r#"2w !!SQL #sponsor "champion moves job""#,
        "Two weeks: double caution, square client, sponsor. Champion moves job.",
        "Two weeks: great care, theirs, the deal changes direction, sponsor, champion moves job.",
    ),
    (
        "1d L5- #demo & L4+ #it-team",
        "One day: client five minus, demo, and client four plus, it team.",
        "One day: theirs, a one-line answer, a little harder, demo; and theirs, prepare before the next contact, \
         a little easier, it team.",
    ),
    ("4d Jct #build-or-buy", "Four days: junction, build or buy.", "Four days: their decision, build or buy."),
    (
        "10d !!!HPL? #rival:acme",
        "Ten days: triple caution, hairpin client, maybe, rival acme.",
        "Ten days: this can end the deal, theirs, back to an earlier stage, maybe, rival acme.",
    ),
    (
        "~ 2d R3<5 #case-study ; was R4",
        "Two days: our side three opens five, case study. (amended: was R4)",
        "Two days: ours, needs an asset or a second person, eases to a one-line answer, case study. \
         (amended: was R4)",
    ),
    (
        r#"? 2d Bmp #pricing "channel rumour""#,
        "To check: two days, bump, pricing. Channel rumour.",
        "To check: two days, friction, pricing, channel rumour.",
    ),
    (
        "1d L5 cut #nda -> R6 #contract",
        "One day: client five, cut, nda, into our side six, contract.",
        "One day: theirs, a one-line answer, a short cut is allowed, nda; then at once ours, just mention, contract.",
    ),
];

fn plain(line: &str) -> String {
    parse(line).unwrap().plain()
}

fn rally(line: &str) -> String {
    parse(line).unwrap().rally()
}

fn rushed(line: &str) -> String {
    parse(line).unwrap().rushed()
}

#[test]
fn every_example_is_said_in_rally_words() {
    for (line, said, _) in TABLE {
        assert_eq!(rally(line), said, "{line}");
    }
}

#[test]
fn every_example_is_said_in_plain_words() {
    for (line, _, said) in TABLE {
        assert_eq!(plain(line), said, "{line}");
    }
}

#[test]
fn every_example_prints_as_it_is_written() {
    for (line, _, _) in TABLE {
        assert_eq!(parse(line).unwrap().to_string(), line);
    }
}

#[test]
fn rushed_keeps_what_says_harder_and_the_topic() {
    assert_eq!(
        rushed(r#"5d !L3>2/Cr dc #procurement "new buyer""#),
        "Caution, client three tightens two over crest, don't cut, procurement."
    );
    assert_eq!(rushed("1d L5- #demo & L4+ #it-team"), "Client five minus, demo, and client four, it team.");
}

#[test]
fn rushed_leaves_out_distance_mark_now_texts_and_what_eases() {
    assert_eq!(rushed(r#"~ 2d R3<5? lg now "a text" ; was R4"#), "Our side three.");
    assert_eq!(rushed("? 1d L5 cut #nda"), "Client five, nda.");
}

#[test]
fn rushed_says_every_step_with_into_or_and() {
    assert_eq!(rushed("L3 -> Gate 2d SQR"), "Client three, into gate, and square our side.");
    assert_eq!(rushed("L3 & Jct"), "Client three, and junction.");
}

#[test]
fn a_distance_between_steps_is_said_as_written() {
    assert_eq!(rally("3d L3 2d R2"), "Three days: client three, two days, our side two.");
    assert_eq!(
        plain("3d L3 2d R2"),
        "Three days: theirs, needs an asset or a second person; two days, ours, needs a plan."
    );
}

#[test]
fn a_text_in_the_middle_is_a_sentence_in_rally() {
    assert_eq!(rally(r#"L4 "first" "Second!" -> R3"#), "Client four. First. Second! Into our side three.");
}

#[test]
fn a_full_stop_of_a_text_is_not_doubled() {
    assert_eq!(rally(r#"L6 "ring Tom.""#), "Client six. Ring Tom.");
    assert_eq!(
        plain(r#"L6 "ring Tom." "then Ines." & R6"#),
        "Theirs, just mention, ring Tom, then Ines; and ours, just mention."
    );
}

#[test]
fn an_empty_text_is_not_said() {
    assert_eq!(plain(r#"L6 "" "  ""#), "Theirs, just mention.");
    assert_eq!(rally(r#"L6 "" "  ""#), "Client six.");
}

#[test]
fn bends_without_a_grade_are_said() {
    assert_eq!(plain("L4>"), "Theirs, prepare before the next contact, may grow harder.");
    assert_eq!(plain("L4<"), "Theirs, prepare before the next contact, eases.");
    assert_eq!(rally("L4>"), "Client four tightens.");
    assert_eq!(rally("L4<"), "Client four opens.");
}

#[test]
fn every_end_of_a_bend_has_its_words() {
    let ends = [
        ("L5<6", "eases to a mention"),
        ("L6>5", "may grow into a one-line answer"),
        ("L6>4", "may grow into something to prepare"),
        ("L6>3", "may grow into an asset or a second person"),
        ("L6>2", "may grow into a plan"),
        ("L6>1", "may grow into a standstill"),
    ];
    for (line, said) in ends {
        assert!(plain(line).ends_with(&format!(", {said}.")), "{line}: {}", plain(line));
    }
}

#[test]
fn every_grade_and_feature_has_its_plain_words() {
    let cores = [
        ("R6", "Ours, just mention."),
        ("R5", "Ours, a one-line answer."),
        ("R4", "Ours, prepare before the next contact."),
        ("R3", "Ours, needs an asset or a second person."),
        ("R2", "Ours, needs a plan."),
        ("R1", "Ours, stops the deal until solved."),
        ("SQR", "Ours, the deal changes direction."),
        ("HPR", "Ours, back to an earlier stage."),
        ("Cr", "Someone unseen."),
        ("Jmp", "One big leap."),
        ("Bmp", "Friction."),
        ("Jct", "Their decision."),
        ("Nar", "Hangs on one person."),
        ("Gate", "A formal approval."),
        ("Brg", "A gatekeeper."),
        ("Ice", "The ground has changed."),
    ];
    for (line, said) in cores {
        assert_eq!(plain(line), said, "{line}");
    }
}

#[test]
fn plain_says_the_parts_in_their_order() {
    assert_eq!(
        plain(r#"L4-<5?/Gate "text" #topic now dc vlg"#),
        "Theirs, prepare before the next contact, a little harder, eases to a one-line answer, a formal approval, \
         very drawn out, maybe, no short cut, on the spot, topic, text."
    );
    assert_eq!(rally("L4/Cr/Gate? sh now"), "Client four over crest over gate short, maybe, now.");
}

#[test]
fn marks_and_remarks_are_said_but_for_rushed() {
    assert_eq!(plain("* L6"), "Key: theirs, just mention.");
    assert_eq!(plain("x L6 ; signed"), "Theirs, just mention. (struck: signed)");
    assert_eq!(plain("~ L6"), "Theirs, just mention. (amended)");
    assert_eq!(plain("L6 ; ask again"), "Theirs, just mention. (ask again)");
    assert_eq!(rushed("x L6 ; signed"), "Client six.");
}

#[test]
fn a_computed_distance_is_said_only_where_none_is_written() {
    let say = |line: &str| parse(line).unwrap().speak(Form::Plain, &no_names, Some("four working days"));
    assert_eq!(say("@quote R6"), "Four working days: ours, just mention.");
    assert_eq!(say("2d R6"), "Two days: ours, just mention.");
    let steps = parse_steps("R6").unwrap();
    assert_eq!(
        steps.speak(Form::Rally(GradeScale::SixIsEasy), &no_names, Some("two hours")),
        "Two hours: our side six."
    );
}

#[test]
fn a_topic_is_said_by_the_name_the_file_gives_it() {
    let names = |topic: &str| match topic {
        "data-team" => Some("needs a data team".to_owned()),
        "acme" => Some("Acme Ltd".to_owned()),
        _ => None,
    };
    let steps = parse_steps("L4 #data-team #rival:acme #it_team").unwrap();
    assert_eq!(
        steps.speak(Form::Rally(GradeScale::SixIsEasy), &names, None),
        "Client four, needs a data team, rival Acme Ltd, it team."
    );
}

#[test]
fn a_crew_may_count_its_grades_the_other_way_round() {
    let steps = parse_steps("L3>2").unwrap();
    assert_eq!(steps.speak(Form::Rally(GradeScale::OneIsEasy), &no_names, None), "Client four tightens five.");
    assert_eq!(steps.to_string(), "L3>2");
}

#[test]
fn numbers_are_words_up_to_9999() {
    let said = [
        (1, "one"),
        (13, "thirteen"),
        (20, "twenty"),
        (21, "twenty-one"),
        (100, "one hundred"),
        (101, "one hundred and one"),
        (1000, "one thousand"),
        (1006, "one thousand and six"),
        (1200, "one thousand two hundred"),
        (9999, "nine thousand nine hundred and ninety-nine"),
    ];
    for (n, words) in said {
        assert_eq!(number_words(n), words);
    }
    assert_eq!(plain("36h L6"), "Thirty-six hours: theirs, just mention.");
    assert_eq!(plain("1w L6"), "One week: theirs, just mention.");
}

#[test]
fn two_and_a_half_words_take_a_second() {
    assert_eq!(words(" Client six,  intro. "), 3);
    assert_eq!(seconds_to_say("one two three four five"), 2);
    assert_eq!(seconds_to_say("one two three four five six"), 3);
    assert_eq!(seconds_to_say(""), 0);
}
