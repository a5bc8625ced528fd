//! The words for what stands alone: sides, figures, features, ends of a bend, distances.

use super::corner::{Feature, Grade, Side};
use super::line::{Span, SpanUnit};
use super::number::push_number;

pub(super) fn rally_side(side: Side) -> &'static str {
    match side {
        Side::Client => "client",
        Side::Ours => "our side",
    }
}

pub(super) fn rally_figure(figure: u8) -> &'static str {
    match figure {
        1 => "one",
        2 => "two",
        3 => "three",
        4 => "four",
        5 => "five",
        _ => "six",
    }
}

pub(super) fn rally_feature(feature: Feature) -> &'static str {
    match feature {
        Feature::Crest => "crest",
        Feature::Jump => "jump",
        Feature::Bump => "bump",
        Feature::Junction => "junction",
        Feature::Narrows => "narrows",
        Feature::Gate => "gate",
        Feature::Bridge => "bridge",
        Feature::Ice => "ice",
    }
}

/// What a feature means.
pub(super) fn plain_feature(feature: Feature) -> &'static str {
    match feature {
        Feature::Crest => "someone unseen",
        Feature::Jump => "one big leap",
        Feature::Bump => "friction",
        Feature::Junction => "their decision",
        Feature::Narrows => "hangs on one person",
        Feature::Gate => "a formal approval",
        Feature::Bridge => "a gatekeeper",
        Feature::Ice => "the ground has changed",
    }
}

/// What a corner ends in.
pub(super) fn plain_end(grade: Grade) -> &'static str {
    match grade {
        Grade::Six => "a mention",
        Grade::Five => "a one-line answer",
        Grade::Four => "something to prepare",
        Grade::Three => "an asset or a second person",
        Grade::Two => "a plan",
        Grade::One => "a standstill",
    }
}

pub(super) fn span_words(span: Span) -> String {
    let mut out = String::new();
    push_number(&mut out, span.n());
    out.push_str(match span.unit() {
        SpanUnit::Hours => " hour",
        SpanUnit::Days => " day",
        SpanUnit::Weeks => " week",
    });
    if span.n() > 1 {
        out.push('s');
    }
    out
}
