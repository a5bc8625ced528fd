//! Whatever an export says: twice is once, and what the pair wrote is theirs.

use proptest::prelude::*;

use super::*;

const STAGES: [&str; 5] = ["Discovery", "Trial", "Proposal", "won Closed Won", "lost Closed Lost"];

fn day() -> impl Strategy<Value = Option<When>> {
    prop::option::of((1_u32..28, 0_u32..24, any::<bool>()).prop_map(|(day, hour, is_day)| {
        let text = if is_day { format!("2026-10-{day:02}") } else { format!("2026-10-{day:02}T{hour:02}:30:00Z") };
        When::parse(&text).unwrap()
    }))
}

fn word() -> impl Strategy<Value = Option<String>> {
    prop::option::of(
        prop::sample::select(vec!["Acme", "acme", "Öl & Gas", "Top 10d", "\"x\" = 1\n", "日本", " "])
            .prop_map(str::to_owned),
    )
}

prop_compose! {
    fn any_row()(
        id in prop::option::of(0_u8..6), account in word(), title in word(), source in word(), next in word(),
        stage in prop::option::of(0_u16..5), value in prop::option::of(0_i64..9),
        currency in prop::option::of(prop::sample::select(vec!["GBP", "USD"])),
        (probability, driver) in (prop::option::of(0_u8..=4), prop::option::of(prop::sample::select(vec!["Sam Okoro", "Priya", "Maya Lind"]))),
        times in [day(), day(), day(), day(), day(), day()],
        entered in prop::collection::vec((0_u16..5, day()), 0..4),
    ) -> Row {
        let [close, created, since, finished, changed, next_on] = times;
        Row {
            row: 0,
            id: id.map(|id| format!("00{id}").into()),
            title: title.map(Into::into),
            account: Some(account.unwrap_or_else(|| "Harbour".to_owned()).into()),
            stage,
            standing: stage.and_then(|at| [None, None, Some(Standing::Open), Some(Standing::Won), Some(Standing::Lost)][usize::from(at)]),
            value: value.map(Decimal::from),
            currency: currency.map(Id::from),
            probability: probability.map(|share| f64::from(share) / 4.0),
            close,
            created,
            since,
            finished,
            changed,
            driver: driver.map(Into::into),
            next: next.map(Into::into),
            next_on,
            reason: source.clone().map(Into::into),
            source: source.map(Into::into),
            entered: entered.into_iter().filter_map(|(stage, at)| Some((stage, at?))).collect(),
        }
    }
}

fn any_export() -> impl Strategy<Value = Export> {
    let moves = prop::collection::vec((0_u8..7, day(), 0_u16..5, day(), any::<bool>()), 0..6);
    (prop::collection::vec(any_row(), 0..5), moves).prop_map(|(mut rows, moves)| {
        for (number, row) in (2..).zip(&mut rows) {
            row.row = number;
        }
        let mut all = export(Crm::Hubspot, &STAGES, rows);
        all.moves = (50..)
            .zip(moves)
            .filter_map(|(number, (deal, at, stage, close, named))| {
                let title = named.then(|| "From a history".into());
                Some(Move { at: at?, close, title, ..step(number, &format!("00{deal}"), "2026-10-01", stage) })
            })
            .collect();
        all
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn the_same_export_twice_changes_no_byte(first in any_export(), second in any_export()) {
        let text = imported(HEAD, &first);
        let again = planned(&text, &first, &Choices::default());
        prop_assert_eq!(again.intents().collect::<Vec<_>>(), Vec::<&crate::text::Intent>::new(), "{}", text);
        let text = imported(&text, &second);
        prop_assert_eq!(imported(&text, &second), text);
    }

    #[test]
    fn what_the_pair_wrote_stands_whatever_the_next_export_says(first in any_export(), second in any_export()) {
        let notes = "# ours\n[deal.own]\naccount = \"Own\" # as we call it\nvalue = 1_234.50\n\n[deal.own.note.n]\nat = 2027-01-01 # soon\nsay = 'Ask'\n";
        let text = imported(&format!("{HEAD}{notes}"), &first);
        prop_assert!(text.contains(notes));
        // The pair gives every deal other words.
        let (mut document, campaign) = open(&text);
        let ids: Vec<Id> = campaign.deals.iter().map(|deal| deal.id.clone()).collect();
        for id in &ids {
            for (key, value) in [("title", "\"ours\""), ("value", "77"), ("source", "\"us\""), ("close", "2027-03-03"), ("stage", "\"signature\""), ("probability", "0.11"), ("next", "\"us\"")] {
                let record = crate::drive::rules::deal_path(id);
                document.apply(&crate::drive::rules::set(record, key, value.parse().unwrap())).unwrap();
            }
        }
        let text = String::from_utf8(document.bytes()).unwrap();
        prop_assert_eq!(&imported(&text, &first), &text);
        let (_, campaign) = open(&imported(&text, &second));
        for id in ids {
            let deal = campaign.deal(&id).unwrap();
            prop_assert_eq!(deal.title.as_deref(), Some("ours"));
            prop_assert_eq!(deal.value, money("77"));
            prop_assert_eq!(deal.close, on("2027-03-03"));
            prop_assert_eq!((deal.stage.as_deref(), deal.probability), (Some("signature"), Some(0.11)));
            prop_assert_eq!(deal.next.as_ref().unwrap().what.as_deref(), Some("us"));
        }
    }
}
