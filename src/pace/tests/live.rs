use crate::pace::{Hardness, TokenKind, completions, tokens};

fn kinds(line: &str) -> Vec<(&str, TokenKind, bool)> {
    tokens(line).into_iter().map(|token| (&line[token.range], token.kind, token.ok)).collect()
}

fn offered(line: &str) -> Vec<String> {
    completions(line, line.len(), &["budget", "build-or-buy", "it-team"]).into_iter().map(|one| one.text).collect()
}

#[test]
fn every_token_of_a_line_has_its_kind() {
    use TokenKind::{Anchor, Caution, Link, Mark, Remark, Sign, Span, Step, Text, Topic, Word};
    assert_eq!(
        kinds(r#"~ @quote-v2 - 2d !!L3>2/Cr dc #it "a text" -> Gate ; was R4"#),
        [
            ("~", Mark, true),
            ("@quote-v2", Anchor, true),
            ("-", Sign, true),
            ("2d", Span, true),
            ("!!", Caution, true),
            ("L3>2/Cr", Step(Hardness::Two), true),
            ("dc", Word, true),
            ("#it", Topic, true),
            ("\"a text\"", Text, true),
            ("->", Link, true),
            ("Gate", Step(Hardness::Three), true),
            ("; was R4", Remark, true),
        ]
    );
}

#[test]
fn a_wrong_token_leaves_the_others_as_they_are() {
    assert_eq!(
        kinds("3d L7 dc"),
        [("3d", TokenKind::Span, true), ("L7", TokenKind::Unknown, false), ("dc", TokenKind::Word, true)]
    );
    assert_eq!(
        kinds("L3 R4"),
        [("L3", TokenKind::Step(Hardness::Three), true), ("R4", TokenKind::Step(Hardness::Four), false)]
    );
    assert_eq!(
        kinds("L3 \"open"),
        [("L3", TokenKind::Step(Hardness::Three), true), ("\"open", TokenKind::Text, false)]
    );
}

#[test]
fn an_unfinished_line_has_no_wrong_token() {
    assert!(tokens("3d L3 ->").iter().all(|token| token.ok));
}

#[test]
fn at_the_start_grades_common_features_and_caution_are_offered() {
    let offered = offered("");
    for text in ["L6", "L1", "R4", "Cr", "Gate", "Jct", "!"] {
        assert!(offered.iter().any(|one| one == text), "{text} is not in {offered:?}");
    }
    assert!(!offered.iter().any(|one| one == "Jmp" || one == "dc"));
}

#[test]
fn what_is_typed_narrows_what_is_offered() {
    assert_eq!(offered("3d L"), ["L6", "L5", "L4", "L3", "L2", "L1"]);
    assert_eq!(offered("3d !g"), ["!Gate"]);
    assert_eq!(offered("L3 #b"), ["#budget", "#build-or-buy"]);
}

#[test]
fn a_corner_is_offered_its_suffixes() {
    assert_eq!(offered("L3"), ["L3>2", "L3/Cr", "L3/Gate", "L3/Jct"]);
}

#[test]
fn after_a_step_its_words_are_offered_and_after_a_link_steps() {
    assert_eq!(offered("L3 "), ["dc", "#budget", "#build-or-buy", "#it-team"]);
    assert!(offered("L3 -> ").contains(&"L4".to_owned()));
    assert!(offered("L3 2d ").contains(&"L4".to_owned()));
}

#[test]
fn nothing_is_offered_inside_a_text_or_a_remark() {
    assert!(offered("L3 \"half a te").is_empty());
    assert!(offered("L3 \"half a ").is_empty());
    assert!(offered("L3 ; and ").is_empty());
}

#[test]
fn a_completion_replaces_what_is_typed_of_its_token() {
    let all = completions("3d R4 -> L3 dc", 10, &[]);
    assert!(all.iter().all(|one| one.range == (9..10)));
}
