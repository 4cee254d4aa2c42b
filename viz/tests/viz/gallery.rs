//! The gallery in `docs/gallery/` is what the examples and shapes look like now.
//!
//! `GALLERY=draw cargo test -p pinata-viz gallery` draws it anew. Then look at it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use pinata_viz::picture::Show;
use pinata_viz::svg::{self, Theme};
use pinata_viz::{Found, read};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

/// Every machine of the examples and shapes, by the name of its picture.
pub fn machines() -> Vec<(String, Found)> {
    let root = root();
    let mut files: Vec<PathBuf> = fs::read_dir(root.join("examples"))
        .expect("the examples")
        .map(|entry| entry.expect("an example").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    files.sort();
    files.push(root.join("docs/gallery/shapes.rs"));
    let mut machines = vec![];
    for file in files {
        let stem = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let found = read::read(&file).expect("Rust").found;
        // Blocks and closures are named after their lines, which change too easily.
        for one in found.into_iter().filter(|one| !one.path.contains('{')) {
            let name = match stem.as_str() {
                "shapes" => one.path.replace("::", "-"),
                _ => format!("example-{stem}-{}", one.path.replace("::", "-")),
            };
            machines.push((name, one));
        }
    }
    machines
}

/// The files of the gallery: the pictures and the page that shows them.
fn files() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let (mut shapes, mut examples) = (String::new(), String::new());
    for (name, found) in machines() {
        let svg = svg::render(&found, Theme::Auto, Show::default());
        files.insert(format!("{name}.svg"), svg);
        let section = if name.starts_with("example-") { &mut examples } else { &mut shapes };
        *section +=
            &format!("### `{}`\n\n![{}]({name}.svg)\n\n", found.path, found.machine.signature);
    }
    let page = format!(
        "# Gallery\n\nWhat `cargo pinata graph -f svg` draws. The pictures follow the theme of the \
         reader.\n\n## Shapes\n\nFrom [`shapes.rs`](shapes.rs).\n\n{shapes}## Examples\n\nFrom \
         [`examples/`](../../examples).\n\n{}",
        examples.trim_end(),
    );
    files.insert("README.md".to_owned(), page + "\n");
    files
}

#[test]
fn gallery() {
    let directory = root().join("docs/gallery");
    let files = files();
    let is_drawn = |name: &str| name.ends_with(".svg") || name == "README.md";
    let mut there: Vec<String> = fs::read_dir(&directory)
        .expect("the gallery")
        .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
        .filter(|name| is_drawn(name))
        .collect();
    there.sort();
    if env::var("GALLERY").is_ok_and(|what| what == "draw") {
        for name in there.iter().filter(|name| !files.contains_key(*name)) {
            fs::remove_file(directory.join(name)).expect("the gallery can be written");
        }
        for (name, content) in &files {
            fs::write(directory.join(name), content).expect("the gallery can be written");
        }
        return;
    }
    let advice = "draw it anew: GALLERY=draw cargo test -p pinata-viz gallery";
    assert_eq!(files.keys().cloned().collect::<Vec<_>>(), there, "{advice}");
    for (name, content) in &files {
        let old = fs::read_to_string(directory.join(name)).expect("a picture");
        assert!(old == *content, "docs/gallery/{name} differs; {advice}");
    }
}

/// The same machine gives the same bytes.
#[test]
fn pictures_are_the_same_every_time() {
    assert!(files() == files());
}
