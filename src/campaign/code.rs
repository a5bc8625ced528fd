//! The stable names of every problem that reading and checking a campaign can tell.
//!
//! `docs/problems.md` is made from this table; a test holds the two together. Syntax problems are named by `text`.

use crate::text::{Code, Severity};

/// One kind of problem.
#[derive(Debug, Clone, Copy)]
pub struct Problem {
    /// Its stable name.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// When it is told.
    pub when: &'static str,
    /// What mends it.
    pub mend: &'static str,
}

macro_rules! problems {
    ($($name:ident $severity:ident $code:literal: $when:literal, $mend:literal;)*) => {
        $(pub(super) const $name: Problem =
            Problem { code: $code, severity: Severity::$severity, when: $when, mend: $mend };)*

        /// Every problem of this room, in the order of the reference.
        pub const PROBLEMS: &[Problem] = &[$($name),*];
    };
}

problems! {
    UNKNOWN_KEY Warning "unknown-key":
        "a record has a key that such a record does not know; it is kept",
        "write the known name that is told, or move the key to the record it belongs to";
    WRONG_TYPE Error "wrong-type":
        "a value is not of the kind its key takes, such as a number where a date belongs; it is left out",
        "write the value in the form that is told";
    UNKNOWN_CHOICE Error "unknown-choice":
        "a key that takes one of a few words has another word; it is left out",
        "write one of the words that are told";
    OUT_OF_RANGE Error "out-of-range":
        "a number lies outside what its key can mean, such as a probability of 60; it is left out",
        "write a number within the range that is told";
    MISSING_KEY Error "missing-key":
        "a row or record lacks the key without which it means nothing; it is left out",
        "give it the key";
    BAD_ID Error "bad-id":
        "an id is not made of letters, digits, `_` and `-`, or ends like a distance (`-3d`); the record is kept",
        "rename the record";
    BAD_DURATION Error "bad-duration":
        "a duration cannot be read; it is left out",
        "write it such as `3wd`, `4wh`, `20m`, `2w` or `1d 4h`";
    BAD_POSITION Error "bad-position":
        "the `at` of an obstacle or a note cannot be read; it is left out",
        "write a date, `enter proof`, an id or `ciso-call 12:30`, and if need be ` - 4wd` after it";
    BAD_HOURS Error "bad-hours":
        "working hours cannot be read; the default is taken",
        "write them such as `Mon-Thu 09:00-17:30, Fri 09:00-16:00`";
    BAD_NOTATION Error "bad-notation":
        "the shorthand of a `pace` cannot be read; it is left out",
        "correct the token that is told";
    UNKNOWN_CURRENCY Error "unknown-currency":
        "a currency is not in ISO 4217; it is left out",
        "write its three letters, such as `GBP`";
    UNKNOWN_TIMEZONE Error "unknown-timezone":
        "a time zone does not exist; it is left out",
        "write a zone of the IANA list, such as `Europe/London`";
    IMPOSSIBLE_DATE Error "impossible-date":
        "a date or time does not exist; it is left out",
        "correct the day or the time";
    FAR_DATE Warning "far-date":
        "a date lies before 1990 or after 2099",
        "check the year";
    NEWER_FORMAT Error "newer-format":
        "the file is of a newer format than this program knows; it opens read-only",
        "use a newer codriver";
    MISSING_FORMAT Warning "missing-format":
        "the file does not say its format; 1 is taken",
        "write `format = 1` as the first line";
    MISSING_TIMEZONE Warning "missing-timezone":
        "the campaign has no time zone; the machine's is taken",
        "give `[campaign]` a `timezone`";
    MISSING_NAME Error "missing-name":
        "a deal has neither `account` nor `title`; its id is shown",
        "give it an `account`";
    DANGLING_REFERENCE Error "dangling-reference":
        "a key names a record that the file does not have",
        "write the id that is told, or add the record";
    MISSING_HISTORY Warning "missing-history":
        "an archived campaign that `history` lists cannot be read; its deals are left out",
        "correct the path, put the file back, or take it out of the list";
    STALE_REFERENCE Warning "stale-reference":
        "a row of a log names a record that the file no longer has",
        "correct the id, or leave it as history";
    STAGE_NOT_ON_ROUTE Error "stage-not-on-route":
        "a deal stands on a stage that the route lacks",
        "write a stage of the route, or add the stage to `route`";
    STAGE_OFF_ROUTE Warning "stage-off-route":
        "a stage has a table but is not on the route",
        "add it to `route`, or remove the table";
    DUPLICATE_STAGE Error "duplicate-stage":
        "the route names a stage twice",
        "keep one of them";
    DUPLICATE_NAME Warning "duplicate-name":
        "two stages have the same name",
        "give one of them another name";
    DUPLICATE_ROW Warning "duplicate-row":
        "two rows of a log have the same key; both are kept",
        "remove one of them";
    SHARED_ID Error "shared-id":
        "an obstacle, a control, a run or a hazard shares its id with another on the same deal",
        "rename one of them";
    POSITION_CYCLE Error "position-cycle":
        "places are measured from each other in a circle",
        "give one of them a date or a stage";
    TOPIC_CIRCLE Warning "topic-circle":
        "topics are other words for each other in a circle, so that none is the one to file under; the first by id is taken",
        "take one of them out of the other's `also`";
    NO_PLACE Warning "no-place":
        "a note has neither a place (`at`) nor an occasion (`when`), so it is never called",
        "give it `at` or `when`";
    UNDATED_NEXT Warning "undated-next":
        "the next touch of an open deal has no day",
        "give it a day";
    UNKNOWN_FACT Warning "unknown-fact":
        "the `gate` of a deal names a fact that its stage does not ask for",
        "write a fact of the stage's `gate`, or remove it";
    TOO_MANY_FACTS Warning "too-many-facts":
        "a stage asks for more than nine facts",
        "keep nine at most";
    UNKNOWN_FIELD Error "unknown-field":
        "an `only` names a field that a deal does not have, so nothing matches",
        "write a field of a deal";
    NEGATIVE_VALUE Warning "negative-value":
        "a deal has a value below zero",
        "write what the deal is worth";
    NO_RATE Warning "no-rate":
        "the value of a deal is in another currency than the campaign's, and the campaign has no rate for it, so that no \
         total can count both",
        "write the rate under `[campaign.rates]`, or the value in the campaign's currency";
    SHARES_OVER_ONE Warning "shares-over-one":
        "the shares of the destination are more than one together",
        "lower one of them";
    CLOSE_BEFORE_CREATED Warning "close-before-created":
        "a deal is promised for a day before it began: before `created`, or else before its first stage",
        "correct `close` or the day on which the deal began";
    ENDS_BEFORE_START Warning "ends-before-start":
        "something ends before it starts",
        "correct one of the two";
    PAUSE_OUTSIDE Warning "pause-outside":
        "a pause lies before its run starts or after it ends, or the run has not started",
        "correct the pause, or take it out";
    PAUSES_OVERLAP Warning "pauses-overlap":
        "two pauses of a run are at the same time, or two are open",
        "give the first its `until`, or make one of the two";
    HAND_OVER_TO_NOBODY Warning "hand-over-to-nobody":
        "a hand-over does not say who takes the wheel, so nobody drives by it",
        "give the row its `to`, or take it out";
    NOT_YET Warning "not-yet":
        "a stroke, a field report, an accepted hand-over or the beginning of a repair lies after now; `check` tells it, which knows the time",
        "correct the date, or plan it as a next touch or a run";
    BARE_SERVICE Warning "bare-service":
        "a repair has no reason or no end, so that no play fits it or nobody sees when its time is over",
        "give the service a `reason` and an `until`";
    SERVICE_AFTER_FINISH Warning "service-after-finish":
        "a finished deal is still in service",
        "end the repair: `codriver deal service FILE DEAL --end retired`, or take the finish out";
    PAST_THE_RUN Warning "past-the-run":
        "a note or an obstacle stands at a minute that its run does not reach",
        "write an earlier minute, or a longer `length`";
    RUNS_OVERLAP Warning "runs-overlap":
        "somebody of the crew is in two runs at the same time, on one deal or on two",
        "move one of them, or let somebody else go";
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference() -> String {
        use std::fmt::Write as _;
        let mut page = String::from(
            "# Problems\n\n\
             `codriver check FILE` tells every problem of a file with its place. Codes are stable: scripts may rely on\n\
             them. A warning leaves the data as written; an error means that something could not be taken as written.\n\
             Syntax problems have the code `syntax`.\n\n\
             | code | severity | when | mend |\n|---|---|---|---|\n",
        );
        for problem in PROBLEMS {
            let severity = match problem.severity {
                Severity::Warning => "warning",
                Severity::Error => "error",
            };
            writeln!(page, "| `{}` | {severity} | {} | {} |", problem.code, problem.when, problem.mend).unwrap();
        }
        page
    }

    #[test]
    fn the_reference_of_problems_is_this_table() {
        let page = include_str!("../../docs/problems.md");
        assert_eq!(page, reference(), "write this into docs/problems.md:\n{}", reference());
    }

    #[test]
    fn no_two_problems_share_a_code() {
        let codes: std::collections::HashSet<Code> = PROBLEMS.iter().map(|problem| problem.code).collect();
        assert_eq!(codes.len(), PROBLEMS.len());
    }
}
