//! Compressed copies of the files, made once here so that no server has to do it again.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::asset::Asset;
use crate::failure::Failure;

/// A compressed copy: which file of the list, its suffix (`br`, `gz`) and its bytes.
#[derive(Debug)]
pub(crate) struct Copy {
    pub(crate) file: usize,
    pub(crate) suffix: &'static str,
    pub(crate) bytes: Vec<u8>,
}

/// Compresses all files on all cores. A copy that is no smaller than its file is left out.
///
/// Brotli at its best takes seconds, so copies in `previous`, the build before this one, serve
/// again where the file is the same.
pub(crate) fn compress(files: &[Asset], previous: &Path) -> Result<Vec<Copy>, Failure> {
    let mut work: Vec<(usize, &'static str)> = (0..files.len())
        .flat_map(|file| [(file, "br"), (file, "gz")])
        .collect();
    // The largest first: the longest piece of work must not be the last to start.
    work.sort_by_key(|&(file, suffix)| {
        (
            suffix == "gz",
            std::cmp::Reverse(files.get(file).map(|asset| asset.bytes.len())),
        )
    });
    let next = AtomicUsize::new(0);
    let copies = Mutex::new(Vec::new());
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(&(file, suffix)) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let Some(asset) = files.get(file) else {
                        continue;
                    };
                    let copy = one(asset, suffix, previous).map(|bytes| Copy {
                        file,
                        suffix,
                        bytes,
                    });
                    let smaller = !copy
                        .as_ref()
                        .is_ok_and(|c| c.bytes.len() >= asset.bytes.len());
                    if smaller && let Ok(mut copies) = copies.lock() {
                        copies.push(copy);
                    }
                }
            });
        }
    });
    let copies = copies.into_inner().unwrap_or_default();
    let mut copies = copies.into_iter().collect::<Result<Vec<_>, _>>()?;
    copies.sort_by_key(|copy| (copy.file, copy.suffix));
    Ok(copies)
}

fn one(asset: &Asset, suffix: &str, previous: &Path) -> Result<Vec<u8>, Failure> {
    let before = previous.join(asset.path.trim_start_matches('/'));
    if fs::read(&before).is_ok_and(|bytes| bytes == asset.bytes)
        && let Ok(copy) = fs::read(before.with_added_extension(suffix))
    {
        return Ok(copy);
    }
    let result = match suffix {
        "br" => brotli(&asset.bytes),
        _ => gzip(&asset.bytes),
    };
    result.map_err(|error| Failure::io("compressing", &error))
}

/// Brotli at its best and slowest (RFC 7932): quality 11, the largest window of the web, 16 MiB.
fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 24);
    writer.write_all(bytes)?;
    Ok(writer.into_inner())
}

/// Gzip (RFC 1952) without a time stamp, for clients and connections that know no brotli.
fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    writer.write_all(bytes)?;
    writer.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::super::asset::{Assets, Offline};
    use super::*;

    #[test]
    fn copies_unpack_to_the_same_bytes_and_are_smaller() {
        let text = "who wants lifts mended, who wants lifts quiet; "
            .repeat(40)
            .into_bytes();
        let mut assets = Assets::default();
        assets.add_plain("a.txt", text.clone(), Offline::Needed);
        assets.add_plain("b.txt", b"x".to_vec(), Offline::Needed);
        let files = assets.into_files();
        let copies = compress(&files, Path::new("nothing here")).unwrap();
        let made: Vec<_> = copies.iter().map(|copy| (copy.file, copy.suffix)).collect();
        assert_eq!(
            made,
            [(0, "br"), (0, "gz")],
            "one byte cannot be made smaller"
        );

        let mut unpacked = Vec::new();
        brotli::Decompressor::new(&copies[0].bytes[..], 4096)
            .read_to_end(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, text);
        unpacked.clear();
        flate2::read::GzDecoder::new(&copies[1].bytes[..])
            .read_to_end(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, text);
    }
}
