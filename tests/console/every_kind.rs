//! Every kind of record can be edited, added and removed by its form, and undone to the byte.

use std::collections::BTreeSet;

use codriver::campaign::Kind;
use codriver::campaign::schema::{Held, Many, Names, Takes};
use codriver::console::form::{FormFor, Line, Part};

use crate::forms::{fill, go, is_open, over, pick, records, the_form};
use crate::sim::{Sim, changes};

/// Every kind of record.
const ALL: &str = include_str!("../../src/campaign/tests/all.toml");

fn whole(deal: &str) -> Sim {
    over(ALL).last_deal(deal)
}

/// The records that the list leads to, of all deals.
fn all_records() -> Vec<(String, FormFor, bool)> {
    let mut all: Vec<(String, FormFor, bool)> = Vec::new();
    for deal in deals() {
        let mut sim = whole(&deal);
        sim.keys("e");
        for entry in records(&sim).all {
            if !all.iter().any(|(_, opens, _)| *opens == entry.opens) {
                all.push((deal.clone(), entry.opens, entry.adds));
            }
        }
    }
    all
}

fn deals() -> Vec<String> {
    let mut sim = over(ALL);
    sim.start();
    sim.model().campaign.deals.iter().map(|deal| deal.id.to_string()).collect()
}

fn errors(sim: &Sim) -> usize {
    sim.model().problems.errors()
}

/// Puts something on every line that is empty.
fn fill_all(sim: &mut Sim) {
    for line in the_form(sim).lines {
        if !line.text().is_empty() || line.part == Part::Id {
            continue;
        }
        let text = match line.field.takes {
            _ if line.part == Part::NewName => continue,
            Takes::Id(_) => {
                go(sim, &line.label);
                sim.keys("<ctrl-n>");
                if the_form(sim).chosen.is_some() {
                    sim.keys("<tab>");
                } else if line.field.takes == Takes::Id(Names::Called) {
                    fill(sim, &line.label, "gone");
                }
                continue;
            }
            Takes::Choice(_) | Takes::Yes => {
                go(sim, &line.label);
                sim.keys("<right>");
                continue;
            }
            Takes::When | Takes::Date | Takes::Position => "tomorrow",
            Takes::Duration => "2wd",
            Takes::Pace => "L4 #price",
            Takes::Hours => "Mon-Fri 09:00-17:00",
            Takes::Zone => "Europe/London",
            Takes::Currency => "gbp",
            Takes::Share if line.field.many == Many::Pair => "0.3, 0.6",
            Takes::Money | Takes::Share | Takes::Factor | Takes::Count => "1",
            _ => "words",
        };
        // The end of something does not lie before its start.
        let text = if line.field.key == "until" || line.field.key == "ended" { "in 9 days" } else { text };
        fill(sim, &line.label, text);
    }
}

#[test]
fn every_kind_of_record_can_be_edited_and_undone_to_the_byte() {
    let mut kinds = BTreeSet::new();
    for (deal, opens, _) in all_records().into_iter().filter(|(_, _, adds)| !adds) {
        let mut sim = whole(&deal);
        sim.start();
        let known = errors(&sim);
        sim.keys("e");
        pick(&mut sim, &opens);
        let form = the_form(&mut sim);
        kinds.insert(format!("{:?}", form.kind));
        let text = |line: &&Line| matches!(line.field.takes, Takes::Text) && line.part == Part::Key;
        if let Some(line) = form.lines.iter().find(text) {
            fill(&mut sim, &line.label, "Other words");
        } else {
            fill_all(&mut sim);
            let full: Vec<Line> = the_form(&mut sim).lines;
            if !full.iter().any(Line::is_touched) {
                let line = full.iter().find(|line| line.field.takes == Takes::Count || line.was.is_some()).unwrap();
                let text = match line.field.takes {
                    Takes::Count => "1",
                    Takes::When => "2026-11-24T14:11:00Z",
                    _ => "",
                };
                fill(&mut sim, &line.label, text);
            }
        }
        sim.keys("<ctrl-s>");
        assert!(!is_open(&sim), "{opens:?}\n{}", sim.screen());
        assert!(errors(&sim) <= known, "{opens:?}");
        let changed = sim.file();
        if changed != ALL {
            sim.keys("u");
        }
        assert_eq!(changes(ALL, &sim.file()), [""; 0], "{opens:?}");
        assert!(changed != ALL || form.kind == Kind::Top, "{opens:?} was not changed");
    }
    let missing: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| !kinds.contains(&format!("{kind:?}"))).collect();
    assert_eq!(missing, [], "these cannot be reached");
}

#[test]
fn every_kind_of_record_can_be_removed_and_undone_to_the_byte() {
    for (deal, opens, _) in all_records().into_iter().filter(|(_, _, adds)| !adds) {
        if opens == FormFor::Edit("".parse().unwrap()) {
            continue;
        }
        let mut sim = whole(&deal);
        sim.keys("e");
        pick(&mut sim, &opens);
        sim.keys("<ctrl-x><ctrl-x>");
        assert!(!is_open(&sim), "{opens:?}\n{}", sim.screen());
        assert!(sim.file() != ALL, "{opens:?}");
        assert!(sim.file().parse::<toml::Table>().is_ok(), "{opens:?}");
        sim.keys("u");
        assert_eq!(changes(ALL, &sim.file()), [""; 0], "{opens:?}\n{}", sim.screen());
    }
}

#[test]
fn every_kind_of_record_can_be_added_and_undone_to_the_byte() {
    let mut kinds = BTreeSet::from(["Top".to_owned()]);
    // A record of which there is one can be added once it is away.
    let alone: Vec<(String, FormFor)> = all_records()
        .into_iter()
        .filter(|(_, opens, adds)| match opens {
            FormFor::Edit(path) => !adds && Kind::at(path.keys()).is_some_and(|kind| kind.held() == Held::Alone),
            _ => false,
        })
        .map(|(deal, opens, _)| (deal, opens))
        .collect();
    let away = alone.into_iter().map(|(deal, opens)| {
        let FormFor::Edit(path) = &opens else { panic!() };
        let wanted = FormFor::Below(path.clone());
        (deal, Some(opens), wanted)
    });
    let others = all_records().into_iter().filter(|(_, _, adds)| *adds).map(|(deal, opens, _)| (deal, None, opens));
    for (deal, first, wanted) in away.chain(others).collect::<Vec<_>>() {
        let mut sim = whole(&deal);
        sim.start();
        if let Some(first) = first {
            sim.keys("e");
            pick(&mut sim, &first);
            sim.keys("<ctrl-x><ctrl-x>");
            sim = over(&sim.file()).last_deal(&deal);
        }
        // A finish that is written is not celebrated over what comes next.
        sim.with(|model| model.settings.motion = false);
        let (before, known) = (sim.file(), errors(&sim));
        sim.keys("e");
        pick(&mut sim, &wanted);
        let kind = the_form(&mut sim).kind;
        kinds.insert(format!("{kind:?}"));
        fill_all(&mut sim);
        if kind == Kind::Owes {
            fill(&mut sim, "of", "");
            sim.keys("<right>");
        }
        sim.keys("<ctrl-s>");
        assert!(!is_open(&sim), "{wanted:?}\n{}", sim.screen());
        assert!(sim.file() != before, "{wanted:?}");
        assert!(errors(&sim) <= known, "{wanted:?}: {:#?}", sim.model().problems.iter().collect::<Vec<_>>());
        sim.keys("u");
        assert_eq!(changes(&before, &sim.file()), [""; 0], "{wanted:?}");
    }
    let missing: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| !kinds.contains(&format!("{kind:?}"))).collect();
    assert_eq!(missing, [], "these cannot be added");
}
