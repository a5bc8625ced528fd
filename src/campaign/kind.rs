//! The kinds of records, what a person calls them, and the keys that each of them knows.

use strsim::damerau_levenshtein;

/// A kind of record, or of a small table inside one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The file itself.
    Top,
    /// `[campaign]`
    Campaign,
    /// `[campaign.calls]`
    Calls,
    /// `[campaign.engine]`
    Engine,
    /// `[destination]`
    Destination,
    /// A person.
    Crew,
    /// A time away.
    Away,
    /// What a person owes the other trade.
    Owes,
    /// A stage of the route.
    Stage,
    /// What is sold.
    Product,
    /// A certificate of a product.
    Paper,
    /// Something to bring.
    Asset,
    /// A word to file under.
    Topic,
    /// An agreed message.
    Track,
    /// What to do in trouble.
    Play,
    /// An obstacle of many deals.
    Hazard,
    /// A deal.
    Deal,
    /// What our side gives for an objective.
    ValueLine,
    /// One of the customer's people.
    Contact,
    /// The next touch.
    Next,
    /// What plays answer to.
    Flag,
    /// An exception in scrutineering.
    Waiver,
    /// What stands on the road.
    Obstacle,
    /// A pace note, of a deal or of a hazard.
    Note,
    /// Old calls of a note, folded.
    Tally,
    /// A dated promise.
    Control,
    /// A meeting.
    Run,
    /// A pause of a run.
    Pause,
    /// A stage left.
    StageLog,
    /// A move of the promised close.
    CloseLog,
    /// A push or pull.
    Stroke,
    /// A field report.
    Heard,
    /// Between the seats.
    Message,
    /// A call that was made.
    CallLog,
    /// A change of drivers.
    Handoff,
    /// A deal in trouble.
    Service,
    /// One trade's part of a repair.
    Stint,
    /// An earlier repair.
    ServiceLog,
    /// How a deal ended.
    Finish,
    /// Who did what for a win.
    Credit,
    /// What a CRM said last.
    LastWord,
    /// A pair's review of a deal.
    Review,
}

impl Kind {
    /// Every kind; the ones whose keys a person most likely meant come first.
    pub const ALL: [Self; 42] = [
        Self::Deal,
        Self::Note,
        Self::Control,
        Self::Run,
        Self::Obstacle,
        Self::Campaign,
        Self::Crew,
        Self::Stage,
        Self::Asset,
        Self::Track,
        Self::Product,
        Self::Paper,
        Self::Topic,
        Self::Play,
        Self::Hazard,
        Self::Contact,
        Self::Flag,
        Self::Waiver,
        Self::Next,
        Self::ValueLine,
        Self::Destination,
        Self::Heard,
        Self::Stroke,
        Self::StageLog,
        Self::CloseLog,
        Self::Message,
        Self::CallLog,
        Self::Handoff,
        Self::Service,
        Self::Stint,
        Self::ServiceLog,
        Self::Finish,
        Self::Credit,
        Self::LastWord,
        Self::Review,
        Self::Owes,
        Self::Away,
        Self::Pause,
        Self::Tally,
        Self::Calls,
        Self::Engine,
        Self::Top,
    ];

    /// With its article: `a deal`.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Top => "the file",
            Self::Campaign => "`[campaign]`",
            Self::Calls => "`[campaign.calls]`",
            Self::Engine => "`[campaign.engine]`",
            Self::Destination => "`[destination]`",
            Self::Crew => "a crew member",
            Self::Away => "a time away",
            Self::Owes => "an `owes` record",
            Self::Stage => "a stage",
            Self::Product => "a product",
            Self::Paper => "a paper",
            Self::Asset => "an asset",
            Self::Topic => "a topic",
            Self::Track => "a track",
            Self::Play => "a play",
            Self::Hazard => "a hazard",
            Self::Deal => "a deal",
            Self::ValueLine => "a value line",
            Self::Contact => "a contact",
            Self::Next => "a next touch",
            Self::Flag => "a flag",
            Self::Waiver => "a waiver",
            Self::Obstacle => "an obstacle",
            Self::Note => "a note",
            Self::Tally => "a tally",
            Self::Control => "a control",
            Self::Run => "a run",
            Self::Pause => "a pause",
            Self::StageLog => "a `stage_log` row",
            Self::CloseLog => "a `close_log` row",
            Self::Stroke => "a stroke",
            Self::Heard => "a field report",
            Self::Message => "a message",
            Self::CallLog => "a `call_log` row",
            Self::Handoff => "a hand-over",
            Self::Service => "a service",
            Self::Stint => "a part of a service",
            Self::ServiceLog => "a `service_log` row",
            Self::Finish => "a result",
            Self::Credit => "a credit",
            Self::LastWord => "a word of the CRM",
            Self::Review => "a review",
        }
    }

    /// The keys it knows. A test reads each of them, so that this list and the readers cannot drift apart.
    #[expect(clippy::too_many_lines, reason = "one table, read at a glance")]
    #[must_use]
    pub const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Top => &[
                "format",
                "campaign",
                "destination",
                "crew",
                "stage",
                "product",
                "asset",
                "topic",
                "track",
                "play",
                "hazard",
                "deal",
                "review",
            ],
            Self::Campaign => &[
                "name",
                "timezone",
                "currency",
                "route",
                "working_hours",
                "holidays",
                "history",
                "deal_log",
                "calls",
                "rates",
                "engine",
            ],
            Self::Calls => &["prep"],
            Self::Engine => &["band"],
            Self::Destination => &["goal", "measure", "target", "from", "by", "shares", "only"],
            Self::Crew => &["name", "seat", "timezone", "working_hours", "away", "earliness", "owes"],
            Self::Away | Self::Pause => &["from", "until"],
            Self::Owes => &["what", "count", "every", "of"],
            Self::Stage => &["name", "expected", "win_rate", "stale_after", "gate", "guidance"],
            Self::Product => &["name", "markets", "runs_on", "conflicts", "paper"],
            Self::Paper => &["name", "until"],
            Self::Asset => {
                &["kind", "title", "link", "industry", "topics", "stages", "permission", "until", "by", "added"]
            }
            Self::Topic => &["name", "also"],
            Self::Track => &["theme", "opener", "line", "warmth", "topics", "agreed", "never"],
            Self::Play => &["title", "when", "push", "pull", "within"],
            Self::Hazard => &["at", "pace", "title", "only", "note"],
            Self::Deal => &[
                "account",
                "title",
                "value",
                "currency",
                "created",
                "source",
                "stage",
                "since",
                "close",
                "customer_date",
                "probability",
                "driver",
                "navigator",
                "product",
                "market",
                "industry",
                "infrastructure",
                "objective",
                "value_line",
                "contact",
                "next",
                "gate",
                "ids",
                "flag",
                "waiver",
                "obstacle",
                "note",
                "control",
                "run",
                "stage_log",
                "close_log",
                "stroke",
                "heard",
                "message",
                "call_log",
                "handoff",
                "service",
                "service_log",
                "result",
                "crm",
            ],
            Self::ValueLine => &["serves", "gives", "line"],
            Self::Contact => &["name", "role", "stance", "email"],
            Self::Next => &["what", "on", "by", "needs"],
            Self::Flag => &["colour", "why", "by", "at"],
            Self::Waiver => &["of", "why", "by", "until"],
            Self::Obstacle => &["at", "pace", "title", "outcome", "struck"],
            Self::Note => &[
                "at",
                "when",
                "pace",
                "say",
                "lead",
                "ladder",
                "by",
                "written",
                "asset",
                "track",
                "review_by",
                "mark",
                "was",
                "retired",
                "snooze",
                "tally",
            ],
            Self::Tally => &["called", "heard", "landed"],
            Self::Control => &["what", "due", "owner", "early_hurts", "done"],
            Self::Run => {
                &["what", "starts", "length", "crew", "with", "kind", "aim", "link", "started", "ended", "pauses"]
            }
            Self::StageLog => &["stage", "from", "to", "overruled", "by"],
            Self::CloseLog => &["at", "was", "now", "by"],
            Self::Stroke => &["at", "by", "kind", "what", "result", "topic", "track", "asset"],
            Self::Heard => &["at", "by", "who", "kind", "said", "topic", "run", "answer", "answered"],
            Self::Message => &["at", "by", "text", "seen"],
            Self::CallLog => &["note", "rung", "place", "lead", "called", "acked", "again", "by", "used"],
            Self::Handoff => &["from", "to", "at", "briefing", "accepted"],
            Self::Service => &["since", "reason", "play", "until", "push", "pull"],
            Self::Stint => &["what", "by", "done"],
            Self::ServiceLog => &["since", "ended", "reason", "play", "outcome"],
            Self::Finish => &["status", "on", "reason", "credit"],
            Self::Credit => &["who", "for"],
            Self::LastWord => &[
                "account",
                "title",
                "value",
                "currency",
                "stage",
                "status",
                "close",
                "created",
                "probability",
                "driver",
                "next",
                "next_on",
                "reason",
                "source",
            ],
            Self::Review => &["at", "deal", "by", "decisions", "rubs"],
        }
    }

    /// The kind, first in [`Kind::ALL`], that knows this key.
    pub(super) fn with_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.keys().contains(&key))
    }
}

/// Among so many names a misspelt one is looked for.
const GUESSES: usize = 1000;

/// The known name that a misspelt one most likely means, if one is near enough.
pub(crate) fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    // A key of a hostile file may be a megabyte; nobody misspells a name that long.
    let letters = name.chars().take(65).count();
    if letters > 64 {
        return None;
    }
    let lower = name.to_lowercase().replace('-', "_");
    known
        .into_iter()
        // In a large file a guess among all would cost more than it helps.
        .take(GUESSES)
        .filter_map(|other| {
            // Names of quite another length need no closer look.
            let length = if other.is_ascii() { other.len() } else { other.chars().count() };
            let room = (letters.max(length) / 3).max(1);
            if length.abs_diff(letters) > room {
                return None;
            }
            let far = damerau_levenshtein(&lower, &other.to_lowercase().replace('-', "_"));
            (far <= room).then_some((far, other))
        })
        .min()
        .map(|(_, other)| other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_listed_once() {
        let unique: std::collections::HashSet<Kind> = Kind::ALL.into_iter().collect();
        assert_eq!(unique.len(), Kind::ALL.len());
    }

    #[test]
    fn a_misspelt_name_finds_its_neighbour() {
        assert_eq!(nearest("clsoe", Kind::Deal.keys().iter().copied()), Some("close"));
        assert_eq!(nearest("customer-date", Kind::Deal.keys().iter().copied()), Some("customer_date"));
    }

    #[test]
    fn a_name_like_nothing_known_has_no_neighbour() {
        assert_eq!(nearest("favourite_colour", Kind::Deal.keys().iter().copied()), None);
    }
}
