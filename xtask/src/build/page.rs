//! The page shell: style sheets into one file, names into scripts, manifest and page.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::asset::{Assets, Offline, sha256};
use super::bind::{Code, Program};
use super::{Effort, lean};
use crate::failure::Failure;
use crate::project;

/// The style sheets that others build upon, in this order.
const BASE_STYLES: [&str; 8] = [
    "tokens.css",
    "base.css",
    "components.css",
    "buttons.css",
    "fields.css",
    "rows.css",
    "meters.css",
    "blocks.css",
];

/// Those of the first screens, which build upon them. The rest comes with the first part, by name.
const FIRST_STYLES: [&str; 2] = ["layout.css", "lock.css"];

/// Made into something else: the sheets become one, and the worker is written last.
const NOT_AS_THEY_ARE: [&str; 2] = ["shell.css", "sw.js"];

/// What a browser fetches until the first screen can be used. A scenario compares it with what
/// browsers do.
const FIRST: [&str; 7] = [
    "index.html",
    "app.css",
    "boot.js",
    "doorstep.js",
    "doorstep.wasm",
    "icons/icon.svg",
    "manifest.webmanifest",
];

/// Reloads the page after each quick build. Never part of what is shipped.
const RELOADER: &str = include_str!("reloader.js");

/// Gathers everything but the service worker.
pub(crate) fn gather(program: &Program, effort: Effort) -> Result<Assets, Failure> {
    let mut assets = Assets::default();
    add_code(&mut assets, "doorstep", &program.app);
    add_code(&mut assets, "unlocker", &program.unlocker);
    let (first, later) = sheets()?;
    for (name, sheet) in [("app.css", first), ("screens.css", later)] {
        let sheet = match effort {
            Effort::Ship => lean::style(&sheet),
            Effort::Quick => sheet,
        };
        assets.add_hashed(name, sheet.into_bytes(), Offline::Needed);
    }

    let (referring, plain): (Vec<_>, Vec<_>) = public_files()?
        .into_iter()
        .partition(|(name, _)| refers_to_others(name));
    for (name, path) in &plain {
        // Large pictures are for the home screen, which the system draws from its own copy.
        let offline = if has_extension(name, "png") {
            Offline::NotNeeded
        } else {
            Offline::Needed
        };
        assets.add_hashed(name, read(path)?, offline);
    }
    for (name, path) in &referring {
        let filled = assets
            .fill(&project::shown(path), &text(path)?)?
            .into_bytes();
        if has_extension(name, "webmanifest") {
            // The browser recognises an installed app by this address: it must stay. It is not kept
            // for offline use, because the icons that it names may be gone from the server by then.
            assets.add_plain(name, filled, Offline::NotNeeded);
        } else {
            assets.add_hashed(name, filled, Offline::Needed);
        }
    }
    add_page(&mut assets, effort)?;
    for name in FIRST {
        assets.waited_for(name);
    }
    Ok(assets)
}

fn add_code(assets: &mut Assets, name: &str, code: &Code) {
    let mut glue = code.glue.clone();
    for (part, wasm) in &code.parts {
        assets.add_hashed(part, wasm.clone(), Offline::Needed);
        if let Some(path) = assets.path_of(part) {
            glue = glue.replace(&format!("{{{{{part}}}}}"), path);
        }
    }
    for (import, script) in &code.snippets {
        let file = import.trim_start_matches("./");
        assets.add_hashed(file, script.clone().into_bytes(), Offline::Needed);
        if let Some(path) = assets.path_of(file) {
            glue = glue.replace(import.as_str(), path);
        }
    }
    assets.add_hashed(&format!("{name}.wasm"), code.wasm.clone(), Offline::Needed);
    let glue = lean::script(&glue);
    assets.add_hashed(&format!("{name}.js"), glue.into_bytes(), Offline::Needed);
}

fn add_page(assets: &mut Assets, effort: Effort) -> Result<(), Failure> {
    let path = project::path("index.html");
    let mut page = text(&path)?;
    if effort == Effort::Quick {
        let stamp = stamp(assets, &page);
        let script = format!("const BUILD = \"{stamp}\";\n{RELOADER}");
        assets.add_hashed("reloader.js", script.into_bytes(), Offline::Needed);
        assets.add_plain("build.txt", stamp.into_bytes(), Offline::NotNeeded);
        let tag = "<script type=\"module\" src=\"{{reloader.js}}\"></script>\n</head>";
        page = page.replace("</head>", tag);
    }
    let filled = assets.fill(&project::shown(&path), &page)?;
    assets.add_plain("index.html", filled.into_bytes(), Offline::Needed);
    Ok(())
}

/// One value for all that the page is made of.
fn stamp(assets: &Assets, page: &str) -> String {
    let hashes: Vec<&str> = assets
        .files()
        .iter()
        .map(|file| file.sha256.as_str())
        .collect();
    sha256(format!("{}{page}", hashes.join(" ")).as_bytes())
}

/// All style sheets as one.
pub(crate) fn styles() -> Result<String, Failure> {
    let (first, later) = sheets()?;
    Ok(first + &later)
}

/// The style sheet of the first screens, which begins with the shell's, that also serves when the
/// app cannot start; and that of the screens that come in parts. What both need is in both: of two
/// rules that are as strong as each other the later one holds, so each keeps its place.
fn sheets() -> Result<(String, String), Failure> {
    let sheet = |name: &str| text(&project::path("style").join(name));
    let mut first = text(&project::path("public/shell.css"))?;
    for name in BASE_STYLES.iter().chain(&FIRST_STYLES) {
        first.push('\n');
        first.push_str(&sheet(name)?);
    }
    let mut later = String::new();
    let mut names: Vec<String> = files_in(&project::path("style"))?.into_keys().collect();
    names.retain(|name| has_extension(name, "css") && !BASE_STYLES.contains(&name.as_str()));
    // `survey` comes before `survey-question`, which builds upon it.
    names.sort_by_key(|name| name.trim_end_matches(".css").to_owned());
    for name in names {
        later.push('\n');
        later.push_str(&sheet(&name)?);
    }
    Ok((first, later))
}

fn public_files() -> Result<BTreeMap<String, PathBuf>, Failure> {
    let mut files = files_in(&project::path("public"))?;
    files.retain(|name, _| !NOT_AS_THEY_ARE.contains(&name.as_str()));
    Ok(files)
}

/// Every file below a folder, by its path from there, with slashes. A missing folder has none.
fn files_in(folder: &Path) -> Result<BTreeMap<String, PathBuf>, Failure> {
    let mut files = BTreeMap::new();
    let mut folders = vec![(String::new(), folder.to_path_buf())];
    while let Some((prefix, folder)) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        let failed = |error| Failure::io(format_args!("reading {}", folder.display()), &error);
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                folders.push((format!("{name}/"), entry.path()));
            } else {
                files.insert(name, entry.path());
            }
        }
    }
    Ok(files)
}

/// Files that name other files, and so come after them.
fn refers_to_others(name: &str) -> bool {
    has_extension(name, "js") || has_extension(name, "webmanifest")
}

fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|found| found == extension)
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|e| Failure::io(format_args!("reading {}", project::shown(path)), &e))
}

/// The text of a file of the source.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(read(path)?)
        .map_err(|_| Failure::new(format!("{}: not UTF-8", project::shown(path))))
}
