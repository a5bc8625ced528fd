//! Archived campaigns: read after the first frame, used for what a stage usually takes, never in the way.

use codriver::drive::Stand;
use codriver::drive::destination::attained;

use crate::sim::Sim;

const CAMPAIGN: &str = "\
format = 1
[campaign]
timezone = 'UTC'
route = ['demo', 'proof', 'signature']
history = ['2025.toml']
[stage.demo]
expected = '10d'
[deal.northwind]
account = 'Northwind'
stage = 'demo'
since = 2026-11-16
[deal.northwind.note.n]
at = 'enter proof'
say = 'Go.'
";

/// Ten deals, each ninety days in the demo.
fn archive() -> String {
    let deal = |n| {
        format!(
            "[deal.d{n}]\naccount = 'D'\nvalue = 1\n[[deal.d{n}.stage_log]]\nstage = 'demo'\nfrom = 2025-01-01\nto = 2025-04-01\n\
             [deal.d{n}.result]\nstatus = 'won'\non = 2025-05-01\n"
        )
    };
    format!("format = 1\n[campaign]\nroute = ['demo']\n{}", (0..10).map(deal).collect::<String>())
}

/// When a deal that entered the demo today is expected at the proof.
fn arrival(sim: &mut Sim) -> chrono::DateTime<chrono::Utc> {
    let model = sim.start().model();
    let stand = Stand { stage: 0, since: Some(model.now), splits: &[], close: None };
    model.outlook.arrivals().arrival(&stand, 1, model.now).unwrap().median
}

#[test]
fn what_finished_deals_took_is_learned_from_the_archive_too() {
    let plain = arrival(&mut Sim::open(CAMPAIGN));
    let learned = arrival(&mut Sim::open(CAMPAIGN).archive("2025.toml", &archive()));
    assert!(learned > plain + chrono::TimeDelta::days(30), "{plain} {learned}");
}

#[test]
fn what_was_won_counts_for_the_destination_after_it_was_archived() {
    let mut sim = Sim::open(CAMPAIGN).archive("2025.toml", &archive());
    let model = sim.start().model();
    let attained = attained(&model.campaign, model.outlook.calendar(None), model.now);
    assert_eq!(attained.won, 10.into());
}

#[test]
fn an_archive_that_is_missing_is_a_warning_at_its_line() {
    let mut sim = Sim::open(CAMPAIGN).archive("other.toml", "");
    let problems: Vec<_> = sim.start().model().problems.iter().map(|problem| problem.code).collect();
    assert!(problems.contains(&"missing-history"), "{problems:?}");
}

#[test]
fn a_change_outside_reads_the_archives_again_and_keeps_what_they_say_meanwhile() {
    let mut sim = Sim::open(CAMPAIGN).archive("2025.toml", &archive());
    let learned = arrival(&mut sim);
    sim.outside_write(&CAMPAIGN.replace("Northwind'", "North'"));
    assert_eq!(sim.model().campaign.past.campaigns.len(), 1);
    assert_eq!(arrival(&mut sim), learned);
    sim.outside_write(&CAMPAIGN.replace("history = ['2025.toml']", "history = []"));
    assert_eq!(sim.model().campaign.past.campaigns.len(), 0);
}

#[test]
fn an_archive_with_errors_of_its_own_adds_none_to_the_file() {
    let mut sim = Sim::open(CAMPAIGN).archive("2025.toml", &archive().replace("value = 1", "value = 'x'"));
    let before = Sim::open(CAMPAIGN).start().model().problems.len();
    assert_eq!(sim.start().model().problems.len(), before);
    assert_eq!(sim.model().campaign.past.finished().count(), 10);
}
