//! Some bodies, as part of all tests; `cargo run -p pinata-generator` runs more.
