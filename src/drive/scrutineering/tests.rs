//! Verdicts, as sentences.

use super::super::tests::{at, campaign};
use super::*;

const NOW: &str = "2026-11-20 09:41";

/// A deal in the last of two stages; `deal` and `product` are further keys of theirs, `rest` further records.
fn looked(product: &str, deal: &str, rest: &str) -> (Vec<(Weight, String)>, String) {
    let campaign = campaign(&format!(
        "format = 1\n[campaign]\ntimezone = \"Europe/London\"\nroute = [\"proof\", \"signature\"]\n\
             [crew.maya]\nname = \"Maya Lind\"\n[stage.proof]\n[stage.signature]\nname = \"Signature\"\n\
             [product.core]\nname = \"Core\"\n{product}\n\
             [deal.d]\naccount = \"D\"\nstage = \"signature\"\nproduct = \"core\"\n{deal}\n{rest}"
    ));
    let scrutiny = scrutineering(&campaign, &Outlook::new(&campaign), &campaign.deals[0], at(NOW));
    let told = scrutiny.findings.iter().map(|one| (one.weight, one.sentence(&campaign, at(NOW)))).collect();
    (told, scrutiny.words(&campaign, at(NOW)))
}

fn one(weight: Weight, sentence: &str) -> Vec<(Weight, String)> {
    vec![(weight, sentence.to_owned())]
}

#[test]
fn a_sale_that_breaks_no_rule_is_cleared() {
    let product = "markets = [\"GB\"]\nruns_on = [\"aws\"]\nconflicts = [\"x\"]";
    let (told, verdict) = looked(product, "market = \"GB\"\ninfrastructure = [\"aws\"]", "");
    assert_eq!((told, verdict.as_str()), (vec![], "cleared"));
}

#[test]
fn a_market_where_the_product_is_not_sold_stops_the_sale() {
    let (told, verdict) = looked("markets = [\"GB\", \"IE\"]", "market = \"US\"", "");
    let sentence = "Core is not sold in US; Core is sold in GB and IE; stops Signature";
    assert_eq!(told, one(Weight::Stops, sentence));
    assert_eq!(verdict, "stopped at Signature: Core is not sold in US");
}

#[test]
fn infrastructure_that_the_product_is_not_known_to_run_on_stops_the_sale() {
    let (told, _) = looked("runs_on = [\"aws\"]", "infrastructure = [\"aws\", \"s5\"]", "");
    assert_eq!(told, one(Weight::Stops, "Core is not known to run on s5; it runs on aws; stops Signature"));
}

#[test]
fn a_conflict_is_told_once_as_a_conflict() {
    let (told, _) = looked("runs_on = [\"aws\"]\nconflicts = [\"s5\"]", "infrastructure = [\"s5\"]", "");
    let sentence = "Core does not work with s5; the product names it as a conflict; stops Signature";
    assert_eq!(told, one(Weight::Stops, sentence));
}

#[test]
fn a_paper_that_ends_before_the_promised_close_stops_the_stage_of_that_day() {
    let (told, verdict) = looked("paper.iso = { name = \"ISO\", until = 2026-12-04 }", "close = 2026-12-11", "");
    let sentence =
        "ISO for Core ends on Fri 4 Dec; before the promised close, Fri 11 Dec; stops Signature from Fri 4 Dec on";
    assert_eq!(told, one(Weight::Stops, sentence));
    assert_eq!(verdict, "stopped from Fri 4 Dec on, in Signature: ISO for Core ends on Fri 4 Dec");
}

#[test]
fn a_paper_that_ended_stops_the_sale_now() {
    let (told, verdict) = looked("paper.iso = { until = 2026-11-01 }", "", "");
    let sentence = "iso for Core ended on Sun 1 Nov; it has to hold when the contract is signed; stops Signature";
    assert_eq!(told, one(Weight::Stops, sentence));
    assert!(verdict.starts_with("stopped"), "{verdict}");
}

#[test]
fn a_paper_that_ends_between_the_close_and_the_customers_date_is_a_warning() {
    let dates = "close = 2026-12-01\ncustomer_date = 2027-02-01";
    let (told, verdict) = looked("paper.iso = { until = 2027-01-05 }", dates, "");
    let sentence = "iso for Core ends on Tue 5 Jan 2027; before the customer wants the value, Mon 1 Feb 2027";
    assert_eq!(told, one(Weight::Warns, sentence));
    assert_eq!(verdict, "cleared until Tue 5 Jan 2027 (iso)");
}

#[test]
fn the_paper_that_ends_first_says_until_when_a_sale_is_cleared() {
    let papers = "paper.a = { until = 2027-09-30 }\npaper.b = { name = \"B\", until = 2027-06-14 }";
    assert_eq!(looked(papers, "close = 2026-12-18", ""), (vec![], "cleared until Mon 14 Jun 2027 (B)".to_owned()));
}

#[test]
fn a_waiver_lifts_its_rule_and_the_finding_stays_with_it() {
    let waiver = "[deal.d.waiver.w]\nof = \"runs_on\"\nwhy = \"Tested\"\nby = \"maya\"\nuntil = 2027-01-31\n";
    let (told, verdict) = looked("runs_on = [\"aws\"]", "infrastructure = [\"s5\"]\nclose = 2026-12-15", waiver);
    let sentence = "Core is not known to run on s5; waived until Sun 31 Jan 2027 by Maya: Tested";
    assert_eq!(told, one(Weight::Waived, sentence));
    assert_eq!(verdict, "cleared until Sun 31 Jan 2027 (the waiver w)");
}

#[test]
fn a_waiver_lifts_no_other_rule() {
    let waiver = "[deal.d.waiver.w]\nof = \"markets\"\n";
    let (told, _) = looked("runs_on = [\"aws\"]", "infrastructure = [\"s5\"]", waiver);
    assert_eq!(told[0].0, Weight::Stops);
}

#[test]
fn a_waiver_that_ends_before_the_close_stops_the_sale_from_that_day_on() {
    let waiver = "[deal.d.waiver.w]\nof = \"runs_on\"\nuntil = 2026-12-01\n";
    let (told, _) = looked("runs_on = [\"aws\"]", "infrastructure = [\"s5\"]\nclose = 2026-12-15", waiver);
    let sentence = "the waiver w ends on Tue 1 Dec; before the promised close, Tue 15 Dec; \
                        then Core is not known to run on s5; stops Signature from Tue 1 Dec on";
    assert_eq!(told[0], (Weight::Stops, sentence.to_owned()));
    assert_eq!(told[1].0, Weight::Waived);
}

#[test]
fn a_waiver_that_ended_lifts_nothing_any_more() {
    let waiver = "[deal.d.waiver.w]\nof = \"iso\"\nuntil = 2026-11-10\n";
    let (told, _) = looked("paper.iso = { until = 2026-12-04 }", "close = 2026-12-11", waiver);
    assert_eq!(told[0].0, Weight::Stops);
    assert!(told[0].1.contains("its waiver ended on Tue 10 Nov"), "{told:?}");
}

#[test]
fn a_paper_is_waived_by_its_id_with_or_without_its_group() {
    for of in ["iso", "paper.iso"] {
        let waiver = format!("[deal.d.waiver.w]\nof = \"{of}\"\n");
        let (told, _) = looked("paper.iso = { until = 2026-12-04 }", "close = 2026-12-11", &waiver);
        assert_eq!(told[0].0, Weight::Waived, "{of}");
    }
}

#[test]
fn what_the_deal_does_not_say_is_a_question_and_stops_nothing() {
    let (told, verdict) = looked("markets = [\"GB\"]\nruns_on = [\"aws\"]", "", "");
    let weights: Vec<Weight> = told.iter().map(|(weight, _)| *weight).collect();
    let asked = "question: no market is written on the deal, and 1 more";
    assert_eq!((weights, verdict.as_str()), (vec![Weight::Unknown, Weight::Unknown], asked));
}

#[test]
fn a_deal_without_a_product_cannot_be_checked() {
    let campaign = campaign("[deal.d]\naccount = \"D\"\n");
    let scrutiny = scrutineering(&campaign, &Outlook::new(&campaign), &campaign.deals[0], at(NOW));
    assert_eq!(scrutiny.verdict, Verdict::Question);
    assert_eq!(scrutiny.findings[0].weight, Weight::Unknown);
}

#[test]
fn what_breaks_a_rule_in_an_early_stage_is_told_before_the_stage_it_stops() {
    let campaign = campaign(
        "[campaign]\nroute = [\"proof\", \"signature\"]\n[stage.proof]\nexpected = \"10d\"\n[stage.signature]\n\
             [product.core]\nmarkets = [\"GB\"]\n\
             [deal.d]\naccount = \"D\"\nproduct = \"core\"\nmarket = \"US\"\nsince = 2026-11-20\n",
    );
    let scrutiny = scrutineering(&campaign, &Outlook::new(&campaign), &campaign.deals[0], at(NOW));
    let sentence = scrutiny.findings[0].sentence(&campaign, at(NOW));
    assert!(sentence.ends_with("stops signature, about Mon 30 Nov"), "{sentence}");
}

/// A deal in the first of two stages, which it should leave on 30 Nov and finish on 10 Dec.
fn early(product: &str, deal: &str) -> Scrutiny {
    let campaign = campaign(&format!(
        "[campaign]\nroute = [\"proof\", \"signature\"]\n[stage.proof]\nexpected = \"10d\"\n\
             [stage.signature]\nexpected = \"10d\"\n[product.core]\n{product}\n\
             [deal.d]\naccount = \"D\"\nproduct = \"core\"\nmarket = \"US\"\nsince = 2026-11-20\n{deal}",
    ));
    scrutineering(&campaign, &Outlook::new(&campaign), &campaign.deals[0], at(NOW))
}

#[test]
fn a_paper_that_ends_before_the_expected_signature_is_found_today_though_the_promised_close_comes_sooner() {
    let scrutiny = early("paper.iso = { until = 2026-12-04 }", "close = 2026-12-02");
    assert_eq!(scrutiny.verdict, Verdict::Stopped);
    assert!(scrutiny.findings[0].why.starts_with("before the expected finish, about "), "{scrutiny:?}");
}

#[test]
fn each_stage_ahead_is_looked_at_at_its_expected_time() {
    let scrutiny = early("markets = [\"GB\"]", "");
    let told: Vec<_> =
        scrutiny.stages.iter().map(|look| (&*look.stage, look.is_here, look.at.is_some(), look.can_go_on)).collect();
    assert_eq!(told, [("proof", true, false, true), ("signature", false, true, false)]);
}

#[test]
fn what_stops_a_sale_is_raised_until_somebody_writes_it_as_an_obstacle() {
    let written = "[deal.d.obstacle.scrutineering-markets]\nat = \"enter signature\"\n";
    for (deal, raised) in [("", 1), (written, 0)] {
        let text = format!(
            "[campaign]\nroute = [\"proof\", \"signature\"]\n[product.core]\nmarkets = [\"GB\"]\n\
                 [deal.d]\nproduct = \"core\"\nmarket = \"US\"\nsince = 2026-11-20\n{deal}"
        );
        let campaign = campaign(&text);
        let deal = &campaign.deals[0];
        let scrutiny = scrutineering(&campaign, &Outlook::new(&campaign), deal, at(NOW));
        assert_eq!((scrutiny.stops().len(), scrutiny.raised(deal).len()), (1, raised));
    }
}
