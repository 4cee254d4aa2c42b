//! `cargo run -p pinata-generator --release -- --bodies 10000 [--seed S] [--edition 2021]`

use pinata_generator::body::body;
use pinata_generator::tally::{Order, run};
use std::process::ExitCode;

const USAGE: &str = "options: --bodies N, --seed S, --edition 2021, --batch N, --shrinks N, --errors N, --jobs N, --plain, --show";

fn main() -> ExitCode {
    let mut order = Order::default();
    let mut show = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(option) = arguments.next() {
        if option == "--show" {
            show = true;
            continue;
        }
        if option == "--plain" {
            order.only_plain = true;
            continue;
        }
        let Some(number) = arguments.next().and_then(|value| value.parse::<u64>().ok()) else {
            eprintln!("{USAGE}");
            return ExitCode::FAILURE;
        };
        match option.as_str() {
            "--bodies" => order.bodies = number,
            "--seed" => order.seed = number,
            "--edition" => order.edition = if number == 2021 { "2021" } else { "2024" },
            "--batch" => order.batch = number.max(1),
            "--shrinks" => order.shrinks = number as usize,
            "--errors" => order.errors = number as usize,
            "--jobs" => order.jobs = number.max(1) as usize,
            _ => {
                eprintln!("{USAGE}");
                return ExitCode::FAILURE;
            }
        }
    }
    if show {
        for number in 0..order.bodies {
            println!("{}", body(order.seed + number, order.edition).pretty());
        }
        return ExitCode::SUCCESS;
    }
    let tally = run(&order);
    if tally.differing.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
