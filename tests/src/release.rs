//! Another version of the built app, made by changing one style sheet and naming everything anew,
//! as the build does.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::place;

/// A version of the app in a folder of its own.
pub struct Release {
    folder: TempDir,
    /// The path of the changed style sheet, before and after.
    style: (String, String),
}

impl Release {
    /// The built app with one rule more in its style sheet.
    pub fn with_rule(rule: &str) -> Self {
        let folder = tempfile::Builder::new().prefix("doorstep-app-").tempdir();
        let mut release = Self {
            folder: folder.expect("a folder for the version"),
            style: Default::default(),
        };
        copy(&place::dist(), release.path());
        release.change(rule);
        release
    }

    /// Takes a file away, known by its name up to the hash: the server has it no more.
    pub fn lose(&self, name: &str) {
        let mut list: Value = serde_json::from_str(&self.read("/assets.json")).expect("JSON");
        let files = list["files"].as_array_mut().expect("files");
        let before = files.len();
        files.retain(|file| {
            let path = file["path"].as_str().unwrap_or_default();
            path.rsplit_once('-').is_none_or(|(found, _)| found != name)
        });
        assert_eq!(files.len() + 1, before, "one file is called {name}");
        fs::write(self.at("/assets.json"), list.to_string()).expect("the list");
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Makes the server send other bytes than it should: the packed copy of the style sheet, which
    /// the server passes on as it is, becomes that of the old one.
    pub fn spoil_in_transit(&self) {
        let (old, new) = &self.style;
        let packed = |path: &str| self.at(&format!("{path}.gz"));
        fs::copy(packed(old), packed(new)).expect("a packed copy of the old style sheet");
        let mut list: Value = serde_json::from_str(&self.read("/assets.json")).expect("JSON");
        for file in list["files"].as_array_mut().expect("files") {
            if file["path"] == new.as_str() {
                file["encodings"] = serde_json::json!(["gz"]);
            }
        }
        fs::write(self.at("/assets.json"), list.to_string()).expect("the list");
    }

    fn change(&mut self, rule: &str) {
        let list = self.read("/assets.json");
        let mut list: Value = serde_json::from_str(&list).expect("assets.json");
        let paths = |list: &Value| -> Vec<String> {
            let files = list["files"].as_array().cloned().unwrap_or_default();
            files
                .iter()
                .filter_map(|file| Some(file["path"].as_str()?.to_owned()))
                .collect()
        };
        let style = paths(&list).into_iter().find(|path| {
            Path::new(path)
                .extension()
                .is_some_and(|kind| kind == "css")
        });
        let style = style.expect("the style sheet");
        let changed = format!("{}\n{rule}\n", self.read(&style));
        let hash = sha256(changed.as_bytes());
        let stem = style.rsplit_once('-').expect("a name with a hash").0;
        let renamed = format!("{stem}-{}.css", &hash[..16]);
        let version = list["version"].as_str().unwrap_or_default().to_owned();
        let new_version = hash[16..32].to_owned();

        let mut edits = vec![
            (renamed.clone(), changed),
            (
                "/index.html".to_owned(),
                self.read("/index.html").replace(&style, &renamed),
            ),
        ];
        let mut worker = self
            .read("/sw.js")
            .replace(&style, &renamed)
            .replace(&version, &new_version);
        for (path, text) in &edits {
            let old = if *path == renamed { &style } else { path };
            worker = listed_anew(&worker, old, path, text);
        }
        edits.push(("/sw.js".to_owned(), worker));
        for file in list["files"].as_array_mut().expect("files") {
            let path = file["path"].as_str().unwrap_or_default().to_owned();
            let new_path = if path == style { &renamed } else { &path };
            let Some((_, text)) = edits.iter().find(|(edited, _)| edited == new_path) else {
                continue;
            };
            file["path"] = new_path.as_str().into();
            file["sha256"] = sha256(text.as_bytes()).into();
            file["size"] = text.len().into();
            // The packed copies are of the old bytes.
            file["encodings"] = Value::Array(Vec::new());
        }
        list["version"] = new_version.into();
        self.style = (style, renamed);
        edits.push(("/assets.json".to_owned(), list.to_string()));
        for (path, text) in edits {
            fs::write(self.at(&path), text).expect("a changed file");
        }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.path().join(path.trim_start_matches('/'))
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).expect("a file of the app")
    }
}

/// The worker's script with the line of one file in its list made right.
fn listed_anew(worker: &str, old: &str, path: &str, text: &str) -> String {
    let (head, rest) = worker.split_once('\n').expect("the list on the first line");
    let json = head
        .trim_start_matches("const BUILD = ")
        .trim_end_matches(';');
    let mut build: Value = serde_json::from_str(json).expect("the worker's list");
    for file in build["files"]
        .as_array_mut()
        .expect("the files of the worker")
    {
        if file["url"] == old || file["url"] == path {
            file["url"] = path.into();
            file["sha256"] = sha256(text.as_bytes()).into();
            file["size"] = text.len().into();
        }
    }
    format!("const BUILD = {build};\n{rest}")
}

fn sha256(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the built app").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy of a file");
        }
    }
}
