//! Files that come and go inside bundles: at the command line, and in a sync request that is an
//! exported file.

use std::io::{self, Write};

use ledger::{Bundle, Digest, PackedFile, Packing, SiteId, transfer::Held};

use crate::storage::{Part, Storage, StorageError, StoredFile, Took};

/// Bytes of one row.
const PART_BYTES: usize = 1 << 20;

/// What became of the files of a bundle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Brought {
    /// How many are here now.
    pub(crate) here: usize,
    /// How many no entry names. They were left out.
    pub(crate) unnamed: usize,
    /// How many there was no room for.
    pub(crate) no_room: usize,
}

/// Takes files in whose hashes have been checked.
pub(crate) async fn bring(
    storage: &Storage,
    site: SiteId,
    files: &[PackedFile],
    most_bytes: u64,
) -> Result<Brought, StorageError> {
    let mut brought = Brought::default();
    for file in files {
        match bring_one(storage, site, file, most_bytes).await? {
            Took::Held(_) => brought.here += 1,
            Took::NoRoom => brought.no_room += 1,
            Took::Unnamed | Took::OtherHash => brought.unnamed += 1,
        }
    }
    Ok(brought)
}

async fn bring_one(
    storage: &Storage,
    site: SiteId,
    file: &PackedFile,
    most_bytes: u64,
) -> Result<Took, StorageError> {
    let Some(stored) = storage.file(site, file.sha256).await? else {
        return Ok(Took::Unnamed);
    };
    let total = file.data.len();
    let mut held = stored.held();
    while let Held::Upto(at) = held {
        // What a device left half-sent is gone on with: the bytes are the same.
        let at = usize::try_from(at).unwrap_or(usize::MAX).min(total - 1);
        let part = Part {
            file: file.sha256,
            from: at as u64,
            total: total as u64,
            bytes: &file.data[at..total.min(at + PART_BYTES)],
        };
        match storage.take_part(site, part, most_bytes).await? {
            Took::Held(now) => held = now,
            // What a device had sent before was wrong, and is deleted: once more from the start.
            Took::OtherHash if at > 0 => held = Held::Upto(0),
            other => return Ok(other),
        }
    }
    Ok(Took::Held(held))
}

/// Writes a bundle with these files.
pub(crate) async fn write(
    storage: &Storage,
    bundle: &Bundle,
    files: &[StoredFile],
    to: &mut impl Write,
) -> Result<(), String> {
    if files.is_empty() {
        return serde_json::to_writer(&mut *to, bundle)
            .map_err(io::Error::from)
            .and_then(|()| to.flush())
            .map_err(|why| why.to_string());
    }
    let (mut packing, mut text) = Packing::begin(bundle);
    for file in files {
        text += &packing.file(&file.sha256);
        let mut at = 0;
        while at < file.have {
            let bytes = storage.part(bundle.site, file.sha256, at).await;
            let bytes = bytes.map_err(|why| why.to_string())?;
            at += bytes.len() as u64;
            text += &packing.bytes(&bytes);
            to.write_all(text.as_bytes())
                .map_err(|why| why.to_string())?;
            text.clear();
        }
        text += &packing.end_file();
    }
    text += packing.end();
    to.write_all(text.as_bytes())
        .and_then(|()| to.flush())
        .map_err(|why| why.to_string())
}

/// Which files have not arrived, and which are not what they were.
pub(crate) async fn verify(
    storage: &Storage,
    site: SiteId,
) -> Result<(usize, usize, Vec<Digest>), StorageError> {
    let (mut whole, mut missing, mut wrong) = (0, 0, Vec::new());
    for file in storage.files(site).await? {
        if !file.whole {
            missing += 1;
            continue;
        }
        whole += 1;
        let right = match storage.hash(site, &file).await {
            Ok(hash) => hash == file.sha256,
            Err(StorageError::Damaged(_)) => false,
            Err(error) => return Err(error),
        };
        if !right {
            wrong.push(file.sha256);
        }
    }
    Ok((whole, missing, wrong))
}
