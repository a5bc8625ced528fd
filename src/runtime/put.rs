//! Writes a file that is not the campaign: an export.
//!
//! Invariant: the file is at every moment the old one or the new one, as a whole. A link is followed, and what is no file,
//! such as a pipe, is written into. The file that a campaign was read from is never replaced, by whatever name it is called.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// So many files of one name lie beside each other at the most.
const MOST: u16 = 999;

/// Why nothing was written.
#[derive(Debug)]
pub enum PutError {
    /// The path leads to the file that must stay.
    Source,
    /// The system refused.
    Io(io::Error),
}

impl From<io::Error> for PutError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Puts what `write` writes at `path`; `source` is the file it is made from, if it is one. A new file is readable by its
/// owner alone, as it may hold what only a team should read; one that is replaced keeps its mode.
pub fn put(
    path: &Path,
    source: Option<&Path>,
    write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> Result<(), PutError> {
    let there = match std::fs::metadata(path) {
        Ok(there) => Some(there),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    let Some(there) = there else { return fresh(path, None, write) };
    let is_source = |source: &Path| {
        std::fs::metadata(source).is_ok_and(|source| (source.dev(), source.ino()) == (there.dev(), there.ino()))
    };
    if source.is_some_and(is_source) {
        return Err(PutError::Source);
    }
    if there.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory).into());
    }
    if there.is_file() {
        return fresh(&std::fs::canonicalize(path)?, Some(there.permissions()), write);
    }
    let mut out = BufWriter::new(OpenOptions::new().write(true).open(path)?);
    write(&mut out)?;
    Ok(out.flush()?)
}

/// Puts a new file into a folder under a name that is free: `name.ending`, else `name-2.ending` and so on. Nothing that is
/// there is touched, also if it comes at the same moment. Gives its path.
pub fn put_beside(folder: &Path, name: &str, ending: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    let mut file = tempfile::Builder::new().prefix(".codriver-").suffix("~").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    for number in 1..=MOST {
        let number = if number == 1 { String::new() } else { format!("-{number}") };
        let path = folder.join(format!("{name}{number}.{ending}"));
        match file.persist_noclobber(&path) {
            Ok(_) => return Ok(path),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => file = error.file,
            Err(error) => return Err(error.error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// A new file beside the old one, then one rename.
fn fresh(
    path: &Path,
    mode: Option<std::fs::Permissions>,
    write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> Result<(), PutError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = tempfile::Builder::new().prefix(".codriver-").suffix("~").tempfile_in(folder)?;
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    if let Some(mode) = mode {
        file.as_file().set_permissions(mode)?;
    }
    file.as_file().sync_all()?;
    let _kept: File = file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write files")]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn put_text(path: &Path, source: Option<&Path>, text: &str) -> Result<(), PutError> {
        put(path, source, &mut |out| out.write_all(text.as_bytes()))
    }

    #[test]
    fn a_file_that_is_replaced_keeps_its_mode_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deals.csv");
        put_text(&path, None, "one").unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        put_text(&path, None, "two").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o644);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn the_source_is_never_replaced_by_whatever_name_it_is_called() {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("c.toml");
        std::fs::write(&source, "format = 1\n").unwrap();
        let (link, other) = (folder.path().join("link.csv"), folder.path().join("other.csv"));
        symlink(&source, &link).unwrap();
        std::fs::hard_link(&source, &other).unwrap();
        for path in [&source, &link, &other] {
            assert!(matches!(put_text(path, Some(&source), "x"), Err(PutError::Source)), "{}", path.display());
        }
        assert_eq!(std::fs::read_to_string(&source).unwrap(), "format = 1\n");
    }

    #[test]
    fn a_link_stays_one_and_what_it_leads_to_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("deals.csv"), folder.path().join("link.csv"));
        std::fs::write(&path, "one").unwrap();
        symlink(&path, &link).unwrap();
        put_text(&link, None, "two").unwrap();
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
    }

    #[test]
    fn what_is_put_beside_others_never_replaces_one() {
        let folder = tempfile::tempdir().unwrap();
        let first = put_beside(folder.path(), "harrow-won", "svg", b"one").unwrap();
        let second = put_beside(folder.path(), "harrow-won", "svg", b"two").unwrap();
        assert_eq!([&first, &second].map(|path| path.file_name().unwrap()), ["harrow-won.svg", "harrow-won-2.svg"]);
        assert_eq!(std::fs::read_to_string(&first).unwrap(), "one");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn what_is_no_file_is_written_into() {
        put_text(Path::new("/dev/null"), None, "x").unwrap();
        assert!(!std::fs::metadata("/dev/null").unwrap().is_file());
    }

    #[test]
    fn nothing_is_left_of_an_export_that_failed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deals.csv");
        std::fs::write(&path, "one").unwrap();
        let failed = put(&path, None, &mut |out| {
            out.write_all(b"half")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert!(matches!(failed, Err(PutError::Io(_))));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
