//! Shapes that async functions have, one function each. They are drawn for the gallery, and never
//! compiled.

async fn sequence(host: &str) -> io::Result<String> {
    let mut socket = connect(host).await?;
    socket.write_all(b"hello").await?;
    let mut reply = String::new();
    socket.read_to_string(&mut reply).await?;
    Ok(reply)
}

async fn branch(cache: &Cache, key: Key) -> Value {
    let value = if cache.has(&key) {
        cache.load(&key).await
    } else {
        fetch(&key).await
    };
    if value.is_stale() {
        cache.refresh(key).await;
    }
    value
}

async fn looping(mut jobs: Receiver<Job>) -> usize {
    let mut done = 0;
    while let Some(job) = jobs.recv().await {
        job.run().await;
        done += 1;
    }
    report(done).await;
    done
}

async fn nested_loops(mut listener: Listener) -> io::Result<()> {
    'clients: loop {
        let mut client = listener.accept().await?;
        'lines: while let Some(line) = client.line().await? {
            for word in line.split(' ') {
                match word {
                    "skip" => continue 'lines,
                    "bye" => continue 'clients,
                    "stop" => break 'clients,
                    word => client.echo(word).await?,
                }
            }
        }
        client.close().await;
    }
    listener.close().await;
    Ok(())
}

async fn question_marks(id: u64) -> Result<Invoice, Error> {
    let user = load_user(id).await?;
    let account = user.account().await?;
    let orders = account.orders().await?;
    let total = sum(&orders).await?;
    let invoice = Invoice::new(user, total);
    invoice.save().await?;
    Ok(invoice)
}

async fn match_on_enum(command: Command, store: &Store) -> Reply {
    match command {
        Command::Get(key) => store.get(key).await,
        Command::Put(key, value) if value.is_empty() => store.remove(key).await,
        Command::Put(key, value) => store.put(key, value).await,
        Command::List => {
            let mut keys = store.keys().await;
            keys.sort();
            Reply::List(keys)
        }
        Command::Ping => Reply::Pong,
    }
}

async fn select(mut jobs: Receiver<Job>, stop: Token) -> usize {
    let mut done = 0;
    loop {
        tokio::select! {
            Some(job) = jobs.recv() => {
                job.run().await;
                done += 1;
            }
            () = stop.cancelled() => break,
        }
    }
    done
}

async fn join(city: &str) -> Report {
    let (weather, traffic) = tokio::join!(weather(city), traffic(city));
    Report { weather, traffic }
}

async fn guard_held(accounts: &Mutex<Accounts>, from: Id, to: Id) -> Result<(), Error> {
    let mut guard = accounts.lock().await;
    let amount = guard.balance(from)?;
    audit(from, to, amount).await?;
    guard.transfer(from, to, amount);
    Ok(())
}

async fn big_buffer_held(mut file: File, socket: &mut Socket) -> io::Result<u64> {
    let mut buffer = [0u8; 16 * 1024];
    let mut total = 0;
    loop {
        let n = file.read(&mut buffer).await?;
        if n == 0 {
            return Ok(total);
        }
        socket.write_all(&buffer[..n]).await?;
        total += n as u64;
    }
}

async fn recursion(node: Node) -> u64 {
    let mut sum = node.value().await;
    for child in node.children {
        sum += Box::pin(recursion(child)).await;
    }
    sum
}

async fn forty_awaits(mut client: Client, topic: &str) -> Result<Stats, Error> {
    client.connect().await?;
    client.authenticate().await?;
    client.negotiate().await?;
    client.subscribe().await;
    client.list_topics().await?;
    client.choose_topic().await?;
    let handle = client.open_topic(topic).await?;
    client.seek().await?;
    client.fetch_header().await;
    client.check_header().await?;
    let index = client.fetch_index(&handle).await?;
    if index.is_suspicious() {
        client.check_index(&index).await?;
    }
    let map: BTreeMap<u64, Segment> = client.map_index(index).await?;
    client.plan().await;
    client.warm_up().await?;
    client.reserve().await?;
    for segment in map.values() {
        client.stream(segment).await?;
    }
    client.pause().await?;
    client.resume().await;
    client.flush().await?;
    client.verify().await?;
    client.repair().await?;
    client.compact().await?;
    client.rotate().await;
    client.snapshot().await?;
    client.upload().await?;
    client.notify().await?;
    client.acknowledge().await?;
    client.retry_failed().await;
    let stats = client.collect_stats(&map).await?;
    client.publish_stats().await?;
    client.trim().await?;
    client.archive(map).await;
    client.audit().await;
    client.unlock(handle).await;
    client.unsubscribe().await?;
    client.close_topic().await?;
    client.drain().await?;
    client.say_goodbye().await;
    client.disconnect().await?;
    Ok(stats)
}
