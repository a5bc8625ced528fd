//! The keys of what holds for the whole campaign.

use super::Takes::{
    Choice, Count, Currency, Date, Duration, Factor, Hours, Id, Link, Money, Pace, Position, Records, Rows, Share,
    Table, Text, When, Word, Yes, Zone,
};
use super::{Field, Kind, Many, Names, each, list, one, only};

pub(super) const TOP: [Field; 13] = [
    one("format", Count, "the version of the format; this program writes 1"),
    one("campaign", Table(Kind::Campaign), "what holds for the whole file"),
    one("destination", Table(Kind::Destination), "one target for both trades"),
    one("crew", Records(Kind::Crew), "the people"),
    one("stage", Records(Kind::Stage), "the stages of the route"),
    one("product", Records(Kind::Product), "what is sold, and where it may run"),
    one("asset", Records(Kind::Asset), "testimonials, case studies and the like"),
    one("topic", Records(Kind::Topic), "the words that notes and reports are filed under"),
    one("track", Records(Kind::Track), "messages that both trades have agreed on"),
    one("play", Records(Kind::Play), "what to do when a deal is in trouble"),
    one("hazard", Records(Kind::Hazard), "obstacles that every matching open deal meets"),
    one("deal", Records(Kind::Deal), "the deals"),
    one("review", Rows(Kind::Review), "reviews of a deal by the pair"),
];

pub(super) const CAMPAIGN: [Field; 11] = [
    one("name", Text, "what the campaign is called"),
    one("timezone", Zone, "where its dates and times are, such as Europe/London"),
    one("currency", Currency, "three letters, such as GBP: what values without a currency are in"),
    list("route", Id(Names::Stage), "the stages in order, by id"),
    one("working_hours", Hours, "when people work, such as Mon-Thu 09:00-17:30, Fri 09:00-16:00"),
    list("holidays", Date, "days on which nobody works"),
    list("history", Text, "archived campaigns, by their path from this file"),
    one("deal_log", Text, "a change log of past deals, by its path from this file"),
    one("calls", Table(Kind::Calls), "when notes are called"),
    each("rates", Names::Currency, Money, "what one unit of another currency is worth in the campaign's"),
    one("engine", Table(Kind::Engine), "what both trades agreed about pushes and pulls"),
];

pub(super) const CALLS: [Field; 1] =
    [each("prep", Names::Grade, Duration, "how long a grade takes to prepare, in working time, such as 40wh")];

pub(super) const ENGINE: [Field; 1] =
    [Field { key: "band", takes: Share, many: Many::Pair, help: "the agreed share of pushes: from, to" }];

pub(super) const DESTINATION: [Field; 7] = [
    one("goal", Text, "the target in words"),
    one("measure", Choice(&["won-value", "won-deals"]), "what is counted: the value of deals won, or their number"),
    one("target", Money, "how much of it"),
    one("from", When, "counted from this day"),
    one("by", When, "to be reached by the end of this day"),
    each("shares", Names::Crew, Share, "whose own target carries how much of it, from 0 to 1"),
    only("which deals count: a field of a deal, and the values that do"),
];

pub(super) const CREW: [Field; 7] = [
    one("name", Text, "the full name"),
    one(
        "seat",
        Choice(&["driver", "navigator", "both", "lead"]),
        "driver is sales, navigator is marketing, lead sees both seats",
    ),
    one("timezone", Zone, "where this person works, if not where the campaign does"),
    one("working_hours", Hours, "when this person works, if not when the campaign does"),
    one("away", Rows(Kind::Away), "times away"),
    one("earliness", Factor, "how early this person likes calls, from 0.5 to 2; 1 is usual"),
    one("owes", Records(Kind::Owes), "what this person owes the other trade"),
];

pub(super) const AWAY: [Field; 2] =
    [one("from", When, "the first day away"), one("until", When, "the last day away; none: one day")];

pub(super) const OWES: [Field; 4] = [
    one("what", Text, "what is owed, in words"),
    one("count", Count, "how many in each period"),
    one("every", Choice(&["week", "month", "quarter"]), "the period"),
    one(
        "of",
        Choice(&["visits", "assets", "tracks", "answers", "reports", "strokes"]),
        "what is counted; none: what the id says",
    ),
];

pub(super) const STAGE: [Field; 6] = [
    one("name", Text, "the name to show"),
    one("expected", Duration, "how long a deal usually stays, such as 21d"),
    one("win_rate", Share, "how many of the deals that enter it are won, from 0 to 1"),
    one("stale_after", Duration, "a deal that rests here longer is stale, such as 10d"),
    each("gate", Names::Any, Text, "a fact to have before leaving; at most nine"),
    one("guidance", Text, "advice for this stage"),
];

pub(super) const PRODUCT: [Field; 5] = [
    one("name", Text, "the name to show"),
    list("markets", Word, "where it may be sold, such as GB, IE"),
    list("runs_on", Word, "infrastructure that it works with"),
    list("conflicts", Word, "infrastructure that it does not work with"),
    one("paper", Records(Kind::Paper), "certificates and the like, with their end"),
];

pub(super) const PAPER: [Field; 2] =
    [one("name", Text, "what the paper is called"), one("until", When, "valid to the end of this day")];

pub(super) const ASSET: [Field; 10] = [
    one(
        "kind",
        Choice(&["case-study", "testimonial", "datasheet", "roi", "demo", "reference"]),
        "what it is; a reference is a customer who may be called",
    ),
    one("title", Text, "the title to show"),
    one("link", Link, "where it is"),
    list("industry", Word, "the trades that it speaks to"),
    list("topics", Id(Names::Topic), "what it speaks about"),
    list("stages", Id(Names::Stage), "the stages where it helps"),
    one("permission", Yes, "whether it may be used outside"),
    one("until", When, "may be used to the end of this day"),
    one("by", Id(Names::Crew), "who brought it"),
    one("added", When, "when it was brought"),
];

pub(super) const TOPIC: [Field; 2] =
    [one("name", Text, "the name to show and to say"), list("also", Word, "other words for it")];

pub(super) const TRACK: [Field; 7] = [
    one("theme", Text, "what the message is about"),
    one("opener", Text, "the first sentence"),
    one("line", Text, "the message itself"),
    one("warmth", Choice(&["cold", "warm"]), "whom the opener suits: cold does not know us yet"),
    list("topics", Id(Names::Topic), "what it is filed under"),
    list("agreed", Id(Names::Crew), "who has signed; one driver and one navigator make it agreed"),
    list("never", Word, "words never to be used"),
];

pub(super) const PLAY: [Field; 5] = [
    one("title", Text, "what has happened, as a title"),
    list("when", Id(Names::Trouble), "the flags and reasons that it answers"),
    one("push", Text, "what sales does"),
    one("pull", Text, "what marketing does"),
    one("within", Duration, "how soon, such as 3wd"),
];

pub(super) const HAZARD: [Field; 5] = [
    one("at", Position, "where deals meet it: enter proof, leave demo + 3d, a date"),
    one("pace", Pace, "how hard: L client, R us, 6 easy … 1 stops the deal"),
    one("title", Text, "the title to show"),
    only("which deals meet it: a field of a deal, and the values that do; none: all"),
    one("note", Records(Kind::Note), "what to say or do there"),
];

pub(super) const REVIEW: [Field; 5] = [
    one("at", When, "when the pair met"),
    one("deal", Id(Names::Deal), "which deal"),
    list("by", Id(Names::Crew), "who took part"),
    list("decisions", Text, "what was decided"),
    one("rubs", Text, "what rubs between the trades, in one line"),
];
