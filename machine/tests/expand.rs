//! What the attribute writes, as Rust that one can read.

use pinata_machine::desugar;
use proc_macro2::TokenStream;

/// The expansion, formatted.
fn expand(source: &str) -> String {
    let item: TokenStream = source.parse().expect("the source is Rust");
    let expanded = desugar(TokenStream::new(), item, 2024);
    let file = syn::parse2(expanded).expect("the expansion is Rust");
    prettyplease::unparse(&file)
}

macro_rules! expansion {
    ($name:ident, $source:expr) => {
        #[test]
        fn $name() {
            insta::with_settings!({ snapshot_path => "expand", prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(stringify!($name), expand($source));
            });
        }
    };
}

expansion!(
    cheapo_request,
    r#"
    async fn cheapo_request(host: &str, port: u16, path: &str) -> std::io::Result<String> {
        let mut socket = TcpStream::connect((host, port)).await?;
        let request = format!("GET {} HTTP/1.1\r\nHost: {}\r\n\r\n", path, host);
        socket.write_all(request.as_bytes()).await?;
        socket.shutdown(Shutdown::Write)?;
        let mut response = String::new();
        socket.read_to_string(&mut response).await?;
        Ok(response)
    }
    "#
);

expansion!(
    a_loop_with_a_branch,
    r#"
    async fn total(mut stream: Stream) -> usize {
        let mut total = 0;
        while let Some(item) = stream.next().await {
            if item % 2 == 0 { continue; }
            total += item;
        }
        total
    }
    "#
);

expansion!(
    parts_of_a_match,
    r#"
    async fn apply(command: Command, db: &Db) -> Reply {
        match command {
            Command::Get(key) => db.get(key).await,
            Command::Set { key, value, .. } if value.is_empty() => db.remove(&key).await,
            Command::Set { key, value, .. } => db.set(key, value).await,
            _ => Reply::Unknown,
        }
    }
    "#
);

expansion!(
    a_guard_in_a_chain,
    "async fn read(&self) -> u8 { self.file.lock().await.read().await }"
);

/// What is refused stands beside the function as written.
#[test]
fn a_refusal_keeps_the_function() {
    let source = "async fn f() { *g() += g().await; }";
    let expanded = desugar(TokenStream::new(), source.parse().expect("Rust"), 2024).to_string();
    assert!(expanded.contains("compile_error"), "{expanded}");
    assert!(expanded.contains("async fn f ()"), "{expanded}");
}

/// An editor completes in what is not finished yet: the words are all there, and one error.
#[test]
fn an_unfinished_body_stays() {
    for unfinished in ["socket.", "let y = socket.", "socket.read().await?.", "if socket {} else"] {
        let source = format!("async fn f(socket: S) {{ a().await; {unfinished} }}");
        let item: TokenStream = source.parse().expect("the brackets match");
        let expanded = desugar(TokenStream::new(), item.clone(), 2024).to_string();
        assert!(expanded.ends_with(&item.to_string()), "{expanded}");
        assert_eq!(expanded.matches("compile_error").count(), 1, "{expanded}");
    }
}

/// The page of a function shows its machine, below what is written there already.
#[test]
fn diagram() {
    let item = "/// Counts.\nasync fn total(mut stream: Stream) -> usize {\n    let mut total = 0;\n    \
                while let Some(item) = stream.next().await {\n        if item % 2 == 0 { continue; }\n        \
                total += add(&item).await?;\n    }\n    total\n}";
    let expanded = desugar(quote::quote!(diagram), item.parse().expect("Rust"), 2024);
    let file: syn::File = syn::parse2(expanded).expect("the expansion is Rust");
    let syn::Item::Fn(function) = &file.items[0] else { panic!("a function") };
    let docs = function.attrs.iter().filter_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(syn::MetaNameValue {
            value: syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }),
            ..
        }) => Some(text.value()),
        _ => None,
    });
    let docs = docs.collect::<Vec<_>>().join("\n");
    insta::with_settings!({ snapshot_path => "expand", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("diagram", docs);
    });
}
