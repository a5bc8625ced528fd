//! Reads a map that somebody wrote.
//!
//! Invariant: all that is wrong is told, each with its place, and nothing is read by halves.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::cells::dates::DateOrder;
use super::super::cells::numbers::Decimals;
use super::super::columns::{Entered, Field, TABLE};
use super::{Map, Pipelines, Scale};
use crate::campaign::{Id, bad_id, nearest};
use crate::drive::import::Crm;
use crate::text::{Diagnostic, Document, Layout, Severity, Tree, UnitKey};

/// The keys of a map.
const KEYS: [&str; 9] =
    ["from", "dates", "decimals", "probability", "pipelines", "columns", "entered", "stages", "crew"];

type Value<'t> = Spanned<DeValue<'t>>;

impl Map {
    /// Reads a map for an export with this header. The problems' places are of the text as [`Map::page`] reads it.
    pub fn parse(text: &str, header: &[Box<str>]) -> Result<Self, Vec<Diagnostic>> {
        let (page, mut told) = Self::page(text);
        let tree = Tree::read(&UnitKey::Root, text);
        if !told.is_empty() || !tree.is_sound() {
            if told.is_empty() {
                told = tree.diagnostics().to_vec();
                for problem in &mut told {
                    let span = &problem.place.span;
                    let (start, end) =
                        (usize::try_from(span.start).unwrap_or(0), usize::try_from(span.end).unwrap_or(0));
                    problem.place = page.place_at(start, end.saturating_sub(start));
                }
            }
            return Err(told);
        }
        let mut reader = Reader { page: &page, header, told, taken: Vec::new() };
        let map = reader.map(tree.table());
        if reader.told.is_empty() { Ok(map) } else { Err(reader.told) }
    }

    /// The text of a map as a document, in which problems are shown.
    #[must_use]
    pub fn page(text: &str) -> (Document, Vec<Diagnostic>) {
        Document::read(text.as_bytes().to_vec(), &Layout::default())
    }
}

struct Reader<'t> {
    page: &'t Document,
    header: &'t [Box<str>],
    told: Vec<Diagnostic>,
    /// Columns that a line of the map is about.
    taken: Vec<&'t str>,
}

impl<'t> Reader<'t> {
    fn tell(&mut self, span: &Range<usize>, message: String, mend: String) {
        let place = self.page.place_at(span.start, span.end.saturating_sub(span.start));
        self.told.push(Diagnostic { code: "import-map", severity: Severity::Error, message, place, mend });
    }

    fn map(&mut self, table: &DeTable<'_>) -> Map {
        let mut map = Map::new(Crm::Other);
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "from" => map.crm = self.one_of(value, &Crm::ALL.map(|crm| (crm.key(), crm))).unwrap_or(Crm::Other),
                "dates" => map.dates = self.one_of(value, &DateOrder::ALL.map(|order| (order.word(), order))),
                "decimals" => map.decimals = self.one_of(value, &Decimals::ALL.map(|mark| (mark.word(), mark))),
                "probability" => map.probability = self.one_of(value, &Scale::ALL.map(|scale| (scale.word(), scale))),
                "pipelines" => map.pipelines = self.pipelines(value),
                "columns" => map.columns = self.columns(value),
                "entered" => map.entered = self.entered(value),
                "stages" => map.stages = self.stages(value),
                "crew" => map.crew = self.crew(value),
                unknown => {
                    let mend = match nearest(unknown, KEYS) {
                        Some(near) => format!("write `{near}`"),
                        None => format!("write one of `{}`", KEYS.join("`, `")),
                    };
                    self.tell(&key.span(), format!("a map has no `{}`", short(unknown)), mend);
                }
            }
        }
        map
    }

    fn one_of<T: Copy>(&mut self, value: &Value<'_>, known: &[(&'static str, T)]) -> Option<T> {
        let found = value.get_ref().as_str().unwrap_or_default();
        if let Some((_, meant)) = known.iter().find(|(word, _)| found == *word) {
            return Some(*meant);
        }
        let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
        let words = words.join("\"`, `\"");
        self.tell(
            &value.span(),
            format!("expected {}, found {}", "one of a few words", found_in(value)),
            format!("write one of `\"{words}\"`"),
        );
        None
    }

    fn pipelines(&mut self, value: &Value<'_>) -> Option<Pipelines> {
        if value.get_ref().as_str() == Some("all") {
            return Some(Pipelines::All);
        }
        let names: Option<Vec<Box<str>>> = value
            .get_ref()
            .as_array()
            .and_then(|names| names.iter().map(|name| Some(name.get_ref().as_str()?.into())).collect());
        if names.is_none() {
            let message = format!("expected `\"all\"` or a list of pipelines, found {}", found_in(value));
            self.tell(&value.span(), message, "write `pipelines = [\"Sales\"]`".to_owned());
        }
        names.map(Pipelines::Only)
    }

    /// The lines of a table in the order in which they are written.
    fn lines<'v, 'd>(&mut self, value: &'v Value<'d>, mend: &str) -> Vec<(&'v str, Range<usize>, &'v Value<'d>)> {
        let Some(table) = value.get_ref().as_table() else {
            self.tell(&value.span(), format!("expected a table, found {}", found_in(value)), mend.to_owned());
            return Vec::new();
        };
        let mut lines: Vec<_> = table.iter().map(|(key, value)| (key.get_ref().as_ref(), key.span(), value)).collect();
        lines.sort_by_key(|(_, span, _)| span.start);
        lines
    }

    /// The export's column of this name: as it is written, else by letters and digits.
    fn column(&mut self, name: &str, span: &Range<usize>) -> Option<Box<str>> {
        let exact = self.header.iter().find(|column| ***column == *name);
        let folded = super::super::columns::fold(name);
        let alike =
            || self.header.iter().find(|column| !folded.is_empty() && super::super::columns::fold(column) == folded);
        let Some(column) = exact.or_else(alike) else {
            let mend = match nearest(name, self.header.iter().map(|column| &**column)) {
                Some(near) => format!("write `\"{}\"`", short(near)),
                None => "take the line out, or export the column".to_owned(),
            };
            self.tell(span, format!("the export has no column `{}`", short(name)), mend);
            return None;
        };
        let column: &'t str = column;
        if self.taken.contains(&column) {
            self.tell(
                span,
                format!("the column `{}` is there twice", short(column)),
                "take one of the lines out".to_owned(),
            );
            return None;
        }
        self.taken.push(column);
        Some(column.into())
    }

    fn columns(&mut self, value: &Value<'_>) -> Vec<(Box<str>, Field)> {
        let mut columns = Vec::new();
        for (name, span, value) in self.lines(value, "write `[columns]` and a line such as `\"Deal name\" = \"title\"`")
        {
            let word = value.get_ref().as_str();
            if word == Some("") {
                continue;
            }
            let field = word.and_then(Field::of_word);
            if field.is_none() {
                let mend = match word.and_then(|word| nearest(word, TABLE.iter().map(|known| known.word))) {
                    Some(near) => format!("write `\"{near}\"`"),
                    None => format!("write one of `{}`, or `\"\"`", TABLE.map(|known| known.word).join("`, `")),
                };
                self.tell(&value.span(), format!("expected what the column says, found {}", found_in(value)), mend);
            }
            if let (Some(column), Some(field)) = (self.column(name, &span), field) {
                columns.push((column, field));
            }
        }
        columns
    }

    fn entered(&mut self, value: &Value<'_>) -> Vec<Entered> {
        const MEND: &str = "write `\"Date entered Demo\" = { stage = \"Demo\" }`";
        let mut columns = Vec::new();
        for (name, span, value) in self.lines(value, MEND) {
            let table = value.get_ref().as_table();
            let said =
                |key: &str| table.and_then(|table| table.get(key)?.get_ref().as_str()).filter(|text| !text.is_empty());
            let known = |key: &str| matches!(key, "stage" | "pipeline");
            let unknown = table.is_some_and(|table| table.keys().any(|key| !known(key.get_ref())));
            let wrong = table.is_some_and(|table| table.keys().any(|key| said(key.get_ref()).is_none()));
            let (stage, pipeline) = (said("stage"), said("pipeline"));
            if stage.is_none() || unknown || wrong {
                let message = format!("expected the stage that the column is of, found {}", found_in(value));
                self.tell(&value.span(), message, MEND.to_owned());
            }
            if let (Some(column), Some(stage)) = (self.column(name, &span), stage) {
                columns.push(Entered { column, stage: stage.into(), pipeline: pipeline.map(Into::into) });
            }
        }
        columns
    }

    fn id(&mut self, value: &Value<'_>) -> Option<Id> {
        let Some(id) = value.get_ref().as_str() else {
            self.tell(
                &value.span(),
                format!("expected an id, found {}", found_in(value)),
                "write it in quotes".to_owned(),
            );
            return None;
        };
        if let Some((message, proposal)) = bad_id(id) {
            self.tell(&value.span(), message, format!("write `\"{proposal}\"`"));
            return None;
        }
        Some(id.into())
    }

    fn stages(&mut self, value: &Value<'_>) -> Vec<(Box<str>, Option<Id>)> {
        let lines = self.lines(value, "write `[stages]` and a line such as `\"Demo scheduled\" = \"demo\"`");
        lines
            .into_iter()
            .map(|(name, _, value)| {
                let id = if value.get_ref().as_str() == Some("") { None } else { self.id(value) };
                (name.into(), id)
            })
            .collect()
    }

    fn crew(&mut self, value: &Value<'_>) -> Vec<(Box<str>, Id)> {
        let lines = self.lines(value, "write `[crew]` and a line such as `\"Ann Lee\" = \"ann\"`");
        lines.into_iter().filter_map(|(name, _, value)| Some((name.into(), self.id(value)?))).collect()
    }
}

/// As much of a text as a message bears.
fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

fn found_in(value: &Value<'_>) -> String {
    match value.get_ref() {
        DeValue::String(text) => format!("`{}`", short(text)),
        DeValue::Integer(number) => format!("the number `{}`", short(number.as_str())),
        DeValue::Float(number) => format!("the number `{}`", short(number.as_str())),
        DeValue::Boolean(yes) => format!("`{yes}`"),
        DeValue::Datetime(time) => format!("the date `{time}`"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::render;

    fn header() -> Vec<Box<str>> {
        ["Betrag", "Kunde", "Date entered Demo", "Phase"].map(Box::from).to_vec()
    }

    fn told(text: &str) -> String {
        let problems = Map::parse(text, &header()).expect_err("something is wrong");
        problems.iter().map(|problem| render(problem, &Map::page(text).0, "m.toml")).collect()
    }

    #[test]
    fn a_map_says_which_column_says_what() {
        let text = "from = \"zoho\"\ndates = \"dmy\"\ndecimals = \"comma\"\nprobability = \"share\"\npipelines = [\"A\"]\n\n[columns]\n\"kunde\" = \"account\"\nBetrag = \"value\"\nPhase = \"\"\n\n[entered]\n\"Date entered Demo\" = { stage = \"Demo\", pipeline = \"A\" }\n\n[stages]\nZwei = \"b\"\nEins = \"\"\n\n[crew]\n\"Ann Lee\" = \"ann\"\n";
        let map = Map::parse(text, &header()).expect("a map");
        assert_eq!(map.crm, Crm::Zoho);
        assert_eq!((map.dates, map.decimals), (Some(DateOrder::DayFirst), Some(Decimals::Comma)));
        assert_eq!(map.columns, [("Kunde".into(), Field::Account), ("Betrag".into(), Field::Value)]);
        assert_eq!(map.stages, [("Zwei".into(), Some(Id::from("b"))), ("Eins".into(), None)]);
        assert_eq!(map.crew, [("Ann Lee".into(), Id::from("ann"))]);
        assert_eq!(map.entered[0].stage, "Demo".into());
    }

    #[test]
    fn a_column_that_the_export_lacks_is_told_with_its_place() {
        let told = told("[columns]\n\"Betrag\" = \"value\"\nKunden = \"account\"\n");
        assert!(told.contains("m.toml:3:1") && told.contains("`Kunden`") && told.contains("Kunde"), "{told}");
    }

    #[test]
    fn a_word_that_is_no_field_is_told_with_the_nearest() {
        let told = told("[columns]\nBetrag = \"valeu\"\n");
        assert!(told.contains("m.toml:2:10") && told.contains("write `\"value\"`"), "{told}");
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let told =
            told("date = \"dmy\"\ndecimals = 3\ncolumns = 1\nentered = { Phase = {} }\nstages = { x = \"a b\" }\n");
        assert_eq!(told.matches("error[import-map]").count(), 5, "{told}");
    }

    #[test]
    fn a_map_that_is_no_toml_is_told_with_its_line() {
        let told = told("[columns]\nBetrag = \n");
        assert!(told.contains("m.toml:2:"), "{told}");
    }

    #[test]
    fn one_column_cannot_say_two_things() {
        let told = told("[columns]\nBetrag = \"value\"\nbetrag = \"close\"\n");
        assert!(told.contains("twice"), "{told}");
    }
}
