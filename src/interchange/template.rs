//! Starting files: what `codriver new` writes.
//!
//! Each is a whole campaign file with comments that teach the format, ready to be filled in by hand. They are texts, not
//! records, because the comments are half of their worth. They are not for import: a CRM's export is read by its own
//! rules.

use crate::text::Literal;

/// A starting file and what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// What one types after `--template`.
    pub name: &'static str,
    /// For whom it is, as a fragment for a list.
    pub about: &'static str,
    /// The file.
    pub text: &'static str,
}

/// Their names, as the command line takes them.
pub const NAMES: [&str; 4] = ["blank", "salesforce", "hubspot", "pipedrive"];

/// All starting files; the first is the one to use when none is named.
pub const TEMPLATES: [Template; 4] = [
    Template {
        name: "blank",
        about: "a short route of your own",
        text: include_str!("../../assets/templates/blank.toml"),
    },
    Template {
        name: "salesforce",
        about: "the default stages of Salesforce",
        text: include_str!("../../assets/templates/salesforce.toml"),
    },
    Template {
        name: "hubspot",
        about: "the default stages of HubSpot",
        text: include_str!("../../assets/templates/hubspot.toml"),
    },
    Template {
        name: "pipedrive",
        about: "the default stages of Pipedrive",
        text: include_str!("../../assets/templates/pipedrive.toml"),
    },
];

/// The starting file of this name; upper and lower case are the same.
#[must_use]
pub fn template(name: &str) -> Option<&'static str> {
    TEMPLATES.iter().find(|template| template.name.eq_ignore_ascii_case(name)).map(|template| template.text)
}

/// The names of all starting files, in the order they are listed.
pub fn names() -> impl Iterator<Item = &'static str> {
    TEMPLATES.iter().map(|template| template.name)
}

/// The beginning of a file that an import makes: who may read it, the campaign's name and zone.
#[must_use]
pub fn bare(name: &str, zone: chrono_tz::Tz) -> String {
    let (name, zone) = (Literal::from(name), Literal::from(zone.name()));
    format!(
        "# This file will hold buyers' names and their own words, and it is shared: keep it where only your team can read it.\n\
         # The deals below came from a CRM. Import its next export into this file: what you write here stays.\n\
         format = 1\n\n[campaign]\nname = {name}\ntimezone = {zone}\n"
    )
}

#[cfg(test)]
mod tests {
    use toml::de::DeTable;

    use super::*;

    #[test]
    fn every_template_is_found_by_its_name_in_any_case() {
        for name in names() {
            assert_eq!(template(&name.to_uppercase()), template(name));
            assert!(template(name).is_some(), "{name}");
        }
    }

    #[test]
    fn an_unknown_template_is_none() {
        assert_eq!(template("siebel"), None);
    }

    #[test]
    fn every_template_is_valid_toml() {
        for Template { name, text, .. } in TEMPLATES {
            let (_, errors) = DeTable::parse_recoverable(text);
            assert!(errors.is_empty(), "{name}: {errors:?}");
        }
    }

    #[test]
    fn every_template_says_first_who_may_read_it() {
        for Template { name, text, .. } in TEMPLATES {
            let first: String = text.lines().take_while(|line| line.starts_with('#')).collect();
            assert!(first.contains("shared"), "{name}: {first}");
        }
    }

    #[test]
    fn every_stage_on_the_route_of_a_template_has_a_table_with_a_length() {
        for Template { name, text, .. } in TEMPLATES {
            let (file, _) = DeTable::parse_recoverable(text);
            let file = file.get_ref();
            let route = file["campaign"].get_ref()["route"].get_ref().as_array().expect("a route");
            let stages = file["stage"].get_ref();
            for stage in route {
                let stage = stage.get_ref().as_str().expect("a stage id");
                let expected = stages.get(stage).and_then(|stage| stage.get_ref().get("expected"));
                assert!(expected.is_some(), "{name}: {stage}");
            }
        }
    }
}
