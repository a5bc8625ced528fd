//! What holds for any bytes as an export, whatever is answered: used by the fuzzer and by the ordinary tests.

use std::ops::ControlFlow;

use crate::interchange::import::{Map, Sheet, Wish, guess, read};

/// Reads the bytes, guesses a map, writes it and reads it back, answers every question in every way, reads the rows.
///
/// # Panics
/// Where a promise is broken.
pub fn holds(data: &[u8]) {
    let Ok(sheet) = Sheet::read(data.to_vec(), "export") else { return };
    let zone = chrono_tz::UTC;
    let wish = Wish { crm: None, dates: None, map: None, pipeline: None, zone };
    let guessed = guess(&sheet, &wish);
    let mut maps = vec![guessed.map.clone()];
    for question in &guessed.questions {
        assert!(
            (!question.choices.is_empty() || sheet.header().is_empty()) && question.what.ends_with('?'),
            "{question:?}"
        );
        assert!(question.otherwise.is_none_or(|index| index < question.choices.len()));
        for text in [&question.what, &question.why] {
            assert!(!text.contains(char::is_control), "{text:?}");
        }
        for choice in &question.choices {
            let mut map = maps.last().expect("there is one from the start").clone();
            question.answer(&mut map, &choice.key).expect("an answer that is offered is taken");
            maps.push(map);
        }
    }
    let page = guessed.to_toml();
    assert!(!page.contains(|c: char| c.is_control() && c != '\n'), "{page:?}");
    for map in maps.iter().take(12) {
        let text = map.to_toml(&guessed.columns, &guessed.stages, &guessed.questions);
        let again = Map::parse(&text, sheet.header());
        assert_eq!(again.as_ref(), Ok(map), "{text}");
        let mut far = 0;
        let export = read(&sheet, map, zone, &mut |at| {
            far = at;
            ControlFlow::Continue(())
        });
        assert!(far <= data.len().max(sheet.len()));
        let used = export.deals.len() + export.moves.len() + export.skipped.len();
        assert_eq!(usize::try_from(export.rows), Ok(used), "each row is a deal, a move or skipped");
        assert!(map.is_history() || export.moves.is_empty());
        assert!(!map.is_history() || export.deals.is_empty());
        for skipped in export.skipped.iter().chain(&export.doubts) {
            assert!(!skipped.why.is_empty() && !skipped.why.contains(char::is_control), "{skipped:?}");
        }
        for deal in &export.deals {
            assert!(deal.title.is_some() || deal.account.is_some());
            let texts = [deal.id.as_deref(), deal.title.as_deref(), deal.account.as_deref(), deal.next.as_deref()];
            for text in texts.into_iter().flatten() {
                assert!(!text.is_empty() && text.trim() == text && !text.contains(char::is_control), "{text:?}");
                assert!(text.chars().count() <= 500);
            }
            assert!(deal.probability.is_none_or(|share| (0.0..=1.0).contains(&share)));
            let stages = deal.stage.into_iter().chain(deal.entered.iter().map(|(stage, _)| *stage));
            assert!(stages.into_iter().all(|stage| usize::from(stage) < export.stages.len()));
        }
        let mut names: Vec<&str> = export.stages.iter().map(|stage| &*stage.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), export.stages.len(), "a stage is there once");
    }
}
