//! A whole version of the app, and how it gets onto the disk: all of it or nothing.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::Effort;
use super::asset::{Asset, Offline};
use super::bind::Program;
use super::{compress, page, worker};
use crate::failure::Failure;
use crate::project;

/// What a page of the app may do. No inline script or style, no `eval`; only WebAssembly may be
/// compiled. Answers go to the own server and nowhere else.
const POLICY: &str = "default-src 'none'; \
    script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; \
    img-src 'self' data: blob:; \
    media-src 'self' blob:; \
    font-src 'self'; \
    connect-src 'self'; \
    manifest-src 'self'; \
    worker-src 'self'; \
    base-uri 'none'; \
    form-action 'none'; \
    frame-ancestors 'none'";

/// A version of the app in memory.
pub(crate) struct Release {
    version: String,
    files: Vec<Asset>,
}

/// Puts a version together.
pub(crate) fn assemble(program: &Program, effort: Effort) -> Result<Release, Failure> {
    let mut assets = page::gather(program, effort)?;
    let template = page::text(&project::path("public/sw.js"))?;
    let version = worker::version(assets.files(), POLICY, &template);
    let script = worker::script(assets.files(), &version, &template);
    assets.add_plain("sw.js", script.into_bytes(), Offline::NotNeeded);
    Ok(Release {
        version,
        files: assets.into_files(),
    })
}

impl Release {
    /// Writes the version beside `out` and then takes its place, so that a server that starts
    /// meanwhile never finds half of it.
    pub(crate) fn write(&self, out: &Path, effort: Effort) -> Result<(), Failure> {
        let fresh = sibling(out, "new");
        remove(&fresh)?;
        let copies = match effort {
            Effort::Ship => compress::compress(&self.files, out)?,
            Effort::Quick => Vec::new(),
        };
        let mut list = Vec::new();
        for (index, file) in self.files.iter().enumerate() {
            save(&fresh, &file.path, &file.bytes)?;
            let mut encodings = Vec::new();
            for copy in copies.iter().filter(|copy| copy.file == index) {
                save(
                    &fresh,
                    &format!("{}.{}", file.path, copy.suffix),
                    &copy.bytes,
                )?;
                encodings.push(copy.suffix);
            }
            list.push(file.describe(&encodings)?);
        }
        let about = json!({ "version": self.version, "csp": POLICY, "files": list });
        save(&fresh, "/assets.json", format!("{about:#}\n").as_bytes())?;
        swap(&fresh, out)
    }
}

fn save(folder: &Path, path: &str, bytes: &[u8]) -> Result<(), Failure> {
    let file = folder.join(path.trim_start_matches('/'));
    let parent = file.parent().unwrap_or(folder);
    fs::create_dir_all(parent)
        .and_then(|()| fs::write(&file, bytes))
        .map_err(|error| Failure::io(format_args!("writing {}", project::shown(&file)), &error))
}

fn swap(fresh: &Path, out: &Path) -> Result<(), Failure> {
    let failed = |error| Failure::io(format_args!("replacing {}", project::shown(out)), &error);
    let old = sibling(out, "old");
    remove(&old)?;
    if out.exists() {
        fs::rename(out, &old).map_err(failed)?;
    }
    fs::rename(fresh, out).map_err(failed)?;
    remove(&old)
}

/// `dist` → `dist.new-4711`: on the same disk, so that a rename suffices; the process id keeps two
/// builds at once apart.
fn sibling(out: &Path, suffix: &str) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    out.with_file_name(format!("{name}.{suffix}-{}", std::process::id()))
}

fn remove(folder: &Path) -> Result<(), Failure> {
    if !folder.exists() {
        return Ok(());
    }
    fs::remove_dir_all(folder)
        .map_err(|error| Failure::io(format_args!("removing {}", project::shown(folder)), &error))
}

#[cfg(test)]
mod tests {
    use super::super::asset::Assets;
    use super::*;

    fn release(text: &str) -> Release {
        let mut assets = Assets::default();
        assets.add_plain("a.txt", text.repeat(100).into_bytes(), Offline::Needed);
        Release {
            version: "v".into(),
            files: assets.into_files(),
        }
    }

    #[test]
    fn a_new_version_takes_the_place_of_the_old_one_and_leaves_nothing_behind() {
        let folder = std::env::temp_dir().join(format!("doorstep-swap-{}", std::process::id()));
        let out = folder.join("dist");
        for text in ["old", "new"] {
            release(text).write(&out, Effort::Ship).unwrap();
            assert_eq!(
                fs::read_to_string(out.join("a.txt")).unwrap(),
                text.repeat(100)
            );
        }
        let list = fs::read_to_string(out.join("assets.json")).unwrap();
        let list: serde_json::Value = serde_json::from_str(&list).unwrap();
        assert_eq!(list["files"][0]["encodings"], json!(["br", "gz"]));
        assert_eq!(
            fs::read_dir(&folder).unwrap().count(),
            1,
            "only dist is left"
        );
        fs::remove_dir_all(&folder).unwrap();
    }
}
