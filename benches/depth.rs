//! What does it cost to nest machines?
//!
//! Each level awaits the level below three times, so 24 levels have 24 functions, and 3²⁴ ways from
//! the top to the bottom. A machine's type does not spell out the types that it awaits, so the time
//! to compile must follow the functions, not the ways.
//!
//! The crate that is compiled is written anew for each row. `cargo bench --bench depth` prints how
//! long it takes to build, and how large its outermost future is.

use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const LEVELS: [usize; 4] = [6, 12, 18, 24];

/// A crate to be written and built again and again.
struct Crate {
    directory: PathBuf,
}

/// What building it showed.
struct Measured {
    time: Duration,
    size: usize,
}

impl Crate {
    fn new(directory: &Path) -> Result<Self, Box<dyn Error>> {
        let pinata = Path::new(env!("CARGO_MANIFEST_DIR"));
        // Its own workspace: the directory may well be inside of ours.
        let manifest = format!(
            "[package]\n\
             name = \"depth\"\n\
             edition = \"2024\"\n\
             \n\
             [dependencies]\n\
             pinata = {{ path = {pinata:?} }}\n\
             \n\
             [workspace]\n"
        );
        fs::create_dir_all(directory.join("src"))?;
        fs::write(directory.join("Cargo.toml"), manifest)?;
        // The versions that we are built with are there already, so nothing has to be downloaded.
        fs::copy(pinata.join("Cargo.lock"), directory.join("Cargo.lock"))?;
        Ok(Self { directory: directory.to_owned() })
    }

    /// Builds `source`, and reads the size that the program prints.
    fn measure(&self, source: &str) -> Result<Measured, Box<dyn Error>> {
        fs::write(self.directory.join("src/main.rs"), source)?;
        let start = Instant::now();
        let build = self.cargo("build").output()?;
        let time = start.elapsed();
        if !build.status.success() {
            return Err("the crate does not compile".into());
        }
        let run = self.cargo("run").output()?;
        let size = String::from_utf8(run.stdout)?.trim().parse()?;
        Ok(Measured { time, size })
    }

    fn cargo(&self, verb: &str) -> Command {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args([verb, "--offline", "--quiet", "--target-dir", "target"])
            .current_dir(&self.directory)
            .env("CARGO_INCREMENTAL", "0")
            .stderr(Stdio::inherit());
        cargo
    }
}

/// A program of so many levels, each function with this attribute.
fn program(levels: usize, attribute: &str) -> String {
    let mut program = format!(
        "use std::{{future::ready, pin::pin, task::{{Context, Waker}}}};\n\
         \n\
         {attribute}\n\
         async fn level_0() -> u64 {{\n\
         \x20   ready(1).await\n\
         }}\n"
    );
    for (level, below) in (1..=levels).zip(0..) {
        write!(
            program,
            "\n\
             {attribute}\n\
             async fn level_{level}() -> u64 {{\n\
             \x20   let a = level_{below}().await;\n\
             \x20   let b = level_{below}().await;\n\
             \x20   let c = level_{below}().await;\n\
             \x20   a + b + c\n\
             }}\n"
        )
        .expect("a string takes whatever is written");
    }
    // It is polled only when asked to, which never happens, but rustc has to compile every `poll`.
    program
        + &format!(
            "\n\
             fn main() {{\n\
             \x20   let future = level_{levels}();\n\
             \x20   println!(\"{{}}\", size_of_val(&future));\n\
             \x20   if std::env::args().count() > 1 {{\n\
             \x20       let _ = pin!(future).poll(&mut Context::from_waker(Waker::noop()));\n\
             \x20   }}\n\
             }}\n"
        )
}

fn main() -> Result<(), Box<dyn Error>> {
    let depth = Crate::new(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("depth"))?;
    // Builds what the crate depends on, so that no row has to pay for it.
    depth.measure(&program(0, "#[pinata::desugar]"))?;

    println!("          time to build               size");
    println!("levels    annotated      plain       annotated      plain");
    for levels in LEVELS {
        let annotated = depth.measure(&program(levels, "#[pinata::desugar]"))?;
        let plain = depth.measure(&program(levels, ""))?;
        println!(
            "{levels:>6}  {:>9.2} s  {:>7.2} s  {:>8} bytes  {:>4} bytes",
            annotated.time.as_secs_f64(),
            plain.time.as_secs_f64(),
            annotated.size,
            plain.size,
        );
    }
    Ok(())
}
