//! What does it cost to nest machines?
//!
//! Each level awaits the level below three times, so 24 levels have 24 functions, and 3²⁴ ways from
//! the top to the bottom. A machine's type does not spell out the types that it awaits, so the time
//! to compile must follow the functions, not the ways.
//!
//! The crate that is compiled is written anew for each row. `cargo bench --bench depth` prints how
//! long it takes to build, and how large its outermost future is.

mod scratch;

use std::error::Error;
use std::fmt::Write;

use scratch::Scratch;

const LEVELS: [usize; 4] = [6, 12, 18, 24];

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
    let depth = Scratch::new("depth")?;
    // Builds what the crate depends on, so that no row has to pay for it.
    depth.build(&program(0, "#[pinata::desugar]"))?;

    println!("          time to build               size");
    println!("levels    annotated      plain       annotated      plain");
    for levels in LEVELS {
        let (annotated, size) = depth.build(&program(levels, "#[pinata::desugar]"))?;
        let (plain, plain_size) = depth.build(&program(levels, ""))?;
        println!(
            "{levels:>6}  {:>9.2} s  {:>7.2} s  {size:>8} bytes  {plain_size:>4} bytes",
            annotated.as_secs_f64(),
            plain.as_secs_f64(),
        );
    }
    Ok(())
}
