//! What the tests of this room share: campaigns from short texts, and moments.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use chrono_tz::Europe;

use crate::campaign::{Campaign, Deal, When, instant_in, layout, read};
use crate::text::Document;

/// A moment in UTC, or by London's clock where no offset is given.
pub(super) fn at(text: &str) -> DateTime<Utc> {
    match When::parse(text).unwrap() {
        When::Instant(instant) => instant,
        When::Local(local) => instant_in(Europe::London, local),
        When::Date(_) => panic!("`{text}` has no time"),
    }
}

#[expect(clippy::cast_precision_loss, reason = "some days")]
pub(super) fn days(from: DateTime<Utc>, until: DateTime<Utc>) -> f64 {
    (until - from).num_seconds() as f64 / 86_400.0
}

/// A campaign from its text; London, 09:00 to 17:30. It must have no errors.
pub(super) fn campaign(text: &str) -> Campaign {
    let (document, mut problems) = Document::read(text.as_bytes().to_vec(), &layout());
    let (campaign, more) = read(&document, Europe::London);
    problems.extend(more);
    problems.retain(|problem| problem.severity == crate::text::Severity::Error);
    assert!(problems.is_empty(), "{problems:#?}");
    campaign
}

/// Stages `s0`, `s1`, … with these `expected`.
pub(super) fn campaign_of_stages(expected: &[&str]) -> Campaign {
    let mut text = String::from("format = 1\n[campaign]\ntimezone = \"Europe/London\"\n");
    for (index, expected) in expected.iter().enumerate() {
        let _ = write!(text, "[stage.s{index}]\nexpected = \"{expected}\"\n");
    }
    campaign(&text)
}

/// A deal that entered these stages at these times.
pub(super) fn deal_through(visits: &[(&str, &str)]) -> Deal {
    let mut text = String::from("[stage.s0]\n[stage.s1]\n[stage.s2]\n[stage.s3]\n[deal.d]\naccount = \"D\"\n");
    let stamp = |text: &str| format!("{}Z", at(text).format("%Y-%m-%dT%H:%M:%S"));
    if let Some((stage, since)) = visits.last() {
        let _ = write!(text, "stage = \"{stage}\"\nsince = {}\n", stamp(since));
    }
    for pair in visits.windows(2) {
        let ((stage, from), (_, to)) = (pair[0], pair[1]);
        let _ = write!(text, "[[deal.d.stage_log]]\nstage = \"{stage}\"\nfrom = {}\nto = {}\n", stamp(from), stamp(to));
    }
    (*campaign(&text).deals[0]).clone()
}
