//! Finds the browsers and their drivers, and installs what is missing where that is possible.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::apt;
use crate::arguments::Browser;
use crate::cargo;
use crate::failure::Failure;

/// Environment variables that tell the end-to-end tests where a browser and its driver are.
type Paths = Vec<(String, String)>;

/// Makes a browser ready to be driven.
pub(super) fn prepare(browser: Browser) -> Result<Paths, Failure> {
    if let Some(paths) = find(browser) {
        return Ok(paths);
    }
    if missing_packages(browser) {
        // The fonts are for Chinese: without them every character is an empty box.
        let packages: &[&str] = match browser {
            Browser::Chromium => &["chromium", "chromium-driver", "fonts-noto-cjk"],
            Browser::Firefox => &["firefox-esr", "fonts-noto-cjk"],
            Browser::Webkit => &["webkit2gtk-driver", "xvfb", "xauth", "fonts-noto-cjk"],
        };
        apt::install(&format!("{} or its driver", browser.name()), packages)?;
    }
    if browser == Browser::Firefox && geckodriver().is_none() {
        install_geckodriver()?;
    }
    find(browser).ok_or_else(|| Failure::new("still not found after it was installed"))
}

fn missing_packages(browser: Browser) -> bool {
    browser != Browser::Firefox || firefox().is_none()
}

fn find(browser: Browser) -> Option<Paths> {
    let found = match browser {
        Browser::Chromium => [
            (
                "DOORSTEP_CHROMIUM",
                first(&["chromium", "chromium-browser", "google-chrome"])?,
            ),
            ("DOORSTEP_CHROMEDRIVER", apt::program("chromedriver")?),
        ],
        Browser::Firefox => [
            ("DOORSTEP_FIREFOX", firefox()?),
            ("DOORSTEP_GECKODRIVER", geckodriver()?),
        ],
        Browser::Webkit => {
            apt::program("xvfb-run")?; // It has no mode without a display.
            [
                ("DOORSTEP_MINIBROWSER", mini_browser()?),
                ("DOORSTEP_WEBKITDRIVER", apt::program("WebKitWebDriver")?),
            ]
        }
    };
    let text = |(name, path): (&str, PathBuf)| (name.to_owned(), path.display().to_string());
    Some(found.into_iter().map(text).collect())
}

fn first(names: &[&str]) -> Option<PathBuf> {
    names.iter().find_map(|name| apt::program(name))
}

fn firefox() -> Option<PathBuf> {
    first(&["firefox-esr", "firefox"])
}

/// WebKitGTK's bare browser, which is on no path: `/usr/lib/<machine>/webkit2gtk-4.1/MiniBrowser`.
fn mini_browser() -> Option<PathBuf> {
    let below = |folder: PathBuf| {
        let entries = fs::read_dir(folder).into_iter().flatten();
        entries.filter_map(|entry| Some(entry.ok()?.path()))
    };
    let mut found: Vec<_> = ["/usr/lib", "/usr/libexec", "/usr/lib64"]
        .into_iter()
        .flat_map(|root| below(root.into()))
        .flat_map(|folder| below(folder.clone()).chain([folder]))
        .map(|folder| folder.join("MiniBrowser"))
        .filter(|file| file.is_file())
        .collect();
    found.sort();
    found.into_iter().next()
}

fn geckodriver() -> Option<PathBuf> {
    apt::program("geckodriver").or_else(|| {
        let own = tools()?.join("bin").join("geckodriver");
        own.is_file().then_some(own)
    })
}

/// Firefox's driver is in no package of Debian. It is built once and kept outside of the target
/// directory, where `cargo clean` would throw away three minutes of work.
fn install_geckodriver() -> Result<(), Failure> {
    let root = tools().ok_or_else(|| Failure::new("no home folder to keep geckodriver in"))?;
    let status = install(&root, "geckodriver");
    if status.is_ok_and(|status| status.success()) {
        return Ok(());
    }
    Err(
        Failure::new("geckodriver is missing and could not be built")
            .remedy("install it by hand: cargo install geckodriver --locked"),
    )
}

fn install(root: &Path, name: &str) -> std::io::Result<std::process::ExitStatus> {
    let mut command: Command = cargo::command();
    command
        .args(["install", name, "--locked", "--root"])
        .arg(root);
    // Away from this workspace and its settings.
    command
        .env_remove("CARGO_TARGET_DIR")
        .current_dir(std::env::temp_dir())
        .status()
}

/// Where programs are kept that only the tests need.
fn tools() -> Option<PathBuf> {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(std::env::home_dir()?.join(".cache")))?;
    Some(cache.join("doorstep").join("tools"))
}
