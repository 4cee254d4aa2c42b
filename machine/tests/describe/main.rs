//! What the machines of small functions look like.

mod blocks;
mod places;
mod sketch;

use insta::assert_snapshot;
use pinata_machine::machines;
use sketch::sketch;

/// The machines of some code, as text.
fn of(code: &str) -> String {
    let file = syn::parse_str(code).expect("the code is Rust");
    let sketches: Vec<_> = machines(&file).iter().map(sketch).collect();
    sketches.join("\n")
}

#[test]
fn straight_line() {
    assert_snapshot!(of("
async fn cheapo_request(host: &str, port: u16, path: &str) -> io::Result<String> {
    let mut socket = TcpStream::connect((host, port)).await?;
    let request = format!(\"GET {path} HTTP/1.1\\r\\nHost: {host}\\r\\n\\r\\n\");

    socket.write_all(request.as_bytes()).await?;
    socket.shutdown(Shutdown::Write)?;
    let mut response = String::new();
    socket.read_to_string(&mut response).await?;
    Ok(response)
}"));
}

#[test]
fn without_an_await() {
    assert_snapshot!(of("async fn two() -> usize { 2 }"));
}

#[test]
fn branch() {
    assert_snapshot!(of("
async fn branch(flag: bool, name: String) {
    if flag {
        first(&name).await;
    } else if name.is_empty() {
        second().await;
    } else {
        drop(name);
    }
    last().await;
}"));
}

/// Where both branches go on alike there is nothing to decide.
#[test]
fn branch_that_decides_nothing() {
    assert_snapshot!(of("
async fn branch(number: usize) {
    let text = if number > 3 {
        big(number)
    } else {
        small()
    };
    match number {
        0 => {}
        1 if never() => unreachable!(),
        _ => log(number),
    }
    print(text).await;
}"));
}

#[test]
fn loop_with_a_value() {
    assert_snapshot!(of("
async fn find(names: &mut Names) -> String {
    let mut turns = 0;
    let found = 'search: loop {
        let name = names.next().await;
        turns += 1;
        if name.starts_with('a') {
            break 'search name;
        }
        if turns % 2 == 0 {
            continue;
        }
        pause().await;
    };
    report(turns).await;
    found
}"));
}

/// A turn without a rest leads to nothing new.
#[test]
fn turns_without_a_rest() {
    assert_snapshot!(of("
async fn odd(numbers: Vec<u32>) {
    for number in numbers {
        if number % 2 == 0 {
            skip(number);
            continue;
        }
        wait(number).await;
    }
}"));
}

#[test]
fn question_marks() {
    assert_snapshot!(of("
async fn sum(input: &mut Input) -> Result<u32, Error> {
    let first = input.read().await?.parse::<u32>()?;
    check(first)?;
    let second = input.read().await?;
    Ok(first + second.parse()?)
}"));
}

#[test]
fn ways_out_of_plain_code() {
    assert_snapshot!(of("
async fn serve(queue: &Queue) -> Result<(), Error> {
    loop {
        let Some(job) = queue.pop().await else {
            return Ok(());
        };
        if job.is_last() {
            break;
        }
        for part in job.parts() {
            match part.check() {
                Ok(()) => {}
                Err(error) if error.is_small() => continue,
                Err(error) => return Err(error),
            }
        }
        run(job).await;
    }
    close(queue).await
}"));
}

#[test]
fn matching() {
    assert_snapshot!(of("
async fn draw(shape: Shape) -> usize {
    match shape {
        Shape::Dot => 0,
        Shape::Line(a, b) => {
            step().await;
            a.length() + b.length()
        }
        Shape::Empty | Shape::Hidden => 0,
        Shape::Named { name, .. } if name.is_empty() => 1,
        Shape::Named { name, .. } => measure(&name).await,
    }
}"));
}

/// The guard is held to the end of the statement, the `Result` around it is not.
#[test]
fn lock_guard() {
    assert_snapshot!(of("
async fn connect(state: &Mutex<State>) {
    state.lock().unwrap().connect(&name()).await;
    done().await;
}"));
}

#[test]
fn recursion() {
    assert_snapshot!(of("
async fn visit(node: &Node, depth: usize) -> usize {
    let mut sum = node.value;
    for child in &node.children {
        sum += Box::pin(visit(child, depth + 1)).await;
    }
    sum
}"));
}

#[test]
fn moved_and_never_used_again() {
    assert_snapshot!(of("
async fn moves(a: D, b: D, _: D, (c, d): (D, D)) {
    send(a).await;
    let mut number = 1;
    wait().await;
    number += 1;
    drop(b);
    wait().await;
}"));
}

#[test]
fn methods() {
    assert_snapshot!(of("
mod net {
    impl<T> Read for Client<T> {
        async fn read(&mut self, buffer: &mut [u8]) -> usize {
            self.socket.fill().await;
            self.socket.read(buffer).await
        }
        fn plain(self: Box<Self>) {}
    }
    trait Write {
        async fn write(&self);
        async fn flush(self)
        where
            Self: Sized,
        {
            async fn inner() {
                nothing().await;
            }
            inner().await;
        }
    }
}"));
}

#[test]
fn names() {
    assert_snapshot!(of("
async fn names(handle: Handle, mut self_: Me, r#type: F, T_: F) {
    handle.await;
    (&mut self_.write_all).await;
    self_.0.await;
    r#type.await;
    T_.await;
    module::connect::<u8>(1).await;
    connect(2).await;
    connect2().await;
    Client::new().await;
    Box::pin(Pin::new(&mut later(1))).boxed().await;
    std::future::IntoFuture::into_future(Request { id: 1 }).await;
    timeout(SECOND, later(2)).await;
    self_.task.take().unwrap().await;
    outer(inner().await).await;
    async { 3 }.await;
    unsafe { raw() }.await;
    (if a { b } else { c }).await;
    (d + e).await;
    GLOBAL_TASK.await;
    tasks[0].await;
    let handle = 3;
    let handle = spawn(handle);
    handle.await;
}"));
}

#[test]
fn refused() {
    assert_snapshot!(of("
async fn refused(a: usize) {
    tokio::select! {
        _ = first() => {}
        _ = second() => {}
    }
    match a {
        0 if check(a).await => {}
        _ => other().await,
    }
}"));
}

/// Many ways between two rests become one.
#[test]
fn many_ways() {
    let checks: String = (0..10).map(|n| format!("check({n})?;\n")).collect();
    assert_snapshot!(of(&format!("async fn many() -> R {{\n{checks}\nwait().await\n}}")));
}

/// Branches one after the other don't multiply.
#[test]
fn wide() {
    let branch = |n| format!("if a({n}) {{\nif b({n}) {{\nwait({n}).await;\n}}\n}}\n");
    let branches: String = (0..40).map(branch).collect();
    let file = syn::parse_str(&format!("async fn wide() {{\n{branches}\n}}"));
    let machine = &machines(&file.expect("the code is Rust"))[0].machine;
    assert_eq!(machine.states.len(), 43);
    assert!(machine.transitions.len() < 43 * 43 * 8);
}
