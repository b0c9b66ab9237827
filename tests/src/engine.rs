//! The three engines: how each is started, told to be driven, and given a profile.

use std::{env, path::Path, process::Command};

use serde_json::{Value, json};

use crate::{browser::Shape, place::program};

/// What driver and browser print, in the browser's folder.
pub(crate) const LOG: &str = "driver.log";

/// What the camera shows, in the browser's folder, where it is to show something.
pub(crate) const FILM: &str = "camera.y4m";

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium.
    Chromium,
    /// Firefox.
    Firefox,
    /// WebKitGTK, in its bare browser.
    Webkit,
}

impl Engine {
    /// The engines of this run; the first one runs every scenario.
    pub fn asked() -> Vec<Self> {
        let names = env::var("DOORSTEP_BROWSERS").unwrap_or_else(|_| "chromium".to_owned());
        let named = |name: &str| match name.trim() {
            "chromium" => Self::Chromium,
            "firefox" => Self::Firefox,
            "webkit" => Self::Webkit,
            other => panic!("DOORSTEP_BROWSERS names {other:?}, which is none of the engines"),
        };
        names.split(',').map(named).collect()
    }

    /// The engine that runs every scenario.
    pub fn first() -> Self {
        Self::asked().first().copied().unwrap_or(Self::Chromium)
    }

    /// Whether it can be told to feign things: a full disk, a wrong clock, a lost network.
    pub fn feigns(self) -> bool {
        self == Self::Chromium
    }

    /// Whether its profile outlives it, and files are saved. WebKitGTK's bare browser keeps nothing
    /// while it is driven.
    pub fn keeps_things(self) -> bool {
        self != Self::Webkit
    }

    /// Whether its errors can be read. WebKitGTK's driver throws the console away.
    pub fn has_console(self) -> bool {
        self != Self::Webkit
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// The driver, which listens on `port`.
    pub(crate) fn driver(self, port: u16, home: &Path) -> Command {
        let mut command = match self {
            Self::Chromium => {
                let mut command = Command::new(program("DOORSTEP_CHROMEDRIVER", "chromedriver"));
                command.arg(format!("--port={port}"));
                command
            }
            Self::Firefox => {
                let mut command = Command::new(program("DOORSTEP_GECKODRIVER", "geckodriver"));
                command.arg(format!("--port={port}"));
                // Without it, each browser would want the same second port.
                command.args(["--websocket-port", "0"]);
                command
            }
            Self::Webkit => {
                // It has no mode without a display.
                let mut command = Command::new("xvfb-run");
                command.args(["-a", "-s", "-screen 0 1400x1400x24"]);
                command.arg(program("DOORSTEP_WEBKITDRIVER", "WebKitWebDriver"));
                command.arg(format!("--port={port}"));
                // Profile, cache and settings all follow the home folder.
                command
                    .env_remove("XDG_DATA_HOME")
                    .env_remove("XDG_CACHE_HOME");
                command.env("HOME", home);
                command
            }
        };
        command.env("TMPDIR", home.join("tmp"));
        command
    }

    /// What is asked of the driver: this program, this profile, this screen.
    pub(crate) fn capabilities(self, home: &Path, shape: Shape) -> Value {
        match self {
            Self::Chromium => chromium(home, shape),
            Self::Firefox => firefox(home),
            Self::Webkit => webkit(),
        }
    }
}

fn webkit() -> Value {
    let usual = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
    let binary = program("DOORSTEP_MINIBROWSER", usual);
    json!({
        "browserName": "MiniBrowser",
        "webkitgtk:browserOptions": { "binary": binary, "args": ["--automation"] },
    })
}

fn chromium(home: &Path, shape: Shape) -> Value {
    let (width, height) = shape.size();
    let args = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--lang=en-GB",
        // A camera and a microphone that are always there, and nobody who would have to allow
        // them.
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
    ];
    let mut args: Vec<String> = args.map(str::to_owned).to_vec();
    let film = home.join(FILM);
    if film.is_file() {
        let film = film.display();
        args.push(format!("--use-file-for-fake-video-capture={film}"));
    }
    args.push(format!("--window-size={width},{height}"));
    args.push(format!(
        "--user-data-dir={}",
        home.join("profile").display()
    ));
    let mut options = json!({
        "binary": program("DOORSTEP_CHROMIUM", "/usr/bin/chromium"),
        "args": args,
        "prefs": {
            "download.default_directory": home.join("downloads"),
            "download.prompt_for_download": false,
        },
    });
    if shape != Shape::Desk {
        options["mobileEmulation"] = json!({ "deviceMetrics": {
            "width": width, "height": height, "pixelRatio": 1.0, "mobile": true, "touch": true,
        }});
    }
    json!({
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": { "browser": "ALL" },
    })
}

fn firefox(home: &Path) -> Value {
    let profile = home.join("profile").display().to_string();
    let args = ["-headless", "-profile", &profile];
    json!({
        "browserName": "firefox",
        "moz:firefoxOptions": {
            "binary": program("DOORSTEP_FIREFOX", "/usr/bin/firefox-esr"),
            "args": args,
            "prefs": {
                "browser.download.dir": home.join("downloads"),
                "browser.download.folderList": 2,
                "browser.helperApps.neverAsk.saveToDisk": "application/json",
                "intl.accept_languages": "en-GB",
            },
        },
    })
}
