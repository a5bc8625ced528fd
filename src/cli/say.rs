//! `codriver say LINE`: what a line of shorthand says, or where it goes wrong.
//!
//! Pure: the line comes in, what is printed goes out. It reads no campaign, so topics are said by their slugs and the
//! lead is the one before anybody's earliness and the campaign's own preparation times.

use std::fmt::Write as _;

use serde::Serialize;
use unicode_width::UnicodeWidthChar as _;

use crate::pace::{self, Caution, Error, Hardness, Line};

/// The limits of a computed lead, in working hours.
const LEAD: (f64, f64) = (1.0, 120.0);

/// What `codriver say` prints for a line: `Ok` for standard output, `Err` for what is wrong with the line. Both end
/// with a line break.
pub fn say(line: &str, json: bool) -> Result<String, String> {
    match pace::parse(line) {
        Ok(parsed) => {
            let said = Said::of(&parsed);
            Ok(if json { to_json(&said) } else { said.text() })
        }
        Err(error) => Err(if json { to_json(&Refused { error: Wrong::of(&error) }) } else { point_at(line, &error) }),
    }
}

#[derive(Serialize)]
struct Said {
    shorthand: String,
    plain: String,
    rally: String,
    rushed: String,
    words: usize,
    seconds: usize,
    hardness: &'static str,
    asks: &'static str,
    caution: &'static str,
    lead_working_hours: f64,
    lead: String,
}

impl Said {
    fn of(line: &Line) -> Self {
        let plain = line.plain();
        let steps = line.steps();
        let (hardness, caution) = (steps.hardness(), steps.caution());
        let hours = if steps.is_now() {
            LEAD.0
        } else {
            (f64::from(hardness.preparation()) * caution.factor()).clamp(LEAD.0, LEAD.1)
        };
        Self {
            shorthand: line.to_string(),
            words: pace::words(&plain),
            seconds: pace::seconds_to_say(&plain),
            plain,
            rally: line.rally(),
            rushed: line.rushed(),
            hardness: hardness.written(),
            asks: hardness.asks(),
            caution: caution.sign(),
            lead_working_hours: hours,
            lead: lead(hours, hardness, caution, steps.is_now()),
        }
    }

    fn text(&self) -> String {
        let say = count(self.seconds, "second");
        let words = count(self.words, "word");
        format!(
            "{}\n\nplain   {}\nrally   {}\nrushed  {}\n\nto say  {words}, {say}\nhardest {}: {}\nlead    {}\n",
            self.shorthand, self.plain, self.rally, self.rushed, self.hardness, self.asks, self.lead
        )
    }
}

/// How long before its place the line is called, and why.
fn lead(hours: f64, hardness: Hardness, caution: Caution, now: bool) -> String {
    let called = format!("called {} before its place", working_hours(hours));
    if now {
        return format!("{called}: `now` asks for the shortest lead");
    }
    let preparation = working_hours(f64::from(hardness.preparation()));
    let mut out = format!("{called}: {preparation} for {}", hardness.written());
    if caution != Caution::None {
        let _ = write!(out, ", times {} for `{}`", caution.factor(), caution.sign());
    }
    if hours >= LEAD.1 {
        out.push_str(", at most 120");
    }
    out
}

fn working_hours(hours: f64) -> String {
    let plural = if hours > 1.0 { "s" } else { "" };
    format!("{hours} working hour{plural}")
}

fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

#[derive(Serialize)]
struct Refused<'a> {
    error: Wrong<'a>,
}

#[derive(Serialize)]
struct Wrong<'a> {
    column: usize,
    width: usize,
    message: &'a str,
    mend: &'a str,
    nearest: Option<&'a str>,
}

impl<'a> Wrong<'a> {
    fn of(error: &'a Error) -> Self {
        let Error { column, width, message, mend, nearest } = error;
        Self { column: *column, width: *width, message, mend, nearest: nearest.as_deref() }
    }
}

/// The line with a caret under what is wrong, and the mend. Characters that no line may hold are shown as one
/// replacement each, so that the carets stay under their place.
fn point_at(line: &str, error: &Error) -> String {
    let shown: Vec<char> = line
        .chars()
        .map(|c| match c {
            '\t' => ' ',
            c if pace::is_refused(c) => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect();
    let wide = |characters: &[char]| characters.iter().map(|c| c.width().unwrap_or(0)).sum::<usize>();
    let start = (error.column - 1).min(shown.len());
    let end = (start + error.width).min(shown.len());
    let mut out = format!("{error}\n  ");
    out.extend(&shown);
    let _ = write!(
        out,
        "\n  {}{}\nmend: {}\n",
        " ".repeat(wide(&shown[..start])),
        "^".repeat(wide(&shown[start..end]).max(1)),
        error.mend
    );
    if let Some(nearest) = &error.nearest
        && !error.mend.contains(&format!("`{nearest}`"))
    {
        let _ = writeln!(out, "nearest: {nearest}");
    }
    out
}

/// None of the values above can fail to be written as JSON; if one could, its reason would be the text.
fn to_json(value: &impl Serialize) -> String {
    let mut out = serde_json::to_string_pretty(value).unwrap_or_else(|error| error.to_string());
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::say;

    #[test]
    fn a_line_is_explained_in_every_form() {
        assert_eq!(
            say(r#"5d  !L3>2/Cr #procurement dc "new buyer""#, false).unwrap(),
            r#"5d !L3>2/Cr dc #procurement "new buyer"

plain   Five days: careful, theirs, needs an asset or a second person, may grow into a plan, someone unseen, no short cut, procurement, new buyer.
rally   Five days: caution, client three tightens two over crest, don't cut, procurement. New buyer.
rushed  Caution, client three tightens two over crest, don't cut, procurement.

to say  24 words, 10 seconds
hardest 2: needs a plan
lead    called 30 working hours before its place: 24 working hours for 2, times 1.25 for `!`
"#
        );
    }

    #[test]
    fn an_error_points_at_the_token() {
        assert_eq!(
            say("5d L7 dc", false).unwrap_err(),
            "column 4: expected a grade from 1 to 6 after `L`, found `7`\n  5d L7 dc\n     ^^\n\
             mend: use a grade from 6, the easiest, to 1, the hardest\nnearest: L6\n"
        );
    }

    #[test]
    fn what_is_missing_is_pointed_at_behind_the_line() {
        let text = say("L3 ->", false).unwrap_err();
        assert!(text.contains("\n  L3 ->\n       ^\n"), "{text}");
    }

    #[test]
    fn carets_stand_under_wide_and_combining_characters() {
        let text = say("L3 \"日本 e\u{301}\" oops", false).unwrap_err();
        assert!(text.contains("\n              ^^^^\n"), "{text}");
    }

    #[test]
    fn an_escape_character_never_comes_out_again() {
        let text = say("L3 \"\u{1b}[2J\"", false).unwrap_err();
        assert!(!text.contains('\u{1b}') && text.contains("U+001B"), "{text}");
    }

    #[test]
    fn now_is_called_an_hour_before() {
        let text = say("L1 now", false).unwrap();
        assert!(text.contains("called 1 working hour before its place: `now`"), "{text}");
    }

    #[test]
    fn a_computed_lead_is_at_most_120_hours() {
        let text = say("!!!HPL", false).unwrap();
        assert!(text.contains("called 120 working hours before its place"), "{text}");
    }

    #[test]
    fn scripts_get_the_same_as_json() {
        let said: serde_json::Value = serde_json::from_str(&say("2d !L4 #a", true).unwrap()).unwrap();
        assert_eq!(said["shorthand"], "2d !L4 #a");
        assert_eq!(said["rally"], "Two days: caution, client four, a.");
        assert_eq!(said["lead_working_hours"], 10.0);
        let wrong: serde_json::Value = serde_json::from_str(&say("L3 quickly", true).unwrap_err()).unwrap();
        assert_eq!(wrong["error"]["column"], 4);
        assert_eq!(wrong["error"]["nearest"], "#quickly");
    }
}
