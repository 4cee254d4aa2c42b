//! Which compilers are known.

use pinata_compare::compiler::{NEWEST, OLDEST, Version, advice, note};

#[test]
fn versions() {
    let of = |major, minor| Some(Version { major, minor });
    assert_eq!(of(1, 95), Version::of("rustc 1.95.0 (59807616e 2026-04-14)"));
    assert_eq!(of(1, 97), Version::of("rustc 1.97.0-nightly (e50aa6fba 2026-05-19)"));
    assert_eq!(of(2, 0), Version::of("rustc 2.0.0-beta.1"));
    for other in ["", "rustc", "rustc 1", "mrustc v0.10", "rustc one.two"] {
        assert_eq!(None, Version::of(other), "{other}");
    }
}

#[test]
fn notes() {
    for known in [OLDEST, NEWEST] {
        assert_eq!(None, note(&format!("rustc {known}.1 (0123 2026-01-01)")));
        assert_eq!(
            format!("rustc {known}.1 wrote it: please report this"),
            advice(&format!("rustc {known}.1")),
        );
    }
    for (rustc, how) in [
        (format!("rustc {}.{}.0-nightly", NEWEST.major, NEWEST.minor + 1), "is newer"),
        (format!("rustc {}.0.0", NEWEST.major + 1), "is newer"),
        (format!("rustc {}.{}.9", OLDEST.major, OLDEST.minor - 1), "is older"),
        ("gccrs 15".to_owned(), "is another compiler"),
    ] {
        let note = note(&rustc).unwrap();
        assert!(note.starts_with(&format!("{rustc} {how}: ")), "{note}");
        assert!(advice(&rustc).contains(&format!("`cargo +{OLDEST} pinata`")));
    }
}

/// Whoever tries a newer one says so.
#[test]
fn the_installed_one() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = std::process::Command::new(rustc).arg("--version").output().unwrap();
    assert_eq!(None, note(&String::from_utf8(output.stdout).unwrap()));
}
