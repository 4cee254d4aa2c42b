//! What does the attribute cost the compiler?
//!
//! First a crate of a thousand functions, then one function that awaits more and more often.
//! `cargo bench --bench expansion` prints how long `cargo check` takes for the annotated crate and
//! for the plain one. The macro is compiled with optimizations, as
//! `[profile.dev.build-override] opt-level = 3` does it in any crate.

mod scratch;

use std::error::Error;
use std::fmt::Write;
use std::time::Duration;

use scratch::Scratch;

const FUNCTIONS: usize = 1_000;
const AWAITS: [usize; 4] = [125, 250, 500, 1_000];

/// How often each is measured; the fastest counts.
const RUNS: usize = 2;

/// A service with functions that wait, branch, loop and fail.
fn functions(count: usize, attribute: &str) -> Result<String, Box<dyn Error>> {
    let mut program = String::from(
        "#![allow(dead_code)]\n\
         struct Store { rows: Vec<String> }\n\
         impl Store {\n\
         \x20   async fn load(&mut self, key: &str) -> Result<String, String> {\n\
         \x20       std::future::ready(Ok(key.to_owned())).await\n\
         \x20   }\n\
         \x20   async fn save(&mut self, row: String) -> Result<usize, String> {\n\
         \x20       self.rows.push(row);\n\
         \x20       std::future::ready(Ok(self.rows.len())).await\n\
         \x20   }\n\
         }\n\
         fn main() {}\n",
    );
    for index in 0..count {
        write!(
            program,
            "\n\
             {attribute}\n\
             async fn function_{index}(store: &mut Store, key: &str, count: usize)\n\
             \x20   -> Result<usize, String>\n\
             {{\n\
             \x20   let row = store.load(key).await?;\n\
             \x20   let mut total = 0;\n\
             \x20   for n in 0..count {{\n\
             \x20       if n % 3 == 0 {{\n\
             \x20           total += store.save(format!(\"{{row}}-{{n}}\")).await?;\n\
             \x20       }}\n\
             \x20   }}\n\
             \x20   match store.load(&row).await {{\n\
             \x20       Ok(text) if text.is_empty() => Err(text),\n\
             \x20       Ok(text) => Ok(total + text.len()),\n\
             \x20       Err(error) => Err(error),\n\
             \x20   }}\n\
             }}\n"
        )?;
    }
    Ok(program)
}

/// One function with so many awaits.
fn awaits(count: usize, attribute: &str) -> Result<String, Box<dyn Error>> {
    let mut program = format!(
        "#![allow(dead_code)]\n\
         fn main() {{}}\n\
         {attribute}\n\
         async fn long(seed: u64) -> u64 {{\n\
         \x20   let mut sum = seed;\n"
    );
    for index in 0..count {
        write!(
            program,
            "    let step_{index} = std::future::ready(sum).await;\n    sum += step_{index};\n"
        )?;
    }
    Ok(program + "    sum\n}\n")
}

fn fastest(scratch: &Scratch, source: &str) -> Result<Duration, Box<dyn Error>> {
    let mut best = Duration::MAX;
    for run in 0..RUNS {
        // Another source each time, or cargo would have nothing to do.
        best = best.min(scratch.check(&format!("{source}\n// {run}\n"))?);
    }
    Ok(best)
}

fn main() -> Result<(), Box<dyn Error>> {
    let scratch = Scratch::new("expansion")?;
    // Builds what the crate depends on, so that no row has to pay for it.
    scratch.check(&functions(1, "#[pinata::desugar]")?)?;

    println!("time of cargo check            annotated      plain    ratio");
    let row = |what: &str, annotated: String, plain: String| -> Result<(), Box<dyn Error>> {
        let (annotated, plain) = (fastest(&scratch, &annotated)?, fastest(&scratch, &plain)?);
        let (annotated, plain) = (annotated.as_secs_f64(), plain.as_secs_f64());
        println!("{what:<28} {annotated:>9.2} s {plain:>8.2} s {:>8.2}", annotated / plain);
        Ok(())
    };
    row(
        &format!("{FUNCTIONS} functions"),
        functions(FUNCTIONS, "#[pinata::desugar]")?,
        functions(FUNCTIONS, "")?,
    )?;
    for count in AWAITS {
        let what = format!("one function, {count} awaits");
        row(&what, awaits(count, "#[pinata::desugar]")?, awaits(count, "")?)?;
    }
    Ok(())
}
