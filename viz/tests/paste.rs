//! Every example, with each annotated function replaced by what `cargo pinata expand` prints for
//! it: it compiles without the attribute, and does the same.
//!
//! The examples are compiled in a package of their own, which knows `pinata` by its path and has
//! the lock file of this workspace.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use tempfile::TempDir;

#[test]
fn expansions_do_the_same() {
    let scratch = TempDir::new().unwrap();
    let root = root();
    fs::write(scratch.path().join("Cargo.toml"), manifest(&root)).unwrap();
    fs::copy(root.join("Cargo.lock"), scratch.path().join("Cargo.lock")).unwrap();
    let plain = scratch.path().join("plain");
    let pasted = scratch.path().join("pasted");
    copy(&root.join("examples"), &plain);
    copy(&root.join("examples"), &pasted);
    let replaced: usize = rust_files(&pasted).iter().map(|file| paste(file)).sum();
    assert!(replaced > 20, "only {replaced} functions");

    let examples = examples(&plain);
    for set in ["plain", "pasted"] {
        let mut manifest = fs::read_to_string(scratch.path().join("Cargo.toml")).unwrap();
        for name in &examples {
            manifest += &format!("[[bin]]\nname = \"{set}-{name}\"\npath = \"{set}/{name}.rs\"\n");
        }
        fs::write(scratch.path().join("Cargo.toml"), manifest).unwrap();
    }
    cargo(scratch.path(), &["build", "--quiet"]);
    for name in &examples {
        let run =
            |set| cargo(scratch.path(), &["run", "--quiet", "--bin", &format!("{set}-{name}")]);
        assert_eq!(run("plain"), run("pasted"), "{name}");
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A package with what the examples use.
fn manifest(root: &Path) -> String {
    let own: toml::Table = fs::read_to_string(root.join("Cargo.toml")).unwrap().parse().unwrap();
    let common = &own["workspace"]["dependencies"];
    let mut dependencies = toml::Table::new();
    for (name, needed) in own["dev-dependencies"].as_table().unwrap() {
        let is_common = needed.get("workspace").is_some();
        let mut needed = if is_common { common[name].clone() } else { needed.clone() };
        if let Some(path) = needed.get_mut("path") {
            *path = root.join(path.as_str().unwrap()).to_str().unwrap().into();
        }
        dependencies.insert(name.clone(), needed);
    }
    let mut pinata = toml::Table::new();
    pinata.insert("path".to_owned(), root.to_str().unwrap().into());
    dependencies.insert("pinata".to_owned(), pinata.into());
    let mut manifest = toml::Table::new();
    manifest.insert("dependencies".to_owned(), dependencies.into());
    format!(
        "[package]\nname = \"pasted\"\nedition = \"2024\"\n[workspace]\n{}",
        toml::to_string(&manifest).unwrap(),
    )
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), to).unwrap()),
        }
    }
}

fn rust_files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.flat_map(|path| match path.is_dir() {
        true => rust_files(&path),
        false => vec![path],
    });
    files.collect()
}

fn examples(directory: &Path) -> Vec<String> {
    let files = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let mut names: Vec<_> =
        files.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

/// Replaces the annotated functions of a file. The answer is how many there are.
fn paste(file: &Path) -> usize {
    let text = fs::read_to_string(file).unwrap();
    let mut annotated = Annotated::default();
    annotated.visit_file(&syn::parse_file(&text).unwrap());
    let mut pasted = text;
    for (range, path) in annotated.found.iter().rev() {
        let target = format!("{}::{path}", file.display());
        let output = Command::new(env!("CARGO_BIN_EXE_cargo-pinata"))
            .args(["expand", &target])
            .output()
            .unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{target}: {complaint}");
        pasted.replace_range(range.clone(), &String::from_utf8(output.stdout).unwrap());
    }
    fs::write(file, pasted).unwrap();
    annotated.found.len()
}

/// The functions with the attribute: which bytes they are, and their paths.
#[derive(Default)]
struct Annotated {
    owner: Vec<String>,
    found: Vec<(Range<usize>, String)>,
}

impl Annotated {
    fn function(&mut self, attributes: &[syn::Attribute], name: &syn::Ident, whole: &dyn Spanned) {
        let is_ours = |attribute: &syn::Attribute| {
            attribute.path().segments.last().is_some_and(|last| last.ident == "desugar")
        };
        if attributes.iter().any(is_ours) {
            let path = [&*self.owner, &[name.to_string()]].concat().join("::");
            self.found.push((whole.span().byte_range(), path));
        }
    }
}

impl<'ast> Visit<'ast> for Annotated {
    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if let syn::Type::Path(path) = &*item.self_ty {
            self.owner.push(path.path.segments.last().unwrap().ident.to_string());
            visit::visit_item_impl(self, item);
            self.owner.pop();
        }
    }
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.attrs, &item.sig.ident, item);
        visit::visit_item_fn(self, item);
    }
    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.attrs, &item.sig.ident, item);
        visit::visit_impl_item_fn(self, item);
    }
}

/// What a program prints. All of them share what they are built of.
fn cargo(directory: &Path, words: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(words)
        .current_dir(directory)
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("paste"))
        .output()
        .unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?}: {complaint}");
    String::from_utf8(output.stdout).unwrap()
}
