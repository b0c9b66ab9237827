//! A browser: a driver process, a browser process below it, and a profile that outlives both.

use std::{
    cell::RefCell,
    fs::{self, File},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Stdio},
    sync::LazyLock,
    thread,
};

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::{Capabilities, WebDriver, WindowHandle};
use tokio::runtime::Runtime;

use crate::{
    Engine, console,
    engine::{FILM, LOG},
    look::wait_for,
    place, process,
};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("the runtime"));

/// Waits for a request to the driver. Scenarios are written as they happen, one step after another.
pub(crate) fn run<F: Future>(future: F) -> F::Output {
    RUNTIME.block_on(future)
}

/// The screen of the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// 820 × 1180, touched.
    Tablet,
    /// 390 × 844, touched.
    Phone,
    /// 1280 × 900, with a mouse.
    Desk,
}

impl Shape {
    /// Width and height in CSS pixels.
    pub fn size(self) -> (u32, u32) {
        match self {
            Self::Tablet => (820, 1180),
            Self::Phone => (390, 844),
            Self::Desk => (1280, 900),
        }
    }
}

/// A browser with a profile of its own.
pub struct Browser {
    engine: Engine,
    shape: Shape,
    name: String,
    home: TempDir,
    running: Option<Running>,
    /// Errors in the console that the scenario itself brings about.
    expected: RefCell<Vec<String>>,
}

struct Running {
    driver: WebDriver,
    process: Child,
}

impl Browser {
    /// Starts a browser with a fresh profile. `name` is what it is called where a test fails.
    pub fn start(engine: Engine, shape: Shape, name: &str) -> Self {
        Self::filming(engine, shape, name, None)
    }

    /// The same, with a camera that shows a film (YUV4MPEG2). See [`Engine::feigns`].
    pub fn filming(engine: Engine, shape: Shape, name: &str, film: Option<&[u8]>) -> Self {
        let home = tempfile::Builder::new()
            .prefix("doorstep-browser-")
            .tempdir();
        let home = home.expect("a folder for the browser");
        for folder in ["profile", "downloads", "tmp"] {
            fs::create_dir(home.path().join(folder)).expect("the browser's folders");
        }
        if let Some(film) = film {
            fs::write(home.path().join(FILM), film).expect("the film");
        }
        let mut browser = Self {
            engine,
            shape,
            name: name.to_owned(),
            home,
            running: None,
            expected: RefCell::default(),
        };
        browser.start_again();
        browser
    }

    /// Another browser with a copy of this one's profile, as a tablet that was restored from an
    /// image has. This one must not be running.
    #[must_use]
    pub fn copied(&self, name: &str) -> Self {
        assert!(self.running.is_none(), "{} still writes", self.name);
        let home = tempfile::Builder::new()
            .prefix("doorstep-browser-")
            .tempdir();
        let home = home.expect("a folder for the browser");
        for folder in ["downloads", "tmp"] {
            fs::create_dir(home.path().join(folder)).expect("the browser's folders");
        }
        place::copy_folder(
            &self.home.path().join("profile"),
            &home.path().join("profile"),
        );
        let mut copy = Self {
            engine: self.engine,
            shape: self.shape,
            name: name.to_owned(),
            home,
            running: None,
            expected: RefCell::default(),
        };
        copy.start_again();
        copy
    }

    /// Starts it again with the profile that it had.
    pub fn start_again(&mut self) {
        assert!(self.running.is_none(), "{} runs already", self.name);
        let port = free_port();
        let log = File::options().create(true).append(true).open(self.log());
        let log = log.expect("the driver's log");
        let process = self
            .engine
            .driver(port, self.home.path())
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("the driver's log"))
            .stderr(log)
            .spawn();
        let process = process.expect("the driver's process");
        let url = format!("http://127.0.0.1:{port}");
        let capabilities = self.engine.capabilities(self.home.path(), self.shape);
        let capabilities: Capabilities =
            serde_json::from_value(capabilities).expect("capabilities");
        wait_for("the driver to listen", || {
            ureq::get(format!("{url}/status")).call().ok()
        });
        let driver = run(WebDriver::new(&url, capabilities));
        let driver = driver.unwrap_or_else(|error| {
            let log = fs::read_to_string(self.log()).unwrap_or_default();
            panic!("{} did not start: {error}\n{log}", self.name)
        });
        self.running = Some(Running { driver, process });
        if self.engine != Engine::Chromium {
            let (width, height) = self.shape.size();
            // The window's frame may take a little of it; no test of these engines counts pixels.
            let _ = run(self.driver().set_window_rect(0, 0, width, height));
        }
    }

    /// Ends the browser at once and with no last word, as a dead battery would.
    pub fn kill(&mut self) {
        self.check_console();
        if let Some(running) = self.running.take() {
            end(running);
        }
    }

    /// The engine.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// What it is called where a test fails.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The folder that files are saved to.
    pub fn downloads(&self) -> PathBuf {
        self.home.path().join("downloads")
    }

    /// A folder that lives as long as this browser.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    pub(crate) fn driver(&self) -> &WebDriver {
        let running = self.running.as_ref();
        &running
            .unwrap_or_else(|| panic!("{} is not running", self.name))
            .driver
    }

    /// Sends a command of the Chrome DevTools Protocol. Other engines have none: see
    /// [`Engine::feigns`].
    pub fn devtools(&self, command: &str, parameters: Value) -> Value {
        assert!(self.engine.feigns(), "{:?} has no {command}", self.engine);
        let answer = run(self.driver().cdp().send_raw(command, parameters));
        answer.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// Gives the screen another size. See [`Engine::feigns`].
    #[track_caller]
    pub fn resize(&self, shape: Shape) {
        let (width, height) = shape.size();
        let screen =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": true});
        self.devtools("Emulation.setDeviceMetricsOverride", screen);
        self.wait("the screen's new size", || {
            (self.script("return innerWidth", Vec::new()) == width).then_some(())
        });
    }

    /// Opens another tab and goes to it.
    pub fn new_tab(&self) -> WindowHandle {
        let tab = run(self.driver().new_tab()).expect("another tab");
        self.go_to_tab(&tab);
        tab
    }

    /// The tab that is driven now.
    pub fn tab(&self) -> WindowHandle {
        run(self.driver().window()).expect("the tab's handle")
    }

    /// Goes to a tab.
    pub fn go_to_tab(&self, tab: &WindowHandle) {
        run(self.driver().switch_to_window(tab.clone())).expect("the tab");
    }

    /// Closes the tab that is driven now and goes to another.
    pub fn close_tab(&self, next: &WindowHandle) {
        self.check_console();
        run(self.driver().close_window()).expect("a tab that closes");
        self.go_to_tab(next);
    }

    /// Says that errors in the console that hold `words` belong to the scenario.
    pub fn expect_error(&self, words: &str) {
        self.expected.borrow_mut().push(words.to_owned());
    }

    /// Fails on an error in the console that the scenario did not bring about.
    pub fn check_console(&self) {
        let errors = self.errors();
        assert!(
            errors.is_empty(),
            "{}: the console says {errors:#?}",
            self.name
        );
    }

    fn errors(&self) -> Vec<String> {
        let Some(running) = &self.running else {
            return Vec::new();
        };
        let expected = self.expected.borrow();
        let mut errors = console::errors(self.engine, &running.driver, &self.log());
        errors.retain(|error| !expected.iter().any(|words| error.contains(words)));
        errors
    }

    fn log(&self) -> PathBuf {
        self.home.path().join(LOG)
    }

    /// Puts down what can be seen, for the one who looks into a failure.
    fn leave_traces(&self) {
        let folder = place::artefacts(&place::test_name());
        let file = |kind: &str| folder.join(format!("{}.{kind}", self.name.replace(' ', "-")));
        let _ = fs::copy(self.log(), file("log"));
        let Some(running) = &self.running else {
            return;
        };
        if let Ok(picture) = run(running.driver.screenshot_as_png()) {
            let _ = fs::write(file("png"), picture);
        }
        if let Ok(source) = run(running.driver.source()) {
            let _ = fs::write(file("html"), source);
        }
        let errors = console::errors(self.engine, &running.driver, &self.log());
        let _ = fs::write(file("console.txt"), errors.join("\n"));
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let failed = thread::panicking();
        if failed {
            self.leave_traces();
        }
        let errors = if failed { Vec::new() } else { self.errors() };
        if let Some(running) = self.running.take() {
            end(running);
        }
        assert!(
            errors.is_empty(),
            "{}: the console says {errors:#?}",
            self.name
        );
    }
}

fn end(running: Running) {
    let Running { driver, process } = running;
    process::kill_tree(process);
    // The session is gone with its driver: there is nothing to say goodbye to.
    let _ = driver.leak();
}

/// A port that nothing listens on.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}
