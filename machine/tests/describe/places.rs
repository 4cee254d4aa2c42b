//! Where things stand: loops and what rests in them, locals and where they are mentioned.

use insta::assert_snapshot;
use pinata_machine::machines;
use pinata_machine::model::{LocalKind, StateKind};

const LOOPS: &str = "\
async fn serve(listener: Listener) {
    'clients: loop {
        let Ok(client) = listener.accept().await else { continue 'clients };
        for (name, job) in client.jobs().await {
            job.run(name).await;
        }
        while let Some(left) = client.poll_one() {
            drop(left);
        }
        while client
            .next()
            .await
            .is_some()
        {}
    }
}

async fn race(rx: Receiver) {
    loop {
        tokio::select! {
            job = rx.recv() => for part in job {
                part.await;
            },
            () = stop() => break,
        }
    }
}
";

#[test]
fn loops() {
    let mut text = String::new();
    for found in machines(&syn::parse_str(LOOPS).expect("the code is Rust")) {
        for one in &found.machine.loops {
            let rests = one.states.iter().map(|id| &*found.machine.states[id.0].name);
            text += &format!(
                "{} {:?} {:?} `{}` {}-{} in {:?}: {}\n",
                found.path,
                one.kind,
                one.label,
                one.head,
                one.lines.start,
                one.lines.end,
                one.parent.map(|parent| parent.0),
                rests.collect::<Vec<_>>().join(", "),
            );
        }
    }
    assert_snapshot!(text, @r#"
    serve Loop Some("'clients") `loop` 2-15 in None: AwaitAccept, AwaitJobs, AwaitRun, AwaitNext
    serve For None `for (name, job) in client.jobs().await` 4-6 in Some(0): AwaitRun
    serve While None `while client.next().await.is_some()` 10-14 in Some(0): AwaitNext
    race Loop None `loop` 19-26 in None: AwaitSelect, AwaitPart
    race For None `for part in job` 21-23 in Some(0): AwaitPart
    "#);
}

const LOCALS: &str = "\
async fn update(map: &Mutex<Map>, (key, value): (Key, u8)) -> R {
    let guard = map
        .lock()
        .unwrap(); // held
    let buffer: [u8; 1024] = [0; 1024];
    let (a, Some(b)) = halves(&buffer).await else { return R };
    if let Ok(n) = guard.write(a, b).await {
        println!(\"{n} {key}\");
    }
    match value { x @ 1.. => send(x).await, _ => {} }
    buffer.len()
}
";

#[test]
fn locals() {
    let found = machines(&syn::parse_str(LOCALS).expect("the code is Rust"));
    let locals = found[0].machine.locals.iter().filter(|local| local.kind != LocalKind::Temporary);
    let lines: Vec<_> = locals
        .map(|local| {
            let init = local.init.as_deref().unwrap_or("-");
            format!("{} {}:{} = {init} {:?}", local.name, local.line, local.column, local.uses)
        })
        .collect();
    assert_snapshot!(lines.join("\n"), @r#"
    map 1:17 = - [2]
    (key, value) 1:35 = - []
    key 1:36 = - [8]
    value 1:41 = - [10]
    guard 2:9 = map.lock().unwrap() [7]
    buffer 5:9 = [0; 1024] [6, 11]
    a 6:10 = halves(&buffer).await [7]
    b 6:18 = halves(&buffer).await [7]
    n 7:15 = guard.write(a, b).await [8]
    x 10:19 = value [10]
    "#);
}

/// What a macro waits for has no `.await` of its own.
#[test]
fn macros_wait() {
    let found = machines(&syn::parse_str(LOOPS).expect("the code is Rust"));
    let waits = found[1].machine.states.iter().filter_map(|state| match &state.kind {
        StateKind::Suspended { line, column, in_macro, .. } => {
            Some(format!("{} {line}:{column} {in_macro}", state.name))
        }
        _ => None,
    });
    assert_snapshot!(waits.collect::<Vec<_>>().join("\n"), @r#"
    AwaitSelect 20:9 true
    AwaitPart 22:22 false
    "#);
}
