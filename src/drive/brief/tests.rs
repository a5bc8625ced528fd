//! The rules of the call sheet, a sentence each.

use super::super::tests::{at, campaign};
use super::*;

const NOW: &str = "2026-11-20 09:41";

/// A campaign with a pair, one stage and one deal; `deal` are keys of the deal, `rest` further records.
fn text(deal: &str, rest: &str) -> String {
    format!(
        "format = 1\n[campaign]\ntimezone = \"Europe/London\"\nroute = [\"proof\"]\n\
         [crew.sam]\nname = \"Sam Okoro\"\nseat = \"driver\"\n[crew.maya]\nname = \"Maya Lind\"\nseat = \"navigator\"\n\
         [stage.proof]\nname = \"Proof\"\nexpected = \"21d\"\ngate = {{ owner = \"Owner named\" }}\n\
         [topic.price]\nname = \"Price\"\n[topic.install]\nname = \"Installation\"\n\
         [deal.d]\naccount = \"D\"\nstage = \"proof\"\n{deal}\n{rest}"
    )
}

fn sheet(deal: &str, rest: &str, names: bool) -> Brief {
    let campaign = campaign(&text(deal, rest));
    let deal = campaign.deal("d").unwrap();
    brief(&campaign, &Outlook::new(&campaign), &Index::of(&campaign), deal, at(NOW), names)
}

fn lines(brief: &Brief, about: About) -> Vec<String> {
    let block = brief.blocks.iter().find(|block| block.about == about);
    let facts = block.map(|block| block.facts.as_slice()).unwrap_or_default();
    facts.iter().map(|fact| format!("{} {}", fact.mark(), fact.paragraph(true))).collect()
}

fn told(about: About, deal: &str, rest: &str) -> Vec<String> {
    lines(&sheet(deal, rest, true), about)
}

const RUN: &str =
    "[deal.d.run.call]\nwhat = \"Call\"\nstarts = 2026-11-24T14:00:00\nlength = \"45m\"\nkind = \"phone\"\n";

// --- the run and its aim ---------------------------------------------------------------------------------------------

#[test]
fn the_next_run_is_the_first_whose_time_is_not_over() {
    let rest = "[deal.d.run.gone]\nstarts = 2026-11-20T08:00:00\n[deal.d.run.later]\nstarts = 2026-12-01T10:00:00\n\
                [deal.d.run.soon]\nwhat = \"Soon\"\nstarts = 2026-11-20T09:00:00\n";
    assert_eq!(sheet("", rest, true).run.as_deref(), Some("soon"));
}

#[test]
fn a_run_that_is_under_way_comes_before_all_others() {
    let rest = "[deal.d.run.a]\nstarts = 2026-11-20T10:00:00\n\
                [deal.d.run.b]\nstarts = 2026-11-20T06:00:00\nstarted = 2026-11-20T06:00:00\n";
    assert_eq!(sheet("", rest, true).run.as_deref(), Some("b"));
}

#[test]
fn the_run_says_what_when_how_long_and_with_whom() {
    let deal = "contact.ines = { name = \"Ines Roth\", role = \"CISO\" }";
    let rest = format!("{RUN}with = [\"ines\"]\ncrew = [\"sam\"]\n");
    let expected = ["· Call → Tue 24 Nov 14:00, in 2 wd (45 min, by phone)", "· with Ines Roth (ours: Sam)"];
    assert_eq!(told(About::Run, deal, &rest), expected);
}

#[test]
fn without_a_run_the_next_touch_is_told() {
    let deal = "next = { what = \"Ring Ines\", on = 2026-11-24, by = \"sam\" }";
    assert_eq!(told(About::Run, deal, ""), ["! no run is planned", "· next touch: Ring Ines → Tue 24 Nov (Sam)"]);
}

#[test]
fn there_is_one_aim() {
    assert_eq!(told(About::Aim, "", &format!("{RUN}aim = \"Agree who signs\"\n")), ["· Agree who signs"]);
}

#[test]
fn without_an_aim_the_first_fact_that_is_missing_stands_in_for_it() {
    let expected = ["! no aim is written → to leave Proof: Owner named (the first fact that is missing)"];
    assert_eq!(told(About::Aim, "", RUN), expected);
}

// --- the opener ------------------------------------------------------------------------------------------------------

const TRACKS: &str = "[track.cold]\ntheme = \"Cold\"\nopener = \"Cold?\"\nwarmth = \"cold\"\nagreed = [\"sam\", \"maya\"]\n\
                      [track.warm]\ntheme = \"Warm\"\nopener = \"Warm?\"\nwarmth = \"warm\"\nagreed = [\"sam\", \"maya\"]\n\
                      [track.half]\ntheme = \"Half\"\nopener = \"Half?\"\nagreed = [\"maya\"]\n";
const STROKE: &str = "[[deal.d.stroke]]\nat = 2026-11-10T10:00:00Z\nkind = \"push\"\nwhat = \"Rang\"\n";

#[test]
fn they_are_cold_until_a_run_was_driven_or_a_stroke_is_written() {
    let driven = "[deal.d.run.first]\nstarted = 2026-11-10T10:00:00\nended = 2026-11-10T11:00:00\n";
    let opener = |rest: &str| told(About::Opener, "", &format!("{TRACKS}{rest}"));
    assert_eq!(opener(""), ["· Cold? (Cold; cold, no topic of theirs)"]);
    assert_eq!(opener(STROKE), ["· Warm? (Warm; warm, no topic of theirs)"]);
    assert_eq!(opener(driven), ["· Warm? (Warm; warm, no topic of theirs)"]);
}

#[test]
fn a_track_that_only_one_side_has_signed_opens_nothing() {
    let tracks = "[track.half]\nopener = \"Half?\"\nagreed = [\"maya\"]\n";
    let expected = ["! no opener that both have signed suits a cold talk (one track waits for a signature)"];
    assert_eq!(told(About::Opener, "", tracks), expected);
}

#[test]
fn the_track_on_their_topic_opens_and_its_line_follows() {
    let tracks = "[track.a]\ntheme = \"A\"\nopener = \"A?\"\nagreed = [\"sam\", \"maya\"]\n\
                  [track.b]\ntheme = \"B\"\nopener = \"B?\"\nline = \"B!\"\ntopics = [\"price\"]\nagreed = [\"sam\", \"maya\"]\n\
                  [[deal.d.heard]]\nat = 2026-11-13\nsaid = \"Dear\"\ntopic = \"price\"\n";
    assert_eq!(told(About::Opener, "", tracks), ["· B? (B; Price)", "· then: B!", "· A? (A; no topic of theirs)"]);
}

// --- value -----------------------------------------------------------------------------------------------------------

#[test]
fn each_objective_has_its_value_line_and_orphans_of_both_sides_are_told() {
    let deal = "objective.a = \"Less waste\"\nobjective.b = \"Calm nights\"\n\
                value_line.x = { serves = \"a\", gives = \"cost\", line = \"Half of it.\" }\n\
                value_line.y = { line = \"Greener.\" }";
    let expected = [
        "· Less waste → Half of it. (less cost)",
        "! Calm nights → no value line serves it yet",
        "! Greener. → serves no objective of theirs: leave it out",
    ];
    assert_eq!(told(About::Value, deal, ""), expected);
}

// --- objections ------------------------------------------------------------------------------------------------------

fn heard(deal: &str, day: u32, topic: &str, more: &str) -> String {
    format!("[[deal.{deal}.heard]]\nat = 2026-11-{day}\nsaid = \"Words {day}\"\ntopic = \"{topic}\"\n{more}\n")
}

#[test]
fn what_nobody_has_answered_comes_before_what_was_answered() {
    let rest = heard("d", 18, "price", "answer = \"n\"")
        + &heard("d", 12, "install", "kind = \"question\"")
        + "[deal.d.note.n]\nsay = \"Per store.\"\n";
    let expected =
        ["! “Words 12” → no answer yet: ask the navigator (Thu 12 Nov)", "· “Words 18” → Per store. (Wed 18 Nov)"];
    assert_eq!(told(About::Objections, "", &rest), expected);
}

#[test]
fn praise_is_no_objection() {
    let rest = heard("d", 18, "price", "kind = \"praise\"");
    assert_eq!(told(About::Objections, "", &rest), [""; 0]);
}

#[test]
fn an_answer_that_landed_elsewhere_is_offered_for_what_waits_here() {
    let rest = heard("d", 18, "price", "")
        + "[deal.a]\naccount = \"A\"\nindustry = \"retail\"\n[deal.a.note.n]\nsay = \"Written.\"\n"
        + &heard("a", 10, "price", "answer = \"n\"")
        + "[deal.b]\naccount = \"B\"\nindustry = \"retail\"\n[deal.b.note.n]\nsay = \"Landed.\"\n"
        + &heard("b", 10, "price", "answer = \"n\"")
        + "[[deal.b.call_log]]\nnote = \"n\"\nrung = \"\"\nplace = 2026-11-12T10:00:00Z\ncalled = 2026-11-12T09:00:00Z\nused = \"landed\"\n";
    let expected = ["! “Words 18” → Landed. (Wed 18 Nov, not answered here, landed at B)"];
    assert_eq!(told(About::Objections, "industry = \"retail\"", &rest), expected);
}

#[test]
fn topics_of_deals_of_the_same_industry_product_or_stage_come_last_those_heard_most_first() {
    let rest = "[deal.a]\naccount = \"A\"\nindustry = \"retail\"\nstage = \"proof\"\n".to_owned()
        + &heard("a", 10, "install", "")
        + &heard("a", 11, "price", "")
        + &heard("a", 12, "price", "");
    let expected = [
        "· Price → no answer is written (2 reports on deals like this)",
        "· Installation → no answer is written (1 report on deals like this)",
    ];
    assert_eq!(told(About::Objections, "industry = \"retail\"", &rest), expected);
}

#[test]
fn the_stage_counts_in_which_the_words_were_said() {
    let other = "[deal.a]\naccount = \"A\"\nstage = \"done\"\n\
                 [[deal.a.stage_log]]\nstage = \"proof\"\nfrom = 2026-11-01\nto = 2026-11-15\n";
    let route = text("", "").replace("[\"proof\"]", "[\"proof\", \"done\"]") + "[stage.done]\n" + other;
    let asked = |day| {
        let campaign = campaign(&(route.clone() + &heard("a", day, "price", "")));
        let deal = campaign.deal("d").unwrap();
        lines(
            &brief(&campaign, &Outlook::new(&campaign), &Index::of(&campaign), deal, at(NOW), true),
            About::Objections,
        )
        .len()
    };
    assert_eq!((asked(10), asked(18)), (1, 0));
}

// --- proofs ----------------------------------------------------------------------------------------------------------

fn asset(id: &str, keys: &str) -> String {
    format!("[asset.{id}]\ntitle = \"{id}\"\nindustry = [\"retail\"]\n{keys}\n")
}

#[test]
fn only_proofs_with_permission_that_last_until_the_run_are_named() {
    let rest = asset("good", "permission = true\nuntil = 2026-11-24")
        + &asset("silent", "")
        + &asset("refused", "permission = false")
        + &asset("over", "permission = true\nuntil = 2026-11-23")
        + RUN;
    assert_eq!(told(About::Assets, "industry = \"retail\"", &rest), ["· good (retail)"]);
}

#[test]
fn a_proof_is_chosen_by_topic_before_industry_and_says_why() {
    let rest = asset("a", "permission = true")
        + "[asset.b]\ntitle = \"b\"\ntopics = [\"price\"]\nstages = [\"proof\"]\npermission = true\n\
           [asset.c]\ntitle = \"c\"\nstages = [\"proof\"]\npermission = true\n"
        + &heard("d", 18, "price", "");
    assert_eq!(told(About::Assets, "industry = \"retail\"", &rest), ["· b (for Price; in Proof)", "· a (retail)"]);
}

#[test]
fn a_proof_that_a_note_of_the_run_brings_and_that_may_not_be_shown_is_told() {
    let rest = format!(
        "[asset.x]\ntitle = \"X\"\n[deal.d.note.n]\nat = \"call 5:00\"\nsay = \"Show X.\"\nasset = \"x\"\n{RUN}"
    );
    let expected = ["! not X → no permission is written (note n brings it)"];
    assert_eq!(told(About::Assets, "", &rest), expected);
}

// --- people, and what is in the way ----------------------------------------------------------------------------------

#[test]
fn the_people_of_the_run_come_first_with_their_stance() {
    let deal = "contact.a = { name = \"Al\", role = \"Buyer\" }\ncontact.b = { name = \"Bo\", role = \"CFO\", stance = \"keen\" }";
    let rest = format!("{RUN}with = [\"b\"]\n");
    assert_eq!(told(About::People, deal, &rest), ["· Bo, CFO → keen (in the run)", "! Al, Buyer → stance not known"]);
}

#[test]
fn what_stops_the_sale_comes_before_what_makes_it_late() {
    let rest = "[deal.d.flag.quiet]\ncolour = \"red\"\nwhy = \"Being sold\"\n\
                [deal.d.control.quote]\nwhat = \"Quote\"\ndue = 2026-11-17\nowner = \"maya\"\n\
                [product.core]\nname = \"Core\"\nmarkets = [\"GB\"]\n";
    let deal = "product = \"core\"\nmarket = \"US\"\nclose = 2026-11-13";
    let expected = [
        "✗ red flag, all outreach stops: Being sold",
        "✗ Core is not sold in US → stops Proof (Core is sold in GB)",
        "! promise three working days over: Quote (Maya)",
        "! the promised close went by on Fri 13 Nov",
    ];
    assert_eq!(told(About::Way, deal, rest), expected);
}

#[test]
fn a_close_before_the_range_of_arrivals_is_told_with_the_range() {
    let told = told(About::Way, "since = 2026-11-19\nclose = 2026-11-25", "");
    assert!(told[0].starts_with("! the promised close, Wed 25 Nov, comes before the finish → expected "), "{told:?}");
}

#[test]
fn a_customers_date_before_the_expected_finish_is_told() {
    let told = told(About::Way, "since = 2026-11-19\nclose = 2026-12-31\ncustomer_date = 2026-12-01", "");
    assert!(told[0].starts_with("! the customer wants the value by Tue 1 Dec → expected "), "{told:?}");
}

#[test]
fn a_rule_that_is_lifted_is_told_with_its_waiver() {
    let rest = "[product.core]\nname = \"Core\"\nmarkets = [\"GB\"]\n[deal.d.waiver.w]\nof = \"markets\"\nwhy = \"Agreed\"\nby = \"maya\"\n";
    let expected = ["✓ scrutineering: cleared", "· Core is not sold in US → waived by Maya: Agreed"];
    assert_eq!(told(About::Way, "product = \"core\"\nmarket = \"US\"", rest), expected);
}

#[test]
fn where_nothing_stands_in_the_way_that_is_told_with_its_end() {
    let rest = "[product.core]\nname = \"Core\"\npaper.iso = { name = \"ISO\", until = 2027-03-01 }\n";
    let expected = ["✓ scrutineering: cleared until Mon 1 Mar 2027 (ISO)"];
    assert_eq!(told(About::Way, "product = \"core\"", rest), expected);
}

// --- doubts ----------------------------------------------------------------------------------------------------------

#[test]
fn doubtful_notes_are_raised_those_of_the_run_first() {
    let rest = format!(
        "[deal.d.note.a]\nat = 2026-12-01\nsay = \"Once for all?\"\nmark = \"?\"\nby = \"maya\"\n\
         [deal.d.note.b]\nat = \"call\"\nsay = \"Who signs?\"\nmark = \"?\"\n\
         [deal.d.note.c]\nat = \"call\"\nsay = \"Sure.\"\n{RUN}"
    );
    let expected = ["? Who signs? (note b)", "? Once for all? (note a, by Maya)"];
    assert_eq!(told(About::Doubtful, "", &rest), expected);
}

#[test]
fn an_answer_that_is_doubted_is_doubtful_where_it_answers() {
    let rest = heard("d", 18, "price", "answer = \"n\"") + "[deal.d.note.n]\nsay = \"Per store.\"\nmark = \"?\"\n";
    assert_eq!(told(About::Objections, "", &rest), ["? “Words 18” → Per store. (Wed 18 Nov)"]);
}

// --- privacy and measure ---------------------------------------------------------------------------------------------

#[test]
fn without_names_roles_and_topics_stand_for_people_and_their_words() {
    let deal = "contact.ines = { name = \"Ines Roth\", role = \"CISO\", stance = \"careful, says Ines\", email = \"i.roth@x.com\" }\n\
                objective.a = \"What Ines wants\"\nvalue_line.x = { serves = \"a\", line = \"Roth gets it\" }\n\
                next = \"Ring Ines\"";
    let rest = format!(
        "{}[deal.d.note.n]\nat = \"call\"\nsay = \"Tell Ines that “Words 18” is right; ask i.roth@x.com\"\nmark = \"?\"\n\
         [deal.d.flag.f]\nwhy = \"Ines leaves\"\n[deal.d.control.c]\nwhat = \"Call Roth\"\ndue = 2026-11-10\n\
         {RUN}aim = \"Win Ines\"\nwith = [\"ines\"]\n",
        heard("d", 18, "price", "who = \"ines\"\nanswer = \"n\"")
    );
    let brief = sheet(deal, &rest, false);
    let everything = format!(
        "{:?}",
        brief.blocks.iter().flat_map(|block| &block.facts).map(|fact| fact.paragraph(true)).collect::<Vec<_>>()
    );
    for name in ["Ines", "Roth", "roth", "Words 18"] {
        assert!(!everything.contains(name), "{name} is told: {everything}");
    }
    assert_eq!(
        lines(&brief, About::Objections),
        ["? Price: a report → Tell the CISO that “…” is right; ask the CISO (the CISO, Wed 18 Nov)"]
    );
    assert_eq!(lines(&brief, About::People), ["· CISO → careful, says the CISO (in the run)"]);
}

#[test]
fn another_customers_people_are_told_by_role_even_with_names() {
    let rest =
        "[deal.a]\naccount = \"A\"\nstage = \"proof\"\ncontact.gil = { name = \"Gil Osborne\", role = \"CFO\" }\n\
                [deal.a.note.n]\nsay = \"Let Gil choose.\"\n"
            .to_owned()
            + &heard("a", 10, "price", "answer = \"n\"");
    let expected = ["· Price → Let the CFO choose. (1 report on deals like this, answered at A)"];
    assert_eq!(told(About::Objections, "", &rest), expected);
}

#[test]
fn a_block_shows_five_facts_and_keeps_the_rest() {
    let contacts: Vec<String> =
        (0..8).map(|n| format!("contact.c{n} = {{ name = \"N{n}\", stance = \"s\" }}")).collect();
    let brief = sheet(&contacts.join("\n"), "", true);
    let people = brief.blocks.iter().find(|block| block.about == About::People).unwrap();
    assert_eq!((people.shown().len(), people.rest().len()), (5, 3));
}

#[test]
fn each_fact_of_a_record_names_it() {
    let rest = heard("d", 18, "price", "answer = \"n\"") + "[deal.d.note.n]\nsay = \"Per store.\"\n";
    let brief = sheet("", &rest, true);
    let fact = &brief.blocks.iter().find(|block| block.about == About::Objections).unwrap().facts[0];
    assert_eq!(fact.record.as_ref().unwrap().to_string(), "deal.d.heard[at=2026-11-18,by=\"\"]");
    assert_eq!(fact.note.as_ref().unwrap().to_string(), "deal.d.note.n");
}
