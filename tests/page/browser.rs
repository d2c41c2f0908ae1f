//! A real browser: Chromium without a window, driven by `WebDriver`.

use std::future::Future;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tokio::runtime::{Builder, Runtime};

use super::common::tool;
use super::http::ask;

/// How long a test waits for something to be shown.
const LIMIT: Duration = Duration::from_secs(30);

/// One browser at a time: each is several processes.
static ONE: Mutex<()> = Mutex::new(());

/// A browser, which ends with this.
pub struct Browser {
    runtime: Runtime,
    client: Client,
    session: String,
    /// Where the driver listens.
    driver: String,
    process: Child,
    _one: MutexGuard<'static, ()>,
}

impl Browser {
    /// Starts one; none where there is none to be started.
    pub fn start() -> Option<Self> {
        if !(tool("chromium") && tool("chromedriver")) {
            return None;
        }
        let one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
        let (process, driver) = driver();
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let options = json!({"args": ["--headless=new", "--no-sandbox", "--disable-gpu",
            "--disable-dev-shm-usage", "--window-size=1280,900"]});
        let mut capabilities = Map::new();
        capabilities.insert("goog:chromeOptions".to_owned(), options);
        let logs = json!({"browser": "ALL", "performance": "ALL"});
        capabilities.insert("goog:loggingPrefs".to_owned(), logs);
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let connecting = builder.connect(&driver);
        let client = runtime.block_on(connecting).unwrap();
        let session = runtime.block_on(client.session_id()).unwrap().unwrap();
        Some(Self {
            runtime,
            client,
            session,
            driver,
            process,
            _one: one,
        })
    }

    fn wait<T>(&self, what: impl Future<Output = Result<T, CmdError>>) -> T {
        let limited = async { tokio::time::timeout(LIMIT, what).await };
        self.runtime
            .block_on(limited)
            .expect("the browser does not answer")
            .unwrap()
    }

    /// Opens an address.
    pub fn open(&self, url: &str) {
        self.wait(self.client.goto(url));
    }

    /// The address that is shown.
    pub fn address(&self) -> String {
        self.wait(self.client.current_url()).to_string()
    }

    fn find(&self, css: &str) -> Element {
        let finding = self.client.wait().at_most(LIMIT);
        self.wait(finding.for_element(Locator::Css(css)))
    }

    /// Clicks on an element, as soon as there is one.
    pub fn click(&self, css: &str) {
        self.wait(self.find(css).click());
    }

    /// Types a text into a field.
    pub fn fill(&self, css: &str, text: &str) {
        self.wait(self.find(css).send_keys(text));
    }

    /// Presses keys, wherever the focus is.
    pub fn press(&self, keys: &str) {
        let focused = self.wait(self.client.active_element());
        self.wait(focused.send_keys(keys));
    }

    /// What an element says.
    pub fn text(&self, css: &str) -> String {
        self.wait(self.find(css).text())
    }

    /// Runs a script in the page, and returns what it returns.
    pub fn run(&self, script: &str) -> Value {
        self.wait(self.client.execute(script, Vec::new()))
    }

    /// Waits until an expression of the page is true, and returns how long that took.
    pub fn until(&self, expression: &str) -> Duration {
        let began = Instant::now();
        let script = format!("return Boolean({expression})");
        while self.run(&script) != Value::Bool(true) {
            let page = || self.run("return document.body.innerText");
            assert!(
                began.elapsed() < LIMIT,
                "still not {expression}: {}",
                page()
            );
            thread::sleep(Duration::from_millis(10));
        }
        began.elapsed()
    }

    /// Something that only this driver can do.
    fn extra(&self, path: &str, body: &Value) -> Value {
        let path = format!("/session/{}/{path}", self.session);
        let address = self.driver.trim_start_matches("http://");
        let headers = [("Content-Type", "application/json")];
        let reply = ask(address, "POST", &path, &headers, &body.to_string());
        let mut answer: Value = serde_json::from_str(&reply.body).unwrap();
        answer["value"].take()
    }

    /// Has the browser run no scripts of pages.
    pub fn without_scripts(&self) {
        let command =
            json!({"cmd": "Emulation.setScriptExecutionDisabled", "params": {"value": true}});
        self.extra("goog/cdp/execute", &command);
    }

    /// What the console says.
    pub fn console(&self) -> Vec<String> {
        let entries = self.extra("se/log", &json!({"type": "browser"}));
        let entries = entries.as_array().unwrap().iter();
        entries.map(|entry| entry["message"].to_string()).collect()
    }

    /// The addresses that were asked for.
    pub fn requests(&self) -> Vec<String> {
        let entries = self.extra("se/log", &json!({"type": "performance"}));
        let entries = entries.as_array().unwrap().iter();
        let request = |entry: &Value| {
            let event: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let event = &event["message"];
            let is_request = event["method"] == "Network.requestWillBeSent";
            is_request.then(|| {
                event["params"]["request"]["url"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
        };
        entries.filter_map(request).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let closing = self.client.clone().close();
        let _ = self.runtime.block_on(closing);
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Starts the driver, and tells where it listens.
fn driver() -> (Child, String) {
    let mut process = Command::new("chromedriver")
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let port = lines.find_map(|line| {
        let (_, port) = line.unwrap().split_once("successfully on port ").map(own)?;
        Some(port.trim_end_matches('.').to_owned())
    });
    // It may say more, and must not wait until somebody reads that.
    thread::spawn(move || lines.for_each(drop));
    (process, format!("http://127.0.0.1:{}", port.unwrap()))
}

fn own((before, after): (&str, &str)) -> (String, String) {
    (before.to_owned(), after.to_owned())
}
