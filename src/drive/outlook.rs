//! What is worked out once for a whole campaign and asked again and again: calendars and arrival times.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::arrival::{Estimator, Percentiles};
use crate::campaign::{Calendar, Campaign, Colour, Crew, Deal};

/// The calendars of a campaign and its people, and the estimator of arrivals. Made anew when `[campaign]`, the crew,
/// the stages or a finished deal change; cheap to share.
#[derive(Debug, Clone)]
pub struct Outlook {
    common: Arc<Calendar>,
    own: Vec<(Box<str>, Arc<Calendar>)>,
    arrivals: Arc<dyn Estimator>,
}

impl Outlook {
    /// With today's estimator.
    #[must_use]
    pub fn new(campaign: &Campaign) -> Self {
        Self::with(campaign, Arc::new(Percentiles::learn(campaign)))
    }

    /// With an estimator of one's own.
    #[must_use]
    pub fn with(campaign: &Campaign, arrivals: Arc<dyn Estimator>) -> Self {
        let settings = &campaign.settings;
        let common_hours = || settings.working_hours.clone().unwrap_or_default();
        let common = Calendar::new(campaign.zone, campaign.zone, common_hours(), &settings.holidays, &[]);
        let has_own = |crew: &&Crew| crew.timezone.is_some() || crew.working_hours.is_some() || !crew.away.is_empty();
        let own = campaign.crew.iter().filter(has_own).map(|crew| {
            let zone = crew.timezone.unwrap_or(campaign.zone);
            let hours = crew.working_hours.clone().unwrap_or_else(common_hours);
            let calendar = Calendar::new(zone, campaign.zone, hours, &settings.holidays, &crew.away);
            (Box::from(&*crew.id), Arc::new(calendar))
        });
        Self { common: Arc::new(common), own: own.collect(), arrivals }
    }

    /// A person's working time; the campaign's for nobody in particular.
    #[must_use]
    pub fn calendar(&self, person: Option<&str>) -> &Calendar {
        let own = person.and_then(|person| self.own.iter().find(|(id, _)| **id == *person));
        own.map_or(&self.common, |(_, calendar)| calendar)
    }

    /// The moment up to which a deal's clocks have run: now, or when the first of its red flags went up. A red flag without
    /// its moment makes them stand from now on only.
    #[must_use]
    pub fn clock(&self, deal: &Deal, now: DateTime<Utc>) -> DateTime<Utc> {
        let red = deal.flags.iter().filter(|flag| flag.colour == Colour::Red);
        red.filter_map(|flag| flag.at).map(|at| self.common.clock(at)).chain([now]).min().unwrap_or(now)
    }

    /// The estimator.
    #[must_use]
    pub fn arrivals(&self) -> &dyn Estimator {
        &*self.arrivals
    }
}
