//! One unit, read: TOML's own tree with byte spans, and everything that is wrong in its syntax.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::document::narrow;
use super::{Diagnostic, Place, Severity, UnitKey, syntax};

/// The tree of a unit as far as it could be read. Spans are bytes of the unit's text; a `[table]`'s span is its header
/// only.
#[derive(Debug)]
pub struct Tree<'t> {
    key: UnitKey,
    table: DeTable<'t>,
    diagnostics: Vec<Diagnostic>,
}

impl<'t> Tree<'t> {
    /// Reads the text of a unit. Whatever is wrong, the rest is still in the tree.
    #[must_use]
    pub fn read(key: &UnitKey, text: &'t str) -> Self {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut diagnostics: Vec<Diagnostic> = Vec::new();
        let mut told = None;
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            // What follows on the same line is mostly an echo of the first slip.
            let line = memchr::memrchr(b'\n', &text.as_bytes()[..span.start.min(text.len())]);
            if told == Some(line) {
                continue;
            }
            told = Some(line);
            let (message, mend) = syntax::plain_words(error.message(), text.get(span.clone()).unwrap_or(""));
            diagnostics.push(Diagnostic {
                code: "syntax",
                severity: Severity::Error,
                message,
                place: Place { unit: key.clone(), span: narrow(span.start)..narrow(span.end) },
                mend,
            });
        }
        let table = table.into_inner();
        if diagnostics.is_empty() {
            table.values().for_each(|value| check_numbers(key, value, &mut diagnostics));
        }
        Self { key: key.clone(), table, diagnostics }
    }

    /// The unit that was read.
    #[must_use]
    pub const fn key(&self) -> &UnitKey {
        &self.key
    }

    /// Everything in the unit, from the top of the file: a record `deal.x` is below `deal`.
    #[must_use]
    pub const fn table(&self) -> &DeTable<'t> {
        &self.table
    }

    /// What the unit's key names: the record's or the group's own value, or `None` where the unit holds only comments.
    /// The root has no value of its own.
    #[must_use]
    pub fn record(&self) -> Option<&Spanned<DeValue<'t>>> {
        match &self.key {
            UnitKey::Root => None,
            UnitKey::Group(group) => self.table.get(&**group),
            UnitKey::Record(group, id) => self.table.get(&**group)?.get_ref().as_table()?.get(&**id),
        }
    }

    /// What is wrong in the syntax, at most one for each line.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether TOML has nothing to object to.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// The parts: the tree and what is wrong.
    #[must_use]
    pub fn into_parts(self) -> (DeTable<'t>, Vec<Diagnostic>) {
        (self.table, self.diagnostics)
    }
}

/// The reader takes any digits for a number; whether they are one is left to whoever uses it, which is here.
fn check_numbers(key: &UnitKey, value: &Spanned<DeValue<'_>>, diagnostics: &mut Vec<Diagnostic>) {
    let (is_number, said) = match value.get_ref() {
        DeValue::Table(table) => return table.values().for_each(|value| check_numbers(key, value, diagnostics)),
        DeValue::Array(values) => return values.iter().for_each(|value| check_numbers(key, value, diagnostics)),
        DeValue::Integer(number) => (i64::from_str_radix(number.as_str(), number.radix()).is_ok(), number.as_str()),
        DeValue::Float(number) => {
            let read = number.as_str().parse::<f64>();
            (
                read.is_ok_and(|read| read.is_finite() || !number.as_str().contains(|c: char| c.is_ascii_digit())),
                number.as_str(),
            )
        }
        _ => return,
    };
    if !is_number {
        diagnostics.push(Diagnostic {
            code: "syntax",
            severity: Severity::Error,
            message: format!("`{said}` is no number, or too large for one"),
            place: Place { unit: key.clone(), span: narrow(value.span().start)..narrow(value.span().end) },
            mend: "write it in plain digits, or as a text between double quotes".to_owned(),
        });
    }
}
