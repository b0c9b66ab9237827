//! A served file, and the table from the names in the source to the names with hashes.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::failure::Failure;

/// One file of the app as it is served.
#[derive(Debug, Clone)]
pub(crate) struct Asset {
    /// The path in the URL, from the slash on.
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
    /// SHA-256 of the bytes, in hexadecimal.
    pub(crate) sha256: String,
    /// The name holds the hash: what is behind it never changes.
    pub(crate) immutable: bool,
    /// Fetched by the service worker before a version counts as installed.
    pub(crate) precache: bool,
    /// Fetched before the first screen can be used.
    pub(crate) first: bool,
}

impl Asset {
    fn new(path: String, bytes: Vec<u8>) -> Self {
        let sha256 = sha256(&bytes);
        Self {
            path,
            bytes,
            sha256,
            immutable: false,
            precache: false,
            first: false,
        }
    }

    /// The entry in `assets.json`.
    pub(crate) fn describe(&self, encodings: &[&str]) -> Result<Value, Failure> {
        Ok(json!({
            "path": self.path,
            "type": media_type(&self.path)?,
            "sha256": self.sha256,
            "size": self.bytes.len(),
            "immutable": self.immutable,
            "precache": self.precache,
            "first": self.first,
            "encodings": encodings,
        }))
    }
}

/// Whether the service worker keeps a file for offline use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Offline {
    Needed,
    /// Only the browser or the operating system asks for it, while online.
    NotNeeded,
}

/// The files gathered so far.
#[derive(Debug, Default)]
pub(crate) struct Assets {
    files: Vec<Asset>,
    /// From the name in the source (`icons/icon.svg`) to the path in the URL.
    names: BTreeMap<String, String>,
}

impl Assets {
    /// Adds a file whose name will hold the hash of its bytes.
    pub(crate) fn add_hashed(&mut self, name: &str, bytes: Vec<u8>, offline: Offline) {
        let mut asset = Asset::new(String::new(), bytes);
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
        let hash = asset.sha256.get(..16).unwrap_or_default();
        asset.path = format!("/{stem}-{hash}.{extension}");
        asset.immutable = true;
        asset.precache = offline == Offline::Needed;
        self.names.insert(name.to_owned(), asset.path.clone());
        self.files.push(asset);
    }

    /// Adds a file that must keep its name, because something outside of the app knows it.
    pub(crate) fn add_plain(&mut self, name: &str, bytes: Vec<u8>, offline: Offline) {
        let mut asset = Asset::new(format!("/{name}"), bytes);
        asset.precache = offline == Offline::Needed;
        self.names.insert(name.to_owned(), asset.path.clone());
        self.files.push(asset);
    }

    /// Puts the path of each file in the place of its `{{name}}`.
    pub(crate) fn fill(&self, place: &str, template: &str) -> Result<String, Failure> {
        let mut filled = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("{{") {
            let (name, after) = after
                .split_once("}}")
                .ok_or_else(|| Failure::new(format!("{place}: a `{{{{` without its `}}}}`")))?;
            let path = self.names.get(name).ok_or_else(|| {
                Failure::new(format!(
                    "{place}: refers to `{name}`, which the build does not make"
                ))
                .remedy("correct the name, or put the file into public/")
            })?;
            filled.push_str(before);
            filled.push_str(path);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    /// Marks a file as one that the first screen waits for.
    pub(crate) fn waited_for(&mut self, name: &str) {
        let path = self.names.get(name);
        for file in &mut self.files {
            file.first |= path == Some(&file.path);
        }
    }

    /// The path in the URL of a file that was added under this name.
    pub(crate) fn path_of(&self, name: &str) -> Option<&str> {
        self.names.get(name).map(String::as_str)
    }

    /// All files in the order of their paths, so that the same input gives the same bytes.
    pub(crate) fn into_files(mut self) -> Vec<Asset> {
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        self.files
    }

    /// The files as they stand, to compute from.
    pub(crate) fn files(&self) -> &[Asset] {
        &self.files
    }
}

/// SHA-256 in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// The Content-Type of a path.
pub(crate) fn media_type(path: &str) -> Result<&'static str, Failure> {
    let extension = Path::new(path)
        .extension()
        .and_then(|extension| extension.to_str());
    match extension.unwrap_or_default() {
        "css" => Ok("text/css; charset=utf-8"),
        "html" => Ok("text/html; charset=utf-8"),
        "js" => Ok("text/javascript; charset=utf-8"),
        "json" => Ok("application/json"),
        "png" => Ok("image/png"),
        "svg" => Ok("image/svg+xml"),
        "txt" => Ok("text/plain; charset=utf-8"),
        "wasm" => Ok("application/wasm"),
        "webmanifest" => Ok("application/manifest+json"),
        "woff2" => Ok("font/woff2"),
        _ => Err(Failure::new(format!(
            "{path}: no media type is known for this kind of file"
        ))
        .remedy("add it to media_type in xtask/src/build/asset.rs")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assets() -> Assets {
        let mut assets = Assets::default();
        assets.add_hashed("icons/icon.svg", b"<svg/>".to_vec(), Offline::Needed);
        assets
    }

    #[test]
    fn the_name_follows_from_the_bytes() {
        let path = assets().path_of("icons/icon.svg").unwrap().to_owned();
        assert!(
            path.starts_with("/icons/icon-") && path.contains(".svg"),
            "{path}"
        );
        let mut other = Assets::default();
        other.add_hashed("icons/icon.svg", b"<svg />".to_vec(), Offline::Needed);
        assert_ne!(other.path_of("icons/icon.svg"), Some(path.as_str()));
    }

    #[test]
    fn fills_every_name_and_refuses_an_unknown_one() {
        let assets = assets();
        let path = assets.path_of("icons/icon.svg").unwrap();
        let filled = assets
            .fill("a.html", "<{{icons/icon.svg}}|{{icons/icon.svg}}>")
            .unwrap();
        assert_eq!(filled, format!("<{path}|{path}>"));
        let failure = assets
            .fill("a.html", "{{nope.js}}")
            .unwrap_err()
            .to_string();
        assert!(
            failure.contains("a.html") && failure.contains("nope.js"),
            "{failure}"
        );
        assert!(assets.fill("a.html", "{{open").is_err());
    }
}
