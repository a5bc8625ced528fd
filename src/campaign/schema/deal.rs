//! The keys of a deal and of all that it holds.

use super::Takes::{
    Choice, Count, Currency, Duration, Id, Link, Money, Pace, Position, Records, Rows, Share, Table, Text, When, Word,
    Yes,
};
use super::{Field, Kind, Names, each, list, one, some};

pub(super) const DEAL: [Field; 40] = [
    one("account", Text, "the customer"),
    one("title", Text, "what it is about"),
    one("value", Money, "how much it is worth"),
    one("currency", Currency, "three letters, such as USD; none: the campaign's"),
    one("created", When, "when it began"),
    one("source", Text, "who or what brought it"),
    one("stage", Id(Names::Stage), "where it is now"),
    one("since", When, "in this stage since"),
    one("close", When, "the driver's promise: closed by the end of this day"),
    one("customer_date", When, "when the customer wants the value"),
    one("probability", Share, "the driver's own figure, from 0 to 1"),
    some("driver", Id(Names::Crew), "who drives; the first is called"),
    some("navigator", Id(Names::Crew), "who reads the notes"),
    list("product", Id(Names::Product), "what is sold"),
    some("market", Word, "where, such as GB"),
    some("industry", Word, "in which trade, such as retail"),
    list("infrastructure", Word, "what the customer runs"),
    each("objective", Names::Any, Text, "what the customer wants, in their words"),
    one("value_line", Records(Kind::ValueLine), "what our side gives for an objective"),
    one("contact", Records(Kind::Contact), "the customer's people"),
    one("next", Table(Kind::Next), "the next touch"),
    list("gate", Id(Names::Fact), "the facts had so far in this stage"),
    each("ids", Names::Any, Text, "the id of this deal in another system"),
    one("flag", Records(Kind::Flag), "what plays answer to"),
    one("waiver", Records(Kind::Waiver), "exceptions in scrutineering"),
    one("obstacle", Records(Kind::Obstacle), "what stands on the road"),
    one("note", Records(Kind::Note), "what to say or do, called ahead of its place"),
    one("control", Records(Kind::Control), "dated promises"),
    one("run", Records(Kind::Run), "meetings"),
    one("stage_log", Rows(Kind::StageLog), "the stages already left"),
    one("close_log", Rows(Kind::CloseLog), "each move of the promised close"),
    one("stroke", Rows(Kind::Stroke), "pushes and pulls, as they happened"),
    one("heard", Rows(Kind::Heard), "the buyer's own words"),
    one("message", Rows(Kind::Message), "between the seats"),
    one("call_log", Rows(Kind::CallLog), "one row for each call"),
    one("handoff", Rows(Kind::Handoff), "who drove, and who took over"),
    one("service", Table(Kind::Service), "in trouble: being repaired"),
    one("service_log", Rows(Kind::ServiceLog), "earlier repairs"),
    one("result", Table(Kind::Finish), "how it ended; none: open"),
    one("crm", Table(Kind::LastWord), "what the CRM said last; import writes it"),
];

pub(super) const VALUE_LINE: [Field; 3] = [
    one("serves", Id(Names::Objective), "the objective that it serves"),
    one(
        "gives",
        Choice(&["revenue", "cost", "risk", "peace"]),
        "what it gives: more sold, less spent, less risk, peace",
    ),
    one("line", Text, "the line itself"),
];

pub(super) const CONTACT: [Field; 4] = [
    one("name", Text, "the full name"),
    one("role", Text, "what this person does there"),
    one("stance", Text, "how this person stands to us: champion, cautious, against"),
    one("email", Text, "where to write to"),
];

pub(super) const NEXT: [Field; 4] = [
    one("what", Text, "what comes next, in words"),
    one("on", When, "on this day"),
    one("by", Id(Names::Crew), "who does it"),
    one("needs", Id(Names::Crew), "whose help it needs"),
];

pub(super) const FLAG: [Field; 4] = [
    one("colour", Choice(&["yellow", "red"]), "yellow is caution; red stops outreach, and clocks stand"),
    one("why", Text, "why, in words"),
    one("by", Id(Names::Crew), "who raised it"),
    one("at", When, "when"),
];

pub(super) const WAIVER: [Field; 4] = [
    one("of", Word, "the rule that it lifts, such as runs_on"),
    one("why", Text, "why, and who confirmed it"),
    one("by", Id(Names::Crew), "who gave it"),
    one("until", When, "valid to the end of this day"),
];

pub(super) const OBSTACLE: [Field; 5] = [
    one("at", Position, "where it stands: enter proof, leave demo + 3d, a date"),
    one("pace", Pace, "how hard: L client, R us, 6 easy … 1 stops the deal"),
    one("title", Text, "what it is, in words"),
    one("outcome", Choice(&["clean", "hit"]), "how it went, once it is behind: clean did not bite, hit did"),
    one("struck", Yes, "takes a hazard off this deal"),
];

pub(super) const NOTE: [Field; 16] = [
    one("at", Position, "its place: procurement, enter proof - 3wd, ciso-call 12:30, next tue 10:00"),
    one("when", Text, "an occasion instead of a time: they mention …; opened by hand"),
    one("pace", Pace, "how hard: L client, R us, 6 easy … 1 stops it; none: as its place"),
    one("say", Text, "what to say or do"),
    one("lead", Duration, "called so long before, in working time; none: by the grade"),
    list("ladder", Duration, "several calls, each so long before: 4wd, 1wd, 2h"),
    one("by", Id(Names::Crew), "who wrote it"),
    one("written", When, "when it was written"),
    one("asset", Id(Names::Asset), "what to bring"),
    one("track", Id(Names::Track), "the message that it plays"),
    one("review_by", When, "to be looked at again by then"),
    one("mark", Choice(&["*", "?", "~", "x"]), "the pencil mark: * key, ? doubtful, ~ amended, x struck"),
    one("was", Text, "of an amended note: what it said"),
    one("retired", Yes, "no longer called"),
    one("snooze", When, "called again then"),
    one("tally", Table(Kind::Tally), "old calls, folded into counts"),
];

pub(super) const TALLY: [Field; 3] = [
    one("called", Count, "how often it was called"),
    one("heard", Count, "how often that was heard"),
    one("landed", Count, "how often it landed"),
];

pub(super) const CONTROL: [Field; 5] = [
    one("what", Text, "what is promised"),
    one("due", When, "by the end of this day, or by this time"),
    one("owner", Id(Names::Owner), "who promised it: a person, or customer"),
    one("early_hurts", Yes, "whether too early is told as well"),
    one("done", When, "when it was kept"),
];

pub(super) const RUN: [Field; 11] = [
    one("what", Text, "the meeting in words"),
    one("starts", When, "when it is planned"),
    one("length", Duration, "how long, such as 45m"),
    list("crew", Id(Names::Crew), "who goes"),
    list("with", Id(Names::Contact), "whom they meet"),
    one("kind", Choice(&["phone", "meeting", "visit", "demo"]), "how people meet"),
    one("aim", Text, "what it is for"),
    one("link", Link, "where to join"),
    one("started", When, "when it began"),
    one("ended", When, "when it was over"),
    one("pauses", Rows(Kind::Pause), "its pauses"),
];

pub(super) const PAUSE: [Field; 2] = [one("from", When, "when it began"), one("until", When, "when it was over")];

pub(super) const STAGE_LOG: [Field; 5] = [
    one("stage", Id(Names::Stage), "the stage that was left"),
    one("from", When, "when it was entered"),
    one("to", When, "when it was left"),
    one("overruled", Text, "why it was left without its facts"),
    one("by", Id(Names::Crew), "who decided that"),
];

pub(super) const CLOSE_LOG: [Field; 4] = [
    one("at", When, "when the promise was moved"),
    one("was", When, "the promise before"),
    one("now", When, "the promise after"),
    one("by", Id(Names::Crew), "who moved it"),
];

pub(super) const STROKE: [Field; 8] = [
    one("at", When, "when"),
    one("by", Id(Names::Crew), "who"),
    one("kind", Choice(&["push", "pull"]), "push is sales, pull is marketing"),
    one("what", Text, "what was done"),
    one("result", Text, "what came of it"),
    one("topic", Id(Names::Topic), "what it was about"),
    one("track", Id(Names::Track), "the message that was played"),
    one("asset", Id(Names::Asset), "what was brought"),
];

pub(super) const HEARD: [Field; 9] = [
    one("at", When, "when it was said"),
    one("by", Id(Names::Crew), "who reports it"),
    one("who", Id(Names::Contact), "who said it"),
    one("kind", Choice(&["objection", "question", "challenge", "praise", "rival"]), "what it was"),
    one("said", Text, "their own words"),
    one("topic", Id(Names::Topic), "what it is filed under"),
    one("run", Id(Names::Run), "the meeting that it was said in"),
    one("answer", Id(Names::Note), "the note that answers it; none: it waits in the inbox"),
    one("answered", When, "when it was answered"),
];

pub(super) const MESSAGE: [Field; 4] = [
    one("at", When, "when"),
    one("by", Id(Names::Crew), "who wrote it"),
    one("text", Text, "what it says"),
    one("seen", When, "when the other seat saw it"),
];

pub(super) const CALL_LOG: [Field; 9] = [
    one("note", Id(Names::Called), "the note that was called"),
    one("rung", Text, "the rung as the ladder writes it; none: the lead by grade"),
    one("place", When, "the time that it was called for"),
    one("lead", Duration, "how long before"),
    one("called", When, "when it was called"),
    one("acked", When, "when it was heard"),
    one("again", When, "when it was repeated"),
    one("by", Id(Names::Crew), "who heard it"),
    one("used", Choice(&["landed", "flat", "not-used"]), "how it went"),
];

pub(super) const HANDOFF: [Field; 5] = [
    one("from", Id(Names::Crew), "who drove"),
    one("to", Id(Names::Crew), "who drives from now on"),
    one("at", When, "when it was offered"),
    one("briefing", Text, "what the next driver must know"),
    one("accepted", When, "when it was taken; none: not yet"),
];

pub(super) const SERVICE: [Field; 6] = [
    one("since", When, "in trouble since"),
    one("reason", Id(Names::Trouble), "why, as a flag or a play names it"),
    one("play", Id(Names::Play), "the play that is run"),
    one("until", When, "to be repaired by then"),
    one("push", Table(Kind::Stint), "what sales does"),
    one("pull", Table(Kind::Stint), "what marketing does"),
];

pub(super) const STINT: [Field; 3] = [
    one("what", Text, "what is to be done"),
    one("by", Id(Names::Crew), "who does it"),
    one("done", When, "when it was done"),
];

pub(super) const SERVICE_LOG: [Field; 5] = [
    one("since", When, "in trouble since"),
    one("ended", When, "until"),
    one("reason", Id(Names::Trouble), "why"),
    one("play", Id(Names::Play), "the play that was run"),
    one("outcome", Choice(&["recovered", "later", "retired"]), "how it ended: back on the road, put off, given up"),
];

pub(super) const FINISH: [Field; 4] = [
    one("status", Choice(&["won", "lost"]), "won or lost"),
    one("on", When, "when"),
    one("reason", Text, "why, for a loss"),
    one("credit", Rows(Kind::Credit), "who did what for it"),
];

pub(super) const CREDIT: [Field; 2] =
    [one("who", Id(Names::Crew), "who"), one("for", Text, "for what: lead, notes, proofs, answers, visits")];

pub(super) const LAST_WORD: [Field; 14] = [
    one("account", Text, "the customer, as the CRM has it"),
    one("title", Text, "what it is about"),
    one("value", Money, "how much it is worth"),
    one("currency", Currency, "three letters, such as USD"),
    one("stage", Text, "the stage by its name in the CRM"),
    one("status", Choice(&["open", "won", "lost"]), "whether it is still on its way there"),
    one("close", When, "the promised close"),
    one("created", When, "when the CRM got it"),
    one("probability", Share, "the figure there, from 0 to 1"),
    one("driver", Text, "who drives, by the name in the CRM"),
    one("next", Text, "the next touch, in words"),
    one("next_on", When, "and its day"),
    one("reason", Text, "why it was lost"),
    one("source", Text, "who or what brought it"),
];
