//! The built app, held in memory and served as `assets.json` says.

use std::{
    collections::HashMap,
    fmt, fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant, SystemTime},
};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use ledger::Digest;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::body::accepts;

/// What the build writes beside the files.
#[derive(Deserialize)]
struct Manifest {
    csp: String,
    files: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    path: String,
    #[serde(rename = "type")]
    media_type: String,
    sha256: Digest,
    immutable: bool,
    /// Which packed copies lie beside the file: `br`, `gz`.
    #[serde(default)]
    encodings: Vec<String>,
}

/// The app as it was when it was read.
struct Assets {
    csp: HeaderValue,
    files: HashMap<String, Asset>,
}

struct Asset {
    media_type: HeaderValue,
    cache: &'static str,
    digest: Digest,
    plain: Bytes,
    /// Brotli before gzip: the smaller first.
    packed: Vec<(&'static str, Bytes)>,
}

/// The app can't be served.
#[derive(Debug)]
pub(crate) struct AppUnusable {
    at: PathBuf,
    why: String,
}

impl fmt::Display for AppUnusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the app can't be served: {}: {}",
            self.at.display(),
            self.why
        )
    }
}

impl Assets {
    fn read(folder: &Path) -> Result<Self, AppUnusable> {
        let unusable = |at: &Path, why: &dyn fmt::Display| AppUnusable {
            at: at.to_owned(),
            why: why.to_string(),
        };
        let at = folder.join(MANIFEST);
        let text = fs::read(&at).map_err(|error| unusable(&at, &error))?;
        let manifest: Manifest =
            serde_json::from_slice(&text).map_err(|error| unusable(&at, &error))?;
        let csp = HeaderValue::try_from(manifest.csp).map_err(|error| unusable(&at, &error))?;
        let mut files = HashMap::new();
        for listed in manifest.files {
            let at = folder.join(listed.path.trim_start_matches('/'));
            let asset = Asset::read(&at, &listed).map_err(|why| unusable(&at, &why))?;
            files.insert(listed.path, asset);
        }
        if !files.contains_key(INDEX) {
            return Err(unusable(&at, &"it lists no /index.html"));
        }
        Ok(Self { csp, files })
    }
}

impl Asset {
    fn read(at: &Path, listed: &Listed) -> Result<Self, String> {
        let plain = fs::read(at).map_err(|error| error.to_string())?;
        if Digest(Sha256::digest(&plain).into()) != listed.sha256 {
            return Err("its bytes are not the ones that were built; build again".to_owned());
        }
        let mut packed = Vec::new();
        for (coding, extension) in [("br", "br"), ("gzip", "gz")] {
            if listed
                .encodings
                .iter()
                .any(|encoding| encoding == extension)
            {
                let copy = PathBuf::from(format!("{}.{extension}", at.display()));
                let bytes = fs::read(&copy).map_err(|error| format!(".{extension}: {error}"))?;
                packed.push((coding, bytes.into()));
            }
        }
        let media_type =
            HeaderValue::try_from(&listed.media_type).map_err(|error| error.to_string())?;
        let cache = if listed.immutable {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        Ok(Self {
            media_type,
            cache,
            digest: listed.sha256,
            plain: plain.into(),
            packed,
        })
    }

    fn response(&self, method: &Method, asked: &HeaderMap) -> Response {
        let packed = self
            .packed
            .iter()
            .find(|(coding, _)| accepts(asked, coding));
        // Another encoding is another representation, and has a tag of its own.
        let tag = match packed {
            Some((coding, _)) => format!("\"{}-{coding}\"", self.digest),
            None => format!("\"{}\"", self.digest),
        };
        let mut response = if has_tag(asked, &tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let bytes = packed.map_or(&self.plain, |(_, bytes)| bytes).clone();
            let length = HeaderValue::from(bytes.len());
            let mut response = if *method == Method::HEAD {
                ().into_response()
            } else {
                bytes.into_response()
            };
            response
                .headers_mut()
                .insert(header::CONTENT_LENGTH, length);
            response
        };
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, self.media_type.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(self.cache));
        if let Ok(tag) = HeaderValue::try_from(tag) {
            headers.insert(header::ETAG, tag);
        }
        if !self.packed.is_empty() {
            headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
        if let Some((coding, _)) = packed.filter(|_| response.status() == StatusCode::OK) {
            let coding = HeaderValue::from_static(coding);
            response
                .headers_mut()
                .insert(header::CONTENT_ENCODING, coding);
        }
        response
    }
}

fn has_tag(asked: &HeaderMap, tag: &str) -> bool {
    let known = asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|v| v.to_str().ok());
    known
        .flat_map(|known| known.split(','))
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == tag || known == "*")
}

const MANIFEST: &str = "assets.json";
const INDEX: &str = "/index.html";
/// How often to look whether the app was built anew.
const LOOK: Duration = Duration::from_secs(1);

/// The app as it is now on the disk.
pub(crate) struct Shelf {
    folder: PathBuf,
    now: Mutex<Shown>,
}

struct Shown {
    assets: Option<Arc<Assets>>,
    built: Option<SystemTime>,
    looked: Instant,
}

/// Said instead of the app when there is none.
const NOT_BUILT: &str = "The app has not been built. Run `cargo xtask build`, or start the server \
                         with --app and the folder that holds it.\n";

impl Shelf {
    /// Reads the app in. Where there is none yet, the shelf is empty until there is.
    pub(crate) fn open(folder: PathBuf) -> Result<Self, AppUnusable> {
        let built = built(&folder);
        let assets = match built {
            Some(_) => Some(Arc::new(Assets::read(&folder)?)),
            None => None,
        };
        if assets.is_none() {
            tracing::warn!(folder = %folder.display(), "the app has not been built");
        }
        Ok(Self {
            folder,
            now: Mutex::new(Shown {
                assets,
                built,
                looked: Instant::now(),
            }),
        })
    }

    /// The app, read in again if it was built anew. A build that can't be read leaves the old one.
    fn assets(&self) -> Option<Arc<Assets>> {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if now.looked.elapsed() >= LOOK {
            now.looked = Instant::now();
            let built = built(&self.folder);
            if built.is_some() && built != now.built {
                now.built = built;
                match Assets::read(&self.folder) {
                    Ok(assets) => now.assets = Some(Arc::new(assets)),
                    Err(error) => tracing::warn!(%error),
                }
            }
        }
        now.assets.clone()
    }

    /// The file at a path; the page for a path that is one of the app's own screens.
    pub(crate) fn response(&self, method: &Method, path: &str, asked: &HeaderMap) -> Response {
        if method != Method::GET && method != Method::HEAD {
            let allow = [(header::ALLOW, "GET, HEAD")];
            return (StatusCode::METHOD_NOT_ALLOWED, allow).into_response();
        }
        let Some(assets) = self.assets() else {
            return (StatusCode::SERVICE_UNAVAILABLE, NOT_BUILT).into_response();
        };
        let page = || assets.files.get(INDEX).filter(|_| !path.contains('.'));
        let mut response = match assets.files.get(path).or_else(page) {
            Some(asset) => asset.response(method, asked),
            None => (StatusCode::NOT_FOUND, "There is no such file.\n").into_response(),
        };
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, assets.csp.clone());
        for (name, value) in SAFEGUARDS {
            headers.insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

fn built(folder: &Path) -> Option<SystemTime> {
    fs::metadata(folder.join(MANIFEST)).ok()?.modified().ok()
}

/// What a browser may do with the app: record, photograph and locate for itself, nothing for
/// others.
const SAFEGUARDS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(self), autoplay=(), camera=(self), display-capture=(), \
         encrypted-media=(), fullscreen=(self), geolocation=(self), gyroscope=(self), hid=(), \
         identity-credentials-get=(), idle-detection=(), local-fonts=(), magnetometer=(self), \
         microphone=(self), midi=(), payment=(), picture-in-picture=(), \
         publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), \
         window-management=(), xr-spatial-tracking=()",
    ),
];
