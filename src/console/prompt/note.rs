//! A line that becomes a pace note: shorthand, or plain words with a day at the end.

use super::draft::{At, Holder, NoteDraft};
use super::understand::{Refused, split_dates};
use super::{ids, places};
use crate::campaign::{Anchor, Campaign, Deal, Duration, Hazard, Position, When};
use crate::console::model::Model;
use crate::drive::calls::live_lead;
use crate::drive::place::earliness;
use crate::pace;

/// The step of an answer in plain words: what a buyer said comes from their side, and a note without steps is prepared
/// for as a grade 4. Only steps can say a topic, so here they are written.
const FILED_AS: &str = "L4";

/// What a note is written on.
#[derive(Clone, Copy)]
pub(super) enum Ground<'a> {
    /// A deal.
    Deal(&'a Deal),
    /// A hazard.
    Hazard(&'a Hazard),
}

impl Ground<'_> {
    fn holder(self) -> Holder {
        match self {
            Self::Deal(deal) => Holder::Deal(deal.id.clone()),
            Self::Hazard(hazard) => Holder::Hazard(hazard.id.clone()),
        }
    }

    fn free_id(self, base: &str) -> String {
        match self {
            Self::Deal(deal) => ids::free_on(deal, base),
            Self::Hazard(hazard) => ids::free_under(hazard, base),
        }
    }

    /// Where a note stands that says nothing of its place: one that is written in a run at the minute at which it can be
    /// called at once.
    fn usual_place(self, model: &Model, steps: Option<&pace::Steps>) -> Option<At> {
        match self {
            Self::Deal(deal) => {
                let driver = model.campaign.driver_of(deal).map(|id| &**id);
                let lead = live_lead(steps, earliness(&model.campaign, driver));
                let minute = crate::console::run::minute_for(model, &deal.id, lead);
                let in_run = minute.map(|(run, second)| At::Position(Position::at(Anchor::Minute(run, second))));
                Some(in_run.unwrap_or_else(|| places::next_place(model, deal)))
            }
            Self::Hazard(_) => None,
        }
    }

    /// Whether an id can be named as a place here.
    fn knows(self, campaign: &Campaign, id: &str) -> bool {
        match self {
            Self::Deal(deal) => campaign.place(deal, id).is_some(),
            Self::Hazard(_) => campaign.route_index(id).is_some() || campaign.hazard(id).is_some(),
        }
    }
}

/// Reads the line. A note that names no topic is filed under `topic`, if one is given.
pub(super) fn note(model: &Model, ground: Ground<'_>, line: &str, topic: Option<&str>) -> Result<NoteDraft, Refused> {
    if !looks_like_shorthand(line) {
        let dated = split_dates(model, line);
        let (text, at) = match dated.when {
            Some(when) if !dated.text.is_empty() => (dated.text, Some(At::Time(when))),
            _ => (line.to_owned(), ground.usual_place(model, None)),
        };
        let pace = topic.and_then(|topic| pace::parse_steps(&format!("{FILED_AS} #{topic}")).ok());
        let base = topic.map_or_else(|| ids::slug(&text, "note"), |topic| topic.replace(':', "-"));
        return Ok(NoteDraft {
            on: ground.holder(),
            id: ground.free_id(&base),
            mark: None,
            at,
            pace: pace.map(|steps| steps.to_string()),
            say: Some(text),
        });
    }
    let parsed = pace::parse(line).map_err(|error| Refused::pace(&error))?;
    let at = match (parsed.anchor(), parsed.span()) {
        (Some(anchor), _) => Some(anchored(model, ground, line, anchor)?),
        (None, Some(span)) => Some(At::Time(When::Local(from_now(model, span)?))),
        (None, None) => ground.usual_place(model, Some(parsed.steps())),
    };
    let own_topic = parsed.steps().topics().next().map(str::to_owned);
    let text = parsed.steps().steps().flat_map(pace::Step::texts).next().map(str::to_owned);
    let base = own_topic.as_deref().or(topic).map(|topic| topic.replace(':', "-"));
    let base =
        base.unwrap_or_else(|| text.as_deref().map_or_else(|| "note".to_owned(), |text| ids::slug(text, "note")));
    Ok(NoteDraft {
        on: ground.holder(),
        id: ground.free_id(&base),
        mark: parsed.mark().map(pace::Mark::sign),
        at,
        pace: Some(match topic.filter(|_| own_topic.is_none()) {
            Some(topic) => filed(parsed.steps(), topic),
            None => parsed.steps().to_string(),
        }),
        say: parsed.remark().map(str::to_owned).or(text),
    })
}

/// The steps with a topic behind the first.
fn filed(steps: &pace::Steps, topic: &str) -> String {
    let written = steps.to_string();
    let first = steps.first().to_string();
    let with_topic = written.strip_prefix(first.as_str()).map(|rest| format!("{first} #{topic}{rest}"));
    // Read again, so that it is in the normal order; a topic that is no slug of the notation is left out.
    let normal = with_topic.and_then(|text| pace::parse_steps(&text).ok());
    normal.map_or(written, |steps| steps.to_string())
}

fn anchored(model: &Model, ground: Ground<'_>, line: &str, anchor: &pace::Anchor) -> Result<At, Refused> {
    if let pace::AnchorPlace::Id(id) = &anchor.place
        && !ground.knows(&model.campaign, id)
    {
        let nearest = places::nearest(ground, &model.campaign, id);
        let mend = nearest.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        let column = line.chars().position(|c| c == '@').map_or(1, |at| at + 2);
        let what = match ground {
            Ground::Deal(_) => "nothing on this deal",
            Ground::Hazard(_) => "no stage and no hazard",
        };
        return Err(Refused::at(format!("{what} is called `{id}`{mend}"), (column, id.chars().count())));
    }
    let stored = anchor.stored();
    if let (pace::AnchorPlace::Date(_), None) = (&anchor.place, anchor.way)
        && let Some(when) = When::parse(&stored)
    {
        return Ok(At::Time(when));
    }
    Position::parse(&stored).map(At::Position).map_err(|error| Refused::words(error.message))
}

/// So far from now, on a whole minute of working time.
fn from_now(model: &Model, span: pace::Span) -> Result<chrono::NaiveDateTime, Refused> {
    let calendar = model.outlook.calendar(None);
    let length = Duration::parse(&span.stored()).map_err(|error| Refused::words(error.message))?;
    let at = calendar
        .later(model.now, &length)
        .ok_or_else(|| Refused::words("that is beyond the working calendar; give a date after @"))?;
    let local = calendar.local(calendar.moved_into(at));
    Ok(chrono::DurationRound::duration_trunc(local, chrono::TimeDelta::minutes(1)).unwrap_or(local))
}

/// Whether a line is meant as shorthand: its first word is one of the notation's.
pub(super) fn looks_like_shorthand(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or("");
    if first.starts_with(['@', '!', '#']) || matches!(first, "*" | "?" | "~" | "x") {
        return true;
    }
    let digits = first.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && matches!(&first[digits..], "h" | "d" | "w" | "wd" | "wh") {
        return true;
    }
    if ["Cr", "Jmp", "Bmp", "Jct", "Nar", "Gate", "Brg", "Ice"].contains(&first) {
        return true;
    }
    let mut letters = first.bytes();
    match (letters.next(), letters.next()) {
        (Some(b'L' | b'R'), Some(grade)) => grade.is_ascii_digit(),
        (Some(b'S'), Some(b'Q')) | (Some(b'H'), Some(b'P')) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_taken_for_shorthand_only_if_it_begins_like_it() {
        for line in ["3d L4 #price", "3wd L4", "!L3", "@proof R4", "SQL", "Jct #x", "? 2d Bmp", "L7", "#price"] {
            assert!(looks_like_shorthand(line), "{line}");
        }
        for line in ["Ring Ines", "Lunch with Tom", "3 days until", "x-ray the plan", "Ready for proof"] {
            assert!(!looks_like_shorthand(line), "{line}");
        }
    }

    #[test]
    fn a_topic_goes_behind_the_first_step() {
        let steps = |line: &str| pace::parse_steps(line).unwrap();
        assert_eq!(filed(&steps("!L3>2/Cr dc \"new\""), "price"), "!L3>2/Cr dc #price \"new\"");
        assert_eq!(filed(&steps("R4 -> Gate"), "price"), "R4 #price -> Gate");
    }
}
