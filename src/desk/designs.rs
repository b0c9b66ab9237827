//! Forms that are being designed. They stay on this device until they are published. A row is the
//! head in JSON, a line feed, and the workbook as it would be downloaded.

use ledger::RecordId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    Desk,
    image::{decode, encode},
};
use crate::store::{Area, Key, StoreError, Write};

/// What there is to know of a design without opening it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DesignHead {
    /// Its id.
    pub id: RecordId,
    /// The published form that it began as, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<RecordId>,
    /// The form's title.
    pub title: String,
    /// When it was last changed, in milliseconds since 1970.
    pub updated_ms: i64,
}

impl Desk {
    /// The designs on this device, the one worked on last first.
    pub async fn designs(self) -> Result<Vec<DesignHead>, StoreError> {
        let database = self.inner.with_value(|inner| inner.database.clone());
        let rows = database.read_all(Area::Designs).await?;
        let heads = rows
            .iter()
            .filter_map(|(_, row)| Some(parted(row.as_ref().ok()?)?.0));
        let mut heads: Vec<_> = heads.collect();
        heads.sort_unstable_by_key(|head| std::cmp::Reverse((head.updated_ms, head.id)));
        Ok(heads)
    }

    /// One design with its workbook, as it was last saved.
    pub async fn design(self, id: RecordId) -> Result<Option<(DesignHead, Vec<u8>)>, StoreError> {
        let database = self.inner.with_value(|inner| inner.database.clone());
        let row = database
            .get(Area::Designs, &Key::Text(id.to_string()))
            .await?;
        let Some(row) = row else { return Ok(None) };
        let (head, workbook) =
            parted(&row).ok_or_else(|| StoreError::Corrupt("a design".to_owned()))?;
        Ok(Some((head, workbook.to_vec())))
    }

    /// Keeps a design; done when it is on the disk.
    pub async fn save_design(self, head: &DesignHead, workbook: &[u8]) -> Result<(), StoreError> {
        let database = self.inner.with_value(|inner| inner.database.clone());
        let mut row = encode(head)?;
        row.push(b'\n');
        row.extend_from_slice(workbook);
        let key = Key::Text(head.id.to_string());
        database
            .commit(&[Write::Put(Area::Designs, key, row)])
            .await
    }

    /// Throws a design away.
    pub async fn discard_design(self, id: RecordId) -> Result<(), StoreError> {
        let database = self.inner.with_value(|inner| inner.database.clone());
        database
            .commit(&[Write::Delete(Area::Designs, Key::Text(id.to_string()))])
            .await
    }
}

fn parted(row: &[u8]) -> Option<(DesignHead, &[u8])> {
    let end = row.iter().position(|byte| *byte == b'\n')?;
    let (head, rest) = row.split_at(end);
    Some((decode(head).ok()?, rest.get(1..)?))
}
