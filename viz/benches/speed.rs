//! How fast machines are found and drawn.
//!
//! `cargo bench -p pinata-viz` compares reading the machines of the whole source of tokio with
//! what `syn::parse_file` alone takes for the same files, and draws functions with more and more
//! awaits: time and memory for each await should stay what they are.

use std::alloc::{GlobalAlloc, Layout, System};
use std::fs;
use std::hint::black_box;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use cargo_metadata::MetadataCommand;
use pinata_viz::{Format, Look, files, list, read};
use tempfile::TempDir;

/// How often each time is taken; the shortest counts.
const ROUNDS: usize = 7;
/// How much longer than parsing alone a list may take.
const GOAL: f64 = 2.0;

fn main() -> ExitCode {
    // `cargo test --benches` wants to know that it runs, not how fast.
    if !std::env::args().any(|word| word == "--bench") {
        draw(10);
        return ExitCode::SUCCESS;
    }
    let ratio = list_of_tokio();
    println!();
    println!(
        "| awaits | text to model | to dot | to json | µs for each | KiB at most | bytes for each |"
    );
    println!("|---|---|---|---|---|---|---|");
    for awaits in [10, 100, 1_000, 10_000] {
        draw(awaits);
    }
    match ratio <= GOAL {
        true => ExitCode::SUCCESS,
        false => {
            println!("\nthe list takes longer than {GOAL} × parsing");
            ExitCode::FAILURE
        }
    }
}

/// Parses and lists in turns, so that both meet the same machine.
fn list_of_tokio() -> f64 {
    let sources = tokio();
    let texts: Vec<String> = sources.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    let (mut parsing, mut listing) = (Duration::MAX, Duration::MAX);
    let mut rows = 0;
    for _ in 0..ROUNDS {
        parsing = parsing.min(taken(|| {
            for text in &texts {
                black_box(syn::parse_file(text).unwrap());
                proc_macro2::extra::invalidate_current_thread_spans();
            }
        }));
        listing = listing.min(taken(|| {
            let read: Vec<_> = sources.iter().map(|file| read::read(file).unwrap()).collect();
            let all = list::rows(&read, None, list::Order::Place);
            black_box(list::table(&all, list::Order::Place, &Look::default()));
            rows = all.len();
        }));
    }
    let ratio = listing.as_secs_f64() / parsing.as_secs_f64();
    let lines: usize = texts.iter().map(|text| text.lines().count()).sum();
    println!("| tokio: {} files, {lines} lines, {rows} machines | |", sources.len());
    println!("|---|---|");
    println!("| `syn::parse_file` alone | {parsing:.1?} |");
    println!("| `cargo pinata list` | {listing:.1?} |");
    println!("| ratio | {ratio:.2} |");
    ratio
}

/// The source of the tokio that the tests of this workspace use.
fn tokio() -> Vec<PathBuf> {
    let metadata = MetadataCommand::new().exec().expect("cargo knows this workspace");
    let package = metadata.packages.iter().find(|package| package.name.as_str() == "tokio");
    let manifest = &package.expect("the workspace depends on tokio").manifest_path;
    files::in_directory(manifest.with_file_name("src").as_std_path()).expect("it can be read")
}

/// Draws a function with so many awaits, and says what that takes.
fn draw(awaits: usize) {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("generated.rs");
    fs::write(&file, generated(awaits)).unwrap();
    // What takes long needs no second time.
    let rounds = if awaits < 10_000 { ROUNDS } else { 1 };
    let before = MEMORY.now.load(Ordering::Relaxed);
    MEMORY.most.store(before, Ordering::Relaxed);
    let [mut model, mut dot, mut json] = [Duration::MAX; 3];
    for _ in 0..rounds {
        let mut sources = Vec::new();
        model = model.min(taken(|| sources.push(read::read(&file).unwrap())));
        assert_eq!(awaits + 3, sources[0].found[0].machine.states.len());
        let draw = |format: Format| {
            taken(|| drop(black_box(format.render(&sources, &Look::default()).unwrap())))
        };
        dot = dot.min(draw(Format::Dot));
        json = json.min(draw(Format::Json));
    }
    let most = MEMORY.most.load(Ordering::Relaxed) - before;
    let each = (model + dot + json).as_secs_f64() * 1e6 / awaits as f64;
    println!(
        "| {awaits} | {model:.1?} | {dot:.1?} | {json:.1?} | {each:.0} | {} | {} |",
        most / 1024,
        most / awaits,
    );
}

/// Steps that hold what they need until their end, with a branch, a loop, and `?`.
fn generated(awaits: usize) -> String {
    let mut text = String::from("async fn generated(socket: &mut Socket) -> io::Result<()> {\n");
    for number in (0..awaits).step_by(5) {
        text += &format!(
            "    {{
        let head = socket.read_head({number}).await?;
        if head.is_empty() {{
            socket.refuse(&head).await?;
        }}
        let mut body = Vec::new();
        for part in head.parts() {{
            body.push(socket.read_part(part).await?);
        }}
        let answer = answer(&head, body).await;
        socket.write(answer).await?;
    }}
"
        );
    }
    text + "    Ok(())\n}\n"
}

fn taken(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

/// Counts what is allocated.
struct Counting {
    now: AtomicUsize,
    most: AtomicUsize,
}

#[global_allocator]
static MEMORY: Counting = Counting { now: AtomicUsize::new(0), most: AtomicUsize::new(0) };

// SAFETY: Everything is passed on to the system's allocator as it came; counting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let now = self.now.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        self.most.fetch_max(now, Ordering::Relaxed);
        // SAFETY: The caller keeps to what the system's allocator asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        self.now.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: The pointer came from `alloc`, with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}
