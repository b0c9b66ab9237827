//! The service worker: the script from `public/sw.js`, led by the list of what a version is.

use serde_json::json;

use super::asset::{Asset, sha256};

/// What identifies a version: every byte that it serves, the policy and the worker itself.
pub(crate) fn version(files: &[Asset], policy: &str, template: &str) -> String {
    let worker = sha256(template.as_bytes());
    let files = files
        .iter()
        .map(|file| format!("{} {}", file.path, file.sha256));
    let all: Vec<String> = [policy.to_owned(), worker]
        .into_iter()
        .chain(files)
        .collect();
    sha256(all.join("\n").as_bytes())
        .get(..16)
        .unwrap_or_default()
        .to_owned()
}

/// The worker's script for this version.
pub(crate) fn script(files: &[Asset], version: &str, template: &str) -> String {
    let list: Vec<_> = files
        .iter()
        .filter(|file| file.precache)
        .map(|file| {
            json!({
                "url": file.path,
                "sha256": file.sha256,
                "size": file.bytes.len(),
                "immutable": file.immutable,
            })
        })
        .collect();
    format!(
        "const BUILD = {};\n{template}",
        json!({ "version": version, "files": list })
    )
}

#[cfg(test)]
mod tests {
    use super::super::asset::{Assets, Offline};
    use super::*;

    #[test]
    fn a_version_changes_with_each_of_its_parts() {
        let files = |text: &str| {
            let mut assets = Assets::default();
            assets.add_plain("a.txt", text.as_bytes().to_vec(), Offline::Needed);
            assets.into_files()
        };
        let base = version(&files("a"), "policy", "worker");
        assert_eq!(base, version(&files("a"), "policy", "worker"));
        assert_ne!(base, version(&files("b"), "policy", "worker"));
        assert_ne!(base, version(&files("a"), "other", "worker"));
        assert_ne!(base, version(&files("a"), "policy", "other"));
    }

    #[test]
    fn lists_only_what_is_needed_offline() {
        let mut assets = Assets::default();
        assets.add_hashed("a.txt", b"a".to_vec(), Offline::Needed);
        assets.add_hashed("b.png", b"b".to_vec(), Offline::NotNeeded);
        let script = script(&assets.into_files(), "v1", "self;");
        assert!(
            script.contains("/a-") && !script.contains("/b-"),
            "{script}"
        );
        assert!(script.ends_with(";\nself;"), "{script}");
    }
}
