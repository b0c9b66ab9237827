//! Files inside a bundle: so that what is carried on a stick is all there is.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::{Bundle, Digest, Invalid, limits};

/// A file with its bytes. Name and media type stand in the entry that names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct PackedFile {
    /// The SHA-256 of its bytes.
    pub sha256: Digest,
    /// Its bytes, in base64 (RFC 4648, section 4).
    #[cfg_attr(any(test, feature = "schema"), schemars(with = "String"))]
    #[serde(with = "text")]
    pub data: Vec<u8>,
}

mod text {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(data: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&STANDARD.encode(data))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(from)?;
        STANDARD.decode(text).map_err(de::Error::custom)
    }
}

impl PackedFile {
    /// Reads a file of a bundle and checks its hash.
    pub fn from_json(value: Value) -> Result<Self, String> {
        let file: Self = serde_json::from_value(value).map_err(|error| error.to_string())?;
        if file.data.is_empty() || file.data.len() as u64 > limits::FILE_BYTES {
            return Err("is empty or too large".to_owned());
        }
        if Sha256::digest(&file.data)[..] != file.sha256.0 {
            return Err("is not the one with this hash".to_owned());
        }
        Ok(file)
    }

    pub(crate) fn invalid(number: usize, why: String) -> Invalid {
        Invalid {
            at: format!("file {number}"),
            why,
        }
    }
}

/// Bytes of files that one bundle holds at most, but for a single larger file: more are spread over
/// several bundles, each of which can be read where memory is short.
pub const BUNDLE_FILE_BYTES: u64 = 96 << 20;

/// Spreads files over bundles, in their order. There is at least one bundle.
pub fn spread<T>(files: impl IntoIterator<Item = (T, u64)>) -> Vec<Vec<T>> {
    let (mut bundles, mut last, mut bytes) = (Vec::new(), Vec::new(), 0);
    for (file, size) in files {
        if bytes + size > BUNDLE_FILE_BYTES && !last.is_empty() {
            bundles.push(std::mem::take(&mut last));
            bytes = 0;
        }
        last.push(file);
        bytes += size;
    }
    bundles.push(last);
    bundles
}

/// Writes a bundle with files piece by piece: what is returned, put together, is its JSON. No more
/// of a file than one piece is in memory.
#[derive(Debug, Default)]
pub struct Packing {
    /// Up to two bytes that wait for a third: base64 goes by threes.
    waiting: Vec<u8>,
    files: usize,
}

impl Packing {
    /// Begins with all of `bundle`.
    pub fn begin(bundle: &Bundle) -> (Self, String) {
        let mut bundle = serde_json::to_value(bundle).unwrap_or_default();
        bundle["version"] = Bundle::WITH_FILES.into();
        let mut text = bundle.to_string();
        // Its closing brace comes last.
        text.pop();
        text.push_str(",\"files\":[");
        (Self::default(), text)
    }

    /// Begins a file.
    pub fn file(&mut self, sha256: &Digest) -> String {
        let comma = if self.files > 0 { "," } else { "" };
        self.files += 1;
        format!("{comma}{{\"sha256\":\"{sha256}\",\"data\":\"")
    }

    /// Goes on with its bytes.
    pub fn bytes(&mut self, bytes: &[u8]) -> String {
        self.waiting.extend_from_slice(bytes);
        let whole = self.waiting.len() / 3 * 3;
        let text = STANDARD.encode(&self.waiting[..whole]);
        self.waiting.drain(..whole);
        text
    }

    /// Ends it.
    pub fn end_file(&mut self) -> String {
        let mut text = STANDARD.encode(std::mem::take(&mut self.waiting));
        // Writing to a string can't fail.
        let _ = write!(text, "\"}}");
        text
    }

    /// Ends the bundle.
    pub fn end(self) -> &'static str {
        "]}"
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::{BundleError, DeviceId, Ledger, replica::tests::site, uuid_v7};

    fn digest(bytes: &[u8]) -> Digest {
        Digest(Sha256::digest(bytes).into())
    }

    fn empty() -> Bundle {
        let made = DateTime::from_timestamp_millis(0).unwrap().fixed_offset();
        let device = DeviceId(uuid_v7(1, [1; 10]));
        Bundle::new(&Ledger::new(site()), device, made, Vec::new())
    }

    fn packed(files: &[Vec<u8>], piece: usize) -> String {
        let (mut packing, mut text) = Packing::begin(&empty());
        for file in files {
            text += &packing.file(&digest(file));
            for bytes in file.chunks(piece) {
                text += &packing.bytes(bytes);
            }
            text += &packing.end_file();
        }
        text + packing.end()
    }

    #[test]
    fn a_bundle_without_files_is_one_that_every_version_reads() {
        let text = serde_json::to_string(&empty()).unwrap();
        assert!(
            text.contains("\"version\":1") && !text.contains("files"),
            "{text}"
        );
        assert!(packed(&[], 1).contains("\"version\":2"));
    }

    #[test]
    fn a_file_that_is_not_what_it_says_is_refused() {
        let good: Value = serde_json::from_str(&packed(&[b"abc".to_vec()], 3)).unwrap();
        let read = |change: &dyn Fn(&mut Value)| {
            let mut bad = good.clone();
            change(&mut bad);
            Bundle::read(bad.to_string().as_bytes())
        };
        assert!(read(&|_| ()).is_ok());
        let refused: [&dyn Fn(&mut Value); 8] = [
            &|bad| bad["files"][0]["data"] = json!("YWJk"),
            &|bad| bad["files"][0]["data"] = json!("YWJ"),
            &|bad| bad["files"][0]["data"] = json!("../../etc"),
            &|bad| bad["files"][0]["data"] = json!(3),
            &|bad| bad["files"][0]["sha256"] = json!("00"),
            &|bad| bad["files"][0] = json!(null),
            &|bad| bad["files"] = json!({}),
            &|bad| bad["files"][0] = json!({"sha256": digest(b""), "data": ""}),
        ];
        for (number, change) in refused.into_iter().enumerate() {
            let error = read(change);
            assert!(
                matches!(error, Err(BundleError::Damaged { entry: None, .. })),
                "{number}: {error:?}"
            );
        }
    }

    #[test]
    fn files_are_spread_so_that_no_bundle_is_too_large() {
        let most = BUNDLE_FILE_BYTES;
        assert_eq!(spread::<u8>([]), [Vec::<u8>::new()]);
        assert_eq!(spread([(1, most), (2, 1)]), [vec![1], vec![2]]);
        assert_eq!(
            spread([(1, most + 9), (2, 1), (3, 1)]),
            [vec![1], vec![2, 3]]
        );
    }

    proptest! {
        #[test]
        fn what_is_packed_in_pieces_is_read_back(
            files in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..40), 0..4),
            piece in 1..17_usize,
        ) {
            let bundle = Bundle::read(packed(&files, piece).as_bytes()).unwrap();
            let read: Vec<_> = bundle.files.iter().map(|file| file.data.clone()).collect();
            prop_assert_eq!(read, files);
        }
    }
}
