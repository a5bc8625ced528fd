//! The words of closed lists, as the campaign file has them.

use crate::campaign::{
    AssetKind, Colour, Gives, Measure, Outcome, OwesKind, Period, Repair, RunKind, Seat, Status, StrokeKind, Used,
    Warmth,
};

/// One of a closed list of words.
pub(super) trait Word {
    /// As the file has it.
    fn word(self) -> &'static str;
}

macro_rules! words {
    ($($of:ident { $($one:ident $word:literal),* })*) => {
        $(impl Word for $of {
            fn word(self) -> &'static str {
                match self { $(Self::$one => $word),* }
            }
        })*
    };
}

words! {
    Measure { WonValue "won-value", WonDeals "won-deals" }
    Seat { Driver "driver", Navigator "navigator", Both "both", Lead "lead" }
    Period { Week "week", Month "month", Quarter "quarter" }
    OwesKind {
        Visits "visits", Assets "assets", Tracks "tracks", Answers "answers", Reports "reports", Strokes "strokes"
    }
    AssetKind {
        CaseStudy "case-study", Testimonial "testimonial", Datasheet "datasheet", Roi "roi", Demo "demo",
        Reference "reference"
    }
    Warmth { Cold "cold", Warm "warm" }
    Gives { Revenue "revenue", Cost "cost", Risk "risk", Peace "peace" }
    Colour { Yellow "yellow", Red "red" }
    Outcome { Clean "clean", Hit "hit" }
    RunKind { Phone "phone", Meeting "meeting", Visit "visit", Demo "demo" }
    StrokeKind { Push "push", Pull "pull" }
    Used { Landed "landed", Flat "flat", NotUsed "not-used" }
    Repair { Recovered "recovered", Later "later", Retired "retired" }
    Status { Won "won", Lost "lost" }
}
