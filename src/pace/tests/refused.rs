use crate::pace::{Error, parse, parse_steps};

fn refused(line: &str) -> Error {
    match parse(line) {
        Ok(parsed) => panic!("{line:?} was read as {parsed}"),
        Err(error) => error,
    }
}

#[track_caller]
fn at(line: &str, column: usize, width: usize, message: &str) {
    let error = refused(line);
    assert_eq!((error.column, error.width, error.message.as_str()), (column, width, message), "{line:?}");
}

#[track_caller]
fn near(line: &str, nearest: &str) {
    assert_eq!(refused(line).nearest.as_deref(), Some(nearest), "{line:?}");
}

#[test]
fn a_grade_beyond_six_is_refused() {
    at("L7", 1, 2, "expected a grade from 1 to 6 after `L`, found `7`");
    near("L7", "L6");
    at("L0", 1, 2, "expected a grade from 1 to 6 after `L`, found `0`");
    at("L10", 1, 3, "expected a grade from 1 to 6 after `L`, found `10`");
    at("R", 1, 1, "expected a grade from 1 to 6 after `R`, found nothing");
}

#[test]
fn a_hairpin_with_a_grade_is_refused() {
    at("HP3", 1, 3, "expected `L` or `R` after `HP`, found `3`");
    near("HP3", "HPL");
    at("SQ", 1, 2, "expected `L` or `R` after `SQ`, found nothing");
}

#[test]
fn a_line_without_a_step_is_refused_one_past_its_end() {
    at("3d", 3, 1, "expected a step, found the end");
    at("", 1, 1, "expected a step, found the end");
    at("* @quote-v2 ", 12, 1, "expected a step, found the end");
}

#[test]
fn a_link_without_a_step_is_refused_one_past_its_end() {
    at("L3 ->", 6, 1, "expected a step, found the end");
    at("L3 -> ; later", 7, 1, "expected a step, found the remark's `;`");
}

#[test]
fn four_cautions_are_refused() {
    at("!!!!L3", 1, 6, "expected at most three `!`, found 4");
    near("!!!!L3", "!!!L3");
    at("! L3", 1, 1, "expected a corner or a feature right after `!`");
}

#[test]
fn a_corner_that_tightens_to_an_easier_grade_is_refused() {
    at("L3>4", 1, 4, "expected a grade harder than 3 after `>`, found `4`");
    near("L3>4", "L3<4");
    at("L3>3", 1, 4, "expected a grade harder than 3 after `>`, found `3`");
}

#[test]
fn a_corner_that_opens_to_a_harder_grade_is_refused() {
    at("R4<3", 1, 4, "expected a grade easier than 4 after `<`, found `3`");
    near("R4<3", "R4>3");
}

#[test]
fn a_shade_before_a_corner_that_tightens_is_refused() {
    at("L4->2", 1, 5, "expected no `>` after `-`, because a corner that tightens has no shade");
    near("L4->2", "L4>2");
    at("L4+>", 1, 4, "expected no `>` after `+`, because a corner that tightens has no shade");
}

#[test]
fn a_bend_without_room_is_refused() {
    at("L1>", 1, 3, "expected no `>` after grade 1, because nothing is harder");
    near("L1>", "L1");
    at("L6<", 1, 3, "expected no `<` after grade 6, because nothing is easier");
    at("L3>2<5", 1, 6, "expected one of `>` and `<`, found a second: `<`");
    at("SQL>2", 1, 5, "expected no `>` here, because only a grade has room for it");
    at("Gate>", 1, 5, "expected no `>` here, because only a grade has room for it");
    at("L3>9", 1, 4, "expected a grade from 1 to 6 after `>`, found `9`");
}

#[test]
fn a_word_that_is_not_known_is_refused_with_the_nearest() {
    at("L3 quickly", 4, 7, "expected a word, a link or the end after a step, found `quickly`");
    near("L3 quickly", "#quickly");
    near("L3 vlgg", "vlg");
    near("L3 DC", "dc");
    near("L3 into R4", "->");
    near("L3 long", "lg");
    near("l4", "L4");
    near("Crest", "Cr");
    near("!!l3>2", "!!L3>2");
    near("3wd L3", "3d");
    near("3x L3", "3d");
}

#[test]
fn two_links_in_a_row_are_refused() {
    at("L3 -> -> R4", 7, 2, "expected a step, found the link `->`");
    at("-> R4", 1, 2, "expected a step, found the link `->`");
    at("L3 2d 3d R4", 7, 2, "expected a step, found the distance `3d`");
}

#[test]
fn an_anchor_without_a_place_is_refused() {
    at("@ L4", 2, 1, "expected a date or an id right after `@`");
}

#[test]
fn a_fourth_step_is_refused() {
    at("L3 -> R4 & R5 2d L6", 18, 2, "expected at most three steps, found a fourth: `L6`");
}

#[test]
fn a_control_character_in_a_text_is_refused_at_the_character() {
    at("L4 \"a\u{1b}[31m\"", 6, 1, "expected a text that shows as it is written, found an escape character (U+001B)");
}

#[test]
fn what_hides_or_rearranges_text_is_refused_everywhere() {
    let characters = [
        '\0', '\t', '\n', '\u{7f}', '\u{85}', '\u{9b}', '\u{61c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202e}',
        '\u{2066}', '\u{2069}', '\u{2028}', '\u{2029}',
    ];
    for c in characters {
        for line in [format!("L4 \"a{c}b\""), format!("L4 ; a{c}b")] {
            let error = refused(&line);
            assert_eq!((error.column, error.width), (6 + usize::from(line.contains(';')), 1), "{line:?}");
        }
        assert!(parse(&format!("L4 #a{c}b")).is_err());
        assert!(parse(&format!("@a{c}b L4")).is_err());
    }
}

#[test]
fn columns_count_characters() {
    at("L4 \"größe\" häh", 12, 3, "expected a word, a link or the end after a step, found `häh`");
}

#[test]
fn a_text_without_its_last_quote_is_refused_one_past_the_end() {
    at("L4 \"open ; text", 16, 1, "expected `\"` at the end of the text, found the end of the line");
}

#[test]
fn tokens_without_a_blank_between_are_refused() {
    at("L4\"text\"", 3, 6, "expected a blank before `\"text\"`");
    at("L4 \"text\"dc", 10, 2, "expected a blank before `dc`");
    at("L4;later", 1, 8, "expected the end of the step or a suffix, found `;later`");
    at("L4 ;later", 4, 6, "expected a blank on each side of `;`, found `;later`");
    at("L4->R3", 1, 6, "expected blanks around `->`");
    near("L4->R3", "L4 -> R3");
}

#[test]
fn an_empty_remark_is_refused() {
    at("L4 ;", 5, 1, "expected a remark after `;`, found the end");
    at("L4 ;  ", 5, 1, "expected a remark after `;`, found the end");
}

#[test]
fn what_a_step_has_once_is_refused_twice() {
    at("L4 lg sh", 7, 2, "expected only one of `lg` and `sh` in a step");
    at("L4 lg lg", 7, 2, "expected `lg` at most once in a step");
    at("L4 dc cut", 7, 3, "expected only one of `dc` and `cut` in a step");
    at("L4 now now", 8, 3, "expected `now` at most once in a step");
    at("L4??", 1, 4, "expected `?` at most once");
    at("L4/Cr/Cr", 1, 8, "expected each feature once, found `Cr` twice");
    at("Cr/Cr", 1, 5, "expected each feature once, found `Cr` twice");
}

#[test]
fn a_distance_after_an_anchor_is_refused() {
    at("@quote-v2 3d L4", 11, 2, "expected a step, found `3d`: after an anchor no distance counts from now");
    at(
        "3d @quote-v2 L4",
        4,
        9,
        "expected a step, found the anchor `@quote-v2`: a line has a distance from now or an anchor",
    );
}

#[test]
fn a_sign_without_a_distance_is_refused() {
    at("@quote-v2 - L4", 13, 2, "expected a distance after `-`, found `L4`");
    at("@quote-v2 -", 12, 1, "expected a distance after `-`, found the end");
}

#[test]
fn an_id_that_ends_like_a_distance_is_refused() {
    at("@quote-2d L4", 1, 9, "expected an id after `@`, found `quote-2d`, which ends like a distance");
    near("@quote-2d L4", "@quote - 2d");
    at("@größe L4", 1, 6, "expected an id after `@`, found `größe`");
}

#[test]
fn a_date_that_does_not_exist_is_refused() {
    for date in ["2026-02-30", "2026-1", "2026-13-01", "2026-11-21T25:00", "2026-11-21 T9", "2026-11-21T09:00+25:00"] {
        let error = refused(&format!("@{date} L4"));
        assert_eq!(error.column == 1, date != "2026-11-21 T9", "{date}");
    }
}

#[test]
fn numbers_go_from_1_to_9999() {
    assert!(parse("9999h L4").is_ok());
    at("10000d L4", 1, 6, "expected a number from 1 to 9999 before `d`, found `10000`");
    at("0d L4", 1, 2, "expected a number from 1 to 9999 before `d`, found `0`");
    assert!(parse("99999999999999999999d L4").is_err());
}

#[test]
fn marks_and_anchors_out_of_place_are_refused() {
    at("L4 *", 4, 1, "expected the mark `*` at the start of the line");
    at("* ? L4", 3, 1, "expected a step, found the mark `?`");
    at("L4 @quote", 4, 6, "expected the anchor `@quote` before the steps");
    at("L4 - R3", 4, 1, "expected `-` only after an anchor");
}

#[test]
fn two_steps_without_a_link_are_refused() {
    at("L4 R3", 4, 2, "expected a link before the step `R3`");
    near("L4 R3", "-> R3");
}

#[test]
fn topics_are_one_slug_or_two() {
    at("L4 #", 5, 1, "expected a topic right after `#`");
    at("L4 #a:b:c", 4, 6, "expected a topic such as `#budget` or `#rival:acme`, found `#a:b:c`");
    at("L4 #a,b", 4, 4, "expected a topic such as `#budget` or `#rival:acme`, found `#a,b`");
    at("#budget L4", 1, 7, "expected a step, found the topic `#budget`");
}

#[test]
fn an_unknown_feature_is_refused() {
    at("L4/Foo", 1, 6, "expected a feature after `/`, found `Foo`");
    at("L4/", 1, 3, "expected a feature after `/`, found nothing");
    near("L4/crest", "L4/Cr");
}

#[test]
fn a_pace_is_steps_only() {
    let refused = |text: &str| parse_steps(text).unwrap_err();
    let reasons = [
        ("* L4", 1, "expected only steps in a pace, found a mark: `*`"),
        ("@quote L4", 1, "expected only steps in a pace, found an anchor: `@quote`"),
        ("3d L4", 1, "expected only steps in a pace, found a leading distance: `3d`"),
        ("L4 ; so", 4, "expected only steps in a pace, found a remark: `;`"),
    ];
    for (text, column, message) in reasons {
        let error = refused(text);
        assert_eq!((error.column, error.message.as_str()), (column, message));
    }
    assert!(parse_steps("L4 3d R3").is_ok());
}

#[test]
fn a_message_quotes_nothing_that_a_text_may_not_hold() {
    let long = "z".repeat(200);
    assert!(refused(&format!("L4 {long}")).message.len() < 120);
    assert!(!refused("L4\u{1b}[2J").message.contains('\u{1b}'));
}
