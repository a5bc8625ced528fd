//! Maps that are written out, edited and read again.

use proptest::prelude::*;

use super::{by, guessed, sheet, wish};
use crate::drive::import::Crm;
use crate::interchange::import::{DateOrder, Decimals};
use crate::interchange::import::{Entered, Field, Map, Pipelines, Scale, Wish, guess};

const EXPORT: &str = "Record ID,Deal Name,Deal Stage,Amount,Label,\"Date entered \"\"Demo (Sales)\"\"\"\n1,\"A\u{1b}[2J\nb\",Demo,1.234,hot,2026-01-01\n";

#[test]
fn a_map_that_is_written_shows_samples_and_what_is_open() {
    let guess = guessed(EXPORT);
    insta::assert_snapshot!(guess.to_toml());
}

#[test]
fn a_map_that_is_written_reads_back_as_the_same() {
    let guess = guessed(EXPORT);
    let again = Map::parse(&guess.to_toml(), sheet(EXPORT).header()).expect("a map");
    assert_eq!(again, guess.map);
}

#[test]
fn a_map_that_is_given_is_followed_and_only_what_it_leaves_open_is_asked() {
    let text = "from = \"hubspot\"\ndecimals = \"comma\"\n[columns]\nLabel = \"title\"\nAmount = \"value\"\n";
    let sheet = sheet(EXPORT);
    let map = Map::parse(text, sheet.header()).expect("a map");
    let guess = guess(&sheet, &Wish { map: Some(map.clone()), ..wish() });
    assert_eq!((&guess.map, guess.questions.len()), (&map, 0));
    let export = by(EXPORT, &guess.map);
    assert_eq!((export.deals[0].title.as_deref(), export.deals[0].value), (Some("hot"), Some(1234.into())));
}

#[test]
fn stages_of_a_map_come_in_its_order() {
    let text = "[columns]\n\"Deal Name\" = \"title\"\n\"Deal Stage\" = \"stage\"\n[stages]\nProposal = \"offer\"\nDemo = \"\"\n";
    let map = Map::parse(text, sheet(EXPORT).header()).expect("a map");
    let stages: Vec<_> = by(EXPORT, &map).stages.into_iter().map(|stage| stage.name).collect();
    assert_eq!(stages, ["Proposal".into(), "Demo".into()]);
}

fn header() -> Vec<Box<str>> {
    ["a", "b \"c\"", "d\ne", "f.g", "# h", "ü\u{202e}", "'", "\\"].map(Box::from).to_vec()
}

fn maps() -> impl Strategy<Value = Map> {
    let name = "[ -~äß\\n\\t]{1,12}".prop_map(Box::<str>::from);
    let columns = prop::collection::vec(prop::option::of(prop::sample::select(Field::ALL.to_vec())), 8);
    let lists = prop::collection::btree_map(name, prop::option::of("[a-z]{1,8}"), 0..4);
    let heads = (
        prop::sample::select(Crm::ALL.to_vec()),
        prop::option::of(prop::sample::select(DateOrder::ALL.to_vec())),
        prop::option::of(prop::sample::select(Decimals::ALL.to_vec())),
        prop::option::of(prop::sample::select(Scale::ALL.to_vec())),
        prop::option::of(prop::collection::vec("[ -~\\n]{0,8}".prop_map(Box::<str>::from), 0..3)),
        any::<bool>(),
    );
    (heads, columns, lists).prop_map(|((crm, dates, decimals, probability, pipelines, entered), columns, list)| {
        let mut map = Map { dates, decimals, probability, ..Map::new(crm) };
        map.pipelines = pipelines.map(|names| if names.len() == 2 { Pipelines::All } else { Pipelines::Only(names) });
        for (at, (name, field)) in header().into_iter().zip(columns).enumerate() {
            match field {
                Some(field) => map.columns.push((name, field)),
                None if entered && at % 2 == 0 => {
                    map.entered.push(Entered {
                        column: name,
                        stage: "s \"t\"".into(),
                        pipeline: (at > 2).then(|| "p".into()),
                    });
                }
                None => {}
            }
        }
        map.crew = list.iter().filter_map(|(name, id)| Some((name.clone(), id.as_deref()?.into()))).collect();
        map.stages = list.into_iter().map(|(name, id)| (name, id.as_deref().map(Into::into))).collect();
        map
    })
}

proptest! {
    #[test]
    fn every_map_that_is_written_reads_back_as_the_same(map in maps()) {
        let text = map.to_toml(&[], &[], &[]);
        prop_assert_eq!(Map::parse(&text, &header()).map_err(|told| format!("{told:?}\n{text}")), Ok(map));
    }
}
