//! Whose share of the target has been carried.
//!
//! A share is a part of the target, and belongs to a trade. A won deal counts for both: what the shares of sales are
//! together goes to who drove it at its finish, what those of marketing are together to its navigator. So the parts add up
//! to what is won, and with the whole target won each trade has carried exactly its own. A `lead`'s share is of every deal,
//! whoever drove; a person in both seats has half of the share in each. What falls to somebody without a share is counted
//! apart. Left out: who helped beside those two, which is what a win's credits tell.

use rust_decimal::Decimal;

use super::super::wheel::driver_at;
use super::attained::Won;
use crate::campaign::{Calendar, Campaign, Id, Seat};

/// One person's part of the target.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Who.
    pub who: Id,
    /// Of the target, 0 to 1.
    pub share: f64,
    /// The target times the share.
    pub target: Option<Decimal>,
    /// What has been carried of it.
    pub carried: Decimal,
}

/// The parts by who has them, and what fell to nobody who has one.
pub(super) fn parts(campaign: &Campaign, calendar: &Calendar, won: &[Won<'_>]) -> (Vec<Part>, Decimal) {
    let Some(destination) = &campaign.destination else { return (Vec::new(), Decimal::ZERO) };
    let seat = |who: &str| campaign.crew(who).and_then(|crew| crew.seat).unwrap_or(Seat::Both);
    let decimal = |share: f64| Decimal::try_from(share).unwrap_or_default();
    let (mut sales, mut marketing) = (Decimal::ZERO, Decimal::ZERO);
    let mut parts = Vec::new();
    for (who, share) in &destination.shares {
        let (drives, navigates) = match seat(who) {
            Seat::Driver => (decimal(*share), Decimal::ZERO),
            Seat::Navigator => (Decimal::ZERO, decimal(*share)),
            Seat::Both => (decimal(*share / 2.0), decimal(*share / 2.0)),
            Seat::Lead => (Decimal::ZERO, Decimal::ZERO),
        };
        sales += drives;
        marketing += navigates;
        let target = destination.target.map(|target| (target * decimal(*share)).round_dp(2).normalize());
        parts.push(Part { who: who.clone(), share: *share, target, carried: Decimal::ZERO });
    }
    parts.sort_by(|one, other| one.who.cmp(&other.who));
    let mut by_others = Decimal::ZERO;
    for won in won {
        let Some(worth) = won.worth else { continue };
        for part in &mut parts {
            if seat(&part.who) == Seat::Lead {
                part.carried += worth * decimal(part.share);
            }
        }
        for (who, of_trade) in [(driver_at_finish(won, calendar), sales), (won.of.navigator_of(won.deal), marketing)] {
            match parts.iter_mut().find(|part| Some(&part.who) == who) {
                Some(part) => part.carried += worth * of_trade,
                None => by_others += worth * of_trade,
            }
        }
    }
    for part in &mut parts {
        part.carried = part.carried.round_dp(2).normalize();
    }
    (parts, by_others.round_dp(2).normalize())
}

/// Who drove a deal when it was won: a hand-over accepted later does not count.
fn driver_at_finish<'c>(won: &Won<'c>, calendar: &Calendar) -> Option<&'c Id> {
    let end = won.deal.result.as_ref().and_then(|finish| finish.on).map(|on| calendar.deadline(on));
    driver_at(won.of, calendar, won.deal, end)
}
