//! Puts a drawing on the standard output or into a file, whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anstream::{AutoStream, ColorChoice};
use tempfile::{Builder, NamedTempFile};

use crate::Error;

/// Prints to the standard output.
///
/// A reader that has seen enough (`| head`) is no failure.
pub fn print(drawing: &[u8], color: ColorChoice) -> Result<(), Error> {
    let out = io::stdout().lock();
    // Without colours every byte stays as it is, also those that look like a command.
    let mut out: Box<dyn Write> = match color {
        ColorChoice::Never => Box::new(out),
        choice => Box::new(AutoStream::new(out, choice)),
    };
    match out.write_all(drawing).and_then(|()| out.flush()) {
        Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::Write { path: None, cause })
        }
        _ => Ok(()),
    }
}

/// Replaces a file.
///
/// The drawing is written beside it first, so that nobody ever sees half of it.
pub fn save(drawing: &[u8], path: &Path) -> Result<(), Error> {
    replace(drawing, path).map_err(|cause| Error::Write { path: Some(path.to_owned()), cause })
}

fn replace(drawing: &[u8], path: &Path) -> io::Result<()> {
    // A link is followed, and what is no file (`/dev/stdout`, a pipe) must not become one.
    let (path, permissions) = match fs::metadata(path) {
        Ok(existing) if existing.is_file() => (path.canonicalize()?, Some(existing.permissions())),
        Ok(_) => return fs::write(path, drawing),
        Err(_) => (path.to_owned(), None),
    };
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut beside = new_file(directory)?;
    beside.write_all(drawing)?;
    if let Some(permissions) = permissions {
        beside.as_file().set_permissions(permissions)?;
    }
    beside.persist(&path)?;
    Ok(())
}

/// A file that goes away unless it is kept, readable by whom any new file would be.
fn new_file(directory: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".pinata-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(directory)
}
