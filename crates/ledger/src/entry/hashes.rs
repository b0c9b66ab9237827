//! What is hashed of an entry: its body, and its head.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{EntryV1, Fields, Over};
use crate::{Digest, Salt, canonical::canonical_members, canonical_json};

impl EntryV1 {
    /// The hash of the body that is here; `None` where there is none.
    pub(crate) fn body_here(&self) -> Option<Digest> {
        let set = self.set.as_ref()?;
        Some(body(self.salt?, set, self.over.as_ref()))
    }

    /// The canonical JSON of the head, written at once: it is made for every entry that is read.
    pub(super) fn head_json(&self) -> String {
        let Self {
            v,
            device,
            seq,
            time,
            actor,
            id,
            body,
            prev,
            ..
        } = self;
        let (kind, wall) = (json_text(&self.kind), json_text(&self.wall));
        let mut text = format!(
            concat!(
                r#"{{"actor":"{actor}","body":"{body}","device":"{device}","id":"{id}","#,
                r#""kind":{kind},"prev":"{prev}","seq":{seq},"time":"{time}","v":{v},"wall":{wall}"#
            ),
            actor = actor,
            body = body,
            device = device,
            id = id,
            kind = kind,
            prev = prev,
            seq = seq,
            time = time,
            v = v,
            wall = wall,
        );
        if let Some(was) = &self.was {
            let was = serde_json::to_value(was).unwrap_or_default();
            text += r#","was":"#;
            text += &canonical_json(&was);
        }
        text + "}"
    }
}

fn json_text(text: &str) -> String {
    Value::from(text).to_string()
}

/// The hash of a body.
pub(super) fn body(salt: Salt, set: &Fields, over: Option<&Over>) -> Digest {
    let mut hash = Sha256::new()
        .chain_update(salt.0)
        .chain_update(canonical_members(set.iter()));
    if let Some(over) = over {
        let over = serde_json::to_value(over).unwrap_or_default();
        hash.update(canonical_json(&over));
    }
    Digest(hash.finalize().into())
}
