//! Where the stages of an export stand on the route.

use super::*;

fn of_stages(crm: Crm, stages: &[&str], probabilities: &[f64]) -> Export {
    let rows = (0_u16..).zip(stages).filter(|(_, name)| !name.contains(' ') || !name.starts_with(['w', 'l'])).map(
        |(at, _)| {
            let number = u32::from(at) + 2;
            let probability = probabilities.get(usize::from(at)).copied();
            Row {
                stage: Some(at),
                probability,
                ..row(number, &number.to_string(), &format!("Account {number}"), "Deal")
            }
        },
    );
    export(crm, stages, rows.collect())
}

fn route_of(text: &str, export: &Export) -> (Vec<String>, Vec<String>) {
    route_with(text, export, &Choices::default())
}

fn route_with(text: &str, export: &Export, choices: &Choices) -> (Vec<String>, Vec<String>) {
    let plan = planned(text, export, choices);
    let (_, campaign) = open(&after(text, &plan));
    (campaign.route.iter().map(ToString::to_string).collect(), plan.shared.told)
}

#[test]
fn stages_that_come_with_a_crm_stand_in_its_order() {
    let (route, told) =
        route_of("", &of_stages(Crm::Hubspot, &["contractsent", "appointmentscheduled", "qualifiedtobuy"], &[]));
    assert_eq!(route, ["appointmentscheduled", "qualifiedtobuy", "contractsent"]);
    assert_eq!(told[0], "the stages stand in the usual order of HubSpot");
    let (route, told) = route_of("", &of_stages(Crm::Other, &["Proposition", "won Won", "New", "Qualified"], &[]));
    assert_eq!(route, ["new", "qualified", "proposition"]);
    assert_eq!(told[0], "the stages stand in the usual order of Odoo");
}

#[test]
fn columns_that_tell_when_a_stage_began_tell_the_order() {
    let mut all = of_stages(Crm::Hubspot, &["Discovery", "Trial", "Legal"], &[]);
    all.deals[0].entered = vec![(0, on("2026-10-01").unwrap())];
    assert_eq!(route_of("", &all).0, ["discovery", "trial", "legal"]);
}

#[test]
fn moves_tell_the_order_where_nothing_else_does() {
    let mut all = of_stages(Crm::Other, &["Legal", "Trial", "Discovery"], &[]);
    all.moves = vec![step(2, "2", "2026-10-01", 2), step(3, "2", "2026-10-05", 1), step(4, "2", "2026-10-09", 0)];
    let (route, told) = route_of("", &all);
    assert_eq!(route, ["discovery", "trial", "legal"]);
    assert!(told[0].contains("in which deals came into them"), "{told:?}");
}

#[test]
fn probabilities_tell_the_order_where_moves_and_names_do_not() {
    let (route, told) = route_of("", &of_stages(Crm::Other, &["Amber", "Blue", "Coral"], &[0.8, 0.4, 0.1]));
    assert_eq!(route, ["coral", "blue", "amber"]);
    assert!(told[0].contains("probability"), "{told:?}");
}

#[test]
fn names_that_all_tell_their_place_tell_the_order_before_probabilities_do() {
    let names = ["Legal", "Discovery call", "Free trial"];
    let (route, told) = route_of("", &of_stages(Crm::Other, &names, &[0.1, 0.8, 0.4]));
    assert_eq!(route, ["discovery-call", "free-trial", "legal"]);
    assert!(told[0].contains("mostly come"), "{told:?}");
}

#[test]
fn the_order_of_a_map_goes_before_any_other() {
    let all = of_stages(Crm::Other, &["Discovery", "Trial", "Legal"], &[]);
    let order = ["Legal", "Discovery"].map(str::to_owned).to_vec();
    let (route, _) = route_with("", &all, &Choices { order, ..Choices::default() });
    assert_eq!(route, ["legal", "discovery", "trial"]);
}

#[test]
fn without_anything_that_tells_the_stages_stand_as_they_were_met_and_that_is_told() {
    let (route, told) = route_of("", &of_stages(Crm::Other, &["Amber", "Blue", "Coral"], &[]));
    assert_eq!(route, ["amber", "blue", "coral"]);
    assert!(told[0].contains("nothing tells"), "{told:?}");
}

#[test]
fn a_stage_gets_the_probability_that_most_of_its_deals_have() {
    let mut all = of_stages(Crm::Other, &["Trial", "Legal"], &[0.4, 0.8]);
    all.deals.extend((0..2).map(|n| Row {
        stage: Some(0),
        probability: Some(0.25),
        ..row(9 + n, &format!("x{n}"), "Z", &format!("T{n}"))
    }));
    all.deals.push(Row { stage: Some(1), probability: Some(0.7), ..row(12, "y", "Y", "T") });
    let text = imported("", &all);
    assert!(text.contains("[stage.trial]\nname = \"Trial\"\nwin_rate = 0.25\n"), "{text}");
    // Of two as frequent neither is the usual one.
    assert!(
        text.contains("[stage.legal]\nname = \"Legal\"\n\n") || text.contains("[stage.legal]\nname = \"Legal\"\n["),
        "{text}"
    );
}

#[test]
fn stages_that_the_route_has_are_found_by_name_and_id_and_stay_where_they_are() {
    let text = format!("{HEAD}[stage.signature]\nname = \"Contract signature\"\n");
    let all = of_stages(Crm::Other, &["CONTRACT SIGNATURE", "Demo", "discovery"], &[0.1, 0.2, 0.9]);
    let plan = planned(&text, &all, &Choices::default());
    assert!(plan.shared.intents.is_empty(), "{:?}", plan.shared);
}

#[test]
fn a_new_stage_stands_by_its_probability_else_by_what_came_before_it_else_before_the_last() {
    let by_share = of_stages(Crm::Other, &["Discovery", "Demo", "Trial", "Proposal"], &[0.1, 0.3, 0.5, 0.7]);
    let (route, told) = route_of(HEAD, &by_share);
    assert_eq!(route, ["discovery", "demo", "trial", "proposal", "signature"]);
    assert_eq!(told[0], "the stage `Trial` is new on the route, behind `demo`: by its probability");
    let mut by_moves = of_stages(Crm::Other, &["Discovery", "Demo", "Trial"], &[]);
    by_moves.moves = vec![step(2, "2", "2026-10-01", 0), step(3, "2", "2026-10-05", 2), step(4, "2", "2026-10-09", 1)];
    assert_eq!(route_of(HEAD, &by_moves).0, ["discovery", "trial", "demo", "proposal", "signature"]);
    let (route, told) = route_of(HEAD, &of_stages(Crm::Other, &["Trial"], &[]));
    assert_eq!(route, ["discovery", "demo", "proposal", "trial", "signature"]);
    assert!(told[0].contains("before the last"), "{told:?}");
}

#[test]
fn a_usual_stage_stands_between_its_usual_neighbours() {
    let text = "format = 1\n[campaign]\nroute = [\"prospecting\", \"qualification\", \"negotiation-review\"]\n";
    let (route, _) = route_of(text, &of_stages(Crm::Salesforce, &["Value Proposition"], &[]));
    assert_eq!(route, ["prospecting", "qualification", "value-proposition", "negotiation-review"]);
}

#[test]
fn new_stages_may_be_put_elsewhere_and_called_otherwise_and_the_campaigns_may_not() {
    let all = of_stages(Crm::Other, &["Trial"], &[]);
    let (document, campaign) = open(HEAD);
    let ground = Ground { campaign: &campaign, document: &document, now: at("2026-11-24T09:00:00Z"), by: None };
    let choices = Choices::default();
    let deals: Vec<crate::campaign::Deal> = Vec::new();
    let mut planner = super::super::Planner::new(ground, &all, &choices, deals.iter());
    let route = planner.route_mut();
    assert!(!route.shift(0, 1) && !route.rename(0, "Hello") && !route.rename(3, "Demo"));
    assert!(route.shift(3, 1) && route.rename(1, "Pilot"));
    let ids: Vec<&str> = planner.route().stages().iter().map(|stage| stage.id.as_str()).collect();
    assert_eq!(ids, ["discovery", "pilot", "demo", "proposal", "signature"]);
    let plan = planner.deal(0, None).unwrap();
    assert!(format!("{:?}", plan.intents).contains("pilot"));
}
