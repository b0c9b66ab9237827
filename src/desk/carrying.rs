//! Bundles with files: everything out, and what was carried in.

use std::collections::BTreeMap;

use ledger::{Bundle, Digest, FileRef, PackedFile, Packing, RecordId, spread};
use leptos::prelude::*;
use web_sys::Blob;

use super::{Desk, FileError, Files, StoreError};
use crate::platform::{clock, files::text_part};

/// A bundle as a file.
pub struct Export {
    /// Its content, in order.
    pub parts: Vec<Blob>,
    /// How many files it holds.
    pub files: usize,
}

/// Bytes of a file that are in memory at once while it is packed.
const PIECE_BYTES: u64 = 1 << 20;

impl Desk {
    /// Everything that is finished on this device, with its files: one bundle, or several where
    /// the files are many. Also how many entries there are.
    pub async fn export_with_files(self) -> Result<(Vec<Export>, usize), FileError> {
        let mut bundle = self.export().await?;
        let entries = bundle.entries.len();
        let files = self.files().carried();
        let mut exports = Vec::new();
        for files in spread(files.into_iter().map(|file| (file, file.1))) {
            exports.push(self.pack(&bundle, &files).await?);
            // The entries are in the first; the others bring more files.
            bundle = self.peek(|ledger| Bundle::of_files(ledger, self.device(), clock::now()));
        }
        Ok((exports, entries))
    }

    async fn pack(self, bundle: &Bundle, files: &[(Digest, u64)]) -> Result<Export, FileError> {
        let part = |text: &str| text_part(text).map_err(|_| FileError::Store(StoreError::Full));
        let mut export = Export {
            parts: Vec::new(),
            files: 0,
        };
        if files.is_empty() {
            let text = serde_json::to_string_pretty(bundle);
            let text = text.map_err(|error| StoreError::Corrupt(error.to_string()))?;
            export.parts.push(part(&text)?);
            return Ok(export);
        }
        let (mut packing, begin) = Packing::begin(bundle);
        export.parts.push(part(&begin)?);
        for (file, size) in files {
            let mut text = packing.file(file);
            for start in (0..*size).step_by(1 << 20) {
                let range = start..(start + PIECE_BYTES).min(*size);
                text += &packing.bytes(&self.files().range(file, range).await?);
                export.parts.push(part(&text)?);
                text.clear();
            }
            text += &packing.end_file();
            export.parts.push(part(&text)?);
            export.files += 1;
        }
        export.parts.push(part(packing.end())?);
        Ok(export)
    }
}

impl Files {
    /// The files here that records name, each once.
    fn carried(self) -> Vec<(Digest, u64)> {
        let files: BTreeMap<Digest, u64> = self.work(true).here.into_iter().collect();
        files.into_iter().collect()
    }

    /// Keeps the files of a bundle whose entries have been taken in; gives how many are new, and
    /// how many no record here names.
    pub async fn import(self, packed: Vec<PackedFile>) -> Result<(usize, usize), FileError> {
        let named: BTreeMap<Digest, (RecordId, FileRef)> = self.desk().peek(|ledger| {
            let files = needs::all_files(ledger.state());
            files.map(|(id, file)| (file.sha256, (id, file))).collect()
        });
        let (mut new, mut unnamed) = (0, 0);
        for file in packed {
            let Some((owner, named)) = named.get(&file.sha256) else {
                unnamed += 1;
                continue;
            };
            if !untrack(|| self.is_here(named)) {
                let (name, media_type) = (&named.name, &named.media_type);
                self.put_as(*owner, name, &file.data, media_type).await?;
                new += 1;
            }
        }
        self.load_tables().await?;
        Ok((new, unnamed))
    }
}
