//! Reads the archived campaigns that a campaign lists under `history`.
//!
//! Invariant: they are only read, and what is wrong inside them is not told: it is their own. One that is not there, or
//! does not parse, is told by its path and left out. Called after the first frame, and beside the loop unless they are
//! small.

use std::path::{Path, PathBuf};

use chrono_tz::Tz;

use super::store::plain;
use crate::campaign::{self, Past, Text};
use crate::text::{Document, Severity};

/// Reads the files at these paths, taken from the folder of the campaign file.
#[must_use]
pub fn read(campaign_file: &Path, paths: &[Text], zone: Tz) -> Past {
    let mut past = Past { paths: paths.to_vec(), ..Past::default() };
    let folder = folder(campaign_file);
    for path in paths {
        match one(&folder.join(&**path), zone) {
            Ok(campaign) => past.campaigns.push(campaign),
            Err(why) => past.missing.push((path.clone(), why)),
        }
    }
    past
}

/// Whether all of them together have at most so many bytes. What cannot be read takes no time.
#[must_use]
pub fn is_within(campaign_file: &Path, paths: &[Text], most: usize) -> bool {
    let folder = folder(campaign_file);
    let sizes = paths.iter().filter_map(|path| std::fs::metadata(folder.join(&**path)).ok()).map(|found| found.len());
    sizes.fold(0, u64::saturating_add) <= most as u64
}

/// Where the paths lead from; of a link, from what it points at.
fn folder(campaign_file: &Path) -> PathBuf {
    let file = std::fs::canonicalize(campaign_file).unwrap_or_else(|_| campaign_file.to_path_buf());
    file.parent().map(Path::to_path_buf).unwrap_or_default()
}

#[expect(clippy::disallowed_methods, reason = "the engine room reads files")]
fn one(path: &Path, zone: Tz) -> Result<campaign::Campaign, String> {
    let bytes = std::fs::read(path).map_err(|error| plain(&error))?;
    let (document, cutting) = Document::read(bytes, &campaign::layout());
    let (campaign, reading) = campaign::read(&document, zone);
    let broken = cutting.iter().chain(&reading);
    let broken = broken.into_iter().find(|problem| {
        problem.severity == Severity::Error && matches!(problem.code, "syntax" | "encoding" | "too-large")
    });
    match broken {
        None => Ok(campaign),
        Some(problem) => Err(format!("line {}: {}", document.line_column(&problem.place).line, problem.message)),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write files")]
mod tests {
    use super::*;

    #[test]
    fn the_sizes_of_all_archived_campaigns_count_together_and_one_that_is_not_there_counts_nothing() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["one.toml", "two.toml"] {
            std::fs::write(folder.path().join(name), "# ten more\n").unwrap();
        }
        let file = folder.path().join("campaign.toml");
        let paths = ["one.toml", "two.toml", "three.toml"].map(Text::from);
        assert!(is_within(&file, &paths, 22));
        assert!(!is_within(&file, &paths, 21));
    }
}
