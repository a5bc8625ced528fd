//! What holds for every line, whoever typed it: used by the fuzzer and by the ordinary tests.

use crate::pace::{self, Form, GradeScale};

/// Puts the line through everything, and checks the promises of the notation.
///
/// # Panics
/// Where a promise is broken.
pub fn holds(line: &str) {
    let characters = line.chars().count();
    match pace::parse(line) {
        Ok(parsed) => {
            let normal = parsed.to_string();
            let again = pace::parse(&normal).expect("the normal form parses");
            assert_eq!(again, parsed, "{line:?} and {normal:?} differ");
            assert_eq!(again.to_string(), normal, "the normal form is not a fixed point");
            let steps = parsed.steps();
            assert_eq!(&pace::parse_steps(&steps.to_string()).expect("the steps parse alone"), steps);
            assert_eq!(steps.links().count() + 1, steps.steps().count());
            assert!(steps.steps().count() <= pace::Steps::MOST);
            assert!(!normal.chars().any(pace::is_refused));
            for form in [Form::Plain, Form::Rally(GradeScale::SixIsEasy), Form::Rushed(GradeScale::OneIsEasy)] {
                let spoken = parsed.speak(form, &pace::no_names, Some("four days"));
                assert!(!spoken.is_empty() && spoken.chars().next().is_some_and(char::is_uppercase), "{spoken:?}");
            }
            assert!(pace::tokens(line).iter().all(|token| token.ok), "a token of {line:?} is shown as wrong");
        }
        Err(error) => {
            assert!(error.column >= 1 && error.width >= 1);
            assert!(error.column + error.width <= characters + 2, "{error:?} lies outside {line:?}");
            assert!(!error.message.is_empty() && !error.mend.is_empty());
            assert!(!error.message.chars().any(pace::is_refused), "{error:?}");
            assert!(!error.mend.chars().any(pace::is_refused), "{error:?}");
            assert!(!error.nearest.iter().any(|nearest| nearest.chars().any(pace::is_refused)), "{error:?}");
            assert!(error.message.chars().count() < 160 && error.mend.chars().count() < 160, "{error:?}");
        }
    }
    let _ = pace::parse_steps(line);
    let mut end = 0;
    for token in pace::tokens(line) {
        assert!(token.range.start >= end && line.get(token.range.clone()).is_some_and(|text| !text.is_empty()));
        assert!(line[end..token.range.start].trim_matches([' ', '\t']).is_empty());
        end = token.range.end;
    }
    assert!(line[end..].trim_matches([' ', '\t']).is_empty());
    for cursor in 0..=(line.len() + 1).min(64) {
        for completion in pace::completions(line, cursor, &["budget", "rival:acme"]) {
            assert!(line.get(completion.range).is_some());
        }
    }
}
