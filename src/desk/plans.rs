//! Plans of campaigns that are being made. They stay on this device, sealed as all that is begun,
//! until they are written down. They lie beside the designs, under keys of their own.

use ledger::{Fields, RecordId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    Desk,
    image::{decode, encode},
};
use crate::store::{Area, Key, StoreError, Write};

/// A plan as somebody left it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeftPlan {
    /// What it began with.
    pub base: Fields,
    /// What it says now.
    pub plan: Fields,
    /// Who is to walk.
    pub people: Vec<RecordId>,
    /// How many percent are expected to answer.
    pub response: u32,
    /// Which step was open.
    pub step: usize,
}

/// What a plan is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanOf {
    /// A new campaign.
    New,
    /// A new one like another.
    Like(RecordId),
    /// A campaign that is still a draft.
    Campaign(RecordId),
}

impl PlanOf {
    fn key(self) -> Key {
        Key::Text(match self {
            Self::New => "plan-new".to_owned(),
            Self::Like(id) => format!("plan-like-{id}"),
            Self::Campaign(id) => format!("plan-{id}"),
        })
    }
}

impl Desk {
    /// A plan that was left; `None` where there is none, or none that can be read.
    pub async fn left_plan(self, of: PlanOf) -> Option<LeftPlan> {
        let database = self.inner.with_value(|inner| inner.database.clone());
        let row = database.get(Area::Designs, &of.key()).await.ok()??;
        decode(&row).ok()
    }

    /// Keeps a plan; done when it is on the disk.
    pub async fn keep_plan(self, of: PlanOf, plan: &LeftPlan) -> Result<(), StoreError> {
        let database = self.inner.with_value(|inner| inner.database.clone());
        let row = encode(plan)?;
        let write = Write::Put(Area::Designs, of.key(), row);
        database.commit(&[write]).await
    }

    /// Throws a plan away.
    pub async fn drop_plan(self, of: PlanOf) -> Result<(), StoreError> {
        let database = self.inner.with_value(|inner| inner.database.clone());
        let write = Write::Delete(Area::Designs, of.key());
        database.commit(&[write]).await
    }
}
