//! Edits on a text: what the saver does to the file as it is now.

use super::saver::Applied;
use crate::campaign::{FORMAT, layout};
use crate::text::{Clash, Document, Edit, KeyPath, RecordPath};

/// Makes the edits on a text, whatever others have made of it. Those that clash are told; the others are made.
///
/// # Errors
/// A text that is not UTF-8, of a newer format, or no TOML at a place that an edit is about, is not touched: nobody can
/// tell what stands there.
pub fn apply(bytes: &[u8], edits: &[Edit]) -> Result<Applied<Clash>, String> {
    if std::str::from_utf8(bytes).is_err() {
        return Err("the file is not UTF-8 text any more".to_owned());
    }
    let (mut document, _) = Document::read(bytes.to_vec(), &layout());
    if let Some(format) = format(&document).filter(|format| *format > FORMAT) {
        return Err(format!("the file has format {format} now, and this program writes {FORMAT}"));
    }
    let mut clashes = Vec::new();
    for (index, edit) in edits.iter().enumerate() {
        if let Some(problem) = document.problem_at(edit) {
            let line = document.line_column(&problem.place).line;
            return Err(format!("{} in line {line}", problem.message));
        }
        clashes.extend(document.rebase(edit).clashes.into_iter().map(|clash| (index, clash)));
    }
    Ok(Applied { bytes: document.bytes(), clashes })
}

fn format(document: &Document) -> Option<u32> {
    let top: [&str; 0] = [];
    document.get(&RecordPath::new(top), &KeyPath::new("format"))?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Intent, Literal};

    fn edit() -> [Edit; 1] {
        let record = RecordPath::new(["deal", "x"]);
        [Intent::Set { record, key: KeyPath::new("value"), value: Literal::Integer(2) }.into()]
    }

    #[test]
    fn an_edit_is_not_made_on_a_text_that_has_become_one_of_a_newer_format() {
        let told = apply(b"format = 2\n[deal.x]\naccount = \"X\"\n", &edit()).unwrap_err();
        assert_eq!(told, "the file has format 2 now, and this program writes 1");
    }

    #[test]
    fn an_edit_is_made_on_a_text_of_this_format_and_on_one_without() {
        for text in ["format = 1\n[deal.x]\naccount = \"X\"\n", "[deal.x]\naccount = \"X\"\n"] {
            let applied = apply(text.as_bytes(), &edit()).unwrap();
            assert_eq!(String::from_utf8(applied.bytes).unwrap(), format!("{text}value = 2\n"));
        }
    }
}
