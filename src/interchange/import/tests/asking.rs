//! What is asked, and what is decided by what stands there.

use super::{by, day, export, guessed, sheet, skipped, wish};
use crate::interchange::import::{About, DateOrder, Decimals, Field, Guess, Question, Wish, guess};

fn only(guess: &Guess) -> &Question {
    assert_eq!(guess.questions.len(), 1, "{:?}", guess.questions);
    &guess.questions[0]
}

fn dates(cells: &[&str]) -> String {
    let rows: Vec<String> = cells.iter().enumerate().map(|(row, cell)| format!("D{row},New,{cell}\n")).collect();
    format!("Name,StageName,CloseDate\n{}", rows.concat())
}

#[test]
fn an_order_of_dates_that_every_value_leaves_open_is_asked() {
    let text = dates(&["03/04/2026", "05/06/2026", "07/07/2026", "01/12/2026"]);
    let mut guess = guessed(&text);
    let question = only(&guess).clone();
    assert_eq!(question.about, About::Dates);
    assert_eq!(question.what, "is `03/04/2026` day first or month first?");
    assert_eq!(question.why, "every date in `CloseDate` fits both");
    assert_eq!(question.samples, ["03/04/2026".into(), "05/06/2026".into(), "07/07/2026".into()]);
    let words: Vec<&str> = question.choices.iter().map(|choice| choice.words.as_str()).collect();
    assert_eq!(words, ["`03/04/2026` is 3 April 2026", "`03/04/2026` is 4 March 2026"]);
    question.answer(&mut guess.map, "mdy").expect("an answer");
    assert_eq!(day(by(&text, &guess.map).deals[0].close), "2026-03-04");
}

#[test]
fn one_date_that_fits_only_one_order_decides_for_all() {
    let guess = guessed(&dates(&["03/04/2026", "03/05/2026", "31/05/2026"]));
    assert_eq!((guess.map.dates, guess.questions.len()), (Some(DateOrder::DayFirst), 0));
    assert!(guess.told[0].contains("`31/05/2026` in `CloseDate` fits nothing else"), "{:?}", guess.told);
}

#[test]
fn a_column_that_is_not_read_decides_where_those_that_are_leave_it_open() {
    let guess = guessed("Name,StageName,CloseDate,Renewal__c\nA,New,03/04/2026,12/31/2026\n");
    assert_eq!(guess.map.dates, Some(DateOrder::MonthFirst));
}

#[test]
fn dates_of_two_orders_are_asked() {
    let guess = guessed(&dates(&["31/05/2026", "05/31/2026"]));
    assert!(only(&guess).why.contains("`31/05/2026` in `CloseDate` has the day first"), "{:?}", guess.questions);
}

#[test]
fn an_order_that_was_given_is_not_asked() {
    let text = dates(&["03/04/2026"]);
    let guess = guess(&sheet(&text), &Wish { dates: Some(DateOrder::DayFirst), ..wish() });
    assert_eq!(guess.questions, []);
    assert_eq!(day(by(&text, &guess.map).deals[0].close), "2026-04-03");
}

#[test]
fn an_order_that_is_still_open_leaves_the_date_out_and_keeps_the_row() {
    let text = dates(&["03/04/2026"]);
    let export = by(&text, &guessed(&text).map);
    assert_eq!(day(export.deals[0].close), "-");
    assert!(export.doubts[0].why.contains("`--dates dmy` or `mdy`"), "{:?}", export.doubts);
}

#[test]
fn a_mark_that_every_amount_leaves_open_is_asked() {
    let text = "Name,StageName,Amount\nA,New,1.234\nB,New,12\nC,New,56.789\n";
    let mut guess = guessed(text);
    let question = only(&guess).clone();
    assert_eq!((question.about, question.what.as_str()), (About::Decimals, "how much is `1.234`?"));
    let words: Vec<&str> = question.choices.iter().map(|choice| choice.words.as_str()).collect();
    assert_eq!(words, ["in `1.234` the `.` parts decimals", "in `1.234` the `.` parts thousands"]);
    question.answer(&mut guess.map, "Comma").expect("an answer");
    assert_eq!(by(text, &guess.map).deals[2].value, Some(56789.into()));
}

#[test]
fn one_amount_that_fits_only_one_mark_decides_for_all() {
    let guess = guessed("Name,StageName,Amount\nA,New,\"1,234\"\nB,New,12.50\n");
    assert_eq!((guess.map.decimals, guess.questions.len()), (Some(Decimals::Point), 0));
}

#[test]
fn the_pipeline_is_asked_where_there_are_two() {
    let text = "Deal Name,Deal Stage,Pipeline\nA,x,Sales\nB,y,Renewals\nC,z,\n";
    let mut guess = guessed(text);
    let question = only(&guess).clone();
    assert_eq!(question.about, About::Pipelines);
    let keys: Vec<&str> = question.choices.iter().map(|choice| choice.key.as_str()).collect();
    assert_eq!(keys, ["1", "2", "all"]);
    question.answer(&mut guess.map, "2").expect("an answer");
    let export = by(text, &guess.map);
    assert_eq!(skipped(&export), [(2, "it is in the pipeline `Sales`")]);
    question.answer(&mut guess.map, "all").expect("an answer");
    assert_eq!(by(text, &guess.map).deals.len(), 3);
}

#[test]
fn a_pipeline_that_is_not_there_is_asked_again_with_the_nearest() {
    let text = "Deal Name,Deal Stage,Pipeline\nA,x,Sales\nB,y,Renewals\n";
    let guess = guess(&sheet(text), &Wish { pipeline: Some("Renewal".to_owned()), ..wish() });
    assert_eq!(only(&guess).why, "no deal is in the pipeline `Renewal`; perhaps `Renewals` is meant");
}

#[test]
fn a_file_whose_columns_name_no_deal_is_asked_for_one() {
    let text = "Nr,Vorhaben,Betrag,Bis,Phase\n7,Öfen Nord,\"1.200,50\",2026-05-01,Angebot\n8,Öfen Süd,9,2026-06-01,Angebot\n9,Grill,9,2026-06-01,Gespräch\n10,Brot,9,2026-06-01,Angebot\n11,Salz,9,2026-06-01,Angebot\n12,Mehl,9,2026-06-01,Angebot\n";
    let mut guess = guessed(text);
    let about: Vec<About> = guess.questions.iter().map(|question| question.about).collect();
    assert_eq!(about, [About::Name, About::Column(Field::Stage), About::Column(Field::Close)]);
    assert!(
        guess.questions[0].choices[0].words.starts_with("`Vorhaben`: Öfen Nord"),
        "{:?}",
        guess.questions[0].choices
    );
    for question in guess.questions.clone() {
        question.answer(&mut guess.map, "1").expect("an answer");
    }
    let export = by(text, &guess.map);
    assert_eq!(export.deals.len(), 6);
    assert_eq!(export.deals[0].title.as_deref(), Some("Öfen Nord"));
    assert_eq!(export.stages.len(), 2);
}

#[test]
fn what_values_suggest_is_not_taken_unasked() {
    let guess = guessed("Deal Name,Deal Stage,Custom\nA,x,2026-01-01\nB,x,2026-01-02\n");
    let custom = &guess.columns[2];
    assert_eq!((custom.field, custom.proposed), (None, Some(Field::Close)));
    assert_eq!(custom.why, "perhaps the promised close: its cells are dates");
}

#[test]
fn a_stage_with_another_word_in_each_row_is_asked() {
    let rows: Vec<String> = (0..80).map(|row| format!("D{row},S{row}\n")).collect();
    let rows = rows.concat();
    let mut guess = guessed(&format!("Name,StageName\n{rows}"));
    assert_eq!(only(&guess).why, "`StageName` has more than 60 different words");
    only(&guess).clone().answer(&mut guess.map, "no").expect("an answer");
    assert!(!guess.map.has(Field::Stage));
}

#[test]
fn an_answer_that_is_none_is_refused_with_those_there_are() {
    let mut guess = guessed(&dates(&["03/04/2026"]));
    let refusal = only(&guess).clone().answer(&mut guess.map, "5\u{1b}").expect_err("no answer");
    assert_eq!(refusal.to_string(), "`5␛` is no answer to this; answer `dmy`, `mdy`");
}

#[test]
fn a_plain_export_asks_nothing() {
    assert_eq!(export("Name,StageName,CloseDate,Amount\nA,New,2026-04-03,12\n").deals.len(), 1);
}
