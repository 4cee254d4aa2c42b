//! Which files get the drawings, where each machine needs one of its own.
//!
//! ```text
//! -o pictures/client.svg    pictures/client.Client.get.svg, pictures/client.fetch.svg
//! -o pictures/              pictures/Client.get.svg, pictures/fetch.svg
//! ```

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::{Format, Source};

/// A source for each machine, and the file that its drawing goes to. The same machines get the
/// same names.
pub fn apart(sources: Vec<Source>, output: &Path, format: Format) -> Vec<(PathBuf, Source)> {
    let several = sources.len() > 1;
    let mut taken = HashSet::new();
    let mut apart = Vec::new();
    for source in sources {
        let Source { path, text, found, .. } = source;
        let file = several.then(|| plain(&path.with_extension("").to_string_lossy()));
        for one in found {
            let parts = file.iter().cloned().chain([plain(&one.path)]);
            let name = unique(parts.collect::<Vec<_>>().join("."), &mut taken);
            let (path, text) = (path.clone(), text.clone());
            let alone = Source { path, text, found: vec![one], left_out: Vec::new() };
            apart.push((beside(output, &name, format), alone));
        }
    }
    apart
}

/// What every file system takes as a part of a name.
fn plain(name: &str) -> String {
    let name = name.replace("::", ".").replace(['/', '\\'], ".");
    let words = name.split(|c: char| !c.is_alphanumeric() && !"._-".contains(c));
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join("-").replace(".-", ".").trim_matches('.').to_owned()
}

/// Some file systems don't tell `Get` from `get`.
fn unique(name: String, taken: &mut HashSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    names.find(|name| taken.insert(name.to_lowercase())).unwrap_or(name)
}

fn beside(output: &Path, name: &str, format: Format) -> PathBuf {
    if is_directory(output) {
        return output.join(format!("{name}.{}", format.extension()));
    }
    let mut file = OsString::from(output.file_stem().unwrap_or_default());
    file.push(format!(".{name}."));
    file.push(output.extension().unwrap_or(format.extension().as_ref()));
    output.with_file_name(file)
}

/// `pictures/` is one even if it does not exist.
pub fn is_directory(output: &Path) -> bool {
    output.is_dir() || output.as_os_str().as_encoded_bytes().ends_with(b"/")
}
