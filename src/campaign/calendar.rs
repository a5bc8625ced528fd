//! The working calendar: which instants are somebody's working time.

/// The working intervals of one week: for each weekday (Monday first) minutes from midnight, from and until.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WorkingHours {
    /// Monday first; each day's intervals in order, not overlapping.
    pub days: [Vec<(u16, u16)>; 7],
}

/// Working time in one zone, with holidays and days away.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// The zone.
    pub zone: chrono_tz::Tz,
    /// The week.
    pub hours: WorkingHours,
}
