//! A site that a profile works for.

use std::fmt;

use ledger::SiteId;
use serde::{Deserialize, Serialize};

use crate::store::registry::{self, Shown};

/// What a profile knows of one of its sites.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinedSite {
    /// Which site.
    pub site: SiteId,
    /// The storage that holds it on this tablet.
    pub database: String,
    /// What the server knows this device by; `None` at an open site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// What it is called, and who works there, as the ledger last said.
    #[serde(default)]
    pub shown: Shown,
}

impl JoinedSite {
    /// An open site, under the name that it always had.
    pub fn open(site: SiteId) -> Self {
        Self {
            site,
            database: registry::database_of(site),
            token: None,
            shown: Shown::default(),
        }
    }

    /// A site with a storage of its own, whose name tells nothing; the token where it is closed.
    pub fn own(site: SiteId, token: Option<String>) -> Self {
        Self {
            site,
            database: registry::new_database(),
            token,
            shown: Shown::default(),
        }
    }
}

impl fmt::Debug for JoinedSite {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "JoinedSite({}, …)", self.site)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_of_a_site_with_a_name_can_be_read_again() {
        let name = [("en".to_owned(), "Jade Lake Gardens".to_owned())];
        let joined = JoinedSite {
            site: SiteId(ledger::uuid_v7(7, [7; 10])),
            database: "doorstep-7".to_owned(),
            token: None,
            shown: Shown {
                site: name.into(),
                ..Shown::default()
            },
        };
        let kept = serde_json::to_string(&joined).unwrap();
        assert_eq!(serde_json::from_str::<JoinedSite>(&kept).unwrap(), joined);
    }
}
