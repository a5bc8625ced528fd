//! The plan backwards from the customer's date: by when each stage has to begin.

use chrono::{DateTime, Utc};

use super::Ground;
use super::stretches::{Stretch, Time, after, seconds};
use crate::campaign::Id;

/// The latest start of a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Latest {
    /// The stage.
    pub stage: Id,
    /// Its place on the route.
    pub index: usize,
    /// Its name.
    pub name: String,
    /// Later than this is too late.
    pub at: DateTime<Utc>,
    /// How the deal stands to it.
    pub stand: Stand,
}

/// How a deal stands to a latest start. Days are calendar days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// The stage began in time, with so many days to spare.
    Met(i64),
    /// It began too late by so many days.
    Late(i64),
    /// It has not begun, and its latest start went by so many days ago.
    Past(i64),
    /// Its start is still expected in time, with so many days to spare.
    Ahead(i64),
    /// Its start is expected too late by so many days.
    TooLate(i64),
    /// It has not begun, and nothing tells when it will.
    Unknown,
    /// It was skipped, or nobody wrote when it began.
    Behind,
}

impl Stand {
    /// It is told as a fault: what lies behind and was late is only told.
    #[must_use]
    pub const fn is_bad(self) -> bool {
        matches!(self, Self::Past(_) | Self::TooLate(_))
    }
}

/// One for each stage of the route.
pub(super) fn latest(ground: &Ground<'_>, customer: DateTime<Utc>, stretches: &[Stretch]) -> Vec<Latest> {
    let campaign = ground.campaign;
    let here = campaign.stage_of(ground.deal).and_then(|stage| campaign.route_index(stage));
    let mut left = 0.0;
    let mut latest: Vec<Latest> = Vec::new();
    for (index, stage) in campaign.route.iter().enumerate().rev() {
        left += seconds(ground, stage);
        let at = after(customer, -left);
        let stand =
            stand(ground, at, stretches.iter().rfind(|stretch| stretch.index == Some(index)), here > Some(index));
        latest.push(Latest { stage: stage.clone(), index, name: campaign.stage_name(stage).to_owned(), at, stand });
    }
    latest.reverse();
    latest
}

fn stand(ground: &Ground<'_>, at: DateTime<Utc>, stretch: Option<&Stretch>, is_behind: bool) -> Stand {
    let Some(stretch) = stretch else {
        return if is_behind || !ground.deal.is_open() { Stand::Behind } else { Stand::Unknown };
    };
    let spare = ground.days(stretch.from, at);
    match stretch.time {
        Time::Here if stretch.planned.is_none() => Stand::Behind,
        Time::Done | Time::Here if spare >= 0 => Stand::Met(spare),
        Time::Done | Time::Here => Stand::Late(-spare),
        Time::Ahead if at < ground.now => Stand::Past(ground.days(at, ground.now)),
        Time::Ahead if stretch.is_guess => Stand::Unknown,
        Time::Ahead if spare >= 0 => Stand::Ahead(spare),
        Time::Ahead => Stand::TooLate(-spare),
    }
}
