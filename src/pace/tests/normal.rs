use crate::pace::{
    AnchorPlace, Bend, Caution, Core, Corner, Cutting, Date, Feature, Grade, Hardness, Link, Mark, Side, Sign, Size,
    Span, SpanUnit, Step, Steps, parse, parse_steps,
};

fn normal(line: &str) -> String {
    parse(line).unwrap().to_string()
}

fn steps(text: &str) -> Steps {
    parse_steps(text).unwrap()
}

#[test]
fn words_are_put_into_the_normal_order() {
    assert_eq!(normal(r#"L4 "a" #b now dc lg "c" #d"#), r#"L4 lg dc now #b #d "a" "c""#);
    assert_eq!(normal("L3?/Gate>2/Cr"), "L3>2/Gate/Cr?");
}

#[test]
fn blanks_and_tabs_collapse_outside_texts() {
    assert_eq!(normal("  *\t3d   L3  \t->  R4  \"a  b\"  ;  so  it is  "), r#"* 3d L3 -> R4 "a  b" ; so  it is"#);
}

#[test]
fn leading_zeros_of_a_number_are_dropped() {
    assert_eq!(normal("03d L3"), "3d L3");
}

#[test]
fn a_remark_may_hold_quotes_and_semicolons() {
    assert_eq!(parse("L3 ; he said \"no ; never").unwrap().remark(), Some("he said \"no ; never"));
}

#[test]
fn a_semicolon_inside_a_text_begins_no_remark() {
    let line = parse(r#"L3 "now ; or later""#).unwrap();
    assert_eq!(line.remark(), None);
    assert_eq!(line.steps().first().texts().collect::<Vec<_>>(), ["now ; or later"]);
}

#[test]
fn a_line_gives_its_mark_anchor_and_way() {
    let line = parse("~ @quote-v2 - 2d R4 ; was R3").unwrap();
    let anchor = line.anchor().unwrap();
    assert_eq!(line.mark(), Some(Mark::Amended));
    assert_eq!(anchor.place, AnchorPlace::Id("quote-v2".into()));
    assert_eq!(anchor.way, Span::new(2, SpanUnit::Days).map(|span| (Sign::Before, span)));
    assert_eq!(anchor.stored(), "quote-v2 - 2wd");
    assert_eq!(line.span(), None);
}

#[test]
fn spans_are_stored_as_working_time() {
    let stored = |line: &str| parse(line).unwrap().span().unwrap().stored();
    assert_eq!([stored("4h L3"), stored("3d L3"), stored("2w L3")], ["4wh", "3wd", "2w"]);
}

#[test]
fn four_digits_a_dash_and_a_digit_are_a_date() {
    let place = |line: &str| parse(line).unwrap().anchor().unwrap().place.clone();
    assert!(matches!(place("@2026-11-21 L6"), AnchorPlace::Date(Date::Day(_))));
    assert!(matches!(place("@2026-11-21T09:30 L6"), AnchorPlace::Date(Date::Local(_))));
    assert!(matches!(place("@2026-11-21T09:30:15+01:00 L6"), AnchorPlace::Date(Date::Instant(_))));
    assert!(matches!(place("@2026-plan L6"), AnchorPlace::Id(_)));
}

#[test]
fn dates_print_as_written_without_idle_seconds() {
    assert_eq!(normal("@2026-11-21T09:30:00Z + 1h L6"), "@2026-11-21T09:30Z + 1h L6");
    assert_eq!(normal("@2026-11-21T09:30:15-05:30 L6"), "@2026-11-21T09:30:15-05:30 L6");
}

#[test]
fn a_span_before_the_first_step_leads_and_a_later_one_links() {
    let line = parse("3d L3 2d R2").unwrap();
    assert_eq!(line.span(), Span::new(3, SpanUnit::Days));
    assert_eq!(line.steps().links().collect::<Vec<_>>(), [Link::Distance(Span::new(2, SpanUnit::Days).unwrap())]);
}

#[test]
fn a_step_gives_its_parts() {
    let steps = steps(r#"!!L3>2/Cr? vlg dc now #rival:acme "new buyer""#);
    let step = steps.first();
    let corner =
        Corner { side: Side::Client, grade: Grade::Three, shade: None, bend: Some(Bend::Tightens(Some(Grade::Two))) };
    assert_eq!(step.core(), Core::Corner(corner));
    assert_eq!(step.caution(), Caution::Two);
    assert_eq!(step.side(), Some(Side::Client));
    assert_eq!(step.over().iter().collect::<Vec<_>>(), [Feature::Crest]);
    assert_eq!((step.size(), step.cutting()), (Some(Size::VeryLong), Some(Cutting::Dont)));
    assert!(step.is_maybe() && step.is_now() && steps.is_now());
    assert_eq!(step.topics().collect::<Vec<_>>(), ["rival:acme"]);
    assert_eq!(step.texts().collect::<Vec<_>>(), ["new buyer"]);
}

#[test]
fn all_eight_features_fit_on_one_corner() {
    let over: Vec<_> = steps("L3/Ice/Cr/Jmp/Bmp/Jct/Nar/Gate/Brg").first().over().iter().collect();
    assert_eq!(over.len(), 8);
    assert_eq!((over[0], over[7]), (Feature::Ice, Feature::Bridge));
}

#[test]
fn shades_may_stand_before_a_corner_that_opens() {
    assert_eq!(normal("L4-<5"), "L4-<5");
    assert_eq!(normal("L4+<"), "L4+<");
}

#[test]
fn the_hardest_step_decides() {
    let hardness = [
        ("L6", Hardness::Six),
        ("L3<5", Hardness::Three),
        ("L3>1", Hardness::One),
        ("L3>", Hardness::Two),
        ("L4-", Hardness::Four),
        ("Cr", Hardness::Four),
        ("Jct", Hardness::Three),
        ("Gate", Hardness::Three),
        ("L6/Gate", Hardness::Six),
        ("SQL", Hardness::Square),
        ("L1 & HPR", Hardness::Hairpin),
        ("L6 -> Cr & L5", Hardness::Four),
    ];
    for (text, expected) in hardness {
        assert_eq!(steps(text).hardness(), expected, "{text}");
    }
}

#[test]
fn the_highest_caution_counts() {
    assert_eq!(steps("L3 -> !!R4 & !L2").caution(), Caution::Two);
    assert_eq!(steps("L3").caution(), Caution::None);
    let factors = [Caution::None, Caution::One, Caution::Two, Caution::Three].map(|caution| caution.factor().to_bits());
    assert_eq!(factors, [1.0_f64, 1.25, 1.5, 2.0].map(f64::to_bits));
}

#[test]
fn topics_of_all_steps_come_in_order() {
    assert_eq!(steps("L3 #a #b -> R4 & R5 #a").topics().collect::<Vec<_>>(), ["a", "b", "a"]);
}

#[test]
fn topics_may_end_like_a_distance() {
    assert_eq!(normal("L3 #pilot-2d"), "L3 #pilot-2d");
}

#[test]
fn a_campaigns_steps_are_small() {
    assert!(size_of::<Step>() <= 32, "{}", size_of::<Step>());
    assert!(size_of::<Steps>() <= 48, "{}", size_of::<Steps>());
}
