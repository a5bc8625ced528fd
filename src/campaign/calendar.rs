//! The working calendar: which instants are somebody's working time.

use super::WorkingHours;

/// Working time in one zone, with holidays and days away.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// The zone.
    pub zone: chrono_tz::Tz,
    /// The week.
    pub hours: WorkingHours,
}
