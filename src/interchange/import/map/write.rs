//! Writes a map so that a person sees what was guessed, why, and what is open.
//!
//! Invariant: whatever the cells and names hold, a comment stays one, and the text reads back as the same map.

use std::fmt::Write as _;

use super::super::guess::{Column, Question};
use super::{Map, Pipelines};
use crate::text::{KeyPath, Literal, visible};

impl Map {
    /// The map as a page, with what is known of the columns and what is open as comments.
    #[must_use]
    pub fn to_toml(&self, columns: &[Column], stages: &[Box<str>], questions: &[Question]) -> String {
        let mut page = String::from(
            "# Which column of an export says what. Lines that begin with # are notes; `codriver import FILE EXPORT --map\n\
             # THIS_FILE` reads the others.\n",
        );
        // Writing to a string cannot fail.
        let _ = self.head(&mut page, questions).and_then(|()| self.tables(&mut page, columns, stages));
        page
    }

    fn head(&self, page: &mut String, questions: &[Question]) -> std::fmt::Result {
        for question in questions {
            writeln!(page, "#\n# Open: {}", line(&question.what))?;
            writeln!(page, "# {}", line(&question.why))?;
            for choice in &question.choices {
                writeln!(page, "#   {}: {}", line(&choice.words), line(&choice.written))?;
            }
        }
        writeln!(page, "\nfrom = {}", Literal::from(self.crm.key()))?;
        match self.dates {
            Some(order) => writeln!(page, "dates = \"{}\"", order.word())?,
            None => writeln!(page, "# dates = \"dmy\"  # or \"mdy\", \"ymd\": where the cells leave it open")?,
        }
        match self.decimals {
            Some(mark) => writeln!(page, "decimals = \"{}\"", mark.word())?,
            None => writeln!(page, "# decimals = \"point\"  # or \"comma\": where the cells leave it open")?,
        }
        match self.probability {
            Some(scale) => writeln!(page, "probability = \"{}\"", scale.word())?,
            None => writeln!(page, "# probability = \"percent\"  # or \"share\": 0 to 100, or 0 to 1")?,
        }
        match &self.pipelines {
            Some(Pipelines::All) => writeln!(page, "pipelines = \"all\""),
            Some(Pipelines::Only(names)) => writeln!(page, "pipelines = {}", list(names)),
            None => writeln!(page, "# pipelines = [\"Sales\"]  # or \"all\": whose deals are wanted"),
        }
    }

    fn tables(&self, page: &mut String, columns: &[Column], stages: &[Box<str>]) -> std::fmt::Result {
        writeln!(page, "\n[columns]")?;
        for (name, field) in &self.columns {
            if let Some(column) = columns.iter().find(|column| column.name == *name) {
                about(page, column)?;
            }
            writeln!(page, "{} = \"{}\"", KeyPath::new(name), field.word())?;
        }
        let used = |name: &str| {
            self.columns.iter().any(|(known, _)| **known == *name)
                || self.entered.iter().any(|known| *known.column == *name)
        };
        for column in columns.iter().filter(|column| !used(&column.name)) {
            about(page, column)?;
            let word = column.proposed.map_or("", |field| field.word());
            writeln!(page, "# {} = \"{word}\"", KeyPath::new(&column.name))?;
        }
        if !self.entered.is_empty() {
            writeln!(page, "\n# When a deal came into a stage.\n[entered]")?;
            for entered in &self.entered {
                let mut said = vec![(KeyPath::new("stage"), Literal::from(&*entered.stage))];
                said.extend(entered.pipeline.as_ref().map(|name| (KeyPath::new("pipeline"), Literal::from(&**name))));
                writeln!(page, "{} = {}", KeyPath::new(&entered.column), Literal::InlineTable(said))?;
            }
        }
        writeln!(
            page,
            "\n# Stages by their names in the export, in the order of the route, with the ids of the campaign's."
        )?;
        writeln!(page, "[stages]")?;
        for (name, id) in &self.stages {
            let id = id.as_ref().map_or("", |id| id.as_str());
            writeln!(page, "{} = {}", KeyPath::new(name), Literal::from(id))?;
        }
        for name in stages.iter().filter(|name| !self.stages.iter().any(|(known, _)| known == *name)) {
            writeln!(page, "# {} = \"\"", KeyPath::new(name))?;
        }
        writeln!(page, "\n# People by their names or ids in the export, with the ids of the campaign's crew.\n[crew]")?;
        for (name, id) in &self.crew {
            writeln!(page, "{} = {}", KeyPath::new(name), Literal::from(id.as_str()))?;
        }
        Ok(())
    }
}

/// What is known of a column, as comments above its line.
fn about(page: &mut String, column: &Column) -> std::fmt::Result {
    if !column.samples.is_empty() {
        let samples: Vec<String> = column.samples.iter().map(|sample| line(sample)).collect();
        writeln!(page, "# {}", samples.join(" · "))?;
    }
    if column.why.is_empty() { Ok(()) } else { writeln!(page, "# {}", line(&column.why)) }
}

fn list(names: &[Box<str>]) -> Literal {
    Literal::Array(names.iter().map(|name| Literal::from(&**name)).collect())
}

/// A text as one line without control characters.
fn line(text: &str) -> String {
    visible(text).into_owned()
}
