//! What a person may ask of the server besides writing and reading entries.

use super::Caller;
use crate::Role;

/// Something that the server does for some roles only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Make an invitation, so that a person can join.
    Invite,
    /// Tell a device to leave, or take an invitation back.
    Revoke,
    /// See which devices have joined, when they were last seen and whose they are.
    SeeDevices,
    /// Take the data out in other formats.
    Export,
}

impl Deed {
    /// Every deed.
    pub const ALL: [Self; 4] = [Self::Invite, Self::Revoke, Self::SeeDevices, Self::Export];

    /// The roles that may ask for it.
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::Invite | Self::Revoke => &[Role::Manager],
            Self::SeeDevices => &[Role::Supervisor, Role::Manager, Role::Auditor],
            Self::Export => &[
                Role::Supervisor,
                Role::Manager,
                Role::Executive,
                Role::Auditor,
            ],
        }
    }
}

impl Caller {
    /// Whether this person may ask for `deed`.
    pub fn may(self, deed: Deed) -> bool {
        deed.roles().contains(&self.role)
    }
}
