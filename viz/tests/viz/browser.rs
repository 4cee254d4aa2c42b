//! The page in a real browser: headless Chromium, driven by its WebDriver.
//!
//! Where there is no browser the tests say so and pass.

use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, MouseActions, PointerAction};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use pinata_viz::{Format, Look, Source, read};
use serde_json::json;
use tempfile::NamedTempFile;

/// How long 500 functions may take to be on the screen, and to be searched.
const PATIENCE: Duration = Duration::from_secs(20);

const CODE: &str = "\
async fn fetch(host: &str, stop: bool) -> Result<String, Error> {
    let mut socket = connect(host).await?;
    let mut reply = String::new();
    while socket.read(&mut reply).await? > 0 {
        if stop {
            break;
        }
    }
    socket.close(&reply).await;
    Ok(reply)
}
";

/// The driver, which ends with the test.
struct Driver {
    process: Child,
    url: String,
}

impl Drop for Driver {
    fn drop(&mut self) {
        // There is nobody to tell when it has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Starts the driver on a free port.
fn driver() -> Option<Driver> {
    let started = Command::new("chromedriver")
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut process = match started {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            eprintln!("skipped: `chromedriver` is not installed");
            return None;
        }
        process => process.unwrap(),
    };
    let output = BufReader::new(process.stdout.take().unwrap());
    let port = output.lines().map_while(Result::ok).find_map(|line| {
        let rest = line.split_once("started successfully on port ")?.1;
        Some(rest.trim_end_matches('.').to_owned())
    });
    let port = port.expect("chromedriver says its port");
    Some(Driver { process, url: format!("http://127.0.0.1:{port}") })
}

async fn browse(driver: &Driver) -> Client {
    let options = json!({
        "goog:chromeOptions": {
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1600,1000"],
        },
        "goog:loggingPrefs": { "browser": "ALL" },
    });
    let capabilities = options.as_object().unwrap().clone();
    let mut builder = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
    builder.capabilities(capabilities).connect(&driver.url).await.expect("Chromium starts")
}

/// A page in a file. Whatever it says on the console is kept.
fn page(source: Source) -> NamedTempFile {
    let html = Format::Html.render(&[source], &Look::default()).unwrap();
    let html = String::from_utf8(html).unwrap().replacen(
        "<script>",
        "<script>window.complaints = []; \
         for (const what of ['error', 'warn']) console[what] = text => complaints.push(String(text)); \
         addEventListener('error', event => complaints.push(event.message));</script>\n<script>",
        1,
    );
    let mut file = tempfile::Builder::new().suffix(".html").tempfile().unwrap();
    file.write_all(html.as_bytes()).unwrap();
    file
}

fn source(code: &str) -> Source {
    let mut file = tempfile::Builder::new().suffix(".rs").tempfile().unwrap();
    file.write_all(code.as_bytes()).unwrap();
    Source { path: "a.rs".into(), ..read::read(file.path()).unwrap() }
}

async fn open(client: &Client, page: &NamedTempFile) {
    client.goto(&format!("file://{}", page.path().display())).await.unwrap();
}

async fn find(client: &Client, css: &str) -> Element {
    client.find(Locator::Css(css)).await.unwrap_or_else(|error| panic!("{css}: {error}"))
}

/// How many elements there are of a kind that can be seen.
async fn count(client: &Client, css: &str) -> u64 {
    let script = "return [...document.querySelectorAll(arguments[0])]\
                  .filter(one => one.getClientRects().length).length";
    client.execute(script, vec![json!(css)]).await.unwrap().as_u64().unwrap()
}

async fn hover(client: &Client, css: &str) {
    // Where a group of shapes has its middle there may be none of them.
    let script = "const one = document.querySelector(arguments[0]);\
                  one.scrollIntoView({ block: 'center' });\
                  const box = (one.querySelector('[class^=bar]') ?? one.querySelector('.tag')\
                  ?? one.querySelector('rect') ?? one).getBoundingClientRect();\
                  return [Math.round(box.x + Math.min(10, box.width / 2)), Math.round(box.y + box.height / 2)]";
    let at = client.execute(script, vec![json!(css)]).await.unwrap();
    let mouse = MouseActions::new("mouse".to_owned()).then(PointerAction::MoveTo {
        duration: Some(Duration::ZERO),
        x: at[0].as_f64().unwrap(),
        y: at[1].as_f64().unwrap(),
    });
    client.perform_actions(mouse).await.unwrap();
}

async fn press(client: &Client, keys: &str) {
    find(client, "body").await.send_keys(keys).await.unwrap();
}

async fn expect_silence(client: &Client) {
    let complaints = client.execute("return window.complaints", vec![]).await.unwrap();
    assert_eq!(json!([]), complaints);
}

fn run(test: impl AsyncFnOnce(Client)) {
    let Some(driver) = driver() else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let client = browse(&driver).await;
        test(client.clone()).await;
        client.close().await.unwrap();
    });
}

#[test]
fn one_function() {
    let page = page(source(CODE));
    run(async |client| {
        open(&client, &page).await;

        // A state and its await light each other up, both ways.
        hover(&client, ".state[data-state='2']").await;
        assert_eq!(1, count(&client, ".source [data-state='2'].lit").await);
        assert_eq!(1, count(&client, ".state.lit").await);
        hover(&client, ".source .await[data-state='1']").await;
        assert_eq!(1, count(&client, ".state[data-state='1'].lit").await);
        assert_eq!(0, count(&client, ".state[data-state='2'].lit").await);

        // A held local and all that mentions it.
        hover(&client, ".held[data-local='2']").await;
        assert_eq!(3, count(&client, ".source .local.lit").await);
        assert!(count(&client, ".held.lit").await >= 2);
        hover(&client, ".source [data-local='3']").await;
        assert!(count(&client, ".held[data-local='3'].lit").await >= 2);

        // An arrow and the lines that run.
        hover(&client, "[id='f0-a1-2']").await;
        assert_eq!(3, count(&client, ".l.lit").await);

        // A click pins it.
        find(&client, ".source .await[data-state='2']").await.click().await.unwrap();
        hover(&client, ".source .await[data-state='1']").await;
        assert_eq!(1, count(&client, ".state[data-state='2'].lit").await);
        hover(&client, ".place").await;
        press(&client, &String::from(char::from(Key::Escape))).await;
        assert_eq!(0, count(&client, ".lit").await);

        // Drops and panics are shown on request.
        assert_eq!(0, count(&client, "svg > .k-cancel, svg > .k-panic").await);
        find(&client, "#show-cancel").await.click().await.unwrap();
        assert_eq!(4, count(&client, "svg > .k-cancel").await);
        find(&client, "#show-cancel").await.click().await.unwrap();

        // Search lights up what has the word.
        find(&client, "#search").await.send_keys("close").await.unwrap();
        assert_eq!(1, count(&client, ".state.lit").await);
        find(&client, "#search")
            .await
            .send_keys(&String::from(char::from(Key::Escape)))
            .await
            .unwrap();

        // A run: polled, on to the only next state, round the loop, out of it, to the end.
        press(&client, "p").await;
        assert_eq!(1, count(&client, ".state.here[data-state='0']").await);
        press(&client, "p").await;
        assert_eq!(1, count(&client, ".state.here[data-state='1']").await);
        press(&client, "1").await;
        assert_eq!(1, count(&client, ".state.here[data-state='2']").await);
        let ways = find(&client, "#run").await.text().await.unwrap();
        assert!(ways.contains("AwaitClose") && ways.contains("Returned"), "{ways}");
        press(&client, "1").await;
        assert_eq!(1, count(&client, ".state.here[data-state='3']").await);
        press(&client, &String::from(char::from(Key::Left))).await;
        assert_eq!(1, count(&client, ".state.here[data-state='2']").await);
        press(&client, "1").await;
        press(&client, "p").await;
        assert!(find(&client, "#run").await.text().await.unwrap().contains("the run is over"));
        press(&client, "r").await;
        assert_eq!(0, count(&client, ".here, #run *").await);

        // Larger, and the other theme.
        let width = "return document.querySelector('svg').getBoundingClientRect().width";
        let before = client.execute(width, vec![]).await.unwrap().as_f64().unwrap();
        press(&client, "+").await;
        let after = client.execute(width, vec![]).await.unwrap().as_f64().unwrap();
        assert!(after > 1.2 * before, "{before} {after}");
        press(&client, "t").await;
        assert_eq!(1, count(&client, "html.dark").await);
        expect_silence(&client).await;
    });
}

#[test]
fn five_hundred_functions() {
    let code: String =
        (0..500).map(|number| CODE.replace("fetch", &format!("fetch_{number}"))).collect();
    let page = page(source(&code));
    run(async |client| {
        let start = Instant::now();
        open(&client, &page).await;
        assert_eq!(500, count(&client, "#index li").await);
        // Only the one that is chosen is laid out.
        assert_eq!(1, count(&client, "section").await);

        find(&client, "#search").await.send_keys("fetch_499").await.unwrap();
        assert_eq!(1, count(&client, "#index li").await);
        find(&client, "#search")
            .await
            .send_keys(&String::from(char::from(Key::Enter)))
            .await
            .unwrap();
        assert_eq!(1, count(&client, "#f499").await);
        assert_eq!(1, count(&client, "section").await);
        hover(&client, "#f499 .state[data-state='2']").await;
        assert_eq!(1, count(&client, ".source [data-state='2'].lit").await);
        assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
        expect_silence(&client).await;
    });
}

/// Without its script the page still shows every source and every machine.
#[test]
fn without_a_script() {
    let page = page(source(CODE));
    let html = std::fs::read_to_string(page.path()).unwrap();
    let start = html.rfind("<script>").unwrap();
    let end = html.find("<script>").unwrap();
    assert!(end < start);
    std::fs::write(page.path(), &html[..end]).unwrap();
    run(async |client| {
        open(&client, &page).await;
        assert_eq!(5, count(&client, ".state").await);
        assert_eq!(11, count(&client, ".l").await);
        assert_eq!(0, count(&client, "header").await);
    });
}
