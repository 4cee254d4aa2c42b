//! What other programs rely on: the JSON of a machine, and its schema.

use std::path::Path;
use std::{env, fs};

use insta::assert_snapshot;
use pinata_viz::Look;
use pinata_viz::{Format, json, read};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// `INSTA_UPDATE=always` writes it anew, as it does with snapshots.
#[test]
fn the_schema_is_published() {
    let file = root().join("docs/machine.schema.json");
    let schema = serde_json::to_string_pretty(&json::schema()).unwrap() + "\n";
    if env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(&file, &schema).unwrap();
    }
    assert_eq!(fs::read_to_string(file).unwrap(), schema, "the schema has changed");
}

/// The golden file. When it changes in a way that a reader could stumble over, the version of
/// the model has to grow.
#[test]
fn a_machine_stays_what_it_is() {
    let mut source = read::read(&root().join("examples/cheapo_request.rs")).unwrap();
    source.path = "examples/cheapo_request.rs".into();
    let look = Look::default();
    let json = String::from_utf8(Format::Json.render(&[source], &look).unwrap()).unwrap();
    assert_snapshot!(json);
}
