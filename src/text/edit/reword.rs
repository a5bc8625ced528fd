//! Puts other words in the place of texts, as they are written: a renamed id keeps the quotes around it, the list it is in
//! and the comments beside it.
//!
//! All words are looked for in the text as it is before the first of them is changed, so that a word may be part of what
//! tells its row from the others.

use std::ops::Range;

use super::{Bench, no_such_record, with_key};
use crate::text::meaning::Meaning;
use crate::text::outline::{Kind, Path, Value};
use crate::text::step::Splice;
use crate::text::{Document, Literal, Refusal, Step, UnitKey, Word};

impl Document {
    pub(super) fn plan_reword(&self, words: &[Word]) -> Result<Step, Refusal> {
        let Some(first) = words.first() else { return Ok(Step::nothing(UnitKey::Root)) };
        let unit = self.unit_key_of(&first.record, &first.key);
        let bench = Bench::open(self, unit)?.ok_or_else(|| no_such_record(&first.record))?;
        let mut intended = bench.meaning.clone();
        let mut splices = Vec::with_capacity(words.len());
        for word in words {
            if self.unit_key_of(&word.record, &word.key) != bench.key {
                return Err(Refusal::new(
                    format!("`{}` and `{}` are not in one part of the file", first.record, word.record),
                    "change them one after the other",
                ));
            }
            let path = bench.resolve(&word.record).ok_or_else(|| no_such_record(&word.record))?;
            let path = with_key(&path, &word.key);
            let value = bench.outline.find(&path).map(|found| found.value);
            let spans = value.map(|value| bench.saying(value, &word.was)).unwrap_or_default();
            if spans.is_empty() {
                return Err(Refusal::new(
                    format!("`{}` of `{}` no longer says `{}`", word.key, word.record, word.was),
                    "look at it again, then make the change again",
                ));
            }
            reword(&mut intended, &path, word);
            splices.extend(spans.into_iter().map(|range| {
                let text = rewritten(&bench.text[range.clone()], &word.was, &word.text);
                Splice { range, text }
            }));
        }
        splices.sort_by_key(|splice| splice.range.start);
        splices.dedup();
        bench.choose(vec![splices], intended, false)
    }
}

impl Bench<'_> {
    /// Where a text is said: the value, or items of a list.
    fn saying(&self, value: &Value, was: &str) -> Vec<Range<usize>> {
        let values = match &value.kind {
            Kind::Scalar => std::slice::from_ref(value),
            Kind::Array(values) => values.as_slice(),
            Kind::Table(_) => &[],
        };
        let says = |span: &Range<usize>| says(&self.text[span.clone()], was);
        values.iter().map(|value| value.span.clone()).filter(says).collect()
    }
}

fn says(source: &str, text: &str) -> bool {
    source.parse::<Literal>().is_ok_and(|value| matches!(value, Literal::Text(said) if said == text))
}

fn reword(meaning: &mut Meaning, path: &Path, word: &Word) {
    let was = Meaning::Leaf('s', word.was.clone());
    let new = Meaning::Leaf('s', word.text.clone());
    let changed = match meaning.get(path) {
        Some(Meaning::Array(values)) => {
            Meaning::Array(values.iter().map(|value| if *value == was { new.clone() } else { value.clone() }).collect())
        }
        _ => new,
    };
    // It was found a moment ago, so there is a place to put it.
    let _: Option<()> = meaning.put(path, changed);
}

/// The source of a text with as few bytes changed as say the new one.
fn rewritten(source: &str, was: &str, text: &str) -> String {
    let (from, to) = difference(was, text);
    let mut around = 0;
    loop {
        let left = floor(was, from.start.saturating_sub(around));
        let right = ceiling(was, (from.end + around).min(was.len()));
        let part = &was[left..right];
        if !part.is_empty() && source.matches(part).count() == 1 {
            let new = [&was[left..from.start], &text[to.clone()], &was[from.end..right]].concat();
            let changed = source.replacen(part, &new, 1);
            if says(&changed, text) {
                return changed;
            }
        }
        if (left, right) == (0, was.len()) {
            return Literal::Text(text.to_owned()).to_string();
        }
        around += 1;
    }
}

/// The parts in which two texts differ.
fn difference(was: &str, text: &str) -> (Range<usize>, Range<usize>) {
    let left = was.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count();
    let left = floor(was, left);
    let most = was.len().min(text.len()) - left;
    let right = was.bytes().rev().zip(text.bytes().rev()).take(most).take_while(|(a, b)| a == b).count();
    let end = ceiling(was, was.len() - right);
    (left..end, left..text.len() - (was.len() - end))
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ceiling(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rewritten_text_keeps_its_quotes_and_escapes() {
        for (source, was, text, expected) in [
            ("'sam'", "sam", "samuel", "'samuel'"),
            ("\"sam\"", "sam", "samuel", "\"samuel\""),
            ("'''sam'''", "sam", "tom", "'''tom'''"),
            (r#""L3 #a \"a b\"""#, "L3 #a \"a b\"", "L3 #c \"a b\"", r#""L3 #c \"a b\"""#),
            (r#""s\u0061m""#, "sam", "tom", "\"tom\""),
            ("\"aa\"", "aa", "aaa", "\"aaa\""),
            ("\"\u{e9}\"", "\u{e9}", "\u{e8}", "\"\u{e8}\""),
        ] {
            assert_eq!(rewritten(source, was, text), expected, "{source}");
        }
    }
}
