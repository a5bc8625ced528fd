//! Edits on a text: what the saver does to the file as it is now.

use super::saver::Applied;
use crate::campaign::layout;
use crate::text::{Clash, Document, Edit};

/// Makes the edits on a text, whatever others have made of it. Those that clash are told; the others are made.
///
/// # Errors
/// A text that is not UTF-8, or no TOML at a place that an edit is about, is not touched: nobody can tell what stands
/// there.
pub fn apply(bytes: &[u8], edits: &[Edit]) -> Result<Applied<Clash>, String> {
    if std::str::from_utf8(bytes).is_err() {
        return Err("the file is not UTF-8 text any more".to_owned());
    }
    let (mut document, _) = Document::read(bytes.to_vec(), &layout());
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
